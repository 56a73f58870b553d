//! Finds how many: numbers with their bounds, their unit, the noun that they count and what is the matter with those who are
//! counted.
//!
//! [`number`] reads the numbers themselves, `at least 4,000`, `ten to twenty`, `dozens`; here they get unit and noun; [`state`]
//! says whether they are killed, arrested, marching. A bare number that counts nothing is a date, an age or a score, and is
//! left out.

mod number;
mod state;

use std::ops::Range;

use super::lexicon::Lexicon;
use super::lexicon::words::class;
use super::text::Text;
use super::tokens::Kind;
use crate::nlp::{Label, Tag};

use number::Number;

/// A number and what it counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuantityMention {
    /// Its tokens, from the bound to the noun.
    pub tokens: Range<usize>,
    /// The number, where it is one.
    pub value: Option<f64>,
    /// The least that it may be.
    pub low: Option<f64>,
    /// The most that it may be.
    pub high: Option<f64>,
    /// Currency or measure.
    pub unit: Option<String>,
    /// The token of the noun that it counts.
    pub of: Option<usize>,
    /// What is the matter with those who are counted: `killed`.
    pub state: Option<String>,
}

/// How many words may stand between a number and its noun.
const REACH: usize = 5;

/// The quantities among the tokens of `range`, in order; `taken` are the ranges of times, whose numbers are dates.
pub fn read(text: &Text<'_>, lexicon: &Lexicon, range: Range<usize>, taken: &[Range<usize>]) -> Vec<QuantityMention> {
    let reader = Reader { text, lexicon, range: range.clone() };
    let mut found: Vec<QuantityMention> = Vec::new();
    let mut taken = taken.iter().peekable();
    let mut at = range.start;
    while at < range.end {
        while taken.next_if(|time| time.end <= at).is_some() {}
        let quantity = match taken.peek() {
            Some(time) if time.contains(&at) => None,
            _ if text.tokens[at].kind != Kind::Number && !lexicon.quantities.begins(text.tokens[at].lower) => None,
            _ => reader.quantity(at).or_else(|| reader.nobody(at)),
        };
        let quantity = quantity.filter(|one| found.last().is_none_or(|last| last.tokens.end <= one.tokens.start));
        at = quantity.as_ref().map_or(at + 1, |quantity| quantity.tokens.end.max(at + 1));
        found.extend(quantity);
    }
    found
}

struct Reader<'r> {
    text: &'r Text<'r>,
    lexicon: &'r Lexicon,
    range: Range<usize>,
}

