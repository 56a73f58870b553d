//! Archives: the files in a zip or tar archive, one after the other.
//!
//! A tar archive (compressed or not) is read as it comes. A zip archive has its table at the end, so it is held in memory;
//! `limits.archive` says how large one may be.

use std::io::{self, Cursor, Read};

use super::compression::Decompressed;
use super::limits::Limits;
use crate::disk::retry::patiently;

/// The kinds of archives that are opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// ZIP (PKWARE APPNOTE).
    Zip,
    /// POSIX or GNU tar.
    Tar,
}

/// From this many unpacked bytes on a member's size is compared with that of the archive.
const RATIO_FROM: u64 = 64 << 20;

/// The kind of archive that begins with `head`, if it is one.
pub fn recognise(head: &[u8]) -> Option<Kind> {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Some(Kind::Zip);
    }
    (head.get(257..262) == Some(b"ustar")).then_some(Kind::Tar)
}

/// Calls `each` with the name and the bytes of every file in the archive, in its order, until it returns false. A file that
/// cannot be read is handed over as one whose reading fails.
///
/// # Errors
///
/// Where the archive as a whole cannot be read, or not to its end.
pub fn for_each<R: Read>(
    kind: Kind,
    source: Decompressed<R>,
    limits: &Limits,
    each: impl FnMut(&str, &mut dyn Read) -> bool,
) -> io::Result<()> {
    match kind {
        Kind::Zip => zipped(source, limits, each),
        Kind::Tar => tarred(source, each),
    }
}

fn tarred<R: Read>(source: Decompressed<R>, mut each: impl FnMut(&str, &mut dyn Read) -> bool) -> io::Result<()> {
    let mut archive = tar::Archive::new(Bytes(source));
    for entry in archive.entries()? {
        let mut entry = entry?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if !is_hidden(&name) && !each(&name, &mut entry) {
            break;
        }
    }
    Ok(())
}

fn zipped<R: Read>(
    source: Decompressed<R>,
    limits: &Limits,
    mut each: impl FnMut(&str, &mut dyn Read) -> bool,
) -> io::Result<()> {
    let mut bytes = Vec::new();
    let most = limits.archive;
    Bytes(source).take(most.0.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most.0 {
        return Err(io::Error::other(format!(
            "the zip archive is larger than {most} (setting `limits.archive`); unpack it, or pack it as tar.gz"
        )));
    }
    let size = bytes.len() as u64;
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(io::Error::other)?;
    for index in 0..archive.len() {
        let known = match archive.name_for_index(index) {
            Some(Ok(name)) => name.into_owned(),
            _ => format!("file {index}"),
        };
        let goes_on = match archive.by_index(index) {
            Ok(file) if file.is_dir() || is_hidden(&known) => true,
            Ok(file) => {
                let most = limits.decompressed.0.min(RATIO_FROM.max(size.saturating_mul(u64::from(limits.expansion))));
                each(&known, &mut Guard { file, count: 0, most })
            }
            Err(error) => each(&known, &mut Broken(error.to_string())),
        };
        if !goes_on {
            break;
        }
    }
    Ok(())
}

/// What archivers of some systems put beside the files.
fn is_hidden(name: &str) -> bool {
    name.starts_with("__MACOSX/") || name.rsplit('/').next().is_some_and(|file| file.starts_with('.'))
}

/// The decompressed bytes as a reader.
struct Bytes<R: Read>(Decompressed<R>);

impl<R: Read> Read for Bytes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let here = patiently(|| self.0.fill().map(<[u8]>::len)).and_then(|_| self.0.fill())?;
        let count = here.len().min(buffer.len());
        buffer[..count].copy_from_slice(&here[..count]);
        self.0.consume(count);
        Ok(count)
    }
}

/// A member that may not unpack to more than `most` bytes.
struct Guard<R> {
    file: R,
    count: u64,
    most: u64,
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.count += count as u64;
        if self.count > self.most {
            return Err(io::Error::other(format!(
                "it unpacks to more than {} (settings `limits.decompressed` and `limits.expansion`)",
                super::limits::Size(self.most)
            )));
        }
        Ok(count)
    }
}

/// A member that cannot be opened.
struct Broken(String);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other(self.0.clone()))
    }
}
