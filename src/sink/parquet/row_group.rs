//! A row group while it is encoded: a writer for each column, whose pages are kept in memory, packed, until all are complete.
//!
//! In a file the columns of a row group stand one behind the other. With a place for the pages of each, rows can be encoded as
//! they come, and what waits is a tenth of the size of the records.

use std::io::Write;
use std::sync::Arc;

use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::column::page::{CompressedPage, Page, PageWriteSpec, PageWriter};
use ::parquet::column::writer::{ColumnWriter, get_column_writer};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterPropertiesPtr;
use ::parquet::file::writer::{SerializedFileWriter, SerializedPageWriter, TrackedWrite};
use ::parquet::schema::types::SchemaDescriptor;
use bytes::Bytes;
use parking_lot::Mutex;
use zstd::bulk::Compressor;

use super::columns::Columns;

/// As pyarrow's default; files are 5 to 10% larger than with zstd's own, 3.
const ZSTD_LEVEL: i32 = 1;

/// Packs the pages of all columns of a file. A compressor takes half a megabyte; if each column writer had its own, as it has by
/// itself, the system would have to provide, and clear, fifty megabytes for each row group.
#[derive(Clone)]
pub(super) struct Packer(Arc<Mutex<Packing>>);

struct Packing {
    compressor: Compressor<'static>,
    packed: Vec<u8>,
}

impl Packer {
    pub fn new() -> Result<Packer, ParquetError> {
        let compressor = Compressor::new(ZSTD_LEVEL)?;
        Ok(Packer(Arc::new(Mutex::new(Packing { compressor, packed: Vec::new() }))))
    }

    /// What the columns of the file are packed with.
    fn compression() -> Result<Compression, ParquetError> {
        ZstdLevel::try_new(ZSTD_LEVEL).map(Compression::ZSTD)
    }

    /// The bytes of a page, packed.
    fn pack(&self, plain: &[u8]) -> Result<Bytes, ParquetError> {
        let Packing { compressor, packed } = &mut *self.0.lock();
        packed.clear();
        packed.reserve(zstd::zstd_safe::compress_bound(plain.len()));
        compressor.compress_to_buffer(plain, packed)?;
        Ok(Bytes::copy_from_slice(packed))
    }
}

/// A row group that is being encoded.
pub(super) struct RowGroup {
    columns: Vec<(ColumnWriter<'static>, Pages)>,
}

impl RowGroup {
    /// No rows yet. The column writers must not pack pages themselves.
    pub fn new(schema: &SchemaDescriptor, properties: &WriterPropertiesPtr, packer: &Packer) -> RowGroup {
        let column = |descriptor: &Arc<_>| {
            let pages = Pages::new(packer.clone());
            let writer = get_column_writer(Arc::clone(descriptor), Arc::clone(properties), Box::new(pages.clone()));
            (writer, pages)
        };
        RowGroup { columns: schema.columns().iter().map(column).collect() }
    }

    /// Adds rows, and takes them out of `rows`.
    pub fn add(&mut self, rows: &mut Columns) -> Result<(), ParquetError> {
        rows.write(self.columns.iter_mut().map(|(writer, _)| writer))
    }

    /// Appends it to a file.
    pub fn close<W: Write + Send>(self, file: &mut SerializedFileWriter<W>) -> Result<(), ParquetError> {
        let mut row_group = file.next_row_group()?;
        for (writer, pages) in self.columns {
            let mut closed = writer.close()?;
            closed.metadata = closed.metadata.into_builder().set_compression(Packer::compression()?).build()?;
            row_group.append_column(&pages.take()?, closed)?;
        }
        row_group.close().map(|_| ())
    }
}

/// The packed pages of a column.
#[derive(Clone)]
struct Pages {
    packer: Packer,
    written: Arc<Mutex<TrackedWrite<Vec<u8>>>>,
}

impl Pages {
    fn new(packer: Packer) -> Pages {
        Pages { packer, written: Arc::new(Mutex::new(TrackedWrite::new(Vec::new()))) }
    }

    fn take(&self) -> Result<Bytes, ParquetError> {
        let written = std::mem::replace(&mut *self.written.lock(), TrackedWrite::new(Vec::new()));
        written.into_inner().map(Bytes::from)
    }
}

impl PageWriter for Pages {
    fn write_page(&mut self, page: CompressedPage) -> Result<PageWriteSpec, ParquetError> {
        let size = page.uncompressed_size();
        let mut page = page.compressed_page().clone();
        match &mut page {
            Page::DataPage { buf, .. } | Page::DictionaryPage { buf, .. } => *buf = self.packer.pack(buf)?,
            // Of these a part stays as it is; the properties ask for none.
            Page::DataPageV2 { .. } => return Err(ParquetError::NYI("pages of the second version".to_owned())),
        }
        SerializedPageWriter::new(&mut *self.written.lock()).write_page(CompressedPage::new(page, size))
    }

    fn close(&mut self) -> Result<(), ParquetError> {
        Ok(self.written.lock().flush()?)
    }
}
