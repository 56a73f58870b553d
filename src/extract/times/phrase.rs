//! The grammar's first rule: which expression begins at a token.

use crate::extract::lexicon::times::{Fixed, Role};
use crate::extract::lexicon::words::UNKNOWN;
use crate::extract::tokens::Kind;
use crate::nlp::Tag;

use super::dates::{date, is_name};
use super::expression::{Found, Point, What, When};
use super::scan::Scan;
use super::{clock, lengths, sets};

/// The expression that begins at `at`. Most tokens begin none, and are left after one look.
pub fn phrase(scan: &Scan<'_>, at: usize) -> Option<Found> {
    if !may_begin(scan, at) {
        return None;
    }
    let fixed = scan.fixed(at);
    if let Some((end, Fixed::Nothing)) = fixed {
        return Some(Found { tokens: at..end, what: What::Nothing });
    }
    let found = lengths::length(scan, at)
        .or_else(|| hour_first(scan, at))
        .or_else(|| staged(scan, at))
        .or_else(|| sets::set(scan, at))
        .or_else(|| day_first(scan, at))
        .filter(|found| found.tokens.end <= scan.end);
    let longer = |end: usize| found.as_ref().is_none_or(|found| found.tokens.end < end);
    match fixed {
        Some((end, fixed)) if longer(end) && stands(scan, at, end, fixed) => {
            let what = match fixed {
                Fixed::Reference(value) => What::Reference(value.clone()),
                Fixed::Set(value) => What::Set(value.clone()),
                Fixed::Duration(value) => What::Length(value.clone()),
                Fixed::Holiday(_) | Fixed::Nothing => return found,
            };
            Some(Found { tokens: at..end, what })
        }
        _ => found,
    }
}

/// Whether an expression can begin at a token at all.
fn may_begin(scan: &Scan<'_>, at: usize) -> bool {
    let Some(token) = scan.text.tokens.get(at) else { return false };
    match token.kind {
        Kind::Number => true,
        Kind::Word if token.lower == UNKNOWN => {
            // `mid-1996`, `'90s`.
            let bytes = token.span.of(scan.text.body).as_bytes();
            bytes.iter().skip(1).any(u8::is_ascii_digit)
        }
        Kind::Word => match scan.words.word(token.lower) {
            None => false,
            Some(word) => word.opens_phrase || !never_first(word.role),
        },
        _ => false,
    }
}

/// Whether no expression begins with a word of this role, so that the commonest words are left at once.
fn never_first(role: Role) -> bool {
    matches!(
        role,
        Role::Of
            | Role::In
            | Role::On
            | Role::To
            | Role::And
            | Role::Or
            | Role::From
            | Role::Before
            | Role::After
            | Role::Than
            | Role::Least
            | Role::Ago
            | Role::Ended
            | Role::Genitive
            | Role::Old
            | Role::Long
            | Role::Kind
            | Role::Other
            | Role::Times
            | Role::Local
            | Role::Clock
    )
}

/// Whether a fixed phrase is one here: `current` before a noun, `the past` alone.
fn stands(scan: &Scan<'_>, at: usize, end: usize, fixed: &Fixed) -> bool {
    let Fixed::Reference(_) = fixed else { return true };
    let next = scan.word(end);
    // `in the past` before `two years`, `current` before `year`.
    let relates = matches!(scan.role(end - 1), Role::Past | Role::Recent | Role::Current);
    let counts = next.number.is_some() || scan.digits(end).is_some();
    // `American Renewable Future`; `late` of `early and late season`.
    if is_name(scan, at) || scan.says(at, "of") && scan.tag(end).is_some_and(Tag::is_noun) {
        return false;
    }
    if relates && next.unit.is_some() || scan.is(end - 1, Role::Past) && counts {
        return false;
    }
    // `future payments` are not said to be in the future, only to be more of them.
    if end == at + 1 && scan.says(at, "future") && scan.tag(end).is_some_and(Tag::is_noun) {
        return false;
    }
    match scan.tag(at) {
        // `the current` of a river, `futures`.
        Some(Tag::Nn) if scan.says(at, "current") => false,
        _ => true,
    }
}

/// `10 p.m. Wednesday`, `noon on May 5`, `around 7:15 p.m.`.
fn hour_first(scan: &Scan<'_>, at: usize) -> Option<Found> {
    let from = if scan.is(at, Role::Roughly) { at + 1 } else { at };
    let (end, clock) = clock::clock(scan, from)?;
    let comma = scan.skip_comma(end);
    let day = scan.skip(comma, Role::On);
    let dated = date(scan, day, false).filter(|(_, point)| point.when.is_day() && point.clock.is_none());
    let (end, when) = match dated {
        Some((after, point)) => (after, point.when),
        None => (end, When::Same),
    };
    Some(Found { tokens: at..end, what: What::Point(Point { when, part: None, clock: Some(clock) }) })
}

/// A date, perhaps with its hour: `Friday at 10 p.m.`
fn day_first(scan: &Scan<'_>, at: usize) -> Option<Found> {
    let (end, point) = date(scan, at, false)?;
    if point.when.is_day() {
        let hour = scan.skip(end, Role::At);
        if let Some((after, clock)) = clock::clock(scan, hour) {
            return Some(Found {
                tokens: at..after,
                what: What::Point(Point { clock: Some(clock), part: None, ..point }),
            });
        }
    }
    Some(Found { tokens: at..end, what: What::Point(point) })
}

/// What says which part of something is meant: `early 1990`, `late on Friday`, `earlier this month`, `the end of the year`,
/// `around year-end`.
fn staged(scan: &Scan<'_>, at: usize) -> Option<Found> {
    let inner = match scan.role(at) {
        Role::Stage | Role::Earlier | Role::Later => {
            let hyphen = scan.skip_hyphen(at + 1);
            let placed = scan.skip(scan.skip(hyphen, Role::In), Role::On);
            // `late last night`, `later in the day`.
            date(scan, placed, true)
        }
        Role::Mid => date(scan, scan.skip_hyphen(at + 1), true).or_else(|| mid_part(scan, scan.skip_hyphen(at + 1))),
        Role::The | Role::Edge => {
            let edge = scan.skip(at, Role::The);
            let edge = edge + usize::from(scan.says(edge, "very"));
            match scan.role(edge) {
                Role::Edge | Role::Mid if scan.is(edge + 1, Role::Of) => date(scan, edge + 2, true),
                Role::Stage if edge > at => date(scan, scan.skip_hyphen(edge + 1), true),
                Role::Mid if edge > at => date(scan, scan.skip_hyphen(edge + 1), true),
                _ => None,
            }
        }
        Role::Roughly if scan.says_any(at, &["about", "around"]) => date(scan, at + 1, false),
        _ => None,
    };
    let (end, point) = inner?;
    Some(Found { tokens: at..end, what: What::Point(point) })
}

/// `mid-afternoon`.
fn mid_part(scan: &Scan<'_>, at: usize) -> Option<(usize, Point)> {
    let word = scan.word(at);
    let part = word.part.filter(|_| !word.plural)?;
    Some((at + 1, Point { when: When::Same, part: Some(part), clock: None }))
}
