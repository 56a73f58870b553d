//! Who can act: countries, organisations, people with the offices that they held, and the common nouns of agents.

use std::collections::HashMap;

use jiff::civil::Date;

use super::attribution::Cues;
use super::offices::{Edge, LEADERS, Person, day};
pub use super::offices::{Office, Role};
use super::trie::Trie;
use super::words::{Vocabulary, WordId, class};
use super::{LexiconError, Table, inflect, phrase};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A country by its name.
    Country,
    /// An adjective of a country: Russian.
    Demonym,
    /// The people of a country: Russians.
    People,
    /// A place that stands for a government: Moscow.
    Capital,
    /// An organisation.
    Organisation,
    /// A news agency or another medium, which acts in no event.
    Agency,
    /// One or more people of this name.
    Person,
}

/// What a name means.
#[derive(Clone, Debug)]
pub struct Named {
    /// What it stands for.
    pub kind: NameKind,
    /// Usual name.
    pub name: String,
    /// CAMEO style code; empty for people, whose code depends on the date.
    pub code: String,
    /// ISO alpha-3, or empty.
    pub country: String,
    /// For people: their numbers in [`Actors::people`].
    people: Vec<usize>,
}

/// A common noun for somebody who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// The singular: `foreign minister`.
    pub name: String,
    /// `GOV`, `MIL`; several for `military police`; empty where the noun says nothing of it.
    pub sectors: Vec<String>,
    /// Whether it is one person (minister) or not (ministry).
    pub person: bool,
    /// Whether these words are its plural.
    pub plural: bool,
}

/// All actors.
#[derive(Debug, Default)]
pub struct Actors {
    names: Trie,
    named: Vec<Named>,
    people: Vec<Person>,
    person_by_name: HashMap<String, usize>,
    by_surname: HashMap<String, Vec<usize>>,
    by_skeleton: HashMap<String, Vec<usize>>,
    agents: Trie,
    agent_entries: Vec<Agent>,
    /// How many of `named` are the user's, to which ours add nothing.
    own: usize,
}

