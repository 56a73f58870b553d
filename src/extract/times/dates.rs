//! Dates by name and number: `March 3, 2021`, `3 March`, `Friday, Oct. 23`, `1998`, `the 1990s`, `Christmas`, `summer 1998`.

use jiff::civil::Weekday;

use crate::extract::lexicon::times::{Fixed, Holiday, Part, Role, Season, Unit};
use crate::nlp::{EntityKind, Tag};

use super::expression::{Point, Step, When, Year};
use super::scan::Scan;
use super::years::{compound, decade, decade_of, is_year, year_after};
use super::{business, relative};

/// Where a date ends, and which it is.
pub type Dated = Option<(usize, Point)>;

/// The date at `at`, with the part of the day if it names one. `within` says that something that asks for a date stands
/// before it (`the end of`, `early in`), so that `the year` is one.
pub fn date(scan: &Scan<'_>, at: usize, within: bool) -> Dated {
    let first = scan.skip(at, Role::The);
    let the = first > at;
    let word = scan.word(first);
    if scan.capital(first) {
        if let Some(month) = word.month {
            return month_first(scan, first, month, within);
        }
        if let Some(weekday) = word.weekday.filter(|_| !word.plural) {
            return weekday_first(scan, first, weekday, Step::Open);
        }
        if let Some((end, holiday)) = holiday(scan, first) {
            return Some(of_year(scan, end, |year| When::Holiday(holiday, year, Step::Open)));
        }
    }
    // `on february 17`: not of words that are others, too, and not of abbreviations.
    if let Some(month) = word.month.filter(|_| scan.of(first).len() > "march".len() && scan.digits(first + 1).is_some())
    {
        return month_first(scan, first, month, false);
    }
    if scan.digits(first).is_some() {
        return number_first(scan, first, the, within);
    }
    if let Some((days, part)) = word.day {
        if is_name(scan, first) {
            return None;
        }
        let (end, part) = match part {
            Some(part) => (first + 1, Some(part)),
            None => part_after(scan, first + 1),
        };
        return Some((end, Point { when: When::Published(Unit::Day, days), part, clock: None }));
    }
    if let Some(digit) = word.decade.filter(|_| the || within || scan.follows(first, &["the", "early", "late", "mid"]))
    {
        return Some((first + 1, When::Decade(decade_of(i16::from(digit))).into()));
    }
    if let Some((end, year)) = scan.year_in_words(first) {
        return Some((end, When::Year(year).into()));
    }
    if let Some(found) = business::date(scan, first, the, within) {
        return Some(found);
    }
    // `on ABC's This Week`; words of headlines have capitals, too.
    let title = scan.capital(first) && first > scan.start && scan.capital(first + 1) && !scan.capital(first - 1);
    if title && scan.word(first + 1).unit.is_some() && !scan.is(first, Role::The) {
        return None;
    }
    if let Some(found) = relative::date(scan, first, the, within) {
        return Some(found);
    }
    if let Some(season) = word.season.filter(|_| !word.plural) {
        return season_first(scan, first, season, the || within);
    }
    if let Some(day) = word.ordinal {
        // `the third of March`.
        return day_of(scan, first, day as i8);
    }
    compound(scan, first)
}

/// Whether a word is part of a name: a capital within a sentence, beside another or in a name that the core has found.
pub fn is_name(scan: &Scan<'_>, at: usize) -> bool {
    if !scan.capital(at) || at == scan.start {
        return false;
    }
    let beside = |at: usize| matches!(scan.tag(at), Some(Tag::Nnp | Tag::Nnps)) && scan.capital(at);
    let named = scan
        .text
        .document
        .entity_at(at)
        .is_some_and(|entity| !matches!(entity.kind, EntityKind::Date | EntityKind::Time));
    // The title of a programme: `“Today”`.
    let quote = |at: usize| scan.tag(at).is_some_and(|tag| matches!(tag, Tag::OpenQuote | Tag::CloseQuote));
    let title = quote(at + 1) && scan.before(at).is_some_and(quote);
    named || title || scan.before(at).is_some_and(beside)
}

/// The part of the day that stands at `at`, as in `Friday night`, and where it ends.
pub fn part_after(scan: &Scan<'_>, at: usize) -> (usize, Option<Part>) {
    // `Friday night`, `Friday 's afternoon`, but not `Friday nights`.
    let stage = at + usize::from(scan.is(at, Role::Stage));
    let word = scan.word(stage);
    match word.part.filter(|_| !word.plural && !scan.capital(stage)) {
        Some(part) => (stage + 1, Some(part)),
        None => (at, None),
    }
}

