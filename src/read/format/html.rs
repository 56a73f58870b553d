//! HTML pages: the article on a page, without what the page puts around it.
//!
//! Publishers say where the article is: in JSON-LD (schema.org `NewsArticle`), in microdata, in `<article>`. Where none of that
//! is there, it is the element whose own paragraphs hold the most text that is not links. A page without such a text has no article.

use scraper::{ElementRef, Html, Selector};

use super::ParseError;
use crate::article::{Article, Origin};
use crate::normalize::typography::{ANCHOR_END, ANCHOR_START};

/// Fewer letters than this in paragraphs are no article.
const SHORTEST: usize = 140;

/// Reading a page takes time by its depth. Browsers stop at as many elements within each other.
const DEEPEST: usize = 512;

/// The article on a page.
pub fn parse(text: &str, origin: Origin) -> Result<Article, ParseError> {
    if depth(text.as_bytes()) > DEEPEST {
        return Err(ParseError::NoArticle(format!("an HTML page whose elements stand deeper than {DEEPEST}")));
    }
    let page = Html::parse_document(text);
    let data = linked_data(&page);
    let meta = |names: &[&str]| names.iter().find_map(|name| meta_content(&page, name));
    let said = |key: &str| data.as_ref().and_then(|data| text_in(data.get(key)?));
    let prose = container(&page).map(prose).filter(|prose| letters(&prose.text) >= SHORTEST);
    let (body, anchors) = match (prose, said("articleBody")) {
        (Some(prose), None) => (prose.text, Some(prose.anchors)),
        // Both say the same; the page has the paragraphs.
        (Some(prose), Some(body)) if letters(&prose.text) * 10 >= letters(&body) * 7 => {
            (prose.text, Some(prose.anchors))
        }
        (_, Some(body)) => (body, None),
        (None, None) => return Err(ParseError::NoArticle("an HTML page without an article's text".to_owned())),
    };
    let mut article = Article::new("html", origin, body);
    article.anchors = anchors;
    let first = |selector: &str| select(&page, selector).find_map(|element| line(element));
    article.headline = said("headline")
        .or_else(|| first("article h1"))
        .or_else(|| meta(&["og:title", "twitter:title", "headline"]))
        .or_else(|| first("h1"))
        .or_else(|| first("title"));
    article.published = said("datePublished")
        .or_else(|| {
            meta(&[
                "article:published_time",
                "datePublished",
                "pubdate",
                "date",
                "dc.date",
                "DC.date.issued",
                "parsely-pub-date",
                "sailthru.date",
            ])
        })
        .or_else(|| {
            select(&page, "article time[datetime], time[pubdate], time[datetime]")
                .find_map(|time| time.attr("datetime").map(str::to_owned))
        });
    article.updated = said("dateModified").or_else(|| meta(&["article:modified_time", "last-modified"]));
    article.language = select(&page, "html[lang]")
        .find_map(|html| html.attr("lang").map(str::to_owned))
        .or_else(|| said("inLanguage"));
    article.source = data
        .as_ref()
        .and_then(|data| text_in(data.get("publisher")?))
        .or_else(|| meta(&["og:site_name", "application-name"]));
    article.url = select(&page, "link[rel=canonical]")
        .find_map(|link| link.attr("href").map(str::to_owned))
        .or_else(|| meta(&["og:url"]))
        .or_else(|| said("url"));
    article.id = said("@id").or_else(|| said("identifier"));
    article.byline = data
        .as_ref()
        .and_then(|data| data.get("author"))
        .map(names)
        .filter(|names| !names.is_empty())
        .or_else(|| meta(&["author", "article:author", "byl", "parsely-author"]).map(|author| vec![author]))
        .or_else(|| first("[rel=author], [itemprop=author], .byline, .author").map(|byline| vec![byline]))
        .unwrap_or_default();
    Ok(article)
}

