//! The map: outlines and points of countries, in the Equal Earth projection.
//!
//! Projection: Šavrič, Patterson, Jenny, "The Equal Earth map projection", 2018. It keeps areas, so that land is as large as it
//! is. The map ends in the south of Tierra del Fuego; nothing is coded in Antarctica.

use std::collections::BTreeMap;
use std::fmt::Write;

/// Width of the map, in its own units.
pub const WIDTH: f64 = 2000.0;
/// Height of the map, in the same units.
pub const HEIGHT: f64 = 870.0;

/// Half the width of the projection of a globe of radius 1.
const HALF_WIDTH: f64 = 2.706_63;
/// The northern edge, on the same scale: a little north of Greenland.
const TOP: f64 = 1.31;

/// The units of the map for a point in degrees: from the left, from the top.
pub fn project(longitude: f64, latitude: f64) -> (f64, f64) {
    const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
    let root = 3f64.sqrt() / 2.0;
    let angle = (root * latitude.clamp(-90.0, 90.0).to_radians().sin()).asin();
    let square = angle * angle;
    let sixth = square * square * square;
    let stretch = A[0] + 3.0 * A[1] * square + sixth * (7.0 * A[2] + 9.0 * A[3] * square);
    let x = longitude.clamp(-180.0, 180.0).to_radians() * angle.cos() / (root * stretch);
    let y = angle * (A[0] + A[1] * square + sixth * (A[2] + A[3] * square));
    let scale = WIDTH / (2.0 * HALF_WIDTH);
    ((x + HALF_WIDTH) * scale, (TOP - y) * scale)
}

/// Parts of the world that the map can show: name, middle in degrees east and north, width in units of the map.
const REGIONS: [(&str, f64, f64, f64); 7] = [
    ("Europe", 15.0, 52.0, 460.0),
    ("Middle East", 45.0, 30.0, 430.0),
    ("Africa", 18.0, 1.0, 1050.0),
    ("South Asia", 77.0, 23.0, 450.0),
    ("East Asia and Pacific", 122.0, 18.0, 900.0),
    ("North and Central America", -95.0, 38.0, 900.0),
    ("South America", -62.0, -22.0, 1000.0),
];

/// The parts of the world that the map can show, the whole first: name, then left, top, width and height.
pub fn regions() -> Vec<(&'static str, [f64; 4])> {
    let part = |(name, longitude, latitude, width): (&'static str, f64, f64, f64)| {
        let (x, y) = project(longitude, latitude);
        let height = width * HEIGHT / WIDTH;
        (name, [x - width / 2.0, y - height / 2.0, width, height].map(f64::round))
    };
    let whole = ("World", [0.0, 0.0, WIDTH, HEIGHT]);
    std::iter::once(whole).chain(REGIONS.into_iter().map(part)).collect()
}

/// What the map knows.
pub struct World {
    points: BTreeMap<&'static str, (f64, f64)>,
    names: BTreeMap<&'static str, &'static str>,
    /// All land, as the `d` of an SVG path, in whole units.
    pub land: String,
    /// Every 30 degrees, likewise.
    pub graticule: String,
}

impl World {
    /// Reads the tables that are built in.
    pub fn new() -> World {
        let mut world =
            World { points: BTreeMap::new(), names: BTreeMap::new(), land: String::new(), graticule: graticule() };
        for row in rows(include_str!("world.tsv")) {
            let mut cells = row.split('\t');
            let (Some(code), Some(point), Some(rings)) = (cells.next(), cells.next(), cells.next()) else { continue };
            if let &[x, y] = numbers(point).as_slice() {
                world.points.insert(code, project(f64::from(x) / 10.0, f64::from(y) / 10.0));
            }
            for ring in rings.split(';').filter(|ring| !ring.is_empty()) {
                outline(&mut world.land, &numbers(ring));
            }
        }
        for row in rows(include_str!("../../lexicon/actors/countries.tsv")) {
            let mut cells = row.split('\t');
            if let (Some(code), Some(name)) = (cells.next(), cells.next()) {
                world.names.insert(code, name);
            }
        }
        world
    }

    /// The usual name of a country, or its code where none is known.
    pub fn name<'a>(&self, code: &'a str) -> &'a str {
        self.names.get(code).copied().unwrap_or(code)
    }

    /// Where a country is marked on the map.
    pub fn point(&self, code: &str) -> Option<(f64, f64)> {
        self.points.get(code).copied()
    }
}

/// The lines of a table behind its comments and its header.
fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#')).skip(1)
}

fn numbers(text: &str) -> Vec<i32> {
    text.split(' ').filter_map(|number| number.parse().ok()).collect()
}

/// Adds a closed ring, given as a first point and steps in tenths of a degree, to a path.
fn outline(path: &mut String, steps: &[i32]) {
    let (mut longitude, mut latitude) = (0, 0);
    let mut last = None;
    for step in steps.chunks_exact(2) {
        longitude += step[0];
        latitude += step[1];
        let (x, y) = project(f64::from(longitude) / 10.0, f64::from(latitude) / 10.0);
        let here = (x.round() as i32, y.round() as i32);
        // Writing to a string does not fail.
        let _ = match last {
            None => write!(path, "M{} {}l", here.0, here.1),
            Some(last) if last == here => continue,
            Some((x, y)) => write!(path, "{} {} ", here.0 - x, here.1 - y),
        };
        last = Some(here);
    }
    path.truncate(path.trim_end().len());
    path.push('z');
}

fn graticule() -> String {
    let mut path = String::new();
    let mut line = |points: &mut dyn Iterator<Item = (i32, i32)>| {
        for (number, (longitude, latitude)) in points.enumerate() {
            let (x, y) = project(f64::from(longitude), f64::from(latitude));
            let order = if number == 0 { 'M' } else { 'L' };
            // Writing to a string does not fail.
            let _ = write!(path, "{order}{} {}", x.round(), y.round());
        }
    };
    for longitude in (-180..=180).step_by(30) {
        line(&mut (-60..=84).step_by(6).map(|latitude| (longitude, latitude)));
    }
    for latitude in (-60..=60).step_by(30) {
        line(&mut [(-180, latitude), (180, latitude)].into_iter());
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_lie_where_they_should() {
        let (x, y) = project(0.0, 0.0);
        assert!((x - 1000.0).abs() < 0.1 && (y - 484.0).abs() < 1.0, "{x} {y}");
        for (longitude, latitude) in [(-180.0, 0.0), (180.0, 83.0), (-70.0, -56.0), (f64::MAX, f64::MIN)] {
            let (x, y) = project(longitude, latitude);
            assert!((-1.0..=WIDTH + 1.0).contains(&x) && y > -1.0, "{longitude} {latitude}: {x} {y}");
        }
        assert!(project(-70.0, -56.0).1 < HEIGHT);
    }

    #[test]
    fn every_country_of_the_lexicon_can_be_marked() {
        let world = World::new();
        assert_eq!(world.name("RUS"), "Russia");
        assert_eq!(world.name("XXX"), "XXX");
        let missing: Vec<&&str> = world.names.keys().filter(|code| world.point(code).is_none()).collect();
        assert_eq!(missing, [&"ATA"]);
        assert!(world.land.len() < 80_000 && world.land.matches('z').count() > 250);
    }
}
