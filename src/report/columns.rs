//! What the page counts: for every event a few numbers in columns, and what the numbers stand for.
//!
//! The layout of [`Columns::bytes`] is read by `page/data.js`; the two must change together.

use std::collections::HashMap;
use std::hash::Hash;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::world::World;
use crate::record::{Actor, EventRecord, Modality, Place, Plover, Polarity};

/// How far the day of an event may lie from the day of its article, in days. What lies further away is mostly told as
/// background, and counted on the day on which it was told.
const NEAR: i64 = 31;

/// The day that an event is counted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    pub date: Date,
    /// Whether the event's own time says so, rather than its article's.
    pub own: bool,
}

/// The day of an event; none if its article has none.
pub(super) fn day(event: &EventRecord) -> Option<Day> {
    let published = date(&event.article.published)?;
    let own = event
        .time
        .as_ref()
        .and_then(|time| date(&time.value))
        .filter(|own| (days(*own) - days(published)).abs() <= NEAR);
    Some(Day { date: own.unwrap_or(published), own: own.is_some() })
}

/// The date that an ISO 8601 timestamp or a TIMEX3 value starts with.
fn date(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

/// Days since 1970.
fn days(date: Date) -> i64 {
    let epoch = Date::constant(1970, 1, 1);
    date.since(epoch).map_or(0, |span| i64::from(span.get_days()))
}

/// Texts or the like, each with a number, in order of their first appearance.
struct Numbered<T> {
    numbers: HashMap<T, u32>,
    values: Vec<T>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Numbered<T> {
        Numbered { numbers: HashMap::new(), values: Vec::new() }
    }
}

impl<T: Clone + Eq + Hash> Numbered<T> {
    fn number(&mut self, value: T) -> u32 {
        if let Some(&number) = self.numbers.get(&value) {
            return number;
        }
        let number = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(value.clone());
        self.numbers.insert(value, number);
        number
    }
}

/// An actor as the page tells actors apart: name, code, number of the country or -1.
type Party = (String, String, i64);

/// A place as the page tells places apart: name, number of the country or -1, coordinates in hundredths of a degree.
type Spot = (String, i64, Option<(i64, i64)>);

/// Columns of the events that were added, in their order.
#[derive(Default)]
pub(super) struct Columns {
    countries: Numbered<String>,
    parties: Numbered<Party>,
    spots: Numbered<Spot>,
    articles: Numbered<u64>,
    days: Vec<i32>,
    places: Vec<i32>,
    /// Where the parties of each event end in `sides`.
    ends: Vec<u32>,
    /// The number of a party, doubled, and one more where it is a target.
    sides: Vec<u32>,
    types: Vec<u8>,
    flags: Vec<u8>,
    confidence: Vec<u8>,
}

impl Columns {
    pub(super) fn len(&self) -> usize {
        self.days.len()
    }

    pub(super) fn add(&mut self, event: &EventRecord, day: Day) {
        self.days.push(i32::try_from(days(day.date)).unwrap_or(0));
        let place = event.place.as_ref().and_then(|place| self.place(place));
        self.places.push(place.map_or(-1, |place| i32::try_from(place).unwrap_or(-1)));
        for (side, actors) in [(0, &event.source), (1, &event.target)] {
            for actor in actors {
                let side = self.party(actor) * 2 + side;
                self.sides.push(side);
            }
        }
        self.ends.push(u32::try_from(self.sides.len()).unwrap_or(u32::MAX));
        self.types.push(Plover::ALL.iter().position(|plover| *plover == event.event.plover).unwrap_or(0) as u8);
        self.flags.push(flags(event, day));
        self.confidence.push((event.confidence.clamp(0.0, 1.0) * 100.0).round() as u8);
        self.articles.number(xxhash_rust::xxh3::xxh3_64(event.article.id.as_bytes()));
    }

    fn country(&mut self, code: Option<&String>) -> i64 {
        code.map_or(-1, |code| i64::from(self.countries.number(code.clone())))
    }

    fn party(&mut self, actor: &Actor) -> u32 {
        let country = self.country(actor.country.as_ref());
        self.parties.number((actor.name.clone(), actor.code.clone().unwrap_or_default(), country))
    }

    fn place(&mut self, place: &Place) -> Option<u32> {
        let country = self.country(place.country.as_ref());
        let hundredths = |degrees: f64| (degrees * 100.0).round() as i64;
        let point = place.lat.zip(place.lon).map(|(lat, lon)| (hundredths(lat), hundredths(lon)));
        (point.is_some() || country >= 0).then(|| self.spots.number((place.name.clone(), country, point)))
    }

    /// How many articles the events stand in.
    pub(super) fn articles(&self) -> usize {
        self.articles.values.len()
    }

    /// The first and the last day, if there are any.
    pub(super) fn span(&self) -> Option<(Date, Date)> {
        let date = |days: &i32| Date::constant(1970, 1, 1).checked_add(jiff::Span::new().days(*days)).ok();
        self.days.iter().min().and_then(date).zip(self.days.iter().max().and_then(date))
    }

    /// How many events there are of each type, in the order of [`Plover::ALL`].
    pub(super) fn by_type(&self) -> [usize; Plover::ALL.len()] {
        let mut counts = [0; Plover::ALL.len()];
        for &plover in &self.types {
            if let Some(count) = counts.get_mut(usize::from(plover)) {
                *count += 1;
            }
        }
        counts
    }

    /// What the numbers stand for.
    pub(super) fn names(&self, world: &World) -> Value {
        let point = |(x, y): (f64, f64)| json!([x.round(), y.round()]);
        let countries: Vec<Value> = self
            .countries
            .values
            .iter()
            .map(|code| json!([code, world.name(code), world.point(code).map(point)]))
            .collect();
        let spots: Vec<Value> = self
            .spots
            .values
            .iter()
            .map(|(name, country, degrees)| {
                let degrees = degrees.map(|(lat, lon)| super::world::project(lon as f64 / 100.0, lat as f64 / 100.0));
                let of_country = || usize::try_from(*country).ok().and_then(|at| self.countries.values.get(at));
                let middle = || of_country().and_then(|code| world.point(code));
                json!([name, country, degrees.or_else(middle).map(point)])
            })
            .collect();
        let types: Vec<Value> = Plover::ALL.iter().map(|plover| json!([plover.name(), plover.quad()])).collect();
        json!({
            "events": self.len(),
            "sides": self.sides.len(),
            "articles": self.articles(),
            "types": types,
            "regions": super::world::regions(),
            "countries": countries,
            "parties": self.parties.values,
            "places": spots,
        })
    }

    /// All columns, one behind the other, little-endian, the wide ones first.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.len() * 16 + self.sides.len() * 4);
        bytes.extend(self.days.iter().flat_map(|number| number.to_le_bytes()));
        bytes.extend(self.places.iter().flat_map(|number| number.to_le_bytes()));
        bytes.extend(self.ends.iter().flat_map(|number| number.to_le_bytes()));
        bytes.extend(self.sides.iter().flat_map(|number| number.to_le_bytes()));
        bytes.extend(&self.types);
        bytes.extend(&self.flags);
        bytes.extend(&self.confidence);
        bytes
    }
}

/// Bit 0: negated; bits 1 to 3: modality; bit 4: repeats an event; bit 5: the day is the event's own.
fn flags(event: &EventRecord, day: Day) -> u8 {
    let modality = match event.event.modality {
        Modality::Actual => 0,
        Modality::Intended => 1,
        Modality::Possible => 2,
        Modality::Conditional => 3,
        Modality::ReportedDenied => 4,
    };
    u8::from(event.event.polarity == Polarity::Negated)
        | modality << 1
        | u8::from(event.same_as.is_some()) << 4
        | u8::from(day.own) << 5
}
