//! Finds where: the names of places in an article, and which places they are.
//!
//! First candidates ([`candidates`]), then what the words around them say ([`describe`], [`evidence`]): a city that stands for
//! its government or its team, a person or a body that is called like a town is none. What is left is resolved all at once
//! ([`resolve`]), because the places of an article explain each other. Streets and buildings, which no gazetteer has, lie where the
//! town beside them lies.

mod acting;
mod candidates;
mod describe;
mod event;
pub mod evidence;
mod resolve;
#[cfg(test)]
mod tests;
mod words;

use std::collections::HashMap;
use std::ops::Range;

use crate::article::NormalArticle;
use crate::normalize::agency::Names;
use crate::span::Span;

use super::gazetteer::fold::{self, Key};
use super::gazetteer::{Gazetteer, Kind, PlaceId};
use super::lexicon::actors::NameKind;
use super::lexicon::own::Own;
use super::lexicon::{self, Lexicon, LexiconError};
use super::text::Text;
use candidates::{Candidate, Finder, Shape};
use describe::{Describer, Joined, Persons};
pub use event::{Finder as EventFinder, Spot};
use evidence::{Evidence, Weights};
use resolve::{Name, Weighing};
use words::{Set, Words, set};

/// What the reader of places knows besides the gazetteer.
#[derive(Debug)]
pub struct Knowledge {
    words: Words,
    weights: Weights,
    cities: Names,
}

/// The name of a place in an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Location {
    /// Its bytes in the body.
    pub span: Span,
    /// Its tokens; empty for a place of the dateline, which is no prose.
    pub tokens: Range<usize>,
    /// Which place it is, where the gazetteer knows it.
    pub place: Option<PlaceId>,
    /// For a street, a building or a town that the gazetteer does not know: the place that it lies in.
    pub within: Option<PlaceId>,
    /// A direction before it: how far north and east, each -1 to 1.
    pub part: Option<(f64, f64)>,
    /// What it is, where it is no place of the gazetteer: a feature code of GeoNames.
    pub feature: Option<&'static str>,
    /// Whether the words around it say that it is where something is: `in`, `near`.
    pub locative: bool,
    /// The log odds that it is a place.
    pub odds: f32,
    /// What speaks for and against that.
    pub evidence: Evidence,
}

impl Location {
    /// A country that words stand for which are no name of it.
    pub fn of_country(span: Span, country: PlaceId) -> Location {
        Location {
            span,
            tokens: 0..0,
            place: Some(country),
            within: None,
            part: None,
            feature: None,
            locative: false,
            odds: 0.0,
            evidence: 0,
        }
    }
}

/// What an article says of where.
#[derive(Clone, Debug, Default)]
pub struct Locations {
    /// Places in the prose, in order.
    pub prose: Vec<Location>,
    /// The places of the dateline, in order, as many as it has.
    pub dateline: Vec<Location>,
    /// Names that were no places after all.
    pub refused: Vec<Location>,
}

/// What odds a name needs to count.
const THRESHOLD: f32 = 0.0;
/// How much the other mentions of a name in the article weigh against the words around this one.
const SAME: f32 = 0.4;
/// What names within those of bodies weigh for their region, beside 1 for the name of a place.
const HINT: f32 = 0.35;
/// What the place of the dateline weighs.
const DATELINE: f32 = 3.0;

impl Knowledge {
    /// What the tables in force say.
    pub fn with(own: &Own) -> Result<Knowledge, LexiconError> {
        let [words, weights] = lexicon::place_words(own);
        Ok(Knowledge {
            words: Words::load(words.0, words.1)?,
            weights: Weights::load(weights.0, weights.1)?,
            cities: Names::new(),
        })
    }

