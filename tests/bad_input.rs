//! No input can stop a run: whatever is broken becomes a dead letter with its place and reason, and nothing else is lost.

mod common;

use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;

use common::{Scratch, set_age, stderr};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

const GOOD: &str = "OSLO (Reuters) - Norway praised Sweden on Friday.\n";

const PIPELINE: &str = "
[pipeline]
state = \"state\"
[source]
type = \"directory\"
path = \"in\"
done = \"done\"
failed = \"failed\"
order = \"name\"
until = \"drained\"
[dead_letters]
path = \"dead.ndjson\"
[[sink]]
type = \"ndjson\"
path = \"out.ndjson\"
records = [\"article\"]
";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn article(id: &str) -> String {
    serde_json::json!({"id": id, "body": GOOD}).to_string() + "\n"
}

/// Runs the pipeline over one file between two good ones, and returns the dead letters; the good ones always come through.
fn dead_letters_of(name: &str, bytes: &[u8], good_inside: usize) -> Vec<Value> {
    let scratch = Scratch::new();
    scratch.file("in/aa.txt", GOOD);
    scratch.file(&format!("in/{name}"), bytes);
    scratch.file("in/zz.txt", GOOD.replace("Norway", "Finland"));
    scratch.pipeline(PIPELINE);
    let output = scratch.run();
    let dead = scratch.records("dead.ndjson");
    assert_eq!(output.status.code(), Some(if dead.is_empty() { 0 } else { 3 }), "{name}: {}", stderr(&output));
    assert_eq!(scratch.records("out.ndjson").len(), 2 + good_inside, "{name}: {dead:?}");
    assert_eq!(scratch.names("in"), Vec::<String>::new(), "{name}");
    for letter in &dead {
        assert_eq!((letter["kind"].as_str(), letter["source"].as_str()), (Some("dead_letter"), Some(name)));
        assert!(stderr(&output).contains(name), "{name} is named: {}", stderr(&output));
    }
    dead
}

#[test]
fn each_kind_of_broken_file_is_a_dead_letter_with_place_and_reason() {
    let invalid_json = format!("{}{{\"body\": nope}}\n{}", article("1"), article("2")).into_bytes();
    let latin1_line = [article("1").as_bytes(), b"{\"body\": \"caf\xe9\"}\n", article("2").as_bytes()].concat();
    let no_body = format!("{}{{\"title\": \"only\"}}\n", article("1")).into_bytes();
    let broken_utf8 =
        "Čtyři města, šest řek, žádný most — přesně tak to řekl \u{201c}mluvčí\u{201d}.".as_bytes().to_vec();
    let broken_utf8 = [&broken_utf8[..40], b"\xc5", &broken_utf8[41..]].concat();
    let packed = gzip(format!("{}{}{}", article("1"), article("2"), "x".repeat(5000)).as_bytes());
    let noise: Vec<u8> = (0..40_000u32).flat_map(|n| (n.wrapping_mul(2_654_435_761)).to_le_bytes()).collect();
    let long_gzip = gzip(&[article("1").as_bytes(), &noise_lines(&noise)].concat());
    for (name, bytes, good, reason, line, offset) in [
        ("json.ndjson", invalid_json, 2, "invalid JSON at byte 10", Some(2), None),
        ("latin1.ndjson", latin1_line, 2, "invalid UTF-8 at byte 13", Some(2), None),
        ("nobody.ndjson", no_body, 1, "`body`, `text`", Some(2), None),
        ("broken.txt", broken_utf8, 0, "invalid UTF-8 at byte 40", None, Some(0)),
        ("empty.txt", Vec::new(), 0, "the file is empty", None, Some(0)),
        ("blank.txt", b" \n \n".to_vec(), 0, "blanks", None, Some(0)),
        ("picture.txt", b"\x89PNG\r\n\x1a\n0000".to_vec(), 0, "PNG picture", None, Some(0)),
        ("binary.txt", vec![0, 159, 146, 150], 0, "binary", None, Some(0)),
        ("tail.ndjson.gz", packed, 2, "invalid JSON", Some(3), None),
        ("cut.ndjson.gz", long_gzip[..long_gzip.len() / 2].to_vec(), 1, "breaks off", None, None),
    ] {
        let dead = dead_letters_of(name, &bytes, good);
        let last = dead.last().unwrap_or_else(|| panic!("{name} left no dead letter"));
        assert!(last["error"].as_str().unwrap().contains(reason), "{name}: {last}");
        if line.is_some() {
            assert_eq!(last["position"]["line"].as_u64(), line, "{name}: {last}");
        }
        if offset.is_some() {
            assert_eq!(last["position"]["offset"].as_u64(), offset, "{name}: {last}");
        }
        let raw = last.get("raw").or(last.get("raw_base64"));
        assert!(raw.is_some() || bytes.is_empty(), "{name} keeps its bytes: {last}");
    }
}

/// Bytes that do not compress, as one line of letters.
fn noise_lines(noise: &[u8]) -> Vec<u8> {
    noise.iter().map(|byte| b'a' + byte % 26).collect()
}

