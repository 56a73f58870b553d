//! For maintainers: how well repeats and versions are found, and streams to load the memory with.
//!
//!     cargo run --release --example stories -- draw ARTICLES.ndjson 200 SEED > pairs.ndjson
//!     cargo run --release --example stories -- score ARTICLES.ndjson judged.ndjson
//!     cargo run --release --example stories -- stream 1000000 > stream.ndjson
//!
//! `draw` prints pairs of articles within the window, as many of each stratum of shared runs of words, whatever the memory
//! thinks of them; a reader adds `"is": "repeat"`, `"version"` or `"other"` to each. `score` tells precision and recall against
//! such judgements. `stream` makes articles of which 60 of 100 are versions or repeats of one before.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::sync::Arc;

use dateline::article::{NormalArticle, Origin};
use dateline::normalize::{self, Normalizer};
use dateline::read::format::{Fields, Format, Parser};
use dateline::stories::Settings;
use dateline::stories::memory::{Joined, Memory};
use dateline::stories::sketch::Sketch;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["draw", articles, count, seed] => draw(&read(articles)?.1, count.parse()?, seed.parse()?),
        ["score", articles, judged] => score(&read(articles)?, &fs::read_to_string(judged)?),
        ["stream", count] => stream(count.parse()?),
        _ => Err("draw ARTICLES COUNT SEED, score ARTICLES JUDGED, or stream COUNT".into()),
    }
}

/// An article with what the memory says.
struct Known {
    article: NormalArticle,
    sketch: Sketch,
    joined: Joined,
}

fn normal(path: &str) -> Result<Vec<NormalArticle>, Box<dyn Error>> {
    let parser = Parser::new(&Fields::default(), None);
    let normalizer = Normalizer::new(&normalize::Settings::default());
    let received = fs::metadata(path)?.modified()?.try_into()?;
    let mut articles = Vec::new();
    for (number, line) in fs::read_to_string(path)?.lines().enumerate() {
        let origin = Origin { file: Arc::from(path), offset: 0, line: number as u64 + 1, received };
        let Ok(article) = parser.parse(Format::Json, line.as_bytes(), None, origin) else { continue };
        articles.extend(normalizer.normalize(article));
    }
    Ok(articles)
}

fn read(path: &str) -> Result<(Memory, Vec<Known>), Box<dyn Error>> {
    let mut memory = Memory::new(&Settings::default());
    let joined = normal(path)?.into_iter().map(|article| {
        let sketch = Sketch::new(&article);
        let joined = memory.join(&sketch, &mut Vec::new());
        Known { article, sketch, joined }
    });
    let known = joined.collect();
    Ok((memory, known))
}

impl Known {
    /// The id of what it repeats, or its own.
    fn original(&self) -> &str {
        self.joined.duplicate_of.as_deref().unwrap_or(&self.article.id)
    }
}

/// What the memory takes the later of two articles for.
fn found(one: &Known, other: &Known) -> &'static str {
    if one.joined.story != other.joined.story {
        "other"
    } else if one.original() == other.original() {
        "repeat"
    } else {
        "version"
    }
}

/// Strata of the share of runs of words, and the share of pairs that each gives.
const STRATA: [(f32, f32, usize); 6] =
    [(0.08, 0.2, 12), (0.2, 0.35, 16), (0.35, 0.5, 18), (0.5, 0.7, 18), (0.7, 0.95, 20), (0.95, 1.1, 16)];

fn draw(known: &[Known], count: usize, seed: u64) -> Result<(), Box<dyn Error>> {
    let window = Settings::default().window.0.as_secs() as i64;
    let mut by_run: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut strata: Vec<Vec<(usize, usize, f32)>> = vec![Vec::new(); STRATA.len()];
    for (new, one) in known.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for run in &one.sketch.runs.hashes {
            let others = by_run.entry(*run).or_default();
            others.iter().rev().take(60).for_each(|old| *shared.entry(*old).or_default() += 1);
            others.push(new);
        }
        for (old, shared) in shared {
            let least = known[old].sketch.runs.hashes.len().min(one.sketch.runs.hashes.len()).max(1);
            let share = shared as f32 / least as f32;
            if (one.sketch.time - known[old].sketch.time).abs() <= window
                && let Some(stratum) = STRATA.iter().position(|(from, to, _)| (*from..*to).contains(&share))
            {
                strata[stratum].push((old, new, share));
            }
        }
    }
    let mut random = Random(seed | 1);
    let mut out = BufWriter::new(io::stdout());
    for (pairs, (_, _, percent)) in strata.iter_mut().zip(STRATA) {
        for _ in 0..(count * percent / 100).min(pairs.len()) {
            let (old, new, share) = pairs.swap_remove(random.below(pairs.len()));
            let (one, other) = (&known[old], &known[new]);
            let hours = (other.sketch.time - one.sketch.time) as f32 / 3600.0;
            let line = json!({
                "old": one.article.id, "new": other.article.id, "share": share, "hours": hours, "found": found(one, other),
                "why": other.joined.why.as_ref().map(|why| format!("{} {} {:?}", why.id, why.verdict.rule, why.measures)),
                "headlines": [one.article.headline, other.article.headline],
                "bodies": [one.article.body, other.article.body],
            });
            writeln!(out, "{line}")?;
        }
    }
    Ok(out.flush()?)
}

