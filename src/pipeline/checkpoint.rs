//! The state directory: one checkpoint, replaced at each commit, and a lock that keeps two runs apart.
//!
//! Replacing the checkpoint durably is the commit point of the whole pipeline: what it says is so, everything else is undone
//! or done again at the next start.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::disk::{Disk, retry};

/// The version of the checkpoint's own form.
const VERSION: u32 = 1;

const FILE: &str = "checkpoint.json";

/// Everything that must outlive the process.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The version of this form.
    pub version: u32,
    /// Counts commits, from 1.
    pub epoch: u64,
    /// A hash of the parts of the pipeline file that positions and parts depend on.
    pub pipeline: String,
    /// What the source needs to go on.
    pub source: serde_json::Value,
    /// How far dead letters have been replayed.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub replay: serde_json::Value,
    /// What each sink needs to go on.
    pub sinks: BTreeMap<String, serde_json::Value>,
    /// What the story memory's log needs to go on.
    #[serde(default)]
    pub stories: serde_json::Value,
    /// What was counted over all runs.
    pub counters: Counters,
}

/// What is counted over all runs: `read = articles + dead_letters`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// Items read.
    pub read: u64,
    /// Articles that went through.
    pub articles: u64,
    /// Events found.
    pub events: u64,
    /// Quotations found.
    pub quotes: u64,
    /// Items that became dead letters.
    pub dead_letters: u64,
}

impl std::ops::AddAssign for Counters {
    fn add_assign(&mut self, more: Counters) {
        self.read += more.read;
        self.articles += more.articles;
        self.events += more.events;
        self.quotes += more.quotes;
        self.dead_letters += more.dead_letters;
    }
}

/// Why the state directory cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The file system says no.
    #[error("{doing} {}: {error}; {}", path.display(), retry::advice(error))]
    Io {
        /// What was tried, as `cannot …`.
        doing: &'static str,
        /// On which path.
        path: PathBuf,
        /// What came back.
        error: io::Error,
    },
    /// Another run uses it.
    #[error("another run is using the state directory {}; wait for it, stop it, or set another `state` in [pipeline]", .0.display())]
    Locked(PathBuf),
    /// It is not one of ours.
    #[error("{} is no checkpoint of this version: {what}; remove the state directory to begin anew", path.display())]
    Unreadable {
        /// The checkpoint.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The pipeline file was changed.
    #[error(
        "the pipeline file was changed since its last commit (source, sinks or their settings): positions and output files in {} \
         may no longer fit; go on all the same with --accept-changes, or remove that directory to begin anew", .0.display()
    )]
    Changed(PathBuf),
}

/// The state directory of a pipeline, locked.
pub struct State {
    dir: PathBuf,
    disk: Arc<dyn Disk>,
    _lock: Box<dyn Send + Sync>,
}

impl State {
    /// Makes and locks the directory.
    pub fn open(disk: Arc<dyn Disk>, dir: &Path) -> Result<State, StateError> {
        let io = |doing, path: &Path| {
            let path = path.to_owned();
            move |error| StateError::Io { doing, path, error }
        };
        disk.create_dir_all(dir).map_err(io("cannot make the state directory", dir))?;
        let path = dir.join("lock");
        let lock = disk.lock(&path).map_err(io("cannot lock", &path))?;
        let lock = lock.ok_or_else(|| StateError::Locked(dir.to_owned()))?;
        Ok(State { dir: dir.to_owned(), disk, _lock: lock })
    }

    /// The directory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The last checkpoint, or `None` before the first commit. `pipeline` is the hash of the pipeline file as it is now.
    pub fn load(&self, pipeline: &str, accept_changes: bool) -> Result<Option<Checkpoint>, StateError> {
        let path = self.dir.join(FILE);
        let bytes = match self.disk.read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StateError::Io { doing: "cannot read", path, error }),
        };
        let checkpoint: Checkpoint = serde_json::from_slice(&bytes)
            .map_err(|error| StateError::Unreadable { path: path.clone(), what: error.to_string() })?;
        if checkpoint.version != VERSION {
            let what = format!("it has version {}, this program writes version {VERSION}", checkpoint.version);
            return Err(StateError::Unreadable { path, what });
        }
        if checkpoint.pipeline != pipeline && !accept_changes {
            return Err(StateError::Changed(self.dir.clone()));
        }
        Ok(Some(checkpoint))
    }

    /// Replaces the checkpoint, durably: the commit point.
    pub fn store(&self, checkpoint: &Checkpoint) -> Result<(), StateError> {
        let path = self.dir.join(FILE);
        let versioned = Checkpoint { version: VERSION, ..checkpoint.clone() };
        let bytes = serde_json::to_vec(&versioned)
            .map_err(|error| StateError::Unreadable { path: path.clone(), what: error.to_string() })?;
        self.disk.replace(&path, &bytes).map_err(|error| StateError::Io {
            doing: "cannot write the checkpoint",
            path,
            error,
        })
    }
}
