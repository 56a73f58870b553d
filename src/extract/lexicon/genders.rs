//! Who is `he` and who is `she`: the given names, titles and nouns of `actors/genders.tsv`.

use std::collections::HashMap;

use super::{LexiconError, Table};

/// A gender, as pronouns have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// `she`
    Woman,
    /// `he`
    Man,
}

/// All words that tell a gender.
#[derive(Debug, Default)]
pub struct Genders {
    names: HashMap<String, Gender>,
    titles: HashMap<String, Gender>,
    nouns: HashMap<String, Gender>,
}

impl Genders {
    /// Reads the file: columns `gender`, `kind` and `words`.
    pub fn load(file: &str, text: &str) -> Result<Genders, LexiconError> {
        let table = Table::read(file, text, &["gender", "kind", "words"])?;
        let mut all = Genders::default();
        for row in table.rows() {
            let gender = match row.required(0, "gender")? {
                "woman" => Gender::Woman,
                "man" => Gender::Man,
                other => return Err(row.error(format!("unknown gender \"{other}\""))),
            };
            let words = match row.required(1, "kind")? {
                "name" => &mut all.names,
                "title" => &mut all.titles,
                "noun" => &mut all.nouns,
                other => return Err(row.error(format!("unknown kind \"{other}\""))),
            };
            for word in row.values(2) {
                if words.insert(word.to_owned(), gender).is_some() {
                    return Err(row.error(format!("\"{word}\" is there twice")));
                }
            }
        }
        Ok(all)
    }

    /// That of somebody with this given name.
    pub fn of_name(&self, given: &str) -> Option<Gender> {
        self.names.get(given).copied()
    }

    /// That of somebody whose name stands behind this title.
    pub fn of_title(&self, title: &str) -> Option<Gender> {
        self.titles.get(title).copied()
    }

    /// That of whoever is called this, a noun in its singular; of `deputy chairwoman` the last word counts.
    pub fn of_noun(&self, noun: &str) -> Option<Gender> {
        let last = noun.rsplit([' ', '-']).next();
        self.nouns.get(noun).or_else(|| self.nouns.get(last?)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_may_not_say_is_told() {
        let load = |rows: &str| Genders::load("genders.tsv", &format!("gender\tkind\twords\n{rows}"));
        for (rows, what) in [
            ("girl\tname\tAda", "unknown gender \"girl\""),
            ("woman\tnick\tAda", "unknown kind \"nick\""),
            ("woman\tname\tAda\nman\tname\tIan;Ada", "\"Ada\" is there twice"),
        ] {
            assert_eq!(load(rows).unwrap_err().what, what);
        }
        let genders = load("woman\tname\tAda\nwoman\tnoun\tchairwoman").unwrap();
        assert_eq!(genders.of_name("Ada"), Some(Gender::Woman));
        assert_eq!(genders.of_noun("deputy chairwoman"), Some(Gender::Woman));
        assert_eq!(genders.of_noun("chair"), None);
    }
}
