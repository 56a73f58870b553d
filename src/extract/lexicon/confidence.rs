//! What the circumstances of an event say for and against it: the weights of `confidence.tsv`.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::words::WordHasher;
use super::{LexiconError, Table};

/// The circumstances that are or are not so, or so many, of an event.
pub const COUNTED: &[&str] = &[
    "event",
    "noun",
    "adjective",
    "modal verb",
    "operators",
    "complement without event",
    "entry names more words",
    "entry wants known actors",
    "will",
    "source inside its phrase",
    "source unknown",
    "source inferred",
    "source pronoun",
    "source country",
    "source organisation",
    "source person",
    "source place",
    "several sources",
    "target inside its phrase",
    "no target",
    "target unknown",
    "target inferred",
    "target pronoun",
    "target country",
    "target organisation",
    "target person",
    "target place",
    "target thing",
    "several targets",
    "business",
    "same country",
    "two countries",
    "source private",
    "target private",
    "between politicians",
    "main clause",
    "relative clause",
    "gerund",
    "passive",
    "quoted",
    "negated",
    "not actual",
    "conditional",
    "words to source",
    "words to target",
    "words in sentence",
    "source without country",
    "words of source",
    "source in small letters",
    "target without country",
    "words of target",
    "target in small letters",
    "source without country at home",
    "source unknown at home",
    "target without country at home",
    "target unknown at home",
    "sentences before",
    "numbers in sentence",
];

/// The circumstances that are told of a word, a code or a label: `source word` of `minister`. Their value is 1.
pub const TOLD: &[&str] = &[
    "type",
    "word",
    "operator",
    "sectors",
    "source word",
    "source sector",
    "source label",
    "source kind",
    "target word",
    "target sector",
    "target label",
    "target kind",
    "head label",
];

/// Takes the circumstances of an event, one by one.
pub trait Witness {
    /// Something is so of an event so much; `which` are the words, codes or labels that it is told of.
    fn take(&mut self, what: &'static str, which: &[&str], value: f32);

    /// Something is so, or so many.
    fn count(&mut self, what: &'static str, value: f32) {
        if value != 0.0 {
            self.take(what, &[], value);
        }
    }

    /// Something may be so.
    fn note(&mut self, what: &'static str, is: bool) {
        if is {
            self.take(what, &[], 1.0);
        }
    }

    /// Something is told of words, codes or labels.
    fn tell(&mut self, what: &'static str, which: &[&str]) {
        self.take(what, which, 1.0);
    }
}

/// Something that is so of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Circumstance {
    /// One of [`COUNTED`] or [`TOLD`].
    pub what: &'static str,
    /// The words, codes or labels that it is told of; empty for one of [`COUNTED`].
    pub which: String,
    /// How much it is so: 1 where it is no number.
    pub value: f32,
}

/// Circumstances of an event; those that are left out are 0.
pub type Evidence = Vec<Circumstance>;

impl Witness for Evidence {
    fn take(&mut self, what: &'static str, which: &[&str], value: f32) {
        self.push(Circumstance { what, which: which.join(" ").trim().to_owned(), value });
    }
}

/// Adds up what circumstances say.
pub struct Odds<'w> {
    weights: &'w Weights,
    sum: Weight,
}

impl Odds<'_> {
    /// How probable it is that the event is right in its type, source and target: 0.01 to 0.99, in hundredths.
    ///
    /// Logistic regression; the weights are made by `examples/calibrate.rs` from events that were judged.
    pub fn confidence(&self) -> f32 {
        (probability(self.sum.event) * 100.0).round().clamp(1.0, 99.0) / 100.0
    }

    /// How probable it is that the target of the event is somebody to whom it is done, and no mere place, topic or thing: 0 to 1.
    ///
    /// Logistic regression, as for [`Odds::confidence`].
    pub fn target(&self) -> f32 {
        probability(self.sum.target)
    }
}

impl Witness for Odds<'_> {
    fn take(&mut self, what: &'static str, which: &[&str], value: f32) {
        if let Some(weight) = self.weights.get(what, which) {
            self.sum.event += weight.event * value;
            self.sum.target += weight.target * value;
        }
    }
}

