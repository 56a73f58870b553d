//! A story for a terminal: plain lines, or coloured ones.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Chosen, Event, Fact, Name, Note, Party, Quote, Section, Sentence, Story, Token, arcs, tree};
use crate::nlp::EntityKind;
use crate::span::Span;

/// How syntax is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Layout {
    /// A word a line, the tree at its left
    #[default]
    Tree,
    /// Words side by side, arcs above them
    Arcs,
}

/// What is shown, and how.
#[derive(Clone, Debug)]
pub struct View {
    /// What is shown of each sentence besides its text.
    pub sections: Vec<Section>,
    /// How syntax is drawn.
    pub layout: Layout,
    /// Which sentences.
    pub chosen: Chosen,
    /// Columns of the terminal. Lines are no wider where they can be broken.
    pub width: usize,
    /// Whether escape sequences set colours.
    pub color: bool,
}

/// The columns that labels at the left side take.
const MARGIN: usize = 10;

const STRONG: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();
const LABEL: Style = AnsiColor::Cyan.on_default();
const CODE: Style = AnsiColor::Yellow.on_default().bold();

impl View {
    /// The lines of a story, all ended.
    pub fn show(&self, story: &Story) -> String {
        let mut out = String::new();
        self.head(&mut out, story);
        let selected: Vec<&Sentence> = story.sentences.iter().filter(|one| self.chosen.has(story, one)).collect();
        if selected.is_empty() {
            let count = story.sentences.len();
            line(&mut out, &format!("\n(nothing to show: the article has {count} sentences)"));
        }
        for sentence in selected {
            self.sentence(&mut out, story, sentence);
        }
        out
    }

    fn shows(&self, section: Section) -> bool {
        self.sections.contains(&section)
    }

    fn head(&self, out: &mut String, story: &Story) {
        let title = story.headline.as_deref().unwrap_or("(no headline)");
        line(out, &self.paint(QUIET, &"━".repeat(self.width)));
        for part in wrap(title, self.width) {
            line(out, &self.paint(STRONG, Span::new(part.start, part.end).of(title)));
        }
        let widest = story.head.iter().map(|fact| fact.what.width()).max().unwrap_or(0);
        for fact in &story.head {
            self.fact(out, 0, widest, fact);
        }
    }

    fn sentence(&self, out: &mut String, story: &Story, sentence: &Sentence) {
        let number = format!("── {} ", sentence.number);
        let rule = "─".repeat(self.width.saturating_sub(number.width()));
        line(out, &format!("\n{}", self.paint(STRONG, &format!("{number}{rule}"))));
        self.text(out, story, sentence);
        if self.shows(Section::Tree) {
            out.push('\n');
            let lines = match self.layout {
                Layout::Tree => self.tree(&sentence.tokens),
                Layout::Arcs => arcs::draw(&sentence.tokens, self.width),
            };
            lines.iter().for_each(|drawn| line(out, drawn));
        }
        if self.shows(Section::Tokens) {
            out.push('\n');
            self.tokens(out, &sentence.tokens);
        }
        if self.shows(Section::Names) && !sentence.names.is_empty() {
            out.push('\n');
            let widest = sentence.names.iter().map(|name| name.text.width()).max().unwrap_or(0).min(self.width / 2);
            let kind = |name: &Name| name.kind.map_or("–", EntityKind::name);
            let kinds = sentence.names.iter().map(|name| kind(name).width()).max().unwrap_or(0);
            let left = MARGIN + widest + 1 + kinds + 2;
            for (place, name) in sentence.names.iter().enumerate() {
                let kind = self.paint(style(name.kind), &pad(kind(name), kinds));
                let readings = wrap(&name.reading, self.width.saturating_sub(left));
                let first = readings.first().map_or("", |part| part.of(&name.reading));
                let label = if place == 0 { "names" } else { "" };
                self.labelled(out, label, &format!("{} {kind}  {first}", pad(&name.text, widest)));
                for part in readings.iter().skip(1) {
                    line(out, &format!("{}{}", " ".repeat(left), part.of(&name.reading)));
                }
            }
        }
        if self.shows(Section::Events) {
            sentence.events.iter().for_each(|event| self.event(out, event));
        }
        if self.shows(Section::Quotes) {
            sentence.quotes.iter().for_each(|quote| self.quote(out, quote));
        }
        if self.shows(Section::WhyNot) {
            sentence.why_not.iter().for_each(|note| self.note(out, note));
        }
    }

