//! XML of a house without a standard: articles whose elements have names that speak for themselves.

use super::xml::{Element, Tree};
use super::{ParseError, nitf};
use crate::article::{Article, Origin};

/// Elements that hold one article each.
pub const ITEMS: &[&str] = &["RBNews", "article", "story", "document", "doc", "newsarticle", "record", "row"];

/// The article in one such element, or in a whole document that has none of them.
pub fn parse(text: &str, origin: Origin) -> Result<Article, ParseError> {
    let tree = Tree::parse(text)?;
    let item = tree.root().ok_or_else(|| ParseError::NoArticle("XML without elements".to_owned()))?;
    if let Some(nitf) = item.find("nitf") {
        let prose = nitf::content_prose(nitf);
        if !prose.text.trim().is_empty() {
            let mut article = Article::new("xml", origin, prose.text);
            article.anchors = Some(prose.anchors);
            nitf::fill(&mut article, nitf);
            return Ok(article);
        }
    }
    let line = |names: &[&str]| {
        names.iter().find_map(|name| item.line_of(name).or_else(|| item.find_all(name).find_map(|found| found.line())))
    };
    let (body, anchors) = body(item).ok_or_else(|| {
        let name = item.name();
        ParseError::NoArticle(format!("XML of an unknown vocabulary (<{name}>) without an element that holds a text"))
    })?;
    let mut article = Article::new("xml", origin, body);
    article.anchors = anchors;
    article.headline = line(&["headline", "hl1", "title", "head"]);
    article.id = line(&["id", "guid", "newsid", "docid", "docno", "uri"])
        .or_else(|| item.attribute("id").map(|id| id.into_owned()));
    article.source = line(&["source", "provider", "origin", "publisher"]);
    article.slug = line(&["slug", "slugline"]);
    article.published = line(&["published", "publishdate", "pubdate", "published_at", "datetime", "timestamp", "date"]);
    article.updated = line(&["updated", "modified", "lastmodified"]);
    article.language = line(&["language", "lang"]).or_else(|| item.attribute("lang").map(|lang| lang.into_owned()));
    article.url = line(&["url", "link"]);
    article.byline.extend(line(&["byline", "author", "authors", "creator"]));
    article.urgency = line(&["urgency"]).and_then(|urgency| urgency.parse().ok());
    article.version = line(&["version"]).and_then(|version| version.parse().ok());
    article.located.extend(line(&["town", "city", "location"]));
    Ok(article)
}

fn body(item: Element<'_, '_>) -> Option<(String, Option<Vec<String>>)> {
    const NAMES: [&str; 9] =
        ["body", "bodytext", "body_text", "text", "content", "fulltext", "articlebody", "maintext", "story"];
    NAMES.iter().find_map(|name| {
        item.find_all(name).find_map(|element| {
            let (text, anchors) = if element.children().next().is_some() {
                let prose = element.prose(|_| false);
                (prose.text, Some(prose.anchors))
            } else {
                (element.raw_text(), None)
            };
            (!text.trim().is_empty()).then_some((text, anchors))
        })
    })
}
