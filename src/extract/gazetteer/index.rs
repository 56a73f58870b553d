//! Which places have a name: a table from keys of names to numbers of places, made in one pass.

use super::fold::Key;

/// How many bits of a key choose its bucket: about two names a bucket in the gazetteer that is part of the binary.
const BITS: u32 = 18;

/// How many bits of a key choose its bit of the sieve, which lets one of five unknown names through.
const SIEVE_BITS: u32 = 21;

/// Places by the keys of their names.
#[derive(Debug, Default)]
pub struct Index {
    /// A bit for each of the first bits that a key can have, set where a name has them. Most words that are looked up are no names of
    /// places; this is small enough to stay in the cache.
    sieve: Vec<u64>,
    /// For each bucket, where it begins in `entries`; at the end, how many there are.
    starts: Vec<u32>,
    entries: Vec<Entry>,
}

/// A name of a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The lower half of its key; the upper bits are those of its bucket.
    tail: u32,
    /// The number of the place.
    pub place: u32,
    /// Whether it is not the usual name.
    pub other: bool,
}

impl Index {
    /// An index of names: key, number of the place, and whether it is not the usual name.
    pub fn new(names: &[(Key, u32, bool)]) -> Index {
        let mut sieve = vec![0u64; 1 << (SIEVE_BITS - 6)];
        let mut starts = vec![0u32; (1 << BITS) + 1];
        for (key, ..) in names {
            starts[bucket(*key) + 1] += 1;
            let (at, bit) = sieve_bit(*key);
            sieve[at] |= bit;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut entries = vec![Entry::default(); names.len()];
        for &(key, place, other) in names {
            let at = &mut next[bucket(key)];
            entries[*at as usize] = Entry { tail: key as u32, place, other };
            *at += 1;
        }
        Index { sieve, starts, entries }
    }

    /// The places that have the name with this key.
    pub fn find(&self, key: Key) -> impl Iterator<Item = Entry> + '_ {
        let (at, bit) = sieve_bit(key);
        let may_be = self.sieve.get(at).is_some_and(|word| word & bit != 0);
        let range = match may_be.then(|| bucket(key)) {
            Some(at) => self.starts[at] as usize..self.starts[at + 1] as usize,
            None => 0..0,
        };
        self.entries[range].iter().copied().filter(move |entry| entry.tail == key as u32)
    }
}

/// Buckets are chosen by the upper bits of keys, which `tail` does not hold.
fn bucket(key: Key) -> usize {
    (key >> (64 - BITS)) as usize
}

/// The word of the sieve that a key belongs to, and its bit there.
fn sieve_bit(key: Key) -> (usize, u64) {
    let number = key >> (64 - SIEVE_BITS);
    ((number >> 6) as usize, 1 << (number & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_with_all_their_places() {
        let key = |number: u64| number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let names: Vec<(Key, u32, bool)> = (0..5000).map(|at| (key(at / 2), at as u32, at % 2 == 1)).collect();
        let index = Index::new(&names);
        for at in 0..2500u64 {
            let found: Vec<(u32, bool)> = index.find(key(at)).map(|entry| (entry.place, entry.other)).collect();
            assert_eq!(found, [(2 * at as u32, false), (2 * at as u32 + 1, true)]);
        }
        assert_eq!(index.find(key(9999)).count(), 0);
        assert_eq!(Index::default().find(key(1)).count(), 0);
    }
}
