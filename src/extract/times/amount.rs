//! Numbers before units: `two and a half`, `a few`, `2 1/2`, `hundreds of`.

use crate::extract::lexicon::times::{Number, Role, Unit};

use super::scan::Scan;

/// How many units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// So many and so many quarters of one.
    Exact {
        /// Whole units.
        whole: u32,
        /// Quarters of a unit, 0 to 3.
        quarters: u8,
        /// Whether the quarters are written as a fraction in digits: `2 1/2`.
        fraction: bool,
    },
    /// Several.
    Vague,
}

impl Amount {
    /// So many.
    pub fn exact(whole: u32) -> Amount {
        Amount::quarters(whole, 0)
    }

    /// So many and so many quarters.
    pub fn quarters(whole: u32, quarters: u8) -> Amount {
        Amount::Exact { whole, quarters, fraction: false }
    }

    /// The same and half a unit.
    pub fn and_half(self) -> Amount {
        match self {
            Amount::Exact { whole, .. } => Amount::quarters(whole, 2),
            Amount::Vague => Amount::Vague,
        }
    }
}

/// The most that is counted: beyond this nothing is a span of time in news.
const MOST: u32 = 1_000_000;

/// The number at `at`: where it ends, and how many. `a` and `an` are 1.
pub fn read(scan: &Scan<'_>, at: usize) -> Option<(usize, Amount)> {
    let (end, amount) = single(scan, at)?;
    if let Some(found) = quarters_of(scan, end, amount) {
        return Some(found);
    }
    // `two or more`.
    if scan.is(end, Role::Or) && scan.is(end + 1, Role::More) {
        return Some((end + 2, amount));
    }
    // `two to three`, `two or three`, `10-15`: the first counts.
    let joint = scan.is(end, Role::To) || scan.is(end, Role::Or) || scan.hyphen(end);
    if joint
        && let Some((after, Amount::Exact { .. })) = single(scan, end + 1).filter(|_| !scan.is(end + 1, Role::A))
        && (scan.word(after).unit.is_some() || scan.word(scan.skip_hyphen(after)).unit.is_some())
    {
        return Some((after, amount));
    }
    Some((end, amount))
}

fn single(scan: &Scan<'_>, at: usize) -> Option<(usize, Amount)> {
    if let Some(text) = scan.digits(at) {
        return digits(scan, at, text);
    }
    let word = scan.word(at);
    match word.role {
        Role::A => Some(after_article(scan, at)),
        // `half a day`, `half-hour`.
        Role::Half => {
            let next = scan.skip_hyphen(at + 1);
            let end = scan.skip(next, Role::A);
            scan.word(end).unit.map(|_| (end, Amount::quarters(0, 2)))
        }
        _ => quarter(scan, at).or_else(|| in_words(scan, at)),
    }
}

/// `quarter-century`, `quarter of an hour`: the unit, and a quarter of it.
fn quarter(scan: &Scan<'_>, at: usize) -> Option<(usize, Amount)> {
    if scan.word(at).unit != Some(Unit::Quarter) || scan.word(at).plural {
        return None;
    }
    let of = scan.skip(scan.skip_hyphen(at + 1), Role::Of);
    // `the quarter a year ago`.
    if of == at + 1 {
        return None;
    }
    let unit = scan.skip(of, Role::A);
    let long = matches!(scan.word(unit).unit, Some(Unit::Century | Unit::Hour | Unit::Year | Unit::Decade));
    long.then_some((unit, Amount::quarters(0, 1)))
}

/// `quarters of an hour` after `three`.
fn quarters_of(scan: &Scan<'_>, at: usize, amount: Amount) -> Option<(usize, Amount)> {
    let Amount::Exact { whole: count @ 1..=3, quarters: 0, .. } = amount else { return None };
    let word = scan.word(at);
    let said = word.unit == Some(Unit::Quarter) && word.plural && scan.is(at + 1, Role::Of) && scan.is(at + 2, Role::A);
    (said && scan.word(at + 3).unit.is_some()).then(|| (at + 3, Amount::quarters(0, count as u8)))
}

