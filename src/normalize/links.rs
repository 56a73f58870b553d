//! Links in the running text: taken out, because they break the sentence they stand in, and kept with their place.
//!
//! The date in a link's path is often the only date that a story without metadata carries.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::article::Link;
use crate::span::Span;

use super::calendar::date_in_url;
use super::typography::{ANCHOR_END, ANCHOR_START};

/// Whether `text` may hold a link. Cheap: it is asked of every article.
pub fn may_hold_links(text: &str) -> bool {
    static SCHEME: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("://"));
    static HOST: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("www."));
    SCHEME.find(text.as_bytes()).is_some() || HOST.find(text.as_bytes()).is_some()
}

/// Takes the links out of `body[from..]`, one paragraph, and the anchor marks with them; appends what it found to `links`
/// with spans in `body`. `anchors` gives the addresses of the marked words, in order.
pub fn take_out(body: &mut String, from: usize, anchors: &mut impl Iterator<Item = String>, links: &mut Vec<Link>) {
    let paragraph = body.split_off(from);
    let first = links.len();
    let mut open: Option<(String, usize, usize)> = None;
    let mut at = 0;
    while let Some((start, end)) = next(&paragraph, at) {
        push(body, from, &paragraph[at..start]);
        at = end;
        let found = &paragraph[start..end];
        if found.starts_with(ANCHOR_START) {
            open = anchors.next().map(|url| (url, body.len(), links.len()));
        } else if found.starts_with(ANCHOR_END) {
            let Some((url, start, known)) = open.take() else { continue };
            // An address laid under itself is one link, and was found when the words were taken out.
            if start < body.len() || links.len() == known {
                let span = Span::new(start.min(body.len()), body.len());
                links.push(Link { date: date_in_url(&url), url, span });
            }
        } else {
            at = close_gap(body, from, &paragraph, end);
            let date = date_in_url(found);
            links.push(Link { url: found.to_owned(), span: Span::new(body.len(), body.len()), date });
        }
    }
    push(body, from, &paragraph[at..]);
    body.truncate(from + body[from..].trim_end().len());
    for link in &mut links[first..] {
        link.span.start = link.span.start.min(body.len());
        link.span.end = link.span.end.min(body.len());
    }
    links[first..].sort_by_key(|link| link.span);
}

/// Appends without leading blanks at the head of the paragraph and without doubled blanks.
fn push(body: &mut String, from: usize, text: &str) {
    let joined = body.len() == from || body.ends_with(' ');
    body.push_str(if joined { text.trim_start_matches(' ') } else { text });
}

/// Tidies up around a link that ended at `end`: its brackets and the surplus blank go. Says where the text goes on.
fn close_gap(body: &mut String, from: usize, paragraph: &str, end: usize) -> usize {
    let mut end = end;
    let closing = match body[from..].chars().next_back() {
        Some('(') => ')',
        Some('[') => ']',
        Some('<') => '>',
        Some('{') => '}',
        _ => '\0',
    };
    if paragraph[end..].starts_with(closing) {
        body.pop();
        end += 1;
    }
    let next = paragraph[end..].chars().next();
    if body.len() > from
        && body.ends_with(' ')
        && next.is_none_or(|next| matches!(next, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']'))
    {
        body.pop();
    }
    end
}

/// The next link or mark at or after `from`: where it starts and ends.
fn next(paragraph: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = paragraph.as_bytes();
    let mut at = from;
    loop {
        // All that can begin a link or a mark: `h`, `w` or the first byte of U+FDD0.
        at += memchr::memchr3(b'h', b'w', 0xEF, &bytes[at..])?;
        let rest = &paragraph[at..];
        if rest.starts_with(ANCHOR_START) || rest.starts_with(ANCHOR_END) {
            return Some((at, at + ANCHOR_START.len_utf8()));
        }
        let head = if rest.starts_with("http://") {
            7
        } else if rest.starts_with("https://") {
            8
        } else if rest.starts_with("www.") {
            4
        } else {
            0
        };
        let fresh = paragraph[..at]
            .chars()
            .next_back()
            .is_none_or(|before| !before.is_alphanumeric() && !matches!(before, '/' | '@' | '.'));
        if head > 0 && (fresh || head > 4) {
            let length = length(rest);
            if length > head {
                return Some((at, at + length));
            }
        }
        at += rest.chars().next()?.len_utf8();
    }
}

