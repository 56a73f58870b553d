//! What speaks for and against a name being that of a place here: circumstances, each true or not, and their weights.
//!
//! The weights are those of a logistic regression (`lexicon/places/weights.tsv`), learned by `examples/place_weights.rs` from
//! articles whose places people have marked.

use crate::extract::lexicon::LexiconError;
use crate::extract::lexicon::table::Table;

macro_rules! circumstances {
    ($($name:ident = $text:literal,)*) => {
        /// A circumstance.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum Circumstance { $($name,)* }

        /// The names of all circumstances, in the order of their numbers.
        pub const NAMES: &[&str] = &[$($text,)*];
    };
}

circumstances! {
    Name = "name",
    TaggedPlace = "recognised as place",
    TaggedLand = "recognised as land or water",
    TaggedSite = "recognised as building",
    TaggedBody = "recognised as organisation",
    TaggedPerson = "recognised as person",
    TaggedGroup = "recognised as group",
    TaggedElse = "recognised as something else",
    Untagged = "not recognised",
    InBody = "first words of an organisation",
    EndOfBody = "last words of an organisation",
    InSite = "first words of a building",
    InElse = "in another name",
    Longer = "more words than recognised",
    Country = "country",
    State = "state",
    County = "county",
    City = "town of 100,000",
    Town = "town of 10,000",
    Village = "town of 1,000",
    Hamlet = "smaller town",
    Feature = "feature",
    OtherName = "only by another name",
    Unknown = "not in the gazetteer",
    UntaggedCity = "not recognised, town of 10,000",
    UntaggedTown = "not recognised, smaller town",
    BodyCity = "recognised as organisation, town of 10,000",
    BodyTown = "recognised as organisation, smaller town",
    PersonCity = "recognised as person, town of 10,000",
    PersonTown = "recognised as person, smaller town",
    PlaceUnknown = "recognised as place, not in the gazetteer",
    Street = "street",
    Building = "building",
    Institution = "institution",
    Land = "land or water",
    Division = "division",
    Abbreviation = "abbreviation",
    Capitals = "capitals",
    Words = "several words",
    After = "after a preposition of place",
    AfterMotion = "after another preposition",
    AfterPerson = "after a title",
    AfterName = "after a name",
    BeforeName = "before a name",
    BeforeBody = "before the name of a body",
    BeforeNoun = "before a noun",
    Genitive = "genitive",
    BeforeState = "before its state",
    BeforeOther = "before another place",
    AfterTown = "after its town",
    AfterComma = "after a comma",
    Based = "before based",
    Subject = "subject",
    Speaks = "speaks",
    Object = "object",
    Begins = "begins a sentence",
    Common = "tagged as another word",
    Surname = "surname in the article",
    Partial = "part of a person's name in the article",
    SiteAfter = "building, after a preposition of place",
    InstitutionAfter = "institution, after a preposition of place",
    Listed = "beside another name",
    Initials = "before an initial or a number",
    Quoted = "in quotation marks",
    SiteTagged = "building, recognised as building",
    SiteBody = "building, recognised as organisation",
    InstitutionBody = "institution, recognised as organisation",
    AfterThe = "after the",
    Directed = "with a direction",
}

/// A set of circumstances.
pub type Evidence = u128;

/// Adds a circumstance if `is`.
pub fn add(evidence: &mut Evidence, circumstance: Circumstance, is: bool) {
    *evidence |= u128::from(is) << circumstance as u8;
}

/// The names of those that are so.
pub fn names(evidence: Evidence) -> impl Iterator<Item = &'static str> {
    NAMES.iter().enumerate().filter(move |(number, _)| evidence >> number & 1 == 1).map(|(_, name)| *name)
}

/// The weight of each circumstance, in log odds.
#[derive(Debug)]
pub struct Weights([f32; NAMES.len()]);

impl Weights {
    /// Reads the table: columns `circumstance` and `weight`.
    pub fn load(file: &str, text: &str) -> Result<Weights, LexiconError> {
        let table = Table::read(file, text, &["circumstance", "weight"])?;
        table.unique(&[0])?;
        let mut weights = [0.0; NAMES.len()];
        for row in table.rows() {
            let (name, weight) = (row.required(0, "circumstance")?, row.required(1, "weight")?);
            let known = NAMES.iter().zip(&mut weights).find(|(known, _)| **known == name);
            let number = weight.parse::<f32>().ok().filter(|number| number.is_finite());
            match (known, number) {
                (Some((_, weight)), Some(number)) => *weight = number,
                (None, _) => return Err(row.error(format!("unknown circumstance \"{name}\""))),
                (_, None) => return Err(row.error(format!("\"{weight}\" is no number"))),
            }
        }
        Ok(Weights(weights))
    }

    /// The log odds that it is a place.
    pub fn odds(&self, evidence: Evidence) -> f32 {
        let (mut left, mut odds) = (evidence, 0.0);
        while left != 0 {
            odds += self.0.get(left.trailing_zeros() as usize).copied().unwrap_or(0.0);
            left &= left - 1;
        }
        odds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_add_up() {
        let weights = Weights::load("w", "circumstance\tweight\nname\t-1\nstreet\t2.5\n").unwrap();
        let mut evidence = 0;
        add(&mut evidence, Circumstance::Name, true);
        add(&mut evidence, Circumstance::Street, true);
        add(&mut evidence, Circumstance::Land, false);
        assert_eq!(weights.odds(evidence), 1.5);
        assert_eq!(names(evidence).collect::<Vec<_>>(), ["name", "street"]);
        assert!(Weights::load("w", "circumstance\tweight\nluck\t1\n").unwrap_err().to_string().contains("luck"));
    }
}
