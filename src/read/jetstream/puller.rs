//! Asks for messages and takes them, through everything that can happen to server, stream and consumer.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use async_nats::jetstream::consumer::pull::Batch;
use async_nats::jetstream::message::{Acker, Message};
use async_nats::jetstream::stream::Stream;
use futures::{FutureExt, StreamExt};
use jiff::Timestamp;
use parking_lot::Mutex;
use tokio::sync::{Notify, watch};

use super::consumer::{self, Consumer, STANDS};
use super::progress::{Saved, Shared, Taken};
use super::{Settings, Until, timestamp};
use crate::nats::{self, Nats, NatsError};

/// How many messages are asked for at a time at most, and about how many bytes. The server could keep to a number of bytes, but
/// then a message that is larger would never come.
const MESSAGES: usize = 64;
const BYTES: usize = 4 << 20;

/// How large a message is expected to be before one was seen.
const FIRST_SIZE: usize = 256 << 10;

/// How long messages that were asked for are waited for before what there is goes on.
const MOMENT: Duration = Duration::from_millis(2);

/// How often it is asked whether everything has been read, where that ends the run.
const GLANCE: Duration = Duration::from_millis(100);

/// Beyond this many ranges of committed messages the server is asked for its floor, so often at most.
const MANY_RANGES: usize = 64;
const TIDY: Duration = Duration::from_secs(10);

/// A message to be read.
pub(super) struct Received {
    /// The number of the input.
    pub number: u64,
    /// Its stream.
    pub stream: String,
    /// Its sequence in the stream.
    pub sequence: u64,
    /// How often it was delivered, this time included.
    pub delivered: i64,
    /// When the stream took it.
    pub received: Timestamp,
    /// Bytes (unpacked) of it that are committed.
    pub offset: u64,
    /// Lines of it that are committed.
    pub line: u64,
    /// The message.
    pub message: async_nats::Message,
}

/// What comes next.
pub(super) enum Next {
    /// A message.
    Message(Box<Received>),
    /// Nothing for the moment.
    Nothing,
    /// Everything has been read, and the run is to end then.
    Drained,
    /// The pipeline stops.
    Stopped,
}

/// Whether the pipeline stops.
#[derive(Default)]
pub(super) struct Stop {
    stopped: AtomicBool,
    notify: Notify,
}

impl Stop {
    /// It stops.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
        self.notify.notify_one();
    }

    fn is_set(&self) -> bool {
        self.stopped.load(Ordering::Acquire)
    }

    /// Waits; returns early when the pipeline stops.
    async fn sleep(&self, time: Duration) {
        if !self.is_set() {
            let _ = tokio::time::timeout(time, self.notify.notified()).await;
        }
    }
}

/// Takes messages from a consumer.
pub(super) struct Puller {
    nats: Arc<Nats>,
    settings: Settings,
    shared: Arc<Mutex<Shared>>,
    stop: Arc<Stop>,
    stream: Stream,
    consumer: Consumer,
    reconnects: watch::Receiver<u64>,
    pull: Option<Batch>,
    waiting: VecDeque<Box<Received>>,
    /// Consumer's and stream's sequence of the last delivery.
    last: (u64, u64),
    /// One message at a time, and none before the one before it is committed: so that of messages which the program dies of, only
    /// that one counts another delivery.
    careful: bool,
    /// How large messages are, in bytes: the largest of the last ones, roughly.
    size: usize,
    /// How long to wait for messages that a process which died had in hand.
    unfinished: Option<Duration>,
    tidied: Instant,
}

impl Puller {
    /// Finds stream and consumer, and compares them with what is saved.
    pub async fn open(
        nats: Arc<Nats>,
        settings: Settings,
        mut saved: Saved,
    ) -> Result<(Puller, Arc<Mutex<Shared>>), NatsError> {
        let stream = nats.stream(&settings.stream, &settings.create_stream, Duration::ZERO).await?;
        let made = made_at(&stream);
        if saved.stream != settings.stream || saved.made != made {
            if !saved.stream.is_empty() {
                tracing::warn!(
                    stream = settings.stream,
                    "this is not the stream that the checkpoint speaks of; its messages are read from `start` on"
                );
            }
            saved = Saved { stream: settings.stream.clone(), made, ..Saved::default() };
        }
        let consumer = consumer::find(&stream, &settings, saved.committed.floor()).await?;
        consumer::refuse_shared(&stream, &settings).await?;
        let info = consumer.cached_info();
        // Only what is committed was ever acknowledged.
        saved.committed.raise(info.ack_floor.stream_sequence);
        let is_unfinished = info.num_ack_pending > 0;
        let unfinished = (is_unfinished && !saved.ended).then_some(info.config.ack_wait);
        saved.ended = false;
        let last = (info.delivered.consumer_sequence, info.delivered.stream_sequence);
        let shared = Arc::new(Mutex::new(Shared::new(saved)));
        let reconnects = nats.reconnects();
        let puller = Puller {
            nats,
            settings,
            shared: Arc::clone(&shared),
            stop: Arc::default(),
            stream,
            consumer,
            reconnects,
            pull: None,
            waiting: VecDeque::new(),
            last,
            careful: is_unfinished,
            size: FIRST_SIZE,
            unfinished,
            tidied: Instant::now(),
        };
        Ok((puller, shared))
    }

