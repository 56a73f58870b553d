//! Cuts text into tokens, by the conventions of the text that the models were trained on.
//!
//! These are the conventions of spaCy's English tokenizer (MIT licence): text is cut at blanks; then marks are taken off
//! both ends of a piece until what is left is an exception, an address, or has none; then what is left is cut at hyphens
//! and slashes between letters. Every rule looks at a few characters, so the time is linear in the length of the text.

mod exceptions;
mod marks;
mod url;

use exceptions::{Exception, LONGEST, exception};
use marks::{infix, prefix, suffix};
use url::is_address;

use super::document::Document;
use super::lexicon::Lexicon;
use crate::span::Span;

/// Adds the tokens of `text[range]` to `document`. Line breaks between tokens are remembered, and so is the start of the
/// range unless it `goes_on` with what is there. A range that is none of `text`, or ends beyond 4 GiB, has no tokens. `suffixes` is a buffer to work with.
pub(crate) fn tokenize(
    text: &str,
    range: Span,
    goes_on: bool,
    lexicon: &Lexicon,
    document: &mut Document,
    suffixes: &mut Vec<u32>,
) {
    let Some(part) = text.get(range.start..range.end) else { return };
    if u32::try_from(range.end).is_err() {
        return;
    }
    let mut out = Out { text, lexicon, document, suffixes, line_break: !goes_on };
    let bytes = part.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte <= b' ' || byte == 0x7F {
            out.line_break |= byte == b'\n' || byte == b'\r';
            at += 1;
            continue;
        }
        let start = at;
        let mut plain = true;
        while at < bytes.len() {
            let byte = bytes[at];
            if byte <= b' ' || byte == 0x7F {
                break;
            }
            if byte >= 0x80 {
                let Some(next) = part[at..].chars().next() else { break };
                if next.is_whitespace() || next.is_control() {
                    break;
                }
                plain = false;
                at += next.len_utf8();
            } else {
                plain &= byte.is_ascii_alphabetic();
                at += 1;
            }
        }
        if at == start {
            let skipped = part[at..].chars().next();
            out.line_break |= matches!(skipped, Some('\u{2028}' | '\u{2029}' | '\u{85}'));
            at += skipped.map_or(1, char::len_utf8);
            continue;
        }
        out.piece(range.start + start, range.start + at, plain);
    }
}

/// Where tokens go.
struct Out<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    document: &'a mut Document,
    suffixes: &'a mut Vec<u32>,
    line_break: bool,
}

impl Out<'_> {
    fn token(&mut self, start: usize, end: usize) {
        if start < end {
            let word = self.lexicon.word(self.form(start, end));
            self.document.push_token(start, end, self.line_break, word);
            self.line_break = false;
        }
    }

    /// The token as the models see it, without `co-` and `re-`: a hyphen between blanks is a dash, but for that of a dateline, after capitals.
    fn form(&self, start: usize, end: usize) -> &str {
        let form = &self.text[start..end];
        // `Re-imposed` is used as `imposed` is.
        if let Some((_, rest)) = split_prefix(form) {
            return rest;
        }
        let blank = |byte: Option<&u8>| byte == Some(&b' ');
        let bytes = self.text.as_bytes();
        let before = |steps: usize| start.checked_sub(steps).and_then(|at| bytes.get(at));
        let dash = form == "-" && blank(bytes.get(end)) && blank(before(1));
        if dash && !before(2).is_some_and(u8::is_ascii_uppercase) { "--" } else { form }
    }

    /// Adds the tokens of a piece without blanks. `plain` says that it has only ASCII letters.
    fn piece(&mut self, mut start: usize, mut end: usize, plain: bool) {
        if plain {
            return match exception(&self.text[start..end]) {
                Some(Exception::Cut(cut)) => {
                    self.token(start, start + cut);
                    self.token(start + cut, end);
                }
                _ => self.token(start, end),
            };
        }
        // What is taken off the right end waits in a list until the middle is done.
        self.suffixes.clear();
        self.suffixes.push(end as u32);
        loop {
            let rest = &self.text[start..end];
            if rest.is_empty() {
                break;
            }
            if rest.len() <= LONGEST
                && let Some(found) = exception(rest)
            {
                if let Exception::Cut(cut) = found {
                    self.token(start, start + cut);
                    start += cut;
                }
                self.token(start, end);
                break;
            }
            let first = prefix(rest);
            if first > 0 {
                self.token(start, start + first);
                start += first;
                continue;
            }
            let last = suffix(rest);
            if last > 0 {
                end -= last;
                self.suffixes.push(end as u32);
                continue;
            }
            if is_address(rest) {
                self.token(start, end);
            } else {
                self.middle(start, end);
            }
            break;
        }
        // Each suffix reaches from its own beginning to that of the one taken off before it.
        while let Some(from) = self.suffixes.pop() {
            if let Some(&to) = self.suffixes.last()
                && !self.completes_abbreviation(start, from as usize, to as usize)
            {
                self.token(from as usize, to as usize);
            }
        }
    }

    /// Gives the full stop at `from..to` back to the last token, if that is an abbreviation after a hyphen: "D-Mass.".
    fn completes_abbreviation(&mut self, start: usize, from: usize, to: usize) -> bool {
        let Some(&(first, end)) = self.document.spans.last() else { return false };
        let (first, end) = (first as usize, end as usize);
        if first <= start || end != from || to - first > LONGEST || &self.text[from..to] != "." {
            return false;
        }
        let whole = &self.text[first..to];
        if end - first < 2 || exception(whole) != Some(Exception::Whole) {
            return false;
        }
        self.document.spans.pop();
        self.document.words.pop();
        let line_break = self.document.breaks.pop().unwrap_or(false);
        self.line_break |= line_break;
        self.token(first, to);
        true
    }

    /// Adds what is left in the middle, cut at hyphens, slashes and ellipses within.
    fn middle(&mut self, start: usize, end: usize) {
        let middle = &self.text[start..end];
        let mut from = 0;
        let mut skip = 0;
        let mut before = None;
        for (at, character) in middle.char_indices() {
            if at < skip {
                continue;
            }
            if let Some(before) = before
                && !character.is_alphanumeric()
            {
                let length = infix(before, &middle[at..], character);
                if length > 0 && !(from == 0 && before_prefix(middle, at)) {
                    self.token(start + from, start + at);
                    self.token(start + at, start + at + length);
                    from = at + length;
                    skip = from;
                }
            }
            before = Some(character);
        }
        self.token(start + from, end);
    }
}

