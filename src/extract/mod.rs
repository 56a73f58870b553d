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
#[cfg(test)]
mod testing;
mod text;
mod times;
mod tokens;

use std::ops::Range;
use std::path::PathBuf;

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
use lexicon::own::{Files, Own};
use reading::{Focus, Reading};
use text::{Mention, Text};

/// The `[extract]` part of a pipeline file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// `false` writes normalized articles only: no sentences, actors, events or quotations.
    pub enabled: bool,
    /// Own dictionaries of countries, organisations and people: tables like ours, or in the format of PETRARCH.
    pub actors: Vec<PathBuf>,
    /// Own dictionaries of common nouns.
    pub agents: Vec<PathBuf>,
    /// Leave out our countries, organisations and people.
    pub replace_actors: bool,
    /// Leave out our common nouns.
    pub replace_agents: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { enabled: true, actors: Vec::new(), agents: Vec::new(), replace_actors: false, replace_agents: false }
    }
}

/// Extracts records; made once, shared by all workers.
#[derive(Debug)]
pub struct Extractor {
    /// None where nothing is to be extracted.
    lexicon: Option<Lexicon>,
    own: Own,
}

/// The longest sentence that is read for events, in tokens. What is longer is a table or a list that lost its line breaks.
const LONGEST: usize = 250;

impl Extractor {
    /// An extractor with the lexicon that is part of the binary and the dictionaries that `settings` name.
    ///
    /// Fails if a dictionary cannot be read or a file of the lexicon is wrong; the error says where.
    pub fn new(settings: &Settings) -> Result<Extractor, LexiconError> {
        let Settings { enabled, actors, agents, replace_actors, replace_agents } = settings;
        let files = Files { actors, agents, replace_actors: *replace_actors, replace_agents: *replace_agents };
        let own = Own::read(files)?;
        let lexicon = if *enabled { Some(Lexicon::with(&own)?) } else { None };
        Ok(Extractor { lexicon, own })
    }

    /// The user's dictionaries.
    pub fn own(&self) -> &Own {
        &self.own
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::record::{Actor, ArticleRecords};

    fn check(records: &ArticleRecords) {
        let body: Vec<char> = records.article.body.chars().collect();
        let holds = |text: &str, start: usize, end: usize| {
            let words: String = body.get(start..end).unwrap_or_default().iter().collect();
            assert_eq!(words, text, "the words at {start}..{end}");
        };
        let actor = |actor: &Actor| holds(&actor.text, actor.start, actor.end);
        records.article.actors.iter().for_each(actor);
        records.article.times.iter().for_each(|time| holds(&time.text, time.start, time.end));
        records.article.quantities.iter().for_each(|one| holds(&one.text, one.start, one.end));
        for event in &records.events {
            holds(&event.sentence.text, event.sentence.start, event.sentence.end);
            holds(&event.event.trigger.text, event.event.trigger.start, event.event.trigger.end);
            event.source.iter().chain(&event.target).for_each(actor);
            event.attribution.iter().for_each(|attribution| actor(&attribution.speaker));
            assert!((0.0..=1.0).contains(&event.confidence));
            assert!(!event.source.is_empty());
        }
        for quote in &records.quotes {
            holds(&quote.text, quote.start, quote.end);
            quote.speaker.iter().for_each(actor);
            quote.cue.iter().for_each(|cue| holds(&cue.text, cue.start, cue.end));
        }
    }

    #[test]
    fn nothing_is_extracted_where_it_is_disabled() {
        let extractor = Extractor::new(&Settings { enabled: false, ..Settings::default() }).unwrap();
        let records = extractor.extract(testing::article("Chad attacked Niger."));
        assert_eq!(records.article.body, "Chad attacked Niger.");
        assert!(records.events.is_empty() && records.article.sentences.is_empty());
    }

    #[test]
    fn very_long_odd_text_goes_through() {
        for piece in [
            "Russia, ",
            "\"",
            "said ",
            "and Iran ",
            "of the ",
            "(",
            "U.S. ",
            "to attack ",
            "he said “I go,” ",
            "’s ",
            "1,2.",
        ] {
            check(&testing::extractor().extract(testing::article(&piece.repeat(20_000))));
        }
    }

    /// Text of words that the rules know, so that they meet in every order.
    fn newsish() -> impl Strategy<Value = String> {
        let words = [
            "Russia",
            "Israeli",
            "soldiers",
            "said",
            "that",
            "“",
            "”",
            "\"",
            ",",
            ".",
            "he",
            "it",
            "attacked",
            "to",
            "attack",
            "will",
            "not",
            "Moscow",
            "’s",
            "Ada",
            "Crane",
            "the",
            "foreign",
            "minister",
            "of",
            "in",
            "on Friday",
            "more than",
            "90,000",
            "troops",
            "and",
            "which",
            "denies",
            "was",
            "quoted",
            "as",
            "saying",
            "according to",
            "Reuters",
            "if",
            "demands",
            "U.S.",
            "é",
            "—",
            "must",
            "talks",
            "with",
            "held",
            "by",
            "\u{301}",
            "…",
        ];
        prop::collection::vec(prop::sample::select(words.to_vec()), 0..60).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn any_text_gives_records_that_point_at_their_words(text in "\\PC*") {
            check(&testing::extractor().extract(testing::article(&text)));
        }

        #[test]
        fn any_order_of_known_words_gives_records_that_point_at_their_words(text in newsish()) {
            check(&testing::extractor().extract(testing::article(&text)));
        }
    }
}