    /// The sentence's words, with its names in colour.
    fn text(&self, out: &mut String, story: &Story, sentence: &Sentence) {
        let text = sentence.span.of(&story.body);
        let pieces = sentence.pieces();
        for part in wrap(text, self.width) {
            let part = part.shift(sentence.span.start);
            let painted: String = pieces
                .iter()
                .filter(|(piece, _)| piece.overlaps(part))
                .map(|(piece, kind)| {
                    let words = Span::new(piece.start.max(part.start), piece.end.min(part.end)).of(&story.body);
                    if kind.is_some() { self.paint(style(*kind), words) } else { words.to_owned() }
                })
                .collect();
            line(out, &painted);
        }
    }

    /// A line for each token: the tree and the word, then label and head, tag, and the lemma where it differs.
    fn tree(&self, tokens: &[Token]) -> Vec<String> {
        let heads: Vec<Option<usize>> = tokens.iter().map(|token| token.head).collect();
        let digits = tokens.len().to_string().len();
        let head = |token: &Token| token.head.and_then(|head| tokens.get(head)).map_or("", |head| head.text.as_str());
        let labels = tokens.iter().map(|token| token.label.width()).max().unwrap_or(0);
        let words = tokens.iter().map(|token| head(token).width()).max().unwrap_or(0).min(14);
        // Deep trees are drawn closer, so that the columns beside them keep their place.
        let rest = digits + 2 + 2 + labels + 1 + words + 2 + 5;
        let mut drawn = tree::draw(&heads, 2);
        let widest = |drawn: &[String]| {
            drawn.iter().zip(tokens).map(|(line, token)| line.width() + 1 + token.text.width()).max().unwrap_or(0)
        };
        if widest(&drawn) + rest > self.width {
            drawn = tree::draw(&heads, 1);
        }
        let column = widest(&drawn).min(self.width.saturating_sub(rest)).max(20);
        let room = self.width.saturating_sub(rest + column + 1);
        let mut lines = Vec::with_capacity(tokens.len());
        for (place, (token, drawn)) in tokens.iter().zip(&drawn).enumerate() {
            let word = self.paint(style(token.entity), &token.text);
            let blank = " ".repeat(column.saturating_sub(drawn.width() + 1 + token.text.width()));
            let lemma = if token.lemma == token.text { "" } else { &token.lemma };
            let row = format!(
                "{}  {} {word}{blank}  {} {}  {} {}",
                self.paint(QUIET, &format!("{:>digits$}", place + 1)),
                self.paint(QUIET, drawn),
                self.paint(LABEL, &pad(token.label, labels)),
                pad(&cut(head(token), words), words),
                pad(token.tag, 5),
                self.paint(QUIET, &cut(lemma, room)),
            );
            lines.push(row);
        }
        lines
    }

    fn tokens(&self, out: &mut String, tokens: &[Token]) {
        let widest = |column: fn(&Token) -> &str| tokens.iter().map(|token| column(token).width()).max().unwrap_or(0);
        let (words, lemmas) = (widest(|token| &token.text), widest(|token| &token.lemma));
        for (place, token) in tokens.iter().enumerate() {
            let row = format!(
                "{:>3}  {}  {}  {}  {}  {:>3}  {}",
                place + 1,
                pad(&token.text, words),
                pad(&token.lemma, lemmas),
                pad(token.tag, 5),
                pad(token.label, 9),
                token.head.map_or(0, |head| head + 1),
                token.entity.map_or("", EntityKind::name),
            );
            line(out, &row);
        }
    }

    fn event(&self, out: &mut String, event: &Event) {
        out.push('\n');
        self.labelled(out, "event", &self.paint(CODE, &event.code));
        let parties = |parties: &[Party]| {
            let all: Vec<String> = parties.iter().map(Party::to_string).collect();
            if all.is_empty() { "(nobody named)".to_owned() } else { all.join(" + ") }
        };
        self.labelled(out, "", &format!("{} → {}", parties(&event.source), parties(&event.target)));
        self.facts(out, &event.facts);
    }

