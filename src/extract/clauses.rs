//! Reads clauses: which verb has which subject, objects, prepositional phrases and complements, and whether it is said to be
//! real.
//!
//! This is the seam between grammar and meaning. Everything after it reads [`Clause`]s and does not know how they were found;
//! here it is done by rules over [`super::chunks`], each looking at a bounded stretch of the sentence.

use std::ops::Range;

use crate::record::Modality;

use super::chunks::{Chunk, Chunks, Form, Phrase};
use super::lexicon::Lexicon;
use super::lexicon::verbs::Infinitive;
use super::lexicon::words::{UNKNOWN, WordId, class};
use super::text::{Mention, Text};

/// How a clause hangs together with the one that governs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// It stands by itself.
    Main,
    /// It is what the governor says, thinks, wants: with `that` or without.
    Complement,
    /// An infinitive.
    Infinitive,
    /// A gerund or participle.
    Participle,
    /// With `who`, `which`, `that`.
    Relative,
    /// With `after`, `because`.
    Adverbial,
    /// With `if`, `unless`.
    Conditional,
    /// Joined to the governor, whose subject it shares.
    Conjunct,
}

/// A clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The tokens of its verb, with auxiliaries.
    pub verb: Range<usize>,
    /// The verb itself.
    pub head: usize,
    /// Its base form, or unknown.
    pub lemma: WordId,
    /// Finite or not.
    pub form: Form,
    /// Passive: the subject is what is acted on.
    pub passive: bool,
    /// The verb is, or stands after, a form of `be`.
    pub be: bool,
    /// Its modal verb.
    pub modal: Option<usize>,
    /// Said not to be so.
    pub negated: bool,
    /// Whether it is said to be real.
    pub modality: Modality,
    /// The phrases of its subject, several where they are joined by `and`.
    pub subject: Vec<usize>,
    /// Those of its direct object.
    pub object: Vec<usize>,
    /// Those of a second object: `gave Ukraine weapons`.
    pub second: Vec<usize>,
    /// Its prepositional phrases, in order; also those that belong to its objects.
    pub prepositional: Vec<usize>,
    /// How it hangs together with its governor.
    pub relation: Relation,
    /// The index of the clause that governs it.
    pub governor: Option<usize>,
    /// All its tokens, from subject to last object.
    pub extent: Range<usize>,
}

/// The clauses of a sentence and the phrases they are made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clauses {
    /// In order of their verbs. A governor may stand before or after.
    pub clauses: Vec<Clause>,
    /// Noun phrases, in order.
    pub phrases: Vec<Phrase>,
}

/// How far back a subject is looked for, in pieces of the sentence.
const REACH: usize = 40;

/// Reads the clauses of `chunks`, the pieces of one sentence.
pub fn read(text: &Text<'_>, lexicon: &Lexicon, chunks: Chunks, mentions: &[Mention]) -> Clauses {
    let mut reader = Reader { text, lexicon, chunks: &chunks, mentions, clauses: Vec::new() };
    for (index, chunk) in chunks.chunks.iter().enumerate() {
        if let Chunk::Group(group) = chunk {
            reader.clause(index, *group);
        }
    }
    let clauses = reader.clauses;
    Clauses { clauses, phrases: chunks.phrases }
}

struct Reader<'a> {
    text: &'a Text<'a>,
    lexicon: &'a Lexicon,
    chunks: &'a Chunks,
    mentions: &'a [Mention],
    clauses: Vec<Clause>,
}

/// A subject as it was found: its phrases, the piece before it, and whether a relative word stands between.
struct Found {
    phrases: Vec<usize>,
    opener: Option<usize>,
    relation: Relation,
    shared: bool,
}

