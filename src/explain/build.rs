//! From an article to a [`Story`]: the linguistic core and the extraction read it, and what they find is laid side by side.
//!
//! Sentences are those of the linguistic core. Extraction has its own; its events and quotations are shown where their
//! first words stand.

use std::fmt::Display;

use super::marks::Places;
use super::{Event, Fact, Name, Party, Quote, Sentence, Story, Token, why_not};
use crate::article::NormalArticle;
use crate::extract::{Evidence, Extractor, Notes, Refused, tickers};
use crate::nlp::{Core, Document, Workspace};
use crate::record::{
    Actor, ArticleRecord, ArticleRecords, Basis, EventRecord, Modality, Place, PlaceBasis, Polarity, Quantity,
    QuoteKind, QuoteRecord,
};
use crate::span::{CodePoints, Span};

/// Makes stories of articles, one after the other.
pub struct Explainer {
    core: Core,
    extractor: Extractor,
    document: Document,
    workspace: Workspace,
}

impl Explainer {
    /// An explainer with these models and this lexicon.
    pub fn new(core: Core, extractor: Extractor) -> Explainer {
        Explainer { core, extractor, document: Document::new(), workspace: Workspace::default() }
    }

    /// Reads an article and tells what was found in it.
    pub fn explain(&mut self, article: NormalArticle) -> Story {
        let prose = tickers::without(&article.body, &article.prose);
        self.core.read(&article.body, &prose, &mut self.document, &mut self.workspace);
        let (origin, paragraphs) = (article.origin.clone(), article.paragraphs.clone());
        let (ArticleRecords { article, events, quotes }, Notes { refused, evidence }) =
            self.extractor.explain(&article);
        let document = &self.document;
        let points = CodePoints::new(&article.body);
        let mut sentences: Vec<Sentence> =
            (0..document.sentence_count()).map(|number| sentence(document, number, &article, &points)).collect();
        let places = Places::new(&article.body);
        // The first code point after each sentence.
        let ends: Vec<usize> = sentences.iter().map(|sentence| points.at(sentence.span.end)).collect();
        let place = |point: usize| ends.partition_point(|&end| end <= point).min(ends.len().saturating_sub(1));
        for (record, evidence) in events.iter().zip(&evidence) {
            if let Some(sentence) = sentences.get_mut(place(record.event.trigger.start)) {
                sentence.events.push(event(record, evidence, &self.extractor, &places));
            }
        }
        for record in &quotes {
            if let Some(sentence) = sentences.get_mut(place(record.start)) {
                sentence.quotes.push(quote(record));
            }
        }
        for sentence in &mut sentences {
            let (from, to) = (points.at(sentence.span.start), points.at(sentence.span.end));
            let actors: Vec<&Actor> =
                article.actors.iter().filter(|actor| from <= actor.start && actor.start < to).collect();
            let within = refused.iter().filter(|refused| sentence.span.contains(refused.word));
            let refused: Vec<(&str, &Refused)> =
                within.map(|refused| (refused.word.of(&article.body), refused)).collect();
            sentence.why_not = why_not::notes(&self.extractor, &sentence.tokens, &actors, &refused);
            if refused.is_empty() && sentence.events.is_empty() {
                sentence.why_not.push(why_not::nothing_known(&sentence.tokens));
            }
        }
        let mut head = head(&article);
        let line = if origin.line > 0 { format!(", line {}", origin.line) } else { String::new() };
        head.add("from", format!("{}{line}", origin.file));
        let marks = places.marks(&article, &quotes);
        Story { headline: article.headline, head: head.0, body: article.body, paragraphs, sentences, marks }
    }
}

fn sentence(document: &Document, index: usize, article: &ArticleRecord, points: &CodePoints<'_>) -> Sentence {
    let body = article.body.as_str();
    let range = document.sentence(index);
    let token = |token: usize| Token {
        text: document.text(body, token).to_owned(),
        lemma: document.lemma(token).to_owned(),
        tag: document.tag(token).name(),
        label: document.label(token).name(),
        head: document.head(token).and_then(|head| head.checked_sub(range.start)),
        entity: document.entity_at(token).map(|entity| entity.kind),
    };
    let span = document.span_of(range.clone());
    Sentence {
        number: index + 1,
        span,
        tokens: range.clone().map(token).collect(),
        names: names(document, index, span, article, points),
        events: Vec::new(),
        quotes: Vec::new(),
        why_not: Vec::new(),
    }
}

