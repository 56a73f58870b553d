//! Hostile text for the linguistic core, and what must hold for every text that it has read.
//!
//! Shared by `tests/language.rs`, which tries a few hundred texts, and `examples/fuzz.rs`, which goes on for as long as it is told.

use std::ops::Range;

use dateline::nlp::{Core, Document, LONGEST_SENTENCE, Workspace};
use dateline::span::Span;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Words as the wire uses them, with the marks, abbreviations and figures that rules and models treat apart.
const WORDS: &[&str] = &[
    "the",
    "a",
    "of",
    "in",
    "that",
    "it",
    "its",
    "he",
    "who",
    "whose",
    "said",
    "says",
    "told",
    "was",
    "has",
    "been",
    "would",
    "could",
    "not",
    "and",
    "but",
    "or",
    "minister",
    "ministers",
    "troops",
    "police",
    "talks",
    "border",
    "ceasefire",
    "sanctions",
    "rebels",
    "shares",
    "bank",
    "profit",
    "denied",
    "warned",
    "crossed",
    "signed",
    "rose",
    "fell",
    "killed",
    "met",
    "Oslo",
    "Nairobi",
    "Lima",
    "France",
    "Kenya",
    "Peru",
    "Monday",
    "March",
    "NATO",
    "U.N.",
    "U.S.",
    "U.S.-led",
    "Mr.",
    "Gen.",
    "Inc.",
    "Ltd",
    "Corp",
    "p.m.",
    "e.g.",
    "D-Mass.",
    "No.",
    "don't",
    "can’t",
    "cannot",
    "it’s",
    "bank's",
    "ministers'",
    "O'Neill",
    "al-Hariri",
    "Müller",
    "Évian",
    "north-west",
    "and/or",
    "state-run",
    "1987",
    "10-15",
    "3-1/2",
    "4.5",
    "1,250,000",
    "$5",
    "US$1.5-billion",
    "£3m",
    "€20",
    "5%",
    "10km",
    "8:30",
    "12/05/1996",
    "G-7",
    "B-52s",
    "1st",
    "https://example.org/a-b?c=d#e",
    "www.example.com/x",
    "desk@news.example.org",
    "@someone",
    "#tag",
    "...",
    "--",
    "—",
    "“",
    "”",
    "\"",
    "''",
    "``",
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    ";",
    ":",
    "?",
    "!",
    "?!",
    "“No,”",
    "(Reuters)",
    ".\"",
    ",”",
];

/// Characters from corners of Unicode: ranges of scalar values, first and last.
const CORNERS: &[(u32, u32)] = &[
    (0x00, 0x1F),       // controls
    (0x20, 0x7E),       // ASCII
    (0x7F, 0x9F),       // more controls
    (0xA0, 0xFF),       // Latin-1, with the blank that does not break and the soft hyphen
    (0x130, 0x131),     // letters whose lower case is longer, or shorter
    (0x1C4, 0x1CC),     // letters in title case
    (0x2B0, 0x2FF),     // modifiers
    (0x300, 0x36F),     // combining marks
    (0x370, 0x3FF),     // Greek
    (0x400, 0x4FF),     // Cyrillic
    (0x590, 0x6FF),     // Hebrew and Arabic
    (0x900, 0x97F),     // Devanagari
    (0xE00, 0xE7F),     // Thai
    (0x1100, 0x11FF),   // parts of Hangul
    (0x1E00, 0x1EFF),   // more Latin
    (0x1680, 0x1680),   // a blank
    (0x2000, 0x200F),   // blanks, zero widths, directions
    (0x2010, 0x2027),   // dashes, quotation marks, points
    (0x2028, 0x202F),   // separators of lines, directions
    (0x2030, 0x206F),   // more marks
    (0x20A0, 0x20BF),   // currencies
    (0x2190, 0x2BFF),   // symbols
    (0x3000, 0x30FF),   // CJK marks, kana
    (0x4E00, 0x4FFF),   // Han
    (0xAC00, 0xACFF),   // Hangul
    (0xE000, 0xE0FF),   // private use
    (0xFDD0, 0xFDEF),   // no characters
    (0xFE00, 0xFE0F),   // variations
    (0xFEFF, 0xFF65),   // the byte order mark, wide forms
    (0xFFF0, 0xFFFF),   // specials
    (0x1D400, 0x1D4FF), // mathematical letters
    (0x1F1E6, 0x1F1FF), // flags
    (0x1F300, 0x1FAFF), // pictures
    (0xE0001, 0xE007F), // tags
    (0x10FFF0, 0x10FFFF),
];

