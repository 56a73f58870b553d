//! What words say an event: verbs, light verbs with their objects, particle verbs, event nouns, adjectives and modals.
//!
//! An entry names the word, the slots of its clause that source and target are taken from, and what else must be there. The
//! file it stands in names the PLOVER type. The heads of the files explain the notation to their editors.

use std::collections::HashMap;

use crate::record::Plover;

use super::verbs::add_verb;
use super::words::{UNKNOWN, Vocabulary, WordId, class};
use super::{LexiconError, Table, inflect};

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
    /// What follows this preposition.
    Preposition(WordId),
    /// The owner of a noun: its genitive or an adjective of a country.
    Possessor,
    /// Any actor in the infinitive after it.
    Complement,
    /// The subject of the clause with `that` after it.
    ComplementSubject,
    /// Who says the clause.
    Speaker,
}

/// What must be there besides the word itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Requirements {
    /// A target.
    pub target: bool,
    /// A direct object, whoever or whatever it is.
    pub object: bool,
    /// An infinitive with `to`.
    pub infinitive: bool,
    /// A clause with `that`.
    pub that: bool,
    /// Where no target is found, the subject names two or more actors, who do it to each other.
    pub mutual: bool,
}

/// One way in which a word says an event.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The words, as in the file.
    pub entry: String,
    /// What kind of word it begins with.
    pub part: Part,
    /// The words before a noun that belong to it, in order.
    pub before: Vec<WordId>,
    /// The particles and prepositions that must follow, in order.
    pub particles: Vec<WordId>,
    /// One of these nouns must be its object; empty if any will do.
    pub objects: Vec<WordId>,
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
        usize::from(!self.objects.is_empty()) * 8
            + self.particles.len() * 4
            + self.before.len() * 2
            + usize::from(self.requires.infinitive || self.requires.that)
    }
}

/// All frames, by the word that they begin with.
#[derive(Debug, Default)]
pub struct Predicates {
    frames: Vec<Frame>,
    by_word: HashMap<(Part, WordId), Vec<u32>>,
}

const COLUMNS: &[&str] = &["entry", "part", "source", "target", "requires", "mode", "context", "cameo"];

impl Predicates {
    /// Reads one file, whose entries all say `plover` (or nothing at all, for `NONE`).
    pub fn load(&mut self, file: &str, text: &str, plover: &str, words: &mut Vocabulary) -> Result<(), LexiconError> {
        let table = Table::read(file, text, COLUMNS)?;
        table.unique(|row| [0, 1, 4].map(|column| row.cell(column)).join(" "))?;
        for row in table.rows() {
            let entry = row.required(0, "entry")?;
            let part = match row.required(1, "part")? {
                "verb" => Part::Verb,
                "noun" => Part::Noun,
                "adjective" => Part::Adjective,
                "modal" => Part::Modal,
                other => return Err(row.error(format!("unknown part of speech \"{other}\""))),
            };
            let slots = |column: usize, words: &mut Vocabulary| -> Result<Vec<Slot>, LexiconError> {
                row.values(column)
                    .map(|name| slot(name, words).ok_or_else(|| row.error(format!("unknown slot \"{name}\""))))
                    .collect()
            };
            let mut requires = Requirements::default();
            for name in row.values(4) {
                match name {
                    "target" => requires.target = true,
                    "object" => requires.object = true,
                    "to" => requires.infinitive = true,
                    "that" => requires.that = true,
                    "mutual" => requires.mutual = true,
                    other => return Err(row.error(format!("unknown requirement \"{other}\""))),
                }
            }
            let (head, objects) = entry.split_once('+').unwrap_or((entry, ""));
            let objects = objects.split(';').map(str::trim).filter(|noun| !noun.is_empty());
            let objects = objects.map(|noun| add_noun(noun, words)).collect();
            let mut head: Vec<&str> = head.split_whitespace().collect();
            let word = match part {
                Part::Noun => head.pop(),
                _ => Some(head.remove(0)),
            };
            let word = word.ok_or_else(|| row.error("the entry has no word"))?;
            let key = match part {
                Part::Verb => add_verb(word, "", "", words),
                Part::Noun => add_noun(word, words),
                Part::Adjective | Part::Modal => words.add(word),
            };
            let rest: Vec<WordId> = head.iter().map(|word| words.add(word)).collect();
            let cameo = row.cell(7);
            if plover != "NONE" && !(2..=4).contains(&cameo.len()) {
                return Err(row.error(format!("\"{cameo}\" is no CAMEO code of 2 to 4 digits")));
            }
            let frame = Frame {
                entry: entry.to_owned(),
                part,
                particles: if part == Part::Noun { Vec::new() } else { rest.clone() },
                before: if part == Part::Noun { rest } else { Vec::new() },
                objects,
                source: slots(2, words)?,
                target: slots(3, words)?,
                requires,
                plover: Plover::from_name(plover),
                mode: Some(row.cell(5).to_owned()).filter(|mode| !mode.is_empty()),
                context: row.values(6).map(str::to_owned).collect(),
                cameo: Some(cameo.to_owned()).filter(|code| !code.is_empty()),
            };
            self.by_word.entry((part, key)).or_default().push(self.frames.len() as u32);
            self.frames.push(frame);
        }
        // The most demanding frame first, so that the first that fits is the one that is meant.
        for list in self.by_word.values_mut() {
            list.sort_by_key(|&frame| std::cmp::Reverse(self.frames[frame as usize].specificity()));
        }
        Ok(())
    }

