//! Where the words of records stand: from code points of records back to bytes of the body.

use super::build::reading;
use super::{Mark, MarkKind, Role};
use crate::record::{ArticleRecord, EventRecord, QuoteRecord};
use crate::span::Span;

/// The byte at which each code point of a body starts, and its length.
pub(super) struct Places(Vec<usize>);

impl Places {
    pub(super) fn new(body: &str) -> Places {
        Places(body.char_indices().map(|(at, _)| at).chain([body.len()]).collect())
    }

    /// A range of code points in bytes; none if it is empty or outside.
    fn span(&self, start: usize, end: usize) -> Option<Span> {
        let (start, end) = (*self.0.get(start)?, *self.0.get(end)?);
        (start < end).then(|| Span::new(start, end))
    }

    /// The words that an event rests on.
    pub(super) fn words(&self, event: &EventRecord) -> Vec<(Span, Role)> {
        let trigger = &event.event.trigger;
        let sources = event.source.iter().map(|actor| (actor.start, actor.end, Role::Source));
        let targets = event.target.iter().map(|actor| (actor.start, actor.end, Role::Target));
        let time = event.time.iter().map(|time| (time.start, time.end, Role::Circumstance));
        let place = event.place.iter().map(|place| (place.start, place.end, Role::Circumstance));
        let all = sources.chain(targets).chain(time).chain(place).chain([(trigger.start, trigger.end, Role::Trigger)]);
        all.filter_map(|(start, end, role)| Some((self.span(start, end)?, role))).collect()
    }

    /// What extraction sees in an article, by its place.
    pub(super) fn marks(&self, article: &ArticleRecord, quotes: &[QuoteRecord]) -> Vec<Mark> {
        let mut marks = Vec::new();
        let mut mark = |start: usize, end: usize, kind: MarkKind, reading: String| {
            marks.extend(self.span(start, end).map(|span| Mark { span, kind, reading }));
        };
        for actor in &article.actors {
            mark(actor.start, actor.end, MarkKind::Actor, reading(actor));
        }
        for time in &article.times {
            mark(time.start, time.end, MarkKind::Time, time.value.clone());
        }
        let dateline = article.dateline.iter().flat_map(|dateline| &dateline.places);
        for place in article.places.iter().chain(dateline) {
            let parts = [Some(&place.name), place.admin1.as_ref(), place.country.as_ref()];
            let known = parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(", ");
            mark(place.start, place.end, MarkKind::Place, known);
        }
        for quantity in &article.quantities {
            let number = match (quantity.value, quantity.low, quantity.high) {
                (Some(value), _, _) => Some(value.to_string()),
                (None, Some(low), Some(high)) => Some(format!("{low} to {high}")),
                (None, Some(low), None) => Some(format!("at least {low}")),
                (None, None, Some(high)) => Some(format!("at most {high}")),
                _ => None,
            };
            let known = [number, quantity.unit.clone(), quantity.of.clone(), quantity.state.clone()];
            mark(
                quantity.start,
                quantity.end,
                MarkKind::Quantity,
                known.into_iter().flatten().collect::<Vec<_>>().join(" "),
            );
        }
        for quote in quotes {
            let speaker = quote.speaker.as_ref().map_or("nobody named", |speaker| &speaker.name);
            mark(quote.start, quote.end, MarkKind::Quote, format!("said by {speaker}"));
        }
        marks.sort_by_key(|mark| (mark.span.start, mark.span.end, mark.kind));
        marks.dedup();
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_become_bytes() {
        let places = Places::new("d’Été — no");
        assert_eq!(places.span(0, 1), Some(Span::new(0, 1)));
        assert_eq!(places.span(1, 5), Some(Span::new(1, 9)));
        assert_eq!(places.span(8, 10), Some(Span::new(14, 16)));
        for (start, end) in [(3, 3), (4, 3), (9, 11), (50, 60)] {
            assert_eq!(places.span(start, end), None);
        }
    }
}
