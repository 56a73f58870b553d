//! The durable pass-through (NDJSON in, normalize only, NDJSON out, every commit synced) beside a plain loop that reads,
//! parses and writes the same lines with serde_json on one thread and makes nothing durable.
//!
//!     cargo bench --bench passthrough                 300 MB of articles of 3 KB, five rounds
//!     cargo bench --bench passthrough -- 3 300 3000   peak memory for 3 MB, 300 MB and 3 GB
//!
//! Both run in each round, one after the other, so that their ratio does not depend on how busy the machine is; before each
//! the disk is synced, so that neither pays for what the other left in the page cache. The
//! articles are made of random words, so that no cache of the processor or of the program sees the same text twice.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 5;

const PIPELINE: &str = "
[pipeline]
state = \"state\"
[source]
type = \"directory\"
path = \"in\"
settle = \"0s\"
until = \"drained\"
[extract]
enabled = false

[stories]
repeats = \"pass\"
[[sink]]
type = \"ndjson\"
path = \"out.ndjson\"
";

fn main() {
    // Cargo passes `--bench`; numbers are sizes in MB.
    let sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![300] } else { sizes };
    for megabytes in sizes {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("in")).unwrap();
        let input = dir.path().join("in/articles.ndjson");
        let bytes = make_articles(&input, megabytes * 1_000_000);
        fs::write(dir.path().join("p.toml"), PIPELINE).unwrap();
        let (mut ours, mut plain, mut ratios, mut peak) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for _ in 0..ROUNDS {
            let loop_took = plain_loop(&input, &dir.path().join("plain.ndjson"));
            let (took, memory) = pipeline(dir.path());
            ratios.push(loop_took.as_secs_f64() / took.as_secs_f64());
            ours.push(bytes as f64 / 1e6 / took.as_secs_f64());
            plain.push(bytes as f64 / 1e6 / loop_took.as_secs_f64());
            peak = peak.max(memory);
        }
        println!(
            "{megabytes} MB: pipeline {:.0} MB/s, plain loop {:.0} MB/s, ratio {:.2} (medians of {ROUNDS}), peak memory {:.1} MB",
            median(&mut ours),
            median(&mut plain),
            median(&mut ratios),
            peak as f64 / 1e3
        );
    }
}

/// Writes articles of about 3 KB; returns how many bytes.
fn make_articles(path: &Path, bytes: usize) -> usize {
    const WORDS: [&str; 24] = [
        "government",
        "said",
        "on",
        "Monday",
        "the",
        "talks",
        "with",
        "ministers",
        "from",
        "Paris",
        "would",
        "resume",
        "after",
        "a",
        "pause",
        "of",
        "three",
        "weeks",
        "officials",
        "in",
        "Nairobi",
        "agreed",
        "to",
        "meet",
    ];
    let mut random: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut out = BufWriter::new(File::create(path).unwrap());
    let (mut written, mut id) = (0, 0);
    while written < bytes {
        let mut body = String::from("GENEVA (Reuters) - ");
        for number in 1..480 {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            body += WORDS[(random >> 33) as usize % WORDS.len()];
            body.push_str(match number {
                n if n % 80 == 0 => ".\n",
                n if n % 20 == 0 => ". ",
                _ => " ",
            });
        }
        let url = format!("https://news.example/{id}");
        let article = serde_json::json!({"id": format!("a{id}"), "source": "wire", "headline": "Talks to resume in Geneva",
            "published": "2023-05-05T10:00:00Z", "url": url, "body": body});
        let line = article.to_string() + "\n";
        out.write_all(line.as_bytes()).unwrap();
        written += line.len();
        id += 1;
    }
    out.flush().unwrap();
    written
}

/// Reads, parses and writes every line.
fn plain_loop(input: &Path, output: &Path) -> Duration {
    let _ = fs::remove_file(output);
    sync();
    let begun = Instant::now();
    let mut lines = BufReader::with_capacity(128 << 10, File::open(input).unwrap());
    let mut out = BufWriter::with_capacity(128 << 10, File::create(output).unwrap());
    let mut line = String::new();
    while lines.read_line(&mut line).unwrap() > 0 {
        let article: serde_json::Value = serde_json::from_str(&line).unwrap();
        serde_json::to_writer(&mut out, &article).unwrap();
        out.write_all(b"\n").unwrap();
        line.clear();
    }
    out.flush().unwrap();
    begun.elapsed()
}

/// Runs the pipeline from nothing; how long it took, and its peak memory in kilobytes.
fn pipeline(dir: &Path) -> (Duration, u64) {
    let _ = fs::remove_dir_all(dir.join("state"));
    let _ = fs::remove_file(dir.join("out.ndjson"));
    sync();
    let begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .arg("run")
        .arg(dir.join("p.toml"))
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    // Linux remembers the peak; the last look before the process ends is close enough to it.
    let watcher = std::thread::spawn(move || {
        let mut peak = 0;
        while let Ok(text) = fs::read_to_string(&status)
            && let Some(line) = text.lines().find(|line| line.starts_with("VmHWM"))
        {
            peak = line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(peak);
            std::thread::sleep(Duration::from_millis(20));
        }
        peak
    });
    let status = child.wait().unwrap();
    let took = begun.elapsed();
    assert!(status.success(), "{status}");
    (took, watcher.join().unwrap())
}

fn sync() {
    assert!(Command::new("sync").status().unwrap().success());
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
