//! Words that may say that somebody says, thinks or wants something, each with the phrases that may be what is said.
//!
//! Found on the tree: verbs with complements, nouns of saying and adjectives with theirs, `according to`, and names before a
//! colon. Nothing is decided here; the weights of `quotations.tsv` do that ([`super::evidence`]).

use std::ops::Range;

use super::extents;
use crate::extract::lexicon::Lexicon;
use crate::extract::lexicon::sayings::{Circumstance, Value, What};
use crate::extract::lexicon::words::class;
use crate::extract::text::Text;
use crate::extract::tokens::Kind;
use crate::nlp::{Label, Tag};

/// What kind of word a cue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum CueKind {
    Verb,
    Noun,
    Adjective,
    /// `according to`.
    Phrase,
    /// The colon after a name at the beginning of a sentence.
    Colon,
}

impl CueKind {
    /// Its name among the circumstances.
    pub fn value(self) -> Value<'static> {
        Value::new(match self {
            CueKind::Verb => "verb",
            CueKind::Noun => "noun",
            CueKind::Adjective => "adjective",
            CueKind::Phrase => "phrase",
            CueKind::Colon => "colon",
        })
    }
}

/// A word that may be a cue.
#[derive(Clone, Debug)]
pub struct Candidate<'t> {
    /// What kind of word it is.
    pub kind: CueKind,
    /// The word.
    pub cue: usize,
    /// The head of the noun phrase that says who speaks.
    pub speaker: Option<usize>,
    /// The relative word by which the clause of the cue says who: `who` in `the mayor, who says …`.
    pub relative: Option<usize>,
    /// What may be said.
    pub contents: Vec<Content<'t>>,
}

/// What may be said.
#[derive(Clone, Debug)]
pub struct Content<'t> {
    /// Where it stands by the cue: a label, a preposition, `front`, `around`, `rest`, `that` for a clause that does not hang on the
    /// cue, `as before` and `as after`.
    pub role: &'t str,
    /// How much of the phrase it is: all of it if empty, `short` without what follows its noun, `joined` without what is joined
    /// to its main word, `cut` up to a comma or dash, `second` up to the next one, `tail` without what comes last, `long` to the
    /// end of the sentence.
    pub extent: &'static str,
    /// Its main word.
    pub head: usize,
    /// Its tokens.
    pub tokens: Range<usize>,
}

/// The labels of what may be said and stands after its cue.
fn may_be_said(label: Label) -> bool {
    matches!(
        label,
        Label::Ccomp
            | Label::Xcomp
            | Label::Dobj
            | Label::Prep
            | Label::Pcomp
            | Label::Acomp
            | Label::Attr
            | Label::Oprd
            | Label::Advcl
            | Label::Parataxis
            | Label::Dep
            | Label::Acl
            | Label::Relcl
            | Label::Dative
    )
}

/// Which cues are looked at: all, or those that the weights do not rule out by their word alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All, to learn from.
    All,
    /// Words that have a weight as cues, which they have if they report something often enough.
    Likely,
}

/// The candidates among the tokens of a sentence, in order. Sentences without a tree have only colons.
pub fn find<'t>(text: &'t Text<'_>, lexicon: &Lexicon, sentence: &Range<usize>, which: Which) -> Vec<Candidate<'t>> {
    let mut found: Vec<Candidate<'t>> = colon(text, sentence).into_iter().collect();
    if !text.document.is_parsed(text.document.sentence_of(sentence.start)) {
        return found;
    }
    let kinds = [CueKind::Verb, CueKind::Noun, CueKind::Adjective].map(CueKind::value);
    let likely = |kind: usize, token: usize| {
        let values = [kinds[kind], Value::new(text.document.lemma(token))];
        which == Which::All || lexicon.sayings.knows(&Circumstance { what: What::Cue, values })
    };
    for token in sentence.clone() {
        let tag = text.tag(token);
        let candidate = if tag.is_verb() {
            if is_full_verb(text, token) && likely(0, token) { Some(verb(text, sentence, token)) } else { None }
        } else if tag.is_noun() {
            let statement = lexicon.words.class(text.tokens[token].lemma) & class::STATEMENT != 0;
            if (statement || !tag.is_proper()) && likely(1, token) { Some(noun(text, token)) } else { None }
        } else if tag == Tag::Jj && matches!(text.label(token), Label::Acomp | Label::Oprd) && likely(2, token) {
            adjective(text, token)
        } else {
            None
        };
        let candidate = candidate.or_else(|| according(text, sentence, token));
        if let Some(mut candidate) = candidate {
            candidate.contents.retain(|content| !content.tokens.is_empty());
            if !candidate.contents.is_empty() {
                found.push(candidate);
            }
        }
    }
    found
}

