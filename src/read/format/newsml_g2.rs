//! IPTC NewsML-G2: one item is a news item; packages, concepts, knowledge, planning and catalogues are known and refused.
//!
//! Names and their meaning are those of the NewsML-G2 specification 2.x. Content may be NITF, XHTML or plain text within the
//! item; content that is only pointed at is not fetched.

use super::xml::{Element, Tree};
use super::{Context, ParseError, nitf};
use crate::article::{Article, Origin};
use crate::record::{Status, Subject};

/// What the header of a news message says: who sent it.
pub fn context(head: &str) -> Context {
    let Ok(tree) = Tree::parse(head) else { return Context::default() };
    let sender =
        tree.document().find("header").and_then(|header| header.line_of("sender").or_else(|| header.line_of("origin")));
    let language = tree.root().and_then(|root| root.attribute("lang")).map(|language| language.into_owned());
    Context { encoding: None, language, source: sender }
}

/// The article in one item.
pub fn parse(text: &str, context: &Context, origin: Origin) -> Result<Article, ParseError> {
    let tree = Tree::parse(text)?;
    let item = tree.root().ok_or_else(|| ParseError::NoArticle("a NewsML-G2 message without items".to_owned()))?;
    if !item.is("newsItem") {
        let what = item.name().trim_end_matches("Item").to_ascii_lowercase();
        let title = headline(item).map(|title| format!(" ({title})")).unwrap_or_default();
        return Err(ParseError::NoArticle(format!("a NewsML-G2 {what} item{title}")));
    }
    let meta = item.child("itemMeta");
    let content = item.child("contentMeta");
    let class = meta.and_then(|meta| meta.child("itemClass")).and_then(code).unwrap_or_default();
    let class = class.rsplit(':').next().unwrap_or("text").to_ascii_lowercase();
    let in_meta = |name: &str| meta.and_then(|meta| meta.line_of(name));
    let in_content = |name: &str| content.and_then(|content| content.line_of(name));
    let status = meta.and_then(|meta| meta.child("pubStatus")).and_then(code).and_then(|code| status(&code));
    let headline = headline(item);
    let found = body(item);
    let (body, anchors) = match found {
        Some(found) if matches!(class.as_str(), "text" | "composite" | "") => found,
        _ if status == Some(Status::Canceled) && headline.is_some() => {
            (headline.clone().unwrap_or_default(), Some(Vec::new()))
        }
        _ if matches!(class.as_str(), "text" | "") => {
            return Err(ParseError::NoArticle("a NewsML-G2 news item without text in it".to_owned()));
        }
        _ => return Err(ParseError::NoArticle(format!("a NewsML-G2 news item of class {class}"))),
    };
    let mut article = Article::new("newsml-g2", origin, body);
    article.anchors = anchors;
    article.headline = headline;
    article.id = item.attribute("guid").map(|guid| guid.into_owned());
    article.version = item.attribute("version").and_then(|version| version.parse().ok());
    article.status = status;
    article.source = meta
        .and_then(|meta| meta.child("provider"))
        .and_then(|provider| named(provider))
        .or_else(|| content.and_then(|content| content.child("infoSource")).and_then(named))
        .or_else(|| context.source.clone());
    let revised = in_meta("versionCreated");
    article.published = in_meta("firstCreated").or_else(|| revised.clone()).or_else(|| in_content("contentCreated"));
    article.updated = revised;
    article.embargo = in_meta("embargoed");
    article.note = in_meta("edNote");
    article.slug = in_content("slugline");
    article.dateline = in_content("dateline");
    article.urgency = in_content("urgency").and_then(|urgency| urgency.parse().ok());
    article.language = content
        .and_then(|content| content.child("language"))
        .and_then(|language| language.attribute("tag"))
        .or_else(|| item.attribute("lang"))
        .map(|language| language.into_owned())
        .or_else(|| context.language.clone());
    if let Some(content) = content {
        article.byline.extend(content.children().filter(|child| child.is("by")).filter_map(|by| by.line()));
        if article.byline.is_empty() {
            let creators = content.children().filter(|child| child.is("creator") || child.is("contributor"));
            article.byline.extend(creators.filter_map(|creator| creator.line_of("name")));
        }
        for subject in content.children().filter(|child| child.is("subject") || child.is("keyword")) {
            let subject = Subject { code: code(subject), name: subject.line_of("name").or_else(|| subject.line()) };
            if subject != Subject::default() {
                article.subjects.push(subject);
            }
        }
        article.located.extend(content.children().filter(|child| child.is("located")).filter_map(named));
    }
    if let Some(inner) = item.find("nitf") {
        nitf::fill(&mut article, inner);
    }
    Ok(article)
}

