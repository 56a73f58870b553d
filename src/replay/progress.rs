//! How far files of dead letters have been replayed and committed.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::origin::unpacked;
use crate::disk::Disk;
use crate::read::{Acknowledge, Advance, ReadError};

/// The number of the input that a letter's own file is, while it is read.
pub(super) const INNER: u64 = u64::MAX;

/// How much of a file's first line tells it from others.
const HEAD: u64 = 4 << 10;

/// How far a file of letters has been replayed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Place {
    /// A hash of its first line, by which a new file of the same name is known.
    head: u64,
    /// Bytes that were replayed (unpacked).
    pub offset: u64,
    /// Lines that were replayed.
    pub line: u64,
    /// How far the next letter's own file was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inner: Option<Inner>,
}

/// How far a letter's own file was read.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Inner {
    pub offset: u64,
    pub line: u64,
    /// Whether that was its end.
    pub finished: bool,
}

/// The committing half of a replay.
#[derive(Debug)]
pub struct Replayed {
    /// By path, also files of earlier replays.
    places: BTreeMap<PathBuf, Place>,
    /// The paths of this replay, by number of the input.
    paths: Vec<PathBuf>,
    /// The number of the file that is being replayed; one comes after the other.
    current: usize,
}

impl Replayed {
    /// Takes up what a checkpoint holds.
    pub(super) fn new(saved: &serde_json::Value) -> Result<Replayed, ReadError> {
        let places = match saved {
            serde_json::Value::Null => BTreeMap::new(),
            saved => serde_json::from_value(saved.clone())?,
        };
        Ok(Replayed { places, paths: Vec::new(), current: 0 })
    }

    /// Adds a file to the replay; where it is to be taken up.
    pub(super) fn place(&mut self, disk: &dyn Disk, path: &Path) -> Result<Place, ReadError> {
        let head = head(disk, path).map_err(ReadError::io("cannot read", path))?;
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let place = match self.places.get(&path) {
            Some(place) if place.head == head => place.clone(),
            _ => Place { head, ..Place::default() },
        };
        self.places.insert(path.clone(), place.clone());
        self.paths.push(path);
        Ok(place)
    }
}

impl Acknowledge for Replayed {
    fn advance(&mut self, advance: &Advance) {
        let finished = advance.finished.is_some();
        let inner = Inner { offset: advance.offset, line: advance.line, finished };
        if advance.input != INNER {
            self.current = usize::try_from(advance.input).unwrap_or(usize::MAX);
        }
        let Some(place) = self.paths.get(self.current).and_then(|path| self.places.get_mut(path)) else { return };
        if advance.input == INNER {
            place.inner = Some(inner);
        } else {
            (place.offset, place.line, place.inner) = (inner.offset, inner.line, None);
            self.current += usize::from(finished);
        }
    }

    fn checkpoint(&mut self) -> Result<serde_json::Value, ReadError> {
        Ok(serde_json::to_value(&self.places)?)
    }

    fn acknowledge(&mut self) -> Result<(), ReadError> {
        Ok(())
    }
}

/// A hash of a file's first line, or of its beginning if that is long; 0 of an empty file.
fn head(disk: &dyn Disk, path: &Path) -> io::Result<u64> {
    let mut bytes = Vec::new();
    unpacked(disk.open(path, 0)?)?.take(HEAD).read_until(b'\n', &mut bytes)?;
    Ok(if bytes.is_empty() { 0 } else { xxh3_64(&bytes) })
}
