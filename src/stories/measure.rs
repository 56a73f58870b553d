//! How two articles compare: what of their text, names, numbers and terms they share.

use crate::record::AdvisoryKind;

use super::facts::is_number;
use super::sketch::below;

/// What is compared of an article.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// Seconds since 1970.
    pub time: i64,
    /// The day of its dateline, 0 without one.
    pub dateline_day: i32,
    /// Words of prose.
    pub words: u32,
    /// Sorted hashes of runs of words, and their shift ([`super::sketch::Sample`]).
    pub runs: (&'a [u32], u8),
    /// Sorted facts of the prose, and their shift.
    pub facts: (&'a [u32], u8),
    /// Sorted terms of the prose ([`super::facts::term`]), and their shift.
    pub terms: (&'a [u32], u8),
    /// Terms in the order of the text, with 0 after each sentence; of what is remembered none.
    pub sentences: &'a [u32],
    /// Sorted facts of the headline.
    pub head: &'a [u32],
    /// What the desk says.
    pub advisory: Option<AdvisoryKind>,
    /// Its runs, for an article that is compared with many.
    pub sieve: Option<&'a Sieve>,
}

/// Which hashes a list may hold: tells of most of those that it does not hold, without a look at the list.
#[derive(Clone, Copy, Debug)]
pub struct Sieve([u64; 64]);

impl Sieve {
    /// A sieve of the hashes of a list, or of more than those.
    pub fn new(hashes: &[u32]) -> Sieve {
        let mut bits = [0; 64];
        hashes.iter().for_each(|hash| bits[(hash >> 6) as usize % 64] |= 1 << (hash % 64));
        Sieve(bits)
    }

    /// Whether the list may hold it.
    pub fn may_hold(&self, hash: u32) -> bool {
        self.0[(hash >> 6) as usize % 64] >> (hash % 64) & 1 == 1
    }
}

/// Looks for hashes that come in order in a sorted list.
struct Search<'l>(&'l [u32]);

impl Search<'_> {
    fn has(&mut self, hash: u32) -> bool {
        while let Some((_, rest)) = self.0.split_first().filter(|(first, _)| **first < hash) {
            self.0 = rest;
        }
        self.0.first() == Some(&hash)
    }
}

/// How two articles compare. Shares are 0 to 1; a share of nothing is 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measures {
    /// The share of the older one's runs of words that the newer one has.
    pub old_in_new: f32,
    /// The share of the newer one's runs of words that the older one has.
    pub new_in_old: f32,
    /// The share of names, numbers and headline words of the older one that the newer one has, by weight.
    pub old_facts: f32,
    /// The same of the newer one.
    pub new_facts: f32,
    /// The share of names and numbers in the older one's prose that the newer one's prose has, by weight.
    pub old_prose_facts: f32,
    /// The same of the newer one.
    pub new_prose_facts: f32,
    /// The share of numbers in the older one's prose that the newer one has, in its prose or headline.
    pub old_numbers: f32,
    /// The same of the newer one.
    pub new_numbers: f32,
    /// The share of the older one's terms that the newer one has.
    pub old_terms: f32,
    /// The same of the newer one.
    pub new_terms: f32,
    /// The share of the newer one's text that stands in sentences most of whose terms the older one has not.
    pub new_sentences: f32,
    /// How many numbers the one with fewer has.
    pub figures: usize,
    /// Whether one of them is a table: more than one word in five is a number that it has not had before.
    pub tables: bool,
    /// The share of headline words by weight: of the headline of which more is shared, and of the other.
    pub headline: (f32, f32),
    /// The share of the older one's headline words that stand anywhere in the newer one, by weight.
    pub headline_named: f32,
    /// The weight of the older one's headline.
    pub headline_weight: f32,
    /// How the headlines differ.
    pub apart: Apart,
    /// Hours between the two.
    pub hours: f32,
    /// Words of the older and the newer one.
    pub words: (u32, u32),
}

/// What each of two headlines has that the other article has nowhere.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Apart {
    /// The weight of the rarest name, which stands in the article's own prose, too: the lesser of both.
    pub names: f32,
    /// Whether each has such words.
    pub words: bool,
    /// Whether each has such numbers, and neither has such words.
    pub numbers: bool,
}

