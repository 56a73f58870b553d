//! The 61 columns of the GDELT 2.0 event table (GDELT Event Codebook V2.0), in its order.
//!
//! A line for each pair of source and target, as GDELT has it. Only events that are said to have happened are written unless
//! the settings say otherwise, because the table cannot say that one has not. Cells that Dateline knows nothing of are empty:
//! tone, ethnic groups, where the actors are, codes of places in the American gazetteers. See docs/tables.md.

use std::fmt::Write;

use jiff::Timestamp;
use xxhash_rust::xxh3::xxh3_64;

use super::{Column, Row, Side, cameo};
use crate::record::Place;

const EMPTY: fn(&Row<'_>, &mut String) = |_, _| {};

pub(super) const COLUMNS: [Column; 61] = [
    ("GLOBALEVENTID", |row, cell| put(cell, number_of(&row.event.id, row.number))),
    ("SQLDATE", |row, cell| row.when.day.iter().for_each(|day| put(cell, day.strftime("%Y%m%d")))),
    ("MonthYear", |row, cell| {
        if let Some((year, month)) = row.when.month {
            put(cell, format_args!("{year:04}{month:02}"));
        }
    }),
    ("Year", |row, cell| row.when.year.iter().for_each(|year| put(cell, format_args!("{year:04}")))),
    ("FractionDate", |row, cell| {
        if let Some(day) = row.when.day {
            let fraction = (f64::from(day.month()) * 30.0 + f64::from(day.day())) / 365.0;
            put(cell, format_args!("{:.4}", f64::from(day.year()) + fraction.min(0.9999)));
        }
    }),
    ("Actor1Code", |row, cell| cell.push_str(row.source.code())),
    ("Actor1Name", |row, cell| name(cell, &row.source)),
    ("Actor1CountryCode", |row, cell| cell.push_str(row.source.codes.country)),
    ("Actor1KnownGroupCode", |row, cell| cell.push_str(row.source.codes.group)),
    ("Actor1EthnicCode", EMPTY),
    ("Actor1Religion1Code", |row, cell| cell.push_str(row.source.codes.religions[0])),
    ("Actor1Religion2Code", |row, cell| cell.push_str(row.source.codes.religions[1])),
    ("Actor1Type1Code", |row, cell| cell.push_str(row.source.codes.types[0])),
    ("Actor1Type2Code", |row, cell| cell.push_str(row.source.codes.types[1])),
    ("Actor1Type3Code", |row, cell| cell.push_str(row.source.codes.types[2])),
    ("Actor2Code", |row, cell| cell.push_str(row.target.code())),
    ("Actor2Name", |row, cell| name(cell, &row.target)),
    ("Actor2CountryCode", |row, cell| cell.push_str(row.target.codes.country)),
    ("Actor2KnownGroupCode", |row, cell| cell.push_str(row.target.codes.group)),
    ("Actor2EthnicCode", EMPTY),
    ("Actor2Religion1Code", |row, cell| cell.push_str(row.target.codes.religions[0])),
    ("Actor2Religion2Code", |row, cell| cell.push_str(row.target.codes.religions[1])),
    ("Actor2Type1Code", |row, cell| cell.push_str(row.target.codes.types[0])),
    ("Actor2Type2Code", |row, cell| cell.push_str(row.target.codes.types[1])),
    ("Actor2Type3Code", |row, cell| cell.push_str(row.target.codes.types[2])),
    ("IsRootEvent", |row, cell| cell.push(if is_in_lead(row) { '1' } else { '0' })),
    ("EventCode", |row, cell| cell.push_str(code(row))),
    ("EventBaseCode", |row, cell| cell.push_str(cameo::base(code(row)))),
    ("EventRootCode", |row, cell| cell.push_str(cameo::root(code(row)))),
    ("QuadClass", |row, cell| put(cell, cameo::quad_class(&row.event.event))),
    ("GoldsteinScale", |row, cell| cell.push_str(cameo::goldstein(code(row)))),
    // This line rests on one mention in one article of one source.
    ("NumMentions", |_, cell| cell.push('1')),
    ("NumSources", |_, cell| cell.push('1')),
    ("NumArticles", |_, cell| cell.push('1')),
    ("AvgTone", EMPTY),
    ("Actor1Geo_Type", EMPTY),
    ("Actor1Geo_FullName", EMPTY),
    ("Actor1Geo_CountryCode", EMPTY),
    ("Actor1Geo_ADM1Code", EMPTY),
    ("Actor1Geo_ADM2Code", EMPTY),
    ("Actor1Geo_Lat", EMPTY),
    ("Actor1Geo_Long", EMPTY),
    ("Actor1Geo_FeatureID", EMPTY),
    ("Actor2Geo_Type", EMPTY),
    ("Actor2Geo_FullName", EMPTY),
    ("Actor2Geo_CountryCode", EMPTY),
    ("Actor2Geo_ADM1Code", EMPTY),
    ("Actor2Geo_ADM2Code", EMPTY),
    ("Actor2Geo_Lat", EMPTY),
    ("Actor2Geo_Long", EMPTY),
    ("Actor2Geo_FeatureID", EMPTY),
    ("ActionGeo_Type", |row, cell| place(row).and_then(place_type).iter().for_each(|kind| put(cell, kind))),
    ("ActionGeo_FullName", |row, cell| {
        if let Some(place) = place(row) {
            cell.push_str(&place.name);
            place
                .admin1
                .iter()
                .filter(|admin1| **admin1 != place.name)
                .for_each(|admin1| put(cell, format_args!(", {admin1}")));
        }
    }),
    // FIPS 10-4, which is withdrawn and which Dateline does not have; ISO 3166-1 would be read as another country.
    ("ActionGeo_CountryCode", EMPTY),
    ("ActionGeo_ADM1Code", EMPTY),
    ("ActionGeo_ADM2Code", EMPTY),
    ("ActionGeo_Lat", |row, cell| place(row).and_then(|place| place.lat).iter().for_each(|lat| put(cell, lat))),
    ("ActionGeo_Long", |row, cell| place(row).and_then(|place| place.lon).iter().for_each(|lon| put(cell, lon))),
    // GNS and GNIS numbers; those of GeoNames are others.
    ("ActionGeo_FeatureID", EMPTY),
    ("DATEADDED", |row, cell| added(cell, &row.event.article.published)),
    ("SOURCEURL", |row, cell| row.event.article.url.iter().for_each(|url| cell.push_str(url))),
];

fn put(cell: &mut String, value: impl std::fmt::Display) {
    // Writing into a String cannot fail.
    let _ = write!(cell, "{value}");
}

fn code<'a>(row: &Row<'a>) -> &'a str {
    row.event.event.cameo.as_deref().unwrap_or_default()
}

