//! The way from a source into the pipeline: packs items into batches, and waits when too much is under way.
//!
//! A batch is sent when it holds enough bytes or items, or when the source has nothing more for now. Before it is sent it
//! needs its share of the bytes that may be under way at all; the share comes back when the batch has been written. So a
//! slow sink stops the reader, and memory does not grow.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use jiff::Timestamp;
use parking_lot::Mutex;
use tokio::sync::Semaphore;

use super::format::{Context, Format};
use super::{Advance, Batch, Content, Finish, Item, Raw};
use crate::pipeline::stats::Stats;
use crate::record::{DeadLetter, Position};

/// How batches are made (`batch_bytes` and `batch_items` in `[pipeline]`).
#[derive(Clone, Copy, Debug)]
pub struct BatchSize {
    /// A batch of this many bytes is sent.
    pub bytes: usize,
    /// A batch of this many items is sent.
    pub items: usize,
}

/// The pipeline stops: nothing more is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

/// Lets batches through until somebody closes it, and counts them; closing and sending exclude each other, so that the
/// count is final once it is closed.
#[derive(Debug, Default)]
pub struct Gate {
    state: Mutex<GateState>,
}

#[derive(Debug, Default)]
struct GateState {
    closed: bool,
    sent: u64,
}

impl Gate {
    /// Lets nothing more through; returns how many batches went through.
    pub fn close(&self) -> u64 {
        let mut state = self.state.lock();
        state.closed = true;
        state.sent
    }

    /// Whether it is closed.
    pub fn is_closed(&self) -> bool {
        self.state.lock().closed
    }
}

/// Where a source puts what it reads.
#[derive(Debug)]
pub struct Feed {
    sender: async_channel::Sender<Batch>,
    budget: Arc<Semaphore>,
    budget_bytes: u32,
    runtime: tokio::runtime::Handle,
    gate: Arc<Gate>,
    stats: Arc<Stats>,
    size: BatchSize,
    batch: Batch,
    /// Bytes that were read since the last advance.
    read: u64,
}

impl Feed {
    /// A feed into `sender` that lets `budget_bytes` be under way, to be used on a thread outside the runtime.
    pub fn new(
        sender: async_channel::Sender<Batch>,
        budget_bytes: u32,
        runtime: tokio::runtime::Handle,
        gate: Arc<Gate>,
        stats: Arc<Stats>,
        size: BatchSize,
    ) -> Feed {
        let budget = Arc::new(Semaphore::new(budget_bytes as usize));
        Feed { sender, budget, budget_bytes, runtime, gate, stats, size, batch: Batch::default(), read: 0 }
    }

    /// Whether the pipeline stops.
    pub fn stopped(&self) -> bool {
        self.gate.is_closed()
    }

