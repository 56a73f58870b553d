//! Reading a pipeline file: TOML with `${VAR}` in texts, every mistake named with its line and, where a word is misspelt,
//! with the word that was probably meant.
//!
//! Relative paths count from the directory of the pipeline file, so that it works from anywhere.

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::settings::{
    DeadLetters, Metrics, Pipeline, Settings, Sink, Source, SourceCommon, SourceKind, StdoutSettings,
};
use crate::read::{directory, jetstream as jetstream_source, tree};
#[cfg(feature = "parquet")]
use crate::sink::parquet;
use crate::sink::{jetstream as jetstream_sink, ndjson, table};

/// A mistake in a pipeline file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The file.
    pub file: PathBuf,
    /// Line and column, from 1; `None` where the file as a whole is meant.
    pub at: Option<(usize, usize)>,
    /// What is wrong and what to do.
    pub what: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            Some((line, column)) => write!(out, "{}:{line}:{column}: {}", self.file.display(), self.what),
            None => write!(out, "{}: {}", self.file.display(), self.what),
        }
    }
}

impl std::error::Error for Mistake {}

/// Reads the pipeline file at `path`, with environment variables from `variable`.
pub fn read(path: &Path, variable: impl Fn(&str) -> Option<String>) -> Result<Settings, Mistake> {
    let whole = |what: String| Mistake { file: path.to_owned(), at: None, what };
    let text = std::fs::read_to_string(path).map_err(|error| whole(format!("cannot read it: {error}")))?;
    let mut settings = parse(path, &text, variable)?;
    resolve_paths(path, &mut settings);
    Ok(settings)
}

