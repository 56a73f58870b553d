//! A sentence as it was read: its mentions, times and sayings, and who the pronouns stand for.

use std::collections::HashMap;
use std::ops::Range;

use crate::nlp::{Label, Tag};

use super::actors::Cast;
use super::attribution::Saying;
use super::lexicon::Lexicon;
use super::lexicon::actors::family_name_first;
use super::lexicon::genders::Gender;
use super::lexicon::words::class;
use super::quantities::QuantityMention;
use super::quotes::Quoted;
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

/// What is known of an article before its pronouns are.
#[derive(Clone, Copy, Debug)]
pub struct Known<'r> {
    /// The article.
    pub text: &'r Text<'r>,
    /// What is known of words.
    pub lexicon: &'r Lexicon,
    /// Who is in it.
    pub cast: &'r Cast<'r>,
    /// What stands in quotation marks.
    pub quoted: &'r Quoted,
}

/// Who was spoken of last, for the pronouns of what follows.
#[derive(Debug, Default)]
pub struct Focus {
    /// The people who were spoken of, whoever comes first to mind first: of the last sentence that named any its subjects, then the
    /// others.
    people: Vec<usize>,
    /// The subject of the last sentence's main clause, where it is no person.
    thing: Option<usize>,
    /// The last group that was a subject.
    group: Option<usize>,
    /// What pronouns and titles have said of people.
    genders: HashMap<usize, Gender>,
}

/// How many people are remembered.
const PEOPLE: usize = 8;

/// Whom a pronoun for a person stands for.
fn gender_of_pronoun(word: &str) -> Option<Gender> {
    match word {
        "he" | "him" | "his" | "himself" => Some(Gender::Man),
        "she" | "her" | "hers" | "herself" => Some(Gender::Woman),
        _ => None,
    }
}

