//! The words of a text that tell what it is about: names and numbers.
//!
//! Stories of a kind share most of their words (`declared a quarterly dividend of … payable …`), so that shared word sequences
//! alone would join every dividend with every other. Names and numbers differ between stories of a kind and stay the same between
//! versions of one story. A fact is the hash of one such word; its lowest bit says that it is a number.

use std::sync::LazyLock;

use xxhash_rust::xxh3::xxh3_64;

use super::measure::Sieve;

/// Words that carry a capital without being names, or that nearly every wire story has; they count as common before anything is
/// remembered that would show it.
const COMMON: [&str; 62] = [
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
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "inc",
    "corp",
    "co",
    "ltd",
    "plc",
    "u.s",
    "us",
    "united",
    "states",
    "new",
    "york",
    "president",
    "minister",
    "government",
    "company",
    "bank",
    "national",
    "international",
    "mr",
    "reuters",
    "ap",
    "afp",
    "in",
    "on",
    "for",
    "we",
    "they",
    "this",
    "that",
    "there",
    "year",
];

/// Words that are no facts even with a capital: they begin sentences.
const NONE: [&str; 24] = [
    "the", "a", "an", "it", "he", "she", "but", "and", "i", "at", "as", "of", "to", "by", "is", "was", "reuter",
    "said", "its", "his", "or", "if", "from", "with",
];

/// Words that say nothing about what a sentence tells.
pub const EMPTY: [&str; 28] = [
    "said", "says", "told", "would", "have", "been", "were", "will", "also", "that", "with", "from", "this", "their",
    "which", "after", "about", "over", "more", "than", "they", "when", "where", "could", "into", "between", "there",
    "other",
];

/// Number words that wires write out.
const NUMBERS: [&str; 11] =
    ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// Tells most words that are in none of these lists.
static LISTED: LazyLock<Sieve> = LazyLock::new(|| {
    let hashes: Vec<u32> = NONE.iter().chain(&EMPTY).chain(&NUMBERS).map(|word| hash_word(word)).collect();
    Sieve::new(&hashes)
});

/// Whether a word with this hash is one of these, all of which are in [`LISTED`].
fn is_one_of(words: &[&str], word: &str, hash: u32) -> bool {
    LISTED.may_hold(hash) && words.contains(&word)
}

/// The hash of a word in lower case.
pub fn hash_word(word: &str) -> u32 {
    (xxh3_64(word.as_bytes()) >> 32) as u32
}

/// Whether a fact is a number.
pub fn is_number(fact: u32) -> bool {
    fact & 1 == 1
}

/// The fact that a word is, if it is one. `lower` is the word in lower case and `next` the one after it; `capital` says whether it
/// had a capital letter; in headlines (`every`) all words count.
pub fn fact(lower: &str, next: Option<&str>, capital: bool, every: bool) -> Option<u32> {
    fact_of(lower, hash_word(lower), next, capital, every)
}

/// The same, where the hash of the word is known.
pub(super) fn fact_of(lower: &str, hash: u32, next: Option<&str>, capital: bool, every: bool) -> Option<u32> {
    if lower.starts_with(|c: char| c.is_ascii_digit()) {
        if let Some(amount) = amount(lower, next) {
            return Some(amount);
        }
        // `2,000` and `2000` are one fact.
        return Some(match lower.contains(',') {
            true => hash_word(&lower.replace(',', "")) | 1,
            false => hash | 1,
        });
    }
    if is_one_of(&NUMBERS, lower, hash)
        && let Some(number) = NUMBERS.iter().position(|word| *word == lower)
    {
        // `five` and `5` are one fact.
        let number = (number + 2).to_string();
        return amount(&number, next).or(Some(hash_word(&number) | 1));
    }
    let counts = (capital || every) && lower.chars().nth(1).is_some() && !is_one_of(&NONE, lower, hash);
    counts.then_some(hash & !1)
}

/// From how much on a number is told in millions or billions.
const MILLION: f64 = 1e6;
const BILLION: f64 = 1e9;

