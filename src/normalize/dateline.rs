//! The dateline: `MOSCOW, Dec 18 (Reuters) -` and its many relatives.
//!
//! A dateline names places, then in any order a date and an agency, and ends in a dash. An agency or a date is proof enough;
//! a place alone is believed only in capitals, with more than an acronym to it, and before something that begins a sentence; or if it is
//! a city of the list before a colon, at the head of a long paragraph.

use crate::span::Span;

use super::agency::Names;
use super::calendar::{self, PartialDate, digits, weekday};

/// How far into a paragraph a dateline may reach, in bytes.
const LIMIT: usize = 220;

/// How long a paragraph must be to begin with a mere city and a colon, in bytes: no headline or line of a dialogue.
const LEAST: usize = 80;

/// A dateline at the head of a paragraph. Ranges count bytes of the paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Place, date and agency, without the dash.
    pub span: Span,
    /// Its place names.
    pub places: Vec<Span>,
    /// Its date.
    pub date: Option<PartialDate>,
    /// Its agency: by its usual name, or as written where it is not known.
    pub agency: Option<String>,
    /// Where the text proper begins; the length of the paragraph where the dateline stands alone.
    pub text: usize,
}

/// The dateline that `paragraph` begins with, if it does.
pub fn find(paragraph: &str, names: &Names) -> Option<Found> {
    let first = paragraph.bytes().next()?;
    // Nearly every paragraph of prose has left the path to a dateline by its first words.
    if !(first.is_ascii_uppercase() || first >= 0x80 || matches!(first, b'(' | b'*' | b'/' | b'-')) {
        return None;
    }
    let head = super::typography::head(paragraph, LIMIT);
    let mut parser = Parser { head, names, at: 0, end: 0, places: Vec::new(), date: None, agency: None, regions: 0 };
    parser.at = head.len() - head.trim_start_matches(['*', ' ', '•']).len();
    parser.parse(paragraph)
}

/// The dateline that `line`, delivered apart from the text, is: a place at least, with the dash that ends one or without.
pub fn delivered(line: &str, names: &Names) -> Option<Found> {
    let bare = line.trim_end_matches(['-', '–', '—', ' ', '.', ':']);
    if !bare.contains(char::is_alphabetic) || bare.len() > LIMIT / 2 {
        return None;
    }
    let found = find(&format!("{bare} - The"), names).filter(|found| !found.places.is_empty())?;
    Some(Found { text: line.len(), ..found })
}

/// The date that a line is, if it is nothing else: `July 02, 2008`, `Monday, 3 March 2014`. With its year, because without one
/// a line may be anything.
pub fn date_line(line: &str) -> Option<PartialDate> {
    let line = line.trim();
    if line.len() > 40 {
        return None;
    }
    let word = line.split([',', ' ']).next()?;
    let at = match weekday(word) {
        Some(_) => line.len() - line[word.len()..].trim_start_matches([',', ' ']).len(),
        None => 0,
    };
    let (date, end) = date_at(line, at)?;
    let rest = line.get(end..)?;
    (date.year.is_some() && matches!(rest, "" | ".")).then_some(date)
}

/// What an agency in brackets amounts to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Agency {
    /// On the list, by its usual name.
    Known(&'static str),
    /// Not on the list, as written.
    Unknown(String),
}

struct Parser<'t> {
    head: &'t str,
    names: &'t Names,
    at: usize,
    /// One past the last part that belongs to the dateline.
    end: usize,
    places: Vec<Span>,
    date: Option<PartialDate>,
    agency: Option<Agency>,
    regions: usize,
}

