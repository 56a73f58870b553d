//! What a letter holds of its item.

use std::io::Write;

use super::letter::{Content, Line, Lines, content};
use super::*;
use crate::record::Position;

fn letter(error: &str, line: Option<u64>, raw: &str, length: Option<u64>) -> DeadLetter {
    DeadLetter {
        error: error.to_owned(),
        position: Position { offset: if line.is_some() { 7 } else { 0 }, line },
        raw: Some(raw.to_owned()).filter(|raw| !raw.is_empty()),
        raw_length: length,
        ..DeadLetter::default()
    }
}

#[test]
fn letters_are_taken_for_what_they_hold() {
    let item = |raw: &str| Content::Item(raw.as_bytes().to_vec());
    let rest = |raw: &str, length| Content::Rest { begins_with: raw.as_bytes().to_vec(), length };
    let range = |raw: &str, length| Content::Range { begins_with: raw.as_bytes().to_vec(), length };
    for (letter, expected) in [
        (letter("invalid JSON at byte 3", Some(2), "{x", None), item("{x")),
        (letter("invalid JSON at byte 3", Some(2), "{x", Some(900)), range("{x", 900)),
        (letter("the line is longer than 16 MiB", Some(2), "{x", Some(900)), range("{x", 900)),
        (letter("the article is larger than 16 MiB", None, "ab", Some(900)), rest("ab", 900)),
        (letter("no article: none of the fields", None, "{}", None), item("{}")),
        (letter("unknown format: it looks like XML", None, "<a", None), item("<a")),
        (letter("unknown format: it looks like XML", None, "<a-long-beginning", None), rest("<a-long-beginning", 17)),
        (letter("it breaks off: the compressed data has no end", Some(9), "{\"a", None), rest("{\"a", 3)),
        (letter("cannot read it: bad block", None, "", None), rest("", 0)),
        (letter("the file is empty", None, "", None), Content::Nothing("it carries no bytes")),
    ] {
        let limits = Limits { raw: crate::read::limits::Size(10), ..Limits::default() };
        assert_eq!(content(&letter, &limits), expected, "{letter:?}");
    }
    let bytes = DeadLetter { raw_base64: Some("/wA=".to_owned()), ..letter("x", Some(1), "", None) };
    assert_eq!(content(&bytes, &Limits::default()), Content::Item(vec![0xff, 0]));
    let broken = DeadLetter { raw_base64: Some("%".to_owned()), ..letter("x", Some(1), "", None) };
    assert!(matches!(content(&broken, &Limits::default()), Content::Nothing(_)));
}

#[test]
fn lines_that_are_no_letters_are_told_apart() {
    let good = serde_json::to_string(&crate::record::Record::DeadLetter(Box::default())).unwrap();
    let text = format!("{good}\n\n{{\"kind\": \"event\n{good}");
    let mut lines = Lines::new(text.as_bytes(), 0);
    lines.skip(0).unwrap();
    let mut found = String::new();
    while let Some(line) = lines.next().unwrap() {
        found += match line {
            Line::Letter(_) => "letter ",
            Line::Blank => "blank ",
            Line::Broken { number: 3, .. } => "broken ",
            Line::Broken { .. } => "elsewhere ",
        };
    }
    assert_eq!(found, "letter blank broken letter ");
    assert_eq!((lines.offset(), lines.line()), (text.len() as u64, 4));
}

/// The reasons by which failures of files are known are words of the reader, which may change there.
#[test]
fn failures_of_files_are_known_by_their_reasons() {
    let dir = tempfile::tempdir().unwrap();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let lines: String = (0..20_000).map(|id| format!("{{\"id\": \"{id}\", \"body\": \"x{}\"}}\n", id * 7919)).collect();
    packed.write_all(lines.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    std::fs::write(dir.path().join("cut.ndjson.gz"), &packed[..packed.len() / 2]).unwrap();
    std::fs::write(dir.path().join("large.txt"), "A story.\n".repeat(100)).unwrap();
    let limits = Limits { article: crate::read::limits::Size(100), ..Limits::default() };
    for (name, is_rest) in [("cut.ndjson.gz", true), ("missing", true), ("large.txt", true)] {
        let letters = dead_letters_of(&dir.path().join(name), &limits);
        assert_eq!(letters.len(), 1, "{name}");
        let found = content(&letters[0], &Limits { raw: crate::read::limits::Size(50), ..Limits::default() });
        assert_eq!(matches!(found, Content::Rest { .. }), is_rest, "{name}: {}", letters[0].error);
    }
}

/// The dead letters that come of reading one file.
fn dead_letters_of(path: &std::path::Path, limits: &Limits) -> Vec<DeadLetter> {
    use crate::pipeline::stats::Stats;
    use crate::read::feed::{BatchSize, Gate};
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (sender, batches) = async_channel::unbounded();
    let size = BatchSize { bytes: 1 << 20, items: 1000 };
    let feed = Feed::new(
        sender,
        1 << 30,
        runtime.handle().clone(),
        Arc::new(Gate::default()),
        Arc::new(Stats::default()),
        size,
    );
    let disk: Arc<dyn Disk> = Arc::new(crate::disk::LocalDisk);
    let files = crate::read::files::Files { disk, paths: vec![path.to_owned()], limits: limits.clone() };
    std::thread::scope(|scope| scope.spawn(|| Box::new(files).run(feed)).join().unwrap().unwrap());
    let mut letters = Vec::new();
    while let Ok(batch) = batches.try_recv() {
        letters.extend(batch.items.into_iter().filter_map(|item| match item.content {
            crate::read::Content::Dead(letter) => Some(*letter),
            crate::read::Content::Raw(..) => None,
        }));
    }
    letters
}
