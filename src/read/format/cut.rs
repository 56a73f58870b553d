//! Cutting an input that holds several articles into items, without holding more of it than one.
//!
//! The reader keeps a window of the input; the cutter looks for the next item in it and remembers how far it has looked, so
//! that no byte is looked at twice however the bytes arrive. What stands between items (the head of a feed, the brackets of
//! an array) belongs to none.

use std::ops::Range;

use memchr::{memchr, memchr2, memmem};

use super::Format;

/// What the cutter found in the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cut {
    /// An item; everything up to its end can be dropped from the window.
    Item(Range<usize>),
    /// More bytes are needed.
    More,
    /// Nothing more will come; what is left from here on belongs to no item, or is one that breaks off.
    End,
}

/// Finds items; one for each input.
#[derive(Debug)]
pub struct Cutter {
    framing: Framing,
    /// How far the window has been looked at.
    at: usize,
    /// Where the item begins that is open.
    start: Option<usize>,
    /// How deep the scanner stands within it.
    depth: usize,
    /// Whether it stands within a string of JSON.
    quoted: bool,
    /// How many items were found.
    found: u64,
    /// Items that are known already, the next one last.
    listed: Vec<Range<usize>>,
}

/// How items are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Framing {
    /// The input is one item.
    Whole,
    /// One JSON object that may list articles.
    Wrapped,
    /// Elements with these local names, as far out as they stand.
    Elements(&'static [&'static str]),
    /// The objects of a JSON array.
    Array,
    /// From a start of heading (or of the input) to an end of transmission.
    Transmissions,
    /// From `ZCZC` to `NNNN`.
    Telex,
    /// From `From ` at the start of a line to the next one.
    Mailbox,
}

impl Cutter {
    /// A cutter for inputs in `format` that begin with `head`.
    pub fn new(format: Format, head: &[u8]) -> Cutter {
        let framing = match format {
            Format::Rss | Format::Cdf => Framing::Elements(&["item"]),
            Format::Atom => Framing::Elements(&["entry"]),
            Format::NewsMlG2 => Framing::Elements(&[
                "newsItem",
                "packageItem",
                "conceptItem",
                "knowledgeItem",
                "planningItem",
                "catalogItem",
            ]),
            Format::NewsMl => Framing::Elements(&["NewsItem"]),
            Format::Nitf => Framing::Elements(&["nitf"]),
            Format::Sgml => Framing::Elements(&["REUTERS"]),
            Format::Xml => Framing::Elements(super::generic::ITEMS),
            Format::JsonArray => Framing::Array,
            Format::Iptc7901 if head.trim_ascii_start().starts_with(b"ZCZC") => Framing::Telex,
            Format::Iptc7901 | Format::Anpa => Framing::Transmissions,
            Format::Email if head.starts_with(b"From ") => Framing::Mailbox,
            Format::Json => Framing::Wrapped,
            Format::Email | Format::Html | Format::Ndjson | Format::Text => Framing::Whole,
        };
        Cutter { framing, at: 0, start: None, depth: 0, quoted: false, found: 0, listed: Vec::new() }
    }

    /// How many items were found.
    pub fn found(&self) -> u64 {
        self.found
    }

    /// Where in the window the item begins that has begun and not ended.
    pub fn open_item(&self) -> Option<usize> {
        self.start
    }

    /// Tells the cutter that the first `count` bytes were dropped from the window.
    pub fn dropped(&mut self, count: usize) {
        self.at = self.at.saturating_sub(count);
        self.start = self.start.map(|start| start.saturating_sub(count));
        for range in &mut self.listed {
            *range = range.start.saturating_sub(count)..range.end.saturating_sub(count);
        }
    }

    /// How many bytes at the head of the window may be dropped while nothing is open, or while what is open is too large to be
    /// kept: all that were looked at.
    pub fn droppable(&self) -> usize {
        self.at
    }

    /// Whether the input is held as a whole before anything is found in it.
    pub fn is_whole(&self) -> bool {
        matches!(self.framing, Framing::Whole | Framing::Wrapped)
    }

    /// Passes over what it waits for the end of, because there is too much of it.
    pub fn must_go_on(&mut self) {
        if self.at <= self.start.unwrap_or(0) {
            self.at += 1;
        }
    }

