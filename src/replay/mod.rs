//! Dead letters as a source: items that could not be processed go through a mended pipeline once more.
//!
//! [`Replay`] reads files of dead letters and feeds the items that they carry, as if they came from where they came from
//! first: source, position and time of receipt are the letter's, so that records are those of an undisturbed run. What a
//! letter does not carry whole is read from its file again (`origin`). An item that fails again becomes a dead letter
//! again, and so does a letter that cannot be replayed, with the reason: nothing is lost on the way.
//!
//! [`Replayed`] is the committing half. How far each file has been replayed is a part of the checkpoint, so that every letter
//! goes into the sinks once, whatever happens; a second replay takes what has come since.

mod letter;
mod origin;
mod progress;

use std::io::{BufRead, Read};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::disk::Disk;
use crate::read::feed::{Feed, ItemOrigin, Stopped};
use crate::read::format::Format;
use crate::read::input::{self, InputStart, Outcome};
use crate::read::limits::Limits;
use crate::read::{Finish, ReadError, Source};
use crate::record::DeadLetter;
use letter::{Content, Line, Lines};
use origin::Origins;
pub use progress::Replayed;
use progress::{INNER, Inner};

/// The reading half: files of dead letters.
pub struct Replay {
    disk: Arc<dyn Disk>,
    files: Vec<File>,
    origins: Origins,
    limits: Limits,
}

/// A file of dead letters.
struct File {
    path: PathBuf,
    /// Its length when the replay began; what comes behind it may be letters of this very replay.
    length: u64,
    /// Where to go on, and in which line after which.
    offset: u64,
    line: u64,
    /// How far the letter at that place was read from its own file.
    inner: Option<Inner>,
}

impl Replay {
    /// Replays `paths`, from where `saved` (the checkpoint's part, or null) says that they were left. Files that letters came
    /// from are looked for in `dirs`.
    pub fn open(
        disk: Arc<dyn Disk>,
        paths: &[PathBuf],
        dirs: Vec<PathBuf>,
        limits: Limits,
        saved: &serde_json::Value,
    ) -> Result<(Replay, Replayed), ReadError> {
        let mut replayed = Replayed::new(saved)?;
        let mut files = Vec::new();
        for path in paths {
            let found = disk.metadata(path, true).map_err(ReadError::io("cannot look at", path))?;
            let place = replayed.place(&*disk, path)?;
            let (path, length) = (path.clone(), found.size);
            files.push(File { path, length, offset: place.offset, line: place.line, inner: place.inner });
        }
        let origins = Origins::new(Arc::clone(&disk), dirs);
        Ok((Replay { disk, files, origins, limits }, replayed))
    }
}

impl Source for Replay {
    fn run(self: Box<Self>, mut feed: Feed) -> Result<(), ReadError> {
        for (number, file) in (0..).zip(&self.files) {
            if self.file(&mut feed, number, file)?.is_err() {
                return Ok(());
            }
        }
        // If the pipeline stops, nobody waits for the rest.
        let _ = feed.flush();
        Ok(())
    }
}

impl Replay {
    /// Feeds one file of letters, from where it was left to where it ended when the replay began.
    fn file(&self, feed: &mut Feed, number: u64, file: &File) -> Result<Result<(), Stopped>, ReadError> {
        let failed = |error| ReadError::io("cannot read", &file.path)(error);
        let opened = self.disk.open(&file.path, 0).map_err(failed)?;
        let reader = origin::unpacked(opened.take(file.length)).map_err(failed)?;
        let mut lines = Lines::new(reader, file.line);
        lines.skip(file.offset).map_err(failed)?;
        let name: Arc<str> = file.path.to_string_lossy().into();
        let mut inner = file.inner;
        while let Some(line) = lines.next().map_err(failed)? {
            let fed = match line {
                Line::Blank => Ok(()),
                Line::Letter(letter) => self.letter(feed, &letter, inner),
                Line::Broken { number, offset, error, raw, length } => {
                    let received = Timestamp::now();
                    let origin = ItemOrigin { file: Arc::clone(&name), offset, line: number, received };
                    feed.dead(&origin, format!("this is no dead letter: {error}"), &raw, length);
                    Ok(())
                }
            };
            inner = None;
            if fed.and_then(|()| feed.advance(number, lines.offset(), lines.line())).is_err() {
                return Ok(Err(Stopped));
            }
        }
        Ok(feed.finish(number, lines.offset(), lines.line(), Finish::Done))
    }

