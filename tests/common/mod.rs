//! What the end-to-end tests share: a scratch directory, stories to put into it, and running the binary.

#![allow(dead_code)]

pub mod sim_disk;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant, SystemTime};

use tempfile::TempDir;

/// A directory of its own for one test, with a pipeline in it.
pub struct Scratch {
    dir: TempDir,
    relative: std::cell::Cell<bool>,
}

impl Scratch {
    /// An empty directory with an empty `in` below it.
    pub fn new() -> Scratch {
        let scratch = Scratch { dir: tempfile::tempdir().unwrap(), relative: std::cell::Cell::new(false) };
        fs::create_dir(scratch.path("in")).unwrap();
        scratch
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file, long settled.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        set_age(&path, 1000);
        path
    }

    /// The whole of a file as text.
    pub fn read(&self, name: &str) -> String {
        let path = self.path(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// The JSON objects of an NDJSON file; none if it does not exist.
    pub fn records(&self, name: &str) -> Vec<serde_json::Value> {
        let text = fs::read_to_string(self.path(name)).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// How many lines a file has; none if it does not exist.
    pub fn records_or_none(&self, name: &str) -> usize {
        fs::read_to_string(self.path(name)).unwrap_or_default().lines().count()
    }

    /// The sorted names in a directory; none if it does not exist.
    pub fn names(&self, dir: &str) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.path(dir))
            .map(|entries| entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect())
            .unwrap_or_default();
        names.sort();
        names
    }

    /// Writes the pipeline file `p.toml`.
    pub fn pipeline(&self, text: &str) {
        fs::write(self.path("p.toml"), text).unwrap();
    }

    /// From now on the pipeline file is given by a relative path, as people mostly do.
    pub fn pipeline_is_given_relatively(&self) {
        self.relative.set(true);
    }

    /// The command `dateline run p.toml`.
    pub fn run_command(&self) -> Command {
        let mut command = dateline();
        let pipeline = if self.relative.get() { PathBuf::from("p.toml") } else { self.path("p.toml") };
        command.arg("run").arg(pipeline).current_dir(self.dir.path());
        command
    }

    /// Runs `dateline run p.toml` to its end.
    pub fn run(&self) -> Output {
        self.run_command().output().unwrap()
    }

    /// Starts `dateline run p.toml`.
    pub fn start(&self) -> Child {
        self.run_command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }
}

/// The command `dateline`.
pub fn dateline() -> Command {
    Command::new(env!("CARGO_BIN_EXE_dateline"))
}

/// Says that a file was last modified `seconds` after a fixed moment in the past.
pub fn set_time(path: &Path, seconds: u64) {
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 + seconds);
    fs::File::options().append(true).open(path).unwrap().set_modified(time).unwrap();
}

/// Says that a file was last modified `seconds` ago.
pub fn set_age(path: &Path, seconds: u64) {
    let time = SystemTime::now() - Duration::from_secs(seconds);
    fs::File::options().append(true).open(path).unwrap().set_modified(time).unwrap();
}

/// Waits until `done` says so, but not longer than `most`; how long it took.
pub fn wait_for(what: &str, most: Duration, mut done: impl FnMut() -> bool) -> Duration {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < most, "{what}: not within {most:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
    begun.elapsed()
}

/// What a process said on standard error.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Sends a signal to a process.
pub fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").arg(format!("-{name}")).arg(child.id().to_string()).status().unwrap();
    assert!(sent.success());
}

/// Numbers that look random and are the same in every run.
pub struct Random(u64);

impl Random {
    /// A sequence for a seed.
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % limit
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len() as u64) as usize]
    }
}

const CITIES: [&str; 6] = ["MOSCOW", "PARIS", "KYIV", "NAIROBI", "BEIJING", "LIMA"];
const ACTORS: [&str; 8] =
    ["Russia", "France", "the United States", "Kenya", "China", "Peru", "Ukraine", "the United Nations"];
const DEEDS: [&str; 8] = [
    "condemned",
    "held talks with",
    "imposed sanctions on",
    "sent humanitarian aid to",
    "threatened to attack",
    "rejected a demand from",
    "signed an agreement with",
    "accused spies of",
];

/// A story of about `sentences` sentences, in the manner of a wire.
pub fn story(random: &mut Random, sentences: u64) -> String {
    let mut text = format!("{} (Reuters) - ", random.pick(&CITIES));
    for number in 0..sentences.max(1) {
        let (who, what, whom) = (random.pick(&ACTORS), random.pick(&DEEDS), random.pick(&ACTORS));
        text +=
            &format!("{who} {what} {whom} on Friday, officials said in a statement number {}.", random.below(10_000));
        text.push(if number % 2 == 1 { '\n' } else { ' ' });
    }
    text + "“We are ready to talk,” a spokesman said — without saying more.\n"
}

/// A story as an NDJSON line.
pub fn line(random: &mut Random, id: u64, sentences: u64) -> String {
    line_of(id, &story(random, sentences))
}

/// A text as an NDJSON line.
pub fn line_of(id: u64, body: &str) -> String {
    let published = format!("2023-{:02}-{:02}T08:00:00Z", id / 28 % 12 + 1, id % 28 + 1);
    serde_json::json!({"id": format!("n{id}"), "headline": "A story", "published": published, "body": body}).to_string()
        + "\n"
}
