//! What is the matter with those who are counted: killed, arrested, marching.

use crate::extract::lexicon::quantities::{Place, QuantityWords};
use crate::extract::text::Text;
use crate::nlp::Label;

/// Where the words stand that follow a number: `12 dead`.
pub const BEFORE: Place = Place::Before;

/// How many conjuncts are gone through.
const CONJUNCTS: usize = 4;

/// The state of those counted by the number that ends at `last`, whose noun is `noun`; none if nothing is said.
pub fn of<'l>(text: &Text<'_>, words: &'l QuantityWords, noun: Option<usize>, last: usize) -> Option<&'l str> {
    let lower = |token: usize| text.tokens.get(token).map_or(0, |token| token.lower);
    let counted = noun.unwrap_or(last);
    // `12 dead`, `12 wounded soldiers`, `12 people dead`.
    let mut beside = std::iter::once(counted + 1).chain(last + 1..counted);
    if let Some(state) = beside.find_map(|token| words.state(lower(token), Place::Before)) {
        return Some(state);
    }
    // `dozens of people`: the dozens are what the verb is about.
    let above = |token: usize| text.document.head(token);
    let whole = noun.and_then(above).and_then(above).filter(|&whole| whole == last);
    by_tree(text, words, whole.unwrap_or(counted))
        // `12 deaths`.
        .or_else(|| words.state(lower(noun?), Place::Before))
}

/// The state that the rest of the sentence gives those whose noun or number is `head`.
fn by_tree<'l>(text: &Text<'_>, words: &'l QuantityWords, head: usize) -> Option<&'l str> {
    let lemma = |token: usize| text.tokens.get(token).map_or(0, |token| token.lemma);
    let mut head = head;
    for _ in 0..CONJUNCTS {
        if let Some(state) = by_verb(text, words, head) {
            return Some(state);
        }
        match text.document.head(head) {
            Some(above) if text.label(head) == Label::Conj => head = above,
            _ => break,
        }
    }
    // `a death toll of 12`, `brought the toll to 12`.
    let preposition = text.document.head(head).filter(|_| text.label(head) == Label::Pobj)?;
    let above = text.document.head(preposition)?;
    let toll = |token: usize| words.state(lemma(token), Place::After);
    toll(above).or_else(|| {
        let argument = text.child(above, &[Label::Nsubj, Label::Dobj, Label::Nsubjpass])?;
        toll(argument).or_else(|| text.child(above, &[Label::Dobj]).and_then(toll))
    })
}

/// The state that a verb gives the noun phrase with the head `head`.
fn by_verb<'l>(text: &Text<'_>, words: &'l QuantityWords, head: usize) -> Option<&'l str> {
    let lemma = |token: usize| text.tokens.get(token).map_or(0, |token| token.lemma);
    // `12 people killed by floods`, `12 people who died`.
    for child in text.children.of(head).filter(|&child| child > head) {
        if !matches!(text.label(child), Label::Acl | Label::Relcl) {
            continue;
        }
        let place = if text.is_passive(child) { Place::Object } else { Place::Subject };
        if let Some(state) = words.state(lemma(child), place) {
            return Some(state);
        }
    }
    let verb = text.document.head(head)?;
    match text.label(head) {
        Label::Dobj => words.state(lemma(verb), Place::Object),
        Label::Nsubjpass => words.state(lemma(verb), Place::Object),
        Label::Nsubj if text.is_passive(verb) => words.state(lemma(verb), Place::Object),
        Label::Nsubj => words.state(lemma(verb), Place::Subject).or_else(|| {
            // `12 were dead`, `12 people are missing`.
            let predicate = text.child(verb, &[Label::Acomp, Label::Attr, Label::Oprd])?;
            words.state(text.tokens.get(predicate)?.lower, Place::Before)
        }),
        _ => None,
    }
}
