//! `dateline reference PAGE`, `dateline completions SHELL` and `dateline man`: what is made of the program's own types.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{CommandFactory, ValueEnum};
use clap_complete::Shell;

use super::{Cli, Done, Failure, print, say};
use crate::reference;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Which page
    page: Page,
}

/// Pages of documentation that are made from the types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Page {
    /// docs/settings.md
    Settings,
    /// docs/data-dictionary.md
    Records,
}

pub(super) fn run(arguments: &Arguments) -> Result<Done, Failure> {
    print(&match arguments.page {
        Page::Settings => reference::settings(),
        Page::Records => reference::data_dictionary(),
    })?;
    Ok(Done::All)
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dateline completions bash >~/.local/share/bash-completion/completions/dateline
  dateline completions zsh > \"${fpath[1]}/_dateline\"
  dateline completions fish > ~/.config/fish/completions/dateline.fish")]
pub(super) struct Completions {
    /// For which shell
    shell: Shell,
}

pub(super) fn completions(arguments: &Completions) -> Result<Done, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "dateline", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(Done::All)
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dateline man | man -l -                   read it
  dateline man -o ~/.local/share/man/man1   a page for each command")]
pub(super) struct Man {
    /// Write a page for each command into this directory, rather than the program's page to standard output
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub(super) fn man(arguments: &Man) -> Result<Done, Failure> {
    // A page is not help of the kind that `dateline help` prints, and there is none for it.
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    match &arguments.output {
        None => print(&String::from_utf8_lossy(&page(command).map_err(Failure::stopped)?))?,
        Some(directory) => {
            let written = pages(command, directory);
            let count = written.map_err(|error| Failure::stopped(format!("{}: {error}", directory.display())))?;
            say(&format!("wrote {count} pages to {}", directory.display()));
        }
    }
    Ok(Done::All)
}

/// Writes the page of a command and those of all commands that it has.
fn pages(command: clap::Command, directory: &Path) -> io::Result<usize> {
    fs::create_dir_all(directory)?;
    let shown = |one: &&clap::Command| !one.is_hide_set() && one.get_name() != "help";
    let mut all: Vec<clap::Command> = command.get_subcommands().filter(shown).cloned().collect();
    all.push(command);
    let count = all.len();
    for command in all {
        let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
        fs::write(directory.join(format!("{name}.1")), page(command)?)?;
    }
    Ok(count)
}

fn page(command: clap::Command) -> io::Result<Vec<u8>> {
    let notes = command.get_after_help().map(|help| notes(&help.to_string())).unwrap_or_default();
    let (has_options, has_commands) = (
        command.get_arguments().any(|one| !one.is_hide_set()),
        command.get_subcommands().any(|one| !one.is_hide_set()),
    );
    let has_version = command.get_version().is_some();
    let man = clap_mangen::Man::new(command);
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    if has_options {
        man.render_options_section(&mut page)?;
    }
    if has_commands {
        man.render_subcommands_section(&mut page)?;
    }
    page.extend(notes.into_bytes());
    if has_version {
        man.render_version_section(&mut page)?;
    }
    Ok(page)
}

/// What stands behind the options in the help of a command, for a manual page: its examples, with their lines as they are, then
/// the rest.
fn notes(help: &str) -> String {
    let mut page = String::new();
    let mut as_it_is = false;
    for line in help.lines() {
        let keeps = line.starts_with(' ');
        if keeps != as_it_is && !line.is_empty() {
            page += if keeps { ".nf\n" } else { ".fi\n" };
            as_it_is = keeps;
        }
        page += &match line {
            "Examples:" => ".SH EXAMPLES\n".to_owned(),
            "" if page.contains(".SH NOTES") => ".PP\n".to_owned(),
            "" => ".SH NOTES\n".to_owned(),
            _ => format!("{}\n", escaped(line)),
        };
    }
    page
}

/// A line of text for troff.
fn escaped(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq").replace('`', "\\(ga");
    if line.starts_with('.') { format!("\\&{line}") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_keep_their_lines_in_manual_pages() {
        let help = "Examples:\n  dateline a -o x   one\n  dateline b\n\nA note of `c`.\n.dots";
        let expected = ".SH EXAMPLES\n.nf\n  dateline a \\-o x   one\n  dateline b\n.SH NOTES\n.fi\nA note of \\(gac\\(ga.\n\\&.dots\n";
        assert_eq!(notes(help), expected);
    }
}
