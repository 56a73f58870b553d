//! Paths in checkpoints: as text, or in Base64 where a name is not UTF-8, as in archives of old machines. For
//! `#[serde(with = "…")]`.

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Name {
    Text(String),
    Bytes { base64: String },
}

/// Writes a path.
pub fn serialize<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    let name = match path.to_str() {
        Some(text) => Name::Text(text.to_owned()),
        None => Name::Bytes { base64: BASE64.encode(path.as_os_str().as_bytes()) },
    };
    name.serialize(serializer)
}

/// Reads a path.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
    Ok(match Name::deserialize(deserializer)? {
        Name::Text(text) => PathBuf::from(text),
        Name::Bytes { base64 } => {
            let bytes = BASE64.decode(base64.as_bytes()).map_err(de::Error::custom)?;
            PathBuf::from(OsString::from_vec(bytes))
        }
    })
}
