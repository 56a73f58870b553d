//! The words of quantities: numbers, units, bounds, and what is the matter with those who are counted.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

use super::words::{UNKNOWN, Vocabulary, WordHasher, WordId};
use super::{LexiconError, Table, phrase};

/// What stands before a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// `at least`
    Low,
    /// `up to`
    High,
    /// `about`
    About,
    /// `between`: the first of two numbers follows.
    Between,
}

/// Where those who are counted stand beside the word that says what is the matter with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// The object of an active verb or the subject of a passive one: `killed 12`.
    Object,
    /// The subject of a verb: `12 died`.
    Subject,
    /// The number stands before the word: `12 dead`.
    Before,
    /// The number stands after `of` or `to`: `a toll of 12`.
    After,
}

type Map<K, V> = HashMap<K, V, BuildHasherDefault<WordHasher>>;
type Set = HashSet<WordId, BuildHasherDefault<WordHasher>>;

/// All words of quantities.
#[derive(Debug, Default)]
pub struct QuantityWords {
    numbers: Map<WordId, f64>,
    scales: Map<WordId, f64>,
    vague: Map<WordId, f64>,
    units: Map<WordId, String>,
    counted: Set,
    to: Set,
    states: Map<(WordId, Place), String>,
    bounds: Vec<(Vec<WordId>, Bound)>,
    none: Vec<Vec<WordId>>,
    /// The words that a quantity can begin with, besides figures.
    first: Set,
}

impl QuantityWords {
    /// Reads the file: columns `word`, `kind` and `value`.
    pub fn load(file: &str, text: &str, words: &mut Vocabulary) -> Result<QuantityWords, LexiconError> {
        let table = Table::read(file, text, &["word", "kind", "value"])?;
        table.unique(&[0, 1])?;
        let mut all = QuantityWords::default();
        for row in table.rows() {
            let entry = row.required(0, "word")?;
            let kind = row.required(1, "kind")?;
            let number = || {
                let value = row.required(2, "value")?;
                value.parse::<f64>().map_err(|_| row.error(format!("\"{value}\" is no number")))
            };
            let state = || row.required(2, "value").map(str::to_owned);
            let ids = phrase(entry, true, words);
            let last = ids.last().copied().unwrap_or(UNKNOWN);
            match kind {
                "number" => drop(all.numbers.insert(last, number()?)),
                "scale" => drop(all.scales.insert(last, number()?)),
                "vague" => drop(all.vague.insert(last, number()?)),
                "currency" | "measure" => drop(all.units.insert(words.add(entry), state()?)),
                "counted" => {
                    all.counted.insert(last);
                }
                "to" => {
                    all.to.insert(last);
                }
                "low" => all.bounds.push((ids, Bound::Low)),
                "high" => all.bounds.push((ids, Bound::High)),
                "about" => all.bounds.push((ids, Bound::About)),
                "between" => all.bounds.push((ids, Bound::Between)),
                "done" => drop(all.states.insert((last, Place::Object), state()?)),
                "does" => drop(all.states.insert((last, Place::Subject), state()?)),
                "is" => drop(all.states.insert((last, Place::Before), state()?)),
                "toll" => drop(all.states.insert((last, Place::After), state()?)),
                "none" => all.none.push(ids),
                other => return Err(row.error(format!("unknown kind \"{other}\""))),
            }
        }
        // Of two phrases that end alike the longer one counts.
        all.bounds.sort_by_key(|(ids, _)| std::cmp::Reverse(ids.len()));
        all.none.sort_by_key(|ids| std::cmp::Reverse(ids.len()));
        let words_of_none = all.none.iter().filter_map(|ids| ids.first().copied());
        all.first.extend(["a", "an", "half"].map(|word| words.add(word)).into_iter().chain(words_of_none));
        all.first.extend(all.numbers.keys().chain(all.vague.keys()).copied());
        Ok(all)
    }

    /// Whether a quantity can begin with this word.
    pub fn begins(&self, word: WordId) -> bool {
        self.first.contains(&word)
    }

    /// The number that a word is.
    pub fn number(&self, word: WordId) -> Option<f64> {
        self.numbers.get(&word).copied()
    }

    /// What a number before this word is multiplied by.
    pub fn scale(&self, word: WordId) -> Option<f64> {
        self.scales.get(&word).copied()
    }

    /// The least that a word such as `dozens` means.
    pub fn vague(&self, word: WordId) -> Option<f64> {
        self.vague.get(&word).copied()
    }

    /// The unit that a word or sign stands for.
    pub fn unit(&self, word: WordId) -> Option<&str> {
        self.units.get(&word).map(String::as_str)
    }

    /// Whether a noun without the ending of a plural is counted.
    pub fn is_counted(&self, word: WordId) -> bool {
        self.counted.contains(&word)
    }

    /// Whether a word stands between the two numbers of a range.
    pub fn is_to(&self, word: WordId) -> bool {
        self.to.contains(&word)
    }

    /// What is the matter with those who stand at `place` by this word: `killed`.
    pub fn state(&self, word: WordId, place: Place) -> Option<&str> {
        self.states.get(&(word, place)).map(String::as_str)
    }

    /// The bound that ends `before`, and how many words it has.
    pub fn bound(&self, before: &[WordId]) -> Option<(usize, Bound)> {
        let (ids, bound) = self.bounds.iter().find(|(ids, _)| before.ends_with(ids))?;
        Some((ids.len(), *bound))
    }

    /// How many words at the head of `words` say: nobody.
    pub fn none(&self, words: &[WordId]) -> Option<usize> {
        self.none.iter().find(|ids| words.starts_with(ids)).map(Vec::len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_quantities_are_known() {
        let mut words = Vocabulary::default();
        let text = "word\tkind\tvalue\nsix\tnumber\t6\nmore than\tlow\t\nkill\tdone\tkilled\n$\tcurrency\tUSD\nno one\tnone\t0\n";
        let known = QuantityWords::load("q", text, &mut words).unwrap();
        let id = |word: &str| words.id(word);
        assert_eq!(known.number(id("six")), Some(6.0));
        assert_eq!(known.bound(&[id("no"), id("more"), id("than")]), Some((2, Bound::Low)));
        assert_eq!(known.state(id("kill"), Place::Object), Some("killed"));
        assert_eq!(known.state(id("kill"), Place::Subject), None);
        assert_eq!(known.unit(id("$")), Some("USD"));
        assert_eq!(known.none(&[id("no"), id("one")]), Some(2));
        assert!(
            QuantityWords::load("q", "word\tkind\tvalue\nsix\tnumber\tmany\n", &mut Vocabulary::default()).is_err()
        );
    }
}