/// `a`, `a few`, `a couple of`, `a hundred`, `a dozen`, `a half`.
fn after_article(scan: &Scan<'_>, at: usize) -> (usize, Amount) {
    let next = at + 1;
    if let Some(found) = quarter(scan, next) {
        return found;
    }
    if scan.is(next, Role::Half) {
        let unit = scan.skip_hyphen(next + 1);
        if scan.word(unit).unit.is_some() {
            return (unit, Amount::quarters(0, 2));
        }
    }
    let adverb = scan.says_any(next, &["very", "good", "mere", "full", "further"]);
    let number = next + usize::from(adverb);
    match scan.word(number).number {
        Some(Number::Vague) if scan.says(number, "few") => (number + 1, Amount::Vague),
        Some(Number::Exact(2 | 12 | 100 | 1000)) if !scan.says(number, "two") && !scan.says(number, "twelve") => {
            in_words(scan, number).unwrap_or((number, Amount::exact(1)))
        }
        // `a further 20 years`, `a full two weeks`.
        Some(Number::Exact(_)) if adverb => in_words(scan, number).unwrap_or((number, Amount::exact(1))),
        _ if adverb && scan.digits(number).is_some() => single(scan, number).unwrap_or((number, Amount::exact(1))),
        _ => (number, Amount::exact(1)),
    }
}

fn digits(scan: &Scan<'_>, at: usize, text: &str) -> Option<(usize, Amount)> {
    if let Some(quarters) = fraction(text) {
        return Some((at + 1, Amount::Exact { whole: 0, quarters, fraction: true }));
    }
    let (text, half) = match text.strip_suffix('½') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let mut count: u32 = 0;
    for byte in whole.bytes() {
        match byte {
            b'0'..=b'9' => count = count.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?,
            b',' => {}
            _ => return None,
        }
    }
    let quarters = match decimals {
        "" | "0" if !half => 0,
        "25" => 1,
        "" | "5" | "50" => 2,
        "75" => 3,
        _ if decimals.bytes().all(|byte| byte.is_ascii_digit()) => return Some((at + 1, Amount::Vague)),
        _ => return None,
    };
    if count > MOST {
        return None;
    }
    let mut amount = Amount::quarters(count, quarters);
    let mut end = at + 1;
    // `2 1/2`, `2-1/2`.
    let part = scan.skip_hyphen(end);
    if let Some(quarters) = scan.digits(part).and_then(fraction) {
        amount = Amount::Exact { whole: count, quarters, fraction: true };
        end = part + 1;
    } else if let Some(Number::Exact(times @ (100 | 1000))) = scan.word(end).number {
        amount = Amount::exact(count.checked_mul(times).filter(|count| *count <= MOST)?);
        end += 1;
    }
    let (end, amount) = and_a_half(scan, end, amount);
    Some((end, amount))
}

/// The quarters that `1/2` or `3/4` are.
fn fraction(text: &str) -> Option<u8> {
    match text {
        "1/2" | "½" => Some(2),
        "1/4" | "¼" => Some(1),
        "3/4" | "¾" => Some(3),
        _ => None,
    }
}

/// `twenty-four`, `two and a half`, `one hundred and fifty`, `dozens of`, `several`.
fn in_words(scan: &Scan<'_>, at: usize) -> Option<(usize, Amount)> {
    let mut end = at;
    let mut total: u32 = 0;
    let mut last: u32 = 0;
    while end < at + 6 {
        let hundred = matches!(last, 100 | 1000) && scan.is(end, Role::And);
        let next = if end > at && (scan.hyphen(end) || hundred) { end + 1 } else { end };
        match scan.word(next).number {
            Some(Number::Vague) if end == at => {
                let of = scan.skip(next + 1, Role::Of);
                return Some((of, Amount::Vague));
            }
            Some(Number::Exact(count @ (100 | 1000))) => total = total.max(1).checked_mul(count)?,
            // Only tens and hundreds are followed by more.
            Some(Number::Exact(count)) if end == at || (last.is_multiple_of(10) && last != 10 && count < last) => {
                total += count
            }
            _ => break,
        }
        if let Some(Number::Exact(count)) = scan.word(next).number {
            last = count;
        }
        end = next + 1;
        if total > MOST {
            return None;
        }
    }
    if end == at {
        return None;
    }
    // `a couple of`, `two of`: only the couple and the dozen have an `of`.
    if matches!(last, 2 | 12) && scan.says_any(end - 1, &["couple", "dozen"]) {
        end = scan.skip(end, Role::Of);
    }
    Some(and_a_half(scan, end, Amount::exact(total)))
}

/// `and a half`, `and one half`, `-and-a-half` after a number.
fn and_a_half(scan: &Scan<'_>, end: usize, amount: Amount) -> (usize, Amount) {
    match half_after(scan, end) {
        Some(end) => (end, amount.and_half()),
        None => (end, amount),
    }
}

/// Where `and a half` ends that stands at `at`, with or without hyphens.
pub fn half_after(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let and = scan.skip_hyphen(at);
    let one = scan.skip_hyphen(and + 1);
    let half = scan.skip_hyphen(one + 1);
    let said = scan.is(and, Role::And) && (scan.is(one, Role::A) || scan.says(one, "one")) && scan.is(half, Role::Half);
    said.then_some(half + 1)
}
