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

/// The most features that a [`Wide`] table scores at once.
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
/// class less that of the first. In a cell, from below, stand the [`Level`]s of the two weights and a fingerprint of six bits.
pub(crate) struct Narrow {
    shift: u32,
    cells: Vec<u16>,
}

/// A weight as five bits: the number of one of sixteen sizes, and the sign. Large weights are rare and need not be exact.
pub(crate) type Level = u8;

const SIZES: [i8; 16] = [0, 1, 2, 3, 4, 5, 7, 9, 12, 15, 19, 24, 31, 40, 53, 72];

/// The level nearest to a weight.
pub(crate) fn level(weight: i8) -> Level {
    let distance = |size: &(u8, i8)| (i16::from(size.1) - i16::from(weight).abs()).abs();
    let nearest = (0u8..).zip(SIZES).min_by_key(distance).map_or(0, |(number, _)| number);
    nearest | if weight < 0 { 16 } else { 0 }
}

/// What each pair of levels adds to a sum of two scores: the second in the lower 16 bits, the first above.
const ADDENDS: [i32; 1024] = {
    let mut addends = [0; 1024];
    let mut levels = 0;
    while levels < 1024 {
        addends[levels] = (size(levels >> 5) << 16).wrapping_add(size(levels & 31));
        levels += 1;
    }
    addends
};

const fn size(level: usize) -> i32 {
    let size = SIZES[level & 15] as i32;
    if level & 16 == 0 { size } else { -size }
}

impl Narrow {
    /// A table of `1 << bits` empty cells.
    pub(crate) fn new(bits: u32) -> Narrow {
        Narrow { shift: 64 - bits, cells: vec![0; 1 << bits] }
    }

    /// How many cells there are.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// Sets the fingerprint (of which six bits are kept) and the levels of feature `at`.
    pub(crate) fn set(&mut self, at: usize, mark: u8, levels: [Level; 2]) {
        if let Some(cell) = self.cells.get_mut(at) {
            *cell = u16::from(mark & 63) << 10 | u16::from(levels[0] & 31) << 5 | u16::from(levels[1] & 31);
        }
    }

    /// The fingerprint and the levels of feature `at`; `None` if it has no weights.
    pub(crate) fn get(&self, at: usize) -> Option<(u8, [Level; 2])> {
        let cell = self.cells.get(at).copied().filter(|cell| cell & 1023 != 0)?;
        Some(((cell >> 10) as u8, [(cell >> 5 & 31) as u8, (cell & 31) as u8]))
    }

    /// Adds up the weights of `features`, of which there may be a few hundred.
    #[inline(always)]
    pub(crate) fn score(&self, features: &[u64]) -> [i32; 3] {
        let mut sum = 0i32;
        for &feature in features {
            let cell = self.cells.get((feature >> self.shift) as usize).copied().unwrap_or(0);
            // Without a branch: what is not the feature's own counts as the levels 0, which add 0.
            let own = u16::from((cell >> 10) as u8 == fingerprint(feature) & 63);
            sum = sum.wrapping_add(ADDENDS[usize::from(cell & 1023 & own.wrapping_neg())]);
        }
        let second = i32::from(sum as i16);
        [0, sum.wrapping_sub(second) >> 16, second]
    }
}

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
        let at = (feature >> 60) as usize;
        let mut wide = Wide::new(4);
        let weights = [(0, 1), (5, 127), (7, -128), (63, -1)];
        wide.set(at, fingerprint(feature), &weights);
        let scores = wide.score(&[feature, feature]);
        assert_eq!(scores[..8], [2, 0, 0, 0, 0, 254, 0, -256]);
        assert_eq!(scores[63], -2);
        assert_eq!(wide.score(&[feature ^ 0xFF00_0000])[..8], [0; 8]);
        assert_eq!(wide.weights(at), weights);

        let mut narrow = Narrow::new(4);
        narrow.set(at, fingerprint(feature), [level(-2), level(3)]);
        assert_eq!(narrow.get(at), Some((fingerprint(feature) & 63, [level(-2), level(3)])));
        assert_eq!(narrow.score(&[feature, feature, feature ^ 0xFF00_0000]), [0, -4, 6]);
        narrow.set(at, fingerprint(feature), [level(127), level(-128)]);
        assert_eq!(narrow.score(&[feature; 300]), [0, 300 * 72, -300 * 72]);
    }

    #[test]
    fn weights_go_to_the_nearest_level() {
        for (weight, expected) in [(0, 0), (1, 1), (-6, -5), (8, 7), (62, 53), (63, 72), (-128, -72)] {
            assert_eq!(size(usize::from(level(weight))), expected, "{weight}");
        }
    }

    #[test]
    fn ties_go_to_the_first() {
        assert_eq!(best(&[-5, 2, 2, 1]), 1);
    }
}
