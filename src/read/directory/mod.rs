//! The directory source: files that appear in a directory, each read once, whole, oldest first.
//!
//! A periodic scan is the truth; reports of the operating system (`watch`) only save waiting. A file is read at once if it
//! was renamed into place, otherwise when it has stood still for `settle`. What has been read and committed moves to
//! `done`, or is remembered (`ledger`). NDJSON files that grow can be followed (`follow`).

mod follow;
pub mod identity;
mod ledger;
mod progress;
mod scan;
mod settings;
mod watch;

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use parking_lot::Mutex;

use self::follow::Follower;
use self::identity::Identity;
use self::progress::{OpenInput, Saved, Shared};
use self::scan::Candidate;
pub use self::scan::Filter;
pub use self::settings::{Order, Settings, Until};
use self::watch::{Hint, Watch};
use super::feed::{Feed, ItemOrigin};
use super::input::{self, InputStart, Outcome};
use super::limits::Limits;
use super::{Finish, ReadError, Source};
use crate::disk::{Disk, Metadata};
pub use progress::Progress;

/// Reads a directory.
pub struct Directory {
    settings: Settings,
    limits: Limits,
    disk: Arc<dyn Disk>,
    filter: Filter,
    watch: Watch,
    shared: Arc<Mutex<Shared>>,
    /// Whether finished files are remembered in the ledger, so that their full identity has to be looked up.
    remembers: bool,
    next_number: u64,
    /// Files that were being read when the last run ended, by number.
    restored: Vec<(u64, OpenInput)>,
    ready: BTreeSet<Candidate>,
    unsettled: HashMap<PathBuf, Standing>,
    follower: Follower,
    told_of_directory: bool,
}

/// A file that has not stood still for long enough.
struct Standing {
    size: u64,
    modified: Timestamp,
    since: Instant,
}

