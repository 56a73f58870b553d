//! The credit line: `(Reporting by Jane Doe; Editing by John Roe)`.
//!
//! It stands at the end, in one paragraph or several, in brackets or not, and often with its line breaks lost, so that a name
//! and the next role are one word (`DoeEditing by`). It names people who have nothing to do with the story, so no word of it
//! may be read as prose.

use crate::article::Credits;

use super::agency::Names;

/// One stretch of credits, a role and its names.
struct Role {
    /// Where the words of the role begin and where those of the names begin, in bytes.
    start: usize,
    names: usize,
    reporting: bool,
    additional: bool,
    writing: bool,
    editing: bool,
}

/// Where the credits of `paragraph` begin, if it holds any: 0 where it is all credits, more where they follow the last
/// sentence.
pub fn find(paragraph: &str) -> Option<usize> {
    // Credits are not longer than this; a longer paragraph can only end in them.
    let skipped = paragraph.len() - super::typography::tail(paragraph, LONGEST).len();
    find_within(&paragraph[skipped..]).map(|at| skipped + at).filter(|at| *at > 0 || skipped == 0)
}

/// The longest credits, in bytes.
const LONGEST: usize = 3000;

fn find_within(paragraph: &str) -> Option<usize> {
    let lead =
        paragraph.len() - paragraph.trim_start_matches(['(', '[', '*', '-', '–', '—', '_', ' ', '.', '/', ';']).len();
    // `Reporting by`: each role but one that opens the paragraph has a `by`, and that after `-ing` or `-ed`.
    let opens = role_word(paragraph[lead..].split([' ', ':']).next().unwrap_or("")).is_some();
    if !opens && !names_a_role(paragraph.as_bytes()) {
        return None;
    }
    let roles = roles(paragraph);
    let first = roles.first()?;
    if first.start == lead {
        return is_all_names(paragraph, &roles).then_some(0);
    }
    // After a sentence: in brackets, or straight after its end.
    for (index, role) in roles.iter().enumerate() {
        let before = paragraph[..role.start].trim_end();
        let bracket = before.ends_with(['(', '[']);
        let sentence = before.ends_with(['.', '!', '?', '”', '"', ')', '’'])
            && paragraph[role.start..].starts_with(char::is_uppercase);
        if (bracket || sentence) && is_all_names(paragraph, &roles[index..]) {
            return Some(if bracket { before.len() - 1 } else { role.start });
        }
    }
    None
}

/// Whether a `by` stands after the ending of a role, in any case.
fn names_a_role(text: &[u8]) -> bool {
    memchr::memchr2_iter(b'y', b'Y', text).any(|at| {
        at >= 5
            && text[at - 1].eq_ignore_ascii_case(&b'b')
            && text[at - 2] == b' '
            && matches!(text[at - 3], b'g' | b'G' | b'd' | b'D' | b'n' | b'N')
            && matches!(text.get(at + 1), Some(b' ' | b':'))
    })
}

/// Whether `paragraph` goes on with credits that an earlier one began: it names people and nothing else.
pub fn begins_open(paragraph: &str) -> bool {
    let opens = paragraph.matches('(').count();
    paragraph.starts_with('(') && opens > paragraph.matches(')').count()
}

/// Adds the names of `text`, which is credits, to `credits`.
pub fn read(text: &str, names: &Names, credits: &mut Credits) {
    let roles = roles(text);
    for (index, role) in roles.iter().enumerate() {
        let end = roles.get(index + 1).map_or(text.len(), |next| next.start);
        for name in people(&text[role.names..end], names) {
            if role.reporting && role.additional {
                push(&mut credits.additional_reporting, &name);
            } else if role.reporting {
                push(&mut credits.reporting, &name);
            }
            if role.writing {
                push(&mut credits.writing, &name);
            }
            if role.editing {
                push(&mut credits.editing, &name);
            }
        }
    }
}

fn push(list: &mut Vec<String>, name: &str) {
    if !list.iter().any(|known| known == name) {
        list.push(name.to_owned());
    }
}

/// More roles than any story has; the bound keeps nonsense from taking time.
const MOST: usize = 32;

/// The roles in `text`, in order: the words before each `by` (or colon).
fn roles(text: &str) -> Vec<Role> {
    let mut roles: Vec<Role> = Vec::new();
    let bytes = text.as_bytes();
    let mut from = 0;
    while roles.len() < MOST
        && let Some(found) = memchr::memchr3(b'b', b'B', b':', &bytes[from..])
    {
        let at = from + found;
        from = at + 1;
        let names = if bytes[at] == b':' {
            at + 1
        } else if text[at..].get(..2).is_some_and(|word| word.eq_ignore_ascii_case("by"))
            && text[..at].ends_with(' ')
            && text[at + 2..].starts_with([' ', ':'])
        {
            at + 3
        } else {
            continue;
        };
        let floor = roles.last().map_or(0, |role| role.names);
        if let Some(role) = role_before(text, floor, at, names) {
            roles.push(role);
            // The colon of `Reporting by: Jane Doe` is part of it.
            from = names;
        }
    }
    roles
}

