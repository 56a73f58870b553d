//! `dateline extract [FILES…]`

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::progress::{Progress, summary};
use super::{Dictionaries, Done, Failure, confidence, run_pipeline, say, say_that_input_is_read, warn_of};
use crate::disk::LocalDisk;
use crate::extract::MIN_CONFIDENCE;
use crate::normalize;
use crate::pipeline::assemble;
use crate::pipeline::checkpoint::Checkpoint;
use crate::pipeline::engine::{Assembly, Stories};
use crate::pipeline::settings::{
    DeadLetters, Metrics, Pipeline, Settings, Sink, Source, SourceCommon, SourceKind, StdoutSettings,
};
use crate::pipeline::stats::Stats;
use crate::read::files::Files;
use crate::read::stdin::Stdin;
use crate::read::{self, NothingToAcknowledge};
use crate::record::RecordKind;
use crate::replay::Replay;
use crate::sink::stdout::Stdout;
use crate::stories::apply::Joiner;
use crate::stories::memory::Memory;
use crate::stories::{self, Repeats};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dateline extract story.txt feed.ndjson.gz        files in any supported format
  dateline extract < articles.ndjson > out.ndjson  objects with `body` or `text`
  dateline extract --records event story.txt | jq .event.plover
  dateline extract --replay dead-letters.ndjson    whether they pass by now

What cannot be read is told on standard error with file and position, and the exit status is 3.")]
pub(super) struct Arguments {
    /// Files to read; without any, standard input
    files: Vec<PathBuf>,
    /// The files hold dead letters: read the items that they carry
    #[arg(long, requires = "files")]
    replay: bool,
    /// Which kinds of record to write
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [RecordKind::Article, RecordKind::Event, RecordKind::Quote])]
    records: Vec<RecordKind>,
    /// The encoding of text files that do not say it themselves (such as windows-1252)
    #[arg(long)]
    encoding: Option<String>,
    /// Threads that normalize and extract; 0 is one for each core
    #[arg(long, default_value_t = 0)]
    workers: usize,
    /// Join repeats, versions of one story and records of one event with what came before in this run
    #[arg(long)]
    stories: bool,
    /// Leave out events that are less sure, 0 to 1
    #[arg(long, value_name = "CONFIDENCE", default_value_t = MIN_CONFIDENCE, value_parser = confidence)]
    min_confidence: f32,
    #[command(flatten)]
    dictionaries: Dictionaries,
}

pub(super) fn run(arguments: &Arguments, progress: &Progress) -> Result<Done, Failure> {
    let settings = Settings {
        pipeline: Pipeline { workers: arguments.workers, ..Pipeline::default() },
        source: Source {
            kind: SourceKind::Stdin,
            common: SourceCommon { encoding: arguments.encoding.clone(), ..SourceCommon::default() },
        },
        normalize: normalize::Settings::default(),
        extract: arguments.dictionaries.settings(arguments.min_confidence),
        sinks: vec![Sink::Stdout(StdoutSettings { records: Some(arguments.records.clone()) })],
        dead_letters: DeadLetters::default(),
        stories: stories::Settings {
            repeats: if arguments.stories { Repeats::Mark } else { Repeats::Pass },
            ..stories::Settings::default()
        },
        metrics: Metrics::default(),
    };
    let stages = assemble::check(&settings).map_err(Failure::usage)?;
    warn_of(stages.extractor.own().remarks());
    let disk: Arc<LocalDisk> = Arc::new(LocalDisk);
    let limits = settings.source.common.limits.clone();
    let source: Box<dyn read::Source> = if arguments.replay {
        let opened = Replay::open(disk.clone(), &arguments.files, Vec::new(), limits, &serde_json::Value::Null);
        Box::new(opened.map_err(Failure::stopped)?.0)
    } else if arguments.files.is_empty() {
        say_that_input_is_read();
        Box::new(Stdin { limits })
    } else {
        let dashes = |path: PathBuf| if path.as_os_str() == "-" { PathBuf::from("/dev/stdin") } else { path };
        let paths = arguments.files.iter().cloned().map(dashes).collect();
        Box::new(Files { disk: disk.clone(), paths, limits })
    };
    let assembly = Assembly {
        disk,
        source,
        acknowledge: Box::new(NothingToAcknowledge),
        replays: false,
        wake_source: Box::new(|| {}),
        stages: Arc::new(stages),
        sinks: vec![Box::new(Stdout::new("stdout".to_owned(), Some(&arguments.records)))],
        state: None,
        stories: settings.stories.enabled().then(|| Stories {
            joiner: Joiner::new(Memory::new(&settings.stories), settings.stories.clone(), false),
            log: None,
        }),
        checkpoint: Checkpoint::default(),
        settings: settings.pipeline.clone(),
        stats: Arc::new(Stats::default()),
    };
    let stats = Arc::clone(&assembly.stats);
    let (ended, took, _) = run_pipeline(assembly, &settings.metrics, progress)?;
    if progress.is_shown() && !ended.output_closed {
        say(&format!("dateline: {}", summary(&stats, took)));
    }
    let dead = stats.dead_letters.load(Ordering::Relaxed);
    Ok(if dead > 0 { Done::WithDeadLetters } else { Done::All })
}
