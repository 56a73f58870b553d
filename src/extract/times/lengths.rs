//! How long, and dates that are counted by it: `two and a half years`, `the past decade`, `10-year`, `three days ago`,
//! `a week later`, `weeks`.

use crate::extract::lexicon::times::{Role, Unit};
use crate::nlp::Tag;

use super::amount::{self, Amount};
use super::expression::{Found, What, When};
use super::relative::ends_clause;
use super::scan::Scan;
use super::values;

/// The length at `at`, and what is counted by it.
pub fn length(scan: &Scan<'_>, at: usize) -> Option<Found> {
    let rough = skip_rough(scan, at);
    let the = scan.skip(rough, Role::The);
    let the = if the == rough { scan.skip(scan.skip(rough, Role::Whose), Role::Those) } else { the };
    let determined = the > rough;
    // `over the past year`: how long, not how much more.
    if determined && rough == at + 1 {
        return None;
    }
    let relation = relation(scan, the);
    let from = skip_rough(scan, the + usize::from(relation != Role::None));
    let Some((number_end, amount)) = amount::read(scan, from) else {
        return uncounted(scan, at, the, from, relation, determined);
    };
    // `a` after `the`; `the 1988 quarter`.
    if scan.is(from, Role::A) && determined || scan.year(from, 1900).is_some() {
        return None;
    }
    let (unit_at, hyphen) = skip_kinds(scan, number_end);
    let word = scan.word(unit_at);
    let unit = word.unit.filter(|unit| *unit != Unit::Weekend || word.plural || hyphen)?;
    // `60 Minutes`, `a second`, `days` after `a`.
    let title = scan.capital(unit_at) && unit_at > scan.start && !scan.capital(unit_at - 1);
    let article = scan.is(from, Role::A);
    let plain_article = article && number_end == from + 1;
    if title
        || plain_article && (word.plural || unit == Unit::Second)
        || unit == Unit::Second && !word.plural && !hyphen
    {
        return None;
    }
    let mut end = unit_at + 1;
    let mut amount = amount;
    if let Some(after) = amount::half_after(scan, end) {
        amount = amount.and_half();
        end = after;
    }
    end = skip_more(scan, end);
    let found = |end: usize, what: What| Some(Found { tokens: at..end, what });
    // `will one day rule`.
    if unit == Unit::Day
        && scan.says(from, "one")
        && from == at
        && scan.before(at).is_some_and(|before| matches!(scan.tag(before), Some(Tag::Md | Tag::Prp | Tag::To)))
    {
        return found(end, What::Reference("FUTURE_REF".to_owned()));
    }
    if let Some((end, thing)) = age(scan, end, unit, hyphen) {
        let what = if thing { What::Length(values::length(unit, amount)) } else { What::Nothing };
        return found(end, what);
    }
    if hyphen {
        let long = end + usize::from(scan.hyphen(end)) * 2;
        let end = if scan.is(long.saturating_sub(1), Role::Long) && long > end { long } else { end };
        return found(end, What::Length(values::length(unit, amount)));
    }
    if relation == Role::None
        && let Some((end, what)) = counted(scan, end, unit, amount)
    {
        return found(end, what);
    }
    // A quarter of something is no three months.
    if article && unit == Unit::Quarter {
        return None;
    }
    if plain_article && rough == at {
        match rate(scan, at, unit) {
            Rate::None => {}
            Rate::HowOften => return found(end, What::Set(values::length(unit, amount))),
            Rate::HowMany => return found(end, What::Nothing),
        }
    }
    // `in two years` of what will be.
    let whole = values::whole(amount);
    if relation == Role::None
        && !determined
        && unit >= Unit::Day
        && scan.follows(at, &["in"])
        && ends_clause(scan, end)
        && let Some(count) = whole
    {
        return found(end, What::Ahead(unit, count, values::length(unit, amount)));
    }
    found(end, What::Length(values::length(unit, amount)))
}

/// After words that say that a number is not exact: `about`, `more than`, `at least`, `no more than`, `up to`.
pub fn skip_rough(scan: &Scan<'_>, at: usize) -> usize {
    let no = at + usize::from(scan.says(at, "no") || scan.says(at, "not") || scan.says(at, "well"));
    match (scan.role(no), scan.role(no + 1)) {
        (Role::More | Role::Less, Role::Than) => no + 2,
        (Role::At, Role::Least) => no + 2,
        (Role::Up, Role::To) => no + 2,
        // `more than about`; `some` before a noun is no number, but does no harm before one.
        (Role::Roughly, _) if no == at => no + 1,
        _ => at,
    }
}

