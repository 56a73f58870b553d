//! The JetStream source: messages of a stream on a NATS server, each an article or a file of articles.
//!
//! A durable pull consumer delivers messages; each is read as a file would be, whatever its format. It is acknowledged after the
//! commit that covers it, and until then kept from being delivered again. The sequences that are committed are part of the
//! checkpoint, so that what is delivered again although it is committed (the process died, or the acknowledgement was lost) is
//! dropped. A consumer belongs to one process and its state directory: another process would not know what this one has
//! committed. Several processes share a stream by consumers with different filters ([docs/jetstream.md](../../../docs/jetstream.md)).

mod committed;
mod consumer;
mod progress;
mod puller;

use std::sync::{Arc, Weak};
use std::time::Duration;

use async_nats::jetstream::AckKind;
use jiff::Timestamp;
use parking_lot::Mutex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::feed::{Feed, ItemOrigin, Stopped};
use super::input::{self, InputStart, Outcome};
use super::limits::Limits;
use super::{Finish, ReadError, Source};
use crate::nats::settings::{Auth, Servers, Tls};
use crate::nats::{self, Access, Nats, NatsError};
use crate::pipeline::settings::Span;
pub use progress::Progress;
use progress::{Saved, Shared};
use puller::{Next, Puller, Received, Stop};

/// `[source] type = "jetstream"`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The servers of one cluster, with commas between them.
    #[serde(default, skip_serializing)]
    #[schemars(with = "String", extend("default" = "nats://127.0.0.1:4222"))]
    pub server: Servers,
    /// The stream.
    pub stream: String,
    /// The durable consumer. It belongs to this pipeline alone.
    #[serde(default = "default_consumer")]
    pub consumer: String,
    /// Only messages whose subject fits: `wire.3`, `wire.*`, `wire.>`. Default: all of the stream.
    #[serde(default)]
    pub filter: Option<String>,
    /// Where a consumer begins that is made when nothing is committed yet.
    #[serde(default)]
    pub start: Start,
    /// The sequence of the message that it begins with instead.
    #[serde(default)]
    pub start_sequence: Option<u64>,
    /// Whether the consumer is made if it is missing, or was removed; behind what is committed.
    #[serde(default = "yes")]
    pub create_consumer: bool,
    /// The subjects of the stream, which is made with them if it is missing. Default: it must be there.
    #[serde(default, skip_serializing)]
    pub create_stream: Vec<String>,
    /// For a consumer that is made: after what time without a sign of life the server delivers a message again. While
    /// Dateline works on a message it gives such signs, so this is how long a restart after a crash waits for what was in hand.
    #[serde(default = "default_ack_wait", skip_serializing)]
    #[schemars(extend("default" = "10000ms"))]
    pub ack_wait: Span,
    /// For a consumer that is made: the most messages that may be delivered and not acknowledged.
    #[serde(default = "default_max_ack_pending", skip_serializing)]
    #[schemars(extend("default" = 5000))]
    pub max_ack_pending: u32,
    /// A message that was delivered more often than this and never committed becomes a dead letter, and is terminated.
    #[serde(default = "default_max_deliver", skip_serializing)]
    #[schemars(extend("default" = 10))]
    pub max_deliver: u32,
    /// How long a server that is down at the start is waited for, and a stream that is missing later.
    #[serde(default = "default_patience", skip_serializing)]
    #[schemars(extend("default" = "30000ms"))]
    pub patience: Span,
    /// `"drained"` ends the run once every message has been read. Default: it goes on.
    #[serde(default, skip_serializing)]
    pub until: Option<Until>,
    /// Who one is.
    #[serde(default, skip_serializing)]
    pub auth: Auth,
    /// Encryption.
    #[serde(default, skip_serializing)]
    pub tls: Tls,
}

/// Where a new consumer begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// With the oldest message of the stream.
    #[default]
    All,
    /// With the next message that comes.
    New,
}

/// When a run ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Until {
    /// Once every message that is there has been read.
    Drained,
}

fn yes() -> bool {
    true
}

fn default_consumer() -> String {
    "dateline".to_owned()
}

fn default_ack_wait() -> Span {
    Span(Duration::from_secs(10))
}

fn default_max_ack_pending() -> u32 {
    5000
}

fn default_max_deliver() -> u32 {
    10
}

fn default_patience() -> Span {
    Span(Duration::from_secs(30))
}

impl Settings {
    /// How the server is reached.
    pub fn access(&self) -> Access<'_> {
        Access { server: &self.server, auth: &self.auth, tls: &self.tls, patience: self.patience.0 }
    }

    /// Finds mistakes without connecting.
    pub fn check(&self) -> Result<(), NatsError> {
        nats::check(&self.access())?;
        if self.max_deliver == 0 || self.max_ack_pending == 0 {
            return Err(NatsError::Settings("`max_deliver` and `max_ack_pending` must be 1 or more".to_owned()));
        }
        if self.ack_wait.0 < Duration::from_millis(100) {
            return Err(NatsError::Settings("`ack_wait` must be 100 ms or more".to_owned()));
        }
        Ok(())
    }
}

