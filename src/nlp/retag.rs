//! Corrections of tags that the tagger often has wrong in news.

use std::ops::Range;
use std::sync::LazyLock;

use super::document::Document;
use super::lemma::{VERB, third_person};
use super::lexicon::Lexicon;
use super::scheme::Tag;
use super::word::Word;

/// Verbs in the past that nobody is done to: no participle of the passive.
static ALONE: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let verbs = "clashed scuffled protested marched skirmished demonstrated rioted retreated arrived \
                 responded reacted apologised apologized complained \
                 conferred huddled cooperated collaborated intervened interfered quarrelled quarreled converged \
                 swooped relented balked hesitated";
    norms(verbs)
});

/// Forms of `have` and `be`, after which a participle may stand.
static AUXILIARY: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let verbs = "have has had having 've 's 'd be been being is are was were am get got gets getting";
    norms(verbs)
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

/// Corrects the tags of a sentence of `text`.
pub(crate) fn retag(text: &str, lexicon: &Lexicon, document: &mut Document, sentence: Range<usize>) {
    begin_with_gerund(lexicon, document, sentence.start);
    present(text, lexicon, document, &sentence);
    infinitive(lexicon, document, &sentence);
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

/// How many words a dateline, or what stands between a verb and its infinitive, may have.
const FAR: usize = 10;

/// `Peru arrests Chilean journalists` and `Rebels free Chilean hostages`, where the only word that can be the verb of the clause is read as a
/// noun or an adjective.
fn present(text: &str, lexicon: &Lexicon, document: &mut Document, sentence: &Range<usize>) {
    let dash = |at: &usize| matches!(document.tags[*at], Tag::Colon | Tag::Hyph);
    let start = sentence.clone().take(FAR).rev().find(dash).map_or(sentence.start, |dash| dash + 1);
    let ends = |at: &usize| {
        let tag = document.tags[*at];
        let joins = tag == Tag::In && JOINING.contains(&document.words[*at].norm);
        tag.is_finite() || tag.is_punctuation() || joins || matches!(tag, Tag::Wdt | Tag::Wp | Tag::Wrb)
    };
    let end = (start..sentence.end).find(ends).unwrap_or(sentence.end);
    if document.tags.get(end).is_some_and(|tag| tag.is_finite()) {
        return;
    }
    for at in start + 1..end.min(sentence.end - 1) {
        let (before, tag) = (document.tags[at - 1], document.tags[at]);
        let small = !document.words[at].has(Word::CAPITAL);
        if !small || !before.is_noun() || !(tag.is_noun() || tag == Tag::Jj) || !begins_phrase(document, at + 1) {
            continue;
        }
        let many = matches!(before, Tag::Nns | Tag::Nnps) || document.words[at - 1].norm == *POLICE;
        let form = document.span(at);
        let verb = match many {
            true if is_base(lexicon, document, at) => Tag::Vbp,
            false if third_person(text.get(form.start..form.end).unwrap_or(""), lexicon) => Tag::Vbz,
            _ => continue,
        };
        document.tags[at] = verb;
        return;
    }
}

/// `Only in May did rebels attack the town`, `saw rebels attack the town` and `demanded that Peru free the prisoners`, where the infinitive is
/// read as a noun or an adjective.
fn infinitive(lexicon: &Lexicon, document: &mut Document, sentence: &Range<usize>) {
    let inverts = INVERTING.contains(&document.words[sentence.start].norm);
    let demands =
        |that: usize| (sentence.start..that).rev().take(FAR / 2).any(|at| DEMANDING.contains(&document.words[at].norm));
    let asks = |at: &usize| {
        let norm = document.words[*at].norm;
        let verb = document.tags[*at].is_verb();
        verb && (SEEING.contains(&norm) || inverts && DOING.contains(&norm)) || norm == *THAT && demands(*at)
    };
    let Some(before) = sentence.clone().find(asks) else { return };
    for at in before + 2..sentence.end.saturating_sub(1).min(before + FAR) {
        let (tag, next) = (document.tags[at], document.tags[at + 1]);
        if tag.is_verb() || tag.is_punctuation() {
            return;
        }
        let over = OVER.contains(&document.words[at + 1].norm);
        let goes_on = begins_phrase(document, at + 1) || next == Tag::Rp || over;
        let named = document.tags[at - 1].is_noun() && !document.words[at].has(Word::CAPITAL);
        if matches!(tag, Tag::Nn | Tag::Jj) && named && goes_on && is_base(lexicon, document, at) {
            document.tags[at] = Tag::Vb;
            if over {
                document.tags[at + 1] = Tag::Rp;
            }
            return;
        }
    }
}

static THAT: LazyLock<u64> = LazyLock::new(|| Word::new("that").norm);

/// Particles of verbs that are read as prepositions.
static OVER: LazyLock<Vec<u64>> = LazyLock::new(|| norms("over back down out up"));

/// What asks that something be done.
static DEMANDING: LazyLock<Vec<u64>> = LazyLock::new(|| {
    norms(
        "demand demands demanded demanding insist insists insisted insisting urge urges urged urging ask asks asked asking request \
         requests requested requesting propose proposes proposed proposal recommend recommends recommended recommendation \
         suggest suggests suggested suggestion order orders ordered insistence call calls require requires required",
    )
});

/// Whether the word at `token` can only begin a noun phrase: an article, a number in words, a name or what is derived from one.
fn begins_phrase(document: &Document, token: usize) -> bool {
    let word = &document.words[token];
    match document.tags[token] {
        Tag::Dt | Tag::PrpPoss | Tag::Prp => true,
        Tag::Cd => !word.has(Word::DIGIT),
        tag => (tag.is_proper() || tag == Tag::Jj) && word.has(Word::CAPITAL),
    }
}

fn is_base(lexicon: &Lexicon, document: &Document, token: usize) -> bool {
    lexicon.bases(document.words[token].norm) & VERB != 0
}

/// The words with these hashes.
fn norms(words: &str) -> Vec<u64> {
    words.split_ascii_whitespace().map(|word| Word::new(word).norm).collect()
}

/// What begins another clause.
static JOINING: LazyLock<Vec<u64>> = LazyLock::new(|| norms("as after before while when if because since that until"));

/// What is many, although it looks like one.
static POLICE: LazyLock<u64> = LazyLock::new(|| Word::new("police").norm);

/// Words at the beginning of a sentence that put the subject behind an auxiliary.
static INVERTING: LazyLock<Vec<u64>> =
    LazyLock::new(|| norms("only not never nor neither no rarely seldom did does do why how when where so"));

static DOING: LazyLock<Vec<u64>> = LazyLock::new(|| norms("did does do"));

/// Verbs of what is seen or heard to happen.
static SEEING: LazyLock<Vec<u64>> = LazyLock::new(|| norms("saw see sees seen watch watched heard"));
