//! When an article was published: as the sender says in any usual notation, else as dateline, links or time of receipt tell.
//!
//! Relative times in the text (`on Friday`) count from the publication day, so the day matters more than the hour, and it is
//! the day where the sender is, in the offset that was delivered.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::article::{Link, Published};
use crate::record::Basis;

use super::calendar::{self, PartialDate, digits};
use super::weekdays;

/// All that can tell when an article was published, besides what the sender says.
#[derive(Debug)]
pub struct Evidence<'a> {
    /// The date in its dateline.
    pub dateline: Option<PartialDate>,
    /// Its own address.
    pub url: Option<&'a str>,
    /// The links in its text.
    pub links: &'a [Link],
    /// Its first paragraphs, as prose.
    pub lede: &'a [&'a str],
    /// When it was received.
    pub received: Timestamp,
}

/// The publication time of an article without (readable) metadata.
pub fn from_evidence(evidence: &Evidence<'_>) -> Published {
    let received = evidence.received.to_zoned(TimeZone::UTC).date();
    let own = evidence.url.and_then(calendar::date_in_url);
    let linked = evidence.links.iter().filter_map(|link| link.date).filter(|date| *date <= received).max();
    let by_url = own.or_else(|| linked.map(|date| weekdays::reconcile(date, evidence.lede, received)));
    if let Some(date) = evidence.dateline.and_then(|date| written_by(date, by_url.unwrap_or(received))) {
        return Published { text: date.to_string(), date, basis: Basis::Dateline };
    }
    match by_url {
        Some(date) => Published { text: date.to_string(), date, basis: Basis::Url },
        None => Published { text: evidence.received.to_string(), date: received, basis: Basis::Received },
    }
}

/// The date of a dateline in an article that was there at `known`: news is not written in the future, but clocks and time
/// zones are off by a day or two.
fn written_by(date: PartialDate, known: Date) -> Option<Date> {
    let nearest = date.complete(known)?;
    if date.year.is_some() || calendar::days_between(known, nearest) <= 3 {
        return Some(nearest);
    }
    Date::new(nearest.year() - 1, nearest.month(), nearest.day()).ok()
}

/// The publication time that `delivered` says: as ISO 8601 (a timestamp with the offset that was delivered, a local time, or
/// a date) and its calendar day there. None if it cannot be read.
///
/// Reads ISO 8601 in extended and basic form, RFC 2822, seconds and milliseconds since 1970, and dates in English words with
/// or without a time (`18 December 2021`, `Dec 18, 2021 9:30 am EST`, `26-FEB-1987 15:02:20`).
pub fn from_metadata(delivered: &str) -> Option<Published> {
    let text = delivered.trim();
    if text.len() < 8 || text.len() > 80 || !text.is_ascii() {
        return None;
    }
    let (text, date) = iso(text).or_else(|| compact(text)).or_else(|| words(text))?;
    Some(Published { text, date, basis: Basis::Metadata })
}

/// `2021-12-18`, `2021-12-18T09:30:00.5+03:00`, `2021/12/18 09:30`.
fn iso(text: &str) -> Option<(String, Date)> {
    let bytes = text.as_bytes();
    let separator = *bytes.get(4)?;
    if digits(bytes) != 4
        || !matches!(separator, b'-' | b'/' | b'.')
        || bytes.get(7) != Some(&separator)
        || digits(bytes.get(8..)?) != 2
    {
        return None;
    }
    let date = date_of(&text[..4], &text[5..7], &text[8..10])?;
    let rest = &text[10..];
    if rest.is_empty() {
        return Some((date.to_string(), date));
    }
    let rest = rest.strip_prefix(['T', 't', ' ', ','])?.trim_start();
    // Nearly all feeds write just this, which can stay as it is.
    if let [time @ .., b'Z'] = rest.as_bytes()
        && time.len() == 8
        && text.len() == 20
        && separator == b'-'
        && bytes[10] == b'T'
        && Clock::read(&rest[..8]).is_some()
    {
        return Some((text.to_owned(), date));
    }
    Some((stamp(date, rest)?, date))
}

