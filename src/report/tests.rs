use std::io::Read;

use data_encoding::BASE64;
use serde_json::{Value, json};

use super::*;

fn event(id: &str, published: &str, words: &str) -> EventRecord {
    let actor = |name: &str, code: &str, at: usize| json!({"text": name, "start": at, "end": at + name.chars().count(), "name": name, "code": code, "country": code});
    serde_json::from_value(json!({
        "schema": "1", "id": id,
        "article": {"id": "a1", "published": published, "headline": "<b>Headline</b> & more", "url": "javascript:alert(1)"},
        "sentence": {"index": 0, "start": 10, "end": 10 + words.chars().count(), "text": words},
        "event": {"plover": "ACCUSE", "cameo": "111", "quad": "verbal-conflict", "polarity": "affirmed", "modality": "actual",
                  "trigger": {"text": "condemned", "lemma": "condemn", "start": 15, "end": 24}},
        "source": [actor("Peru", "PER", 10)],
        "target": [actor("Chile", "CHL", 25)],
        "place": {"text": "Lima", "start": 34, "end": 38, "name": "Lima", "country": "PER", "lat": -12.05, "lon": -77.04},
        "confidence": 0.8
    }))
    .unwrap()
}

fn page(events: &[EventRecord]) -> String {
    let mut report = Report::new(Chosen::default());
    for event in events {
        assert_eq!(report.add(event), Added::Taken);
    }
    let mut page = Vec::new();
    report.write("Peru & <Chile>", &mut page).unwrap();
    String::from_utf8(page).unwrap()
}

/// A packed piece of a page.
fn piece(page: &str, id: &str) -> Vec<u8> {
    let from = page.split_once(&format!("id=\"{id}\">")).unwrap().1;
    let packed = BASE64.decode(from.split_once('<').unwrap().0.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_page_holds_its_events_and_nothing_of_articles_in_its_markup() {
    let words = "Peru condemned Chile in Lima </script><script>alert(1)</script>.";
    let page = page(&[event("e1", "2024-03-01T10:00:00Z", words), event("e2", "2024-03-04", words)]);
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"));
    assert!(page.contains("<title>Peru &amp; &lt;Chile&gt;</title>"));
    assert!(page.contains("2 events of 1 article, 2024-03-01 to 2024-03-04"));
    for never in ["alert(1)", "Headline", "{{", "http-equiv=\"refresh", "src=\"http", "@import", "url("] {
        assert!(!page.contains(never), "{never}");
    }
    let details: Value = serde_json::from_slice(&piece(&page, "piece0")).unwrap();
    assert_eq!(details["sentences"], json!([[0, words]]), "events of one sentence share it");
    assert_eq!(details["articles"][0]["url"], Value::Null, "only addresses of the web become links");
    assert_eq!(details["events"][0]["marks"], json!([[0, 4, "s"], [5, 14, "v"], [15, 20, "t"], [24, 28, "p"]]));
    let names: Value = serde_json::from_slice(&piece(&page, "names")).unwrap();
    assert_eq!((&names["countries"][0][0], &names["countries"][0][1]), (&json!("PER"), &json!("Peru")));
    assert_eq!(names["events"], 2);
    let numbers = piece(&page, "numbers");
    assert_eq!(numbers.len(), 2 * (4 + 4 + 4 + 3) + 4 * 4);
    let days: Vec<i32> = numbers.chunks(4).take(2).map(|bytes| i32::from_le_bytes(bytes.try_into().unwrap())).collect();
    assert_eq!(days, [19_783, 19_786]);
}

#[test]
fn equal_events_give_equal_pages() {
    let events: Vec<EventRecord> = (0..700)
        .map(|number| event(&format!("e{number}"), "2024-03-01", &format!("Peru condemned Chile {number}.")))
        .collect();
    let one = page(&events);
    assert!(one == page(&events) && one.contains("id=\"piece2\"") && !one.contains("id=\"piece3\""));
}

#[test]
fn the_day_of_an_event_is_its_own_where_that_is_near() {
    for (value, expected, own) in [
        ("2024-02-28", "2024-02-28", true),
        ("2024-02-28T10:00", "2024-02-28", true),
        ("2001-09-11", "2024-03-01", false),
        ("2024-W08", "2024-03-01", false),
        ("PRESENT_REF", "2024-03-01", false),
    ] {
        let mut record = event("e", "2024-03-01", "Peru condemned Chile.");
        let time = json!({"text": "then", "start": 0, "end": 0, "type": "DATE", "value": value});
        record.time = Some(serde_json::from_value(time).unwrap());
        let day = columns::day(&record).unwrap();
        assert_eq!((day.date.to_string().as_str(), day.own), (expected, own), "{value}");
    }
    assert!(columns::day(&event("e", "soon", "Peru condemned Chile.")).is_none());
}

#[test]
fn days_and_confidence_choose() {
    let chosen = Chosen {
        from: Some("2024-03-02".parse().unwrap()),
        to: Some("2024-03-03".parse().unwrap()),
        min_confidence: 0.5,
    };
    let mut report = Report::new(chosen);
    let mut taken = |published: &str, confidence: f32| {
        let record = EventRecord { confidence, ..event("e", published, "Peru condemned Chile.") };
        report.add(&record) == Added::Taken
    };
    assert!(taken("2024-03-02", 0.5) && taken("2024-03-03", 1.0));
    assert!(!taken("2024-03-01", 0.9) && !taken("2024-03-04", 0.9) && !taken("2024-03-02", 0.4));
}

#[test]
fn files_of_records_are_read_in_any_packing() {
    let record = event("e1", "2024-03-01", "Peru condemned Chile.");
    let line = |kind: &str| {
        let mut value = serde_json::to_value(&record).unwrap();
        value["kind"] = json!(kind);
        value.to_string() + "\n"
    };
    let text = format!(
        "{}{{\"kind\":\"quote\"}}\n\n{{\"kind\":\n[]\n{{\"body\":\"x\"}}\n{}",
        line("event"),
        line("event").trim()
    );
    let gzip = {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        io::Write::write_all(&mut encoder, text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let zstd = zstd::encode_all(text.as_bytes(), 1).unwrap();
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in [("plain", text.as_bytes().to_vec()), ("gzip", gzip), ("zstd", zstd)] {
        let path = dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let (mut events, mut bad) = (0, Vec::new());
        let count = |_| {
            events += 1;
            true
        };
        input::read(&path, count, |record| bad.push(record.place)).unwrap();
        assert_eq!((events, bad), (2, [4, 5, 6].map(input::Place::Line).to_vec()), "{name}");
    }
    let missing = input::read(&dir.path().join("missing"), |_| true, |_| {});
    assert!(missing.unwrap_err().to_string().contains("missing"));
}
