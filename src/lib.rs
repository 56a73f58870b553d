//! Dateline turns a feed of newswire articles into a stream of structured event records.
//!
//! Stages are rooms: [`read`] makes an [`article::Article`] of the bytes of one item, [`normalize`] makes an
//! [`article::NormalArticle`] of that, [`extract`] makes [`record::ArticleRecords`] of that, and [`sink`] writes them.
//! [`pipeline`] joins the rooms with bounded channels and sees to it that everything arrives exactly once.

pub mod article;
pub mod extract;
pub mod nlp;
pub mod normalize;
pub mod record;
pub mod span;
