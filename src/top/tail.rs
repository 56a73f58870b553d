//! The last events of an output file, and those that are added to it.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::record::{EventRecord, Modality, Polarity};

/// How far back a file is read at first, in bytes.
const BACK: u64 = 256 << 10;
/// How much of a file is read in one go, in bytes.
const MOST: u64 = 4 << 20;
/// How many files are looked into at first.
const FIRST: usize = 8;

/// Where events are read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// This file.
    File(PathBuf),
    /// All files of this directory whose names end so.
    All(PathBuf, String),
}

impl Place {
    /// Where a sink with this path writes; none if its files are compressed.
    pub fn of_sink(path: &str) -> Option<Place> {
        let path = Path::new(path);
        let name = path.file_name()?.to_str()?;
        if name.ends_with(".gz") || name.ends_with(".zst") {
            return None;
        }
        let directory = crate::disk::parent(path);
        match path.to_str()?.contains('%') || name.contains('*') {
            false => Some(Place::File(path.to_owned())),
            true if directory.to_str()?.contains('%') => None,
            true => Some(Place::All(directory.to_owned(), format!(".{}", name.rsplit('.').next()?))),
        }
    }

    /// The files that are there, the one that was written last at the end.
    fn files(&self) -> Vec<Found> {
        let found = |path: PathBuf| {
            let metadata = std::fs::metadata(&path).ok()?;
            Some(Found { written: metadata.modified().ok()?, path, length: metadata.len() })
        };
        match self {
            Place::File(path) => found(path.clone()).into_iter().collect(),
            Place::All(directory, end) => {
                let fits = |entry: std::fs::DirEntry| -> Option<Found> {
                    let name = entry.file_name();
                    let name = name.to_str().filter(|name| !name.starts_with('.') && name.ends_with(end.as_str()))?;
                    found(directory.join(name))
                };
                let mut files: Vec<Found> =
                    std::fs::read_dir(directory).into_iter().flatten().flatten().filter_map(fits).collect();
                files.sort();
                files
            }
        }
    }
}

/// A file that is there.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    written: SystemTime,
    path: PathBuf,
    length: u64,
}

/// Reads on in files as they grow.
#[derive(Debug)]
pub struct Tail {
    place: Place,
    /// How far each file was read.
    read: HashMap<PathBuf, u64>,
    has_begun: bool,
}

/// An event in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The day of its article.
    pub day: String,
    /// Its type.
    pub plover: &'static str,
    /// Whether the type is one of cooperation.
    pub cooperates: bool,
    /// Who to whom, with codes.
    pub parties: String,
    /// Its sentence.
    pub sentence: String,
}

impl Tail {
    /// A reader of this file or directory.
    pub fn new(place: Place) -> Tail {
        Tail { place, read: HashMap::new(), has_begun: false }
    }

    /// The events that came since the last time; at the first time some that were there.
    pub fn read(&mut self) -> io::Result<Vec<Line>> {
        let files = self.place.files();
        let mut events = Vec::new();
        // At first those that were written last say enough.
        let old = if self.has_begun { 0 } else { files.len().saturating_sub(FIRST) };
        self.has_begun = true;
        for (number, Found { path, length, .. }) in files.into_iter().enumerate() {
            let at = match self.read.get(&path) {
                _ if number < old => length,
                Some(&at) if at <= length && length - at <= MOST => at,
                _ => length.saturating_sub(BACK),
            };
            let at = if at < length { read_on(&path, at, &mut events)? } else { at };
            self.read.insert(path, at);
        }
        Ok(events)
    }
}

/// Adds the events of a file from a place on, and returns up to where it was read.
fn read_on(path: &Path, mut at: u64, events: &mut Vec<Line>) -> io::Result<u64> {
    let mut file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(at),
        other => other?,
    };
    file.seek(SeekFrom::Start(at))?;
    let mut reader = BufReader::new(file.take(MOST));
    let mut text = Vec::new();
    loop {
        text.clear();
        let count = reader.read_until(b'\n', &mut text)?;
        // A line without an end is still being written.
        if count == 0 || text.last() != Some(&b'\n') {
            return Ok(at);
        }
        at += count as u64;
        // Other records, and the rest of a line in whose middle reading began, are no events.
        events.extend(line(&text));
    }
}