    /// The places of an article.
    pub fn find(
        &self,
        text: &Text<'_>,
        lexicon: &Lexicon,
        gazetteer: &Gazetteer,
        article: &NormalArticle,
    ) -> Locations {
        let mut finder = Finder { text, words: &self.words, gazetteer, buffer: String::new() };
        let mut candidates = Vec::new();
        for (index, sentence) in text.sentences.iter().enumerate() {
            finder.find(index, sentence.tokens.clone(), &mut candidates);
        }
        let mut peoples: Vec<String> = Vec::new();
        candidates.retain(|candidate| match people(text, lexicon, candidate) {
            Some(country) => {
                peoples.push(country);
                false
            }
            None => true,
        });
        candidates.retain(|candidate| !is_no_place(text, lexicon, &self.words, candidate));
        let joined = join(text, gazetteer, &candidates);
        let persons = Persons::of(text);
        let describer = Describer { text, words: &self.words, gazetteer, persons: &persons };
        let described: Vec<Evidence> =
            candidates.iter().zip(&joined).map(|(candidate, joined)| describer.describe(candidate, joined.0)).collect();
        let odds = self.odds(&candidates, &described);
        let taken: Vec<bool> = candidates
            .iter()
            .zip(&odds)
            .zip(&described)
            .map(|((candidate, odds), evidence)| *odds > THRESHOLD && !is_bare_abbreviation(text, candidate, *evidence))
            .collect();
        let dateline = dateline(gazetteer, &self.cities, article);
        let resolved = self.resolve(gazetteer, text, &candidates, &joined, &taken, &peoples, &dateline);
        let mut locations = Locations { dateline: resolved.dateline, ..Locations::default() };
        for (at, candidate) in candidates.iter().enumerate() {
            let location = Location {
                span: text.span(&candidate.tokens),
                tokens: candidate.tokens.clone(),
                place: resolved.prose[at].filter(|_| {
                    matches!(candidate.shape, Shape::Name | Shape::Land)
                        || candidate.known && candidate.shape != Shape::Street
                }),
                within: None,
                part: Some(direction(candidate.part)).filter(|_| candidate.part != 0),
                feature: match candidate.shape {
                    Shape::Street => Some("ST"),
                    Shape::Site | Shape::Institution => Some("BLDG"),
                    Shape::Land => Some("AREA"),
                    Shape::Name => None,
                },
                locative: self.is_locative(text, candidate),
                odds: odds[at],
                evidence: described[at],
            };
            if taken[at] { locations.prose.push(location) } else { locations.refused.push(location) }
        }
        settle_sites(text, gazetteer, &mut locations.prose, &locations.dateline);
        let acting = |location: &mut Location| acting::acts(text, lexicon, location);
        locations.refused.extend(locations.prose.extract_if(.., acting));
        locations
    }

    /// The odds of each candidate: what the words around it say, and around the same name elsewhere in the article.
    fn odds(&self, candidates: &[Candidate], described: &[Evidence]) -> Vec<f32> {
        let own: Vec<f32> = described.iter().map(|evidence| self.weights.odds(*evidence)).collect();
        let mut same: HashMap<Key, (f32, f32)> = HashMap::new();
        for (candidate, odds) in candidates.iter().zip(&own) {
            let sum = same.entry(candidate.key).or_default();
            *sum = (sum.0 + odds.clamp(-4.0, 4.0), sum.1 + 1.0);
        }
        let with_others = |(candidate, odds): (&Candidate, &f32)| match same.get(&candidate.key) {
            Some((sum, count)) if *count > 1.0 && candidate.key != 0 => {
                let others = (sum - odds.clamp(-4.0, 4.0)) / (count - 1.0);
                (1.0 - SAME) * odds + SAME * others
            }
            _ => *odds,
        };
        candidates.iter().zip(&own).map(with_others).collect()
    }

