//! How much of a phrase may be what is said: all of it, or less, or more.

use std::ops::Range;

use super::candidates::Content;
use crate::extract::text::Text;
use crate::nlp::Label;

/// The fewest words that are cut off.
const FEWEST: usize = 3;

/// Adds what the phrase at `index` may be cut down to or go on to.
pub fn add<'t>(text: &'t Text<'_>, sentence: &Range<usize>, index: usize, contents: &mut Vec<Content<'t>>) {
    let Content { role, head, tokens, .. } = contents[index].clone();
    let from = contents.len();
    let mut add = |extent: &'static str, end: usize| {
        let known = end == tokens.end || contents[from..].iter().any(|other| other.tokens.end == end);
        if end > tokens.start && !known {
            contents.push(Content { role, extent, head, tokens: tokens.start..end });
        }
    };
    if text.tag(head).is_noun() && head + 2 < tokens.end && head >= tokens.start {
        add("short", head + 1);
    }
    if let Some(joined) = joined(text, head, &tokens) {
        add("joined", joined);
    }
    let first = breaks(text, head + 1, &tokens);
    if let Some(first) = first {
        add("cut", first);
        if let Some(second) = breaks(text, first + FEWEST, &tokens) {
            add("second", second);
        }
    }
    if let Some(tail) = tail(text, head, &tokens) {
        add("tail", tail);
    }
    let clause = matches!(role, "ccomp" | "xcomp" | "advcl");
    if clause && tokens.end + FEWEST < sentence.end {
        add("long", sentence.end);
    }
}

/// Whether a phrase may end before the token.
pub fn is_break(text: &Text<'_>, token: usize) -> bool {
    [',', '-', '–', '—', ';', ':'].iter().any(|&mark| text.is_mark(token, mark))
}

/// The first mark from `from` on at which the phrase may be cut.
fn breaks(text: &Text<'_>, from: usize, tokens: &Range<usize>) -> Option<usize> {
    (from..tokens.end.saturating_sub(FEWEST)).find(|&at| is_break(text, at))
}

/// Where what is joined to the main word begins: `, and the port closed`.
fn joined(text: &Text<'_>, head: usize, tokens: &Range<usize>) -> Option<usize> {
    let and = text.children.of(head).find(|&child| child > head && text.label(child) == Label::Cc)?;
    let begins = if text.is_mark(and - 1, ',') { and - 1 } else { and };
    (begins > tokens.start && begins + FEWEST <= tokens.end).then_some(begins)
}

/// Where the last of what hangs on the main word begins, if it only adds circumstances: `on Monday`, `as the port closed`.
fn tail(text: &Text<'_>, head: usize, tokens: &Range<usize>) -> Option<usize> {
    let last = text.children.of(head).rfind(|&child| child > head && child < tokens.end)?;
    let adds = matches!(text.label(last), Label::Advcl | Label::Prep | Label::Npadvmod);
    let phrase = text.subtree(last);
    (adds && phrase.end == tokens.end && phrase.start > head + 1).then_some(phrase.start)
}
