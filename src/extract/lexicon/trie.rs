//! Finds the longest known phrase that starts at a word.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::words::{UNKNOWN, WordHasher, WordId};

/// Phrases of words, each with a value.
#[derive(Debug, Default)]
pub struct Trie {
    /// The node of each word that a phrase begins with, by its number; 0 where none does. Most look-ups end here.
    firsts: Vec<u32>,
    /// The nodes after the first, by the node before and the word.
    steps: HashMap<(u32, WordId), u32, BuildHasherDefault<WordHasher>>,
    /// The value of each node but the root; `u32::MAX` where no phrase ends.
    values: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Trie {
    /// Adds a phrase. Returns the value that it already has, which stays, or none.
    pub fn insert(&mut self, words: &[WordId], value: u32) -> Option<u32> {
        let mut node = 0;
        for &word in words {
            let next = self.values.len() as u32 + 1;
            let step = match node {
                0 => {
                    let at = word as usize;
                    self.firsts.resize(self.firsts.len().max(at + 1), 0);
                    &mut self.firsts[at]
                }
                _ => self.steps.entry((node, word)).or_insert(0),
            };
            if *step == 0 {
                *step = next;
                self.values.push(NONE);
            }
            node = *step;
        }
        let slot = self.values.get_mut(node.checked_sub(1)? as usize)?;
        if *slot != NONE {
            return Some(*slot);
        }
        *slot = value;
        None
    }

    /// The longest phrase at the head of `words`: its length in words and its value.
    pub fn longest(&self, words: impl Iterator<Item = WordId>) -> Option<(usize, u32)> {
        let mut node = 0;
        let mut best = None;
        for (index, word) in words.enumerate() {
            if word == UNKNOWN {
                break;
            }
            let next = match node {
                0 => self.firsts.get(word as usize).filter(|&&first| first != 0),
                _ => self.steps.get(&(node, word)),
            };
            let Some(&next) = next else { break };
            node = next;
            let value = self.values[node as usize - 1];
            if value != NONE {
                best = Some((index + 1, value));
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_wins_and_the_first_value_stays() {
        let mut trie = Trie::default();
        assert_eq!(trie.insert(&[1, 2], 10), None);
        assert_eq!(trie.insert(&[1, 2, 3], 11), None);
        assert_eq!(trie.insert(&[4], 12), None);
        assert_eq!(trie.insert(&[4], 13), Some(12));
        type Case = (&'static [WordId], Option<(usize, u32)>);
        let cases: [Case; 5] = [
            (&[1, 2, 9], Some((2, 10))),
            (&[1, 2, 3, 4], Some((3, 11))),
            (&[1], None),
            (&[4, 1], Some((1, 12))),
            (&[], None),
        ];
        for (words, expected) in cases {
            assert_eq!(trie.longest(words.iter().copied()), expected, "{words:?}");
        }
    }
}
