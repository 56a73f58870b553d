//! Output files under the commit protocol: the side of it that every file sink shares.
//!
//! A part is written under a hidden name (`.NAME.ID.part`) until it may be seen: a part that grows for good at the first
//! commit, a part that is rotated when it is finished. A checkpoint holds the committed length of every part and the renames
//! that are owed. After a crash, [`Parts::open`] cuts every part back to its committed length, removes parts that no
//! checkpoint knows, and makes the renames; then the input is read again from the committed positions.
//!
//! Formats that cannot be cut back and go on ([`Finish`]) are made of such a part, which is then a spool of records, when it
//! is finished: after the checkpoint that says so, and before the name. See [`super::finish`].

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::finish::{self, Finish};
use super::part::{Part, SavedPart, numbered, open_again};
use super::{Encoded, Prepared, SinkError};
use crate::disk::{Disk, parent, retry};
use crate::pipeline::settings::Span;
use crate::read::limits::Size;

/// How many parts are open at a time.
const MOST_OPEN: usize = 64;

/// Written to the file at least this often.
const BUFFER: usize = 128 << 10;

/// When a part is finished and the next one begun (`rotate = { size = "256 MiB", interval = "1h" }`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Rotate {
    /// A part holds at most this much, before compression (a single larger record still makes one part).
    pub size: Option<Size>,
    /// A part is finished when it is this old.
    pub interval: Option<Span>,
}

impl Rotate {
    fn is_set(&self) -> bool {
        self.size.is_some() || self.interval.is_some()
    }
}

/// What all parts of a sink have in common.
#[derive(Clone, Default)]
pub struct Form {
    /// When a part is finished and the next one begun.
    pub rotate: Rotate,
    /// The bytes that each part begins with.
    pub header: Vec<u8>,
    /// What makes the file that is seen of the records that were written; without it they are the file.
    pub finish: Option<Arc<dyn Finish>>,
}

impl Form {
    /// Whether parts are numbered, and seen only when they are finished; others grow in sight.
    fn is_numbered(&self) -> bool {
        self.rotate.is_set() || self.finish.is_some()
    }
}

/// The output files of one sink.
pub struct Parts {
    disk: Arc<dyn Disk>,
    form: Form,
    id: String,
    parts: BTreeMap<String, Part>,
    /// The number of the next part of a rotated path.
    numbers: BTreeMap<String, u32>,
    /// Finished since the last commit.
    finished: Vec<Part>,
    clock: u64,
}

/// What a checkpoint holds of a sink's parts.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Saved {
    /// The part that is being written for each path.
    parts: BTreeMap<String, SavedPart>,
    /// Parts that only have to get their names.
    finished: Vec<SavedPart>,
    numbers: BTreeMap<String, u32>,
}

impl Parts {
    /// The parts that `saved` (a checkpoint's part, or null) speaks of, brought back to their committed state. `id` tells this
    /// sink's hidden files from those of others; `roots` are the directories below which it writes.
    pub fn open(
        disk: Arc<dyn Disk>,
        form: Form,
        id: String,
        root: &Path,
        saved: &serde_json::Value,
    ) -> Result<Parts, SinkError> {
        let saved: Saved = match saved {
            serde_json::Value::Null => Saved::default(),
            value => serde_json::from_value(value.clone()).map_err(SinkError::Checkpoint)?,
        };
        let mut opened =
            Parts { disk, form, id, parts: BTreeMap::new(), numbers: saved.numbers, finished: Vec::new(), clock: 0 };
        let mut dirs = BTreeSet::new();
        for part in saved.finished {
            opened.restore(part, &mut dirs)?;
        }
        for (path, part) in saved.parts {
            if let Some(part) = opened.restore(part, &mut dirs)? {
                opened.parts.insert(path, part);
            }
        }
        opened.remove_unknown(root, 0)?;
        for dir in dirs {
            opened.disk.sync_dir(&dir).map_err(SinkError::io("cannot sync the directory", dir))?;
        }
        Ok(opened)
    }