/// Why a directory source cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// A glob is wrong.
    #[error("{0}")]
    Glob(#[from] globset::Error),
    /// A directory is missing, cannot be written, or lies elsewhere.
    #[error("{0}")]
    Directory(String),
    /// The state cannot be taken up.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl Directory {
    /// A source that goes on where `saved` (the source's part of a checkpoint, or null) left off, and the half of it that
    /// learns what is committed. `state` is the pipeline's state directory.
    pub fn open(
        settings: Settings,
        limits: Limits,
        disk: Arc<dyn Disk>,
        state: &Path,
        saved: &serde_json::Value,
    ) -> Result<(Directory, Progress), SetupError> {
        let filter = Directory::filter(&settings)?;
        if !disk.metadata(&settings.path, true).is_ok_and(|found| found.kind == crate::disk::Kind::Directory) {
            let path = settings.path.display();
            return Err(SetupError::Directory(format!(
                "{path}: there is no such directory; make it, or set `path` in [source]"
            )));
        }
        for dir in [&settings.done, &settings.failed].into_iter().flatten() {
            disk.create_dir_all(dir).map_err(ReadError::io("cannot make the directory", dir))?;
            let device = |path: &Path| disk.metadata(path, true).map(|found| found.device);
            if device(dir).ok() != device(&settings.path).ok() {
                return Err(SetupError::Directory(format!(
                    "{} is not on the file system of {}; files are moved by renaming, which needs one file system",
                    dir.display(),
                    settings.path.display()
                )));
            }
        }
        let saved: Saved = match saved {
            serde_json::Value::Null => Saved::default(),
            value => serde_json::from_value(value.clone()).map_err(ReadError::Checkpoint)?,
        };
        let (done, failed) = (settings.done.clone(), settings.failed.clone());
        let (progress, shared) = Progress::resume(Arc::clone(&disk), &settings.path, done, failed, state, &saved)?;
        let restored: Vec<(u64, OpenInput)> = (0..).zip(saved.inputs).collect();
        let watch = Watch::new(&settings.path, settings.recursive);
        let follower = Follower::new(Arc::clone(&disk), limits.clone(), Arc::clone(&shared));
        let source = Directory {
            remembers: settings.done.is_none() || settings.failed.is_none(),
            next_number: restored.len() as u64,
            settings,
            limits,
            disk,
            filter,
            watch,
            shared,
            restored,
            ready: BTreeSet::new(),
            unsettled: HashMap::new(),
            follower,
            told_of_directory: false,
        };
        Ok((source, progress))
    }

    /// The filter that the settings describe; the error names a glob that is wrong.
    pub fn filter(settings: &Settings) -> Result<Filter, globset::Error> {
        let apart = [&settings.done, &settings.failed].into_iter().flatten().cloned().collect();
        let Settings { path, recursive, include, exclude, .. } = settings;
        Filter::new(path.clone(), *recursive, include, exclude, apart)
    }

    /// Wakes the source out of its wait so that it sees that the pipeline stops.
    pub fn waker(&self) -> watch::Waker {
        self.watch.waker()
    }

    /// Whether a file is to be read now; if it only has to stand still for longer, notes it.
    fn consider(&mut self, mut candidate: Candidate, found: &Metadata, whole: bool) {
        if self.settings.order == Order::Name {
            candidate.rank = Timestamp::MIN;
        }
        if self.shared.lock().known.contains(&identity::look(found)) {
            return;
        }
        if whole || self.has_settled(&candidate.path, found) {
            self.unsettled.remove(&candidate.path);
            self.ready.insert(candidate);
        }
    }

    fn has_settled(&mut self, path: &Path, found: &Metadata) -> bool {
        let settle = self.settings.settle.0;
        let age = Timestamp::now().duration_since(found.modified);
        if Duration::try_from(age).is_ok_and(|age| age >= settle) {
            return true;
        }
        let now = Standing { size: found.size, modified: found.modified, since: Instant::now() };
        let standing = self.unsettled.entry(path.to_owned()).or_insert(now);
        if (standing.size, standing.modified) != (found.size, found.modified) {
            *standing = Standing { size: found.size, modified: found.modified, since: Instant::now() };
        }
        standing.since.elapsed() >= settle
    }

    /// Looks at one path that was reported, or that has been waited for.
    fn look_at(&mut self, path: &Path, whole: bool) {
        if self.filter.name(path).is_none() || (self.settings.follow && self.follower.tracks(path)) {
            return;
        }
        match Candidate::at(&*self.disk, path.to_owned()) {
            Ok(Some((candidate, found))) => self.consider(candidate, &found, whole),
            Ok(None) => {
                self.unsettled.remove(path);
            }
            Err(error) => tracing::warn!(path = %path.display(), %error, "cannot look at it, left out for now"),
        }
    }

    /// Looks through the whole directory; returns whether there is more than one scan brings back.
    fn scan(&mut self) -> Result<bool, ReadError> {
        let shared = Arc::clone(&self.shared);
        let follower = &self.follower;
        let mut found_at = HashMap::new();
        let scanned = scan::scan(&*self.disk, &self.filter, |candidate, found| {
            let news = !shared.lock().known.contains(&identity::look(found)) && !follower.tracks(&candidate.path);
            if news {
                found_at.insert(candidate.path.clone(), *found);
            }
            news
        });
        let scanned = scanned.map_err(ReadError::io("cannot list the directory", &self.settings.path))?;
        if let Some(dir) = scanned.left_out.filter(|_| !self.told_of_directory) {
            self.told_of_directory = true;
            tracing::warn!(path = %dir.display(), "a directory among the files is left out; `recursive = true` reads inside");
        }
        self.unsettled.retain(|path, _| found_at.contains_key(path));
        for candidate in scanned.candidates {
            if let Some(found) = found_at.get(&candidate.path) {
                self.consider(candidate, found, false);
            }
        }
        Ok(scanned.more)
    }

    /// Reads one file to its end.
    fn read(&mut self, feed: &mut Feed, candidate: &Candidate) -> Outcome {
        let path = &candidate.path;
        let opened = match self.disk.metadata(path, true) {
            Ok(found) => crate::disk::retry::patiently(|| {
                Ok((found, Identity::of(&*self.disk, path, &found)?, self.disk.open(path, 0)?))
            }),
            Err(error) => Err(error),
        };
        match opened {
            Ok((found, identity, file)) => {
                let look = identity::look(&found);
                {
                    let mut shared = self.shared.lock();
                    if self.remembers && shared.known.contains(&identity.key()) {
                        // Only touched since it was read.
                        shared.known.insert(look);
                        return Outcome::Finished;
                    }
                    if !shared.known.insert(look) {
                        return Outcome::Finished;
                    }
                }
                if self.settings.follow {
                    match self.follower.take_over(path, &found, identity, self.next_number) {
                        Ok(true) => {
                            self.next_number += 1;
                            return Outcome::Finished;
                        }
                        Ok(false) => {}
                        Err(error) => return self.refuse(feed, candidate, &error),
                    }
                }
                let input = OpenInput {
                    path: path.clone(),
                    identity,
                    look,
                    received: found.modified,
                    offset: 0,
                    line: 0,
                    followed: None,
                };
                let number = self.register(input.clone());
                self.read_from(feed, number, &input, file)
            }
            // Whoever took it away has it; nothing was read of it.
            Err(error) if error.kind() == io::ErrorKind::NotFound && candidate.found.is_some() => {
                tracing::info!(path = %path.display(), "it went away before it was read");
                Outcome::Finished
            }
            Err(error) => self.refuse(feed, candidate, &error),
        }
    }

    fn read_from(
        &mut self,
        feed: &mut Feed,
        number: u64,
        input: &OpenInput,
        file: Box<dyn crate::disk::Input>,
    ) -> Outcome {
        let start = InputStart {
            number,
            name: self.name(&input.path),
            received: input.received,
            offset: input.offset,
            line: input.line,
            format: None,
            live: false,
        };
        input::read(feed, &start, file, &self.limits)
    }

    /// A file that cannot even be opened becomes a dead letter.
    fn refuse(&mut self, feed: &mut Feed, candidate: &Candidate, error: &io::Error) -> Outcome {
        let path = &candidate.path;
        let reason = match candidate.found {
            None => "a symbolic link that leads nowhere".to_owned(),
            Some(_) => format!("cannot open it: {error}"),
        };
        let Ok(found) = self.disk.metadata(path, candidate.found.is_some()) else {
            return Outcome::Finished;
        };
        let identity = Identity { device: found.device, inode: found.inode, size: found.size, print: 0 };
        let look = identity::look(&found);
        self.shared.lock().known.insert(look);
        let origin = ItemOrigin { file: self.name(path), offset: 0, line: 0, received: found.modified };
        let received = found.modified;
        let number = self.register(OpenInput {
            path: path.clone(),
            identity,
            look,
            received,
            offset: 0,
            line: 0,
            followed: None,
        });
        feed.dead(&origin, reason.clone(), &[], 0);
        match feed.finish(number, 0, 0, Finish::Failed(reason)) {
            Ok(()) => Outcome::Finished,
            Err(_) => Outcome::Stopped,
        }
    }

    /// Takes up the files that were being read when the last run ended.
    fn resume(&mut self, feed: &mut Feed) -> Outcome {
        for (number, input) in std::mem::take(&mut self.restored) {
            if input.followed.is_some() {
                self.follower.restore(number, input);
                continue;
            }
            let found = self.disk.metadata(&input.path, true);
            let same = found.and_then(|found| {
                let identity = Identity::of(&*self.disk, &input.path, &found)?;
                Ok((identity == input.identity).then_some(found))
            });
            let outcome = match same {
                Ok(Some(found)) => {
                    let input = OpenInput { look: identity::look(&found), ..input };
                    {
                        let mut shared = self.shared.lock();
                        shared.known.insert(input.look);
                        shared.inputs.insert(number, input.clone());
                    }
                    match self.disk.open(&input.path, 0) {
                        Ok(file) => self.read_from(feed, number, &input, file),
                        Err(error) => self.lose(feed, number, &input, &format!("cannot open it: {error}")),
                    }
                }
                Ok(None) => self.lose(feed, number, &input, "it was changed while Dateline was not running"),
                Err(error) => self.lose(feed, number, &input, &format!("cannot open it: {error}")),
            };
            if outcome == Outcome::Stopped {
                return Outcome::Stopped;
            }
        }
        Outcome::Finished
    }

    /// The rest of a file that was being read cannot be had: a dead letter says so.
    fn lose(&mut self, feed: &mut Feed, number: u64, input: &OpenInput, why: &str) -> Outcome {
        let reason = format!("the rest of the file is lost, it was read up to this place: {why}");
        let origin = ItemOrigin {
            file: self.name(&input.path),
            offset: input.offset,
            line: input.line + 1,
            received: input.received,
        };
        feed.dead(&origin, reason.clone(), &[], 0);
        // What lies there now under this name is another file: it must not be moved away or remembered as read.
        if let Some(known) = self.shared.lock().inputs.get_mut(&number) {
            known.identity = Identity { device: 0, inode: 0, ..known.identity };
        }
        match feed.finish(number, input.offset, input.line, Finish::Failed(reason)) {
            Ok(()) => Outcome::Finished,
            Err(_) => Outcome::Stopped,
        }
    }

    fn register(&mut self, input: OpenInput) -> u64 {
        let number = self.next_number;
        self.next_number += 1;
        self.shared.lock().inputs.insert(number, input);
        number
    }

    /// The name of a file in records: its path below the directory.
    fn name(&self, path: &Path) -> Arc<str> {
        path.strip_prefix(&self.settings.path).unwrap_or(path).to_string_lossy().into()
    }

    /// When there is something to be done even if nothing is reported.
    fn wait_until(&self, next_scan: Instant) -> Duration {
        let settle = self.settings.settle.0;
        let settled = self.unsettled.values().map(|standing| standing.since + settle).min();
        settled.map_or(next_scan, |settled| settled.min(next_scan)).saturating_duration_since(Instant::now())
    }
}

