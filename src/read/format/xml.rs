//! XML as a flat tree, read with patience, and running text out of it.
//!
//! News arrives in XML that no schema would accept: bare ampersands, tags that are never closed, HTML entities. All of that
//! is read as a browser would. Entities that a document defines are never expanded, nothing is fetched, and depth is
//! limited. Names are compared without their prefixes and without regard to case, for agencies agree on neither.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::normalize::typography::{ANCHOR_END, ANCHOR_START};

/// How deep elements may stand within each other.
const DEEPEST: usize = 256;

/// XML that cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub struct XmlError {
    /// Byte of the text.
    pub at: usize,
    /// What is wrong.
    pub what: String,
}

/// A document: its nodes in the order of the text, each with the end of its subtree.
#[derive(Debug)]
pub struct Tree<'x> {
    nodes: Vec<Node<'x>>,
}

#[derive(Debug)]
struct Node<'x> {
    kind: Kind<'x>,
    /// One past the last node of its subtree.
    end: usize,
}

#[derive(Debug)]
enum Kind<'x> {
    Element { name: &'x str, attributes: &'x str },
    Text(Cow<'x, str>),
}

/// An element of a tree.
#[derive(Clone, Copy, Debug)]
pub struct Element<'t, 'x> {
    tree: &'t Tree<'x>,
    at: usize,
}

/// Running text of an element: blank lines between paragraphs, the words of links between anchor marks.
#[derive(Debug, Default, PartialEq)]
pub struct Prose {
    /// The text.
    pub text: String,
    /// The addresses of its links, in the order of their marks.
    pub anchors: Vec<String>,
}

impl<'x> Tree<'x> {
    /// Reads `text`.
    ///
    /// # Errors
    ///
    /// [`XmlError`] where it cannot be told what is markup, and where elements stand deeper than 256.
    pub fn parse(text: &'x str) -> Result<Tree<'x>, XmlError> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let mut nodes = vec![Node { kind: Kind::Element { name: "", attributes: "" }, end: 0 }];
        let mut open: Vec<usize> = vec![0];
        loop {
            let start = reader.buffer_position() as usize;
            let event = reader.read_event().map_err(|error| XmlError {
                at: (reader.error_position() as usize).min(text.len()),
                what: error.to_string(),
            })?;
            let end = reader.buffer_position() as usize;
            let source = text.get(start..end).unwrap_or_default();
            match event {
                Event::Eof => break,
                Event::Start(_) | Event::Empty(_) => {
                    let closed = matches!(event, Event::Empty(_));
                    let inner = source.strip_prefix('<').unwrap_or(source);
                    let inner = inner.strip_suffix('>').unwrap_or(inner);
                    let inner = if closed { inner.strip_suffix('/').unwrap_or(inner) } else { inner };
                    let (name, attributes) = inner.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((inner, ""));
                    let at = nodes.len();
                    nodes.push(Node { kind: Kind::Element { name, attributes }, end: at + 1 });
                    if !closed {
                        if open.len() >= DEEPEST {
                            return Err(XmlError { at: start, what: format!("elements stand deeper than {DEEPEST}") });
                        }
                        open.push(at);
                    }
                }
                Event::End(_) => {
                    let name = source.strip_prefix("</").unwrap_or(source).trim_end_matches('>').trim();
                    let is_it =
                        |at: &usize| matches!(nodes[*at].kind, Kind::Element { name: other, .. } if other == name);
                    // What was never opened is ignored; what was never closed ends with what it stands in.
                    if let Some(depth) = open.iter().rposition(is_it) {
                        let end = nodes.len();
                        for at in open.drain(depth..) {
                            nodes[at].end = end;
                        }
                    }
                    if open.is_empty() {
                        open.push(0);
                    }
                }
                Event::Text(_) => push_text(&mut nodes, Cow::Borrowed(source)),
                Event::CData(_) => {
                    let inner = source.strip_prefix("<![CDATA[").unwrap_or(source);
                    push_text(&mut nodes, Cow::Borrowed(inner.strip_suffix("]]>").unwrap_or(inner)));
                }
                Event::GeneralRef(_) => push_text(&mut nodes, htmlize::unescape(source)),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        let end = nodes.len();
        for at in open {
            nodes[at].end = end;
        }
        nodes[0].end = end;
        Ok(Tree { nodes })
    }

    /// What stands around the outermost elements: its children are the roots.
    pub fn document(&self) -> Element<'_, 'x> {
        Element { tree: self, at: 0 }
    }

    /// The outermost element; none in a text without elements.
    pub fn root(&self) -> Option<Element<'_, 'x>> {
        self.document().children().next()
    }
}

fn push_text<'x>(nodes: &mut Vec<Node<'x>>, text: Cow<'x, str>) {
    let end = nodes.len() + 1;
    nodes.push(Node { kind: Kind::Text(text), end });
}

impl<'t, 'x> Element<'t, 'x> {
    /// Its name with its prefix, as written.
    pub fn qualified(&self) -> &'x str {
        match self.tree.nodes[self.at].kind {
            Kind::Element { name, .. } => name,
            Kind::Text(_) => "",
        }
    }

