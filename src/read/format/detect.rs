//! Which format an input is in, by its first bytes.

use memchr::{memchr, memmem};

use super::{Format, email, json, xml};
use crate::normalize::encoding;

/// The format of an input that begins with `head`, or why it is none that can be read; `whole` says that there is no more.
pub fn detect(head: &[u8], whole: bool) -> Result<Format, String> {
    if head.is_empty() {
        return Err("the file is empty".to_owned());
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(format!("unknown format: it looks like {what}"));
    }
    if is_wide(head) {
        let decoded = encoding::decode(&head[..head.len() & !3], None).map_err(|error| error.to_string())?;
        return of_text(decoded.text.as_bytes(), whole);
    }
    of_text(head, whole)
}

/// Whether the bytes are UTF-16 or UTF-32.
pub fn is_wide(head: &[u8]) -> bool {
    let marked =
        head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) || head.starts_with(&[0, 0, 0xfe, 0xff]);
    let xml = [&b"<\0"[..], b"\0<", b"\0\0\0<", b"{\0", b"[\0"].iter().any(|start| head.starts_with(start));
    marked || xml
}

fn of_text(head: &[u8], whole: bool) -> Result<Format, String> {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let Some(&first) = text.first() else {
        return if whole { Err("the file holds nothing but blanks".to_owned()) } else { Ok(Format::Text) };
    };
    if first == b'{' && text[1..].trim_ascii_start().first().is_none_or(|&next| next == b'"' || next == b'}') {
        return Ok(if is_ndjson(text) && !json::is_wrapping(text) { Format::Ndjson } else { Format::Json });
    }
    if first == b'[' && matches!(text[1..].trim_ascii_start().first(), Some(b'{' | b']' | b'[')) {
        return Ok(Format::JsonArray);
    }
    if first == b'<'
        && let Some(found) = markup(text)
    {
        return found;
    }
    if let Some(format) = framed(text) {
        return Ok(format);
    }
    if let Some(at) = memchr(0, head) {
        return Err(format!("unknown format: binary data (a zero byte at byte {at})"));
    }
    // Wires frame their copy with a few control characters; more than that is no text.
    let controls = head.iter().filter(|&&byte| byte < 0x20 && !byte.is_ascii_whitespace()).count();
    if controls * 20 > head.len() {
        return Err("unknown format: binary data (many control characters)".to_owned());
    }
    if email::is_message(text) {
        return Ok(Format::Email);
    }
    Ok(Format::Text)
}