    /// Feeds what one letter stands for. `inner` says how far its own file was read in an earlier replay of it.
    fn letter(&self, feed: &mut Feed, letter: &DeadLetter, inner: Option<Inner>) -> Result<(), Stopped> {
        let origin = ItemOrigin {
            file: letter.source.as_str().into(),
            offset: letter.position.offset,
            line: letter.position.line.unwrap_or_default(),
            received: letter.received.parse().unwrap_or_else(|_| Timestamp::now()),
        };
        match letter::content(letter, &self.limits) {
            Content::Item(raw) => self.item(feed, letter, &origin, &raw),
            Content::Range { begins_with, length } => {
                let most = if origin.line > 0 { self.limits.line } else { self.limits.article };
                if length > most.0 {
                    let what = format!("it has {length} bytes, and the limit is {most}");
                    return self.again(feed, letter, &origin, &begins_with, length, &what);
                }
                match self.origins.range(&letter.source, origin.offset, length, &begins_with) {
                    Ok(raw) => self.item(feed, letter, &origin, &raw),
                    Err(what) => self.again(feed, letter, &origin, &begins_with, length, &what),
                }
            }
            Content::Rest { begins_with, length } => {
                let inner = inner.unwrap_or(Inner {
                    offset: origin.offset,
                    line: origin.line.saturating_sub(1),
                    finished: false,
                });
                if inner.finished {
                    return Ok(());
                }
                match self.origins.open(&letter.source, origin.offset, &begins_with) {
                    Ok(opened) => self.rest(feed, &origin, inner, opened),
                    Err(what) => self.again(feed, letter, &origin, &begins_with, length, &what),
                }
            }
            Content::Nothing(what) => self.again(feed, letter, &origin, &[], 0, what),
        }
    }

    /// Feeds an item whose bytes are known.
    fn item(&self, feed: &mut Feed, letter: &DeadLetter, origin: &ItemOrigin, raw: &[u8]) -> Result<(), Stopped> {
        // A single line that is no markup and no transmission was a line of NDJSON, however broken; all else is recognised.
        let is_line = origin.line > 0 && !raw.contains(&b'\n') && !raw.trim_ascii_start().starts_with(b"<");
        let is_framed = raw.iter().take(16).any(|byte| *byte == 0x01);
        let format = if is_line && !is_framed { Ok(Format::Ndjson) } else { Format::detect(raw, true) };
        match format {
            Ok(format) => {
                let start = feed.buffer().len();
                feed.buffer().extend_from_slice(raw);
                feed.item(origin, format, start, None);
                Ok(())
            }
            Err(what) => {
                let error = if letter.error.contains(&what) { letter.error.clone() } else { what };
                let kept = &raw[..raw.len().min(self.limits.raw.bytes())];
                feed.dead(origin, error, kept, raw.len() as u64);
                Ok(())
            }
        }
    }

    /// Reads the letter's own file on from where it failed.
    fn rest(
        &self,
        feed: &mut Feed,
        origin: &ItemOrigin,
        inner: Inner,
        opened: impl BufRead + Send,
    ) -> Result<(), Stopped> {
        let start = InputStart {
            number: INNER,
            name: Arc::clone(&origin.file),
            received: origin.received,
            offset: inner.offset,
            line: inner.line,
            format: None,
            live: false,
        };
        match input::read(feed, &start, opened, &self.limits) {
            Outcome::Finished => Ok(()),
            Outcome::Stopped => Err(Stopped),
        }
    }

    /// A letter that cannot be replayed stays one.
    fn again(
        &self,
        feed: &mut Feed,
        letter: &DeadLetter,
        origin: &ItemOrigin,
        raw: &[u8],
        length: u64,
        what: &str,
    ) -> Result<(), Stopped> {
        // A second attempt that fails in the same way does not make the reason longer.
        let first = letter.error.split(NOT_REPLAYED).next().unwrap_or_default();
        feed.dead(origin, format!("{first}{NOT_REPLAYED}{what}"), raw, length.max(raw.len() as u64));
        Ok(())
    }
}

/// Stands between the first reason of a letter and the reason why it cannot be replayed.
const NOT_REPLAYED: &str = "; not replayed: ";

#[cfg(test)]
mod tests;
