//! Output files under the commit protocol: the side of it that every file sink shares.
//!
//! A part is written under a hidden name (`.NAME.ID.part`) until it may be seen: a part that grows for good at the first
//! commit, a part that is rotated when it is finished. A checkpoint holds the committed length of every part and the renames
//! that are owed. After a crash, [`Parts::open`] cuts every part back to its committed length, removes parts that no
//! checkpoint knows, and makes the renames; then the input is read again from the committed positions.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::packer::Packer;
use super::{Encoded, Prepared, Rename, SinkError};
use crate::disk::{Disk, DiskFile, parent, retry};
use crate::pipeline::settings::Span;
use crate::read::limits::Size;

/// How many parts are open at a time.
const MOST_OPEN: usize = 64;

/// Written to the file at least this often.
const BUFFER: usize = 128 << 10;

/// When a part is finished and the next one begun (`rotate = { size = "256 MiB", interval = "1h" }`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Rotate {
    /// A part holds at most this much, before compression (a single larger record still makes one part).
    pub size: Option<Size>,
    /// A part is finished when it is this old.
    pub interval: Option<Span>,
}

impl Rotate {
    fn is_set(&self) -> bool {
        self.size.is_some() || self.interval.is_some()
    }
}

/// The output files of one sink.
pub struct Parts {
    disk: Arc<dyn Disk>,
    rotate: Rotate,
    id: String,
    parts: BTreeMap<String, Part>,
    /// The number of the next part of a rotated path.
    numbers: BTreeMap<String, u32>,
    /// Finished since the last commit.
    finished: Vec<Part>,
    clock: u64,
}

/// What a checkpoint holds of a sink's parts.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Saved {
    /// The part that is being written for each path.
    parts: BTreeMap<String, SavedPart>,
    /// Parts that only have to get their names.
    finished: Vec<SavedPart>,
    numbers: BTreeMap<String, u32>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct SavedPart {
    name: PathBuf,
    /// Its name so far, if it has not got its final one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hidden: Option<PathBuf>,
    /// Whether it gets its final name once the checkpoint is durable.
    #[serde(default)]
    publish: bool,
    length: u64,
    /// Bytes before compression.
    plain: u64,
    begun: Timestamp,
}

struct Part {
    saved: SavedPart,
    /// Whether it grows under its final name, from the first commit on.
    grows_in_sight: bool,
    file: Option<Arc<dyn DiskFile>>,
    packer: Packer,
    buffer: Vec<u8>,
    /// Whether it was written to since the last commit.
    dirty: bool,
    begun: Instant,
    last_used: u64,
}

impl Parts {
    /// The parts that `saved` (a checkpoint's part, or null) speaks of, brought back to their committed state. `id` tells this
    /// sink's hidden files from those of others; `roots` are the directories below which it writes.
    pub fn open(
        disk: Arc<dyn Disk>,
        rotate: Rotate,
        id: String,
        root: &Path,
        saved: &serde_json::Value,
    ) -> Result<Parts, SinkError> {
        let saved: Saved = match saved {
            serde_json::Value::Null => Saved::default(),
            value => serde_json::from_value(value.clone()).map_err(SinkError::Checkpoint)?,
        };
        let mut opened =
            Parts { disk, rotate, id, parts: BTreeMap::new(), numbers: saved.numbers, finished: Vec::new(), clock: 0 };
        let mut dirs = BTreeSet::new();
        for part in saved.finished {
            opened.restore(part, &mut dirs)?;
        }
        for (path, part) in saved.parts {
            if let Some(part) = opened.restore(part, &mut dirs)? {
                opened.parts.insert(path, part);
            }
        }
        opened.remove_unknown(root, 0)?;
        for dir in dirs {
            opened.disk.sync_dir(&dir).map_err(SinkError::io("cannot sync the directory", dir))?;
        }
        Ok(opened)
    }

    /// Appends all pieces: those with a path of their own to its part, the others to the part for `path`.
    pub fn write_all(&mut self, encoded: &Encoded, path: &str) -> Result<(), SinkError> {
        let mut start = 0;
        let mut pieces = encoded.pieces.iter().peekable();
        while let Some(piece) = pieces.next() {
            // Where parts are not cut by size, neighbours in one file can be written at once.
            let joined = self.rotate.size.is_none() && pieces.peek().is_some_and(|next| next.path == piece.path);
            if !joined {
                self.write(piece.path.as_deref().unwrap_or(path), &encoded.bytes[start..piece.end])?;
                start = piece.end;
            }
        }
        Ok(())
    }

