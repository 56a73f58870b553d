//! Names in a sentence: the longest that the lexicon knows, else what the linguistic core recognises.

use std::ops::Range;

use crate::nlp::{EntityKind as Recognised, Label, Tag};

use super::codes::Code;
use super::{Cast, firms};
use crate::extract::lexicon::actors::{NameKind, Named};
use crate::extract::lexicon::words::{UNKNOWN, class};
use crate::extract::text::{EntityKind, Text};

/// A name where it stands.
#[derive(Clone, Debug)]
pub struct Name<'a> {
    /// Its words.
    pub tokens: Range<usize>,
    /// Its entity.
    pub entity: usize,
    /// What the lexicon says of it, where it does.
    pub named: Option<&'a Named>,
    /// An adjective: `Russian`.
    pub adjective: bool,
    /// A place after `in`, `near`.
    pub place: bool,
}

/// How many tokens before a name are looked at for its country.
const NEAR: usize = 30;

/// Last words of the names of papers.
const PAPERS: &[&str] =
    &["Times", "Post", "Tribune", "Herald", "Gazette", "Telegraph", "Chronicle", "Courier", "Daily"];

/// The names among the tokens of `range`, in order.
pub fn find<'a>(cast: &mut Cast<'a>, text: &Text<'_>, range: Range<usize>) -> Vec<Name<'a>> {
    let mut names = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let name = known(cast, text, at, range.end).or_else(|| recognised(cast, text, at));
        match name {
            Some(mut name) => {
                if name.tokens.len() == 1 && cast.entities[name.entity].kind == EntityKind::Person {
                    name.entity = cast.of_title(text, at, name.entity);
                }
                at = name.tokens.end.max(at + 1);
                names.push(name);
            }
            None => at += 1,
        }
    }
    names
}

