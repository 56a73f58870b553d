//! Finds quotations, direct, indirect and mixed, with whoever says them.
//!
//! [`marks`] finds what stands in quotation marks, [`direct`] the cue beside it; [`candidates`] finds words that may report what
//! somebody says. Whether it is a quotation, and which words of the sentence are what is said, is weighed ([`evidence`]) with
//! the weights of `lexicon/quotations.tsv`, which `examples/quotation_weights.rs` learns.

mod candidates;
mod direct;
mod evidence;
mod extents;
mod marks;
mod speaker;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::actors::Cast;
use super::attribution::Saying;
use super::lexicon::Lexicon;
use super::reading::Reading;
use super::text::{EntityKind, Text};
use super::tokens::Kind;
use crate::nlp::Label;
use crate::record::QuoteKind;
use crate::span::Span;

use candidates::{Candidate, CueKind, Which};
use direct::{Beside, Finder};
use evidence::{Odds, Witness, shared};
use marks::Marked;
use speaker::Descriptions;
pub use speaker::{Speaker, is_common};

/// A quotation.
#[derive(Clone, Debug)]
pub struct Quotation {
    /// Direct, indirect or mixed.
    pub kind: QuoteKind,
    /// The sentence in which it starts.
    pub sentence: usize,
    /// Who says it, as events ask for it: what is said is its scope. Without speakers where none is a known actor.
    pub saying: Saying,
    /// Who says it, known or not.
    pub speaker: Option<Speaker>,
}

/// A possible quotation: what could be said by one cue, or words in quotation marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weighed {
    /// Whether it stands in quotation marks.
    pub direct: bool,
    /// The bytes of the cue in the body, or of the words in marks.
    pub cue: Span,
    /// What may be said, with its circumstances: kind and two values, with tabs between.
    pub contents: Vec<(Span, Vec<String>)>,
}

/// From which log odds on words in marks are a quotation.
const DIRECT: f32 = 0.2;

/// From which log odds on a phrase is what somebody says.
const INDIRECT: f32 = -1.5;

/// How much better it must be if it stands within what somebody else says.
const NESTED: f32 = 1.5;

/// From which log odds on a phrase is what somebody says where part of it stands in quotation marks.
const MIXED: f32 = 1.5;

/// The odds on what rules have found.
const SURE: f32 = 3.0;

/// Two quotations of which more than this share is the same words are one.
const SAME: f32 = 0.5;

/// The direct quotations of an article.
#[derive(Default)]
struct Direct {
    /// Their tokens, in order.
    words: Vec<Range<usize>>,
    /// The cues that stand beside them.
    cues: Vec<usize>,
}

/// What stands in quotation marks in an article, with whoever may say it: known before it is known who pronouns stand for.
#[derive(Debug)]
pub struct Quoted {
    marked: Vec<Marked>,
    besides: Vec<Beside>,
}

impl Quoted {
    /// That of the article; `paragraphs` are its own, in order.
    pub fn read(text: &Text<'_>, lexicon: &Lexicon, paragraphs: &[Span]) -> Quoted {
        let marked = marks::read(text, paragraphs);
        let besides = Finder { text, lexicon, marked: &marked, paragraphs }.find();
        Quoted { marked, besides }
    }

    /// Whether the word at `token` stands in marks.
    pub fn contains(&self, token: usize) -> bool {
        self.at(token).is_some()
    }

    /// The head of the words that say who speaks the word at `token`, where they stand beside the marks.
    pub fn speaker(&self, token: usize) -> Option<usize> {
        self.besides[self.at(token)?].speaker
    }

    fn at(&self, token: usize) -> Option<usize> {
        let at = self.marked.partition_point(|marked| marked.tokens.end <= token);
        self.marked.get(at).filter(|marked| marked.tokens.contains(&token)).map(|_| at)
    }
}