    /// Its name without prefix, as written.
    pub fn name(&self) -> &'x str {
        local(self.qualified())
    }

    /// Whether that is its name, in whatever case.
    pub fn is(&self, name: &str) -> bool {
        self.name().eq_ignore_ascii_case(name)
    }

    /// The value of the attribute with this local name, if it is not blank.
    pub fn attribute(&self, name: &str) -> Option<Cow<'x, str>> {
        let Kind::Element { attributes, .. } = self.tree.nodes[self.at].kind else { return None };
        let value = attribute(attributes, name)?.trim();
        (!value.is_empty()).then(|| htmlize::unescape_attribute(value))
    }

    /// The elements that stand directly in it.
    pub fn children(self) -> impl Iterator<Item = Element<'t, 'x>> {
        let end = self.tree.nodes[self.at].end;
        let mut next = self.at + 1;
        std::iter::from_fn(move || {
            while next < end {
                let at = next;
                next = self.tree.nodes[at].end;
                if matches!(self.tree.nodes[at].kind, Kind::Element { .. }) {
                    return Some(Element { tree: self.tree, at });
                }
            }
            None
        })
    }

    /// All elements in it, at any depth, in order.
    pub fn descendants(self) -> impl Iterator<Item = Element<'t, 'x>> {
        (self.at + 1..self.tree.nodes[self.at].end)
            .filter(move |at| matches!(self.tree.nodes[*at].kind, Kind::Element { .. }))
            .map(move |at| Element { tree: self.tree, at })
    }

    /// The first child with this name.
    pub fn child(self, name: &str) -> Option<Element<'t, 'x>> {
        self.children().find(|child| child.is(name))
    }

    /// The first descendant with this name.
    pub fn find(self, name: &str) -> Option<Element<'t, 'x>> {
        self.descendants().find(|element| element.is(name))
    }

    /// The descendants with this name, in order.
    pub fn find_all(self, name: &str) -> impl Iterator<Item = Element<'t, 'x>> {
        self.descendants().filter(move |element| element.is(name))
    }

    /// The texts in it as they stand there, one behind the other.
    pub fn raw_text(&self) -> String {
        let mut out = String::new();
        for node in &self.tree.nodes[self.at + 1..self.tree.nodes[self.at].end] {
            if let Kind::Text(text) = &node.kind {
                out.push_str(text);
            }
        }
        out
    }

    /// The texts in it on one line with single blanks; none if there is nothing but blanks.
    pub fn line(&self) -> Option<String> {
        let mut out = String::new();
        for node in &self.tree.nodes[self.at + 1..self.tree.nodes[self.at].end] {
            match &node.kind {
                Kind::Text(text) => push_flowing(&mut out, text),
                // `<br/>`, and a name set apart by its element only.
                Kind::Element { name, .. } if is_block(local(name)) => push_flowing(&mut out, " "),
                Kind::Element { .. } => {}
            }
        }
        out.truncate(out.trim_end().len());
        (!out.is_empty()).then_some(out)
    }

    /// The text in it before the first element, on one line.
    pub fn first_text(&self) -> Option<String> {
        let mut out = String::new();
        for node in &self.tree.nodes[self.at + 1..self.tree.nodes[self.at].end] {
            match &node.kind {
                Kind::Text(text) => push_flowing(&mut out, text),
                Kind::Element { .. } => break,
            }
        }
        out.truncate(out.trim_end().len());
        (!out.is_empty()).then_some(out)
    }

    /// The text of the first child with this name, on one line.
    pub fn line_of(self, name: &str) -> Option<String> {
        self.children().filter(|child| child.is(name)).find_map(|child| child.line())
    }

    /// Its running text, without the elements for which `hidden` holds.
    pub fn prose(&self, hidden: impl Fn(&str) -> bool) -> Prose {
        let mut prose = Prose::default();
        // The ends of what is open, innermost last, with what is to be written there.
        let mut open: Vec<(usize, Close)> = Vec::new();
        let mut preformatted = 0;
        let nodes = &self.tree.nodes;
        let mut at = self.at + 1;
        let end = nodes[self.at].end;
        while at < end {
            while let Some((_, close)) = open.pop_if(|(end, _)| *end <= at) {
                close.write(&mut prose.text, &mut preformatted);
            }
            match &nodes[at].kind {
                Kind::Text(text) if preformatted > 0 => prose.text.extend(text.chars().filter(|c| !is_mark(*c))),
                // Copy from a teleprinter, put into one element as it came.
                Kind::Text(text) if has_blank_line(text.trim()) => {
                    prose.text.extend(text.trim_end().chars().filter(|c| !is_mark(*c)));
                    prose.text.push('\n');
                }
                Kind::Text(text) => push_flowing(&mut prose.text, text),
                Kind::Element { name, attributes } => {
                    let name = local(name);
                    if hidden(name) || is_hidden(name) {
                        at = nodes[at].end;
                        continue;
                    }
                    let close = match name {
                        "br" | "BR" => {
                            prose.text.push('\n');
                            None
                        }
                        "td" | "th" => {
                            prose.text.push_str("  ");
                            None
                        }
                        "tr" => Some(Close::Line),
                        "pre" | "PRE" => {
                            preformatted += 1;
                            prose.text.push_str("\n\n");
                            Some(Close::Preformatted)
                        }
                        "a" | "A" => attribute(attributes, "href")
                            .filter(|url| url.contains("://") || url.starts_with('/'))
                            .map(|url| {
                                prose.anchors.push(htmlize::unescape_attribute(url.trim()).into_owned());
                                prose.text.push(ANCHOR_START);
                                Close::Anchor
                            }),
                        _ if is_block(name) => {
                            prose.text.push_str("\n\n");
                            Some(Close::Block)
                        }
                        _ => None,
                    };
                    if let Some(close) = close {
                        open.push((nodes[at].end, close));
                    }
                }
            }
            at += 1;
        }
        while let Some((_, close)) = open.pop() {
            close.write(&mut prose.text, &mut preformatted);
        }
        prose
    }
}

