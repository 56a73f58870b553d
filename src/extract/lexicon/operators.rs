//! Words that take another event and make something else of it: `agree to meet`, `refuse to meet`, `lift sanctions`.
//!
//! An operator has a name; the table of composition says for every operator and every type of inner event what comes out.

use std::collections::HashMap;

use crate::record::{Modality, Plover, Polarity, Quad};

use super::entry::{Brief, Classes, Entry, Index, Lists, Part, Present, Slot, slots};
use super::table::Row;
use super::words::{Vocabulary, WordId};
use super::{LexiconError, Table};

/// Where an inner event stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Complement {
    /// An infinitive: `agree to meet`.
    Infinitive,
    /// An infinitive after an object: `urge Iran to leave`.
    ObjectInfinitive,
    /// A gerund, or one after the operator's preposition.
    Gerund,
    /// An event noun as object, or after the operator's preposition.
    Object,
    /// A clause: `demand that Iran leave`.
    That,
    /// A clause that tells what should be: `insist that Iran leave`, `insist that Iran must leave`.
    Should,
    /// An event noun as subject: `talks collapsed`.
    Subject,
}

/// One use of an operator.
#[derive(Clone, Debug)]
pub struct Operator {
    /// Its words.
    pub entry: Entry,
    /// The number of its name, for [`Operators::outcome`].
    pub name: u16,
    /// Where the inner event can stand.
    pub complements: Vec<Complement>,
    /// Where its own target is taken from, the best first.
    pub target: Vec<Slot>,
}

/// What an operator makes of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The type.
    pub kind: OutcomeKind,
    /// Set where it is not that of the words.
    pub modality: Option<Modality>,
    /// Set where it is not that of the words.
    pub polarity: Option<Polarity>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub context: Vec<String>,
    /// CAMEO code; none for the inner event's own.
    pub cameo: Option<String>,
}

/// What type comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeKind {
    /// That of the inner event.
    Same,
    /// No event.
    None,
    /// This one.
    Type(Plover),
}

/// The inner event as the table names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Inner {
    Type(Plover),
    Quad(Quad),
    Any,
    Nothing,
}

/// All operators and what they make.
#[derive(Debug, Default)]
pub struct Operators {
    operators: Vec<Operator>,
    by_word: Index,
    names: HashMap<String, u16>,
    outcomes: HashMap<(u16, Inner), Outcome>,
}

impl Operators {
    /// Reads the table of composition: `operator`, `inner`, `plover`, `modality`, `polarity`, `mode`, `context`, `cameo`.
    pub fn load_composition(&mut self, file: &str, text: &str) -> Result<(), LexiconError> {
        let columns = ["operator", "inner", "plover", "modality", "polarity", "mode", "context", "cameo"];
        let table = Table::read(file, text, &columns)?;
        table.unique(&[0, 1])?;
        for row in table.rows() {
            let next = self.names.len() as u16;
            let name = *self.names.entry(row.required(0, "operator")?.to_owned()).or_insert(next);
            let inner = inner(row)?;
            let kind = match row.required(2, "plover")? {
                "=" => OutcomeKind::Same,
                "-" => OutcomeKind::None,
                other => OutcomeKind::Type(
                    Plover::from_name(other).ok_or_else(|| row.error(format!("unknown type \"{other}\"")))?,
                ),
            };
            let modality = named(row, 3, "modality")?;
            let polarity = named(row, 4, "polarity")?;
            let text = |column: usize| Some(row.cell(column).to_owned()).filter(|text| !text.is_empty());
            let outcome = Outcome {
                kind,
                modality,
                polarity,
                mode: text(5),
                context: row.values(6).map(str::to_owned).collect(),
                cameo: text(7).filter(|code| code != "="),
            };
            self.outcomes.insert((name, inner), outcome);
        }
        Ok(())
    }

