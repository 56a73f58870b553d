//! What is written is read back by the library's own reader, and is what NDJSON holds.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::{Arc, Mutex};

use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::{Field as Read, Row};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::schema::{ARTICLE, EVENT, Field, Kind, QUOTE};
use super::*;
use crate::record::{ArticleRecord, EventRecord, QuoteRecord};

/// A row as JSON, without what NDJSON leaves out.
fn object(row: &Row) -> Value {
    let fields = row.get_column_iter().map(|(name, field)| (name.clone(), value(field)));
    Value::Object(fields.filter(|(_, value)| !value.is_null() && *value != json!([])).collect::<Map<_, _>>())
}

fn value(field: &Read) -> Value {
    match field {
        Read::Null => Value::Null,
        Read::Str(text) => json!(text),
        Read::Long(number) => json!(number),
        Read::Float(number) => json!(number),
        Read::Double(number) => json!(number),
        Read::Date(days) => json!({"days": days}),
        Read::TimestampMicros(micros) => json!({"micros": micros}),
        Read::Group(row) => object(row),
        Read::ListInternal(list) => list.elements().iter().map(value).collect(),
        other => panic!("{other:?}"),
    }
}

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The rows of a file made of these records, and how many row groups it has.
fn through(kind: RecordKind, row_group: usize, records: &[Value]) -> Result<(Vec<Value>, usize), String> {
    let mut rows = Vec::new();
    let (_, fields) = schema::of(kind);
    for record in records {
        match kind {
            RecordKind::Article => rows::append(fields, &from::<ArticleRecord>(record), &mut rows),
            RecordKind::Event => rows::append(fields, &from::<EventRecord>(record), &mut rows),
            RecordKind::Quote => rows::append(fields, &from::<QuoteRecord>(record), &mut rows),
        }
        .map_err(|error| error.to_string())?;
    }
    written(kind, row_group, &rows)
}

fn from<R: DeserializeOwned>(record: &Value) -> R {
    serde_json::from_value(record.clone()).unwrap()
}

/// The same of rows.
fn written(kind: RecordKind, row_group: usize, mut rows: &[u8]) -> Result<(Vec<Value>, usize), String> {
    let out = Shared::default();
    write(kind, row_group, &mut rows, Box::new(out.clone())).map_err(|error| error.to_string())?;
    let bytes = std::mem::take(&mut *out.0.lock().unwrap());
    let path = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(path.path(), bytes).unwrap();
    let reader = SerializedFileReader::new(path.reopen().unwrap()).unwrap();
    let groups = reader.metadata().num_row_groups();
    Ok((reader.get_row_iter(None).unwrap().map(|row| object(&row.unwrap())).collect(), groups))
}

fn actor(name: &str, sectors: Value) -> Value {
    let mut actor = json!({"text": name, "start": 1, "end": 4, "name": name, "code": "RUSGOV"});
    if sectors != json!([]) {
        actor["sectors"] = sectors;
    }
    actor
}

fn event(id: &str, more: Value) -> Value {
    let mut event = json!({
        "schema": "1", "id": id, "article": {"id": "a", "published": "2021-12-18T10:00:00+02:00"},
        "sentence": {"index": 0, "start": 0, "end": 10, "text": "Grüße\t\"x\""},
        "event": {"plover": "CONSULT", "quad": "verbal-cooperation", "polarity": "affirmed", "modality": "actual",
                  "trigger": {"text": "met", "lemma": "meet", "start": 3, "end": 6}},
        "source": [actor("Moscow", json!(["GOV", "MIL"])), actor("Ankara", json!([])), actor("Kyiv", json!(["GOV"]))],
        "confidence": 0.91,
    });
    event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    event
}

#[test]
fn nested_records_come_back_as_they_were() {
    let records = [
        event("e1", json!({})),
        event("e2", json!({"source": [], "same_as": "e1"})),
        event(
            "e3",
            json!({
                "target": [actor("", json!(["BUS"]))],
                "attribution": [{"speaker": actor("X", json!(["GOV"])), "start": 0, "end": 0},
                                {"speaker": actor("Y", json!([])), "cue": "said", "start": 5, "end": 9, "via": "TASS"}],
                "time": {"text": "Saturday", "start": 1, "end": 2, "type": "DATE", "value": "2021-12-18"},
                "place": {"text": "Oslo", "start": 1, "end": 2, "name": "Oslo", "lat": 59.91, "lon": 10.75, "geonames_id": 3_143_244},
                "quantities": [{"text": "two", "start": 1, "end": 2, "value": 2.0}],
            }),
        ),
    ];
    for row_group in [1, 1_000_000] {
        let (mut rows, groups) = through(RecordKind::Event, row_group, &records).unwrap();
        assert_eq!(groups, if row_group == 1 { 3 } else { 1 });
        for row in &mut rows {
            let article = row["article"].as_object_mut().unwrap();
            assert_eq!(article.remove("published_date"), Some(json!({"days": 18_979})));
            assert_eq!(article.remove("published_at"), Some(json!({"micros": 1_639_814_400_000_000_i64})));
            row["confidence"] = json!(0.91);
        }
        let time = rows[2]["time"].as_object_mut().unwrap();
        assert_eq!(time.remove("value_date"), Some(json!({"days": 18_979})));
        let mut expected = records.to_vec();
        expected[1].as_object_mut().unwrap().remove("source");
        assert_eq!(rows, expected);
    }
}

