//! Who does it.

use crate::nlp::Label;
use crate::record::{Modality, Plover, Quad};

use super::meaning::Meaning;
use super::{Filler, Finder};
use crate::extract::lexicon::entry::{COMMAND, LIKELY, Part, Slot};
use crate::extract::lexicon::operators::{Complement, OutcomeKind};
use crate::extract::text::{EntityKind, Mention};

impl<'l> Finder<'_, '_, 'l> {
    /// The source of an event.
    pub(super) fn source(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        if let Some(found) = self.denied_subject(meaning).or_else(|| self.feared(meaning)) {
            return Some(found);
        }
        // `is to be tried by a court`: the court, and not whom it will try.
        if let Some(done) = self.to_be_done(meaning) {
            let by = self.text.agent(done)?;
            return self.actors(by, true);
        }
        // `Peru's threat to leave came late`: whose the threat is.
        let mut operators = meaning.operators.iter();
        let outermost = operators.find(|applied| applied.complement != Complement::Subject);
        let found = match (outermost, meaning.frame) {
            (Some(applied), _) => {
                // `the recommendations of the council to cut exports`, `the refusal of Peru to leave`: those who ask or refuse.
                let of = self.lexicon.words.id("of");
                let asks = meaning.plover == Some(Plover::Request) || applied.complement == Complement::Infinitive;
                let part = applied.operator.entry.part;
                let asks = part == Part::Noun && asks;
                let asker = asks.then(|| self.slot(Slot::Preposition(of), applied.head, Part::Noun, true)).flatten();
                let found = asker.or_else(|| self.agent_of(applied.head, part)).or_else(|| self.undone(meaning));
                // `the suspension of Peruvian aid went on`.
                let own = meaning.frame.filter(|_| meaning.operators[0].complement == Complement::Subject);
                found.or_else(|| self.first(&own?.source, meaning.core, own?.entry.part, true))
            }
            (None, Some(frame)) => self.first(&frame.source, meaning.core, frame.entry.part, true),
            (None, None) => self.undone(meaning),
        };
        found
            .or_else(|| self.lost(meaning))
            .or_else(|| self.ordered(meaning))
            .or_else(|| self.keeper(meaning))
            .or_else(|| self.between(meaning))
            .or_else(|| self.sent(meaning))
            .or_else(|| self.threatened(meaning))
            .or_else(|| self.authority(meaning))
    }

    /// The infinitive in the passive of what is only said to come: `is to be tried`, `is likely to be attacked`.
    fn to_be_done(&self, meaning: &Meaning<'l>) -> Option<usize> {
        let text = self.text;
        let first = meaning.operators.first().filter(|first| first.complement == Complement::Infinitive)?;
        let comes = text.document.lemma(first.head) == "be" || self.is_a(first.head, LIKELY);
        let passive = text.is_verb(first.inner) && text.has_to(first.inner) && text.is_passive(first.inner);
        (comes && passive && first.outcome.kind == OutcomeKind::Same).then_some(first.inner)
    }

    /// The verb in the passive of what nobody is said to do.
    fn done_by_nobody(&self, meaning: &Meaning<'l>) -> Option<usize> {
        let (text, verb) = (self.text, meaning.head);
        let passive = meaning.part == Part::Verb && text.is_passive(verb);
        (passive && text.agent(verb).is_none()).then_some(verb)
    }

    /// At whose command something is done where nobody is said to do it: `was arrested on the orders of the governor`.
    fn ordered(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let verb = self.done_by_nobody(meaning)?;
        let command = |&(_, noun): &(usize, usize)| self.is_a(noun, COMMAND);
        let (_, command) = text.prepositions(verb).find(command)?;
        let by = text.prepositions(command).find(|&(at, _)| matches!(text.of(at), "of" | "from" | "by"));
        match by {
            Some((_, whose)) => self.actors(whose, true),
            None => self.possessor(command, true),
        }
    }

    /// Who sets those free whom he held, and who gives what he has given: `three men held by Peru were freed`, `tents and tanks donated by
    /// Peru were handed over to Chad`, `flour sent by Peru reached Chad`.
    fn keeper(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let freed = meaning.plover == Some(Plover::Retreat) && meaning.mode == Some("release");
        let gives = meaning.plover == Some(Plover::Aid);
        let comes = || (gives && meaning.part == Part::Verb && !text.is_passive(meaning.head)).then_some(meaning.head);
        let verb = self.done_by_nobody(meaning).filter(|_| freed || gives).or_else(comes)?;
        let things = text.with_conjuncts(text.subject(verb)?);
        let held = things.into_iter().rev().find_map(|thing| text.child(thing, &[Label::Acl]))?;
        let (found, quality) = self.actors(text.agent(held)?, true)?;
        Some((found, quality * 0.8))
    }

