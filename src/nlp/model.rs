//! The file of the models: how weights are written and read.
//!
//! A file is eight bytes of magic, the version, the length of the payload and its checksum (XXH3), then the payload under
//! zstd. The payload is a sequence of blocks of numbers, in a fixed order. Tables are written sparsely: fingerprints of all
//! rows, then what the rows hold. Like bytes compress best with their like, so each property of a row has a block of its own,
//! and what depends on an earlier property stands in the order of that: classes and weights of a [`Wide`] table by how many the
//! row has and by the first class. That takes 6% off the file. Before a [`Narrow`] table stand its pairs of weights.

use thiserror::Error;
use xxhash_rust::xxh3::xxh3_64;

use super::Models;
use super::certain::Certain;
use super::entities::Recogniser;
use super::lexicon::{Entry, Lexicon};
use super::parser::Parser;
use super::sentences::Splitter;
use super::table::{CODES, Narrow, PAIRS, WIDTH, Wide};
use super::tagger::Tagger;

const MAGIC: &[u8; 8] = b"DATELNLP";

/// Version of the file and of everything that the weights depend on: features, hashes, names.
pub const VERSION: u32 = 4;

/// The longest payload that is read, in bytes.
const LONGEST: usize = 1 << 28;

/// Why a file of models cannot be used.
#[derive(Debug, Error)]
pub enum ModelError {
    /// It does not begin like one.
    #[error("this is no file of language models")]
    Magic,
    /// It was written by another version.
    #[error("the language models have version {found}, but version {VERSION} is needed")]
    Version {
        /// The version of the file.
        found: u32,
    },
    /// It is damaged.
    #[error("the language models are damaged: {0}")]
    Damaged(&'static str),
    /// It cannot be compressed or decompressed.
    #[error("the language models cannot be unpacked: {0}")]
    Packing(#[from] std::io::Error),
}

impl Models {
    /// The models as a file, compressed as far as zstd can.
    pub fn to_bytes(&self) -> Result<Vec<u8>, ModelError> {
        let mut out = Writer::default();
        out.lexicon(&self.lexicon);
        out.narrow(&self.splitter.table);
        out.wide(&self.tagger.table);
        out.certain(&self.tagger.certain);
        out.narrow(&self.parser.transitions);
        out.wide(&self.parser.labels);
        out.certain(&self.parser.certain_transitions);
        out.certain(&self.parser.certain_labels);
        out.wide(&self.recogniser.table);
        out.certain(&self.recogniser.certain);
        let payload = out.0;
        let mut file = MAGIC.to_vec();
        file.extend(VERSION.to_le_bytes());
        file.extend((payload.len() as u64).to_le_bytes());
        file.extend(xxh3_64(&payload).to_le_bytes());
        file.extend(zstd::bulk::compress(&payload, 19)?);
        Ok(file)
    }

    /// Reads a file that [`Models::to_bytes`] wrote.
    pub fn from_bytes(file: &[u8]) -> Result<Models, ModelError> {
        let mut header = Reader(file);
        if header.take(8).map_err(|_| ModelError::Magic)? != MAGIC {
            return Err(ModelError::Magic);
        }
        let found = header.u32()?;
        if found != VERSION {
            return Err(ModelError::Version { found });
        }
        let length = header.u64()? as usize;
        let checksum = header.u64()?;
        if length > LONGEST {
            return Err(ModelError::Damaged("impossible length"));
        }
        let payload = zstd::bulk::decompress(header.0, length)?;
        if payload.len() != length || xxh3_64(&payload) != checksum {
            return Err(ModelError::Damaged("wrong checksum"));
        }
        let mut input = Reader(&payload);
        Ok(Models {
            lexicon: input.lexicon()?,
            splitter: Splitter { table: input.narrow()? },
            tagger: Tagger { table: input.wide()?, certain: input.certain()? },
            parser: Parser {
                transitions: input.narrow()?,
                labels: input.wide()?,
                certain_transitions: input.certain()?,
                certain_labels: input.certain()?,
            },
            recogniser: Recogniser { table: input.wide()?, certain: input.certain()? },
        })
    }
}

#[derive(Default)]
struct Writer(Vec<u8>);

impl Writer {
    fn block(&mut self, bytes: &[u8]) {
        self.0.extend((bytes.len() as u32).to_le_bytes());
        self.0.extend(bytes);
    }

    fn lexicon(&mut self, lexicon: &Lexicon) {
        let entries = lexicon.entries();
        self.keys(entries.iter().map(|entry| entry.key));
        let mut column = |of: &dyn Fn(&Entry) -> u8| self.block(&entries.iter().map(of).collect::<Vec<_>>());
        column(&|entry| entry.cluster as u8);
        column(&|entry| (entry.cluster >> 8) as u8);
        column(&|entry| entry.ambiguity as u8);
        column(&|entry| (entry.ambiguity >> 8) as u8);
        column(&|entry| entry.entity as u8);
        column(&|entry| (entry.entity >> 8) as u8);
        column(&|entry| entry.fixed);
        column(&|entry| entry.bases | u8::from(entry.outside) << 7);
    }

    fn certain(&mut self, certain: &Certain) {
        let entries = certain.entries();
        self.keys(entries.iter().map(|entry| entry.0));
        self.block(&entries.iter().map(|entry| entry.1).collect::<Vec<_>>());
    }

    /// Sorted keys as differences; every byte goes to a block of its own.
    fn keys(&mut self, keys: impl Iterator<Item = u32>) {
        let mut last = 0u32;
        let steps: Vec<u32> = keys.map(|key| key.wrapping_sub(std::mem::replace(&mut last, key))).collect();
        for shift in [0, 8, 16, 24] {
            self.block(&steps.iter().map(|step| (step >> shift) as u8).collect::<Vec<_>>());
        }
    }

    fn wide(&mut self, table: &Wide) {
        let marks = table.marks();
        self.block(&marks);
        let mut rows: Vec<Vec<(u8, i8)>> = filled(&marks).iter().map(|&at| table.weights(at as usize)).collect();
        self.block(&rows.iter().map(|row| row.len() as u8).collect::<Vec<_>>());
        let first = |row: &Vec<(u8, i8)>| row.first().map(|pair| pair.0);
        rows.sort_by_key(Vec::len);
        self.block(&rows.iter().filter_map(first).collect::<Vec<_>>());
        rows.sort_by_key(|row| (row.len(), first(row)));
        let steps = |row: &Vec<(u8, i8)>| row.windows(2).map(|two| two[1].0.wrapping_sub(two[0].0)).collect::<Vec<_>>();
        self.block(&rows.iter().flat_map(steps).collect::<Vec<_>>());
        self.block(&rows.iter().flatten().map(|pair| pair.1 as u8).collect::<Vec<_>>());
    }

    fn narrow(&mut self, table: &Narrow) {
        let pairs = table.pairs();
        for number in [0, 1] {
            self.block(&pairs.iter().flat_map(|pair| pair[number].to_le_bytes()).collect::<Vec<_>>());
        }
        let cells: Vec<_> = (0..table.len()).map(|at| table.get(at)).collect();
        self.block(&cells.iter().map(|cell| cell.map_or(0, |(mark, _)| mark)).collect::<Vec<_>>());
        self.block(&cells.iter().flatten().map(|(_, code)| *code).collect::<Vec<_>>());
    }
}

/// Where there are fingerprints.
fn filled(marks: &[u8]) -> Vec<u32> {
    (0u32..).zip(marks).filter(|(_, mark)| **mark != 0).map(|(at, _)| at).collect()
}

struct Reader<'b>(&'b [u8]);

const SHORT: ModelError = ModelError::Damaged("too short");
const UNEVEN: ModelError = ModelError::Damaged("blocks that do not fit");

impl<'b> Reader<'b> {
    fn take(&mut self, length: usize) -> Result<&'b [u8], ModelError> {
        let (part, rest) = self.0.split_at_checked(length).ok_or(SHORT)?;
        self.0 = rest;
        Ok(part)
    }

