//! From a [`NormalArticle`] to records: sentences, actors, events and quotations.
//!
//! A pure function of the article and the lexicon. Each concern has a file; they meet in [`Extractor::extract`]: tokens and
//! sentences first, then sentence by sentence mentions, times, clauses and pronouns, because a pronoun looks back; then who
//! says what, because a speaker may stand after; then events, because they ask who says them; records last.

mod actors;
mod assemble;
mod attribution;
mod events;
mod focus;
mod gate;
pub mod gazetteer;
pub mod lexicon;
mod places;
mod quantities;
mod quotes;
mod reading;
mod syntax;
#[cfg(test)]
mod testing;
mod text;
pub(crate) mod tickers;
mod times;
mod tokens;
mod when;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::ScopedJoinHandle;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::article::NormalArticle;
use crate::nlp::train::parses::Parses;
use crate::nlp::{Core, Document, Tag, Workspace};
use crate::record::{ArticleRecords, Quad, Status};
use crate::span::Span;

use actors::Cast;
use assemble::Assembly;
use events::Event;
pub use events::Why;
use focus::{Focus, Known};
use gazetteer::Gazetteer;
use lexicon::Lexicon;
pub use lexicon::LexiconError;
pub use lexicon::confidence::{Circumstance, Evidence};
use lexicon::own::{Files, Own};
use places::Locations;
pub use quotes::Weighed;
use quotes::{Quotation, Quoted};
use reading::Reading;
use text::{Mention, Text};
use tokens::{Recent, Token};

/// The `[extract]` part of a pipeline file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// `false` writes normalized articles only: no sentences, actors, events or quotations.
    pub enabled: bool,
    /// A directory whose files stand for those of the built-in lexicon that have the same names.
    pub lexicon: Option<PathBuf>,
    /// Own dictionaries of countries, organisations and people: tables like ours, or in the format of PETRARCH.
    pub actors: Vec<PathBuf>,
    /// Own dictionaries of common nouns.
    pub agents: Vec<PathBuf>,
    /// Leave out our countries, organisations and people.
    pub replace_actors: bool,
    /// Leave out our common nouns.
    pub replace_agents: bool,
    /// A dump of GeoNames whose places stand for the towns of the built-in gazetteer.
    pub gazetteer: Option<PathBuf>,
    /// Events that are less sure are not written, 0 to 1.
    #[serde(deserialize_with = "share")]
    pub min_confidence: f32,
}

/// The confidence that events are written with, if nothing else is asked for: what is left out is wrong in four of five
/// cases, in news as in annotated sentences.
pub const MIN_CONFIDENCE: f32 = 0.3;

/// A number from 0 to 1.
fn share<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<f32, D::Error> {
    let number = f32::deserialize(deserializer)?;
    match (0.0..=1.0).contains(&number) {
        true => Ok(number),
        false => Err(serde::de::Error::custom(format!("{number} is not from 0 to 1"))),
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            enabled: true,
            lexicon: None,
            actors: Vec::new(),
            agents: Vec::new(),
            replace_actors: false,
            replace_agents: false,
            gazetteer: None,
            min_confidence: MIN_CONFIDENCE,
        }
    }
}

/// Extracts records; made once, shared by all workers.
pub struct Extractor {
    /// None where nothing is to be extracted.
    knowledge: Option<Knowledge>,
    /// Buffers of workers that are between two articles, so that reading allocates little.
    idle: Mutex<Vec<Buffers>>,
    own: Own,
}

/// How the records of an article came about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notes {
    /// The words of the lexicon that gave no event, in the order in which they were read.
    pub refused: Vec<Refused>,
    /// For each event, in order: what speaks for and against it.
    pub evidence: Vec<Evidence>,
}

/// A word of the lexicon that gave no event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The index of its sentence.
    pub sentence: usize,
    /// Its bytes in the body.
    pub word: Span,
    /// The entries that fit, outermost first: file and line.
    pub entries: Vec<String>,
    /// Why there is no event.
    pub why: Why,
}

struct Knowledge {
    core: Core,
    lexicon: Lexicon,
    places: places::Knowledge,
    gazetteer: Arc<Gazetteer>,
    /// Trees of others, and whether their names count too.
    parses: Option<(Parses, bool)>,
    min_confidence: f32,
}

