//! Marks of business wires behind and around the names of firms: `British Petroleum Co Plc <BP.L>`, `<Acme Furnaces AG>`.
//!
//! They stand in the middle of sentences and belong to none, so that the parser does without them; the code behind a name tells
//! on which exchange the firm is listed.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter};

use crate::span::Span;

/// The most bytes between `<` and `>`.
const LONGEST: usize = 80;

/// The parts of the prose without codes of firms and without the brackets around their names. The same parts where there are none.
pub fn without<'p>(body: &str, prose: &'p [Span]) -> Cow<'p, [Span]> {
    if prose.iter().all(|part| memchr(b'<', part.of(body).as_bytes()).is_none()) {
        return Cow::Borrowed(prose);
    }
    let mut parts = Vec::new();
    for part in prose {
        let mut start = part.start;
        let mut cut = |from: usize, to: usize| {
            parts.push(Span::new(start, from));
            start = to;
        };
        let mut at = part.start;
        while let Some(open) = memchr(b'<', &body.as_bytes()[at..part.end]).map(|found| at + found) {
            at = open + 1;
            let Some(inner) = bracketed(&body[open..part.end]) else { continue };
            let close = at + inner.len();
            if is_code(inner) {
                cut(open, close + 1);
            } else {
                cut(open, at);
                cut(close, close + 1);
            }
            at = close + 1;
        }
        parts.push(Span::new(start, part.end));
    }
    parts.retain(|part| !part.is_empty());
    Cow::Owned(parts)
}

/// Whether codes of firms are in a body.
pub fn are_in(body: &str) -> bool {
    memchr_iter(b'<', body.as_bytes()).any(|at| bracketed(&body[at..]).is_some_and(is_code))
}

/// The code right behind a name that ends at byte `at` of the body: `BP.L`.
pub fn behind(body: &str, at: usize) -> Option<&str> {
    let rest = body.get(at..)?;
    bracketed(rest.strip_prefix(' ').unwrap_or(rest)).filter(|inner| is_code(inner))
}

/// Whether the name at these bytes stands between brackets.
pub fn is_bracketed(body: &str, name: Span) -> bool {
    body[..name.start].ends_with('<') && body[name.end..].trim_start_matches('.').starts_with('>')
}

/// What stands between `<` and `>` at the beginning of `text`, if it is a name or a code.
fn bracketed(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('<')?;
    let end = inner.bytes().take(LONGEST).position(|byte| matches!(byte, b'>' | b'<' | b'\n'))?;
    let inner = &inner[..end];
    let name = inner.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit());
    (text[end + 1..].starts_with('>') && name).then_some(inner)
}

/// Whether these are the letters of a firm at an exchange.
fn is_code(inner: &str) -> bool {
    let (firm, exchange) = inner.split_once('.').unwrap_or((inner, ""));
    let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    (1..=6).contains(&firm.len()) && letters(firm) && exchange.len() <= 3 && letters(exchange)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(body: &str) -> Vec<&str> {
        let prose = [Span::new(0, body.len())];
        without(body, &prose).iter().map(|part| part.of(body)).collect()
    }

    #[test]
    fn codes_and_brackets_of_firms_are_no_prose() {
        for (body, expected) in [
            ("Acme Corp <ACM> said so.", &["Acme Corp ", " said so."][..]),
            ("Acme Plc <ACMP.L>, <Tin AG> met.", &["Acme Plc ", ", ", "Tin AG", " met."]),
            ("5 < 6 and 7 > 6.", &["5 < 6 and 7 > 6."]),
            ("a <b and c", &["a <b and c"]),
            ("None.", &["None."]),
        ] {
            assert_eq!(cut(body), expected, "{body}");
        }
    }

    #[test]
    fn the_code_behind_a_name_is_known() {
        let body = "Acme Plc <ACMP.L> met <Tin AG>.";
        assert_eq!(behind(body, 8), Some("ACMP.L"));
        assert_eq!(behind(body, 4), None);
        assert!(are_in(body) && !are_in("<Tin AG> met."));
        assert!(is_bracketed(body, Span::new(23, 29)) && !is_bracketed(body, Span::new(0, 8)));
    }
}
