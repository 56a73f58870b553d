//! Undoing compression, with an eye on bombs.
//!
//! Recognised by the first bytes, never by the name. Files of several gzip members or zstd frames read as one.

use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};

use flate2::bufread::MultiGzDecoder;
use memchr::memchr;

use super::limits::Limits;
use crate::disk::retry::patiently;

/// How many bytes are read from the disk at a time.
pub const BLOCK: usize = 128 << 10;

/// How many bytes are enough to recognise a format by.
const HEAD: usize = 64 << 10;

/// From this many unpacked bytes on the ratio to the packed ones is looked at.
const RATIO_FROM: u64 = 64 << 20;

/// A reader of the decompressed bytes of one input, which counts on both sides.
pub struct Decompressed<R: Read> {
    inner: Inner<R>,
    /// Decompressed bytes that were looked at ahead of their time, and how many of them have been consumed since.
    head: Vec<u8>,
    head_used: usize,
    unpacked: u64,
    most: u64,
    expansion: u64,
}

/// The input, with its first bytes put back in front.
type Packed<R> = BufReader<Chain<Cursor<Vec<u8>>, Counted<R>>>;

enum Inner<R: Read> {
    Plain(Packed<R>),
    Gzip(Box<BufReader<MultiGzDecoder<Packed<R>>>>),
    Zstd(Box<BufReader<zstd::Decoder<'static, Packed<R>>>>),
}

impl<R: Read> Decompressed<R> {
    /// Looks at the first bytes of `reader` and undoes gzip or zstd if that is what they say.
    pub fn new(reader: R, limits: &Limits) -> io::Result<Decompressed<R>> {
        Decompressed::by_blocks(BLOCK, reader, limits)
    }

    /// The same, reading `block` bytes at a time.
    pub fn by_blocks(block: usize, reader: R, limits: &Limits) -> io::Result<Decompressed<R>> {
        let mut counted = Counted { reader, count: 0 };
        let mut magic = [0; 4];
        let mut known = 0;
        while known < magic.len() {
            match patiently(|| counted.read(&mut magic[known..]))? {
                0 => break,
                count => known += count,
            }
        }
        let packed = BufReader::with_capacity(block, Cursor::new(magic[..known].to_vec()).chain(counted));
        let inner = match magic[..known] {
            [0x1f, 0x8b, ..] => Inner::Gzip(Box::new(BufReader::with_capacity(BLOCK, MultiGzDecoder::new(packed)))),
            [0x28, 0xb5, 0x2f, 0xfd] => {
                Inner::Zstd(Box::new(BufReader::with_capacity(BLOCK, zstd::Decoder::with_buffer(packed)?)))
            }
            _ => Inner::Plain(packed),
        };
        Ok(Decompressed {
            inner,
            head: Vec::new(),
            head_used: 0,
            unpacked: 0,
            most: limits.decompressed.0,
            expansion: u64::from(limits.expansion),
        })
    }

    /// The bytes that come next, enough to recognise a format by: 64 KiB, or the first line if it begins an object of JSON (more
    /// of those may be long in coming), or all there are (the flag).
    /// They stay to be read.
    pub fn peek(&mut self) -> io::Result<(&[u8], bool)> {
        debug_assert!(self.head_used == self.head.len(), "a second look ahead");
        self.head_used = self.head.len();
        let mut head = Vec::new();
        let mut whole = false;
        while head.len() < HEAD && !is_line_of_json(&head) {
            patiently(|| self.fill().map(<[u8]>::len))?;
            let here = self.fill()?;
            if here.is_empty() {
                whole = true;
                break;
            }
            head.extend_from_slice(here);
            let count = here.len();
            self.consume(count);
        }
        self.unpacked -= head.len() as u64;
        self.head = head;
        self.head_used = 0;
        Ok((&self.head, whole))
    }

    /// Whether the input is compressed.
    pub fn is_compressed(&self) -> bool {
        !matches!(self.inner, Inner::Plain(_))
    }

    /// Bytes read from the outside so far.
    pub fn packed(&self) -> u64 {
        self.counted().count
    }

    fn counted(&self) -> &Counted<R> {
        match &self.inner {
            Inner::Plain(reader) => reader.get_ref().get_ref().1,
            Inner::Gzip(reader) => reader.get_ref().get_ref().get_ref().get_ref().1,
            Inner::Zstd(reader) => reader.get_ref().get_ref().get_ref().get_ref().1,
        }
    }