    #[allow(clippy::too_many_arguments)]
    fn resolve(
        &self,
        gazetteer: &Gazetteer,
        text: &Text<'_>,
        candidates: &[Candidate],
        joined: &[(Joined, Option<PlaceId>)],
        taken: &[bool],
        peoples: &[String],
        dateline: &[DatelinePlace],
    ) -> Resolved {
        let mut names: Vec<Name> = Vec::new();
        let mut numbers: HashMap<(Key, Option<PlaceId>, bool), usize> = HashMap::new();
        let mut number = |key: Key, words: &str, within: Option<PlaceId>, division: bool, weight: f32| {
            let at = *numbers.entry((key, within, division)).or_insert_with(|| {
                let city = self.cities.city(words).filter(|_| within.is_none() && !division);
                // `Bethlehem` may be another one.
                let famous = city.and_then(|country| famous(gazetteer, key, country));
                let famous = famous.filter(|&town| gazetteer.population(town) >= 50_000);
                names.push(Name { key, within, weight: 0.0, division, place: None, famous });
                names.len() - 1
            });
            names[at].weight += weight;
            at
        };
        let mut prose: Vec<Option<usize>> = Vec::with_capacity(candidates.len());
        // A state behind one mention of a name counts for the others.
        let mut states: HashMap<Key, PlaceId> = HashMap::new();
        for ((candidate, (_, within)), taken) in candidates.iter().zip(joined).zip(taken) {
            if let Some(within) = within.filter(|_| *taken) {
                states.entry(candidate.key).or_insert(within);
            }
        }
        for ((candidate, (_, within)), taken) in candidates.iter().zip(joined).zip(taken) {
            if !candidate.known || candidate.shape == Shape::Street {
                prose.push(None);
                continue;
            }
            let last = self.words.of(text.of(candidate.tokens.end - 1));
            let division = candidate.tokens.len() > 1 && last & set::DIVISION != 0;
            let within = within.or_else(|| states.get(&candidate.key).copied());
            let weight = if *taken { 1.0 } else { HINT };
            let words = text.span(&candidate.core).of(text.body);
            prose.push(Some(number(candidate.key, words, within, division, weight)));
        }
        let lines: Vec<Option<usize>> = dateline
            .iter()
            .map(|place| (place.key != 0).then(|| number(place.key, "", place.within, false, DATELINE)))
            .collect();
        let mut counts: HashMap<PlaceId, f32> = HashMap::new();
        for code in peoples {
            if let Some(place) = gazetteer.country_by_code(code) {
                *counts.entry(place).or_default() += HINT;
            }
        }
        let mut countries: Vec<(PlaceId, f32)> = counts.into_iter().collect();
        countries.sort_by_key(|(place, _)| *place);
        for (place, weight) in countries {
            names.push(Name { key: 0, within: None, weight, division: false, place: Some(place), famous: None });
        }
        let found = resolve::resolve(gazetteer, &names, &Weighing::default());
        let of = |number: &Option<usize>| number.and_then(|number| found.get(number).copied().flatten());
        let dateline = dateline
            .iter()
            .zip(&lines)
            .map(|(place, number)| Location {
                span: place.span,
                tokens: 0..0,
                place: of(number),
                within: None,
                part: None,
                feature: None,
                locative: true,
                odds: 4.0,
                evidence: 0,
            })
            .collect();
        Resolved { prose: prose.iter().map(of).collect(), dateline }
    }

    fn is_locative(&self, text: &Text<'_>, candidate: &Candidate) -> bool {
        let mut at = candidate.tokens.start;
        for _ in 0..4 {
            let Some(before) = at.checked_sub(1) else { return false };
            let word = text.of(before);
            if self.words.of(word) & set::LOCATIVE != 0 {
                return true;
            }
            let passed = text.is(before, lexicon::words::class::DETERMINER)
                || self.words.of(word) & (set::PART | set::DIVISION) != 0
                || word == "of";
            if !passed {
                return false;
            }
            at = before;
        }
        false
    }
}

struct Resolved {
    prose: Vec<Option<PlaceId>>,
    dateline: Vec<Location>,
}

/// The country that a candidate means as an adjective or its people: `Russian`, `Russians`.
fn people(text: &Text<'_>, lexicon: &Lexicon, candidate: &Candidate) -> Option<String> {
    if candidate.tokens.len() > 2 || candidate.shape != Shape::Name {
        return None;
    }
    let words = text.tokens[candidate.tokens.clone()].iter().map(|token| token.exact);
    let (length, named) = lexicon.actors.name(words)?;
    (length == candidate.tokens.len() && matches!(named.kind, NameKind::Demonym | NameKind::People))
        .then(|| named.country.clone())
}

/// Whether the lexicon knows the name as that of a body or a person, or as the beginning of one: `White House`, `Washington Post`; or
/// it is only a direction: `West`.
fn is_no_place(text: &Text<'_>, lexicon: &Lexicon, words: &Words, candidate: &Candidate) -> bool {
    let tokens = &candidate.tokens;
    if tokens.len() == 1 && words.of(text.of(tokens.start)) & set::PART != 0 {
        return true;
    }
    let end = text.sentences.get(candidate.sentence).map_or(tokens.end, |sentence| sentence.tokens.end);
    let following = text.tokens.get(tokens.start..end.min(tokens.start + 8)).unwrap_or_default();
    let Some((length, named)) = lexicon.actors.name(following.iter().map(|token| token.exact)) else { return false };
    match named.kind {
        NameKind::Organisation | NameKind::Agency => length >= tokens.len(),
        NameKind::Person => length > tokens.len() || length > 1 && length == tokens.len(),
        _ => false,
    }
}

