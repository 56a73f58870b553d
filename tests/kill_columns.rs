//! Exactly once into Parquet, which cannot be appended to, and into tables: a pipeline with quickly rotating parts that is
//! killed again and again loses no record and doubles none.
#![cfg(feature = "parquet")]

#[path = "common/columns.rs"]
mod columns;
mod common;

use std::fs;
use std::time::Duration;

use common::{Random, Scratch, line, set_time};
use serde_json::Value;

const KILLS: u32 = 40;
const FILES: u64 = 60;

fn pipeline(workers: usize, batch: &str, interval: &str) -> String {
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
settle = "0s"
until = "drained"

[[sink]]
type = "ndjson"
path = "out/all.ndjson"

[[sink]]
type = "parquet"
path = "out/event.parquet"
rotate = {{ interval = "150ms" }}

[[sink]]
type = "parquet"
path = "out/sized.parquet"
records = ["quote"]
rotate = {{ size = "100 KiB" }}

[[sink]]
type = "parquet"
path = "out/%m.parquet"
records = ["article"]

[[sink]]
type = "csv"
path = "out/table.csv"
rotate = {{ size = "200 KiB" }}
"#
    )
}

fn fill(scratch: &Scratch) {
    let mut random = Random::new(13);
    for number in 0..FILES {
        let path = scratch.path(&format!("in/{number:03}.ndjson"));
        let lines: String = (0..20).map(|id| line(&mut random, number * 20 + id, 4)).collect();
        fs::write(&path, lines).unwrap();
        set_time(&path, number);
    }
}

/// All rows of the parts of one path, in order.
fn rows(scratch: &Scratch, stem: &str) -> Vec<Value> {
    let parts = scratch.names("out").into_iter().filter(|name| name.starts_with(stem) && name.ends_with(".parquet"));
    parts.flat_map(|name| columns::rows(&scratch.path("out").join(name))).collect()
}

/// Files whose contents follow from the input alone.
fn fixed(scratch: &Scratch) -> Vec<(String, Vec<u8>)> {
    let names = scratch.names("out").into_iter().filter(|name| !name.starts_with("event-"));
    names.map(|name| (name.clone(), fs::read(scratch.path("out").join(name)).unwrap())).collect()
}

fn check_against_ndjson(scratch: &Scratch) {
    let records = scratch.records("out/all.ndjson");
    for (kind, stem) in [("event", "event-"), ("quote", "sized-")] {
        let expected: Vec<Value> =
            records.iter().filter(|record| record["kind"] == kind).map(columns::as_row).collect();
        let found = rows(scratch, stem);
        assert_eq!(found.len(), expected.len(), "{kind}");
        assert!(found == expected, "{kind}s differ");
    }
    let hidden: Vec<String> = scratch.names("out").into_iter().filter(|name| name.starts_with('.')).collect();
    assert_eq!(hidden, Vec::<String>::new(), "no spool is left");
}

#[test]
fn parquet_and_tables_are_the_same_after_kills() {
    let calm = Scratch::new();
    fill(&calm);
    calm.pipeline(&pipeline(1, "64 KiB", "1s"));
    let finished = calm.run();
    assert_eq!(finished.status.code(), Some(0), "{}", common::stderr(&finished));
    let expected = fixed(&calm);
    check_against_ndjson(&calm);
    assert!(expected.iter().filter(|(name, _)| name.starts_with("sized-")).count() > 2);

    let mut random = Random::new(u64::from(std::process::id()));
    let (mut kills, mut round) = (0, 0);
    while kills < KILLS {
        round += 1;
        let killed = Scratch::new();
        fill(&killed);
        loop {
            let batch = ["4 KiB", "64 KiB", "300 KiB"][random.below(3) as usize];
            let interval = ["5ms", "40ms", "200ms"][random.below(3) as usize];
            killed.pipeline(&pipeline(2, batch, interval));
            let mut child = killed.start();
            if kills >= KILLS {
                let status = child.wait().unwrap();
                let letters = killed.records("state/dead-letters.ndjson");
                assert_eq!(status.code(), Some(0), "{letters:?}");
                break;
            }
            std::thread::sleep(Duration::from_millis(100 + random.below(1500)));
            if let Some(status) = child.try_wait().unwrap() {
                assert_eq!(status.code(), Some(0));
                break;
            }
            child.kill().unwrap();
            child.wait().unwrap();
            kills += 1;
        }
        check_against_ndjson(&killed);
        let found = fixed(&killed);
        let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&found), names(&expected), "round {round}, {kills} kills");
        for ((name, found), (_, expected)) in found.iter().zip(&expected) {
            assert!(found == expected, "{name} differs in round {round} after {kills} kills");
        }
    }
    println!("{kills} kills in {round} rounds");
}
