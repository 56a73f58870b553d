//! Reads the user's dictionaries that are tables like ours in `lexicon/actors`. A wrong row is reported and passed over.

use std::collections::HashMap;

use super::super::actors::{NameKind, demonym_kind, is_code};
use super::super::offices::{Edge, day};
use super::super::table::Row;
use super::super::{LexiconError, Table};
use super::{Agents, Names, Restricted, Sheet};

/// Which of our tables a file is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// `countries.tsv`.
    Countries,
    /// `organisations.tsv`.
    Organisations,
    /// `people.tsv`.
    People,
    /// `agents.tsv`.
    Agents,
}

impl Columns {
    /// What the line of column names says; none for a file that is no table.
    pub fn of(text: &str) -> Option<Columns> {
        let line = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#'))?;
        let names: Vec<&str> = line.split('\t').map(str::trim).collect();
        match names.len() {
            0 | 1 => None,
            _ if names.contains(&"words") => Some(Columns::Agents),
            _ if !names.contains(&"name") => None,
            _ if names.contains(&"demonyms") || names.contains(&"capital") => Some(Columns::Countries),
            _ if names.contains(&"role") || names.contains(&"from") => Some(Columns::People),
            _ => Some(Columns::Organisations),
        }
    }

    fn names(self) -> &'static [&'static str] {
        match self {
            Columns::Countries => &["code", "name", "names", "demonyms", "capital"],
            Columns::Organisations => &["name", "code", "country", "names"],
            Columns::People => &["name", "names", "country", "code", "role", "from", "to"],
            Columns::Agents => &["words", "sectors", "person"],
        }
    }
}

/// The entries of a table of countries, organisations or people.
pub fn names(columns: Columns, sheet: &Sheet<'_>, wrong: &mut Vec<LexiconError>) -> Result<Vec<Names>, LexiconError> {
    let table = Table::read_on(sheet.file, sheet.text, columns.names(), wrong)?;
    let mut entries: Vec<Names> = Vec::new();
    let mut person_at: HashMap<&str, usize> = HashMap::new();
    for row in table.rows() {
        let read = match columns {
            Columns::Countries => country(row),
            Columns::People => person(row),
            Columns::Organisations | Columns::Agents => organisation(row),
        };
        match read {
            Ok(found) if columns == Columns::People => {
                let known = *person_at.entry(row.cell(0)).or_insert(entries.len());
                match entries.get_mut(known) {
                    Some(entry) => entry.codes.extend(found.into_iter().flat_map(|one| one.codes)),
                    None => entries.extend(found),
                }
            }
            Ok(found) => entries.extend(found),
            Err(error) => wrong.push(error),
        }
    }
    Ok(entries)
}

/// The entries of a table of agents.
pub fn agents(sheet: &Sheet<'_>, wrong: &mut Vec<LexiconError>) -> Result<Vec<Agents>, LexiconError> {
    let table = Table::read_on(sheet.file, sheet.text, Columns::Agents.names(), wrong)?;
    let mut entries = Vec::new();
    for row in table.rows() {
        let person = match row.cell(2) {
            "yes" => true,
            "no" | "" => false,
            other => {
                wrong.push(row.error(format!("\"{other}\" is neither yes nor no")));
                continue;
            }
        };
        match row.required(0, "words") {
            Ok(_) => entries.push(Agents {
                line: row.line,
                forms: row.values(0).map(str::to_lowercase).collect(),
                code: row.values(1).collect(),
                person: Some(person),
            }),
            Err(error) => wrong.push(error),
        }
    }
    Ok(entries)
}

fn country(row: &Row<'_>) -> Result<Vec<Names>, LexiconError> {
    let code = code(row, 0)?;
    row.required(1, "name")?;
    let demonyms: Vec<&str> = row.values(3).collect();
    let mut entries = vec![entry(row, row.values(1).chain(row.values(2)), NameKind::Country, code, Some(code))];
    for demonym in &demonyms {
        entries.push(entry(row, std::iter::once(*demonym), demonym_kind(demonym, &demonyms), code, Some(code)));
    }
    entries.push(entry(row, row.values(4), NameKind::Capital, code, Some(code)));
    entries.retain(|entry| !entry.names.is_empty());
    Ok(entries)
}

fn organisation(row: &Row<'_>) -> Result<Vec<Names>, LexiconError> {
    row.required(0, "name")?;
    let code = code(row, 1)?;
    Ok(vec![entry(row, row.values(0).chain(row.values(3)), NameKind::Organisation, code, Some(row.cell(2)))])
}

fn person(row: &Row<'_>) -> Result<Vec<Names>, LexiconError> {
    row.required(0, "name")?;
    let date = |column: usize, edge| match row.cell(column) {
        "" => Ok(None),
        cell => day(cell, edge)
            .map(Some)
            .ok_or_else(|| row.error(format!("\"{cell}\" is no date; write 2021-12-18, or 2021-12, or 2021"))),
    };
    let (from, to) = (date(5, Edge::First)?, date(6, Edge::Last)?);
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        return Err(row.error(format!("the office ends ({}) before it begins ({})", row.cell(6), row.cell(5))));
    }
    let names = row.values(0).chain(row.values(1));
    let mut entry = entry(row, names, NameKind::Person, code(row, 3)?, Some(row.cell(2)));
    for code in &mut entry.codes {
        (code.from, code.to) = (from, to);
        code.role = row.cell(4).to_owned();
    }
    Ok(vec![entry])
}

fn entry<'t>(
    row: &Row<'t>,
    names: impl Iterator<Item = &'t str>,
    kind: NameKind,
    code: &str,
    country: Option<&str>,
) -> Names {
    Names {
        line: row.line,
        names: names.map(|name| (row.line, name.to_owned())).collect(),
        codes: vec![Restricted { code: code.to_owned(), country: country.map(str::to_owned), ..Restricted::default() }],
        kind: Some(kind),
    }
}

fn code<'t>(row: &Row<'t>, column: usize) -> Result<&'t str, LexiconError> {
    let code = row.required(column, "code")?;
    if !is_code(code) {
        return Err(row.error(format!("\"{code}\" is no code of three-letter parts")));
    }
    Ok(code)
}