/// The length of the link that `rest` begins with, without the punctuation of the sentence around it.
fn length(rest: &str) -> usize {
    let stop = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '<' | '>'
                    | '"'
                    | '“'
                    | '”'
                    | '‘'
                    | '’'
                    | '«'
                    | '»'
                    | '{'
                    | '}'
                    | '|'
                    | '\\'
                    | '^'
                    | '`'
                    | ANCHOR_START
                    | ANCHOR_END
            )
    };
    let mut length = rest.find(stop).unwrap_or(rest.len());
    // One count of the brackets is enough: each that is cut off is known.
    let count = |bracket: char| rest[..length].matches(bracket).count();
    let (mut surplus, mut surplus_square) =
        (count(')').saturating_sub(count('(')), count(']').saturating_sub(count('[')));
    while let Some(last) = rest[..length].chars().next_back() {
        match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '…' | '*' | '_' => {}
            ')' if surplus > 0 => surplus -= 1,
            ']' if surplus_square > 0 => surplus_square -= 1,
            _ => break,
        }
        length -= last.len_utf8();
    }
    // A bracket closed in mid-link belongs to the sentence: `(https://a.example)said`.
    if surplus > 0
        && let Some(close) = rest[..length].find(')')
    {
        length = close;
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn taken(text: &str, anchors: &[&str]) -> (String, Vec<(String, usize, usize)>) {
        let mut body = String::from("Before.\n");
        let from = body.len();
        body.push_str(text);
        let mut links = Vec::new();
        take_out(&mut body, from, &mut anchors.iter().map(|url| url.to_string()), &mut links);
        assert!(links.is_sorted_by_key(|link| link.span));
        let links = links.into_iter().map(|link| (link.url, link.span.start - from, link.span.end - from)).collect();
        (body.split_off(from), links)
    }

    #[test]
    fn links_leave_a_sound_sentence() {
        for (text, expected, url, start, end) in [
            (
                "Norway said https://a.example/x-2020-03-04 on Monday it",
                "Norway said on Monday it",
                "https://a.example/x-2020-03-04",
                12,
                12,
            ),
            ("See www.a.example/report.", "See.", "www.a.example/report", 3, 3),
            ("See the report (http://a.example/r(1)) now", "See the report now", "http://a.example/r(1)", 15, 15),
            ("See [https://a.example], then", "See, then", "https://a.example", 3, 3),
            ("https://a.example/ It rained.", "It rained.", "https://a.example/", 0, 0),
            ("It rained: https://a.example/?a=b&c=d", "It rained:", "https://a.example/?a=b&c=d", 10, 10),
            ("https://a.example/only", "", "https://a.example/only", 0, 0),
            ("said“https://a.example/q”today", "said“”today", "https://a.example/q", 7, 7),
        ] {
            assert_eq!(taken(text, &[]), (expected.to_owned(), vec![(url.to_owned(), start, end)]), "{text}");
        }
    }

    #[test]
    fn what_is_no_link_stays() {
        for text in ["who wants what", "http:// is a prefix", "www. is nothing", "the awww.sound", "ﬁnd – ïï"] {
            assert_eq!(taken(text, &[]), (text.to_owned(), Vec::new()), "{text}");
        }
    }

    #[test]
    fn words_under_a_link_stay() {
        for (text, expected, start, end) in [
            ("see \u{FDD0}the report\u{FDD1} now", "see the report now", 4, 14),
            ("see \u{FDD0}https://a.example\u{FDD1} now", "see now", 4, 4),
            ("see \u{FDD0}\u{FDD1} now", "see now", 4, 4),
            ("see \u{FDD0}to its end", "see to its end", 0, 0),
        ] {
            let (body, links) = taken(text, &["https://a.example"]);
            assert_eq!(body, expected, "{text}");
            if text.contains(ANCHOR_END) {
                assert_eq!(links, [("https://a.example".to_owned(), start, end)], "{text}");
            }
        }
    }

    #[test]
    fn dates_are_read() {
        let mut body = "x https://a.example/2020/03/04/y".to_owned();
        let mut links = Vec::new();
        take_out(&mut body, 0, &mut std::iter::empty(), &mut links);
        assert_eq!(links[0].date, Some(date(2020, 3, 4)));
    }
}
