//! Who fills the slots of a predicate: the phrases that its grammar gives it, and the actors in them.

use crate::nlp::{Label, Tag};
use crate::record::Plover;

use super::{Filler, Finder};
use crate::extract::lexicon::entry::{GOOD, LIGHT, MISHAP, NORM, PAPER, Part, RULING, Slot, WISH, bit};
use crate::extract::lexicon::words::WordId;
use crate::extract::text::{EntityKind, Mention};

impl<'l> Finder<'_, '_, 'l> {
    /// The first of `slots` that somebody fills.
    pub(super) fn first(&mut self, slots: &[Slot], at: usize, part: Part, source: bool) -> Option<Filler> {
        // `airlifted tents and a field hospital to Chad`: what is given is not to whom.
        if !source
            && part == Part::Verb
            && self.friendly
            && self.sends
            && slots.contains(&Slot::Object)
            && let Some(whom) = self.sent_to(at)
            && let Some(found) = self.actors(whom, false)
        {
            return Some(found);
        }
        // `released the sailors`: where the object is what the entry asks for first, it is meant itself.
        if slots.first() == Some(&Slot::Object) && !self.matched.is_empty() {
            let found = self.slot_of_named(Slot::Object, at, part, source);
            if found.is_some() {
                return found;
            }
        }
        // `granted Chad a loan for its farmers`: Chad.
        if !source
            && part == Part::Verb
            && slots.contains(&Slot::Recipient)
            && let Some(whom) = self.text.child(at, &[Label::Dative]).filter(|&whom| self.text.tag(whom).is_noun())
            && let Some(found) = self.actors(whom, false)
        {
            return Some(found);
        }
        let found = self.first_at(slots, at, part, source);
        // `Peru's act of aggression against Chad`: they hang on its first noun.
        let found = found.or_else(|| self.first_at(slots, self.first_noun(at, part)?, part, source));
        // `picketed the ministry`: nobody else is there.
        if found.is_some() || source || !self.protests || !slots.contains(&Slot::Object) || self.matched.is_empty() {
            return found;
        }
        let named = self.slot_of_named(Slot::Object, at, part, source)?;
        named.0.iter().any(|mention| !self.cast.entities[mention.entity].code.is_empty()).then_some(named)
    }

    /// To whom several things are given of which the first is nobody.
    fn sent_to(&self, verb: usize) -> Option<usize> {
        let text = self.text;
        let things = text.with_conjuncts(text.object(verb)?);
        let to = self.lexicon.words.id("to");
        let nobody = self.reading.mention_at(*things.first()?).is_none();
        let mut places = std::iter::once(verb).chain(things).filter(|_| nobody);
        places.find_map(|place| text.after_preposition(place, to).next())
    }

    /// The noun that `act of` puts before another one of the entry.
    fn first_noun(&self, noun: usize, part: Part) -> Option<usize> {
        let text = self.text;
        let of = text.document.head(noun).filter(|_| part == Part::Noun && text.label(noun) == Label::Pobj)?;
        let first = text.document.head(of).filter(|first| text.of(of) == "of" && self.words.contains(first))?;
        text.tag(first).is_noun().then_some(first)
    }

    fn first_at(&mut self, slots: &[Slot], at: usize, part: Part, source: bool) -> Option<Filler> {
        slots.iter().find_map(|&slot| match slot {
            // `fired at students`: so is what the entry names after its own preposition.
            Slot::Preposition(word) if self.names_after(word) => self.slot_of_named(slot, at, part, source),
            _ => self.slot(slot, at, part, source),
        })
    }

    /// Whether the entry names a noun after this preposition of its own.
    fn names_after(&self, preposition: WordId) -> bool {
        let text = self.text;
        self.matched.iter().any(|&noun| {
            let above = text.document.head(noun).filter(|_| text.label(noun) == Label::Pobj);
            above.is_some_and(|above| text.tokens[above].lower == preposition && self.words.contains(&above))
        })
    }

    /// Who fills a slot where that may be the noun itself that the entry names.
    fn slot_of_named(&mut self, slot: Slot, at: usize, part: Part, source: bool) -> Option<Filler> {
        let matched = std::mem::take(&mut self.matched);
        let found = self.slot(slot, at, part, source);
        self.matched = matched;
        found
    }

