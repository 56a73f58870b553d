//! Stories as one page that needs nothing else: no network, no script. All text of articles is escaped.
//!
//! A page is `top`, a `story` for each article, `bottom`, so that a page of many articles is written as they come.

use std::fmt::Write;

use htmlize::{escape_attribute, escape_text};

use super::{Chosen, Event, Fact, Note, Party, Quote, Section, Sentence, Story, Token, svg};
use crate::nlp::EntityKind;

/// What is shown of each story.
#[derive(Clone, Debug)]
pub struct View {
    /// What is shown of each sentence besides its text.
    pub sections: Vec<Section>,
    /// Which sentences are taken apart. The story is always whole.
    pub chosen: Chosen,
}

/// The beginning of a page.
pub fn top(title: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n",
        escape_text(title),
        include_str!("page.css")
    )
}

/// The end of a page.
pub fn bottom() -> &'static str {
    "</main>\n</body>\n</html>\n"
}

impl View {
    /// The part of a page that shows a story, the `place`th of the page from 1.
    pub fn story(&self, story: &Story, place: usize) -> String {
        let mut out = String::from("<article>\n<header>\n");
        let title = story.headline.as_deref().unwrap_or("(no headline)");
        put(&mut out, format_args!("<h1>{}</h1>\n", escape_text(title)));
        facts(&mut out, &story.head);
        out.push_str("</header>\n");
        self.prose(&mut out, story, place);
        let mut sentences: Vec<&Sentence> = story.sentences.iter().collect();
        sentences.retain(|one| self.chosen.has(story, one));
        if !sentences.is_empty() {
            out.push_str("<h2>Sentence by sentence</h2>\n");
        }
        for sentence in sentences {
            self.sentence(&mut out, story, sentence, place);
        }
        out.push_str("</article>\n");
        out
    }

    fn shows(&self, section: Section) -> bool {
        self.sections.contains(&section)
    }

    /// The whole body, with numbered sentences and coloured names; what is no prose is set back.
    fn prose(&self, out: &mut String, story: &Story, place: usize) {
        out.push_str("<section class=\"prose\" aria-label=\"The story\">\n");
        for paragraph in &story.paragraphs {
            out.push_str("<p>");
            let mut at = paragraph.start;
            for sentence in story.sentences.iter().filter(|sentence| paragraph.contains(sentence.span)) {
                aside(out, story.body.get(at..sentence.span.start));
                let number = sentence.number;
                if self.chosen.has(story, sentence) {
                    put(out, format_args!("<a class=\"number\" href=\"#a{place}s{number}\">{number}</a>\u{a0}"));
                }
                text(out, story, sentence);
                at = sentence.span.end;
            }
            aside(out, story.body.get(at..paragraph.end));
            out.push_str("</p>\n");
        }
        out.push_str("</section>\n");
    }

    fn sentence(&self, out: &mut String, story: &Story, sentence: &Sentence, place: usize) {
        let number = sentence.number;
        put(
            out,
            format_args!("<section class=\"sentence\" id=\"a{place}s{number}\">\n<h3>Sentence {number}</h3>\n<p>"),
        );
        text(out, story, sentence);
        out.push_str("</p>\n");
        if self.shows(Section::Tree) {
            put(
                out,
                format_args!(
                    "<details><summary>Syntax</summary>\n<div class=\"wide\" tabindex=\"0\" role=\"group\" \
                     aria-label=\"Dependency arcs, scrolls sideways\">{}</div>\n</details>\n",
                    svg::draw(sentence)
                ),
            );
        }
        if self.shows(Section::Tokens) || self.shows(Section::Tree) {
            out.push_str("<details><summary>Tokens</summary>\n<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Tokens\">");
            tokens(out, &sentence.tokens);
            out.push_str("</div>\n</details>\n");
        }
        if self.shows(Section::Names) && !sentence.names.is_empty() {
            out.push_str("<ul class=\"names\" aria-label=\"Names\">\n");
            for name in &sentence.names {
                let kind = name.kind.map_or("mention", EntityKind::name);
                let words = escape_text(&name.text);
                put(
                    out,
                    format_args!(
                        "<li><b class=\"k-{kind}\">{words}</b> <small>{kind}</small> {}</li>\n",
                        escape_text(&name.reading)
                    ),
                );
            }
            out.push_str("</ul>\n");
        }
        if self.shows(Section::Events) {
            sentence.events.iter().for_each(|one| event(out, one));
        }
        if self.shows(Section::Quotes) {
            sentence.quotes.iter().for_each(|one| quote(out, one));
        }
        if self.shows(Section::WhyNot) {
            sentence.why_not.iter().for_each(|one| note(out, one));
        }
        out.push_str("</section>\n");
    }
}

