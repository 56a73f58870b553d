//! What entries of predicates and operators share: the words they are made of, the classes of nouns, and the slots that actors
//! are taken from. `lexicon/README.md` explains the notation to editors.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::Arc;

use super::table::Row;
use super::words::{UNKNOWN, Vocabulary, WordHasher, WordId, class};
use super::{LexiconError, Table, phrase};
use crate::record::Plover;

/// What kind of word an entry begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Part {
    Verb,
    Noun,
    Adjective,
    Modal,
}

/// A place in a clause that an actor is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The subject.
    Subject,
    /// The direct object, with what belongs to it.
    Object,
    /// The one to whom something is given.
    Recipient,
    /// What follows this preposition.
    Preposition(WordId),
    /// The owner of a noun: its genitive or an adjective of a country.
    Possessor,
    /// Any actor in the infinitive or clause after it.
    Complement,
    /// The subject of the clause with `that` after it.
    ComplementSubject,
    /// Who says the clause.
    Speaker,
}

/// Nouns of which one must be an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nouns {
    /// The last words of the nouns, sorted.
    last: Vec<WordId>,
    /// For each of them the words that must stand before it.
    before: Vec<Box<[WordId]>>,
    /// A bit for each of the last words, by the lower bits of its number: most searches end here. A power of two of them.
    bits: Box<[u64]>,
    /// Types of which any event noun will do, as bits.
    pub types: u32,
}

impl Nouns {
    /// Reads the nouns of an entry, which `;` separates.
    fn read(nouns: &str, row: &Row<'_>, classes: &Classes, words: &mut Vocabulary) -> Result<Nouns, LexiconError> {
        let (mut all, mut types) = (Vec::new(), 0);
        for noun in nouns.split(';').map(str::trim).filter(|noun| !noun.is_empty()) {
            match noun.strip_prefix('@') {
                Some(name) => match (classes.by_name.get(name), Plover::from_name(name)) {
                    (Some(class), _) => all.extend(class.iter().cloned()),
                    (None, Some(plover)) => types |= bit(plover),
                    _ => return Err(row.error(format!("there is no class \"{noun}\""))),
                },
                None => all.extend(cut(noun, words)),
            }
        }
        all.sort();
        all.dedup();
        let (last, before): (Vec<WordId>, _) =
            all.into_iter().map(|(last, before)| (last, before.into_boxed_slice())).unzip();
        let mut bits = vec![0; (last.len() / 8).next_power_of_two()].into_boxed_slice();
        for &word in &last {
            bits[(word as usize / 64) & (bits.len() - 1)] |= 1 << (word % 64);
        }
        Ok(Nouns { last, before, bits, types })
    }

    /// Whether any noun will do.
    pub fn is_empty(&self) -> bool {
        self.last.is_empty() && self.types == 0
    }

    /// Whether the noun `last`, before which stand the words `before` (from right to left), is one of them; event nouns of a
    /// type are not looked at.
    pub fn contains<'s>(&'s self, last: WordId, before: impl Iterator<Item = WordId> + Clone + 's) -> bool {
        self.matching(last, before).next().is_some()
    }

    /// How many words the longest of them has that stands there; 0 where none does.
    pub fn longest<'s>(&'s self, last: WordId, before: impl Iterator<Item = WordId> + Clone + 's) -> usize {
        self.matching(last, before).max().unwrap_or(0)
    }

    /// The lengths of those that stand there, in words.
    fn matching<'s>(
        &'s self,
        last: WordId,
        before: impl Iterator<Item = WordId> + Clone + 's,
    ) -> impl Iterator<Item = usize> + 's {
        let at = (last as usize / 64) & self.bits.len().wrapping_sub(1);
        let may_be = self.bits.get(at).is_some_and(|bits| bits >> (last % 64) & 1 == 1);
        let from = if may_be { self.last.partition_point(|word| *word < last) } else { self.last.len() };
        let same = self.last[from..].iter().take_while(move |word| **word == last && last != UNKNOWN);
        let wanted = same.zip(&self.before[from..]).map(|(_, wanted)| wanted);
        wanted
            .filter(move |wanted| wanted.iter().rev().copied().eq(before.clone().take(wanted.len())))
            .map(|wanted| wanted.len() + 1)
    }
}