fn line(text: &[u8]) -> Option<Line> {
    if !text.starts_with(b"{\"kind\":\"event\"") {
        return None;
    }
    let event: EventRecord = serde_json::from_slice(text).ok()?;
    let names = |actors: &[crate::record::Actor]| {
        actors.iter().map(|actor| plain(actor.code.as_ref().unwrap_or(&actor.name))).collect::<Vec<_>>().join("+")
    };
    let not = if event.event.polarity == Polarity::Negated || event.event.modality == Modality::ReportedDenied {
        " (not)"
    } else {
        ""
    };
    let target = if event.target.is_empty() { String::new() } else { format!(" → {}", names(&event.target)) };
    Some(Line {
        day: plain(event.article.published.get(..10).unwrap_or(&event.article.published)),
        plover: event.event.plover.name(),
        cooperates: matches!(
            event.event.quad,
            crate::record::Quad::VerbalCooperation | crate::record::Quad::MaterialCooperation
        ),
        parties: format!("{}{target}{not}", names(&event.source)),
        sentence: plain(&event.sentence.text),
    })
}

/// A text without what would be orders to a terminal.
fn plain(text: &str) -> String {
    text.split(char::is_control).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn record(number: usize) -> String {
        format!(
            "{{\"kind\":\"event\",\"schema\":\"1\",\"id\":\"e{number}\",\"article\":{{\"id\":\"a\",\"published\":\"2024-03-01T10:00:00Z\"}},\
             \"sentence\":{{\"index\":0,\"start\":0,\"end\":21,\"text\":\"Peru condemned\\u001b Chile.\"}},\
             \"event\":{{\"plover\":\"ACCUSE\",\"quad\":\"verbal-conflict\",\"trigger\":{{\"text\":\"condemned\",\"lemma\":\"condemn\",\"start\":5,\"end\":14}},\
             \"polarity\":\"affirmed\",\"modality\":\"actual\"}},\"source\":[{{\"text\":\"Peru\",\"start\":0,\"end\":4,\"name\":\"Peru\",\"code\":\"PER\"}}],\
             \"target\":[{{\"text\":\"Chile\",\"start\":15,\"end\":20,\"name\":\"Chile\"}}],\"confidence\":0.9}}\n"
        )
    }

    #[test]
    fn a_file_is_read_as_it_grows() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("events.ndjson");
        let mut tail = Tail::new(Place::File(path.clone()));
        assert!(tail.read().unwrap().is_empty(), "it is not there yet");
        std::fs::write(&path, record(1) + "{\"kind\":\"quote\"}\n" + &record(2)[..50]).unwrap();
        let events = tail.read().unwrap();
        assert_eq!(events.len(), 1);
        assert_eq!(
            (events[0].day.as_str(), events[0].plover, events[0].parties.as_str()),
            ("2024-03-01", "ACCUSE", "PER → Chile")
        );
        assert_eq!(events[0].sentence, "Peru condemned  Chile.");
        std::fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(&record(2).as_bytes()[50..]).unwrap();
        assert_eq!(tail.read().unwrap().len(), 1);
        assert!(tail.read().unwrap().is_empty());
        std::fs::write(&path, record(3)).unwrap();
        assert_eq!(tail.read().unwrap().len(), 1, "it was written anew");
    }

    #[test]
    fn places_follow_the_paths_of_sinks() {
        assert_eq!(Place::of_sink("out/events.ndjson"), Some(Place::File("out/events.ndjson".into())));
        assert_eq!(Place::of_sink("out/%Y-%m-%d.ndjson"), Some(Place::All("out".into(), ".ndjson".to_owned())));
        assert_eq!(Place::of_sink("out/%Y/events.ndjson"), None);
        assert_eq!(Place::of_sink("out/events.ndjson.zst"), None);
        let dir = tempfile::tempdir().unwrap();
        for name in ["2024-01-01.ndjson", ".hidden.ndjson", "notes.txt"] {
            std::fs::write(dir.path().join(name), record(1)).unwrap();
        }
        let mut tail = Tail::new(Place::of_sink(dir.path().join("%Y.ndjson").to_str().unwrap()).unwrap());
        assert_eq!(tail.read().unwrap().len(), 1);
        // Records of one commit go to the files of several days, by turns.
        for _ in 0..2 {
            for day in ["2024-01-02", "2024-01-01"] {
                let path = dir.path().join(day).with_extension("ndjson");
                let mut file = std::fs::OpenOptions::new().append(true).create(true).open(path).unwrap();
                file.write_all(record(2).as_bytes()).unwrap();
            }
            assert_eq!(tail.read().unwrap().len(), 2, "each event is told once");
        }
    }
}
