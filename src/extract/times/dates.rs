//! Dates by name and number: `March 3, 2021`, `3 March`, `Friday, Oct. 23`, `1998`, `the 1990s`, `Christmas`, `summer 1998`.

use jiff::civil::Weekday;

use crate::extract::lexicon::times::{Fixed, Holiday, Part, Role, Season, Unit};
use crate::extract::tokens::Kind;
use crate::nlp::{EntityKind, Tag};

use super::expression::{Point, Step, When, Year};
use super::scan::Scan;
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
    if scan.digits(first).is_some() {
        return number_first(scan, first, the, within);
    }
    if let Some((days, part)) = word.day {
        let (end, part) = match part {
            Some(part) => (first + 1, Some(part)),
            None => part_after(scan, first + 1),
        };
        return Some((end, Point { when: When::Published(Unit::Day, days), part, clock: None }));
    }
    if let Some(digit) = word.decade.filter(|_| the || within || scan.follows(first, &["the", "early", "late", "mid"])) {
        return Some((first + 1, When::Decade(decade_of(i16::from(digit))).into()));
    }
    if let Some((end, year)) = scan.year_in_words(first) {
        return Some((end, When::Year(year).into()));
    }
    if let Some(found) = business::date(scan, first, the, within) {
        return Some(found);
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

/// The first three digits of the decade that `digit` names: the twenties and earlier may be of either century.
fn decade_of(digit: i16) -> i16 {
    190 + digit
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

/// The year at `at`: where it ends and which it is.
pub fn year_after(scan: &Scan<'_>, at: usize) -> Option<(usize, Year)> {
    let comma = scan.skip_comma(at);
    if let Some(year) = scan.year(comma, 1500) {
        return Some((comma + 1, Year::Given(year)));
    }
    let of = scan.skip(at, Role::Of);
    if of > at
        && let Some(year) = scan.year(of, 1000)
    {
        return Some((of + 1, Year::Given(year)));
    }
    if let Some((end, year)) = scan.year_in_words(at) {
        return Some((end, Year::Given(year)));
    }
    let away = match scan.role(of) {
        Role::This => 0,
        Role::Last => -1,
        Role::Next => 1,
        Role::The if of > at && scan.word(of + 1).unit == Some(Unit::Year) && !scan.word(of + 1).plural => {
            return Some((of + 2, Year::Away(0)));
        }
        _ => return None,
    };
    let year = scan.word(of + 1);
    (year.unit == Some(Unit::Year) && !year.plural).then_some((of + 2, Year::Away(away)))
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
        let mut end = next + 1;
        // `March 3-5`: the first day counts.
        let last = scan.day_of_month(end + 1).filter(|last| scan.hyphen(end) && *last > day);
        if last.is_some() {
            end += 2;
        }
        let (end, point) = of_year(scan, end, |year| When::Day(month, day, year));
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
    if !matches!(scan.tag(at), Some(Tag::Nnp | Tag::Nnps)) {
        return false;
    }
    let entity = scan.text.document.entity_at(at);
    let named = entity.is_some_and(|entity| {
        matches!(
            entity.kind,
            EntityKind::Person | EntityKind::Org | EntityKind::WorkOfArt | EntityKind::Fac | EntityKind::Product
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

/// `1990s`, `1990's`, `'90s`, `90s`.
fn decade(scan: &Scan<'_>, at: usize, text: &str) -> Dated {
    if let Some(digits) = text.strip_suffix('s') {
        let digits = digits.trim_end_matches(['\'', '’']);
        let value: i16 = digits.parse().ok()?;
        return match digits.len() {
            4 if (1000..2100).contains(&value) => Some((at + 1, When::Decade(value / 10).into())),
            2 if value % 10 == 0 => {
                let quoted = scan.before(at).is_some_and(|before| scan.mark(before, '\'') || scan.mark(before, '’'));
                let named = quoted || scan.follows(at, &["the", "early", "late", "mid", "-"]);
                named.then(|| (at + 1, When::Decade(decade_of(value / 10)).into()))
            }
            _ => None,
        };
    }
    let year = scan.year(at, 1000).filter(|year| year % 10 == 0)?;
    let named = scan.is(at + 1, Role::Genitive) && scan.of(at + 1).len() > 1;
    (named && scan.follows(at, &["the", "early", "late", "mid"])).then(|| (at + 2, When::Decade(year / 10).into()))
}

/// Whether a number of four digits is a year where it stands alone.
fn is_year(scan: &Scan<'_>, at: usize, year: i16) -> bool {
    let before = scan.before(at);
    let says = |words: &[&str]| before.is_some_and(|before| scan.says_any(before, words));
    if before.is_some_and(|before| matches!(scan.tag(before), Some(Tag::Dollar | Tag::Sym)))
        || says(&["$", "#", "£", "€", "no.", "number", "nos.", "page", "room", "than", "least", "nearly", "almost"])
        || says(&["some", "only", "another", "up", "flight", "boeing", "mercedes", "at", "article", "section"])
    {
        return false;
    }
    let after = at + 1;
    // `2000 people`, `1990 %`, `2000 GMT`.
    if scan.word(after).unit.is_some()
        || scan.word(after).zone.is_some()
        || scan.says_any(after, &["%", "percent", "pct", "people", "men", "women", "hundred", "million", "billion"])
    {
        return false;
    }
    let introduced = says(&["in", "since", "by", "until", "till", "during", "from", "of", "before", "after", "through"])
        || says(&["early", "late", "mid", "between", "to", "and", "-", "–", "its", "the", "'s", "’s", "for", "spring"]);
    if !(1900..=2050).contains(&year) {
        return says(&["in", "since", "until", "from", "during"]) && scan.tag(after) != Some(Tag::Nns);
    }
    // `about 2000 troops` counts, `the 1992 protests` does not.
    let counted = matches!(scan.tag(after), Some(Tag::Nns));
    !counted || introduced && !says(&["to", "and", "of", "by", "from", "for"])
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

/// `mid-1996`, `mid-1990s`, `post-1959`, `FY2007`: what the tokenizer left in one piece.
fn compound(scan: &Scan<'_>, at: usize) -> Dated {
    let token = scan.text.tokens.get(at).filter(|_| at < scan.end)?;
    if token.kind != Kind::Word || !token.span.of(scan.text.body).bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let text = scan.of(at);
    if let Some(short) = text.strip_prefix(['\'', '’']) {
        if let Some(value) = short.strip_suffix('s').and_then(|digits| digits.parse::<i16>().ok()) {
            return (short.len() == 3 && value % 10 == 0).then(|| (at + 1, When::Decade(decade_of(value / 10)).into()));
        }
        let year = scan.year(at, 1900)?;
        return scan
            .follows(at, &["in", "since", "of", "from", "to", "until", "by", "summer", "late", "early"])
            .then(|| (at + 1, When::Year(year).into()));
    }
    let cut = text.find(|character: char| character.is_ascii_digit())?;
    let (head, number) = (text.get(..cut)?, text.get(cut..)?);
    let year: i16 = number.get(..4)?.parse().ok().filter(|year| (1500..=2100).contains(year))?;
    let head = head.trim_end_matches(['-', '–', '‑', '\'']);
    if head.eq_ignore_ascii_case("fy") && number.len() == 4 {
        return Some((at + 1, When::FiscalYear(Year::Given(year)).into()));
    }
    let prefix = ["mid", "post", "pre", "late", "early"].iter().any(|word| head.eq_ignore_ascii_case(word));
    match number.get(4..)? {
        _ if !prefix => None,
        "" => Some((at + 1, When::Year(year).into())),
        "s" => Some((at + 1, When::Decade(year / 10).into())),
        _ => None,
    }
}