/// Whether the hyphen at `hyphen` joins one of the first syllables that make no word by themselves: `co-operation`, `re-imposed`.
fn before_prefix(word: &str, hyphen: usize) -> bool {
    split_prefix(word).is_some_and(|(prefix, rest)| {
        prefix.len() == hyphen + 1 && rest.len() > 3 && rest.bytes().all(|byte| byte.is_ascii_lowercase())
    })
}

/// A word with `co-` or `re-` before it, in two: `re-` and `imposed`.
pub(crate) fn split_prefix(word: &str) -> Option<(&str, &str)> {
    let (prefix, rest) = word.split_at_checked(3)?;
    let known = prefix.eq_ignore_ascii_case("co-") || prefix.eq_ignore_ascii_case("re-");
    (known && !rest.is_empty()).then_some((prefix, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> String {
        let mut document = Document::new();
        let lexicon = Lexicon::new(Vec::new());
        tokenize(text, Span::new(0, text.len()), false, &lexicon, &mut document, &mut Vec::new());
        (0..document.len()).map(|token| document.text(text, token)).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn wire_english_is_cut_by_convention() {
        for (text, expected) in [
            ("Gen. Lee met the U.S. envoy.", "Gen.|Lee|met|the|U.S.|envoy|."),
            ("They don't pay 4.5 pct.", "They|do|n't|pay|4.5|pct|."),
            ("It’s the bank’s $1.5-billion bid.", "It|’s|the|bank|’s|$|1.5|-|billion|bid|."),
            ("a state-run, long-term deal", "a|state|-|run|,|long|-|term|deal"),
            ("“We cannot,” he said.", "“|We|can|not|,|”|he|said|."),
            ("at 8:30 p.m. (1830 GMT)", "at|8:30|p.m.|(|1830|GMT|)"),
            ("see https://example.org/a-b, now", "see|https://example.org/a-b|,|now"),
            ("10-15 pct or 5%...", "10|-|15|pct|or|5|%|..."),
            ("Lee (D-Mass.) won.", "Lee|(|D|-|Mass.|)|won|."),
            ("the G-7 and/or U.S.-led talks", "the|G-7|and/or|U.S.|-|led|talks"),
            ("No. 2,000 rose 1986/87 3-1/2", "No|.|2,000|rose|1986/87|3|-|1/2"),
            ("talks—the first—failed", "talks|—|the|first|—|failed"),
            (" \n\t ", ""),
        ] {
            assert_eq!(tokens(text), expected);
        }
    }

    #[test]
    fn line_breaks_are_remembered() {
        let text = "One two\n three";
        let mut document = Document::new();
        tokenize(text, Span::new(0, text.len()), false, &Lexicon::new(Vec::new()), &mut document, &mut Vec::new());
        assert_eq!(document.breaks, [true, false, true]);
    }

    #[test]
    fn hostile_pieces_take_linear_time() {
        for unit in ["\"", "'", "a-", "(", ".", "’s", "1,", "é", "\u{200B}", "$", "a.B", "\u{1F600}"] {
            let text = unit.repeat(100_000 / unit.len());
            let mut document = Document::new();
            tokenize(&text, Span::new(0, text.len()), false, &Lexicon::new(Vec::new()), &mut document, &mut Vec::new());
            assert!(!document.is_empty());
        }
    }
}
