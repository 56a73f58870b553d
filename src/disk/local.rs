//! The real file system.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::{Disk, DiskFile, Input, Kind, Metadata, parent};

/// The file system of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct LocalDisk;

impl Disk for LocalDisk {
    fn list(&self, dir: &Path, visit: &mut dyn FnMut(PathBuf)) -> io::Result<()> {
        for entry in fs::read_dir(dir)? {
            visit(entry?.path());
        }
        Ok(())
    }

    fn list_kinds(&self, dir: &Path, visit: &mut dyn FnMut(OsString, Option<Kind>)) -> io::Result<()> {
        for entry in fs::read_dir(dir)? {
            let entry = entry?;
            visit(entry.file_name(), entry.file_type().ok().map(kind));
        }
        Ok(())
    }

    fn metadata(&self, path: &Path, follow: bool) -> io::Result<Metadata> {
        let found = if follow { fs::metadata(path)? } else { fs::symlink_metadata(path)? };
        Ok(Metadata::from(&found))
    }

    fn open(&self, path: &Path, offset: u64) -> io::Result<Box<dyn Input>> {
        let mut file = File::open(path)?;
        if offset > 0 {
            file.seek(SeekFrom::Start(offset))?;
        }
        Ok(Box::new(LocalInput(file)))
    }

    fn create(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>> {
        Ok(Arc::new(LocalFile(OpenOptions::new().append(true).create_new(true).open(path)?)))
    }

    fn append(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>> {
        Ok(Arc::new(LocalFile(OpenOptions::new().append(true).open(path)?)))
    }

    fn truncate(&self, path: &Path, length: u64) -> io::Result<()> {
        let file = OpenOptions::new().write(true).open(path)?;
        file.set_len(length)?;
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn create_dir_all(&self, dir: &Path) -> io::Result<()> {
        if dir.is_dir() {
            return Ok(());
        }
        let above = parent(dir);
        if above != dir {
            self.create_dir_all(above)?;
        }
        match fs::create_dir(dir) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        self.sync_dir(above)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        File::open(dir)?.sync_all()
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Send + Sync>>> {
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Box::new(file))),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(error)) => Err(error),
        }
    }
}

struct LocalFile(File);

impl DiskFile for LocalFile {
    fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        (&self.0).write(bytes)
    }

    fn sync(&self) -> io::Result<()> {
        self.0.sync_data()
    }
}

struct LocalInput(File);

impl Read for LocalInput {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Input for LocalInput {
    fn metadata(&self) -> io::Result<Metadata> {
        Ok(Metadata::from(&self.0.metadata()?))
    }

    fn seek(&mut self, offset: u64) -> io::Result<()> {
        self.0.seek(SeekFrom::Start(offset)).map(|_| ())
    }
}

fn kind(found: fs::FileType) -> Kind {
    match found {
        found if found.is_file() => Kind::File,
        found if found.is_dir() => Kind::Directory,
        found if found.is_symlink() => Kind::Link,
        _ => Kind::Other,
    }
}

impl From<&fs::Metadata> for Metadata {
    fn from(found: &fs::Metadata) -> Metadata {
        // A file may carry any modification time; one out of range counts as the epoch.
        let modified =
            i32::try_from(found.mtime_nsec()).ok().and_then(|nanos| Timestamp::new(found.mtime(), nanos).ok());
        Metadata {
            kind: kind(found.file_type()),
            device: found.dev(),
            inode: found.ino(),
            size: found.len(),
            modified: modified.unwrap_or(Timestamp::UNIX_EPOCH),
        }
    }
}