#[test]
fn a_line_of_200_megabytes_costs_that_line_only() {
    let scratch = Scratch::new();
    let path = scratch.path("in/huge.ndjson");
    let mut file = fs::File::create(&path).unwrap();
    file.write_all(article("before").as_bytes()).unwrap();
    file.write_all(b"{\"body\": \"").unwrap();
    let block = vec![b'x'; 1 << 20];
    for _ in 0..200 {
        file.write_all(&block).unwrap();
    }
    file.write_all(b"\"}\n").unwrap();
    file.write_all(article("after").as_bytes()).unwrap();
    drop(file);
    set_age(&path, 1000);
    scratch.pipeline(PIPELINE);
    assert_eq!(scratch.run().status.code(), Some(3));
    let ids: Vec<String> = scratch.records("out.ndjson").iter().map(|a| a["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, ["before", "after"]);
    let dead = scratch.records("dead.ndjson");
    assert_eq!(dead.len(), 1);
    assert!(dead[0]["error"].as_str().unwrap().contains("limits.line"), "{}", dead[0]["error"]);
    assert_eq!(dead[0]["position"]["line"], 2);
    assert_eq!(dead[0]["raw_length"], (200 << 20) + 12);
    assert_eq!(dead[0]["raw"].as_str().unwrap().len(), 1 << 20);
}

#[test]
fn a_decompression_bomb_is_stopped() {
    // 256 MiB of nothing in a few hundred kilobytes.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    for _ in 0..256 {
        encoder.write_all(&vec![b'a'; 1 << 20]).unwrap();
    }
    let dead = dead_letters_of("bomb.txt.gz", &encoder.finish().unwrap(), 0);
    assert!(dead[0]["error"].as_str().unwrap().contains("limits.article"), "{}", dead[0]["error"]);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(article("1").as_bytes()).unwrap();
    for _ in 0..256 {
        encoder.write_all(&vec![b'\n'; 1 << 20]).unwrap();
    }
    let dead = dead_letters_of("bomb.ndjson.gz", &encoder.finish().unwrap(), 1);
    assert!(dead[0]["error"].as_str().unwrap().contains("limits.expansion"), "{}", dead[0]["error"]);
}

#[test]
fn what_is_no_file_is_left_out_or_told() {
    let scratch = Scratch::new();
    scratch.file("in/good.txt", GOOD);
    fs::create_dir(scratch.path("in/story.txt")).unwrap();
    symlink(scratch.path("nowhere"), scratch.path("in/link.txt")).unwrap();
    scratch.file("elsewhere.txt", GOOD.replace("Norway", "Iceland"));
    symlink(scratch.path("elsewhere.txt"), scratch.path("in/other.txt")).unwrap();
    scratch.file("in/.hidden.txt", GOOD);
    scratch.file("in/unfinished.tmp", GOOD);
    scratch.file("in/unfinished.part", GOOD);
    scratch.pipeline(&PIPELINE.replace("[source]", "[source]\nsettle = \"0s\""));
    let output = scratch.run();
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert_eq!(scratch.records("out.ndjson").len(), 2, "the good file and the one behind the link");
    let dead = scratch.records("dead.ndjson");
    assert_eq!(dead.len(), 1);
    assert!(dead[0]["error"].as_str().unwrap().contains("leads nowhere"), "{}", dead[0]);
    assert!(stderr(&output).contains("story.txt"), "{}", stderr(&output));
    assert_eq!(scratch.names("in"), [".hidden.txt", "story.txt", "unfinished.part", "unfinished.tmp"]);
    assert_eq!(scratch.names("failed"), ["link.txt", "link.txt.reason.json"]);
}

#[test]
fn two_files_with_one_content_are_two_articles_with_one_id() {
    let scratch = Scratch::new();
    scratch.file("in/a.txt", GOOD);
    scratch.file("in/b.txt", GOOD);
    scratch.pipeline(PIPELINE);
    assert_eq!(scratch.run().status.code(), Some(0));
    let articles = scratch.records("out.ndjson");
    assert_eq!(articles.len(), 2);
    assert_eq!(articles[0]["id"], articles[1]["id"]);
}

#[test]
fn output_that_cannot_be_written_stops_the_run_with_advice_and_keeps_its_place() {
    let scratch = Scratch::new();
    scratch.file("in/a.txt", GOOD);
    // A file stands where a directory is needed: not even the superuser can write below it.
    scratch.file("blocked", "");
    let blocked = PIPELINE.replace("out.ndjson", "blocked/out.ndjson");
    scratch.pipeline(&blocked);
    let output = scratch.run();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("blocked"), "{}", stderr(&output));
    assert_eq!(scratch.names("in"), ["a.txt"], "nothing is moved away");
    fs::remove_file(scratch.path("blocked")).unwrap();
    assert_eq!(scratch.run().status.code(), Some(0));
    assert_eq!(scratch.records("blocked/out.ndjson").len(), 1);
}

#[test]
fn a_file_in_the_way_of_the_output_is_not_touched() {
    let scratch = Scratch::new();
    scratch.file("in/a.txt", GOOD);
    scratch.file("out.ndjson", "somebody's own\n");
    scratch.pipeline(PIPELINE);
    let output = scratch.run();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("out.ndjson exists"), "{}", stderr(&output));
    assert_eq!(scratch.read("out.ndjson"), "somebody's own\n");
}

#[test]
fn a_file_that_was_only_touched_is_not_read_again() {
    let scratch = Scratch::new();
    let path = scratch.file("in/a.txt", GOOD);
    scratch.pipeline(&PIPELINE.replace("done = \"done\"\n", ""));
    for (age, articles) in [(1000, 1), (500, 1)] {
        set_age(&path, age);
        assert_eq!(scratch.run().status.code(), Some(0));
        assert_eq!(scratch.records("out.ndjson").len(), articles, "after a touch");
    }
    fs::write(&path, GOOD.replace("praised", "condemned")).unwrap();
    set_age(&path, 400);
    assert_eq!(scratch.run().status.code(), Some(0));
    assert_eq!(scratch.records("out.ndjson").len(), 2, "a changed file is a new one");
}
