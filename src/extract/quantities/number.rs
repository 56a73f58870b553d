//! The number itself: figures and words, with scales and bounds, and ranges of two.

use std::ops::Range;

use crate::extract::lexicon::quantities::{Bound, QuantityWords};
use crate::extract::lexicon::words::WordId;
use crate::extract::text::Text;
use crate::extract::tokens::Kind;

/// A number as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Its tokens, with the bound before it.
    pub tokens: Range<usize>,
    /// The number, if it is a single one.
    pub value: Option<f64>,
    /// The least that it may be.
    pub low: Option<f64>,
    /// The most that it may be.
    pub high: Option<f64>,
    /// Whether it is a word like `dozens`.
    pub vague: bool,
}

/// The longest phrase that may stand before a number.
const PHRASE: usize = 4;

/// The number that begins at `at`, in the sentence `range`.
pub fn read(text: &Text<'_>, words: &QuantityWords, at: usize, range: &Range<usize>) -> Option<Number> {
    let (first, mut end, vague) = match single(text, words, at, range) {
        Some((value, end)) => (value, end, false),
        None => vague(text, words, at, range).map(|(least, end)| (least, end, true))?,
    };
    let sign = at.checked_sub(1).filter(|before| range.contains(before)).is_some_and(|before| {
        text.of(before).chars().next_back().is_some_and(|last| !last.is_alphabetic())
            && words.unit(text.tokens[before].lower).is_some()
    });
    let from = at - usize::from(sign);
    let before: Vec<WordId> =
        text.tokens[range.start.max(from.saturating_sub(PHRASE))..from].iter().map(|token| token.lower).collect();
    let (length, bound) = words.bound(&before).map_or((0, None), |(length, bound)| (length, Some(bound)));
    let second = (!vague && end + 1 < range.end && words.is_to(text.tokens[end].lower))
        .then(|| second(text, words, end + 1, range))
        .flatten()
        .filter(|_| text.of(end) != "and" || bound == Some(Bound::Between));
    let mut number = Number { tokens: from - length..end, value: None, low: None, high: None, vague };
    match (second, bound) {
        (Some((last, stop)), _) if last > first => {
            // `two to three million`: the scale belongs to both.
            let scale = text.tokens[end + 1..stop].iter().filter_map(|token| words.scale(token.lower)).product::<f64>();
            let low = if first * scale <= last { first * scale } else { first };
            (number.low, number.high) = (Some(low), Some(last));
            end = stop;
            number.tokens.end = end;
        }
        (_, Some(Bound::Low)) => number.low = Some(first),
        (_, Some(Bound::High)) => number.high = Some(first),
        (_, _) if vague => number.low = Some(first),
        (_, Some(Bound::Between)) => {
            number.tokens.start = from;
            number.value = Some(first);
        }
        _ => number.value = Some(first),
    }
    Some(number)
}

/// The second number of a range, which may have its own sign of a currency.
fn second(text: &Text<'_>, words: &QuantityWords, at: usize, range: &Range<usize>) -> Option<(f64, usize)> {
    let sign = words.unit(text.tokens.get(at)?.lower).is_some() && text.tokens[at].kind == Kind::Mark;
    single(text, words, at + usize::from(sign), range)
}

/// One number in figures or words, and where it ends: `4,000`, `3.5 million`, `two hundred and fifty`, `a dozen`.
fn single(text: &Text<'_>, words: &QuantityWords, at: usize, range: &Range<usize>) -> Option<(f64, usize)> {
    let token = text.tokens.get(at).filter(|_| range.contains(&at))?;
    let lower = |index: usize| text.tokens.get(index).filter(|_| range.contains(&index)).map_or(0, |token| token.lower);
    let (mut value, mut end) = if token.kind == Kind::Number {
        let digits: String = text.of(at).chars().filter(|&character| character != ',').collect();
        (digits.parse::<f64>().ok()?, at + 1)
    } else if let Some(value) = words.number(token.lower) {
        // `twenty - five`, cut at the hyphen.
        let unit = text.is_mark(at + 1, '-').then(|| words.number(lower(at + 2))).flatten();
        match unit.filter(|&unit| unit < 10.0 && value >= 20.0) {
            Some(unit) => (value + unit, at + 3),
            None => (value, at + 1),
        }
    } else if matches!(text.of(at), "a" | "A" | "an" | "An" | "half") && words.scale(lower(at + 1)).is_some() {
        (if text.of(at) == "half" { 0.5 } else { 1.0 }, at + 1)
    } else if text.of(at) == "half" && text.of(at + 1) == "a" && words.scale(lower(at + 2)).is_some() {
        (0.5, at + 2)
    } else {
        return None;
    };
    let mut rest = 0.0;
    while let Some(scale) = words.scale(lower(end)) {
        value *= scale;
        end += 1;
        // `two hundred and fifty thousand`.
        let and = usize::from(text.of(end) == "and");
        let Some(more) = words.number(lower(end + and)).filter(|&more| more < scale && (100.0..1e6).contains(&scale))
        else {
            continue;
        };
        match words.scale(lower(end + and + 1)) {
            Some(_) => value += more,
            None => rest = more,
        }
        end += and + 1;
    }
    Some((value + rest, end))
}

/// A vague number and where it ends: `dozens`, `tens of thousands`, `a few hundred`, `several thousand`.
fn vague(text: &Text<'_>, words: &QuantityWords, at: usize, range: &Range<usize>) -> Option<(f64, usize)> {
    let lower = |index: usize| text.tokens.get(index).filter(|_| range.contains(&index)).map_or(0, |token| token.lower);
    let article = usize::from(matches!(text.of(at), "a" | "A"));
    let mut least = words.vague(lower(at + article))?;
    // `few people` are not many: only `a few` is a number, and `the couple` are two by name.
    let small = matches!(text.of(at + article), "few" | "couple" | "handful");
    if small && article == 0 || !small && article == 1 {
        return None;
    }
    let mut end = at + article + 1;
    while text.of(end) == "of"
        && let Some(more) = words.vague(lower(end + 1)).filter(|&more| more > 100.0)
    {
        // `tens of thousands`: twenty thousand, not twenty times two thousand.
        least *= more / 2.0;
        end += 2;
    }
    while let Some(scale) = words.scale(lower(end)) {
        least *= scale;
        end += 1;
    }
    Some((least, end))
}
