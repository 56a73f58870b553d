//! The knowledge of the extract stage, read from the files of `lexicon/`, which are part of the binary.
//!
//! Loading is strict: an unknown column, code or slot and an entry that is there twice are errors with file and line,
//! because an entry that silently does nothing is worse than a program that does not start.

pub mod actors;
pub mod attribution;
pub mod confidence;
pub mod entry;
pub mod exchanges;
pub mod former;
pub mod genders;
mod inflect;
pub mod offices;
pub mod operators;
pub mod own;
pub mod predicates;
pub mod quantities;
pub mod sayings;
pub mod table;
pub mod times;
pub mod trie;
pub mod words;

use crate::extract::gazetteer::GazetteerError;
use crate::nlp;

use actors::Actors;
use attribution::Cues;
use confidence::Weights;
use entry::{Classes, Entry, Part};
use exchanges::Exchanges;
use former::FormerStates;
use genders::Genders;
use operators::Operators;
use own::Own;
use predicates::Predicates;
use quantities::QuantityWords;
use sayings::Sayings;
use table::Table;
use times::TimeWords;
use words::{Vocabulary, WordId, class};

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

impl From<nlp::ModelError> for LexiconError {
    fn from(error: nlp::ModelError) -> LexiconError {
        LexiconError::new("the language models", 1, error.to_string())
    }
}

impl From<GazetteerError> for LexiconError {
    fn from(error: GazetteerError) -> LexiconError {
        LexiconError::new(&error.file, 1, error.what)
    }
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
    /// Who is `he` and who is `she`.
    pub genders: Genders,
    /// States that are no more.
    pub former: FormerStates,
    /// Where firms are at home.
    pub exchanges: Exchanges,
    /// Classes of nouns.
    pub classes: Classes,
    /// What words say an event.
    pub predicates: Predicates,
    /// What words make something else of an event.
    pub operators: Operators,
    /// What words say that somebody says it.
    pub cues: Cues,
    /// What the circumstances of events say for and against them.
    pub weights: Weights,
    /// What the circumstances of words say for and against their being a quotation.
    pub sayings: Sayings,
    /// The words of quantities.
    pub quantities: QuantityWords,
    /// The words of temporal expressions.
    pub times: TimeWords,
}

/// A file of the lexicon: its name for messages, and its text.
type File = (&'static str, &'static str);

macro_rules! file {
    ($path:literal) => {
        (concat!("lexicon/", $path), include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/lexicon/", $path)))
    };
}

const CLASSES: File = file!("classes.tsv");
const COMPOSITION: File = file!("composition.tsv");
const OPERATORS: File = file!("operators.tsv");
const COUNTRIES: File = file!("actors/countries.tsv");
const ORGANISATIONS: File = file!("actors/organisations.tsv");
const AGENTS: File = file!("actors/agents.tsv");
const PEOPLE: File = file!("actors/people.tsv");
const FORMER: File = file!("actors/former.tsv");
const EXCHANGES: File = file!("actors/exchanges.tsv");
const GENDERS: File = file!("actors/genders.tsv");
const MORE_ORGANISATIONS: File = file!("actors/organisations-phoenix.tsv");
const MORE_PEOPLE: File = file!("actors/people-phoenix.tsv");
const ATTRIBUTION: File = file!("attribution.tsv");
const CONFIDENCE: File = file!("confidence.tsv");
const QUANTITIES: File = file!("quantities.tsv");
const QUOTATIONS: File = file!("quotations.tsv");
const PLACE_COUNTRIES: File = file!("places/countries.tsv");
const PLACE_STATES: File = file!("places/states.tsv");
const PLACE_FEATURES: File = file!("places/features.tsv");
const PLACE_WORDS: File = file!("places/words.tsv");
const PLACE_WEIGHTS: File = file!("places/weights.tsv");
const TIMES: File = file!("times.tsv");

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

/// Where the files of the lexicon lie in the project.
const FOLDER: &str = "lexicon/";

/// All files.
fn files() -> impl Iterator<Item = File> {
    let single = [
        CLASSES,
        COMPOSITION,
        OPERATORS,
        COUNTRIES,
        ORGANISATIONS,
        AGENTS,
        PEOPLE,
        FORMER,
        EXCHANGES,
        GENDERS,
        ATTRIBUTION,
        CONFIDENCE,
        TIMES,
    ];
    let more = [MORE_ORGANISATIONS, MORE_PEOPLE, QUOTATIONS, QUANTITIES];
    let places = [PLACE_COUNTRIES, PLACE_STATES, PLACE_FEATURES, PLACE_WORDS, PLACE_WEIGHTS];
    let predicates = PREDICATES.iter().map(|(_, file)| *file);
    single.into_iter().chain(more).chain(places).chain(predicates)
}

/// The names of all files, as `predicates/assault.tsv`.
fn file_names() -> impl Iterator<Item = &'static str> {
    files().map(|(name, _)| name.strip_prefix(FOLDER).unwrap_or(name))
}

