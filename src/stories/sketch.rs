//! What the memory needs to know of an article: a pure function of the article, computed by the workers.
//!
//! A sketch holds hashes only: of every run of four words of the prose, so that shared text is found however it is laid out, cut
//! or re-datelined; and of its names and numbers ([`super::facts`]). Hashes are sorted, so that a prefix of them is a random sample
//! that is the same for the same text wherever it stands (Broder's min-wise sampling, with a threshold instead of a fixed
//! number, so that containment can be estimated for articles of different length).

use std::collections::BTreeMap;

use crate::article::NormalArticle;
use crate::record::AdvisoryKind;
use crate::span::Span;

use super::events::EventKey;
use super::facts::{self, Word, hash_word};
use super::measure::View;

/// Words in a run.
const RUN: usize = 4;

/// The most hashes of runs that a sketch keeps.
const MOST_RUNS: usize = 4096;

/// The most terms that a sketch keeps, and the fewest of a sentence.
const MOST_TERMS: usize = 1024;
const SENTENCE: usize = 4;

/// The most facts of a body and of a headline.
const MOST_FACTS: usize = 512;
const MOST_HEAD: usize = 24;

/// What the memory needs to know of an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sketch {
    /// The article's id.
    pub id: String,
    /// When it was published, in seconds since 1970; a date counts as its noon. Never later than a day after it was received.
    pub time: i64,
    /// The day of its dateline, in days since 1970; 0 where it has none.
    pub dateline_day: i32,
    /// Words of prose and tables.
    pub words: u32,
    /// Hashes of runs of words, sorted, without repeats: all below a threshold.
    pub runs: Sample,
    /// Names and numbers of the prose, sorted, without repeats.
    pub facts: Sample,
    /// Words of the prose that carry meaning ([`facts::term`]), sorted, without repeats.
    pub terms: Sample,
    /// The same in the order of the text, with 0 after each sentence.
    pub sentences: Vec<u32>,
    /// Words of headline and slug that are facts, sorted, without repeats.
    pub head: Vec<u32>,
    /// What the desk says about this version.
    pub advisory: Option<AdvisoryKind>,
    /// The number of an update, or 0.
    pub number: u32,
    /// Its events, in order.
    pub events: Vec<EventKey>,
}

/// Sorted hashes below a threshold: all of them, or so many that a limit holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// The hashes, sorted, without repeats.
    pub hashes: Vec<u32>,
    /// The threshold: hashes are below `2^(32 - shift)`.
    pub shift: u8,
}

impl Sample {
    /// A sample of at most `most` hashes (or few more, where they are very unevenly spread).
    pub fn new(mut hashes: Vec<u32>, most: usize) -> Sample {
        hashes.sort_unstable();
        hashes.dedup();
        let mut sample = Sample { hashes, shift: 0 };
        sample.thin(most);
        sample
    }

    /// Raises the threshold until at most `most` hashes are left.
    pub fn thin(&mut self, most: usize) {
        while self.hashes.len() > most && self.shift < 24 {
            self.shift += 1;
            self.hashes.truncate(below(&self.hashes, self.shift).len());
        }
    }

    /// The same sample with at most `most` hashes.
    pub fn thinned(&self, most: usize) -> (&[u32], u8) {
        let (mut hashes, mut shift) = (self.hashes.as_slice(), self.shift);
        while hashes.len() > most && shift < 24 {
            shift += 1;
            hashes = below(hashes, shift);
        }
        (hashes, shift)
    }
}

/// The hashes below `2^(32 - shift)` of a sorted list.
pub fn below(hashes: &[u32], shift: u8) -> &[u32] {
    if shift == 0 {
        return hashes;
    }
    let limit = 1u32 << (32 - u32::from(shift.min(31)));
    if hashes.last().is_none_or(|last| *last < limit) {
        return hashes;
    }
    &hashes[..hashes.partition_point(|hash| *hash < limit)]
}