/// What relates a length to now: `the past`, `the next`, `the first`.
fn relation(scan: &Scan<'_>, at: usize) -> Role {
    match scan.role(at) {
        // `will last two days`.
        Role::Last if scan.tag(at).is_some_and(Tag::is_verb) => Role::None,
        role @ (Role::Last
        | Role::Past
        | Role::Next
        | Role::Coming
        | Role::Previous
        | Role::Following
        | Role::Recent
        | Role::Same) => role,
        _ if scan.says_any(at, &["first", "final", "initial", "opening", "closing"]) => Role::Period,
        _ => Role::None,
    }
}

/// After what may stand between number and unit; whether a hyphen joins them: `more`, `consecutive`, `-`.
fn skip_kinds(scan: &Scan<'_>, at: usize) -> (usize, bool) {
    if scan.hyphen(at) && scan.word(at + 1).unit.is_some() {
        return (at + 1, true);
    }
    // `four-plus months`.
    let mut end = at + if scan.hyphen(at) && scan.says(at + 1, "plus") { 2 } else { 0 };
    for _ in 0..3 {
        match scan.role(end) {
            Role::Kind | Role::More | Role::Other | Role::Whole | Role::Long | Role::Past | Role::Last => end += 1,
            _ => break,
        }
    }
    (end, false)
}

/// After `or so`, `or more`, `or two`, `or months`.
fn skip_more(scan: &Scan<'_>, at: usize) -> usize {
    if !scan.is(at, Role::Or) {
        return at;
    }
    let next = scan.word(at + 1);
    let more = scan.says(at + 1, "so") || scan.is(at + 1, Role::More);
    let number = next.number.is_some() && scan.word(at + 2).unit.is_none();
    if more || number || next.unit.is_some() && next.plural { at + 2 } else { at }
}

/// Ages: `-old`, `old`, `of age`. Where it ends, and whether it is that of a thing, which is a length, and not a person's.
fn age(scan: &Scan<'_>, at: usize, unit: Unit, hyphen: bool) -> Option<(usize, bool)> {
    if scan.is(at, Role::Old) {
        return Some((at + 1, false));
    }
    if scan.is(at, Role::Of) && scan.says(at + 1, "age") {
        return Some((at + 2, false));
    }
    if scan.hyphen(at) && (scan.is(at + 1, Role::Old) || scan.says(at + 1, "olds")) {
        let next = at + 2;
        let noun = scan.tag(next) == Some(Tag::Nn) && !scan.capital(next);
        return Some((next, hyphen && unit != Unit::Year && noun && !PEOPLE.iter().any(|word| scan.says(next, word))));
    }
    None
}

/// Nouns for the young, whose age is no length of time.
const PEOPLE: &[&str] =
    &["baby", "girl", "boy", "son", "daughter", "infant", "child", "twin", "niece", "nephew", "toddler"];

/// What is counted by a length: `ago`, `earlier`, `later`, `from now`, `before`.
fn counted(scan: &Scan<'_>, at: usize, unit: Unit, amount: Amount) -> Option<(usize, What)> {
    let (unit, whole) = match values::years(unit, amount) {
        Some((unit, count)) => (unit, Some(count)),
        None => (unit, values::whole(amount)),
    };
    // `two weeks ago` is a day, unlike `last week`.
    let (unit, days) = match unit {
        Unit::Week => (Unit::Day, 7),
        Unit::Fortnight => (Unit::Day, 14),
        _ => (unit, 1),
    };
    let away = |count: i32, from_now: bool| {
        let count = count.saturating_mul(days);
        if from_now { When::Published(unit, count) } else { When::Spoken(unit, count) }
    };
    let point = |end: usize, when: When| Some((end, What::Point(when.into())));
    match scan.role(at) {
        Role::Ago => match whole {
            Some(1) if unit == Unit::Year => point(at + 1, When::YearBefore),
            Some(count) if unit >= Unit::Day => point(at + 1, away(-count, true)),
            Some(_) => point(at + 1, When::Published(Unit::Day, 0)),
            None => Some((at + 1, What::Reference("PAST_REF".to_owned()))),
        },
        Role::Earlier if unit >= Unit::Day => match whole {
            Some(1) if unit == Unit::Year => point(at + 1, When::YearBefore),
            Some(count) => point(at + 1, away(-count, false)),
            None => None,
        },
        Role::Later if unit >= Unit::Day => point(at + 1, away(whole?, false)),
        Role::Before if unit >= Unit::Day && ends_clause(scan, at + 1) => point(at + 1, away(-whole?, false)),
        Role::After if unit >= Unit::Day && ends_clause(scan, at + 1) => point(at + 1, away(whole?, false)),
        Role::From if scan.is(at + 1, Role::Now) && unit >= Unit::Day => point(at + 2, away(whole?, true)),
        _ => None,
    }
}