/// Everything that the quotations of an article are read from.
pub struct Source<'r> {
    /// The article.
    pub text: &'r Text<'r>,
    /// What is known of words.
    pub lexicon: &'r Lexicon,
    /// Who is in it.
    pub cast: &'r Cast<'r>,
    /// Its sentences.
    pub readings: &'r [Reading],
    /// What stands in marks.
    pub quoted: &'r Quoted,
}

impl Source<'_> {
    /// The quotations of the article, in order.
    pub fn read(&self) -> Vec<Quotation> {
        let Quoted { marked, besides } = self.quoted;
        let descriptions = Descriptions::read(self.text, self.cast, self.readings);
        let mut found: Vec<Quotation> = Vec::new();
        let mut direct = Direct::default();
        for (one, beside) in marked.iter().zip(besides).filter(|(one, beside)| self.is_direct(one, beside)) {
            let speaker = beside.speaker.and_then(|head| self.who(&descriptions, head));
            found.push(self.quotation(QuoteKind::Direct, one.tokens.clone(), beside.cue, speaker));
            direct.words.push(one.tokens.clone());
            direct.cues.extend(beside.cue.filter(|_| beside.is_own()));
        }
        for reading in self.readings {
            self.reported(reading, marked, &direct, &descriptions, &mut found);
        }
        found.sort_by_key(|quotation| (quotation.saying.scope.start, quotation.saying.scope.end));
        found
    }

    /// Everything that may be a quotation, with what speaks for and against it.
    pub fn weigh(&self) -> Vec<Weighed> {
        let text = self.text;
        let Quoted { marked, besides } = self.quoted;
        let mut found = Vec::new();
        for (one, beside) in marked.iter().zip(besides) {
            let mut names = Vec::new();
            self.witness(one.tokens.start, marked, |witness| {
                witness.quoted(one, beside.place, beside.cue, &mut names);
            });
            let span = text.span(&one.tokens);
            found.push(Weighed { direct: true, cue: span, contents: vec![(span, names)] });
        }
        for reading in self.readings {
            let witness = Witness { text, cast: self.cast, reading, marked };
            for candidate in candidates::find(text, self.lexicon, &reading.tokens, Which::All) {
                let mut names = Vec::new();
                witness.cue(&candidate, &mut names);
                let mut contents = Vec::new();
                for content in &candidate.contents {
                    let mut names = names.clone();
                    witness.content(&candidate, content, &mut names);
                    contents.extend(self.trimmed(&content.tokens).map(|tokens| (text.span(&tokens), names)));
                }
                let cue = text.span(&(candidate.cue..candidate.cue + 1));
                found.push(Weighed { direct: false, cue, contents });
            }
        }
        found
    }

    /// Calls `look` with a witness for the sentence of `token`.
    fn witness(&self, token: usize, marked: &[Marked], look: impl FnOnce(&Witness<'_>)) {
        if let Some(reading) = self.readings.get(self.sentence_of(token)) {
            look(&Witness { text: self.text, cast: self.cast, reading, marked });
        }
    }

    fn sentence_of(&self, token: usize) -> usize {
        self.readings.partition_point(|reading| reading.tokens.end <= token)
    }

    fn is_direct(&self, marked: &Marked, beside: &Beside) -> bool {
        let mut odds = Odds { sayings: &self.lexicon.sayings, sum: 0.0 };
        self.witness(marked.tokens.start, std::slice::from_ref(marked), |witness| {
            witness.quoted(marked, beside.place, beside.cue, &mut odds);
        });
        odds.sum > DIRECT
    }

    fn who(&self, descriptions: &Descriptions, head: usize) -> Option<Speaker> {
        let reading = self.readings.get(self.sentence_of(head))?;
        Some(descriptions.speaker(self.text, self.cast, reading, head))
    }

    /// Adds what is reported in a sentence, without quotation marks around all of it.
    fn reported(
        &self,
        reading: &Reading,
        marked: &[Marked],
        direct: &Direct,
        descriptions: &Descriptions,
        found: &mut Vec<Quotation>,
    ) {
        let text = self.text;
        let witness = Witness { text, cast: self.cast, reading, marked };
        let mut likely: Vec<(f32, Range<usize>, Candidate<'_>)> = Vec::new();
        for candidate in candidates::find(text, self.lexicon, &reading.tokens, Which::Likely) {
            if direct.cues.contains(&candidate.cue) || self.is_relayed(candidate.cue) {
                continue;
            }
            let mut odds = Odds { sayings: &self.lexicon.sayings, sum: 0.0 };
            witness.cue(&candidate, &mut odds);
            let base = odds.sum;
            let mut best: Option<(f32, Range<usize>)> = None;
            for content in &candidate.contents {
                odds.sum = base;
                witness.content(&candidate, content, &mut odds);
                let better = odds.sum > INDIRECT && best.as_ref().is_none_or(|(sum, _)| odds.sum > *sum);
                if better
                    && let Some(tokens) = self.trimmed(&content.tokens)
                    && !is_quoted(&tokens, &direct.words)
                {
                    best = Some((odds.sum, tokens));
                }
            }
            if let Some((sum, tokens)) = best
                && !self.is_medium(&candidate, reading)
            {
                likely.push((sum, tokens, candidate));
            }
        }
        // `was quoted as saying`: rules know what is said.
        for saying in reading.sayings.iter().filter(|saying| !saying.speakers.is_empty()) {
            if let Some(verb) = saying.verb.filter(|&verb| self.is_relayed(verb) && !direct.cues.contains(&verb))
                && let Some(tokens) = self.trimmed(&saying.scope).filter(|tokens| !is_quoted(tokens, &direct.words))
            {
                let speaker = saying.speakers.first().map(|speaker| speaker.head);
                let kind = CueKind::Verb;
                likely.push((
                    SURE,
                    tokens,
                    Candidate { kind, cue: verb, speaker, relative: None, contents: Vec::new() },
                ));
            }
        }
        likely.sort_by(|one, other| other.0.total_cmp(&one.0));
        let mut taken: Vec<(f32, Range<usize>, Candidate<'_>)> = Vec::new();
        for one in likely {
            if !taken.iter().any(|other| shared(&other.1, &one.1) > SAME) {
                taken.push(one);
            }
        }
        let ranges: Vec<Range<usize>> = taken.iter().map(|one| one.1.clone()).collect();
        for (sum, tokens, candidate) in taken {
            let nested =
                |other: &Range<usize>| *other != tokens && other.start <= tokens.start && tokens.end <= other.end;
            if sum <= INDIRECT + NESTED && ranges.iter().any(nested) {
                continue;
            }
            let from = marked.partition_point(|one| one.tokens.end <= tokens.start);
            let mixed = marked.get(from).is_some_and(|one| one.tokens.start < tokens.end);
            if mixed && sum <= MIXED {
                continue;
            }
            let kind = if mixed { QuoteKind::Mixed } else { QuoteKind::Indirect };
            let speaker = candidate.speaker.and_then(|head| self.who(descriptions, head));
            let speaker = speaker.map(|speaker| match candidate.relative {
                Some(relative) => Speaker { tokens: relative..relative + 1, stands_for: true, ..speaker },
                None => speaker,
            });
            found.push(self.quotation(kind, tokens, Some(candidate.cue), speaker));
        }
    }

    /// Whether the verb only relays what somebody says: `quoted` and the `saying` in `quoted him as saying`; not `cited costs`.
    fn is_relayed(&self, verb: usize) -> bool {
        let text = self.text;
        let says = |below: usize| text.of(below) == "as" && text.child(below, &[Label::Pcomp]).is_some();
        let relays = |token: usize| match text.document.lemma(token) {
            "quote" => text.is_verb(token),
            "cite" => text.is_verb(token) && text.children.of(token).any(says),
            _ => false,
        };
        let above = || text.document.head(verb).filter(|&above| text.of(above) == "as");
        relays(verb) || above().and_then(|above| text.document.head(above)).is_some_and(relays)
    }

    /// Whether `according to` only names the agency through which somebody else is heard.
    fn is_medium(&self, candidate: &Candidate<'_>, reading: &Reading) -> bool {
        let mention = candidate.speaker.filter(|_| candidate.kind == CueKind::Phrase);
        let agency =
            mention.and_then(|head| reading.mention_at(head)).map(|mention| &self.cast.entities[mention.entity]);
        agency.is_some_and(|agency| {
            agency.kind == EntityKind::Agency
                && reading.sayings.iter().any(|saying| saying.via.as_deref() == Some(&agency.name))
        })
    }

    /// A quotation with what the sayings of the cue's sentence know of it.
    fn quotation(
        &self,
        kind: QuoteKind,
        tokens: Range<usize>,
        cue: Option<usize>,
        speaker: Option<Speaker>,
    ) -> Quotation {
        let reading = cue.and_then(|cue| self.readings.get(self.sentence_of(cue)));
        let known = reading
            .and_then(|reading| reading.sayings.iter().find(|saying| saying.cue.start == cue.unwrap_or(usize::MAX)));
        let heard = known.filter(|saying| saying.via.is_some() && !saying.speakers.is_empty());
        let (via, addressee) = known.map(|saying| (saying.via.clone(), saying.addressee.clone())).unwrap_or_default();
        // `TASS quoted her as saying`: she speaks.
        let quoted = heard.filter(|saying| {
            saying.verb.is_some_and(|verb| matches!(self.text.document.lemma(verb), "quote" | "cite"))
        });
        let speaker = match quoted.and_then(|saying| saying.speakers.first()) {
            Some(mention) => Some(Speaker {
                tokens: if mention.pronoun { mention.head..mention.head + 1 } else { mention.tokens.clone() },
                named: mention.tokens.clone(),
                mention: Some(mention.clone()),
                stands_for: mention.pronoun,
            }),
            None => speaker,
        };
        let speakers = match known.filter(|saying| !saying.speakers.is_empty()) {
            Some(saying) => saying.speakers.clone(),
            None => speaker.iter().filter_map(|speaker| speaker.mention.clone()).collect(),
        };
        let range = cue.map_or(0..0, |cue| match known {
            Some(saying) => saying.cue.clone(),
            None => cue..cue + 1,
        });
        let verb = cue.filter(|&cue| self.text.tag(cue).is_verb());
        let sentence = self.sentence_of(tokens.start);
        let unknown = speaker.as_ref().map(|speaker| speaker.tokens.clone()).filter(|_| speakers.is_empty());
        let unknown = unknown.and_then(|words| words.last());
        let saying = Saying { verb, speakers, unknown, via, addressee, cue: range, scope: tokens };
        Quotation { kind, sentence, saying, speaker }
    }

    /// What is said, without the conjunction before it and the marks at its ends; none if nothing is left.
    fn trimmed(&self, tokens: &Range<usize>) -> Option<Range<usize>> {
        let text = self.text;
        let (mut start, mut end) = (tokens.start, tokens.end);
        let mark = |token: usize| text.tokens[token].kind == Kind::Mark;
        while start < end && mark(start) {
            start += 1;
        }
        while end > start && mark(end - 1) {
            end -= 1;
        }
        if start < end && text.label(start) == Label::Mark && text.of(start) == "that" {
            start += 1;
        }
        (start < end).then_some(start..end)
    }
}

/// Whether most of `tokens` are in direct quotations.
fn is_quoted(tokens: &Range<usize>, direct: &[Range<usize>]) -> bool {
    let from = direct.partition_point(|quotation| quotation.end <= tokens.start);
    let inside = direct[from..].iter().take_while(|quotation| quotation.start < tokens.end);
    let common: usize = inside.map(|one| one.end.min(tokens.end) - one.start.max(tokens.start)).sum();
    common * 2 >= tokens.len()
}
