//! Who a noun phrase is: the actors that it names, is part of, or is about.

use crate::nlp::{Label, Tag};
use crate::record::Plover;

use super::{Filler, Finder};
use crate::extract::lexicon::entry::{
    ABSTRACT, ANSWER, DECISION, EFFORT, FIRED, GOOD, MADE, OPPONENT, PAPER, TANGIBLE, WEAPON, WISH, bit,
};
use crate::extract::quantities::QuantityMention;
use crate::extract::text::{EntityKind, Mention};

impl<'l> Finder<'_, '_, 'l> {
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

    /// The owner of a noun: its genitive, or a name or adjective before it.
    pub(super) fn possessor(&mut self, noun: usize, source: bool) -> Option<Filler> {
        let text = self.text;
        if source && self.is_a(noun, OPPONENT) {
            return None;
        }
        if !source && let Some(owner) = self.other_owner(noun) {
            return Some((vec![owner], 0.7));
        }
        if !source && let Some(found) = self.owner_who_speaks(noun) {
            return Some(found);
        }
        // `Chile's invasion by Peru`: Chile is invaded.
        let done = source && self.harms && text.prepositions(noun).any(|(at, _)| text.of(at) == "by");
        if let Some(owner) = text.child(noun, &[Label::Poss]).map(|owner| self.of_whom(owner).unwrap_or(owner))
            && !done
            && let Some(found) = self.actors(owner, source)
            && (source || !found.0.iter().all(|owner| self.is_own_state(owner)))
        {
            return Some(found);
        }
        let base = text.base_phrase(noun);
        let owner = self.reading.mentions.iter().rev().find(|mention| {
            // `Gaza attack`, `Iraq war`: where it is, not who does it, but `the NATO-led attack`.
            let hyphen = text.is_mark(mention.tokens.end, '-');
            let led = hyphen && text.of(mention.tokens.end + 1) == "led";
            let place = source
                && !led
                && !mention.adjective
                && self.lexicon.predicates.noun_types(text.tokens[noun].lemma) != 0
                && text.of(mention.head).chars().any(char::is_lowercase)
                && matches!(self.cast.entities[mention.entity].kind, EntityKind::Country | EntityKind::Place);
            // `Chinese-made missiles`, `a Paris-based group`: what it is like, not whose it is.
            let hyphened = hyphen && !led;
            mention.tokens.start >= base.start
                && mention.tokens.end <= base.end
                && !mention.tokens.contains(&noun)
                && !(source && self.is_swapped(mention, noun))
                && !hyphened
                && (source || !self.tells_kind(mention, noun))
                && (source || !self.is_doers(mention) && !self.is_own_state(mention))
                && !place
                && self.acts(mention, source)
        })?;
        let mut owners = vec![owner.clone()];
        // `a Danish-Swedish plan`: of both.
        if owner.tokens.start > base.start + 1
            && text.is_mark(owner.tokens.start - 1, '-')
            && let Some(other) = self.reading.mention_at(owner.tokens.start - 2)
            && other.tokens.end + 1 == owner.tokens.start
            && !source
            // `Turkish-Cypriot leaders`, `Korean-American donors` are of one people.
            && !matches!(text.of(owner.head), "American" | "Americans" | "Cypriot" | "Cypriots")
            && !self.is_doers(other)
            && !self.is_own_state(other)
            && self.acts(other, source)
        {
            owners.insert(0, other.clone());
        }
        Some((owners, 0.9))
    }

