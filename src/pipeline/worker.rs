//! The extract workers: threads that make records of raw items, as many as there are cores.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use super::checkpoint::Counters;
use super::stats::Stats;
use crate::article::Origin;
use crate::extract::Extractor;
use crate::normalize::{NormalizeError, Normalizer};
use crate::read::feed::ItemOrigin;
use crate::read::format::{ParseError, Parser};
use crate::read::limits::Limits;
use crate::read::{Batch, Content, Item, Raw};
use crate::record::DeadLetter;
use crate::sink::{Encode, Encoded, Outcome, Processed};

/// The stages that are pure functions of an article, shared by all workers.
pub struct Stages {
    /// Bytes to articles.
    pub parser: Parser,
    /// Articles to clean articles.
    pub normalizer: Normalizer,
    /// Clean articles to records.
    pub extractor: Extractor,
    /// How much of an item a dead letter carries.
    pub limits: Limits,
}

/// Processes batches until there are no more.
pub fn work(
    stages: &Stages,
    encoders: &[Arc<dyn Encode>],
    stats: &Stats,
    batches: &async_channel::Receiver<Batch>,
    processed: &async_channel::Sender<Processed>,
) {
    while let Ok(batch) = batches.recv_blocking() {
        stats.queue.store(batches.len() as u64, Ordering::Relaxed);
        let Some(done) = stages.process(batch, encoders, stats) else { return };
        let waiting = Instant::now();
        if processed.send_blocking(done).is_err() {
            return;
        }
        stats.extract.blocked_micros.fetch_add(waiting.elapsed().as_micros() as u64, Ordering::Relaxed);
    }
}

impl Stages {
    /// Makes records or dead letters of all items of a batch, and bytes of those for each sink; `None`, with a message, if a
    /// record cannot be encoded, which no record should be.
    fn process(&self, batch: Batch, encoders: &[Arc<dyn Encode>], stats: &Stats) -> Option<Processed> {
        let Batch { sequence, buffer, items, advances, permit, .. } = batch;
        let received_millis = items.iter().map(|item| item.received.as_millisecond()).max().unwrap_or_default();
        let bytes = buffer.len() as u64;
        let outcomes: Vec<Outcome> = items.into_iter().map(|item| self.outcome(item, &buffer, stats)).collect();
        let counters = count(&outcomes);
        stats.extract.items.fetch_add(counters.read, Ordering::Relaxed);
        stats.extract.bytes.fetch_add(bytes, Ordering::Relaxed);
        stats.articles.fetch_add(counters.articles, Ordering::Relaxed);
        stats.events.fetch_add(counters.events, Ordering::Relaxed);
        stats.quotes.fetch_add(counters.quotes, Ordering::Relaxed);
        let encoded: Result<Vec<Encoded>, _> = encoders.iter().map(|encoder| encoder.encode(&outcomes)).collect();
        let encoded =
            encoded.inspect_err(|error| tracing::error!(%error, "a record cannot be written as JSON")).ok()?;
        Some(Processed { sequence, counters, encoded, advances, bytes, received_millis, permit })
    }

    fn outcome(&self, item: Item, buffer: &[u8], stats: &Stats) -> Outcome {
        let Item { file, offset, line, received, content } = item;
        let (Raw { format, context, .. }, raw) = match content {
            Content::Raw(item) => {
                let raw = &buffer[item.range.clone()];
                (item, raw)
            }
            Content::Dead(letter) => {
                tracing::warn!(%file, offset, line, error = letter.error, "dead letter");
                stats.dead_letter("read", "unreadable");
                return Outcome::Dead(letter);
            }
        };
        let origin = Origin { file: Arc::clone(&file), offset, line, received };
        // The stages are written not to panic; should one do it all the same, it costs this article and nothing else.
        let records = catch_unwind(AssertUnwindSafe(|| {
            let article = self.parser.parse(format, raw, context.as_deref(), origin)?;
            let article = self.normalizer.normalize(article)?;
            Ok(self.extractor.extract(article))
        }));
        let failure = match records {
            Ok(Ok(records)) => {
                return Outcome::Records(Box::new(records));
            }
            Ok(Err(failure)) => failure,
            Err(panic) => Failure::Panic(panic_message(&*panic)),
        };
        stats.dead_letter(failure.stage(), failure.kind());
        let from = ItemOrigin { file, offset, line, received };
        let error = failure.to_string();
        tracing::warn!(file = %from.file, offset, line, error, "dead letter");
        let kept = &raw[..raw.len().min(self.limits.raw.bytes())];
        Outcome::Dead(Box::new(DeadLetter::new(failure.stage(), error, &from, kept, raw.len() as u64)))
    }
}

/// Counts what became of items. Every item must be an article or a dead letter; `read` is what the batch brought.
fn count(outcomes: &[Outcome]) -> Counters {
    let mut counters = Counters { read: outcomes.len() as u64, ..Counters::default() };
    for outcome in outcomes {
        match outcome {
            Outcome::Records(records) => {
                counters.articles += 1;
                counters.events += records.events.len() as u64;
                counters.quotes += records.quotes.len() as u64;
            }
            Outcome::Dead(_) => counters.dead_letters += 1,
        }
    }
    counters
}

/// Why an item became a dead letter on a worker.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Parse(#[from] ParseError),
    #[error(transparent)]
    Normalize(#[from] NormalizeError),
    #[error("a defect of Dateline, please report it with this article: {0}")]
    Panic(String),
}

impl Failure {
    fn stage(&self) -> &'static str {
        match self {
            Failure::Parse(_) => "read",
            Failure::Normalize(_) => "normalize",
            Failure::Panic(_) => "extract",
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Failure::Parse(ParseError::Json { .. }) => "json",
            Failure::Parse(ParseError::Encoding { .. }) => "encoding",
            Failure::Parse(ParseError::Xml { .. }) => "xml",
            Failure::Parse(ParseError::NoBody(_)) => "no_body",
            Failure::Parse(ParseError::NoArticle(_)) => "no_article",
            Failure::Normalize(_) => "empty",
            Failure::Panic(_) => "panic",
        }
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_owned())
}