/// The role whose words stand right before byte `at`.
fn role_before(text: &str, floor: usize, at: usize, names: usize) -> Option<Role> {
    let mut role = Role { start: at, names, reporting: false, additional: false, writing: false, editing: false };
    let mut seen = false;
    for _ in 0..7 {
        let before = text[floor..role.start].trim_end_matches([' ', ',']);
        let word_start = before.rfind([' ', '(', '[', '/', ';', '.', ',']).map_or(0, |at| at + 1);
        let word = &before[word_start..];
        let Some((length, kind)) = role_word(word) else { break };
        let whole = length == word.len();
        match kind {
            Kind::Reporting => role.reporting = true,
            Kind::Additional => role.additional = true,
            Kind::Writing => role.writing = true,
            Kind::Editing => role.editing = true,
            Kind::Other => {}
            // `and` joins roles only when another role stands before it.
            Kind::Joint => {
                let earlier = before[..word_start].trim_end_matches([' ', ',']);
                let earlier = &earlier[earlier.rfind([' ', '(', '[', '/', ';', '.']).map_or(0, |at| at + 1)..];
                if !seen || !matches!(role_word(earlier), Some((_, kind)) if kind != Kind::Joint) {
                    break;
                }
            }
        }
        seen |= kind != Kind::Joint;
        role.start = floor + before.len() - length;
        if !whole {
            break;
        }
    }
    let named = role.reporting
        || role.writing
        || role.editing
        || text[role.start..at].trim().to_ascii_lowercase().as_str() != "";
    (seen && named).then_some(role)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Reporting,
    Additional,
    Writing,
    Editing,
    /// Roles that records have no list for; they end the one before.
    Other,
    Joint,
}

/// The role word that `word` is, or ends in after a name it was fused with (`DoeEditing`); and its length.
fn role_word(word: &str) -> Option<(usize, Kind)> {
    const WORDS: [(&str, Kind); 24] = [
        ("reporting", Kind::Reporting),
        ("reported", Kind::Reporting),
        ("additional", Kind::Additional),
        ("further", Kind::Additional),
        ("writing", Kind::Writing),
        ("written", Kind::Writing),
        ("compiled", Kind::Writing),
        ("compiling", Kind::Writing),
        ("rewritten", Kind::Writing),
        ("editing", Kind::Editing),
        ("edited", Kind::Editing),
        ("graphic", Kind::Other),
        ("graphics", Kind::Other),
        ("photography", Kind::Other),
        ("translation", Kind::Other),
        ("translated", Kind::Other),
        ("translating", Kind::Other),
        ("research", Kind::Other),
        ("production", Kind::Other),
        ("produced", Kind::Other),
        ("video", Kind::Other),
        ("design", Kind::Other),
        ("and", Kind::Joint),
        ("&", Kind::Joint),
    ];
    // All role words end in one of these.
    if !matches!(
        word.as_bytes().last()?.to_ascii_lowercase(),
        b'g' | b'd' | b'l' | b'r' | b'n' | b'c' | b's' | b'y' | b'h' | b'o' | b'&'
    ) {
        return None;
    }
    for (role, kind) in WORDS {
        let Some(start) = word.len().checked_sub(role.len()) else { continue };
        let Some(tail) = word.get(start..) else { continue };
        if !tail.eq_ignore_ascii_case(role) {
            continue;
        }
        let fused = word[..start].chars().next_back();
        match fused {
            None => return Some((role.len(), kind)),
            // Fused words show the capital of the role after the small letter (or bracket) of the name.
            Some(before)
                if kind != Kind::Joint
                    && tail.starts_with(|c: char| c.is_ascii_uppercase())
                    && !before.is_uppercase() =>
            {
                return Some((role.len(), kind));
            }
            Some(_) => {}
        }
    }
    None
}

/// Whether what follows each role reads like names: not many words in small letters, and no sentence after it.
fn is_all_names(text: &str, roles: &[Role]) -> bool {
    let counted = roles.iter().any(|role| role.reporting || role.writing || role.editing);
    counted
        && roles.iter().enumerate().all(|(index, role)| {
            let end = roles.get(index + 1).map_or(text.len(), |next| next.start);
            let (mut small, mut large) = (0, 0);
            for word in text[role.names..end].split([' ', ',', ';']).filter(|word| !word.is_empty()) {
                match word {
                    "and" | "in" | "at" | "the" | "of" | "for" | "from" | "with" | "de" | "van" | "von" | "bin"
                    | "al" => {}
                    _ if word.contains('@') => {}
                    _ if word.starts_with(char::is_lowercase) => small += 1,
                    _ => large += 1,
                }
            }
            large > 0 && small * 3 <= large
        })
}

