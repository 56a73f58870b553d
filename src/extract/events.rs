//! Finds events: a predicate of the lexicon, with a source and, where it needs one, a target in the slots of its clause.
//!
//! Precision goes first. Without a source that has a code there is no event; news agencies act in none; what a predicate
//! takes as its complement (`agreed to withdraw`) is no second event.

use std::collections::HashSet;
use std::ops::Range;

use crate::record::{Modality, Plover, Polarity};

use super::actors::Cast;
use super::clauses::{Clause, Relation};
use super::lexicon::Lexicon;
use super::lexicon::predicates::{Frame, Part, Slot};
use super::lexicon::words::{UNKNOWN, WordId, class};
use super::reading::Reading;
use super::text::{EntityKind, Mention, Text};

/// An event, before it becomes a record.
#[derive(Clone, Debug)]
pub struct Event<'l> {
    /// What says it.
    pub frame: &'l Frame,
    /// The type, which the frame has.
    pub plover: Plover,
    /// Its words.
    pub trigger: Range<usize>,
    /// The dictionary form of its words.
    pub lemma: String,
    /// Who.
    pub source: Vec<Mention>,
    /// To whom.
    pub target: Vec<Mention>,
    /// Not so.
    pub polarity: Polarity,
    /// Real or not.
    pub modality: Modality,
    /// The clause that it stands in.
    pub clause: Option<usize>,
    /// 0 to 1: a product of what each step of the reading is worth, see [`read`].
    pub confidence: f32,
}

/// Actors of a slot, and how sure it is that they are meant: 1 for the head of a phrase, less for what is inside it.
type Filler = (Vec<Mention>, f32);

/// Who says the word at a token; empty where nobody does.
pub type Speakers<'s> = &'s dyn Fn(usize) -> Vec<Mention>;

/// The events of a sentence, in order of their triggers.
///
/// Confidence starts at 0.9 for a verb, 0.7 for a noun; it is multiplied by 0.8 for a source or target that is only part of a
/// phrase, 0.6 for one in a phrase after it, 0.85 for one named by a pronoun, 0.9 for one whose country is inferred, 0.75
/// where there is no target, and 0.9 where the event is not said to be real.
pub fn read<'l>(
    text: &Text<'_>,
    lexicon: &'l Lexicon,
    cast: &Cast<'_>,
    reading: &Reading,
    speakers: Speakers<'_>,
) -> Vec<Event<'l>> {
    let mut finder = Finder {
        text,
        lexicon,
        cast,
        reading,
        speakers,
        events: Vec::new(),
        consumed: HashSet::new(),
        nouns: HashSet::new(),
    };
    for (index, clause) in reading.clauses.clauses.iter().enumerate() {
        finder.clause(index, clause);
    }
    for phrase in 0..reading.clauses.phrases.len() {
        finder.noun(phrase);
    }
    finder.denials();
    let mut events = finder.events;
    events.sort_by_key(|event| (event.trigger.start, event.plover));
    events
}

struct Finder<'a, 'l> {
    text: &'a Text<'a>,
    lexicon: &'l Lexicon,
    cast: &'a Cast<'a>,
    reading: &'a Reading,
    speakers: Speakers<'a>,
    events: Vec<Event<'l>>,
    /// Clauses that are the complement of an event and none of their own.
    consumed: HashSet<usize>,
    /// Nouns that are part of a verb's event.
    nouns: HashSet<usize>,
}

