//! Whom the words mean that say who speaks: a name, a pronoun, `the spokesman`, `the ministry`, or somebody without a name.

use std::collections::HashMap;
use std::ops::Range;

use crate::extract::actors::Cast;
use crate::extract::lexicon::words::class;
use crate::extract::reading::Reading;
use crate::extract::text::{Entity, EntityKind, Mention, Text};
use crate::nlp::{Label, Tag};

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The words that say who, where the quotation is told.
    pub tokens: Range<usize>,
    /// The words that name them, where no entity does: for `who`, the noun phrase that it stands for.
    pub named: Range<usize>,
    /// The entity, where it is one.
    pub mention: Option<Mention>,
    /// Whether the words stand for a name that was told elsewhere: `he`, `the ministry`.
    pub stands_for: bool,
}

/// Whom descriptions without a name stand for: by the token of their noun, the mention that told more.
#[derive(Debug, Default)]
pub struct Descriptions {
    mentions: HashMap<usize, Mention>,
}

impl Descriptions {
    /// Reads the article in order: `the spokesman` is whoever was last called so with a name, `the ministry` the last body whose
    /// name ends so.
    pub fn read(text: &Text<'_>, cast: &Cast<'_>, readings: &[Reading]) -> Descriptions {
        let mut described: HashMap<String, Mention> = HashMap::new();
        let mut mentions = HashMap::new();
        for reading in readings {
            for token in reading.tokens.clone() {
                let the = token > reading.tokens.start && text.of(token - 1).eq_ignore_ascii_case("the");
                if the && text.tag(token) == Tag::Nn && is_bare_description(text, token) {
                    let known = described.get(text.document.lemma(token));
                    mentions.extend(known.map(|mention| (token, mention.clone())));
                }
            }
            for mention in reading.mentions.iter().filter(|mention| !mention.adjective) {
                learn(text, cast, mention, &mut described);
            }
        }
        Descriptions { mentions }
    }

    /// Who is meant by the noun phrase with the head `head` in the sentence `reading`.
    pub fn speaker(&self, text: &Text<'_>, cast: &Cast<'_>, reading: &Reading, head: usize) -> Speaker {
        let mention = reading.mention_at(head).filter(|mention| !mention.adjective);
        let named = mention.is_some_and(|mention| !is_common(&cast.entities[mention.entity]));
        if let Some(known) = self.mentions.get(&head).filter(|_| !named) {
            let tokens = text.base_phrase(head);
            let mention = Mention { tokens: tokens.clone(), head, pronoun: true, ..known.clone() };
            return Speaker { named: known.tokens.clone(), tokens, mention: Some(mention), stands_for: true };
        }
        let (tokens, stands_for) = match mention {
            // The pronoun itself says who speaks here, even where the name stands in the same sentence.
            Some(mention) if mention.pronoun => (head..head + 1, true),
            Some(mention) => (mention.tokens.clone(), false),
            None => (text.base_phrase(head), false),
        };
        Speaker { named: tokens.clone(), tokens, mention: mention.cloned(), stands_for }
    }
}

/// Whether an entity has no other name than a common noun: `spokeswoman`, `ministry`.
pub fn is_common(entity: &Entity) -> bool {
    entity.name.starts_with(char::is_lowercase)
}

/// Whether a noun stands alone with `the`, so that it names somebody who is known already.
fn is_bare_description(text: &Text<'_>, noun: usize) -> bool {
    let phrase = text.base_phrase(noun);
    let follows = text.children.of(noun).any(|child| child > noun && text.label(child) != Label::Punct);
    phrase.len() == 2 && text.of(phrase.start).eq_ignore_ascii_case("the") && !follows
}

/// Remembers what a mention is called besides its name.
fn learn(text: &Text<'_>, cast: &Cast<'_>, mention: &Mention, described: &mut HashMap<String, Mention>) {
    let entity = &cast.entities[mention.entity];
    let mut add = |word: &str| {
        described.insert(word.to_lowercase(), mention.clone());
    };
    let common = |token: usize| text.tag(token) == Tag::Nn;
    if is_common(entity) {
        // `the Harbour Ministry of Peru`.
        let proper = mention.tokens.clone().any(|token| text.tag(token).is_proper());
        if proper && text.tokens[mention.head].capital && !entity.plural {
            add(text.of(mention.head));
        }
        return;
    }
    match entity.kind {
        EntityKind::Person => {
            let head = mention.head;
            let beside = mention.tokens.clone().chain(text.children.of(head));
            let above = text.document.head(head).filter(|_| text.label(head) == Label::Appos);
            let subject = text.document.head(head).filter(|_| text.label(head) == Label::Nsubj);
            let is = subject
                .filter(|&verb| text.document.lemma(verb) == "be")
                .and_then(|verb| text.child(verb, &[Label::Attr]));
            let nouns = beside
                .filter(|&token| {
                    mention.tokens.contains(&token)
                        || matches!(text.label(token), Label::Appos | Label::Compound | Label::Nmod)
                })
                .chain(above)
                .chain(is);
            // Sentences without a tree: `Ada Crane, a spokeswoman`.
            let end = mention.tokens.end;
            let follows = (text.is_mark(end, ',') && text.is(end + 1, class::DETERMINER)).then(|| {
                (end + 2..text.tokens.len().min(end + 6))
                    .take_while(|&token| common(token) || text.tag(token) == Tag::Jj)
                    .last()
            });
            let nouns = nouns.chain(follows.flatten());
            nouns.filter(|&token| common(token)).for_each(|token| add(text.document.lemma(token)));
            if let Some(word) = entity.role.as_deref().and_then(|role| role.split(' ').next_back()) {
                add(word);
            }
        }
        EntityKind::Organisation if !entity.plural => {
            // `Harbour Ministry of Peru` is the ministry.
            let own = entity.name.split(" of ").next().unwrap_or_default();
            let proper = entity.name.contains(' ') && own.starts_with(char::is_uppercase);
            if let Some(word) = own.split(' ').next_back().filter(|_| proper) {
                add(word);
            }
            if entity.code == "BUS" {
                add("company");
            }
        }
        _ => {}
    }
}
