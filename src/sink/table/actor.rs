//! The parts of an actor's code, sorted into what GDELT and Phoenix have columns for.

use crate::record::Actor;

/// The parts of a code such as `RUSGOVMIL` or `IGOUNO`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Codes<'a> {
    /// The state or region.
    pub country: &'a str,
    /// A group with a code of its own.
    pub group: &'a str,
    /// Religions.
    pub religions: [&'a str; 2],
    /// Types, or roles, in the order in which the code has them.
    pub types: [&'a str; 3],
}

/// The types and roles of CAMEO (codebook 1.1b3, chapter on actors), and those that the Phoenix dictionaries add.
const TYPES: [&str; 37] = [
    "AGR", "BUS", "COP", "CRM", "CVL", "DEV", "EDU", "ELI", "ENV", "GOV", "HLH", "HRI", "IGO", "IMG", "INS", "INT",
    "JUD", "LAB", "LEG", "MED", "MIL", "MNC", "MOD", "NGM", "NGO", "OPP", "PTY", "RAD", "REB", "REF", "REL", "SEP",
    "SET", "SPY", "UAF", "UIS", "PKO",
];

/// The religions of CAMEO.
const RELIGIONS: [&str; 30] = [
    "ADR", "ALE", "ATH", "BAH", "BUD", "CHR", "CON", "CPT", "CTH", "DOX", "DRZ", "HIN", "HSD", "ITR", "JAN", "JEW",
    "JHW", "LDS", "MOS", "MRN", "NRM", "PAG", "PRO", "SFI", "SHI", "SHN", "SIK", "TAO", "UDX", "ZRO",
];

/// The regions that CAMEO has in the place of a country.
const REGIONS: [&str; 26] = [
    "AFR", "ARB", "ASA", "BLK", "CAS", "CAU", "CEU", "CFR", "CRB", "EAF", "EEU", "EIN", "EUR", "LAM", "MDT", "MEA",
    "NAF", "NMR", "PGS", "SAF", "SAM", "SAS", "SCN", "SEA", "WAF", "WST",
];

impl<'a> Codes<'a> {
    /// Those of an actor; all empty if it has no code.
    pub fn of(actor: &'a Actor) -> Codes<'a> {
        let mut codes = Codes { country: actor.country.as_deref().unwrap_or_default(), ..Codes::default() };
        let mut first = true;
        for part in parts(actor.code.as_deref().unwrap_or_default()) {
            let place = if first && (part == codes.country || codes.country.is_empty() && REGIONS.contains(&part)) {
                Some(&mut codes.country)
            } else if TYPES.contains(&part) {
                codes.types.iter_mut().find(|known| known.is_empty())
            } else if RELIGIONS.contains(&part) {
                codes.religions.iter_mut().find(|known| known.is_empty())
            } else {
                Some(&mut codes.group).filter(|known| known.is_empty())
            };
            if let Some(place) = place {
                *place = part;
            }
            first = false;
        }
        codes
    }
}

/// A code in its parts of three letters; a shorter rest stays together.
pub(super) fn parts(code: &str) -> impl Iterator<Item = &str> {
    let mut rest = code;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let cut = rest.char_indices().nth(3).map_or(rest.len(), |(at, _)| at);
        let (part, behind) = rest.split_at(cut);
        rest = behind;
        Some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_into_columns() {
        for (code, country, expected) in [
            ("RUS", "RUS", Codes { country: "RUS", ..Codes::default() }),
            ("RUSGOVMIL", "RUS", Codes { country: "RUS", types: ["GOV", "MIL", ""], ..Codes::default() }),
            ("IGOUNOHLHWHO", "", Codes { group: "UNO", types: ["IGO", "HLH", ""], ..Codes::default() }),
            ("EURGOV", "", Codes { country: "EUR", types: ["GOV", "", ""], ..Codes::default() }),
            ("IRQREBSHI", "IRQ", Codes { country: "IRQ", religions: ["SHI", ""], types: ["REB", "", ""], group: "" }),
            ("USAGOVBUSMEDEDU", "USA", Codes { country: "USA", types: ["GOV", "BUS", "MED"], ..Codes::default() }),
            ("COP", "", Codes { types: ["COP", "", ""], ..Codes::default() }),
            ("", "FRA", Codes { country: "FRA", ..Codes::default() }),
            ("ÄÖÜX", "", Codes { group: "ÄÖÜ", ..Codes::default() }),
        ] {
            let country = Some(country.to_owned()).filter(|code| !code.is_empty());
            let actor = Actor { code: Some(code.to_owned()), country, ..Actor::default() };
            assert_eq!(Codes::of(&actor), expected, "{code}");
        }
    }
}