    fn quote(&self, out: &mut String, quote: &Quote) {
        out.push('\n');
        self.labelled(out, "quote", &self.paint(CODE, quote.kind));
        for part in wrap(&quote.text, self.width.saturating_sub(MARGIN)) {
            self.labelled(out, "", part.of(&quote.text));
        }
        self.facts(out, &quote.facts);
    }

    fn note(&self, out: &mut String, note: &Note) {
        out.push('\n');
        self.labelled(out, "why not", &self.paint(STRONG, &note.title));
        self.facts(out, &note.facts);
    }

    fn facts(&self, out: &mut String, facts: &[Fact]) {
        let widest = facts.iter().map(|fact| fact.what.width()).max().unwrap_or(0);
        facts.iter().for_each(|fact| self.fact(out, MARGIN, widest, fact));
    }

    /// A fact with its name before it, in lines that start at `indent`.
    fn fact(&self, out: &mut String, indent: usize, widest: usize, fact: &Fact) {
        let left = indent + widest + 2;
        for (place, part) in wrap(&fact.value, self.width.saturating_sub(left)).into_iter().enumerate() {
            let what = if place == 0 { fact.what } else { "" };
            let what = self.paint(LABEL, &pad(what, widest));
            line(out, &format!("{}{what}  {}", " ".repeat(indent), part.of(&fact.value)));
        }
    }

    fn labelled(&self, out: &mut String, label: &str, text: &str) {
        line(out, &format!("{}{text}", self.paint(LABEL, &pad(label, MARGIN))));
    }

    fn paint(&self, style: Style, text: &str) -> String {
        if self.color && !text.trim().is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

/// The colour of a kind of name.
fn style(kind: Option<EntityKind>) -> Style {
    let Some(kind) = kind else { return Style::new() };
    let color = match kind {
        EntityKind::Person => AnsiColor::Green,
        EntityKind::Org => AnsiColor::Blue,
        EntityKind::Gpe | EntityKind::Loc | EntityKind::Fac => AnsiColor::Magenta,
        EntityKind::Norp | EntityKind::Language => AnsiColor::Red,
        EntityKind::Date | EntityKind::Time => AnsiColor::Cyan,
        _ => AnsiColor::Yellow,
    };
    color.on_default().bold()
}

/// Adds a line without the blanks at its end.
fn line(out: &mut String, text: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(out, "{}", text.trim_end_matches(' '));
}

/// `text` with blanks behind it, up to `width` columns.
fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// `text`, or as much of it as goes into `width` columns, and an ellipsis.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut left = width.saturating_sub(1);
    let fits = |character: &char| {
        let needed = character.width().unwrap_or(0);
        let fits = needed <= left;
        left = left.saturating_sub(needed);
        fits
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

/// The lines of `text`, broken at blanks so that they take `width` columns if that can be done: their ranges.
fn wrap(text: &str, width: usize) -> Vec<Span> {
    let mut lines: Vec<Span> = Vec::new();
    let mut columns = 0;
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let visible = word.trim_end();
        let (start, end) = (at, at + visible.len());
        at += word.len();
        match lines.last_mut() {
            Some(last) if columns + visible.width() <= width => last.end = end.max(last.end),
            _ => {
                lines.push(Span::new(start, end));
                columns = 0;
            }
        }
        columns += word.width();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_blanks() {
        let lines =
            |text: &str, width| wrap(text, width).iter().map(|line| line.of(text).to_owned()).collect::<Vec<_>>();
        assert_eq!(lines("one two three", 7), ["one two", "three"]);
        assert_eq!(lines("東京 東京 x", 7), ["東京", "東京 x"]);
        assert_eq!(lines("incomprehensible a", 4), ["incomprehensible", "a"]);
        assert_eq!(lines("", 4), [""; 0]);
    }

    #[test]
    fn columns_are_counted_not_characters() {
        assert_eq!(pad("東京", 6), "東京  ");
        assert_eq!(pad("e\u{301}", 3), "e\u{301}  ");
        assert_eq!(cut("東京東京", 5), "東京…");
        assert_eq!(cut("short", 5), "short");
    }
}
