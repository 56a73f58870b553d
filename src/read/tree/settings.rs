//! What a pipeline file says about an archive.

use std::borrow::Cow;
use std::path::PathBuf;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// `[source] type = "archive"`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The directory whose files are read, those in directories below it too.
    pub path: PathBuf,
    /// Only files whose path below the directory fits one of these globs; without a slash a glob is for the file name.
    /// Empty: all.
    #[serde(default)]
    pub include: Vec<String>,
    /// No files or directories whose path below the directory fits one of these globs. Dotfiles, `*.tmp` and `*.part` are
    /// never read.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// Only a share of the files, chosen by their paths: `"3/10"` is the third of ten. All ten together are the whole.
    #[serde(default)]
    pub part: Option<Part>,
    /// Threads that open and read files ahead; more help where the disk answers slowly (network file systems, hard disks).
    #[serde(default = "readers")]
    pub readers: usize,
}

fn readers() -> usize {
    4
}

/// One of several shares of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which, from 1.
    pub number: u64,
    /// Of how many.
    pub of: u64,
}

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Part, String> {
        let parsed = text.split_once('/').and_then(|(number, of)| {
            let (number, of) = (number.trim().parse().ok()?, of.trim().parse().ok()?);
            (1..=of).contains(&number).then_some(Part { number, of })
        });
        parsed.ok_or_else(|| {
            format!("`{text}` is no part of an archive; write something like \"3/10\", from \"1/10\" on")
        })
    }
}

impl Serialize for Part {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{}/{}", self.number, self.of))
    }
}

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Part, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Part {
    fn schema_name() -> Cow<'static, str> {
        "Part".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_as_people_write_them() {
        assert_eq!("3/10".parse(), Ok(Part { number: 3, of: 10 }));
        assert_eq!("1 / 1".parse(), Ok(Part { number: 1, of: 1 }));
        for text in ["", "3", "0/3", "4/3", "-1/3", "1/0", "a/b", "1/2/3"] {
            assert!(text.parse::<Part>().is_err(), "{text}");
        }
    }
}
