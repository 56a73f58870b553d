//! Trains the sentence splitter.

use super::super::sentences::{Marks, Open, Splitter, features, may_end};
use super::super::tagger::Edges;
use super::corpus::Annotated;
use super::learner::{Learner, Random};
use super::models::Size;

/// Trains on `documents`, whose words must have been looked up.
pub(crate) fn train(documents: &[&Annotated], size: Size, seed: u64) -> Splitter {
    let mut learner = Learner::new(3, size.large, seed);
    let mut random = Random::new(seed);
    let mut order: Vec<usize> = (0..documents.len()).collect();
    let edges = Edges::new();
    let marks = Marks::new();
    let mut scores = [0; 3];
    for pass in 0..size.passes {
        random.shuffle(&mut order);
        let (mut wrong, mut total) = (0usize, 0usize);
        for &number in &order {
            let gold = &documents[number].gold;
            let mut ends = vec![false; gold.len()];
            gold.sentences().for_each(|range| ends[range.end - 1] = true);
            let mut open = Open::default();
            let mut start = 0;
            for end in 1..=gold.len() {
                if end < gold.len() && !gold.breaks[end] {
                    continue;
                }
                let words = &gold.words[start..end];
                for at in 0..words.len() {
                    open.add(&words[at], &marks);
                    let token = start + at;
                    if token + 1 < end && may_end(&words[at]) {
                        let blank = gold.spans[token].1 < gold.spans[token + 1].0;
                        let features = features(words, at, blank, open, &edges);
                        learner.score(&features, &mut scores);
                        learner.tick();
                        let right = usize::from(ends[token]);
                        if scores[right] - scores[1 - right] < size.margin {
                            learner.update(&features, right, 1 - right);
                        }
                        total += 1;
                        wrong += usize::from((scores[1] > scores[0]) != ends[token]);
                    }
                    if ends[token] {
                        open.end_sentence();
                    }
                }
                open = Open::default();
                start = end;
            }
        }
        eprintln!(
            "  sentences pass {pass}: {:.2}% right of {total}",
            100.0 - 100.0 * wrong as f64 / total.max(1) as f64
        );
        if pass + 1 == size.open {
            let kept = learner.settle(size.small, size.least);
            eprintln!("  sentences keep {kept} features");
        }
    }
    Splitter { table: learner.narrow() }
}
