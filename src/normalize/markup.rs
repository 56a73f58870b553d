//! Entities become characters, and stray HTML goes away, without harm to what only looks like it.
//!
//! Bodies arrive with leftovers of the web (`&amp;quot;`, `<p>`, a script), but wires also use angle brackets for share
//! symbols (`<IBM>`, `<BP.L>`) and companies (`<Bando Capital Corp>`), and mathematics uses them as well. So a `<` opens
//! markup only where a tag can be recognised by its name, its attributes or its closing tag.

use std::borrow::Cow;
use std::collections::HashSet;

use memchr::{memchr, memchr2, memmem};

use super::typography::{ANCHOR_END, ANCHOR_START};

/// A text without markup.
#[derive(Debug, PartialEq, Eq)]
pub struct Plain {
    /// The text; block elements are set apart by blank lines, and the words of links stand between anchor marks.
    pub text: String,
    /// The addresses of its links, in the order of their marks.
    pub anchors: Vec<String>,
}

/// How far a tag may reach, in bytes. A `<` without a `>` within it is no tag, which also bounds the search.
const TAG_LIMIT: usize = 2000;

/// `text` without entities and tags; none where it holds neither `&` nor `<` and can be used as it is.
pub fn plain(text: &str) -> Option<Plain> {
    memchr2(b'&', b'<', text.as_bytes())?;
    let text = entities(text);
    if memchr(b'<', text.as_bytes()).is_none() {
        return Some(Plain { text: text.into_owned(), anchors: Vec::new() });
    }
    Some(Stripper::new(&text).strip())
}

/// `text` with its entities as characters. Text that was escaped twice or thrice is unescaped as often.
fn entities(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..3 {
        if memchr(b'&', text.as_bytes()).is_none() {
            break;
        }
        let unescaped = htmlize::unescape(text.as_ref());
        if unescaped == text {
            break;
        }
        text = Cow::Owned(unescaped.into_owned());
    }
    text
}

/// What a tag does to the text around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// Nothing: `<b>`.
    Inline,
    /// A new paragraph: `<p>`.
    Block,
    /// A new line: `<br>`.
    Line,
    /// A new column: `<td>`.
    Column,
    /// Its content goes with it: `<script>`.
    Hide,
    /// A link: `<a>`.
    Anchor,
}

/// What the element `name` (lowercase) does; none for names that HTML and NITF do not have.
fn effect(name: &str) -> Option<Effect> {
    Some(match name {
        "p" | "div" | "li" | "ul" | "ol" | "dl" | "dt" | "dd" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hr"
        | "table" | "blockquote" | "article" | "section" | "header" | "footer" | "figure" | "figcaption" | "main"
        | "aside" | "nav" | "pre" | "html" | "body" | "tbody" | "thead" | "center" | "form" | "address" | "block"
        | "hedline" | "hl1" | "hl2" | "body.content" | "body.head" | "nitf" | "fieldset" | "details" | "summary"
        | "caption" => Effect::Block,
        "br" | "tr" => Effect::Line,
        "td" | "th" => Effect::Column,
        "script" | "style" | "noscript" | "template" | "svg" | "title" | "object" | "select" | "textarea" => {
            Effect::Hide
        }
        "a" => Effect::Anchor,
        "b" | "i" | "u" | "s" | "q" | "em" | "strong" | "span" | "font" | "img" | "small" | "big" | "sub" | "sup"
        | "cite" | "code" | "abbr" | "acronym" | "ins" | "del" | "strike" | "tt" | "mark" | "time" | "meta"
        | "link" | "iframe" | "embed" | "video" | "audio" | "source" | "picture" | "label" | "input" | "button"
        | "head" | "wbr" | "nobr" | "bdi" | "bdo" | "kbd" | "samp" | "var" | "dfn" | "figure-inline" | "person"
        | "location" | "org" | "chron" | "num" | "money" | "param" | "base" | "map" | "area" | "canvas" | "col"
        | "colgroup" | "option" => Effect::Inline,
        _ => return None,
    })
}

/// A tag as it stands in the text.
struct Tag<'t> {
    name: Cow<'t, str>,
    attributes: &'t str,
    closing: bool,
    /// One past its `>`.
    end: usize,
    effect: Effect,
}

