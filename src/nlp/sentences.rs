//! The sentence splitter: a small classifier that is asked at every token that could end a sentence.
//!
//! It runs before the tagger and sees words only: the end of the token, the words around it, capitals, blanks, open
//! quotation marks and brackets, the length so far. A line break always ends a sentence, because bodies have one paragraph
//! a line. No sentence is longer than [`LIMIT`] tokens, so that what comes later takes bounded time for each.

use std::sync::LazyLock;

use super::document::Document;
use super::hash::{one, pair, small, spread, three, triple, two};
use super::table::Narrow;
use super::tagger::Edges;
use super::word::Word;

/// How many features a possible boundary has.
pub(crate) const FEATURES: usize = 30;

/// The longest sentence, in tokens.
pub const LIMIT: usize = 200;

/// What is open at a token, counted from the beginning of the paragraph or sentence.
#[derive(Clone, Copy, Default)]
pub(crate) struct Open {
    /// Straight quotation marks so far in this paragraph are odd.
    quote: bool,
    /// Curly quotation marks that are open in this paragraph.
    curly: bool,
    /// A bracket is open in this sentence.
    bracket: bool,
    /// Tokens of this sentence so far.
    length: usize,
}

/// Hashes of the words that open and close things.
pub(crate) struct Marks {
    quote: u64,
    curly: u64,
    uncurly: u64,
    bracket: u64,
    unbracket: u64,
    stop: u64,
}

impl Marks {
    pub(crate) fn new() -> Marks {
        let form = |text: &str| Word::new(text).form;
        Marks {
            quote: form("\""),
            curly: form("“"),
            uncurly: form("”"),
            bracket: form("("),
            unbracket: form(")"),
            stop: form("."),
        }
    }

    /// Whether a full stop stands before the closing curly quotation mark at `words[at]`, and a capital after it: `called it “a disgrace.”
    /// The premier`. Whoever speaks the quotation would follow a comma. The classifier is not asked about curly marks.
    fn end_quoted(&self, words: &[Word], at: usize) -> bool {
        words[at].form == self.uncurly
            && at.checked_sub(1).is_some_and(|before| words[before].form == self.stop)
            && words.get(at + 1).is_some_and(|next| next.has(Word::CAPITAL))
    }
}

static HOURS: LazyLock<Hours> = LazyLock::new(Hours::new);

/// Hashes of the words of `10 p.m. Wednesday` and `10 p.m. May 5`.
struct Hours {
    halves: [u64; 2],
    weekdays: [u64; 7],
    months: [u64; 16],
}

impl Hours {
    fn new() -> Hours {
        let form = |text: &str| Word::new(text).form;
        Hours {
            halves: ["a.m.", "p.m."].map(form),
            weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"].map(form),
            months: [
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
                "Jan.",
                "Feb.",
                "Oct.",
                "Dec.",
            ]
            .map(form),
        }
    }

    /// Whether the first of the words is the half of the day of an hour, and its day follows.
    fn go_on(&self, words: &[Word]) -> bool {
        let [half, day, ..] = words else { return false };
        self.halves.contains(&half.form)
            && (self.weekdays.contains(&day.form)
                || self.months.contains(&day.form) && words.get(2).is_some_and(|number| number.has(Word::DIGIT)))
    }
}

impl Open {
    /// After one more token.
    #[inline(always)]
    pub(crate) fn add(&mut self, word: &Word, marks: &Marks) {
        self.length += 1;
        if word.has(Word::MARK) {
            let form = word.form;
            self.quote ^= form == marks.quote;
            self.curly = (self.curly || form == marks.curly) && form != marks.uncurly;
            self.bracket = (self.bracket || form == marks.bracket) && form != marks.unbracket;
        }
    }

    /// After the end of a sentence.
    pub(crate) fn end_sentence(&mut self) {
        self.length = 0;
        self.bracket = false;
    }
}

/// Whether a sentence may end with this token: it has no letter or digit, or ends with a full stop.
#[inline(always)]
pub(crate) fn may_end(word: &Word) -> bool {
    word.has(Word::MARK | Word::STOP)
}