/// About how deep the elements of a page stand in each other: those that the next of their kind does not close.
fn depth(page: &[u8]) -> usize {
    const CLOSED: [&[u8]; 24] = [
        b"area", b"base", b"br", b"col", b"dd", b"dt", b"embed", b"hr", b"img", b"input", b"li", b"link", b"meta",
        b"option", b"p", b"param", b"source", b"tbody", b"td", b"th", b"thead", b"tr", b"wbr", b"a",
    ];
    let (mut depth, mut deepest) = (0usize, 0);
    for at in memchr::memchr_iter(b'<', page) {
        let closes = page.get(at + 1) == Some(&b'/');
        let rest = page.get(at + 1 + usize::from(closes)..).unwrap_or_default();
        let length = rest.iter().take(16).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let name = &rest[..length];
        if length == 0 || CLOSED.iter().any(|closed| name.eq_ignore_ascii_case(closed)) {
            continue;
        }
        depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        deepest = deepest.max(depth);
    }
    deepest
}

fn select<'p>(page: &'p Html, selector: &str) -> impl Iterator<Item = ElementRef<'p>> {
    let selector = Selector::parse(selector).ok();
    let found: Vec<ElementRef<'p>> = selector.map(|selector| page.select(&selector).collect()).unwrap_or_default();
    found.into_iter()
}

fn meta_content(page: &Html, name: &str) -> Option<String> {
    select(page, "meta[content]").find_map(|meta| {
        let own = meta.attr("property").or_else(|| meta.attr("name")).or_else(|| meta.attr("itemprop"))?;
        let content = meta.attr("content")?.trim();
        (own.eq_ignore_ascii_case(name) && !content.is_empty()).then(|| content.to_owned())
    })
}

/// The object of a page's JSON-LD that is an article.
fn linked_data(page: &Html) -> Option<serde_json::Value> {
    select(page, "script[type='application/ld+json']").find_map(|script| {
        let text: String = script.text().collect();
        article_in(&serde_json::from_str(&text).ok()?, 0)
    })
}

fn article_in(value: &serde_json::Value, depth: usize) -> Option<serde_json::Value> {
    if depth > 4 {
        return None;
    }
    match value {
        serde_json::Value::Array(values) => values.iter().find_map(|value| article_in(value, depth + 1)),
        serde_json::Value::Object(object) => {
            let is_article = |kind: &serde_json::Value| {
                kind.as_str().is_some_and(|kind| kind.ends_with("Article") || kind.ends_with("BlogPosting"))
            };
            let kind = object.get("@type")?;
            if is_article(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(is_article)) {
                return Some(value.clone());
            }
            None
        }
        _ => None,
    }
    .or_else(|| article_in(value.get("@graph")?, depth + 1))
}

/// The text that a value is, or its name.
fn text_in(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => (!text.trim().is_empty()).then(|| text.trim().to_owned()),
        serde_json::Value::Array(values) => values.iter().find_map(text_in),
        serde_json::Value::Object(object) => object.get("name").or_else(|| object.get("@id")).and_then(text_in),
        _ => None,
    }
}

fn names(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::Array(values) => values.iter().flat_map(names).collect(),
        other => text_in(other).into_iter().collect(),
    }
}

