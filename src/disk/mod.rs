//! The file system as the commit protocol sees it: the few operations whose order matters for durability.
//!
//! Everything that must survive a crash goes through [`Disk`], so that a test can put a simulated one in its place that
//! loses what was not synced, runs full, or fails at the n-th write. [`LocalDisk`] is the real one.
//!
//! What callers may rely on, and nothing more: bytes are durable after [`DiskFile::sync`]; a name (created, renamed,
//! removed) is durable after [`Disk::sync_dir`] of its directory; a rename is atomic.

mod local;
pub mod path_text;
pub mod retry;

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
pub use local::LocalDisk;

/// A file system.
pub trait Disk: Send + Sync + std::fmt::Debug {
    /// Calls `visit` for every entry of a directory, in no particular order.
    fn list(&self, dir: &Path, visit: &mut dyn FnMut(PathBuf)) -> io::Result<()>;

    /// Calls `visit` for the name of every entry of a directory, with what it is where the directory itself says so.
    fn list_kinds(&self, dir: &Path, visit: &mut dyn FnMut(OsString, Option<Kind>)) -> io::Result<()> {
        self.list(dir, &mut |path| visit(path.file_name().unwrap_or_default().to_owned(), None))
    }

    /// What is known of a file; symbolic links are followed if `follow` is set.
    fn metadata(&self, path: &Path, follow: bool) -> io::Result<Metadata>;

    /// Opens a file to be read from byte `offset` on.
    fn open(&self, path: &Path, offset: u64) -> io::Result<Box<dyn Input>>;

    /// Makes a new, empty file; an error if the name is taken.
    fn create(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>>;

    /// Opens a file to be written at its end.
    fn append(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>>;

    /// Cuts a file to `length` bytes and syncs that.
    fn truncate(&self, path: &Path, length: u64) -> io::Result<()>;

    /// Gives a file another name, replacing what has that name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Makes a directory and those above it, durably; no error if it exists.
    fn create_dir_all(&self, dir: &Path) -> io::Result<()>;

    /// Makes the names in a directory durable.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;

    /// Locks the file at `path`, made if needed, for as long as the result lives; `None` if another process holds it.
    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Send + Sync>>>;

    /// Whether something has this name.
    fn exists(&self, path: &Path) -> bool {
        self.metadata(path, false).is_ok()
    }

    /// The whole of a (small) file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.open(path, 0)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Replaces a file by one with these bytes, durably and at one stroke: `tmp`, sync, rename, sync of the directory.
    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let tmp = path.with_extension("tmp");
        match self.remove(&tmp) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let file = self.create(&tmp)?;
        retry::write_all(&*file, bytes)?;
        file.sync()?;
        self.rename(&tmp, path)?;
        self.sync_dir(parent(path))
    }
}

/// An open file that is written at its end.
pub trait DiskFile: Send + Sync {
    /// Writes some of the bytes and returns how many.
    fn write(&self, bytes: &[u8]) -> io::Result<usize>;

    /// Makes everything written so far durable. After an error nothing may be assumed about what reached the disk, and
    /// calling again proves nothing.
    fn sync(&self) -> io::Result<()>;
}

/// An open file that is read.
pub trait Input: Read + Send {
    /// What is known of the file now, whatever its name has become.
    fn metadata(&self) -> io::Result<Metadata>;

    /// Goes on reading at byte `offset`.
    fn seek(&mut self, offset: u64) -> io::Result<()>;
}

impl Input for Box<dyn Input> {
    fn metadata(&self) -> io::Result<Metadata> {
        (**self).metadata()
    }

    fn seek(&mut self, offset: u64) -> io::Result<()> {
        (**self).seek(offset)
    }
}

/// What is known of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// What it is.
    pub kind: Kind,
    /// Device and inode: which file it is, whatever its name.
    pub device: u64,
    /// See `device`.
    pub inode: u64,
    /// Length in bytes.
    pub size: u64,
    /// Last modification.
    pub modified: Timestamp,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// A symbolic link (where links are not followed).
    Link,
    /// A device, a socket, a pipe.
    Other,
}

/// The directory that a path lies in; `.` for a bare name.
pub fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    }
}
