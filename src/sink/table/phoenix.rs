//! The 26 columns of the Phoenix data sets, as the pipeline around PETRARCH writes them, in its order.
//!
//! A line for each pair of source and target. As in the pipeline, an actor's code is taken apart into an entity (the country,
//! or the kind of international body), one role and the rest. See docs/tables.md.

use std::fmt::Write;

use super::{Column, Row, Side, actor, cameo};
use crate::record::Place;

pub(super) const COLUMNS: [Column; 26] = [
    ("EventID", |row, cell| {
        cell.push_str(&row.event.id);
        if row.number > 0 {
            put(cell, format_args!(".{}", row.number + 1));
        }
    }),
    ("Date", |row, cell| row.when.day.iter().for_each(|day| put(cell, day.strftime("%Y%m%d")))),
    ("Year", |row, cell| row.when.year.iter().for_each(|year| put(cell, format_args!("{year:04}")))),
    ("Month", |row, cell| row.when.month.iter().for_each(|(_, month)| put(cell, format_args!("{month:02}")))),
    ("Day", |row, cell| row.when.day.iter().for_each(|day| put(cell, day.strftime("%d")))),
    ("SourceActorFull", |row, cell| cell.push_str(row.source.code())),
    ("SourceActorEntity", |row, cell| cell.push_str(split(&row.source).0)),
    ("SourceActorRole", |row, cell| cell.push_str(split(&row.source).1)),
    ("SourceActorAttribute", |row, cell| rest(cell, &row.source)),
    ("TargetActorFull", |row, cell| cell.push_str(row.target.code())),
    ("TargetActorEntity", |row, cell| cell.push_str(split(&row.target).0)),
    ("TargetActorRole", |row, cell| cell.push_str(split(&row.target).1)),
    ("TargetActorAttribute", |row, cell| rest(cell, &row.target)),
    ("EventCode", |row, cell| cell.push_str(code(row))),
    ("EventRootCode", |row, cell| cell.push_str(cameo::root(code(row)))),
    ("PentaClass", |row, cell| put(cell, cameo::penta_class(&row.event.event))),
    ("GoldsteinScore", |row, cell| cell.push_str(cameo::goldstein(code(row)))),
    ("Issues", |_, _| {}),
    ("Lat", |row, cell| place(row).and_then(|place| place.lat).iter().for_each(|lat| put(cell, lat))),
    ("Lon", |row, cell| place(row).and_then(|place| place.lon).iter().for_each(|lon| put(cell, lon))),
    ("LocationName", |row, cell| place(row).iter().for_each(|place| cell.push_str(&place.name))),
    ("StateName", |row, cell| place(row).iter().flat_map(|place| &place.admin1).for_each(|name| cell.push_str(name))),
    ("CountryCode", |row, cell| {
        place(row).iter().flat_map(|place| &place.country).for_each(|code| cell.push_str(code))
    }),
    ("SentenceID", |row, cell| {
        put(cell, format_args!("{}_{}", row.event.article.id, row.event.sentence.index));
    }),
    ("URLs", |row, cell| row.event.article.url.iter().for_each(|url| cell.push_str(url))),
    ("NewsSources", |row, cell| row.event.article.source.iter().for_each(|source| cell.push_str(source))),
];

/// The roles that have a column of their own; all other parts of a code are attributes.
const ROLES: [&str; 13] = ["GOV", "MIL", "REB", "OPP", "PTY", "COP", "JUD", "SPY", "MED", "EDU", "BUS", "CRM", "CVL"];

/// What can stand for a country.
const BODIES: [&str; 4] = ["IGO", "NGO", "IMG", "MNC"];

fn put(cell: &mut String, value: impl std::fmt::Display) {
    // Writing into a String cannot fail.
    let _ = write!(cell, "{value}");
}

fn code<'a>(row: &Row<'a>) -> &'a str {
    row.event.event.cameo.as_deref().unwrap_or_default()
}

fn place<'a>(row: &Row<'a>) -> Option<&'a Place> {
    row.event.place.as_ref()
}

/// Entity, role, and how many parts of the code that leaves behind.
fn split<'a>(side: &Side<'a>) -> (&'a str, &'a str, usize) {
    let mut parts = actor::parts(side.code()).peekable();
    let entity = parts.next_if(|part| *part == side.codes.country || BODIES.contains(part)).unwrap_or_default();
    let role = parts.next_if(|part| ROLES.contains(part)).unwrap_or_default();
    (entity, role, usize::from(!entity.is_empty()) + usize::from(!role.is_empty()))
}

fn rest(cell: &mut String, side: &Side<'_>) {
    let (_, _, taken) = split(side);
    for (number, part) in actor::parts(side.code()).skip(taken).enumerate() {
        if number > 0 {
            cell.push(';');
        }
        cell.push_str(part);
    }
}