/// The file itself, or the one of the user's that stands for it.
fn in_force<'o>(own: &'o Own, file: &File) -> (&'o str, &'o str) {
    own.replacement(file.0.strip_prefix(FOLDER).unwrap_or(file.0)).unwrap_or((file.0, file.1))
}

/// The line of the lexicon at a place, as records name it: `predicates/assault.tsv:12`. None where there is no such line.
pub fn line<'o>(own: &'o Own, place: &str) -> Option<&'o str> {
    let (name, number) = place.rsplit_once(':')?;
    let named = |(file, _): &(&str, &str)| file.strip_prefix(FOLDER).unwrap_or(file) == name;
    let (_, text) = files().map(|file| in_force(own, &file)).find(named)?;
    text.lines().nth(number.parse::<usize>().ok()?.checked_sub(1)?)
}

/// The tables that say what places there are besides those of GeoNames, each with its name.
#[derive(Clone, Copy, Debug)]
pub struct PlaceTables<'o> {
    /// `actors/countries.tsv`.
    pub names: (&'o str, &'o str),
    /// `places/countries.tsv`.
    pub countries: (&'o str, &'o str),
    /// `places/states.tsv`.
    pub states: (&'o str, &'o str),
    /// `places/features.tsv`.
    pub features: (&'o str, &'o str),
    /// Whether one of them is the user's.
    pub own: bool,
}

/// The tables of places that are in force.
pub fn place_tables(own: &Own) -> PlaceTables<'_> {
    let [names, countries, states, features] =
        [COUNTRIES, PLACE_COUNTRIES, PLACE_STATES, PLACE_FEATURES].map(|file| in_force(own, &file));
    let replaced = [names, countries, states, features].iter().any(|file| !file.0.starts_with(FOLDER));
    PlaceTables { names, countries, states, features, own: replaced }
}

/// The words that tell places, and the weights of what speaks for a place, as they are in force: names and texts.
pub fn place_words(own: &Own) -> [(&str, &str); 2] {
    [PLACE_WORDS, PLACE_WEIGHTS].map(|file| in_force(own, &file))
}

impl Lexicon {
    /// The lexicon that is part of the binary.
    pub fn embedded() -> Result<Lexicon, LexiconError> {
        Lexicon::with(&Own::default())
    }

