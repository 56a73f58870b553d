//! Finds who says what: verbs of saying with their subjects, `according to`, and through which agency or medium.

use std::ops::Range;

use super::actors::Cast;
use super::chunks::Form;
use super::clauses::{Clause, Relation};
use super::lexicon::Lexicon;
use super::lexicon::attribution::PhraseKind;
use super::lexicon::words::class;
use super::quotes::Quoted;
use super::reading::Reading;
use super::text::{EntityKind, Mention, Text};

/// Somebody says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// The clause of the verb of saying, in its sentence.
    pub clause: Option<usize>,
    /// Who; more than one where they say it together, none where they are not named.
    pub speakers: Vec<Mention>,
    /// Through which agency or medium.
    pub via: Option<String>,
    /// To whom.
    pub addressee: Option<Mention>,
    /// The words that say so.
    pub cue: Range<usize>,
    /// What is said.
    pub scope: Range<usize>,
}

/// The sayings of a sentence, in order of their cues.
pub fn read(text: &Text<'_>, lexicon: &Lexicon, cast: &Cast<'_>, reading: &Reading) -> Vec<Saying> {
    let mut sayings = Vec::new();
    for (index, clause) in reading.clauses.clauses.iter().enumerate() {
        if text.is(clause.head, class::SPEECH) {
            sayings.extend(saying(text, lexicon, cast, reading, index, clause));
        }
    }
    for (index, phrase) in reading.clauses.phrases.iter().enumerate() {
        let cue = match phrase.preposition {
            Some(token) if text.of(token).eq_ignore_ascii_case("according") => token..phrase.tokens.start,
            _ => continue,
        };
        let Some(speaker) = reading.head(index).cloned() else { continue };
        let agency = cast.entities[speaker.entity].kind == EntityKind::Agency;
        let name = cast.entities[speaker.entity].name.clone();
        match sayings.iter_mut().find(|saying: &&mut Saying| !saying.speakers.is_empty()) {
            Some(saying) if agency => saying.via = Some(name),
            _ => {
                let at_start = cue.start == reading.tokens.start;
                let scope =
                    if at_start { phrase.tokens.end..reading.tokens.end } else { reading.tokens.start..cue.start };
                sayings.push(Saying { clause: None, speakers: vec![speaker], via: None, addressee: None, cue, scope });
            }
        }
    }
    sayings
}

fn saying(
    text: &Text<'_>,
    lexicon: &Lexicon,
    cast: &Cast<'_>,
    reading: &Reading,
    index: usize,
    clause: &Clause,
) -> Option<Saying> {
    let lemma = lexicon.words.text(clause.lemma);
    let quoting = matches!(lemma, "quote" | "cite");
    let governor = clause.governor.and_then(|governor| reading.clauses.clauses.get(governor));
    let quoted_by = governor.is_some_and(|governor| matches!(lexicon.words.text(governor.lemma), "quote" | "cite"));
    if clause.form == Form::Infinitive || clause.form == Form::Participle || (clause.form == Form::Gerund && quoted_by)
    {
        return None;
    }
    let mentions = |phrases: &[usize]| -> Vec<Mention> {
        phrases.iter().filter_map(|&phrase| reading.head(phrase).cloned()).collect()
    };
    let is_agency = |mention: &Mention| cast.entities[mention.entity].kind == EntityKind::Agency;
    let mut via = None;
    let mut speakers = mentions(&clause.subject);
    if quoting {
        let by: Vec<usize> =
            clause.prepositional.iter().copied().filter(|&phrase| preposition(text, reading, phrase) == "by").collect();
        let (who, teller) =
            if clause.passive { (speakers, mentions(&by)) } else { (mentions(&clause.object), speakers) };
        via =
            teller.iter().find(|mention| is_agency(mention)).map(|mention| cast.entities[mention.entity].name.clone());
        speakers = who;
    } else if clause.passive {
        return None;
    }
    if via.is_none() {
        via = medium(text, lexicon, clause.verb.end..reading.tokens.end.min(clause.verb.end + 16));
    }
    let addressee = (lemma == "tell").then(|| mentions(&clause.object).into_iter().next()).flatten();
    let governed = reading.governed(index);
    let inner =
        governed.filter(|(_, other)| other.relation == Relation::Complement || quoting && other.form == Form::Gerund);
    let mut said = inner.map(|(inner, other)| {
        if other.form == Form::Gerund {
            let content = reading.governed(inner).map(|(_, content)| content.extent.start).min();
            return content.unwrap_or(usize::MAX);
        }
        other.extent.start
    });
    let subject_start = clause.subject.iter().map(|&phrase| reading.clauses.phrases[phrase].tokens.start).min();
    let begins = subject_start.unwrap_or(clause.verb.start).min(clause.verb.start);
    let quote_after =
        (clause.verb.end..reading.tokens.end.min(clause.verb.end + 12)).find(|&token| text.tokens[token].is_quote());
    let after =
        said.next().filter(|&start| start != usize::MAX).or(quote_after.filter(|_| begins == reading.tokens.start));
    let scope = match after {
        Some(start) => start.max(clause.verb.end)..reading.tokens.end,
        None if begins > reading.tokens.start && before_comma_or_quote(text, begins) => reading.tokens.start..begins,
        None => clause.verb.end..clause.verb.end,
    };
    Some(Saying { clause: Some(index), speakers, via, addressee, cue: clause.head..clause.head + 1, scope })
}

fn before_comma_or_quote(text: &Text<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| text.is_mark(before, ',') || text.tokens[before].is_quote())
}