/// A name of the lexicon at `at`.
fn known<'a>(cast: &mut Cast<'a>, text: &Text<'_>, at: usize, end: usize) -> Option<Name<'a>> {
    if text.tokens[at].exact == UNKNOWN {
        return None;
    }
    let lexicon = cast.lexicon;
    let words = text.tokens[at..end].iter().map(|token| token.exact);
    let (length, named) = lexicon.actors.name(words)?;
    // `5 billion US dollars`, `Canadian dlrs`.
    let money = |unit: &str| unit.len() == 3 && unit.bytes().all(|byte| byte.is_ascii_uppercase());
    let next = text.tokens.get(at + 1).filter(|_| text.tag(at + 1).is_noun());
    let currency = next.and_then(|next| lexicon.quantities.unit(next.lemma)).is_some_and(money);
    if currency || text.document.entity_at(at).is_some_and(|entity| entity.kind == Recognised::Money) {
        return None;
    }
    let tokens = at..at + length;
    // `Paris, Texas` is not France, and Georgia may be a state.
    if matches!(named.kind, NameKind::Country | NameKind::Capital) && cast.lies_elsewhere(text, &tokens, named) {
        return None;
    }
    // Mark Cuban, where nothing else is said of Cuba.
    let family = length == 1
        && matches!(named.kind, NameKind::Country | NameKind::Demonym | NameKind::Capital)
        && matches!(text.label(at), Label::Nsubj | Label::Nsubjpass | Label::Dobj)
        && cast.surnamed(text.of(at)).is_some()
        && cast.countries().all(|one| one != named.country);
    // `The Democratic Party of Chad`.
    let elsewhere = || {
        let words = text.tokens[tokens.end..end].iter().map(|token| token.exact);
        let owner = words.clone().nth(1).and_then(|_| lexicon.actors.name(words.skip(1)));
        owner.is_some_and(|(_, owner)| owner.kind == NameKind::Country && owner.country != named.country)
    };
    let party = named.code.ends_with("PTY") && !named.country.is_empty() && text.of(tokens.end) == "of" && elsewhere();
    if family || party {
        return None;
    }
    // `the Guatemalan Congress` is not that of the United States.
    let before = at.checked_sub(1).map(|before| text.tokens[before].exact);
    let other = before.and_then(|word| lexicon.actors.name(std::iter::once(word))).is_some_and(|(_, owner)| {
        owner.kind == NameKind::Demonym && !named.country.is_empty() && owner.country != named.country
    });
    if named.kind == NameKind::Organisation && length == 1 && other && ends_with_agent(cast, text, at..at + 1) {
        return None;
    }
    // Nor is the Budget Committee of a Lower House.
    let chamber = at.checked_sub(1).is_some_and(|before| matches!(text.of(before), "Lower" | "Upper"));
    if named.kind == NameKind::Organisation && chamber && named.country == "USA" {
        return None;
    }
    // Nor is the Provincial People's Congress, or the National Congress party of Chad.
    let peoples = |before: usize| {
        let first = if text.of(before) == "'s" { before.saturating_sub(1) } else { before };
        matches!(text.of(first), "People" | "Peoples" | "National" | "Provincial" | "Municipal" | "Party")
    };
    let longer = text.of(at) == "Congress" && matches!(named.country.as_str(), "USA" | "IND");
    if longer && at.checked_sub(1).is_some_and(peoples) {
        return None;
    }
    // Nor is `Congress` alone in a story from Ecuador that does not speak of the United States.
    let foreign = || {
        let country = named.country.as_str();
        let home = if cast.home.is_empty() { &cast.lead } else { &cast.home };
        !country.is_empty() && !home.is_empty() && home != country && cast.countries().all(|one| one != country)
    };
    let parliament = named.code.ends_with("LEG") && named.name.contains(' ');
    // Nor in a story that is about Ecuador, where the United States is not named beside it.
    let elsewhere = || {
        let home = if cast.home.is_empty() { &cast.lead } else { &cast.home };
        let called = matches!(text.of(at), "Congress" | "House" | "Senate") && (length == 1 || text.of(at + 1) == "of");
        let house = parliament && called && named.country == "USA";
        house && home != "USA" && cast.is_about(home) && !speaks_of(cast, text, at, end, "USA")
    };
    if named.kind == NameKind::Organisation && elsewhere() {
        return None;
    }
    // And the Justice Department of a story from Brazil is Brazilian.
    let office_here =
        || length > 1 && is_agent(cast, text, tokens.clone()) && !speaks_of(cast, text, at, end, &named.country);
    if named.kind == NameKind::Organisation && (length == 1 && parliament || office_here()) && foreign() {
        return None;
    }
    // `Labour Minister Hans Muster` of Brazil is in no party.
    let office = || {
        let words = text.tokens[at..end].iter().map(|token| token.lower);
        let agent = lexicon.actors.agent(words);
        // `Labour unions`, at the start of a sentence.
        let other = |sector: &String| matches!(sector.as_str(), "GOV" | "LAB");
        agent.is_some_and(|(longer, agent)| longer > length && agent.sectors.iter().any(other))
    };
    if named.kind == NameKind::Organisation && length == 1 && office() {
        return None;
    }
    // `Georgia Tech`, `Jordan Smith`: the name goes on, and names something else, unless what follows is an agent:
    // `Iranian Foreign Ministry`.
    if named.kind != NameKind::Agency
        && length == 1
        && let Some(entity) = text.document.entity_at(at)
        && (entity.end > tokens.end || entity.start < at && named.kind != NameKind::Person)
        && !matches!(entity.kind, Recognised::Date | Recognised::Event | Recognised::Law)
    {
        let stop = trimmed_end(text, entity.tokens());
        let genitive = text.is(tokens.end, class::GENITIVE);
        // `Exxon Corp` is Exxon.
        let firm = named.code.ends_with("BUS") && (tokens.end..stop).all(|at| cast.is_legal_form(text, at));
        // `West Columbia Council` is not that of the West.
        let agent = match named.kind {
            _ if firm && (entity.start == at || text.is(entity.start, class::DETERMINER)) => true,
            NameKind::Organisation if named.country.is_empty() && named.code.len() == 3 => {
                is_agent(cast, text, tokens.end..stop)
            }
            // `Indian Foreign`, before `Secretary`.
            _ => {
                ends_with_agent(cast, text, tokens.end..stop)
                    || is_title(cast, text, tokens.end..stop)
                    || begins_office(cast, text, &(tokens.end..stop))
            }
        };
        if stop > tokens.end && !genitive && !agent {
            // `U.S. Complaints`, where any noun after the dots has a capital.
            let noun = named.kind == NameKind::Country && stop == tokens.end + 1 && is_dotted_noun(text, tokens.end);
            let other = matches!(entity.kind, Recognised::Person | Recognised::Org | Recognised::Fac)
                && (entity.start == at || named.kind != NameKind::Demonym)
                && !noun;
            if other {
                return None;
            }
        }
    }
    let (entity, adjective) = match named.kind {
        NameKind::Person => {
            // Another family name follows: somebody else.
            if text.tag(tokens.end - 1).is_proper()
                && tokens.end < end
                && text.tag(tokens.end) == Tag::Nnp
                && text.label(tokens.end - 1) == Label::Compound
            {
                return None;
            }
            (cast.person_in_lexicon(text, named, &tokens)?, false)
        }
        NameKind::Agency => {
            let entity = cast.enter_known(named, EntityKind::Agency);
            let mut stop = tokens.end;
            while stop < end && matches!(text.of(stop), "news" | "agency" | "television" | "newspaper") {
                stop += 1;
            }
            return Some(Name { tokens: at..stop, entity, named: Some(named), adjective: false, place: false });
        }
        NameKind::Organisation => {
            let short = (length == 1).then(|| cast.abbreviated(text.of(at), Some(named))).flatten();
            if let Some(entity) = short {
                return Some(Name { tokens, entity, named: None, adjective: false, place: false });
            }
            let entity = cast.enter_known(named, EntityKind::Organisation);
            let party = named.code.ends_with("PTY") && (length == 1 || named.name.ends_with(" Party"));
            let common = party || named.code.ends_with("LAB") && named.name.contains("Union");
            if common && !named.country.is_empty() && !cast.parties.contains(&entity) {
                cast.parties.push(entity);
            }
            let firm = named.code.ends_with("BUS");
            let stop = if firm { firms::end(cast, text, tokens.clone()) } else { tokens.end };
            // `Exxon` after `Exxon Tool Co`, which the lexicon knows.
            if firm && length > 1 && named.code.len() == 6 {
                cast.shorten_firm(text, &tokens, entity);
            }
            return Some(Name { tokens: at..stop, entity, named: Some(named), adjective: false, place: false });
        }
        _ => {
            let former = (named.kind == NameKind::Capital)
                .then(|| lexicon.former.of_capital(text.span(&tokens).of(text.body), cast.date))
                .flatten();
            let entity = match former {
                Some(state) => cast.enter(state.name.clone(), EntityKind::Country, &state.code, &state.code, None),
                None => cast.enter(named.name.clone(), EntityKind::Country, &named.code, &named.country, None),
            };
            let modifier = matches!(text.label(tokens.end - 1), Label::Amod | Label::Compound | Label::Nmod);
            // `around Paris` tells where the farmers are, `French hostages` does not tell it of the rebels.
            if named.kind != NameKind::Demonym && locative(text, &tokens) {
                cast.settle(&named.country);
            }
            (entity, named.kind == NameKind::Demonym && modifier)
        }
    };
    let place = named.kind == NameKind::Capital && locative(text, &tokens);
    Some(Name { tokens, entity, named: Some(named), adjective, place })
}

