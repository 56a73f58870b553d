//! The gazetteer: which places there are, what they are called, where they lie, and what contains what.
//!
//! The places of the binary come from GeoNames (`world.gazetteer`, made by `tools/gazetteer.py`), countries, abbreviations of
//! states and what is no town from the tables of `lexicon/places`. A dump of GeoNames (`dump`) can stand in for the towns. All
//! of it is a structure of arrays, indexed by the number of the place; it is made once and shared by all threads.

mod dump;
pub mod fold;
mod index;
mod packed;
mod tables;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::lexicon::own::Own;
use super::lexicon::{PlaceTables, place_tables};
use fold::Key;
use index::Index;

/// Why a gazetteer could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {what}")]
pub struct GazetteerError {
    /// The file.
    pub file: String,
    /// What is wrong with it.
    pub what: String,
}

impl GazetteerError {
    fn new(file: &str, what: impl Into<String>) -> GazetteerError {
        GazetteerError { file: file.to_owned(), what: what.into() }
    }
}

/// The number of a place.
pub type PlaceId = u32;

/// The number that stands for no division.
const NONE: u32 = u32::MAX;

/// A country.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Country {
    /// ISO alpha-2.
    short: String,
    /// ISO alpha-3.
    code: String,
    id: u32,
    population: u32,
    name: String,
}

/// What kind of place it is, as far as reading depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A state.
    Country,
    /// A division of the first order: Texas, Bavaria.
    State,
    /// A division of the second order: a county, a district.
    County,
    /// A populated place.
    Town,
    /// Anything else: a sea, a region, an island, an airport.
    Feature,
}

/// Names and where they lie, while they are put together.
#[derive(Debug, Default)]
struct Building {
    countries: Vec<Country>,
    features: Vec<String>,
    divisions: Vec<String>,
    names: String,
    ends: Vec<u32>,
    keys: Vec<(Key, PlaceId, bool)>,
    ids: Vec<u32>,
    lats: Vec<i32>,
    lons: Vec<i32>,
    populations: Vec<u32>,
    division_of: Vec<u32>,
    country_of: Vec<u16>,
    feature_of: Vec<u16>,
    buffer: String,
}

impl Building {
    fn len(&self) -> usize {
        self.ends.len()
    }

    /// Begins a place.
    fn name(&mut self, name: &str) {
        self.names.push_str(name);
        self.ends.push(self.names.len() as u32);
        self.key(name, false);
    }

    /// Another name of the last place.
    fn other_name(&mut self, name: &str) {
        self.key(name, true);
    }

    fn key(&mut self, name: &str, other: bool) {
        let key = fold::key(name, &mut self.buffer);
        if key != 0 && !self.ends.is_empty() {
            self.keys.push((key, self.ends.len() as u32 - 1, other));
        }
    }

    /// The number of a feature code, new or old.
    fn feature(&mut self, code: &str) -> u16 {
        let known = self.features.iter().position(|feature| feature == code);
        known.unwrap_or_else(|| {
            self.features.push(code.to_owned());
            self.features.len() - 1
        }) as u16
    }

    /// Ends the last place.
    fn place(&mut self, id: u32, at: (f64, f64), population: u32, division: u32, country: u16, feature: u16) {
        self.ids.push(id);
        self.lats.push((at.0 * 10_000.0).round() as i32);
        self.lons.push((at.1 * 10_000.0).round() as i32);
        self.populations.push(population);
        self.division_of.push(division);
        self.country_of.push(country);
        self.feature_of.push(feature);
    }
}

/// The number of a country that stands for none or several.
const NOWHERE: u16 = u16::MAX;

/// All places.
#[derive(Debug, Default)]
pub struct Gazetteer {
    building: Building,
    index: Index,
    /// By the number of the feature.
    kinds: Vec<Kind>,
    /// By the number of the country, its place.
    country_places: Vec<PlaceId>,
    areas: Vec<Area>,
}

/// How the towns of a country or state are spread: mean and deviation of latitude and longitude, in degrees.
#[derive(Clone, Copy, Debug, Default)]
struct Area {
    count: f64,
    sum: (f64, f64),
    squares: (f64, f64),
}

impl Area {
    fn add(&mut self, lat: f64, lon: f64) {
        self.count += 1.0;
        self.sum = (self.sum.0 + lat, self.sum.1 + lon);
        self.squares = (self.squares.0 + lat * lat, self.squares.1 + lon * lon);
    }

    fn spread(&self) -> (f64, f64) {
        let deviation = |sum: f64, squares: f64| (squares / self.count - (sum / self.count).powi(2)).max(0.0).sqrt();
        if self.count == 0.0 {
            (0.0, 0.0)
        } else {
            (deviation(self.sum.0, self.squares.0), deviation(self.sum.1, self.squares.1))
        }
    }
}

impl Gazetteer {
    /// The gazetteer that is part of the binary; loaded when it is first asked for.
    pub fn embedded() -> Arc<Gazetteer> {
        static EMBEDDED: OnceLock<Arc<Gazetteer>> = OnceLock::new();
        // The file is part of the binary, and a test reads it: it is not damaged.
        let load = || Gazetteer::load(None, &place_tables(&Own::default())).unwrap_or_default();
        Arc::clone(EMBEDDED.get_or_init(|| Arc::new(load())))
    }

