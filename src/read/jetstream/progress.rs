//! Which messages are in hand, in the sinks, committed and acknowledged.
//!
//! A message is *in hand* from its delivery on; *done* when all its items are in the sinks; *owed* once a checkpoint says that it is
//! committed; and forgotten when it has been acknowledged, which nobody waits for: an acknowledgement that is lost makes the
//! server deliver the message again, and then it is known as committed, dropped, and acknowledged once more.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_nats::jetstream::AckKind;
use async_nats::jetstream::message::Acker;
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

use super::committed::Committed;
use crate::nats::Nats;
use crate::read::{Acknowledge, Advance, Finish, ReadError};

/// How long acknowledgements may take to leave while the server is away; what does not go then is delivered again.
const TO_LEAVE: Duration = Duration::from_secs(1);

/// What a checkpoint holds of the source.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// The stream.
    pub stream: String,
    /// When it was made, in nanoseconds since 1970: a stream of the same name that was made later counts from 1 again.
    pub made: i64,
    /// The messages that are committed.
    pub committed: Committed,
    /// Messages of which only a part is committed, with how far: sequence, offset and line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partial: Vec<(u64, u64, u64)>,
    /// Whether the source ended in order, with nothing in hand that the server has to wait for.
    #[serde(default)]
    pub ended: bool,
}

/// What both halves of the source know.
pub struct Shared {
    /// What the next checkpoint says.
    pub saved: Saved,
    /// Messages by the number under which the source feeds them, which is never used again.
    messages: BTreeMap<u64, Delivery>,
    by_sequence: HashMap<u64, u64>,
    next: u64,
}

/// A message that has not been acknowledged yet.
struct Delivery {
    sequence: u64,
    /// The first sequence that it covers.
    first: u64,
    acker: Arc<Acker>,
    /// When the server last heard of it, or delivered it.
    heard: Instant,
    stage: Stage,
    /// Whether it could not be read, so that it is terminated rather than acknowledged.
    failed: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    InHand,
    Done,
    Owed,
}

/// What is to be done with a message that was delivered.
#[derive(Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is fed under this number, from this offset and line on.
    New {
        /// The number of the input.
        number: u64,
        /// Bytes of it that are committed.
        offset: u64,
        /// Lines of it that are committed.
        line: u64,
    },
    /// It is in hand already; its latest delivery will be acknowledged.
    InHand,
    /// It is committed; it has only to be acknowledged.
    Committed,
}

impl Shared {
    /// Nothing in hand, and what `saved` says committed.
    pub fn new(saved: Saved) -> Shared {
        Shared { saved, messages: BTreeMap::new(), by_sequence: HashMap::new(), next: 0 }
    }

    /// Takes a message that was delivered, and covers the sequences from `first` on.
    pub fn take(&mut self, sequence: u64, first: u64, acker: Arc<Acker>) -> Taken {
        if let Some(delivery) = self.by_sequence.get(&sequence).and_then(|number| self.messages.get_mut(number)) {
            delivery.acker = acker;
            delivery.heard = Instant::now();
            return Taken::InHand;
        }
        if self.saved.committed.contains(sequence) {
            return Taken::Committed;
        }
        let number = self.next;
        self.next += 1;
        let heard = Instant::now();
        self.messages.insert(number, Delivery { sequence, first, acker, heard, stage: Stage::InHand, failed: false });
        self.by_sequence.insert(sequence, number);
        let partial = self.saved.partial.iter().find(|partial| partial.0 == sequence);
        let (offset, line) = partial.map_or((0, 0), |partial| (partial.1, partial.2));
        Taken::New { number, offset, line }
    }

    /// How many messages are in hand or not yet acknowledged.
    pub fn count(&self) -> usize {
        self.messages.len()
    }

    /// Forgets everything of a stream that is no more; the stream of the same name was made at `made`.
    pub fn begin_anew(&mut self, made: i64) {
        let stream = std::mem::take(&mut self.saved.stream);
        self.saved = Saved { stream, made, ..Saved::default() };
        self.messages.clear();
        self.by_sequence.clear();
    }

