//! The same run through every sink: what the others wrote is what NDJSON says, field by field.
#![cfg(feature = "parquet")]

#[path = "common/columns.rs"]
mod columns;
mod common;

use std::collections::HashSet;

use common::{Random, Scratch, line, stderr};
use serde_json::Value;

const PIPELINE: &str = r#"
[pipeline]
state = "state"
commit_interval = "20ms"

[source]
type = "directory"
path = "in"
until = "drained"

[[sink]]
type = "ndjson"
path = "out/all.ndjson"

[[sink]]
type = "parquet"
path = "out/event.parquet"

[[sink]]
type = "parquet"
path = "out/quote.parquet"
records = ["quote"]

[[sink]]
type = "parquet"
path = "out/article.parquet"
records = ["article"]
rotate = { size = "60 KiB" }

[[sink]]
type = "csv"
path = "out/events.csv"

[[sink]]
type = "gdelt"
path = "out/gdelt.csv.gz"
rotate = { size = "40 KiB" }

[[sink]]
type = "phoenix"
path = "out/phoenix.tsv"
header = true
"#;

fn run() -> Scratch {
    let scratch = Scratch::new();
    let mut random = Random::new(5);
    let mut feed: String = (0..60).map(|id| line(&mut random, id, 6)).collect();
    feed += r#"{"id": "x", "headline": "Tabs\tand \"marks\"", "published": "2021-12-18", "url": "https://example.org/a?b=1",
 "source": "Wire;One", "body": "OSLO, Dec 18 (Reuters) - Norway and Sweden condemned Russia, China and Iran on Friday.\n\nPresident Vladimir Putin will visit Turkey next month, Norway said.\nThe U.N. did not condemn Peru. Two soldiers were killed when Israel attacked Syria in November."}"#
        .replace('\n', " ")
        .as_str();
    scratch.file("in/feed.ndjson", feed + "\n");
    scratch.pipeline(PIPELINE);
    let output = scratch.run();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    scratch
}

fn of_kind(scratch: &Scratch, kind: &str) -> Vec<Value> {
    let records = scratch.records("out/all.ndjson").into_iter();
    records.filter(|record| record["kind"] == kind).collect()
}

/// The lines of a table as cells.
fn table(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes).unwrap();
    text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[test]
fn every_sink_says_what_ndjson_says() {
    let scratch = run();
    parquet_is_the_same(&scratch);
    csv_is_the_same(&scratch);
    pairs_are_the_same(&scratch);
}

fn parquet_is_the_same(scratch: &Scratch) {
    for kind in ["event", "quote", "article"] {
        let names = scratch.names("out").into_iter();
        let files: Vec<String> =
            names.filter(|name| name.starts_with(&format!("{kind}-")) && name.ends_with(".parquet")).collect();
        assert_eq!(files.len() > 1, kind == "article", "{files:?}");
        let found: Vec<Value> = files.iter().flat_map(|name| columns::rows(&scratch.path("out").join(name))).collect();
        let expected: Vec<Value> = of_kind(scratch, kind).iter().map(columns::as_row).collect();
        assert!(!expected.is_empty());
        assert_eq!(found.len(), expected.len(), "{kind}");
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found, expected);
        }
    }
}

fn csv_is_the_same(scratch: &Scratch) {
    let events = of_kind(scratch, "event");
    let mut reader = csv::Reader::from_path(scratch.path("out/events.csv")).unwrap();
    let columns = reader.headers().unwrap().clone();
    assert_eq!(columns.len(), 62);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), events.len());
    let all = |actors: &Value, part: &dyn Fn(&Value) -> String| -> String {
        let parts: Vec<String> = actors.as_array().into_iter().flatten().map(part).collect();
        parts.join(";")
    };
    for (row, event) in rows.iter().zip(&events) {
        let cell = |name: &str| row.get(columns.iter().position(|column| column == name).unwrap()).unwrap();
        let mut met = HashSet::new();
        let mut check = |name: &str, expected: String| {
            // `35` and `35.0` are one number.
            let is_same = cell(name) == expected
                || matches!((cell(name).parse::<f64>(), expected.parse::<f64>()), (Ok(one), Ok(other)) if one == other);
            assert!(is_same, "{name} is {} and not {expected} in {event}", cell(name));
            met.insert(name.to_owned());
        };
        check("id", text(&event["id"]));
        for name in ["headline", "published", "url", "story", "version"] {
            check(name, text(&event["article"][name]));
        }
        check("article_id", text(&event["article"]["id"]));
        check("article_source", text(&event["article"]["source"]));
        check("sentence", text(&event["sentence"]["text"]));
        for name in ["index", "start", "end"] {
            check(&format!("sentence_{name}"), text(&event["sentence"][name]));
        }
        for name in ["plover", "mode", "cameo", "quad", "polarity", "modality"] {
            check(name, text(&event["event"][name]));
        }
        check("context", all(&event["event"]["context"], &text).replace(';', "+"));
        check("entries", all(&event["event"]["entries"], &text));
        check("trigger", text(&event["event"]["trigger"]["text"]));
        for name in ["lemma", "start", "end"] {
            check(&format!("trigger_{name}"), text(&event["event"]["trigger"][name]));
        }
        for side in ["source", "target"] {
            for name in ["text", "name", "code", "country", "role"] {
                check(&format!("{side}_{name}"), all(&event[side], &|actor| text(&actor[name])));
            }
            let sectors = |actor: &Value| all(&actor["sectors"], &text).replace(';', "+");
            check(&format!("{side}_sectors"), all(&event[side], &sectors));
        }
        for (name, part) in [("name", "name"), ("code", "code")] {
            check(&format!("speaker_{name}"), all(&event["attribution"], &|said| text(&said["speaker"][part])));
        }
        check("speaker_cue", all(&event["attribution"], &|said| text(&said["cue"])));
        check("speaker_via", all(&event["attribution"], &|said| text(&said["via"])));
        for name in ["text", "type", "value", "anchor"] {
            check(&format!("time_{name}"), text(&event["time"][name]));
        }
        for name in ["text", "name", "country", "admin1", "lat", "lon", "geonames_id", "feature", "basis"] {
            check(&format!("place_{name}"), text(&event["place"][name]));
        }
        for name in ["text", "unit", "of", "state"] {
            check(&format!("quantity_{name}"), all(&event["quantities"], &|quantity| text(&quantity[name])));
        }
        // NDJSON writes 2.0 and CSV 2.
        let number = |value: &Value| value.as_f64().map(|value| value.to_string()).unwrap_or_default();
        for name in ["value", "low", "high"] {
            check(&format!("quantity_{name}"), all(&event["quantities"], &|quantity| number(&quantity[name])));
        }
        check("confidence", text(&event["confidence"]));
        check("same_as", text(&event["same_as"]));
        assert_eq!(met.len(), columns.len(), "every column was looked at");
    }
    assert!(rows.iter().any(|row| row.iter().any(|cell| cell.contains(';'))), "some events have several actors");
}

