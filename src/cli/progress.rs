//! The progress line, where a person watches, and the summary at the end.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{LogFormat, Output};
use crate::pipeline::stats::Stats;

/// How often the line is drawn anew.
const GLANCE: Duration = Duration::from_millis(200);

/// A line on standard error that shows how a run goes; hidden where standard error is no terminal.
#[derive(Clone)]
pub(super) struct Progress {
    bar: ProgressBar,
    shown: bool,
}

impl Progress {
    pub(super) fn new(output: Output) -> Progress {
        let shown = io::stderr().is_terminal() && output.log_format == LogFormat::Text;
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            bar.set_style(style);
        }
        Progress { bar, shown }
    }

    /// Whether a person watches.
    pub(super) fn is_shown(&self) -> bool {
        self.shown
    }

    /// Draws the line from these counters until it is aborted.
    pub(super) fn watch(&self, stats: Arc<Stats>) -> tokio::task::JoinHandle<()> {
        let progress = self.clone();
        tokio::spawn(async move {
            if !progress.shown {
                return;
            }
            let mut last = (Instant::now(), 0);
            let mut speed = 0.0;
            loop {
                tokio::time::sleep(GLANCE).await;
                let bytes = stats.read.bytes.load(Ordering::Relaxed);
                let now = Instant::now();
                let here = (bytes - last.1) as f64 / now.duration_since(last.0).as_secs_f64();
                speed = 0.7 * speed + 0.3 * here;
                last = (now, bytes);
                progress.bar.set_message(line(&stats, speed));
                progress.bar.tick();
            }
        })
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

/// What a run did, in one line.
pub(super) fn summary(stats: &Stats, took: Duration) -> String {
    let load = |value: &std::sync::atomic::AtomicU64| value.load(Ordering::Relaxed);
    let bytes = load(&stats.read.bytes);
    let speed = bytes as f64 / 1e6 / took.as_secs_f64().max(0.001);
    let took = if took < Duration::from_secs(60) {
        format!("{:.1} s", took.as_secs_f64())
    } else {
        HumanDuration(took).to_string()
    };
    format!(
        "{} articles, {} events, {} quotes, {} dead letters; {} read in {took} ({speed:.1} MB/s)",
        HumanCount(load(&stats.articles)),
        HumanCount(load(&stats.events)),
        HumanCount(load(&stats.quotes)),
        HumanCount(load(&stats.dead_letters)),
        HumanBytes(bytes),
    )
}
