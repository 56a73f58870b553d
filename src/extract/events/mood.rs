//! Whether an event is said to be real: negation, modal verbs, conditions, infinitives, and what operators say of it.

use crate::nlp::{Label, Tag};
use crate::record::{Modality, Plover, Polarity, Quad};

use super::Finder;
use super::meaning::{Applied, Meaning};
use crate::extract::lexicon::entry::{
    ABILITY, ALLEGATION, BELIEF, BRINGING, DENIAL, EFFORT, EVIDENCE, FEELING, FINDING, GUESS, IDEA, LIKELY, MEANS, Part,
};
use crate::extract::lexicon::operators::{Complement, OutcomeKind};
use crate::extract::lexicon::words::class;
use crate::extract::times::TimeMention;

impl<'l> Finder<'_, '_, 'l> {
    /// Polarity and modality of an event.
    pub(super) fn mood(&self, meaning: &Meaning<'l>) -> (Polarity, Modality) {
        let text = self.text;
        if meaning.part == Part::Modal {
            let refused = meaning.tokens.iter().any(|&verb| text.is_verb(verb) && self.is_not_asked(verb));
            return (if refused { Polarity::Negated } else { Polarity::Affirmed }, Modality::Actual);
        }
        // A noun in an adjunct has nothing of the verb above: `could rise because of Iran's attack on Iraq`.
        if meaning.part == Part::Noun && !self.is_argument(meaning.head) {
            let no = meaning.tokens.iter().any(|&token| text.tag(token).is_noun() && self.has_no(token));
            let (modality, polarity) = meaning.composed_mood();
            let negated = no ^ (polarity == Some(Polarity::Negated));
            let polarity = if negated { Polarity::Negated } else { Polarity::Affirmed };
            let planned = self.is_part_of_plan(meaning.head) || self.is_ahead(meaning);
            let plain = if planned { Modality::Intended } else { Modality::Actual };
            let said = modality.or_else(|| self.described(meaning));
            return (polarity, said.unwrap_or(plain));
        }
        if self.is_attribute(meaning) {
            let polarity = if self.is_negated(meaning.head) { Polarity::Negated } else { Polarity::Affirmed };
            let agrees = meaning.plover == Some(Plover::Agree);
            return (polarity, if agrees { Modality::Intended } else { Modality::Actual });
        }
        let verb = self.finite(meaning);
        // What is done about an event does not make it a plan: `sent troops to break up clashes between the sides`.
        if meaning.part == Part::Noun
            && meaning.operators.is_empty()
            && (text.has_to(verb) || text.tag(verb) == Tag::Vbg)
        {
            let negated = self.has_no(meaning.head);
            let polarity = if negated { Polarity::Negated } else { Polarity::Affirmed };
            // But what is to be arranged has not been yet: `asked him to schedule a meeting with Peru`.
            let arranged = text.label(meaning.head) == Label::Dobj && self.arranges(verb) && text.has_to(verb);
            let modality = if arranged { self.modality(verb) } else { Modality::Actual };
            return (polarity, modality);
        }
        let (composed_modality, composed_polarity) = meaning.composed_mood();
        let composed_modality = composed_modality.filter(|_| !self.was_able(meaning));
        let told = self.is_told_of(meaning, verb);
        let given = told && self.is_definite(meaning.head);
        let mut negated = !told && (self.is_negated(verb) || self.shares_negation(verb))
            || meaning.head != verb && self.is_negated(meaning.head);
        if let Some(subject) = text.child(verb, &[Label::Nsubj, Label::Nsubjpass]) {
            negated |= self.has_no(subject);
        }
        // `the decision not to attack`.
        let kept = meaning.operators.iter().all(|applied| applied.outcome.kind == OutcomeKind::Same);
        let noun = text.tag(meaning.head).is_noun() && text.is_verb(meaning.core);
        negated |= noun && kept && text.has_to(meaning.core) && self.is_negated(meaning.core);
        // `imposed no sanctions`, `no talks were held`.
        let but = |token: usize| text.tokens.get(token + 1).is_some() && text.of(token + 1) == "but";
        let own = self.has_own_no(meaning);
        negated |=
            !own && meaning.tokens.iter().any(|&token| text.tag(token).is_noun() && self.has_no(token) && !but(token));
        // `wasted no time in condemning`, `did nothing but condemn`: said indeed.
        if let Some(object) = text.child(verb, &[Label::Dobj]) {
            let emphatic =
                own || matches!(text.document.lemma(object), "time" | "doubt" | "bone" | "secret") || but(object);
            // `talks produced no result`: there were talks.
            negated |= !emphatic && !told && self.has_no(object);
        }
        negated |= !told && self.is_negated_above(verb) || self.is_untrue(verb) || self.is_still_to_come(verb);
        negated |= !told && self.is_disbelieved(verb) || self.is_passed_over(verb);
        negated |= self.was_to_have(verb) || self.was_to_have(meaning.core);
        negated &= !self.came_late(verb);
        negated ^= composed_polarity == Some(Polarity::Negated);
        let polarity = if negated { Polarity::Negated } else { Polarity::Affirmed };
        let own = match self.modality(verb) {
            Modality::Possible | Modality::Intended if self.is_still_to_come(verb) => Modality::Actual,
            // `the strike could hurt exports`: it is not the strike that is possible.
            Modality::Possible if given => Modality::Actual,
            // `fears that Peru would attack`.
            Modality::Intended if self.auxiliary(verb).is_some() => self.alleged(verb).unwrap_or(Modality::Intended),
            // `is ready for talks` says what somebody will do.
            Modality::Actual if meaning.part == Part::Adjective && meaning.plover == Some(Plover::Agree) => {
                Modality::Intended
            }
            own => own,
        };
        let modality = match (own, composed_modality) {
            (Modality::Actual, None) if self.is_only_likely(meaning, verb) => Modality::Possible,
            (Modality::Actual, Some(Modality::Actual)) => self.alleged(verb).unwrap_or(own),
            (Modality::Actual, Some(composed)) => composed,
            (Modality::Actual, None) if self.is_ahead(meaning) => Modality::Intended,
            (Modality::Actual, None) if meaning.part == Part::Noun => {
                self.described(meaning).or_else(|| self.alleged(verb)).unwrap_or(own)
            }
            (Modality::Actual, None) => self.alleged(verb).unwrap_or(own),
            (own, _) => own,
        };
        // `is willing to pay if`, `is expected to ask him if`.
        let conditional =
            modality == Modality::Intended && (self.hangs_on_condition(verb) || self.hangs_on_condition(meaning.core));
        (polarity, if conditional { Modality::Conditional } else { modality })
    }