struct Stripper<'t> {
    text: &'t str,
    out: String,
    anchors: Vec<String>,
    open_anchor: bool,
    /// The names of all closing tags, lowercase: proof that an opening one is markup.
    closed: HashSet<String>,
    /// Whether line breaks in the source mean nothing, as in HTML.
    flows: bool,
    /// Whether `-->` may still come, so that it is not looked for again in vain.
    comments_end: bool,
    /// Whether a CDATA section was opened.
    has_data: bool,
}

impl<'t> Stripper<'t> {
    fn new(text: &'t str) -> Stripper<'t> {
        let mut stripper = Stripper {
            text,
            out: String::with_capacity(text.len()),
            anchors: Vec::new(),
            open_anchor: false,
            closed: closing_names(text),
            flows: false,
            comments_end: true,
            has_data: false,
        };
        // Where blocks are marked as often as lines break, the line breaks are only those of the source.
        let blocks = stripper.count_blocks();
        stripper.flows = blocks > 1 && blocks * 2 >= memchr::memchr_iter(b'\n', text.as_bytes()).count();
        stripper
    }

    fn count_blocks(&self) -> usize {
        memchr::memchr_iter(b'<', self.text.as_bytes())
            .filter(|at| self.tag(*at).is_some_and(|tag| matches!(tag.effect, Effect::Block | Effect::Line)))
            .count()
    }

    fn strip(mut self) -> Plain {
        let mut at = 0;
        while let Some(found) = memchr(b'<', &self.text.as_bytes()[at..]) {
            let open = at + found;
            self.push_text(at, open);
            at = self.markup(open).unwrap_or_else(|| {
                self.out.push('<');
                open + 1
            });
        }
        self.push_text(at, self.text.len());
        if self.open_anchor {
            self.out.push(ANCHOR_END);
        }
        if self.has_data {
            self.out = self.out.replace("]]>", "");
        }
        Plain { text: self.out, anchors: self.anchors }
    }

    /// Deals with the markup that begins at `open` and says where it ends; none if there is none.
    fn markup(&mut self, open: usize) -> Option<usize> {
        let rest = &self.text[open..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            // A comment that does not end is taken for a stray mark; what follows is text.
            let end = if self.comments_end { memmem::find(comment.as_bytes(), b"-->") } else { None };
            self.comments_end = end.is_some();
            return Some(open + 4 + end.map_or(0, |end| end + 3));
        }
        if rest.starts_with("<![CDATA[") {
            self.has_data = true;
            return Some(open + 9);
        }
        if rest.starts_with("<?") || rest.starts_with("<!") {
            let next = rest.as_bytes().get(2)?;
            return if next.is_ascii_alphabetic() { Some(open + tag_end(rest)?) } else { None };
        }
        let tag = self.tag(open)?;
        let end = tag.end;
        match tag.effect {
            Effect::Inline => {}
            Effect::Block => self.out.push_str("\n\n"),
            Effect::Line => self.out.push('\n'),
            Effect::Column => self.out.push_str("  "),
            Effect::Hide if !tag.closing && !tag.attributes.ends_with('/') => {
                let name = tag.name.into_owned();
                return Some(self.after_closing(&name, end));
            }
            Effect::Hide => {}
            Effect::Anchor => {
                let url = if tag.closing { None } else { attribute(tag.attributes, "href").map(str::to_owned) };
                if self.open_anchor {
                    self.out.push(ANCHOR_END);
                    self.open_anchor = false;
                }
                if let Some(url) = url.filter(|url| url.contains("://") || url.starts_with('/')) {
                    self.out.push(ANCHOR_START);
                    self.anchors.push(url);
                    self.open_anchor = true;
                }
            }
        }
        Some(end)
    }

    /// Where the text goes on after an element `name` whose content began at `from`.
    fn after_closing(&mut self, name: &str, from: usize) -> usize {
        // Without a closing tag anywhere there is nothing to look for, so no text is searched twice in vain.
        if !self.closed.contains(name) {
            return from;
        }
        let close = memmem::find_iter(&self.text.as_bytes()[from..], b"</")
            .map(|at| from + at)
            .find(|at| self.text[at + 2..].get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)));
        match close {
            Some(close) => close + tag_end(&self.text[close..]).unwrap_or(2 + name.len()),
            None => {
                self.closed.remove(name);
                from
            }
        }
    }

    fn push_text(&mut self, from: usize, to: usize) {
        let text = &self.text[from..to];
        // The marks begin with a byte that is rare in news.
        if !self.flows && memchr(0xEF, text.as_bytes()).is_none() {
            self.out.push_str(text);
            return;
        }
        let mut rest = text.chars().peekable();
        while let Some(character) = rest.next() {
            match character {
                _ if is_mark(character) => {}
                // A blank line remains one, for it also parts the paragraphs of a text with a few stray tags.
                '\n' if self.flows && rest.peek() != Some(&'\n') && !self.out.ends_with('\n') => self.out.push(' '),
                _ => self.out.push(character),
            }
        }
    }

    /// The tag at `open`, where a `<` stands; none if it is not one.
    fn tag(&self, open: usize) -> Option<Tag<'t>> {
        let rest = &self.text[open..];
        let bytes = rest.as_bytes();
        let closing = bytes.get(1) == Some(&b'/');
        let name_start = if closing { 2 } else { 1 };
        if !bytes.get(name_start)?.is_ascii_alphabetic() {
            return None;
        }
        let name_end = name_start
            + bytes[name_start..]
                .iter()
                .take(40)
                .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'.' | b'_'))
                .count();
        let name = &rest[name_start..name_end];
        if !matches!(bytes.get(name_end)?, b'>' | b'/' | b' ' | b'\n' | b'\t' | b'\r') {
            return None;
        }
        let end = tag_end(rest)?;
        let attributes = rest[name_end..end - 1].trim();
        let lower = name.bytes().all(|byte| !byte.is_ascii_uppercase());
        let upper = name.bytes().all(|byte| !byte.is_ascii_lowercase());
        let assigned = attributes.contains('=');
        let bare = attributes.is_empty() || attributes == "/";
        let key = if lower { Cow::Borrowed(name) } else { Cow::Owned(name.to_ascii_lowercase()) };
        let known = effect(&key);
        let is_markup = if closing {
            bare && (known.is_some() || lower)
        } else if attributes == "/" || assigned {
            // `<Time Inc>` has words where a tag has assignments.
            known.is_some() || lower
        } else if known.is_some() && lower {
            bare || attributes.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        } else if known.is_some() && upper {
            bare && (self.closed.contains(key.as_ref()) || self.stands_like_a_tag(open, open + end))
        } else {
            bare && lower && (self.closed.contains(key.as_ref()) || name.contains(':'))
        };
        let effect = known.unwrap_or(Effect::Inline);
        is_markup.then_some(Tag { name: key, attributes, closing, end: open + end, effect })
    }

    /// Whether an upper-case name in angle brackets stands like a tag and not like the symbol of a share: at the edge of a
    /// word or line, not as a word of the sentence.
    fn stands_like_a_tag(&self, open: usize, end: usize) -> bool {
        let before = self.text[..open].chars().next_back();
        let mut after = self.text[end..].chars();
        let next = after.next();
        let like_a_word = matches!(next, Some('.' | ',' | ';' | ')' | ':' | '\''))
            || (next.is_some_and(char::is_whitespace) && after.next().is_some_and(|c| c.is_lowercase() || c == ','));
        !like_a_word && before != Some(' ')
    }
}

