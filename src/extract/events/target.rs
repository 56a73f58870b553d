//! To whom it is done: first whoever fills the slots that the grammar of the words gives, then whoever stands near, then things.

use crate::nlp::{Label, Tag};
use crate::record::{Modality, Plover, Quad};

use super::meaning::{Applied, Meaning};
use super::{Event, Filler, Finder};
use crate::extract::lexicon::entry::{ABSTRACT, Kind, PAPER, Part, Slot, TANGIBLE};
use crate::extract::lexicon::operators::{Complement, OutcomeKind};
use crate::extract::lexicon::predicates::Frame;
use crate::extract::text::{EntityKind, Mention};

impl<'l> Finder<'_, '_, 'l> {
    /// The target of an event, wherever it stands; actors of the source who do it to each other leave it.
    pub(super) fn whole_target(&mut self, meaning: &Meaning<'l>, source: &mut Vec<Mention>) -> Option<Filler> {
        self.any_target(meaning, source).filter(|found| !self.is_told(meaning, found))
    }

    fn any_target(&mut self, meaning: &Meaning<'l>, source: &mut Vec<Mention>) -> Option<Filler> {
        let text = self.text;
        let requires = meaning.frame.map(|frame| frame.requires).unwrap_or_default();
        let plain = meaning.operators.is_empty();
        // `Iran and Iraq accused each other of lying`.
        if source.len() > 1 && self.is_each_other(meaning.head) {
            return Some((source.split_off(1), 1.0));
        }
        // `Talks between Peru and Chile resumed with a mediator in the room`.
        let among =
            text.tag(meaning.core).is_noun() && text.prepositions(meaning.core).any(|(at, _)| text.of(at) == "between");
        if requires.mutual && among && source.len() > 1 {
            return Some((source.split_off(1), 1.0));
        }
        if let Some(found) = self.blamed(meaning) {
            return found;
        }
        let known =
            |finder: &Self, found: &Filler| !requires.coded || found.0.iter().any(|mention| finder.is_known(mention));
        // `fight floods in Chad`: nobody is fought.
        if self.is_figurative(meaning) {
            return None;
        }
        // `wrote to Minsk demanding the release of workers`: who is to be set free is asked for nothing.
        let asks = meaning.plover == Some(Plover::Request)
            && meaning.frame.is_some_and(|frame| !frame.entry.objects.is_empty() && frame.entry.part == Part::Verb);
        if asks
            && plain
            && let Some(found) = self.addressed(meaning).filter(|found| known(self, found))
        {
            return Some(found);
        }
        let sure = self.maker(meaning).or_else(|| self.belonging(meaning)).or_else(|| self.deterred(meaning));
        if let Some(found) = sure {
            return Some(found);
        }
        // `fighting between Chilean and Peruvian troops`: those of both sides are not done something by themselves.
        let own = |found: &Filler, source: &[Mention]| {
            found.0.iter().all(|mention| source.iter().any(|other| other.entity == mention.entity))
        };
        let slotted = self.target(meaning).filter(|found| !(requires.mutual && own(found, source)));
        let somebody = |finder: &Self, found: &Filler| {
            found.0.iter().any(|mention| !finder.cast.entities[mention.entity].code.is_empty())
        };
        if !slotted.as_ref().is_some_and(|found| somebody(self, found))
            && let Some(victims) = self.befallen(meaning)
        {
            return Some(victims);
        }
        let slotted = match slotted {
            // `protested outside the ministry in Lima`: not where they were.
            Some(found)
                if !self.is_state(&found) || self.protests && found.0.iter().all(|mention| self.is_place(mention)) =>
            {
                self.elsewhere(meaning).or(Some(found))
            }
            slotted => slotted,
        };
        if let Some(found) = slotted.filter(|found| known(self, found)) {
            // `Kenya and Uganda met in Kampala`, `agreed to set up a commission`: each other.
            let place = |mention: &Mention| self.is_place(mention);
            let alone = requires.mutual && found.0.iter().all(place)
                || meaning.is_mutual() && !plain && !somebody(self, &found);
            if alone && source.len() > 1 {
                return Some((source.split_off(1), 1.0));
            }
            return Some(found);
        }
        if !asks && let Some(found) = self.addressed(meaning).filter(|found| known(self, found)) {
            return Some(found);
        }
        // `India and Pakistan agreed to a truce`: with each other.
        let nobody = text.is_verb(meaning.head) && text.is_passive(meaning.head) && text.agent(meaning.head).is_none();
        if requires.mutual || meaning.is_mutual() && (!plain || nobody) {
            if source.len() > 1 {
                return Some((source.split_off(1), 1.0));
            }
            if let Some(sides) = source.first().map(|only| self.sides(only)).filter(|sides| sides.len() > 1) {
                *source = sides;
                return Some((source.split_off(1), 0.9));
            }
        }
        // `accused the law of hurting farmers`: the law is accused, or nobody.
        if let Some(object) = self.accused(meaning) {
            return object;
        }
        let told = self.told_of(meaning).or_else(|| self.offerer(meaning)).filter(|found| known(self, found));
        let mut found = told.or_else(|| self.other_target(meaning).filter(|found| known(self, found)));
        if found.is_none() && (requires.target || !plain) {
            found = self.ellipsis(meaning, source);
        }
        if found.is_none() {
            found = self.target_far(meaning);
        }
        found
            .or_else(|| self.asked_in_clause(meaning))
            .or_else(|| self.elsewhere(meaning))
            .or_else(|| self.target_thing(meaning))
            .or_else(|| self.carried(meaning, source))
            .or_else(|| self.employer(meaning, source))
    }

