//! The sizes beyond which input is refused rather than held in memory, and sizes as people write them.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The sizes beyond which input becomes a dead letter (`[source.limits]`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// The longest line of an NDJSON file.
    pub line: Size,
    /// The largest article in a file of another format (after decompression).
    pub article: Size,
    /// The largest zip archive. It is held in memory.
    pub archive: Size,
    /// The most that one compressed file may unpack to.
    pub decompressed: Size,
    /// The most that one compressed file may unpack to as a multiple of its own size, once it is beyond 64 MiB: what is
    /// more is a decompression bomb.
    pub expansion: u32,
    /// How much of a refused item a dead letter carries in its `raw`.
    pub raw: Size,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            line: Size(16 << 20),
            article: Size(16 << 20),
            archive: Size(1 << 30),
            decompressed: Size(64 << 30),
            expansion: 300,
            raw: Size(1 << 20),
        }
    }
}

/// A number of bytes, written as a number or with a unit: `4096`, `"64 KiB"`, `"1.5 GB"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub u64);

impl Size {
    /// In bytes, as an index.
    pub fn bytes(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

const UNITS: [(&str, u64); 9] = [
    ("", 1),
    ("b", 1),
    ("kb", 1_000),
    ("mb", 1_000_000),
    ("gb", 1_000_000_000),
    ("kib", 1 << 10),
    ("mib", 1 << 20),
    ("gib", 1 << 30),
    ("tib", 1 << 40),
];

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Size, String> {
        let wrong = || format!("`{text}` is no size; write a number of bytes or something like \"64 MiB\"");
        let text = text.trim();
        let split = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (number, unit) = text.split_at(split);
        let number: f64 = number.parse().map_err(|_| wrong())?;
        let unit = unit.trim().to_ascii_lowercase();
        let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit).ok_or_else(wrong)?;
        Ok(Size((number * *factor as f64) as u64))
    }
}

impl fmt::Display for Size {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            bytes if bytes >= 1 << 30 => write!(out, "{:.1} GiB", bytes as f64 / (1u64 << 30) as f64),
            bytes if bytes >= 1 << 20 => write!(out, "{:.1} MiB", bytes as f64 / (1u64 << 20) as f64),
            bytes if bytes >= 1 << 10 => write!(out, "{:.1} KiB", bytes as f64 / (1u64 << 10) as f64),
            bytes => write!(out, "{bytes} bytes"),
        }
    }
}

impl Serialize for Size {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0)
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Size, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Size;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a size: a number of bytes, or a text such as \"64 MiB\"")
            }
            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Size, E> {
                u64::try_from(value).map(Size).map_err(|_| E::custom("a size cannot be negative"))
            }
            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Size, E> {
                Ok(Size(value))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Size, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl JsonSchema for Size {
    fn schema_name() -> Cow<'static, str> {
        "Size".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["integer", "string"], "description": "bytes, or a text such as \"64 MiB\""})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_as_people_write_them() {
        for (text, bytes) in [("4096", 4096), ("64 KiB", 65536), ("1.5GB", 1_500_000_000), ("16 mib", 16 << 20)] {
            assert_eq!(text.parse::<Size>().unwrap().0, bytes, "{text}");
        }
        for text in ["", "MiB", "12 parsecs", "-4"] {
            assert!(text.parse::<Size>().is_err(), "{text:?}");
        }
    }
}
