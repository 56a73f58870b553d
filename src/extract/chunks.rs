//! Cuts a sentence into noun phrases, verb groups and what stands between them, without a parser.
//!
//! A word is read as a verb from its possible forms and its neighbours; mentions of actors and times are known before and are
//! never cut. The result serves [`super::clauses`] alone, which a trained parser can replace as a whole.

use std::ops::Range;

use super::lexicon::Lexicon;
use super::lexicon::words::{UNKNOWN, WordId, class, form};
use super::text::{Mention, Text};
use super::tokens::Kind;

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chunk {
    /// A noun phrase: its index among the phrases.
    Phrase(usize),
    /// A verb with its auxiliaries: its index among the groups.
    Group(usize),
    /// `,`
    Comma,
    /// `and`, `or`, `but`
    Conjunction,
    /// What opens an adverbial clause; the token.
    Subordinator(usize),
    /// `that`
    That,
    /// A relative or question word; the token.
    Wh(usize),
    /// A quotation mark.
    Quote,
    /// Any other mark, which ends what stands before it.
    Stop,
}

/// A noun phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Its tokens, without the preposition.
    pub tokens: Range<usize>,
    /// The preposition before it.
    pub preposition: Option<usize>,
    /// It is a temporal expression.
    pub time: bool,
    /// It begins with `no`.
    pub negative: bool,
}

/// What a verb group is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Form {
    Finite,
    /// With `to`.
    Infinitive,
    Gerund,
    /// A past participle without auxiliary: `soldiers killed by rebels`.
    Participle,
}

/// A verb with its auxiliaries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The verb itself.
    pub head: usize,
    /// The base form of the verb.
    pub lemma: WordId,
    /// What it is.
    pub form: Form,
    /// Passive.
    pub passive: bool,
    /// With `not` or `never`.
    pub negated: bool,
    /// Its modal verb.
    pub modal: Option<usize>,
    /// Its verb, or last auxiliary, is a form of `be`.
    pub be: bool,
    /// The preposition before a gerund.
    pub preposition: Option<usize>,
}

/// A sentence in pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chunks {
    /// The pieces, in order.
    pub chunks: Vec<Chunk>,
    /// The noun phrases, in order.
    pub phrases: Vec<Phrase>,
    /// The verb groups, in order.
    pub groups: Vec<Group>,
}

/// Cuts the tokens of `range`; `mentions` and `times` are those in it, in order.
pub fn chunk(
    text: &Text<'_>,
    lexicon: &Lexicon,
    range: Range<usize>,
    mentions: &[Mention],
    times: &[Range<usize>],
) -> Chunks {
    let chunker = Chunker {
        text,
        lexicon,
        end: range.end,
        out: Chunks::default(),
        open: None,
        preposition: None,
        mention_end: usize::MAX,
        adjective: false,
    };
    chunker.run(range.start, mentions, times)
}

struct Chunker<'a> {
    text: &'a Text<'a>,
    lexicon: &'a Lexicon,
    end: usize,
    out: Chunks,
    /// The tokens of the phrase that is being read.
    open: Option<Range<usize>>,
    /// The preposition that waits for its phrase.
    preposition: Option<usize>,
    /// One past the last mention read.
    mention_end: usize,
    /// Whether that mention is only an adjective.
    adjective: bool,
}