/// Every pair of source and target of an event that happened has a line in both tables.
fn pairs_are_the_same(scratch: &Scratch) {
    let mut gdelt = Vec::new();
    let parts: Vec<String> = scratch.names("out").into_iter().filter(|name| name.starts_with("gdelt-")).collect();
    assert!(parts.len() > 1, "{parts:?}");
    for part in parts {
        let packed = std::fs::read(scratch.path("out").join(part)).unwrap();
        std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(packed.as_slice()), &mut gdelt).unwrap();
    }
    let gdelt = table(&gdelt);
    let mut phoenix = table(&std::fs::read(scratch.path("out/phoenix.tsv")).unwrap()).into_iter();
    let header = phoenix.next().unwrap();
    assert_eq!((header.len(), header[0].as_str(), header[25].as_str()), (26, "EventID", "NewsSources"));
    let phoenix: Vec<_> = phoenix.collect();

    let events = of_kind(scratch, "event");
    let happened = |event: &&Value| event["event"]["modality"] == "actual" && event["event"]["polarity"] == "affirmed";
    assert!(events.iter().any(|event| !happened(&event)), "some events did not happen");
    let none = vec![Value::Null];
    let mut pairs = Vec::new();
    // What repeats an event that was written before is left out.
    for event in events.iter().filter(happened).filter(|event| event["same_as"].is_null()) {
        for source in event["source"].as_array().unwrap_or(&none) {
            for target in event["target"].as_array().unwrap_or(&none) {
                pairs.push((event, source, target));
            }
        }
    }
    assert_eq!((gdelt.len(), phoenix.len()), (pairs.len(), pairs.len()));
    let numbers: HashSet<&String> = gdelt.iter().map(|cells| &cells[0]).collect();
    let ids: HashSet<&String> = phoenix.iter().map(|cells| &cells[0]).collect();
    assert_eq!((numbers.len(), ids.len()), (pairs.len(), pairs.len()), "every line has a number of its own");
    for ((event, source, target), (gdelt, phoenix)) in pairs.iter().zip(gdelt.iter().zip(&phoenix)) {
        assert_eq!((gdelt.len(), phoenix.len()), (61, 26));
        assert!(gdelt[0].parse::<i64>().is_ok());
        let code = text(&event["event"]["cameo"]);
        for (side, actor) in [(5, source), (15, target)] {
            assert_eq!(gdelt[side], text(&actor["code"]));
            assert_eq!(gdelt[side + 1], text(&actor["name"]).to_uppercase());
            if actor["country"].is_string() {
                assert_eq!(gdelt[side + 2], text(&actor["country"]));
            }
        }
        assert_eq!((&phoenix[5], &phoenix[9]), (&text(&source["code"]), &text(&target["code"])));
        for (cells, at) in [(gdelt, 26), (phoenix, 13)] {
            assert_eq!(cells[at], code);
        }
        assert_eq!(gdelt[27], code[..code.len().min(3)]);
        assert_eq!((&gdelt[28], &phoenix[14]), (&code[..2].to_owned(), &code[..2].to_owned()));
        assert!(["1", "2", "3", "4"].contains(&gdelt[29].as_str()));
        assert_eq!(gdelt[30], phoenix[16]);
        assert_eq!((&gdelt[60], &phoenix[24]), (&text(&event["article"]["url"]), &text(&event["article"]["url"])));
        assert_eq!((&gdelt[1], &gdelt[3]), (&phoenix[1], &phoenix[2]));
        let value = text(&event["time"]["value"]);
        if value.len() == 10 {
            assert_eq!(gdelt[1], value.replace('-', ""));
        }
        assert_eq!(phoenix[23], format!("{}_{}", text(&event["article"]["id"]), event["sentence"]["index"]));
        assert_eq!(phoenix[25], text(&event["article"]["source"]));
    }
}
