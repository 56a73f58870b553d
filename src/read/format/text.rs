//! Plain text: the whole input is one story. What stands around the prose is told apart by normalize.

use super::ParseError;
use crate::article::{Article, Origin};
use crate::normalize::encoding;

/// The story in `bytes`, decoded from the declared encoding, or from what its bytes say.
pub fn parse(bytes: &[u8], declared: Option<&str>, origin: Origin) -> Result<Article, ParseError> {
    let decoded = encoding::decode(bytes, declared).map_err(|error| ParseError::Encoding { at: error.offset })?;
    let mut article = Article::new("text", origin, decoded.text.into_owned());
    article.defects = decoded.defects;
    Ok(article)
}
