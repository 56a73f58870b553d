//! What the circumstances of words say for and against their being a quotation: the weights of `quotations.tsv`.
//!
//! A circumstance is a kind and up to two values: words, labels, numbers. They are asked for many times a sentence, so that
//! values carry their hash, and weights are found by the hash of all three.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};

use super::words::WordHasher;
use super::{LexiconError, Table};

/// Defines the kinds of circumstances with the names that they have in the file.
macro_rules! kinds {
    ($($variant:ident = $name:literal,)*) => {
        /// The kinds of circumstances.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum What { $($variant,)* }

        impl What {
            const ALL: &'static [What] = &[$(What::$variant,)*];

            /// Its name in the file.
            pub fn name(self) -> &'static str {
                match self { $(What::$variant => $name,)* }
            }
        }
    };
}

kinds! {
    Cue = "cue",
    CueTag = "cue tag",
    CueLabel = "cue label",
    CueForm = "cue and tag",
    CuePlace = "cue and label",
    Cluster = "cluster",
    Speaker = "speaker",
    SpeakerCue = "speaker of cue",
    SpeakerNoun = "speaker noun",
    SpeakerCluster = "speaker cluster",
    SpeakerRole = "speaker and role",
    Above = "above cue",
    Beside = "beside cue",
    Object = "object of cue",
    Particle = "particle",
    Context = "context",
    Role = "role",
    RoleCue = "role of cue",
    RoleCluster = "role of cluster",
    RoleTag = "role and tag",
    RoleMark = "role and mark",
    RoleNoun = "role and head",
    RoleHead = "role and cluster",
    RoleWords = "role and words",
    RoleExtent = "role and extent",
    Extent = "extent of cue",
    ExtentWords = "extent and words",
    RoleBeside = "role and other",
    RoleContext = "role and context",
    First = "first word and cue",
    Head = "main tag and cue",
    After = "after it",
    AfterMark = "after its mark",
    Inside = "after a mark inside",
    Quoted = "quoted",
    QuotedWords = "quoted words",
    QuotedEnd = "quoted end",
    QuotedBefore = "quoted before",
    QuotedAfter = "quoted after",
    QuotedCue = "quoted cue",
}

/// A value of a circumstance: a word, a label, or the number of a cluster of words.
#[derive(Clone, Copy, Debug)]
pub struct Value<'t> {
    text: &'t str,
    number: u16,
    hash: u64,
}

impl<'t> Value<'t> {
    /// No value.
    pub const NONE: Value<'static> = Value { text: "", number: 0, hash: 0 };

    /// A word or a label.
    pub fn new(text: &'t str) -> Value<'t> {
        let mut hasher = WordHasher::default();
        hasher.write(text.as_bytes());
        Value { text, number: 0, hash: hasher.finish() }
    }

    /// A number.
    pub fn number(number: u16) -> Value<'static> {
        Value { text: "", number, hash: u64::from(number) << 40 }
    }

    /// The value that is written so.
    fn parse(text: &'t str) -> Value<'t> {
        let number = text.strip_prefix('#').and_then(|digits| digits.parse().ok());
        match number {
            Some(number) => Value::number(number),
            None => Value::new(text),
        }
    }

    /// Its text; empty for numbers.
    pub fn text(&self) -> &'t str {
        self.text
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            0 => f.write_str(self.text),
            number => write!(f, "#{number}"),
        }
    }
}

/// A circumstance.
#[derive(Clone, Copy, Debug)]
pub struct Circumstance<'t> {
    /// Its kind.
    pub what: What,
    /// Its values; [`Value::NONE`] where it has fewer.
    pub values: [Value<'t>; 2],
}

impl Circumstance<'_> {
    fn key(&self) -> u64 {
        let [first, second] = self.values;
        let mut hasher = WordHasher::default();
        hasher.write_u64(self.what as u64 + 1);
        hasher.write_u64(first.hash);
        hasher.write_u64(second.hash);
        hasher.finish()
    }
}

