//! `dateline init CASE`

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use clap::ValueEnum;

use super::{Done, Failure, print, say};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dateline init directory            files dropped into a directory
  dateline init stdin -o wire.toml   NDJSON on a pipe; writes wire.toml
  dateline init archive -o -         an archive, to its end; to standard output
  dateline init jetstream            messages of a stream on a NATS server")]
pub(super) struct Arguments {
    /// What the pipeline reads
    case: Case,
    /// The file to write; `-` is standard output
    #[arg(long, short, value_name = "PATH", default_value = "pipeline.toml")]
    output: PathBuf,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
}

/// What there are pipeline files for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Case {
    /// Files that are dropped into a directory, for as long as it runs
    Directory,
    /// NDJSON on standard input
    Stdin,
    /// A directory that is read to its end, into compressed files
    Archive,
    /// Messages of a stream on a NATS server
    Jetstream,
}

impl Case {
    fn text(self) -> &'static str {
        match self {
            Case::Directory => include_str!("init/directory.toml"),
            Case::Stdin => include_str!("init/stdin.toml"),
            Case::Archive => include_str!("init/archive.toml"),
            Case::Jetstream => include_str!("init/jetstream.toml"),
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Done, Failure> {
    let text = arguments.case.text();
    if arguments.output.as_os_str() == "-" {
        print(text)?;
        return Ok(Done::All);
    }
    let name = arguments.output.display();
    let mut options = OpenOptions::new();
    options.write(true).create_new(!arguments.force).create(true).truncate(arguments.force);
    let written = options.open(&arguments.output).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::usage(format!("{name} is there already; --force writes over it")),
        _ => Failure::stopped(format!("cannot write {name}: {error}")),
    })?;
    say(&format!("wrote {name}; look through it, then: dateline check {name} && dateline run {name}"));
    Ok(Done::All)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::pipeline::file;

    /// The file with every setting that is commented out put in force.
    fn with_all_settings(text: &str) -> String {
        let is_setting = |line: &str| {
            let rest = line.strip_prefix('#').unwrap_or_default();
            rest.starts_with('[')
                || rest
                    .split_once(" = ")
                    .is_some_and(|(key, _)| key.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '.'))
        };
        text.lines().map(|line| if is_setting(line) { &line[1..] } else { line }).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn every_file_is_right_with_and_without_what_is_commented_out() {
        for case in Case::value_variants() {
            let text = case.text();
            for text in [text.to_owned(), with_all_settings(text)] {
                let parsed = file::parse(Path::new("pipeline.toml"), &text, |_| None);
                assert!(parsed.is_ok(), "{case:?}: {parsed:?}\n{text}");
            }
            assert!(
                with_all_settings(text) != text && text.lines().all(|line| line.chars().count() <= 110),
                "{case:?}"
            );
        }
    }
}
