//! What a temporal expression says before it is known from when it counts.

use std::ops::Range;

use jiff::civil::Weekday;

use crate::extract::lexicon::times::{Holiday, Part, Season, Unit};

/// A temporal expression as its words say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it says.
    pub what: What,
}

/// What a temporal expression says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A day, a year, an hour: a place on the calendar.
    Point(Point),
    /// How long: a TIMEX3 value.
    Length(String),
    /// So long from publication on, if the clause tells of what will be (`in two years`).
    Ahead(Unit, i32, String),
    /// How often: a TIMEX3 value.
    Set(String),
    /// `PRESENT_REF` and its like.
    Reference(String),
    /// What looks like a time and is none, such as an age.
    Nothing,
}

/// A place on the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The day, or what is longer than a day.
    pub when: When,
    /// The part of that day.
    pub part: Option<Part>,
    /// The hour of that day.
    pub clock: Option<Clock>,
}

impl From<When> for Point {
    fn from(when: When) -> Point {
        Point { when, part: None, clock: None }
    }
}

/// An hour of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// 0 to 24.
    pub hour: i8,
    /// 0 to 59.
    pub minute: i8,
    /// Whether it is said to be universal time.
    pub universal: bool,
}

/// Which year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Year {
    /// This one.
    Given(i16),
    /// So many years after that of publication.
    Away(i32),
    /// So many years after the one that is spoken of.
    Spoken(i32),
    /// The one that fits.
    Open,
}

/// Which one of those that come again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The one that fits.
    Open,
    /// The last before publication.
    Last,
    /// That of the week or year of publication.
    This,
    /// The first after publication.
    Next,
    /// The last before the time that is spoken of.
    Before,
    /// The first after the time that is spoken of.
    After,
}

/// A day, or what is longer than a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// The day that is spoken of.
    Same,
    /// So many units after publication; before it if negative.
    Published(Unit, i32),
    /// So many units after the time that is spoken of.
    Spoken(Unit, i32),
    /// A year before publication or before the time that is spoken of; of the same quarter where quarters are spoken of.
    YearBefore,
    /// So many days after another day.
    Beside(Box<When>, i32),
    /// The week that a day is in.
    WeekOf(Box<When>),
    /// A weekday.
    Weekday(Weekday, Step),
    /// A weekday of the week so many weeks after that of publication.
    WeekdayOf(Weekday, i32),
    /// A month.
    Month(i8, Year, Step),
    /// Month and day.
    Day(i8, i8, Year),
    /// A year.
    Year(i16),
    /// A quarter: its number, or the one that is spoken of.
    Quarter(Option<u8>, Year, Step),
    /// A half of a year.
    Half(u8, Year),
    /// A season.
    Season(Season, Year, Step),
    /// A holiday.
    Holiday(Holiday, Year, Step),
    /// A business year.
    FiscalYear(Year),
    /// A decade, by the first three digits of its years.
    Decade(i16),
    /// A century, by the first two digits of its years.
    Century(i16),
    /// A weekend.
    Weekend(Step),
    /// The last day of a year.
    YearEnd,
}

impl When {
    /// Whether it depends on the tense of its clause.
    pub fn is_open(&self) -> bool {
        match self {
            When::Weekday(_, step) | When::Weekend(step) => matches!(step, Step::Open | Step::This),
            When::Month(_, year, step)
            | When::Season(_, year, step)
            | When::Holiday(_, year, step)
            | When::Quarter(_, year, step) => *year == Year::Open && *step == Step::Open,
            When::Day(_, _, year) | When::Half(_, year) => *year == Year::Open,
            When::YearEnd => true,
            When::Beside(when, _) | When::WeekOf(when) => when.is_open(),
            _ => false,
        }
    }

    /// Whether it is one day.
    pub fn is_day(&self) -> bool {
        matches!(
            self,
            When::Published(Unit::Day, _)
                | When::Spoken(Unit::Day, _)
                | When::Beside(..)
                | When::Weekday(..)
                | When::WeekdayOf(..)
                | When::Day(..)
                | When::Holiday(..)
        )
    }
}
