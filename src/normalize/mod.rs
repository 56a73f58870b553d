//! From an [`Article`] as delivered to a [`NormalArticle`]: a clean body, and everything that stands around it told apart.
//!
//! A pure function of the article and its settings. The steps follow each other as a desk would take them: characters and
//! markup first, then paragraphs and links, then what stands above the text (headline, advisory, byline, dateline), then what
//! stands below it (credits, sign-off), and last what is known about the whole (language, time, id). What is no prose stays
//! in the body but is left out of [`NormalArticle::prose`], so that nobody codes an event out of a credit line.

pub mod advisory;
pub mod agency;
pub mod boilerplate;
pub mod byline;
pub mod calendar;
pub mod credits;
pub mod dateline;
pub mod encoding;
pub mod headline;
pub mod identity;
pub mod language;
pub mod layout;
pub mod links;
pub mod markup;
mod parts;
pub mod published;
pub mod typography;
pub mod weekdays;

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::article::{Article, Dateline, Defect, NormalArticle};

use self::agency::Names;
pub use self::layout::LineBreaks;

/// The `[normalize]` part of a pipeline file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// What single line breaks mean: `detect` (the default) joins lines that were wrapped to a width, `keep` makes every line
    /// a paragraph.
    pub line_breaks: LineBreaks,
    /// Whether a first paragraph that only repeats the headline stays in the body. By default it is taken out.
    pub keep_repeated_headline: bool,
    /// The language of articles that do not say theirs and whose text does not show it (ISO 639-1).
    pub default_language: Option<String>,
    /// The agency of articles that do not name theirs: for a feed of one agency.
    pub default_agency: Option<String>,
}

/// Why an article could not be normalized.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NormalizeError {
    /// There is no text in it.
    #[error("the article has no text: its body is empty after markup and blanks are taken away")]
    Empty,
}

/// Normalizes articles; made once, shared by all workers.
#[derive(Debug)]
pub struct Normalizer {
    settings: Settings,
    names: Names,
}

impl Normalizer {
    /// A normalizer with these settings.
    pub fn new(settings: &Settings) -> Normalizer {
        Normalizer { settings: settings.clone(), names: Names::new() }
    }

