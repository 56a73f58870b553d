//! Single lines, with what the end-to-end tests have no articles for.

use serde_json::{Value, json};

use super::*;
use crate::record::{ArticleRecord, Range};

fn records(event: Value) -> ArticleRecords {
    let article = ArticleRecord {
        paragraphs: vec![Range { start: 0, end: 10 }, Range { start: 11, end: 60 }, Range { start: 61, end: 90 }],
        sentences: vec![Range { start: 11, end: 30 }, Range { start: 31, end: 60 }, Range { start: 61, end: 90 }],
        ..ArticleRecord::default()
    };
    ArticleRecords { article, events: vec![serde_json::from_value(event).unwrap()], quotes: Vec::new() }
}

fn event(more: Value) -> Value {
    let mut event = json!({
        "schema": "1", "id": "efedcba9876543210",
        "article": {"id": "a1", "published": "2021-12-18T23:30:00-05:00", "url": "https://example.org/1", "source": "Wire"},
        "sentence": {"index": 1, "start": 31, "end": 60, "text": "One\ttwo\nthree"},
        "event": {"plover": "ASSAULT", "cameo": "1823", "quad": "material-conflict", "polarity": "affirmed",
                  "modality": "actual", "trigger": {"text": "met", "lemma": "meet", "start": 3, "end": 6}},
        "source": [{"text": "he", "start": 1, "end": 2, "name": "Army; of\t\"Russia\"", "code": "RUSMILREB", "country": "RUS"},
                   {"text": "NATO", "start": 1, "end": 2, "name": "NATO", "code": "IGONAT"}],
        "target": [],
        "confidence": 0.5,
    });
    event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    event
}

fn place(feature: &str, country: &str) -> Value {
    json!({"text": "x", "start": 1, "end": 2, "name": "Springfield", "admin1": "Illinois", "country": country,
           "lat": 39.8, "lon": -89.64, "feature": feature, "geonames_id": 4_250_542})
}