impl Actors {
    /// Reads `countries.tsv`: `code`, `name`, `names`, `demonyms`, `capital`.
    pub fn load_countries(&mut self, file: &str, text: &str, words: &mut Vocabulary) -> Result<(), LexiconError> {
        let table = Table::read(file, text, &["code", "name", "names", "demonyms", "capital"])?;
        table.unique(&[0])?;
        table.unique(&[1])?;
        for row in table.rows() {
            let (code, name) = (row.required(0, "code")?, row.required(1, "name")?);
            if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
                return Err(row.error(format!("\"{code}\" is no alpha-3 code")));
            }
            let mut add = |text: &str, kind| self.add_body(text, kind, name, (code, code), words);
            add(name, NameKind::Country);
            for other in row.values(2) {
                add(other, NameKind::Country);
            }
            let demonyms: Vec<&str> = row.values(3).collect();
            for demonym in &demonyms {
                add(demonym, demonym_kind(demonym, &demonyms));
            }
            for capital in row.values(4) {
                add(capital, NameKind::Capital);
            }
        }
        Ok(())
    }

    /// Adds a name that stands for no person, unless it means something already.
    pub(super) fn add_body(
        &mut self,
        text: &str,
        kind: NameKind,
        name: &str,
        code: (&str, &str),
        words: &mut Vocabulary,
    ) {
        let (code, country) = (code.0.to_owned(), code.1.to_owned());
        self.add_name(text, Named { kind, name: name.to_owned(), code, country, people: Vec::new() }, words);
    }

    /// Adds a person by all `names`, of which the first is the usual one; a name that means something else already stays.
    pub(super) fn add_person(
        &mut self,
        names: &[String],
        roles: Vec<Role>,
        otherwise: Option<(String, String)>,
        words: &mut Vocabulary,
    ) {
        let Some(name) = names.first() else { return };
        let people = vec![self.people.len()];
        self.people.push(Person { name: name.clone(), roles, otherwise });
        for other in names {
            let (name, people) = (name.clone(), people.clone());
            let (code, country) = (String::new(), String::new());
            self.add_name(other, Named { kind: NameKind::Person, name, code, country, people }, words);
        }
    }

    /// Adds the common noun of an agent in one of its forms; one that is there already stays.
    pub(super) fn add_agent(&mut self, form: &str, agent: Agent, words: &mut Vocabulary) {
        let ids = phrase(form, true, words);
        if let Some(&first) = ids.first().filter(|_| is_political(&agent.sectors)) {
            words.mark(first, class::ACTOR);
        }
        self.agents.insert(&ids, self.agent_entries.len() as u32);
        self.agent_entries.push(agent);
    }

    /// Says that all names that were added up to now are the user's: those added later do not change what they mean.
    pub(super) fn own_end_here(&mut self) {
        self.own = self.named.len();
    }

    /// Adds the news agencies that are in no table of organisations, which act in no event.
    pub fn load_agencies(&mut self, cues: &Cues, words: &mut Vocabulary) {
        for agency in cues.agencies() {
            self.add_body(agency, NameKind::Agency, agency, ("", ""), words);
        }
    }

    /// Reads `organisations.tsv`: `name`, `code`, `country`, `names`. Those that `cues` knows as agencies act in no event.
    pub fn load_organisations(
        &mut self,
        file: &str,
        text: &str,
        cues: &Cues,
        words: &mut Vocabulary,
    ) -> Result<(), LexiconError> {
        let table = Table::read(file, text, &["name", "code", "country", "names"])?;
        table.unique(&[0])?;
        for row in table.rows() {
            let (name, code) = (row.required(0, "name")?, row.required(1, "code")?);
            if !is_code(code) {
                return Err(row.error(format!("\"{code}\" is no code of three-letter parts")));
            }
            let names = || std::iter::once(name).chain(row.values(3));
            let agency = names().find(|name| cues.is_agency(name));
            let kind = if agency.is_some() { NameKind::Agency } else { NameKind::Organisation };
            for other in names() {
                self.add_body(other, kind, agency.unwrap_or(name), (code, row.cell(2)), words);
            }
        }
        Ok(())
    }

    /// Reads `people.tsv`: `name`, `names`, `country`, `code`, `role`, `from`, `to`; one line an office held.
    pub fn load_people(&mut self, file: &str, text: &str, words: &mut Vocabulary) -> Result<(), LexiconError> {
        let table = Table::read(file, text, &["name", "names", "country", "code", "role", "from", "to"])?;
        table.unique(&[0, 3, 4, 5])?;
        let mut before = ("", "");
        for row in table.rows() {
            let name = row.required(0, "name")?;
            let date = |column: usize, edge| match row.cell(column) {
                "" => Ok(None),
                cell => day(cell, edge)
                    .map(Some)
                    .ok_or_else(|| row.error(format!("\"{cell}\" is no date; write 2021-12-18, or 2021-12, or 2021"))),
            };
            let role = Role {
                country: row.cell(2).to_owned(),
                code: row.required(3, "code")?.to_owned(),
                role: row.cell(4).to_owned(),
                from: date(5, Edge::First)?,
                to: date(6, Edge::Last)?,
            };
            let next = self.people.len();
            let person = *self.person_by_name.entry(name.to_owned()).or_insert(next);
            if person == next {
                self.people.push(Person { name: name.to_owned(), ..Person::default() });
            }
            self.people[person].roles.push(role);
            // Lines of one person stand together and have the same names.
            if std::mem::replace(&mut before, (name, row.cell(1))) == (name, row.cell(1)) {
                continue;
            }
            for other in std::iter::once(name).chain(row.values(1)) {
                self.add_name(
                    other,
                    Named {
                        kind: NameKind::Person,
                        name: name.to_owned(),
                        code: String::new(),
                        country: String::new(),
                        people: vec![person],
                    },
                    words,
                );
            }
        }
        Ok(())
    }

    /// Reads `agents.tsv`: `words` (singular;plural), `sectors`, `person`.
    pub fn load_agents(&mut self, file: &str, text: &str, words: &mut Vocabulary) -> Result<(), LexiconError> {
        let table = Table::read(file, text, &["words", "sectors", "person"])?;
        table.unique(&[0])?;
        let mut forms = std::collections::HashSet::new();
        for row in table.rows() {
            let name = row.required(0, "words")?.split(';').next().unwrap_or_default().trim();
            let person = match row.cell(2) {
                "yes" => true,
                "no" | "" => false,
                other => return Err(row.error(format!("\"{other}\" is neither yes nor no"))),
            };
            let sectors: Vec<String> = row.values(1).flat_map(parts).map(str::to_owned).collect();
            for (index, form) in row.values(0).enumerate() {
                let agent = Agent {
                    name: name.to_owned(),
                    sectors: sectors.clone(),
                    person,
                    plural: index > 0 && is_plural(form),
                };
                // Spellings that differ in their apostrophes only are two forms here, but one phrase in the trie.
                if !forms.insert(form) {
                    return Err(row.error(format!("a second entry for \"{form}\"")));
                }
                self.add_agent(form, agent, words);
            }
        }
        Ok(())
    }

    fn add_name(&mut self, text: &str, named: Named, words: &mut Vocabulary) {
        let entry = self.named.len() as u32;
        let people = named.people.clone();
        let person = named.kind == NameKind::Person;
        let acts = is_political(&sectors(&named.code)) && named.kind != NameKind::Agency;
        self.named.push(named);
        let upper = text.to_uppercase();
        for text in [text, &upper] {
            let ids = phrase(text, false, words);
            if let Some(&first) = ids.first().filter(|_| acts) {
                words.mark(first, class::ACTOR);
            }
            let Some(old) = self.names.insert(&ids, entry).filter(|old| *old != entry) else { continue };
            // A name that several people bear means the one who is in office; all else means what came first.
            let own = (old as usize) < self.own && entry as usize >= self.own;
            let old = &mut self.named[old as usize];
            if !own && old.kind == NameKind::Person && person {
                let new: Vec<usize> = people.iter().filter(|person| !old.people.contains(person)).copied().collect();
                old.people.extend(new);
            }
        }
    }

    /// The name at the head of `words`, which are as they stand: its length in words, and what it means.
    pub fn name(&self, words: impl Iterator<Item = WordId>) -> Option<(usize, &Named)> {
        let (length, entry) = self.names.longest(words)?;
        Some((length, self.named.get(entry as usize)?))
    }

    /// The common noun of an agent at the head of `words`, which are in lower case.
    pub fn agent(&self, words: impl Iterator<Item = WordId>) -> Option<(usize, &Agent)> {
        let (length, entry) = self.agents.longest(words)?;
        Some((length, self.agent_entries.get(entry as usize)?))
    }

    /// Who a person's name means on `date`: the bearer who is in office, else the one who was last; with the code of the
    /// office held on that day, or `ELI` for one who held office before.
    pub fn office(&self, named: &Named, date: Date) -> Option<Office> {
        let offices = named.people.iter().filter_map(|&person| self.people.get(person)?.office(date));
        offices.max_by_key(|(rank, _)| *rank).map(|(_, office)| office)
    }

    /// Who is meant on `date` by a family name alone, in an article that names nobody of it in full: the only bearer who is in
    /// office, the only one of several who leads a state, or the only bearer there is. Of several in the same office the code is
    /// known, but not who is meant.
    pub fn office_of_surname(&self, surname: &str, date: Date) -> Option<Office> {
        let offices = self.offices(self.by_surname.get(surname)?, date);
        only_one(&offices).or_else(|| {
            let held: Vec<&Office> =
                offices.iter().filter(|(rank, _)| *rank == HELD).map(|(_, office)| office).collect();
            let leads = |office: &&&Office| office.role.as_deref().is_some_and(|role| LEADERS.contains(&role));
            let mut leaders = held.iter().filter(leads);
            if let (Some(leader), None) = (leaders.next(), leaders.next()) {
                return Some((*leader).clone());
            }
            let [first, others @ ..] = held.as_slice() else { return None };
            let alike = others.iter().all(|office| office.code == first.code && office.role == first.role);
            alike.then(|| Office { name: surname.to_owned(), ..(*first).clone() })
        })
    }

    /// The leader who is meant by a family name that several bear, none of them in office on `date`: who was last.
    pub fn former_leader(&self, surname: &str, date: Date) -> Option<Office> {
        let bearers = self.by_surname.get(surname)?.iter().filter_map(|&person| self.people.get(person));
        bearers.filter_map(|person| person.led_last(date)).max_by_key(|(until, _)| *until).map(|(_, office)| office)
    }

    /// Who is meant on `date` by a full name that is spelled otherwise: Pervaiz Musharraf for Pervez Musharraf.
    pub fn office_of_variant(&self, name: &str, date: Date) -> Option<Office> {
        only_one(&self.offices(self.by_skeleton.get(&skeleton(name)?)?, date))
    }

    /// What `bearers` were on `date`, each once, and how well it fits.
    fn offices(&self, bearers: &[usize], date: Date) -> Vec<(u8, Office)> {
        let mut offices: Vec<(u8, Office)> = Vec::new();
        for (rank, office) in bearers.iter().filter_map(|&person| self.people.get(person)?.office(date)) {
            // One person can stand in several files.
            match offices.iter_mut().find(|(_, other)| other.name == office.name) {
                Some(other) if other.0 < rank => *other = (rank, office),
                Some(_) => {}
                None => offices.push((rank, office)),
            }
        }
        offices
    }

    /// Notes who bears which family name; to be called once after the last file.
    pub fn finish(&mut self) {
        for (number, person) in self.people.iter().enumerate() {
            if let Some(skeleton) = skeleton(&person.name) {
                self.by_skeleton.entry(skeleton).or_default().push(number);
            }
            let country = person.roles.first().map_or("", |role| role.country.as_str());
            let first = family_name_first(&person.name, country);
            let mut words = person.name.split(' ');
            let surname = if first { words.next() } else { words.next_back().filter(|_| person.name.contains(' ')) };
            if let Some(surname) = surname.filter(|surname| surname.len() > 2 || first) {
                // `al-Sisi` is `Sisi` as often as not.
                let bare = ["al-", "Al-", "el-", "El-", "ul-"].iter().find_map(|article| surname.strip_prefix(article));
                for form in std::iter::once(surname).chain(bare) {
                    self.by_surname.entry(form.to_owned()).or_default().push(number);
                }
            }
        }
    }
}

