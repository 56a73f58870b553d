//! The columns of the CSV table: one line for each event, everything of it that is flat or can be made so.
//!
//! Columns are only ever added at the end. Several values in a cell are separated by semicolons, and cells that belong
//! together have as many of them: the second of `source_code` is the code of the second of `source_name`. A semicolon inside
//! a value becomes a comma. Sectors and contexts of one actor or event are joined by `+`.

use std::fmt::Write;

use super::{Column, Row};
use crate::record::{Actor, Attribution, Quantity};

pub(super) const COLUMNS: [Column; 62] = [
    ("id", |row, cell| cell.push_str(&row.event.id)),
    ("article_id", |row, cell| cell.push_str(&row.event.article.id)),
    ("article_source", |row, cell| put(cell, &row.event.article.source)),
    ("headline", |row, cell| put(cell, &row.event.article.headline)),
    ("published", |row, cell| cell.push_str(&row.event.article.published)),
    ("url", |row, cell| put(cell, &row.event.article.url)),
    ("story", |row, cell| put(cell, &row.event.article.story)),
    ("version", |row, cell| put(cell, &row.event.article.version)),
    ("sentence_index", |row, cell| put(cell, &Some(row.event.sentence.index))),
    ("sentence_start", |row, cell| put(cell, &Some(row.event.sentence.start))),
    ("sentence_end", |row, cell| put(cell, &Some(row.event.sentence.end))),
    ("sentence", |row, cell| cell.push_str(&row.event.sentence.text)),
    ("plover", |row, cell| cell.push_str(row.event.event.plover.name())),
    ("mode", |row, cell| put(cell, &row.event.event.mode)),
    ("context", |row, cell| join(cell, '+', &row.event.event.context, String::clone)),
    ("cameo", |row, cell| put(cell, &row.event.event.cameo)),
    ("quad", |row, cell| put_name(cell, &row.event.event.quad)),
    ("polarity", |row, cell| put_name(cell, &row.event.event.polarity)),
    ("modality", |row, cell| put_name(cell, &row.event.event.modality)),
    ("trigger", |row, cell| cell.push_str(&row.event.event.trigger.text)),
    ("trigger_lemma", |row, cell| cell.push_str(&row.event.event.trigger.lemma)),
    ("trigger_start", |row, cell| put(cell, &Some(row.event.event.trigger.start))),
    ("trigger_end", |row, cell| put(cell, &Some(row.event.event.trigger.end))),
    ("source_text", |row, cell| actors(cell, &row.event.source, |actor| actor.text.clone())),
    ("source_name", |row, cell| actors(cell, &row.event.source, |actor| actor.name.clone())),
    ("source_code", |row, cell| actors(cell, &row.event.source, |actor| text(&actor.code))),
    ("source_country", |row, cell| actors(cell, &row.event.source, |actor| text(&actor.country))),
    ("source_sectors", |row, cell| actors(cell, &row.event.source, |actor| actor.sectors.join("+"))),
    ("source_role", |row, cell| actors(cell, &row.event.source, |actor| text(&actor.role))),
    ("target_text", |row, cell| actors(cell, &row.event.target, |actor| actor.text.clone())),
    ("target_name", |row, cell| actors(cell, &row.event.target, |actor| actor.name.clone())),
    ("target_code", |row, cell| actors(cell, &row.event.target, |actor| text(&actor.code))),
    ("target_country", |row, cell| actors(cell, &row.event.target, |actor| text(&actor.country))),
    ("target_sectors", |row, cell| actors(cell, &row.event.target, |actor| actor.sectors.join("+"))),
    ("target_role", |row, cell| actors(cell, &row.event.target, |actor| text(&actor.role))),
    ("speaker_name", |row, cell| said(cell, row, |said| said.speaker.name.clone())),
    ("speaker_code", |row, cell| said(cell, row, |said| text(&said.speaker.code))),
    ("speaker_cue", |row, cell| said(cell, row, |said| text(&said.cue))),
    ("speaker_via", |row, cell| said(cell, row, |said| text(&said.via))),
    ("time_text", |row, cell| put(cell, &row.event.time.as_ref().map(|time| &time.text))),
    ("time_type", |row, cell| row.event.time.iter().for_each(|time| put_name(cell, &time.kind))),
    ("time_value", |row, cell| put(cell, &row.event.time.as_ref().map(|time| &time.value))),
    ("time_anchor", |row, cell| put(cell, &row.event.time.as_ref().and_then(|time| time.anchor.as_ref()))),
    ("place_text", |row, cell| put(cell, &row.event.place.as_ref().map(|place| &place.text))),
    ("place_name", |row, cell| put(cell, &row.event.place.as_ref().map(|place| &place.name))),
    ("place_country", |row, cell| put(cell, &row.event.place.as_ref().and_then(|place| place.country.as_ref()))),
    ("place_admin1", |row, cell| put(cell, &row.event.place.as_ref().and_then(|place| place.admin1.as_ref()))),
    ("place_lat", |row, cell| put(cell, &row.event.place.as_ref().and_then(|place| place.lat))),
    ("place_lon", |row, cell| put(cell, &row.event.place.as_ref().and_then(|place| place.lon))),
    ("place_geonames_id", |row, cell| put(cell, &row.event.place.as_ref().and_then(|place| place.geonames_id))),
    ("place_feature", |row, cell| put(cell, &row.event.place.as_ref().and_then(|place| place.feature.as_ref()))),
    ("place_basis", |row, cell| {
        let basis = row.event.place.as_ref().and_then(|place| place.basis.as_ref());
        basis.into_iter().for_each(|basis| put_name(cell, basis));
    }),
    ("quantity_text", |row, cell| quantities(cell, row, |quantity| quantity.text.clone())),
    ("quantity_value", |row, cell| quantities(cell, row, |quantity| number(quantity.value))),
    ("quantity_low", |row, cell| quantities(cell, row, |quantity| number(quantity.low))),
    ("quantity_high", |row, cell| quantities(cell, row, |quantity| number(quantity.high))),
    ("quantity_unit", |row, cell| quantities(cell, row, |quantity| text(&quantity.unit))),
    ("quantity_of", |row, cell| quantities(cell, row, |quantity| text(&quantity.of))),
    ("entries", |row, cell| join(cell, ';', &row.event.event.entries, String::clone)),
    ("confidence", |row, cell| put(cell, &Some(row.event.confidence))),
    ("same_as", |row, cell| put(cell, &row.event.same_as)),
    ("quantity_state", |row, cell| quantities(cell, row, |quantity| text(&quantity.state))),
];