    /// Whether a noun is the subject of a verb that tells what comes of it, and not whether it happens: `the attack did not end the
    /// siege`.
    fn is_told_of(&self, meaning: &Meaning<'l>, verb: usize) -> bool {
        let text = self.text;
        let noun = meaning.head;
        // `talks do not seem to take place`, `an attack does not appear to be a full offensive`.
        let seems = matches!(text.document.lemma(verb), "seem" | "appear");
        let told = text.child(verb, &[Label::Xcomp]).filter(|_| seems).unwrap_or(verb);
        // `a visit does not appear on the agenda`, `an attack would not help`: there may be none.
        let there = seems && told == verb && text.child(verb, &[Label::Acomp, Label::Oprd]).is_none();
        let open = there || self.auxiliary(verb).is_some() && !self.is_definite(noun);
        let known = told != verb || self.is_definite(noun);
        // `the sanctions were not discussed`.
        let spoken_of = text.label(noun) == Label::Nsubjpass
            && matches!(text.document.lemma(verb), "discuss" | "mention" | "raise" | "address" | "affect" | "debate");
        meaning.part == Part::Noun
            && (text.label(noun) == Label::Nsubj || spoken_of)
            && text.document.head(noun) == Some(verb)
            && !meaning.tokens.contains(&verb)
            && !open
            && (!self.happens(told) || self.is_judged(told) || known && self.is_something(told))
    }

    /// Whether it is known which event a noun means: `the attack`, `Peru's attack`.
    fn is_definite(&self, noun: usize) -> bool {
        let text = self.text;
        text.children.of(noun).any(|child| match text.label(child) {
            Label::Poss => true,
            Label::Det => matches!(text.of(child).to_ascii_lowercase().as_str(), "the" | "this" | "these" | "those"),
            _ => false,
        })
    }

    /// Whether a verb says what its subject is: `the attack was no surprise`, but `a meeting is not an option`.
    fn is_something(&self, verb: usize) -> bool {
        let text = self.text;
        let open = |noun: usize| {
            let lemma = text.document.lemma(noun);
            matches!(lemma, "option" | "possibility" | "prospect" | "priority" | "solution" | "answer" | "issue")
        };
        text.document.lemma(verb) == "be" && text.child(verb, &[Label::Attr]).is_some_and(|what| !open(what))
    }

    /// Whether somebody could do it and did: `was able to meet him`, `had not been able to meet him`.
    fn was_able(&self, meaning: &Meaning<'l>) -> bool {
        let text = self.text;
        let Some(able) = meaning.operators.first().map(|applied| applied.head) else { return false };
        let is = text.document.head(able).filter(|_| text.document.lemma(able) == "able");
        is.is_some_and(|is| {
            let perfect = || text.tag(is) == Tag::Vbn && text.is_perfect(is);
            text.document.lemma(is) == "be" && (text.tag(is) == Tag::Vbd || perfect())
        })
    }

    /// Whether a verb only says how good something is: `the agreement is not fair`.
    fn is_judged(&self, verb: usize) -> bool {
        let text = self.text;
        text.document.lemma(verb) == "be"
            && text.child(verb, &[Label::Acomp]).is_some_and(|adjective| {
                matches!(
                    text.document.lemma(adjective),
                    "good"
                        | "bad"
                        | "fair"
                        | "unfair"
                        | "legal"
                        | "illegal"
                        | "enough"
                        | "acceptable"
                        | "helpful"
                        | "perfect"
                )
            })
    }

    /// Whether an event is only said to be possible: `an attack is likely`, `talks seem possible`.
    fn is_only_likely(&self, meaning: &Meaning<'l>, verb: usize) -> bool {
        let text = self.text;
        let noun = meaning.head;
        let subject = text.label(noun) == Label::Nsubj && text.document.head(noun) == Some(verb);
        if meaning.part != Part::Noun || !subject {
            return false;
        }
        let is = text.child(verb, &[Label::Xcomp]).filter(|&is| text.document.lemma(is) == "be").unwrap_or(verb);
        text.child(is, &[Label::Acomp, Label::Oprd]).is_some_and(|how| self.is_a(how, LIKELY))
    }

    /// Whether a verb says of an event that it takes place.
    pub(super) fn happens(&self, verb: usize) -> bool {
        matches!(
            self.text.document.lemma(verb),
            "be" | "begin"
                | "start"
                | "open"
                | "resume"
                | "continue"
                | "take"
                | "happen"
                | "occur"
                | "follow"
                | "come"
                | "go"
                | "proceed"
                | "last"
                | "end"
                | "materialize"
                | "materialise"
                | "emerge"
                | "erupt"
                | "arise"
                | "exist"
        )
    }

    /// Whether a condition hangs on a verb, or on those of which it is the complement.
    fn hangs_on_condition(&self, verb: usize) -> bool {
        let text = self.text;
        text.document.path_to_root(verb).take(4).find_map(|at| match text.label(at) {
            _ if self.has_condition(at) => Some(true),
            Label::Xcomp | Label::Acomp => None,
            _ => Some(false),
        }) == Some(true)
    }

    /// What an adjective before an event noun makes of it: `a planned visit`, `a possible attack`.
    fn described(&self, meaning: &Meaning<'l>) -> Option<Modality> {
        let text = self.text;
        let core = meaning.core;
        // `a visit expected in May`.
        let beside = |child: usize| text.label(child) == Label::Amod || text.label(child) == Label::Acl && child > core;
        let adjectives = text.children.of(core).filter(|&child| beside(child));
        adjectives.filter(|_| meaning.part == Part::Noun).find_map(|adjective| {
            match text.of(adjective).to_ascii_lowercase().as_str() {
                "planned" | "scheduled" | "upcoming" | "forthcoming" | "impending" => Some(Modality::Intended),
                "expected" | "slated" if adjective > core => Some(Modality::Intended),
                "next" if meaning.plover == Some(Plover::Consult) => Some(Modality::Intended),
                "possible" | "potential" | "proposed" | "hypothetical" => Some(Modality::Possible),
                _ => None,
            }
        })
    }

    /// Whether the event is one that somebody will do, by the words around it and no operator.
    pub(super) fn is_future(&self, meaning: &Meaning<'l>) -> bool {
        let text = self.text;
        let kept = meaning.operators.iter().all(|applied| applied.outcome.modality.is_none());
        let subject = meaning.operators.first().is_some_and(|applied| applied.complement == Complement::Subject);
        if !kept || subject || meaning.part == Part::Modal || self.is_attribute(meaning) {
            return false;
        }
        let verb = self.finite(meaning);
        let open =
            self.in_condition(verb) || self.is_polite(verb) || self.is_proposed(verb) || self.alleged(verb).is_some();
        let open = open || self.is_wondered_at(verb);
        text.is_verb(verb) && self.has_will(verb) && !open
    }