/// Whether it is a short form that could be any word, and no town stands before it: `IN`, `Miss.`.
fn is_bare_abbreviation(text: &Text<'_>, candidate: &Candidate, described: Evidence) -> bool {
    let has = |circumstance: evidence::Circumstance| described >> (circumstance as u8) & 1 == 1;
    use evidence::Circumstance as C;
    let name = text.span(&candidate.core).of(text.body);
    let within = name.trim_end_matches('.').contains('.');
    has(C::Abbreviation) && !within && !has(C::AfterTown) && !has(C::TaggedPlace) && !has(C::Country)
}

/// For each candidate, what it is joined with, and the state or country that it lies in by that.
fn join(text: &Text<'_>, gazetteer: &Gazetteer, candidates: &[Candidate]) -> Vec<(Joined, Option<PlaceId>)> {
    let mut all = vec![(Joined::default(), None); candidates.len()];
    for at in 1..candidates.len() {
        let (town, area) = (&candidates[at - 1], &candidates[at]);
        let between = town.tokens.end;
        let adjoins = area.tokens.start == between + 1 && (text.is_mark(between, ',') || text.is_mark(between, '('));
        if !adjoins || town.sentence != area.sentence || !area.known {
            continue;
        }
        let mut around: Vec<PlaceId> = gazetteer
            .find(area.key)
            .map(|(place, _)| place)
            .filter(|&place| matches!(gazetteer.kind(place), Kind::Country | Kind::State | Kind::County))
            .collect();
        around.sort_by_key(|&place| (gazetteer.kind(place) as u8, std::cmp::Reverse(gazetteer.population(place))));
        let inside = around.iter().copied().find(|&area| {
            town.known && gazetteer.find(town.key).take(400).any(|(place, _)| gazetteer.lies_in(place, area))
        });
        let any = around.first().copied().filter(|&place| gazetteer.kind(place) != Kind::County);
        match inside.or(any) {
            Some(place) => {
                all[at - 1] =
                    (Joined { state: inside.is_some() || !town.known, other: true, ..all[at - 1].0 }, Some(place));
                all[at].0.town = true;
            }
            None => all[at - 1].0.other = true,
        }
    }
    all
}

/// How far north and east the words of a direction point.
fn direction(part: Set) -> (f64, f64) {
    let of = |plus: Set, minus: Set| f64::from(u8::from(part & plus != 0)) - f64::from(u8::from(part & minus != 0));
    (of(set::NORTH, set::SOUTH), of(set::EAST, set::WEST))
}

/// A place of the dateline before it is resolved.
struct DatelinePlace {
    span: Span,
    key: Key,
    within: Option<PlaceId>,
}

fn dateline(gazetteer: &Gazetteer, cities: &Names, article: &NormalArticle) -> Vec<DatelinePlace> {
    let Some(dateline) = &article.dateline else { return Vec::new() };
    let mut buffer = String::new();
    let mut places: Vec<DatelinePlace> = Vec::new();
    for span in &dateline.places {
        let words = span.of(&article.body);
        let mut key = fold::key(words, &mut buffer);
        let mut within = None;
        if !gazetteer.knows(key)
            && let Some((town, area)) = words.split_once(',')
        {
            key = fold::key(town, &mut buffer);
            within = largest_area(gazetteer, fold::key(area, &mut buffer));
        }
        // `PARIS, Texas`: the second place is where the first lies.
        if let Some(town) = places.last_mut()
            && town.within.is_none()
            && article.body.get(town.span.end..span.start).is_some_and(|between| between.trim() == ",")
            && let Some(area) = largest_area(gazetteer, key)
            && gazetteer.find(town.key).any(|(place, _)| gazetteer.lies_in(place, area))
        {
            town.within = Some(area);
        }
        // `MOSCOW, Russia (AP)`: what stands behind the town in the dateline itself, if normalize has left it out.
        if within.is_none()
            && let Some(rest) = article.body.get(span.end..dateline.span.end)
            && let Some(rest) = rest.strip_prefix(',')
        {
            let area = rest.split([',', '(', '-', '–', '—']).next().unwrap_or_default();
            within = largest_area(gazetteer, fold::key(area, &mut buffer))
                .filter(|&area| gazetteer.find(key).any(|(place, _)| gazetteer.lies_in(place, area)));
        }
        // `GENEVA (Reuters)`: a city that stands alone is the one that the world knows.
        if let Some(country) = cities.city(words).filter(|_| within.is_none()) {
            let town = famous(gazetteer, key, country);
            within = town.and_then(|town| gazetteer.state(town).or(gazetteer.country(town)));
        }
        places.push(DatelinePlace { span: *span, key: if gazetteer.knows(key) { key } else { 0 }, within });
    }
    places
}

