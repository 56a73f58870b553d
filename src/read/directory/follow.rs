//! Following NDJSON files as they grow: through partial last lines, rotation by rename and by copy-truncate, truncation,
//! deletion and making anew.
//!
//! A followed file is known by device and inode and by its first bytes (at most 1 KiB). A file of another inode that begins
//! with the same bytes as a followed one is taken for a copy made by a rotation: it is left alone until the original is cut
//! short, and then read from where the original had been read to.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use super::identity::{self, Head, Identity};
use super::progress::{OpenInput, Shared};
use crate::disk::{Disk, Input, Metadata};
use crate::read::Finish;
use crate::read::feed::{Feed, Stopped};
use crate::read::format::Format;
use crate::read::input::{self, InputStart, LastLine};
use crate::read::limits::Limits;

/// How many followed files are held open; others are opened when they have grown.
const OPEN: usize = 64;

/// How long a file that was renamed away is watched for what its writer still adds.
const LINGER: Duration = Duration::from_secs(5);

/// All followed files.
pub struct Follower {
    disk: Arc<dyn Disk>,
    limits: Limits,
    shared: Arc<Mutex<Shared>>,
    files: Vec<Followed>,
    /// Copies of followed files, by their path.
    copies: HashMap<PathBuf, Copy>,
    /// Files that were cut short, and how far they had been read: a copy of one may still turn up. Newest last.
    cut_short: VecDeque<CutShort>,
}

struct Followed {
    number: u64,
    input: OpenInput,
    head: Head,
    file: Option<Box<dyn Input>>,
    /// Size when it was last read to its end.
    read_to: u64,
    /// Set when its name was given to another file: no longer at `input.path`.
    renamed: Option<Instant>,
    /// Restored from a checkpoint and not looked at since.
    restored: bool,
}

struct CutShort {
    head: Head,
    offset: u64,
    line: u64,
}

struct Copy {
    found: Metadata,
    identity: Identity,
    /// The file that it is a copy of.
    of: u64,
}

impl Follower {
    pub fn new(disk: Arc<dyn Disk>, limits: Limits, shared: Arc<Mutex<Shared>>) -> Follower {
        Follower { disk, limits, shared, files: Vec::new(), copies: HashMap::new(), cut_short: VecDeque::new() }
    }

    /// Whether the file at `path` is followed.
    pub fn tracks(&self, path: &Path) -> bool {
        self.files.iter().any(|file| file.renamed.is_none() && file.input.path == path)
    }

    /// Takes up a file that was followed when the last run ended.
    pub fn restore(&mut self, number: u64, input: OpenInput) {
        if let Some(head) = input.followed {
            self.files.push(Followed { number, input, head, file: None, read_to: 0, renamed: None, restored: true });
        }
    }

    /// Follows the new file at `path` under `number` if it is one to be followed; false if it is to be read like any other.
    pub fn take_over(&mut self, path: &Path, found: &Metadata, identity: Identity, number: u64) -> io::Result<bool> {
        let same_inode = |file: &&mut Followed| {
            (file.input.identity.device, file.input.identity.inode) == (found.device, found.inode)
        };
        let mut file = self.disk.open(path, 0)?;
        if let Some(known) = self.files.iter_mut().find(same_inode)
            && known.head.fits(&mut *file)?
        {
            // It was renamed, to a name that is read too.
            known.input.path = path.to_owned();
            known.renamed.get_or_insert_with(Instant::now);
            return Ok(true);
        }
        let head = Head::of(&mut *file, Head::MOST)?;
        for known in &self.files {
            if known.head.length > 0 && known.head.length <= head.length && known.head.fits(&mut *file)? {
                let copy = Copy { found: *found, identity, of: known.number };
                self.copies.insert(path.to_owned(), copy);
                return Ok(true);
            }
        }
        for place in (0..self.cut_short.len()).rev() {
            if found.size >= self.cut_short[place].offset
                && self.cut_short[place].head.fits(&mut *file)?
                && let Some(CutShort { offset, line, .. }) = self.cut_short.remove(place)
            {
                self.read_rest_of_copy(path, found, identity, number, head, (offset, line));
                return Ok(true);
            }
        }
        file.seek(0)?;
        let mut start = vec![0; 256];
        let count = io::Read::read(&mut *file, &mut start)?;
        if Format::detect(&start[..count], true) != Ok(Format::Ndjson) {
            return Ok(false);
        }
        self.follow(path, found, identity, number, head, (0, 0));
        Ok(true)
    }