/// The features of a boundary after `words[at]`; `blank` says that one follows.
#[inline(always)]
pub(crate) fn features(words: &[Word], at: usize, blank: bool, open: Open, edges: &Edges) -> [u64; FEATURES] {
    let back = |steps: usize| at.checked_sub(steps).and_then(|i| words.get(i)).unwrap_or(&edges.before);
    let ahead = |steps: usize| words.get(at + steps).unwrap_or(&edges.after);
    let (word, b1, b2, a1, a2, a3) = (ahead(0), back(1), back(2), ahead(1), ahead(2), ahead(3));
    let state = u8::from(blank) | u8::from(open.quote) << 1 | u8::from(open.curly) << 2 | u8::from(open.bracket) << 3;
    let state = small(state);
    let length = open.length.min(40) as u8;
    let length = small(if length > 8 { 8 + length / 8 } else { length });
    let amb = |word: &Word| spread(u64::from(word.ambiguity));
    let kind = |word: &Word| small(word.flags & !Word::OUTSIDE);
    let base = pair(word.form, state);
    let cluster = |word: &Word| spread(u64::from(word.cluster));
    let (c_b1, c_a1, c_a2) = (cluster(b1), cluster(a1), cluster(a2));
    [
        one(1, base),
        two(2, base, b1.norm),
        two(3, base, a1.form),
        two(4, base, b1.shape),
        two(5, base, a1.shape),
        three(6, base, b1.norm, a1.form),
        three(7, base, b1.norm, a1.shape),
        three(8, base, b1.shape, a1.form),
        three(9, base, b1.shape, a1.shape),
        three(10, base, a1.form, a2.form),
        three(11, base, a1.shape, a2.shape),
        three(12, base, b1.form, b2.form),
        three(13, base, b1.shape, b2.shape),
        two(14, base, length),
        three(15, base, length, kind(a1)),
        three(16, base, triple(kind(a1), kind(a2), kind(b1)), pair(kind(b2), kind(a3))),
        two(17, base, amb(a1)),
        three(18, base, amb(a1), amb(a2)),
        three(19, base, amb(b1), amb(a1)),
        three(20, base, amb(b1), amb(b2)),
        two(21, base, pair(c_b1, c_a1)),
        two(22, base, pair(c_a1, c_a2)),
        three(23, base, b1.form, b1.shape),
        three(24, base, a2.form, a1.shape),
        three(25, base, a3.form, pair(a1.shape, a2.shape)),
        three(26, base, b2.form, pair(b1.shape, a1.shape)),
        two(27, word.form, pair(a1.norm, kind(a1))),
        two(28, word.form, pair(b1.shape, kind(a1))),
        two(29, word.form, length),
        three(30, state, kind(word), kind(a1)),
    ]
}

/// The trained splitter. The first class is no boundary, the second is one.
pub(crate) struct Splitter {
    pub(crate) table: Narrow,
}

impl Splitter {
    /// Finds the sentences of all tokens of `document` and lays the document out.
    pub(crate) fn split(&self, document: &mut Document) {
        let edges = Edges::new();
        let marks = Marks::new();
        let Document { spans, breaks, words, starts, .. } = document;
        starts.clear();
        if !words.is_empty() {
            starts.push(0);
        }
        let mut open = Open::default();
        let mut paragraph = 0;
        let mut paragraph_end = 0;
        for at in 0..words.len() {
            if at >= paragraph_end {
                paragraph = at;
                let more = breaks[at + 1..].iter().position(|&flag| flag);
                paragraph_end = more.map_or(words.len(), |more| at + 1 + more);
                open = Open::default();
            }
            open.add(&words[at], &marks);
            let last = at + 1 == paragraph_end;
            let ends = last
                || open.length >= LIMIT
                || (may_end(&words[at]) && {
                    let blank = spans[at].1 < spans[at + 1].0;
                    let within = &words[paragraph..paragraph_end];
                    let scores = self.table.score(&features(within, at - paragraph, blank, open, &edges));
                    scores[1] > scores[0] && !HOURS.go_on(&within[at - paragraph..])
                })
                || marks.end_quoted(&words[paragraph..paragraph_end], at - paragraph);
            if ends {
                starts.push(at as u32 + 1);
                open.end_sentence();
            }
        }
        document.lay_out();
    }
}
