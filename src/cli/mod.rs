//! The command line: one file a command, and what they share.
//!
//! Exit status: 0 all went through; 1 it stopped on an error; 2 the command line or pipeline file is wrong; 3 it finished, but
//! some input went to the dead letters.

mod check;
mod eval;
mod explain;
mod extract;
mod init;
mod logging;
mod progress;
mod reference;
mod replay;
mod report;
mod run;
mod schema;
mod top;

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::{Args, Parser, Subcommand, ValueEnum};
use tokio::sync::watch;

use crate::extract as extract_stage;
use crate::pipeline::engine::{self, Assembly, Ended, EngineError};
use crate::pipeline::metrics;
use crate::pipeline::settings::Metrics;
use progress::Progress;

/// Turns newswire articles into structured event records: who did what to whom, where, when, and who says so.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, about, after_help = EXAMPLES, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    output: Output,
}

const EXAMPLES: &str = "\
Examples:
  dateline extract story.txt                        records of one story
  dateline extract < articles.ndjson > out.ndjson   NDJSON in, NDJSON out
  dateline explain story.txt                        what was made of it
  dateline init directory                           a first pipeline file
  dateline run pipelines/demo.toml                  a whole pipeline
  dateline top pipelines/tail.toml                  how a running pipeline goes
  dateline report out/events.ndjson -o out.html     many events, in a browser
  dateline replay wire.toml                         dead letters once more
  dateline eval gold.jsonl                          how well sentences are read
  dateline check pipelines/*.toml                   find mistakes, run nothing

Exit status: 0 all went through; 1 it stopped on an error; 2 the command line or a pipeline file is wrong; \
3 it finished, but some input went to the dead letters.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs a pipeline, live or to the end of its input
    Run(run::Arguments),
    /// Sends dead letters through a pipeline again, after a mend
    Replay(replay::Arguments),
    /// Extracts records from files, or from NDJSON on standard input, and writes them to standard output
    Extract(extract::Arguments),
    /// Shows articles with their structure: sentences, syntax, names, events, quotations
    Explain(Box<explain::Arguments>),
    /// Compares what is found in annotated sentences with what people found: scores, confusions, worst cases
    Eval(eval::Arguments),
    /// Checks pipeline files without running them
    Check(check::Arguments),
    /// Makes a page for the browser of many events: when, where, what, between whom, and the sentences behind it
    Report(report::Arguments),
    /// Watches a running pipeline: rates, queue, time blocked, errors, last events
    Top(top::Arguments),
    /// Writes a pipeline file to begin with
    Init(init::Arguments),
    /// Prints the JSON Schema of the records
    Schema,
    /// Prints a script that completes commands and options in a shell
    Completions(reference::Completions),
    /// Prints the manual page, or writes one for each command
    Man(reference::Man),
    /// Prints a page of documentation that is made from the types
    #[command(hide = true)]
    Reference(reference::Arguments),
}

/// Own dictionaries beside or instead of the built-in lexicon.
#[derive(Clone, Debug, Args)]
struct Dictionaries {
    /// A directory whose files stand for those of the built-in lexicon that have the same names
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    /// An own dictionary of countries, organisations or people (a table, or in the format of PETRARCH)
    #[arg(long, value_name = "FILE")]
    actors: Vec<PathBuf>,
    /// An own dictionary of common nouns for actors
    #[arg(long, value_name = "FILE")]
    agents: Vec<PathBuf>,
    /// A dump of GeoNames (as allCountries.txt) whose places stand for the towns of the built-in gazetteer
    #[arg(long, value_name = "FILE")]
    gazetteer: Option<PathBuf>,
}

/// A day on the command line.
fn day(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse().map_err(|_| "a day is written like 2024-03-01".to_owned())
}

/// A confidence on the command line.
fn confidence(text: &str) -> Result<f32, String> {
    let number = text.parse::<f32>().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| "a confidence is a number from 0 to 1".to_owned())
}

impl Dictionaries {
    fn settings(&self, min_confidence: f32) -> extract_stage::Settings {
        extract_stage::Settings {
            lexicon: self.lexicon.clone(),
            actors: self.actors.clone(),
            agents: self.agents.clone(),
            gazetteer: self.gazetteer.clone(),
            min_confidence,
            ..extract_stage::Settings::default()
        }
    }
}

/// What is told to whoever watches.
#[derive(Clone, Copy, Debug, Args)]
struct Output {
    /// Say more on standard error; twice for still more
    #[arg(short, long, action = clap::ArgAction::Count, global = true, display_order = 900)]
    verbose: u8,
    /// How messages on standard error are written
    #[arg(long, value_enum, default_value_t = LogFormat::Text, global = true, display_order = 901)]
    log_format: LogFormat,
}

/// How messages are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LogFormat {
    /// For people
    Text,
    /// For programs: one JSON object a line
    Json,
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help goes to standard output, which may have been closed; that is no failure.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let progress = Progress::new(cli.output);
    logging::start(cli.output, &progress);
    let done = match &cli.command {
        Command::Run(arguments) => run::run(arguments, &progress),
        Command::Replay(arguments) => replay::run(arguments, &progress),
        Command::Extract(arguments) => extract::run(arguments, &progress),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Eval(arguments) => eval::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Report(arguments) => report::run(arguments),
        Command::Top(arguments) => top::run(arguments),
        Command::Init(arguments) => init::run(arguments),
        Command::Schema => schema::run(),
        Command::Completions(arguments) => reference::completions(arguments),
        Command::Man(arguments) => reference::man(arguments),
        Command::Reference(arguments) => reference::run(arguments),
    };
    match done {
        Ok(Done::All) => ExitCode::SUCCESS,
        Ok(Done::WithDeadLetters) => ExitCode::from(3),
        Err(Failure::Stopped(what)) => {
            say(&format!("error: {what}"));
            ExitCode::from(1)
        }
        Err(Failure::Usage(what)) => {
            say(&format!("error: {what}"));
            ExitCode::from(2)
        }
    }
}

/// How a command ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    All,
    WithDeadLetters,
}

/// How a command failed.
#[derive(Debug)]
enum Failure {
    Stopped(String),
    Usage(String),
}

impl Failure {
    fn stopped(error: impl Display) -> Failure {
        Failure::Stopped(error.to_string())
    }

    fn usage(error: impl Display) -> Failure {
        Failure::Usage(error.to_string())
    }
}

/// How many remarks on own dictionaries are told where nobody has asked for them.
const REMARKS: usize = 3;

/// Tells the first remarks on own dictionaries, and how many there are.
fn warn_of(remarks: &[impl Display]) {
    remarks.iter().take(REMARKS).for_each(|remark| say(&format!("warning: {remark}")));
    if remarks.len() > REMARKS {
        let more = remarks.len() - REMARKS;
        say(&format!("warning: {more} more about the dictionaries; `dateline check` lists those of a pipeline file"));
    }
}

/// Tells whoever sits at a terminal that standard input is read, since nothing else would be seen.
fn say_that_input_is_read() {
    if io::stdin().is_terminal() {
        say("reading standard input; Ctrl-D ends it, and --help says what else there is");
    }
}

/// Writes a line to standard error; if that is closed there is nobody to tell.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Writes to standard output; if that is closed, nobody wants more, which is no failure.
fn print(text: &str) -> Result<(), Failure> {
    match io::stdout().write_all(text.as_bytes()).and_then(|()| io::stdout().flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Stopped(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Runs an assembled pipeline under signals, progress and metrics; returns how it ended and how long it took.
fn run_pipeline(
    assembly: Assembly,
    metrics: &Metrics,
    progress: &Progress,
) -> Result<(Ended, Duration, bool), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::stopped)?;
    let stats = Arc::clone(&assembly.stats);
    let told_every = assembly.settings.progress.0;
    let begun = Instant::now();
    let result = runtime.block_on(async {
        let (stop, stopping) = watch::channel(false);
        tokio::spawn(on_signals(stop));
        if let Some(address) = metrics.listen {
            let bound = metrics::serve(address, Arc::clone(&stats)).await.map_err(|error| {
                Failure::Stopped(format!(
                    "cannot serve metrics at {address}: {error}; set another `listen` in [metrics]"
                ))
            })?;
            tracing::info!(%bound, "metrics at /metrics, health at /health");
        }
        let watched = progress.watch(Arc::clone(&stats), told_every);
        let stopped = stopping.clone();
        let ended = engine::run(assembly, stopping).await;
        let stopped = *stopped.borrow();
        watched.abort();
        progress.clear();
        ended.map(|ended| (ended, stopped)).map_err(|error: EngineError| Failure::stopped(error))
    });
    // The source may still be waiting for input that nobody wants any more.
    runtime.shutdown_background();
    let (ended, stopped) = result?;
    Ok((ended, begun.elapsed(), stopped))
}

/// The first signal lets the pipeline drain and commit, the second ends the process at once.
async fn on_signals(stop: watch::Sender<bool>) {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        tracing::warn!("cannot listen for signals");
        std::future::pending::<()>().await;
        return;
    };
    let mut first = true;
    loop {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        if !first {
            say("stopped at once; what was committed is safe, the rest is read again at the next start");
            std::process::exit(1);
        }
        first = false;
        tracing::info!("stopping: writing and committing what was read; once more to stop at once");
        let _ = stop.send(true);
    }
}
