//! Collects what the lexicon knows about words: usual tags, usual entities.

use std::collections::HashMap;

use super::super::hash::spread;
use super::super::lemma::{ADJECTIVE, NOUN, VERB};
use super::super::lexicon::Entry;
use super::super::scheme::{EntityKind, Tag};
use super::super::word::Word;
use super::corpus::Annotated;

#[derive(Clone)]
struct Counts {
    total: u32,
    tags: HashMap<Tag, u32>,
    /// By kind plus one; 0 counts the tokens outside of entities.
    entities: [u32; EntityKind::COUNT + 1],
    norm: u64,
    form: u64,
}

/// Words seen fewer times than this have no usual tags and entities.
const KNOWN: u32 = 8;
/// A tag or kind is usual if at least one of so many occurrences has it.
const SHARE: u32 = 20;
/// A word needs so many occurrences to have one tag forever.
const FIXED: u32 = 30;

/// Makes the entries of all forms of `documents`; `clusters` gives the cluster of a form.
pub(crate) fn collect<'d>(documents: impl Iterator<Item = &'d Annotated>, clusters: &HashMap<u64, u16>) -> Vec<Entry> {
    let mut forms: HashMap<u64, Counts> = HashMap::new();
    for Annotated { text, gold } in documents {
        for token in 0..gold.len() {
            let word = Word::new(gold.text(text, token));
            let counts = forms.entry(word.form).or_insert_with(|| Counts {
                total: 0,
                tags: HashMap::new(),
                entities: [0; EntityKind::COUNT + 1],
                norm: word.norm,
                form: word.form,
            });
            counts.total += 1;
            *counts.tags.entry(gold.tag(token)).or_default() += 1;
            counts.entities[gold.entity_at(token).map_or(0, |entity| entity.kind as usize + 1)] += 1;
        }
    }
    let mut entries: Vec<Entry> = forms
        .iter()
        .filter_map(|(&form, counts)| {
            let key = (form >> 32) as u32;
            let cluster = clusters.get(&form).copied().unwrap_or(0);
            let known = counts.total >= KNOWN;
            let bases = bases(counts);
            if !known && bases == 0 && (cluster == 0 || counts.total < 3) {
                return None;
            }
            let (ambiguity, fixed) = if known { usual_tags(counts) } else { (0, 0) };
            let (entity, outside) = if known { usual_entities(counts) } else { (0, false) };
            Some(Entry { key, cluster, ambiguity, entity, fixed, outside, bases })
        })
        .collect();
    // Forms whose keys are the same would else come in the order of the hash table, which changes from run to run.
    entries.sort_by_key(|entry| (entry.key, entry.ambiguity, entry.entity, entry.cluster, entry.fixed, entry.bases));
    entries
}

/// What the word can be the base form of. Many a verb is mostly a noun ("fire", "share"), so that few cases are enough.
fn bases(counts: &Counts) -> u8 {
    if counts.norm != counts.form {
        return 0;
    }
    let count = |tags: &[Tag]| tags.iter().filter_map(|tag| counts.tags.get(tag)).sum::<u32>();
    [(VERB, &[Tag::Vb, Tag::Vbp][..]), (NOUN, &[Tag::Nn]), (ADJECTIVE, &[Tag::Jj, Tag::Rb])]
        .iter()
        .filter(|(_, tags)| count(tags) >= 2 && count(tags) * 300 >= counts.total)
        .fold(0, |bases, (base, _)| bases | base)
}

/// The hash of the usual tags, most frequent first, and the only tag plus one.
fn usual_tags(counts: &Counts) -> (u16, u8) {
    let mut tags: Vec<(u32, Tag)> = counts.tags.iter().map(|(&tag, &count)| (count, tag)).collect();
    tags.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
    let mut hash = 1u64;
    for &(_, tag) in tags.iter().filter(|(count, _)| count * SHARE >= counts.total).take(3) {
        hash = spread(hash ^ (tag as u64 + 1));
    }
    let only = match tags.first() {
        Some(&(count, tag)) if counts.total >= FIXED && u64::from(count) * 1000 >= u64::from(counts.total) * 999 => {
            tag as u8 + 1
        }
        _ => 0,
    };
    ((hash as u16).max(1), only)
}

/// The hash of the usual kinds, most frequent first, and whether the word is never in an entity.
fn usual_entities(counts: &Counts) -> (u16, bool) {
    let mut kinds: Vec<(u32, usize)> = counts.entities.iter().copied().zip(0..).collect();
    kinds.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
    let mut hash = 1u64;
    for &(_, kind) in kinds.iter().filter(|(count, _)| count * SHARE >= counts.total).take(3) {
        hash = spread(hash ^ (kind as u64 + 1));
    }
    let outside = counts.total >= FIXED && u64::from(counts.entities[0]) * 1000 >= u64::from(counts.total) * 998;
    ((hash as u16).max(1), outside)
}
