//! Finds what stands in quotation marks: curly, straight or doubled ones, over several paragraphs.
//!
//! A straight mark opens or closes by the blanks around it, and by turns where they do not tell. Each paragraph of a long
//! quotation opens it again; only the last one closes it.

use std::ops::Range;

use crate::extract::text::Text;
use crate::extract::tokens::Kind;
use crate::span::Span;

/// Words in quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Its tokens, with the marks.
    pub tokens: Range<usize>,
    /// Whether it has a closing mark.
    pub closed: bool,
}

/// What a mark does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    Either,
}

/// What stands in marks, in order. `paragraphs` are those of the article, in order.
pub fn read(text: &Text<'_>, paragraphs: &[Span]) -> Vec<Marked> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let mut paragraph = 0;
    for (at, token) in text.tokens.iter().enumerate() {
        let mut breaks = false;
        while paragraphs.get(paragraph).is_some_and(|span| span.end <= token.span.start) {
            paragraph += 1;
            breaks = true;
        }
        let side = side(text, at);
        if let Some(start) = open.filter(|_| breaks) {
            if side == Some(Side::Opens) {
                continue;
            }
            found.push(Marked { tokens: start..at, closed: false });
            open = None;
        }
        match (side, open) {
            (Some(Side::Opens | Side::Either), None) => open = Some(at),
            (Some(Side::Closes | Side::Either), Some(start)) => {
                found.push(Marked { tokens: start..at + 1, closed: true });
                open = None;
            }
            // The mark before was no opening one, or its closing one is missing.
            (Some(Side::Opens), Some(_)) => open = Some(at),
            _ => {}
        }
    }
    if let Some(start) = open {
        found.push(Marked { tokens: start..text.tokens.len(), closed: false });
    }
    found.retain(|marked| marked.tokens.len() > 1);
    found
}

/// What the mark at `at` does; none where there is no mark.
fn side(text: &Text<'_>, at: usize) -> Option<Side> {
    // Doubled grave accents are two tokens.
    if text.of(at) == "`" && text.of(at + 1) == "`" {
        return Some(Side::Opens);
    }
    let token = text.tokens.get(at).filter(|token| token.is_quote())?;
    let before = text.body[..token.span.start].chars().next_back();
    let after = text.body[token.span.end..].chars().next();
    let blank = |character: Option<char>| character.is_none_or(char::is_whitespace);
    let opens = blank(before) || matches!(before, Some('(' | '[' | '-' | '–' | '—' | '‘' | '\''));
    let closes = blank(after) || after.is_some_and(|character| ",.;:!?)]-–—".contains(character));
    let doubled = text.of(at) == "''";
    match token.kind {
        // Some texts have opening marks at both ends, or closing ones.
        Kind::Open if !blank(after) || blank(before) => Some(Side::Opens),
        Kind::Close if !doubled && (!blank(before) || blank(after)) => Some(Side::Closes),
        _ if opens && !blank(after) => Some(Side::Opens),
        _ if closes && !blank(before) => Some(Side::Closes),
        _ => Some(Side::Either),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing;

    #[test]
    fn marks_are_paired() {
        let cases: [(&str, &[&str]); 8] = [
            ("He said “no” to the \"plan\".", &["“no”", "\"plan\""]),
            ("''We came late,'' she said.", &["''We came late,''"]),
            ("``We came late,'' she said.", &["``We came late,''"]),
            ("“We came late.\n“We left early,” she said.", &["“We came late.\n“We left early,”"]),
            ("“We came late.\nThe mayor left.", &["“We came late."]),
            ("A board of 12\" and a “long” one.", &["“long”"]),
            ("“We came late,“ she said.", &["“We came late,“"]),
            ("No marks at all.", &[]),
        ];
        for (body, expected) in cases {
            let paragraphs = testing::article(body).paragraphs;
            testing::with_text(body, |text, _| {
                let found = read(text, &paragraphs);
                let found: Vec<&str> =
                    found.iter().map(|marked| text.span(&marked.tokens).of(body).trim_end()).collect();
                assert_eq!(found, expected, "{body}");
            });
        }
    }
}
