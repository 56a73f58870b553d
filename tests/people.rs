//! What people touch: `report`, `top`, `init`, `completions`, `man`.

mod common;

use std::process::{Output, Stdio};
use std::time::Duration;

use common::{Random, Scratch, dateline, line, signal, stderr, wait_for};

fn run(scratch: &Scratch, arguments: &[&str]) -> Output {
    dateline().args(arguments).current_dir(scratch.path(".")).stdin(Stdio::null()).output().unwrap()
}

fn stdout(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", stderr(output));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn a_report_is_made_of_records() {
    let scratch = Scratch::new();
    let mut random = Random::new(9);
    let stories: String = (0..40).map(|id| line(&mut random, id, 6)).collect();
    scratch.file("stories.ndjson", stories);
    let records = stdout(&run(&scratch, &["extract", "stories.ndjson"]));
    scratch.file("records.ndjson", &records);
    let page = stdout(&run(&scratch, &["report", "records.ndjson", "--title", "A < B"]));
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("<h1>A &lt; B</h1>"));
    for never in ["src=", "href=\"http", "<link", "@import", "url("] {
        assert!(!page.contains(never), "{never}");
    }
    assert_eq!(stdout(&run(&scratch, &["report", "records.ndjson", "--title", "A < B"])), page, "the same again");
    let to_file = run(
        &scratch,
        &["report", "records.ndjson", "-o", "page.html", "--from", "2023-02-01", "--min-confidence", "0.5"],
    );
    assert_eq!(stdout(&to_file), "");
    assert!(scratch.read("page.html").len() < page.len());
    scratch.file("odd.ndjson", records + "no record\n");
    let odd = run(&scratch, &["report", "odd.ndjson", "-o", "page.html"]);
    assert_eq!(odd.status.code(), Some(3));
    assert!(stderr(&odd).contains("odd.ndjson:") && stderr(&odd).contains("no record"), "{}", stderr(&odd));
    let none = run(&scratch, &["report", "missing.ndjson", "-o", "page.html"]);
    assert_eq!(none.status.code(), Some(1), "{}", stderr(&none));
}

#[cfg(feature = "parquet")]
#[test]
fn a_report_of_parquet_is_that_of_ndjson() {
    let scratch = Scratch::new();
    let mut random = Random::new(12);
    scratch.file("in/a.ndjson", (0..60).map(|id| line(&mut random, id, 6)).collect::<String>());
    let parquet = |kind: &str| {
        format!("[[sink]]\ntype = \"parquet\"\npath = \"{kind}.parquet\"\ntime = \"run\"\nrecords = [\"{kind}\"]\n")
    };
    scratch.pipeline(&format!(
        "[pipeline]\nstate = \"state\"\n[source]\ntype = \"directory\"\npath = \"in\"\nuntil = \"drained\"\n\
         [[sink]]\ntype = \"ndjson\"\npath = \"all.ndjson\"\ntime = \"run\"\n{}{}",
        parquet("event"),
        parquet("article")
    ));
    let output = scratch.run();
    assert!(output.status.success(), "{}", stderr(&output));
    let page = |files: &[&str]| stdout(&run(&scratch, &[&["report"], files].concat()));
    let of_lines = page(&["all.ndjson"]);
    assert!(of_lines.contains("events of"), "there are events");
    assert!(page(&["event-00001.parquet"]) == of_lines);
    assert!(page(&["all.ndjson", "event-00001.parquet"]) == page(&["event-00001.parquet", "all.ndjson"]));

    let whole = std::fs::read(scratch.path("event-00001.parquet")).unwrap();
    scratch.file("short.parquet", &whole[..whole.len() / 2]);
    scratch.file("packed.zst", zstd::encode_all(whole.as_slice(), 3).unwrap());
    for (file, expected) in [
        ("article-00001.parquet", "it holds records of the kind `article`, not events"),
        ("short.parquet", "short.parquet: the file is cut short or damaged"),
        ("packed.zst", "packed.zst: Parquet is read from a file of its own only"),
    ] {
        let output = run(&scratch, &["report", file, "-o", "page.html"]);
        assert_eq!(output.status.code(), Some(1), "{file}");
        assert!(stderr(&output).contains(expected), "{file}: {}", stderr(&output));
    }
    // Damage anywhere is an error or another record, never a crash.
    for at in (4..whole.len()).step_by(whole.len() / 150) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        scratch.file("damaged.parquet", damaged);
        let output = run(&scratch, &["report", "damaged.parquet", "-o", "page.html"]);
        assert!(matches!(output.status.code(), Some(0 | 1 | 3)), "byte {at}: {}", stderr(&output));
    }
}

