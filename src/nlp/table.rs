//! Weights of a linear model as the models read them: rows of 8-bit integers, found by the hash of a feature.
//!
//! A plain hashed table lets every feature that was ever seen share rows with whatever falls on them. Here training selects
//! the features that matter, one a row at most, and keeps eight bits of the hash of each as its fingerprint. A feature that
//! was not selected meets a foreign fingerprint in 255 of 256 cases and counts nothing. That makes a table of a quarter
//! of the size as good.

/// The fingerprint of a feature: never 0, which marks empty rows.
#[inline(always)]
pub(crate) fn fingerprint(hash: u64) -> u8 {
    ((hash >> 24) as u8).max(1)
}

/// How many weights a row of a [`Wide`] table has.
pub(crate) const WIDTH: usize = 64;

/// The most features that are scored at once.
const MOST: usize = 64;

/// How many weights fit into a slot.
const PAIRS: usize = 6;

/// The weights of a feature that is important for few classes: pairs of class and weight; the weights are 0 where there are
/// fewer. A feature with more of them has none here, but a number of a row of its own.
#[derive(Clone, Copy, Default)]
struct Slot {
    pairs: [(u8, i8); PAIRS],
    /// Number of the row plus one; 0 for none.
    row: u32,
}

/// A row of weights for all classes is one cache line.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Row([i8; WIDTH]);

/// A table for up to 64 classes. What most features do not have is not stored, and fingerprints are kept apart from weights:
/// the time that scoring takes is the time that memory takes, and what is small stays in the cache.
pub(crate) struct Wide {
    shift: u32,
    marks: Vec<u8>,
    slots: Vec<Slot>,
    rows: Vec<Row>,
}

impl Wide {
    /// A table of `1 << bits` features without weights.
    pub(crate) fn new(bits: u32) -> Wide {
        Wide { shift: 64 - bits, marks: vec![0; 1 << bits], slots: vec![Slot::default(); 1 << bits], rows: Vec::new() }
    }

    /// The fingerprints of all features, 0 where there is none.
    pub(crate) fn marks(&self) -> &[u8] {
        &self.marks
    }

    /// Sets the fingerprint and the weights that are not 0, by class, of feature `at`; once for every feature.
    pub(crate) fn set(&mut self, at: usize, mark: u8, weights: &[(u8, i8)]) {
        let (Some(slot), Some(place)) = (self.slots.get_mut(at), self.marks.get_mut(at)) else { return };
        *place = mark;
        if weights.len() <= PAIRS {
            slot.pairs[..weights.len()].copy_from_slice(weights);
        } else {
            let mut row = Row([0; WIDTH]);
            for &(class, weight) in weights {
                row.0[usize::from(class) % WIDTH] = weight;
            }
            self.rows.push(row);
            slot.row = self.rows.len() as u32;
        }
    }

    /// The weights of feature `at` that are not 0, by class.
    pub(crate) fn weights(&self, at: usize) -> Vec<(u8, i8)> {
        let slot = self.slots[at];
        let row = (slot.row as usize).checked_sub(1).and_then(|row| self.rows.get(row));
        let pairs: Vec<(u8, i8)> = match row {
            Some(row) => (0u8..).zip(row.0).collect(),
            None => slot.pairs.to_vec(),
        };
        pairs.into_iter().filter(|(_, weight)| *weight != 0).collect()
    }

