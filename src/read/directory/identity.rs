//! Which file is which, whatever its name and whatever the time of its last touch.

use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use crate::disk::{Disk, Input, Metadata};

/// How much of the beginning, and of the end, of a file its print covers.
const EDGE: u64 = 4096;

/// What tells a file from all others: device, inode, size, and a hash of its edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identity {
    /// Device.
    pub device: u64,
    /// Inode.
    pub inode: u64,
    /// Bytes that it had.
    pub size: u64,
    /// A hash of its first and last 4 KiB.
    #[serde(with = "hex")]
    pub print: u128,
}

impl Identity {
    /// The identity of the file at `path`, of which `found` is known.
    pub fn of(disk: &dyn Disk, path: &Path, found: &Metadata) -> io::Result<Identity> {
        let mut file = disk.open(path, 0)?;
        let mut edges = read_up_to(&mut *file, EDGE)?;
        if found.size > EDGE {
            file.seek(found.size.saturating_sub(EDGE).max(EDGE))?;
            edges.extend(read_up_to(&mut *file, EDGE)?);
        }
        Ok(Identity { device: found.device, inode: found.inode, size: found.size, print: xxh3_128(&edges) })
    }

    /// The key under which a file that has been read is remembered.
    pub fn key(&self) -> u128 {
        key(&[self.device, self.inode, self.size, self.print as u64, (self.print >> 64) as u64])
    }
}

/// The key under which a file that has been read is remembered as it looks without opening it: if this is known, nothing has
/// changed since.
pub fn look(found: &Metadata) -> u128 {
    let nanos = found.modified.as_nanosecond();
    key(&[found.device, found.inode, found.size, nanos as u64, (nanos >> 64) as u64])
}

fn key(parts: &[u64; 5]) -> u128 {
    let mut bytes = [0; 40];
    for (place, part) in bytes.chunks_exact_mut(8).zip(parts) {
        place.copy_from_slice(&part.to_le_bytes());
    }
    xxh3_128(&bytes)
}

/// The beginning of a file that grows: what it must still begin with to be the same file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// How many bytes the hash covers, at most 1024.
    pub length: u64,
    /// Their hash.
    #[serde(with = "hex")]
    pub print: u128,
}

impl Head {
    /// How much of a file is looked at.
    pub const MOST: u64 = 1024;

    /// The head of an open file, at most `length` bytes of it; reading goes on anywhere.
    pub fn of(file: &mut dyn Input, length: u64) -> io::Result<Head> {
        file.seek(0)?;
        let bytes = read_up_to(file, length.min(Head::MOST))?;
        Ok(Head { length: bytes.len() as u64, print: xxh3_128(&bytes) })
    }

    /// The head of an open file that has grown: as much of it as is looked at. None if the file no longer begins with this head.
    pub fn grown(&self, file: &mut dyn Input) -> io::Result<Option<Head>> {
        file.seek(0)?;
        // Both are taken of the same bytes: the file may be cut short at any time.
        let bytes = read_up_to(file, Head::MOST)?;
        let same = bytes.get(..self.length as usize).is_some_and(|begin| xxh3_128(begin) == self.print);
        Ok(same.then(|| Head { length: bytes.len() as u64, print: xxh3_128(&bytes) }))
    }

    /// Whether an open file still begins with this head.
    pub fn fits(&self, file: &mut dyn Input) -> io::Result<bool> {
        Ok(Head::of(file, self.length)? == *self)
    }
}

fn read_up_to(file: &mut dyn Input, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(most as usize);
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// 128-bit numbers as hexadecimal texts, since JSON numbers do not hold them.
mod hex {
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub fn serialize<S: Serializer>(value: &u128, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{value:032x}"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u128, D::Error> {
        let text = String::deserialize(deserializer)?;
        u128::from_str_radix(&text, 16).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Head;
    use crate::disk::{Disk, LocalDisk};

    #[test]
    fn a_file_that_was_cut_short_and_grew_again_has_not_grown() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("feed.ndjson");
        fs::write(&path, "one\n").unwrap();
        let open = || LocalDisk.open(&path, 0).unwrap();
        let head = Head::of(&mut *open(), Head::MOST).unwrap();
        fs::write(&path, "one\ntwo\n").unwrap();
        assert_eq!(head.grown(&mut *open()).unwrap(), Some(Head::of(&mut *open(), Head::MOST).unwrap()));
        for other in ["", "on", "eno\n", "three\nfour\n"] {
            fs::write(&path, other).unwrap();
            assert_eq!(head.grown(&mut *open()).unwrap(), None, "{other:?}");
        }
    }
}
