//! The memory beside the checkpoint: what was taken in, appended to files in the state directory.
//!
//! What a batch added travels with it ([`Addition`]) and is noted when the batch goes to the sinks, so that a commit covers the
//! memory of exactly the articles that it covers. Files are durable up to the lengths that the checkpoint names; what a crash left
//! beyond is cut off. A file that is full is begun anew, and one of which everything has been forgotten is removed, so that the
//! log is about as large as the memory. Nothing that was written is ever written again.

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::disk::{Disk, DiskFile, retry};

use super::memory::Memory;

/// A file takes no more once it has this many bytes.
const FULL: u64 = 4 << 20;

/// What batches added to the memory.
#[derive(Clone, Debug, Default)]
pub struct Addition {
    /// Articles, each with its length before it.
    pub bytes: Vec<u8>,
    /// [`Memory::forgotten`] after it.
    pub forgotten: u32,
    /// [`Memory::clock`] after it.
    pub clock: i64,
}

impl Addition {
    /// Adds what the batch after it added.
    pub fn extend(&mut self, later: &Addition) {
        self.bytes.extend(&later.bytes);
        self.forgotten = later.forgotten;
        self.clock = later.clock;
    }
}

/// What the checkpoint remembers of the log.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Saved {
    /// The files in order: number and length in bytes.
    files: Vec<(u64, u64)>,
    /// Bytes at the head of the first file that are forgotten.
    skip: u64,
    /// Where the window ends.
    clock: i64,
}

struct File {
    number: u64,
    length: u64,
    /// Articles in it that are still remembered.
    articles: usize,
}

/// The log.
pub struct Log {
    dir: PathBuf,
    disk: Arc<dyn Disk>,
    files: VecDeque<File>,
    /// The last file, once something was written to it.
    open: Option<Arc<dyn DiskFile>>,
    skip: u64,
    clock: i64,
    /// The lengths of the remembered articles in the files, in bytes.
    lengths: VecDeque<u32>,
    /// What [`Memory::forgotten`] was when the first of `lengths` was the first that is remembered.
    forgotten: u32,
    /// The number of the next file.
    next: u64,
    obsolete: Vec<u64>,
}

impl Log {
    /// Opens the log in `dir` as a checkpoint `saved` it (null for none), and restores the memory, which must be empty.
    pub fn open(disk: Arc<dyn Disk>, dir: &Path, saved: &serde_json::Value, memory: &mut Memory) -> io::Result<Log> {
        let wrong = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
        let saved = match saved.is_null() {
            true => Saved::default(),
            false => Saved::deserialize(saved).map_err(|error| wrong(&error.to_string()))?,
        };
        let mut log = Log {
            dir: dir.to_owned(),
            disk,
            files: VecDeque::new(),
            open: None,
            skip: saved.skip,
            clock: saved.clock,
            lengths: VecDeque::new(),
            forgotten: 0,
            next: 0,
            obsolete: Vec::new(),
        };
        if !saved.files.is_empty() {
            memory.set_clock(saved.clock);
        }
        let mut skip = saved.skip as usize;
        for (number, length) in saved.files {
            let path = log.path(number);
            let bytes = log.disk.read(&path)?;
            let known = bytes
                .get(skip..length as usize)
                .ok_or_else(|| wrong("it is shorter than the checkpoint says; it was changed from outside"))?;
            let before = log.lengths.len();
            for article in articles(known) {
                let article = article.filter(|article| memory.restore(article));
                let article = article.ok_or_else(|| wrong("it holds something that is no article"))?;
                log.lengths.push_back(article.len() as u32 + 4);
            }
            if bytes.len() as u64 > length {
                log.disk.truncate(&path, length)?;
            }
            log.files.push_back(File { number, length, articles: log.lengths.len() - before });
            log.next = number + 1;
            skip = 0;
        }
        log.pass(memory.forgotten());
        log.remove_unknown()?;
        Ok(log)
    }