/// `20211218`, `20211218T093000Z`, `20211218093000`, and seconds or milliseconds since 1970.
fn compact(text: &str) -> Option<(String, Date)> {
    let count = digits(text.as_bytes());
    let (whole, rest) = text.split_at(count);
    match (count, rest) {
        (8, "") => {
            let date = date_of(&whole[..4], &whole[4..6], &whole[6..])?;
            Some((date.to_string(), date))
        }
        (8, _) => {
            let date = date_of(&whole[..4], &whole[4..6], &whole[6..])?;
            Some((stamp(date, rest.strip_prefix(['T', 't', ' '])?)?, date))
        }
        (14, _) => {
            let date = date_of(&whole[..4], &whole[4..6], &whole[6..8])?;
            Some((stamp(date, &text[8..])?, date))
        }
        (9 | 10 | 13, _) => {
            let fraction = rest.strip_prefix('.').is_some_and(|rest| digits(rest.as_bytes()) == rest.len());
            if !rest.is_empty() && !fraction {
                return None;
            }
            let number: i64 = whole.parse().ok()?;
            let time =
                if count == 13 { Timestamp::from_millisecond(number) } else { Timestamp::from_second(number) }.ok()?;
            Some((time.to_string(), time.to_zoned(TimeZone::UTC).date()))
        }
        _ => None,
    }
}

/// Dates with the month as a word, in any order of day, month and year.
fn words(text: &str) -> Option<(String, Date)> {
    let (mut day, mut month, mut year, mut time, mut offset, mut afternoon) = (None, None, None, None, None, None);
    for token in text.split([' ', ',', '(', ')']).filter(|token| !token.is_empty()) {
        if token.contains(':') {
            let clock = token.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            match &token[clock.len()..] {
                "" => {}
                half @ ("am" | "AM" | "pm" | "PM") => afternoon = Some(half.eq_ignore_ascii_case("pm")),
                zone => offset = Some(zone_offset(zone)?),
            }
            // The offset can be written to the time: `09:30:00+0300`.
            let (clock, zone) = clock.split_at(clock.find(['+', '-']).unwrap_or(clock.len()));
            if !zone.is_empty() {
                offset = Some(zone_offset(zone)?);
            }
            time = Some(clock);
            continue;
        }
        if token.starts_with(['+', '-']) && time.is_some() {
            offset = Some(zone_offset(token)?);
            continue;
        }
        for part in token.split(['-', '/', '.']).filter(|part| !part.is_empty()) {
            if let Some(found) = calendar::month(part).filter(|_| month.is_none()) {
                month = Some(found);
            } else if calendar::weekday(part).is_some()
                || matches!(part, "at" | "on" | "of" | "Published" | "Date" | "Tues" | "Thurs")
            {
            } else if matches!(part, "am" | "AM" | "a" | "pm" | "PM" | "p" | "m") && time.is_some() {
                afternoon = afternoon.or(Some(part.starts_with(['p', 'P'])));
            } else if let Some(found) =
                zone_offset(part).filter(|_| time.is_some() && part.starts_with(|c: char| c.is_ascii_alphabetic()))
            {
                offset = Some(found);
            } else {
                let number = part.trim_end_matches(|c: char| c.is_ascii_alphabetic());
                if number.len() < part.len() && !matches!(&part[number.len()..], "st" | "nd" | "rd" | "th") {
                    return None;
                }
                match number.len() {
                    1 | 2 if day.is_none() => day = Some(number.parse().ok()?),
                    // RFC 822 and IPTC write the year with two digits.
                    2 if year.is_none() => {
                        year = number.parse::<i16>().ok().map(|two| if two < 70 { 2000 + two } else { 1900 + two })
                    }
                    4 if year.is_none() && digits(number.as_bytes()) == 4 => year = number.parse().ok(),
                    _ => return None,
                }
            }
        }
    }
    let date = Date::new(year?, month?, day?).ok()?;
    let Some(time) = time else { return Some((date.to_string(), date)) };
    let mut clock = Clock::read(time)?;
    match afternoon {
        Some(true) if clock.hour < 12 => clock.hour += 12,
        Some(false) if clock.hour == 12 => clock.hour = 0,
        _ => {}
    }
    Some((clock.iso(date, &offset.unwrap_or_default()), date))
}

