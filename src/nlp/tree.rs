//! Walks over the dependency trees of a document.
//!
//! Heads are all that is stored; the walks find children by looking through the sentence. None of them
//! recurses, and sentences have a limited length, so that the time is limited too.

use std::ops::Range;

use super::document::Document;
use super::scheme::{Label, Tag};

impl Document {
    /// The root of the tree of sentence `sentence`: its first token without a head.
    pub fn root(&self, sentence: usize) -> Option<usize> {
        self.sentence(sentence).find(|&token| self.head(token).is_none())
    }

    /// The tokens that hang on `token`, from left to right.
    pub fn children(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        self.sentence(self.sentence_of(token))
            .filter(move |&child| child != token && self.heads[child] as usize == token)
    }

    /// The children of `token` with label `label`.
    pub fn children_with(&self, token: usize, label: Label) -> impl Iterator<Item = usize> + '_ {
        self.children(token).filter(move |&child| self.labels[child] == label)
    }

    /// The first child of `token` with one of the labels `labels`.
    pub fn child(&self, token: usize, labels: &[Label]) -> Option<usize> {
        self.children(token).find(|&child| labels.contains(&self.labels[child]))
    }

    /// `token` and everything above it, up to the root.
    pub fn path_to_root(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        // A tree cannot be deeper than its sentence is long, so that even a damaged one ends.
        let limit = self.sentence(self.sentence_of(token)).len();
        std::iter::successors(Some(token), |&token| self.head(token)).take(limit)
    }

    /// Whether `ancestor` is `token` or stands above it.
    pub fn is_above(&self, ancestor: usize, token: usize) -> bool {
        self.path_to_root(token).any(|above| above == ancestor)
    }

    /// The range of tokens that `token` and everything below it make. The trees of the parser are projective, so that the range is
    /// without gaps and holds nothing else.
    pub fn subtree(&self, token: usize) -> Range<usize> {
        let sentence = self.sentence(self.sentence_of(token));
        let (mut start, mut end) = (token, token + 1);
        // In a projective tree the subtree is contiguous: go outwards as long as the next token hangs somewhere below.
        while start > sentence.start && self.is_above(token, start - 1) {
            start -= 1;
        }
        while end < sentence.end && self.is_above(token, end) {
            end += 1;
        }
        start..end
    }

    /// The conjuncts that are coordinated with `token`, itself included, from left to right: for "Ukraine and the United
    /// States", asked for either, both heads.
    pub fn conjuncts(&self, token: usize) -> Vec<usize> {
        let mut first = token;
        for above in self.path_to_root(token) {
            first = above;
            if self.labels[above] != Label::Conj {
                break;
            }
        }
        let mut all = vec![first];
        let mut next = first;
        while let Some(conjunct) = self.child(next, &[Label::Conj]).filter(|&conjunct| conjunct > next) {
            all.push(conjunct);
            next = conjunct;
        }
        all
    }

    /// The base noun phrases of sentence `sentence`: ranges of tokens that end with their head noun and hold its
    /// determiners, modifiers and compounds, but no phrase within a phrase.
    pub fn noun_chunks(&self, sentence: usize) -> Vec<Range<usize>> {
        let range = self.sentence(sentence);
        let mut chunks: Vec<Range<usize>> = Vec::new();
        for token in range.clone() {
            let nominal = self.tags[token].is_noun() || matches!(self.tags[token], Tag::Prp | Tag::Wp);
            if !nominal || !self.heads_phrase(token) {
                continue;
            }
            let mut start = token;
            while start > range.start && self.is_above(token, start - 1) {
                start -= 1;
            }
            // Marks and conjunctions at the beginning belong to what stands before.
            while start < token && (self.tags[start].is_punctuation() || self.tags[start] == Tag::Cc) {
                start += 1;
            }
            let taken = chunks.last().map_or(range.start, |chunk| chunk.end);
            if start >= taken {
                chunks.push(start..token + 1);
            }
        }
        chunks
    }

    /// Whether `token` has a label of noun phrases, or is a conjunct of one that has.
    fn heads_phrase(&self, token: usize) -> bool {
        let mut label = self.labels[token];
        for above in self.path_to_root(token) {
            label = self.labels[above];
            if label != Label::Conj {
                break;
            }
        }
        matches!(
            label,
            Label::Nsubj
                | Label::Nsubjpass
                | Label::Dobj
                | Label::Pobj
                | Label::Dative
                | Label::Attr
                | Label::Appos
                | Label::Oprd
                | Label::Root
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::train::corpus::read;
    use super::*;

    const SAMPLE: &str = "\
        The\tDT\t_\t2\tdet\tO\t1\n\
        minister\tNN\t_\t5\tnsubj\tO\t1\n\
        of\tIN\t_\t2\tprep\tO\t1\n\
        trade\tNN\t_\t3\tpobj\tO\t1\n\
        met\tVBD\t_\t0\tROOT\tO\t1\n\
        French\tJJ\t_\t7\tamod\tO\t1\n\
        farmers\tNNS\t_\t5\tdobj\tO\t0\n\
        ,\t,\t_\t7\tpunct\tO\t1\n\
        bankers\tNNS\t_\t7\tconj\tO\t1\n\
        and\tCC\t_\t9\tcc\tO\t1\n\
        him\tPRP\t_\t9\tconj\tO\t0\n\
        .\t.\t_\t5\tpunct\tO\t0\n";

    #[test]
    fn trees_are_walked() {
        let documents = read(SAMPLE.as_bytes()).unwrap();
        let document = &documents[0].gold;
        assert_eq!(document.root(0), Some(4));
        assert_eq!(document.children(4).collect::<Vec<_>>(), [1, 6, 11]);
        assert_eq!(document.child(4, &[Label::Dobj]), Some(6));
        assert_eq!(document.path_to_root(3).collect::<Vec<_>>(), [3, 2, 1, 4]);
        assert!(document.is_above(1, 3) && !document.is_above(3, 1));
        for (token, expected) in [(1, 0..4), (2, 2..4), (4, 0..12), (6, 5..11), (11, 11..12), (8, 8..11)] {
            assert_eq!(document.subtree(token), expected, "{token}");
        }
        for token in [6, 8, 10] {
            assert_eq!(document.conjuncts(token), [6, 8, 10]);
        }
        assert_eq!(document.conjuncts(1), [1]);
        assert_eq!(document.noun_chunks(0), [0..2, 3..4, 5..7, 8..9, 10..11]);
    }
}
