//! What goes out: article, event, quote and dead letter records, one JSON object a line.
//!
//! These types are the record contract; `dateline schema` prints the JSON Schema made from them. A field without a value is
//! left out, never `null` or empty. Every `start`/`end` is a half-open range of Unicode code points into the `body` of the
//! article record, and `text` is exactly that range of it.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the record contract.
pub const SCHEMA: &str = "1";

/// One line of output.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Record {
    /// One article version that went through.
    Article(Box<ArticleRecord>),
    /// Who did what to whom, where, when, and who says so.
    Event(Box<EventRecord>),
    /// A direct or indirect quotation.
    Quote(Box<QuoteRecord>),
    /// An input that could not be processed.
    DeadLetter(Box<DeadLetter>),
}

/// The kinds of record, as a pipeline file or the command line chooses them.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, clap::ValueEnum,
)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// Article records.
    Article,
    /// Event records.
    Event,
    /// Quote records.
    Quote,
}

/// Everything that one article gave, in the order in which it is written: article, events, quotes.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleRecords {
    /// The article itself.
    pub article: ArticleRecord,
    /// Its events, in order of sentence and trigger.
    pub events: Vec<EventRecord>,
    /// Its quotations, in order of their place.
    pub quotes: Vec<QuoteRecord>,
}

/// What an article is about, as its sender codes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Subject {
    /// The code as delivered (`medtop:20000350`, `04015000`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Its name as delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Whether an article may be published (IPTC `pubStatus`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It may.
    Usable,
    /// Not yet, or not until the sender says so.
    Withheld,
    /// It was called back. Nothing is coded out of it.
    Canceled,
}

/// One article version that went through.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleRecord {
    /// Version of the record contract.
    pub schema: String,
    /// The sender's identifier, or one derived from the content.
    pub id: String,
    /// The sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The wire format that it came in.
    pub format: String,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// Slug.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// ISO 639-1 code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// IPTC urgency, 1 (most urgent) to 9.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<u8>,
    /// Publication time: an ISO 8601 timestamp or date.
    pub published: String,
    /// How the publication time is known.
    pub published_basis: Basis,
    /// ISO 8601 time of this version, where that is later than `published`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// ISO 8601 time before which it must not be published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embargo: Option<String>,
    /// Whether it may be published at all, where the sender says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// What it is about, in codes as delivered (IPTC media topics and others).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<Subject>,
    /// Where it was written, as delivered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub located: Vec<String>,
    /// The agency that wrote it, by its usual name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// The dateline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dateline: Option<Dateline>,
    /// Authors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub byline: Vec<String>,
    /// The names of the credit line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credits: Option<Credits>,
    /// What the desk says about this version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advisory: Option<Advisory>,
    /// The story that this article belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story: Option<String>,
    /// Its version in the story, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// The id of the article that this one repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<String>,
    /// The id of the article that this one corrects, withdraws or files again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// Links taken out of the running text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// The normalised text that every offset points into.
    pub body: String,
    /// The paragraphs of the body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paragraphs: Vec<Range>,
    /// The sentences of the body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sentences: Vec<Range>,
    /// Every temporal expression.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub times: Vec<Time>,
    /// Every place name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// Every mention of an actor.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<Actor>,
    /// Every quantity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quantities: Vec<Quantity>,
    /// What was wrong with the input, but could be put right.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub defects: Vec<String>,
}

/// A half-open range of code points of the body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Range {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// How a publication time is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The sender says so.
    Metadata,
    /// The dateline carries a date.
    Dateline,
    /// A link in the text, or the article's own, carries a date.
    Url,
    /// Only the time of receipt is known.
    #[default]
    Received,
}

/// A dateline.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Dateline {
    /// Its words.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Its places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// Its date, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Its agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
}

/// The names of a credit line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Credits {
    /// Reporting by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reporting: Vec<String>,
    /// Additional reporting by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub additional_reporting: Vec<String>,
    /// Writing by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub writing: Vec<String>,
    /// Editing by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub editing: Vec<String>,
}

/// What a desk says about a version of a story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Advisory {
    /// What kind.
    pub kind: AdvisoryKind,
    /// The number of an update or wrap-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Its words.
    pub text: String,
}

/// The kinds of advisory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AdvisoryKind {
    /// A later version with more in it: `UPDATE 2-`, `WRAPUP 3-`.
    Update,
    /// A version that puts an error right: `CORRECTED-`.
    Correction,
    /// The same again, for a technical reason: `REFILE-`.
    Refile,
    /// The story must not be used: `This story has been withdrawn`.
    Withdrawal,
    /// The first flash of a story: `ALERT`, `BREAKING`.
    Alert,
    /// Any other note to editors.
    Advisory,
}

