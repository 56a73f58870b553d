//! When an event happened: the time that its own words, its clause or a clause around or below it say.
//!
//! A clause that is coordinated with another, or a participle that hangs on it, has the time of that other if it has none of its own:
//! `on Monday he met A and praised B`. So has an event whose clause has another beside it that tells when: `refused as she left on
//! Monday`, `the visit, which ends today`. A time inside the phrase of something else dates that: `the 1992 murder`. What is put off
//! until a day does not happen then.

use std::ops::Range;

use crate::extract::events::Event;
use crate::extract::text::{Mention, Text};
use crate::nlp::{Label, Tag};
use crate::record::{Plover, TimeKind};

use super::{TimeMention, nearest};

/// How many clauses up a time is looked for.
const HIGHEST: usize = 4;

/// How many characters the value of a day has, or more.
const DAY: usize = "2024-05-15".len();

/// Verbs that say of their object only that it takes place.
const HELD: &[&str] = &["hold", "host", "attend", "conduct", "have", "stage", "lead", "carry", "make", "join"];

/// Verbs that say of another only whether it is done, so that their time is its time.
const DOES: &[&str] = &["be", "begin", "start", "continue", "fail", "manage", "refuse", "try"];

/// An event for which a time is looked for.
pub struct Finder<'a, 't> {
    /// The article.
    pub text: &'a Text<'a>,
    /// The times of its sentence.
    pub times: &'t [TimeMention],
    /// The words of the event.
    pub trigger: &'a Range<usize>,
    /// The word that it hangs on in the tree.
    pub head: usize,
    /// Whether it is yet to happen.
    pub is_planned: bool,
    /// Whether a verb says what others do.
    pub says: &'a dyn Fn(usize) -> bool,
}

/// Whether `again` is what the article told as `first` before: the same type, as real as that, between the same actors as far as
/// both name them.
pub fn is_told_again(first: &Event<'_>, again: &Event<'_>) -> bool {
    let share =
        |one: &[Mention], other: &[Mention]| one.iter().any(|one| other.iter().any(|other| one.entity == other.entity));
    let like = |one: &[Mention], other: &[Mention]| one.is_empty() || other.is_empty() || share(one, other);
    let straight = share(&first.source, &again.source) && like(&first.target, &again.target);
    let both = matches!(first.plover, Plover::Agree | Plover::Consult | Plover::Support | Plover::Cooperate);
    let turned = both && share(&first.source, &again.target) && share(&first.target, &again.source);
    let real = (first.polarity, first.modality) == (again.polarity, again.modality);
    first.plover == again.plover && real && (straight || turned)
}