/// The words of a sentence, with its names marked.
fn text(out: &mut String, story: &Story, sentence: &Sentence) {
    for (span, kind) in sentence.pieces() {
        let words = escape_text(span.of(&story.body));
        match kind {
            Some(kind) => put(out, format_args!("<span class=\"n k-{0}\" title=\"{0}\">{words}</span>", kind.name())),
            None => out.push_str(&words),
        }
    }
}

/// Words that belong to no sentence: blanks, or what stands around the prose.
fn aside(out: &mut String, words: Option<&str>) {
    match words.unwrap_or_default() {
        blank if blank.trim().is_empty() => out.push_str(blank),
        words => put(out, format_args!("<span class=\"aside\">{}</span>", escape_text(words))),
    }
}

fn tokens(out: &mut String, tokens: &[Token]) {
    out.push_str("<table>\n<thead><tr><th scope=\"col\">#</th><th scope=\"col\">word</th><th scope=\"col\">lemma</th><th scope=\"col\">tag</th><th scope=\"col\">label</th><th scope=\"col\">head</th><th scope=\"col\">name</th></tr></thead>\n<tbody>\n");
    for (place, token) in tokens.iter().enumerate() {
        let head = token.head.and_then(|head| Some(format!("{} {}", head + 1, tokens.get(head)?.text)));
        let cells = [
            (place + 1).to_string(),
            token.text.clone(),
            token.lemma.clone(),
            token.tag.to_owned(),
            token.label.to_owned(),
            head.unwrap_or_default(),
            token.entity.map_or("", EntityKind::name).to_owned(),
        ];
        let row: String = cells.iter().map(|cell| format!("<td>{}</td>", escape_text(cell))).collect();
        put(out, format_args!("<tr>{row}</tr>\n"));
    }
    out.push_str("</tbody>\n</table>");
}

fn event(out: &mut String, event: &Event) {
    put(out, format_args!("<div class=\"card event\"><h4>{}</h4>\n<p>", escape_text(&event.code)));
    parties(out, &event.source);
    out.push_str(" <span aria-label=\"to\">→</span> ");
    parties(out, &event.target);
    out.push_str("</p>\n");
    facts(out, &event.facts);
    out.push_str("</div>\n");
}

fn parties(out: &mut String, parties: &[Party]) {
    if parties.is_empty() {
        out.push_str("<small>nobody named</small>");
    }
    for (place, party) in parties.iter().enumerate() {
        let plus = if place > 0 { " + " } else { "" };
        put(out, format_args!("{plus}<b>{}</b> <code>{}</code>", escape_text(&party.name), escape_text(&party.code)));
    }
}

fn quote(out: &mut String, quote: &Quote) {
    put(
        out,
        format_args!(
            "<div class=\"card quote\"><h4>{} quotation</h4>\n<blockquote>{}</blockquote>\n",
            quote.kind,
            escape_text(&quote.text)
        ),
    );
    facts(out, &quote.facts);
    out.push_str("</div>\n");
}

fn note(out: &mut String, note: &Note) {
    put(out, format_args!("<div class=\"card note\"><h4>{}</h4>\n", escape_text(&note.title)));
    facts(out, &note.facts);
    out.push_str("</div>\n");
}

fn facts(out: &mut String, facts: &[Fact]) {
    out.push_str("<dl>\n");
    for fact in facts {
        put(out, format_args!("<dt>{}</dt><dd>{}</dd>\n", escape_attribute(fact.what), escape_text(&fact.value)));
    }
    out.push_str("</dl>\n");
}

fn put(out: &mut String, what: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _ = out.write_fmt(what);
}
