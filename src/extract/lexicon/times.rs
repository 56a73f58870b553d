//! The words that temporal expressions are made of: `times.tsv`, and the function words of their grammar.
//!
//! A word can be several things at once (`second` is a unit and an ordinal, `May` a month and a modal verb), so each has a
//! small record of all that it can be. A text is looked up by the number of the word, so that most tokens cost one step into
//! an array.

use jiff::civil::Weekday;

use super::trie::Trie;
use super::words::{Vocabulary, WordId};
use super::{LexiconError, Table, phrase, table::Row};

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

/// A season, in the order of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
}

/// How many a word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// As many.
    Exact(u32),
    /// Several.
    Vague,
}

/// When a holiday is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holiday {
    /// On a day of a month.
    Fixed(i8, i8),
    /// On the first such weekday from a day of a month on.
    From(Weekday, i8, i8),
    /// So many days after Easter Sunday.
    Easter(i16),
}

/// What a fixed phrase stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fixed {
    /// `PRESENT_REF`, `PAST_REF`, `FUTURE_REF`.
    Reference(String),
    /// The value of a SET.
    Set(String),
    /// The value of a DURATION.
    Duration(String),
    /// A holiday.
    Holiday(Holiday),
    /// No time at all.
    Nothing,
}

/// What a function word does in the grammar of times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Role {
    #[default]
    None,
    The,
    A,
    This,
    That,
    Those,
    Last,
    Past,
    Next,
    Coming,
    Previous,
    Following,
    Same,
    Latest,
    Current,
    Recent,
    Every,
    Ago,
    Earlier,
    Later,
    Before,
    After,
    Of,
    In,
    On,
    And,
    Or,
    To,
    From,
    /// Early, late: which part of what follows.
    Stage,
    Mid,
    /// End, beginning: noun with `of`.
    Edge,
    /// About, nearly.
    Roughly,
    More,
    Less,
    Than,
    At,
    Least,
    Up,
    Fiscal,
    Period,
    Half,
    Ended,
    Whole,
    /// Its, his.
    Whose,
    Genitive,
    Per,
    Old,
    Long,
    /// What may stand between number and unit: trading, consecutive.
    Kind,
    Other,
    Times,
    Local,
    Clock,
    Now,
}

const ROLES: &[(Role, &str)] = &[
    (Role::The, "the"),
    (Role::A, "a an"),
    (Role::This, "this"),
    (Role::That, "that"),
    (Role::Those, "these those"),
    (Role::Last, "last"),
    (Role::Past, "past"),
    (Role::Next, "next"),
    (Role::Coming, "coming upcoming"),
    (Role::Previous, "previous preceding prior"),
    (Role::Following, "following ensuing subsequent"),
    (Role::Same, "same"),
    (Role::Latest, "latest"),
    (Role::Current, "current"),
    (Role::Recent, "recent"),
    (Role::Every, "every each"),
    (Role::Ago, "ago"),
    (Role::Earlier, "earlier"),
    (Role::Later, "later"),
    (Role::Before, "before"),
    (Role::After, "after"),
    (Role::Of, "of"),
    (Role::In, "in"),
    (Role::On, "on"),
    (Role::And, "and"),
    (Role::Or, "or"),
    (Role::To, "to"),
    (Role::From, "from"),
    (Role::Stage, "early late"),
    (Role::Mid, "mid middle"),
    (Role::Edge, "end beginning start close turn rest remainder onset outset height eve"),
    (Role::Roughly, "about around nearly almost roughly approximately some just barely over under exactly only"),
    (Role::More, "more"),
    (Role::Less, "less fewer"),
    (Role::Than, "than"),
    (Role::At, "at"),
    (Role::Least, "least most"),
    (Role::Up, "up"),
    (Role::Fiscal, "fiscal financial"),
    (Role::Period, "period"),
    (Role::Half, "half"),
    (Role::Ended, "ended ending"),
    (Role::Whole, "full whole entire"),
    (Role::Whose, "its his her their our my your"),
    (Role::Genitive, "'s '"),
    (Role::Per, "per"),
    (Role::Old, "old"),
    (Role::Long, "long"),
    (
        Role::Kind,
        "consecutive straight trading additional business working calendar successive extra solid short further \
         continuous tense critical crucial long-awaited school",
    ),
    (Role::Other, "other"),
    (Role::Times, "once twice times"),
    (Role::Local, "local"),
    (Role::Clock, "o'clock"),
    (Role::Now, "now"),
];