/// Whether the word at `at` is a common noun that has a capital only since it follows `U.S.`
fn is_dotted_noun(text: &Text<'_>, at: usize) -> bool {
    at > 0 && text.of(at - 1).contains('.') && text.of(at - 1).len() > 2 && text.tokens[at].lower != UNKNOWN
}

/// Whether a country is named near `at`, up to the token `end`.
fn speaks_of(cast: &Cast<'_>, text: &Text<'_>, at: usize, end: usize, country: &str) -> bool {
    (at.saturating_sub(NEAR)..end).any(|at| {
        let named = cast.lexicon.actors.name(std::iter::once(text.tokens[at].exact));
        named.is_some_and(|(_, named)| {
            matches!(named.kind, NameKind::Country | NameKind::Demonym | NameKind::Capital) && named.country == country
        })
    })
}

/// One past the last word of a recognised name, without a genitive.
pub fn trimmed_end(text: &Text<'_>, tokens: Range<usize>) -> usize {
    let last = tokens.end - 1;
    if last > tokens.start && text.is(last, class::GENITIVE) { last } else { tokens.end }
}

/// Whether the words end with the common noun of an agent.
fn ends_with_agent(cast: &Cast<'_>, text: &Text<'_>, tokens: Range<usize>) -> bool {
    tokens.clone().any(|at| {
        let words = text.tokens[at..tokens.end].iter().map(|token| token.lower);
        cast.lexicon.actors.agent(words).is_some_and(|(length, _)| at + length == tokens.end)
    })
}