impl<'l> Finder<'_, 'l> {
    fn clause(&mut self, index: usize, clause: &Clause) {
        if clause.governor.is_some_and(|governor| self.consumed.contains(&governor))
            && matches!(clause.relation, Relation::Infinitive | Relation::Conjunct)
        {
            self.consumed.insert(index);
        }
        if self.consumed.contains(&index) {
            return;
        }
        if clause.be && self.adjective(index, clause) {
            return;
        }
        let lexicon = self.lexicon;
        let of_gerund = clause.relation == Relation::Participle
            && clause.form == super::chunks::Form::Gerund
            && clause.verb.start > 0
            && self.text.is(clause.verb.start - 1, class::PREPOSITION);
        if !of_gerund {
            for frame in lexicon.predicates.frames(Part::Verb, clause.lemma) {
                let Some(end) = self.matches(frame, index, clause) else { continue };
                if frame.plover.is_none() {
                    return;
                }
                if self.emit(frame, index, clause, clause.head..end) {
                    break;
                }
            }
        }
        if let Some(modal) = clause.modal {
            let word = self.text.tokens[modal].lower;
            for frame in lexicon.predicates.frames(Part::Modal, word) {
                // What the speaker wants of the target is an event; what the same verb says besides is not.
                let before = self.events.len();
                if self.emit(frame, index, clause, modal..clause.verb.end) {
                    let asked = self.events.split_off(before);
                    self.events.retain(|event| event.clause != Some(index));
                    self.events.extend(asked);
                    break;
                }
            }
        }
    }

    /// Adjectives after a form of `be`: `is critical of`, `was unjustified`.
    fn adjective(&mut self, index: usize, clause: &Clause) -> bool {
        let lexicon = self.lexicon;
        // `is prepared` looks like a passive, but its subject is who is prepared.
        let active = Clause { passive: false, ..clause.clone() };
        let clause = &active;
        let stop = self.reading.tokens.end.min(clause.verb.end + 5);
        for at in clause.head..stop {
            let token = &self.text.tokens[at];
            if at > clause.head
                && (token.is(class::PREPOSITION | class::TO | class::THAT | class::WH) || token.is_quote())
            {
                break;
            }
            for frame in lexicon.predicates.frames(Part::Adjective, token.lower) {
                if self.follows(frame, at + 1, clause)
                    && self.requirements(frame, index)
                    && self.emit(frame, index, clause, at..at + 1)
                {
                    return true;
                }
            }
        }
        false
    }

    /// Whether the words of a verb's frame are there; one past the last token of the trigger.
    fn matches(&mut self, frame: &Frame, index: usize, clause: &Clause) -> Option<usize> {
        if !self.follows(frame, clause.verb.end, clause) || !self.requirements(frame, index) {
            return None;
        }
        if frame.requires.object && clause.object.is_empty() && !clause.passive {
            return None;
        }
        let mut end = clause.head + 1;
        if !frame.objects.is_empty() {
            let noun = self.object_noun(frame, clause)?;
            if frame.plover.is_some() {
                self.nouns.insert(noun);
            }
            // The trigger reaches to a noun that stands close by.
            if noun >= end && noun < end + 8 {
                end = noun + 1;
            }
        } else if !frame.particles.is_empty() && self.directly(&frame.particles, clause.verb.end) {
            end = clause.verb.end + frame.particles.len();
        }
        Some(end)
    }

    fn directly(&self, particles: &[WordId], at: usize) -> bool {
        particles
            .iter()
            .enumerate()
            .all(|(offset, particle)| self.text.tokens.get(at + offset).is_some_and(|token| token.lower == *particle))
    }

    /// Whether the particles stand after the verb, or before one of its phrases.
    fn follows(&self, frame: &Frame, at: usize, clause: &Clause) -> bool {
        frame.particles.is_empty()
            || self.directly(&frame.particles, at)
            || (frame.particles.len() == 1
                && clause.prepositional.iter().any(|&phrase| self.preposition(phrase) == frame.particles[0]))
            || (frame.particles.len() == 1
                && clause.object.first().is_some_and(|&object| {
                    self.directly(&frame.particles, self.reading.clauses.phrases[object].tokens.end)
                }))
    }

    fn requirements(&self, frame: &Frame, index: usize) -> bool {
        let governs = |relation: Relation| self.reading.governed(index).any(|(_, other)| other.relation == relation);
        (!frame.requires.infinitive || governs(Relation::Infinitive))
            && (!frame.requires.that || governs(Relation::Complement))
    }

    /// The noun that the frame wants as object: the head of the object, or of the phrase after the frame's preposition.
    fn object_noun(&self, frame: &Frame, clause: &Clause) -> Option<usize> {
        let direct = if clause.passive { &clause.subject } else { &clause.object };
        let after_particle =
            clause.prepositional.iter().filter(|&&phrase| frame.particles.contains(&self.preposition(phrase)));
        // `a series of raids`, `a number of attacks`: the noun after `of` is what counts.
        let after_of = clause
            .prepositional
            .iter()
            .take(1)
            .filter(|&&phrase| self.preposition(phrase) == self.lexicon.words.id("of"));
        // `laid out in a speech demands`: without a direct object, any phrase may hold the noun.
        let displaced = clause.prepositional.iter().filter(|_| direct.is_empty());
        let candidates = direct.iter().chain(&clause.second).chain(after_particle).chain(after_of).chain(displaced);
        candidates.filter_map(|&phrase| self.reading.clauses.phrases.get(phrase)?.tokens.end.checked_sub(1)).find(
            |&token| {
                let word = self.text.tokens[token].word;
                word.noun != UNKNOWN && frame.objects.contains(&word.noun)
            },
        )
    }

    fn preposition(&self, phrase: usize) -> WordId {
        let phrase = self.reading.clauses.phrases.get(phrase);
        phrase.and_then(|phrase| phrase.preposition).map_or(UNKNOWN, |token| self.text.tokens[token].lower)
    }

    fn emit(&mut self, frame: &'l Frame, index: usize, clause: &Clause, trigger: Range<usize>) -> bool {
        let Some(plover) = frame.plover else { return false };
        let Some((source, source_quality)) = self.fill(&frame.source, index, clause, true) else { return false };
        let mut source = source;
        let mut target = self.fill(&frame.target, index, clause, false);
        if target.is_none() && frame.requires.mutual && source.len() > 1 && !clause.passive {
            target = Some((source.split_off(1), 1.0));
        }
        if target.is_none() && frame.requires.target {
            target = self.ellipsis(clause, &source);
        }
        let same = |mention: &Mention| source.iter().any(|other| other.entity == mention.entity);
        // Whoever does it to oneself was read wrongly.
        if target.as_ref().is_some_and(|(mentions, _)| mentions.iter().all(same)) {
            return false;
        }
        let (target, target_quality) = match target {
            Some((mentions, quality)) if !mentions.iter().all(same) => {
                (mentions.into_iter().filter(|mention| !same(mention)).collect(), quality)
            }
            _ if frame.requires.target => return false,
            _ => (Vec::new(), 0.75),
        };
        if self.is_business(&source) && self.is_business(&target) {
            return false;
        }
        let complement = frame.target.iter().any(|slot| matches!(slot, Slot::Complement | Slot::ComplementSubject))
            || frame.requires.infinitive;
        if complement {
            let governed: Vec<usize> = self
                .reading
                .governed(index)
                .filter(|(_, other)| {
                    matches!(other.relation, Relation::Infinitive)
                        || frame.requires.that && other.relation == Relation::Complement
                        || frame.target.contains(&Slot::ComplementSubject) && other.relation == Relation::Complement
                })
                .map(|(other, _)| other)
                .collect();
            self.consumed.extend(governed);
        }
        let mut modality = clause.modality;
        if frame.part == Part::Modal {
            modality = Modality::Actual;
        } else if frame.part == Part::Adjective && (frame.requires.infinitive || !frame.objects.is_empty()) {
            modality = Modality::Intended;
        }
        let denied = clause
            .governor
            .and_then(|governor| self.reading.clauses.clauses.get(governor))
            .is_some_and(|governor| self.lexicon.words.text(governor.lemma) == "deny");
        if denied {
            modality = Modality::ReportedDenied;
        }
        let event = Event {
            frame,
            plover,
            lemma: frame.entry.split(['+', ';']).next().unwrap_or_default().trim().to_owned(),
            trigger,
            polarity: if clause.negated { Polarity::Negated } else { Polarity::Affirmed },
            modality,
            clause: Some(index),
            confidence: self.confidence(0.9, &source, &target, source_quality * target_quality, modality),
            source,
            target,
        };
        self.events.push(event);
        true
    }

    /// Whether all of them are in business (or there are none): what companies do among themselves is no political event.
    fn is_business(&self, mentions: &[Mention]) -> bool {
        mentions.iter().all(|mention| {
            let entity = &self.cast.entities[mention.entity];
            entity.code.is_empty() || entity.sectors.iter().all(|sector| sector == "BUS") && !entity.sectors.is_empty()
        })
    }

    fn confidence(&self, base: f32, source: &[Mention], target: &[Mention], quality: f32, modality: Modality) -> f32 {
        let mut confidence = base * quality;
        for mention in source.iter().chain(target) {
            if mention.pronoun {
                confidence *= 0.85;
            }
            if self.cast.entities[mention.entity].inferred {
                confidence *= 0.9;
            }
        }
        if modality != Modality::Actual {
            confidence *= 0.9;
        }
        (confidence.clamp(0.05, 1.0) * 100.0).round() / 100.0
    }

    fn fill(&self, slots: &[Slot], index: usize, clause: &Clause, source: bool) -> Option<Filler> {
        slots
            .iter()
            .find_map(|slot| self.slot(*slot, index, clause, source))
            .filter(|(mentions, _)| !mentions.is_empty())
    }

    /// Whether an entity can be a source (it has a code) or a target (it has one, or is a person).
    fn acts(&self, mention: &Mention, source: bool) -> bool {
        let entity = &self.cast.entities[mention.entity];
        entity.kind != EntityKind::Agency && (!entity.code.is_empty() || (!source && entity.kind != EntityKind::Agent))
    }

    fn slot(&self, slot: Slot, index: usize, clause: &Clause, source: bool) -> Option<Filler> {
        let by = self.lexicon.words.id("by");
        match slot {
            Slot::Subject if clause.passive && source => self.prepositional(by, clause, source),
            Slot::Subject => self.subject(&clause.subject, source),
            Slot::Object if clause.passive => self.object(&clause.subject, &[], source),
            Slot::Object => self
                .object(&clause.object, &clause.prepositional, source)
                .or_else(|| self.object(&clause.second, &[], source)),
            Slot::Preposition(word) => self.prepositional(word, clause, source),
            Slot::Possessor => None,
            Slot::Complement => {
                let inner = self.reading.governed(index).find(|(_, other)| other.relation == Relation::Infinitive)?.1;
                self.object(&inner.object, &inner.prepositional, source)
                    .or_else(|| self.phrases(&inner.prepositional, source, 0.7))
            }
            Slot::ComplementSubject => {
                let complement = |(_, other): &(usize, &Clause)| matches!(other.relation, Relation::Complement);
                let inner = self.reading.governed(index).find(complement)?.1;
                self.subject(&inner.subject, source)
            }
            Slot::Speaker => {
                let speakers: Vec<Mention> =
                    (self.speakers)(clause.head).into_iter().filter(|mention| self.acts(mention, source)).collect();
                (!speakers.is_empty()).then_some((speakers, 1.0))
            }
        }
    }

    fn heads(&self, phrases: &[usize], source: bool) -> Vec<Mention> {
        phrases
            .iter()
            .filter_map(|&phrase| self.reading.head(phrase))
            .filter(|mention| self.acts(mention, source))
            .cloned()
            .collect()
    }

    /// Actors that a subject is; or, for a target, whose it is; or whose attack it is.
    fn subject(&self, phrases: &[usize], source: bool) -> Option<Filler> {
        let heads = self.heads(phrases, source);
        if !heads.is_empty() {
            return Some((heads, 1.0));
        }
        let &phrase = phrases.first()?;
        let last = self.reading.clauses.phrases.get(phrase)?.tokens.end.checked_sub(1)?;
        let instrument = || {
            let noun = self.text.tokens[last].word.noun;
            self.lexicon.predicates.frames(Part::Noun, noun).any(|frame| frame.plover == Some(Plover::Assault))
        };
        if source && !instrument() {
            return None;
        }
        let owner = self.reading.modifier(phrase).filter(|mention| self.acts(mention, source))?;
        Some((vec![owner.clone()], 0.8))
    }

    /// Actors that an object is, or is part of, or is about.
    fn object(&self, phrases: &[usize], after: &[usize], source: bool) -> Option<Filler> {
        let heads = self.heads(phrases, source);
        if !heads.is_empty() {
            return Some((heads, 1.0));
        }
        let &first = phrases.first()?;
        if let Some(owner) = self.reading.modifier(first).filter(|mention| self.acts(mention, source)) {
            return Some((vec![owner.clone()], 0.8));
        }
        let related = |phrase: &&usize| {
            let word = self.lexicon.words.text(self.preposition(**phrase));
            matches!(
                word,
                "of" | "in" | "against" | "on" | "by" | "from" | "to" | "with" | "for" | "at" | "between" | "near"
            )
        };
        after.iter().take(3).filter(related).find_map(|&phrase| self.phrases(&[phrase], source, 0.6))
    }

    fn prepositional(&self, word: WordId, clause: &Clause, source: bool) -> Option<Filler> {
        let first = clause.prepositional.iter().position(|&phrase| self.preposition(phrase) == word)?;
        // Phrases that are joined to it by `and` have no preposition of their own.
        let joined =
            clause.prepositional[first + 1..].iter().take_while(|&&phrase| self.preposition(phrase) == UNKNOWN).count();
        let found = self.phrases(&clause.prepositional[first..=first + joined], source, 0.9);
        found.or_else(|| {
            let next = clause.prepositional.get(first + joined + 1)?;
            (self.preposition(*next) == self.lexicon.words.id("of"))
                .then(|| self.phrases(&[*next], source, 0.6))
                .flatten()
        })
    }

    fn phrases(&self, phrases: &[usize], source: bool, quality: f32) -> Option<Filler> {
        let heads = self.heads(phrases, source);
        if !heads.is_empty() {
            return Some((heads, quality));
        }
        let owner = phrases
            .iter()
            .find_map(|&phrase| self.reading.modifier(phrase))
            .filter(|mention| self.acts(mention, source))?;
        Some((vec![owner.clone()], quality * 0.8))
    }

    /// A verb without object that is joined to one with: `moved troops to the border and may invade`.
    fn ellipsis(&self, clause: &Clause, source: &[Mention]) -> Option<Filler> {
        let joined = matches!(clause.relation, Relation::Conjunct | Relation::Infinitive);
        if !joined || !clause.object.is_empty() || !clause.prepositional.is_empty() {
            return None;
        }
        let same = |event: &&Event<'_>| {
            event.source.iter().any(|mention| source.iter().any(|other| other.entity == mention.entity))
                && !event.target.is_empty()
        };
        self.events.iter().rev().find(same).map(|event| (event.target.clone(), 0.6))
    }

    /// Event nouns: `Russia's invasion of Ukraine`. Both actors must be there.
    fn noun(&mut self, phrase: usize) {
        let tokens = self.reading.clauses.phrases[phrase].tokens.clone();
        let Some(last) = tokens.end.checked_sub(1).filter(|last| !self.nouns.contains(last)) else { return };
        let noun = self.text.tokens[last].word.noun;
        let lexicon = self.lexicon;
        for frame in lexicon.predicates.frames(Part::Noun, noun) {
            let start = last.saturating_sub(frame.before.len());
            if start < tokens.start || !self.directly(&frame.before, start) {
                continue;
            }
            let Some(plover) = frame.plover else { return };
            let after = self.attached(phrase);
            let pick = |slot: &Slot, source: bool| match slot {
                Slot::Possessor => {
                    let owner = self.reading.modifier(phrase).filter(|mention| self.acts(mention, source))?;
                    Some((vec![owner.clone()], 1.0))
                }
                Slot::Preposition(word) => {
                    let at = after.iter().position(|&phrase| self.preposition(phrase) == *word)?;
                    let nested =
                        after.get(at + 1).filter(|&&next| self.preposition(next) == self.lexicon.words.id("of"));
                    self.phrases(&after[at..=at], source, 1.0).or_else(|| self.phrases(&[*nested?], source, 0.8))
                }
                _ => None,
            };
            let Some((source, source_quality)) = frame.source.iter().find_map(|slot| pick(slot, true)) else {
                continue;
            };
            let Some((target, target_quality)) = frame.target.iter().find_map(|slot| pick(slot, false)) else {
                continue;
            };
            if target.iter().any(|mention| source.iter().any(|other| other.entity == mention.entity)) {
                continue;
            }
            let holder =
                self.reading.clauses.clauses.iter().enumerate().find(|(_, clause)| clause.extent.contains(&last));
            let modality = holder.map_or(Modality::Actual, |(_, clause)| clause.modality);
            let trigger = start..tokens.end;
            self.events.push(Event {
                frame,
                plover,
                lemma: frame.entry.clone(),
                trigger,
                polarity: if self.reading.clauses.phrases[phrase].negative {
                    Polarity::Negated
                } else {
                    Polarity::Affirmed
                },
                modality,
                clause: holder.map(|(index, _)| index),
                confidence: self.confidence(0.7, &source, &target, source_quality * target_quality, modality),
                source,
                target,
            });
            return;
        }
    }

    /// The prepositional phrases right after a phrase.
    fn attached(&self, phrase: usize) -> Vec<usize> {
        let phrases = &self.reading.clauses.phrases;
        let mut end = phrases[phrase].tokens.end;
        let mut attached = Vec::new();
        for (index, next) in phrases.iter().enumerate().skip(phrase + 1).take(4) {
            let Some(preposition) = next.preposition.filter(|&token| token <= end + 1) else { break };
            let _ = preposition;
            end = next.tokens.end;
            attached.push(index);
        }
        attached
    }

    /// `…, which Moscow denies`: what Moscow is said to have done before is reported and denied.
    fn denials(&mut self) {
        for clause in &self.reading.clauses.clauses {
            if self.lexicon.words.text(clause.lemma) != "deny"
                || clause.relation != Relation::Relative
                || !clause.object.is_empty()
            {
                continue;
            }
            let deniers: Vec<usize> = clause
                .subject
                .iter()
                .filter_map(|&phrase| self.reading.head(phrase))
                .map(|mention| mention.entity)
                .collect();
            for event in &mut self.events {
                let accused = event.source.iter().any(|mention| deniers.contains(&mention.entity));
                if accused && event.trigger.start < clause.verb.start && event.modality == Modality::Actual {
                    event.modality = Modality::ReportedDenied;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::testing;

    #[test]
    fn events_are_found() {
        let cases: [(&str, &[&str]); 22] = [
            ("Chad attacked Niger.", &["ASSAULT TCD>NER affirmed actual"]),
            ("Niger was attacked by Chad on Monday.", &["ASSAULT TCD>NER affirmed actual"]),
            ("Russia will not attack Poland.", &["ASSAULT RUS>POL negated intended"]),
            ("Iranian police may arrest Iraqi students.", &["COERCE IRNCOP>IRQEDU affirmed possible"]),
            ("Iran condemned a French court's ruling.", &["ACCUSE IRN>FRAJUD affirmed actual"]),
            ("Japan agreed to release Russian sailors.", &["AGREE JPN>RUSMIL affirmed actual"]),
            ("Egypt and Jordan signed a treaty.", &["SUPPORT EGY>JOR affirmed actual"]),
            ("Egypt imposed sanctions on Jordan.", &["COERCE EGY>JOR affirmed actual"]),
            ("Iran said that Iraq must leave the area.", &["REQUEST IRN>IRQ affirmed actual"]),
            ("Japan accused China of spying.", &["ACCUSE JPN>CHN affirmed actual"]),
            ("If Iran attacks Iraq, oil will rise.", &["ASSAULT IRN>IRQ affirmed conditional"]),
            ("Iran has attacked Iraq, which Iran denies.", &["ASSAULT IRN>IRQ affirmed reported-denied"]),
            (
                "China moved 900 tanks to the Indian border and could invade.",
                &["MOBILIZE CHN>IND affirmed actual", "ASSAULT CHN>IND affirmed possible"],
            ),
            ("Critics feared China's invasion of Vietnam.", &["ASSAULT CHN>VNM affirmed actual"]),
            ("Iran is ready for talks with Iraq.", &["AGREE IRN>IRQ affirmed intended"]),
            ("Iran wanted an assurance that Iraq would disarm.", &["REQUEST IRN>IRQ affirmed actual"]),
            ("Reuters asked Iran to comment.", &[]),
            ("The crisis over Ukraine deepened.", &[]),
            ("Shares in Japan were attacked by bears.", &[]),
            ("The team beat expectations in Spain.", &[]),
            ("Chad met its budget target.", &[]),
            ("Peace talks in Egypt failed.", &[]),
        ];
        for (body, expected) in cases {
            let records = testing::records(body);
            let code = |actors: &[crate::record::Actor]| {
                actors.iter().filter_map(|actor| actor.code.clone()).collect::<Vec<_>>().join("+")
            };
            let found: Vec<String> = records
                .events
                .iter()
                .map(|record| {
                    let event = &record.event;
                    let polarity = serde_json::to_value(event.polarity).unwrap();
                    let modality = serde_json::to_value(event.modality).unwrap();
                    format!(
                        "{} {}>{} {} {}",
                        event.plover,
                        code(&record.source),
                        code(&record.target),
                        polarity.as_str().unwrap(),
                        modality.as_str().unwrap()
                    )
                })
                .collect();
            assert_eq!(found, expected, "{body}");
        }
    }

    #[test]
    fn events_have_attribution_time_and_stable_ids() {
        let body = "Poland said on Monday that Russia had attacked 12 Ukrainian soldiers.";
        let records = testing::records(body);
        let event = &records.events[0];
        assert_eq!(event.attribution[0].speaker.code.as_deref(), Some("POL"));
        assert_eq!(event.quantities[0].value, Some(12.0));
        assert_eq!(event.time, None, "the day is that of the saying");
        assert_eq!(event.id, testing::records(body).events[0].id);
        let asked = &testing::records("Poland said on Monday it wanted a guarantee from Russia.").events[0];
        assert_eq!(asked.time.as_ref().unwrap().value, "2024-05-13");
    }
}
