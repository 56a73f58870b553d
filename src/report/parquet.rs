//! Event records from Parquet files, as the sink of that name writes them.
//!
//! A row becomes JSON with the names of its columns, and that an event record, so that there is one rule of what a record is.
//! Columns that are made from others are passed over, and so is whatever somebody added.

use std::fs::File;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ::parquet::errors::ParquetError;
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::{Field, Row};
use serde_json::{Map, Value};

use crate::record::EventRecord;

/// Gives every event of a file to `take` until that says no; a row that holds none is given to `bad`: its row group and its row
/// in there, from 1, and what is wrong with it.
///
/// Fails if the file is cut short or damaged, or holds no events; the error says in which row group and row.
pub(super) fn read(
    file: File,
    take: impl FnMut(EventRecord) -> bool,
    bad: impl FnMut(usize, usize, String),
) -> io::Result<()> {
    let mut at = String::new();
    // The library trusts what a file says of itself in some places, and panics where that is wrong.
    let read = catch_unwind(AssertUnwindSafe(|| read_rows(file, &mut at, take, bad)));
    let failed = |what: &str| io::Error::new(io::ErrorKind::InvalidData, format!("{at}{what}"));
    match read {
        Ok(Ok(())) => Ok(()),
        Ok(Err(Failure::Kind(what))) => Err(failed(&what)),
        Ok(Err(Failure::Parquet(error))) => Err(failed(&format!("the file is cut short or damaged: {error}"))),
        Err(_) => Err(failed("the file is damaged")),
    }
}

enum Failure {
    Parquet(ParquetError),
    /// It holds something else than events.
    Kind(String),
}

impl From<ParquetError> for Failure {
    fn from(error: ParquetError) -> Failure {
        Failure::Parquet(error)
    }
}

fn read_rows(
    file: File,
    at: &mut String,
    mut take: impl FnMut(EventRecord) -> bool,
    mut bad: impl FnMut(usize, usize, String),
) -> Result<(), Failure> {
    let reader = SerializedFileReader::new(file)?;
    check(&reader)?;
    for group in 0..reader.num_row_groups() {
        *at = format!("row group {}: ", group + 1);
        let rows = reader.get_row_group(group)?;
        let mut count = 0;
        for row in rows.get_row_iter(None)? {
            count += 1;
            *at = format!("row group {}, row {count}: ", group + 1);
            match serde_json::from_value(object(&row?)) {
                Ok(event) => {
                    if !take(event) {
                        return Ok(());
                    }
                }
                Err(error) => bad(group + 1, count, format!("no event record: {error}")),
            }
        }
    }
    Ok(())
}

/// Whether a file holds events: as it says itself if it is ours, else by its columns.
fn check(reader: &SerializedFileReader<File>) -> Result<(), Failure> {
    let metadata = reader.metadata().file_metadata();
    let kind = metadata.key_value_metadata().into_iter().flatten().find(|pair| pair.key == "dateline.kind");
    match kind.and_then(|pair| pair.value.as_deref()) {
        Some("event") | None => {}
        Some(kind) => return Err(Failure::Kind(format!("it holds records of the kind `{kind}`, not events"))),
    }
    let columns: Vec<&str> = metadata.schema().get_fields().iter().map(|field| field.name()).collect();
    let needed = ["id", "article", "sentence", "event", "source", "confidence"];
    match needed.iter().find(|name| !columns.contains(name)) {
        None => Ok(()),
        Some(name) => Err(Failure::Kind(format!(
            "it holds no event records: there is no column `{name}` among {}",
            columns.join(", ")
        ))),
    }
}

/// A row without what is null, as records leave it out.
fn object(row: &Row) -> Value {
    let fields = row.get_column_iter().map(|(name, field)| (name.clone(), value(field)));
    Value::Object(fields.filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>())
}

/// A value; null for types that no field of a record has.
fn value(field: &Field) -> Value {
    match field {
        Field::Bool(value) => (*value).into(),
        Field::Byte(number) => (*number).into(),
        Field::Short(number) => (*number).into(),
        Field::Int(number) => (*number).into(),
        Field::Long(number) => (*number).into(),
        Field::UByte(number) => (*number).into(),
        Field::UShort(number) => (*number).into(),
        Field::UInt(number) => (*number).into(),
        Field::ULong(number) => (*number).into(),
        Field::Float(number) => (*number).into(),
        Field::Double(number) => (*number).into(),
        Field::Str(text) => text.as_str().into(),
        Field::Group(row) => object(row),
        Field::ListInternal(list) => list.elements().iter().map(value).collect(),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ::parquet::data_type::{ByteArray, ByteArrayType};
    use ::parquet::file::writer::SerializedFileWriter;
    use ::parquet::schema::parser::parse_message_type;

    use super::*;

    /// A file of two row groups with one row each, all of whose columns are texts.
    fn file(columns: &[&str]) -> File {
        let fields: String = columns.iter().map(|name| format!("required binary {name} (UTF8);")).collect();
        let schema = parse_message_type(&format!("message m {{ {fields} }}")).unwrap();
        let out = tempfile::NamedTempFile::new().unwrap();
        let mut writer = SerializedFileWriter::new(out.reopen().unwrap(), Arc::new(schema), Arc::default()).unwrap();
        for _ in 0..2 {
            let mut group = writer.next_row_group().unwrap();
            while let Some(mut column) = group.next_column().unwrap() {
                column.typed::<ByteArrayType>().write_batch(&[ByteArray::from("x")], None, None).unwrap();
                column.close().unwrap();
            }
            group.close().unwrap();
        }
        writer.close().unwrap();
        out.reopen().unwrap()
    }

    #[test]
    fn files_of_another_schema_are_refused() {
        let error = read(file(&["id", "article"]), |_| true, |_, _, _| {}).unwrap_err().to_string();
        assert_eq!(error, "it holds no event records: there is no column `sentence` among id, article");
    }

    #[test]
    fn rows_that_are_no_events_are_told_with_their_place() {
        let columns = ["id", "article", "sentence", "event", "source", "confidence"];
        let mut bad = Vec::new();
        read(file(&columns), |_| true, |group, row, what| bad.push((group, row, what))).unwrap();
        assert!(bad[0].2.starts_with("no event record: "), "{bad:?}");
        assert_eq!(bad.iter().map(|(group, row, _)| (*group, *row)).collect::<Vec<_>>(), [(1, 1), (2, 1)]);
    }
}
