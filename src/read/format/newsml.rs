//! IPTC NewsML 1.x: one item is a `NewsItem`.
//!
//! A news item nests components; the story is the first content item that is text. Names are those of the NewsML 1.2
//! functional specification.

use super::newsml_g2::status;
use super::xml::{Element, Tree};
use super::{ParseError, nitf};
use crate::article::{Article, Origin};
use crate::record::{Status, Subject};

/// The article in one news item.
pub fn parse(text: &str, origin: Origin) -> Result<Article, ParseError> {
    let tree = Tree::parse(text)?;
    let item = tree.root().ok_or_else(|| ParseError::NoArticle("a NewsML document without a news item".to_owned()))?;
    let formal = |element: Option<Element<'_, '_>>| {
        element.and_then(|element| element.attribute("FormalName")).map(|name| name.into_owned())
    };
    let management = item.child("NewsManagement");
    let managed = |name: &str| management.and_then(|management| management.child(name));
    let status = formal(managed("Status")).and_then(|name| status(&name));
    let lines = item.find("NewsLines");
    let line = |name: &str| lines.and_then(|lines| lines.line_of(name)).or_else(|| item.find(name)?.line());
    let headline = line("HeadLine");
    let (body, anchors) = match body(item) {
        Some(found) => found,
        None if status == Some(Status::Canceled) && headline.is_some() => {
            (headline.clone().unwrap_or_default(), Some(Vec::new()))
        }
        None => {
            let kinds: Vec<String> = item.find_all("MediaType").filter_map(|kind| formal(Some(kind))).collect();
            let kinds = if kinds.is_empty() { String::new() } else { format!(" (it holds {})", kinds.join(", ")) };
            return Err(ParseError::NoArticle(format!("a NewsML news item without text in it{kinds}")));
        }
    };
    let mut article = Article::new("newsml", origin, body);
    article.anchors = anchors;
    article.headline = headline;
    article.status = status;
    if let Some(identifier) = item.find("NewsIdentifier") {
        article.id = identifier.line_of("PublicIdentifier").or_else(|| identifier.line_of("NewsItemId"));
        article.version = identifier.line_of("RevisionId").and_then(|version| version.parse().ok());
        article.source = identifier.line_of("ProviderId");
    }
    article.published = managed("FirstCreated").or_else(|| managed("ThisRevisionCreated")).and_then(|time| time.line());
    article.updated = managed("ThisRevisionCreated").and_then(|time| time.line());
    article.urgency = formal(managed("Urgency")).and_then(|urgency| urgency.parse().ok());
    article.slug = line("SlugLine").or_else(|| item.find("NameLabel").and_then(|label| label.line()));
    article.dateline = line("DateLine");
    article.byline.extend(line("ByLine"));
    article.note = managed("Instruction").and_then(|note| note.line());
    let will_change = management.and_then(|management| management.find("StatusWillChange"));
    article.embargo = will_change.and_then(|change| change.line_of("DateAndTime"));
    let description = item.find("DescriptiveMetadata");
    article.language = formal(description.and_then(|description| description.child("Language")))
        .or_else(|| {
            item.find("DataContent").and_then(|content| content.attribute("lang")).map(|language| language.into_owned())
        })
        .or_else(|| item.attribute("lang").map(|language| language.into_owned()));
    for subject in description.into_iter().flat_map(|description| description.descendants()) {
        if ["Subject", "SubjectMatter", "SubjectDetail"].iter().any(|name| subject.is(name))
            && let Some(code) = formal(Some(subject))
        {
            article.subjects.push(Subject { code: Some(code), name: None });
        }
    }
    let places: Vec<String> = description
        .into_iter()
        .flat_map(|description| description.find_all("Property"))
        .filter(|property| formal(Some(*property)).is_some_and(|name| name == "City" || name == "Country"))
        .filter_map(|property| property.attribute("Value").map(|value| value.into_owned()))
        .collect();
    if !places.is_empty() {
        article.located.push(places.join(", "));
    }
    if let Some(inner) = item.find("nitf") {
        nitf::fill(&mut article, inner);
    }
    Ok(article)
}

/// The text of the first content item that holds one.
fn body(item: Element<'_, '_>) -> Option<(String, Option<Vec<String>>)> {
    item.find_all("ContentItem").find_map(|content| {
        let kind = content.child("MediaType").and_then(|kind| kind.attribute("FormalName")).unwrap_or_default();
        if !kind.is_empty() && !kind.to_ascii_lowercase().contains("text") {
            return None;
        }
        let data = content.child("DataContent").or_else(|| content.find("DataContent"))?;
        let (text, anchors) = if data.children().next().is_some() {
            let prose = nitf::content_prose(data);
            (prose.text, Some(prose.anchors))
        } else {
            (data.raw_text(), None)
        };
        (!text.trim().is_empty()).then_some((text, anchors))
    })
}
