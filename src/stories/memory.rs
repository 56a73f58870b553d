//! The memory: the articles and events of a sliding window, and what each new article is to them.
//!
//! What [`Memory::join`] says depends on the articles that came before and on nothing else, so that it is the same for any number of
//! workers and through restarts. Each article that is taken in is also written, as bytes, to be kept in the log
//! ([`super::log`]); [`Memory::restore`] takes such bytes in again, without judging anew, and leaves the same memory.
//!
//! Bounded: articles leave in the order in which they came, once they are older than the window or the memory's share is used
//! up. A new article is compared with at most `MOST_COMPARED` others, which share its rarest names or runs of words.

use std::cell::Cell;
use std::collections::VecDeque;

use crate::record::AdvisoryKind;

use super::events::{EventKey, Near};
use super::index::{HashedMap, Index};
use super::judge::{Relation, Verdict, judge};
use super::measure::{Measures, Sieve, View, may_be_related, measure};
use super::packed::Reader;
use super::remembered::{Remembered, RememberedEvent, advisory_number, counted, read, write};
use super::sketch::Sketch;
use super::{Settings, facts};

/// The most articles that one is compared with.
const MOST_COMPARED: usize = 12;
/// How many of the newest articles with a key are looked at, and of the newest events.
const CHAIN: usize = 8;
const EVENT_CHAIN: usize = 24;
/// How much of an article is remembered: runs of words, facts, terms; and the keys under which it is found. A long article has more
/// keys, so that a short part of it is found, too.
const KEPT_RUNS: usize = 96;
const KEPT_FACTS: usize = 64;
const KEPT_TERMS: usize = 96;
const KEPT_EVENTS: usize = 64;
const RUN_KEYS: usize = 8;
const MOST_RUN_KEYS: usize = 20;
const WORDS_A_KEY: usize = 40;
const FACT_KEYS: usize = 8;
const HEAD_KEYS: usize = 4;
/// How many runs of words are looked up. Keys are the least of an article's runs, so that the greater ones of a long one find little.
const RUNS_LOOKED_UP: usize = 128;
/// Facts are counted in a table of this many places; what falls into one place is counted together.
const COUNTS: usize = 1 << 20;
/// How many articles there seem to be before there are any, and how many of them have each common fact.
const PRIOR: f32 = 300.0;
const COMMON_PRIOR: f32 = 100.0;

/// What a new article is to those before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Joined {
    /// The number of its story.
    pub story: u64,
    /// Its version in the story, from 1; a repeat has the version of what it repeats.
    pub version: u32,
    /// The id of the article that it repeats.
    pub duplicate_of: Option<String>,
    /// The id of the article that it corrects, withdraws or files again.
    pub replaces: Option<String>,
    /// For each event, the number of the first record of the same event.
    pub same_as: Vec<Option<u64>>,
    /// For each event, whether it is the first of its day, actors and code.
    pub first_of_day: Vec<bool>,
    /// With which article it was joined, and why.
    pub why: Option<Why>,
}

/// Why two articles were joined.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// The id of the earlier one.
    pub id: String,
    /// Its place among all articles that the memory took in, from 0.
    pub place: u32,
    /// The verdict.
    pub verdict: Verdict,
    /// What it rests on.
    pub measures: Measures,
}

/// The articles and events of a sliding window.
pub struct Memory {
    window: i64,
    most: u64,
    articles: VecDeque<Remembered>,
    /// The number of the first article in the queue.
    first: u32,
    by_key: Index<CHAIN>,
    events: VecDeque<RememberedEvent>,
    first_event: u32,
    by_actors: Index<EVENT_CHAIN>,
    by_day: Index<EVENT_CHAIN>,
    stories: HashedMap<u64, Story>,
    /// How many remembered articles have a fact, by the upper bits of its hash; and [`COMMON`].
    counts: Vec<u32>,
    common: Vec<u32>,
    /// The latest time of any article, in seconds.
    clock: i64,
    used: u64,
    hits: Hits,
}

/// How many keys a new article shares with each of those before, by their place in the queue.
#[derive(Default)]
struct Hits {
    /// 0 for all between two articles.
    counts: Vec<u16>,
    places: Vec<u32>,
}

/// Set in a count where a common fact falls into its place.
const COMMON: u32 = 1 << 31;
/// How many weights are kept at hand.
const AT_HAND: usize = 256;

/// How much facts say, while nothing is taken in: an article is compared with several, and most facts come again.
struct Weights<'m> {
    memory: &'m Memory,
    at_hand: [Cell<(u32, f32)>; AT_HAND],
}

