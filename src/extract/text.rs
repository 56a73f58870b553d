//! What the concerns of this stage share: the tokens of an article with its sentences and trees, the actors in it, their
//! mentions.

use std::ops::Range;

use crate::nlp::Document;
use crate::span::Span;

use super::lexicon::words::Class;
use super::syntax::Children;
use super::tokens::Token;

/// An article's body, cut up and parsed.
#[derive(Debug)]
pub struct Text<'a> {
    /// The normalised body.
    pub body: &'a str,
    /// Tags, trees and names, by the number of the token.
    pub document: &'a Document,
    /// What hangs on each token.
    pub children: Children,
    /// The tokens of its prose, in order; as many as the document has.
    pub tokens: Vec<Token>,
    /// Its sentences, in order; ranges of tokens.
    pub sentences: Vec<Sentence>,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens among the article's.
    pub tokens: Range<usize>,
    /// Its bytes in the body.
    pub span: Span,
}

impl<'a> Text<'a> {
    /// The text of `body`, which `document` and `tokens` were made from.
    pub fn new(body: &'a str, document: &'a Document, tokens: Vec<Token>) -> Text<'a> {
        let sentences = document
            .sentences()
            .filter(|tokens| !tokens.is_empty())
            .map(|tokens| Sentence { span: document.span_of(tokens.clone()), tokens })
            .collect();
        Text { body, document, children: Children::new(document), tokens, sentences }
    }

    /// The words of a token.
    pub fn of(&self, token: usize) -> &'a str {
        self.tokens.get(token).map_or("", |token| token.span.of(self.body))
    }

    /// The bytes that a range of tokens covers; empty at 0 for an empty range.
    pub fn span(&self, range: &Range<usize>) -> Span {
        match (self.tokens.get(range.start), self.tokens.get(range.end.wrapping_sub(1))) {
            (Some(first), Some(last)) if range.start < range.end => first.span.join(last.span),
            _ => Span::default(),
        }
    }

    /// Whether the token is this punctuation mark.
    pub fn is_mark(&self, token: usize, mark: char) -> bool {
        self.tokens.get(token).is_some_and(|token| token.is_mark(self.body, mark))
    }

    /// Whether the token can be any of these classes of words; false past the end.
    pub fn is(&self, token: usize, classes: Class) -> bool {
        self.tokens.get(token).is_some_and(|token| token.is(classes))
    }
}

/// What kind of thing an entity is: pronouns and events ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum EntityKind {
    Country,
    Organisation,
    /// A news agency, paper or station: tells, but does not act.
    Agency,
    Person,
    /// A named place or building of which nothing else is known: it can be acted on, but does not act.
    Place,
    /// A group or institution named by a common noun: police, ministry.
    Agent,
    /// What is no actor, but can be acted on: a bus, a village.
    Thing,
}

impl EntityKind {
    /// Its name, as the weights of `confidence.tsv` have it.
    pub fn name(self) -> &'static str {
        match self {
            EntityKind::Country => "country",
            EntityKind::Organisation => "organisation",
            EntityKind::Agency => "agency",
            EntityKind::Person => "person",
            EntityKind::Place => "place",
            EntityKind::Agent => "agent",
            EntityKind::Thing => "thing",
        }
    }
}

/// Somebody who acts or speaks in the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// Usual or fullest name.
    pub name: String,
    /// CAMEO style code, or empty.
    pub code: String,
    /// ISO alpha-3, or empty.
    pub country: String,
    /// Sector codes.
    pub sectors: Vec<String>,
    /// Office or description.
    pub role: Option<String>,
    /// Whether it is many.
    pub plural: bool,
    /// Whether its country is only inferred from the rest of the article.
    pub inferred: bool,
}

/// Whether somebody of these sectors is against a state in arms, or an outlaw.
pub fn is_rebel(sectors: &[String]) -> bool {
    sectors.iter().any(|sector| matches!(sector.as_str(), "REB" | "SEP" | "UAF" | "RAD" | "CRM"))
}

/// Where an entity is mentioned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its words.
    pub tokens: Range<usize>,
    /// The word that the mention hangs on in the tree of the sentence.
    pub head: usize,
    /// Which entity.
    pub entity: usize,
    /// Only an adjective (`Russian`) or a modifier: owner or target of something, never one who acts by itself.
    pub adjective: bool,
    /// A place after `in`, `near`: it does not act.
    pub place: bool,
    /// The pronoun that was resolved to the entity. It stands at `head`; `tokens` are the words of a name in the same sentence
    /// if there is one, else the pronoun itself.
    pub pronoun: bool,
}
