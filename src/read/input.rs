//! One input from where it was left to its end: undoes compression, opens archives, recognises the format, cuts it into items.
//!
//! The same for files of a directory, files named on the command line and standard input. Offsets count the decompressed bytes
//! of the input; in an archive, those of all its members one behind the other. Lines can be taken up in mid-file; everything else is
//! read again from the front, and what was read before is passed over, because what an item means may depend on the head of its file.

use std::io::{self, Read};
use std::sync::Arc;

use jiff::Timestamp;
use memchr::{memchr, memchr_iter};

use super::Finish;
use super::archive;
use super::compression::{self, Decompressed};
use super::feed::{Feed, ItemOrigin, Stopped};
use super::format::cut::{Cut, Cutter};
use super::format::{Context, Format};
use super::limits::{Limits, Size};
use crate::disk::retry::patiently;
use crate::normalize::encoding;

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
    source: impl Read,
    limits: &Limits,
    last: LastLine,
) -> Result<(u64, u64, Finish), Stopped> {
    let mut cursor = Cursor { last, offset: start.offset, line: start.line, ..Cursor::new(start, limits) };
    let finish = match Decompressed::new(source, limits) {
        Ok(mut source) => cursor.lines(feed, &mut source, Format::Ndjson)?,
        Err(error) => Finish::Failed(unreadable(&error)),
    };
    Ok((cursor.offset, cursor.line, finish))
}

/// Feeds all items of one input. Whatever is wrong with it becomes a dead letter.
pub fn read(feed: &mut Feed, start: &InputStart, source: impl Read, limits: &Limits) -> Outcome {
    read_by(compression::BLOCK, feed, start, source, limits)
}

/// Feeds all items of one input that is in memory. Whatever is wrong with it becomes a dead letter.
pub fn read_bytes(feed: &mut Feed, start: &InputStart, bytes: &[u8], limits: &Limits) -> Outcome {
    // A buffer as for a file would cost more than the reading of a short message.
    read_by(bytes.len().clamp(1, compression::BLOCK), feed, start, bytes, limits)
}

fn read_by(block: usize, feed: &mut Feed, start: &InputStart, source: impl Read, limits: &Limits) -> Outcome {
    let mut cursor = Cursor { block, ..Cursor::new(start, limits) };
    match cursor.read_all(feed, source) {
        Ok(finish) => match feed.finish(start.number, cursor.base + cursor.offset, cursor.line, finish) {
            Ok(()) => Outcome::Finished,
            Err(Stopped) => Outcome::Stopped,
        },
        Err(Stopped) => Outcome::Stopped,
    }
}

struct Cursor<'a> {
    start: &'a InputStart,
    limits: &'a Limits,
    /// How many bytes are read at a time.
    block: usize,
    last: LastLine,
    /// The name of what is read: that of the input, or of the member of an archive.
    name: Arc<str>,
    /// Decompressed bytes of the members before this one.
    base: u64,
    /// Decompressed bytes behind us.
    offset: u64,
    /// Lines behind us.
    line: u64,
    /// Bytes read from the outside that the feed has been told of.
    packed: u64,
}

