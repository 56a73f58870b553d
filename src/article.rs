//! What comes in: an article as a wire delivered it, and the same article made ready to be read for events.
//!
//! Read makes an [`Article`] out of the bytes of one item; normalize turns it into a [`NormalArticle`]; extract turns that
//! into records ([`crate::record`]). Ranges in these types count bytes ([`Span`]).

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::record::{AdvisoryKind, Basis, Status, Subject};
use crate::span::Span;

/// Where an item came from: enough to find its bytes again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file, as its path below the source's directory; or `stdin`.
    pub file: Arc<str>,
    /// First byte of the item in the decompressed file.
    pub offset: u64,
    /// Line of the item in the decompressed file, from 1; 0 where the item is the whole file.
    pub line: u64,
    /// When the item was received: the modification time of its file, so that a second run says the same.
    pub received: Timestamp,
}

/// An article as it was delivered: decoded to text, nothing interpreted yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// The wire format it came in, as records name it (`ndjson`, `text`).
    pub format: &'static str,
    /// Where it came from.
    pub origin: Origin,
    /// The sender's identifier.
    pub id: Option<String>,
    /// The sender: a feed, an agency, a newspaper.
    pub source: Option<String>,
    /// Headline.
    pub headline: Option<String>,
    /// Slug (the keyword line of a wire).
    pub slug: Option<String>,
    /// Authors as delivered, one line or name each.
    pub byline: Vec<String>,
    /// The text, with its line breaks.
    pub body: String,
    /// Where the body is free of markup already, the addresses of its links in the order of their marks
    /// ([`crate::normalize::typography::ANCHOR_START`]); none where it may hold markup and entities.
    pub anchors: Option<Vec<String>>,
    /// Whether headline and slug may stand at the head of the body.
    pub heading_in_body: bool,
    /// The dateline, where it is delivered apart from the body.
    pub dateline: Option<String>,
    /// What the sender tells the desk (`EDS: …`, editor's notes).
    pub note: Option<String>,
    /// The sender's number of this version.
    pub version: Option<u32>,
    /// Time of this version as delivered, where `published` is that of the first.
    pub updated: Option<String>,
    /// What it is about, in codes as delivered.
    pub subjects: Vec<Subject>,
    /// Where it was written, as delivered.
    pub located: Vec<String>,
    /// The time before which it must not be published, as delivered.
    pub embargo: Option<String>,
    /// Whether it may be published at all.
    pub status: Option<Status>,
    /// Publication time as delivered (any usual notation).
    pub published: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Language as delivered (BCP 47).
    pub language: Option<String>,
    /// IPTC urgency, 1 (most urgent) to 9.
    pub urgency: Option<u8>,
    /// What was wrong with the input, but could be put right.
    pub defects: Vec<Defect>,
}

impl Article {
    /// An article of `format` at `origin` with a body and nothing else.
    pub fn new(format: &'static str, origin: Origin, body: String) -> Article {
        Article {
            format,
            origin,
            id: None,
            source: None,
            headline: None,
            slug: None,
            byline: Vec::new(),
            body,
            anchors: None,
            heading_in_body: false,
            dateline: None,
            note: None,
            version: None,
            updated: None,
            subjects: Vec::new(),
            located: Vec::new(),
            embargo: None,
            status: None,
            published: None,
            url: None,
            language: None,
            urgency: None,
            defects: Vec::new(),
        }
    }
}

/// Something wrong in the input that did not keep it from being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// What is wrong, in a few words.
    pub what: String,
}

impl Defect {
    /// A defect described by `what`.
    pub fn new(what: impl Into<String>) -> Defect {
        Defect { what: what.into() }
    }
}

/// An article with a clean body and everything that stands around it told apart.
#[derive(Clone, Debug, PartialEq)]
pub struct NormalArticle {
    /// The sender's identifier, or one derived from the content.
    pub id: String,
    /// Wire format.
    pub format: &'static str,
    /// Where it came from.
    pub origin: Origin,
    /// The sender.
    pub source: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Headline, cleaned and without its advisory.
    pub headline: Option<String>,
    /// Slug.
    pub slug: Option<String>,
    /// ISO 639-1 code, delivered or detected.
    pub language: Option<String>,
    /// IPTC urgency, 1 to 9.
    pub urgency: Option<u8>,
    /// The sender's number of this version.
    pub version: Option<u32>,
    /// When it was published, and how that is known.
    pub published: Published,
    /// ISO 8601 time of this version, where that is later than `published`.
    pub updated: Option<String>,
    /// What it is about, in codes as delivered.
    pub subjects: Vec<Subject>,
    /// Where it was written, as delivered.
    pub located: Vec<String>,
    /// ISO 8601 time before which it must not be published.
    pub embargo: Option<String>,
    /// Whether it may be published at all.
    pub status: Option<Status>,
    /// The agency that wrote it, by its usual name (`Reuters`).
    pub agency: Option<String>,
    /// The dateline at the head of the body.
    pub dateline: Option<Dateline>,
    /// Authors, one name each.
    pub byline: Vec<String>,
    /// The names of the credit line.
    pub credits: Option<Credits>,
    /// What the desk says about this version.
    pub advisory: Option<Advisory>,
    /// Links that stood in the running text.
    pub links: Vec<Link>,
    /// UTF-8, NFC, one `\n` between paragraphs, no markup, no links, single blanks. All ranges point into it.
    pub body: String,
    /// Every paragraph of the body, in order.
    pub paragraphs: Vec<Span>,
    /// The parts of the body that are prose and to be read for events: paragraphs without dateline, byline and credit
    /// line. In order; each lies within one paragraph.
    pub prose: Vec<Span>,
    /// What was wrong with the input, but could be put right.
    pub defects: Vec<Defect>,
}

/// A publication time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// ISO 8601: a timestamp with its offset, or a date.
    pub text: String,
    /// The calendar day where it was published; relative times in the text count from it.
    pub date: Date,
    /// How it is known.
    pub basis: Basis,
}

/// A dateline: `MOSCOW, Dec 18 (Reuters) -`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// The range of place, date and agency in the body, without the dash that ends it.
    pub span: Span,
    /// The ranges of its place names in the body.
    pub places: Vec<Span>,
    /// Its date; the year is taken from the publication time where it has none.
    pub date: Option<Date>,
    /// Its agency, by its usual name.
    pub agency: Option<String>,
}

/// The names of a credit line, by what each did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credits {
    /// Reporting by.
    pub reporting: Vec<String>,
    /// Additional reporting by.
    pub additional_reporting: Vec<String>,
    /// Writing by, compiled by.
    pub writing: Vec<String>,
    /// Editing by.
    pub editing: Vec<String>,
}

/// What the desk says about this version of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advisory {
    /// What kind of advisory.
    pub kind: AdvisoryKind,
    /// The number of an update or wrap-up: 2 in `UPDATE 2-`.
    pub number: Option<u32>,
    /// Its words.
    pub text: String,
}

/// A link that stood in the running text and was taken out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The link.
    pub url: String,
    /// Where it stood: an empty range where it was taken out, or the words it was laid under.
    pub span: Span,
    /// The date that its path holds.
    pub date: Option<Date>,
}
