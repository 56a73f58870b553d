//! Words that are cut otherwise than the rules say: abbreviations keep their full stop, contractions fall in two.

/// Abbreviations that keep their full stop. Those whose last letters are upper case need no entry.
const ABBREVIATIONS: &[&str] = &[
    // Titles and ranks.
    "Adm.", "Dr.", "Gen.", "Gov.", "Messrs.", "Mr.", "Mrs.", "Ms.", "Prof.", "Rep.", "Rev.", "Sen.", "St.", "Jr.",
    "Ph.D.", "Mt.", // Companies.
    "Bros.", "Co.", "Corp.", "Inc.", "Ltd.", "co.", // Months.
    "Jan.", "Feb.", "Mar.", "Apr.", "Jun.", "Jul.", "Aug.", "Sep.", "Sept.", "Oct.", "Nov.", "Dec.",
    // States.
    "Ala.", "Ariz.", "Ark.", "Calif.", "Colo.", "Conn.", "Del.", "Fla.", "Ga.", "Ia.", "Id.", "Ill.", "Ind.", "Kan.",
    "Kans.", "Ky.", "La.", "Mass.", "Md.", "Mich.", "Minn.", "Miss.", "Mo.", "Mont.", "Neb.", "Nebr.", "Nev.", "Okla.",
    "Ore.", "Pa.", "Tenn.", "Va.", "Wash.", "Wis.", "Ak.", // Latin and times of day.
    "a.m.", "p.m.", "e.g.", "E.g.", "i.e.", "I.e.", "v.", "vs.", "v.s.",
];

/// Words with a slash or an apostrophe that stay whole.
const WHOLE: &[&str] = &[
    "and/or",
    "w/o",
    "ma'am",
    "ma’am",
    "o'clock",
    "o’clock",
    "'em",
    "’em",
    "y'all",
    "y’all",
    "'Cause",
    "'cause",
    "’cause",
    "''",
    "C++",
    "'S",
    "’S",
    "'s",
    "’s",
    "'re",
    "’re",
    "'ve",
    "’ve",
    "'ll",
    "’ll",
    "'m",
    "’m",
    "'d",
    "’d",
    "n't",
    "n’t",
];

/// Words that fall in two, with the length in bytes of the first part. Both parts are lower case; a capital at the
/// beginning is allowed.
const PAIRS: &[(&str, usize)] = &[
    ("cannot", 3),
    ("gonna", 3),
    ("gotta", 3),
    ("lemme", 3),
    ("dont", 2),
    ("wont", 2),
    ("cant", 2),
    ("doesnt", 4),
    ("didnt", 3),
    ("isnt", 2),
    ("arent", 3),
    ("wasnt", 3),
    ("couldnt", 5),
    ("wouldnt", 5),
    ("shouldnt", 6),
    ("hasnt", 3),
    ("havent", 4),
];

/// Verbs that "n't" can follow, as they stand before it.
const NEGATED: &[&str] = &[
    "ai", "are", "ca", "could", "dare", "did", "do", "does", "had", "has", "have", "is", "may", "might", "must",
    "need", "ought", "sha", "should", "was", "were", "wo", "would",
];

/// Words that shortened verbs can follow.
const SHORTENED: &[&str] = &[
    "i", "you", "he", "she", "it", "we", "they", "who", "what", "when", "where", "why", "how", "there", "that", "this",
    "those", "these", "let", "everyone", "somebody", "nobody", "could", "would", "should", "might", "must",
];

/// No exception is longer than this, in bytes; longer words need not be compared.
pub(super) const LONGEST: usize = 16;

/// What to do with a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exception {
    /// Leave it whole.
    Whole,
    /// Cut it after so many bytes.
    Cut(usize),
}

/// The exception that `word` is, if it is one.
pub(super) fn exception(word: &str) -> Option<Exception> {
    let bytes = word.as_bytes();
    if !(2..=LONGEST).contains(&bytes.len()) {
        return None;
    }
    if bytes.iter().all(u8::is_ascii_alphabetic) {
        // The pairs begin with few letters, and every second word of a text is shorter.
        if bytes.len() < 4 || !matches!(bytes[0] | 0x20, b'a' | b'c' | b'd' | b'g' | b'h' | b'i' | b'l' | b's' | b'w') {
            return None;
        }
        return PAIRS
            .iter()
            .find(|(pair, _)| pair.len() == bytes.len() && same_but_first(word, pair))
            .map(|&(_, cut)| Exception::Cut(cut));
    }
    if word.ends_with('.') {
        let whole = ABBREVIATIONS.contains(&word)
            || (bytes.len() == 2 && bytes[0].is_ascii_alphabetic())
            // Times of day stand right after their number too.
            || day_time(word);
        return whole.then_some(match word.bytes().position(|byte| !byte.is_ascii_digit()) {
            Some(cut @ 1..) => Exception::Cut(cut),
            _ => Exception::Whole,
        });
    }
    if let Some(cut) = word.bytes().position(|byte| !byte.is_ascii_digit())
        && (1..=2).contains(&cut)
        && matches!(&word[cut..], "am" | "pm")
    {
        return Some(Exception::Cut(cut));
    }
    if WHOLE.contains(&word) {
        return Some(Exception::Whole);
    }
    contraction(word).map(Exception::Cut)
}

/// Whether the word is a number of one or two digits with "a.m." or "p.m.".
fn day_time(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits) && matches!(&word[digits..], "a.m." | "p.m.")
}

/// Where a contraction is cut.
fn contraction(word: &str) -> Option<usize> {
    let apostrophe = word.find(['\'', '’'])?;
    let mark = if word.as_bytes()[apostrophe] == b'\'' { 1 } else { '’'.len_utf8() };
    let rest = &word[apostrophe + mark..];
    if rest.eq_ignore_ascii_case("t") {
        let verb = word[..apostrophe].strip_suffix(['n', 'N'])?;
        return NEGATED.iter().any(|negated| negated.eq_ignore_ascii_case(verb)).then_some(verb.len());
    }
    let verb = ["s", "re", "ve", "ll", "d", "m"].iter().any(|verb| verb.eq_ignore_ascii_case(rest));
    let stem = &word[..apostrophe];
    (verb && SHORTENED.iter().any(|short| short.eq_ignore_ascii_case(stem))).then_some(apostrophe)
}

/// Whether two words of the same length are the same, except that the first letter of `word` may be upper case.
fn same_but_first(word: &str, lower: &str) -> bool {
    let (word, lower) = (word.as_bytes(), lower.as_bytes());
    word[0].to_ascii_lowercase() == lower[0] && word[1..] == lower[1..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceptions_are_known() {
        use Exception::{Cut, Whole};
        for (word, expected) in [
            ("Gen.", Some(Whole)),
            ("gen.", None),
            ("J.", Some(Whole)),
            ("p.m.", Some(Whole)),
            ("8p.m.", Some(Cut(1))),
            ("11am", Some(Cut(2))),
            ("cannot", Some(Cut(3))),
            ("Cannot", Some(Cut(3))),
            ("canoes", None),
            ("don't", Some(Cut(2))),
            ("Don’t", Some(Cut(2))),
            ("WON'T", Some(Cut(2))),
            ("they’ve", Some(Cut(4))),
            ("Trump'd", None),
            ("and/or", Some(Whole)),
            ("a", None),
            ("", None),
        ] {
            assert_eq!(exception(word), expected, "{word}");
        }
    }
}
