//! The offices that people held, and what somebody was on a certain day.

use jiff::civil::Date;

/// A person and the offices held.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// Full name.
    pub name: String,
    /// All offices, a later one counting before an earlier one on the same day.
    pub roles: Vec<Role>,
    /// The code and country on days that no role covers, where a dictionary says them.
    pub otherwise: Option<(String, String)>,
}

/// An office, or whatever else somebody was for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// ISO alpha-3, or empty.
    pub country: String,
    /// CAMEO style code.
    pub code: String,
    /// The office in words, or empty.
    pub role: String,
    /// First day, if it is known.
    pub from: Option<Date>,
    /// Last day; none for a role that is still held.
    pub to: Option<Date>,
}

/// What a person was on a certain day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// Full name.
    pub name: String,
    /// CAMEO style code.
    pub code: String,
    /// ISO alpha-3.
    pub country: String,
    /// The office, where one was held on the day.
    pub role: Option<String>,
}

impl Person {
    /// What the person was on `date`, and how well it fits: 2 in office, 1 formerly, 0 not yet.
    pub fn office(&self, date: Date) -> Option<(u8, Office)> {
        let office = |role: &Role, code: String, held: bool| Office {
            name: self.name.clone(),
            code,
            country: role.country.clone(),
            role: Some(role.role.clone()).filter(|role| held && !role.is_empty()),
        };
        let started = |role: &&Role| role.from.is_none_or(|from| from <= date);
        let current = self.roles.iter().rev().filter(started).find(|role| role.to.is_none_or(|to| date <= to));
        if let Some(role) = current {
            return Some((2, office(role, role.code.clone(), true)));
        }
        if let Some((code, country)) = &self.otherwise {
            let (name, code, country) = (self.name.clone(), code.clone(), country.clone());
            return Some((1, Office { name, code, country, role: None }));
        }
        if let Some(role) = self.roles.iter().filter(started).max_by_key(|role| role.to) {
            return Some((1, office(role, format!("{}ELI", role.country), false)));
        }
        self.roles.first().map(|role| (0, office(role, role.country.clone(), false)))
    }

    /// Until when the person led a state before `date`, and who that is.
    pub fn led_last(&self, date: Date) -> Option<(Date, Office)> {
        let led = self.roles.iter().filter(|role| LEADERS.contains(&role.role.as_str()));
        let until = led.filter_map(|role| role.to.filter(|to| *to < date)).max()?;
        self.office(date).map(|(_, office)| (until, office))
    }
}

/// The offices of those who lead a state, or speak for it.
pub const LEADERS: &[&str] = &[
    "president",
    "vice president",
    "prime minister",
    "premier",
    "chancellor",
    "foreign minister",
    "foreign secretary",
    "secretary of state",
    "defense secretary",
    "general secretary",
    "leader",
];

/// Which day of a year or month is meant.
#[derive(Clone, Copy)]
pub enum Edge {
    /// The first.
    First,
    /// The last.
    Last,
}

/// The day that a date, a year and month, or a year stands for.
pub fn day(text: &str, edge: Edge) -> Option<Date> {
    let number = |part: &str| part.parse::<i16>().ok();
    let mut parts = text.split('-');
    let year = number(parts.next()?)?;
    let (month, day) = (parts.next(), parts.next());
    match (month, day, edge) {
        (Some(_), Some(_), _) => text.parse().ok(),
        (Some(month), None, edge) => {
            let first = Date::new(year, month.parse().ok()?, 1).ok()?;
            Some(if matches!(edge, Edge::First) { first } else { first.last_of_month() })
        }
        (None, _, Edge::First) => Date::new(year, 1, 1).ok(),
        (None, _, Edge::Last) => Date::new(year, 12, 31).ok(),
    }
}
