//! Whether two event records tell one event of the world: by actors, type, day and wording.
//!
//! Conservative, because joined records are counted once: type, polarity and modality must be the same, the days must fit, and
//! both sides must be the same actors, by name or at least by code. How much the words must share depends on where the two stand:
//! versions of one story say the same thing in shorter words than two stories that know nothing of each other. An event's
//! place, where it has one, must not contradict.

use crate::record::{Actor, EventRecord, Modality, Plover, Polarity};

use super::facts;
use super::packed::{Reader, Writer};
use super::sketch::days;

/// The most actors of a side, and the most words of a sentence, that are compared.
const PARTIES: usize = 2;
const WORDS: usize = 32;

/// What is compared of an event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventKey {
    /// The number in its id.
    pub id: u64,
    /// Its type, by its place in [`Plover::ALL`].
    pub plover: u8,
    /// Polarity and modality.
    pub mood: u8,
    /// When it happened, or else when its article was published, in days since 1970.
    pub day: i32,
    /// Whether the text says when it happened.
    pub dated: bool,
    /// Hash of the base forms of its trigger.
    pub trigger: u32,
    /// The index of its sentence.
    pub sentence: u32,
    /// Hash of its place's country or name; 0 without one.
    pub place: u32,
    /// Who did it.
    pub source: Vec<Party>,
    /// To whom.
    pub target: Vec<Party>,
    /// Hashes of the words of its sentence, sorted; the lowest bit says that it is a number.
    pub words: Vec<u32>,
    /// Hash of day, actors and code, as the classic filter takes them.
    pub daily: u64,
}

/// An actor, by hashes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Party {
    /// Of its name.
    pub name: u32,
    /// Of its code; 0 without one.
    pub code: u32,
    /// Of its country or, without one, its code or name.
    pub root: u32,
}

/// Where two events stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Near {
    /// In one article or in versions of one story.
    Story,
    /// In stories that are not joined.
    Apart,
}

impl EventKey {
    /// The key of an event.
    pub fn new(event: &EventRecord) -> EventKey {
        let published = day(&event.article.published).unwrap_or_default();
        let said = event.time.as_ref().and_then(|time| day(&time.value));
        let code = &event.event;
        let place = event.place.as_ref().map(|place| place.country.as_deref().unwrap_or(&place.name));
        let mut words: Vec<u32> = facts::words(&event.sentence.text)
            .filter(|word| !word.ticker && (word.text.len() > 3 || word.text.starts_with(|c: char| c.is_ascii_digit())))
            .map(|word| word.text.to_lowercase())
            .filter(|word| !facts::EMPTY.contains(&word.as_str()))
            .map(|word| match word.starts_with(|c: char| c.is_ascii_digit()) {
                true => facts::hash_word(&word) | 1,
                false => facts::hash_word(&word) & !1,
            })
            .collect();
        words.sort_unstable();
        words.dedup();
        words.truncate(WORDS);
        let day = said.unwrap_or(published);
        EventKey {
            id: number_of(&event.id),
            plover: Plover::ALL.iter().position(|plover| *plover == code.plover).unwrap_or_default() as u8,
            mood: mood(code.polarity, code.modality),
            day,
            dated: said.is_some(),
            trigger: facts::hash_word(&code.trigger.lemma),
            sentence: event.sentence.index as u32,
            place: place.map_or(0, facts::hash_word),
            source: event.source.iter().take(PARTIES).map(Party::new).collect(),
            target: event.target.iter().take(PARTIES).map(Party::new).collect(),
            words,
            daily: daily(event, day),
        }
    }