    /// Adds up the weights of `features`, of which there may be up to 64. `N` is the number of classes.
    #[inline(always)]
    pub(crate) fn score<const N: usize>(&self, features: &[u64]) -> [i16; WIDTH] {
        let mut scores = [0i16; WIDTH];
        // First all fingerprints without a branch, then the features that are left, then those of them that have rows.
        let mut matches = [0u32; MOST];
        let mut count = 0;
        for &feature in features {
            let at = (feature >> self.shift) as u32;
            matches[count & (MOST - 1)] = at;
            count += usize::from(self.marks.get(at as usize) == Some(&fingerprint(feature)));
        }
        let matches = &matches[..count.min(MOST)];
        let mut rows = [0u32; MOST];
        let mut row_count = 0;
        for &at in matches {
            let row = self.slots.get(at as usize).map_or(0, |slot| slot.row);
            rows[row_count & (MOST - 1)] = row;
            row_count += usize::from(row != 0);
        }
        let rows = &rows[..row_count.min(MOST)];
        // Touching all rows first lets memory fetch them at the same time, while the pairs are added up.
        let touched = rows.iter().filter_map(|&row| self.rows.get(row as usize - 1)).fold(0, |sum, row| sum ^ row.0[0]);
        std::hint::black_box(touched);
        for &at in matches {
            let Some(slot) = self.slots.get(at as usize) else { continue };
            for (class, weight) in slot.pairs {
                scores[usize::from(class) & (WIDTH - 1)] += i16::from(weight);
            }
        }
        for &row in rows {
            let Some(row) = self.rows.get(row as usize - 1) else { continue };
            for (score, weight) in scores.iter_mut().zip(row.0).take(N) {
                *score += i16::from(weight);
            }
        }
        scores
    }
}

/// A table for three classes. Only differences between scores matter, so a row has the weights of the second and third class
/// less that of the first.
pub(crate) struct Narrow {
    shift: u32,
    pub(crate) marks: Vec<u8>,
    pub(crate) rows: Vec<[i8; 2]>,
}

impl Narrow {
    /// A table of `1 << bits` empty rows.
    pub(crate) fn new(bits: u32) -> Narrow {
        Narrow { shift: 64 - bits, marks: vec![0; 1 << bits], rows: vec![[0; 2]; 1 << bits] }
    }

    /// Adds up the weights of `features`, of which there may be up to [`NARROW_MOST`].
    #[inline(always)]
    pub(crate) fn score(&self, features: &[u64]) -> [i32; 3] {
        let mut matches = [0u32; NARROW_MOST];
        let mut count = 0;
        for &feature in features {
            let row = (feature >> self.shift) as u32;
            matches[count & (NARROW_MOST - 1)] = row;
            count += usize::from(self.marks.get(row as usize) == Some(&fingerprint(feature)));
        }
        let mut scores = [0i32; 3];
        for &row in &matches[..count.min(NARROW_MOST)] {
            let Some(row) = self.rows.get(row as usize) else { continue };
            scores[1] += i32::from(row[0]);
            scores[2] += i32::from(row[1]);
        }
        scores
    }
}

/// The most features that a narrow table scores at once.
const NARROW_MOST: usize = 128;

/// The first of the classes with the highest score.
#[inline(always)]
pub(crate) fn best(scores: &[i16]) -> usize {
    let mut best = 0;
    let mut score = i16::MIN;
    for (class, &value) in scores.iter().enumerate() {
        if value > score {
            score = value;
            best = class;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::hash;

    #[test]
    fn only_the_feature_with_the_fingerprint_counts() {
        let feature = hash::two(3, hash::small(17), hash::small(4));
        let mut wide = Wide::new(4);
        wide.set((feature >> 60) as usize, fingerprint(feature), &[(5, 9), (7, -1)]);
        assert_eq!(wide.score::<8>(&[feature, feature])[..8], [0, 0, 0, 0, 0, 18, 0, -2]);
        assert_eq!(wide.score::<8>(&[feature ^ 0xFF00_0000])[..8], [0; 8]);
        let many: Vec<(u8, i8)> = (0..8).map(|class| (class, 1 + class as i8)).collect();
        let mut wide = Wide::new(4);
        wide.set((feature >> 60) as usize, fingerprint(feature), &many);
        assert_eq!(wide.score::<8>(&[feature])[..8], [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(wide.weights((feature >> 60) as usize), many);

        let mut narrow = Narrow::new(4);
        narrow.rows[(feature >> 60) as usize] = [-2, 3];
        narrow.marks[(feature >> 60) as usize] = fingerprint(feature);
        assert_eq!(narrow.score(&[feature, feature, feature ^ 0xFF00_0000]), [0, -4, 6]);
    }

    #[test]
    fn ties_go_to_the_first() {
        assert_eq!(best(&[-5, 2, 2, 1]), 1);
    }
}