/// Whether the ISO 8601 time `one` is later than `other`; where one of them has no offset, by the clock on the wall.
pub fn is_later(one: &str, other: &str) -> bool {
    match (one.parse::<Timestamp>(), other.parse::<Timestamp>()) {
        (Ok(one), Ok(other)) => one > other,
        _ => one.get(..19).unwrap_or(one) > other.get(..19).unwrap_or(other),
    }
}

/// `date` with the time and offset that `rest` says, as ISO 8601; none if it is neither.
fn stamp(date: Date, rest: &str) -> Option<String> {
    let zone_at = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ','))).unwrap_or(rest.len());
    let (time, zone) = rest.split_at(zone_at);
    let offset = match zone.trim() {
        "" => String::new(),
        zone => zone_offset(zone)?,
    };
    Some(Clock::read(time)?.iso(date, &offset))
}

/// A time of day, with the seconds as they are written.
struct Clock<'t> {
    hour: i8,
    minute: i8,
    second: Option<&'t str>,
}

impl Clock<'_> {
    /// Reads `09:30`, `09:30:00`, `0930`, `093000`, with a fraction of seconds or not.
    fn read(text: &str) -> Option<Clock<'_>> {
        let (hour, minute, second) = if text.contains(':') {
            let mut parts = text.splitn(3, ':');
            (parts.next()?, parts.next()?, parts.next())
        } else {
            let whole = digits(text.as_bytes());
            match whole {
                4 if text.len() == 4 => (&text[..2], &text[2..], None),
                6 => (&text[..2], &text[2..4], Some(&text[4..])),
                _ => return None,
            }
        };
        let clock = Clock { hour: hour.parse().ok()?, minute: minute.parse().ok()?, second };
        let whole_second = second.map_or(Some(0), |second| second.get(..2)?.parse::<u8>().ok())?;
        let fraction = second.map_or("", |second| &second[2..]);
        let fraction_is_one = fraction.is_empty()
            || fraction.len() > 1
                && fraction.starts_with(['.', ','])
                && digits(&fraction.as_bytes()[1..]) + 1 == fraction.len();
        ((0..24).contains(&clock.hour)
            && (0..60).contains(&clock.minute)
            && whole_second <= 60
            && fraction_is_one
            && hour.len() <= 2
            && minute.len() == 2)
            .then_some(clock)
    }

    fn iso(&self, date: Date, offset: &str) -> String {
        format!("{date}T{:02}:{:02}:{}{offset}", self.hour, self.minute, self.second.unwrap_or("00"))
    }
}

/// `Z`, `+03:00` or the like for an offset or a zone's letters as they stand in feeds; none if it is neither.
fn zone_offset(zone: &str) -> Option<String> {
    if zone.starts_with(['+', '-']) {
        let plain: String = zone[1..].chars().filter(|c| *c != ':').collect();
        if digits(plain.as_bytes()) != plain.len() || !matches!(plain.len(), 2 | 4) {
            return None;
        }
        let minutes = plain.get(2..).unwrap_or("00");
        if plain[..2].parse::<u8>().ok()? > 14 || minutes.parse::<u8>().ok().unwrap_or(0) > 59 {
            return None;
        }
        return Some(format!("{}{}:{minutes}", &zone[..1], &plain[..2]));
    }
    let offset = match zone.to_ascii_uppercase().as_str() {
        "Z" | "UT" | "UTC" | "GMT" | "WET" => "Z",
        "BST" | "CET" | "WEST" => "+01:00",
        "CEST" | "EET" | "SAST" => "+02:00",
        "EEST" | "MSK" => "+03:00",
        "IST" => "+05:30",
        "HKT" | "SGT" => "+08:00",
        "JST" | "KST" => "+09:00",
        "AEST" => "+10:00",
        "EDT" => "-04:00",
        "EST" | "CDT" => "-05:00",
        "CST" | "MDT" => "-06:00",
        "MST" | "PDT" => "-07:00",
        "PST" => "-08:00",
        _ => return None,
    };
    Some(offset.to_owned())
}

