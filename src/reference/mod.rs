//! Pages of documentation that are made from the types: `docs/settings.md` and `docs/data-dictionary.md`.
//!
//! The schemas that `schemars` makes of the types carry names, types, defaults and doc comments; these pages put them into
//! tables. A test compares the pages in `docs/` with what is made here, so that they cannot grow old.

mod records;
mod settings;

use std::fmt::Write;

use schemars::Schema;
use serde_json::{Map, Value};

pub use records::data_dictionary;
pub use settings::settings;

/// The schema of a type, with the shapes that it names.
struct Shapes {
    root: Value,
    shapes: Map<String, Value>,
}

impl Shapes {
    fn new(schema: Schema) -> Shapes {
        let mut root = schema.to_value();
        let shapes = root.as_object_mut().and_then(|root| root.remove("$defs"));
        Shapes { root, shapes: shapes.and_then(|shapes| shapes.as_object().cloned()).unwrap_or_default() }
    }

    /// The shape that a schema names, if it names one, also where it may be null.
    fn named<'a>(&'a self, schema: &'a Value) -> Option<(&'a str, &'a Value)> {
        let alternatives = schema.get("anyOf").and_then(Value::as_array);
        let reference = schema.get("$ref").or_else(|| alternatives?.iter().find_map(|one| one.get("$ref")));
        let name = reference?.as_str()?.rsplit('/').next()?;
        Some((name, self.shapes.get(name)?))
    }
}

/// The fields of a shape, in the order of the type.
fn fields(shape: &Value) -> impl Iterator<Item = (&str, &Value)> {
    shape.get("properties").and_then(Value::as_object).into_iter().flatten().map(|(name, field)| (name.as_str(), field))
}

/// Whether a field must be there.
fn is_required(shape: &Value, field: &str) -> bool {
    let required = shape.get("required").and_then(Value::as_array);
    required.is_some_and(|names| names.iter().any(|name| name == field))
}

/// The values that a shape can have, with what they mean, if it is a choice of texts.
fn choices(shape: &Value) -> Vec<(String, String)> {
    let plain = shape.get("enum").and_then(Value::as_array).into_iter().flatten();
    let mut choices: Vec<(String, String)> =
        plain.filter_map(|value| Some((value.as_str()?.to_owned(), String::new()))).collect();
    for one in shape.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
        let told = description(one);
        if let Some(value) = one.get("const").and_then(Value::as_str) {
            choices.push((value.to_owned(), told));
        } else if let Some(values) = one.get("enum").and_then(Value::as_array) {
            choices.extend(values.iter().filter_map(|value| Some((value.as_str()?.to_owned(), told.clone()))));
        }
    }
    choices
}

/// What the doc comment says, in one line.
fn description(schema: &Value) -> String {
    let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// Writes to a text, which does not fail.
fn put(out: &mut String, what: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(what);
}