impl Parser<'_> {
    fn parse(mut self, paragraph: &str) -> Option<Found> {
        let start = self.at;
        // `(ANSA) - ROME, DEC 3 -` and `(Reuters) - Shares fell`: the agency comes first.
        if self.rest().starts_with(['(', '/']) {
            if !self.bracketed() || !matches!(self.agency, Some(Agency::Known(_))) {
                return None;
            }
            self.dash()?;
            let short = (self.at, self.end);
            self.blanks();
            if !(self.head_places() && self.details() && self.date.is_some()) {
                (self.at, self.end) = short;
                self.places.clear();
                self.date = None;
            }
            return Some(self.found(start, paragraph));
        }
        if !self.head_places() {
            return None;
        }
        let ended = self.details();
        let place = &self.head[start..self.places.last().map_or(self.end, |place| place.end)];
        let capitals = is_capitals(place);
        let known = matches!(self.agency, Some(Agency::Known(_)));
        let accepted = match (ended, self.date.is_some(), self.agency.is_some()) {
            // `MEXICO CITY (AP) The Senate`: the dash was lost.
            (false, _, _) => known && capitals,
            (true, true, _) => capitals || known || self.head[start..].contains(','),
            (true, false, true) => known || capitals && !is_no_place(place) || self.names.is_city(place),
            (true, false, false) => self.stands_alone(start, place, capitals, paragraph),
        };
        if !accepted || !known && self.date.is_none() && is_no_place(place) || is_opening_word(place) {
            return None;
        }
        Some(self.found(start, paragraph))
    }

    fn found(self, start: usize, paragraph: &str) -> Found {
        let text = self.at + (paragraph.len() - self.at - paragraph[self.at..].trim_start().len());
        let agency = self.agency.map(|agency| match agency {
            Agency::Known(name) => name.to_owned(),
            Agency::Unknown(name) => name,
        });
        Found { span: Span::new(start, self.end), places: self.places, date: self.date, agency, text }
    }

    fn rest(&self) -> &str {
        &self.head[self.at..]
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches(' ').len();
    }

    /// Reads the places: `PARIS`, `PARIS/BERLIN`, `ABOARD AIR FORCE ONE`.
    fn head_places(&mut self) -> bool {
        loop {
            let start = self.at;
            let end = start + name_length(self.rest());
            let name = &self.head[start..end];
            if name.len() < 2 || !name.starts_with(char::is_alphabetic) || self.date_at(start).is_some() {
                return false;
            }
            self.at = end;
            self.end = end;
            match prefix(name) {
                // The name of a ship or a train is not that of a place.
                Some(("ABOARD" | "EN ROUTE TO" | "ON BOARD", _)) => {}
                Some((word, rest)) => {
                    self.places.push(Span::new(start + word.len() + 1, start + word.len() + 1 + rest))
                }
                None => self.places.push(Span::new(start, end)),
            }
            let after = self.rest();
            if !after.starts_with('/') || !after[1..].starts_with(char::is_alphabetic) || self.places.len() > 5 {
                return true;
            }
            self.at += 1;
        }
    }

    /// Reads regions, dates and agencies up to the dash. Whether there was a dash.
    fn details(&mut self) -> bool {
        for _ in 0..10 {
            let comma = self.rest().trim_start_matches(' ').starts_with(',');
            if comma {
                self.blanks();
            }
            if comma {
                self.at += 1;
            }
            self.blanks();
            if self.rest().is_empty() {
                return false;
            }
            if let Some((date, end)) = self.date_at(self.at).filter(|_| self.date.is_none()) {
                self.date = Some(date);
                (self.at, self.end) = (end, end);
                continue;
            }
            // `MOSCOW. Dec 18`, `Dec 18. /TASS/.`
            if self.rest().starts_with('.') {
                let next = self.at + 1 + (self.rest().len() - 1 - self.rest()[1..].trim_start_matches(' ').len());
                if self.date_at(next).is_some() || self.head[next..].starts_with(['/', '(']) {
                    self.at = next;
                    continue;
                }
                if self.dash().is_some() {
                    return true;
                }
                let slashed = self.agency.is_some() && self.head[..self.at].ends_with('/');
                self.at += usize::from(slashed);
                return slashed;
            }
            if self.rest().starts_with(['(', '/']) {
                if self.agency.is_none() && self.bracketed() {
                    continue;
                }
                return false;
            }
            if self.dash().is_some() {
                // `CHEVY CHASE, Md., - March 4 -` and `NEW YORK -(Dow Jones)-`: a dash too many.
                let (at, end) = (self.at, self.end);
                self.blanks();
                if self.date.is_none()
                    && let Some((date, after)) = self.date_at(self.at)
                {
                    self.at = after;
                    self.end = after;
                    if self.dash().is_some() {
                        self.date = Some(date);
                        return true;
                    }
                } else if self.rest().starts_with('(') && self.agency.is_none() && self.bracketed() {
                    if matches!(self.agency, Some(Agency::Known(_))) && self.dash().is_some() {
                        return true;
                    }
                    self.agency = None;
                }
                (self.at, self.end) = (at, end);
                return true;
            }
            if self.rest().starts_with(':') {
                self.at += 1;
                return self.rest().starts_with(' ')
                    && (self.date.is_some() || self.agency.is_some() || self.only_a_city());
            }
            if !comma || !self.region() {
                return false;
            }
        }
        false
    }

    /// Whether all that was read is one city of the list.
    fn only_a_city(&self) -> bool {
        matches!(self.places.as_slice(), [place] if self.names.is_city(place.of(self.head)))
    }

    /// Reads what follows a comma: a region (`Russia`, `N.Y.`), a weekday, or an agency without brackets.
    fn region(&mut self) -> bool {
        let start = self.at;
        let mut end = start;
        let length = name_length(self.rest());
        for word in self.head[start..start + length].split_inclusive(' ') {
            if end > start && self.date_at(end).is_some() {
                break;
            }
            end += word.len();
        }
        let name = self.head[start..end].trim_end();
        if name.is_empty() {
            return false;
        }
        (self.at, self.end) = (start + name.len(), start + name.len());
        if weekday(name).is_some() {
            return true;
        }
        if let (Some(agency), None) = (self.names.agency(name), &self.agency) {
            self.agency = Some(Agency::Known(agency));
            return true;
        }
        self.regions += 1;
        if self.places.is_empty() {
            self.places.push(Span::new(start, start + name.len()));
        }
        let named = name.strip_prefix("the ").unwrap_or(name);
        self.regions <= 2 && named.starts_with(char::is_uppercase) && name.split(' ').count() <= 4
    }

    /// Reads an agency in brackets or slashes, perhaps with a date: `(Reuters)`, `(AFP, Dec 3)`, `/TASS/`. Whether it is one.
    fn bracketed(&mut self) -> bool {
        let close = if self.rest().starts_with('(') { ')' } else { '/' };
        let Some(length) = self.rest()[1..].find(close).filter(|length| (2..=48).contains(length)) else {
            return false;
        };
        let inside = Span::new(self.at + 1, self.at + 1 + length);
        let content = inside.of(self.head).trim();
        let mut agency = self.names.agency(content).map(Agency::Known);
        if agency.is_none() {
            let mut offset = inside.start;
            for part in inside.of(self.head).split([',', '/', ';']) {
                let blank = part.len() - part.trim_start().len();
                if let Some((date, _)) = self.date_at(offset + blank).filter(|_| self.date.is_none()) {
                    self.date = Some(date);
                } else if agency.is_none() {
                    agency = self.names.agency(part).map(Agency::Known);
                }
                offset += part.len() + 1;
            }
        }
        let words = content.split(' ').count();
        let like_a_name = words <= 4
            && content.starts_with(char::is_uppercase)
            && content.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '&' | '/' | '\''));
        match agency {
            Some(agency) => self.agency = Some(agency),
            None if like_a_name && close == ')' => self.agency = Some(Agency::Unknown(content.to_owned())),
            None => return false,
        }
        self.at = inside.end + 1;
        self.end = self.at;
        true
    }

    /// Reads the dash that ends a dateline.
    fn dash(&mut self) -> Option<()> {
        let blank = self.head[..self.at].ends_with(' ') || self.rest().starts_with(' ');
        let rest = self.rest().trim_start_matches(' ');
        // `(EFE).-`
        let rest = rest.strip_prefix('.').filter(|rest| rest.starts_with(['-', '–', '—'])).unwrap_or(rest);
        let run = rest.len() - rest.trim_start_matches(['-', '–', '—', '―', '‒', '_', '~', '=']).len();
        if run == 0 || run > 9 {
            return None;
        }
        let before = self.head[..self.at].trim_end_matches(' ');
        // Between a name and a word, a single hyphen without a blank is part of a compound.
        let loose =
            blank || run > 1 || before.ends_with([')', '/', '.']) || before.ends_with(|c: char| c.is_ascii_digit());
        let after = &rest[run..];
        if !loose && !after.starts_with(' ') && !after.is_empty() {
            return None;
        }
        self.at = self.head.len() - after.len();
        Some(())
    }

    /// The date that begins at `at`: `Dec 18`, `Dec. 18, 2021`, `18 December`, `3 Aug 2020`; and where it ends.
    fn date_at(&self, at: usize) -> Option<(PartialDate, usize)> {
        date_at(self.head, at)
    }

    /// Whether a place with neither date nor agency is a dateline: capitals, and then a sentence.
    fn stands_alone(&self, start: usize, place: &str, capitals: bool, paragraph: &str) -> bool {
        let text = paragraph[self.at..].trim_start();
        let begins = text.starts_with(|c: char| {
            c.is_uppercase() || c.is_ascii_digit() || matches!(c, '"' | '“' | '\'' | '‘' | '<' | '`')
        });
        let dashed = !self.head[self.end..self.at].trim().is_empty();
        let is_city = self.places.first().is_some_and(|place| self.names.is_city(place.of(self.head)));
        let sentence = text.len() >= 24 && text.bytes().filter(u8::is_ascii_lowercase).take(12).count() == 12;
        begins
            && dashed
            && sentence
            && if capitals {
                place.split(' ').count() <= 4 && (is_city || place.chars().filter(|c| c.is_alphabetic()).count() >= 4)
            } else {
                // `Kolkata: The union …`, as papers have it.
                let colon = self.head[self.end..self.at].trim() == ":" && paragraph.len() >= LEAST;
                is_city && (self.regions > 0 || colon)
            }
            && !self.head[start..self.end].contains('(')
    }
}

