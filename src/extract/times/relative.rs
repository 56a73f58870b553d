//! Dates counted from publication or from what is spoken of: `last week`, `this morning`, `the next day`, `the year before`.

use crate::extract::lexicon::times::{Role, Unit};

use super::dates::{Dated, holiday, part_after, weekday_first};
use super::expression::{Point, Step, When, Year};
use super::scan::Scan;
use super::years::year_after;
use super::{business, dates};

/// The relative date at `at`; `the` says that an article stands before it, `within` that something asks for a date.
pub fn date(scan: &Scan<'_>, at: usize, the: bool, within: bool) -> Dated {
    let role = scan.role(at);
    match role {
        Role::Last | Role::This | Role::Next => {
            // `this past Friday`, `this coming week`.
            match scan.role(at + 1) {
                Role::Past if role == Role::This => return named(scan, at + 2, Role::Last, false),
                Role::Coming if role == Role::This => return named(scan, at + 2, Role::Next, false),
                _ => {}
            }
            named(scan, at + 1, role, the)
        }
        Role::Past if the && scan.word(at + 1).weekday.is_some() => named(scan, at + 1, Role::Last, false),
        Role::Coming if scan.word(at + 1).unit.is_some() || scan.word(at + 1).weekday.is_some() => {
            named(scan, at + 1, Role::Next, false)
        }
        Role::Current | Role::Latest => current(scan, at),
        Role::Previous | Role::Following => named(scan, at + 1, role, the),
        Role::That => {
            let same = scan.skip(at + 1, Role::Same);
            spoken(scan, same)
        }
        Role::Same if the => spoken(scan, at + 1),
        _ if the || within => bare(scan, at, within),
        _ => None,
    }
}

/// What stands after `last`, `this`, `next`, `previous`, `following`.
fn named(scan: &Scan<'_>, at: usize, role: Role, the: bool) -> Dated {
    let word = scan.word(at);
    if word.plural {
        return None;
    }
    let spoken = matches!(role, Role::Previous | Role::Following);
    let step = match role {
        Role::Last => Step::Last,
        Role::Next => Step::Next,
        Role::Previous => Step::Before,
        Role::Following => Step::After,
        _ => Step::This,
    };
    let count = match step {
        Step::Last | Step::Before => -1,
        Step::Next | Step::After => 1,
        _ => 0,
    };
    if scan.capital(at) {
        if let Some(weekday) = word.weekday {
            return weekday_first(scan, at, weekday, step);
        }
        if let Some(month) = word.month {
            // `this March 3` is a day of that year.
            if let Some(day) = scan.day_of_month(at + 1) {
                return Some((at + 2, When::Day(month, day, Year::Open).into()));
            }
            return Some((at + 1, When::Month(month, Year::Open, step).into()));
        }
        if let Some((end, holiday)) = holiday(scan, at) {
            return Some((end, When::Holiday(holiday, Year::Open, step).into()));
        }
    }
    if let Some(season) = word.season {
        return Some((at + 1, When::Season(season, Year::Open, step).into()));
    }
    if let Some(part) = word.part {
        let when = match (role, the) {
            (Role::Last, _) => When::Published(Unit::Day, -1),
            (Role::This, _) => When::Published(Unit::Day, 0),
            _ => When::Spoken(Unit::Day, count),
        };
        return Some((at + 1, Point { when, part: Some(part), clock: None }));
    }
    if scan.is(at, Role::Fiscal) && scan.word(at + 1).unit == Some(Unit::Year) {
        return Some((at + 2, When::FiscalYear(Year::Away(count)).into()));
    }
    let unit = word.unit?;
    let end = at + 1;
    let when = match unit {
        Unit::Weekend => When::Weekend(step),
        Unit::Quarter => match year_after(scan, end) {
            // `the last quarter of 1987`.
            Some((after, year)) if role == Role::Last => {
                return Some((after, When::Quarter(Some(4), year, Step::Open).into()));
            }
            _ => When::Quarter(None, Year::Open, step),
        },
        Unit::Year if !spoken => {
            let genitive = scan.skip(end, Role::Genitive);
            if genitive > end
                && let Some(found) = business::of_given(scan, genitive, Year::Away(count))
            {
                return Some(found);
            }
            // `the next year` in a story is the one after.
            if the && role == Role::Next { When::Spoken(unit, 1) } else { When::Published(unit, count) }
        }
        // `the next day`, `last day`.
        Unit::Day if role == Role::Next => When::Spoken(unit, 1),
        Unit::Day if role == Role::Last => return None,
        Unit::Second | Unit::Minute | Unit::Hour => return None,
        _ if spoken => When::Spoken(unit, count),
        Unit::Week | Unit::Month if the && role == Role::Next => When::Spoken(unit, 1),
        _ => When::Published(unit, count),
    };
    // `the last week`, `the last decade` are as long as that, up to now.
    if the && role == Role::Last && !matches!(unit, Unit::Weekend | Unit::Quarter) {
        return None;
    }
    let (end, part) = part_after(scan, end);
    Some((end, Point { when, part, clock: None }))
}