fn is_full_verb(text: &Text<'_>, token: usize) -> bool {
    text.is_verb(token)
        && text.tag(token) != Tag::Md
        && !matches!(text.document.lemma(token), "be" | "have" | "do" | "accord")
}

fn verb<'t>(text: &'t Text<'_>, sentence: &Range<usize>, verb: usize) -> Candidate<'t> {
    let mut contents = complements(text, verb);
    if let Some(subject) = text.child(verb, &[Label::Nsubjpass]) {
        contents.push(Content { role: "nsubjpass", extent: "", head: subject, tokens: text.subtree(subject) });
    }
    contents.extend(before(text, verb));
    let begins = front(text, sentence, verb, &mut contents);
    contents.extend(parenthetical(text, sentence, verb));
    let own = text.children.of(verb).find(|&child| child >= begins && text.label(child) == Label::Nsubj);
    let relative = own.filter(|&own| matches!(text.tag(own), Tag::Wp | Tag::Wdt));
    let speaker = match text.is_passive(verb) {
        true => text.agent(verb),
        // `talks failed, said Ada Crane`: what stands before the comma does not speak.
        false if own.is_none() && begins == verb => inverted(text, verb).or_else(|| text.subject(verb)),
        false if relative.is_none() => own.or_else(|| text.subject(verb)),
        false => text.subject(verb),
    };
    Candidate { kind: CueKind::Verb, cue: verb, speaker, relative, contents }
}

/// What `as somebody says` tells of, which stands after it (`as the mayor said, talks failed`) or before it.
fn parenthetical<'t>(text: &'t Text<'_>, sentence: &Range<usize>, verb: usize) -> Option<Content<'t>> {
    let mark = text.child(verb, &[Label::Mark]).filter(|&mark| text.of(mark).eq_ignore_ascii_case("as"))?;
    if mark > verb || text.child(verb, &[Label::Dobj, Label::Ccomp]).is_some() {
        return None;
    }
    let head = text.document.head(verb)?;
    if mark <= sentence.start + 1 {
        let comma = (verb + 1..sentence.end).find(|&at| text.is_mark(at, ','))?;
        return Some(Content { role: "as before", extent: "", head, tokens: comma + 1..sentence.end });
    }
    let comma = mark.checked_sub(1).filter(|&before| text.is_mark(before, ','))?;
    let clause = text.subtree(head);
    let begins = if clause.start < comma { clause.start } else { sentence.start };
    Some(Content { role: "as after", extent: "", head, tokens: begins..comma })
}

/// What a clause is about that hangs on it: `the report released on Monday`, `the tax he opposes`.
fn before<'t>(text: &'t Text<'_>, verb: usize) -> Option<Content<'t>> {
    let noun = text.document.head(verb).filter(|&head| head < verb && text.tag(head).is_noun())?;
    let object = || text.child(verb, &[Label::Dobj, Label::Ccomp, Label::Xcomp]);
    let about = match text.label(verb) {
        Label::Acl => text.tag(verb) == Tag::Vbn,
        Label::Relcl => {
            let subject = text.child(verb, &[Label::Nsubj]);
            subject.is_some_and(|subject| !matches!(text.tag(subject), Tag::Wdt | Tag::Wp)) && object().is_none()
        }
        _ => false,
    };
    about.then(|| Content { role: "antecedent", extent: "", head: noun, tokens: text.base_phrase(noun) })
}

/// The noun phrase right after a verb without a subject: `said Ada Crane`.
fn inverted(text: &Text<'_>, verb: usize) -> Option<usize> {
    let after = text.child(verb, &[Label::Dobj, Label::Attr, Label::Npadvmod, Label::Dep])?;
    (text.subtree(after).start == verb + 1 && text.tag(after).is_noun()).then_some(after)
}

