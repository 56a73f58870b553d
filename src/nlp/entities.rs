//! The entity recogniser: greedy, from left to right, one action a token.
//!
//! Outside of an entity a token may stay outside, be an entity by itself, or begin one of some kind; inside it may continue
//! the entity or be its last token. So the kind is decided at the first token, with the words after it in sight, and no
//! sequence of actions makes nonsense. Features look beyond the ends of the sentence, but not of the paragraph. Names are
//! remembered through the document: who is introduced as "Sergei Ryabkov" is found as "Ryabkov" later.

use std::ops::Range;

use super::certain::{Certain, Watch};
use super::document::{Document, Entity};
use super::hash::{pair, small, spread, three, triple, two};
use super::scheme::{EntityKind, Tag};
use super::table::{Wide, best};
use super::tagger::Edges;
use super::word::Word;

/// How many features a token has.
pub(crate) const FEATURES: usize = 32;

/// Stay outside.
pub(crate) const OUT: usize = 0;
/// Continue the entity.
pub(crate) const INSIDE: usize = 1;
/// The last token of the entity.
pub(crate) const LAST: usize = 2;
/// Begin an entity of the first kind; the other kinds follow.
pub(crate) const BEGIN: usize = 3;
/// A whole entity of the first kind; the other kinds follow.
pub(crate) const UNIT: usize = BEGIN + EntityKind::COUNT;
/// How many actions there are.
pub(crate) const ACTIONS: usize = UNIT + EntityKind::COUNT;

/// What was decided just before: the open entity and how long it is, or the action that ended the last one.
#[derive(Clone, Copy, Default)]
pub(crate) struct State {
    /// Kind of the open entity plus one; 0 outside.
    pub(crate) open: u8,
    /// Tokens of the open entity so far.
    pub(crate) length: u8,
    /// Kind of the entity that ended with the last token plus one; 0 if none.
    pub(crate) closed: u8,
    /// Hash of the first word of the open entity.
    pub(crate) first: u64,
}

impl State {
    /// The state after `action` at a token with the form `norm`.
    #[inline(always)]
    pub(crate) fn after(self, action: usize, norm: u64) -> State {
        match action {
            OUT => State::default(),
            INSIDE => State { length: self.length.saturating_add(1), ..self },
            LAST => State { closed: self.open, ..State::default() },
            begin if begin < UNIT => State { open: (begin - BEGIN + 1) as u8, length: 1, closed: 0, first: norm },
            unit => State { closed: (unit - UNIT + 1) as u8, ..State::default() },
        }
    }

    /// Whether `action` is possible now.
    #[inline(always)]
    pub(crate) fn allows(self, action: usize, at_end: bool) -> bool {
        if self.open != 0 {
            action == LAST || (action == INSIDE && !at_end)
        } else {
            action == OUT || (UNIT..ACTIONS).contains(&action) || ((BEGIN..UNIT).contains(&action) && !at_end)
        }
    }

    /// The possible action with the highest score; the last token of a sentence must not leave an entity open.
    #[inline(always)]
    pub(crate) fn best(self, scores: &[i16], at_end: bool) -> usize {
        if self.open != 0 {
            return if at_end || scores[LAST] > scores[INSIDE] { LAST } else { INSIDE };
        }
        let from = if at_end { UNIT } else { BEGIN };
        let begins = from + best(&scores[from..ACTIONS]);
        if scores[begins] > scores[OUT] { begins } else { OUT }
    }
}

/// The entity words that the document has shown so far: a small table that forgets by overwriting.
#[derive(Clone)]
pub(crate) struct Memory {
    slots: Vec<(u64, u32, u16)>,
    document: u32,
}

impl Memory {
    const BITS: u32 = 10;

    pub(crate) fn new() -> Memory {
        Memory { slots: vec![(0, 0, 0); 1 << Memory::BITS], document: 0 }
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        if self.document == u32::MAX {
            *self = Memory::new();
        }
        self.document += 1;
    }

    /// What the word was part of: kind plus one and its place there (1 first, 2 within, 3 last, 0 alone); 0 if nothing.
    #[inline(always)]
    pub(crate) fn get(&self, form: u64) -> u16 {
        let (key, document, value) = self.slots[(form >> (64 - Memory::BITS)) as usize];
        if key == form && document == self.document { value } else { 0 }
    }

