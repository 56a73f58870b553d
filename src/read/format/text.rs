//! Plain text: the whole input is one story. What stands around the prose is told apart by normalize.

use crate::article::{Article, Origin};

/// The story in `text`.
pub fn parse(text: &str, origin: Origin) -> Article {
    let mut article = Article::new("text", origin, String::new());
    let story = take_labels(&mut article, text);
    article.heading_in_body = article.headline.is_none();
    article.body = story.to_owned();
    article
}

/// Takes lines like `SLUG: …`, `HEADLINE: …` off the head of `text` into `article`, if there are two of them or more, and
/// returns the rest.
pub fn take_labels<'t>(article: &mut Article, text: &'t str) -> &'t str {
    let mut found: Vec<(&str, &str)> = Vec::new();
    let mut rest = text.trim_start_matches(['\u{feff}', '\n', '\r', ' ']);
    while let Some((line, after)) = rest.split_once('\n') {
        let Some((label, value)) = line.split_once(':').map(|(label, value)| (label.trim(), value.trim())) else {
            break;
        };
        if !LABELS.iter().any(|known| known.eq_ignore_ascii_case(label)) {
            break;
        }
        found.push((label, value));
        rest = after;
    }
    if found.len() < 2 {
        return text;
    }
    for (label, value) in found.into_iter().filter(|(_, value)| !value.is_empty()) {
        let value = value.to_owned();
        match label.to_ascii_lowercase().as_str() {
            "headline" | "title" | "subject" => article.headline = Some(value),
            "slug" | "slugline" | "keywords" => article.slug = Some(value),
            "byline" | "author" | "by" => article.byline.push(value),
            "date" | "published" => article.published = Some(value),
            "source" => article.source = Some(value),
            "language" => article.language = Some(value),
            "id" => article.id = Some(value),
            "url" => article.url = Some(value),
            "note" | "ednote" => article.note = Some(value),
            "version" => article.version = value.parse().ok(),
            "urgency" | "priority" => article.urgency = value.parse().ok(),
            "location" | "place" => article.located.push(value),
            "embargo" => article.embargo = Some(value),
            _ => {}
        }
    }
    rest
}

/// Labels that stand before the fields of a story.
const LABELS: [&str; 24] = [
    "headline",
    "title",
    "subject",
    "slug",
    "slugline",
    "keywords",
    "byline",
    "author",
    "by",
    "date",
    "published",
    "source",
    "language",
    "id",
    "url",
    "note",
    "ednote",
    "version",
    "urgency",
    "priority",
    "location",
    "place",
    "embargo",
    "category",
];
