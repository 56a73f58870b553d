//! The documentation is true: pages that are made from the types are as they are now made; every command in README.md and docs/
//! that stands in a block marked `sh run` does what it should, and every block of commands is marked so; commands that are
//! only named exist with their options; output and pipeline files that are shown are those of today.
//!
//! The blocks of a page are run in their order by `bash -euo pipefail`, in a copy of what a clone holds, with the program
//! under test as `dateline`. `sh run=3` expects the exit status 3 of the last command. `cargo install` and `cargo build` are
//! taken as done, and `cargo run -- …` runs the program under test.

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{Scratch, dateline};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// README.md and the pages of docs/.
fn pages() -> Vec<PathBuf> {
    let docs = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<PathBuf> = docs.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    pages.push(root().join("README.md"));
    pages.sort();
    pages
}

/// A block of commands: its first line, the exit status that it should have, and its text.
struct Block {
    line: usize,
    status: i32,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in (1..).zip(page.lines()) {
        if let Some(mut block) = open.take() {
            if line == "```" {
                blocks.push(block);
            } else {
                block.text += &format!("{line}\n");
                open = Some(block);
            }
        } else if let Some(words) = line.strip_prefix("```sh run") {
            let status = words.strip_prefix('=').map_or(0, |status| status.parse().unwrap());
            open = Some(Block { line: number + 1, status, text: String::new() });
        }
    }
    assert!(open.is_none(), "a block without an end");
    blocks
}

fn has_nats_server() -> bool {
    let there = |name| Command::new(name).arg("--version").output().is_ok();
    there("nats-server") || there("/usr/sbin/nats-server")
}

fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            // What an earlier run of the demo left is no part of a clone.
            true if ["out", "state"].iter().any(|name| entry.file_name() == *name) => {}
            true => copy_tree(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

/// A directory as a clone is, with programs in `.bin`.
fn clone() -> Scratch {
    let scratch = Scratch::new();
    for name in ["lexicon", "pipelines"] {
        copy_tree(&root().join(name), &scratch.path(name));
    }
    let program = dateline().get_program().to_owned();
    let cargo = "#!/bin/bash\ncase \"$1\" in\nrun) while [ \"$1\" != -- ]; do shift; done; shift; exec dateline \"$@\" ;;\nesac\n";
    scratch.file(".bin/cargo", cargo);
    fs::set_permissions(scratch.path(".bin/cargo"), fs::Permissions::from_mode(0o755)).unwrap();
    std::os::unix::fs::symlink(program, scratch.path(".bin/dateline")).unwrap();
    scratch
}

#[test]
fn every_command_of_the_documentation_works() {
    let mut count = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        let blocks = blocks(&text);
        if blocks.is_empty() {
            continue;
        }
        if text.contains("\nnats-server ") && !has_nats_server() {
            println!("skipped: {}, for there is no nats-server here", page.display());
            continue;
        }
        let scratch = clone();
        // One shell for the whole page, since later blocks lean on earlier ones; each says when it is done.
        let mut script = "set -euo pipefail\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n".to_owned();
        for Block { line, status, text } in &blocks {
            script += &match status {
                0 => format!("{text}\n"),
                status => format!(
                    "set +e\n{text}\ngot=$?\nset -e\n[ $got = {status} ] || {{ echo \"exit status $got\" >&2; exit 1; }}\n"
                ),
            };
            script += &format!("echo '--- block of line {line} done' >&2\n");
        }
        let script = scratch.file("script.sh", script);
        let path = format!("{}:{}:/usr/sbin", scratch.path(".bin").display(), std::env::var("PATH").unwrap());
        let output = Command::new("timeout")
            .arg("600")
            .arg("bash")
            .arg(script)
            .current_dir(scratch.path("."))
            .env("PATH", path)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}: {}\n{}\n{}",
            page.display(),
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        count += blocks.len();
    }
    assert!(count >= 20, "{count} blocks");
}