    /// Who came to harm in an attack that is told of after them: `two soldiers died when rebels shelled their base`.
    fn befallen(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        if meaning.plover != Some(Plover::Assault) {
            return None;
        }
        // `died when a mine that rebels had laid went off`: the clause may be about what they used.
        let clause = |&verb: &usize| text.label(verb) == Label::Advcl && text.is_verb(verb);
        let verb = text.document.path_to_root(meaning.head).find(clause)?;
        let when = |child: usize| {
            child < verb && matches!(text.of(child).to_ascii_lowercase().as_str(), "when" | "after" | "as" | "while")
        };
        if text.is_passive(verb) || !text.children.of(verb).any(when) {
            return None;
        }
        let above = text.document.head(verb).filter(|&above| text.is_verb(above))?;
        let harmed = || {
            let mut frames = self.lexicon.predicates.frames(Part::Verb, text.tokens[above].lemma);
            frames.any(|frame| frame.entry.particles.is_empty() && frame.plover == Some(Plover::Assault))
        };
        let died = matches!(text.document.lemma(above), "die" | "perish");
        let killed = || text.is_passive(above) && text.agent(above).is_none() && harmed();
        if !(died || killed()) {
            return None;
        }
        let (found, quality) = self.actors(text.subject(above)?, false)?;
        Some((found, quality * 0.8))
    }

    /// Of whom a clause tells on what is praised or condemned: `welcomed the news that Peru would leave`, `attacked the sums that banks
    /// make`.
    fn told_of(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let verb = meaning.head;
        if !self.reacts || self.harms || !meaning.operators.is_empty() || !text.is_verb(verb) || text.is_passive(verb) {
            return None;
        }
        let object = text.child(verb, &[Label::Dobj]).filter(|&object| self.reading.mention_at(object).is_none())?;
        let clause = text.child(object, &[Label::Acl, Label::Ccomp, Label::Relcl]).filter(|&at| text.is_verb(at))?;
        let whom = text.child(clause, &[Label::Nsubj]).filter(|&whom| text.tag(whom).is_noun())?;
        let (found, quality) = self.actors(whom, false)?;
        Some((found, quality * 0.6))
    }

    /// The firm whose workers strike or want something: `workers of the mine`, `walked off the job at the mine`.
    fn employer(&mut self, meaning: &Meaning<'l>, source: &[Mention]) -> Option<Filler> {
        let text = self.text;
        let [workers] = source else { return None };
        let labour = self.cast.entities[workers.entity].sectors.iter().any(|sector| sector == "LAB");
        let strikes = meaning.plover == Some(Plover::Protest);
        if !labour || !(strikes || meaning.plover == Some(Plover::Request)) {
            return None;
        }
        let mut places = vec![workers.head];
        places.extend(strikes.then_some([meaning.head, meaning.core]).into_iter().flatten());
        places.extend(text.object(meaning.head).filter(|_| strikes && text.is_verb(meaning.head)));
        for place in places {
            for (preposition, object) in text.prepositions(place) {
                if !matches!(text.of(preposition), "at" | "of" | "from" | "against") {
                    continue;
                }
                let Some((found, quality)) = self.actors(object, false) else { continue };
                let firm = |mention: &Mention| {
                    self.cast.entities[mention.entity].sectors.iter().any(|sector| sector == "BUS" || sector == "MNC")
                };
                if found.iter().all(firm) {
                    return Some((found, quality * 0.8));
                }
            }
        }
        None
    }