/// The words of an entry.
#[derive(Clone, Debug)]
pub struct Entry {
    /// As in the file.
    pub text: String,
    /// File and line: `predicates/assault.tsv:12`.
    pub place: String,
    /// What kind of word it begins with.
    pub part: Part,
    /// The verb, noun, adjective or modal.
    pub word: WordId,
    /// The words before a noun that belong to it, in order.
    pub before: Vec<WordId>,
    /// The particles and prepositions that must follow, in order.
    pub particles: Vec<WordId>,
    /// The nouns of which one must be the object.
    pub objects: Arc<Nouns>,
}

/// Lists of nouns that were read, by their words in the file: many entries have the same.
pub type Lists = HashMap<String, Arc<Nouns>>;

/// A set of words that may hold more than were put in, but holds all of those.
#[derive(Clone, Copy, Debug, Default)]
pub struct Present([u64; 4]);

impl Present {
    /// The set of these words; unknown ones are all the same.
    pub fn of(words: impl Iterator<Item = WordId>) -> Present {
        let mut set = Present::default();
        for word in words {
            let (at, bit) = Present::place(word);
            set.0[at] |= bit;
        }
        set
    }

    /// Whether it has no words.
    pub fn is_empty(&self) -> bool {
        self.0 == [0; 4]
    }

    /// Whether all of these words may be in it.
    #[inline]
    pub fn may_have_all(&self, words: &Present) -> bool {
        (0..self.0.len()).all(|at| words.0[at] & !self.0[at] == 0)
    }

    /// Whether the two may have a word in common.
    #[inline]
    pub fn meets(&self, other: &Present) -> bool {
        (0..self.0.len()).any(|at| self.0[at] & other.0[at] != 0)
    }

    /// Whether the word may be in it.
    pub fn may_have(&self, word: WordId) -> bool {
        let (at, bit) = Present::place(word);
        self.0[at] & bit != 0
    }

    fn place(word: WordId) -> (usize, u64) {
        (word as usize / 64 % 4, 1 << (word % 64))
    }
}

/// What an entry asks for, in brief: tells of most entries that they do not fit without a look at the entry itself.
#[derive(Clone, Copy, Debug)]
pub struct Brief {
    /// The number of the entry in its table.
    pub at: u32,
    /// The first particle or preposition that must follow, or [`UNKNOWN`] for none.
    first: WordId,
    /// The last word that must stand before it, or [`UNKNOWN`] for none.
    pub before: WordId,
    /// All particles and prepositions that must follow.
    pub particles: Present,
    /// The last words of the nouns of which one must be its object; nothing where it asks for none.
    pub objects: Option<Present>,
}

/// The entries that begin with one word.
#[derive(Debug, Default)]
struct Same {
    briefs: Vec<Brief>,
    /// The first particle of each of them, apart: most entries are refused by that alone.
    firsts: Vec<WordId>,
}

/// Entries by the words that they begin with.
#[derive(Debug, Default)]
pub struct Index(HashMap<(Part, WordId), Same, BuildHasherDefault<WordHasher>>);

impl Index {
    /// Adds the entry with the number `at`.
    pub fn add(&mut self, entry: &Entry, at: usize) {
        let brief = Brief {
            at: at as u32,
            first: entry.particles.first().copied().unwrap_or(UNKNOWN),
            before: entry.before.last().copied().unwrap_or(UNKNOWN),
            particles: Present::of(entry.particles.iter().copied()),
            objects: (!entry.objects.is_empty()).then(|| match entry.objects.types {
                0 => Present::of(entry.objects.last.iter().copied()),
                // Any noun of a type.
                _ => Present([u64::MAX; 4]),
            }),
        };
        self.0.entry((entry.part, entry.word)).or_default().briefs.push(brief);
    }

    /// Puts the entries of each word in order, those that ask for most first; to be called once after the last one.
    pub fn sort(&mut self, specificity: impl Fn(usize) -> usize) {
        for same in self.0.values_mut() {
            same.briefs.sort_by_key(|brief| std::cmp::Reverse(specificity(brief.at as usize)));
            same.firsts = same.briefs.iter().map(|brief| brief.first).collect();
        }
    }