/// How many bytes of `rest` can be one name: letters, and what stands within names.
fn name_length(rest: &str) -> usize {
    let mut end = 0;
    let mut before = ' ';
    let mut characters = rest.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map_or(' ', |(_, next)| *next);
        let within = match character {
            ' ' => before != ' ' && (next.is_uppercase() || next.is_alphabetic() && continues_name(&rest[at + 1..])),
            // `PORT-AU-PRINCE`, but not `BEIRUT- `.
            '-' | '\'' | '’' | '‘' => before.is_alphabetic() && next.is_alphabetic(),
            // `ST. PETERSBURG`, `N.Y.`, but not `MOSCOW. Dec 18`.
            '.' => before.is_alphabetic() && (next.is_alphabetic() || is_abbreviation(&rest[..at], next)),
            _ => character.is_alphabetic(),
        };
        if !within || at > 60 || character == ' ' && date_at(rest, at + 1).is_some() {
            break;
        }
        if character != ' ' {
            end = at + character.len_utf8();
        }
        before = character;
    }
    end
}

/// Whether `rest` begins with a word that can stand in a name in small letters, or in a script without capitals.
fn continues_name(rest: &str) -> bool {
    const PARTICLES: [&str; 24] = [
        "de", "da", "do", "du", "des", "del", "di", "es", "la", "le", "les", "el", "al", "of", "the", "and", "upon",
        "en", "den", "am", "an", "der", "sur", "on",
    ];
    let word = &rest[..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())];
    PARTICLES.contains(&word) || word.starts_with(|c: char| !c.is_lowercase())
}

