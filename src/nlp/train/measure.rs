//! Measures how far the models agree with annotated text.

use std::fmt;
use std::time::{Duration, Instant};

use super::super::document::Document;
use super::super::{Core, NO_ENTITY, Workspace};
use super::corpus::Annotated;
use crate::span::Span;

/// Counts of agreement, and the time it took.
#[derive(Clone, Default, Debug)]
pub struct Agreement {
    /// Tokens.
    pub tokens: usize,
    /// Tokens with the same tag.
    pub tags: usize,
    /// Tokens with the same head.
    pub heads: usize,
    /// Tokens with the same head and label.
    pub labels: usize,
    /// Entities found.
    pub found: usize,
    /// Entities annotated.
    pub annotated: usize,
    /// Entities with the same range and kind.
    pub same: usize,
    /// Time to look up the words, to tag, to parse, to find entities.
    pub times: [Duration; 4],
}

impl Agreement {
    /// Share of tokens with the same tag, in percent.
    pub fn tag(&self) -> f64 {
        percent(self.tags, self.tokens)
    }
    /// Share of tokens with the same head, in percent.
    pub fn uas(&self) -> f64 {
        percent(self.heads, self.tokens)
    }
    /// Share of tokens with the same head and label, in percent.
    pub fn las(&self) -> f64 {
        percent(self.labels, self.tokens)
    }
    /// Harmonic mean of precision and recall of entities, in percent.
    pub fn entity_f1(&self) -> f64 {
        percent(2 * self.same, self.found + self.annotated)
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let speed =
            |times: &[Duration]| self.tokens as f64 / 1e6 / times.iter().sum::<Duration>().as_secs_f64().max(1e-9);
        let [words, tags, parse, entities] = self.times;
        write!(
            f,
            "{:8} tokens  tag {:.2}  UAS {:.2}  LAS {:.2}  entities {:.2}  M tokens/s: words and tags {:.2}, with parse {:.3}, entities {:.2}",
            self.tokens,
            self.tag(),
            self.uas(),
            self.las(),
            self.entity_f1(),
            speed(&[words, tags]),
            speed(&[words, tags, parse]),
            speed(&[entities]),
        )
    }
}

/// Runs the models over the tokens and sentences of `documents` and compares.
pub fn measure(core: &Core, documents: &[Annotated]) -> Agreement {
    let models = &core.models;
    let mut agreement = Agreement::default();
    let mut workspace = Workspace::default();
    let mut guess = Document::new();
    for Annotated { text, gold } in documents {
        guess.clone_from(gold);
        guess.lay_out();
        guess.entities.clear();
        guess.entity_of.fill(NO_ENTITY);
        workspace.memory.clear();
        let start = Instant::now();
        for token in 0..guess.len() {
            guess.words[token] = models.lexicon.word(gold.text(text, token));
        }
        let looked_up = Instant::now();
        for sentence in 0..gold.sentence_count() {
            models.tagger.tag(&mut guess, gold.sentence(sentence));
        }
        let tagged = Instant::now();
        for sentence in 0..gold.sentence_count() {
            models.parser.parse(&mut guess, gold.sentence(sentence), &mut workspace.parser);
        }
        let parsed = Instant::now();
        for sentence in 0..gold.sentence_count() {
            models.recogniser.find(&mut guess, gold.sentence(sentence), &mut workspace.memory);
        }
        let found = Instant::now();
        let times = [looked_up - start, tagged - looked_up, parsed - tagged, found - parsed];
        agreement.times.iter_mut().zip(times).for_each(|(sum, time)| *sum += time);
        agreement.tokens += gold.len();
        for token in 0..gold.len() {
            agreement.tags += usize::from(guess.tags[token] == gold.tags[token]);
            if guess.heads[token] == gold.heads[token] {
                agreement.heads += 1;
                agreement.labels += usize::from(guess.labels[token] == gold.labels[token]);
            }
        }
        agreement.found += guess.entities.len();
        agreement.annotated += gold.entities.len();
        agreement.same += guess
            .entities
            .iter()
            .filter(|entity| {
                gold.entities
                    .binary_search_by_key(&entity.start, |e| e.start)
                    .is_ok_and(|at| gold.entities[at] == **entity)
            })
            .count();
    }
    agreement
}

/// Agreement of tokens and sentences, made from raw text.
#[derive(Clone, Copy, Default, Debug)]
pub struct Cuts {
    /// Tokens found, annotated, the same.
    pub tokens: [usize; 3],
    /// Sentences found, annotated, the same range.
    pub sentences: [usize; 3],
    /// Ends of sentences found, annotated, the same, without those at the ends of lines.
    pub inner: [usize; 3],
    /// Bytes of text.
    pub bytes: usize,
    /// Time to make everything out of the raw text.
    pub time: Duration,
}

fn f1([found, annotated, same]: [usize; 3]) -> f64 {
    percent(2 * same, found + annotated)
}

impl fmt::Display for Cuts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "raw text: token F1 {:.2}  ends of sentences F1 {:.2}, within lines {:.2}  {:.2} MB/s",
            f1(self.tokens),
            f1(self.sentences),
            f1(self.inner),
            self.bytes as f64 / 1e6 / self.time.as_secs_f64().max(1e-9)
        )
    }
}

/// Reads the texts of `documents` and compares tokens and sentences.
pub fn measure_raw(core: &Core, documents: &[Annotated]) -> Cuts {
    let mut cuts = Cuts::default();
    let mut workspace = Workspace::default();
    let mut guess = Document::new();
    for Annotated { text, gold } in documents {
        let start = Instant::now();
        core.read(text, &[Span::new(0, text.len())], &mut guess, &mut workspace);
        cuts.time += start.elapsed();
        cuts.bytes += text.len();
        compare(&mut cuts.tokens, &guess.spans, &gold.spans);
        let ends = |document: &Document| -> Vec<u32> {
            document.sentences().map(|range| document.spans[range.end - 1].1).collect()
        };
        let (found, annotated) = (ends(&guess), ends(gold));
        compare(&mut cuts.sentences, &found, &annotated);
        let inner = |ends: Vec<u32>| -> Vec<u32> {
            ends.into_iter().filter(|&end| !matches!(text.as_bytes().get(end as usize), None | Some(b'\n'))).collect()
        };
        compare(&mut cuts.inner, &inner(found), &inner(annotated));
    }
    cuts
}

/// How fast `threads` threads make everything out of raw text, each reading all of `documents` with one core between them:
/// the best of three rounds, in MB/s of all threads together.
pub fn measure_speed(core: &Core, documents: &[Annotated], threads: usize) -> f64 {
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    let round = || {
        let start = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let (mut guess, mut workspace) = (Document::new(), Workspace::default());
                    for Annotated { text, .. } in documents {
                        core.read(text, &[Span::new(0, text.len())], &mut guess, &mut workspace);
                    }
                });
            }
        });
        start.elapsed().as_secs_f64()
    };
    let best = (0..3).map(|_| round()).fold(f64::MAX, f64::min);
    (bytes * threads) as f64 / 1e6 / best.max(1e-9)
}

/// Counts what two sorted lists have in common.
fn compare<T: Ord>(counts: &mut [usize; 3], found: &[T], annotated: &[T]) {
    counts[0] += found.len();
    counts[1] += annotated.len();
    counts[2] += found.iter().filter(|item| annotated.binary_search(item).is_ok()).count();
}
