//! Story memory from end to end: what stands in the records, and what settings leave out.

mod common;

use common::{Scratch, dateline, stderr};
use serde_json::Value;

const FIRST: &str = "LIMA, March 3 (Meridian) - Peru condemned Bolivia on Thursday after 14 border posts were closed near Desaguadero, \
Transport Minister Rosa Quispe said in Puno. Bolivian carriers blocked the road to La Paz with 87 lorries, most of them loaded with soya.";

fn articles() -> String {
    let update =
        FIRST.replace("LIMA,", "PUNO,").replace(" - Peru", " - France held talks with Peru in Paris on Friday. Peru");
    let corrected = FIRST.replace("87 lorries", "78 lorries");
    [
        ("a", "08:00", "Peru condemns Bolivia over border posts", FIRST),
        ("b", "09:00", "Peru condemns Bolivia", &FIRST.replace(". ", ".\n   ")),
        ("c", "10:00", "UPDATE 1-Peru condemns Bolivia over border posts", &update),
        ("d", "11:00", "CORRECTED-Peru condemns Bolivia over border posts", &corrected),
        (
            "e",
            "12:00",
            "Kenya rejects demand",
            "NAIROBI, March 3 (Meridian) - Kenya rejected a demand from China on Thursday, officials said.",
        ),
    ]
    .map(|(id, time, headline, body)| {
        let published = format!("2023-03-03T{time}:00Z");
        serde_json::json!({"id": id, "headline": headline, "published": published, "body": body}).to_string() + "\n"
    })
    .concat()
}

/// The records of a run with these lines under `[stories]`.
fn records(stories: &str) -> Vec<Value> {
    let scratch = Scratch::new();
    scratch.file("in/feed.ndjson", articles());
    scratch.pipeline(&format!(
        "[pipeline]\nstate = \"state\"\n[source]\ntype = \"directory\"\npath = \"in\"\nuntil = \"drained\"\n\
         [stories]\n{stories}\n[[sink]]\ntype = \"ndjson\"\npath = \"out.ndjson\"\n"
    ));
    let output = scratch.run();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    scratch.records("out.ndjson")
}

fn of_kind<'a>(records: &'a [Value], kind: &str) -> Vec<&'a Value> {
    records.iter().filter(|record| record["kind"] == kind).collect()
}

#[test]
fn records_name_story_version_and_what_they_repeat() {
    let records = records("");
    let articles = of_kind(&records, "article");
    let story = |place: usize| articles[place]["story"].as_str().unwrap();
    assert!(story(0).starts_with('s') && (1..4).all(|place| story(place) == story(0)) && story(4) != story(0));
    let versions: Vec<u64> = articles.iter().map(|article| article["version"].as_u64().unwrap()).collect();
    assert_eq!(versions, [1, 1, 2, 3, 1]);
    assert_eq!(articles[1]["duplicate_of"], "a");
    assert!([0, 2, 3, 4].iter().all(|place| articles[*place]["duplicate_of"].is_null()));
    assert!(articles[3]["replaces"].is_string());
    let events = of_kind(&records, "event");
    assert!(events.iter().all(|event| event["article"]["story"].is_string() && event["article"]["version"].is_u64()));
    let condemned: Vec<&&Value> =
        events.iter().filter(|event| event["event"]["trigger"]["text"] == "condemned").collect();
    assert_eq!(condemned.len(), 4);
    assert!(condemned[0]["same_as"].is_null());
    assert!(condemned[1..].iter().all(|event| event["same_as"] == condemned[0]["id"]));
}

#[test]
fn settings_say_what_is_left_out() {
    let count = |records: &[Value], kind| of_kind(records, kind).len();
    let all = records("");
    let dropped = records("repeats = \"drop\"");
    assert_eq!((count(&all, "article"), count(&dropped, "article")), (5, 4));
    assert!(of_kind(&dropped, "article").iter().all(|article| article["duplicate_of"].is_null()));
    let first_only = records("events = \"drop\"");
    assert!(count(&first_only, "event") <= count(&all, "event") - 3);
    assert!(of_kind(&first_only, "event").iter().all(|event| event["same_as"].is_null()));
    let daily = records("events = \"one-a-day\"");
    let key = |event: &Value| {
        [&event["source"][0]["code"], &event["target"][0]["code"], &event["event"]["cameo"]].map(Value::to_string)
    };
    let mut keys: Vec<_> = of_kind(&daily, "event").into_iter().map(key).collect();
    let written = keys.len();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), written, "all of one day");
    let passed = records("repeats = \"pass\"");
    assert!(passed.iter().all(|record| record["story"].is_null() && record["same_as"].is_null()));
}

#[test]
fn the_command_line_joins_and_explains() {
    let scratch = Scratch::new();
    let feed = scratch.file("feed.ndjson", articles());
    let extracted = dateline().args(["extract", "--stories", "--records", "article"]).arg(&feed).output().unwrap();
    assert!(String::from_utf8_lossy(&extracted.stdout).contains("\"duplicate_of\":\"a\""), "{}", stderr(&extracted));
    let explained = dateline().args(["explain", "--story"]).arg(&feed).output().unwrap();
    assert_eq!(explained.status.code(), Some(0), "{}", stderr(&explained));
    let text = String::from_utf8(explained.stdout).unwrap();
    for expected in
        ["repeats      a  2023-03-03T08:00:00Z", "replaces", "Desaguadero", "nothing in the window is like it"]
    {
        assert!(text.contains(expected), "{expected} in {text}");
    }
}

#[test]
fn a_run_goes_on_with_what_it_remembers() {
    let scratch = Scratch::new();
    let all = articles();
    let mut lines = all.lines();
    scratch.pipeline(
        "[pipeline]\nstate = \"state\"\n[source]\ntype = \"directory\"\npath = \"in\"\nuntil = \"drained\"\n\
         [[sink]]\ntype = \"ndjson\"\npath = \"out.ndjson\"\nrecords = [\"article\"]\n",
    );
    for number in 0..3 {
        scratch.file(&format!("in/{number}.ndjson"), lines.next().unwrap().to_owned() + "\n");
        assert_eq!(scratch.run().status.code(), Some(0));
    }
    let records = scratch.records("out.ndjson");
    assert_eq!((&records[1]["duplicate_of"], &records[2]["version"]), (&"a".into(), &2.into()));
    assert_eq!(records[2]["story"], records[0]["story"]);
}
