//! Stories as one page that needs nothing else: no network, no script. All text of articles is escaped.
//!
//! A [`Page`] grows by a story for each article. Cards of events and the words that they rest on light up together; since there
//! is no script, rules of style do that, one for the first event of any story, one for the second, and so on. Every event has an
//! address: `#a1e3` is the third of the first story.

use std::fmt::Write;

use htmlize::{escape_attribute, escape_text};
use indicatif::HumanCount;

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

/// Of how many stories a page takes every sentence apart without being asked: a browser opens no page of thousands like that.
pub const MOST_APART: usize = 50;

/// How many stories the list of a page shows before somebody opens it.
const MOST_LISTED: usize = 20;

/// A page of stories, as it grows.
pub struct Page {
    view: View,
    /// Whether sections that take sentences apart are shown on pages of any length.
    always_apart: bool,
    /// Stories that are not written yet, since it is not known whether the page becomes a long one.
    held: Vec<Story>,
    body: String,
    list: String,
    title: Option<String>,
    stories: usize,
    events: usize,
    rules: usize,
}

impl Page {
    /// A page without stories. If sections were asked for, they are shown on pages of any length.
    pub fn new(view: View, are_asked_for: bool) -> Page {
        Page {
            view,
            always_apart: are_asked_for,
            held: Vec::new(),
            body: String::new(),
            list: String::new(),
            title: None,
            stories: 0,
            events: 0,
            rules: 0,
        }
    }

    /// Adds a story behind the others.
    pub fn add(&mut self, story: Story) {
        if self.always_apart || self.is_long() {
            return self.write(&story);
        }
        self.held.push(story);
        if self.held.len() > MOST_APART {
            self.view.sections.retain(|section| !APART.contains(section));
            self.write_held();
        }
    }

    /// Whether sentences are not taken apart because there are too many stories.
    pub fn is_long(&self) -> bool {
        !self.always_apart && self.stories > MOST_APART
    }

    /// The whole page.
    pub fn finish(&mut self) -> String {
        self.write_held();
        let title = match (self.stories, self.title.take()) {
            (0, _) => "Dateline explains".to_owned(),
            (1, title) => title.unwrap_or_else(|| "Dateline explains".to_owned()),
            (stories, _) => format!("{} stories explained", HumanCount(stories as u64)),
        };
        let mut page = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>{}</title>\n<style>\n{}",
            escape_text(title),
            include_str!("page.css")
        );
        (1..=self.rules).for_each(|number| rule(&mut page, number));
        let long = if self.stories > MOST_APART { " class=\"long\"" } else { "" };
        put(&mut page, format_args!("</style>\n</head>\n<body>\n<main{long}>\n"));
        match self.stories {
            0 => page.push_str("<h1>Dateline explains</h1>\n<p>There was no article to explain.</p>\n"),
            1 => {}
            _ => self.contents(&mut page),
        }
        page.push_str(&self.body);
        page.push_str("</main>\n</body>\n</html>\n");
        page
    }

    /// What is on the page, with a link to each story.
    fn contents(&self, out: &mut String) {
        let open = if self.stories > MOST_LISTED { "" } else { " open" };
        let (stories, events) = (HumanCount(self.stories as u64), HumanCount(self.events as u64));
        put(
            out,
            format_args!(
                "<nav class=\"contents\" aria-label=\"Stories\">\n<details{open}><summary>{stories} stories, {events} {}</summary>\n<ol>\n{}</ol>\n</details>\n",
                if self.events == 1 { "event" } else { "events" },
                self.list
            ),
        );
        if self.is_long() {
            put(
                out,
                format_args!(
                    "<p class=\"aside\">Of more than {MOST_APART} stories a page leaves out syntax and names; \
                     <code>--only tree,names,events,quotes</code> shows them all the same.</p>\n"
                ),
            );
        }
        out.push_str("</nav>\n");
    }

    fn write_held(&mut self) {
        for story in std::mem::take(&mut self.held) {
            self.write(&story);
        }
    }

    fn write(&mut self, story: &Story) {
        self.stories += 1;
        let place = self.stories;
        let title = story.headline.as_deref().unwrap_or(NO_HEADLINE);
        if place == 1 {
            self.title.clone_from(&story.headline);
        }
        // Events are counted in the whole story, so that an address stays when other sentences are chosen.
        let events = story.sentences.iter().map(|sentence| sentence.events.len()).sum();
        self.events += events;
        if self.view.shows(Section::Events) {
            self.rules = self.rules.max(events);
        }
        let count = match events {
            0 => String::new(),
            1 => " <small>1 event</small>".to_owned(),
            many => format!(" <small>{many} events</small>"),
        };
        put(&mut self.list, format_args!("<li><a href=\"#a{place}\">{}</a>{count}</li>\n", escape_text(title)));
        let shown = self.view.story(story, place);
        self.body.push_str(&shown);
    }
}

