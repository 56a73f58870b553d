//! From a [`NormalArticle`] to records: sentences, actors, events and quotations.
//!
//! A pure function of the article and the lexicon. Each concern has a file; they meet in [`Extractor::extract`]: tokens and
//! sentences first, then sentence by sentence mentions, times, clauses and pronouns, because a pronoun looks back; then who
//! says what, because a speaker may stand after; then events, because they ask who says them; records last.

mod actors;
mod assemble;
mod attribution;
mod chunks;
mod clauses;
mod events;
pub mod lexicon;
mod quantities;
mod quotes;
mod reading;
mod sentences;
mod text;
mod times;
mod tokens;

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::article::NormalArticle;
use crate::record::ArticleRecords;
use crate::span::Span;

use actors::Cast;
use assemble::Assembly;
use events::Event;
use lexicon::Lexicon;
pub use lexicon::LexiconError;
use reading::{Focus, Reading};
use text::{Mention, Text};

/// The `[extract]` part of a pipeline file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// `false` writes normalized articles only: no sentences, actors, events or quotations.
    pub enabled: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { enabled: true }
    }
}

/// Extracts records; made once, shared by all workers.
#[derive(Debug)]
pub struct Extractor {
    /// None where nothing is to be extracted.
    lexicon: Option<Lexicon>,
}

/// The longest sentence that is read for events, in tokens. What is longer is a table or a list that lost its line breaks.
const LONGEST: usize = 250;

impl Extractor {
    /// An extractor with the lexicon that is part of the binary.
    ///
    /// Fails if a file of the lexicon is wrong; the error says where.
    pub fn new(settings: &Settings) -> Result<Extractor, LexiconError> {
        let lexicon = if settings.enabled { Some(Lexicon::embedded()?) } else { None };
        Ok(Extractor { lexicon })
    }

    /// The records of one article: the article itself, its events in order of their triggers, its quotations in order.
    pub fn extract(&self, article: NormalArticle) -> ArticleRecords {
        let Some(lexicon) = &self.lexicon else {
            return Assembly::new(&article).bare();
        };
        let text = cut(&article, lexicon);
        let home = home(&article, lexicon);
        let mut cast = Cast::new(lexicon, &text, article.published.date, &home);
        let mut focus = Focus::default();
        let mut readings = Vec::with_capacity(text.sentences.len());
        for index in 0..text.sentences.len() {
            let mut reading = read_sentence(&text, lexicon, &mut cast, &article, index);
            focus.resolve(&text, &cast, &mut reading);
            reading.sayings = attribution::read(&text, lexicon, &cast, &reading);
            readings.push(reading);
        }
        let quotes = quotes::read(&text, &article.paragraphs);
        let paragraph_of = |token: usize| {
            let start = text.tokens.get(token).map_or(usize::MAX, |token| token.span.start);
            article.paragraphs.partition_point(|paragraph| paragraph.end <= start)
        };
        let spoken = attribution::speakers(&text, &readings, &quotes, paragraph_of);
        let assembly = Assembly::new(&article);
        let voices = assemble::Voices { readings: &readings, quotes: &quotes, spoken: &spoken };
        let mut events: Vec<(usize, Event<'_>)> = Vec::new();
        for (index, reading) in readings.iter().enumerate() {
            let speakers = |token: usize| -> Vec<Mention> {
                voices.of(index, token).last().map(|saying| saying.speakers.clone()).unwrap_or_default()
            };
            events.extend(
                events::read(&text, lexicon, &cast, reading, &speakers).into_iter().map(|event| (index, event)),
            );
        }
        assembly.records(&text, &cast, &voices, &events)
    }
}

/// Tokens and sentences of the prose.
fn cut<'a>(article: &'a NormalArticle, lexicon: &Lexicon) -> Text<'a> {
    let body = article.body.as_str();
    let mut tokens = Vec::with_capacity(body.len() / 5);
    let mut sentences = Vec::new();
    for span in &article.prose {
        let first = tokens.len();
        tokens::tokenize(body, *span, &lexicon.words, &mut tokens);
        sentences::split(body, &tokens, first, &mut sentences);
    }
    Text { body, tokens, sentences }
}

/// The country of the dateline's first place that is one or is the seat of a government; empty if there is none.
fn home(article: &NormalArticle, lexicon: &Lexicon) -> String {
    let places = article.dateline.as_ref().map(|dateline| dateline.places.as_slice()).unwrap_or_default();
    let country = |place: &Span| {
        let mut tokens = Vec::new();
        tokens::tokenize(&article.body, *place, &lexicon.words, &mut tokens);
        let (_, named) = lexicon.actors.name(tokens.iter().map(|token| token.exact))?;
        Some(named.country.clone())
    };
    places.iter().find_map(country).unwrap_or_default()
}

fn read_sentence<'a>(
    text: &Text<'a>,
    lexicon: &Lexicon,
    cast: &mut Cast<'_>,
    article: &NormalArticle,
    index: usize,
) -> Reading {
    let tokens = text.sentences[index].tokens.clone();
    let mentions = cast.read(tokens.clone());
    let times = times::read(text, tokens.clone(), article.published.date);
    let ranges: Vec<Range<usize>> = times.iter().map(|time| time.tokens.clone()).collect();
    let quantities = quantities::read(text, tokens.clone(), &ranges);
    let clauses = if tokens.len() <= LONGEST {
        let chunks = chunks::chunk(text, lexicon, tokens.clone(), &mentions, &ranges);
        clauses::read(text, lexicon, chunks, &mentions)
    } else {
        clauses::Clauses::default()
    };
    Reading { index, tokens, mentions, times, quantities, clauses, sayings: Vec::new() }
}