    /// The bytes of the batch that is being filled; an item's bytes are put at its end.
    pub fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.batch.buffer
    }

    /// Counts bytes that were read from the outside.
    pub fn count_read(&mut self, bytes: u64) {
        self.batch.bytes_read += bytes;
        self.read += bytes;
    }

    /// Makes an item of the buffer's bytes from `start` on.
    pub fn item(&mut self, from: &ItemOrigin, format: Format, start: usize, context: Option<Arc<Context>>) {
        let content = Content::Raw(Raw { format, range: start..self.batch.buffer.len(), context });
        self.batch.items.push(from.item(content));
    }

    /// Makes a dead letter of an item that could not be read. `raw` are its bytes, or their beginning if `length` is more.
    pub fn dead(&mut self, from: &ItemOrigin, error: String, raw: &[u8], length: u64) {
        let letter = DeadLetter::new("read", error, from, raw, length);
        self.batch.items.push(from.item(Content::Dead(Box::new(letter))));
    }

    /// Notes how far `input` has been read with what is in the batch, and sends the batch if it is full.
    pub fn advance(&mut self, input: u64, offset: u64, line: u64) -> Result<(), Stopped> {
        self.note(input, offset, line, None);
        if self.batch.buffer.len() >= self.size.bytes || self.batch.items.len() >= self.size.items {
            self.flush()?;
        }
        Ok(())
    }

    /// Notes that `input` came to its end at `offset`, and sends the batch if it is full.
    pub fn finish(&mut self, input: u64, offset: u64, line: u64, finish: Finish) -> Result<(), Stopped> {
        self.note(input, offset, line, Some(finish));
        self.advance(input, offset, line)
    }

    fn note(&mut self, input: u64, offset: u64, line: u64, finished: Option<Finish>) {
        let read = std::mem::take(&mut self.read);
        match self.batch.advances.last_mut() {
            Some(last) if last.input == input => {
                let (read, finished) = (last.read + read, finished.or(last.finished.take()));
                *last = Advance { input, offset, line, read, finished };
            }
            _ => self.batch.advances.push(Advance { input, offset, line, read, finished }),
        }
    }

    /// Sends what there is, waiting for room. A source calls it when it has nothing more for now.
    pub fn flush(&mut self) -> Result<(), Stopped> {
        if self.batch.items.is_empty() && self.batch.advances.is_empty() {
            return if self.stopped() { Err(Stopped) } else { Ok(()) };
        }
        let waiting = Instant::now();
        let share = u32::try_from(self.batch.buffer.len()).unwrap_or(u32::MAX).clamp(1, self.budget_bytes);
        let permit = self.runtime.block_on(Arc::clone(&self.budget).acquire_many_owned(share)).map_err(|_| Stopped)?;
        // A batch ends with the item that fills it, so that most fit without growing.
        let empty = Batch { buffer: Vec::with_capacity(self.size.bytes + 16 * 1024), ..Batch::default() };
        let mut batch = std::mem::replace(&mut self.batch, empty);
        batch.permit = Some(permit);
        let items = batch.items.len() as u64;
        let bytes = batch.bytes_read;
        let mut state = self.gate.state.lock();
        if state.closed {
            return Err(Stopped);
        }
        batch.sequence = state.sent;
        // The channel holds more batches than the budget lets out, so this waits only when batches are very small; the
        // gate must not be locked meanwhile.
        match self.sender.try_send(batch) {
            Ok(()) => state.sent += 1,
            Err(async_channel::TrySendError::Closed(_)) => return Err(Stopped),
            Err(async_channel::TrySendError::Full(batch)) => {
                state.sent += 1;
                drop(state);
                self.sender.send_blocking(batch).map_err(|_| Stopped)?;
            }
        }
        self.stats.read.items.fetch_add(items, Ordering::Relaxed);
        self.stats.read.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.stats.read.blocked_micros.fetch_add(waiting.elapsed().as_micros() as u64, Ordering::Relaxed);
        Ok(())
    }
}

/// Where an item stands in its input.
#[derive(Clone, Debug)]
pub struct ItemOrigin {
    /// The file, or `stdin`.
    pub file: Arc<str>,
    /// First byte in the decompressed input.
    pub offset: u64,
    /// Line, from 1; 0 where the item is the whole input.
    pub line: u64,
    /// When the input was received.
    pub received: Timestamp,
}

impl ItemOrigin {
    fn item(&self, content: Content) -> Item {
        Item { file: Arc::clone(&self.file), offset: self.offset, line: self.line, received: self.received, content }
    }
}

impl DeadLetter {
    /// A dead letter of `stage` for the item at `from`. `raw` are its bytes, or their beginning if `length` is more.
    pub fn new(stage: &str, error: String, from: &ItemOrigin, raw: &[u8], length: u64) -> DeadLetter {
        let (text, base64) = match std::str::from_utf8(raw) {
            Ok(text) => (Some(text.to_owned()), None),
            // A cut may have split the last character; that alone does not make text binary.
            Err(error) if length > raw.len() as u64 && error.error_len().is_none() => {
                (Some(String::from_utf8_lossy(&raw[..error.valid_up_to()]).into_owned()), None)
            }
            Err(_) => (None, Some(data_encoding::BASE64.encode(raw))),
        };
        DeadLetter {
            stage: stage.to_owned(),
            error,
            source: from.file.to_string(),
            position: Position { offset: from.offset, line: (from.line > 0).then_some(from.line) },
            received: from.received.to_string(),
            raw: text.filter(|text| !text.is_empty()),
            raw_base64: base64,
            raw_length: (length > raw.len() as u64).then_some(length),
        }
    }
}
