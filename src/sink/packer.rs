//! Compressing a part in frames that can be read one by one, so that a part may be cut back to any commit.

use std::io::{self, Write};
use std::path::Path;

use flate2::write::GzEncoder;

/// Compresses what is pushed, or passes it through.
pub enum Packer {
    /// As it is.
    Plain,
    /// Members of a gzip file.
    Gzip(Option<GzEncoder<Vec<u8>>>),
    /// Frames of a zstd file.
    Zstd(Option<zstd::Encoder<'static, Vec<u8>>>),
}

/// Zstd's own default: a good ratio at a few hundred MB/s.
const ZSTD_LEVEL: i32 = 3;

impl Packer {
    /// The packer that the end of a file name asks for: `.gz`, `.zst`, or none.
    pub fn for_path(path: &Path) -> Packer {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("gz") => Packer::Gzip(None),
            Some("zst") => Packer::Zstd(None),
            _ => Packer::Plain,
        }
    }

    /// Appends what becomes of `plain` to `out`; some of it may be held back until the frame is closed.
    pub fn push(&mut self, plain: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
        match self {
            Packer::Plain => out.extend_from_slice(plain),
            Packer::Gzip(open) => {
                let encoder = open.get_or_insert_with(|| GzEncoder::new(Vec::new(), flate2::Compression::default()));
                encoder.write_all(plain)?;
                out.append(encoder.get_mut());
            }
            Packer::Zstd(open) => {
                let encoder = match open {
                    Some(encoder) => encoder,
                    None => open.insert(zstd::Encoder::new(Vec::new(), ZSTD_LEVEL)?),
                };
                encoder.write_all(plain)?;
                out.append(encoder.get_mut());
            }
        }
        Ok(())
    }

    /// Closes the frame, if one is open, and appends the rest of it to `out`.
    pub fn close_frame(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
        match self {
            Packer::Plain => {}
            Packer::Gzip(open) => {
                if let Some(encoder) = open.take() {
                    out.append(&mut encoder.finish()?);
                }
            }
            Packer::Zstd(open) => {
                if let Some(encoder) = open.take() {
                    out.append(&mut encoder.finish()?);
                }
            }
        }
        Ok(())
    }
}
