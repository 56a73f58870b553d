//! `dateline report EVENTS…`

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;

use jiff::civil::Date;

use super::{Done, Failure, confidence, day, say};
use crate::report::{Added, Chosen, MOST, Report, input};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dateline report out/events.ndjson -o report.html   a page of everything
  dateline report out/2024/*.parquet --min-confidence 0.6 -o sure.html
  dateline report --from 2024-01-01 --to 2024-03-31 out/*.ndjson -o spring.html

The page is one file that needs neither network nor server. Records of other kinds are passed over in NDJSON; a Parquet file \
holds one kind, which must be events. Lines and rows that are no records are told on standard error, and the exit status is 3.")]
pub(super) struct Arguments {
    /// Files of records: NDJSON, also as gzip or zstd, or Parquet; `-` is standard input (NDJSON)
    #[arg(required = true, value_name = "EVENTS")]
    files: Vec<PathBuf>,
    /// Where the page goes; without it to standard output
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,
    /// The title of the page
    #[arg(long, default_value = "What happened")]
    title: String,
    /// Only events of this day and later, such as 2024-03-01
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Date>,
    /// Only events of this day and earlier
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Date>,
    /// Leave out events that are less sure, 0 to 1
    #[arg(long, value_name = "CONFIDENCE", default_value_t = 0.0, value_parser = confidence)]
    min_confidence: f32,
}

/// How many bad records are told one by one.
const TOLD: u64 = 20;

pub(super) fn run(arguments: &Arguments) -> Result<Done, Failure> {
    if arguments.output.is_none() && io::stdout().is_terminal() {
        return Err(Failure::usage("a page is nothing for a terminal; say where it goes: -o report.html"));
    }
    let chosen = Chosen { from: arguments.from, to: arguments.to, min_confidence: arguments.min_confidence };
    let mut report = Report::new(chosen);
    let mut full = false;
    let mut bad = 0u64;
    for path in &arguments.files {
        let take = |event| {
            full |= report.add(&event) == Added::Full;
            !full
        };
        let tell = |record: input::BadRecord| {
            bad += 1;
            if bad <= TOLD {
                say(&record.to_string());
            }
        };
        input::read(path, take, tell).map_err(Failure::stopped)?;
    }
    if full {
        return Err(Failure::usage(format!(
            "there are more than {MOST} events, too many for one page; choose with --from, --to or --min-confidence"
        )));
    }
    if bad > TOLD {
        say(&format!("{} more lines or rows are no records", bad - TOLD));
    }
    let count = report.len();
    if count == 0 && bad > 0 {
        say("a report is made of records; `dateline extract` makes records of articles");
    }
    match write(report, arguments) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        Err(error) => return Err(Failure::stopped(format!("cannot write the page: {error}"))),
        Ok(()) if count == 0 => say("no event was found; the page is empty"),
        Ok(()) => {}
    }
    Ok(if bad > 0 { Done::WithDeadLetters } else { Done::All })
}

fn write(report: Report, arguments: &Arguments) -> io::Result<()> {
    let out: Box<dyn Write> = match &arguments.output {
        Some(path) => Box::new(File::create(path)?),
        None => Box::new(io::stdout()),
    };
    let mut out = BufWriter::new(out);
    report.write(&arguments.title, &mut out)?;
    out.flush()
}