    /// Appends all pieces: those with a path of their own to its part, the others to the part for `path`.
    pub fn write_all(&mut self, encoded: &Encoded, path: &str) -> Result<(), SinkError> {
        let mut start = 0;
        let mut pieces = encoded.pieces.iter().peekable();
        while let Some(piece) = pieces.next() {
            // Where parts are not cut by size, neighbours in one file can be written at once.
            let joined = self.form.rotate.size.is_none() && pieces.peek().is_some_and(|next| next.path == piece.path);
            if !joined {
                self.write(piece.path.as_deref().unwrap_or(path), &encoded.bytes[start..piece.end])?;
                start = piece.end;
            }
        }
        Ok(())
    }

    /// Appends one or more whole records to the part for `path`.
    fn write(&mut self, path: &str, records: &[u8]) -> Result<(), SinkError> {
        let full = |part: &Part| {
            let size = self.form.rotate.size.is_some_and(|most| part.saved.plain + records.len() as u64 > most.0);
            let old = self.form.rotate.interval.is_some_and(|most| part.begun.elapsed() >= most.0);
            part.saved.plain > 0 && (size || old)
        };
        if self.parts.get(path).is_some_and(full) {
            self.finish(path)?;
        }
        if !self.parts.contains_key(path) {
            let part = self.begin(path)?;
            self.parts.insert(path.to_owned(), part);
        }
        self.clock += 1;
        let Some(part) = self.parts.get_mut(path) else { return Ok(()) };
        if part.file.is_none() {
            part.file = Some(open_again(&*self.disk, &part.saved)?);
        }
        part.last_used = self.clock;
        part.dirty = true;
        part.saved.plain += records.len() as u64;
        part.push(records)?;
        if part.buffer.len() >= BUFFER {
            part.flush()?;
        }
        self.close_least_used()
    }

    /// Closes frames, flushes, and says what a commit has to do. At the end of the input parts that are rotated are finished.
    pub fn prepare(&mut self, end: bool) -> Result<Prepared, SinkError> {
        let mut prepared = Prepared::default();
        for part in self.parts.values_mut().filter(|part| part.saved.publish) {
            // The commit that this was prepared for has given it its name.
            part.saved.hidden = None;
            part.saved.publish = false;
        }
        let interval = self.form.rotate.interval.map(|interval| interval.0);
        let due: Vec<String> = self
            .parts
            .iter()
            .filter(|(_, part)| {
                self.form.is_numbered() && (end || interval.is_some_and(|most| part.begun.elapsed() >= most))
            })
            .map(|(path, _)| path.clone())
            .collect();
        for path in due {
            self.finish(&path)?;
        }
        let mut saved = Saved { numbers: self.numbers.clone(), ..Saved::default() };
        for part in std::mem::take(&mut self.finished) {
            part.prepare(&self.form, &mut prepared);
            saved.finished.push(part.saved);
        }
        for (path, part) in &mut self.parts {
            part.close_frame()?;
            part.saved.publish = !self.form.is_numbered() && part.saved.hidden.is_some();
            part.prepare(&self.form, &mut prepared);
            part.dirty = false;
            saved.parts.insert(path.clone(), part.saved.clone());
            if let Some(interval) = interval {
                let at = part.begun + interval;
                prepared.wants_commit_at = Some(prepared.wants_commit_at.map_or(at, |other: Instant| other.min(at)));
            }
        }
        prepared.state = serde_json::to_value(saved)?;
        Ok(prepared)
    }

    /// Makes the file of a new part.
    fn begin(&mut self, path: &str) -> Result<Part, SinkError> {
        let path = Path::new(path);
        let name = if self.form.is_numbered() {
            let number = self.numbers.entry(path.to_string_lossy().into_owned()).or_insert(1);
            let mut name = numbered(path, *number);
            // Numbers that an earlier pipeline used are passed over.
            while self.disk.exists(&name) {
                *number += 1;
                name = numbered(path, *number);
            }
            *number += 1;
            name
        } else {
            path.to_owned()
        };
        if self.disk.exists(&name) {
            return Err(SinkError::Exists(name));
        }
        let dir = parent(&name);
        self.disk.create_dir_all(dir).map_err(SinkError::io("cannot make the directory", dir))?;
        let file_name = name.file_name().unwrap_or_default().to_string_lossy();
        let hidden = dir.join(format!(".{file_name}{}", self.suffix()));
        let file =
            retry::patiently(|| self.disk.create(&hidden)).map_err(SinkError::io("cannot make the file", &hidden))?;
        let saved =
            SavedPart { name, hidden: Some(hidden), publish: false, length: 0, plain: 0, begun: Timestamp::now() };
        let mut part = Part::new(saved, &self.form, Some(file), Instant::now());
        part.push(&self.form.header)?;
        Ok(part)
    }

