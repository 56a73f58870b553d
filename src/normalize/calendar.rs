//! Names of months and weekdays, dates without a year, and dates in the paths of links.
//!
//! Shared by the dateline, the publication time and the links, so that all three read the same notations.

use jiff::civil::{Date, Weekday};

/// A date as a dateline writes it, with or without its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartialDate {
    /// The year, where it is written.
    pub year: Option<i16>,
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31.
    pub day: i8,
}

impl PartialDate {
    /// The full date; a missing year is the one that brings the date nearest to `near`. None for a day that the month has
    /// not.
    pub fn complete(self, near: Date) -> Option<Date> {
        if let Some(year) = self.year {
            return Date::new(year, self.month, self.day).ok();
        }
        (near.year() - 1..=near.year() + 1)
            .filter_map(|year| Date::new(year, self.month, self.day).ok())
            .min_by_key(|date| days_between(*date, near).abs())
    }
}

/// Days from `from` to `to`; negative where `to` is earlier.
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// The month (1 to 12) that `name` stands for: English, whole or shortened to three letters or more, in any case, with or
/// without a full stop.
pub fn month(name: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.strip_suffix('.').unwrap_or(name);
    if name.len() < 3 || name.len() > 9 || !name.is_ascii() {
        return None;
    }
    let found = MONTHS.iter().position(|month| {
        (name.len() == 3 || name.len() == 4 || name.len() == month.len())
            && month.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name))
    })?;
    i8::try_from(found + 1).ok()
}

/// The weekday that `name` is, in English, whole or shortened to three letters, in any case.
pub fn weekday(name: &str) -> Option<Weekday> {
    const DAYS: [(&str, Weekday); 7] = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    let name = name.strip_suffix('.').unwrap_or(name);
    DAYS.iter()
        .find(|(day, _)| day.eq_ignore_ascii_case(name) || (name.len() == 3 && day[..3].eq_ignore_ascii_case(name)))
        .map(|(_, day)| *day)
}

/// The date that the path of a link holds: `/2021/12/17/`, `-2021-12-17`, `/2021/dec/17/`, `20211217`. None if there is none
/// of the years 1980 to 2099.
pub fn date_in_url(url: &str) -> Option<Date> {
    let bytes = url.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = at + digits(&bytes[at..]);
        let date = match end - at {
            8 => date_of(&url[at..at + 4], &url[at + 4..at + 6], &url[at + 6..end]),
            4 => separated(url, at),
            _ => None,
        };
        if date.is_some() {
            return date;
        }
        at = end;
    }
    None
}

/// `2021/12/17` and its like at `at`, where four digits stand.
fn separated(url: &str, at: usize) -> Option<Date> {
    let mut parts = url.get(at..)?.splitn(3, ['/', '-', '_', '.']);
    let (year, month, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let day = rest.get(..digits(rest.as_bytes()))?;
    if day.is_empty() || day.len() > 2 || month.len() > 9 { None } else { date_of(year, month, day) }
}

fn date_of(year: &str, month_text: &str, day: &str) -> Option<Date> {
    let year: i16 = year.parse().ok().filter(|year| (1980..2100).contains(year))?;
    let month = month_text.parse().ok().or_else(|| month(month_text))?;
    Date::new(year, month, day.parse().ok()?).ok()
}

/// How many ASCII digits `bytes` begins with.
pub fn digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn month_names() {
        for (name, expected) in [
            ("Dec", Some(12)),
            ("DEC.", Some(12)),
            ("Sept.", Some(9)),
            ("september", Some(9)),
            ("MArch", Some(3)),
            ("May", Some(5)),
            ("Ma", None),
            ("Marched", None),
            ("Decem", None),
            ("Mär", None),
        ] {
            assert_eq!(month(name), expected, "{name}");
        }
    }

    #[test]
    fn missing_years_come_from_the_nearest_date() {
        let day = |month, day| PartialDate { year: None, month, day };
        for (partial, near, expected) in [
            (day(12, 31), date(2022, 1, 2), Some(date(2021, 12, 31))),
            (day(1, 1), date(2021, 12, 30), Some(date(2022, 1, 1))),
            (day(6, 5), date(2021, 6, 7), Some(date(2021, 6, 5))),
            (day(2, 29), date(2021, 3, 1), Some(date(2020, 2, 29))),
            (day(2, 30), date(2021, 3, 1), None),
        ] {
            assert_eq!(partial.complete(near), expected, "{partial:?} near {near}");
        }
    }

    #[test]
    fn dates_in_links() {
        for (url, expected) in [
            ("https://news.example/world/talks-stall-again-2020-03-04", Some(date(2020, 3, 4))),
            ("https://news.example/2019/11/05/some-story", Some(date(2019, 11, 5))),
            ("https://news.example/world/2019/nov/5/some-story", Some(date(2019, 11, 5))),
            ("https://news.example/a/20200304-talks", Some(date(2020, 3, 4))),
            ("https://news.example/id/20209999", None),
            ("https://news.example/1234/5678", None),
            ("https://news.example/2019/13/05", None),
            ("2019", None),
            ("2019-1-", None),
        ] {
            assert_eq!(date_in_url(url), expected, "{url}");
        }
    }
}
