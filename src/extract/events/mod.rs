//! Finds events: words of the lexicon, with a source and, where they need one, a target in the slots of their clause.
//!
//! A sentence is read from the root of its tree downwards. What a word means is settled in [`meaning`], which also composes
//! (`refused to lift sanctions` is one event); who does it in [`source`], to whom in [`target`]; whether it is said to be real in
//! [`mood`]; how sure all that is in [`evidence`]. Without a source there is no event, news agencies act in none, somebody who is
//! a known actor and more than a business must be a party or in the sentence, and what another event is made of is no second
//! event.

mod blame;
mod elsewhere;
mod evidence;
mod meaning;
mod mood;
mod near;
mod parties;
mod phrases;
mod slots;
mod source;
mod target;

use std::cell::RefCell;
use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::ops::Range;
use std::rc::Rc;

use crate::nlp::{EntityKind as Recognised, Label, Tag};
use crate::record::{Modality, Plover, Polarity, Quad};

use super::actors::Cast;
use super::lexicon::Lexicon;
use super::lexicon::confidence::Evidence;
use super::lexicon::entry::{ASSENT, CONSENT, Entry, Kind, Part, Present, Slot};
use super::lexicon::operators::{Complement, OutcomeKind};
use super::lexicon::words::{WordHasher, class};
use super::reading::Reading;
use super::text::{EntityKind, Mention, Text};
use super::times::TimeMention;

use evidence::Findings;
use meaning::{Applied, Meaning};

/// An event, before it becomes a record.
#[derive(Clone, Debug)]
pub struct Event<'l> {
    /// The type.
    pub plover: Plover,
    /// PLOVER mode.
    pub mode: Option<&'l str>,
    /// Somebody goes to see somebody, if only in what is planned or refused.
    pub visit: bool,
    /// PLOVER contexts.
    pub context: &'l [String],
    /// CAMEO code.
    pub cameo: Option<&'l str>,
    /// The entries of the lexicon that made it, the outermost first.
    pub entries: Vec<&'l Entry>,
    /// The words that the entries name.
    pub words: Vec<usize>,
    /// Its words, from the first to the last.
    pub trigger: Range<usize>,
    /// The word that it hangs on in the tree.
    pub head: usize,
    /// Who.
    pub source: Vec<Mention>,
    /// To whom.
    pub target: Vec<Mention>,
    /// Not so.
    pub polarity: Polarity,
    /// Real or not.
    pub modality: Modality,
    /// What speaks for and against it, if that is asked for.
    pub evidence: Evidence,
    /// How probable that makes it, 0 to 1.
    pub confidence: f32,
}

/// Targets that are less probably somebody to whom it is done are left out.
const LEAST_TARGET: f32 = 0.25;

/// Actors of a slot, and how sure it is that they are meant: 1 for the head of a phrase, less for what is inside it.
type Filler = (Vec<Mention>, f32);

/// What is said of the word at a token: who says it, if anybody, and to whom.
pub type Speakers<'s> = &'s dyn Fn(usize) -> (Vec<Mention>, Option<Mention>);

/// The events of a sentence, in order of their triggers, and the words that gave none; `before` are the events of the sentence
/// before it. What speaks for and against them is told if they are to be `explained`.
pub fn read<'l>(
    text: &Text<'_>,
    lexicon: &'l Lexicon,
    cast: &mut Cast<'_>,
    reading: &Reading,
    speakers: Speakers<'_>,
    (before, explained): (&[Event<'_>], bool),
) -> (Vec<Event<'l>>, Vec<Refusal>) {
    let mut heads: Vec<(usize, usize)> = reading
        .tokens
        .clone()
        .filter(|&token| {
            lexicon.words.class(text.tokens[token].lemma) & class::PREDICATE != 0
                || lexicon.words.class(text.tokens[token].lower) & class::PREDICATE != 0
        })
        .filter(|&token| !is_month(text, reading, token))
        .map(|token| (text.document.path_to_root(token).count(), token))
        .collect();
    heads.sort_unstable();
    let mut finder = Finder {
        text,
        lexicon,
        cast,
        reading,
        speakers,
        before,
        explained,
        events: Vec::new(),
        consumed: HashSet::default(),
        asked: HashSet::default(),
        things: 0,
        matched: Vec::new(),
        core_noun: None,
        words: Vec::new(),
        doers: Vec::new(),
        friendly: false,
        harms: false,
        protests: false,
        reacts: false,
        sends: false,
        gives: false,
        meets: false,
        musters: false,
        refusals: Vec::new(),
        present: Present::of(text.tokens[reading.tokens.clone()].iter().map(|token| token.lower)),
        objects: RefCell::default(),
        nouns_after: RefCell::default(),
    };
    for (_, token) in heads {
        finder.at(token);
    }
    finder.denials();
    let mut events = finder.events;
    events.sort_by_key(|event| (event.trigger.start, event.plover));
    (events, finder.refusals)
}

/// Words of the lexicon that gave no event, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The word.
    pub token: usize,
    /// The entries that fit, outermost first: file and line.
    pub entries: Vec<String>,
    /// Why there is no event.
    pub why: Why,
}

