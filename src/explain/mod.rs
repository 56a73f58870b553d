//! An article as a person wants to see it: sentences, syntax, names, events, quotations.
//!
//! [`Explainer`] makes a [`Story`] of an article: plain texts and numbers, with nothing left to look up. [`terminal`] and
//! [`html`] show a story; they know nothing of the stages, so that what a later stage finds is shown by both as soon as it
//! is a [`Fact`].

pub mod arcs;
mod build;
pub mod html;
mod marks;
mod prose;
pub mod stories;
mod svg;
pub mod terminal;
pub mod tree;
mod why_not;

use std::ops::Range;
use std::str::FromStr;

pub use build::Explainer;

use crate::nlp::EntityKind;
use crate::record::Quad;
use crate::span::Span;

/// An article with its structure.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// The headline.
    pub headline: Option<String>,
    /// What stands around the prose: dateline, publication, agency, credits.
    pub head: Vec<Fact>,
    /// The body that all spans point into.
    pub body: String,
    /// Its paragraphs, in order.
    pub paragraphs: Vec<Span>,
    /// The sentences of its prose, in order.
    pub sentences: Vec<Sentence>,
    /// What extraction sees in the body, by its place; ranges may overlap.
    pub marks: Vec<Mark>,
}

/// Words of the body that extraction makes something of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Their range of the body, in bytes.
    pub span: Span,
    /// What they are.
    pub kind: MarkKind,
    /// What is known of it: `Sergei Lavrov, RUSGOV`.
    pub reading: String,
}

/// What words of the body can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// An actor.
    Actor,
    /// A temporal expression.
    Time,
    /// A place name.
    Place,
    /// A number with what it counts.
    Quantity,
    /// A quotation, with its marks.
    Quote,
}

impl MarkKind {
    /// All, in the order in which a legend shows them.
    pub const ALL: [MarkKind; 5] =
        [MarkKind::Actor, MarkKind::Time, MarkKind::Place, MarkKind::Quantity, MarkKind::Quote];

    /// Its name: `actor`.
    pub fn name(self) -> &'static str {
        match self {
            MarkKind::Actor => "actor",
            MarkKind::Time => "time",
            MarkKind::Place => "place",
            MarkKind::Quantity => "quantity",
            MarkKind::Quote => "quote",
        }
    }
}

/// What words are to an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// They name who did it.
    Source,
    /// They name to whom.
    Target,
    /// They say what.
    Trigger,
    /// They say when or where.
    Circumstance,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// Its number in the article, from 1.
    pub number: usize,
    /// Its range of the body, in bytes.
    pub span: Span,
    /// Its tokens, in order.
    pub tokens: Vec<Token>,
    /// Its names and other mentions, in order; they may overlap.
    pub names: Vec<Name>,
    /// The events whose trigger stands in it.
    pub events: Vec<Event>,
    /// The quotations that start in it.
    pub quotes: Vec<Quote>,
    /// Its actors, the words of the lexicon that gave no event, and why.
    pub why_not: Vec<Note>,
}

impl Sentence {
    /// For every token the place of its head in the sentence, from 0; none for the root.
    pub fn heads(&self) -> Vec<Option<usize>> {
        self.tokens.iter().map(|token| token.head).collect()
    }

    /// The sentence in pieces that follow each other without a gap: the range of the body of each, in bytes, and the kind of
    /// the entity that it is, if it is one.
    pub fn pieces(&self) -> Vec<(Span, Option<EntityKind>)> {
        let mut pieces = Vec::new();
        let mut at = self.span.start;
        for name in &self.names {
            let Some(kind) = name.kind.filter(|_| at <= name.span.start) else { continue };
            if at < name.span.start {
                pieces.push((Span::new(at, name.span.start), None));
            }
            pieces.push((name.span, Some(kind)));
            at = name.span.end;
        }
        if at < self.span.end {
            pieces.push((Span::new(at, self.span.end), None));
        }
        pieces
    }
}

/// A token as the linguistic core sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// As it stands.
    pub text: String,
    /// Its lemma.
    pub lemma: String,
    /// Its part-of-speech tag.
    pub tag: &'static str,
    /// The label of the arc from its head.
    pub label: &'static str,
    /// The place of its head in the sentence, from 0; none for the root.
    pub head: Option<usize>,
    /// The kind of the entity that it is part of.
    pub entity: Option<EntityKind>,
}