fn preposition<'a>(text: &Text<'a>, reading: &Reading, phrase: usize) -> &'a str {
    reading.clauses.phrases[phrase].preposition.map_or("", |token| text.of(token))
}

/// The medium named in `range`: `Twitter` of `on Twitter`.
fn medium(text: &Text<'_>, lexicon: &Lexicon, range: Range<usize>) -> Option<String> {
    range.clone().find_map(|at| {
        let words = text.tokens.get(at..range.end)?.iter().map(|token| token.lower);
        match lexicon.cues.phrase(words) {
            Some((length, PhraseKind::Medium, _)) => {
                let noun = (at..at + length).find(|&token| !text.is(token, class::PREPOSITION | class::DETERMINER))?;
                Some(text.span(&(noun..at + length)).of(text.body).to_owned())
            }
            _ => None,
        }
    })
}

/// Gives every direct quotation its saying: the number of the sentence and of the saying in it, or none.
///
/// A cue in the quotation's own sentence is best, after it or before it; then the speaker of the quotation before it in the
/// same paragraph goes on; a paragraph that is only a quotation goes on from the last speaker.
pub fn speakers(
    text: &Text<'_>,
    readings: &[Reading],
    quotes: &[Quoted],
    paragraph_of: impl Fn(usize) -> usize,
) -> Vec<Option<(usize, usize)>> {
    let mut found: Vec<Option<(usize, usize)>> = Vec::with_capacity(quotes.len());
    for (index, quote) in quotes.iter().enumerate() {
        let sentence_of = |token: usize| readings.partition_point(|reading| reading.tokens.end <= token);
        let (first, last) = (sentence_of(quote.tokens.start), sentence_of(quote.tokens.end - 1));
        let next_quote = quotes.get(index + 1).map_or(usize::MAX, |next| next.tokens.start);
        let named = |saying: &Saying| !saying.speakers.is_empty();
        let outside = |saying: &Saying| {
            quotes[index.saturating_sub(1)..(index + 2).min(quotes.len())]
                .iter()
                .all(|other| !other.tokens.contains(&saying.cue.start))
        };
        let after = readings.get(last).and_then(|reading| {
            let fits = |saying: &Saying| {
                saying.cue.start >= quote.tokens.end
                    && saying.cue.start < quote.tokens.end + 16
                    && named(saying)
                    && outside(saying)
                    && (saying.cue.start < next_quote || saying.scope.contains(&quote.tokens.start))
            };
            reading.sayings.iter().position(fits).map(|saying| (last, saying))
        });
        let before = || {
            readings.get(first).and_then(|reading| {
                let fits = |saying: &Saying| saying.cue.end <= quote.tokens.start && named(saying) && outside(saying);
                reading.sayings.iter().rposition(fits).map(|saying| (first, saying))
            })
        };
        let goes_on = || {
            let previous = index.checked_sub(1)?;
            let same = paragraph_of(quotes[previous].tokens.start) == paragraph_of(quote.tokens.start);
            found[previous].filter(|_| same)
        };
        let alone = || {
            let starts =
                first == 0 || paragraph_of(quote.tokens.start) != paragraph_of(quote.tokens.start.checked_sub(1)?);
            let ends = text.tokens.len() == quote.tokens.end
                || paragraph_of(quote.tokens.end) != paragraph_of(quote.tokens.start);
            let last_named = || {
                let from = first.saturating_sub(6);
                (from..first).rev().find_map(|sentence| {
                    let reading = readings.get(sentence)?;
                    reading.sayings.iter().rposition(named).map(|saying| (sentence, saying))
                })
            };
            (starts && ends).then(last_named).flatten()
        };
        let saying = if quote.sentence { after.or_else(before).or_else(goes_on).or_else(alone) } else { None };
        found.push(saying);
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::extract::testing;

    #[test]
    fn quotations_have_speakers() {
        let cases: [(&str, &[&str]); 9] = [
            (
                "“We will go,” Ada Crane said. “It is late.”",
                &["direct Ada Crane - “We will go,”", "direct Ada Crane - “It is late.”"],
            ),
            ("\"We will go,\" said Ada Crane.", &["direct Ada Crane - \"We will go,\""]),
            ("Ada Crane spoke. “We will go,” she said on Facebook.", &["direct Ada Crane Facebook “We will go,”"]),
            ("“We will go,” TASS quoted Ada Crane as saying.", &["direct Ada Crane TASS “We will go,”"]),
            ("“We will go,” Ada Crane said, according to TASS.", &["direct Ada Crane TASS “We will go,”"]),
            ("Ada Crane said that it was too late for talks.", &["indirect Ada Crane - it was too late for talks"]),
            (
                "It was too late for talks, Ada Crane was quoted as saying.",
                &["indirect Ada Crane - It was too late for talks"],
            ),
            ("It was too late for talks, according to Ada Crane.", &["indirect Ada Crane - It was too late for talks"]),
            ("The “big one” came late.", &[]),
        ];
        for (body, expected) in cases {
            let found: Vec<String> = testing::records(body)
                .quotes
                .iter()
                .map(|quote| {
                    let kind = serde_json::to_value(quote.kind).unwrap();
                    let speaker = quote.speaker.as_ref().map_or("-", |speaker| speaker.name.as_str());
                    let via = quote.via.as_deref().unwrap_or("-");
                    format!("{} {speaker} {via} {}", kind.as_str().unwrap(), quote.text)
                })
                .collect();
            assert_eq!(found, expected, "{body}");
        }
    }
}