    /// Whose `its ships` are that somebody is said to attack, as nobody attacks what is his own: those of whoever says it.
    fn owner_who_speaks(&self, noun: usize) -> Option<Filler> {
        let text = self.text;
        let pronoun =
            text.child(noun, &[Label::Poss]).filter(|&owner| self.harms && text.tag(owner) == Tag::PrpPoss)?;
        let own = self.reading.mention_at(pronoun).is_none_or(|owner| self.doers.contains(&owner.entity));
        let theirs = matches!(text.of(pronoun).to_ascii_lowercase().as_str(), "its" | "their");
        let hit = self.is_a(noun, TANGIBLE);
        let speakers = (self.speakers)(noun).0.into_iter().filter(|_| own && theirs && hit);
        let others: Vec<Mention> = speakers
            .filter(|speaker| !self.is_doers(speaker) && self.acts(speaker, false) && self.can_harm(speaker))
            .collect();
        (!others.is_empty()).then_some((others, 0.7))
    }

    /// Whether an actor that the entry names before a noun is what it is about: `a prisoner swap`, but `a police raid`.
    fn is_swapped(&self, mention: &Mention, noun: usize) -> bool {
        let text = self.text;
        let types = self.lexicon.predicates.noun_types(text.tokens[noun].lemma);
        let deed = types & (bit(Plover::Assault) | bit(Plover::Coerce) | bit(Plover::Mobilize) | bit(Plover::Protest));
        let named = self.words.contains(&mention.head) && text.label(mention.head) == Label::Compound;
        named && deed == 0
    }

    /// To whom something belongs, by a clause that says so.
    pub(super) fn owner_in(&self, clause: usize) -> Option<usize> {
        let text = self.text;
        match text.document.lemma(clause) {
            "belong" => text.after_preposition(clause, self.lexicon.words.id("to")).next(),
            "own" | "hold" | "operate" | "run" | "control" if text.is_passive(clause) => text.agent(clause),
            _ => None,
        }
    }

    /// Whom `whose` stands for: `Chile, whose raid Peru condemned`.
    fn of_whom(&self, owner: usize) -> Option<usize> {
        let text = self.text;
        let clause = text.document.path_to_root(owner).find(|&at| text.label(at) == Label::Relcl)?;
        text.document.head(clause).filter(|_| text.of(owner).eq_ignore_ascii_case("whose"))
    }

    /// Whose `its request` is that the source rejects, as it cannot be its own: whoever is named before it.
    fn other_owner(&self, noun: usize) -> Option<Mention> {
        let text = self.text;
        let pronoun = text.child(noun, &[Label::Poss]).filter(|&owner| text.tag(owner) == Tag::PrpPoss)?;
        let answered = self.words.iter().any(|&word| self.is_a(word, ANSWER));
        let own = self.reading.mention_at(pronoun).is_none_or(|owner| self.doers.contains(&owner.entity));
        // Nor does anybody withdraw the licence of his own.
        let taken = self.harms
            && matches!(
                text.document.lemma(noun),
                "licence" | "license" | "permit" | "passport" | "accreditation" | "citizenship" | "asset" | "account"
            );
        if !(answered && self.is_a(noun, WISH) || taken) || !own {
            return None;
        }
        // Nor is it that of whoever answers.
        let answering = |head: usize| {
            text.document.path_to_root(head).any(|at| {
                text.label(at) == Label::Nsubj && text.document.head(at).is_some_and(|verb| self.words.contains(&verb))
            })
        };
        let body =
            |kind: EntityKind| matches!(kind, EntityKind::Country | EntityKind::Organisation | EntityKind::Agent);
        let fits = |mention: &&Mention| {
            let entity = &self.cast.entities[mention.entity];
            let several = text.tag(mention.head) == Tag::Nns;
            let kind = match text.of(pronoun).to_ascii_lowercase().as_str() {
                "its" => body(entity.kind) && !several,
                "their" => several,
                "his" | "her" => entity.kind == EntityKind::Person,
                _ => false,
            };
            kind && mention.tokens.end <= pronoun
                && !mention.adjective
                && !mention.place
                && !mention.pronoun
                && !entity.code.is_empty()
                && !answering(mention.head)
                && !self.is_doers(mention)
                && self.acts(mention, false)
        };
        self.reading.mentions.iter().rev().find(fits).cloned()
    }