/// The people of a list, without the places they wrote from.
fn people(list: &str, names: &Names) -> Vec<String> {
    // What follows the bracket is no longer credits.
    let list = list.split([')', ']']).next().unwrap_or(list);
    let mut people = Vec::new();
    let mut placed = false;
    for part in
        list.split([',', ';', '\n', '|', '/']).flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" & "))
    {
        let part = part.trim().trim_start_matches("and ").trim_start_matches("by ");
        let part = part.trim_matches([' ', '.', '(', '[', '*', '-', '–', '—', ':', '"']);
        let mut name = part;
        let mut place = false;
        for word in [" in ", " from ", " at ", " for ", " of ", " with "] {
            if let Some((person, _)) = name.split_once(word) {
                name = person;
                place = true;
            }
        }
        let elsewhere = ["in ", "from ", "at ", "for ", "of "].iter().any(|word| part.starts_with(word));
        // `Jane Doe in Oslo and Bergen`: a city after a place is one more place.
        let is_place = elsewhere || names.is_city(name) && placed;
        placed = place || is_place;
        if is_place
            || name.is_empty()
            || names.agency(name).is_some()
            || name.contains('@')
            || !name.contains(char::is_alphabetic)
        {
            continue;
        }
        people.push(name.trim_end_matches("'s").trim().to_owned());
    }
    people
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credits(text: &str) -> Option<(usize, String)> {
        let start = find(text)?;
        let mut credits = Credits::default();
        read(&text[start..], &Names::new(), &mut credits);
        let list = |name: &str, names: &[String]| {
            if names.is_empty() { String::new() } else { format!("{name}={};", names.join("+")) }
        };
        Some((
            start,
            [
                list("r", &credits.reporting),
                list("a", &credits.additional_reporting),
                list("w", &credits.writing),
                list("e", &credits.editing),
            ]
            .concat(),
        ))
    }

    #[test]
    fn credit_lines() {
        for (text, start, expected) in [
            ("(Reporting by Jane Doe; Editing by John Roe)", 0, "r=Jane Doe;e=John Roe;"),
            ("Reporting by: Jane Doe; Editing by: John Roe", 0, "r=Jane Doe;e=John Roe;"),
            ("Reporting by Jane Doe and Ana Poe; editing by John Roe", 0, "r=Jane Doe+Ana Poe;e=John Roe;"),
            (
                "(Reporting by Jane DoeAdditional reporting by Ana PoeWriting by Max MoeEditing by John Roe, Tim Toe and Kim Koe)",
                0,
                "r=Jane Doe;a=Ana Poe;w=Max Moe;e=John Roe+Tim Toe+Kim Koe;",
            ),
            ("(Reporting By Jane Doe in Kyiv, Ana Poe in Oslo and Max Moe)", 0, "r=Jane Doe+Ana Poe+Max Moe;"),
            ("(Reporting by Jane Doe in Oslo and London; Editing by John Roe)", 0, "r=Jane Doe;e=John Roe;"),
            ("Compiled by Jane Doe; edited by John Roe", 0, "w=Jane Doe;e=John Roe;"),
            (
                "(Reporting and writing by Jane Doe; Additional reporting and editing by John Roe)",
                0,
                "r=Jane Doe;a=John Roe;w=Jane Doe;e=John Roe;",
            ),
            ("(Reporting by Jane Doe, Reuters; Graphics by Max Moe; Editing by John Roe)", 0, "r=Jane Doe;e=John Roe;"),
            (
                "(Additional reporting by Jane Doe, Writing by Ana Poe, Editing by John Roe)",
                0,
                "a=Jane Doe;w=Ana Poe;e=John Roe;",
            ),
            ("(Writing by Jane Doe, reporting by Ana Poe)", 0, "r=Ana Poe;w=Jane Doe;"),
            ("Reporting: Jane Doe; Editing: John Roe", 0, "r=Jane Doe;e=John Roe;"),
            ("He left on Monday. (Reporting by Jane Doe)", 19, "r=Jane Doe;"),
            ("“He left,” she said.Reporting by Jane Doe; Editing by John Roe", 24, "r=Jane Doe;e=John Roe;"),
            ("(Editing by Jane Doe) ((oslo.newsroom@a.example; +47 1))", 0, "e=Jane Doe;"),
            ("(Writing by Jane d’Arc and Seán Ó Poe)", 0, "w=Jane d’Arc+Seán Ó Poe;"),
        ] {
            assert_eq!(credits(text), Some((start, expected.to_owned())), "{text}");
        }
    }

    #[test]
    fn prose_is_no_credit() {
        for text in [
            "Reporting by the ministry on the state of the harbours has been slow for years, it said.",
            "The report was written by Jane Doe, who left the ministry in May.",
            "He was accused of writing by hand what others had edited by machine.",
            "Reporting rules were changed by the board.",
            "",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
