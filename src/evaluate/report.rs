//! The figures: counted over sentences, rounded to four digits.
//!
//! Precision, recall and F1 of the type are micro averages over the types found and annotated in each sentence. Macro averages
//! are means over the annotated types, with one type found in each sentence: the right one if it is among those found, else
//! the first by name. The **given pair** asks for the type alone, the actors being known: it takes the most confident event
//! that touches both sides, and none is wrong.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Options;
use super::cases::{self, Case};
use super::gold::{Root, Row};
use super::judge::Judged;

/// All figures. Shares are 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// How many sentences there are.
    pub sentences: usize,
    /// The share in which any event was found.
    pub with_any_event: f64,
    /// How many events a sentence has on average.
    pub events_per_sentence: f64,
    /// How well types are found.
    pub root: Types,
    /// The share of sentences with an event of the right quadrant.
    pub quad_recall: f64,
    /// … with type, source and target right in one event.
    pub triple_recall: f64,
    /// … with source and target right in one event.
    pub pair_recall: f64,
    /// … with an event that has the source right.
    pub source_recall: f64,
    /// … with an event that has the target right.
    pub target_recall: f64,
    /// How well the type is told where source and target are right.
    pub given_pair: Given,
    /// Type by type, in the order of their names.
    pub types: Vec<TypeScore>,
    /// For each annotated type how often the given pair had which type, or `none`.
    pub confusion: BTreeMap<&'static str, BTreeMap<&'static str, usize>>,
    /// What confidence was worth, in tenths that occurred.
    pub calibration: Vec<Bin>,
    /// Sentences without an event that is right, the worst first.
    pub cases: Vec<Case>,
}

/// How well types are found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Types {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    pub macro_precision: f64,
    pub macro_recall: f64,
    pub macro_f1: f64,
}

/// How well the type of a given pair is told.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Given {
    pub accuracy: f64,
    pub macro_f1: f64,
}

/// One type.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TypeScore {
    /// The type.
    pub root: Root,
    /// How many sentences are annotated with it.
    pub gold: usize,
    /// In how many it was found.
    pub found: usize,
    /// In how many of those it is annotated.
    pub right: usize,
    /// `right / found`.
    pub precision: f64,
    /// `right / gold`.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

/// The events whose confidence lies in a tenth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// From this confidence on,
    pub from: f64,
    /// to before this one; 1 is in the last tenth.
    pub to: f64,
    /// How many events.
    pub events: usize,
    /// The share with the annotated type.
    pub right_type: f64,
    /// The share with type, source and target as annotated.
    pub right: f64,
}

/// Counts over the sentences of `gold`, each as it was judged.
pub(super) fn report(gold: &[Row], judged: &[Judged], options: Options) -> Report {
    let n = gold.len().max(1);
    let all: Vec<(&Row, &Judged)> = gold.iter().zip(judged).collect();
    let share = |is: &dyn Fn(&Row, &Judged) -> bool| ratio(all.iter().filter(|(row, one)| is(row, one)).count(), n);
    // What a type counts as is seen from the gold, which may have it in several quadrants: the last one counts.
    let quads: BTreeMap<Root, _> = gold.iter().map(|row| (row.root, row.quad)).collect();
    let given: Vec<_> = all.iter().map(|(row, one)| (row.root, one.best_pair().map(|view| view.root))).collect();
    let events: usize = judged.iter().map(|one| one.views.len()).sum();
    Report {
        sentences: gold.len(),
        with_any_event: share(&|_, one| !one.views.is_empty()),
        events_per_sentence: rounded(events as f64 / n as f64, 3),
        root: types(&all),
        quad_recall: share(&|row, one| one.roots().iter().any(|root| quads.get(root) == Some(&row.quad))),
        triple_recall: share(&|row, one| one.right(row)),
        pair_recall: share(&|_, one| one.views.iter().any(|view| view.pair())),
        source_recall: share(&|_, one| one.views.iter().any(|view| view.source)),
        target_recall: share(&|_, one| one.views.iter().any(|view| view.target)),
        given_pair: Given {
            accuracy: ratio(given.iter().filter(|(root, found)| Some(*root) == *found).count(), n),
            macro_f1: means(&given)[2],
        },
        types: type_scores(&all),
        confusion: confusion(&given),
        calibration: calibration(&all),
        cases: cases::worst(&all, options.cases),
    }
}

fn types(all: &[(&Row, &Judged)]) -> Types {
    let right = all.iter().filter(|(row, one)| one.roots().contains(&row.root)).count();
    let found = all.iter().map(|(_, one)| one.roots().len()).sum();
    let [precision, recall, f1] = scores(right, found, all.len());
    let one_each: Vec<_> = all
        .iter()
        .map(|(row, one)| {
            let roots = one.roots();
            (row.root, roots.get(&row.root).or_else(|| roots.first()).copied())
        })
        .collect();
    let [macro_precision, macro_recall, macro_f1] = means(&one_each);
    Types { precision, recall, f1, macro_precision, macro_recall, macro_f1 }
}