/// The reading half of the source.
pub struct Jetstream {
    nats: Arc<Nats>,
    shared: Arc<Mutex<Shared>>,
    puller: Puller,
    limits: Limits,
    max_deliver: i64,
}

/// Wakes a source that waits for messages, to end it.
#[derive(Clone)]
pub struct Waker(Arc<Stop>);

impl Waker {
    /// Ends the waiting.
    pub fn wake(&self) {
        self.0.stop();
    }
}

impl Jetstream {
    /// Connects, finds stream and consumer, and takes up what `saved` (the checkpoint's part, or null) says. Blocks while a
    /// server that is down is waited for.
    pub fn open(
        settings: Settings,
        limits: Limits,
        saved: &serde_json::Value,
    ) -> Result<(Jetstream, Progress), ReadError> {
        let saved: Option<Saved> = serde_json::from_value(saved.clone())?;
        let nats = Nats::connect(&settings.access(), &format!("dateline {}", settings.consumer))?;
        let max_deliver = i64::from(settings.max_deliver);
        let opened = Puller::open(Arc::clone(&nats), settings, saved.unwrap_or_default());
        let (puller, shared) = nats.wait(opened)?;
        nats.spawn(give_signs_of_life(Arc::downgrade(&shared), puller.ack_wait()));
        let progress = Progress { nats: Arc::clone(&nats), shared: Arc::clone(&shared) };
        let max_deliver = puller.server_limit().map_or(max_deliver, |limit| max_deliver.min(limit - 1));
        Ok((Jetstream { nats, shared, puller, limits, max_deliver }, progress))
    }

    /// What ends the waiting for messages.
    pub fn waker(&self) -> Waker {
        Waker(self.puller.stop())
    }

    fn feed_all(&mut self, feed: &mut Feed) -> Result<(), NatsError> {
        self.nats.wait(self.puller.wait_for_unfinished());
        loop {
            let mut next = self.nats.wait(self.puller.next(false))?;
            if matches!(next, Next::Nothing) {
                if feed.flush().is_err() {
                    return Ok(());
                }
                next = self.nats.wait(self.puller.next(true))?;
            }
            match next {
                Next::Message(message) => {
                    if self.feed(feed, &message).is_err() {
                        return Ok(());
                    }
                }
                Next::Nothing => {}
                Next::Drained => {
                    // If the pipeline stops, what could not be sent is given back.
                    let _ = feed.flush();
                    return Ok(());
                }
                Next::Stopped => return Ok(()),
            }
        }
    }

    /// Feeds the items of one message.
    fn feed(&self, feed: &mut Feed, message: &Received) -> Result<(), Stopped> {
        let name: Arc<str> = format!("{}/{}", message.stream, message.sequence).into();
        if message.delivered > self.max_deliver {
            let origin = ItemOrigin { file: name, offset: 0, line: 0, received: message.received };
            let times = message.delivered - 1;
            let reason = format!(
                "it was delivered {times} times and never committed (setting `max_deliver`): the program may have died of it"
            );
            let payload = &message.message.payload;
            let raw = &payload[..payload.len().min(self.limits.raw.bytes())];
            feed.dead(&origin, reason.clone(), raw, payload.len() as u64);
            return feed.finish(message.number, 0, 0, Finish::Failed(reason));
        }
        let start = InputStart {
            number: message.number,
            name,
            received: message.received,
            offset: message.offset,
            line: message.line,
            format: None,
            live: false,
        };
        match input::read_bytes(feed, &start, &message.message.payload, &self.limits) {
            Outcome::Finished => Ok(()),
            Outcome::Stopped => Err(Stopped),
        }
    }
}

impl Source for Jetstream {
    fn run(mut self: Box<Self>, mut feed: Feed) -> Result<(), ReadError> {
        let result = self.feed_all(&mut feed);
        self.nats.wait(self.puller.close());
        self.shared.lock().saved.ended = true;
        Ok(result?)
    }
}

/// Tells the server again and again that messages in hand are being worked on, until the source is gone: of each at least every
/// half of `ack_wait`.
async fn give_signs_of_life(shared: Weak<Mutex<Shared>>, ack_wait: Duration) {
    loop {
        tokio::time::sleep(ack_wait / 6).await;
        let Some(unheard) = shared.upgrade().map(|shared| shared.lock().unheard(ack_wait / 3)) else { return };
        for acker in unheard {
            // One that does not arrive makes the server deliver the message again, which is then dropped.
            let _ = acker.ack_with(AckKind::Progress).await;
        }
    }
}

/// A time as the server gives it, in nanoseconds since 1970.
fn timestamp(nanoseconds: i128) -> Timestamp {
    Timestamp::from_nanosecond(nanoseconds).unwrap_or_default()
}
