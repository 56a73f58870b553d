//! Cuts the prose of an article into sentences.
//!
//! A sentence ends at `.`, `!` or `?` before something that can begin one. Closing quotation marks and brackets stay with the
//! sentence that they close. A period that belongs to an abbreviation ends a sentence only before a word that begins
//! sentences (`The`, `He`), never after a title or an initial, because a name follows those.

use std::ops::Range;

use crate::span::Span;

use super::lexicon::words::class;
use super::tokens::{Kind, Token};

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens among the article's.
    pub tokens: Range<usize>,
    /// Its bytes in the body.
    pub span: Span,
}

/// Appends the sentences of the tokens from `first` to the end of `tokens`, which are those of one piece of prose.
pub fn split(body: &str, tokens: &[Token], first: usize, sentences: &mut Vec<Sentence>) {
    let mut start = first;
    let mut open = false;
    let mut at = first;
    while at < tokens.len() {
        open = quoted(open, tokens[at].kind);
        let mut end = at + 1;
        if ends_sentence(body, &tokens[at]) {
            while let Some(token) = tokens.get(end).filter(|token| closes(body, token, open)) {
                open = quoted(open, token.kind);
                end += 1;
            }
            if tokens.get(end).is_none_or(|next| begins(body, &tokens[at], next)) {
                push(tokens, start..end, sentences);
                start = end;
            }
        }
        at = end;
    }
    if start < tokens.len() {
        push(tokens, start..tokens.len(), sentences);
    }
}

fn push(tokens: &[Token], range: Range<usize>, sentences: &mut Vec<Sentence>) {
    let span = tokens[range.start].span.join(tokens[range.end - 1].span);
    sentences.push(Sentence { tokens: range, span });
}

/// Whether a quotation is open after a token, for straight marks, which only their order tells apart.
fn quoted(open: bool, kind: Kind) -> bool {
    match kind {
        Kind::Open => true,
        Kind::Close => false,
        Kind::Straight => !open,
        _ => open,
    }
}

fn ends_sentence(body: &str, token: &Token) -> bool {
    let text = token.span.of(body);
    match token.kind {
        Kind::Mark => matches!(text, "." | "!" | "?" | "…" | "..."),
        Kind::Word => text.len() > 1 && text.ends_with('.'),
        _ => false,
    }
}

fn closes(body: &str, token: &Token, open: bool) -> bool {
    token.kind == Kind::Close
        || (token.kind == Kind::Straight && open)
        || token.is_mark(body, ')')
        || token.is_mark(body, ']')
        || token.is_mark(body, '’')
        || ends_sentence(body, token) && token.kind == Kind::Mark
}

/// Whether `next` can begin a sentence after `last`.
fn begins(body: &str, last: &Token, next: &Token) -> bool {
    let starts = next.capital
        || next.kind == Kind::Number
        || matches!(next.kind, Kind::Open | Kind::Straight)
        || next.is_mark(body, '‘')
        || next.is_mark(body, '(');
    if last.kind == Kind::Mark || !starts {
        return starts;
    }
    let abbreviation = last.span.of(body);
    let name_follows = last.is(class::TITLE | class::MONTH) || (abbreviation.len() == 2 && last.capital);
    !name_follows && next.is(class::FUNCTION)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::lexicon::words::Vocabulary;
    use crate::extract::tokens::tokenize;

    #[test]
    fn prose_is_cut_into_sentences() {
        let cases: [(&str, &[&str]); 9] = [
            ("One fell. Two rose.", &["One fell.", "Two rose."]),
            ("He met Mr. Brown. She left.", &["He met Mr. Brown.", "She left."]),
            ("They left the U.S. The talks failed.", &["They left the U.S.", "The talks failed."]),
            ("The U.S. Senate voted.", &["The U.S. Senate voted."]),
            ("“We go,” he said. “Now.”", &["“We go,” he said.", "“Now.”"]),
            ("\"We go. We win.\" They left.", &["\"We go.", "We win.\"", "They left."]),
            ("It was … a test. (Ends.)", &["It was … a test.", "(Ends.)"]),
            ("“Why?” she asked. No one knew", &["“Why?” she asked.", "No one knew"]),
            ("", &[]),
        ];
        let words = Vocabulary::default();
        for (text, expected) in cases {
            let mut tokens = Vec::new();
            tokenize(text, Span::new(0, text.len()), &words, &mut tokens);
            let mut sentences = Vec::new();
            split(text, &tokens, 0, &mut sentences);
            let found: Vec<&str> = sentences.iter().map(|sentence| sentence.span.of(text)).collect();
            assert_eq!(found, expected);
        }
    }
}
