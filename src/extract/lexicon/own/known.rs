//! What our own tables tell of names and nouns in a dictionary that does not say it: which are countries, which people.

use std::collections::{HashMap, HashSet};

use super::super::actors::{NameKind, demonym_kind};
use super::super::{AGENTS, COUNTRIES, Table};
use super::Restricted;

/// Names of countries and nouns of people.
pub struct Known<'t> {
    codes: HashSet<&'t str>,
    kinds: HashMap<String, NameKind>,
    /// The last words of nouns for people.
    people: HashSet<&'t str>,
}

impl Known<'static> {
    /// What the tables that are part of the binary tell.
    pub fn of_ours() -> Known<'static> {
        let mut known = Known { codes: HashSet::new(), kinds: HashMap::new(), people: HashSet::new() };
        let countries = Table::read(COUNTRIES.0, COUNTRIES.1, &["code", "name", "names", "demonyms", "capital"]);
        for row in countries.iter().flat_map(Table::rows) {
            known.codes.insert(row.cell(0));
            let demonyms: Vec<&str> = row.values(3).collect();
            let names = row.values(1).chain(row.values(2)).map(|name| (name, NameKind::Country));
            let demonyms = demonyms.iter().map(|&demonym| (demonym, demonym_kind(demonym, &demonyms)));
            let capitals = row.values(4).map(|name| (name, NameKind::Capital));
            for (name, kind) in names.chain(demonyms).chain(capitals) {
                known.kinds.entry(name.to_uppercase()).or_insert(kind);
            }
        }
        let agents = Table::read(AGENTS.0, AGENTS.1, &["words", "sectors", "person"]);
        for row in agents.iter().flat_map(Table::rows).filter(|row| row.cell(2) == "yes") {
            known.people.extend(row.values(0).filter_map(|form| form.rsplit(' ').next()));
        }
        known
    }
}

impl Known<'_> {
    /// Whether a noun in the singular is one for people.
    pub fn is_person(&self, noun: &str) -> bool {
        let last = noun.rsplit(' ').next().unwrap_or_default();
        self.people.contains(last) || ["man", "woman", "men", "women", "person"].iter().any(|end| last.ends_with(end))
    }

    /// Whether a name is one of a country, of its people or its capital.
    pub fn is_country(&self, name: &str) -> bool {
        self.kinds.contains_key(&name.to_uppercase())
    }

    /// The country that a code begins with, or nothing.
    pub fn country_of<'c>(&self, code: &'c str) -> &'c str {
        code.get(..3).filter(|country| self.codes.contains(country)).unwrap_or_default()
    }

    /// What a name with these codes stands for. A code that is restricted to a time is taken for an office of a person.
    pub fn kind(&self, name: &str, codes: &[Restricted], in_force: &Restricted) -> NameKind {
        if let Some(&kind) = self.kinds.get(&name.to_uppercase()) {
            return kind;
        }
        let dated = codes.iter().any(|code| code.code.len() > 3 && (code.from.is_some() || code.to.is_some()));
        let countries = codes.iter().any(|code| code.code.len() == 3 && self.codes.contains(code.code.as_str()));
        if dated && !countries {
            NameKind::Person
        } else if in_force.code.is_empty() {
            NameKind::Agency
        } else if countries && in_force.code.len() == 3 {
            NameKind::Country
        } else {
            NameKind::Organisation
        }
    }
}
