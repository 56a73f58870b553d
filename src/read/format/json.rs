//! JSON: one object is one article, on a line of its own (NDJSON) or over several.

use super::fields::{FieldTree, Part};
use super::{Format, ParseError};
use crate::article::{Article, Origin};
use crate::normalize::encoding;

/// The article in the object that `bytes` hold. JSON is UTF-8 (RFC 8259) unless another encoding is declared.
pub fn parse(
    fields: &FieldTree,
    format: Format,
    bytes: &[u8],
    declared: Option<&str>,
    origin: Origin,
) -> Result<Article, ParseError> {
    let text = match declared {
        Some(label) => {
            encoding::decode(bytes, Some(label)).map_err(|error| ParseError::Encoding { at: error.offset })?.text
        }
        None => std::str::from_utf8(bytes).map_err(|error| ParseError::Encoding { at: error.valid_up_to() })?.into(),
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut reader = serde_json::Deserializer::from_str(text);
    let mut found = fields.read(&mut reader).and_then(|found| reader.end().map(|()| found)).map_err(|error| {
        ParseError::Json { at: byte_of(text, error.line(), error.column()), what: without_place(&error) }
    })?;
    let body = found.take(Part::Body).ok_or_else(|| ParseError::NoBody(fields.body_names().to_owned()))?;
    let mut article = Article::new(format.name(), origin, body);
    article.id = found.take(Part::Id);
    article.source = found.take(Part::Source);
    article.headline = found.take(Part::Headline);
    article.slug = found.take(Part::Slug);
    article.byline = found.take_all(Part::Byline);
    article.published = found.take(Part::Published);
    article.url = found.take(Part::Url);
    article.language = found.take(Part::Language);
    article.urgency = found.take(Part::Urgency).and_then(|urgency| urgency.trim().parse().ok());
    Ok(article)
}

/// The byte that serde_json's line and column (from 1, in bytes) stand for.
fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    before + column.saturating_sub(1)
}

/// What the JSON reader says, without its own line and column, which count from the start of the item.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rfind(" at line ").map_or(text.clone(), |end| text[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;

    use super::super::Fields;
    use super::*;

    fn read(line: &str, fields: &Fields) -> Result<Article, ParseError> {
        let origin = Origin { file: Arc::from("x"), offset: 0, line: 1, received: Timestamp::UNIX_EPOCH };
        parse(&FieldTree::new(fields), Format::Ndjson, line.as_bytes(), None, origin)
    }

    #[test]
    fn parts_are_found_under_usual_and_given_names() {
        let mapped = Fields {
            body: Some("content.plain.text".into()),
            published: Some("meta.when".into()),
            byline: Some("people".into()),
            ..Fields::default()
        };
        let cases = [
            (
                Fields::default(),
                r#"{"id":7,"body":"B","title":"T","other":[1,{"body":"no"}]}"#,
                "B",
                Some("7"),
                Some("T"),
            ),
            (
                Fields::default(),
                r#"{"text":"second","body":" ","headline":"H","title":"T"}"#,
                "second",
                None,
                Some("H"),
            ),
            (
                Fields::default(),
                r#"{"text":"second","body":"first","guid":"g","headline":null}"#,
                "first",
                Some("g"),
                None,
            ),
            (mapped, r#"{"body":"no","content":{"plain":{"text":"yes"}},"meta":{"when":1}}"#, "yes", None, None),
        ];
        for (fields, line, body, id, headline) in cases {
            let article = read(line, &fields).unwrap();
            assert_eq!(
                (article.body.as_str(), article.id.as_deref(), article.headline.as_deref()),
                (body, id, headline)
            );
        }
        let article = read(r#"{"body":"x","byline":["A B","C D"],"urgency":"3"}"#, &Fields::default()).unwrap();
        assert_eq!((article.byline, article.urgency), (vec!["A B".to_owned(), "C D".to_owned()], Some(3)));
    }

    #[test]
    fn errors_say_where() {
        for (line, expected) in [
            (r#"{"body": }"#, "at byte 9"),
            (r#"{"body":"x"} more"#, "at byte 13"),
            (r#"["body"]"#, "expected a JSON object"),
            (r#"{"titel":"x"}"#, "`body`, `text`"),
            (&"[".repeat(100_000), "JSON"),
            (&format!("{{\"body\":{}", "[".repeat(100_000)), "recursion limit"),
            (&format!("{{\"x\":{}", "[".repeat(100_000)), "EOF"),
        ] {
            let error = read(line, &Fields::default()).unwrap_err().to_string();
            assert!(error.contains(expected), "{expected:?} in {error:?}");
        }
    }
}
