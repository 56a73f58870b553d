//! The part-of-speech tagger: greedy, from left to right.
//!
//! A word that always had one tag in training keeps it and costs nothing, and so does a word that always had one between its
//! neighbours. For all others the tag with the highest sum of
//! weights is taken; the features are the word, its affixes and shape, two words either side with what is known of their
//! tags, and the two tags before.

use std::ops::Range;

use super::certain::{Certain, Watch};
use super::document::Document;
use super::hash::{one, pair, small, spread, three, two};
use super::scheme::Tag;
use super::table::{Wide, best};
use super::word::Word;

/// How many features a token has.
pub(crate) const FEATURES: usize = 30;

/// The number that stands for the tag before the first token.
pub(crate) const START: u8 = 63;

/// The words around a token, as the tagger sees them.
pub(crate) struct Window<'w> {
    pub(crate) before2: &'w Word,
    pub(crate) before: &'w Word,
    pub(crate) word: &'w Word,
    pub(crate) after: &'w Word,
    pub(crate) after2: &'w Word,
}

/// What stands before and after a sentence.
pub(crate) struct Edges {
    pub(crate) before: Word,
    pub(crate) after: Word,
}

impl Edges {
    pub(crate) fn new() -> Edges {
        Edges { before: Word::edge(1), after: Word::edge(2) }
    }
}

impl<'w> Window<'w> {
    /// The window around `words[at]`.
    #[inline(always)]
    pub(crate) fn new(words: &'w [Word], at: usize, edges: &'w Edges) -> Window<'w> {
        let back = |steps: usize| at.checked_sub(steps).and_then(|i| words.get(i)).unwrap_or(&edges.before);
        let ahead = |steps: usize| words.get(at + steps).unwrap_or(&edges.after);
        Window { before2: back(2), before: back(1), word: ahead(0), after: ahead(1), after2: ahead(2) }
    }
}

/// The features of a token after the tags `tag2` and `tag1`.
#[inline(always)]
pub(crate) fn features(window: &Window<'_>, tag2: u8, tag1: u8) -> [u64; FEATURES] {
    let Window { before2, before, word, after, after2 } = *window;
    let first = if tag1 == START { 256 } else { 0 };
    let flags = u64::from(word.flags & (Word::CAPITAL | Word::LOWER | Word::DIGIT | Word::CAPITALS)) | first;
    let flags = spread(flags);
    let (tag1, tag2) = (small(tag1), small(tag2));
    let tags = pair(tag1, tag2);
    let value = |number: u16| spread(u64::from(number));
    let (amb, amb_before) = (value(word.ambiguity), value(before.ambiguity));
    let (amb_after, amb_after2) = (value(after.ambiguity), value(after2.ambiguity));
    let (cluster, cluster_before, cluster_after) = (value(word.cluster), value(before.cluster), value(after.cluster));
    let capital = |word: &Word| small(word.flags & (Word::CAPITAL | Word::MARK | Word::DIGIT));
    [
        one(1, word.raw),
        one(2, word.norm),
        two(3, word.suffix, flags),
        two(4, word.suffix2, tag1),
        two(5, word.prefix, flags),
        one(6, word.shape),
        one(7, before.norm),
        one(8, before2.norm),
        one(9, after.norm),
        two(10, tags, flags),
        two(11, tag1, amb),
        three(12, tags, amb, amb_after),
        three(13, tag1, amb, amb_after),
        two(14, amb, amb_after),
        three(15, amb, amb_after, amb_after2),
        two(16, word.norm, after.norm),
        two(17, before.norm, word.norm),
        three(18, before.norm, amb, after.norm),
        two(19, amb, after.suffix),
        two(20, amb, before.suffix),
        three(21, before2.norm, before.norm, amb),
        three(22, amb, after.norm, after2.norm),
        three(23, cluster, cluster_before, tag1),
        three(24, cluster_before, amb, cluster_after),
        two(25, word.norm, pair(amb_after, amb_before)),
        three(26, flags, capital(before), pair(capital(after), tag1)),
        two(27, word.suffix, pair(word.shape, after.suffix2)),
        three(28, before.norm, word.norm, after.norm),
        two(29, word.norm, after2.norm),
        three(30, tags, word.norm, amb_after),
    ]
}

/// Situations in which the tag may be certain.
#[inline(always)]
pub(crate) fn situations(window: &Window<'_>, tag1: u8) -> [u64; 2] {
    let Window { word, after, .. } = *window;
    [two(201, word.form, small(tag1)), two(202, word.form, after.form)]
}

/// The trained tagger.
pub(crate) struct Tagger {
    pub(crate) table: Wide,
    pub(crate) certain: Certain,
}

impl Tagger {
    /// Tags one sentence.
    pub(crate) fn tag(&self, document: &mut Document, sentence: Range<usize>) {
        self.tag_watched(document, sentence, &mut ());
    }

    /// The same; `watch` learns what tags are decided on.
    #[inline(always)]
    pub(crate) fn tag_watched(&self, document: &mut Document, sentence: Range<usize>, watch: &mut impl Watch) {
        let edges = Edges::new();
        let Document { words, tags, .. } = document;
        let (Some(words), Some(tags)) = (words.get(sentence.clone()), tags.get_mut(sentence)) else { return };
        let (mut tag2, mut tag1) = (START, START);
        for (at, tag) in tags.iter_mut().enumerate() {
            let number = match words[at].fixed {
                0 => {
                    let window = Window::new(words, at, &edges);
                    let situations = situations(&window, tag1);
                    let certain = situations.into_iter().find_map(|situation| self.certain.get(situation));
                    let weigh = || best(&self.table.score(&features(&window, tag2, tag1))[..Tag::COUNT]) as u8;
                    let number = certain.unwrap_or_else(weigh);
                    watch.decided(&situations, number);
                    number
                }
                fixed => fixed - 1,
            };
            *tag = Tag::from_number(usize::from(number));
            (tag2, tag1) = (tag1, number);
        }
    }
}
