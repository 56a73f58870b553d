//! Ordinary verbs: their irregular forms, and what a `to` infinitive after them means for the event that it names.

use std::collections::HashMap;

use super::words::{Vocabulary, WordId, form};
use super::{LexiconError, Table, inflect};

/// What the infinitive after a verb is: `promised to leave`, `failed to leave`, `may leave`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Infinitive {
    /// It happens: began to, managed to.
    Actual,
    /// It is intended: plans to, and purpose.
    Intended,
    /// It is possible: is likely to, threatened to.
    Possible,
    /// It does not happen: refused to, failed to.
    Negated,
}

/// What infinitives mean, by the verb before them.
#[derive(Debug, Default)]
pub struct Verbs {
    infinitives: HashMap<WordId, Infinitive>,
}

impl Verbs {
    /// Reads the file: columns `verb`, `past`, `participle`, `infinitive`.
    pub fn load(file: &str, text: &str, words: &mut Vocabulary) -> Result<Verbs, LexiconError> {
        let table = Table::read(file, text, &["verb", "past", "participle", "infinitive"])?;
        table.unique(|row| row.cell(0).to_owned())?;
        let mut verbs = Verbs::default();
        for row in table.rows() {
            let lemma = add_verb(row.required(0, "verb")?, row.cell(1), row.cell(2), words);
            let infinitive = match row.cell(3) {
                "" => continue,
                "actual" => Infinitive::Actual,
                "intended" => Infinitive::Intended,
                "possible" => Infinitive::Possible,
                "negated" => Infinitive::Negated,
                other => return Err(row.error(format!("unknown meaning of an infinitive \"{other}\""))),
            };
            verbs.infinitives.insert(lemma, infinitive);
        }
        Ok(verbs)
    }

    /// What an infinitive after `verb` is; a purpose, and so intended, where the file does not say.
    pub fn infinitive(&self, verb: WordId) -> Infinitive {
        self.infinitives.get(&verb).copied().unwrap_or(Infinitive::Intended)
    }
}

/// Adds a verb with all its forms; its number. `past` and `participle` are empty where they are regular.
pub fn add_verb(base: &str, past: &str, participle: &str, words: &mut Vocabulary) -> WordId {
    let lemma = words.add(base);
    if words.word(lemma).verb == lemma {
        return lemma;
    }
    let forms = inflect::verb(base, past, participle);
    let all = [
        (base, form::BASE),
        (&forms.third, form::THIRD),
        (&forms.past, form::PAST),
        (&forms.participle, form::PARTICIPLE),
        (&forms.gerund, form::GERUND),
    ];
    for (text, form) in all {
        let id = words.add(text);
        words.verb_form(id, lemma, form);
    }
    lemma
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_have_forms_and_govern_infinitives() {
        let text = "verb\tpast\tparticiple\tinfinitive\ngive\tgave\tgiven\nrefuse\t\t\tnegated\n";
        let mut words = Vocabulary::default();
        let verbs = Verbs::load("v", text, &mut words).unwrap();
        let given = words.word(words.id("given"));
        assert_eq!((words.text(given.verb), given.forms), ("give", form::PARTICIPLE));
        assert_eq!(verbs.infinitive(words.id("refuse")), Infinitive::Negated);
        assert_eq!(verbs.infinitive(words.id("give")), Infinitive::Intended);
        let error = Verbs::load("v", "verb\tpast\tparticiple\tinfinitive\ngo\t\t\tmaybe\n", &mut words).unwrap_err();
        assert_eq!(error.to_string(), "v:2: unknown meaning of an infinitive \"maybe\"");
    }
}