/// The element that holds the article.
fn container(page: &Html) -> Option<ElementRef<'_>> {
    let marked = select(page, "[itemprop=articleBody]").chain(select(page, "article")).chain(select(page, "main"));
    let best = marked.map(|element| (letters(&prose(element).text), element)).max_by_key(|(letters, _)| *letters);
    if let Some((letters, element)) = best
        && letters >= SHORTEST
    {
        return Some(element);
    }
    // Every paragraph speaks for the element it stands in.
    let mut scores: Vec<(ElementRef<'_>, usize)> = Vec::new();
    for paragraph in select(page, "p") {
        let Some(parent) = paragraph.parent().and_then(ElementRef::wrap) else { continue };
        if has_hidden_parent(paragraph) {
            continue;
        }
        let weight = letters(&paragraph.text().collect::<String>()).saturating_sub(2 * linked_letters(paragraph));
        match scores.last_mut() {
            Some((last, score)) if last.id() == parent.id() => *score += weight,
            _ => match scores.iter_mut().rev().take(64).find(|(element, _)| element.id() == parent.id()) {
                Some((_, score)) => *score += weight,
                None => scores.push((parent, weight)),
            },
        }
    }
    scores
        .into_iter()
        .max_by_key(|(_, score)| *score)
        .filter(|(_, score)| *score >= SHORTEST)
        .map(|(element, _)| element)
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

fn linked_letters(element: ElementRef<'_>) -> usize {
    let links = element.descendants().filter_map(ElementRef::wrap).filter(|element| element.value().name() == "a");
    links.map(|link| letters(&link.text().collect::<String>())).sum()
}

fn has_hidden_parent(element: ElementRef<'_>) -> bool {
    element.ancestors().filter_map(ElementRef::wrap).any(is_beside)
}

/// Whether an element stands beside the article: navigation, asides, captions, forms.
fn is_beside(element: ElementRef<'_>) -> bool {
    const NAMES: [&str; 18] = [
        "script",
        "style",
        "noscript",
        "nav",
        "aside",
        "footer",
        "form",
        "figure",
        "figcaption",
        "button",
        "iframe",
        "template",
        "svg",
        "select",
        "textarea",
        "video",
        "audio",
        "dialog",
    ];
    if NAMES.contains(&element.value().name()) {
        return true;
    }
    const ROLES: [&str; 4] = ["navigation", "complementary", "contentinfo", "banner"];
    if element.attr("role").is_some_and(|role| ROLES.contains(&role)) || element.attr("hidden").is_some() {
        return true;
    }
    const WORDS: [&str; 14] = [
        "related",
        "newsletter",
        "promo",
        "share",
        "social",
        "comment",
        "advert",
        "breadcrumb",
        "sidebar",
        "caption",
        "recommend",
        "cookie",
        "subscribe",
        "byline",
    ];
    // A container that wraps everything is never named after these.
    element.value().name() != "body"
        && element.value().name() != "article"
        && element.value().classes().chain(element.attr("id")).any(|class| {
            class.split(['-', '_', ' ']).any(|word| WORDS.iter().any(|beside| word.eq_ignore_ascii_case(beside)))
        })
}

/// Running text, as [`super::xml::Prose`].
fn prose(container: ElementRef<'_>) -> super::xml::Prose {
    let mut prose = super::xml::Prose::default();
    // Elements are opened and closed in order, without recursion: pages may nest as deep as they like.
    let mut hidden: usize = 0;
    for edge in container.traverse() {
        let (node, opens) = match edge {
            ego_tree::iter::Edge::Open(node) => (node, true),
            ego_tree::iter::Edge::Close(node) => (node, false),
        };
        if let Some(text) = node.value().as_text() {
            if opens && hidden == 0 {
                push(&mut prose.text, text);
            }
            continue;
        }
        let Some(element) = ElementRef::wrap(node) else { continue };
        let name = element.value().name();
        let beside = node.id() != container.id() && (is_beside(element) || name == "h1" || name == "time");
        if beside {
            hidden = if opens { hidden + 1 } else { hidden.saturating_sub(1) };
            prose.text.push_str(if hidden == 0 { "\n\n" } else { "" });
            continue;
        }
        if hidden > 0 {
            continue;
        }
        match name {
            "br" if opens => prose.text.push('\n'),
            "tr" => prose.text.push('\n'),
            "td" | "th" => prose.text.push_str("  "),
            "a" => {
                let url = element.attr("href").filter(|url| url.contains("://") || url.starts_with('/'));
                if let Some(url) = url {
                    if opens {
                        prose.anchors.push(url.to_owned());
                    }
                    prose.text.push(if opens { ANCHOR_START } else { ANCHOR_END });
                }
            }
            "p" | "div" | "li" | "ul" | "ol" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "section"
            | "header" | "pre" | "table" | "dl" | "dt" | "dd" | "hr" => prose.text.push_str("\n\n"),
            _ => {}
        }
    }
    prose
}

fn push(out: &mut String, text: &str) {
    for (index, word) in text.split(char::is_whitespace).enumerate() {
        if index > 0 && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
        out.extend(word.chars().filter(|c| *c != ANCHOR_START && *c != ANCHOR_END));
    }
}

fn line(element: ElementRef<'_>) -> Option<String> {
    let text: String = element.text().collect();
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_counts_what_is_not_closed_by_the_next() {
        assert_eq!(depth(b"<html><body><p>one<p>two<br><li>x<div><em>three</em></div></body></html>"), 4);
        assert_eq!(depth(b"no < tags </ at > all"), 0);
        assert!(depth("<div>".repeat(DEEPEST + 1).as_bytes()) > DEEPEST);
    }
}
