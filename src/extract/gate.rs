//! Which sentences are worth a tree, which costs more than all the rest of the reading.

use crate::nlp::{Document, EntityKind, Tag};

use super::lexicon::Lexicon;
use super::lexicon::entry::{Entry, Part};
use super::lexicon::operators::OutcomeKind;
use super::lexicon::words::class;
use super::tokens::Token;

/// Whether a sentence may hold an event or a saying: somebody is quoted or says something in it, or it names an actor and has
/// all the words that some entry of the lexicon asks for.
///
/// `tokens` are those of the sentence, of which the first is token `first` of `document`. It errs on one side only: a sentence
/// that is passed over would have given no event, whatever its tree.
pub fn wants_tree(lexicon: &Lexicon, document: &Document, tokens: &[Token], first: usize) -> bool {
    let words = &lexicon.words;
    let (mut actors, mut events) = (0, false);
    for (at, token) in tokens.iter().enumerate() {
        let lemma = words.class(token.lemma);
        if token.is_quote() || lemma & class::SPEECH != 0 {
            return true;
        }
        events |= (lemma | token.class) & class::PREDICATE != 0;
        let named = document.entity_at(first + at).is_some_and(|entity| {
            matches!(entity.kind, EntityKind::Person | EntityKind::Org | EntityKind::Gpe | EntityKind::Norp)
        });
        let known = token.class & (class::ACTOR | class::PRONOUN) != 0 || words.class(token.exact) & class::ACTOR != 0;
        let actor = named || known;
        actors += usize::from(actor);
    }
    if actors == 0 || !events {
        return false;
    }
    let sentence = Sentence { lexicon, tokens, actors };
    (0..tokens.len()).any(|at| {
        let token = &tokens[at];
        (words.class(token.lemma) | token.class) & class::PREDICATE != 0
            && parts(document.tag(first + at)).iter().any(|&part| sentence.may_say(part, at))
    })
}

/// What kinds of entries a word with this tag can begin.
fn parts(tag: Tag) -> &'static [Part] {
    match tag {
        Tag::Md => &[Part::Modal],
        Tag::Vbg => &[Part::Verb, Part::Noun],
        Tag::Vbn | Tag::Vbd => &[Part::Verb, Part::Adjective],
        _ if tag.is_verb() => &[Part::Verb],
        Tag::Jj | Tag::Jjr | Tag::Jjs => &[Part::Adjective],
        _ if tag.is_noun() => &[Part::Noun],
        _ => &[],
    }
}

struct Sentence<'s> {
    lexicon: &'s Lexicon,
    tokens: &'s [Token],
    actors: usize,
}

impl Sentence<'_> {
    /// Whether an entry for the word at `at` finds all its words here.
    fn may_say(&self, part: Part, at: usize) -> bool {
        let token = &self.tokens[at];
        let other = (token.lower != token.lemma).then_some(token.lower);
        let (predicates, operators) = (&self.lexicon.predicates, &self.lexicon.operators);
        std::iter::once(token.lemma).chain(other).any(|word| {
            predicates.frames(part, word).any(|frame| {
                frame.plover.is_some() && (!frame.requires.coded || self.actors > 1) && self.has(&frame.entry, at)
            }) || operators.operators(part, word).any(|operator| {
                let alone = operators.outcome(operator.name, None);
                alone.is_some_and(|outcome| matches!(outcome.kind, OutcomeKind::Type(_)))
                    && self.has(&operator.entry, at)
            })
        })
    }

    fn has(&self, entry: &Entry, at: usize) -> bool {
        let before = |(offset, &word): (usize, &_)| {
            at.checked_sub(offset + 1).is_some_and(|at| self.tokens[at].lower == word || self.tokens[at].lemma == word)
        };
        let after = |&word: &_| self.tokens[at + 1..].iter().any(|token| token.lower == word);
        let object = |index: usize| {
            let token = &self.tokens[index];
            let before = self.tokens[..index].iter().rev().map(|token| token.lower);
            entry.objects.contains(token.lemma, before.clone())
                || entry.objects.contains(token.lower, before)
                || entry.objects.types & self.lexicon.predicates.noun_types(token.lemma) != 0
        };
        entry.before.iter().rev().enumerate().all(before)
            && entry.particles.iter().all(after)
            && (entry.objects.is_empty() || (0..self.tokens.len()).any(object))
    }
}