impl Refusal {
    /// That of an event of too little confidence.
    pub fn unsure(event: &Event<'_>) -> Refusal {
        let entries = event.entries.iter().map(|entry| entry.place.clone()).collect();
        Refusal { token: event.head, entries, why: Why::Unsure }
    }
}

/// Why words of the lexicon gave no event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The word is known, but nothing else that an entry asks for is there.
    NoEntry,
    /// The words are entered as no event, or nothing comes of their composition.
    NoEvent,
    /// Nobody does it.
    NoSource,
    /// It is done to nobody.
    NoTarget,
    /// Source and target are the same.
    Itself,
    /// No side is a known actor that is more than a business.
    NoKnownActor,
    /// Only private people or businesses do it.
    Private,
    /// No forces do it.
    Unarmed,
    /// It is less sure than is asked for.
    Unsure,
    /// The words are part of another event.
    Part,
}

impl Why {
    /// For people.
    pub fn text(self) -> &'static str {
        match self {
            Why::NoEntry => "no entry of this word fits: an object, preposition or complement is missing",
            Why::NoEvent => "the words are entered as no event",
            Why::NoSource => "nobody is found who does it",
            Why::NoTarget => "nobody is found to whom it is done",
            Why::Itself => "source and target are the same",
            Why::NoKnownActor => "no side is a known actor that is more than a business",
            Why::Private => "only private people or businesses do it",
            Why::Unarmed => "whoever does it is no army, police or armed group",
            Why::Unsure => "too much speaks against it: its confidence is below the least that is asked for",
            Why::Part => "the words are part of another event, or of one that was refused",
        }
    }
}

struct Finder<'a, 'c, 'l> {
    text: &'a Text<'a>,
    lexicon: &'l Lexicon,
    cast: &'a mut Cast<'c>,
    reading: &'a Reading,
    speakers: Speakers<'a>,
    before: &'a [Event<'a>],
    /// Whether what speaks for and against events is told.
    explained: bool,
    events: Vec<Event<'l>>,
    /// Words that are part of an event and none of their own.
    consumed: HashSet<usize, BuildHasherDefault<WordHasher>>,
    /// Verbs that somebody is asked to do.
    asked: HashSet<usize, BuildHasherDefault<WordHasher>>,
    /// What may be a target although it is no actor: nothing (0), tangible things, or all that is not abstract.
    things: Kind,
    /// The words of the event that is being read.
    matched: Vec<usize>,
    /// The event noun inside an operator: its owner does it.
    core_noun: Option<usize>,
    /// All of them, whatever is being looked for.
    words: Vec<usize>,
    /// The entities of its source: not its target, nor is what belongs to them.
    doers: Vec<usize>,
    /// Whether it is cooperation, which nobody has with the own state.
    friendly: bool,
    /// Whether it does harm by deeds: then whatever is hit may be its target.
    harms: bool,
    /// Whether people protest: against their own state, too.
    protests: bool,
    /// Whether it is said of what somebody does or makes.
    reacts: bool,
    /// Whether it is about forces that the source sends or withdraws.
    sends: bool,
    /// Whether forces are gathered.
    musters: bool,
    /// Whether it is about support that is given to somebody: whose it is, is who gives it.
    gives: bool,
    /// Whether people meet.
    meets: bool,
    /// Why words gave no event.
    refusals: Vec<Refusal>,
    /// The words of the sentence.
    present: Present,
    /// The objects that were looked at last.
    objects: RefCell<Option<Objects>>,
    /// The object of a preposition that was looked at last, and the nouns that count like it.
    nouns_after: RefCell<Option<(usize, Rc<[usize]>)>>,
}

/// The nouns that are objects of a word.
#[derive(Clone)]
struct Objects {
    of: usize,
    nouns: Rc<[usize]>,
    /// Their words, as they stand and in dictionary form.
    words: Present,
}

impl<'l> Finder<'_, '_, 'l> {
    fn at(&mut self, token: usize) {
        if self.consumed.contains(&token) {
            self.refuse(token, &[], Why::Part);
            return;
        }
        // `Iran must ensure`: the modal verb may ask for what the verb itself does not say.
        if self.text.tag(token) == Tag::Md {
            if let Some(verb) = self.text.document.head(token).filter(|_| self.text.label(token) == Label::Aux) {
                self.modal(verb);
            }
            return;
        }
        let Some(meaning) = self.meaning(token, 0) else {
            if !self.modal(token) {
                self.refuse(token, &[], Why::NoEntry);
            }
            return;
        };
        let made = self.emit(&meaning)
            || meaning.operators.is_empty() && self.emit_other(&meaning)
            || self.emit_composed(&meaning)
            || self.emit_subject(&meaning)
            || self.emit_plain(&meaning);
        if !self.modal(token) && !made && meaning.part == Part::Noun {
            return;
        }
        // Words that were read as one event are not read again, even where nobody was found to do it; nor is what somebody unknown
        // asks for: `the report called for a withdrawal from Chad`.
        let unknown = self.refusals.last().is_some_and(|refusal| refusal.why == Why::NoSource);
        let wish = matches!(meaning.plover, Some(Plover::Request | Plover::Agree | Plover::Reject | Plover::Threaten));
        // But `Peru's appeal was ignored`: Peru has appealed.
        let by_nobody = self.text.is_passive(meaning.head) && self.text.agent(meaning.head).is_none();
        let answered = matches!(meaning.plover, Some(Plover::Agree | Plover::Reject)) && by_nobody;
        let asked = !made && unknown && wish && meaning.part == Part::Verb && !answered;
        if made || !meaning.operators.is_empty() || asked {
            self.consumed.extend(meaning.tokens.iter().copied());
        }
        if asked {
            let object = self.text.object(meaning.head).or_else(|| self.object_of_words(meaning.head));
            self.consumed.extend(object);
        }
    }