#[derive(Default)]
struct Buffers {
    documents: Vec<Document>,
    workspace: Workspace,
    recent: Recent,
}

/// An article that has been read, and who and what is in it.
struct Scene<'s> {
    article: &'s NormalArticle,
    text: &'s Text<'s>,
    locations: Locations,
    cast: Cast<'s>,
    quoted: Quoted,
    readings: Vec<Reading>,
}

impl Scene<'_> {
    fn quotations(&self, lexicon: &Lexicon) -> Vec<Quotation> {
        let Scene { text, cast, quoted, readings, .. } = self;
        quotes::Source { text, lexicon, cast, readings, quoted }.read()
    }
}

impl Extractor {
    /// An extractor with the models and the lexicon that are part of the binary and the dictionaries that `settings` name.
    ///
    /// Fails if a dictionary cannot be read or a file of the lexicon is wrong; the error says where.
    pub fn new(settings: &Settings) -> Result<Extractor, LexiconError> {
        let own = Own::read(Files {
            lexicon: settings.lexicon.as_deref(),
            actors: &settings.actors,
            agents: &settings.agents,
            replace_actors: settings.replace_actors,
            replace_agents: settings.replace_agents,
        })?;
        let knowledge = match settings.enabled {
            true => Some(Knowledge::load(settings, &own)?),
            false => None,
        };
        Ok(Extractor { knowledge, idle: Mutex::new(Vec::new()), own })
    }

    /// The same extractor, but with the trees of `parses` for sentences with the same tokens, and their names if `names`: what
    /// events are worth with another parser's trees.
    pub fn with_parses(mut self, parses: Parses, names: bool) -> Extractor {
        if let Some(knowledge) = &mut self.knowledge {
            knowledge.parses = Some((parses, names));
        }
        self
    }

    /// The same extractor with other language models.
    pub fn with_core(mut self, core: Core) -> Extractor {
        if let Some(knowledge) = &mut self.knowledge {
            knowledge.core = core;
        }
        self
    }

    /// The user's dictionaries.
    pub fn own(&self) -> &Own {
        &self.own
    }

    /// The line of the lexicon at a place, as events name their entries: `predicates/assault.tsv:12`. None where there is none.
    pub fn entry(&self, place: &str) -> Option<&str> {
        lexicon::line(&self.own, place)
    }

    /// The places of the entries of predicates and operators that begin with `word`, in its dictionary form.
    pub fn entries_of(&self, word: &str) -> Vec<String> {
        let entries = self.knowledge.iter().flat_map(|knowledge| knowledge.lexicon.entries(word));
        entries.map(|entry| entry.place.clone()).collect()
    }

    /// The names in an article that may be those of places: their bytes in the body, and what speaks for and against each.
    pub fn place_evidence(&self, article: &NormalArticle) -> Vec<(Span, Vec<&'static str>)> {
        let Some(knowledge) = &self.knowledge else { return Vec::new() };
        let mut buffers = Buffers::default();
        let text = knowledge.read_one(article, &mut buffers);
        let found = knowledge.places.find(&text, &knowledge.lexicon, &knowledge.gazetteer, article);
        let all = found.prose.iter().chain(&found.refused);
        all.map(|location| (location.span, places::evidence::names(location.evidence).collect())).collect()
    }

    /// What may be quotations in an article, with what speaks for and against each.
    pub fn weigh_quotations(&self, article: &NormalArticle) -> Vec<Weighed> {
        let Some(knowledge) = &self.knowledge else { return Vec::new() };
        let mut buffers = Buffers::default();
        let text = knowledge.read_one(article, &mut buffers);
        let gazetteer = &knowledge.gazetteer;
        let locations = knowledge.places.find(&text, &knowledge.lexicon, gazetteer, article);
        let mut cast = Cast::new(&knowledge.lexicon, article.published.date, "").among(gazetteer, locations);
        let quoted = Quoted::read(&text, &knowledge.lexicon, &article.paragraphs);
        let readings = read_sentences(&text, &knowledge.lexicon, &mut cast, &quoted, article);
        let lexicon = &knowledge.lexicon;
        quotes::Source { text: &text, lexicon, cast: &cast, readings: &readings, quoted: &quoted }.weigh()
    }