    /// Whether `would` only makes it polite: `I would like to thank the council`.
    fn is_polite(&self, verb: usize) -> bool {
        let would = |modal: usize| matches!(self.text.of(modal).to_ascii_lowercase().as_str(), "would" | "'d" | "’d");
        self.text.document.lemma(verb) == "like" && self.auxiliary(verb).is_some_and(would)
    }

    /// Whether it is asked why or how somebody would do it, which is no plan: `could not say why Peru would attack`.
    fn is_wondered_at(&self, verb: usize) -> bool {
        let text = self.text;
        let asked = |child: usize| {
            child < verb
                && text.tag(child) == Tag::Wrb
                && matches!(text.of(child).to_ascii_lowercase().as_str(), "why" | "how")
        };
        let would = |modal: usize| matches!(text.of(modal).to_ascii_lowercase().as_str(), "would" | "'d" | "’d");
        self.auxiliary(verb).is_some_and(would) && text.children.of(verb).any(asked)
    }

    /// The verb that says whether the event is real: the head, or what it hangs on as a noun or adjective.
    fn finite(&self, meaning: &Meaning<'l>) -> usize {
        let text = self.text;
        if text.is_verb(meaning.head) || meaning.part == Part::Verb {
            return meaning.head;
        }
        text.clause_of(meaning.head)
    }

    /// Whether a noun is subject, object or predicate of a verb.
    fn is_argument(&self, noun: usize) -> bool {
        let text = self.text;
        text.document.path_to_root(noun).take(4).find(|&at| text.label(at) != Label::Conj).is_some_and(|at| {
            matches!(
                text.label(at),
                Label::Dobj | Label::Nsubj | Label::Nsubjpass | Label::Attr | Label::Oprd | Label::Root
            )
        })
    }

    /// Whether a verb brings its object about: `schedule a meeting`.
    fn arranges(&self, verb: usize) -> bool {
        matches!(
            self.text.document.lemma(verb),
            "hold" | "have" | "schedule" | "arrange" | "organise" | "organize" | "convene" | "attend" | "host" | "seek"
        )
    }

    /// Whether a noun says when or for what something will be done: `will speak after a meeting with Iran`, `will go for talks`.
    fn is_part_of_plan(&self, noun: usize) -> bool {
        let text = self.text;
        let Some(preposition) = text.document.head(noun).filter(|_| text.label(noun) == Label::Pobj) else {
            return false;
        };
        let when = matches!(
            text.of(preposition).to_ascii_lowercase().as_str(),
            "after" | "before" | "during" | "following" | "at" | "until" | "ahead" | "for"
        );
        let verb = text.document.head(preposition).filter(|&verb| when && text.tag(verb).is_verb());
        // `plans to visit Lima for talks with Peru`.
        let meant = |verb: usize| {
            let meets =
                matches!(text.document.lemma(noun), "talk" | "meeting" | "visit" | "discussion" | "negotiation");
            let purpose = meets && text.of(preposition).eq_ignore_ascii_case("for");
            purpose && text.has_to(verb) && self.modality(verb) == Modality::Intended
        };
        verb.is_some_and(|verb| self.has_will(verb) || meant(verb))
    }

    /// Whether a day that is yet to come says when it is: `next week's visit`, `talks on Friday`, `the ministers meet on Friday`.
    fn is_ahead(&self, meaning: &Meaning<'l>) -> bool {
        let text = self.text;
        let (core, head) = (meaning.core, meaning.head);
        // `Norway is withdrawing its troops on July 1`, `he is sentenced on July 1`.
        let progressive = || {
            let now = |aux: usize| text.document.lemma(aux) == "be" && matches!(text.tag(aux), Tag::Vbz | Tag::Vbp);
            text.tag(head) == Tag::Vbg && text.child(head, &[Label::Aux]).is_some_and(now)
                || text.tag(head) == Tag::Vbn
                    && text.child(head, &[Label::Auxpass]).is_some_and(now)
                    && text.child(head, &[Label::Aux]).is_none()
        };
        let meets = matches!(meaning.plover, Some(Plover::Consult | Plover::Protest))
            && matches!(text.tag(head), Tag::Vbz | Tag::Vbp);
        let verb = meaning.part == Part::Verb && (meets || progressive());
        // `starts talks on Friday` says nothing else than that they are held.
        let plain = |applied: &Applied<'_>| applied.outcome.kind == OutcomeKind::Same;
        let kept = meaning.operators.is_empty() || verb && meaning.operators.iter().all(plain);
        if !(verb || meaning.part == Part::Noun) || !kept {
            return false;
        }
        // `talks ahead of a visit next week`: that of the visit.
        let is_event = |&at: &usize| self.lexicon.predicates.noun_types(text.tokens[at].lemma) != 0;
        let its = |time: &TimeMention| {
            let mut path = text.document.path_to_root(time.tokens.end - 1);
            let first = path.find(|at| *at == core || text.tag(*at).is_verb() || is_event(at));
            first == Some(core) || verb && first.is_some_and(|at| at == head || meaning.tokens.contains(&at))
        };
        // `leaves later this week`.
        let later = |time: &TimeMention| {
            let start = time.tokens.start;
            let before = start.checked_sub(1).filter(|at| self.reading.tokens.contains(at));
            let word = |at: usize| text.of(at).eq_ignore_ascii_case("later");
            let next = text.of(if word(start) { start + 1 } else { start });
            (word(start) || before.is_some_and(word)) && matches!(next, "this" | "today" | "on")
        };
        // `the minister visits Lima on Sunday`: not on the last one.
        let weekday = |time: &TimeMention| {
            let day = text.of(time.tokens.end - 1).to_ascii_lowercase();
            verb && text.tag(head) == Tag::Vbz
                && time.tokens.len() == 1
                && matches!(
                    day.as_str(),
                    "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday"
                )
        };
        let ahead = |time: &TimeMention| time.is_after(self.cast.date()) || later(time) || weekday(time);
        self.reading.times.iter().any(|time| ahead(time) && its(time))
    }

    /// Whether a verb is in the future.
    pub(super) fn has_will(&self, verb: usize) -> bool {
        let text = self.text;
        // `is going to help`.
        let going = text.document.head(verb).filter(|_| text.label(verb) == Label::Xcomp && text.has_to(verb));
        let going = going.filter(|&above| text.document.lemma(above) == "go" && text.tag(above) == Tag::Vbg);
        if going
            .is_some_and(|above| text.child(above, &[Label::Aux]).is_some_and(|aux| text.document.lemma(aux) == "be"))
        {
            return true;
        }
        self.auxiliary(verb).is_some_and(|aux| {
            let will = matches!(self.text.document.lemma(aux), "will" | "shall" | "'ll" | "wo");
            will && !self.is_should(aux) && !self.would_have(verb, aux)
        })
    }