impl<'t> Finder<'_, 't> {
    /// The time of the event; none where the sentence does not tell.
    pub fn find(&self) -> Option<&'t TimeMention> {
        let text = self.text;
        let clause = text.clause_of(self.head);
        let own = |time: &&TimeMention| {
            let of = text.clause_of(time.tokens.start);
            // `last month's agreement, reached in secret`.
            let named = || self.dated(time).is_some_and(|noun| text.document.head(self.head) == Some(noun));
            (of == clause || self.trigger.contains(&of) || named()) && !self.dates_another(time) && !self.is_limit(time)
        };
        nearest(text, self.times.iter().filter(own), self.trigger.start)
            .or_else(|| self.within(clause))
            .or_else(|| self.planned())
            .or_else(|| self.above(clause))
            .or_else(|| self.stretch(clause))
    }

    /// Whether the time is part of the phrase of a thing that is not the event: `Friday's request`, `the 1992 murder`.
    fn dates_another(&self, time: &TimeMention) -> bool {
        let text = self.text;
        let Some(noun) = self.dated(time) else { return false };
        let what = matches!(text.label(noun), Label::Dobj | Label::Pobj)
            && text.document.head(noun).is_some_and(|above| {
                text.label(noun) == Label::Dobj
                    || matches!(text.of(above).to_ascii_lowercase().as_str(), "of" | "for" | "over" | "about" | "to")
            });
        // `held Friday's talks`, but not `withdrew Friday's request`, `breached the 1976 treaty`.
        let of_head = text.document.head(self.head) == Some(noun);
        let held = self.trigger.contains(&noun) && HELD.contains(&text.document.lemma(self.head));
        what && noun != self.head && !of_head && !held
    }

    /// The noun whose phrase the time is a part of: `request` of `Friday's request`.
    fn dated(&self, time: &TimeMention) -> Option<usize> {
        let text = self.text;
        let last = time.tokens.end - 1;
        let noun = text.document.head(last).filter(|noun| !time.tokens.contains(noun))?;
        let part =
            matches!(text.label(last), Label::Poss | Label::Compound | Label::Nummod | Label::Amod | Label::Nmod);
        (part && text.tag(noun).is_noun()).then_some(noun)
    }

    /// Whether the time is only how long something goes on or is put off: `until Friday`.
    fn is_limit(&self, time: &TimeMention) -> bool {
        let before = time.tokens.start.checked_sub(1).map_or("", |before| self.text.of(before));
        ["until", "till"].iter().any(|limit| before.eq_ignore_ascii_case(limit))
    }

    /// A time in a clause that hangs on the event's verb or on its words, and tells of the same: `as she left on Monday`, `a visit which
    /// ends today`.
    fn within(&self, clause: usize) -> Option<&'t TimeMention> {
        let text = self.text;
        let below = |time: &&TimeMention| {
            let of = text.clause_of(time.tokens.start);
            let Some(above) = text.document.head(of) else { return false };
            match text.label(of) {
                Label::Advcl => above == clause && !self.is_bound(of),
                Label::Relcl => above == self.head,
                Label::Acl => self.trigger.contains(&above) && matches!(text.tag(of), Tag::Vbg | Tag::Vbn),
                _ => false,
            }
        };
        nearest(text, self.times.iter().filter(below), self.trigger.start)
    }

    /// The time of what is to be done: `pledged to leave in May`, `allowed it to sell oil from next month`.
    fn planned(&self) -> Option<&'t TimeMention> {
        let text = self.text;
        let below = |time: &&TimeMention| {
            let of = text.clause_of(time.tokens.start);
            self.is_planned
                && matches!(text.label(of), Label::Xcomp | Label::Ccomp)
                && text.has_to(of)
                && text.document.head(of) == Some(self.head)
                && !self.dates_another(time)
        };
        nearest(text, self.times.iter().filter(below), self.trigger.start)
    }

    /// Whether the clause of this verb says what came before or will come after: `before leaving on Monday`.
    fn is_bound(&self, verb: usize) -> bool {
        let text = self.text;
        text.children.of(verb).any(|child| {
            matches!(
                text.of(child).to_ascii_lowercase().as_str(),
                "before"
                    | "after"
                    | "since"
                    | "until"
                    | "because"
                    | "although"
                    | "though"
                    | "if"
                    | "unless"
                    | "than"
                    | "while"
            )
        })
    }

    /// Whether the clause of this verb says what came before, and nothing says how long before: `after rebels attacked`.
    fn is_just_before(&self, verb: usize) -> bool {
        let text = self.text;
        let mark = text.child(verb, &[Label::Mark]).filter(|&mark| text.of(mark).eq_ignore_ascii_case("after"));
        // `two days after`.
        let how_long = |time: &TimeMention, mark: usize| {
            time.tokens.contains(&mark) || time.tokens.end == mark && time.kind == TimeKind::Duration
        };
        let soon = |mark: usize| !self.times.iter().any(|time| how_long(time, mark));
        mark.is_some_and(soon) && !text.is_perfect(verb) && text.tag(verb) == Tag::Vbd
    }

    /// The time of the clause that this one is coordinated with or hangs on as a participle.
    fn above(&self, clause: usize) -> Option<&'t TimeMention> {
        let text = self.text;
        let (mut at, mut after) = (clause, false);
        for _ in 0..HIGHEST {
            let above = text.document.head(at)?;
            let goes_on = match text.label(at) {
                // Who does something else in `but the court refused` may do it at another time.
                Label::Conj => text.child(at, &[Label::Nsubj, Label::Nsubjpass]).is_none(),
                Label::Advcl => !self.is_bound(at) || self.is_just_before(at),
                // `today began to withdraw`.
                Label::Xcomp => DOES.contains(&text.document.lemma(above)),
                // `with dozens of members leaving`.
                Label::Pcomp => text.of(above).eq_ignore_ascii_case("with"),
                Label::Acl => text.tag(at) == Tag::Vbg,
                _ => false,
            };
            if !goes_on {
                return None;
            }
            after |= self.is_just_before(at);
            at = text.clause_of(above);
            if (self.says)(at) {
                return None;
            }
            // `died on Monday after rebels attacked`: hardly on another day. Of a week or a month one cannot say so.
            let past = || {
                let told = text.child(at, &[Label::Auxpass]).unwrap_or(at);
                text.tag(told) == Tag::Vbd
            };
            let close = |time: &TimeMention| !after || time.value.len() >= DAY && past();
            let found = |time: &&TimeMention| {
                text.clause_of(time.tokens.start) == at && !self.dates_another(time) && close(time)
            };
            if let Some(time) = nearest(text, self.times.iter().filter(found), self.trigger.start) {
                return Some(time);
            }
        }
        None
    }

    /// A stretch of time that ends now: `in the past four months`.
    fn stretch(&self, clause: usize) -> Option<&'t TimeMention> {
        let text = self.text;
        self.times.iter().find(|time| {
            let word = |at: usize| text.of(at).to_ascii_lowercase();
            let before = time.tokens.start.checked_sub(1).map(word).unwrap_or_default();
            let past = time.tokens.clone().any(|at| matches!(word(at).as_str(), "past" | "last"));
            time.kind == TimeKind::Duration
                && past
                && matches!(before.as_str(), "in" | "over" | "during" | "for" | "within")
                && text.clause_of(time.tokens.start) == clause
        })
    }
}
