//! The JetStream sink: each record is published as a message of its own, with an id that is the record's.
//!
//! Records are published as they come, and a commit waits until the server has stored them all. After a crash what was
//! published and not committed is published again, with the same ids, and the stream's duplicate window removes the repeats. A
//! record that is larger than the server takes becomes a dead letter.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_nats::jetstream::context::{PublishAckFuture, PublishErrorKind};
use async_nats::jetstream::message::PublishMessage;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::ndjson::{Line, write_line};
use super::{Encode, Encoded, Outcome, Prepared, Sink, SinkError};
use crate::nats::settings::{Auth, Servers, Tls};
use crate::nats::{self, Access, Nats, NatsError};
use crate::pipeline::settings::Span;
use crate::read::feed::ItemOrigin;
use crate::record::{ArticleRecord, ArticleRecords, DeadLetter, RecordKind};

/// The most that is published and not yet acknowledged, in records and bytes.
const MOST_UNDER_WAY: usize = 2000;
const MOST_BYTES_UNDER_WAY: usize = 8 << 20;

/// What headers and protocol add to a message, generously.
const HEADERS: usize = 512;

/// How much of a refused record its dead letter carries.
const KEPT: usize = 64 << 10;

/// `[[sink]] type = "jetstream"`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The servers of one cluster, with commas between them.
    #[serde(default, skip_serializing)]
    #[schemars(with = "String", extend("default" = "nats://127.0.0.1:4222"))]
    pub server: Servers,
    /// The subject of a record. `{kind}` stands for `article`, `event` or `quote`, `{partition}` for a number below
    /// `partitions` that all articles of a story have in common.
    pub subject: String,
    /// Which records are published. Default: all.
    #[serde(default)]
    pub records: Option<Vec<RecordKind>>,
    /// How many partitions there are.
    #[serde(default = "one")]
    pub partitions: u32,
    /// The stream that must take the records. Default: whichever holds the subject.
    #[serde(default)]
    pub stream: Option<String>,
    /// The subjects of `stream`, which is made with them if it is missing. Default: it must be there.
    #[serde(default, skip_serializing)]
    pub create_stream: Vec<String>,
    /// The duplicate window of a stream that is made: repeats are removed if they come within it, so it should be longer than
    /// a crashed pipeline may take to come back.
    #[serde(default = "default_window", skip_serializing)]
    #[schemars(extend("default" = "3600000ms"))]
    pub duplicate_window: Span,
    /// How long a server is waited for that is down or does not take records, before the run ends with an error.
    #[serde(default = "default_patience", skip_serializing)]
    #[schemars(extend("default" = "60000ms"))]
    pub patience: Span,
    /// Who one is.
    #[serde(default, skip_serializing)]
    pub auth: Auth,
    /// Encryption.
    #[serde(default, skip_serializing)]
    pub tls: Tls,
}

fn one() -> u32 {
    1
}

fn default_window() -> Span {
    Span(Duration::from_secs(3600))
}

fn default_patience() -> Span {
    Span(Duration::from_secs(60))
}

impl Settings {
    /// How the server is reached.
    pub fn access(&self) -> Access<'_> {
        Access { server: &self.server, auth: &self.auth, tls: &self.tls, patience: self.patience.0 }
    }

    /// Finds mistakes without connecting.
    pub fn check(&self) -> Result<(), NatsError> {
        nats::check(&self.access())?;
        let wrong = |what: String| Err(NatsError::Settings(what));
        let bare = self.subject.replace("{kind}", "kind").replace("{partition}", "0");
        if bare.is_empty() || bare.split('.').any(str::is_empty) || bare.contains(['{', '}', '*', '>', ' ', '\t', '\n'])
        {
            return wrong(format!(
                "`subject`: `{}` is no subject to publish to; write something like \"coded.{{kind}}\" or \"wire.{{partition}}\"",
                self.subject
            ));
        }
        if self.partitions == 0 {
            return wrong("`partitions` must be 1 or more".to_owned());
        }
        if self.stream.is_none() && !self.create_stream.is_empty() {
            return wrong("`create_stream` needs the name of the stream in `stream`".to_owned());
        }
        Ok(())
    }
}

/// Publishes records.
pub struct Jetstream {
    name: String,
    settings: Settings,
    nats: Arc<Nats>,
    encoder: Arc<Messages>,
    under_way: VecDeque<(Outgoing, Option<PublishAckFuture>)>,
    bytes_under_way: usize,
}

/// A record on its way.
struct Outgoing {
    subject: String,
    id: String,
    payload: Vec<u8>,
}

