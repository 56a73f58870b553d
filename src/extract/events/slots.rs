//! Who fills the slots of a predicate: the phrases that its grammar gives it, and the actors in them.

use crate::nlp::{Label, Tag};
use crate::record::{Plover, Quad};

use super::meaning::{Applied, Meaning};
use super::{Filler, Finder};
use crate::extract::lexicon::entry::{ABSTRACT, Part, Slot, TANGIBLE, bit};
use crate::extract::lexicon::operators::{Complement, OutcomeKind};
use crate::extract::lexicon::predicates::Frame;
use crate::extract::lexicon::words::WordId;
use crate::extract::text::{EntityKind, Mention};

/// Nouns that count or group what follows `of`.
const PARTITIVES: &[&str] = &[
    "group",
    "number",
    "dozen",
    "score",
    "hundred",
    "thousand",
    "million",
    "one",
    "some",
    "most",
    "many",
    "all",
    "both",
    "majority",
    "member",
    "crowd",
    "team",
    "handful",
    "couple",
    "several",
    "band",
    "gang",
    "convoy",
    "pair",
    "none",
    "coalition",
    "series",
    "wave",
    "part",
    "half",
    "any",
    "each",
    "few",
    "more",
    "rest",
    "kind",
    "list",
    "range",
    "round",
];

impl<'l> Finder<'_, '_, 'l> {
    /// The source of an event.
    pub(super) fn source(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let outermost = meaning.operators.first().filter(|first| first.complement != Complement::Subject);
        let found = match (outermost, meaning.frame) {
            (Some(applied), _) => self.agent_of(applied.head, meaning.part),
            (None, Some(frame)) => self.first(&frame.source, meaning.core, frame.entry.part, true),
            (None, None) => None,
        };
        found.or_else(|| self.sent(meaning)).or_else(|| self.authority(meaning))
    }

