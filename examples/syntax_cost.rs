//! How much syntax costs: annotated events with our own trees, and with the trees of somebody else put in for them.
//!
//! ```text
//! cargo run --release --example syntax_cost -- [--model FILE] GOLD.jsonl TREES.tsv...
//! ```
//!
//! The gold is that of `dateline eval`, the trees are in the silver format (see `tools/annotate.py`); sentences are joined by
//! their tokens. Three tables are printed: our trees, theirs, and theirs with their names. `--model` takes other models than
//! those of the binary, such as models that were trained without these sentences.

use std::error::Error;
use std::fs::{self, File};
use std::io::BufReader;
use std::sync::Arc;

use dateline::evaluate::{Options, evaluate, read as read_gold, table};
use dateline::extract::{Extractor, Settings};
use dateline::nlp::Core;
use dateline::nlp::train::corpus::read;
use dateline::nlp::train::parses::Parses;
use dateline::normalize::{self, Normalizer};
use jiff::Timestamp;

const USAGE: &str = "usage: syntax_cost [--model FILE] GOLD.jsonl TREES.tsv...";

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1).peekable();
    let model = match words.next_if(|word| word == "--model") {
        Some(_) => Some(contents(&words.next().ok_or(USAGE)?)?),
        None => None,
    };
    let gold_file = words.next().ok_or(USAGE)?;
    let mut trees = Vec::new();
    for file in words {
        trees.extend(read(BufReader::new(File::open(&file).map_err(|error| format!("{file}: {error}"))?))?);
    }
    let gold = read_gold(&gold_file, &contents(&gold_file)?)?;
    let normalizer = Normalizer::new(&normalize::Settings::default());
    let extractor = || -> Result<Extractor, Box<dyn Error>> {
        let extractor = Extractor::new(&Settings { min_confidence: 0.0, ..Settings::default() })?;
        Ok(match &model {
            Some(model) => extractor.with_core(Core::from_bytes(model)?),
            None => extractor,
        })
    };
    let measure = |title: &str, extractor: Extractor| {
        let origin = (&Arc::from(gold_file.as_str()), Timestamp::UNIX_EPOCH);
        let report = evaluate(&normalizer, &extractor, &gold, origin, Options::default());
        println!("{title}\n\n{}", table(&report));
    };
    measure("OUR TREES", extractor()?);
    for (title, names) in [("THEIR TREES", false), ("THEIR TREES AND NAMES", true)] {
        measure(title, extractor()?.with_parses(Parses::new(trees.clone()), names));
    }
    Ok(())
}

fn contents(file: &str) -> Result<Vec<u8>, String> {
    fs::read(file).map_err(|error| format!("{file}: {error}"))
}
