//! Sinks: where records go.
//!
//! A sink comes in two halves. Its [`Encode`] half is a pure function that the extract workers call, so that records are
//! turned into bytes in parallel, and dropped where they were made. The sink itself is handed those bytes in order of input.
//! At a commit it flushes and says what has to be made durable and what the checkpoint must remember ([`Prepared`]); the
//! committer does that, and afterwards the renames. All sinks that write files are a [`files::Files`] with an encoder of their
//! own, over [`parts`], which holds their side of the commit protocol. A sink without files has done its work when it is prepared:
//! [`jetstream`] has then been told by the server that everything is stored.

pub mod dead_letters;
pub mod files;
pub mod finish;
pub mod jetstream;
pub mod ndjson;
mod packer;
#[cfg(feature = "parquet")]
pub mod parquet;
mod part;
pub mod parts;
mod path;
pub mod stdout;
pub mod table;

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use tokio::sync::OwnedSemaphorePermit;

use finish::Finish;

use crate::disk::DiskFile;
use crate::pipeline::checkpoint::Counters;
use crate::read::Advance;
use crate::record::{ArticleRecords, DeadLetter};
use crate::stories::log::Addition;

/// A batch that went through the extract stage.
#[derive(Debug)]
pub struct Processed {
    /// The number of the batch.
    pub sequence: u64,
    /// What was in it.
    pub counters: Counters,
    /// What each sink has to write, in the order of the sinks.
    pub encoded: Vec<Encoded>,
    /// How far it advances which input.
    pub advances: Vec<Advance>,
    /// Bytes of articles in it.
    pub bytes: u64,
    /// When the newest of its items was received, in milliseconds since 1970.
    pub received_millis: i64,
    /// What it added to the story memory.
    pub stories: Addition,
    /// Its share of the bytes that may be under way.
    pub permit: Option<OwnedSemaphorePermit>,
}

/// What a sink has to write of a batch.
#[derive(Debug, Default)]
pub struct Encoded {
    /// The bytes of all pieces.
    pub bytes: Vec<u8>,
    /// What stays together: the records of one article, or a dead letter.
    pub pieces: Vec<Piece>,
    /// Records that the sink cannot take; they go to the dead letters.
    pub refused: Vec<DeadLetter>,
}

/// A run of bytes that stays together in one file.
#[derive(Debug)]
pub struct Piece {
    /// Where it ends in the bytes; it begins where the one before ends.
    pub end: usize,
    /// The file, where that depends on the article; for a message its subject and id.
    pub path: Option<Arc<str>>,
}

impl Encoded {
    /// Ends a piece where the bytes end now, unless nothing was added.
    pub fn end_piece(&mut self, path: Option<Arc<str>>) {
        let end = self.bytes.len();
        if self.pieces.last().map_or(0, |last| last.end) < end {
            self.pieces.push(Piece { end, path });
        }
    }
}

/// The half of a sink that turns records into bytes; called by all workers at once.
pub trait Encode: Send + Sync {
    /// What the sink has to write of these outcomes.
    fn encode(&self, outcomes: &[Outcome]) -> Result<Encoded, serde_json::Error>;
}

/// What became of an item.
#[derive(Debug)]
pub enum Outcome {
    /// Records.
    Records(Box<ArticleRecords>),
    /// A dead letter.
    Dead(Box<DeadLetter>),
}

/// Where records go. It runs on a thread of its own and may block.
pub trait Sink: Send {
    /// Its name in messages and in the checkpoint.
    fn name(&self) -> &str;

    /// The half of it that turns records into bytes.
    fn encoder(&self) -> Arc<dyn Encode>;

    /// Writes what the encoder made of a batch.
    fn write(&mut self, encoded: &Encoded) -> Result<(), SinkError>;

    /// Flushes, and says what a commit has to do. `end` is set at the end of the input: parts are finished then. All renames
    /// of the call before this one have been made.
    fn prepare(&mut self, end: bool) -> Result<Prepared, SinkError>;
}

/// What a commit has to do for a sink.
#[derive(Default)]
pub struct Prepared {
    /// What the checkpoint remembers.
    pub state: serde_json::Value,
    /// Files to be synced before the checkpoint is written.
    pub files: Vec<(PathBuf, Arc<dyn DiskFile>)>,
    /// Directories to be synced before the checkpoint is written.
    pub dirs: BTreeSet<PathBuf>,
    /// Names to be given once the checkpoint is durable ([`finish::give_names`]).
    pub renames: Vec<Rename>,
    /// When the sink wants the next commit even if nothing comes.
    pub wants_commit_at: Option<Instant>,
}

/// A file that gets its final name.
#[derive(Clone)]
pub struct Rename {
    /// Its name so far.
    pub from: PathBuf,
    /// Its final name.
    pub to: PathBuf,
    /// What makes the file with the final name of the one with the name so far, where it is not the same file.
    pub finish: Option<Arc<dyn Finish>>,
}

/// Why a sink cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum SinkError {
    /// The file system says no.
    #[error("{doing} {}: {error}; {}", path.display(), crate::disk::retry::advice(error))]
    Io {
        /// What was tried, as `cannot …`.
        doing: &'static str,
        /// On which path.
        path: PathBuf,
        /// What came back.
        error: io::Error,
    },
    /// A file is in the way.
    #[error("{} exists, but this pipeline's state does not know it; move it away or choose another path", .0.display())]
    Exists(PathBuf),
    /// A file is not what the checkpoint says.
    #[error(
        "{} has {found} bytes, but {committed} were committed; it was changed from outside: \
         put it back, or remove the state directory to begin anew", path.display()
    )]
    Shorter {
        /// The file.
        path: PathBuf,
        /// Its length in bytes.
        found: u64,
        /// Its length at the last commit, in bytes.
        committed: u64,
    },
    /// Whoever reads standard output has gone.
    #[error("standard output was closed")]
    Closed,
    /// A record cannot be written.
    #[error("cannot write a record as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The checkpoint holds something that this sink did not write.
    #[error("the checkpoint does not fit this sink: {0}; remove the state directory to begin anew")]
    Checkpoint(serde_json::Error),
    /// NATS cannot be used.
    #[error(transparent)]
    Nats(#[from] crate::nats::NatsError),
    /// A path pattern is wrong.
    #[error("{0}")]
    Path(String),
}

impl SinkError {
    /// An I/O error with what was tried on which path.
    pub fn io(doing: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> SinkError {
        let path = path.into();
        move |error| SinkError::Io { doing, path, error }
    }
}
