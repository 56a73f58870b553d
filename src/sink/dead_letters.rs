//! Dead letters: an NDJSON file under the same commit protocol as all others.

use std::sync::Arc;

use jiff::Timestamp;

use super::ndjson::{root, write_line};
use super::parts::{Parts, Rotate};
use super::path::PathPattern;
use super::{Outcome, Prepared, Processed, Sink, SinkError};
use crate::disk::Disk;
use crate::record::DeadLetter;

/// The name of the sink in the checkpoint.
pub const NAME: &str = "dead_letters";

/// Writes dead letters to a file.
pub struct DeadLetters {
    pattern: PathPattern,
    parts: Parts,
    lines: Vec<u8>,
}

/// A dead letter with its kind, as [`crate::record::Record`] writes it.
#[derive(serde::Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Line<'a> {
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
        let parts = Parts::open(disk, Rotate::default(), id, root(path), saved)?;
        Ok(DeadLetters { pattern, parts, lines: Vec::new() })
    }
}

impl Sink for DeadLetters {
    fn name(&self) -> &str {
        NAME
    }

    fn write(&mut self, batch: &Processed) -> Result<(), SinkError> {
        self.lines.clear();
        for outcome in &batch.outcomes {
            if let Outcome::Dead(letter) = outcome {
                write_line(&Line::DeadLetter(letter), &mut self.lines)?;
            }
        }
        if !self.lines.is_empty() {
            self.parts.write(self.pattern.for_run(Timestamp::now()), &self.lines)?;
        }
        Ok(())
    }

    fn prepare(&mut self, end: bool) -> Result<Prepared, SinkError> {
        self.parts.prepare(end)
    }
}
