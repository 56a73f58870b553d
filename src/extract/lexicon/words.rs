//! The words that the lexicon knows, each with a number and what kind of word it can be.
//!
//! Tokens carry the number, so that everything after tokenization compares integers. Lower-cased words and names live in one
//! table: a name is looked up as it stands, a common word in lower case.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::xxh3_64;

/// The number of a word; [`UNKNOWN`] for every word that the lexicon does not know.
pub type WordId = u32;

/// The number of all unknown words.
pub const UNKNOWN: WordId = 0;

/// A set of word classes: what a word can be.
pub type Class = u32;

/// Classes of words that grammar is made of, and the classes that open-class entries add.
#[allow(missing_docs)]
pub mod class {
    use super::Class;

    pub const DETERMINER: Class = 1;
    pub const PREPOSITION: Class = 1 << 1;
    pub const PRONOUN: Class = 1 << 2;
    /// Its, his, their.
    pub const POSSESSIVE: Class = 1 << 3;
    /// After, before, because: what opens an adverbial clause.
    pub const SUBORDINATOR: Class = 1 << 4;
    /// If, unless.
    pub const CONDITIONAL: Class = 1 << 5;
    pub const CONJUNCTION: Class = 1 << 6;
    pub const THAT: Class = 1 << 7;
    /// Who, which, whom, where, what.
    pub const WH: Class = 1 << 8;
    pub const BE: Class = 1 << 9;
    pub const HAVE: Class = 1 << 10;
    pub const DO: Class = 1 << 11;
    pub const MODAL: Class = 1 << 12;
    pub const TO: Class = 1 << 13;
    pub const NEGATION: Class = 1 << 14;
    pub const ADVERB: Class = 1 << 15;
    /// Mr, Mrs, General: stands before a name.
    pub const TITLE: Class = 1 << 16;
    /// 's
    pub const GENITIVE: Class = 1 << 17;
    /// The base form of a verb of saying.
    pub const SPEECH: Class = 1 << 18;
    /// The base form of a word that predicates or operators begin with.
    pub const PREDICATE: Class = 1 << 19;
    /// The first word of a name or common noun of an actor that is more than a business: as it stands for names, in lower case
    /// for nouns.
    pub const ACTOR: Class = 1 << 25;
    /// The base form of a noun of saying: what is said may follow.
    pub const STATEMENT: Class = 1 << 26;
    /// Bank, Corp, University: makes a name the name of something that is no person.
    pub const INSTITUTION: Class = 1 << 20;
    pub const PARTICLE: Class = 1 << 21;
    /// Former, ex-, then.
    pub const FORMER: Class = 1 << 22;
    pub const WEEKDAY: Class = 1 << 23;
    pub const MONTH: Class = 1 << 24;

    /// Words that are never part of a noun phrase's inside.
    pub const FUNCTION: Class = DETERMINER
        | PREPOSITION
        | PRONOUN
        | POSSESSIVE
        | SUBORDINATOR
        | CONDITIONAL
        | CONJUNCTION
        | THAT
        | WH
        | BE
        | HAVE
        | DO
        | MODAL
        | TO
        | NEGATION
        | ADVERB;
}

/// All known words.
#[derive(Debug)]
pub struct Vocabulary {
    /// By a hash of 64 bits, which stands for the word: it is right but for one in 10^14 unknown words, and words are not fetched.
    ids: HashMap<u64, WordId, BuildHasherDefault<WordHasher>>,
    classes: Vec<Class>,
    texts: Vec<Box<str>>,
}

impl Default for Vocabulary {
    fn default() -> Vocabulary {
        let mut vocabulary = Vocabulary { ids: HashMap::default(), classes: vec![0], texts: vec!["".into()] };
        for (class, words) in CLOSED {
            for word in words.split_ascii_whitespace() {
                let id = vocabulary.add(word);
                vocabulary.classes[id as usize] |= class;
            }
        }
        vocabulary
    }
}

impl Vocabulary {
    /// The number of `text`, new or old.
    pub fn add(&mut self, text: &str) -> WordId {
        let key = xxh3_64(text.as_bytes());
        if let Some(&id) = self.ids.get(&key) {
            return id;
        }
        let id = self.classes.len() as WordId;
        self.ids.insert(key, id);
        self.classes.push(0);
        self.texts.push(text.into());
        id
    }