fn put<T: std::fmt::Display>(cell: &mut String, value: &Option<T>) {
    if let Some(value) = value {
        // Writing into a String cannot fail.
        let _ = write!(cell, "{value}");
    }
}

/// The name that a value has in records.
fn put_name(cell: &mut String, value: &impl serde::Serialize) {
    if let Ok(serde_json::Value::String(name)) = serde_json::to_value(value) {
        cell.push_str(&name);
    }
}

fn text(value: &Option<String>) -> String {
    value.clone().unwrap_or_default()
}

fn number(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn join<T, S: AsRef<str>>(cell: &mut String, between: char, values: &[T], part: impl Fn(&T) -> S) {
    for (number, value) in values.iter().enumerate() {
        if number > 0 {
            cell.push(between);
        }
        cell.extend(part(value).as_ref().chars().map(|c| if c == ';' { ',' } else { c }));
    }
}

fn actors(cell: &mut String, actors: &[Actor], part: impl Fn(&Actor) -> String) {
    join(cell, ';', actors, part);
}

fn said(cell: &mut String, row: &Row<'_>, part: impl Fn(&Attribution) -> String) {
    join(cell, ';', &row.event.attribution, part);
}

fn quantities(cell: &mut String, row: &Row<'_>, part: impl Fn(&Quantity) -> String) {
    join(cell, ';', &row.event.quantities, part);
}
