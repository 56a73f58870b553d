//! JSON: one object is one article, on a line of its own (NDJSON), over several, in an array, or in what a feed or an API
//! wraps around articles. IPTC ninjs is recognised by its fields.

use std::ops::Range;

use super::fields::{FieldTree, Found, Part};
use super::newsml_g2::status;
use super::{Context, Format, ParseError};
use crate::article::{Article, Origin};
use crate::normalize::encoding;
use crate::record::{Status, Subject};

/// The article in the object that `bytes` hold. JSON is UTF-8 (RFC 8259) unless another encoding is declared.
pub fn parse(
    fields: &FieldTree,
    format: Format,
    bytes: &[u8],
    declared: Option<&str>,
    context: &Context,
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
    let standard = found.take(Part::Standard);
    let told_status = found.take(Part::Status);
    let is_ninjs = standard.is_some_and(|name| name.eq_ignore_ascii_case("ninjs"))
        || told_status.is_some() && found.has(Part::Updated)
        || found.has(Part::Kind) && found.has(Part::Id) && found.has(Part::Updated);
    let kind = found.take(Part::Kind).filter(|_| is_ninjs);
    let status = told_status.and_then(|name| status(&name));
    let headline = found.take(Part::Headline);
    if let Some(kind) = kind.as_deref().filter(|kind| is_no_text(kind)) {
        return Err(ParseError::NoArticle(format!("a ninjs item of type {kind}")));
    }
    let body = match body(&mut found) {
        Some(body) => body,
        None if status == Some(Status::Canceled) && headline.is_some() => headline.clone().unwrap_or_default(),
        None if kind.as_deref().is_some_and(|kind| kind != "text") => {
            return Err(ParseError::NoArticle(format!(
                "a ninjs item of type {} without a text",
                kind.unwrap_or_default()
            )));
        }
        None => return Err(ParseError::NoBody(fields.body_names().to_owned())),
    };
    let mut article = Article::new(if is_ninjs { "ninjs" } else { format.name() }, origin, body);
    article.headline = headline;
    article.status = status;
    article.id = found.take(Part::Id);
    article.source = found.take(Part::Source).or_else(|| context.source.clone());
    article.slug = found.take(Part::Slug);
    article.byline = found.take_all(Part::Byline);
    article.published = found.take(Part::Published);
    article.updated = found.take(Part::Updated);
    article.url = found.take(Part::Url);
    article.language = found.take(Part::Language).or_else(|| context.language.clone());
    article.urgency = found.take(Part::Urgency).and_then(|urgency| urgency.trim().parse().ok());
    article.version = found.take(Part::Version).and_then(|version| version.trim().parse().ok());
    article.embargo = found.take(Part::Embargo);
    article.note = found.take(Part::Note);
    article.located = found.take_all(Part::Located);
    article.subjects = subjects(found.take_all(Part::SubjectCode), found.take_all(Part::SubjectName));
    Ok(article)
}

/// Types of ninjs items that are no stories, whatever text stands beside them.
fn is_no_text(kind: &str) -> bool {
    ["picture", "photo", "graphic", "audio", "video", "animation"].contains(&kind)
}

/// The text; of several forms of it (ninjs `bodies`) the longest.
fn body(found: &mut Found) -> Option<String> {
    found
        .take_all(Part::Body)
        .into_iter()
        .reduce(|longest, next| if next.len() > longest.len() { next } else { longest })
}

/// Codes with their names, where as many of both came.
fn subjects(codes: Vec<String>, names: Vec<String>) -> Vec<Subject> {
    if codes.len() == names.len() {
        let pairs = codes.into_iter().zip(names);
        return pairs.map(|(code, name)| Subject { code: Some(code), name: Some(name) }).collect();
    }
    let codes = codes.into_iter().map(|code| Subject { code: Some(code), name: None });
    codes.chain(names.into_iter().map(|name| Subject { code: None, name: Some(name) })).collect()
}