    /// The entries that begin with `word`, without those whose first particle is not among the words in `reach`, if that is known.
    pub fn of(&self, part: Part, word: WordId, reach: Option<Present>) -> impl Iterator<Item = &Brief> {
        let same = if word == UNKNOWN { None } else { self.0.get(&(part, word)) };
        same.into_iter().flat_map(|same| same.firsts.iter().zip(&same.briefs)).filter_map(move |(&first, brief)| {
            let near = first == UNKNOWN || reach.is_none_or(|reach| reach.may_have(first));
            near.then_some(brief)
        })
    }

    /// The words that entries begin with.
    pub fn heads(&self) -> impl Iterator<Item = WordId> + '_ {
        self.0.keys().map(|&(_, word)| word)
    }
}

impl Entry {
    /// How much the entry asks for: of several that fit, the one that asks for most is meant.
    pub fn specificity(&self) -> usize {
        usize::from(!self.objects.is_empty()) * 8 + self.particles.len() * 4 + self.before.len() * 2
    }

    /// Reads the columns `entry` and `part`, the first two of `row`.
    pub fn read(
        row: &Row<'_>,
        classes: &Classes,
        lists: &mut Lists,
        words: &mut Vocabulary,
    ) -> Result<Entry, LexiconError> {
        let text = row.required(0, "entry")?;
        let part = match row.required(1, "part")? {
            "verb" => Part::Verb,
            "noun" => Part::Noun,
            "adjective" => Part::Adjective,
            "modal" => Part::Modal,
            other => return Err(row.error(format!("unknown part of speech \"{other}\""))),
        };
        let (head, nouns) = text.split_once('+').unwrap_or((text, ""));
        let objects = match lists.get(nouns) {
            Some(known) => Arc::clone(known),
            None => {
                let read = Arc::new(Nouns::read(nouns, row, classes, words)?);
                lists.insert(nouns.to_owned(), Arc::clone(&read));
                read
            }
        };
        let mut head = phrase(head.trim(), true, words);
        // `military build-up`, but `suspension of`: what belongs to a noun stands before it, and prepositions after it.
        let at = match part {
            Part::Noun => {
                let preposition = |word: &WordId| words.class(*word) & (class::PREPOSITION | class::TO) != 0;
                head.iter().rposition(|word| !preposition(word))
            }
            // `test-fire`: the last part is the verb.
            _ => (!head.is_empty()).then(|| {
                let hyphen = words.add("-");
                let mut at = 0;
                while head.get(at + 1) == Some(&hyphen) && at + 2 < head.len() {
                    at += 2;
                }
                at
            }),
        };
        let at = at.ok_or_else(|| row.error("the entry has no word"))?;
        let particles = head.split_off(at + 1);
        let word = head.remove(at);
        let before = head;
        Ok(Entry { text: text.to_owned(), place: row.place(), part, word, before, particles, objects })
    }
}

/// The bit of a type in [`Nouns::types`].
pub fn bit(plover: Plover) -> u32 {
    1 << plover as u32
}

/// A noun as its last word and the words before it.
fn cut(noun: &str, words: &mut Vocabulary) -> Option<(WordId, Vec<WordId>)> {
    let mut all = phrase(noun, true, words);
    let last = all.pop()?;
    Some((last, all))
}

/// The classes of nouns that entries can name.
#[derive(Debug, Default)]
pub struct Classes {
    by_name: HashMap<String, Vec<(WordId, Vec<WordId>)>>,
    /// For single words: the classes that the reader itself asks for, as bits.
    kinds: HashMap<WordId, Kind, BuildHasherDefault<WordHasher>>,
}

/// What a word is, as bits.
pub type Kind = u64;

