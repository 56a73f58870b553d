//! Whether an article repeats another or is a version of the same story: measures of a pair, and the rules over them.
//!
//! Shared runs of words say that text was taken over; shared names and numbers, weighed by how rare they are among the remembered
//! articles, say that it is about the same thing. Neither is enough: dividends, bond issues and daily figures share most of
//! their runs with others of their kind, and two stories about one company share its names. The rules were tuned on stories of
//! one agency (`docs/accuracy.md`, Stories); they prefer missing a version to joining two stories.

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
    /// Sorted facts of the headline.
    pub head: &'a [u32],
    /// What the desk says.
    pub advisory: Option<AdvisoryKind>,
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
    /// The share of names and numbers in the newer one's prose that the older one's prose has, by weight.
    pub new_prose_facts: f32,
    /// The share of the older one's numbers that the newer one has.
    pub old_numbers: f32,
    /// The same of the newer one.
    pub new_numbers: f32,
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
    /// Hours between the two.
    pub hours: f32,
    /// Words of the older and the newer one.
    pub words: (u32, u32),
}

/// What an article is to an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// A version of the same story: there is something new in it, or something put right.
    Version,
    /// The same again: nothing new is in it.
    Repeat,
}

/// A verdict with its rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// What the newer article is to the older.
    pub relation: Relation,
    /// The rule that says so, for people.
    pub rule: &'static str,
    /// To choose among several: higher is nearer.
    pub score: f32,
}

/// Hours after which daily and weekly items come round again, so that more is asked of versions.
const SAME_DAY: f32 = 18.0;
/// Below so many words an article is too short for its runs to say much.
const SHORT: u32 = 40;

/// Whether two articles may be judged related at all: the cheap part of comparing them. Every rule asks for some shared text but
/// those for notes that speak about a story, and for alerts.
pub fn may_be_related(old: &View<'_>, new: &View<'_>) -> bool {
    let speaks = matches!(new.advisory, Some(AdvisoryKind::Correction | AdvisoryKind::Withdrawal))
        || old.advisory == Some(AdvisoryKind::Alert);
    let shift = old.runs.1.max(new.runs.1);
    let (old_runs, new_runs) = (below(old.runs.0, shift), below(new.runs.0, shift));
    let least = old_runs.len().min(new_runs.len());
    speaks || common(old_runs, new_runs) * 20 >= least
}

/// Compares two articles; `weight` is how much a fact says.
pub fn measure(old: &View<'_>, new: &View<'_>, weight: impl Fn(u32) -> f32) -> Measures {
    let shift = old.runs.1.max(new.runs.1);
    let (old_runs, new_runs) = (below(old.runs.0, shift), below(new.runs.0, shift));
    let shared = common(old_runs, new_runs) as f32;
    let fact_shift = old.facts.1.max(new.facts.1);
    let (old_facts, new_facts) = (below(old.facts.0, fact_shift), below(new.facts.0, fact_shift));
    let has =
        |view: &View<'_>, fact: &u32| view.facts.0.binary_search(fact).is_ok() || view.head.binary_search(fact).is_ok();
    let union = |facts: &[u32], of: &View<'_>, other: &View<'_>| {
        let heads = of.head.iter().filter(|fact| facts.binary_search(fact).is_err());
        share(facts.iter().chain(heads), &weight, |fact| has(other, fact)).0
    };
    let numbers = |facts: &[u32], others: &[u32]| {
        share(facts.iter().filter(|fact| is_number(**fact)), &|_| 1.0, |fact| others.binary_search(fact).is_ok()).0
    };
    let figures = |facts: &[u32]| facts.iter().filter(|fact| is_number(**fact)).count();
    let (old_figures, new_figures) = (figures(old_facts), figures(new_facts));
    let (old_head, headline_weight) = share(old.head.iter(), &weight, |fact| new.head.binary_search(fact).is_ok());
    let new_head = share(new.head.iter(), &weight, |fact| old.head.binary_search(fact).is_ok()).0;
    let (old_head, new_head) = match old.head.is_empty() || new.head.is_empty() {
        true => (0.0, 0.0),
        false => (old_head, new_head),
    };
    Measures {
        old_in_new: ratio(shared, old_runs.len() as f32),
        new_in_old: ratio(shared, new_runs.len() as f32),
        old_facts: union(old_facts, old, new),
        new_facts: union(new_facts, new, old),
        new_prose_facts: share(new_facts.iter(), &weight, |fact| old.facts.0.binary_search(fact).is_ok()).0,
        old_numbers: numbers(old_facts, new_facts),
        new_numbers: numbers(new_facts, old_facts),
        figures: old_figures.min(new_figures),
        tables: old_figures * 5 > old.words as usize || new_figures * 5 > new.words as usize,
        headline: (old_head.max(new_head), old_head.min(new_head)),
        headline_named: share(old.head.iter(), &weight, |fact| has(new, fact)).0,
        headline_weight,
        hours: (new.time - old.time).unsigned_abs() as f32 / 3600.0,
        words: (old.words, new.words),
    }
}

