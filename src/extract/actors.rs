//! Finds who is mentioned: countries, organisations, people, and agents such as `two Israeli soldiers`.
//!
//! A mention is read from left to right: a name, or a name that says the country of an agent after it (`British foreign
//! minister`, `Ukraine's army`), then the person's name that may follow. People are entered under their surname, so that
//! later sentences may use it alone. An agent without a country takes it from what belongs to it (`president of France`),
//! from the same agent earlier in the article, or from the place of the dateline, and is marked as inferred.

use std::collections::HashMap;
use std::ops::Range;

use jiff::civil::Date;

use super::lexicon::Lexicon;
use super::lexicon::actors::{Agent, NameKind, Named, sectors};
use super::lexicon::words::{UNKNOWN, class};
use super::text::{Entity, EntityKind, Mention, Text};
use super::tokens::Kind;

/// The longest name that is no entry of the lexicon, in words.
const LONGEST_NAME: usize = 6;

/// The entities of one article.
#[derive(Debug)]
pub struct Cast<'a> {
    lexicon: &'a Lexicon,
    text: &'a Text<'a>,
    date: Date,
    /// The country that agents belong to if nothing says otherwise.
    home: String,
    /// All entities, in order of their first mention.
    pub entities: Vec<Entity>,
    by_name: HashMap<String, usize>,
    by_surname: HashMap<&'a str, usize>,
}

/// What stands before an agent and says whose it is.
#[derive(Clone, Copy, Debug)]
struct Owner<'n> {
    named: Option<&'n Named>,
}

