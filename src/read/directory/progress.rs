//! How far every file of the directory has been read and committed, and what is owed to those that are finished.
//!
//! The reading half registers a file before it feeds the first of it; the committing half learns how far the sinks have
//! come, writes that into checkpoints, and moves finished files away (or notes them in the ledger) once it is safe.

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

use super::identity::{Head, Identity};
use super::ledger::Ledger;
use crate::disk::{Disk, parent, path_text, retry};
use crate::read::{Acknowledge, Advance, Finish, ReadError};

/// A file that is being read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenInput {
    /// Its path.
    #[serde(with = "path_text")]
    pub path: PathBuf,
    /// Which file it is.
    pub identity: Identity,
    /// How it looks without opening it.
    #[serde(skip)]
    pub look: u128,
    /// When it was received.
    pub received: Timestamp,
    /// Everything before this byte (decompressed) is committed.
    pub offset: u64,
    /// Lines before that byte.
    pub line: u64,
    /// Set for a file that is followed as it grows: what it begins with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub followed: Option<Head>,
}

/// What both halves of the source know.
#[derive(Debug, Default)]
pub struct Shared {
    /// Files that are being read, by their number.
    pub inputs: BTreeMap<u64, OpenInput>,
    /// Keys of files that are not to be read: finished, or in hand.
    pub known: HashSet<u128>,
}

/// A finished file on its way to `done` or `failed`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Move {
    #[serde(with = "path_text")]
    from: PathBuf,
    #[serde(with = "path_text")]
    to: PathBuf,
    device: u64,
    inode: u64,
    #[serde(skip)]
    look: u128,
    /// Why it failed; goes into the file beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// What a checkpoint holds of the source.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// Files that were being read.
    pub inputs: Vec<OpenInput>,
    moves: Vec<Move>,
    ledger: u64,
}

/// The committing half of the directory source.
pub struct Progress {
    disk: Arc<dyn Disk>,
    root: PathBuf,
    done: Option<PathBuf>,
    failed: Option<PathBuf>,
    shared: Arc<Mutex<Shared>>,
    ledger: Ledger,
    /// How far the sinks have come, by number of the input.
    inputs: BTreeMap<u64, OpenInput>,
    /// Finished since the last checkpoint.
    finished: Vec<(OpenInput, Finish)>,
    /// Owed since the last checkpoint.
    moves: Vec<Move>,
}

impl Progress {
    /// Takes up where `saved` left off: cuts the ledger to its committed length and makes the moves that are owed.
    pub fn resume(
        disk: Arc<dyn Disk>,
        root: &Path,
        done: Option<PathBuf>,
        failed: Option<PathBuf>,
        state: &Path,
        saved: &Saved,
    ) -> Result<(Progress, Arc<Mutex<Shared>>), ReadError> {
        let path = state.join("ledger");
        let (ledger, known) =
            Ledger::open(Arc::clone(&disk), &path, saved.ledger).map_err(ReadError::io("cannot read", &path))?;
        // Restored files keep the first numbers; the reading half takes them up under these.
        let inputs: BTreeMap<u64, OpenInput> = (0..).zip(saved.inputs.iter().cloned()).collect();
        let shared = Arc::new(Mutex::new(Shared { inputs: inputs.clone(), known }));
        let mut progress = Progress {
            disk,
            root: root.to_owned(),
            done,
            failed,
            shared: Arc::clone(&shared),
            ledger,
            inputs,
            finished: Vec::new(),
            moves: saved.moves.clone(),
        };
        progress.acknowledge()?;
        Ok((progress, shared))
    }

    /// Where a finished file goes, under a name that is neither in use nor `promised` to another; `None` where it stays.
    fn destination(&self, input: &OpenInput, finish: &Finish, promised: &HashSet<PathBuf>) -> Option<PathBuf> {
        let dir = match finish {
            _ if input.followed.is_some() => None,
            Finish::Done => self.done.as_ref(),
            Finish::Failed(_) => self.failed.as_ref(),
        }?;
        let below = input.path.strip_prefix(&self.root).unwrap_or(&input.path);
        let wanted = dir.join(below);
        let taken = |path: &Path| promised.contains(path) || self.disk.exists(path);
        let mut name = wanted.clone();
        for number in 1u64.. {
            if !taken(&name) {
                break;
            }
            let stem = wanted.file_stem().unwrap_or_default().to_string_lossy();
            let extension = wanted.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
            name = wanted.with_file_name(format!("{stem}.{number}{extension}"));
        }
        Some(name)
    }