/// A link that stood in the running text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// The link.
    pub url: String,
    /// First code point of where it stood.
    pub start: usize,
    /// One past the last; equal to `start` where the link was taken out.
    pub end: usize,
    /// The date that its path holds, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

/// Who did what to whom, where, when, and who says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventRecord {
    /// Version of the record contract.
    pub schema: String,
    /// Stable for the same article and event.
    pub id: String,
    /// The article that it stands in.
    pub article: ArticleRef,
    /// The sentence that it stands in.
    pub sentence: Sentence,
    /// What happened.
    pub event: EventCode,
    /// Who did it.
    pub source: Vec<Actor>,
    /// To whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub target: Vec<Actor>,
    /// Who says so, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attribution: Vec<Attribution>,
    /// When it happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Time>,
    /// Where it happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Troops, dead, injured, money.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quantities: Vec<Quantity>,
    /// 0 to 1.
    pub confidence: f32,
    /// The id of the first record of the same event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_as: Option<String>,
}

/// The article that a record stands in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleRef {
    /// Its id.
    pub id: String,
    /// The sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// Publication time.
    pub published: String,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The story.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story: Option<String>,
    /// The version in the story.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
}

/// A sentence of the body.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sentence {
    /// Its index among the article's sentences, from 0.
    pub index: usize,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Its words.
    pub text: String,
}

/// What happened, in the codes of PLOVER and CAMEO.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventCode {
    /// The PLOVER event type.
    pub plover: Plover,
    /// The PLOVER mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// The PLOVER contexts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub context: Vec<String>,
    /// The CAMEO code, 2 to 4 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cameo: Option<String>,
    /// The quadrant.
    pub quad: Quad,
    /// The words that say it.
    pub trigger: Trigger,
    /// The entries of the lexicon that made it, the outermost first: file and line, as `predicates/assault.tsv:12`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<String>,
    /// Whether it is said to be so, or not to be so.
    pub polarity: Polarity,
    /// Whether it is said to be real.
    pub modality: Modality,
}

/// The PLOVER event types (PLOVER manual, Open Event Data Alliance).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum Plover {
    Agree,
    Consult,
    Support,
    Cooperate,
    Aid,
    Concede,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
}

impl Plover {
    /// All sixteen, in the order of the manual.
    pub const ALL: [Plover; 16] = [
        Plover::Agree,
        Plover::Consult,
        Plover::Support,
        Plover::Cooperate,
        Plover::Aid,
        Plover::Concede,
        Plover::Retreat,
        Plover::Request,
        Plover::Accuse,
        Plover::Reject,
        Plover::Threaten,
        Plover::Protest,
        Plover::Sanction,
        Plover::Mobilize,
        Plover::Coerce,
        Plover::Assault,
    ];

    /// The name in records: `ASSAULT`.
    pub fn name(self) -> &'static str {
        match self {
            Plover::Agree => "AGREE",
            Plover::Consult => "CONSULT",
            Plover::Support => "SUPPORT",
            Plover::Cooperate => "COOPERATE",
            Plover::Aid => "AID",
            Plover::Concede => "CONCEDE",
            Plover::Retreat => "RETREAT",
            Plover::Request => "REQUEST",
            Plover::Accuse => "ACCUSE",
            Plover::Reject => "REJECT",
            Plover::Threaten => "THREATEN",
            Plover::Protest => "PROTEST",
            Plover::Sanction => "SANCTION",
            Plover::Mobilize => "MOBILIZE",
            Plover::Coerce => "COERCE",
            Plover::Assault => "ASSAULT",
        }
    }

    /// The type with this name in records, or none.
    pub fn from_name(name: &str) -> Option<Plover> {
        Plover::ALL.into_iter().find(|plover| plover.name() == name)
    }

    /// The quadrant that PLOVER puts the type in.
    pub fn quad(self) -> Quad {
        match self {
            Plover::Agree | Plover::Consult | Plover::Support => Quad::VerbalCooperation,
            Plover::Cooperate | Plover::Aid | Plover::Concede | Plover::Retreat => Quad::MaterialCooperation,
            Plover::Request | Plover::Accuse | Plover::Reject | Plover::Threaten => Quad::VerbalConflict,
            Plover::Protest | Plover::Sanction | Plover::Mobilize | Plover::Coerce | Plover::Assault => {
                Quad::MaterialConflict
            }
        }
    }
}

