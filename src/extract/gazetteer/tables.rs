//! What the tables of `lexicon/places` and of countries add to the places of GeoNames.

use std::collections::{HashMap, HashSet};

use super::fold;
use super::{Building, Country, GazetteerError, NONE, NOWHERE, PlaceId};
use crate::extract::lexicon::PlaceTables;
use crate::extract::lexicon::table::Table;

const FEATURE_COLUMNS: &[&str] = &["name", "names", "feature", "country", "lat", "lon"];

fn table<'t>(file: &'t str, text: &'t str, columns: &[&str]) -> Result<Table<'t>, GazetteerError> {
    Table::read(file, text, columns)
        .map_err(|error| GazetteerError::new(&format!("{}:{}", error.file, error.line), error.what))
}

fn degrees(file: &str, cells: (&str, &str)) -> Result<(f64, f64), GazetteerError> {
    let parse = |text: &str, most: f64| text.parse::<f64>().ok().filter(|degrees| degrees.abs() <= most);
    parse(cells.0, 90.0)
        .zip(parse(cells.1, 180.0))
        .ok_or_else(|| GazetteerError::new(file, format!("\"{}\", \"{}\" are no degrees", cells.0, cells.1)))
}

/// Adds countries as places; returns the place of each by its number.
pub fn add_countries(building: &mut Building, tables: &PlaceTables<'_>) -> Result<Vec<PlaceId>, GazetteerError> {
    let (file, text) = tables.countries;
    let middles = table(file, text, &["code", "lat", "lon"])?;
    let names = table(tables.names.0, tables.names.1, &["code", "name", "names", "demonyms", "capital"])?;
    let features = table(tables.features.0, tables.features.1, FEATURE_COLUMNS)?;
    let parts: HashSet<&str> =
        features.rows().iter().flat_map(|row| std::iter::once(row.cell(0)).chain(row.values(1))).collect();
    let mut middle_of: HashMap<&str, (f64, f64)> = HashMap::new();
    for row in middles.rows() {
        middle_of.insert(row.cell(0), degrees(file, (row.cell(1), row.cell(2)))?);
    }
    let mut number_of: HashMap<String, usize> = HashMap::new();
    for (number, country) in building.countries.iter().enumerate() {
        number_of.insert(country.code.clone(), number);
    }
    let feature = building.feature("PCLI");
    let former = building.feature("PCLH");
    let mut places = vec![NONE; building.countries.len()];
    for row in names.rows() {
        let (code, name) = (row.cell(0), row.cell(1));
        let Some(&middle) = middle_of.get(code) else { continue };
        let number = number_of.get(code).copied().unwrap_or_else(|| {
            building.countries.push(Country { code: code.to_owned(), name: name.to_owned(), ..Country::default() });
            places.push(NONE);
            building.countries.len() - 1
        });
        let (id, population) =
            building.countries.get(number).map_or((0, 0), |country| (country.id, country.population));
        places[number] = building.len() as PlaceId;
        building.name(name);
        // `West Bank` is a name of the whole, but where it lies is known better.
        row.values(2).filter(|other| !parts.contains(other)).for_each(|other| building.other_name(other));
        let feature = if id == 0 { former } else { feature };
        building.place(id, middle, population, NONE, number as u16, feature);
    }
    Ok(places)
}

/// Adds abbreviations of states, and where their middles are.
pub fn add_states(building: &mut Building, tables: &PlaceTables<'_>) -> Result<(), GazetteerError> {
    let (file, text) = tables.states;
    let states = table(file, text, &["country", "name", "abbreviations", "lat", "lon"])?;
    let mut buffer = String::new();
    let mut by_key: HashMap<fold::Key, Vec<(PlaceId, bool)>> = HashMap::new();
    let firsts = building.divisions.iter().take_while(|code| code.matches('.').count() == 1).count();
    for &(key, place, other) in building.keys.iter().take_while(|(_, place, _)| (*place as usize) < firsts) {
        by_key.entry(key).or_default().push((place, other));
    }
    for row in states.rows() {
        let middle = degrees(file, (row.cell(3), row.cell(4)))?;
        let inside =
            |place: PlaceId| building.divisions.get(place as usize).is_some_and(|code| code.starts_with(row.cell(0)));
        let named = by_key.get(&fold::key(row.cell(1), &mut buffer)).map(Vec::as_slice).unwrap_or_default();
        let found = named.iter().filter(|(place, _)| inside(*place)).min_by_key(|(_, other)| *other);
        let Some(&(place, _)) = found else { continue };
        building.lats[place as usize] = (middle.0 * 10_000.0).round() as i32;
        building.lons[place as usize] = (middle.1 * 10_000.0).round() as i32;
        for short in row.values(2) {
            let key = fold::key(short, &mut buffer);
            building.keys.push((key, place, true));
        }
    }
    Ok(())
}

/// Adds seas, regions, mountains and the like.
pub fn add_features(building: &mut Building, tables: &PlaceTables<'_>) -> Result<(), GazetteerError> {
    let (file, text) = tables.features;
    let features = table(file, text, FEATURE_COLUMNS)?;
    for row in features.rows() {
        let middle = degrees(file, (row.cell(4), row.cell(5)))?;
        let country = match row.cell(3) {
            "" => NOWHERE,
            code => match building.countries.iter().position(|country| country.code == code) {
                Some(number) => number as u16,
                None => return Err(GazetteerError::new(file, format!("\"{code}\" is no country"))),
            },
        };
        let feature = building.feature(row.cell(2));
        building.name(row.cell(0));
        row.values(1).for_each(|other| building.other_name(other));
        building.place(0, middle, 0, NONE, country, feature);
    }
    Ok(())
}
