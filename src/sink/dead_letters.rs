//! Dead letters: an NDJSON file under the same commit protocol as all others.

use std::sync::Arc;

use jiff::Timestamp;

use super::files::root;
use super::ndjson::write_line;
use super::parts::{Form, Parts};
use super::path::PathPattern;
use super::{Encode, Encoded, Outcome, Prepared, Sink, SinkError};
use crate::disk::Disk;
use crate::record::DeadLetter;

/// The name of the sink in the checkpoint.
pub const NAME: &str = "dead_letters";

/// Writes dead letters to a file.
pub struct DeadLetters {
    pattern: PathPattern,
    parts: Parts,
}

/// A dead letter with its kind, as [`crate::record::Record`] writes it.
#[derive(serde::Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Line<'a> {
    /// The letter.
    DeadLetter(&'a DeadLetter),
}

impl DeadLetters {
    /// A sink that writes to `path`, brought back to the state that `saved` speaks of.
    pub fn open(
        path: &str,
        disk: Arc<dyn Disk>,
        id: String,
        saved: &serde_json::Value,
    ) -> Result<DeadLetters, SinkError> {
        let pattern = PathPattern::new(path).map_err(SinkError::Path)?;
        let parts = Parts::open(disk, Form::default(), id, root(path), saved)?;
        Ok(DeadLetters { pattern, parts })
    }
}

impl Sink for DeadLetters {
    fn name(&self) -> &str {
        NAME
    }

    fn encoder(&self) -> Arc<dyn Encode> {
        Arc::new(Letters)
    }

    fn write(&mut self, encoded: &Encoded) -> Result<(), SinkError> {
        self.parts.write_all(encoded, &self.pattern.for_run(Timestamp::now()))
    }

    fn prepare(&mut self, end: bool) -> Result<Prepared, SinkError> {
        self.parts.prepare(end)
    }
}

/// Makes lines of dead letters.
struct Letters;

impl Encode for Letters {
    fn encode(&self, outcomes: &[Outcome]) -> Result<Encoded, serde_json::Error> {
        let mut encoded = Encoded::default();
        for outcome in outcomes {
            if let Outcome::Dead(letter) = outcome {
                write_line(&Line::DeadLetter(letter), &mut encoded.bytes)?;
                encoded.end_piece(None);
            }
        }
        Ok(encoded)
    }
}
