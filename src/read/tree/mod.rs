//! The archive source: a tree of any number of files that no longer changes, read once from end to end in the order of paths.
//!
//! Because the order is fixed, how far it has come is one path, and neither memory nor state grow with the archive. Threads open
//! files ahead (`ahead`), in the same order; another counts them, so that the time left can be told (`census`).

mod ahead;
mod census;
mod progress;
mod settings;
mod walk;

use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use self::ahead::{Ahead, Opened};
use self::census::Census;
pub use self::progress::Progress;
use self::progress::{InHand, Open, Saved};
pub use self::settings::{Part, Settings};
use self::walk::{Unlisted, Walk};
use super::directory::{Filter, SetupError};
use super::feed::{Feed, ItemOrigin};
use super::input::{self, InputStart, Outcome};
use super::limits::Limits;
use super::{Finish, ReadError, Source};
use crate::disk::{Disk, Kind};
use crate::pipeline::extent::Extent;

/// How often a source that waits for its count looks whether the pipeline stops.
const GLANCE: Duration = Duration::from_millis(100);

/// Reads an archive.
pub struct Tree {
    settings: Settings,
    limits: Limits,
    disk: Arc<dyn Disk>,
    filter: Filter,
    in_hand: InHand,
    extent: Arc<Extent>,
    saved: Saved,
    next_number: u64,
}

impl Tree {
    /// A source that goes on where `saved` (the source's part of a checkpoint, or null) left off, and the half of it that
    /// learns what is committed. What is known of the whole goes to `extent`.
    pub fn open(
        settings: Settings,
        limits: Limits,
        disk: Arc<dyn Disk>,
        saved: &serde_json::Value,
        extent: Arc<Extent>,
    ) -> Result<(Tree, Progress), SetupError> {
        let filter = Tree::filter(&settings)?;
        if !disk.metadata(&settings.path, true).is_ok_and(|found| found.kind == Kind::Directory) {
            let path = settings.path.display();
            return Err(SetupError::Directory(format!("{path}: there is no such directory; set `path` in [source]")));
        }
        let saved: Saved = match saved {
            serde_json::Value::Null => Saved::default(),
            value => serde_json::from_value(value.clone()).map_err(ReadError::Checkpoint)?,
        };
        let (progress, in_hand) = Progress::new(saved.clone(), Arc::clone(&extent));
        Ok((Tree { settings, limits, disk, filter, in_hand, extent, saved, next_number: 0 }, progress))
    }

    /// The filter that the settings describe; the error names a glob that is wrong.
    pub fn filter(settings: &Settings) -> Result<Filter, globset::Error> {
        Filter::new(settings.path.clone(), true, &settings.include, &settings.exclude, Vec::new())
    }

    fn walk(&self, after: Option<&Path>) -> Result<Walk, ReadError> {
        let Settings { path, part, .. } = &self.settings;
        Walk::new(Arc::clone(&self.disk), path, self.filter.clone(), *part, after).map_err(unlisted)
    }

    /// Reads what there is, from where the last run ended; whether to its end.
    fn read_all(&mut self, feed: &mut Feed) -> Result<Outcome, ReadError> {
        let begun = self.saved.begun().map(Path::to_owned);
        let mut walk = self.walk(begun.as_deref())?;
        let root = self.settings.path.clone();
        let mut ahead = Ahead::start(&self.disk, self.settings.readers)
            .map_err(ReadError::io("cannot start threads to read", &root))?;
        if let Some(open) = self.saved.open.clone() {
            ahead.ask(root.join(&open.path), open.path);
        }
        let mut walked = false;
        loop {
            while !walked && ahead.has_room() {
                match walk.next().map_err(unlisted)? {
                    Some(path) => ahead.ask(root.join(&path), path),
                    None => walked = true,
                }
            }
            let Some((path, opened)) = ahead.next() else { return Ok(Outcome::Finished) };
            if self.read(feed, path, opened) == Outcome::Stopped {
                return Ok(Outcome::Stopped);
            }
        }
    }

