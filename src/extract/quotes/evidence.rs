//! What speaks for and against a candidate's being a quotation: circumstances whose weights are in `quotations.tsv`.
//!
//! Those of the cue count for each of its contents, so that they are added up once.

use std::ops::Range;

use super::candidates::{Candidate, Content};
use super::extents;
use super::marks::Marked;
use crate::extract::actors::Cast;
use crate::extract::lexicon::sayings::{Circumstance, Value, What};
use crate::extract::reading::Reading;
use crate::extract::text::{EntityKind, Text};
use crate::extract::tokens::Kind;
use crate::nlp::{Label, Tag};

/// Takes circumstances, one by one.
pub trait Evidence {
    /// Something is so.
    fn add(&mut self, circumstance: Circumstance<'_>);
}

/// Adds up the weights of circumstances.
pub struct Odds<'l> {
    /// The weights.
    pub sayings: &'l crate::extract::lexicon::sayings::Sayings,
    /// Their sum so far: log odds.
    pub sum: f32,
}

impl Evidence for Odds<'_> {
    fn add(&mut self, circumstance: Circumstance<'_>) {
        self.sum += self.sayings.weight(&circumstance);
    }
}

impl Evidence for Vec<String> {
    fn add(&mut self, circumstance: Circumstance<'_>) {
        self.push(circumstance.to_string());
    }
}

/// Looks at the candidates of a sentence.
pub struct Witness<'r> {
    /// The article.
    pub text: &'r Text<'r>,
    /// Who is in it.
    pub cast: &'r Cast<'r>,
    /// The sentence.
    pub reading: &'r Reading,
    /// What stands in quotation marks.
    pub marked: &'r [Marked],
}

