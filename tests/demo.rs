//! The demo pipeline runs from a fresh clone to its end, and what comes out of it holds together.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use common::{Scratch, stderr};
use serde_json::Value;

fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_tree(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Runs the demo in a copy of its directory; returns all records.
fn run_demo(scratch: &Scratch) -> Vec<Value> {
    let pipelines = Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines");
    copy_tree(&pipelines.join("demo/incoming"), &scratch.path("demo/incoming"));
    fs::copy(pipelines.join("demo.toml"), scratch.path("p.toml")).unwrap();
    let output = scratch.run();
    assert_eq!(output.status.code(), Some(3), "two of the files are broken on purpose: {}", stderr(&output));
    let mut records = Vec::new();
    for name in scratch.names("demo/out") {
        records.extend(scratch.records(&format!("demo/out/{name}")));
    }
    records.extend(scratch.records("demo/state/dead-letters.ndjson"));
    records
}

fn of_kind<'a>(records: &'a [Value], kind: &str) -> Vec<&'a Value> {
    records.iter().filter(|record| record["kind"] == kind).collect()
}

#[test]
fn the_demo_ends_with_records_of_every_kind() {
    let scratch = Scratch::new();
    let records = run_demo(&scratch);
    let articles = of_kind(&records, "article");
    assert!(articles.len() >= 27, "{} articles", articles.len());
    assert!(of_kind(&records, "event").len() >= 40, "{} events", of_kind(&records, "event").len());
    assert!(of_kind(&records, "quote").len() >= 20);
    assert_eq!(of_kind(&records, "dead_letter").len(), 2);
    let types: BTreeSet<&str> =
        of_kind(&records, "event").iter().filter_map(|event| event["event"]["plover"].as_str()).collect();
    assert!(types.len() >= 14, "{types:?}");
    for kind in ["update", "correction", "withdrawal"] {
        assert!(articles.iter().any(|article| article["advisory"]["kind"] == kind), "{kind}");
    }
    assert!(articles.iter().any(|article| article["language"] == "fr"));
    let second = scratch.run();
    assert!(stderr(&second).contains("0 articles"), "a second run has nothing to do: {}", stderr(&second));
}

/// Checks `text` against `body[start:end]`, in code points, wherever the three stand together.
fn check_ranges(value: &Value, body: &[char], path: &str) {
    match value {
        Value::Object(fields) => {
            if let (Some(text), Some(start), Some(end)) = (fields.get("text"), fields.get("start"), fields.get("end")) {
                let range = start.as_u64().unwrap() as usize..end.as_u64().unwrap() as usize;
                let found: String = body[range].iter().collect();
                assert_eq!(text.as_str().unwrap(), found, "{path}");
            }
            fields.iter().for_each(|(key, value)| check_ranges(value, body, &format!("{path}.{key}")));
        }
        Value::Array(values) => values.iter().for_each(|value| check_ranges(value, body, path)),
        _ => {}
    }
}

/// No field is null or empty.
fn check_values(value: &Value, path: &str) {
    match value {
        Value::Null => panic!("{path} is null"),
        Value::String(text) => assert!(!text.is_empty(), "{path} is empty"),
        Value::Array(values) => values.iter().for_each(|value| check_values(value, path)),
        Value::Object(fields) => fields.iter().for_each(|(key, value)| check_values(value, &format!("{path}.{key}"))),
        _ => {}
    }
}

#[test]
fn every_record_keeps_the_contract() {
    let scratch = Scratch::new();
    let records = run_demo(&scratch);
    let bodies: BTreeMap<String, Vec<char>> = of_kind(&records, "article")
        .iter()
        .map(|article| {
            (article["id"].as_str().unwrap().to_owned(), article["body"].as_str().unwrap().chars().collect())
        })
        .collect();
    let mut ids = BTreeSet::new();
    for record in &records {
        check_values(record, record["kind"].as_str().unwrap());
        // What was written can be read back as the type that the schema describes.
        serde_json::from_value::<dateline::record::Record>(record.clone()).unwrap();
        let article = match record["kind"].as_str().unwrap() {
            "article" => &record["id"],
            "dead_letter" => continue,
            _ => {
                assert_eq!(record["schema"], "1");
                assert!(ids.insert(record["id"].to_string()), "ids are unique: {}", record["id"]);
                &record["article"]["id"]
            }
        };
        check_ranges(record, &bodies[article.as_str().unwrap()], "record");
    }
}