/// What hangs on `word` after it, piece by piece, and all of it together.
fn complements<'t>(text: &'t Text<'_>, word: usize) -> Vec<Content<'t>> {
    let mut contents: Vec<Content<'t>> = Vec::new();
    let sentence = text.document.sentence(text.document.sentence_of(word));
    let mut stop = word + 1;
    for child in text.children.of(word).filter(|&child| child > word) {
        let label = text.label(child);
        if matches!(label, Label::Cc | Label::Conj) {
            break;
        }
        let tokens = text.subtree(child);
        stop = tokens.end;
        if !may_be_said(label) {
            continue;
        }
        match label {
            Label::Prep | Label::Dative if tokens.len() > 1 && text.tag(child) != Tag::Prp => {
                let head = text.child(child, &[Label::Pobj, Label::Pcomp]).unwrap_or(child);
                contents.push(Content {
                    role: preposition(text, child),
                    extent: "",
                    head,
                    tokens: child + 1..tokens.end,
                });
            }
            Label::Prep | Label::Dative => {}
            _ => contents.push(Content { role: label.name(), extent: "", head: child, tokens }),
        }
    }
    let pieces = contents.len();
    for index in 0..pieces {
        extents::add(text, &sentence, index, &mut contents);
    }
    if !contents.iter().any(|content| matches!(content.role, "ccomp" | "acl"))
        && let Some(that) = (stop.min(word + 2)..sentence.end.min(word + FAR)).find(|&at| is_that(text, at))
    {
        let head = text.document.head(that).unwrap_or(that);
        contents.push(Content { role: "that", extent: "", head, tokens: that..sentence.end });
        extents::add(text, &sentence, contents.len() - 1, &mut contents);
    }
    if let [first, .., last] = &contents[..pieces] {
        let (head, tokens) = (first.head, first.tokens.start..stop.max(last.tokens.end));
        contents.push(Content { role: "rest", extent: "", head, tokens });
    }
    contents
}

/// How many words a `that` may stand behind its cue.
const FAR: usize = 16;

/// Whether the word begins a clause that says what is said.
fn is_that(text: &Text<'_>, token: usize) -> bool {
    text.of(token) == "that" && text.tag(token) == Tag::In
}

/// The preposition as a role.
fn preposition<'t>(text: &'t Text<'_>, token: usize) -> &'t str {
    text.document.lemma(token)
}

/// Adds what is said before a verb at the end of it (`talks failed, he said`) or around it (`talks, he said, failed`), and
/// returns where the clause of the verb begins.
fn front<'t>(text: &'t Text<'_>, sentence: &Range<usize>, verb: usize, contents: &mut Vec<Content<'t>>) -> usize {
    let mut begins = verb;
    for child in text.children.of(verb).filter(|&child| child < verb).rev() {
        let tokens = text.subtree(child);
        let near = matches!(
            text.label(child),
            Label::Nsubj | Label::Nsubjpass | Label::Aux | Label::Auxpass | Label::Neg | Label::Advmod
        );
        if !near || tokens.end != begins {
            break;
        }
        begins = tokens.start;
    }
    let head = text.document.head(verb);
    let clause = match head {
        Some(head) if !matches!(text.label(verb), Label::Conj) => text.subtree(head),
        _ => text.subtree(verb),
    };
    let clause = if clause.start < begins { clause } else { sentence.clone() };
    let comma = begins.checked_sub(1).filter(|&before| {
        before > clause.start
            && (text.is_mark(before, ',') || text.is_mark(before, '-') || text.tokens[before].is_quote())
    });
    let Some(before) = comma else { return if begins == verb { sentence.start } else { begins } };
    let fronted = text.children.of(verb).find(|&child| child < verb && text.label(child) == Label::Ccomp);
    let below = head.filter(|_| matches!(text.label(verb), Label::Parataxis | Label::Dep | Label::Advcl));
    let main = fronted.or(below).or(head).unwrap_or(verb);
    let role = if fronted.is_some() { "front ccomp" } else { "front" };
    contents.push(Content { role, extent: "", head: main, tokens: clause.start..before });
    let ends = (verb + 1..clause.end.min(verb + 12)).find(|&token| text.is_mark(token, ','));
    if ends.is_some_and(|ends| clause.end > ends + 2) {
        let role = if fronted.is_some() { "around ccomp" } else { "around" };
        contents.push(Content { role, extent: "", head: main, tokens: clause.start..clause.end });
    }
    begins
}