    /// The records of one article: the article itself, its events in order of their triggers, its quotations in order.
    pub fn extract(&self, article: &NormalArticle) -> ArticleRecords {
        self.run(&[article], None).pop().unwrap_or_else(|| Assembly::new(article).bare())
    }

    /// The records of several articles, in order: the same as of each by itself, but sooner, because each step finds its tables
    /// in the cache of the processor from the second article on.
    pub fn extract_all(&self, articles: &[&NormalArticle]) -> Vec<ArticleRecords> {
        self.run(articles, None)
    }

    /// What makes an event with this evidence more or less sure than another, in log odds: the weightiest first.
    pub fn reasons(&self, evidence: &Evidence) -> Vec<(String, f32)> {
        self.knowledge.as_ref().map(|knowledge| knowledge.lexicon.weights.reasons(evidence)).unwrap_or_default()
    }

    /// The same, with how it came about.
    pub fn explain(&self, article: &NormalArticle) -> (ArticleRecords, Notes) {
        let mut notes = Notes::default();
        let records = self.run(&[article], Some(&mut notes)).pop();
        (records.unwrap_or_else(|| Assembly::new(article).bare()), notes)
    }

    fn run(&self, articles: &[&NormalArticle], notes: Option<&mut Notes>) -> Vec<ArticleRecords> {
        let bare = |article: &&NormalArticle| Assembly::new(article).bare();
        let Some(knowledge) = self.knowledge.as_ref() else {
            return articles.iter().map(bare).collect();
        };
        let coded: Vec<&NormalArticle> = articles.iter().copied().filter(|article| is_coded(article)).collect();
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut buffers = idle().pop().unwrap_or_default();
        let mut records = knowledge.extract(&coded, &mut buffers, notes).into_iter();
        idle().push(buffers);
        let of = |article: &&NormalArticle| match is_coded(article) {
            true => records.next(),
            false => None,
        };
        let records: Vec<Option<ArticleRecords>> = articles.iter().map(of).collect();
        records.into_iter().zip(articles).map(|(records, article)| records.unwrap_or_else(|| bare(article))).collect()
    }
}

/// Whether events are looked for in an article: not where it is known to be in another language than English, and not where its
/// sender has called it back.
fn is_coded(article: &NormalArticle) -> bool {
    article.language.as_deref().is_none_or(|language| language == "en") && article.status != Some(Status::Canceled)
}

impl Knowledge {
    /// Models, gazetteer and lexicon, which take about as long each, are loaded side by side.
    fn load(settings: &Settings, own: &Own) -> Result<Knowledge, LexiconError> {
        std::thread::scope(|scope| {
            let core = scope.spawn(Core::english);
            let gazetteer = scope.spawn(|| gazetteer(settings.gazetteer.as_deref(), own));
            let lexicon = Lexicon::with(own);
            let places = places::Knowledge::with(own);
            Ok(Knowledge {
                core: join(core)?,
                lexicon: lexicon?,
                places: places?,
                gazetteer: join(gazetteer)?,
                parses: None,
                min_confidence: settings.min_confidence,
            })
        })
    }

    /// The article cut up, tagged, and parsed where it pays.
    fn read_one<'b>(&self, article: &'b NormalArticle, buffers: &'b mut Buffers) -> Text<'b> {
        self.read(&[article], buffers).swap_remove(0)
    }