    /// A gazetteer with the user's tables, and with the populated places of a dump of GeoNames, if there is one, for ours.
    ///
    /// Fails where the dump cannot be read or has no row of one, and where a table is wrong.
    pub fn load(dump: Option<&Path>, tables: &PlaceTables<'_>) -> Result<Gazetteer, GazetteerError> {
        let mut building = Building::default();
        packed::read(include_bytes!("world.gazetteer"), &mut building)?;
        if let Some(path) = dump {
            dump::replace_towns(path, &mut building)?;
        }
        let country_places = tables::add_countries(&mut building, tables)?;
        tables::add_states(&mut building, tables)?;
        tables::add_features(&mut building, tables)?;
        let kinds: Vec<Kind> = building.features.iter().map(|code| kind(code)).collect();
        let index = Index::new(&building.keys);
        building.keys = Vec::new();
        let mut gazetteer = Gazetteer { building, index, kinds, country_places, areas: Vec::new() };
        gazetteer.areas = gazetteer.spread();
        Ok(gazetteer)
    }

    /// By the number of a place, for countries and states, how their towns are spread.
    fn spread(&self) -> Vec<Area> {
        let mut areas = vec![Area::default(); self.len()];
        for place in (0..self.len() as u32).filter(|&place| self.kind(place) == Kind::Town) {
            let (lat, lon) = self.at(place);
            for above in [self.state(place), self.country(place)].into_iter().flatten() {
                if let Some(area) = areas.get_mut(above as usize) {
                    area.add(lat, lon);
                }
            }
        }
        areas
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.building.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The places with this name, and whether it is another than their usual one.
    pub fn find(&self, key: Key) -> impl Iterator<Item = (PlaceId, bool)> + '_ {
        self.index.find(key).map(|entry| (entry.place, entry.other))
    }

    /// Whether a place has this name.
    pub fn knows(&self, key: Key) -> bool {
        self.index.find(key).next().is_some()
    }

