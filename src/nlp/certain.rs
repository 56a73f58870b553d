//! Decisions that need no weighing: situations in which training has seen one outcome only, or the trained weights come to one only.
//!
//! Between determiner and noun, for example, the parser does not have to add up a hundred weights to know that the one hangs on the
//! other. A situation is the hash of a few tags; half of all decisions are found here.

use std::collections::HashMap;

/// A set of situations, each with its outcome.
pub(crate) struct Certain {
    mask: usize,
    /// The upper half of the hash and the outcome plus one; 0 is an empty slot.
    slots: Vec<(u32, u8)>,
}

impl Certain {
    /// A set of `entries`: the upper half of the hash of a situation, and its outcome.
    pub(crate) fn new(entries: &[(u32, u8)]) -> Certain {
        // Between half and three quarters full: what is small stays in the cache.
        let size = (entries.len() * 4 / 3 + 1).next_power_of_two().max(16);
        let mask = size - 1;
        let mut slots = vec![(0, 0); size];
        for &(key, outcome) in entries {
            let mut at = key as usize & mask;
            while slots[at].1 != 0 && slots[at].0 != key {
                at = (at + 1) & mask;
            }
            slots[at] = (key, outcome.saturating_add(1));
        }
        Certain { mask, slots }
    }

    /// The outcome in the situation with this hash, if it is certain.
    #[inline(always)]
    pub(crate) fn get(&self, hash: u64) -> Option<u8> {
        let key = (hash >> 32) as u32;
        let mut at = key as usize & self.mask;
        loop {
            let &(found, outcome) = self.slots.get(at)?;
            if outcome == 0 {
                return None;
            }
            if found == key {
                return Some(outcome - 1);
            }
            at = (at + 1) & self.mask;
        }
    }

    /// Adds what `other` is certain of; where both are, this set stays as it is.
    pub(crate) fn extend(&mut self, other: &Certain) {
        let mut entries = self.entries();
        entries.extend(other.entries());
        entries.sort_by_key(|entry| entry.0);
        entries.dedup_by_key(|entry| entry.0);
        *self = Certain::new(&entries);
    }

    /// All entries, sorted.
    pub(crate) fn entries(&self) -> Vec<(u32, u8)> {
        let mut entries: Vec<(u32, u8)> =
            self.slots.iter().filter(|slot| slot.1 != 0).map(|&(key, outcome)| (key, outcome - 1)).collect();
        entries.sort_unstable();
        entries
    }
}

/// Learns what was decided in which situations.
pub(crate) trait Watch {
    /// `outcome` was decided in all of `situations`.
    fn decided(&mut self, situations: &[u64], outcome: u8);
}

/// Nobody watches.
impl Watch for () {
    #[inline(always)]
    fn decided(&mut self, _situations: &[u64], _outcome: u8) {}
}

impl Watch for Tally {
    fn decided(&mut self, situations: &[u64], outcome: u8) {
        situations.iter().for_each(|&situation| self.add(situation, outcome));
    }
}

/// Counts outcomes until it is known which are certain.
#[derive(Default)]
pub(crate) struct Tally {
    /// By situation: the first outcome, how often it came, and how often another.
    situations: HashMap<u64, (u8, u32, u32)>,
}

impl Tally {
    pub(crate) fn add(&mut self, situation: u64, outcome: u8) {
        let (first, same, other) = self.situations.entry(situation).or_insert((outcome, 0, 0));
        if *first == outcome { *same += 1 } else { *other += 1 }
    }

    /// The situations seen at least `least` times, with one outcome in all but one of `odds` cases.
    pub(crate) fn certain(&self, least: u32, odds: u32) -> Certain {
        let mut entries: Vec<(u32, u8)> = self
            .situations
            .iter()
            .filter(|(_, (_, same, other))| {
                same + other >= least && u64::from(*other) * u64::from(odds) <= u64::from(*same)
            })
            .map(|(&situation, &(outcome, ..))| ((situation >> 32) as u32, outcome))
            .collect();
        entries.sort_unstable();
        entries.dedup_by_key(|entry| entry.0);
        Certain::new(&entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::hash::spread;

    #[test]
    fn only_what_is_certain_is_kept() {
        let mut tally = Tally::default();
        for _ in 0..100 {
            tally.add(spread(1), 2);
            tally.add(spread(2), 0);
        }
        tally.add(spread(2), 1);
        tally.add(spread(3), 1);
        let certain = tally.certain(50, 1000);
        assert_eq!(certain.get(spread(1)), Some(2));
        assert_eq!(certain.get(spread(2)), None);
        assert_eq!(certain.get(spread(3)), None);
        assert_eq!(Certain::new(&certain.entries()).get(spread(1)), Some(2));
    }

    #[test]
    fn what_is_added_changes_nothing_that_was_certain() {
        let [own, both, new] = [spread(1), spread(2), spread(3)].map(|situation| (situation, (situation >> 32) as u32));
        let mut certain = Certain::new(&[(own.1, 1), (both.1, 2)]);
        certain.extend(&Certain::new(&[(both.1, 7), (new.1, 3)]));
        assert_eq!([own.0, both.0, new.0].map(|situation| certain.get(situation)), [Some(1), Some(2), Some(3)]);
        assert_eq!(certain.entries().len(), 3);
    }
}