impl<'a> Cursor<'a> {
    fn new(start: &'a InputStart, limits: &'a Limits) -> Cursor<'a> {
        let name = Arc::clone(&start.name);
        let block = compression::BLOCK;
        Cursor { start, limits, block, last: LastLine::Take, name, base: 0, offset: 0, line: 0, packed: 0 }
    }

    fn read_all(&mut self, feed: &mut Feed, source: impl Read) -> Result<Finish, Stopped> {
        let mut source = match Decompressed::by_blocks(self.block, source, self.limits) {
            Ok(source) => source,
            Err(error) => return Ok(self.refuse(feed, format!("cannot read it: {error}"), &[], 0)),
        };
        let (head, whole) = match source.peek() {
            Ok((head, whole)) => (head.to_vec(), whole),
            Err(error) => return self.refuse_whole(feed, &mut source, unreadable(&error)),
        };
        match archive::recognise(&head) {
            Some(kind) => self.members(feed, source, kind),
            None => self.read_one(feed, &mut source, &head, whole),
        }
    }

    /// Reads the members of an archive, each as an input of its own. What is wrong with one costs that one only.
    fn members<R: Read>(
        &mut self,
        feed: &mut Feed,
        source: Decompressed<R>,
        kind: archive::Kind,
    ) -> Result<Finish, Stopped> {
        let outer = Arc::clone(&self.name);
        let mut stopped = false;
        let mut count = 0_u64;
        let limits = self.limits;
        let result = archive::for_each(kind, source, limits, |name, member| {
            count += 1;
            self.name = format!("{outer}/{name}").into();
            (self.base, self.offset, self.line, self.packed) = (self.base + self.offset, 0, 0, 0);
            let read = match Decompressed::new(member, limits) {
                Ok(mut member) => self.read_member(feed, &mut member),
                Err(error) => Ok(self.refuse(feed, unreadable(&error), &[], 0)),
            };
            // A dead letter of a member takes a place of its own, so that it is not written again after a restart.
            self.offset += 1;
            stopped = match read {
                Ok(_) => self.advance(feed).is_err(),
                Err(Stopped) => true,
            };
            !stopped
        });
        self.name = outer;
        if stopped {
            return Err(Stopped);
        }
        match result {
            Ok(()) if count > 0 => Ok(Finish::Done),
            Ok(()) => Ok(self.refuse(feed, "an archive without files".to_owned(), &[], 0)),
            Err(error) => Ok(self.refuse(feed, unreadable(&error), &[], 0)),
        }
    }

    fn read_member<R: Read>(&mut self, feed: &mut Feed, member: &mut Decompressed<R>) -> Result<Finish, Stopped> {
        let (head, whole) = match member.peek() {
            Ok((head, whole)) => (head.to_vec(), whole),
            Err(error) => return Ok(self.refuse(feed, unreadable(&error), &[], 0)),
        };
        match archive::recognise(&head) {
            None => self.read_one(feed, member, &head, whole),
            Some(_) => self.refuse_whole(feed, member, "it is an archive within an archive".to_owned()),
        }
    }

    /// Reads what is no archive. `head` is what it begins with, all of it if it is `whole`.
    fn read_one<R: Read>(
        &mut self,
        feed: &mut Feed,
        source: &mut Decompressed<R>,
        head: &[u8],
        whole: bool,
    ) -> Result<Finish, Stopped> {
        let format = match self.start.format {
            Some(format) => format,
            None => match Format::detect(head, whole) {
                Ok(format) => format,
                // Nothing on a pipe is no broken file, but simply nothing to do.
                Err(_) if self.start.live && source.packed() == 0 => return Ok(Finish::Done),
                Err(reason) => return self.refuse_whole(feed, source, reason),
            },
        };
        if !format.is_lines() {
            return self.items(feed, source, format, head);
        }
        if self.base == 0 && self.start.offset > 0 {
            match source.skip(self.start.offset) {
                Ok(true) => (self.offset, self.line) = (self.start.offset, self.start.line),
                Ok(false) => {
                    return Ok(self.refuse(feed, "it is shorter than what was read of it before".to_owned(), &[], 0));
                }
                Err(error) => return Ok(self.refuse(feed, unreadable(&error), &[], 0)),
            }
        }
        self.lines(feed, source, format)
    }

    /// Whether what begins here was read in an earlier run.
    fn was_read(&self) -> bool {
        self.base + self.offset < self.start.offset
    }

    /// Tells the feed how far everything is in it.
    fn advance(&self, feed: &mut Feed) -> Result<(), Stopped> {
        let offset = self.base + self.offset;
        if offset <= self.start.offset { Ok(()) } else { feed.advance(self.start.number, offset, self.line) }
    }

    /// Each line is an item.
    fn lines<R: Read>(
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
                LineEnd::Newline | LineEnd::EndOfInput if self.was_read() => feed.buffer().truncate(start),
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
                        feed.item(&origin, format, start, None);
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
            self.advance(feed)?;
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

    /// Items are cut out of the input.
    fn items<R: Read>(
        &mut self,
        feed: &mut Feed,
        source: &mut Decompressed<R>,
        format: Format,
        head: &[u8],
    ) -> Result<Finish, Stopped> {
        if !format.must_be_decoded(head) {
            return self.cut(feed, format, head, |window| {
                let some = take_block(window, source)?;
                Ok(some.then(|| source.packed()))
            });
        }
        let mut bytes = Vec::new();
        match take_rest(&mut bytes, source, self.limits.article.bytes()) {
            Ok(true) => {}
            Ok(false) => return Ok(self.refuse_large(feed, &bytes)),
            Err(error) => return Ok(self.refuse(feed, unreadable(&error), &bytes, bytes.len() as u64)),
        }
        let text = match encoding::decode(&bytes, None) {
            Ok(decoded) => decoded.text.into_owned(),
            Err(error) => return Ok(self.refuse(feed, error.to_string(), &bytes, bytes.len() as u64)),
        };
        let packed = source.packed();
        let mut text = Some(text);
        self.cut(feed, format, &[], |window| {
            let some = text.take().filter(|text| !text.is_empty());
            Ok(some.map(|text| {
                window.extend_from_slice(text.as_bytes());
                packed
            }))
        })
    }

    /// Feeds the items that a cutter finds in the blocks that `more` appends; `more` says how many bytes were read from the
    /// outside so far, or nothing at the end.
    fn cut(
        &mut self,
        feed: &mut Feed,
        format: Format,
        head: &[u8],
        mut more: impl FnMut(&mut Vec<u8>) -> io::Result<Option<u64>>,
    ) -> Result<Finish, Stopped> {
        let most = self.limits.article.bytes();
        let mut cutter = Cutter::new(format, head);
        let mut window = Window::default();
        let mut context: Option<Arc<Context>> = None;
        // What was cut off the front of an item that is too large: its length, and its beginning for the dead letter.
        let mut lost: Option<(u64, Vec<u8>)> = None;
        let mut whole = false;
        loop {
            match cutter.next(window.bytes(), whole) {
                Cut::Item(range) => {
                    let context = context.get_or_insert_with(|| {
                        let mut context = format.context(&window.bytes()[..range.start]);
                        // What had to be decoded before it could be cut is UTF-8 now, whatever it says.
                        if head.is_empty() {
                            context.encoding = Some("utf-8".to_owned());
                        }
                        Arc::new(context)
                    });
                    let (skipped, item) = window.bytes()[..range.end].split_at(range.start);
                    let lines = lines_in(skipped);
                    self.offset += skipped.len() as u64;
                    self.line += lines;
                    let origin = self.origin(if cutter.is_whole() { 0 } else { self.line + 1 });
                    let item_lines = lines_in(item);
                    if let Some((length, raw)) = lost.take() {
                        self.offset += length;
                        let reason = too_large(self.limits.article);
                        if !self.was_read() {
                            feed.dead(&origin, reason, &raw, length + item.len() as u64);
                        }
                    } else if !self.was_read() && !item.trim_ascii().is_empty() {
                        let start = feed.buffer().len();
                        feed.buffer().extend_from_slice(item);
                        feed.item(&origin, format, start, Some(Arc::clone(context)));
                    }
                    self.offset += item.len() as u64;
                    self.line += item_lines;
                    window.drop(range.end);
                    cutter.dropped(range.end);
                    self.advance(feed)?;
                }
                Cut::More => {
                    if window.bytes().len() > most {
                        match cutter.open_item() {
                            // One item is all there is: the rest need not be looked at.
                            Some(start) if cutter.is_whole() => {
                                return Ok(self.refuse_large(feed, &window.bytes()[start..]));
                            }
                            Some(start) => {
                                let raw = &window.bytes()[start..];
                                let kept = raw[..raw.len().min(self.limits.raw.bytes())].to_vec();
                                let (length, _) = lost.get_or_insert((0, kept));
                                self.offset += start as u64;
                                *length += (cutter.droppable() - start) as u64;
                            }
                            None => self.offset += cutter.droppable() as u64,
                        }
                        cutter.must_go_on();
                        let count = cutter.droppable();
                        self.line += lines_in(&window.bytes()[..count]);
                        window.drop(count);
                        cutter.dropped(count);
                    }
                    let read = more(window.space());
                    match read {
                        Ok(Some(packed)) => self.count_packed(feed, packed),
                        Ok(None) => whole = true,
                        Err(error) => {
                            let raw = window.bytes().to_vec();
                            return Ok(self.refuse(feed, unreadable(&error), &raw, raw.len() as u64));
                        }
                    }
                }
                Cut::End => {
                    let rest = window.bytes();
                    if let Some(start) = cutter.open_item() {
                        let raw = rest[start.min(rest.len())..].to_vec();
                        self.offset += start as u64;
                        let length = raw.len() as u64 + lost.map_or(0, |(length, _)| length);
                        let finish = self.refuse(
                            feed,
                            format!("it breaks off: the last item of {} has no end", format.name()),
                            &raw,
                            length,
                        );
                        self.offset += length;
                        return Ok(finish);
                    }
                    self.offset += rest.len() as u64;
                    if cutter.found() == 0 {
                        let raw = rest.to_vec();
                        let reason = format!("no article: {} without an item in it", format.name());
                        return Ok(self.refuse(feed, reason, &raw, raw.len() as u64));
                    }
                    return Ok(Finish::Done);
                }
            }
        }
    }

    fn refuse_large(&mut self, feed: &mut Feed, raw: &[u8]) -> Finish {
        self.refuse(feed, too_large(self.limits.article), raw, raw.len() as u64)
    }

    /// The input as a whole cannot be read: a dead letter with as much of it as may be kept.
    fn refuse_whole<R: Read>(
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
        if !self.was_read() {
            feed.dead(&origin, reason.clone(), raw, length);
        }
        Finish::Failed(reason)
    }

    fn origin(&self, line: u64) -> ItemOrigin {
        ItemOrigin { file: Arc::clone(&self.name), offset: self.offset, line, received: self.start.received }
    }

    fn count_packed(&mut self, feed: &mut Feed, packed: u64) {
        feed.count_read(packed - self.packed);
        self.packed = packed;
    }
}