fn is_mark(character: char) -> bool {
    character == ANCHOR_START || character == ANCHOR_END
}

/// One past the `>` that ends the tag which `rest` begins with; none if there is another `<` or nothing before.
fn tag_end(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate().skip(1).take(TAG_LIMIT) {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'<') => return None,
            // A quotation mark opens a value only after `=`; elsewhere it is an apostrophe.
            (None, b'"' | b'\'') if rest.as_bytes()[at - 1] == b'=' => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// The value of the attribute `name`.
fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let mut from = 0;
    while let Some(equals) = memchr(b'=', &attributes.as_bytes()[from..]) {
        let at = from + equals;
        let key = attributes[from..at].trim_end().rsplit([' ', '\n', '\t', '"', '\'']).next().unwrap_or("");
        let value = attributes[at + 1..].trim_start();
        let value = match value.as_bytes().first() {
            Some(quote @ (b'"' | b'\'')) => {
                let inner = &value[1..];
                &inner[..memchr(*quote, inner.as_bytes()).unwrap_or(inner.len())]
            }
            _ => value.split_ascii_whitespace().next().unwrap_or(""),
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        from = at + 1;
    }
    None
}

/// The names of the closing tags of `text`, lowercase.
fn closing_names(text: &str) -> HashSet<String> {
    memmem::find_iter(text.as_bytes(), b"</")
        .map(|at| &text[at + 2..])
        .map(|rest| {
            let length = rest
                .bytes()
                .take(40)
                .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'.' | b'_'));
            rest[..length.count()].to_ascii_lowercase()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(text: &str) -> String {
        plain(text).map_or_else(|| text.to_owned(), |plain| plain.text)
    }

    #[test]
    fn entities_become_characters() {
        for (text, expected) in [
            ("Marks &amp; Spencer", "Marks & Spencer"),
            ("AT&T and R&D", "AT&T and R&D"),
            ("&quot;No,&quot; he said", "\"No,\" he said"),
            ("&amp;quot;No,&amp;quot; he said", "\"No,\" he said"),
            ("&amp;amp;amp;", "&"),
            ("caf&eacute; &#8220;x&#8221; &#x2014; &#150;", "café “x” — –"),
            ("&#39;tis &nosuch; thing", "'tis &nosuch; thing"),
            ("5 &lt; 6 &gt; 4", "5 < 6 > 4"),
        ] {
            assert_eq!(stripped(text), expected, "{text}");
        }
    }

    #[test]
    fn tags_go_and_symbols_stay() {
        for (text, expected) in [
            ("Standard Oil <SRD> and BP <BP.L> said", "Standard Oil <SRD> and BP <BP.L> said"),
            ("Phillips Petroleum Co <P> said", "Phillips Petroleum Co <P> said"),
            ("<Time Inc> and <Bando Capital\nCorp> said", "<Time Inc> and <Bando Capital\nCorp> said"),
            ("where x<y and y > z, 3 < 4", "where x<y and y > z, 3 < 4"),
            ("a <b>bold</b> <i>word</i>", "a bold word"),
            ("one<br/>two<BR>three<br />four", "one\ntwo\nthree\nfour"),
            ("<P>One.</P><P>Two.</P>", "\n\nOne.\n\n\n\nTwo.\n\n"),
            ("a<!-- b <p> c -->d", "ad"),
            ("a<!-- never ends", "a never ends"),
            ("a<script type=\"x\">if (a < b) {}</script>b", "ab"),
            ("a<style>p { }</STYLE >b", "ab"),
            ("a<script>b", "ab"),
            ("<img src=\"a.png\" alt=\"x > y\">text", "text"),
            ("<o:p>x</o:p> <custom-tag a=\"b\">y</custom-tag>", "x y"),
            ("&lt;p&gt;escaped&lt;/p&gt;", "\n\nescaped\n\n"),
            ("<![CDATA[a &amp; <b>b</b>]]>", "a & b"),
            ("<?xml version=\"1.0\"?>x<!DOCTYPE html>y", "xy"),
            ("an open < and <", "an open < and <"),
            ("forged \u{FDD0} mark <b>x</b>", "forged  mark x"),
        ] {
            assert_eq!(stripped(text), expected, "{text}");
        }
    }

    #[test]
    fn source_line_breaks_of_html_are_blanks() {
        assert_eq!(
            stripped("<p>One\nline.</p>\n<p>Two\nlines.</p>").split_whitespace().collect::<Vec<_>>().join(" "),
            "One line. Two lines."
        );
        assert!(stripped("<p>One\nline.</p>\n<p>Two\nlines.</p>").contains("One line."));
        assert_eq!(
            stripped("Line one.\nLine two with a <b>tag</b>.\nLine three."),
            "Line one.\nLine two with a tag.\nLine three."
        );
    }

    #[test]
    fn links_are_marked() {
        let plain =
            plain("see <a class=x href=\"https://a.example/2020/01/02\">the <b>report</b></a> <a href='#x'>now</a>")
                .expect("has markup");
        assert_eq!(plain.text, "see \u{FDD0}the report\u{FDD1} now");
        assert_eq!(plain.anchors, ["https://a.example/2020/01/02"]);
    }

    #[test]
    fn hostile_markup_takes_linear_time() {
        for piece in ["<", "<a ", "<script>", "<!--", "</", "<![CDATA[", "&amp;", "<a href=", "<p", "<A>"] {
            let started = std::time::Instant::now();
            plain(&piece.repeat(200_000));
            assert!(started.elapsed().as_secs() < 20, "{piece}");
        }
    }
}