    /// Whether a modal verb is `should`, of which the lemma is `shall`: what should be done is no plan.
    fn is_should(&self, modal: usize) -> bool {
        self.text.of(modal).eq_ignore_ascii_case("should")
    }

    /// Whether it is only said what would or should have been: `would have attacked`.
    fn would_have(&self, verb: usize, modal: usize) -> bool {
        let text = self.text;
        let would = matches!(text.of(modal).to_ascii_lowercase().as_str(), "would" | "'d" | "’d" | "should");
        would && text.tag(verb) == Tag::Vbn && text.is_perfect(verb)
    }

    /// Whether the verb is negated by what stands above it: `will not go to meet him`, `without consulting him`.
    fn is_negated_above(&self, verb: usize) -> bool {
        let text = self.text;
        let mut at = verb;
        for _ in 0..3 {
            let Some(head) = text.document.head(at) else { return false };
            let open = text.child(at, &[Label::Nsubj, Label::Nsubjpass]).is_none();
            match text.label(at) {
                Label::Pcomp => return self.is_kept_from(head),
                // `made no attempt to attack`, `saw no reason to talk`, `is in no mood to talk`.
                // `there are no plans for Peru to attack`.
                Label::Acl | Label::Relcl
                    if (open || self.is_meant_for(at)) && text.has_to(at) && text.tag(head).is_noun() =>
                {
                    return self.has_no(head);
                }
                Label::Xcomp | Label::Advcl if open && text.has_to(at) && text.tag(head).is_verb() => {
                    if self.is_negated(head) {
                        return true;
                    }
                    at = head;
                }
                _ => return false,
            }
        }
        false
    }

    /// Whether an infinitive has a subject with `for`: `a plan for Peru to attack`.
    fn is_meant_for(&self, verb: usize) -> bool {
        let text = self.text;
        text.children.of(verb).any(|mark| mark < verb && text.label(mark) == Label::Mark && text.of(mark) == "for")
    }

    /// Whether a clause tells what is said to be untrue: `it is not true that Peru attacked`, `no evidence was found that Peru attacked`.
    fn is_untrue(&self, verb: usize) -> bool {
        let text = self.text;
        let clause = text.document.path_to_root(verb).find(|&at| text.label(at) != Label::Conj).unwrap_or(verb);
        let Some(above) =
            text.document.head(clause).filter(|_| matches!(text.label(clause), Label::Ccomp | Label::Acl))
        else {
            return false;
        };
        let shows = |noun: usize| self.is_a(noun, EVIDENCE) && self.has_no(noun);
        let found =
            || text.child(above, &[Label::Nsubj, Label::Nsubjpass, Label::Dobj, Label::Attr]).is_some_and(shows);
        if text.tag(above).is_noun() && shows(above) || text.is_verb(above) && found() {
            return true;
        }
        let said = text.child(above, &[Label::Acomp, Label::Attr]).filter(|_| text.document.lemma(above) == "be");
        said.is_some_and(|said| match text.document.lemma(said) {
            "true" | "correct" | "accurate" | "case" => self.is_negated(above),
            "untrue" | "false" | "incorrect" | "lie" => !self.is_negated(above),
            _ => false,
        })
    }

    /// Whether somebody does not believe it: `does not think Peru will attack`. But `don't you think Peru will attack` and `could not believe
    /// that Peru attacked` say the opposite.
    fn is_disbelieved(&self, verb: usize) -> bool {
        let text = self.text;
        let clause = text.document.path_to_root(verb).find(|&at| text.label(at) != Label::Conj).unwrap_or(verb);
        let above = text.document.head(clause).filter(|_| text.label(clause) == Label::Ccomp);
        above.is_some_and(|above| {
            let believes = matches!(
                text.document.lemma(above),
                "believe" | "think" | "expect" | "suppose" | "imagine" | "anticipate" | "foresee"
            );
            let who = text.child(above, &[Label::Nsubj]);
            let could =
                self.auxiliary(above).is_some_and(|modal| matches!(text.document.lemma(modal), "can" | "could"));
            let not = text.child(above, &[Label::Neg]);
            believes && !could && who.is_some_and(|who| not.is_some_and(|not| who < not))
        })
    }

    /// Whether somebody does not want what a clause with `should` says: `does not believe that Peru should pay`, `will never accept that Peru
    /// should pay`.
    fn is_not_asked(&self, verb: usize) -> bool {
        let text = self.text;
        let above = text.document.head(verb).filter(|_| text.label(verb) == Label::Ccomp);
        let accepts = |above: usize| matches!(text.document.lemma(above), "accept" | "agree" | "concede" | "mean");
        self.is_disbelieved(verb) || above.is_some_and(|above| accepts(above) && self.is_negated(above))
    }

    /// Whether the `no` beside a noun belongs to the entry, so that it negates nothing: `there will be no compromise`.
    fn has_own_no(&self, meaning: &Meaning<'l>) -> bool {
        let Some(frame) = meaning.frame.filter(|_| meaning.operators.is_empty()) else { return false };
        let words = self.object_words(frame, &meaning.tokens);
        let first = meaning.tokens.last().and_then(|&noun| (noun + 1).checked_sub(words)).filter(|_| words > 1);
        first.is_some_and(|first| self.text.of(first).eq_ignore_ascii_case("no"))
            || meaning.tokens.iter().any(|&token| matches!(self.text.of(token), "no" | "nothing"))
    }

    /// Whether something else is done: `talks rather than attack`.
    fn is_passed_over(&self, verb: usize) -> bool {
        let before = |steps: usize| verb.checked_sub(steps).filter(|at| self.reading.tokens.contains(at));
        let is = |at: Option<usize>, word: &str| at.is_some_and(|at| self.text.of(at).eq_ignore_ascii_case(word));
        is(before(1), "than") && is(before(2), "rather")
    }

    /// Whether it is only what a noun is called, which has nothing of the verb above: `will correct unfair practices`.
    pub(super) fn is_attribute(&self, meaning: &Meaning<'l>) -> bool {
        let plain = meaning.part == Part::Adjective && meaning.operators.is_empty();
        plain && self.text.label(meaning.head) == Label::Amod
    }

    /// Whether it was done in the end: `did not attack until Friday`.
    fn came_late(&self, verb: usize) -> bool {
        let text = self.text;
        let until = |at: usize| matches!(text.of(at), "until" | "till");
        let did = |aux: usize| text.label(aux) == Label::Aux && text.of(aux).eq_ignore_ascii_case("did");
        let late = |child: usize| match text.label(child) {
            Label::Prep => until(child),
            Label::Advcl => text.children.of(child).any(|mark| text.label(mark) == Label::Mark && until(mark)),
            _ => false,
        };
        text.children.of(verb).any(did) && text.children.of(verb).any(|child| child > verb && late(child))
    }

