//! Which sentences are worth a tree, which costs more than all the rest of the reading.

use crate::nlp::{Document, EntityKind};

use super::lexicon::Lexicon;
use super::lexicon::words::class;
use super::tokens::Token;

/// Whether a sentence may hold an event or a saying: somebody is quoted or says something in it, or it names an actor and has
/// a word of the lexicon.
///
/// `tokens` are those of the sentence, of which the first is token `first` of `document`.
pub fn wants_tree(lexicon: &Lexicon, document: &Document, tokens: &[Token], first: usize) -> bool {
    let words = &lexicon.words;
    let (mut actor, mut event) = (false, false);
    for (at, token) in tokens.iter().enumerate() {
        let lemma = words.class(token.lemma);
        if token.is_quote() || lemma & class::SPEECH != 0 {
            return true;
        }
        event |= (lemma | token.class) & class::PREDICATE != 0;
        let named = document.entity_at(first + at).is_some_and(|entity| {
            matches!(entity.kind, EntityKind::Person | EntityKind::Org | EntityKind::Gpe | EntityKind::Norp)
        });
        let known = token.class & (class::ACTOR | class::PRONOUN) != 0 || words.class(token.exact) & class::ACTOR != 0;
        actor |= named || known;
    }
    actor && event
}
