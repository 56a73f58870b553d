//! Standard input: NDJSON on a pipe, or one story.
//!
//! It cannot be rewound: after a crash its sender has to send again what was not committed, and article ids make repeats
//! recognisable.

use std::io;
use std::sync::Arc;

use jiff::Timestamp;

use super::feed::Feed;
use super::input::{self, InputStart};
use super::limits::Limits;
use super::{ReadError, Source};

/// Reads standard input to its end.
#[derive(Debug)]
pub struct Stdin {
    /// What is too large to be read.
    pub limits: Limits,
}

impl Source for Stdin {
    fn run(self: Box<Self>, mut feed: Feed) -> Result<(), ReadError> {
        let start = InputStart {
            number: 0,
            name: Arc::from("stdin"),
            received: Timestamp::now(),
            offset: 0,
            line: 0,
            format: None,
            live: true,
        };
        input::read(&mut feed, &start, io::stdin(), &self.limits);
        // If the pipeline stops, what could not be sent belongs to the next run.
        let _ = feed.flush();
        Ok(())
    }
}
