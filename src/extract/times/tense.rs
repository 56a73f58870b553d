//! Whether the clause around a time tells of what has been or of what will be: `met on Friday`, `will meet on Friday`.
//!
//! The verb is the one that the time hangs on in the tree. Sentences without a tree are read by tags: the nearest verb to the
//! left, else to the right. The walk is bounded, so that a time costs the same in any sentence.

use std::ops::Range;

use crate::extract::text::Text;
use crate::nlp::{Label, Tag};

/// Where a clause looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Back.
    Past,
    /// Ahead.
    Future,
    /// Present tense: of plans, habits and states.
    Present,
    /// Nothing tells.
    Open,
}

/// How far any walk goes.
const REACH: usize = 25;

/// Verbs whose complement is still to come, even where they are in the past: `was scheduled for Friday`.
const PLANNING: &[&str] = &[
    "schedule",
    "expect",
    "set",
    "slate",
    "plan",
    "postpone",
    "delay",
    "adjourn",
    "extend",
    "due",
    "reschedule",
    "invite",
    "intend",
    "hope",
    "prepare",
    "poise",
    "aim",
    "expire",
    "mature",
    "tentatively",
    "anticipate",
    "design",
    "bid",
    "defer",
];

/// Verbs that report: a time beside them is that of the report, whatever their tense.
const REPORTING: &[&str] = &["say", "tell", "report", "announce", "show", "add", "claim", "note", "quote", "write"];

/// The direction of the clause that the time at `tokens` belongs to, in the sentence `sentence`.
pub fn direction(text: &Text<'_>, tokens: &Range<usize>, sentence: &Range<usize>) -> Direction {
    if let Some(direction) = beside(text, tokens.start, sentence) {
        return direction;
    }
    let direction = verb(text, tokens, sentence).map_or(Direction::Open, |verb| of_verb(text, verb, sentence, 0));
    // Where the tree says present, but a verb of the past stands nearer, the tree is in doubt.
    let direction = match direction {
        Direction::Present => match nearest_left(text, tokens, sentence).map(|verb| of_verb(text, verb, sentence, 0)) {
            Some(Direction::Past) => Direction::Past,
            _ => Direction::Present,
        },
        direction => direction,
    };
    // `It needs repairs by Friday`: a limit is ahead of what is.
    let before = tokens.start.checked_sub(1).filter(|before| *before >= sentence.start);
    let limit = before.is_some_and(|before| text.of(before).eq_ignore_ascii_case("by"));
    match direction {
        Direction::Present | Direction::Open if limit => Direction::Future,
        direction => direction,
    }
}

/// What the words before the time tell: `due Friday`, `since March`.
fn beside(text: &Text<'_>, at: usize, sentence: &Range<usize>) -> Option<Direction> {
    let word = |back: usize| at.checked_sub(back).filter(|at| *at >= sentence.start).map_or("", |at| text.of(at));
    let is = |back: usize, words: &[&str]| words.iter().any(|known| word(back).eq_ignore_ascii_case(known));
    if is(1, &["since", "ended", "dated"]) {
        return Some(Direction::Past);
    }
    let ahead =
        &["due", "payable", "effective", "upcoming", "beginning", "starting", "expires", "expiring", "scheduled"];
    if is(1, ahead) || is(2, ahead) && is(1, &["on", "for", "in", "from", "by", "to", "the"]) {
        return Some(Direction::Future);
    }
    if is(1, &["until", "till"]) || is(2, &["ahead"]) && is(1, &["of"]) {
        return Some(Direction::Future);
    }
    None
}

/// The verb of the clause that the time belongs to.
fn verb(text: &Text<'_>, tokens: &Range<usize>, sentence: &Range<usize>) -> Option<usize> {
    if text.document.is_parsed(text.document.sentence_of(tokens.start)) {
        let inside = |at: &usize| !tokens.contains(at);
        let above = text.document.path_to_root(tokens.end.saturating_sub(1)).filter(inside).take(REACH);
        if let Some(verb) = above.into_iter().find(|at| text.is_verb(*at)) {
            return Some(verb);
        }
    }
    nearest_left(text, tokens, sentence)
        .or_else(|| (tokens.end..sentence.end.min(tokens.end + REACH)).find(|at| is_verbal(text, *at)))
}

/// The nearest verb before the time.
fn nearest_left(text: &Text<'_>, tokens: &Range<usize>, sentence: &Range<usize>) -> Option<usize> {
    let from = sentence.start.max(tokens.start.saturating_sub(REACH));
    (from..tokens.start).rev().find(|at| is_verbal(text, *at))
}

fn is_verbal(text: &Text<'_>, at: usize) -> bool {
    text.tag(at).is_verb() || text.tag(at) == Tag::Md
}

