//! Years and decades: `1998`, `the 1990s`, `last year` after a month, `mid-1996`.

use crate::extract::lexicon::times::{Role, Unit};
use crate::extract::tokens::Kind;
use crate::nlp::Tag;

use super::dates::Dated;
use super::expression::{When, Year};
use super::scan::Scan;

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
    // `October of that year`, `May of the following year`.
    let spoken = match scan.role(of) {
        Role::That if of > at => Some((scan.skip(of + 1, Role::Same), 0)),
        Role::The if of > at => match scan.role(of + 1) {
            Role::Same => Some((of + 2, 0)),
            Role::Following | Role::Next => Some((of + 2, 1)),
            Role::Previous => Some((of + 2, -1)),
            _ => None,
        },
        _ => None,
    };
    if let Some((year, count)) = spoken {
        let word = scan.word(year);
        return (word.unit == Some(Unit::Year) && !word.plural).then_some((year + 1, Year::Spoken(count)));
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

/// The first three digits of the decade that `digit` names: the twenties and earlier may be of either century.
pub fn decade_of(digit: i16) -> i16 {
    190 + digit
}

/// `1990s`, `1990's`, `'90s`, `90s`.
pub fn decade(scan: &Scan<'_>, at: usize, text: &str) -> Dated {
    if let Some(digits) = text.strip_suffix('s') {
        let digits = digits.trim_end_matches(['\'', '’']);
        let value: i16 = digits.parse().ok()?;
        return match digits.len() {
            4 if (1000..2100).contains(&value) => Some((at + 1, When::Decade(value / 10).into())),
            2 if value % 10 == 0 => {
                let quoted = scan.before(at).is_some_and(|before| scan.mark(before, '\'') || scan.mark(before, '’'));
                // `the 70s and 80s`.
                let joined = scan.before(at).filter(|_| scan.follows(at, &["and", "or"])).is_some_and(|and| {
                    let other = scan.before(and).and_then(|other| scan.digits(other));
                    other.is_some_and(|other| other.ends_with('s'))
                });
                let named = quoted || joined || scan.follows(at, &["the", "early", "late", "mid", "-"]);
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
pub fn is_year(scan: &Scan<'_>, at: usize, year: i16) -> bool {
    let before = scan.before(at);
    let says = |words: &[&str]| before.is_some_and(|before| scan.says_any(before, words));
    let symbol = |before: usize| matches!(scan.tag(before), Some(Tag::Dollar | Tag::Sym)) && !scan.hyphen(before);
    if before.is_some_and(symbol)
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
    let introduced =
        says(&["in", "since", "by", "until", "till", "during", "from", "of", "before", "after", "through"])
            || says(&[
                "early", "late", "mid", "between", "to", "and", "-", "–", "its", "the", "'s", "’s", "for", "spring",
            ]);
    if !(1900..=2050).contains(&year) {
        return says(&["in", "since", "until", "from", "during"]) && scan.tag(after) != Some(Tag::Nns);
    }
    // `about 2000 troops` counts, `the 1992 protests` does not.
    let counted = matches!(scan.tag(after), Some(Tag::Nns));
    !counted || introduced && !says(&["to", "and", "of", "by", "from", "for"])
}

/// `mid-1996`, `mid-1990s`, `post-1959`, `FY2007`: what the tokenizer left in one piece.
pub fn compound(scan: &Scan<'_>, at: usize) -> Dated {
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
