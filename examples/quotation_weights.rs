//! Learns what speaks for and against words being a quotation, and writes `lexicon/quotations.tsv`.
//!
//! ```text
//! cargo run --release --example quotation_weights -- GOLD.jsonl... > lexicon/quotations.tsv
//! ```
//!
//! GOLD has an article a line: `{"id", "text", "headline", "attributions": [{"type", "content": [{"start", "end"}], "cue": [{"start",
//! "end"}]}]}` in code points; the type is `direct`, `mixed` or `indirect`. Words in quotation marks are a quotation if they are a
//! direct content (four fifths of both are the same); of the phrases beside a cue the one that an indirect or mixed one fits best,
//! if they share half and the cue is annotated, too. With `--held`, every fifth article is left out, and tells on standard error how
//! good the weights are.
//!
//! Words that seldom report anything are no cues: they get no weight and are not looked at. For the others, logistic regression
//! over the phrases beside a cue and none of them, with a penalty on large weights, the same for the same input. Circumstances
//! that are rare are left out.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::fs;
use std::sync::Arc;

use dateline::article::{Article, Origin};
use dateline::extract::{Extractor, Settings, Weighed};
use dateline::normalize::{self, Normalizer};
use jiff::Timestamp;

/// Weights below this say nothing.
const SMALL: f32 = 0.1;

/// How many rounds through all cases: more of them learn the cases by heart.
const ROUNDS: usize = 8;
const STEP: f32 = 0.15;
/// What a weight of 1 costs.
const PENALTY: f32 = 8.0;
/// How often a circumstance must be so.
const OFTEN: u32 = 5;
/// Words that report something at least so often, and in so many of all cases with a phrase beside them, are cues.
const REPORTS: (u32, f32) = (1, 0.12);
/// How much of the whole an annotated content and a phrase must share.
const FITS: f32 = 0.5;
/// Phrases that fit nearly as well as the best one are right, too.
const NEARLY: f32 = 0.01;
/// As in `src/extract/quotes/mod.rs`: how much better a phrase must be within another one.
const NESTED: f32 = 1.5;

/// How the circumstances begin that name the word of a cue.
const CUES: [&str; 3] = ["cue\tverb\t", "cue\tnoun\t", "cue\tadjective\t"];

/// A range of bytes.
type Bytes = (usize, usize);

/// What may be a quotation: its bytes, the numbers of its circumstances, whether it is one.
struct Case {
    bytes: Bytes,
    circumstances: Vec<u32>,
    right: bool,
}

/// The phrases beside a cue, its bytes, and the number of its word among the circumstances unless all such cues are looked at.
struct Cue {
    bytes: Bytes,
    word: Option<u32>,
    cases: Vec<Case>,
}

/// An annotated article: its cues, and the case of each pair of quotation marks.
struct Page {
    body: String,
    cues: Vec<Cue>,
    marked: Vec<Case>,
    gold: Vec<Gold>,
}

/// An annotated attribution: its kind, its whole and its parts, and the words that report it.
struct Gold {
    kind: String,
    ranges: Vec<Bytes>,
    cues: Vec<Bytes>,
}

impl Gold {
    /// How much of the whole it shares with a phrase.
    fn near(&self, bytes: Bytes) -> f32 {
        self.ranges.iter().map(|&range| shared(range, bytes)).fold(0.0, f32::max)
    }

