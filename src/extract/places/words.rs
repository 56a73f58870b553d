//! Words that tell places from other names: `lexicon/places/words.tsv`.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use crate::extract::lexicon::LexiconError;
use crate::extract::lexicon::table::Table;
use crate::extract::lexicon::words::WordHasher;

/// A set of what a word can be.
pub type Set = u32;

/// What words can be, by the names of the table.
#[allow(missing_docs)]
pub mod set {
    use super::Set;

    pub const STREET: Set = 1;
    pub const NUMBER: Set = 1 << 1;
    pub const BUILDING: Set = 1 << 2;
    pub const INSTITUTION: Set = 1 << 3;
    pub const LAND: Set = 1 << 4;
    pub const DIVISION: Set = 1 << 5;
    pub const BODY: Set = 1 << 6;
    pub const NORTH: Set = 1 << 7;
    pub const SOUTH: Set = 1 << 8;
    pub const EAST: Set = 1 << 9;
    pub const WEST: Set = 1 << 10;
    pub const MIDDLE: Set = 1 << 11;
    pub const LOCATIVE: Set = 1 << 12;
    pub const MOTION: Set = 1 << 13;
    pub const PERSON: Set = 1 << 14;
    /// Any part of a place.
    pub const PART: Set = NORTH | SOUTH | EAST | WEST | MIDDLE;
}

/// The sets of words that are in any.
#[derive(Debug, Default)]
pub struct Words {
    sets: HashMap<Box<str>, Set, BuildHasherDefault<WordHasher>>,
}

impl Words {
    /// Reads the table: columns `class` and `words`.
    pub fn load(file: &str, text: &str) -> Result<Words, LexiconError> {
        let table = Table::read(file, text, &["class", "words"])?;
        let mut words = Words::default();
        for row in table.rows() {
            let set = match row.required(0, "class")? {
                "street" => set::STREET,
                "number" => set::NUMBER,
                "building" => set::BUILDING,
                "institution" => set::INSTITUTION,
                "land" => set::LAND,
                "division" => set::DIVISION,
                "body" => set::BODY,
                "north" => set::NORTH,
                "south" => set::SOUTH,
                "east" => set::EAST,
                "west" => set::WEST,
                "northeast" => set::NORTH | set::EAST,
                "northwest" => set::NORTH | set::WEST,
                "southeast" => set::SOUTH | set::EAST,
                "southwest" => set::SOUTH | set::WEST,
                "middle" => set::MIDDLE,
                "locative" => set::LOCATIVE,
                "motion" => set::MOTION,
                "person" => set::PERSON,
                other => return Err(row.error(format!("unknown class \"{other}\""))),
            };
            for word in row.values(1) {
                *words.sets.entry(word.into()).or_default() |= set;
            }
        }
        Ok(words)
    }

    /// What a word can be, whatever its case. Long words are in no set.
    pub fn of(&self, word: &str) -> Set {
        let mut small = [0u8; 16];
        let Some(small) = small.get_mut(..word.len()) else { return 0 };
        small.copy_from_slice(word.as_bytes());
        small.make_ascii_lowercase();
        std::str::from_utf8(small).ok().and_then(|small| self.sets.get(small)).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_in_their_sets() {
        let words =
            Words::load("w", "class\twords\nstreet\tstreet;st.\nnortheast\tnortheastern\nlocative\tin\n").unwrap();
        for (word, expected) in [
            ("Street", set::STREET),
            ("NORTHEASTERN", set::NORTH | set::EAST),
            ("in", set::LOCATIVE),
            ("cat", 0),
            ("ébène", 0),
        ] {
            assert_eq!(words.of(word), expected, "{word}");
        }
    }
}
