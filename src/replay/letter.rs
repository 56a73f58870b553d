//! Lines of a file of dead letters, and what a letter holds of its item.

use std::io::{self, BufRead, Read};

use crate::read::limits::Limits;
use crate::record::{DeadLetter, Record};

/// The longest line that is read. A letter carries 1 MiB if nothing else is set, and escapes can make six of each byte.
const LONGEST: u64 = 64 << 20;

/// How much of a line that is no letter goes into the letter about it.
const KEPT: usize = 64 << 10;

/// A line of a file of dead letters.
pub(super) enum Line {
    /// Nothing.
    Blank,
    /// A letter.
    Letter(Box<DeadLetter>),
    /// Something else.
    Broken {
        /// The line, from 1.
        number: u64,
        /// Its first byte.
        offset: u64,
        /// What is wrong with it.
        error: String,
        /// Its bytes, or as many as are kept.
        raw: Vec<u8>,
        /// How many it has.
        length: u64,
    },
}

/// Reads lines and counts them.
pub(super) struct Lines<R> {
    reader: R,
    offset: u64,
    line: u64,
}

impl<R: BufRead> Lines<R> {
    /// Reads from the beginning; `line` lines are before the place that [`skip`](Lines::skip) goes to.
    pub fn new(reader: R, line: u64) -> Lines<R> {
        Lines { reader, offset: 0, line }
    }

    /// Passes over what was read before.
    pub fn skip(&mut self, offset: u64) -> io::Result<()> {
        self.offset = io::copy(&mut (&mut self.reader).take(offset), &mut io::sink())?;
        Ok(())
    }

    /// Bytes behind us.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Lines behind us.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The next line, or `None` at the end.
    pub fn next(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let mut length = (&mut self.reader).take(LONGEST).read_until(b'\n', &mut bytes)? as u64;
        if length == 0 {
            return Ok(None);
        }
        let whole = length < LONGEST || bytes.ends_with(b"\n");
        if !whole {
            bytes.truncate(KEPT);
            bytes.shrink_to_fit();
            length += self.pass_over_line()?;
        }
        let offset = self.offset;
        self.offset += length;
        self.line += 1;
        let broken = |error: String, mut raw: Vec<u8>| {
            raw.truncate(KEPT);
            Line::Broken { number: self.line, offset, error, raw, length }
        };
        Ok(Some(if !whole {
            broken("the line is too long".to_owned(), bytes)
        } else if bytes.trim_ascii().is_empty() {
            Line::Blank
        } else {
            match serde_json::from_slice::<Record>(&bytes) {
                Ok(Record::DeadLetter(letter)) => Line::Letter(letter),
                Ok(_) => broken("a record of another kind".to_owned(), bytes),
                Err(error) => broken(error.to_string(), bytes),
            }
        }))
    }

    /// Passes over the rest of a line; how many bytes that were.
    fn pass_over_line(&mut self) -> io::Result<u64> {
        let mut passed = 0;
        loop {
            let here = self.reader.fill_buf()?;
            let newline = memchr::memchr(b'\n', here);
            let used = newline.map_or(here.len(), |at| at + 1);
            let end = newline.is_some() || here.is_empty();
            self.reader.consume(used);
            passed += used as u64;
            if end {
                return Ok(passed);
            }
        }
    }
}

/// What a letter holds of its item.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// All of it.
    Item(Vec<u8>),
    /// Its beginning; it is a range of its file.
    Range { begins_with: Vec<u8>, length: u64 },
    /// At most its beginning; the file could not be read on from there, or is one item.
    Rest { begins_with: Vec<u8>, length: u64 },
    /// Nothing, for this reason.
    Nothing(&'static str),
}

/// How the reasons of letters begin that are about a file rather than an item of it: behind their place nothing was read.
/// `tests::failures_of_files_are_known_by_their_reasons` holds that these are the reader's words.
const OF_A_FILE: [&str; 4] = ["cannot open it", "cannot read it", "it breaks off", "it is shorter than"];

/// How the reasons begin of files that were refused as a whole, of which a letter may have the beginning without saying so.
const OF_A_WHOLE: [&str; 2] = ["unknown format", "the article is larger than"];

/// What a letter holds of its item.
pub(super) fn content(letter: &DeadLetter, limits: &Limits) -> Content {
    if letter.stage == "sink" {
        return Content::Nothing("it is a record that a sink refused, not an item; its article went through");
    }
    let raw = match (&letter.raw, &letter.raw_base64) {
        (Some(text), _) => text.clone().into_bytes(),
        (None, Some(base64)) => match data_encoding::BASE64.decode(base64.as_bytes()) {
            Ok(raw) => raw,
            Err(_) => return Content::Nothing("its `raw_base64` is no Base64"),
        },
        (None, None) => Vec::new(),
    };
    let begins = |words: &[&str]| words.iter().any(|words| letter.error.starts_with(words));
    let length = letter.raw_length.unwrap_or(raw.len() as u64);
    let is_whole_input = letter.position.line.is_none() && letter.position.offset == 0;
    let is_cut = length > raw.len() as u64;
    let is_of_a_whole = is_whole_input && (is_cut || begins(&OF_A_WHOLE) && raw.len() >= limits.raw.bytes());
    if begins(&OF_A_FILE) || is_of_a_whole {
        Content::Rest { begins_with: raw, length }
    } else if is_cut {
        Content::Range { begins_with: raw, length }
    } else if raw.is_empty() {
        Content::Nothing("it carries no bytes")
    } else {
        Content::Item(raw)
    }
}