impl Weights<'_> {
    fn of(&self, fact: u32) -> f32 {
        // The lowest bit says what kind of fact it is.
        let slot = &self.at_hand[(fact >> 1) as usize % AT_HAND];
        let (known, weight) = slot.get();
        if known == fact {
            return weight;
        }
        let weight = self.memory.weight(fact);
        slot.set((fact, weight));
        weight
    }
}

#[derive(Clone, Copy, Default)]
struct Story {
    versions: u32,
    articles: u32,
}

impl Memory {
    /// An empty memory.
    pub fn new(settings: &Settings) -> Memory {
        let common = facts::common();
        let mut counts = vec![0; COUNTS];
        common.iter().for_each(|fact| counts[place(*fact)] = COMMON);
        Memory {
            window: settings.window.0.as_secs() as i64,
            most: settings.memory.0,
            articles: VecDeque::new(),
            first: 0,
            by_key: Index::default(),
            events: VecDeque::new(),
            first_event: 0,
            by_actors: Index::default(),
            by_day: Index::default(),
            stories: HashedMap::default(),
            counts,
            common,
            clock: i64::MIN / 2,
            used: 0,
            hits: Hits::default(),
        }
    }

    /// How many articles are remembered.
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// How many articles have been forgotten, counted from 0 and wrapping around.
    pub fn forgotten(&self) -> u32 {
        self.first
    }

    /// The latest time of any article, in seconds since 1970; the window ends there.
    pub fn clock(&self) -> i64 {
        self.clock
    }

    /// Puts the end of the window where it was, before articles are restored.
    pub fn set_clock(&mut self, clock: i64) {
        self.clock = clock;
    }

    /// Says what an article is to those before, and remembers it; `kept` gets the bytes to restore it from.
    pub fn join(&mut self, sketch: &Sketch, kept: &mut Vec<u8>) -> Joined {
        self.tick(sketch.time);
        let mut joined = self.judge(sketch);
        joined.story = joined.why.as_ref().map_or_else(|| story_of(&sketch.id), |_| joined.story);
        let mut story = self.stories.get(&joined.story).copied().unwrap_or_default();
        if joined.duplicate_of.is_none() {
            story.versions += 1;
            joined.version = story.versions;
        }
        let (runs, run_shift) = sketch.runs.thinned(KEPT_RUNS);
        let (facts, fact_shift) = sketch.facts.thinned(KEPT_FACTS);
        let (terms, term_shift) = sketch.terms.thinned(KEPT_TERMS);
        let keys = self.keys(sketch);
        let events = self.join_events(sketch, &mut joined);
        let remembered = Remembered {
            id: sketch.id.as_str().into(),
            time: sketch.time,
            story: joined.story,
            version: joined.version,
            versions: story.versions,
            dateline_day: sketch.dateline_day,
            words: sketch.words,
            advisory: advisory_number(sketch.advisory),
            run_shift,
            fact_shift,
            term_shift,
            runs: runs.len() as u16,
            facts: facts.len() as u16,
            terms: terms.len() as u16,
            head: sketch.head.len() as u16,
            keys: keys.len() as u16,
            events: events.len() as u16,
            hashes: [runs, facts, terms, &sketch.head, &keys].concat().into_boxed_slice(),
        };
        write(&remembered, &events, kept);
        self.remember(remembered, events);
        joined
    }

    /// Takes in again what [`Memory::join`] wrote; false if the bytes are not that.
    pub fn restore(&mut self, kept: &[u8]) -> bool {
        let mut reader = Reader::new(kept);
        let Some((remembered, events)) = read(&mut reader).filter(|_| reader.is_empty()) else { return false };
        self.tick(remembered.time);
        self.remember(remembered, events);
        true
    }

    /// Forgets what the window has passed by.
    fn tick(&mut self, time: i64) {
        self.clock = self.clock.max(time);
        while self.articles.front().is_some_and(|oldest| oldest.time < self.clock - self.window) {
            self.forget();
        }
    }

