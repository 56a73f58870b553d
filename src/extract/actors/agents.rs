//! Agents: common nouns that name an actor, with the names beside them that say whose they are.

use std::ops::Range;

use crate::nlp::{EntityKind as Recognised, Label, Tag};

use super::Cast;
use super::codes::{Code, code, in_full, is_definite};
use super::names::{Name, dash_of_dateline};
use super::owners::{Owner, owner, top_of_phrase};
use crate::extract::lexicon::actors::Agent;
use crate::extract::lexicon::entry::RANK;
use crate::extract::lexicon::words::class;
use crate::extract::text::{Entity, EntityKind, Mention, Text};

/// An agent where it stands.
pub struct Found<'a> {
    /// Its words.
    pub tokens: Range<usize>,
    /// The first word that names a sector, which says it: `defence ministry` in `defence ministry spokesman`.
    pub sector_of: &'a Agent,
    /// What it is.
    pub last: &'a Agent,
}

/// Joins agents and names of a sentence into mentions, in order.
pub fn join(cast: &mut Cast<'_>, text: &Text<'_>, range: Range<usize>, names: Vec<Name<'_>>) -> Vec<Mention> {
    employ(cast, text, &names);
    let found = find(cast, text, range, &names);
    let mut used = vec![false; names.len()];
    let mut mentions: Vec<Mention> = Vec::new();
    let mut earlier: Vec<(usize, Code, usize)> = Vec::new();
    // From right to left, so that the owner after an agent (`spokesman for the rebels`) is known before it.
    for agent in found.iter().rev() {
        let head = head_of(text, &agent.tokens);
        let top = top_of_phrase(text, head);
        let owner = owner(cast, text, &names, &found, agent, top);
        let mut code = in_full(cast, text, agent, &names, &found)
            .unwrap_or_else(|| code(cast, text, agent, &owner, &names, &earlier));
        // `a former Polish minister`; former soldiers and teachers had no office.
        let starts = [Some(agent.tokens.start), owner.left.map(|index| names[index].tokens.start)];
        let before = starts.into_iter().flatten().filter_map(|start| start.checked_sub(1));
        let served = served_as(text, head).is_some_and(|verb| matches!(text.tag(verb), Tag::Vbd | Tag::Vbn));
        // `The former Soviet republic of Peru` is one of today.
        let called =
            text.is(agent.tokens.start, class::FORMER) || before.into_iter().any(|at| text.is(at, class::FORMER));
        let former = served || called && agent.last.name != "republic";
        if former && code.sectors.iter().any(|sector| matches!(sector.as_str(), "GOV" | "LEG" | "JUD")) {
            code.code = format!("{}ELI", code.country);
            code.sectors = vec!["ELI".to_owned()];
        }
        let role = text.span(&agent.tokens).of(text.body).to_lowercase();
        let mut tokens = agent.tokens.clone();
        if let Some(index) = owner.left.or(owner.abroad) {
            used[index] = true;
            tokens.start = tokens.start.min(names[index].tokens.start);
        }
        if let Some((_, end)) = owner.belongs {
            tokens.end = end;
        }
        // `Acme chairman and chief executive Ada Crane`.
        if let Some(other) = same_person(cast, text, agent, head, tokens.end, &found, &mentions) {
            let mention = mentions.remove(other);
            let known = &cast.entities[mention.entity];
            if !code.country.is_empty() && known.country.is_empty() && !known.code.starts_with("IGO") {
                cast.employ(mention.entity, &code);
            }
            earlier.push((head, code, mention.entity));
            mentions.push(Mention { tokens: tokens.start..mention.tokens.end, head, ..mention });
            continue;
        }
        // `Head of the Kenyan delegation Ada Crane`.
        let after = |(_, end): (Owner, usize)| {
            let person = |name: &Name<'_>| cast.entities[name.entity].kind == EntityKind::Person;
            names.iter().position(|name| name.tokens.start == end && person(name))
        };
        let titled = || owner.belongs.filter(|_| agent.last.person && !agent.last.plural).and_then(after);
        let described = described_person(cast, text, &names, head, top).or_else(titled);
        let adjective = top != head && described.is_none();
        let private = |sector: &String| matches!(sector.as_str(), "CVL" | "CRM" | "UAF" | "REF");
        let somebody = agent.last.person && !agent.last.plural && !agent.last.sectors.iter().any(private);
        let alone = owner.left.is_none() && owner.right.is_none() && somebody;
        let meant = (alone && described.is_none() && !adjective && !former && is_definite(text, agent))
            .then(|| cast.antecedent(&agent.last.name))
            .flatten();
        let body = (owner.left.is_none() && owner.right.is_none() && !agent.last.person && !agent.last.plural)
            .then(|| cast.body(agent.last).filter(|_| !adjective && is_definite(text, agent)))
            .flatten();
        name_body(cast, agent, &code, &names);
        let called = called_body(cast, text, agent, &names);
        if let Some(index) = called {
            used[index] = true;
            tokens.end = names[index].tokens.end;
            cast.nationalise(names[index].entity, &code);
        }
        let body = called.map(|index| names[index].entity).or(body);
        let entity = match described {
            Some(index) if agent.last.person && !agent.last.plural => {
                let name = &names[index];
                cast.describe(name.entity, &code, &role);
                // Whoever has a name is of some country.
                if cast.entities[name.entity].country.is_empty() {
                    cast.open.push(name.entity);
                }
                if text.label(head) == Label::Appos && name.tokens.end <= agent.tokens.start {
                    // `Ada Crane, the Polish foreign minister`: the name is the mention.
                    if let Some(owner) = owner.left {
                        used[owner] = true;
                    }
                    if let Some((Owner::Name(index), _)) = owner.belongs {
                        used[index] = true;
                    }
                    continue;
                }
                if name.tokens.start >= tokens.end && names[index].tokens.start <= tokens.end + 1 {
                    used[index] = true;
                    tokens.end = name.tokens.end;
                }
                name.entity
            }
            _ => match meant.or(body) {
                Some(entity) => {
                    code = Code::of(&cast.entities[entity]);
                    entity
                }
                None => {
                    if let Some(own) = own_name(text, agent, owner.left.map(|index| &names[index])) {
                        tokens = own;
                        cast.enter_body(text.span(&tokens).of(text.body), &code)
                    } else {
                        // `People` has no other form.
                        let plural = agent.last.plural || text.tag(head) == Tag::Nns;
                        enter(cast, agent, &code, role, adjective, plural)
                    }
                }
            },
        };
        if code.open && cast.entities[entity].country.is_empty() {
            cast.open.push(entity);
        }
        // `Foreign bankers` are called bankers from then on.
        if agent.tokens.start.checked_sub(1).is_some_and(|at| text.of(at).eq_ignore_ascii_case("foreign")) {
            cast.foreigners.insert(agent.last.name.clone());
        }
        if let Some((which, _)) = owner.belongs {
            match which {
                Owner::Name(index) => used[index] = true,
                Owner::Agent(start) => mentions.retain(|mention| mention.head != start),
            }
        }
        earlier.push((head, code, entity));
        mentions.push(Mention {
            head: head_of(text, &tokens),
            tokens,
            entity,
            adjective,
            place: false,
            pronoun: false,
        });
    }
    serve(cast, text, &names, &earlier);
    for (index, (name, used)) in names.iter().zip(used).enumerate() {
        if !used {
            // `The Swiss Farmers Front`, of which nothing is known.
            let before = index.checked_sub(1).map(|before| &names[before]);
            let state = before.filter(|before| before.adjective && before.tokens.end == name.tokens.start);
            let country = state.map(|state| cast.entities[state.entity].country.clone());
            let entity = &mut cast.entities[name.entity];
            let unknown = name.named.is_none() && entity.kind == EntityKind::Organisation && entity.code.is_empty();
            if let Some(country) = country.filter(|country| unknown && !country.is_empty()) {
                entity.code.clone_from(&country);
                entity.country = country;
                entity.inferred = true;
            }
            mentions.push(Mention {
                tokens: name.tokens.clone(),
                head: head_of(text, &name.tokens),
                entity: name.entity,
                adjective: name.adjective,
                place: name.place,
                pronoun: false,
            });
        }
    }
    mentions.sort_by_key(|mention| (mention.tokens.start, std::cmp::Reverse(mention.tokens.end)));
    let mut end = 0;
    mentions.retain(|mention| {
        let keep = mention.tokens.start >= end;
        if keep {
            end = mention.tokens.end;
        }
        keep
    });
    mentions
}

