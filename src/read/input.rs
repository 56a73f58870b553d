//! One input from where it was left to its end: undoes compression, recognises the format, cuts it into items.
//!
//! The same for files of a directory, files named on the command line and standard input.

use std::io::{self, Read};
use std::sync::Arc;

use jiff::Timestamp;
use memchr::memchr;

use super::Finish;
use super::compression::Decompressed;
use super::feed::{Feed, ItemOrigin, Stopped};
use super::format::Format;
use super::limits::Limits;
use crate::disk::retry::patiently;

/// An input that is to be read.
#[derive(Clone, Debug)]
pub struct InputStart {
    /// Its number among the inputs of the source.
    pub number: u64,
    /// Its name in records: its path below the directory, or `stdin`.
    pub name: Arc<str>,
    /// When it was received.
    pub received: Timestamp,
    /// Where to go on, in bytes of the decompressed input.
    pub offset: u64,
    /// Lines before that.
    pub line: u64,
    /// The format, where it is known already.
    pub format: Option<Format>,
    /// Whether bytes that come slowly are passed on at once, and a batch is not kept waiting for them.
    pub live: bool,
}

/// What became of an input.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was read to its end, or to where it could no longer be read; the feed has been told.
    Finished,
    /// The pipeline stops; the rest is for the next run.
    Stopped,
}

/// What is done with a last line that has no newline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastLine {
    /// It is an item like others.
    Take,
    /// It is still being written: it is left for later.
    Leave,
    /// It is taken if it looks like a whole object, else left.
    TakeIfWhole,
}

/// Feeds the lines that have come to the end of an NDJSON file that grows, from `start.offset` on; returns the offset and
/// line up to which everything was fed. `source` must stand at that offset.
pub fn read_on(
    feed: &mut Feed,
    start: &InputStart,
    source: impl Read + Send,
    limits: &Limits,
    last: LastLine,
) -> Result<(u64, u64, Finish), Stopped> {
    let mut cursor = Cursor { start, limits, last, offset: start.offset, line: start.line, packed: 0 };
    let finish = match Decompressed::new(source, limits) {
        Ok(mut source) => cursor.lines(feed, &mut source, Format::Ndjson)?,
        Err(error) => Finish::Failed(unreadable(&error)),
    };
    Ok((cursor.offset, cursor.line, finish))
}

/// Feeds all items of one input. Whatever is wrong with it becomes a dead letter.
pub fn read(feed: &mut Feed, start: &InputStart, source: impl Read + Send, limits: &Limits) -> Outcome {
    let mut cursor = Cursor { start, limits, last: LastLine::Take, offset: start.offset, line: start.line, packed: 0 };
    match cursor.read_all(feed, source) {
        Ok(finish) => match feed.finish(start.number, cursor.offset, cursor.line, finish) {
            Ok(()) => Outcome::Finished,
            Err(Stopped) => Outcome::Stopped,
        },
        Err(Stopped) => Outcome::Stopped,
    }
}

struct Cursor<'a> {
    start: &'a InputStart,
    limits: &'a Limits,
    last: LastLine,
    /// Decompressed bytes behind us.
    offset: u64,
    /// Lines behind us.
    line: u64,
    /// Bytes read from the outside that the feed has been told of.
    packed: u64,
}