    /// Looks for the next item in `window`; `whole` says that no more bytes will come.
    pub fn next(&mut self, window: &[u8], whole: bool) -> Cut {
        let cut = match self.framing {
            Framing::Whole if self.found == 0 => {
                self.start = Some(0);
                self.at = window.len();
                if whole { Cut::Item(0..window.len()) } else { Cut::More }
            }
            Framing::Whole => Cut::More,
            Framing::Wrapped => {
                if self.found == 0 {
                    self.start = Some(0);
                    self.at = window.len();
                }
                if whole && self.found == 0 {
                    self.listed = super::json::items(window);
                    self.listed.reverse();
                }
                self.listed.pop().map_or(Cut::More, Cut::Item)
            }
            Framing::Elements(names) => match self.element(window, names) {
                // A vocabulary without elements that we know as items is one item.
                Cut::More if whole && self.found == 0 && self.start.is_none() && names == super::generic::ITEMS => {
                    Cut::Item(0..window.len())
                }
                cut => cut,
            },
            Framing::Array => self.object(window),
            Framing::Transmissions => self.transmission(window, whole),
            Framing::Telex => self.telex(window, whole),
            Framing::Mailbox => self.message(window, whole),
        };
        match cut {
            Cut::Item(range) => {
                self.found += 1;
                self.at = range.end;
                self.start = None;
                Cut::Item(range)
            }
            Cut::More if whole => Cut::End,
            other => other,
        }
    }

