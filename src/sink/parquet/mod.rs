//! Parquet files: typed columns, nested as the records are, zstd inside.
//!
//! A file has one schema, so a sink writes one kind of record. Records are kept as rows of bytes (`rows.rs`) in a spool until their part is
//! finished ([`super::finish`]); then the file is made of it in one go, a row group of some 32 MiB of records at a time, so
//! that memory does not grow with the part. A part is always finished before it is seen: there is no half Parquet file.

mod columns;
mod row_group;
mod rows;
mod schema;
mod write;

use std::io::{self, Read, Write};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SinkError;
use super::files::{self, Files, Format, PathTime, Place};
use super::finish::Finish;
use super::parts::{Form, Rotate};
use crate::disk::Disk;
use crate::read::limits::Size;
use crate::record::{ArticleRecords, RecordKind};
use write::write;

/// Records in a row group, as bytes of rows.
const ROW_GROUP: usize = 32 << 20;

/// The size of a part if nothing else is said.
const PART: Size = Size(128 << 20);

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
    /// When a file is finished and the next one begun. Default: at 128 MiB of records, as they are kept until then; as NDJSON they
    /// would be some 220 MiB.
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
        Files::open(place, Box::new(Rows { kind }), form, disk, saved)
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

/// Makes rows of the records of one kind.
struct Rows {
    kind: RecordKind,
}

impl Format for Rows {
    fn append(&self, records: &ArticleRecords, rows: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        let (_, fields) = schema::of(self.kind);
        match self.kind {
            RecordKind::Article => rows::append(fields, &records.article, rows),
            RecordKind::Event => records.events.iter().try_for_each(|event| rows::append(fields, event, rows)),
            RecordKind::Quote => records.quotes.iter().try_for_each(|quote| rows::append(fields, quote, rows)),
        }
        .map_err(serde::ser::Error::custom)
    }

    fn expect(&self, records: &ArticleRecords) -> usize {
        // The bodies are most of it.
        if self.kind == RecordKind::Article { records.article.body.len() * 2 + 512 } else { 0 }
    }
}

/// Makes a Parquet file of rows.
struct File {
    kind: RecordKind,
}

impl Finish for File {
    fn finish(&self, records: &mut (dyn Read + Send), out: Box<dyn Write + Send>) -> io::Result<()> {
        write(self.kind, ROW_GROUP, records, out)
    }
}

#[cfg(test)]
mod tests;
