//! From an [`Article`] as delivered to a [`NormalArticle`]: a clean body, and everything that stands around it told apart.
//!
//! A pure function of the article and its settings.

use serde::{Deserialize, Serialize};

use crate::article::{Article, NormalArticle};

/// The `[normalize]` part of a pipeline file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {}

/// Why an article could not be normalized.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NormalizeError {
    /// There is no text in it.
    #[error("the article has no text: its body is empty after markup and blanks are taken away")]
    Empty,
}

/// Normalizes articles; made once, shared by all workers.
#[derive(Debug)]
pub struct Normalizer {}

impl Normalizer {
    /// A normalizer with these settings.
    pub fn new(_settings: &Settings) -> Normalizer {
        Normalizer {}
    }

    /// The article with a clean body, paragraphs, dateline, credits, links, language and publication time.
    pub fn normalize(&self, _article: Article) -> Result<NormalArticle, NormalizeError> {
        Err(NormalizeError::Empty)
    }
}
