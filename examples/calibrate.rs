//! Learns what the circumstances of an event say for and against it, and writes `lexicon/confidence.tsv`.
//!
//! ```text
//! cargo run --release --example calibrate -- [--gold GOLD.jsonl]... [--judged ARTICLES.ndjson LABELS.ndjson]... > lexicon/confidence.tsv
//! ```
//!
//! GOLD is annotated sentences as for `dateline eval`: an event is right if it is the annotated one. ARTICLES are articles as
//! `dateline extract` reads them, and LABELS says of some of their events whether type, source and target are right, and
//! whether the target is somebody to whom it is done, if that is known:
//! `{"article": "id", "start": 120, "plover": "AID", "right": true, "target": true}`, where `start` is the first code point of
//! the trigger.
//!
//! Two logistic regressions with a penalty on large weights, by coordinate descent, the same for the same input. On standard
//! error: how well the probabilities of ten folds, each weighed by the other nine, meet the share of right events.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::fs;
use std::sync::Arc;

use dateline::article::{Article, Origin};
use dateline::evaluate::{labelled, read as read_gold};
use dateline::extract::{Circumstance, Evidence, Extractor, Settings};
use dateline::normalize::{self, Normalizer};
use jiff::Timestamp;

const USAGE: &str = "usage: calibrate [--gold GOLD.jsonl]... [--judged ARTICLES.ndjson LABELS.ndjson]...";
const FOLDS: usize = 10;
/// So many times every weight is set to what is best beside the others.
const ROUNDS: usize = 60;
/// A weight costs half of this times its square.
const PENALTY: f64 = 10.0;
/// A circumstance that is so of fewer events is left out.
const LEAST: usize = 5;
/// Annotated sentences are fewer than judged events, and of other kinds of text: each event counts for so many.
const GOLD: f64 = 3.0;
/// Smaller weights are not worth a row.
const SMALL: f64 = 0.02;

/// An event that somebody judged.
struct Event {
    evidence: Evidence,
    /// Whether type, source and target are right.
    right: bool,
    /// Whether the target is somebody to whom it is done.
    target: Option<bool>,
    /// For how many it counts.
    count: f64,
}

/// What is said of an event.
struct Label {
    right: bool,
    target: Option<bool>,
}