/// A number that a word of magnitude follows, or one of a million or more, rounded as wires round: `2,129,000` and `2.1 mln`,
/// `1,330,400,000` and `1.33 billion` are one fact.
fn amount(digits: &str, next: Option<&str>) -> Option<u32> {
    let scale = next.and_then(magnitude);
    if scale.is_none() && digits.len() < 7 {
        return None;
    }
    let value = digits.replace(',', "").parse::<f64>().ok()? * scale.unwrap_or(1.0);
    if value < MILLION {
        // `0.5 mln` is `500,000`; a number by itself stays what it is.
        return scale.map(|_| hash_word(&value.round().to_string()) | 1);
    }
    let rounded = match value < BILLION {
        true => format!("{:.1} mln", value / MILLION),
        false => format!("{:.2} billion", value / BILLION),
    };
    Some(hash_word(&rounded) | 1)
}

/// What a word of magnitude after a number multiplies it by.
fn magnitude(word: &str) -> Option<f64> {
    let is_one_of = |words: &[&str]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
    match word.as_bytes().first()?.to_ascii_lowercase() {
        b'm' if is_one_of(&["mln", "million", "mn"]) => Some(MILLION),
        b'b' if is_one_of(&["billion", "bln", "bn"]) => Some(BILLION),
        b't' if is_one_of(&["trillion", "trln", "tln"]) => Some(1e12),
        b't' if is_one_of(&["thousand"]) => Some(1e3),
        _ => None,
    }
}

/// The hash of a word that carries meaning, by its first letters, so that forms of a word are one term; none for short words, numbers
/// and words that nearly every story has. `lower` is the word in lower case.
pub fn term(lower: &str) -> Option<u32> {
    term_of(lower, hash_word(lower))
}

/// The same, where the hash of the word is known.
pub(super) fn term_of(lower: &str, hash: u32) -> Option<u32> {
    const LETTERS: usize = 5;
    if lower.len() < 4 || lower.starts_with(|c: char| c.is_ascii_digit()) || is_one_of(&EMPTY, lower, hash) {
        return None;
    }
    let end = match lower.is_ascii() {
        true => lower.len().min(LETTERS),
        false => lower.char_indices().nth(LETTERS).map_or(lower.len(), |(end, _)| end),
    };
    Some(if end == lower.len() { hash } else { hash_word(&lower[..end]) })
}

/// The facts that are common in all news: hash, sorted.
pub fn common() -> Vec<u32> {
    let mut common: Vec<u32> = COMMON.iter().map(|word| hash_word(word) & !1).collect();
    common.extend((2..=12).map(|number: u32| hash_word(&number.to_string()) | 1));
    common.sort_unstable();
    common
}

/// Whether a fraction begins here (`1/2`).
fn is_fraction(bytes: &[u8]) -> bool {
    bytes.iter().find(|byte| !byte.is_ascii_digit()) == Some(&b'/')
}

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'t> {
    /// As it stands, without marks around it.
    pub text: &'t str,
    /// First byte.
    pub start: usize,
    /// Whether it stands in angle brackets or is a code of a stock exchange (`<IBM>`, `(IBM.N)`), which come and go between
    /// versions.
    pub ticker: bool,
}

/// The words of a text: runs of letters and digits, with the marks that stand inside (`U.S`, `16-1/2`, `10,000`). A range is two
/// words (`52-55`), as if it were written out.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let alive = |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0x80;
    std::iter::from_fn(move || {
        while at < bytes.len() && !alive(bytes[at]) {
            at += 1;
        }
        if at == bytes.len() {
            return None;
        }
        let start = at;
        let number = bytes[at].is_ascii_digit();
        loop {
            while at < bytes.len() && alive(bytes[at]) {
                at += 1;
            }
            let inside = |byte: u8| match number {
                true => matches!(byte, b'.' | b',' | b'/' | b'-' | b':'),
                false => matches!(byte, b'.' | b'&' | b'\''),
            };
            let joins = at + 1 < bytes.len()
                && inside(bytes[at])
                && alive(bytes[at + 1])
                && (!number || bytes[at + 1].is_ascii_digit())
                && (bytes[at] != b'-' || is_fraction(&bytes[at + 1..]));
            if !joins {
                break;
            }
            at += 1;
        }
        let before = start.checked_sub(1).map(|place| bytes[place]);
        let after = bytes.get(at).copied();
        let short = at - start <= 8 && !bytes[start..at].iter().any(u8::is_ascii_lowercase);
        let ticker = short
            && (before == Some(b'<') && after == Some(b'>')
                || before == Some(b'(') && after == Some(b')') && bytes[start..at].contains(&b'.'));
        // Both ends are ASCII bytes or lie beside one, or are the ends of the text: character boundaries.
        Some(Word { text: text.get(start..at).unwrap_or_default(), start, ticker })
    })
}