/// The only one who is in office, or the only one there is.
fn only_one(offices: &[(u8, Office)]) -> Option<Office> {
    match offices {
        [(rank, office)] => (*rank > 0).then(|| office.clone()),
        _ => {
            let mut held = offices.iter().filter(|office| office.0 == HELD);
            held.next().filter(|_| held.next().is_none()).map(|(_, office)| office.clone())
        }
    }
}

/// How well an office fits that is held.
const HELD: u8 = 2;

/// What spellings of a name in Latin letters share: its consonants, each once where it is doubled, word by word. None for a name of
/// one word, and where too little is left to tell names apart.
fn skeleton(name: &str) -> Option<String> {
    let mut skeleton = String::new();
    for word in name.split([' ', '-']) {
        let mut last = ' ';
        for letter in word.chars().flat_map(char::to_lowercase) {
            if letter.is_alphabetic() && letter != last && !"aeiouyáéíóúäöü".contains(letter) {
                skeleton.push(letter);
            }
            last = letter;
        }
        skeleton.push(' ');
    }
    let words = name.split([' ', '-']).count();
    let letters = skeleton.chars().filter(|letter| *letter != ' ').count();
    (words > 1 && letters >= 6).then_some(skeleton)
}

/// Whether the family name of somebody from `country` (ISO alpha-3) comes first in `name`: Chinese and Korean names, and those
/// written like them in Hong Kong and Singapore.
pub fn family_name_first(name: &str, country: &str) -> bool {
    match country {
        "CHN" | "PRK" | "KOR" | "TWN" => true,
        "HKG" | "MAC" | "SGP" => {
            let given = name.split_once(' ').map_or("", |(_, given)| given);
            given.contains('-') || given.split(' ').count() == 2 && !name.contains('.')
        }
        _ => false,
    }
}