/// The number of the mention behind an agent that ends at `end` of which both are said: `Acme chairman and chief executive Ada Crane`,
/// `the Kenyan senator and presidential candidate`.
fn same_person(
    cast: &Cast<'_>,
    text: &Text<'_>,
    agent: &Found<'_>,
    head: usize,
    end: usize,
    found: &[Found<'_>],
    mentions: &[Mention],
) -> Option<usize> {
    let one = |agent: &Agent, head: usize| agent.person && !agent.plural && text.tag(head) != Tag::Nns;
    let and = text.child(head, &[Label::Cc]).filter(|&and| and == end && text.of(and) == "and")?;
    // `Harvest and trade minister Ada Crane`: both hang on her name.
    if matches!(text.label(head), Label::Nmod | Label::Compound | Label::Amod) {
        return None;
    }
    let second = text.child(head, &[Label::Conj]).filter(|&second| second > and && one(agent.last, head))?;
    let index = mentions.iter().position(|mention| mention.tokens.contains(&second) && !mention.adjective)?;
    let (mention, other) = (&mentions[index], &cast.entities[mentions[index].entity]);
    let title = found.iter().find(|title| mention.tokens.contains(&title.tokens.start) && one(title.last, second))?;
    // `The president and the minister`, `the president and his wife` are two.
    let plain = |at: usize| {
        let word = matches!(text.tag(at), Tag::Jj | Tag::Nn | Tag::Nnp | Tag::Vbn | Tag::Vbg);
        word && !text.is(at, class::DETERMINER) && !matches!(text.of(at), "other" | "another")
    };
    if mention.tokens.start <= and || !(and + 1..mention.tokens.start).all(plain) {
        return None;
    }
    let private =
        |sector: &String| matches!(sector.as_str(), "GOV" | "MIL" | "COP" | "CVL" | "REB" | "UAF" | "CRM" | "REL");
    let (own, its) = (&agent.sector_of.sectors, &title.sector_of.sectors);
    let named = other.name.chars().next().is_some_and(char::is_uppercase);
    let same = if named {
        // `The premier and President Ada Crane` are two.
        let both = own.iter().chain(its).all(|sector| sector == "GOV");
        text.child(head, &[Label::Det]).is_none() || !text.tokens[title.tokens.start].capital && !both
    } else {
        let last = title.last.name.rsplit(' ').next().unwrap_or_default();
        let second = matches!(
            last,
            "candidate" | "nominee" | "contender" | "hopeful" | "activist" | "author" | "historian" | "representative"
        );
        second && !own.iter().chain(its).any(private)
    };
    same.then_some(index)
}

/// Gives a body of which nothing else is known the code of the common noun before its name: `the harvesters' union NHU`.
fn name_body(cast: &mut Cast<'_>, agent: &Found<'_>, code: &Code, names: &[Name<'_>]) {
    let body = !agent.last.person && !agent.last.plural && !code.sectors.is_empty();
    let Some(name) = names.iter().find(|name| body && name.tokens.start == agent.tokens.end) else { return };
    let entity = &mut cast.entities[name.entity];
    let open = entity.code == "BUS" && code.sectors == ["BUS"] && !code.country.is_empty();
    if entity.kind == EntityKind::Organisation && (entity.code.is_empty() || open) {
        entity.code.clone_from(&code.code);
        entity.country.clone_from(&code.country);
        entity.sectors.clone_from(&code.sectors);
        entity.inferred = true;
    }
}

/// The known body whose name stands behind its common noun: `the state oil company Petrobras`.
fn called_body(cast: &Cast<'_>, text: &Text<'_>, agent: &Found<'_>, names: &[Name<'_>]) -> Option<usize> {
    let index = names.iter().position(|name| name.tokens.start == agent.tokens.end)?;
    let (name, entity) = (&names[index], &cast.entities[names[index].entity]);
    let behind = text.document.head(head_of(text, &name.tokens)).is_some_and(|head| agent.tokens.contains(&head));
    let body = entity.kind == EntityKind::Organisation && !entity.code.is_empty() && !name.adjective;
    (behind && body && !agent.last.person && !agent.last.plural).then_some(index)
}

/// Gives people of whom nothing else is known the codes of the bodies that they are said to be of or to lead: `Ada Crane of Acme Corp`.
fn employ(cast: &mut Cast<'_>, text: &Text<'_>, names: &[Name<'_>]) {
    let employer = |name: &Name<'_>| {
        let person = &cast.entities[name.entity];
        if person.kind != EntityKind::Person || !person.code.is_empty() {
            return None;
        }
        let head = head_of(text, &name.tokens);
        let of = text.prepositions(head).filter(|&(at, _)| matches!(text.of(at), "of" | "at" | "with"));
        let whose = of.map(|(_, object)| object).chain(text.child(head, &[Label::Poss])).chain(led_by(text, head));
        let code = whose.into_iter().find_map(|object| {
            let body = names.iter().find(|body| body.tokens.contains(&object))?;
            let body = &cast.entities[body.entity];
            (body.kind == EntityKind::Organisation && !body.code.is_empty()).then(|| Code::of(body))
        })?;
        Some((name.entity, code))
    };
    let employed: Vec<(usize, Code)> = names.iter().filter_map(employer).collect();
    employed.iter().for_each(|(person, code)| cast.employ(*person, code));
}

/// What a clause says that somebody leads: `Ada Crane, who heads the ruling party`.
fn led_by(text: &Text<'_>, person: usize) -> Option<usize> {
    let clauses = text.children.of(person).filter(|&at| matches!(text.label(at), Label::Relcl | Label::Acl));
    let leads = |&at: &usize| {
        matches!(text.document.lemma(at), "lead" | "head" | "chair" | "run" | "command" | "represent" | "direct")
            && !text.is_passive(at)
    };
    clauses.filter(leads).find_map(|at| text.child(at, &[Label::Dobj]))
}

/// Gives people of whom nothing else is known the codes of the offices and bodies that they are said to be of or to lead: `Ada Crane of the
/// ministry's trade section`.
fn serve(cast: &mut Cast<'_>, text: &Text<'_>, names: &[Name<'_>], agents: &[(usize, Code, usize)]) {
    for name in names {
        let person = &cast.entities[name.entity];
        if person.kind != EntityKind::Person || !person.code.is_empty() {
            continue;
        }
        let head = head_of(text, &name.tokens);
        let of = text.prepositions(head).filter(|&(at, _)| matches!(text.of(at), "of" | "with" | "from") && at > head);
        let within = of.flat_map(|(_, object)| [Some(object), text.child(object, &[Label::Poss])]).flatten();
        let led = led_by(text, head);
        let body = |at: usize| {
            let (_, code, entity) = agents.iter().find(|(head, ..)| *head == at)?;
            let entity = &cast.entities[*entity];
            let body = entity.kind != EntityKind::Person && !entity.plural && !code.country.is_empty();
            let office = code.sectors.iter().any(|sector| matches!(sector.as_str(), "GOV" | "BUS" | "LAB" | "EDU"));
            (body && (office || led == Some(at))).then(|| code.clone())
        };
        let code = within.into_iter().chain(led).find_map(body);
        if let Some(code) = code {
            cast.employ(name.entity, &code);
        }
    }
}

/// The agents among the tokens of `range` that are in no name.
fn find<'a>(cast: &Cast<'a>, text: &Text<'_>, range: Range<usize>, names: &[Name<'_>]) -> Vec<Found<'a>> {
    let lexicon = cast.lexicon;
    let mut found: Vec<Found<'a>> = Vec::new();
    let mut at = range.start;
    let mut next_name = 0;
    while at < range.end {
        while names.get(next_name).is_some_and(|name| name.tokens.end <= at) {
            next_name += 1;
        }
        if let Some(name) = names.get(next_name).filter(|name| name.tokens.start <= at) {
            at = name.tokens.end;
            continue;
        }
        let limit = names.get(next_name).map_or(range.end, |name| name.tokens.start);
        let words = text.tokens[at..limit].iter().map(|token| token.lower);
        let nominal = |last: usize| {
            text.tag(last).is_noun() || matches!(text.tag(last), Tag::Jj | Tag::Vbg) && at + 1 < last + 1 && last > at
        };
        match lexicon.actors.agent(words).filter(|(length, _)| nominal(at + length - 1)) {
            // `The deputy banking chief` sits in no parliament.
            Some((1, agent))
                if agent.name == "deputy"
                    && !agent.plural
                    && at + 1 < limit
                    && !text.tokens[at + 1].capital
                    && matches!(text.tag(at + 1), Tag::Nn | Tag::Jj | Tag::Vbg)
                    && top_of_phrase(text, at) > at
                    && lexicon.actors.agent(std::iter::once(text.tokens[at + 1].lower)).is_none() =>
            {
                at += 1;
            }
            // `His opposition to the plan` is no party.
            Some((1, agent))
                if agent.name == "opposition"
                    && (text.of(at + 1) == "to"
                        || at.checked_sub(1).is_some_and(|before| text.tag(before) == Tag::PrpPoss)) =>
            {
                at += 1;
            }
            // Nor is `a coalition with the Greens` any body.
            Some((1, agent))
                if matches!(agent.name.as_str(), "coalition" | "alliance" | "partnership")
                    && text.of(at + 1) == "with"
                    && !text.tokens[at].capital =>
            {
                at += 1;
            }
            // `Its Spanish unit`, in a story of firms; otherwise any unit.
            Some((1, agent)) if agent.name == "unit" && (!cast.firms || text.tokens[at].capital) => at += 1,
            // `A press release said`: that is nobody.
            Some((length, agent))
                if agent.name == "press"
                    && at + length < range.end
                    && matches!(text.of(at + length), "release" | "releases" | "statement" | "conference") =>
            {
                at += length;
            }
            Some((length, agent)) => {
                // `A government advisory body`: the body is the government's, whatever it does.
                let within = |before: &Found<'_>| {
                    before.tokens.end + 1 == at
                        && agent.sectors.is_empty()
                        && !before.last.person
                        && !text.tokens[at - 1].capital
                        && text.document.head(at - 1) == text.document.head(at - 2)
                };
                match found.last_mut() {
                    // `defence ministry spokesman`: one phrase.
                    Some(before)
                        if (before.tokens.end == at || within(before))
                            && top_of_phrase(text, before.tokens.end - 1) >= at =>
                    {
                        before.tokens.end = at + length;
                        let first = text.tokens[before.tokens.start].lemma;
                        let rank = lexicon.classes.kind(first) & RANK != 0;
                        // `Primary Industries Minister`: no man of business.
                        let private = before.sector_of.sectors.iter().all(|sector| sector != "GOV");
                        let governs = agent.name.ends_with("minister") && private;
                        // `A student judge` judges.
                        let office = agent.person
                            && agent.sectors.iter().any(|sector| matches!(sector.as_str(), "JUD" | "LEG" | "COP"));
                        let anybody = office && before.sector_of.sectors == ["CVL"];
                        // `An industry watchdog` only watches it.
                        let about = before.sector_of.name == "industry" && !agent.sectors.is_empty();
                        if before.sector_of.sectors.is_empty() || rank || governs || anybody || about {
                            before.sector_of = agent;
                        }
                        before.last = agent;
                    }
                    _ => found.push(Found { tokens: at..at + length, sector_of: agent, last: agent }),
                }
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// The name of the person that an agent's phrase describes: by standing before it, or as an apposition either way.
fn described_person(cast: &Cast<'_>, text: &Text<'_>, names: &[Name<'_>], head: usize, top: usize) -> Option<usize> {
    let is_person = |index: &usize| cast.entities[names[*index].entity].kind == EntityKind::Person;
    let named_at = |token: usize| names.iter().position(|name| name.tokens.contains(&token)).filter(is_person);
    if !text.document.is_parsed(text.document.sentence_of(head)) {
        // `British foreign minister Ada Crane`, in a sentence without a tree.
        return named_at(head + 1);
    }
    if top != head {
        return named_at(top);
    }
    // `Ada Crane is the foreign minister`, `Ada Crane, who served as foreign minister`.
    let above = text.document.head(head);
    let clause = match text.label(head) {
        Label::Attr => above.filter(|&verb| {
            text.tag(verb) == Tag::Vbz && text.document.lemma(verb) == "be" && text.child(verb, &[Label::Neg]).is_none()
        }),
        _ => served_as(text, head),
    };
    if let Some(verb) = clause {
        return text.subject(verb).and_then(named_at);
    }
    if text.label(head) == Label::Appos
        && let Some(index) = text.document.head(head).and_then(named_at)
    {
        return Some(index);
    }
    // `The former president Crane left`, where both are taken for the subject.
    if text.label(head) == Label::Nsubj
        && let Some(index) = named_at(head + 1)
        && text.document.head(head) == text.document.head(head_of(text, &names[index].tokens))
    {
        return Some(index);
    }
    // `Peace and Harvest Minister Ada Crane`.
    if text.label(head) == Label::Conj
        && let Some(first) =
            text.document.head(head).filter(|&at| matches!(text.label(at), Label::Nmod | Label::Compound))
        && let Some(index) = text.document.head(first).and_then(named_at)
        && names[index].tokens.start == head + 1
    {
        return Some(index);
    }
    text.children.of(head).filter(|&child| child > head && text.label(child) == Label::Appos).find_map(named_at)
}

/// The verb of `served as foreign minister`, by its noun.
fn served_as(text: &Text<'_>, noun: usize) -> Option<usize> {
    let preposition =
        text.document.head(noun).filter(|&head| text.label(noun) == Label::Pobj && text.of(head) == "as")?;
    text.document.head(preposition).filter(|&verb| text.document.lemma(verb) == "serve")
}

/// The words of a body's own name that ends with its common noun: `National Harvesters Union`. Bodies of states are called by theirs.
fn own_name(text: &Text<'_>, agent: &Found<'_>, owner: Option<&Name<'_>>) -> Option<Range<usize>> {
    let state = |sector: &String| matches!(sector.as_str(), "GOV" | "LEG" | "JUD" | "MIL" | "COP");
    let entity = text.document.entity_at(agent.tokens.start).filter(|entity| entity.kind == Recognised::Org)?;
    // `QUITO - Police`.
    let start = dash_of_dateline(text, &entity.tokens()).map_or(entity.start, |dash| dash + 1);
    let start = start + usize::from(text.is(start, class::DETERMINER));
    let whole = start < agent.tokens.start && entity.end == agent.tokens.end && text.tokens[entity.end - 1].capital;
    let within = owner.is_none_or(|owner| owner.tokens.start >= start);
    let body = !agent.last.person && !agent.last.plural && !agent.last.sectors.iter().any(state);
    (whole && within && body).then_some(start..entity.end)
}

fn enter(cast: &mut Cast<'_>, agent: &Found<'_>, code: &Code, role: String, modifier: bool, plural: bool) -> usize {
    let single = agent.last.person && !plural && !modifier;
    let kind = if single { EntityKind::Person } else { EntityKind::Agent };
    // The president of a union is not that of its country; who has no country may be anybody spoken of before.
    // Nor is `foreign banks` whoever the banks of the country are.
    let whose = if code.country.is_empty() { code.sectors.concat() } else { code.code.clone() };
    let key = format!("{role}\u{1f}{whose}\u{1f}{modifier}\u{1f}{}", code.open);
    let entity = Entity {
        kind,
        name: agent.last.name.clone(),
        code: code.code.clone(),
        country: code.country.clone(),
        sectors: code.sectors.clone(),
        role: Some(role),
        plural,
        inferred: code.inferred,
    };
    cast.add(key, entity)
}

/// The token of `tokens` that hangs on a word outside.
pub fn head_of(text: &Text<'_>, tokens: &Range<usize>) -> usize {
    let outside = |token: &usize| text.document.head(*token).is_none_or(|head| !tokens.contains(&head));
    let last = tokens.end - 1;
    tokens.clone().rev().find(outside).unwrap_or(last)
}
