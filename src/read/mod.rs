//! Reading: from bytes at rest or on the way to batches of items, each with the place it came from.
//!
//! A [`Source`] cuts its input into items, packs them into [`Batch`]es and feeds them into the pipeline. Every batch says
//! how far it advances each input ([`Advance`]), so that whoever commits can tell the source how far everything is safe:
//! that is the [`Acknowledge`] half of a source. [`format`](mod@format) makes articles of items, later and on other threads.

pub mod archive;
pub mod compression;
pub mod directory;
pub mod feed;
pub mod files;
pub mod format;
pub mod input;
pub mod jetstream;
pub mod limits;
pub mod stdin;
pub mod tree;

use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::OwnedSemaphorePermit;

use crate::record::DeadLetter;
use feed::Feed;

/// Where articles come from. It runs on a thread of its own and may block.
pub trait Source: Send {
    /// Feeds everything there is until the input ends, or until the feed says that the pipeline stops.
    fn run(self: Box<Self>, feed: Feed) -> Result<(), ReadError>;
}

/// The half of a source that learns what is committed.
pub trait Acknowledge: Send {
    /// Takes note that everything up to this advance has reached the sinks.
    fn advance(&mut self, advance: &Advance);

    /// The positions to be written into a checkpoint. Whatever they lean on must be durable when this returns.
    fn checkpoint(&mut self) -> Result<serde_json::Value, ReadError>;

    /// Does what is owed once the checkpoint is durable, such as moving finished inputs away. Repeatable without harm.
    fn acknowledge(&mut self) -> Result<(), ReadError>;
}

/// Items that travel together.
#[derive(Debug, Default)]
pub struct Batch {
    /// Counts batches from 0 without a gap.
    pub sequence: u64,
    /// The bytes of all raw items.
    pub buffer: Vec<u8>,
    /// The items, in order of input.
    pub items: Vec<Item>,
    /// How far this batch advances which input.
    pub advances: Vec<Advance>,
    /// Bytes read for it, before decompression was undone.
    pub bytes_read: u64,
    /// Its share of the bytes that may be under way; given back when the batch has been written.
    pub permit: Option<OwnedSemaphorePermit>,
}

/// One article-to-be, or what could not become one.
#[derive(Debug)]
pub struct Item {
    /// The file, or `stdin`.
    pub file: Arc<str>,
    /// First byte in the decompressed input.
    pub offset: u64,
    /// Line in the decompressed input, from 1; 0 where the item is the whole input.
    pub line: u64,
    /// When the input was received.
    pub received: Timestamp,
    /// What it holds.
    pub content: Content,
}

/// What an item holds.
#[derive(Debug)]
pub enum Content {
    /// Bytes of a known format.
    Raw(Raw),
    /// A dead letter already: it could not be read.
    Dead(Box<DeadLetter>),
}

/// The bytes of an item, and what is known of them.
#[derive(Debug)]
pub struct Raw {
    /// Their format.
    pub format: format::Format,
    /// Where they stand in the batch's buffer.
    pub range: Range<usize>,
    /// What they have in common with the other items of their input.
    pub context: Option<Arc<format::Context>>,
}

/// How far one input has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advance {
    /// Which input of the source; the source numbers them as it opens them.
    pub input: u64,
    /// Everything before this byte of the decompressed input is in this or an earlier batch.
    pub offset: u64,
    /// Lines before that byte.
    pub line: u64,
    /// Bytes that were read for it since its last advance, before decompression was undone.
    pub read: u64,
    /// Set where the input has come to its end.
    pub finished: Option<Finish>,
}

/// How an input came to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finish {
    /// Read to its end (some of its items may have become dead letters).
    Done,
    /// It could not be read to its end, for this reason.
    Failed(String),
}

/// Why a source stops for good.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
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
    /// Standard input broke off.
    #[error("cannot read standard input: {0}")]
    Stdin(io::Error),
    /// NATS cannot be used.
    #[error(transparent)]
    Nats(#[from] crate::nats::NatsError),
    /// The checkpoint holds something that this source did not write.
    #[error("the checkpoint does not fit this source: {0}; remove the state directory to begin anew")]
    Checkpoint(#[from] serde_json::Error),
}

impl ReadError {
    /// An I/O error with what was tried on which path.
    pub fn io(doing: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> ReadError {
        let path = path.into();
        move |error| ReadError::Io { doing, path, error }
    }
}

/// Acknowledges nothing: for sources that cannot be rewound, or need not be.
#[derive(Debug, Default)]
pub struct NothingToAcknowledge;

impl Acknowledge for NothingToAcknowledge {
    fn advance(&mut self, _advance: &Advance) {}

    fn checkpoint(&mut self) -> Result<serde_json::Value, ReadError> {
        Ok(serde_json::Value::Null)
    }

    fn acknowledge(&mut self) -> Result<(), ReadError> {
        Ok(())
    }
}
