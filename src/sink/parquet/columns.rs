//! Records into columns: values with definition and repetition levels, after the Dremel paper (Melnik et al. 2010).
//!
//! A value's definition level says how many of the optional and repeated fields on its path are there; its repetition level,
//! which of the lists on the path goes on with it (0 begins a record). A null writes levels only.

use ::parquet::column::writer::{ColumnWriter, get_typed_column_writer_mut};
use ::parquet::data_type::{ByteArray, ByteArrayType, DoubleType, FloatType, Int32Type, Int64Type};
use ::parquet::errors::ParquetError;
use jiff::Timestamp;
use jiff::civil::Date;
use sonic_rs::{JsonContainerTrait, JsonValueTrait, Value};

use super::schema::{Field, Kind};

/// A record that does not fit the schema.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a record has no `{0}` of the right type")]
pub(super) struct Misfit(&'static str);

/// No group has more fields.
const WIDEST: usize = 36;

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

    /// Adds a row.
    pub fn push(&mut self, record: &Value) -> Result<(), Misfit> {
        self.rows += 1;
        let level = Level { definition: 0, repetition: 0, lists: 0 };
        group(self.fields, Some(record), level, &mut self.leaves).map(|_| ())
    }

    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.rows
    }

    /// Writes all values, each column's to its own of `writers`, which stand in the order of the schema.
    pub fn write<'w>(self, writers: impl Iterator<Item = &'w mut ColumnWriter<'static>>) -> Result<(), ParquetError> {
        self.leaves.into_iter().zip(writers).try_for_each(|(leaf, writer)| leaf.write(writer))
    }
}

/// Makes the columns of all leaves, from left to right.
fn plan(fields: &[Field], definition: i16, repetition: i16, leaves: &mut Vec<Leaf>) {
    assert!(fields.len() <= WIDEST, "a group has {} fields", fields.len());
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
    value: Option<&Value>,
    level: Level,
    mut leaves: &'l mut [Leaf],
) -> Result<&'l mut [Leaf], Misfit> {
    let mut inner = [None; WIDEST];
    if let Some(value) = value {
        find(fields, value, &mut inner);
    }
    for (field, inner) in fields.iter().zip(inner) {
        leaves = match (value, field.optional) {
            (None, _) | (Some(_), true) if inner.is_none() => one(field, &field.kind, None, level, leaves)?,
            (Some(_), false) if inner.is_none() => match field.kind {
                // A list without items is left out of records.
                Kind::List(_) => one(field, &field.kind, None, level, leaves)?,
                _ => return Err(Misfit(field.name)),
            },
            _ => {
                let level = Level { definition: level.definition + i16::from(field.optional), ..level };
                one(field, &field.kind, inner, level, leaves)?
            }
        };
    }
    Ok(leaves)
}

/// Finds what the fields hold. Records have theirs in the order of the schema, but for those that are left out, so that each is
/// looked for behind the last; in another order they are found, too.
fn find<'v>(fields: &[Field], value: &'v Value, inner: &mut [Option<&'v Value>; WIDEST]) {
    let mut next = 0;
    for (name, value) in value.as_object().into_iter().flat_map(|object| object.iter()) {
        let is_it = |field: &Field| field.from == name;
        let ahead = fields.get(next..).and_then(|fields| fields.iter().position(is_it)).map(|at| next + at);
        let Some(first) = ahead.or_else(|| fields.iter().position(is_it)) else { continue };
        next = first;
        // Columns made of a field stand behind its own.
        while fields.get(next).is_some_and(is_it) {
            inner[next] = Some(value).filter(|value| !value.is_null());
            next += 1;
        }
    }
}