impl Jetstream {
    /// A sink called `name` in the checkpoint. Connects, and blocks while a server that is down is waited for.
    pub fn open(name: String, settings: &Settings) -> Result<Jetstream, SinkError> {
        let nats = Nats::connect(&settings.access(), &format!("dateline sink {name}"))?;
        let most = nats.client().max_payload().saturating_sub(HEADERS);
        nats.wait(find_stream(&nats, settings))?;
        let encoder = Messages {
            records: settings.records.clone(),
            subject: settings.subject.clone(),
            partitions: u64::from(settings.partitions.max(1)),
            most,
        };
        let (settings, encoder) = (settings.clone(), Arc::new(encoder));
        Ok(Jetstream { name, settings, nats, encoder, under_way: VecDeque::new(), bytes_under_way: 0 })
    }

    /// Waits until at most `records` and `bytes` are under way.
    fn settle(&mut self, records: usize, bytes: usize) -> Result<(), NatsError> {
        while self.under_way.len() > records || self.bytes_under_way > bytes {
            let Some((outgoing, sent)) = self.under_way.pop_front() else { break };
            self.bytes_under_way -= outgoing.payload.len();
            self.nats.wait(stored(&self.nats, &self.settings, &outgoing, sent))?;
        }
        Ok(())
    }
}

impl Sink for Jetstream {
    fn name(&self) -> &str {
        &self.name
    }

    fn encoder(&self) -> Arc<dyn Encode> {
        Arc::clone(&self.encoder) as Arc<dyn Encode>
    }

    fn write(&mut self, encoded: &Encoded) -> Result<(), SinkError> {
        let mut start = 0;
        for piece in &encoded.pieces {
            let address = piece.path.as_deref().unwrap_or_default();
            let (subject, id) = address.split_once('\n').unwrap_or((address, ""));
            let payload = encoded.bytes[start..piece.end].to_vec();
            start = piece.end;
            self.settle(MOST_UNDER_WAY, MOST_BYTES_UNDER_WAY.saturating_sub(payload.len()))?;
            let outgoing = Outgoing { subject: subject.to_owned(), id: id.to_owned(), payload };
            // What cannot be sent now is sent when its turn comes to be waited for.
            let sent = self.nats.wait(send(&self.nats, &self.settings, &outgoing)).ok();
            self.bytes_under_way += outgoing.payload.len();
            self.under_way.push_back((outgoing, sent));
        }
        Ok(())
    }

    fn prepare(&mut self, _end: bool) -> Result<Prepared, SinkError> {
        self.settle(0, 0)?;
        Ok(Prepared::default())
    }
}

async fn find_stream(nats: &Nats, settings: &Settings) -> Result<(), NatsError> {
    if let Some(stream) = &settings.stream {
        nats.stream(stream, &settings.create_stream, settings.duplicate_window.0).await?;
    }
    let subject = settings.subject.replace("{kind}", "event").replace("{partition}", "0");
    let found = nats.jetstream().stream_by_subject(subject.as_str()).await;
    found.map_err(|error| NatsError::NobodyListens { subject, error: nats::chain(&error) })?;
    Ok(())
}

async fn send(
    nats: &Nats,
    settings: &Settings,
    outgoing: &Outgoing,
) -> Result<PublishAckFuture, (PublishErrorKind, String)> {
    let mut message = PublishMessage::build().payload(outgoing.payload.clone().into()).message_id(&outgoing.id);
    if let Some(stream) = &settings.stream {
        message = message.expected_stream(stream);
    }
    let sent = nats.jetstream().send_publish(outgoing.subject.clone(), message).await;
    sent.map_err(|error| (error.kind(), nats::chain(&error)))
}

/// Waits until a record is stored, publishing it again with the same id for as long as patience lasts.
async fn stored(
    nats: &Nats,
    settings: &Settings,
    outgoing: &Outgoing,
    mut sent: Option<PublishAckFuture>,
) -> Result<(), NatsError> {
    let begun = Instant::now();
    let mut attempt = 0;
    loop {
        let sent = match sent.take() {
            Some(sent) => Ok(sent),
            None => send(nats, settings, outgoing).await,
        };
        let (kind, error) = match sent {
            Ok(sent) => match sent.await {
                Ok(_) => return Ok(()),
                Err(error) => (error.kind(), nats::chain(&error)),
            },
            Err(error) => error,
        };
        if kind == PublishErrorKind::MaxPayloadExceeded {
            let error = format!("{error}; the server's `max_payload` is lower than at the start: start again");
            return Err(NatsError::request(format!("publish to `{}`", outgoing.subject), error));
        }
        attempt += 1;
        let pause = nats::pause(attempt);
        if begun.elapsed() + pause > settings.patience.0 {
            let subject = outgoing.subject.clone();
            return Err(match kind {
                PublishErrorKind::StreamNotFound => NatsError::NobodyListens { subject, error },
                _ => NatsError::NotTaken { subject, patience: settings.patience.0, error },
            });
        }
        if attempt == 1 {
            tracing::warn!(subject = outgoing.subject, error, "a record was not taken; publishing it again");
        }
        tokio::time::sleep(pause).await;
    }
}

