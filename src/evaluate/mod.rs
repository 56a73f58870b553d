//! How well the lexicon reads annotated sentences: scores, what is taken for what, and the worst cases.
//!
//! Each sentence of the gold has one annotated event: its type, its source and its target; others that it tells may be right
//! too, so that precision is a lower bound. A sentence goes through [`crate::normalize`] and [`crate::extract`] as an article
//! of its own. An event **touches** a side if one of its actors shares a word with one of the annotated actors, articles and
//! the like apart (`align`); a side that was left open in the gold is always touched. The gold knows no CONCEDE and RETREAT
//! but YIELD, the name that PLOVER has for both.

mod align;
mod cases;
mod gold;
mod judge;
mod report;
mod table;

use std::num::NonZero;
use std::sync::Arc;
use std::thread;

use jiff::Timestamp;

use crate::article::{Article, Origin};
use crate::extract::{Evidence, Extractor, Notes, Refused};
use crate::normalize::Normalizer;
use crate::record::{self, EventRecord};

pub use cases::{Case, Found, Kind, Unused};
pub use gold::{Actor, GoldError, Root, Row, read};
pub use report::{Bin, Given, Report, TypeScore, Types};
pub use table::table;

/// What is evaluated, and how much is told.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Options {
    /// Events of less confidence do not count; 0 to 1.
    pub threshold: f32,
    /// How many cases are told at most.
    pub cases: usize,
}

/// Reads the sentences of `gold` on all cores and compares what is found with what is annotated.
///
/// `file` and `received` stand for where and when the sentences came in: `received` is the day of those that do not say
/// theirs. The report is the same for any number of cores.
pub fn evaluate(
    normalizer: &Normalizer,
    extractor: &Extractor,
    gold: &[Row],
    (file, received): (&Arc<str>, Timestamp),
    options: Options,
) -> Report {
    let read = |row: &Row| {
        let origin = Origin { file: Arc::clone(file), offset: 0, line: row.line as u64, received };
        let reading = Reading::of(normalizer, extractor, row, origin, options.threshold);
        judge::judge(row, reading)
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let share = gold.len().div_ceil(workers).max(1);
    let judged = thread::scope(|scope| {
        let parts: Vec<_> =
            gold.chunks(share).map(|part| scope.spawn(move || part.iter().map(read).collect::<Vec<_>>())).collect();
        parts
            .into_iter()
            .flat_map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect::<Vec<_>>()
    });
    report::report(gold, &judged, options)
}

/// The events that are found in the sentences of `gold`, each with what speaks for and against it, and whether it is the
/// annotated one: `examples/calibrate.rs` learns from them.
pub fn labelled(
    normalizer: &Normalizer,
    extractor: &Extractor,
    gold: &[Row],
    (file, received): (&Arc<str>, Timestamp),
) -> Vec<(Evidence, bool)> {
    let mut labelled = Vec::new();
    for row in gold {
        let origin = Origin { file: Arc::clone(file), offset: 0, line: row.line as u64, received };
        let mut reading = Reading::of(normalizer, extractor, row, origin, 0.0);
        let evidence = std::mem::take(&mut reading.evidence);
        let judged = judge::judge(row, reading);
        let right = judged.views.iter().map(|view| view.pair() && view.root == row.root);
        labelled.extend(evidence.into_iter().zip(right));
    }
    labelled
}

/// What was made of a sentence.
struct Reading {
    /// Its text as it was normalized; none if nothing was left of it.
    body: Option<String>,
    /// Who was recognised in it.
    actors: Vec<record::Actor>,
    events: Vec<EventRecord>,
    refused: Vec<Refused>,
    evidence: Vec<Evidence>,
}

impl Reading {
    fn of(normalizer: &Normalizer, extractor: &Extractor, row: &Row, origin: Origin, threshold: f32) -> Reading {
        let mut article = Article::new("ndjson", origin, row.text.clone());
        article.id = Some(row.id.clone());
        article.published = row.published.clone();
        article.headline = row.headline.clone();
        article.url = row.url.clone();
        let Ok(article) = normalizer.normalize(article) else {
            return Reading {
                body: None,
                actors: Vec::new(),
                events: Vec::new(),
                refused: Vec::new(),
                evidence: Vec::new(),
            };
        };
        let (records, Notes { refused, evidence }) = extractor.explain(&article);
        let mut events = records.events;
        events.retain(|event| event.confidence >= threshold);
        Reading { body: Some(records.article.body), actors: records.article.actors, events, refused, evidence }
    }
}