impl Apart {
    fn new(old: &View<'_>, new: &View<'_>, weight: impl Fn(u32) -> f32) -> Apart {
        let shift = old.facts.1.max(new.facts.1);
        let own = |of: &View<'_>, other: &View<'_>| {
            let (mut prose, mut head, mut named) = (Search(other.facts.0), Search(other.head), Search(of.facts.0));
            let (mut names, mut words, mut numbers) = (0.0f32, false, false);
            for fact in below(of.head, shift) {
                if prose.has(*fact) || head.has(*fact) {
                    continue;
                }
                if is_number(*fact) {
                    numbers = true;
                    continue;
                }
                words = true;
                if named.has(*fact) {
                    names = names.max(weight(*fact));
                }
            }
            (names, words, numbers)
        };
        let (one, other) = (own(old, new), own(new, old));
        Apart { names: one.0.min(other.0), words: one.1 && other.1, numbers: one.2 && other.2 && !one.1 && !other.1 }
    }
}

/// Whether two articles may be judged related at all: the cheap part of comparing them. Every rule asks for some shared text but
/// those for notes that speak about a story, and for alerts.
pub fn may_be_related(old: &View<'_>, new: &View<'_>) -> bool {
    let speaks = matches!(new.advisory, Some(AdvisoryKind::Correction | AdvisoryKind::Withdrawal))
        || old.advisory == Some(AdvisoryKind::Alert);
    let shift = old.runs.1.max(new.runs.1);
    let (old_runs, new_runs) = (below(old.runs.0, shift), below(new.runs.0, shift));
    let least = old_runs.len().min(new_runs.len());
    speaks || shared_runs(old_runs, new_runs, new.sieve) * 20 >= least
}

/// Compares two articles; `weight` is how much a fact says.
pub fn measure(old: &View<'_>, new: &View<'_>, weight: impl Fn(u32) -> f32) -> Measures {
    let shift = old.runs.1.max(new.runs.1);
    let (old_runs, new_runs) = (below(old.runs.0, shift), below(new.runs.0, shift));
    let shared = shared_runs(old_runs, new_runs, new.sieve) as f32;
    let fact_shift = old.facts.1.max(new.facts.1);
    let (old_facts, new_facts) = (below(old.facts.0, fact_shift), below(new.facts.0, fact_shift));
    // The share of all names, numbers and headline words, and that of the prose alone.
    let agreeing = |facts: &[u32], of: &View<'_>, other: &View<'_>| {
        let (mut all, mut shared, mut in_prose) = (0.0, 0.0, 0.0);
        let (mut prose, mut head) = (Search(other.facts.0), Search(other.head));
        for fact in facts {
            let weight = weight(*fact);
            all += weight;
            if prose.has(*fact) {
                in_prose += weight;
                shared += weight;
            } else if head.has(*fact) {
                shared += weight;
            }
        }
        let in_prose = ratio(in_prose, all);
        let (mut known, mut prose, mut head) = (Search(facts), Search(other.facts.0), Search(other.head));
        let heads = of.head.iter().filter(|fact| !known.has(**fact));
        add(heads, &weight, |fact| prose.has(fact) || head.has(fact), &mut all, &mut shared);
        (ratio(shared, all), in_prose)
    };
    let numbers = |facts: &[u32], other: &View<'_>| {
        let (mut prose, mut head) = (Search(other.facts.0), Search(other.head));
        share(facts.iter().filter(|fact| is_number(**fact)), &|_| 1.0, |fact| prose.has(fact) || head.has(fact)).0
    };
    // Of the facts of a long article only a sample may be known.
    let figures = |facts: &[u32]| facts.iter().filter(|fact| is_number(**fact)).count() << fact_shift;
    let (old_figures, new_figures) = (figures(old_facts), figures(new_facts));
    let (old_head, headline_weight) = share(old.head, &weight, in_order(new.head));
    let new_head = share(new.head, &weight, in_order(old.head)).0;
    let (old_head, new_head) = match old.head.is_empty() || new.head.is_empty() {
        true => (0.0, 0.0),
        false => (old_head, new_head),
    };
    let term_shift = old.terms.1.max(new.terms.1);
    let (old_terms, new_terms) = (below(old.terms.0, term_shift), below(new.terms.0, term_shift));
    let shared_terms = common(old_terms, new_terms) as f32;
    let (mut prose, mut head) = (Search(new.facts.0), Search(new.head));
    let ((all_old, prose_old), (all_new, prose_new)) = (agreeing(old_facts, old, new), agreeing(new_facts, new, old));
    Measures {
        old_in_new: ratio(shared, old_runs.len() as f32),
        new_in_old: ratio(shared, new_runs.len() as f32),
        old_facts: all_old,
        new_facts: all_new,
        old_prose_facts: prose_old,
        new_prose_facts: prose_new,
        old_numbers: numbers(old_facts, new),
        new_numbers: numbers(new_facts, old),
        old_terms: ratio(shared_terms, old_terms.len() as f32),
        new_terms: ratio(shared_terms, new_terms.len() as f32),
        new_sentences: new_sentences(new.sentences, old_terms, term_shift),
        figures: old_figures.min(new_figures),
        tables: old_figures * 5 > old.words as usize || new_figures * 5 > new.words as usize,
        headline: (old_head.max(new_head), old_head.min(new_head)),
        headline_named: share(old.head, &weight, |fact| prose.has(fact) || head.has(fact)).0,
        headline_weight,
        apart: Apart::new(old, new, &weight),
        hours: (new.time - old.time).unsigned_abs() as f32 / 3600.0,
        words: (old.words, new.words),
    }
}