impl<'a> Cast<'a> {
    /// An empty cast; `home` is the country of the dateline, or empty.
    pub fn new(lexicon: &'a Lexicon, text: &'a Text<'a>, date: Date, home: &str) -> Cast<'a> {
        Cast {
            lexicon,
            text,
            date,
            home: home.to_owned(),
            entities: Vec::new(),
            by_name: HashMap::new(),
            by_surname: HashMap::new(),
        }
    }

    /// The mentions in the tokens of `range`, in order, not overlapping.
    pub fn read(&mut self, range: Range<usize>) -> Vec<Mention> {
        let mut mentions: Vec<Mention> = Vec::new();
        let mut at = range.start;
        while at < range.end {
            match self.mention(at, range.end) {
                Some(mention) => {
                    at = mention.tokens.end.max(at + 1);
                    mentions.push(mention);
                }
                None => at += 1,
            }
        }
        self.appositions(&mut mentions, range.end);
        mentions
    }

    fn mention(&mut self, at: usize, end: usize) -> Option<Mention> {
        let token = self.text.tokens.get(at)?;
        if token.kind != Kind::Word {
            return None;
        }
        let lexicon = self.lexicon;
        if token.exact != UNKNOWN
            && let Some((length, named)) = lexicon.actors.name(self.exact(at, end))
            && let Some(mention) = self.named(at, at + length, end, named)
        {
            return mention;
        }
        if let Some(mention) = self.agent(at, at, end, Owner { named: None }) {
            return Some(mention);
        }
        if token.capital { self.unknown_name(at, end) } else { None }
    }

    /// A mention that begins with the name `at..after`: none if the name is only part of another name; `Some(None)` if it is
    /// a mere place.
    fn named(&mut self, at: usize, after: usize, end: usize, named: &Named) -> Option<Option<Mention>> {
        let next_is_name = after < end && self.is_name_word(after) && self.text.tokens[after].exact == UNKNOWN;
        match named.kind {
            NameKind::Person => {
                if next_is_name && !self.text.is(after, class::TITLE) {
                    return None;
                }
                let entity = self.person_in_lexicon(named, at..after)?;
                Some(Some(self.mention_of(at..after, entity)))
            }
            NameKind::Agency => {
                let mut stop = after;
                while stop < end && matches!(self.text.of(stop), "news" | "agency" | "television" | "newspaper") {
                    stop += 1;
                }
                let entity = self.entity(named.name.clone(), EntityKind::Agency, "", "", None, false);
                Some(Some(self.mention_of(at..stop, entity)))
            }
            _ => {
                let owner = Owner { named: Some(named) };
                if let Some(mention) = self.owned_agent(at, after, end, owner) {
                    return Some(Some(mention));
                }
                // `Georgia Tech`, `China Airlines`: the name goes on, and names something else.
                if next_is_name && self.text.is(after, class::INSTITUTION) {
                    return None;
                }
                Some(self.place_or_government(at..after, named))
            }
        }
    }

    fn place_or_government(&mut self, range: Range<usize>, named: &Named) -> Option<Mention> {
        let place = range.start > 0
            && matches!(
                self.text.of(range.start - 1),
                "in" | "at"
                    | "near"
                    | "from"
                    | "to"
                    | "outside"
                    | "around"
                    | "into"
                    | "across"
                    | "of"
                    | "through"
                    | "In"
                    | "At"
            );
        if named.kind == NameKind::Capital && place {
            return None;
        }
        let kind = if named.kind == NameKind::Organisation { EntityKind::Organisation } else { EntityKind::Country };
        let entity = self.entity(named.name.clone(), kind, &named.code, &named.country, None, false);
        let mut mention = self.mention_of(range, entity);
        mention.adjective = named.kind == NameKind::Demonym;
        Some(mention)
    }

    /// An agent after its owner, with the genitive and up to two other words between: `Israeli special forces`.
    fn owned_agent(&mut self, at: usize, after: usize, end: usize, owner: Owner<'_>) -> Option<Mention> {
        let genitive = self.text.is(after, class::GENITIVE);
        let first = after + usize::from(genitive);
        for between in 0..3 {
            let start = first + between;
            if start >= end {
                return None;
            }
            if let Some(mention) = self.agent(at, start, end, owner) {
                return Some(mention);
            }
            let token = &self.text.tokens[start];
            let filler = token.kind == Kind::Word
                && !token.is(class::FUNCTION & !class::ADVERB | class::GENITIVE)
                && (token.word.verb == UNKNOWN || token.is(class::NOUN))
                && (!token.capital || token.is(class::NOUN) || between == 0 && !genitive);
            if !filler {
                return None;
            }
        }
        None
    }

    /// An agent whose words begin at `noun`, in a mention that begins at `at`.
    fn agent(&mut self, at: usize, noun: usize, end: usize, owner: Owner<'_>) -> Option<Mention> {
        let lexicon = self.lexicon;
        let (length, first) = lexicon.actors.agent(self.lower(noun, end))?;
        let mut stop = noun + length;
        let mut last = first;
        let mut sector_of: &Agent = first;
        // `defence ministry spokesman`: the first word that names a sector says it, the last what it is.
        while stop < end
            && let Some((length, next)) = lexicon.actors.agent(self.lower(stop, end))
        {
            if sector_of.sectors.is_empty() {
                sector_of = next;
            }
            last = next;
            stop += length;
        }
        // `government bonds`, `military build-up`: the words describe what follows.
        if self.describes_next(stop, end) {
            return None;
        }
        let former = (at.saturating_sub(1)..stop).any(|index| self.text.is(index, class::FORMER));
        let mut owner = owner;
        let mut extent = stop;
        if owner.named.is_none()
            && let Some((after, named, belongs)) = self.owner_after(stop, end)
        {
            owner = Owner { named: Some(named) };
            extent = if belongs { after } else { stop };
        }
        let role = self.text.span(&(noun..stop)).of(self.text.body).to_lowercase();
        let sectors_found = if former { vec!["ELI".to_owned()] } else { sector_of.sectors.clone() };
        if last.person
            && !last.plural
            && extent == stop
            && let Some(name_end) = self.name_end(stop, end)
        {
            let entity = self.named_person(stop..name_end, owner, &sectors_found, role);
            return Some(self.mention_of(at..name_end, entity));
        }
        let entity = self.agent_entity(last, owner, &sectors_found, role, at);
        Some(self.mention_of(at..extent, entity))
    }

    fn describes_next(&self, at: usize, end: usize) -> bool {
        at < end
            && self.text.tokens.get(at).is_some_and(|token| {
                let word = self.text.of(at);
                let verb = token.word.forms != 0 || ["ed", "ly", "ing"].iter().any(|end| word.ends_with(end));
                token.kind == Kind::Word
                    && !token.capital
                    && !token.is(class::FUNCTION | class::GENITIVE | class::PARTICLE)
                    && (token.is(class::NOUN) && token.word.forms & !super::lexicon::words::form::BASE == 0 || !verb)
            })
    }

    /// The country or organisation in `of France`, `for the United Nations`, `in Syria` at `at`: one past it, and whether the
    /// words belong to the mention.
    fn owner_after(&self, at: usize, end: usize) -> Option<(usize, &'a Named, bool)> {
        let belongs = match self.text.of(at) {
            "of" | "for" | "to" => true,
            "in" | "from" => false,
            _ => return None,
        };
        let start = at + 1 + usize::from(self.text.of(at + 1).eq_ignore_ascii_case("the"));
        let (length, named) = self.lexicon.actors.name(self.exact(start, end))?;
        matches!(named.kind, NameKind::Country | NameKind::Organisation)
            .then_some((start + length, named, belongs))
            .filter(|(after, _, _)| !self.text.is(*after, class::GENITIVE))
    }

    /// One past the person's name that starts at `at`, or none.
    fn name_end(&self, at: usize, end: usize) -> Option<usize> {
        if at < end
            && let Some((length, named)) = self.lexicon.actors.name(self.exact(at, end))
        {
            if named.kind == NameKind::Person {
                return Some(at + length);
            }
            return None;
        }
        let mut stop = at;
        while stop < end.min(at + LONGEST_NAME) {
            // A known name ends an unknown one: `Two Iranian soldiers`.
            let known = stop > at && self.text.tokens[stop].exact != UNKNOWN;
            if known
                && self
                    .lexicon
                    .actors
                    .name(self.exact(stop, end))
                    .is_some_and(|(_, named)| named.kind != NameKind::Person)
            {
                break;
            }
            let particle = stop > at
                && matches!(
                    self.text.of(stop),
                    "al" | "bin" | "van" | "von" | "de" | "der" | "del" | "da" | "la" | "el" | "ibn"
                )
                && stop + 1 < end
                && self.is_name_word(stop + 1);
            if !particle && (!self.is_name_word(stop) || self.text.is(stop, class::WEEKDAY)) {
                break;
            }
            stop += 1;
        }
        (stop > at).then_some(stop)
    }

    fn is_name_word(&self, at: usize) -> bool {
        self.text.tokens.get(at).is_some_and(|token| {
            token.kind == Kind::Word
                && token.capital
                && !token.is(class::FUNCTION & !class::CONDITIONAL & !class::MODAL | class::GENITIVE)
        })
    }

    fn named_person(&mut self, name: Range<usize>, owner: Owner<'_>, found: &[String], role: String) -> usize {
        let lexicon = self.lexicon;
        if let Some((length, named)) = lexicon.actors.name(self.exact(name.start, name.end))
            && named.kind == NameKind::Person
            && let Some(entity) = self.person_in_lexicon(named, name.start..name.start + length)
        {
            // Where no office of the day is known, the one in the text counts.
            if self.entities[entity].role.is_none() {
                let (code, country, inferred) = self.code(owner, found, None);
                let known = &mut self.entities[entity];
                known.role = Some(role);
                if !inferred && !code.is_empty() {
                    known.sectors = sectors(&code);
                    (known.code, known.country) = (code, country);
                }
            }
            return entity;
        }
        let (code, country, inferred) = self.code(owner, found, None);
        let text = self.text.span(&name).of(self.text.body).to_owned();
        // A surname alone after an office: the person named in full before.
        let entity = match (name.len(), self.by_surname.get(text.as_str())) {
            (1, Some(&entity)) => entity,
            _ => self.entity(text, EntityKind::Person, &code, &country, Some(role.clone()), false),
        };
        let known = &mut self.entities[entity];
        if known.code.is_empty() || (known.inferred && !inferred) {
            known.sectors = if found.is_empty() { sectors(&code) } else { found.to_vec() };
            known.code = code;
            known.country = country;
            known.inferred = inferred;
            known.role.get_or_insert(role);
        }
        self.enter_surname(&name, entity);
        entity
    }

    fn person_in_lexicon(&mut self, named: &Named, name: Range<usize>) -> Option<usize> {
        let office = self.lexicon.actors.office(named, self.date)?;
        let entity = self.entity(office.name, EntityKind::Person, &office.code, &office.country, office.role, false);
        self.enter_surname(&name, entity);
        Some(entity)
    }

    fn enter_surname(&mut self, name: &Range<usize>, entity: usize) {
        if name.len() > 1 {
            self.by_surname.insert(self.text.of(name.end - 1), entity);
        }
    }

    /// The code of an agent: its owner's country (or the owner's own code) with the sectors of the noun.
    fn code(&self, owner: Owner<'_>, found: &[String], agent: Option<&Agent>) -> (String, String, bool) {
        match owner.named {
            Some(named) if named.kind == NameKind::Organisation => {
                let plain = sectors(&named.code).is_empty() || named.code.starts_with("IGO") && found == ["MIL"];
                let code = if plain { format!("{}{}", named.code, found.concat()) } else { named.code.clone() };
                (code, named.country.clone(), false)
            }
            Some(named) => (format!("{}{}", named.country, found.concat()), named.country.clone(), false),
            None if found.is_empty() => (String::new(), String::new(), false),
            None => {
                let before = agent.and_then(|agent| {
                    let same = |entity: &&Entity| entity.kind == EntityKind::Agent && entity.name == agent.name;
                    self.entities.iter().rev().filter(same).find(|entity| !entity.country.is_empty())
                });
                let country = before.map_or(self.home.as_str(), |entity| entity.country.as_str());
                (format!("{country}{}", found.concat()), country.to_owned(), true)
            }
        }
    }

    fn agent_entity(&mut self, agent: &Agent, owner: Owner<'_>, found: &[String], role: String, at: usize) -> usize {
        let (code, country, inferred) = self.code(owner, found, Some(agent));
        let kind = if agent.person && !agent.plural { EntityKind::Person } else { EntityKind::Agent };
        let name = match owner.named {
            Some(_) => self.text.span(&(at..at + 1)).of(self.text.body).to_owned() + " " + &role,
            None => agent.name.clone(),
        };
        let key = format!("{name} {country}");
        if let Some(&entity) = self.by_name.get(&key) {
            return entity;
        }
        let entity = Entity {
            kind,
            name: agent.name.clone(),
            code,
            country,
            sectors: found.to_vec(),
            role: Some(role),
            plural: agent.plural,
            inferred,
        };
        self.by_name.insert(key, self.entities.len());
        self.entities.push(entity);
        self.entities.len() - 1
    }

    fn entity(
        &mut self,
        name: String,
        kind: EntityKind,
        code: &str,
        country: &str,
        role: Option<String>,
        plural: bool,
    ) -> usize {
        if let Some(&entity) = self.by_name.get(&name) {
            return entity;
        }
        let sectors = if country.is_empty() && kind == EntityKind::Organisation {
            code.get(..3).map(|prefix| vec![prefix.to_owned()]).unwrap_or_default()
        } else {
            sectors(code)
        };
        if self.home.is_empty() && kind == EntityKind::Country {
            self.home = country.to_owned();
        }
        let entity = Entity {
            kind,
            name: name.clone(),
            code: code.to_owned(),
            country: country.to_owned(),
            sectors,
            role,
            plural,
            inferred: false,
        };
        self.by_name.insert(name, self.entities.len());
        self.entities.push(entity);
        self.entities.len() - 1
    }

    /// A name that the lexicon does not know: two or more capitalised words, a title and a name, or a surname known by now.
    fn unknown_name(&mut self, at: usize, end: usize) -> Option<Mention> {
        let titled = self.text.is(at, class::TITLE) && at + 1 < end && self.is_name_word(at + 1);
        let start = at + usize::from(titled);
        let stop = self.name_end(start, end)?;
        let last = self.text.of(stop - 1);
        let known = self.by_surname.get(last).copied();
        if stop - start == 1 {
            if let Some(entity) = known {
                return Some(self.mention_of(at..stop, entity));
            }
            if !titled {
                return self.lone_name(at, stop);
            }
        }
        let institution = (start..stop).any(|index| self.text.is(index, class::INSTITUTION));
        let kind = if institution { EntityKind::Organisation } else { EntityKind::Person };
        let name = self.text.span(&(start..stop)).of(self.text.body).to_owned();
        let entity = self.entity(name, kind, "", "", None, false);
        if !institution {
            self.by_surname.insert(last, entity);
        }
        Some(self.mention_of(at..stop, entity))
    }

    /// A single capitalised word inside a sentence, of which nothing is known: it can be acted on, but does not act.
    fn lone_name(&mut self, at: usize, stop: usize) -> Option<Mention> {
        let before = self.text.tokens.get(at.checked_sub(1)?)?;
        let token = self.text.tokens.get(at)?;
        let inside = before.kind == Kind::Word && !before.capital && !before.is(class::DETERMINER & !class::POSSESSIVE);
        let name = token.lower == UNKNOWN && !token.is(class::WEEKDAY | class::MONTH) && token.span.len() > 2;
        if !inside || !name {
            return None;
        }
        let entity = self.entity(self.text.of(at).to_owned(), EntityKind::Name, "", "", None, false);
        Some(self.mention_of(at..stop, entity))
    }

    /// `Ann Lee, the Russian foreign minister,`: the description gives the name its code.
    fn appositions(&mut self, mentions: &mut Vec<Mention>, end: usize) {
        let mut used = vec![false; mentions.len()];
        for index in 0..mentions.len().saturating_sub(1) {
            let (first, second) = (&mentions[index], &mentions[index + 1]);
            let gap = second.tokens.start - first.tokens.end;
            let comma = self.text.is_mark(first.tokens.end, ',');
            let near = gap == 1 || gap == 2 && self.text.is(first.tokens.end + 1, class::DETERMINER);
            let closed = second.tokens.end >= end
                || self.text.is_mark(second.tokens.end, ',')
                || self.text.is_mark(second.tokens.end, '.')
                || self.text.is(second.tokens.end, class::PREPOSITION);
            let (name, description) = (first.entity, second.entity);
            let describes = self.entities[name].kind == EntityKind::Person
                && self.entities[name].code.is_empty()
                && self.entities[description].kind == EntityKind::Person
                && !self.entities[description].code.is_empty()
                && self.entities[description].role.is_some();
            if comma && near && closed && describes && name != description {
                let from = self.entities[description].clone();
                let known = &mut self.entities[name];
                (known.code, known.country, known.sectors) = (from.code, from.country, from.sectors);
                (known.role, known.inferred) = (from.role, from.inferred);
                used[index + 1] = true;
            }
        }
        let mut used = used.into_iter();
        mentions.retain(|_| !used.next().unwrap_or(false));
    }

    fn mention_of(&self, tokens: Range<usize>, entity: usize) -> Mention {
        Mention { tokens, entity, adjective: false, pronoun: false }
    }

    fn exact(&self, at: usize, end: usize) -> impl Iterator<Item = u32> + use<'a> {
        self.text.tokens.get(at..end.max(at)).unwrap_or_default().iter().map(|token| token.exact)
    }

