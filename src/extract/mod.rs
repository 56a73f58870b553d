//! From a [`NormalArticle`] to records: sentences, actors, events and quotations.
//!
//! A pure function of the article and the lexicon.

use serde::{Deserialize, Serialize};

use crate::article::NormalArticle;
use crate::record::ArticleRecords;

/// The `[extract]` part of a pipeline file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// `false` writes normalized articles only: no sentences, actors, events or quotations.
    pub enabled: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { enabled: true }
    }
}

/// Extracts records; made once, shared by all workers.
#[derive(Debug)]
pub struct Extractor {}

impl Extractor {
    /// The records of one article.
    pub fn extract(&self, _article: NormalArticle) -> ArticleRecords {
        todo!()
    }
}
