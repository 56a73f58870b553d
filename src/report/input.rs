//! Event records from files: NDJSON, also under gzip or zstd, which is seen from the first bytes.

use std::fs::File;
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

/// A line that holds no record.
#[derive(Debug, thiserror::Error)]
#[error("{}:{line}: {what}", path.display())]
pub struct BadLine {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub what: String,
}

#[derive(Deserialize)]
struct Kind<'a> {
    #[serde(borrow)]
    kind: Option<std::borrow::Cow<'a, str>>,
}

/// Gives every event of a file to `take` until that says no; records of other kinds are passed over, and lines that hold none
/// are given to `bad`. The path `-` is standard input.
pub fn read(
    path: &Path,
    mut take: impl FnMut(EventRecord) -> bool,
    mut bad: impl FnMut(BadLine),
) -> Result<(), InputError> {
    let failed = |error| InputError { path: path.to_owned(), error };
    let mut lines = open(path).map_err(failed)?;
    let mut text = Vec::new();
    for line in 1.. {
        text.clear();
        let length = lines.by_ref().take(LONGEST).read_until(b'\n', &mut text).map_err(failed)?;
        if length == 0 {
            break;
        }
        let mut wrong = |what: String| bad(BadLine { path: path.to_owned(), line, what });
        if length as u64 == LONGEST && text.last() != Some(&b'\n') {
            wrong(format!("it is longer than {} MiB", LONGEST >> 20));
            lines.skip_until(b'\n').map_err(failed)?;
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
            Err(error) => wrong(format!("no record: {error}")),
        }
    }
    Ok(())
}

/// The event that a line holds; none if it holds a record of another kind.
fn event(line: &[u8]) -> serde_json::Result<Option<EventRecord>> {
    let kind: Kind<'_> = serde_json::from_slice(line)?;
    match kind.kind.as_deref() {
        Some("event") => serde_json::from_slice(line).map(Some),
        Some(_) => Ok(None),
        None => Err(serde::de::Error::custom("it has no `kind`")),
    }
}

fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    let raw: Box<dyn Read> = match path.as_os_str() == "-" {
        true => Box::new(io::stdin()),
        false => Box::new(File::open(path)?),
    };
    let mut reader = BufReader::with_capacity(1 << 16, raw);
    Ok(match reader.fill_buf()? {
        [0x1f, 0x8b, ..] => Box::new(BufReader::new(MultiGzDecoder::new(reader))),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Box::new(BufReader::new(zstd::Decoder::with_buffer(reader)?)),
        _ => Box::new(reader),
    })
}
