//! Finds how many: a number with its scale, its bounds (`more than`), its unit and the noun that it counts.

use std::ops::Range;

use super::lexicon::words::class;
use super::text::Text;
use super::tokens::Kind;

/// A number and what it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantityMention {
    /// Its tokens, from the bound to the noun.
    pub tokens: Range<usize>,
    /// The number.
    pub value: f64,
    /// Whether the number is a lower bound.
    pub at_least: bool,
    /// Whether the number is an upper bound.
    pub at_most: bool,
    /// Currency or measure.
    pub unit: Option<&'static str>,
    /// The token of the noun that it counts.
    pub of: Option<usize>,
}

const SMALL: &[&str] = &[
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// The quantities among the tokens of `range`, in order; `taken` are the ranges of times, whose numbers are dates.
pub fn read(text: &Text<'_>, range: Range<usize>, taken: &[Range<usize>]) -> Vec<QuantityMention> {
    let mut found = Vec::new();
    let mut taken = taken.iter().peekable();
    let mut at = range.start;
    while at < range.end {
        while taken.next_if(|time| time.end <= at).is_some() {}
        let quantity = match taken.peek() {
            Some(time) if time.contains(&at) => None,
            _ => quantity(text, at, range.clone()),
        };
        at = quantity.as_ref().map_or(at + 1, |quantity: &QuantityMention| quantity.tokens.end.max(at + 1));
        found.extend(quantity);
    }
    found
}

fn quantity(text: &Text<'_>, at: usize, range: Range<usize>) -> Option<QuantityMention> {
    let mut value = number(text.of(at), text.tokens.get(at)?.kind)?;
    let mut end = at + 1;
    while end < range.end && end < at + 3 {
        value *= match text.of(end) {
            "hundred" => 1e2,
            "thousand" => 1e3,
            "million" | "mln" => 1e6,
            "billion" | "bln" => 1e9,
            "trillion" => 1e12,
            _ => break,
        };
        end += 1;
    }
    let before =
        |back: usize| at.checked_sub(back).filter(|index| *index >= range.start).map_or("", |index| text.of(index));
    let currency = match before(1) {
        "$" => Some("USD"),
        "€" => Some("EUR"),
        "£" => Some("GBP"),
        "¥" => Some("JPY"),
        _ => None,
    };
    let mut start = at - usize::from(currency.is_some());
    let ahead = |back: usize| {
        start
            .checked_sub(back)
            .filter(|index| *index >= range.start)
            .map(|index| text.of(index).to_ascii_lowercase())
            .unwrap_or_default()
    };
    let (at_least, at_most, words) = match (ahead(2).as_str(), ahead(1).as_str()) {
        ("more", "than") | ("at", "least") | ("no", "less") => (true, false, 2),
        ("less" | "fewer", "than") | ("up", "to") | ("at", "most") => (false, true, 2),
        (_, "over") => (true, false, 1),
        (_, "about" | "around" | "nearly" | "almost" | "some") => (false, false, 1),
        _ => (false, false, 0),
    };
    start -= words;
    let measure = match if end < range.end { text.of(end) } else { "" } {
        "%" | "percent" | "pct" => Some("%"),
        "dollars" | "dlrs" => Some("USD"),
        "euros" => Some("EUR"),
        "pounds" => Some("GBP"),
        "yen" => Some("JPY"),
        "kilometres" | "kilometers" | "km" => Some("km"),
        "miles" => Some("mi"),
        "tonnes" | "tons" => Some("t"),
        _ => None,
    };
    let unit = currency.or(measure);
    let mut of = None;
    if measure.is_some() {
        end += 1;
    } else if currency.is_none() {
        of = (end..range.end.min(end + 4))
            .take_while(|&index| {
                let token = &text.tokens[index];
                token.kind == Kind::Word && !token.is(class::FUNCTION | class::GENITIVE | class::MONTH)
            })
            .find(|&index| counts(text.of(index)));
        end = of.map_or(end, |noun| noun + 1);
    }
    // A bare number that counts nothing is a date, an age or a score.
    (unit.is_some() || of.is_some()).then_some(QuantityMention {
        tokens: start..end,
        value,
        at_least,
        at_most,
        unit,
        of,
    })
}

fn counts(word: &str) -> bool {
    (word.ends_with('s') && !word.ends_with("ss") && word.len() > 3)
        || matches!(
            word,
            "people" | "men" | "women" | "children" | "policemen" | "gunmen" | "police" | "personnel" | "dead"
        )
}

fn number(text: &str, kind: Kind) -> Option<f64> {
    if kind == Kind::Number {
        let digits: String = text.chars().filter(|&character| character != ',').collect();
        return digits.parse().ok();
    }
    let lower = text.to_ascii_lowercase();
    SMALL.iter().position(|word| *word == lower).map(|index| index as f64 + 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing;

    #[test]
    fn numbers_count_things() {
        type Found = (&'static str, f64, &'static str);
        let cases: [(&str, &[Found]); 6] = [
            ("It sent more than 4,000 troops there", &[("more than 4,000 troops", 4000.0, "troops")]),
            ("killing at least two Libyan soldiers", &[("at least two Libyan soldiers", 2.0, "soldiers")]),
            ("worth $3.5 million a year", &[("$3.5 million", 3_500_000.0, "")]),
            ("rose 5 percent", &[("5 percent", 5.0, "")]),
            ("In 1999 it was 12-3", &[]),
            ("three of the men", &[]),
        ];
        for (body, expected) in cases {
            testing::with_text(body, |text, _| {
                let found = read(text, 0..text.tokens.len(), &[]);
                let found: Vec<(&str, f64, &str)> = found
                    .iter()
                    .map(|one| (text.span(&one.tokens).of(body), one.value, one.of.map_or("", |noun| text.of(noun))))
                    .collect();
                assert_eq!(found, expected, "{body}");
            });
        }
    }
}
