//! Wire formats: which one an input is in, and how an item of it becomes an article.
//!
//! An input is recognised by its content. Reading cuts it into items ([`Format::is_lines`] says how); making articles of
//! them is work for the extract threads, which call [`Parser::parse`].

pub mod fields;
mod json;
mod text;

use memchr::memchr;
use serde::{Deserialize, Serialize};

use crate::article::{Article, Origin};
pub use fields::Fields;

/// The formats that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// One JSON object a line.
    Ndjson,
    /// One JSON object, over as many lines as it likes.
    Json,
    /// One plain-text story.
    Text,
}

/// Why an item did not become an article.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ParseError {
    /// Not JSON.
    #[error("invalid JSON at byte {at} of the item: {what}")]
    Json {
        /// Byte of the item, from 0.
        at: usize,
        /// What the JSON reader says.
        what: String,
    },
    /// Meant to be UTF-8, and is not.
    #[error("invalid UTF-8 at byte {at} of the item; if it is in another encoding, say so with `encoding` in [source]")]
    Encoding {
        /// Byte of the item, from 0.
        at: usize,
    },
    /// An object without a text.
    #[error("no article: none of the fields {0} holds a text; name the right one with `fields.body` in [source]")]
    NoBody(String),
}

impl Format {
    /// The name in records.
    pub fn name(self) -> &'static str {
        match self {
            Format::Ndjson => "ndjson",
            Format::Json => "json",
            Format::Text => "text",
        }
    }

    /// Whether each line is an item of its own; otherwise the whole input is one.
    pub fn is_lines(self) -> bool {
        self == Format::Ndjson
    }

    /// Recognises the format of an input by its first bytes (decompressed; 4 KiB or more are best, `whole` says that there
    /// are no more), or says why it is none of those that can be read.
    pub fn detect(head: &[u8], whole: bool) -> Result<Format, String> {
        if head.is_empty() {
            return Err("the file is empty".to_owned());
        }
        if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
            return Err(format!("unknown format: it looks like {what}"));
        }
        if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
            return Ok(Format::Text);
        }
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        let Some(&first) = text.first() else {
            return if whole { Err("the file holds nothing but blanks".to_owned()) } else { Ok(Format::Text) };
        };
        if first == b'{' && text[1..].trim_ascii_start().first().is_none_or(|&next| next == b'"' || next == b'}') {
            return Ok(if is_ndjson(text) { Format::Ndjson } else { Format::Json });
        }
        if first == b'[' && text[1..].trim_ascii_start().starts_with(b"{") {
            return Err("unknown format: it looks like a JSON array; write one object a line instead".to_owned());
        }
        if first == b'<'
            && let Some(what) = markup(text)
        {
            return Err(format!("unknown format: it looks like {what}"));
        }
        if let Some(at) = memchr(0, head) {
            return Err(format!("unknown format: binary data (a zero byte at byte {at})"));
        }
        // Wires frame their copy with a few control characters; more than that is no text.
        let controls = head.iter().filter(|&&byte| byte < 0x20 && !byte.is_ascii_whitespace()).count();
        if controls * 20 > head.len() {
            return Err("unknown format: binary data (many control characters)".to_owned());
        }
        Ok(Format::Text)
    }
}

/// Inputs that are certainly none of ours.
const MAGIC: [(&[u8], &str); 8] = [
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
];

/// Whether the first line of a text that begins with `{` is an object by itself. A line that was meant to be one but is
/// broken is still a line of NDJSON; an object that is spread over lines breaks off after an opening or a comma.
fn is_ndjson(text: &[u8]) -> bool {
    let end = memchr(b'\n', text).unwrap_or(text.len());
    !matches!(text[..end].trim_ascii_end().last(), Some(b'{' | b'[' | b','))
}

fn markup(text: &[u8]) -> Option<&'static str> {
    let head = String::from_utf8_lossy(&text[..text.len().min(64)]).to_ascii_lowercase();
    [("<?xml", "XML"), ("<!doctype", "HTML or SGML"), ("<html", "HTML"), ("<rss", "RSS"), ("<feed", "Atom")]
        .into_iter()
        .find(|(start, _)| head.starts_with(start))
        .map(|(_, what)| what)
}

/// Makes articles of items; made once, shared by all workers.
#[derive(Clone, Debug)]
pub struct Parser {
    fields: fields::FieldTree,
    encoding: Option<String>,
}

impl Parser {
    /// A parser that finds the parts of an article under `fields`, and takes text for `encoding` where that is said.
    pub fn new(fields: &Fields, encoding: Option<String>) -> Parser {
        Parser { fields: fields::FieldTree::new(fields), encoding }
    }

    /// The article that an item holds.
    pub fn parse(&self, format: Format, bytes: &[u8], origin: Origin) -> Result<Article, ParseError> {
        match format {
            Format::Ndjson | Format::Json => json::parse(&self.fields, format, bytes, self.encoding.as_deref(), origin),
            Format::Text => text::parse(bytes, self.encoding.as_deref(), origin),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_recognised_by_content() {
        let cases: [(&[u8], Result<Format, &str>); 16] = [
            (b"[\n {\"body\":\"x\"}]", Err("JSON array")),
            (b"[Bracketed note] A story.\n", Ok(Format::Text)),
            (b"{\"body\":\"x\"}\n{\"body\":\"y\"}\n", Ok(Format::Ndjson)),
            (b"{\"body\":\"x\"}", Ok(Format::Ndjson)),
            (b"\xef\xbb\xbf\n {\"body\":\"x\"}\n", Ok(Format::Ndjson)),
            (b"{\"body\": broken}\n{\"body\":\"y\"}\n", Ok(Format::Ndjson)),
            (b"{\n  \"body\": \"x\"\n}\n", Ok(Format::Json)),
            (b"{ \"id\": 1,\n  \"body\": \"x\"}\n", Ok(Format::Json)),
            (b"PARIS (Agency) - Talks began.\n", Ok(Format::Text)),
            (b"{sic} he said\n", Ok(Format::Text)),
            (b"\xff\xfeP\0A\0", Ok(Format::Text)),
            (b"", Err("empty")),
            (b" \n\t", Err("blanks")),
            (b"%PDF-1.4 ...", Err("PDF")),
            (b"<?xml version=\"1.0\"?><rss/>", Err("XML")),
            (b"GR\0\x01\x02\x03", Err("binary")),
        ];
        for (head, expected) in cases {
            match (Format::detect(head, true), expected) {
                (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{head:?}"),
                (Err(found), Err(expected)) => assert!(found.contains(expected), "{found}"),
                (found, expected) => panic!("{head:?}: {found:?}, expected {expected:?}"),
            }
        }
    }
}
