//! Weights of a linear model as the models read them: found by the hash of a feature, a cell each.
//!
//! A plain hashed table lets every feature that was ever seen share rows with whatever falls on them. Here training selects
//! the features that matter, one a cell at most, and keeps some bits of the hash of each as its fingerprint. A feature that
//! was not selected nearly always meets a foreign fingerprint and counts nothing. That makes a table of a quarter of the size
//! as good.
//!
//! The time that scoring takes is the time that memory takes. So all that a feature has to say stands in one small cell:
//! looking it up is one access to memory, which does not wait for another.

/// The fingerprint of a feature in a [`Wide`] table: never 0, which marks empty cells.
#[inline(always)]
pub(crate) fn fingerprint(hash: u64) -> u8 {
    ((hash >> 24) as u8).max(1)
}

/// How many classes a [`Wide`] table can have.
pub(crate) const WIDTH: usize = 64;

/// For how many classes a feature has a weight.
pub(crate) const PAIRS: usize = 4;

/// The most features that a table scores at once.
const MOST: usize = 64;

/// A table for up to 64 classes. Each feature has weights for the four classes that it matters most for: in a cell, from
/// below, four weights of eight bits, four classes of six bits, and the fingerprint.
pub(crate) struct Wide {
    shift: u32,
    cells: Vec<u64>,
}

impl Wide {
    /// A table of `1 << bits` features without weights.
    pub(crate) fn new(bits: u32) -> Wide {
        Wide { shift: 64 - bits, cells: vec![0; 1 << bits] }
    }

    /// The fingerprints of all features, 0 where there is none.
    pub(crate) fn marks(&self) -> Vec<u8> {
        self.cells.iter().map(|cell| (cell >> 56) as u8).collect()
    }

    /// Sets the fingerprint and the weights that are not 0, by class, of feature `at`. Only the first four count.
    pub(crate) fn set(&mut self, at: usize, mark: u8, weights: &[(u8, i8)]) {
        let Some(cell) = self.cells.get_mut(at) else { return };
        *cell = u64::from(mark) << 56;
        for (number, &(class, weight)) in weights.iter().take(PAIRS).enumerate() {
            *cell |= u64::from(weight as u8) << (8 * number) | u64::from(class & 63) << (32 + 6 * number);
        }
    }

    /// The weights of feature `at` that are not 0, in the order in which they were set.
    pub(crate) fn weights(&self, at: usize) -> Vec<(u8, i8)> {
        let cell = self.cells[at];
        (0..PAIRS).map(|number| pair(cell, number)).filter(|(_, weight)| *weight != 0).collect()
    }

    /// Adds up the weights of `features`, of which there may be up to 64.
    #[inline(always)]
    pub(crate) fn score(&self, features: &[u64]) -> [i16; WIDTH] {
        // First all cells without a branch, so that memory fetches them at the same time.
        let mut matches = [0u64; MOST];
        let mut count = 0;
        for &feature in features {
            let cell = self.cells.get((feature >> self.shift) as usize).copied().unwrap_or(0);
            matches[count & (MOST - 1)] = cell;
            count += usize::from((cell >> 56) as u8 == fingerprint(feature));
        }
        let mut scores = [0i16; WIDTH];
        for &cell in &matches[..count.min(MOST)] {
            for number in 0..PAIRS {
                let (class, weight) = pair(cell, number);
                scores[usize::from(class)] += i16::from(weight);
            }
        }
        scores
    }
}

/// A class of a cell, below [`WIDTH`], and its weight.
#[inline(always)]
fn pair(cell: u64, number: usize) -> (u8, i8) {
    ((cell >> (32 + 6 * number)) as u8 & 63, (cell >> (8 * number)) as i8)
}

/// A table for three classes. Only differences between scores matter, so a feature has the weights of the second and third
/// class less that of the first. Pairs of weights that stand close count as one: a cell holds the number of one of 256 pairs,
/// which training chooses, and the fingerprint above it.
pub(crate) struct Narrow {
    shift: u32,
    cells: Vec<u16>,
    /// What each pair of weights adds to a sum of two scores: the second in the lower 16 bits, the first above. Number 0 adds
    /// nothing.
    addends: [i32; CODES],
}

/// How many pairs of weights a [`Narrow`] table has.
pub(crate) const CODES: usize = 256;