    fn is_cue(&self, bytes: Bytes) -> bool {
        self.cues.iter().any(|&cue| common(cue, bytes) > 0)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let held = files.iter().any(|file| file == "--held");
    let normalizer = Normalizer::new(&normalize::Settings::default());
    let extractor = Extractor::new(&Settings::default())?;
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let (mut learned, mut left): (Vec<Page>, Vec<Page>) = (Vec::new(), Vec::new());
    for file in files.iter().filter(|file| !file.starts_with("--")) {
        for (at, line) in fs::read_to_string(file)?.lines().enumerate() {
            let row: serde_json::Value = serde_json::from_str(line)?;
            let Some(page) = page(&normalizer, &extractor, &row, &mut numbers) else { continue };
            if held && at % 5 == 4 { left.push(page) } else { learned.push(page) }
        }
    }
    if learned.is_empty() {
        return Err("usage: quotation_weights [--held] GOLD.jsonl...".into());
    }
    let words = keep_cues(&mut learned, &mut left, numbers.len());
    let weights = fit(&learned, numbers.len());
    for threshold in [-1.75, -1.5, -1.25, -1.0] {
        report("learned from", &learned, &weights, threshold);
        report("held out", &left, &weights, threshold);
    }
    let cases: usize = learned.iter().map(|page| page.cues.iter().map(|cue| cue.cases.len()).sum::<usize>()).sum();
    let marked: usize = learned.iter().map(|page| page.marked.len()).sum();
    println!(
        "# What the circumstances of words say for and against their being a quotation: log odds. The first column is what"
    );
    println!(
        "# is looked at, the other two what was found there: base forms, tags, labels, places, classes of words by number."
    );
    println!(
        "# `quoted …` is about words in quotation marks, all else about the phrases beside a cue. Verbs, nouns and adjectives that"
    );
    println!("# have no weight as a `cue` are not looked at.");
    println!(
        "# Made by examples/quotation_weights.rs from {cases} phrases and {marked} pairs of marks in {} articles.",
        learned.len()
    );
    println!("circumstance\tfirst\tsecond\tweight");
    let mut all: Vec<(&String, f32)> = numbers.iter().map(|(name, &number)| (name, weights[number as usize])).collect();
    // Who happened to be in the news says nothing of other news.
    let is_name = |name: &str| {
        name.split('\t').skip(1).any(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase)
        })
    };
    all.retain(|(name, weight)| (weight.abs() >= SMALL || words.contains(&numbers[*name])) && !is_name(name));
    all.sort_by(|one, other| one.0.cmp(other.0));
    for (name, weight) in all {
        println!("{name}\t{weight:.2}");
    }
    Ok(())
}

/// Drops the cues whose words seldom report anything in what is learned from, and returns the words of those that stay.
fn keep_cues(learned: &mut [Page], left: &mut [Page], count: usize) -> HashSet<u32> {
    let mut seen = vec![(0u32, 0u32); count];
    for cue in learned.iter().flat_map(|page| &page.cues).filter(|cue| !cue.cases.is_empty()) {
        if let Some(word) = cue.word {
            let (right, all) = &mut seen[word as usize];
            *right += u32::from(cue.cases.iter().any(|case| case.right));
            *all += 1;
        }
    }
    let (least, share) = REPORTS;
    let stays = |word: u32| {
        let (right, all) = seen[word as usize];
        right >= least && right as f32 >= share * all as f32
    };
    for page in learned.iter_mut().chain(left) {
        page.cues.retain(|cue| cue.word.is_none_or(stays));
    }
    (0..count as u32).filter(|&word| stays(word)).collect()
}

/// An annotated article with its cases; none where it cannot be read.
fn page(
    normalizer: &Normalizer,
    extractor: &Extractor,
    row: &serde_json::Value,
    numbers: &mut HashMap<String, u32>,
) -> Option<Page> {
    let text = row["text"].as_str()?;
    let origin = Origin { file: Arc::from("gold"), offset: 0, line: 1, received: Timestamp::UNIX_EPOCH };
    let mut article = Article::new("ndjson", origin, text.to_owned());
    article.headline = row["headline"].as_str().map(str::to_owned);
    let article = normalizer.normalize(article).ok()?;
    let place = aligned(text, &article.body);
    let mut gold = Vec::new();
    for attribution in row["attributions"].as_array()? {
        let point = |value: &serde_json::Value| value.as_u64().map(|point| point as usize);
        let parts = |name: &str| -> Option<Vec<Bytes>> {
            let bytes = |part: &serde_json::Value| range(&place, point(&part["start"])?, point(&part["end"])?);
            Some(attribution[name].as_array()?.iter().filter_map(bytes).collect())
        };
        let cues = parts("cue").unwrap_or_default();
        let parts = parts("content")?;
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { continue };
        let mut ranges = vec![(first.0, last.1)];
        ranges.extend(parts.iter().skip(usize::from(parts.len() == 1)));
        gold.push(Gold { kind: attribution["type"].as_str()?.to_owned(), ranges, cues });
    }
    // Texts with doubled marks have their direct quotations annotated as indirect.
    let doubled = text.contains("''");
    let mut page = Page { body: article.body.clone(), cues: Vec::new(), marked: Vec::new(), gold };
    for Weighed { direct, cue, contents } in extractor.weigh_quotations(&article) {
        let mut cases: Vec<Case> = Vec::new();
        let mut word = None;
        for (span, names) in contents {
            let bytes = trimmed(&page.body, (span.start, span.end));
            let right = direct && page.gold.iter().any(|gold| gold.kind == "direct" && gold.near(bytes) >= 0.8);
            let golds = page.gold.iter().filter(|gold| gold.kind == "direct").flat_map(|gold| &gold.ranges[..1]);
            let quoted: usize = golds.map(|&range| common(range, bytes)).sum();
            if direct && doubled || !direct && quoted * 2 >= bytes.1 - bytes.0 {
                continue;
            }
            let number = |name: String| {
                let next = numbers.len() as u32;
                *numbers.entry(name).or_insert(next)
            };
            let names: Vec<String> =
                names.into_iter().filter(|name| name.split('\t').all(|cell| cell == cell.trim())).collect();
            let is_word = |name: &String| CUES.iter().any(|start| name.starts_with(start));
            let at = names.iter().position(is_word);
            let circumstances: Vec<u32> = names.into_iter().map(number).collect();
            word = at.map(|at| circumstances[at]);
            cases.push(Case { bytes, circumstances, right });
        }
        if direct {
            page.marked.extend(cases);
            continue;
        }
        page.cues.push(Cue { bytes: (cue.start, cue.end), word, cases });
    }
    for gold in page.gold.iter().filter(|gold| gold.kind != "direct") {
        mark_right(gold, &mut page.cues);
    }
    Some(page)
}