    /// Writes what batches added, durably, and returns what the checkpoint has to remember.
    pub fn append(&mut self, addition: Option<&Addition>) -> io::Result<serde_json::Value> {
        let mut rest = addition.map(|addition| addition.bytes.as_slice()).unwrap_or_default();
        while !rest.is_empty() {
            if self.files.back().is_none_or(|file| file.length >= FULL) {
                self.files.push_back(File { number: self.next, length: 0, articles: 0 });
                self.next += 1;
                self.open = None;
            }
            let Some(file) = self.files.back_mut() else { break };
            // As many whole articles as fill the file.
            let mut taken = 0;
            while let Some(Some(article)) = articles(&rest[taken..]).next() {
                let length = article.len() + 4;
                taken += length;
                self.lengths.push_back(length as u32);
                file.articles += 1;
                if file.length + taken as u64 >= FULL {
                    break;
                }
            }
            file.length += taken as u64;
            let (head, tail) = rest.split_at(taken);
            self.write(head)?;
            rest = if taken == 0 { &[] } else { tail };
        }
        if let Some(addition) = addition {
            self.clock = addition.clock;
            self.pass(addition.forgotten);
        }
        let files = self.files.iter().map(|file| (file.number, file.length)).collect();
        serde_json::to_value(Saved { files, skip: self.skip, clock: self.clock }).map_err(io::Error::other)
    }

    /// Removes files that the checkpoint, now durable, no longer names. What a crash leaves is removed at the next start.
    pub fn tidy(&mut self) -> io::Result<()> {
        for number in std::mem::take(&mut self.obsolete) {
            self.disk.remove(&self.path(number))?;
        }
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(last) = self.files.back() else { return Ok(()) };
        let file = match &self.open {
            Some(file) => Arc::clone(file),
            None => {
                let path = self.path(last.number);
                let file = if self.disk.exists(&path) { self.disk.append(&path)? } else { self.disk.create(&path)? };
                self.disk.sync_dir(&self.dir)?;
                Arc::clone(self.open.insert(file))
            }
        };
        retry::write_all(&*file, bytes)?;
        file.sync()
    }

    /// Passes by what the memory has forgotten by now, and gives up files that hold nothing else.
    fn pass(&mut self, forgotten: u32) {
        for _ in 0..forgotten.wrapping_sub(self.forgotten) {
            self.give_up_empty();
            let (Some(length), Some(first)) = (self.lengths.pop_front(), self.files.front_mut()) else { break };
            first.articles -= 1;
            self.skip += u64::from(length);
        }
        self.give_up_empty();
        self.forgotten = forgotten;
    }

    fn give_up_empty(&mut self) {
        while self.files.len() > 1 && self.files.front().is_some_and(|first| first.articles == 0) {
            self.obsolete.extend(self.files.pop_front().map(|file| file.number));
            self.skip = 0;
        }
    }

    fn remove_unknown(&self) -> io::Result<()> {
        let mut unknown = Vec::new();
        self.disk.list(&self.dir, &mut |path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let number = name.strip_prefix("stories-").and_then(|rest| rest.strip_suffix(".log"));
            let known = |number: &str| self.files.iter().any(|file| number.parse() == Ok(file.number));
            if number.is_some_and(|number| !known(number)) {
                unknown.push(self.dir.join(name));
            }
        })?;
        unknown.iter().try_for_each(|path| self.disk.remove(path))
    }

    fn path(&self, number: u64) -> PathBuf {
        self.dir.join(format!("stories-{number:08}.log"))
    }
}

/// The articles in a run of bytes; `None` where there is no whole one.
fn articles(bytes: &[u8]) -> impl Iterator<Item = Option<&[u8]>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let article = rest.split_at_checked(4).and_then(|(length, body)| {
            let length = u32::from_le_bytes([length[0], length[1], length[2], length[3]]);
            body.split_at_checked(length as usize)
        });
        match article {
            Some((article, after)) => {
                rest = after;
                Some(Some(article))
            }
            None => {
                rest = &[];
                Some(None)
            }
        }
    })
}
