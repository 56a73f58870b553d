//! People: by the name that the lexicon knows, by the name that the article tells, by a family name alone, and what is said of them.

use std::ops::Range;

use super::{Cast, codes, ends_with_words};
use crate::extract::lexicon::actors::{NameKind, Named, family_name_first};
use crate::extract::lexicon::offices::LEADERS;
use crate::extract::lexicon::words::class;
use crate::extract::text::{Entity, EntityKind, Mention, Text};
use crate::nlp::Label;

/// Countries whose leaders are named everywhere without them.
const GREAT: &[&str] = &["USA", "RUS", "SUN", "CHN", "GBR", "FRA", "DEU", "ISR"];

impl Cast<'_> {
    /// The entity of a person in the lexicon, with the office held on the day of the article.
    pub(super) fn person_in_lexicon(&mut self, text: &Text<'_>, named: &Named, name: &Range<usize>) -> Option<usize> {
        // `Chan`, after `Chan Kong Choy`, who is no famous one.
        let word = text.of(name.start);
        if name.len() == 1
            && let Some(&entity) = self.by_first_name.get(word)
            && !self.shared_first_names.contains(word)
            && (!self.entities[entity].code.is_empty()
                || family_name_first(&self.entities[entity].name, &named.country))
            && self.lexicon.genders.of_name(word).is_none()
        {
            return Some(entity);
        }
        let office = self.lexicon.actors.office(named, self.date)?;
        let entity = self.enter(office.name, EntityKind::Person, &office.code, &office.country, office.role);
        if name.len() > 1 && self.entities[entity].code == office.code {
            self.named_in_full.insert(entity);
        }
        self.enter_surname(text, name, entity);
        Some(entity)
    }

    /// A person of whom the article tells the name: the one who was named in full before, where this is a surname alone.
    pub(super) fn person(&mut self, text: &Text<'_>, name: &Range<usize>) -> usize {
        let words = text.span(name).of(text.body);
        if name.len() == 1
            && let Some(entity) = self.surnamed(words)
        {
            return entity;
        }
        // `Nadeem`, of the only one in the article whose name begins so.
        if name.len() == 1
            && let Some(&entity) = self.by_first_name.get(words)
            && !self.shared_first_names.contains(words)
        {
            return entity;
        }
        if name.len() == 1
            && let Some(entity) = self.bearer(words)
        {
            return entity;
        }
        if let Some(entity) = self.without_initials(text, name) {
            return entity;
        }
        if let Some(entity) = self.after_epithet(text, name) {
            return entity;
        }
        // `Santos Alvite`, after `Fernando Santos Alvite`.
        if name.len() > 1
            && let Some(&entity) = self.by_surname.get(text.of(name.end - 1))
            && ends_with_words(&self.entities[entity].name, words)
        {
            return entity;
        }
        // A spelling is hardly longer than another by more than two letters.
        let alike = |name: &str| name.chars().count().abs_diff(words.chars().count()) < 3;
        let variant = self.lexicon.actors.office_of_variant(words, self.date);
        let entity = match variant.filter(|office| alike(&office.name)) {
            Some(office) => self.enter(office.name, EntityKind::Person, &office.code, &office.country, office.role),
            None => self.enter(words.to_owned(), EntityKind::Person, "", "", None),
        };
        self.enter_surname(text, name, entity);
        entity
    }

    /// Whoever is known by the name without the words before it that are no given name: `Assemblywoman Ada Crane`.
    pub(super) fn after_epithet(&mut self, text: &Text<'_>, name: &Range<usize>) -> Option<usize> {
        let lexicon = self.lexicon;
        let given = lexicon.genders.of_name(text.of(name.start)).is_some();
        if name.len() < 3 || given {
            return None;
        }
        (name.start + 1..name.end - 1).find_map(|start| {
            let rest = start..name.end;
            let known = self.by_name.get(text.span(&rest).of(text.body)).copied();
            let known = known.filter(|&entity| self.entities[entity].kind == EntityKind::Person);
            known.or_else(|| {
                let (length, named) = lexicon.actors.name(rest.clone().map(|at| text.tokens[at].exact))?;
                let whole = length == rest.len() && named.kind == NameKind::Person;
                whole.then(|| self.person_in_lexicon(text, named, &rest))?
            })
        })
    }

    /// The person of the lexicon who is called so but for initials between the names: `Ada B. Crane`.
    pub(super) fn without_initials(&mut self, text: &Text<'_>, name: &Range<usize>) -> Option<usize> {
        let initial = |at: &usize| {
            let word = text.of(*at).trim_end_matches('.');
            word.chars().count() == 1 && word.chars().all(char::is_uppercase)
        };
        let inner = name.start + 1..name.end.saturating_sub(1);
        if !inner.clone().any(|at| initial(&at)) {
            return None;
        }
        let kept: Vec<usize> = name.clone().filter(|at| !inner.contains(at) || !initial(at)).collect();
        let lexicon = self.lexicon;
        let (length, named) = lexicon.actors.name(kept.iter().map(|&at| text.tokens[at].exact))?;
        let whole = length == kept.len() && named.kind == NameKind::Person;
        whole.then(|| self.person_in_lexicon(text, named, name))?
    }

    /// The office holder who is meant by the family name at `at`, which is not recognised as that of a person: only where it
    /// stands as an actor does.
    pub(super) fn office_holder(&mut self, text: &Text<'_>, at: usize) -> Option<usize> {
        let actor = matches!(text.label(at), Label::Nsubj | Label::Nsubjpass | Label::Poss | Label::Dobj);
        // `The North accused the South`.
        let article = at.checked_sub(1).is_some_and(|before| text.is(before, class::DETERMINER));
        // `The Harvest Council` is nobody of that name.
        let body =
            self.lexicon.actors.agent(std::iter::once(text.tokens[at].lower)).is_some_and(|(_, agent)| !agent.person);
        if !actor || article || body || !text.tag(at).is_noun() {
            return None;
        }
        self.bearer(text.of(at))
    }

    /// The office holder who is meant by a family name alone.
    pub(super) fn bearer(&mut self, surname: &str) -> Option<usize> {
        let actors = &self.lexicon.actors;
        let former = || {
            let office = actors.former_leader(surname, self.date)?;
            let known = GREAT.contains(&office.country.as_str()) || self.countries().any(|one| one == office.country);
            known.then_some(office)
        };
        let office = actors.office_of_surname(surname, self.date).or_else(former)?;
        // `Gen. Crane` in a story about Peru is hardly the governor of New Zealand.
        let others = self.countries().any(|country| country != office.country);
        let known = self.countries().any(|country| country == office.country) || self.home == office.country;
        // Nor is he the banker of a great one, as long as it is not spoken of.
        let leads = office.role.as_deref().is_none_or(|role| LEADERS.contains(&role));
        if others && !known && !(leads && GREAT.contains(&office.country.as_str())) {
            return None;
        }
        let entity = self.enter(office.name, EntityKind::Person, &office.code, &office.country, office.role);
        self.entities[entity].inferred = true;
        self.by_surname.insert(surname.to_owned(), entity);
        Some(entity)
    }

    pub(super) fn enter_surname(&mut self, text: &Text<'_>, name: &Range<usize>, entity: usize) {
        if name.len() > 1 {
            let surname = text.of(name.end - 1);
            // Whoever of the family was named first is meant, unless only the other one is somebody.
            let coded = |entity: usize| !self.entities[entity].code.is_empty();
            if self.by_surname.get(surname).is_none_or(|&first| !coded(first) && coded(entity)) {
                self.by_surname.insert(surname.to_owned(), entity);
            }
            // `Bashir`, of Omar al-Bashir.
            if let Some(("al" | "el", rest)) = surname.split_once('-') {
                self.by_surname.entry(rest.to_owned()).or_insert(entity);
            }
            let first = text.of(name.start);
            match self.by_first_name.get(first) {
                Some(&other) if other != entity => drop(self.shared_first_names.insert(first.to_owned())),
                Some(_) => {}
                None => drop(self.by_first_name.insert(first.to_owned(), entity)),
            }
        }
    }

    /// Who was introduced and is now called by the family name `word` alone.
    pub(super) fn surnamed(&self, word: &str) -> Option<usize> {
        let eastern = |entity: &usize| {
            let entity = &self.entities[*entity];
            family_name_first(&entity.name, &entity.country)
        };
        self.by_surname.get(word).or_else(|| self.by_first_name.get(word).filter(|entity| eastern(entity))).copied()
    }

    /// The one of a family whom the title before a family name tells: `Mr. Crane`, of Ada and John Crane.
    pub(super) fn of_title(&self, text: &Text<'_>, at: usize, entity: usize) -> usize {
        let genders = &self.lexicon.genders;
        let Some(gender) = at.checked_sub(1).and_then(|title| genders.of_title(text.of(title))) else { return entity };
        let own = |entity: &Entity| genders.of_name(entity.name.split_once(' ')?.0);
        if own(&self.entities[entity]).is_none_or(|own| own == gender) {
            return entity;
        }
        let other = |other: &Entity| {
            other.kind == EntityKind::Person && own(other) == Some(gender) && ends_with_words(&other.name, text.of(at))
        };
        self.entities.iter().rposition(other).unwrap_or(entity)
    }

    /// Notes people of whom nothing is known and whom police or a court holds or tries: most likely private people of its country.
    pub(super) fn note_tried(&mut self, text: &Text<'_>, mentions: &[Mention]) {
        for mention in mentions {
            let person = &self.entities[mention.entity];
            if person.kind != EntityKind::Person || !person.code.is_empty() || mention.adjective {
                continue;
            }
            let held = matches!(text.label(mention.head), Label::Dobj | Label::Nsubjpass);
            let Some(verb) = text.document.head(mention.head).filter(|&verb| held && is_trial(text, verb)) else {
                continue;
            };
            let entity_at = |at: usize| {
                let mention = mentions.iter().find(|mention| mention.tokens.contains(&at))?;
                Some(&self.entities[mention.entity])
            };
            let by = if text.is_passive(verb) { text.agent(verb) } else { text.subject(verb) };
            let court = by.and_then(entity_at);
            let tries = |court: &&Entity| court.sectors.iter().any(|sector| matches!(sector.as_str(), "COP" | "JUD"));
            // `Ada Crane, a Kenyan, was arrested`.
            let own = text.child(mention.head, &[Label::Appos]).and_then(entity_at);
            let own = own.filter(|own| own.kind == EntityKind::Country);
            if by.is_none() || court.as_ref().is_some_and(tries) {
                let country = own.or(court).map(|entity| entity.country.clone()).unwrap_or_default();
                self.tried.push((mention.entity, country));
            }
        }
    }

    /// Gives a person without a code that of whom the person works for.
    pub(super) fn employ(&mut self, person: usize, code: &codes::Code) {
        let known = &mut self.entities[person];
        known.code.clone_from(&code.code);
        known.country.clone_from(&code.country);
        known.sectors.clone_from(&code.sectors);
        known.inferred = true;
    }

    /// Gives an entity without a code that of its description.
    pub(super) fn describe(&mut self, entity: usize, code: &codes::Code, role: &str) {
        let known = &mut self.entities[entity];
        // Where no office of the day is known, the one in the text counts.
        // Whoever was guessed by the family name alone and is named in full by now is no guess any more.
        let guessed = known.inferred && !self.named_in_full.contains(&entity);
        let better = known.code.is_empty() || !code.inferred && (guessed || known.role.is_none());
        // `Interior Minister Ada Crane`, who is not known to be one, of the country that she is known to be of.
        let office =
            code.sectors.first().is_some_and(|sector| matches!(sector.as_str(), "GOV" | "LEG" | "JUD" | "MIL" | "REB"));
        let private = known.sectors.iter().all(|sector| sector == "ELI") && known.role.is_none();
        // `Prime Minister Ada Crane`, who led the opposition before, or will.
        let rules = code.sectors.first().is_some_and(|sector| sector == "GOV") && known.sectors == ["OPP"];
        // `Representative Ada Crane, a Democrat` sits in parliament.
        let here = code.country.is_empty() || code.country == known.country;
        if here && known.sectors == ["LEG"] && code.sectors == ["PTY"] {
            return;
        }
        let party = |role: &str| matches!(role.rsplit(' ').next(), Some("democrat" | "republican" | "conservative"));
        let sits = here && code.sectors == ["LEG"] && known.role.as_deref().is_some_and(party);
        if !better && office && (private || rules || sits) && !known.country.is_empty() {
            known.code = format!("{}{}", known.country, code.sectors.concat());
            known.sectors.clone_from(&code.sectors);
        } else if better && !code.code.is_empty() {
            // `Democratic nominee`: that says nothing of the country.
            if code.country.is_empty() && !code.code.starts_with("IGO") {
                known.code = format!("{}{}", known.country, code.code);
            } else {
                known.code.clone_from(&code.code);
                known.country.clone_from(&code.country);
            }
            known.sectors.clone_from(&code.sectors);
            known.inferred = code.inferred;
        }
        if known.role.is_none() {
            known.role = Some(role.to_owned());
        }
    }
}

/// Whether the verb says that somebody is held or tried.
fn is_trial(text: &Text<'_>, verb: usize) -> bool {
    matches!(
        text.document.lemma(verb),
        "arrest" | "detain" | "charge" | "indict" | "convict" | "sentence" | "jail" | "imprison" | "acquit"
    )
}
