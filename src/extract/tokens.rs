//! The tokens of an article as the lexicon sees them: the words that the linguistic core has cut, each with its numbers.
//!
//! Everything after this compares numbers of words, never text.

use xxhash_rust::xxh3::xxh3_64;

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

/// The words that were looked up last, each with its tag: most words of a text are frequent, and are found here at once.
pub struct Recent {
    slots: Vec<(u64, Numbers)>,
}

/// What the vocabulary says of a token.
#[derive(Clone, Copy)]
struct Numbers {
    kind: Kind,
    lower: WordId,
    exact: WordId,
    lemma: WordId,
    class: Class,
    capital: bool,
}

impl Recent {
    const BITS: u32 = 12;
    /// How far the hashes of a word with two tags are apart.
    const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
}

impl Default for Recent {
    fn default() -> Recent {
        let none =
            Numbers { kind: Kind::Mark, lower: UNKNOWN, exact: UNKNOWN, lemma: UNKNOWN, class: 0, capital: false };
        Recent { slots: vec![(0, none); 1 << Recent::BITS] }
    }
}

/// The tokens of `document`, which was made from `body` and has lemmas. `recent` must always have been used with these `words`.
pub fn read(body: &str, document: &Document, words: &Vocabulary, recent: &mut Recent) -> Vec<Token> {
    let mut reader = Reader { document, words, fold: String::new(), singular: String::new() };
    let look = |index: usize| {
        let span = document.span(index);
        let text = span.of(body);
        // The hash stands for the word, as in the vocabulary. As a seed the tag would be too near to the letters of short words.
        let key = xxh3_64(text.as_bytes()).wrapping_add((document.tag(index) as u64).wrapping_mul(Recent::STEP));
        let slot = &mut recent.slots[(key >> (64 - Recent::BITS)) as usize];
        if slot.0 != key {
            *slot = (key, reader.look_up(text, index));
        }
        let Numbers { kind, lower, exact, lemma, class, capital } = slot.1;
        Token { span, kind, lower, exact, lemma, class, capital }
    };
    (0..document.len()).map(look).collect()
}

/// Looks words up.
struct Reader<'r> {
    document: &'r Document,
    words: &'r Vocabulary,
    fold: String,
    singular: String,
}

impl Reader<'_> {
    /// What is known of the token `index`, whose words are `text`.
    fn look_up(&mut self, text: &str, index: usize) -> Numbers {
        let Reader { document, words, fold, singular } = self;
        let kind = kind(text);
        let capital = text.chars().next().is_some_and(char::is_uppercase);
        if kind != Kind::Number && kind != Kind::Word && text != "'" && text != "’" {
            // Marks inside of names: hyphens, periods, ampersands.
            let exact = if matches!(kind, Kind::Mark) { words.id(text) } else { UNKNOWN };
            return Numbers { kind, lower: exact, exact, lemma: exact, class: 0, capital: false };
        }
        folded(text, true, fold);
        let lower = words.id(fold);
        let lemma_text = document.lemma(index);
        // Plurals that are nearly always plurals stay as they are in the core: `troops`, `arms`. The lexicon has singulars.
        let plural = matches!(document.tag(index), Tag::Nns | Tag::Nnps) && lemma_text.len() > 3;
        let stem = lemma_text.strip_suffix('s').filter(|_| plural);
        let lemma = match stem.map(|stem| words.id_folded(stem, singular)) {
            Some(known) if known != UNKNOWN => known,
            _ if lemma_text == *fold => lower,
            _ => match words.id_folded(lemma_text, fold) {
                // The core guesses the base form of a verb that it has never seen; the lexicon may know it.
                UNKNOWN if document.tag(index).is_verb() => known_base(lemma_text, words),
                lemma => lemma,
            },
        };
        let lemma = known_part(lemma_text, lemma, words);
        let exact = if capital {
            folded(text, false, fold);
            words.id(fold)
        } else {
            lower
        };
        Numbers { kind, lower, exact, lemma, class: words.class(lower), capital }
    }
}

/// The number of a word with `co-` or `re-` as the lexicon has it: `co-fund`, `cooperate`, `impose` for `re-impose`.
fn known_part(lemma: &str, known: WordId, words: &Vocabulary) -> WordId {
    let predicate = |id: WordId| words.class(id) & class::PREDICATE != 0;
    let Some((prefix, rest)) = split_prefix(lemma).filter(|_| !predicate(known)) else { return known };
    let joined = words.id(&lemma.replacen('-', "", 1));
    let again = if prefix == "re-" { words.id(rest) } else { UNKNOWN };
    [joined, again].into_iter().find(|&id| predicate(id)).unwrap_or(known)
}

/// The number of the base form of a verb that was cut too short or too long: `commut` for `commute`, `rebutt` for `rebut`, `gange`
/// for `gang`.
fn known_base(cut: &str, words: &Vocabulary) -> WordId {
    let longer = words.id(&format!("{cut}e"));
    if longer != UNKNOWN || !cut.is_ascii() || cut.len() < 4 {
        return longer;
    }
    let (last, before) = (cut.len() - 1, cut.len() - 2);
    let bytes = cut.as_bytes();
    if bytes[last] == bytes[before] || bytes[last] == b'e' { words.id(&cut[..last]) } else { UNKNOWN }
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
    use crate::nlp::Workspace;

    #[test]
    fn words_of_before_change_nothing() {
        let bodies = [
            "His raid hit them; they say he saw Mali.",
            "The saw hit his arm: a chapter of 12. He Left Chapter 12, say.",
            "He saw what they left, and said it.",
        ];
        testing::with_text("", |_, lexicon| {
            let (mut used, mut document) = (Recent::default(), Document::new());
            for body in bodies.iter().cycle().take(2 * bodies.len()) {
                testing::core().read(body, &[Span::new(0, body.len())], &mut document, &mut Workspace::default());
                let again = read(body, &document, &lexicon.words, &mut used);
                assert_eq!(again, read(body, &document, &lexicon.words, &mut Recent::default()), "{body}");
            }
        });
    }

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