/// The sector parts of a code: what follows its first three letters, in threes.
pub fn sectors(code: &str) -> Vec<String> {
    let mut all = parts(code);
    let _country = all.next();
    all.map(str::to_owned).collect()
}

/// Whether `code` is made of three-letter parts.
pub(super) fn is_code(code: &str) -> bool {
    code.len() >= 3 && code.len().is_multiple_of(3) && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether one of the `demonyms` of a country is its adjective or the plural for its people.
pub(super) fn demonym_kind(demonym: &str, demonyms: &[&str]) -> NameKind {
    let plural = demonyms.iter().any(|other| demonym != *other && demonym == inflect::plural(other));
    if plural || demonym.ends_with("men") { NameKind::People } else { NameKind::Demonym }
}

pub(super) fn is_plural(form: &str) -> bool {
    form.ends_with('s') || form.ends_with("men") || form.ends_with("people")
}

/// Whether somebody with these sectors is more than a business.
fn is_political(sectors: &[String]) -> bool {
    !sectors.iter().any(|sector| sector == "BUS" || sector == "MNC")
}

pub(super) fn parts(code: &str) -> impl Iterator<Item = &str> {
    (0..code.len() / 3).filter_map(move |index| code.get(index * 3..index * 3 + 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str, words: &Vocabulary) -> Vec<WordId> {
        text.split(' ').map(|word| words.id(word)).collect()
    }

    #[test]
    fn a_surname_is_that_of_whoever_leads_or_of_some_in_the_same_office() {
        let (mut words, mut actors) = (Vocabulary::default(), Actors::default());
        let people = "name\tnames\tcountry\tcode\trole\tfrom\tto\n\
                      Ann Lee\t\tRUS\tRUSGOV\tpresident\t2020\t\n\
                      Bob Lee\t\tRUS\tRUSGOV\tmayor\t2020\t\n\
                      Ada Crane\t\tRUS\tRUSLEG\tsenator\t2020\t\n\
                      Ida Crane\t\tRUS\tRUSLEG\tsenator\t2020\t\n\
                      Leo Crane\t\tRUS\tRUSGOV\tmayor\t2010\t2012\n\
                      Ada Roe\t\tRUS\tRUSLEG\tsenator\t2020\t\n\
                      Ida Roe\t\tRUS\tRUSGOV\tmayor\t2020\t\n";
        actors.load_people("p", people, &mut words).unwrap();
        actors.finish();
        let name = |surname: &str| {
            actors.office_of_surname(surname, "2021-03-01".parse().unwrap()).map(|office| (office.name, office.code))
        };
        assert_eq!(name("Lee"), Some(("Ann Lee".to_owned(), "RUSGOV".to_owned())));
        assert_eq!(name("Crane"), Some(("Crane".to_owned(), "RUSLEG".to_owned())));
        assert_eq!(name("Roe"), None);
    }

    #[test]
    fn names_mean_what_the_tables_say() {
        let mut words = Vocabulary::default();
        let mut actors = Actors::default();
        let countries =
            "code\tname\tnames\tdemonyms\tcapital\nRUS\tRussia\tRussian Federation\tRussian;Russians\tMoscow\n";
        actors.load_countries("c", countries, &mut words).unwrap();
        let people = "name\tnames\tcountry\tcode\trole\tfrom\tto\n\
                      Ann Lee\tLee\tRUS\tRUSGOV\tminister\t2020-01-01\t2021-01-01\n\
                      Bob Lee\tLee\tRUS\tRUSMIL\tgeneral\t2021-02-01\t\n";
        actors.load_people("p", people, &mut words).unwrap();
        for (text, kind) in [
            ("Russia", NameKind::Country),
            ("RUSSIA", NameKind::Country),
            ("Russian", NameKind::Demonym),
            ("Russians", NameKind::People),
            ("Moscow", NameKind::Capital),
            ("Ann Lee", NameKind::Person),
        ] {
            let ids = ids(text, &words);
            assert_eq!(actors.name(ids.iter().copied()).unwrap().1.kind, kind, "{text}");
        }
        let lee = actors.name(ids("Lee", &words).into_iter()).unwrap().1;
        for (day, expected) in
            [("2020-06-01", "RUSGOV"), ("2021-01-15", "RUSELI"), ("2022-01-01", "RUSMIL"), ("2019-01-01", "RUS")]
        {
            assert_eq!(actors.office(lee, day.parse().unwrap()).unwrap().code, expected, "{day}");
        }
        let twice = "words\tsectors\tperson\nsoldier;soldiers\tMIL\tyes\nguard;soldiers\tMIL\tyes\n";
        assert_eq!(
            actors.load_agents("a", twice, &mut words).unwrap_err().to_string(),
            "a:3: a second entry for \"soldiers\""
        );
    }
}
