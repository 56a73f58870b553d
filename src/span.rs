//! Ranges of a text, and the way from bytes to code points.
//!
//! Inside Dateline every range counts **bytes**, because that is what slices cost nothing with. Records count **Unicode
//! code points**, because that is what their readers (Python, R, SQL) index with. [`CodePoints`] translates, and records
//! are the only place where it is used.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes of a UTF-8 text; both ends lie on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The range from `start` to before `end`, in bytes.
    pub fn new(start: usize, end: usize) -> Span {
        debug_assert!(start <= end, "a span cannot end before it starts: {start}..{end}");
        Span { start, end }
    }

    /// The words it covers: `text[start..end]`. Panics, like slicing, if the span is not one of `text`.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether it covers nothing.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(&self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(&self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn join(&self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Moves both ends by `offset` bytes to the right: from a part of a text to the whole.
    pub fn shift(&self, offset: usize) -> Span {
        Span { start: self.start + offset, end: self.end + offset }
    }
}

/// How many bytes lie between two remembered code point counts.
const STRIDE: usize = 256;

/// Translates byte offsets of one text into code point offsets, in constant time after one pass over the text.
#[derive(Clone, Debug)]
pub struct CodePoints<'t> {
    text: &'t [u8],
    /// Code points before byte `i * STRIDE`; empty where the text is ASCII and both counts agree.
    before: Vec<usize>,
}

impl<'t> CodePoints<'t> {
    /// Counts the code points of `text`.
    pub fn new(text: &'t str) -> CodePoints<'t> {
        let bytes = text.as_bytes();
        let mut before = Vec::new();
        if !bytes.is_ascii() {
            let mut count = 0;
            before.reserve(bytes.len() / STRIDE + 1);
            for chunk in bytes.chunks(STRIDE) {
                before.push(count);
                count += starts(chunk);
            }
        }
        CodePoints { text: bytes, before }
    }

    /// The code points before byte `offset`, which may be anything up to the length of the text.
    pub fn at(&self, offset: usize) -> usize {
        if self.before.is_empty() {
            return offset;
        }
        let block = (offset / STRIDE).min(self.before.len() - 1);
        self.before[block] + starts(&self.text[block * STRIDE..offset])
    }
}

/// How many characters start in `bytes`: every byte that is no UTF-8 continuation byte.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_offsets_become_code_points() {
        for text in ["", "plain", "d’Été — “quoted”", &"ü".repeat(1000), &format!("{}é", "a".repeat(STRIDE))]
        {
            let points = CodePoints::new(text);
            for (count, (offset, _)) in text.char_indices().enumerate() {
                assert_eq!(points.at(offset), count, "byte {offset} of {text:?}");
            }
            assert_eq!(points.at(text.len()), text.chars().count());
        }
    }
}