    fn remember(&mut self, remembered: Remembered, events: Vec<RememberedEvent>) {
        let number = self.first.wrapping_add(self.articles.len() as u32);
        self.used += remembered.cost();
        remembered.keys().iter().for_each(|key| self.by_key.add(*key, number));
        for fact in counted(&remembered) {
            self.counts[place(fact)] += 1;
        }
        let story = self.stories.entry(remembered.story).or_default();
        story.versions = story.versions.max(remembered.versions);
        story.articles += 1;
        for event in events {
            let number = self.first_event.wrapping_add(self.events.len() as u32);
            self.used += event.cost();
            event.key.keys().into_iter().for_each(|key| self.by_actors.add(key, number));
            self.by_day.add((event.key.daily >> 32) as u32, number);
            self.events.push_back(event);
        }
        self.articles.push_back(remembered);
        while self.used > self.most && self.articles.len() > 1 {
            self.forget();
        }
    }

    /// Forgets the oldest article.
    fn forget(&mut self) {
        let Some(oldest) = self.articles.pop_front() else { return };
        self.first = self.first.wrapping_add(1);
        self.used -= oldest.cost();
        oldest.keys().iter().for_each(|_| self.by_key.forget());
        for fact in counted(&oldest) {
            self.counts[place(fact)] -= 1;
        }
        if let Some(story) = self.stories.get_mut(&oldest.story) {
            story.articles -= 1;
            if story.articles == 0 {
                self.stories.remove(&oldest.story);
            }
        }
        for _ in 0..oldest.events {
            let Some(event) = self.events.pop_front() else { return };
            self.first_event = self.first_event.wrapping_add(1);
            self.used -= event.cost();
            (0..event.keys).for_each(|_| self.by_actors.forget());
            self.by_day.forget();
        }
    }

    /// How much a fact says: more, the fewer of the remembered articles have it.
    pub fn weight(&self, fact: u32) -> f32 {
        let count = self.counts[place(fact)];
        let common = if self.is_common(fact, count) { COMMON_PRIOR } else { 0.0 };
        let have = (count & !COMMON) as f32 + 0.5 + common;
        (1.0 + (self.articles.len() as f32 + PRIOR) / have).ln()
    }

    /// Whether a fact is common in all news; `count` stands in its place.
    fn is_common(&self, fact: u32, count: u32) -> bool {
        count & COMMON != 0 && self.common.binary_search(&fact).is_ok()
    }