    /// Looks on for an element with one of the names, over comments, sections and tags.
    fn element(&mut self, window: &[u8], names: &[&str]) -> Cut {
        loop {
            let Some(found) = memchr(b'<', &window[self.at..]) else {
                self.at = window.len();
                return Cut::More;
            };
            let open = self.at + found;
            self.at = open;
            let rest = &window[open..];
            // What a tag begins with must be there before it can be told.
            if rest.len() < 9 && !rest.contains(&b'>') {
                return Cut::More;
            }
            let section = [(&b"<!--"[..], &b"-->"[..]), (b"<![CDATA[", b"]]>"), (b"<?", b"?>")];
            if let Some((start, end)) = section.iter().find(|(start, _)| rest.starts_with(start)) {
                match memmem::find(&rest[start.len()..], end) {
                    Some(at) => self.at = open + start.len() + at + end.len(),
                    None => return Cut::More,
                }
                continue;
            }
            let Some(end) = tag_end(rest) else { return Cut::More };
            self.at = open + end;
            let closing = rest[1] == b'/';
            let name = tag_name(rest.get(1 + usize::from(closing)..end).unwrap_or_default());
            if !names.iter().any(|one| name.eq_ignore_ascii_case(one.as_bytes())) {
                continue;
            }
            let empty = !closing && rest[end - 2] == b'/';
            match (closing, self.start) {
                (false, None) => {
                    if empty {
                        return Cut::Item(open..self.at);
                    }
                    self.start = Some(open);
                    self.depth = 1;
                }
                (false, Some(_)) => self.depth += usize::from(!empty),
                (true, Some(start)) => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Cut::Item(start..self.at);
                    }
                }
                (true, None) => {}
            }
        }
    }

    /// Looks on for the next object of the outermost array.
    fn object(&mut self, window: &[u8]) -> Cut {
        while self.at < window.len() {
            let byte = window[self.at];
            if self.quoted {
                match memchr2(b'"', b'\\', &window[self.at..]) {
                    Some(found) if window[self.at + found] == b'"' => {
                        self.quoted = false;
                        self.at += found + 1;
                    }
                    // The byte behind a backslash may not be there yet.
                    Some(found) if self.at + found + 1 < window.len() => self.at += found + 2,
                    Some(found) => {
                        self.at += found;
                        return Cut::More;
                    }
                    None => self.at = window.len(),
                }
                continue;
            }
            self.at += 1;
            match byte {
                b'"' => {
                    if self.depth == 0 && self.start.is_none() {
                        self.start = Some(self.at - 1);
                    }
                    self.quoted = true;
                }
                b'{' | b'[' => {
                    // The first bracket is that of the array itself.
                    if byte == b'['
                        && self.depth == 0
                        && self.start.is_none()
                        && self.found == 0
                        && self.is_first(window)
                    {
                        continue;
                    }
                    if self.depth == 0 && self.start.is_none() {
                        self.start = Some(self.at - 1);
                    }
                    self.depth += 1;
                }
                b'}' | b']' if self.depth > 0 => self.depth -= 1,
                b',' | b']' if self.depth == 0 => {
                    if let Some(start) = self.start {
                        let end = self.at - 1;
                        return Cut::Item(start..start + window[start..end].trim_ascii_end().len());
                    }
                }
                _ if self.depth == 0 && self.start.is_none() && !byte.is_ascii_whitespace() && byte != 0xEF => {
                    self.start = Some(self.at - 1);
                }
                _ => {}
            }
        }
        Cut::More
    }

    /// Whether nothing but blanks and a byte order mark stands before the byte that was just read.
    fn is_first(&self, window: &[u8]) -> bool {
        let before = &window[..self.at - 1];
        before.strip_prefix(b"\xef\xbb\xbf").unwrap_or(before).trim_ascii().is_empty()
    }

    fn transmission(&mut self, window: &[u8], whole: bool) -> Cut {
        let start = match self.start {
            Some(start) => start,
            None => {
                // Fillers and blanks between transmissions.
                let Some(first) = window[self.at..]
                    .iter()
                    .position(|byte| !matches!(byte, 0x00 | 0x16 | 0x7f | 0x04 | 0x0c) && !byte.is_ascii_whitespace())
                else {
                    self.at = window.len();
                    return Cut::More;
                };
                let start = self.at + first;
                self.start = Some(start);
                self.at = start + 1;
                start
            }
        };
        match memchr2(0x04, 0x01, &window[self.at..]) {
            Some(found) => {
                let end = self.at + found;
                Cut::Item(start..if window[end] == 0x04 { end + 1 } else { end })
            }
            None => {
                self.at = window.len();
                if whole { Cut::Item(start..window.len()) } else { Cut::More }
            }
        }
    }

    fn telex(&mut self, window: &[u8], whole: bool) -> Cut {
        let start = match self.start {
            Some(start) => start,
            None => match memmem::find(&window[self.at..], b"ZCZC") {
                Some(found) => {
                    let start = self.at + found;
                    self.start = Some(start);
                    self.at = start + 4;
                    start
                }
                None => {
                    self.at = window.len().saturating_sub(3).max(self.at);
                    return Cut::More;
                }
            },
        };
        match memmem::find(&window[self.at..], b"NNNN") {
            Some(found) => Cut::Item(start..self.at + found + 4),
            None if whole => Cut::Item(start..window.len()),
            None => {
                self.at = window.len().saturating_sub(3).max(self.at);
                Cut::More
            }
        }
    }

    fn message(&mut self, window: &[u8], whole: bool) -> Cut {
        if self.start.is_none() && window[self.at.min(window.len())..].trim_ascii().is_empty() {
            return Cut::More;
        }
        let start = *self.start.get_or_insert(self.at);
        self.at = self.at.max(start + 1);
        let from = self.at.min(window.len());
        match memmem::find(&window[from..], b"\nFrom ") {
            Some(found) => Cut::Item(start..from + found + 1),
            None if whole && start < window.len() => Cut::Item(start..window.len()),
            None => {
                self.at = window.len().saturating_sub(5).max(self.at);
                Cut::More
            }
        }
    }
}

/// How far a tag may reach.
const LONGEST_TAG: usize = 64 << 10;

/// One past the `>` that ends the tag which `rest` begins with, or past its `<` where it is none; `None` where it is not there
/// yet.
fn tag_end(rest: &[u8]) -> Option<usize> {
    if !matches!(rest.get(1)?, b'/' | b'!' | b'_' | b':' | 0x80..|b'a'..=b'z'| b'A'..=b'Z') {
        return Some(1);
    }
    let mut quote = None;
    for (at, byte) in rest.iter().enumerate().skip(1).take(LONGEST_TAG) {
        match quote {
            None => match byte {
                b'>' => return Some(at + 1),
                // A quotation mark opens a value only after `=`; elsewhere it is an apostrophe.
                b'"' | b'\'' if rest[at - 1] == b'=' || rest[at - 1].is_ascii_whitespace() => quote = Some(*byte),
                b'<' if rest[1] != b'!' => return Some(at),
                _ => {}
            },
            Some(open) if open == *byte => quote = None,
            Some(_) => {}
        }
    }
    (rest.len() > LONGEST_TAG).then_some(1)
}

