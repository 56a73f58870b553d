//! Event records as one page for a browser: what happened by day and type, where, between whom, and the sentences behind it.
//!
//! The page needs nothing else, no network and no server. It carries the events as columns of numbers, which its script
//! counts anew whenever a filter changes, and the sentences in packed pieces, which are unpacked only when they are looked
//! at; so that a hundred thousand events stay smooth. Equal events give equal pages, byte for byte. Text of articles is never
//! part of the page's markup: it lies packed in the data, and the script writes it as text.

mod columns;
mod details;
pub mod input;
mod page;
#[cfg(feature = "parquet")]
mod parquet;
mod world;

use std::io::{self, Write};

use columns::Columns;
use details::Details;

use crate::record::EventRecord;

/// How many events a page carries at most. A browser holds a few hundred bytes for each.
pub const MOST: usize = 500_000;

/// Which events are taken into a report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chosen {
    /// Those of this day and later.
    pub from: Option<jiff::civil::Date>,
    /// Those of this day and earlier.
    pub to: Option<jiff::civil::Date>,
    /// Those that are at least this sure, 0 to 1.
    pub min_confidence: f32,
}

/// A report in the making.
#[derive(Default)]
pub struct Report {
    chosen: Chosen,
    columns: Columns,
    details: Details,
}

/// What became of an event that was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is in the report.
    Taken,
    /// It is not among those that were chosen, or its article has no day.
    PassedOver,
    /// The report holds [`MOST`] events already.
    Full,
}

impl Report {
    /// An empty report of the chosen events.
    pub fn new(chosen: Chosen) -> Report {
        Report { chosen, ..Report::default() }
    }

    /// Adds an event.
    pub fn add(&mut self, event: &EventRecord) -> Added {
        let Some(day) = columns::day(event) else { return Added::PassedOver };
        let early = self.chosen.from.is_some_and(|from| day.date < from);
        let late = self.chosen.to.is_some_and(|to| day.date > to);
        if early || late || event.confidence < self.chosen.min_confidence {
            return Added::PassedOver;
        }
        if self.columns.len() >= MOST {
            return Added::Full;
        }
        self.columns.add(event, day);
        self.details.add(event);
        Added::Taken
    }

    /// How many events it holds.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether it holds no event.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes the page.
    pub fn write(self, title: &str, out: &mut dyn Write) -> io::Result<()> {
        page::write(title, &self.columns, self.details, out)
    }
}

#[cfg(test)]
mod tests;
