//! Cuts text into words, numbers and punctuation.
//!
//! A token is what the other rules compare: clitics (`'s`, `n't`, `'ll`) are tokens of their own, hyphenated words
//! (`build-up`) and abbreviations with their periods (`U.S.`, `Gen.`) are one. One pass, no look-back beyond a word.

use crate::span::Span;

use super::lexicon::words::{Class, UNKNOWN, Vocabulary, Word, WordId};

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters, with hyphens and periods inside.
    Word,
    /// Digits, with `,` and `.` inside.
    Number,
    /// `“`
    Open,
    /// `”`
    Close,
    /// `"`, which can be either.
    Straight,
    /// Any other character.
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
    /// What the lexicon knows of the lower-cased word.
    pub word: Word,
    /// Whether its first letter is a capital.
    pub capital: bool,
}

impl Token {
    /// Whether it can be any of `classes`.
    pub fn is(&self, classes: Class) -> bool {
        self.word.class & classes != 0
    }

    /// Whether it is the single character `mark`.
    pub fn is_mark(&self, body: &str, mark: char) -> bool {
        self.kind == Kind::Mark && self.span.of(body).starts_with(mark)
    }

    /// Whether it opens or closes a quotation.
    pub fn is_quote(&self) -> bool {
        matches!(self.kind, Kind::Open | Kind::Close | Kind::Straight)
    }
}

/// Abbreviations whose period belongs to them, in lower case without it.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "maj", "capt", "sgt", "adm", "gov", "sen", "rep", "st", "jr",
    "sr", "inc", "corp", "ltd", "co", "vs", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct",
    "nov", "dec", "etc", "dept", "univ", "assn", "bros", "messrs", "hon", "rev", "mt", "ft", "lt-gen", "brig",
];

/// Appends the tokens of `span` of `body` to `tokens`.
pub fn tokenize(body: &str, span: Span, words: &Vocabulary, tokens: &mut Vec<Token>) {
    let mut fold = String::new();
    let mut at = span.start;
    while let Some(first) = body[at..span.end].chars().next() {
        let length = first.len_utf8();
        if first.is_whitespace() {
            at += length;
        } else if first.is_alphanumeric() {
            let end = word_end(&body[..span.end], at);
            let cut = clitic(&body[at..end]).map_or(end, |length| end - length);
            push(body, Span::new(at, cut), words, &mut fold, tokens);
            if cut < end {
                push(body, Span::new(cut, end), words, &mut fold, tokens);
            }
            at = end;
        } else {
            let end = if first == '.' && body[at..span.end].starts_with("...") { at + 3 } else { at + length };
            let kind = match first {
                '“' | '„' | '«' => Kind::Open,
                '”' | '»' => Kind::Close,
                '"' => Kind::Straight,
                _ => Kind::Mark,
            };
            // The apostrophe after a plural is a genitive.
            let genitive = matches!(first, '\'' | '’')
                && tokens.last().is_some_and(|last| {
                    last.kind == Kind::Word && last.span.end == at && body[..at].ends_with(['s', 'S', 'z'])
                });
            let lower = if genitive { words.id("'") } else { UNKNOWN };
            let token = Token {
                span: Span::new(at, end),
                kind,
                lower,
                exact: UNKNOWN,
                word: words.word(lower),
                capital: false,
            };
            tokens.push(token);
            at = end;
        }
    }
}

