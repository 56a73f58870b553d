//! Makes records of what was read. The only place where bytes become code points.

use std::ops::Range as Tokens;

use xxhash_rust::xxh3::xxh3_64;

use crate::article::NormalArticle;
use crate::nlp::Label;
use crate::normalize::dateline::date_at;
use crate::record::{
    Actor, Advisory, ArticleRecord, ArticleRecords, ArticleRef, Attribution, Credits, Cue, Dateline, EventCode,
    EventRecord, Link, Modality, Place, PlaceBasis, Quantity, QuoteKind, QuoteRecord, Range, SCHEMA, Sentence, Time,
    TimeKind, Trigger,
};
use crate::span::{CodePoints, Span};

use super::actors::Cast;
use super::attribution::Saying;
use super::events::Event;
use super::gazetteer::Gazetteer;
use super::places::{EventFinder, Location, Locations, Spot};
use super::quantities::QuantityMention;
use super::quotes::{Quotation, Speaker, is_common};
use super::reading::Reading;
use super::text::{EntityKind, Mention, Text};
use super::times::TimeMention;
use super::when::{When, said_at};

/// Who says which words of an article.
pub struct Voices<'r> {
    /// Its sentences.
    pub readings: &'r [Reading],
    /// Its quotations.
    pub quotations: &'r [Quotation],
    /// Those of them that are direct and have a speaker.
    direct: Vec<&'r Quotation>,
}

/// Whether a saying has the word at `token` said.
fn tells(saying: &Saying, token: usize) -> bool {
    saying.scope.contains(&token) && !saying.cue.contains(&token)
}

impl<'r> Voices<'r> {
    /// Who speaks in these sentences; `quotations` in order.
    pub fn new(readings: &'r [Reading], quotations: &'r [Quotation]) -> Voices<'r> {
        let spoken = |quotation: &&Quotation| {
            let saying = &quotation.saying;
            quotation.kind == QuoteKind::Direct && (!saying.speakers.is_empty() || saying.unknown.is_some())
        };
        Voices { readings, quotations, direct: quotations.iter().filter(spoken).collect() }
    }

    /// Who says the word at `token` of sentence `index`, outermost first.
    pub fn of(&self, index: usize, token: usize) -> Vec<&'r Saying> {
        let sayings = self.readings.get(index).map(|reading| reading.sayings.as_slice()).unwrap_or_default();
        let mut found: Vec<&Saying> =
            sayings.iter().filter(|saying| tells(saying, token) && !saying.speakers.is_empty()).collect();
        found.sort_by_key(|saying| std::cmp::Reverse(saying.scope.len()));
        if let Some(saying) = self.quoted(token)
            && !saying.speakers.is_empty()
            && saying.scope.contains(&token)
            && !found.iter().any(|known| known.cue == saying.cue)
        {
            found.push(saying);
        }
        found
    }

    /// The saying that has the word at `token` of sentence `index` said by somebody who is not known, if one has.
    fn unknown(&self, index: usize, token: usize) -> Option<&'r Saying> {
        let unknown = |saying: &&'r Saying| saying.unknown.is_some() && tells(saying, token);
        let here = self.readings.get(index).and_then(|reading| reading.sayings.iter().find(unknown));
        here.or_else(|| self.quoted(token).filter(unknown))
    }

    /// The first direct quotation that ends behind `token`.
    pub fn quoted(&self, token: usize) -> Option<&'r Saying> {
        let after = self.direct.partition_point(|quotation| quotation.saying.scope.end <= token);
        self.direct.get(after).map(|quotation| &quotation.saying)
    }
}

/// Where an article says things are.
pub struct Where<'r> {
    /// All places there are.
    pub gazetteer: &'r Gazetteer,
    /// Those of the article.
    pub locations: &'r Locations,
}

/// Makes the records of one article.
pub struct Assembly<'a> {
    article: &'a NormalArticle,
    points: CodePoints<'a>,
}

