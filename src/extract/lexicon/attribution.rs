//! The words that say that somebody says something: verbs of saying, phrases, and the media through which it is said.

use std::collections::BTreeSet;

use super::trie::Trie;
use super::words::{Vocabulary, WordId, class};
use super::{LexiconError, Table, phrase};

/// What a cue phrase is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhraseKind {
    /// `according to`: a speaker or an agency follows.
    Phrase,
    /// `on Twitter`, `state television`: through which something is said.
    Medium,
}

/// All cues.
#[derive(Debug, Default)]
pub struct Cues {
    phrases: Trie,
    entries: Vec<(PhraseKind, String)>,
    /// In order, so that of two spellings it is always the same that names an agency.
    agencies: BTreeSet<String>,
}

impl Cues {
    /// Reads the file: columns `words` and `kind` (`verb`, `noun`, `phrase`, `medium`, `agency`).
    pub fn load(file: &str, text: &str, words: &mut Vocabulary) -> Result<Cues, LexiconError> {
        let table = Table::read(file, text, &["words", "kind"])?;
        table.unique(&[0, 1])?;
        let mut cues = Cues::default();
        for row in table.rows() {
            let entry = row.required(0, "words")?;
            match row.required(1, "kind")? {
                "verb" => {
                    let lemma = words.add(entry);
                    words.mark(lemma, class::SPEECH);
                }
                "noun" => {
                    let lemma = words.add(entry);
                    words.mark(lemma, class::STATEMENT);
                }
                "phrase" => cues.add(entry, PhraseKind::Phrase, words),
                "medium" => cues.add(entry, PhraseKind::Medium, words),
                "agency" => {
                    cues.agencies.insert(entry.to_owned());
                }
                other => return Err(row.error(format!("unknown kind \"{other}\""))),
            }
        }
        Ok(cues)
    }

    fn add(&mut self, entry: &str, kind: PhraseKind, words: &mut Vocabulary) {
        let ids = phrase(entry, true, words);
        self.phrases.insert(&ids, self.entries.len() as u32);
        self.entries.push((kind, entry.to_owned()));
    }

    /// The cue phrase at the head of `words`, which are lower-cased: its length, kind and text.
    pub fn phrase(&self, words: impl Iterator<Item = WordId>) -> Option<(usize, PhraseKind, &str)> {
        let (length, entry) = self.phrases.longest(words)?;
        let (kind, text) = self.entries.get(entry as usize)?;
        Some((length, *kind, text))
    }

    /// The names of the news agencies and other media: they tell what others say, and are no actors.
    pub fn agencies(&self) -> impl Iterator<Item = &str> {
        self.agencies.iter().map(String::as_str)
    }

    /// Whether `name` is that of an agency.
    pub fn is_agency(&self, name: &str) -> bool {
        self.agencies.contains(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agencies_have_the_same_order_in_every_run() {
        let names = ["dpa", "Xinhua", "AP", "DPA", "Kyodo", "AFP", "Tass", "EFE"];
        let text = format!("words\tkind\n{}", names.map(|name| format!("{name}\tagency\n")).concat());
        let cues = Cues::load("a", &text, &mut Vocabulary::default()).unwrap();
        let found: Vec<&str> = cues.agencies().collect();
        assert_eq!(found, ["AFP", "AP", "DPA", "EFE", "Kyodo", "Tass", "Xinhua", "dpa"]);
    }

    #[test]
    fn cues_are_found() {
        let mut words = Vocabulary::default();
        let text = "words\tkind\nclaim\tverb\naccording to\tphrase\nAcme News\tagency\non radio\tmedium\n";
        let cues = Cues::load("a", text, &mut words).unwrap();
        assert_ne!(words.class(words.id("claim")) & class::SPEECH, 0);
        let ids = ["according", "to", "him"].map(|word| words.id(word));
        assert_eq!(cues.phrase(ids.into_iter()).unwrap(), (2, PhraseKind::Phrase, "according to"));
        assert!(cues.is_agency("Acme News") && !cues.is_agency("Acme"));
        assert!(Cues::load("a", "words\tkind\nx\ty\n", &mut words).is_err());
    }
}