    fn follow(
        &mut self,
        path: &Path,
        found: &Metadata,
        identity: Identity,
        number: u64,
        head: Head,
        (offset, line): (u64, u64),
    ) {
        let look = identity::look(found);
        // The file stays; what must not be read again is noted when it is given up.
        self.shared.lock().known.remove(&look);
        let received = found.modified;
        let input = OpenInput { path: path.to_owned(), identity, look, received, offset, line, followed: Some(head) };
        self.shared.lock().inputs.insert(number, input.clone());
        self.files.push(Followed { number, input, head, file: None, read_to: 0, renamed: None, restored: false });
    }

    /// Takes up a copy of a file that was cut short where that one had been read to. It does not grow any more: it is given
    /// up once it has been read.
    fn read_rest_of_copy(
        &mut self,
        path: &Path,
        found: &Metadata,
        identity: Identity,
        number: u64,
        head: Head,
        from: (u64, u64),
    ) {
        self.follow(path, found, identity, number, head, from);
        if let Some(last) = self.files.last_mut() {
            last.renamed = Some(Instant::now());
        }
    }

    /// Reads what has come to all followed files. `drained`: the run ends after this, so that a last line that looks whole
    /// is taken without its newline.
    pub fn poll(&mut self, feed: &mut Feed, dir: &Path, drained: bool) -> Result<(), Stopped> {
        let mut index = 0;
        while index < self.files.len() {
            match self.poll_one(feed, index, dir, drained) {
                Ok(true) => index += 1,
                Ok(false) => {
                    let gone = self.files.swap_remove(index);
                    self.release_copies(&gone);
                }
                Err(PollError::Stopped) => return Err(Stopped),
                Err(PollError::Io(error)) => {
                    let path = self.files[index].input.path.display();
                    tracing::warn!(%path, %error, "cannot read on in it, trying again later");
                    self.files[index].file = None;
                    index += 1;
                }
            }
        }
        let mut open = 0;
        for file in self.files.iter_mut().rev() {
            open += usize::from(file.file.is_some());
            if open > OPEN {
                file.file = None;
            }
        }
        Ok(())
    }

    /// Reads on in one file; false if it is given up.
    fn poll_one(&mut self, feed: &mut Feed, index: usize, dir: &Path, drained: bool) -> Result<bool, PollError> {
        self.find_restored(index, dir);
        let disk = Arc::clone(&self.disk);
        let followed = &mut self.files[index];
        let identity = followed.input.identity;
        let here = disk.metadata(&followed.input.path, true).ok();
        let same = here.filter(|found| (found.device, found.inode) == (identity.device, identity.inode));
        if same.is_none() && followed.renamed.is_none() {
            followed.renamed = Some(Instant::now());
        }
        if followed.file.is_none() {
            match same {
                Some(_) => followed.file = Some(disk.open(&followed.input.path, 0)?),
                None => {
                    let lost = "the file is gone; what it held beyond this place, if anything, is lost";
                    tracing::warn!(path = %followed.input.path.display(), offset = followed.input.offset, "{lost}");
                    self.give_up(feed, index)?;
                    return Ok(false);
                }
            }
        }
        let Some(file) = followed.file.as_mut() else { return Ok(true) };
        let found = file.metadata()?;
        let cut_short = found.size < followed.input.offset || !followed.head.fits(&mut **file)?;
        if cut_short {
            tracing::info!(path = %followed.input.path.display(), "the file was cut short, reading it from its beginning");
            return self.begin_anew(feed, index, &found);
        }
        if found.size != followed.read_to {
            let last = match (followed.renamed, drained) {
                (_, true) => LastLine::TakeIfWhole,
                _ => LastLine::Leave,
            };
            self.read_on(feed, index, last)?;
        }
        let followed = &self.files[index];
        if followed.renamed.is_some_and(|since| since.elapsed() > LINGER || drained) {
            self.read_on(feed, index, LastLine::Take)?;
            self.give_up(feed, index)?;
            return Ok(false);
        }
        Ok(true)
    }

    fn read_on(&mut self, feed: &mut Feed, index: usize, last: LastLine) -> Result<(), PollError> {
        let followed = &mut self.files[index];
        let Some(file) = followed.file.as_mut() else { return Ok(()) };
        let size = file.metadata()?.size;
        if followed.head.length < Head::MOST && size > followed.head.length {
            // Cut short since it was looked at: the next look tells.
            let Some(head) = followed.head.grown(&mut **file)? else { return Ok(()) };
            followed.head = head;
            followed.input.followed = Some(followed.head);
            self.shared.lock().inputs.insert(followed.number, followed.input.clone());
        }
        file.seek(followed.input.offset)?;
        let name = followed.input.path.file_name().unwrap_or_default().to_string_lossy();
        let start = InputStart {
            number: followed.number,
            name: Arc::from(name),
            received: followed.input.received,
            offset: followed.input.offset,
            line: followed.input.line,
            format: Some(Format::Ndjson),
            live: false,
        };
        let (offset, line, finish) = input::read_on(feed, &start, file, &self.limits, last)?;
        followed.input.offset = offset;
        followed.input.line = line;
        followed.read_to = size.max(offset);
        if let Finish::Failed(reason) = finish {
            return Err(PollError::Io(io::Error::other(reason)));
        }
        Ok(())
    }