fn date_of(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn delivered_notations() {
        let day = date(2021, 12, 18);
        for (delivered, expected, date) in [
            ("2021-12-18", "2021-12-18", day),
            ("2021-12-18T09:30:00Z", "2021-12-18T09:30:00Z", day),
            ("2021-12-18T23:30:00.250-05:00", "2021-12-18T23:30:00.250-05:00", day),
            ("2021-12-18T09:30:00+0300", "2021-12-18T09:30:00+03:00", day),
            ("2021-12-18 09:30", "2021-12-18T09:30:00", day),
            ("2021/12/18", "2021-12-18", day),
            ("20211218", "2021-12-18", day),
            ("20211218T093000Z", "2021-12-18T09:30:00Z", day),
            ("20211218T093000+0300", "2021-12-18T09:30:00+03:00", day),
            ("20211218093000", "2021-12-18T09:30:00", day),
            ("1639819800", "2021-12-18T09:30:00Z", day),
            ("1639819800000", "2021-12-18T09:30:00Z", day),
            ("Sat, 18 Dec 2021 09:30:00 +0300", "2021-12-18T09:30:00+03:00", day),
            ("Sat, 18 Dec 2021 09:30:00 GMT", "2021-12-18T09:30:00Z", day),
            ("18 Dec 21 09:30 EST", "2021-12-18T09:30:00-05:00", day),
            ("26-FEB-1987 15:02:20", "1987-02-26T15:02:20", date(1987, 2, 26)),
            ("26-FEB-1987 15:02:20.11", "1987-02-26T15:02:20.11", date(1987, 2, 26)),
            ("18 December 2021", "2021-12-18", day),
            ("Dec 18, 2021", "2021-12-18", day),
            ("Saturday, December 18th, 2021 at 9:30 p.m.", "2021-12-18T21:30:00", day),
            ("Dec. 18, 2021 12:05 am", "2021-12-18T00:05:00", day),
        ] {
            let published = from_metadata(delivered);
            assert_eq!(published.map(|p| (p.text, p.date)), Some((expected.to_owned(), date)), "{delivered}");
        }
    }

    #[test]
    fn what_is_no_time() {
        for delivered in [
            "",
            "yesterday",
            "2021-13-18",
            "2021-12-18T25:00:00Z",
            "2021-12-18Tnoon",
            "12/18",
            "18 Dec",
            "99999999",
            "2021-12-18T09:30:00+99:00",
            "18 Dec 2021 kaputt",
        ] {
            assert_eq!(from_metadata(delivered), None, "{delivered}");
        }
    }

    #[test]
    fn evidence_in_order() {
        let received: Timestamp = "2022-01-10T08:00:00Z".parse().expect("is a timestamp");
        let link = |url: &str| Link {
            url: url.to_owned(),
            span: crate::span::Span::new(0, 0),
            date: calendar::date_in_url(url),
        };
        let links = [link("https://a.example/2021-12-17")];
        let partial = |year, month, day| Some(PartialDate { year, month, day });
        for (dateline, url, links, expected, basis) in [
            (partial(Some(2020), 5, 4), None, &links[..], "2020-05-04", Basis::Dateline),
            (partial(None, 12, 18), None, &links[..], "2021-12-18", Basis::Dateline),
            (partial(None, 12, 18), None, &[], "2021-12-18", Basis::Dateline),
            (partial(None, 1, 9), None, &[], "2022-01-09", Basis::Dateline),
            (None, Some("https://a.example/2021/12/20/x"), &links[..], "2021-12-20", Basis::Url),
            (None, Some("https://a.example/x"), &links[..], "2021-12-17", Basis::Url),
            (None, None, &[], "2022-01-10T08:00:00Z", Basis::Received),
        ] {
            let evidence = Evidence { dateline, url, links, lede: &[], received };
            let published = from_evidence(&evidence);
            assert_eq!((published.text.as_str(), published.basis), (expected, basis), "{evidence:?}");
        }
    }
}