/// Nouns that are no actors: nothing is done to them.
pub const ABSTRACT: Kind = 1;
/// Nouns that something can be done to although they are no actors.
pub const TANGIBLE: Kind = 2;
/// Words that names of businesses end with.
pub const COMPANY: Kind = 4;
/// Nouns whose clause is no fact: an allegation, a rumour.
pub const ALLEGATION: Kind = 8;
/// Nouns of people and firms who are abroad as often as not, where nothing is said of their country: creditors.
pub const ABROAD: Kind = 16;
/// Words that say that somebody is of another country.
pub const FOREIGN: Kind = 32;
/// Nouns whose gerund is no deed: an idea, a supporter of sending troops.
pub const IDEA: Kind = 64;
/// Verbs whose infinitive of saying is said indeed: `used the speech to praise him`.
pub const MEANS: Kind = 128;
/// Legal forms of firms: Corp, Ltd.
pub const LEGAL_FORM: Kind = 1 << 8;
/// Words before a title that do not say which: deputy.
pub const RANK: Kind = 1 << 9;
/// Supporters and opponents, who are seldom of the country that they are for or against.
pub const PARTISAN: Kind = 1 << 10;
/// Who is seldom of the country that he is in: diplomats, observers.
pub const GUEST: Kind = 1 << 11;
/// Who produces and who buys, of many countries.
pub const TRADING: Kind = 1 << 12;
/// Who is in business anywhere.
pub const ANYBODY: Kind = 1 << 13;
/// Who is asked where the story is written: dealers, analysts.
pub const LOCAL: Kind = 1 << 14;
/// What speaks for whoever wrote it: a statement.
pub const PAPER: Kind = 1 << 15;
/// What has no doer: a flood.
pub const MISHAP: Kind = 1 << 16;
/// Adjectives whose infinitive is done: proud to endorse.
pub const FEELING: Kind = 1 << 17;
/// That by which somebody has others do something: an order.
pub const COMMAND: Kind = 1 << 18;
/// Those who are against their owner, and so do not act for him: his rivals.
pub const OPPONENT: Kind = 1 << 19;
/// Nouns of what somebody tries to do.
pub const EFFORT: Kind = 1 << 20;
/// What is done to a law, a claim or an order by whoever made it: the law passed by Peru.
pub const MADE: Kind = 1 << 21;
/// What is done with a weapon, or said of an attack, by whoever makes it: shells fired by rebels.
pub const FIRED: Kind = 1 << 22;
/// What is done for somebody, or for what is somebody's.
pub const GOOD: Kind = 1 << 23;
/// What somebody asks for, says or offers, and another answers: its request.
pub const WISH: Kind = 1 << 24;
/// What somebody who is named before it has decided or said: a court decision.
pub const DECISION: Kind = 1 << 25;
/// Verbs of those who answer what others ask for.
pub const ANSWER: Kind = 1 << 26;
/// Verbs whose doer does what their subject in the passive says: the attack was carried out by rebels.
pub const LIGHT: Kind = 1 << 27;
/// What allows, forbids or asks for something, and is nobody: a law.
pub const NORM: Kind = 1 << 28;
/// What a norm does: it allows.
pub const RULING: Kind = 1 << 29;
/// Nouns whose infinitive can be done, but is not said to be.
pub const ABILITY: Kind = 1 << 30;
/// Verbs whose clause is only guessed: they fear that Peru attacked.
pub const GUESS: Kind = 1 << 31;
/// Verbs that deny an allegation.
pub const DENIAL: Kind = 1 << 32;
/// Verbs that bring about what their infinitive says: it led workers to strike.
pub const BRINGING: Kind = 1 << 33;
/// Verbs whose perfect infinitive is a fact: was found to have paid.
pub const FINDING: Kind = 1 << 34;
/// Verbs whose perfect infinitive is only thought: is believed to have paid.
pub const BELIEF: Kind = 1 << 35;
/// Nouns of what answers a deed: in response to.
pub const REPLY: Kind = 1 << 36;
/// What there is between those who are at odds: a standoff.
pub const QUARREL: Kind = 1 << 37;
/// What forces are sent against somebody for: to deter.
pub const AGAINST: Kind = 1 << 38;
/// Verbs of those who agree to what others want: whoever does not, refuses.
pub const CONSENT: Kind = 1 << 39;
/// Weapons.
pub const WEAPON: Kind = 1 << 40;
/// Verbs of those who tell others what they will do.
pub const ASSURING: Kind = 1 << 41;
/// Verbs of vehicles and buildings with people in them.
pub const CARRYING: Kind = 1 << 42;
/// What shows that something is so.
pub const EVIDENCE: Kind = 1 << 43;
/// Adjectives of what may be so.
pub const LIKELY: Kind = 1 << 44;
/// Anger, of which is told at whom it is.
pub const ANGRY: Kind = 1 << 45;
/// Verbs of what protest is to do to somebody.
pub const MOVING: Kind = 1 << 46;
/// What those give who consent.
pub const ASSENT: Kind = 1 << 47;