    /// Where the frame that fits best lacks an actor that it asks for, the next may ask for less: `China held war games` has no
    /// partner, so they are its own.
    fn emit_other(&mut self, best: &Meaning<'l>) -> bool {
        let lacks =
            |why| matches!(why, Why::NoTarget | Why::NoKnownActor | Why::NoSource | Why::Private | Why::Unarmed);
        let Some(mut last) = best.frame.filter(|_| best.plover.is_some()) else { return false };
        // Of a word that gives an event in the end nothing was refused.
        let refused = self.refusals.len().saturating_sub(1);
        while self.refusals.last().is_some_and(|refusal| lacks(refusal.why)) {
            let Some((frame, tokens)) = self.frame_after(last, best.head) else { return false };
            if frame.plover.is_none() {
                return false;
            }
            if self.emit(&Meaning::of_frame(frame, best.head, tokens)) {
                self.refusals.truncate(refused);
                return true;
            }
            last = frame;
        }
        false
    }

    /// Where an operator finds nobody to whom what it makes of the event inside it is done, its word may say an event by itself: `bowed
    /// to the council`.
    fn emit_plain(&mut self, meaning: &Meaning<'l>) -> bool {
        let lacks = self.refusals.last().is_some_and(|refusal| {
            matches!(refusal.why, Why::NoTarget | Why::NoKnownActor | Why::Private | Why::Unarmed)
        });
        if meaning.operators.is_empty() || !lacks || meaning.part != Part::Verb {
            return false;
        }
        let Some((frame, tokens, _)) = self.best_frame(meaning.head, meaning.part) else { return false };
        let refused = self.refusals.len() - 1;
        let made = frame.plover.is_some() && self.emit(&Meaning::of_frame(frame, meaning.head, tokens));
        if made {
            self.refusals.truncate(refused);
        }
        made
    }

    /// Where nobody says that somebody failed to do it, so that nobody is blamed, it was not done all the same: `failed to honour the
    /// pact with Chile`.
    fn emit_composed(&mut self, best: &Meaning<'l>) -> bool {
        let unsaid = best.frame.is_some_and(|frame| frame.source == [Slot::Speaker]);
        let unknown = self.refusals.last().is_some_and(|refusal| refusal.why == Why::NoSource);
        if !unsaid || !unknown || !best.operators.is_empty() {
            return false;
        }
        let Some((composed, _)) = self.best_operator(best.head, best.part, 0) else { return false };
        let refused = self.refusals.len() - 1;
        let made = self.emit(&composed);
        if made {
            self.refusals.truncate(refused);
            self.consumed.extend(composed.tokens.iter().copied());
        }
        made
    }

    /// `Peru's offer to pay was announced`, `Peru's raid was condemned`: by whom is not said, but what Peru does.
    fn emit_subject(&mut self, meaning: &Meaning<'l>) -> bool {
        let text = self.text;
        let Some(outer) = meaning.operators.first() else { return false };
        let unknown = self.refusals.last().is_some_and(|refusal| refusal.why == Why::NoSource);
        let told = text.is_passive(outer.head) && text.agent(outer.head).is_none() && text.tag(outer.inner).is_noun();
        let known = self.events.iter().any(|event| event.head == outer.inner);
        if !(unknown && told) || known {
            return false;
        }
        let Some(inner) = self.meaning(outer.inner, 0) else { return false };
        let outcome = &outer.outcome;
        // What is condemned or welcomed was done; what is rejected was said.
        let said = |plover: Plover| matches!(plover.quad(), Quad::VerbalCooperation | Quad::VerbalConflict);
        let kept = match outcome.kind {
            OutcomeKind::Same => outcome.modality.is_none() && outcome.polarity.is_none(),
            OutcomeKind::Type(Plover::Accuse | Plover::Support) => true,
            OutcomeKind::Type(Plover::Reject) => inner.plover.is_some_and(said),
            _ => false,
        };
        let refused = self.refusals.len() - 1;
        let made = kept && self.emit(&inner);
        if made {
            self.refusals.truncate(refused);
        }
        made
    }

