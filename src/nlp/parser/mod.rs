//! The dependency parser: greedy transitions for the heads, and a labeller called once an arc.
//!
//! The system is arc-hybrid with the root at the end of the buffer (Kuhlmann, Gómez-Rodríguez and Satta 2011): SHIFT moves
//! the first word of the buffer to the stack, LEFT hangs the top of the stack on the first word of the buffer, RIGHT hangs
//! it on the word below. A sentence of n words takes 2n transitions, whatever the weights say.

mod features;
mod repair;
mod state;

use std::ops::Range;

use super::certain::{Certain, Watch};
use super::document::Document;
use super::scheme::Label;
use super::table::{Narrow, Wide, best};
pub(crate) use features::{Atoms, label_features, label_situations, transition_features, transition_situations};
pub(crate) use repair::repair;
pub(crate) use state::{LEFT, RIGHT, SHIFT, State};

/// The trained parser.
pub(crate) struct Parser {
    pub(crate) transitions: Narrow,
    pub(crate) labels: Wide,
    pub(crate) certain_transitions: Certain,
    pub(crate) certain_labels: Certain,
}

/// What a parser works on; kept from sentence to sentence so that nothing is allocated.
#[derive(Default)]
pub(crate) struct Workspace {
    pub(crate) atoms: Atoms,
    pub(crate) state: State,
}

impl Parser {
    /// A parser that is certain of nothing, for tests.
    #[cfg(test)]
    pub(crate) fn new(transitions: Narrow, labels: Wide) -> Parser {
        Parser { transitions, labels, certain_transitions: Certain::new(&[]), certain_labels: Certain::new(&[]) }
    }

    /// The next transition.
    #[inline(always)]
    fn transition(&self, atoms: &Atoms, state: &State) -> usize {
        let (can_shift, can_left, can_right) = state.possible();
        match (can_shift, can_left, can_right) {
            (true, false, false) => return SHIFT,
            (false, true, false) => return LEFT,
            (false, false, true) => return RIGHT,
            _ => {}
        }
        let certain = transition_situations(atoms, state).into_iter().find_map(|s| self.certain_transitions.get(s));
        if let Some(transition) = certain
            && [can_shift, can_left, can_right].get(usize::from(transition)) == Some(&true)
        {
            return usize::from(transition);
        }
        choose(self.transitions.score(&transition_features(atoms, state)), can_shift, can_left, can_right)
    }

    /// The label of a new arc.
    #[inline(always)]
    fn label(&self, atoms: &Atoms, state: &State, head: usize, child: usize, watch: &mut impl Watch) -> u8 {
        if head == state.root() {
            return Label::Root as u8;
        }
        let situations = label_situations(atoms, head, child);
        let certain = situations.into_iter().find_map(|situation| self.certain_labels.get(situation));
        let weigh = || {
            let scores = self.labels.score(&label_features(atoms, state, head, child));
            best(&scores[..Label::COUNT]) as u8
        };
        let label = certain.unwrap_or_else(weigh);
        watch.decided(&situations, label);
        label
    }

    /// Parses one tagged sentence.
    pub(crate) fn parse(&self, document: &mut Document, sentence: Range<usize>, work: &mut Workspace) {
        self.parse_watched(document, sentence, work, &mut ());
    }

    /// The same; `watch` learns what labels are decided on.
    #[inline(always)]
    pub(crate) fn parse_watched(
        &self,
        document: &mut Document,
        sentence: Range<usize>,
        work: &mut Workspace,
        watch: &mut impl Watch,
    ) {
        let Document { words, tags, heads, labels, sentence_of, parsed, .. } = document;
        let (Some(words), Some(tags)) = (words.get(sentence.clone()), tags.get(sentence.clone())) else { return };
        if words.is_empty() {
            return;
        }
        let Workspace { atoms, state } = work;
        atoms.fill(words, tags);
        state.reset(words.len());
        while !state.is_done() {
            if state.is_leftover() && tags[state.stack(1)].is_punctuation() && !tags[state.stack(0)].is_punctuation() {
                // A quotation mark that waited in vain for its verb must not become the root of the sentence.
                state.attach_below(Label::Punct as u8);
                continue;
            }
            match state.arc(self.transition(atoms, state)) {
                None => state.shift(),
                Some((head, child)) => {
                    let label = self.label(atoms, state, head, child, watch);
                    state.attach(head, child, label);
                }
            }
        }
        for (at, token) in sentence.clone().enumerate() {
            let node = state.node(at);
            heads[token] =
                if node.head as usize >= words.len() { token } else { sentence.start + node.head as usize } as u32;
            labels[token] = Label::from_number(usize::from(node.label));
        }
        parsed[sentence_of[sentence.start] as usize] = true;
    }
}

/// The possible transition with the highest score.
#[inline(always)]
pub(crate) fn choose(scores: [i32; 3], can_shift: bool, can_left: bool, can_right: bool) -> usize {
    let mut best = SHIFT;
    let mut score = if can_shift { scores[SHIFT] } else { i32::MIN };
    if can_left && scores[LEFT] > score {
        (best, score) = (LEFT, scores[LEFT]);
    }
    if can_right && scores[RIGHT] > score {
        best = RIGHT;
    }
    best
}