    pub(super) fn slot(&mut self, slot: Slot, at: usize, part: Part, source: bool) -> Option<Filler> {
        let text = self.text;
        match (slot, part) {
            (Slot::Speaker, _) => {
                let speakers: Vec<Mention> =
                    (self.speakers)(at).0.into_iter().filter(|mention| self.acts(mention, source)).collect();
                (!speakers.is_empty()).then_some((speakers, 1.0))
            }
            (Slot::Subject, Part::Modal) => {
                // `The hostages must be freed`: they are not asked; nor is anybody of whose attempts it is said.
                let order = text.tag(at) != Tag::Md;
                let verb = if order { at } else { text.document.head(at)? };
                let whom = if text.is_passive(verb) { text.agent(verb) } else { text.subject(verb) };
                // `You must leave, Peru told Chile`; `Leave, Peru told Chile`.
                if order || whom.is_some_and(|whom| text.of(whom).eq_ignore_ascii_case("you")) {
                    let whom = (self.speakers)(at).1.filter(|whom| self.acts(whom, source));
                    return whom.map(|whom| (vec![whom], 1.0));
                }
                let whom = whom?;
                let named = text.counted_by(whom).unwrap_or(whom);
                self.reading.mention_at(named)?;
                self.actors(whom, source)
            }
            (_, Part::Modal) => self.slot(slot, text.document.head(at)?, Part::Verb, source),
            (Slot::Subject, Part::Verb) => {
                let passive = text.is_passive(at);
                let subject = (if passive { text.agent(at) } else { self.beside(at).or_else(|| text.subject(at)) })?;
                let subject = self.raid_around(at, subject).unwrap_or(subject);
                if source && !passive && self.is_norm(at, subject) {
                    return None;
                }
                let subject = self.quoted_before(at).unwrap_or_else(|| self.all_before(at, subject));
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
                // Nor of what befalls people: `held 18 after a fire that killed nine`.
                let noun = text.tokens[subject].lemma;
                let attack = self.lexicon.predicates.noun_types(noun) & bit(Plover::Assault) != 0;
                // And `those backing Peru` are not who speaks of them.
                let others = text.label(subject) != Label::Attr
                    && matches!(text.document.lemma(subject), "one" | "those" | "that");
                let deed = attack || others || self.lexicon.classes.kind(noun) & MISHAP != 0;
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
                let found = self.actors(subject?, source);
                // `issued a report critical of Peru`: whoever issued it is.
                let paper = source && text.label(at) == Label::Amod && self.is_a(head, PAPER);
                if found.is_none() && paper { self.slot(Slot::Subject, head, Part::Noun, source) } else { found }
            }
            (Slot::Subject, Part::Noun) => {
                // `rejected calls from some quarters`: the calls are theirs.
                let whose = |(preposition, object): (usize, usize)| {
                    let asked = self.is_a(at, WISH);
                    text.tag(object).is_noun()
                        && !self.is_time(object)
                        && (text.of(preposition) == "by" || text.of(preposition) == "from" && asked)
                };
                if source && text.prepositions(at).any(whose) {
                    return None;
                }
                let holder = self.holder(at)?;
                let subject = if text.is_passive(holder) { text.agent(holder) } else { text.subject(holder) };
                self.actors(subject.filter(|&subject| subject != at)?, source)
            }
            (Slot::Object, Part::Verb) => {
                let object = if text.is_passive(at) { text.subject(at) } else { text.object(at) };
                let object = object.or_else(|| self.object_of_words(at))?;
                let object = self.one_of_those(object).unwrap_or(object);
                let found = self.actors(object, source)?;
                // `received Peruvian aid`: that is nobody who comes.
                let owner = |mention: &Mention| mention.adjective && mention.head != object;
                (!(self.meets && found.0.iter().all(owner))).then_some(found)
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
                // `an inquiry into whether the officer lied`, `into how he got the money`.
                let asks = |child: usize| {
                    text.label(child) == Label::Mark
                        || matches!(text.of(child).to_ascii_lowercase().as_str(), "how" | "why" | "when" | "what")
                };
                let whether = |of: usize| {
                    let mut clauses = text.children.of(of).filter_map(|child| text.child(child, &[Label::Pcomp]));
                    clauses.find(|&inner| text.children.of(inner).any(asks))
                };
                let held = || whether(self.holder(at)?);
                let inner = clause(at).or_else(|| whether(at)).or_else(held).or_else(|| clause(text.object(at)?))?;
                let subject = text.child(inner, &[Label::Nsubj, Label::Nsubjpass])?;
                self.actors(subject, source)
            }
            (Slot::Preposition(word), _) => self.prepositional(word, at, part, source),
        }
    }