fn lines(layout: Layout, which: Option<Which>, event: Value) -> Vec<Vec<String>> {
    let mut bytes = Vec::new();
    Table::new(layout, which).append(&records(event), &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

#[test]
fn gdelt_has_what_is_known_and_nothing_else() {
    let found = lines(Layout::Gdelt, None, event(json!({"place": place("PPL", "USA")})));
    assert_eq!(found.len(), 2);
    let mut expected = vec![String::new(); 61];
    for (at, text) in [
        (1, "20211218"),
        (2, "202112"),
        (3, "2021"),
        (4, "2021.9999"),
        (5, "RUSMILREB"),
        (6, "ARMY; OF 'RUSSIA'"),
        (7, "RUS"),
        (12, "MIL"),
        (13, "REB"),
        (25, "1"),
        (26, "1823"),
        (27, "182"),
        (28, "18"),
        (29, "4"),
        (30, "-10.0"),
        (31, "1"),
        (32, "1"),
        (33, "1"),
        (51, "3"),
        (52, "Springfield, Illinois"),
        (56, "39.8"),
        (57, "-89.64"),
        (59, "20211219043000"),
        (60, "https://example.org/1"),
    ] {
        expected[at] = text.to_owned();
    }
    expected[0] = (0xfedc_ba98_7654_3210_u64 >> 1).to_string();
    assert_eq!(found[0], expected);
    assert_eq!(&found[1][5..14], ["IGONAT", "NATO", "", "NAT", "", "", "", "IGO", ""]);
    assert_ne!(found[1][0], found[0][0]);
}

#[test]
fn places_have_gdelts_types() {
    for (feature, country, expected) in
        [("PCLI", "FRA", "1"), ("ADM1", "USA", "2"), ("ADM1", "FRA", "5"), ("PPLC", "FRA", "4"), ("LK", "USA", "3")]
    {
        let found = lines(Layout::Gdelt, None, event(json!({"place": place(feature, country)})));
        assert_eq!(found[0][51], expected, "{feature} {country}");
    }
}

#[test]
fn days_come_from_the_event_and_else_from_the_article() {
    let time =
        |kind: &str, value: &str| json!({"time": {"text": "t", "start": 0, "end": 1, "type": kind, "value": value}});
    for (more, expected) in [
        (json!({}), ["20211218", "202112", "2021"]),
        (time("DATE", "2021-11-30"), ["20211130", "202111", "2021"]),
        (time("TIME", "2021-11-30T09:00"), ["20211130", "202111", "2021"]),
        (time("DATE", "2021-11"), ["", "202111", "2021"]),
        (time("DATE", "1994"), ["", "", "1994"]),
        (time("DATE", "PAST_REF"), ["20211218", "202112", "2021"]),
        (time("DURATION", "P2D"), ["20211218", "202112", "2021"]),
    ] {
        let found = lines(Layout::Gdelt, None, event(more.clone()));
        assert_eq!(found[0][1..4], expected, "{more}");
    }
}

#[test]
fn dates_without_a_time_of_day_stay_without() {
    let found = lines(Layout::Gdelt, None, event(json!({"article": {"id": "a", "published": "2021-12-18"}})));
    assert_eq!((found[0][59].as_str(), found[0][60].as_str()), ("20211218", ""));
}

#[test]
fn the_lead_is_the_paragraph_of_the_first_sentence() {
    for (index, start, expected) in [(0, 11, "1"), (1, 31, "1"), (2, 61, "0")] {
        let sentence = json!({"index": index, "start": start, "end": start + 5, "text": "x"});
        assert_eq!(lines(Layout::Gdelt, None, event(json!({"sentence": sentence})))[0][25], expected, "{index}");
    }
}

#[test]
fn only_what_happened_is_written_unless_all_is_asked_for() {
    let with = |key: &str, value: &str| {
        let mut event = event(json!({}));
        event["event"][key] = json!(value);
        event
    };
    for (event, actual) in [
        (event(json!({})), true),
        (event(json!({"same_as": "e1"})), false),
        (with("polarity", "negated"), false),
        (with("modality", "intended"), false),
        (with("modality", "reported-denied"), false),
    ] {
        for layout in [Layout::Gdelt, Layout::Phoenix] {
            assert_eq!(!lines(layout, None, event.clone()).is_empty(), actual, "{event}");
            assert_eq!(lines(layout, Some(Which::All), event.clone()).len(), 2);
        }
        assert_eq!(!lines(Layout::Csv, Some(Which::Actual), event.clone()).is_empty(), actual);
        assert!(!lines(Layout::Csv, None, event).is_empty());
    }
}

#[test]
fn phoenix_takes_codes_apart() {
    let target = json!([{"text": "x", "start": 0, "end": 1, "name": "x", "code": "SYRCOPSHIRAD", "country": "SYR"},
                        {"text": "y", "start": 0, "end": 1, "name": "y"}]);
    let found = lines(Layout::Phoenix, None, event(json!({"target": target, "place": place("PPL", "USA")})));
    assert_eq!(found.len(), 4);
    assert_eq!(found[0][..5], ["efedcba9876543210", "20211218", "2021", "12", "18"]);
    assert_eq!(found[0][5..13], ["RUSMILREB", "RUS", "MIL", "REB", "SYRCOPSHIRAD", "SYR", "COP", "SHI;RAD"]);
    assert_eq!(found[0][13..18], ["1823", "18", "4", "-10.0", ""]);
    assert_eq!(found[0][18..23], ["39.8", "-89.64", "Springfield", "Illinois", "USA"]);
    assert_eq!(found[0][23..], ["a1_1", "https://example.org/1", "Wire"]);
    assert_eq!(found[3][0], "efedcba9876543210.4");
    assert_eq!(found[3][5..13], ["IGONAT", "IGO", "", "NAT", "", "", "", ""]);
}

#[test]
fn csv_quotes_what_needs_it_and_names_its_columns() {
    let table = Table::new(Layout::Csv, None);
    let mut bytes = table.header().unwrap();
    table.append(&records(event(json!({}))), &mut bytes).unwrap();
    let mut reader = ::csv::Reader::from_reader(bytes.as_slice());
    let names = reader.headers().unwrap().clone();
    let rows: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1);
    let cell = |name: &str| &rows[0][names.iter().position(|known| known == name).unwrap()];
    assert_eq!(cell("sentence"), "One\ttwo\nthree");
    assert_eq!(cell("source_name"), "Army, of\t\"Russia\";NATO");
    assert_eq!((cell("source_country"), cell("source_role")), ("RUS;", ";"));
    assert_eq!((cell("target_name"), cell("confidence"), cell("quad")), ("", "0.5", "material-conflict"));
}

#[test]
fn columns_have_names_of_their_own() {
    for (layout, count) in [(Layout::Csv, 62), (Layout::Gdelt, 61), (Layout::Phoenix, 26)] {
        let names: std::collections::BTreeSet<_> =
            Table::new(layout, None).columns.iter().map(|(name, _)| *name).collect();
        assert_eq!(names.len(), count, "{layout:?}");
    }
}
