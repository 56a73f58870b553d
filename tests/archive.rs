//! The archive source: a tree of files read once, from end to end, through kills, with numbers that say how far it is.

mod common;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::Duration;

use common::{Random, Scratch, line_of, set_time, stderr, story, wait_for};
use serde_json::Value;

const SMALL_FILES: u64 = 600;
const KILLS: u32 = 20;

/// A pipeline over `in`; `source` and `pipeline` are further settings.
fn pipeline(scratch: &Scratch, pipeline: &str, source: &str) {
    scratch.pipeline(&format!(
        "[pipeline]\nstate = \"state\"\n{pipeline}\n[source]\ntype = \"archive\"\npath = \"in\"\n{source}\n\
         [[sink]]\ntype = \"ndjson\"\npath = \"out.ndjson\"\n"
    ));
}

/// A tree of small stories, broken files among them, and some files of many articles, packed and not; returns how many files
/// and bytes there are.
fn fill(scratch: &Scratch) -> (u64, u64) {
    let mut random = Random::new(11);
    // Stories without a date take that of their file.
    let file = |name: &str, bytes: Vec<u8>| set_time(&scratch.file(&format!("in/{name}"), bytes), 0);
    for number in 0..SMALL_FILES {
        let bytes = match number % 150 {
            60 => vec![0, 1, 2, 3, 4, 5],
            90 => Vec::new(),
            _ => story(&mut random, number % 6).into_bytes(),
        };
        file(&format!("{}/{}/{number:04}.txt", 2001 + number / 200, number % 7), bytes);
    }
    let mut id = 0;
    let mut lines = |count: u64| {
        let mut text = String::new();
        for _ in 0..count {
            id += 1;
            text += &line_of(id, &story(&mut random, 6));
        }
        text
    };
    file("2002/3/feed.ndjson", lines(1_200).into_bytes());
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(lines(600).as_bytes()).unwrap();
    file("2002.ndjson.gz", packed.finish().unwrap());
    file("2003/last.ndjson", lines(10).into_bytes());
    file("2003/not-whole.ndjson.part", lines(1).into_bytes());
    (SMALL_FILES + 3, bytes_below(&scratch.path("in")))
}

/// Bytes of all files below a directory that are read.
fn bytes_below(dir: &Path) -> u64 {
    let sizes = fs::read_dir(dir).unwrap().map(|entry| {
        let path: PathBuf = entry.unwrap().path();
        match path.is_dir() {
            true => bytes_below(&path),
            false if path.extension().is_some_and(|extension| extension == "part") => 0,
            false => fs::metadata(path).unwrap().len(),
        }
    });
    sizes.sum()
}

/// What came out: the records and the dead letters.
fn output(scratch: &Scratch) -> (String, String) {
    (scratch.read("out.ndjson"), scratch.read("state/dead-letters.ndjson"))
}

#[test]
fn the_same_records_in_the_order_of_paths_for_any_number_of_workers_and_readers() {
    let mut outputs = Vec::new();
    for (workers, readers) in [(1, 1), (2, 4), (3, 16)] {
        let scratch = Scratch::new();
        fill(&scratch);
        pipeline(&scratch, &format!("workers = {workers}"), &format!("readers = {readers}"));
        let finished = scratch.run();
        assert_eq!(finished.status.code(), Some(3), "{}", stderr(&finished));
        assert!(stderr(&finished).contains("603 of 603 files are done"), "{}", stderr(&finished));
        outputs.push(output(&scratch));
        // A second run finds nothing to do, and nothing to warn of.
        let again = scratch.run();
        assert_eq!(again.status.code(), Some(0));
        assert!(stderr(&again).starts_with("dateline: 0 articles"), "{}", stderr(&again));
        assert!(output(&scratch) == outputs[0]);
    }
    assert!(outputs.iter().all(|output| *output == outputs[0]));
    let dead: Vec<Value> = outputs[0].1.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let sources: Vec<&Path> = dead.iter().map(|letter| Path::new(letter["source"].as_str().unwrap())).collect();
    assert_eq!(dead.len(), 8);
    assert!(sources.is_sorted(), "{sources:?}");
    let ids: Vec<Value> = outputs[0].0.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(ids.iter().filter(|record| record["kind"] == "article").count(), 1_810 + 592);
}

