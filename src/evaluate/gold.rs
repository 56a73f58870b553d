//! Annotated sentences: NDJSON, one object a line with `id`, `text`, `root`, `source`, `target`; `quad` and `published` where
//! they are known, and `sources` or `targets` where a side has several actors.
//!
//! An actor is `{"text", "start", "end"}`, in code points of the sentence. Without `start` and `end` it is the first place
//! where its text stands. A side may be left out. Other fields are passed over.

use std::collections::HashSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::record::{Plover, Quad};

/// A type as the gold has it: those of PLOVER, with YIELD for CONCEDE and RETREAT. In the order of their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Root(&'static str);

const YIELD: Root = Root("YIELD");

impl Root {
    /// The type that this one counts as.
    pub fn of(plover: Plover) -> Root {
        match plover {
            Plover::Concede | Plover::Retreat => YIELD,
            other => Root(other.name()),
        }
    }

    /// The type with this name.
    pub fn from_name(name: &str) -> Option<Root> {
        if name == YIELD.0 { Some(YIELD) } else { Plover::from_name(name).map(Root::of) }
    }

    /// Its name: `ASSAULT`.
    pub fn name(self) -> &'static str {
        self.0
    }

    fn quad(self) -> Quad {
        Plover::from_name(self.0).map_or(Quad::MaterialCooperation, Plover::quad)
    }
}

impl fmt::Display for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

/// An annotated sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its line in the file, from 1.
    pub line: usize,
    /// Its identifier.
    pub id: String,
    /// The sentence.
    pub text: String,
    /// What happens.
    pub root: Root,
    /// The quadrant that the gold puts it in.
    pub quad: Quad,
    /// Who does it; empty where that was left open.
    pub sources: Vec<Actor>,
    /// To whom; empty where that was left open.
    pub targets: Vec<Actor>,
    /// The day or time of the sentence.
    pub published: Option<String>,
    /// A headline above it.
    pub headline: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
}

/// An annotated actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Its words.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// What is wrong with a line of the gold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {what}")]
pub struct GoldError {
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

#[derive(Deserialize)]
struct RawRow {
    id: String,
    text: String,
    root: String,
    quad: Option<Quad>,
    source: Option<RawActor>,
    #[serde(default)]
    sources: Vec<RawActor>,
    target: Option<RawActor>,
    #[serde(default)]
    targets: Vec<RawActor>,
    published: Option<String>,
    headline: Option<String>,
    url: Option<String>,
}

#[derive(Deserialize)]
struct RawActor {
    text: String,
    start: Option<usize>,
    end: Option<usize>,
}

/// The sentences of a gold file, in order; blank lines are none. `file` is its name for messages.
///
/// Fails at the first line that is no sentence as described above: wrong JSON, an unknown type, an identifier that was there
/// before, an actor whose range does not hold its text.
pub fn read(file: &str, bytes: &[u8]) -> Result<Vec<Row>, GoldError> {
    let mut ids = HashSet::new();
    let mut rows = Vec::new();
    for (index, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let row = row(index + 1, line).and_then(|row| {
            let known = ids.insert(row.id.clone());
            if known { Ok(row) } else { Err(format!("a second sentence with the id \"{}\"", row.id)) }
        });
        rows.push(row.map_err(|what| GoldError { file: file.to_owned(), line: index + 1, what })?);
    }
    Ok(rows)
}

fn row(line: usize, json: &[u8]) -> Result<Row, String> {
    let raw: RawRow = serde_json::from_slice(json).map_err(|error| {
        // The position within the line is of use, its number there (always 1) is not.
        error.to_string().replace(" at line 1 column ", " at byte ")
    })?;
    let root = Root::from_name(&raw.root).ok_or_else(|| format!("\"{}\" is no type of PLOVER, nor YIELD", raw.root))?;
    Ok(Row {
        line,
        root,
        quad: raw.quad.unwrap_or_else(|| root.quad()),
        sources: side(&raw.text, raw.source, raw.sources)?,
        targets: side(&raw.text, raw.target, raw.targets)?,
        id: raw.id,
        text: raw.text,
        published: raw.published,
        headline: raw.headline,
        url: raw.url,
    })
}

/// The actors of a side: those of the list, or else the single one.
fn side(text: &str, one: Option<RawActor>, several: Vec<RawActor>) -> Result<Vec<Actor>, String> {
    let all = if several.is_empty() { one.into_iter().collect() } else { several };
    all.into_iter().map(|raw| actor(text, raw)).collect()
}

fn actor(text: &str, raw: RawActor) -> Result<Actor, String> {
    let RawActor { text: words, start, end } = raw;
    let (start, end) = match (start, end) {
        (Some(start), Some(end)) => (start, end),
        (None, None) => {
            let before = text.find(&words).and_then(|at| text.get(..at));
            let start = before.ok_or_else(|| format!("\"{words}\" does not stand in the sentence"))?.chars().count();
            (start, start + words.chars().count())
        }
        _ => return Err(format!("\"{words}\" has only one of `start` and `end`")),
    };
    let there: String = text.chars().skip(start).take(end.saturating_sub(start)).collect();
    if there != words || words.is_empty() {
        return Err(format!("\"{words}\" is not what stands at {start} to {end}: \"{there}\""));
    }
    Ok(Actor { text: words, start, end })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(parts: &str) -> String {
        format!("{{\"id\": \"a\", \"text\": \"Perú praised Perú’s ally.\", {parts}}}\n")
    }

    #[test]
    fn actors_are_found_by_place_or_by_their_words() {
        for (parts, starts) in [
            (r#""root": "SUPPORT", "source": {"text": "Perú", "start": 13, "end": 17}"#, vec![13]),
            (r#""root": "SUPPORT", "source": {"text": "Perú’s ally"}"#, vec![13]),
            (
                r#""root": "SUPPORT", "source": {"text": "Perú"}, "sources": [{"text": "ally"}, {"text": "Perú"}]"#,
                vec![20, 0],
            ),
            (r#""root": "SUPPORT", "note": 1"#, vec![]),
        ] {
            let rows = read("g", line(parts).as_bytes()).unwrap();
            assert_eq!(rows[0].sources.iter().map(|actor| actor.start).collect::<Vec<_>>(), starts, "{parts}");
        }
        let concede = read("g", line(r#""root": "CONCEDE""#).as_bytes()).unwrap();
        assert_eq!((concede[0].root.name(), concede[0].quad), ("YIELD", Quad::MaterialCooperation));
    }

    #[test]
    fn wrong_lines_are_told_with_their_number() {
        for (parts, message) in [
            (r#""root": "PRAISE""#, "g:2: \"PRAISE\" is no type of PLOVER, nor YIELD"),
            (r#""root": "AID", "source": {"text": "Chile"}"#, "g:2: \"Chile\" does not stand in the sentence"),
            (
                r#""root": "AID", "target": {"text": "ally", "start": 19, "end": 23}"#,
                "g:2: \"ally\" is not what stands at 19 to 23: \" all\"",
            ),
            (
                r#""root": "AID", "target": {"text": "ally", "start": 19}"#,
                "g:2: \"ally\" has only one of `start` and `end`",
            ),
            (r#""root": 1"#, "g:2: invalid type: integer `1`, expected a string at byte 62"),
        ] {
            let text = format!("\n{}", line(parts));
            assert_eq!(read("g", text.as_bytes()).unwrap_err().to_string(), message);
        }
        let twice = line(r#""root": "AID""#).repeat(2);
        assert_eq!(read("g", twice.as_bytes()).unwrap_err().to_string(), "g:2: a second sentence with the id \"a\"");
    }
}