/// All that a word can be in a temporal expression.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimeWord {
    /// What it does in the grammar.
    pub role: Role,
    /// A unit.
    pub unit: Option<Unit>,
    /// Whether unit, weekday, season or part are in the plural.
    pub plural: bool,
    /// A month, 1 to 12.
    pub month: Option<i8>,
    /// A weekday.
    pub weekday: Option<Weekday>,
    /// A season.
    pub season: Option<Season>,
    /// A part of the day.
    pub part: Option<Part>,
    /// A day counted from that of publication, perhaps with a part.
    pub day: Option<(i32, Option<Part>)>,
    /// An hour and a minute of the day.
    pub hour: Option<(i8, i8)>,
    /// `a.m.` is 0, `p.m.` 12: what it adds to the hour.
    pub half_day: Option<i8>,
    /// A time zone: whether it is universal time.
    pub zone: Option<bool>,
    /// A number.
    pub number: Option<Number>,
    /// An ordinal.
    pub ordinal: Option<u8>,
    /// The third digit of the years of a decade.
    pub decade: Option<u8>,
    /// Whether a fixed phrase begins with it.
    pub opens_phrase: bool,
}

impl TimeWord {
    /// What a word is that is part of no temporal expression.
    pub const NOTHING: &'static TimeWord = &TimeWord {
        role: Role::None,
        unit: None,
        plural: false,
        month: None,
        weekday: None,
        season: None,
        part: None,
        day: None,
        hour: None,
        half_day: None,
        zone: None,
        number: None,
        ordinal: None,
        decade: None,
        opens_phrase: false,
    };
}

/// All words of times.
#[derive(Debug, Default)]
pub struct TimeWords {
    /// By the number of the word: the index into `records`, from 1; 0 for none.
    index: Vec<u16>,
    records: Vec<TimeWord>,
    phrases: Trie,
    fixed: Vec<Fixed>,
}

impl TimeWords {
    /// Reads the file: columns `word`, `kind`, `value`. Fails if a kind or value is unknown or a word has a kind twice.
    pub fn load(file: &str, text: &str, words: &mut Vocabulary) -> Result<TimeWords, LexiconError> {
        let table = Table::read(file, text, &["word", "kind", "value"])?;
        table.unique(&[0, 1])?;
        let mut times = TimeWords::default();
        for (role, list) in ROLES {
            for word in list.split_ascii_whitespace() {
                times.record(words.add(word)).role = *role;
            }
        }
        for row in table.rows() {
            times.add(row, words)?;
        }
        Ok(times)
    }

    /// What the word with this number can be.
    pub fn word(&self, id: WordId) -> Option<&TimeWord> {
        match self.index.get(id as usize) {
            None | Some(0) => None,
            Some(&at) => self.records.get(usize::from(at) - 1),
        }
    }

    /// The longest fixed phrase at the head of `words`, which are lower-cased: its length and what it stands for.
    pub fn phrase(&self, words: impl Iterator<Item = WordId>) -> Option<(usize, &Fixed)> {
        let (length, at) = self.phrases.longest(words)?;
        Some((length, self.fixed.get(at as usize)?))
    }

    fn record(&mut self, id: WordId) -> &mut TimeWord {
        let id = id as usize;
        if self.index.len() <= id {
            self.index.resize(id + 1, 0);
        }
        if self.index[id] == 0 {
            self.records.push(TimeWord::default());
            self.index[id] = self.records.len() as u16;
        }
        &mut self.records[usize::from(self.index[id]) - 1]
    }

    fn add(&mut self, row: &Row<'_>, words: &mut Vocabulary) -> Result<(), LexiconError> {
        let entry = row.required(0, "word")?;
        let kind = row.required(1, "kind")?;
        let value = row.required(2, "value")?;
        let wrong = || row.error(format!("\"{value}\" is no value of the kind \"{kind}\""));
        let fixed = match kind {
            "ref" => Some(Fixed::Reference(value.to_owned())),
            "set" => Some(Fixed::Set(value.to_owned())),
            "duration" => Some(Fixed::Duration(value.to_owned())),
            "holiday" => Some(Fixed::Holiday(holiday(value).ok_or_else(wrong)?)),
            "none" => Some(Fixed::Nothing),
            _ => None,
        };
        if let Some(fixed) = fixed {
            let ids = phrase(entry, true, words);
            if self.phrases.insert(&ids, self.fixed.len() as u32).is_some() {
                return Err(row.error(format!("a second entry for \"{entry}\"")));
            }
            self.fixed.push(fixed);
            if let Some(&first) = ids.first() {
                self.record(first).opens_phrase = true;
            }
            return Ok(());
        }
        if entry.contains(' ') {
            return Err(row.error(format!("\"{entry}\" is more than one word, which the kind \"{kind}\" cannot be")));
        }
        let number = value.parse::<u32>().ok();
        // As it stands: `jan.` is one word, but in small letters the tokenizer does not know it.
        let word = self.record(words.add(entry));
        word.plural |= matches!(kind, "units" | "weekdays" | "seasons" | "parts");
        match kind {
            "unit" | "units" => word.unit = Some(unit(value).ok_or_else(wrong)?),
            "month" => word.month = Some(number.filter(|month| (1..=12).contains(month)).ok_or_else(wrong)? as i8),
            "weekday" | "weekdays" => {
                let day = number.and_then(|day| Weekday::from_monday_one_offset(day as i8).ok());
                word.weekday = Some(day.ok_or_else(wrong)?);
            }
            "season" | "seasons" => word.season = Some(season(value).ok_or_else(wrong)?),
            "part" | "parts" => word.part = Some(part(value).ok_or_else(wrong)?),
            "day" => {
                let (days, rest) = value.split_once(' ').unwrap_or((value, ""));
                let part = if rest.is_empty() { None } else { Some(part(rest).ok_or_else(wrong)?) };
                word.day = Some((days.parse().map_err(|_| wrong())?, part));
            }
            "hour" => {
                let (hour, minute) = value.split_once(':').ok_or_else(wrong)?;
                word.hour = Some((hour.parse().map_err(|_| wrong())?, minute.parse().map_err(|_| wrong())?));
            }
            "half day" => {
                word.half_day = Some(match value {
                    "am" => 0,
                    "pm" => 12,
                    _ => return Err(wrong()),
                });
            }
            "zone" => word.zone = Some(value == "Z"),
            "number" => {
                word.number = Some(match value {
                    "X" => Number::Vague,
                    _ => Number::Exact(number.ok_or_else(wrong)?),
                });
            }
            "ordinal" => {
                word.ordinal = Some(number.filter(|number| (1..100).contains(number)).ok_or_else(wrong)? as u8)
            }
            "decade" => word.decade = Some(number.filter(|digit| *digit < 10).ok_or_else(wrong)? as u8),
            _ => return Err(row.error(format!("unknown kind \"{kind}\""))),
        }
        Ok(())
    }
}