/// The share of terms that stand in sentences of which the other text has less than half.
fn new_sentences(sentences: &[u32], others: &[u32], shift: u8) -> f32 {
    let (mut all, mut new) = (0, 0);
    let least_out = 1u64 << (32 - shift.min(31));
    for sentence in sentences.split(|term| *term == 0) {
        let terms = || sentence.iter().filter(|term| u64::from(**term) < least_out);
        let count = terms().count();
        let known = terms().filter(|term| others.binary_search(term).is_ok()).count();
        all += count;
        if known * 2 < count && count >= 3 {
            new += count;
        }
    }
    if all == 0 { 0.0 } else { new as f32 / all as f32 }
}

/// How many hashes two sorted lists share.
fn common(one: &[u32], other: &[u32]) -> usize {
    let (mut a, mut b, mut shared) = (0, 0, 0);
    while let (Some(left), Some(right)) = (one.get(a), other.get(b)) {
        shared += usize::from(left == right);
        let (go_left, go_right) = (left <= right, right <= left);
        a += usize::from(go_left);
        b += usize::from(go_right);
    }
    shared
}

/// How many runs two sorted lists share; a sieve of the newer one tells of most of those that are not in both.
fn shared_runs(old: &[u32], new: &[u32], sieve: Option<&Sieve>) -> usize {
    let Some(sieve) = sieve else { return common(old, new) };
    let mut new = Search(new);
    old.iter().filter(|run| sieve.may_hold(**run) && new.has(**run)).count()
}

/// Whether facts that come in order are in a list.
fn in_order(list: &[u32]) -> impl FnMut(u32) -> bool {
    let mut search = Search(list);
    move |fact| search.has(fact)
}

/// The share of facts that another has, by weight, and the weight of all; the share of nothing is 1.
fn share<'f>(
    facts: impl IntoIterator<Item = &'f u32>,
    weight: &impl Fn(u32) -> f32,
    has: impl FnMut(u32) -> bool,
) -> (f32, f32) {
    let (mut all, mut shared) = (0.0, 0.0);
    add(facts, weight, has, &mut all, &mut shared);
    (ratio(shared, all), all)
}

/// Adds up the weights of facts, of all and of those that another has.
fn add<'f>(
    facts: impl IntoIterator<Item = &'f u32>,
    weight: &impl Fn(u32) -> f32,
    mut has: impl FnMut(u32) -> bool,
    all: &mut f32,
    shared: &mut f32,
) {
    for fact in facts {
        let weight = weight(*fact);
        *all += weight;
        if has(*fact) {
            *shared += weight;
        }
    }
}

fn ratio(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 1.0 }
}