    /// Both sides of what was done with what is between them: `ties between Chad and Niger were restored`.
    fn between(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let together = meaning.operators.is_empty() && meaning.is_mutual();
        let verb = self.done_by_nobody(meaning).filter(|_| together)?;
        let what = text.subject(verb)?;
        let both = text.after_preposition(what, self.lexicon.words.id("between")).next()?;
        self.actors(both, true).filter(|(found, _)| found.len() > 1)
    }

    /// Who says what will be done to somebody, and by nobody else: `their ships will be sunk if they come, the navy said`.
    fn threatened(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let verb = self.done_by_nobody(meaning)?;
        let deed = meaning.plover.is_some_and(|plover| plover.quad() == Quad::MaterialConflict);
        if !deed || !self.is_future(meaning) || self.is_negated(verb) {
            return None;
        }
        self.actors(text.subject(verb)?, false)?;
        let (mut speakers, quality) = self.slot(Slot::Speaker, verb, Part::Verb, true)?;
        speakers.retain(|speaker| self.can_harm(speaker));
        (!speakers.is_empty()).then_some((speakers, quality * 0.8))
    }

    /// Whether somebody who says what will be done to others can do it: a state or its forces, or those who fight it.
    pub(super) fn can_harm(&self, speaker: &Mention) -> bool {
        let entity = &self.cast.entities[speaker.entity];
        let rules = |sector: &String| matches!(sector.as_str(), "GOV" | "LEG" | "JUD" | "SPY");
        entity.kind == EntityKind::Country || entity.sectors.iter().any(rules) || self.is_force(speaker)
    }

    /// Whose it is that comes to an end, where nobody is said to end it: `the suspension of Peruvian aid to Chad`, `Peru's ban on fish
    /// was lifted`.
    fn undone(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let outer = meaning.operators.first()?;
        let yields = matches!(meaning.plover, Some(Plover::Retreat | Plover::Concede));
        let made = meaning.operators.get(1).and_then(|inner| match inner.outcome.kind {
            OutcomeKind::Type(plover) => Some(plover),
            _ => None,
        });
        let deed = matches!(
            made.or(meaning.frame.and_then(|frame| frame.plover)),
            Some(Plover::Aid | Plover::Sanction | Plover::Coerce | Plover::Assault | Plover::Mobilize)
        );
        let nobody = match meaning.part {
            Part::Noun => yields || meaning.plover == Some(Plover::Sanction),
            Part::Verb => {
                let passive = text.child(outer.head, &[Label::Auxpass]).is_some();
                yields && passive && text.agent(outer.head).is_none()
            }
            _ => false,
        };
        if !deed || !nobody || !matches!(outer.complement, Complement::Object | Complement::Subject) {
            return None;
        }
        let own = meaning.operators[1..].iter().map(|inner| inner.head).filter(|&head| text.tag(head).is_noun());
        let own: Vec<usize> = own.collect();
        let owner = own.into_iter().find_map(|noun| self.possessor(noun, true));
        let frame = meaning.frame.filter(|frame| frame.entry.part == Part::Noun);
        owner.or_else(|| self.first(&frame?.source, meaning.core, Part::Noun, true))
    }

    /// The clause with a subject of its own that tells what somebody denies: `denied that Peru had attacked`.
    pub(super) fn denied_clause(&self, meaning: &Meaning<'l>) -> Option<usize> {
        let first =
            meaning.operators.first().filter(|first| first.outcome.modality == Some(Modality::ReportedDenied))?;
        let verbs = meaning.operators[1..].iter().map(|applied| applied.head).chain([meaning.core]);
        let own = |&verb: &usize| {
            self.text.is_verb(verb) && self.text.child(verb, &[Label::Nsubj, Label::Nsubjpass]).is_some()
        };
        verbs.filter(|&verb| verb != first.head).find(own)
    }

    /// Who did what somebody denies, where that is said of another.
    fn denied_subject(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let clause = self.denied_clause(meaning)?;
        match meaning.frame {
            Some(frame) if clause == meaning.core => self.first(&frame.source, clause, frame.entry.part, true),
            _ => self.agent_of(clause, Part::Verb),
        }
    }

