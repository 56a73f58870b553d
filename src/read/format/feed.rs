//! RSS in all its versions, Atom and CDF: one item is one entry of a feed.
//!
//! RSS 0.90 to 2.0 with the modules that newsrooms use (content, dc, dcterms), Atom 0.3 and 1.0 (RFC 4287), Microsoft's CDF.
//! An entry that is nothing but a title is a headline service's story: the title is its text as well.

use super::xml::{Element, Tree};
use super::{Context, Format, ParseError};
use crate::article::{Article, Origin};
use crate::record::Subject;

/// What the head of a feed says: its language and its title.
pub fn context(head: &str) -> Context {
    let Ok(tree) = Tree::parse(head) else { return Context::default() };
    let document = tree.document();
    let root = document.children().next();
    let language = root
        .and_then(|root| root.attribute("lang"))
        .map(|language| language.into_owned())
        .or_else(|| document.find("language").and_then(|language| language.line()))
        .or_else(|| document.descendants().find_map(|element| element.attribute("lang")).map(|lang| lang.into_owned()));
    // Images and text inputs of old feeds have titles too.
    let channel = document.find("channel").or(root);
    // Titles are often escaped twice.
    let source =
        channel.and_then(|channel| channel.line_of("title")).map(|title| htmlize::unescape(title).into_owned());
    Context { encoding: None, language, source }
}

/// The article in one entry.
pub fn parse(format: Format, text: &str, context: &Context, origin: Origin) -> Result<Article, ParseError> {
    let tree = Tree::parse(text)?;
    let entry = tree.root().ok_or_else(|| ParseError::NoArticle("an entry without elements".to_owned()))?;
    let own = |name: &str| plain_children(entry).find(|child| child.is(name)).and_then(|child| text_of(child));
    let title = own("title").or_else(|| entry.line_of("title"));
    let (body, anchors) = body(entry)
        .or_else(|| title.clone().map(|title| (title, None)))
        .ok_or_else(|| ParseError::NoArticle("a feed entry without title and text".to_owned()))?;
    let mut article = Article::new(format.name(), origin, body);
    article.anchors = anchors;
    article.headline = title;
    article.id = ["guid", "id", "identifier"].iter().find_map(|name| own(name));
    article.url = link(entry)
        .or_else(|| own("guid").filter(|guid| guid.contains("://")))
        .or_else(|| entry.attribute("about").or_else(|| entry.attribute("href")).map(|url| url.into_owned()));
    let line = |names: &[&str]| names.iter().find_map(|name| entry.line_of(name));
    article.published = line(&["pubDate", "published", "issued", "created", "date", "dateWritten"])
        .or_else(|| entry.attribute("lastmod").map(|date| date.into_owned()));
    article.updated = line(&["updated", "modified", "lastBuildDate"]);
    article.language = entry
        .attribute("lang")
        .map(|language| language.into_owned())
        .or_else(|| entry.line_of("language"))
        .or_else(|| context.language.clone());
    article.source = context.source.clone().or_else(|| line(&["source", "publisher"]));
    for author in entry.children().filter(|child| child.is("author") || child.is("creator")) {
        article.byline.extend(author.line_of("name").or_else(|| author.line()).map(bare_author));
    }
    for category in entry.children().filter(|child| child.is("category") || child.is("subject")) {
        let term = category.attribute("term").map(|term| term.into_owned());
        let label = category.attribute("label").map(|label| label.into_owned());
        let name = label.or_else(|| category.line()).or_else(|| term.clone());
        let code = term.filter(|term| Some(term) != name.as_ref());
        if name.is_some() {
            article.subjects.push(Subject { code, name });
        }
    }
    Ok(article)
}

/// The children whose names are those of the feed's own vocabulary, not of a module for pictures or podcasts.
fn plain_children<'t, 'x>(entry: Element<'t, 'x>) -> impl Iterator<Item = Element<'t, 'x>> {
    entry.children().filter(|child| {
        let name = child.qualified();
        name.split_once(':').is_none_or(|(prefix, _)| !matches!(prefix, "media" | "itunes" | "dc" | "georss" | "geo"))
    })
}

/// The text and, where it is free of markup already, the links: full text before summaries.
fn body(entry: Element<'_, '_>) -> Option<(String, Option<Vec<String>>)> {
    const NAMES: [&str; 8] = ["encoded", "content", "body", "fullitem", "div", "description", "summary", "abstract"];
    NAMES.iter().find_map(|name| plain_children(entry).filter(|child| child.is(name)).find_map(content))
}

/// The text of a construct: escaped HTML as it is, elements as running text.
fn content(element: Element<'_, '_>) -> Option<(String, Option<Vec<String>>)> {
    let kind = element.attribute("type").map(|kind| kind.to_ascii_lowercase()).unwrap_or_default();
    let encoded = element.attribute("mode").is_some_and(|mode| mode == "base64");
    let inline = kind == "xhtml" || kind.ends_with("xhtml+xml") || element.children().next().is_some();
    let (text, anchors) = if inline && kind != "html" {
        let prose = element.prose(|_| false);
        (prose.text, Some(prose.anchors))
    } else if encoded {
        let packed: String = element.raw_text().split_ascii_whitespace().collect();
        let bytes = data_encoding::BASE64.decode(packed.as_bytes()).ok()?;
        (String::from_utf8_lossy(&bytes).into_owned(), None)
    } else {
        (element.raw_text(), None)
    };
    (!text.trim().is_empty()).then_some((text, anchors))
}

/// A title or an identifier: markup in it is taken out later.
fn text_of(element: Element<'_, '_>) -> Option<String> {
    if element.attribute("mode").is_some_and(|mode| mode == "base64") {
        return content(element).map(|(text, _)| text);
    }
    // Where a title is never closed, everything behind it stands in it.
    let swallowed =
        element.children().any(|child| ["link", "guid", "pubDate", "description"].iter().any(|name| child.is(name)));
    if swallowed { element.first_text() } else { element.line() }
}

/// The address of an entry: the text of `link`, or the `href` of the alternate one.
fn link(entry: Element<'_, '_>) -> Option<String> {
    let links = || plain_children(entry).filter(|child| child.is("link"));
    links()
        .filter(|link| link.attribute("rel").is_none_or(|relation| relation == "alternate"))
        .find_map(|link| link.attribute("href").map(|url| url.into_owned()).or_else(|| link.line()))
        .or_else(|| {
            plain_children(entry)
                .filter(|child| child.is("a"))
                .find_map(|a| a.attribute("href").map(|url| url.into_owned()))
        })
}

/// `desk@wire.example (Jane Doe)` is Jane Doe.
fn bare_author(author: String) -> String {
    match author.split_once('(') {
        Some((address, name)) if address.contains('@') => name.trim_end_matches(')').trim().to_owned(),
        _ => author,
    }
}
