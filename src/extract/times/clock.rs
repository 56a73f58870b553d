//! Hours of the day: `10:35 a.m.`, `at 0930 GMT`, `5 p.m. EST`, `noon`, `nine o'clock`, `4 in the morning`.

use crate::extract::lexicon::times::{Number, Part, Role};

use super::expression::Clock;
use super::scan::Scan;

/// The hour at `at`: where it ends and which it is.
pub fn clock(scan: &Scan<'_>, at: usize) -> Option<(usize, Clock)> {
    let word = scan.word(at);
    if let Some((hour, minute)) = word.hour {
        // `high noon` is one; `Midnight Express` is none.
        let lower = !scan.capital(at) || at == scan.start;
        let (end, universal) = zone(scan, at + 1);
        return lower.then_some((end, Clock { hour, minute, universal }));
    }
    if let Some(Number::Exact(hour @ 1..=12)) = word.number {
        let next = at + 1;
        let named = scan.is(next, Role::Clock) || scan.word(next).half_day.is_some();
        return if named { finish(scan, next, hour as i8, 0) } else { None };
    }
    let text = scan.digits(at)?;
    if let Some((hour, minute)) = with_minutes(text) {
        let next = at + 1;
        let said = scan.word(next).half_day.is_some() || scan.is(next, Role::Clock) || zone(scan, next).0 > next;
        let colon = text.contains(':');
        let placed = colon && scan.follows(at, PREPOSITIONS);
        return if said || placed { finish(scan, next, hour, minute) } else { None };
    }
    if let Some((hour, minute, half_day)) = glued(text) {
        let (end, universal) = zone(scan, at + 1);
        return Some((end, Clock { hour: on_day(hour, half_day)?, minute, universal }));
    }
    let number: u16 = text.parse().ok()?;
    if text.len() == 4 {
        // `0930 GMT`, `0600 hours`.
        let (hour, minute) = ((number / 100) as i8, (number % 100) as i8);
        let zoned = zone(scan, at + 1).0 > at + 1;
        let hours = scan.says(at + 1, "hours") && text.starts_with(['0', '1', '2']);
        if hour > 24 || minute > 59 || !(zoned || hours) {
            return None;
        }
        let (end, universal) = zone(scan, at + 1 + usize::from(hours));
        return Some((end, Clock { hour, minute, universal }));
    }
    if number > 24 || text.len() > 2 {
        return None;
    }
    let next = at + 1;
    let hour = number as i8;
    if scan.word(next).half_day.is_some() || scan.is(next, Role::Clock) {
        return finish(scan, next, hour, 0);
    }
    // `4 in the morning`.
    let (end, part) = in_the(scan, next)?;
    (hour <= 12).then(|| Some((end, Clock { hour: on_day(hour, half(part))?, minute: 0, universal: false })))?
}

/// Prepositions that `10:35` is an hour after.
const PREPOSITIONS: &[&str] =
    &["at", "by", "until", "till", "around", "about", "before", "after", "from", "since", "past", "between"];

/// What may follow an hour: `a.m.`, `o'clock`, `in the evening`, a zone.
fn finish(scan: &Scan<'_>, at: usize, hour: i8, minute: i8) -> Option<(usize, Clock)> {
    let mut end = at;
    let mut half_day = scan.word(end).half_day;
    if half_day.is_some() || scan.is(end, Role::Clock) {
        end += 1;
    }
    if half_day.is_none()
        && let Some((after, part)) = in_the(scan, end)
    {
        half_day = half(part);
        end = after;
    }
    let (end, universal) = zone(scan, end);
    Some((end, Clock { hour: on_day(hour, half_day)?, minute, universal }))
}

/// `in the morning`, `at night`.
fn in_the(scan: &Scan<'_>, at: usize) -> Option<(usize, Part)> {
    let noun = match scan.role(at) {
        Role::In if scan.is(at + 1, Role::The) => at + 2,
        Role::At => at + 1,
        _ => return None,
    };
    let word = scan.word(noun);
    word.part.filter(|_| !word.plural).map(|part| (noun + 1, part))
}

/// What a part of the day adds to an hour from 1 to 12.
fn half(part: Part) -> Option<i8> {
    Some(if part == Part::Morning { 0 } else { 12 })
}

/// The hour from 0 to 24; none if there is no such hour.
fn on_day(hour: i8, half_day: Option<i8>) -> Option<i8> {
    match half_day {
        None => (0..=24).contains(&hour).then_some(hour),
        Some(half) if (1..=12).contains(&hour) => Some(hour % 12 + half),
        // `17:30 p.m.`
        Some(_) => (0..=23).contains(&hour).then_some(hour),
    }
}

/// `10:35`, `10.35`, `10:35:20`: hour and minute.
fn with_minutes(text: &str) -> Option<(i8, i8)> {
    let mark = if text.contains(':') { ':' } else { '.' };
    let mut parts = text.split(mark);
    let (hour, minute) = (parts.next()?, parts.next()?);
    let seconds = parts.next();
    let two = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if hour.len() > 2 || !two(minute) || !seconds.is_none_or(|text| two(text) && mark == ':') || parts.next().is_some()
    {
        return None;
    }
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour <= 24 && minute < 60).then_some((hour, minute))
}

/// `10pm`, `10:30am` in one piece.
fn glued(text: &str) -> Option<(i8, i8, Option<i8>)> {
    let cut = text.find(|character: char| character.is_ascii_alphabetic())?;
    let (number, letters) = (text.get(..cut)?, text.get(cut..)?);
    let half = match letters {
        "am" | "AM" | "a.m." => 0,
        "pm" | "PM" | "p.m." => 12,
        _ => return None,
    };
    let (hour, minute) = match with_minutes(number) {
        Some(both) => both,
        None => (number.parse::<i8>().ok().filter(|hour| (1..=12).contains(hour))?, 0),
    };
    Some((hour, minute, Some(half)))
}

/// Where the zone at `at` ends, and whether it is universal time. Zones are written in capitals, but for `local time`.
fn zone(scan: &Scan<'_>, at: usize) -> (usize, bool) {
    if let Some(universal) = scan.word(at).zone.filter(|_| scan.of(at).bytes().all(|byte| byte.is_ascii_uppercase())) {
        return (at + 1, universal);
    }
    let named = scan.is(at, Role::Local) || scan.says_any(at, &["eastern", "pacific", "moscow", "central"]);
    if named && scan.says(at + 1, "time") {
        return (at + 2, false);
    }
    (at, false)
}
