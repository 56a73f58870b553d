//! Writing a file, on two threads: one reads records and makes columns of them, the other encodes those as they come.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;

use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::types::SchemaDescriptor;

use super::columns::Columns;
use super::row_group::{Packer, RowGroup};
use super::rows::Misfit;
use super::schema::{self, Field};
use crate::record::{RecordKind, SCHEMA};

/// Records that become columns before they are encoded, as bytes of rows.
pub(super) const CHUNK: usize = 128 << 10;

/// Rows in a page. Until a page is full, eight bytes wait for each value in it, and lists have many values a row.
const PAGE: usize = 2048;

/// Writes a file of these records, with row groups of so many bytes of them.
pub(super) fn write(
    kind: RecordKind,
    row_group: usize,
    records: &mut (dyn Read + Send),
    out: Box<dyn Write + Send>,
) -> io::Result<()> {
    let (name, fields) = schema::of(kind);
    let packer = Packer::new().map_err(failed)?;
    let about = |key: &str, value: &str| KeyValue::new(key.to_owned(), value.to_owned());
    let mut properties = WriterProperties::builder()
        .set_data_page_row_count_limit(PAGE)
        .set_created_by(concat!("dateline version ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_key_value_metadata(Some(vec![about("dateline.kind", name), about("dateline.schema", SCHEMA)]));
    let types = Arc::new(schema::message(name, fields).map_err(failed)?);
    for column in SchemaDescriptor::new(Arc::clone(&types)).columns() {
        let path = column.path();
        let Some(encoding) = schema::encoding(path.parts()) else { continue };
        properties =
            properties.set_column_dictionary_enabled(path.clone(), false).set_column_encoding(path.clone(), encoding);
    }
    let mut file = SerializedFileWriter::new(out, types, Arc::new(properties.build())).map_err(failed)?;
    thread::scope(|scope| {
        let (sender, chunks) = mpsc::sync_channel(1);
        // What was encoded goes back to be filled again: otherwise one thread would take ever more memory that the other gives back.
        let (back, used) = mpsc::channel();
        let gathered = scope.spawn(move || gather(fields, row_group, records, &sender, &used));
        let mut open = None;
        for Chunk { mut rows, ends } in chunks {
            if rows.count() > 0 {
                let group = open.get_or_insert_with(|| RowGroup::new(file.schema_descr(), file.properties(), &packer));
                group.add(&mut rows).map_err(failed)?;
                // Nobody waits for them behind the last rows.
                let _ = back.send(rows);
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
    used: &Receiver<Columns>,
) -> io::Result<()> {
    let mut records = BufReader::with_capacity(128 << 10, records);
    let mut row = Vec::new();
    let mut rows = Columns::new(fields);
    // Bytes of records in the chunk, and in the row group.
    let (mut in_chunk, mut in_group) = (0, 0);
    loop {
        let found = next(&mut records, &mut row)?;
        let ends = !found || in_group >= row_group;
        if ends || in_chunk >= CHUNK {
            let empty = used.try_recv().unwrap_or_else(|_| Columns::new(fields));
            let rows = std::mem::replace(&mut rows, empty);
            if chunks.send(Chunk { rows, ends }).is_err() || !found {
                return Ok(());
            }
            in_chunk = 0;
            in_group = if ends { 0 } else { in_group };
        }
        rows.push(&row).map_err(io::Error::other)?;
        in_chunk += row.len();
        in_group += row.len();
    }
}

/// Reads the next row; false if there is none.
fn next(records: &mut impl BufRead, row: &mut Vec<u8>) -> io::Result<bool> {
    if records.fill_buf()?.is_empty() {
        return Ok(false);
    }
    let mut length = [0; 4];
    records.read_exact(&mut length)?;
    let length = u64::from(u32::from_le_bytes(length));
    row.clear();
    // Not reserved at once, so that a wrong length costs no memory.
    let read = records.take(length).read_to_end(row)?;
    if read as u64 == length { Ok(true) } else { Err(io::Error::other(Misfit::Row)) }
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
