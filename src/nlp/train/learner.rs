//! A linear classifier in training: an averaged perceptron with a margin over a table of hashed features.
//!
//! Rows are given to features as they are first updated; while the table is open, a feature that is updated often takes the
//! row of one that is not. Then [`Learner::settle`] throws out the rows that hardly ever mattered and lets the strongest
//! features of the large training table compete for the rows of the small one that is shipped. Training goes on with these.

use std::collections::{BTreeMap, HashMap};

use super::super::table::{CODES, LARGEST, Narrow, PAIRS, Wide, fingerprint};

/// Weights in training.
pub(crate) struct Learner {
    classes: usize,
    shift: u32,
    weights: Vec<i32>,
    sums: Vec<i64>,
    marks: Vec<u8>,
    hits: Vec<u16>,
    /// By row: the classes that have weights, a bit each; empty while all have.
    kept: Vec<u64>,
    time: i64,
    open: bool,
    random: Random,
}

impl Learner {
    /// An open table of `1 << bits` rows for `classes` classes.
    pub(crate) fn new(classes: usize, bits: u32, seed: u64) -> Learner {
        let rows = 1usize << bits;
        Learner {
            classes,
            shift: 64 - bits,
            weights: vec![0; rows * classes],
            sums: vec![0; rows * classes],
            marks: vec![0; rows],
            hits: vec![0; rows],
            kept: Vec::new(),
            time: 0,
            open: true,
            random: Random::new(seed),
        }
    }

    /// Adds up the weights of `features`.
    #[inline]
    pub(crate) fn score(&self, features: &[u64], scores: &mut [i32]) {
        let classes = self.classes;
        scores[..classes].fill(0);
        for &feature in features {
            let row = (feature >> self.shift) as usize;
            if self.marks[row] == fingerprint(feature) {
                let weights = &self.weights[row * classes..(row + 1) * classes];
                for (score, weight) in scores.iter_mut().zip(weights) {
                    *score += weight;
                }
            }
        }
    }

    /// Says that one more example was seen.
    #[inline]
    pub(crate) fn tick(&mut self) {
        self.time += 1;
    }

    /// How many examples were seen since the table was opened or settled.
    pub(crate) fn time(&self) -> i64 {
        self.time
    }

    /// Moves the weights of `features` towards `good` and away from `bad`.
    pub(crate) fn update(&mut self, features: &[u64], good: usize, bad: usize) {
        for &feature in features {
            let row = (feature >> self.shift) as usize;
            let mark = fingerprint(feature);
            if self.marks[row] != mark {
                if !self.open {
                    continue;
                }
                let hits = self.hits[row];
                if hits > 0 {
                    if self.random.below(u64::from(hits) + 1) == 0 {
                        self.hits[row] = hits - 1;
                    }
                    continue;
                }
                self.marks[row] = mark;
                self.weights[row * self.classes..(row + 1) * self.classes].fill(0);
                self.sums[row * self.classes..(row + 1) * self.classes].fill(0);
            }
            self.hits[row] = self.hits[row].saturating_add(1);
            let kept = self.kept.get(row).copied().unwrap_or(u64::MAX);
            for (class, step) in [(good, 1), (bad, -1)] {
                if kept >> class & 1 == 1 {
                    self.weights[row * self.classes + class] += step;
                    self.sums[row * self.classes + class] += i64::from(step) * self.time;
                }
            }
        }
    }

    /// The averaged weight.
    fn average(&self, at: usize) -> f64 {
        f64::from(self.weights[at]) - self.sums[at] as f64 / self.time.max(1) as f64
    }

    /// Closes the table: keeps at most `1 << bits` features, those with the largest weights, and of these only the ones that
    /// were updated at least `least` times; of the weights of each those of the few classes that a cell has room for. Returns
    /// how many features are left.
    pub(crate) fn settle(&mut self, bits: u32, least: u16) -> usize {
        let classes = self.classes;
        let rows = 1usize << bits;
        let group = self.marks.len() / rows;
        let mut kept = 0;
        let mut weights = vec![0; rows * classes];
        let mut marks = vec![0; rows];
        let mut hits = vec![0; rows];
        let mut kept_classes = vec![0; rows];
        for row in 0..rows {
            let mut winner = None;
            let mut most = 0.0;
            for from in row * group..(row + 1) * group {
                if self.marks[from] == 0 || self.hits[from] < least {
                    continue;
                }
                let size: f64 = (from * classes..(from + 1) * classes).map(|at| self.average(at).abs()).sum();
                let importance = size * f64::from(self.hits[from]).sqrt();
                if importance > most {
                    (winner, most) = (Some(from), importance);
                }
            }
            if let Some(from) = winner {
                kept += 1;
                let mut strongest: Vec<usize> = (0..classes).collect();
                strongest.sort_by(|&a, &b| {
                    let size = |class: usize| self.average(from * classes + class).abs();
                    size(b).total_cmp(&size(a))
                });
                for &class in strongest.iter().take(PAIRS) {
                    weights[row * classes + class] = self.weights[from * classes + class];
                    kept_classes[row] |= 1 << class;
                }
                marks[row] = self.marks[from];
                hits[row] = self.hits[from];
            }
        }
        // From here on the average counts anew: what the open passes said was said with other features.
        (self.weights, self.marks, self.hits, self.kept) = (weights, marks, hits, kept_classes);
        self.sums = vec![0; rows * classes];
        self.time = 0;
        self.shift = 64 - bits;
        self.open = false;
        kept
    }

