//! The features of transitions and labels.

use super::super::hash::{one, pair, small, spread, three, triple, two};
use super::super::scheme::Tag;
use super::super::word::Word;
use super::state::State;

/// How many features a transition has.
pub(crate) const TRANSITION_FEATURES: usize = 48;

/// How many features an arc has for its label.
pub(crate) const LABEL_FEATURES: usize = 22;

/// What the features are made of, one array a property; after the words come the root and the word that is none.
#[derive(Default)]
pub(crate) struct Atoms {
    word: Vec<u64>,
    tag: Vec<u64>,
    both: Vec<u64>,
    cluster: Vec<u64>,
    /// How many words up to here are commas, verbs, conjunctions; one byte each.
    counts: Vec<u32>,
    count: usize,
}

impl Atoms {
    /// Fills the arrays for one sentence.
    pub(crate) fn fill(&mut self, words: &[Word], tags: &[Tag]) {
        for array in [&mut self.word, &mut self.tag, &mut self.both, &mut self.cluster] {
            array.clear();
        }
        self.counts.clear();
        self.count = words.len();
        let (mut commas, mut verbs, mut others) = (0u32, 0u32, 0u32);
        for (word, &tag) in words.iter().zip(tags) {
            self.word.push(word.norm);
            let value = small(tag as u8);
            self.tag.push(value);
            self.both.push(pair(word.norm, value));
            self.cluster.push(spread(u64::from(word.cluster)));
            self.counts.push(commas | verbs << 8 | others << 16);
            match tag {
                Tag::Comma => commas = (commas + 1) & 255,
                Tag::Colon | Tag::Cc | Tag::OpenQuote | Tag::CloseQuote | Tag::Lrb | Tag::Rrb => {
                    others = (others + 1) & 255
                }
                tag if tag.is_verb() => verbs = (verbs + 1) & 255,
                _ => {}
            }
        }
        for (word, tag) in [(1, 61), (2, 62)] {
            let (word, tag) = (small(word), small(tag));
            self.word.push(word);
            self.tag.push(tag);
            self.both.push(pair(word, tag));
            self.cluster.push(word);
            self.counts.push(commas | verbs << 8 | others << 16);
        }
    }

    /// The word `steps` after `at`, or the word that is none.
    #[inline(always)]
    fn after(&self, at: usize, steps: usize) -> usize {
        (at + steps).min(self.count + 1)
    }

    /// The word before `at`, or the word that is none.
    #[inline(always)]
    fn before(&self, at: usize, steps: usize) -> usize {
        if at > self.count { at } else { at.checked_sub(steps).unwrap_or(self.count + 1) }
    }

    /// Commas, verbs and other separators after `left` and before `right`, up to three each.
    #[inline(always)]
    fn between(&self, left: usize, right: usize) -> u8 {
        if left >= self.count || right > self.count {
            return 0x7F;
        }
        let (from, to) = (self.counts[left + 1], self.counts[right]);
        let part = |shift: u32| ((to >> shift).wrapping_sub(from >> shift) & 255).min(3);
        (part(0) | part(8) << 2 | part(16) << 4) as u8
    }
}

/// Distances by size: 1, 2, 3, 4, 5 to 6, 7 to 10, more.
#[inline(always)]
fn distance(left: usize, right: usize) -> u8 {
    match right.wrapping_sub(left) {
        distance @ 0..=4 => distance as u8,
        5..=6 => 5,
        7..=10 => 6,
        _ => 7,
    }
}

/// Situations in which the next transition may be certain.
#[inline(always)]
pub(crate) fn transition_situations(atoms: &Atoms, state: &State) -> [u64; 4] {
    let (s0, s1, b0) = (state.stack(0), state.stack(1), state.buffer());
    let (b1, b2) = (atoms.after(b0, 1), atoms.after(b0, 2));
    let t = |at: usize| atoms.tag[at];
    let tags = triple(t(s0), t(b0), t(s1));
    let near = small(distance(s0, b0).min(3) << 2 | distance(s1, s0).min(3) << 4 | state.node(s0).rights.min(2));
    let word = pair(atoms.both[s0], t(s1));
    [
        three(201, tags, t(b1), near),
        three(202, pair(tags, t(b1)), t(b2), near),
        three(203, word, pair(t(b0), t(b1)), near),
        three(204, word, atoms.both[b0], pair(near, t(b1))),
    ]
}

/// Situations in which the label of the arc from `head` to `child` may be certain.
#[inline(always)]
pub(crate) fn label_situations(atoms: &Atoms, head: usize, child: usize) -> [u64; 2] {
    let on_left = child < head;
    let far = if on_left { distance(child, head) } else { distance(head, child) | 16 };
    let (th, td) = (atoms.tag[head], atoms.tag[child]);
    [three(205, th, td, small(far)), three(206, atoms.both[child], th, small(far & 16))]
}

