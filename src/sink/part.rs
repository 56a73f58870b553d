//! One output file while it is written: a buffer, a compressor, a length.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::packer::Packer;
use super::parts::Form;
use super::{Prepared, Rename, SinkError};
use crate::disk::{Disk, DiskFile, parent, retry};

/// What a checkpoint holds of a part.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct SavedPart {
    /// Its final name.
    pub name: PathBuf,
    /// Its name so far, if it has not got its final one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden: Option<PathBuf>,
    /// Whether it gets its final name once the checkpoint is durable.
    #[serde(default)]
    pub publish: bool,
    /// In bytes, as they are on the disk.
    pub length: u64,
    /// Bytes of records, before compression.
    pub plain: u64,
    /// When it was begun.
    pub begun: Timestamp,
}

/// A part that is being written.
pub(super) struct Part {
    pub saved: SavedPart,
    /// Where it is written, unless it was closed to make room for others.
    pub file: Option<Arc<dyn DiskFile>>,
    packer: Packer,
    /// Bytes that are still to be written.
    pub buffer: Vec<u8>,
    /// Whether it was written to since the last commit.
    pub dirty: bool,
    pub begun: Instant,
    pub last_used: u64,
}

impl Part {
    /// A part that was just made (with its file) or restored (without).
    pub fn new(saved: SavedPart, form: &Form, file: Option<Arc<dyn DiskFile>>, begun: Instant) -> Part {
        // Whatever a spool becomes in the end, on the way it need not take more room than it must.
        let packer = if form.finish.is_some() { Packer::Plain } else { Packer::for_path(&saved.name) };
        Part { packer, saved, dirty: file.is_some(), file, buffer: Vec::new(), begun, last_used: 0 }
    }

    /// Appends bytes to what is to be written.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), SinkError> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.packer.push(bytes, &mut self.buffer).map_err(SinkError::io("cannot compress", &self.saved.name))
    }

    /// Writes what is to be written.
    pub fn flush(&mut self) -> Result<(), SinkError> {
        if let Some(file) = &self.file
            && !self.buffer.is_empty()
        {
            retry::write_all(&**file, &self.buffer).map_err(SinkError::io("cannot write to", &self.saved.name))?;
            self.saved.length += self.buffer.len() as u64;
            self.buffer.clear();
        }
        Ok(())
    }

    /// Ends a frame of the compressor and writes everything, so that the file can be cut off here.
    pub fn close_frame(&mut self) -> Result<(), SinkError> {
        self.packer.close_frame(&mut self.buffer).map_err(SinkError::io("cannot compress", &self.saved.name))?;
        self.flush()
    }

    /// Adds what a commit has to do for this part.
    pub fn prepare(&self, form: &Form, prepared: &mut Prepared) {
        if self.dirty
            && let Some(file) = &self.file
        {
            prepared.files.push((self.saved.name.clone(), Arc::clone(file)));
        }
        if let Some(hidden) = &self.saved.hidden {
            prepared.dirs.insert(parent(hidden).to_owned());
            if self.saved.publish {
                let (from, to) = (hidden.clone(), self.saved.name.clone());
                prepared.renames.push(Rename { from, to, finish: form.finish.clone() });
            }
        }
    }
}

/// Opens a part that was closed. It may get its final name at any moment, but never loses it.
pub(super) fn open_again(disk: &dyn Disk, part: &SavedPart) -> Result<Arc<dyn DiskFile>, SinkError> {
    let opened = match &part.hidden {
        Some(hidden) => disk.append(hidden).or_else(|_| disk.append(&part.name)),
        None => disk.append(&part.name),
    };
    opened.map_err(SinkError::io("cannot open again", &part.name))
}

/// `events.ndjson.zst` and 7 make `events-00007.ndjson.zst`.
pub(super) fn numbered(path: &Path, number: u32) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let (stem, extension) = name.split_once('.').map_or((&*name, String::new()), |(s, e)| (s, format!(".{e}")));
    path.with_file_name(format!("{stem}-{number:05}{extension}"))
}
