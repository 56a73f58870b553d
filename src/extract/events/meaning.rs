//! What a word says: the frame of the lexicon that fits it best, or an operator and the event inside it.

use std::rc::Rc;

use smallvec::{SmallVec, smallvec};

use crate::nlp::{Label, Tag};
use crate::record::{Modality, Plover, Polarity};

use super::{Finder, Objects};
use crate::extract::lexicon::entry::{Brief, Entry, Part, Present, Slot, bit};
use crate::extract::lexicon::operators::{Complement, Operator, Outcome, OutcomeKind};
use crate::extract::lexicon::predicates::Frame;
use crate::extract::lexicon::words::{UNKNOWN, WordId};
use crate::extract::text::EntityKind;

/// How deep operators can be nested: `refused to agree to lift sanctions`.
const DEEPEST: usize = 4;

/// An operator where it stands.
#[derive(Clone, Debug)]
pub struct Applied<'l> {
    /// Its entry.
    pub operator: &'l Operator,
    /// Its word.
    pub head: usize,
    /// Where its inner event stands.
    pub complement: Complement,
    /// The word of its complement.
    pub inner: usize,
    /// What it makes of the inner event.
    pub outcome: &'l Outcome,
}

/// What words say, before it is known who does it.
#[derive(Clone, Debug)]
pub struct Meaning<'l> {
    /// The type; none where the words are no event.
    pub plover: Option<Plover>,
    /// PLOVER mode.
    pub mode: Option<&'l str>,
    /// PLOVER contexts.
    pub context: &'l [String],
    /// CAMEO code.
    pub cameo: Option<&'l str>,
    /// The entries that made it, the outermost first.
    pub entries: Vec<&'l Entry>,
    /// All words that belong to it.
    pub tokens: Vec<usize>,
    /// The outermost word.
    pub head: usize,
    /// What kind of word that is.
    pub part: Part,
    /// The word of the innermost frame, or the complement of the innermost operator.
    pub core: usize,
    /// The innermost frame.
    pub frame: Option<&'l Frame>,
    /// The operators around it, the outermost first.
    pub operators: Vec<Applied<'l>>,
}

impl<'l> Meaning<'l> {
    /// That of a frame alone.
    pub fn of_frame(frame: &'l Frame, head: usize, tokens: Vec<usize>) -> Meaning<'l> {
        Meaning {
            plover: frame.plover,
            mode: frame.mode.as_deref(),
            context: &frame.context,
            cameo: frame.cameo.as_deref(),
            entries: vec![&frame.entry],
            tokens,
            head,
            part: frame.entry.part,
            core: head,
            frame: Some(frame),
            operators: Vec::new(),
        }
    }

    /// Whether it is of a kind that two do with each other.
    pub fn is_mutual(&self) -> bool {
        let inner = self.frame.and_then(|frame| frame.plover);
        self.plover
            .into_iter()
            .chain(inner)
            .any(|plover| matches!(plover, Plover::Agree | Plover::Consult | Plover::Support | Plover::Cooperate))
    }

    /// What the operators say of modality and polarity, the outermost counting most.
    pub fn composed_mood(&self) -> (Option<Modality>, Option<Polarity>) {
        let modality = self.operators.iter().find_map(|applied| applied.outcome.modality);
        // `criticised the lack of aid`: what is criticised was not done, but the criticism was.
        let verdict = |applied: &&Applied<'_>| {
            matches!(applied.outcome.kind, OutcomeKind::Type(Plover::Accuse | Plover::Support | Plover::Reject))
        };
        let last = self.operators.iter().position(|applied| verdict(&applied)).unwrap_or(self.operators.len());
        let heard = self.operators.iter().take(last + 1);
        let polarity = heard.into_iter().find_map(|applied| applied.outcome.polarity);
        (modality, polarity)
    }
}

/// Verbs of leaving, for entries that ask for one (`leave`).
const LEAVING: &[&str] = &["leave", "go", "depart", "quit", "return", "withdraw"];

