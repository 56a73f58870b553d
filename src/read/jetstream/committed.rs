//! Which messages of a stream are committed: everything up to a floor, and ranges above it.
//!
//! Messages come in order of their sequence but for those that are delivered again, so there are few ranges. A message
//! covers the sequences before it that are none of the consumer's (of other subjects, or deleted), so that those leave no holes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Sequences of committed messages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Committed {
    floor: u64,
    /// First and last sequence of each range above the floor; no two touch.
    ranges: BTreeMap<u64, u64>,
}

/// As a checkpoint holds it.
#[derive(Clone, Serialize, Deserialize)]
struct Written {
    floor: u64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ranges: Vec<(u64, u64)>,
}

impl Committed {
    /// Everything up to `floor`, which is the last sequence that counts.
    pub fn up_to(floor: u64) -> Committed {
        Committed { floor, ranges: BTreeMap::new() }
    }

    /// Everything up to this sequence is committed.
    pub fn floor(&self) -> u64 {
        self.floor
    }

    /// How many ranges there are above the floor.
    pub fn ranges(&self) -> usize {
        self.ranges.len()
    }

    /// Whether the message of this sequence is committed.
    pub fn contains(&self, sequence: u64) -> bool {
        let range = self.ranges.range(..=sequence).next_back();
        sequence <= self.floor || range.is_some_and(|(_, last)| sequence <= *last)
    }

    /// Adds everything from `first` to `last`.
    pub fn add(&mut self, first: u64, last: u64) {
        let (mut first, mut last) = (first.min(last), last);
        // Ranges that overlap or touch become one with it.
        while let Some((&start, &end)) = self.ranges.range(..=last.saturating_add(1)).next_back() {
            if end.saturating_add(1) < first {
                break;
            }
            self.ranges.remove(&start);
            (first, last) = (first.min(start), last.max(end));
        }
        if first <= self.floor.saturating_add(1) {
            self.floor = self.floor.max(last);
        } else {
            self.ranges.insert(first, last);
        }
    }

    /// Everything up to `floor` is known to be committed, whatever it was.
    pub fn raise(&mut self, floor: u64) {
        if floor > self.floor {
            self.add(self.floor + 1, floor);
        }
    }
}

impl From<Written> for Committed {
    fn from(written: Written) -> Committed {
        let mut committed = Committed::up_to(written.floor);
        for (first, last) in written.ranges {
            committed.add(first, last);
        }
        committed
    }
}

impl From<Committed> for Written {
    fn from(committed: Committed) -> Written {
        Written { floor: committed.floor, ranges: committed.ranges.into_iter().collect() }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ranges_close_up() {
        let mut committed = Committed::up_to(10);
        for (first, last, expected) in [
            (12, 12, r#"{"floor":10,"ranges":[[12,12]]}"#),
            (14, 20, r#"{"floor":10,"ranges":[[12,12],[14,20]]}"#),
            (13, 13, r#"{"floor":10,"ranges":[[12,20]]}"#),
            (30, 31, r#"{"floor":10,"ranges":[[12,20],[30,31]]}"#),
            (11, 11, r#"{"floor":20,"ranges":[[30,31]]}"#),
            (5, 8, r#"{"floor":20,"ranges":[[30,31]]}"#),
        ] {
            committed.add(first, last);
            let written = serde_json::to_string(&committed).unwrap();
            assert_eq!(written, expected);
            assert_eq!(serde_json::from_str::<Committed>(&written).unwrap(), committed);
        }
        committed.raise(25);
        assert_eq!((committed.floor(), committed.ranges()), (25, 1));
        committed.raise(29);
        assert_eq!((committed.floor(), committed.ranges()), (31, 0));
    }

    proptest! {
        #[test]
        fn the_same_as_a_set(floor in 0u64..20, added in prop::collection::vec((1u64..60, 0u64..8), 0..30)) {
            let mut committed = Committed::up_to(floor);
            let mut set: BTreeSet<u64> = (0..=floor).collect();
            for (first, length) in added {
                committed.add(first, first + length);
                set.extend(first..=first + length);
            }
            for sequence in 0..80 {
                prop_assert_eq!(committed.contains(sequence), set.contains(&sequence), "{}", sequence);
            }
            prop_assert!(!committed.contains(committed.floor() + 1));
        }
    }
}