fn unit(name: &str) -> Option<Unit> {
    Some(match name {
        "second" => Unit::Second,
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "weekend" => Unit::Weekend,
        "week" => Unit::Week,
        "fortnight" => Unit::Fortnight,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        "millennium" => Unit::Millennium,
        _ => return None,
    })
}

fn season(letters: &str) -> Option<Season> {
    Some(match letters {
        "SP" => Season::Spring,
        "SU" => Season::Summer,
        "FA" => Season::Autumn,
        "WI" => Season::Winter,
        _ => return None,
    })
}

fn part(letters: &str) -> Option<Part> {
    Some(match letters {
        "MO" => Part::Morning,
        "AF" => Part::Afternoon,
        "EV" => Part::Evening,
        "NI" => Part::Night,
        _ => return None,
    })
}

/// Reads `12-25`, `thu>=11-22`, `easter`, `easter-2`.
fn holiday(rule: &str) -> Option<Holiday> {
    let day = |text: &str| -> Option<(i8, i8)> {
        let (month, day) = text.split_once('-')?;
        let (month, day): (i8, i8) = (month.parse().ok()?, day.parse().ok()?);
        // 29 February would be no day in most years.
        jiff::civil::Date::new(2023, month, day).ok().map(|_| (month, day))
    };
    if let Some(rest) = rule.strip_prefix("easter") {
        let days = if rest.is_empty() { 0 } else { rest.parse().ok()? };
        return Some(Holiday::Easter(days));
    }
    if let Some((name, from)) = rule.split_once(">=") {
        let weekday = match name {
            "mon" => Weekday::Monday,
            "tue" => Weekday::Tuesday,
            "wed" => Weekday::Wednesday,
            "thu" => Weekday::Thursday,
            "fri" => Weekday::Friday,
            "sat" => Weekday::Saturday,
            "sun" => Weekday::Sunday,
            _ => return None,
        };
        return day(from).map(|(month, day)| Holiday::From(weekday, month, day));
    }
    day(rule).map(|(month, day)| Holiday::Fixed(month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_can_be_several_things() {
        let mut words = Vocabulary::default();
        let file = "word\tkind\tvalue\nsecond\tunit\tsecond\nsecond\tordinal\t2\nnew year's eve\tholiday\t12-31\n";
        let times = TimeWords::load("f", file, &mut words).unwrap();
        let word = times.word(words.id("second")).unwrap();
        assert_eq!((word.unit, word.ordinal), (Some(Unit::Second), Some(2)));
        let eve = ["new", "year", "'s", "eve"].map(|word| words.id(word));
        assert_eq!(times.phrase(eve.into_iter()), Some((4, &Fixed::Holiday(Holiday::Fixed(12, 31)))));
        assert_eq!(times.word(words.id("eve")).map(|word| word.opens_phrase), Some(false));
        assert_eq!(times.word(0), None);
    }

    #[test]
    fn wrong_rows_are_refused() {
        for row in [
            "x\tunit\tpint",
            "x\tmonth\t13",
            "x\tholiday\t02-30",
            "x\tholiday\tfoo>=01-01",
            "x\tday\tsoon",
            "x\tthing\t1",
            "two words\tmonth\t1",
            "x\tweekday\t8",
        ] {
            let file = format!("word\tkind\tvalue\n{row}\n");
            assert!(TimeWords::load("f", &file, &mut Vocabulary::default()).is_err(), "{row}");
        }
    }
}
