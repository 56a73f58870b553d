//! Records into columns: values with definition and repetition levels, after the Dremel paper (Melnik et al. 2010).
//!
//! A value's definition level says how many of the optional and repeated fields on its path are there; its repetition level,
//! which of the lists on the path goes on with it (0 begins a record). A null writes levels only.

use ::parquet::column::writer::{ColumnWriter, get_typed_column_writer_mut};
use ::parquet::data_type::{ByteArray, ByteArrayType, DoubleType, FloatType, Int32Type, Int64Type};
use ::parquet::errors::ParquetError;
use bytes::Bytes;

use super::rows::{Misfit, Reader};
use super::schema::{Field, Kind};

/// Rows of a row group.
pub(super) struct Columns {
    fields: &'static [Field],
    leaves: Vec<Leaf>,
    rows: usize,
}

/// One column of values.
struct Leaf {
    values: Values,
    definition: Vec<i16>,
    repetition: Vec<i16>,
    most_definition: i16,
    most_repetition: i16,
}

enum Values {
    /// All texts one behind the other, and where each ends.
    Text(Vec<u8>, Vec<usize>),
    Int32(Vec<i32>),
    Int64(Vec<i64>),
    Float(Vec<f32>),
    Double(Vec<f64>),
}

/// Where in a record we are.
#[derive(Clone, Copy)]
struct Level {
    definition: i16,
    repetition: i16,
    /// How many lists we are in.
    lists: i16,
}

impl Columns {
    /// No rows yet.
    pub fn new(fields: &'static [Field]) -> Columns {
        let mut leaves = Vec::new();
        plan(fields, 0, 0, &mut leaves);
        Columns { fields, leaves, rows: 0 }
    }

    /// Adds a row, which [`super::rows::append`] made.
    pub fn push(&mut self, row: &[u8]) -> Result<(), Misfit> {
        self.rows += 1;
        let level = Level { definition: 0, repetition: 0, lists: 0 };
        let mut row = Reader::new(row);
        group(self.fields, Some(&mut row), level, &mut self.leaves)?;
        if row.is_empty() { Ok(()) } else { Err(Misfit::Row) }
    }

    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.rows
    }

    /// Writes all values, each column's to its own of `writers`, which stand in the order of the schema. No rows are left then, but the
    /// room for as many.
    pub fn write<'w>(
        &mut self,
        writers: impl Iterator<Item = &'w mut ColumnWriter<'static>>,
    ) -> Result<(), ParquetError> {
        self.rows = 0;
        let mut texts = Vec::new();
        self.leaves.iter_mut().zip(writers).try_for_each(|(leaf, writer)| leaf.write(writer, &mut texts))
    }
}

/// Makes the columns of all leaves, from left to right.
fn plan(fields: &[Field], definition: i16, repetition: i16, leaves: &mut Vec<Leaf>) {
    for field in fields {
        plan_one(&field.kind, definition + i16::from(field.optional), repetition, leaves);
    }
}

fn plan_one(kind: &Kind, definition: i16, repetition: i16, leaves: &mut Vec<Leaf>) {
    let values = match kind {
        Kind::Group(fields) => return plan(fields, definition, repetition, leaves),
        Kind::List(item) => return plan_one(item, definition + 1, repetition + 1, leaves),
        Kind::Text => Values::Text(Vec::new(), Vec::new()),
        Kind::Date => Values::Int32(Vec::new()),
        Kind::Int | Kind::Instant => Values::Int64(Vec::new()),
        Kind::Float => Values::Float(Vec::new()),
        Kind::Double => Values::Double(Vec::new()),
    };
    leaves.push(Leaf {
        values,
        definition: Vec::new(),
        repetition: Vec::new(),
        most_definition: definition,
        most_repetition: repetition,
    });
}

/// Adds a group that is there, or nulls for all that is below one that is not; returns the leaves behind it.
fn group<'l>(
    fields: &[Field],
    mut row: Option<&mut Reader<'_>>,
    level: Level,
    mut leaves: &'l mut [Leaf],
) -> Result<&'l mut [Leaf], Misfit> {
    for field in fields {
        let mut row = row.as_deref_mut();
        let mut level = level;
        if field.optional {
            let there = row.as_deref_mut().map_or(Ok(false), Reader::present)?;
            row = row.filter(|_| there);
            level.definition += i16::from(there);
        }
        leaves = one(&field.kind, row, level, leaves)?;
    }
    Ok(leaves)
}

