//! Flat tables of events: `csv`, a line for each event; `gdelt` and `phoenix`, the field's own tables, a line for each pair of
//! source and target.
//!
//! A table is a list of [`Column`]s, and a column a name with a function that fills its cell, so that the mapping can be read
//! off the lists in `csv`, `gdelt` and `phoenix`. What Dateline does not know is an empty cell.

mod actor;
pub mod cameo;
mod csv;
mod date;
mod gdelt;
mod phoenix;

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SinkError;
use super::files::{Files, Format, PathTime, Place};
use super::parts::{Form, Rotate};
use crate::disk::Disk;
use crate::record::{Actor, ArticleRecords, EventRecord, Modality, Polarity};
use actor::Codes;
use date::When;

/// `[[sink]] type = "csv"`, `"gdelt"` or `"phoenix"`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The file, with strftime conversions. A name that ends in `.gz` or `.zst` is compressed.
    pub path: String,
    /// The time that the path is filled in with.
    #[serde(default)]
    pub time: PathTime,
    /// When a file is finished and the next one begun. Default: a file grows for good.
    #[serde(default)]
    pub rotate: Rotate,
    /// Whether each file begins with the names of the columns. Default: for CSV; the other two have none by custom.
    #[serde(default)]
    pub header: Option<bool>,
    /// Which events are written. Default: all for CSV, which says how real they are; the actual ones for the other two, which
    /// cannot say it.
    #[serde(default)]
    pub events: Option<Which>,
}

/// Which events a table takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// Those that are said to have happened, each once: no negated, intended, possible, conditional or denied ones, and none
    /// that repeats an event of an earlier article.
    Actual,
    /// All.
    All,
}

/// The tables there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Comma-separated, for everybody.
    Csv,
    /// The event table of GDELT 2.0.
    Gdelt,
    /// The table of the Phoenix data sets, which PETRARCH's pipeline writes.
    Phoenix,
}

impl Settings {
    /// The sink that these settings describe, called `name` in the checkpoint, brought back to the state that `saved` speaks
    /// of; `id` tells its hidden files from those of others.
    pub fn open(
        &self,
        layout: Layout,
        name: String,
        id: String,
        disk: Arc<dyn Disk>,
        saved: &serde_json::Value,
    ) -> Result<Files, SinkError> {
        let table = Table::new(layout, self.events);
        let has_header = self.header.unwrap_or(layout == Layout::Csv);
        let header = if has_header { table.header()? } else { Vec::new() };
        let form = Form { rotate: self.rotate, header, finish: None };
        Files::open(Place { name, path: self.path.clone(), time: self.time, id }, Box::new(table), form, disk, saved)
    }
}

/// A column: its name, and what fills its cell.
pub type Column = (&'static str, fn(&Row<'_>, &mut String));

/// What a line is made of.
pub struct Row<'a> {
    /// Everything that its article gave.
    pub records: &'a ArticleRecords,
    /// The event.
    pub event: &'a EventRecord,
    /// The number of the line among those of its event, from 0.
    pub number: usize,
    /// The one source and the one target of this line, in tables that have lines for pairs.
    source: Side<'a>,
    target: Side<'a>,
    /// When it happened.
    when: When,
}

/// One side of a pair.
#[derive(Clone, Copy, Default)]
struct Side<'a> {
    actor: Option<&'a Actor>,
    codes: Codes<'a>,
}

impl<'a> Side<'a> {
    fn new(actor: Option<&'a Actor>) -> Side<'a> {
        Side { actor, codes: actor.map(Codes::of).unwrap_or_default() }
    }

    fn name(&self) -> &'a str {
        self.actor.map_or("", |actor| &actor.name)
    }

    fn code(&self) -> &'a str {
        self.actor.and_then(|actor| actor.code.as_deref()).unwrap_or_default()
    }
}

/// One of the tables.
pub struct Table {
    layout: Layout,
    columns: &'static [Column],
    which: Which,
}