/// `of 1998`, `1998`, `, 1998`, `last year`, `of this year` after a month, a season or a holiday.
fn of_year(scan: &Scan<'_>, at: usize, make: impl Fn(Year) -> When) -> (usize, Point) {
    let (end, year) = year_after(scan, at).unwrap_or((at, Year::Open));
    (end, make(year).into())
}

/// The holiday at `at`.
pub fn holiday(scan: &Scan<'_>, at: usize) -> Option<(usize, Holiday)> {
    match scan.fixed(at)? {
        (end, Fixed::Holiday(holiday)) if scan.capital(at) => Some((end, *holiday)),
        _ => None,
    }
}

/// `March 3`, `March 3, 2021`, `March 2021`, `March last year`, `March`. `sure` says that nothing else than a month is meant.
pub fn month_first(scan: &Scan<'_>, at: usize, month: i8, sure: bool) -> Dated {
    let next = at + 1;
    // `March 3`, but not `March 3 percent` or `May 10:30`.
    if let Some(day) = scan.day_of_month(next).filter(|_| !scan.says_any(next + 1, &["%", "percent", "pct", "per"])) {
        let (end, point) = of_year(scan, next + 1, |year| When::Day(month, day, year));
        let (end, part) = part_after(scan, end);
        return Some((end, Point { part, ..point }));
    }
    if let Some((end, year)) = year_after(scan, next) {
        return Some((end, When::Month(month, year, Step::Open).into()));
    }
    (sure || is_month(scan, at)).then(|| (next, When::Month(month, Year::Open, Step::Open).into()))
}

/// Whether a word that can be a month is one where it stands alone.
fn is_month(scan: &Scan<'_>, at: usize) -> bool {
    // `Mar-a-Lago`.
    let joined = scan.hyphen(at + 1) && scan.is(at + 2, Role::A);
    if !matches!(scan.tag(at), Some(Tag::Nnp | Tag::Nnps)) || joined {
        return false;
    }
    let entity = scan.text.document.entity_at(at);
    let named = entity.is_some_and(|entity| {
        matches!(
            entity.kind,
            EntityKind::Person
                | EntityKind::Org
                | EntityKind::WorkOfArt
                | EntityKind::Fac
                | EntityKind::Event
                | EntityKind::Product
        )
    });
    !named
}

/// `Friday`, `Friday night`, `Friday, Oct. 23`, `Friday last week`.
pub fn weekday_first(scan: &Scan<'_>, at: usize, weekday: Weekday, step: Step) -> Dated {
    let next = at + 1;
    let date = scan.skip_comma(next);
    // A calendar date beside the weekday says more than the weekday.
    let dated = match scan.word(date).month.filter(|_| scan.capital(date)) {
        Some(month) => month_first(scan, date, month, false),
        None if scan.digits(date).is_some() => number_first(scan, date, false, false),
        None => None,
    };
    if let Some(found) = dated.filter(|(_, point)| matches!(point.when, When::Day(..))) {
        return Some(found);
    }
    let of = scan.skip(next, Role::Of);
    let weeks = match scan.role(of) {
        Role::This => Some(0),
        Role::Last => Some(-1),
        Role::Next => Some(1),
        _ => None,
    };
    if let Some(weeks) = weeks.filter(|_| scan.word(of + 1).unit == Some(Unit::Week) && !scan.word(of + 1).plural) {
        return Some((of + 2, When::WeekdayOf(weekday, weeks).into()));
    }
    if scan.text.document.entity_at(at).is_some_and(|entity| entity.kind == EntityKind::WorkOfArt) {
        return None;
    }
    let (end, part) = part_after(scan, next);
    Some((end, Point { when: When::Weekday(weekday, step), part, clock: None }))
}

/// `3 March 2021`, `3rd of March`, `2021-03-03`, `3/3/21`, `1998`, `the 1990s`, `1998's third quarter`.
fn number_first(scan: &Scan<'_>, at: usize, the: bool, within: bool) -> Dated {
    let text = scan.digits(at)?;
    if let Some(day) = scan.day_of_month(at)
        && let Some(found) = day_of(scan, at, day)
    {
        return Some(found);
    }
    // The one day that is known by its numbers.
    if text == "9/11" {
        return Some((at + 1, When::Day(9, 11, Year::Given(2001)).into()));
    }
    if let Some(when) = slashed(text) {
        return Some((at + 1, when.into()));
    }
    if let Some(decade) = decade(scan, at, text) {
        return Some(decade);
    }
    if let Some(year) = scan.year(at, 1000) {
        if let Some(found) = iso(scan, at, year) {
            return Some(found);
        }
        if let Some(found) = business::after_year(scan, at + 1, year) {
            return Some(found);
        }
        return (the || within || is_year(scan, at, year)).then(|| (at + 1, When::Year(year).into()));
    }
    business::date(scan, at, the, within)
}

