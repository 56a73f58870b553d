//! The extract workers: threads that make records of raw items, as many as there are cores.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use futures::executor::block_on;
use futures::future::{Either, select};

use super::checkpoint::Counters;
use super::stats::Stats;
use crate::article::{NormalArticle, Origin};
use crate::extract::Extractor;
use crate::normalize::{NormalizeError, Normalizer};
use crate::read::feed::ItemOrigin;
use crate::read::format::{ParseError, Parser};
use crate::read::limits::Limits;
use crate::read::{Batch, Content, Item, Raw};
use crate::record::{ArticleRecords, DeadLetter};
use crate::sink::{Encode, Encoded, Outcome, Processed};
use crate::stories::events::EventKey;
use crate::stories::log::Addition;
use crate::stories::sketch::Sketch;

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
    /// Whether articles are sketched for a story memory, and wait for it before they are encoded.
    pub sketches: bool,
}

/// What a worker made of a batch.
#[derive(Debug)]
pub enum Made {
    /// Records that the story memory has not seen yet.
    Extracted(Box<Extracted>),
    /// Bytes for the sinks.
    Encoded(Processed),
}

/// A batch between the extract stage and the story memory, or between that and the encoders.
#[derive(Debug)]
pub struct Extracted {
    /// What became of its items.
    pub outcomes: Vec<Outcome>,
    /// For each, what the story memory needs to know of it.
    pub sketches: Vec<Option<Sketch>>,
    /// The batch, with nothing encoded yet.
    pub batch: Processed,
}

/// Where a worker gets its work.
pub struct Work {
    /// Batches to be extracted.
    pub batches: async_channel::Receiver<Batch>,
    /// Batches that the story memory has seen, to be encoded; none without a memory.
    pub joined: Option<async_channel::Receiver<Box<Extracted>>>,
}

/// Something to do.
enum Task {
    Extract(Batch),
    Encode(Box<Extracted>),
}

impl Work {
    /// The next task, or `None` when there is none to come. Encoding goes first: it lets batches out of the pipeline.
    fn next(&self) -> Option<Task> {
        let Some(joined) = &self.joined else {
            return self.batches.recv_blocking().ok().map(Task::Extract);
        };
        if let Ok(batch) = joined.try_recv() {
            return Some(Task::Encode(batch));
        }
        block_on(async {
            match select(pin!(joined.recv()), pin!(self.batches.recv())).await {
                Either::Left((batch, _)) => batch.ok().map(Task::Encode),
                Either::Right((Ok(batch), _)) => Some(Task::Extract(batch)),
                // The input has ended; what was extracted of it is still to be encoded.
                Either::Right((Err(_), rest)) => rest.await.ok().map(Task::Encode),
            }
        })
    }
}

/// Processes batches until there are no more; false, with a message, if a record cannot be encoded, which no record should be.
pub fn work(
    stages: &Stages,
    encoders: &[Arc<dyn Encode>],
    stats: &Stats,
    work: &Work,
    made: &async_channel::Sender<Made>,
) -> bool {
    while let Some(task) = work.next() {
        stats.queue.store(work.batches.len() as u64, Ordering::Relaxed);
        let made_of_it = match task {
            Task::Extract(batch) if stages.sketches => Some(Made::Extracted(Box::new(stages.extract(batch, stats)))),
            Task::Extract(batch) => encode(stages.extract(batch, stats), encoders, stats).map(Made::Encoded),
            Task::Encode(extracted) => encode(*extracted, encoders, stats).map(Made::Encoded),
        };
        let Some(done) = made_of_it else { return false };
        let waiting = Instant::now();
        if made.send_blocking(done).is_err() {
            return true;
        }
        stats.extract.blocked_micros.fetch_add(waiting.elapsed().as_micros() as u64, Ordering::Relaxed);
    }
    true
}

/// Makes bytes for each sink of the records of a batch. What one refuses is a dead letter for those behind it; that of the dead
/// letters is the last.
fn encode(extracted: Extracted, encoders: &[Arc<dyn Encode>], stats: &Stats) -> Option<Processed> {
    let Extracted { mut outcomes, mut batch, .. } = extracted;
    let encode = |encoder: &Arc<dyn Encode>| {
        let mut encoded = encoder.encode(&outcomes)?;
        for letter in std::mem::take(&mut encoded.refused) {
            tracing::warn!(source = letter.source, error = letter.error, "dead letter");
            stats.refused_record();
            outcomes.push(Outcome::Dead(Box::new(letter)));
        }
        Ok(encoded)
    };
    let encoded: Result<Vec<Encoded>, serde_json::Error> = encoders.iter().map(encode).collect();
    batch.encoded = encoded.inspect_err(|error| tracing::error!(%error, "a record cannot be written as JSON")).ok()?;
    Some(batch)
}

/// A place as messages name it: of an item that is a whole file nothing but the file.
fn place(offset: u64, line: u64) -> (Option<u64>, Option<u64>) {
    ((offset > 0 || line > 0).then_some(offset), (line > 0).then_some(line))
}

/// How many bytes of text are extracted together: enough that each step finds its tables in the cache of the processor, few
/// enough that what one step makes is still there for the next.
const TOGETHER: usize = 128 << 10;

/// An article on its way, with the item that it came from.
struct Ready<'b> {
    from: ItemOrigin,
    raw: &'b [u8],
    article: NormalArticle,
    sketch: Option<Sketch>,
}

