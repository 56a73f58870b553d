//! Finds who says what: verbs of saying with their subjects, `according to`, and through which agency or medium.

use std::ops::Range;

use crate::nlp::Label;

use super::actors::Cast;
use super::lexicon::Lexicon;
use super::lexicon::attribution::PhraseKind;
use super::lexicon::words::class;
use super::quotes::Quoted;
use super::reading::Reading;
use super::text::{EntityKind, Mention, Text};

/// Somebody says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// The verb of saying.
    pub verb: Option<usize>,
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
    let reader = Reader { text, lexicon, cast, reading };
    let mut sayings = Vec::new();
    for token in reading.tokens.clone() {
        if text.is_verb(token) && lexicon.words.class(text.tokens[token].lemma) & class::SPEECH != 0 {
            sayings.extend(reader.saying(token));
        }
    }
    for token in reading.tokens.clone() {
        if text.of(token).eq_ignore_ascii_case("according") {
            reader.according(token, &mut sayings);
        }
    }
    sayings
}

struct Reader<'r> {
    text: &'r Text<'r>,
    lexicon: &'r Lexicon,
    cast: &'r Cast<'r>,
    reading: &'r Reading,
}

impl Reader<'_> {
    /// What the verb of saying `verb` tells.
    fn saying(&self, verb: usize) -> Option<Saying> {
        let text = self.text;
        let lemma = text.document.lemma(verb);
        let quoting = matches!(lemma, "quote" | "cite");
        // The `saying` of `quoted him as saying` belongs to `quoted`.
        let inside = text.label(verb) == Label::Pcomp
            && text
                .document
                .head(verb)
                .and_then(|preposition| text.document.head(preposition))
                .is_some_and(|above| matches!(text.document.lemma(above), "quote" | "cite"));
        if inside || text.label(verb) == Label::Acl || text.has_to(verb) {
            return None;
        }
        let heads = |head: Option<usize>| head.map(|head| self.reading.heads(text, head)).unwrap_or_default();
        let passive = text.is_passive(verb);
        let mut via = None;
        let mut speakers = heads(text.subject(verb));
        let mut telling = verb;
        if quoting {
            let (who, teller) =
                if passive { (speakers, heads(text.agent(verb))) } else { (heads(text.object(verb)), speakers) };
            via = teller
                .iter()
                .find(|mention| self.is_agency(mention))
                .map(|mention| self.cast.entities[mention.entity].name.clone());
            speakers = who;
            let as_saying = text.prepositions_with_clause(verb);
            telling = as_saying.unwrap_or(verb);
            if speakers.is_empty() {
                // `quoted Lee as saying` can be read as a clause: Lee is saying.
                speakers = heads(as_saying.and_then(|inner| text.child(inner, &[Label::Nsubj])));
            }
        } else if passive {
            return None;
        }
        let end = self.reading.tokens.end;
        if via.is_none() {
            via = self.medium(verb + 1..end.min(verb + 17));
        }
        let addressee = (lemma == "tell")
            .then(|| text.child(verb, &[Label::Dobj, Label::Dative]))
            .flatten()
            .and_then(|object| self.reading.heads(text, object).into_iter().next());
        let scope = self.scope(verb, telling);
        Some(Saying { verb: Some(verb), speakers, via, addressee, cue: verb..verb + 1, scope })
    }

    /// The words that are said: the complement clause, or what a quotation or comma sets apart before.
    fn scope(&self, verb: usize, telling: usize) -> Range<usize> {
        let (text, tokens) = (self.text, self.reading.tokens.clone());
        let begins = text.subject_phrase_start(verb).min(verb);
        let complement = text.child(telling, &[Label::Ccomp]).or_else(|| text.child(verb, &[Label::Ccomp]));
        if let Some(complement) = complement {
            let mut said = text.subtree(complement);
            if text.label(said.start) == Label::Mark {
                said.start += 1;
            }
            if said.start > verb {
                // `said that it has left and may return`: the second verb can be read as a second complement.
                let more = text.children.of(telling).filter(|&child| child > verb && text.label(child) == Label::Ccomp);
                let end = more.map(|child| text.subtree(child).end).max().unwrap_or(said.end);
                return said.start..end.max(said.end);
            }
            // `talks, he said, had failed`: all of the sentence but the cue.
            let last = if said.end > verb { tokens.end } else { begins };
            return said.start..last.max(said.start);
        }
        let quote_after = (verb + 1..tokens.end.min(verb + 12)).find(|&token| text.tokens[token].is_quote());
        if begins == tokens.start
            && let Some(start) = quote_after
        {
            return start..tokens.end;
        }
        let that = (verb + 1..tokens.end).find(|&token| text.label(token) == Label::Mark && text.of(token) == "that");
        if let Some(that) = that {
            return that + 1..tokens.end;
        }
        // The cue hangs inside of what it tells: `talks failed, he said`; but `after the talks, he continued to smile`.
        let adjunct = text.children.of(verb).any(|child| {
            text.subtree(child).contains(&tokens.start)
                && matches!(text.label(child), Label::Prep | Label::Advcl | Label::Advmod | Label::Npadvmod)
        });
        let quoted = begins.checked_sub(1).is_some_and(|before| text.tokens[before].is_quote());
        let acts = text.child(verb, &[Label::Xcomp, Label::Dobj]).is_some();
        if begins > tokens.start && before_comma_or_quote(text, begins) && (quoted || !adjunct && !acts) {
            return tokens.start..begins;
        }
        verb + 1..verb + 1
    }

    /// `according to`: a speaker, or the agency through which another is heard.
    fn according(&self, token: usize, sayings: &mut Vec<Saying>) {
        let (text, reading) = (self.text, self.reading);
        let end = reading.tokens.end.min(token + 12);
        let Some(to) = (token + 1..end.min(token + 3)).find(|&at| text.of(at) == "to") else { return };
        let Some(speaker) = text
            .child(to, &[Label::Pobj])
            .or_else(|| text.child(token, &[Label::Pobj]))
            .and_then(|head| reading.heads(text, head).into_iter().next())
            .or_else(|| {
                reading
                    .mentions
                    .iter()
                    .find(|mention| mention.tokens.start > to && mention.tokens.start <= to + 2)
                    .cloned()
            })
        else {
            return;
        };
        let agency = self.is_agency(&speaker);
        let name = self.cast.entities[speaker.entity].name.clone();
        match sayings.iter_mut().find(|saying: &&mut Saying| !saying.speakers.is_empty()) {
            Some(saying) if agency => saying.via = Some(name),
            _ => {
                let at_start = token == reading.tokens.start;
                let scope = if at_start { speaker.tokens.end..reading.tokens.end } else { reading.tokens.start..token };
                let cue = token..to + 1;
                sayings.push(Saying { verb: None, speakers: vec![speaker], via: None, addressee: None, cue, scope });
            }
        }
    }

    fn is_agency(&self, mention: &Mention) -> bool {
        self.cast.entities[mention.entity].kind == EntityKind::Agency
    }

    /// The medium named in `range`: `Twitter` of `on Twitter`.
    fn medium(&self, range: Range<usize>) -> Option<String> {
        let text = self.text;
        range.clone().find_map(|at| {
            let words = text.tokens.get(at..range.end)?.iter().map(|token| token.lower);
            match self.lexicon.cues.phrase(words) {
                Some((length, PhraseKind::Medium, _)) => {
                    let noun =
                        (at..at + length).find(|&token| !text.is(token, class::PREPOSITION | class::DETERMINER))?;
                    Some(text.span(&(noun..at + length)).of(text.body).to_owned())
                }
                _ => None,
            }
        })
    }
}

fn before_comma_or_quote(text: &Text<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| text.is_mark(before, ',') || text.tokens[before].is_quote())
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
