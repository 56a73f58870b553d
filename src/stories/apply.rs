//! Puts what the memory says into the records of a batch.

use crate::record::ArticleRecords;
use crate::sink::Outcome;

use super::events::id_of;
use super::log::Addition;
use super::memory::{Joined, Memory, story_id};
use super::sketch::Sketch;
use super::{Repeats, SameEvents, Settings};

/// The memory with what is to be done about what it finds.
pub struct Joiner {
    memory: Memory,
    settings: Settings,
    /// Whether what is taken in has to be kept for a log.
    keeps: bool,
}

impl Joiner {
    /// A joiner that does what `settings` say; `keeps` says whether additions go into a log.
    pub fn new(memory: Memory, settings: Settings, keeps: bool) -> Joiner {
        Joiner { memory, settings, keeps }
    }

    /// Joins the articles of a batch, in order, with those before; `sketches` has one for each outcome that has records. Returns
    /// how many were repeats, and what was added to the memory.
    pub fn join(&mut self, outcomes: &mut Vec<Outcome>, sketches: &[Option<Sketch>]) -> (u64, Addition) {
        let mut addition = Addition::default();
        let mut repeats = 0;
        let mut sketches = sketches.iter();
        outcomes.retain_mut(|outcome| {
            let (Some(Some(sketch)), Outcome::Records(records)) = (sketches.next(), outcome) else { return true };
            let joined = self.memory.join(sketch, &mut addition.bytes);
            if !self.keeps {
                addition.bytes.clear();
            }
            repeats += u64::from(joined.duplicate_of.is_some());
            let dropped = joined.duplicate_of.is_some() && self.settings.repeats == Repeats::Drop;
            if !dropped {
                apply(joined, records, self.settings.events);
            }
            !dropped
        });
        addition.forgotten = self.memory.forgotten();
        addition.clock = self.memory.clock();
        (repeats, addition)
    }
}

/// Puts story, version and so on into the records of an article, and takes out the events that are not wanted.
pub fn apply(joined: Joined, records: &mut ArticleRecords, events: SameEvents) {
    let story = Some(story_id(joined.story));
    let version = Some(joined.version);
    let ArticleRecords { article, events: event_records, quotes } = records;
    article.story.clone_from(&story);
    article.version = version;
    article.duplicate_of = joined.duplicate_of;
    article.replaces = joined.replaces;
    for reference in event_records
        .iter_mut()
        .map(|event| &mut event.article)
        .chain(quotes.iter_mut().map(|quote| &mut quote.article))
    {
        reference.story.clone_from(&story);
        reference.version = version;
    }
    if events == SameEvents::Pass {
        return;
    }
    for (event, same) in event_records.iter_mut().zip(&joined.same_as) {
        event.same_as = same.map(id_of);
    }
    match events {
        SameEvents::Drop => event_records.retain(|event| event.same_as.is_none()),
        SameEvents::OneADay => {
            let mut first = joined.first_of_day.iter();
            event_records.retain(|_| first.next().is_none_or(|first| *first));
        }
        SameEvents::Mark | SameEvents::Pass => {}
    }
}
