//! What words say an event: verbs, light verbs with their objects, particle verbs, event nouns, adjectives and modals.
//!
//! An entry names the word, the slots of its clause that source and target are taken from, and what else must be there. The
//! file it stands in names the PLOVER type. `lexicon/README.md` explains the notation to editors.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use crate::record::Plover;

use super::entry::{Brief, Classes, Entry, Index, Lists, Part, Present, Slot, bit, slots};
use super::words::{Vocabulary, WordHasher, WordId};
use super::{LexiconError, Table};

/// What must be there besides the words themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Requirements {
    /// A target.
    pub target: bool,
    /// A direct object, whoever or whatever it is.
    pub object: bool,
    /// An infinitive with `to`.
    pub infinitive: bool,
    /// An infinitive of leaving: `told the envoy to go home`.
    pub leaving: bool,
    /// A gerund.
    pub gerund: bool,
    /// A clause with `that`.
    pub that: bool,
    /// Where no target is found, the subject names two or more actors, who do it to each other.
    pub mutual: bool,
    /// Source and target are known actors.
    pub coded: bool,
    /// The source is more than private people, workers and businesses.
    pub official: bool,
    /// One side is armed or a state; between politicians it is only words, an ACCUSE.
    pub armed: bool,
    /// The source is soldiers, police or rebels.
    pub forces: bool,
}

/// One way in which a word says an event.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Its words.
    pub entry: Entry,
    /// Where the source is taken from, the best first.
    pub source: Vec<Slot>,
    /// Where the target is taken from, the best first.
    pub target: Vec<Slot>,
    /// What must be there.
    pub requires: Requirements,
    /// The type; none where the words look like an event and are none.
    pub plover: Option<Plover>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub context: Vec<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
}

impl Frame {
    /// How much the frame asks for: of several that fit, the one that asks for most is meant.
    pub fn specificity(&self) -> usize {
        let clause = self.requires.infinitive || self.requires.leaving || self.requires.that || self.requires.gerund;
        let doubts = usize::from(self.plover.is_none()) + usize::from(self.requires.forces);
        self.entry.specificity() * 2 + usize::from(clause) * 2 + doubts
    }
}

/// All frames, by the word that they begin with.
#[derive(Debug, Default)]
pub struct Predicates {
    frames: Vec<Frame>,
    by_word: Index,
    /// The types that a noun can say, as bits.
    noun_types: HashMap<WordId, u32, BuildHasherDefault<WordHasher>>,
    /// The lists of nouns of the files that were read, until the last one is.
    lists: Lists,
}

const COLUMNS: &[&str] = &["entry", "part", "source", "target", "requires", "mode", "context", "cameo"];

impl Predicates {
    /// Reads one file, whose entries all say `plover` (or nothing at all, for `NONE`).
    pub fn load(
        &mut self,
        file: &str,
        text: &str,
        plover: &str,
        classes: &Classes,
        words: &mut Vocabulary,
    ) -> Result<(), LexiconError> {
        let table = Table::read(file, text, COLUMNS)?;
        table.unique(&[0, 1, 4])?;
        for row in table.rows() {
            let entry = Entry::read(row, classes, &mut self.lists, words)?;
            let mut requires = Requirements::default();
            for name in row.values(4) {
                match name {
                    "target" => requires.target = true,
                    "object" => requires.object = true,
                    "to" => requires.infinitive = true,
                    "leave" => requires.leaving = true,
                    "ing" => requires.gerund = true,
                    "that" => requires.that = true,
                    "mutual" => requires.mutual = true,
                    "coded" => requires.coded = true,
                    "official" => requires.official = true,
                    "armed" => requires.armed = true,
                    "forces" => requires.forces = true,
                    other => return Err(row.error(format!("unknown requirement \"{other}\""))),
                }
            }
            let cameo = row.cell(7);
            if plover != "NONE" && !(2..=4).contains(&cameo.len()) {
                return Err(row.error(format!("\"{cameo}\" is no CAMEO code of 2 to 4 digits")));
            }
            let plover = Plover::from_name(plover);
            let mut source = slots(row, 2, words)?;
            // Whose an event is may always be said with `by`, too.
            let by = Slot::Preposition(words.add("by"));
            if entry.part == Part::Noun && source.contains(&Slot::Possessor) && !source.contains(&by) {
                source.push(by);
            }
            let frame = Frame {
                source,
                target: slots(row, 3, words)?,
                requires,
                plover,
                mode: Some(row.cell(5).to_owned()).filter(|mode| !mode.is_empty()),
                context: row.values(6).map(str::to_owned).collect(),
                cameo: Some(cameo.to_owned()).filter(|code| !code.is_empty()),
                entry,
            };
            let (part, word) = (frame.entry.part, frame.entry.word);
            let alone = frame.entry.before.is_empty() && frame.entry.objects.is_empty();
            if let (Part::Noun, Some(plover), true) = (part, plover, alone) {
                *self.noun_types.entry(word).or_default() |= bit(plover);
            }
            self.by_word.add(&frame.entry, self.frames.len());
            self.frames.push(frame);
        }
        Ok(())
    }

