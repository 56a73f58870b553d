//! The story as it reads: its words in pieces, each with everything that it is part of.
//!
//! Actors, times and places stand inside quotations, and the words of several events lie upon each other. So the text is cut
//! wherever something begins or ends, and every piece says what it belongs to.

use std::fmt::Write;

use htmlize::{escape_attribute, escape_text};

use super::{Role, Story};
use crate::span::Span;

/// Something that is shown of words of the body.
struct Layer {
    span: Span,
    class: String,
    /// What is told when it is pointed at.
    title: Option<String>,
    /// What the words lead to.
    link: Option<String>,
}

/// The layers of a story, sorted by where they begin, and how far its words have been written.
pub(super) struct Layers {
    layers: Vec<Layer>,
    /// The first layer that has not begun.
    next: usize,
    /// Those that have begun and not ended.
    open: Vec<usize>,
}

/// The name of an event on a page: that of the story by its place, and its number in the story, from 1.
pub(super) fn event_name(place: usize, number: usize) -> String {
    format!("a{place}e{number}")
}

impl Layers {
    /// The marks of a story, and the words of its events if they are `shown`.
    pub(super) fn new(story: &Story, place: usize, shown: impl Fn(usize) -> bool) -> Layers {
        let mark = |mark: &super::Mark| {
            let title = format!("{}: {}", mark.kind.name(), mark.reading);
            Layer { span: mark.span, class: mark.kind.name().to_owned(), title: Some(title), link: None }
        };
        let mut layers: Vec<Layer> = story.marks.iter().map(mark).collect();
        let events =
            story.sentences.iter().flat_map(|sentence| sentence.events.iter().map(move |event| (sentence, event)));
        for (number, (sentence, event)) in (1..).zip(events) {
            if !shown(sentence.number) {
                continue;
            }
            let name = event_name(place, number);
            for &(span, role) in &event.words {
                let (letter, link) = match role {
                    Role::Source => ("s", None),
                    Role::Target => ("t", None),
                    Role::Circumstance => ("c", None),
                    Role::Trigger => ("v trigger", Some(name.clone())),
                };
                let title = link.as_ref().map(|_| format!("event: {}", event.code));
                layers.push(Layer { span, class: format!("e{number}{letter}"), title, link });
            }
        }
        layers.sort_by_key(|layer| (layer.span.start, layer.span.end));
        Layers { layers, next: 0, open: Vec::new() }
    }

    /// Writes a range of the body, with all that is shown of its words. Ranges must come in order.
    pub(super) fn write(&mut self, out: &mut String, story: &Story, range: Span) {
        let mut at = range.start;
        while at < range.end {
            while self.layers.get(self.next).is_some_and(|layer| layer.span.start <= at) {
                self.open.push(self.next);
                self.next += 1;
            }
            let layers = &self.layers;
            self.open.retain(|&layer| layers[layer].span.end > at);
            let ends = self.open.iter().map(|&layer| layers[layer].span.end);
            let starts = layers.get(self.next).map(|layer| layer.span.start);
            let border = ends.chain(starts).fold(range.end, usize::min);
            let open: Vec<&Layer> = self.open.iter().map(|&layer| &layers[layer]).collect();
            put(out, Span::new(at, border).of(&story.body), &open);
            at = border;
        }
    }
}

fn put(out: &mut String, words: &str, layers: &[&Layer]) {
    let words = escape_text(words);
    if layers.is_empty() {
        out.push_str(&words);
        return;
    }
    let classes = layers.iter().map(|layer| layer.class.as_str()).collect::<Vec<_>>().join(" ");
    let titles = layers.iter().filter_map(|layer| layer.title.as_deref()).collect::<Vec<_>>().join("; ");
    let title = if titles.is_empty() { String::new() } else { format!(" title=\"{}\"", escape_attribute(&titles)) };
    // Writing to a string does not fail.
    let _ = match layers.iter().rev().find_map(|layer| layer.link.as_ref()) {
        Some(link) => write!(out, "<a href=\"#{link}\" class=\"{classes}\"{title}>{words}</a>"),
        None => write!(out, "<span class=\"{classes}\"{title}>{words}</span>"),
    };
}
