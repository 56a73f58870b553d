//! How far an archive has been read and committed: one place in the order of its paths, however many files there are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::disk::path_text;
use crate::pipeline::extent::Extent;
use crate::read::{Acknowledge, Advance, ReadError};

/// How much of a file's beginning tells whether it is still the same.
const EDGE: usize = 4096;

/// A file that is being read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Open {
    /// Its path below the root.
    #[serde(with = "path_text")]
    pub path: PathBuf,
    /// Bytes that it has.
    pub size: u64,
    /// A hash of its beginning.
    pub print: u64,
    /// When it was received.
    pub received: Timestamp,
    /// Everything before this byte (decompressed) is committed.
    pub offset: u64,
    /// Lines before that byte.
    pub line: u64,
}

impl Open {
    /// A hash of a file's beginning.
    pub fn print(head: &[u8]) -> u64 {
        xxh3_64(&head[..head.len().min(EDGE)])
    }
}

/// Which files have been read: how many, of how many bytes, and a sum over paths and sizes that shows other files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    sum: u64,
}

impl Tally {
    /// Adds a file.
    pub fn add(&mut self, path: &Path, size: u64) {
        self.files += 1;
        self.bytes += size;
        let mut hash = Xxh3::new();
        hash.update(path.as_os_str().as_encoded_bytes());
        hash.update(&size.to_le_bytes());
        self.sum = self.sum.wrapping_add(hash.digest());
    }
}

/// What a checkpoint holds of an archive.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// The last file that was read to its end: everything up to it in the order of paths is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<After>,
    /// The file behind it, if that has been begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<Open>,
    /// The files that were read to their end.
    pub done: Tally,
}

/// A place in the order of paths: behind this one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct After {
    /// Below the root.
    #[serde(with = "path_text")]
    pub path: PathBuf,
}

impl Saved {
    /// The path up to which everything has at least been begun.
    pub fn begun(&self) -> Option<&Path> {
        self.open.as_ref().map(|open| &*open.path).or(self.after.as_ref().map(|after| &*after.path))
    }
}

/// The files in hand, by number of the input.
pub type InHand = Arc<Mutex<BTreeMap<u64, Open>>>;

/// The committing half of the archive source.
pub struct Progress {
    in_hand: InHand,
    saved: Saved,
    /// Bytes of the file that is being read, as they lie on the disk.
    of_open: u64,
    extent: Arc<Extent>,
}

impl Progress {
    /// Goes on where `saved` left off.
    pub fn new(saved: Saved, extent: Arc<Extent>) -> (Progress, InHand) {
        let in_hand = InHand::default();
        let progress = Progress { in_hand: Arc::clone(&in_hand), saved, of_open: 0, extent };
        progress.publish();
        (progress, in_hand)
    }

    fn publish(&self) {
        let done = self.saved.done;
        self.extent.files_done.store(done.files, Ordering::Relaxed);
        self.extent.bytes_done.store(done.bytes + self.of_open, Ordering::Relaxed);
    }
}

impl Acknowledge for Progress {
    fn advance(&mut self, advance: &Advance) {
        let mut in_hand = self.in_hand.lock();
        if advance.finished.is_some() {
            let Some(file) = in_hand.remove(&advance.input) else { return };
            self.saved.done.add(&file.path, file.size);
            (self.saved.after, self.saved.open) = (Some(After { path: file.path }), None);
            self.of_open = 0;
        } else if let Some(file) = in_hand.get(&advance.input) {
            self.of_open = (self.of_open + advance.read).min(file.size);
            self.saved.open = Some(Open { offset: advance.offset, line: advance.line, ..file.clone() });
        }
        drop(in_hand);
        self.publish();
    }

    fn checkpoint(&mut self) -> Result<serde_json::Value, ReadError> {
        Ok(serde_json::to_value(&self.saved)?)
    }

    fn acknowledge(&mut self) -> Result<(), ReadError> {
        Ok(())
    }
}