    fn lower(&self, at: usize, end: usize) -> impl Iterator<Item = u32> + use<'a> {
        self.text.tokens.get(at..end.max(at)).unwrap_or_default().iter().map(|token| token.lower)
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::testing;

    #[test]
    fn actors_have_names_and_codes() {
        let cases: [(&str, &[&str]); 10] = [
            ("Two Iranian soldiers fled.", &["Iranian soldiers=IRNMIL"]),
            ("British foreign minister Ada Crane spoke.", &["British foreign minister Ada Crane=GBRGOV"]),
            ("The president of France spoke.", &["president of France=FRAGOV"]),
            ("Ukraine's army moved.", &["Ukraine's army=UKRMIL"]),
            ("Ada Crane, the Polish foreign minister, spoke.", &["Ada Crane=POLGOV"]),
            ("Ada Crane spoke. Crane left.", &["Ada Crane=", "Crane="]),
            ("Talks in Moscow failed.", &[]),
            ("Moscow said no.", &["Moscow=RUS"]),
            ("NATO met Iraqis.", &["NATO=IGONAT", "Iraqis=IRQ"]),
            ("RUSSIA ATTACKS", &["RUSSIA=RUS"]),
        ];
        for (body, expected) in cases {
            let records = testing::records(body);
            let found: Vec<String> = records
                .article
                .actors
                .iter()
                .map(|actor| format!("{}={}", actor.text, actor.code.as_deref().unwrap_or_default()))
                .collect();
            assert_eq!(found, expected, "{body}");
        }
    }
}