/// What stands in code that is not run: indented lines and what is between backticks in prose.
fn shown(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut fenced = false;
    for line in page.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if fenced {
        } else if let Some(code) = line.strip_prefix("    ") {
            found.push(code.trim_start_matches("$ ").to_owned());
        } else {
            found.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    found
}

fn help(command: &str) -> Option<String> {
    let output = dateline().args([command, "--help"]).output().unwrap();
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

#[test]
fn commands_that_are_only_named_exist_with_their_options() {
    let mut count = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for line in text.lines().filter(|line| *line == "```sh" || *line == "```") {
            assert!(line == "```", "{}: a block of commands is not run; mark it `sh run`", page.display());
        }
        for code in shown(&text) {
            let here = format!("{}: {code}", page.display());
            let words: Vec<&str> = code.split('#').next().unwrap().split_whitespace().collect();
            if let ["cargo", "run", "--release", "--example", example, ..] = words.as_slice() {
                let there = [format!("{example}.rs"), format!("{example}/main.rs")];
                assert!(there.iter().any(|name| root().join("examples").join(name).exists()), "{here}");
                count += 1;
                continue;
            }
            let ["dateline", command, options @ ..] = words.as_slice() else { continue };
            if command.starts_with('-') || command.chars().any(|letter| !letter.is_ascii_lowercase()) {
                continue;
            }
            let help = help(command).unwrap_or_else(|| panic!("{here}: there is no such command"));
            for option in options.iter().filter(|word| word.starts_with("--")) {
                let option = option.split('=').next().unwrap().trim_end_matches([']', ',']);
                assert!(help.contains(option), "{here}: {command} has no {option}");
            }
            count += 1;
        }
    }
    assert!(count >= 30, "{count} commands");
}

/// What is shown, without what changes with every line that is added to the lexicon.
fn without_numbers(line: &str) -> String {
    let digits = |letter: char| if letter.is_ascii_digit() { '0' } else { letter };
    line.chars().map(digits).collect::<String>().replace("00", "0").replace("00", "0").trim_end().to_owned()
}

#[test]
fn output_that_is_shown_is_that_of_today() {
    let mut count = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for (at, command) in lines.iter().enumerate().filter(|(_, line)| line.starts_with("    $ dateline ")) {
            let shown = lines[at + 1..].iter().take_while(|line| line.is_empty() || line.starts_with("    "));
            let shown = shown.map(|line| line.trim_start_matches("    ").trim_end());
            let scratch = clone();
            let path = format!("{}:{}", scratch.path(".bin").display(), std::env::var("PATH").unwrap());
            let output =
                Command::new("bash").args(["-c", &command["    $ ".len()..]]).env("PATH", path).output().unwrap();
            let output = String::from_utf8(output.stdout).unwrap();
            let mut rest = output.lines().map(without_numbers);
            for line in shown.filter(|line| !line.is_empty() && *line != "…") {
                let wanted = without_numbers(line);
                assert!(
                    rest.any(|found| found.trim_start() == wanted.trim_start()),
                    "{}: {command}\nshows {line:?}, which is not (or not there) in:\n{output}",
                    page.display()
                );
            }
            count += 1;
        }
    }
    assert!(count >= 1, "{count} outputs");
}

#[test]
fn pipeline_files_that_are_shown_are_right() {
    let mut count = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for block in text.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()) {
            let (source, sink) = ("[source]\ntype = \"stdin\"\n", "[[sink]]\ntype = \"stdout\"\n");
            let stream = "[source]\ntype = \"jetstream\"\nstream = \"wire\"\nconsumer = \"dateline\"\n";
            let whole = match (block.contains("[source]"), block.contains("[[sink]]")) {
                (true, true) => block.to_owned(),
                (true, false) => format!("{block}{sink}"),
                (false, true) => format!("{source}{block}"),
                // Keys of a section that the text around it names.
                (false, false) => format!("{stream}{block}{sink}"),
            };
            let scratch = Scratch::new();
            let file = scratch.file("p.toml", &whole);
            let output =
                dateline().arg("check").arg(file).env("WIRE", "wire").env("NATS_PASSWORD", "x").output().unwrap();
            let error = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success(), "{}:\n{whole}\n{error}", page.display());
            count += 1;
        }
    }
    assert!(count >= 3, "{count} pipeline files");
}

#[test]
fn pages_that_are_made_from_the_types_are_up_to_date() {
    for (page, name) in [("settings", "settings.md"), ("records", "data-dictionary.md")] {
        let made = dateline().args(["reference", page]).output().unwrap();
        assert!(made.status.success());
        let made = String::from_utf8(made.stdout).unwrap();
        let there = fs::read_to_string(root().join("docs").join(name)).unwrap();
        assert!(made == there, "docs/{name} is old; make it anew: dateline reference {page} > docs/{name}");
        assert!(made.len() > 4000 && !made.contains("| `` |"), "{made}");
    }
}

#[test]
fn links_between_pages_lead_somewhere() {
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
            if target.is_empty() || target.contains("://") {
                continue;
            }
            let there = page.parent().unwrap().join(target);
            assert!(there.exists(), "{} leads to {target}", page.display());
        }
    }
}