fn noun<'t>(text: &'t Text<'_>, noun: usize) -> Candidate<'t> {
    let mut contents = complements(text, noun);
    // `a report by the bank` tells who, not what.
    contents.retain(|content| !matches!(content.role, "by" | "from"));
    let mut by = text.children.of(noun).filter(|&child| child > noun && matches!(text.of(child), "by" | "from"));
    let by = by.find_map(|child| text.child(child, &[Label::Pobj]));
    let holder = || {
        let verb = text.document.head(noun).filter(|&head| text.is_verb(head))?;
        matches!(text.label(noun), Label::Dobj).then(|| text.subject(verb)).flatten()
    };
    let speaker = text.child(noun, &[Label::Poss]).or(by).or_else(holder);
    Candidate { kind: CueKind::Noun, cue: noun, speaker, relative: None, contents }
}

fn adjective<'t>(text: &'t Text<'_>, adjective: usize) -> Option<Candidate<'t>> {
    let verb = text.document.head(adjective)?;
    let contents = complements(text, adjective);
    Some(Candidate { kind: CueKind::Adjective, cue: adjective, speaker: text.subject(verb), relative: None, contents })
}

/// `according to somebody`.
fn according<'t>(text: &'t Text<'_>, sentence: &Range<usize>, token: usize) -> Option<Candidate<'t>> {
    if !text.of(token).eq_ignore_ascii_case("according") {
        return None;
    }
    let to = (token + 1..sentence.end.min(token + 3)).find(|&at| text.of(at) == "to")?;
    let speaker = text
        .child(to, &[Label::Pobj])
        .or_else(|| text.child(token, &[Label::Pobj]))
        .or_else(|| (to + 1..sentence.end).find(|&at| text.tag(at).is_noun() || text.tag(at) == Tag::Prp))?;
    let who = text.subtree(speaker);
    let mut contents = Vec::new();
    let head = text.document.head(token).unwrap_or(token);
    let mut add = |role: &'static str, tokens: Range<usize>| {
        if tokens.len() > 1 {
            contents.push(Content { role, extent: "", head, tokens });
        }
    };
    if token <= sentence.start + 1 {
        let comma = (who.end..sentence.end).find(|&at| text.is_mark(at, ',')).unwrap_or(who.end);
        add("after", comma.max(who.end)..sentence.end);
    } else {
        let before = if text.is_mark(token - 1, ',') { token - 1 } else { token };
        add("front", sentence.start..before);
        let clause = text.subtree(head);
        if clause.start > sentence.start && clause.start < before {
            add("clause", clause.start..before);
        }
        let comma = (who.end..sentence.end.min(who.end + 12)).find(|&at| text.is_mark(at, ','));
        if comma.is_some_and(|comma| comma + 3 < sentence.end) {
            add("around", sentence.clone());
        }
    }
    Some(Candidate { kind: CueKind::Phrase, cue: token, speaker: Some(speaker), relative: None, contents })
}

/// The fewest and most words before a colon that may name a speaker.
const BEFORE_COLON: Range<usize> = 1..8;

/// `Ada Crane: We are late`.
fn colon<'t>(text: &'t Text<'_>, sentence: &Range<usize>) -> Option<Candidate<'t>> {
    let last = sentence.end.min(sentence.start + BEFORE_COLON.end);
    let cue = (sentence.start..last).find(|&at| text.is_mark(at, ':'))?;
    let who = sentence.start..cue;
    let words = who.clone().filter(|&at| text.tokens[at].kind == Kind::Word).count();
    let speaker = who.rev().find(|&at| text.tag(at).is_noun())?;
    if !BEFORE_COLON.contains(&words) || cue + 2 >= sentence.end {
        return None;
    }
    let contents = vec![Content { role: "after", extent: "", head: cue + 1, tokens: cue + 1..sentence.end }];
    Some(Candidate { kind: CueKind::Colon, cue, speaker: Some(speaker), relative: None, contents })
}