    /// `Iran must leave`, said by somebody, asks for it.
    fn modal(&mut self, verb: usize) -> bool {
        let (text, lexicon) = (self.text, self.lexicon);
        if !text.is_verb(verb) || self.asked.contains(&verb) {
            return false;
        }
        let modal = match text.child(verb, &[Label::Aux]).filter(|&aux| text.tag(aux) == Tag::Md) {
            Some(modal) => modal,
            None if self.is_order(verb) => verb,
            None => return false,
        };
        // `It must have a plan`, `which should help`, `if it should fail`: nobody is asked.
        let state = matches!(
            text.document.lemma(verb),
            "be" | "have"
                | "need"
                | "get"
                | "become"
                | "seem"
                | "remain"
                | "lose"
                | "suffer"
                | "die"
                | "know"
                | "feel"
                | "win"
        );
        // `must have missed`: somebody only thinks so; `should have told`: somebody finds fault.
        let guessed = text.is_perfect(verb) && text.document.lemma(modal) == "must";
        // `asked whether Iran should leave`: that is left open.
        let open = matches!(text.label(verb), Label::Relcl | Label::Advcl)
            || text.label(verb) == Label::Ccomp && self.in_condition(verb);
        if state || guessed || open {
            return false;
        }
        let (word, tokens) = match modal == verb {
            true => (lexicon.words.id("must"), vec![verb]),
            false => (text.tokens[modal].lower, vec![modal, verb]),
        };
        for frame in lexicon.predicates.frames(Part::Modal, word) {
            let mut meaning = Meaning::of_frame(frame, modal, tokens.clone());
            if text.is_perfect(verb) {
                meaning.plover = Some(Plover::Accuse);
                (meaning.mode, meaning.cameo) = (Some("disapprove"), Some("111"));
            }
            let before = self.events.len();
            if self.emit(&meaning) {
                // What the speaker wants of the target is an event; what the same verb says besides is not.
                let asked = self.events.split_off(before);
                self.events.retain(|event| event.head != verb);
                self.events.extend(asked);
                self.consumed.extend(text.with_conjuncts(verb));
                self.asked.extend(text.with_conjuncts(verb));
                return true;
            }
        }
        false
    }

    /// Whether somebody is told to do what would be an event: `Free the hostages, Peru told Chile`.
    fn is_order(&mut self, verb: usize) -> bool {
        let text = self.text;
        const NONE: [Label; 5] = [Label::Nsubj, Label::Nsubjpass, Label::Expl, Label::Mark, Label::Auxpass];
        let plain = matches!(text.tag(verb), Tag::Vb | Tag::Vbp)
            && matches!(text.label(verb), Label::Root | Label::Ccomp)
            && text.child(verb, &NONE).is_none()
            && text.child(verb, &[Label::Aux]).is_none_or(|aux| text.document.lemma(aux) == "do");
        plain && (self.speakers)(verb).1.is_some() && self.meaning(verb, 0).is_some()
    }