    /// The articles cut up, tagged, and parsed where it pays, step by step.
    fn read<'b>(&self, articles: &[&'b NormalArticle], buffers: &'b mut Buffers) -> Vec<Text<'b>> {
        let Buffers { documents, workspace, recent } = buffers;
        documents.resize_with(documents.len().max(articles.len()), Document::default);
        let documents = &mut documents[..articles.len()];
        for (article, document) in articles.iter().zip(&mut *documents) {
            self.core.split(&article.body, &tickers::without(&article.body, &article.prose), document, workspace);
        }
        for (article, document) in articles.iter().zip(&mut *documents) {
            self.core.tag(&article.body, document);
        }
        documents.iter_mut().for_each(|document| self.core.find_entities(document, workspace));
        let tokens = articles.iter().zip(&mut *documents).map(|(article, document)| {
            self.core.lemmatize(&article.body, document);
            tokens::read(&article.body, document, &self.lexicon.words, recent)
        });
        let tokens: Vec<Vec<Token>> = tokens.collect();
        for (document, tokens) in documents.iter_mut().zip(&tokens) {
            for sentence in 0..document.sentence_count() {
                let range = document.sentence(sentence);
                if gate::wants_tree(&self.lexicon, document, &tokens[range.clone()], range.start) {
                    self.core.parse(document, sentence, workspace);
                }
            }
        }
        if let Some((parses, names)) = &self.parses {
            for (article, document) in articles.iter().zip(&mut *documents) {
                parses.apply(&article.body, document, *names);
            }
        }
        let texts = articles.iter().zip(&*documents).zip(tokens);
        texts.map(|((article, document), tokens)| Text::new(&article.body, document, tokens)).collect()
    }

    fn extract(
        &self,
        articles: &[&NormalArticle],
        buffers: &mut Buffers,
        mut notes: Option<&mut Notes>,
    ) -> Vec<ArticleRecords> {
        let texts = self.read(articles, buffers);
        let texts = || articles.iter().copied().zip(&texts);
        let find = |(article, text)| self.places.find(text, &self.lexicon, &self.gazetteer, article);
        let locations: Vec<Locations> = texts().map(find).collect();
        let scenes = texts().zip(locations).map(|((article, text), locations)| self.scene(article, text, locations));
        let scenes: Vec<Scene<'_>> = scenes.collect();
        let quotations: Vec<Vec<Quotation>> = scenes.iter().map(|scene| scene.quotations(&self.lexicon)).collect();
        let scenes = scenes.into_iter().zip(quotations);
        scenes.map(|(scene, quotations)| self.events(scene, &quotations, notes.as_deref_mut())).collect()
    }

    /// Who is in an article, and who says what in which sentence.
    fn scene<'s>(&'s self, article: &'s NormalArticle, text: &'s Text<'s>, locations: Locations) -> Scene<'s> {
        let (lexicon, gazetteer) = (&self.lexicon, &self.gazetteer);
        let mut cast = Cast::new(lexicon, article.published.date, &self.home(article, gazetteer, &locations))
            .among(gazetteer, locations.clone());
        let quoted = Quoted::read(text, lexicon, &article.paragraphs);
        let readings = read_sentences(text, lexicon, &mut cast, &quoted, article);
        Scene { article, text, locations, cast, quoted, readings }
    }

    fn events(&self, scene: Scene<'_>, quotations: &[Quotation], mut notes: Option<&mut Notes>) -> ArticleRecords {
        let (lexicon, gazetteer) = (&self.lexicon, &self.gazetteer);
        let Scene { article, text, mut locations, mut cast, readings, .. } = scene;
        let voices = assemble::Voices::new(&readings, quotations);
        let mut events: Vec<(usize, Event<'_>)> = Vec::new();
        let mut before: Vec<Event<'_>> = Vec::new();
        for (index, reading) in readings.iter().enumerate() {
            let speakers = |token: usize| {
                let saying = voices.of(index, token).last().copied();
                saying.map(|saying| (saying.speakers.clone(), saying.addressee.clone())).unwrap_or_default()
            };
            let (mut found, mut refused) =
                events::read(text, lexicon, &mut cast, reading, &speakers, (&before, notes.is_some()));
            found.retain(|event| {
                let sure = event.confidence >= self.min_confidence;
                if !sure {
                    refused.push(events::Refusal::unsure(event));
                }
                sure
            });
            if let Some(notes) = notes.as_deref_mut() {
                notes.evidence.extend(found.iter().map(|event| event.evidence.clone()));
                // That function words and names are in some entries too says nothing.
                let tells = |refusal: &events::Refusal| refusal.why != Why::NoEntry || may_say(text, refusal.token);
                notes.refused.extend(refused.into_iter().filter(tells).map(|refusal| Refused {
                    sentence: index,
                    word: text.span(&(refusal.token..refusal.token + 1)),
                    entries: refusal.entries,
                    why: refusal.why,
                }));
            }
            before.clone_from(&found);
            events.extend(found.into_iter().map(|event| (index, event)));
        }
        let is_party = |location: &places::Location| {
            let within = |mention: &Mention| mention.tokens == location.tokens;
            events.iter().any(|(_, event)| {
                let words =
                    matches!(event.plover.quad(), Quad::VerbalCooperation | Quad::VerbalConflict) && !event.visit;
                event.source.iter().any(within) || words && event.target.iter().any(within)
            })
        };
        locations.leave_governments(text, lexicon, &is_party);
        cast.fill_in(events.iter().flat_map(|(_, event)| event.source.iter().chain(&event.target)));
        let place = assemble::Where { gazetteer, locations: &locations };
        Assembly::new(article).records(text, &cast, &voices, &events, &place)
    }

    /// The country of the dateline: of its first place that is one or is the seat of a government, else where the gazetteer has its
    /// first place; empty if there is none.
    fn home(&self, article: &NormalArticle, gazetteer: &Gazetteer, locations: &Locations) -> String {
        let places = article.dateline.as_ref().map(|dateline| dateline.places.as_slice()).unwrap_or_default();
        let known = places.iter().find_map(|place| self.lexicon.country_of(place.of(&article.body)));
        let located =
            || locations.dateline.iter().find_map(|line| gazetteer.country_code(line.place?).map(str::to_owned));
        known.or_else(located).unwrap_or_default()
    }
}

