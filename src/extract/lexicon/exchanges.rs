//! Where a firm is at home, by the exchange that the code behind its name tells: `actors/exchanges.tsv`.

use std::collections::HashMap;

use super::{LexiconError, Table};

/// The country of each exchange.
#[derive(Debug, Default)]
pub struct Exchanges(HashMap<String, String>);

impl Exchanges {
    /// Reads the file: columns `exchange` and `country`.
    pub fn load(file: &str, text: &str) -> Result<Exchanges, LexiconError> {
        let table = Table::read(file, text, &["exchange", "country"])?;
        table.unique(&[0])?;
        let mut all = HashMap::new();
        for row in table.rows() {
            all.insert(row.required(0, "exchange")?.to_owned(), row.required(1, "country")?.to_owned());
        }
        Ok(Exchanges(all))
    }

    /// The country, ISO alpha-3, of a firm with this code, in a story from `home`: codes without an exchange are those of New York,
    /// where firms of Canada are listed, too. None where the exchange is unknown.
    pub fn country<'c>(&'c self, code: &str, home: &'c str) -> Option<&'c str> {
        match code.split_once('.') {
            Some((_, exchange)) => self.0.get(exchange).map(String::as_str),
            None if home == "CAN" => Some(home),
            None => Some("USA"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exchanges_have_countries() {
        let exchanges = Exchanges::load("exchanges.tsv", "exchange\tcountry\nL\tGBR").unwrap();
        assert_eq!(exchanges.country("ACM.L", "FRA"), Some("GBR"));
        assert_eq!(exchanges.country("ACM.XX", "FRA"), None);
        assert_eq!(exchanges.country("ACM", "FRA"), Some("USA"));
        assert_eq!(exchanges.country("ACM", "CAN"), Some("CAN"));
        assert!(Exchanges::load("exchanges.tsv", "exchange\tcountry\nL\t").is_err());
    }
}