/// The entities of a sentence with the actors and times that extraction sees in them, and actors that are no entity.
fn names(
    document: &Document,
    index: usize,
    sentence: Span,
    article: &ArticleRecord,
    points: &CodePoints<'_>,
) -> Vec<Name> {
    let (from, to) = (points.at(sentence.start), points.at(sentence.end));
    let actors: Vec<&Actor> = article.actors.iter().filter(|actor| from <= actor.start && actor.start < to).collect();
    let entities: Vec<_> =
        document.entities().iter().filter(|entity| document.sentence_of(entity.start) == index).collect();
    let places: Vec<&Place> = article.places.iter().filter(|place| from <= place.start && place.start < to).collect();
    let mut covered = vec![false; actors.len()];
    let mut placed = vec![false; places.len()];
    let mut names = Vec::new();
    for entity in entities {
        let span = document.span_of(entity.tokens());
        let (start, end) = (points.at(span.start), points.at(span.end));
        let mut readings = Vec::new();
        for (actor, covered) in actors.iter().zip(&mut covered) {
            if actor.start < end && start < actor.end {
                *covered = true;
                readings.push(reading(actor));
            }
        }
        let times = article.times.iter().filter(|time| time.start < end && start < time.end);
        readings.extend(times.map(|time| time.value.clone()));
        for (place, covered) in places.iter().zip(&mut placed) {
            if place.start < end && start < place.end {
                *covered = true;
                readings.push(where_it_is(place));
            }
        }
        let text = span.of(&article.body).to_owned();
        names.push(Name { span, text, kind: Some(entity.kind), reading: readings.join("; ") });
    }
    let mut at = sentence.start;
    for (actor, _) in actors.iter().zip(covered).filter(|(_, covered)| !covered) {
        // Actors stand in order, so that the bytes of each are looked for from the one before.
        let words = actor.resolved_from.as_deref().unwrap_or(&actor.text);
        let rest = article.body.get(at..sentence.end).unwrap_or_default();
        let starts = rest.match_indices(words).map(|(found, _)| at + found);
        let Some(start) = starts.into_iter().find(|&start| points.at(start) >= actor.start) else { continue };
        at = start;
        let span = Span::new(start, start + words.len());
        names.push(Name { span, text: words.to_owned(), kind: None, reading: reading(actor) });
    }
    let mut at = sentence.start;
    for (place, _) in places.iter().zip(placed).filter(|(_, placed)| !placed) {
        let rest = article.body.get(at..sentence.end).unwrap_or_default();
        let starts = rest.match_indices(&place.text).map(|(found, _)| at + found);
        let Some(start) = starts.into_iter().find(|&start| points.at(start) >= place.start) else { continue };
        at = start;
        let span = Span::new(start, start + place.text.len());
        names.push(Name { span, text: place.text.clone(), kind: None, reading: where_it_is(place) });
    }
    names.sort_by_key(|name| (name.span.start, name.kind.is_none()));
    names
}

/// The name of a place, what it lies in, and its degrees: `Paris, Texas, USA 33.66 -95.56`.
fn where_it_is(place: &Place) -> String {
    let state = place.admin1.as_ref().filter(|state| **state != place.name);
    let parts: Vec<&str> =
        [Some(&place.name), state, place.country.as_ref()].into_iter().flatten().map(String::as_str).collect();
    let degrees = place.lat.zip(place.lon).map(|(lat, lon)| format!(" {lat:.2} {lon:.2}")).unwrap_or_default();
    format!("{}{degrees}", parts.join(", "))
}

pub(super) fn reading(actor: &Actor) -> String {
    let name = (actor.resolved_from.is_some() || actor.name != actor.text).then_some(actor.name.as_str());
    let role = actor.role.as_deref().filter(|role| !actor.text.contains(role));
    let parts = [name, actor.code.as_deref(), role];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn party(actor: &Actor) -> Party {
    let name = match &actor.resolved_from {
        Some(words) => format!("{} (“{words}”)", actor.name),
        None => actor.name.clone(),
    };
    Party { name, code: actor.code.clone().unwrap_or_default() }
}

impl Display for Party {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)?;
        if self.code.is_empty() { Ok(()) } else { write!(f, " {}", self.code) }
    }
}

