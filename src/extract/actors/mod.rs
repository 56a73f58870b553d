//! Finds who is mentioned: countries, organisations, people, and agents such as `two Israeli soldiers`.
//!
//! Names come first ([`names`]): those of the lexicon, then those that the linguistic core recognises. Then the common nouns
//! of agents ([`agents`]), which take names beside them as their owners (`Ukraine's army`), or are the description of a person
//! (`British foreign minister Ada Crane`). Firms are told by more than their names ([`firms`]), bodies are called for short
//! ([`bodies`]), people are entered under their surname, so that later sentences may use it alone ([`people`]).
//! An agent without an owner takes its country from the same agent earlier in the article, or from the countries that are named
//! around it and in the dateline, where one of them is clear, and is marked as inferred.

mod agents;
mod bodies;
mod codes;
mod firms;
mod names;
mod owners;
mod people;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use jiff::civil::Date;

use crate::nlp::Label;

use super::gazetteer::Gazetteer;
use super::lexicon::Lexicon;
use super::lexicon::actors::{NameKind, Named, sectors};
use super::places::Locations;
use super::text::{Entity, EntityKind, Mention, Text};

/// The entities of one article.
#[derive(Debug)]
pub struct Cast<'a> {
    lexicon: &'a Lexicon,
    date: Date,
    /// The country that agents belong to if nothing says otherwise.
    home: String,
    /// The country that is named first, in an article without a dateline.
    lead: String,
    /// Whether the article is about firms, so that unknown bodies in it most likely are some.
    firms: bool,
    /// Whether the article is about what states owe to banks of others.
    owes: bool,
    /// Whether the article is about crimes on the internet, of whose doers nobody knows where they sit.
    hacked: bool,
    /// What the article says of where, and the places that there are.
    places: Option<(&'a Gazetteer, Locations)>,
    /// All entities, in order of their first mention.
    pub entities: Vec<Entity>,
    by_name: HashMap<String, usize>,
    by_surname: HashMap<String, usize>,
    /// Firms that the lexicon does not know, by what they are called for short.
    by_firm: HashMap<String, usize>,
    /// People by the first word of their names, where that may be the family name.
    by_first_name: HashMap<String, usize>,
    /// First words of names that several people share.
    shared_first_names: HashSet<String>,
    /// People of the lexicon whose full names were read.
    named_in_full: HashSet<usize>,
    /// People whom police or a court holds or tries, with its country.
    tried: Vec<(usize, String)>,
    /// The countries that were named in the last two sentences, each with the number of its sentence, and whether as a place.
    named: Vec<(usize, String, bool)>,
    /// The countries that were named before that, with what it counts.
    named_earlier: Vec<(String, f32)>,
    /// How often each country was named in the article; a place counts half.
    tally: Vec<(String, f32)>,
    /// Parties and unions of common names, which there are in several countries: `Republicans`, `Democratic Party`.
    parties: Vec<usize>,
    /// Agents of a country that could not be told where they stand.
    open: Vec<usize>,
    /// How many sentences were read.
    sentences: usize,
    /// The sentence in which an entity was mentioned last.
    last: HashMap<usize, usize>,
    /// The firm or unknown body that was mentioned last, with its sentence.
    last_body: Option<(usize, usize)>,
    /// The body of each sector that was mentioned last, with its sentence.
    last_of_sector: HashMap<String, (usize, usize)>,
    /// The agents of a code that were mentioned last, by the last word of what they are called.
    last_called: HashMap<String, usize>,
    /// Agents that were called foreign: `banker`.
    foreigners: HashSet<String>,
    /// Whether somebody of a parliament was mentioned.
    parliament: bool,
    /// The organisation of states that the article begins with, whose ministers and delegates are spoken of.
    host: Option<usize>,
    /// Whoever was mentioned first of the people of some country in the last sentence that mentions any.
    last_person: Option<usize>,
}

/// What it counts for the country of an agent that a country is named in the same sentence before it, in the sentence before
/// that, and in the one before; a place counts half.
const NAMED: [f32; 3] = [3.0, 1.5, 0.8];

/// The same further up in the article, each time.
const NAMED_EARLIER: f32 = 0.2;

/// The most that counts of that.
const NAMED_EARLIER_MOST: f32 = 1.0;

/// The same for the country of the last agent of the same name, and where that was inferred itself.
const NAMESAKE: [f32; 2] = [2.5, 1.0];

/// The same of that where the agent is called `the army` after `the Polish army`.
const NAMESAKE_AGAIN: f32 = 5.0;

/// The same for the country of the dateline.
const NAMED_IN_DATELINE: f32 = 1.6;

/// The same for the country that is named first, where there is no dateline.
const NAMED_FIRST: f32 = 0.8;

/// How many sentences back a firm is `the company`.
const BODY_NEAR: usize = 4;

/// In how many of the first sentences an organisation is named whose ministers and delegates the article speaks of.
const FIRST: usize = 3;

/// Among how many of the last entities a body is looked for that is called by the last word of its name.
const RECENT: usize = 200;

/// Words of titles that nobody in the United States has.
const UNAMERICAN: &[&str] = &["minister", "ministry", "premier", "junta", "parliament", "monarch", "king", "queen"];

/// The codes of parts of the world.
const CONTINENTS: [(&str, &str); 6] = [
    ("Africa", "AFR"),
    ("Asia", "ASA"),
    ("Europe", "EUR"),
    ("Latin America", "LAM"),
    ("South America", "LAM"),
    ("Middle East", "MEA"),
];

/// The code of a part of the world.
fn continent(name: &str) -> Option<&'static str> {
    CONTINENTS.iter().find(|(continent, _)| *continent == name).map(|(_, code)| *code)
}

/// An article is about one country if it has more than so much of all that are named in it.
const ABOUT_ONE: f32 = 0.6;

/// An article is not about a country of which no more than so much is that.
const NAMED_ASIDE: f32 = 0.1;

/// Or so often where no other country is named.
const NAMED_ALONE: f32 = 1.5;