/// Marks that open, close, separate or join.
const MARKS: &str = "\"'`´‘’‚“”„«»‹›()[]{}<>（）「」【】.,;:!?…·-–—‐_/\\|@#$%&*+=~^§¶°©™\u{AD}\u{200B}\u{200D}\u{FEFF}\n\r\t \u{A0}\u{2028}\u{2029}\u{85}";

fn corner() -> impl Strategy<Value = char> {
    select(CORNERS).prop_flat_map(|(first, last)| (first..=last).prop_map(|value| char::from_u32(value).unwrap_or(' ')))
}

/// A few characters, or a word.
fn piece() -> impl Strategy<Value = String> {
    let marks: Vec<char> = MARKS.chars().collect();
    prop_oneof![
        4 => select(WORDS).prop_map(str::to_owned),
        2 => select(marks).prop_map(String::from),
        2 => corner().prop_map(String::from),
        1 => any::<char>().prop_map(String::from),
        1 => vec(corner(), 1..6).prop_map(String::from_iter),
        1 => "[0-9]{1,9}([.,:/-][0-9]{1,4}){0,3}",
        1 => "(https?://|www\\.|)[a-z]{1,8}(\\.[a-z]{2,4}){1,3}(/[a-zA-Z0-9%?&=#.-]{0,9}){0,3}",
        1 => "[A-Za-zÀ-ÿ]{1,40}",
    ]
}

/// Words with a blank between most of them.
fn prose() -> impl Strategy<Value = String> {
    let blank = prop_oneof![20 => Just(" "), 2 => Just(""), 1 => Just("\n"), 1 => Just("  "), 1 => Just("\u{A0}")];
    vec((select(WORDS), blank), 1..80)
        .prop_map(|words| words.into_iter().flat_map(|(word, blank)| [word, blank]).collect())
}

/// One change of a text.
#[derive(Clone, Debug)]
enum Change {
    Remove(Index),
    Insert(Index, String),
    Repeat(Index, usize),
    Swap(Index, Index),
    Case(Index),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        any::<Index>().prop_map(Change::Remove),
        (any::<Index>(), piece()).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (any::<Index>(), 2..300usize).prop_map(|(at, count)| Change::Repeat(at, count)),
        (any::<Index>(), any::<Index>()).prop_map(|(left, right)| Change::Swap(left, right)),
        any::<Index>().prop_map(Change::Case),
    ]
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for change in changes {
        if characters.is_empty() {
            break;
        }
        let place = |index: &Index| index.index(characters.len());
        match change {
            Change::Remove(at) => {
                characters.remove(place(at));
            }
            Change::Insert(at, piece) => {
                let at = place(at);
                characters.splice(at..at, piece.chars());
            }
            Change::Repeat(at, count) => {
                let at = place(at);
                characters.splice(at..at, std::iter::repeat_n(characters[at], *count).collect::<Vec<_>>());
            }
            Change::Swap(left, right) => {
                let (left, right) = (place(left), place(right));
                characters.swap(left, right);
            }
            Change::Case(at) => {
                let at = place(at);
                let other: Vec<char> = match characters[at] {
                    upper if upper.is_uppercase() => upper.to_lowercase().collect(),
                    lower => lower.to_uppercase().collect(),
                };
                characters.splice(at..at + 1, other);
            }
        }
    }
    characters.into_iter().collect()
}

/// Texts of all kinds, from nothing to a few thousand characters.
pub fn text() -> impl Strategy<Value = String> {
    let run = || (piece(), 1..400usize).prop_map(|(piece, count)| piece.repeat(count));
    let mixed = prop_oneof![12 => piece(), 1 => run(), 3 => Just(" ".to_owned())];
    prop_oneof![
        3 => vec(mixed, 0..60).prop_map(|pieces| pieces.concat()),
        4 => (prose(), vec(change(), 0..12)).prop_map(|(text, changes)| changed(&text, &changes)),
        1 => vec(any::<char>(), 0..120).prop_map(String::from_iter),
        1 => vec(corner(), 0..120).prop_map(String::from_iter),
        1 => vec(run(), 1..4).prop_map(|runs| runs.concat()),
    ]
}

/// Reads texts with buffers that are used again and again, and checks what comes out.
pub struct Reader {
    core: Core,
    /// What the last text was read into.
    pub document: Document,
    workspace: Workspace,
}

impl Reader {
    /// A reader with the models of the binary.
    pub fn new() -> Reader {
        let core = Core::english().expect("the models of the binary can be read");
        Reader { core, document: Document::new(), workspace: Workspace::default() }
    }

