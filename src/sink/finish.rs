//! Formats that cannot be written bit by bit: a finished file is made of a part's records when the part is finished.
//!
//! A Parquet file ends in a table of contents and can neither be cut back to an earlier commit nor go on after a restart. So
//! the records of a part are kept in a hidden file under the same protocol as all others, the *spool*: it grows, is cut back
//! to its committed length, goes on. The commit that finishes a part makes the spool durable and says in the checkpoint that
//! the part owes its name, as for any rotated part. Only then, among the renames, the finished file is written under a third,
//! hidden name, synced, renamed to the final one, and the spool removed. All of that depends on nothing but the spool, so that
//! after a crash anywhere in between the next start does it again, from the beginning, with the same result.

use std::collections::BTreeSet;
use std::io::{self, BufReader, Read, Write};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::{Rename, SinkError};
use crate::disk::{Disk, DiskFile, parent, retry};

/// How many bytes are read or written at a time.
const BLOCK: usize = 128 << 10;

/// How many files are made at a time.
const MOST_MADE: usize = 4;

/// Makes a finished file of the records of a part.
pub trait Finish: Send + Sync {
    /// Writes the finished form of `records`, everything that the encoder made for this part, to `out`. The same records
    /// must give the same bytes. Memory must not grow with the part.
    fn finish(&self, records: &mut (dyn Read + Send), out: Box<dyn Write + Send>) -> io::Result<()>;
}

/// Gives finished parts their names and removes their spools: what a commit does after the checkpoint.
pub fn give_names<'a>(disk: &Arc<dyn Disk>, renames: impl Iterator<Item = &'a Rename>) -> Result<(), SinkError> {
    let renames: Vec<&Rename> = renames.collect();
    let mut dirs = BTreeSet::new();
    for (Rename { from, to, .. }, made) in renames.iter().zip(make_all(&**disk, &renames)) {
        let made = made?.unwrap_or_else(|| from.clone());
        if disk.exists(to) {
            return Err(SinkError::Exists(to.clone()));
        }
        retry::patiently(|| disk.rename(&made, to)).map_err(SinkError::io("cannot rename", &made))?;
        dirs.insert(parent(to).to_owned());
    }
    for dir in dirs {
        disk.sync_dir(&dir).map_err(SinkError::io("cannot sync the directory", dir))?;
    }
    // The names are durable now, and nobody needs the spools any more. One that outlives a crash is removed by the next start.
    let mut spools = renames.iter().filter(|rename| rename.finish.is_some()).map(|rename| &rename.from);
    spools.try_for_each(|spool| disk.remove(spool).map_err(SinkError::io("cannot remove", spool)))
}

/// Makes the files of all spools, some of them side by side; for each part the name that its file has for now, or `None`
/// where it needs no making.
fn make_all(disk: &dyn Disk, renames: &[&Rename]) -> Vec<Result<Option<PathBuf>, SinkError>> {
    let make_one =
        |rename: &Rename| rename.finish.as_ref().map(|finish| make(disk, &rename.from, &**finish)).transpose();
    let spools = renames.iter().filter(|rename| rename.finish.is_some()).count();
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST_MADE).min(spools);
    if threads < 2 {
        return renames.iter().map(|rename| make_one(rename)).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let numbers = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)).filter(|n| *n < renames.len()));
        numbers.map(|number| (number, make_one(renames[number]))).collect::<Vec<_>>()
    };
    let mut made: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let done = threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        done.flatten().collect()
    });
    made.sort_by_key(|(number, _)| *number);
    made.into_iter().map(|(_, made)| made).collect()
}

/// Finishes a part whose commit is in the checkpoint, but of which the last run may have done anything.
pub fn finish_again(disk: &dyn Disk, spool: &Path, name: &Path, finish: &dyn Finish) -> Result<(), SinkError> {
    let made = make(disk, spool, finish)?;
    if disk.exists(name) {
        // The last run got as far as the name, or somebody put a file there. What is made of one spool is always the same.
        if !same(disk, &made, name).map_err(SinkError::io("cannot read", name))? {
            return Err(SinkError::Exists(name.to_owned()));
        }
        disk.remove(&made).map_err(SinkError::io("cannot remove", &made))?;
    } else {
        disk.rename(&made, name).map_err(SinkError::io("cannot rename", &made))?;
    }
    let dir = parent(name);
    disk.sync_dir(dir).map_err(SinkError::io("cannot sync the directory", dir))?;
    disk.remove(spool).map_err(SinkError::io("cannot remove", spool))
}

/// Makes the finished file of a spool, durably but for its name; returns the name that it has for now.
fn make(disk: &dyn Disk, spool: &Path, finish: &dyn Finish) -> Result<PathBuf, SinkError> {
    // A name that the next start removes, as it does with every hidden file of the sink that no checkpoint knows.
    let made = spool.with_file_name(format!(".made{}", spool.file_name().unwrap_or_default().to_string_lossy()));
    match disk.remove(&made) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(SinkError::io("cannot remove", &made)(error));
        }
        _ => {}
    }
    let mut records = disk
        .open(spool, 0)
        .map(|file| BufReader::with_capacity(BLOCK, file))
        .map_err(SinkError::io("cannot read", spool))?;
    let file = retry::patiently(|| disk.create(&made)).map_err(SinkError::io("cannot make the file", &made))?;
    let out = Out { file: Arc::clone(&file), buffer: Vec::with_capacity(BLOCK) };
    finish.finish(&mut records, Box::new(out)).map_err(SinkError::io("cannot write", &made))?;
    file.sync().map_err(SinkError::io("cannot sync", &made))?;
    Ok(made)
}

/// Whether two files hold the same bytes.
fn same(disk: &dyn Disk, one: &Path, other: &Path) -> io::Result<bool> {
    if disk.metadata(one, true)?.size != disk.metadata(other, true)?.size {
        return Ok(false);
    }
    let (mut one, mut other) = (disk.open(one, 0)?, disk.open(other, 0)?);
    let (mut here, mut there) = (Vec::new(), Vec::new());
    loop {
        here.clear();
        there.clear();
        (&mut one).take(BLOCK as u64).read_to_end(&mut here)?;
        (&mut other).take(BLOCK as u64).read_to_end(&mut there)?;
        if here != there || here.is_empty() {
            return Ok(here == there);
        }
    }
}

/// A file that is written through a buffer. Whoever writes must flush.
struct Out {
    file: Arc<dyn DiskFile>,
    buffer: Vec<u8>,
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.buffer.len() + bytes.len() > BLOCK {
            self.flush()?;
        }
        if bytes.len() >= BLOCK {
            retry::write_all(&*self.file, bytes)?;
        } else {
            self.buffer.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        retry::write_all(&*self.file, &self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}