/// One past the word or number that starts at `at`.
fn word_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let mut end = rest.len();
    let mut before = ' ';
    let mut dotted = true; // every letter so far stands alone before a period: U.S, J
    let mut letters = 0;
    for (offset, character) in rest.char_indices() {
        let mut following = rest[offset + character.len_utf8()..].chars();
        let joins = match character {
            '-' | '‑' => following.next().is_some_and(char::is_alphanumeric) && before != '-',
            '\'' | '’' => before.is_alphabetic() && following.next().is_some_and(char::is_alphabetic),
            '&' => before.is_uppercase() && following.next().is_some_and(char::is_uppercase),
            ',' => before.is_ascii_digit() && following.next().is_some_and(|next| next.is_ascii_digit()),
            '/' => before.is_ascii_digit() && following.next().is_some_and(|next| next.is_ascii_digit()),
            '.' => {
                let next = following.next();
                let digits = before.is_ascii_digit() && next.is_some_and(|next| next.is_ascii_digit());
                let initials = dotted && letters == 1 && before.is_alphabetic();
                letters = 0;
                // The last period of initials belongs to them; a single small letter is no initial.
                digits || (initials && (next.is_some_and(char::is_alphabetic) || offset > 1 || before.is_uppercase()))
            }
            _ => {
                letters += 1;
                dotted &= letters == 1;
                character.is_alphanumeric() || is_combining(character)
            }
        };
        if !joins {
            end = offset;
            break;
        }
        before = character;
    }
    let word = &rest[..end];
    let abbreviation = rest[end..].starts_with('.')
        && word.len() <= 7
        && ABBREVIATIONS.iter().any(|known| known.eq_ignore_ascii_case(word));
    at + end + usize::from(abbreviation)
}

fn is_combining(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}')
        || unicode_normalization::char::is_combining_mark(character)
}

/// The length in bytes of the clitic that ends `word`, if there is one and it is not all of the word.
fn clitic(word: &str) -> Option<usize> {
    if !word.contains(['\'', '’']) {
        return None;
    }
    for clitic in
        ["'s", "’s", "'S", "’S", "n't", "n’t", "'ll", "’ll", "'re", "’re", "'ve", "’ve", "'d", "’d", "'m", "’m"]
    {
        if word.len() > clitic.len() && word.ends_with(clitic) {
            return Some(clitic.len());
        }
    }
    None
}

fn push(body: &str, span: Span, words: &Vocabulary, fold: &mut String, tokens: &mut Vec<Token>) {
    let text = span.of(body);
    let capital = text.chars().next().is_some_and(char::is_uppercase);
    let kind = if text.as_bytes()[0].is_ascii_digit() { Kind::Number } else { Kind::Word };
    folded(text, true, fold);
    let lower = words.id(fold);
    let exact = if capital || kind == Kind::Number || text.len() != text.trim_end_matches('.').len() {
        folded(text, false, fold);
        words.id(fold)
    } else {
        lower
    };
    tokens.push(Token { span, kind, lower, exact, word: words.word(lower), capital });
}

/// `text` with straight apostrophes, and in lower case if `lower`.
pub fn folded(text: &str, lower: bool, into: &mut String) {
    into.clear();
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

    #[test]
    fn text_is_cut_into_tokens() {
        let cases = [
            ("He won't go.", "He|wo|n't|go|."),
            ("Moscow’s build-up, he said", "Moscow|’s|build-up|,|he|said"),
            ("The U.S. and U.N. met Gen. J. R. Smith.", "The|U.S.|and|U.N.|met|Gen.|J.|R.|Smith|."),
            ("It cost $3.5 million, or 90,000.", "It|cost|$|3.5|million|,|or|90,000|."),
            ("soldiers' camp", "soldiers|'|camp"),
            ("“Yes… well ...”", "“|Yes|…|well|...|”"),
            ("AT&T at 10.30", "AT&T|at|10.30"),
            ("a. The", "a|.|The"),
            ("d'Ivoire's O'Neill", "d'Ivoire|'s|O'Neill"),
            ("--x-- 'a'", "-|-|x|-|-|'|a|'"),
        ];
        let words = Vocabulary::default();
        for (text, expected) in cases {
            let mut tokens = Vec::new();
            tokenize(text, Span::new(0, text.len()), &words, &mut tokens);
            let found: Vec<&str> = tokens.iter().map(|token| token.span.of(text)).collect();
            assert_eq!(found.join("|"), expected);
        }
    }
}
