//! Every wire format and variant: what comes of the files in `tests/formats/`, part by part.
//!
//! Beside each folder `NAME` stands `NAME.expected`: the articles that its files give, in their order, and what was refused, and
//! why. Paragraphs that are read for events are marked with `|`, others with `·`. `UPDATE_EXPECTED=1 cargo test --test formats`
//! writes them anew; read the difference before you commit it.

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

#[test]
fn every_format_gives_its_articles() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let folders: Vec<PathBuf> = children(&folder).into_iter().filter(|path| path.is_dir()).collect();
    assert!(folders.len() > 10, "the samples are gone: only {folders:?}");
    for folder in folders {
        let found = read(&children(&folder));
        let expected = folder.with_extension("expected");
        if update {
            fs::write(&expected, &found).unwrap();
        }
        let expected = fs::read_to_string(&expected).unwrap_or_default();
        assert!(expected == found, "{}: not as expected, but\n{found}", folder.display());
    }
}

/// What stands in `folder`, in order.
fn children(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

/// What comes of files, a part a line.
fn read(files: &[PathBuf]) -> String {
    let output = common::dateline()
        .args(["extract", "--records", "article", "--log-format", "json"])
        .args(files)
        .output()
        .unwrap();
    let mut text = String::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        show_article(&mut text, &serde_json::from_str(line).unwrap());
    }
    for line in String::from_utf8(output.stderr).unwrap().lines() {
        let message: Value = serde_json::from_str(line).unwrap_or_default();
        if let (Some(error), Some(file)) = (message["error"].as_str(), message["file"].as_str()) {
            let name = Path::new(file).file_name().unwrap_or_default().display();
            writeln!(text, "== refused\n{name}: {error}").unwrap();
        }
    }
    text
}

fn show_article(text: &mut String, article: &Value) {
    writeln!(text, "== article").unwrap();
    for (name, value) in article.as_object().unwrap() {
        // Ranges follow from texts; the time of receipt is that of the file.
        let follows =
            ["kind", "schema", "paragraphs", "sentences", "body", "links", "times", "places", "actors", "quantities"]
                .contains(&name.as_str());
        let received = name == "published" && article["published_basis"] == "received";
        if !follows && !received {
            match name.as_str() {
                "dateline" => writeln!(text, "{name}: {} {}", value["text"], value["date"]).unwrap(),
                _ => writeln!(text, "{name}: {value}").unwrap(),
            }
        }
    }
    for link in article["links"].as_array().into_iter().flatten() {
        writeln!(text, "link: {}", link["url"]).unwrap();
    }
    let sentences: Vec<(usize, usize)> = article["sentences"].as_array().into_iter().flatten().map(range).collect();
    let characters: Vec<char> = article["body"].as_str().unwrap().chars().collect();
    for (start, end) in article["paragraphs"].as_array().into_iter().flatten().map(range) {
        let words: String = characters[start..end].iter().collect();
        let is_read = sentences.iter().any(|(from, to)| *from < end && *to > start);
        writeln!(text, "{} {words}", if is_read { "|" } else { "·" }).unwrap();
    }
}

fn range(value: &Value) -> (usize, usize) {
    let at = |name: &str| value[name].as_u64().unwrap() as usize;
    (at("start"), at("end"))
}
