//! The user's own dictionaries of actors and agents, read beside the tables that are part of the binary.
//!
//! A dictionary is a table as in `lexicon/actors`, or a file in the format of TABARI and PETRARCH; which of them is seen from
//! its first lines. A line that is wrong is passed over and kept as a remark, and so is what never counts or contradicts
//! itself; only a file that cannot be read at all is an error. The user's entries win over ours.

mod checks;
mod known;
mod petrarch;
mod tables;

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use xxhash_rust::xxh3::Xxh3;

use super::LexiconError;
use super::actors::{Actors, Agent, NameKind, Role, is_plural, parts};
use super::words::Vocabulary;
use checks::Checks;
use known::Known;
use tables::Columns;

/// The user's dictionaries. [`Own::default`] has none.
#[derive(Debug, Default)]
pub struct Own {
    names: Vec<Names>,
    agents: Vec<Agents>,
    replace_actors: bool,
    replace_agents: bool,
    replaced: Vec<Replaced>,
    remarks: Vec<LexiconError>,
    fingerprint: u64,
}

/// A file that stands for one of ours.
#[derive(Debug)]
struct Replaced {
    /// Which, as `predicates/assault.tsv`.
    name: String,
    /// Its path.
    file: String,
    text: String,
}

/// Which dictionaries there are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Files<'s> {
    /// A directory whose files stand for ours of the same name.
    pub lexicon: Option<&'s Path>,
    /// Dictionaries of countries, organisations and people.
    pub actors: &'s [PathBuf],
    /// Dictionaries of common nouns.
    pub agents: &'s [PathBuf],
    /// Whether ours are left out.
    pub replace_actors: bool,
    /// Whether ours are left out.
    pub replace_agents: bool,
}

/// The text of one dictionary.
struct Sheet<'t> {
    file: &'t str,
    text: &'t str,
}

/// Names that mean the same.
#[derive(Clone, Debug, Default)]
struct Names {
    line: usize,
    /// Each with its line; the usual one first.
    names: Vec<(usize, String)>,
    codes: Vec<Restricted>,
    /// What they stand for; none where the codes have to tell.
    kind: Option<NameKind>,
}

/// A code for a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Restricted {
    /// Empty for an actor that is to be left without a code.
    code: String,
    /// The country, where it is not to be seen from the code.
    country: Option<String>,
    role: String,
    from: Option<Date>,
    to: Option<Date>,
}

/// The forms of one common noun.
#[derive(Clone, Debug)]
struct Agents {
    line: usize,
    forms: Vec<String>,
    code: String,
    /// Whether it is a person, where the dictionary says so.
    person: Option<bool>,
}

impl Own {
    /// Reads the dictionaries.
    ///
    /// Fails where a file cannot be read, or is a table of the other sort or with wrong columns.
    pub fn read(files: Files<'_>) -> Result<Own, LexiconError> {
        let Files { replace_actors, replace_agents, .. } = files;
        let mut own = Own { replace_actors, replace_agents, ..Own::default() };
        let mut checks = Checks::default();
        let mut hash = Xxh3::new();
        for (path, of_agents) in
            files.actors.iter().map(|path| (path, false)).chain(files.agents.iter().map(|path| (path, true)))
        {
            let file = path.display().to_string();
            let bytes = contents(path, &file)?;
            hash.update(&bytes);
            let text = String::from_utf8_lossy(&bytes);
            let sheet = Sheet { file: &file, text: text.trim_start_matches('\u{feff}') };
            let mut wrong = own.read_sheet(&sheet, of_agents, &mut checks)?;
            wrong.sort_by_key(|remark| remark.line);
            own.remarks.append(&mut wrong);
        }
        if let Some(directory) = files.lexicon {
            own.read_lexicon(directory)?;
            own.replaced.iter().for_each(|replaced| hash.update(replaced.text.as_bytes()));
        }
        own.fingerprint = hash.digest();
        Ok(own)
    }

