//! Finds when: weekdays, simple dates, and days, weeks, months and years counted from the day of publication.
//!
//! Values are those of TIMEX3. A weekday is the last one up to the day of publication, because news tells what has happened,
//! unless `next` or a future verb stands before it.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::record::TimeKind;

use super::lexicon::words::class;
use super::text::Text;
use super::tokens::Kind;

/// A temporal expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeMention {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// TIMEX3 type.
    pub kind: TimeKind,
    /// TIMEX3 value.
    pub value: String,
    /// The day that it was counted from, where it was.
    pub anchor: Option<Date>,
}

/// The temporal expressions among the tokens of `range`, in order; relative ones count from `published`.
pub fn read(text: &Text<'_>, range: Range<usize>, published: Date) -> Vec<TimeMention> {
    let mut times = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let next = at + 1;
        let found = at_token(text, at, range.end, published).filter(|time| time.tokens.end <= range.end);
        at = found.as_ref().map_or(next, |time| time.tokens.end.max(next));
        times.extend(found);
    }
    times
}

fn at_token(text: &Text<'_>, at: usize, end: usize, published: Date) -> Option<TimeMention> {
    let word = text.of(at);
    let relative = |length: usize, value: String| {
        Some(TimeMention { tokens: at..at + length, kind: TimeKind::Date, value, anchor: Some(published) })
    };
    let token = text.tokens.get(at)?;
    if token.is(class::MONTH) && token.capital {
        return month_first(text, at, end, published);
    }
    if token.kind == Kind::Number {
        return number_first(text, at, end, published);
    }
    if token.is(class::WEEKDAY) && token.capital {
        return relative(1, weekday_value(word, published, false)?.to_string());
    }
    let lower = word.to_ascii_lowercase();
    match lower.as_str() {
        "today" | "tonight" => relative(1, published.to_string()),
        "yesterday" => relative(1, published.yesterday().ok()?.to_string()),
        "tomorrow" => relative(1, published.tomorrow().ok()?.to_string()),
        "this" | "last" | "next" if at + 1 < end => {
            let step = match lower.as_str() {
                "last" => -1,
                "next" => 1,
                _ => 0,
            };
            let unit = text.of(at + 1);
            if text.is(at + 1, class::WEEKDAY) {
                return relative(2, weekday_value(unit, published, step > 0)?.to_string());
            }
            let value = match unit {
                "week" => {
                    let week = published.checked_add(step.weeks()).ok()?.iso_week_date();
                    format!("{}-W{:02}", week.year(), week.week())
                }
                "month" => published.checked_add(step.months()).ok()?.strftime("%Y-%m").to_string(),
                "year" => published.checked_add(step.years()).ok()?.strftime("%Y").to_string(),
                _ => return None,
            };
            relative(2, value)
        }
        _ => None,
    }
}

/// `March 3`, `March 3, 2021`, `March 2021`.
fn month_first(text: &Text<'_>, at: usize, end: usize, published: Date) -> Option<TimeMention> {
    let month = month_number(text.of(at))?;
    let next = if at + 1 < end { text.of(at + 1) } else { "" };
    if let Some(year) = year_number(next) {
        return Some(date_mention(at..at + 2, format!("{year}-{month:02}"), None));
    }
    let Some(day) = day_number(next) else {
        let before = at.checked_sub(1).map_or("", |before| text.of(before)).to_ascii_lowercase();
        let alone = matches!(before.as_str(), "in" | "since" | "until" | "last" | "next" | "by" | "of" | "for");
        let year = closest_year(month, 1, published)?;
        return alone.then(|| date_mention(at..at + 1, format!("{year}-{month:02}"), Some(published)));
    };
    let comma = text.is_mark(at + 2, ',');
    let year_at = at + 2 + usize::from(comma);
    match year_number(if year_at < end { text.of(year_at) } else { "" }) {
        Some(year) => Some(date_mention(at..year_at + 1, full(year, month, day)?, None)),
        None => {
            Some(date_mention(at..at + 2, full(closest_year(month, day, published)?, month, day)?, Some(published)))
        }
    }
}