fn one<'l>(
    field: &Field,
    kind: &Kind,
    value: Option<&Value>,
    level: Level,
    leaves: &'l mut [Leaf],
) -> Result<&'l mut [Leaf], Misfit> {
    match kind {
        Kind::Group(fields) => group(fields, value, level, leaves),
        Kind::List(item) => {
            let items = match value {
                None => None,
                Some(value) => Some(value.as_array().ok_or(Misfit(field.name))?).filter(|items| !items.is_empty()),
            };
            let Some(items) = items else { return one(field, item, None, level, leaves) };
            let lists = level.lists + 1;
            for (number, value) in items.iter().enumerate() {
                let repetition = if number == 0 { level.repetition } else { lists };
                let level = Level { definition: level.definition + 1, repetition, lists };
                one(field, item, Some(value), level, leaves)?;
            }
            Ok(&mut leaves[count(item)..])
        }
        _ => {
            if let Some((leaf, rest)) = leaves.split_first_mut() {
                leaf.push(field, kind, value, level)?;
                return Ok(rest);
            }
            Err(Misfit(field.name))
        }
    }
}

/// How many leaves are below.
fn count(kind: &Kind) -> usize {
    match kind {
        Kind::Group(fields) => fields.iter().map(|field| count(&field.kind)).sum(),
        Kind::List(item) => count(item),
        _ => 1,
    }
}

impl Leaf {
    fn push(&mut self, field: &Field, kind: &Kind, value: Option<&Value>, level: Level) -> Result<(), Misfit> {
        let misfit = Misfit(field.name);
        let mut definition = level.definition;
        match (&mut self.values, value) {
            (_, None) => {}
            (Values::Text(bytes, ends), Some(value)) => {
                bytes.extend_from_slice(value.as_str().ok_or(misfit)?.as_bytes());
                ends.push(bytes.len());
            }
            (Values::Int32(days), Some(value)) => match value.as_str().and_then(day) {
                Some(day) => days.push(day),
                None => definition -= 1,
            },
            (Values::Int64(instants), Some(value)) if matches!(kind, Kind::Instant) => {
                match value.as_str().and_then(|text| text.parse::<Timestamp>().ok()) {
                    Some(instant) => instants.push(instant.as_microsecond()),
                    None => definition -= 1,
                }
            }
            (Values::Int64(numbers), Some(value)) => numbers.push(value.as_i64().ok_or(misfit)?),
            (Values::Float(numbers), Some(value)) => numbers.push(value.as_f64().ok_or(misfit)? as f32),
            (Values::Double(numbers), Some(value)) => numbers.push(value.as_f64().ok_or(misfit)?),
        }
        if self.most_definition > 0 {
            self.definition.push(definition);
        }
        if self.most_repetition > 0 {
            self.repetition.push(level.repetition);
        }
        Ok(())
    }

    fn write(self, writer: &mut ColumnWriter<'static>) -> Result<(), ParquetError> {
        let definition = Some(self.definition.as_slice()).filter(|_| self.most_definition > 0);
        let repetition = Some(self.repetition.as_slice()).filter(|_| self.most_repetition > 0);
        match self.values {
            Values::Text(bytes, ends) => {
                let all = ByteArray::from(bytes);
                let starts = std::iter::once(0).chain(ends.iter().copied());
                let texts: Vec<ByteArray> =
                    starts.zip(&ends).map(|(start, end)| all.slice(start, end - start)).collect();
                get_typed_column_writer_mut::<ByteArrayType>(writer).write_batch(&texts, definition, repetition)
            }
            Values::Int32(numbers) => {
                get_typed_column_writer_mut::<Int32Type>(writer).write_batch(&numbers, definition, repetition)
            }
            Values::Int64(numbers) => {
                get_typed_column_writer_mut::<Int64Type>(writer).write_batch(&numbers, definition, repetition)
            }
            Values::Float(numbers) => {
                get_typed_column_writer_mut::<FloatType>(writer).write_batch(&numbers, definition, repetition)
            }
            Values::Double(numbers) => {
                get_typed_column_writer_mut::<DoubleType>(writer).write_batch(&numbers, definition, repetition)
            }
        }
        .map(|_| ())
    }
}

/// The day that a text begins with, in days since 1970.
fn day(text: &str) -> Option<i32> {
    let day = text.get(..10)?.parse::<Date>().ok()?;
    Date::constant(1970, 1, 1).until(day).ok().map(|span| span.get_days())
}