impl Cursor<'_> {
    fn read_all(&mut self, feed: &mut Feed, source: impl Read + Send) -> Result<Finish, Stopped> {
        let mut source = match Decompressed::new(source, self.limits) {
            Ok(source) => source,
            Err(error) => return Ok(self.refuse(feed, format!("cannot read it: {error}"), &[], 0)),
        };
        match source.skip(self.start.offset) {
            Ok(true) => {}
            Ok(false) => {
                return Ok(self.refuse(feed, "it is shorter than what was read of it before".to_owned(), &[], 0));
            }
            Err(error) => return Ok(self.refuse(feed, unreadable(&error), &[], 0)),
        }
        let format = match self.start.format {
            Some(format) => format,
            None => match detect(&mut source) {
                Ok(format) => format,
                // Nothing on a pipe is no broken file, but simply nothing to do.
                Err(_) if self.start.live && source.packed() == 0 => return Ok(Finish::Done),
                Err(reason) => return self.refuse_whole(feed, &mut source, reason),
            },
        };
        if format.is_lines() { self.lines(feed, &mut source, format) } else { self.whole(feed, &mut source, format) }
    }

    /// Each line is an item.
    fn lines<R: Read + Send>(
        &mut self,
        feed: &mut Feed,
        source: &mut Decompressed<R>,
        format: Format,
    ) -> Result<Finish, Stopped> {
        let longest = self.limits.line.bytes();
        loop {
            let start = feed.buffer().len();
            let line = take_line(feed.buffer(), source, longest, self.limits.raw.bytes().min(longest));
            let length = line.length;
            self.count_packed(feed, source.packed());
            let origin = self.origin(self.line + 1);
            if matches!(line.end, LineEnd::EndOfInput) && !self.takes_last(&feed.buffer()[start..]) {
                feed.buffer().truncate(start);
                return Ok(Finish::Done);
            }
            match line.end {
                LineEnd::Newline | LineEnd::EndOfInput if length == 0 => {}
                LineEnd::Newline | LineEnd::EndOfInput if line.cut => {
                    let raw = feed.buffer().split_off(start);
                    let most = self.limits.line;
                    feed.dead(&origin, format!("the line is longer than {most} (setting `limits.line`)"), &raw, length);
                }
                LineEnd::Newline | LineEnd::EndOfInput => {
                    let buffer = feed.buffer();
                    if buffer.last() == Some(&b'\r') {
                        buffer.pop();
                    }
                    if buffer[start..].trim_ascii().is_empty() {
                        buffer.truncate(start);
                    } else {
                        feed.item(&origin, format, start);
                    }
                }
                LineEnd::Error(error) => {
                    let raw = feed.buffer().split_off(start);
                    return Ok(self.refuse(feed, unreadable(&error), &raw, length));
                }
            }
            match line.end {
                LineEnd::EndOfInput => {
                    self.offset += length;
                    self.line += u64::from(length > 0);
                    return Ok(Finish::Done);
                }
                _ => {
                    self.offset += length + 1;
                    self.line += 1;
                }
            }
            feed.advance(self.start.number, self.offset, self.line)?;
            if self.start.live && source.buffered_is_empty() {
                feed.flush()?;
            }
        }
    }

    fn takes_last(&self, line: &[u8]) -> bool {
        match self.last {
            LastLine::Take => true,
            LastLine::Leave => line.is_empty(),
            LastLine::TakeIfWhole => line.is_empty() || line.trim_ascii_end().ends_with(b"}"),
        }
    }

    /// The whole input is one item.
    fn whole<R: Read + Send>(
        &mut self,
        feed: &mut Feed,
        source: &mut Decompressed<R>,
        format: Format,
    ) -> Result<Finish, Stopped> {
        let start = feed.buffer().len();
        let most = self.limits.article;
        let read = take_rest(feed.buffer(), source, most.bytes());
        self.count_packed(feed, source.packed());
        let origin = self.origin(0);
        let length = (feed.buffer().len() - start) as u64;
        match read {
            Ok(true) => {
                feed.item(&origin, format, start);
                self.offset += length;
                Ok(Finish::Done)
            }
            Ok(false) => {
                let raw = feed.buffer().split_off(start);
                let reason = format!("the article is larger than {most} (setting `limits.article`)");
                Ok(self.refuse(feed, reason, &raw, length))
            }
            Err(error) => {
                let raw = feed.buffer().split_off(start);
                Ok(self.refuse(feed, unreadable(&error), &raw, length))
            }
        }
    }

    /// The input as a whole cannot be read: a dead letter with as much of it as may be kept.
    fn refuse_whole<R: Read + Send>(
        &mut self,
        feed: &mut Feed,
        source: &mut Decompressed<R>,
        reason: String,
    ) -> Result<Finish, Stopped> {
        let mut raw = Vec::new();
        // What cannot be read is left out of the letter; the reason is known already.
        let _ = take_rest(&mut raw, source, self.limits.raw.bytes());
        self.count_packed(feed, source.packed());
        let length = raw.len() as u64;
        Ok(self.refuse(feed, reason, &raw, length))
    }

    fn refuse(&mut self, feed: &mut Feed, reason: String, raw: &[u8], length: u64) -> Finish {
        let origin = self.origin(if self.line > 0 { self.line + 1 } else { 0 });
        let raw = &raw[..raw.len().min(self.limits.raw.bytes())];
        feed.dead(&origin, reason.clone(), raw, length);
        Finish::Failed(reason)
    }

    fn origin(&self, line: u64) -> ItemOrigin {
        ItemOrigin { file: Arc::clone(&self.start.name), offset: self.offset, line, received: self.start.received }
    }

    fn count_packed(&mut self, feed: &mut Feed, packed: u64) {
        feed.count_read(packed - self.packed);
        self.packed = packed;
    }
}