/// A named entity, or something else that extraction takes for an actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its range of the body, in bytes.
    pub span: Span,
    /// As it stands.
    pub text: String,
    /// Its kind, where the linguistic core takes it for an entity.
    pub kind: Option<EntityKind>,
    /// What extraction makes of it: name, code and role of an actor, or the value of a time. Empty where it makes nothing.
    pub reading: String,
}

/// An event that was extracted.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The id of its record.
    pub id: String,
    /// The quadrant of its type.
    pub quad: Quad,
    /// Whether it is said to have happened: affirmed and actual.
    pub real: bool,
    /// 0 to 1.
    pub confidence: f32,
    /// The words that it rests on: their range of the body, in bytes, and what they are to it.
    pub words: Vec<(Span, Role)>,
    /// What happened, in codes: `MOBILIZE troops 0154`.
    pub code: String,
    /// Who did it.
    pub source: Vec<Party>,
    /// To whom.
    pub target: Vec<Party>,
    /// Everything else that the record says, in the order in which it is shown: first the words and the entries of the
    /// lexicon that made it.
    pub facts: Vec<Fact>,
}

/// A quotation that was extracted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// `direct`, `indirect` or `mixed`.
    pub kind: &'static str,
    /// Its words.
    pub text: String,
    /// Who said it, and how.
    pub facts: Vec<Fact>,
}

/// Something to be said about a sentence that gave no event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub title: String,
    /// What there is to say.
    pub facts: Vec<Fact>,
}

/// One side of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its usual name, and the words that it was resolved from.
    pub name: String,
    /// Its code, or empty.
    pub code: String,
}

/// Something known, and the name for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is: `published`.
    pub what: &'static str,
    /// What is known: `2021-12-18 (by a link)`.
    pub value: String,
}

/// What can be shown of a sentence besides its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Section {
    /// A table of tokens with lemma, tag, label, head and entity
    Tokens,
    /// The dependency tree
    Tree,
    /// Names and other mentions, with what extraction makes of them
    Names,
    /// Events
    Events,
    /// Quotations
    Quotes,
    /// Words of the lexicon that gave no event, and why
    WhyNot,
}

/// Which sentences are shown; [`Chosen::default`] is all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Those with these numbers.
    pub numbers: Option<Selection>,
    /// Those that contain these words, in small or capital letters.
    pub words: Option<String>,
}

impl Chosen {
    /// Whether a sentence of `story` is shown.
    pub fn has(&self, story: &Story, sentence: &Sentence) -> bool {
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let contains = |words: &String| plain(sentence.span.of(&story.body)).contains(&plain(words));
        self.numbers.as_ref().is_none_or(|numbers| numbers.has(sentence.number))
            && self.words.as_ref().is_none_or(contains)
    }
}

/// Some of an article's sentences, by their numbers: `3`, `2-5`, `7-`, `1,4-6`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection(Vec<Range<usize>>);

impl Selection {
    /// Whether sentence `number` is one of them.
    pub fn has(&self, number: usize) -> bool {
        self.0.iter().any(|range| range.contains(&number))
    }
}

impl FromStr for Selection {
    type Err = String;

    fn from_str(text: &str) -> Result<Selection, String> {
        let number = |text: &str| text.parse::<usize>().ok().filter(|&number| number > 0 && number < usize::MAX);
        let range = |part: &str| match part.trim().split_once('-') {
            None => number(part.trim()).map(|one| one..one + 1),
            Some((from, "")) => number(from).map(|from| from..usize::MAX),
            Some((from, to)) => Some(number(from)?..number(to)? + 1).filter(|range| !range.is_empty()),
        };
        let ranges: Option<Vec<Range<usize>>> = text.split(',').map(range).collect();
        ranges.map(Selection).ok_or_else(|| "sentences are given like 3, 2-5, 7- or 1,4-6, counted from 1".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selections_are_numbers_and_ranges() {
        for (text, inside, outside) in
            [("3", vec![3], vec![2, 4]), ("2-4,7", vec![2, 3, 4, 7], vec![1, 5, 6, 8]), ("5-", vec![5, 900], vec![4])]
        {
            let selection: Selection = text.parse().unwrap();
            assert!(inside.iter().all(|&number| selection.has(number)), "{text}");
            assert!(!outside.iter().any(|&number| selection.has(number)), "{text}");
        }
        for wrong in ["", "0", "x", "4-2", "-3", "1,,2", "18446744073709551615"] {
            assert!(wrong.parse::<Selection>().is_err(), "{wrong}");
        }
    }
}
