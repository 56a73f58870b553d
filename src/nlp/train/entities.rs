//! Trains the entity recogniser.

use super::super::certain::{Certain, Tally};
use super::super::document::Document;
use super::super::entities::{
    ACTIONS, BEGIN, INSIDE, LAST, Memory, OUT, Recogniser, State, UNIT, features, situations, surroundings,
};
use super::super::scheme::{EntityKind, Tag};
use super::super::table::WIDTH;
use super::super::tagger::Edges;
use super::corpus::Annotated;
use super::learner::{Learner, Random};
use super::models::Size;

/// The action that the annotation asks for at a token, given what is open.
fn wanted(gold: &Document, token: usize, state: State, at_end: bool) -> usize {
    let entity = gold.entity_at(token);
    let (first, last, kind) = match entity {
        None => (false, false, 0),
        Some(entity) => (entity.start == token, entity.end == token + 1, entity.kind as usize),
    };
    match (entity.is_some(), state.open != 0) {
        (false, false) => OUT,
        // An entity was opened that should not reach here: it can only be closed.
        (false, true) => LAST,
        (true, true) => {
            if first || last || at_end {
                LAST
            } else {
                INSIDE
            }
        }
        // What is left of an entity whose beginning was missed is not worth an entity of its own.
        (true, false) => {
            if !first {
                OUT
            } else if last {
                UNIT + kind
            } else {
                BEGIN + kind
            }
        }
    }
}

/// Trains on `documents`, whose words must have been looked up, with the tags of `tags`.
pub(crate) fn train(documents: &[&Annotated], tags: &[Vec<Tag>], size: Size, seed: u64) -> Recogniser {
    let mut learner = Learner::new(ACTIONS, size.large, seed);
    let mut random = Random::new(seed);
    let mut order: Vec<usize> = (0..documents.len()).collect();
    let edges = Edges::new();
    let mut memory = Memory::new();
    let mut scores = [0; ACTIONS];
    // The first pass follows the annotation and finds out what is certain; the other passes learn the rest.
    let mut tally = Tally::default();
    let mut certain = Certain::new(&[]);
    for pass in 0..size.passes {
        random.shuffle(&mut order);
        let (mut wrong, mut total) = (0usize, 0usize);
        for &number in &order {
            let gold = &documents[number].gold;
            memory.clear();
            for range in gold.sentences() {
                let seen = surroundings(&gold.breaks, range.clone());
                let words = &gold.words[seen.clone()];
                let tags = &tags[number][seen.clone()];
                let mut state = State::default();
                let mut begin = 0;
                for at in range.start - seen.start..range.end - seen.start {
                    let at_end = seen.start + at + 1 == range.end;
                    let right = wanted(gold, seen.start + at, state, at_end);
                    if pass == 0 {
                        for situation in situations(words, tags, at, state, &edges) {
                            tally.add(situation, right as u8);
                        }
                    }
                    let found = situations(words, tags, at, state, &edges).into_iter().find_map(|s| certain.get(s));
                    let found = found.map(usize::from).filter(|&action| state.allows(action, at_end));
                    let action = if at_end && state.open != 0 {
                        LAST
                    } else if let Some(found) = found {
                        found
                    } else {
                        let features = features(words, tags, at, state, &memory, &edges);
                        learner.score(&features, &mut scores);
                        learner.tick();
                        let rival = (0..ACTIONS)
                            .filter(|&action| action != right && state.allows(action, at_end))
                            .max_by_key(|&action| (scores[action], ACTIONS - action))
                            .unwrap_or(right);
                        if rival != right && scores[right] - scores[rival] < size.margin {
                            learner.update(&features, right, rival);
                        }
                        total += 1;
                        wrong += usize::from(scores[rival] > scores[right]);
                        if pass > 0 && scores[rival] > scores[right] { rival } else { right }
                    };
                    if state.open == 0 {
                        begin = at;
                    }
                    state = state.after(action, words[at].norm);
                    if state.closed != 0 {
                        memory.learn(&words[begin..=at], EntityKind::from_number(usize::from(state.closed - 1)));
                    }
                }
            }
        }
        eprintln!("  entities pass {pass}: {:.2}% right", 100.0 - 100.0 * wrong as f64 / total.max(1) as f64);
        if pass == 0 {
            certain = std::mem::take(&mut tally).certain(50, 3000);
            eprintln!("  entities are certain in {} situations", certain.entries().len());
        }
        if pass + 1 == size.open {
            let kept = learner.settle(size.small, size.least);
            eprintln!("  entities keep {kept} features");
        }
    }
    const { assert!(ACTIONS <= WIDTH) };
    Recogniser { table: learner.wide(), certain }
}
