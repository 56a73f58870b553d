//! Reads actor and agent dictionaries in the format of TABARI and PETRARCH.
//!
//! Actors: a name with `_` between its words, `+` before each synonym, and codes in brackets, on the line of a name or on
//! lines of their own below; a code may be restricted to a time, as in `[RUSGOV >000507]`. Agents: a noun, its plural in
//! braces unless it is regular, a code that begins with `~`; `!SET!` stands for each word of a set that was defined by
//! `!SET! = MAN, MEN`. What follows `#` or `;` is a remark. The format is that of the PETRARCH manual and of the Phoenix
//! dictionaries. A line that cannot be understood is reported and passed over.

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::LexiconError;
use super::super::actors::is_code;
use super::super::inflect;
use super::{Agents, Names, Restricted, Sheet};

/// The entries of an actor dictionary.
pub fn actors(sheet: &Sheet<'_>, wrong: &mut Vec<LexiconError>) -> Vec<Names> {
    let mut entries: Vec<Names> = Vec::new();
    for (line, text) in lines(sheet.text) {
        let (name, codes) = text.split_at(text.find('[').unwrap_or(text.len()));
        let name = name.trim();
        if let Some(synonym) = name.strip_prefix('+') {
            match (entries.last_mut(), plain_name(synonym)) {
                (Some(entry), Ok(name)) => entry.names.push((line, name)),
                (None, _) => wrong.push(sheet.error(line, "a synonym, but no name stands before it")),
                (_, Err(what)) => wrong.push(sheet.error(line, what)),
            }
        } else if !name.is_empty() {
            let names = match plain_name(name) {
                Ok(name) => vec![(line, name)],
                Err(what) => {
                    wrong.push(sheet.error(line, what));
                    Vec::new()
                }
            };
            entries.push(Names { line, names, ..Names::default() });
        }
        for code in bracketed(codes) {
            match (entries.last_mut(), code.and_then(restricted)) {
                (Some(entry), Ok(code)) => entry.codes.push(code),
                (None, Ok(_)) => wrong.push(sheet.error(line, "a code, but no name stands before it")),
                (_, Err(what)) => wrong.push(sheet.error(line, what)),
            }
        }
    }
    entries.retain(|entry| {
        let coded = !entry.codes.is_empty();
        if let (false, Some((line, name))) = (coded, entry.names.first()) {
            wrong.push(sheet.error(*line, format!("no code for \"{name}\"")));
        }
        coded && !entry.names.is_empty()
    });
    entries
}

/// The entries of an agent dictionary.
pub fn agents(sheet: &Sheet<'_>, wrong: &mut Vec<LexiconError>) -> Vec<Agents> {
    let mut sets: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut entries = Vec::new();
    for (line, text) in lines(sheet.text) {
        if let Some((set, values)) = text.split_once('=').filter(|_| text.starts_with('!')) {
            sets.insert(set.trim(), values.split(',').map(str::trim).filter(|value| !value.is_empty()).collect());
            continue;
        }
        match agent(line, text, &sets) {
            Ok(found) => entries.push(found),
            Err(what) => wrong.push(sheet.error(line, what)),
        }
    }
    entries
}

