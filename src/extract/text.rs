//! What the concerns of this stage share: the tokens of an article with its sentences, the actors in it, their mentions.

use std::ops::Range;

use crate::span::Span;

use super::sentences::Sentence;
use super::tokens::Token;

/// An article's body, cut up.
#[derive(Debug)]
pub struct Text<'a> {
    /// The normalised body.
    pub body: &'a str,
    /// The tokens of its prose, in order.
    pub tokens: Vec<Token>,
    /// Its sentences, in order; ranges of tokens.
    pub sentences: Vec<Sentence>,
}

impl<'a> Text<'a> {
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
    pub fn is(&self, token: usize, classes: super::lexicon::words::Class) -> bool {
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
    /// A single capitalised word of which nothing is known.
    Name,
    /// A group or institution named by a common noun: police, ministry.
    Agent,
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

/// Where an entity is mentioned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its words.
    pub tokens: Range<usize>,
    /// Which entity.
    pub entity: usize,
    /// Only an adjective (`Russian`): owner or target of something, never one who acts by itself.
    pub adjective: bool,
    /// The words are a pronoun, which stands for the entity.
    pub pronoun: bool,
}
