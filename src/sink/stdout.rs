//! Standard output: records as they come, a line each.

use std::io::{self, Write};

use super::ndjson::Kinds;
use super::{Outcome, Prepared, Processed, Sink, SinkError};
use crate::record::RecordKind;

/// Writes to standard output, and flushes after every batch so that a reader down the pipe sees records at once.
pub struct Stdout {
    name: String,
    kinds: Kinds,
    lines: Vec<u8>,
}

impl Stdout {
    /// A sink that writes these kinds of record; all if none are named.
    pub fn new(name: String, records: Option<&[RecordKind]>) -> Stdout {
        Stdout { name, kinds: Kinds::new(records), lines: Vec::new() }
    }
}

impl Sink for Stdout {
    fn name(&self) -> &str {
        &self.name
    }

    fn write(&mut self, batch: &Processed) -> Result<(), SinkError> {
        self.lines.clear();
        for outcome in &batch.outcomes {
            if let Outcome::Records(records) = outcome {
                self.kinds.write(records, &mut self.lines)?;
            }
        }
        let mut out = io::stdout().lock();
        out.write_all(&self.lines).and_then(|()| out.flush()).map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => SinkError::Closed,
            _ => SinkError::io("cannot write to", "standard output")(error),
        })
    }

    fn prepare(&mut self, _end: bool) -> Result<Prepared, SinkError> {
        Ok(Prepared::default())
    }
}
