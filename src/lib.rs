//! Dateline turns a feed of newswire articles into a stream of structured event records.
//!
//! Stages are rooms: [`read`] makes an [`article::Article`] of the bytes of one item, [`normalize`] makes an
//! [`article::NormalArticle`] of that, [`extract`] makes [`record::ArticleRecords`] of that, [`stories`] joins versions and repeats, and [`sink`] writes them.
//! [`pipeline`] joins the rooms with bounded channels and sees to it that everything arrives exactly once; [`disk`] is the
//! file system as that promise needs it, [`nats`] the connection to a NATS server. [`explain`] shows people what was made of an article, [`evaluate`] how much
//! of what people annotated was found, and [`report`] what is in many records. [`top`] watches a running
//! pipeline, [`mod@reference`] makes documentation of the types.

#![warn(clippy::unwrap_used, clippy::expect_used)]

pub mod article;
pub mod cli;
pub mod disk;
pub mod evaluate;
pub mod explain;
pub mod extract;
pub mod nats;
pub mod nlp;
pub mod normalize;
pub mod pipeline;
pub mod read;
pub mod record;
pub mod reference;
pub mod replay;
pub mod report;
pub mod sink;
pub mod span;
pub mod stories;
pub mod top;
