//! Word clusters, from running text alone.
//!
//! Words that stand between the same words get the same number. The method is the exchange algorithm for class bigrams
//! (Kneser and Ney 1993; Martin, Liermann and Ney 1998): each word in turn moves to the class that makes the text most
//! probable, until few want to move.

use std::collections::HashMap;

use super::super::word::Word;
use super::corpus::Annotated;

/// How the clusters are made.
#[derive(Clone, Copy, Debug)]
pub struct ClusterOptions {
    /// How many clusters; 0 for none.
    pub count: usize,
    /// Words seen fewer times belong to none.
    pub least: u32,
    /// How often every word may move.
    pub rounds: usize,
}

/// Classes that no word leaves: edges of sentences, and rare words by their looks.
const FIXED: usize = 5;

/// The text as numbers of words, with the counts of neighbours.
struct Bigrams {
    /// Following and preceding words with counts, word by word.
    after: Vec<Vec<(u32, u32)>>,
    before: Vec<Vec<(u32, u32)>>,
}

/// Gives every frequent form its cluster, from 1.
pub(crate) fn cluster<'d>(
    documents: impl Iterator<Item = &'d Annotated> + Clone,
    options: ClusterOptions,
) -> HashMap<u64, u16> {
    if options.count == 0 {
        return HashMap::new();
    }
    let mut counts: HashMap<u64, u32> = HashMap::new();
    for Annotated { text, gold } in documents.clone() {
        for token in 0..gold.len() {
            *counts.entry(Word::new(gold.text(text, token)).form).or_default() += 1;
        }
    }
    let mut frequent: Vec<(u32, u64)> =
        counts.into_iter().filter(|(_, count)| *count >= options.least).map(|(form, count)| (count, form)).collect();
    frequent.sort_by(|left, right| right.cmp(left));
    let numbers: HashMap<u64, u32> =
        frequent.iter().enumerate().map(|(at, &(_, form))| (form, (at + FIXED) as u32)).collect();
    let bigrams = count(documents, &numbers);
    let classes = exchange(&bigrams, frequent.len(), options);
    frequent.iter().enumerate().map(|(at, &(_, form))| (form, (classes[at + FIXED] + 1) as u16)).collect()
}

/// Counts the pairs of neighbours within sentences.
fn count<'d>(documents: impl Iterator<Item = &'d Annotated>, numbers: &HashMap<u64, u32>) -> Bigrams {
    let mut pairs: HashMap<(u32, u32), u32> = HashMap::new();
    for Annotated { text, gold } in documents {
        for sentence in gold.sentences() {
            let mut last = 0;
            for token in sentence {
                let word = Word::new(gold.text(text, token));
                let number = numbers.get(&word.form).copied().unwrap_or(if word.has(Word::DIGIT) {
                    1
                } else if word.has(Word::CAPITAL) {
                    2
                } else if word.has(Word::MARK) {
                    3
                } else {
                    4
                });
                *pairs.entry((last, number)).or_default() += 1;
                last = number;
            }
            *pairs.entry((last, 0)).or_default() += 1;
        }
    }
    let size = numbers.len() + FIXED;
    let mut bigrams = Bigrams { after: vec![Vec::new(); size], before: vec![Vec::new(); size] };
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort_unstable();
    for ((left, right), count) in pairs {
        bigrams.after[left as usize].push((right, count));
        bigrams.before[right as usize].push((left, count));
    }
    bigrams
}

/// How often a class follows another, and how often each stands on the left and on the right.
struct Totals {
    classes: usize,
    table: Vec<i64>,
    lefts: Vec<i64>,
    rights: Vec<i64>,
}

/// The neighbours of one word, by class.
struct Neighbours {
    outs: Vec<(usize, i64)>,
    intos: Vec<(usize, i64)>,
    own: i64,
}

impl Totals {
    /// Adds a word to class `to`, or takes it away: what follows it, what precedes it, how often it follows itself.
    fn shift(&mut self, to: usize, sign: i64, word: &Neighbours) {
        let (mut left, mut right) = (word.own, word.own);
        for &(k, count) in &word.outs {
            self.table[to * self.classes + k] += sign * count;
            left += count;
        }
        for &(k, count) in &word.intos {
            self.table[k * self.classes + to] += sign * count;
            right += count;
        }
        self.table[to * self.classes + to] += sign * word.own;
        self.lefts[to] += sign * left;
        self.rights[to] += sign * right;
    }
}

/// Moves words until the rounds are over; returns the class of every word, the fixed ones first.
fn exchange(bigrams: &Bigrams, words: usize, options: ClusterOptions) -> Vec<usize> {
    let classes = options.count + FIXED;
    let mut class: Vec<usize> = (0..FIXED).chain((0..words).map(|word| FIXED + word % options.count)).collect();
    let mut totals =
        Totals { classes, table: vec![0; classes * classes], lefts: vec![0; classes], rights: vec![0; classes] };
    for (word, after) in bigrams.after.iter().enumerate() {
        for &(next, count) in after {
            let (a, b) = (class[word], class[next as usize]);
            totals.table[a * classes + b] += i64::from(count);
            totals.lefts[a] += i64::from(count);
            totals.rights[b] += i64::from(count);
        }
    }
    let logs: Vec<f32> = (0..1 << 16).map(entropy).collect();
    let f = |count: i64| logs.get(count as usize).copied().unwrap_or_else(|| entropy(count));
    let (mut out, mut into) = (vec![0i64; classes], vec![0i64; classes]);
    for round in 0..options.rounds {
        let mut moved = 0;
        for word in FIXED..words + FIXED {
            out.fill(0);
            into.fill(0);
            let mut own = 0;
            for &(next, count) in &bigrams.after[word] {
                if next as usize == word {
                    own = i64::from(count);
                } else {
                    out[class[next as usize]] += i64::from(count);
                }
            }
            for &(last, count) in &bigrams.before[word] {
                if last as usize != word {
                    into[class[last as usize]] += i64::from(count);
                }
            }
            let present = |counts: &[i64]| counts.iter().copied().enumerate().filter(|(_, count)| *count > 0).collect();
            let neighbours = Neighbours { outs: present(&out), intos: present(&into), own };
            let left: i64 = neighbours.outs.iter().map(|(_, count)| count).sum::<i64>() + own;
            let right: i64 = neighbours.intos.iter().map(|(_, count)| count).sum::<i64>() + own;
            let old = class[word];
            totals.shift(old, -1, &neighbours);
            let Totals { table, lefts, rights, .. } = &totals;
            let mut best = (f32::NEG_INFINITY, old);
            for to in FIXED..classes {
                let mut gain = f(lefts[to]) - f(lefts[to] + left) + f(rights[to]) - f(rights[to] + right);
                for &(k, count) in &neighbours.outs {
                    if k != to {
                        let now = table[to * classes + k];
                        gain += f(now + count) - f(now);
                    }
                }
                for &(k, count) in &neighbours.intos {
                    if k != to {
                        let now = table[k * classes + to];
                        gain += f(now + count) - f(now);
                    }
                }
                let now = table[to * classes + to];
                gain += f(now + out[to] + into[to] + own) - f(now);
                if gain > best.0 || (gain == best.0 && to == old) {
                    best = (gain, to);
                }
            }
            totals.shift(best.1, 1, &neighbours);
            moved += usize::from(best.1 != old);
            class[word] = best.1;
        }
        eprintln!("  clusters round {round}: {moved} of {words} words moved");
        if moved * 200 < words {
            break;
        }
    }
    class
}

fn entropy(count: i64) -> f32 {
    if count <= 0 { 0.0 } else { count as f32 * (count as f32).ln() }
}
