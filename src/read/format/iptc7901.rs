//! IPTC 7901, the telegraph form of European and Asian agencies: one item is one transmission.
//!
//! `SOH` source, number, priority, category, word count `CR LF` keywords `STX` headline and text `ETX` day and time `EOT`
//! (IPTC 7901, "The text transmission format", 1995). Agencies differ in nearly all of it: the keyword line may stand before or
//! behind `STX`, the headline ends in `=` or not, and what came over telex has `ZCZC` and `NNNN` instead of control characters.

use super::ParseError;
use crate::article::{Article, Origin};

/// How many lines a heading may have before the `=` that ends it.
const HEADING: usize = 8;

/// The article in one transmission.
pub fn parse(text: &str, origin: Origin) -> Result<Article, ParseError> {
    let text = text.trim_matches(|c: char| c.is_control() || c == ' ');
    let (envelope, rest) = match text.split_once('\u{2}') {
        Some(parts) => parts,
        None => telex(text),
    };
    let (body, trailer) = rest.split_once('\u{3}').unwrap_or((rest, ""));
    let mut lines = envelope.lines().map(clean).filter(|line| !line.is_empty());
    let header = lines.next().unwrap_or_default();
    let slug = lines.next();
    let body = clean(body.strip_suffix("NNNN").unwrap_or(body));
    let (heading, story) = split_heading(&body);
    let mut article = Article::new("iptc7901", origin, story.to_owned());
    article.anchors = Some(Vec::new());
    article.slug = slug.map(|slug| slug.trim_end_matches('/').to_owned());
    read_header(&mut article, &header);
    article.published = time(trailer);
    match heading {
        Some(heading) => read_heading(&mut article, heading),
        None => article.heading_in_body = true,
    }
    if article.body.trim().is_empty() {
        article.body = article
            .headline
            .clone()
            .ok_or_else(|| ParseError::NoArticle("an IPTC 7901 transmission without a text".to_owned()))?;
    }
    Ok(article)
}

/// Header and rest of copy without control characters: the line with `ZCZC` is the header.
fn telex(text: &str) -> (&str, &str) {
    match text.split_once('\n') {
        Some((header, rest)) if header.starts_with("ZCZC") => (header, rest),
        _ => ("", text),
    }
}

/// `text` without control characters.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n' || *c == '\t').collect()
}

/// `eca062 4 i 211 ccccb   dpa 061`: the number of the transmission, its priority (1 to 6).
fn read_header(article: &mut Article, header: &str) {
    let header = header.strip_prefix("ZCZC").unwrap_or(header);
    let mut words = header.split_ascii_whitespace();
    article.id =
        words.next().filter(|word| word.bytes().any(|byte| byte.is_ascii_digit())).map(|_| header.trim().to_owned());
    article.urgency = words
        .clone()
        .take(2)
        .find(|word| word.len() == 1)
        .and_then(|word| word.parse().ok())
        .filter(|urgency| (1..=9).contains(urgency));
    // The agency stands before its own number: `dpa 061`, `BNA-0207`, `dpa-tns 0908`.
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let rest: Vec<&str> = words.collect();
    article.source = rest
        .iter()
        .enumerate()
        .skip(1)
        .find_map(|(index, word)| {
            let (name, number) = word.split_once('-').unwrap_or((word, ""));
            let numbered =
                !number.is_empty() && is_number(number) || rest.get(index + 1).is_some_and(|next| is_number(next));
            (name.len() >= 2 && name.bytes().all(|byte| byte.is_ascii_alphabetic()) && numbered).then_some(name)
        })
        .map(str::to_owned);
}

/// Splits the lines that end in `=` off the head of a text.
fn split_heading(text: &str) -> (Option<&str>, &str) {
    let mut end = 0;
    for line in text.split_inclusive('\n').take(HEADING) {
        end += line.len();
        // `Berlin (dpa) = Text` is a dateline; the sign that ends a heading stands at the end of a line.
        if line.trim_end().ends_with('=') {
            return (Some(&text[..end]), &text[end..]);
        }
        if line.starts_with("   ") {
            break;
        }
    }
    (None, text)
}

/// Lead marks in capitals, a headline of one line or two, a byline.
fn read_heading(article: &mut Article, heading: &str) {
    let mut headline = String::new();
    let mut mark = None;
    for line in heading.lines().map(|line| line.trim().trim_end_matches('=').trim_end()).filter(|line| !line.is_empty())
    {
        let in_capitals = !line.contains(|c: char| c.is_lowercase()) && line.split(' ').count() <= 3;
        if line.starts_with("By ") {
            article.byline.push(line.to_owned());
        } else if in_capitals && headline.is_empty() && line.ends_with('/') {
            article.slug = article.slug.take().or_else(|| Some(line.trim_end_matches('/').to_owned()));
        } else if in_capitals && headline.is_empty() {
            mark = Some(line);
        } else {
            if !headline.is_empty() {
                headline.push(' ');
            }
            headline.push_str(line);
        }
    }
    if let Some(mark) = mark {
        // `1ST LEAD` says which version this is; a headline in capitals is all there is.
        headline = match headline.is_empty() {
            true => mark.to_owned(),
            false if mark.contains("LEAD") || mark.contains("URGENT") || mark.contains("CORR") => {
                format!("{mark}: {headline}")
            }
            false => headline,
        };
    }
    article.headline = (!headline.is_empty()).then_some(headline);
}

/// `131137 GMT Nov 13`: day, hour and minute, month and year.
fn time(trailer: &str) -> Option<String> {
    let trailer = clean(trailer);
    let mut words = trailer.split_ascii_whitespace();
    let stamp = words.next().filter(|word| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit()))?;
    let mut words = words.filter(|word| !matches!(*word, "GMT" | "UTC" | "Z"));
    let month = words.next()?;
    let month = match month.to_ascii_lowercase().as_str() {
        "okt" => "Oct",
        "dez" => "Dec",
        "mai" => "May",
        "mrz" | "mär" => "Mar",
        _ => month,
    };
    let year = words.next().filter(|year| year.len() == 2 || year.len() == 4)?;
    Some(format!("{} {month} {year} {}:{} GMT", &stamp[..2], &stamp[2..4], &stamp[4..]))
}