/// What `a year` says of what stands before it.
enum Rate {
    None,
    /// `twice a week`, `$1 billion a year`.
    HowOften,
    /// `four flights a week`, `24 hours a day`: a measure, as in `miles an hour`.
    HowMany,
}

/// Plural nouns that are money and parts of a whole.
const AMOUNTS: &[&str] =
    &["dollars", "pounds", "euros", "francs", "marks", "pesos", "rubles", "rupees", "cents", "points"];

fn rate(scan: &Scan<'_>, at: usize, unit: Unit) -> Rate {
    let Some(before) = scan.before(at) else { return Rate::None };
    if scan.is(before, Role::Times) || scan.says(before, "%") || scan.says_any(before, AMOUNTS) {
        return Rate::HowOften;
    }
    match scan.tag(before) {
        Some(Tag::Nns) if unit < Unit::Year => Rate::HowMany,
        Some(Tag::Nns | Tag::Nn | Tag::Cd) => Rate::HowOften,
        _ => Rate::None,
    }
}

/// A length without a number: `the past decade`, `recent days`, `years`.
fn uncounted(
    scan: &Scan<'_>,
    at: usize,
    the: usize,
    unit_at: usize,
    relation: Role,
    determined: bool,
) -> Option<Found> {
    let word = scan.word(unit_at);
    let unit = word.unit?;
    let end = unit_at + 1;
    let found = |end: usize, what: What| Some(Found { tokens: at..end, what });
    let vague = || What::Length(values::length(unit, Amount::Vague));
    if !word.plural {
        // `the next year and a half`.
        if relation != Role::None
            && let Some(end) = amount::half_after(scan, end)
        {
            return found(end, What::Length(values::length(unit, Amount::exact(1).and_half())));
        }
        // `a day-long visit`, `the year-long war`.
        if relation == Role::None && scan.hyphen(end) && scan.is(end + 1, Role::Long) {
            return found(end + 2, What::Length(values::length(unit, Amount::exact(1))));
        }
        // `the past year`, `the last decade`, `the year ended March 31`.
        let one = matches!(relation, Role::Past)
            || relation == Role::Last && determined
            || relation == Role::None && determined && unit == Unit::Year && scan.is(end, Role::Ended);
        let fits = one && unit >= Unit::Hour && !matches!(unit, Unit::Weekend | Unit::Quarter);
        return if fits { found(end, What::Length(values::length(unit, Amount::exact(1)))) } else { None };
    }
    if unit == Unit::Second || unit == Unit::Weekend {
        return None;
    }
    match relation {
        Role::Coming => return found(end, What::Reference("FUTURE_REF".to_owned())),
        Role::Past => return found(end, What::Reference("PAST_REF".to_owned())),
        Role::Recent | Role::Last | Role::Next | Role::Previous | Role::Following | Role::Period => {
            return found(end, vague());
        }
        _ => {}
    }
    let end = skip_more(scan, end);
    if scan.is(end, Role::Ago) {
        return found(end + 1, What::Reference("PAST_REF".to_owned()));
    }
    if scan.hyphen(end) && scan.is(end + 1, Role::Long) || scan.hyphen(end) && scan.is(end + 1, Role::Old) {
        return found(end + 2, vague());
    }
    if scan.is(end, Role::Old) {
        return found(end + 1, What::Nothing);
    }
    // `for years`, `weeks after`; but not `school days` and `the early years`.
    let before = scan.before(the.min(at)).and_then(|before| scan.tag(before));
    let modified = before.is_some_and(|tag| {
        tag.is_noun() || matches!(tag, Tag::Jj | Tag::Jjr | Tag::Cd | Tag::Vbg | Tag::Hyph | Tag::Pos | Tag::PrpPoss)
    });
    let related = matches!(scan.role(end), Role::After | Role::Before | Role::Later | Role::Earlier);
    let modified = modified && !(related && before.is_some_and(Tag::is_noun)) && !scan.follows(at, &["just"]);
    let small =
        unit < Unit::Day && !related && !scan.follows(at, &["for", "within", "in", "after", "of", "just", "took"]);
    let title = scan.capital(unit_at) && unit_at > scan.start;
    let bare = at == the && !determined && !modified && !small && !title;
    if bare { found(end, vague()) } else { None }
}
