//! Reading the columnar and tabular output of a run back, with other code than wrote it.

use std::fs::File;
use std::path::Path;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use serde_json::{Map, Value, json};

/// Columns that are made from other columns, and have no field in NDJSON.
const MADE: [&str; 4] = ["published_date", "published_at", "value_date", "date_date"];

/// The rows of a Parquet file, as the JSON objects that NDJSON has for them but for their kind.
pub fn rows(path: &Path) -> Vec<Value> {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    let rows: Vec<Value> = reader.get_row_iter(None).unwrap().map(|row| object(&row.unwrap())).collect();
    assert_eq!(rows.len() as i64, reader.metadata().file_metadata().num_rows(), "{}", path.display());
    rows
}

fn object(row: &Row) -> Value {
    let fields = row.get_column_iter().filter(|(name, _)| !MADE.contains(&name.as_str()));
    let fields = fields.map(|(name, field)| (name.clone(), value(field)));
    Value::Object(fields.filter(|(_, value)| !value.is_null() && *value != json!([])).collect::<Map<_, _>>())
}

fn value(field: &Field) -> Value {
    match field {
        Field::Null => Value::Null,
        Field::Str(text) => json!(text),
        Field::Long(number) => json!(number),
        // As NDJSON writes it: the shortest digits that are this number in 32 bits.
        Field::Float(number) => serde_json::from_str(&number.to_string()).unwrap(),
        Field::Double(number) => json!(number),
        Field::Group(row) => object(row),
        Field::ListInternal(list) => list.elements().iter().map(value).collect(),
        other => panic!("a column of another type: {other:?}"),
    }
}

/// A record of NDJSON as Parquet has it: without its kind, with numbers that are whole as they are there, without empty lists.
pub fn as_row(record: &Value) -> Value {
    let mut record = record.clone();
    let fields = record.as_object_mut().unwrap();
    fields.remove("kind");
    fields.retain(|_, value| *value != json!([]));
    record
}
