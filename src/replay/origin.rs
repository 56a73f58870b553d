//! The files that letters came from, for letters that do not carry their items whole.
//!
//! A file may have been moved to `done` or `failed` since. Whether it is still the same at the place that counts is seen
//! from its bytes, which must begin as those in the letter do.

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use flate2::bufread::MultiGzDecoder;

use crate::disk::{Disk, Kind};

/// How many bytes are read at a time.
const BLOCK: usize = 128 << 10;

/// How many namesakes of a file are looked at in a directory of finished files (`feed.ndjson`, `feed.1.ndjson`, …).
const NAMESAKES: u32 = 9;

/// Where files of letters are looked for.
pub(super) struct Origins {
    disk: Arc<dyn Disk>,
    dirs: Vec<PathBuf>,
}

impl Origins {
    /// Looks in these directories, in this order.
    pub fn new(disk: Arc<dyn Disk>, dirs: Vec<PathBuf>) -> Origins {
        Origins { disk, dirs }
    }

    /// The bytes of an item from `offset` (unpacked) of `source` on; the error says in words why they cannot be had.
    pub fn range(&self, source: &str, offset: u64, length: u64, begins_with: &[u8]) -> Result<Vec<u8>, String> {
        let wanted = self.find(source, offset, begins_with)?;
        let read = || -> io::Result<Vec<u8>> {
            let mut reader = unpacked(self.disk.open(&wanted, 0)?)?;
            pass_over(&mut reader, offset)?;
            let mut raw = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
            reader.take(length).read_to_end(&mut raw)?;
            Ok(raw)
        };
        match read() {
            Ok(raw) if raw.len() as u64 == length => Ok(raw),
            Ok(_) => Err(format!("{} is shorter now", wanted.display())),
            Err(error) => Err(format!("cannot read {}: {error}", wanted.display())),
        }
    }

    /// Opens `source`, as it is (packed), if it still has those bytes at `offset` (unpacked).
    pub fn open(&self, source: &str, offset: u64, begins_with: &[u8]) -> Result<impl BufRead + Send + use<>, String> {
        let wanted = self.find(source, offset, begins_with)?;
        let opened =
            self.disk.open(&wanted, 0).map_err(|error| format!("cannot open {}: {error}", wanted.display()))?;
        Ok(BufReader::with_capacity(BLOCK, opened))
    }

    /// The file that `source` is now.
    fn find(&self, source: &str, offset: u64, begins_with: &[u8]) -> Result<PathBuf, String> {
        let path = Path::new(source);
        let is_below = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if source == "stdin" || !is_below && !self.dirs.is_empty() {
            return Err("it holds only a part of its item, and its input cannot be read again".to_owned());
        }
        let mut other = false;
        for candidate in self.candidates(path) {
            match self.begins(&candidate, offset, begins_with) {
                Ok(true) => return Ok(candidate),
                Ok(false) => other = true,
                Err(_) => {}
            }
        }
        Err(match other {
            true => format!("it holds only a part of its item, and {source} is no longer the same there"),
            false => format!("it holds only a part of its item, and {source} is not there to be read again"),
        })
    }

    fn candidates(&self, path: &Path) -> Vec<PathBuf> {
        if self.dirs.is_empty() {
            return vec![path.to_owned()];
        }
        let mut candidates = Vec::new();
        for dir in &self.dirs {
            let plain = dir.join(path);
            let stem = plain.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let extension = plain.extension().map(|end| format!(".{}", end.to_string_lossy())).unwrap_or_default();
            let namesakes = (1..=NAMESAKES).map(|number| plain.with_file_name(format!("{stem}.{number}{extension}")));
            candidates.extend(std::iter::once(plain.clone()).chain(namesakes));
        }
        candidates.retain(|path| self.disk.metadata(path, true).is_ok_and(|found| found.kind == Kind::File));
        candidates
    }

    fn begins(&self, path: &Path, offset: u64, with: &[u8]) -> io::Result<bool> {
        if self.disk.metadata(path, true)?.kind != Kind::File {
            return Ok(false);
        }
        if with.is_empty() {
            return Ok(true);
        }
        let mut reader = unpacked(self.disk.open(path, 0)?)?;
        pass_over(&mut reader, offset)?;
        let mut here = Vec::with_capacity(with.len());
        reader.take(with.len() as u64).read_to_end(&mut here)?;
        Ok(here == with)
    }
}

fn pass_over(reader: &mut impl Read, count: u64) -> io::Result<()> {
    match io::copy(&mut reader.take(count), &mut io::sink())? {
        passed if passed == count => Ok(()),
        _ => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

/// What a file holds, without its gzip or zstd, which is recognised by its first bytes.
pub(super) fn unpacked<'r>(mut reader: impl Read + Send + 'r) -> io::Result<Box<dyn BufRead + Send + 'r>> {
    let mut magic = Vec::new();
    (&mut reader).take(4).read_to_end(&mut magic)?;
    let is = |head: &[u8]| magic.starts_with(head);
    let (gzip, zstd) = (is(&[0x1f, 0x8b]), is(&[0x28, 0xb5, 0x2f, 0xfd]));
    let packed = BufReader::with_capacity(BLOCK, Cursor::new(magic).chain(reader));
    Ok(match (gzip, zstd) {
        (true, _) => Box::new(BufReader::with_capacity(BLOCK, MultiGzDecoder::new(packed))),
        (_, true) => Box::new(BufReader::with_capacity(BLOCK, zstd::Decoder::with_buffer(packed)?)),
        _ => Box::new(packed),
    })
}