    /// Whether the object of a verb is `each other`.
    fn is_each_other(&self, verb: usize) -> bool {
        let text = self.text;
        text.child(verb, &[Label::Dobj]).is_some_and(|object| {
            let before = object.checked_sub(1).map_or("", |before| text.of(before));
            matches!((before, text.of(object)), ("each", "other") | ("one", "another"))
        })
    }

    /// Whoever the words of the main clause are addressed to: `sent Minsk a letter threatening to cut off aid`.
    fn addressed(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        if meaning.part != Part::Verb {
            return None;
        }
        let says = match meaning.plover? {
            Plover::Request | Plover::Threaten | Plover::Agree => true,
            // `wrote to the council welcoming the plan`: the council did not make it.
            Plover::Support => {
                self.gives || text.child(meaning.head, &[Label::Dobj]).is_none_or(|object| text.tag(object) == Tag::Prp)
            }
            _ => false,
        };
        // `handed him a petition demanding that Peru leave`: Peru is asked.
        let clause =
            text.child(meaning.core, &[Label::Ccomp]).is_some_and(|inner| text.child(inner, &[Label::Nsubj]).is_some());
        // `visited Lima to seek support from banks`: the banks are.
        let from = || {
            let object = text.child(meaning.core, &[Label::Dobj]);
            let asked = |at: usize| text.prepositions(at).any(|(preposition, _)| text.of(preposition) == "from");
            asked(meaning.core) || object.is_some_and(asked)
        };
        if clause || meaning.plover == Some(Plover::Request) && from() {
            return None;
        }
        let whom = says.then(|| text.addressee(meaning.head).or_else(|| self.written_to(meaning.head))).flatten()?;
        let (found, quality) = self.actors(whom, false)?;
        Some((found, quality * 0.8))
    }

    /// To whom the paper goes in which somebody says it: `in a note to Peru, Chile demanded the release of the crew`.
    fn written_to(&self, verb: usize) -> Option<usize> {
        let text = self.text;
        let paper = |&(at, noun): &(usize, usize)| text.of(at).eq_ignore_ascii_case("in") && self.is_a(noun, PAPER);
        let (_, paper) = text.prepositions(verb).find(paper)?;
        text.prepositions(paper).find(|&(at, _)| text.of(at) == "to").map(|(_, whom)| whom)
    }

    /// `demanded that the governor step down`, where the subjunctive is read as a noun: whoever stands before it.
    fn asked_in_clause(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        if meaning.plover != Some(Plover::Request) || !text.is_verb(meaning.head) {
            return None;
        }
        let (mark, clause) =
            text.children.of(meaning.head).filter(|&child| child > meaning.head).find_map(|child| {
                if matches!(text.label(child), Label::Ccomp | Label::Dobj)
                    && text.tag(child).is_noun()
                    && text.child(child, &[Label::Mark]).is_some()
                {
                    return Some((text.child(child, &[Label::Mark])?, child));
                }
                // `that` is read as a preposition.
                let that = text.label(child) == Label::Dobj && text.of(child) == "that" && text.tag(child) == Tag::In;
                let noun = text.child(child, &[Label::Pobj, Label::Prep, Label::Pcomp, Label::Nsubj])?;
                (that && text.tag(noun).is_noun()).then_some((child, noun))
            })?;
        let mention =
            self.reading.mentions.iter().find(|mention| mention.tokens.start > mark && mention.head <= clause)?;
        (!self.is_doers(mention) && self.acts(mention, false)).then(|| (vec![mention.clone()], 0.8))
    }

    /// Whether those who are complained to are only told of it: `filed a complaint with the police`.
    fn is_told(&self, meaning: &Meaning<'l>, found: &Filler) -> bool {
        let text = self.text;
        let hears = |mention: &Mention| {
            let entity = &self.cast.entities[mention.entity];
            let office = entity.sectors.iter().any(|sector| matches!(sector.as_str(), "JUD" | "COP"));
            let with = text.document.head(mention.head).is_some_and(|preposition| text.of(preposition) == "with");
            with && text.label(mention.head) == Label::Pobj && (office || entity.code.starts_with("IGO"))
        };
        let filed =
            |&at: &usize| matches!(text.document.lemma(at), "complaint" | "suit" | "lawsuit" | "charge" | "case");
        meaning.plover == Some(Plover::Accuse) && meaning.tokens.iter().any(filed) && found.0.iter().all(hears)
    }