/// `the current quarter`, `the latest fiscal year`, `the latest period`.
fn current(scan: &Scan<'_>, at: usize) -> Dated {
    let latest = scan.is(at, Role::Latest);
    let mut next = at + 1;
    let fiscal = scan.is(next, Role::Fiscal);
    next += usize::from(fiscal);
    let word = scan.word(next);
    let step = if latest { Step::Open } else { Step::This };
    if word.unit == Some(Unit::Quarter) && !word.plural || latest && scan.is(next, Role::Period) {
        return Some((next + 1, When::Quarter(None, Year::Away(0), step).into()));
    }
    if word.plural {
        return None;
    }
    let when = match word.unit? {
        Unit::Year if fiscal => When::FiscalYear(Year::Away(0)),
        unit @ (Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Century) if !latest => {
            When::Published(unit, 0)
        }
        _ => return None,
    };
    Some((next + 1, when.into()))
}

/// What stands after `that`, `the same`: `day`, `year`, `night`, `period last year`.
fn spoken(scan: &Scan<'_>, at: usize) -> Dated {
    let word = scan.word(at);
    if word.plural {
        return None;
    }
    let period = scan.is(at, Role::Period) || word.unit == Some(Unit::Quarter);
    if period {
        if let Some((end, year)) = year_after(scan, at + 1) {
            return Some((end, When::Quarter(None, year, Step::Open).into()));
        }
        return year_before(scan, at + 1).map(|end| (end, When::YearBefore.into()));
    }
    if let Some(part) = word.part {
        return Some((at + 1, Point { when: When::Same, part: Some(part), clock: None }));
    }
    if let Some(weekday) = word.weekday.filter(|_| scan.capital(at)) {
        return Some((at + 1, When::Weekday(weekday, Step::Open).into()));
    }
    if let Some(season) = word.season {
        return Some((at + 1, When::Season(season, Year::Open, Step::Open).into()));
    }
    let unit = word.unit.filter(|unit| *unit >= Unit::Day)?;
    // `the same month last year`.
    let back = match unit {
        Unit::Month => Some(-12),
        Unit::Week => Some(-52),
        _ => None,
    };
    let last_year = || match year_after(scan, at + 1) {
        Some((end, Year::Away(-1))) => Some(end),
        _ => year_before(scan, at + 1),
    };
    if let Some((count, end)) = back.and_then(|count| Some((count, last_year()?))) {
        return Some((end, When::Spoken(unit, count).into()));
    }
    Some((at + 1, if unit == Unit::Weekend { When::Weekend(Step::Open) } else { When::Spoken(unit, 0) }.into()))
}

/// Where `a year earlier`, `a year ago` or `the previous year` ends that stands at `at`.
fn year_before(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let year = scan.skip(at, Role::A);
    if scan.word(year).unit == Some(Unit::Year) && matches!(scan.role(year + 1), Role::Ago | Role::Earlier) {
        return Some(year + 2);
    }
    let previous = scan.skip(scan.skip(at, Role::Of), Role::The);
    (scan.is(previous, Role::Previous) && scan.word(previous + 1).unit == Some(Unit::Year)).then_some(previous + 2)
}

/// Which quarter of which year `ended Sept. 30` after it makes of `the quarter`.
fn ended(scan: &Scan<'_>, at: usize) -> Option<(u8, Year)> {
    if !scan.is(at, Role::Ended) {
        return None;
    }
    let (_, point) = dates::date(scan, at + 1, false)?;
    match point.when {
        When::Day(month, 28.., year) | When::Month(month, year, _) if month % 3 == 0 => Some((month as u8 / 3, year)),
        _ => None,
    }
}