    /// After what time without a sign of life the server delivers a message again.
    pub fn ack_wait(&self) -> Duration {
        self.consumer.cached_info().config.ack_wait
    }

    /// How often the server delivers a message at most, if it has a limit.
    pub fn server_limit(&self) -> Option<i64> {
        Some(self.consumer.cached_info().config.max_deliver).filter(|limit| *limit > 0)
    }

    /// What ends the waiting.
    pub fn stop(&self) -> Arc<Stop> {
        Arc::clone(&self.stop)
    }

    /// Waits until the server delivers again what a process had in hand that died, so that it comes before what is new.
    pub async fn wait_for_unfinished(&mut self) {
        if let Some(time) = self.unfinished.take() {
            tracing::info!(seconds = time.as_secs_f32(), "waiting for messages that an earlier run had in hand");
            self.stop.sleep(time).await;
        }
    }

    /// The next message; waits for it if `wait` is set, else only for a moment.
    pub async fn next(&mut self, wait: bool) -> Result<Next, NatsError> {
        loop {
            if self.stop.is_set() {
                return Ok(Next::Stopped);
            }
            self.take_what_has_come().await?;
            if let Some(message) = self.waiting.pop_front() {
                return Ok(Next::Message(message));
            }
            if self.pull.is_none() {
                self.tidy().await;
                if self.careful && self.shared.lock().count() > 0 {
                    if !wait {
                        return Ok(Next::Nothing);
                    }
                    self.stop.sleep(MOMENT).await;
                    continue;
                }
                if wait && self.is_drained().await? {
                    return Ok(Next::Drained);
                }
                self.ask().await?;
            } else if wait && self.is_drained().await? {
                return Ok(Next::Drained);
            }
            let Some(pull) = &mut self.pull else { continue };
            let patience = match (wait, self.settings.until) {
                (false, _) => MOMENT,
                (true, Some(Until::Drained)) => GLANCE,
                (true, None) => STANDS * 2,
            };
            tokio::select! {
                message = pull.next() => self.came(message).await?,
                () = self.stop.sleep(patience) => if !wait {
                    return Ok(Next::Nothing);
                },
                _ = self.reconnects.changed() => {
                    // What was asked for on the old connection does not come any more.
                    self.pull = None;
                    self.recover("the connection was lost").await?;
                }
            }
        }
    }

    /// Takes what was delivered and will not be read, so that it can be given back.
    pub async fn close(&mut self) {
        self.stop.stop();
        // Nothing is lost if it fails: the server delivers it again.
        let _ = self.take_what_has_come().await;
    }

    async fn take_what_has_come(&mut self) -> Result<(), NatsError> {
        while let Some(pull) = &mut self.pull {
            match pull.next().now_or_never() {
                Some(message) => self.came(message).await?,
                None => break,
            }
        }
        Ok(())
    }

    /// Something came of a request: a message, its end, or an error.
    async fn came(&mut self, message: Option<Result<Message, async_nats::Error>>) -> Result<(), NatsError> {
        match message {
            Some(Ok(message)) => self.receive(message).await,
            None => self.pull = None,
            Some(Err(error)) => {
                self.pull = None;
                self.recover(&error.to_string()).await?;
            }
        }
        Ok(())
    }

    async fn receive(&mut self, message: Message) {
        let Ok(info) = message.info() else {
            tracing::warn!(subject = %message.subject, "a message without a place in a stream; passed over");
            return;
        };
        let (sequence, delivered) = (info.stream_sequence, info.delivered);
        // Where no delivery is missing, what lies between two new messages is not for this consumer.
        let follows = info.consumer_sequence == self.last.0 + 1;
        let first = if delivered == 1 && follows { (self.last.1 + 1).min(sequence) } else { sequence };
        self.last = (info.consumer_sequence, self.last.1.max(sequence));
        let limit = i64::from(self.settings.max_deliver);
        self.careful = delivered > 1 && delivered * 2 > limit;
        self.size = message.payload.len().max(self.size - self.size / 16);
        let received = timestamp(info.published.unix_timestamp_nanos());
        let stream = info.stream.to_owned();
        let (message, acker) = message.split();
        let acker = Arc::new(acker);
        let taken = self.shared.lock().take(sequence, first, Arc::clone(&acker));
        match taken {
            Taken::New { number, offset, line } => {
                let new = Received { number, stream, sequence, delivered, received, offset, line, message };
                self.waiting.push_back(Box::new(new));
            }
            Taken::InHand => tracing::debug!(sequence, delivered, "delivered again while it is in hand"),
            Taken::Committed => {
                tracing::debug!(sequence, delivered, "delivered again, but it is committed");
                self.acknowledge_again(&acker).await;
            }
        }
    }