    /// Whether somebody has not done it so far: `has yet to attack`.
    fn is_still_to_come(&self, verb: usize) -> bool {
        let text = self.text;
        let yet = |at: usize| text.children.of(at).any(|child| text.of(child) == "yet");
        text.has_to(verb)
            && text.label(verb) == Label::Xcomp
            && text
                .document
                .head(verb)
                .is_some_and(|above| matches!(text.document.lemma(above), "have" | "be") && (yet(above) || yet(verb)))
    }

    /// Whether what follows a preposition is not done: `without consulting him`, `instead of fighting`, `has no intention of leaving`,
    /// `decided against sending troops`.
    fn is_kept_from(&self, preposition: usize) -> bool {
        let text = self.text;
        let above = text.document.head(preposition);
        match text.of(preposition).to_ascii_lowercase().as_str() {
            "without" => true,
            "of" | "in" => above.is_some_and(|above| {
                text.of(above).eq_ignore_ascii_case("instead")
                    || text.tag(above).is_noun() && self.has_no(above) && text.document.lemma(above) != "time"
            }),
            "against" => above.is_some_and(|above| {
                matches!(
                    text.document.lemma(above),
                    "decide"
                        | "decision"
                        | "choose"
                        | "choice"
                        | "opt"
                        | "vote"
                        | "warn"
                        | "caution"
                        | "advise"
                        | "argue"
                )
            }),
            _ => false,
        }
    }

    /// Whether the verb that `verb` shares its auxiliary with is negated: `did not meet or thank him`.
    fn shares_negation(&self, verb: usize) -> bool {
        let text = self.text;
        if text.label(verb) != Label::Conj || text.tag(verb) != Tag::Vb {
            return false;
        }
        let own = text
            .children
            .of(verb)
            .any(|child| matches!(text.label(child), Label::Aux | Label::Nsubj | Label::Nsubjpass | Label::Neg));
        let Some(first) = text.document.head(verb).filter(|_| !own) else { return false };
        let mut joined = text.children.of(first).filter(|&child| child < verb && text.label(child) == Label::Cc);
        let but = joined.next_back().is_some_and(|word| matches!(text.of(word), "but" | "yet"));
        !but && text.tag(first) == Tag::Vb && (self.is_negated(first) || self.shares_negation(first))
    }

    pub(super) fn is_negated(&self, token: usize) -> bool {
        let text = self.text;
        text.children.of(token).any(|child| {
            // `Not only did Iran attack`, `whether or not Iran attacked`.
            let open = child > 1 && text.of(child - 1) == "or" && text.of(child - 2).eq_ignore_ascii_case("whether");
            let only = text.of(child + 1) == "only" || open;
            text.label(child) == Label::Neg && !only
                || !only
                    && text.is(child, class::NEGATION)
                    && matches!(text.label(child), Label::Advmod | Label::Preconj)
                || text.of(child) == "longer" && child > 0 && text.of(child - 1).eq_ignore_ascii_case("no")
                // `nor has it attacked`.
                || matches!(text.label(child), Label::Aux | Label::Auxpass)
                    && child > 0
                    && text.of(child - 1).eq_ignore_ascii_case("nor")
                // `nearly attacked`.
                || child + 1 == token && matches!(text.of(child), "nearly" | "almost")
        })
    }

    fn has_no(&self, noun: usize) -> bool {
        let text = self.text;
        matches!(text.document.lemma(noun), "nobody" | "none" | "nothing")
            || text.child(noun, &[Label::Det, Label::Preconj, Label::Cc]).is_some_and(|det| {
                // `a no-fly zone` is one.
                let no = text.of(det).eq_ignore_ascii_case("no") && !text.is_mark(det + 1, '-');
                no || text.of(det).eq_ignore_ascii_case("neither")
            })
    }

    /// The modal verb of `verb`, or of the verb that it is coordinated with.
    fn auxiliary(&self, verb: usize) -> Option<usize> {
        let text = self.text;
        let mut verb = verb;
        for _ in 0..4 {
            let modal =
                text.children.of(verb).find(|&child| text.label(child) == Label::Aux && text.tag(child) == Tag::Md);
            if modal.is_some() {
                return modal;
            }
            let own = text.children.of(verb).any(|child| matches!(text.label(child), Label::Aux | Label::Nsubj));
            match text.document.head(verb) {
                Some(head) if text.label(verb) == Label::Conj && !own && text.tag(verb) == Tag::Vb => verb = head,
                _ => return None,
            }
        }
        None
    }

    /// What is only alleged: `dismissed the allegation that it had poisoned him`.
    fn alleged(&self, verb: usize) -> Option<Modality> {
        let text = self.text;
        let mut path = text.document.path_to_root(verb).take(4);
        let clause = path.find(|&at| text.label(at) != Label::Conj)?;
        // `denied charges of bombing the town`.
        let named = |of: usize| text.of(of) == "of";
        let above = text.document.head(clause);
        let above = if text.label(clause) == Label::Pcomp {
            above.filter(|&of| named(of)).and_then(|of| text.document.head(of))
        } else {
            above.filter(|_| matches!(text.label(clause), Label::Acl | Label::Ccomp) || self.is_content(clause))
        };
        let above = above?;
        // `fears that Peru attacked`, `hopes that Peru would leave`, `it may be that Peru will leave`.
        let guessed = |above: usize| {
            let maybe = |modal: usize| matches!(text.of(modal), "may" | "might" | "could");
            let likely = |word: usize| self.is_a(word, LIKELY);
            self.is_a(above, GUESS) && text.is_verb(above)
                || likely(above) && text.label(above) == Label::Acomp
                || self.is_a(above, BELIEF) && text.is_passive(above)
                || text.document.lemma(above) == "be" && text.child(above, &[Label::Acomp]).is_some_and(likely)
                || text.document.lemma(above) == "be" && self.auxiliary(above).is_some_and(maybe)
        };
        if text.label(clause) == Label::Ccomp && guessed(above) {
            return Some(Modality::Possible);
        }
        let noun = Some(above).filter(|&head| text.tag(head).is_noun())?;
        let denied = text.document.head(noun).is_some_and(|above| self.is_a(above, DENIAL));
        // `denied reports that Peru attacked`.
        let told = self.is_a(noun, ALLEGATION) || denied && text.document.lemma(noun) == "report";
        if !told {
            return None;
        }
        Some(if denied { Modality::ReportedDenied } else { Modality::Possible })
    }