/// Parses the text of a pipeline file; `path` is for messages.
pub fn parse(path: &Path, text: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Settings, Mistake> {
    let reader = Reader { path, text };
    let mut table = DeTable::parse(text).map_err(|error| reader.mistake(error))?.into_inner();
    for (_, value) in table.iter_mut() {
        substitute(&reader, value, &variable)?;
    }
    let known = ["pipeline", "source", "normalize", "extract", "stories", "sink", "dead_letters", "metrics"];
    if let Some(key) = table.keys().find(|key| !known.contains(&&**key.get_ref())) {
        let what = unknown("section", key.get_ref(), &known);
        return Err(reader.at(key.span(), what));
    }
    let source = match table.remove("source") {
        Some(value) => reader.source(value)?,
        None => return Err(reader.whole("it has no [source] section; it needs one that says where articles come from")),
    };
    let sinks = match table.remove("sink") {
        Some(value) => reader.sinks(value)?,
        None => {
            return Err(reader.whole("it has no [[sink]] section; it needs at least one that says where records go"));
        }
    };
    Ok(Settings {
        pipeline: reader.section::<Pipeline>(table.remove("pipeline"))?,
        source,
        normalize: reader.section(table.remove("normalize"))?,
        extract: reader.section(table.remove("extract"))?,
        stories: reader.section(table.remove("stories"))?,
        sinks,
        dead_letters: reader.section::<DeadLetters>(table.remove("dead_letters"))?,
        metrics: reader.section::<Metrics>(table.remove("metrics"))?,
    })
}

/// Makes the relative paths of a pipeline file count from its directory, and fills in the state directory.
fn resolve_paths(file: &Path, settings: &mut Settings) {
    let base = crate::disk::parent(file).to_owned();
    let under =
        |path: &Path| if path.is_absolute() || base == Path::new(".") { path.to_owned() } else { base.join(path) };
    let under_text = |path: &str| under(Path::new(path)).to_string_lossy().into_owned();
    let name = file.file_stem().unwrap_or_default();
    let state = settings.pipeline.state.take().unwrap_or_else(|| Path::new(".dateline").join(name));
    let state = under(&state);
    settings.dead_letters.path = Some(match settings.dead_letters.path.take() {
        Some(path) => under_text(&path),
        None => state.join("dead-letters.ndjson").to_string_lossy().into_owned(),
    });
    settings.pipeline.state = Some(state);
    match &mut settings.source.kind {
        SourceKind::Directory(directory) => {
            directory.path = under(&directory.path);
            for path in [&mut directory.done, &mut directory.failed].into_iter().flatten() {
                *path = under(path);
            }
        }
        SourceKind::Archive(tree) => tree.path = under(&tree.path),
        SourceKind::Jetstream(jetstream) => {
            jetstream.auth.paths_mut().chain(jetstream.tls.paths_mut()).for_each(|path| *path = under(path));
        }
        SourceKind::Stdin => {}
    }
    let extract = &mut settings.extract;
    for path in
        extract.actors.iter_mut().chain(&mut extract.agents).chain(&mut extract.lexicon).chain(&mut extract.gazetteer)
    {
        *path = under(path);
    }
    for sink in &mut settings.sinks {
        if let Sink::Jetstream(jetstream) = sink {
            jetstream.auth.paths_mut().chain(jetstream.tls.paths_mut()).for_each(|path| *path = under(path));
        }
        if let Some(path) = sink.path_mut() {
            *path = under_text(path);
        }
    }
}

struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl Reader<'_> {
    fn source(&self, value: Value<'_>) -> Result<Source, Mistake> {
        let (kind, span, mut table) = self.typed(value, "source", SourceKind::TYPES)?;
        let mut common = DeTable::new();
        for key in ["fields", "encoding", "limits"] {
            if let Some((key, value)) = table.remove_entry(key) {
                common.insert(key, value);
            }
        }
        let common: SourceCommon = self.read(Spanned::new(span.clone(), DeValue::Table(common)))?;
        let rest = Spanned::new(span, DeValue::Table(table));
        let kind = match kind.as_str() {
            "directory" => SourceKind::Directory(self.read::<directory::Settings>(rest)?),
            "archive" => SourceKind::Archive(self.read::<tree::Settings>(rest)?),
            "jetstream" => SourceKind::Jetstream(Box::new(self.read::<jetstream_source::Settings>(rest)?)),
            _ => {
                self.read::<Nothing>(rest)?;
                SourceKind::Stdin
            }
        };
        Ok(Source { kind, common })
    }

    fn sinks(&self, value: Value<'_>) -> Result<Vec<Sink>, Mistake> {
        let span = value.span();
        let DeValue::Array(array) = value.into_inner() else {
            return Err(
                self.at(span, "a sink is written as [[sink]], with double brackets, since there may be several".into())
            );
        };
        array
            .into_iter()
            .map(|value| {
                let (kind, span, table) = self.typed(value, "sink", Sink::TYPES)?;
                let rest = Spanned::new(span.clone(), DeValue::Table(table));
                Ok(match kind.as_str() {
                    "ndjson" => Sink::Ndjson(self.read::<ndjson::Settings>(rest)?),
                    "csv" => Sink::Csv(self.read::<table::Settings>(rest)?),
                    "gdelt" => Sink::Gdelt(self.read::<table::Settings>(rest)?),
                    "jetstream" => Sink::Jetstream(Box::new(self.read::<jetstream_sink::Settings>(rest)?)),
                    "phoenix" => Sink::Phoenix(self.read::<table::Settings>(rest)?),
                    #[cfg(feature = "parquet")]
                    "parquet" => Sink::Parquet(self.read::<parquet::Settings>(rest)?),
                    #[cfg(not(feature = "parquet"))]
                    "parquet" => {
                        let what = "this program was built without Parquet (the feature `parquet` of the package)";
                        return Err(self.at(span, what.to_owned()));
                    }
                    _ => Sink::Stdout(self.read::<StdoutSettings>(rest)?),
                })
            })
            .collect()
    }

    /// Takes the `type` out of a section.
    fn typed<'v>(
        &self,
        value: Value<'v>,
        section: &str,
        kinds: &[&str],
    ) -> Result<(String, std::ops::Range<usize>, DeTable<'v>), Mistake> {
        let span = value.span();
        let DeValue::Table(mut table) = value.into_inner() else {
            return Err(self.at(span, format!("`{section}` must be a section")));
        };
        let Some(kind) = table.remove("type") else {
            return Err(self.at(span, format!("this {section} has no `type`; it can be {}", list(kinds))));
        };
        match kind.get_ref() {
            DeValue::String(name) if kinds.contains(&&**name) => Ok((name.to_string(), span, table)),
            DeValue::String(name) => Err(self.at(kind.span(), unknown(&format!("{section} type"), name, kinds))),
            _ => Err(self.at(kind.span(), format!("`type` must be a text: {}", list(kinds)))),
        }
    }

    fn section<T: DeserializeOwned + Default>(&self, value: Option<Value<'_>>) -> Result<T, Mistake> {
        value.map_or_else(|| Ok(T::default()), |value| self.read(value))
    }

    fn read<T: DeserializeOwned>(&self, value: Value<'_>) -> Result<T, Mistake> {
        T::deserialize(ValueDeserializer::from(value)).map_err(|error| self.mistake(error))
    }

    fn mistake(&self, error: toml::de::Error) -> Mistake {
        let what = with_suggestion(error.message());
        match error.span() {
            Some(span) => self.at(span, what),
            None => self.whole(&what),
        }
    }

    fn at(&self, span: std::ops::Range<usize>, what: String) -> Mistake {
        let before = &self.text[..span.start.min(self.text.len())];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
        Mistake { file: self.path.to_owned(), at: Some((line, column)), what }
    }

    fn whole(&self, what: &str) -> Mistake {
        Mistake { file: self.path.to_owned(), at: None, what: what.to_owned() }
    }
}

/// For a source without settings of its own.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// Replaces `${VAR}` in every text below `value`; `$${` stands for `${`.
fn substitute(
    reader: &Reader<'_>,
    value: &mut Value<'_>,
    variable: &impl Fn(&str) -> Option<String>,
) -> Result<(), Mistake> {
    let span = value.span();
    match value.get_mut() {
        DeValue::String(text) if text.contains("${") => {
            let replaced = replace_variables(text, variable).map_err(|what| reader.at(span, what))?;
            *text = Cow::Owned(replaced);
            Ok(())
        }
        DeValue::Array(array) => array.iter_mut().try_for_each(|value| substitute(reader, value, variable)),
        DeValue::Table(table) => table.iter_mut().try_for_each(|(_, value)| substitute(reader, value, variable)),
        _ => Ok(()),
    }
}