    /// The lexicon that is part of the binary, with the user's dictionaries: their entries win.
    pub fn with(own: &Own) -> Result<Lexicon, LexiconError> {
        let file = |file: &File| in_force(own, file);
        let mut words = Vocabulary::default();
        let (name, text) = file(&CLASSES);
        let classes = Classes::load(name, text, &mut words)?;
        let mut predicates = Predicates::default();
        for (plover, ours) in PREDICATES {
            let (name, text) = file(ours);
            predicates.load(name, text, plover, &classes, &mut words)?;
        }
        predicates.finish();
        let mut operators = Operators::default();
        let (name, text) = file(&COMPOSITION);
        operators.load_composition(name, text)?;
        let (name, text) = file(&OPERATORS);
        operators.load(name, text, &classes, &mut words)?;
        for head in predicates.heads().chain(operators.heads()) {
            words.mark(head, class::PREDICATE);
        }
        let (name, text) = file(&ATTRIBUTION);
        let cues = Cues::load(name, text, &mut words)?;
        let (name, text) = file(&CONFIDENCE);
        let weights = Weights::load(name, text)?;
        let (name, text) = file(&QUOTATIONS);
        let sayings = Sayings::load(name, text)?;
        let (name, text) = file(&QUANTITIES);
        let quantities = QuantityWords::load(name, text, &mut words)?;
        let (name, text) = file(&TIMES);
        let times = TimeWords::load(name, text, &mut words)?;
        let (name, text) = file(&GENDERS);
        let genders = Genders::load(name, text)?;
        let (name, text) = file(&FORMER);
        let mut former = FormerStates::load(name, text)?;
        let (name, text) = file(&EXCHANGES);
        let exchanges = Exchanges::load(name, text)?;
        let mut actors = Actors::default();
        own.add_to(&mut actors, &mut words);
        if !own.replaces_actors() {
            let (name, text) = file(&COUNTRIES);
            actors.load_countries(name, text, &mut words)?;
            for (name, text) in [ORGANISATIONS, MORE_ORGANISATIONS].iter().map(file) {
                actors.load_organisations(name, text, &cues, &mut words)?;
            }
            for (name, text) in [PEOPLE, MORE_PEOPLE].iter().map(file) {
                actors.load_people(name, text, &mut words)?;
            }
        }
        actors.load_agencies(&cues, &mut words);
        if !own.replaces_agents() {
            let (name, text) = file(&AGENTS);
            actors.load_agents(name, text, &mut words)?;
        }
        actors.finish();
        former.note_states_of_today(|capital| {
            let (_, named) = actors.name(std::iter::once(words.id(capital)))?;
            Some(named.country.clone())
        });
        Ok(Lexicon {
            words,
            actors,
            former,
            exchanges,
            genders,
            classes,
            predicates,
            operators,
            cues,
            weights,
            sayings,
            quantities,
            times,
        })
    }

    /// The entries of predicates and operators that begin with `word`, in its dictionary form and small letters; nouns with the
    /// words before them.
    pub fn entries(&self, word: &str) -> impl Iterator<Item = &Entry> {
        let word = self.words.id(word);
        [Part::Verb, Part::Noun, Part::Adjective, Part::Modal].into_iter().flat_map(move |part| {
            let frames = self.predicates.frames(part, word).map(|frame| &frame.entry);
            frames.chain(self.operators.operators(part, word).map(|operator| &operator.entry))
        })
    }

    /// The country that a name stands for as a whole: its own, or the one that it is the capital of.
    pub fn country_of(&self, name: &str) -> Option<String> {
        let mut folded = String::new();
        let words: Vec<WordId> = nlp::cut(name)
            .iter()
            .map(|span| {
                super::tokens::folded(span.of(name), false, &mut folded);
                self.words.id(&folded)
            })
            .collect();
        let (_, named) = self.actors.name(words.into_iter())?;
        Some(named.country.clone()).filter(|country| !country.is_empty())
    }
}

/// The numbers of the words of a phrase, cut as text is cut; new words get new numbers. In lower case if `lower`.
fn phrase(text: &str, lower: bool, vocabulary: &mut Vocabulary) -> Vec<WordId> {
    let mut folded = String::new();
    let mut add = |word: &str| {
        super::tokens::folded(word, lower, &mut folded);
        vocabulary.add(&folded)
    };
    // Plain words need no rules but blanks.
    let words = || text.split_ascii_whitespace();
    if text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b' ') && words().all(|word| word != "cannot") {
        return words().map(&mut add).collect();
    }
    nlp::cut(text).iter().map(|span| add(span.of(text))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_found_by_word_and_by_place() {
        let lexicon = Lexicon::embedded().unwrap();
        let entries: Vec<&Entry> = lexicon.entries("condemn").collect();
        assert!(!entries.is_empty());
        let own = Own::default();
        for entry in entries {
            let line = line(&own, &entry.place).unwrap();
            assert_eq!(line.split('\t').next(), Some(entry.text.as_str()), "{}", entry.place);
        }
        for nowhere in
            ["", "predicates/assault.tsv", "predicates/assault.tsv:0", "predicates/war.tsv:1", "operators.tsv:99999"]
        {
            assert_eq!(line(&own, nowhere), None, "{nowhere}");
        }
    }

    #[test]
    fn the_embedded_lexicon_loads_and_is_large_enough() {
        let lexicon = Lexicon::embedded().unwrap();
        assert!(lexicon.predicates.len() >= 150, "{} predicates", lexicon.predicates.len());
        for (plover, _) in PREDICATES {
            assert!(lexicon.predicates.count(plover) > 0, "no predicate for {plover}");
        }
    }
}
