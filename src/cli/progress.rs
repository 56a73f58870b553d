//! The progress line, where a person watches, and the summary at the end.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{LogFormat, Output};
use crate::pipeline::extent::Extent;
use crate::pipeline::stats::Stats;

/// How often the line is drawn anew.
const GLANCE: Duration = Duration::from_millis(200);

/// How often it is looked at how far a run is, whether it is told or not.
const LOOK: Duration = Duration::from_secs(5);

/// The target of messages that say how far a run is.
pub(super) const PROGRESS: &str = "dateline::progress";

/// A line on standard error that shows how a run goes; hidden where standard error is no terminal.
#[derive(Clone)]
pub(super) struct Progress {
    bar: ProgressBar,
    shown: bool,
    log_format: LogFormat,
}

impl Progress {
    pub(super) fn new(output: Output) -> Progress {
        let shown = io::stderr().is_terminal() && output.log_format == LogFormat::Text;
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            bar.set_style(style);
        }
        Progress { bar, shown, log_format: output.log_format }
    }

    /// Whether a person watches.
    pub(super) fn is_shown(&self) -> bool {
        self.shown
    }

    /// Draws the line from these counters until it is aborted. Where no terminal shows it, a message says so often how far a
    /// source has come whose end is known.
    pub(super) fn watch(&self, stats: Arc<Stats>, told_every: Duration) -> tokio::task::JoinHandle<()> {
        let progress = self.clone();
        tokio::spawn(async move {
            match &stats.extent {
                _ if progress.shown => progress.draw(&stats).await,
                Some(extent) if !told_every.is_zero() => progress.tell(&stats, extent, told_every).await,
                _ => {}
            }
        })
    }

    async fn draw(&self, stats: &Stats) {
        let mut speed = Speed::new(0);
        let mut articles = Speed::new(0);
        loop {
            tokio::time::sleep(GLANCE).await;
            let read = speed.at(&stats.read.bytes);
            let rate = articles.at(&stats.articles);
            self.bar.set_message(match &stats.extent {
                Some(extent) => how_far(extent, rate),
                None => line(stats, read),
            });
            self.bar.tick();
        }
    }

    async fn tell(&self, stats: &Stats, extent: &Extent, every: Duration) {
        let mut told = (Instant::now(), 0);
        loop {
            // Looked at more often than it is told, for a better estimate.
            let mut waited = Duration::ZERO;
            while waited < every {
                let pause = (every - waited).min(LOOK);
                tokio::time::sleep(pause).await;
                waited += pause;
                extent.reached(Instant::now());
            }
            let (now, articles) = (Instant::now(), stats.articles.load(Ordering::Relaxed));
            let rate = (articles - told.1) as f64 / now.duration_since(told.0).as_secs_f64();
            told = (now, articles);
            match self.log_format {
                LogFormat::Text => tracing::info!(target: PROGRESS, "{}", how_far(extent, rate)),
                LogFormat::Json => {
                    let reached = extent.reached(now);
                    tracing::info!(
                        target: PROGRESS,
                        files_done = reached.files_done, files = reached.files,
                        bytes_done = reached.bytes_done, bytes = reached.bytes,
                        articles, articles_per_second = (rate * 10.0).round() / 10.0,
                        seconds_left = reached.left.map(|left| left.as_secs()),
                        "progress"
                    );
                }
            }
        }
    }

    /// Takes the line away.
    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }

    /// Does something that writes to standard error without disturbing the line.
    pub(super) fn suspend<T>(&self, work: impl FnOnce() -> T) -> T {
        self.bar.suspend(work)
    }
}

fn line(stats: &Stats, bytes_a_second: f64) -> String {
    let count = |value: &std::sync::atomic::AtomicU64| HumanCount(value.load(Ordering::Relaxed)).to_string();
    format!(
        "{} articles  {:.1} MB/s  {} events  {} dead letters  queue {:.0}%",
        count(&stats.articles),
        bytes_a_second / 1e6,
        count(&stats.events),
        count(&stats.dead_letters),
        stats.queue_fill() * 100.0
    )
}

/// How fast a counter grows, evened out over some glances.
struct Speed {
    last: (Instant, u64),
    a_second: f64,
}

impl Speed {
    fn new(from: u64) -> Speed {
        Speed { last: (Instant::now(), from), a_second: 0.0 }
    }

    fn at(&mut self, counter: &AtomicU64) -> f64 {
        let (now, value) = (Instant::now(), counter.load(Ordering::Relaxed));
        let here = (value - self.last.1) as f64 / now.duration_since(self.last.0).as_secs_f64();
        self.last = (now, value);
        self.a_second = 0.7 * self.a_second + 0.3 * here;
        self.a_second
    }
}

