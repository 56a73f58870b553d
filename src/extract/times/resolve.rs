//! From what a temporal expression says to its TIMEX3 value: counted from the day of publication, or from the time that the
//! story speaks of.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use crate::extract::lexicon::times::{Season, Unit};
use crate::record::TimeKind;

use super::expression::{Clock, Point, Step, When, Year};
use super::holidays::on;
use super::tense::Direction;
use super::values;

/// How exact a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grain {
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Half,
    Season(Season),
    FiscalYear,
    Year,
    Decade,
    Century,
}

/// What a value was found to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// DATE or TIME.
    pub kind: TimeKind,
    /// TIMEX3 value.
    pub value: String,
    /// The day that it was counted from, where it was.
    pub anchor: Option<Date>,
}

/// What relative times of an article count from: its publication, and the times that it has spoken of so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    published: Date,
    /// The day that was spoken of last.
    day: Option<Date>,
    /// Whether that was in the sentence that is being read.
    day_is_near: bool,
    /// What was spoken of last.
    last: Option<(Date, Grain)>,
    /// The quarter that was spoken of last: four times the year and its number from 0.
    quarter: Option<i32>,
}

/// How many times further away from publication a date may be that agrees with the tense than one that does not, and is still
/// taken: the past tense says more (`was to open in May`, `will recall the attack of May`).
const AGAINST_PAST: i32 = 5;
const AGAINST_FUTURE: i32 = 3;

impl Timeline {
    /// For an article published on a day.
    pub fn new(published: Date) -> Timeline {
        Timeline { published, day: None, day_is_near: false, last: None, quarter: None }
    }

    /// A new sentence begins.
    pub fn next_sentence(&mut self) {
        self.day_is_near = false;
    }

    /// The day of an hour or a part of the day without one: that of the sentence; else the last that has come by publication.
    fn same_day(&self) -> Date {
        self.day.filter(|day| self.day_is_near || *day <= self.published).unwrap_or(self.published)
    }

    /// The value of `point` in a clause that looks in `direction`; none if there is no such day.
    pub fn resolve(&mut self, point: &Point, direction: Direction) -> Option<Resolved> {
        let (date, grain) = self.place(&point.when, direction)?;
        let relative = !matches!(
            point.when,
            When::Year(_)
                | When::Decade(_)
                | When::Century(_)
                | When::Day(_, _, Year::Given(_))
                | When::Month(_, Year::Given(_), _)
                | When::Quarter(Some(_), Year::Given(_), _)
                | When::Half(_, Year::Given(_))
                | When::FiscalYear(Year::Given(_))
        );
        let anchor = match point.when {
            When::Spoken(unit, _) => self.base(unit),
            When::Same => self.same_day(),
            _ => self.published,
        };
        let mut value = text(date, grain);
        let mut kind = TimeKind::Date;
        if grain == Grain::Day {
            if let Some(clock) = point.clock {
                value.push_str(&hour(clock));
                kind = TimeKind::Time;
            } else if let Some(part) = point.part {
                value.push('T');
                value.push_str(values::part(part));
                kind = TimeKind::Time;
            }
            self.day = Some(date);
            self.day_is_near = true;
        }
        // Last year's quarter is only there to compare with.
        if grain == Grain::Quarter && !matches!(point.when, When::YearBefore | When::Quarter(_, Year::Away(_), _)) {
            self.quarter = Some(quarter_of(date));
        }
        self.last = Some((date, grain));
        Some(Resolved { kind, value, anchor: relative.then_some(anchor) })
    }

    /// What times that count from the time spoken of count from: a day for days, anything for what is longer.
    fn base(&self, unit: Unit) -> Date {
        let day = self.day.unwrap_or(self.published);
        match unit {
            Unit::Month | Unit::Quarter | Unit::Year | Unit::Decade | Unit::Century | Unit::Millennium => {
                self.last.map_or(self.published, |(date, _)| date)
            }
            _ => day,
        }
    }