/// Fields under which feeds and APIs list their articles.
const LISTS: [&str; 12] = [
    "items",
    "item",
    "articles",
    "stories",
    "entries",
    "results",
    "docs",
    "news",
    "hits",
    "posts",
    "documents",
    "records",
];
/// Fields that only wrap another object.
const WRAPPINGS: [&str; 5] = ["data", "response", "feed", "result", "hits"];
/// Fields that show that an object is an article by itself.
const OWN: [&str; 8] = ["body", "text", "body_html", "body_text", "bodies", "content", "content_html", "content_text"];

/// Where the articles stand in the object `text`: those of its list, or the whole.
pub fn items(text: &[u8]) -> Vec<Range<usize>> {
    let start = text.iter().position(|byte| *byte == b'{').unwrap_or(0);
    let listed = listed(text, start, 0);
    if listed.is_empty() {
        std::iter::once(start..start + text[start..].trim_ascii_end().len()).collect()
    } else {
        listed
    }
}

/// Whether the object that `head` begins with, and may break off in, lists articles.
pub fn is_wrapping(head: &[u8]) -> bool {
    !listed(head, 0, 0).is_empty()
}

/// The articles that the object at `start` lists.
fn listed(text: &[u8], start: usize, depth: usize) -> Vec<Range<usize>> {
    let members = members(text, start);
    if depth == 0 && members.iter().any(|(key, _)| OWN.iter().any(|own| key == own)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (key, value) in members {
        let first = text.get(value.start);
        if first == Some(&b'[') && LISTS.contains(&key.as_str()) {
            for element in
                elements(text, value.start).into_iter().filter(|element| text.get(element.start) == Some(&b'{'))
            {
                let wrapped = self::members(text, element.start)
                    .into_iter()
                    .find(|(key, value)| key == "item" && text.get(value.start) == Some(&b'{'));
                found.push(wrapped.map_or(element, |(_, inner)| inner));
            }
        } else if first == Some(&b'{') && key == "item" {
            found.push(value);
        } else if first == Some(&b'{') && depth < 2 && WRAPPINGS.contains(&key.as_str()) {
            found.extend(listed(text, value.start, depth + 1));
        }
    }
    found
}

/// The members of the object at `start`: keys, and where the values stand. A value that breaks off reaches to the end.
fn members(text: &[u8], start: usize) -> Vec<(String, Range<usize>)> {
    let mut members = Vec::new();
    let mut at = start + 1;
    loop {
        at = blanks(text, at);
        if text.get(at) != Some(&b'"') {
            return members;
        }
        let end = value_end(text, at);
        let key = String::from_utf8_lossy(text.get(at + 1..end.saturating_sub(1)).unwrap_or_default()).into_owned();
        at = blanks(text, end);
        if text.get(at) != Some(&b':') {
            return members;
        }
        at = blanks(text, at + 1);
        let end = value_end(text, at);
        members.push((key, at..end));
        at = blanks(text, end);
        if text.get(at) != Some(&b',') {
            return members;
        }
        at += 1;
    }
}

/// Where the elements of the array at `start` stand.
fn elements(text: &[u8], start: usize) -> Vec<Range<usize>> {
    let mut elements = Vec::new();
    let mut at = blanks(text, start + 1);
    while at < text.len() && text[at] != b']' {
        let end = value_end(text, at);
        elements.push(at..end);
        at = blanks(text, end);
        if text.get(at) != Some(&b',') {
            break;
        }
        at = blanks(text, at + 1);
    }
    elements
}

fn blanks(text: &[u8], from: usize) -> usize {
    text.iter().skip(from).position(|byte| !byte.is_ascii_whitespace()).map_or(text.len(), |count| from + count)
}

/// One past the value at `start`; the end of the text where it breaks off.
fn value_end(text: &[u8], start: usize) -> usize {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.iter().enumerate().skip(start) {
        if quoted {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => {
                    quoted = false;
                    if depth == 0 {
                        return at + 1;
                    }
                }
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => quoted = true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => return at,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            b',' if depth == 0 => return at,
            _ => {}
        }
    }
    text.len()
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
        parse(&FieldTree::new(fields), Format::Ndjson, line.as_bytes(), None, &Context::default(), origin)
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