    /// Reads one file to its end.
    fn read(&mut self, feed: &mut Feed, path: PathBuf, opened: io::Result<Opened>) -> Outcome {
        let open = self.saved.open.take();
        let Opened { found, head, rest } = match opened {
            Ok(opened) => opened,
            Err(error) => return self.refuse(feed, path, open, &error),
        };
        let print = Open::print(&head);
        let mut file = Open { path, size: found.size, print, received: found.modified, offset: 0, line: 0 };
        if let Some(open) = open {
            if (open.size, open.print) == (file.size, file.print) {
                file = open;
            } else {
                let why = "the rest of the file is lost, it was read up to this place: it was changed while Dateline was not \
                           running; what lies there now is read anew";
                feed.dead(&origin(&open), why.to_owned(), &[], 0);
            }
        }
        let number = self.register(file.clone());
        let start = InputStart {
            number,
            name: name(&file.path),
            received: file.received,
            offset: file.offset,
            line: file.line,
            format: None,
            live: false,
        };
        match rest {
            Some(rest) => input::read(feed, &start, Cursor::new(head).chain(rest), &self.limits),
            None => input::read(feed, &start, Cursor::new(head), &self.limits),
        }
    }

    /// A file that cannot be opened becomes a dead letter; `open` is what the last run knew of it, if that had begun it.
    fn refuse(&mut self, feed: &mut Feed, path: PathBuf, open: Option<Open>, error: &io::Error) -> Outcome {
        let full = self.settings.path.join(&path);
        let there = self.disk.metadata(&full, false);
        let reason = match (&open, &there) {
            (Some(_), _) => {
                format!("the rest of the file is lost, it was read up to this place: cannot open it: {error}")
            }
            // Whoever took it away has it; nothing was read of it.
            (None, Err(gone)) if gone.kind() == io::ErrorKind::NotFound => {
                tracing::info!(path = %full.display(), "it went away before it was read");
                return Outcome::Finished;
            }
            (None, Ok(found)) if found.kind == Kind::Link && error.kind() == io::ErrorKind::NotFound => {
                "a symbolic link that leads nowhere".to_owned()
            }
            (None, _) => format!("cannot open it: {error}"),
        };
        let found = self.disk.metadata(&full, true).or(there).ok();
        let size = found.filter(|found| found.kind == Kind::File).map_or(0, |found| found.size);
        let received = found.map_or_else(Timestamp::now, |found| found.modified);
        let file = open.unwrap_or(Open { path, size, print: 0, received, offset: 0, line: 0 });
        let number = self.register(file.clone());
        feed.dead(&origin(&file), reason.clone(), &[], 0);
        match feed.finish(number, file.offset, file.line, Finish::Failed(reason)) {
            Ok(()) => Outcome::Finished,
            Err(_) => Outcome::Stopped,
        }
    }

    fn register(&mut self, file: Open) -> u64 {
        let number = self.next_number;
        self.next_number += 1;
        self.in_hand.lock().insert(number, file);
        number
    }
}

impl Source for Tree {
    fn run(mut self: Box<Self>, mut feed: Feed) -> Result<(), ReadError> {
        let (disk, extent) = (Arc::clone(&self.disk), Arc::clone(&self.extent));
        let census = Census::start(disk, self.walk(None)?, self.saved.clone(), extent)
            .map_err(ReadError::io("cannot start a thread to count", &self.settings.path))?;
        if self.read_all(&mut feed)? == Outcome::Stopped || feed.flush().is_err() {
            return Ok(());
        }
        // What has changed in the archive is told also where there was little to read.
        while !census.wait(GLANCE) && !feed.stopped() {}
        Ok(())
    }
}

fn unlisted(error: Unlisted) -> ReadError {
    ReadError::io("cannot list the directory", error.dir)(error.error)
}

/// The name of a file in records.
fn name(path: &Path) -> Arc<str> {
    path.to_string_lossy().into()
}

/// The place that a file was read up to.
fn origin(file: &Open) -> ItemOrigin {
    let line = if file.offset > 0 { file.line + 1 } else { 0 };
    ItemOrigin { file: name(&file.path), offset: file.offset, line, received: file.received }
}