    /// The frames that begin with `word`, the most demanding first.
    pub fn frames(&self, part: Part, word: WordId) -> impl Iterator<Item = &Frame> {
        let list = self.by_word.get(&(part, word)).filter(|_| word != UNKNOWN);
        list.into_iter().flatten().filter_map(|&frame| self.frames.get(frame as usize))
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

fn slot(name: &str, words: &mut Vocabulary) -> Option<Slot> {
    Some(match name {
        "subj" => Slot::Subject,
        "obj" => Slot::Object,
        "poss" => Slot::Possessor,
        "by" => Slot::Preposition(words.add("by")),
        "comp" => Slot::Complement,
        "that" => Slot::ComplementSubject,
        "speaker" => Slot::Speaker,
        _ => Slot::Preposition(words.add(name.strip_prefix("prep:").filter(|word| !word.is_empty())?)),
    })
}

/// Adds a noun with its plural; its number.
fn add_noun(singular: &str, words: &mut Vocabulary) -> WordId {
    let lemma = words.add(singular);
    let plural = words.add(&inflect::plural(singular));
    words.noun_form(lemma, lemma);
    words.noun_form(plural, lemma);
    words.mark(lemma, class::NOUN);
    lemma
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "entry\tpart\tsource\ttarget\trequires\tmode\tcontext\tcameo\n";

    #[test]
    fn frames_are_read_most_demanding_first() {
        let mut words = Vocabulary::default();
        let mut predicates = Predicates::default();
        let text = format!(
            "{HEAD}launch\tverb\tsubj\tobj\ttarget\t\t\t190\nlaunch + raid;attack\tverb\tsubj\tprep:on;obj\t\t\tmilitary\t190\n\
             arms race\tnoun\tposs\tprep:with\ttarget\t\t\t15\n"
        );
        predicates.load("f", &text, "ASSAULT", &mut words).unwrap();
        let launch: Vec<&Frame> = predicates.frames(Part::Verb, words.id("launch")).collect();
        assert_eq!(launch[0].entry, "launch + raid;attack");
        assert_eq!(launch[0].target, [Slot::Preposition(words.id("on")), Slot::Object]);
        assert_eq!(words.word(words.id("attacks")).noun, words.id("attack"));
        assert_eq!(predicates.frames(Part::Noun, words.id("race")).next().unwrap().before, [words.id("arms")]);
        assert_eq!(predicates.count("ASSAULT"), 3);
    }

    #[test]
    fn wrong_entries_are_refused() {
        for (row, message) in [
            ("a\tverb\tsubject\tobj\t\t\t\t190", "f:2: unknown slot \"subject\""),
            ("a\tverbs\tsubj\tobj\t\t\t\t190", "f:2: unknown part of speech \"verbs\""),
            ("a\tverb\tsubj\tobj\tall\t\t\t190", "f:2: unknown requirement \"all\""),
            ("a\tverb\tsubj\tobj\t\t\t\t1", "f:2: \"1\" is no CAMEO code of 2 to 4 digits"),
        ] {
            let mut predicates = Predicates::default();
            let found = predicates.load("f", &format!("{HEAD}{row}\n"), "ASSAULT", &mut Vocabulary::default());
            assert_eq!(found.unwrap_err().to_string(), message);
        }
    }
}