/// What a verb with its auxiliaries tells.
fn of_verb(text: &Text<'_>, verb: usize, sentence: &Range<usize>, depth: usize) -> Direction {
    let lemma = text.document.lemma(verb);
    let planning = PLANNING.contains(&lemma);
    let (mut modal, mut to, mut have, mut had, mut be_present, mut be_past) = (None, None, false, false, false, false);
    let mut at = verb;
    while at > sentence.start && at + 7 > verb {
        at -= 1;
        let tag = text.tag(at);
        let lower = text.document.lemma(at);
        match tag {
            Tag::Md => {
                modal = Some(at);
                break;
            }
            Tag::To => {
                to = Some(at);
                break;
            }
            _ if tag.is_verb() && lower == "have" => {
                have = true;
                had = text.of(at).eq_ignore_ascii_case("had");
            }
            Tag::Vbd if lower == "be" => be_past = true,
            Tag::Vbz | Tag::Vbp | Tag::Vb if lower == "be" => be_present = true,
            Tag::Vbn | Tag::Vbg if lower == "be" => {}
            Tag::Rb | Tag::Prp => {}
            _ => break,
        }
    }
    if text.tag(verb) == Tag::Md {
        modal = Some(verb);
    }
    if let Some(modal) = modal {
        // `could not be reached on Friday`.
        let could = text.of(modal).eq_ignore_ascii_case("could");
        let in_vain = (modal + 1..verb).any(|at| matches!(text.document.lemma(at), "not" | "n't"))
            || ["reach", "locate", "contact", "find", "determine", "see", "hear"].contains(&lemma);
        return if have || could && in_vain { Direction::Past } else { Direction::Future };
    }
    match text.tag(verb) {
        Tag::Vb if to.is_some() => infinitive(text, verb, to.unwrap_or(verb), sentence, depth),
        Tag::Vbn | Tag::Vbd if to.is_some() => Direction::Future,
        Tag::Vbn | Tag::Vbd => match () {
            // `had been scheduled`, `was expected`.
            () if planning && had => Direction::Past,
            // `as planned`.
            () if planning && !be_past && !be_present && before_as(text, verb, sentence) => Direction::Past,
            () if planning => Direction::Future,
            () if have || be_past => Direction::Past,
            () if be_present => Direction::Present,
            () => Direction::Past,
        },
        Tag::Vbg => match () {
            () if be_past || have => Direction::Past,
            () if be_present => Direction::Future,
            () => above(text, verb, sentence, depth),
        },
        Tag::Vbz | Tag::Vbp if REPORTING.contains(&lemma) => Direction::Past,
        Tag::Vbz | Tag::Vbp if lemma == "have" => Direction::Past,
        Tag::Vbz | Tag::Vbp if planning => Direction::Future,
        Tag::Vbz | Tag::Vbp | Tag::Vb => Direction::Present,
        _ => Direction::Open,
    }
}

/// Verbs whose infinitive did happen, or did not, when they say it did.
const HAPPENED: &[&str] = &[
    "use", "have", "manage", "fail", "begin", "start", "continue", "refuse", "help", "force", "seem", "allow", "permit",
];

/// Nouns whose infinitive is still to come.
const PLANS: &[&str] = &[
    "plan",
    "decision",
    "agreement",
    "deal",
    "promise",
    "vow",
    "offer",
    "order",
    "deadline",
    "proposal",
    "pledge",
    "vote",
    "intention",
    "threat",
    "call",
    "request",
    "date",
    "time",
    "bid",
    "effort",
    "chance",
    "opportunity",
];

/// `to meet on Friday`: ahead after a plan, else as the verb above: `gathered to mourn on Friday`.
fn infinitive(text: &Text<'_>, verb: usize, to: usize, sentence: &Range<usize>, depth: usize) -> Direction {
    let Some(before) = to.checked_sub(1).filter(|before| *before >= sentence.start) else { return Direction::Future };
    let parsed = text.document.is_parsed(text.document.sentence_of(verb));
    let head = if parsed { text.document.head(verb) } else { None };
    let governor = head.unwrap_or(before);
    let lemma = text.document.lemma(governor);
    let purpose = match head {
        Some(_) => matches!(text.label(verb), Label::Advcl | Label::Acl | Label::Relcl | Label::Conj),
        None => text.tag(before).is_noun(),
    };
    if depth > 2 {
        return Direction::Future;
    }
    if text.tag(governor).is_verb() {
        if HAPPENED.contains(&lemma) || purpose {
            return of_verb(text, governor, sentence, depth + 1);
        }
        // `had been scheduled to expire`.
        let over = PLANNING.contains(&lemma) && of_verb(text, governor, sentence, depth + 1) == Direction::Past;
        return if over { Direction::Past } else { Direction::Future };
    }
    if purpose && !PLANS.contains(&lemma) { above(text, verb, sentence, depth) } else { Direction::Future }
}

/// Whether `as` stands before a verb: `as planned`, `as previously scheduled`.
fn before_as(text: &Text<'_>, verb: usize, sentence: &Range<usize>) -> bool {
    (1..=2).any(|back| verb.checked_sub(back).filter(|at| *at >= sentence.start).is_some_and(|at| text.of(at) == "as"))
}

/// What the verb above a gerund tells.
fn above(text: &Text<'_>, verb: usize, sentence: &Range<usize>, depth: usize) -> Direction {
    if depth > 2 {
        return Direction::Open;
    }
    let tokens = verb..verb + 1;
    match self::verb(text, &tokens, sentence) {
        Some(higher) if higher != verb => of_verb(text, higher, sentence, depth + 1),
        _ => Direction::Open,
    }
}