/// Whether the full stop after `name` is that of a shortened word and not of a sentence.
fn is_abbreviation(name: &str, next: char) -> bool {
    let word = name.rsplit([' ', '-']).next().unwrap_or("");
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let shortened = word.contains('.') || letters <= 2 || matches!(word, "STE" | "Ste");
    // A region ends its shortening before a comma, a dash or a date: `Calif.,`, `Okla. March`, `Fla. -`.
    shortened
        || name.len() <= 6 && !word.bytes().all(|byte| byte.is_ascii_uppercase()) && matches!(next, ',' | ' ')
        || next == ','
}

/// A word before a place that is not part of its name, and the length of what follows it.
fn prefix(name: &str) -> Option<(&'static str, usize)> {
    ["ABOARD", "ON BOARD", "EN ROUTE TO", "NEAR", "OUTSIDE", "OFF", "SOUTH OF", "NORTH OF", "EAST OF", "WEST OF"]
        .into_iter()
        .find_map(|word| Some((word, name.strip_prefix(word)?.strip_prefix(' ')?.len())))
}

/// Whether `place` is in capitals, give or take a particle or a `Mc`.
fn is_capitals(place: &str) -> bool {
    let upper = place.chars().filter(|c| c.is_uppercase()).count();
    let lower = place.chars().filter(|c| c.is_lowercase()).count();
    upper >= 2 && (lower == 0 || lower <= 4 && upper >= 2 * lower)
        // Scripts without case have no capitals to show.
        || upper + lower == 0 && !place.is_empty()
}

