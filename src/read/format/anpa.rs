//! ANPA 1312, the wire form of American agencies: one item is one transmission.
//!
//! `SYN SYN SOH` number `US` selector, priority, category, keyword, date, word count `STX` text `ETX` trailer `EOT` (ANPA
//! Technical Report 84-2, "High-speed news wire data transmission", 1989). Lines that begin with `^` are headings and end in `<`
//! or `=`: keyword, headline, notes to editors, byline.

use super::ParseError;
use crate::article::{Article, Origin};

/// The article in one transmission.
pub fn parse(text: &str, origin: Origin) -> Result<Article, ParseError> {
    let (envelope, rest) = text.split_once('\u{2}').unwrap_or(("", text));
    let (copy, trailer) = rest.split_once('\u{3}').unwrap_or((rest, ""));
    let mut article = Article::new("anpa1312", origin, String::new());
    read_envelope(&mut article, envelope);
    article.published = time(trailer);
    let mut headings = 0;
    let mut body = String::with_capacity(copy.len());
    for line in copy.lines() {
        let line = line.trim_end_matches(['\r', ' ', '\u{c}']);
        let line = line.trim_start_matches(|c: char| c.is_control() && !matches!(c, '\t' | '\u{1f}'));
        let in_heading = body.is_empty() || article.headline.is_none() && !line.starts_with(['\t', '\u{1f}']);
        match line.strip_prefix('^') {
            Some(heading) if body.is_empty() && in_heading => {
                read_heading(&mut article, clean(heading.trim_end_matches(['<', '='])).trim(), headings);
                headings += 1;
            }
            other => {
                let text = other.unwrap_or(line);
                let indented = line.starts_with(['\t', '\u{1f}', '^']) || line.starts_with("   ");
                let ended =
                    if other.is_some() { text.trim_end_matches(['<', '=']) } else { text.trim_end_matches('<') };
                let mut text = clean(ended);
                if text.matches(';').count() >= 3 {
                    // Columns of a table.
                    text = text.replace(';', "   ");
                }
                if body.is_empty() && text.trim().is_empty() {
                    continue;
                }
                if !body.is_empty() {
                    body.push_str(if indented { "\n\n" } else { "\n" });
                }
                body.push_str(text.trim());
            }
        }
    }
    if body.trim().is_empty() {
        body = article
            .headline
            .clone()
            .ok_or_else(|| ParseError::NoArticle("an ANPA 1312 transmission without a text".to_owned()))?;
    }
    article.body = body.replace("``", "\"").replace("''", "\"");
    article.anchors = Some(Vec::new());
    Ok(article)
}

/// `w0001 US selector` and `r a BC-Keyword 11-13 1693`.
fn read_envelope(article: &mut Article, envelope: &str) {
    let mut lines = envelope.lines();
    let first = lines.next().unwrap_or_default();
    let first = first.rsplit_once('\u{1}').map_or(first, |(_, number)| number);
    let number = first.split('\u{1f}').next().unwrap_or_default().trim_matches(|c: char| c.is_control() || c == '-');
    let second = clean(lines.next().unwrap_or_default());
    let mut words = second.split_ascii_whitespace();
    article.urgency = match words.next() {
        Some("f") => Some(1),
        Some("b") => Some(2),
        Some("u") => Some(3),
        Some("r") => Some(4),
        Some("d") => Some(5),
        Some("a" | "s" | "z") => Some(6),
        _ => None,
    };
    let keyword = words.filter(|word| word.len() > 1).collect::<Vec<_>>().join(" ");
    // The number alone comes round every few days.
    article.id = (!number.is_empty()).then(|| format!("{number} {keyword}").trim().to_owned());
}

/// One `^` line of the head: the keyword comes first, the headline is the first of the others that is no note.
fn read_heading(article: &mut Article, line: &str, number: usize) {
    if line.is_empty() {
        return;
    }
    if number == 0 {
        let keyword = line.rsplit_once(',').filter(|(_, words)| words.trim().bytes().all(|byte| byte.is_ascii_digit()));
        article.slug = Some(keyword.map_or(line, |(keyword, _)| keyword).to_owned());
        return;
    }
    let bare = line.trim_start_matches('(');
    if line.starts_with("By ") || line.starts_with("BY ") {
        article.byline.push(line.to_owned());
    } else if bare.starts_with("Eds")
        || bare.starts_with("EDS")
        || bare.starts_with("EDITOR")
        || bare.starts_with("Editors")
    {
        let note = article.note.get_or_insert_with(String::new);
        if !note.is_empty() {
            note.push(' ');
        }
        note.push_str(line);
    } else if !article.byline.is_empty() {
        // What stands under the byline is who the writer works for, unless it heads a table.
        if line.contains(|c: char| c.is_lowercase()) && !line.contains(|c: char| c.is_ascii_digit() || c == ';') {
            article.source.get_or_insert_with(|| line.to_owned());
        }
    } else if article.headline.is_none() && !is_about_pictures(line) {
        article.headline = Some(line.to_owned());
    }
}

fn is_about_pictures(line: &str) -> bool {
    line.split(' ').take(3).any(|word| {
        ["Photo", "Photos", "Graphic", "Graphics", "Video"]
            .iter()
            .any(|kind| word.trim_end_matches([',', ':']) == *kind)
    })
}

/// `text` without control characters; unit separators are tabs, and the half that ANPA writes as a brace is one.
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{1f}' | '\t' | '\u{1e}' => out.push(' '),
            '{' if out.ends_with(|last: char| last.is_ascii_digit()) => out.push('½'),
            _ if c.is_control() => {}
            _ => out.push(c),
        }
    }
    out
}

/// `AP-WF-05-17-16 0620GMT<`: month, day, year, time and zone.
fn time(trailer: &str) -> Option<String> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let line = clean(trailer.lines().next()?);
    let (date, time) = line.trim().trim_end_matches('<').rsplit_once(' ')?;
    let mut parts = date.rsplit('-');
    let (year, day, month) = (parts.next()?, parts.next()?, parts.next()?);
    let month = MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
    let (hours, minutes, zone) = (time.get(..2)?, time.get(2..4)?, time.get(4..)?);
    Some(format!("{day} {month} {year} {hours}:{minutes} {zone}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_trailers() {
        assert_eq!(time("AP-WF-05-17-16 0620GMT<\n").as_deref(), Some("17 May 16 06:20 GMT"));
        for odd in ["AP-WF-05-17-16 1{20GMT<", "05-17-16 06", "13-17-16 0620GMT", "-", ""] {
            assert_eq!(time(odd), None, "{odd}");
        }
    }
}