    #[inline(always)]
    pub(crate) fn set(&mut self, form: u64, kind: u8, place: u16) {
        let slot = &mut self.slots[(form >> (64 - Memory::BITS)) as usize];
        *slot = (form, self.document, u16::from(kind) + 1 + (place << 8));
    }

    /// Remembers the capitalised words of an entity.
    pub(crate) fn learn(&mut self, words: &[Word], kind: EntityKind) {
        for (at, word) in words.iter().enumerate() {
            if word.has(Word::CAPITAL) {
                let place = match (at, words.len()) {
                    (_, 1) => 0,
                    (0, _) => 1,
                    (at, length) if at + 1 == length => 3,
                    _ => 2,
                };
                self.set(word.form, kind as u8, place);
            }
        }
    }
}

/// The features of token `at` of a sentence and its [`surroundings`].
#[inline(always)]
pub(crate) fn features(
    words: &[Word],
    tags: &[Tag],
    at: usize,
    state: State,
    memory: &Memory,
    edges: &Edges,
) -> [u64; FEATURES] {
    let back = |steps: usize| at.checked_sub(steps).and_then(|i| words.get(i)).unwrap_or(&edges.before);
    let ahead = |steps: usize| words.get(at + steps).unwrap_or(&edges.after);
    let (a3, b3) = (ahead(3), back(3));
    let tag_back = |steps: usize| small(at.checked_sub(steps).and_then(|i| tags.get(i)).map_or(63, |&tag| tag as u8));
    let tag_ahead = |steps: usize| small(tags.get(at + steps).map_or(62, |&tag| tag as u8));
    let (word, b1, b2, a1, a2) = (ahead(0), back(1), back(2), ahead(1), ahead(2));
    let (tag, tag_b1, tag_b2, tag_a1, tag_a2) = (tag_ahead(0), tag_back(1), tag_back(2), tag_ahead(1), tag_ahead(2));
    let value = |number: u16| spread(u64::from(number));
    let s = value(u16::from(state.open) | u16::from(state.closed) << 8);
    let long = pair(s, small(state.length.min(4)));
    let known = value(memory.get(word.form));
    let (c, c_b1, c_a1) = (value(word.cluster), value(b1.cluster), value(a1.cluster));
    let c_a2 = value(a2.cluster);
    let (e, e_b1, e_a1, e_a2) = (value(word.entity), value(b1.entity), value(a1.entity), value(a2.entity));
    let kind = small(word.flags);
    let capital = |word: &Word| u64::from(word.flags & (Word::CAPITAL | Word::MARK | Word::DIGIT | Word::LOWER));
    let around = spread(capital(b1) | capital(word) << 8 | capital(a1) << 16 | capital(a2) << 24);
    [
        two(1, word.norm, s),
        two(2, b1.norm, s),
        two(3, a1.norm, s),
        two(4, b2.norm, s),
        two(5, word.raw, a1.raw),
        three(6, b2.norm, b1.norm, word.norm),
        two(7, pair(word.suffix, kind), s),
        two(8, pair(word.prefix, kind), s),
        two(9, pair(word.shape, a1.shape), s),
        three(10, b1.shape, word.shape, s),
        two(11, triple(tag, tag_a1, tag_a2), s),
        two(12, triple(tag, tag_b1, tag_b2), s),
        two(13, pair(c_b1, c), s),
        three(14, c_b1, c, c_a1),
        three(15, c, c_a1, c_a2),
        three(16, c_a1, c_a2, s),
        two(17, e, s),
        three(18, e, e_a1, e_a2),
        three(19, e, pair(tag, tag_a1), s),
        three(20, known, word.shape, tag_a1),
        two(21, around, s),
        three(22, state.first, tag, long),
        three(23, a3.norm, word.shape, s),
        two(24, b3.norm, s),
        three(25, c, c_a2, value(a3.cluster)),
        three(26, c_b1, c, a1.norm),
        three(27, word.raw, a2.norm, s),
        three(28, b1.norm, word.shape, pair(a1.shape, s)),
        three(29, word.suffix, a1.suffix, s),
        three(30, state.first, word.norm, a1.norm),
        three(31, e, e_a1, triple(e_a2, e_b1, s)),
        three(32, b1.suffix, a1.suffix, pair(word.shape, s)),
    ]
}

