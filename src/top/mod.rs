//! A running pipeline seen from a terminal: its metrics as rates, and its last events.
//!
//! [`metrics`] asks the endpoint and reads the answer, [`History`] makes rates of two answers, [`tail`] reads on in the output
//! file, and [`view`] draws all of it into a buffer of any size. Only `dateline top` knows of a terminal.

pub mod metrics;
pub mod tail;
pub mod view;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use metrics::Reading;

/// How many rates are kept for the drawing of throughput.
const KEPT: usize = 240;

/// Rates are those of this long. Work goes by the batch, so that rates of a second would jump.
const SPAN: Duration = Duration::from_secs(10);

/// The answers of a pipeline in the last ten seconds, and how its throughput went.
#[derive(Debug, Default)]
pub struct History {
    /// Oldest first.
    readings: VecDeque<(Instant, Reading)>,
    articles: VecDeque<u64>,
}

impl History {
    /// Takes a new answer in.
    pub fn add(&mut self, at: Instant, reading: Reading) {
        // Counters that fell say that the pipeline was started anew.
        let articles = |reading: &Reading| reading.sum("dateline_articles_total");
        if self.last().is_some_and(|last| articles(&reading) < articles(last)) {
            *self = History::default();
        }
        self.readings.push_back((at, reading));
        // The oldest stays as long as the one behind it does not cover the span.
        while self.readings.get(1).is_some_and(|(then, _)| at.duration_since(*then) >= SPAN) {
            self.readings.pop_front();
        }
        if let Some(rate) = self.rate("dateline_articles_total", &[]) {
            self.articles.push_back((rate * 10.0).round() as u64);
            if self.articles.len() > KEPT {
                self.articles.pop_front();
            }
        }
    }

    /// The newest answer.
    pub fn last(&self) -> Option<&Reading> {
        self.readings.back().map(|(_, reading)| reading)
    }

    /// How much a metric with these labels grew a second in the last ten seconds; none before there are two answers.
    pub fn rate(&self, name: &str, labels: &[(&str, &str)]) -> Option<f64> {
        let ((then, before), (now, last)) = (self.readings.front()?, self.readings.back()?);
        let seconds = now.duration_since(*then).as_secs_f64();
        let grown = last.value(name, labels)? - before.value(name, labels).unwrap_or(0.0);
        (seconds > 0.0).then_some((grown / seconds).max(0.0))
    }

    /// Articles a second, in tenths, oldest first.
    pub fn articles(&self) -> impl DoubleEndedIterator<Item = u64> + '_ {
        self.articles.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn rates_are_those_of_ten_seconds() {
        let start = Instant::now();
        let mut history = History::default();
        for second in 0..60u64 {
            // Nothing for five seconds, then 50 at once.
            let articles = second / 5 * 50;
            let reading = Reading::parse(&format!("dateline_articles_total {articles}\n"));
            history.add(start + Duration::from_secs(second), reading);
            if second >= 10 {
                assert_eq!(history.rate("dateline_articles_total", &[]), Some(10.0));
            }
        }
        assert_eq!(history.readings.len(), 11);
    }

    #[test]
    fn rates_come_of_two_answers() {
        let reading = |articles: u64, blocked: f64| {
            Reading::parse(&format!(
                "dateline_articles_total {articles}\ndateline_stage_blocked_seconds{{stage=\"read\"}} {blocked}\n"
            ))
        };
        let start = Instant::now();
        let mut history = History::default();
        history.add(start, reading(100, 1.0));
        assert_eq!(history.rate("dateline_articles_total", &[]), None);
        history.add(start + Duration::from_secs(2), reading(150, 2.0));
        assert_eq!(history.rate("dateline_articles_total", &[]), Some(25.0));
        assert_eq!(history.rate("dateline_stage_blocked_seconds", &[("stage", "read")]), Some(0.5));
        assert_eq!(history.rate("nothing", &[]), None);
        assert_eq!(history.articles().collect::<Vec<_>>(), [250]);
        history.add(start + Duration::from_secs(3), reading(10, 0.0));
        assert_eq!(history.rate("dateline_articles_total", &[]), None, "it was started anew");
    }
}
