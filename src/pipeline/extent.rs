//! How far a source that has an end has come, and when it will be there.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use parking_lot::Mutex;

/// The pace is that of this much time before now: long enough to even out large and small files, short enough to follow
/// a machine that has other work to do.
const WINDOW: Duration = Duration::from_secs(300);

/// How far apart the moments are that the pace is taken from.
const STEP: Duration = Duration::from_secs(2);

/// What is known of the whole of a source's input. Bytes are counted as they lie on the disk, packed or not.
#[derive(Debug, Default)]
pub struct Extent {
    /// Files that there are, as far as they have been counted.
    pub files: AtomicU64,
    /// Their bytes.
    pub bytes: AtomicU64,
    /// Whether all have been counted.
    pub is_counted: AtomicBool,
    /// Files that have gone through, in this run and in those before.
    pub files_done: AtomicU64,
    /// Bytes that have gone through.
    pub bytes_done: AtomicU64,
    pace: Mutex<VecDeque<(Instant, u64)>>,
}

/// An [`Extent`] at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Files that have gone through.
    pub files_done: u64,
    /// Files that there are; none while they are still being counted.
    pub files: Option<u64>,
    /// Bytes that have gone through.
    pub bytes_done: u64,
    /// Bytes that there are; none while they are still being counted.
    pub bytes: Option<u64>,
    /// The time that the rest will take at the pace of the last minutes; none while that is not known.
    pub left: Option<Duration>,
}

impl Extent {
    /// How far it is at this moment. The more often it is asked for, the better `left` is.
    pub fn reached(&self, now: Instant) -> Reached {
        let load = |value: &AtomicU64| value.load(Ordering::Relaxed);
        let is_counted = self.is_counted.load(Ordering::Acquire);
        let (files_done, bytes_done) = (load(&self.files_done), load(&self.bytes_done));
        // A file that has grown since it was counted must not make more than the whole.
        let files = is_counted.then(|| load(&self.files).max(files_done));
        let bytes = is_counted.then(|| load(&self.bytes).max(bytes_done));
        let left = self.left(now, bytes_done, bytes);
        Reached { files_done, files, bytes_done, bytes, left }
    }

    fn left(&self, now: Instant, done: u64, all: Option<u64>) -> Option<Duration> {
        let mut pace = self.pace.lock();
        while pace.len() > 1 && now.duration_since(pace[1].0) >= WINDOW {
            pace.pop_front();
        }
        if pace.back().is_none_or(|(at, _)| now.duration_since(*at) >= STEP) {
            pace.push_back((now, done));
        }
        let (begun, before) = *pace.front()?;
        let (rest, took) = (all? - done, now.duration_since(begun));
        match done.saturating_sub(before) {
            _ if rest == 0 => Some(Duration::ZERO),
            0 => None,
            _ if took < STEP => None,
            gone => Duration::try_from_secs_f64(rest as f64 / gone as f64 * took.as_secs_f64()).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_follows_the_pace_of_the_last_minutes() {
        let extent = Extent::default();
        let begun = Instant::now();
        let at = |seconds: u64, done: u64| {
            extent.bytes_done.store(done, Ordering::Relaxed);
            extent.reached(begun + Duration::from_secs(seconds)).left.map(|left| left.as_secs())
        };
        extent.bytes.store(10_000, Ordering::Relaxed);
        assert_eq!(at(0, 0), None);
        assert_eq!(at(10, 100), None, "the whole is not known");
        extent.is_counted.store(true, Ordering::Relaxed);
        assert_eq!(at(20, 200), Some(980), "10 bytes a second");
        for seconds in (100..600).step_by(10) {
            // From here on 2 bytes a second.
            at(seconds, 200 + 2 * (seconds - 100));
        }
        assert_eq!(at(600, 1200), Some(4400), "what was faster long ago does not count");
        assert_eq!(at(700, 10_000), Some(0));
        assert_eq!(at(701, 10_100), Some(0), "it has grown");
    }

    #[test]
    fn what_earlier_runs_did_is_not_this_runs_pace() {
        let extent = Extent::default();
        extent.bytes.store(1_000_000, Ordering::Relaxed);
        extent.bytes_done.store(900_000, Ordering::Relaxed);
        extent.is_counted.store(true, Ordering::Relaxed);
        let begun = Instant::now();
        assert_eq!(extent.reached(begun).left, None);
        extent.bytes_done.store(901_000, Ordering::Relaxed);
        let reached = extent.reached(begun + Duration::from_secs(10));
        assert_eq!((reached.left, reached.bytes), (Some(Duration::from_secs(990)), Some(1_000_000)));
    }
}