    fn place(&self, when: &When, direction: Direction) -> Option<(Date, Grain)> {
        let published = self.published;
        match *when {
            When::Same => Some((self.same_day(), Grain::Day)),
            When::Published(unit, count) => shift(published, unit, count),
            When::Spoken(unit, count) => shift(self.base(unit), unit, count),
            When::Beside(ref when, days) => {
                let (date, _) = self.place(when, direction)?;
                Some((date.checked_add(days.days()).ok()?, Grain::Day))
            }
            When::WeekOf(ref when) => Some((self.place(when, direction)?.0, Grain::Week)),
            When::YearBefore => match self.quarter {
                Some(quarter) => from_quarter(quarter_before(quarter, published)),
                None => shift(self.base(Unit::Year), Unit::Year, -1),
            },
            When::Weekday(day, step) => self.weekday(day, step, direction).map(|date| (date, Grain::Day)),
            When::WeekdayOf(day, weeks) => {
                let monday = monday(published)?.checked_add(weeks.weeks()).ok()?;
                let days = i32::from(day.to_monday_zero_offset());
                Some((monday.checked_add(days.days()).ok()?, Grain::Day))
            }
            When::Month(month, year, step) => Some((self.month(month, year, step, direction)?, Grain::Month)),
            When::Day(month, day, year) => {
                let date = match self.year(year) {
                    Some(year) => Date::new(year, month, day).ok()?,
                    None => self.closest(direction, |year| Date::new(year, month, day).ok())?,
                };
                Some((date, Grain::Day))
            }
            When::Year(year) => Some((first_of(year)?, Grain::Year)),
            When::Quarter(number, year, step) => from_quarter(self.quarter(number, year, step, direction)?),
            When::Half(number, year) => {
                let year = self.year(year).unwrap_or(published.year());
                Some((Date::new(year, if number == 1 { 1 } else { 7 }, 1).ok()?, Grain::Half))
            }
            When::Season(season, year, step) => {
                Some((self.season(season, year, step, direction)?, Grain::Season(season)))
            }
            When::Holiday(holiday, year, step) => {
                let date = match self.year(year) {
                    Some(year) => on(holiday, year)?,
                    None => self.stepped(step, direction, |year| on(holiday, year))?,
                };
                Some((date, Grain::Day))
            }
            When::FiscalYear(year) => Some((first_of(self.year(year).unwrap_or(published.year()))?, Grain::FiscalYear)),
            When::Decade(decade) => Some((first_of(decade.checked_mul(10)?)?, Grain::Decade)),
            When::Century(century) => Some((first_of(century.checked_mul(100)?)?, Grain::Century)),
            When::Weekend(step) => {
                let weeks = match step {
                    Step::Next | Step::After => 1,
                    Step::Last | Step::Before => -1,
                    _ if direction == Direction::Future || published.weekday().to_monday_zero_offset() >= 5 => 0,
                    Step::This => 0,
                    Step::Open => -1,
                };
                Some((monday(published)?.checked_add(weeks.weeks()).ok()?, Grain::Weekend))
            }
            When::YearEnd => Some((self.closest(direction, |year| Date::new(year, 12, 31).ok())?, Grain::Day)),
        }
    }

    /// The year that is said, if one is.
    fn year(&self, year: Year) -> Option<i16> {
        match year {
            Year::Given(year) => Some(year),
            Year::Away(count) => i16::try_from(i32::from(self.published.year()).checked_add(count)?).ok(),
            Year::Spoken(count) => i16::try_from(i32::from(self.base(Unit::Year).year()).checked_add(count)?).ok(),
            Year::Open => None,
        }
    }

    fn weekday(&self, day: Weekday, step: Step, direction: Direction) -> Option<Date> {
        let published = self.published;
        let same = published.weekday() == day;
        match step {
            Step::Last => published.nth_weekday(-1, day).ok(),
            Step::Next => published.nth_weekday(1, day).ok(),
            Step::Before => self.day.unwrap_or(published).nth_weekday(-1, day).ok(),
            Step::After => self.day.unwrap_or(published).nth_weekday(1, day).ok(),
            Step::Open | Step::This if same => Some(published),
            Step::Open if direction == Direction::Future => published.nth_weekday(1, day).ok(),
            Step::This if direction != Direction::Past => published.nth_weekday(1, day).ok(),
            Step::Open | Step::This => published.nth_weekday(-1, day).ok(),
        }
    }

    fn month(&self, month: i8, year: Year, step: Step, direction: Direction) -> Option<Date> {
        let first = |year: i16| Date::new(year, month, 1).ok();
        if let Some(year) = self.year(year) {
            return first(year);
        }
        let published = self.published.first_of_month();
        match step {
            Step::This => first(published.year()),
            Step::Open => closest_to(published, direction, first),
            _ => self.stepped_from(published, step, direction, first),
        }
    }

