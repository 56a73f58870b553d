//! `dateline explain`: syntax, names, events and quotations for people, on a terminal and as a page.

mod common;

use std::io::{Read, Write};
use std::process::{Output, Stdio};

use common::{Scratch, dateline, stderr};

const STORY: &str = "OSLO, March 3 (Meridian) - Norway's trade minister Ingrid Halvorsen said on Thursday that Finland had \
                     rejected an offer from Estonia. \u{201c}We will help our neighbours,\u{201d} Halvorsen told reporters.\n";

fn explain(arguments: &[&str]) -> Output {
    dateline().arg("explain").args(arguments).stdin(Stdio::null()).output().unwrap()
}

/// Standard output of a command that must go well.
fn shown(arguments: &[&str]) -> String {
    let output = explain(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// Whether a line of the tree says that `word` hangs on `head` with `label`.
fn hangs(tree: &str, word: &str, label: &str, head: &str) -> bool {
    let is_drawing = |part: &&str| part.chars().all(|c| c.is_ascii_digit() || "─│┌└├┤┐┘".contains(c));
    let mut rows = tree.lines().map(|line| line.split_whitespace().skip_while(is_drawing).take(3).collect::<Vec<_>>());
    rows.any(|row| row == [word, label, head])
}

#[test]
fn subjects_and_complements_are_shown() {
    let tree =
        shown(&["--only", "tree", "--text", "Kenya said that Uganda had closed the border, which Uganda denies."]);
    for (word, label, head) in [
        ("Kenya", "nsubj", "said"),
        ("closed", "ccomp", "said"),
        ("Uganda", "nsubj", "closed"),
        ("border", "dobj", "closed"),
        ("Uganda", "nsubj", "denies"),
    ] {
        assert!(hangs(&tree, word, label, head), "{word} {label} {head}\n{tree}");
    }
    assert!(!hangs(&tree, "Kenya", "nsubj", "closed"));
}

#[test]
fn a_story_is_shown_with_all_that_was_made_of_it() {
    let scratch = Scratch::new();
    let story = scratch.file("story.txt", STORY);
    let text = shown(&[story.to_str().unwrap()]);
    for part in [
        "dateline   OSLO, March 3 (Meridian)",
        "── 1 ──",
        "── 2 ──",
        "Ingrid Halvorsen PERSON",
        "event     REJECT",
        "Finland FIN → Estonia EST",
        "said by",
        "confidence",
        "quote     direct",
        "\u{201c}We will help our neighbours,\u{201d}",
        "speaker  Ingrid Halvorsen",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains('\u{1b}'), "no colours where no terminal is");
    let colored = shown(&["--color", "always", story.to_str().unwrap()]);
    assert!(colored.contains("\u{1b}["));
}

#[test]
fn sentences_and_sections_are_chosen() {
    let scratch = Scratch::new();
    let story = scratch.file("story.txt", STORY);
    let story = story.to_str().unwrap();
    let second = shown(&["--sentence", "2", story]);
    assert!(second.contains("── 2 ──") && !second.contains("── 1 ──"), "{second}");
    let quotes = shown(&["--only", "quotes", story]);
    assert!(quotes.contains("quote     direct") && !quotes.contains("nsubj") && !quotes.contains("event "), "{quotes}");
    let tokens = shown(&["--only", "tokens", "-s", "1", story]);
    assert!(tokens.lines().any(|line| line.split_whitespace().eq(["2", "'s", "'s", "POS", "case", "1"])), "{tokens}");
    assert!(shown(&["--sentence", "9-", story]).contains("the article has 2 sentences"));
}

#[test]
fn arcs_go_over_the_words_and_fit_the_width() {
    let words =
        "Ministers from Chad and Niger met in Paris on Monday to agree on a plan for the river that they share.";
    for layout in [["--arcs", "--width=60"], ["--layout=arcs", "--width=200"]] {
        let text = shown(&[layout[0], layout[1], "--only", "tree", "--text", words]);
        assert!(text.contains("◂nsubj") && text.contains("VBD ROOT"), "{text}");
        let width: usize = layout[1].trim_start_matches("--width=").parse().unwrap();
        assert!(text.lines().all(|line| line.chars().count() <= width), "{text}");
    }
}

#[test]
fn a_page_is_escaped_and_needs_nothing_else() {
    let scratch = Scratch::new();
    let page = scratch.path("page.html");
    let body = "Peru & Chile told AT&T that 5 < 6 and \"no\" in Lima.";
    let line = serde_json::json!({"id": "\"><script>alert(1)</script>", "headline": "A & B: 1 < 2", "body": body});
    let input = scratch.file("in.ndjson", line.to_string() + "\n");
    let option = format!("--html={}", page.display());
    assert_eq!(shown(&[&option, input.to_str().unwrap()]), "");
    let html = scratch.read("page.html");
    assert!(html.starts_with("<!DOCTYPE html>") && html.ends_with("</html>\n"));
    for never in ["<script", "<img", "<link", "http://", "https://", "src=", "@import", "url(", "& ", "AT&T", " < "] {
        assert!(!html.contains(never), "{never}");
    }
    for part in
        ["<title>A &amp; B: 1 &lt; 2</title>", "AT&amp;T", "\"&gt;&lt;script&gt;", "<svg", "prefers-color-scheme"]
    {
        assert!(html.contains(part), "{part}");
    }
    assert!(shown(&["--html", "--text", "Peru met Chile."]).contains("k-GPE"));
}

#[test]
fn a_page_of_many_stories_lists_them_and_takes_no_sentence_apart_unasked() {
    let scratch = Scratch::new();
    let story = |number: usize| {
        serde_json::json!({"headline": format!("Take {number}"), "body": "Peru condemned Chile."}).to_string() + "\n"
    };
    let input = scratch.file("in.ndjson", (1..=51).map(story).collect::<String>());
    let page = |arguments: &[&str], input: &std::path::Path| {
        let output = explain(&[arguments, &["--html", input.to_str().unwrap()]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        (String::from_utf8_lossy(&output.stdout).into_owned(), stderr(&output))
    };
    let apart = "Sentence by sentence";
    let (html, told) = page(&[], &input);
    assert!(html.contains("51 stories, 51 events") && html.contains("<a href=\"#a51\">Take 51</a>"));
    assert!(!html.contains(apart) && told.contains("--only tree"), "{told}");
    assert_eq!(html.matches(".e1v:is").count(), 3, "one event a story, however many stories");
    let (html, told) = page(&["--only", "names"], &input);
    assert!(html.contains(apart) && told.is_empty(), "{told}");
    let few = scratch.file("few.ndjson", (1..=50).map(story).collect::<String>());
    let (html, told) = page(&[], &few);
    assert!(html.contains(apart) && html.contains("50 stories") && told.is_empty(), "{told}");
}

#[test]
fn several_articles_come_through_standard_input() {
    let mut child = dateline()
        .args(["explain", "--only", "names", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = "{\"headline\":\"First\",\"body\":\"Talks began in Accra.\"}\n{\"body\":\n{\"headline\":\"Third\",\"body\":\"They ended in Lom\u{e9}.\"}\n";
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("First") && text.contains("Third") && text.contains(", line 3"), "{text}");
    assert!(stderr(&output).contains("invalid JSON") && stderr(&output).contains("line=2"), "{}", stderr(&output));
}

#[test]
fn exit_statuses_say_what_happened() {
    for (arguments, status, message) in [
        (vec!["/no/such/story.txt"], 3, "/no/such/story.txt"),
        (vec!["--text", " "], 3, "no text"),
        (vec!["--sentence", "0", "x"], 2, "counted from 1"),
        (vec!["--only", "verbs", "x"], 2, "verbs"),
        (vec!["--encoding", "klingon", "x"], 2, "klingon"),
        (vec!["--html=/no/such/directory/page.html", "--text", "Peru met Chile."], 1, "page.html"),
        (vec!["--html", "/no/such/page.html", "story.txt"], 2, "--html=/no/such/page.html"),
        (vec![], 0, ""),
    ] {
        let output = explain(&arguments);
        assert_eq!(output.status.code(), Some(status), "{arguments:?} {}", stderr(&output));
        assert!(stderr(&output).contains(message), "{arguments:?} {}", stderr(&output));
    }
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let scratch = Scratch::new();
    let line = serde_json::json!({"body": STORY.repeat(20)}).to_string() + "\n";
    let input = scratch.file("in.ndjson", line.repeat(40));
    let mut child = dateline().arg("explain").arg(input).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 100];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
}
