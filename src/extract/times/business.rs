//! The calendar of companies: quarters, halves, business years, and the same period a year before.

use crate::extract::lexicon::times::{Role, Unit};

use super::dates::Dated;
use super::expression::{Step, When, Year};
use super::scan::Scan;
use super::years::year_after;

/// The quarter, half or business year at `at`; `the` says that an article stands before it.
pub fn date(scan: &Scan<'_>, at: usize, the: bool, within: bool) -> Dated {
    if let Some(found) = fiscal(scan, at) {
        return Some(found);
    }
    if let Some(found) = numbered(scan, at, the || within) {
        return Some(found);
    }
    if let Some(found) = year_before(scan, at) {
        return Some(found);
    }
    if let Some(found) = year_end(scan, at) {
        return Some(found);
    }
    short(scan, at)
}

/// Whether a quarter of a year stands at `at`, in the singular.
fn quarter(scan: &Scan<'_>, at: usize) -> bool {
    let word = scan.word(at);
    word.unit == Some(Unit::Quarter) && !word.plural
}

/// `fiscal 1990`, `fiscal year 1990`, `the fiscal year`, `fiscal third quarter`.
fn fiscal(scan: &Scan<'_>, at: usize) -> Dated {
    if !scan.is(at, Role::Fiscal) {
        return None;
    }
    let next = scan.skip_hyphen(at + 1);
    if let Some(year) = scan.year(next, 1900) {
        return Some((next + 1, When::FiscalYear(Year::Given(year)).into()));
    }
    if scan.word(next).unit == Some(Unit::Year) && !scan.word(next).plural {
        let year = scan.skip_hyphen(next + 1);
        return match scan.year(year, 1900) {
            Some(given) => Some((year + 1, When::FiscalYear(Year::Given(given)).into())),
            None if scan.is(next + 1, Role::Ended) => Some((next + 1, When::FiscalYear(Year::Away(0)).into())),
            None => Some((next + 1, When::FiscalYear(Year::Away(0)).into())),
        };
    }
    numbered(scan, next, true)
}

/// `third quarter`, `third-quarter`, `third fiscal quarter of 1998`, `first half of next year`, `20th century`.
fn numbered(scan: &Scan<'_>, at: usize, the: bool) -> Dated {
    let number = scan.ordinal(at).or_else(|| scan.says(at, "final").then_some(4))?;
    let mut unit = scan.skip_hyphen(at + 1);
    if scan.is(unit, Role::Fiscal) {
        unit = scan.skip_hyphen(unit + 1);
    }
    if quarter(scan, unit) && (1..=4).contains(&number) {
        let (end, year) = of_year(scan, unit + 1);
        return Some((end, When::Quarter(Some(number), year, Step::Open).into()));
    }
    if scan.is(unit, Role::Half) && number <= 2 {
        let (end, year) = of_year(scan, unit + 1);
        // In sports a half is no half of a year.
        let named = year != Year::Open || scan.hyphen(at + 1) && scan.says_any(unit + 1, PROFITS);
        return named.then(|| (end, When::Half(number, year).into()));
    }
    if scan.word(unit).unit == Some(Unit::Century) && !scan.word(unit).plural && number > 1 {
        let named = the || number > 8 || scan.hyphen(at + 1);
        return named.then(|| (unit + 1, When::Century(i16::from(number) - 1).into()));
    }
    None
}

/// Nouns that a half of a business year stands before.
const PROFITS: &[&str] = &[
    "profit", "profits", "loss", "losses", "earnings", "results", "sales", "revenue", "revenues", "net", "pretax",
    "income", "growth", "figures", "output", "turnover",
];

/// `of 1998`, `1998`, `of this year`, `of fiscal 1998`, `last year` after a quarter.
fn of_year(scan: &Scan<'_>, at: usize) -> (usize, Year) {
    if let Some((end, year)) = year_after(scan, at) {
        return (end, year);
    }
    let of = scan.skip(at, Role::Of);
    if of > at && scan.is(of, Role::Fiscal) {
        let year = of + 1 + usize::from(scan.word(of + 1).unit == Some(Unit::Year));
        if let Some(given) = scan.year(year, 1900) {
            return (year + 1, Year::Given(given));
        }
    }
    (at, Year::Open)
}

/// What follows a year: `1988 third quarter`, `1988 quarter`, `1988's first half`. `at` is after the year.
pub fn after_year(scan: &Scan<'_>, at: usize, year: i16) -> Dated {
    let at = scan.skip(at, Role::Genitive);
    of_given(scan, at, Year::Given(year))
}

/// The quarter or half at `at`, of a year that stands before it.
pub fn of_given(scan: &Scan<'_>, at: usize, year: Year) -> Dated {
    if quarter(scan, at) || scan.is(at, Role::Period) {
        return Some((at + 1, When::Quarter(None, year, Step::Open).into()));
    }
    let number = scan.ordinal(at)?;
    let unit = scan.skip_hyphen(at + 1);
    if quarter(scan, unit) && (1..=4).contains(&number) {
        return Some((unit + 1, When::Quarter(Some(number), year, Step::Open).into()));
    }
    (scan.is(unit, Role::Half) && number <= 2).then(|| (unit + 1, When::Half(number, year).into()))
}

/// `year-earlier period`, `year-ago`, `year-ago third quarter`.
fn year_before(scan: &Scan<'_>, at: usize) -> Dated {
    let word = scan.word(at);
    if word.unit != Some(Unit::Year) || word.plural || !scan.hyphen(at + 1) {
        return None;
    }
    if !matches!(scan.role(at + 2), Role::Ago | Role::Earlier) {
        return None;
    }
    let next = at + 3;
    let numbered = of_given(scan, next, Year::Away(-1));
    match numbered {
        Some((end, point)) if matches!(point.when, When::Quarter(Some(_), ..)) => Some((end, point)),
        Some((end, _)) => Some((end, When::YearBefore.into())),
        None => Some((next, When::YearBefore.into())),
    }
}

/// `year-end`, `year end`, `year's end`.
fn year_end(scan: &Scan<'_>, at: usize) -> Dated {
    let word = scan.word(at);
    if word.unit != Some(Unit::Year) || word.plural {
        return None;
    }
    let end = scan.skip_hyphen(scan.skip(at + 1, Role::Genitive));
    scan.says(end, "end").then(|| (end + 1, When::YearEnd.into()))
}

/// `Q3`, `Q3 2009`, `3Q`, `H1`.
fn short(scan: &Scan<'_>, at: usize) -> Dated {
    let text = scan.of(at);
    let (first, second) = match text.as_bytes() {
        [b'Q' | b'q', digit @ b'1'..=b'4'] => ('Q', digit - b'0'),
        [digit @ b'1'..=b'4', b'Q'] => ('Q', digit - b'0'),
        [b'H', digit @ b'1'..=b'2'] => ('H', digit - b'0'),
        _ => return None,
    };
    let (end, year) = of_year(scan, at + 1);
    match first {
        'Q' => Some((end, When::Quarter(Some(second), year, Step::Open).into())),
        _ if year != Year::Open => Some((end, When::Half(second, year).into())),
        _ => None,
    }
}
