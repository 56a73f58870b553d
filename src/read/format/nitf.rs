//! IPTC NITF 3.x, as a document of its own and inside NewsML.

use super::ParseError;
use super::newsml_g2::status;
use super::xml::{Element, Prose, Tree};
use crate::article::{Article, Origin};
use crate::record::Subject;

/// The article in one document.
pub fn parse(text: &str, origin: Origin) -> Result<Article, ParseError> {
    let tree = Tree::parse(text)?;
    let nitf = tree.root().ok_or_else(|| ParseError::NoArticle("a NITF document without elements".to_owned()))?;
    let prose = content_prose(nitf);
    let mut article = Article::new("nitf", origin, prose.text);
    article.anchors = Some(prose.anchors);
    fill(&mut article, nitf);
    if article.body.trim().is_empty() {
        let abstract_ = nitf.find("abstract").and_then(|element| element.line());
        let text = abstract_.or_else(|| article.note.clone()).or_else(|| article.headline.clone());
        article.body = text.ok_or_else(|| ParseError::NoArticle("a NITF document without a text".to_owned()))?;
    }
    Ok(article)
}

/// The running text of what may be NITF, XHTML or bare paragraphs.
pub fn content_prose(element: Element<'_, '_>) -> Prose {
    let content = element.find("body.content").or_else(|| element.find("body")).unwrap_or(element);
    content.prose(|name| {
        ["byline", "dateline", "hedline", "body.head", "distributor", "nitf-head"]
            .iter()
            .any(|one| name.eq_ignore_ascii_case(one))
    })
}

/// Fills in what `article` does not know yet from the head of a NITF document.
pub fn fill(article: &mut Article, nitf: Element<'_, '_>) {
    let value = |element: Option<Element<'_, '_>>, name: &str| {
        element.and_then(|element| element.attribute(name)).map(|value| value.into_owned())
    };
    let head = nitf.child("head");
    let docdata = nitf.find("docdata");
    let in_docdata = |name: &str| docdata.and_then(|docdata| docdata.child(name));
    let body_head = nitf.find("body.head");
    let hedline =
        body_head.and_then(|head| head.find("hl1").or_else(|| head.find("hedline"))).and_then(|line| line.line());
    let title = head.and_then(|head| head.line_of("title"));
    article.headline = article.headline.take().or(hedline).or(title);
    article.id = article.id.take().or_else(|| value(in_docdata("doc-id"), "id-string"));
    article.urgency = article.urgency.or_else(|| value(in_docdata("urgency"), "ed-urg")?.parse().ok());
    article.published = article
        .published
        .take()
        .or_else(|| value(in_docdata("date.issue"), "norm"))
        .or_else(|| value(nitf.find("pubdata"), "date.publication"))
        .or_else(|| value(nitf.find("story.date"), "norm"));
    let released = value(in_docdata("date.release"), "norm");
    article.status = article.status.or_else(|| status(&docdata?.attribute("management-status")?));
    if article.embargo.is_none() && article.status == Some(crate::record::Status::Withheld) {
        article.embargo = released;
    } else if article.updated.is_none() {
        article.updated = released;
    }
    article.language = article.language.take().or_else(|| {
        nitf.attribute("lang").or_else(|| nitf.attribute("baselang")).map(|language| language.into_owned())
    });
    article.note = article.note.take().or_else(|| value(in_docdata("ed-msg"), "info"));
    let meta = |name: &str| {
        let mut metas = head.into_iter().flat_map(|head| head.children()).filter(|child| child.is("meta"));
        let found = metas.find(|meta| meta.attribute("name").is_some_and(|own| own.eq_ignore_ascii_case(name)));
        value(found, "content")
    };
    article.slug = article
        .slug
        .take()
        .or_else(|| meta("slugline"))
        .or_else(|| meta("slug"))
        .or_else(|| meta("anpa-keyword"))
        .or_else(|| value(nitf.find("keyword"), "key"))
        .or_else(|| value(in_docdata("du-key"), "key"));
    article.source = article
        .source
        .take()
        .or_else(|| body_head.and_then(|head| head.line_of("distributor")))
        .or_else(|| value(in_docdata("doc.copyright"), "holder"))
        .or_else(|| value(in_docdata("doc-id"), "regsrc"))
        .or_else(|| value(nitf.find("from-src"), "src-name"));
    if article.byline.is_empty()
        && let Some(byline) = body_head.and_then(|head| head.find("byline"))
    {
        let people: Vec<String> = byline.find_all("person").filter_map(|person| person.line()).collect();
        article.byline = if people.is_empty() { byline.line().into_iter().collect() } else { people };
    }
    article.dateline = article.dateline.take().or_else(|| body_head?.find("dateline")?.line());
    if article.subjects.is_empty() {
        for subject in nitf.find_all("tobject.subject") {
            let code = subject.attribute("tobject.subject.refnum").map(|code| code.into_owned());
            let name = ["tobject.subject.detail", "tobject.subject.matter", "tobject.subject.type"]
                .iter()
                .find_map(|name| subject.attribute(name))
                .map(|name| name.into_owned());
            if code.is_some() || name.is_some() {
                article.subjects.push(Subject { code, name });
            }
        }
    }
    if article.located.is_empty()
        && let Some(place) = in_docdata("evloc")
    {
        let parts: Vec<String> = ["city", "state-prov", "county-dist", "iso-cc"]
            .iter()
            .filter_map(|name| value(Some(place), name))
            .collect();
        if !parts.is_empty() {
            article.located.push(parts.join(", "));
        }
    }
}