    /// Whether an actor before a noun tells what it is called or of which kind, and not whose it is: `the Paris accord`,
    /// `government bonds`. What is harmed may be called after whoever is hit: `attacked a police station`.
    pub(super) fn tells_kind(&self, mention: &Mention, noun: usize) -> bool {
        let text = self.text;
        if self.harms || text.label(mention.head) != Label::Compound {
            return false;
        }
        match self.cast.entities[mention.entity].kind {
            EntityKind::Country | EntityKind::Place => !mention.adjective && self.is_a(noun, ABSTRACT),
            // `overturned a court decision`: the court's.
            EntityKind::Agent => text.tag(mention.head) == Tag::Nn && !self.is_a(noun, DECISION),
            _ => false,
        }
    }

    /// The first actor in a complement: its object, what follows its prepositions, its subject.
    pub(super) fn within(&mut self, verb: usize) -> Option<Filler> {
        let text = self.text;
        if !text.tag(verb).is_verb() {
            return self.actors(verb, false);
        }
        let own_subject = text.child(verb, &[Label::Nsubj, Label::Nsubjpass]);
        let mut candidates: Vec<usize> = own_subject.into_iter().collect();
        // `refused to give Peru a say`.
        candidates.extend(text.child(verb, &[Label::Dative]).filter(|&whom| text.tag(whom).is_noun()));
        candidates.extend(text.object(verb));
        candidates.extend(text.prepositions(verb).map(|(_, object)| object));
        // `agreed to let the workers leave`.
        let whom = text.child(verb, &[Label::Ccomp]).and_then(|inner| text.child(inner, &[Label::Nsubj]));
        candidates.extend(whom);
        candidates.extend(text.child(verb, &[Label::Xcomp, Label::Conj]));
        // `agreed to pay to settle the claims of workers`.
        candidates.extend(text.child(verb, &[Label::Advcl]).filter(|&purpose| text.has_to(purpose)));
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

    /// The noun phrase around `head`, which is no actor.
    pub(super) fn thing_at(&mut self, head: usize) -> Mention {
        let tokens = self.text.base_phrase(head);
        let entity = self.cast.thing(self.text, &tokens);
        Mention { tokens, head, entity, adjective: false, place: false, pronoun: false }
    }

    /// Whom `I` and `we` mean at `head`: whoever says the words. None where it is another word.
    fn first_person(&self, head: usize, source: bool) -> Option<Option<Filler>> {
        let text = self.text;
        let first = matches!(text.tag(head), Tag::Prp | Tag::PrpPoss)
            && ["i", "we", "us", "me", "our", "my"].iter().any(|word| text.of(head).eq_ignore_ascii_case(word));
        if !first {
            return None;
        }
        let sentence = &self.reading.tokens;
        let speakers: Vec<Mention> = (self.speakers)(head)
            .0
            .into_iter()
            .filter(|mention| self.acts(mention, source) && (source || !self.is_doers(mention)))
            .map(|mention| {
                let here = sentence.contains(&mention.tokens.start);
                let tokens = if here { mention.tokens.clone() } else { head..head + 1 };
                Mention { tokens, head, pronoun: true, ..mention }
            })
            .collect();
        Some((!speakers.is_empty()).then_some((speakers, 0.9)))
    }

    /// The person whom an apposition describes, of which a clause tells: `Ada Crane, a senator who opposes the plan`.
    fn told_of_person(&self, noun: usize) -> Option<usize> {
        let text = self.text;
        let apposed = text.label(noun) == Label::Appos && self.reading.mention_at(noun).is_none();
        let person = text.document.head(noun).filter(|_| apposed)?;
        let who = |at: usize| ["who", "whom"].iter().any(|word| text.of(at).eq_ignore_ascii_case(word));
        let somebody = || {
            let agent = self.lexicon.actors.agent(std::iter::once(text.tokens[noun].lower));
            text.tag(noun).is_proper() || agent.is_some_and(|(_, agent)| agent.person)
        };
        let tells = |clause: usize| match text.label(clause) {
            Label::Relcl => text.has_to(clause) || text.children.of(clause).any(who),
            Label::Acl => text.has_to(clause) || somebody(),
            _ => false,
        };
        let told = text.children.of(noun).any(tells);
        let named = |mention: &Mention| self.cast.entities[mention.entity].kind == EntityKind::Person;
        let mention = self.reading.mention_at(person).filter(|mention| told && named(mention));
        mention.filter(|mention| !mention.adjective).map(|_| person)
    }

    /// Who has fired or laid a weapon, or says so: `shells fired by rebels`, `a blast claimed by rebels`.
    fn fired_by(&mut self, noun: usize, depth: usize) -> Option<Filler> {
        let text = self.text;
        let clause = text.child(noun, &[Label::Acl]).filter(|&clause| self.is_a(clause, FIRED))?;
        self.actors_in(text.agent(clause)?, true, depth + 1)
    }

    /// Who a clause says has done or made what a noun names: `the raid carried out by rebels`; where that is judged or answered, `the law passed by
    /// Peru`, `the plan that Peru laid before the council`, but not `the jets used by the navy`.
    fn made_by(&self, noun: usize, clause: usize) -> Option<usize> {
        let text = self.text;
        let word = text.tokens[noun].lemma;
        let tangible = self.lexicon.classes.kind(word) & TANGIBLE != 0;
        let answered = self.reacts && !self.harms && !tangible && self.is_a(clause, MADE);
        let deed = text.label(clause) == Label::Acl && self.lexicon.predicates.noun_types(word) != 0;
        let clausal = matches!(text.label(clause), Label::Acl | Label::Relcl);
        if !clausal || !(deed || answered) || self.words.contains(&clause) {
            return None;
        }
        let own = text.child(clause, &[Label::Nsubj]).filter(|&own| answered && text.tag(own).is_noun());
        let which = text.child(clause, &[Label::Dobj]).is_none_or(|which| text.tag(which) == Tag::Wdt);
        own.filter(|_| which && !text.is_passive(clause)).or_else(|| text.agent(clause))
    }

    pub(super) fn actors_in(&mut self, head: usize, source: bool, depth: usize) -> Option<Filler> {
        let text = self.text;
        // `asked on behalf of Peru`: it is not Peru that is asked; nor is anything done to the order of `in order to`.
        let order = || text.of(head) == "order" && head > 0 && text.of(head - 1) == "in";
        if depth > 4 || !source && (text.of(head) == "behalf" || order()) {
            return None;
        }
        if let Some(found) = self.first_person(head, source) {
            return found;
        }
        let head = self.told_of_person(head).unwrap_or(head);
        // `Drones launched by rebels hit the town`: those that fly by themselves are not meant.
        if source
            && self.is_a(head, WEAPON)
            && let Some(found) = self.fired_by(head, depth)
        {
            return Some(found);
        }
        // `moved troops to the border`: the noun that the entry names is no party to it, but may have an owner.
        let named = !source && self.matched.contains(&head);
        let mut heads: Vec<Mention> = match named {
            true => Vec::new(),
            false => self.reading.heads(text, head).into_iter().filter(|mention| self.acts(mention, source)).collect(),
        };
        // `thousands of farmers, students and monks`: read as thousands, and students and monks.
        if !heads.is_empty()
            && self.reading.mention_at(head).is_none()
            && let Some(counted) = text.counted_by(head)
        {
            let first = self.reading.heads(text, counted).into_iter().filter(|mention| !heads.contains(mention));
            let first: Vec<Mention> = first.filter(|mention| self.acts(mention, source)).collect();
            heads.splice(0..0, first);
        }
        // `withdrew its troops from the valley`: what belongs to the source is not what it is done to.
        if !source && !heads.is_empty() {
            heads.retain(|mention| !self.is_doers(mention) && !self.is_seat(mention));
            if heads.is_empty() {
                return None;
            }
        }
        let coded = heads.iter().any(|mention| !self.cast.entities[mention.entity].code.is_empty());
        if coded {
            return Some((heads, 1.0));
        }
        // `Four countries, including Norway and Sweden`.
        let including = text.prepositions(head).find(|&(at, _)| text.of(at) == "including");
        if let Some((_, first)) = including.filter(|_| !heads.is_empty()) {
            let mut listed = self.reading.heads(text, first);
            listed.retain(|mention| {
                self.acts(mention, source)
                    && (source || !self.is_doers(mention))
                    && !self.cast.entities[mention.entity].code.is_empty()
            });
            if !listed.is_empty() {
                return Some((listed, 0.9));
            }
        }
        // `a group of settlers`, `one of the ministers`.
        if let Some(inner) = text.counted_by(head)
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
            // `Thousands marched`: people.
            let crowd = matches!(text.document.lemma(head), "thousand" | "hundred" | "dozen" | "score" | "million");
            if crowd && text.part_of(head).is_none() && text.tag(head).is_noun() {
                let entity = self.cast.crowd();
                let tokens = text.base_phrase(head);
                let people = Mention { tokens, head, entity, adjective: false, place: false, pronoun: false };
                return Some((vec![people], 0.8));
            }
            // `Israeli jets`, `a Taliban car bomb`: what acts for its owner.
            let types = self.lexicon.predicates.noun_types(word);
            // `The talks between Iran and Iraq failed`: those who talk do.
            if types & bit(Plover::Consult) != 0 {
                let between = text.after_preposition(head, self.lexicon.words.id("between")).next();
                let of = || text.after_preposition(head, self.lexicon.words.id("of")).next();
                let found = self.actors_in(between.or_else(of)?, true, depth + 1);
                return found.map(|(found, quality)| (found, quality * 0.8));
            }
            // `A report by the union accused the army`.
            if self.lexicon.classes.kind(word) & PAPER != 0
                && let Some(author) = text.author(head)
                && let Some((found, quality)) = self.actors_in(author, true, depth + 1)
            {
                return Some((found, quality * 0.9));
            }
            let instrument = types & bit(Plover::Assault) != 0;
            // `An attack by rebels killed ten`.
            let ordered = || text.agent(text.child(head, &[Label::Acl])?);
            if instrument
                && let Some(by) = text.after_preposition(head, self.lexicon.words.id("by")).next().or_else(ordered)
                && let Some((found, quality)) = self.actors_in(by, true, depth + 1)
            {
                return Some((found, quality * 0.9));
            }
            if let Some((found, quality)) = self.fired_by(head, depth) {
                return Some((found, quality * 0.9));
            }
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
        // `accounts belonging to a firm`, `a ship owned by Chad`.
        if self.harms
            && let Some(owner) = text.child(head, &[Label::Acl]).and_then(|clause| self.owner_in(clause))
            && let Some((found, quality)) = self.actors_in(owner, false, depth + 1)
        {
            return Some((found, quality * 0.9));
        }
        // `wrote off ten million dollars that Chile owed`.
        let owes = |&clause: &usize| text.document.lemma(clause) == "owe" && text.label(clause) != Label::Conj;
        if self.friendly
            && let Some(clause) = text.children.of(head).find(owes)
            && let Some(debtor) = text.agent(clause).or_else(|| text.child(clause, &[Label::Nsubj]))
            && text.tag(debtor).is_noun()
            && let Some((found, quality)) = self.actors_in(debtor, false, depth + 1)
        {
            return Some((found, quality * 0.9));
        }
        // `the Kelbajar district`: a place of its own name.
        let own_name = |child: usize| text.label(child) == Label::Compound && text.tag(child).is_proper();
        let known = |mention: &Mention| !self.cast.entities[mention.entity].code.is_empty();
        if kind & TANGIBLE != 0
            && text.child(head, &[Label::Poss]).is_none()
            && let Some(name) = text.children.of(head).find(|&child| own_name(child))
            && !self.reading.mention_at(name).is_some_and(known)
        {
            let tokens = text.base_phrase(head);
            let entity = self.cast.place(text, &tokens);
            let place = Mention { tokens, head, entity, adjective: false, place: false, pronoun: false };
            return Some((vec![place], 0.8));
        }
        // `sought U.N. sanctions`: the United Nations imposes them.
        // `conveyed the king's support`: he gives it.
        let doer = named && (self.core_noun == Some(head) || self.gives);
        // `rejected a council resolution drafted by Peru`.
        if self.reacts
            && text.child(head, &[Label::Poss]).is_none()
            && let Some(maker) = text.children.of(head).find_map(|clause| self.made_by(head, clause))
            && let Some((found, quality)) = self.actors_in(maker, false, depth + 1)
        {
            return Some((found, quality * 0.8));
        }
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
                    "of" | "in"
                        | "against"
                        | "on"
                        | "by"
                        | "from"
                        | "to"
                        | "with"
                        | "for"
                        | "at"
                        | "between"
                        | "among"
                        | "near"
                )
            })
            .map(|(_, object)| object)
            .chain(text.children.of(head).filter_map(|clause| self.made_by(head, clause)))
            // `the waters east of Chad`.
            .chain(text.children.of(head).filter(|&child| text.label(child) == Label::Advmod).filter_map(|side| {
                let of = text.children.of(side).find(|&of| text.of(of) == "of")?;
                text.child(of, &[Label::Pobj])
            }))
            // `allegations of cheating by Peru`.
            .chain(text.children.of(head).filter(|&child| text.label(child) == Label::Prep).filter_map(|child| {
                let gerund = text.child(child, &[Label::Pcomp]).filter(|&verb| text.tag(verb) == Tag::Vbg)?;
                text.agent(gerund)
            }))
            .collect();
        for object in inside {
            if let Some((found, quality)) = self.actors_in(object, false, depth + 1) {
                return Some((found, quality * 0.7));
            }
        }
        // `support for efforts to rebuild the Somali economy`.
        if self.friendly
            && self.is_a(head, EFFORT)
            && let Some(verb) = text.effort(head)
            && self.is_a(verb, GOOD)
            && let Some(object) = text.object(verb)
            && let Some((found, quality)) = self.actors_in(object, false, depth + 1)
        {
            return Some((found, quality * 0.6));
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

    /// Whether a place stands behind a firm and says where that is: `Marlow Tin Ltd, Tokyo, Japan,`.
    fn is_seat(&self, mention: &Mention) -> bool {
        let text = self.text;
        let somewhere = matches!(self.cast.entities[mention.entity].kind, EntityKind::Country | EntityKind::Place)
            && !mention.adjective;
        let start = mention.tokens.start;
        let set_off = start > 1 && text.is_mark(start - 1, ',') && text.is_mark(mention.tokens.end, ',');
        let firm = |before: &Mention| {
            let entity = &self.cast.entities[before.entity];
            entity.kind == EntityKind::Organisation && entity.sectors.iter().any(|sector| sector == "BUS")
        };
        somewhere && set_off && self.reading.mention_at(start - 2).is_some_and(firm)
    }

    /// Whether a noun is part of a temporal expression or a quantity.
    pub(super) fn is_time(&self, noun: usize) -> bool {
        // `rejected its bid of 70 dlrs`, `donated 700 tonnes`.
        let measured = |quantity: &QuantityMention| {
            quantity.unit.is_some() && quantity.of != Some(noun) && quantity.tokens.contains(&noun)
        };
        self.reading.times.iter().any(|time| time.tokens.contains(&noun))
            || self.reading.quantities.iter().any(measured)
            || self.text.document.entity_at(noun).is_some_and(|entity| {
                use crate::nlp::EntityKind::{Cardinal, Date, Money, Percent, Quantity, Time};
                matches!(entity.kind, Date | Time | Percent | Money | Quantity | Cardinal)
            })
    }
}
