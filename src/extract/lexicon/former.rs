//! Former states by their capitals: `actors/former.tsv`.

use jiff::civil::Date;

use super::offices::{Edge, day};
use super::{LexiconError, Table};

/// A former state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Its usual name.
    pub name: String,
    /// Its code, of three letters.
    pub code: String,
    /// The code of the state that its capital is that of today, or empty.
    pub today: String,
}

/// All of them, with their capitals and their last days.
#[derive(Debug, Default)]
pub struct FormerStates(Vec<(String, Date, State)>);

impl FormerStates {
    /// Reads the file: columns `capital`, `code`, `name` and `until`.
    pub fn load(file: &str, text: &str) -> Result<FormerStates, LexiconError> {
        let table = Table::read(file, text, &["capital", "code", "name", "until"])?;
        let mut all = FormerStates::default();
        for row in table.rows() {
            let until = row.required(3, "until")?;
            let until = day(until, Edge::Last).ok_or_else(|| row.error(format!("\"{until}\" is no date")))?;
            let (code, name) = (row.required(1, "code")?.to_owned(), row.required(2, "name")?.to_owned());
            all.0.push((row.required(0, "capital")?.to_owned(), until, State { name, code, today: String::new() }));
        }
        Ok(all)
    }

    /// Notes which states the capitals are those of today.
    pub fn note_states_of_today(&mut self, of: impl Fn(&str) -> Option<String>) {
        self.0.iter_mut().for_each(|(capital, _, state)| state.today = of(capital).unwrap_or_default());
    }

    /// The former state that had the capital of `country` on `date`, if it was another.
    pub fn of_country(&self, country: &str, date: Date) -> Option<&State> {
        let found = self.0.iter().find(|(_, until, state)| state.today == country && date <= *until);
        found.map(|(_, _, state)| state).filter(|_| !country.is_empty())
    }

    /// The former state that had this capital on `date`, if it had one.
    pub fn of_capital(&self, capital: &str, date: Date) -> Option<&State> {
        let found = self.0.iter().find(|(name, until, _)| name.eq_ignore_ascii_case(capital) && date <= *until);
        found.map(|(_, _, state)| state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capital_was_that_of_another_state() {
        let text = "capital\tcode\tname\tuntil\nMoscow\tSUN\tSoviet Union\t1991-12-25";
        let mut states = FormerStates::load("former.tsv", text).unwrap();
        let of = |date: &str| states.of_capital("Moscow", date.parse().unwrap()).map(|state| state.code.as_str());
        assert_eq!((of("1987-03-01"), of("1992-03-01")), (Some("SUN"), None));
        states.note_states_of_today(|_| Some("RUS".to_owned()));
        let before =
            |country: &str| states.of_country(country, "1987-03-01".parse().unwrap()).map(|state| state.code.as_str());
        assert_eq!((before("RUS"), before("PER"), before("")), (Some("SUN"), None, None));
        assert!(
            FormerStates::load("former.tsv", "capital\tcode\tname\tuntil\nMoscow\tSUN\tSoviet Union\tsoon").is_err()
        );
    }
}
