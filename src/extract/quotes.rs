//! Finds direct quotations by their quotation marks.

use std::ops::Range;

use crate::span::Span;

use super::text::Text;
use super::tokens::Kind;

/// Words in quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// Its tokens, with the marks.
    pub tokens: Range<usize>,
    /// Whether it is a sentence of its own, and not a few words in one.
    pub sentence: bool,
}

/// The fewest words of a quotation that counts as a sentence of its own.
const SHORTEST: usize = 2;

/// The quotations of an article, in order. One that is still open at the end of its paragraph ends there, because each
/// paragraph of a long quotation opens it again.
pub fn read(text: &Text<'_>, paragraphs: &[Span]) -> Vec<Quoted> {
    let mut quotes = Vec::new();
    let mut open: Option<usize> = None;
    let mut paragraph = 0;
    for (at, token) in text.tokens.iter().enumerate() {
        while paragraphs.get(paragraph).is_some_and(|span| span.end <= token.span.start) {
            paragraph += 1;
            if let Some(start) = open.take() {
                push(text, start..at, &mut quotes);
            }
        }
        match (token.kind, open) {
            (Kind::Open | Kind::Straight, None) => open = Some(at),
            (Kind::Close | Kind::Straight, Some(start)) => {
                push(text, start..at + 1, &mut quotes);
                open = None;
            }
            _ => {}
        }
    }
    if let Some(start) = open {
        push(text, start..text.tokens.len(), &mut quotes);
    }
    quotes
}

fn push(text: &Text<'_>, tokens: Range<usize>, quotes: &mut Vec<Quoted>) {
    let inside = tokens.start + 1..tokens.end;
    let words = text.tokens[inside.clone()].iter().filter(|token| token.kind == Kind::Word).count();
    let capital = text.tokens.get(inside.start).is_some_and(|token| token.capital || token.kind != Kind::Word);
    let before = tokens.start.checked_sub(1).map_or("", |before| text.of(before));
    let alone = text.sentences.binary_search_by_key(&tokens.start, |sentence| sentence.tokens.start).is_ok();
    let introduced = matches!(before, "," | ":");
    // Names of works and words held up with tongs do not end with a comma or a full stop before the closing mark.
    let last = tokens.end.checked_sub(2).map_or("", |last| text.of(last));
    let closed = matches!(last, "," | "." | "!" | "?" | "…" | "...") || !text.tokens[tokens.end - 1].is_quote();
    let after = text.of(tokens.end);
    let stopped = closed || matches!(after, "," | ".");
    let sentence = words >= SHORTEST && stopped && (alone || capital && introduced);
    quotes.push(Quoted { tokens, sentence });
}