    /// Whether a clause that was read as a relative one lacks nothing, so that it tells what its noun is: `denied reports Peru had attacked
    /// Chile`.
    fn is_content(&self, clause: usize) -> bool {
        let text = self.text;
        let whole = |label: Label| {
            text.child(clause, &[label]).is_some_and(|child| !matches!(text.tag(child), Tag::Wdt | Tag::Wp))
        };
        text.label(clause) == Label::Relcl && whole(Label::Nsubj) && (whole(Label::Mark) || whole(Label::Dobj))
    }

    /// Whether `verb` stands in a clause with `if`, `unless` or `whether`.
    pub(super) fn in_condition(&self, verb: usize) -> bool {
        let text = self.text;
        let own = |at: &usize| *at == verb || text.label(*at) != Label::Relcl;
        text.document.path_to_root(verb).take(4).take_while(own).any(|at| {
            let marked = |test: &dyn Fn(usize) -> bool| text.children.of(at).any(|mark| mark < at && test(mark));
            // `in cases where Peru refuses`, `in the event that Peru attacks`.
            let in_case = || {
                marked(&|mark| {
                    let noun = mark.saturating_sub(1);
                    let case = matches!(text.document.lemma(noun), "case" | "event" | "circumstance");
                    let inside =
                        text.document.head(noun).is_some_and(|above| text.of(above).eq_ignore_ascii_case("in"));
                    case && inside && matches!(text.of(mark), "that" | "where" | "when")
                })
            };
            match text.label(at) {
                Label::Relcl | Label::Acl | Label::Advcl if in_case() => true,
                Label::Advcl => marked(&|mark| text.is(mark, class::CONDITIONAL)) || self.is_inverted(at),
                Label::Ccomp if self.is_inverted(at) => true,
                // `will look into whether the two worked together`.
                Label::Ccomp | Label::Pcomp => {
                    let word = |mark: usize| text.of(mark).to_ascii_lowercase();
                    marked(&|mark| matches!(word(mark).as_str(), "whether" | "if"))
                }
                _ => false,
            }
        })
    }

    /// Whether a verb tells what a bill or proposal, or another thing that there is not yet, would do: `a bill that would ban imports from
    /// Peru`.
    fn is_proposed(&self, verb: usize) -> bool {
        let text = self.text;
        let would = || self.auxiliary(verb).is_some_and(|modal| text.of(modal).eq_ignore_ascii_case("would"));
        let noun = text.document.head(verb).filter(|_| text.label(verb) == Label::Relcl);
        let relative =
            || text.child(verb, &[Label::Nsubj]).is_some_and(|subject| matches!(text.tag(subject), Tag::Wdt | Tag::Wp));
        noun.is_some_and(|noun| {
            let named = matches!(
                text.document.lemma(noun),
                "bill" | "proposal" | "draft" | "motion" | "amendment" | "plan" | "legislation" | "measure"
            );
            relative() && (named || would() && self.reading.mention_at(noun).is_none())
        })
    }

    /// Whether a clause is a condition by its order of words: `should Peru attack`, `had Peru attacked`.
    fn is_inverted(&self, verb: usize) -> bool {
        let text = self.text;
        let subject = text.child(verb, &[Label::Nsubj, Label::Nsubjpass]);
        let first = text.child(verb, &[Label::Aux, Label::Auxpass]);
        let words = |at: usize| matches!(text.of(at).to_ascii_lowercase().as_str(), "should" | "had" | "were");
        matches!((first, subject), (Some(first), Some(subject)) if first < subject && words(first))
    }

    fn modality(&self, verb: usize) -> Modality {
        let text = self.text;
        if self.in_condition(verb) {
            return Modality::Conditional;
        }
        if self.is_proposed(verb) {
            return Modality::Possible;
        }
        if let Some(modal) = self.auxiliary(verb).filter(|_| !self.is_polite(verb)) {
            return match text.document.lemma(modal).to_ascii_lowercase().as_str() {
                "would" | "'d" | "will" if self.is_wondered_at(verb) => Modality::Possible,
                "may" | "might" | "could" | "can" | "ca" | "must" | "ought" => Modality::Possible,
                "would" | "'d" | "will" | "shall" if self.has_condition(verb) => Modality::Conditional,
                _ if self.would_have(verb, modal) => Modality::Conditional,
                _ if self.is_should(modal) => Modality::Possible,
                _ => Modality::Intended,
            };
        }
        let head = text.document.head(verb);
        let own = || text.children.of(verb).any(|child| matches!(text.label(child), Label::Aux | Label::Nsubj));
        if let Some(found) = self.perfect_infinitive(verb) {
            return found;
        }
        if text.has_to(verb) || text.tag(verb) == Tag::Vb && text.label(verb) == Label::Conj && !own() {
            if let Some(clause) = self.around_first(verb).or_else(|| self.means(verb)).or_else(|| self.feeling(verb)) {
                return self.modality(clause);
            }
            // `is to visit`, `sent troops to fight`: it is meant to happen. What a verb before it makes of it is the
            // business of operators.
            if let Some(clause) = self.comes_about(verb) {
                return self.modality(clause);
            }
            if head.is_some_and(|noun| text.label(verb) == Label::Acl && self.is_a(noun, ABILITY)) {
                return Modality::Possible;
            }
            // `could use the money to press Peru`, `might allow Peru to attack`: no more real than what it is done with.
            let hangs = matches!(text.label(verb), Label::Advcl | Label::Ccomp);
            if let Some(head) = head.filter(|&head| hangs && text.tag(head).is_verb())
                && let above @ (Modality::Possible | Modality::Conditional) = self.modality(head)
            {
                return above;
            }
            if let Some(head) = head.filter(|_| matches!(text.label(verb), Label::Xcomp | Label::Conj)) {
                if let Some(needed) = self.needed(verb, head) {
                    return needed;
                }
                if text.has_to(head) || text.tag(head) == Tag::Vb {
                    return self.modality(head);
                }
                if text.tag(head).is_verb() {
                    let above = self.modality(head);
                    // `I support and endorse him`: read as an infinitive, but as real as the first verb.
                    let joined = text.label(verb) == Label::Conj && !text.has_to(verb);
                    return if above == Modality::Actual && !joined { Modality::Intended } else { above };
                }
            }
            return Modality::Intended;
        }
        if self.is_yet_to_come(verb) || self.is_an_idea(verb) || self.is_subjunctive(verb) {
            return Modality::Intended;
        }
        if let above @ (Modality::Possible | Modality::Intended | Modality::Conditional) = self.modality_by_means(verb)
        {
            return above;
        }
        let maybe = |child: usize| {
            let word = text.of(child).to_ascii_lowercase();
            // But `perhaps surprisingly`.
            text.label(child) == Label::Advmod
                && (child > verb || text.tag(child + 1) != Tag::Rb)
                && matches!(word.as_str(), "probably" | "possibly" | "perhaps" | "maybe" | "conceivably" | "presumably")
        };
        if text.children.of(verb).any(maybe) {
            return Modality::Possible;
        }
        // `hopes to see Peru leave`, `will help Peru investigate`: no more real than the seeing or helping.
        let base = text.tag(verb) == Tag::Vb
            || text.tag(verb) == Tag::Vbp
                && head.is_some_and(|head| matches!(text.document.lemma(head), "let" | "help" | "make"));
        let bare = base && text.label(verb) == Label::Ccomp && text.child(verb, &[Label::Mark]).is_none();
        let sees =
            |head: usize| matches!(text.document.lemma(head), "see" | "watch" | "have" | "help" | "let" | "make");
        if let Some(sees) = head.filter(|&head| bare && sees(head)) {
            return self.modality(sees);
        }
        let last = self.reading.tokens.end.saturating_sub(1);
        if text.is_mark(last, '?') && !text.tokens[self.reading.tokens.start].is_quote() {
            return Modality::Possible;
        }
        Modality::Actual
    }

