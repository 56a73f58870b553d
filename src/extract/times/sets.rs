//! How often: `every day`, `each Thursday`, `Tuesday nights`, `per year`, `every other week`.

use crate::extract::lexicon::times::{Role, Season, Unit};

use super::amount::{self, Amount};
use super::dates::part_after;
use super::expression::{Found, What};
use super::scan::Scan;
use super::values;

/// The set at `at`.
pub fn set(scan: &Scan<'_>, at: usize) -> Option<Found> {
    let (end, value) = match scan.role(at) {
        Role::Every => every(scan, at + 1)?,
        Role::Per => {
            let word = scan.word(at + 1);
            let unit = word.unit.filter(|unit| !word.plural && *unit >= Unit::Day)?;
            (at + 2, values::length(unit, Amount::exact(1)))
        }
        _ => plural(scan, at)?,
    };
    Some(Found { tokens: at..end, what: What::Set(value) })
}

/// What stands after `every` and `each`.
fn every(scan: &Scan<'_>, at: usize) -> Option<(usize, String)> {
    if scan.is(at, Role::Other) {
        let unit = scan.word(at + 1).unit?;
        return Some((at + 2, values::length(unit, Amount::exact(2))));
    }
    let word = scan.word(at);
    if scan.capital(at) {
        if let Some(weekday) = word.weekday.filter(|_| !word.plural) {
            let (end, part) = part_after(scan, at + 1);
            return Some((end, values::every_weekday(weekday, part)));
        }
        if let Some(month) = word.month {
            return Some(match scan.day_of_month(at + 1) {
                Some(day) => (at + 2, format!("XXXX-{month:02}-{day:02}")),
                None => (at + 1, format!("XXXX-{month:02}")),
            });
        }
    }
    if word.plural {
        return None;
    }
    if let Some(unit) = word.unit {
        return Some(match unit {
            Unit::Weekend => (at + 1, "XXXX-WXX-WE".to_owned()),
            _ => (at + 1, values::length(unit, Amount::exact(1))),
        });
    }
    if let Some(part) = word.part {
        return Some((at + 1, format!("XXXX-XX-XXT{}", values::part(part))));
    }
    if let Some(season) = word.season {
        return Some((at + 1, every_season(season)));
    }
    let (end, amount) = amount::read(scan, at)?;
    let word = scan.word(end);
    let unit = word.unit.filter(|_| word.plural)?;
    Some((end + 1, values::length(unit, amount)))
}

/// `Mondays`, `Tuesday nights`, `weekends`, `summers`.
fn plural(scan: &Scan<'_>, at: usize) -> Option<(usize, String)> {
    let word = scan.word(at);
    if let Some(weekday) = word.weekday.filter(|_| scan.capital(at)) {
        if word.plural {
            let (end, part) = part_after(scan, at + 1);
            return Some((end, values::every_weekday(weekday, part)));
        }
        let next = scan.word(at + 1);
        let part = next.part.filter(|_| next.plural)?;
        return Some((at + 2, values::every_weekday(weekday, Some(part))));
    }
    if !word.plural {
        return None;
    }
    if word.unit == Some(Unit::Weekend) && scan.follows(at, &["on", "at", "and", "during", "over"]) {
        return Some((at + 1, "XXXX-WXX-WE".to_owned()));
    }
    let season = word.season.filter(|_| !scan.says(at, "springs"))?;
    Some((at + 1, every_season(season)))
}

fn every_season(season: Season) -> String {
    format!("XXXX-{}", values::season(season))
}
