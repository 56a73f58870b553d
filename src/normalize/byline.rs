//! Bylines: `By Jane Doe and John Roe, Reuters`, as a line of the text or as a field of the delivery.

use super::agency::Names;
use super::calendar;

/// The longest line that can be a byline, in bytes.
const LONGEST: usize = 200;

/// The authors that `line` names if it is a byline of its own, one name each; none if it is anything else.
pub fn find(line: &str, names: &Names) -> Option<Vec<String>> {
    let rest = ["By ", "BY ", "by ", "By: ", "BY: "].iter().find_map(|by| line.strip_prefix(by))?;
    // `By Jane Doe, Reuters.`
    let rest = rest
        .strip_suffix('.')
        .filter(|rest| rest.rsplit([',', ' ']).next().is_some_and(|last| names.agency(last).is_some()))
        .unwrap_or(rest);
    if line.len() > LONGEST || rest.ends_with(['.', '!', '?', ':']) && !rest.ends_with("Jr.") && !rest.ends_with("Sr.")
    {
        return None;
    }
    let signed = rest.split([',', '|', '/', ';']).skip(1).any(|part| names.agency(part).is_some() || is_position(part));
    let authors = people(rest, names);
    let people = authors.iter().all(|name| is_person(name, signed));
    let agency_only = authors.is_empty() && names.agency(rest).is_some();
    (agency_only || people && !authors.is_empty()).then_some(authors)
}

/// The authors in the bylines of a delivery, which may be names, whole bylines or lists, without repeats.
pub fn delivered(lines: &[String], names: &Names) -> Vec<String> {
    let mut authors = Vec::new();
    for line in lines {
        let line = super::typography::clean_line(line);
        let rest = ["By ", "BY ", "by "].iter().find_map(|by| line.strip_prefix(by)).unwrap_or(&line);
        for name in people(rest, names) {
            if !authors.contains(&name) {
                authors.push(name);
            }
        }
    }
    authors
}

/// The agency that a byline is signed with: `By Jane Doe, Reuters`.
pub fn agency(line: &str, names: &Names) -> Option<&'static str> {
    line.split([',', '|', '/', ';', '(', ')']).find_map(|part| {
        let part = part.trim();
        let part = ["of ", "for ", "By ", "by "].iter().find_map(|word| part.strip_prefix(word)).unwrap_or(part);
        names.agency(part).or_else(|| {
            let end = POSITIONS.iter().find_map(|position| part.strip_suffix(position))?;
            names.agency(end.trim().trim_end_matches(" Staff").trim_end_matches(" Business"))
        })
    })
}

/// The names in a list of people, without agencies and positions.
fn people(list: &str, names: &Names) -> Vec<String> {
    list.split([',', ';', '|', '/', '&', '\n'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" AND "))
        .map(|part| part.trim().trim_start_matches("and ").trim_start_matches("By ").trim())
        .map(|part| part.split_once(" of ").map_or(part, |(person, _)| person))
        .map(|part| part.split_once(" in ").map_or(part, |(person, _)| person))
        .map(|part| part.split(['(', '<', '@']).next().unwrap_or(part).trim())
        // `Jane Doe Reuters`
        .map(|part| {
            part.rsplit_once(' ')
                .filter(|(_, last)| names.agency(last) == Some("Reuters"))
                .map_or(part, |(name, _)| name)
        })
        .filter(|part| !part.is_empty() && names.agency(part).is_none() && !is_position(part) && !names.is_city(part))
        .map(str::to_owned)
        .collect()
}

/// What journalists are.
const POSITIONS: [&str; 14] = [
    "Writer",
    "Writers",
    "writer",
    "Correspondent",
    "correspondent",
    "Reporter",
    "reporter",
    "Editor",
    "editor",
    "Staff",
    "staff",
    "Columnist",
    "Analyst",
    "Service",
];

fn is_position(part: &str) -> bool {
    let part = part.trim();
    POSITIONS.iter().any(|position| part.ends_with(position))
        || part.starts_with("Special to ")
        || part.starts_with("of ")
        || part.starts_with("for ")
}

/// Whether `name` looks like that of a person: two to six words, each with a capital; any case where it is `signed`.
fn is_person(name: &str, signed: bool) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let lower = [
        "de", "da", "del", "der", "den", "van", "von", "al", "bin", "ibn", "el", "la", "le", "di", "du", "dos", "ten",
        "ter", "y", "e",
    ];
    words.len() <= 6
        && (words.len() >= 2 || signed)
        && !name.contains(|c: char| c.is_ascii_digit() || matches!(c, '"' | '“' | '$' | '%' | ':'))
        && words.iter().all(|word| signed || word.starts_with(char::is_uppercase) || lower.contains(word))
        && words.iter().all(|word| calendar::weekday(word).is_none() || word.len() == 3)
        // `By The End`: a heading.
        && !matches!(words[0], "The" | "A" | "An" | "This" | "That" | "Late" | "Early" | "Next" | "Last")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let names = Names::new();
        for (line, expected) in [
            ("By Jane Doe", Some(vec!["Jane Doe"])),
            ("By Jane Doe and John Roe", Some(vec!["Jane Doe", "John Roe"])),
            ("By JANE DOE, John Roe and Ana de la Cruz, Reuters", Some(vec!["JANE DOE", "John Roe", "Ana de la Cruz"])),
            ("By jane doe, Reuters", Some(vec!["jane doe"])),
            ("By JANE DOE, Associated Press Writer", Some(vec!["JANE DOE"])),
            ("By Jane Doe | AP", Some(vec!["Jane Doe"])),
            ("By Jane Doe in Oslo and John Roe", Some(vec!["Jane Doe", "John Roe"])),
            ("By The Associated Press", Some(vec![])),
            ("By Friday", None),
            ("By Friday, the army had left", None),
            ("By the end of the week all ships had sailed", None),
            ("By Jane Doe’s account the ships had sailed.", None),
            ("Byron Doe", None),
        ] {
            let expected = expected.map(|names| names.into_iter().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(find(line, &names), expected, "{line}");
        }
        assert_eq!(agency("By Jane Doe, Associated Press Writer", &names), Some("AP"));
        assert_eq!(agency("By Jane Doe of Reuters", &names), None);
    }

    #[test]
    fn fields() {
        let names = Names::new();
        let lines = ["By Jane Doe and John Roe, Reuters".to_owned(), "John Roe".to_owned(), "AFP".to_owned()];
        assert_eq!(delivered(&lines, &names), ["Jane Doe", "John Roe"]);
    }
}
