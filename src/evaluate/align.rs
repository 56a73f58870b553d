//! Ranges of a normalized body as ranges of the sentence that it was made of, and whether two ranges share a word that means
//! something. All in code points.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A half-open range of code points.
pub type Points = (usize, usize);

/// Words that say nothing about who is meant.
const STOP: [&str; 23] = [
    "the", "a", "an", "of", "and", "in", "to", "for", "on", "at", "by", "with", "its", "his", "her", "their", "'s",
    "’s", "some", "all", "former", "new", "two",
];

/// A way from a body to its sentence, word by word.
pub struct Alignment {
    /// The words of the body, each with its place in the sentence; none where both are the same.
    words: Option<Vec<(Points, Option<Points>)>>,
}

impl Alignment {
    /// Lays `body` beside the sentence `text`.
    pub fn new(body: &str, text: &str) -> Alignment {
        if body == text {
            return Alignment { words: None };
        }
        let (body, text) = (words(body), words(text));
        let [left, right] = [&body, &text].map(|words| words.iter().map(|(_, word)| word.as_str()).collect::<Vec<_>>());
        let mut places: Vec<(Points, Option<Points>)> = body.iter().map(|(at, _)| (*at, None)).collect();
        for step in capture_diff_slices(Algorithm::Myers, &left, &right) {
            if let DiffOp::Equal { old_index, new_index, len } = step {
                let theirs = text.iter().skip(new_index).take(len);
                for (place, (at, _)) in places.iter_mut().skip(old_index).zip(theirs) {
                    place.1 = Some(*at);
                }
            }
        }
        Alignment { words: Some(places) }
    }

    /// The range of the sentence that stands for a range of the body; none if the sentence has none of its words.
    pub fn range(&self, (start, end): Points) -> Option<Points> {
        let Some(words) = &self.words else { return Some((start, end)) };
        let within = words.iter().filter(|(word, _)| word.0 < end && start < word.1).filter_map(|(_, there)| *there);
        within.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)))
    }
}

/// Whether two ranges of `text` share a word that means something. A genitive ending is a word of its own.
pub fn share_a_word(text: &str, a: Points, b: Points) -> bool {
    let (start, end) = (a.0.max(b.0), a.1.min(b.1));
    let shared: Vec<char> = text.chars().skip(start).take(end.saturating_sub(start)).collect();
    let mut rest = shared.as_slice();
    loop {
        rest = match rest {
            [] => return false,
            ['\'' | '’', 's', after @ ..] => after,
            [first, after @ ..] if !in_word(*first) => after,
            _ => {
                let (word, after) = rest.split_at(rest.iter().position(|&c| !in_word(c)).unwrap_or(rest.len()));
                let word: String = word.iter().flat_map(|c| c.to_lowercase()).collect();
                if !STOP.contains(&word.as_str()) {
                    return true;
                }
                after
            }
        };
    }
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Words and single marks, in small letters and with plain quotation marks and dashes, because normalizing changes these.
fn words(text: &str) -> Vec<(Points, String)> {
    let mut words: Vec<(Points, String)> = Vec::new();
    let mut within = false;
    for (at, c) in text.chars().enumerate() {
        let continues = within && in_word(c);
        within = in_word(c);
        if c.is_whitespace() {
            continue;
        }
        let plain = match c {
            '“' | '”' => '"',
            '‘' | '’' => '\'',
            '–' | '—' => '-',
            other => other,
        };
        match words.last_mut().filter(|_| continues) {
            Some((place, word)) => {
                place.1 = at + 1;
                word.extend(plain.to_lowercase());
            }
            None => words.push(((at, at + 1), plain.to_lowercase().collect())),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range_of(text: &str, part: &str) -> Points {
        let start = text[..text.find(part).unwrap()].chars().count();
        (start, start + part.chars().count())
    }

    #[test]
    fn ranges_are_found_again_in_the_sentence() {
        let body = "\"Perú\" sent aid - to the north of Chad.";
        let text = "LIMA, May 3 –   “Perú”  sent  aid — to the\nnorth of Chad.";
        let alignment = Alignment::new(body, text);
        for words in ["Perú", "sent", "Chad"] {
            assert_eq!(alignment.range(range_of(body, words)), Some(range_of(text, words)), "{words}");
        }
        assert_eq!(alignment.range(range_of(body, "the north")), Some(range_of(text, "the\nnorth")));
        assert_eq!(Alignment::new("Chad Niger", "Niger").range((0, 4)), None);
        assert_eq!(Alignment::new("same", "same").range((1, 3)), Some((1, 3)));
    }

    #[test]
    fn shared_words_must_mean_something() {
        let text = "the former king of Chad's two armies";
        for (a, b, expected) in [
            ("the former king", "former king of", true),
            ("the former king", "the former", false),
            ("king of", "of Chad", false),
            ("Chad's", "'s two", false),
            ("of Chad's", "Chad", true),
            ("king", "Chad", false),
        ] {
            assert_eq!(share_a_word(text, range_of(text, a), range_of(text, b)), expected, "{a} | {b}");
        }
    }
}
