//! Wire formats: which one an input is in, and how an item of it becomes an article.
//!
//! An input is recognised by its content. Reading cuts it into items ([`Format::is_lines`] says whether by lines, else
//! [`cut`] does it); making articles of them is work for the extract threads, which call [`Parser::parse`]. What items have in
//! common (the language of a feed, the encoding of a file) is read once, as their [`Context`].

mod anpa;
pub mod cut;
mod detect;
mod email;
mod feed;
pub mod fields;
mod generic;
mod html;
mod iptc7901;
mod json;
mod newsml;
mod newsml_g2;
mod nitf;
mod sgml;
mod text;
pub mod xml;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::article::{Article, Origin};
use crate::normalize::encoding;
pub use fields::Fields;

/// The formats that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// One JSON object a line.
    Ndjson,
    /// One JSON object, over as many lines as it likes: an article, or articles in a wrapping (JSON Feed, agencies' APIs).
    Json,
    /// A JSON array of articles.
    JsonArray,
    /// IPTC NewsML-G2.
    NewsMlG2,
    /// IPTC NewsML 1.x.
    NewsMl,
    /// IPTC NITF.
    Nitf,
    /// RSS 0.9 to 2.0, RDF or not.
    Rss,
    /// Atom 0.3 and 1.0.
    Atom,
    /// Microsoft's Channel Definition Format.
    Cdf,
    /// XML of a house, with names that speak for themselves.
    Xml,
    /// An HTML page.
    Html,
    /// SGML as Reuters-21578 came in.
    Sgml,
    /// IPTC 7901, and telex copy between `ZCZC` and `NNNN`.
    Iptc7901,
    /// ANPA 1312.
    Anpa,
    /// E-mail: one message, or a mailbox of them.
    Email,
    /// One plain-text story.
    Text,
}

/// What all items of an input have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The encoding that the input declares.
    pub encoding: Option<String>,
    /// The language that holds where an item names none.
    pub language: Option<String>,
    /// The sender: the title of a feed, the provider of a message.
    pub source: Option<String>,
}

/// Why an item did not become an article.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ParseError {
    /// Not JSON.
    #[error("invalid JSON at byte {at} of the item: {what}")]
    Json {
        /// Byte of the item, from 0.
        at: usize,
        /// What the JSON reader says.
        what: String,
    },
    /// Not XML, with all patience.
    #[error("invalid XML at byte {at} of the item: {what}")]
    Xml {
        /// Byte of the item, from 0.
        at: usize,
        /// What is wrong.
        what: String,
    },
    /// Meant to be UTF-8, and is not.
    #[error("invalid UTF-8 at byte {at} of the item; if it is in another encoding, say so with `encoding` in [source]")]
    Encoding {
        /// Byte of the item, from 0.
        at: usize,
    },
    /// An object without a text.
    #[error("no article: none of the fields {0} holds a text; name the right one with `fields.body` in [source]")]
    NoBody(String),
    /// Something that is sent beside news, or news without words.
    #[error("no article: {0}")]
    NoArticle(String),
}

impl From<xml::XmlError> for ParseError {
    fn from(error: xml::XmlError) -> ParseError {
        ParseError::Xml { at: error.at, what: error.what }
    }
}

impl Format {
    /// The name in records.
    pub fn name(self) -> &'static str {
        match self {
            Format::Ndjson => "ndjson",
            Format::Json | Format::JsonArray => "json",
            Format::NewsMlG2 => "newsml-g2",
            Format::NewsMl => "newsml",
            Format::Nitf => "nitf",
            Format::Rss => "rss",
            Format::Atom => "atom",
            Format::Cdf => "cdf",
            Format::Xml => "xml",
            Format::Html => "html",
            Format::Sgml => "sgml",
            Format::Iptc7901 => "iptc7901",
            Format::Anpa => "anpa1312",
            Format::Email => "email",
            Format::Text => "text",
        }
    }

    /// Whether each line is an item of its own.
    pub fn is_lines(self) -> bool {
        self == Format::Ndjson
    }

    /// Recognises the format of an input by its first bytes (decompressed; 4 KiB or more are best, `whole` says that there
    /// are no more), or says why it is none of those that can be read.
    pub fn detect(head: &[u8], whole: bool) -> Result<Format, String> {
        detect::detect(head, whole)
    }

    /// Whether the bytes of an input that begins with `head` have to be made UTF-8 before they can be cut: markup is looked
    /// for in bytes, and in UTF-16 and UTF-32 it cannot be found.
    pub fn must_be_decoded(self, head: &[u8]) -> bool {
        !matches!(self, Format::Text | Format::Email | Format::Ndjson) && detect::is_wide(head)
    }

    /// What the head of an input, all before its first item, says for all of them.
    pub fn context(self, head: &[u8]) -> Context {
        let encoding = xml::declared_encoding(head).map(str::to_owned);
        let common = match self {
            Format::Rss | Format::Atom | Format::Cdf => feed::context(&decode_head(head, encoding.as_deref())),
            Format::NewsMlG2 => newsml_g2::context(&decode_head(head, encoding.as_deref())),
            _ => Context::default(),
        };
        Context { encoding, ..common }
    }
}

/// The head of a file as text, whatever it takes.
fn decode_head<'h>(head: &'h [u8], declared: Option<&str>) -> Cow<'h, str> {
    match encoding::decode(head, declared) {
        Ok(decoded) => decoded.text,
        Err(_) => String::from_utf8_lossy(head),
    }
}

/// Makes articles of items; made once, shared by all workers.
#[derive(Clone, Debug)]
pub struct Parser {
    fields: fields::FieldTree,
    encoding: Option<String>,
}

impl Parser {
    /// A parser that finds the parts of an article under `fields`, and takes text for `encoding` where that is said.
    pub fn new(fields: &Fields, encoding: Option<String>) -> Parser {
        Parser { fields: fields::FieldTree::new(fields), encoding }
    }

    /// The article that an item holds.
    ///
    /// # Errors
    ///
    /// [`ParseError`] with the reason why there is none.
    pub fn parse(
        &self,
        format: Format,
        bytes: &[u8],
        context: Option<&Context>,
        origin: Origin,
    ) -> Result<Article, ParseError> {
        let declared = self.encoding.as_deref().or_else(|| context.and_then(|context| context.encoding.as_deref()));
        let decode = || encoding::decode(bytes, declared).map_err(|error| ParseError::Encoding { at: error.offset });
        let unknown = Context::default();
        let context = context.unwrap_or(&unknown);
        match format {
            Format::Ndjson | Format::Json | Format::JsonArray => {
                json::parse(&self.fields, format, bytes, declared, context, origin)
            }
            Format::Email => email::parse(&self.fields, bytes, origin),
            _ => {
                let decoded = decode()?;
                let text = decoded.text.as_ref();
                let mut article = match format {
                    Format::NewsMlG2 => newsml_g2::parse(text, context, origin)?,
                    Format::NewsMl => newsml::parse(text, origin)?,
                    Format::Nitf => nitf::parse(text, origin)?,
                    Format::Rss | Format::Atom | Format::Cdf => feed::parse(format, text, context, origin)?,
                    Format::Xml => generic::parse(text, origin)?,
                    Format::Html => html::parse(text, origin)?,
                    Format::Sgml => sgml::parse(text, origin)?,
                    Format::Iptc7901 => iptc7901::parse(text, origin)?,
                    Format::Anpa => anpa::parse(text, origin)?,
                    _ => text::parse(text, origin),
                };
                article.defects.extend(decoded.defects);
                Ok(article)
            }
        }
    }
}