impl Source for Directory {
    fn run(mut self: Box<Self>, mut feed: Feed) -> Result<(), ReadError> {
        if self.resume(&mut feed) == Outcome::Stopped {
            return Ok(());
        }
        let drained_ends = self.settings.until == Some(Until::Drained);
        let mut next_scan = Instant::now();
        let mut more = false;
        loop {
            if Instant::now() >= next_scan || more {
                let begun = Instant::now();
                more = self.scan()?;
                // Looking through a huge directory must not become the main work.
                next_scan = Instant::now() + self.settings.poll.0.max(begun.elapsed() * 20);
            }
            while let Some(candidate) = self.ready.pop_first() {
                if self.read(&mut feed, &candidate) == Outcome::Stopped {
                    return Ok(());
                }
            }
            if self.follower.poll(&mut feed, &self.settings.path, drained_ends).is_err() || feed.flush().is_err() {
                return Ok(());
            }
            if more {
                continue;
            }
            if drained_ends && self.unsettled.is_empty() {
                return Ok(());
            }
            for hint in self.watch.wait(self.wait_until(next_scan)) {
                match hint {
                    Hint::RenamedIn(path) => self.look_at(&path, true),
                    Hint::Touched(path) => self.look_at(&path, false),
                    Hint::Overflow => next_scan = Instant::now(),
                    Hint::Stop => return Ok(()),
                }
            }
            let waiting: Vec<PathBuf> = self.unsettled.keys().cloned().collect();
            for path in waiting {
                self.look_at(&path, false);
            }
        }
    }
}