#[test]
fn killed_again_and_again_it_leaves_the_same_to_the_byte_and_numbers_that_go_on() {
    let calm = Scratch::new();
    let (files, bytes) = fill(&calm);
    pipeline(&calm, "workers = 1", "");
    assert_eq!(calm.run().status.code(), Some(3));
    let expected = output(&calm);

    let mut random = Random::new(u64::from(std::process::id()));
    let (mut kills, mut killed_in_the_middle) = (0, 0);
    while kills < KILLS || killed_in_the_middle == 0 {
        let killed = Scratch::new();
        fill(&killed);
        let mut done_before = (0, 0);
        loop {
            let batch = ["4 KiB", "64 KiB"][random.below(2) as usize];
            let interval = ["5ms", "40ms"][random.below(2) as usize];
            let settings = format!(
                "workers = 2\nbatch_bytes = \"{batch}\"\ncommit_interval = \"{interval}\"\nprogress = \"10ms\""
            );
            pipeline(&killed, &settings, "");
            let log = fs::File::create(killed.path("log")).unwrap();
            let mut child = killed.run_command().args(["--log-format", "json"]).stderr(log).spawn().unwrap();
            if kills < KILLS {
                // A few commits later, however fast the machine is, or at once.
                let (before, commits) = (commits_of(&killed), random.below(4));
                let until =
                    |child: &mut Child| child.try_wait().unwrap().is_some() || commits_of(&killed) >= before + commits;
                wait_for("some commits", Duration::from_secs(300), || until(&mut child));
                std::thread::sleep(Duration::from_millis(random.below(60)));
                kills += u32::from(child.try_wait().unwrap().is_none());
                // If it has ended by itself there is nothing to kill.
                let _ = child.kill();
            }
            let status = child.wait().unwrap();
            let told = check_progress(&killed, done_before, (files, bytes));
            if let Some(code) = status.code() {
                assert!(matches!(code, 0 | 3), "{}", killed.read("log"));
                break;
            }
            // A checkpoint says how much is done; what was told of a run that was killed may be more.
            done_before = checkpoint(&killed);
            killed_in_the_middle += u32::from(told && done_before.0 > 0);
        }
        assert!(output(&killed) == expected, "after {kills} kills");
        assert_eq!(checkpoint(&killed), (files, bytes));
    }
    println!("{kills} kills, {killed_in_the_middle} of them in the middle");
}

/// Files and bytes that the last checkpoint knows as read.
fn checkpoint(scratch: &Scratch) -> (u64, u64) {
    let Ok(text) = fs::read_to_string(scratch.path("state/checkpoint.json")) else { return (0, 0) };
    let done = &serde_json::from_str::<Value>(&text).unwrap()["source"]["done"];
    (done["files"].as_u64().unwrap_or(0), done["bytes"].as_u64().unwrap_or(0))
}

/// How many commits there were.
fn commits_of(scratch: &Scratch) -> u64 {
    let text = fs::read_to_string(scratch.path("state/checkpoint.json")).unwrap_or_default();
    serde_json::from_str::<Value>(&text).map_or(0, |checkpoint| checkpoint["epoch"].as_u64().unwrap_or(0))
}

/// Checks the messages of a run about how far it is: they begin where the last one ended, only grow, and end within the whole;
/// whether there were any.
fn check_progress(scratch: &Scratch, done_before: (u64, u64), whole: (u64, u64)) -> bool {
    // The last line may have been cut by a kill.
    let log = scratch.read("log");
    let told: Vec<Value> = log
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .filter(|line: &Value| line["fields"]["message"] == "progress")
        .map(|mut line: Value| line["fields"].take())
        .collect();
    let (mut files, mut bytes) = done_before;
    for line in &told {
        let number = |name: &str| line[name].as_u64().unwrap_or_else(|| panic!("{name} in {line}"));
        assert!(number("files_done") >= files && number("bytes_done") >= bytes, "{line}, before {files}, {bytes}");
        (files, bytes) = (number("files_done"), number("bytes_done"));
        assert!(files <= whole.0 && bytes <= whole.1, "{line} of {whole:?}");
        if line.get("files").is_some() {
            assert_eq!((number("files"), number("bytes")), whole, "{line}");
        }
    }
    !told.is_empty()
}

