//! Whether a capital stands for its government: `Moscow denies it` tells who, not where.

use crate::extract::lexicon::Lexicon;
use crate::extract::lexicon::actors::NameKind;
use crate::extract::text::Text;
use crate::nlp::Label;

use super::Location;

/// Whether `location` is the name of a capital that acts, is spoken to or dealt with, by the tree of its sentence.
pub fn acts(text: &Text<'_>, lexicon: &Lexicon, location: &Location) -> bool {
    if location.locative || !is_capital(text, lexicon, location) {
        return false;
    }
    let mut at = location.tokens.end - 1;
    if !text.document.is_parsed(text.document.sentence_of(at)) {
        return false;
    }
    // `Kyiv and Washington said`: what holds for the first holds for all.
    for _ in 0..6 {
        match text.document.head(at) {
            Some(head) if text.label(at) == Label::Conj => at = head,
            _ => break,
        }
    }
    let Some(head) = text.document.head(at) else { return false };
    match text.label(at) {
        Label::Nsubj => !matches!(text.document.lemma(head), "be" | "lie" | "stand" | "look" | "remain" | "become"),
        Label::Poss => lexicon.predicates.noun_types(text.tokens[head].lemma) != 0,
        Label::Pobj => matches!(text.of(head), "with" | "between" | "against" | "by" | "among"),
        _ => false,
    }
}

/// Whether the lexicon has the name for that of a seat of government.
pub fn is_capital(text: &Text<'_>, lexicon: &Lexicon, location: &Location) -> bool {
    let Some(tokens) = text.tokens.get(location.tokens.clone()).filter(|tokens| !tokens.is_empty()) else {
        return false;
    };
    let named = lexicon.actors.name(tokens.iter().map(|token| token.exact));
    named.is_some_and(|(length, named)| length == tokens.len() && named.kind == NameKind::Capital)
}