/// Acronyms and headings that stand in capitals before a dash and are no places.
fn is_no_place(place: &str) -> bool {
    const WORDS: [&str; 62] = [
        "OPEC",
        "NATO",
        "ASEAN",
        "UNICEF",
        "UNESCO",
        "NASA",
        "IAEA",
        "IMF",
        "ECOWAS",
        "OECD",
        "OSCE",
        "BRICS",
        "INTERPOL",
        "UPDATE",
        "UPDATED",
        "CORRECTED",
        "CORRECTION",
        "REFILE",
        "WRAPUP",
        "ALERT",
        "BREAKING",
        "URGENT",
        "FACTBOX",
        "TABLE",
        "TEXT",
        "NOTE",
        "NOTES",
        "ANALYSIS",
        "EXCLUSIVE",
        "INTERVIEW",
        "FEATURE",
        "BRIEF",
        "BRIEFS",
        "SUMMARY",
        "HIGHLIGHTS",
        "TIMELINE",
        "EXPLAINER",
        "OPINION",
        "EDITORIAL",
        "WATCH",
        "PHOTOS",
        "VIDEO",
        "LIVE",
        "POLL",
        "PREVIEW",
        "SCHEDULE",
        "DIARY",
        "CALENDAR",
        "ADVISORY",
        "ATTENTION",
        "EDITORS",
        "BACKGROUND",
        "ABSTRACT",
        "WARNING",
        "SOURCE",
        "UNIFIL",
        "UNHCR",
        "CHRONOLOGY",
        "INSTANT",
        "COLUMN",
        "COMMENTARY",
        "STOCKS",
    ];
    place.split([' ', '/', ',']).any(|word| WORDS.contains(&word))
}

/// Whether `place` is a word that opens a sentence: `On March 3 - the day …`.
fn is_opening_word(place: &str) -> bool {
    const WORDS: [&str; 26] = [
        "on", "in", "by", "since", "until", "from", "the", "at", "it", "as", "for", "after", "before", "but", "and",
        "this", "that", "between", "to", "late", "early", "last", "next", "when", "of", "when",
    ];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(place))
        || weekday(place).is_some()
        || place.len() > 3 && place.len() < 6 && calendar::month(place).is_some()
}

