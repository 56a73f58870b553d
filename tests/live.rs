//! Live runs: files that appear, files that are being written, files that grow and are rotated.

mod common;

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::process::Child;
use std::time::Duration;

use common::{Scratch, signal, wait_for};

const SLACK: Duration = Duration::from_secs(20);

fn pipeline(scratch: &Scratch, settings: &str) {
    scratch.pipeline(&format!(
        "[pipeline]\nstate = \"state\"\ncommit_interval = \"50ms\"\n\
         [source]\ntype = \"directory\"\npath = \"in\"\npoll = \"100ms\"\n{settings}\n\
         [[sink]]\ntype = \"ndjson\"\npath = \"out.ndjson\"\nrecords = [\"article\"]\n"
    ));
}

/// The ids of the articles that are committed to the output, which shows itself only by whole commits at first.
fn ids(scratch: &Scratch) -> Vec<String> {
    let text = fs::read_to_string(scratch.path("out.ndjson")).unwrap_or_default();
    let whole = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    whole.map(|record| record["id"].as_str().unwrap().to_owned()).collect()
}

fn wait_for_ids(scratch: &Scratch, expected: &[&str]) {
    wait_for(&format!("{expected:?}"), SLACK, || ids(scratch).len() >= expected.len());
    assert_eq!(ids(scratch), expected);
}

fn article(id: &str) -> String {
    serde_json::json!({"id": id, "body": format!("OSLO (Reuters) - Norway praised Sweden on Friday, {id} said.")})
        .to_string()
        + "\n"
}

fn stop(mut child: Child) {
    signal(&child, "TERM");
    assert!(child.wait().unwrap().success());
}

/// Waits until the run has begun to watch, by a file that it has read.
fn started(scratch: &Scratch) -> Child {
    scratch.file("in/first.ndjson", article("first"));
    let child = scratch.start();
    wait_for_ids(scratch, &["first"]);
    child
}

#[test]
fn a_file_renamed_into_place_is_read_at_once() {
    let scratch = Scratch::new();
    scratch.pipeline_is_given_relatively();
    // Only the report of the operating system, not the scan or the settling, can be as fast as this.
    pipeline(&scratch, "settle = \"600s\"\n");
    let child = started(&scratch);
    for number in 0..5 {
        let id = format!("renamed-{number}");
        fs::write(scratch.path("outside"), article(&id)).unwrap();
        fs::rename(scratch.path("outside"), scratch.path(&format!("in/{id}.ndjson"))).unwrap();
        wait_for(&id, SLACK, || ids(&scratch).len() == number + 2);
    }
    stop(child);
}

#[test]
fn a_file_that_is_written_slowly_is_taken_once_and_whole() {
    let scratch = Scratch::new();
    pipeline(&scratch, "settle = \"600ms\"\ndone = \"done\"\n");
    let child = started(&scratch);
    let mut file = File::create(scratch.path("in/slow.txt")).unwrap();
    for number in 0..12 {
        write!(file, "Sentence {number} of a story that comes slowly. ").unwrap();
        std::thread::sleep(Duration::from_millis(100));
    }
    drop(file);
    wait_for("the slow file", SLACK, || scratch.records_or_none("out.ndjson") == 2);
    stop(child);
    let body = scratch.records("out.ndjson")[1]["body"].as_str().unwrap().to_owned();
    assert!(body.starts_with("Sentence 0") && body.contains("Sentence 11"), "{body}");
    assert_eq!(scratch.names("done"), ["first.ndjson", "slow.txt"]);
}

#[test]
fn directories_below_are_read_and_globs_choose() {
    let scratch = Scratch::new();
    pipeline(
        &scratch,
        "settle = \"0s\"\nrecursive = true\ninclude = [\"*.ndjson\"]\nexclude = [\"skip/**\"]\ndone = \"in/done\"\nuntil = \"drained\"",
    );
    for name in ["a.ndjson", "b/c/d.ndjson", "skip/e.ndjson", "b/f.txt", "b/.g/h.ndjson"] {
        scratch.file(&format!("in/{name}"), article(name));
    }
    assert!(scratch.run().status.success());
    let mut found = ids(&scratch);
    found.sort();
    assert_eq!(found, ["a.ndjson", "b/c/d.ndjson"]);
    assert_eq!(scratch.names("in/done"), ["a.ndjson", "b"]);
    assert_eq!(scratch.names("in/done/b/c"), ["d.ndjson"]);
    assert!(scratch.run().status.success());
    assert_eq!(ids(&scratch).len(), 2, "what is done is not read again");
}

