//! Trains the language models from annotated news, and measures them.
//!
//! ```text
//! cargo run --release --example train -- train --out src/nlp/english.model data/*-train.tsv
//! cargo run --release --example train -- widen --model src/nlp/english.model --out src/nlp/english.model data/*-train.tsv
//! cargo run --release --example train -- measure data/*-held.tsv
//! ```
//!
//! Files are in the silver format (see `tools/annotate.py`), not compressed. Training keeps every twentieth document back and
//! measures on these, file by file; `--keep-back 0` trains on everything. The same files, options and seed give the same
//! weights, byte for byte. `widen` takes the last step of training once more: it finds out where the weights of trained models nearly
//! always decide the same, which is looked up from then on. Training on five million tokens takes ten minutes on one core and 4 GB of memory.

use std::error::Error;
use std::fs::File;
use std::io::BufReader;
use std::time::Instant;

use dateline::nlp::train::corpus::{Annotated, read};
use dateline::nlp::train::measure::{measure, measure_raw, measure_speed};
use dateline::nlp::train::{Options, train, widen};
use dateline::nlp::{Core, Models};

const USAGE: &str = "usage: train train [--out FILE] [--seed N] [--keep-back N] [--quick] FILE...
       train widen --model FILE [--out FILE] [--keep-back N] FILE...
       train measure [--model FILE] FILE...";

/// What the command line says.
struct Arguments {
    command: String,
    model: Option<String>,
    out: String,
    keep_back: usize,
    quick: bool,
    seed: u64,
    files: Vec<String>,
}

fn arguments() -> Result<Arguments, Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let mut arguments = Arguments {
        command: words.next().ok_or(USAGE)?,
        model: None,
        out: "english.model".to_owned(),
        keep_back: 20,
        quick: false,
        seed: 1,
        files: Vec::new(),
    };
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(USAGE);
        match word.as_str() {
            "--out" => arguments.out = value()?,
            "--model" => arguments.model = Some(value()?),
            "--seed" => arguments.seed = value()?.parse()?,
            "--keep-back" => arguments.keep_back = value()?.parse()?,
            "--quick" => arguments.quick = true,
            option if option.starts_with("--") => return Err(format!("unknown option {option}\n{USAGE}").into()),
            file => arguments.files.push(file.to_owned()),
        }
    }
    if arguments.files.is_empty() || !matches!(arguments.command.as_str(), "train" | "measure" | "widen") {
        return Err(USAGE.into());
    }
    Ok(arguments)
}

fn load(path: &str) -> Result<Vec<Annotated>, Box<dyn Error>> {
    let file = File::open(path).map_err(|error| format!("{path}: {error}"))?;
    Ok(read(BufReader::new(file)).map_err(|error| format!("{path}: {error}"))?)
}

/// Prints agreement on given tokens, agreement from raw text, and speed, for every file.
fn report(core: &Core, files: &[(String, Vec<Annotated>)]) {
    for (path, documents) in files {
        let name = path.rsplit('/').next().unwrap_or(path);
        println!("{name:30} {}", measure(core, documents));
        println!("{:30} {}", "", measure_raw(core, documents));
        let [one, two] = [1, 2].map(|threads| measure_speed(core, documents, threads));
        println!("{:30} all from raw text: one thread {one:.2} MB/s, two threads {two:.2} MB/s", "");
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = arguments()?;
    if arguments.command == "measure" {
        let core = match &arguments.model {
            Some(path) => Core::from_bytes(&std::fs::read(path)?)?,
            None => Core::english()?,
        };
        for path in &arguments.files {
            report(&core, &[(path.clone(), load(path)?)]);
        }
        return Ok(());
    }
    let (mut training, mut kept) = (Vec::new(), Vec::new());
    for path in &arguments.files {
        let mut back = Vec::new();
        for (number, document) in load(path)?.into_iter().enumerate() {
            match number.checked_rem(arguments.keep_back) {
                Some(rest) if rest == arguments.keep_back / 2 => back.push(document),
                _ => training.push(document),
            }
        }
        kept.push((path.clone(), back));
    }
    let mut options = Options { seed: arguments.seed, ..Options::default() };
    if arguments.quick {
        options = options.quick();
    }
    let start = Instant::now();
    let models = match (arguments.command.as_str(), &arguments.model) {
        ("widen", Some(path)) => {
            let mut models = Models::from_bytes(&std::fs::read(path)?)?;
            widen(&mut models, &mut training);
            models
        }
        ("widen", None) => return Err(format!("widen needs --model\n{USAGE}").into()),
        _ => train(&mut training, &options),
    };
    let bytes = models.to_bytes()?;
    std::fs::write(&arguments.out, &bytes)?;
    println!("{}: {} bytes after {:.0} s", arguments.out, bytes.len(), start.elapsed().as_secs_f64());
    report(&Core::from_bytes(&bytes)?, &kept);
    Ok(())
}
