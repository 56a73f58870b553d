//! Which place a name means: of all that bear it, the one that the rest of the article speaks for.
//!
//! Every name votes for the states, counties and countries that places of its name lie in, a name with one place as much as a
//! name with a hundred together; states and countries that are named vote for themselves, and so does the place of the dateline.
//! A place is then worth its size, what its region got from others, and how near it is to the places that others mean most
//! probably. In world news size decides; in a local paper the county does. A name means one place throughout the article,
//! except where a state stands behind it (`Paris, Texas`).

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use crate::extract::gazetteer::fold::Key;
use crate::extract::gazetteer::{Gazetteer, Kind, PlaceId};
use crate::extract::lexicon::words::WordHasher;

/// A name, and how often it stands in the article.
#[derive(Clone, Debug)]
pub struct Name {
    /// Its key.
    pub key: Key,
    /// What it must lie in.
    pub within: Option<PlaceId>,
    /// How often, or how much it counts.
    pub weight: f32,
    /// It is said to be a division: `Logan County`.
    pub division: bool,
    /// Countries that are meant by adjectives have no key, but a place.
    pub place: Option<PlaceId>,
    /// The city that the world knows by this name.
    pub famous: Option<PlaceId>,
}

/// At most so many places of one name are weighed, the largest.
const MOST: usize = 120;
/// What the city that the world knows by a name is worth at least: `Geneva` is Genève, unless the article speaks of Illinois.
const FAMOUS: f32 = 6.0;
/// At most so many other names speak for a place by being near.
const NEIGHBOURS: usize = 24;
const ROUNDS: usize = 2;

#[derive(Clone, Copy, Debug)]
struct Bearer {
    place: PlaceId,
    size: f32,
    state: Option<PlaceId>,
    county: Option<PlaceId>,
    country: Option<PlaceId>,
    score: f32,
}

/// The weights of the parts of a score.
#[derive(Clone, Copy, Debug)]
pub struct Weighing {
    pub state: f32,
    pub county: f32,
    pub country: f32,
    pub near: f32,
    pub size: f32,
    pub other: f32,
}

impl Default for Weighing {
    fn default() -> Weighing {
        Weighing { state: 1.3, county: 0.9, country: 0.8, near: 2.2, size: 1.0, other: 1.0 }
    }
}

/// What a state loses that is named like a town of the country whose counties are spoken of.
const NAMESAKE: f32 = 5.0;
/// How many live in that town at least.
const TOWN: u32 = 5_000;

/// The place that each name means; none for those that no place bears.
pub fn resolve(gazetteer: &Gazetteer, names: &[Name], weighing: &Weighing) -> Vec<Option<PlaceId>> {
    let mut bearers: Vec<Vec<Bearer>> = names.iter().map(|name| bearers(gazetteer, name, weighing)).collect();
    localise(gazetteer, names, &mut bearers);
    let mut votes = Votes::default();
    for (name, bearers) in names.iter().zip(&bearers) {
        votes.add(bearers, name.weight, 1.0);
    }
    let mut best: Vec<Option<PlaceId>> = bearers.iter().map(|bearers| top(bearers)).collect();
    let mut order: Vec<usize> = (0..names.len()).filter(|&at| !bearers[at].is_empty()).collect();
    order.sort_by(|one, other| names[*other].weight.total_cmp(&names[*one].weight).then(one.cmp(other)));
    order.truncate(NEIGHBOURS);
    for _ in 0..ROUNDS {
        for at in 0..names.len() {
            if bearers[at].len() < 2 {
                continue;
            }
            let own = std::mem::take(&mut bearers[at]);
            votes.add(&own, names[at].weight, -1.0);
            let mut scored = own.clone();
            for bearer in &mut scored {
                let region = weighing.state * votes.of(bearer.state).max(0.0).ln_1p()
                    + weighing.county * votes.of(bearer.county).max(0.0).ln_1p()
                    + weighing.country * votes.of(bearer.country).max(0.0).ln_1p();
                let near = near(gazetteer, bearer, at, &order, &best, names);
                bearer.score = weighing.size * bearer.size + region + weighing.near * near;
            }
            votes.add(&own, names[at].weight, 1.0);
            best[at] = top(&scored);
            bearers[at] = scored;
        }
    }
    best
}

