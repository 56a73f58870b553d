//! The page: a template, a style sheet and a script that are built in, and the packed events.

use std::io::{self, Write};

use htmlize::escape_text;

use super::columns::Columns;
use super::details::{Details, PIECE, pack};
use super::world::{HEIGHT, WIDTH, World};
use crate::record::{Plover, Quad};

const TEMPLATE: &str = include_str!("page/page.html");
const STYLE: &str = concat!(include_str!("page/page.css"), include_str!("page/charts.css"));
const SCRIPT: &str = concat!(
    "\"use strict\";\n",
    include_str!("page/data.js"),
    include_str!("page/filter.js"),
    include_str!("page/count.js"),
    include_str!("page/dom.js"),
    include_str!("page/when.js"),
    include_str!("page/map.js"),
    include_str!("page/parties.js"),
    include_str!("page/events.js"),
    include_str!("page/main.js"),
);

/// Writes the page.
pub(super) fn write(title: &str, columns: &Columns, details: Details, out: &mut dyn Write) -> io::Result<()> {
    let world = World::new();
    let names = pack(columns.names(&world).to_string().as_bytes());
    let numbers = pack(&columns.bytes());
    let pieces = details.finish();
    // Only the page's own script runs: it carries a word that nobody can know who writes the articles.
    let nonce = nonce(&names, &pieces);
    for part in parts(TEMPLATE) {
        match part {
            Part::Text(text) => out.write_all(text.as_bytes())?,
            Part::Name("title") => out.write_all(escape_text(title).as_bytes())?,
            Part::Name("nonce") => out.write_all(nonce.as_bytes())?,
            Part::Name("style") => out.write_all(STYLE.as_bytes())?,
            Part::Name("script") => out.write_all(SCRIPT.as_bytes())?,
            Part::Name("summary") => out.write_all(summary(columns).as_bytes())?,
            Part::Name("plain") => out.write_all(plain(columns).as_bytes())?,
            Part::Name("width") => write!(out, "{WIDTH}")?,
            Part::Name("height") => write!(out, "{HEIGHT}")?,
            Part::Name("land") => out.write_all(world.land.as_bytes())?,
            Part::Name("graticule") => out.write_all(world.graticule.as_bytes())?,
            Part::Name("data") => {
                piece(out, "names", &names)?;
                piece(out, "numbers", &numbers)?;
                for (number, packed) in pieces.iter().enumerate() {
                    piece(out, &format!("piece{number}"), packed)?;
                }
            }
            Part::Name("piece") => write!(out, "{PIECE}")?,
            Part::Name(_) => {}
        }
    }
    Ok(())
}

/// A piece of data, which is Base64 and so needs no escaping.
fn piece(out: &mut dyn Write, id: &str, packed: &str) -> io::Result<()> {
    writeln!(out, "<script type=\"application/gzip\" id=\"{id}\">{packed}</script>")
}

fn nonce(names: &str, pieces: &[String]) -> String {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    hash.update(names.as_bytes());
    pieces.iter().for_each(|piece| hash.update(piece.as_bytes()));
    format!("{:032x}", hash.digest128())
}

enum Part<'a> {
    Text(&'a str),
    Name(&'a str),
}

/// A template in pieces: plain text, and names in double braces.
fn parts(template: &str) -> impl Iterator<Item = Part<'_>> {
    template
        .split("{{")
        .enumerate()
        .flat_map(|(number, piece)| match piece.split_once("}}") {
            Some((name, text)) if number > 0 => [Some(Part::Name(name)), Some(Part::Text(text))],
            _ => [Some(Part::Text(piece)), None],
        })
        .flatten()
}

/// One line on what is in the report.
fn summary(columns: &Columns) -> String {
    let count = |number: usize, one: &str, many: &str| {
        format!("{} {}", indicatif::HumanCount(number as u64), if number == 1 { one } else { many })
    };
    let mut text = count(columns.len(), "event", "events");
    if let Some((first, last)) = columns.span() {
        text += &format!(" of {}, ", count(columns.articles(), "article", "articles"));
        text += &if first == last { format!("{first}") } else { format!("{first} to {last}") };
    }
    text
}

/// The counts by type, for browsers that run no script.
fn plain(columns: &Columns) -> String {
    let quad = |quad: Quad| match quad {
        Quad::VerbalCooperation => "verbal cooperation",
        Quad::MaterialCooperation => "material cooperation",
        Quad::VerbalConflict => "verbal conflict",
        Quad::MaterialConflict => "material conflict",
    };
    let row = |(plover, count): (Plover, usize)| {
        format!("<tr><th scope=\"row\">{plover}</th><td>{}</td><td>{count}</td></tr>", quad(plover.quad()))
    };
    Plover::ALL.into_iter().zip(columns.by_type()).map(row).collect()
}