    async fn acknowledge_again(&self, acker: &Acker) {
        // If it is lost, the message comes once more.
        let _ = acker.ack().await;
    }

    /// Asks for messages.
    async fn ask(&mut self) -> Result<(), NatsError> {
        let messages = if self.careful { 1 } else { (BYTES / self.size.max(1)).clamp(1, MESSAGES) };
        let request = self.consumer.batch().max_messages(messages).expires(STANDS);
        match tokio::time::timeout(STANDS, request.messages()).await {
            Ok(Ok(pull)) => {
                self.pull = Some(pull);
                Ok(())
            }
            Ok(Err(error)) => self.recover(&nats::chain(&error)).await,
            Err(_) => self.recover("the server does not answer").await,
        }
    }

    /// Something is wrong: looks at stream and consumer until they are in order again, or it is clear that they will not be.
    async fn recover(&mut self, why: &str) -> Result<(), NatsError> {
        tracing::debug!(why, "looking at stream and consumer");
        // Since when the server has answered that something is missing.
        let mut missing: Option<Instant> = None;
        for attempt in 1.. {
            if self.stop.is_set() {
                return Ok(());
            }
            let error = match self.look().await {
                Ok(()) => return Ok(()),
                Err(error) => error,
            };
            match error {
                NatsError::NoStream(_) | NatsError::NoJetstream(_) if self.nats.is_connected() => {
                    let since = *missing.get_or_insert_with(Instant::now);
                    if since.elapsed() >= self.settings.patience.0 {
                        return Err(error);
                    }
                    if attempt == 1 {
                        tracing::warn!(stream = self.settings.stream, why, "the stream is missing; waiting for it");
                    }
                }
                NatsError::Request { .. } | NatsError::NoStream(_) | NatsError::NoJetstream(_) => {
                    missing = None;
                    if attempt % 20 == 5 {
                        tracing::warn!(%error, "waiting for the NATS server");
                    }
                }
                error => return Err(error),
            }
            self.stop.sleep(nats::pause(attempt)).await;
        }
        Ok(())
    }

    /// Finds stream and consumer anew, and makes the consumer again if it was removed.
    async fn look(&mut self) -> Result<(), NatsError> {
        let stream = self.nats.stream(&self.settings.stream, &[], Duration::ZERO).await?;
        let made = made_at(&stream);
        let was_made = self.shared.lock().saved.made;
        if made != was_made {
            tracing::warn!(
                stream = self.settings.stream,
                "the stream was made anew; its messages are read from `start` on"
            );
            self.shared.lock().begin_anew(made);
            self.waiting.clear();
        }
        let floor = self.shared.lock().saved.committed.floor();
        let consumer = consumer::find(&stream, &self.settings, floor).await?;
        let (old, new) = (self.consumer.cached_info(), consumer.cached_info());
        if old.created != new.created {
            tracing::warn!(
                consumer = self.settings.consumer,
                "the consumer was made anew; going on behind what is committed"
            );
            self.last = (new.delivered.consumer_sequence, new.delivered.stream_sequence);
        }
        (self.stream, self.consumer) = (stream, consumer);
        self.pull = None;
        Ok(())
    }

    /// Whether everything has been read and the run is to end then.
    async fn is_drained(&mut self) -> Result<bool, NatsError> {
        if self.settings.until.is_none() {
            return Ok(false);
        }
        match self.stream.consumer_info(&self.settings.consumer).await {
            Ok(info) => Ok(info.num_pending == 0 && info.num_ack_pending <= self.shared.lock().count()),
            Err(error) => self.recover(&nats::chain(&error)).await.map(|()| false),
        }
    }

    /// Where holes were left between committed messages, the server's floor closes them.
    async fn tidy(&mut self) {
        if self.shared.lock().saved.committed.ranges() <= MANY_RANGES || self.tidied.elapsed() < TIDY {
            return;
        }
        self.tidied = Instant::now();
        if let Ok(info) = self.stream.consumer_info(&self.settings.consumer).await {
            self.shared.lock().saved.committed.raise(info.ack_floor.stream_sequence);
        }
    }
}

/// When a stream was made, in nanoseconds since 1970.
fn made_at(stream: &Stream) -> i64 {
    i64::try_from(stream.cached_info().created.unix_timestamp_nanos()).unwrap_or_default()
}
