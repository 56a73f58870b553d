//! The tokens of a sentence as the grammar of times looks at them.

use crate::extract::lexicon::times::{Fixed, Role, TimeWord, TimeWords};
use crate::extract::text::Text;
use crate::extract::tokens::Kind;
use crate::nlp::Tag;

/// The most tokens that any expression reaches: bounds all look-ahead.
const LONGEST_PHRASE: usize = 8;

/// The tokens of one sentence. Everything that is asked about tokens outside of it is answered with nothing.
#[derive(Clone, Copy, Debug)]
pub struct Scan<'t> {
    /// The article.
    pub text: &'t Text<'t>,
    /// The words of times.
    pub words: &'t TimeWords,
    /// The first token of the sentence.
    pub start: usize,
    /// One past its last token.
    pub end: usize,
}

impl<'t> Scan<'t> {
    /// What the word at `at` can be.
    pub fn word(&self, at: usize) -> &'t TimeWord {
        if at < self.start || at >= self.end {
            return TimeWord::NOTHING;
        }
        let lower = self.text.tokens.get(at).map_or(0, |token| token.lower);
        self.words.word(lower).unwrap_or(TimeWord::NOTHING)
    }

    /// What the word at `at` does in the grammar.
    pub fn role(&self, at: usize) -> Role {
        self.word(at).role
    }

    /// Whether the word at `at` does this.
    pub fn is(&self, at: usize, role: Role) -> bool {
        self.role(at) == role
    }

    /// One after `at` if the word there does this, else `at`.
    pub fn skip(&self, at: usize, role: Role) -> usize {
        at + usize::from(self.is(at, role))
    }

    /// Whether a hyphen or dash stands at `at`.
    pub fn hyphen(&self, at: usize) -> bool {
        self.mark(at, '-') || self.mark(at, '–') || self.mark(at, '‑')
    }

    /// One after `at` if a hyphen stands there, else `at`.
    pub fn skip_hyphen(&self, at: usize) -> usize {
        at + usize::from(self.hyphen(at))
    }

    /// Whether this mark stands at `at`.
    pub fn mark(&self, at: usize, mark: char) -> bool {
        at < self.end && at >= self.start && self.text.is_mark(at, mark)
    }

    /// One after `at` if a comma stands there, else `at`.
    pub fn skip_comma(&self, at: usize) -> usize {
        at + usize::from(self.mark(at, ','))
    }

    /// The words of a token; empty outside of the sentence.
    pub fn of(&self, at: usize) -> &'t str {
        if at < self.start || at >= self.end { "" } else { self.text.of(at) }
    }

    /// Whether the token at `at` is `word`, in any case.
    pub fn says(&self, at: usize, word: &str) -> bool {
        self.of(at).eq_ignore_ascii_case(word)
    }

    /// Whether one of `words` stands at `at`.
    pub fn says_any(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.says(at, word))
    }

    /// The token before `at` in the sentence, if there is one.
    pub fn before(&self, at: usize) -> Option<usize> {
        at.checked_sub(1).filter(|before| *before >= self.start)
    }

    /// Whether one of `words` stands before `at`.
    pub fn follows(&self, at: usize, words: &[&str]) -> bool {
        self.before(at).is_some_and(|before| self.says_any(before, words))
    }

    /// The tag of a token; none outside of the sentence.
    pub fn tag(&self, at: usize) -> Option<Tag> {
        (at >= self.start && at < self.end).then(|| self.text.tag(at))
    }

    /// Whether the token begins with a capital.
    pub fn capital(&self, at: usize) -> bool {
        at < self.end && self.text.tokens.get(at).is_some_and(|token| token.capital)
    }

    /// The text of a token that begins with a digit.
    pub fn digits(&self, at: usize) -> Option<&'t str> {
        let token = self.text.tokens.get(at).filter(|_| at >= self.start && at < self.end)?;
        (token.kind == Kind::Number).then(|| self.text.of(at))
    }

    /// The longest fixed phrase at `at`: where it ends and what it stands for.
    pub fn fixed(&self, at: usize) -> Option<(usize, &'t Fixed)> {
        if !self.word(at).opens_phrase {
            return None;
        }
        let tokens = self.text.tokens.get(at..self.end.min(at + LONGEST_PHRASE))?;
        let (length, fixed) = self.words.phrase(tokens.iter().map(|token| token.lower))?;
        Some((at + length, fixed))
    }

    /// A day of a month, 1 to 31: `3`, `3rd`, `third`.
    pub fn day_of_month(&self, at: usize) -> Option<i8> {
        let Some(text) = self.digits(at) else {
            return self.word(at).ordinal.filter(|day| *day <= 31).map(|day| day as i8);
        };
        let digits = text.trim_end_matches(|character: char| character.is_ascii_alphabetic());
        let suffix = &text[digits.len()..];
        let fits = suffix.is_empty() || ["st", "nd", "rd", "th"].iter().any(|end| suffix.eq_ignore_ascii_case(end));
        digits.parse::<i8>().ok().filter(|day| fits && digits.len() <= 2 && (1..=31).contains(day))
    }

    /// An ordinal in words or digits: `third`, `3rd`, `21st`.
    pub fn ordinal(&self, at: usize) -> Option<u8> {
        if let Some(ordinal) = self.word(at).ordinal {
            return Some(ordinal);
        }
        let text = self.digits(at)?;
        let digits = text.trim_end_matches(|character: char| character.is_ascii_alphabetic());
        let suffix = &text[digits.len()..];
        let fits = ["st", "nd", "rd", "th"].iter().any(|end| suffix.eq_ignore_ascii_case(end));
        if fits { digits.parse().ok() } else { None }
    }

    /// A year of four digits from `from` to 2100, or of two after an apostrophe.
    pub fn year(&self, at: usize, from: i16) -> Option<i16> {
        let text = self.of(at);
        if let Some(short) = text.strip_prefix(['\'', '’']).filter(|short| short.len() == 2) {
            let year: i16 = short.parse().ok()?;
            return short.bytes().all(|byte| byte.is_ascii_digit()).then_some(if year < 40 {
                2000 + year
            } else {
                1900 + year
            });
        }
        if text.len() != 4 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        text.parse().ok().filter(|year| (from..=2100).contains(year))
    }

    /// A year in words, `nineteen ninety-seven`: where it ends and which it is.
    pub fn year_in_words(&self, at: usize) -> Option<(usize, i16)> {
        use crate::extract::lexicon::times::Number::Exact;
        let Some(Exact(century @ (18..=20))) = self.word(at).number else { return None };
        let Some(Exact(tens)) = self.word(at + 1).number.filter(|_| !self.hyphen(at + 1)) else { return None };
        let century = i16::try_from(century).ok()? * 100;
        match tens {
            20 | 30 | 40 | 50 | 60 | 70 | 80 | 90 => {
                let ones = self.skip_hyphen(at + 2);
                match self.word(ones).number {
                    Some(Exact(one @ 1..=9)) => Some((ones + 1, century + (tens + one) as i16)),
                    _ => Some((at + 2, century + tens as i16)),
                }
            }
            10..=19 => Some((at + 2, century + tens as i16)),
            _ => None,
        }
    }
}