/// The date that begins at byte `at` of `text`, with or without its year, and where it ends.
pub fn date_at(text: &str, at: usize) -> Option<(PartialDate, usize)> {
    let rest = text.get(at..)?;
    let day = digits(rest.as_bytes());
    let (month, day, end) = if day > 0 {
        // `22/07`, as Belga and others write it.
        if let Some(month) = rest[day..].strip_prefix('/').filter(|month| day == 2 && digits(month.as_bytes()) == 2)
            && !month[2..].starts_with('/')
            && let (Ok(day), Ok(number)) = (rest[..2].parse::<i8>(), month[..2].parse::<i8>())
            && (1..=31).contains(&day)
            && (1..=12).contains(&number)
        {
            return Some((PartialDate { year: None, month: number, day }, at + 5));
        }
        // `18 December`, `18-Dec`, `18th December`
        let after = ordinal_stripped(&rest[day..]).trim_start_matches([' ', '-']);
        let start = rest.len() - after.len();
        let word = word_length(after);
        (calendar::month(&after[..word])?, rest[..day].parse().ok()?, start + word)
    } else {
        let word = word_length(rest);
        let month = calendar::month(rest.get(..word)?)?;
        let after = rest[word..].strip_prefix('.').unwrap_or(&rest[word..]).trim_start_matches([' ', '-']);
        let start = rest.len() - after.len();
        let day = digits(after.as_bytes());
        (month, after[..day].parse().ok()?, start + day)
    };
    if !(1..=31).contains(&day) {
        return None;
    }
    let after = &rest[end..];
    let abbreviated =
        after.starts_with('.') && after[1..].starts_with([' ', ',', '(']) && !after[1..].trim_start().starts_with('/');
    let end = if abbreviated { end + 1 } else { end };
    // `March 3, 2020`, `3-MAR-2020`, but not `March 3 - 2020 was …`.
    let year_text = match rest[end..].strip_prefix('-') {
        Some(year) => year,
        None => rest[end..].trim_start_matches([',', ' ']),
    };
    let gap = rest.len() - end - year_text.len();
    let year = if gap > 0 && digits(year_text.as_bytes()) == 4 { year_text[..4].parse().ok() } else { None };
    let end =
        if year.is_some() { end + gap + 4 } else { end - usize::from(abbreviated && !rest[end..].starts_with(' ')) };
    Some((PartialDate { year, month, day }, at + end))
}

/// `rest` without the ending of an ordinal number.
fn ordinal_stripped(rest: &str) -> &str {
    ["st", "nd", "rd", "th"].iter().find_map(|ending| rest.strip_prefix(ending)).unwrap_or(rest)
}

