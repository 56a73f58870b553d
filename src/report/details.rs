//! What the page shows of an event once somebody looks: its sentence with the words that it rests on, its article, its codes.
//!
//! Events are packed by the piece, so that the page unpacks only what is looked at. What a piece holds is read by
//! `page/events.js`; the two must change together.

use std::io::Write;

use data_encoding::BASE64;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::record::{Actor, EventRecord};

/// How many events a piece holds.
pub(super) const PIECE: usize = 256;

/// Events by the piece, each packed as soon as it is full.
#[derive(Default)]
pub(super) struct Details {
    packed: Vec<String>,
    piece: Piece,
}

/// Events that follow each other. Those of one sentence share it, and those of one article theirs.
#[derive(Default)]
struct Piece {
    articles: Vec<Value>,
    sentences: Vec<Value>,
    events: Vec<Value>,
    /// The article and the sentence that came last: its id, and the sentence's first code point.
    last: (String, Option<usize>),
}

impl Details {
    pub(super) fn add(&mut self, event: &EventRecord) {
        self.piece.add(event);
        if self.piece.events.len() == PIECE {
            self.pack();
        }
    }

    fn pack(&mut self) {
        let Piece { articles, sentences, events, .. } = std::mem::take(&mut self.piece);
        if !events.is_empty() {
            let piece = json!({"articles": articles, "sentences": sentences, "events": events});
            self.packed.push(pack(piece.to_string().as_bytes()));
        }
    }

    /// All pieces, packed, in order.
    pub(super) fn finish(mut self) -> Vec<String> {
        self.pack();
        self.packed
    }
}

/// Bytes as gzip in Base64.
pub(super) fn pack(bytes: &[u8]) -> String {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    // Writing to memory does not fail.
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_default();
    BASE64.encode(&packed)
}

impl Piece {
    fn add(&mut self, event: &EventRecord) {
        let article = &event.article;
        if self.articles.is_empty() || self.last.0 != article.id {
            self.last = (article.id.clone(), None);
            let url = article.url.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
            self.articles.push(json!({
                "id": article.id, "headline": article.headline, "published": article.published,
                "source": article.source, "url": url,
            }));
        }
        if self.last.1 != Some(event.sentence.start) {
            self.last.1 = Some(event.sentence.start);
            self.sentences.push(json!([self.articles.len() - 1, event.sentence.text]));
        }
        let code = &event.event;
        let said: Vec<&str> = event.attribution.iter().map(|level| level.speaker.name.as_str()).collect();
        self.events.push(json!({
            "id": event.id,
            "sentence": self.sentences.len() - 1,
            "cameo": code.cameo, "mode": code.mode, "context": code.context,
            "marks": marks(event),
            "said": said,
            "time": event.time.as_ref().map(|time| json!([time.text, time.value])),
            "place": event.place.as_ref().map(|place| json!([place.name, place.country, place.basis])),
            "quantities": event.quantities.iter().map(|quantity| &quantity.text).collect::<Vec<_>>(),
        }));
    }
}

/// The words of the sentence that the event rests on: start and end in code points of the sentence, and what they are.
fn marks(event: &EventRecord) -> Vec<(usize, usize, char)> {
    let (from, to) = (event.sentence.start, event.sentence.end);
    let actors = |actors: &[Actor], kind: char| -> Vec<(usize, usize, char)> {
        actors.iter().map(|actor| (actor.start, actor.end, kind)).collect()
    };
    let mut marks = actors(&event.source, 's');
    marks.extend(actors(&event.target, 't'));
    marks.push((event.event.trigger.start, event.event.trigger.end, 'v'));
    marks.extend(event.time.as_ref().map(|time| (time.start, time.end, 'w')));
    marks.extend(event.place.as_ref().map(|place| (place.start, place.end, 'p')));
    marks.retain(|&(start, end, _)| from <= start && start < end && end <= to);
    marks.sort_unstable();
    marks.into_iter().map(|(start, end, kind)| (start - from, end - from, kind)).collect()
}