impl<'l> Finder<'_, '_, 'l> {
    /// What the word at `token` says with what hangs on it.
    pub(super) fn meaning(&self, token: usize, depth: usize) -> Option<Meaning<'l>> {
        let part = self.part(token)?;
        let frame = self.best_frame(token, part);
        let composed = if depth < DEEPEST { self.best_operator(token, part, depth) } else { None };
        match (frame, composed) {
            (Some((frame, tokens, weight)), Some((meaning, other))) => {
                Some(if other > weight { meaning } else { Meaning::of_frame(frame, token, tokens) })
            }
            (Some((frame, tokens, _)), None) => Some(Meaning::of_frame(frame, token, tokens)),
            (None, Some((meaning, _))) => Some(meaning),
            (None, None) => None,
        }
    }

    /// What kind of predicate the word can be.
    fn part(&self, token: usize) -> Option<Part> {
        let text = self.text;
        let tag = text.tag(token);
        // `told visiting envoy Ada Crane`: which says who she is.
        if tag == Tag::Vbg
            && text.document.lemma(token) == "visit"
            && let Some(before) = token.checked_sub(1)
            && text.tokens.get(token + 1).is_some()
        {
            let after = text.tag(token + 1);
            let verb = text.tag(before).is_verb() && text.label(before) != Label::Aux;
            let beside = verb || matches!(text.of(before), "with" | "by" | "from" | "to");
            let against = text.of(before) == "against" && (after == Tag::Jj || after.is_noun());
            // `between the premier and visiting envoy Ada Crane`.
            let joined = text.of(before) == "and" && matches!(text.label(token), Label::Amod | Label::Compound);
            if (beside || joined) && after.is_noun() || against {
                return None;
            }
        }
        // `hard-hitting sanctions`: what they are like.
        let hyphen = token.checked_sub(2).is_some_and(|before| {
            text.tag(token - 1) == Tag::Hyph && text.tokens[before].span.end == text.tokens[token - 1].span.start
        });
        if tag == Tag::Vbg && hyphen {
            return None;
        }
        // `airlifted wounded soldiers`: read as what they are made to be, but only said of them.
        if tag == Tag::Vbn
            && text.label(token) == Label::Xcomp
            && token.checked_sub(1) == text.document.head(token)
            && text.child(token, &[Label::Dobj]).is_some()
        {
            return None;
        }
        // `fighting between Peru and Chile went on`.
        let phrase = matches!(text.label(token), Label::Nsubj | Label::Nsubjpass | Label::Dobj | Label::Pobj);
        if tag == Tag::Vbg && phrase && text.prepositions(token).any(|(at, _)| text.of(at) == "between") {
            return Some(Part::Noun);
        }
        if text.is_verb(token) && tag != Tag::Md {
            // `is prepared for talks` is read as a passive, but says what the adjective says.
            return Some(Part::Verb);
        }
        // Words of names are no events: `Strike Force`; but `troop movement` is one although a movement may be somebody.
        if let Some(mention) = self.reading.mention_at(token).filter(|mention| !mention.pronoun && !mention.adjective) {
            let common = self.cast.entities[mention.entity].kind == EntityKind::Agent && !tag.is_proper();
            let mut frames = self.lexicon.predicates.frames(Part::Noun, text.tokens[token].lemma);
            let longer = |frame: &Frame| !frame.entry.before.is_empty() && self.fits(&frame.entry, token).is_some();
            return (common && tag.is_noun() && frames.any(longer)).then_some(Part::Noun);
        }
        match tag {
            Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps => Some(Part::Noun),
            Tag::Vbg if !text.is_verb(token) && text.label(token) != Label::Amod => Some(Part::Noun),
            Tag::Jj | Tag::Jjr | Tag::Vbn | Tag::Vbd => Some(Part::Adjective),
            _ => None,
        }
    }

    /// The words of the event that a frame finds at `token`.
    fn fitting(&self, frame: &Frame, token: usize) -> Option<Vec<usize>> {
        let tokens = self.fits(&frame.entry, token)?;
        let object = frame.target.contains(&Slot::Object) || frame.source.contains(&Slot::Object);
        if !object && self.is_apart(&frame.entry, token, &tokens) {
            return None;
        }
        self.requirements(frame, token).then_some(tokens)
    }

    /// The frame of the same word that fits best after `last`.
    pub(super) fn frame_after(&self, last: &Frame, token: usize) -> Option<(&'l Frame, Vec<usize>)> {
        let word = &self.text.tokens[token];
        let lexicon = self.lexicon;
        let frames = lexicon.predicates.frames(last.entry.part, word.lemma);
        let mut rest = frames.skip_while(|frame| !std::ptr::eq(*frame, last)).skip(1);
        rest.find_map(|frame| Some((frame, self.fitting(frame, token)?)))
    }

    pub(super) fn best_frame(&self, token: usize, part: Part) -> Option<(&'l Frame, Vec<usize>, usize)> {
        let word = &self.text.tokens[token];
        let predicates = &self.lexicon.predicates;
        let reach = self.reach(token);
        let best = |part: Part, word: WordId| {
            let mut frames = predicates.frames_that(part, word, reach, |brief| self.may_fit(brief, token));
            let mut fitting = frames.by_ref().filter_map(|frame| Some((frame, self.fitting(frame, token)?)));
            let (first, tokens) = fitting.next()?;
            // `blocked the sale` is no event, but `blocked the arms sale` is one.
            let longest = if first.plover.is_none() { self.object_words(first, &tokens) } else { 0 };
            let named = (longest > 0).then(|| {
                fitting.find(|(frame, tokens)| frame.plover.is_some() && self.object_words(frame, tokens) > longest)
            });
            let (frame, tokens) = named.flatten().unwrap_or((first, tokens));
            Some((frame, tokens, frame.specificity()))
        };
        // A gerund is a noun as it stands: `bombing`.
        let gerund = part == Part::Noun && self.text.tag(token) == Tag::Vbg;
        let found = best(part, if gerund { word.lower } else { word.lemma });
        match part {
            Part::Adjective => found.or_else(|| best(part, word.lower)),
            // `is prepared for`, `was outraged at`: a participle that is an adjective of the lexicon.
            Part::Verb if self.text.tag(token) == Tag::Vbn => {
                if found.is_some() && self.text.agent(token).is_some() {
                    return found;
                }
                let weight = found.as_ref().map(|(_, _, weight)| *weight);
                let adjective = best(Part::Adjective, word.lower);
                adjective.filter(|(_, _, own)| weight.is_none_or(|weight| *own > weight)).or(found)
            }
            _ => found,
        }
    }

    pub(super) fn best_operator(&self, token: usize, part: Part, depth: usize) -> Option<(Meaning<'l>, usize)> {
        let word = &self.text.tokens[token];
        let operators = &self.lexicon.operators;
        let mut best: Option<(Meaning<'l>, usize)> = None;
        let mut weigh = |operator: &'l Operator| {
            if let Some((meaning, weight)) = self.apply(operator, token, depth)
                && best.as_ref().is_none_or(|(_, other)| weight > *other)
            {
                best = Some((meaning, weight));
            }
        };
        let reach = self.reach(token);
        let may_fit = |brief: &Brief| self.may_fit(brief, token);
        operators.operators_that(part, word.lemma, reach, may_fit).for_each(&mut weigh);
        if part == Part::Adjective && word.lower != word.lemma {
            operators.operators_that(part, word.lower, reach, may_fit).for_each(&mut weigh);
        }
        if part == Part::Verb && self.text.tag(token) == Tag::Vbn {
            operators.operators_that(Part::Adjective, word.lower, reach, may_fit).for_each(&mut weigh);
        }
        best
    }

    /// The operator with the event inside it, and how well it fits.
    fn apply(&self, operator: &'l Operator, token: usize, depth: usize) -> Option<(Meaning<'l>, usize)> {
        let tokens = self.fits(&operator.entry, token)?;
        if !operator.target.contains(&Slot::Object) && self.is_apart(&operator.entry, token, &tokens) {
            return None;
        }
        let specific = operator.entry.specificity() * 2;
        let outcomes = &self.lexicon.operators;
        let mut bare: Option<(Meaning<'l>, usize)> = None;
        for &complement in &operator.complements {
            for inner in self.complements(complement, operator, token, &tokens) {
                let applied = |outcome: &'l Outcome| Applied { operator, head: token, complement, inner, outcome };
                let event = self.meaning(inner, depth + 1);
                // What looks like an event and is none (`declined to comment`) is none of the operator, either.
                // But whatever is threatened is a threat: `threatened to sell its shares`.
                let nothing = event.as_ref().is_some_and(|meaning| meaning.plover.is_none());
                let bare_kind = outcomes.outcome(operator.name, None).map(|outcome| outcome.kind);
                if nothing && bare_kind != Some(OutcomeKind::Type(Plover::Threaten)) {
                    return None;
                }
                if let Some(mut meaning) = event.filter(|_| !nothing) {
                    let Some(outcome) = outcomes.outcome(operator.name, meaning.plover) else { continue };
                    match outcome.kind {
                        OutcomeKind::Same => {}
                        OutcomeKind::None => meaning.plover = None,
                        OutcomeKind::Type(plover) => {
                            meaning.plover = Some(plover);
                            meaning.mode = outcome.mode.as_deref();
                            meaning.context = &outcome.context;
                            meaning.cameo = outcome.cameo.as_deref();
                        }
                    }
                    meaning.operators.insert(0, applied(outcome));
                    meaning.entries.insert(0, &operator.entry);
                    meaning.tokens.extend(&tokens);
                    meaning.tokens.extend(self.whole_of(inner, token).filter(|_| complement == Complement::Object));
                    meaning.head = token;
                    meaning.part = operator.entry.part;
                    return Some((meaning, specific + 5));
                }
                if bare.is_none()
                    && complement != Complement::Subject
                    && let Some(outcome) = outcomes.outcome(operator.name, None)
                    && let OutcomeKind::Type(plover) = outcome.kind
                {
                    let meaning = Meaning {
                        plover: Some(plover),
                        mode: outcome.mode.as_deref(),
                        context: &outcome.context,
                        cameo: outcome.cameo.as_deref(),
                        entries: vec![&operator.entry],
                        tokens: tokens.clone(),
                        head: token,
                        part: operator.entry.part,
                        core: inner,
                        frame: None,
                        operators: vec![applied(outcome)],
                    };
                    bare = Some((meaning, specific + 1));
                }
            }
        }
        bare
    }

    /// The event noun of which the object of an operator at `token` is a part, so that it is no event of its own: `threatened a resumption of
    /// raids`.
    fn whole_of(&self, inner: usize, token: usize) -> Option<usize> {
        let text = self.text;
        let of = text.document.head(inner).filter(|&of| text.label(inner) == Label::Pobj && of != token)?;
        let noun = text.document.head(of).filter(|&noun| noun != token && text.tag(noun).is_noun())?;
        let lemma = text.tokens[noun].lemma;
        let operator = || self.lexicon.operators.operators(Part::Noun, lemma).next().is_some();
        let event = self.lexicon.predicates.noun_types(lemma) != 0 || operator();
        (event && text.part_of(noun) == Some(inner)).then_some(noun)
    }

    /// The words that can be the complement of an operator at `token`.
    fn complements(&self, complement: Complement, operator: &Operator, token: usize, tokens: &[usize]) -> Vec<usize> {
        let text = self.text;
        let clausal = |labels: &[Label]| text.child(token, labels).filter(|&inner| text.tag(inner).is_verb());
        let own_subject = |inner: usize| text.child(inner, &[Label::Nsubj, Label::Nsubjpass]).is_some();
        let last = tokens.iter().copied().find(|&at| at != token && text.label(at) == Label::Prep);
        // `would like Peru to leave`: Peru is to leave; but whoever commits it to something promises that.
        let other = || {
            let whom = text.child(token, &[Label::Dobj]).and_then(|whom| self.reading.mention_at(whom));
            let promises = text.promises(token) || text.document.lemma(token) == "commit";
            operator.entry.objects.is_empty() && !promises && whom.is_some_and(|whom| !whom.adjective)
        };
        let found: Option<usize> = match complement {
            Complement::Infinitive if other() => None,
            Complement::Infinitive => clausal(&[Label::Xcomp, Label::Acl, Label::Ccomp, Label::Advcl])
                .filter(|&inner| text.has_to(inner) && !own_subject(inner))
                .or_else(|| self.infinitive_of_participle(token)),
            Complement::ObjectInfinitive => clausal(&[Label::Xcomp, Label::Ccomp, Label::Advcl])
                .filter(|&inner| text.has_to(inner))
                .filter(|&inner| {
                    own_subject(inner) || text.object(token).is_some() || text.is_passive(token) || last.is_some()
                }),
            Complement::Gerund => {
                // `ruled out selling`: also where it is read as what happens meanwhile.
                let next = tokens.iter().max().map(|last| last + 1);
                let after = || text.child(token, &[Label::Advcl]).filter(|&inner| Some(inner) == next);
                let gerund = clausal(&[Label::Xcomp, Label::Pcomp]).or_else(after);
                // `denied having sold arms`.
                let having = |inner: usize| {
                    text.tag(inner) == Tag::Vbn
                        && text.child(inner, &[Label::Aux]).is_some_and(|aux| text.tag(aux) == Tag::Vbg)
                };
                gerund.filter(|&inner| text.tag(inner) == Tag::Vbg || having(inner)).or_else(|| {
                    let preposition = last.into_iter().chain(text.children.of(token).filter(|&child| {
                        text.label(child) == Label::Prep
                            && operator.entry.particles.is_empty()
                            && operator.entry.part != Part::Verb
                    }));
                    preposition
                        .filter_map(|at| text.child(at, &[Label::Pcomp]))
                        .find(|&inner| text.tag(inner) == Tag::Vbg)
                })
            }
            Complement::That => {
                // `promised the miners that Peru would pay`: the clause can be read as one about the miners.
                let about_object = || {
                    let object = text.child(token, &[Label::Dobj, Label::Dative])?;
                    text.children.of(object).find(|&inner| {
                        let mark = text.child(inner, &[Label::Mark]);
                        matches!(text.label(inner), Label::Relcl | Label::Acl | Label::Ccomp)
                            && own_subject(inner)
                            && mark.is_some_and(|mark| text.of(mark) == "that")
                    })
                };
                clausal(&[Label::Ccomp, Label::Acl])
                    .filter(|&inner| own_subject(inner) && !text.has_to(inner))
                    .or_else(about_object)
            }
            // `insisted that the premier leave`, but `insisted that the premier left`.
            Complement::Should => text.child(token, &[Label::Ccomp, Label::Acl, Label::Advcl]).filter(|&inner| {
                // `insisted that the premier resign`: the verb can be read as a noun.
                if text.tag(inner).is_noun() {
                    return text.child(inner, &[Label::Mark]).is_some_and(|mark| text.of(mark) == "that");
                }
                let subject = text.child(inner, &[Label::Nsubj, Label::Nsubjpass]);
                let aux = text.child(inner, &[Label::Aux, Label::Auxpass]);
                let one = subject.is_some_and(|subject| {
                    matches!(text.tag(subject), Tag::Nn | Tag::Nnp)
                        || matches!(text.of(subject).to_ascii_lowercase().as_str(), "he" | "she" | "it")
                });
                match aux {
                    Some(aux) => {
                        matches!(text.of(aux), "should" | "must" | "be") && subject.is_some() && !text.has_to(inner)
                    }
                    None => one && matches!(text.tag(inner), Tag::Vb | Tag::Vbp),
                }
            }),
            // `pressure to ease rules`: the rules, and not the pressure.
            Complement::Subject
                if operator.entry.part == Part::Verb && text.has_to(token) && text.object(token).is_some() =>
            {
                None
            }
            // `meetings failed to produce a deal`: that, and not the meetings, failed.
            Complement::Subject => text
                .child(token, &[Label::Nsubj, Label::Nsubjpass])
                .filter(|_| clausal(&[Label::Xcomp]).is_none_or(|inner| !text.has_to(inner) || self.happens(inner))),
            Complement::Object => {
                let object = match last {
                    Some(preposition) => text.child(preposition, &[Label::Pobj]),
                    None if operator.entry.part == Part::Verb => {
                        if text.is_passive(token) {
                            text.subject(token)
                        } else {
                            text.object(token)
                        }
                    }
                    None => text
                        .children
                        .of(token)
                        .filter(|&child| text.label(child) == Label::Prep)
                        .find_map(|preposition| text.child(preposition, &[Label::Pobj])),
                };
                // `a series of raids`: the noun after `of` is what counts.
                return object
                    .map(|object| {
                        let mut all = text.with_conjuncts(object);
                        all.extend(self.text.part_of(object));
                        all
                    })
                    .unwrap_or_default();
            }
        };
        found.map(|first| text.with_conjuncts(first)).unwrap_or_default()
    }

    /// `was ready to`, where the parser hangs the infinitive on the verb before an adjective.
    fn infinitive_of_participle(&self, token: usize) -> Option<usize> {
        let text = self.text;
        if !matches!(text.label(token), Label::Acomp | Label::Oprd) {
            return None;
        }
        let verb = text.document.head(token)?;
        text.child(verb, &[Label::Xcomp]).filter(|&inner| text.has_to(inner))
    }

    /// Whether an entry that asks for this may fit the word at `token`; most that do not are refused.
    fn may_fit(&self, brief: &Brief, token: usize) -> bool {
        let is = |at: usize, word: WordId| self.text.tokens[at].lower == word || self.text.tokens[at].lemma == word;
        (brief.before == UNKNOWN || token.checked_sub(1).is_some_and(|at| is(at, brief.before)))
            && self.present.may_have_all(&brief.particles)
            // After a preposition the noun is another one.
            && brief
                .objects
                .filter(|_| brief.particles.is_empty())
                .is_none_or(|objects| objects.meets(&self.objects(token).words))
    }

    /// The words that can be the first particle of an entry at `token`: the next one, those that hang on it, and on its object.
    fn reach(&self, token: usize) -> Present {
        let text = self.text;
        let object = text.child(token, &[Label::Dobj]);
        let hanging = text.children.of(token).chain(object.into_iter().flat_map(|object| text.children.of(object)));
        let next = Some(token + 1).filter(|next| self.reading.tokens.contains(next));
        Present::of(hanging.chain(next).map(|at| text.tokens[at].lower))
    }

    /// The words of the entry at `token`, or nothing if one of them is missing.
    fn fits(&self, entry: &Entry, token: usize) -> Option<Vec<usize>> {
        let text = self.text;
        // Most entries do not fit: nothing is allocated for them.
        let mut tokens: SmallVec<[usize; 8]> = smallvec![token];
        for (offset, &word) in entry.before.iter().rev().enumerate() {
            let at = token.checked_sub(offset + 1)?;
            let known = text.tokens[at].lower == word || text.tokens[at].lemma == word;
            if !known {
                return None;
            }
            tokens.push(at);
        }
        let mut last = token;
        // `marched on Friday` is no `march on`, but `called on Friday` may be a `call on friday`.
        let when = |preposition: usize, rest: &[WordId]| {
            let temporal = matches!(text.of(preposition), "on" | "in" | "at") && text.label(preposition) == Label::Prep;
            let object = text.child(preposition, &[Label::Pobj]).filter(|_| temporal);
            object.is_some_and(|object| {
                let named = rest.contains(&text.tokens[object].lower);
                !named && self.reading.times.iter().any(|time| time.tokens.contains(&object))
            })
        };
        for (number, &word) in entry.particles.iter().enumerate() {
            let rest = &entry.particles[number + 1..];
            let next = tokens.iter().copied().max().map_or(token, |at| at + 1);
            let adjacent =
                || (text.tokens.get(next)?.lower == word && self.reading.tokens.contains(&next)).then_some(next);
            let hanging = || {
                text.children.of(last).chain(text.children.of(token)).find(|&child| {
                    // `jointly searched`: adverbs stand before it, too.
                    let free = || (child > token || text.tag(child) == Tag::Rb) && !tokens.contains(&child);
                    text.tokens[child].lower == word && free() && !text.is_absolute(child)
                })
            };
            let of_object = || {
                let object = text.child(token, &[Label::Dobj])?;
                text.children.of(object).find(|&child| {
                    // `held the army responsible`: the adjective is read as one of the noun.
                    let after = child > object && text.label(child) == Label::Amod;
                    text.tokens[child].lower == word && (text.label(child) == Label::Prep || after)
                })
            };
            last = adjacent().or_else(hanging).or_else(of_object).filter(|&at| !when(at, rest))?;
            tokens.push(last);
        }
        if !entry.objects.is_empty() {
            tokens.push(self.object_noun(entry, token, last)?);
        }
        Some(tokens.into_vec())
    }

    /// How many words of its object the entry of a frame names, which stands last in `tokens`; 0 where it names none.
    pub(super) fn object_words(&self, frame: &Frame, tokens: &[usize]) -> usize {
        let text = self.text;
        let objects = &frame.entry.objects;
        let Some(&noun) = tokens.last().filter(|_| !objects.is_empty()) else { return 0 };
        let word = &text.tokens[noun];
        let before = (self.reading.tokens.start..noun).rev().map(|at| text.tokens[at].lower);
        objects.longest(word.lemma, before.clone()).max(objects.longest(word.lower, before))
    }

    /// Whether a direct object stands between a verb and its preposition, for which the entry has no use: `called the
    /// remarks on him a shame` is no `call on`.
    fn is_apart(&self, entry: &Entry, token: usize, tokens: &[usize]) -> bool {
        let text = self.text;
        if entry.particles.is_empty() || !entry.objects.is_empty() || entry.part != Part::Verb {
            return false;
        }
        let last = tokens.iter().copied().max().unwrap_or(token);
        let between = |object: usize| object > token && object < last && !tokens.contains(&object);
        // `what it calls a shame for the country`: no `call for`, either.
        let said = |child: usize| matches!(text.label(child), Label::Dobj | Label::Oprd);
        text.label(last) == Label::Prep && text.children.of(token).any(|child| said(child) && between(child))
    }

    /// The noun that the entry wants as object: after its last preposition, or the object of its verb.
    fn object_noun(&self, entry: &Entry, token: usize, last: usize) -> Option<usize> {
        let text = self.text;
        let wanted = |noun: &usize| {
            let word = &text.tokens[*noun];
            let before = (self.reading.tokens.start..*noun).rev().map(|at| text.tokens[at].lower);
            entry.objects.contains(word.lemma, before.clone())
                || entry.objects.contains(word.lower, before)
                || entry.objects.types != 0 && entry.objects.types & self.lexicon.predicates.noun_types(word.lemma) != 0
        };
        let after = (last != token).then(|| text.child(last, &[Label::Pobj])).flatten();
        let found = after.and_then(|after| self.nouns_after(after).iter().copied().find(wanted));
        found.or_else(|| self.objects(token).nouns.iter().copied().find(wanted))
    }

    /// The nouns that are objects of the verb at `token`, or what it says of its subject.
    fn objects(&self, token: usize) -> Objects {
        if let Some(objects) = self.objects.borrow().as_ref().filter(|objects| objects.of == token) {
            return objects.clone();
        }
        let text = self.text;
        let direct = if text.is_passive(token) { text.subject(token) } else { text.object(token) };
        // `gave the miners two days`: read as two objects.
        let second = text
            .children
            .of(token)
            .filter(|&child| text.label(child) == Label::Dobj)
            // `was handed a jail term`: beside the subject it is the second one.
            .nth(usize::from(!text.is_passive(token)));
        let predicate = text.child(token, &[Label::Attr, Label::Oprd, Label::Acomp]);
        let mut nouns = Vec::new();
        for candidate in direct.into_iter().chain(second).chain(predicate) {
            self.nouns_of(candidate, &mut nouns);
        }
        let words = Present::of(nouns.iter().flat_map(|&noun| [text.tokens[noun].lower, text.tokens[noun].lemma]));
        let objects = Objects { of: token, nouns: nouns.into(), words };
        *self.objects.borrow_mut() = Some(objects.clone());
        objects
    }

    /// The object of a preposition, with the nouns that count like it. Many entries ask for them in turn.
    fn nouns_after(&self, object: usize) -> Rc<[usize]> {
        if let Some((of, nouns)) = self.nouns_after.borrow().as_ref()
            && *of == object
        {
            return Rc::clone(nouns);
        }
        let mut nouns = Vec::new();
        self.nouns_of(object, &mut nouns);
        let nouns: Rc<[usize]> = nouns.into();
        *self.nouns_after.borrow_mut() = Some((object, Rc::clone(&nouns)));
        nouns
    }

    /// The noun and those that are coordinated with it, each with what it is a part of; but whoever calls for a withdrawal of troops
    /// calls for no troops.
    fn nouns_of(&self, noun: usize, nouns: &mut Vec<usize>) {
        let undone = bit(Plover::Retreat) | bit(Plover::Concede) | bit(Plover::Reject) | bit(Plover::Sanction);
        for noun in self.text.with_conjuncts(noun) {
            nouns.push(noun);
            let types = self.lexicon.predicates.noun_types(self.text.tokens[noun].lemma);
            // Whoever has little chance of a meeting has none.
            let open = matches!(self.text.document.lemma(noun), "chance" | "prospect" | "likelihood" | "hope");
            nouns.extend(self.text.part_of(noun).filter(|_| types & undone == 0 && !open));
        }
    }

    fn requirements(&self, frame: &Frame, token: usize) -> bool {
        let (text, requires) = (self.text, frame.requires);
        let clausal = |test: &dyn Fn(usize) -> bool| {
            text.children.of(token).any(|child| {
                child > token
                    && matches!(text.label(child), Label::Xcomp | Label::Ccomp | Label::Acl | Label::Advcl)
                    && test(child)
            })
        };
        let gerund = || {
            clausal(&|inner| text.tag(inner) == Tag::Vbg)
                || text
                    .children
                    .of(token)
                    .any(|child| text.child(child, &[Label::Pcomp]).is_some_and(|inner| text.tag(inner) == Tag::Vbg))
        };
        (!requires.infinitive || clausal(&|inner| text.has_to(inner)) || self.infinitive_of_participle(token).is_some())
            && (!requires.leaving
                || clausal(&|inner| text.has_to(inner) && LEAVING.contains(&text.document.lemma(inner))))
            && (!requires.gerund || gerund())
            && (!requires.that
                || clausal(&|inner| text.tag(inner).is_verb() && !text.has_to(inner) && text.tag(inner) != Tag::Vbg))
            && (!requires.object
                || frame.entry.part != Part::Verb
                || text.object(token).is_some()
                || text.is_passive(token))
    }
}