/// GDELT writes names in capitals.
fn name(cell: &mut String, side: &Side<'_>) {
    cell.extend(side.name().chars().flat_map(char::to_uppercase));
}

/// A number for GDELT's integer column: 63 bits, so that it fits into a signed integer. That of the first line of an event is
/// its id without the last bit.
fn number_of(id: &str, line: usize) -> u64 {
    let own = id.get(1..).filter(|digits| digits.len() == 16).and_then(|digits| u64::from_str_radix(digits, 16).ok());
    match (own, line) {
        (Some(own), 0) => own >> 1,
        _ => xxh3_64(format!("{id}.{line}").as_bytes()) >> 1,
    }
}

/// Whether the event stands in the lead: the first paragraph that has sentences.
fn is_in_lead(row: &Row<'_>) -> bool {
    let article = &row.records.article;
    let Some(first) = article.sentences.first() else { return row.event.sentence.index == 0 };
    let lead = article.paragraphs.iter().find(|paragraph| (paragraph.start..paragraph.end).contains(&first.start));
    lead.map_or(row.event.sentence.index == 0, |lead| row.event.sentence.start < lead.end)
}

fn place<'a>(row: &Row<'a>) -> Option<&'a Place> {
    row.event.place.as_ref()
}

/// GDELT's type of a place: 1 country, 2 state of the USA, 3 city in the USA, 4 city elsewhere, 5 first-order division
/// elsewhere.
fn place_type(place: &Place) -> Option<u8> {
    let feature = place.feature.as_deref()?;
    let in_usa = place.country.as_deref() == Some("USA");
    match feature {
        _ if feature.starts_with("PCL") => Some(1),
        "ADM1" => Some(if in_usa { 2 } else { 5 }),
        _ => Some(if in_usa { 3 } else { 4 }),
    }
}

/// When the article was published, in UTC, as `YYYYMMDDHHMMSS`; where only the day is known, in GDELT 1.0's form `YYYYMMDD`.
fn added(cell: &mut String, published: &str) {
    match published.parse::<Timestamp>() {
        Ok(time) => put(cell, time.strftime("%Y%m%d%H%M%S")),
        Err(_) => {
            let day = published.get(..10).and_then(|day| day.parse::<jiff::civil::Date>().ok());
            day.iter().for_each(|day| put(cell, day.strftime("%Y%m%d")));
        }
    }
}
