//! What training has learned about single words: their cluster, their usual tags, their usual entities.

use super::word::Word;

/// What is known about one form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The upper half of the hash of the form, see [`Word::form`].
    pub(crate) key: u32,
    pub(crate) cluster: u16,
    pub(crate) ambiguity: u16,
    pub(crate) entity: u16,
    pub(crate) fixed: u8,
    /// Whether the word is always outside of entities.
    pub(crate) outside: bool,
    /// What the word can be the base form of, see [`crate::nlp::lemma`].
    pub(crate) bases: u8,
}

/// A hash table from forms to what is known about them.
pub(crate) struct Lexicon {
    mask: usize,
    slots: Vec<Entry>,
    entries: Vec<Entry>,
}

impl Lexicon {
    /// A lexicon of `entries`; of several with one key the first counts, and the key 0 is ignored.
    pub(crate) fn new(entries: Vec<Entry>) -> Lexicon {
        let size = (entries.len() * 2).next_power_of_two().max(16);
        let mask = size - 1;
        let mut slots = vec![Entry::default(); size];
        for entry in entries.iter().filter(|entry| entry.key != 0) {
            let mut at = entry.key as usize & mask;
            while slots[at].key != 0 && slots[at].key != entry.key {
                at = (at + 1) & mask;
            }
            if slots[at].key == 0 {
                slots[at] = *entry;
            }
        }
        Lexicon { mask, slots, entries }
    }

    /// The entries it was made of.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What is known about the form with this hash.
    #[inline]
    pub(crate) fn get(&self, form: u64) -> Option<&Entry> {
        let key = (form >> 32) as u32;
        let mut at = key as usize & self.mask;
        loop {
            let slot = self.slots.get(at)?;
            if slot.key == key {
                return Some(slot);
            }
            if slot.key == 0 {
                return None;
            }
            at = (at + 1) & self.mask;
        }
    }

    /// What the form can be the base form of.
    pub(crate) fn bases(&self, form: u64) -> u8 {
        self.get(form).map_or(0, |entry| entry.bases)
    }

    /// Looks at a token of the text. A form that is not known shares the cluster of the same word in lower case.
    #[inline]
    pub(crate) fn word(&self, text: &str) -> Word {
        let mut word = Word::new(text);
        if let Some(entry) = self.get(word.form) {
            word.cluster = entry.cluster;
            word.ambiguity = entry.ambiguity;
            word.entity = entry.entity;
            word.fixed = entry.fixed;
            if entry.outside {
                word.flags |= Word::OUTSIDE;
            }
        } else if word.form != word.norm
            && let Some(entry) = self.get(word.norm)
        {
            word.cluster = entry.cluster;
        }
        word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_words_carry_their_knowledge() {
        let key = (Word::new("treaty").form >> 32) as u32;
        let lexicon = Lexicon::new(vec![
            Entry { key, cluster: 7, ambiguity: 3, fixed: 1, outside: true, ..Entry::default() },
            Entry { key, cluster: 8, ..Entry::default() },
        ]);
        let known = lexicon.word("treaty");
        assert_eq!((known.cluster, known.ambiguity, known.fixed, known.has(Word::OUTSIDE)), (7, 3, 1, true));
        let capital = lexicon.word("Treaty");
        assert_eq!((capital.cluster, capital.ambiguity, capital.fixed), (7, 0, 0));
        assert_eq!(lexicon.word("pact").cluster, 0);
    }

    #[test]
    fn an_empty_lexicon_knows_nothing() {
        assert_eq!(Lexicon::new(Vec::new()).word("treaty"), Word::new("treaty"));
    }
}
