//! Stories as one page that needs nothing else: no network, no script. All text of articles is escaped.
//!
//! A page is `top`, a `story` for each article, `bottom`, so that a page of many articles is written as they come. Cards of
//! events and the words that they rest on light up together; since there is no script, each event brings a rule of style for
//! that. Every event has an address: `#a1e3` is the third of the first story.

use std::fmt::Write;

use htmlize::{escape_attribute, escape_text};

use super::prose::{Layers, event_name};
use super::{Chosen, Event, Fact, MarkKind, Note, Party, Quote, Section, Sentence, Story, Token, svg};
use crate::nlp::EntityKind;
use crate::record::Quad;

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
        let mut out = String::from("<article class=\"story\">\n<header>\n");
        let title = story.headline.as_deref().unwrap_or("(no headline)");
        put(&mut out, format_args!("<h1>{}</h1>\n", escape_text(title)));
        facts(&mut out, &story.head);
        out.push_str("</header>\n");
        let sentences: Vec<&Sentence> = story.sentences.iter().filter(|one| self.chosen.has(story, one)).collect();
        out.push_str("<div class=\"columns\">\n");
        self.prose(&mut out, story, place, &sentences);
        self.cards(&mut out, story, place, &sentences);
        out.push_str("</div>\n");
        let closer = [Section::Tree, Section::Tokens, Section::Names, Section::WhyNot];
        if !sentences.is_empty() && closer.into_iter().any(|section| self.shows(section)) {
            out.push_str("<h2>Sentence by sentence</h2>\n");
            sentences.iter().for_each(|sentence| self.sentence(&mut out, story, sentence, place));
        }
        out.push_str("</article>\n");
        out
    }

    fn shows(&self, section: Section) -> bool {
        self.sections.contains(&section)
    }

    /// The whole body, with numbered sentences and coloured words; what is no prose is set back.
    fn prose(&self, out: &mut String, story: &Story, place: usize, chosen: &[&Sentence]) {
        let is_chosen = |number: usize| chosen.binary_search_by_key(&number, |one| one.number).is_ok();
        put(out, format_args!("<section class=\"prose\" aria-label=\"Story {place}\">\n"));
        legend(out, story);
        let mut layers = Layers::new(story, place, |number| self.shows(Section::Events) && is_chosen(number));
        let mut sentences = story.sentences.iter().peekable();
        for paragraph in &story.paragraphs {
            out.push_str("<p>");
            let mut at = paragraph.start;
            while sentences.next_if(|sentence| sentence.span.start < paragraph.start).is_some() {}
            while let Some(sentence) = sentences.next_if(|sentence| paragraph.contains(sentence.span)) {
                aside(out, &mut layers, story, at, sentence.span.start);
                let number = sentence.number;
                if is_chosen(number) {
                    put(
                        out,
                        format_args!(
                            "<a class=\"number\" id=\"a{place}p{number}\" href=\"#a{place}s{number}\">{number}</a>\u{a0}"
                        ),
                    );
                }
                layers.write(out, story, sentence.span);
                at = sentence.span.end;
            }
            aside(out, &mut layers, story, at, paragraph.end);
            out.push_str("</p>\n");
        }
        out.push_str("</section>\n");
    }

    /// Events and quotations of the chosen sentences, beside the story.
    fn cards(&self, out: &mut String, story: &Story, place: usize, chosen: &[&Sentence]) {
        if !self.shows(Section::Events) && !self.shows(Section::Quotes) {
            return;
        }
        put(
            out,
            format_args!(
                "<section class=\"cards\" aria-label=\"What was found in story {place}\">\n<h2>What was found</h2>\n"
            ),
        );
        let (mut rules, mut number) = (String::new(), 0);
        let mut chosen = chosen.iter().peekable();
        let start = out.len();
        for sentence in &story.sentences {
            let is_chosen = chosen.next_if(|one| one.number == sentence.number).is_some();
            for one in &sentence.events {
                // Events are counted in the whole story, so that an address stays when other sentences are chosen.
                number += 1;
                if is_chosen && self.shows(Section::Events) {
                    let name = event_name(place, number);
                    event(out, one, &name, place, sentence.number);
                    rule(&mut rules, &name);
                }
            }
            if is_chosen && self.shows(Section::Quotes) {
                sentence.quotes.iter().for_each(|one| quote(out, one, place, sentence.number));
            }
        }
        if out.len() == start {
            out.push_str("<p class=\"aside\">No event and no quotation was found.</p>\n");
        }
        put(out, format_args!("</section>\n<style>\n{rules}</style>\n"));
    }

    fn sentence(&self, out: &mut String, story: &Story, sentence: &Sentence, place: usize) {
        let number = sentence.number;
        put(
            out,
            format_args!(
                "<section class=\"sentence\" id=\"a{place}s{number}\">\n<h3><a href=\"#a{place}p{number}\">Sentence {number}</a></h3>\n<p>"
            ),
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
fn aside(out: &mut String, layers: &mut Layers, story: &Story, start: usize, end: usize) {
    let span = crate::span::Span::new(start, end.max(start));
    match span.of(&story.body) {
        blank if blank.trim().is_empty() => out.push_str(blank),
        _ => {
            out.push_str("<span class=\"aside\">");
            layers.write(out, story, span);
            out.push_str("</span>");
        }
    }
}

/// What the colours mean, each with a box that turns it off.
fn legend(out: &mut String, story: &Story) {
    out.push_str("<fieldset class=\"legend\"><legend>Shown in the story</legend>\n");
    for kind in MarkKind::ALL {
        let count = story.marks.iter().filter(|mark| mark.kind == kind).count();
        let name = kind.name();
        let many = if kind == MarkKind::Quantity { "quantities".to_owned() } else { format!("{name}s") };
        put(
            out,
            format_args!(
                "<label><input type=\"checkbox\" class=\"on-{name}\" checked> <span class=\"{name}\">{many}</span> {count}</label>\n"
            ),
        );
    }
    out.push_str("</fieldset>\n");
}

/// Words and card of an event light up together: the target with a dashed line, everything else with a solid one.
fn rule(out: &mut String, name: &str) {
    put(
        out,
        format_args!(
            ".story:has(#{name}:is(:hover, :focus-within, :target), .{name}v:is(:hover, :focus)) \
             :is(.{name}s, .{name}t, .{name}v, .{name}c) {{ outline: 2px solid var(--link); }}\n\
             .story:has(#{name}:is(:hover, :focus-within, :target), .{name}v:is(:hover, :focus)) .{name}t {{ outline-style: dashed; }}\n\
             .story:has(.{name}v:is(:hover, :focus)) #{name} {{ outline: 3px solid var(--link); }}\n"
        ),
    );
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

fn event(out: &mut String, event: &Event, name: &str, place: usize, sentence: usize) {
    let quad = match event.quad {
        Quad::VerbalCooperation => "q0",
        Quad::MaterialCooperation => "q1",
        Quad::VerbalConflict => "q2",
        Quad::MaterialConflict => "q3",
    };
    let dashed = if event.real { "" } else { " dashed" };
    put(
        out,
        format_args!(
            "<div class=\"card event {quad}\" id=\"{name}\">\n<h3><a href=\"#{name}\">{}</a></h3>\n<div class=\"sides\"><p>",
            escape_text(&event.code)
        ),
    );
    parties(out, &event.source);
    // The arc from source to target; where it is not said to have happened, it is dashed.
    put(
        out,
        format_args!(
            "</p><svg class=\"deed{dashed}\" viewBox=\"0 0 120 32\" role=\"img\" aria-label=\"to\">\
             <path d=\"M4 28Q60 -18 112 22\"/><path class=\"tip\" d=\"M118 28l-11 -3l6 -7z\"/></svg><p>"
        ),
    );
    parties(out, &event.target);
    let share = event.confidence.clamp(0.0, 1.0);
    put(
        out,
        format_args!(
            "</p></div>\n<div class=\"sure\" aria-hidden=\"true\"><i style=\"width: {:.0}%\"></i></div>\n",
            share * 100.0
        ),
    );
    facts(out, &event.facts);
    put(
        out,
        format_args!(
            "<p class=\"aside\">in <a href=\"#a{place}p{sentence}\">sentence {sentence}</a> · {}</p>\n</div>\n",
            escape_text(&event.id)
        ),
    );
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

fn quote(out: &mut String, quote: &Quote, place: usize, sentence: usize) {
    put(
        out,
        format_args!(
            "<div class=\"card quotation\"><h3>{} quotation</h3>\n<blockquote>{}</blockquote>\n",
            quote.kind,
            escape_text(&quote.text)
        ),
    );
    facts(out, &quote.facts);
    put(
        out,
        format_args!("<p class=\"aside\">in <a href=\"#a{place}p{sentence}\">sentence {sentence}</a></p>\n</div>\n"),
    );
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
