//! `docs/data-dictionary.md`: every field of every record.

use schemars::schema_for;
use serde_json::Value;

use super::{Shapes, choices, description, fields, is_required, put};
use crate::record::{Record, SCHEMA};

const HEAD: &str = "\
# Data dictionary

Every field of every record, made from the program's own types by `dateline reference records`; a test keeps this page as they
are. `dateline schema` prints the same as JSON Schema.

Records are JSON objects, one a line, told apart by `kind`. A field without a value is left out, never `null` or empty; those
marked ● are always there. Every `start` and `end` is a half-open range of Unicode code points (indices of a Python or R text)
into the `body` of the article record, and `text` is exactly that range of it. Dates are ISO 8601, codes of countries
ISO 3166-1 alpha-3 (Kosovo is `XKX`; former states keep the code they had).
";

/// The kinds of record: their `kind`, their shape, and what they are.
const KINDS: [(&str, &str, &str); 4] = [
    ("article", "ArticleRecord", "One for each version of an article that went through."),
    ("event", "EventRecord", "Who did what to whom, where, when, and who says so."),
    ("quote", "QuoteRecord", "One for each direct or indirect quotation."),
    ("dead_letter", "DeadLetter", "One for each input that could not be processed."),
];

/// The page, in Markdown.
pub fn data_dictionary() -> String {
    let shapes = Shapes::new(schema_for!(Record));
    let mut out = HEAD.to_owned();
    put(
        &mut out,
        format_args!(
            "\nThis is version `{SCHEMA}` of the records: fields may be added to it, none is renamed or taken away.\n"
        ),
    );
    let mut order: Vec<&str> = Vec::new();
    for (kind, name, told) in KINDS {
        put(&mut out, format_args!("\n## `{kind}`\n\n{told}\n"));
        if let Some(shape) = shapes.shapes.get(name) {
            table(&mut out, &shapes, shape, &mut order);
        }
    }
    out.push_str("\n# Shapes within records\n");
    let mut at = 0;
    while let Some(&name) = order.get(at) {
        at += 1;
        let Some(shape) = shapes.shapes.get(name) else { continue };
        put(&mut out, format_args!("\n## {name}\n\n{}\n", description(shape)));
        let values = choices(shape);
        if values.is_empty() {
            table(&mut out, &shapes, shape, &mut order);
        } else {
            out.push_str("\n| value | |\n|---|---|\n");
            values.iter().for_each(|(value, told)| put(&mut out, format_args!("| `{value}` | {told} |\n")));
        }
    }
    out
}

/// A row for each field; shapes that are named for the first time are put into `order`.
fn table<'a>(out: &mut String, shapes: &'a Shapes, shape: &'a Value, order: &mut Vec<&'a str>) {
    out.push_str("\n| field | | type | |\n|---|---|---|---|\n");
    for (name, field) in fields(shape) {
        let always = if is_required(shape, name) { "●" } else { "" };
        put(out, format_args!("| `{name}` | {always} | {} | {} |\n", kind(shapes, field, order), description(field)));
    }
}

/// The type of a field, in words, with a link where it is a shape.
fn kind<'a>(shapes: &'a Shapes, field: &'a Value, order: &mut Vec<&'a str>) -> String {
    if let Some((name, _)) = shapes.named(field) {
        if !order.contains(&name) {
            order.push(name);
        }
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(items) = field.get("items") {
        return format!("list of {}", kind(shapes, items, order));
    }
    let name = match field.get("type") {
        Some(Value::String(name)) => name.as_str(),
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap_or_default()
        }
        _ => "",
    };
    match name {
        "integer" => "whole number",
        "number" => "number",
        "boolean" => "true or false",
        "array" => "list",
        _ => "text",
    }
    .to_owned()
}
