//! E-mail as agencies send it: one message (RFC 5322, MIME) is one story; a mailbox holds several.
//!
//! Decoding is `mail-parser`'s. The plain text of a message goes before its HTML; below a signature mark nothing is read.

use mail_parser::{MessageParser, MimeHeaders, PartType};

use super::fields::FieldTree;
use super::{Context, Format, ParseError, json};
use crate::article::{Article, Origin};

/// Header fields that only messages begin with.
const FIELDS: [&str; 14] = [
    "from",
    "to",
    "subject",
    "date",
    "received",
    "return-path",
    "delivered-to",
    "message-id",
    "mime-version",
    "content-type",
    "x-received",
    "reply-to",
    "sender",
    "cc",
];

/// Whether `head` begins with the header of a message: two or more known fields, with a sender or a subject among the first
/// lines or the trace of a transport.
pub fn is_message(head: &[u8]) -> bool {
    let head = head
        .strip_prefix(b"From ")
        .map_or(head, |rest| rest.iter().position(|byte| *byte == b'\n').map_or(rest, |end| &rest[end + 1..]));
    let (mut known, mut telling) = (0, false);
    for line in head.split(|byte| *byte == b'\n').take(60) {
        if line.trim_ascii().is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { break };
        let name = &line[..colon];
        if name.is_empty() || !name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-') {
            break;
        }
        let field = FIELDS.iter().position(|field| name.eq_ignore_ascii_case(field.as_bytes()));
        known += usize::from(field.is_some());
        telling |= matches!(field, Some(0 | 4..=8));
    }
    known >= 2 && telling
}

/// The article in one message.
pub fn parse(fields: &FieldTree, bytes: &[u8], origin: Origin) -> Result<Article, ParseError> {
    let bytes = bytes.trim_ascii_start();
    let in_mailbox = bytes.starts_with(b"From ");
    let bytes = match bytes.iter().position(|byte| *byte == b'\n') {
        Some(end) if in_mailbox => &bytes[end + 1..],
        _ => bytes,
    };
    let message = MessageParser::default()
        .parse(bytes)
        .ok_or_else(|| ParseError::NoArticle("a message without header and text".to_owned()))?;
    let plain = message.text_body.iter().find_map(|part| match &message.part(*part)?.body {
        PartType::Text(text) if !text.trim().is_empty() => Some(text.as_ref().to_owned()),
        _ => None,
    });
    let html = || {
        message.html_body.iter().find_map(|part| match &message.part(*part)?.body {
            PartType::Html(text) if !text.trim().is_empty() => Some(text.as_ref().to_owned()),
            _ => None,
        })
    };
    let is_plain = plain.is_some();
    let text = match plain.or_else(html) {
        Some(text) => text,
        None => {
            let kinds = message.parts.iter().filter_map(|part| part.content_type()).map(|kind| kind.ctype().to_owned());
            let kinds: Vec<String> = kinds.filter(|kind| kind != "multipart").collect();
            let kinds = if kinds.is_empty() { String::new() } else { format!(" (it holds {})", kinds.join(", ")) };
            return Err(ParseError::NoArticle(format!("a message without a text{kinds}")));
        }
    };
    let text = if in_mailbox { text.replace("\n>From ", "\nFrom ") } else { text };
    if text.trim_start().starts_with('{')
        && let Ok(article) =
            json::parse(fields, Format::Json, text.trim().as_bytes(), None, &Context::default(), origin.clone())
    {
        return Ok(article);
    }
    let mut article = Article::new("email", origin, String::new());
    article.headline =
        message.subject().map(|subject| bare_subject(subject).to_owned()).filter(|subject| !subject.is_empty());
    article.id = message.message_id().map(str::to_owned);
    article.published = message.date().map(|date| date.to_rfc3339());
    article.source = message.from().and_then(|from| from.first()).and_then(|from| {
        from.name().or_else(|| from.address()).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
    });
    if is_plain {
        let text = text.replace("\r\n", "\n");
        let story = super::text::take_labels(&mut article, forwarded(above_signature(&text)));
        article.heading_in_body = article.headline.is_none();
        article.body = story.to_owned();
    } else {
        article.body = text;
    }
    if article.body.trim().is_empty() {
        return Err(ParseError::NoArticle("a message without a text".to_owned()));
    }
    Ok(article)
}

/// A subject without `Fwd:` and `Re:`.
fn bare_subject(subject: &str) -> &str {
    let mut subject = subject.trim();
    while let Some((mark, rest)) = subject.split_once(':')
        && ["re", "fw", "fwd", "aw", "wg"].iter().any(|known| mark.trim().eq_ignore_ascii_case(known))
    {
        subject = rest.trim();
    }
    subject
}

/// What stands above the mark that sets a signature apart (RFC 3676, 4.3).
fn above_signature(text: &str) -> &str {
    let end = text.find("\n-- \n").or_else(|| text.find("\n--\n").filter(|at| at * 2 > text.len()));
    end.map_or(text, |end| &text[..end])
}

/// The message inside one that only passes it on.
fn forwarded(text: &str) -> &str {
    let marks = ["---------- Forwarded message ----", "-----Original Message-----", "Begin forwarded message:"];
    let Some(at) = marks.iter().filter_map(|mark| text.find(mark)).min() else { return text };
    let inner = text[at..].split_once('\n').map_or("", |(_, inner)| inner).trim_start();
    // Its header ends at the first blank line.
    match inner.split_once("\n\n") {
        Some((header, story))
            if header.lines().all(|line| line.contains(':') || line.starts_with([' ', '\t', '<'])) =>
        {
            story
        }
        _ => inner,
    }
}
