//! Feeds the linguistic core with hostile text.
//!
//! ```text
//! cargo run --release --example fuzz -- --minutes 10    random texts; what breaks a promise is made small and printed
//! cargo run --release --example fuzz -- --linear        the time of 1 MB and of 10 MB of the worst texts we know
//! ```
//!
//! The promises are in `tests/common/hostile.rs`. Random texts differ from run to run; `--seed N` repeats a run.

#[path = "../tests/common/hostile.rs"]
mod hostile;

use std::cell::{Cell, RefCell};
use std::error::Error;
use std::time::{Duration, Instant};

use dateline::nlp::{Core, Document, Workspace};
use dateline::span::Span;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

const USAGE: &str = "usage: fuzz --minutes N [--seed N]
       fuzz --linear";

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let (mut minutes, mut seed, mut linear) = (0.0, 0u64, false);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--minutes" => minutes = words.next().ok_or(USAGE)?.parse()?,
            "--seed" => seed = words.next().ok_or(USAGE)?.parse()?,
            "--linear" => linear = true,
            _ => return Err(USAGE.into()),
        }
    }
    if linear {
        return time_worst();
    }
    if minutes <= 0.0 {
        return Err(USAGE.into());
    }
    if seed == 0 {
        seed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_nanos() as u64;
    }
    fuzz(Duration::from_secs_f64(minutes * 60.0), seed)
}

/// Tries random texts until the time is up, or until one breaks a promise.
fn fuzz(time: Duration, seed: u64) -> Result<(), Box<dyn Error>> {
    println!("seed {seed}");
    let config = Config { cases: 1_000, failure_persistence: None, ..Config::default() };
    let reader = RefCell::new(hostile::Reader::new());
    let (texts, bytes, tokens) = (Cell::new(0), Cell::new(0), Cell::new(0));
    let (start, mut said) = (Instant::now(), 0);
    for round in 0u64.. {
        if start.elapsed() >= time {
            break;
        }
        // A runner stops for good after its number of cases, so every round has one of its own.
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&round.to_le_bytes());
        let mut runner = TestRunner::new_with_rng(config.clone(), TestRng::from_seed(RngAlgorithm::ChaCha, &key));
        // After a panic in the middle of a text the buffers hold anything; reading begins by clearing them.
        let outcome = runner.run(&hostile::text(), |text| {
            let mut reader = reader.borrow_mut();
            texts.set(texts.get() + 1);
            bytes.set(bytes.get() + text.len());
            let outcome = reader.check(&text).map_err(TestCaseError::fail);
            tokens.set(tokens.get() + reader.document.len());
            outcome
        });
        if let Err(error) = outcome {
            return Err(format!("{error}").into());
        }
        let minute = start.elapsed().as_secs() / 60;
        if minute > said {
            said = minute;
            println!("{minute} min: {} texts", texts.get());
        }
    }
    let (texts, bytes, tokens) = (texts.get(), bytes.get(), tokens.get());
    println!("{texts} texts of {bytes} bytes and {tokens} tokens kept all promises");
    Ok(())
}

/// What is repeated to make the worst texts.
const WORST: &[(&str, &str)] = &[
    ("one word", "a"),
    ("one capital word", "A"),
    ("one word of é", "é"),
    ("combining marks", "\u{301}"),
    ("one number", "7"),
    ("\"", "\""),
    ("curly quotation marks", "“"),
    ("apostrophes", "'"),
    ("'s", "'s"),
    ("(", "("),
    ("[", "["),
    ("( with blanks", "( "),
    (".", "."),
    (". with blanks", ". "),
    ("a.", "a."),
    ("A.", "A."),
    ("a.B", "a.B"),
    ("1,", "1,"),
    ("1.", "1."),
    (",", ","),
    ("-", "-"),
    ("a-", "a-"),
    ("—", "—"),
    ("emojis", "\u{1F600}"),
    ("emojis with blanks", "\u{1F600} "),
    ("a with blanks", "a "),
    ("A with blanks", "A "),
    ("Oslo with blanks", "Oslo "),
    ("line breaks", "\n"),
    ("a and line breaks", "a\n"),
    ("/", "/"),
    ("a/", "a/"),
    ("http://", "http://"),
    ("a@", "a@"),
    ("a.b/", "a.b/"),
    ("one address", "a.com/?"),
    ("zero width blanks", "\u{200B}"),
    ("$", "$"),
    ("$1", "$1"),
    ("%", "%"),
    ("blanks", " "),
];

/// How long this thread has had a processor, if the system tells (Linux does): other programs do not count.
fn processor_time() -> Option<Duration> {
    let status = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    status.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// Prints the processor time of 1 MB and of 10 MB of every text, the ratio and the speed. Linear is a ratio of 10.
fn time_worst() -> Result<(), Box<dyn Error>> {
    let core = Core::english()?;
    let (mut document, mut workspace) = (Document::new(), Workspace::default());
    println!("{:24} {:>10} {:>10} {:>7} {:>8}", "repeated", "1 MB, ms", "10 MB, ms", "ratio", "MB/s");
    for (name, unit) in WORST {
        let mut seconds = [f64::MAX; 2];
        for (at, (size, rounds)) in [(1_000_000, 3), (10_000_000, 1)].into_iter().enumerate() {
            let text = unit.repeat(size / unit.len());
            for _ in 0..rounds {
                let (start, busy) = (Instant::now(), processor_time());
                core.read(&text, &[Span::new(0, text.len())], &mut document, &mut workspace);
                let took = match (busy, processor_time()) {
                    (Some(before), Some(after)) => after - before,
                    _ => start.elapsed(),
                };
                seconds[at] = seconds[at].min(took.as_secs_f64());
            }
        }
        let [small, large] = seconds;
        println!("{name:24} {:10.1} {:10.1} {:7.1} {:8.2}", small * 1e3, large * 1e3, large / small, 10.0 / large);
    }
    Ok(())
}