/// `the day before`, `the week`, `the weekend`, `the quarter`, `the morning of May 5`.
fn bare(scan: &Scan<'_>, at: usize, within: bool) -> Dated {
    let whole = scan.skip(at, Role::Whole);
    let word = scan.word(whole);
    if word.plural {
        return None;
    }
    let end = whole + 1;
    if let Some(part) = word.part {
        if scan.is(end, Role::Of)
            && let Some((after, point)) = dates::date(scan, end + 1, true).filter(|(_, point)| point.when.is_day())
        {
            return Some((after, Point { part: Some(part), ..point }));
        }
        // `the night before`, `the morning after`.
        let days = match scan.role(end) {
            Role::Before => -1,
            Role::After => 1,
            _ => 0,
        };
        if days != 0 && ends_clause(scan, end + 1) {
            return Some((end + 1, Point { when: When::Spoken(Unit::Day, days), part: Some(part), clock: None }));
        }
        let inside = within || scan.before(at).is_some_and(|the| scan.follows(the, PREPOSITIONS));
        return inside.then_some((end, Point { when: When::Same, part: Some(part), clock: None }));
    }
    let unit = word.unit?;
    // `the year 2000`, `the month of May`, `the week of March 6`.
    if unit == Unit::Year
        && let Some(year) = scan.year(end, 1000)
    {
        return Some((end + 1, When::Year(year).into()));
    }
    let of = scan.is(end, Role::Of);
    if of && unit == Unit::Month && scan.word(end + 1).month.is_some() && scan.capital(end + 1) {
        return dates::month_first(scan, end + 1, scan.word(end + 1).month?, true);
    }
    if of
        && unit == Unit::Week
        && let Some((after, point)) = dates::date(scan, end + 1, false).filter(|(_, point)| point.when.is_day())
    {
        return Some((after, When::WeekOf(Box::new(point.when)).into()));
    }
    // `later in the day before returning` is no day before.
    if whole == at && !within {
        if unit == Unit::Day
            && let Some(found) = beside(scan, end)
        {
            return Some(found);
        }
        match scan.role(end) {
            // `the week before last`.
            Role::Before if unit > Unit::Day && scan.is(end + 1, Role::Last) && ends_clause(scan, end + 2) => {
                return Some((end + 2, When::Published(unit, -2).into()));
            }
            Role::Before if unit >= Unit::Day => return Some((end + 1, When::Spoken(unit, -1).into())),
            Role::After if unit >= Unit::Day && ends_clause(scan, end + 1) => {
                return Some((end + 1, When::Spoken(unit, 1).into()));
            }
            _ => {}
        }
    }
    match unit {
        Unit::Weekend => return Some((end, When::Weekend(Step::Open).into())),
        // `quarter-to-quarter`.
        Unit::Quarter if scan.hyphen(end) => return None,
        Unit::Quarter => {
            // `the quarter a year ago`.
            if let Some(after) = year_before(scan, end) {
                return Some((after, When::YearBefore.into()));
            }
            let (number, year) = ended(scan, end).map_or((None, Year::Open), |(number, year)| (Some(number), year));
            return Some((end, When::Quarter(number, year, Step::Open).into()));
        }
        _ => {}
    }
    let the = scan.before(at)?;
    let inside = within || scan.follows(the, PREPOSITIONS) || whole > at || scan.is(end, Role::Genitive);
    match unit {
        Unit::Day if within || scan.before(the).is_some_and(|verb| SPENT.contains(&scan.text.document.lemma(verb))) => {
            Some((end, When::Spoken(unit, 0).into()))
        }
        Unit::Week | Unit::Month | Unit::Year if inside => Some((end, When::Published(unit, 0).into())),
        Unit::Decade | Unit::Century if inside => Some((end, When::Published(unit, 0).into())),
        _ => None,
    }
}

/// What stands after `the day`: `before yesterday`, `after Christmas`.
fn beside(scan: &Scan<'_>, at: usize) -> Dated {
    let days = match scan.role(at) {
        Role::Before => -1,
        Role::After => 1,
        _ => return None,
    };
    let (end, point) = dates::date(scan, at + 1, false)?;
    match point.when {
        // Only one step: the day before the day before is nobody's.
        When::Published(Unit::Day, count) => Some((end, When::Published(Unit::Day, count + days).into())),
        when if when.is_day() && !matches!(when, When::Spoken(..)) => {
            Some((end, When::Beside(Box::new(when), days).into()))
        }
        _ => None,
    }
}

/// Prepositions that `the week` and `the morning` are times after.
const PREPOSITIONS: &[&str] = &["in", "during", "for", "of", "through", "throughout", "over", "later", "earlier"];

/// Verbs after which `the day` is the one that is spoken of.
const SPENT: &[&str] = &["begin", "start", "end", "finish", "close"];

/// Whether nothing that belongs to the words before stands at `at`: `the day after.`, `the day after, …`.
pub fn ends_clause(scan: &Scan<'_>, at: usize) -> bool {
    at >= scan.end || scan.tag(at).is_none_or(|tag| tag.is_punctuation()) || scan.is(at, Role::And)
}