/// Whether the words are those of an office that follows them: `Social Affairs` before `Minister`.
fn is_title(cast: &Cast<'_>, text: &Text<'_>, tokens: Range<usize>) -> bool {
    let words = text.tokens[tokens.end..].iter().map(|token| token.lower);
    let office = |sector: &String| matches!(sector.as_str(), "GOV" | "MIL");
    let agent = cast.lexicon.actors.agent(words);
    agent.is_some_and(|(length, agent)| {
        let last = tokens.end + length - 1;
        text.tag(last).is_noun() && agent.person && agent.sectors.iter().any(office)
    })
}

/// Whether the office at `at` is that of a minister.
fn governs(cast: &Cast<'_>, text: &Text<'_>, at: usize) -> bool {
    let words = text.tokens[at..].iter().map(|token| token.lower);
    cast.lexicon.actors.agent(words).is_some_and(|(_, agent)| agent.name.ends_with("minister"))
}

/// Whether the words are the first ones of an office: `Energy` in `Energy Minister`.
fn begins_office(cast: &Cast<'_>, text: &Text<'_>, tokens: &Range<usize>) -> bool {
    let words = text.tokens[tokens.start..].iter().map(|token| token.lower);
    cast.lexicon.actors.agent(words).is_some_and(|(length, agent)| {
        let last = tokens.start + length - 1;
        last >= tokens.end
            && text.tag(last).is_noun()
            && agent.person
            && agent.sectors.first().is_some_and(|one| one == "GOV" || one == "JUD")
    })
}

/// What the words of a body's name tell of it: `University of Leeds`, `Lisbon Tribune`, `Marlow Bank N.A.`
pub fn told(cast: &Cast<'_>, text: &Text<'_>, tokens: &Range<usize>) -> Option<Code> {
    let noun = |at: usize| {
        let (_, agent) = cast.lexicon.actors.agent(std::iter::once(text.tokens[at].lower))?;
        (!agent.person && !agent.plural && !agent.sectors.is_empty()).then(|| agent.sectors.clone())
    };
    let last = tokens.end - 1;
    let of = (tokens.start + 1..last).find(|&at| text.of(at) == "of");
    let first = of.and_then(|of| noun(of - 1).filter(|sectors| of == tokens.start + 1 || *sectors == ["PTY"]));
    let news = |at: usize| PAPERS.contains(&text.of(at)) && at == last || text.of(at) == "News";
    let paper = (tokens.len() > 1 && tokens.clone().any(news)).then(|| vec!["MED".to_owned()]);
    // `N.A.`, `S.p.A.`
    let form = |at: usize| text.of(at).contains('.');
    let bank = || (tokens.len() > 2 && form(last)).then(|| noun(last - 1)).flatten();
    let sectors = first.or(paper).or_else(bank)?;
    let named = |at: usize| {
        let (_, named) = cast.lexicon.actors.name(text.tokens[at..tokens.end].iter().map(|token| token.exact))?;
        let state = matches!(named.kind, NameKind::Country | NameKind::Demonym | NameKind::Capital);
        state.then(|| named.country.clone())
    };
    let country = tokens.clone().find_map(named).or_else(|| tokens.clone().find_map(|at| cast.lies_in(&(at..at + 1))));
    let inferred = country.is_none();
    Some(Code::new(&country.unwrap_or_default(), &sectors, inferred))
}

/// Whether the words are the common noun of an agent, all of them.
fn is_agent(cast: &Cast<'_>, text: &Text<'_>, tokens: Range<usize>) -> bool {
    let words = text.tokens[tokens.clone()].iter().map(|token| token.lower);
    cast.lexicon.actors.agent(words).is_some_and(|(length, _)| length == tokens.len())
}

