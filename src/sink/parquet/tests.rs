//! What is written is read back by the library's own reader, and is what NDJSON holds.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::{Arc, Mutex};

use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::{Field as Read, Row};
use serde_json::{Map, Value, json};

use super::schema::{ARTICLE, EVENT, Field, Kind, QUOTE};
use super::*;

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
    let lines: String = records.iter().map(|record| format!("{record}\n")).collect();
    let out = Shared::default();
    write(kind, row_group, &mut lines.as_bytes(), Box::new(out.clone())).map_err(|error| error.to_string())?;
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
    let (rows, groups) = through(RecordKind::Event, 20 * write::CHUNK, &records).unwrap();
    assert_eq!(groups, 2);
    assert!(rows.iter().map(|row| &row["id"]).eq(&ids));
}

#[test]
fn no_records_make_a_file_without_rows() {
    assert_eq!(through(RecordKind::Quote, 1, &[]).unwrap(), (vec![], 0));
}

#[test]
fn records_that_do_not_fit_are_errors() {
    let mut without_id = event("e", json!({}));
    without_id.as_object_mut().unwrap().remove("id");
    for (record, expected) in [
        (without_id, "no `id`"),
        (event("e", json!({"source": "Moscow"})), "no `source`"),
        (event("e", json!({"confidence": "much"})), "no `confidence`"),
    ] {
        let error = through(RecordKind::Event, 1, &[record]).unwrap_err();
        assert!(error.contains(expected), "{error}");
    }
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
    use crate::record::{ArticleRecord, EventRecord, QuoteRecord};
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
