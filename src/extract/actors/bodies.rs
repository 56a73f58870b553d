//! Bodies: those of which only the name is known, and what they are called for short.

use std::ops::Range;

use super::{BODY_NEAR, Cast, RECENT, codes, ends_with_words, names};
use crate::extract::lexicon::actors::{Agent, NameKind, Named, sectors};
use crate::extract::lexicon::entry::LEGAL_FORM;
use crate::extract::text::{Entity, EntityKind, Mention, Text};

impl Cast<'_> {
    /// Which body `the committee` means: the one of that name that was mentioned last, unless some other committee was since; and
    /// `the company`, `the agency`: the last firm, the last office of a state.
    pub(super) fn body(&self, agent: &Agent) -> Option<usize> {
        const ARMED: &[&str] = &["MIL", "COP", "REB"];
        let armed = agent.sectors.iter().any(|sector| ARMED.contains(&sector.as_str()));
        let called = |entity: &Entity| {
            let own = entity.name.split(" of ").next().unwrap_or_default();
            ends_with_words(&own.to_ascii_lowercase(), &agent.name)
        };
        let last = |kind: EntityKind, test: &dyn Fn(&Entity) -> bool| {
            let all = self.last.iter().map(|(&entity, &sentence)| (sentence, entity));
            all.filter(|&(_, entity)| {
                let entity = &self.entities[entity];
                entity.kind == kind && !entity.code.is_empty() && test(entity)
            })
            .max()
        };
        let sector = match agent.name.as_str() {
            "company" | "firm" | "corporation" | "concern" | "airline" | "carrier" => Some("BUS"),
            "agency" => Some("GOV"),
            "union" => Some("LAB"),
            _ => None,
        };
        let near = |&(sentence, _): &(usize, usize)| self.sentences <= sentence + BODY_NEAR;
        let of_kind = || sector.and_then(|sector| self.last_of_sector.get(sector)).copied().filter(near);
        let (sentence, body) = match sector {
            // What is called `the company` seldom has that word in its name.
            Some(_) => of_kind(),
            None => last(EntityKind::Organisation, &called).filter(|_| !armed),
        }?;
        let other = last(EntityKind::Agent, &|entity| entity.name == agent.name);
        other.is_none_or(|(since, _)| since < sentence).then_some(body)
    }

    /// The body or paper that was named in full before and is now called by the last word of its name: `the Times`.
    pub(super) fn called_for_short(&self, word: &str) -> Option<usize> {
        let longer = |entity: &Entity| {
            matches!(entity.kind, EntityKind::Organisation | EntityKind::Agency)
                && entity.name.len() > word.len()
                && ends_with_words(&entity.name, word)
        };
        let recent = self.entities.len().saturating_sub(RECENT);
        self.entities[recent..].iter().rposition(longer).map(|at| recent + at)
    }

    /// The body that is called by a short name of this article: it was said so, or it has these initials, and nobody else of that name
    /// was mentioned.
    pub(super) fn abbreviated(&self, word: &str, known: Option<&Named>) -> Option<usize> {
        if !(3..7).contains(&word.len()) || !word.bytes().all(|letter| letter.is_ascii_uppercase()) {
            return None;
        }
        // What the lexicon knows counts more than what is guessed of a body, unless that is of another country.
        let surer = |entity: &Entity| {
            known.is_none_or(|known| {
                let named = |country: &str| !country.is_empty();
                let other = named(&known.country) && named(&entity.country) && known.country != entity.country;
                other || entity.kind == EntityKind::Organisation && !entity.code.is_empty() && !entity.inferred
            })
        };
        if let Some(&entity) = self.by_name.get(word) {
            let known = &self.entities[entity];
            return (known.name != word && surer(known)).then_some(entity);
        }
        if known.is_some_and(|known| self.by_name.contains_key(&known.name)) {
            return None;
        }
        let form =
            |word: &str| self.lexicon.classes.kind(self.lexicon.words.id(&word.to_lowercase())) & LEGAL_FORM != 0;
        let body = |entity: &Entity| {
            let words = entity.name.split([' ', '-']).filter(|word| word.starts_with(char::is_uppercase));
            let initials = words.filter(|word| !form(word)).filter_map(|word| word.chars().next());
            entity.kind == EntityKind::Organisation
                && !entity.code.is_empty()
                && surer(entity)
                && initials.eq(word.chars())
        };
        let recent = self.entities.len().saturating_sub(RECENT);
        self.entities[recent..].iter().rposition(body).map(|at| recent + at)
    }

    /// The agents that were mentioned last, before this sentence, whose name ends with `word`.
    pub(super) fn called(&self, word: &str) -> Option<&Entity> {
        self.last_called.get(word).map(|&entity| &self.entities[entity])
    }

    /// The firm or unknown body that was mentioned last, before this sentence.
    pub(super) fn last_body(&self) -> Option<&Entity> {
        self.last_body.map(|(_, entity)| &self.entities[entity])
    }

    /// Whether a firm was mentioned in the sentence before this one.
    pub(super) fn speaks_of_firm(&self) -> bool {
        let near = self.last_body.filter(|(sentence, _)| self.sentences <= sentence + 1);
        near.is_some_and(|(_, entity)| !self.entities[entity].code.is_empty())
    }

    /// A body of which the lexicon knows nothing, with what the words of its name tell.
    pub(super) fn unknown_body(&mut self, text: &Text<'_>, tokens: &Range<usize>) -> usize {
        let name = text.span(tokens).of(text.body);
        if let Some(firm) = self.longer_firm(name) {
            return firm;
        }
        match names::told(self, text, tokens) {
            Some(code) => {
                let known = self.entities.len();
                let entity = self.enter_body(name, &code);
                if entity == known && code.country.is_empty() {
                    self.open.push(entity);
                }
                entity
            }
            // `The U.S. Harvest Act` is nobody.
            None if matches!(text.of(tokens.end - 1), "Act" | "Code" | "Constitution" | "Amendment") => {
                self.enter(name.to_owned(), EntityKind::Organisation, "", "", None)
            }
            None => {
                // `U.S. Harvest`: what else it is called is not known.
                let first = text.tokens[tokens.start].exact;
                let named = self.lexicon.actors.name(std::iter::once(first)).map(|(_, named)| named);
                let state = named.filter(|named| {
                    tokens.len() > 1 && named.kind == NameKind::Country && text.of(tokens.start).contains('.')
                });
                match state {
                    Some(state) => self.enter_body(name, &codes::Code::new(&state.country, &[], true)),
                    None => self.enter(name.to_owned(), EntityKind::Organisation, "", "", None),
                }
            }
        }
    }

    /// The body with this name of its own, of which its common noun tells the code.
    pub(super) fn enter_body(&mut self, name: &str, code: &codes::Code) -> usize {
        let known = self.entities.len();
        let entity = self.enter(name.to_owned(), EntityKind::Organisation, &code.code, &code.country, None);
        if entity == known {
            self.entities[entity].sectors.clone_from(&code.sectors);
            self.entities[entity].inferred = code.inferred;
        }
        entity
    }

    /// Makes a firm of a country one of its state, where it is called that: `the state oil company Petrobras`.
    pub(super) fn nationalise(&mut self, entity: usize, code: &codes::Code) {
        let entity = &mut self.entities[entity];
        let same = code.country.is_empty() || code.country == entity.country;
        let state = code.sectors.first().is_some_and(|sector| sector == "GOV");
        if state && same && !entity.country.is_empty() && entity.sectors == ["BUS"] && code.sectors.len() > 1 {
            entity.code = format!("{}{}", entity.country, code.sectors.concat());
            entity.sectors.clone_from(&code.sectors);
        }
    }

    /// Notes how bodies are called for short: `the National Harvesters Union (NHU)`, `the National Harvesters Union, NHU,`. Whoever is
    /// known by one of both names is known by the other.
    pub(super) fn abbreviate(&mut self, text: &Text<'_>, mentions: &[Mention]) {
        for mention in mentions {
            let body = matches!(self.entities[mention.entity].kind, EntityKind::Organisation | EntityKind::Agent);
            let end = mention.tokens.end;
            let or = usize::from(text.is_mark(end, ',') && text.of(end + 1) == "or");
            let short = end + 1 + or;
            let closes = |mark| text.is_mark(short + 1, mark);
            let bracketed = text.is_mark(end, '(') && closes(')');
            let set_off = bracketed || text.is_mark(end, ',') && closes(',');
            if !body || mention.adjective || !set_off {
                continue;
            }
            // `Marlow Express (Marex)`.
            let begins = || {
                let (name, short) = (text.of(mention.tokens.start), text.of(short));
                short.len() > 3 && short.chars().zip(name.chars()).take_while(|(one, other)| one == other).count() > 1
            };
            let shortens = abbreviates(text, short, &mention.tokens) || bracketed && begins();
            if !shortens {
                continue;
            }
            let known = self.lexicon.actors.name(std::iter::once(text.tokens[short].exact));
            // Of another country: somebody else.
            let here = |country: &str| country.is_empty() || self.countries().any(|named| named == country);
            let known = known.filter(|(_, known)| here(&known.country));
            let entity = &mut self.entities[mention.entity];
            match known.filter(|(_, known)| known.kind == NameKind::Organisation) {
                Some((_, known)) if entity.code.is_empty() => {
                    entity.code.clone_from(&known.code);
                    entity.country.clone_from(&known.country);
                    entity.sectors = sectors(&known.code);
                }
                // `The Kenyan Harvest Bank (KHB)`, whatever else is called KHB.
                Some((_, known)) if known.name == entity.name || known.country == self.home => {}
                Some(_) if entity.kind != EntityKind::Organisation => {}
                _ => {
                    let short = text.of(short).to_owned();
                    if entity.sectors.iter().any(|sector| sector == "BUS") {
                        self.by_firm.insert(short.clone(), mention.entity);
                    }
                    self.by_name.insert(short, mention.entity);
                }
            }
        }
    }
}

/// Whether the word at `short` is made of the first letters of words of `name`, in order.
fn abbreviates(text: &Text<'_>, short: usize, name: &Range<usize>) -> bool {
    let word = text.of(short);
    let letters = word.len() > 1 && word.len() < 9 && word.chars().all(char::is_uppercase);
    // `The Swiss Farmers Front, SFF`, where the country is a name by itself.
    let start = (name.start.saturating_sub(2)..name.start).find(|&at| text.tokens[at].capital).unwrap_or(name.start);
    let mut initials = (start..name.end).flat_map(|at| text.of(at).split('-').filter_map(|part| part.chars().next()));
    letters && word.chars().all(|letter| initials.any(|initial| initial.to_ascii_uppercase() == letter))
}