    /// The article with a clean body, paragraphs, dateline, credits, links, language and publication time.
    pub fn normalize(&self, article: Article) -> Result<NormalArticle, NormalizeError> {
        let names = &self.names;
        let (text, anchors) = match article.anchors {
            Some(anchors) => (Cow::Borrowed(article.body.as_str()), anchors),
            None => match markup::plain(&article.body) {
                Some(plain) => (Cow::Owned(plain.text), plain.anchors),
                None => (Cow::Borrowed(article.body.as_str()), Vec::new()),
            },
        };
        let text = typography::clean(&text, !anchors.is_empty());
        let starts_new = |line: &str| dateline::find(line, names).is_some() || byline::find(line, names).is_some();
        let page = layout::lay_out(&text, self.settings.line_breaks, starts_new, anchors);
        let mut parts = parts::Parts::new(page);
        drop(text);

        let delivered_headline = article.headline.as_deref().map(inline).filter(|headline| !headline.is_empty());
        let delivered_slug = article.slug.as_deref().map(inline).filter(|slug| !slug.is_empty());
        let (mut headline, mut slug) = (delivered_headline, delivered_slug);
        let mut advisory = None;
        match &headline {
            Some(known) => {
                let (found, bare) = advisory::of_headline(known);
                let bare = bare.to_owned();
                advisory = found;
                if !self.settings.keep_repeated_headline {
                    parts.drop_repeated_headline(&bare);
                }
                headline = Some(bare).filter(|headline| !headline.is_empty());
            }
            None if article.heading_in_body || parts.begins_with_advisory() => {
                let taken = parts.take_heading(names);
                slug = slug.or(taken.slug);
                if let Some(line) = taken.headline {
                    let (found, bare) = advisory::of_headline(&line);
                    headline = Some(bare.to_owned()).filter(|headline| !headline.is_empty());
                    advisory = found;
                }
            }
            None => {}
        }
        if parts.is_empty() {
            return Err(NormalizeError::Empty);
        }
        let mut head = parts.read_head(names, &mut advisory);
        if head.dateline.is_none()
            && let Some(delivered) = article.dateline.as_deref().map(inline)
            && let Some(mut found) = dateline::delivered(&delivered, names)
        {
            parts.put_dateline(&delivered, &mut found);
            head.dateline = Some(found);
        }
        if let Some(note) = article.note.as_deref().map(inline)
            && let Some(found) = advisory::find(&note)
        {
            advisory::add(&mut advisory, found.kind, &note);
        }
        let tail = parts.read_tail(names, &mut advisory);

        let mut defects = article.defects;
        let published = article.published.as_deref().map(str::trim).filter(|published| !published.is_empty());
        let by_metadata = published.and_then(published::from_metadata);
        if let (Some(published), None) = (published, &by_metadata) {
            let shown: String = published.chars().take(60).collect();
            defects.push(Defect::new(format!("publication time cannot be read: {shown}")));
        }
        let published = by_metadata.or(head.published.take()).unwrap_or_else(|| {
            let lede = parts.lede();
            published::from_evidence(&published::Evidence {
                dateline: head.dateline.as_ref().and_then(|dateline| dateline.date),
                url: article.url.as_deref(),
                links: &parts.links,
                lede: &lede,
                received: article.origin.received,
            })
        });

        let time = |delivered: Option<&str>| delivered.and_then(published::from_metadata).map(|time| time.text);
        let updated = time(article.updated.as_deref()).filter(|updated| published::is_later(updated, &published.text));
        let embargo = time(article.embargo.as_deref());

        let mut byline = byline::delivered(&article.byline, names);
        for name in head.authors {
            if !byline.contains(&name) {
                byline.push(name);
            }
        }
        let dateline = head.dateline.map(|found| Dateline {
            span: found.span,
            places: found.places,
            date: found.date.and_then(|date| date.complete(published.date)),
            agency: found.agency,
        });
        let agency = dateline
            .as_ref()
            .and_then(|dateline| dateline.agency.clone())
            .or_else(|| article.source.as_deref().and_then(|source| names.agency_within(source)).map(str::to_owned))
            .or_else(|| article.byline.iter().find_map(|line| byline::agency(line, names)).map(str::to_owned))
            .or_else(|| head.agency.map(str::to_owned))
            .or_else(|| tail.agency.map(str::to_owned))
            .or_else(|| self.settings.default_agency.clone());
        let prose = parts.prose();
        let sample = prose.first().map_or("", |first| &parts.body[first.start..]);
        let language = language::language(article.language.as_deref(), sample)
            .map(Cow::into_owned)
            .or_else(|| self.settings.default_language.clone());
        let id = article.id.filter(|id| !id.trim().is_empty()).unwrap_or_else(|| {
            identity::derived_id(
                article.source.as_deref(),
                headline.as_deref(),
                &parts.body,
                article.published.as_deref(),
            )
        });
        Ok(NormalArticle {
            id,
            format: article.format,
            origin: article.origin,
            source: article.source,
            url: article.url,
            headline,
            slug,
            language,
            urgency: article.urgency,
            version: article.version,
            published,
            updated,
            subjects: article.subjects,
            located: article.located.iter().map(|place| inline(place)).filter(|place| !place.is_empty()).collect(),
            embargo,
            status: article.status,
            agency,
            dateline,
            byline,
            credits: tail.credits,
            advisory,
            links: parts.links,
            paragraphs: parts.paragraphs.iter().map(|paragraph| paragraph.span).collect(),
            body: parts.body,
            prose,
            defects,
        })
    }
}

/// A line of metadata without markup, entities and surplus blanks.
fn inline(text: &str) -> String {
    match markup::plain(text) {
        Some(plain) => typography::clean_line(&plain.text),
        None => typography::clean_line(text),
    }
}

#[cfg(test)]
mod tests;