/// Marks as right what fits an annotated content best of the phrases beside its own cue. Those beside other cues are not: what
/// is annotated as said by one word says nothing of another that happens to stand near.
fn mark_right(gold: &Gold, cues: &mut [Cue]) {
    let mut own: Vec<&mut Case> =
        cues.iter_mut().filter(|cue| gold.is_cue(cue.bytes)).flat_map(|cue| &mut cue.cases).collect();
    let best = own.iter().map(|case| gold.near(case.bytes)).fold(FITS, f32::max);
    for case in &mut own {
        case.right |= gold.near(case.bytes) >= FITS.max(best - NEARLY);
    }
}

/// For each code point of `text`, the byte of `body` where the same letter or digit stands.
fn aligned(text: &str, body: &str) -> Vec<Option<usize>> {
    let theirs: Vec<(usize, char)> = text.chars().enumerate().filter(|(_, one)| one.is_alphanumeric()).collect();
    let ours: Vec<(usize, char)> = body.char_indices().filter(|(_, one)| one.is_alphanumeric()).collect();
    let mut place = vec![None; text.chars().count()];
    let (mut at, mut of) = (0, 0);
    let same = |at: usize, of: usize, count: usize| {
        (0..count).all(|step| match (theirs.get(at + step), ours.get(of + step)) {
            (Some(one), Some(other)) => one.1 == other.1,
            _ => step > 0,
        })
    };
    while at < theirs.len() && of < ours.len() {
        if theirs[at].1 == ours[of].1 {
            place[theirs[at].0] = Some(ours[of].0);
            (at, of) = (at + 1, of + 1);
            continue;
        }
        // The nearest place where both go on alike.
        let skips = (1..400usize).flat_map(|sum| (0..=sum).map(move |skip| (skip, sum - skip)));
        let next = skips.into_iter().find(|&(skip, other)| same(at + skip, of + other, 12));
        let Some((skip, other)) = next else { break };
        (at, of) = (at + skip, of + other);
    }
    place
}

/// The bytes of the code points from `start` to `end`.
fn range(place: &[Option<usize>], start: usize, end: usize) -> Option<Bytes> {
    let inside = place.get(start..end)?;
    let first = inside.iter().flatten().next()?;
    let last = inside.iter().flatten().next_back()?;
    Some((*first, last + 1))
}

fn trimmed(body: &str, bytes: Bytes) -> Bytes {
    let words = &body[bytes.0..bytes.1];
    let left = words.len() - words.trim_start_matches(|one: char| !one.is_alphanumeric()).len();
    let kept = words.trim_matches(|one: char| !one.is_alphanumeric());
    (bytes.0 + left, bytes.0 + left + kept.len())
}

fn common(one: Bytes, other: Bytes) -> usize {
    one.1.min(other.1).saturating_sub(one.0.max(other.0))
}

fn shared(one: Bytes, other: Bytes) -> f32 {
    common(one, other) as f32 / (one.1.max(other.1) - one.0.min(other.0)).max(1) as f32
}

fn odds(weights: &[f32], circumstances: &[u32]) -> f32 {
    circumstances.iter().map(|&number| weights[number as usize]).sum()
}