/// The main headline: that of the content, or the title of the item.
fn headline(item: Element<'_, '_>) -> Option<String> {
    let content = item.child("contentMeta");
    let of_content = content.and_then(|content| {
        let headlines = || content.children().filter(|child| child.is("headline"));
        let is_main = |headline: &Element<'_, '_>| headline.attribute("role").is_none_or(|role| role.contains("main"));
        headlines().filter(is_main).chain(headlines()).find_map(|headline| headline.line())
    });
    of_content.or_else(|| item.child("itemMeta").and_then(|meta| meta.line_of("title")))
}

/// The text of the content set: the first form of it that has one.
fn body(item: Element<'_, '_>) -> Option<(String, Option<Vec<String>>)> {
    let set = item.child("contentSet")?;
    set.children().find_map(|content| {
        let kind = content.attribute("contenttype").unwrap_or_default().to_ascii_lowercase();
        let is_text = kind.is_empty()
            || kind.contains("text")
            || kind.contains("html")
            || kind.contains("nitf")
            || kind.contains("xml");
        let (text, anchors) = if content.is("inlineXML") {
            // Events, results and figures in XML of their own are no text.
            if content.children().next().is_some_and(|inner| !is_text_element(inner)) {
                return None;
            }
            let prose = nitf::content_prose(content);
            (prose.text, Some(prose.anchors))
        } else if content.is("inlineData") && is_text && content.attribute("encoding").is_none() {
            if content.children().next().is_some() {
                let prose = nitf::content_prose(content);
                (prose.text, Some(prose.anchors))
            } else {
                (content.raw_text(), None)
            }
        } else {
            return None;
        };
        (!text.trim().is_empty()).then_some((text, anchors))
    })
}

/// Whether inline XML of this element is a story: NITF or XHTML.
fn is_text_element(element: Element<'_, '_>) -> bool {
    const NAMES: [&str; 14] = [
        "nitf",
        "html",
        "body",
        "body.content",
        "div",
        "p",
        "section",
        "article",
        "main",
        "pre",
        "h1",
        "h2",
        "span",
        "block",
    ];
    NAMES.iter().any(|name| element.is(name))
}

/// The code of an element, as it came: `qcode`, `literal` or `uri`.
fn code(element: Element<'_, '_>) -> Option<String> {
    ["qcode", "literal", "uri"].iter().find_map(|name| element.attribute(name)).map(|code| code.into_owned())
}

/// The name of an element that stands for somebody or some place.
fn named(element: Element<'_, '_>) -> Option<String> {
    element.line_of("name").or_else(|| element.attribute("literal").map(|name| name.into_owned())).or_else(|| {
        let code = element.attribute("qcode")?;
        Some(code.rsplit(':').next().unwrap_or(&code).to_owned())
    })
}

/// What a status says, by the last part of its code (`stat:usable`, `Canceled`).
pub fn status(code: &str) -> Option<Status> {
    match code.rsplit(':').next().unwrap_or(code).to_ascii_lowercase().as_str() {
        "usable" => Some(Status::Usable),
        "withheld" | "embargoed" => Some(Status::Withheld),
        "canceled" | "cancelled" | "killed" => Some(Status::Canceled),
        _ => None,
    }
}