/// What a circumstance says, in log odds.
#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    /// For type, source and target being right.
    event: f32,
    /// For the target being somebody to whom it is done.
    target: f32,
}

/// The weights of each circumstance.
#[derive(Debug, Default)]
pub struct Weights {
    weights: HashMap<u64, Weight, BuildHasherDefault<WordHasher>>,
}

impl Weights {
    /// Reads the file: columns `circumstance`, `which`, `event` and `target`.
    pub fn load(file: &str, text: &str) -> Result<Weights, LexiconError> {
        let table = Table::read(file, text, &["circumstance", "which", "event", "target"])?;
        table.unique(&[0, 1])?;
        let mut weights = Weights::default();
        for row in table.rows() {
            let (name, which) = (row.required(0, "circumstance")?, row.cell(1));
            let known = if which.is_empty() { COUNTED } else { TOLD };
            if !known.contains(&name) {
                return Err(row.error(format!("unknown circumstance \"{name}\"")));
            }
            let number = |column, heading| {
                let cell = row.required(column, heading)?;
                let number = cell.parse::<f32>().ok().filter(|number| number.is_finite());
                number.ok_or_else(|| row.error(format!("\"{cell}\" is no number")))
            };
            let weight = Weight { event: number(2, "event")?, target: number(3, "target")? };
            weights.weights.insert(key(name, &[which]), weight);
        }
        Ok(weights)
    }

    /// To be told the circumstances of an event.
    pub fn odds(&self) -> Odds<'_> {
        Odds { weights: self, sum: Weight::default() }
    }

    /// What makes an event more or less probable than another, in log odds: the weightiest first.
    pub fn reasons(&self, evidence: &Evidence) -> Vec<(String, f32)> {
        let reason = |circumstance: &Circumstance| {
            let weight = self.get(circumstance.what, &[&circumstance.which])?;
            let name = format!("{} {}", circumstance.what, circumstance.which);
            Some((name.trim_end().to_owned(), weight.event * circumstance.value))
        };
        let mut reasons: Vec<(String, f32)> =
            evidence.iter().filter(|circumstance| circumstance.what != "event").filter_map(reason).collect();
        reasons.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()));
        reasons
    }

    fn get(&self, what: &str, which: &[&str]) -> Option<&Weight> {
        self.weights.get(&key(what, which))
    }
}

fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// The hash of a circumstance, the same however the words that it is told of are cut.
fn key(what: &str, which: &[&str]) -> u64 {
    let words = which.iter().flat_map(|words| words.split(' ')).filter(|word| !word.is_empty());
    words.fold(xxh3_64(what.as_bytes()), |hash, word| xxh3_64_with_seed(word.as_bytes(), hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_add_up_to_log_odds() {
        let heading = "circumstance\twhich\tevent\ttarget\n";
        let rows = "event\t\t1\t2\nnoun\t\t-1\t0\nsource word\tminister\t0.5\t-1\nsource label\tpobj of\t0.5\t0\n";
        let weights = Weights::load("w", &format!("{heading}{rows}")).unwrap();
        let mut odds = weights.odds();
        odds.count("event", 1.0);
        odds.note("noun", true);
        odds.note("adjective", false);
        assert_eq!((odds.confidence(), odds.target() > 0.8), (0.5, true));
        let mut told = Evidence::new();
        let tell = |witness: &mut dyn Witness| {
            witness.take("source word", &["minister"], 2.0);
            witness.take("source word", &["king"], 1.0);
            witness.take("source label", &["pobj", "of"], 1.0);
        };
        tell(&mut told);
        let mut odds = weights.odds();
        tell(&mut odds);
        assert_eq!(odds.confidence(), 0.82);
        assert_eq!(told.last().unwrap().which, "pobj of");
        let reasons = [("source word minister".to_owned(), 1.0), ("source label pobj of".to_owned(), 0.5)];
        assert_eq!(weights.reasons(&told), reasons);
        let wrong = Weights::load("w", &format!("{heading}luck\t\t1\t0\n")).unwrap_err();
        assert!(wrong.to_string().contains("luck"), "{wrong}");
    }
}
