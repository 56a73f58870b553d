//! A sentence as it was read: its mentions, times and sayings.

use std::ops::Range;

use super::attribution::Saying;
use super::quantities::QuantityMention;
use super::text::{Mention, Text};
use super::times::TimeMention;

/// A sentence as it was read.
#[derive(Debug)]
pub struct Reading {
    /// Its index in the article.
    pub index: usize,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Who is mentioned, in order.
    pub mentions: Vec<Mention>,
    /// Whom the pronouns stand for, and words such as `the two countries`, in order of these words.
    pub pronouns: Vec<Mention>,
    /// When.
    pub times: Vec<TimeMention>,
    /// How many.
    pub quantities: Vec<QuantityMention>,
    /// Who says what in it.
    pub sayings: Vec<Saying>,
}

impl Reading {
    /// The mention that `token` is part of; for a pronoun, that of whom it stands for.
    pub fn mention_at(&self, token: usize) -> Option<&Mention> {
        let at = self.mentions.partition_point(|mention| mention.tokens.end <= token);
        self.mentions.get(at).filter(|mention| mention.tokens.contains(&token)).or_else(|| {
            let at = self.pronouns.partition_point(|mention| mention.head < token);
            self.pronouns.get(at).filter(|mention| mention.head == token)
        })
    }

    /// Everybody whom the word at `token` stands for: one for `he`, several for `they` or `the two countries`.
    pub fn stands_for(&self, token: usize) -> &[Mention] {
        let start = self.pronouns.partition_point(|mention| mention.head < token);
        let end = self.pronouns.partition_point(|mention| mention.head <= token);
        &self.pronouns[start..end]
    }

    /// The mentions that the noun phrases around `head` are, itself and those coordinated with it: who acts together.
    pub fn heads(&self, text: &Text<'_>, head: usize) -> Vec<Mention> {
        let mut found: Vec<Mention> = Vec::new();
        for token in text.with_conjuncts(head) {
            let several = self.stands_for(token);
            let one = || self.mention_at(token).filter(|mention| !mention.adjective);
            for mention in if several.len() > 1 { several } else { one().map(std::slice::from_ref).unwrap_or_default() }
            {
                if !found.contains(mention) {
                    found.push(mention.clone());
                }
            }
        }
        found
    }
}
