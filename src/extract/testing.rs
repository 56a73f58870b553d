//! What the tests of this stage share: an article of a body, and a body as it was cut and parsed.

use std::sync::OnceLock;

use super::tokens::{self, Recent};
use super::{Extractor, Lexicon, Settings, Text};
use crate::article::{NormalArticle, Origin, Published};
use crate::nlp::{Core, Document, Workspace};
use crate::record::{ArticleRecords, Basis};
use crate::span::Span;

/// The extractor with the embedded lexicon; it writes all events, however unsure.
pub fn extractor() -> &'static Extractor {
    static EXTRACTOR: OnceLock<Extractor> = OnceLock::new();
    let settings = Settings { min_confidence: 0.0, ..Settings::default() };
    EXTRACTOR.get_or_init(|| Extractor::new(&settings).unwrap())
}

/// An article with this body, all of it prose, published on 2024-05-15, a Wednesday.
pub fn article(body: &str) -> NormalArticle {
    let mut start = 0;
    let mut paragraphs = Vec::new();
    for line in body.split('\n') {
        paragraphs.push(Span::new(start, start + line.len()));
        start += line.len() + 1;
    }
    let origin = Origin { file: "test".into(), offset: 0, line: 1, received: "2024-05-15T12:00:00Z".parse().unwrap() };
    NormalArticle {
        id: "test".to_owned(),
        format: "text",
        origin,
        source: None,
        url: None,
        headline: None,
        slug: None,
        language: None,
        urgency: None,
        version: None,
        updated: None,
        subjects: Vec::new(),
        located: Vec::new(),
        embargo: None,
        status: None,
        published: Published {
            text: "2024-05-15".to_owned(),
            date: "2024-05-15".parse().unwrap(),
            basis: Basis::Metadata,
        },
        agency: None,
        dateline: None,
        byline: Vec::new(),
        credits: None,
        advisory: None,
        links: Vec::new(),
        body: body.to_owned(),
        prose: paragraphs.clone(),
        paragraphs,
        defects: Vec::new(),
    }
}

/// The records of an article with this body.
pub fn records(body: &str) -> ArticleRecords {
    extractor().extract(&article(body))
}

/// The language models of the extractor.
pub fn core() -> &'static Core {
    &extractor().knowledge.as_ref().unwrap().core
}

/// Calls `test` with the text of `body`, cut and parsed, and the lexicon.
pub fn with_text(body: &str, test: impl FnOnce(&Text<'_>, &Lexicon)) {
    let knowledge = extractor().knowledge.as_ref().unwrap();
    let mut document = Document::new();
    let parts = [Span::new(0, body.len())];
    knowledge.core.read(body, &parts, &mut document, &mut Workspace::default());
    let tokens = tokens::read(body, &document, &knowledge.lexicon.words, &mut Recent::default());
    test(&Text::new(body, &document, tokens), &knowledge.lexicon);
}