/// How many letters `text` begins with.
fn word_length(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_alphabetic).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words, places, `year-month-day`, agency and the text after it.
    fn shown(paragraph: &str) -> Option<String> {
        let found = find(paragraph, &Names::new())?;
        let places: Vec<&str> = found.places.iter().map(|place| place.of(paragraph)).collect();
        let date = found.date.map_or(String::new(), |date| {
            format!("{}-{}-{}", date.year.map_or(String::new(), |year| year.to_string()), date.month, date.day)
        });
        let text: String = paragraph[found.text..].chars().take(3).collect();
        Some(format!(
            "{} | {} | {date} | {} | {text}",
            found.span.of(paragraph),
            places.join("+"),
            found.agency.unwrap_or_default()
        ))
    }

    #[test]
    fn datelines_of_many_wires() {
        for (paragraph, expected) in [
            ("MOSCOW (Reuters) - The army left.", "MOSCOW (Reuters) | MOSCOW |  | Reuters | The"),
            ("MOSCOW (Reuters) -The army left.", "MOSCOW (Reuters) | MOSCOW |  | Reuters | The"),
            ("MOSCOW (Reuters) – The army left.", "MOSCOW (Reuters) | MOSCOW |  | Reuters | The"),
            ("WASHINGTON, March 26 - The army left.", "WASHINGTON, March 26 | WASHINGTON | -3-26 |  | The"),
            ("WASHINGTON, MARCH 26 -", "WASHINGTON, MARCH 26 | WASHINGTON | -3-26 |  | "),
            (
                "PARIS/BERLIN, Dec 5 (AFP) – The army left.",
                "PARIS/BERLIN, Dec 5 (AFP) | PARIS+BERLIN | -12-5 | AFP | The",
            ),
            ("BEIJING, 3 Aug (Xinhua) -- The army left.", "BEIJING, 3 Aug (Xinhua) | BEIJING | -8-3 | Xinhua | The"),
            ("LONDON (AP) _ The army left.", "LONDON (AP) | LONDON |  | AP | The"),
            ("NAIROBI, Kenya (AP) _", "NAIROBI, Kenya (AP) | NAIROBI |  | AP | "),
            ("ADDIS ABABA, Ethiopia (AP)_ The army left.", "ADDIS ABABA, Ethiopia (AP) | ADDIS ABABA |  | AP | The"),
            (
                "GAZA CITY/JERUSALEM, May 3, 2020 (Reuters) - It",
                "GAZA CITY/JERUSALEM, May 3, 2020 (Reuters) | GAZA CITY+JERUSALEM | 2020-5-3 | Reuters | It",
            ),
            (
                "ST. PETERSBURG, Russia, Dec 3 (Reuters) — It",
                "ST. PETERSBURG, Russia, Dec 3 (Reuters) | ST. PETERSBURG | -12-3 | Reuters | It",
            ),
            (
                "WASHINGTON/NEW YORK (Reuters) - It",
                "WASHINGTON/NEW YORK (Reuters) | WASHINGTON+NEW YORK |  | Reuters | It",
            ),
            ("PORT-AU-PRINCE, Haiti (AP) — It", "PORT-AU-PRINCE, Haiti (AP) | PORT-AU-PRINCE |  | AP | It"),
            ("N'DJAMENA (AFP) - It", "N'DJAMENA (AFP) | N'DJAMENA |  | AFP | It"),
            ("ABOARD AIR FORCE ONE (AP) — It", "ABOARD AIR FORCE ONE (AP) |  |  | AP | It"),
            (
                "ABOARD THE CARRIER, Persian Gulf (AP) — It",
                "ABOARD THE CARRIER, Persian Gulf (AP) | Persian Gulf |  | AP | It",
            ),
            ("NEAR BAKHMUT, Ukraine (Reuters) - It", "NEAR BAKHMUT, Ukraine (Reuters) | BAKHMUT |  | Reuters | It"),
            ("Moscow, 18 December (Interfax) - It", "Moscow, 18 December (Interfax) | Moscow | -12-18 | Interfax | It"),
            ("Berlin (dpa) - It", "Berlin (dpa) | Berlin |  | dpa | It"),
            ("MOSCOW. Dec 18 (Interfax) - It", "MOSCOW. Dec 18 (Interfax) | MOSCOW | -12-18 | Interfax | It"),
            ("MOSCOW, December 18. /TASS/. It", "MOSCOW, December 18. /TASS/ | MOSCOW | -12-18 | TASS | It"),
            ("BEIJING, Aug. 3 /PRNewswire/ -- It", "BEIJING, Aug. 3 /PRNewswire/ | BEIJING | -8-3 | PR Newswire | It"),
            ("NEW YORK -(Dow Jones)- It", "NEW YORK -(Dow Jones) | NEW YORK |  | Dow Jones | It"),
            ("SEOUL, Dec. 18 (Yonhap) -- It", "SEOUL, Dec. 18 (Yonhap) | SEOUL | -12-18 | Yonhap | It"),
            ("OSLO, Friday, May 3 (NTB) - It", "OSLO, Friday, May 3 (NTB) | OSLO | -5-3 | NTB | It"),
            (
                "OKLAHOMA CITY, Okla. March 11, Reuter - It",
                "OKLAHOMA CITY, Okla. March 11, Reuter | OKLAHOMA CITY | -3-11 | Reuters | It",
            ),
            ("WASHINGTON, D.C., March 4 - It", "WASHINGTON, D.C., March 4 | WASHINGTON | -3-4 |  | It"),
            ("CHEVY CHASE, Md., - March 4 - It", "CHEVY CHASE, Md., - March 4 | CHEVY CHASE | -3-4 |  | It"),
            ("(Reuters) - The army left.", "(Reuters) |  |  | Reuters | The"),
            ("(ANSA) - ROME, DEC 3 - It", "(ANSA) - ROME, DEC 3 | ROME | -12-3 | ANSA | It"),
            ("MEXICO CITY (AP) The army left.", "MEXICO CITY (AP) | MEXICO CITY |  | AP | The"),
            ("HARARE (New Ziana) - It", "HARARE (New Ziana) | HARARE |  | New Ziana | It"),
            ("NEW DELHI: The army left the town on Friday.", "NEW DELHI | NEW DELHI |  |  | The"),
            ("BEIRUT - The army left the town on Friday.", "BEIRUT | BEIRUT |  |  | The"),
            ("NEWPORT NEWS, Va. - In the town the army stayed.", "NEWPORT NEWS, Va. | NEWPORT NEWS |  |  | In "),
            ("WASHINGTON _ The army left the town on Friday.", "WASHINGTON | WASHINGTON |  |  | The"),
            ("****RIO DE JANEIRO, March 5 - It", "RIO DE JANEIRO, March 5 | RIO DE JANEIRO | -3-5 |  | It"),
            ("McLEAN, Va. (AP) — It", "McLEAN, Va. (AP) | McLEAN |  | AP | It"),
            ("SÃO PAULO (Reuters) - It", "SÃO PAULO (Reuters) | SÃO PAULO |  | Reuters | It"),
            ("OAKLAND , N.J., March 2 - It", "OAKLAND , N.J., March 2 | OAKLAND | -3-2 |  | It"),
            ("LEIDEN, the Netherlands, March 2 - It", "LEIDEN, the Netherlands, March 2 | LEIDEN | -3-2 |  | It"),
            ("JOHANNESBURG March 13 -", "JOHANNESBURG March 13 | JOHANNESBURG | -3-13 |  | "),
            ("BRUSSELS, April 8 - 1986 Year", "BRUSSELS, April 8 | BRUSSELS | -4-8 |  | 198"),
            (
                "RIO DE JANEIRO/DAR ES SALAAM (AFP) - It",
                "RIO DE JANEIRO/DAR ES SALAAM (AFP) | RIO DE JANEIRO+DAR ES SALAAM |  | AFP | It",
            ),
            ("Rio de Janeiro, 3 May (EFE).- It", "Rio de Janeiro, 3 May (EFE) | Rio de Janeiro | -5-3 | EFE | It"),
            (
                "Rostov-on-Don, May 3 (Interfax) - It",
                "Rostov-on-Don, May 3 (Interfax) | Rostov-on-Don | -5-3 | Interfax | It",
            ),
            ("LONDON (AFP, Dec 3) - It", "LONDON (AFP, Dec 3) | LONDON | -12-3 | AFP | It"),
        ] {
            assert_eq!(shown(paragraph).as_deref(), Some(expected), "{paragraph}");
        }
    }

    #[test]
    fn prose_is_no_dateline() {
        for paragraph in [
            "OPEC - the oil cartel - said it would pump more in the coming year.",
            "OPEC - The oil cartel - said it would pump more in the coming year.",
            "NATO (Brussels) - The alliance said it would meet again in the spring.",
            "The army - all of it - left the town.",
            "President Doe (Democrat) - who else - said so.",
            "On March 3 - the day of the vote - the army left.",
            "In December 2020 (AFP reported) - the army left.",
            "Moscow said on Friday it would leave the town.",
            "MOSCOW said on Friday it would leave the town.",
            "UPDATE - The army left the town on Friday, officials said.",
            "NOTE: The figures are those of the ministry and the board.",
            "March 3 - The army left the town on Friday.",
            "U.S. stocks fell on Friday - again.",
            "A-B - C",
            "- ",
            "(",
            "",
            "ÅÄÖ",
        ] {
            assert_eq!(shown(paragraph), None, "{paragraph}");
        }
    }
}
