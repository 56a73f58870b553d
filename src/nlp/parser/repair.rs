//! Corrections of trees: constructions of news that the trees which the parser has learned from often have wrong.

use std::ops::Range;
use std::sync::LazyLock;

use crate::nlp::document::Document;
use crate::nlp::scheme::{Label, Tag};
use crate::nlp::word::Word;

/// Days and months.
static DAYS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let names = "monday tuesday wednesday thursday friday saturday sunday january february march april may june july \
                 august september october november december";
    names.split_ascii_whitespace().map(|name| Word::new(name).norm).collect()
});

/// Corrects the tree of a sentence.
pub(crate) fn repair(document: &mut Document, sentence: Range<usize>) {
    for token in sentence.clone() {
        if document.tags[token] == Tag::In {
            part_day(document, &sentence, token);
            part_place(document, token);
        }
    }
    begin_with_participle(document, &sentence);
}

/// `On Monday Peru attacked Chile`, where the name is read as one of the day: it is the subject.
fn part_day(document: &mut Document, sentence: &Range<usize>, preposition: usize) {
    let day = preposition + 1;
    if !sentence.contains(&day) || !DAYS.contains(&document.words[day].norm) {
        return;
    }
    let Some(name) = document.child(preposition, &[Label::Pobj]).filter(|&name| name > day) else { return };
    let modifies = matches!(document.labels[day], Label::Compound | Label::Amod | Label::Nmod);
    if modifies && document.is_above(name, day) && subject_of(document, preposition, name) {
        document.hang(day, preposition, Label::Pobj);
    }
}

/// `In Quito, Ada Crane, the premier, met Chile`, where the name is read as another place: it is the subject.
fn part_place(document: &mut Document, preposition: usize) {
    let Some(place) = document.child(preposition, &[Label::Pobj]) else { return };
    let Some(name) = document.child(place, &[Label::Conj]) else { return };
    let comma = document.tags.get(place + 1) == Some(&Tag::Comma);
    if !comma || !document.tags[name].is_noun() || document.child(place, &[Label::Cc]).is_some() {
        return;
    }
    subject_of(document, preposition, name);
}

/// Makes `name` the subject of the verb that the phrase before it hangs on, if that has none.
fn subject_of(document: &mut Document, preposition: usize, name: usize) -> bool {
    let Some(verb) = document.head(preposition).filter(|&verb| verb > name && document.tags[verb].is_verb()) else {
        return false;
    };
    if document.child(verb, &[Label::Nsubj, Label::Nsubjpass, Label::Csubj, Label::Expl]).is_some() {
        return false;
    }
    let passive = document.child(verb, &[Label::Auxpass]).is_some();
    document.hang(name, verb, if passive { Label::Nsubjpass } else { Label::Nsubj });
    true
}

/// `Overriding Danish doubts, ministers imposed sanctions`, where the participle is read as an adjective, and what it has as
/// object as another subject of the verb.
fn begin_with_participle(document: &mut Document, sentence: &Range<usize>) {
    let first = sentence.start;
    if document.tags[first] != Tag::Vbg || !matches!(document.labels[first], Label::Amod | Label::Compound) {
        return;
    }
    let Some(noun) = document.head(first).filter(|&noun| document.labels[noun] == Label::Nsubj) else { return };
    let Some(verb) = document.head(noun) else { return };
    let mut between = noun + 1..verb;
    let comma = between.clone().any(|token| document.tags[token] == Tag::Comma);
    let other = between.any(|token| document.labels[token] == Label::Nsubj && document.head(token) == Some(verb));
    if comma && other {
        document.hang(first, verb, Label::Advcl);
        document.hang(noun, first, Label::Dobj);
    }
}

impl Document {
    /// Hangs `token` on `head`.
    fn hang(&mut self, token: usize, head: usize, label: Label) {
        self.heads[token] = head as u32;
        self.labels[token] = label;
    }
}
