//! Training and measuring of the models, from text that somebody else has annotated.
//!
//! Everything is deterministic for a seed. See `examples/train.rs` for the program.

mod certainty;
mod clusters;
pub mod corpus;
mod entities;
mod learner;
mod lexicon;
pub mod measure;
mod models;
mod parser;
pub mod parses;
mod sentences;
mod tagger;

pub use clusters::ClusterOptions;
pub use models::{Options, Size, train, widen};