    /// Who is told to be among others: `Among those arrested by Peru were Chileans`, `Those held include Chileans`.
    fn one_of_those(&self, those: usize) -> Option<usize> {
        let text = self.text;
        if !text.of(those).eq_ignore_ascii_case("those") {
            return None;
        }
        let above = text.document.head(those)?;
        if text.label(those) == Label::Nsubj && text.document.lemma(above) == "include" {
            return text.child(above, &[Label::Dobj]);
        }
        let is = text.document.head(above).filter(|_| text.of(above).eq_ignore_ascii_case("among"))?;
        let be = text.document.lemma(is) == "be";
        text.child(is, &[Label::Attr, Label::Nsubj]).filter(|_| be)
    }

    /// The people right before a participle that seems to hang on the verb above: `broke up clashes between police and workers demanding
    /// bread`.
    fn beside(&self, verb: usize) -> Option<usize> {
        let text = self.text;
        let hangs = text.label(verb) == Label::Advcl && text.tag(verb) == Tag::Vbg;
        let noun = verb.checked_sub(1).filter(|&noun| hangs && text.tag(noun) == Tag::Nns)?;
        let first = text.document.path_to_root(noun).find(|&at| text.label(at) != Label::Conj)?;
        let preposition = text.document.head(first).filter(|_| text.label(first) == Label::Pobj)?;
        let among = matches!(text.of(preposition), "between" | "of" | "by" | "among" | "from" | "against");
        let people = |mention: &&Mention| {
            let entity = &self.cast.entities[mention.entity];
            entity.kind == EntityKind::Agent && !entity.code.is_empty() && mention.head == noun
        };
        self.reading.mention_at(noun).filter(people).filter(|_| among).map(|_| noun)
    }

    /// Who is quoted as doing what the verb says: `quoted the minister as welcoming the talks`.
    fn quoted_before(&self, verb: usize) -> Option<usize> {
        let text = self.text;
        let preposition =
            text.document.head(verb).filter(|&at| text.label(verb) == Label::Pcomp && text.of(at) == "as")?;
        let quotes = text.document.head(preposition)?;
        let quoted = matches!(text.document.lemma(quotes), "quote" | "cite") && !text.is_passive(quotes);
        text.child(quotes, &[Label::Dobj]).filter(|_| quoted)
    }

    /// The first of several of whom a clause in the plural tells: `Peru and Chile, which have agreed`.
    fn all_before(&self, verb: usize, subject: usize) -> usize {
        let text = self.text;
        let finite = text.child(verb, &[Label::Aux]).unwrap_or(verb);
        let plural = text.label(verb) == Label::Relcl
            && text.document.head(verb) == Some(subject)
            && text.tag(finite) == Tag::Vbp
            && matches!(text.tag(subject), Tag::Nn | Tag::Nnp);
        let before = |at: &usize| text.label(*at) != Label::Conj;
        if plural { text.document.path_to_root(subject).find(before).unwrap_or(subject) } else { subject }
    }

    /// Whether it is a law or an agreement that allows something, forbids it or asks for it, and nobody does.
    fn is_norm(&self, verb: usize, subject: usize) -> bool {
        self.is_a(subject, NORM) && self.is_a(verb, RULING)
    }

    /// The attack that a clause tells of which seems to be about the place of it: `a Chilean raid in the town of Tacna that killed nine`.
    fn raid_around(&self, verb: usize, place: usize) -> Option<usize> {
        let text = self.text;
        let about =
            text.label(verb) == Label::Relcl && text.document.head(verb) == Some(place) && !text.is_passive(verb);
        let harm = matches!(
            text.document.lemma(verb),
            "kill" | "wound" | "injure" | "claim" | "leave" | "destroy" | "damage" | "hit"
        );
        let somewhere = |mention: &Mention| {
            self.is_place(mention) || self.cast.entities[mention.entity].kind == EntityKind::Country
        };
        if !about || !harm || !self.reading.mention_at(place).is_none_or(somewhere) {
            return None;
        }
        let mut at = place;
        for _ in 0..3 {
            let preposition = text.document.head(at).filter(|_| text.label(at) == Label::Pobj)?;
            at = text.document.head(preposition)?;
            let types = self.lexicon.predicates.noun_types(text.tokens[at].lemma);
            if text.tag(at).is_noun() && types & bit(Plover::Assault) != 0 {
                return Some(at);
            }
        }
        None
    }

    /// What follows the preposition that belongs to the words of the event: `the council` in `pleaded with the council to go`.
    pub(super) fn object_of_words(&self, verb: usize) -> Option<usize> {
        let text = self.text;
        let own = |child: &usize| text.label(*child) == Label::Prep && self.words.contains(child);
        // `walked out of`: the second preposition hangs on the first.
        let object = |preposition: usize| {
            let inner = text.children.of(preposition).find(own);
            text.child(inner.unwrap_or(preposition), &[Label::Pobj])
        };
        text.children.of(verb).filter(own).find_map(object)
    }

