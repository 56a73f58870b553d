//! Which words tell politics from business: the weights of `topics.tsv`.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::words::{Vocabulary, WordHasher, WordId};
use super::{LexiconError, Table};

/// The weight of each word: above 0 for politics, below 0 for business.
#[derive(Debug, Default)]
pub struct Topics {
    weights: HashMap<WordId, f32, BuildHasherDefault<WordHasher>>,
}

/// How many words without weight are thought to stand in every text, so that few words say little.
const PRIOR: f32 = 4.0;

impl Topics {
    /// Reads the file: columns `word` and `weight`.
    pub fn load(file: &str, text: &str, words: &mut Vocabulary) -> Result<Topics, LexiconError> {
        let table = Table::read(file, text, &["word", "weight"])?;
        table.unique(|row| row.cell(0).to_owned())?;
        let mut topics = Topics::default();
        for row in table.rows() {
            let (word, weight) = (row.required(0, "word")?, row.required(1, "weight")?);
            let number = weight.parse::<f32>().ok().filter(|number| number.is_finite());
            let number = number.ok_or_else(|| row.error(format!("\"{weight}\" is no number")))?;
            topics.weights.insert(words.add(word), number);
        }
        Ok(topics)
    }

    /// What a text with these words, in lower case, is about: about 1 for politics, -1 for business, 0 where nothing tells.
    pub fn of(&self, words: impl Iterator<Item = WordId>) -> f32 {
        let known = words.filter_map(|word| self.weights.get(&word));
        let (sum, count) = known.fold((0.0, PRIOR), |(sum, count), weight| (sum + weight, count + 1.0));
        sum / count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_words_say_little() {
        let mut words = Vocabulary::default();
        let topics = Topics::load("t", "word\tweight\nballot\t2\ndividend\t-2\n", &mut words).unwrap();
        let of = |text: &str| topics.of(text.split(' ').map(|word| words.id(word)));
        assert_eq!(of("the ballot"), 0.4);
        assert_eq!(of("ballot ballot ballot ballot"), 1.0);
        assert_eq!(of("dividend and ballot"), 0.0);
        assert_eq!(of(""), 0.0);
        let wrong = Topics::load("t", "word\tweight\nballot\tmuch\n", &mut words).unwrap_err();
        assert!(wrong.to_string().contains("much"), "{wrong}");
    }
}
