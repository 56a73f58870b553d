//! What was found in a sentence beside what is annotated: for each event, which sides it touches.

use std::collections::BTreeSet;

use super::Reading;
use super::align::{Alignment, share_a_word};
use super::gold::{self, Root, Row};
use crate::extract::Refused;
use crate::record::{Actor, EventRecord};

/// An event with what it touches.
pub struct View {
    /// Its type.
    pub root: Root,
    /// Whether its source is the annotated one, or none is annotated.
    pub source: bool,
    /// Whether its target is the annotated one, or none is annotated.
    pub target: bool,
    /// The event.
    pub event: EventRecord,
}

impl View {
    /// Whether it is between the annotated actors.
    pub fn pair(&self) -> bool {
        self.source && self.target
    }
}

/// What was found in a sentence.
pub struct Judged {
    /// Who was recognised in it.
    pub actors: Vec<Actor>,
    /// Its events, in order.
    pub views: Vec<View>,
    /// The words of the lexicon that gave none, with these words.
    pub refused: Vec<(String, Refused)>,
}

impl Judged {
    /// The types that were found.
    pub fn roots(&self) -> BTreeSet<Root> {
        self.views.iter().map(|view| view.root).collect()
    }

    /// The most confident event between the annotated actors; the first of several.
    pub fn best_pair(&self) -> Option<&View> {
        let pairs = self.views.iter().filter(|view| view.pair());
        pairs.reduce(|best, view| if view.event.confidence > best.event.confidence { view } else { best })
    }

    /// Whether one event has the type and both sides right.
    pub fn right(&self, row: &Row) -> bool {
        self.views.iter().any(|view| view.pair() && view.root == row.root)
    }
}

/// Compares what was read with what is annotated.
pub fn judge(row: &Row, reading: Reading) -> Judged {
    let Reading { body, actors, events, refused, .. } = reading;
    let body = body.unwrap_or_default();
    let alignment = Alignment::new(&body, &row.text);
    let touches = |found: &[Actor], annotated: &[gold::Actor]| {
        let mut ranges = found.iter().filter_map(|actor| alignment.range((actor.start, actor.end)));
        annotated.is_empty()
            || ranges.any(|at| annotated.iter().any(|actor| share_a_word(&row.text, at, (actor.start, actor.end))))
    };
    let views = events.into_iter().map(|event| View {
        root: Root::of(event.event.plover),
        source: touches(&event.source, &row.sources),
        target: touches(&event.target, &row.targets),
        event,
    });
    let words =
        |refused: Refused| (body.get(refused.word.start..refused.word.end).unwrap_or_default().to_owned(), refused);
    Judged { actors, views: views.collect(), refused: refused.into_iter().map(words).collect() }
}