    /// The day that `make` gives for a year: the one nearest to publication, if the tense does not speak against it.
    fn closest(&self, direction: Direction, make: impl Fn(i16) -> Option<Date>) -> Option<Date> {
        closest_to(self.published, direction, make)
    }

    fn stepped(&self, step: Step, direction: Direction, make: impl Fn(i16) -> Option<Date>) -> Option<Date> {
        self.stepped_from(self.published, step, direction, make)
    }

    fn stepped_from(
        &self,
        from: Date,
        step: Step,
        direction: Direction,
        make: impl Fn(i16) -> Option<Date>,
    ) -> Option<Date> {
        let base = match step {
            Step::Before | Step::After => self.day.unwrap_or(from),
            _ => from,
        };
        let candidates = years_around(base).filter_map(&make);
        match step {
            Step::Last | Step::Before => candidates.filter(|date| *date < base).max(),
            Step::Next | Step::After => candidates.filter(|date| *date > base).min(),
            Step::This => make(base.year()),
            Step::Open => closest_to(base, direction, make),
        }
    }

    fn season(&self, season: Season, year: Year, step: Step, direction: Direction) -> Option<Date> {
        let month = match season {
            Season::Spring => 3,
            Season::Summer => 6,
            Season::Autumn => 9,
            Season::Winter => 12,
        };
        let first = |year: i16| Date::new(year, month, 1).ok();
        if let Some(year) = self.year(year) {
            return first(year);
        }
        let published = self.published;
        let seasons = || years_around(published).filter_map(first);
        let ended = |date: &Date| date.checked_add(3.months()).is_ok_and(|end| end <= published);
        match step {
            Step::Last | Step::Before => seasons().filter(ended).max(),
            Step::Next | Step::After => seasons().filter(|date| *date > published).min(),
            Step::This if season == Season::Winter && published.month() <= 2 => first(published.year() - 1),
            Step::This => first(published.year()),
            Step::Open => match direction {
                Direction::Future => seasons().filter(|date| !ended(date)).min(),
                _ => {
                    // One that begins within a month is as near as one that has been.
                    let soon = published.checked_add(1.months()).ok()?;
                    seasons().filter(|date| *date <= soon).max()
                }
            },
        }
    }

    /// A quarter, counted as four times the year and its number from 0.
    fn quarter(&self, number: Option<u8>, year: Year, step: Step, direction: Direction) -> Option<i32> {
        let current = quarter_of(self.published);
        let Some(number) = number else {
            let spoken = self.quarter.unwrap_or(current - 1);
            return match (step, year) {
                (Step::Last | Step::Before, _) => Some(current - 1),
                (Step::Next | Step::After, _) => Some(current + 1),
                (Step::This, _) => Some(current),
                (Step::Open, Year::Given(year)) => Some(i32::from(year) * 4 + spoken.rem_euclid(4)),
                (Step::Open, Year::Away(count) | Year::Spoken(count)) => {
                    let spoken = if count < 0 { quarter_near(spoken, self.published) } else { spoken };
                    Some(spoken + 4 * count)
                }
                (Step::Open, Year::Open) if direction == Direction::Future && self.quarter.is_none() => Some(current),
                (Step::Open, Year::Open) => Some(spoken),
            };
        };
        let number = i32::from(number) - 1;
        if let Some(year) = self.year(year) {
            return Some(i32::from(year) * 4 + number);
        }
        let this_year = current - current.rem_euclid(4) + number;
        // What is still to be reported of a quarter is often of the one that has just ended.
        let ahead = matches!(direction, Direction::Future);
        Some(match () {
            () if ahead && this_year < current - 1 => this_year + 4,
            () if !ahead && this_year > current => this_year - 4,
            () => this_year,
        })
    }
}

/// The years that a date without one can be of.
fn years_around(date: Date) -> impl Iterator<Item = i16> {
    date.year().saturating_sub(2)..=date.year().saturating_add(2)
}