impl Sketch {
    /// What is compared of it.
    pub(super) fn view(&self) -> View<'_> {
        View {
            time: self.time,
            dateline_day: self.dateline_day,
            words: self.words,
            runs: (&self.runs.hashes, self.runs.shift),
            facts: (&self.facts.hashes, self.facts.shift),
            terms: (&self.terms.hashes, self.terms.shift),
            sentences: &self.sentences,
            head: &self.head,
            advisory: self.advisory,
            sieve: None,
        }
    }

    /// The sketch of an article, without its events.
    pub fn new(article: &NormalArticle) -> Sketch {
        let (mut runs, mut found, mut sentences) = (Vec::new(), Vec::new(), Vec::new());
        let mut terms = 0;
        let mut window = [0u32; RUN];
        let mut count = 0u32;
        let mut lower = String::new();
        let mut read = |text: &str, found: &mut Vec<u32>, runs: &mut Vec<u32>| {
            let mut end = 0;
            let mut words = facts::words(text).filter(|word| !word.ticker).peekable();
            while let Some(word) = words.next() {
                if terms >= SENTENCE && ends_sentence(&text[end..word.start]) {
                    sentences.push(0);
                    terms = 0;
                }
                end = word.start + word.text.len();
                let capital = to_lower(word.text, &mut lower);
                if lower == "reuter" {
                    continue;
                }
                let hash = hash_word(&lower);
                let next = words.peek().map(|next| next.text);
                found.extend(facts::fact_of(&lower, hash, next, capital, false));
                if let Some(term) = facts::term_of(&lower, hash) {
                    sentences.push(term);
                    terms += 1;
                }
                window.rotate_left(1);
                window[RUN - 1] = hash;
                count += 1;
                if count as usize >= RUN {
                    runs.push(run(&window));
                }
            }
        };
        for span in texts(article) {
            read(span.of(&article.body), &mut found, &mut runs);
        }
        // A text of fewer words has one run: all of it.
        if runs.is_empty() && count > 0 {
            runs.push(run(&window));
        }
        let mut head = Vec::new();
        for line in article.headline.iter().chain(&article.slug) {
            let mut words = facts::words(line).filter(|word| !word.ticker).peekable();
            while let Some(word) = words.next() {
                to_lower(word.text, &mut lower);
                head.extend(facts::fact(&lower, words.peek().map(|next| next.text), true, true));
            }
        }
        head.truncate(MOST_HEAD);
        head.sort_unstable();
        head.dedup();
        let dateline = article.dateline.as_ref().and_then(|dateline| dateline.date);
        Sketch {
            id: article.id.clone(),
            time: time(article),
            dateline_day: dateline.map_or(0, days),
            words: count,
            runs: Sample::new(runs, MOST_RUNS),
            facts: Sample::new(found, MOST_FACTS),
            terms: Sample::new(sentences.iter().copied().filter(|term| *term != 0).collect(), MOST_TERMS),
            sentences,
            head,
            advisory: article.advisory.as_ref().map(|advisory| advisory.kind),
            number: article.advisory.as_ref().and_then(|advisory| advisory.number).unwrap_or_default(),
            events: Vec::new(),
        }
    }
}

/// The parts of a body that a sketch is made of: the prose, and paragraphs of figures, which are no prose but are what tells one table
/// from the next. Datelines, bylines and credit lines change between versions.
fn texts(article: &NormalArticle) -> Vec<Span> {
    let mut prose = article.prose.iter().copied().peekable();
    let mut texts = Vec::with_capacity(article.paragraphs.len());
    for paragraph in &article.paragraphs {
        let before = texts.len();
        while let Some(span) = prose.next_if(|span| span.start < paragraph.end) {
            texts.push(span);
        }
        if texts.len() == before && has_figures(paragraph.of(&article.body)) {
            texts.push(*paragraph);
        }
    }
    texts.extend(prose);
    texts
}

/// Whether a paragraph that is no prose holds figures rather than names of its makers.
fn has_figures(paragraph: &str) -> bool {
    let credits = paragraph.contains('@') || paragraph.contains("eporting by") || paragraph.contains("diting by");
    let digit = |word: &Word<'_>| word.text.starts_with(|c: char| c.is_ascii_digit());
    !credits && facts::words(paragraph).filter(digit).nth(1).is_some()
}

/// The facts of an article as they stand in it, by hash: for people.
pub fn named(article: &NormalArticle) -> BTreeMap<u32, String> {
    let mut named = BTreeMap::new();
    let mut lower = String::new();
    let mut read = |text: &str, every: bool| {
        let mut words = facts::words(text).filter(|word| !word.ticker).peekable();
        while let Some(word) = words.next() {
            let capital = to_lower(word.text, &mut lower) || every;
            if let Some(fact) = facts::fact(&lower, words.peek().map(|next| next.text), capital, every) {
                named.entry(fact).or_insert_with(|| word.text.to_owned());
            }
        }
    };
    texts(article).into_iter().for_each(|span| read(span.of(&article.body), false));
    article.headline.iter().chain(&article.slug).for_each(|line| read(line, true));
    named
}

/// Whether what stands between two words ends a sentence.
fn ends_sentence(between: &str) -> bool {
    between.contains(['.', '?', '!', ';'])
}

/// Puts a word in lower case into `lower`; whether it had a capital letter.
fn to_lower(word: &str, lower: &mut String) -> bool {
    lower.clear();
    if word.is_ascii() {
        lower.push_str(word);
        lower.make_ascii_lowercase();
        return word.bytes().any(|byte| byte.is_ascii_uppercase());
    }
    let mut capital = false;
    for character in word.chars() {
        capital |= character.is_uppercase();
        lower.extend(character.to_lowercase());
    }
    capital
}

/// One hash of a run of words.
fn run(words: &[u32; RUN]) -> u32 {
    let mut hash = 0x9E37_79B9_7F4A_7C15u64;
    for word in words {
        hash = (hash ^ u64::from(*word)).wrapping_mul(0xD6E8_FEB8_6659_FD93).rotate_left(29);
    }
    ((hash ^ hash >> 31).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

/// Days since 1970.
pub fn days(date: jiff::civil::Date) -> i32 {
    date.to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |zoned| zoned.timestamp().as_second().div_euclid(86_400) as i32)
}

/// When an article was published, in seconds. A clock that is wrong may not push everything out of the window, so that nothing
/// is later than a day after it was received.
fn time(article: &NormalArticle) -> i64 {
    let noon = || i64::from(days(article.published.date)) * 86_400 + 43_200;
    let published = article.published.text.parse::<jiff::Timestamp>().map_or_else(|_| noon(), |time| time.as_second());
    published.min(article.origin.received.as_second() + 86_400)
}