/// Whether the words are the common noun of an agent, and `of` a country that the lexicon knows.
fn begins_with_agent(cast: &Cast<'_>, text: &Text<'_>, tokens: Range<usize>) -> bool {
    let words = text.tokens[tokens.clone()].iter().map(|token| token.lower);
    let Some((length, _)) = cast.lexicon.actors.agent(words) else { return false };
    (tokens.start + length..tokens.end).any(|at| {
        let country = at + 1..tokens.end;
        text.of(at) == "of"
            && country.clone().find(|&at| text.tokens[at].capital).is_some_and(|first| {
                let words = text.tokens[first..tokens.end].iter().map(|token| token.exact);
                cast.lexicon.actors.name(words).is_some_and(|(_, named)| named.kind == NameKind::Country)
            })
    })
}

/// A name that the lexicon does not know.
fn recognised<'a>(cast: &mut Cast<'a>, text: &Text<'_>, at: usize) -> Option<Name<'a>> {
    let token = &text.tokens[at];
    if !token.capital {
        return None;
    }
    let single = |cast: &Cast<'_>| cast.surnamed(text.of(at));
    let Some(found) = text.document.entity_at(at) else {
        if let Some(tokens) = firms::unrecognised(cast, text, at) {
            let entity = cast.firm(text, &tokens);
            return Some(Name { tokens, entity, named: None, adjective: false, place: false });
        }
        // `Union leaders` at the start of a sentence.
        let words = text.tokens[at..].iter().map(|token| token.lower);
        if cast.lexicon.actors.agent(words).is_some_and(|(length, _)| length > 1) {
            return None;
        }
        let firm = || cast.by_firm.get(text.of(at)).copied();
        let known = single(cast).or_else(firm).filter(|_| text.tag(at).is_noun());
        let known = known.or_else(|| cast.office_holder(text, at));
        let located = known.is_none().then(|| cast.located(text, &(at..at + 1), true)).flatten();
        let place = located.is_some() && locative(text, &(at..at + 1));
        let entity = known.or(located).or_else(|| unknown(cast, text, at))?;
        return Some(Name { tokens: at..at + 1, entity, named: None, adjective: false, place });
    };
    // What stands before `at` in the entity was taken already, or is an article.
    let tokens = at..trimmed_end(text, found.tokens());
    // `QUITO - Rebels`.
    let tokens = dash_of_dateline(text, &tokens).map_or(tokens, |dash| at..dash);
    if token.is(class::DETERMINER) || tokens.is_empty() {
        return None;
    }
    if found.tokens().start < at && tokens.len() == 1 && is_dotted_noun(text, at) {
        return None;
    }
    // `Energy Minister`, `Trade and Industry Secretary`, where the first words are taken for a body.
    let start = found.start + usize::from(text.is(found.start, class::DETERMINER));
    let office = |start: usize| begins_office(cast, text, &(start..tokens.end));
    if found.kind != Recognised::Person && (office(start) || office(at)) {
        return None;
    }
    let named = |entity: usize, place: bool| {
        Some(Name { tokens: tokens.clone(), entity, named: None, adjective: false, place })
    };
    let words = text.span(&tokens).of(text.body);
    // A family name that was introduced stays what it is, whatever it is taken for later, and so does the name of a firm.
    if tokens.len() == 1
        && let Some(entity) = single(cast)
    {
        return named(entity, false);
    }
    if let Some(&entity) = cast.by_firm.get(words) {
        return named(entity, false);
    }
    // `Buhari attended`: a family name that is taken for a place or a body.
    if tokens.len() == 1
        && let Some(entity) = cast.office_holder(text, at)
    {
        return named(entity, false);
    }
    let free = !ends_with_agent(cast, text, tokens.clone());
    // `Commons` in `House of Commons`, which is left to the agents.
    let whole = found.tokens().start..tokens.end;
    if free && found.kind == Recognised::Org && ends_with_agent(cast, text, whole) {
        return None;
    }
    if !matches!(found.kind, Recognised::Norp)
        && let Some(entity) = cast.located(text, &tokens, free)
    {
        return named(entity, locative(text, &tokens));
    }
    match found.kind {
        // `Reagan Administration`: the name before it is that of somebody.
        Recognised::Org | Recognised::Gpe | Recognised::Norp | Recognised::Person
            if tokens.len() == 2 && text.of(at + 1) == "Administration" =>
        {
            let entity = single(cast).or_else(|| cast.bearer(text.of(at)))?;
            Some(Name { tokens: at..at + 1, entity, named: None, adjective: false, place: false })
        }
        Recognised::Person => named(cast.person(text, &tokens), false),
        // `Ministry of Health of Ethiopia`: an agent with its owner.
        Recognised::Org | Recognised::Fac if begins_with_agent(cast, text, tokens.clone()) => None,
        Recognised::Org | Recognised::Gpe | Recognised::Norp | Recognised::Loc | Recognised::Fac
            if ends_with_agent(cast, text, tokens.clone()) && found.kind != Recognised::Fac =>
        {
            // `Foreign Ministry`: left to the agents.
            None
        }
        // `Economy and Energy` before `Minister`.
        Recognised::Org
            if found.tokens().len() > 1 && is_title(cast, text, tokens.clone()) && governs(cast, text, tokens.end) =>
        {
            None
        }
        Recognised::Org => {
            let called = || cast.abbreviated(words, None).or_else(|| cast.called_for_short(words));
            let short = if tokens.len() == 1 { called() } else { None };
            let entity = match short {
                Some(entity) => entity,
                None if firms::is_firm(cast, text, &tokens) => cast.firm(text, &tokens),
                None => cast.unknown_body(text, &tokens),
            };
            named(entity, false)
        }
        Recognised::Norp => {
            let entity = cast.enter(words.to_owned(), EntityKind::Organisation, "", "", None);
            let mut name = named(entity, false)?;
            name.adjective = matches!(text.label(name.tokens.end - 1), Label::Amod | Label::Compound | Label::Nmod);
            Some(name)
        }
        Recognised::Gpe | Recognised::Loc | Recognised::Fac => {
            let place = locative(text, &tokens);
            named(cast.enter(words.to_owned(), EntityKind::Place, "", "", None), place)
        }
        _ => None,
    }
}

