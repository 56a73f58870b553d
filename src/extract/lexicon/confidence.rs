//! What the circumstances of an event say for and against it: the weights of `confidence.tsv`.

use std::collections::HashMap;

use super::{LexiconError, Table};
use crate::record::Plover;

/// The circumstances that events can have, apart from their types. Each has a value: 1 or 0 where it is true or not.
pub const CIRCUMSTANCES: &[&str] = &[
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
];

/// Circumstances of an event with their values; those that are left out are 0.
pub type Evidence = Vec<(&'static str, f32)>;

/// The weight of each circumstance, in log odds.
#[derive(Debug, Default)]
pub struct Weights {
    weights: HashMap<&'static str, f32>,
}

impl Weights {
    /// Reads the file: columns `circumstance` and `weight`.
    pub fn load(file: &str, text: &str) -> Result<Weights, LexiconError> {
        let table = Table::read(file, text, &["circumstance", "weight"])?;
        table.unique(|row| row.cell(0).to_owned())?;
        let mut weights = HashMap::new();
        for row in table.rows() {
            let name = row.required(0, "circumstance")?;
            let types = Plover::ALL.iter().map(|plover| plover.name());
            let known = CIRCUMSTANCES.iter().copied().chain(types).find(|known| *known == name);
            let known = known.ok_or_else(|| row.error(format!("unknown circumstance \"{name}\"")))?;
            let weight = row.required(1, "weight")?;
            let number = weight.parse::<f32>().ok().filter(|number| number.is_finite());
            weights.insert(known, number.ok_or_else(|| row.error(format!("\"{weight}\" is no number")))?);
        }
        Ok(Weights { weights })
    }

    /// How probable it is that an event is right in its type, source and target: 0.01 to 0.99, in hundredths.
    ///
    /// Logistic regression; the weights are made by `examples/calibrate.rs` from events that were judged.
    pub fn confidence(&self, evidence: &Evidence) -> f32 {
        let odds: f32 =
            evidence.iter().map(|(name, value)| self.weights.get(name).copied().unwrap_or(0.0) * value).sum();
        let probability = 1.0 / (1.0 + (-odds).exp());
        (probability * 100.0).round().clamp(1.0, 99.0) / 100.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_add_up_to_log_odds() {
        let weights = Weights::load("w", "circumstance\tweight\nevent\t1\nnoun\t-1\nAID\t0.5\n").unwrap();
        assert_eq!(weights.confidence(&vec![("event", 1.0), ("noun", 1.0)]), 0.5);
        assert_eq!(weights.confidence(&vec![("event", 1.0), ("AID", 2.0), ("modal verb", 1.0)]), 0.88);
        let wrong = Weights::load("w", "circumstance\tweight\nluck\t1\n").unwrap_err();
        assert!(wrong.to_string().contains("luck"), "{wrong}");
    }
}