#[test]
fn texts_that_are_no_day_or_instant_have_none() {
    let article = |published: &str| json!({"article": {"id": "a", "published": published}});
    let records = ["2021-12-18", "", "yesterday", "2021-12-1ü"].map(|published| event("e", article(published)));
    let (rows, _) = through(RecordKind::Event, 1_000_000, &records).unwrap();
    let dates: Vec<bool> = rows.iter().map(|row| row["article"].get("published_date").is_some()).collect();
    assert_eq!(dates, [true, false, false, false]);
    assert!(rows.iter().all(|row| row["article"].get("published_at").is_none()));
}

#[test]
fn row_groups_of_several_chunks_keep_the_order() {
    let ids: Vec<String> = (0..6_000).map(|number| format!("e{number}")).collect();
    let records: Vec<Value> = ids.iter().map(|id| event(id, json!({}))).collect();
    let (rows, groups) = through(RecordKind::Event, 6 * write::CHUNK, &records).unwrap();
    assert!((2..6).contains(&groups), "{groups}");
    assert!(rows.iter().map(|row| &row["id"]).eq(&ids));
}

#[test]
fn no_records_make_a_file_without_rows() {
    assert_eq!(through(RecordKind::Quote, 1, &[]).unwrap(), (vec![], 0));
}

#[test]
fn records_that_do_not_fit_are_errors() {
    #[derive(Serialize)]
    struct Other {
        id: &'static str,
        schema: &'static str,
    }
    #[derive(Serialize)]
    struct Range {
        start: f32,
        end: u64,
    }
    let mut rows = Vec::new();
    let error = rows::append(&EVENT, &Other { id: "e", schema: "1" }, &mut rows).unwrap_err();
    assert!(error.to_string().contains("no `schema`"), "{error}");
    let Kind::Group(sentence) = EVENT[3].kind else { panic!("{:?}", EVENT[3]) };
    let error = rows::append(&sentence[1..3], &Range { start: 0.5, end: 1 }, &mut rows).unwrap_err();
    assert!(error.to_string().contains("no `start`"), "{error}");
    rows::append(&sentence[1..2], &Range { start: 0.0, end: u64::MAX }, &mut rows).unwrap_err();
}

#[test]
fn a_spool_that_was_changed_is_an_error() {
    let record =
        from::<EventRecord>(&event("e", json!({"quantities": [{"text": "two", "start": 1, "end": 2, "value": 2.0}]})));
    let mut rows = Vec::new();
    rows::append(&EVENT, &record, &mut rows).unwrap();
    written(RecordKind::Event, 1, &rows).unwrap();
    for length in 1..rows.len() {
        written(RecordKind::Event, 1, &rows[..length]).unwrap_err();
    }
    // A row that ends too early or too late.
    for length in (0..rows.len() as u32 + 50).filter(|length| *length as usize != rows.len() - 4) {
        let mut changed = rows.clone();
        changed.extend([0; 100]);
        changed[..4].copy_from_slice(&length.to_le_bytes());
        written(RecordKind::Event, 1, &changed[..4 + length as usize]).unwrap_err();
    }
    written(RecordKind::Event, 1, b"{\"kind\": \"event\", \"id\": \"e\"}\n").unwrap_err();
}

/// Every path of fields below a schema.
fn paths(definition: &Value, root: &Value, path: &str, found: &mut BTreeSet<String>) {
    if let Some(name) = definition["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        paths(&root["$defs"][name], root, path, found);
    }
    for of_many in ["anyOf", "oneOf"].iter().filter_map(|key| definition[*key].as_array()) {
        of_many.iter().for_each(|one| paths(one, root, path, found));
    }
    if definition["items"].is_object() {
        paths(&definition["items"], root, path, found);
    }
    for (name, inner) in definition["properties"].as_object().into_iter().flatten() {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        paths(inner, root, &path, found);
        found.insert(path);
    }
}

fn columns(fields: &[Field], path: &str, found: &mut BTreeSet<String>) {
    for field in fields.iter().filter(|field| field.name == field.from) {
        let path = if path.is_empty() { field.name.to_owned() } else { format!("{path}.{}", field.name) };
        let mut kind = &field.kind;
        while let Kind::List(item) = kind {
            kind = item;
        }
        if let Kind::Group(fields) = kind {
            columns(fields, &path, found);
        }
        found.insert(path);
    }
}

#[test]
fn every_field_of_a_record_has_its_column() {
    let schemas: [(schemars::Schema, &[Field]); 3] = [
        (schemars::schema_for!(EventRecord), &EVENT),
        (schemars::schema_for!(QuoteRecord), &QUOTE),
        (schemars::schema_for!(ArticleRecord), &ARTICLE),
    ];
    for (schema, fields) in schemas {
        let schema = schema.to_value();
        let (mut expected, mut found) = (BTreeSet::new(), BTreeSet::new());
        paths(&schema, &schema, "", &mut expected);
        columns(fields, "", &mut found);
        assert_eq!(found, expected, "sink/parquet/schema.rs and record.rs");
    }
}
