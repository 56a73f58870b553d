//! Corrections of tags that the tagger often has wrong in news.

use std::ops::Range;
use std::sync::LazyLock;

use super::document::Document;
use super::lexicon::Lexicon;
use super::scheme::Tag;
use super::word::Word;

/// Verbs in the past that nobody is done to: no participle of the passive.
static ALONE: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let verbs = "clashed scuffled protested marched skirmished demonstrated rioted retreated arrived \
                 responded reacted apologised apologized complained \
                 conferred huddled cooperated collaborated intervened interfered quarrelled quarreled converged \
                 swooped relented balked hesitated";
    verbs.split_ascii_whitespace().map(|verb| Word::new(verb).norm).collect()
});

/// Forms of `have` and `be`, after which a participle may stand.
static AUXILIARY: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let verbs = "have has had having 've 's 'd be been being is are was were am get got gets getting";
    verbs.split_ascii_whitespace().map(|verb| Word::new(verb).norm).collect()
});

/// `set free the hostages`: no verb.
fn set_free(document: &mut Document, sentence: &Range<usize>) {
    for at in sentence.start + 1..sentence.end {
        let norm = |token: usize| document.words[token].norm;
        if document.tags[at] == Tag::Vb && norm(at) == SET_FREE.1 && SET_FREE.0.contains(&norm(at - 1)) {
            document.tags[at] = Tag::Jj;
        }
    }
}

/// The words of `set free`.
static SET_FREE: LazyLock<([u64; 3], u64)> =
    LazyLock::new(|| (["set", "sets", "setting"].map(|word| Word::new(word).norm), Word::new("free").norm));

/// The words of `would-be`.
static WOULD_BE: LazyLock<(u64, u64)> = LazyLock::new(|| (Word::new("would").norm, Word::new("be").norm));

/// Corrects the tags of a sentence.
pub(crate) fn retag(lexicon: &Lexicon, document: &mut Document, sentence: Range<usize>) {
    begin_with_gerund(lexicon, document, sentence.start);
    would_be(document, &sentence);
    set_free(document, &sentence);
    for token in sentence.clone() {
        if document.tags[token] == Tag::Vbn && ALONE.contains(&document.words[token].norm) {
            let before = (sentence.start..token).rev().find(|&at| document.tags[at] != Tag::Rb);
            if !before.is_some_and(|at| AUXILIARY.contains(&document.words[at].norm)) {
                document.tags[token] = Tag::Vbd;
            }
        }
    }
}

/// `his would-be assassin`: no verb.
fn would_be(document: &mut Document, sentence: &Range<usize>) {
    for at in sentence.start..sentence.end.saturating_sub(3) {
        let norm = |token: usize| document.words[token].norm;
        if document.tags[at + 1] == Tag::Hyph && (norm(at), norm(at + 2)) == *WOULD_BE {
            (document.tags[at], document.tags[at + 2]) = (Tag::Jj, Tag::Jj);
        }
    }
}

/// `Thanking Chile, Peru agreed`: a capital at the beginning of a sentence makes no name of a word that is always a gerund.
fn begin_with_gerund(lexicon: &Lexicon, document: &mut Document, first: usize) {
    let word = &document.words[first];
    let gerund = Tag::Vbg as u8 + 1;
    let known = |form: u64| lexicon.get(form).map(|entry| entry.fixed);
    let always = document.tags[first].is_proper() && known(word.form).is_none() && known(word.norm) == Some(gerund);
    if always && !word.has(Word::CAPITALS) {
        document.tags[first] = Tag::Vbg;
    }
}