/// The weights that make the cases most probable: of all that one cue could say at most one is said, each with its odds against
/// nothing. Steps shrink with what a weight has moved.
fn fit(pages: &[Page], count: usize) -> Vec<f32> {
    let groups = || {
        let marked = pages.iter().flat_map(|page| page.marked.chunks(1));
        pages.iter().flat_map(|page| page.cues.iter().map(|cue| cue.cases.as_slice())).chain(marked)
    };
    let mut often = vec![0u32; count];
    groups().flatten().flat_map(|case| &case.circumstances).for_each(|&number| often[number as usize] += 1);
    let mut weights = vec![0.0f32; count];
    let mut moved = vec![0.01f32; count];
    for _ in 0..ROUNDS {
        for group in groups() {
            let chances: Vec<f32> = group.iter().map(|case| odds(&weights, &case.circumstances).exp()).collect();
            let whole = 1.0 + chances.iter().sum::<f32>();
            let right: f32 = group.iter().zip(&chances).filter(|(case, _)| case.right).map(|(_, chance)| chance).sum();
            for (case, chance) in group.iter().zip(&chances) {
                let wanted = if case.right { chance / right.max(1e-30) } else { 0.0 };
                let miss = wanted - chance / whole;
                for &number in &case.circumstances {
                    let number = number as usize;
                    if often[number] < OFTEN {
                        continue;
                    }
                    // Each case carries its share of the penalty.
                    let slope = miss - PENALTY * weights[number] / often[number] as f32;
                    moved[number] += slope * slope;
                    weights[number] += STEP * slope / moved[number].sqrt();
                }
            }
        }
    }
    weights
}

/// Tells how good the weights are.
fn report(what: &str, pages: &[Page], weights: &[f32], threshold: f32) {
    let (mut direct, mut indirect) = ([0usize; 3], [0usize; 3]);
    for page in pages {
        let golds = |kind: &'static str| page.gold.iter().filter(move |gold| gold.kind == kind);
        direct[2] += golds("direct").count();
        for case in &page.marked {
            let taken = odds(weights, &case.circumstances) > 0.0;
            direct[0] += usize::from(taken && case.right);
            direct[1] += usize::from(taken);
        }
        let mut likely: Vec<(f32, Bytes)> = Vec::new();
        for cue in &page.cues {
            let best = cue.cases.iter().map(|case| (odds(weights, &case.circumstances), case.bytes));
            likely.extend(best.max_by(|one, other| one.0.total_cmp(&other.0)).filter(|best| best.0 > threshold));
        }
        likely.sort_by(|one, other| other.0.total_cmp(&one.0));
        let mut apart: Vec<(f32, Bytes)> = Vec::new();
        for one in likely {
            if !apart.iter().any(|other| shared(other.1, one.1) > 0.5) {
                apart.push(one);
            }
        }
        let within = |one: Bytes, other: Bytes| one != other && other.0 <= one.0 && one.1 <= other.1;
        let nested = |bytes: Bytes| apart.iter().any(|other| within(bytes, other.1));
        let kept = apart.iter().filter(|one| one.0 > threshold + NESTED || !nested(one.1));
        let mut taken: Vec<Bytes> = kept.map(|one| one.1).collect();
        taken.retain(|bytes| !page.body[bytes.0..bytes.1].contains(['"', '“', '”']));
        let mut used = vec![false; taken.len()];
        for gold in golds("indirect") {
            indirect[2] += 1;
            let best = taken.iter().enumerate().filter(|(at, _)| !used[*at]).map(|(at, &bytes)| (gold.near(bytes), at));
            if let Some((_, at)) = best.max_by(|one, other| one.0.total_cmp(&other.0)).filter(|best| best.0 >= FITS) {
                used[at] = true;
                indirect[0] += 1;
            }
        }
        for (at, &bytes) in taken.iter().enumerate() {
            let neutral = page.gold.iter().any(|gold| {
                (gold.kind != "indirect" || gold.ranges.len() > 1)
                    && gold.ranges.iter().any(|&range| common(range, bytes) * 2 >= bytes.1 - bytes.0)
            });
            indirect[1] += usize::from(used[at] || !neutral);
        }
    }
    let show = |[hit, found, gold]: [usize; 3]| {
        let (precision, recall) = (hit as f32 / found.max(1) as f32, hit as f32 / gold.max(1) as f32);
        format!("{precision:.3} {recall:.3} {:.3}", 2.0 * precision * recall / (precision + recall).max(0.001))
    };
    eprintln!("{what} at {threshold}: direct {}, indirect {}", show(direct), show(indirect));
}