    /// The mood of what is done by or before what a gerund says, so that it is no more real: `could win by attacking Peru`, `will ask
    /// Chile before attacking Peru`.
    fn modality_by_means(&self, verb: usize) -> Modality {
        let text = self.text;
        let gerund = text.tag(verb) == Tag::Vbg && text.child(verb, &[Label::Aux, Label::Nsubj]).is_none();
        let with = |word: usize| {
            matches!(text.of(word).to_ascii_lowercase().as_str(), "by" | "before" | "when" | "if" | "whenever")
        };
        let head = text.document.head(verb).filter(|_| gerund);
        let above = match text.label(verb) {
            Label::Pcomp => head.filter(|&head| with(head)).and_then(|head| text.document.head(head)),
            Label::Advcl if text.children.of(verb).any(|mark| mark < verb && with(mark)) => head,
            _ => None,
        };
        let main = above.and_then(|above| text.document.path_to_root(above).take(2).find(|&at| text.is_verb(at)));
        // `tried to win by attacking Peru`: that was done; `may have won by attacking Peru`, too.
        let tries = |main: usize| {
            text.document.head(main).is_some_and(|above| {
                matches!(text.document.lemma(above), "try" | "attempt" | "seek") || self.is_a(above, EFFORT)
            })
        };
        let open = main.filter(|&main| !tries(main) && !text.is_perfect(main));
        open.map_or(Modality::Actual, |main| self.modality(main))
    }

    /// Whether a verb in the present stands in a clause of time under one in the future: `will ask him when he visits in June`.
    fn is_yet_to_come(&self, verb: usize) -> bool {
        let text = self.text;
        let time = |at: usize| {
            matches!(
                text.of(at).to_ascii_lowercase().as_str(),
                "when" | "after" | "before" | "until" | "till" | "once" | "while" | "as"
            )
        };
        // `before May 3, when he visits Chile`.
        let on_a_day = || {
            text.document.head(verb).is_some_and(|day| {
                let times = &self.reading.times;
                times.iter().any(|time| time.tokens.contains(&day) && time.is_after(self.cast.date()))
            })
        };
        if text.label(verb) == Label::Relcl && matches!(text.tag(verb), Tag::Vbz | Tag::Vbp) {
            return on_a_day();
        }
        // `said that before Peru attacks it would be best to talk`.
        let yet = |at: usize| matches!(text.of(at).to_ascii_lowercase().as_str(), "when" | "before" | "until" | "once");
        let after_past = |above: usize| {
            let mut verbs = text.document.path_to_root(above).filter(|&at| text.tag(at).is_finite());
            verbs.next().is_some_and(|at| text.tag(at) == Tag::Vbd)
        };
        // `until Turkey pays and leaves`.
        let first = text.document.path_to_root(verb).take(3).find(|&at| text.label(at) != Label::Conj).unwrap_or(verb);
        text.label(first) == Label::Advcl
            && matches!(text.tag(verb), Tag::Vbz | Tag::Vbp)
            && text.children.of(first).any(|mark| mark < first && time(mark))
            && text.document.head(first).is_some_and(|above| {
                text.tag(above).is_verb() && matches!(self.modality(above), Modality::Intended | Modality::Possible)
                    || text.children.of(first).any(|mark| mark < first && yet(mark)) && after_past(above)
            })
    }

    /// The verb that says by what means it is done, so that it is done: `used the speech to call for reform`, `took to the streets
    /// to protest`.
    fn means(&self, verb: usize) -> Option<usize> {
        let text = self.text;
        let above = || text.document.head(verb).filter(|&above| text.is_verb(above));
        let verbal = |plover: Plover| matches!(plover.quad(), Quad::VerbalCooperation | Quad::VerbalConflict);
        let mut frames = self.lexicon.predicates.frames(Part::Verb, text.tokens[verb].lemma);
        let said = self.says(verb)
            || matches!(text.document.lemma(verb), "protest" | "call")
            || frames.any(|frame| {
                let plain = frame.entry.particles.is_empty() && frame.entry.objects.is_empty();
                plain && frame.plover.is_some_and(verbal)
            });
        // `took the opportunity to thank him`.
        if text.label(verb) == Label::Acl && text.has_to(verb) {
            let noun = text.document.head(verb)?;
            let taken = text.document.head(noun).filter(|_| text.label(noun) == Label::Dobj)?;
            let moment = matches!(text.document.lemma(noun), "opportunity" | "occasion" | "moment" | "chance" | "time");
            let takes = matches!(text.document.lemma(taken), "take" | "use" | "seize");
            return (moment && takes && text.is_verb(taken)).then_some(taken);
        }
        let purpose = matches!(text.label(verb), Label::Advcl | Label::Xcomp) && text.has_to(verb);
        let above = above()?;
        // `is going to praise him`.
        let purpose = purpose && !(text.document.lemma(above) == "go" && text.tag(above) == Tag::Vbg);
        // `used drones to attack the town`.
        let uses = text.document.lemma(above) == "use" && text.child(above, &[Label::Dobj]).is_some();
        (purpose && (said || uses) && self.is_a(above, MEANS)).then_some(above)
    }