impl fmt::Display for Circumstance<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\t{}\t{}", self.what.name(), self.values[0], self.values[1])
    }
}

/// The weight of each circumstance, in log odds.
#[derive(Debug)]
pub struct Sayings {
    weights: HashMap<u64, f32, BuildHasherDefault<WordHasher>>,
    /// A bit for each of them: small enough for the nearest cache, where nearly all circumstances without a weight end.
    bits: Box<[u64; BITS / 64]>,
}

/// How many bits there are, a power of two.
const BITS: usize = 1 << 17;

/// Word and bit of a key.
fn bit(key: u64) -> (usize, u64) {
    let at = (key >> 32) as usize % BITS;
    (at / 64, 1 << (at % 64))
}

impl Sayings {
    /// Reads the file: columns `circumstance`, `first`, `second` and `weight`.
    pub fn load(file: &str, text: &str) -> Result<Sayings, LexiconError> {
        let table = Table::read(file, text, &["circumstance", "first", "second", "weight"])?;
        table.unique(&[0, 1, 2])?;
        let mut sayings = Sayings { weights: HashMap::default(), bits: Box::new([0; BITS / 64]) };
        for row in table.rows() {
            let name = row.required(0, "circumstance")?;
            let what = What::ALL.iter().copied().find(|what| what.name() == name);
            let what = what.ok_or_else(|| row.error(format!("unknown circumstance \"{name}\"")))?;
            let values = [row.cell(1), row.cell(2)].map(|cell| match cell {
                "" => Value::NONE,
                cell => Value::parse(cell),
            });
            let weight = row.required(3, "weight")?;
            let number = weight.parse::<f32>().ok().filter(|number| number.is_finite());
            let number = number.ok_or_else(|| row.error(format!("\"{weight}\" is no number")))?;
            let key = Circumstance { what, values }.key();
            let (at, bit) = bit(key);
            sayings.bits[at] |= bit;
            sayings.weights.insert(key, number);
        }
        Ok(sayings)
    }

    /// Whether the file has a weight for a circumstance.
    pub fn knows(&self, circumstance: &Circumstance<'_>) -> bool {
        self.of(circumstance).is_some()
    }

    /// The weight of a circumstance; 0 where the file has none.
    pub fn weight(&self, circumstance: &Circumstance<'_>) -> f32 {
        self.of(circumstance).unwrap_or(0.0)
    }

    fn of(&self, circumstance: &Circumstance<'_>) -> Option<f32> {
        let key = circumstance.key();
        let (at, bit) = bit(key);
        if self.bits[at] & bit == 0 {
            return None;
        }
        self.weights.get(&key).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_found_by_what_is_so() {
        let text =
            "circumstance\tfirst\tsecond\tweight\ncue\tsay\t\t1.5\nrole of cue\tsay\tccomp\t2\ncluster\t#12\t\t-1\n";
        let sayings = Sayings::load("w", text).unwrap();
        let weight = |what, values| sayings.weight(&Circumstance { what, values });
        assert_eq!(weight(What::Cue, [Value::new("say"), Value::NONE]), 1.5);
        assert_eq!(weight(What::RoleCue, [Value::new("say"), Value::new("ccomp")]), 2.0);
        assert_eq!(weight(What::Cluster, [Value::number(12), Value::NONE]), -1.0);
        assert_eq!(weight(What::Cue, [Value::new("run"), Value::NONE]), 0.0);
        let knows = |word| sayings.knows(&Circumstance { what: What::Cue, values: [Value::new(word), Value::NONE] });
        assert!(knows("say") && !knows("run"));
        let wrong = Sayings::load("w", "circumstance\tfirst\tsecond\tweight\nluck\ta\t\t1\n").unwrap_err();
        assert!(wrong.to_string().contains("luck"), "{wrong}");
    }
}