    /// Whether harm is done to what nobody can harm, and nobody owns: floods, inflation.
    fn is_figurative(&mut self, meaning: &Meaning<'l>) -> bool {
        let text = self.text;
        let harm = matches!(meaning.plover, Some(Plover::Assault | Plover::Coerce)) && meaning.operators.is_empty();
        if !harm || !text.is_verb(meaning.core) || text.is_passive(meaning.core) {
            return false;
        }
        // `seized shares from the bank`: from it.
        let from = |(preposition, whom): (usize, usize)| {
            text.of(preposition) == "from" && self.reading.mention_at(whom).is_some()
        };
        if text.prepositions(meaning.core).any(from) {
            return false;
        }
        let object = text.object(meaning.core).filter(|object| !meaning.tokens.contains(object));
        object.is_some_and(|object| {
            let kind = self.lexicon.classes.kind(text.tokens[object].lemma) & (ABSTRACT | TANGIBLE);
            kind == ABSTRACT && self.reading.mention_at(object).is_none() && self.possessor(object, false).is_none()
        })
    }

    /// The target of an event that its grammar gives: an actor in a slot.
    pub(super) fn target(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        self.matched = match meaning.operators.is_empty() || meaning.part != Part::Noun {
            true => meaning.tokens.clone(),
            false => Vec::new(),
        };
        self.slotted_target(meaning)
    }

