//! Writing a file, on two threads: one reads records and makes columns of them, the other encodes those as they come.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::sync::Arc;
use std::sync::mpsc::{self, SyncSender};
use std::thread;

use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::types::ColumnPath;

use super::columns::Columns;
use super::row_group::RowGroup;
use super::schema::{self, Field};
use crate::record::{RecordKind, SCHEMA};

/// Records that become columns before they are encoded, as bytes of NDJSON.
pub(super) const CHUNK: usize = 128 << 10;

/// As pyarrow's default; files are 5 to 10% larger than with zstd's own, 3.
const ZSTD_LEVEL: i32 = 1;

/// Writes a file of these records, with row groups of so many bytes of them.
pub(super) fn write(
    kind: RecordKind,
    row_group: usize,
    records: &mut (dyn Read + Send),
    out: Box<dyn Write + Send>,
) -> io::Result<()> {
    let (name, fields): (&str, &'static [Field]) = match kind {
        RecordKind::Article => ("article", &schema::ARTICLE),
        RecordKind::Event => ("event", &schema::EVENT),
        RecordKind::Quote => ("quote", &schema::QUOTE),
    };
    let compression = Compression::ZSTD(ZstdLevel::try_new(ZSTD_LEVEL).map_err(failed)?);
    let about = |key: &str, value: &str| KeyValue::new(key.to_owned(), value.to_owned());
    let mut properties = WriterProperties::builder()
        .set_compression(compression)
        .set_created_by(concat!("dateline version ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_key_value_metadata(Some(vec![about("dateline.kind", name), about("dateline.schema", SCHEMA)]));
    for column in schema::UNREPEATED {
        let path = ColumnPath::new(column.iter().map(|name| (*name).to_owned()).collect());
        properties = properties.set_column_dictionary_enabled(path, false);
    }
    let types = Arc::new(schema::message(name, fields).map_err(failed)?);
    let mut file = SerializedFileWriter::new(out, types, Arc::new(properties.build())).map_err(failed)?;
    thread::scope(|scope| {
        let (sender, chunks) = mpsc::sync_channel(1);
        let gathered = scope.spawn(move || gather(fields, row_group, records, &sender));
        let mut open = None;
        for Chunk { rows, ends } in chunks {
            if rows.count() > 0 {
                let group = open.get_or_insert_with(|| RowGroup::new(file.schema_descr(), file.properties()));
                group.add(rows).map_err(failed)?;
            }
            if let Some(group) = open.take_if(|_| ends) {
                group.close(&mut file).map_err(failed)?;
            }
        }
        gathered.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })?;
    file.into_inner().map_err(failed)?.flush()
}

/// Rows that follow each other in a file.
struct Chunk {
    rows: Columns,
    /// Whether a row group ends behind them.
    ends: bool,
}

/// Makes columns of all records, until nobody takes them any more.
fn gather(
    fields: &'static [Field],
    row_group: usize,
    records: &mut (dyn Read + Send),
    chunks: &SyncSender<Chunk>,
) -> io::Result<()> {
    let mut lines = BufReader::with_capacity(128 << 10, records);
    let mut line = Vec::new();
    let mut rows = Columns::new(fields);
    // Bytes of records in the chunk, and in the row group.
    let (mut in_chunk, mut in_group) = (0, 0);
    loop {
        line.clear();
        let length = lines.read_until(b'\n', &mut line)?;
        let ends = length == 0 || in_group >= row_group;
        if ends || in_chunk >= CHUNK {
            let rows = std::mem::replace(&mut rows, Columns::new(fields));
            if chunks.send(Chunk { rows, ends }).is_err() || length == 0 {
                return Ok(());
            }
            in_chunk = 0;
            in_group = if ends { 0 } else { in_group };
        }
        let record: sonic_rs::Value = sonic_rs::from_slice(&line).map_err(io::Error::other)?;
        rows.push(&record).map_err(io::Error::other)?;
        in_chunk += length;
        in_group += length;
    }
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
