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
    // `The two sides`, `both countries` are somebody.
    let pair = [words.id("two"), words.id("both")];
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
        // Many names and nouns of actors begin with common words.
        let begins = (token.class | words.class(token.exact)) & class::ACTOR != 0;
        let whole = || {
            let rest = &tokens[at..];
            lexicon.actors.agent(rest.iter().map(|token| token.lower)).is_some()
                || lexicon.actors.name(rest.iter().map(|token| token.exact)).is_some()
        };
        let spoken_of = token.class & class::PRONOUN != 0 || pair.contains(&token.lower);
        actor = actor || named || spoken_of || begins && whole();
    }
    actor && event
}