/// `3 March 2021`, `3 March`, `2021`, `2021-03-03`.
fn number_first(text: &Text<'_>, at: usize, end: usize, published: Date) -> Option<TimeMention> {
    let word = text.of(at);
    if at + 1 < end
        && text.is(at + 1, class::MONTH)
        && text.tokens[at + 1].capital
        && let (Some(day), Some(month)) = (day_number(word), month_number(text.of(at + 1)))
    {
        return match year_number(if at + 2 < end { text.of(at + 2) } else { "" }) {
            Some(year) => Some(date_mention(at..at + 3, full(year, month, day)?, None)),
            None => {
                Some(date_mention(at..at + 2, full(closest_year(month, day, published)?, month, day)?, Some(published)))
            }
        };
    }
    if word.len() == 10 && word.parse::<Date>().is_ok() {
        return Some(date_mention(at..at + 1, word.to_owned(), None));
    }
    let before = at.checked_sub(1).map_or("", |before| text.of(before)).to_ascii_lowercase();
    let in_year =
        matches!(before.as_str(), "in" | "since" | "until" | "by" | "during" | "from" | "of" | "early" | "late");
    let year = year_number(word).filter(|_| in_year)?;
    Some(date_mention(at..at + 1, year.to_string(), None))
}

fn date_mention(tokens: Range<usize>, value: String, anchor: Option<Date>) -> TimeMention {
    TimeMention { tokens, kind: TimeKind::Date, value, anchor }
}

fn full(year: i16, month: i8, day: i8) -> Option<String> {
    Date::new(year, month, day).ok().map(|date| date.to_string())
}

/// The year that brings a day without one closest to the day of publication.
fn closest_year(month: i8, day: i8, published: Date) -> Option<i16> {
    let days = |year: i16| {
        let date = Date::new(year, month, day).ok()?;
        Some((date.since(published).ok()?.get_days().abs(), year))
    };
    let year = published.year();
    [year - 1, year, year + 1].into_iter().filter_map(days).min().map(|(_, year)| year)
}

fn weekday_value(name: &str, published: Date, future: bool) -> Option<Date> {
    let weekday = match name.to_ascii_lowercase().as_str() {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    };
    if !future && published.weekday() == weekday {
        return Some(published);
    }
    published.nth_weekday(if future { 1 } else { -1 }, weekday).ok()
}

fn month_number(name: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let head = name.get(..3)?.to_ascii_lowercase();
    MONTHS.iter().position(|month| *month == head).map(|index| index as i8 + 1)
}

fn day_number(text: &str) -> Option<i8> {
    let digits = text.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    digits.parse::<i8>().ok().filter(|day| (1..=31).contains(day))
}

fn year_number(text: &str) -> Option<i16> {
    text.parse::<i16>().ok().filter(|year| text.len() == 4 && (1800..2100).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing;

    #[test]
    fn times_have_values() {
        let published: Date = "2024-05-15".parse().unwrap(); // a Wednesday
        let cases: [(&str, &[(&str, &str)]); 10] = [
            ("They met on Monday.", &[("Monday", "2024-05-13")]),
            ("They met on Wednesday", &[("Wednesday", "2024-05-15")]),
            ("It starts next Friday", &[("next Friday", "2024-05-17")]),
            ("Talks this week and yesterday", &[("this week", "2024-W20"), ("yesterday", "2024-05-14")]),
            ("on March 3, 2021, and Dec. 30", &[("March 3, 2021", "2021-03-03"), ("Dec. 30", "2023-12-30")]),
            ("born 4 June 1989 in 1989", &[("4 June 1989", "1989-06-04"), ("1989", "1989")]),
            ("He may march in May", &[("May", "2024-05")]),
            ("about 2000 people", &[]),
            ("last month and next year", &[("last month", "2024-04"), ("next year", "2025")]),
            ("on February 30", &[]),
        ];
        for (body, expected) in cases {
            testing::with_text(body, |text, _| {
                let found = read(text, 0..text.tokens.len(), published);
                let found: Vec<(&str, &str)> =
                    found.iter().map(|time| (text.span(&time.tokens).of(body), time.value.as_str())).collect();
                assert_eq!(found, expected, "{body}");
            });
        }
    }
}