    /// The verb whose object or subject a noun is.
    pub(super) fn holder(&self, noun: usize) -> Option<usize> {
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
    pub(super) fn prepositional(&mut self, word: WordId, at: usize, part: Part, source: bool) -> Option<Filler> {
        let text = self.text;
        // `was shot at by police`.
        if !source && part == Part::Verb && text.is_passive(at) {
            let alone = |&child: &usize| {
                text.tokens[child].lower == word
                    && text.label(child) == Label::Prep
                    && self.words.contains(&child)
                    && text.child(child, &[Label::Pobj, Label::Pcomp]).is_none()
            };
            if let Some(whom) = text.children.of(at).find(alone).and_then(|_| text.subject(at)) {
                return self.actors(whom, false);
            }
        }
        let mut places: Vec<usize> = vec![at];
        match part {
            Part::Verb | Part::Modal => {
                places.extend(text.object(at).filter(|_| !text.is_passive(at)));
                places.extend(text.subject(at).filter(|_| text.is_passive(at)));
                places.extend(text.child(at, &[Label::Prt, Label::Acomp, Label::Oprd, Label::Xcomp]));
            }
            _ => {
                // `launched raids in the morning on rebels`: the phrase may hang on the verb; but who an attack is described by did not
                // carry it out.
                let by = word == self.lexicon.words.id("by");
                let carries = |verb: &usize| !by || self.is_a(*verb, LIGHT);
                places.extend(self.holder(at).filter(carries));
                if text.label(at) == Label::Pobj {
                    places.extend(text.document.head(at).and_then(|preposition| text.document.head(preposition)));
                }
                places.extend(text.document.head(at).filter(|_| text.label(at) == Label::Conj));
            }
        }
        // `walked away from a deal with Chad`: a noun that the entry names.
        if part == Part::Verb {
            places.extend(self.words.iter().copied().filter(|&token| text.tag(token).is_noun() && token != at));
        }
        // The preposition may hang on what follows another one: `talks in Oslo with Iran`.
        // But not on one that tells the occasion, `in response to the storm`, or stands before the verb, `On a visit to Chad, …`. Nor is
        // it France that acts in `a venture with a firm of France`.
        let with = word == self.lexicon.words.id("with");
        let whose = source && word == self.lexicon.words.id("of");
        for index in 0..places.len().min(2) {
            let place = places[index];
            let near = |at: usize| match at > place || !text.is_verb(place) {
                true => with || !text.is_circumstance(at),
                false => with && !text.is_circumstance(at),
            };
            let other = |at: usize| whose && matches!(text.of(at), "with" | "from" | "to");
            let around = text.prepositions(place).filter(|&(at, _)| near(at) && !other(at));
            // Nor is `on behalf of Peru` anything but who is spoken for.
            let around = around.filter(|&(_, object)| text.of(object) != "behalf");
            places.extend(around.map(|(_, object)| object));
        }
        // Or on a time: `carried out strikes Friday evening on villages`.
        let verb = if text.is_verb(at) { Some(at) } else { self.holder(at) };
        for verb in verb.into_iter().filter(|_| !source) {
            let beside = text.children.of(verb).filter(|&child| text.label(child) == Label::Npadvmod);
            let after = text.prepositions(verb).map(|(_, object)| object);
            places.extend(beside.chain(after).filter(|&time| time > verb && self.is_time(time)));
        }
        // `killed in an Israeli raid`, but not `in a raid in Lebanon`; who dies in captivity in Iran is held by Iran.
        let attack =
            |&token: &usize| self.lexicon.predicates.noun_types(text.tokens[token].lemma) & bit(Plover::Assault) != 0;
        let place_only = source && word == self.lexicon.words.id("in") && self.words.iter().any(attack);
        for place in places {
            let found: Vec<usize> = text.after_preposition(place, word).collect();
            for object in found {
                if text.tag(object).is_verb() || place_only && !self.words.contains(&object) {
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
                .find(|&child| {
                    text.tokens[child].lower == word
                        && (text.label(child) != Label::Aux || self.is_a(place, GOOD))
                        && text.children.of(child).next().is_none()
                })
                .and_then(|at| {
                    self.reading.mentions.iter().find(|mention| (at + 1..at + 3).contains(&mention.tokens.start))
                })
                .filter(|mention| !place_only && self.acts(mention, source));
            if let Some(mention) = lost {
                return Some((vec![mention.clone()], 0.7));
            }
        }
        None
    }
}
