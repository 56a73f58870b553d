//! The document that the linguistic core fills and all later code walks: tokens, sentences, tags, trees, entities, lemmas.
//!
//! It is a structure of arrays: one array a property, all indexed by token. The arrays are kept and refilled from article to
//! article, so that a worker that has read a few articles allocates no more. Tokens are numbered through the whole
//! document, and so are heads: no index is relative to a sentence.

use std::ops::Range;

use super::scheme::{EntityKind, Label, Tag};
use super::word::Word;
use crate::span::Span;

/// A named entity or quantity: a run of tokens of one sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entity {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// What it is.
    pub kind: EntityKind,
}

impl Entity {
    /// Its tokens.
    pub fn tokens(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// An analysed text. Ranges of bytes point into the text that it was made from.
#[derive(Clone, Debug, Default)]
pub struct Document {
    pub(crate) spans: Vec<(u32, u32)>,
    /// Whether a line break stands between the token and the one before.
    pub(crate) breaks: Vec<bool>,
    pub(crate) words: Vec<Word>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) heads: Vec<u32>,
    pub(crate) labels: Vec<Label>,
    /// The first token of every sentence, and at the end the number of tokens.
    pub(crate) starts: Vec<u32>,
    pub(crate) sentence_of: Vec<u32>,
    pub(crate) parsed: Vec<bool>,
    pub(crate) entities: Vec<Entity>,
    pub(crate) entity_of: Vec<u32>,
    pub(crate) lemmas: String,
    pub(crate) lemma_ends: Vec<u32>,
}

/// The number of an entity that says: none.
pub(crate) const NO_ENTITY: u32 = u32::MAX;

impl Document {
    /// An empty document.
    pub fn new() -> Document {
        Document::default()
    }

    /// Forgets everything, but keeps the memory.
    pub fn clear(&mut self) {
        self.spans.clear();
        self.breaks.clear();
        self.words.clear();
        self.tags.clear();
        self.heads.clear();
        self.labels.clear();
        self.starts.clear();
        self.sentence_of.clear();
        self.parsed.clear();
        self.entities.clear();
        self.entity_of.clear();
        self.lemmas.clear();
        self.lemma_ends.clear();
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are no tokens.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Where token `token` stands, in bytes.
    pub fn span(&self, token: usize) -> Span {
        let (start, end) = self.spans[token];
        Span { start: start as usize, end: end as usize }
    }

    /// The words of token `token`; `text` is the text that the document was made from.
    pub fn text<'t>(&self, text: &'t str, token: usize) -> &'t str {
        text.get(self.span(token).start..self.span(token).end).unwrap_or("")
    }

    /// The range of bytes from the first to the last of `tokens`; empty for no tokens.
    pub fn span_of(&self, tokens: Range<usize>) -> Span {
        if tokens.is_empty() {
            return Span::default();
        }
        Span { start: self.spans[tokens.start].0 as usize, end: self.spans[tokens.end - 1].1 as usize }
    }

    /// The token that covers byte `offset`, or the first one after it; [`Document::len`] if there is none.
    pub fn token_at(&self, offset: usize) -> usize {
        self.spans.partition_point(|&(_, end)| end as usize <= offset)
    }

    /// How many sentences there are.
    pub fn sentence_count(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The tokens of sentence `sentence`.
    pub fn sentence(&self, sentence: usize) -> Range<usize> {
        self.starts[sentence] as usize..self.starts[sentence + 1] as usize
    }

    /// The tokens of every sentence, in order.
    pub fn sentences(&self) -> impl ExactSizeIterator<Item = Range<usize>> + '_ {
        (0..self.sentence_count()).map(|sentence| self.sentence(sentence))
    }

    /// The number of the sentence that token `token` belongs to.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentence_of[token] as usize
    }

    /// Whether sentence `sentence` has a tree. Heads and labels of other sentences say nothing.
    pub fn is_parsed(&self, sentence: usize) -> bool {
        self.parsed[sentence]
    }

    /// The part-of-speech tag.
    pub fn tag(&self, token: usize) -> Tag {
        self.tags[token]
    }

    /// The head, or nothing for the root of a sentence.
    pub fn head(&self, token: usize) -> Option<usize> {
        let head = self.heads[token] as usize;
        (head != token).then_some(head)
    }

    /// The label of the arc from the head.
    pub fn label(&self, token: usize) -> Label {
        self.labels[token]
    }

    /// The lemma: in lower case, except for proper nouns.
    pub fn lemma(&self, token: usize) -> &str {
        let start = if token == 0 { 0 } else { self.lemma_ends[token - 1] as usize };
        &self.lemmas[start..self.lemma_ends[token] as usize]
    }

    /// The number of the cluster of words that are used alike to which token `token` belongs, as the models number them; 0 if none.
    pub fn cluster(&self, token: usize) -> u16 {
        self.words.get(token).map_or(0, |word| word.cluster)
    }

    /// All entities, in order; they do not overlap.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// The entity that token `token` is part of.
    pub fn entity_at(&self, token: usize) -> Option<&Entity> {
        self.entities.get(self.entity_of[token] as usize)
    }

    /// Adds a token. `line_break` says that a line break stands before it.
    pub(crate) fn push_token(&mut self, start: usize, end: usize, line_break: bool, word: Word) {
        self.spans.push((start as u32, end as u32));
        self.breaks.push(line_break);
        self.words.push(word);
    }

    /// Gives every array its length once the sentences are known. Every token is its own head, nothing is parsed.
    pub(crate) fn lay_out(&mut self) {
        let count = self.len();
        self.tags.clear();
        self.tags.resize(count, Tag::Xx);
        self.heads.clear();
        self.heads.extend(0..count as u32);
        self.labels.clear();
        self.labels.resize(count, Label::Dep);
        self.entity_of.clear();
        self.entity_of.resize(count, NO_ENTITY);
        self.sentence_of.clear();
        for (number, pair) in self.starts.windows(2).enumerate() {
            self.sentence_of.resize(pair[1] as usize, number as u32);
        }
        self.parsed.clear();
        self.parsed.resize(self.sentence_count(), false);
    }
}
