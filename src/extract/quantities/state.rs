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
    let lemma = |token: usize| text.tokens.get(token).map_or(0, |token| token.lemma);
    let lower = |token: usize| text.tokens.get(token).map_or(0, |token| token.lower);
    let head = noun.unwrap_or(last);
    // `12 dead`, `12 deaths`, `12 wounded soldiers`, `12 people dead`.
    let beside = [noun, Some(head + 1)].into_iter().flatten().chain(last + 1..head);
    let mut beside = beside.filter_map(|token| words.state(lower(token), Place::Before));
    if let Some(state) = beside.next() {
        return Some(state);
    }
    let mut head = head;
    for _ in 0..CONJUNCTS {
        if let Some(state) = by_verb(text, words, head) {
            return Some(state);
        }
        match text.document.head(head) {
            Some(above) if text.label(head) == Label::Conj || above == head => head = above,
            // `two of them were killed`, `the number of dead rose to 12`.
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
        let place = match text.label(child) {
            Label::Acl if text.is_passive(child) => Place::Object,
            Label::Acl | Label::Relcl => {
                if text.is_passive(child) {
                    Place::Object
                } else {
                    Place::Subject
                }
            }
            _ => continue,
        };
        if let Some(state) = words.state(lemma(child), place) {
            return Some(state);
        }
    }
    let verb = text.document.head(head)?;
    match text.label(head) {
        Label::Dobj => words.state(lemma(verb), Place::Object),
        Label::Nsubjpass => passive(text, words, verb),
        Label::Nsubj if text.is_passive(verb) => words.state(lemma(verb), Place::Object),
        Label::Nsubj => words.state(lemma(verb), Place::Subject).or_else(|| {
            // `12 were dead`, `12 people are missing`.
            let predicate = text.child(verb, &[Label::Acomp, Label::Attr, Label::Oprd])?;
            words.state(text.tokens.get(predicate)?.lower, Place::Before)
        }),
        _ => None,
    }
}

/// The state that a passive verb, or one coordinated with it, gives its subject.
fn passive<'l>(text: &Text<'_>, words: &'l QuantityWords, verb: usize) -> Option<&'l str> {
    words.state(text.tokens.get(verb)?.lemma, Place::Object)
}