    /// Puts the frames of each word in order; to be called once after the last file.
    pub fn finish(&mut self) {
        // The most demanding frame first, so that the first that fits is the one that is meant.
        self.by_word.sort(|at| self.frames[at].specificity());
        self.lists = Lists::default();
    }

    /// The frames that begin with `word`, the most demanding first.
    pub fn frames(&self, part: Part, word: WordId) -> impl Iterator<Item = &Frame> {
        self.by_word.of(part, word, None).filter_map(|brief| self.frames.get(brief.at as usize))
    }

    /// Those of them whose first particle is in `reach`, and whose brief is accepted.
    pub fn frames_that(
        &self,
        part: Part,
        word: WordId,
        reach: Present,
        accepts: impl Fn(&Brief) -> bool,
    ) -> impl Iterator<Item = &Frame> {
        self.by_word
            .of(part, word, Some(reach))
            .filter(move |brief| accepts(brief))
            .filter_map(|brief| self.frames.get(brief.at as usize))
    }

    /// The types that a noun can say as an event noun, as bits.
    pub fn noun_types(&self, noun: WordId) -> u32 {
        self.noun_types.get(&noun).copied().unwrap_or(0)
    }

    /// The words that frames begin with.
    pub fn heads(&self) -> impl Iterator<Item = WordId> + '_ {
        self.by_word.heads()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.frames.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    /// How many entries say the type with this name.
    pub fn count(&self, plover: &str) -> usize {
        self.frames.iter().filter(|frame| frame.plover == Plover::from_name(plover)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "entry\tpart\tsource\ttarget\trequires\tmode\tcontext\tcameo\n";

    #[test]
    fn frames_are_read_most_demanding_first() {
        let mut words = Vocabulary::default();
        let mut predicates = Predicates::default();
        let classes = Classes::load("c", "class\twords\nstrike\traid;air raid\n", &mut words).unwrap();
        let text = format!(
            "{HEAD}launch\tverb\tsubj\tobj\ttarget\t\t\t190\nlaunch + @strike;attack\tverb\tsubj\tprep:on;obj\t\t\tmilitary\t190\n\
             arms race\tnoun\tposs\tprep:with\ttarget\t\t\t15\n"
        );
        predicates.load("f", &text, "ASSAULT", &classes, &mut words).unwrap();
        predicates.finish();
        let launch: Vec<&Frame> = predicates.frames(Part::Verb, words.id("launch")).collect();
        assert_eq!(launch[0].entry.text, "launch + @strike;attack");
        assert_eq!(launch[0].target, [Slot::Preposition(words.id("on")), Slot::Object]);
        assert!(launch[0].entry.objects.contains(words.id("raid"), std::iter::empty()));
        assert!(!launch[0].entry.objects.contains(words.id("launch"), std::iter::empty()));
        let race = predicates.frames(Part::Noun, words.id("race")).next().unwrap();
        assert_eq!(race.entry.before, [words.id("arms")]);
        assert_eq!(predicates.count("ASSAULT"), 3);
    }

    #[test]
    fn wrong_entries_are_refused() {
        for (row, message) in [
            ("a\tverb\tsubject\tobj\t\t\t\t190", "f:2: unknown slot \"subject\""),
            ("a\tverbs\tsubj\tobj\t\t\t\t190", "f:2: unknown part of speech \"verbs\""),
            ("a\tverb\tsubj\tobj\tall\t\t\t190", "f:2: unknown requirement \"all\""),
            ("a\tverb\tsubj\tobj\t\t\t\t1", "f:2: \"1\" is no CAMEO code of 2 to 4 digits"),
            ("a + @b\tverb\tsubj\tobj\t\t\t\t190", "f:2: there is no class \"@b\""),
        ] {
            let mut predicates = Predicates::default();
            let (classes, mut words) = (Classes::default(), Vocabulary::default());
            let found = predicates.load("f", &format!("{HEAD}{row}\n"), "ASSAULT", &classes, &mut words);
            assert_eq!(found.unwrap_err().to_string(), message);
        }
    }
}