    /// How much each fact says now.
    fn weights(&self) -> Weights<'_> {
        let zero = (0, self.weight(0));
        Weights { memory: self, at_hand: std::array::from_fn(|_| Cell::new(zero)) }
    }

    /// The keys under which an article is found: the least hashes of its runs, its rarest facts, and those of its headline.
    fn keys(&self, sketch: &Sketch) -> Vec<u32> {
        let rarest = |facts: &[u32], most: usize| {
            let mut rare: Vec<(u32, u32)> = facts
                .iter()
                .map(|fact| (self.counts[place(*fact)], *fact))
                .filter(|(count, fact)| !self.is_common(*fact, *count))
                .map(|(count, fact)| (count & !COMMON, fact))
                .collect();
            if rare.len() > most {
                rare.select_nth_unstable(most);
                rare.truncate(most);
            }
            rare
        };
        let run_keys = (RUN_KEYS + sketch.words as usize / WORDS_A_KEY).min(MOST_RUN_KEYS);
        let mut keys: Vec<u32> = sketch.runs.hashes.iter().take(run_keys).copied().collect();
        let facts = rarest(&sketch.facts.hashes, FACT_KEYS).into_iter().chain(rarest(&sketch.head, HEAD_KEYS));
        keys.extend(facts.map(|(_, fact)| fact));
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// The articles that share most keys with a new one, those with most first, the newest of equals first.
    fn candidates(&mut self, sketch: &Sketch) -> Vec<u32> {
        let Hits { counts, places } = &mut self.hits;
        counts.resize(self.articles.len().max(counts.len()), 0);
        let (runs, _) = sketch.runs.thinned(RUNS_LOOKED_UP);
        for key in runs.iter().chain(&sketch.facts.hashes).chain(&sketch.head) {
            self.by_key.visit(*key, |item| {
                let place = item.wrapping_sub(self.first);
                let Some(count) = counts.get_mut(place as usize) else { return };
                if *count == 0 {
                    places.push(place);
                }
                *count += 1;
            });
        }
        let mut found: Vec<(u16, u32)> =
            places.drain(..).map(|place| (std::mem::take(&mut counts[place as usize]), place)).collect();
        let order = |one: &(u16, u32), other: &(u16, u32)| other.cmp(one);
        if found.len() > MOST_COMPARED {
            found.select_nth_unstable_by(MOST_COMPARED - 1, order);
            found.truncate(MOST_COMPARED);
        }
        found.sort_unstable_by(order);
        found.into_iter().map(|(_, place)| place).collect()
    }

    /// How two articles compare, and what the newer one is to the older by itself, whatever else is remembered: for maintainers.
    pub fn compare(&self, old: &Sketch, new: &Sketch) -> (Measures, Option<Verdict>) {
        let measures = measure(&old.view(), &new.view(), |fact| self.weight(fact));
        (measures, judge(&old.view(), &new.view(), &measures))
    }

    /// What an article is to the one that is nearest.
    fn judge(&mut self, sketch: &Sketch) -> Joined {
        let candidates = self.candidates(sketch);
        let sieve = Sieve::new(&sketch.runs.hashes);
        let new = View { sieve: Some(&sieve), ..sketch.view() };
        let mut weights = None;
        let mut best: Option<(usize, Verdict, Measures)> = None;
        for place in candidates {
            let Some(old) = self.articles.get(place as usize) else { continue };
            if (old.time - sketch.time).abs() > self.window || !may_be_related(&old.view(), &new) {
                continue;
            }
            let weights = weights.get_or_insert_with(|| self.weights());
            let measures = measure(&old.view(), &new, |fact| weights.of(fact));
            let Some(verdict) = judge(&old.view(), &new, &measures) else { continue };
            let better = match &best {
                None => true,
                // What is repeated is the first that holds all of it; of versions the nearest, and the newest of equals.
                Some((known, before, _)) => match (verdict.relation, before.relation) {
                    (Relation::Repeat, Relation::Repeat) => (place as usize) < *known,
                    (Relation::Version, Relation::Version) => {
                        verdict.score > before.score || verdict.score == before.score && place as usize > *known
                    }
                    (relation, before) => relation > before,
                },
            };
            if better {
                best = Some((place as usize, verdict, measures));
            }
        }
        let mut joined = Joined::default();
        let Some((place, verdict, measures)) = best else { return joined };
        let old = &self.articles[place];
        joined.story = old.story;
        if verdict.relation == Relation::Repeat {
            joined.version = old.version;
            joined.duplicate_of = Some(old.id.to_string());
        }
        let replacing =
            matches!(sketch.advisory, Some(AdvisoryKind::Correction | AdvisoryKind::Withdrawal | AdvisoryKind::Refile));
        if replacing {
            joined.replaces = Some(old.id.to_string());
        }
        let place_of_all = self.first.wrapping_add(place as u32);
        joined.why = Some(Why { id: old.id.to_string(), place: place_of_all, verdict, measures });
        joined
    }

    /// What the events of an article are to those before, its own among them.
    fn join_events(&self, sketch: &Sketch, joined: &mut Joined) -> Vec<RememberedEvent> {
        let mut own: Vec<RememberedEvent> = Vec::with_capacity(sketch.events.len());
        for key in &sketch.events {
            let in_article = own
                .iter()
                .find(|earlier| earlier.key.sentence != key.sentence && key.same(&earlier.key, Near::Story))
                .map(|earlier| earlier.root);
            let same = self.same_event(key, joined.story).or(in_article);
            let mut seen = own.iter().any(|earlier| earlier.key.daily == key.daily);
            self.by_day.visit((key.daily >> 32) as u32, |item| {
                seen |= self.event(item).is_some_and(|earlier| earlier.key.daily == key.daily);
            });
            joined.same_as.push(same);
            joined.first_of_day.push(!seen);
            if own.len() < KEPT_EVENTS {
                let keys = key.keys().len() as u8;
                own.push(RememberedEvent { key: key.clone(), root: same.unwrap_or(key.id), story: joined.story, keys });
            }
        }
        own
    }

    fn event(&self, item: u32) -> Option<&RememberedEvent> {
        self.events.get(item.wrapping_sub(self.first_event) as usize)
    }

    /// The number of the first record of the same event.
    fn same_event(&self, key: &EventKey, story: u64) -> Option<u64> {
        let mut found = None;
        for index_key in key.keys() {
            self.by_actors.visit(index_key, |item| {
                let Some(earlier) = self.event(item).filter(|_| found.is_none()) else { return };
                let near = if earlier.story == story { Near::Story } else { Near::Apart };
                if key.same(&earlier.key, near) {
                    found = Some(earlier.root);
                }
            });
        }
        found
    }
}

fn place(fact: u32) -> usize {
    (fact >> 12) as usize % COUNTS
}

/// The number of the story that an article begins.
fn story_of(id: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(id.as_bytes())
}

/// The id of the story with a number.
pub fn story_id(number: u64) -> String {
    format!("s{number:016x}")
}