/// And if it is named so often.
const NAMED_OFTEN: f32 = 3.0;

/// An agent belongs to a country only if so much of what counts speaks for it.
const CLEAR: f32 = 0.5;

/// The same for agents of whom it is doubtful that they belong to any.
const CLEARER: f32 = 0.7;

impl<'a> Cast<'a> {
    /// Whether a country is known that the article is about.
    pub fn has_home(&self) -> bool {
        !self.home.is_empty()
    }

    /// An empty cast; `home` is the country of the dateline, or empty.
    pub fn new(lexicon: &'a Lexicon, date: Date, home: &str) -> Cast<'a> {
        Cast {
            lexicon,
            date,
            home: home.to_owned(),
            lead: String::new(),
            firms: false,
            owes: false,
            hacked: false,
            places: None,
            entities: Vec::new(),
            by_name: HashMap::new(),
            by_surname: HashMap::new(),
            by_firm: HashMap::new(),
            by_first_name: HashMap::new(),
            shared_first_names: HashSet::new(),
            named_in_full: HashSet::new(),
            tried: Vec::new(),
            named: Vec::new(),
            named_earlier: Vec::new(),
            tally: Vec::new(),
            parties: Vec::new(),
            open: Vec::new(),
            sentences: 0,
            last: HashMap::new(),
            last_body: None,
            last_of_sector: HashMap::new(),
            last_called: HashMap::new(),
            foreigners: HashSet::new(),
            parliament: false,
            host: None,
            last_person: None,
        }
    }

    /// The same, in an article with these places: what is a place is no body, and its police is that of its country.
    pub fn among(mut self, gazetteer: &'a Gazetteer, locations: Locations) -> Cast<'a> {
        self.places = Some((gazetteer, locations));
        self
    }

    /// Whether `country`, the code of an actor, is that of the state that is `home` today: the Soviet Union was Russia's.
    pub fn is_of(&self, country: &str, home: &str) -> bool {
        let former = || self.lexicon.former.of_country(home, self.date);
        country == home || former().is_some_and(|state| state.code == country)
    }

    /// The mentions in the tokens of `range`, in order, not overlapping.
    pub fn read(&mut self, text: &Text<'_>, range: Range<usize>) -> Vec<Mention> {
        self.turn_to_dateline(text, &range);
        let names = names::find(self, text, range.clone());
        let (sentence, mut named) = (self.sentences, Vec::new());
        for name in &names {
            let entity = &self.entities[name.entity];
            let body = entity.kind == EntityKind::Organisation;
            let guessed = entity.inferred && body;
            if entity.country.is_empty() || guessed || entity.kind == EntityKind::Agency {
                continue;
            }
            // A party does not tell what an article is about: `Republicans` may be of another country.
            if !(body && entity.code.ends_with("PTY")) {
                *sum_of(&mut self.tally, &entity.country) += if name.place { 0.5 } else { 1.0 };
            }
            named.push((sentence, entity.country.clone(), name.place));
        }
        let mentions = agents::join(self, text, range, names);
        if self.lead.is_empty()
            && self.home.is_empty()
            && let Some((_, country, _)) = named.first()
        {
            self.lead.clone_from(country);
        }
        self.abbreviate(text, &mentions);
        self.note_tried(text, &mentions);
        self.named.extend(named);
        self.last.extend(mentions.iter().map(|mention| (mention.entity, sentence)));
        let of_country = |entity: &usize| {
            let entity = &self.entities[*entity];
            entity.kind == EntityKind::Person && !entity.country.is_empty()
        };
        let person = mentions.iter().map(|mention| mention.entity).find(of_country);
        self.last_person = person.or(self.last_person);
        if sentence < FIRST && self.host.is_none() {
            let mut all = mentions.iter().map(|mention| mention.entity);
            self.host = all.find(|&entity| hosts(&self.entities[entity].code));
        }
        // `Exxon sued Marlow Tin. A spokesman` speaks for Exxon.
        let mut told = false;
        for mention in &mentions {
            let (entity, last) = (&self.entities[mention.entity], (sentence, mention.entity));
            self.parliament |= entity.sectors.iter().any(|sector| sector == "LEG");
            if entity.kind == EntityKind::Agent
                && !entity.code.is_empty()
                && let Some(word) = entity.name.rsplit(' ').next()
            {
                self.last_called.insert(word.to_owned(), mention.entity);
            }
            if entity.kind != EntityKind::Organisation {
                continue;
            }
            let doer = text.label(mention.head) == Label::Nsubj;
            let kept = self.last_body.is_some_and(|(before, _)| before == sentence) && told;
            if !kept && (entity.code.is_empty() || entity.sectors.iter().any(|sector| sector == "BUS")) {
                self.last_body = Some(last);
                told = doer;
            }
            if let Some(sector) = entity.sectors.first() {
                self.last_of_sector.insert(sector.clone(), last);
            }
        }
        self.sentences += 1;
        let near = self.named.partition_point(|(sentence, ..)| self.sentences - sentence >= NAMED.len());
        for (_, country, _) in self.named.drain(..near) {
            let sum = sum_of(&mut self.named_earlier, &country);
            *sum = (*sum + NAMED_EARLIER).min(NAMED_EARLIER_MOST);
        }
        mentions
    }

    /// In a digest of several stories, a sentence that begins with a place of its own (`QUITO - Rebels fled`) begins another story.
    fn turn_to_dateline(&mut self, text: &Text<'_>, range: &Range<usize>) {
        let Some(dash) = names::dash_of_dateline(text, range) else { return };
        if let Some(country) = self.lies_in(&(range.start..dash)) {
            if !self.home.is_empty() {
                self.lead.clear();
                self.named.clear();
                self.named_earlier.clear();
            }
            self.home = country;
        }
    }

    /// Whom `the minister` means: whoever of a known country was called a minister of some kind and mentioned last.
    fn antecedent(&self, name: &str) -> Option<usize> {
        let called =
            |role: &str| ends_with_words(role, name) && (name != "minister" || !role.ends_with("prime minister"));
        let known = self.last.iter().map(|(&entity, &sentence)| (sentence, entity)).filter(|&(_, entity)| {
            let entity = &self.entities[entity];
            let known = entity.kind == EntityKind::Person && !entity.country.is_empty();
            known && entity.role.as_deref().is_some_and(called)
        });
        known.max().map(|(_, entity)| entity)
    }

    /// Gives agents whose country could not be told where they stand that of the article, where it is about one; to be called after the
    /// last sentence.
    pub fn conclude(&mut self) {
        for (person, country) in std::mem::take(&mut self.tried) {
            if self.entities[person].code.is_empty() {
                let country = if country.is_empty() { self.home.clone() } else { country };
                self.employ(person, &codes::Code::new(&country, &["CVL".to_owned()], true));
                self.open.push(person);
            }
        }
        self.open_up();
        // `Any country`, `our nation`, of which nothing tells which it is.
        for entity in &mut self.entities {
            let state = matches!(entity.name.as_str(), "country" | "nation") && entity.kind == EntityKind::Agent;
            if state && !entity.plural && entity.code == "GOV" {
                entity.code.clear();
                entity.sectors.clear();
            }
        }
    }

    /// Gives parties and agents whose country could not be told that of the article, where it is about one.
    fn open_up(&mut self) {
        let most = self.tally.iter().max_by(|one, other| one.1.total_cmp(&other.1)).map(|(country, _)| country.clone());
        let only =
            |country: &String| matches!(self.tally.as_slice(), [(one, sum)] if one == country && *sum >= NAMED_ALONE);
        let Some(country) = most.filter(|country| self.is_about(country) || only(country)) else { return };
        let about = self.is_about(&country);
        for party in std::mem::take(&mut self.parties) {
            let all: f32 = self.tally.iter().map(|(_, sum)| sum).sum();
            let own = self.tally.iter().find(|(named, _)| *named == self.entities[party].country);
            let foreign = own.is_none_or(|(_, sum)| *sum < NAMED_ASIDE * all);
            if foreign {
                let party = &mut self.entities[party];
                party.code = format!("{country}{}", party.sectors.concat());
                party.country.clone_from(&country);
                party.inferred = true;
            }
        }
        for entity in std::mem::take(&mut self.open) {
            let entity = &mut self.entities[entity];
            let known = !entity.code.is_empty() && !is_international(&entity.code) && entity.country.is_empty();
            // Firms may be of any other.
            let told = about || entity.sectors != ["BUS"];
            if known && told && !is_strange(&country, &entity.sectors) {
                entity.code.insert_str(0, &country);
                entity.country.clone_from(&country);
                entity.inferred = true;
            }
        }
    }

    /// Gives those who take part in an event, and of whom nothing is known, the code of private people of the country of the article, and
    /// continents theirs.
    pub fn fill_in<'m>(&mut self, parties: impl Iterator<Item = &'m Mention>) {
        let most = self.tally.iter().max_by(|one, other| one.1.total_cmp(&other.1)).map(|(country, _)| country.clone());
        let country = most.filter(|country| self.is_about(country)).unwrap_or_else(|| self.home.clone());
        for mention in parties {
            let entity = &self.entities[mention.entity];
            if !entity.code.is_empty() || !entity.country.is_empty() {
                continue;
            }
            let name = |word: &str| word.chars().next().is_some_and(char::is_uppercase) && word.len() > 2;
            let in_full =
                entity.name.split(' ').count() > 1 && entity.name.split(' ').filter(|&word| name(word)).count() > 1;
            if entity.kind == EntityKind::Person && entity.role.is_none() && in_full && !country.is_empty() {
                self.employ(mention.entity, &codes::Code::new(&country, &["CVL".to_owned()], true));
            } else if entity.kind == EntityKind::Place
                && let Some(code) = continent(&entity.name)
            {
                code.clone_into(&mut self.entities[mention.entity].code);
            }
        }
    }

    /// Whether what was read is about this country.
    fn is_about(&self, country: &str) -> bool {
        let all: f32 = self.tally.iter().map(|(_, sum)| sum).sum();
        let own = self.tally.iter().find(|(named, _)| named == country).map_or(0.0, |(_, sum)| *sum);
        own >= NAMED_OFTEN && own > ABOUT_ONE * all
    }

    /// The countries that were named so far.
    fn countries(&self) -> impl Iterator<Item = &str> {
        let near = self.named.iter().map(|(_, country, _)| country.as_str());
        near.chain(self.named_earlier.iter().map(|(country, _)| country.as_str()))
    }

    /// The country that an agent called `name` most likely belongs to where its own phrase does not tell; empty if none is clear.
    /// `before` is the last agent of that name, and whether it is meant again; `here` are the entities named before it in its sentence, and whether as places;
    /// more than the share `clear` of all that counts must speak for the country.
    fn country_around(
        &self,
        (before, again): (Option<&Entity>, bool),
        here: impl Iterator<Item = (usize, bool)>,
        name: &str,
        clear: f32,
    ) -> String {
        let mut votes: Vec<(String, f32)> = Vec::new();
        let mut vote = |country: &str, weight: f32| {
            // There are no ministers in the United States.
            let strange = country == "USA" && name.split(' ').any(|word| UNAMERICAN.contains(&word));
            if country.is_empty() || strange {
                return;
            }
            *sum_of(&mut votes, country) += weight;
        };
        let weight = |weight: f32, place: bool| if place { weight / 2.0 } else { weight };
        if let Some(before) = before {
            let weight = NAMESAKE[usize::from(before.inferred)];
            vote(&before.country, if again && !before.inferred { NAMESAKE_AGAIN } else { weight });
        }
        for (entity, place) in here {
            let entity = &self.entities[entity];
            if entity.kind != EntityKind::Agency {
                vote(&entity.country, weight(NAMED[0], place));
            }
        }
        for (sentence, country, place) in &self.named {
            let near = NAMED.get(self.sentences - sentence).copied().unwrap_or_default();
            vote(country, weight(near, *place));
        }
        for (country, sum) in &self.named_earlier {
            vote(country, *sum);
        }
        vote(&self.home, NAMED_IN_DATELINE);
        vote(&self.lead, NAMED_FIRST);
        let all: f32 = votes.iter().map(|(_, sum)| sum).sum();
        let best = votes.iter().max_by(|one, other| one.1.total_cmp(&other.1));
        best.filter(|(_, sum)| *sum > clear * all).map(|(country, _)| country.clone()).unwrap_or_default()
    }

    /// The entity for what is no actor but can be acted on: the noun phrase in `tokens`.
    pub fn thing(&mut self, text: &Text<'_>, tokens: &Range<usize>) -> usize {
        let name = text.span(tokens).of(text.body).to_owned();
        self.enter(name, EntityKind::Thing, "", "", None)
    }

    /// The entity for people of whom only the number is told: `thousands marched`.
    pub fn crowd(&mut self) -> usize {
        let country = self.country_around((None, false), std::iter::empty(), "people", CLEAR);
        let people = Entity {
            kind: EntityKind::Agent,
            name: "people".to_owned(),
            code: format!("{country}CVL"),
            country,
            sectors: vec!["CVL".to_owned()],
            role: Some("people".to_owned()),
            plural: true,
            inferred: true,
        };
        self.add(format!("people\u{1f}{}\u{1f}crowd", people.code), people)
    }

    /// The agents `whose` country has a share in: the British ones of `British and Belgian officials`. The country itself where `agents` are
    /// none that tell a sector.
    pub fn agents_of(&mut self, whose: usize, agents: usize) -> usize {
        let (state, agents) = (&self.entities[whose], &self.entities[agents]);
        let words = agents.name.split(' ').map(|word| self.lexicon.words.id(word));
        let known = self.lexicon.actors.agent(words).map(|(_, agent)| &agent.sectors);
        let shared = state.kind == EntityKind::Country && matches!(agents.kind, EntityKind::Agent);
        let Some(sectors) = known.filter(|sectors| shared && !sectors.is_empty()) else { return whose };
        let code = format!("{}{}", state.country, sectors.concat());
        let (country, sectors) = (state.country.clone(), sectors.clone());
        let ours = Entity { code, country, sectors, plural: true, inferred: false, ..agents.clone() };
        self.add(format!("{}\u{1f}{}\u{1f}sides", ours.name, ours.code), ours)
    }

    /// The entity for a place of which only the name is known: the noun phrase in `tokens`.
    pub fn place(&mut self, text: &Text<'_>, tokens: &Range<usize>) -> usize {
        let name = text.span(tokens).of(text.body).to_owned();
        self.enter(name, EntityKind::Place, "", "", None)
    }

    /// Whether the name in `tokens` is that of a place in another country than `country`: Georgia in the United States.
    /// A village that is called like a country does not act, unless it is said where it lies: `Peru, Indiana`.
    fn lies_elsewhere(&self, text: &Text<'_>, tokens: &Range<usize>, named: &Named) -> bool {
        let Some((gazetteer, locations)) = &self.places else { return false };
        let Some(place) = locations.exactly(tokens).and_then(|location| location.place) else { return false };
        let village = named.kind == NameKind::Country
            && !gazetteer.feature(place).starts_with("ADM1")
            && (!text.is_mark(tokens.end, ',') || self.is_country(text, tokens.end + 1))
            && !names::locative(text, tokens);
        gazetteer.country_code(place).is_some_and(|country| country != named.country) && !village
    }

    /// Whether the name of a country begins at `at`.
    fn is_country(&self, text: &Text<'_>, at: usize) -> bool {
        let words = text.tokens.get(at..).unwrap_or_default().iter().map(|token| token.exact);
        self.lexicon.actors.name(words).is_some_and(|(_, named)| named.kind == NameKind::Country)
    }

    /// The country of the place that is named in `tokens`.
    fn lies_in(&self, tokens: &Range<usize>) -> Option<String> {
        let (gazetteer, locations) = self.places.as_ref()?;
        let place = locations.exactly(tokens)?.place?;
        gazetteer.country_code(place).map(str::to_owned)
    }

    /// The entity for the name in `tokens` if it is that of a place; of one in the gazetteer unless it is `free` to be any.
    fn located(&mut self, text: &Text<'_>, tokens: &Range<usize>, free: bool) -> Option<usize> {
        let (gazetteer, locations) = self.places.as_ref()?;
        let location = locations.exactly(tokens)?;
        if location.place.is_none() && !free {
            return None;
        }
        let locative = location.locative;
        let id = location.place.or(location.within);
        let country = id.and_then(|id| gazetteer.country_code(id)).unwrap_or_default().to_owned();
        if locative && !country.is_empty() {
            self.settle(&country);
        }
        let name = text.span(tokens).of(text.body).to_owned();
        Some(self.enter(name, EntityKind::Place, "", &country, None))
    }

    /// The day of the article.
    pub fn date(&self) -> Date {
        self.date
    }

    /// Takes `country` for that of agents without an owner, unless the dateline has said another.
    fn settle(&mut self, country: &str) {
        if self.home.is_empty() {
            country.clone_into(&mut self.home);
        }
    }

    /// The entity with this name, new or old.
    fn enter(&mut self, name: String, kind: EntityKind, code: &str, country: &str, role: Option<String>) -> usize {
        if let Some(&entity) = self.by_name.get(&name) {
            return entity;
        }
        let sectors = if country.is_empty() && kind == EntityKind::Organisation {
            code.get(..3).map(|prefix| vec![prefix.to_owned()]).unwrap_or_default()
        } else {
            sectors(code)
        };
        let (code, country) = (code.to_owned(), country.to_owned());
        let entity = Entity { kind, name: name.clone(), code, country, sectors, role, plural: false, inferred: false };
        self.add(name, entity)
    }

    /// The body or agency of the lexicon; that of a state that has another name today is of the one that it was in.
    fn enter_known(&mut self, named: &Named, kind: EntityKind) -> usize {
        let lexicon = self.lexicon;
        let former = lexicon.former.of_country(&named.country, self.date);
        match former.and_then(|state| Some((state, named.code.strip_prefix(&named.country)?))) {
            Some((state, sectors)) => {
                let code = format!("{}{sectors}", state.code);
                self.enter(named.name.clone(), kind, &code, &state.code, None)
            }
            None => self.enter(named.name.clone(), kind, &named.code, &named.country, None),
        }
    }

    /// The entity that is known by `key`; if there is none, this one.
    fn add(&mut self, key: String, entity: Entity) -> usize {
        *self.by_name.entry(key).or_insert_with(|| {
            self.entities.push(entity);
            self.entities.len() - 1
        })
    }
}

/// Whether there is nobody of these sectors in a country: no rebels in the United States.
fn is_strange(country: &str, sectors: &[String]) -> bool {
    country == "USA" && sectors.iter().any(|sector| matches!(sector.as_str(), "REB" | "RAD" | "SEP"))
}

/// Whether delegates of states meet in a body with this code: one for a commodity, OPEC, the European Community.
fn hosts(code: &str) -> bool {
    ["IGOAGR", "IGOBUSOPC", "IGOEEC"].iter().any(|kind| code.starts_with(kind))
}

/// Whether a code is that of a body of several states or of none.
fn is_international(code: &str) -> bool {
    ["IGO", "NGO", "MNC"].iter().any(|kind| code.starts_with(kind))
}

/// What counts for a country, to be added to.
fn sum_of<'s>(sums: &'s mut Vec<(String, f32)>, country: &str) -> &'s mut f32 {
    let at = sums.iter().position(|(known, _)| known == country).unwrap_or_else(|| {
        sums.push((country.to_owned(), 0.0));
        sums.len() - 1
    });
    &mut sums[at].1
}

