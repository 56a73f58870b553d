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
  dateline completions bash > ~/.local/share/bash-completion/completions/dateline
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
  dateline man | man -l -                       read it
  dateline man -o ~/.local/share/man/man1       a page for the program and one for each command")]
pub(super) struct Man {
    /// Write a page for each command into this directory, rather than the program's page to standard output
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub(super) fn man(arguments: &Man) -> Result<Done, Failure> {
    let mut command = Cli::command();
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
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    Ok(page)
}
