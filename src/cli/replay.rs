//! `dateline replay PIPELINE.toml [LETTERS…]`

use std::path::PathBuf;
use std::sync::Arc;

use super::progress::Progress;
use super::{Done, Failure, run};
use crate::disk::LocalDisk;
use crate::pipeline::{assemble, file};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dateline replay wire.toml                       this pipeline's dead letters
  dateline replay wire.toml old/dead-*.ndjson.gz  those in these files
  dateline replay --again wire.toml               also what was replayed before
  dateline extract --replay dead-letters.ndjson   without a pipeline

Mend first what was wrong: an encoding or the name of a field in the pipeline file (then --accept-changes is needed), a limit, \
a broken file, or Dateline itself. The pipeline must not be running meanwhile.

Every letter goes through once, also if the replay is killed: how far each file was replayed is kept in the pipeline's state. \
What fails again becomes a dead letter again, at the end of the pipeline's own file, and the next replay takes it up. Letters \
that carry only the beginning of their item (`raw_length`), or tell of a file that could not be read to its end, are read from \
that file again if it is still in the directory of the source, in `done` or in `failed`; if not, they stay dead letters.")]
pub(super) struct Arguments {
    /// The pipeline file
    pipeline: PathBuf,
    /// Files of dead letters, plain or compressed; without any, the pipeline's own
    letters: Vec<PathBuf>,
    /// Replay also what was replayed before
    #[arg(long)]
    again: bool,
    /// Go on although the pipeline file was changed since the last commit
    #[arg(long)]
    accept_changes: bool,
}

pub(super) fn run(arguments: &Arguments, progress: &Progress) -> Result<Done, Failure> {
    let settings = file::read(&arguments.pipeline, |name| std::env::var(name).ok()).map_err(Failure::usage)?;
    let letters = &arguments.letters;
    if letters.is_empty() && settings.dead_letters.path.as_deref().is_some_and(|path| path.contains('%')) {
        let what = "the path of its dead letters changes with time; say which files are to be replayed";
        return Err(Failure::Usage(format!("{}: {what}", arguments.pipeline.display())));
    }
    let assembled =
        assemble::assemble_replay(&settings, Arc::new(LocalDisk), arguments.accept_changes, letters, arguments.again);
    let assembly = assembled.map_err(|error| {
        let what = format!("{}: {error}", arguments.pipeline.display());
        if error.is_in_settings() { Failure::Usage(what) } else { Failure::Stopped(what) }
    })?;
    run::finish(assembly, &settings, progress)
}