    /// Fills the slots of a meaning; whether an event came of it.
    fn emit(&mut self, meaning: &Meaning<'l>) -> bool {
        let Some(mut plover) = meaning.plover else { return self.refuse(meaning.head, &meaning.entries, Why::NoEvent) };
        // `could join in March`.
        if meaning.tokens.iter().any(|&token| is_month(self.text, self.reading, token)) {
            return self.refuse(meaning.head, &meaning.entries, Why::NoEntry);
        }
        let requires = meaning.frame.map(|frame| frame.requires).unwrap_or_default();
        let plain = meaning.operators.is_empty();
        if meaning.part == Part::Noun && plain && self.is_wanted(meaning.head, plover) {
            return self.refuse(meaning.head, &meaning.entries, Why::NoEvent);
        }
        // `innocent Chileans` takes nobody's side.
        let kind = plover == Plover::Support && self.is_attribute(meaning);
        if kind || plain && (self.is_rule(meaning.head) || self.is_demanded(meaning.head)) {
            return self.refuse(meaning.head, &meaning.entries, Why::NoEvent);
        }
        self.words.clone_from(&meaning.tokens);
        let inner = meaning.frame.and_then(|frame| frame.plover);
        self.sends = matches!(inner, Some(Plover::Mobilize | Plover::Retreat | Plover::Aid | Plover::Cooperate));
        self.musters = inner == Some(Plover::Mobilize);
        self.meets = inner == Some(Plover::Consult);
        self.gives = meaning
            .frame
            .is_some_and(|frame| frame.plover == Some(Plover::Support) && frame.target.contains(&Slot::Recipient));
        self.friendly = matches!(plover.quad(), Quad::VerbalCooperation | Quad::MaterialCooperation);
        self.reacts = matches!(plover, Plover::Accuse | Plover::Reject | Plover::Support | Plover::Protest);
        self.protests = plover == Plover::Protest && meaning.operators.is_empty();
        let material = |plover: Plover| plover.quad() == Quad::MaterialConflict;
        self.harms = !self.protests && (material(plover) || inner.is_some_and(material));
        let Some((mut source, source_quality)) = self.source(meaning) else {
            return self.refuse(meaning.head, &meaning.entries, Why::NoSource);
        };
        self.doers = source.iter().map(|mention| mention.entity).collect();
        let other_names: Vec<usize> = self.other_names(&source).collect();
        self.doers.extend(other_names);
        let target = self.whole_target(meaning, &mut source);
        // `met this demand` is no meeting.
        let meets = plover == Plover::Consult && self.meets_a_thing(meaning.head);
        let scene = target.as_ref().is_some_and(|(mentions, _)| self.is_scene(meaning, mentions));
        self.doers.clear();
        let same = |mention: &Mention| source.iter().any(|other| other.entity == mention.entity);
        let (mut target, target_quality) = match target {
            // Where it happens is nobody to whom it is done.
            Some(_) if scene => (Vec::new(), 0.75),
            // Whoever does it to oneself was read wrongly.
            Some((mentions, _)) if mentions.iter().all(same) => {
                return self.refuse(meaning.head, &meaning.entries, Why::Itself);
            }
            Some((mentions, quality)) => {
                (mentions.into_iter().filter(|mention| !same(mention)).collect::<Vec<_>>(), quality)
            }
            None if meaning.part == Part::Noun
                && !(plover == Plover::Protest && plain && self.is_by(meaning.core, &source)) =>
            {
                return self.refuse(meaning.head, &meaning.entries, Why::NoTarget);
            }
            None if requires.target && plain && (meets || !self.has_thing(meaning)) => {
                return self.refuse(meaning.head, &meaning.entries, Why::NoTarget);
            }
            None => (Vec::new(), 0.75),
        };
        // Whoever says what the own side should do asks nobody, nor do those who govern a country, or want to, where they say it of
        // their country.
        let own = |source: &Mention, target: &Mention| {
            let (source, target) = (&self.cast.entities[source.entity], &self.cast.entities[target.entity]);
            let governs = |sector: &String| matches!(sector.as_str(), "GOV" | "LEG" | "MIL" | "PTY" | "ELI");
            let home = target.kind == EntityKind::Country && source.country == target.country;
            source.code == target.code || home && source.sectors.iter().any(governs)
        };
        if meaning.part == Part::Modal && target.iter().all(|target| source.iter().any(|source| own(source, target))) {
            return self.refuse(meaning.head, &meaning.entries, Why::Itself);
        }
        // What a known actor rejects may well be an offer of somebody who is not named.
        let coded = requires.coded && !(plover == Plover::Reject && !plain && target.is_empty());
        if !self.concerns(&source, &target, coded) {
            return self.refuse(meaning.head, &meaning.entries, Why::NoKnownActor);
        }
        // `Traders met in Oslo` is no visit, either.
        let there =
            plover == Plover::Consult && !target.is_empty() && target.iter().all(|mention| self.is_place(mention));
        let planned = plover == Plover::Agree && meaning.part == Part::Verb
            || matches!(plover, Plover::Mobilize | Plover::Assault) && inner == Some(plover);
        if (requires.official && (plain || planned) || there) && !source.iter().any(|mention| self.is_official(mention))
        {
            return self.refuse(meaning.head, &meaning.entries, Why::Private);
        }
        // `left the city in ruins`, `left the government paralysed`: nobody goes.
        let leaves_so =
            self.text.child(meaning.core, &[Label::Oprd, Label::Acomp, Label::Ccomp, Label::Xcomp]).is_some();
        if requires.forces && (leaves_so || !source.iter().any(|mention| self.is_force(mention))) {
            return self.refuse(meaning.head, &meaning.entries, Why::Unarmed);
        }
        // `The president flew to Lima`, his own capital or another town of his country: no visit to anybody.
        let at_home = |mention: &Mention| {
            let there = &self.cast.entities[mention.entity];
            let lives = |source: &Mention| self.cast.entities[source.entity].country == there.country;
            let somewhere = there.kind == EntityKind::Country && !mention.adjective || self.is_place(mention);
            somewhere && !there.country.is_empty() && source.iter().all(lives)
        };
        let visit = meaning.frame.is_some_and(|frame| frame.mode.as_deref() == Some("visit"));
        if visit && !target.is_empty() && target.iter().all(at_home) {
            return self.refuse(meaning.head, &meaning.entries, Why::Itself);
        }
        // `Iranian oil arrives in Lima`: no Iranians do.
        let goods = |mention: &Mention| mention.adjective && self.text.label(mention.head) == Label::Amod;
        let comes = matches!(self.text.document.lemma(meaning.head), "arrive" | "come" | "go" | "return");
        if visit && plain && comes && source.iter().all(goods) {
            return self.refuse(meaning.head, &meaning.entries, Why::NoSource);
        }
        // `The candidate held a rally in Lima` to be elected.
        let stump = |mention: &Mention| {
            let entity = &self.cast.entities[mention.entity];
            let office = |sector: &String| matches!(sector.as_str(), "GOV" | "LEG" | "ELI" | "PTY");
            entity.kind == EntityKind::Person && entity.sectors.iter().any(office)
        };
        let rally = || self.words.iter().any(|&token| self.text.document.lemma(token) == "rally");
        if plover == Plover::Protest && source.iter().any(stump) && rally() {
            return self.refuse(meaning.head, &meaning.entries, Why::NoEvent);
        }
        let (mut polarity, mut modality) = self.mood(meaning);
        if plain && plover == Plover::Cooperate && modality == Modality::Actual && self.is_trade_figure(meaning.head) {
            return self.refuse(meaning.head, &meaning.entries, Why::NoEvent);
        }
        let (mut mode, mut context, mut cameo) = (meaning.mode, meaning.context, meaning.cameo);
        // Politicians attack each other with words.
        let sides = || source.iter().chain(&target);
        let words = !target.is_empty() && sides().all(|side| self.is_talker(side))
            || source.iter().all(|mention| self.is_campaigner(mention))
            || !target.is_empty() && self.is_war_of_words(&source, &target);
        if requires.armed && plover == Plover::Assault && words {
            (plover, mode, context, cameo) = (Plover::Accuse, Some("disapprove"), &[], Some("111"));
        }
        if self.rulers_are_told(meaning, plover) {
            (plover, mode, context, cameo) = (Plover::Request, None, &[], Some("100"));
        }
        // A strike of workers is no attack, that of an army no walkout; and students who seize a building protest.
        let named = |lemmas: &[&str]| self.words.iter().any(|&token| lemmas.contains(&self.text.document.lemma(token)));
        let all = |sectors: &[&str]| {
            let of = |mention: &Mention| &self.cast.entities[mention.entity].sectors;
            source.iter().all(|mention| {
                !of(mention).is_empty() && of(mention).iter().all(|sector| sectors.contains(&sector.as_str()))
            })
        };
        if plover == Plover::Assault && named(&["strike"]) && all(&["LAB"]) {
            (plover, mode, context, cameo) = (Plover::Protest, Some("boycott"), &[], Some("143"));
        } else if plover == Plover::Protest && named(&["strike", "raid"]) && all(&["MIL"]) && !target.is_empty() {
            (plover, mode, context, cameo) = (Plover::Assault, None, &[], Some("190"));
        } else if matches!(plover, Plover::Assault | Plover::Coerce)
            && named(&["occupy", "seize", "takeover"])
            && all(&["LAB", "EDU", "OPP"])
        {
            (plover, mode, context, cameo) = (Plover::Protest, Some("obstruct"), &[], Some("144"));
        } else if plover == Plover::Protest
            && mode == Some("obstruct")
            && all(&["MIL", "COP", "GOV", "JUD", "BUS"])
            && !all(&["BUS"])
            && !source.iter().any(|mention| self.is_retired(mention))
            && source.iter().all(|mention| self.cast.entities[mention.entity].kind != EntityKind::Person)
        {
            // `Soldiers blocked roads`.
            (plover, mode, context, cameo) = (Plover::Coerce, Some("restrict"), &[], Some("172"));
        }
        // `Peru protested over the raid`: states complain; Peruvians take to the streets.
        let people = |mention: &Mention| {
            let name = self.text.document.entity_at(mention.head);
            name.is_some_and(|name| name.kind == Recognised::Norp)
        };
        let state = |mention: &Mention| {
            let entity = &self.cast.entities[mention.entity];
            entity.kind == EntityKind::Country && !mention.adjective && !people(mention) || entity.sectors == ["GOV"]
        };
        let street = || named(&["street", "demonstration", "march", "rally", "crowd", "square"]);
        if plover == Plover::Protest && named(&["protest"]) && !street() && source.iter().all(state) {
            (plover, mode, context, cameo) = (Plover::Accuse, Some("disapprove"), &[], Some("114"));
        }
        // `Rebels seized Bangui`.
        let named = meaning.frame.is_some_and(|frame| !frame.entry.objects.is_empty());
        let taken = !named && !target.is_empty() && target.iter().all(|mention| self.is_taken(mention));
        if plover == Plover::Coerce
            && mode == Some("seize")
            && taken
            && source.iter().all(|mention| self.is_force(mention))
        {
            (plover, mode, cameo) = (Plover::Assault, None, Some("192"));
        }
        let mut will = false;
        // What somebody will do is agreed to or threatened; what somebody will not do is refused.
        // `Is not ready to`, `is no longer willing to`: refused, too.
        let unwilling =
            meaning.part == Part::Adjective && plover == Plover::Agree && polarity == Polarity::Negated && !plain;
        // `cannot accept`, `does not recognise`, `gave no permission`: whoever does not consent refuses.
        let consents = self.is_a(meaning.head, CONSENT) || self.words.iter().any(|&word| self.is_a(word, ASSENT));
        let withheld = polarity == Polarity::Negated
            && matches!(modality, Modality::Actual | Modality::Possible)
            && self.text.is_verb(meaning.head)
            && !self.text.is_passive(meaning.head)
            && consents;
        if unwilling || withheld || self.is_future(meaning) {
            let operators = &self.lexicon.operators;
            let refused = polarity == Polarity::Negated;
            let name = operators.name(if refused { "refuse" } else { "intend" });
            let what = if unwilling { inner } else { Some(plover) };
            let outcome = name.and_then(|name| operators.outcome(name, what));
            let cooperative = matches!(plover.quad(), Quad::VerbalCooperation | Quad::MaterialCooperation);
            if let Some(outcome) = outcome.filter(|_| cooperative || !refused)
                && let OutcomeKind::Type(composed) = outcome.kind
            {
                plover = composed;
                mode = outcome.mode.as_deref();
                context = &outcome.context;
                cameo = outcome.cameo.as_deref().or(cameo);
                will = true;
                if refused {
                    (polarity, modality) = (Polarity::Affirmed, Modality::Actual);
                }
            }
        }
        self.settle_at_home(&source, &target);
        let findings = Findings {
            plover,
            source: &source,
            target: &target,
            qualities: (source_quality, target_quality),
            mood: (polarity, modality),
            will,
        };
        let weights = &self.lexicon.weights;
        let mut odds = weights.odds();
        self.testify(meaning, &findings, &mut odds);
        // A place where it happens, a topic, a thing to which nothing is done; but not somebody who is named as the object.
        let named = |mention: &Mention| {
            let person = self.cast.entities[mention.entity].kind == EntityKind::Person;
            person && !mention.pronoun && self.text.label(mention.head) == Label::Dobj
        };
        let nobody = !target.iter().all(named) && odds.target() < LEAST_TARGET;
        let findings = if nobody { Findings { target: &[], ..findings } } else { findings };
        if nobody {
            odds = weights.odds();
            self.testify(meaning, &findings, &mut odds);
        }
        let mut evidence = Evidence::new();
        if self.explained {
            self.testify(meaning, &findings, &mut evidence);
        }
        let confidence = odds.confidence();
        if nobody {
            target.clear();
        }
        let (first, last) = trigger(&meaning.tokens, meaning.head);
        self.events.push(Event {
            plover,
            mode,
            visit,
            context,
            cameo,
            entries: meaning.entries.clone(),
            words: meaning.tokens.clone(),
            trigger: first..last + 1,
            head: meaning.head,
            source,
            target,
            polarity,
            modality,
            evidence,
            confidence,
        });
        true
    }

