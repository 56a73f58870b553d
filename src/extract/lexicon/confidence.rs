//! What the circumstances of an event say for and against it: the weights of `confidence.tsv`.

use std::borrow::Cow;
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
    "modality",
    "sectors",
    "source word",
    "source sector",
    "source label",
    "source kind",
    "source role",
    "target word",
    "target sector",
    "target label",
    "target kind",
    "target role",
    "head label",
];

/// Something that is so of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Circumstance {
    /// One of [`COUNTED`] or [`TOLD`].
    pub what: &'static str,
    /// The word, code or label that it is told of; empty for one of [`COUNTED`].
    pub which: Cow<'static, str>,
    /// How much it is so: 1 where it is no number.
    pub value: f32,
}

/// Circumstances of an event; those that are left out are 0.
pub type Evidence = Vec<Circumstance>;

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
        table.unique(|row| format!("{} {}", row.cell(0), row.cell(1)))?;
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
            weights.weights.insert(key(name, which), weight);
        }
        Ok(weights)
    }

    /// How probable it is that an event is right in its type, source and target: 0.01 to 0.99, in hundredths.
    ///
    /// Logistic regression; the weights are made by `examples/calibrate.rs` from events that were judged.
    pub fn confidence(&self, evidence: &Evidence) -> f32 {
        (self.probability(evidence, |weight| weight.event) * 100.0).round().clamp(1.0, 99.0) / 100.0
    }

    /// How probable it is that the target of an event is somebody to whom it is done, and no mere place, topic or thing: 0 to 1.
    ///
    /// Logistic regression, as for [`Weights::confidence`].
    pub fn target(&self, evidence: &Evidence) -> f32 {
        self.probability(evidence, |weight| weight.target)
    }

    /// What makes an event more or less probable than another, in log odds: the weightiest first.
    pub fn reasons(&self, evidence: &Evidence) -> Vec<(String, f32)> {
        let reason = |circumstance: &Circumstance| {
            let weight = self.weights.get(&key(circumstance.what, &circumstance.which))?;
            let name = format!("{} {}", circumstance.what, circumstance.which);
            Some((name.trim_end().to_owned(), weight.event * circumstance.value))
        };
        let mut reasons: Vec<(String, f32)> =
            evidence.iter().filter(|circumstance| circumstance.what != "event").filter_map(reason).collect();
        reasons.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()));
        reasons
    }

    fn probability(&self, evidence: &Evidence, of: impl Fn(&Weight) -> f32) -> f32 {
        let odds = evidence.iter().filter_map(|circumstance| {
            let weight = self.weights.get(&key(circumstance.what, &circumstance.which))?;
            Some(of(weight) * circumstance.value)
        });
        1.0 / (1.0 + (-odds.sum::<f32>()).exp())
    }
}

fn key(what: &str, which: &str) -> u64 {
    xxh3_64_with_seed(which.as_bytes(), xxh3_64(what.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_add_up_to_log_odds() {
        let heading = "circumstance\twhich\tevent\ttarget\n";
        let rows = "event\t\t1\t2\nnoun\t\t-1\t0\nsource word\tminister\t0.5\t-1\n";
        let weights = Weights::load("w", &format!("{heading}{rows}")).unwrap();
        let so = |what, which: &'static str, value| Circumstance { what, which: which.into(), value };
        assert_eq!(weights.confidence(&vec![so("event", "", 1.0), so("noun", "", 1.0)]), 0.5);
        let told = vec![so("event", "", 1.0), so("source word", "minister", 2.0), so("source word", "king", 1.0)];
        assert_eq!(weights.confidence(&told), 0.88);
        assert_eq!(weights.target(&told), 0.5);
        assert_eq!(weights.reasons(&told), [("source word minister".to_owned(), 1.0)]);
        let wrong = Weights::load("w", &format!("{heading}luck\t\t1\t0\n")).unwrap_err();
        assert!(wrong.to_string().contains("luck"), "{wrong}");
    }
}
