//! `dateline eval`: figures over annotated sentences, and `dateline explain --why-not`.

mod common;

use std::process::{Output, Stdio};

use common::{Scratch, dateline, stderr};
use serde_json::{Value, json};

fn run(arguments: &[&str]) -> Output {
    dateline().args(arguments).stdin(Stdio::null()).output().unwrap()
}

/// Standard output of a command that must go well.
fn told(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn row(id: usize, text: &str, root: &str, source: &str, target: &str) -> Value {
    json!({"id": id.to_string(), "text": text, "root": root, "published": "2019-06-04",
           "source": {"text": source}, "target": {"text": target}})
}

/// Two sentences that are read rightly, one that is annotated with another type, one with another target, and one without
/// a word of the lexicon.
fn gold() -> String {
    let rows = [
        row(1, "Peru condemned Chile on Monday.", "ACCUSE", "Peru", "Chile"),
        row(2, "Kenya’s army attacked Somalia.", "ASSAULT", "Kenya’s army", "Somalia"),
        row(3, "Ghana praised Togo.", "YIELD", "Ghana", "Togo"),
        row(4, "Norway condemned Sweden, said Oman.", "ACCUSE", "Norway", "Oman"),
        row(5, "It drizzled on Malta and Cyprus.", "AID", "Malta", "Cyprus"),
    ];
    rows.iter().map(|row| format!("{row}\n")).collect()
}

#[test]
fn figures_are_those_that_can_be_counted_by_hand() {
    let scratch = Scratch::new();
    let gold = scratch.file("gold.jsonl", gold());
    let report: Value = serde_json::from_str(&told(&["eval", "--json", gold.to_str().unwrap()])).unwrap();
    // Four events: ACCUSE, ASSAULT, SUPPORT, ACCUSE.
    for (path, expected) in [
        ("sentences", 5.0),
        ("with_any_event", 0.8),
        ("events_per_sentence", 0.8),
        ("root/precision", 0.75),
        ("root/recall", 0.6),
        ("root/f1", 0.6667),
        // ACCUSE 1, ASSAULT 1, YIELD 0, AID 0.
        ("root/macro_f1", 0.5),
        ("triple_recall", 0.4),
        ("pair_recall", 0.6),
        ("source_recall", 0.8),
        ("target_recall", 0.6),
        ("given_pair/accuracy", 0.4),
        // ACCUSE 2/3, ASSAULT 1.
        ("given_pair/macro_f1", 0.4167),
    ] {
        let found = report.pointer(&format!("/{path}")).and_then(Value::as_f64);
        assert_eq!(found, Some(expected), "{path} {report:#}");
    }
    assert_eq!(report["confusion"]["YIELD"], json!({"SUPPORT": 1}));
    assert_eq!(report["confusion"]["ACCUSE"], json!({"ACCUSE": 1, "none": 1}));
    let bins = report["calibration"].as_array().unwrap();
    assert_eq!(bins.iter().map(|bin| bin["events"].as_u64().unwrap()).sum::<u64>(), 4);
    let kinds: Vec<_> = report["cases"].as_array().unwrap().iter().map(|case| (&case["line"], &case["kind"])).collect();
    let expected =
        [(3, "other_type"), (4, "other_actors"), (5, "no_event")].map(|(line, kind)| (json!(line), json!(kind)));
    assert_eq!(kinds, expected.iter().map(|(line, kind)| (line, kind)).collect::<Vec<_>>());
    let entries = &report["cases"][0]["found"][0]["entries"];
    assert!(entries[0].as_str().unwrap().starts_with("predicates/support.tsv:"), "{entries}");
}

#[test]
fn the_table_says_the_same_to_people() {
    let scratch = Scratch::new();
    let gold = scratch.file("gold.jsonl", gold());
    let text = told(&["eval", gold.to_str().unwrap()]);
    for part in [
        "type (micro average)     0.7500     0.6000  0.6667",
        "accuracy 0.4000, macro F1 0.4167",
        "line 3, 3: another type",
        "line 4, 4: other actors",
        "line 5, 5: no event",
        "gold    YIELD Ghana → Togo",
        "found   SUPPORT Ghana GHA → Togo TGO (both actors right",
        "actors  Malta MLT, Cyprus CYP",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let few = told(&["eval", "--errors", "1", gold.to_str().unwrap()]);
    assert!(few.contains("line 3, 3") && !few.contains("line 4, 4"), "{few}");
}

#[test]
fn parts_thresholds_and_own_tables_change_what_is_counted() {
    let scratch = Scratch::new();
    // Five by five: the second half is the sixth sentence alone.
    let sixth = row(6, "Fiji condemned Tonga.", "ACCUSE", "Fiji", "Tonga");
    let gold = scratch.file("gold.jsonl", format!("{}{sixth}\n", gold()));
    let report = |options: &[&str]| -> Value {
        let arguments = [&["eval", "--json"], options, &[gold.to_str().unwrap()]].concat();
        serde_json::from_str(&told(&arguments)).unwrap()
    };
    assert_eq!(report(&["--part", "first"])["sentences"], 5);
    let second = report(&["--part", "second"]);
    assert_eq!((&second["sentences"], &second["triple_recall"]), (&json!(1), &json!(1.0)));
    assert_eq!(report(&["--threshold", "1"])["with_any_event"], 0.0);
    let head = "entry\tpart\tsource\ttarget\trequires\tmode\tcontext\tcameo\n";
    scratch.file("own/predicates/accuse.tsv", format!("{head}accuse\tverb\tsubj\tobj\ttarget\t\t\t112\n"));
    let own = scratch.path("own");
    let without = report(&["--lexicon", own.to_str().unwrap()]);
    assert_eq!(
        without["types"][0],
        json!({"root": "ACCUSE", "gold": 3, "found": 0, "right": 0,
                                           "precision": 0.0, "recall": 0.0, "f1": 0.0})
    );
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    let scratch = Scratch::new();
    let broken = scratch.file("broken.jsonl", format!("{}{{\"id\": 7}}\n", gold()));
    let empty = scratch.file("empty.jsonl", "\n");
    for (arguments, status, message) in [
        (vec!["eval", broken.to_str().unwrap()], 1, "broken.jsonl:6: invalid type: integer `7`, expected a string"),
        (vec!["eval", empty.to_str().unwrap()], 1, "empty.jsonl: there are no sentences"),
        (vec!["eval", "/no/such/gold.jsonl"], 1, "cannot read /no/such/gold.jsonl"),
        (vec!["eval", "--threshold", "2", empty.to_str().unwrap()], 2, "a number from 0 to 1"),
        (vec!["eval"], 2, "GOLD.jsonl"),
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(status), "{arguments:?} {}", stderr(&output));
        assert!(stderr(&output).contains(message), "{arguments:?} {}", stderr(&output));
    }
}

#[test]
fn why_a_sentence_gave_no_event() {
    // Lines are broken at blanks.
    let why_not = |text: &str, words: &str| {
        told(&["explain", "--why-not", words, "--text", text]).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for (text, parts) in [
        (
            "An editorial lambasted Chile.",
            vec!["with a code Chile CHL", "“lambasted” gave no event", "nobody is found who does it", "accuse.tsv:"],
        ),
        (
            "Peru condemned on Monday.",
            vec!["with a code Peru PER", "“condemned” gave no event", "entered as predicates/", "advice"],
        ),
        ("It drizzled on Malta.", vec!["no word that could say an event", "its verbs drizzle", "predicates/"]),
        ("A gardener attacked weeds.", vec!["“attacked” gave no event", "people.tsv", "--actors FILE"]),
    ] {
        let shown = why_not(text, "the");
        assert_eq!(shown, "", "{text}: no sentence has these words");
        let shown = why_not(text, " ");
        for part in parts {
            assert!(shown.contains(part), "{part}\n{shown}");
        }
    }
}

#[test]
fn only_sentences_with_the_words_are_shown() {
    let text = "Peru condemned Chile. Ghana praised Togo. Fiji drizzled.";
    let shown = told(&["explain", "--why-not", "GHANA praised", "--text", text]);
    assert!(shown.contains("── 2 ──") && !shown.contains("── 1 ──") && !shown.contains("── 3 ──"), "{shown}");
    assert!(shown.contains("event     SUPPORT"), "an event that there is shows that the question is wrong\n{shown}");
    let nowhere = run(&["explain", "--why-not", "Samoa", "--text", text]);
    assert_eq!((nowhere.status.code(), nowhere.stdout.as_slice()), (Some(0), &b""[..]));
    assert!(stderr(&nowhere).contains("no sentence contains “Samoa”"));
    let page = told(&["explain", "--html", "--why-not", "Fiji", "--text", text]);
    assert!(page.contains("no word that could say an event") && page.contains("Fiji FJI"), "{page}");
}

#[test]
fn the_entries_of_an_event_are_shown() {
    for option in ["--color=never", "--html"] {
        let shown = told(&["explain", option, "--only", "events", "--text", "Peru condemned Chile."]);
        assert!(shown.contains("predicates/accuse.tsv:") && shown.contains("· condemn · verb · subj"), "{shown}");
    }
}