    /// Whether they were soldiers or officials once: `retired soldiers`.
    fn is_retired(&self, mention: &Mention) -> bool {
        let once =
            |at: usize| matches!(self.text.document.lemma(at), "retired" | "former" | "demobilised" | "demobilized");
        self.text.base_phrase(mention.head).any(once)
    }

    /// Whether it is done `by` somebody: `rioting by farmers`, `a strike by pilots`.
    fn is_by(&self, noun: usize, source: &[Mention]) -> bool {
        let by = |&(at, _): &(usize, usize)| self.text.of(at) == "by";
        let whom = self.text.prepositions(noun).find(by);
        whom.is_some_and(|(_, whom)| source.iter().any(|mention| mention.head == whom))
    }

    /// Whether a state or those who rule it are ordered to do good to somebody: `a court ordered Peru to free them`. Only its own forces do what
    /// whoever orders it wants done.
    fn rulers_are_told(&self, meaning: &Meaning<'l>, plover: Plover) -> bool {
        let orders = |applied: &&Applied<'l>| {
            let command = Some(applied.operator.name) == self.lexicon.operators.name("command");
            command && applied.complement == Complement::ObjectInfinitive && applied.outcome.kind == OutcomeKind::Same
        };
        let Some(order) = meaning.operators.first().filter(orders) else { return false };
        let text = self.text;
        let whom = if text.is_passive(order.head) { text.subject(order.head) } else { text.object(order.head) };
        let rules = |mention: &Mention| {
            let entity = &self.cast.entities[mention.entity];
            let governs = entity.sectors.iter().any(|sector| matches!(sector.as_str(), "GOV" | "LEG"));
            (entity.kind == EntityKind::Country || governs) && !self.is_force(mention)
        };
        plover == Plover::Retreat && whom.and_then(|whom| self.reading.mention_at(whom)).is_some_and(rules)
    }

    /// Whether somebody who is not named only asks for an event: `a withdrawal was demanded`.
    fn is_wanted(&self, noun: usize, plover: Plover) -> bool {
        let (text, operators) = (self.text, &self.lexicon.operators);
        let verb = text.document.head(noun).filter(|_| text.label(noun) == Label::Nsubjpass);
        verb.filter(|&verb| text.agent(verb).is_none()).is_some_and(|verb| {
            operators.operators(Part::Verb, text.tokens[verb].lemma).any(|operator| {
                let asks = operators.outcome(operator.name, Some(plover)).is_some_and(|outcome| {
                    matches!(outcome.kind, OutcomeKind::Type(Plover::Request | Plover::Threaten))
                });
                asks && operator.entry.particles.is_empty() && operator.complements.contains(&Complement::Object)
            })
        })
    }

    /// Whether it is only said how lawful or good it is that somebody does it: `it is illegal for the police to arrest reporters`. What was so
    /// may have been done.
    fn is_rule(&self, verb: usize) -> bool {
        let text = self.text;
        let clause = matches!(text.label(verb), Label::Advcl | Label::Xcomp | Label::Ccomp) && text.has_to(verb);
        let Some(above) = text.document.head(verb).filter(|_| clause && text.child(verb, &[Label::Nsubj]).is_some())
        else {
            return false;
        };
        let is = if text.document.lemma(above) == "be" { above } else { text.document.head(above).unwrap_or(above) };
        let judged = text.child(is, &[Label::Acomp]).unwrap_or(above);
        let now = text.tag(is) == Tag::Vbz
            || text
                .child(above, &[Label::Auxpass, Label::Aux])
                .is_some_and(|aux| text.tag(aux) == Tag::Vbz || text.of(aux).eq_ignore_ascii_case("would"));
        now && matches!(
            text.of(judged).to_ascii_lowercase().as_str(),
            "illegal"
                | "unlawful"
                | "forbidden"
                | "legal"
                | "lawful"
                | "permissible"
                | "impermissible"
                | "wrong"
                | "immoral"
                | "unethical"
                | "unthinkable"
                | "impossible"
                | "rare"
                | "unusual"
                | "common"
                | "normal"
        )
    }

    /// Whether a verb says that a demand or goal is met: `Peru met this demand`.
    fn meets_a_thing(&self, verb: usize) -> bool {
        let text = self.text;
        let when = |object: usize| self.reading.times.iter().any(|time| time.tokens.contains(&object));
        let thing =
            |object: usize| text.tag(object).is_noun() && self.reading.mention_at(object).is_none() && !when(object);
        text.document.lemma(verb) == "meet" && text.child(verb, &[Label::Dobj]).is_some_and(thing)
    }

    /// Whether a verb tells how much is traded in a month or year, or in general: `exported 900 tonnes in 1986`, `imports much of its oil`. Only what
    /// is bought or sold at a time is done together.
    fn is_trade_figure(&self, verb: usize) -> bool {
        let text = self.text;
        let trades = matches!(text.document.lemma(verb), "export" | "import" | "buy" | "sell");
        let always = || {
            let present = matches!(text.tag(verb), Tag::Vbz | Tag::Vbp) && text.child(verb, &[Label::Aux]).is_none();
            present && matches!(text.document.lemma(verb), "export" | "import")
        };
        let long = |time: &TimeMention| {
            let last = time.tokens.end - 1;
            let beside = text.document.head(last).is_some_and(|above| {
                let during = text.label(last) == Label::Pobj && !text.of(above).eq_ignore_ascii_case("for");
                above == verb || during && text.document.head(above) == Some(verb)
            });
            // A year, a quarter or a month.
            beside && time.is_on_calendar() && time.value.len() <= 7
        };
        trades && text.is_verb(verb) && (always() || self.reading.times.iter().any(long))
    }

    /// Whether it stands in the clause of a noun that tells what somebody asks for: `their demand that Peru withdraw its troops`.
    fn is_demanded(&self, verb: usize) -> bool {
        let text = self.text;
        let that = |child: usize| text.label(child) == Label::Mark && text.of(child) == "that";
        let base = matches!(text.tag(verb), Tag::Vb | Tag::Vbp) && text.child(verb, &[Label::Aux]).is_none();
        let clause = text.label(verb) == Label::Acl && base && text.children.of(verb).any(that);
        // `rejected a request by Chile to leave`: whoever is asked would.
        let asked = || text.label(verb) == Label::Acl && text.has_to(verb);
        let asks = |noun: usize| matches!(text.document.lemma(noun), "request" | "call" | "appeal" | "plea");
        if text.document.head(verb).is_some_and(|noun| asks(noun) && asked()) {
            return true;
        }
        text.document.head(verb).filter(|_| clause).is_some_and(|noun| {
            matches!(
                text.document.lemma(noun),
                "demand" | "request" | "call" | "appeal" | "insistence" | "proposal" | "suggestion" | "recommendation"
            )
        })
    }

    /// Notes why a word gave no event; false.
    fn refuse(&mut self, token: usize, entries: &[&Entry], why: Why) -> bool {
        let entries = entries.iter().map(|entry| entry.place.clone()).collect();
        self.refusals.push(Refusal { token, entries, why });
        false
    }

    /// `…, which Moscow denies`: what Moscow is said to have done before is reported and denied.
    fn denials(&mut self) {
        let text = self.text;
        for verb in self.reading.tokens.clone() {
            let relative = text.child(verb, &[Label::Dobj]).is_some_and(|object| text.tag(object) == Tag::Wdt);
            if text.document.lemma(verb) != "deny" || !text.is_verb(verb) || !relative {
                continue;
            }
            let deniers: Vec<usize> = text
                .child(verb, &[Label::Nsubj])
                .map(|subject| self.reading.heads(text, subject))
                .unwrap_or_default()
                .iter()
                .map(|mention| mention.entity)
                .collect();
            for event in &mut self.events {
                let accused = event.source.iter().any(|mention| deniers.contains(&mention.entity));
                if accused && event.trigger.start < verb && event.modality == Modality::Actual {
                    event.modality = Modality::ReportedDenied;
                }
            }
        }
    }
}

/// Whether a token is the name of a month in a date: `until March 31`.
fn is_month(text: &Text<'_>, reading: &Reading, token: usize) -> bool {
    text.is(token, class::MONTH) && reading.times.iter().any(|time| time.tokens.contains(&token))
}

/// The first and last token of a trigger: the words around the head that follow each other closely.
fn trigger(tokens: &[usize], head: usize) -> (usize, usize) {
    let mut all = tokens.to_vec();
    all.sort_unstable();
    let (mut first, mut last) = (head, head);
    for &token in all.iter().rev().filter(|&&token| token < head) {
        if first - token <= 4 {
            first = token;
        }
    }
    for &token in all.iter().filter(|&&token| token > head) {
        if token - last <= 6 {
            last = token;
        }
    }
    (first, last)
}

#[cfg(test)]
mod tests;