impl<'a> Assembly<'a> {
    /// For the records of `article`.
    pub fn new(article: &'a NormalArticle) -> Assembly<'a> {
        Assembly { article, points: CodePoints::new(&article.body) }
    }

    /// The article record alone, with what normalize found.
    pub fn bare(&self) -> ArticleRecords {
        ArticleRecords { article: self.article_record(None), events: Vec::new(), quotes: Vec::new() }
    }

    /// All records.
    pub fn records(
        &self,
        text: &Text<'_>,
        cast: &Cast<'_>,
        voices: &Voices<'_>,
        events: &[(usize, Event<'_>)],
        place: &Where<'_>,
    ) -> ArticleRecords {
        let mut article = self.article_record(Some(place));
        let all = place.locations.dateline.iter().chain(&place.locations.prose);
        article.places = all.map(|location| self.place(place.gazetteer, location)).collect();
        article.places.sort_by_key(|place| place.start);
        article.sentences = text.sentences.iter().map(|sentence| self.range(sentence.span)).collect();
        article.times.extend(self.dateline_time());
        for reading in voices.readings {
            article.times.extend(reading.times.iter().map(|time| self.time(text, time)));
            article.quantities.extend(reading.quantities.iter().map(|quantity| self.quantity(text, quantity)));
            let from = article.actors.len();
            let named = |mention: &&Mention| {
                let entity = &cast.entities[mention.entity];
                !mention.adjective
                    && !mention.place
                    && (!mention.pronoun || mention.tokens.contains(&mention.head))
                    && !matches!(entity.kind, EntityKind::Place | EntityKind::Thing)
                    && (entity.kind != EntityKind::Agent || !entity.code.is_empty())
            };
            let mentions = reading.mentions.iter().chain(&reading.pronouns);
            let actors: Vec<Actor> = mentions.filter(named).map(|mention| self.actor(text, cast, mention)).collect();
            article.actors.extend(actors);
            article.actors[from..].sort_by_key(|actor| actor.start);
        }
        let when = When { text, voices, published: self.article.published.date };
        let all = events.iter().zip(when.all(events));
        let record = |((index, event), when): (&(usize, Event<'_>), _)| {
            self.event(text, cast, voices, (*index, event), when, place)
        };
        let events: Vec<EventRecord> = all.filter_map(record).collect();
        let quotes = voices.quotations.iter().filter_map(|quotation| self.quote(text, cast, quotation)).collect();
        ArticleRecords { article, events, quotes }
    }

    fn article_record(&self, place: Option<&Where<'_>>) -> ArticleRecord {
        let article = self.article;
        let body = article.body.as_str();
        let dateline = article.dateline.as_ref().map(|dateline| {
            let range = self.range(dateline.span);
            Dateline {
                text: dateline.span.of(body).to_owned(),
                start: range.start,
                end: range.end,
                places: self.dateline_places(&dateline.places, place),
                date: dateline.date.map(|date| date.to_string()),
                agency: dateline.agency.clone(),
            }
        });
        let link = |link: &crate::article::Link| {
            let range = self.range(link.span);
            Link {
                url: link.url.clone(),
                start: range.start,
                end: range.end,
                date: link.date.map(|date| date.to_string()),
            }
        };
        ArticleRecord {
            schema: SCHEMA.to_owned(),
            id: article.id.clone(),
            source: article.source.clone(),
            format: article.format.to_owned(),
            url: article.url.clone(),
            headline: article.headline.clone(),
            slug: article.slug.clone(),
            language: article.language.clone(),
            urgency: article.urgency,
            published: article.published.text.clone(),
            published_basis: article.published.basis,
            updated: article.updated.clone(),
            embargo: article.embargo.clone(),
            status: article.status,
            subjects: article.subjects.clone(),
            located: article.located.clone(),
            version: article.version,
            agency: article.agency.clone(),
            dateline,
            byline: article.byline.clone(),
            credits: article.credits.as_ref().map(|credits| Credits {
                reporting: credits.reporting.clone(),
                additional_reporting: credits.additional_reporting.clone(),
                writing: credits.writing.clone(),
                editing: credits.editing.clone(),
            }),
            advisory: article.advisory.as_ref().map(|advisory| Advisory {
                kind: advisory.kind,
                number: advisory.number,
                text: advisory.text.clone(),
            }),
            links: article.links.iter().map(link).collect(),
            body: article.body.clone(),
            paragraphs: article.paragraphs.iter().map(|paragraph| self.range(*paragraph)).collect(),
            defects: article.defects.iter().map(|defect| defect.what.clone()).collect(),
            ..ArticleRecord::default()
        }
    }

    /// The places of the dateline; `place` has what the gazetteer says of them, in their order.
    fn dateline_places(&self, spans: &[Span], place: Option<&Where<'_>>) -> Vec<Place> {
        let bare = |span: &Span| {
            let range = self.range(*span);
            let text = span.of(&self.article.body);
            Place { text: text.to_owned(), start: range.start, end: range.end, name: cased(text), ..Place::default() }
        };
        let found = |place: &Where<'_>| {
            place.locations.dateline.iter().map(|location| self.place(place.gazetteer, location)).collect()
        };
        let mut places: Vec<Place> = place.map(found).unwrap_or_else(|| spans.iter().map(bare).collect());
        places.iter_mut().for_each(|place| place.basis = Some(PlaceBasis::Dateline));
        places
    }

    /// The place that a name means.
    fn place(&self, gazetteer: &Gazetteer, location: &Location) -> Place {
        let range = self.range(location.span);
        let text = location.span.of(&self.article.body);
        let mut place =
            Place { text: text.to_owned(), start: range.start, end: range.end, name: cased(text), ..Place::default() };
        place.feature = location.feature.map(str::to_owned);
        let Some(id) = location.place.or(location.within) else { return place };
        let (lat, lon) = match location.part {
            Some((north, east)) => gazetteer.part_of(id, north, east),
            None => gazetteer.at(id),
        };
        let rounded = |degrees: f64| (degrees * 10_000.0).round() / 10_000.0;
        (place.lat, place.lon) = (Some(rounded(lat)), Some(rounded(lon)));
        place.country = gazetteer.country_code(id).map(str::to_owned);
        place.admin1 = gazetteer.state(id).map(|state| gazetteer.name(state).to_owned());
        if location.place.is_some() {
            place.feature = Some(gazetteer.feature(id).to_owned());
            // Part of a place is not the place.
            if location.part.is_none() {
                place.name = gazetteer.name(id).to_owned();
                place.geonames_id = gazetteer.geonames_id(id);
                place.population = Some(u64::from(gazetteer.population(id))).filter(|&people| people > 0);
            } else {
                place.feature = Some("RGN".to_owned());
            }
        }
        place
    }

    fn range(&self, span: Span) -> Range {
        Range { start: self.points.at(span.start), end: self.points.at(span.end) }
    }

    fn words(&self, text: &Text<'_>, tokens: &Tokens<usize>) -> (String, usize, usize) {
        let span = text.span(tokens);
        let range = self.range(span);
        (span.of(&self.article.body).to_owned(), range.start, range.end)
    }

    fn actor(&self, text: &Text<'_>, cast: &Cast<'_>, mention: &Mention) -> Actor {
        let entity = &cast.entities[mention.entity];
        let (words, start, end) = self.words(text, &mention.tokens);
        let optional = |value: &String| Some(value.clone()).filter(|value| !value.is_empty());
        Actor {
            resolved_from: mention.pronoun.then(|| text.of(mention.head).to_owned()),
            text: words,
            start,
            end,
            name: entity.name.clone(),
            // A city or region stands for its country.
            code: optional(&entity.code).or_else(|| optional(&entity.country)),
            country: optional(&entity.country),
            sectors: entity.sectors.clone(),
            role: entity.role.clone(),
        }
    }

    /// A side of an event: the words for somebody who is named by a noun, and for a body, go on to the place that tells who it is, as in `police in
    /// Nairobi`.
    fn side(&self, text: &Text<'_>, cast: &Cast<'_>, reading: &Reading, mention: &Mention) -> Actor {
        let actor = self.actor(text, cast, mention);
        let noun = matches!(
            cast.entities[mention.entity].kind,
            EntityKind::Agent | EntityKind::Thing | EntityKind::Organisation
        );
        match located(text, cast, reading, mention).filter(|_| noun && !mention.pronoun) {
            Some(stop) => {
                let (words, start, end) = self.words(text, &(mention.tokens.start..stop));
                Actor { text: words, start, end, ..actor }
            }
            None => actor,
        }
    }

    /// Somebody of whom nothing is known but the words.
    fn somebody(&self, text: &Text<'_>, tokens: Tokens<usize>) -> Actor {
        let (words, start, end) = self.words(text, &tokens);
        let (name, sectors) = (words.clone(), Vec::new());
        Actor { text: words, start, end, name, code: None, country: None, sectors, role: None, resolved_from: None }
    }

    /// The date of the dateline, which is no prose and so is read by nobody else.
    fn dateline_time(&self) -> Option<Time> {
        let dateline = self.article.dateline.as_ref()?;
        let value = dateline.date?.to_string();
        let words = dateline.span.of(&self.article.body);
        let starts_word = |at: &usize| *at == 0 || !words.as_bytes()[at - 1].is_ascii_alphanumeric();
        let found = (0..words.len()).filter(starts_word).find_map(|at| Some((at, date_at(words, at)?.1)));
        let (start, end) = found?;
        let span = Span::new(start, end).shift(dateline.span.start);
        let range = self.range(span);
        let text = span.of(&self.article.body).to_owned();
        Some(Time { text, start: range.start, end: range.end, kind: TimeKind::Date, value, anchor: None })
    }

    fn time(&self, text: &Text<'_>, time: &TimeMention) -> Time {
        let (words, start, end) = self.words(text, &time.tokens);
        Time {
            text: words,
            start,
            end,
            kind: time.kind,
            value: time.value.clone(),
            anchor: time.anchor.map(|date| date.to_string()),
        }
    }

    fn quantity(&self, text: &Text<'_>, quantity: &QuantityMention) -> Quantity {
        let (words, start, end) = self.words(text, &quantity.tokens);
        Quantity {
            text: words,
            start,
            end,
            value: quantity.value,
            low: quantity.low,
            high: quantity.high,
            unit: quantity.unit.clone(),
            of: quantity.of.map(|noun| text.of(noun).to_owned()),
            state: quantity.state.clone(),
        }
    }

    fn article_ref(&self) -> ArticleRef {
        let article = self.article;
        ArticleRef {
            id: article.id.clone(),
            source: article.source.clone(),
            headline: article.headline.clone(),
            published: article.published.text.clone(),
            url: article.url.clone(),
            story: None,
            version: article.version,
        }
    }

    fn sentence(&self, text: &Text<'_>, index: usize) -> Option<Sentence> {
        let span = text.sentences.get(index)?.span;
        let range = self.range(span);
        Some(Sentence { index, start: range.start, end: range.end, text: span.of(&self.article.body).to_owned() })
    }

    fn event(
        &self,
        text: &Text<'_>,
        cast: &Cast<'_>,
        voices: &Voices<'_>,
        (index, event): (usize, &Event<'_>),
        when: Option<&TimeMention>,
        place: &Where<'_>,
    ) -> Option<EventRecord> {
        let reading = voices.readings.get(index)?;
        let actors = |mentions: &[Mention]| -> Vec<Actor> {
            mentions.iter().map(|mention| self.side(text, cast, reading, mention)).collect()
        };
        let (source, target) = (actors(&event.source), actors(&event.target));
        let denied = event.modality == Modality::ReportedDenied;
        let sayings = voices.of(index, said_at(event));
        // Whoever denies what another is said to have done says so.
        let denies = |saying: &Saying| {
            let own = |speaker: &Mention| event.source.iter().any(|source| source.entity == speaker.entity);
            denied && !saying.speakers.iter().any(own)
        };
        let says_itself = |saying: &&&Saying| {
            let apart = saying.verb.is_none_or(|verb| verb != event.head && !event.trigger.contains(&verb));
            apart || denies(saying)
        };
        let mut attribution = Vec::new();
        for saying in sayings.iter().filter(says_itself) {
            let (cue, start, end) = self.words(text, &saying.cue);
            for speaker in &saying.speakers {
                let speaker = self.actor(text, cast, speaker);
                // `He said he believed`: once.
                let again =
                    |known: &Attribution| known.speaker.name == speaker.name && known.speaker.code == speaker.code;
                if attribution.iter().any(again) {
                    continue;
                }
                attribution.push(Attribution { speaker, cue: Some(cue.clone()), start, end, via: saying.via.clone() });
            }
        }
        let unknown = voices.unknown(index, event.trigger.start).filter(|saying| says_itself(&saying));
        if let Some((saying, somebody)) =
            unknown.filter(|_| attribution.is_empty()).and_then(|one| Some((one, one.unknown?)))
        {
            let (cue, start, end) = self.words(text, &saying.cue);
            let speaker = self.somebody(text, text.base_phrase(somebody));
            attribution.push(Attribution { speaker, cue: Some(cue), start, end, via: saying.via.clone() });
        }
        let (words, start, end) = self.words(text, &event.trigger);
        let clause = text.clause_of(event.head);
        let near = |tokens: &Tokens<usize>| {
            let inside = event.trigger.contains(&text.clause_of(tokens.start));
            inside || text.clause_of(tokens.start) == clause
        };
        // `bombed the town, killing 12 and wounding 30`: those belong to the bombing, too.
        let comes_of_it = |quantity: &&QuantityMention| {
            let own = text.clause_of(quantity.tokens.end - 1);
            let path = text.document.path_to_root(own).take_while(|&at| at != clause);
            let follows = |at: usize| {
                matches!(text.label(at), Label::Conj | Label::Advcl | Label::Acl | Label::Prep | Label::Pcomp)
            };
            quantity.state.is_some() && text.document.is_above(clause, own) && path.into_iter().all(follows)
        };
        let quantities = reading.quantities.iter().filter(|quantity| near(&quantity.tokens) || comes_of_it(quantity));
        let is_source = |told: &Attribution| source.iter().any(|actor| actor.name == told.speaker.name);
        // What a story begins with, and nobody else tells, is what happened at its dateline.
        let there = attribution.iter().any(is_source) || reading.index == 0 && attribution.is_empty();
        let place = self.event_place(text, cast, reading, event, there, place);
        Some(EventRecord {
            schema: SCHEMA.to_owned(),
            id: self.event_id(event, start, &source, &target),
            article: self.article_ref(),
            sentence: self.sentence(text, index)?,
            event: EventCode {
                plover: event.plover,
                mode: event.mode.map(str::to_owned),
                context: event.context.to_vec(),
                cameo: event.cameo.map(str::to_owned),
                quad: event.plover.quad(),
                trigger: Trigger { text: words, lemma: lemma(text, event), start, end },
                entries: event.entries.iter().map(|entry| entry.place.clone()).collect(),
                polarity: event.polarity,
                modality: event.modality,
            },
            source,
            target,
            attribution,
            time: when.map(|time| self.time(text, time)),
            place,
            quantities: quantities.map(|quantity| self.quantity(text, quantity)).collect(),
            confidence: event.confidence,
            same_as: None,
        })
    }

    /// Where an event happened; `there` if its source is at the dateline, as far as one can tell.
    fn event_place(
        &self,
        text: &Text<'_>,
        cast: &Cast<'_>,
        reading: &Reading,
        event: &Event<'_>,
        there: bool,
        place: &Where<'_>,
    ) -> Option<Place> {
        let says = |verb: usize| reading.sayings.iter().any(|saying| saying.verb == Some(verb));
        let country = |mention: &Mention| {
            cast.entities.get(mention.entity).map(|entity| entity.country.clone()).unwrap_or_default()
        };
        // Organisations of several states meet where no one of them is at home.
        let abroad = |home: &str| {
            let is_home = |mention: &Mention| {
                let international = cast.entities.get(mention.entity).is_some_and(|one| one.code.starts_with("IGO"));
                international || cast.is_of(&country(mention), home)
            };
            let here = || reading.tokens.clone().any(|token| text.of(token).eq_ignore_ascii_case("here"));
            let known = event.source.iter().any(|mention| !country(mention).is_empty());
            known && !there && !event.source.iter().chain(&event.target).any(is_home) && !here()
        };
        let finder = EventFinder { text, gazetteer: place.gazetteer, locations: place.locations };
        let (mut found, basis) = match finder.find(event, &reading.tokens, &says, &country, &abroad)? {
            Spot::Named(location, basis) => (self.place(place.gazetteer, location), basis),
            Spot::Country(id, mention) => {
                let location = Location::of_country(text.span(&mention.tokens), id);
                (self.place(place.gazetteer, &location), PlaceBasis::Actor)
            }
        };
        found.basis = Some(basis);
        Some(found)
    }

    /// An id that depends on the article and on what the event says, and on nothing else.
    fn event_id(&self, event: &Event<'_>, start: usize, source: &[Actor], target: &[Actor]) -> String {
        let mut key = format!("{}\u{1f}{}\u{1f}{start}", self.article.id, event.plover.name());
        for (mark, actors) in [('\u{1d}', source), ('\u{1e}', target)] {
            for actor in actors {
                key.push(mark);
                key.push_str(&actor.name);
                key.push(mark);
                key.push_str(actor.code.as_deref().unwrap_or_default());
            }
        }
        format!("e{:016x}", xxh3_64(key.as_bytes()))
    }

    fn quote(&self, text: &Text<'_>, cast: &Cast<'_>, quotation: &Quotation) -> Option<QuoteRecord> {
        let saying = &quotation.saying;
        let (words, start, end) = self.words(text, &saying.scope);
        let key = format!("{}\u{1f}quote\u{1f}{start}\u{1f}{end}", self.article.id);
        let cue = (!saying.cue.is_empty()).then(|| {
            let (text, start, end) = self.words(text, &saying.cue);
            Cue { text, start, end }
        });
        Some(QuoteRecord {
            schema: SCHEMA.to_owned(),
            id: format!("q{:016x}", xxh3_64(key.as_bytes())),
            article: self.article_ref(),
            sentence: self.sentence(text, quotation.sentence)?,
            kind: quotation.kind,
            text: words,
            start,
            end,
            speaker: quotation.speaker.as_ref().map(|speaker| self.speaker(text, cast, speaker)),
            cue,
            via: saying.via.clone(),
            addressee: saying.addressee.as_ref().map(|addressee| self.actor(text, cast, addressee)),
        })
    }

    /// Who speaks: an actor with the words that say so beside the quotation; of somebody who is none, only the words.
    fn speaker(&self, text: &Text<'_>, cast: &Cast<'_>, speaker: &Speaker) -> Actor {
        let (words, start, end) = self.words(text, &speaker.tokens);
        let known = speaker.mention.as_ref().map(|mention| self.actor(text, cast, mention)).unwrap_or_default();
        let resolved_from = speaker.stands_for.then(|| words.clone());
        let told = speaker
            .mention
            .as_ref()
            .is_none_or(|mention| speaker.named != speaker.tokens && is_common(&cast.entities[mention.entity]));
        let name = if told { self.words(text, &speaker.named).0 } else { known.name.clone() };
        Actor { text: words, start, end, name, resolved_from, ..known }
    }
}

/// The end of the place behind a noun phrase that belongs to it: of `Nairobi` for `police in Nairobi`.
fn located(text: &Text<'_>, cast: &Cast<'_>, reading: &Reading, mention: &Mention) -> Option<usize> {
    const LONGEST: usize = 8;
    let preposition = Some(mention.tokens.end).filter(|at| reading.tokens.contains(at))?;
    let own = text.document.head(preposition).is_some_and(|head| mention.tokens.contains(&head));
    let locates = matches!(
        text.of(preposition),
        "in" | "of" | "from" | "at" | "near" | "across" | "around" | "inside" | "outside" | "throughout" | "along"
    );
    if !own || text.label(preposition) != Label::Prep || !locates {
        return None;
    }
    let somewhere =
        |place: &Mention| matches!(cast.entities[place.entity].kind, EntityKind::Country | EntityKind::Place);
    let phrase = text.subtree(preposition);
    let clause = phrase.clone().any(|at| text.tag(at).is_verb());
    if phrase.start == preposition && phrase.len() <= LONGEST && !clause {
        let inside = |place: &Mention| phrase.contains(&place.head) && somewhere(place);
        let stop = phrase.end - usize::from(text.is_mark(phrase.end - 1, ','));
        return reading.mentions.iter().any(inside).then_some(stop);
    }
    // `refugees from Chad, which has seen two wars`.
    let all = text.with_conjuncts(text.child(preposition, &[Label::Pobj])?);
    let places = all.into_iter().map_while(|at| reading.mention_at(at).filter(|place| somewhere(place)));
    places.last().map(|place| place.tokens.end)
}

/// The base forms of the words of an event, in order: `lift sanction`.
fn lemma(text: &Text<'_>, event: &Event<'_>) -> String {
    let mut words = event.words.clone();
    words.sort_unstable();
    words.dedup();
    words.iter().map(|&word| text.document.lemma(word).to_lowercase()).collect::<Vec<_>>().join(" ")
}

/// The words as a name: in title case if they stand in capitals.
fn cased(text: &str) -> String {
    if text.chars().any(char::is_lowercase) { text.to_owned() } else { title_case(text) }
}

fn title_case(text: &str) -> String {
    let mut word_starts = true;
    text.chars()
        .flat_map(|character| {
            let lower = if word_starts { character.to_string() } else { character.to_lowercase().collect() };
            word_starts = !character.is_alphabetic();
            lower.chars().collect::<Vec<_>>()
        })
        .collect()
}