/// The features of the next transition.
#[inline(always)]
pub(crate) fn transition_features(atoms: &Atoms, state: &State) -> [u64; TRANSITION_FEATURES] {
    let none = atoms.count + 1;
    let (s0, s1, s2) = (state.stack(0), state.stack(1), state.stack(2));
    let b0 = state.buffer();
    let (b1, b2) = (atoms.after(b0, 1), atoms.after(b0, 2));
    let (n0, n1, nb) = (*state.node(s0), *state.node(s1), *state.node(b0));
    let (s0l, s0r) = (n0.left as usize, n0.right as usize);
    let (s1l, s1r, s1r2) = (n1.left as usize, n1.right as usize, n1.right2 as usize);
    let (b0l, b0l2) = (nb.left as usize, nb.left2 as usize);
    let (before0, after0) = (atoms.before(s0, 1), if s0 >= none { none } else { atoms.after(s0, 1) });
    let beforeb = atoms.before(b0, 1);
    let w = |at: usize| atoms.word[at];
    let t = |at: usize| atoms.tag[at];
    let p = |at: usize| atoms.both[at];
    let c = |at: usize| atoms.cluster[at];
    let label = |at: usize| small(state.node(at).label);
    let fold = spread;
    let d0 = small(distance(s0, b0));
    let d1 = small(distance(s1, s0));
    let gap0 = small(atoms.between(s0, b0));
    let gap1 = small(atoms.between(s1, s0));
    let (ts0, tb0, ts1) = (t(s0), t(b0), t(s1));
    let tt = pair(ts0, tb0);
    let ttt = triple(ts0, tb0, ts1);
    [
        // Single words.
        one(1, p(s0)),
        one(2, p(b0)),
        one(3, w(b0)),
        one(4, p(b2)),
        one(5, w(s1)),
        two(6, w(b1), ts0),
        // Pairs.
        two(7, w(s0), p(b0)),
        two(8, p(s0), tb0),
        two(9, p(s1), p(s0)),
        two(10, p(s1), ts0),
        two(11, ts1, p(s0)),
        two(12, ts1, p(b0)),
        two(13, p(b0), p(b1)),
        two(14, tt, w(b1)),
        // Tags of three and four.
        three(15, tb0, t(b1), t(b2)),
        two(16, tt, t(b1)),
        two(17, ttt, t(s2)),
        two(18, ttt, t(b1)),
        three(19, tt, t(b1), t(b2)),
        // Children.
        two(20, tt, t(s0l)),
        two(21, tt, t(s0r)),
        two(22, tt, t(b0l)),
        two(23, ttt, t(s1r)),
        two(24, ttt, t(s0l)),
        two(25, ttt, t(b0l)),
        three(26, p(s0), label(s0l), tb0),
        three(27, p(b0), label(b0l), ts0),
        three(28, p(s1), label(s1r), tt),
        three(29, ttt, pair(label(s1r), label(s1r2)), label(s1l)),
        two(30, tt, w(s0l)),
        three(31, tt, t(b0l), t(b0l2)),
        two(32, p(s0), p(s0r)),
        // Valency and label sets.
        two(33, p(s0), small(n0.lefts)),
        two(34, p(s1), small(n1.rights)),
        three(35, tt, small(n0.lefts), small(n0.rights)),
        three(36, p(s0), fold(n0.right_labels), tb0),
        three(37, ttt, fold(n1.right_labels), fold(n0.right_labels)),
        three(38, tt, fold(n0.left_labels), fold(n0.right_labels)),
        three(39, tt, fold(nb.left_labels), d0),
        // Distance and what stands between.
        three(40, ttt, gap0, gap1),
        three(41, p(s1), d1, ts0),
        // Neighbours in the sentence.
        three(42, tt, t(before0), t(after0)),
        two(43, p(s0), w(after0)),
        three(44, tt, t(beforeb), t(b1)),
        // Clusters.
        three(45, c(s0), c(b0), tt),
        three(46, c(s0), tt, t(b1)),
        three(47, c(b0), tt, t(b1)),
        three(48, c(s1), c(b0), ttt),
        // Three words: what prepositions and conjunctions hang on.
    ]
}

/// The features of the label of the arc from `head` to `child`.
#[inline(always)]
pub(crate) fn label_features(atoms: &Atoms, state: &State, head: usize, child: usize) -> [u64; LABEL_FEATURES] {
    let (h, d) = (*state.node(head), *state.node(child));
    let w = |at: usize| atoms.word[at];
    let t = |at: usize| atoms.tag[at];
    let p = |at: usize| atoms.both[at];
    let c = |at: usize| atoms.cluster[at];
    let label = |at: usize| small(state.node(at).label);
    let fold = spread;
    let on_left = child < head;
    let left = small(u8::from(on_left));
    let (from, to) = if on_left { (child, head) } else { (head, child) };
    let far = small(distance(from, to) << 1 | u8::from(on_left));
    let (th, td) = (t(head), t(child));
    let tt = triple(th, td, left);
    // The children of the head on the side of the new arc, and those on the other side.
    let (near, near2, near_labels, other_labels) = if on_left {
        (h.left as usize, h.left2 as usize, h.left_labels, h.right_labels)
    } else {
        (h.right as usize, h.right2 as usize, h.right_labels, h.left_labels)
    };
    let (dl, dr) = (d.left as usize, d.right as usize);
    let (before, after) = (atoms.before(child, 1), atoms.after(child, 1));
    [
        two(1, w(child), left),
        two(2, w(head), left),
        two(3, tt, far),
        three(4, tt, t(before), t(after)),
        two(5, tt, w(after)),
        three(6, p(child), w(before), left),
        three(7, tt, label(dl), t(dl)),
        three(8, tt, label(dr), t(dr)),
        two(9, tt, w(dl)),
        two(10, tt, w(dr)),
        three(11, p(child), fold(d.left_labels), left),
        three(12, tt, fold(d.left_labels), fold(d.right_labels)),
        three(13, tt, label(near), t(near)),
        two(14, tt, pair(label(near), label(near2))),
        two(15, tt, fold(near_labels)),
        three(16, tt, fold(near_labels), fold(other_labels)),
        three(17, p(head), fold(near_labels), td),
        two(18, tt, c(child)),
        two(19, tt, c(head)),
        three(20, tt, fold(d.left_labels), fold(near_labels)),
        two(21, tt, w(near)),
        three(22, w(child), tt, t(after)),
    ]
}
