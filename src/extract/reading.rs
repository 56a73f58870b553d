//! A sentence as it was read: its mentions, times and clauses, and who the pronouns stand for.

use std::collections::HashMap;
use std::ops::Range;

use super::actors::Cast;
use super::attribution::Saying;
use super::clauses::{Clause, Clauses, Relation};
use super::lexicon::words::class;
use super::quantities::QuantityMention;
use super::text::{EntityKind, Mention, Text};
use super::times::TimeMention;

/// A sentence as it was read.
#[derive(Debug)]
pub struct Reading {
    /// Its index in the article.
    pub index: usize,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Who is mentioned, in order.
    pub mentions: Vec<Mention>,
    /// When.
    pub times: Vec<TimeMention>,
    /// How many.
    pub quantities: Vec<QuantityMention>,
    /// Its clauses.
    pub clauses: Clauses,
    /// Who says what in it.
    pub sayings: Vec<Saying>,
}

impl Reading {
    /// The mention that a phrase as a whole is.
    pub fn head(&self, phrase: usize) -> Option<&Mention> {
        let tokens = &self.clauses.phrases.get(phrase)?.tokens;
        let at = self.mentions.partition_point(|mention| mention.tokens.end < tokens.end);
        let mention = self.mentions.get(at)?;
        (mention.tokens.end == tokens.end && mention.tokens.start >= tokens.start && !mention.adjective)
            .then_some(mention)
    }

    /// The last mention inside a phrase that is not its head: an owner or an adjective.
    pub fn modifier(&self, phrase: usize) -> Option<&Mention> {
        let tokens = &self.clauses.phrases.get(phrase)?.tokens;
        let after = self.mentions.partition_point(|mention| mention.tokens.start < tokens.end);
        let inside = |mention: &&Mention| {
            mention.tokens.start >= tokens.start && (mention.tokens.end < tokens.end || mention.adjective)
        };
        self.mentions.get(..after)?.iter().rev().take(2).find(inside)
    }

    /// The clauses that `clause` governs.
    pub fn governed(&self, clause: usize) -> impl Iterator<Item = (usize, &Clause)> {
        self.clauses.clauses.iter().enumerate().filter(move |(_, other)| other.governor == Some(clause))
    }
}

/// Who was spoken of last, for the pronouns of what follows.
#[derive(Debug, Default)]
pub struct Focus {
    /// The last person who was a subject or spoke, and before that any person.
    person: Option<usize>,
    /// The subject of the last sentence's main clause, where it is no person.
    thing: Option<usize>,
    /// The last group that was a subject.
    group: Option<usize>,
    /// Whether a person was called `he` or `she`.
    female: HashMap<usize, bool>,
}

impl Focus {
    /// Adds mentions for the pronouns that are subjects in `reading`, then remembers who is spoken of.
    pub fn resolve(&mut self, text: &Text<'_>, cast: &Cast<'_>, reading: &mut Reading) {
        let mut added: Vec<Mention> = Vec::new();
        // What `it` means in a quotation is for the speaker to know.
        let quoted = text.tokens.get(reading.tokens.start).is_some_and(|token| token.is_quote());
        if quoted {
            self.thing = None;
        }
        let mut subjects: Vec<Option<usize>> = Vec::with_capacity(reading.clauses.clauses.len());
        for (index, clause) in reading.clauses.clauses.iter().enumerate() {
            let mut subject = None;
            for &phrase in clause.subject.iter().take(1) {
                let tokens = reading.clauses.phrases[phrase].tokens.clone();
                if let Some(known) = added.iter().find(|mention| mention.tokens == tokens) {
                    subject = Some(known.entity);
                } else if tokens.len() == 1 && text.is(tokens.start, class::PRONOUN) {
                    let word = text.of(tokens.start).to_ascii_lowercase();
                    let entity = self.pronoun(&word, cast, &reading.clauses.clauses, index, &subjects);
                    if let Some(entity) = entity {
                        if word == "he" || word == "she" {
                            self.female.insert(entity, word == "she");
                        }
                        added.push(Mention { tokens, entity, adjective: false, pronoun: true });
                    }
                    subject = entity;
                } else {
                    subject = reading.head(phrase).map(|mention| mention.entity);
                }
            }
            subjects.push(subject);
        }
        let kind = |entity: usize| cast.entities.get(entity).map(|entity| (entity.kind, entity.plural));
        for mention in &reading.mentions {
            if !subjects
                .iter()
                .flatten()
                .any(|subject| kind(*subject).is_some_and(|(kind, _)| kind == EntityKind::Person))
                && kind(mention.entity).is_some_and(|(kind, _)| kind == EntityKind::Person)
            {
                self.person = Some(mention.entity);
            }
        }
        let main = reading.clauses.clauses.iter().position(|clause| clause.relation == Relation::Main);
        self.thing = main.and_then(|main| subjects[main]).filter(|entity| {
            kind(*entity)
                .is_some_and(|(kind, plural)| !plural && !matches!(kind, EntityKind::Person | EntityKind::Agency))
        });
        for &subject in subjects.iter().flatten() {
            match kind(subject) {
                Some((EntityKind::Person, _)) => self.person = Some(subject),
                Some((_, true)) => self.group = Some(subject),
                _ => {}
            }
        }
        reading.mentions.append(&mut added);
        reading.mentions.sort_by_key(|mention| mention.tokens.start);
    }

    fn pronoun(
        &self,
        word: &str,
        cast: &Cast<'_>,
        clauses: &[Clause],
        at: usize,
        subjects: &[Option<usize>],
    ) -> Option<usize> {
        let is = |entity: &usize, person: bool| {
            cast.entities.get(*entity).is_some_and(|entity| {
                (entity.kind == EntityKind::Person) == person && entity.kind != EntityKind::Agency
            })
        };
        match word {
            "he" | "she" => {
                let fits = |entity: &usize| {
                    is(entity, true) && self.female.get(entity).is_none_or(|&female| female == (word == "she"))
                };
                subjects
                    .iter()
                    .rev()
                    .flatten()
                    .copied()
                    .find(|entity| fits(entity))
                    .or(self.person.filter(|entity| fits(entity)))
            }
            "it" => {
                // The subject of the clause that governs this one; in a main clause that of the sentence before.
                let governor =
                    clauses.get(at).and_then(|clause| clause.governor).and_then(|governor| subjects.get(governor));
                match governor {
                    Some(subject) => subject.filter(|entity| is(entity, false)),
                    None if subjects.is_empty() => self.thing,
                    None => None,
                }
            }
            "they" => {
                subjects.iter().rev().flatten().copied().find(|entity| cast.entities[*entity].plural).or(self.group)
            }
            _ => None,
        }
    }
}