/// A single capitalised word that acts and was not recognised as a name: a body of which nothing is known.
fn unknown(cast: &mut Cast<'_>, text: &Text<'_>, at: usize) -> Option<usize> {
    let acts = text.tag(at).is_proper() && matches!(text.label(at), Label::Nsubj | Label::Nsubjpass | Label::Poss);
    let word = text.of(at);
    let name = word.len() > 1 && text.children.of(at).all(|child| text.label(child) != Label::Compound);
    (acts && name && !ends_with_agent(cast, text, at..at + 1)).then(|| match cast.firms {
        true => cast.firm(text, &(at..at + 1)),
        false => cast
            .longer_firm(word)
            .unwrap_or_else(|| cast.enter(word.to_owned(), EntityKind::Organisation, "", "", None)),
    })
}

/// The dash behind the place in capitals that the words begin with: `QUITO - Rebels`.
pub fn dash_of_dateline(text: &Text<'_>, tokens: &Range<usize>) -> Option<usize> {
    const LONGEST: usize = 4;
    let mark = |at: usize| ['-', '–', '—'].iter().any(|&mark| text.is_mark(at, mark));
    let dash = (tokens.start + 1..tokens.end.min(tokens.start + LONGEST)).find(|&at| mark(at))?;
    let large = |at: usize| text.of(at).chars().all(|letter| letter.is_uppercase() || letter == '\'');
    let apart = text.tokens[dash].span.start > text.tokens[dash - 1].span.end;
    (apart && (tokens.start..dash).all(large)).then_some(dash)
}

/// Whether the name says where: it stands after `in`, `near`, `from`.
pub fn locative(text: &Text<'_>, tokens: &Range<usize>) -> bool {
    let last = tokens.end - 1;
    if text.label(last) != Label::Pobj {
        return false;
    }
    text.document.head(last).is_some_and(|preposition| {
        matches!(
            text.of(preposition).to_ascii_lowercase().as_str(),
            "in" | "at" | "near" | "from" | "to" | "outside" | "around" | "into" | "across" | "through" | "of"
        )
    })
}