/// Inputs that are certainly none of ours.
const MAGIC: [(&[u8], &str); 7] = [
    (b"%PDF", "a PDF document"),
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

/// Copy with the control characters of a transmission: a start of heading near the front and a start of text behind it.
fn framed(text: &[u8]) -> Option<Format> {
    let near = &text[..text.len().min(512)];
    if near.starts_with(b"ZCZC") {
        return Some(Format::Iptc7901);
    }
    let heading = near.iter().take(16).position(|byte| *byte == 0x01)?;
    // Only fillers stand before it, and words behind it.
    if near[..heading].iter().any(|byte| byte.is_ascii_graphic()) {
        return None;
    }
    let head = &text[heading..text.len().min(heading + 2048)];
    let header = &head[..memchr(0x02, head)?];
    if header.iter().filter(|byte| byte.is_ascii_alphanumeric()).count() < 3 {
        return None;
    }
    let is_anpa = near[..heading].contains(&0x16) || header.contains(&0x1f);
    Some(if is_anpa { Format::Anpa } else { Format::Iptc7901 })
}

/// The format of what begins with `<`: none where that is no markup.
fn markup(text: &[u8]) -> Option<Result<Format, String>> {
    let head = String::from_utf8_lossy(text);
    let (root, declared) = match xml::root_name(&head) {
        Some(found) => found,
        // A head that ends in its declarations, or is damaged.
        None if head.starts_with("<?xml") => return Some(Ok(Format::Xml)),
        None => return None,
    };
    // NewsML 1.x and NewsML-G2 differ in a capital.
    if root == "NewsItem" {
        return Some(Ok(Format::NewsMl));
    }
    let lower = root.to_ascii_lowercase();
    let format = match lower.as_str() {
        "newsmessage" | "newsitem" | "packageitem" | "conceptitem" | "knowledgeitem" | "planningitem"
        | "catalogitem" => Format::NewsMlG2,
        "newsml" => Format::NewsMl,
        "nitf" => Format::Nitf,
        "rss" | "rdf" | "item" => Format::Rss,
        "feed" => Format::Atom,
        // The oldest RSS had no root of its own; CDF writes its names in capitals and addresses as attributes.
        "channel" if memmem::find(text, b"HREF=").is_some() || root == "CHANNEL" => Format::Cdf,
        "channel" => Format::Rss,
        "entry" => Format::Atom,
        "reuters" => Format::Sgml,
        "html" | "head" | "body" | "article" | "div" | "p" | "main" | "section" | "h1" | "h2" | "span" | "table" => {
            Format::Html
        }
        _ if declared => Format::Xml,
        // `<IBM.N> shares rose`: the symbol of a company, not the name of an element, unless it is closed.
        _ if memmem::find(text, format!("</{root}").as_bytes()).is_some() => Format::Xml,
        _ => return None,
    };
    Some(Ok(format))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_recognised_by_content() {
        let cases: [(&[u8], Result<Format, &str>); 36] = [
            (b"[\n {\"body\":\"x\"}]", Ok(Format::JsonArray)),
            (b"[Bracketed note] A story.\n", Ok(Format::Text)),
            (b"{\"body\":\"x\"}\n{\"body\":\"y\"}\n", Ok(Format::Ndjson)),
            (b"{\"body\":\"x\"}", Ok(Format::Ndjson)),
            (b"\xef\xbb\xbf\n {\"body\":\"x\"}\n", Ok(Format::Ndjson)),
            (b"{\"body\": broken}\n{\"body\":\"y\"}\n", Ok(Format::Ndjson)),
            (b"{\n  \"body\": \"x\"\n}\n", Ok(Format::Json)),
            (b"{ \"id\": 1,\n  \"body\": \"x\"}\n", Ok(Format::Json)),
            (b"{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":\"1\"}]}", Ok(Format::Json)),
            (b"PARIS (Agency) - Talks began.\n", Ok(Format::Text)),
            (b"{sic} he said\n", Ok(Format::Text)),
            (b"\xff\xfeP\0A\0", Ok(Format::Text)),
            (b"\xff\xfe<\0r\0s\0s\0>\0", Ok(Format::Rss)),
            (b"", Err("empty")),
            (b" \n\t", Err("blanks")),
            (b"%PDF-1.4 ...", Err("PDF")),
            (b"<?xml version=\"1.0\"?><rss/>", Ok(Format::Rss)),
            (b"<rdf:RDF xmlns:rdf='x'><channel/>", Ok(Format::Rss)),
            (b"<feed xmlns='x'>", Ok(Format::Atom)),
            (b"<?xml version=\"1.0\"?>\n<!DOCTYPE nitf SYSTEM 'x'>\n<nitf>", Ok(Format::Nitf)),
            (b"<?xml version=\"1.0\"?><NewsML><NewsEnvelope/>", Ok(Format::NewsMl)),
            (b"<newsItem guid='x'>", Ok(Format::NewsMlG2)),
            (b"<NewsItem><Identification/>", Ok(Format::NewsMl)),
            (b"<item><title>x</title></item>", Ok(Format::Rss)),
            (b"<!DOCTYPE html><html lang='en'>", Ok(Format::Html)),
            (b"<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS TOPICS='NO'>", Ok(Format::Sgml)),
            (b"<?xml version='1.0'?><RBNews><headline/>", Ok(Format::Xml)),
            (b"<IBM.N> shares rose on Tuesday.\n", Ok(Format::Text)),
            (b"< 5 percent of them said so", Ok(Format::Text)),
            (b"\x01abc001 4 i 20\r\n\x02Text\x03\x04", Ok(Format::Iptc7901)),
            (b"ZCZC ABC001\nText\nNNNN", Ok(Format::Iptc7901)),
            (b"\x16\x16\x01w0001\x1fab\r\n\x02Text\x03\x04", Ok(Format::Anpa)),
            (b"From: Desk <desk@wire.example>\nSubject: News\n\nText", Ok(Format::Email)),
            (b"From: the desk\n\nText", Ok(Format::Text)),
            (b"GR\0\x01\x02\x03", Err("binary")),
            (b"ab\x01\x02\x03\x05\x06", Err("binary")),
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