/// The largest weight of a [`Narrow`] table: sums of [`MOST`] of them have 16 bits.
pub(crate) const LARGEST: i16 = 500;

impl Narrow {
    /// A table of `1 << bits` empty cells with these pairs of weights; the first counts as 0 and 0.
    pub(crate) fn new(bits: u32, pairs: &[[i16; 2]; CODES]) -> Narrow {
        let mut addends = pairs.map(|[first, second]| (i32::from(first) << 16).wrapping_add(i32::from(second)));
        addends[0] = 0;
        Narrow { shift: 64 - bits, cells: vec![0; 1 << bits], addends }
    }

    /// How many cells there are.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The pairs of weights.
    pub(crate) fn pairs(&self) -> [[i16; 2]; CODES] {
        self.addends.map(|sum| {
            let second = sum as i16;
            [(sum.wrapping_sub(i32::from(second)) >> 16) as i16, second]
        })
    }

    /// Sets the fingerprint of feature `at` and the number of its pair of weights.
    pub(crate) fn set(&mut self, at: usize, mark: u8, code: u8) {
        if let Some(cell) = self.cells.get_mut(at) {
            *cell = u16::from(mark) << 8 | u16::from(code);
        }
    }

    /// The fingerprint and the number of the pair of weights of feature `at`; `None` if it has no weights.
    pub(crate) fn get(&self, at: usize) -> Option<(u8, u8)> {
        let cell = self.cells.get(at).copied().filter(|cell| cell & 255 != 0)?;
        Some(((cell >> 8) as u8, cell as u8))
    }

    /// Adds up the weights of `features`, of which there may be up to 64.
    #[inline(always)]
    pub(crate) fn score(&self, features: &[u64]) -> [i32; 3] {
        // First all cells, so that memory fetches them at the same time.
        let mut cells = [0u16; MOST];
        for (cell, &feature) in cells.iter_mut().zip(features) {
            *cell = self.cells.get((feature >> self.shift) as usize).copied().unwrap_or(0);
        }
        let mut sum = 0i32;
        for (&cell, &feature) in cells.iter().zip(features) {
            // Without a branch: what is not the feature's own counts as the first pair, which adds 0.
            let own = u16::from((cell >> 8) as u8 == fingerprint(feature));
            sum = sum.wrapping_add(self.addends[usize::from(cell & 255 & own.wrapping_neg())]);
        }
        let second = i32::from(sum as i16);
        [0, sum.wrapping_sub(second) >> 16, second]
    }
}

/// The first of the classes with the highest score.
#[inline(always)]
pub(crate) fn best(scores: &[i16]) -> usize {
    // The highest score first, which the compiler finds for several classes at once.
    let highest = scores.iter().fold(i16::MIN, |highest, &score| highest.max(score));
    scores.iter().position(|&score| score == highest).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::hash;

    #[test]
    fn only_the_feature_with_the_fingerprint_counts() {
        let feature = hash::two(3, hash::small(17), hash::small(4));
        let at = (feature >> 60) as usize;
        let mut wide = Wide::new(4);
        let weights = [(0, 1), (5, 127), (7, -128), (63, -1)];
        wide.set(at, fingerprint(feature), &weights);
        let scores = wide.score(&[feature, feature]);
        assert_eq!(scores[..8], [2, 0, 0, 0, 0, 254, 0, -256]);
        assert_eq!(scores[63], -2);
        assert_eq!(wide.score(&[feature ^ 0xFF00_0000])[..8], [0; 8]);
        assert_eq!(wide.weights(at), weights);

        let mut pairs = [[0; 2]; CODES];
        (pairs[7], pairs[255]) = ([-2, 3], [LARGEST, -LARGEST]);
        let mut narrow = Narrow::new(4, &pairs);
        assert_eq!(narrow.pairs(), pairs);
        narrow.set(at, fingerprint(feature), 7);
        assert_eq!(narrow.get(at), Some((fingerprint(feature), 7)));
        assert_eq!(narrow.score(&[feature, feature, feature ^ 0xFF00_0000]), [0, -4, 6]);
        narrow.set(at, fingerprint(feature), 255);
        let most = 64 * i32::from(LARGEST);
        assert_eq!(narrow.score(&[feature; MOST]), [0, most, -most]);
    }

    #[test]
    fn ties_go_to_the_first() {
        assert_eq!(best(&[-5, 2, 2, 1]), 1);
    }
}
