//! Trains the tagger.

use super::super::certain::{Certain, Tally};
use super::super::scheme::Tag;
use super::super::tagger::{Edges, START, Tagger, Window, features, situations};
use super::corpus::Annotated;
use super::learner::{Learner, Random};
use super::models::Size;

/// Trains on `documents`, whose words must have been looked up.
pub(crate) fn train(documents: &[&Annotated], size: Size, seed: u64) -> Tagger {
    let mut learner = Learner::new(Tag::COUNT, size.large, seed);
    let mut random = Random::new(seed);
    let mut order: Vec<(u32, u32)> = documents
        .iter()
        .enumerate()
        .flat_map(|(document, annotated)| {
            (0..annotated.gold.sentence_count() as u32).map(move |s| (document as u32, s))
        })
        .collect();
    let edges = Edges::new();
    let mut scores = [0; Tag::COUNT];
    // The first pass finds out what is certain; the other passes learn the rest.
    let mut tally = Tally::default();
    let mut certain = Certain::new(&[]);
    for pass in 0..size.passes {
        random.shuffle(&mut order);
        let (mut wrong, mut total) = (0usize, 0usize);
        for &(document, sentence) in &order {
            let gold = &documents[document as usize].gold;
            let range = gold.sentence(sentence as usize);
            let words = &gold.words[range.clone()];
            let (mut tag2, mut tag1) = (START, START);
            for (at, word) in words.iter().enumerate() {
                let right = gold.tags[range.start + at] as usize;
                total += 1;
                let tag = if word.fixed != 0 {
                    usize::from(word.fixed - 1)
                } else if let Some(certain) =
                    situations(&Window::new(words, at, &edges), tag1).into_iter().find_map(|s| certain.get(s))
                {
                    usize::from(certain)
                } else {
                    let window = Window::new(words, at, &edges);
                    if pass == 0 {
                        for situation in situations(&window, tag1) {
                            tally.add(situation, right as u8);
                        }
                    }
                    let features = features(&window, tag2, tag1);
                    learner.score(&features, &mut scores);
                    learner.tick();
                    let (guess, rival) = guess_and_rival(&scores, right);
                    if scores[right] - scores[rival] < size.margin {
                        learner.update(&features, right, rival);
                    }
                    guess
                };
                wrong += usize::from(tag != right);
                (tag2, tag1) = (tag1, tag as u8);
            }
        }
        eprintln!("  tagger pass {pass}: {:.2}% right", 100.0 - 100.0 * wrong as f64 / total as f64);
        if pass == 0 {
            certain = std::mem::take(&mut tally).certain(50, 3000);
            eprintln!("  tagger is certain in {} situations", certain.entries().len());
        }
        if pass + 1 == size.open {
            let kept = learner.settle(size.small, size.least);
            eprintln!("  tagger keeps {kept} features");
        }
    }
    Tagger { table: learner.wide(), certain }
}

/// The class with the highest score, and the highest other than `right`.
pub(crate) fn guess_and_rival(scores: &[i32], right: usize) -> (usize, usize) {
    let mut rival = usize::from(right == 0);
    for (class, &score) in scores.iter().enumerate() {
        if class != right && score > scores[rival] {
            rival = class;
        }
    }
    (if scores[right] >= scores[rival] { right } else { rival }, rival)
}
