//! NDJSON files: one record a line.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SinkError;
use super::files::{Files, Format, PathTime, Place};
use super::parts::{Form, Rotate};
use crate::disk::Disk;
use crate::record::{ArticleRecord, ArticleRecords, EventRecord, QuoteRecord, RecordKind};

/// `[[sink]] type = "ndjson"`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The file, with strftime conversions: `out/%Y-%m-%d.ndjson`. A name that ends in `.gz` or `.zst` is compressed.
    pub path: String,
    /// Which records are written. Default: all.
    #[serde(default)]
    pub records: Option<Vec<RecordKind>>,
    /// The time that the path is filled in with.
    #[serde(default)]
    pub time: PathTime,
    /// When a file is finished and the next one begun. Default: a file grows for good.
    #[serde(default)]
    pub rotate: Rotate,
}

impl Settings {
    /// The sink that these settings describe, called `name` in the checkpoint, brought back to the state that `saved` speaks
    /// of; `id` tells its hidden files from those of others.
    pub fn open(
        &self,
        name: String,
        id: String,
        disk: Arc<dyn Disk>,
        saved: &serde_json::Value,
    ) -> Result<Files, SinkError> {
        let place = Place { name, path: self.path.clone(), time: self.time, id };
        let format = Kinds::new(self.records.as_deref());
        Files::open(place, Box::new(format), Form { rotate: self.rotate, ..Form::default() }, disk, saved)
    }
}

/// Which kinds of record are written, and writing them a line each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kinds {
    article: bool,
    event: bool,
    quote: bool,
}

/// A record with its kind, as [`crate::record::Record`] writes it, without owning the record.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Line<'a> {
    Article(&'a ArticleRecord),
    Event(&'a EventRecord),
    Quote(&'a QuoteRecord),
}

impl Kinds {
    /// These kinds; all if none are named.
    pub(super) fn new(kinds: Option<&[RecordKind]>) -> Kinds {
        let has = |kind| kinds.is_none_or(|kinds| kinds.contains(&kind));
        Kinds { article: has(RecordKind::Article), event: has(RecordKind::Event), quote: has(RecordKind::Quote) }
    }
}

impl Format for Kinds {
    fn append(&self, records: &ArticleRecords, lines: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        if self.article {
            write_line(&Line::Article(&records.article), lines)?;
        }
        if self.event {
            records.events.iter().try_for_each(|event| write_line(&Line::Event(event), lines))?;
        }
        if self.quote {
            records.quotes.iter().try_for_each(|quote| write_line(&Line::Quote(quote), lines))?;
        }
        Ok(())
    }

    fn expect(&self, records: &ArticleRecords) -> usize {
        // Texts, with a little more for what is escaped in them, and what stands around them.
        let text = |text: &str| text.len() * 17 / 16;
        let article = &records.article;
        let parts = article.actors.len() + article.times.len() + article.places.len() + article.quantities.len();
        let article = if self.article { text(&article.body) + 160 * parts + 768 } else { 0 };
        let events = records.events.iter().filter(|_| self.event).map(|event| text(&event.sentence.text) + 1280);
        let quotes = records.quotes.iter().filter(|_| self.quote).map(|quote| text(&quote.text) + 704);
        article + events.chain(quotes).sum::<usize>()
    }
}

/// Appends one JSON object and a newline. Half the time of writing a record goes into escaping its text, which this library
/// does several bytes at a time.
pub(super) fn write_line(record: &impl Serialize, lines: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    sonic_rs::to_writer(&mut *lines, record).map_err(serde::ser::Error::custom)?;
    lines.push(b'\n');
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::record::{Actor, Range};

    proptest! {
        #[test]
        fn lines_are_what_serde_json_writes(body in any::<String>(), text in "[\\x00-\\x7f\"\\\\]{0,80}", start in any::<usize>(), confidence in 0.0f32..1.0) {
            let article = ArticleRecord {
                body,
                headline: Some(text),
                paragraphs: vec![Range { start, end: start }],
                actors: vec![Actor { sectors: vec!["GOV".to_owned()], ..Actor::default() }],
                ..ArticleRecord::default()
            };
            let mut lines = Vec::new();
            write_line(&Line::Article(&article), &mut lines).unwrap();
            let expected = serde_json::to_string(&Line::Article(&article)).unwrap() + "\n";
            prop_assert_eq!(String::from_utf8(lines).unwrap(), expected);
            let mut number = Vec::new();
            write_line(&confidence, &mut number).unwrap();
            prop_assert_eq!(String::from_utf8(number).unwrap(), serde_json::to_string(&confidence).unwrap() + "\n");
        }
    }
}
