//! The day of an event, for tables that have nothing finer and nothing coarser.

use jiff::civil::{Date, ISOWeekDate, Weekday};

use crate::record::{EventRecord, TimeKind};

/// What is known of when an event happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct When {
    /// The day.
    pub day: Option<Date>,
    /// Year and month, also where the day is not known.
    pub month: Option<(i16, i8)>,
    /// The year, also where the month is not known.
    pub year: Option<i16>,
}

impl When {
    /// When an event happened, as its time says; the day of publication for an event whose time says no date at all (`now`,
    /// `recently`), or that has none. A time that names a month, a week or a year leaves the day open.
    pub fn of(event: &EventRecord) -> When {
        let dated = event.time.as_ref().filter(|time| matches!(time.kind, TimeKind::Date | TimeKind::Time));
        let told = dated.map(|time| When::read(&time.value)).filter(|when| when.year.is_some());
        told.unwrap_or_else(|| When::read(&event.article.published))
    }

    /// Reads a TIMEX3 value or an ISO 8601 time.
    fn read(value: &str) -> When {
        if let Some(day) = value.get(..10).and_then(|day| day.parse::<Date>().ok()) {
            return When { day: Some(day), month: Some((day.year(), day.month())), year: Some(day.year()) };
        }
        let Some(year) = value.get(..4).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit())) else {
            return When::default();
        };
        let year: Option<i16> = year.parse().ok();
        let rest = &value[4..];
        if let Some(week) = rest.strip_prefix("-W") {
            let number = week.get(..2).and_then(|week| week.parse::<i8>().ok());
            return year.zip(number).and_then(|(year, week)| When::of_week(year, week)).unwrap_or_default();
        }
        let month = rest.strip_prefix('-').and_then(|rest| rest.get(..2)).and_then(|month| month.parse::<i8>().ok());
        let month = year.zip(month).filter(|(_, month)| (1..=12).contains(month));
        // `199` and such stand for decades; `1990-Q3` and `1990-SU` are within their year.
        When { day: None, month, year: year.filter(|_| rest.is_empty() || rest.starts_with('-')) }
    }

    /// A week, whose days may all be in one month or year.
    fn of_week(year: i16, week: i8) -> Option<When> {
        let monday = ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date();
        let sunday = ISOWeekDate::new(year, week, Weekday::Sunday).ok()?.date();
        let year = (monday.year() == sunday.year()).then(|| monday.year());
        let month = (monday.month() == sunday.month()).then(|| (monday.year(), monday.month()));
        Some(When { day: None, month: year.and(month), year })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_far_as_they_go() {
        for (value, day, month, year) in [
            ("2021-12-17", true, true, true),
            ("2021-12-17T14:30", true, true, true),
            ("2021-12", false, true, true),
            ("2021-W50", false, true, true),
            ("2021-W48", false, false, true),
            ("2020-W53", false, false, false),
            ("2021", false, false, true),
            ("2021-Q3", false, false, true),
            ("2021-13", false, false, true),
            ("199X", false, false, false),
            ("199", false, false, false),
            ("PAST_REF", false, false, false),
            ("P2D", false, false, false),
            ("", false, false, false),
            ("ÄÖÜ", false, false, false),
        ] {
            let when = When::read(value);
            assert_eq!((when.day.is_some(), when.month.is_some(), when.year.is_some()), (day, month, year), "{value}");
        }
    }
}