impl Reader<'_> {
    /// The quantity whose number begins at `at`.
    fn quantity(&self, at: usize) -> Option<QuantityMention> {
        let (text, words) = (self.text, &self.lexicon.quantities);
        let Number { tokens, value, low, high, vague } = number::read(text, words, at, &self.range)?;
        let (mut start, mut end) = (tokens.start, tokens.end);
        let mut quantity = QuantityMention { value, low, high, ..QuantityMention::default() };
        let sign = at.checked_sub(1).filter(|before| self.range.contains(before)).and_then(|before| self.unit(before));
        let sign = sign.filter(|_| text.of(at - 1).chars().next_back().is_some_and(|last| !last.is_alphabetic()));
        quantity.unit = sign.map(str::to_owned);
        start = start.min(at - usize::from(quantity.unit.is_some()));
        if quantity.unit.is_none()
            && let Some((unit, length)) = self.measure(end)
        {
            quantity.unit = Some(unit);
            end += length;
        }
        let last = tokens.end - 1;
        match quantity.unit {
            // `10,000 tonnes of wheat`.
            Some(_) => quantity.of = self.behind_of(end),
            None => {
                let one = quantity.value == Some(1.0);
                quantity.of = self.noun(last, end, vague, one).or_else(|| self.behind_of(end));
            }
        }
        let state = state::of(text, words, quantity.of, last);
        if quantity.unit.is_none() {
            quantity.state = state.map(str::to_owned);
        }
        end = quantity.of.map_or(end, |noun| noun + 1).max(end);
        if quantity.of.is_none() && quantity.unit.is_none() && words.state(self.lower(end), state::BEFORE).is_some() {
            // `12 dead`.
            quantity.of = Some(end);
            end += 1;
        }
        let one = quantity.value == Some(1.0) && text.of(at).eq_ignore_ascii_case("one");
        let counts = quantity.unit.is_some() || quantity.of.is_some() && !one || quantity.state.is_some();
        quantity.tokens = start..end;
        counts.then_some(quantity)
    }

    /// `no one was hurt`, `no casualties`: the number 0.
    fn nobody(&self, at: usize) -> Option<QuantityMention> {
        let (text, words) = (self.text, &self.lexicon.quantities);
        let stop = self.range.end.min(at + 3);
        let ahead: Vec<_> = text.tokens[at..stop].iter().map(|token| token.lower).collect();
        let length = words.none(&ahead)?;
        let last = at + length - 1;
        let noun = match length {
            1 => text.document.head(at).filter(|&head| head > at && head <= at + 3 && text.tag(head).is_noun()),
            _ => None,
        };
        let state = state::of(text, words, noun, last)?.to_owned();
        let tokens = at..noun.map_or(last, |noun| noun) + 1;
        Some(QuantityMention { tokens, value: Some(0.0), of: noun, state: Some(state), ..QuantityMention::default() })
    }

    fn lower(&self, token: usize) -> u32 {
        self.text.tokens.get(token).filter(|_| self.range.contains(&token)).map_or(0, |token| token.lower)
    }

    /// The unit that the token is.
    fn unit(&self, token: usize) -> Option<&str> {
        let known = self.text.tokens.get(token).filter(|_| self.range.contains(&token))?;
        let words = &self.lexicon.quantities;
        words.unit(known.lower).or_else(|| words.unit(known.lemma))
    }

    /// The unit after a number, with the number of its words: `percent`, `US dollars`, `per cent`.
    fn measure(&self, at: usize) -> Option<(String, usize)> {
        let text = self.text;
        if text.of(at) == "per" && text.of(at + 1) == "cent" && self.range.contains(&(at + 1)) {
            return Some(("%".to_owned(), 2));
        }
        match self.unit(at) {
            Some(unit) => Some((unit.to_owned(), 1)),
            // `5 billion US dollars`.
            None if text.tokens.get(at).is_some_and(|token| token.capital) => Some((self.unit(at + 1)?.to_owned(), 2)),
            None => None,
        }
    }

    /// The noun that the number ending at `last` counts; it stands at `end` or a few words later.
    fn noun(&self, last: usize, end: usize, vague: bool, one: bool) -> Option<usize> {
        let text = self.text;
        let near = end..self.range.end.min(end + REACH);
        let head = text.document.head(last).filter(|head| {
            let numeral = matches!(text.label(last), Label::Nummod | Label::Quantmod | Label::Amod | Label::Det);
            numeral && near.contains(head) && text.tag(*head).is_noun() && (one || self.is_plural(*head))
        });
        if head.is_some() {
            return head.filter(|&head| (end..head).all(|between| text.tokens[between].kind == Kind::Word));
        }
        if vague && text.of(end) == "of" {
            return None;
        }
        near.take_while(|&index| {
            let token = &text.tokens[index];
            token.kind == Kind::Word && !token.is(class::FUNCTION | class::GENITIVE | class::MONTH)
        })
        .find(|&index| self.is_plural(index))
    }

    /// The noun after `of`: `dozens of Libyan soldiers`.
    fn behind_of(&self, at: usize) -> Option<usize> {
        let text = self.text;
        if text.of(at) != "of" || !self.range.contains(&at) {
            return None;
        }
        if let Some(noun) =
            text.child(at, &[Label::Pobj]).filter(|&noun| noun <= at + REACH && text.tag(noun).is_noun())
        {
            return Some(noun);
        }
        let near = at + 1..self.range.end.min(at + 1 + REACH);
        near.take_while(|&index| text.tokens[index].kind == Kind::Word).find(|&index| self.is_plural(index))
    }

    fn is_plural(&self, token: usize) -> bool {
        let text = self.text;
        let word = text.of(token);
        matches!(text.tag(token), Tag::Nns | Tag::Nnps)
            || (word.ends_with('s') && !word.ends_with("ss") && word.len() > 3 && text.tag(token).is_noun())
            || self.lexicon.quantities.is_counted(text.tokens[token].lower)
            || self.lexicon.quantities.state(text.tokens[token].lower, state::BEFORE).is_some()
    }
}

#[cfg(test)]
mod tests;
