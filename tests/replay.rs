//! Dead letters through a mended pipeline once more.

mod common;

use std::fs;
use std::process::Output;
use std::time::Duration;

use common::{Random, Scratch, dateline, line, stderr, story};

/// A pipeline; `more` is added to its source.
fn pipeline(scratch: &Scratch, more: &str) {
    scratch.pipeline(&format!(
        r#"
[pipeline]
state = "state"
commit_interval = "20ms"
[source]
type = "directory"
path = "in"
done = "done"
failed = "failed"
until = "drained"
{more}
[extract]
enabled = false
[[sink]]
type = "ndjson"
path = "out/all.ndjson"
"#
    ));
}

fn replay(scratch: &Scratch, arguments: &[&str]) -> Output {
    let mut command = dateline();
    command.arg("replay").arg(scratch.path("p.toml")).args(arguments).current_dir(scratch.path("."));
    command.output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or_else(|| panic!("{}", stderr(output)))
}

/// The records of an undisturbed run over the same files, sorted.
fn sorted(scratch: &Scratch) -> Vec<String> {
    let mut lines: Vec<String> = scratch.read("out/all.ndjson").lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// Fills two scratch directories alike, runs the broken pipeline in the first and the mended one in the second.
fn broken_and_sound(fill: impl Fn(&Scratch), broken: &str, mended: &str) -> (Scratch, Vec<String>) {
    let sound = Scratch::new();
    fill(&sound);
    pipeline(&sound, mended);
    let run = sound.run();
    assert_eq!(code(&run), 0, "{}", stderr(&run));
    let scratch = Scratch::new();
    fill(&scratch);
    pipeline(&scratch, broken);
    let run = scratch.run();
    assert_eq!(code(&run), 3, "{}", stderr(&run));
    pipeline(&scratch, mended);
    (scratch, sorted(&sound))
}

#[test]
fn what_was_broken_goes_through_after_a_mend_and_only_once() {
    let fill = |scratch: &Scratch| {
        let mut random = Random::new(3);
        scratch.file("in/latin.txt", [story(&mut random, 2).as_bytes(), b"Caf\xe9 owners met.\n"].concat());
        let odd = "{\"id\": \"odd\", \"article_text\": \"France met Italy.\", \"published\": \"2020-01-02\"}\n";
        scratch.file("in/feed.ndjson", line(&mut random, 1, 2) + odd + &line(&mut random, 2, 2));
        scratch.file("in/one.json", "{\n\"article_text\": \"Peru met Chile.\"\n}\n");
    };
    let mended = "encoding = \"windows-1252\"\nfields.body = \"article_text\"\n";
    let broken = "encoding = \"utf-8\"\n";
    // The two lines of the feed are UTF-8 and have no other letters than ASCII's but quotation marks; read them as such.
    let (scratch, _) = broken_and_sound(fill, broken, mended);
    let before = scratch.records("out/all.ndjson").len();
    let letters = scratch.records("state/dead-letters.ndjson").len();
    assert!(letters >= 3, "{letters}");

    let refused = replay(&scratch, &[]);
    assert_eq!(code(&refused), 2, "a changed pipeline is asked about: {}", stderr(&refused));
    let done = replay(&scratch, &["--accept-changes"]);
    assert_eq!(code(&done), 0, "{}", stderr(&done));
    let records = scratch.records("out/all.ndjson");
    assert_eq!(records.len(), before + letters);
    let latin = records.iter().find(|record| record["body"].as_str().unwrap().contains("owners")).unwrap();
    assert!(latin["body"].as_str().unwrap().contains("Café"), "{latin}");
    assert!(records.iter().any(|record| record["id"] == "odd"));

    let again = replay(&scratch, &[]);
    assert_eq!(code(&again), 0, "{}", stderr(&again));
    assert_eq!(scratch.records("out/all.ndjson").len(), records.len(), "nothing is replayed twice");
    let again = replay(&scratch, &["--again"]);
    assert_eq!(code(&again), 0, "{}", stderr(&again));
    assert_eq!(scratch.records("out/all.ndjson").len(), records.len() + letters, "unless it is asked for");
}

#[test]
fn items_that_were_cut_are_read_from_their_file_again() {
    let fill = |scratch: &Scratch| {
        let mut random = Random::new(4);
        let long = |random: &mut Random, id| line(random, id, 60);
        let feed = line(&mut random, 1, 1) + &long(&mut random, 2) + &line(&mut random, 3, 1) + &long(&mut random, 4);
        scratch.file("in/feed.ndjson", &feed);
        // The time of receipt is a part of a record without a date.
        common::set_time(&scratch.file("in/below.txt", story(&mut random, 50)), 1);
        let packed = zstd::encode_all(feed.replace("\"n", "\"z").as_bytes(), 3).unwrap();
        scratch.file("in/packed.ndjson.zst", packed);
    };
    let broken = "limits.line = \"2 KiB\"\nlimits.article = \"2 KiB\"\nlimits.raw = \"100\"\n";
    let (scratch, expected) = broken_and_sound(fill, broken, "limits.raw = \"100\"\n");
    let letters = scratch.records("state/dead-letters.ndjson");
    assert_eq!(letters.len(), 5, "{letters:?}");
    assert!(letters.iter().all(|letter| letter["raw_length"].as_u64().unwrap() > 100), "{letters:?}");
    let done = replay(&scratch, &["--accept-changes"]);
    assert_eq!(code(&done), 0, "{}", stderr(&done));
    assert_eq!(sorted(&scratch), expected);
}

#[test]
fn what_cannot_be_read_again_stays_a_dead_letter() {
    let scratch = Scratch::new();
    let mut random = Random::new(4);
    for name in ["gone", "other", "still"] {
        scratch.file(&format!("in/{name}.ndjson"), line(&mut random, 2, 60));
    }
    pipeline(&scratch, "limits.line = \"2 KiB\"\nlimits.raw = \"100\"\n");
    assert_eq!(code(&scratch.run()), 3);
    fs::remove_file(scratch.path("done/gone.ndjson")).unwrap();
    fs::write(scratch.path("done/other.ndjson"), line(&mut random, 3, 60)).unwrap();
    // Nothing was mended yet.
    for _ in 0..2 {
        let done = replay(&scratch, &[]);
        assert_eq!(code(&done), 3, "{}", stderr(&done));
    }
    let letters = scratch.records("state/dead-letters.ndjson");
    assert_eq!(letters.len(), 9, "three, and again twice");
    for letter in &letters[3..] {
        let error = letter["error"].as_str().unwrap();
        assert!(error.starts_with("the line is longer") && error.ends_with("the limit is 2.0 KiB"), "{error}");
        assert_eq!(error.matches("not replayed").count(), 1, "{error}");
        let first = letters.iter().find(|old| old["source"] == letter["source"]).unwrap();
        assert_eq!((&letter["raw"], &letter["raw_length"]), (&first["raw"], &first["raw_length"]));
    }
    // Once a line may be as long as they are, the one whose file is still there goes through.
    pipeline(&scratch, "limits.raw = \"100\"\n");
    assert_eq!(code(&replay(&scratch, &["--accept-changes"])), 3);
    assert_eq!(scratch.records("out/all.ndjson").len(), 1);
    let letters = scratch.records("state/dead-letters.ndjson");
    assert_eq!(letters.len(), 11);
    for letter in &letters[9..] {
        let (error, name) = (letter["error"].as_str().unwrap(), letter["source"].as_str().unwrap());
        let expected =
            if name == "gone.ndjson" { "is not there to be read again" } else { "is no longer the same there" };
        assert!(error.ends_with(expected), "{error}");
    }
}

#[test]
fn a_file_that_broke_off_is_read_on_when_it_is_whole() {
    let mut random = Random::new(9);
    let lines: String = (0..300).map(|id| line(&mut random, id, 3)).collect();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, lines.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let scratch = Scratch::new();
    scratch.file("in/feed.ndjson.gz", &packed[..packed.len() / 2]);
    pipeline(&scratch, "");
    assert_eq!(code(&scratch.run()), 3);
    let before = scratch.records("out/all.ndjson").len();
    assert!(before > 10 && before < 290, "{before}");
    // Nothing was mended: it fails as before.
    assert_eq!(code(&replay(&scratch, &[])), 3);
    assert_eq!(scratch.records("out/all.ndjson").len(), before);
    fs::write(scratch.path("failed/feed.ndjson.gz"), &packed).unwrap();
    let done = replay(&scratch, &[]);
    assert_eq!(code(&done), 0, "{}", stderr(&done));
    let ids: Vec<String> =
        scratch.records("out/all.ndjson").iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, (0..300).map(|id| format!("n{id}")).collect::<Vec<_>>());
}