fn too_large(most: Size) -> String {
    format!("the article is larger than {most} (setting `limits.article`)")
}

fn lines_in(bytes: &[u8]) -> u64 {
    memchr_iter(b'\n', bytes).count() as u64
}

/// The part of an input that is looked at: dropped at the front, filled at the back.
#[derive(Default)]
struct Window {
    buffer: Vec<u8>,
    from: usize,
}

impl Window {
    fn bytes(&self) -> &[u8] {
        &self.buffer[self.from..]
    }

    fn drop(&mut self, count: usize) {
        self.from += count;
    }

    /// Where more is put; what was dropped makes room once that is worth the moving.
    fn space(&mut self) -> &mut Vec<u8> {
        if self.from * 2 >= self.buffer.len() {
            self.buffer.drain(..self.from);
            self.from = 0;
        }
        &mut self.buffer
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
fn take_line<R: Read>(buffer: &mut Vec<u8>, source: &mut Decompressed<R>, longest: usize, keep: usize) -> Line {
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

/// Takes the next block of the input to the end of `buffer`; whether there was one.
fn take_block<R: Read>(buffer: &mut Vec<u8>, source: &mut Decompressed<R>) -> io::Result<bool> {
    let here = patiently(|| source.fill().map(<[u8]>::len)).and_then(|_| source.fill())?;
    buffer.extend_from_slice(here);
    let count = here.len();
    source.consume(count);
    Ok(count > 0)
}

/// Takes the rest of the input to the end of `buffer`, but at most `most` bytes; whether that was all.
fn take_rest<R: Read>(buffer: &mut Vec<u8>, source: &mut Decompressed<R>, most: usize) -> io::Result<bool> {
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
