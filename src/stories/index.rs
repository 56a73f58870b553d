//! An index from keys to the items that have them, newest first, for items that leave in the order in which they came.
//!
//! Each key leads to its newest posting, each posting to the one before it with the same key. Postings lie in a queue, so that
//! forgetting an item is popping its postings, and a chain ends where the queue begins. A look-up walks a bounded number of
//! steps, so that keys that everybody has cost no more than others.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};

/// For keys that are hashes already.
#[derive(Clone, Copy, Default)]
pub struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u32(&mut self, key: u32) {
        self.write_u64(u64::from(key));
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = (self.0 ^ key).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 ^= self.0 >> 29;
    }
}

/// A map whose keys are hashes already.
pub type HashedMap<K, V> = HashMap<K, V, BuildHasherDefault<Spread>>;

#[derive(Clone, Copy)]
struct Posting {
    key: u32,
    item: u32,
    /// The posting before it with the same key; its own number where there is none.
    before: u32,
}

/// The index. Items and postings are numbered from 0 and wrap around, which is safe as long as fewer than 2^31 are there.
#[derive(Default)]
pub struct Index {
    newest: HashedMap<u32, u32>,
    postings: VecDeque<Posting>,
    /// The number of the first posting in the queue.
    first: u32,
}

impl Index {
    /// Adds an item under a key. An item may have several; they are added one after the other.
    pub fn add(&mut self, key: u32, item: u32) {
        let number = self.first.wrapping_add(self.postings.len() as u32);
        let before = self.newest.insert(key, number).unwrap_or(number);
        self.postings.push_back(Posting { key, item, before });
    }

    /// Forgets the oldest posting.
    pub fn forget(&mut self) {
        let Some(posting) = self.postings.pop_front() else { return };
        if self.newest.get(&posting.key) == Some(&self.first) {
            self.newest.remove(&posting.key);
        }
        self.first = self.first.wrapping_add(1);
    }

    /// Visits the newest items with a key, at most `most`, newest first.
    pub fn visit(&self, key: u32, most: usize, mut visit: impl FnMut(u32)) {
        let Some(mut number) = self.newest.get(&key).copied() else { return };
        for _ in 0..most {
            let Some(posting) = self.postings.get(number.wrapping_sub(self.first) as usize) else { return };
            visit(posting.item);
            if posting.before == number {
                return;
            }
            number = posting.before;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_are_newest_first_and_end_where_the_queue_begins() {
        let mut index = Index::default();
        for (key, item) in [(1, 10), (2, 10), (1, 11), (1, 12), (3, 12)] {
            index.add(key, item);
        }
        let items = |index: &Index, key, most| {
            let mut items = Vec::new();
            index.visit(key, most, |item| items.push(item));
            items
        };
        assert_eq!(items(&index, 1, 9), [12, 11, 10]);
        assert_eq!(items(&index, 1, 2), [12, 11]);
        index.forget();
        index.forget();
        assert_eq!(items(&index, 1, 9), [12, 11]);
        assert_eq!(items(&index, 2, 9), [0; 0]);
        (0..3).for_each(|_| index.forget());
        index.forget();
        assert!(index.newest.is_empty() && items(&index, 1, 9).is_empty());
    }
}