/// What a circumstance is called.
type Name = (&'static str, String);

/// Circumstances by number, with their values; whether it is so; for how many that counts.
type Case = (Vec<(usize, f64)>, bool, f64);

fn main() -> Result<(), Box<dyn Error>> {
    let normalizer = Normalizer::new(&normalize::Settings::default());
    // Without weights no target is left out.
    let own = tempfile::tempdir()?;
    fs::write(own.path().join("confidence.tsv"), "circumstance\twhich\tevent\ttarget\n")?;
    let lexicon = Some(own.path().to_owned());
    let extractor = Extractor::new(&Settings { min_confidence: 0.0, lexicon, ..Settings::default() })?;
    let mut events: Vec<Event> = Vec::new();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut file = || words.next().ok_or(USAGE);
        match word.as_str() {
            "--gold" => {
                let name = file()?;
                let gold = read_gold(&name, &fs::read(&name)?)?;
                let found = labelled(&normalizer, &extractor, &gold, (&Arc::from(name), Timestamp::UNIX_EPOCH));
                let event =
                    |(evidence, right)| Event { evidence, right, target: Some(true).filter(|_| right), count: GOLD };
                events.extend(found.into_iter().map(event));
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
    let names = names(&events);
    let right: Vec<Case> = events.iter().map(|event| case(event, &names, event.right)).collect();
    let has_target = |event: &&Event| event.evidence.iter().all(|circumstance| circumstance.what != "no target");
    let targets: Vec<Case> =
        events.iter().filter(has_target).filter_map(|event| Some(case(event, &names, event.target?))).collect();
    report("events", &right, names.len());
    report("targets", &targets, names.len());
    let number = |cases: &[Case]| (cases.len(), cases.iter().filter(|case| case.1).count());
    let ((events, good), (all, meant)) = (number(&right), number(&targets));
    println!(
        "# What the circumstances of an event say for and against it, in log odds: `event` for its type, source and"
    );
    println!(
        "# target being right, `target` for its target being somebody to whom it is done, no mere place, topic or thing."
    );
    println!(
        "# Made by examples/calibrate.rs from {events} judged events, {good} of them right, and {all} targets, {meant} of them meant."
    );
    println!(
        "# A circumstance counts 1 where it is so; `operators` is their number, `words …`, `sentences …` and `inside its phrase`"
    );
    println!(
        "# (how indirectly the words name the actor) are logarithms, `… in sentence` are shares. notation: README.md"
    );
    println!("circumstance\twhich\tevent\ttarget");
    let all = |cases: &[Case]| fit(&cases.iter().collect::<Vec<_>>(), names.len());
    let (event, target) = (all(&right), all(&targets));
    for ((what, which), number) in &names {
        let weights = [event[*number], target[*number]];
        if weights.iter().any(|weight| weight.abs() >= SMALL) {
            println!("{what}\t{which}\t{:.2}\t{:.2}", weights[0], weights[1]);
        }
    }
    Ok(())
}

/// The judged events that are still found, with their labels.
fn judged(
    normalizer: &Normalizer,
    extractor: &Extractor,
    articles: &str,
    labels: &str,
) -> Result<Vec<Event>, Box<dyn Error>> {
    let mut known: HashMap<(String, u64, String), Label> = HashMap::new();
    for line in labels.lines() {
        let label: serde_json::Value = serde_json::from_str(line)?;
        let text = |name: &str| label[name].as_str().unwrap_or_default().to_owned();
        let right = label["right"].as_bool().ok_or("a label without \"right\"")?;
        let key = (text("article"), label["start"].as_u64().unwrap_or_default(), text("plover"));
        known.insert(key, Label { right, target: label["target"].as_bool() });
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
            let event = |label: &Label| Event { evidence, right: label.right, target: label.target, count: 1.0 };
            found.extend(known.get(&key).map(event));
        }
    }
    Ok(found)
}

/// The circumstances that are so of enough events to be learned from, with their numbers.
fn names(events: &[Event]) -> BTreeMap<Name, usize> {
    let mut counts: BTreeMap<Name, usize> = BTreeMap::new();
    for circumstance in events.iter().flat_map(|event| &event.evidence) {
        *counts.entry((circumstance.what, circumstance.which.clone())).or_default() += 1;
    }
    counts.retain(|_, count| *count >= LEAST);
    counts.values_mut().enumerate().for_each(|(number, count)| *count = number);
    counts
}

fn case(event: &Event, names: &BTreeMap<Name, usize>, so: bool) -> Case {
    let number = |circumstance: &Circumstance| {
        let number = names.get(&(circumstance.what, circumstance.which.clone()))?;
        Some((*number, f64::from(circumstance.value)))
    };
    (event.evidence.iter().filter_map(number).collect(), so, event.count)
}

/// The weights that make `cases` most probable, by number: coordinate descent with one Newton step for each weight in turn, as in
/// Chang, Hsieh and Lin 2008.
fn fit(cases: &[&Case], count: usize) -> Vec<f64> {
    let mut columns: Vec<Vec<(usize, f64)>> = vec![Vec::new(); count];
    for (row, (evidence, ..)) in cases.iter().enumerate() {
        for (number, value) in evidence {
            columns[*number].push((row, *value));
        }
    }
    let mut weights = vec![0.0; count];
    let mut odds = vec![0.0; cases.len()];
    for _ in 0..ROUNDS {
        for (weight, column) in weights.iter_mut().zip(&columns) {
            let (mut slope, mut curvature) = (-PENALTY * *weight, PENALTY);
            for &(row, value) in column {
                let (_, so, count) = cases[row];
                let guess = probability(odds[row]);
                slope += count * value * (f64::from(u8::from(*so)) - guess);
                curvature += count * value * value * guess * (1.0 - guess);
            }
            let step = (slope / curvature).clamp(-1.0, 1.0);
            *weight += step;
            for &(row, value) in column {
                odds[row] += step * value;
            }
        }
    }
    weights
}

fn probability(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

/// Tells how well folds that the weights have not seen are met.
fn report(what: &str, cases: &[Case], count: usize) {
    let mut bins = [(0.0, 0.0, 0.0); 10];
    let (mut square, mut plain, mut all) = (0.0, 0.0, 0.0);
    let total: f64 = cases.iter().map(|case| case.2).sum();
    let share = cases.iter().filter(|case| case.1).map(|case| case.2).sum::<f64>() / total;
    for fold in 0..FOLDS {
        let part = |own: bool| {
            cases.iter().enumerate().filter(move |(at, _)| (at / 20 % FOLDS == fold) == own).map(|(_, case)| case)
        };
        let weights = fit(&part(false).collect::<Vec<_>>(), count);
        for (evidence, so, count) in part(true) {
            let guess = probability(evidence.iter().map(|(number, value)| weights[*number] * value).sum());
            let truth = f64::from(u8::from(*so));
            square += count * (guess - truth).powi(2);
            plain += count * (share - truth).powi(2);
            all += count;
            let bin = &mut bins[((guess * 10.0) as usize).min(9)];
            *bin = (bin.0 + count, bin.1 + count * truth, bin.2 + count * guess);
        }
    }
    eprintln!(
        "{} {what}, {share:.3} right; squared error {:.4}, of the share alone {:.4}",
        cases.len(),
        square / all,
        plain / all
    );
    for (number, right, sum) in bins.into_iter().filter(|bin| bin.0 > 0.0) {
        eprintln!("probability {:.2}: {number} {what}, {:.3} right", sum / number, right / number);
    }
}