    /// Forces that are sent or withdrawn by nobody who is named stand for their country: `peacekeepers were stationed in Chad`.
    fn sent(&self, meaning: &Meaning<'l>) -> Option<Filler> {
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
    fn authority(&self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let verb = meaning.head;
        let official = matches!(meaning.plover, Some(Plover::Coerce | Plover::Sanction | Plover::Retreat));
        if !official || meaning.part != Part::Verb || !text.is_passive(verb) || text.agent(verb).is_some() {
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

    /// Who does what the operator or verb at `head` says.
    fn agent_of(&mut self, head: usize, part: Part) -> Option<Filler> {
        match part {
            Part::Verb if self.text.is_passive(head) => {
                let agent = self.text.agent(head);
                // `was prepared to`: what looks like a passive can be an adjective.
                let subject = || self.text.child(head, &[Label::Xcomp]).and_then(|_| self.text.subject(head));
                let filler = agent.or_else(subject)?;
                self.actors(filler, true)
            }
            Part::Noun => self
                .slot(Slot::Possessor, head, Part::Noun, true)
                .or_else(|| self.slot(Slot::Subject, head, Part::Noun, true)),
            _ => self.slot(Slot::Subject, head, part, true),
        }
    }

    /// The target of an event that its grammar gives: an actor in a slot.
    pub(super) fn target(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        self.matched = match meaning.operators.is_empty() || meaning.part != Part::Noun {
            true => meaning.tokens.clone(),
            false => Vec::new(),
        };
        self.slotted_target(meaning)
    }

    /// The target of an event where its slots have no actor: something tangible there, else an actor near by.
    pub(super) fn other_target(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        self.thing(meaning, TANGIBLE).or_else(|| self.target_near(meaning))
    }

    /// The target of an event of which no actor is the target: whatever fills the slot.
    pub(super) fn target_thing(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        // Deeds can be done to anything, also if they are only threatened, and anything can be rejected or condemned; other words
        // are addressed to somebody.
        let plover = meaning.plover?;
        let material = |plover: Plover| matches!(plover.quad(), Quad::MaterialCooperation | Quad::MaterialConflict);
        let inner = meaning.frame.and_then(|frame| frame.plover);
        let deed = material(plover) || inner.is_some_and(material);
        if !deed && !matches!(plover, Plover::Reject | Plover::Accuse) {
            return None;
        }
        self.thing(meaning, ABSTRACT).or_else(|| self.named_place(meaning))
    }

    /// The place that the entry itself names, after its preposition: `withdrew from the buffer zone`.
    fn named_place(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let place = meaning.tokens.iter().copied().find(|&token| {
            text.label(token) == Label::Pobj
                && self.lexicon.classes.kind(text.tokens[token].lemma) & TANGIBLE != 0
                && self.reading.mention_at(token).is_none()
        })?;
        Some((vec![self.thing_at(place)], 0.5))
    }

    /// The noun phrase around `head`, which is no actor.
    fn thing_at(&mut self, head: usize) -> Mention {
        let tokens = self.text.base_phrase(head);
        let entity = self.cast.thing(self.text, &tokens);
        Mention { tokens, head, entity, adjective: false, place: false, pronoun: false }
    }

    /// Whether something fills the slot of the target, although it is none.
    pub(super) fn has_thing(&mut self, meaning: &Meaning<'l>) -> bool {
        self.thing(meaning, ABSTRACT).is_some()
    }

    fn thing(&mut self, meaning: &Meaning<'l>, things: u8) -> Option<Filler> {
        self.things = things;
        let thing = self.slotted_target(meaning);
        self.things = 0;
        thing
    }

    fn slotted_target(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let noun = meaning.frame.filter(|frame| frame.entry.part == Part::Noun && !meaning.operators.is_empty());
        self.core_noun = noun.map(|_| meaning.core);
        for applied in &meaning.operators {
            if let Some(found) = self.operator_target(applied, meaning.frame) {
                return Some(found);
            }
            if self.own_object(applied).is_some() {
                return None;
            }
            if let Some(found) = self.whose(applied) {
                return Some(found);
            }
        }
        let frame = match meaning.frame {
            Some(frame) => frame,
            // A complement that says no event: whoever is in it.
            None => return self.within(meaning.core),
        };
        let part = frame.entry.part;
        // `demanded the withdrawal of Russian troops from Chad`: whoever is to withdraw is asked.
        let asked = matches!(meaning.plover, Some(Plover::Request)) && !meaning.operators.is_empty();
        if asked
            && part == Part::Noun
            && let Some(found) = self.first(&frame.source, meaning.core, part, false)
        {
            return Some(found);
        }
        // `demanded an end to the bombing of hospitals`: the victims are not asked.
        let harm = frame.plover.is_some_and(|plover| plover.quad() == Quad::MaterialConflict);
        if asked && part == Part::Noun && harm {
            return None;
        }
        let found = self.first(&frame.target, meaning.core, part, false);
        if found.is_some() || meaning.operators.is_empty() {
            return found;
        }
        // What the inner event's own doer does is what is demanded, condemned or welcomed.
        let composed = meaning.operators.iter().any(|applied| applied.outcome.kind != OutcomeKind::Same);
        if part == Part::Noun && composed {
            return self.first(&frame.source, meaning.core, part, false);
        }
        None
    }

    /// The object of an operator that is not the event inside it: `the law` in `accused the law of hurting farmers`.
    fn own_object(&self, applied: &Applied<'l>) -> Option<usize> {
        let own = matches!(applied.complement, Complement::Gerund | Complement::ObjectInfinitive)
            && applied.operator.target.contains(&Slot::Object);
        self.text.object(applied.head).filter(|object| own && *object != applied.inner)
    }

    /// Whatever stands as the object of an operator such as `accuse of`; none where there is no such operator or object.
    pub(super) fn accused(&mut self, meaning: &Meaning<'l>) -> Option<Option<Filler>> {
        let object = self.own_object(meaning.operators.first()?)?;
        let noun = self.text.tag(object).is_noun() && !self.is_time(object);
        Some(noun.then(|| (vec![self.thing_at(object)], 0.6)))
    }

    /// Who is to blame where a deed is condemned or protested against: whoever did it, else the deed; never its victim.
    /// None where nothing of the kind is said.
    pub(super) fn blamed(&mut self, meaning: &Meaning<'l>) -> Option<Option<Filler>> {
        let text = self.text;
        let applied = meaning.operators.first()?;
        let deed = meaning.frame?.plover.is_some_and(|plover| {
            matches!(plover.quad(), Quad::MaterialConflict) || matches!(plover, Plover::Threaten | Plover::Accuse)
        });
        let blame = matches!(applied.outcome.kind, OutcomeKind::Type(Plover::Accuse | Plover::Protest));
        let noun = applied.complement == Complement::Object && text.tag(applied.inner).is_noun();
        // `faulted the agency for its raid`: the agency is to blame.
        let other = text.is_verb(applied.head)
            && text.child(applied.head, &[Label::Dobj]).is_some_and(|object| object != applied.inner);
        if !deed || !blame || !noun || other || applied.inner != meaning.core {
            return None;
        }
        // `blamed the attack on rebels`.
        let named: Vec<Slot> =
            applied.operator.target.iter().copied().filter(|slot| matches!(slot, Slot::Preposition(_))).collect();
        if let Some(found) = self.first(&named, applied.head, applied.operator.entry.part, false) {
            return Some(Some(found));
        }
        let words = &self.lexicon.words;
        let slots = [Slot::Possessor, Slot::Preposition(words.id("by")), Slot::Preposition(words.id("from"))];
        let doer = self.first(&slots, meaning.core, Part::Noun, true).or_else(|| {
            let clause = text.children.of(meaning.core).filter(|&child| text.label(child) == Label::Acl);
            let agents: Vec<usize> = clause.filter_map(|verb| text.agent(verb)).collect();
            agents.into_iter().find_map(|agent| self.actors(agent, false))
        });
        if doer.is_some() {
            return Some(doer);
        }
        Some(Some((vec![self.thing_at(meaning.core)], 0.6)))
    }

    /// Whose event it is that is rejected, condemned or welcomed: `rejected a demand from Iran for talks with Iraq`.
    fn whose(&mut self, applied: &Applied<'l>) -> Option<Filler> {
        let text = self.text;
        let reaction = applied.complement == Complement::Object
            && text.tag(applied.inner).is_noun()
            && matches!(
                applied.outcome.kind,
                OutcomeKind::Type(
                    Plover::Reject | Plover::Accuse | Plover::Support | Plover::Protest | Plover::Concede
                )
            );
        if !reaction {
            return None;
        }
        let words = &self.lexicon.words;
        let slots = [Slot::Possessor, Slot::Preposition(words.id("from")), Slot::Preposition(words.id("by"))];
        let found = self.first(&slots, applied.inner, Part::Noun, false);
        if found.is_some() || self.things == 0 {
            return found;
        }
        let named = std::mem::take(&mut self.matched);
        let thing = self.actors(applied.inner, false);
        self.matched = named;
        thing
    }

    /// An actor in a phrase after the words of the event, or in a clause about them: `the embargo that it imposed on Cuba`.
    fn target_near(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let frame = meaning.frame?;
        if meaning.part == Part::Modal || frame.target.is_empty() {
            return None;
        }
        // An object that the entry does not ask for is nearer than any phrase: `met Iran's envoy for talks`.
        let object = text.object(meaning.core).filter(|object| {
            text.is_verb(meaning.core) && !text.is_passive(meaning.core) && !self.matched.contains(object)
        });
        if let Some((found, quality)) = object.and_then(|object| self.actors(object, false)) {
            return Some((found, quality * 0.8));
        }
        let mut places = vec![meaning.core];
        places.extend(text.object(meaning.core).filter(|_| text.is_verb(meaning.core)));
        places.extend(meaning.operators.iter().rev().map(|applied| applied.head).filter(|&head| text.is_verb(head)));
        for index in 0..places.len().min(2) {
            let clauses = text.children.of(places[index]);
            places.extend(
                clauses
                    .filter(|&clause| matches!(text.label(clause), Label::Relcl | Label::Acl) && text.is_verb(clause)),
            );
        }
        for place in places {
            for (preposition, object) in text.prepositions(place) {
                let place = matches!(text.of(preposition), "in" | "at" | "of" | "over");
                let material = meaning
                    .plover
                    .is_some_and(|plover| matches!(plover.quad(), Quad::MaterialCooperation | Quad::MaterialConflict));
                let near = (material || !place)
                    && matches!(
                        text.of(preposition),
                        "to" | "on"
                            | "against"
                            | "from"
                            | "with"
                            | "for"
                            | "in"
                            | "over"
                            | "at"
                            | "into"
                            | "toward"
                            | "towards"
                            | "of"
                    );
                if near && let Some((found, quality)) = self.actors(object, false) {
                    return Some((found, quality * 0.55));
                }
            }
        }
        None
    }

    fn operator_target(&mut self, applied: &Applied<'l>, frame: Option<&Frame>) -> Option<Filler> {
        let (head, part) = (applied.head, applied.operator.entry.part);
        // `demanded the withdrawal of troops from Chad`: what hangs on the inner event as it does in its own entry is its own.
        let inner = |slot: &Slot| match slot {
            Slot::Preposition(word) if applied.complement == Complement::Object => {
                frame.is_some_and(|frame| frame.target.contains(slot) || frame.source.contains(slot))
                    && self.text.after_preposition(applied.inner, *word).next().is_some()
            }
            _ => false,
        };
        let slots: Vec<Slot> = applied.operator.target.iter().copied().filter(|slot| !inner(slot)).collect();
        if let Some(found) = self.first(&slots, head, part, false) {
            return Some(found);
        }
        match applied.complement {
            Complement::ObjectInfinitive => {
                let text = self.text;
                let inner = text.child(applied.inner, &[Label::Nsubj, Label::Nsubjpass]);
                let whom = inner
                    .or_else(|| if text.is_passive(head) { text.subject(head) } else { text.object(head) })
                    .or_else(|| self.object_of_words(head));
                self.actors(whom?, false)
            }
            Complement::That => {
                let subject = self.text.subject(applied.inner)?;
                self.actors(subject, false)
            }
            _ => None,
        }
    }

    /// The first of `slots` that somebody fills.
    fn first(&mut self, slots: &[Slot], at: usize, part: Part, source: bool) -> Option<Filler> {
        // `released the sailors`: where the object is what the entry asks for first, it is meant itself.
        if slots.first() == Some(&Slot::Object) && !self.matched.is_empty() {
            let matched = std::mem::take(&mut self.matched);
            let found = self.slot(Slot::Object, at, part, source);
            self.matched = matched;
            if found.is_some() {
                return found;
            }
        }
        slots.iter().find_map(|&slot| self.slot(slot, at, part, source))
    }

    fn slot(&mut self, slot: Slot, at: usize, part: Part, source: bool) -> Option<Filler> {
        let text = self.text;
        match (slot, part) {
            (Slot::Speaker, _) => {
                let speakers: Vec<Mention> =
                    (self.speakers)(at).into_iter().filter(|mention| self.acts(mention, source)).collect();
                (!speakers.is_empty()).then_some((speakers, 1.0))
            }
            (Slot::Subject, Part::Modal) => {
                let verb = text.document.head(at)?;
                self.actors(text.subject(verb)?, source)
            }
            (_, Part::Modal) => self.slot(slot, text.document.head(at)?, Part::Verb, source),
            (Slot::Subject, Part::Verb) => {
                let passive = text.is_passive(at);
                let subject = (if passive { text.agent(at) } else { text.subject(at) })?;
                let mut found = self.actors(subject, source);
                // `Ada Crane, who attacked it, and John Roe`: only she did.
                if text.label(at) == Label::Relcl
                    && let Some((actors, _)) = &mut found
                    && actors.iter().any(|mention| mention.head < at)
                {
                    actors.retain(|mention| mention.head < at);
                }
                // `the Taliban bombing that killed five`: whoever made it does.
                let about =
                    matches!(text.label(at), Label::Acl | Label::Relcl) && text.document.head(at) == Some(subject);
                if found.is_some() || !about || passive {
                    return found;
                }
                // `issued a statement accusing Iran`, `introduced a bill that would punish Iran`: not so of deeds.
                let deed = self.lexicon.predicates.noun_types(text.tokens[subject].lemma) & bit(Plover::Assault) != 0;
                let found = self.possessor(subject, source);
                if found.is_some() || deed {
                    return found;
                }
                self.slot(Slot::Subject, subject, Part::Noun, source)
            }
            (Slot::Subject, Part::Adjective) => {
                let head = text.document.head(at).filter(|_| text.label(at) != Label::Root).unwrap_or(at);
                let subject = match text.label(at) {
                    Label::Amod => Some(head),
                    _ if text.tag(at).is_verb() => text.subject(at),
                    _ => text.subject(head),
                };
                self.actors(subject?, source)
            }
            (Slot::Subject, Part::Noun) => {
                let holder = self.holder(at)?;
                let subject = if text.is_passive(holder) { text.agent(holder) } else { text.subject(holder) };
                self.actors(subject.filter(|&subject| subject != at)?, source)
            }
            (Slot::Object, Part::Verb) => {
                let object = if text.is_passive(at) { text.subject(at) } else { text.object(at) };
                self.actors(object.or_else(|| self.object_of_words(at))?, source)
            }
            (Slot::Object, _) => {
                let holder = self.holder(at).or_else(|| text.document.head(at))?;
                self.actors(text.object(holder).filter(|&object| object != at)?, source)
            }
            (Slot::Recipient, _) => {
                if text.is_passive(at)
                    && let Some(subject) = text.subject(at)
                    && text.child(at, &[Label::Dobj, Label::Oprd]).is_some()
                {
                    return self.actors(subject, source);
                }
                let whom =
                    text.recipient(at).or_else(|| text.after_preposition(at, self.lexicon.words.id("to")).next());
                self.actors(whom?, source)
            }
            (Slot::Possessor, _) => {
                let noun = if part == Part::Noun { at } else { text.object(at)? };
                self.possessor(noun, source)
            }
            (Slot::Complement, _) => {
                let inner = text.child(at, &[Label::Xcomp, Label::Ccomp, Label::Advcl, Label::Acl, Label::Pcomp])?;
                self.within(inner)
            }
            (Slot::ComplementSubject, _) => {
                // `demanded that Iraq disarm`, `demanded an assurance that Iraq disarm`.
                let clause = |of: usize| {
                    text.children.of(of).find(|&inner| {
                        matches!(text.label(inner), Label::Ccomp | Label::Acl | Label::Relcl)
                            && text.child(inner, &[Label::Nsubj, Label::Nsubjpass]).is_some()
                    })
                };
                let inner = clause(at).or_else(|| clause(text.object(at)?))?;
                let subject = text.child(inner, &[Label::Nsubj, Label::Nsubjpass])?;
                self.actors(subject, source)
            }
            (Slot::Preposition(word), _) => self.prepositional(word, at, part, source),
        }
    }

    /// What follows the preposition that belongs to the words of the event: `the council` in `pleaded with the council to go`.
    fn object_of_words(&self, verb: usize) -> Option<usize> {
        let text = self.text;
        let own = |child: &usize| text.label(*child) == Label::Prep && self.words.contains(child);
        text.children.of(verb).filter(own).find_map(|preposition| text.child(preposition, &[Label::Pobj]))
    }

    /// The verb whose object or subject a noun is.
    fn holder(&self, noun: usize) -> Option<usize> {
        let text = self.text;
        let mut at = noun;
        for _ in 0..5 {
            let head = text.document.head(at)?;
            match text.label(at) {
                Label::Conj | Label::Compound => at = head,
                // `a series of raids`.
                Label::Pobj if text.of(head) == "of" => at = text.document.head(head)?,
                Label::Dobj | Label::Nsubjpass | Label::Nsubj | Label::Attr | Label::Oprd => {
                    return Some(head).filter(|&head| text.tag(head).is_verb());
                }
                Label::Pobj => return text.document.head(head).filter(|&verb| text.tag(verb).is_verb()),
                _ => return None,
            }
        }
        None
    }

    /// What follows a preposition of the predicate, of its object, or of the verb that holds it.
    fn prepositional(&mut self, word: WordId, at: usize, part: Part, source: bool) -> Option<Filler> {
        let text = self.text;
        let mut places: Vec<usize> = vec![at];
        match part {
            Part::Verb | Part::Modal => {
                places.extend(text.object(at).filter(|_| !text.is_passive(at)));
                places.extend(text.subject(at).filter(|_| text.is_passive(at)));
                places.extend(text.child(at, &[Label::Prt, Label::Acomp, Label::Oprd, Label::Xcomp]));
            }
            _ => {
                // `launched raids in the morning on rebels`: the phrase may hang on the verb.
                places.extend(self.holder(at));
                if text.label(at) == Label::Pobj {
                    places.extend(text.document.head(at).and_then(|preposition| text.document.head(preposition)));
                }
                places.extend(text.document.head(at).filter(|_| text.label(at) == Label::Conj));
            }
        }
        // The preposition may hang on what follows another one: `talks in Oslo with Iran`.
        for index in 0..places.len().min(2) {
            places.extend(text.prepositions(places[index]).map(|(_, object)| object));
        }
        for place in places {
            let found: Vec<usize> = text.after_preposition(place, word).collect();
            for object in found {
                if text.tag(object).is_verb() {
                    continue;
                }
                if let Some((mentions, quality)) = self.actors(object, source) {
                    return Some((mentions, quality * 0.95));
                }
            }
            // `on the Gaza Strip Sunday`: the parser took the name for a part of the date.
            let lost = text
                .children
                .of(place)
                .find(|&child| text.tokens[child].lower == word && text.children.of(child).next().is_none())
                .and_then(|at| {
                    self.reading.mentions.iter().find(|mention| (at + 1..at + 3).contains(&mention.tokens.start))
                })
                .filter(|mention| self.acts(mention, source));
            if let Some(mention) = lost {
                return Some((vec![mention.clone()], 0.7));
            }
        }
        None
    }

    /// The owner of a noun: its genitive, or a name or adjective before it.
    fn possessor(&mut self, noun: usize, source: bool) -> Option<Filler> {
        let text = self.text;
        if let Some(owner) = text.child(noun, &[Label::Poss])
            && let Some(found) = self.actors(owner, source)
            && (source || !found.0.iter().all(|owner| self.is_own_state(owner)))
        {
            return Some(found);
        }
        let base = text.base_phrase(noun);
        let owner = self.reading.mentions.iter().rev().find(|mention| {
            // `Gaza attack`, `Iraq war`: where it is, not who does it.
            let place = source
                && !mention.adjective
                && self.lexicon.predicates.noun_types(text.tokens[noun].lemma) != 0
                && text.of(mention.head).chars().any(char::is_lowercase)
                && matches!(self.cast.entities[mention.entity].kind, EntityKind::Country | EntityKind::Place);
            mention.tokens.start >= base.start
                && mention.tokens.end <= base.end
                && !mention.tokens.contains(&noun)
                && (source || !self.is_doers(mention) && !self.is_own_state(mention))
                && !place
                && self.acts(mention, source)
        })?;
        Some((vec![owner.clone()], 0.9))
    }

    /// Whether a mention is the source itself, or a body that is said to be its own.
    fn is_doers(&self, mention: &Mention) -> bool {
        let text = self.text;
        if self.doers.contains(&mention.entity) {
            return true;
        }
        // `withdrew peacekeepers`: of whom nobody says that they are another's.
        let entity = &self.cast.entities[mention.entity];
        let forces = entity.inferred && entity.sectors.iter().any(|sector| sector == "MIL");
        let own = |doer: &usize| self.cast.entities[*doer].country == entity.country;
        // `Mozambique asked for aid to help the country`.
        let home = entity.inferred && matches!(entity.role.as_deref(), Some("country" | "nation" | "state"));
        if home && !entity.country.is_empty() && self.doers.iter().any(own) {
            return true;
        }
        if forces && !entity.country.is_empty() && self.sends && self.doers.iter().any(own) {
            return true;
        }
        // `withdrew its troops`, `returned to his country`; but `dismissed his deputy`.
        let forces = entity.sectors.iter().any(|sector| sector == "MIL" || sector == "COP");
        let state = entity.kind == EntityKind::Country || entity.role.as_deref() == Some("country");
        let theirs = self.sends || forces || state;
        let owner = text.child(mention.head, &[Label::Poss]).and_then(|owner| self.reading.mention_at(owner));
        theirs && entity.kind != EntityKind::Person && owner.is_some_and(|owner| self.doers.contains(&owner.entity))
    }

    /// Whether a mention is the state that the source is or acts for: `the minister promised France's support`.
    fn is_own_state(&self, mention: &Mention) -> bool {
        let entity = &self.cast.entities[mention.entity];
        let government = self.friendly && entity.sectors.iter().any(|sector| sector == "GOV");
        let state = entity.kind == EntityKind::Country || government;
        let serves = |doer: &usize| {
            let doer = &self.cast.entities[*doer];
            doer.country == entity.country
                && (doer.kind == EntityKind::Country || doer.sectors.iter().any(|sector| sector == "GOV"))
        };
        state && !entity.country.is_empty() && self.doers.iter().any(serves)
    }

    /// The several owners of one body: `Russia and Turkey's ministers`, `Iranian and U.S. officials`.
    pub(super) fn sides(&self, only: &Mention) -> Vec<Mention> {
        let text = self.text;
        let base = text.base_phrase(only.head);
        let mut sides: Vec<Mention> = Vec::new();
        let mut countries: Vec<&str> = Vec::new();
        for token in base.start.min(only.tokens.start)..base.end {
            let Some(mention) = self.reading.mentions.iter().find(|mention| mention.head == token) else { continue };
            let country = self.cast.entities[mention.entity].country.as_str();
            if !country.is_empty() && !countries.contains(&country) {
                countries.push(country);
                sides.push(mention.clone());
            }
        }
        sides
    }

    /// An actor anywhere below the words of an event, the nearest first, but not in a clause with a subject of its own:
    /// `gave money to build schools in Chad`.
    pub(super) fn target_far(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let frame = meaning.frame?;
        // A noun by itself says who is concerned beside it, or not at all.
        let bare = meaning.part == Part::Noun && meaning.operators.is_empty();
        if meaning.part == Part::Modal || bare || frame.target.is_empty() {
            return None;
        }
        if frame.requires.coded && frame.entry.objects.is_empty() && meaning.operators.is_empty() {
            return None;
        }
        // What a policy that is praised is about is not who is praised.
        let deeds = meaning.plover.is_some_and(|plover| match plover.quad() {
            Quad::MaterialCooperation | Quad::MaterialConflict => true,
            _ => matches!(plover, Plover::Agree | Plover::Request | Plover::Threaten),
        });
        let mut level = vec![meaning.core];
        if !text.is_verb(meaning.core) {
            level.extend(meaning.operators.iter().map(|applied| applied.head));
        }
        let mut place = None;
        for _ in 0..7 {
            let mut next = Vec::new();
            for &at in &level {
                for child in text.children.of(at) {
                    let subject = text.child(child, &[Label::Nsubj, Label::Nsubjpass]);
                    let clause = subject.is_some();
                    // `will investigate claims that soldiers beat villagers`: the soldiers are looked into.
                    let claimed = text.tag(at).is_noun() && matches!(text.label(child), Label::Acl | Label::Ccomp);
                    if claimed && meaning.plover == Some(Plover::Accuse) {
                        next.extend(subject);
                    }
                    let opens = match text.label(child) {
                        Label::Prep => !matches!(
                            text.of(child).to_ascii_lowercase().as_str(),
                            "after"
                                | "before"
                                | "since"
                                | "during"
                                | "by"
                                | "as"
                                | "like"
                                | "according"
                                | "despite"
                                | "amid"
                                | "following"
                                | "without"
                                | "because"
                                | "until"
                        ),
                        Label::Agent => text.label(at) == Label::Acl,
                        Label::Pobj | Label::Dobj | Label::Dative | Label::Attr | Label::Appos => true,
                        Label::Nsubjpass => true,
                        // `met to discuss a plan for Chad`: what a meeting is about is not who is met.
                        Label::Xcomp | Label::Acl | Label::Advcl | Label::Pcomp => !clause && deeds,
                        Label::Conj => !text.is_verb(child),
                        Label::Poss | Label::Compound | Label::Amod | Label::Nmod => true,
                        _ => false,
                    };
                    if opens {
                        next.push(child);
                    }
                }
            }
            for &at in &next {
                let found = self.reading.mention_at(at).filter(|mention| {
                    !self.is_doers(mention) && !self.is_own_state(mention) && self.acts(mention, false)
                });
                let Some(mention) = found else { continue };
                let entity = &self.cast.entities[mention.entity];
                if !entity.code.is_empty() {
                    return Some((vec![mention.clone()], 0.45));
                }
                if entity.kind == EntityKind::Place && place.is_none() {
                    place = Some((vec![mention.clone()], 0.35));
                }
            }
            level = next;
        }
        place
    }

    /// The actors that the noun phrase around `head` is, or is part of, or is about.
    pub(super) fn actors(&mut self, head: usize, source: bool) -> Option<Filler> {
        let (found, quality) = self.actors_in(head, source, 0)?;
        if let [only] = found.as_slice() {
            // `Iranian and U.S. negotiators`.
            let sides = self.sides(only);
            let joint = sides.len() > 1 && sides[1..].iter().all(|side| self.text.label(side.head) == Label::Conj);
            if joint {
                return Some((sides, quality * 0.9));
            }
        }
        Some((found, quality))
    }

    fn actors_in(&mut self, head: usize, source: bool, depth: usize) -> Option<Filler> {
        let text = self.text;
        if depth > 4 {
            return None;
        }
        // `moved troops to the border`: the noun that the entry names is no party to it, but may have an owner.
        let named = !source && self.matched.contains(&head);
        let mut heads: Vec<Mention> = match named {
            true => Vec::new(),
            false => self.reading.heads(text, head).into_iter().filter(|mention| self.acts(mention, source)).collect(),
        };
        // `withdrew its troops from the valley`: what belongs to the source is not what it is done to.
        if !source && !heads.is_empty() {
            heads.retain(|mention| !self.is_doers(mention));
            if heads.is_empty() {
                return None;
            }
        }
        let coded = heads.iter().any(|mention| !self.cast.entities[mention.entity].code.is_empty());
        if coded {
            return Some((heads, 1.0));
        }
        // `a group of settlers`, `one of the ministers`.
        let lemma = text.document.lemma(head).to_ascii_lowercase();
        let partitive = PARTITIVES.contains(&lemma.as_str()) || text.tag(head) == Tag::Cd;
        if partitive
            && let Some(inner) = self.part_of(head)
            && let Some((found, quality)) = self.actors_in(inner, source, depth + 1)
        {
            return Some((found, quality * 0.95));
        }
        // `his country`: somebody's, of whom more is known.
        if !heads.is_empty()
            && heads.iter().all(|mention| !mention.pronoun)
            && text.child(head, &[Label::Poss]).is_some()
            && let Some((found, quality)) = self.possessor(head, source)
        {
            return Some((found, quality * 0.85));
        }
        if !heads.is_empty() {
            return Some((heads, 0.85));
        }
        if text.tag(head).is_verb() {
            return None;
        }
        let word = text.tokens[head].lemma;
        let kind = self.lexicon.classes.kind(word) & (ABSTRACT | TANGIBLE);
        if source {
            // `Israeli jets`, `a Taliban car bomb`: what acts for its owner.
            let types = self.lexicon.predicates.noun_types(word);
            // `The talks between Iran and Iraq failed`: those who talk do.
            if types & bit(Plover::Consult) != 0 {
                let between = text.after_preposition(head, self.lexicon.words.id("between")).next();
                let of = || text.after_preposition(head, self.lexicon.words.id("of")).next();
                let found = self.actors_in(between.or_else(of)?, true, depth + 1);
                return found.map(|(found, quality)| (found, quality * 0.8));
            }
            let instrument = types & bit(Plover::Assault) != 0;
            if kind == ABSTRACT || !instrument && types != 0 {
                return None;
            }
            return self.possessor(head, true).map(|(found, quality)| (found, quality * 0.8));
        }
        // `his counterpart, Ada Crane`.
        let name = text.children.of(head).filter(|&child| child > head && text.label(child) == Label::Appos);
        let names: Vec<usize> = name.collect();
        let mut apposed: Option<Filler> = None;
        for name in names {
            if let Some((found, quality)) = self.actors_in(name, false, depth + 1) {
                let coded = found.iter().any(|mention| !self.cast.entities[mention.entity].code.is_empty());
                if coded {
                    return Some((found, quality * 0.95));
                }
                apposed = apposed.or(Some((found, quality * 0.8)));
            }
        }
        // `the Kelbajar district`: a place of its own name.
        let own_name = |child: usize| text.label(child) == Label::Compound && text.tag(child).is_proper();
        let known = |mention: &Mention| !self.cast.entities[mention.entity].code.is_empty();
        if kind & TANGIBLE != 0
            && let Some(name) = text.children.of(head).find(|&child| own_name(child))
            && !self.reading.mention_at(name).is_some_and(known)
        {
            let tokens = text.base_phrase(head);
            let entity = self.cast.place(text, &tokens);
            let place = Mention { tokens, head, entity, adjective: false, place: false, pronoun: false };
            return Some((vec![place], 0.8));
        }
        // `sought U.N. sanctions`: the United Nations imposes them.
        let doer = named && self.core_noun == Some(head);
        if !doer && let Some((found, quality)) = self.possessor(head, false) {
            return Some((found, quality * 0.9));
        }
        if apposed.is_some() {
            return apposed;
        }
        let inside: Vec<usize> = text
            .prepositions(head)
            .filter(|&(preposition, _)| {
                matches!(
                    text.of(preposition),
                    "of" | "in" | "against" | "on" | "by" | "from" | "to" | "with" | "for" | "at" | "between" | "near"
                )
            })
            .map(|(_, object)| object)
            .chain(
                text.children
                    .of(head)
                    .filter(|&child| text.label(child) == Label::Acl)
                    .filter_map(|verb| text.agent(verb)),
            )
            .collect();
        for object in inside {
            if let Some((found, quality)) = self.actors_in(object, false, depth + 1) {
                return Some((found, quality * 0.7));
            }
        }
        // A name that was not recognised as one.
        if !source
            && depth == 0
            && text.tag(head).is_proper()
            && !self.is_time(head)
            && self.reading.mention_at(head).is_none()
        {
            return Some((vec![self.thing_at(head)], 0.6));
        }
        // What is no actor: a bus, a village, a decision.
        let wanted = self.things == ABSTRACT && kind & ABSTRACT == 0 && !named
            || self.things == TANGIBLE && kind & TANGIBLE != 0;
        if wanted && depth == 0 && text.tag(head).is_noun() && !self.is_time(head) {
            return Some((vec![self.thing_at(head)], if kind & TANGIBLE != 0 { 0.6 } else { 0.4 }));
        }
        None
    }

    /// Whether a noun is part of a temporal expression or a quantity.
    fn is_time(&self, noun: usize) -> bool {
        self.reading.times.iter().any(|time| time.tokens.contains(&noun))
            || self.text.document.entity_at(noun).is_some_and(|entity| {
                use crate::nlp::EntityKind::{Cardinal, Date, Money, Percent, Quantity, Time};
                matches!(entity.kind, Date | Time | Percent | Money | Quantity | Cardinal)
            })
    }

    /// The first actor in a complement: its object, what follows its prepositions, its subject.
    fn within(&mut self, verb: usize) -> Option<Filler> {
        let text = self.text;
        if !text.tag(verb).is_verb() {
            return self.actors(verb, false);
        }
        let own_subject = text.child(verb, &[Label::Nsubj, Label::Nsubjpass]);
        let mut candidates: Vec<usize> = own_subject.into_iter().collect();
        candidates.extend(text.object(verb));
        candidates.extend(text.prepositions(verb).map(|(_, object)| object));
        // `agreed to let the workers leave`.
        let whom = text.child(verb, &[Label::Ccomp]).and_then(|inner| text.child(inner, &[Label::Nsubj]));
        candidates.extend(whom);
        candidates.extend(text.child(verb, &[Label::Xcomp, Label::Conj]));
        for candidate in candidates {
            let found = if text.tag(candidate).is_verb() {
                text.object(candidate).and_then(|object| self.actors(object, false))
            } else {
                self.actors(candidate, false)
            };
            if let Some((mentions, quality)) = found {
                return Some((mentions, quality * 0.8));
            }
        }
        None
    }
}