#[test]
fn what_comes_in_behind_is_read_and_what_comes_in_before_is_told() {
    let scratch = Scratch::new();
    let file = |name: &str| scratch.file(&format!("in/{name}"), line_of(1, name));
    let sources = || {
        let records = scratch.records("out.ndjson");
        let articles = records.iter().filter(|record| record["kind"] == "article");
        articles.map(|article| article["body"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    file("2001/a.ndjson");
    file("2002/b.ndjson");
    pipeline(&scratch, "", "exclude = [\"2001/not\"]");
    assert_eq!(scratch.run().status.code(), Some(0));
    file("2002/c.ndjson");
    file("2001/not/d.ndjson");
    let finished = scratch.run();
    assert!(!stderr(&finished).contains("changed"), "{}", stderr(&finished));
    assert_eq!(sources(), ["2001/a.ndjson", "2002/b.ndjson", "2002/c.ndjson"]);
    file("2001/late.ndjson");
    file("2003.ndjson");
    let finished = scratch.run();
    assert_eq!(finished.status.code(), Some(0));
    assert!(stderr(&finished).contains("the archive has changed"), "{}", stderr(&finished));
    assert_eq!(sources()[3..], ["2003.ndjson"]);
}

#[test]
fn a_file_that_changed_or_went_while_it_was_half_read_is_told() {
    for goes in [false, true] {
        let scratch = Scratch::new();
        let many: String = (0..60_000).map(|id| line_of(id, "Peru condemned Chile.")).collect();
        let path = scratch.file("in/1.ndjson", many);
        scratch.file("in/2.ndjson", line_of(1, "Oslo sent food."));
        pipeline(
            &scratch,
            "commit_interval = \"5ms\"\nbatch_bytes = \"2 KiB\"\n",
            "[stories]\nrepeats = \"pass\"\n[extract]\nenabled = false",
        );
        let mut child = scratch.start();
        wait_for("some of it", Duration::from_secs(60), || {
            fs::read_to_string(scratch.path("state/checkpoint.json")).is_ok_and(|text| text.contains("\"open\""))
        });
        child.kill().unwrap();
        child.wait().unwrap();
        let read = scratch.records("out.ndjson").len();
        assert!(read < 60_000, "it was killed in the middle");
        match goes {
            true => fs::remove_file(path).unwrap(),
            false => fs::write(path, line_of(1, "Chad banned fish.")).unwrap(),
        }
        assert_eq!(scratch.run().status.code(), Some(3));
        let dead = scratch.records("state/dead-letters.ndjson");
        assert!(
            dead.len() == 1 && dead[0]["error"].as_str().unwrap().contains("the rest of the file is lost"),
            "{dead:?}"
        );
        let records = scratch.records("out.ndjson");
        let last: Vec<&str> = records.iter().rev().take(2).map(|record| record["body"].as_str().unwrap()).collect();
        assert_eq!(last, ["Oslo sent food.", if goes { "Peru condemned Chile." } else { "Chad banned fish." }]);
    }
}

#[test]
fn names_that_are_not_utf_8_and_links_that_lead_nowhere_go_through() {
    use std::os::unix::ffi::OsStrExt;
    for kind in ["archive", "directory"] {
        let scratch = Scratch::new();
        let odd = scratch.path("in").join(std::ffi::OsStr::from_bytes(b"caf\xe9.ndjson"));
        fs::write(odd, line_of(1, "Peru condemned Chile.")).unwrap();
        std::os::unix::fs::symlink("nowhere", scratch.path("in/link")).unwrap();
        scratch.pipeline(&format!(
            "[source]\ntype = \"{kind}\"\npath = \"in\"\n{}[[sink]]\ntype = \"ndjson\"\npath = \"out.ndjson\"\n\
             records = [\"article\"]\n[dead_letters]\npath = \"dead.ndjson\"\n",
            if kind == "directory" {
                "done = \"done\"\nfailed = \"failed\"\nuntil = \"drained\"\nsettle = \"0s\"\n"
            } else {
                ""
            }
        ));
        let finished = scratch.run();
        assert_eq!(finished.status.code(), Some(3), "{kind}: {}", stderr(&finished));
        assert_eq!(scratch.records("out.ndjson").len(), 1, "{kind}");
        let dead = scratch.records("dead.ndjson");
        assert!(dead[0]["error"].as_str().unwrap().contains("leads nowhere"), "{kind}: {dead:?}");
        assert_eq!(scratch.run().status.code(), Some(0), "{kind}");
        assert_eq!(scratch.records("out.ndjson").len(), 1, "{kind}");
    }
}

#[test]
fn a_directory_that_cannot_be_listed_ends_the_run_and_it_goes_on_there() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = Scratch::new();
    for name in ["1/a", "2/b", "3/c"] {
        scratch.file(&format!("in/{name}.ndjson"), line_of(1, name));
    }
    let shut = |mode| fs::set_permissions(scratch.path("in/2"), fs::Permissions::from_mode(mode)).unwrap();
    shut(0o000);
    if fs::read_dir(scratch.path("in/2")).is_ok() {
        println!("skipped: this user may list everything");
        shut(0o755);
        return;
    }
    pipeline(&scratch, "", "");
    let finished = scratch.run();
    shut(0o755);
    assert_eq!(finished.status.code(), Some(1), "{}", stderr(&finished));
    assert!(stderr(&finished).contains("cannot list the directory"), "{}", stderr(&finished));
    assert_eq!(scratch.run().status.code(), Some(0));
    let articles = scratch.records("out.ndjson").iter().filter(|record| record["kind"] == "article").count();
    assert_eq!(articles, 3);
}

#[test]
fn a_part_that_is_none_is_told_with_its_place() {
    let scratch = Scratch::new();
    pipeline(&scratch, "", "part = \"11/10\"");
    let finished = scratch.run();
    assert_eq!(finished.status.code(), Some(2));
    assert!(stderr(&finished).contains("`11/10` is no part of an archive"), "{}", stderr(&finished));
}