/// Lets `Lebanon` be the town where the article speaks of Boone County, unless it speaks of anything else in that state, too.
fn localise(gazetteer: &Gazetteer, names: &[Name], bearers: &mut [Vec<Bearer>]) {
    let within = |all: &[Bearer]| {
        let country = all.first().and_then(|first| first.country);
        country.filter(|_| all.iter().all(|one| one.country == country))
    };
    let counties = names.iter().zip(bearers.iter()).filter(|(name, all)| name.division && within(all).is_some());
    let states: Vec<PlaceId> = counties.flat_map(|(_, all)| all.iter().filter_map(|one| one.state)).collect();
    let spoken_of: Vec<PlaceId> = bearers.iter().filter_map(|all| within(all)).collect();
    let town = |one: &Bearer| {
        let known = gazetteer.kind(one.place) == Kind::Town && gazetteer.population(one.place) >= TOWN;
        known && one.state.is_some_and(|state| states.contains(&state))
    };
    for (name, all) in names.iter().zip(bearers) {
        if name.within.is_some() || !all.iter().any(town) {
            continue;
        }
        let far = |one: &&mut Bearer| {
            let silent = one.country.is_none_or(|country| !spoken_of.contains(&country));
            silent && gazetteer.kind(one.place) == Kind::Country
        };
        all.iter_mut().filter(far).for_each(|one| {
            one.size -= NAMESAKE;
            one.score -= NAMESAKE;
        });
    }
}

fn top(bearers: &[Bearer]) -> Option<PlaceId> {
    bearers
        .iter()
        .max_by(|one, other| one.score.total_cmp(&other.score).then(other.place.cmp(&one.place)))
        .map(|bearer| bearer.place)
}

/// How near a place is to what others mean: 0 to about 2.
fn near(
    gazetteer: &Gazetteer,
    bearer: &Bearer,
    own: usize,
    order: &[usize],
    best: &[Option<PlaceId>],
    names: &[Name],
) -> f32 {
    let point = gazetteer.at(bearer.place);
    let mut sum = 0.0f32;
    for &other in order.iter().filter(|&&other| other != own) {
        let Some(place) = best[other] else { continue };
        // A whole country is near to all that lies in it, which has been counted.
        if matches!(gazetteer.kind(place), Kind::Country | Kind::State) || place == bearer.place {
            continue;
        }
        let distance = crate::extract::gazetteer::distance(point, gazetteer.at(place)) as f32;
        if distance < 1000.0 {
            sum += names[other].weight.min(3.0).sqrt() / (1.0 + (distance / 60.0).powi(2));
        }
    }
    sum.ln_1p()
}

/// The places that bear a name, each with its size.
fn bearers(gazetteer: &Gazetteer, name: &Name, weighing: &Weighing) -> Vec<Bearer> {
    let bearer = |place: PlaceId, size: f32| Bearer {
        place,
        size,
        score: size,
        state: gazetteer.state(place),
        county: gazetteer.county(place),
        country: gazetteer.country(place),
    };
    if let Some(place) = name.place {
        return vec![bearer(place, 9.0)];
    }
    let mut all: Vec<(PlaceId, f32)> = gazetteer
        .find(name.key)
        .map(|(place, other)| (place, size(gazetteer, place, other, name.division, weighing)))
        .collect();
    // `China, Japan and Korea` stand side by side.
    let country = |place: PlaceId| gazetteer.kind(place) == Kind::Country;
    let side_by_side = name.within.is_some_and(|within| {
        let state = |place: PlaceId| gazetteer.kind(place) == Kind::State && gazetteer.lies_in(place, within);
        country(within) && all.iter().any(|(place, _)| country(*place)) && !all.iter().any(|(place, _)| state(*place))
    });
    if let Some(within) = name.within.filter(|_| !side_by_side)
        && all.iter().any(|(place, _)| gazetteer.lies_in(*place, within))
    {
        all.retain(|(place, _)| gazetteer.lies_in(*place, within));
    }
    for (_, size) in all.iter_mut().filter(|(place, _)| name.famous == Some(*place)) {
        *size = size.max(FAMOUS);
    }
    if all.len() > MOST {
        all.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        all.truncate(MOST);
    }
    all.dedup_by_key(|(place, _)| *place);
    // `Aleppo` is the city rather than its province, except where states have lives of their own.
    let cities: Vec<PlaceId> = all
        .iter()
        .map(|(place, _)| *place)
        .filter(|&place| gazetteer.kind(place) == Kind::Town && gazetteer.population(place) >= 100_000)
        .collect();
    if !name.division && !cities.is_empty() {
        for (place, size) in all.iter_mut().filter(|(place, _)| gazetteer.kind(*place) == Kind::State) {
            let own = gazetteer.country_code(*place) != Some("USA")
                && cities.iter().any(|&city| gazetteer.lies_in(city, *place));
            *size -= if own { 2.0 } else { 0.0 };
        }
    }
    all.into_iter().map(|(place, size)| bearer(place, size)).collect()
}

