//! Records as rows of bytes: what workers make of records, and what a spool holds until a file is made of it.
//!
//! A row holds the values of a record in the order of the schema, without names: a byte before each that can be null says whether
//! it is there, a number before a list how many items follow, a number before a text how many bytes. Days and instants are found
//! here, too, so that on the way to the columns nothing is parsed any more. A row depends on its record alone.

use std::fmt::Display;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::ser::{self, Impossible, Serialize, SerializeSeq, SerializeStruct, Serializer};

use super::schema::{Field, Kind};

/// A record that does not fit the schema, or a row that is none.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(super) enum Misfit {
    #[error("a record has no `{0}` of the right type")]
    Record(&'static str),
    #[error("a record cannot be written: {0}")]
    Other(String),
    #[error("the spool holds something that is no record; it was changed from outside, or another version wrote it")]
    Row,
}

impl ser::Error for Misfit {
    fn custom<T: Display>(message: T) -> Misfit {
        Misfit::Other(message.to_string())
    }
}

/// Appends a row, behind its length.
pub(super) fn append(fields: &'static [Field], record: &impl Serialize, rows: &mut Vec<u8>) -> Result<(), Misfit> {
    let start = rows.len();
    rows.extend([0; 4]);
    record.serialize(Value { name: "record", kind: Kind::Group(fields), optional: false, row: rows })?;
    let length = u32::try_from(rows.len() - start - 4).map_err(|_| Misfit::Record("record"))?;
    rows[start..start + 4].copy_from_slice(&length.to_le_bytes());
    Ok(())
}

/// Writes one value.
struct Value<'r> {
    name: &'static str,
    kind: Kind,
    optional: bool,
    row: &'r mut Vec<u8>,
}

/// Writes the fields of a group. Records have theirs in the order of the schema, but for those that are left out.
struct Fields<'r> {
    rest: &'static [Field],
    row: &'r mut Vec<u8>,
}

/// Writes the items of a list.
struct Items<'r> {
    name: &'static str,
    item: Kind,
    /// Where the number of items stands, which is known at the end.
    at: usize,
    count: u32,
    row: &'r mut Vec<u8>,
}

impl<'r> Value<'r> {
    fn of(field: &Field, row: &'r mut Vec<u8>) -> Value<'r> {
        Value { name: field.name, kind: field.kind, optional: field.optional, row }
    }

    /// Says that a value follows, where there might be none.
    fn present(&mut self) {
        if self.optional {
            self.row.push(1);
        }
    }

    fn misfit(&self) -> Misfit {
        Misfit::Record(self.name)
    }

    fn absent(self) -> Result<(), Misfit> {
        match self.kind {
            _ if self.optional => self.row.push(0),
            // A list without items is left out of records.
            Kind::List(_) => self.row.extend(0u32.to_le_bytes()),
            _ => return Err(self.misfit()),
        }
        Ok(())
    }

    fn number(mut self, number: i64) -> Result<(), Misfit> {
        match self.kind {
            Kind::Int => {
                self.present();
                put(number as u64, self.row);
                Ok(())
            }
            Kind::Float | Kind::Double => self.serialize_f64(number as f64),
            _ => Err(self.misfit()),
        }
    }
}

/// Writes a number, seven bits a byte.
fn put(mut number: u64, row: &mut Vec<u8>) {
    while number >= 0x80 {
        row.push(number as u8 | 0x80);
        number >>= 7;
    }
    row.push(number as u8);
}

macro_rules! misfits {
    ($($method:ident($type:ty))*) => {
        $(fn $method(self, _: $type) -> Result<(), Misfit> {
            Err(self.misfit())
        })*
    };
}

macro_rules! numbers {
    ($($method:ident($type:ty))*) => {
        $(fn $method(self, number: $type) -> Result<(), Misfit> {
            self.number(i64::from(number))
        })*
    };
}

impl<'r> Serializer for Value<'r> {
    type Ok = ();
    type Error = Misfit;
    type SerializeSeq = Items<'r>;
    type SerializeStruct = Fields<'r>;
    type SerializeTuple = Impossible<(), Misfit>;
    type SerializeTupleStruct = Impossible<(), Misfit>;
    type SerializeTupleVariant = Impossible<(), Misfit>;
    type SerializeMap = Impossible<(), Misfit>;
    type SerializeStructVariant = Impossible<(), Misfit>;

