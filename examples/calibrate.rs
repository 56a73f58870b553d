//! Learns what the circumstances of an event say for and against it, and writes `lexicon/confidence.tsv`.
//!
//! ```text
//! cargo run --release --example calibrate -- [--gold GOLD.jsonl]... [--judged ARTICLES.ndjson LABELS.ndjson]... > lexicon/confidence.tsv
//! ```
//!
//! GOLD is annotated sentences as for `dateline eval`: an event is right if it is the annotated one. ARTICLES are articles as
//! `dateline extract` reads them, and LABELS says of some of their events whether type, source and target are right:
//! `{"article": "id", "start": 120, "plover": "AID", "right": true}`, where `start` is the first code point of the trigger.
//!
//! Logistic regression with a penalty on large weights, by gradient descent, the same for the same input. On standard error:
//! how well the confidence of five folds, each weighed by the other four, meets the share of right events.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::fs;
use std::sync::Arc;

use dateline::article::{Article, Origin};
use dateline::evaluate::{labelled, read as read_gold};
use dateline::extract::{Evidence, Extractor, Settings};
use dateline::normalize::{self, Normalizer};
use jiff::Timestamp;

const USAGE: &str = "usage: calibrate [--gold GOLD.jsonl]... [--judged ARTICLES.ndjson LABELS.ndjson]...";
const ROUNDS: usize = 4000;
const STEP: f64 = 0.5;
/// What a weight of 1 costs, in events.
const PENALTY: f64 = 2.0;
const FOLDS: usize = 5;

type Weights = BTreeMap<&'static str, f64>;

fn main() -> Result<(), Box<dyn Error>> {
    let normalizer = Normalizer::new(&normalize::Settings::default());
    let extractor = Extractor::new(&Settings { min_confidence: 0.0, ..Settings::default() })?;
    let mut events: Vec<(Evidence, bool)> = Vec::new();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut file = || words.next().ok_or(USAGE);
        match word.as_str() {
            "--gold" => {
                let name = file()?;
                let gold = read_gold(&name, &fs::read(&name)?)?;
                events.extend(labelled(&normalizer, &extractor, &gold, (&Arc::from(name), Timestamp::UNIX_EPOCH)));
            }
            "--judged" => {
                let (articles, labels) = (fs::read_to_string(file()?)?, fs::read_to_string(file()?)?);
                events.extend(judged(&normalizer, &extractor, &articles, &labels)?);
            }
            _ => return Err(USAGE.into()),
        }
    }
    if events.is_empty() {
        return Err(USAGE.into());
    }
    report(&events);
    println!(
        "# What the circumstances of an event say for and against it: log odds that its type, source and target are right."
    );
    println!(
        "# Made by examples/calibrate.rs from {} judged events, {} of them right.",
        events.len(),
        events.iter().filter(|event| event.1).count()
    );
    println!(
        "# A circumstance counts 1 where it is so; `operators` is their number, `words …` are logarithms or shares of 40, `inside its phrase`"
    );
    println!("#   is how indirectly the words name the actor. notation: README.md");
    println!("circumstance\tweight");
    for (name, weight) in fit(&events) {
        println!("{name}\t{weight:.3}");
    }
    Ok(())
}

/// The judged events that are still found, with their labels.
fn judged(
    normalizer: &Normalizer,
    extractor: &Extractor,
    articles: &str,
    labels: &str,
) -> Result<Vec<(Evidence, bool)>, Box<dyn Error>> {
    let mut known: HashMap<(String, u64, String), bool> = HashMap::new();
    for line in labels.lines() {
        let label: serde_json::Value = serde_json::from_str(line)?;
        let text = |name: &str| label[name].as_str().unwrap_or_default().to_owned();
        let right = label["right"].as_bool().ok_or("a label without \"right\"")?;
        known.insert((text("article"), label["start"].as_u64().unwrap_or_default(), text("plover")), right);
    }
    let wanted: BTreeSet<&str> = known.keys().map(|(article, ..)| article.as_str()).collect();
    let mut found = Vec::new();
    for line in articles.lines() {
        let fields: serde_json::Value = serde_json::from_str(line)?;
        let text = |name: &str| fields[name].as_str().map(str::to_owned);
        let Some(id) = text("id").filter(|id| wanted.contains(id.as_str())) else { continue };
        let origin = Origin { file: Arc::from("articles"), offset: 0, line: 1, received: Timestamp::UNIX_EPOCH };
        let mut article = Article::new("ndjson", origin, text("body").unwrap_or_default());
        article.id = Some(id.clone());
        article.headline = text("headline");
        article.published = text("published");
        let Ok(article) = normalizer.normalize(article) else { continue };
        let (records, notes) = extractor.explain(&article);
        for (event, evidence) in records.events.iter().zip(notes.evidence) {
            let key = (id.clone(), event.event.trigger.start as u64, event.event.plover.name().to_owned());
            found.extend(known.get(&key).map(|right| (evidence, *right)));
        }
    }
    Ok(found)
}

/// The weights that make `events` most probable.
fn fit(events: &[(Evidence, bool)]) -> Weights {
    let mut weights: Weights = events.iter().flat_map(|(evidence, _)| evidence).map(|(name, _)| (*name, 0.0)).collect();
    for _ in 0..ROUNDS {
        let mut slope: Weights = weights.iter().map(|(name, weight)| (*name, -PENALTY * weight)).collect();
        for (evidence, right) in events {
            let miss = f64::from(u8::from(*right)) - probability(&weights, evidence);
            for (name, value) in evidence {
                if let Some(slope) = slope.get_mut(name) {
                    *slope += miss * f64::from(*value);
                }
            }
        }
        for (name, slope) in slope {
            if let Some(weight) = weights.get_mut(name) {
                *weight += STEP * slope / events.len() as f64;
            }
        }
    }
    weights
}

fn probability(weights: &Weights, evidence: &Evidence) -> f64 {
    let odds: f64 = evidence.iter().filter_map(|(name, value)| Some(weights.get(name)? * f64::from(*value))).sum();
    1.0 / (1.0 + (-odds).exp())
}

/// Tells how well folds that the weights have not seen are met.
fn report(events: &[(Evidence, bool)]) {
    let mut bins = [(0usize, 0usize, 0f64); 10];
    let (mut square, mut plain) = (0.0, 0.0);
    let share = events.iter().filter(|event| event.1).count() as f64 / events.len() as f64;
    for fold in 0..FOLDS {
        let part = |own: bool| events.iter().enumerate().filter(move |(at, _)| (at / 10 % FOLDS == fold) == own);
        let others: Vec<(Evidence, bool)> = part(false).map(|(_, event)| event.clone()).collect();
        let weights = fit(&others);
        for (_, (evidence, right)) in part(true) {
            let (guess, truth) = (probability(&weights, evidence), f64::from(u8::from(*right)));
            square += (guess - truth).powi(2);
            plain += (share - truth).powi(2);
            let bin = &mut bins[((guess * 10.0) as usize).min(9)];
            *bin = (bin.0 + 1, bin.1 + usize::from(*right), bin.2 + guess);
        }
    }
    let count = events.len() as f64;
    eprintln!(
        "{} events, {share:.3} right; squared error {:.4}, of the share alone {:.4}",
        events.len(),
        square / count,
        plain / count
    );
    for (number, right, sum) in bins.into_iter().filter(|bin| bin.0 > 0) {
        eprintln!("confidence {:.2}: {number} events, {:.3} right", sum / number as f64, right as f64 / number as f64);
    }
}