    /// The verb that brings about what `verb` says, so that it is done: `the plan led workers to strike`, `used to support him`.
    fn comes_about(&self, verb: usize) -> Option<usize> {
        let text = self.text;
        let above = text.document.head(verb).filter(|&above| text.is_verb(above) && text.has_to(verb))?;
        let complement = matches!(text.label(verb), Label::Xcomp | Label::Ccomp);
        // `used to support him`, but not `used money to support him`.
        let used = text.document.lemma(above) == "use"
            && text.tag(above) == Tag::Vbd
            && text.child(above, &[Label::Dobj]).is_none();
        let done = self.is_a(above, BRINGING) || used;
        (complement && done).then_some(above)
    }

    /// What `verb` is where it is a perfect infinitive, which tells of what has been: `was found to have misused funds`, `is believed to
    /// have attacked`.
    fn perfect_infinitive(&self, verb: usize) -> Option<Modality> {
        let text = self.text;
        let perfect = text.has_to(verb) && text.label(verb) == Label::Xcomp && text.is_perfect(verb);
        let above = text.document.head(verb).filter(|_| perfect)?;
        if self.is_a(above, FINDING) {
            return Some(Modality::Actual);
        }
        self.is_a(above, BELIEF).then_some(Modality::Possible)
    }

    /// Whether it did not come about: `was to have met him`.
    fn was_to_have(&self, verb: usize) -> bool {
        let text = self.text;
        let above = text.document.head(verb).filter(|_| text.label(verb) == Label::Xcomp && text.has_to(verb));
        let was = above.is_some_and(|above| text.document.lemma(above) == "be" && text.tag(above) == Tag::Vbd);
        was && text.is_perfect(verb)
    }

    /// What it makes of `verb` that it has to be done: `needs to consult them`; what had to be done was done.
    fn needed(&self, verb: usize, above: usize) -> Option<Modality> {
        let text = self.text;
        let has_to =
            text.label(verb) == Label::Xcomp && text.has_to(verb) && text.child(above, &[Label::Dobj]).is_none();
        if !has_to || self.in_condition(above) {
            return None;
        }
        match text.document.lemma(above) {
            "have" if text.tag(above) == Tag::Vbd => Some(Modality::Actual),
            "have" | "need" | "ought" => Some(Modality::Possible),
            _ => None,
        }
    }

    /// The verb of an adjective of feeling, so that it is done: `is proud to endorse him`.
    fn feeling(&self, verb: usize) -> Option<usize> {
        let text = self.text;
        let felt = text.document.head(verb).filter(|_| text.label(verb) == Label::Xcomp)?;
        let feels = text.label(felt) == Label::Acomp && self.is_a(felt, FEELING) && text.has_to(verb);
        text.document.head(felt).filter(|_| feels)
    }

    /// Whether a verb says what somebody is asked to do: `demanded that Peru leave and pay`.
    fn is_subjunctive(&self, verb: usize) -> bool {
        let text = self.text;
        let base = |at: usize| {
            let present = text.tag(at) == Tag::Vbp && text.child(at, &[Label::Aux, Label::Auxpass]).is_none();
            text.tag(at) == Tag::Vb || present
        };
        let first = text.document.path_to_root(verb).take(4).find(|&at| text.label(at) != Label::Conj);
        let Some(first) = first.filter(|&first| base(verb) && base(first)) else { return false };
        if self.is_required(first) {
            return true;
        }
        if text.label(first) != Label::Ccomp || text.tag(first) != Tag::Vb || text.tag(verb) != Tag::Vb {
            return false;
        }
        let singular =
            |subject: usize| matches!(text.tag(subject), Tag::Nn | Tag::Nnp) && text.with_conjuncts(subject).len() == 1;
        let bare = text.child(first, &[Label::Mark]).is_some() && text.child(first, &[Label::Aux]).is_none();
        bare && text.child(first, &[Label::Nsubj]).is_some_and(singular)
    }

    /// Whether a clause says what is required or decided: `rules require that they pay`, `a decision that the premier visit Peru`.
    fn is_required(&self, verb: usize) -> bool {
        let text = self.text;
        let above = text.document.head(verb).map(|above| text.document.lemma(above));
        match text.label(verb) {
            Label::Ccomp => {
                matches!(above, Some("require" | "demand" | "request" | "recommend" | "propose" | "urge"))
            }
            Label::Acl if !text.has_to(verb) => matches!(
                above,
                Some(
                    "decision"
                        | "demand"
                        | "request"
                        | "proposal"
                        | "suggestion"
                        | "order"
                        | "recommendation"
                        | "condition"
                )
            ),
            _ => false,
        }
    }

    /// Whether a gerund tells what somebody is for or against, and no deed: `supporters of sending troops`.
    fn is_an_idea(&self, verb: usize) -> bool {
        let text = self.text;
        if text.label(verb) != Label::Pcomp || text.tag(verb) != Tag::Vbg {
            return false;
        }
        let noun = text.document.head(verb).and_then(|preposition| text.document.head(preposition));
        noun.is_some_and(|noun| self.is_a(noun, IDEA))
    }

    /// The verb of the clause that tells who did it first: `was the first minister to visit`.
    fn around_first(&self, verb: usize) -> Option<usize> {
        let text = self.text;
        let above = text.document.head(verb)?;
        let (noun, clause) = match text.label(verb) {
            Label::Relcl | Label::Acl => (above, text.document.head(above)?),
            // `became the first of them to visit`, with the infinitive as a clause of its own.
            Label::Xcomp | Label::Advcl => (text.child(above, &[Label::Attr]).filter(|&noun| noun < verb)?, above),
            _ => return None,
        };
        let in_a_row = |word: usize| {
            let lemma = text.document.lemma(word);
            text.of(word).eq_ignore_ascii_case("latest")
                || matches!(
                    lemma,
                    "first" | "second" | "third" | "fourth" | "fifth" | "last" | "latest" | "early" | "only"
                )
        };
        // `offered for the first time to meet`.
        // `remains one of the last to visit`.
        let among = text.part_of(noun).into_iter().flat_map(|all| text.children.of(all).chain([all]));
        let first =
            text.document.lemma(noun) != "time" && text.children.of(noun).chain([noun]).chain(among).any(in_a_row);
        // `was one of three countries to send troops`.
        let one = text.document.lemma(noun) == "one" && text.part_of(noun).is_some() && text.tag(clause) == Tag::Vbd;
        (first || one).then_some(clause)
    }

    /// Whether a condition hangs on `verb`, or on an object of it: `would attack the rebels if`.
    fn has_condition(&self, verb: usize) -> bool {
        let text = self.text;
        let conditional = |at: usize| {
            text.children.of(at).any(|clause| {
                text.label(clause) == Label::Advcl
                    && text.children.of(clause).any(|mark| text.is(mark, class::CONDITIONAL))
            })
        };
        conditional(verb) || text.child(verb, &[Label::Dobj, Label::Xcomp]).is_some_and(conditional)
    }
}
