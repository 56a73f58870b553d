//! What the models see of a word: a few numbers, computed once a token, from which all features are made.

use super::hash::{Bytes, small, spread};

/// The lexical side of a token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Word {
    /// Hash of the form as it is, but with straight apostrophes.
    pub(crate) raw: u64,
    /// Hash of the form, with every digit as 0 and curly apostrophes as straight ones.
    pub(crate) form: u64,
    /// Hash of the same in lower case.
    pub(crate) norm: u64,
    /// The first three bytes in lower case.
    pub(crate) prefix: u64,
    /// The last three bytes in lower case.
    pub(crate) suffix: u64,
    /// The last two bytes in lower case.
    pub(crate) suffix2: u64,
    /// Hash of the shape: runs of upper case, lower case, digits and the other characters, up to eight runs.
    pub(crate) shape: u64,
    /// Word cluster, 0 if none.
    pub(crate) cluster: u16,
    /// The tags that the word usually has, hashed; 0 if not known.
    pub(crate) ambiguity: u16,
    /// The entities that the word is usually part of, hashed; 0 if not known.
    pub(crate) entity: u16,
    /// Flags, see the constants of [`Word`].
    pub(crate) flags: u8,
    /// The tag that the word has always, plus one; 0 if there is none.
    pub(crate) fixed: u8,
}

impl Word {
    /// The first character is upper case.
    pub(crate) const CAPITAL: u8 = 1;
    /// Has a lower case letter.
    pub(crate) const LOWER: u8 = 2;
    /// Has a digit.
    pub(crate) const DIGIT: u8 = 4;
    /// Has no letter and no digit.
    pub(crate) const MARK: u8 = 8;
    /// Has a full stop.
    pub(crate) const POINT: u8 = 16;
    /// More than one upper case letter.
    pub(crate) const CAPITALS: u8 = 32;
    /// The word is always outside of entities.
    pub(crate) const OUTSIDE: u8 = 64;
    /// Ends with a full stop.
    pub(crate) const STOP: u8 = 128;

    /// Looks at `text`, which should not be empty. What only the lexicon knows stays 0.
    pub(crate) fn new(text: &str) -> Word {
        let bytes = text.as_bytes();
        let mut raw = Bytes::new();
        let mut form = Bytes::new();
        let mut norm = Bytes::new();
        let mut shape = Bytes::new();
        let mut flags = Word::MARK;
        let (mut last, mut run, mut runs) = (0u8, 0u32, 0u32);
        let (mut prefix, mut suffix) = (0u32, 0u32);
        let mut uppers = 0;
        let mut at = 0;
        while at < bytes.len() {
            let mut byte = bytes[at];
            at += 1;
            // The right single quotation mark is the apostrophe of typeset text; alone it may be a quotation mark.
            if byte == 0xE2 && bytes.len() > 3 && bytes.get(at..at + 2) == Some(&[0x80, 0x99]) {
                byte = b'\'';
                at += 2;
            }
            let (class, lower) = match byte {
                b'a'..=b'z' => (b'x', byte),
                b'A'..=b'Z' => (b'X', byte | 0x20),
                b'0'..=b'9' => (b'0', b'0'),
                0x80.. => (b'u', byte),
                _ => (byte, byte),
            };
            raw.push(byte);
            form.push(if class == b'0' { b'0' } else { byte });
            norm.push(lower);
            if at <= 3 {
                prefix = prefix << 8 | u32::from(lower);
            }
            suffix = (suffix << 8 | u32::from(lower)) & 0xFF_FFFF;
            match class {
                b'x' | b'u' => flags = (flags | Word::LOWER) & !Word::MARK,
                b'X' => {
                    uppers += 1;
                    flags &= !Word::MARK;
                }
                b'0' => flags = (flags | Word::DIGIT) & !Word::MARK,
                b'.' => flags |= Word::POINT,
                _ => {}
            }
            if class == last {
                run += 1;
            } else {
                (last, run) = (class, 1);
                runs += 1;
            }
            if run <= 2 && runs <= 8 {
                shape.push(class);
            }
        }
        if text.chars().next().is_some_and(char::is_uppercase) {
            flags |= Word::CAPITAL;
        }
        if bytes.last() == Some(&b'.') {
            flags |= Word::STOP;
        }
        if uppers > 1 {
            flags |= Word::CAPITALS;
        }
        Word {
            raw: raw.finish(),
            form: form.finish(),
            norm: norm.finish(),
            prefix: spread(u64::from(prefix)),
            suffix: spread(u64::from(suffix)),
            suffix2: spread(u64::from(suffix & 0xFFFF)),
            shape: shape.finish(),
            flags,
            ..Word::default()
        }
    }

    /// The form of the word that `stem` and `add` make; both must be without capitals, digits and curly apostrophes.
    pub(crate) fn joined(stem: &str, add: &str) -> u64 {
        let mut form = Bytes::new();
        stem.bytes().chain(add.bytes()).for_each(|byte| form.push(byte));
        form.finish()
    }

    #[inline(always)]
    pub(crate) fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// A word that stands for the place before the first or after the last token of a sentence.
    pub(crate) fn edge(side: u8) -> Word {
        Word { raw: small(side), form: small(side), norm: small(side), shape: small(side), ..Word::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_that_should_be_one_are_one() {
        for (left, right, same) in [
            ("n't", "n’t", true),
            ("1987", "1996", true),
            ("1,987", "1987", false),
            ("Bank", "bank", false),
            ("’", "'", false),
        ] {
            assert_eq!(Word::new(left).form == Word::new(right).form, same, "{left} {right}");
        }
        assert_eq!(Word::new("Bank").norm, Word::new("bank").norm);
        assert_eq!(Word::new("McDonald").shape, Word::new("McAllister").shape);
        assert_ne!(Word::new("IBM").shape, Word::new("Ibm").shape);
    }

    #[test]
    fn flags_say_what_is_there() {
        for (text, flags) in [
            ("U.S.", Word::CAPITAL | Word::POINT | Word::CAPITALS | Word::STOP),
            ("Paris", Word::CAPITAL | Word::LOWER),
            ("--", Word::MARK),
            ("4.5", Word::DIGIT | Word::POINT),
            ("Évian", Word::CAPITAL | Word::LOWER),
            ("", Word::MARK),
        ] {
            assert_eq!(Word::new(text).flags, flags, "{text}");
        }
    }
}