/// Makes messages of records: a piece each, whose path is the subject and, behind a newline, the id.
struct Messages {
    records: Option<Vec<RecordKind>>,
    subject: String,
    partitions: u64,
    /// The largest message, in bytes.
    most: usize,
}

impl Encode for Messages {
    fn encode(&self, outcomes: &[Outcome]) -> Result<Encoded, serde_json::Error> {
        let mut encoded = Encoded::default();
        for outcome in outcomes {
            let Outcome::Records(records) = outcome else { continue };
            let ArticleRecords { article, events, quotes } = &**records;
            let version = version(article);
            let partition = self.partition(article);
            let mut publish = |kind: RecordKind, id: &str, line: Line<'_>| {
                self.publish(&mut encoded, kind, id, &format!("{id}-{version:016x}"), partition, &line, article)
            };
            publish(RecordKind::Article, &article.id, Line::Article(article))?;
            for event in events {
                publish(RecordKind::Event, &event.id, Line::Event(event))?;
            }
            for quote in quotes {
                publish(RecordKind::Quote, &quote.id, Line::Quote(quote))?;
            }
        }
        Ok(encoded)
    }
}

impl Messages {
    #[expect(clippy::too_many_arguments, reason = "one place, called three times above")]
    fn publish(
        &self,
        encoded: &mut Encoded,
        kind: RecordKind,
        id: &str,
        message_id: &str,
        partition: u64,
        line: &Line<'_>,
        article: &ArticleRecord,
    ) -> Result<(), serde_json::Error> {
        if self.records.as_ref().is_some_and(|kinds| !kinds.contains(&kind)) {
            return Ok(());
        }
        let start = encoded.bytes.len();
        write_line(line, &mut encoded.bytes)?;
        // A message needs no end of line.
        encoded.bytes.pop();
        let length = encoded.bytes.len() - start;
        let kind = match kind {
            RecordKind::Article => "article",
            RecordKind::Event => "event",
            RecordKind::Quote => "quote",
        };
        if length > self.most {
            let raw = encoded.bytes.split_off(start);
            encoded.refused.push(self.refused(kind, id, &raw, article));
            return Ok(());
        }
        let subject = self.subject.replace("{kind}", kind).replace("{partition}", &partition.to_string());
        // An id of the sender's may hold anything; a header may not.
        let message_id: String = message_id.chars().map(|c| if c.is_ascii_graphic() { c } else { '_' }).collect();
        encoded.end_piece(Some(format!("{subject}\n{message_id}").into()));
        Ok(())
    }

    fn refused(&self, kind: &str, id: &str, raw: &[u8], article: &ArticleRecord) -> DeadLetter {
        let error = format!(
            "the {kind} record `{id}` has {} bytes, and the NATS server takes messages of at most {}; raise its `max_payload`, or \
             leave such records out (`records`)",
            raw.len(),
            self.most + HEADERS
        );
        let file = format!("article {}", article.id).into();
        let origin = ItemOrigin { file, offset: 0, line: 0, received: Timestamp::now() };
        DeadLetter::new("sink", error, &origin, &raw[..raw.len().min(KEPT)], raw.len() as u64)
    }

    /// The partition of the article's story, or of the article where stories are not known.
    fn partition(&self, article: &ArticleRecord) -> u64 {
        xxh3_64(article.story.as_deref().unwrap_or(&article.id).as_bytes()) % self.partitions
    }
}

/// Tells versions of an article apart that have the same id, and the same records of different versions. It leaves out what
/// depends on other articles, so that it is the same when the article is processed again.
fn version(article: &ArticleRecord) -> u64 {
    let source = article.source.as_deref().unwrap_or_default();
    let headline = article.headline.as_deref().unwrap_or_default();
    let parts = [&*article.id, source, headline, &*article.published, &*article.body];
    xxh3_64(parts.join("\u{1f}").as_bytes())
}