    /// Appends one or more whole records to the part for `path`.
    fn write(&mut self, path: &str, records: &[u8]) -> Result<(), SinkError> {
        let full = |part: &Part| {
            let size = self.rotate.size.is_some_and(|most| part.saved.plain + records.len() as u64 > most.0);
            let old = self.rotate.interval.is_some_and(|most| part.begun.elapsed() >= most.0);
            part.saved.plain > 0 && (size || old)
        };
        if self.parts.get(path).is_some_and(full) {
            self.finish(path)?;
        }
        if !self.parts.contains_key(path) {
            let part = self.begin(path)?;
            self.parts.insert(path.to_owned(), part);
        }
        self.clock += 1;
        let Some(part) = self.parts.get_mut(path) else { return Ok(()) };
        if part.file.is_none() {
            part.file = Some(open_again(&*self.disk, &part.saved)?);
        }
        part.last_used = self.clock;
        part.dirty = true;
        part.saved.plain += records.len() as u64;
        part.packer.push(records, &mut part.buffer).map_err(SinkError::io("cannot compress", &part.saved.name))?;
        if part.buffer.len() >= BUFFER {
            part.flush()?;
        }
        self.close_least_used()
    }

    /// Closes frames, flushes, and says what a commit has to do. At the end of the input parts that are rotated are finished.
    pub fn prepare(&mut self, end: bool) -> Result<Prepared, SinkError> {
        let mut prepared = Prepared::default();
        for part in self.parts.values_mut().filter(|part| part.saved.publish) {
            // The commit that this was prepared for has given it its name.
            part.saved.hidden = None;
            part.saved.publish = false;
        }
        let interval = self.rotate.interval.map(|interval| interval.0);
        let due: Vec<String> = self
            .parts
            .iter()
            .filter(|(_, part)| {
                self.rotate.is_set() && (end || interval.is_some_and(|most| part.begun.elapsed() >= most))
            })
            .map(|(path, _)| path.clone())
            .collect();
        for path in due {
            self.finish(&path)?;
        }
        let mut saved = Saved { numbers: self.numbers.clone(), ..Saved::default() };
        for part in std::mem::take(&mut self.finished) {
            part.prepare(&mut prepared);
            saved.finished.push(part.saved);
        }
        for (path, part) in &mut self.parts {
            part.close_frame()?;
            part.saved.publish = part.grows_in_sight && part.saved.hidden.is_some();
            part.prepare(&mut prepared);
            part.dirty = false;
            saved.parts.insert(path.clone(), part.saved.clone());
            if let Some(interval) = interval {
                let at = part.begun + interval;
                prepared.wants_commit_at = Some(prepared.wants_commit_at.map_or(at, |other: Instant| other.min(at)));
            }
        }
        prepared.state = serde_json::to_value(saved)?;
        Ok(prepared)
    }

    /// Makes the file of a new part.
    fn begin(&mut self, path: &str) -> Result<Part, SinkError> {
        let path = Path::new(path);
        let name = if self.rotate.is_set() {
            let number = self.numbers.entry(path.to_string_lossy().into_owned()).or_insert(1);
            let mut name = numbered(path, *number);
            // Numbers that an earlier pipeline used are passed over.
            while self.disk.exists(&name) {
                *number += 1;
                name = numbered(path, *number);
            }
            *number += 1;
            name
        } else {
            path.to_owned()
        };
        if self.disk.exists(&name) {
            return Err(SinkError::Exists(name));
        }
        let dir = parent(&name);
        self.disk.create_dir_all(dir).map_err(SinkError::io("cannot make the directory", dir))?;
        let file_name = name.file_name().unwrap_or_default().to_string_lossy();
        let hidden = dir.join(format!(".{file_name}{}", self.suffix()));
        let file =
            retry::patiently(|| self.disk.create(&hidden)).map_err(SinkError::io("cannot make the file", &hidden))?;
        Ok(Part {
            packer: Packer::for_path(&name),
            saved: SavedPart {
                name,
                hidden: Some(hidden),
                publish: false,
                length: 0,
                plain: 0,
                begun: Timestamp::now(),
            },
            grows_in_sight: !self.rotate.is_set(),
            file: Some(file),
            buffer: Vec::new(),
            dirty: true,
            begun: Instant::now(),
            last_used: 0,
        })
    }

    /// Finishes the part for `path`; it gets its name at the next commit.
    fn finish(&mut self, path: &str) -> Result<(), SinkError> {
        if let Some(mut part) = self.parts.remove(path) {
            if part.file.is_none() {
                part.file = Some(open_again(&*self.disk, &part.saved)?);
            }
            part.close_frame()?;
            part.saved.publish = true;
            part.dirty = true;
            self.finished.push(part);
        }
        Ok(())
    }