fn type_scores(all: &[(&Row, &Judged)]) -> Vec<TypeScore> {
    let mut counts: BTreeMap<Root, (usize, usize, usize)> = BTreeMap::new();
    for (row, one) in all {
        counts.entry(row.root).or_default().0 += 1;
        for root in one.roots() {
            let count = counts.entry(root).or_default();
            count.1 += 1;
            count.2 += usize::from(root == row.root);
        }
    }
    let score = |(root, (gold, found, right))| {
        let [precision, recall, f1] = scores(right, found, gold);
        TypeScore { root, gold, found, right, precision, recall, f1 }
    };
    counts.into_iter().map(score).collect()
}

fn confusion(given: &[(Root, Option<Root>)]) -> BTreeMap<&'static str, BTreeMap<&'static str, usize>> {
    let mut table: BTreeMap<_, BTreeMap<_, usize>> = BTreeMap::new();
    for (root, found) in given {
        *table.entry(root.name()).or_default().entry(found.map_or("none", Root::name)).or_default() += 1;
    }
    table
}

fn calibration(all: &[(&Row, &Judged)]) -> Vec<Bin> {
    let mut bins: BTreeMap<usize, (usize, usize, usize)> = BTreeMap::new();
    for (row, one) in all {
        for view in &one.views {
            // Confidence has two digits.
            let tenth = ((view.event.confidence * 100.0).round() as usize / 10).min(9);
            let bin = bins.entry(tenth).or_default();
            let right = view.root == row.root;
            bin.0 += 1;
            bin.1 += usize::from(right);
            bin.2 += usize::from(right && view.pair());
        }
    }
    let bin = |(tenth, (events, types, right)): (usize, (usize, usize, usize))| Bin {
        from: tenth as f64 / 10.0,
        to: (tenth + 1) as f64 / 10.0,
        events,
        right_type: ratio(types, events),
        right: ratio(right, events),
    };
    bins.into_iter().map(bin).collect()
}

/// Means of precision, recall and F1 over the annotated types, of pairs of the annotated type and the one found.
fn means(pairs: &[(Root, Option<Root>)]) -> [f64; 3] {
    let mut annotated: Vec<Root> = pairs.iter().map(|(root, _)| *root).collect();
    annotated.sort_unstable();
    annotated.dedup();
    let mut totals = [0.0; 3];
    for &root in &annotated {
        let gold = pairs.iter().filter(|pair| pair.0 == root).count();
        let found = pairs.iter().filter(|pair| pair.1 == Some(root)).count();
        let right = pairs.iter().filter(|pair| pair.0 == root && pair.1 == Some(root)).count();
        for (total, score) in totals.iter_mut().zip(scores(right, found, gold)) {
            *total += score;
        }
    }
    totals.map(|total| rounded(total / annotated.len().max(1) as f64, 4))
}

/// Precision, recall and F1.
fn scores(right: usize, found: usize, gold: usize) -> [f64; 3] {
    let share = |of: usize| if of > 0 { right as f64 / of as f64 } else { 0.0 };
    let (precision, recall) = (share(found), share(gold));
    let f1 = if right > 0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
    [precision, recall, f1].map(|score| rounded(score, 4))
}

fn ratio(part: usize, of: usize) -> f64 {
    rounded(part as f64 / of as f64, 4)
}

fn rounded(number: f64, digits: i32) -> f64 {
    let shift = 10_f64.powi(digits);
    (number * shift).round() / shift
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(name: &str) -> Root {
        Root::from_name(name).unwrap()
    }

    #[test]
    fn means_are_over_the_annotated_types() {
        let (aid, reject, consult) = (root("AID"), root("REJECT"), root("CONSULT"));
        // AID: 1 of 1 found, 1 of 2 annotated; REJECT: 1 of 2 and 1 of 1. CONSULT is annotated nowhere.
        let pairs = [(aid, Some(aid)), (aid, Some(reject)), (reject, Some(reject))];
        assert_eq!(means(&pairs), [0.75, 0.75, 0.6667]);
        assert_eq!(means(&[(aid, Some(consult)), (aid, None)]), [0.0; 3]);
        assert_eq!(means(&[]), [0.0; 3]);
    }

    #[test]
    fn scores_of_nothing_are_nothing() {
        assert_eq!(scores(0, 0, 0), [0.0; 3]);
        assert_eq!(scores(1, 3, 2), [0.3333, 0.5, 0.4]);
    }
}