/// The largest town of this name in `country`; or else in the world, and none where no town has 100,000 inhabitants.
fn famous(gazetteer: &Gazetteer, key: Key, country: &str) -> Option<PlaceId> {
    let there = |&place: &PlaceId| country.is_empty() || gazetteer.country_code(place) == Some(country);
    let towns = gazetteer.find(key).map(|(place, _)| place).filter(|&place| gazetteer.kind(place) == Kind::Town);
    let town = towns.filter(there).max_by_key(|&place| gazetteer.population(place))?;
    (!country.is_empty() || gazetteer.population(town) >= 100_000).then_some(town)
}

/// The country or state of this name, the larger one.
fn largest_area(gazetteer: &Gazetteer, key: Key) -> Option<PlaceId> {
    let areas = gazetteer
        .find(key)
        .map(|(place, _)| place)
        .filter(|&place| matches!(gazetteer.kind(place), Kind::Country | Kind::State));
    areas.max_by_key(|&place| (gazetteer.kind(place) == Kind::Country, gazetteer.population(place)))
}

/// Gives streets, buildings and unknown towns the town that stands beside them, or else the one that the article is about.
fn settle_sites(text: &Text<'_>, gazetteer: &Gazetteer, locations: &mut [Location], dateline: &[Location]) {
    let is_town = |place: PlaceId| matches!(gazetteer.kind(place), Kind::Town);
    let mut counts: HashMap<PlaceId, usize> = HashMap::new();
    for place in locations.iter().chain(dateline).filter_map(|location| location.place).filter(|&place| is_town(place))
    {
        *counts.entry(place).or_default() += 1;
    }
    let main =
        counts.into_iter().max_by_key(|&(place, count)| (count, std::cmp::Reverse(place))).map(|(place, _)| place);
    let near: Vec<Option<PlaceId>> = (0..locations.len())
        .map(|at| {
            let own = &locations[at];
            if own.place.is_some() {
                return None;
            }
            let sentence = text.document.sentence_of(own.tokens.start);
            let beside = |other: &&Location| {
                text.document.sentence_of(other.tokens.start) == sentence
                    && other.place.is_some_and(|place| gazetteer.kind(place) != Kind::Country)
            };
            let after = locations[at + 1..]
                .iter()
                .take(2)
                .take_while(|other| other.tokens.start <= own.tokens.end + 4)
                .find(beside);
            let before = || locations[..at].iter().rev().take(2).find(beside);
            after.or_else(before).and_then(|other| other.place).or(main)
        })
        .collect();
    for (location, within) in locations.iter_mut().zip(near) {
        location.within = within;
    }
}

impl Locations {
    /// Takes out capitals that `is_party` to what is said or done in words.
    pub fn leave_governments(&mut self, text: &Text<'_>, lexicon: &Lexicon, is_party: &dyn Fn(&Location) -> bool) {
        let acting = |location: &mut Location| {
            !location.locative && is_party(location) && acting::is_capital(text, lexicon, location)
        };
        self.refused.extend(self.prose.extract_if(.., acting));
    }

    /// The place whose name is exactly `tokens`.
    pub fn exactly(&self, tokens: &Range<usize>) -> Option<&Location> {
        let at = self.prose.partition_point(|location| location.tokens.start < tokens.start);
        self.prose.get(at).filter(|location| location.tokens == *tokens)
    }
}
