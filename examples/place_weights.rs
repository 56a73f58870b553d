//! Learns what speaks for and against a name being that of a place, and writes `lexicon/places/weights.tsv`.
//!
//! ```text
//! cargo run --release --example place_weights -- GOLD.jsonl... > lexicon/places/weights.tsv
//! ```
//!
//! GOLD has an article a line: `{"id", "text", "places": [{"start", "end", "literal", "optional"}]}` in code points. A candidate
//! is a place if it touches a literal one, and counts for nothing if it touches one that is not literal or optional. With
//! `--halves`, only blocks of five articles in turn are learned from, and the others tell on standard error how good the
//! weights are.
//!
//! Logistic regression with a penalty on large weights, by gradient descent, the same for the same input.

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::sync::Arc;

use dateline::article::{Article, Origin};
use dateline::extract::{Extractor, Settings};
use dateline::normalize::{self, Normalizer};
use jiff::Timestamp;

const ROUNDS: usize = 12000;
const STEP: f64 = 3.0;
/// What a weight of 1 costs, in names.
const PENALTY: f64 = 2.0;

/// A name: the numbers of its circumstances, and whether it is a place.
type Case = (Vec<usize>, bool);

fn main() -> Result<(), Box<dyn Error>> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let halves = files.iter().any(|file| file == "--halves");
    let normalizer = Normalizer::new(&normalize::Settings::default());
    let extractor = Extractor::new(&Settings::default())?;
    let mut numbers: HashMap<&'static str, usize> = HashMap::new();
    let mut names: Vec<&'static str> = Vec::new();
    let (mut learned, mut held): (Vec<Case>, Vec<Case>) = (Vec::new(), Vec::new());
    for file in files.iter().filter(|file| !file.starts_with("--")) {
        for (at, line) in fs::read_to_string(file)?.lines().enumerate() {
            let row: serde_json::Value = serde_json::from_str(line)?;
            let cases = cases(&normalizer, &extractor, &row);
            let cases = cases.into_iter().map(|(circumstances, right)| {
                let number = |name: &'static str| {
                    *numbers.entry(name).or_insert_with(|| {
                        names.push(name);
                        names.len() - 1
                    })
                };
                (circumstances.into_iter().map(number).collect(), right)
            });
            if halves && at / 5 % 2 == 1 { held.extend(cases) } else { learned.extend(cases) }
        }
    }
    if learned.is_empty() {
        return Err("usage: place_weights [--halves] GOLD.jsonl...".into());
    }
    let weights = fit(&learned, names.len());
    for (what, cases) in [("learned from", &learned), ("held out", &held)] {
        let (mut hit, mut found, mut gold) = (0, 0, 0);
        for (circumstances, right) in cases {
            let taken = odds(&weights, circumstances) > 0.0;
            (hit, found, gold) =
                (hit + usize::from(taken && *right), found + usize::from(taken), gold + usize::from(*right));
        }
        eprintln!("{what}: {} names, {gold} places, {found} taken, {hit} of them right", cases.len());
    }
    let right = learned.iter().filter(|case| case.1).count();
    println!("# What the circumstances of a name say for and against its being that of a place: log odds.");
    println!("# Made by examples/place_weights.rs from {} names, {right} of them places.", learned.len());
    println!("circumstance\tweight");
    let mut all: Vec<(&str, f64)> = names.iter().copied().zip(weights).collect();
    all.sort_by(|one, other| one.0.cmp(other.0));
    for (name, weight) in all {
        println!("{name}\t{weight:.3}");
    }
    Ok(())
}

/// The candidates of an annotated article that are judged by it.
fn cases(normalizer: &Normalizer, extractor: &Extractor, row: &serde_json::Value) -> Vec<(Vec<&'static str>, bool)> {
    let text = row["text"].as_str().unwrap_or_default();
    let origin = Origin { file: Arc::from("gold"), offset: 0, line: 1, received: Timestamp::UNIX_EPOCH };
    let mut article = Article::new("ndjson", origin, text.to_owned());
    article.headline = row["headline"].as_str().map(str::to_owned);
    let Ok(article) = normalizer.normalize(article) else { return Vec::new() };
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut marked: Vec<(usize, usize, bool)> = Vec::new();
    for place in row["places"].as_array().into_iter().flatten() {
        let at = |name: &str| place[name].as_u64().and_then(|point| bytes.get(point as usize)).copied().unwrap_or(0);
        let counts = place["literal"] == true && place["optional"] != true;
        marked.push((at("start"), at("end"), counts));
    }
    let mut cases = Vec::new();
    for (span, circumstances) in extractor.place_evidence(&article) {
        let words = span.of(&article.body);
        // Normalizing may have moved the words: the same occurrence of them in the text counts.
        let number = article.body.get(..span.start).map_or(0, |before| before.matches(words).count());
        let Some((start, _)) = text.match_indices(words).nth(number) else { continue };
        let end = start + words.len();
        let touched: Vec<bool> =
            marked.iter().filter(|(from, to, _)| *from < end && start < *to).map(|mark| mark.2).collect();
        match touched.as_slice() {
            [] => cases.push((circumstances, false)),
            marks if marks.contains(&true) => cases.push((circumstances, true)),
            _ => {}
        }
    }
    cases
}

fn odds(weights: &[f64], circumstances: &[usize]) -> f64 {
    circumstances.iter().map(|&number| weights[number]).sum()
}

/// The weights that make `cases` most probable.
fn fit(cases: &[Case], count: usize) -> Vec<f64> {
    let mut weights = vec![0.0; count];
    for _ in 0..ROUNDS {
        let mut slope: Vec<f64> = weights.iter().map(|weight| -PENALTY * weight).collect();
        for (circumstances, right) in cases {
            let miss = f64::from(u8::from(*right)) - 1.0 / (1.0 + (-odds(&weights, circumstances)).exp());
            for &number in circumstances {
                slope[number] += miss;
            }
        }
        for (weight, slope) in weights.iter_mut().zip(slope) {
            *weight += STEP * slope / cases.len() as f64;
        }
    }
    weights
}