    fn carry_out(&self, owed: &Move) -> io::Result<()> {
        // A link is known by what it leads to; one that leads nowhere by itself.
        let same = |path: &Path| {
            let found = self.disk.metadata(path, true).or_else(|_| self.disk.metadata(path, false));
            found.is_ok_and(|found| (found.device, found.inode) == (owed.device, owed.inode))
        };
        if !same(&owed.from) {
            // It was moved before the crash, or somebody took it away: nothing is owed any more.
            return Ok(());
        }
        self.disk.create_dir_all(parent(&owed.to))?;
        if let Some(reason) = &owed.reason {
            let mut name = owed.to.clone().into_os_string();
            name.push(".reason.json");
            let text = serde_json::json!({"file": owed.from.to_string_lossy(), "reason": reason}).to_string() + "\n";
            self.disk.replace(Path::new(&name), text.as_bytes())?;
        }
        if same(&owed.to) {
            // A power cut can leave both names; renaming one to the other would then do nothing.
            self.disk.remove(&owed.from)
        } else {
            self.disk.rename(&owed.from, &owed.to)
        }
    }
}

impl Acknowledge for Progress {
    fn advance(&mut self, advance: &Advance) {
        let mut shared = self.shared.lock();
        let input = match self.inputs.entry(advance.input) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => match shared.inputs.get(&advance.input) {
                Some(input) => entry.insert(input.clone()),
                None => return,
            },
        };
        input.offset = advance.offset;
        input.line = advance.line;
        if let Some(finish) = &advance.finished {
            let known = shared.inputs.remove(&advance.input);
            if let Some(mut input) = self.inputs.remove(&advance.input) {
                // The reading half may have learned a new name or size of a followed file meanwhile.
                if let Some(known) = known {
                    (input.path, input.identity, input.look) = (known.path, known.identity, known.look);
                }
                self.finished.push((input, finish.clone()));
            }
        } else if let Some(known) = shared.inputs.get(&advance.input) {
            input.followed = known.followed;
            if input.path != known.path {
                input.path.clone_from(&known.path);
            }
        }
    }

    fn checkpoint(&mut self) -> Result<serde_json::Value, ReadError> {
        let mut keys = Vec::new();
        let mut promised: HashSet<PathBuf> = self.moves.iter().map(|owed| owed.to.clone()).collect();
        for (input, finish) in std::mem::take(&mut self.finished) {
            let to = self.destination(&input, &finish, &promised);
            promised.extend(to.clone());
            match to {
                Some(to) => self.moves.push(Move {
                    from: input.path,
                    to,
                    device: input.identity.device,
                    inode: input.identity.inode,
                    look: input.look,
                    reason: match finish {
                        Finish::Done => None,
                        Finish::Failed(reason) => Some(reason),
                    },
                }),
                None => keys.extend([input.look, input.identity.key()]),
            }
        }
        let ledger =
            self.ledger.add(&keys).map_err(ReadError::io("cannot write the list of files read in", &self.root))?;
        self.shared.lock().known.extend(keys);
        let inputs = self.inputs.values().cloned().collect();
        Ok(serde_json::to_value(Saved { inputs, moves: self.moves.clone(), ledger })?)
    }

    fn acknowledge(&mut self) -> Result<(), ReadError> {
        let moves = std::mem::take(&mut self.moves);
        let mut dirs = std::collections::BTreeSet::new();
        for owed in &moves {
            retry::patiently(|| self.carry_out(owed))
                .map_err(ReadError::io("cannot move away the finished file", &owed.from))?;
            dirs.extend([parent(&owed.from).to_owned(), parent(&owed.to).to_owned()]);
        }
        for dir in dirs {
            match self.disk.sync_dir(&dir) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(ReadError::io("cannot sync the directory", dir)(error));
                }
                _ => {}
            }
        }
        let mut shared = self.shared.lock();
        for owed in &moves {
            shared.known.remove(&owed.look);
        }
        Ok(())
    }
}
