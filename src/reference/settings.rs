//! `docs/settings.md`: every setting of every stage.

use schemars::{Schema, schema_for};
use serde_json::Value;

use super::{Shapes, choices, description, fields, is_required, put};
use crate::pipeline::settings::{DeadLetters, Metrics, Pipeline, SourceCommon, StdoutSettings};
use crate::read::{directory, jetstream as jetstream_source, tree};
use crate::sink::{jetstream as jetstream_sink, ndjson};
use crate::{extract, normalize};

const HEAD: &str = "\
# Settings

Every setting of a pipeline file, made from the program's own types by `dateline reference settings`; a test keeps this page
as they are. [README.md](../README.md#pipeline-files) tells how pipeline files work, `dateline init` writes one to begin with,
and `dateline check` finds mistakes.

Paths count from the directory of the pipeline file, and `${VAR}` in a text stands for an environment variable. A span of time
is `\"250ms\"`, `\"2s\"`, `\"5min\"`, `\"1h\"`, `\"1d\"` or a number of seconds; a size is `\"64 KiB\"`, `\"1.5 GB\"` or a number of
bytes. Where no default is given, the setting is off unless it is set.
";

/// The sections of a pipeline file in the order of the flow. Whoever adds a source or a sink adds a line.
fn sections() -> Vec<(&'static str, &'static str, Schema)> {
    vec![
        ("[pipeline]", "How the work is done.", schema_for!(Pipeline)),
        (
            "[source] of any type",
            "`type` says which: `\"directory\"`, `\"archive\"`, `\"jetstream\"`, or `\"stdin\"`, which has no other settings.",
            schema_for!(SourceCommon),
        ),
        ("[source] type = \"directory\"", "Files in a directory.", schema_for!(directory::Settings)),
        (
            "[source] type = \"archive\"",
            "Files of a tree that no longer changes, once, in the order of their paths ([archive.md](archive.md)).",
            schema_for!(tree::Settings),
        ),
        (
            "[source] type = \"jetstream\"",
            "Messages of a stream on a NATS server ([jetstream.md](jetstream.md)).",
            schema_for!(jetstream_source::Settings),
        ),
        ("[normalize]", "How articles are cleaned.", schema_for!(normalize::Settings)),
        ("[extract]", "What is extracted, and with which dictionaries.", schema_for!(extract::Settings)),
        (
            "[[sink]] type = \"ndjson\"",
            "Files of records, a JSON object a line. There may be several sinks.",
            schema_for!(ndjson::Settings),
        ),
        (
            "[[sink]] type = \"jetstream\"",
            "Records as messages of a stream on a NATS server ([jetstream.md](jetstream.md)).",
            schema_for!(jetstream_sink::Settings),
        ),
        ("[[sink]] type = \"stdout\"", "Records on standard output.", schema_for!(StdoutSettings)),
        ("[dead_letters]", "Where input goes that could not be processed.", schema_for!(DeadLetters)),
        ("[metrics]", "What can be seen from outside, also by `dateline top`.", schema_for!(Metrics)),
    ]
}

/// The page, in Markdown.
pub fn settings() -> String {
    let mut out = HEAD.to_owned();
    for (title, told, schema) in sections() {
        let shapes = Shapes::new(schema);
        put(&mut out, format_args!("\n## `{title}`\n\n{told}\n\n| key | type | default | |\n|---|---|---|---|\n"));
        rows(&mut out, &shapes, &shapes.root, "");
    }
    out
}

/// A row for each field; fields of shapes within go by their dotted path.
fn rows(out: &mut String, shapes: &Shapes, shape: &Value, prefix: &str) {
    for (name, field) in fields(shape) {
        let path = format!("{prefix}{name}");
        let named = shapes.named(field);
        if let Some((_, within)) = named
            && within.get("properties").is_some()
        {
            rows(out, shapes, within, &format!("{path}."));
            continue;
        }
        let values = named.map(|(_, shape)| choices(shape)).unwrap_or_default();
        let default = match field.get("default") {
            _ if is_required(shape, name) => "required".to_owned(),
            None | Some(Value::Null) => String::new(),
            Some(value) => format!("`{}`", default(value, named.map(|(name, _)| name))),
        };
        let mut told = description(field);
        let with_words: Vec<String> = values
            .iter()
            .filter(|(_, told)| !told.is_empty())
            .map(|(value, told)| format!("`{value}`: {}", told.trim_end_matches('.')))
            .collect();
        if !with_words.is_empty() {
            told += &format!(" {}.", with_words.join("; "));
        }
        let kind = kind(shapes, field, &values);
        put(out, format_args!("| `{path}` | {kind} | {default} | {told} |\n"));
    }
}

/// The type of a setting, in words.
fn kind(shapes: &Shapes, field: &Value, values: &[(String, String)]) -> String {
    let texts = |values: &[(String, String)]| {
        values.iter().map(|(value, _)| format!("`\"{value}\"`")).collect::<Vec<_>>().join(" or ")
    };
    if !values.is_empty() {
        return texts(values);
    }
    if let Some((name, _)) = shapes.named(field) {
        return if name == "Size" { "size" } else { "span of time" }.to_owned();
    }
    let words = |name: &str| match name {
        "boolean" => "true or false",
        "integer" => "whole number",
        "number" => "number",
        "array" => "list",
        _ => "text",
    };
    let names: Vec<&str> = match field.get("type") {
        Some(Value::String(name)) => vec![name.as_str()],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).filter(|name| *name != "null").collect(),
        _ => Vec::new(),
    };
    let name = words(names.first().copied().unwrap_or("string"));
    let items =
        field.get("items").map(|items| shapes.named(items).map(|(_, shape)| choices(shape)).unwrap_or_default());
    match items {
        Some(values) if values.is_empty() => "list of texts".to_owned(),
        Some(values) => format!("list of {}", texts(&values)),
        None => name.to_owned(),
    }
}

/// A default as one would write it.
fn default(value: &Value, shape: Option<&str>) -> String {
    match (shape, value) {
        (Some("Size"), Value::Number(bytes)) => size(bytes.as_u64().unwrap_or(0)),
        (Some("Span"), Value::String(text)) => span(text),
        // A number that was made from one of half the precision.
        (_, Value::Number(number)) if number.is_f64() => format!("{}", number.as_f64().unwrap_or(0.0) as f32),
        (_, value) => value.to_string(),
    }
}

fn size(bytes: u64) -> String {
    let units = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
    let unit = units.into_iter().find(|(bits, _)| bytes > 0 && bytes.is_multiple_of(1 << bits));
    unit.map_or(bytes.to_string(), |(bits, unit)| format!("\"{} {unit}\"", bytes >> bits))
}

fn span(text: &str) -> String {
    let millis: Option<u64> = text.strip_suffix("ms").and_then(|number| number.parse().ok());
    match millis {
        Some(millis) if millis % 60_000 == 0 && millis > 0 => format!("\"{}min\"", millis / 60_000),
        Some(millis) if millis % 1000 == 0 => format!("\"{}s\"", millis / 1000),
        _ => format!("\"{text}\""),
    }
}
