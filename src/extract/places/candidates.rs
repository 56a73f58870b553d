//! Names that may be those of places: runs of capitalised words that the gazetteer knows, that the linguistic core takes for a
//! place, or that end like the name of a street, a site, a water. Whether they are is for [`super::evidence`] to say.

use std::ops::Range;

use crate::extract::gazetteer::fold::{self, Key};
use crate::extract::gazetteer::{Gazetteer, Kind};
use crate::extract::lexicon::words::class;
use crate::extract::text::Text;
use crate::extract::tokens::Kind as TokenKind;
use crate::nlp::{Entity, EntityKind};

use super::words::{Set, Words, set};

/// What a name looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A name that only the gazetteer can tell.
    Name,
    /// A street or road.
    Street,
    /// A building or site: a park, an airport, a church.
    Site,
    /// The same of a body that also acts: a university.
    Institution,
    /// A water, a mountain, an area, by its last or first word.
    Land,
}

/// A name that may be that of a place.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Those that are looked up, without a direction before them.
    pub core: Range<usize>,
    /// The key of those.
    pub key: Key,
    /// Whether the gazetteer has them.
    pub known: bool,
    /// What it looks like.
    pub shape: Shape,
    /// A direction before it: northern, the south of.
    pub part: Set,
    /// The name that the core has recognised around it.
    pub entity: Option<Entity>,
    /// The sentence.
    pub sentence: usize,
}

/// Finds candidates.
pub struct Finder<'a> {
    pub text: &'a Text<'a>,
    pub words: &'a Words,
    pub gazetteer: &'a Gazetteer,
    pub buffer: String,
}

/// How many words the name of a place has at most.
const LONGEST: usize = 6;