    /// Up to `BLOCK` bytes that come next; empty at the end. An error that says so where the input is a bomb.
    pub fn fill(&mut self) -> io::Result<&[u8]> {
        if self.is_compressed() {
            if self.unpacked > self.most {
                return Err(io::Error::other(format!(
                    "it unpacks to more than {} (setting `limits.decompressed`)",
                    super::limits::Size(self.most)
                )));
            }
            if self.unpacked > RATIO_FROM && self.unpacked / self.packed().max(1) > self.expansion {
                return Err(io::Error::other(format!(
                    "it unpacks to more than {} times its size (setting `limits.expansion`)",
                    self.expansion
                )));
            }
        }
        if self.head_used < self.head.len() {
            return Ok(&self.head[self.head_used..]);
        }
        match &mut self.inner {
            Inner::Plain(reader) => reader.fill_buf(),
            Inner::Gzip(reader) => reader.fill_buf(),
            Inner::Zstd(reader) => reader.fill_buf(),
        }
    }

    /// Whether asking for more would have to read from the outside.
    pub fn buffered_is_empty(&self) -> bool {
        self.head_used == self.head.len()
            && match &self.inner {
                Inner::Plain(reader) => reader.buffer().is_empty(),
                Inner::Gzip(reader) => reader.buffer().is_empty(),
                Inner::Zstd(reader) => reader.buffer().is_empty(),
            }
    }

    /// Marks `count` of the bytes that `fill` showed as used.
    pub fn consume(&mut self, count: usize) {
        self.unpacked += count as u64;
        if self.head_used < self.head.len() {
            self.head_used += count;
            return;
        }
        match &mut self.inner {
            Inner::Plain(reader) => reader.consume(count),
            Inner::Gzip(reader) => reader.consume(count),
            Inner::Zstd(reader) => reader.consume(count),
        }
    }

    /// Skips `count` bytes; false if the input ends before that.
    pub fn skip(&mut self, mut count: u64) -> io::Result<bool> {
        while count > 0 {
            let here = self.fill()?.len();
            if here == 0 {
                return Ok(false);
            }
            let step = here.min(usize::try_from(count).unwrap_or(usize::MAX));
            self.consume(step);
            count -= step as u64;
        }
        Ok(true)
    }
}

/// Whether `head` holds a whole line that begins with `{`.
fn is_line_of_json(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    text.starts_with(b"{") && memchr(b'\n', text).is_some()
}

/// Counts what is read.
struct Counted<R> {
    reader: R,
    count: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.count += count as u64;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn unpack(bytes: &[u8], limits: &Limits) -> io::Result<Vec<u8>> {
        let mut reader = Decompressed::new(bytes, limits)?;
        let mut all = Vec::new();
        loop {
            let here = reader.fill()?;
            if here.is_empty() {
                return Ok(all);
            }
            all.extend_from_slice(here);
            let count = here.len();
            reader.consume(count);
        }
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn members_and_frames_read_as_one() {
        let zstd = |bytes: &[u8]| zstd::encode_all(bytes, 1).unwrap();
        for (packed, plain) in [
            (b"as it is".to_vec(), "as it is"),
            (Vec::new(), ""),
            ([gzip(b"one "), gzip(b"two")].concat(), "one two"),
            ([zstd(b"one "), zstd(b"two")].concat(), "one two"),
        ] {
            assert_eq!(unpack(&packed, &Limits::default()).unwrap(), plain.as_bytes());
        }
    }

    #[test]
    fn truncated_input_and_bombs_are_errors() {
        let packed = gzip(&b"a sentence that goes on and on. ".repeat(1000));
        assert!(unpack(&packed[..packed.len() / 2], &Limits::default()).is_err());
        let bomb = gzip(&vec![b'a'; 80 << 20]);
        assert!(unpack(&bomb, &Limits::default()).unwrap_err().to_string().contains("times its size"));
        let limits = Limits { decompressed: super::super::limits::Size(1 << 20), ..Limits::default() };
        assert!(unpack(&bomb, &limits).unwrap_err().to_string().contains("1.0 MiB"));
    }
}
