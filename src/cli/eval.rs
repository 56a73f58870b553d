//! `dateline eval GOLD.jsonl`

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum;
use jiff::Timestamp;

use super::{Dictionaries, Done, Failure, confidence, print};
use crate::evaluate::{self, Options, Row};
use crate::extract::{Extractor, MIN_CONFIDENCE};
use crate::normalize::{self, Normalizer};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dateline eval gold.jsonl                            scores, worst cases
  dateline eval --lexicon my-lexicon gold.jsonl       the same with own tables
  dateline eval --part first --errors 40 gold.jsonl   one half, to work on
  dateline eval --json gold.jsonl | jq .root.f1       one figure

A line of GOLD.jsonl is an annotated sentence, such as this, but in one line:
  {\"id\": \"1\", \"text\": \"Peru praised Chile.\", \"root\": \"SUPPORT\",
   \"source\": {\"text\": \"Peru\"}, \"target\": {\"text\": \"Chile\"}}
`start` and `end` of an actor count code points; without them it is the first place of its text. `sources` and `targets` \
hold several actors. YIELD stands for CONCEDE and RETREAT.")]
pub(super) struct Arguments {
    /// The annotated sentences, NDJSON
    #[arg(value_name = "GOLD.jsonl")]
    gold: PathBuf,
    /// Only one half of the sentences (five by five), to work on one and measure on the other
    #[arg(long, value_enum)]
    part: Option<Part>,
    /// How many of the worst cases to tell
    #[arg(long, value_name = "N", default_value_t = 10)]
    errors: usize,
    /// One JSON object instead of tables
    #[arg(long)]
    json: bool,
    /// Count only events of at least this confidence, 0 to 1
    #[arg(long, value_name = "CONFIDENCE", default_value_t = MIN_CONFIDENCE, value_parser = confidence)]
    threshold: f32,
    #[command(flatten)]
    dictionaries: Dictionaries,
}

/// A half of the gold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    First,
    Second,
}

impl Part {
    /// Whether the sentence at `index`, from 0, is in it.
    fn has(self, index: usize) -> bool {
        let second = (index / 5) % 2 == 1;
        second == (self == Part::Second)
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Done, Failure> {
    let name = arguments.gold.display().to_string();
    let cannot = |error| Failure::Stopped(format!("cannot read {name}: {error}"));
    let bytes = fs::read(&arguments.gold).map_err(cannot)?;
    // As for any file, so that a second run says the same.
    let modified = fs::metadata(&arguments.gold).and_then(|file| file.modified()).map_err(cannot)?;
    let received = Timestamp::try_from(modified).map_err(Failure::stopped)?;
    let mut gold = evaluate::read(&name, &bytes).map_err(Failure::stopped)?;
    if let Some(part) = arguments.part {
        gold = gold
            .into_iter()
            .enumerate()
            .filter(|(index, _)| part.has(*index))
            .map(|(_, row)| row)
            .collect::<Vec<Row>>();
    }
    if gold.is_empty() {
        return Err(Failure::Stopped(format!("{name}: there are no sentences in it")));
    }
    let normalizer = Normalizer::new(&normalize::Settings::default());
    let extractor = Extractor::new(&arguments.dictionaries.settings(0.0)).map_err(Failure::stopped)?;
    let options = Options { threshold: arguments.threshold, cases: arguments.errors };
    let report = evaluate::evaluate(&normalizer, &extractor, &gold, (&Arc::from(name), received), options);
    if arguments.json {
        let json = serde_json::to_string(&report).map_err(Failure::stopped)?;
        print(&(json + "\n"))?;
    } else {
        print(&evaluate::table(&report))?;
    }
    Ok(Done::All)
}
