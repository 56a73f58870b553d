//! Story memory: which articles repeat each other, which are versions of one story, and which events are one event.
//!
//! Wires send a story many times: alert, first take, updates, corrections, the same text from another desk. This room remembers
//! the articles of a sliding window of article time and tells for each new one which story it belongs to
//! ([`memory::Memory::join`]). It is the only stage with a state across articles, and the only one that must see them in order.
//!
//! The work is cut in two. What can be computed from one article alone is its [`sketch::Sketch`]: hashes of its word
//! sequences, names and numbers, and a key for each event. Workers make sketches in parallel. The memory sees only those, one after
//! the other; what it costs an article does not depend on how many it remembers, since every look-up is bounded. Nothing waits for
//! a later article.
//!
//! [`measure`] compares two articles and [`judge`] decides about them, [`events`] about two events; both are plain functions with reasons that
//! `dateline explain --story` shows. [`log`](mod@log) makes the memory part of the checkpoint.

pub mod apply;
pub mod events;
pub mod facts;
mod index;
pub mod judge;
pub mod log;
pub mod measure;
pub mod memory;
mod packed;
mod remembered;
pub mod sketch;
#[cfg(test)]
mod tests;

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::pipeline::settings::Span;
use crate::read::limits::Size;

/// The `[stories]` part of a pipeline file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// What becomes of articles that repeat another.
    pub repeats: Repeats,
    /// What becomes of events that were recorded before.
    pub events: SameEvents,
    /// Articles whose times of publication lie further apart are not compared.
    pub window: Span,
    /// The most memory that is taken for articles; beyond it the oldest are forgotten before their time.
    pub memory: Size,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            repeats: Repeats::Mark,
            events: SameEvents::Mark,
            window: Span(Duration::from_secs(7 * 86_400)),
            memory: Size(768 << 20),
        }
    }
}

impl Settings {
    /// Whether there is anything to remember.
    pub fn enabled(&self) -> bool {
        self.repeats != Repeats::Pass
    }
}

/// What becomes of articles that repeat another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Repeats {
    /// They are written, with `duplicate_of`.
    #[default]
    Mark,
    /// They and their records are not written.
    Drop,
    /// Nothing is remembered: every article is written as if it were the first.
    Pass,
}

/// What becomes of events that were recorded before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SameEvents {
    /// They are written, with `same_as`.
    #[default]
    Mark,
    /// They are not written.
    Drop,
    /// The classic filter of event data: of events with the same day, source, target and code only the first is written.
    OneADay,
    /// Events are not compared.
    Pass,
}
