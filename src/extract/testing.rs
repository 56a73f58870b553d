//! What the tests of this stage share: an article of a body, and sentences as they were read, in a line of text.

use std::sync::OnceLock;

use super::chunks::{self, Chunk};
use super::{Cast, Extractor, Lexicon, Settings, cut, read_sentence};
use crate::article::{NormalArticle, Origin, Published};
use crate::record::{ArticleRecords, Basis, Modality};
use crate::span::Span;

/// The extractor with the embedded lexicon.
pub fn extractor() -> &'static Extractor {
    static EXTRACTOR: OnceLock<Extractor> = OnceLock::new();
    EXTRACTOR.get_or_init(|| Extractor::new(&Settings::default()).unwrap())
}

/// An article with this body, all of it prose, published on 2024-05-15, a Wednesday.
pub fn article(body: &str) -> NormalArticle {
    let mut start = 0;
    let mut paragraphs = Vec::new();
    for line in body.split('\n') {
        paragraphs.push(Span::new(start, start + line.len()));
        start += line.len() + 1;
    }
    let origin = Origin { file: "test".into(), offset: 0, line: 1, received: "2024-05-15T12:00:00Z".parse().unwrap() };
    NormalArticle {
        id: "test".to_owned(),
        format: "text",
        origin,
        source: None,
        url: None,
        headline: None,
        slug: None,
        language: None,
        urgency: None,
        published: Published {
            text: "2024-05-15".to_owned(),
            date: "2024-05-15".parse().unwrap(),
            basis: Basis::Metadata,
        },
        agency: None,
        dateline: None,
        byline: Vec::new(),
        credits: None,
        advisory: None,
        links: Vec::new(),
        body: body.to_owned(),
        prose: paragraphs.clone(),
        paragraphs,
        defects: Vec::new(),
    }
}

/// The records of an article with this body.
pub fn records(body: &str) -> ArticleRecords {
    extractor().extract(article(body))
}

fn lexicon() -> &'static Lexicon {
    extractor().lexicon.as_ref().unwrap()
}

/// The pieces of the first sentence: `[phrase]`, `<verb>`.
pub fn chunks(body: &str) -> String {
    let (lexicon, article) = (lexicon(), article(body));
    let text = cut(&article, lexicon);
    let mut cast = Cast::new(lexicon, &text, article.published.date, "");
    let range = text.sentences[0].tokens.clone();
    let mentions = cast.read(range.clone());
    let chunks = chunks::chunk(&text, lexicon, range.start..range.end - 1, &mentions, &[]);
    let mut pieces: Vec<String> = Vec::new();
    for chunk in &chunks.chunks {
        pieces.push(match chunk {
            Chunk::Phrase(index) => {
                let phrase = &chunks.phrases[*index];
                let preposition = phrase.preposition.map_or("", |token| text.of(token));
                format!("{preposition}[{}]", text.span(&phrase.tokens).of(body))
            }
            Chunk::Group(index) => format!("<{}>", text.span(&chunks.groups[*index].tokens).of(body)),
            Chunk::Comma => ",".to_owned(),
            Chunk::Conjunction => "and".to_owned(),
            Chunk::Subordinator(_) => "sub".to_owned(),
            Chunk::That => "that".to_owned(),
            Chunk::Wh(_) => "wh".to_owned(),
            Chunk::Quote => "\"".to_owned(),
            Chunk::Stop => ";".to_owned(),
        });
    }
    pieces.push(";".to_owned());
    pieces.join(" ")
}

/// The clauses of the first sentence: relation, subject, verb, object, prepositional phrases, and what marks the verb.
pub fn clauses(body: &str) -> Vec<String> {
    let (lexicon, article) = (lexicon(), article(body));
    let text = cut(&article, lexicon);
    let mut cast = Cast::new(lexicon, &text, article.published.date, "");
    let reading = read_sentence(&text, lexicon, &mut cast, &article, 0);
    let words = |phrases: &[usize]| {
        let all = phrases.iter().map(|&phrase| text.span(&reading.clauses.phrases[phrase].tokens).of(body));
        all.collect::<Vec<_>>().join("+")
    };
    let line = |clause: &super::clauses::Clause| {
        let mut line = format!(
            "{:?} {}|{}|{}|{}",
            clause.relation,
            words(&clause.subject),
            text.span(&clause.verb).of(body),
            words(&clause.object),
            words(&clause.prepositional)
        );
        if clause.modality != Modality::Actual {
            line += &format!(" {:?}", clause.modality).to_lowercase();
        }
        line += if clause.passive { " passive" } else { "" };
        line += if clause.negated { " negated" } else { "" };
        line
    };
    reading.clauses.clauses.iter().map(line).collect()
}
