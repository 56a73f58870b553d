//! A simulated file system that forgets what was not synced, runs full, or fails at a chosen operation.
//!
//! It is as unkind as the promises of [`Disk`] allow: in a power cut, of the bytes written since a file's last sync any
//! number remain, and some of those may be zeros; of the names made, changed or removed since a directory's last sync any
//! remain.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dateline::disk::{Disk, DiskFile, Input, Kind, Metadata, parent};
use jiff::Timestamp;
use parking_lot::Mutex;

use super::Random;

/// The simulated file system; clones are handles of the same one.
#[derive(Clone, Debug, Default)]
pub struct SimDisk(Arc<Mutex<World>>);

#[derive(Debug, Default)]
struct World {
    files: Vec<File>,
    /// What is seen: names of files and directories.
    names: BTreeMap<PathBuf, usize>,
    /// What a power cut leaves in any case.
    durable: BTreeMap<PathBuf, usize>,
    /// Changes of names since the last sync of their directory, in order.
    pending: Vec<Change>,
    /// Operations that change something, so far.
    changes: u64,
    fault: Option<Fault>,
    broken: bool,
}

#[derive(Debug)]
struct File {
    bytes: Vec<u8>,
    synced: Vec<u8>,
    directory: bool,
    modified: Timestamp,
}

#[derive(Clone, Debug)]
enum Change {
    Made(PathBuf, usize),
    Renamed(PathBuf, PathBuf, usize),
    Removed(PathBuf),
}

/// What goes wrong, at the operation with this number.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// The power fails: this and all further operations fail.
    PowerCut(u64),
    /// This write or creation, and all further ones, find the disk full.
    Full(u64),
    /// This operation fails with an I/O error, once.
    Error(u64),
}

impl SimDisk {
    /// An empty file system with these directories.
    pub fn new(dirs: &[&str]) -> SimDisk {
        let disk = SimDisk::default();
        for dir in dirs {
            disk.0.lock().put(Path::new(dir), true, Vec::new(), Timestamp::UNIX_EPOCH);
        }
        disk
    }

    /// Puts a durable file in place.
    pub fn put(&self, path: &str, bytes: Vec<u8>, seconds: i64) {
        self.0.lock().put(Path::new(path), false, bytes, Timestamp::new(seconds, 0).unwrap());
    }

    /// Makes the next run meet a fault, counted from now.
    pub fn will(&self, fault: Option<Fault>) {
        let mut world = self.0.lock();
        world.fault = fault;
        world.changes = 0;
        world.broken = false;
    }

    /// How many operations have changed something since `will`.
    pub fn changes(&self) -> u64 {
        self.0.lock().changes
    }

    /// Loses what a power cut loses.
    pub fn lose_unsynced(&self, random: &mut Random) {
        let mut world = self.0.lock();
        let World { files, names, durable, pending, .. } = &mut *world;
        for change in pending.drain(..) {
            if random.below(2) == 0 {
                apply(durable, &change);
            }
        }
        names.clone_from(durable);
        for file in files.iter_mut() {
            if file.bytes != file.synced {
                let kept = file.synced.len().min(file.bytes.len());
                let more = (file.bytes.len() - kept) as u64;
                let kept = kept + random.below(more + 1) as usize;
                file.bytes.truncate(kept);
                if random.below(3) == 0 {
                    let zeros = file.synced.len().min(kept);
                    file.bytes[zeros..].fill(0);
                }
                file.synced.clone_from(&file.bytes);
            }
        }
    }

    /// All files below a directory, by path.
    pub fn tree(&self, dir: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let world = self.0.lock();
        let inside = world.names.iter().filter(|(path, id)| path.starts_with(dir) && !world.files[**id].directory);
        inside.map(|(path, &id)| (path.clone(), world.files[id].bytes.clone())).collect()
    }
}

fn apply(names: &mut BTreeMap<PathBuf, usize>, change: &Change) {
    match change {
        Change::Made(path, id) => {
            names.insert(path.clone(), *id);
        }
        Change::Renamed(from, to, id) => {
            if names.get(from) == Some(id) {
                names.remove(from);
            }
            names.insert(to.clone(), *id);
        }
        Change::Removed(path) => {
            names.remove(path);
        }
    }
}

fn not_found() -> io::Error {
    io::ErrorKind::NotFound.into()
}

impl World {
    fn put(&mut self, path: &Path, directory: bool, bytes: Vec<u8>, modified: Timestamp) {
        let id = self.files.len();
        self.files.push(File { synced: bytes.clone(), bytes, directory, modified });
        self.names.insert(path.to_owned(), id);
        self.durable.insert(path.to_owned(), id);
    }

    fn find(&self, path: &Path) -> io::Result<usize> {
        self.names.get(path).copied().ok_or_else(not_found)
    }

    /// Counts an operation that changes something, or fails it.
    fn change(&mut self, writes: bool) -> io::Result<()> {
        self.changes += 1;
        let number = self.changes;
        match self.fault {
            _ if self.broken => Err(io::Error::from_raw_os_error(libc::EIO)),
            Some(Fault::PowerCut(at)) if number >= at => {
                self.broken = true;
                Err(io::Error::from_raw_os_error(libc::EIO))
            }
            Some(Fault::Full(at)) if number >= at && writes => Err(io::Error::from_raw_os_error(libc::ENOSPC)),
            Some(Fault::Error(at)) if number == at => Err(io::Error::from_raw_os_error(libc::EIO)),
            _ => Ok(()),
        }
    }