impl Witness<'_> {
    /// What is so of a cue, whatever it says.
    pub fn cue(&self, candidate: &Candidate<'_>, evidence: &mut impl Evidence) {
        let text = self.text;
        let cue = candidate.cue;
        let lemma = self.cue_word(candidate);
        let kind = candidate.kind.value();
        let mut add = |what, first, second| evidence.add(Circumstance { what, values: [first, second] });
        let speaker = Value::new(self.speaker(candidate.speaker));
        add(What::Cue, kind, lemma);
        add(What::Cluster, kind, self.cluster(cue));
        add(What::CueTag, kind, Value::new(text.tag(cue).name()));
        add(What::CueLabel, kind, Value::new(text.label(cue).name()));
        add(What::CueForm, lemma, Value::new(text.tag(cue).name()));
        add(What::CuePlace, lemma, Value::new(text.label(cue).name()));
        add(What::Speaker, kind, speaker);
        add(What::SpeakerCue, speaker, lemma);
        if let Some(noun) = candidate.speaker.filter(|&token| matches!(text.tag(token), Tag::Nn | Tag::Nns)) {
            add(What::SpeakerCluster, kind, self.cluster(noun));
            add(What::SpeakerNoun, kind, Value::new(text.document.lemma(noun)));
        }
        if let Some(head) = text.document.head(cue) {
            add(What::Above, Value::new(text.label(cue).name()), Value::new(text.document.lemma(head)));
        }
        for child in text.children.of(cue) {
            let word = || Value::new(text.document.lemma(child));
            match text.label(child) {
                Label::Aux | Label::Auxpass | Label::Neg | Label::Advmod => add(What::Beside, kind, word()),
                Label::Dobj => add(What::Object, lemma, word()),
                Label::Prt => add(What::Particle, lemma, word()),
                _ => {}
            }
        }
        let mut context = |name: &'static str| add(What::Context, kind, Value::new(name));
        let inside = self.marked.iter().any(|marked| marked.tokens.contains(&cue));
        if inside {
            context("inside marks");
        }
        if self.reading.index == 0 {
            context("first sentence");
        }
        let sentence = &self.reading.tokens;
        if !matches!(text.of(sentence.end - 1), "." | "?" | "!") && !text.tokens[sentence.end - 1].is_quote() {
            context("no full stop");
        }
        if cue == sentence.start {
            context("first word");
        }
        if text.of(sentence.end - 1) == "?" {
            context("question");
        }
    }

    /// What is so of a content.
    pub fn content(&self, candidate: &Candidate<'_>, content: &Content<'_>, evidence: &mut impl Evidence) {
        let text = self.text;
        let lemma = self.cue_word(candidate);
        let kind = candidate.kind.value();
        let role = Value::new(content.role);
        let mut add = |what, first, second| evidence.add(Circumstance { what, values: [first, second] });
        add(What::Role, kind, role);
        add(What::RoleCue, lemma, role);
        add(What::RoleCluster, self.cluster(candidate.cue), role);
        add(What::RoleTag, role, Value::new(text.tag(content.head).name()));
        add(What::SpeakerRole, Value::new(self.speaker(candidate.speaker)), role);
        add(What::RoleHead, role, self.cluster(content.head));
        let mark = Value::new(self.word(content.tokens.start));
        add(What::RoleMark, role, mark);
        add(What::First, mark, lemma);
        add(What::Head, Value::new(text.tag(content.head).name()), lemma);
        if matches!(text.tag(content.head), Tag::Nn | Tag::Nns) {
            add(What::RoleNoun, Value::NONE, Value::new(text.document.lemma(content.head)));
        } else if text.tag(content.head).is_verb() {
            add(What::RoleNoun, Value::new("verb"), Value::new(text.document.lemma(content.head)));
        }
        let words = Value::new(length(content.tokens.len()));
        add(What::RoleWords, role, words);
        if !content.extent.is_empty() {
            let extent = Value::new(content.extent);
            add(What::RoleExtent, role, extent);
            add(What::Extent, lemma, extent);
            add(What::ExtentWords, extent, words);
        }
        let others = candidate.contents.iter().filter(|other| other.role != content.role && other.extent.is_empty());
        for other in others {
            add(What::RoleBeside, role, Value::new(other.role));
        }
        let extent = Value::new(if content.extent.is_empty() { "all" } else { content.extent });
        let end = content.tokens.end;
        if end < self.reading.tokens.end {
            add(What::After, extent, Value::new(self.word(end)));
            if extents::is_break(text, end) && end + 1 < self.reading.tokens.end {
                add(What::AfterMark, extent, Value::new(self.word(end + 1)));
            }
        }
        let from = content.head.max(content.tokens.start) + 1;
        if let Some(inside) = (from..end.saturating_sub(1)).find(|&at| extents::is_break(text, at)) {
            add(What::Inside, extent, Value::new(self.word(inside + 1)));
        }
        let mut context = |name: &'static str| add(What::RoleContext, role, Value::new(name));
        let finite = text.child(content.head, &[Label::Nsubj, Label::Nsubjpass, Label::Expl]).is_some();
        if finite {
            context("finite");
        }
        match text.tokens.get(content.tokens.end) {
            _ if content.tokens.end + 1 >= self.reading.tokens.end => context("to the end"),
            Some(next) if next.kind == Kind::Mark => context("mark follows"),
            _ => context("goes on"),
        }
        if content.tokens.clone().any(|token| text.tokens[token].is_quote()) {
            context("marks");
        }
        if content.tokens.clone().any(|token| text.tag(token).is_verb()) {
            context("verb");
        }
    }

    /// What is so of words in quotation marks; `cue` is the cue that was found beside them and `place` where.
    pub fn quoted(&self, marked: &Marked, place: &'static str, cue: Option<usize>, evidence: &mut impl Evidence) {
        let text = self.text;
        let mut add = |what, first, second| evidence.add(Circumstance { what, values: [first, second] });
        let inside = marked.tokens.start + 1..marked.tokens.end - usize::from(marked.closed);
        let Some(last) = inside.clone().next_back() else { return };
        let word = |token: usize| -> &'static str {
            match text.tokens.get(token) {
                None => "end",
                Some(token) if token.is_quote() => "quote",
                Some(_) if text.is_mark(token, ',') => "comma",
                Some(_) if text.is_mark(token, ':') => "colon",
                Some(_) => text.tag(token).name(),
            }
        };
        let starts = text.sentences.binary_search_by_key(&marked.tokens.start, |one| one.tokens.start).is_ok();
        let before = match marked.tokens.start.checked_sub(1) {
            None => "start",
            Some(_) if starts => "start",
            Some(before) => word(before),
        };
        let after = word(marked.tokens.end);
        let end = word(last);
        let words = Value::new(length(inside.len()));
        let capital = if text.tokens[inside.start].capital { "capital" } else { "small" };
        let place = Value::new(place);
        add(What::Quoted, Value::new(capital), place);
        add(What::Quoted, Value::new("closed"), Value::new(if marked.closed { "yes" } else { "no" }));
        add(What::QuotedWords, words, Value::new(capital));
        add(What::QuotedWords, words, place);
        add(What::QuotedEnd, Value::new(end), Value::new(capital));
        add(What::QuotedEnd, Value::new(end), Value::new(after));
        add(What::QuotedBefore, Value::new(before), Value::new(capital));
        add(What::QuotedBefore, Value::new(before), words);
        add(What::QuotedAfter, Value::new(after), place);
        add(What::QuotedAfter, Value::new(after), Value::new(before));
        if let Some(cue) = cue {
            add(What::QuotedCue, place, Value::new(text.document.lemma(cue)));
        }
        let first = text.document.tag(inside.start).name();
        add(What::Quoted, Value::new("first"), Value::new(first));
        let verb = inside.clone().any(|token| text.tag(token).is_finite());
        add(What::Quoted, Value::new(if verb { "verb" } else { "no verb" }), words);
        let name = text.document.entity_at(inside.start).map_or("no name", |entity| entity.kind.name());
        add(What::Quoted, Value::new("name"), Value::new(name));
    }

    /// The base form of a word that joins or determines others, the mark, or the tag of any other word.
    fn word(&self, token: usize) -> &str {
        let text = self.text;
        match text.tag(token) {
            Tag::In | Tag::To | Tag::Wp | Tag::Wrb | Tag::Wdt | Tag::Dt | Tag::PrpPoss | Tag::Cc => {
                text.document.lemma(token)
            }
            _ if text.tokens[token].kind == Kind::Mark => text.of(token),
            tag => tag.name(),
        }
    }

    fn cue_word(&self, candidate: &Candidate<'_>) -> Value<'_> {
        Value::new(self.text.document.lemma(candidate.cue))
    }

    fn cluster(&self, token: usize) -> Value<'static> {
        Value::number(self.text.document.cluster(token))
    }

    /// What kind of speaker the word at `head` names.
    fn speaker(&self, head: Option<usize>) -> &'static str {
        let text = self.text;
        let Some(head) = head else { return "none" };
        if matches!(text.tag(head), Tag::Prp | Tag::PrpPoss) {
            return match text.of(head).to_ascii_lowercase().as_str() {
                "i" | "my" => "i",
                "you" | "your" => "you",
                "we" | "us" | "our" => "we",
                "it" | "its" => "it",
                "they" | "their" | "them" => "they",
                _ => "he",
            };
        }
        let mention = self.reading.mention_at(head).filter(|mention| !mention.adjective);
        match mention.map(|mention| self.cast.entities[mention.entity].kind) {
            Some(EntityKind::Person) => "person",
            Some(EntityKind::Country) => "country",
            Some(EntityKind::Organisation) => "organisation",
            Some(EntityKind::Agency) => "agency",
            Some(EntityKind::Agent) => "agent",
            Some(EntityKind::Place) => "place",
            Some(EntityKind::Thing) => "thing",
            None => match text.tag(head) {
                Tag::Nn => "noun",
                Tag::Nns => "nouns",
                Tag::Nnp | Tag::Nnps => "name",
                Tag::Wdt | Tag::Wp => "relative",
                Tag::Vbg => "gerund",
                _ => "other",
            },
        }
    }
}

/// How long something is, in classes.
fn length(words: usize) -> &'static str {
    match words {
        0..=1 => "1",
        2 => "2",
        3 => "3",
        4 => "4",
        5..=6 => "5-6",
        7..=9 => "7-9",
        10..=14 => "10-14",
        15..=24 => "15-24",
        _ => "25+",
    }
}

/// How much of their whole two ranges share, 0 to 1.
pub fn shared(one: &Range<usize>, other: &Range<usize>) -> f32 {
    let common = one.end.min(other.end).saturating_sub(one.start.max(other.start));
    let whole = one.end.max(other.end) - one.start.min(other.start);
    common as f32 / whole.max(1) as f32
}