fn agent(line: usize, text: &str, sets: &HashMap<&str, Vec<&str>>) -> Result<Agents, String> {
    let (noun, code) = text.split_once('[').ok_or("no code in brackets")?;
    let code = code.split(']').next().unwrap_or_default().trim();
    let code = code.strip_prefix('~').ok_or_else(|| format!("the code of an agent begins with ~, not \"{code}\""))?;
    check_code(code)?;
    let (noun, plural) = match noun.split_once('{') {
        Some((noun, plural)) => (noun, Some(plural.split('}').next().unwrap_or_default())),
        None => (noun, None),
    };
    let forms = match (noun.split('!').nth(1), plural) {
        (Some(name), _) => {
            let set = format!("!{name}!");
            let values = sets.get(set.as_str()).ok_or_else(|| format!("nothing says what {set} stands for"))?;
            values.iter().map(|value| plain(&noun.replace(&set, value))).collect()
        }
        (None, Some(plural)) => [plain(noun), plain(plural)].into_iter().filter(|form| !form.is_empty()).collect(),
        (None, None) => vec![plain(noun), inflect::plural(&plain(noun).to_lowercase())],
    };
    let forms: Vec<String> = forms.iter().map(|form| form.to_lowercase()).collect();
    match forms.iter().find(|form| form.contains(char::REPLACEMENT_CHARACTER) || form.contains('!')) {
        Some(form) => Err(format!("\"{form}\" is no noun")),
        None if forms.first().is_none_or(String::is_empty) => Err("no noun before the code".to_owned()),
        None => Ok(Agents { line, forms, code: code.to_owned(), person: None }),
    }
}

/// Lines with their numbers, without remarks and blank lines.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().filter_map(|(index, line)| {
        let line = line.split(['#', ';']).next().unwrap_or_default().trim();
        (!line.is_empty() && !line.starts_with("<!--")).then_some((index + 1, line))
    })
}

/// A name with spaces between its words.
fn plain_name(text: &str) -> Result<String, String> {
    let name = plain(text);
    if name.contains(['+', '{', '}', ']', '=']) {
        return Err(format!("\"{}\" is no name", text.trim()));
    }
    if name.contains(char::REPLACEMENT_CHARACTER) {
        return Err(format!("\"{name}\" has letters that are not UTF-8"));
    }
    if !name.contains(char::is_alphanumeric) {
        return Err(format!("\"{}\" has no letters", text.trim()));
    }
    Ok(name)
}

