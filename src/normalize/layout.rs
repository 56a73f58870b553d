//! Paragraphs: which line breaks part them, and which were only put in to fit a screen of 64 or 80 columns.
//!
//! Blank lines always part paragraphs. For the rest, a text is wrapped where lines end in mid-sentence and the next word
//! would not have fitted; then indentation and lines that end early mark the paragraphs. A text that is not wrapped has a
//! paragraph on every line. Rows of figures are never joined to anything: they are kept as they are, and marked, because a
//! sentence splitter can only be misled by them.

use memchr::{memchr_iter, memmem};

use crate::article::Link;
use crate::span::Span;

use super::links;

/// Wider than this, a line was not wrapped for a screen or teleprinter. In characters.
const WIDEST: usize = 140;
/// Narrower than this, a text is a list or a table, not wrapped prose.
const NARROWEST: usize = 36;
/// How many columns a wrapping by hand or by word leaves free at most.
const SLACK: usize = 12;
/// How many words divided at a line end are looked up elsewhere in the text.
const LOOKUPS: usize = 32;

/// A text laid out in paragraphs.
#[derive(Debug, Default, PartialEq)]
pub struct Page {
    /// The paragraphs, joined by a single `\n`.
    pub body: String,
    /// Where each stands.
    pub paragraphs: Vec<Paragraph>,
    /// The links that were taken out of it, in order.
    pub links: Vec<Link>,
}

/// One paragraph of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Where it stands.
    pub span: Span,
    /// Whether it is a row of figures.
    pub table: bool,
}

/// What to do with single line breaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineBreaks {
    /// Find out for each text whether it is wrapped.
    #[default]
    Detect,
    /// Every line is a paragraph.
    Keep,
}

/// A line of the text as it came.
struct Line<'t> {
    /// Without blanks at its ends.
    text: &'t str,
    /// Blanks before it.
    indent: usize,
    /// Characters in it.
    width: usize,
    /// Whether a blank line stands before it.
    apart: bool,
    table: bool,
}

/// Lays out `text`, which must be clean ([`super::typography::clean`]). `starts_new` says of a line near the top whether it
/// must begin a paragraph (a dateline, a byline), `anchors` gives the addresses for the anchor marks.
pub fn lay_out(text: &str, breaks: LineBreaks, starts_new: impl Fn(&str) -> bool, anchors: Vec<String>) -> Page {
    let lines = lines(text);
    let widest = lines.iter().map(|line| line.width + line.indent).max().unwrap_or(0);
    let wrapped = breaks == LineBreaks::Detect && widest <= WIDEST && is_wrapped(&lines, widest);
    let flush = lines.iter().map(|line| line.indent).min().unwrap_or(0);
    let has_links = !anchors.is_empty() || links::may_hold_links(text);
    let mut anchors = anchors.into_iter();
    let mut page = Page { body: String::with_capacity(text.len()), ..Page::default() };
    let mut lookups = 0;
    let mut first = 0;
    while first < lines.len() {
        let mut end = first + 1;
        while wrapped
            && end < lines.len()
            && continues(&lines[end - 1], &lines[end], flush, widest)
            && !(end < 8 && starts_new(lines[end].text))
        {
            end += 1;
        }
        if !page.body.is_empty() {
            page.body.push('\n');
        }
        let start = page.body.len();
        for (index, line) in lines[first..end].iter().enumerate() {
            if index > 0 {
                join(&mut page.body, start, line.text, text, &mut lookups);
            }
            push_line(&mut page.body, line.text);
        }
        if has_links {
            links::take_out(&mut page.body, start, &mut anchors, &mut page.links);
        }
        if page.body.len() > start {
            page.paragraphs.push(Paragraph { span: Span::new(start, page.body.len()), table: lines[first].table });
        } else if start > 0 {
            page.body.pop();
            // A link that was a paragraph by itself now stands at the end of the one before.
            let length = page.body.len();
            for link in page.links.iter_mut().rev().take_while(|link| link.span.end > length) {
                link.span = Span::new(link.span.start.min(length), length);
            }
        }
        first = end;
    }
    page
}