    /// The file was cut short: what is in it now is a new file. What a copy holds beyond the place that was read is read
    /// from there.
    fn begin_anew(&mut self, feed: &mut Feed, index: usize, found: &Metadata) -> Result<bool, PollError> {
        let old = &mut self.files[index];
        let (path, offset, line) = (old.input.path.clone(), old.input.offset, old.input.line);
        let (old_number, old_head) = (old.number, old.head);
        let head = match old.file.as_mut() {
            Some(file) => Head::of(&mut **file, Head::MOST)?,
            None => return Ok(false),
        };
        let identity = Identity { size: found.size, ..old.input.identity };
        self.give_up(feed, index)?;
        let copy = self.copies.iter().find(|(_, copy)| copy.of == old_number).map(|(path, _)| path.clone());
        match copy.and_then(|path| self.copies.remove_entry(&path)) {
            Some((path, copy)) => {
                let number = self.new_number();
                let mut file = self.disk.open(&path, 0)?;
                let head = Head::of(&mut *file, Head::MOST)?;
                self.read_rest_of_copy(&path, &copy.found, copy.identity, number, head, (offset, line));
            }
            None => {
                self.cut_short.push_back(CutShort { head: old_head, offset, line });
                if self.cut_short.len() > OPEN {
                    self.cut_short.pop_front();
                }
            }
        }
        let number = self.new_number();
        self.follow(&path, found, identity, number, head, (0, 0));
        Ok(false)
    }

    /// Numbers for files that come out of a rotation, from the far end so that they never meet the source's own.
    fn new_number(&self) -> u64 {
        let used = self.shared.lock().inputs.keys().rev().find(|&&number| number >= 1 << 48).copied();
        used.map_or(1 << 48, |number| number + 1)
    }

    fn give_up(&mut self, feed: &mut Feed, index: usize) -> Result<(), Stopped> {
        let followed = &mut self.files[index];
        if let Some(found) = followed.file.as_ref().and_then(|file| file.metadata().ok()) {
            followed.input.identity.size = found.size;
            followed.input.look = identity::look(&found);
            if let Ok(now) = Identity::of(&*self.disk, &followed.input.path, &found) {
                followed.input.identity = now;
            }
        }
        let mut shared = self.shared.lock();
        shared.known.insert(followed.input.look);
        shared.inputs.insert(followed.number, followed.input.clone());
        drop(shared);
        feed.finish(followed.number, followed.input.offset, followed.input.line, Finish::Done)
    }

    /// Copies of a file that is given up without having been cut short hold nothing that was not read.
    fn release_copies(&mut self, gone: &Followed) {
        self.copies.retain(|_, copy| copy.of != gone.number);
    }

    /// After a restart the file may have been renamed meanwhile: looks for it by its inode beside its old name.
    fn find_restored(&mut self, index: usize, dir: &Path) {
        let followed = &mut self.files[index];
        if !std::mem::take(&mut followed.restored) {
            return;
        }
        let identity = followed.input.identity;
        let is_it = |found: &Metadata| (found.device, found.inode) == (identity.device, identity.inode);
        if self.disk.metadata(&followed.input.path, true).is_ok_and(|found| is_it(&found)) {
            return;
        }
        let beside = followed.input.path.parent().unwrap_or(dir).to_owned();
        let mut found_at = None;
        // If the directory cannot be listed, the scan says so.
        let _ = self.disk.list(&beside, &mut |path| {
            if found_at.is_none() && self.disk.metadata(&path, true).is_ok_and(|found| is_it(&found)) {
                found_at = Some(path);
            }
        });
        if let Some(path) = found_at {
            followed.input.path = path;
            followed.renamed = Some(Instant::now());
        }
    }
}

/// Why reading on did not go well.
enum PollError {
    Stopped,
    Io(io::Error),
}

impl From<Stopped> for PollError {
    fn from(_: Stopped) -> PollError {
        PollError::Stopped
    }
}

impl From<io::Error> for PollError {
    fn from(error: io::Error) -> PollError {
        PollError::Io(error)
    }
}