    /// Takes the files of `directory` that are named like files of the lexicon; there must be at least one.
    fn read_lexicon(&mut self, directory: &Path) -> Result<(), LexiconError> {
        for name in super::file_names() {
            let path = directory.join(name);
            if path.exists() {
                let file = path.display().to_string();
                let text = String::from_utf8_lossy(&contents(&path, &file)?).into_owned();
                self.replaced.push(Replaced { name: name.to_owned(), file, text });
            }
        }
        if self.replaced.is_empty() {
            let what = match directory.is_dir() {
                true => "no file in this directory is named like one of the lexicon (such as predicates/assault.tsv)",
                false => "there is no such directory",
            };
            return Err(LexiconError::new(&directory.display().to_string(), 1, what));
        }
        Ok(())
    }

    /// The file, and its text, that stands for the file `name` of the lexicon.
    pub(super) fn replacement(&self, name: &str) -> Option<(&str, &str)> {
        let replaced = self.replaced.iter().find(|replaced| replaced.name == name)?;
        Some((&replaced.file, &replaced.text))
    }

    /// Lines that were passed over, and entries that do nothing or contradict others, file by file.
    pub fn remarks(&self) -> &[LexiconError] {
        &self.remarks
    }

    /// A hash of what the dictionaries hold.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// Whether our countries, organisations and people are left out.
    pub fn replaces_actors(&self) -> bool {
        self.replace_actors
    }

    /// Whether our agents are left out.
    pub fn replaces_agents(&self) -> bool {
        self.replace_agents
    }

    /// Adds all entries to `actors`, which must be empty: what comes first wins.
    pub(super) fn add_to(&self, actors: &mut Actors, words: &mut Vocabulary) {
        if self.names.is_empty() && self.agents.is_empty() {
            return;
        }
        let known = Known::of_ours();
        for entry in &self.names {
            entry.add_to(actors, &known, words);
        }
        actors.own_end_here();
        for entry in &self.agents {
            let name = entry.forms.first().cloned().unwrap_or_default();
            for (index, form) in entry.forms.iter().enumerate() {
                let agent = Agent {
                    name: name.clone(),
                    sectors: parts(&entry.code).map(str::to_owned).collect(),
                    person: entry.person.unwrap_or_else(|| known.is_person(&name)),
                    plural: index > 0 && is_plural(form),
                };
                actors.add_agent(form, agent, words);
            }
        }
    }

    fn read_sheet(
        &mut self,
        sheet: &Sheet<'_>,
        of_agents: bool,
        checks: &mut Checks,
    ) -> Result<Vec<LexiconError>, LexiconError> {
        let mut wrong = Vec::new();
        let columns = Columns::of(sheet.text);
        if of_agents {
            let mut entries = match columns {
                None => petrarch::agents(sheet, &mut wrong),
                Some(Columns::Agents) => tables::agents(sheet, &mut wrong)?,
                Some(_) => return Err(sheet.error(1, "this is a table of actors; name it under `actors`")),
            };
            entries.iter().for_each(|entry| checks.agents(sheet, entry, &mut wrong));
            self.agents.append(&mut entries);
        } else {
            let mut entries = match columns {
                None => petrarch::actors(sheet, &mut wrong),
                Some(Columns::Agents) => {
                    return Err(sheet.error(1, "this is a table of agents; name it under `agents`"));
                }
                Some(columns) => tables::names(columns, sheet, &mut wrong)?,
            };
            entries.iter().for_each(|entry| checks.names(sheet, entry, &mut wrong));
            self.names.append(&mut entries);
        }
        Ok(wrong)
    }
}

fn contents(path: &Path, file: &str) -> Result<Vec<u8>, LexiconError> {
    std::fs::read(path).map_err(|error| LexiconError::new(file, 1, format!("cannot read it: {error}")))
}

impl Sheet<'_> {
    fn error(&self, line: usize, what: impl Into<String>) -> LexiconError {
        LexiconError::new(self.file, line, what)
    }
}