impl Focus {
    /// Adds mentions for the pronouns in sentence `index`, then remembers who is spoken of. Those of the sentences before are there.
    pub fn resolve(&mut self, known: &Known<'_>, readings: &mut [Reading], index: usize) {
        let Known { text, lexicon, cast, quoted } = *known;
        let reading = &readings[index];
        // What `it` means in a quotation is for the speaker to know.
        if text.tokens.get(reading.tokens.start).is_some_and(|token| token.is_quote()) {
            self.thing = None;
        }
        let kind = |entity: usize| cast.entities.get(entity).map(|entity| entity.kind);
        let person = |entity: usize| kind(entity) == Some(EntityKind::Person);
        let mut added: Vec<Mention> = Vec::new();
        // Subjects of this sentence so far, with their tokens.
        let mut subjects: Vec<(usize, usize)> = Vec::new();
        let mut mentioned: Vec<(usize, usize)> = Vec::new();
        // Who speaks a quotation has to be known before it is known whom it is about.
        let (quotations, prose): (Vec<usize>, Vec<usize>) =
            reading.tokens.clone().partition(|&token| quoted.contains(token));
        for token in prose.into_iter().chain(quotations) {
            let subject = matches!(text.label(token), Label::Nsubj | Label::Nsubjpass);
            if matches!(text.tag(token), Tag::Prp | Tag::PrpPoss) && reading.mention_at(token).is_none() {
                let word = text.of(token).to_ascii_lowercase();
                let gender = gender_of_pronoun(&word);
                // A speaker is not `he` or `they` in his own words.
                let speaker = quoted.speaker(token).and_then(|head| {
                    let at = readings.partition_point(|reading| reading.tokens.end <= head);
                    let resolved = added.iter().find(|mention| mention.head == head);
                    resolved.or_else(|| readings.get(at)?.mention_at(head)).map(|mention| mention.entity)
                });
                let addressed = addressed(text, reading, token).filter(|&(at, entity)| match word.as_str() {
                    "him" | "her" => person(entity) && self.may_be(gender, known, entity),
                    "it" => !person(entity) && !cast.entities[entity].plural,
                    "them" => cast.entities[entity].plural || text.tag(at) == Tag::Nns,
                    _ => false,
                });
                let meant = addressed.map(|(_, entity)| entity);
                if let Some(entity) =
                    meant.or_else(|| self.pronoun(&word, token, known, speaker, &subjects, &mentioned))
                {
                    if let Some(gender) = gender {
                        self.genders.insert(entity, gender);
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
                    mentioned.push((token, mention.entity));
                    let first = mention.tokens.start;
                    let title = [first.checked_sub(1), Some(first)].into_iter().flatten();
                    if let Some(gender) = title.filter_map(|at| lexicon.genders.of_title(text.of(at))).next() {
                        self.genders.insert(mention.entity, gender);
                    }
                }
            } else if subject
                && let Some(inner) = text.counted_by(token)
                && let Some(mention) = reading.mention_at(inner).filter(|mention| !mention.adjective)
            {
                // `Most of the candidates`.
                subjects.push((token, mention.entity));
            }
        }
        let main = subjects.iter().min_by_key(|&&(token, _)| text.document.path_to_root(token).count());
        self.thing = main.map(|&(_, entity)| entity).filter(|&entity| {
            cast.entities
                .get(entity)
                .is_some_and(|entity| !entity.plural && !matches!(entity.kind, EntityKind::Person | EntityKind::Agency))
        });
        // Whoever is the subject of the main clause, or of the one nearest to it, is spoken of.
        let mut people: Vec<(usize, usize)> = subjects.iter().filter(|&&(_, entity)| person(entity)).copied().collect();
        people.sort_by_key(|&(token, _)| (text.document.path_to_root(token).count(), std::cmp::Reverse(token)));
        let others = mentioned.into_iter().map(|(_, entity)| entity);
        let before = std::mem::take(&mut self.people);
        for entity in people.into_iter().map(|(_, entity)| entity).chain(others).chain(before) {
            if self.people.len() < PEOPLE && !self.people.contains(&entity) {
                self.people.push(entity);
            }
        }
        for &(token, entity) in &subjects {
            let plural = cast.entities.get(entity).is_some_and(|entity| entity.plural) || text.tag(token) == Tag::Nns;
            if plural && !person(entity) {
                self.group = Some(entity);
            }
        }
        readings[index].pronouns = added;
    }

    /// Whether somebody is a woman or a man, as the article or else the name tells.
    fn gender(&self, known: &Known<'_>, entity: usize) -> Option<Gender> {
        let (genders, named) = (&known.lexicon.genders, &known.cast.entities[entity]);
        let given = named.name.split_once(' ').map(|(given, _)| given);
        let given = given.filter(|_| !family_name_first(&named.name, &named.country));
        let by_name = given.and_then(|given| genders.of_name(given));
        by_name.or_else(|| self.genders.get(&entity).copied()).or_else(|| genders.of_noun(&named.name))
    }

    /// Whether somebody may be meant by a pronoun of this gender.
    fn may_be(&self, gender: Option<Gender>, known: &Known<'_>, entity: usize) -> bool {
        !known.cast.entities[entity].plural && self.gender(known, entity).is_none_or(|own| Some(own) == gender)
    }

    fn pronoun(
        &self,
        word: &str,
        token: usize,
        known: &Known<'_>,
        speaker: Option<usize>,
        subjects: &[(usize, usize)],
        mentioned: &[(usize, usize)],
    ) -> Option<usize> {
        let Known { text, lexicon, cast, quoted } = *known;
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
        // Nor is anybody meant who is named only beside the quotation, behind it.
        let heard = |at: usize| at < token || !quoted.contains(token) || quoted.contains(at);
        let free = |&&(at, entity): &&(usize, usize)| {
            (!object || text.clause_of(at) != own)
                && !complement(at)
                && Some(at) != doer
                && Some(entity) != speaker
                && heard(at)
        };
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
                let gender = gender_of_pronoun(word);
                let fits = |entity: usize| {
                    kind(entity) == Some(EntityKind::Person)
                        && self.may_be(gender, known, entity)
                        && Some(entity) != speaker
                };
                let named = || {
                    let other = |&&(at, _): &&(usize, usize)| !complement(at) && Some(at) != doer && heard(at);
                    mentioned.iter().rev().filter(other).map(|&(_, entity)| entity).find(|&entity| fits(entity))
                };
                // Of the people of earlier sentences, the foremost; another only if it is known to be a man, or a woman.
                let before = || {
                    let sure = |entity: usize| self.gender(known, entity).is_some();
                    let mut people = self.people.iter().copied().filter(|&entity| Some(entity) != speaker).enumerate();
                    people.find(|&(at, entity)| fits(entity) && (at == 0 || sure(entity))).map(|(_, entity)| entity)
                };
                let acts = subjects.iter().rev().filter(free).map(|&(_, entity)| entity).find(|&entity| fits(entity));
                acts.or_else(named).or_else(before)
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
                before.or(if subjects.is_empty() { self.thing.filter(|&entity| Some(entity) != speaker) } else { None })
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
                    .or(self.group.filter(|&entity| Some(entity) != speaker))
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