/// The day of those that `make` gives which is nearest to `from`; days that the tense speaks against count as further away.
fn closest_to(from: Date, direction: Direction, make: impl Fn(i16) -> Option<Date>) -> Option<Date> {
    let cost = |date: &Date| {
        let days = from.until(*date).map_or(i32::MAX / 4, |span| span.get_days());
        let weight = match direction {
            Direction::Past if days > 0 => AGAINST_PAST,
            Direction::Future if days < 0 => AGAINST_FUTURE,
            _ => 1,
        };
        (days.abs().saturating_mul(weight), days > 0)
    };
    years_around(from).filter_map(make).min_by_key(cost)
}

/// `count` units after `from`, as exact as the unit is; none beyond the calendar.
fn shift(from: Date, unit: Unit, count: i32) -> Option<(Date, Grain)> {
    let (count, zero) = (i64::from(count), Span::new());
    let after = |from: Date, span: Result<Span, jiff::Error>| from.checked_add(span.ok()?).ok();
    let weeks = |from, each| after(from, zero.try_weeks(each * count));
    let months = |each| Some(after(from, zero.try_months(each * count))?.first_of_month());
    let years = |each| first_of(after(from, zero.try_years(each * count))?.year());
    Some(match unit {
        Unit::Second | Unit::Minute | Unit::Hour => (from, Grain::Day),
        Unit::Day => (after(from, zero.try_days(count))?, Grain::Day),
        Unit::Weekend => (weeks(monday(from)?, 1)?, Grain::Weekend),
        // `two weeks ago` is a day, `last week` a week.
        Unit::Week => (weeks(from, 1)?, Grain::Week),
        Unit::Fortnight => (weeks(from, 2)?, Grain::Day),
        Unit::Month => (months(1)?, Grain::Month),
        Unit::Quarter => (months(3)?, Grain::Quarter),
        Unit::Year => (years(1)?, Grain::Year),
        Unit::Decade => (years(10)?, Grain::Decade),
        Unit::Century => (years(100)?, Grain::Century),
        Unit::Millennium => (years(1000)?, Grain::Century),
    })
}

/// The first day of a year of our era.
fn first_of(year: i16) -> Option<Date> {
    Date::new(year, 1, 1).ok().filter(|_| year > 0)
}

fn monday(date: Date) -> Option<Date> {
    let days = i32::from(date.weekday().to_monday_zero_offset());
    date.checked_sub(days.days()).ok()
}

fn quarter_of(date: Date) -> i32 {
    i32::from(date.year()) * 4 + (i32::from(date.month()) - 1) / 3
}

fn from_quarter(quarter: i32) -> Option<(Date, Grain)> {
    let year = i16::try_from(quarter.div_euclid(4)).ok()?;
    let month = i8::try_from(quarter.rem_euclid(4) * 3 + 1).ok()?;
    Some((Date::new(year, month, 1).ok()?, Grain::Quarter))
}

/// The same quarter in the year before the one in which it is reported: after a comparison the story still speaks of this
/// year's.
fn quarter_before(quarter: i32, published: Date) -> i32 {
    quarter_near(quarter, published) - 4
}

/// The quarter of the same number that is the last begun by publication.
fn quarter_near(quarter: i32, published: Date) -> i32 {
    let current = quarter_of(published);
    let behind = (current - quarter).rem_euclid(4);
    current - behind
}

/// The value of a date, as exact as it is.
fn text(date: Date, grain: Grain) -> String {
    let year = date.year();
    let week = || {
        let week = date.iso_week_date();
        format!("{:04}-W{:02}", week.year(), week.week())
    };
    match grain {
        Grain::Day => date.to_string(),
        Grain::Week => week(),
        Grain::Weekend => format!("{}-WE", week()),
        Grain::Month => format!("{year:04}-{:02}", date.month()),
        Grain::Quarter => format!("{year:04}-Q{}", (date.month() - 1) / 3 + 1),
        Grain::Half => format!("{year:04}-H{}", if date.month() < 7 { 1 } else { 2 }),
        Grain::Season(season) => format!("{year:04}-{}", values::season(season)),
        Grain::FiscalYear => format!("FY{year:04}"),
        Grain::Year => format!("{year:04}"),
        Grain::Decade => format!("{:03}", year / 10),
        Grain::Century => format!("{:02}", year / 100),
    }
}

/// The value of an hour: `T09:30`, `T09:30Z`.
fn hour(clock: Clock) -> String {
    format!("T{:02}:{:02}{}", clock.hour, clock.minute, if clock.universal { "Z" } else { "" })
}