fn replace_variables(text: &str, variable: &impl Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut result = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        if rest[..at].ends_with('$') {
            result.push_str(&rest[..at]);
            result.push('{');
            rest = &rest[at + 2..];
            continue;
        }
        result.push_str(&rest[..at]);
        let inside = &rest[at + 2..];
        let end = inside.find('}').ok_or("`${` without `}`; write `$${` if no variable is meant")?;
        let name = &inside[..end];
        let value = variable(name).ok_or_else(|| format!("the environment variable `{name}` is not set"))?;
        result.push_str(&value);
        rest = &inside[end + 1..];
    }
    result.push_str(rest);
    Ok(result)
}

/// Adds a "did you mean" to serde's message about an unknown field or variant.
fn with_suggestion(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    match (message.starts_with("unknown field") || message.starts_with("unknown variant"), quoted.next()) {
        (true, Some(word)) => {
            let expected: Vec<&str> = quoted.collect();
            let kind = if message.starts_with("unknown field") { "key" } else { "value" };
            unknown(kind, word, &expected)
        }
        _ => message.to_owned(),
    }
}

fn unknown(kind: &str, word: &str, known: &[&str]) -> String {
    let near = known.iter().map(|name| (strsim::damerau_levenshtein(word, name), name)).min();
    match near {
        Some((distance, name)) if distance <= (name.len() / 2).clamp(1, 3) => {
            format!("unknown {kind} `{word}`, did you mean `{name}`?")
        }
        _ if known.is_empty() => format!("unknown {kind} `{word}`, there are none here"),
        _ => format!("unknown {kind} `{word}`, it can be {}", list(known)),
    }
}

fn list(names: &[&str]) -> String {
    format!("`{}`", names.join("`, `"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<Settings, String> {
        parse(Path::new("p.toml"), text, |name| (name == "WIRE").then(|| "in/wire".to_owned()))
            .map_err(|mistake| mistake.to_string())
    }

    const SOURCE: &str = "[source]\ntype = \"directory\"\npath = \"in\"\n";
    const SINK: &str = "[[sink]]\ntype = \"ndjson\"\npath = \"out.ndjson\"\n";

    #[test]
    fn the_smallest_file_is_enough() {
        let settings = check(&format!("{SOURCE}{SINK}")).unwrap();
        assert_eq!(settings.sinks.len(), 1);
        assert_eq!(settings.pipeline, Pipeline::default());
    }

    #[test]
    fn variables_are_replaced_in_texts() {
        let settings = check(&format!("[source]\ntype = \"directory\"\npath = \"${{WIRE}}/$${{x}}\"\n{SINK}")).unwrap();
        let SourceKind::Directory(directory) = settings.source.kind else { panic!("a directory") };
        assert_eq!(directory.path, Path::new("in/wire/${x}"));
    }

    #[test]
    fn mistakes_are_named_with_line_and_suggestion() {
        for (text, expected) in [
            (
                format!("[source]\ntype = \"directory\"\npth = \"in\"\n{SINK}"),
                "p.toml:3:1: unknown key `pth`, did you mean `path`?",
            ),
            (
                format!("[source]\ntype = \"directry\"\n{SINK}"),
                "p.toml:2:8: unknown source type `directry`, did you mean `directory`?",
            ),
            (format!("{SOURCE}settle = [1]\n{SINK}"), "p.toml:4:10: invalid type: sequence, expected a span of time"),
            (format!("{SOURCE}settle = \"soon\"\n{SINK}"), "p.toml:4:10: `soon` is no span of time"),
            (format!("[source]\ntype = \"directory\"\n{SINK}"), "missing field `path`"),
            (format!("{SOURCE}[sink]\ntype = \"ndjson\"\n"), "[[sink]], with double brackets"),
            (format!("[sauce]\n{SOURCE}{SINK}"), "p.toml:1:2: unknown section `sauce`, did you mean `source`?"),
            (
                format!("{SOURCE}[source.limits]\nlines = 3\n{SINK}"),
                "p.toml:5:1: unknown key `lines`, did you mean `line`?",
            ),
            (
                format!("{SOURCE}{SINK}records = [\"events\"]\n"),
                "p.toml:7:12: unknown value `events`, did you mean `event`?",
            ),
            (format!("[source]\ntype = \"stdin\"\npath = \"x\"\n{SINK}"), "unknown key `path`, there are none here"),
            (SOURCE.to_owned(), "no [[sink]]"),
            (SINK.to_owned(), "no [source]"),
            ("[source".to_owned(), "p.toml:1:"),
            (format!("[source]\ntype = \"directory\"\npath = \"${{NOWHERE}}\"\n{SINK}"), "`NOWHERE` is not set"),
        ] {
            let error = check(&text).unwrap_err();
            assert!(error.contains(expected), "expected {expected:?} in {error:?}");
        }
    }
}