fn detect<R: Read + Send>(source: &mut Decompressed<R>) -> Result<Format, String> {
    match source.peek() {
        Ok((head, whole)) => Format::detect(head, whole),
        Err(error) => Err(unreadable(&error)),
    }
}

fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "it breaks off: the compressed data has no end".to_owned(),
        _ => format!("cannot read it: {error}"),
    }
}

struct Line {
    end: LineEnd,
    /// Bytes without the newline, also those that were not kept.
    length: u64,
    /// Only its beginning was kept.
    cut: bool,
}

enum LineEnd {
    Newline,
    EndOfInput,
    Error(io::Error),
}

/// Takes one line without its newline to the end of `buffer`; of a line longer than `longest` only `keep` bytes.
fn take_line<R: Read + Send>(buffer: &mut Vec<u8>, source: &mut Decompressed<R>, longest: usize, keep: usize) -> Line {
    let start = buffer.len();
    let mut length = 0;
    let mut cut = false;
    loop {
        // The first call may wait and try again; the second finds the bytes in place and lends them out.
        let here = match patiently(|| source.fill().map(<[u8]>::len)).and_then(|_| source.fill()) {
            Ok([]) => return Line { end: LineEnd::EndOfInput, length, cut },
            Ok(here) => here,
            Err(error) => return Line { end: LineEnd::Error(error), length, cut },
        };
        let newline = memchr(b'\n', here);
        let part = &here[..newline.unwrap_or(here.len())];
        length += part.len() as u64;
        if !cut {
            buffer.extend_from_slice(part);
            if buffer.len() - start > longest {
                cut = true;
                buffer.truncate(start + keep);
                buffer.shrink_to(start + keep);
            }
        }
        let used = part.len() + usize::from(newline.is_some());
        source.consume(used);
        if newline.is_some() {
            return Line { end: LineEnd::Newline, length, cut };
        }
    }
}

/// Takes the rest of the input to the end of `buffer`, but at most `most` bytes; whether that was all.
fn take_rest<R: Read + Send>(buffer: &mut Vec<u8>, source: &mut Decompressed<R>, most: usize) -> io::Result<bool> {
    let start = buffer.len();
    loop {
        let here = patiently(|| source.fill().map(<[u8]>::len)).and_then(|_| source.fill())?;
        if here.is_empty() {
            return Ok(true);
        }
        let room = most - (buffer.len() - start);
        let part = &here[..here.len().min(room)];
        buffer.extend_from_slice(part);
        let (used, all) = (part.len(), part.len() == here.len());
        source.consume(used);
        if !all {
            return Ok(false);
        }
    }
}