/// What is written where an element ends.
#[derive(Clone, Copy)]
enum Close {
    Block,
    Line,
    Preformatted,
    Anchor,
}

impl Close {
    fn write(self, out: &mut String, preformatted: &mut usize) {
        match self {
            Close::Block => out.push_str("\n\n"),
            Close::Line => out.push('\n'),
            Close::Preformatted => {
                *preformatted -= 1;
                out.push_str("\n\n");
            }
            Close::Anchor => out.push(ANCHOR_END),
        }
    }
}

/// Appends `text` with its blanks and line breaks made single blanks.
fn push_flowing(out: &mut String, text: &str) {
    if text.starts_with(is_blank) && !out.is_empty() && !out.ends_with(is_blank) {
        out.push(' ');
    }
    let mut first = true;
    for word in text.split(is_blank).filter(|word| !word.is_empty()) {
        if !first {
            out.push(' ');
        }
        first = false;
        if word.contains(is_mark) {
            out.extend(word.chars().filter(|c| !is_mark(*c)));
        } else {
            out.push_str(word);
        }
    }
    if !first && text.ends_with(is_blank) {
        out.push(' ');
    }
}

/// Whether a line of `text` is blank.
fn has_blank_line(text: &str) -> bool {
    let mut lines = text.split('\n');
    lines.next().is_some() && lines.any(|line| line.trim().is_empty())
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\r' | '\t')
}

fn is_mark(c: char) -> bool {
    c == ANCHOR_START || c == ANCHOR_END
}

/// Elements that begin and end a paragraph, in HTML, NITF and NewsML.
fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 40] = [
        "p",
        "br",
        "div",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "table",
        "tr",
        "pre",
        "blockquote",
        "bq",
        "block",
        "article",
        "section",
        "header",
        "footer",
        "main",
        "aside",
        "tbody",
        "thead",
        "center",
        "address",
        "hedline",
        "hl1",
        "hl2",
        "note",
        "body.content",
        "body",
        "tagline",
        "fn",
    ];
    BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block))
}

/// Elements that are no text of the story: programs, pictures and what is written under them.
fn is_hidden(name: &str) -> bool {
    const HIDDEN: [&str; 20] = [
        "header",
        "footer",
        "nav",
        "aside",
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "object",
        "select",
        "textarea",
        "media",
        "media-caption",
        "media-reference",
        "media-metadata",
        "figure",
        "iframe",
        "nitf-table-metadata",
        "head",
    ];
    HIDDEN.iter().any(|hidden| name.eq_ignore_ascii_case(hidden))
}

/// `name` without its prefix.
pub fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The value of the attribute with this local name among `attributes` as written.
fn attribute<'x>(attributes: &'x str, name: &str) -> Option<&'x str> {
    let mut rest = attributes;
    loop {
        let (key, after) = rest.split_once('=')?;
        let key = key.trim_end().rsplit(is_blank).next().unwrap_or("");
        let after = after.trim_start();
        let (value, next) = match after.as_bytes().first()? {
            quote @ (b'"' | b'\'') => {
                let inner = &after[1..];
                inner.split_once(char::from(*quote)).unwrap_or((inner, ""))
            }
            _ => after.split_once(is_blank).unwrap_or((after, "")),
        };
        if local(key).eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = next;
    }
}

