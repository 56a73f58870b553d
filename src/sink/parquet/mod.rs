//! Parquet files: typed columns, nested as the records are, zstd inside.
//!
//! A file has one schema, so a sink writes one kind of record. Records are kept as NDJSON in a spool until their part is
//! finished ([`super::finish`]); then the file is made of it in one go, a row group of some 32 MiB of records at a time, so
//! that memory does not grow with the part. A part is always finished before it is seen: there is no half Parquet file.

mod columns;
mod schema;

use std::io::{self, BufRead, BufReader, Read, Write};
use std::sync::Arc;

use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::SerializedFileWriter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SinkError;
use super::files::{self, Files, PathTime, Place};
use super::finish::Finish;
use super::ndjson::Kinds;
use super::parts::{Form, Rotate};
use crate::disk::Disk;
use crate::read::limits::Size;
use crate::record::{RecordKind, SCHEMA};
use columns::Columns;
use schema::Field;

/// Records in a row group, as bytes of NDJSON. Memory while a file is made is about three times as much.
const ROW_GROUP: usize = 32 << 20;

/// The size of a part if nothing else is said.
const PART: Size = Size(256 << 20);

/// `[[sink]] type = "parquet"`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The file, with strftime conversions: `out/%Y/%m.parquet`. Files are numbered, as all that are rotated.
    pub path: String,
    /// The kind of record that is written: exactly one. Default: events.
    #[serde(default = "events")]
    pub records: Vec<RecordKind>,
    /// The time that the path is filled in with.
    #[serde(default)]
    pub time: PathTime,
    /// When a file is finished and the next one begun. Default: at 256 MiB of records as NDJSON.
    #[serde(default)]
    pub rotate: Rotate,
}

fn events() -> Vec<RecordKind> {
    vec![RecordKind::Event]
}

impl Settings {
    /// The sink that these settings describe, called `name` in the checkpoint, brought back to the state that `saved` speaks
    /// of; `id` tells its hidden files from those of others.
    pub fn open(
        &self,
        name: String,
        id: String,
        disk: Arc<dyn Disk>,
        saved: &serde_json::Value,
    ) -> Result<Files, SinkError> {
        let kind = self.kind().map_err(SinkError::Path)?;
        let rotate =
            if self.rotate == Rotate::default() { Rotate { size: Some(PART), interval: None } } else { self.rotate };
        let form = Form { rotate, header: Vec::new(), finish: Some(Arc::new(File { kind })) };
        let place = Place { name, path: self.path.clone(), time: self.time, id };
        Files::open(place, Box::new(Kinds::new(Some(&[kind]))), form, disk, saved)
    }

    fn kind(&self) -> Result<RecordKind, String> {
        match self.records.as_slice() {
            [kind] => Ok(*kind),
            _ => {
                Err("a Parquet file holds one kind of record: name one in `records`, and make a sink for each"
                    .to_owned())
            }
        }
    }
}

/// Whether the settings describe a sink that can be made; the error says what is wrong.
pub fn check(settings: &Settings) -> Result<(), String> {
    settings.kind()?;
    if [".gz", ".zst"].iter().any(|end| settings.path.ends_with(end)) {
        return Err(format!("{}: Parquet is compressed inside; name it .parquet", settings.path));
    }
    files::check(&settings.path)
}

/// Makes a Parquet file of NDJSON.
struct File {
    kind: RecordKind,
}

impl Finish for File {
    fn finish(&self, records: &mut dyn Read, out: Box<dyn Write + Send>) -> io::Result<()> {
        write(self.kind, ROW_GROUP, records, out)
    }
}

/// Writes a file of these records, with row groups of so many bytes of them.
fn write(kind: RecordKind, row_group: usize, records: &mut dyn Read, out: Box<dyn Write + Send>) -> io::Result<()> {
    let (name, fields): (&str, &'static [Field]) = match kind {
        RecordKind::Article => ("article", &schema::ARTICLE),
        RecordKind::Event => ("event", &schema::EVENT),
        RecordKind::Quote => ("quote", &schema::QUOTE),
    };
    let compression = Compression::ZSTD(ZstdLevel::try_new(3).map_err(failed)?);
    let about = |key: &str, value: &str| KeyValue::new(key.to_owned(), value.to_owned());
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_created_by(concat!("dateline version ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_key_value_metadata(Some(vec![about("dateline.kind", name), about("dateline.schema", SCHEMA)]))
        .build();
    let types = Arc::new(schema::message(name, fields).map_err(failed)?);
    let mut writer = SerializedFileWriter::new(out, types, Arc::new(properties)).map_err(failed)?;
    let mut columns = Columns::new(fields);
    let mut lines = BufReader::new(records);
    let mut line = Vec::new();
    let mut gathered = 0;
    loop {
        line.clear();
        let length = lines.read_until(b'\n', &mut line)?;
        if length == 0 || gathered >= row_group {
            columns.write_row_group(&mut writer).map_err(failed)?;
            gathered = 0;
        }
        if length == 0 {
            break;
        }
        let record: sonic_rs::Value = sonic_rs::from_slice(&line).map_err(io::Error::other)?;
        columns.push(&record).map_err(io::Error::other)?;
        gathered += length;
    }
    writer.into_inner().map_err(failed)?.flush()
}

/// An error of the library; what it wrote to is ours, and an error of the disk stays one.
fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests;