    /// The usual name.
    pub fn name(&self, place: PlaceId) -> &str {
        let ends = &self.building.ends;
        let start = if place == 0 { 0 } else { ends.get(place as usize - 1).copied().unwrap_or(0) };
        let end = ends.get(place as usize).copied().unwrap_or(start);
        self.building.names.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Degrees north and east.
    pub fn at(&self, place: PlaceId) -> (f64, f64) {
        let degrees = |column: &[i32]| f64::from(column.get(place as usize).copied().unwrap_or(0)) / 10_000.0;
        (degrees(&self.building.lats), degrees(&self.building.lons))
    }

    /// Inhabitants; 0 where they are not known.
    pub fn population(&self, place: PlaceId) -> u32 {
        self.building.populations.get(place as usize).copied().unwrap_or(0)
    }

    /// The identifier of GeoNames.
    pub fn geonames_id(&self, place: PlaceId) -> Option<u32> {
        self.building.ids.get(place as usize).copied().filter(|&id| id != 0)
    }

    /// The feature code of GeoNames.
    pub fn feature(&self, place: PlaceId) -> &str {
        let number = self.building.feature_of.get(place as usize).copied().unwrap_or(0);
        self.building.features.get(usize::from(number)).map(String::as_str).unwrap_or_default()
    }

    /// What kind of place it is.
    pub fn kind(&self, place: PlaceId) -> Kind {
        let number = self.building.feature_of.get(place as usize).copied().unwrap_or(u16::MAX);
        self.kinds.get(usize::from(number)).copied().unwrap_or(Kind::Feature)
    }

    /// The country, as a place; itself for a country.
    pub fn country(&self, place: PlaceId) -> Option<PlaceId> {
        let number = self.building.country_of.get(place as usize)?;
        self.country_places.get(usize::from(*number)).copied().filter(|&place| place != NONE)
    }

    /// The country with this ISO alpha-3 code.
    pub fn country_by_code(&self, code: &str) -> Option<PlaceId> {
        let number = self.building.countries.iter().position(|country| country.code == code)?;
        self.country_places.get(number).copied().filter(|&place| place != NONE)
    }

    /// ISO alpha-3 code of the country.
    pub fn country_code(&self, place: PlaceId) -> Option<&str> {
        let number = self.building.country_of.get(place as usize)?;
        self.building.countries.get(usize::from(*number)).map(|country| country.code.as_str())
    }

    /// The division of the first order, as a place; itself for one.
    pub fn state(&self, place: PlaceId) -> Option<PlaceId> {
        let mut at = place;
        // A division lies in one of the first order at most.
        for _ in 0..3 {
            if self.kind(at) == Kind::State {
                return Some(at);
            }
            at = self.building.division_of.get(at as usize).copied().filter(|&division| division != NONE)?;
        }
        None
    }

    /// The division of the second order, as a place; itself for one.
    pub fn county(&self, place: PlaceId) -> Option<PlaceId> {
        if self.kind(place) == Kind::County {
            return Some(place);
        }
        let division = self.building.division_of.get(place as usize).copied().filter(|&division| division != NONE)?;
        (self.kind(division) == Kind::County).then_some(division)
    }

    /// Whether `place` lies in `area`: its country, its state or its county.
    pub fn lies_in(&self, place: PlaceId, area: PlaceId) -> bool {
        place != area
            && match self.kind(area) {
                Kind::Country => {
                    self.building.country_of.get(place as usize) == self.building.country_of.get(area as usize)
                }
                Kind::State => self.state(place) == Some(area),
                Kind::County => self.county(place) == Some(area),
                Kind::Town | Kind::Feature => false,
            }
    }

    /// The part of a country or state that lies `north` and `east` (-1, 0 or 1) of its middle: degrees north and east. Its towns
    /// say where that is.
    pub fn part_of(&self, place: PlaceId, north: f64, east: f64) -> (f64, f64) {
        let (lat, lon) = self.at(place);
        let (up, right) = self.areas.get(place as usize).map(Area::spread).unwrap_or_default();
        (lat + north * up, lon + east * right)
    }

    /// Distance in kilometres, good enough to compare.
    pub fn distance(&self, one: PlaceId, other: PlaceId) -> f64 {
        distance(self.at(one), self.at(other))
    }
}

/// Distance of two points in kilometres. The earth is taken for flat at their mean latitude, which is a few percent wrong at
/// distances that matter and far cheaper than the great circle.
pub fn distance(one: (f64, f64), other: (f64, f64)) -> f64 {
    let up = one.0 - other.0;
    let mut right = (one.1 - other.1).abs();
    if right > 180.0 {
        right = 360.0 - right;
    }
    let middle = ((one.0 + other.0) / 2.0).to_radians();
    // The cosine by its series, which is exact to a percent up to 80 degrees.
    let square = middle * middle;
    let cosine = (1.0 - square / 2.0 + square * square / 24.0 - square * square * square / 720.0).max(0.1);
    let across = right * cosine;
    111.2 * (up * up + across * across).sqrt()
}

/// What a feature code stands for.
fn kind(code: &str) -> Kind {
    match code {
        _ if code.starts_with("PCL") => Kind::Country,
        "ADM1" => Kind::State,
        "ADM2" => Kind::County,
        _ if code.starts_with("PPL") || code == "STLMT" => Kind::Town,
        _ => Kind::Feature,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(gazetteer: &Gazetteer, name: &str) -> Vec<PlaceId> {
        gazetteer.find(fold::key(name, &mut String::new())).map(|(place, _)| place).collect()
    }

    #[test]
    fn the_embedded_gazetteer_loads_and_knows_the_world() {
        let start = std::time::Instant::now();
        let gazetteer = Gazetteer::load(None, &place_tables(&Own::default())).unwrap();
        println!("loaded in {:?}: {} places", start.elapsed(), gazetteer.len());
        assert!(gazetteer.len() > 250_000);
        let cases = [
            ("Kyiv", "UKR", 50.45, 30.52),
            ("Kiev", "UKR", 50.45, 30.52),
            ("Al Fallujah", "IRQ", 33.35, 43.78),
            ("Fallujah", "IRQ", 33.35, 43.78),
            ("Texas", "USA", 31.25, -99.25),
            ("Calif.", "USA", 37.25, -119.75),
            ("Anderson County", "USA", 31.8, -95.6),
            ("Darfur", "SDN", 13.5, 24.5),
            ("Ivory Coast", "CIV", 8.0, -5.5),
            ("U.S.", "USA", 39.76, -98.5),
            ("St. Louis", "USA", 38.63, -90.2),
            ("Persian Gulf", "", 27.0, 51.0),
        ];
        for (name, country, lat, lon) in cases {
            let near = find(&gazetteer, name).into_iter().any(|place| {
                gazetteer.country_code(place).unwrap_or_default() == country
                    && distance(gazetteer.at(place), (lat, lon)) < 80.0
            });
            assert!(near, "{name}");
        }
        // The division around it has its name, and more people.
        let by_id = |&place: &_| gazetteer.geonames_id(place) == Some(524901);
        let moscow = find(&gazetteer, "Moscow").into_iter().find(by_id).unwrap();
        assert_eq!(gazetteer.name(gazetteer.country(moscow).unwrap()), "Russia");
        assert!(gazetteer.state(moscow).is_some());
        assert!(gazetteer.lies_in(moscow, gazetteer.country(moscow).unwrap()));
    }

    #[test]
    fn distances_are_about_right() {
        let cases = [
            ((48.86, 2.35), (51.51, -0.13), 344.0),
            ((40.71, -74.0), (34.05, -118.24), 3940.0),
            ((-18.0, 179.0), (-18.0, -179.0), 212.0),
            ((64.0, 20.0), (66.0, 20.0), 222.0),
        ];
        for (one, other, expected) in cases {
            let found = distance(one, other);
            assert!((found - expected).abs() < 0.06 * expected, "{found} for {expected}");
        }
    }
}