fn score((memory, known): &(Memory, Vec<Known>), judged: &str) -> Result<(), Box<dyn Error>> {
    let by_id: HashMap<&str, &Known> = known.iter().map(|one| (one.article.id.as_str(), one)).collect();
    let mut counts: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for line in judged.lines() {
        let pair: Value = serde_json::from_str(line)?;
        let id = |name: &str| pair[name].as_str().unwrap_or_default().to_owned();
        let (Some(one), Some(other)) = (by_id.get(id("old").as_str()), by_id.get(id("new").as_str())) else { continue };
        let (is, found) = (id("is"), found(one, other));
        if is != found {
            let why =
                other.joined.why.as_ref().map_or_else(String::new, |why| format!(": {}, {}", why.id, why.verdict.rule));
            println!("{} {} is {is}, found {found}{why}", one.article.id, other.article.id);
            let (measures, verdict) = memory.compare(&one.sketch, &other.sketch);
            let alone = verdict.map_or("nothing", |verdict| verdict.rule);
            println!("    by themselves: {alone}, {measures:?}");
        }
        *counts.entry((is, found)).or_default() += 1;
    }
    for ((is, found), count) in &counts {
        println!("{count:5} {is} found as {found}");
    }
    // Repeats are of the same story, too.
    for (name, counts_as) in
        [("repeats", &["repeat"][..]), ("versions", &["version"]), ("same story", &["repeat", "version"][..])]
    {
        let sum = |is: bool, found: bool| -> f64 {
            let fits = |((a, b), _): &(&(String, &str), &usize)| {
                counts_as.contains(&a.as_str()) == is && counts_as.contains(b) == found
            };
            counts.iter().filter(fits).map(|(_, count)| *count as f64).sum()
        };
        let (hit, wrong, missed) = (sum(true, true), sum(false, true), sum(true, false));
        println!("{name}: precision {:.3}, recall {:.3}", hit / (hit + wrong), hit / (hit + missed));
    }
    Ok(())
}

/// Numbers that look random and are the same for the same seed.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }
}

const SYLLABLES: [&str; 20] = [
    "ka", "ro", "mi", "te", "lu", "so", "na", "vi", "pe", "du", "gor", "lan", "ber", "tis", "mon", "ral", "sen", "dor",
    "fi", "wa",
];
const WORDS: [&str; 60] = [
    "the",
    "of",
    "government",
    "said",
    "that",
    "talks",
    "on",
    "a",
    "border",
    "trade",
    "were",
    "held",
    "in",
    "with",
    "new",
    "troops",
    "after",
    "minister",
    "rejected",
    "demand",
    "for",
    "aid",
    "to",
    "and",
    "its",
    "ships",
    "have",
    "been",
    "near",
    "port",
    "oil",
    "prices",
    "rose",
    "against",
    "week",
    "report",
    "would",
    "not",
    "by",
    "attack",
    "agreed",
    "treaty",
    "elections",
    "party",
    "leader",
    "police",
    "protest",
    "over",
    "law",
    "from",
    "sanctions",
    "bank",
    "debt",
    "crop",
    "rain",
    "court",
    "ruled",
    "against",
    "strike",
    "union",
];
const ACTORS: [&str; 8] = ["Russia", "France", "Kenya", "China", "Peru", "Ukraine", "Turkey", "Norway"];
const DEEDS: [&str; 6] =
    ["condemned", "held talks with", "imposed sanctions on", "sent aid to", "rejected a demand from", "accused"];

fn sentence(random: &mut Random) -> String {
    let name = |random: &mut Random| {
        let word: String = (0..2 + random.below(2)).map(|_| SYLLABLES[random.below(SYLLABLES.len())]).collect();
        word[..1].to_uppercase() + &word[1..]
    };
    let mut text = match random.below(3) {
        0 => {
            let (who, what, whom) = (random.below(8), random.below(6), random.below(8));
            format!("{} {} {} over", ACTORS[who], DEEDS[what], ACTORS[whom])
        }
        _ => name(random),
    };
    for _ in 0..8 + random.below(14) {
        text.push(' ');
        match random.below(9) {
            0 => text += &name(random),
            1 => text += &random.below(100_000).to_string(),
            _ => text += WORDS[random.below(WORDS.len())],
        }
    }
    text + ". "
}

fn stream(count: usize) -> Result<(), Box<dyn Error>> {
    let mut random = Random(77);
    let mut out = BufWriter::new(io::stdout());
    // The last stories: headline and sentences.
    let mut stories: Vec<(String, Vec<String>)> = Vec::new();
    for number in 0..count {
        let kind = if stories.len() < 100 { 9 } else { random.below(10) };
        let place = random.below(stories.len());
        let (headline, sentences) = match kind {
            0..3 => stories[place].clone(),
            3..6 => {
                let (headline, sentences) = &mut stories[place];
                if sentences.len() < 20 {
                    sentences.insert(0, sentence(&mut random));
                    let which = 1 + random.below(sentences.len() - 1);
                    sentences[which] = sentence(&mut random);
                }
                (format!("UPDATE 1-{headline}"), sentences.clone())
            }
            _ => {
                let sentences: Vec<String> = (0..5 + random.below(10)).map(|_| sentence(&mut random)).collect();
                let headline: String = sentences[0].split(' ').take(7).collect::<Vec<_>>().join(" ");
                let story = (headline, sentences);
                match stories.len() < 5_000 {
                    true => stories.push(story.clone()),
                    false => stories[place] = story.clone(),
                }
                story
            }
        };
        // A million articles in ten days.
        let published = jiff::Timestamp::from_second(1_600_000_000 + (number as i64 * 864) / 1000)?;
        let body = sentences.concat();
        writeln!(
            out,
            "{}",
            json!({"id": format!("n{number}"), "headline": headline, "published": published.to_string(), "body": body})
        )?;
    }
    Ok(out.flush()?)
}