/// What is shown of sentences one by one, behind the story.
const APART: [Section; 4] = [Section::Tree, Section::Tokens, Section::Names, Section::WhyNot];

const NO_HEADLINE: &str = "(no headline)";

impl View {
    /// The part of a page that shows a story, the `place`th of the page from 1.
    fn story(&self, story: &Story, place: usize) -> String {
        let mut out = format!("<article class=\"story\" id=\"a{place}\">\n<header>\n");
        let title = story.headline.as_deref().unwrap_or(NO_HEADLINE);
        put(&mut out, format_args!("<h1>{}</h1>\n", escape_text(title)));
        facts(&mut out, &story.head);
        out.push_str("</header>\n");
        let sentences: Vec<&Sentence> = story.sentences.iter().filter(|one| self.chosen.has(story, one)).collect();
        out.push_str("<div class=\"columns\">\n");
        self.prose(&mut out, story, place, &sentences);
        self.cards(&mut out, story, place, &sentences);
        out.push_str("</div>\n");
        if !sentences.is_empty() && self.is_apart() {
            out.push_str("<h2>Sentence by sentence</h2>\n");
            sentences.iter().for_each(|sentence| self.sentence(&mut out, story, sentence, place));
        }
        out.push_str("</article>\n");
        out
    }

    fn shows(&self, section: Section) -> bool {
        self.sections.contains(&section)
    }

    /// Whether sentences are shown one by one, behind the story.
    fn is_apart(&self) -> bool {
        APART.into_iter().any(|section| self.shows(section))
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
                    let name = format!("id=\"a{place}p{number}\"");
                    // Writing to a string does not fail.
                    let _ = match self.is_apart() {
                        true => {
                            write!(out, "<a class=\"number\" {name} href=\"#a{place}s{number}\">{number}</a>\u{a0}")
                        }
                        false => write!(out, "<span class=\"number\" {name}>{number}</span>\u{a0}"),
                    };
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
        let mut number = 0;
        let mut chosen = chosen.iter().peekable();
        let start = out.len();
        for sentence in &story.sentences {
            let is_chosen = chosen.next_if(|one| one.number == sentence.number).is_some();
            for one in &sentence.events {
                number += 1;
                if is_chosen && self.shows(Section::Events) {
                    event(out, one, number, place, sentence.number);
                }
            }
            if is_chosen && self.shows(Section::Quotes) {
                sentence.quotes.iter().for_each(|one| quote(out, one, place, sentence.number));
            }
        }
        if out.len() == start {
            out.push_str("<p class=\"aside\">No event and no quotation was found.</p>\n");
        }
        out.push_str("</section>\n");
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

/// Words and card of the event with this number in a story light up together: the target with a dashed line, everything else
/// with a solid one.
fn rule(out: &mut String, number: usize) {
    let card = format!(".e{number}:is(:hover, :focus-within, :target)");
    let words = format!(".e{number}v:is(:hover, :focus)");
    put(
        out,
        format_args!(
            ".story:has({card}, {words}) :is(.e{number}s, .e{number}t, .e{number}v, .e{number}c) {{ outline: 2px solid var(--link); }}\n\
             .story:has({card}, {words}) .e{number}t {{ outline-style: dashed; }}\n\
             .story:has({words}) .e{number} {{ outline: 3px solid var(--link); }}\n"
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

fn event(out: &mut String, event: &Event, number: usize, place: usize, sentence: usize) {
    let name = event_name(place, number);
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
            "<div class=\"card event {quad} e{number}\" id=\"{name}\">\n<h3><a href=\"#{name}\">{}</a></h3>\n<div class=\"sides\"><p>",
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