/// The gazetteer with the user's dump of GeoNames or tables of places; else the one of the binary.
fn gazetteer(dump: Option<&Path>, own: &Own) -> Result<Arc<Gazetteer>, LexiconError> {
    let tables = lexicon::place_tables(own);
    if dump.is_none() && !tables.own {
        return Ok(Gazetteer::embedded());
    }
    Ok(Arc::new(Gazetteer::load(dump, &tables)?))
}

/// What a thread returns; its panic becomes ours.
fn join<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Whether a word could say an event by itself: a full verb, a common noun or an adjective.
fn may_say(text: &Text<'_>, token: usize) -> bool {
    let tag = text.tag(token);
    text.is_verb(token) && tag != Tag::Md || matches!(tag, Tag::Nn | Tag::Nns | Tag::Jj | Tag::Jjr)
}

/// The sentences of an article, in order, with who is meant by pronouns and who says what in each.
fn read_sentences(
    text: &Text<'_>,
    lexicon: &Lexicon,
    cast: &mut Cast<'_>,
    quoted: &Quoted,
    article: &NormalArticle,
) -> Vec<Reading> {
    let mut timeline = times::Timeline::new(article.published.date);
    cast.survey(text);
    let read = |index| read_sentence(text, lexicon, cast, &mut timeline, index);
    let mut readings: Vec<Reading> = (0..text.sentences.len()).map(read).collect();
    cast.conclude();
    let mut focus = Focus::default();
    let mut heard = attribution::Heard::default();
    for index in 0..readings.len() {
        focus.resolve(&Known { text, lexicon, cast, quoted }, &mut readings, index);
        readings[index].sayings = attribution::read(text, lexicon, cast, &readings[index], &mut heard);
    }
    readings
}

fn read_sentence(
    text: &Text<'_>,
    lexicon: &Lexicon,
    cast: &mut Cast<'_>,
    timeline: &mut times::Timeline,
    index: usize,
) -> Reading {
    let tokens = text.sentences[index].tokens.clone();
    let mentions = cast.read(text, tokens.clone());
    let times = times::read(text, tokens.clone(), &lexicon.times, timeline);
    let ranges: Vec<Range<usize>> = times.iter().map(|time| time.tokens.clone()).collect();
    let quantities = quantities::read(text, lexicon, tokens.clone(), &ranges);
    Reading { index, tokens, mentions, pronouns: Vec::new(), times, quantities, sayings: Vec::new() }
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
        records.article.places.iter().for_each(|place| holds(&place.text, place.start, place.end));
        records
            .events
            .iter()
            .flat_map(|event| &event.place)
            .for_each(|place| holds(&place.text, place.start, place.end));
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
        let records = extractor.extract(&testing::article("Chad attacked Niger."));
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
            check(&testing::extractor().extract(&testing::article(&piece.repeat(20_000))));
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
            check(&testing::extractor().extract(&testing::article(&text)));
        }

        #[test]
        fn any_order_of_known_words_gives_records_that_point_at_their_words(text in newsish()) {
            check(&testing::extractor().extract(&testing::article(&text)));
        }
    }
}
