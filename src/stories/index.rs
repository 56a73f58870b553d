//! An index from keys to the items that have them, newest first, for items that leave in the order in which they came.
//!
//! Each key leads to its newest item or, where several have it, to a ring of so many of the newest, so that a look-up touches one
//! place in memory and keys that everybody has cost no more than others. Postings lie in a queue: forgetting an item is popping its
//! postings, and what is left of it in rings is passed by.

use std::collections::{HashMap, VecDeque, hash_map};
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

/// An item under a key.
#[derive(Clone, Copy)]
struct Posting {
    key: u32,
    item: u32,
}

/// What is known of a key.
#[derive(Clone, Copy)]
struct Entry {
    /// The newest item.
    newest: u32,
    /// Which ring has it and those before it; [`NONE`] where there are no others.
    ring: u32,
}

const NONE: u32 = u32::MAX;

/// The index, which finds the `MOST` newest items of each key. Items are numbered from 0 and wrap around, which is safe as long as
/// fewer than 2^31 are there.
pub struct Index<const MOST: usize> {
    entries: HashedMap<u32, Entry>,
    /// The newest items of a key that several have, newest first, and how many they are.
    rings: Vec<([u32; MOST], usize)>,
    /// Rings that no key has.
    free: Vec<u32>,
    postings: VecDeque<Posting>,
}

impl<const MOST: usize> Default for Index<MOST> {
    fn default() -> Index<MOST> {
        Index { entries: HashedMap::default(), rings: Vec::new(), free: Vec::new(), postings: VecDeque::new() }
    }
}

impl<const MOST: usize> Index<MOST> {
    /// Adds an item under a key. An item may have several; they are added one after the other.
    pub fn add(&mut self, key: u32, item: u32) {
        self.postings.push_back(Posting { key, item });
        let entry = match self.entries.entry(key) {
            hash_map::Entry::Vacant(vacant) => {
                vacant.insert(Entry { newest: item, ring: NONE });
                return;
            }
            hash_map::Entry::Occupied(occupied) => occupied.into_mut(),
        };
        if entry.ring == NONE {
            let alone = ([entry.newest; MOST], 1);
            entry.ring = match self.free.pop() {
                Some(ring) => {
                    self.rings[ring as usize] = alone;
                    ring
                }
                None => {
                    self.rings.push(alone);
                    self.rings.len() as u32 - 1
                }
            };
        }
        entry.newest = item;
        let (items, count) = &mut self.rings[entry.ring as usize];
        items.copy_within(..MOST - 1, 1);
        items[0] = item;
        *count = MOST.min(*count + 1);
    }

    /// Forgets the oldest posting. Those of one item are forgotten together.
    pub fn forget(&mut self) {
        let Some(posting) = self.postings.pop_front() else { return };
        if let hash_map::Entry::Occupied(entry) = self.entries.entry(posting.key)
            && entry.get().newest == posting.item
        {
            let Entry { ring, .. } = entry.remove();
            self.free.extend(Some(ring).filter(|ring| *ring != NONE));
        }
    }

    /// Visits the newest items with a key, newest first.
    pub fn visit(&self, key: u32, mut visit: impl FnMut(u32)) {
        let (Some(entry), Some(oldest)) = (self.entries.get(&key), self.postings.front()) else { return };
        if entry.ring == NONE {
            return visit(entry.newest);
        }
        let (items, count) = &self.rings[entry.ring as usize];
        let remembered = |item: &&u32| item.wrapping_sub(oldest.item) < 1 << 31;
        items[..*count].iter().take_while(remembered).for_each(|item| visit(*item));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rings_are_newest_first_and_end_where_the_queue_begins() {
        fn filled<const MOST: usize>() -> Index<MOST> {
            let mut index = Index::default();
            for (key, item) in [(1, 10), (2, 10), (1, 11), (1, 12), (3, 12)] {
                index.add(key, item);
            }
            index
        }
        fn items<const MOST: usize>(index: &Index<MOST>, key: u32) -> Vec<u32> {
            let mut items = Vec::new();
            index.visit(key, |item| items.push(item));
            items
        }
        assert_eq!(items(&filled::<2>(), 1), [12, 11]);
        let mut index = filled::<9>();
        assert_eq!(items(&index, 1), [12, 11, 10]);
        index.forget();
        index.forget();
        assert_eq!(items(&index, 1), [12, 11]);
        assert_eq!(items(&index, 2), [0; 0]);
        (0..3).for_each(|_| index.forget());
        index.forget();
        assert!(index.entries.is_empty() && items(&index, 1).is_empty());
        // A ring is used again.
        for (key, item) in [(4, 13), (4, 14)] {
            index.add(key, item);
        }
        assert_eq!((items(&index, 4), index.rings.len()), (vec![14, 13], 1));
    }
}