fn append(scratch: &Scratch, text: &str) {
    let mut file = OpenOptions::new().append(true).create(true).open(scratch.path("in/feed.ndjson")).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

#[test]
fn a_growing_file_is_followed_through_partial_lines_and_restarts() {
    let scratch = Scratch::new();
    pipeline(&scratch, "follow = true\n");
    append(&scratch, &article("1"));
    let child = scratch.start();
    wait_for_ids(&scratch, &["1"]);
    let line = article("2");
    let (head, tail) = line.split_at(25);
    append(&scratch, head);
    std::thread::sleep(Duration::from_millis(400));
    assert_eq!(ids(&scratch), ["1"], "half a line is no item");
    append(&scratch, &(tail.to_owned() + &article("3")));
    wait_for_ids(&scratch, &["1", "2", "3"]);
    stop(child);
    append(&scratch, &article("4"));
    let mut child = scratch.start();
    wait_for_ids(&scratch, &["1", "2", "3", "4"]);
    child.kill().unwrap();
    child.wait().unwrap();
    append(&scratch, &article("5"));
    let child = scratch.start();
    wait_for_ids(&scratch, &["1", "2", "3", "4", "5"]);
    stop(child);
    assert_eq!(scratch.records("state/dead-letters.ndjson").len(), 0);
}

#[test]
fn a_followed_file_may_be_rotated_by_renaming() {
    let scratch = Scratch::new();
    pipeline(&scratch, "follow = true\ninclude = [\"feed.ndjson*\"]\n");
    append(&scratch, &article("1"));
    let child = scratch.start();
    wait_for_ids(&scratch, &["1"]);
    // The last lines of the old file may not have been read when it is renamed.
    append(&scratch, &article("2"));
    fs::rename(scratch.path("in/feed.ndjson"), scratch.path("in/feed.ndjson.1")).unwrap();
    append(&scratch, &article("3"));
    wait_for("both files", SLACK, || ids(&scratch).len() >= 3);
    stop(child);
    // Rotated while nobody looks.
    append(&scratch, &article("4"));
    fs::rename(scratch.path("in/feed.ndjson.1"), scratch.path("in/feed.ndjson.2")).unwrap();
    fs::rename(scratch.path("in/feed.ndjson"), scratch.path("in/feed.ndjson.1")).unwrap();
    append(&scratch, &article("5"));
    let child = scratch.start();
    wait_for("all files", SLACK, || ids(&scratch).len() >= 5);
    std::thread::sleep(Duration::from_millis(500));
    stop(child);
    let mut found = ids(&scratch);
    found.sort();
    assert_eq!(found, ["1", "2", "3", "4", "5"]);
}

#[test]
fn a_followed_file_may_be_rotated_by_copying_and_truncating() {
    let scratch = Scratch::new();
    pipeline(&scratch, "follow = true\ninclude = [\"feed.ndjson*\"]\n");
    append(&scratch, &article("1"));
    let child = scratch.start();
    wait_for_ids(&scratch, &["1"]);
    for (round, id) in [(1, "2"), (2, "3")] {
        append(&scratch, &article(&format!("late-{round}")));
        fs::copy(scratch.path("in/feed.ndjson"), scratch.path(&format!("in/feed.ndjson.{round}"))).unwrap();
        File::options().write(true).open(scratch.path("in/feed.ndjson")).unwrap().set_len(0).unwrap();
        append(&scratch, &article(id));
        wait_for(id, SLACK, || {
            ids(&scratch).contains(&id.to_owned()) && ids(&scratch).contains(&format!("late-{round}"))
        });
    }
    std::thread::sleep(Duration::from_millis(500));
    stop(child);
    let mut found = ids(&scratch);
    found.sort();
    assert_eq!(found, ["1", "2", "3", "late-1", "late-2"]);
}

#[test]
fn a_followed_file_may_be_deleted_and_made_anew() {
    let scratch = Scratch::new();
    pipeline(&scratch, "follow = true\n");
    append(&scratch, &article("1"));
    let child = scratch.start();
    wait_for_ids(&scratch, &["1"]);
    fs::remove_file(scratch.path("in/feed.ndjson")).unwrap();
    append(&scratch, &article("2"));
    wait_for_ids(&scratch, &["1", "2"]);
    stop(child);
}

#[test]
fn a_file_that_was_changed_while_it_was_half_read_is_told_and_read_anew() {
    let scratch = Scratch::new();
    let lines = |tag: &str| (0..60_000).map(|id| article(&format!("{tag}{id}"))).collect::<String>();
    let path = scratch.file("in/feed.ndjson", lines("old"));
    scratch.pipeline(
        "[pipeline]\nstate = \"state\"\ncommit_interval = \"5ms\"\nbatch_bytes = \"2 KiB\"\n[source]\ntype = \"directory\"\n\
         path = \"in\"\ndone = \"done\"\nfailed = \"failed\"\nuntil = \"drained\"\nsettle = \"0s\"\n\
         [[sink]]\ntype = \"ndjson\"\npath = \"out.ndjson\"\nrecords = [\"article\"]\n",
    );
    let mut child = scratch.start();
    wait_for("some of it", SLACK, || scratch.records_or_none("out.ndjson") > 100);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(path.exists(), "it was killed in the middle");
    // The same file, with other words in it.
    fs::write(&path, article("new")).unwrap();
    assert_eq!(scratch.run().status.code(), Some(3));
    assert!(ids(&scratch).ends_with(&["new".to_owned()]), "what is there now is read");
    assert_eq!(scratch.names("done"), ["feed.ndjson"]);
    let dead = scratch.records("state/dead-letters.ndjson");
    assert!(dead.len() == 1 && dead[0]["error"].as_str().unwrap().contains("the rest of the file is lost"), "{dead:?}");
}