impl Reader<'_> {
    fn clause(&mut self, at: usize, group: usize) {
        let group = &self.chunks.groups[group];
        let mut clause = Clause {
            verb: group.tokens.clone(),
            head: group.head,
            lemma: group.lemma,
            form: group.form,
            passive: group.passive,
            be: group.be,
            modal: group.modal,
            negated: group.negated,
            modality: self.modal(group.modal),
            subject: Vec::new(),
            object: Vec::new(),
            second: Vec::new(),
            prepositional: Vec::new(),
            relation: Relation::Main,
            governor: None,
            extent: group.tokens.clone(),
        };
        self.arguments(at, &mut clause);
        let found = self.subject(at, &clause);
        clause.relation = found.relation;
        clause.subject = found.phrases;
        self.invert(at, &mut clause);
        self.govern(&mut clause, found.opener, found.shared);
        let all = clause.subject.iter().chain(&clause.object).chain(&clause.second).chain(&clause.prepositional);
        let phrases = &self.chunks.phrases;
        for phrase in all.filter(|_| !found.shared || clause.subject.is_empty()) {
            let tokens = &phrases[*phrase].tokens;
            clause.extent = clause.extent.start.min(tokens.start)..clause.extent.end.max(tokens.end);
        }
        let negative = |phrase: &usize| phrases[*phrase].negative;
        clause.negated |= clause.object.iter().any(negative) || (!found.shared && clause.subject.iter().any(negative));
        self.clauses.push(clause);
    }

    fn modal(&self, modal: Option<usize>) -> Modality {
        match modal.map(|token| self.text.of(token).to_ascii_lowercase()) {
            None => Modality::Actual,
            Some(word) => match word.as_str() {
                "may" | "might" | "could" | "can" | "ca" | "cannot" | "must" | "should" | "ought" => Modality::Possible,
                _ => Modality::Intended,
            },
        }
    }

    fn phrase(&self, chunk: usize) -> Option<(usize, &Phrase)> {
        match self.chunks.chunks.get(chunk)? {
            Chunk::Phrase(index) => Some((*index, self.chunks.phrases.get(*index)?)),
            _ => None,
        }
    }

    fn is_finite(&self, chunk: usize) -> bool {
        matches!(self.chunks.chunks.get(chunk), Some(Chunk::Group(group)) if self.chunks.groups[*group].form == Form::Finite)
    }

    /// Whether the phrase at `chunk` begins a clause: a finite verb follows after nothing but its own modifiers.
    fn is_subject_of_next(&self, chunk: usize) -> bool {
        let mut next = chunk + 1;
        while next < chunk + 6
            && self.phrase(next).is_some_and(|(_, phrase)| phrase.preposition.is_some() || phrase.time)
        {
            next += 1;
        }
        if matches!(self.chunks.chunks.get(next), Some(Chunk::Conjunction)) && self.phrase(next + 1).is_some() {
            return next < chunk + 4 && self.is_finite(next + 2) && next == chunk + 1;
        }
        self.is_finite(next)
    }

    fn has_mention(&self, phrase: usize) -> bool {
        let tokens = &self.chunks.phrases[phrase].tokens;
        self.mentions.iter().any(|mention| mention.tokens.end == tokens.end && tokens.start <= mention.tokens.start)
    }

    /// Fills objects and prepositional phrases with what follows the verb at `at`.
    fn arguments(&self, at: usize, clause: &mut Clause) {
        #[derive(Clone, Copy, PartialEq)]
        enum Last {
            None,
            Object,
            Second,
            Prepositional,
        }
        let mut last = Last::None;
        let mut next = at + 1;
        while next < self.chunks.chunks.len().min(at + REACH) {
            let joined = match &self.chunks.chunks[next] {
                Chunk::Phrase(_) => false,
                Chunk::Conjunction if self.phrase(next + 1).is_some() => true,
                Chunk::Comma => {
                    let list = self.phrase(next + 1).is_some_and(|(index, phrase)| {
                        phrase.preposition.is_none() && self.has_mention(index) && !phrase.time
                    });
                    let goes_on = matches!(self.chunks.chunks.get(next + 2), Some(Chunk::Conjunction | Chunk::Comma));
                    if !(list && goes_on && last != Last::None) {
                        return;
                    }
                    true
                }
                _ => return,
            };
            next += usize::from(joined);
            let Some((index, phrase)) = self.phrase(next) else { return };
            let opens = phrase.preposition.is_some_and(|token| self.text.is(token, class::SUBORDINATOR));
            if (phrase.preposition.is_none() || opens) && !phrase.time && self.is_subject_of_next(next) {
                return;
            }
            if phrase.time {
            } else if phrase.preposition.is_some() {
                clause.prepositional.push(index);
                last = Last::Prepositional;
            } else if joined {
                match last {
                    Last::Object => clause.object.push(index),
                    Last::Second => clause.second.push(index),
                    Last::Prepositional => clause.prepositional.push(index),
                    Last::None => return,
                }
            } else if clause.object.is_empty() {
                clause.object.push(index);
                last = Last::Object;
            } else if clause.second.is_empty() {
                clause.second.push(index);
                last = Last::Second;
            } else {
                return;
            }
            next += 1;
        }
    }

    fn subject(&self, at: usize, clause: &Clause) -> Found {
        let none = |relation| Found { phrases: Vec::new(), opener: None, relation, shared: false };
        match clause.form {
            Form::Infinitive => return none(Relation::Infinitive),
            Form::Gerund => return none(Relation::Participle),
            Form::Participle => {
                let before = at.checked_sub(1).and_then(|before| self.phrase(before)).map(|(index, _)| index);
                return Found { phrases: before.into_iter().collect(), ..none(Relation::Participle) };
            }
            Form::Finite => {}
        }
        let mut passed = false;
        let mut chunk = at;
        while chunk > at.saturating_sub(REACH) {
            chunk -= 1;
            match &self.chunks.chunks[chunk] {
                Chunk::Phrase(index) => {
                    let phrase = &self.chunks.phrases[*index];
                    let opens = phrase.preposition.is_some_and(|token| self.text.is(token, class::SUBORDINATOR));
                    if phrase.time || phrase.preposition.is_some() && !opens {
                        passed = true;
                        continue;
                    }
                    if let Some(wh) = self.relative_clause_before(chunk) {
                        chunk = wh;
                        passed = true;
                        continue;
                    }
                    return self.coordinate(chunk, *index, opens);
                }
                Chunk::Comma if !passed => {
                    let from = chunk.saturating_sub(REACH);
                    let Some(before) = (from..chunk).rev().find(|&index| self.chunks.chunks[index] == Chunk::Comma)
                    else {
                        return none(Relation::Main);
                    };
                    // What stands between two commas before the verb is said of the subject.
                    chunk = before;
                }
                Chunk::Wh(_) | Chunk::That => {
                    let comma = chunk > 0 && self.chunks.chunks[chunk - 1] == Chunk::Comma;
                    let before = chunk.checked_sub(1 + usize::from(comma)).and_then(|before| self.phrase(before));
                    let phrases = before.map(|(index, _)| index).into_iter().collect();
                    return Found { phrases, opener: None, relation: Relation::Relative, shared: true };
                }
                Chunk::Conjunction if chunk + 1 == at || passed => {
                    let shared = self
                        .clauses
                        .iter()
                        .rev()
                        .find(|clause| clause.form == Form::Finite || clause.form == Form::Infinitive);
                    let phrases = shared.map(|clause| clause.subject.clone()).unwrap_or_default();
                    return Found { phrases, opener: None, relation: Relation::Conjunct, shared: true };
                }
                Chunk::Group(group) if self.chunks.groups[*group].form != Form::Finite => passed = true,
                _ => return none(Relation::Main),
            }
        }
        none(Relation::Main)
    }

    /// Where the phrase at `chunk` is the object of a relative clause: the piece of its relative word.
    fn relative_clause_before(&self, chunk: usize) -> Option<usize> {
        let group = chunk.checked_sub(1)?;
        let wh = chunk.checked_sub(2)?;
        (self.is_finite(group)
            && matches!(self.chunks.chunks[wh], Chunk::Wh(_) | Chunk::That)
            && wh > 0
            && self.phrase(wh - 1).is_some())
        .then_some(wh)
    }

    /// The subject whose last phrase is at `chunk`, with the phrases that are joined to it.
    fn coordinate(&self, chunk: usize, index: usize, opens: bool) -> Found {
        let mut phrases = vec![index];
        let mut first = chunk;
        while first >= 2 && phrases.len() < 6 {
            let joins = match self.chunks.chunks[first - 1] {
                Chunk::Conjunction => true,
                Chunk::Comma => phrases.len() > 1,
                _ => false,
            };
            let Some((before, phrase)) = self.phrase(first - 2).filter(|_| joins) else { break };
            let taken = first >= 3 && {
                let group = match &self.chunks.chunks[first - 3] {
                    Chunk::Group(group) => Some(&self.chunks.groups[*group]),
                    _ => None,
                };
                group.is_some_and(|group| !self.text.is(group.head, class::SPEECH))
            };
            if phrase.preposition.is_some() || phrase.time || taken {
                break;
            }
            phrases.insert(0, before);
            first -= 2;
        }
        let relation = if opens { Relation::Adverbial } else { Relation::Main };
        Found { phrases, opener: first.checked_sub(1), relation, shared: false }
    }

    /// `“…,” said Ryabkov`: what follows a verb of saying is its subject.
    fn invert(&self, at: usize, clause: &mut Clause) {
        let after_mark = at > 0 && matches!(self.chunks.chunks[at - 1], Chunk::Quote | Chunk::Comma);
        if after_mark
            && clause.form == Form::Finite
            && self.text.is(clause.head, class::SPEECH)
            && !clause.object.is_empty()
            && !clause.passive
        {
            clause.subject = std::mem::take(&mut clause.object);
            clause.object = std::mem::take(&mut clause.second);
            clause.relation = Relation::Main;
        }
    }

    /// Finds the clause that governs this one, and takes over from it what it says of this one.
    fn govern(&mut self, clause: &mut Clause, opener: Option<usize>, shared: bool) {
        let previous = self.clauses.len().checked_sub(1);
        match clause.relation {
            Relation::Infinitive | Relation::Participle => {
                clause.governor = previous;
                if let Some(governor) = previous.map(|index| &self.clauses[index]) {
                    if clause.relation == Relation::Infinitive {
                        self.infinitive(governor, clause);
                    } else if clause.form == Form::Gerund {
                        clause.subject = governor.subject.clone();
                        clause.modality = governor.modality;
                        clause.negated |= governor.negated;
                    }
                }
            }
            Relation::Conjunct => {
                clause.governor = previous;
                if let Some(governor) = previous.map(|index| &self.clauses[index])
                    && clause.modal.is_none()
                    && !clause.be
                    && governor.form != Form::Gerund
                    && self.text.tokens[clause.head].word.forms & super::lexicon::words::form::BASE != 0
                {
                    clause.modality = governor.modality;
                }
            }
            Relation::Adverbial => clause.governor = previous,
            Relation::Relative => clause.governor = previous.filter(|_| shared),
            Relation::Main => {
                let Some(opener) = opener else { return };
                match &self.chunks.chunks[opener] {
                    Chunk::That => {
                        let after_comma = opener > 0 && self.chunks.chunks[opener - 1] == Chunk::Comma;
                        let speech = |clause: &Clause| self.text.is(clause.head, class::SPEECH);
                        clause.governor = if after_comma { self.clauses.iter().rposition(speech) } else { previous };
                        clause.relation = Relation::Complement;
                    }
                    Chunk::Group(_) => {
                        clause.governor = previous;
                        clause.relation = Relation::Complement;
                    }
                    Chunk::Phrase(_)
                        if previous.is_some_and(|index| self.text.is(self.clauses[index].head, class::SPEECH)) =>
                    {
                        clause.governor = previous;
                        clause.relation = Relation::Complement;
                    }
                    Chunk::Phrase(_) => {
                        clause.governor = previous;
                        clause.relation = Relation::Relative;
                    }
                    Chunk::Subordinator(token) => {
                        clause.governor = previous;
                        clause.relation = if self.text.is(*token, class::CONDITIONAL) {
                            clause.modality = Modality::Conditional;
                            Relation::Conditional
                        } else {
                            Relation::Adverbial
                        };
                    }
                    Chunk::Wh(_) => {
                        clause.governor = previous;
                        clause.relation = Relation::Relative;
                    }
                    _ => {}
                }
            }
            Relation::Complement | Relation::Conditional => {}
        }
    }

    /// An infinitive: whose subject it has, and whether what it says is real.
    fn infinitive(&self, governor: &Clause, clause: &mut Clause) {
        let subject_controls = governor.object.is_empty() || governor.passive || {
            let lemma = self.lexicon.words.text(governor.lemma);
            matches!(lemma, "promise" | "threaten" | "vow" | "use" | "send" | "have")
        };
        clause.subject = if subject_controls { governor.subject.clone() } else { governor.object.clone() };
        let meaning = if governor.lemma == UNKNOWN {
            Infinitive::Intended
        } else {
            self.lexicon.verbs.infinitive(governor.lemma)
        };
        let own = match meaning {
            Infinitive::Actual => Modality::Actual,
            Infinitive::Possible => Modality::Possible,
            Infinitive::Intended => Modality::Intended,
            Infinitive::Negated => {
                clause.negated = true;
                Modality::Actual
            }
        };
        let rank = |modality: Modality| match modality {
            Modality::Actual => 0,
            Modality::Intended => 1,
            Modality::Possible => 2,
            Modality::Conditional => 3,
            Modality::ReportedDenied => 4,
        };
        clause.modality = if rank(own) >= rank(governor.modality) { own } else { governor.modality };
        clause.negated ^= governor.negated;
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::testing;

    #[test]
    fn clauses_have_subjects_and_objects() {
        let cases: [(&str, &[&str]); 11] = [
            ("Chad attacked Niger.", &["Main Chad|attacked|Niger|"]),
            ("The king of Jordan met Italy's premier.", &["Main The king of Jordan|met|Italy's premier|"]),
            ("Chad and Niger will sign a pact with Mali.", &["Main Chad+Niger|will sign|a pact|Mali intended"]),
            ("Niger was attacked by Chad.", &["Main Niger|was attacked||Chad passive"]),
            ("Chad said Niger had attacked it.", &["Main Chad|said||", "Complement Niger|had attacked|it|"]),
            ("Chad vowed to attack Niger.", &["Main Chad|vowed||", "Infinitive Chad|to attack|Niger| intended"]),
            (
                "Chad urged Niger to leave Mali.",
                &["Main Chad|urged|Niger|", "Infinitive Niger|to leave|Mali| intended"],
            ),
            ("Chad refused to leave Mali.", &["Main Chad|refused||", "Infinitive Chad|to leave|Mali| negated"]),
            ("Niger left after Chad attacked Mali.", &["Main Niger|left||", "Adverbial Chad|attacked|Mali|"]),
            (
                "If Chad attacks Mali, Niger could leave.",
                &["Conditional Chad|attacks|Mali| conditional", "Main Niger|could leave|| possible"],
            ),
            ("Chad shelled Mali and occupied Niger.", &["Main Chad|shelled|Mali|", "Conjunct Chad|occupied|Niger|"]),
        ];
        for (body, expected) in cases {
            assert_eq!(testing::clauses(body), expected, "{body}");
        }
    }
}
