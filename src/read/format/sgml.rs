//! SGML of the kind that Reuters-21578 came in: one item is a `<REUTERS>` document.
//!
//! No SGML reader is needed for it: the tags are few and always written out. The text is that of the telex, wrapped lines,
//! `&lt;` around company names, and ends in control characters.

use super::ParseError;
use crate::article::{Article, Origin};
use crate::record::Subject;

/// The article in one document.
pub fn parse(text: &str, origin: Origin) -> Result<Article, ParseError> {
    let inside = between(text, "TEXT").unwrap_or(text);
    let title = between(inside, "TITLE").map(plain);
    let dateline = between(inside, "DATELINE").map(plain);
    let body = match between(inside, "BODY") {
        Some(body) => body,
        // Briefs and unprocessed copy have no body of their own: what follows the last part is the text.
        None => ["</DATELINE>", "</AUTHOR>", "</TITLE>"]
            .iter()
            .find_map(|end| inside.find(end).map(|at| &inside[at + end.len()..]))
            .unwrap_or(inside),
    };
    let mut body = plain(body);
    if body.trim().is_empty() {
        body = title
            .clone()
            .filter(|title| !title.is_empty())
            .ok_or_else(|| ParseError::NoArticle("an SGML document without title and text".to_owned()))?;
    }
    let mut article = Article::new("sgml", origin, body);
    article.anchors = Some(Vec::new());
    article.headline = title.map(|title| title.split_ascii_whitespace().collect::<Vec<_>>().join(" "));
    article.heading_in_body = article.headline.is_none();
    article.dateline = dateline.map(|dateline| dateline.trim().trim_end_matches('-').trim().to_owned());
    article.byline.extend(between(inside, "AUTHOR").map(plain).map(|author| author.trim().to_owned()));
    article.published = between(text, "DATE").map(|date| plain(date).trim().to_owned());
    let attributes = text.split_once('>').map_or("", |(tag, _)| tag);
    article.id = attribute(attributes, "NEWID").map(str::to_owned);
    for group in ["TOPICS", "PLACES", "PEOPLE", "ORGS", "EXCHANGES"] {
        let mut rest = between(text, group).unwrap_or("");
        while let Some((_, after)) = rest.split_once("<D>") {
            let (code, next) = after.split_once("</D>").unwrap_or((after, ""));
            article.subjects.push(Subject { code: Some(code.trim().to_owned()), name: None });
            rest = next;
        }
    }
    Ok(article)
}

/// What stands between the tags of an element.
fn between<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let open = text
        .match_indices('<')
        .map(|(at, _)| &text[at + 1..])
        .find(|rest| rest.strip_prefix(name).is_some_and(|after| after.starts_with(['>', ' '])))?;
    let inside = &open[open.find('>')? + 1..];
    Some(&inside[..inside.find(&format!("</{name}>")).unwrap_or(inside.len())])
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let after = &tag[tag.find(&format!(" {name}=\""))? + name.len() + 3..];
    after.split('"').next()
}

/// `text` with its three entities as characters, and without control characters.
fn plain(text: &str) -> String {
    let text = htmlize::unescape(text);
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t' | '\r')).collect()
}
