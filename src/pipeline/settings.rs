//! What a pipeline file can say, apart from the settings of the stages themselves, which stand beside their stage.

use std::borrow::Cow;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::read::directory;
use crate::read::format::Fields;
use crate::read::jetstream as jetstream_source;
use crate::read::limits::{Limits, Size};
use crate::read::tree;
#[cfg(feature = "parquet")]
use crate::sink::parquet;
use crate::sink::{jetstream as jetstream_sink, ndjson, table};
use crate::{extract, normalize, stories};

/// A whole pipeline.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Settings {
    /// `[pipeline]`.
    pub pipeline: Pipeline,
    /// `[source]`.
    pub source: Source,
    /// `[normalize]`.
    pub normalize: normalize::Settings,
    /// `[extract]`.
    pub extract: extract::Settings,
    /// `[stories]`.
    pub stories: stories::Settings,
    /// Each `[[sink]]`.
    pub sinks: Vec<Sink>,
    /// `[dead_letters]`.
    pub dead_letters: DeadLetters,
    /// `[metrics]`.
    pub metrics: Metrics,
}

/// `[pipeline]`: how the work is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Pipeline {
    /// Where checkpoints are kept. Default: `.dateline/` and the name of the pipeline file, beside it.
    pub state: Option<PathBuf>,
    /// Threads that normalize and extract; 0 is one for each core.
    pub workers: usize,
    /// A commit at least this often, if there is anything to commit.
    pub commit_interval: Span,
    /// A commit after this many bytes of articles.
    pub commit_bytes: Size,
    /// A batch is passed on when it holds this many bytes …
    pub batch_bytes: Size,
    /// … or this many items.
    pub batch_items: usize,
    /// Bytes of articles that may be between source and sinks at a time.
    pub in_flight: Size,
    /// How often a run that no terminal shows says how far it is, if its source knows (`type = "archive"`); 0 is never.
    pub progress: Span,
}

impl Default for Pipeline {
    fn default() -> Pipeline {
        Pipeline {
            state: None,
            workers: 0,
            commit_interval: Span(Duration::from_secs(1)),
            commit_bytes: Size(64 << 20),
            batch_bytes: Size(256 << 10),
            batch_items: 1000,
            in_flight: Size(8 << 20),
            progress: Span(Duration::from_secs(60)),
        }
    }
}

/// `[source]`: where articles come from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Source {
    /// The part that depends on `type`.
    pub kind: SourceKind,
    /// What all sources have.
    pub common: SourceCommon,
}

/// The kinds of source.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum SourceKind {
    /// Files in a directory.
    Directory(directory::Settings),
    /// Files of a tree that no longer changes.
    Archive(tree::Settings),
    /// Messages of a NATS stream.
    Jetstream(Box<jetstream_source::Settings>),
    /// Standard input.
    Stdin,
}

/// What all sources have.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SourceCommon {
    /// Names of the parts of an article in JSON.
    pub fields: Fields,
    /// The encoding of files that do not say it themselves. Default: UTF-8 for JSON; what the bytes look like for text.
    pub encoding: Option<String>,
    /// Sizes beyond which input becomes a dead letter.
    pub limits: Limits,
}

/// `[[sink]]`: where records go.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Sink {
    /// NDJSON files.
    Ndjson(ndjson::Settings),
    /// CSV files of events.
    Csv(table::Settings),
    /// Parquet files.
    #[cfg(feature = "parquet")]
    Parquet(parquet::Settings),
    /// Tables as GDELT's.
    Gdelt(table::Settings),
    /// Tables as those of Phoenix.
    Phoenix(table::Settings),
    /// Messages of a NATS stream.
    Jetstream(Box<jetstream_sink::Settings>),
    /// Standard output.
    Stdout(StdoutSettings),
}

impl SourceKind {
    /// The types that a pipeline file can name.
    pub const TYPES: &[&str] = &["directory", "archive", "jetstream", "stdin"];
}

