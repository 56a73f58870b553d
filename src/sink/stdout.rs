//! Standard output: records as they come, a line each.

use std::io::{self, Write};
use std::sync::Arc;

use super::files::Pieces;
use super::ndjson::Kinds;
use super::{Encode, Encoded, Prepared, Sink, SinkError};
use crate::record::RecordKind;

/// Writes to standard output, and flushes after every batch so that a reader down the pipe sees records at once.
pub struct Stdout {
    name: String,
    encoder: Arc<Pieces>,
}

impl Stdout {
    /// A sink that writes these kinds of record; all if none are named.
    pub fn new(name: String, records: Option<&[RecordKind]>) -> Stdout {
        Stdout { name, encoder: Arc::new(Pieces { format: Box::new(Kinds::new(records)), path: None }) }
    }
}

impl Sink for Stdout {
    fn name(&self) -> &str {
        &self.name
    }

    fn encoder(&self) -> Arc<dyn Encode> {
        Arc::clone(&self.encoder) as Arc<dyn Encode>
    }

    fn write(&mut self, encoded: &Encoded) -> Result<(), SinkError> {
        let mut out = io::stdout().lock();
        out.write_all(&encoded.bytes).and_then(|()| out.flush()).map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => SinkError::Closed,
            _ => SinkError::io("cannot write to", "standard output")(error),
        })
    }

    fn prepare(&mut self, _end: bool) -> Result<Prepared, SinkError> {
        Ok(Prepared::default())
    }
}