fn plain(text: &str) -> String {
    text.split(|c: char| c == '_' || c.is_whitespace()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What stands in each pair of brackets.
fn bracketed(text: &str) -> impl Iterator<Item = Result<&str, String>> {
    text.split('[').skip(1).map(|part| {
        let (code, after) = part.split_once(']').ok_or_else(|| format!("\"[{}\" is not closed", part.trim()))?;
        match after.trim() {
            "" => Ok(code.trim()),
            more => Err(format!("\"{more}\" after a code")),
        }
    })
}

fn check_code(code: &str) -> Result<(), String> {
    // The codes of some faiths have digits.
    let letters = code.replace(|c: char| c.is_ascii_digit(), "X");
    if is_code(&letters) { Ok(()) } else { Err(format!("\"{code}\" is no code of three-letter parts")) }
}

/// A code with the time that it is restricted to: `A`, `A <901231`, `A >901231`, `A 900101-901231`.
fn restricted(text: &str) -> Result<Restricted, String> {
    let (code, time) = text.split_at(text.find(|c: char| c.is_whitespace() || "<>".contains(c)).unwrap_or(text.len()));
    let code = if code.starts_with("--") {
        ""
    } else {
        check_code(code)?;
        code
    };
    let time: String = time.chars().filter(|c| !c.is_whitespace()).collect();
    let (from, to) = match time.split_at(time.find(|c: char| c.is_ascii_digit()).unwrap_or(time.len())) {
        ("", "") => (None, None),
        ("<", day) => (None, Some(date(day)?.saturating_sub(1.day()))),
        (">", day) => (Some(date(day)?), None),
        ("", days) => match days.split_once('-') {
            Some((first, last)) => (Some(date(first)?), Some(date(last)?)),
            None => (Some(date(days)?), Some(date(days)?)),
        },
        _ => return Err(format!("\"{time}\" is no time")),
    };
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        return Err(format!("\"{time}\" ends before it begins"));
    }
    Ok(Restricted { code: code.to_owned(), from, to, ..Restricted::default() })
}

/// A day as `YYMMDD`, where years below 30 are of this century, or as `YYYYMMDD`.
fn date(text: &str) -> Result<Date, String> {
    let wrong = || format!("\"{text}\" is no date; write YYMMDD or YYYYMMDD");
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    let number: u32 = text.parse().map_err(|_| wrong())?;
    let number = match text.len() {
        6 if number < 300_000 => number + 20_000_000,
        6 => number + 19_000_000,
        8 => number,
        _ => return Err(wrong()),
    };
    let (year, month, day) = ((number / 10_000) as i16, (number / 100 % 100) as i8, (number % 100) as i8);
    Date::new(year, month, day).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(entry: &Names) -> String {
        let names: Vec<&str> = entry.names.iter().map(|(_, name)| name.as_str()).collect();
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let codes: Vec<String> =
            entry.codes.iter().map(|code| format!("{} {}..{}", code.code, day(code.from), day(code.to))).collect();
        format!("{}: {}", names.join("|"), codes.join("|"))
    }

    #[test]
    fn actors_are_read_and_bad_lines_reported() {
        for (text, expected, remarks) in [
            ("FREEDONIA_ [FRE]\n+FREEDONIAN_\n", "FREEDONIA|FREEDONIAN: FRE ..", ""),
            ("# remark\nA_B_ ; stamp\n\t[FREGOV <900101] [FREELI]\n", "A B: FREGOV ..1989-12-31|FREELI ..", ""),
            (
                "A_B [X <9]\n\t[FREGOV 900101-20010203]\n",
                "A B: FREGOV 1990-01-01..2001-02-03",
                "d:1: \"X\" is no code of three-letter parts",
            ),
            ("A_B [FREGOV > 050607]\n", "A B: FREGOV 2005-06-07..", ""),
            ("A_B [---]\n", "A B:  ..", ""),
            ("A_B\nC_D [FRE]\n", "C D: FRE ..", "d:1: no code for \"A B\""),
            (
                "[FRE]\n+C\n",
                "",
                "d:1: a code, but no name stands before it|d:2: a synonym, but no name stands before it",
            ),
            (
                "A_B [FREGOV 900101-890101]\nC [FRE\n",
                "",
                "d:1: \"900101-890101\" ends before it begins|d:2: \"[FRE\" is not closed|d:1: no code for \"A B\"|d:2: no code for \"C\"",
            ),
            (
                "A [FREGOV 901301]\nB +C [FRE]\n",
                "",
                "d:1: \"901301\" is no date; write YYMMDD or YYYYMMDD|d:2: \"B +C\" is no name|d:1: no code for \"A\"",
            ),
        ] {
            let mut wrong = Vec::new();
            let entries = actors(&Sheet { file: "d", text }, &mut wrong);
            assert_eq!(entries.iter().map(shown).collect::<Vec<_>>().join("\n"), expected, "{text:?}");
            assert_eq!(wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("|"), remarks, "{text:?}");
        }
    }

    #[test]
    fn agents_are_read_with_their_plurals_and_sets() {
        let text = "!PERSON! = MAN, MEN\nFERRY!PERSON! [~LAB]\nTOLL_KEEPER [~GOV]\nWATCH {} [~COP]\nALDERMAN {ALDERMEN} [~GOVLEG]\n\
                    BAD [GOV]\nBAD\nBAD!X! [~GOV]\n [~GOV]\n";
        let mut wrong = Vec::new();
        let entries = agents(&Sheet { file: "d", text }, &mut wrong);
        let found: Vec<String> = entries.iter().map(|one| format!("{}={}", one.forms.join(";"), one.code)).collect();
        assert_eq!(
            found,
            ["ferryman;ferrymen=LAB", "toll keeper;toll keepers=GOV", "watch=COP", "alderman;aldermen=GOVLEG"]
        );
        let wrong: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        assert_eq!(
            wrong,
            [
                "d:6: the code of an agent begins with ~, not \"GOV\"",
                "d:7: no code in brackets",
                "d:8: nothing says what !X! stands for",
                "d:9: no noun before the code",
            ]
        );
    }
}