    /// Reads the operators: `entry`, `part`, `operator`, `complement`, `target`. Their names must be in the table of composition,
    /// which is read first.
    pub fn load(
        &mut self,
        file: &str,
        text: &str,
        classes: &Classes,
        words: &mut Vocabulary,
    ) -> Result<(), LexiconError> {
        let table = Table::read(file, text, &["entry", "part", "operator", "complement", "target"])?;
        table.unique(&[0, 1, 2, 3])?;
        let mut lists = Lists::default();
        for row in table.rows() {
            let entry = Entry::read(row, classes, &mut lists, words)?;
            let operator = row.required(2, "operator")?;
            let name = *self
                .names
                .get(operator)
                .ok_or_else(|| row.error(format!("\"{operator}\" is not in the table of composition")))?;
            let complements: Result<Vec<Complement>, LexiconError> = row
                .values(3)
                .map(|name| match name {
                    "to" => Ok(Complement::Infinitive),
                    "obj to" => Ok(Complement::ObjectInfinitive),
                    "ing" => Ok(Complement::Gerund),
                    "obj" => Ok(Complement::Object),
                    "that" => Ok(Complement::That),
                    "should" => Ok(Complement::Should),
                    "subj" => Ok(Complement::Subject),
                    other => Err(row.error(format!("unknown complement \"{other}\""))),
                })
                .collect();
            let operator = Operator { complements: complements?, target: slots(row, 4, words)?, name, entry };
            self.by_word.add(&operator.entry, self.operators.len());
            self.operators.push(operator);
        }
        self.by_word.sort(|at| self.operators[at].entry.specificity());
        Ok(())
    }

    /// The operators that begin with `word`, the most demanding first.
    pub fn operators(&self, part: Part, word: WordId) -> impl Iterator<Item = &Operator> {
        self.by_word.of(part, word, None).filter_map(|brief| self.operators.get(brief.at as usize))
    }

    /// Those of them whose first particle is in `reach`, and whose brief is accepted.
    pub fn operators_that(
        &self,
        part: Part,
        word: WordId,
        reach: Present,
        accepts: impl Fn(&Brief) -> bool,
    ) -> impl Iterator<Item = &Operator> {
        self.by_word
            .of(part, word, Some(reach))
            .filter(move |brief| accepts(brief))
            .filter_map(|brief| self.operators.get(brief.at as usize))
    }

    /// The number of an operator's name.
    pub fn name(&self, name: &str) -> Option<u16> {
        self.names.get(name).copied()
    }

    /// What the operator with this name makes of an event, or of a complement that says none.
    pub fn outcome(&self, name: u16, event: Option<Plover>) -> Option<&Outcome> {
        let keys = match event {
            Some(plover) => [Inner::Type(plover), Inner::Quad(plover.quad()), Inner::Any],
            None => [Inner::Nothing; 3],
        };
        keys.iter().find_map(|key| self.outcomes.get(&(name, *key)))
    }

    /// The words that operators begin with.
    pub fn heads(&self) -> impl Iterator<Item = WordId> + '_ {
        self.by_word.heads()
    }
}

fn inner(row: &Row<'_>) -> Result<Inner, LexiconError> {
    Ok(match row.required(1, "inner")? {
        "*" => Inner::Any,
        "?" => Inner::Nothing,
        other => match (Plover::from_name(other), serde_json::from_value(other.into())) {
            (Some(plover), _) => Inner::Type(plover),
            (None, Ok(quad)) => Inner::Quad(quad),
            _ => return Err(row.error(format!("unknown inner event \"{other}\""))),
        },
    })
}

/// The value of a cell that is written as in records.
fn named<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: usize, what: &str) -> Result<Option<T>, LexiconError> {
    match row.cell(column) {
        "" => Ok(None),
        cell => {
            serde_json::from_value(cell.into()).map(Some).map_err(|_| row.error(format!("unknown {what} \"{cell}\"")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_special_outcome_counts() {
        let mut operators = Operators::default();
        let head = "operator\tinner\tplover\tmodality\tpolarity\tmode\tcontext\tcameo\n";
        let rows = "stop\tSANCTION\tRETREAT\t\t\tease\teconomic\t085\nstop\tmaterial-conflict\tRETREAT\t\t\t\t\t087\n\
                    stop\t*\t-\t\t\t\t\t\nstop\t?\t=\tintended\tnegated\t\t\t=\n";
        operators.load_composition("c", &format!("{head}{rows}")).unwrap();
        let name = operators.name("stop").unwrap();
        let code = |event| operators.outcome(name, event).and_then(|outcome| outcome.cameo.clone());
        assert_eq!(code(Some(Plover::Sanction)).as_deref(), Some("085"));
        assert_eq!(code(Some(Plover::Assault)).as_deref(), Some("087"));
        assert_eq!(operators.outcome(name, Some(Plover::Aid)).unwrap().kind, OutcomeKind::None);
        let nothing = operators.outcome(name, None).unwrap();
        assert_eq!((nothing.modality, nothing.polarity), (Some(Modality::Intended), Some(Polarity::Negated)));
        assert_eq!(
            operators.load_composition("c", &format!("{head}stop\tWAR\t-\n")).unwrap_err().to_string(),
            "c:2: unknown inner event \"WAR\""
        );
    }
}