impl Sink {
    /// The types that a pipeline file can name.
    pub const TYPES: &[&str] = &["ndjson", "csv", "parquet", "gdelt", "phoenix", "jetstream", "stdout"];

    /// Where it writes files, if it does.
    pub fn path(&self) -> Option<&str> {
        match self {
            Sink::Ndjson(settings) => Some(&settings.path),
            Sink::Csv(settings) | Sink::Gdelt(settings) | Sink::Phoenix(settings) => Some(&settings.path),
            #[cfg(feature = "parquet")]
            Sink::Parquet(settings) => Some(&settings.path),
            Sink::Jetstream(_) | Sink::Stdout(_) => None,
        }
    }

    /// The same, to be changed.
    pub fn path_mut(&mut self) -> Option<&mut String> {
        match self {
            Sink::Ndjson(settings) => Some(&mut settings.path),
            Sink::Csv(settings) | Sink::Gdelt(settings) | Sink::Phoenix(settings) => Some(&mut settings.path),
            #[cfg(feature = "parquet")]
            Sink::Parquet(settings) => Some(&mut settings.path),
            Sink::Jetstream(_) | Sink::Stdout(_) => None,
        }
    }
}

/// `[[sink]] type = "stdout"`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StdoutSettings {
    /// Which records are written. Default: all.
    pub records: Option<Vec<crate::record::RecordKind>>,
}

/// `[dead_letters]`: where input goes that could not be processed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DeadLetters {
    /// An NDJSON file, as in a sink's `path`. Default: `dead-letters.ndjson` in the state directory.
    pub path: Option<String>,
}

/// `[metrics]`: a Prometheus endpoint at `/metrics`, and `/health`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Metrics {
    /// Address and port to listen on, such as `127.0.0.1:9600`. Default: none.
    pub listen: Option<SocketAddr>,
}

/// A span of time, written as `"250ms"`, `"1s"`, `"5 min"`, `"2h"`; a bare number is seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span(pub Duration);

const UNITS: [(&str, f64); 12] = [
    ("", 1.0),
    ("ms", 0.001),
    ("s", 1.0),
    ("sec", 1.0),
    ("second", 1.0),
    ("seconds", 1.0),
    ("m", 60.0),
    ("min", 60.0),
    ("minutes", 60.0),
    ("h", 3600.0),
    ("hours", 3600.0),
    ("d", 86_400.0),
];

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Span, String> {
        let wrong = || format!("`{text}` is no span of time; write something like \"500ms\", \"2s\" or \"5min\"");
        let text = text.trim();
        let split = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (number, unit) = text.split_at(split);
        let number: f64 = number.parse().map_err(|_| wrong())?;
        let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit.trim()).ok_or_else(wrong)?;
        Duration::try_from_secs_f64(number * factor).map(Span).map_err(|_| wrong())
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{}ms", self.0.as_millis()))
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Span, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Span;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a span of time such as \"500ms\" or \"2s\"")
            }
            fn visit_i64<E: de::Error>(self, seconds: i64) -> Result<Span, E> {
                u64::try_from(seconds)
                    .map(|seconds| Span(Duration::from_secs(seconds)))
                    .map_err(|_| E::custom("a span of time cannot be negative"))
            }
            fn visit_f64<E: de::Error>(self, seconds: f64) -> Result<Span, E> {
                Duration::try_from_secs_f64(seconds).map(Span).map_err(E::custom)
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Span, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl JsonSchema for Span {
    fn schema_name() -> Cow<'static, str> {
        "Span".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["number", "string"], "description": "seconds, or a text such as \"500ms\""})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_as_people_write_them() {
        for (text, millis) in [("250ms", 250), ("1s", 1000), ("2", 2000), ("1.5 min", 90_000), ("2h", 7_200_000)] {
            assert_eq!(text.parse::<Span>().unwrap().0.as_millis(), millis, "{text}");
        }
        for text in ["", "s", "3 fortnights", "-1s"] {
            assert!(text.parse::<Span>().is_err(), "{text:?}");
        }
    }
}