impl Table {
    /// A table of this layout.
    pub fn new(layout: Layout, which: Option<Which>) -> Table {
        let (columns, usual): (&[Column], _) = match layout {
            Layout::Csv => (&csv::COLUMNS, Which::All),
            Layout::Gdelt => (&gdelt::COLUMNS, Which::Actual),
            Layout::Phoenix => (&phoenix::COLUMNS, Which::Actual),
        };
        Table { layout, columns, which: which.unwrap_or(usual) }
    }

    /// The names of the columns, as a line.
    pub fn header(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut lines = Lines::new(self.layout, Vec::new());
        self.columns.iter().try_for_each(|(name, _)| lines.cell(name))?;
        lines.end_line()?;
        lines.finish()
    }

    fn takes(&self, event: &EventRecord) -> bool {
        let actual = event.event.polarity == Polarity::Affirmed && event.event.modality == Modality::Actual;
        self.which == Which::All || (actual && event.same_as.is_none())
    }
}

impl Format for Table {
    fn append(&self, records: &ArticleRecords, bytes: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        if !records.events.iter().any(|event| self.takes(event)) {
            return Ok(());
        }
        let mut lines = Lines::new(self.layout, std::mem::take(bytes));
        let mut cell = String::new();
        for event in records.events.iter().filter(|event| self.takes(event)) {
            let when = When::of(event);
            let mut row = Row { records, event, number: 0, source: Side::default(), target: Side::default(), when };
            let pairs = if self.layout == Layout::Csv { vec![(None, None)] } else { pairs(event) };
            for (number, (source, target)) in pairs.into_iter().enumerate() {
                (row.number, row.source, row.target) = (number, Side::new(source), Side::new(target));
                for (_, fill) in self.columns {
                    cell.clear();
                    fill(&row, &mut cell);
                    lines.cell(&cell)?;
                }
                lines.end_line()?;
            }
        }
        *bytes = lines.finish()?;
        Ok(())
    }
}

/// Every source with every target; an event without targets has one line for each source.
fn pairs(event: &EventRecord) -> Vec<(Option<&Actor>, Option<&Actor>)> {
    fn all(actors: &[Actor]) -> Vec<Option<&Actor>> {
        if actors.is_empty() { vec![None] } else { actors.iter().map(Some).collect() }
    }
    let targets = all(&event.target);
    let with_targets = |source| targets.iter().map(move |target| (source, *target)).collect::<Vec<_>>();
    all(&event.source).into_iter().flat_map(with_targets).collect()
}

/// Writes cells, in the way of the layout.
enum Lines {
    Comma(Box<::csv::Writer<Vec<u8>>>),
    /// Tables without quoting, in which a tab or line break inside a cell becomes a space, and a double quote a single one:
    /// readers that expect quoting all the same would take it for a beginning.
    Tab {
        bytes: Vec<u8>,
        first: bool,
    },
}

impl Lines {
    fn new(layout: Layout, bytes: Vec<u8>) -> Lines {
        match layout {
            Layout::Csv => Lines::Comma(Box::new(::csv::Writer::from_writer(bytes))),
            Layout::Gdelt | Layout::Phoenix => Lines::Tab { bytes, first: true },
        }
    }

    fn cell(&mut self, text: &str) -> Result<(), serde_json::Error> {
        match self {
            Lines::Comma(writer) => writer.write_field(text).map_err(serde::ser::Error::custom),
            Lines::Tab { bytes, first } => {
                if !std::mem::take(first) {
                    bytes.push(b'\t');
                }
                bytes.extend(text.bytes().map(|byte| match byte {
                    b'\t' | b'\n' | b'\r' => b' ',
                    b'"' => b'\'',
                    other => other,
                }));
                Ok(())
            }
        }
    }

    fn end_line(&mut self) -> Result<(), serde_json::Error> {
        match self {
            Lines::Comma(writer) => writer.write_record(None::<&[u8]>).map_err(serde::ser::Error::custom),
            Lines::Tab { bytes, first } => {
                bytes.push(b'\n');
                *first = true;
                Ok(())
            }
        }
    }

    fn finish(self) -> Result<Vec<u8>, serde_json::Error> {
        match self {
            Lines::Comma(writer) => writer.into_inner().map_err(serde::ser::Error::custom),
            Lines::Tab { bytes, .. } => Ok(bytes),
        }
    }
}

#[cfg(test)]
mod tests;
