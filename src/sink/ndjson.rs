//! NDJSON files: one record a line.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::parts::{Parts, Rotate};
use super::path::PathPattern;
use super::{Encode, Encoded, Outcome, Prepared, Sink, SinkError};
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

/// Writes NDJSON files.
pub struct Ndjson {
    name: String,
    encoder: Arc<Lines>,
    pattern: PathPattern,
    parts: Parts,
}

impl Ndjson {
    /// A sink called `name` in the checkpoint, brought back to the state that `saved` (its part of a checkpoint, or null)
    /// speaks of; `id` tells its hidden files from those of others.
    pub fn open(
        name: String,
        settings: &Settings,
        disk: Arc<dyn Disk>,
        id: String,
        saved: &serde_json::Value,
    ) -> Result<Ndjson, SinkError> {
        let pattern = PathPattern::new(&settings.path).map_err(SinkError::Path)?;
        let parts = Parts::open(disk, settings.rotate, id, root(&settings.path), saved)?;
        let kinds = Kinds::new(settings.records.as_deref());
        let article_path = (settings.time == PathTime::Article).then(|| pattern.clone());
        Ok(Ndjson { name, encoder: Arc::new(Lines { kinds, article_path }), pattern, parts })
    }
}

/// Whether the settings describe a sink that can be made; the error says what is wrong.
pub fn check(settings: &Settings) -> Result<(), String> {
    PathPattern::new(&settings.path).map(|_| ())
}

impl Sink for Ndjson {
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

/// Makes lines of records.
pub(super) struct Lines {
    pub(super) kinds: Kinds,
    /// The path, where the article's own time goes into it.
    pub(super) article_path: Option<PathPattern>,
}

impl Encode for Lines {
    fn encode(&self, outcomes: &[Outcome]) -> Result<Encoded, serde_json::Error> {
        let mut encoded = Encoded::default();
        if self.kinds.article {
            // The bodies are most of it; quotation marks and what stands around them need a little more.
            let bodies = outcomes.iter().map(|outcome| match outcome {
                Outcome::Records(records) => records.article.body.len() * 17 / 16 + 768,
                Outcome::Dead(_) => 0,
            });
            encoded.bytes.reserve(bodies.sum());
        }
        // Articles come in runs of one day.
        let mut last: Option<(&str, Arc<str>)> = None;
        for outcome in outcomes {
            let Outcome::Records(records) = outcome else { continue };
            self.kinds.write(records, &mut encoded.bytes)?;
            let path = self.article_path.as_ref().map(|pattern| {
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
enum Line<'a> {
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

    /// Appends the records of an article to `lines`.
    pub(super) fn write(&self, records: &ArticleRecords, lines: &mut Vec<u8>) -> Result<(), serde_json::Error> {
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