/// The weightiest reasons to believe in an event, or not to.
fn reasons(reasons: &[(String, f32)], speaks: impl Fn(f32) -> bool) -> Option<String> {
    let some = reasons.iter().filter(|(_, weight)| speaks(*weight) && weight.abs() >= WEIGHTY).take(REASONS);
    let words: Vec<&str> = some.map(|(name, _)| name.as_str()).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// So many reasons are told.
const REASONS: usize = 4;
/// The log odds of the least of them.
const WEIGHTY: f32 = 0.15;

fn event(record: &EventRecord, evidence: &Evidence, extractor: &Extractor, places: &Places) -> Event {
    let code = &record.event;
    let mut facts = Facts::default();
    let lemma =
        if code.trigger.lemma == code.trigger.text { String::new() } else { format!(" ({})", code.trigger.lemma) };
    facts.add("trigger", format!("{}{lemma}", code.trigger.text));
    for place in &code.entries {
        facts.add("entry", why_not::entry(extractor, place));
    }
    let polarity = match code.polarity {
        Polarity::Affirmed => "affirmed",
        Polarity::Negated => "negated",
    };
    let modality = match code.modality {
        Modality::Actual => "actual",
        Modality::Intended => "intended",
        Modality::Possible => "possible",
        Modality::Conditional => "conditional",
        Modality::ReportedDenied => "reported-denied",
    };
    facts.add("status", format!("{polarity}, {modality}"));
    facts.list("context", &code.context);
    for attribution in &record.attribution {
        let cue = attribution.cue.as_ref().map(|cue| format!(" (“{cue}”)")).unwrap_or_default();
        let via = attribution.via.as_ref().map(|via| format!(" via {via}")).unwrap_or_default();
        facts.add("said by", format!("{}{cue}{via}", party(&attribution.speaker)));
    }
    if let Some(time) = &record.time {
        facts.add("time", format!("{} = {}", time.text, time.value));
    }
    if let Some(place) = &record.place {
        let basis = place.basis.map(|basis| match basis {
            PlaceBasis::Clause => " (in its clause)",
            PlaceBasis::Sentence => " (in its sentence)",
            PlaceBasis::Dateline => " (in the dateline)",
            PlaceBasis::Actor => " (where its actor is)",
        });
        facts.add("place", format!("{}{}", where_it_is(place), basis.unwrap_or_default()));
    }
    let quantity = |quantity: &Quantity| match &quantity.state {
        Some(state) => format!("{} ({state})", quantity.text),
        None => quantity.text.clone(),
    };
    facts.list("quantities", &record.quantities.iter().map(quantity).collect::<Vec<_>>());
    facts.maybe("repeats", record.same_as.as_ref());
    facts.add("confidence", format!("{:.2}", record.confidence));
    let weights = extractor.reasons(evidence);
    facts.maybe("for it", reasons(&weights, |weight| weight > 0.0));
    facts.maybe("against it", reasons(&weights, |weight| weight < 0.0));
    let words = [Some(code.plover.name()), code.mode.as_deref(), code.cameo.as_deref()];
    Event {
        id: record.id.clone(),
        quad: code.quad,
        real: code.polarity == Polarity::Affirmed && code.modality == Modality::Actual,
        confidence: record.confidence,
        words: places.words(record),
        code: words.into_iter().flatten().collect::<Vec<_>>().join(" "),
        source: record.source.iter().map(party).collect(),
        target: record.target.iter().map(party).collect(),
        facts: facts.0,
    }
}

fn quote(record: &QuoteRecord) -> Quote {
    let mut facts = Facts::default();
    facts.maybe("speaker", record.speaker.as_ref().map(party));
    facts.maybe("cue", record.cue.as_ref().map(|cue| &cue.text));
    facts.maybe("via", record.via.as_ref());
    facts.maybe("to", record.addressee.as_ref().map(party));
    let kind = match record.kind {
        QuoteKind::Direct => "direct",
        QuoteKind::Indirect => "indirect",
        QuoteKind::Mixed => "mixed",
    };
    Quote { kind, text: record.text.clone(), facts: facts.0 }
}

fn head(article: &ArticleRecord) -> Facts {
    let mut facts = Facts::default();
    facts.maybe("advisory", article.advisory.as_ref().map(|advisory| &advisory.text));
    facts.maybe("dateline", article.dateline.as_ref().map(|dateline| &dateline.text));
    let lines = article.dateline.iter().flat_map(|dateline| &dateline.places).filter(|place| place.lat.is_some());
    facts.list("at", &lines.map(where_it_is).collect::<Vec<_>>());
    let basis = match article.published_basis {
        Basis::Metadata => "as the sender says",
        Basis::Dateline => "by the dateline",
        Basis::Url => "by a link",
        Basis::Received => "when it was received",
    };
    facts.add("published", format!("{} ({basis})", article.published));
    facts.maybe("agency", article.agency.as_ref());
    facts.list("byline", &article.byline);
    if let Some(credits) = &article.credits {
        facts.list("reporting", &credits.reporting);
        facts.list("more reporting", &credits.additional_reporting);
        facts.list("writing", &credits.writing);
        facts.list("editing", &credits.editing);
    }
    facts.maybe("language", article.language.as_ref().filter(|language| *language != "en"));
    facts.list("defects", &article.defects);
    facts.add("id", &article.id);
    facts
}

/// Facts in the order in which they are shown.
#[derive(Default)]
pub(super) struct Facts(pub(super) Vec<Fact>);

impl Facts {
    pub(super) fn add(&mut self, what: &'static str, value: impl Display) {
        // Control characters, as in an identifier, would be orders to a terminal.
        let value = value.to_string().replace(char::is_control, "\u{fffd}");
        self.0.push(Fact { what, value });
    }

    fn maybe(&mut self, what: &'static str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.add(what, value);
        }
    }

    pub(super) fn list(&mut self, what: &'static str, values: &[String]) {
        if !values.is_empty() {
            self.add(what, values.join(", "));
        }
    }
}