    fn rename(&mut self, change: Change) {
        apply(&mut self.names, &change);
        self.pending.push(change);
    }
}

impl Disk for SimDisk {
    fn list(&self, dir: &Path, visit: &mut dyn FnMut(PathBuf)) -> io::Result<()> {
        let world = self.0.lock();
        if !world.files[world.find(dir)?].directory {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        let inside: Vec<PathBuf> =
            world.names.keys().filter(|path| parent(path) == dir && *path != dir).cloned().collect();
        drop(world);
        inside.into_iter().for_each(visit);
        Ok(())
    }

    fn metadata(&self, path: &Path, _follow: bool) -> io::Result<Metadata> {
        let world = self.0.lock();
        let id = world.find(path)?;
        Ok(metadata(&world, id))
    }

    fn open(&self, path: &Path, offset: u64) -> io::Result<Box<dyn Input>> {
        let id = self.0.lock().find(path)?;
        Ok(Box::new(SimInput { disk: self.clone(), id, at: offset as usize }))
    }

    fn create(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>> {
        let mut world = self.0.lock();
        world.change(true)?;
        if world.names.contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        world.find(parent(path))?;
        let id = world.files.len();
        let modified = Timestamp::UNIX_EPOCH;
        world.files.push(File { bytes: Vec::new(), synced: Vec::new(), directory: false, modified });
        world.rename(Change::Made(path.to_owned(), id));
        Ok(Arc::new(SimFile { disk: self.clone(), id }))
    }

    fn append(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>> {
        let id = self.0.lock().find(path)?;
        Ok(Arc::new(SimFile { disk: self.clone(), id }))
    }

    fn truncate(&self, path: &Path, length: u64) -> io::Result<()> {
        let mut world = self.0.lock();
        world.change(false)?;
        let id = world.find(path)?;
        let file = &mut world.files[id];
        file.bytes.truncate(length as usize);
        file.synced.clone_from(&file.bytes);
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut world = self.0.lock();
        world.change(false)?;
        let id = world.find(from)?;
        world.rename(Change::Renamed(from.to_owned(), to.to_owned(), id));
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut world = self.0.lock();
        world.find(path)?;
        world.change(false)?;
        world.rename(Change::Removed(path.to_owned()));
        Ok(())
    }

    fn create_dir_all(&self, dir: &Path) -> io::Result<()> {
        let mut world = self.0.lock();
        if world.names.contains_key(dir) {
            return Ok(());
        }
        world.change(true)?;
        for dir in dir.ancestors() {
            if !world.names.contains_key(dir) {
                world.put(dir, true, Vec::new(), Timestamp::UNIX_EPOCH);
            }
        }
        Ok(())
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let mut world = self.0.lock();
        world.change(false)?;
        let World { pending, durable, .. } = &mut *world;
        pending.retain(|change| {
            let touched = match change {
                Change::Made(path, _) | Change::Removed(path) => parent(path) == dir,
                Change::Renamed(from, to, _) => parent(from) == dir || parent(to) == dir,
            };
            if touched {
                apply(durable, change);
            }
            !touched
        });
        Ok(())
    }

    fn lock(&self, _path: &Path) -> io::Result<Option<Box<dyn Send + Sync>>> {
        Ok(Some(Box::new(())))
    }
}

fn metadata(world: &World, id: usize) -> Metadata {
    let file = &world.files[id];
    Metadata {
        kind: if file.directory { Kind::Directory } else { Kind::File },
        device: 1,
        inode: id as u64,
        size: file.bytes.len() as u64,
        modified: file.modified,
    }
}

struct SimFile {
    disk: SimDisk,
    id: usize,
}

impl DiskFile for SimFile {
    fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        let mut world = self.disk.0.lock();
        // A disk that runs full takes some of the bytes first.
        let result = world.change(true);
        let count = if result.is_ok() { bytes.len() } else { bytes.len() / 2 };
        world.files[self.id].bytes.extend_from_slice(&bytes[..count]);
        result.map(|()| count)
    }

    fn sync(&self) -> io::Result<()> {
        let mut world = self.disk.0.lock();
        world.change(false)?;
        let file = &mut world.files[self.id];
        file.synced.clone_from(&file.bytes);
        Ok(())
    }
}

struct SimInput {
    disk: SimDisk,
    id: usize,
    at: usize,
}

impl Read for SimInput {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let world = self.disk.0.lock();
        let rest = world.files[self.id].bytes.get(self.at..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.at += count;
        Ok(count)
    }
}

impl Input for SimInput {
    fn metadata(&self) -> io::Result<Metadata> {
        Ok(metadata(&self.disk.0.lock(), self.id))
    }

    fn seek(&mut self, offset: u64) -> io::Result<()> {
        self.at = offset as usize;
        Ok(())
    }
}