    /// The keys under which an index finds it: type, mood and one actor of each side.
    pub fn keys(&self) -> Vec<u32> {
        let nobody = [Party::default()];
        let targets = if self.target.is_empty() { &nobody[..] } else { &self.target };
        let mut keys = Vec::with_capacity(PARTIES * PARTIES);
        for source in &self.source {
            for target in targets {
                let mut key = u64::from(self.plover) << 8 | u64::from(self.mood);
                for part in [source.root, target.root] {
                    key = (key ^ u64::from(part)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31);
                }
                let key = (key >> 32) as u32;
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
        }
        keys
    }

    /// Whether both tell one event.
    pub fn same(&self, earlier: &EventKey, near: Near) -> bool {
        if (self.plover, self.mood) != (earlier.plover, earlier.mood) {
            return false;
        }
        let apart = (self.day - earlier.day).abs();
        if apart > 1 || apart == 1 && self.dated && earlier.dated {
            return false;
        }
        if self.place != 0 && earlier.place != 0 && self.place != earlier.place {
            return false;
        }
        let (Some(source), Some(target)) = (side(&self.source, &earlier.source), side(&self.target, &earlier.target))
        else {
            return false;
        };
        let (surer, lesser) = (source.max(target), source.min(target));
        let trigger = self.trigger == earlier.trigger;
        let wording = wording(&self.words, &earlier.words);
        // Without a target there is only one actor to go by.
        let vague = self.target.is_empty();
        match near {
            Near::Story => {
                wording >= 0.8 && (trigger || lesser >= Likeness::Code)
                    || lesser >= Likeness::Code && trigger && wording >= if vague { 0.5 } else { 0.3 }
                    || lesser == Likeness::Name && !vague && wording >= 0.5
            }
            Near::Apart => {
                trigger
                    && numbers_fit(&self.words, &earlier.words)
                    && lesser >= Likeness::Code
                    && surer == Likeness::Name
                    && wording >= if vague { 0.7 } else { 0.5 }
            }
        }
    }

    pub(super) fn write(&self, to: &mut Writer) {
        to.u64(self.id);
        to.u64(self.daily);
        to.u8(self.plover);
        to.u8(self.mood);
        to.u8(u8::from(self.dated));
        to.u32(self.day as u32);
        to.u32(self.trigger);
        to.u32(self.sentence);
        to.u32(self.place);
        for parties in [&self.source, &self.target] {
            to.u8(parties.len() as u8);
            for party in parties {
                [party.name, party.code, party.root].into_iter().for_each(|part| to.u32(part));
            }
        }
        to.list(&self.words);
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Option<EventKey> {
        let parties = |from: &mut Reader<'_>| -> Option<Vec<Party>> {
            let count = from.u8()?;
            (0..count).map(|_| Some(Party { name: from.u32()?, code: from.u32()?, root: from.u32()? })).collect()
        };
        Some(EventKey {
            id: from.u64()?,
            daily: from.u64()?,
            plover: from.u8()?,
            mood: from.u8()?,
            dated: from.u8()? != 0,
            day: from.u32()? as i32,
            trigger: from.u32()?,
            sentence: from.u32()?,
            place: from.u32()?,
            source: parties(from)?,
            target: parties(from)?,
            words: from.list()?,
        })
    }
}

impl Party {
    fn new(actor: &Actor) -> Party {
        let code = actor.code.as_deref().filter(|code| !code.is_empty());
        let root = actor.country.as_deref().or(code).unwrap_or(&actor.name);
        Party {
            name: facts::hash_word(&actor.name),
            code: code.map_or(0, facts::hash_word),
            root: facts::hash_word(root),
        }
    }
}

/// How alike the actors of a side are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    Root,
    Code,
    Name,
}

fn side(new: &[Party], old: &[Party]) -> Option<Likeness> {
    if new.is_empty() && old.is_empty() {
        return Some(Likeness::Name);
    }
    let pairs = new.iter().flat_map(|one| old.iter().map(move |other| (one, other)));
    pairs
        .filter_map(|(one, other)| {
            if one.name == other.name {
                Some(Likeness::Name)
            } else if one.code == other.code && one.code != 0 {
                Some(Likeness::Code)
            } else {
                (one.root == other.root).then_some(Likeness::Root)
            }
        })
        .max()
}

/// The share of the words of the shorter sentence that the other has.
fn wording(one: &[u32], other: &[u32]) -> f32 {
    let shared = one.iter().filter(|word| other.binary_search(word).is_ok()).count();
    let least = one.len().min(other.len());
    if least < 3 { 0.0 } else { shared as f32 / least as f32 }
}

/// Whether two sentences share a number, or one has none: two deals of a kind differ in their numbers first.
fn numbers_fit(one: &[u32], other: &[u32]) -> bool {
    let numbers = |words: &[u32]| words.iter().copied().filter(|word| facts::is_number(*word)).collect::<Vec<_>>();
    let (one, other) = (numbers(one), numbers(other));
    one.is_empty() || other.is_empty() || one.iter().any(|number| other.contains(number))
}

fn mood(polarity: Polarity, modality: Modality) -> u8 {
    let modality = match modality {
        Modality::Actual => 0,
        Modality::Intended => 1,
        Modality::Possible => 2,
        Modality::Conditional => 3,
        Modality::ReportedDenied => 4,
    };
    modality << 1 | u8::from(polarity == Polarity::Negated)
}

/// The day that an ISO 8601 date or time begins with, in days since 1970.
fn day(text: &str) -> Option<i32> {
    text.get(..10)?.parse().ok().map(days)
}

fn daily(event: &EventRecord, day: i32) -> u64 {
    let mut text = format!("{day}\u{1f}{}", event.event.cameo.as_deref().unwrap_or(event.event.plover.name()));
    for actors in [&event.source, &event.target] {
        let mut codes: Vec<&str> =
            actors.iter().map(|actor| actor.code.as_deref().unwrap_or(actor.name.as_str())).collect();
        codes.sort_unstable();
        codes.dedup();
        text.push('\u{1e}');
        text += &codes.join(",");
    }
    xxhash_rust::xxh3::xxh3_64(text.as_bytes())
}

/// The number in the id of an event: `e` and 16 hexadecimal digits.
fn number_of(id: &str) -> u64 {
    u64::from_str_radix(id.trim_start_matches('e'), 16).unwrap_or_default()
}

/// The id of an event with this number.
pub fn id_of(number: u64) -> String {
    format!("e{number:016x}")
}