fn one<'l>(
    kind: &Kind,
    mut row: Option<&mut Reader<'_>>,
    level: Level,
    leaves: &'l mut [Leaf],
) -> Result<&'l mut [Leaf], Misfit> {
    match kind {
        Kind::Group(fields) => group(fields, row, level, leaves),
        Kind::List(item) => {
            let count = match &mut row {
                Some(row) => row.items()?,
                None => 0,
            };
            let Some(row) = row.filter(|_| count > 0) else { return one(item, None, level, leaves) };
            let lists = level.lists + 1;
            for number in 0..count {
                let repetition = if number == 0 { level.repetition } else { lists };
                let level = Level { definition: level.definition + 1, repetition, lists };
                one(item, Some(row), level, leaves)?;
            }
            Ok(&mut leaves[width(item)..])
        }
        _ => {
            let (leaf, rest) = leaves.split_first_mut().ok_or(Misfit::Row)?;
            leaf.push(row, level)?;
            Ok(rest)
        }
    }
}

/// How many leaves are below.
fn width(kind: &Kind) -> usize {
    match kind {
        Kind::Group(fields) => fields.iter().map(|field| width(&field.kind)).sum(),
        Kind::List(item) => width(item),
        _ => 1,
    }
}

impl Leaf {
    fn push(&mut self, row: Option<&mut Reader<'_>>, level: Level) -> Result<(), Misfit> {
        if let Some(row) = row {
            match &mut self.values {
                Values::Text(bytes, ends) => {
                    bytes.extend_from_slice(row.text()?);
                    ends.push(bytes.len());
                }
                Values::Int32(numbers) => numbers.push(i32::try_from(row.number()?).map_err(|_| Misfit::Row)?),
                Values::Int64(numbers) => numbers.push(row.number()?),
                Values::Float(numbers) => numbers.push(row.float()?),
                Values::Double(numbers) => numbers.push(row.double()?),
            }
        }
        if self.most_definition > 0 {
            self.definition.push(level.definition);
        }
        if self.most_repetition > 0 {
            self.repetition.push(level.repetition);
        }
        Ok(())
    }

    /// Writes all values, and leaves none; texts are put into `texts` meanwhile.
    fn write(&mut self, writer: &mut ColumnWriter<'static>, texts: &mut Vec<ByteArray>) -> Result<(), ParquetError> {
        let definition = Some(self.definition.as_slice()).filter(|_| self.most_definition > 0);
        let repetition = Some(self.repetition.as_slice()).filter(|_| self.most_repetition > 0);
        match &mut self.values {
            Values::Text(bytes, ends) => {
                let all = Bytes::from(std::mem::take(bytes));
                let starts = std::iter::once(0).chain(ends.iter().copied());
                texts.extend(starts.zip(&*ends).map(|(start, &end)| ByteArray::from(all.slice(start..end))));
                let wrote =
                    get_typed_column_writer_mut::<ByteArrayType>(writer).write_batch(texts, definition, repetition);
                texts.clear();
                // A dictionary keeps what it has of them.
                let room = all.len();
                *bytes = if all.is_unique() { Vec::from(all) } else { Vec::with_capacity(room) };
                bytes.clear();
                ends.clear();
                wrote
            }
            Values::Int32(numbers) => {
                let writer = get_typed_column_writer_mut::<Int32Type>(writer);
                writer.write_batch(numbers, definition, repetition).inspect(|_| numbers.clear())
            }
            Values::Int64(numbers) => {
                let writer = get_typed_column_writer_mut::<Int64Type>(writer);
                writer.write_batch(numbers, definition, repetition).inspect(|_| numbers.clear())
            }
            Values::Float(numbers) => {
                let writer = get_typed_column_writer_mut::<FloatType>(writer);
                writer.write_batch(numbers, definition, repetition).inspect(|_| numbers.clear())
            }
            Values::Double(numbers) => {
                let writer = get_typed_column_writer_mut::<DoubleType>(writer);
                writer.write_batch(numbers, definition, repetition).inspect(|_| numbers.clear())
            }
        }?;
        self.definition.clear();
        self.repetition.clear();
        Ok(())
    }
}