/// `12,345 of 2,000,000 files, 3.1 of 80.0 GB, 1,234 articles/s, 2 h 10 min left`.
fn how_far(extent: &Extent, articles_a_second: f64) -> String {
    let reached = extent.reached(Instant::now());
    let done = HumanCount(reached.files_done);
    let whole = match (reached.files, reached.bytes) {
        (Some(files), Some(bytes)) => {
            format!("{done} of {} files, {}", HumanCount(files), bytes_of(reached.bytes_done, bytes))
        }
        _ => {
            let counted = HumanCount(extent.files.load(Ordering::Relaxed));
            format!("{done} files, {}, counting ({counted} so far)", bytes_of(reached.bytes_done, reached.bytes_done))
        }
    };
    let left = reached.left.map_or(String::new(), |left| format!(", {} left", in_words(left)));
    format!("{whole}, {} articles/s{left}", HumanCount(articles_a_second.round() as u64))
}

/// `3.1 of 80.0 GB`, in the unit of the whole; just `3.1 GB` if both are the same.
fn bytes_of(done: u64, all: u64) -> String {
    let units = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    let (size, unit) = units.into_iter().find(|(size, _)| all as f64 >= *size).unwrap_or((1.0, "bytes"));
    let number = |bytes: u64| format!("{:.*}", usize::from(size > 1.0), bytes as f64 / size);
    if done == all { format!("{} {unit}", number(all)) } else { format!("{} of {} {unit}", number(done), number(all)) }
}

/// A span of time as people say it, to the precision that an estimate has.
fn in_words(span: Duration) -> String {
    let seconds = span.as_secs();
    let (minutes, hours) = ((seconds + 30) / 60, (seconds + 1800) / 3600);
    match seconds {
        0..90 => format!("{seconds} s"),
        90..5400 => format!("{minutes} min"),
        5400..172_800 => format!("{} h {} min", minutes / 60, minutes % 60),
        _ => format!("{} days {} h", hours / 24, hours % 24),
    }
}

/// What a run did, in one line.
pub(super) fn summary(stats: &Stats, took: Duration) -> String {
    let load = |value: &std::sync::atomic::AtomicU64| value.load(Ordering::Relaxed);
    let bytes = load(&stats.read.bytes);
    let speed = bytes as f64 / 1e6 / took.as_secs_f64().max(0.001);
    // Of a few articles, or of days of waiting for them, it says nothing.
    let speed = if speed < 0.05 { String::new() } else { format!(" ({speed:.1} MB/s)") };
    let took = if took < Duration::from_secs(60) {
        format!("{:.1} s", took.as_secs_f64())
    } else {
        HumanDuration(took).to_string()
    };
    let files = stats.extent.as_ref().map(|extent| extent.reached(Instant::now())).and_then(|reached| {
        Some(format!("; {} of {} files are done", HumanCount(reached.files_done), HumanCount(reached.files?)))
    });
    format!(
        "{}, {}, {}, {}; {} read in {took}{speed}{}",
        counted(load(&stats.articles), "article"),
        counted(load(&stats.events), "event"),
        counted(load(&stats.quotes), "quote"),
        counted(load(&stats.dead_letters), "dead letter"),
        HumanBytes(bytes),
        files.unwrap_or_default(),
    )
}

/// A number of things, as people say it.
fn counted(number: u64, thing: &str) -> String {
    format!("{} {thing}{}", HumanCount(number), if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_counted_as_people_say_it() {
        assert_eq!(counted(1, "article"), "1 article");
        assert_eq!(counted(12_345, "dead letter"), "12,345 dead letters");
        assert_eq!(counted(0, "event"), "0 events");
    }

    #[test]
    fn spans_and_sizes_as_people_say_them() {
        let spans = [
            (0, "0 s"),
            (89, "89 s"),
            (90, "2 min"),
            (5_000, "83 min"),
            (7_810, "2 h 10 min"),
            (86_400, "24 h 0 min"),
            (200_000, "2 days 8 h"),
        ];
        for (seconds, expected) in spans {
            assert_eq!(in_words(Duration::from_secs(seconds)), expected);
        }
        let sizes = [
            (3_100_000_000, 80_000_000_000, "3.1 of 80.0 GB"),
            (0, 999, "0 of 999 bytes"),
            (1500, 1500, "1.5 kB"),
            (0, 0, "0 bytes"),
        ];
        for (done, all, expected) in sizes {
            assert_eq!(bytes_of(done, all), expected);
        }
    }

    #[test]
    fn what_is_not_known_yet_is_not_told() {
        let extent = Extent::default();
        extent.files.store(1200, Ordering::Relaxed);
        extent.files_done.store(3, Ordering::Relaxed);
        assert_eq!(how_far(&extent, 12.0), "3 files, 0 bytes, counting (1,200 so far), 12 articles/s");
        extent.bytes.store(5_000_000, Ordering::Relaxed);
        extent.is_counted.store(true, Ordering::Relaxed);
        assert_eq!(how_far(&extent, 1234.4), "3 of 1,200 files, 0.0 of 5.0 MB, 1,234 articles/s");
    }
}
