//! The tokens of an article as the lexicon sees them: the words that the linguistic core has cut, each with its numbers.
//!
//! Everything after this compares numbers of words, never text.

use crate::nlp::{Document, Tag, split_prefix};
use crate::span::Span;

use super::lexicon::words::{Class, UNKNOWN, Vocabulary, WordId, class};

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters, with whatever the core leaves inside.
    Word,
    /// It begins with a digit.
    Number,
    /// `“`
    Open,
    /// `”`
    Close,
    /// `"`, which can be either.
    Straight,
    /// Any other characters.
    Mark,
}

/// A token of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its bytes in the body.
    pub span: Span,
    /// What it is made of.
    pub kind: Kind,
    /// The number of the lower-cased word.
    pub lower: WordId,
    /// The number of the word as it stands, as names are looked up.
    pub exact: WordId,
    /// The number of its base form in lower case.
    pub lemma: WordId,
    /// What the lower-cased word can be.
    pub class: Class,
    /// Whether its first letter is a capital.
    pub capital: bool,
}

impl Token {
    /// Whether it can be any of `classes`.
    pub fn is(&self, classes: Class) -> bool {
        self.class & classes != 0
    }

    /// Whether it begins with the character `mark`, which no word begins with.
    pub fn is_mark(&self, body: &str, mark: char) -> bool {
        self.kind == Kind::Mark && self.span.of(body).starts_with(mark)
    }

    /// Whether it opens or closes a quotation.
    pub fn is_quote(&self) -> bool {
        matches!(self.kind, Kind::Open | Kind::Close | Kind::Straight)
    }
}

/// The tokens of `document`, which was made from `body` and has lemmas.
pub fn read(body: &str, document: &Document, words: &Vocabulary) -> Vec<Token> {
    let (mut fold, mut singular_fold) = (String::new(), String::new());
    let mut tokens = Vec::with_capacity(document.len());
    for index in 0..document.len() {
        let span = document.span(index);
        let text = span.of(body);
        let kind = kind(text);
        let capital = text.chars().next().is_some_and(char::is_uppercase);
        if kind == Kind::Number || kind == Kind::Word || text == "'" || text == "’" {
            folded(text, true, &mut fold);
            let lower = words.id(&fold);
            let lemma_text = document.lemma(index);
            // Plurals that are nearly always plurals stay as they are in the core: `troops`, `arms`. The lexicon has singulars.
            let plural = matches!(document.tag(index), Tag::Nns | Tag::Nnps) && lemma_text.len() > 3;
            let singular = lemma_text.strip_suffix('s').filter(|_| plural);
            let lemma = match singular.map(|singular| words.id_folded(singular, &mut singular_fold)) {
                Some(known) if known != UNKNOWN => known,
                _ if lemma_text == fold => lower,
                _ => match words.id_folded(lemma_text, &mut fold) {
                    // The core guesses the base form of a verb that it has never seen; the lexicon may know it.
                    UNKNOWN if document.tag(index).is_verb() => known_base(lemma_text, words),
                    lemma => lemma,
                },
            };
            let lemma = known_part(lemma_text, lemma, words);
            let exact = if capital {
                folded(text, false, &mut fold);
                words.id(&fold)
            } else {
                lower
            };
            tokens.push(Token { span, kind, lower, exact, lemma, class: words.class(lower), capital });
        } else {
            // Marks inside of names: hyphens, periods, ampersands.
            let exact = if matches!(kind, Kind::Mark) { words.id(text) } else { UNKNOWN };
            tokens.push(Token { span, kind, lower: exact, exact, lemma: exact, class: 0, capital: false });
        }
    }
    tokens
}

/// The number of a word with `co-` or `re-` as the lexicon has it: `co-fund`, `cooperate`, `impose` for `re-impose`.
fn known_part(lemma: &str, known: WordId, words: &Vocabulary) -> WordId {
    let predicate = |id: WordId| words.class(id) & class::PREDICATE != 0;
    let Some((prefix, rest)) = split_prefix(lemma).filter(|_| !predicate(known)) else { return known };
    let joined = words.id(&lemma.replacen('-', "", 1));
    let again = if prefix == "re-" { words.id(rest) } else { UNKNOWN };
    [joined, again].into_iter().find(|&id| predicate(id)).unwrap_or(known)
}

/// The number of the base form of a verb that was cut too short or too long: `commut` for `commute`, `rebutt` for `rebut`.
fn known_base(cut: &str, words: &Vocabulary) -> WordId {
    let longer = words.id(&format!("{cut}e"));
    if longer != UNKNOWN || !cut.is_ascii() || cut.len() < 4 {
        return longer;
    }
    let (last, before) = (cut.len() - 1, cut.len() - 2);
    if cut.as_bytes()[last] == cut.as_bytes()[before] { words.id(&cut[..last]) } else { UNKNOWN }
}

fn kind(text: &str) -> Kind {
    let mut characters = text.chars();
    match characters.next() {
        Some('“' | '„' | '«') => Kind::Open,
        Some('”' | '»') => Kind::Close,
        Some('"') => Kind::Straight,
        Some('`') if text == "``" => Kind::Open,
        Some('\'') if text == "''" => Kind::Close,
        Some(first) if first.is_ascii_digit() => Kind::Number,
        Some(first) if first.is_alphanumeric() => Kind::Word,
        // Clitics, and marks before letters: 's, 'll, @name.
        Some(_) if characters.next().is_some_and(char::is_alphabetic) => Kind::Word,
        _ => Kind::Mark,
    }
}

/// `text` with straight apostrophes, and in lower case if `lower`.
pub fn folded(text: &str, lower: bool, into: &mut String) {
    into.clear();
    if text.is_ascii() {
        into.push_str(text);
        if lower {
            into.make_ascii_lowercase();
        }
        return;
    }
    for character in text.chars() {
        match character {
            '’' => into.push('\''),
            '‑' => into.push('-'),
            _ if lower && character.is_ascii() => into.push(character.to_ascii_lowercase()),
            _ if lower => into.extend(character.to_lowercase()),
            _ => into.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing;

    #[test]
    fn tokens_know_their_words() {
        let body = "Moscow’s “armies” attacked 90,000 -- 'It is' \"so\".";
        testing::with_text(body, |text, lexicon| {
            let kinds: Vec<Kind> = text.tokens.iter().map(|token| token.kind).collect();
            use Kind::*;
            let expected = [
                Word, Word, Open, Word, Close, Word, Number, Mark, Mark, Word, Word, Mark, Straight, Word, Straight,
                Mark,
            ];
            assert_eq!(kinds, expected);
            assert_eq!(lexicon.words.text(text.tokens[3].lemma), "army");
            assert_eq!(lexicon.words.text(text.tokens[5].lemma), "attack");
            assert_eq!(lexicon.words.text(text.tokens[0].exact), "Moscow");
        });
    }
}
