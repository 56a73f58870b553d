//! Feeds the readers of wire formats with damaged copy.
//!
//! ```text
//! cargo run --release --example fuzz_formats -- --minutes 10                 every format in turn, ten minutes in all
//! cargo run --release --example fuzz_formats -- --minutes 10 --format nitf   one format (a folder of tests/formats)
//! ```
//!
//! Files of `tests/formats/` are cut, spliced, repeated and sprinkled with bytes that mean something. Each is cut into items in
//! steps of random length, parsed and normalized. A panic ends the run with the input in `target/fuzz-NAME`; so does an input that takes
//! more than a second, or half a minute for each megabyte. Peak memory is printed at the end. `--seed N` repeats a run.

use std::error::Error;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use dateline::article::Origin;
use dateline::normalize::{Normalizer, Settings};
use dateline::read::format::cut::{Cut, Cutter};
use dateline::read::format::{Fields, Format, Parser};

const USAGE: &str = "usage: fuzz_formats --minutes N [--format FOLDER] [--seed N]";

/// Longest input, in bytes.
const LONGEST: usize = 256 << 10;

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let (mut minutes, mut only, mut seed) = (0.0, None, 0u64);
    while let Some(word) = words.next() {
        let value = words.next().ok_or(USAGE)?;
        match word.as_str() {
            "--minutes" => minutes = value.parse()?,
            "--format" => only = Some(value),
            "--seed" => seed = value.parse()?,
            _ => return Err(USAGE.into()),
        }
    }
    if minutes <= 0.0 {
        return Err(USAGE.into());
    }
    if seed == 0 {
        seed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_nanos() as u64;
    }
    println!("seed {seed}");
    std::panic::set_hook(Box::new(|_| {}));
    let samples = samples(only.as_deref())?;
    let (parser, normalizer) = (Parser::new(&Fields::default(), None), Normalizer::new(&Settings::default()));
    let mut random = Random(seed | 1);
    let end = Instant::now() + Duration::from_secs_f64(minutes * 60.0);
    let (mut inputs, mut items, mut articles, mut slowest) = (0u64, 0u64, 0u64, Duration::ZERO);
    while Instant::now() < end {
        let input = damage(&samples, &mut random);
        let started = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| read(&input, &parser, &normalizer, &mut random)));
        let took = started.elapsed();
        slowest = slowest.max(took);
        let most = Duration::from_secs(1) + Duration::from_secs(30).mul_f64(input.len() as f64 / 1e6);
        match outcome {
            Ok((found, read)) if took < most => {
                inputs += 1;
                items += found;
                articles += read;
            }
            other => {
                let name = format!("target/fuzz-{seed}-{inputs}");
                fs::write(&name, &input)?;
                let what = if other.is_err() { "a panic".to_owned() } else { format!("{took:?}") };
                return Err(format!("{what} on {} bytes, kept as {name}", input.len()).into());
            }
        }
    }
    println!(
        "{inputs} inputs, {items} items, {articles} articles; slowest {slowest:?}; peak memory {} MB",
        peak_memory()
    );
    Ok(())
}

/// Reads an input as the reader does; returns how many items and articles it held.
fn read(input: &[u8], parser: &Parser, normalizer: &Normalizer, random: &mut Random) -> (u64, u64) {
    let head = &input[..input.len().min(64 << 10)];
    let Ok(format) = Format::detect(head, true) else { return (0, 0) };
    if format.is_lines() || format.must_be_decoded(head) {
        return (0, u64::from(parse(format, input, None, parser, normalizer)));
    }
    let mut cutter = Cutter::new(format, head);
    let (mut window, mut read, mut found, mut articles) = (Vec::new(), 0, 0, 0);
    let mut context = None;
    loop {
        match cutter.next(&window, read == input.len()) {
            Cut::Item(range) => {
                let context = context.get_or_insert_with(|| format.context(&window[..range.start]));
                found += 1;
                articles += u64::from(parse(format, &window[range.clone()], Some(context), parser, normalizer));
                window.drain(..range.end);
                cutter.dropped(range.end);
            }
            Cut::More => {
                let end = (read + 1 + random.below(64 << 10)).min(input.len());
                window.extend_from_slice(&input[read..end]);
                read = end;
            }
            Cut::End => return (found, articles),
        }
    }
}

fn parse(
    format: Format,
    item: &[u8],
    context: Option<&dateline::read::format::Context>,
    parser: &Parser,
    normalizer: &Normalizer,
) -> bool {
    let origin = Origin { file: "fuzz".into(), offset: 0, line: 0, received: jiff::Timestamp::UNIX_EPOCH };
    parser.parse(format, item, context, origin).is_ok_and(|article| normalizer.normalize(article).is_ok())
}

/// The bytes of all sample files, or of those of one format.
fn samples(only: Option<&str>) -> Result<Vec<Vec<u8>>, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let mut found = Vec::new();
    for folder in fs::read_dir(root)? {
        let folder = folder?.path();
        let is_asked_for = only.is_none_or(|only| folder.file_name().is_some_and(|name| name == only));
        if folder.is_dir() && is_asked_for {
            for file in fs::read_dir(folder)? {
                found.push(fs::read(file?.path())?);
            }
        }
    }
    if found.is_empty() { Err("no samples of that format".into()) } else { Ok(found) }
}

/// A sample with some damage done to it.
fn damage(samples: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    const PIECES: [&[u8]; 24] = [
        b"<",
        b">",
        b"</",
        b"&",
        b"&#x110000;",
        b"<![CDATA[",
        b"]]>",
        b"<!--",
        b"\x01",
        b"\x02",
        b"\x03",
        b"\x04",
        b"\x16",
        b"\"",
        b"\\",
        b"{",
        b"[",
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\n\n",
        b"=?utf-8?B?",
        b"--",
        b"\xf0\x9f",
    ];
    let mut input = samples[random.below(samples.len())].clone();
    for _ in 0..random.below(8) {
        let at = random.below(input.len() + 1);
        let end = (at + random.below(400)).min(input.len());
        match random.below(6) {
            0 => input.truncate(at),
            1 => drop(input.drain(at..end)),
            2 => {
                let piece = input[at..end].to_vec();
                for _ in 0..random.below(200) {
                    if input.len() < LONGEST {
                        input.splice(at..at, piece.iter().copied());
                    }
                }
            }
            3 => {
                let other = &samples[random.below(samples.len())];
                let from = random.below(other.len() + 1);
                input.splice(at..end, other[from..].iter().take(2000).copied());
            }
            4 => {
                for _ in 0..random.below(20) {
                    let at = random.below(input.len() + 1);
                    input.splice(at..at, PIECES[random.below(PIECES.len())].iter().copied());
                }
            }
            _ => {
                let piece = PIECES[random.below(PIECES.len())];
                let many: Vec<u8> = piece.iter().copied().cycle().take(random.below(50_000)).collect();
                input.splice(at..at, many);
            }
        }
    }
    input.truncate(LONGEST);
    input
}

/// Xorshift: enough to choose damage by.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

/// The most memory this process has held, in MB; 0 where the system does not say.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
