//! A row group while it is encoded: a writer for each column, whose pages are kept in memory, packed, until all are complete.
//!
//! In a file the columns of a row group stand one behind the other. With a place for the pages of each, rows can be encoded as
//! they come, and what waits is a tenth of the size of the records.

use std::io::Write;
use std::sync::Arc;

use ::parquet::column::page::{CompressedPage, PageWriteSpec, PageWriter};
use ::parquet::column::writer::{ColumnWriter, get_column_writer};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterPropertiesPtr;
use ::parquet::file::writer::{SerializedFileWriter, SerializedPageWriter, TrackedWrite};
use ::parquet::schema::types::SchemaDescriptor;
use bytes::Bytes;
use parking_lot::Mutex;

use super::columns::Columns;

/// A row group that is being encoded.
pub(super) struct RowGroup {
    columns: Vec<(ColumnWriter<'static>, Pages)>,
}

impl RowGroup {
    /// No rows yet.
    pub fn new(schema: &SchemaDescriptor, properties: &WriterPropertiesPtr) -> RowGroup {
        let column = |descriptor: &Arc<_>| {
            let pages = Pages::default();
            let writer = get_column_writer(Arc::clone(descriptor), Arc::clone(properties), Box::new(pages.clone()));
            (writer, pages)
        };
        RowGroup { columns: schema.columns().iter().map(column).collect() }
    }

    /// Adds rows.
    pub fn add(&mut self, rows: Columns) -> Result<(), ParquetError> {
        rows.write(self.columns.iter_mut().map(|(writer, _)| writer))
    }

    /// Appends it to a file.
    pub fn close<W: Write + Send>(self, file: &mut SerializedFileWriter<W>) -> Result<(), ParquetError> {
        let mut row_group = file.next_row_group()?;
        for (writer, pages) in self.columns {
            let closed = writer.close()?;
            row_group.append_column(&pages.take()?, closed)?;
        }
        row_group.close().map(|_| ())
    }
}

/// The packed pages of a column.
#[derive(Clone)]
struct Pages(Arc<Mutex<TrackedWrite<Vec<u8>>>>);

impl Default for Pages {
    fn default() -> Pages {
        Pages(Arc::new(Mutex::new(TrackedWrite::new(Vec::new()))))
    }
}

impl Pages {
    fn take(&self) -> Result<Bytes, ParquetError> {
        let written = std::mem::replace(&mut *self.0.lock(), TrackedWrite::new(Vec::new()));
        written.into_inner().map(Bytes::from)
    }
}

impl PageWriter for Pages {
    fn write_page(&mut self, page: CompressedPage) -> Result<PageWriteSpec, ParquetError> {
        SerializedPageWriter::new(&mut *self.0.lock()).write_page(page)
    }

    fn close(&mut self) -> Result<(), ParquetError> {
        Ok(self.0.lock().flush()?)
    }
}
