//! Which files have been read, where they are not moved away: a list of keys that only grows, in the state directory.
//!
//! It is durable up to the length that the checkpoint names; what a crash left beyond that is cut off. A file costs 32
//! bytes here and in memory.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::disk::{Disk, DiskFile, retry};

/// Bytes of one key.
const KEY: usize = 16;

/// The keys of files that have been read.
pub struct Ledger {
    path: PathBuf,
    disk: Arc<dyn Disk>,
    file: Option<Arc<dyn DiskFile>>,
    length: u64,
}

impl Ledger {
    /// Opens the ledger at `path` with the keys of its first `committed` bytes.
    pub fn open(disk: Arc<dyn Disk>, path: &Path, committed: u64) -> io::Result<(Ledger, HashSet<u128>)> {
        let mut keys = HashSet::new();
        if disk.exists(path) {
            let bytes = disk.read(path)?;
            let known = bytes.get(..committed as usize).ok_or_else(|| {
                io::Error::new(
                    io::ErrorKind::InvalidData,
                    "it is shorter than the checkpoint says; it was changed from outside",
                )
            })?;
            keys.extend(known.chunks_exact(KEY).filter_map(|key| key.try_into().ok().map(u128::from_le_bytes)));
            disk.truncate(path, committed)?;
        }
        Ok((Ledger { path: path.to_owned(), disk, file: None, length: committed }, keys))
    }

    /// Adds keys, durably, and returns the length to be committed.
    pub fn add(&mut self, keys: &[u128]) -> io::Result<u64> {
        if keys.is_empty() {
            return Ok(self.length);
        }
        let file = match &self.file {
            Some(file) => file,
            None => {
                let exists = self.disk.exists(&self.path);
                let file = if exists { self.disk.append(&self.path)? } else { self.disk.create(&self.path)? };
                self.disk.sync_dir(crate::disk::parent(&self.path))?;
                self.file.insert(file)
            }
        };
        let bytes: Vec<u8> = keys.iter().flat_map(|key| key.to_le_bytes()).collect();
        retry::write_all(&**file, &bytes)?;
        file.sync()?;
        self.length += bytes.len() as u64;
        Ok(self.length)
    }
}
