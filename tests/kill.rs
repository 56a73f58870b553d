//! Exactly once: a pipeline that is killed again and again at random moments leaves the same output, to the byte, as one
//! that runs undisturbed with one worker.

mod common;

use std::fs;
use std::path::Path;
use std::time::Duration;

use common::{Random, Scratch, line_of, set_time, story};

const KILLS: u32 = 40;
const FILES: u64 = 3_000;
const FEED_BYTES: usize = 50 << 20;

/// What both pipelines have in common; `{workers}` and so on are filled in.
fn pipeline(workers: usize, batch: &str, interval: &str, out: &str) -> String {
    format!(
        r#"
[pipeline]
state = "state"
workers = {workers}
batch_bytes = "{batch}"
commit_interval = "{interval}"

[source]
type = "directory"
path = "in"
done = "done"
failed = "failed"
settle = "0s"
until = "drained"

{out}
"#
    )
}

/// Fills `in` with small stories, broken ones among them, and one large NDJSON file.
fn fill(scratch: &Scratch) {
    let mut random = Random::new(7);
    for number in 0..FILES {
        let length = random.below(6);
        let bytes = match number % 250 {
            17 => vec![0, 1, 2, 3, 4, 5],
            90 => Vec::new(),
            _ => story(&mut random, length).into_bytes(),
        };
        let path = scratch.path(&format!("in/{number:05}.txt"));
        fs::write(&path, bytes).unwrap();
        set_time(&path, number);
    }
    let mut feed = String::with_capacity(FEED_BYTES + 10_000);
    // Repeats and versions of what came before, for the story memory, which is on by default.
    let mut bodies: Vec<String> = Vec::new();
    let mut id = 0;
    while feed.len() < FEED_BYTES {
        match id % 1000 {
            500 => feed += "{\"id\": \"broken\", \"body\": \n",
            _ => {
                let mut body = story(&mut random, 24);
                let before = bodies.len().checked_sub(1 + random.below(6) as usize).map(|place| &bodies[place]);
                match (random.below(5), before) {
                    (0, Some(before)) => body.clone_from(before),
                    (1, Some(before)) => body = format!("{}{before}", story(&mut random, 2)),
                    _ => {}
                }
                feed += &line_of(id, &body);
                bodies.push(body);
            }
        }
        id += 1;
    }
    let path = scratch.path("in/feed.ndjson");
    fs::write(&path, feed).unwrap();
    set_time(&path, FILES / 2);
}

/// All output of a finished run, by name; compressed files unpacked, since frames end where commits happened to be.
fn output(scratch: &Scratch) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for dir in ["out", "done", "failed", "state"] {
        for name in scratch.names(dir) {
            let bytes = fs::read(scratch.path(dir).join(&name)).unwrap();
            let bytes = match Path::new(&name).extension().and_then(|extension| extension.to_str()) {
                Some("zst") => zstd::decode_all(bytes.as_slice()).unwrap(),
                _ if dir == "state" && name != "dead-letters.ndjson" => continue,
                // The reason names the whole path.
                Some("json") => Vec::new(),
                _ => bytes,
            };
            files.push((format!("{dir}/{name}"), bytes));
        }
    }
    files
}

fn check(out: &str) {
    let calm = Scratch::new();
    fill(&calm);
    calm.pipeline(&pipeline(1, "64 KiB", "1s", out));
    let finished = calm.run();
    assert_eq!(finished.status.code(), Some(3), "{}", common::stderr(&finished));
    let expected = output(&calm);
    assert_eq!(calm.names("in"), Vec::<String>::new());
    // A gigabyte on the disk, which is in memory now.
    drop(calm);
    let all: Vec<u8> = expected.iter().flat_map(|(_, bytes)| bytes).copied().collect();
    for field in ["duplicate_of", "same_as", "\"version\":2"] {
        assert!(memchr::memmem::find(&all, field.as_bytes()).is_some(), "the story memory has work to do: {field}");
    }
    assert!(expected.iter().filter(|(name, _)| name.starts_with("out/")).all(|(_, bytes)| !bytes.is_empty()));

    let mut random = Random::new(u64::from(std::process::id()));
    let mut kills = 0;
    let mut round = 0;
    while kills < KILLS {
        round += 1;
        let killed = Scratch::new();
        fill(&killed);
        loop {
            // Every restart has other batches and other commits; only positions count.
            let batch = ["4 KiB", "64 KiB", "300 KiB"][random.below(3) as usize];
            let interval = ["5ms", "40ms", "200ms"][random.below(3) as usize];
            killed.pipeline(&pipeline(2, batch, interval, out));
            let mut child = killed.start();
            if kills >= KILLS {
                let status = child.wait().unwrap();
                assert!(matches!(status.code(), Some(0 | 3)), "{status}");
                break;
            }
            std::thread::sleep(Duration::from_millis(20 + random.below(700)));
            if let Some(status) = child.try_wait().unwrap() {
                assert!(matches!(status.code(), Some(0 | 3)), "{status}");
                break;
            }
            child.kill().unwrap();
            child.wait().unwrap();
            kills += 1;
        }
        assert_eq!(killed.names("in"), Vec::<String>::new(), "everything is moved away");
        let found = output(&killed);
        let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&found), names(&expected), "round {round}, {kills} kills");
        for ((name, found), (_, expected)) in found.iter().zip(&expected) {
            assert!(found == expected, "{name} differs in round {round} after {kills} kills");
        }
    }
    println!("{kills} kills in {round} rounds");
}

#[test]
fn one_plain_file_is_the_same_to_the_byte() {
    check("[[sink]]\ntype = \"ndjson\"\npath = \"out/records.ndjson\"\n");
}

#[test]
fn two_sinks_with_compression_rotation_and_days_are_the_same() {
    check(
        "[[sink]]\ntype = \"ndjson\"\npath = \"out/events.ndjson.zst\"\nrecords = [\"event\"]\nrotate = { size = \"3 MiB\" }\n\
         [[sink]]\ntype = \"ndjson\"\npath = \"out/%Y-%m-%d.ndjson\"\nrecords = [\"article\"]\n",
    );
}
