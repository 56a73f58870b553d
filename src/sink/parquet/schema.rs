//! The columns of each kind of record: the record contract (`record.rs`) in the types of Parquet.
//!
//! Names and nesting are those of the records, so that a path in NDJSON is a path here. Beside the times as text stand
//! columns of type DATE and TIMESTAMP, for those that are whole days or instants. Lists are never null but empty. A test holds
//! that no field of a record is missing.

use std::sync::Arc;

use ::parquet::basic::{Encoding, LogicalType, Repetition, TimeUnit, Type as Physical};
use ::parquet::errors::ParquetError;
use ::parquet::schema::types::Type;

use crate::record::RecordKind;

use Kind::{Date, Double, Float, Group, Instant, Int, List, Text};

/// A field of a group.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    /// The name of the column.
    pub name: &'static str,
    /// The name in the record, which is another one where the column is made from a field with a column of its own.
    pub from: &'static str,
    pub kind: Kind,
    /// Whether it can be null.
    pub optional: bool,
}

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// UTF-8.
    Text,
    /// 64 bits, with a sign.
    Int,
    Float,
    Double,
    /// The day that a text begins with, if it does.
    Date,
    /// The instant that a text is, in microseconds UTC, if it is one.
    Instant,
    Group(&'static [Field]),
    /// Items that are never null.
    List(&'static Kind),
}

const fn field(name: &'static str, kind: Kind) -> Field {
    Field { name, from: name, kind, optional: false }
}

const fn optional(name: &'static str, kind: Kind) -> Field {
    Field { name, from: name, kind, optional: true }
}

/// A column made from another field.
const fn made(name: &'static str, from: &'static str, kind: Kind) -> Field {
    Field { name, from, kind, optional: true }
}

const RANGE: [Field; 2] = [field("start", Int), field("end", Int)];

const ACTOR: [Field; 9] = [
    field("text", Text),
    field("start", Int),
    field("end", Int),
    field("name", Text),
    optional("code", Text),
    optional("country", Text),
    field("sectors", List(&Text)),
    optional("role", Text),
    optional("resolved_from", Text),
];

const TIME: [Field; 7] = [
    field("text", Text),
    field("start", Int),
    field("end", Int),
    field("type", Text),
    field("value", Text),
    made("value_date", "value", Date),
    optional("anchor", Text),
];

const PLACE: [Field; 12] = [
    field("text", Text),
    field("start", Int),
    field("end", Int),
    field("name", Text),
    optional("country", Text),
    optional("admin1", Text),
    optional("lat", Double),
    optional("lon", Double),
    optional("geonames_id", Int),
    optional("feature", Text),
    optional("population", Int),
    optional("basis", Text),
];

const QUANTITY: [Field; 9] = [
    field("text", Text),
    field("start", Int),
    field("end", Int),
    optional("value", Double),
    optional("low", Double),
    optional("high", Double),
    optional("unit", Text),
    optional("of", Text),
    optional("state", Text),
];

const ATTRIBUTION: [Field; 5] = [
    field("speaker", Group(&ACTOR)),
    optional("cue", Text),
    field("start", Int),
    field("end", Int),
    optional("via", Text),
];

const ARTICLE_REF: [Field; 9] = [
    field("id", Text),
    optional("source", Text),
    optional("headline", Text),
    field("published", Text),
    made("published_date", "published", Date),
    made("published_at", "published", Instant),
    optional("url", Text),
    optional("story", Text),
    optional("version", Int),
];

const SUBJECT: [Field; 2] = [optional("code", Text), optional("name", Text)];

const SENTENCE: [Field; 4] = [field("index", Int), field("start", Int), field("end", Int), field("text", Text)];

const EVENT_CODE: [Field; 9] = [
    field("plover", Text),
    optional("mode", Text),
    field("context", List(&Text)),
    optional("cameo", Text),
    field("quad", Text),
    field("trigger", Group(&TRIGGER)),
    field("entries", List(&Text)),
    field("polarity", Text),
    field("modality", Text),
];

const TRIGGER: [Field; 4] = [field("text", Text), field("lemma", Text), field("start", Int), field("end", Int)];

const CUE: [Field; 3] = [field("text", Text), field("start", Int), field("end", Int)];

const DATELINE: [Field; 7] = [
    field("text", Text),
    field("start", Int),
    field("end", Int),
    field("places", List(&Group(&PLACE))),
    optional("date", Text),
    made("date_date", "date", Date),
    optional("agency", Text),
];

const CREDITS: [Field; 4] = [
    field("reporting", List(&Text)),
    field("additional_reporting", List(&Text)),
    field("writing", List(&Text)),
    field("editing", List(&Text)),
];

const ADVISORY: [Field; 3] = [field("kind", Text), optional("number", Int), field("text", Text)];

const LINK: [Field; 4] = [field("url", Text), field("start", Int), field("end", Int), optional("date", Text)];

/// An event record.
pub(super) static EVENT: [Field; 13] = [
    field("schema", Text),
    field("id", Text),
    field("article", Group(&ARTICLE_REF)),
    field("sentence", Group(&SENTENCE)),
    field("event", Group(&EVENT_CODE)),
    field("source", List(&Group(&ACTOR))),
    field("target", List(&Group(&ACTOR))),
    field("attribution", List(&Group(&ATTRIBUTION))),
    optional("time", Group(&TIME)),
    optional("place", Group(&PLACE)),
    field("quantities", List(&Group(&QUANTITY))),
    field("confidence", Float),
    optional("same_as", Text),
];

/// A quote record.
pub(super) static QUOTE: [Field; 12] = [
    field("schema", Text),
    field("id", Text),
    field("article", Group(&ARTICLE_REF)),
    field("sentence", Group(&SENTENCE)),
    field("type", Text),
    field("text", Text),
    field("start", Int),
    field("end", Int),
    optional("speaker", Group(&ACTOR)),
    optional("cue", Group(&CUE)),
    optional("via", Text),
    optional("addressee", Group(&ACTOR)),
];

/// An article record.
pub(super) static ARTICLE: [Field; 36] = [
    field("schema", Text),
    field("id", Text),
    optional("source", Text),
    field("format", Text),
    optional("url", Text),
    optional("headline", Text),
    optional("slug", Text),
    optional("language", Text),
    optional("urgency", Int),
    field("published", Text),
    made("published_date", "published", Date),
    made("published_at", "published", Instant),
    field("published_basis", Text),
    optional("updated", Text),
    optional("embargo", Text),
    optional("status", Text),
    field("subjects", List(&Group(&SUBJECT))),
    field("located", List(&Text)),
    optional("agency", Text),
    optional("dateline", Group(&DATELINE)),
    field("byline", List(&Text)),
    optional("credits", Group(&CREDITS)),
    optional("advisory", Group(&ADVISORY)),
    optional("story", Text),
    optional("version", Int),
    optional("duplicate_of", Text),
    optional("replaces", Text),
    field("links", List(&Group(&LINK))),
    field("body", Text),
    field("paragraphs", List(&Group(&RANGE))),
    field("sentences", List(&Group(&RANGE))),
    field("times", List(&Group(&TIME))),
    field("places", List(&Group(&PLACE))),
    field("actors", List(&Group(&ACTOR))),
    field("quantities", List(&Group(&QUANTITY))),
    field("defects", List(&Text)),
];

/// Columns of texts that hardly ever repeat, so that a dictionary of them would be made in vain.
const UNREPEATED: [&[&str]; 6] = [&["body"], &["text"], &["sentence", "text"], &["id"], &["headline"], &["url"]];

/// How a column is encoded, where that is not by a dictionary.
pub(super) fn encoding(path: &[String]) -> Option<Encoding> {
    if UNREPEATED.iter().any(|unrepeated| path == *unrepeated) {
        return Some(Encoding::PLAIN);
    }
    // Ranges stand in the order of the text.
    matches!(path.last().map(String::as_str), Some("start" | "end")).then_some(Encoding::DELTA_BINARY_PACKED)
}

/// The name and the fields of a kind of record.
pub(super) fn of(kind: RecordKind) -> (&'static str, &'static [Field]) {
    match kind {
        RecordKind::Article => ("article", &ARTICLE),
        RecordKind::Event => ("event", &EVENT),
        RecordKind::Quote => ("quote", &QUOTE),
    }
}

/// The schema of a file.
pub(super) fn message(name: &str, fields: &[Field]) -> Result<Type, ParquetError> {
    Type::group_type_builder(name).with_fields(types(fields)?).build()
}

fn types(fields: &[Field]) -> Result<Vec<Arc<Type>>, ParquetError> {
    let repetition = |field: &Field| if field.optional { Repetition::OPTIONAL } else { Repetition::REQUIRED };
    fields.iter().map(|field| typed(field.name, &field.kind, repetition(field)).map(Arc::new)).collect()
}

fn typed(name: &str, kind: &Kind, repetition: Repetition) -> Result<Type, ParquetError> {
    let leaf = |physical, logical| {
        Type::primitive_type_builder(name, physical).with_repetition(repetition).with_logical_type(logical).build()
    };
    match kind {
        Text => leaf(Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Int => leaf(Physical::INT64, None),
        Float => leaf(Physical::FLOAT, None),
        Double => leaf(Physical::DOUBLE, None),
        Date => leaf(Physical::INT32, Some(LogicalType::Date)),
        Instant => leaf(Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MICROS))),
        Group(fields) => Type::group_type_builder(name).with_repetition(repetition).with_fields(types(fields)?).build(),
        List(item) => {
            let element = typed("element", item, Repetition::REQUIRED)?;
            let list = Type::group_type_builder("list")
                .with_repetition(Repetition::REPEATED)
                .with_fields(vec![Arc::new(element)])
                .build()?;
            Type::group_type_builder(name)
                .with_repetition(repetition)
                .with_logical_type(Some(LogicalType::List))
                .with_fields(vec![Arc::new(list)])
                .build()
        }
    }
}
