//! The story that it all began with, where it is at hand: it belongs to its publisher and is no part of the project.

mod common;

use std::path::Path;

use common::{dateline, stderr};
use serde_json::Value;

#[test]
fn the_seed_story_gives_what_a_careful_coder_records() {
    let story = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed/ryabkov.txt");
    if !story.exists() {
        println!("skipped: the seed story is not at {}", story.display());
        return;
    }
    let output = dateline().arg("extract").arg(&story).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    let records: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();

    let article = &records[0];
    assert_eq!(article["dateline"]["text"], "MOSCOW (Reuters)");
    assert_eq!(article["dateline"]["places"][0]["name"], "Moscow");
    assert_eq!(article["agency"], "Reuters");
    assert_eq!((&article["published"], &article["published_basis"]), (&"2021-12-18".into(), &"url".into()));
    assert_eq!(article["credits"]["reporting"], serde_json::json!(["Maria Tsvetkova"]));
    assert_eq!(article["credits"]["additional_reporting"], serde_json::json!(["William Schomberg"]));
    assert_eq!(article["credits"]["editing"].as_array().unwrap().len(), 3);
    assert_eq!(article["links"].as_array().unwrap().len(), 1);
    assert!(!article["body"].as_str().unwrap().contains("http"));

    let said = |speaker: &str, via: Option<&str>| {
        let is = |quote: &&Value| {
            quote["type"] == "direct"
                && quote["speaker"]["name"] == speaker
                && quote.get("via").and_then(Value::as_str) == via
        };
        records.iter().filter(is).count()
    };
    assert_eq!(said("Sergei Ryabkov", Some("Interfax")), 2);
    assert!(said("Sergei Ryabkov", None) >= 1);
    assert_eq!(said("Liz Truss", Some("Twitter")), 1);

    let coded = |plover: &str, source: &str, target: &str| {
        let has = |side: &Value, code: &str| {
            side.as_array().is_some_and(|actors| {
                actors.iter().any(|actor| actor["code"].as_str().is_some_and(|c| c.starts_with(code)))
            })
        };
        records.iter().any(|record| {
            record["event"]["plover"] == plover && has(&record["source"], source) && has(&record["target"], target)
        })
    };
    let expected = [
        ("REQUEST", "RUS", "IGONAT"),
        ("AGREE", "USA", "RUS"),
        ("MOBILIZE", "RUS", "UKR"),
        ("ASSAULT", "RUS", "UKR"),
        ("ACCUSE", "GBRGOV", "RUS"),
        ("REQUEST", "GBRGOV", "RUS"),
    ];
    let found = expected.iter().filter(|(plover, source, target)| coded(plover, source, target)).count();
    assert!(found >= 5, "{found} of the events with both codes");
    for record in records.iter().filter(|record| record["kind"] == "event") {
        for actor in record["source"].as_array().into_iter().chain(record["target"].as_array()).flatten() {
            assert!(!["Reuters", "Interfax"].contains(&actor["name"].as_str().unwrap()), "{actor}");
        }
    }
}

/// The rows of the tokens of one sentence: number, word, lemma, tag, label, number of the head, kind of name.
type Rows = Vec<Vec<String>>;

/// Whether in one of the sentences `word` hangs with `label` on `head`, which itself answers to `above`: label and head.
fn hangs(sentences: &[Rows], word: &str, label: &str, head: &str, above: Option<(&str, &str)>) -> bool {
    let head_of = |rows: &Rows, row: &[String]| {
        let place: usize = row[5].parse().unwrap();
        place.checked_sub(1).map(|place| rows[place].clone())
    };
    sentences.iter().any(|rows| {
        rows.iter().filter(|row| row[1] == word && row[4] == label).any(|row| {
            head_of(rows, row).is_some_and(|found| {
                let higher = head_of(rows, &found).map(|higher| higher[1].clone());
                found[1] == head
                    && above.is_none_or(|(label, word)| found[4] == label && higher.as_deref() == Some(word))
            })
        })
    })
}

#[test]
fn the_seed_story_has_the_syntax_that_a_reader_sees() {
    let story = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed/ryabkov.txt");
    if !story.exists() {
        println!("skipped: the seed story is not at {}", story.display());
        return;
    }
    let output = dateline().args(["explain", "--only", "tokens"]).arg(&story).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    let rows = |part: &str| -> Rows {
        let cells = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let is_row =
            |row: &Vec<String>| row.len() >= 6 && row[0].parse::<usize>().is_ok() && row[5].parse::<usize>().is_ok();
        part.lines().map(cells).filter(is_row).collect()
    };
    let sentences: Vec<Rows> = text.split("\n── ").skip(1).map(rows).collect();
    assert!(sentences.len() >= 12 && sentences.iter().all(|rows| rows.len() > 3));

    assert!(hangs(&sentences, "Jake", "compound", "Sullivan", Some(("nsubj", "said"))));
    assert!(
        hangs(&sentences, "is", "auxpass", "prepared", Some(("ccomp", "said")))
            || hangs(&sentences, "is", "ccomp", "said", None)
    );
    assert!(hangs(&sentences, "Russia", "nsubj", "moved", Some(("ccomp", "said"))));
    assert!(hangs(&sentences, "Ukraine", "nsubj", "said", None));
    assert!(hangs(&sentences, "States", "conj", "Ukraine", Some(("nsubj", "said"))));
    assert!(hangs(&sentences, "Ryabkov", "nsubj", "said", None));
}