    /// Adds `class` to what the word can be.
    pub fn mark(&mut self, id: WordId, class: Class) {
        self.classes[id as usize] |= class;
    }

    /// The number of `text`, or [`UNKNOWN`].
    pub fn id(&self, text: &str) -> WordId {
        self.ids.get(&xxh3_64(text.as_bytes())).copied().unwrap_or(UNKNOWN)
    }

    /// The number of `text` in lower case, or [`UNKNOWN`]; `fold` is a buffer to work with.
    pub fn id_folded(&self, text: &str, fold: &mut String) -> WordId {
        super::super::tokens::folded(text, true, fold);
        self.id(fold)
    }

    /// What a word can be.
    pub fn class(&self, id: WordId) -> Class {
        self.classes.get(id as usize).copied().unwrap_or(0)
    }

    /// The word itself; empty for [`UNKNOWN`].
    pub fn text(&self, id: WordId) -> &str {
        self.texts.get(id as usize).map_or("", |text| text)
    }
}

/// A quick hash for short words and small keys: multiply and rotate, as in the compiler's own tables. Its input is our
/// lexicon, not an attacker's, so that collisions cannot be provoked by articles: only look-ups see them.
#[derive(Default)]
pub struct WordHasher(u64);

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.write_u64(u64::from(value));
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}

/// The words that grammar is made of.
const CLOSED: &[(Class, &str)] = &[
    (
        class::DETERMINER,
        "the a an this these those some any all both each every no another several many most few such other certain",
    ),
    (
        class::PREPOSITION,
        "of in on at by for from with against to into onto over under about between among amid during through toward \
         towards within without near along across around outside inside behind beyond despite via per above below upon \
         like off alongside regarding concerning following including because than versus except throughout",
    ),
    (class::PREPOSITION | class::SUBORDINATOR, "after before since until as"),
    (class::SUBORDINATOR, "when while although though whereas whether once so how why"),
    (class::CONDITIONAL | class::SUBORDINATOR, "if unless"),
    (class::PRONOUN, "he she it they we i you him her them us me himself herself itself themselves"),
    (class::POSSESSIVE | class::DETERMINER, "its his their our my your her whose"),
    (class::CONJUNCTION, "and or but nor"),
    (class::THAT, "that"),
    (class::WH, "who which whom where what whose"),
    (class::BE, "be is are was were been being am 'm 're"),
    (class::HAVE, "have has had having 've"),
    (class::DO, "do does did"),
    (class::MODAL, "will would shall should may might must can could 'll 'd ca wo ought cannot"),
    (class::TO, "to"),
    (class::NEGATION, "not n't never neither cannot"),
    (
        class::ADVERB,
        "also already still just now then again even only yet soon later earlier once ever always often twice ago together \
         first meanwhile however instead therefore thus well almost nearly too rather quite perhaps maybe there here back \
         far long abroad immediately ahead further not never n't reportedly",
    ),
    (
        class::TITLE,
        "mr mr. mrs mrs. ms ms. dr dr. sir lord sheikh ayatollah prof prof. sen. rep. gen. col. lt. maj. capt. gov.",
    ),
    (class::GENITIVE, "'s '"),
    (
        class::INSTITUTION,
        "inc inc. corp corp. co co. ltd ltd. plc bank university college institute ministry department party council \
         company group union association committee court agency commission times post news journal street river lake \
         airport stadium city county province state island islands sea ocean square act award prize cup league club",
    ),
    (class::PARTICLE, "up down out off on over back away in forward aside apart through together"),
    (class::FORMER, "former ex ex- onetime ousted deposed ex-president"),
    (class::WEEKDAY, "monday tuesday wednesday thursday friday saturday sunday"),
    (
        class::MONTH,
        "january february march april may june july august september october november december jan jan. feb feb. mar mar. \
         apr apr. jun jun. jul jul. aug aug. sep sep. sept sept. oct oct. nov nov. dec dec.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_number_and_classes() {
        let mut words = Vocabulary::default();
        let attack = words.add("attack");
        words.mark(attack, class::SPEECH);
        assert_eq!(words.id("attack"), attack);
        assert_eq!(words.text(attack), "attack");
        assert_eq!(words.class(attack), class::SPEECH);
        assert_eq!(words.id("nowhere in it"), UNKNOWN);
        assert_eq!(words.class(UNKNOWN), 0);
        assert_ne!(words.class(words.id("after")) & class::SUBORDINATOR, 0);
    }
}