impl Names {
    fn add_to(&self, actors: &mut Actors, known: &Known<'_>, words: &mut Vocabulary) {
        let in_force = self.in_force();
        let country =
            |code: &Restricted| code.country.clone().unwrap_or_else(|| known.country_of(&code.code).to_owned());
        let mut person = Vec::new();
        let usual =
            self.names.first().and_then(|(_, name)| spellings(name, self.kind, known, words).into_iter().next());
        for (_, name) in &self.names {
            let kind = self.kind.unwrap_or_else(|| known.kind(name, &self.codes, in_force));
            let forms = spellings(name, self.kind, known, words);
            if kind == NameKind::Person {
                person.extend(forms);
                continue;
            }
            let usual = usual.as_deref().unwrap_or(name);
            for form in forms {
                actors.add_body(&form, kind, usual, (&in_force.code, &country(in_force)), words);
            }
        }
        let dated = |code: &&Restricted| code.from.is_some() || code.to.is_some() || self.kind.is_some();
        // The first code that fits the day is the one that counts in a PETRARCH dictionary; in ours it is the last.
        let mut roles: Vec<Role> = self.codes.iter().filter(dated).map(|code| code.role(country(code))).collect();
        if self.kind.is_none() {
            roles.reverse();
        }
        let otherwise = self.codes.iter().find(|code| !dated(code)).map(|code| (code.code.clone(), country(code)));
        actors.add_person(&person, roles, otherwise, words);
    }

    /// The code of a name that stands for no person: one without an end, and of those the one that began last.
    fn in_force(&self) -> &Restricted {
        static NONE: Restricted =
            Restricted { code: String::new(), country: None, role: String::new(), from: None, to: None };
        self.codes.iter().max_by_key(|code| (code.to.is_none(), code.from)).unwrap_or(&NONE)
    }
}

impl Restricted {
    fn role(&self, country: String) -> Role {
        Role { country, code: self.code.clone(), role: self.role.clone(), from: self.from, to: self.to }
    }
}

/// Words that names hold in small letters.
const SMALL: [&str; 22] = [
    "of", "the", "and", "for", "in", "on", "to", "against", "al", "el", "ul", "bin", "ibn", "de", "del", "du", "des",
    "la", "le", "van", "von", "der",
];

/// How a name stands in running text: as it is in a table; in a PETRARCH dictionary, where names are in capitals, with
/// capitals where names have them. A single word that is also a common word stands for its name in capitals only.
fn spellings(name: &str, kind: Option<NameKind>, known: &Known<'_>, words: &Vocabulary) -> Vec<String> {
    if kind.is_some() {
        return vec![name.to_owned()];
    }
    let name = match (name.find('('), name.find(')')) {
        (Some(open), Some(close)) if 0 < open && open < close => {
            format!("{} {}", name[..open].trim_end(), name[close + 1..].trim_start()).trim_end().to_owned()
        }
        _ => name.to_owned(),
    };
    let lower = name.to_lowercase();
    if !lower.contains(' ') && words.id(&lower) != super::words::UNKNOWN && !known.is_country(&name) {
        return vec![name];
    }
    let cased = |small: bool, after_hyphen: bool| -> String {
        let words = lower.split(' ').enumerate().map(|(index, word)| {
            let kept = small && SMALL.contains(&word) && index > 0;
            let parts = word.split('-').enumerate().map(|(at, part)| {
                let low = kept || at > 0 && !after_hyphen || small && at == 0 && index > 0 && SMALL.contains(&part);
                if low { part.to_owned() } else { capital(part) }
            });
            parts.collect::<Vec<_>>().join("-")
        });
        words.collect::<Vec<_>>().join(" ")
    };
    let mut forms = vec![cased(true, true), cased(false, true), cased(true, false), name];
    let mut seen = std::collections::HashSet::new();
    forms.retain(|form| seen.insert(form.clone()));
    forms
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
