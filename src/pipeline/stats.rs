//! What happens in a running pipeline, counted: for the progress line, the summary and the metrics.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use parking_lot::Mutex;

use super::extent::Extent;

/// Counters of one run. All only grow, but for the marked ones.
#[derive(Debug, Default)]
pub struct Stats {
    /// How far a source that has an end has come; none for others.
    pub extent: Option<Arc<Extent>>,
    /// Reading.
    pub read: Stage,
    /// Normalizing and extracting.
    pub extract: Stage,
    /// All sinks.
    pub sink: Stage,
    /// Articles that went through.
    pub articles: AtomicU64,
    /// Events found.
    pub events: AtomicU64,
    /// Quotations found.
    pub quotes: AtomicU64,
    /// Articles that repeat another.
    pub repeats: AtomicU64,
    /// Inputs that became dead letters.
    pub dead_letters: AtomicU64,
    /// Records that a sink refused, which became dead letters although their articles went through.
    pub refused: AtomicU64,
    /// Dead letters by stage and kind of error.
    pub errors: Mutex<BTreeMap<(&'static str, &'static str), u64>>,
    /// Batches waiting for a worker (goes up and down).
    pub queue: AtomicU64,
    /// The most that `queue` can be.
    pub queue_capacity: AtomicU64,
    /// Commits.
    pub commits: AtomicU64,
    /// When the last commit was made, in milliseconds since 1970; 0 before the first.
    pub committed_at: AtomicI64,
    /// How long the newest article that was written had been waiting since it was received, in milliseconds.
    pub lag_millis: AtomicI64,
}

/// Counters of one stage.
#[derive(Debug, Default)]
pub struct Stage {
    /// Items that left it.
    pub items: AtomicU64,
    /// Bytes that left it.
    pub bytes: AtomicU64,
    /// Time it spent waiting for a place to put them.
    pub blocked_micros: AtomicU64,
}

impl Stats {
    /// Counts a dead letter of `stage` for an error of this kind.
    pub fn dead_letter(&self, stage: &'static str, kind: &'static str) {
        self.dead_letters.fetch_add(1, Ordering::Relaxed);
        *self.errors.lock().entry((stage, kind)).or_default() += 1;
    }

    /// Counts a record that a sink refused.
    pub fn refused_record(&self) {
        self.refused.fetch_add(1, Ordering::Relaxed);
        *self.errors.lock().entry(("sink", "too_large")).or_default() += 1;
    }

    /// How full the queue before the workers is, 0 to 1.
    pub fn queue_fill(&self) -> f64 {
        let capacity = self.queue_capacity.load(Ordering::Relaxed).max(1);
        self.queue.load(Ordering::Relaxed) as f64 / capacity as f64
    }
}
