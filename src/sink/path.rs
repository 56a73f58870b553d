//! Paths of output files: strftime patterns filled in with the article's time, or the time of the run.

use std::sync::Arc;

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, Zoned, tz::TimeZone};

/// A path that may hold strftime conversions: `out/%Y-%m-%d.ndjson`.
#[derive(Clone, Debug)]
pub struct PathPattern {
    pattern: Arc<str>,
    varies: bool,
}

impl PathPattern {
    /// A pattern; the error says which conversion is wrong.
    pub fn new(pattern: &str) -> Result<PathPattern, String> {
        let made = PathPattern { pattern: pattern.into(), varies: pattern.contains('%') };
        let sample = Date::constant(2001, 2, 3).at(4, 5, 6, 0);
        made.fill(sample).map_err(|error| format!("`{pattern}` is no path pattern: {error}"))?;
        Ok(made)
    }

    /// The path for an article's publication time as its record holds it (ISO 8601 timestamp or date).
    pub fn for_article(&self, published: &str) -> Arc<str> {
        if self.varies { self.at(civil(published)) } else { Arc::clone(&self.pattern) }
    }

    /// The path for this moment (UTC).
    pub fn for_run(&self, now: Timestamp) -> Arc<str> {
        if self.varies { self.at(now.to_zoned(TimeZone::UTC).datetime()) } else { Arc::clone(&self.pattern) }
    }

    fn at(&self, time: DateTime) -> Arc<str> {
        // The pattern was tried when it was made; should a time not fit it all the same, the pattern itself names a file.
        self.fill(time).map_or_else(|_| Arc::clone(&self.pattern), Arc::from)
    }

    fn fill(&self, time: DateTime) -> Result<String, jiff::Error> {
        let zoned = time.to_zoned(TimeZone::UTC)?;
        if self.varies { jiff::fmt::strtime::format(&*self.pattern, &zoned) } else { Ok(self.pattern.to_string()) }
    }
}

/// The local time that an ISO 8601 timestamp or date tells, whatever its offset; hours and minutes only.
fn civil(published: &str) -> DateTime {
    let date = published.get(..10).and_then(|date| date.parse::<Date>().ok());
    let number = |range: std::ops::Range<usize>| published.get(range).and_then(|digits| digits.parse::<i8>().ok());
    let hour = number(11..13).filter(|hour| (0..24).contains(hour)).unwrap_or(0);
    let minute = number(14..16).filter(|minute| (0..60).contains(minute)).unwrap_or(0);
    date.unwrap_or_else(|| Zoned::now().date()).at(hour, minute, 0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_filled_with_the_local_time_of_the_article() {
        for (pattern, published, expected) in [
            ("out/%Y-%m-%d.ndjson", "2021-12-18T23:30:00-05:00", "out/2021-12-18.ndjson"),
            ("out/%Y/%m/%d-%H.ndjson.zst", "2021-12-18T23:30:00Z", "out/2021/12/18-23.ndjson.zst"),
            ("out/%Y-%H.ndjson", "1987-02-26", "out/1987-00.ndjson"),
            ("out/all.ndjson", "1987-02-26", "out/all.ndjson"),
            ("out/100%%.ndjson", "1987-02-26", "out/100%.ndjson"),
        ] {
            assert_eq!(&*PathPattern::new(pattern).unwrap().for_article(published), expected);
        }
        assert!(PathPattern::new("out/%!.ndjson").is_err());
    }
}