/// The local name of the outermost element that `head`, the beginning of a document, shows; and whether what comes before
/// it is that of an XML document (a declaration, a document type). None where it is no markup.
pub fn root_name(head: &str) -> Option<(&str, bool)> {
    let mut rest = head.trim_start();
    let mut declared = false;
    loop {
        if let Some(after) = rest.strip_prefix("<?") {
            rest = after.split_once("?>")?.1.trim_start();
            declared = true;
        } else if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.split_once("-->")?.1.trim_start();
        } else if rest.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
            let subset = rest.find('[').filter(|open| rest.find('>').is_none_or(|close| open < &close));
            let end = match subset {
                Some(open) => open + rest[open..].find(']')?,
                None => 0,
            };
            rest = rest[end..].split_once('>')?.1.trim_start();
            declared = true;
        } else {
            break;
        }
    }
    let after = rest.strip_prefix('<')?;
    let end = after.find(|c: char| is_blank(c) || matches!(c, '>' | '/'))?;
    let name = local(&after[..end]);
    (name.starts_with(|c: char| c.is_ascii_alphabetic())).then_some((name, declared))
}

/// The encoding that the XML declaration at the head of `bytes` names.
pub fn declared_encoding(bytes: &[u8]) -> Option<&str> {
    let head = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let end = memchr::memmem::find(&head[..head.len().min(256)], b"?>")?;
    let declaration = std::str::from_utf8(&head[..end]).ok()?.strip_prefix("<?xml")?;
    attribute(declaration, "encoding").map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_well_formed_is_read_all_the_same() {
        for (text, expected) in [
            ("<a><b>one</b> <c>two</c></a>", "one two"),
            ("<a>R&D &amp; more&nbsp;&#233; &unknown;</a>", "R&D & more\u{a0}é &unknown;"),
            ("<a><b>never closed <i>nor this</a>", "never closed nor this"),
            ("<a>closed</b> but never opened</a>", "closed but never opened"),
            ("<a><![CDATA[<b> & raw]]></a>", "<b> & raw"),
            ("<!DOCTYPE a [<!ENTITY x \"boom\">]><a>&x;</a>", "&x;"),
            ("<a x='1>2'>text</a>", "text"),
        ] {
            let tree = Tree::parse(text).unwrap();
            assert_eq!(tree.root().and_then(|root| root.line()).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn depth_is_limited() {
        let error = Tree::parse(&"<a>".repeat(100_000)).unwrap_err();
        assert!(error.what.contains("deeper than 256"), "{error:?}");
    }

    #[test]
    fn attributes_and_names_go_without_prefix_and_case() {
        let tree = Tree::parse("<n:Item xml:lang = 'en-GB' empty='' title=\"A &amp; B\"><Inner/></n:Item>").unwrap();
        let root = tree.root().unwrap();
        assert!(root.is("item") && root.child("inner").is_some() && root.qualified() == "n:Item");
        assert_eq!(root.attribute("lang").as_deref(), Some("en-GB"));
        assert_eq!(root.attribute("title").as_deref(), Some("A & B"));
        assert_eq!(root.attribute("empty"), None);
    }

    #[test]
    fn running_text() {
        let text = "<c><p>First\n  line, <b>bold</b>.</p><media><caption>no</caption></media><p>See <a href=\"https://e.example/x\">this</a>.<br/>Next</p><pre>one\n two</pre></c>";
        let prose = Tree::parse(text).unwrap().document().prose(|_| false);
        let expected =
            format!("First line, bold.\n\n\n\nSee {ANCHOR_START}this{ANCHOR_END}.\nNext\n\n\n\none\n two\n\n");
        assert_eq!(prose.text.trim_start(), expected);
        assert_eq!(prose.anchors, ["https://e.example/x"]);
    }

    #[test]
    fn roots_and_declarations() {
        for (head, expected) in [
            ("<?xml version='1.0'?>\n<!-- x -->\n<nar:newsItem guid='1'>", Some(("newsItem", true))),
            ("<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS A=\"1\">", Some(("REUTERS", true))),
            ("<!DOCTYPE x [<!ENTITY a \"b>\">]><rss version='2.0'>", Some(("rss", true))),
            ("<html>", Some(("html", false))),
            ("< 5 percent", None),
            ("no markup", None),
        ] {
            assert_eq!(root_name(head), expected, "{head}");
        }
        assert_eq!(declared_encoding(b"<?xml version='1.0' encoding=\"iso-8859-1\"?><a/>"), Some("iso-8859-1"));
        assert_eq!(declared_encoding(b"<a encoding='x'/>"), None);
    }
}
