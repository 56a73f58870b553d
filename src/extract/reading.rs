//! A sentence as it was read: its mentions, times and sayings, and who the pronouns stand for.

use std::collections::HashMap;
use std::ops::Range;

use crate::nlp::{Label, Tag};

use super::actors::Cast;
use super::attribution::Saying;
use super::lexicon::Lexicon;
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
    /// Whom the pronouns stand for, in order of the pronouns.
    pub pronouns: Vec<Mention>,
    /// When.
    pub times: Vec<TimeMention>,
    /// How many.
    pub quantities: Vec<QuantityMention>,
    /// Who says what in it.
    pub sayings: Vec<Saying>,
}

impl Reading {
    /// The mention that `token` is part of; for a pronoun, that of whom it stands for.
    pub fn mention_at(&self, token: usize) -> Option<&Mention> {
        let at = self.mentions.partition_point(|mention| mention.tokens.end <= token);
        self.mentions.get(at).filter(|mention| mention.tokens.contains(&token)).or_else(|| {
            let at = self.pronouns.partition_point(|mention| mention.head < token);
            self.pronouns.get(at).filter(|mention| mention.head == token)
        })
    }

    /// The mentions that the noun phrases around `head` are, itself and those coordinated with it: who acts together.
    pub fn heads(&self, text: &Text<'_>, head: usize) -> Vec<Mention> {
        let mut found: Vec<Mention> = Vec::new();
        for token in text.with_conjuncts(head) {
            if let Some(mention) = self.mention_at(token).filter(|mention| !mention.adjective)
                && !found.contains(mention)
            {
                found.push(mention.clone());
            }
        }
        found
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
    /// Adds mentions for the pronouns in `reading`, then remembers who is spoken of.
    pub fn resolve(&mut self, text: &Text<'_>, lexicon: &Lexicon, cast: &Cast<'_>, reading: &mut Reading) {
        // What `it` means in a quotation is for the speaker to know.
        if text.tokens.get(reading.tokens.start).is_some_and(|token| token.is_quote()) {
            self.thing = None;
        }
        let kind = |entity: usize| cast.entities.get(entity).map(|entity| entity.kind);
        let person = |entity: usize| kind(entity) == Some(EntityKind::Person);
        let mut added: Vec<Mention> = Vec::new();
        // Subjects of this sentence so far, with their tokens.
        let mut subjects: Vec<(usize, usize)> = Vec::new();
        let mut mentioned: Option<(usize, usize)> = None;
        for token in reading.tokens.clone() {
            let subject = matches!(text.label(token), Label::Nsubj | Label::Nsubjpass);
            if matches!(text.tag(token), Tag::Prp | Tag::PrpPoss) && reading.mention_at(token).is_none() {
                let word = text.of(token).to_ascii_lowercase();
                let addressed = addressed(text, reading, token).filter(|&(at, entity)| match word.as_str() {
                    "him" | "her" => {
                        let female = word == "her";
                        person(entity) && self.female.get(&entity).is_none_or(|&known| known == female)
                    }
                    "it" => !person(entity) && !cast.entities[entity].plural,
                    "them" => cast.entities[entity].plural || text.tag(at) == Tag::Nns,
                    _ => false,
                });
                let meant = addressed.map(|(_, entity)| entity);
                if let Some(entity) =
                    meant.or_else(|| self.pronoun(&word, token, (text, lexicon, cast), &subjects, mentioned))
                {
                    if matches!(word.as_str(), "he" | "she" | "him" | "his" | "her") {
                        self.female.insert(entity, matches!(word.as_str(), "she" | "her"));
                    }
                    // A name in the same sentence says better who is meant than the pronoun does.
                    let antecedent = reading
                        .mentions
                        .iter()
                        .rev()
                        .find(|mention| mention.entity == entity && mention.head < token && !mention.adjective);
                    let tokens = antecedent.map_or(token..token + 1, |mention| mention.tokens.clone());
                    added.push(Mention { tokens, head: token, entity, adjective: false, place: false, pronoun: true });
                    if subject {
                        subjects.push((token, entity));
                    }
                }
            } else if let Some(mention) = reading.mention_at(token).filter(|mention| mention.head == token) {
                if subject && !mention.adjective && kind(mention.entity) != Some(EntityKind::Agency) {
                    subjects.push((token, mention.entity));
                }
                if person(mention.entity) {
                    mentioned = Some((token, mention.entity));
                }
            }
        }
        if !subjects.iter().any(|&(_, entity)| person(entity)) {
            self.person = mentioned.map(|(_, entity)| entity).or(self.person);
        }
        let main = subjects.iter().min_by_key(|&&(token, _)| text.document.path_to_root(token).count());
        self.thing = main.map(|&(_, entity)| entity).filter(|&entity| {
            cast.entities
                .get(entity)
                .is_some_and(|entity| !entity.plural && !matches!(entity.kind, EntityKind::Person | EntityKind::Agency))
        });
        // Whoever is the subject of the main clause, or of the one nearest to it, is spoken of.
        let foremost = subjects
            .iter()
            .filter(|&&(_, entity)| person(entity))
            .min_by_key(|&&(token, _)| (text.document.path_to_root(token).count(), std::cmp::Reverse(token)));
        self.person = foremost.map(|&(_, entity)| entity).or(self.person);
        for &(token, entity) in &subjects {
            let plural = cast.entities.get(entity).is_some_and(|entity| entity.plural) || text.tag(token) == Tag::Nns;
            if plural && !person(entity) {
                self.group = Some(entity);
            }
        }
        reading.pronouns = added;
    }

    fn pronoun(
        &self,
        word: &str,
        token: usize,
        (text, lexicon, cast): (&Text<'_>, &Lexicon, &Cast<'_>),
        subjects: &[(usize, usize)],
        mentioned: Option<(usize, usize)>,
    ) -> Option<usize> {
        let kind = |entity: usize| cast.entities.get(entity).map(|entity| entity.kind);
        // A subject does not act on itself: `Iran said Iraq attacked it`.
        let own = text.clause_of(token);
        let object = matches!(text.label(token), Label::Dobj | Label::Pobj | Label::Dative);
        // Whoever says something is not who it is about: `"Peru must go," it said`.
        let verb =
            text.document.head(token).filter(|&verb| text.label(token) == Label::Nsubj && says(text, lexicon, verb));
        let complement = |at: usize| {
            let below = text.document.path_to_root(at).find(|&step| text.document.head(step) == verb);
            verb.is_some()
                && below.is_some_and(|step| {
                    matches!(text.label(step), Label::Ccomp | Label::Xcomp | Label::Dobj | Label::Parataxis)
                })
        };
        // Nor does whoever does what a clause without a subject says: `called the premier to congratulate him`.
        let doer = if object { text.doer_of_open_clause(own) } else { None };
        let free =
            |&&(at, _): &&(usize, usize)| (!object || text.clause_of(at) != own) && !complement(at) && Some(at) != doer;
        // Who acts in the clauses around the pronoun's comes before whoever merely was named last: `Peru said it wanted a promise
        // that Chile would leave an area it claims`.
        let around: Vec<usize> = text.document.path_to_root(token).filter(|&at| text.is_verb(at)).collect();
        let mut subjects = subjects.to_vec();
        subjects.sort_by_key(|&(at, _)| {
            let verb = text.document.head(at).filter(|_| matches!(text.label(at), Label::Nsubj | Label::Nsubjpass));
            let nearness = verb.and_then(|verb| around.iter().position(|&above| above == verb));
            nearness.map(|steps| (1, std::cmp::Reverse(steps))).unwrap_or((0, std::cmp::Reverse(0)))
        });
        let subjects = subjects.as_slice();
        match word {
            "he" | "she" | "him" | "his" | "her" => {
                let female = matches!(word, "she" | "her");
                let fits = |entity: usize| {
                    kind(entity) == Some(EntityKind::Person)
                        && self.female.get(&entity).is_none_or(|&known| known == female)
                };
                subjects
                    .iter()
                    .rev()
                    .filter(free)
                    .map(|&(_, entity)| entity)
                    .find(|&entity| fits(entity))
                    .or(mentioned
                        .filter(|&(at, entity)| !complement(at) && Some(at) != doer && fits(entity))
                        .map(|(_, entity)| entity))
                    .or(self.person.filter(|&entity| fits(entity)))
            }
            "it" | "its" => {
                // The subject of the clauses above; in a main clause that of the sentence before.
                let fits = |entity: usize| {
                    kind(entity).is_some_and(|kind| !matches!(kind, EntityKind::Person | EntityKind::Agency))
                        && cast.entities.get(entity).is_some_and(|entity| !entity.plural)
                };
                let expletive = text.label(token) == Label::Expl
                    || text.document.head(token).is_some_and(|verb| {
                        text.document.lemma(verb) == "be" && text.child(verb, &[Label::Ccomp, Label::Xcomp]).is_some()
                    });
                if expletive {
                    return None;
                }
                let before = subjects.iter().rev().filter(free).map(|&(_, entity)| entity).find(|&entity| fits(entity));
                before.or(if subjects.is_empty() { self.thing } else { None })
            }
            "they" | "them" | "their" => {
                let plural = |at: usize, entity: usize| {
                    cast.entities.get(entity).is_some_and(|entity| entity.plural) || text.tag(at) == Tag::Nns
                };
                subjects
                    .iter()
                    .rev()
                    .filter(free)
                    .find(|&&(at, entity)| plural(at, entity))
                    .map(|&(_, entity)| entity)
                    .or(self.group)
            }
            _ => None,
        }
    }
}

/// Whom the words around the clause of an object pronoun are addressed to, if it has no subject: the head and the entity.
fn addressed(text: &Text<'_>, reading: &Reading, pronoun: usize) -> Option<(usize, usize)> {
    if !matches!(text.label(pronoun), Label::Dobj | Label::Pobj | Label::Dative) {
        return None;
    }
    let whom = text.addressee(text.clause_of(pronoun)).filter(|&whom| whom != pronoun)?;
    let mention = reading.mention_at(whom).filter(|mention| !mention.adjective)?;
    Some((whom, mention.entity))
}

/// Whether a verb is one of saying.
fn says(text: &Text<'_>, lexicon: &Lexicon, verb: usize) -> bool {
    text.is_verb(verb) && lexicon.words.class(text.tokens[verb].lemma) & class::SPEECH != 0
}