#[test]
fn a_replay_that_is_killed_goes_on_where_it_was() {
    let fill = |scratch: &Scratch| {
        let mut random = Random::new(21);
        let lines: String = (0..2_000)
            .map(|id| line(&mut random, id, 8).replace("\"body\"", if id % 2 == 0 { "\"body\"" } else { "\"prose\"" }))
            .collect();
        scratch.file("in/feed.ndjson", lines);
    };
    let (scratch, expected) = broken_and_sound(fill, "", "fields.body = \"prose\"\n");
    assert_eq!(scratch.records("state/dead-letters.ndjson").len(), 1_000);
    let mut random = Random::new(u64::from(std::process::id()));
    for _ in 0..12 {
        let mut command = dateline();
        command.args(["replay", "p.toml", "--accept-changes"]).current_dir(scratch.path("."));
        let mut child = command.stderr(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(100 + random.below(700)));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let done = replay(&scratch, &["--accept-changes"]);
    assert_eq!(code(&done), 0, "{}", stderr(&done));
    assert!(sorted(&scratch) == expected, "every letter went through once");
}

#[test]
fn letters_go_through_extract_and_odd_lines_are_told() {
    let scratch = Scratch::new();
    let letter = |raw: &str| {
        serde_json::json!({"kind": "dead_letter", "stage": "read", "error": "x", "source": "a", "position": {"offset": 0, "line": 1},
                           "received": "2020-01-01T00:00:00Z", "raw": raw})
    };
    let letters =
        format!("{}\nnonsense\n{}\n", letter("{\"id\": \"1\", \"body\": \"Peru met Chile.\"}"), letter("{\"x\": 7}"));
    let path = scratch.file("letters.ndjson", letters);
    let output = dateline().args(["extract", "--replay", "--records", "article"]).arg(path).output().unwrap();
    assert_eq!(code(&output), 3, "{}", stderr(&output));
    let records = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!(records.lines().count(), 1, "{records}");
    assert!(records.contains("2020-01-01") && records.contains("\"id\":\"1\""), "{records}");
    assert!(stderr(&output).contains("this is no dead letter"), "{}", stderr(&output));
}
