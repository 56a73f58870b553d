//! Trains the parser: transitions with a dynamic oracle and exploration (Goldberg and Nivre 2012), labels along the way.

use super::super::certain::{Certain, Tally};
use super::super::document::Document;
use super::super::parser::{
    Atoms, LEFT, Parser, RIGHT, SHIFT, State, choose, label_features, label_situations, transition_features,
    transition_situations,
};
use super::super::scheme::{Label, Tag};
use super::corpus::Annotated;
use super::learner::{Learner, Random};
use super::models::Size;
use super::tagger::guess_and_rival;

/// The annotated tree of one sentence, with what the oracle asks of it.
#[derive(Default)]
struct Tree {
    /// Head of every word; the root is the number of words.
    heads: Vec<usize>,
    labels: Vec<usize>,
    /// How many children stand at or after the first word of the buffer.
    ahead: Vec<u32>,
    /// The children of word `i` are `children[first[i]..first[i + 1]]`, in order.
    children: Vec<usize>,
    first: Vec<usize>,
    stacked: Vec<bool>,
}

impl Tree {
    fn fill(&mut self, gold: &Document, range: std::ops::Range<usize>) {
        let count = range.len();
        self.heads.clear();
        self.heads.extend(range.clone().map(|token| gold.head(token).map_or(count, |head| head - range.start)));
        self.labels.clear();
        self.labels.extend(range.map(|token| gold.label(token) as usize));
        self.ahead.clear();
        self.ahead.resize(count + 1, 0);
        self.first.clear();
        self.first.resize(count + 2, 0);
        for &head in &self.heads {
            self.ahead[head] += 1;
            self.first[head + 1] += 1;
        }
        for word in 0..=count {
            self.first[word + 1] += self.first[word];
        }
        let mut next = self.first.clone();
        self.children.clear();
        self.children.resize(count, 0);
        for (word, &head) in self.heads.iter().enumerate() {
            self.children[next[head]] = word;
            next[head] += 1;
        }
        self.stacked.clear();
        self.stacked.resize(count + 1, false);
    }

    /// How many annotated arcs each transition makes impossible.
    fn costs(&self, state: &State) -> [u32; 3] {
        let buffer = state.buffer();
        let mut costs = [0; 3];
        let (s0, s1) = (state.stack(0), state.stack(1));
        if state.depth() > 0 {
            let head = self.heads[s0];
            costs[LEFT] =
                self.ahead[s0] + u32::from(head != buffer && (head > buffer || (state.depth() > 1 && head == s1)));
            costs[RIGHT] = self.ahead[s0] + u32::from(head >= buffer);
        }
        if buffer < self.heads.len() {
            let head = self.heads[buffer];
            let children = &self.children[self.first[buffer]..self.first[buffer + 1]];
            costs[SHIFT] = children.iter().filter(|&&child| child < buffer && self.stacked[child]).count() as u32
                + u32::from(head < buffer && head != s0 && self.stacked[head]);
        }
        costs
    }
}