    pub(super) fn slotted_target(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let noun = meaning.frame.filter(|frame| frame.entry.part == Part::Noun && !meaning.operators.is_empty());
        self.core_noun = noun.map(|_| meaning.core);
        // Of what is denied, another is the target than whoever is said to have done it.
        let denied = self.denied_clause(meaning).is_some();
        for (index, applied) in meaning.operators.iter().enumerate().filter(|_| !denied) {
            // `rejected a Chilean proposal on Bolivia`: whose it is comes before what it is about.
            if self.things == 0
                && applied.operator.target.contains(&Slot::Object)
                && self.text.object(applied.head).is_none_or(|object| object == applied.inner)
                && self.reading.mention_at(applied.inner).is_none_or(|mention| mention.adjective)
                && let Some(found) = self.whose(&meaning.operators[index..])
            {
                return Some(found);
            }
            if let Some(found) = self.operator_target(applied, meaning.frame) {
                return Some(found);
            }
            if self.own_object(applied).is_some() {
                return None;
            }
            if let Some(found) = self.whose(&meaning.operators[index..]) {
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
        let mut found = self.first(&frame.target, meaning.core, part, false);
        if found.is_none() && meaning.operators.is_empty() {
            found = match part {
                Part::Verb => self.named(meaning),
                // `Chile's invasion by Peru`.
                Part::Noun if self.text.prepositions(meaning.core).any(|(at, _)| self.text.of(at) == "by") => {
                    self.first(&[Slot::Possessor], meaning.core, part, false)
                }
                _ => None,
            };
        }
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

    /// Whoever the words of the entry themselves name as the other side: `clashed with police`.
    fn named(&self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let with =
            |noun: usize| text.document.head(noun).is_some_and(|above| matches!(text.of(above), "with" | "against"));
        let noun = meaning.tokens.iter().copied().find(|&noun| text.label(noun) == Label::Pobj && with(noun))?;
        let mention =
            self.reading.mention_at(noun).filter(|mention| !self.is_doers(mention) && self.acts(mention, false))?;
        Some((vec![mention.clone()], 0.9))
    }

    pub(super) fn operator_target(&mut self, applied: &Applied<'l>, frame: Option<&Frame>) -> Option<Filler> {
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
                self.others(whom?)
            }
            Complement::That | Complement::Should => {
                let subject = self.text.subject(applied.inner)?;
                let pledged = match applied.outcome.kind {
                    OutcomeKind::Type(plover) => matches!(plover, Plover::Agree | Plover::Threaten),
                    OutcomeKind::Same => applied.outcome.modality == Some(Modality::Intended),
                    _ => false,
                };
                // `The minister pledged that the government would act`.
                let own = |finder: &Self, mention: &Mention| {
                    let entity = &finder.cast.entities[mention.entity];
                    let governs =
                        entity.kind == EntityKind::Agent && entity.sectors.iter().any(|sector| sector == "GOV");
                    governs && finder.doers.iter().any(|&doer| finder.cast.entities[doer].code == entity.code)
                };
                // `Her government would pay, the minister vowed`.
                let hers = self.text.child(subject, &[Label::Poss]).is_some_and(|owner| {
                    matches!(self.text.of(owner).to_ascii_lowercase().as_str(), "her" | "his" | "our" | "my")
                });
                if pledged && hers {
                    return None;
                }
                let found = self.others(subject)?;
                (!(pledged && found.0.iter().all(|mention| own(self, mention)))).then_some(found)
            }
            _ => None,
        }
    }

    /// The actors at `head`, unless they are the doer's own side: `the president pledged that Oslo would help Chad`.
    fn others(&mut self, head: usize) -> Option<Filler> {
        let found = self.actors(head, false)?;
        let own = found.0.iter().all(|mention| self.is_own_state(mention));
        (!own).then_some(found)
    }

    /// The object of an operator that is not the event inside it: `the law` in `accused the law of hurting farmers`.
    pub(super) fn own_object(&self, applied: &Applied<'l>) -> Option<usize> {
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

    /// The target of an event where its slots have no actor: something tangible there, else an actor near by.
    pub(super) fn other_target(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        // `visited the region`, `marched in the streets`: where they were.
        let thing = if meaning.plover == Some(Plover::Consult) { None } else { self.thing(meaning, TANGIBLE) };
        let thing = thing.filter(|found| !self.is_street(meaning, found));
        thing.or_else(|| self.target_near(meaning))
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
        // `put its navy on alert`, `raised the prospect of war`: nothing is done to the alert.
        let own = |mention: &Mention| meaning.tokens.contains(&mention.head);
        let named = !matches!(plover, Plover::Mobilize | Plover::Threaten);
        // `A protest against the policies`, `investigating the shooting`: an event is nobody to whom something is done.
        let found = self.thing(meaning, ABSTRACT).filter(|found| {
            let event =
                |mention: &Mention| self.lexicon.predicates.noun_types(self.text.tokens[mention.head].lemma) != 0;
            !found.0.iter().all(event) && (named || !found.0.iter().any(own))
        });
        found.or_else(|| self.named_place(meaning)).filter(|found| !self.is_street(meaning, found))
    }

    /// Whether a thing is only where people march: `took to the streets`, but `blocked the streets`.
    fn is_street(&self, meaning: &Meaning<'l>, found: &Filler) -> bool {
        let street = |mention: &Mention| {
            self.text.document.lemma(mention.head) == "street" && self.text.label(mention.head) == Label::Pobj
        };
        meaning.plover == Some(Plover::Protest) && found.0.iter().all(street)
    }

    /// Whether something fills the slot of the target, although it is none.
    pub(super) fn has_thing(&mut self, meaning: &Meaning<'l>) -> bool {
        self.thing(meaning, ABSTRACT).is_some()
    }

    pub(super) fn thing(&mut self, meaning: &Meaning<'l>, things: Kind) -> Option<Filler> {
        self.things = things;
        let thing = self.slotted_target(meaning);
        self.things = 0;
        thing
    }

    /// The place that the entry itself names, after its preposition: `withdrew from the buffer zone`.
    pub(super) fn named_place(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let place = meaning.tokens.iter().copied().find(|&token| {
            text.label(token) == Label::Pobj && self.is_a(token, TANGIBLE) && self.reading.mention_at(token).is_none()
        })?;
        Some((vec![self.thing_at(place)], 0.5))
    }

    /// A verb without object that is joined to one with: `moved troops to the border and may invade`.
    pub(super) fn ellipsis(&self, meaning: &Meaning<'l>, source: &[Mention]) -> Option<Filler> {
        let text = self.text;
        let verb = meaning.core;
        if !text.is_verb(verb) || text.object(verb).is_some() || text.prepositions(verb).next().is_some() {
            return None;
        }
        let joined = [meaning.head, verb].iter().any(|&at| {
            text.document.path_to_root(at).take(3).any(|at| matches!(text.label(at), Label::Conj | Label::Xcomp))
        });
        let same = |event: &&Event<'_>| {
            event.source.iter().any(|mention| source.iter().any(|other| other.entity == mention.entity))
                && !event.target.is_empty()
        };
        if !joined {
            return None;
        }
        self.events.iter().rev().find(same).map(|event| (event.target.clone(), 0.6))
    }

    /// `It set out its demands`, after a sentence in which it demands something of somebody: of the same.
    pub(super) fn carried(&self, meaning: &Meaning<'l>, source: &[Mention]) -> Option<Filler> {
        let frame = meaning.frame.filter(|frame| frame.requires.target && meaning.operators.is_empty())?;
        let doer = source.first().filter(|mention| mention.pronoun)?;
        let same = |event: &&Event<'_>| {
            Some(event.plover) == frame.plover && event.source.iter().any(|mention| mention.entity == doer.entity)
        };
        let target = self.before.iter().rev().filter(same).find_map(|event| event.target.first())?;
        // It stands in another sentence: here only the words that are about it can be pointed at.
        let noun = meaning.tokens.iter().copied().find(|&token| self.text.tag(token).is_noun()).unwrap_or(meaning.head);
        Some((vec![Mention { tokens: noun..noun + 1, head: noun, pronoun: true, ..target.clone() }], 0.3))
    }
}