impl fmt::Display for Plover {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// The four quadrants of event data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Quad {
    VerbalCooperation,
    MaterialCooperation,
    VerbalConflict,
    MaterialConflict,
}

/// The words that say an event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Trigger {
    /// As they stand.
    pub text: String,
    /// In dictionary form.
    pub lemma: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// Whether an event is said to be so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// It is so.
    #[default]
    Affirmed,
    /// It is not so.
    Negated,
}

/// Whether an event is said to be real.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Modality {
    /// It happened or happens.
    #[default]
    Actual,
    /// Will, plans to, vowed to.
    Intended,
    /// May, could.
    Possible,
    /// If, unless.
    Conditional,
    /// Denied by its source or by a named actor.
    ReportedDenied,
}

/// One level of who says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Attribution {
    /// Who says it.
    pub speaker: Actor,
    /// The word that says that it is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<String>,
    /// First code point of the cue.
    pub start: usize,
    /// One past the last code point of the cue.
    pub end: usize,
    /// Through which agency or medium.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
}

/// A direct or indirect quotation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuoteRecord {
    /// Version of the record contract.
    pub schema: String,
    /// Stable for the same article and quotation.
    pub id: String,
    /// The article that it stands in.
    pub article: ArticleRef,
    /// The sentence in which it starts.
    pub sentence: Sentence,
    /// Direct, indirect or both.
    #[serde(rename = "type")]
    pub kind: QuoteKind,
    /// Its words; a direct quotation's with their quotation marks.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Who said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Actor>,
    /// The word that says that it is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<Cue>,
    /// Through which agency or medium.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// To whom it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addressee: Option<Actor>,
}

/// The kinds of quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum QuoteKind {
    Direct,
    Indirect,
    Mixed,
}

/// The word that says that something is said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cue {
    /// As it stands.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// A mention of an actor.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Actor {
    /// Its words; on a side of an event with the place that tells who it is (`police in Nairobi`).
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Its usual name.
    pub name: String,
    /// Country and sectors in the style of CAMEO and PLOVER: `RUSGOV`, `IGONAT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// ISO 3166-1 alpha-3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Sector codes: `GOV`, `MIL`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sectors: Vec<String>,
    /// What the words or the lexicon say that they are: `foreign minister`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The words (`he`, `the ministry`) where the actor is named elsewhere; `start` and `end` are then theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_from: Option<String>,
}

/// A temporal expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Time {
    /// Its words.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: TimeKind,
    /// TIMEX3 value: `2021-12-17`, `2021-W50`, `P2D`, `PRESENT_REF`.
    pub value: String,
    /// What a relative value was counted from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
}

/// TIMEX3 types (ISO-TimeML).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum TimeKind {
    Date,
    Time,
    Duration,
    Set,
}

/// A place name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// Its words.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Its usual name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// First-order administrative division.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admin1: Option<String>,
    /// Degrees north.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Degrees east.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// GeoNames identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geonames_id: Option<u32>,
    /// GeoNames feature code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feature: Option<String>,
    /// Inhabitants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<u64>,
    /// In an event: what says that it happened here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<PlaceBasis>,
}

/// What says that an event happened at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlaceBasis {
    /// The event's own clause.
    Clause,
    /// Its sentence.
    Sentence,
    /// The dateline.
    Dateline,
    /// Where its actor is.
    Actor,
}

/// A number with its unit and what it counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quantity {
    /// Its words.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The number, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Lower bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Upper bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// Unit: a currency, `km`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What it counts: `troops`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// What is the matter with those who are counted, where the words say so: `killed`, `injured`, `arrested`, `displaced`,
    /// `marching` and others of `lexicon/quantities.tsv`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// An input that could not be processed, with its bytes and the reason.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DeadLetter {
    /// The stage that gave up: `read`, `normalize` or `extract`; `sink` where one refused a record of an article that went through.
    pub stage: String,
    /// Why, in words.
    pub error: String,
    /// The file, or `stdin`; `STREAM/SEQUENCE` of a message.
    pub source: String,
    /// Where in it.
    pub position: Position,
    /// When it was received, ISO 8601.
    pub received: String,
    /// Its bytes, where they are UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// Its bytes in Base64, where they are not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw_base64: Option<String>,
    /// Length of the whole item in bytes, where `raw` holds only its beginning (a setting limits it).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw_length: Option<u64>,
}

/// A place in an input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Position {
    /// First byte of the item in the decompressed input.
    pub offset: u64,
    /// Its line, from 1; left out where the item is a whole file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
}