/// The local name at the head of the inside of a tag.
fn tag_name(inside: &[u8]) -> &[u8] {
    let end = inside
        .iter()
        .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))
        .unwrap_or(inside.len());
    let name = &inside[..end];
    memchr(b':', name).map_or(name, |colon| &name[colon + 1..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All items, with the bytes arriving `step` at a time.
    fn cut(format: Format, bytes: &[u8], step: usize) -> Vec<String> {
        let mut cutter = Cutter::new(format, bytes);
        let (mut window, mut read, mut items) = (Vec::new(), 0, Vec::new());
        loop {
            match cutter.next(&window, read == bytes.len()) {
                Cut::Item(range) => {
                    items.push(String::from_utf8_lossy(&window[range.clone()]).into_owned());
                    window.drain(..range.end);
                    cutter.dropped(range.end);
                }
                Cut::More => {
                    let end = (read + step).min(bytes.len());
                    window.extend_from_slice(&bytes[read..end]);
                    read = end;
                }
                Cut::End => return items,
            }
        }
    }

    #[test]
    fn a_closing_tag_without_an_end_is_passed_over() {
        let bytes = format!("<rss><item>1</item></ '{}<item>2</item></rss>", "a".repeat(LONGEST_TAG));
        for step in [1000, bytes.len()] {
            assert_eq!(cut(Format::Rss, bytes.as_bytes(), step), ["<item>1</item>", "<item>2</item>"]);
        }
    }

    const CASES: [(Format, &str, &[&str]); 12] = [
        (
            Format::Rss,
            "<rss><t>x</t><item>1</item> <item a='>'><b/>2</item></rss>",
            &["<item>1</item>", "<item a='>'><b/>2</item>"],
        ),
        (
            Format::Rss,
            "<rss><!-- <item>no</item> --><item><![CDATA[</item>]]>1</item>",
            &["<item><![CDATA[</item>]]>1</item>"],
        ),
        (
            Format::NewsMlG2,
            "<m><nar:newsItem g='1'><x/></nar:newsItem><packageItem/></m>",
            &["<nar:newsItem g='1'><x/></nar:newsItem>", "<packageItem/>"],
        ),
        (
            Format::NewsMl,
            "<NewsML><NewsItem>a<NewsItem>b</NewsItem>c</NewsItem></NewsML>",
            &["<NewsItem>a<NewsItem>b</NewsItem>c</NewsItem>"],
        ),
        (Format::Rss, "<rss><item>3 < 4</item><item>breaks off", &["<item>3 < 4</item>"]),
        (
            Format::JsonArray,
            " [ {\"a\": \"]},{\\\"\"} , {\"b\":[1,{}]},\n3 ]\n",
            &["{\"a\": \"]},{\\\"\"}", "{\"b\":[1,{}]}", "3"],
        ),
        (Format::JsonArray, "[[1],[2]]", &["[1]", "[2]"]),
        (Format::JsonArray, "[]", &[]),
        (Format::Iptc7901, "\x01a\x02b\x03\x04\r\n\x01c\x02d\x03", &["\x01a\x02b\x03\x04", "\x01c\x02d\x03"]),
        (Format::Iptc7901, "ZCZC 1\nNNNN\n\nZCZC 2\nNNNN\n", &["ZCZC 1\nNNNN", "ZCZC 2\nNNNN"]),
        (Format::Email, "From a\nS: 1\n\nx\nFrom b\nS: 2\n\ny\n", &["From a\nS: 1\n\nx\n", "From b\nS: 2\n\ny\n"]),
        (Format::Text, "all of it", &["all of it"]),
    ];

    #[test]
    fn items_are_cut_however_the_bytes_arrive() {
        for (format, text, expected) in CASES {
            for step in [1, 2, 3, 7, 1000] {
                assert_eq!(cut(format, text.as_bytes(), step), expected, "{text:?} by {step}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_cut_the_same_in_any_steps(
            bytes in prop::collection::vec(prop::sample::select(b"<>/!-[]{}\",\\ itemREUTS\x01\x02\x03\x04\nFroZCN'=a:".to_vec()), 0..200),
            step in 1..20_usize,
        ) {
            for format in [Format::Rss, Format::Sgml, Format::JsonArray, Format::Iptc7901, Format::Email] {
                prop_assert_eq!(cut(format, &bytes, step), cut(format, &bytes, 1000));
            }
        }
    }
}
