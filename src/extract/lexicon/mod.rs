//! The knowledge of the extract stage, read from the files of `lexicon/`, which are part of the binary.
//!
//! Loading is strict: an unknown column, code or slot and an entry that is there twice are errors with file and line,
//! because an entry that silently does nothing is worse than a program that does not start.

pub mod actors;
pub mod attribution;
pub mod inflect;
mod offices;
pub mod own;
pub mod predicates;
mod table;
pub mod trie;
pub mod verbs;
pub mod words;

use crate::span::Span;

use super::tokens::{Token, tokenize};
use actors::Actors;
use attribution::Cues;
use own::Own;
use predicates::Predicates;
use table::Table;
use verbs::Verbs;
use words::{Vocabulary, WordId};

/// Why the lexicon could not be loaded: what is wrong, in which file and line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {what}")]
pub struct LexiconError {
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

impl LexiconError {
    fn new(file: &str, line: usize, what: impl Into<String>) -> LexiconError {
        LexiconError { file: file.to_owned(), line, what: what.into() }
    }
}

/// Everything that extract knows.
#[derive(Debug)]
pub struct Lexicon {
    /// All known words.
    pub words: Vocabulary,
    /// Countries, organisations, people and the common nouns that name actors.
    pub actors: Actors,
    /// What an infinitive after each verb means.
    pub verbs: Verbs,
    /// What words say an event.
    pub predicates: Predicates,
    /// What words say that somebody says it.
    pub cues: Cues,
}

/// A file of the lexicon: its name for messages, and its text.
type File = (&'static str, &'static str);

macro_rules! file {
    ($path:literal) => {
        (concat!("lexicon/", $path), include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/lexicon/", $path)))
    };
}

const VERBS: File = file!("verbs.tsv");
const COUNTRIES: File = file!("actors/countries.tsv");
const ORGANISATIONS: File = file!("actors/organisations.tsv");
const AGENTS: File = file!("actors/agents.tsv");
const PEOPLE: File = file!("actors/people.tsv");
const MORE_ORGANISATIONS: File = file!("actors/organisations-phoenix.tsv");
const MORE_PEOPLE: File = file!("actors/people-phoenix.tsv");
const ATTRIBUTION: File = file!("attribution.tsv");

/// One file a PLOVER type, named after it, and `none` for what looks like an event and is none.
const PREDICATES: &[(&str, File)] = &[
    ("AGREE", file!("predicates/agree.tsv")),
    ("CONSULT", file!("predicates/consult.tsv")),
    ("SUPPORT", file!("predicates/support.tsv")),
    ("COOPERATE", file!("predicates/cooperate.tsv")),
    ("AID", file!("predicates/aid.tsv")),
    ("CONCEDE", file!("predicates/concede.tsv")),
    ("RETREAT", file!("predicates/retreat.tsv")),
    ("REQUEST", file!("predicates/request.tsv")),
    ("ACCUSE", file!("predicates/accuse.tsv")),
    ("REJECT", file!("predicates/reject.tsv")),
    ("THREATEN", file!("predicates/threaten.tsv")),
    ("PROTEST", file!("predicates/protest.tsv")),
    ("SANCTION", file!("predicates/sanction.tsv")),
    ("MOBILIZE", file!("predicates/mobilize.tsv")),
    ("COERCE", file!("predicates/coerce.tsv")),
    ("ASSAULT", file!("predicates/assault.tsv")),
    ("NONE", file!("predicates/none.tsv")),
];

impl Lexicon {
    /// The lexicon that is part of the binary.
    pub fn embedded() -> Result<Lexicon, LexiconError> {
        Lexicon::with(&Own::default())
    }

    /// The lexicon that is part of the binary, with the user's dictionaries: their entries win.
    pub fn with(own: &Own) -> Result<Lexicon, LexiconError> {
        let mut words = Vocabulary::default();
        let verbs = Verbs::load(VERBS.0, VERBS.1, &mut words)?;
        let mut predicates = Predicates::default();
        for (plover, (file, text)) in PREDICATES {
            predicates.load(file, text, plover, &mut words)?;
        }
        let cues = Cues::load(ATTRIBUTION.0, ATTRIBUTION.1, &mut words)?;
        let mut actors = Actors::default();
        own.add_to(&mut actors, &mut words);
        actors.load_agencies(&cues, &mut words);
        if !own.replaces_actors() {
            actors.load_countries(COUNTRIES.0, COUNTRIES.1, &mut words)?;
            for (file, text) in [ORGANISATIONS, MORE_ORGANISATIONS] {
                actors.load_organisations(file, text, &cues, &mut words)?;
            }
            for (file, text) in [PEOPLE, MORE_PEOPLE] {
                actors.load_people(file, text, &mut words)?;
            }
        }
        if !own.replaces_agents() {
            actors.load_agents(AGENTS.0, AGENTS.1, &mut words)?;
        }
        Ok(Lexicon { words, actors, verbs, predicates, cues })
    }
}

/// The numbers of the words of a phrase, cut as text is cut; new words get new numbers. In lower case if `lower`.
fn phrase(text: &str, lower: bool, words: &mut Vocabulary) -> Vec<WordId> {
    let mut tokens: Vec<Token> = Vec::new();
    tokenize(text, Span::new(0, text.len()), words, &mut tokens);
    let mut folded = String::new();
    tokens
        .iter()
        .map(|token| {
            super::tokens::folded(token.span.of(text), lower, &mut folded);
            words.add(&folded)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_lexicon_loads_and_is_large_enough() {
        let lexicon = Lexicon::embedded().unwrap();
        assert!(lexicon.predicates.len() >= 150, "{} predicates", lexicon.predicates.len());
        for (plover, _) in PREDICATES {
            assert!(lexicon.predicates.count(plover) > 0, "no predicate for {plover}");
        }
    }
}