/// Whether `text` is these words or ends with them.
fn ends_with_words(text: &str, words: &str) -> bool {
    text.strip_suffix(words).is_some_and(|before| before.is_empty() || before.ends_with(' '))
}

#[cfg(test)]
mod tests {
    use crate::extract::testing;

    #[test]
    fn actors_have_names_and_codes() {
        let cases: [(&str, &[&str]); 20] = [
            ("Two Iranian soldiers fled.", &["Iranian soldiers=IRNMIL"]),
            ("A former Polish minister spoke on Monday.", &["Polish minister=POLELI"]),
            ("The former foreign minister of Chad spoke on Monday.", &["former foreign minister of Chad=TCDELI"]),
            ("Former Iranian soldiers fled on Monday.", &["Iranian soldiers=IRNMIL"]),
            ("Brazilian Labour Minister Hans Muster spoke.", &["Brazilian Labour Minister Hans Muster=BRAGOVLAB"]),
            ("Ada Crane, president of Acme Corp, spoke on Monday.", &["Ada Crane=BUS"]),
            ("British foreign minister Ada Crane spoke on Monday.", &["British foreign minister Ada Crane=GBRGOV"]),
            ("The president of France spoke.", &["president of France=FRAGOV"]),
            ("Ukraine's army moved north.", &["Ukraine's army=UKRMIL"]),
            ("Ada Crane, the Polish foreign minister, spoke.", &["Ada Crane=POLGOV"]),
            ("Talks in Moscow failed.", &[]),
            ("Moscow said no.", &["Moscow=RUS"]),
            ("NATO met Iraqis.", &["NATO=IGONAT", "Iraqis=IRQ"]),
            ("RUSSIA ATTACKS GEORGIA", &["RUSSIA=RUS", "GEORGIA=GEO"]),
            ("Police in Kenya arrived.", &["Police=KENCOP", "Kenya=KEN"]),
            ("A Saudi-led coalition bombed the port.", &["Saudi-led coalition=IGOMIL"]),
            (
                "A spokesman for the Kenyan rebels spoke to reporters.",
                &["spokesman for the Kenyan rebels=KENREB", "reporters=KENMED"],
            ),
            ("The army chief of Sudan spoke.", &["army chief of Sudan=SDNMIL"]),
            ("The government of Peru's president fell.", &["government of Peru's president=PERGOV"]),
            ("Military bases in Chad were closed.", &["Chad=TCD"]),
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

    /// The code of the last actor who is called `name`.
    fn last_code(body: &str, name: &str) -> Option<String> {
        let actors = testing::records(body).article.actors;
        actors.into_iter().rev().find(|actor| actor.text == name)?.code
    }

    #[test]
    fn people_are_who_the_text_says_they_are() {
        for (body, name, expected) in [
            // Out of office for years, or in none that is known.
            ("Interior Minister Angela Merkel spoke to Chad.", "Interior Minister Angela Merkel", "DEUGOV"),
            ("Chinese President Hu Jintao met Chad. Hu thanked Chad.", "Hu", "CHNGOV"),
            ("Mohamed Morsy spoke to Chad.", "Mohamed Morsy", "EGYELI"),
            ("The Polish minister met Chad. Chad and Kenya saw the minister.", "minister", "POLGOV"),
            ("The Kenyan army met Chad. Chad thanked the army.", "army", "KENMIL"),
            ("Angela Merkel's supporters met Chad.", "supporters", "DEUCVL"),
            ("Police in the Kenyan town of Tiroso met Chad.", "Police", "KENCOP"),
            ("Denmark urged farmers to wait.", "farmers", "DNKAGR"),
            ("Denmark urged foreign farmers to wait.", "farmers", "AGR"),
        ] {
            assert_eq!(last_code(body, name).as_deref(), Some(expected), "{body}");
        }
    }

    #[test]
    fn bodies_are_known_by_their_own_names_and_by_short_ones() {
        for (body, name, expected) in [
            ("The Northern Miners Union, NMU, met Chad. NMU thanked Kenya.", "Northern Miners Union", Some("LAB")),
            ("The Northern Miners Union (NMU) met Chad. The NMU thanked Kenya.", "NMU", Some("LAB")),
            ("The Kenyan Harvest Front met Chad.", "Harvest Front", Some("KEN")),
            ("The International Court of Justice met Chad. The court thanked Kenya.", "court", Some("IGOUNOJUDICJ")),
            ("Peru complained to the trade body GATT.", "trade body GATT", Some("IGOBUSGAT")),
            ("Chad thanked the Polish Ministry of Health.", "Polish Ministry of Health", Some("POLGOVHLH")),
            (
                "In Oslo, a spokesman for the Ministry of Health met Chad.",
                "spokesman for the Ministry of Health",
                Some("NORGOVHLH"),
            ),
            ("Brazil asked the state oil company Petrobras to wait.", "state oil company Petrobras", Some("BRAGOVBUS")),
            ("Islamic militants attacked police in Chad.", "Islamic militants", Some("TCDRAD")),
            (
                "The president of the Danish farmers' union met Chad.",
                "president of the Danish farmers' union",
                Some("DNKAGR"),
            ),
            ("The president of a lawyers' association met Chad.", "president of a lawyers' association", Some("CVL")),
            (
                "Dutch Social Affairs Minister Ada Crane met Chad.",
                "Dutch Social Affairs Minister Ada Crane",
                Some("NLDGOV"),
            ),
            ("Ada Crane is the Polish foreign minister. Crane met Chad.", "Crane", Some("POLGOV")),
            ("Ada Crane, who served as interior minister of Chad, met Kenya.", "Ada Crane", Some("TCDELI")),
            ("The guerrillas loyal to Angela Merkel met Chad.", "guerrillas", Some("DEUREB")),
            ("Chad met Western diplomats.", "Western diplomats", Some("GOV")),
        ] {
            assert_eq!(last_code(body, name).as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn bodies_are_known_by_the_nouns_in_their_names() {
        for (body, name, expected) in [
            ("The University of Tartu met Chad.", "University of Tartu", Some("ESTEDU")),
            ("The Ministry of Truth met Chad.", "Ministry of Truth", Some("GOV")),
            ("The Nairobi Tribune thanked Chad.", "Nairobi Tribune", Some("KENMED")),
            ("The Democratic Party of Chad met Peru.", "Democratic Party of Chad", Some("TCDPTY")),
            ("The Sports Council met Chad.", "Sports Council", None),
            ("Orlow Express Corporation (Orlex) met Chad. Peru thanked Orlex.", "Orlex", Some("BUS")),
            (
                "The American Harvest Association (AHA) president-elect Ada Crane met Chad. Crane left.",
                "Crane",
                Some("USA"),
            ),
            ("LDP executives met Chad.", "LDP executives", Some("JPNPTY")),
            ("The Reagan Administration met Chad.", "Reagan Administration", Some("USAGOV")),
            ("A Vatican spokesman met Chad.", "Vatican spokesman", Some("VATGOV")),
        ] {
            assert_eq!(last_code(body, name).as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn parties_firms_and_banks_are_of_the_country_that_the_article_is_about() {
        let czech = "Czech farmers met Czech workers. The Czech army thanked Czech police.";
        for (body, name, expected) in [
            (format!("Republicans met in Prague. {czech}"), "Republicans", "CZEPTY"),
            (format!("Republicans met in Prague. The United States called. {czech}"), "Republicans", "USAPTY"),
            (format!("Marlow Ltd sued the police. {czech}"), "Marlow Ltd", "CZEBUS"),
            (format!("The police urged banks to wait. {czech}"), "banks", "CZEBUS"),
            (format!("The police urged creditor banks to wait. {czech}"), "creditor banks", "BUS"),
            (format!("{czech} Congressional Republicans met Chad."), "Congressional Republicans", "USALEG"),
            (format!("The Democratic Party met in Prague. {czech}"), "Democratic Party", "CZEPTY"),
            (format!("The police urged foreign banks to wait. {czech} Banks met Chad."), "banks", "BUS"),
            (format!("{czech} Kenya Tin Corp sued the police."), "Kenya Tin Corp", "KENBUS"),
            (format!("{czech} The foreign debt rose. Banks urged the police to wait."), "Banks", "BUS"),
        ] {
            assert_eq!(last_code(&body, name).as_deref(), Some(expected), "{body}");
        }
    }

    #[test]
    fn who_speaks_or_serves_is_of_whom_was_spoken_before() {
        for (body, name, expected) in [
            ("An aide to the Kenyan senator met Chad. An aide thanked Peru.", "aide", Some("KENLEG")),
            (
                "A Kenyan army spokesman met Chad. Peru left, Spokesman Ada Crane told Chad.",
                "Spokesman Ada Crane",
                Some("KENMIL"),
            ),
            ("Head of the Peruvian delegation Ada Crane met Chad. Crane left.", "Crane", Some("PERGOV")),
            ("Rebel leader Angela Merkel met Chad. Merkel left.", "Merkel", Some("DEUREB")),
            ("Ada Cuban met Chad. Cuban thanked Kenya.", "Cuban", None),
        ] {
            assert_eq!(last_code(body, name).as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn agents_without_an_owner_are_of_the_country_that_is_spoken_of() {
        for (body, name, expected) in [
            ("Kenyan troops crossed the river. The army denied it.", "army", "KENMIL"),
            ("Peru met Chile. Kenya met Chad. The police arrested a man.", "police", "COP"),
            ("The United States sent aid. The foreign minister thanked the donors.", "foreign minister", "GOV"),
            ("Kenya sent troops. Chad and Kenya met before rebels fled.", "rebels", "KENREB"),
            ("The United States met Peru. The United States saw rebels.", "rebels", "REB"),
            ("Kenya met Chad. Diplomats in Kenya were late.", "Diplomats", "GOV"),
            ("Kenya and Kenyans met Kenya. Ada Crane, a banker, was late.", "Ada Crane", "KENBUS"),
        ] {
            assert_eq!(last_code(body, name).as_deref(), Some(expected), "{body}");
        }
    }
    #[test]
    fn firms_are_known_by_legal_form_and_by_the_code_of_their_exchange() {
        for (body, name, expected) in [
            ("Orlow Corp <ORL> sued Chad. Orlow accused Chad.", "Orlow", Some("USABUS")),
            ("<Orlow Tin A/S> sued Kessel Plc <KESP.L>.", "Kessel Plc", Some("GBRBUS")),
            ("Orlow Tin Ltd. sued Chad. Its president resigned.", "president", Some("BUS")),
            ("Orlow Tin Ltd sued Chad. The company accused Chad of fraud.", "company", Some("BUS")),
            ("Orlow Tin Ltd and Marl Inc sued Chad. Kessel sued Kenya.", "Kessel", Some("BUS")),
            ("Vice president Ada Crane met Chad. Kessel met Kenya.", "Kessel", None),
            ("Exxon Corp sued Chad.", "Exxon Corp", Some("USABUS")),
            ("Exxon workers met Chad.", "Exxon workers", Some("USALAB")),
            ("An Exxon spokesman met Chad.", "Exxon spokesman", Some("USABUS")),
        ] {
            assert_eq!(last_code(body, name).as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn who_meets_in_a_body_of_states_is_of_it() {
        for (body, name, expected) in [
            ("The International Coffee Organization met in Kenya. Delegates met Chad.", "Delegates", "IGOAGRCOF"),
            ("The International Coffee Organization met. Producers met consumers.", "Producers", "IGOAGRCOF"),
            ("The International Coffee Organization met. Producers met consumers.", "consumers", "IGOAGRCOF"),
            ("Kenya urged producers to wait.", "producers", "BUS"),
            ("The European Community met Chad. Ministers met Kenya.", "Ministers", "IGOEEC"),
            ("European Community (EC) foreign ministers met Chad.", "foreign ministers", "IGOEEC"),
            ("Chad thanked the European Community. The community met Chad.", "community", "IGOEEC"),
        ] {
            assert_eq!(last_code(body, name).as_deref(), Some(expected), "{body}");
        }
    }

    #[test]
    fn agents_are_of_whom_their_phrase_says() {
        for (body, name, expected) in [
            ("Kenya met Peru's creditors.", "Peru's creditors", Some("BUS")),
            ("Kenyan banks and insurance companies sued Chad.", "insurance companies", Some("KENBUS")),
            ("Peru helped Kenyan and Chadian refugees.", "refugees", Some("KENREF")),
            ("A Kenyan analyst met Chad. A foreign analyst met Peru.", "analyst", Some("CVL")),
            ("Diplomatic sources met Kenya. Chad thanked the sources.", "sources", Some("GOV")),
            ("A House Republican met Chad.", "House Republican", Some("USALEG")),
            ("SEC staff met Chad.", "SEC staff", Some("USAGOVBUS")),
            ("Angela Merkel met Chad. She said her government would help Kenya.", "government", Some("DEUGOV")),
            ("A spokesman for the harvest workers' union NHWU met Chad.", "NHWU", Some("LAB")),
            (
                "Kenyan Primary Industries Minister Ada Crane met Chad.",
                "Kenyan Primary Industries Minister Ada Crane",
                Some("KENGOVBUS"),
            ),
            ("India, India and India met. The Reserve Bank of India let banks wait.", "banks", Some("INDBUS")),
            ("Peru met Peruvians. Kenya War veterans met Peru.", "War veterans", Some("PERMIL")),
        ] {
            assert_eq!(last_code(body, name).as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn committees_sit_in_a_parliament_that_is_spoken_of() {
        for (body, expected) in [
            ("Kenya met Chad. The committee met Peru.", None),
            ("The Kenyan parliament met Chad. The committee met Peru.", Some("KENLEG")),
        ] {
            assert_eq!(last_code(body, "committee").as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn those_who_are_foreign_are_not_of_the_country_of_the_article() {
        for (body, name, expected) in [
            ("NAIROBI, May 3 - Foreign bankers met Kenya. Bankers met Chad.", "Bankers", "BUS"),
            ("NAIROBI, May 3 - Kenya met bankers. Bankers met Chad.", "Bankers", "KENBUS"),
            ("Kenyan Finance Minister Ada Crane met creditor banks.", "creditor banks", "BUS"),
            ("Kenya asked foreign governments to wait.", "governments", "GOV"),
            ("Three Kenyan agencies met Chad.", "Kenyan agencies", "KENGOV"),
        ] {
            assert_eq!(last_code(body, name).as_deref(), Some(expected), "{body}");
        }
    }

    #[test]
    fn people_are_who_they_were_introduced_as() {
        for (body, name, expected) in [
            ("Malaysian Transport Minister Chan Kong Choy met Chad. Peru thanked Chan.", "Chan", Some("MYSGOV")),
            ("Kenyan President Ibrahim Crane met Chad. Peru thanked Ibrahim.", "Ibrahim", Some("KENGOV")),
            ("Assemblywoman Angela Merkel met Chad.", "Assemblywoman Angela Merkel", Some("DEUELI")),
            ("Exxon Corp said president Ada Crane resigned.", "president Ada Crane", Some("USABUS")),
            (
                "The Kenyan ministry met Chad. Ada Crane of the ministry's trade section met Peru.",
                "Ada Crane",
                Some("KENGOV"),
            ),
            ("Kenyan analysts met Chad. Peru warned them.", "them", None),
            ("Kenyan farmers met Chad. Peru warned them.", "them", Some("KENAGR")),
        ] {
            assert_eq!(last_code(body, name).as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn offices_are_told_by_all_their_words() {
        for (body, name, expected) in [
            (
                "Orlow Corp and Marl Inc met Peru. Kenya will wait, Energy Minister Ada Crane said.",
                "Energy Minister Ada Crane",
                "KENGOVBUS",
            ),
            (
                "Peru met Kenya's Trade and Industry Secretary Ada Crane.",
                "Kenya's Trade and Industry Secretary Ada Crane",
                "KENGOVBUS",
            ),
            ("Kenyan Mines and Energy Minister Ada Crane met Chad. Crane left.", "Crane", "KENGOVBUS"),
            ("A Latino federal judge met Chad.", "federal judge", "JUD"),
            ("Angela Merkel met Chad. She said her country would help Kenya.", "country", "DEU"),
            ("The former Soviet republic of Estonia met Peru.", "republic of Estonia", "ESTGOV"),
            ("U.S. Senator Ada Crane, a Republican from Ohio, met Chad. Crane left.", "Crane", "USALEG"),
            ("Peru's deputy banking chief Ada Crane met Chad. Crane left.", "Crane", "PER"),
        ] {
            assert_eq!(last_code(body, name).as_deref(), Some(expected), "{body}");
        }
    }

    #[test]
    fn names_for_short_are_of_whom_was_named() {
        for (body, name, expected) in [
            ("Hughes Tool Co sued Chad. Hughes thanked Peru.", "Hughes", "USABUS"),
            ("Ada Crane and John Crane met Chad. Peru thanked Mr. Crane.", "Crane", "USAGOV"),
            ("India met Indian farmers. The Congress met Chad.", "Congress", "INDLEG"),
            ("The U.S. Marlow Tin Corp sued Chad.", "U.S. Marlow Tin Corp", "USABUS"),
            ("NAIROBI, May 3 - Marlow Tin Corp of the Netherlands sued Chad.", "Marlow Tin Corp", "NLDBUS"),
            ("British farmers met Chad. Labour unions met Kenya.", "Labour unions", "GBRLAB"),
            ("The United States met Peruvian rebels. The United States saw the rebels.", "rebels", "PERREB"),
            ("Quito met Ecuador. Ecuador fought ransomware. The attackers met Chad.", "attackers", "UAF"),
            ("Quito met Ecuador. Ecuador fought a war. The attackers met Chad.", "attackers", "ECUUAF"),
            ("Quito met Ecuador. Ecuador fought hackers. Cyber criminals met Chad.", "Cyber criminals", "CRM"),
            (
                "Chile, Chile and Chile met. Chile saw the House of Representatives.",
                "House of Representatives",
                "CHLLEG",
            ),
        ] {
            assert_eq!(last_code(body, name).as_deref(), Some(expected), "{body}");
        }
    }

    #[test]
    fn firms_and_people_are_known_by_what_was_said_of_them() {
        for (body, name, expected) in [
            ("Southern Furnace Plc of Kenya sued Chad. Southern accused Chad of fraud.", "Southern", Some("KENBUS")),
            ("Kenya met Chad. Its president repeated his opposition to the plan.", "opposition", None),
            ("Peru will find the responsible party.", "responsible party", None),
            ("Kenyan police arrested Ada Crane.", "Ada Crane", Some("KENCVL")),
            ("Ada Crane, a Peruvian, was arrested by Kenyan police. Chad thanked Crane.", "Crane", Some("PERCVL")),
            ("Peru arrested Ada Crane.", "Ada Crane", None),
            ("A senior official at one of four Kenyan banks met Chad.", "senior official", Some("KENBUS")),
        ] {
            assert_eq!(last_code(body, name).as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn those_who_are_named_beside_others_are_of_their_country() {
        for (body, name, expected) in [
            ("Chad said its troops had attacked Peru. Peru met Kenya.", "troops", "TCDMIL"),
            ("NAIROBI, May 3 - Kenyan-backed rebels met Kenya.", "rebels", "REB"),
            ("Kenya met Peruvian President Ada Crane and other officials.", "officials", "PERGOV"),
            ("Kenya thanked Peruvian officials and bankers.", "bankers", "PERBUS"),
            ("Kenya asked the Bundesbank and other central banks to wait.", "central banks", "GOVBUS"),
            ("NAIROBI, May 3 - Ten banks from six countries met Kenyan officials.", "banks", "BUS"),
            ("The SEC asked Exxon to wait, a spokesman said.", "spokesman", "USAGOVBUS"),
            ("The Islamic Development Bank (IDB) met Chad. Peru thanked IDB.", "IDB", "IGODEVIDB"),
            ("The International Coffee Organization met Chad. ICO thanked Peru.", "ICO", "IGOAGRCOF"),
            (
                "Peru met Chad in Nairobi. Peru left, Trade Ministry officials here said.",
                "Trade Ministry officials",
                "KENGOVBUS",
            ),
            ("Exxon Corp sued the Marlow Tin Corp. of Peru. A spokesman met Chad.", "spokesman", "USABUS"),
            ("Kenyan police met a family and asked them to wait.", "family", "KENCVL"),
            ("Peru met Chad. The former president Ada Crane has left. Peru thanked Crane.", "Crane", "PERELI"),
        ] {
            assert_eq!(last_code(body, name).as_deref(), Some(expected), "{body}");
        }
    }

    #[test]
    fn those_who_serve_somebody_are_theirs() {
        for (body, name, expected) in [
            ("Exxon Corp said its officials met Chad.", "officials", "USABUS"),
            ("Exxon Corp will ask Chad to wait, chairman Ada Crane said.", "chairman Ada Crane", "USABUS"),
            ("Kenyan President Ada Crane met Chad. Her office met Peru.", "office", "KENGOV"),
            ("Angela Merkel aides met Chad.", "Angela Merkel aides", "DEUGOV"),
            ("A Nairobi trade union council leader met Chad.", "Nairobi trade union council leader", "KENLAB"),
            ("Angela Merkel met Chad. Merkel's lawyers met Chad.", "Merkel's lawyers", "DEUCVL"),
            ("White House correspondents met Chad.", "White House correspondents", "USAMED"),
            ("The Chadian leader met Peru.", "Chadian leader", "TCDGOV"),
            ("A spokesman for Angela Merkel met Chad.", "spokesman for Angela Merkel", "DEU"),
            ("Ada Crane of the Exxon Corp. met Chad.", "Ada Crane", "USABUS"),
            ("The New York Times met Chad. Chad thanked the Times.", "Times", "USAMED"),
            ("Ada Luisa Crane, the Polish foreign minister, met Chad. Luisa Crane met Peru.", "Luisa Crane", "POLGOV"),
        ] {
            assert_eq!(last_code(body, name).as_deref(), Some(expected), "{body}");
        }
    }
}