/// Situations in which the action may be certain.
#[inline(always)]
pub(crate) fn situations(words: &[Word], tags: &[Tag], at: usize, state: State, edges: &Edges) -> [u64; 2] {
    let word = words.get(at).unwrap_or(&edges.after);
    let before = at.checked_sub(1).and_then(|i| words.get(i)).unwrap_or(&edges.before);
    let after = words.get(at + 1).unwrap_or(&edges.after);
    let tag = small(tags.get(at).map_or(63, |&tag| tag as u8));
    let s = spread(u64::from(state.open) | u64::from(state.closed) << 8);
    let looks = |word: &Word| u64::from(word.flags & (Word::CAPITAL | Word::DIGIT | Word::MARK));
    let around = spread(looks(before) | looks(after) << 8 | u64::from(word.flags) << 16);
    let usual = spread(u64::from(word.entity) | u64::from(before.entity) << 16 | u64::from(after.entity) << 32);
    [three(201, word.form, around, s), three(202, usual, pair(around, tag), s)]
}

/// How many tokens before and after a sentence the features look at.
const REACH: usize = 4;

/// The tokens that the features of `sentence` look at: the sentence and a few tokens either side, as far as its paragraph
/// goes. `breaks` says where paragraphs begin.
pub(crate) fn surroundings(breaks: &[bool], sentence: Range<usize>) -> Range<usize> {
    let joins = |token: usize| breaks.get(token) == Some(&false);
    let before = (0..REACH.min(sentence.start)).take_while(|steps| joins(sentence.start - steps)).count();
    let after = (0..REACH).take_while(|steps| joins(sentence.end + steps)).count();
    sentence.start - before..sentence.end + after
}

/// The trained recogniser.
pub(crate) struct Recogniser {
    pub(crate) table: Wide,
    pub(crate) certain: Certain,
}

impl Recogniser {
    /// The action, if it is certain and possible.
    #[inline(always)]
    fn certain(&self, situations: [u64; 2], state: State, at_end: bool) -> Option<usize> {
        let certain = situations.into_iter().find_map(|situation| self.certain.get(situation));
        certain.map(usize::from).filter(|&action| state.allows(action, at_end))
    }

    /// Finds the entities of one sentence. The memory should be cleared before every document.
    pub(crate) fn find(&self, document: &mut Document, sentence: Range<usize>, memory: &mut Memory) {
        self.find_watched(document, sentence, memory, &mut ());
    }

    /// The same; `watch` learns what actions are decided on.
    #[inline(always)]
    pub(crate) fn find_watched(
        &self,
        document: &mut Document,
        sentence: Range<usize>,
        memory: &mut Memory,
        watch: &mut impl Watch,
    ) {
        let edges = Edges::new();
        let Document { words, tags, breaks, entities, entity_of, .. } = document;
        let seen = surroundings(breaks, sentence.clone());
        let (Some(words), Some(tags)) = (words.get(seen.clone()), tags.get(seen.clone())) else { return };
        let mut state = State::default();
        let mut begin = 0;
        for at in sentence.start - seen.start..sentence.end - seen.start {
            let at_end = seen.start + at + 1 == sentence.end;
            let action = if at_end && state.open != 0 {
                LAST
            } else if state.open == 0 && words[at].has(Word::OUTSIDE) {
                OUT
            } else {
                let situations = situations(words, tags, at, state, &edges);
                let weigh = || {
                    let features = features(words, tags, at, state, memory, &edges);
                    state.best(&self.table.score(&features), at_end)
                };
                let action = self.certain(situations, state, at_end).unwrap_or_else(weigh);
                watch.decided(&situations, action as u8);
                action
            };
            if state.open == 0 {
                begin = at;
            }
            state = state.after(action, words[at].norm);
            if state.closed != 0 {
                let kind = EntityKind::from_number(usize::from(state.closed - 1));
                memory.learn(&words[begin..=at], kind);
                let (start, end) = (seen.start + begin, seen.start + at + 1);
                entity_of[start..end].fill(entities.len() as u32);
                entities.push(Entity { start, end, kind });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_see_the_paragraph_and_no_more() {
        let mut breaks = [false; 20];
        breaks[0] = true;
        breaks[10] = true;
        for (sentence, expected) in [
            (0..3, 0..7),
            (3..5, 0..9),
            (5..8, 1..10),
            (8..10, 4..10),
            (10..12, 10..16),
            (12..19, 10..20),
            (19..20, 15..20),
        ] {
            assert_eq!(surroundings(&breaks, sentence), expected);
        }
    }
}