    /// Whose the event is that is only likely: `the likelihood of Peruvian sanctions`.
    fn feared(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let first = meaning.operators.first().filter(|first| first.complement == Complement::Object)?;
        let frame = meaning.frame.filter(|frame| frame.entry.part == Part::Noun)?;
        let likely = matches!(
            self.text.document.lemma(first.head),
            "likelihood" | "possibility" | "probability" | "risk" | "prospect" | "chance" | "danger"
        );
        if !likely || meaning.part != Part::Noun {
            return None;
        }
        self.first(&frame.source, meaning.core, Part::Noun, true)
    }

    /// Who does what the operator or verb at `head` says.
    pub(super) fn agent_of(&mut self, head: usize, part: Part) -> Option<Filler> {
        match part {
            Part::Verb if self.text.is_passive(head) => {
                let text = self.text;
                let inner = text.child(head, &[Label::Xcomp]);
                // `was asked to back the bill by the chairman`: it seems to hang on what is asked.
                let lower = || {
                    let by = text.subtree(inner?).find(|&at| text.of(at) == "by" && text.label(at) == Label::Prep)?;
                    let whom = text.child(by, &[Label::Pobj])?;
                    self.reading.mention_at(whom).map(|_| whom)
                };
                // `was prepared to`: what looks like a passive can be an adjective.
                // But whoever was asked to does not ask.
                let asks = matches!(
                    text.document.lemma(head),
                    "ask" | "tell" | "order" | "urge" | "request" | "instruct" | "invite" | "beg" | "press" | "command"
                );
                let subject = || inner.filter(|_| !asks).and_then(|_| text.subject(head));
                let filler = text.agent(head).or_else(lower).or_else(subject)?;
                self.actors(filler, true)
            }
            Part::Noun => {
                // `the appeal by Peru to withdraw`.
                let by = Slot::Preposition(self.lexicon.words.id("by"));
                self.slot(Slot::Possessor, head, Part::Noun, true)
                    .or_else(|| self.slot(by, head, Part::Noun, true))
                    .or_else(|| self.slot(Slot::Subject, head, Part::Noun, true))
            }
            _ => self.slot(Slot::Subject, head, part, true),
        }
    }

    /// The noun that a verb without an object seems to be a participle of, where it is its subject: `Workers marched in Lima.`
    fn lost(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let verb = meaning.core;
        let frame = meaning.frame.filter(|_| meaning.part == Part::Verb && meaning.operators.is_empty())?;
        let root = text.document.head(verb).filter(|&noun| text.label(noun) == Label::Root && noun < verb)?;
        let participle = text.label(verb) == Label::Acl && text.is_passive(verb) && text.agent(verb).is_none();
        let alone = !frame.target.contains(&Slot::Object) && frame.source.contains(&Slot::Subject);
        if participle && alone { self.actors(root, true) } else { None }
    }

    /// Forces that are sent or withdrawn by nobody who is named stand for their country: `peacekeepers were stationed in Chad`.
    pub(super) fn sent(&self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let verb = meaning.core;
        let sends =
            matches!(meaning.frame?.plover, Some(Plover::Mobilize | Plover::Retreat | Plover::Aid | Plover::Cooperate));
        if !sends || !text.is_verb(verb) || !text.is_passive(verb) || text.agent(verb).is_some() {
            return None;
        }
        let forces = self.reading.mention_at(text.subject(verb)?)?;
        let entity = &self.cast.entities[forces.entity];
        let own = !entity.inferred && !entity.country.is_empty() && entity.sectors.iter().any(|sector| sector == "MIL");
        own.then(|| (vec![forces.clone()], 0.8))
    }

    /// Where somebody is arrested, expelled or set free and nobody is said to do it, the state does in which it happens.
    pub(super) fn authority(&self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let official = matches!(meaning.plover, Some(Plover::Coerce | Plover::Sanction | Plover::Retreat));
        let verb = self.done_by_nobody(meaning).filter(|_| official)?;
        // Hostages are set free by whoever took them.
        let taken = |at: usize| {
            matches!(text.document.lemma(at), "hostage" | "captive")
                || matches!(text.of(at), "kidnapped" | "abducted" | "hijacked")
        };
        if text.subject(verb).is_some_and(|who| text.base_phrase(who).any(taken)) {
            return None;
        }
        let country = text.prepositions(verb).filter(|&(at, _)| matches!(text.of(at), "in" | "from")).find_map(
            |(_, object)| {
                let mention = self.reading.mention_at(object)?;
                let entity = &self.cast.entities[mention.entity];
                (entity.kind == EntityKind::Country && !mention.adjective).then(|| mention.clone())
            },
        )?;
        Some((vec![country], 0.5))
    }
}