impl Finder<'_> {
    /// The candidates among `tokens`, which are those of sentence `sentence`, in order; they do not overlap.
    pub fn find(&mut self, sentence: usize, tokens: Range<usize>, out: &mut Vec<Candidate>) {
        let mut at = tokens.start;
        while at < tokens.end {
            let found = self.at(sentence, at, tokens.clone());
            at = match found {
                Some(Step::Found(candidate)) => {
                    let end = candidate.tokens.end;
                    out.push(*candidate);
                    end.max(at + 1)
                }
                Some(Step::Skip(end)) => end.max(at + 1),
                None => at + 1,
            };
        }
    }

    fn at(&mut self, sentence: usize, at: usize, range: Range<usize>) -> Option<Step> {
        let text = self.text;
        let token = text.tokens.get(at)?;
        if !token.capital {
            return None;
        }
        let make = |tokens: Range<usize>, shape, entity: Option<&Entity>| Candidate {
            core: tokens.clone(),
            tokens,
            key: 0,
            known: false,
            shape,
            part: 0,
            entity: entity.copied(),
            sentence,
        };
        if let Some(end) = self.street(at, range.end) {
            return Some(Step::Found(Box::new(make(at..end, Shape::Street, text.document.entity_at(at)))));
        }
        if token.kind != TokenKind::Word || token.is(class::WEEKDAY | class::MONTH) && self.text.of(at).len() != 3 {
            return None;
        }
        let entity = text.document.entity_at(at).copied();
        let inside = entity.filter(|entity| {
            !matches!(entity.kind, EntityKind::Date | EntityKind::Time | EntityKind::Cardinal | EntityKind::Ordinal)
        });
        let longest = self.longest(at, range.end);
        let known = self.known(at, longest);
        let run = self.run(at, range.end);
        let last = self.words.of(text.of(run.saturating_sub(1)));
        let place_tag = |kind| matches!(kind, EntityKind::Gpe | EntityKind::Loc | EntityKind::Fac);
        let tagged = inside
            .filter(|entity| place_tag(entity.kind) && entity.start >= at.saturating_sub(1))
            .map(|entity| self.trim(at, entity.end));
        let best = known.map(|(end, _)| end).unwrap_or(at).max(tagged.unwrap_or(at));
        // `Cairo Stadium`, `Lake Lanier`, `Sam Houston State University`.
        let ends = set::BUILDING | set::INSTITUTION | set::LAND;
        let first = self.words.of(text.of(at));
        let site = run > at + 1
            && best < run
            && (last & ends != 0 || first & set::LAND != 0 && run <= at + 4)
            && inside
                .is_none_or(|entity| !matches!(entity.kind, EntityKind::Person | EntityKind::Norp) || last & ends != 0);
        if site {
            let shape = match () {
                _ if last & set::BUILDING != 0 => Shape::Site,
                _ if last & set::INSTITUTION != 0 => Shape::Institution,
                _ => Shape::Land,
            };
            let mut candidate = make(at..run, shape, inside.as_ref());
            candidate.key = self.key(at..run);
            candidate.known = self.gazetteer.knows(candidate.key);
            return Some(Step::Found(Box::new(candidate)));
        }
        if best > at {
            let person =
                inside.filter(|entity| entity.kind == EntityKind::Person && entity.end > best && entity.start <= at);
            if let Some(person) = person {
                return Some(Step::Skip(person.end));
            }
            let shape = match self.words.of(text.of(best - 1)) {
                _ if best == at + 1 => Shape::Name,
                last if last & set::BUILDING != 0 && tagged.is_some() && known.is_none() => Shape::Site,
                last if last & set::INSTITUTION != 0 && known.is_none() => Shape::Institution,
                last if (last | first) & set::LAND != 0 => Shape::Land,
                _ => Shape::Name,
            };
            let mut candidate = make(at..best, shape, inside.as_ref());
            self.look_up(&mut candidate);
            self.direct(&mut candidate, range.start);
            return Some(Step::Found(Box::new(candidate)));
        }
        None
    }

    /// Finds the words to look up: all of them, or those without a direction before or a common noun after.
    fn look_up(&mut self, candidate: &mut Candidate) {
        let all = candidate.tokens.clone();
        let mut tries: Vec<Range<usize>> = vec![all.clone()];
        let first = self.words.of(self.text.of(all.start));
        if all.len() > 1 {
            if first & set::PART != 0 {
                tries.push(all.start + 1..all.end);
            }
            if self.words.of(self.text.of(all.end - 1)) & set::DIVISION != 0 {
                tries.push(all.start..all.end - 1);
            }
            if first & set::DIVISION != 0 {
                let of = usize::from(self.text.of(all.start + 1) == "of");
                tries.push((all.start + 1 + of).min(all.end - 1)..all.end);
            }
            if first & set::PART != 0 && all.len() > 2 && self.words.of(self.text.of(all.end - 1)) & set::DIVISION != 0
            {
                tries.push(all.start + 1..all.end - 1);
            }
        }
        for (number, core) in tries.into_iter().enumerate() {
            let key = self.key(core.clone());
            if number == 0 {
                candidate.key = key;
            }
            if self.gazetteer.knows(key) {
                if number > 0 && first & set::PART != 0 && core.start > all.start {
                    candidate.part = first & set::PART;
                }
                (candidate.key, candidate.core, candidate.known) = (key, core, true);
                return;
            }
        }
    }

    /// Takes a direction in small letters before the name: `northern Iraq`.
    fn direct(&self, candidate: &mut Candidate, from: usize) {
        let Some(before) = candidate.tokens.start.checked_sub(1).filter(|&before| before >= from) else { return };
        let word = self.text.of(before);
        let small = word.starts_with(|letter: char| letter.is_ascii_lowercase());
        let part = self.words.of(word) & set::PART;
        if small
            && part != 0
            && candidate.known
            && (word.ends_with("ern")
                || word.ends_with("ernmost")
                || matches!(
                    word,
                    "central"
                        | "north-east"
                        | "north-west"
                        | "south-east"
                        | "south-west"
                        | "northeast"
                        | "northwest"
                        | "southeast"
                        | "southwest"
                ))
        {
            candidate.part = part;
            candidate.tokens.start = before;
        }
    }

    /// The longest name of the gazetteer that begins at `at` and ends before `end`: where it ends, and its key.
    fn known(&mut self, at: usize, end: usize) -> Option<(usize, Key)> {
        for stop in (at + 1..=end).rev() {
            if !self.text.tokens[stop - 1].capital {
                continue;
            }
            let key = self.key(at..stop);
            if key != 0 && self.gazetteer.knows(key) {
                return Some((stop, key));
            }
        }
        None
    }

    /// One past the last word that a name beginning at `at` can have.
    fn longest(&self, at: usize, end: usize) -> usize {
        let mut stop = at + 1;
        let mut last = stop;
        while stop < end && stop < at + LONGEST {
            let token = &self.text.tokens[stop];
            let word = self.text.of(stop);
            if token.capital {
                last = stop + 1;
            } else if !matches!(
                word,
                "of" | "the"
                    | "and"
                    | "de"
                    | "la"
                    | "le"
                    | "el"
                    | "al"
                    | "del"
                    | "du"
                    | "des"
                    | "da"
                    | "do"
                    | "upon"
                    | "on"
                    | "under"
                    | "-"
                    | "–"
                    | "y"
                    | "&"
            ) {
                break;
            }
            stop += 1;
        }
        last
    }

    /// One past the last of the capitalised words that stand in a row from `at`.
    fn run(&self, at: usize, end: usize) -> usize {
        let mut stop = at + 1;
        while stop < end && stop < at + 7 {
            let token = &self.text.tokens[stop];
            let genitive = token.is(class::GENITIVE);
            if !token.capital || genitive || token.kind != TokenKind::Word {
                break;
            }
            stop += 1;
        }
        stop
    }

    /// Where a street that begins at `at` ends: `Memphis St.`, `W. 11th Street`, `Highway 19`.
    fn street(&self, at: usize, end: usize) -> Option<usize> {
        let text = self.text;
        if self.words.of(text.of(at)) & set::NUMBER != 0 {
            let mut stop = at + 1;
            // `County Road 12`, `U.S. Highway 30`.
            while stop < end
                && stop < at + 3
                && text.tokens[stop].capital
                && self.words.of(text.of(stop)) & set::NUMBER != 0
            {
                stop += 1;
            }
            let numbered = stop < end && text.tokens[stop].kind == TokenKind::Number && text.of(stop).len() <= 4;
            let road = matches!(text.of(stop - 1).to_ascii_lowercase().as_str(), "us" | "u.s." | "state" | "i");
            return (numbered && !road).then_some(stop + 1);
        }
        let mut stop = at;
        while stop < end && stop < at + 5 {
            let token = &text.tokens[stop];
            let ordinal = token.kind == TokenKind::Number && text.of(stop).ends_with(['t', 'd', 'h']);
            if !token.capital && !ordinal {
                return None;
            }
            let word = text.of(stop);
            let sets = self.words.of(word);
            if stop > at && sets & set::STREET != 0 {
                let next = text.tokens.get(stop + 1).filter(|_| stop + 1 < end);
                // `St. Louis`, `Dr. Smith`, `Drive Carefully` go on; `Road Runner` too.
                let goes_on = next.is_some_and(|next| next.capital)
                    && self.words.of(text.of(stop + 1)) & (set::STREET | set::PART) == 0;
                let title = matches!(word, "St." | "Dr." | "St" | "Court" | "Circle" | "Drive" | "Trail" | "Loop");
                if !(goes_on && title) {
                    return Some(stop + 1);
                }
                return None;
            }
            // `Gov. Road`: titles and single letters with a stop do not begin streets, but `W. 11th Street` does.
            if stop == at && (sets & set::PERSON != 0 || word == "The") {
                return None;
            }
            stop += 1;
        }
        None
    }

    fn trim(&self, at: usize, end: usize) -> usize {
        let last = end - 1;
        if last > at && self.text.is(last, class::GENITIVE) { last } else { end }
    }

    fn key(&mut self, tokens: Range<usize>) -> Key {
        fold::key(self.text.span(&tokens).of(self.text.body), &mut self.buffer)
    }
}

enum Step {
    Found(Box<Candidate>),
    Skip(usize),
}

/// The largest population of the towns of this name, and whether it is that of a country, state, county, feature, and only
/// another name of all of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Standing {
    pub town: Option<u32>,
    pub country: bool,
    pub state: bool,
    pub county: bool,
    pub feature: bool,
    pub other: bool,
}

impl Standing {
    /// What the places with this key are.
    pub fn of(gazetteer: &Gazetteer, key: Key) -> Standing {
        let mut standing = Standing { other: true, ..Standing::default() };
        for (place, other) in gazetteer.find(key) {
            match gazetteer.kind(place) {
                Kind::Country => standing.country = true,
                Kind::State => standing.state = true,
                Kind::County => standing.county = true,
                Kind::Feature => standing.feature = true,
                Kind::Town => standing.town = standing.town.max(Some(gazetteer.population(place))),
            }
            standing.other &= other;
        }
        standing
    }
}
