//! The commit: making what the sinks wrote durable, and then saying so.
//!
//! In this order, and never another: sync every written file; sync every directory that got a new name; replace the
//! checkpoint (the commit point); give the names that are owed; let the source acknowledge. A crash before the commit point
//! leaves the last checkpoint in force; a crash after it leaves work that the next start does again without harm.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use parking_lot::Mutex;

use super::checkpoint::{Checkpoint, State, StateError};
use crate::disk::Disk;
use crate::read::{Acknowledge, ReadError};
use crate::sink::{Prepared, SinkError, finish};
use crate::stories::log::{Addition, Log};

/// Why a commit failed. The last checkpoint is still in force.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// A file or directory could not be made durable, or renamed.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// The checkpoint could not be written.
    #[error(transparent)]
    State(#[from] StateError),
    /// The source could not acknowledge.
    #[error(transparent)]
    Source(#[from] ReadError),
    /// A sink ended before it was ready; it has reported why.
    #[error("a sink ended")]
    SinkGone,
}

/// An error of the story memory's log.
fn in_log(state: &State) -> impl FnOnce(std::io::Error) -> StateError {
    let path = state.dir().join("stories");
    move |error| StateError::Io { doing: "cannot keep the story memory in", path, error }
}

/// One commit, with everything that it has to do. Blocks.
pub struct Commit {
    /// The file system.
    pub disk: Arc<dyn Disk>,
    /// The state directory; without one there is nothing to remember.
    pub state: Option<Arc<State>>,
    /// What the checkpoint will say; the sinks' parts are filled in from `prepared`.
    pub checkpoint: Checkpoint,
    /// What each sink wants done.
    pub prepared: Vec<(String, Prepared)>,
    /// The story memory's log, if there is a memory, and what is to be added to it.
    pub stories: Option<(Arc<Mutex<Log>>, Option<Addition>)>,
    /// The source.
    pub acknowledge: Arc<Mutex<Box<dyn Acknowledge>>>,
}

impl Commit {
    /// Does it all; returns when a sink wants the next commit even if nothing comes.
    pub fn carry_out(mut self) -> Result<Option<Instant>, CommitError> {
        // Different disks work side by side, but a commit mostly has one or two files; one after the other is simple.
        for (_, prepared) in &self.prepared {
            for (path, file) in &prepared.files {
                file.sync().map_err(SinkError::io("cannot sync", path))?;
            }
        }
        let new_names: BTreeSet<_> = self.prepared.iter().flat_map(|(_, prepared)| &prepared.dirs).collect();
        self.sync_dirs(new_names)?;
        if let Some(state) = &self.state {
            for (name, prepared) in &mut self.prepared {
                self.checkpoint.sinks.insert(name.clone(), prepared.state.take());
            }
            if let Some((log, addition)) = &self.stories {
                self.checkpoint.stories = log.lock().append(addition.as_ref()).map_err(in_log(state))?;
            }
            state.store(&self.checkpoint)?;
            if let Some((log, _)) = &self.stories {
                log.lock().tidy().map_err(in_log(state))?;
            }
        }
        let renames = self.prepared.iter().flat_map(|(_, prepared)| &prepared.renames);
        finish::give_names(&self.disk, renames)?;
        self.acknowledge.lock().acknowledge()?;
        Ok(self.prepared.iter().filter_map(|(_, prepared)| prepared.wants_commit_at).min())
    }

    fn sync_dirs(&self, dirs: BTreeSet<&std::path::PathBuf>) -> Result<(), SinkError> {
        dirs.into_iter()
            .try_for_each(|dir| self.disk.sync_dir(dir).map_err(SinkError::io("cannot sync the directory", dir)))
    }
}
