//! Event records from files: NDJSON, also under gzip or zstd, or Parquet; which of them is seen from the first bytes.

use std::fmt;
use std::fs::File;
#[cfg(feature = "parquet")]
use std::io::Seek;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;
use serde::Deserialize;

use crate::record::EventRecord;

/// The longest line that is read, in bytes.
const LONGEST: u64 = 16 << 20;

/// Why a file could not be read on.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {}: {error}", path.display())]
pub struct InputError {
    /// The file.
    pub path: PathBuf,
    /// What happened.
    pub error: io::Error,
}

/// What should be a record and is none.
#[derive(Debug, thiserror::Error)]
#[error("{}{place}: {what}", path.display())]
pub struct BadRecord {
    /// The file.
    pub path: PathBuf,
    /// Where it is in the file.
    pub place: Place,
    /// What is wrong with it.
    pub what: String,
}

/// A place in a file of records; all numbers from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A line of NDJSON.
    Line(u64),
    /// A row of Parquet.
    Row {
        /// The row group.
        group: usize,
        /// The row in its row group.
        row: usize,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Line(line) => write!(f, ":{line}"),
            Place::Row { group, row } => write!(f, ": row group {group}, row {row}"),
        }
    }
}

#[derive(Deserialize)]
struct Kind<'a> {
    #[serde(borrow)]
    kind: Option<std::borrow::Cow<'a, str>>,
}

/// Gives every event of a file to `take` until that says no, and what should be a record and is none to `bad`. The path `-` is
/// standard input.
///
/// NDJSON may hold records of other kinds, which are passed over. Fails if the file cannot be read, or is a Parquet file of
/// anything else than events.
pub fn read(
    path: &Path,
    take: impl FnMut(EventRecord) -> bool,
    mut bad: impl FnMut(BadRecord),
) -> Result<(), InputError> {
    let failed = |error| InputError { path: path.to_owned(), error };
    let mut bad = |place: Place, what: String| bad(BadRecord { path: path.to_owned(), place, what });
    match open(path).map_err(failed)? {
        Opened::Lines(lines) => read_lines(lines, take, |line, what| bad(Place::Line(line), what)),
        #[cfg(feature = "parquet")]
        Opened::Parquet(file) => {
            super::parquet::read(file, take, |group, row, what| bad(Place::Row { group, row }, what))
        }
    }
    .map_err(failed)
}

fn read_lines(
    mut lines: impl BufRead,
    mut take: impl FnMut(EventRecord) -> bool,
    mut bad: impl FnMut(u64, String),
) -> io::Result<()> {
    let mut text = Vec::new();
    for line in 1.. {
        text.clear();
        let length = lines.by_ref().take(LONGEST).read_until(b'\n', &mut text)?;
        if length == 0 {
            break;
        }
        if length as u64 == LONGEST && text.last() != Some(&b'\n') {
            bad(line, format!("it is longer than {} MiB", LONGEST >> 20));
            lines.skip_until(b'\n')?;
            continue;
        }
        if text.trim_ascii().is_empty() {
            continue;
        }
        match event(&text) {
            Ok(Some(event)) => {
                if !take(event) {
                    break;
                }
            }
            Ok(None) => {}
            Err(error) => bad(line, format!("no record: {error}")),
        }
    }
    Ok(())
}

/// The event that a line holds; none if it holds a record of another kind.
fn event(line: &[u8]) -> Result<Option<EventRecord>, String> {
    let kind: Kind<'_> = serde_json::from_slice(line).map_err(|error| in_line(&error))?;
    match kind.kind.as_deref() {
        Some("event") => serde_json::from_slice(line).map(Some).map_err(|error| in_line(&error)),
        Some(_) => Ok(None),
        None => Err("it has no `kind`".to_owned()),
    }
}

/// What is wrong with a line. The parser counts lines too, but sees only this one.
fn in_line(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
    let json = if error.is_data() { "" } else { "it is no JSON: " };
    match error.column() {
        0 => format!("{json}{what}"),
        column => format!("{json}{what} at byte {column}"),
    }
}

enum Opened {
    Lines(Box<dyn BufRead>),
    #[cfg(feature = "parquet")]
    Parquet(File),
}

/// What a Parquet file begins with.
const PARQUET: &[u8] = b"PAR1";

fn open(path: &Path) -> io::Result<Opened> {
    let mut reader: Box<dyn BufRead> = match path.as_os_str() == "-" {
        true => Box::new(BufReader::with_capacity(1 << 16, io::stdin())),
        false => {
            let file = File::open(path)?;
            #[cfg(feature = "parquet")]
            if begins_with_parquet(&file)? {
                return Ok(Opened::Parquet(file));
            }
            Box::new(BufReader::with_capacity(1 << 16, file))
        }
    };
    let mut lines: Box<dyn BufRead> = match reader.fill_buf()? {
        [0x1f, 0x8b, ..] => Box::new(BufReader::new(MultiGzDecoder::new(reader))),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Box::new(BufReader::new(zstd::Decoder::with_buffer(reader)?)),
        _ => reader,
    };
    if lines.fill_buf()?.starts_with(PARQUET) {
        let what = match cfg!(feature = "parquet") {
            true => "Parquet is read from a file of its own only, neither from standard input nor from gzip or zstd",
            false => "this program was built without Parquet (the feature `parquet` of the package)",
        };
        return Err(io::Error::new(io::ErrorKind::InvalidData, what));
    }
    Ok(Opened::Lines(lines))
}

/// Whether it is a Parquet file. Only of a file that has a length, so that nothing is taken from a pipe.
#[cfg(feature = "parquet")]
fn begins_with_parquet(mut file: &File) -> io::Result<bool> {
    if !file.metadata()?.is_file() {
        return Ok(false);
    }
    let mut first = Vec::new();
    file.take(PARQUET.len() as u64).read_to_end(&mut first)?;
    file.rewind()?;
    Ok(first == PARQUET)
}