/// How much a place is worth for its size alone: about the decimal logarithm of its inhabitants.
fn size(gazetteer: &Gazetteer, place: PlaceId, other: bool, division: bool, weighing: &Weighing) -> f32 {
    let people = (gazetteer.population(place) as f32 + 100.0).log10();
    let penalty = if other { weighing.other } else { 0.0 };
    match gazetteer.kind(place) {
        Kind::Country => 9.5,
        Kind::Feature => 6.3,
        Kind::State => 0.95 * people.max(5.5) + 0.2 - 0.3 * penalty,
        Kind::County if division => people - 0.5 * penalty,
        Kind::County => 0.75 * people - penalty,
        Kind::Town => {
            people + if gazetteer.feature(place) == "PPLC" { 1.0 } else { 0.0 }
                - penalty
                - if division { 1.0 } else { 0.0 }
        }
    }
}

/// What regions have got.
#[derive(Debug, Default)]
struct Votes(HashMap<PlaceId, f32, BuildHasherDefault<WordHasher>>);

impl Votes {
    fn of(&self, region: Option<PlaceId>) -> f32 {
        region.and_then(|region| self.0.get(&region)).copied().unwrap_or(0.0)
    }

    /// Lets places that bear one name vote; `sign` -1 takes the votes back.
    fn add(&mut self, bearers: &[Bearer], weight: f32, sign: f32) {
        let regions: [fn(&Bearer) -> Option<PlaceId>; 3] = [|one| one.country, |one| one.state, |one| one.county];
        for region in regions {
            let mut own: Vec<PlaceId> = bearers.iter().filter_map(region).collect();
            own.sort_unstable();
            own.dedup();
            let share = sign * weight.min(4.0).sqrt() / own.len().max(1) as f32;
            for region in own {
                // A state or country that is named itself speaks most clearly.
                let itself = bearers.len() == 1 && bearers[0].place == region;
                *self.0.entry(region).or_default() += share * if itself { 2.0 } else { 1.0 };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::gazetteer::fold;

    fn name(text: &str, weight: f32) -> Name {
        Name {
            key: fold::key(text, &mut String::new()),
            within: None,
            weight,

            division: text.ends_with("County"),
            place: None,
            famous: None,
        }
    }

    #[test]
    fn names_mean_what_the_article_is_about() {
        let gazetteer = Gazetteer::embedded();
        let cases: [(&[&str], &str, &str); 8] = [
            (&["Paris"], "Paris", "FRA"),
            (&["Paris", "Texas", "Dallas", "Lamar County"], "Paris", "Texas"),
            (&["Alexandria"], "Alexandria", "EGY"),
            (&["Alexandria", "Rapides Parish", "Pineville"], "Alexandria", "Louisiana"),
            (&["Moscow", "Ukraine", "Washington"], "Moscow", "RUS"),
            (&["Georgia", "Tbilisi", "Russia"], "Georgia", "GEO"),
            (&["Lebanon", "Boone County"], "Lebanon", "USA"),
            (&["Lebanon", "Boone County", "Sidon"], "Lebanon", "LBN"),
        ];
        for (names, wanted, expected) in cases {
            let all: Vec<Name> = names.iter().map(|text| name(text, 1.0)).collect();
            let found = resolve(&gazetteer, &all, &Weighing::default());
            let at = names.iter().position(|name| *name == wanted).unwrap();
            let place = found[at].unwrap();
            let state = gazetteer.state(place).map(|state| gazetteer.name(state)).unwrap_or_default();
            let country = gazetteer.country_code(place).unwrap_or_default();
            assert!(state == expected || country == expected, "{names:?}: {} {state} {country}", gazetteer.name(place));
        }
    }

    #[test]
    fn countries_in_a_list_do_not_lie_in_each_other() {
        let gazetteer = Gazetteer::embedded();
        let place = |code: &str| {
            let all = gazetteer.find(fold::key(code, &mut String::new()));
            all.map(|(place, _)| place).find(|&place| gazetteer.kind(place) == Kind::Country).unwrap()
        };
        for (text, beside, expected) in
            [("China", "Japan", "CHN"), ("Georgia", "United States", "USA"), ("Lebanon", "United States", "LBN")]
        {
            let names = [Name { within: Some(place(beside)), ..name(text, 1.0) }, name(beside, 1.0)];
            let found = resolve(&gazetteer, &names, &Weighing::default());
            assert_eq!(found[0].and_then(|place| gazetteer.country_code(place)), Some(expected), "{text}, {beside}");
        }
    }
}
