//! The sentences that were read wrongly, the worst first, with what was found and what was not used.

use std::cmp::Reverse;

use serde::Serialize;

use super::gold::{Root, Row};
use super::judge::{Judged, View};
use crate::record::Actor;

/// A sentence without an event that has type, source and target right.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Case {
    /// Its identifier.
    pub id: String,
    /// Its line in the file, from 1.
    pub line: usize,
    /// The sentence.
    pub text: String,
    /// What is wrong.
    pub kind: Kind,
    /// The annotated type.
    pub root: Root,
    /// The words of the annotated source.
    pub source: Vec<String>,
    /// The words of the annotated target.
    pub target: Vec<String>,
    /// Who was recognised, each with the code.
    pub actors: Vec<String>,
    /// The events that were found.
    pub found: Vec<Found>,
    /// The words of the lexicon that gave no event, and why.
    pub unused: Vec<Unused>,
}

/// What is wrong with what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An event between the annotated actors has another type.
    OtherType,
    /// There are events, but none between the annotated actors.
    OtherActors,
    /// There is no event.
    NoEvent,
}

impl Kind {
    /// For people.
    pub fn text(self) -> &'static str {
        match self {
            Kind::OtherType => "another type",
            Kind::OtherActors => "other actors",
            Kind::NoEvent => "no event",
        }
    }
}

/// An event that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    /// Its type as in the record.
    pub plover: &'static str,
    /// The words that say it.
    pub trigger: String,
    /// The entries of the lexicon that made it: file and line.
    pub entries: Vec<String>,
    /// Its source, each actor with its code.
    pub source: Vec<String>,
    /// Its target.
    pub target: Vec<String>,
    /// Whether the source is the annotated one.
    pub right_source: bool,
    /// Whether the target is.
    pub right_target: bool,
    /// 0 to 1.
    pub confidence: f32,
}

/// A word of the lexicon that gave no event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unused {
    /// The word.
    pub word: String,
    /// The entries that fit: file and line.
    pub entries: Vec<String>,
    /// Why there is no event.
    pub why: &'static str,
}

/// At most `most` of the sentences that were read wrongly.
///
/// A mistake is the worse the surer it is: sentences with a wrong type come in order of its confidence, and so do those with
/// wrong actors; those without an event keep their order. Kinds take turns, so that each is seen.
pub fn worst(all: &[(&Row, &Judged)], most: usize) -> Vec<Case> {
    let mut wrong: Vec<(Kind, Reverse<u32>, &Row, &Judged)> = all
        .iter()
        .filter(|(row, judged)| !judged.right(row))
        .map(|&(row, judged)| {
            let kind = match judged.best_pair() {
                Some(_) => Kind::OtherType,
                None if judged.views.is_empty() => Kind::NoEvent,
                None => Kind::OtherActors,
            };
            (kind, Reverse(surest(judged)), row, judged)
        })
        .collect();
    wrong.sort_by_key(|case| (case.0, case.1));
    let mut turns = [0; 3];
    let mut ordered: Vec<_> = wrong
        .into_iter()
        .map(|case| {
            let turn = &mut turns[case.0 as usize];
            *turn += 1;
            (*turn, case)
        })
        .collect();
    ordered.sort_by_key(|(turn, case)| (*turn, case.0));
    ordered.into_iter().take(most).map(|(_, (kind, _, row, judged))| case(kind, row, judged)).collect()
}

/// The confidence of the event that is wrong, in hundredths.
fn surest(judged: &Judged) -> u32 {
    let hundredths = |view: &View| (view.event.confidence * 100.0).round() as u32;
    let best = judged.best_pair().map(hundredths);
    best.or_else(|| judged.views.iter().map(hundredths).max()).unwrap_or(0)
}

fn case(kind: Kind, row: &Row, judged: &Judged) -> Case {
    let annotated = |actors: &[super::Actor]| actors.iter().map(|actor| actor.text.clone()).collect();
    let mut unused: Vec<Unused> = Vec::new();
    for (word, refused) in &judged.refused {
        let one = Unused { word: word.clone(), entries: refused.entries.clone(), why: refused.why.text() };
        if !unused.contains(&one) {
            unused.push(one);
        }
    }
    Case {
        id: row.id.clone(),
        line: row.line,
        text: row.text.clone(),
        kind,
        root: row.root,
        source: annotated(&row.sources),
        target: annotated(&row.targets),
        actors: judged.actors.iter().map(named).collect(),
        found: judged.views.iter().map(found).collect(),
        unused,
    }
}

fn found(view: &View) -> Found {
    let record = &view.event;
    let actors = |actors: &[Actor]| actors.iter().map(named).collect();
    Found {
        plover: record.event.plover.name(),
        trigger: record.event.trigger.text.clone(),
        entries: record.event.entries.clone(),
        source: actors(&record.source),
        target: actors(&record.target),
        right_source: view.source,
        right_target: view.target,
        confidence: record.confidence,
    }
}

fn named(actor: &Actor) -> String {
    match &actor.code {
        Some(code) => format!("{} {code}", actor.text),
        None => actor.text.clone(),
    }
}