impl Stages {
    /// Makes records or dead letters of all items of a batch.
    fn extract(&self, batch: Batch, stats: &Stats) -> Extracted {
        let Batch { sequence, buffer, items, advances, permit, .. } = batch;
        let received_millis = items.iter().map(|item| item.received.as_millisecond()).max().unwrap_or_default();
        let bytes = buffer.len() as u64;
        let read: Vec<Result<Ready<'_>, Box<DeadLetter>>> =
            items.into_iter().map(|item| self.read(item, &buffer, stats)).collect();
        let articles: Vec<&NormalArticle> = read.iter().flatten().map(|ready| &ready.article).collect();
        let mut records = self.records(&articles).into_iter();
        let mut sketches = Vec::with_capacity(if self.sketches { read.len() } else { 0 });
        let mut outcomes = Vec::with_capacity(read.len());
        for one in read {
            let (outcome, sketch) = match one {
                Err(letter) => (Outcome::Dead(letter), None),
                Ok(ready) => self.outcome(ready, records.next(), stats),
            };
            outcomes.push(outcome);
            if self.sketches {
                sketches.push(sketch);
            }
        }
        let counters = count(&outcomes);
        stats.extract.items.fetch_add(counters.read, Ordering::Relaxed);
        stats.extract.bytes.fetch_add(bytes, Ordering::Relaxed);
        stats.articles.fetch_add(counters.articles, Ordering::Relaxed);
        stats.events.fetch_add(counters.events, Ordering::Relaxed);
        stats.quotes.fetch_add(counters.quotes, Ordering::Relaxed);
        let (encoded, stories) = (Vec::new(), Addition::default());
        let batch = Processed { sequence, counters, encoded, advances, bytes, received_millis, stories, permit };
        Extracted { outcomes, sketches, batch }
    }

    /// The article of an item, parsed, normalized and, where articles are sketched, with its sketch; else the dead letter that the
    /// item becomes.
    fn read<'b>(&self, item: Item, buffer: &'b [u8], stats: &Stats) -> Result<Ready<'b>, Box<DeadLetter>> {
        let Item { file, offset, line, received, content } = item;
        let (Raw { format, context, .. }, raw) = match content {
            Content::Raw(item) => {
                let raw = &buffer[item.range.clone()];
                (item, raw)
            }
            Content::Dead(letter) => {
                let (offset, line) = place(offset, line);
                tracing::warn!(%file, offset, line, error = letter.error, "dead letter");
                stats.dead_letter("read", "unreadable");
                return Err(letter);
            }
        };
        let origin = Origin { file: Arc::clone(&file), offset, line, received };
        let from = ItemOrigin { file, offset, line, received };
        let article = unless_panic(|| {
            let article = self.normalizer.normalize(self.parser.parse(format, raw, context.as_deref(), origin)?)?;
            let sketch = self.sketches.then(|| Sketch::new(&article));
            Ok((article, sketch))
        });
        match article {
            Ok((article, sketch)) => Ok(Ready { from, raw, article, sketch }),
            Err(failure) => Err(self.dead_letter(&failure, &from, raw, stats)),
        }
    }

    /// The records of each article.
    fn records(&self, mut articles: &[&NormalArticle]) -> Vec<Result<ArticleRecords, Failure>> {
        let mut records = Vec::with_capacity(articles.len());
        while !articles.is_empty() {
            let mut bytes = 0;
            let fit = articles.iter().take_while(|article| {
                bytes += article.body.len();
                bytes <= TOGETHER
            });
            let (together, rest) = articles.split_at(fit.count().max(1));
            articles = rest;
            match unless_panic(|| Ok(self.extractor.extract_all(together))) {
                Ok(made) => records.extend(made.into_iter().map(Ok)),
                Err(_) => {
                    records.extend(together.iter().map(|article| unless_panic(|| Ok(self.extractor.extract(article)))))
                }
            }
        }
        records
    }

    /// What becomes of an article, and its sketch where articles are sketched.
    fn outcome(
        &self,
        ready: Ready<'_>,
        records: Option<Result<ArticleRecords, Failure>>,
        stats: &Stats,
    ) -> (Outcome, Option<Sketch>) {
        let Ready { from, raw, mut sketch, .. } = ready;
        match records.unwrap_or_else(|| Err(Failure::Panic("an article without records".to_owned()))) {
            Ok(records) => {
                if let Some(sketch) = &mut sketch {
                    sketch.events = records.events.iter().map(EventKey::new).collect();
                }
                (Outcome::Records(Box::new(records)), sketch)
            }
            Err(failure) => (Outcome::Dead(self.dead_letter(&failure, &from, raw, stats)), None),
        }
    }

    /// Counts and reports an item that became no article.
    fn dead_letter(&self, failure: &Failure, from: &ItemOrigin, raw: &[u8], stats: &Stats) -> Box<DeadLetter> {
        stats.dead_letter(failure.stage(), failure.kind());
        let error = failure.to_string();
        let (offset, line) = place(from.offset, from.line);
        tracing::warn!(file = %from.file, offset, line, error, "dead letter");
        let kept = &raw[..raw.len().min(self.limits.raw.bytes())];
        Box::new(DeadLetter::new(failure.stage(), error, from, kept, raw.len() as u64))
    }
}

/// What `make` makes. The stages are written not to panic; should one do it all the same, it costs one article and nothing else.
fn unless_panic<T>(make: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(make)).unwrap_or_else(|panic| Err(Failure::Panic(panic_message(&*panic))))
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