/// Trains on `documents`, whose words must have been looked up, with the tags of `tags`.
pub(crate) fn train(documents: &[&Annotated], tags: &[Vec<Tag>], sizes: (Size, Size), seed: u64) -> Parser {
    let (size, label_size) = sizes;
    let mut learner = Learner::new(3, size.large, seed);
    let mut labeller = Learner::new(Label::COUNT, label_size.large, seed + 1);
    let mut random = Random::new(seed);
    let mut order: Vec<(u32, u32)> = documents
        .iter()
        .enumerate()
        .flat_map(|(document, annotated)| {
            (0..annotated.gold.sentence_count() as u32).map(move |s| (document as u32, s))
        })
        .collect();
    let mut atoms = Atoms::default();
    let mut state = State::default();
    let mut tree = Tree::default();
    let mut scores = [0; 3];
    let mut label_scores = [0; Label::COUNT];
    // The first pass follows the annotation and finds out what is certain; the other passes learn the rest.
    let (mut transition_tally, mut label_tally) = (Tally::default(), Tally::default());
    let (mut certain_transitions, mut certain_labels) = (Certain::new(&[]), Certain::new(&[]));
    for pass in 0..size.passes {
        random.shuffle(&mut order);
        let (mut wrong, mut wrong_label, mut total) = (0usize, 0usize, 0usize);
        let before = (learner.time(), labeller.time());
        for &(document, sentence) in &order {
            let gold = &documents[document as usize].gold;
            let range = gold.sentence(sentence as usize);
            atoms.fill(&gold.words[range.clone()], &tags[document as usize][range.clone()]);
            tree.fill(gold, range.clone());
            state.reset(range.len());
            while !state.is_done() {
                let (can_shift, can_left, can_right) = state.possible();
                let possible = [can_shift, can_left, can_right];
                let certain = (transition_situations(&atoms, &state).into_iter())
                    .find_map(|situation| certain_transitions.get(situation))
                    .map(usize::from)
                    .filter(|&transition| possible.get(transition) == Some(&true));
                let transition = match (possible, certain) {
                    ([true, false, false], _) => SHIFT,
                    ([false, true, false], _) => LEFT,
                    ([false, false, true], _) => RIGHT,
                    (_, Some(certain)) => certain,
                    _ => {
                        let features = transition_features(&atoms, &state);
                        learner.score(&features, &mut scores);
                        learner.tick();
                        let costs = tree.costs(&state);
                        let least = (0..3).filter(|&t| possible[t]).map(|t| costs[t]).min().unwrap_or(0);
                        let pick = |right: bool| {
                            (0..3)
                                .filter(|&t| possible[t] && (costs[t] == least) == right)
                                .max_by_key(|&t| (scores[t], 3 - t))
                        };
                        let guess = choose(scores, can_shift, can_left, can_right);
                        let good = pick(true).unwrap_or(guess);
                        if let Some(bad) = pick(false)
                            && scores[good] - scores[bad] < size.margin
                        {
                            learner.update(&features, good, bad);
                        }
                        if pass == 0 {
                            for situation in transition_situations(&atoms, &state) {
                                transition_tally.add(situation, good as u8);
                            }
                        }
                        if costs[guess] > least && (pass == 0 || random.below(10) == 0) { good } else { guess }
                    }
                };
                match state.arc(transition) {
                    None => {
                        let word = state.buffer();
                        state.shift();
                        tree.stacked[word] = true;
                        let head = tree.heads[word];
                        tree.ahead[head] -= 1;
                    }
                    Some((head, child)) => {
                        total += 1;
                        let right = tree.labels[child];
                        let label = if head == state.root() {
                            Label::Root as usize
                        } else if let Some(certain) =
                            label_situations(&atoms, head, child).into_iter().find_map(|s| certain_labels.get(s))
                        {
                            usize::from(certain)
                        } else if tree.heads[child] == head {
                            if pass == 0 {
                                for situation in label_situations(&atoms, head, child) {
                                    label_tally.add(situation, right as u8);
                                }
                            }
                            let features = label_features(&atoms, &state, head, child);
                            labeller.score(&features, &mut label_scores);
                            labeller.tick();
                            let (guess, rival) = guess_and_rival(&label_scores, right);
                            if label_scores[right] - label_scores[rival] < label_size.margin {
                                labeller.update(&features, right, rival);
                            }
                            wrong_label += usize::from(guess != right);
                            if pass == 0 { right } else { guess }
                        } else {
                            let features = label_features(&atoms, &state, head, child);
                            labeller.score(&features, &mut label_scores);
                            guess_and_rival(&label_scores, right).0
                        };
                        wrong += usize::from(tree.heads[child] != head);
                        tree.stacked[child] = false;
                        state.attach(head, child, label as u8);
                    }
                }
            }
        }
        eprintln!(
            "  parser pass {pass}: {:.2}% of heads right, {:.2}% of their labels wrong",
            100.0 - 100.0 * wrong as f64 / total as f64,
            100.0 * wrong_label as f64 / total as f64
        );
        eprintln!("  {} transitions and {} labels weighed", learner.time() - before.0, labeller.time() - before.1);
        if pass == 0 {
            certain_transitions = std::mem::take(&mut transition_tally).certain(50, 700);
            certain_labels = std::mem::take(&mut label_tally).certain(50, 1000);
            eprintln!(
                "  parser is certain of {} transitions, {} labels",
                certain_transitions.entries().len(),
                certain_labels.entries().len()
            );
        }
        if pass + 1 == size.open {
            let kept = learner.settle(size.small, size.least);
            let kept_labels = labeller.settle(label_size.small, label_size.least);
            eprintln!("  parser keeps {kept} features of transitions, {kept_labels} of labels");
        }
    }
    Parser { transitions: learner.narrow(), labels: labeller.wide(), certain_transitions, certain_labels }
}
