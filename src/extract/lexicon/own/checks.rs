//! Finds entries of the user's dictionaries that never count, are there twice, or contradict each other.

use std::collections::HashMap;

use jiff::civil::Date;

use super::super::LexiconError;
use super::super::actors::NameKind;
use super::{Agents, Names, Restricted, Sheet};

/// All entries up to now, by name.
#[derive(Debug, Default)]
pub struct Checks {
    names: HashMap<String, Seen>,
    agents: HashMap<String, Seen>,
}

#[derive(Debug)]
struct Seen {
    file: String,
    line: usize,
    /// Line of the entry as a whole.
    entry: usize,
    means: String,
    person: bool,
}

impl Checks {
    /// Adds what is wrong with the names and codes of `entry` to `wrong`.
    pub fn names(&mut self, sheet: &Sheet<'_>, entry: &Names, wrong: &mut Vec<LexiconError>) {
        let means: Vec<String> = entry.codes.iter().map(shown).collect();
        let person = entry.kind == Some(NameKind::Person);
        for (line, name) in &entry.names {
            let seen =
                Seen { file: sheet.file.to_owned(), line: *line, entry: entry.line, means: means.join(", "), person };
            wrong.extend(enter(&mut self.names, name, &name.to_uppercase(), seen));
        }
        if person {
            return;
        }
        for (index, later) in entry.codes.iter().enumerate() {
            let before = &entry.codes[..index];
            if let Some(earlier) =
                before.iter().find(|earlier| dated(earlier) == dated(later) && overlap(earlier, later))
            {
                let same = if earlier.code == later.code { "repeats" } else { "contradicts" };
                let what =
                    format!("[{}] {same} [{}] for the same days; the first counts", shown(later), shown(earlier));
                wrong.push(sheet.error(entry.line, what));
            }
        }
    }

    /// Adds what is wrong with `entry` to `wrong`.
    pub fn agents(&mut self, sheet: &Sheet<'_>, entry: &Agents, wrong: &mut Vec<LexiconError>) {
        for form in &entry.forms {
            let means = entry.code.clone();
            let seen = Seen { file: sheet.file.to_owned(), line: entry.line, entry: entry.line, means, person: false };
            wrong.extend(enter(&mut self.agents, form, form, seen));
        }
    }
}

fn enter(all: &mut HashMap<String, Seen>, name: &str, key: &str, new: Seen) -> Option<LexiconError> {
    let Some(old) = all.get(key) else {
        all.insert(key.to_owned(), new);
        return None;
    };
    // Several people may bear one name; the date tells which is meant.
    if old.person && new.person && (&old.file, old.entry) != (&new.file, new.entry) {
        return None;
    }
    let place = if old.file == new.file { format!("line {}", old.line) } else { format!("{}:{}", old.file, old.line) };
    let what = if old.means == new.means {
        format!("\"{name}\" is there already in {place}")
    } else {
        format!("\"{name}\" never counts as {}: {place} has it as {}", new.means, old.means)
    };
    Some(LexiconError::new(&new.file, new.line, what))
}

fn dated(code: &Restricted) -> bool {
    code.from.is_some() || code.to.is_some()
}

fn overlap(one: &Restricted, other: &Restricted) -> bool {
    let begins = |code: &Restricted| code.from.unwrap_or(Date::MIN);
    let ends = |code: &Restricted| code.to.unwrap_or(Date::MAX);
    // Offices that change hands on one day do not overlap.
    begins(one) == begins(other) || begins(one) < ends(other) && begins(other) < ends(one)
}

fn shown(code: &Restricted) -> String {
    let name = if code.code.is_empty() { "---" } else { &code.code };
    match (code.from, code.to) {
        (None, None) => name.to_owned(),
        (None, Some(to)) => format!("{name} until {to}"),
        (Some(from), None) => format!("{name} from {from}"),
        (Some(from), Some(to)) => format!("{name} {from} to {to}"),
    }
}
