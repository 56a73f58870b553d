//! Firms: known by their legal form, by the code of their exchange, or by the story that they stand in.

use std::ops::Range;

use super::names::trimmed_end;
use super::{Cast, RECENT};
use crate::extract::gazetteer::fold::key;
use crate::extract::lexicon::actors::NameKind;
use crate::extract::lexicon::entry::{COMPANY, LEGAL_FORM};
use crate::extract::lexicon::words::UNKNOWN;
use crate::extract::text::{EntityKind, Text};
use crate::extract::tickers;

/// The most words of a firm's name that is told by its legal form alone.
const LONGEST_FIRM: usize = 6;

/// More people live in a city.
const CITY: u32 = 200_000;

impl Cast<'_> {
    /// Notes whether the article is about firms: it names two by their legal forms, or has the code of one; and about debts abroad.
    pub fn survey(&mut self, text: &Text<'_>) {
        let forms = (0..text.tokens.len()).filter(|&at| text.tokens[at].capital && self.is_legal_form(text, at));
        self.firms = forms.take(2).count() > 1 || tickers::are_in(text.body);
        self.owes = (1..text.tokens.len()).any(|at| match text.document.lemma(at) {
            "creditor" | "reschedule" | "rescheduling" => true,
            "debt" => matches!(text.of(at - 1), "foreign" | "external"),
            _ => false,
        });
        const HACKED: &[&str] = &["hacker", "ransomware", "malware", "phishing", "cyberattack", "cybercriminal"];
        self.hacked = (0..text.tokens.len()).any(|at| {
            let word = text.document.lemma(at);
            word.len() > 5 && HACKED.iter().any(|hacked| word.eq_ignore_ascii_case(hacked))
        });
    }

    /// A firm that nothing is known of but its name: it is taken for one of the country that the code behind its name tells, else its name,
    /// else of that of the dateline. Later it may be called by its name without its legal form, or by the first word of it.
    pub(super) fn firm(&mut self, text: &Text<'_>, tokens: &Range<usize>) -> usize {
        let span = text.span(tokens);
        if let Some(entity) = self.longer_firm(span.of(text.body)) {
            return entity;
        }
        let listed = tickers::behind(text.body, span.end);
        let listed = listed.and_then(|code| self.lexicon.exchanges.country(code, &self.home)).map(str::to_owned);
        let listed = listed.or_else(|| self.country_in(text, tokens)).or_else(|| self.country_behind(text, tokens.end));
        let inferred = listed.is_none();
        let country = listed.unwrap_or_else(|| self.home.clone());
        let known = self.entities.len();
        let code = format!("{country}BUS");
        let entity = self.enter(span.of(text.body).to_owned(), EntityKind::Organisation, &code, &country, None);
        if entity == known {
            self.entities[entity].inferred = inferred && !country.is_empty();
            if country.is_empty() {
                self.open.push(entity);
            }
            let forms = tokens.clone().rev().take_while(|&at| self.is_legal_form(text, at)).count();
            let stem = tokens.start..tokens.end - forms.min(tokens.len() - 1);
            self.by_firm.entry(text.span(&stem).of(text.body).to_owned()).or_insert(entity);
            self.shorten_firm(text, tokens, entity);
        }
        entity
    }

    /// Notes that a firm may be called by the first word of its name, where that is no word besides.
    pub(super) fn shorten_firm(&mut self, text: &Text<'_>, tokens: &Range<usize>, entity: usize) {
        let first = text.of(tokens.start);
        let rare = text.tokens[tokens.start].lower == UNKNOWN && first.len() > 3;
        if rare && !self.by_firm.contains_key(first) && !self.is_city(first) {
            self.by_firm.insert(first.to_owned(), entity);
        }
    }

    /// The only firm named before whose name begins with these words: `Western`, after `Western Tin Plc`.
    pub(super) fn longer_firm(&self, words: &str) -> Option<usize> {
        let longer = |&at: &usize| {
            let entity = &self.entities[at];
            let goes_on = || entity.name.strip_prefix(words).is_some_and(|rest| rest.starts_with(' '));
            entity.kind == EntityKind::Organisation && entity.sectors == ["BUS"] && goes_on()
        };
        let mut firms = (self.entities.len().saturating_sub(RECENT)..self.entities.len()).filter(longer);
        firms.next().filter(|_| firms.next().is_none())
    }

    /// Whether the name is that of a city, which a firm called after it does not take away.
    fn is_city(&self, name: &str) -> bool {
        let Some((gazetteer, _)) = &self.places else { return false };
        let places = gazetteer.find(key(name, &mut String::new()));
        places.into_iter().any(|(place, _)| gazetteer.population(place) > CITY)
    }

    /// The state that a firm is called after: `Kenya Tin Corp`, `Marlow (Kenya) Ltd`. `Georgia Tin Corp` may be of another Georgia, and
    /// what follows `U.S.` is no name.
    fn country_in(&self, text: &Text<'_>, tokens: &Range<usize>) -> Option<String> {
        // `The U.S. Marlow Tin Corp`.
        let first = self.lexicon.actors.name(std::iter::once(text.tokens[tokens.start].exact));
        let dotted = first.filter(|(_, named)| {
            named.kind == NameKind::Country && text.of(tokens.start).contains('.') && tokens.len() > 2
        });
        if let Some((_, state)) = dotted {
            return Some(state.country.clone());
        }
        tokens.clone().find_map(|at| {
            let (_, named) = self.lexicon.actors.name(text.tokens[at..tokens.end].iter().map(|token| token.exact))?;
            let state = matches!(named.kind, NameKind::Country | NameKind::Demonym) && named.code == named.country;
            let other = self.lies_in(&(at..at + 1)).is_some_and(|country| country != named.country);
            (state && !other && !text.of(at).contains('.')).then(|| named.country.clone())
        })
    }

    /// The state that is named behind a firm: `Marlow Tin A/S of Chile`.
    fn country_behind(&self, text: &Text<'_>, end: usize) -> Option<String> {
        let at = end + 1 + usize::from(text.tokens.get(end + 1).is_some_and(|_| text.of(end + 1) == "the"));
        if end >= text.tokens.len() || text.of(end) != "of" || at >= text.tokens.len() {
            return None;
        }
        let words = text.tokens[at..text.tokens.len().min(at + 4)].iter().map(|token| token.exact);
        let (_, named) = self.lexicon.actors.name(words)?;
        (named.kind == NameKind::Country).then(|| named.country.clone())
    }

    /// Whether the word is a legal form of firms: `Corp`, `Ltd.`
    pub(super) fn is_legal_form(&self, text: &Text<'_>, at: usize) -> bool {
        let word = text.tokens[at].lower;
        let form = |word| self.lexicon.classes.kind(word) & LEGAL_FORM != 0;
        let dotted =
            || text.of(at).strip_suffix('.').is_some_and(|word| form(self.lexicon.words.id(&word.to_lowercase())));
        text.tokens[at].capital && (form(word) || dotted())
    }
}