    misfits! { serialize_bool(bool) serialize_char(char) serialize_bytes(&[u8]) serialize_unit_struct(&'static str) }

    numbers! {
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32)
    }

    fn serialize_u64(self, number: u64) -> Result<(), Misfit> {
        let number = i64::try_from(number).map_err(|_| self.misfit())?;
        self.number(number)
    }

    fn serialize_f32(mut self, number: f32) -> Result<(), Misfit> {
        if !matches!(self.kind, Kind::Float) {
            return self.serialize_f64(f64::from(number));
        }
        self.present();
        self.row.extend(number.to_le_bytes());
        Ok(())
    }

    fn serialize_f64(mut self, number: f64) -> Result<(), Misfit> {
        self.present();
        match self.kind {
            Kind::Float => self.row.extend((number as f32).to_le_bytes()),
            Kind::Double => self.row.extend(number.to_le_bytes()),
            _ => return Err(self.misfit()),
        }
        Ok(())
    }

    fn serialize_str(mut self, text: &str) -> Result<(), Misfit> {
        let number = match self.kind {
            Kind::Text => {
                self.present();
                put(text.len() as u64, self.row);
                self.row.extend_from_slice(text.as_bytes());
                return Ok(());
            }
            Kind::Date => day(text).map(i64::from),
            Kind::Instant => text.parse::<Timestamp>().ok().map(Timestamp::as_microsecond),
            _ => return Err(self.misfit()),
        };
        let Some(number) = number else { return self.absent() };
        self.present();
        put(number as u64, self.row);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Misfit> {
        self.absent()
    }

    fn serialize_unit(self) -> Result<(), Misfit> {
        self.absent()
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), Misfit> {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Misfit> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, value: &T) -> Result<(), Misfit> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Misfit> {
        Err(self.misfit())
    }

    fn serialize_seq(mut self, _: Option<usize>) -> Result<Items<'r>, Misfit> {
        let Kind::List(item) = self.kind else { return Err(self.misfit()) };
        self.present();
        let at = self.row.len();
        self.row.extend([0; 4]);
        Ok(Items { name: self.name, item: *item, at, count: 0, row: self.row })
    }

    fn serialize_struct(mut self, _: &'static str, _: usize) -> Result<Fields<'r>, Misfit> {
        let Kind::Group(fields) = self.kind else { return Err(self.misfit()) };
        self.present();
        Ok(Fields { rest: fields, row: self.row })
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Misfit> {
        Err(self.misfit())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Misfit> {
        Err(self.misfit())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Misfit> {
        Err(self.misfit())
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Misfit> {
        Err(self.misfit())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Misfit> {
        Err(self.misfit())
    }
}

impl SerializeStruct for Fields<'_> {
    type Ok = ();
    type Error = Misfit;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), Misfit> {
        loop {
            let Some((field, rest)) = self.rest.split_first() else { return Err(Misfit::Record(name)) };
            self.rest = rest;
            let found = field.from == name;
            let to = Value::of(field, self.row);
            if !found {
                to.absent()?;
                continue;
            }
            value.serialize(to)?;
            // Columns made of a field stand behind its own.
            while let Some((made, rest)) = self.rest.split_first().filter(|(made, _)| made.from == name) {
                self.rest = rest;
                value.serialize(Value::of(made, self.row))?;
            }
            return Ok(());
        }
    }

    fn end(self) -> Result<(), Misfit> {
        self.rest.iter().try_for_each(|field| Value::of(field, self.row).absent())
    }
}

impl SerializeSeq for Items<'_> {
    type Ok = ();
    type Error = Misfit;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Misfit> {
        self.count += 1;
        value.serialize(Value { name: self.name, kind: self.item, optional: false, row: self.row })
    }

    fn end(self) -> Result<(), Misfit> {
        self.row[self.at..self.at + 4].copy_from_slice(&self.count.to_le_bytes());
        Ok(())
    }
}

/// Reads what [`append`] wrote.
pub(super) struct Reader<'r> {
    rest: &'r [u8],
}

impl<'r> Reader<'r> {
    /// A reader of one row, without the length before it.
    pub fn new(row: &'r [u8]) -> Reader<'r> {
        Reader { rest: row }
    }

    /// Whether everything was read.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Whether a value that can be null is there.
    pub fn present(&mut self) -> Result<bool, Misfit> {
        self.take::<1>().map(|[byte]| byte != 0)
    }

    /// How many items a list has.
    pub fn items(&mut self) -> Result<u32, Misfit> {
        self.take().map(u32::from_le_bytes)
    }

    pub fn number(&mut self) -> Result<i64, Misfit> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let [byte] = self.take()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number as i64);
            }
        }
        Err(Misfit::Row)
    }

    pub fn float(&mut self) -> Result<f32, Misfit> {
        self.take().map(f32::from_le_bytes)
    }

    pub fn double(&mut self) -> Result<f64, Misfit> {
        self.take().map(f64::from_le_bytes)
    }

    pub fn text(&mut self) -> Result<&'r [u8], Misfit> {
        let length = usize::try_from(self.number()?).map_err(|_| Misfit::Row)?;
        let (text, rest) = self.rest.split_at_checked(length).ok_or(Misfit::Row)?;
        self.rest = rest;
        Ok(text)
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], Misfit> {
        let (head, rest) = self.rest.split_first_chunk::<N>().ok_or(Misfit::Row)?;
        self.rest = rest;
        Ok(*head)
    }
}

/// The day that a text begins with, in days since 1970.
fn day(text: &str) -> Option<i32> {
    let day = text.get(..10)?.parse::<Date>().ok()?;
    Date::constant(1970, 1, 1).until(day).ok().map(|span| span.get_days())
}
