//! The linguistic core: tokens, sentences, tags, syntax, names, lemmas.
//!
//! Small linear models, distilled from a neural teacher by the project's own training program ([`train`]) and carried in
//! the binary. [`Core`] holds them and is shared by all threads; every thread has its own [`Workspace`] and [`Document`],
//! which are reused from article to article, so that reading allocates nothing once the buffers have grown.

mod certain;
mod core;
mod document;
mod entities;
mod hash;
mod lemma;
mod lexicon;
mod model;
mod parser;
mod retag;
mod scheme;
mod sentences;
mod table;
mod tagger;
mod tokenize;
pub mod train;
mod tree;
mod word;

pub use core::{Core, Workspace, cut};
pub(crate) use document::NO_ENTITY;
pub use document::{Document, Entity};
pub use model::{ModelError, VERSION};
pub use scheme::{EntityKind, Label, Tag};
pub use sentences::LIMIT as LONGEST_SENTENCE;
pub(crate) use tokenize::split_prefix;

/// All trained models.
pub struct Models {
    pub(crate) lexicon: lexicon::Lexicon,
    pub(crate) splitter: sentences::Splitter,
    pub(crate) tagger: tagger::Tagger,
    pub(crate) parser: parser::Parser,
    pub(crate) recogniser: entities::Recogniser,
}

impl Models {
    /// Models that know nothing but the words of `lexicon`, for tests.
    #[cfg(test)]
    pub(crate) fn empty(lexicon: lexicon::Lexicon) -> Models {
        let wide = || table::Wide::new(4);
        let narrow = || table::Narrow::new(4, &[[0; 2]; table::CODES]);
        Models {
            lexicon,
            splitter: sentences::Splitter { table: narrow() },
            tagger: tagger::Tagger { table: wide(), certain: certain::Certain::new(&[]) },
            parser: parser::Parser::new(narrow(), wide()),
            recogniser: entities::Recogniser { table: wide(), certain: certain::Certain::new(&[]) },
        }
    }
}