/// The further days of a month after one that was found: `3 to 5`, `, 4 and 5` after `March 3`. Each with its token.
pub fn more_days(scan: &Scan<'_>, at: usize, month: i8, day: i8, year: Year) -> Vec<(usize, When)> {
    let mut found = Vec::new();
    let (mut at, mut day) = (at, day);
    while found.len() < 6 {
        let joined = scan.hyphen(at)
            || scan.mark(at, ',')
            || matches!(scan.role(at), Role::And | Role::To | Role::Or)
            || scan.says(at, "through");
        let next = at + 1;
        let plain = scan.digits(next).is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        let Some(later) = scan.day_of_month(next).filter(|later| joined && plain && *later > day) else { break };
        let word = scan.word(next + 1);
        let counts = scan.tag(next + 1).is_some_and(Tag::is_noun) && word.month.is_none();
        if counts || word.unit.is_some() || word.month.is_some() || word.half_day.is_some() || scan.says(next + 1, "%")
        {
            break;
        }
        found.push((next, When::Day(month, later, year)));
        (at, day) = (next + 1, later);
    }
    found
}

/// `3 March`, `3rd of March`, `3-5 March` with `day` at `at`.
fn day_of(scan: &Scan<'_>, at: usize, day: i8) -> Dated {
    let mut next = at + 1;
    if scan.hyphen(next) && scan.day_of_month(next + 1).is_some() {
        next += 2;
    }
    let month_at = scan.skip(next, Role::Of);
    let month = scan.word(month_at).month.filter(|_| scan.capital(month_at))?;
    // `the first of May` is a day, `one of May's` is none.
    let (end, point) = of_year(scan, month_at + 1, |year| When::Day(month, day, year));
    let (end, part) = part_after(scan, end);
    Some((end, Point { part, ..point }))
}

/// `2021-03-03`.
fn iso(scan: &Scan<'_>, at: usize, year: i16) -> Dated {
    if !scan.hyphen(at + 1) || !scan.hyphen(at + 3) {
        return None;
    }
    let two = |at: usize| scan.digits(at).filter(|text| text.len() == 2).and_then(|text| text.parse::<i8>().ok());
    let (month, day) = (two(at + 2)?, two(at + 4)?);
    valid(year, month, day).then(|| (at + 5, When::Day(month, day, Year::Given(year)).into()))
}

fn valid(year: i16, month: i8, day: i8) -> bool {
    jiff::civil::Date::new(year, month, day).is_ok()
}

/// `7/8/07`, `13.12.2021`: month first where both ways are days, as American wires write.
fn slashed(text: &str) -> Option<When> {
    let mark = if text.contains('/') { '/' } else { '.' };
    let mut parts = text.split(mark);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || first.len() > 2 || second.len() > 2 || !matches!(third.len(), 2 | 4) {
        return None;
    }
    let (first, second): (i8, i8) = (first.parse().ok()?, second.parse().ok()?);
    let year: i16 = third.parse().ok()?;
    let year = match third.len() {
        2 if year < 40 => 2000 + year,
        2 => 1900 + year,
        _ => year,
    };
    if !(1500..=2100).contains(&year) {
        return None;
    }
    let (month, day) = if mark == '/' && first <= 12 || second > 12 { (first, second) } else { (second, first) };
    valid(year, month, day).then_some(When::Day(month, day, Year::Given(year)))
}

/// `summer 1998`, `the summer`, `summer of last year`.
fn season_first(scan: &Scan<'_>, at: usize, season: Season, named: bool) -> Dated {
    if let Some((end, year)) = year_after(scan, at + 1) {
        return Some((end, When::Season(season, year, Step::Open).into()));
    }
    let noun = matches!(scan.tag(at), Some(Tag::Nn | Tag::Nnp));
    let placed = scan.follows(at, &["in", "by", "until", "since", "during", "this", "early", "late", "mid", "next"])
        || scan.before(at).is_some_and(|before| scan.is(before, Role::Whose)) && !scan.says(at, "fall");
    // `the fall of the government`, `a spring in its step`.
    let falls = scan.says(at, "fall") && (scan.is(at + 1, Role::Of) || scan.is(at + 1, Role::In));
    (noun && (named || placed) && !falls).then(|| (at + 1, When::Season(season, Year::Open, Step::Open).into()))
}
