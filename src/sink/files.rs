//! The sink that writes files, whatever their format: an encoder, a path with the time filled in, and parts.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::parts::{Form, Parts};
use super::path::PathPattern;
use super::{Encode, Encoded, Outcome, Prepared, Sink, SinkError};
use crate::disk::Disk;
use crate::record::ArticleRecords;

/// The time that a path is filled in with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PathTime {
    /// When the article was published.
    #[default]
    Article,
    /// When it is written (UTC).
    Run,
}

/// Where a sink's files are and what tells its hidden ones from those of others.
pub struct Place {
    /// The name of the sink in the checkpoint.
    pub name: String,
    /// The path pattern.
    pub path: String,
    /// The time that the path is filled in with.
    pub time: PathTime,
    /// A part of the names of its hidden files.
    pub id: String,
}

/// Appends what a format makes of the records of one article.
pub trait Format: Send + Sync {
    /// Appends it to `bytes`, in whole lines; nothing if the article has none of the records that the format takes.
    fn append(&self, records: &ArticleRecords, bytes: &mut Vec<u8>) -> Result<(), serde_json::Error>;

    /// How many bytes to expect of one article, as far as that is known.
    fn expect(&self, _records: &ArticleRecords) -> usize {
        0
    }
}

/// Writes files.
pub struct Files {
    name: String,
    encoder: Arc<Pieces>,
    pattern: PathPattern,
    parts: Parts,
}

impl Files {
    /// A sink that writes `format` in parts of `form`, brought back to the state that `saved` (its part of a checkpoint, or
    /// null) speaks of.
    pub fn open(
        place: Place,
        format: Box<dyn Format>,
        form: Form,
        disk: Arc<dyn Disk>,
        saved: &serde_json::Value,
    ) -> Result<Files, SinkError> {
        let Place { name, path, time, id } = place;
        let pattern = PathPattern::new(&path).map_err(SinkError::Path)?;
        let parts = Parts::open(disk, form, id, root(&path), saved)?;
        let path = (time == PathTime::Article).then(|| pattern.clone());
        Ok(Files { name, encoder: Arc::new(Pieces { format, path }), pattern, parts })
    }
}

/// Whether files can be written at this path; the error says what is wrong with it.
pub fn check(path: &str) -> Result<(), String> {
    PathPattern::new(path).map(|_| ())
}

impl Sink for Files {
    fn name(&self) -> &str {
        &self.name
    }

    fn encoder(&self) -> Arc<dyn Encode> {
        Arc::clone(&self.encoder) as Arc<dyn Encode>
    }

    fn write(&mut self, encoded: &Encoded) -> Result<(), SinkError> {
        self.parts.write_all(encoded, &self.pattern.for_run(Timestamp::now()))
    }

    fn prepare(&mut self, end: bool) -> Result<Prepared, SinkError> {
        self.parts.prepare(end)
    }
}

/// A format, with the file that each article's records go to.
pub(super) struct Pieces {
    pub(super) format: Box<dyn Format>,
    /// The path, where the article's own time goes into it.
    pub(super) path: Option<PathPattern>,
}

impl Encode for Pieces {
    fn encode(&self, outcomes: &[Outcome]) -> Result<Encoded, serde_json::Error> {
        let mut encoded = Encoded::default();
        let expected = outcomes.iter().map(|outcome| match outcome {
            Outcome::Records(records) => self.format.expect(records),
            Outcome::Dead(_) => 0,
        });
        encoded.bytes.reserve(expected.sum());
        // Articles come in runs of one day.
        let mut last: Option<(&str, Arc<str>)> = None;
        for outcome in outcomes {
            let Outcome::Records(records) = outcome else { continue };
            self.format.append(records, &mut encoded.bytes)?;
            let path = self.path.as_ref().map(|pattern| {
                let published = records.article.published.as_str();
                match &last {
                    Some((known, path)) if *known == published => Arc::clone(path),
                    _ => {
                        let path = pattern.for_article(published);
                        last = Some((published, Arc::clone(&path)));
                        path
                    }
                }
            });
            encoded.end_piece(path);
        }
        Ok(encoded)
    }
}

/// The deepest directory that all paths of a pattern share.
pub(super) fn root(pattern: &str) -> &Path {
    let fixed = &pattern[..pattern.find('%').unwrap_or(pattern.len())];
    match fixed.rfind('/') {
        Some(0) => Path::new("/"),
        Some(end) => Path::new(&fixed[..end]),
        None => Path::new("."),
    }
}