impl Chunker<'_> {
    fn run(mut self, start: usize, mentions: &[Mention], times: &[Range<usize>]) -> Chunks {
        let (mut mentions, mut times) = (mentions.iter().peekable(), times.iter().peekable());
        let mut at = start;
        while at < self.end {
            while mentions.next_if(|mention| mention.tokens.start < at).is_some() {}
            while times.next_if(|time| time.start < at).is_some() {}
            if let Some(time) = times.next_if(|time| time.start == at) {
                self.close();
                self.phrase(time.clone(), true);
                at = time.end.max(at + 1);
            } else if let Some(mention) = mentions.next_if(|mention| mention.tokens.start == at) {
                if self.mention_end == at && !self.adjective {
                    self.close();
                }
                self.extend(mention.tokens.clone());
                (self.mention_end, self.adjective) = (mention.tokens.end, mention.adjective);
                at = mention.tokens.end.max(at + 1);
            } else {
                let next_mention = mentions.peek().map(|mention| mention.tokens.start);
                at = self.token(at, next_mention);
            }
        }
        self.close();
        self.out
    }

    /// Reads the token `at`; returns where to go on.
    fn token(&mut self, at: usize, next_mention: Option<usize>) -> usize {
        let token = self.text.tokens[at];
        if token.is_quote() {
            return self.mark(Chunk::Quote, at);
        }
        if token.kind == Kind::Mark && !token.is(class::GENITIVE) {
            return match self.text.of(at) {
                "," => self.mark(Chunk::Comma, at),
                "$" | "%" | "€" | "£" | "-" | "'" | "’" | "‘" | "&" | "/" | "." => at + 1,
                _ => self.mark(Chunk::Stop, at),
            };
        }
        if let Some((length, super::lexicon::attribution::PhraseKind::Phrase, _)) =
            self.lexicon.cues.phrase(self.text.tokens[at..self.end].iter().map(|token| token.lower))
        {
            self.close();
            self.preposition = Some(at);
            return at + length;
        }
        if let Some(group) = self.group(at, next_mention) {
            self.close();
            let end = group.tokens.end;
            let group = Group { preposition: self.preposition.take().filter(|_| group.form == Form::Gerund), ..group };
            self.out.chunks.push(Chunk::Group(self.out.groups.len()));
            self.out.groups.push(group);
            return end;
        }
        if let Some(length) = self.bound(at) {
            self.extend(at..at + length);
            return at + length;
        }
        if token.is(class::GENITIVE) {
            self.extend(at..at + 1);
        } else if token.is(class::THAT) {
            return self.mark(Chunk::That, at);
        } else if token.is(class::WH) {
            return self.mark(Chunk::Wh(at), at);
        } else if token.is(class::PREPOSITION) || token.is(class::TO) {
            self.close();
            self.preposition = Some(at);
        } else if token.is(class::SUBORDINATOR) {
            return self.mark(Chunk::Subordinator(at), at);
        } else if token.is(class::CONJUNCTION) {
            return self.mark(Chunk::Conjunction, at);
        } else if token.is(class::PRONOUN) {
            self.close();
            self.phrase(at..at + 1, false);
        } else if token.is(class::DETERMINER) {
            self.close();
            self.extend(at..at + 1);
        } else if token.is(class::PARTICLE)
            && self.open.is_none()
            && matches!(self.out.chunks.last(), Some(Chunk::Group(_)))
        {
            // The particle of the verb before it.
        } else if !token.is(class::ADVERB | class::NEGATION) {
            self.extend(at..at + 1);
        }
        at + 1
    }

    /// The words of `more than`, `at least`, `up to` before a number, which belong to its phrase.
    fn bound(&self, at: usize) -> Option<usize> {
        let number = self.text.tokens.get(at + 2).filter(|_| at + 2 < self.end)?;
        if number.kind != Kind::Number && !number.is(class::NOUN) && number.capital {
            return None;
        }
        let (first, second) = (self.text.of(at), self.text.of(at + 1));
        let bound = matches!(
            (first, second),
            ("more" | "More" | "less" | "fewer" | "Fewer", "than")
                | ("at" | "At", "least" | "most")
                | ("up" | "Up", "to")
        );
        (bound && (number.kind == Kind::Number || second != "to")).then_some(2)
    }

    fn mark(&mut self, chunk: Chunk, at: usize) -> usize {
        self.close();
        self.preposition = None;
        self.out.chunks.push(chunk);
        at + 1
    }

    fn extend(&mut self, tokens: Range<usize>) {
        match &mut self.open {
            Some(open) => open.end = tokens.end,
            None => self.open = Some(tokens),
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.phrase(open, false);
        }
    }

    fn phrase(&mut self, tokens: Range<usize>, time: bool) {
        let negative = self.text.of(tokens.start).eq_ignore_ascii_case("no");
        self.out.chunks.push(Chunk::Phrase(self.out.phrases.len()));
        self.out.phrases.push(Phrase { tokens, preposition: self.preposition.take(), time, negative });
    }

    /// The verb group that begins at `at`, or none.
    fn group(&self, at: usize, next_mention: Option<usize>) -> Option<Group> {
        let token = self.text.tokens[at];
        if token.kind != Kind::Word || (token.capital && self.open.is_some()) {
            return None;
        }
        if token.is(class::TO) {
            return self.after_auxiliary(at, Form::Infinitive, next_mention);
        }
        if token.is(class::MODAL | class::BE | class::HAVE | class::DO) && !self.text.of(at).starts_with("May") {
            return self.after_auxiliary(
                at,
                if token.word.forms == form::GERUND || matches!(self.text.of(at), "being" | "having") {
                    Form::Gerund
                } else {
                    Form::Finite
                },
                next_mention,
            );
        }
        let form = self.bare_verb(at, next_mention)?;
        let passive = form == Form::Participle;
        Some(Group {
            tokens: at..at + 1,
            head: at,
            lemma: token.word.verb,
            form,
            passive,
            negated: at > 0 && self.text.is(at - 1, class::NEGATION),
            modal: None,
            be: false,
            preposition: None,
        })
    }

    /// A group that begins with an auxiliary or `to`: reads on to its verb.
    fn after_auxiliary(&self, start: usize, form: Form, next_mention: Option<usize>) -> Option<Group> {
        let mut group = Group {
            tokens: start..start + 1,
            head: start,
            lemma: self.text.tokens[start].word.verb,
            form,
            passive: false,
            negated: false,
            modal: None,
            be: false,
            preposition: None,
        };
        let (mut have, mut base) = (false, form == Form::Infinitive);
        let mut found = false;
        for at in start..self.end.min(start + 10) {
            if next_mention == Some(at) {
                break;
            }
            let token = self.text.tokens[at];
            if token.kind != Kind::Word {
                break;
            }
            let text = self.text.of(at);
            let word = token.word;
            if token.is(class::TO) && at == start {
                continue;
            } else if token.is(class::MODAL) && !have && !group.be && (at == start || !base) {
                group.modal = Some(at);
                group.negated |= text == "cannot";
                (base, found) = (true, true);
            } else if token.is(class::NEGATION) {
                group.negated = true;
                continue;
            } else if token.is(class::BE) {
                group.be = true;
                (base, found) = (false, true);
                group.lemma = word.verb;
            } else if token.is(class::HAVE) && !have && !group.be {
                (have, base, found) = (true, false, true);
                group.lemma = word.verb;
            } else if token.is(class::DO) && at == start {
                (base, found) = (true, true);
            } else if word.verb != UNKNOWN || text.ends_with("ed") || text.ends_with("ing") {
                let participle = word.forms & (form::PARTICIPLE) != 0 || word.verb == UNKNOWN && text.ends_with("ed");
                let gerund = word.forms & form::GERUND != 0 || word.verb == UNKNOWN && text.ends_with("ing");
                let fits = if group.be {
                    participle || gerund
                } else if have {
                    participle
                } else {
                    base && word.forms & form::BASE != 0
                };
                if !fits {
                    if token.is(class::ADVERB) {
                        continue;
                    }
                    break;
                }
                group.passive = group.be && participle;
                (group.head, group.lemma) = (at, word.verb);
                group.tokens.end = at + 1;
                return Some(group);
            } else if token.is(class::ADVERB) || text.ends_with("ly") {
                continue;
            } else {
                break;
            }
            group.head = at;
            group.tokens.end = at + 1;
        }
        found.then_some(group)
    }

    /// Whether the word `at` is a verb by itself, and what form it has.
    fn bare_verb(&self, at: usize, next_mention: Option<usize>) -> Option<Form> {
        let token = self.text.tokens[at];
        let text = self.text.of(at);
        let before = self.open.as_ref().and_then(|open| open.end.checked_sub(1));
        let modifier_before = before.is_some_and(|before| {
            self.text.is(before, class::DETERMINER | class::GENITIVE)
                || (self.adjective && self.mention_end == before + 1)
        });
        // `a legally binding promise`, `the widely expected vote`: an adverb after a determiner announces an adjective.
        let modifier_before = modifier_before
            || before.is_some_and(|before| {
                self.text.of(before).ends_with("ly") && before > 0 && self.text.is(before - 1, class::DETERMINER)
            });
        let noun_before = before.is_some() && !modifier_before;
        let last = self.out.chunks.last();
        let pronoun_before = before.is_none()
            && matches!(last, Some(Chunk::Phrase(index)) if self.out.phrases[*index].tokens.end + 2 > at && self.text.is(self.out.phrases[*index].tokens.start, class::PRONOUN));
        let relative_before =
            before.is_none() && matches!(last, Some(Chunk::Wh(_) | Chunk::That)) && self.preposition.is_none();
        let full_mention_before = before.is_some_and(|before| self.mention_end == before + 1 && !self.adjective);
        let next = at + 1;
        let nominal_next = next_mention == Some(next)
            || self.text.tokens.get(next).is_some_and(|token| {
                next < self.end
                    && (token.is(class::DETERMINER | class::THAT | class::TO | class::PRONOUN | class::POSSESSIVE)
                        || token.kind == Kind::Number
                        || token.capital)
            });
        let verb_next = self.text.tokens.get(next).is_some_and(|token| {
            next < self.end
                && (token.is(class::BE | class::HAVE | class::DO | class::MODAL)
                    || token.word.forms & form::PAST != 0 && token.word.forms & form::BASE == 0)
        });
        let forms = token.word.forms;
        if forms == 0 {
            let past =
                text.len() > 4 && text.ends_with("ed") && !token.is(class::NOUN | class::ADVERB) && !token.capital;
            let follows = nominal_next || self.text.is(next, class::PREPOSITION | class::CONJUNCTION | class::ADVERB);
            return (past && follows && (noun_before || pronoun_before || relative_before)).then_some(Form::Finite);
        }
        if forms & (form::PAST | form::PARTICIPLE) != 0 {
            if modifier_before || (self.preposition.is_some() && before.is_none()) {
                return None;
            }
            if forms & form::PARTICIPLE != 0 && self.is_reduced(at) {
                return Some(Form::Participle);
            }
            // A word like `put` or `cut` is its own past; as a noun it has none of the right words after it.
            if forms & form::BASE != 0 && !nominal_next && !full_mention_before && !pronoun_before {
                return None;
            }
            return Some(if forms & form::PAST != 0 { Form::Finite } else { Form::Participle });
        }
        if forms & form::GERUND != 0 {
            if modifier_before || verb_next {
                return None;
            }
            let noun = token.is(class::NOUN);
            let verb =
                if noun { nominal_next && !noun_before } else { nominal_next || before.is_none() || noun_before };
            return verb.then_some(Form::Gerund);
        }
        if modifier_before || verb_next || (self.preposition.is_some() && before.is_none()) {
            return None;
        }
        if forms & form::THIRD != 0 {
            if !pronoun_before && !relative_before && !self.subject_available() {
                return None;
            }
            let speech = token.is(class::SPEECH);
            // After the comma that closes a parenthesis: `Chad, which denies it, attacks Sudan`.
            let resumes = before.is_none() && matches!(last, Some(Chunk::Comma)) && self.closes_parenthesis();
            let verb = if pronoun_before || relative_before {
                true
            } else if resumes {
                nominal_next || speech
            } else if full_mention_before {
                !token.is(class::NOUN) || nominal_next || !self.ends(next)
            } else {
                noun_before && (nominal_next || speech && (self.ends(next) || self.text.is(next, class::PREPOSITION)))
            };
            return verb.then_some(Form::Finite);
        }
        let plural_before = before.is_some_and(|before| self.text.of(before).ends_with('s')) && noun_before;
        let coordinated = matches!(last, Some(Chunk::Conjunction))
            && before.is_none()
            && self.out.groups.last().is_some_and(|group| group.form == Form::Infinitive || group.modal.is_some());
        let verb = coordinated && (!token.is(class::NOUN) || nominal_next)
            || pronoun_before
            || relative_before && nominal_next
            || plural_before && nominal_next && (full_mention_before || !token.is(class::NOUN));
        verb.then_some(Form::Finite)
    }

    /// Whether the comma before this place is the second of two, with a noun phrase before the first.
    fn closes_parenthesis(&self) -> bool {
        let mut before = self.out.chunks.iter().rev().skip(1).take(12);
        let opened = before.any(|chunk| *chunk == Chunk::Comma);
        opened && matches!(before.next(), Some(Chunk::Phrase(_)))
    }

    /// Whether a noun phrase before this place has no verb yet: without one, a word that can be a noun is none.
    fn subject_available(&self) -> bool {
        if self.open.is_some() && self.preposition.is_none() {
            return true;
        }
        for chunk in self.out.chunks.iter().rev().take(12) {
            match chunk {
                Chunk::Phrase(index) => {
                    let phrase = &self.out.phrases[*index];
                    if phrase.preposition.is_none() && !phrase.time {
                        // It may be the object of a verb that stands right before it; then it is no subject.
                        return true;
                    }
                }
                Chunk::Group(index) if self.out.groups[*index].form == Form::Finite => return false,
                Chunk::Group(_) => {}
                _ => return true,
            }
        }
        false
    }

    fn ends(&self, at: usize) -> bool {
        at >= self.end || self.text.tokens[at].kind != Kind::Word
    }

    /// Whether a participle only describes the noun before it: an agent with `by` follows, or the sentence has its verb later.
    fn is_reduced(&self, at: usize) -> bool {
        let next = at + 1;
        if next < self.end && self.text.of(next) == "by" {
            return true;
        }
        let begins = self.open.is_none()
            && !matches!(
                self.out.chunks.last(),
                Some(Chunk::Phrase(_) | Chunk::Conjunction | Chunk::Wh(_) | Chunk::Comma | Chunk::That)
            );
        if begins && !matches!(self.out.chunks.last(), Some(Chunk::Quote)) {
            return true;
        }
        if self.open.is_none() || !self.text.is(next, class::PREPOSITION) || self.text.tokens[at].is(class::SPEECH) {
            return false;
        }
        for later in next..self.end.min(next + 12) {
            let token = self.text.tokens[later];
            if token.kind == Kind::Mark && !token.is(class::GENITIVE)
                || token.is_quote()
                || token.is(class::CONJUNCTION
                    | class::THAT
                    | class::WH
                    | class::SUBORDINATOR & !class::PREPOSITION
                    | class::TO)
                || token.is(class::SUBORDINATOR)
            {
                return false;
            }
            if token.is(class::MODAL | class::HAVE)
                || token.is(class::BE) && !matches!(self.text.of(later), "being" | "been")
            {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::testing;

    #[test]
    fn sentences_are_cut_into_phrases_and_verbs() {
        let cases = [
            ("The army shelled the town.", "[The army] <shelled> [the town] ;"),
            ("Peace talks were held in Oslo.", "[Peace talks] <were held> in[Oslo] ;"),
            ("He may not attack them.", "[He] <may not attack> [them] ;"),
            ("Poland plans to send more than 40 tanks.", "[Poland] <plans> <to send> [more than 40 tanks] ;"),
            (
                "Soldiers wounded in the raid were flown home.",
                "[Soldiers] <wounded> in[the raid] <were flown> [home] ;",
            ),
            ("Chad, which denies it, attacks Sudan.", "[Chad] , wh <denies> [it] , <attacks> [Sudan] ;"),
            ("It made a widely expected offer.", "[It] <made> [a widely expected offer] ;"),
            ("She said that Iran's demands failed.", "[She] <said> that [Iran's demands] <failed> ;"),
        ];
        for (body, expected) in cases {
            assert_eq!(testing::chunks(body), expected);
        }
    }
}