/// What the newer article is to the older, if anything.
pub fn judge(old: &View<'_>, new: &View<'_>, measures: &Measures) -> Option<Verdict> {
    let m = measures;
    let runs = m.old_in_new.max(m.new_in_old);
    let facts = m.old_facts.max(m.new_facts);
    let numbers = m.old_numbers.max(m.new_numbers);
    let (headline, other_headline) = m.headline;
    let (short, long) = (m.words.0.min(m.words.1), m.words.0.max(m.words.1));
    let verdict = |relation, rule| {
        let first = if relation == Relation::Repeat { 4.0 } else { 0.0 };
        Some(Verdict { relation, rule, score: first + runs + facts + 0.5 * headline })
    };
    let corrects = matches!(new.advisory, Some(AdvisoryKind::Correction | AdvisoryKind::Withdrawal));
    // A short notice that comes again under another day is the next one of its kind, even if its figures are the same.
    let next_notice = m.hours > SAME_DAY && short < 60 && old.dateline_day != new.dateline_day;
    if m.new_in_old >= 0.85 && m.new_prose_facts >= 0.9 && m.new_numbers >= 0.99 && !next_notice {
        let relation = if corrects { Relation::Version } else { Relation::Repeat };
        return verdict(relation, "all its text, names and numbers stand in the other");
    }
    // It is cut or reworded: it is no longer, and says nothing that the other does not.
    let reworded = runs >= 0.45 && m.new_prose_facts >= 0.9 && u64::from(m.words.1) * 20 <= u64::from(m.words.0) * 21;
    if reworded && m.new_numbers >= 0.99 && short >= SHORT && headline >= 0.45 && !next_notice && !corrects {
        return verdict(Relation::Repeat, "shortened or reworded, without a new name or number");
    }
    // A notice of a few words is reworded without saying anything else.
    let same_notice = short < SHORT && m.figures >= 3 && runs >= 0.4 && headline >= 0.6;
    if same_notice && m.new_prose_facts >= 0.9 && m.new_numbers >= 0.99 && !next_notice && !corrects {
        return verdict(Relation::Repeat, "a notice with the same names and numbers");
    }
    // A note that puts a story right or takes it back names its headline, and little else of it.
    let names = m.headline_named >= 0.7 && m.headline_weight >= 8.0 && facts >= 0.4;
    if corrects && names {
        return verdict(Relation::Version, "it corrects or withdraws a story with this headline");
    }
    // Tables of one kind follow each other all day, each with its own figures. Only a headline of rare words tells that it is the same.
    let same_table = other_headline >= 0.8 && m.headline_weight >= 24.0;
    if m.tables && !same_table && !corrects && numbers < 0.99 {
        return None;
    }
    let other_numbers = m.new_numbers < 0.9 && m.old_numbers.min(m.new_numbers) < 0.75;
    if m.hours > SAME_DAY && (other_numbers || numbers < 0.9 || facts < 0.8 || runs < 0.5) {
        return None;
    }
    // Digests hold a paragraph of each story of the day, and are versions of none.
    if short * 100 < long * 35 && headline < 0.25 && m.new_in_old < 0.8 {
        return None;
    }
    // Figures that differ on both sides are of something else, unless both have the same headline: prices of wheat and of maize,
    // the dividends of two funds.
    let prose = short >= 100 && facts >= 0.8;
    if numbers < 0.9 && m.figures >= 3 && other_headline < 0.8 && !prose {
        return None;
    }
    if short < SHORT {
        let first_take = old.advisory == Some(AdvisoryKind::Alert) && m.old_facts >= 0.75 && m.hours < 12.0;
        if first_take && headline.max(m.headline_named) >= 0.5 {
            return verdict(Relation::Version, "it takes up an alert");
        }
        if other_headline < 0.75 && (numbers < 0.9 || facts < 0.7) {
            return None;
        }
    } else {
        if runs >= 0.6 && numbers >= 0.9 && facts >= 0.55 && short >= 60 {
            return verdict(Relation::Version, "most of the text and all numbers of one stand in the other");
        }
        if new.advisory == Some(AdvisoryKind::Update) && headline >= 0.6 && facts >= 0.55 && runs >= 0.05 {
            return verdict(Relation::Version, "it is an update with this headline, and names and numbers agree");
        }
    }
    if !(facts >= 0.72 || facts >= 0.62 && headline >= 0.7) {
        return None;
    }
    if runs >= 0.25 {
        return verdict(Relation::Version, "text is taken over, and names and numbers agree");
    }
    if runs >= 0.12 && facts >= 0.8 && headline >= 0.6 {
        return verdict(Relation::Version, "it is written anew: headline, names and numbers agree");
    }
    None
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

/// The share of facts that another has, by weight, and the weight of all; the share of nothing is 1.
fn share<'f>(
    facts: impl Iterator<Item = &'f u32>,
    weight: &impl Fn(u32) -> f32,
    has: impl Fn(&u32) -> bool,
) -> (f32, f32) {
    let (mut all, mut shared) = (0.0, 0.0);
    for fact in facts {
        let weight = weight(*fact);
        all += weight;
        if has(fact) {
            shared += weight;
        }
    }
    (ratio(shared, all), all)
}

fn ratio(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 1.0 }
}