    /// Reads all of `text`, and then in two parts what is before and behind its middle. Says which promise was broken, if any.
    pub fn check(&mut self, text: &str) -> Result<(), String> {
        self.check_parts(text, &[Span::new(0, text.len())])?;
        let middle = (0..=text.len() / 2).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        self.check_parts(text, &[Span::new(0, middle), Span::new(middle, text.len())])
    }

    fn check_parts(&mut self, text: &str, parts: &[Span]) -> Result<(), String> {
        self.core.read(text, parts, &mut self.document, &mut self.workspace);
        check_tokens(text, parts, &self.document)?;
        check_sentences(text, &self.document)?;
        check_trees(&self.document)?;
        check_entities(&self.document)
    }
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || character.is_control()
}

fn ensure(holds: bool, promise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(promise()) }
}

/// Tokens are in order, hold no blank, leave out nothing but blanks, and none crosses the end of a part.
fn check_tokens(text: &str, parts: &[Span], document: &Document) -> Result<(), String> {
    let blank = |range: Range<usize>| text.get(range).is_some_and(|between| between.chars().all(is_blank));
    let mut last = 0;
    for token in 0..document.len() {
        let span = document.span(token);
        ensure(span.start < span.end && blank(last..span.start), || format!("words before {span:?} are in no token"))?;
        let inside = text.get(span.start..span.end);
        ensure(inside.is_some_and(|form| !form.contains(is_blank)), || format!("{span:?} is no run of characters"))?;
        ensure(parts.iter().any(|part| part.contains(span)), || format!("{span:?} crosses the end of a part"))?;
        ensure(!document.lemma(token).is_empty(), || format!("no lemma at {span:?}"))?;
        ensure(document.token_at(span.start) == token, || format!("{span:?} is not found by its place"))?;
        last = span.end;
    }
    ensure(blank(last..text.len()), || "words at the end are in no token".to_owned())
}

/// Sentences follow one another, hold all tokens, are of limited length, and none crosses a line.
fn check_sentences(text: &str, document: &Document) -> Result<(), String> {
    let mut next = 0;
    for (number, sentence) in document.sentences().enumerate() {
        ensure(sentence.start == next, || format!("sentence {number} does not begin at token {next}"))?;
        ensure((1..=LONGEST_SENTENCE).contains(&sentence.len()), || format!("sentence {number} is too long"))?;
        ensure(sentence.clone().all(|token| document.sentence_of(token) == number), || {
            format!("a token of sentence {number} says it is of another")
        })?;
        let span = document.span_of(sentence.clone());
        ensure(!span.of(text).contains(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}']), || {
            format!("sentence {number} crosses a line")
        })?;
        next = sentence.end;
    }
    ensure(next == document.len(), || "tokens at the end are in no sentence".to_owned())
}

/// The heads of every sentence make one tree with one root.
fn check_trees(document: &Document) -> Result<(), String> {
    for (number, sentence) in document.sentences().enumerate() {
        ensure(document.is_parsed(number), || format!("sentence {number} has no tree"))?;
        let roots = sentence.clone().filter(|&token| document.head(token).is_none()).count();
        ensure(roots == 1, || format!("sentence {number} has {roots} roots"))?;
        for token in sentence.clone() {
            let mut above = token;
            let mut steps = 0;
            while let Some(head) = document.head(above) {
                ensure(sentence.contains(&head), || format!("token {above} has its head in another sentence"))?;
                steps += 1;
                ensure(steps < sentence.len(), || format!("token {token} hangs in a circle"))?;
                above = head;
            }
        }
    }
    Ok(())
}

/// Entities are in order, do not overlap, stay within sentences, and tokens know theirs.
fn check_entities(document: &Document) -> Result<(), String> {
    let mut last = 0;
    let mut inside = 0;
    for entity in document.entities() {
        ensure(last <= entity.start && entity.start < entity.end, || format!("{entity:?} is out of order"))?;
        let (first, end) = (document.sentence_of(entity.start), document.sentence_of(entity.end - 1));
        ensure(first == end, || format!("{entity:?} crosses the end of a sentence"))?;
        ensure(entity.tokens().all(|token| document.entity_at(token) == Some(entity)), || {
            format!("tokens of {entity:?} do not know it")
        })?;
        last = entity.end;
        inside += entity.tokens().len();
    }
    let know = (0..document.len()).filter(|&token| document.entity_at(token).is_some()).count();
    ensure(know == inside, || format!("{know} tokens say they are in entities, but {inside} are"))
}