    /// Brings one part back to its committed length, and gives it its name if that is owed; `None` if nothing more is written
    /// to it.
    fn restore(&self, mut saved: SavedPart, dirs: &mut BTreeSet<PathBuf>) -> Result<Option<Part>, SinkError> {
        let hidden = saved.hidden.take().filter(|hidden| self.disk.exists(hidden));
        let here = hidden.as_ref().unwrap_or(&saved.name);
        let found = match self.disk.metadata(here, true) {
            Ok(found) => found.size,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                tracing::warn!(path = %saved.name.display(), "the file was moved away; a new one will be begun");
                return Ok(None);
            }
            Err(error) => return Err(SinkError::io("cannot look at", here)(error)),
        };
        if found < saved.length {
            return Err(SinkError::Shorter { path: here.clone(), found, committed: saved.length });
        }
        if found > saved.length {
            self.disk.truncate(here, saved.length).map_err(SinkError::io("cannot cut back", here))?;
        }
        let open = !(saved.publish && self.rotate.is_set());
        if let Some(hidden) = hidden {
            if saved.publish {
                self.disk.rename(&hidden, &saved.name).map_err(SinkError::io("cannot rename", &hidden))?;
                dirs.insert(parent(&saved.name).to_owned());
            } else {
                saved.hidden = Some(hidden);
            }
        }
        saved.publish = false;
        let age = Duration::try_from(Timestamp::now().duration_since(saved.begun)).unwrap_or_default();
        Ok(open.then(|| Part {
            packer: Packer::for_path(&saved.name),
            grows_in_sight: !self.rotate.is_set(),
            file: None,
            buffer: Vec::new(),
            dirty: false,
            begun: Instant::now().checked_sub(age).unwrap_or_else(Instant::now),
            last_used: 0,
            saved,
        }))
    }

    /// Removes hidden files of this sink that no checkpoint knows.
    fn remove_unknown(&self, dir: &Path, depth: usize) -> Result<(), SinkError> {
        let known: BTreeSet<&PathBuf> = self.parts.values().filter_map(|part| part.saved.hidden.as_ref()).collect();
        let mut unknown = Vec::new();
        let mut below = Vec::new();
        let listed = self.disk.list(dir, &mut |path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with('.') && name.ends_with(&self.suffix()) {
                if !known.contains(&path) {
                    unknown.push(path);
                }
            } else if !name.contains('.') && depth < 8 {
                below.push(path);
            }
        });
        match listed {
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(());
            }
            other => other.map_err(SinkError::io("cannot list the directory", dir))?,
        }
        for path in unknown {
            self.disk.remove(&path).map_err(SinkError::io("cannot remove", path))?;
        }
        below.iter().try_for_each(|dir| self.remove_unknown(dir, depth + 1))
    }

    fn suffix(&self) -> String {
        format!(".{}.part", self.id)
    }

    fn close_least_used(&mut self) -> Result<(), SinkError> {
        let open = self.parts.values().filter(|part| part.file.is_some()).count();
        if open <= MOST_OPEN {
            return Ok(());
        }
        let least = self.parts.values_mut().filter(|part| part.file.is_some()).min_by_key(|part| part.last_used);
        if let Some(part) = least {
            part.close_frame()?;
            if let Some(file) = part.file.take() {
                file.sync().map_err(SinkError::io("cannot sync", &part.saved.name))?;
            }
        }
        Ok(())
    }
}

impl Part {
    fn flush(&mut self) -> Result<(), SinkError> {
        if let Some(file) = &self.file
            && !self.buffer.is_empty()
        {
            retry::write_all(&**file, &self.buffer).map_err(SinkError::io("cannot write to", &self.saved.name))?;
            self.saved.length += self.buffer.len() as u64;
            self.buffer.clear();
        }
        Ok(())
    }

    fn close_frame(&mut self) -> Result<(), SinkError> {
        self.packer.close_frame(&mut self.buffer).map_err(SinkError::io("cannot compress", &self.saved.name))?;
        self.flush()
    }

    /// Adds what a commit has to do for this part.
    fn prepare(&self, prepared: &mut Prepared) {
        if self.dirty
            && let Some(file) = &self.file
        {
            prepared.files.push((self.saved.name.clone(), Arc::clone(file)));
        }
        if let Some(hidden) = &self.saved.hidden {
            prepared.dirs.insert(parent(hidden).to_owned());
            if self.saved.publish {
                prepared.renames.push(Rename { from: hidden.clone(), to: self.saved.name.clone() });
            }
        }
    }
}

/// Opens a part that was closed. It may get its final name at any moment, but never loses it.
fn open_again(disk: &dyn Disk, part: &SavedPart) -> Result<Arc<dyn DiskFile>, SinkError> {
    let opened = match &part.hidden {
        Some(hidden) => disk.append(hidden).or_else(|_| disk.append(&part.name)),
        None => disk.append(&part.name),
    };
    opened.map_err(SinkError::io("cannot open again", &part.name))
}

/// `events.ndjson.zst` and 7 make `events-00007.ndjson.zst`.
fn numbered(path: &Path, number: u32) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let (stem, extension) = name.split_once('.').map_or((&*name, String::new()), |(s, e)| (s, format!(".{e}")));
    path.with_file_name(format!("{stem}-{number:05}{extension}"))
}