#[test]
fn a_running_pipeline_is_seen_from_outside() {
    let scratch = Scratch::new();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut random = Random::new(4);
    scratch.file("in/a.ndjson", (0..30).map(|id| line(&mut random, id, 6)).collect::<String>() + "broken\n");
    scratch.pipeline(&format!(
        "[pipeline]\nstate = \"state\"\ncommit_interval = \"50ms\"\n[source]\ntype = \"directory\"\npath = \"in\"\n\
         [[sink]]\ntype = \"ndjson\"\npath = \"out/%Y.ndjson\"\n[metrics]\nlisten = \"{free}\"\n"
    ));
    let silent = run(&scratch, &["top", "--once", "--every", "50ms", "p.toml"]);
    assert_eq!(silent.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&silent.stdout).contains("no answer"));
    let mut child = scratch.start();
    wait_for("the output", Duration::from_secs(60), || scratch.records_or_none("out/2023.ndjson") > 0);
    let picture = stdout(&run(&scratch, &["top", "--once", "--every", "100ms", "--size", "100x30", "p.toml"]));
    let row = |name: &str, number: u32| format!("{name:<13}{number:>13}");
    for part in [row("articles", 30), row("dead letters", 1), row("read", 1) + "  json", "\n2023-0".to_owned()] {
        assert!(picture.contains(&part), "{part}\n{picture}");
    }
    assert_eq!(picture.lines().count(), 30);
    signal(&child, "TERM");
    assert_eq!(child.wait().unwrap().code(), Some(3));
    let wrong = run(&scratch, &["top", "--once", "no such place"]);
    assert_eq!(wrong.status.code(), Some(2), "{}", stderr(&wrong));
}

#[test]
fn pipeline_files_to_begin_with_are_written_once() {
    for case in ["directory", "stdin", "archive"] {
        let scratch = Scratch::new();
        let first = run(&scratch, &["init", case]);
        assert_eq!(first.status.code(), Some(0), "{}", stderr(&first));
        assert!(stdout(&run(&scratch, &["check", "pipeline.toml"])).contains("ok"));
        let again = run(&scratch, &["init", case]);
        assert_eq!(again.status.code(), Some(2));
        assert!(stderr(&again).contains("--force"));
        assert_eq!(run(&scratch, &["init", case, "--force"]).status.code(), Some(0));
        assert_eq!(stdout(&run(&scratch, &["init", case, "-o", "-"])), scratch.read("pipeline.toml"));
    }
}

#[test]
fn shells_and_manuals_know_every_command() {
    let scratch = Scratch::new();
    let commands =
        ["run", "extract", "explain", "eval", "check", "report", "top", "init", "schema", "completions", "man"];
    for shell in ["bash", "zsh", "fish"] {
        let script = stdout(&run(&scratch, &["completions", shell]));
        for command in commands {
            assert!(script.contains(command), "{shell} lacks {command}");
        }
    }
    assert!(stdout(&run(&scratch, &["man"])).contains(".TH dateline 1"));
    assert_eq!(run(&scratch, &["man", "-o", "man"]).status.code(), Some(0));
    let pages = scratch.names("man");
    for command in commands {
        assert!(pages.contains(&format!("dateline-{command}.1")), "{command} in {pages:?}");
    }
    assert!(!pages.iter().any(|page| page.contains("reference")), "{pages:?}");
}