/// Whether a name that was recognised as that of a body is that of a firm: its last word or the code behind it says so, or the story is one
/// of firms, and no common noun in the name tells what else it is: `the Budget Committee`.
pub fn is_firm(cast: &Cast<'_>, text: &Text<'_>, tokens: &Range<usize>) -> bool {
    let span = text.span(tokens);
    if tokens.len() > 1 && is_firm_word(cast, text, tokens.end - 1) || tickers::behind(text.body, span.end).is_some() {
        return true;
    }
    // Nor is `Post and Telecommunications` of the ministry that is named after it.
    let body = |at: usize| {
        let agent = text.tokens.get(at).and_then(|token| cast.lexicon.actors.agent(std::iter::once(token.lower)));
        agent.is_some_and(|(_, agent)| at < tokens.end || !agent.person && agent.sectors.iter().any(|one| one == "GOV"))
    };
    (cast.firms || tickers::is_bracketed(text.body, span)) && !(tokens.start..tokens.end + 1).any(body)
}

/// One past the last word of a firm's name that goes on after `tokens`, which the lexicon knows: `Delta Air Lines` in
/// `Delta Air Lines Inc`.
pub fn end(cast: &Cast<'_>, text: &Text<'_>, tokens: Range<usize>) -> usize {
    let whole = text.document.entity_at(tokens.start).map(|entity| trimmed_end(text, entity.tokens()));
    if let Some(end) = whole.filter(|&end| end > tokens.end && is_firm_word(cast, text, end - 1)) {
        return end;
    }
    let mut end = tokens.end;
    while text.tokens.get(end).is_some_and(|token| token.capital) && cast.is_legal_form(text, end) {
        end += 1;
    }
    end
}

/// Whether names of firms end with the word: `Industries`, `Corp.`
fn is_firm_word(cast: &Cast<'_>, text: &Text<'_>, at: usize) -> bool {
    cast.lexicon.classes.kind(text.tokens[at].lower) & COMPANY != 0 || cast.is_legal_form(text, at)
}

/// The words at `at` that are recognised as no name, and are that of a firm by its legal form: `Acme Tin Ltd`.
pub fn unrecognised(cast: &Cast<'_>, text: &Text<'_>, at: usize) -> Option<Range<usize>> {
    let capital = |&end: &usize| text.tokens.get(end).is_some_and(|token| token.capital);
    let end = (at..at + LONGEST_FIRM).take_while(capital).last()? + 1;
    (end > at + 1 && cast.is_legal_form(text, end - 1)).then_some(at..end)
}
