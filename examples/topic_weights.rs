//! Learns which words tell politics from business, and writes `lexicon/topics.tsv`.
//!
//! ```text
//! cargo run --release --example topic_weights -- --politics FILE... --business FILE... > lexicon/topics.tsv
//! ```
//!
//! Files are annotated news in the silver format (see `tools/annotate.py`), not compressed: those after `--politics` mostly of
//! governments, conflict and parties, those after `--business` mostly of companies and markets. The weight of a word is the
//! logarithm of how much more frequent it is in the first than in the second, held within 2; a document counts three times at most. Names and
//! figures are left out: a topic should not depend on who was in the news that year.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;

const USAGE: &str = "usage: topic_weights --politics FILE... --business FILE...";
/// A word must come so often.
const LEAST: f64 = 40.0;
/// A document counts so often at most.
const MOST: f64 = 3.0;
/// Weights nearer to 0 say nothing.
const SMALLEST: f64 = 0.35;
/// Weights are held within this.
const LARGEST: f64 = 2.0;
/// How often a word is thought to have come besides.
const PRIOR: f64 = 10.0;

/// How often each word comes, and how many words there are.
#[derive(Default)]
struct Counts {
    words: BTreeMap<String, f64>,
    all: f64,
}

impl Counts {
    fn read(&mut self, path: &str) -> Result<(), Box<dyn Error>> {
        let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
        let mut seen = BTreeMap::new();
        for line in text.lines() {
            if line.starts_with("# newdoc") {
                self.add(std::mem::take(&mut seen));
                continue;
            }
            let mut fields = line.split('\t');
            let (Some(form), Some(tag)) = (fields.next(), fields.next()) else { continue };
            if !tag.starts_with("NNP") && form.len() > 2 && form.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                *seen.entry(form.to_ascii_lowercase()).or_insert(0.0) += 1.0;
            }
        }
        self.add(seen);
        Ok(())
    }

    /// One document more, with these words.
    fn add(&mut self, words: BTreeMap<String, f64>) {
        for (word, count) in words {
            let count = count.min(MOST);
            *self.words.entry(word).or_default() += count;
            self.all += count;
        }
    }

    fn of(&self, word: &str) -> f64 {
        self.words.get(word).copied().unwrap_or(0.0)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let (mut politics, mut business) = (Counts::default(), Counts::default());
    let mut politic = None;
    for word in std::env::args().skip(1) {
        match (word.as_str(), politic) {
            ("--politics", _) => politic = Some(true),
            ("--business", _) => politic = Some(false),
            (path, Some(true)) => politics.read(path)?,
            (path, Some(false)) => business.read(path)?,
            (_, None) => return Err(USAGE.into()),
        }
    }
    if politics.all == 0.0 || business.all == 0.0 {
        return Err(USAGE.into());
    }
    println!(
        "# Words that tell politics (above 0) from business (below 0): logarithms of how much more frequent they are."
    );
    println!(
        "# Made by examples/topic_weights.rs from {:.0} words of politics and {:.0} of business. notation: README.md",
        politics.all, business.all
    );
    println!("word\tweight");
    let mut words: Vec<&String> = politics.words.keys().chain(business.words.keys()).collect();
    words.sort_unstable();
    words.dedup();
    for word in words {
        let (ours, theirs) = (politics.of(word), business.of(word));
        if ours + theirs < LEAST {
            continue;
        }
        // Both are smoothed towards what all files together say.
        let expected = PRIOR * politics.all / (politics.all + business.all);
        let share = |count: f64, prior: f64, all: f64| (count + prior) / all;
        let ratio = share(ours, expected, politics.all) / share(theirs, PRIOR - expected, business.all);
        let weight = ratio.ln();
        if weight.abs() >= SMALLEST {
            println!("{word}\t{:.2}", weight.clamp(-LARGEST, LARGEST));
        }
    }
    Ok(())
}
