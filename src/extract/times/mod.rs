//! Finds when: every temporal expression of a sentence as a TIMEX3 with its value.
//!
//! A sentence is read once from left to right; at each token the grammar ([`phrase`]) is asked which expression begins there.
//! It looks at the kind of the first word and leaves most tokens at once, and it never looks further ahead than a few tokens,
//! so that the time is linear in the text. What an expression says ([`expression`]) is then counted from the day of
//! publication or from the time that the story speaks of ([`Timeline`]); where a weekday, a month or a day without a year can
//! be before or after publication, the tense of the clause decides ([`tense`]).
//!
//! Types and values follow the guidelines of TimeML 1.2.1 and TIMEX3: weeks are those of ISO 8601, a decade is `198`,
//! a century two digits. Ages of people are no times. The words are a table, `lexicon/times.tsv`.

mod amount;
mod business;
mod clock;
mod dates;
pub mod event;
mod expression;
mod holidays;
mod lengths;
mod phrase;
mod relative;
mod resolve;
mod scan;
mod sets;
mod tense;
#[cfg(test)]
mod tests;
mod values;
mod years;

use std::ops::Range;

use jiff::civil::Date;

use crate::nlp::Tag;
use crate::record::TimeKind;

use super::lexicon::times::{Role, TimeWords};
use super::text::Text;
use expression::{Found, Point, What, When};
pub use resolve::Timeline;
use scan::Scan;
use tense::{Direction, direction};

/// A temporal expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeMention {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// TIMEX3 type.
    pub kind: TimeKind,
    /// TIMEX3 value.
    pub value: String,
    /// The day that it was counted from, where it was.
    pub anchor: Option<Date>,
}

impl TimeMention {
    /// Whether it says when on the calendar something is, and not how long, how often, or only `recently`.
    pub fn is_on_calendar(&self) -> bool {
        matches!(self.kind, TimeKind::Date | TimeKind::Time)
            && self.value.starts_with(|first: char| first.is_ascii_digit())
    }

    /// Whether it is a day, or a part of one, not more than a week before or after `day`.
    pub fn is_near(&self, day: Date) -> bool {
        let own = self.value.get(..10).and_then(|own| own.parse::<Date>().ok());
        own.is_some_and(|own| day.until(own).is_ok_and(|span| span.get_days().abs() <= 7))
    }

    /// Whether all of it lies after `day`; of quarters, seasons and the like it is not told.
    pub fn is_after(&self, day: Date) -> bool {
        let value = self.value.split('T').next().unwrap_or_default();
        let same = if value.contains("-W") {
            let week = day.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        } else if value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
            day.to_string()
        } else {
            return false;
        };
        // A decade (`198`) is no year.
        value.len() >= 4 && self.is_on_calendar() && same.get(..value.len()).is_some_and(|same| value > same)
    }
}

/// Of the times of a clause, the one at which what `word` says happened: a date before a vague time, one that is no bound
/// (`since 1998`), no standard of comparison (`than a year ago`) and not the end of a stretch (`from May 3 to 5`) before one that
/// is, then the nearest. Lengths and sets are never.
pub fn nearest<'m>(
    text: &Text<'_>,
    times: impl Iterator<Item = &'m TimeMention>,
    word: usize,
) -> Option<&'m TimeMention> {
    const ENDS: &[&str] = &["to", "through", "-", "–"];
    const BOUNDS: &[&str] = &["since", "until", "till", "before", "after", "than", "from", "by", "of"];
    let bound = |time: &TimeMention| {
        let before = time.tokens.start.checked_sub(1).map_or("", |before| text.of(before));
        BOUNDS.iter().any(|bound| before.eq_ignore_ascii_case(bound))
    };
    let points = times.filter(|time| matches!(time.kind, TimeKind::Date | TimeKind::Time));
    let points: Vec<&TimeMention> = points.collect();
    let ends = |time: &TimeMention| {
        let other = points.iter().any(|other| other.tokens.end + 1 == time.tokens.start);
        other && ENDS.iter().any(|end| text.of(time.tokens.start - 1).eq_ignore_ascii_case(end))
    };
    let key = |time: &&TimeMention| (!time.is_on_calendar(), ends(time), bound(time), time.tokens.start.abs_diff(word));
    points.iter().copied().min_by_key(key)
}

