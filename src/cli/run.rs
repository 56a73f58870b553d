//! `dateline run PIPELINE.toml`

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::progress::{Progress, summary};
use super::{Done, Failure, run_pipeline, say};
use crate::disk::LocalDisk;
use crate::pipeline::engine::Assembly;
use crate::pipeline::settings::Settings;
use crate::pipeline::{assemble, file};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dateline run pipelines/demo.toml      to the end of its input
  dateline run -v pipelines/tail.toml   live, until Ctrl-C or SIGTERM
  producer | dateline run pipelines/stdin.toml

When it is told to stop, it writes and commits what was read, and goes on there next time. \
A pipeline goes on where its last commit left it. To begin anew, remove its state directory and its output.")]
pub(super) struct Arguments {
    /// The pipeline file
    pipeline: PathBuf,
    /// Go on from the last commit although the pipeline file was changed since
    #[arg(long)]
    accept_changes: bool,
}

pub(super) fn run(arguments: &Arguments, progress: &Progress) -> Result<Done, Failure> {
    let settings = file::read(&arguments.pipeline, |name| std::env::var(name).ok()).map_err(Failure::usage)?;
    let assembled = assemble::assemble(&settings, Arc::new(LocalDisk), arguments.accept_changes);
    let assembly = assembled.map_err(|error| {
        let what = format!("{}: {error}", arguments.pipeline.display());
        if error.is_in_settings() { Failure::Usage(what) } else { Failure::Stopped(what) }
    })?;
    finish(assembly, &settings, progress)
}

/// Runs an assembled pipeline to its end, and says what it did.
pub(super) fn finish(assembly: Assembly, settings: &Settings, progress: &Progress) -> Result<Done, Failure> {
    let stats = Arc::clone(&assembly.stats);
    let (ended, took, stopped) = run_pipeline(assembly, &settings.metrics, progress)?;
    let dead = stats.dead_letters.load(Ordering::Relaxed);
    let (read, articles) = (stats.read.items.load(Ordering::Relaxed), stats.articles.load(Ordering::Relaxed));
    if !ended.output_closed && read != articles + dead {
        let what = format!("{read} items were read, but {articles} articles and {dead} dead letters came of them");
        return Err(Failure::Stopped(format!("a defect of Dateline, please report it: {what}")));
    }
    let mut line = format!("dateline: {}", summary(&stats, took));
    if stopped {
        line += "; stopped, and will go on here";
    }
    let refused = stats.refused.load(Ordering::Relaxed);
    if refused > 0 {
        line += &format!("; {refused} records were refused by a sink");
    }
    let dead = dead + refused;
    if dead > 0
        && let Some(path) = &settings.dead_letters.path
    {
        line += &format!("; dead letters are in {path}");
    }
    say(&line);
    Ok(if dead > 0 { Done::WithDeadLetters } else { Done::All })
}
