//! The names of news agencies: which spelling stands for which agency, and the cities that datelines name alone.
//!
//! Both are data (`lexicon/agencies.tsv`, `lexicon/dateline_cities.tsv`), built into the binary.

use std::collections::HashMap;

const AGENCIES: &str = include_str!("../../lexicon/agencies.tsv");
const CITIES: &str = include_str!("../../lexicon/dateline_cities.tsv");

/// The longest name that is looked up, in bytes.
const LONGEST: usize = 64;

/// Knows agencies and dateline cities by name.
#[derive(Debug)]
pub struct Names {
    /// Every spelling, lowercase, with the usual name.
    agencies: HashMap<String, &'static str>,
    /// Lowercase.
    cities: HashMap<String, &'static str>,
}

impl Default for Names {
    fn default() -> Names {
        Names::new()
    }
}

impl Names {
    /// Reads the built-in lists.
    pub fn new() -> Names {
        let mut agencies = HashMap::new();
        for row in rows(AGENCIES) {
            let (name, names) = row.split_once('\t').unwrap_or((row, ""));
            for spelling in std::iter::once(name).chain(names.split(';')).filter(|spelling| !spelling.is_empty()) {
                agencies.entry(spelling.to_lowercase()).or_insert(name);
            }
        }
        let cities = rows(CITIES).map(|row| row.split_once('\t').unwrap_or((row, "")));
        Names { agencies, cities: cities.map(|(name, country)| (name.to_lowercase(), country)).collect() }
    }

    /// The usual name of the agency that is spelled `name`, whatever the case.
    pub fn agency(&self, name: &str) -> Option<&'static str> {
        let name = name.trim();
        if name.is_empty() || name.len() > LONGEST {
            return None;
        }
        self.agencies.get(&name.to_lowercase()).copied()
    }

    /// The first agency in a field that may hold more than its name: `AFP/Getty`, `reuters.com`, `© Reuters News`.
    pub fn agency_within(&self, field: &str) -> Option<&'static str> {
        let field = field.trim().trim_start_matches(['©', '(', ' ', '-', '–', '—']).trim_end_matches([')', '.', ' ']);
        if field.len() > 2 * LONGEST {
            return None;
        }
        self.agency(field)
            .or_else(|| field.split(['/', ',', ';', '|', '(', ')', '–', '—']).find_map(|part| self.agency(part)))
            .or_else(|| {
                let lower = field.to_ascii_lowercase();
                let host = lower.strip_prefix("www.").unwrap_or(&lower);
                let (name, domain) = host.split_once('.')?;
                matches!(domain, "com" | "org" | "net" | "de" | "fr" | "ru").then(|| self.agency(name))?
            })
    }

    /// Whether `name` is a city that stands alone in datelines, whatever the case.
    pub fn is_city(&self, name: &str) -> bool {
        self.city(name).is_some()
    }

    /// The country of such a city, empty where it is that of the largest of the name.
    pub fn city(&self, name: &str) -> Option<&'static str> {
        if name.len() > LONGEST {
            return None;
        }
        self.cities.get(&name.to_lowercase()).copied()
    }
}

/// The lines of a lexicon file after its comments and its line of column names.
fn rows(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).skip(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings() {
        let names = Names::new();
        for (name, expected) in [
            ("Reuters", Some("Reuters")),
            ("REUTER", Some("Reuters")),
            ("Agence France-Presse", Some("AFP")),
            ("itar-tass", Some("TASS")),
            ("The Associated Press", Some("AP")),
            ("Nobody's News", None),
            ("", None),
        ] {
            assert_eq!(names.agency(name), expected, "{name}");
        }
        for (field, expected) in [
            ("AFP/Getty Images", Some("AFP")),
            ("www.reuters.com", Some("Reuters")),
            ("(© dpa)", Some("dpa")),
            ("The Daily Gazette", None),
        ] {
            assert_eq!(names.agency_within(field), expected, "{field}");
        }
        assert_eq!((names.city("Bethlehem"), names.city("Moscow")), (Some("PSE"), Some("")));
        assert!(names.is_city("MOSCOW") && names.is_city("Phnom Penh") && !names.is_city("OPEC"));
    }

    #[test]
    fn the_lists_are_sound() {
        let mut seen = std::collections::HashSet::new();
        let mut count = 0;
        for row in rows(AGENCIES) {
            let (name, names) = row.split_once('\t').expect("two columns");
            count += 1;
            for spelling in std::iter::once(name).chain(names.split(';').filter(|names| !names.is_empty())) {
                assert_eq!(spelling, spelling.trim());
                assert!(seen.insert(spelling.to_lowercase()), "{spelling} stands twice");
            }
        }
        assert!(count >= 60);
    }
}