impl Classes {
    /// Reads `classes.tsv`: `class`, `words`.
    pub fn load(file: &str, text: &str, words: &mut Vocabulary) -> Result<Classes, LexiconError> {
        let table = Table::read(file, text, &["class", "words"])?;
        table.unique(&[0])?;
        let mut classes = Classes::default();
        for row in table.rows() {
            let name = row.required(0, "class")?;
            let nouns: Vec<(WordId, Vec<WordId>)> = row.values(1).filter_map(|noun| cut(noun, words)).collect();
            let kind = match name {
                "abstract" | "market" | "sport" | "weather" | "disease" => ABSTRACT,
                "vehicle" | "building" | "place" | "person_victim" => TANGIBLE,
                "company_name" => COMPANY,
                "allegation" => ALLEGATION,
                "abroad" => ABROAD,
                "foreign" => FOREIGN,
                "idea" => IDEA,
                "means" => MEANS,
                "legal_form" => LEGAL_FORM,
                "rank" => RANK,
                "partisan" => PARTISAN,
                "guest" => GUEST,
                "trading" => TRADING,
                "anybody" => ANYBODY,
                "local" => LOCAL,
                "paper" => PAPER,
                "mishap" => MISHAP,
                "feeling" => FEELING,
                "command" => COMMAND,
                "opponent" => OPPONENT,
                "effort" => EFFORT,
                "made" => MADE,
                "fired" => FIRED,
                "good" => GOOD,
                "wish" => WISH,
                "decision" => DECISION,
                "answer" => ANSWER,
                "light" => LIGHT,
                "norm" => NORM,
                "ruling" => RULING,
                "ability" => ABILITY,
                "guess" => GUESS,
                "denial" => DENIAL,
                "bringing" => BRINGING,
                "finding" => FINDING,
                "belief" => BELIEF,
                "reply" => REPLY,
                "quarrel" => QUARREL,
                "against" => AGAINST,
                "consent" => CONSENT,
                "weapon" => WEAPON,
                "assuring" => ASSURING,
                "carrying" => CARRYING,
                "evidence" => EVIDENCE,
                "likely" => LIKELY,
                "angry" => ANGRY,
                "moving" => MOVING,
                "assent" => ASSENT,
                _ => 0,
            };
            for (last, before) in &nouns {
                if before.is_empty() && kind != 0 {
                    *classes.kinds.entry(*last).or_default() |= kind;
                }
            }
            classes.by_name.insert(name.to_owned(), nouns);
        }
        Ok(classes)
    }

    /// What a word is, as bits: [`ABSTRACT`] and the others above; 0 for none of them.
    pub fn kind(&self, noun: WordId) -> Kind {
        self.kinds.get(&noun).copied().unwrap_or(0)
    }
}

/// The slots in the cell `column` of `row`.
pub fn slots(row: &Row<'_>, column: usize, words: &mut Vocabulary) -> Result<Vec<Slot>, LexiconError> {
    row.values(column)
        .map(|name| slot(name, words).ok_or_else(|| row.error(format!("unknown slot \"{name}\""))))
        .collect()
}

fn slot(name: &str, words: &mut Vocabulary) -> Option<Slot> {
    Some(match name {
        "subj" => Slot::Subject,
        "obj" => Slot::Object,
        "iobj" => Slot::Recipient,
        "poss" => Slot::Possessor,
        "by" => Slot::Preposition(words.add("by")),
        "comp" => Slot::Complement,
        "that" => Slot::ComplementSubject,
        "speaker" => Slot::Speaker,
        _ => Slot::Preposition(words.add(name.strip_prefix("prep:").filter(|word| !word.is_empty())?)),
    })
}