/// The lines that are not blank.
fn lines(text: &str) -> Vec<Line<'_>> {
    let ascii = text.is_ascii();
    let mut lines = Vec::with_capacity(text.len() / 64 + 1);
    let mut apart = true;
    let mut start = 0;
    for end in memchr_iter(b'\n', text.as_bytes()).chain(std::iter::once(text.len())) {
        let whole = &text[start..end];
        start = end + 1;
        let line = whole.trim_ascii_start();
        let indent = whole.len() - line.len();
        let line = line.trim_ascii_end();
        if line.is_empty() {
            apart = true;
            continue;
        }
        // Beyond the widest line that matters, bytes will do.
        let width = if ascii || line.len() > 4 * WIDEST { line.len() } else { line.chars().count() };
        lines.push(Line { text: line, indent, width, apart, table: width <= WIDEST && is_table_row(line) });
        apart = false;
    }
    lines
}

/// Whether line breaks within sentences are the rule.
fn is_wrapped(lines: &[Line<'_>], widest: usize) -> bool {
    if widest < NARROWEST {
        return false;
    }
    let (mut breaks, mut unfinished) = (0, 0);
    for pair in lines.windows(2) {
        let (line, next) = (&pair[0], &pair[1]);
        if next.apart || next.indent > line.indent + 1 || line.table || next.table {
            continue;
        }
        breaks += 1;
        unfinished += usize::from(ends_unfinished(line) && !fits(line, next, widest, SLACK));
    }
    unfinished > 0 && unfinished * 2 >= breaks
}

/// Whether `line` goes on in `next`.
fn continues(line: &Line<'_>, next: &Line<'_>, flush: usize, widest: usize) -> bool {
    if next.apart || line.table || next.table || next.text.starts_with(['*', '•', '·', '▪']) {
        return false;
    }
    // The first line of a paragraph is indented, or (rarely) all others are.
    if next.indent > flush + 1 && (next.indent > line.indent + 1 || next.indent == line.indent) {
        return false;
    }
    if ends_unfinished(line) {
        let runs_on = next.text.starts_with(|c: char| c.is_lowercase());
        return runs_on || !fits(line, next, widest, SLACK);
    }
    if next.text.starts_with("- ") || next.text.starts_with("-- ") {
        return false;
    }
    !fits(line, next, widest, SLACK / 2)
}

/// Whether the first word of `next` would have fitted on `line` with `slack` columns to spare.
fn fits(line: &Line<'_>, next: &Line<'_>, widest: usize, slack: usize) -> bool {
    let word = memchr::memchr(b' ', next.text.as_bytes()).unwrap_or(next.text.len());
    let word = if next.width == next.text.len() { word } else { next.text[..word].chars().count() };
    line.indent + line.width + 1 + word + slack <= widest
}

/// Whether `line` ends in mid-sentence.
fn ends_unfinished(line: &Line<'_>) -> bool {
    let end = line.text.trim_end_matches(['"', '\'', '”', '’', ')', ']']);
    !end.ends_with(['.', '!', '?', ':', '…'])
}

/// Appends what joins the text so far to the line `next`: a blank, or nothing after a word divided at the line end.
fn join(body: &mut String, start: usize, next: &str, text: &str, lookups: &mut usize) {
    let before = &body[start..];
    let Some(stem) = before.strip_suffix('-').filter(|stem| stem.ends_with(char::is_alphabetic)) else {
        body.push(' ');
        return;
    };
    if !next.starts_with(char::is_lowercase) {
        // `Anglo-` `American`: the hyphen is part of the word. `pre-` `and post-war`, below, is two words.
        return;
    }
    // No word is longer than this, and a look back over more would be repeated for every line of nonsense.
    let mut recent = stem.len().saturating_sub(64);
    while !stem.is_char_boundary(recent) {
        recent += 1;
    }
    let head = stem[recent..].rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let tail = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    if matches!(tail, "and" | "or" | "to") {
        body.push(' ');
        return;
    }
    // A word is whole again if it stands whole elsewhere or its tail is no word; else the hyphen is taken for its own.
    let compound = before.len() > head.len() + 1 && stem[..stem.len() - head.len()].ends_with('-');
    let mut divided = !compound && is_mere_ending(tail);
    if !divided && !compound && *lookups < LOOKUPS {
        *lookups += 1;
        divided = memmem::find(text.as_bytes(), format!("{head}{tail}").as_bytes()).is_some();
    }
    if divided {
        body.pop();
    }
}

/// Endings that no word consists of.
fn is_mere_ending(tail: &str) -> bool {
    const ENDINGS: [&str; 18] = [
        "tion", "tions", "tional", "sion", "sions", "ment", "ments", "mental", "ness", "ity", "ities", "ing", "ings",
        "ance", "ence", "ized", "ised", "ly",
    ];
    ENDINGS.contains(&tail)
}

/// Appends `line` with single blanks.
fn push_line(body: &mut String, line: &str) {
    if has_gap(line.as_bytes()) {
        super::typography::push_single_spaced(body, line);
    } else {
        body.push_str(line);
    }
}

/// Whether two blanks stand side by side. Without branches, so that it is compiled to vector instructions.
fn has_gap(line: &[u8]) -> bool {
    line.iter().zip(line.iter().skip(1)).fold(false, |found, (a, b)| found | ((*a == b' ') & (*b == b' ')))
}

/// Whether `line` is a row of a table: three cells or more, most of them figures; or cells set apart by wide gaps with a
/// figure among them.
fn is_table_row(line: &str) -> bool {
    let bytes = line.as_bytes();
    // A row has figures or wide gaps; most lines are dismissed by that.
    let gapped = has_gap(bytes);
    if !gapped && bytes.iter().filter(|byte| byte.is_ascii_digit()).count() * 4 < bytes.len() {
        return false;
    }
    let (mut cells, mut figures, mut gaps) = (0, 0, 0);
    let mut blanks = 0;
    let mut ended = true;
    for word in bytes.split(|byte| *byte == b' ') {
        if word.is_empty() {
            blanks += 1;
            continue;
        }
        // Two blanks after a full stop are typists' habit, not a gap.
        gaps += usize::from(blanks > 0 && !ended);
        blanks = 0;
        ended = matches!(word.last(), Some(b'.' | b'?' | b'!' | b':' | b'"' | 0x9D)) && !word[0].is_ascii_digit();
        cells += 1;
        figures += usize::from(is_figure(word));
    }
    (cells >= 3 && figures * 5 >= cells * 3) || (gaps >= 2 && (figures * 3 >= cells || gaps * 2 >= cells.max(2)))
}

/// Whether `word` is a number, a dash for a missing one, or a price.
fn is_figure(word: &[u8]) -> bool {
    // Bytes beyond ASCII are those of dashes and currency signs here; letters beyond ASCII begin with other bytes.
    let around =
        |byte: &u8| matches!(byte, b'(' | b')' | b'+' | b'-' | b'$' | b'%' | b',' | b'.' | b'*' | b'/' | 0x80..);
    let start = word.iter().position(|byte| !around(byte)).unwrap_or(word.len());
    let end = word.iter().rposition(|byte| !around(byte)).map_or(start, |at| at + 1);
    let core = &word[start..end];
    core.is_empty() && matches!(word.first(), Some(..0x80 | 0xC2 | 0xE2))
        || matches!(core, b"nil" | b"Nil" | b"NIL" | b"unch" | b"n/a" | b"N/A" | b"up" | b"off")
        || core.first().is_some_and(u8::is_ascii_digit)
            && core.iter().filter(|byte| byte.is_ascii_alphabetic()).count() <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(text: &str) -> Page {
        lay_out(text, LineBreaks::Detect, |line| line.starts_with("By "), Vec::new())
    }

    #[test]
    fn texts_fall_into_paragraphs() {
        for (text, expected) in [
            ("", ""),
            (" \n \n", ""),
            ("One paragraph.", "One paragraph."),
            ("First.\n\n\nSecond.\n", "First.\nSecond."),
            (
                "A short one.\nAnother short one.\nA third, no longer.",
                "A short one.\nAnother short one.\nA third, no longer.",
            ),
            (
                "    OSLO, May 3 - The harbour board said on Tuesday that all\nthe ferries would sail again by the end of the week, when the\nstorm is over.\n    Two lines were closed.\n    It gave no reason.\n",
                "OSLO, May 3 - The harbour board said on Tuesday that all the ferries would sail again by the end of the week, when the storm is over.\nTwo lines were closed.\nIt gave no reason.",
            ),
            (
                "The harbour board said on Tuesday that all of the ferries would\nsail again by the end of the week, when the storm is over.\n\nTwo lines were closed in the night because of the waves, and one\nship was damaged.",
                "The harbour board said on Tuesday that all of the ferries would sail again by the end of the week, when the storm is over.\nTwo lines were closed in the night because of the waves, and one ship was damaged.",
            ),
            (
                "The harbour board said on Tuesday that all of the ferries would\nsail again by the end of the week.\nTwo lines were closed in the night because of the waves, and one\nship was damaged.",
                "The harbour board said on Tuesday that all of the ferries would sail again by the end of the week.\nTwo lines were closed in the night because of the waves, and one ship was damaged.",
            ),
            (
                "The board announced new rules for the ferries in all of the har-\nbours, and said that the north-\nern ones come first, with a long-term plan and informa-\ntion about all harbours in reach.",
                "The board announced new rules for the ferries in all of the harbours, and said that the north-ern ones come first, with a long-term plan and information about all harbours in reach.",
            ),
            ("Double  blanks   go.  So do these.", "Double blanks go. So do these."),
        ] {
            let page = laid(text);
            assert_eq!(page.body, expected, "{text}");
            let spans: Vec<_> = page.paragraphs.iter().map(|paragraph| paragraph.span.of(&page.body)).collect();
            assert_eq!(spans, expected.split('\n').filter(|line| !line.is_empty()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn long_lines_are_paragraphs() {
        let long = "The harbour board said on Tuesday that all of the ferries would sail again by the end of the week, when the storm that had closed the sound is over";
        let text = format!("{long}\n{long}.\nShort.");
        assert_eq!(laid(&text).body, text);
    }

    #[test]
    fn rows_of_figures_are_marked_and_kept_apart() {
        let text = "    OSLO, May 3 - The harbour board issued the figures for the\nweek, in tonnes, with those of the week before in brackets, as\nfollows.\n    Herring        235,800    205,700    115,500\n    Cod             26,500     18,700        nil\n    The board gave no figures for the other harbours along the\ncoast.\n";
        let page = laid(text);
        let tables: Vec<bool> = page.paragraphs.iter().map(|paragraph| paragraph.table).collect();
        assert_eq!(tables, [false, true, true, false], "{}", page.body);
        assert!(
            page.body
                .contains("\nCod 26,500 18,700 nil\nThe board gave no figures for the other harbours along the coast.")
        );
        for (line, expected) in [
            ("MAY7 284 3/4 UP 1 1/4", true),
            ("          LAST       P SETT   HIGH", true),
            ("In 2019 the firm sold 12 ships for 3 million.", false),
            ("It ended.  Nothing was said.  Nobody left.", false),
            ("Net 3,000 vs loss 1,148,000", false),
        ] {
            assert_eq!(is_table_row(line.trim()), expected, "{line}");
        }
    }

    #[test]
    fn a_link_alone_leaves_no_paragraph() {
        let page = laid("First.\nhttps://a.example/2020/01/02\nSecond.");
        assert_eq!(page.body, "First.\nSecond.");
        assert_eq!(page.links[0].span, Span::new(6, 6));
        let page = laid("https://a.example/2020/01/02\nSecond.");
        assert_eq!((page.body.as_str(), page.links[0].span), ("Second.", Span::new(0, 0)));
    }
}