    /// Finishes the part for `path`; it gets its name at the next commit.
    fn finish(&mut self, path: &str) -> Result<(), SinkError> {
        if let Some(mut part) = self.parts.remove(path) {
            if part.file.is_none() {
                part.file = Some(open_again(&*self.disk, &part.saved)?);
            }
            part.close_frame()?;
            part.saved.publish = true;
            part.dirty = true;
            self.finished.push(part);
        }
        Ok(())
    }

    /// Brings one part back to its committed length, and gives it its name if that is owed; `None` if nothing more is written
    /// to it.
    fn restore(&self, mut saved: SavedPart, dirs: &mut BTreeSet<PathBuf>) -> Result<Option<Part>, SinkError> {
        let hidden = saved.hidden.take().filter(|hidden| self.disk.exists(hidden));
        let here = hidden.as_ref().unwrap_or(&saved.name);
        let found = match self.disk.metadata(here, true) {
            Ok(found) => found.size,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                tracing::warn!(path = %saved.name.display(), "the file was moved away; a new one will be begun");
                return Ok(None);
            }
            Err(error) => return Err(SinkError::io("cannot look at", here)(error)),
        };
        if hidden.is_none() && self.form.finish.is_some() {
            // It was made and named before the crash; its length is none of a spool.
            return Ok(None);
        }
        if found < saved.length {
            return Err(SinkError::Shorter { path: here.clone(), found, committed: saved.length });
        }
        if found > saved.length {
            self.disk.truncate(here, saved.length).map_err(SinkError::io("cannot cut back", here))?;
        }
        let open = !(saved.publish && self.form.is_numbered());
        if let Some(hidden) = hidden {
            if saved.publish {
                match &self.form.finish {
                    Some(finish) => finish::finish_again(&*self.disk, &hidden, &saved.name, &**finish)?,
                    None => self.disk.rename(&hidden, &saved.name).map_err(SinkError::io("cannot rename", &hidden))?,
                }
                dirs.insert(parent(&saved.name).to_owned());
            } else {
                saved.hidden = Some(hidden);
            }
        }
        saved.publish = false;
        let age = Duration::try_from(Timestamp::now().duration_since(saved.begun)).unwrap_or_default();
        let begun = Instant::now().checked_sub(age).unwrap_or_else(Instant::now);
        Ok(open.then(|| Part::new(saved, &self.form, None, begun)))
    }

    /// Removes hidden files of this sink that no checkpoint knows.
    fn remove_unknown(&self, dir: &Path, depth: usize) -> Result<(), SinkError> {
        let known: BTreeSet<&PathBuf> = self.parts.values().filter_map(|part| part.saved.hidden.as_ref()).collect();
        let mut unknown = Vec::new();
        let mut below = Vec::new();
        let listed = self.disk.list(dir, &mut |path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with('.') && name.ends_with(&self.suffix()) {
                if !known.contains(&path) {
                    unknown.push(path);
                }
            } else if !name.contains('.') && depth < 8 {
                below.push(path);
            }
        });
        match listed {
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(());
            }
            other => other.map_err(SinkError::io("cannot list the directory", dir))?,
        }
        for path in unknown {
            self.disk.remove(&path).map_err(SinkError::io("cannot remove", path))?;
        }
        below.iter().try_for_each(|dir| self.remove_unknown(dir, depth + 1))
    }

    fn suffix(&self) -> String {
        format!(".{}.part", self.id)
    }

    fn close_least_used(&mut self) -> Result<(), SinkError> {
        let open = self.parts.values().filter(|part| part.file.is_some()).count();
        if open <= MOST_OPEN {
            return Ok(());
        }
        let least = self.parts.values_mut().filter(|part| part.file.is_some()).min_by_key(|part| part.last_used);
        if let Some(part) = least {
            part.close_frame()?;
            if let Some(file) = part.file.take() {
                file.sync().map_err(SinkError::io("cannot sync", &part.saved.name))?;
            }
        }
        Ok(())
    }
}
