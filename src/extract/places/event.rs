//! Where an event happened: what its own clause says, else its sentence, else the dateline.
//!
//! A name counts if it stands after `in`, `near` and the like. What is attacked is where it is attacked. The dateline tells where
//! words are said; a deed between others than its own country it does not place, so that the country of who is hit stands in. Nor
//! does it place words between others, unless the one who speaks is there. Where nothing else tells, all who take part are of one
//! country, and it happened there.

use std::ops::Range;

use crate::extract::events::Event;
use crate::extract::gazetteer::{Gazetteer, Kind, PlaceId};
use crate::extract::text::{Mention, Text};
use crate::nlp::Label;
use crate::record::{PlaceBasis, Plover};

use super::{Location, Locations};

/// Where an event happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Spot<'l> {
    /// A place that the article names.
    Named(&'l Location, PlaceBasis),
    /// The country of one of its actors, whose words are those of the mention.
    Country(PlaceId, Mention),
}

/// Finds where events happened.
pub struct Finder<'a> {
    /// The article.
    pub text: &'a Text<'a>,
    /// All places.
    pub gazetteer: &'a Gazetteer,
    /// Those that the article names.
    pub locations: &'a Locations,
}

impl<'a> Finder<'a> {
    /// Where `event` of the sentence with these tokens happened. `says` tells whether a verb reports what others do, `country` is the
    /// country of an actor, or empty, and `abroad` tells whether nobody who takes part is at home in a country or has come there.
    pub fn find(
        &self,
        event: &Event<'_>,
        sentence: &Range<usize>,
        says: &dyn Fn(usize) -> bool,
        country: &dyn Fn(&Mention) -> String,
        abroad: &dyn Fn(&str) -> bool,
    ) -> Option<Spot<'a>> {
        let prose = &self.locations.prose;
        let from = prose.partition_point(|location| location.tokens.start < sentence.start);
        let to = prose.partition_point(|location| location.tokens.start < sentence.end);
        let inside = prose.get(from..to).unwrap_or_default();
        let touches = |mentions: &[Mention], location: &Location| {
            mentions
                .iter()
                .any(|mention| mention.tokens.start < location.tokens.end && location.tokens.start < mention.tokens.end)
        };
        let clause = self.text.clause_of(event.head);
        let of = |location: &Location| self.text.clause_of(location.tokens.end - 1);
        let same = |location: &&Location| of(location) == clause || event.trigger.contains(&of(location));
        // Behind the trigger before what stands before it.
        let distance = |location: &&Location| match location.tokens.start.checked_sub(event.trigger.end) {
            Some(after) => (0, after),
            None => (1, event.trigger.start.saturating_sub(location.tokens.end)),
        };
        let locative = || inside.iter().filter(|location| location.locative);
        // `in U.S. complaints`: who complains, not where.
        let whose = |location: &&Location| {
            touches(&event.source, location)
                && self
                    .text
                    .document
                    .head(location.tokens.end - 1)
                    .is_some_and(|noun| noun >= location.tokens.end && event.trigger.contains(&noun))
        };
        let here = locative().filter(|location| same(location) && !whose(location)).min_by_key(distance);
        // Who visits is where he goes: `the exile, who lives in Oslo, visited Bergen`.
        let visited = || inside.iter().filter(|location| touches(&event.target, location)).min_by_key(distance);
        let visited = if event.visit { visited() } else { None };
        let elsewhere = |location: &&Location| location.tokens.end <= event.trigger.start && visited.is_some();
        if let Some(found) = here.filter(|location| !elsewhere(location)).or(visited) {
            return Some(Spot::Named(found, PlaceBasis::Clause));
        }
        // A `Paris pact` was made in Paris.
        let named_after = |location: &&Location| {
            let noun = location.tokens.end;
            event.trigger.contains(&noun)
                && (noun == event.head || self.text.document.head(noun) == Some(event.head))
                && self.text.document.head(noun - 1) == Some(noun)
                && matches!(self.text.label(noun - 1), Label::Compound | Label::Nmod)
                && !touches(&event.source, location)
                && !matches!(location.place.map(|place| self.gazetteer.kind(place)), Some(Kind::Country))
        };
        if let Some(found) = inside.iter().find(named_after) {
            return Some(Spot::Named(found, PlaceBasis::Clause));
        }
        let deed = matches!(
            event.plover,
            Plover::Assault | Plover::Coerce | Plover::Mobilize | Plover::Protest | Plover::Aid | Plover::Retreat
        );
        if deed {
            let hit =
                inside.iter().filter(|location| touches(&event.target, location) && !touches(&event.source, location));
            if let Some(found) = hit.min_by_key(distance) {
                return Some(Spot::Named(found, PlaceBasis::Clause));
            }
            // `the Basra bombing`, `withdrew from Mosul`, `moved to Kharkiv`.
            let beside = |location: &&Location| {
                same(location)
                    && !touches(&event.source, location)
                    && !matches!(location.place.map(|place| self.gazetteer.kind(place)), Some(Kind::Country))
            };
            // `Mosul police arrested two men`.
            let of_source = |location: &&Location| {
                touches(&event.source, location)
                    && matches!(location.place.map(|place| self.gazetteer.kind(place)), Some(Kind::Town | Kind::County))
            };
            let found = inside.iter().filter(beside).min_by_key(distance);
            if let Some(found) = found.or_else(|| inside.iter().find(of_source)) {
                return Some(Spot::Named(found, PlaceBasis::Clause));
            }
        }
        // Of other clauses only those around it tell where it was; but where somebody speaks is not where it happened, unless it is
        // words that happened. What is done is also where the clauses below it are: `killed ten as they crossed near Basra`.
        let above = |of: usize| of != clause && self.text.document.path_to_root(clause).any(|above| above == of);
        let below =
            |of: usize| deed && self.text.label(of) == Label::Advcl && self.text.document.head(of) == Some(clause);
        let told =
            |location: &&Location| (above(of(location)) || below(of(location))) && (!deed || !says(of(location)));
        if let Some(found) = locative().filter(told).min_by_key(distance) {
            return Some(Spot::Named(found, PlaceBasis::Sentence));
        }
        let line = self.locations.dateline.first();
        let home = line.and_then(|line| line.place).and_then(|place| self.gazetteer.country_code(place));
        if deed {
            let actors = || event.target.iter().chain(&event.source);
            let countries: Vec<String> = actors().map(country).collect();
            let elsewhere = !countries.iter().any(|code| Some(code.as_str()) == home);
            let first = actors().zip(&countries).find(|(_, code)| !code.is_empty());
            if elsewhere
                && let Some((actor, code)) = first
                && let Some(place) = self.gazetteer.country_by_code(code)
            {
                return Some(Spot::Country(place, actor.clone()));
            }
        }
        // `Mosul officials urged the premier to resign`: most likely in Mosul.
        let local = |location: &&Location| {
            let begins = |mention: &Mention| mention.tokens.start == location.tokens.start;
            let (last, town) = (location.tokens.end - 1, location.place.map(|place| self.gazetteer.kind(place)));
            matches!(town, Some(Kind::Town | Kind::County))
                && matches!(self.text.label(last), Label::Compound | Label::Nmod)
                && event.source.iter().any(begins)
        };
        let seat = || inside.iter().find(local).map(|town| Spot::Named(town, PlaceBasis::Actor));
        let line = line.filter(|_| event.visit || !home.is_some_and(abroad));
        line.map(|line| Spot::Named(line, PlaceBasis::Dateline))
            .or_else(seat)
            .or_else(|| self.country_of_all(event, country))
    }

    /// The country of all who take part, on both sides: they are at home there.
    fn country_of_all(&self, event: &Event<'_>, country: &dyn Fn(&Mention) -> String) -> Option<Spot<'a>> {
        let first = event.source.first()?;
        let code = country(first);
        let all = event.source.iter().chain(&event.target).all(|mention| country(mention) == code);
        let place = self.gazetteer.country_by_code(&code).filter(|_| all && !event.target.is_empty())?;
        Some(Spot::Country(place, first.clone()))
    }
}