    fn u32(&mut self) -> Result<u32, ModelError> {
        Ok(u32::from_le_bytes(self.take(4)?.try_into().map_err(|_| SHORT)?))
    }

    fn u64(&mut self) -> Result<u64, ModelError> {
        Ok(u64::from_le_bytes(self.take(8)?.try_into().map_err(|_| SHORT)?))
    }

    fn block(&mut self) -> Result<&'b [u8], ModelError> {
        let length = self.u32()? as usize;
        self.take(length)
    }

    /// The fingerprints of a table, whose number must be a power of two.
    fn marks(&mut self) -> Result<(&'b [u8], u32), ModelError> {
        let marks = self.block()?;
        if marks.len() < 2 || !marks.len().is_power_of_two() {
            return Err(UNEVEN);
        }
        Ok((marks, marks.len().trailing_zeros()))
    }

    fn lexicon(&mut self) -> Result<Lexicon, ModelError> {
        let columns: [&[u8]; 12] = {
            let mut columns = [&[][..]; 12];
            for column in &mut columns {
                *column = self.block()?;
            }
            columns
        };
        if columns.iter().any(|column| column.len() != columns[0].len()) {
            return Err(UNEVEN);
        }
        let two = |low: usize, at: usize| u16::from_le_bytes([columns[low][at], columns[low + 1][at]]);
        let mut key = 0u32;
        let entries = (0..columns[0].len())
            .map(|at| {
                key = key.wrapping_add(u32::from_le_bytes(std::array::from_fn(|byte| columns[byte][at])));
                Entry {
                    key,
                    cluster: two(4, at),
                    ambiguity: two(6, at),
                    entity: two(8, at),
                    fixed: columns[10][at],
                    outside: columns[11][at] & 128 != 0,
                    bases: columns[11][at] & 127,
                }
            })
            .collect();
        Ok(Lexicon::new(entries))
    }

    fn certain(&mut self) -> Result<Certain, ModelError> {
        let columns: [&[u8]; 5] = [self.block()?, self.block()?, self.block()?, self.block()?, self.block()?];
        if columns.iter().any(|column| column.len() != columns[0].len()) {
            return Err(UNEVEN);
        }
        let mut key = 0u32;
        let entries: Vec<(u32, u8)> = (0..columns[0].len())
            .map(|at| {
                key = key.wrapping_add(u32::from_le_bytes(std::array::from_fn(|byte| columns[byte][at])));
                (key, columns[4][at])
            })
            .collect();
        Ok(Certain::new(&entries))
    }

    fn wide(&mut self) -> Result<Wide, ModelError> {
        let (marks, bits) = self.marks()?;
        let (counts, firsts, steps, weights) = (self.block()?, self.block()?, self.block()?, self.block()?);
        let places = filled(marks);
        if counts.len() != places.len() {
            return Err(UNEVEN);
        }
        // Place, number of weights and first class of every row, in the order of the blocks.
        let mut rows: Vec<(u32, u8, u8)> = places.iter().zip(counts).map(|(&at, &count)| (at, count, 0)).collect();
        rows.sort_by_key(|row| row.1);
        let mut firsts = firsts.iter();
        for row in rows.iter_mut().filter(|row| row.1 > 0) {
            row.2 = *firsts.next().ok_or(UNEVEN)?;
        }
        rows.sort_by_key(|row| (row.1, row.2));
        let (mut steps, mut weights) = (steps.iter(), weights.iter());
        let mut table = Wide::new(bits);
        let mut pairs = Vec::with_capacity(PAIRS);
        for (at, count, mut class) in rows {
            if usize::from(count) > PAIRS {
                return Err(UNEVEN);
            }
            pairs.clear();
            for number in 0..count {
                if number > 0 {
                    class = class.wrapping_add(*steps.next().ok_or(UNEVEN)?);
                }
                if usize::from(class) >= WIDTH {
                    return Err(UNEVEN);
                }
                pairs.push((class, *weights.next().ok_or(UNEVEN)? as i8));
            }
            table.set(at as usize, marks[at as usize], &pairs);
        }
        if firsts.len() + steps.len() + weights.len() > 0 {
            return Err(UNEVEN);
        }
        Ok(table)
    }

    fn narrow(&mut self) -> Result<Narrow, ModelError> {
        let (firsts, seconds) = (self.block()?, self.block()?);
        let (marks, bits) = self.marks()?;
        let codes = self.block()?;
        let places = filled(marks);
        if firsts.len() != 2 * CODES || seconds.len() != 2 * CODES || codes.len() != places.len() {
            return Err(UNEVEN);
        }
        let weight = |bytes: &[u8], at: usize| i16::from_le_bytes([bytes[2 * at], bytes[2 * at + 1]]);
        let mut table = Narrow::new(bits, &std::array::from_fn(|at| [weight(firsts, at), weight(seconds, at)]));
        for (at, &code) in places.into_iter().zip(codes) {
            table.set(at as usize, marks[at as usize], code);
        }
        Ok(table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::word::Word;

    fn small() -> Models {
        let key = (Word::new("treaty").form >> 32) as u32;
        let entry = Entry { key, cluster: 300, ambiguity: 5, entity: 9, fixed: 2, outside: true, bases: 3 };
        let mut models = Models::empty(Lexicon::new(vec![entry]));
        models.tagger.table.set(3, 255, &[(5, -7), (9, 2), (63, 1)]);
        models.tagger.table.set(7, 1, &[(4, 100)]);
        models.tagger.table.set(8, 9, &[(1, 3), (2, 4), (60, -9)]);
        models.tagger.table.set(12, 9, &[(0, 1)]);
        let mut pairs = [[0; 2]; CODES];
        (pairs[1], pairs[255]) = ([-300, 4], [1, -500]);
        models.parser.transitions = Narrow::new(4, &pairs);
        for (at, code) in [(2, 1), (5, 255), (6, 1)] {
            models.parser.transitions.set(at, 64, code);
        }
        models
    }

    #[test]
    fn what_is_written_is_read() {
        let models = small();
        let read = Models::from_bytes(&models.to_bytes().unwrap()).unwrap();
        assert_eq!(read.lexicon.entries(), models.lexicon.entries());
        for at in 0..16 {
            assert_eq!(read.tagger.table.weights(at), models.tagger.table.weights(at));
        }
        assert_eq!(read.tagger.table.weights(3), [(5, -7), (9, 2), (63, 1)]);
        assert_eq!(read.tagger.table.marks(), models.tagger.table.marks());
        for at in 0..16 {
            assert_eq!(read.parser.transitions.get(at), models.parser.transitions.get(at));
        }
        assert_eq!(read.parser.transitions.get(2), Some((64, 1)));
        assert_eq!(read.parser.transitions.pairs(), models.parser.transitions.pairs());
    }

    #[test]
    fn damage_is_noticed() {
        let file = small().to_bytes().unwrap();
        assert!(matches!(Models::from_bytes(b"something else"), Err(ModelError::Magic)));
        assert!(matches!(Models::from_bytes(b""), Err(ModelError::Magic)));
        let mut other = file.clone();
        other[8] = 99;
        assert!(matches!(Models::from_bytes(&other), Err(ModelError::Version { found: 99 })));
        for at in 12..file.len() {
            let mut damaged = file.clone();
            damaged[at] ^= 0x55;
            assert!(Models::from_bytes(&damaged).is_err(), "byte {at}");
        }
        for length in 0..file.len() {
            assert!(Models::from_bytes(&file[..length]).is_err(), "length {length}");
        }
    }
}