/// The temporal expressions among the tokens of a sentence, in order. `timeline` is what the article has spoken of before;
/// sentences must be read in order.
pub fn read(text: &Text<'_>, sentence: Range<usize>, words: &TimeWords, timeline: &mut Timeline) -> Vec<TimeMention> {
    let scan = Scan { text, words, start: sentence.start, end: sentence.end };
    let mut found: Vec<Found> = Vec::new();
    let mut at = sentence.start;
    while at < sentence.end {
        match phrase::phrase(&scan, at) {
            Some(one) => {
                at = one.tokens.end.max(at + 1);
                let more = match &one.what {
                    What::Point(Point { when: When::Day(month, day, year), part: None, clock: None }) => {
                        dates::more_days(&scan, at, *month, *day, *year)
                    }
                    _ => Vec::new(),
                };
                if one.what != What::Nothing {
                    found.push(one);
                }
                for (token, when) in more {
                    at = token + 1;
                    found.push(Found { tokens: token..token + 1, what: What::Point(when.into()) });
                }
            }
            None => at += 1,
        }
    }
    timeline.next_sentence();
    let mut times = Vec::with_capacity(found.len());
    for (index, one) in found.iter().enumerate() {
        times.extend(value(&scan, one, found.get(index + 1), timeline));
    }
    times
}

/// Words before `Friday's vote` after which it is still to come, if the verb says so too.
const AHEAD: &[&str] = &["of", "before", "until", "for", "at", "in", "on"];

/// Gives `found` its value; `next` is the expression after it.
fn value(scan: &Scan<'_>, found: &Found, next: Option<&Found>, timeline: &mut Timeline) -> Option<TimeMention> {
    let sentence = scan.start..scan.end;
    // `Friday's talks`, `a June agreement`: the verb says nothing of when those were.
    let genitive = scan.is(found.tokens.end, Role::Genitive);
    let before_noun = genitive || scan.tag(found.tokens.end).is_some_and(Tag::is_noun);
    let tense = || match direction(scan.text, &found.tokens, &sentence) {
        Direction::Future if before_noun && !scan.follows(found.tokens.start, AHEAD) => Direction::Open,
        Direction::Present if before_noun => Direction::Open,
        // `called November's election historic`.
        Direction::Past
            if genitive && matches!(&found.what, What::Point(point) if matches!(point.when, When::Month(..))) =>
        {
            Direction::Open
        }
        // `The deadline is Friday`, `The fair opens on Friday`.
        Direction::Present if matches!(&found.what, What::Point(point) if point.when.is_day()) => Direction::Future,
        other => other,
    };
    let mention = |kind: TimeKind, value: String, anchor: Option<Date>| TimeMention {
        tokens: found.tokens.clone(),
        kind,
        value,
        anchor,
    };
    match &found.what {
        What::Length(value) => Some(mention(TimeKind::Duration, value.clone(), None)),
        What::Set(value) => Some(mention(TimeKind::Set, value.clone(), None)),
        // `soon became`: no more to come.
        What::Reference(value)
            if scan.says_any(found.tokens.end - 1, &["soon", "shortly"])
                && tense() == Direction::Past
                && value != "PAST_REF" =>
        {
            None
        }
        What::Reference(value) => Some(mention(TimeKind::Date, value.clone(), None)),
        What::Ahead(unit, count, length) => {
            if tense() != Direction::Future {
                return Some(mention(TimeKind::Duration, length.clone(), None));
            }
            let resolved = timeline.resolve(&When::Published(*unit, *count).into(), Direction::Future)?;
            Some(mention(resolved.kind, resolved.value, resolved.anchor))
        }
        What::Point(point) => {
            // `10:35 a.m. (0735 GMT) Friday`: the day of an hour may stand after it.
            if let Some(day) = next.and_then(|next| day_after(found, next)) {
                let day_tense = direction(scan.text, &found.tokens, &sentence);
                let mut ahead = timeline.clone();
                ahead.resolve(&Point::from(day.clone()), day_tense)?;
                *timeline = ahead;
            }
            let tense = if point.when.is_open() { tense() } else { Direction::Open };
            let resolved = timeline.resolve(point, tense)?;
            Some(mention(resolved.kind, resolved.value, resolved.anchor))
        }
        What::Nothing => None,
    }
}

/// The day that `next` names, if `found` is an hour without one and the two stand close together.
fn day_after<'f>(found: &Found, next: &'f Found) -> Option<&'f When> {
    let (What::Point(hour), What::Point(day)) = (&found.what, &next.what) else { return None };
    let close = next.tokens.start <= found.tokens.end + 5;
    let without = hour.when == When::Same && hour.clock.is_some();
    (without && close && day.when.is_day()).then_some(&day.when)
}