    /// What `values` makes of the averaged weights of every row, scaled so that the largest is `most`.
    fn quantised(&self, most: f64, values: impl Fn(&[f64]) -> Vec<f64>) -> Vec<(usize, u8, Vec<i16>)> {
        let rows: Vec<(usize, Vec<f64>)> = (0..self.marks.len())
            .filter(|&row| self.marks[row] != 0)
            .map(|row| {
                let weights: Vec<f64> =
                    (row * self.classes..(row + 1) * self.classes).map(|at| self.average(at)).collect();
                (row, values(&weights))
            })
            .collect();
        let largest = rows.iter().flat_map(|(_, values)| values).fold(1e-9f64, |most, value| most.max(value.abs()));
        let scale = most / largest;
        rows.into_iter()
            .map(|(row, values)| {
                (row, self.marks[row], values.iter().map(|value| (value * scale).round() as i16).collect())
            })
            .collect()
    }

    /// The table that is shipped.
    pub(crate) fn wide(&self) -> Wide {
        let mut table = Wide::new(64 - self.shift);
        for (row, mark, values) in self.quantised(127.0, <[f64]>::to_vec) {
            let weights: Vec<(u8, i8)> = (0u8..)
                .zip(values)
                .map(|(class, value)| (class, value as i8))
                .filter(|&(_, value)| matters(value))
                .collect();
            if weights.is_empty() {
                continue;
            }
            table.set(row, mark, &weights);
        }
        table
    }

    /// The same for three classes: of every feature the weights of the second and third class less that of the first, as the
    /// nearest of the pairs that stand for the most features best.
    pub(crate) fn narrow(&self) -> Narrow {
        let rows = self.quantised(f64::from(LARGEST), |weights| vec![weights[1] - weights[0], weights[2] - weights[0]]);
        let mut counts: BTreeMap<[i16; 2], f64> = BTreeMap::new();
        for (row, _, values) in &rows {
            *counts.entry([values[0], values[1]]).or_default() += f64::from(self.hits[*row]).sqrt();
        }
        let points: Vec<([i16; 2], f64)> = counts.into_iter().collect();
        let pairs = codebook(&points);
        let nearest: HashMap<[i16; 2], u8> =
            points.iter().map(|(point, _)| (*point, nearest(&pairs, *point) as u8)).collect();
        let mut table = Narrow::new(64 - self.shift, &pairs);
        for (row, mark, values) in rows {
            match nearest[&[values[0], values[1]]] {
                0 => {}
                code => table.set(row, mark, code),
            }
        }
        table
    }
}

/// The number of the pair nearest to `point`.
fn nearest(pairs: &[[i16; 2]], point: [i16; 2]) -> usize {
    let distance = |pair: &[i16; 2]| {
        let [a, b] = [0, 1].map(|i| i32::from(pair[i]) - i32::from(point[i]));
        // Differences between the second and third class matter as much as those to the first.
        a * a + b * b + (a - b) * (a - b)
    };
    (0..pairs.len()).min_by_key(|&number| distance(&pairs[number])).unwrap_or(0)
}

/// Pairs that stand for `points`, which are weighed, with little loss (k-means); the first is 0 and 0.
fn codebook(points: &[([i16; 2], f64)]) -> [[i16; 2]; CODES] {
    let mut pairs = [[0; 2]; CODES];
    // Begins with spirals: what is frequent stands near 0.
    for (number, pair) in pairs.iter_mut().enumerate().skip(1) {
        let radius = 8.0 * (f64::from(LARGEST) / 16.0).powf(number as f64 / CODES as f64);
        let angle = number as f64 * 2.399_963;
        *pair = [(radius * angle.cos()) as i16, (radius * angle.sin()) as i16];
    }
    for _ in 0..30 {
        let mut sums = [[0.0; 3]; CODES];
        for &(point, weight) in points {
            let sum = &mut sums[nearest(&pairs, point)];
            sum[0] += weight * f64::from(point[0]);
            sum[1] += weight * f64::from(point[1]);
            sum[2] += weight;
        }
        for (pair, sum) in pairs.iter_mut().zip(sums).skip(1).filter(|(_, sum)| sum[2] > 0.0) {
            *pair = [(sum[0] / sum[2]).round() as i16, (sum[1] / sum[2]).round() as i16];
        }
    }
    pairs
}

/// Whether a weight is worth its place. Leaving out the weights of 1 takes a seventh off the file and changes no figure.
fn matters(weight: i8) -> bool {
    weight.unsigned_abs() > 1
}

/// A small deterministic random number generator (splitmix64, Steele, Lea and Flood 2014).
#[derive(Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    }

    /// A number from 0 to before `limit`.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(limit)) >> 64) as u64
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at as u64 + 1) as usize);
        }
    }
}
