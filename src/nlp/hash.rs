//! Hashes: of the bytes of a word, and of the features that the models look up.
//!
//! A feature is the number of its template and up to three values. Values have 64 bits that look random already, so that
//! it takes no more than rotating, adding and one multiplication to combine them. Of the hash of a feature the upper bits choose
//! the row of a table, and eight of the others are its fingerprint there ([`crate::nlp::table`]). The functions are part of
//! the model format: weights are stored where these hashes point.

use std::hash::Hasher;

const FIRST: u64 = 0x9E37_79B9_7F4A_7C15;
const SECOND: u64 = 0xD6E8_FEB8_6659_FD93;

/// Hash of a feature with one value.
#[inline(always)]
pub(crate) fn one(template: u64, a: u64) -> u64 {
    a.wrapping_add(template.wrapping_mul(SECOND)).wrapping_mul(FIRST)
}

/// Hash of a feature with two values.
#[inline(always)]
pub(crate) fn two(template: u64, a: u64, b: u64) -> u64 {
    one(template, a.wrapping_add(b.rotate_left(23)))
}

/// Hash of a feature with three values.
#[inline(always)]
pub(crate) fn three(template: u64, a: u64, b: u64, c: u64) -> u64 {
    one(template, a.wrapping_add(b.rotate_left(23)).wrapping_add(c.rotate_left(47)))
}

/// Two values made one.
#[inline(always)]
pub(crate) fn pair(a: u64, b: u64) -> u64 {
    a.wrapping_add(b.rotate_left(11))
}

/// Three values made one.
#[inline(always)]
pub(crate) fn triple(a: u64, b: u64, c: u64) -> u64 {
    a.wrapping_add(b.rotate_left(11)).wrapping_add(c.rotate_left(35))
}

/// Makes a value of a number: all 64 bits depend on it.
#[inline(always)]
pub(crate) const fn spread(number: u64) -> u64 {
    let product = number.wrapping_add(SECOND).wrapping_mul(FIRST);
    (product ^ product >> 32).wrapping_mul(SECOND)
}

/// The values of the numbers below 256.
const SMALL: [u64; 256] = {
    let mut values = [0; 256];
    let mut number = 0;
    while number < 256 {
        values[number] = spread(number as u64);
        number += 1;
    }
    values
};

/// The value of a small number, looked up.
#[inline(always)]
pub(crate) fn small(number: u8) -> u64 {
    SMALL[number as usize]
}

/// Takes bytes one by one and makes a value of them.
#[derive(Clone, Copy)]
pub(crate) struct Bytes(u64);

impl Bytes {
    #[inline(always)]
    pub(crate) fn new() -> Bytes {
        Bytes(0xCBF2_9CE4_8422_2325)
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    }

    #[inline(always)]
    pub(crate) fn finish(self) -> u64 {
        spread(self.0)
    }
}

/// For tables whose keys are hashes already: the hash of such a key is the key.
#[derive(Default)]
pub(crate) struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.0 = spread(self.0 ^ u64::from(byte)));
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_spread_over_rows_and_fingerprints() {
        let mut rows = vec![0u32; 1 << 12];
        let mut marks = [0u32; 256];
        for template in 0..16 {
            for value in (0..1 << 10).map(spread) {
                for hash in
                    [one(template, value), two(template, small(3), value), three(template, value, small(1), small(2))]
                {
                    rows[(hash >> 52) as usize] += 1;
                    marks[(hash >> 24) as usize & 255] += 1;
                }
            }
        }
        assert!(rows.iter().all(|&count| count < 40), "rows: {:?}", rows.iter().max());
        assert!(marks.iter().all(|&count| (140..250).contains(&count)), "marks: {marks:?}");
    }
}