    /// What every message in hand is acknowledged with.
    pub fn in_hand(&self) -> Vec<Arc<Acker>> {
        let unfinished = self.messages.values().filter(|delivery| delivery.stage != Stage::Owed);
        unfinished.map(|delivery| Arc::clone(&delivery.acker)).collect()
    }

    /// The messages in hand of which the server has heard nothing for so long; it will be told now. Most are committed before
    /// that.
    pub fn unheard(&mut self, time: Duration) -> Vec<Arc<Acker>> {
        let unfinished = self.messages.values_mut().filter(|delivery| delivery.stage != Stage::Owed);
        let unheard = unfinished.filter(|delivery| delivery.heard.elapsed() >= time);
        unheard
            .map(|delivery| {
                delivery.heard = Instant::now();
                Arc::clone(&delivery.acker)
            })
            .collect()
    }

    fn advance(&mut self, advance: &Advance) {
        // It may belong to a stream that is no more.
        let Some(delivery) = self.messages.get_mut(&advance.input) else { return };
        self.saved.partial.retain(|partial| partial.0 != delivery.sequence);
        match &advance.finished {
            Some(finish) => {
                delivery.stage = Stage::Done;
                delivery.failed = matches!(finish, Finish::Failed(_));
            }
            None => self.saved.partial.push((delivery.sequence, advance.offset, advance.line)),
        }
    }

    fn checkpoint(&mut self) -> Saved {
        for delivery in self.messages.values_mut().filter(|delivery| delivery.stage == Stage::Done) {
            delivery.stage = Stage::Owed;
            self.saved.committed.add(delivery.first, delivery.sequence);
        }
        self.saved.clone()
    }

    /// What is owed, each with whether the message failed.
    fn owed(&mut self) -> Vec<(Arc<Acker>, bool)> {
        let mut owed = Vec::new();
        self.messages.retain(|_, delivery| {
            if delivery.stage == Stage::Owed {
                owed.push((Arc::clone(&delivery.acker), delivery.failed));
                self.by_sequence.remove(&delivery.sequence);
            }
            delivery.stage != Stage::Owed
        });
        owed
    }
}

/// The committing half of the JetStream source.
pub struct Progress {
    pub(super) nats: Arc<Nats>,
    pub(super) shared: Arc<Mutex<Shared>>,
}

impl Acknowledge for Progress {
    fn advance(&mut self, advance: &Advance) {
        self.shared.lock().advance(advance);
    }

    fn checkpoint(&mut self) -> Result<serde_json::Value, ReadError> {
        Ok(serde_json::to_value(self.shared.lock().checkpoint())?)
    }

    fn acknowledge(&mut self) -> Result<(), ReadError> {
        let owed = self.shared.lock().owed();
        if !owed.is_empty() {
            let kind = |failed| if failed { AckKind::Term } else { AckKind::Ack };
            send(&self.nats, owed.into_iter().map(|(acker, failed)| (acker, kind(failed))).collect());
        }
        Ok(())
    }
}

impl Drop for Progress {
    /// Gives back what the pipeline did not take, so that the server delivers it again at once.
    fn drop(&mut self) {
        let rest = self.shared.lock().in_hand();
        let nats = Arc::clone(&self.nats);
        // The pipeline may be taken apart within a runtime, where waiting is not allowed.
        let given_back = std::thread::spawn(move || {
            send(&nats, rest.into_iter().map(|acker| (acker, AckKind::Nak(None))).collect());
        });
        let _ = given_back.join();
    }
}

/// Sends acknowledgements, and waits a moment for them to leave.
fn send(nats: &Nats, acks: Vec<(Arc<Acker>, AckKind)>) {
    if acks.is_empty() {
        return;
    }
    let client = nats.client();
    let count = acks.len();
    let sent = nats.wait(async {
        let all = async {
            for (acker, kind) in &acks {
                acker.ack_with(*kind).await?;
            }
            client.flush().await?;
            Ok::<(), async_nats::Error>(())
        };
        tokio::time::timeout(TO_LEAVE, all).await
    });
    if !matches!(sent, Ok(Ok(()))) {
        tracing::debug!(count, "acknowledgements may be lost; the server will deliver these messages again");
    }
}
