//! Agents: common nouns that name an actor, with the names beside them that say whose they are.

use std::ops::Range;

use crate::nlp::{EntityKind as Recognised, Label, Tag};

use super::names::Name;
use super::{CLEAR, CLEARER, Cast};
use crate::extract::lexicon::actors::{Agent, NameKind, sectors};
use crate::extract::lexicon::entry::{ANYBODY, FOREIGN, GUEST, LOCAL, PARTISAN, RANK, TANGIBLE, TRADING};
use crate::extract::lexicon::words::class;
use crate::extract::text::{Entity, EntityKind, Mention, Text};

/// The code of an agent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// CAMEO style code, or empty.
    pub code: String,
    /// ISO alpha-3, or empty.
    pub country: String,
    /// Sector codes.
    pub sectors: Vec<String>,
    /// Whether the country is only inferred.
    pub inferred: bool,
    /// Whether it belongs to a country that could not be told where it stands.
    pub open: bool,
}

impl Code {
    /// That of agents of a country in these sectors.
    pub fn new(country: &str, sectors: &[String], inferred: bool) -> Code {
        let code = format!("{country}{}", sectors.concat());
        Code { code, country: country.to_owned(), sectors: sectors.to_vec(), inferred, open: false }
    }

    fn of(entity: &Entity) -> Code {
        let (code, country, sectors) = (entity.code.clone(), entity.country.clone(), entity.sectors.clone());
        let open = code == "BUS";
        Code { code, country, sectors, inferred: true, open }
    }
}

/// An agent where it stands.
struct Found<'a> {
    tokens: Range<usize>,
    /// The first word that names a sector says it, the last what it is: `defence ministry spokesman`.
    sector_of: &'a Agent,
    last: &'a Agent,
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
        let former = served
            || text.is(agent.tokens.start, class::FORMER)
            || before.into_iter().any(|at| text.is(at, class::FORMER));
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
        name_body(cast, agent, &code, &names);
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

/// Gives people of whom nothing else is known the codes of the bodies that they are said to be of: `Ada Crane of Acme Corp`.
fn employ(cast: &mut Cast<'_>, text: &Text<'_>, names: &[Name<'_>]) {
    let employer = |name: &Name<'_>| {
        let person = &cast.entities[name.entity];
        if person.kind != EntityKind::Person || !person.code.is_empty() {
            return None;
        }
        let head = head_of(text, &name.tokens);
        let of = text.prepositions(head).filter(|&(at, _)| matches!(text.of(at), "of" | "at" | "with"));
        let code = of.map(|(_, object)| object).chain(text.child(head, &[Label::Poss])).find_map(|object| {
            let body = names.iter().find(|body| body.tokens.contains(&object))?;
            let body = &cast.entities[body.entity];
            (body.kind == EntityKind::Organisation && !body.code.is_empty()).then(|| Code::of(body))
        })?;
        Some((name.entity, code))
    };
    let employed: Vec<(usize, Code)> = names.iter().filter_map(employer).collect();
    employed.iter().for_each(|(person, code)| cast.employ(*person, code));
}

/// Gives people of whom nothing else is known the codes of the offices and bodies that they are said to be of: `Ada Crane of the
/// ministry's trade section`.
fn serve(cast: &mut Cast<'_>, text: &Text<'_>, names: &[Name<'_>], agents: &[(usize, Code, usize)]) {
    for name in names {
        let person = &cast.entities[name.entity];
        if person.kind != EntityKind::Person || !person.code.is_empty() {
            continue;
        }
        let head = head_of(text, &name.tokens);
        let of = text.prepositions(head).filter(|&(at, _)| text.of(at) == "of" && at > head);
        let within = of.flat_map(|(_, object)| [Some(object), text.child(object, &[Label::Poss])]).flatten();
        let body = |at: usize| {
            let (_, code, entity) = agents.iter().find(|(head, ..)| *head == at)?;
            let entity = &cast.entities[*entity];
            let body = entity.kind != EntityKind::Person && !entity.plural && !code.country.is_empty();
            let office = code.sectors.iter().any(|sector| matches!(sector.as_str(), "GOV" | "BUS" | "LAB" | "EDU"));
            (body && office).then(|| code.clone())
        };
        let code = within.into_iter().find_map(body);
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
            Some((length, agent)) => {
                match found.last_mut() {
                    // `defence ministry spokesman`: one phrase.
                    Some(before) if before.tokens.end == at && top_of_phrase(text, at - 1) >= at => {
                        before.tokens.end = at + length;
                        let first = text.tokens[before.tokens.start].lemma;
                        let rank = lexicon.classes.kind(first) & RANK != 0;
                        // `Primary Industries Minister`: no man of business.
                        let private = before.sector_of.sectors.iter().all(|sector| sector != "GOV");
                        let governs = agent.name.ends_with("minister") && private;
                        if before.sector_of.sectors.is_empty() || rank || governs {
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

/// The noun that `token` is a modifier of, itself if it is none: `spokesman` for `army` in `army spokesman`.
fn top_of_phrase(text: &Text<'_>, token: usize) -> usize {
    let mut top = token;
    for _ in 0..6 {
        match text.document.head(top) {
            Some(head)
                if head > top
                    && head - top < 8
                    && text.tag(head).is_noun()
                    && matches!(text.label(top), Label::Compound | Label::Amod | Label::Nmod | Label::Npadvmod) =>
            {
                top = head;
            }
            _ => break,
        }
    }
    top
}

/// Who owns an agent.
#[derive(Clone, Copy)]
enum Owner {
    /// The number of a name.
    Name(usize),
    /// The head of another agent.
    Agent(usize),
}

#[derive(Default)]
struct Owners {
    /// A name before it in its phrase.
    left: Option<usize>,
    /// What follows it; one past its words, where they belong to the mention.
    right: Option<Owner>,
    /// Of the latter: that its words belong to the mention.
    belongs: Option<(Owner, usize)>,
    /// The name of the country that it is said not to be of: `Peru's creditors`.
    abroad: Option<usize>,
}

fn owner(
    cast: &Cast<'_>,
    text: &Text<'_>,
    names: &[Name<'_>],
    found: &[Found<'_>],
    agent: &Found<'_>,
    top: usize,
) -> Owners {
    let mut owners = Owners::default();
    if !text.document.is_parsed(text.document.sentence_of(agent.tokens.start)) {
        return beside(text, names, agent);
    }
    let start = text.subtree(top).start.min(agent.tokens.start);
    // `Pro-Syrian groups` are no Syrians.
    let sided = |name: &Name<'_>| {
        name.tokens.start.checked_sub(2).is_some_and(|at| {
            text.is_mark(at + 1, '-') && ["pro", "anti"].iter().any(|side| text.of(at).eq_ignore_ascii_case(side))
        })
    };
    // `The Reagan administration`, `Reagan aides`.
    let governed =
        matches!(agent.last.name.as_str(), "administration" | "government" | "cabinet" | "regime") || aids(agent.last);
    let owns = |name: &Name<'_>| {
        name.tokens.end <= agent.tokens.start
            && name.tokens.start >= start
            && !sided(name)
            && !is_of_war(text, name)
            && (name.named.is_none_or(|named| !matches!(named.kind, NameKind::Person | NameKind::Agency))
                || governed && name.tokens.end == agent.tokens.start)
    };
    // It hangs in the phrase, not in a clause or coordination before it.
    let hangs = |&index: &usize| {
        let head = head_of(text, &names[index].tokens);
        text.document.path_to_root(head).take(5).take_while(|&at| at != top).all(|at| {
            !matches!(text.label(at), Label::Conj | Label::Nsubj | Label::Appos | Label::Pobj | Label::Nsubjpass)
        }) && text.document.is_above(top, head)
    };
    // `A supporter of Israel` is no Israeli, and `Peru's creditors` are abroad.
    let kind_of = |at: usize| cast.lexicon.classes.kind(text.tokens[at].lemma);
    let partisan = agent.tokens.clone().any(|at| kind_of(at) & PARTISAN != 0);
    let country = |index: usize| cast.entities[names[index].entity].kind == EntityKind::Country;
    owners.left = names.iter().rposition(owns).filter(hangs);
    let against = |&index: &usize| partisan && country(index) && text.is(names[index].tokens.end, class::GENITIVE);
    if owners.left.is_some_and(|index| against(&index)) {
        owners.abroad = owners.left.take();
        return owners;
    }
    if owners.left.is_some() {
        return owners;
    }
    let state_before = |at: usize| {
        let index = names.iter().position(|name| name.tokens.contains(&at) && name.adjective)?;
        (country(index) && names[index].tokens.end <= agent.tokens.start).then_some(index)
    };
    let above = |at: usize| text.document.head(at).filter(|_| text.label(at) == Label::Conj);
    // `Kenyan and Chadian refugees`.
    let first = names.iter().rposition(owns).filter(|&index| country(index));
    let first = first.and_then(|index| above(head_of(text, &names[index].tokens))).and_then(state_before);
    if let Some(first) = first.filter(hangs) {
        owners.right = Some(Owner::Name(first));
        return owners;
    }
    // `Japanese banks and insurance companies`.
    let same = |other: &&Found<'_>| {
        let business = |agent: &Agent| agent.sectors.iter().all(|sector| sector == "BUS") && !agent.sectors.is_empty();
        agent.last.plural && other.last.plural && business(agent.last) && business(other.last)
    };
    let alone = agent.tokens.start.checked_sub(1).is_some_and(|at| text.tag(at) == Tag::Cc || text.is_mark(at, ','));
    let with = above(top).filter(|_| alone);
    let with = with.and_then(|head| found.iter().find(|other| other.tokens.contains(&head))).filter(same);
    let shared = with.and_then(|other| state_before(other.tokens.start.checked_sub(1)?));
    if let Some(shared) = shared {
        owners.right = Some(Owner::Name(shared));
        return owners;
    }
    // The phrase may hang on any of its words: `Ministry of Health of Ethiopia`.
    let phrases: Vec<(usize, usize)> = agent
        .tokens
        .clone()
        .rev()
        .flat_map(|token| text.prepositions(token))
        .filter(|(preposition, _)| !agent.tokens.contains(preposition))
        .collect();
    for (preposition, object) in phrases {
        let word = text.of(preposition);
        // `ambassador to Peru`, but not `the gunman to Peru`.
        let sent = agent.last.sectors.iter().all(|sector| sector == "GOV" || sector == "MIL");
        let belongs = matches!(word, "of" | "for") || word == "to" && sent;
        if !belongs && (!matches!(word, "in" | "from" | "at" | "with") || word == "in" && is_guest(cast, text, agent)) {
            continue;
        }
        if text.children.of(object).any(|child| text.label(child) == Label::Poss) && word != "of" {
            continue;
        }
        let which = match names.iter().position(|name| name.tokens.contains(&object)) {
            Some(index) => Some((Owner::Name(index), names[index].tokens.end)),
            None => found
                .iter()
                .find(|other| other.tokens.contains(&object))
                .map(|other| (Owner::Agent(other.tokens.end - 1), other.tokens.end))
                .or_else(|| {
                    // `A spokesman for the port and harvest union NHU`, where the first of the words is taken for the object.
                    let heads = text.with_conjuncts(object).into_iter().filter(|_| belongs);
                    let mut at = heads.filter_map(|head| names.iter().position(|name| name.tokens.contains(&head)));
                    at.next().map(|index| (Owner::Name(index), names[index].tokens.end))
                })
                .or_else(|| {
                    // `police in the Peruvian town of Tarma`.
                    let phrase = text.base_phrase(object);
                    let within = |name: &Name<'_>| {
                        let entity = &cast.entities[name.entity];
                        phrase.start <= name.tokens.start
                            && name.tokens.end <= object
                            && entity.kind == EntityKind::Country
                    };
                    let place = cast.lexicon.classes.kind(text.tokens[object].lemma) & TANGIBLE != 0;
                    let index = names.iter().position(within).filter(|_| place && !belongs)?;
                    Some((Owner::Name(index), names[index].tokens.end))
                }),
        };
        let state = |which: &Owner| matches!(*which, Owner::Name(index) if country(index));
        let which = which.filter(|(which, _)| !(partisan && state(which)));
        if let Some((which, end)) = which {
            let is_person = |index: usize| cast.entities[names[index].entity].kind == EntityKind::Person;
            let (which, end) = match which {
                // `chairman of the African Union Ada Crane`: the name before that of the person.
                Owner::Name(index) if is_person(index) => {
                    let before = index
                        .checked_sub(1)
                        .filter(|&before| names[before].tokens.start > preposition && !is_person(before));
                    match before {
                        Some(before) => (Owner::Name(before), names[before].tokens.end),
                        // `A spokesman for Ada Crane`.
                        None if agent.last.person && matches!(word, "of" | "for" | "to") => (which, end),
                        None => continue,
                    }
                }
                which => (which, end),
            };
            owners.right = Some(which);
            let near = end <= agent.tokens.end + 6 && !text.is(end, class::GENITIVE);
            owners.belongs = (belongs && near).then_some((which, end));
            break;
        }
    }
    owners
}

/// Who owns an agent in a sentence without a tree: the name right before it, or after `of` and the like.
fn beside(text: &Text<'_>, names: &[Name<'_>], agent: &Found<'_>) -> Owners {
    let mut owners = Owners::default();
    let owns = |name: &Name<'_>| {
        name.named.is_none_or(|named| !matches!(named.kind, NameKind::Person | NameKind::Agency))
            && name.tokens.end <= agent.tokens.start
            && agent.tokens.start - name.tokens.end < 3
            && (name.tokens.end..agent.tokens.start).all(|at| {
                text.tag(at).is_noun() || matches!(text.tag(at), Tag::Jj | Tag::Pos) || text.is(at, class::GENITIVE)
            })
    };
    owners.left = names.iter().rposition(owns);
    let end = agent.tokens.end;
    if owners.left.is_none() && matches!(text.of(end), "of" | "in" | "from" | "for") {
        let near = |name: &Name<'_>| {
            name.tokens.start > end && (end + 1..name.tokens.start).all(|at| text.is(at, class::DETERMINER))
        };
        let right = names.iter().position(near);
        owners.right = right.map(Owner::Name);
        let belongs = matches!(text.of(end), "of" | "for");
        owners.belongs = right.filter(|_| belongs).map(|index| (Owner::Name(index), names[index].tokens.end));
    }
    owners
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
    let start = entity.start + usize::from(text.is(entity.start, class::DETERMINER));
    let whole = start < agent.tokens.start && entity.end == agent.tokens.end && text.tokens[entity.end - 1].capital;
    let within = owner.is_none_or(|owner| owner.tokens.start >= start);
    let body = !agent.last.person && !agent.last.plural && !agent.last.sectors.iter().any(state);
    (whole && within && body).then_some(start..entity.end)
}

fn code(
    cast: &Cast<'_>,
    text: &Text<'_>,
    agent: &Found<'_>,
    owners: &Owners,
    names: &[Name<'_>],
    earlier: &[(usize, Code, usize)],
) -> Code {
    let found = &agent.sector_of.sectors;
    let own = |country: &str, inferred: bool| Code::new(country, found, inferred);
    let which = owners.left.map(Owner::Name).or(owners.right);
    match which {
        Some(Owner::Name(index)) => {
            let entity = &cast.entities[names[index].entity];
            match entity.kind {
                EntityKind::Organisation if !entity.code.is_empty() => return of_body(entity, agent),
                // `KEC spokesman`, after `the Kenya Electoral Commission (KEC)`.
                EntityKind::Agent if !entity.code.is_empty() && !entity.plural => return of_body(entity, agent),
                EntityKind::Person if !entity.country.is_empty() => return of_person(entity, agent),
                // `The Egyptian leader`, but not `Kenya's union leader`.
                EntityKind::Country
                    if agent.last.name == "leader"
                        && found.is_empty()
                        && (owners.left.is_none() || names[index].tokens.end == agent.tokens.start) =>
                {
                    return Code::new(&entity.country, &["GOV".to_owned()], false);
                }
                // `A Vatican spokesman`, `three Kenyan agencies`.
                EntityKind::Country
                    if found.is_empty() && (speaks(agent.last) || agent.last.name == "agency" && agent.last.plural) =>
                {
                    return Code::new(&entity.country, &["GOV".to_owned()], false);
                }
                EntityKind::Country => return own(&entity.country, false),
                // `Mosul police`, with what the gazetteer says of Mosul.
                EntityKind::Place if !entity.country.is_empty() && !found.is_empty() => {
                    return own(&entity.country, false);
                }
                // `Lisbon Chairman Ada Crane`, in a story of firms: some firm that is called after it.
                EntityKind::Place if !entity.country.is_empty() && agent.last.name == "chairman" && cast.firms => {
                    return Code::new(&entity.country, &["BUS".to_owned()], true);
                }
                // `Dutch Social Affairs Minister`, where the words between are taken for a body.
                EntityKind::Organisation => {
                    let before = index.checked_sub(1).map(|before| &names[before]);
                    let owned = before.filter(|before| before.tokens.end == names[index].tokens.start);
                    let state = owned.map(|owner| &cast.entities[owner.entity]);
                    if let Some(state) = state.filter(|state| state.kind == EntityKind::Country) {
                        return own(&state.country, false);
                    }
                    // The president of a body of which nothing is known governs nobody; its officials most likely serve a state.
                    if presides(agent.last) {
                        return Code::default();
                    }
                    if !found.is_empty() && *found != ["GOV"] {
                        return own("", true);
                    }
                    // `Officials of the Lagos Water Board`, where the place tells whose they are.
                    let place = names[index].tokens.clone().find_map(|at| cast.lies_in(&(at..at + 1)));
                    if let Some(country) = place.filter(|_| !found.is_empty()) {
                        return own(&country, true);
                    }
                }
                EntityKind::Person if !found.is_empty() => return Code { open: true, ..own(&cast.home, true) },
                _ => {}
            }
        }
        Some(Owner::Agent(head)) => {
            if let Some((_, code, entity)) = earlier.iter().find(|(at, _, _)| *at == head) {
                // The president of a union or an association governs nobody.
                let name = cast.entities[*entity].name.as_str();
                let state = matches!(name, "country" | "nation" | "state" | "republic");
                let rules = state || code.sectors.iter().any(|sector| matches!(sector.as_str(), "GOV" | "LEG"));
                // Nor do its officials.
                let within = presides(agent.last)
                    || !code.sectors.is_empty() && matches!(agent.last.name.as_str(), "official" | "officer");
                if found.is_empty() || !rules && within || aids(agent.last) && !code.country.is_empty() {
                    return code.clone();
                }
                let sectors = found.clone();
                return Code { code: format!("{}{}", code.country, sectors.concat()), sectors, ..code.clone() };
            }
        }
        None if owners.abroad.is_some() => return own("", false),
        None => {}
    }
    if let Some(code) = of_its_body(cast, text, agent, names) {
        return code;
    }
    if which.is_none() {
        let code = of_host(cast, text, agent, names).or_else(|| of_his(cast, text, agent, names));
        // `An aide` after `an aide to the senator`, `Spokesman Ada Crane` after `a Kenyan army spokesman`.
        let one = |entity: &&Entity| {
            matches!(entity.kind, EntityKind::Agent | EntityKind::Person)
                && super::ends_with_words(&entity.name, &agent.last.name)
                && !entity.code.is_empty()
        };
        let titled = speaks(agent.last) && text.tokens[agent.tokens.start].capital && found.is_empty();
        let aide = aids(agent.last) && *found == ["GOV"] && !agent.last.plural;
        let again = || cast.entities.iter().rev().find(one).map(Code::of);
        let code = code.or_else(|| if titled || aide { again() } else { None });
        if let Some(code) = code {
            return code;
        }
    }
    if which.is_none()
        && let Some(code) = of_chaired(cast, text, agent, names).or_else(|| of_committee(cast, text, agent, names))
    {
        return code;
    }
    // `Vice president Ada Crane`, `its officers` of a firm that was named before.
    let serves = presides(agent.last) || agent.last.name.ends_with("officer");
    let firm_here = || firm_before(cast, text, agent, names);
    if which.is_none() && serves && !is_definite(text, agent) {
        if let Some(firm) = firm_here() {
            return Code::of(firm);
        }
        if cast.firms || cast.speaks_of_firm() {
            return cast.last_body().map(Code::of).unwrap_or_default();
        }
    }
    if let Some(lord) = loyal_to(cast, text, agent, names).filter(|_| !found.is_empty()) {
        return own(&lord.country, false);
    }
    // `Two countries`, `the poorest nations`: several, and not the government of one.
    let several = agent.last.plural
        && matches!(
            agent.last.name.as_str(),
            "country" | "nation" | "state" | "member state" | "member country" | "member nation" | "government"
        );
    let definite = is_definite(text, agent);
    let same = |entity: &&Entity| {
        matches!(entity.kind, EntityKind::Agent | EntityKind::Person) && entity.name == agent.last.name
    };
    // `Forty foreign governments`, whichever.
    let word_before = agent.tokens.start.checked_sub(1);
    if several
        && agent.last.name == "government"
        && word_before.is_some_and(|at| text.of(at).eq_ignore_ascii_case("foreign"))
    {
        return own("", true);
    }
    // `The Harvest Intervention Office` serves some state.
    let capital = |at: usize| text.tag(at).is_proper() && text.tokens[at].capital;
    if agent.last.name == "office" && !agent.last.plural && found.is_empty() && which.is_none() {
        let named = capital(agent.tokens.start) && word_before.is_some_and(capital);
        if named {
            return Code { open: cast.home.is_empty(), ..Code::new(&cast.home, &["GOV".to_owned()], true) };
        }
    }
    if found.is_empty() || several {
        // `The commission` again, of which it was said whose it is.
        let mut known = cast.entities.iter().rev().filter(same).filter(|entity| !entity.code.is_empty());
        let before = known.next().filter(|_| definite && !several && !agent.last.plural);
        // `The sources`, after `diplomatic sources`.
        let told = || cast.called(&agent.last.name).filter(|_| definite && agent.last.person && agent.last.plural);
        let before = before.or_else(told);
        // `A spokesman said`, in a story of firms.
        let stands = agent.last.person && !several && which.is_none() && agent.last.name != "member";
        let firm = || firm_here().or(cast.last_body()).filter(|_| cast.firms && stands);
        return before.or_else(firm).map(Code::of).unwrap_or_default();
    }
    // Banks, dealers and buyers are anybody's, unless their own phrase says whose; so is whoever is called foreign, and so are those
    // who meet from many countries.
    let business = found.iter().all(|sector| sector == "BUS");
    let kind = cast.lexicon.classes.kind(text.tokens[agent.tokens.end - 1].lemma);
    let is = |class: u32| kind & class != 0;
    // Who produces and who buys meets from many countries.
    let lends = (agent.tokens.start.saturating_sub(1)..agent.tokens.end)
        .any(|at| matches!(text.document.lemma(at), "creditor" | "lender"));
    // The banks that a state owes to are of others.
    let guest = is_guest(cast, text, agent) || agent.last.plural && (is(TRADING) || lends);
    let meeting = matches!(agent.last.name.as_str(), "delegate" | "delegation")
        || agent.last.plural && agent.last.name.ends_with("minister");
    let from = agent.tokens.start;
    // `Foreign ministers` are those of some country, `world leaders` of none.
    let abroad = |at: usize| {
        cast.lexicon.classes.kind(text.tokens[at].lower) & FOREIGN != 0
            && (at < from || !text.of(at).eq_ignore_ascii_case("foreign"))
    };
    let strangers = is(LOCAL) && which.is_none() && cast.foreigners.contains(&agent.last.name);
    let foreign = strangers || (from.saturating_sub(2)..agent.tokens.end).any(abroad);
    let anybody = business || meeting || foreign || guest;
    let mut known = cast.entities.iter().rev().filter(same);
    let before = known.find(|entity| !entity.country.is_empty() && (!anybody || !entity.inferred));
    // `Marlow Trust officials`: whose they are is said, but not known.
    let others = |at: usize| {
        let name = text.tag(at).is_proper() && text.tokens[at].capital;
        name && matches!(text.label(at), Label::Compound | Label::Poss | Label::Nmod)
    };
    let unknown = (from.saturating_sub(3)..from).any(|at| {
        let within = |head: usize| agent.tokens.contains(&head) || head < from && others(head);
        others(at) && text.document.head(at).is_some_and(within)
    });
    // `The company` of a story with one country in it.
    let at_home = definite && !agent.last.plural || !is(ANYBODY);
    let one = business && !foreign && !guest && at_home;
    if anybody && !one && (foreign || guest || !is(LOCAL)) {
        // Not even the last one tells it of another who is called foreign.
        let country = before.filter(|_| !foreign).map_or("", |entity| entity.country.as_str());
        // `The Senate let banks wait`, at home.
        let many = business && agent.last.plural && !agent.last.person && !foreign && !guest;
        let home = if many && country.is_empty() { ruled_at_home(cast, agent, names) } else { None };
        let country = home.unwrap_or(country);
        return Code { open: country.is_empty() && !guest && !foreign && !meeting && !lends, ..own(country, true) };
    }
    // Who speaks for an army or a ministry most likely does where the story is written.
    let seat = matches!(cast.home.as_str(), "BEL" | "LUX" | "CHE" | "USA" | "");
    if which.is_none() && speaks(agent.last) && !foreign && !seat {
        return own(&cast.home, true);
    }
    // Dealers and analysts are asked where the story is written.
    let written = if cast.home.is_empty() { &cast.lead } else { &cast.home };
    if is(LOCAL) && !foreign && !guest && !written.is_empty() {
        return own(written, true);
    }
    let clear = if unknown || business { CLEARER } else { CLEAR };
    let tells = |name: &&Name<'_>| !text.is_mark(name.tokens.end, '-') && !is_of_war(text, name);
    let here = names.iter().filter(|name| name.tokens.end <= agent.tokens.start).filter(tells);
    let here = here.map(|name| (name.entity, name.place));
    let mut country = cast.country_around((before, definite), here, &agent.last.name, clear);
    if super::is_strange(&country, found) {
        country.clear();
    }
    // Officials in Brussels are seldom Belgian.
    let seat = matches!(country.as_str(), "BEL" | "LUX") && country == cast.home && *found == ["GOV"];
    let served =
        matches!(agent.last.name.as_str(), "official" | "spokesman" | "spokeswoman" | "diplomat" | "commissioner");
    match cast.by_name.get("European Union").filter(|_| seat && served) {
        Some(&union) => Code::of(&cast.entities[union]),
        None => Code { open: country.is_empty(), ..own(&country, true) },
    }
}

/// Whether a name only says which war: a `Kenya war veteran` is no Kenyan.
fn is_of_war(text: &Text<'_>, name: &Name<'_>) -> bool {
    name.tokens.end < text.tokens.len() && !name.adjective && text.of(name.tokens.end).eq_ignore_ascii_case("war")
}

/// Whether an agent is seldom of the country that it is in: diplomats, observers.
fn is_guest(cast: &Cast<'_>, text: &Text<'_>, agent: &Found<'_>) -> bool {
    agent.tokens.clone().any(|at| cast.lexicon.classes.kind(text.tokens[at].lemma) & GUEST != 0)
}

/// Whether an agent speaks for whatever it belongs to.
fn speaks(agent: &Agent) -> bool {
    matches!(agent.name.rsplit(' ').next(), Some("spokesman" | "spokeswoman" | "spokesperson"))
}

/// Whether an agent serves somebody: `an aide to the senator`.
fn aids(agent: &Agent) -> bool {
    matches!(agent.name.as_str(), "aide" | "adviser" | "advisor")
}

/// Whether an agent presides over whatever body it belongs to.
fn presides(agent: &Agent) -> bool {
    agent.name.ends_with("president") || agent.name == "president-elect"
}

/// The code of an agent of a body: that of the body, unless it says nothing of what the agent is, or the agents are people of their own.
fn of_body(body: &Entity, agent: &Found<'_>) -> Code {
    let found = &agent.sector_of.sectors;
    // `SADC executive secretary`, `ANC executives`: no firm.
    let executive = agent.last.person && agent.sector_of.name.split(' ').any(|word| word == "executive");
    if executive && !body.sectors.is_empty() {
        return Code { inferred: body.inferred, ..Code::of(body) };
    }
    let has = |sector: &str| body.sectors.iter().any(|one| one == sector);
    // `Acme workers`, but not `Acme officials`; `GOP senators` sit in parliament.
    let apart = |sector: &String| matches!(sector.as_str(), "LAB" | "AGR" | "EDU" | "HLH" | "CRM" | "JUD");
    let people = has("BUS") && !has("GOV") && !found.is_empty() && found.iter().all(apart);
    // `White House correspondents`, `EC airlines`; but `Senate Liberals` sit in it.
    let others = matches!(found.as_slice(), [only] if matches!(only.as_str(), "MED" | "PTY" | "BUS") && !has(only));
    let others = others && !(has("LEG") && *found == ["PTY"]);
    if people || others || *found == ["LEG"] && has("PTY") {
        return Code::new(&body.country, found, false);
    }
    let bare = body.code.get(3..).is_none_or(str::is_empty) && !has("BUS");
    let plain = bare || body.code.starts_with("IGO") && *found == ["MIL"];
    let code = if plain { format!("{}{}", body.code, found.concat()) } else { body.code.clone() };
    let sectors = if plain { sectors(&code) } else { body.sectors.clone() };
    Code { code, country: body.country.clone(), sectors, inferred: body.inferred, open: false }
}

/// The code of an agent of somebody: `Crane's supporters` are of her country, `Crane's spokesman` speaks for her.
fn of_person(person: &Entity, agent: &Found<'_>) -> Code {
    let found = &agent.sector_of.sectors;
    let staff = agent.last.name == "staff";
    let serves = found.is_empty() || staff || *found == ["GOV"] && agent.last.person && !presides(agent.last);
    if serves && !person.sectors.iter().all(|sector| matches!(sector.as_str(), "ELI" | "CVL")) {
        return Code { inferred: person.inferred, ..Code::of(person) };
    }
    Code::new(&person.country, found, person.inferred)
}

/// The code of the president of a firm or of an unknown body, who governs nobody: `Acme said its president resigned`.
fn of_its_body(cast: &Cast<'_>, text: &Text<'_>, agent: &Found<'_>, names: &[Name<'_>]) -> Option<Code> {
    let its = agent.tokens.start.checked_sub(1).is_some_and(|at| text.of(at).eq_ignore_ascii_case("its"));
    if !its || !(presides(agent.last) || works_for(agent)) {
        return None;
    }
    let before = names.iter().rev().filter(|name| name.tokens.end <= agent.tokens.start && !name.adjective);
    if !presides(agent.last) {
        // `Acme said its officials met`, but not `Kenya told Acme that its officials met`.
        let mut bodies = before.map(|name| &cast.entities[name.entity]).filter(|body| body.kind != EntityKind::Person);
        let body = bodies.next().filter(|body| body.kind == EntityKind::Organisation && !body.code.is_empty())?;
        let state = bodies.any(|other| other.kind == EntityKind::Country);
        return (!state).then(|| Code { inferred: false, ..Code::of(body) });
    }
    let body = before.map(|name| &cast.entities[name.entity]).find(|body| body.kind == EntityKind::Organisation);
    let body = body.or_else(|| cast.last_body())?;
    let private = body.code.is_empty() || body.sectors.iter().any(|sector| sector == "BUS");
    private.then(|| Code { inferred: false, ..Code::of(body) })
}

/// Whether an agent works for whatever body it belongs to: `its officials`, `its staff`.
fn works_for(agent: &Found<'_>) -> bool {
    agent.sector_of.name == agent.last.name
        && matches!(agent.last.name.as_str(), "official" | "staff" | "executive" | "chief" | "chairman" | "director")
}

/// The code of the chairman or a director of a firm whose name is told before: `Acme will ask for more, chairman Ada Crane said`.
fn of_chaired(cast: &Cast<'_>, text: &Text<'_>, agent: &Found<'_>, names: &[Name<'_>]) -> Option<Code> {
    let chairs = matches!(
        agent.last.name.as_str(),
        "chairman" | "chairwoman" | "director" | "chief executive" | "managing director" | "finance director"
    );
    let own = &agent.sector_of.sectors;
    let business = own.is_empty() || *own == ["BUS"];
    if !chairs || !business || agent.last.plural || is_definite(text, agent) {
        return None;
    }
    // A title, and not what somebody else is: `Ada Crane, chairman of the board`.
    let titled = text.tokens.get(agent.tokens.end).is_some_and(|next| next.capital);
    let its = agent.tokens.start.checked_sub(1).is_some_and(|at| text.of(at).eq_ignore_ascii_case("its"));
    let firm = |body: &&Entity| {
        body.kind == EntityKind::Organisation && body.sectors.first().is_some_and(|sector| sector == "BUS")
    };
    let before = names.iter().rev().take_while(|_| titled).filter(|name| name.tokens.end <= agent.tokens.start);
    let here = before.map(|name| &cast.entities[name.entity]).find(firm);
    let last = || cast.last_body().filter(firm).filter(|_| titled && (cast.firms || cast.speaks_of_firm()));
    let some =
        || (titled && its && cast.firms).then(|| Code { open: true, ..Code::new("", &["BUS".to_owned()], true) });
    here.or_else(last).map(Code::of).or_else(some)
}

/// The code of a committee of which nothing is said, where the article spoke of no parliament: it sits in none.
fn of_committee(cast: &Cast<'_>, text: &Text<'_>, agent: &Found<'_>, names: &[Name<'_>]) -> Option<Code> {
    if agent.last.name != "committee" || agent.last.plural || agent.sector_of.sectors != ["LEG"] {
        return None;
    }
    let sits = |name: &Name<'_>| cast.entities[name.entity].sectors.iter().any(|sector| sector == "LEG");
    let parliament = cast.parliament || names.iter().any(sits);
    let known = || cast.called("committee").filter(|_| is_definite(text, agent));
    (!parliament).then(|| known().map(Code::of).unwrap_or_default())
}

/// The country of the names before an agent, where they are all of one and an office or a parliament among them, and the article is from
/// there or about it.
fn ruled_at_home<'c>(cast: &'c Cast<'_>, agent: &Found<'_>, names: &[Name<'_>]) -> Option<&'c str> {
    let before = names.iter().take_while(|name| name.tokens.end <= agent.tokens.start);
    let countries = || before.clone().map(|name| &cast.entities[name.entity]).filter(|one| !one.country.is_empty());
    let rules = |entity: &Entity| {
        let office = entity.sectors.iter().any(|sector| matches!(sector.as_str(), "GOV" | "LEG" | "JUD"));
        office && matches!(entity.kind, EntityKind::Organisation | EntityKind::Person)
    };
    let state = countries().next()?.country.as_str();
    let one = countries().all(|entity| entity.country == state) && countries().any(rules);
    let here = cast.home == state || cast.home.is_empty() && cast.is_about(state);
    (one && here && cast.called("creditor").is_none()).then_some(state)
}

/// The code of those who meet in a body of states that the article is about: `delegates`, `ministers`, those who produce and those who buy.
fn of_host(cast: &Cast<'_>, text: &Text<'_>, agent: &Found<'_>, names: &[Name<'_>]) -> Option<Code> {
    let before = names.iter().take_while(|name| name.tokens.end <= agent.tokens.start);
    let before = before.map(|name| name.entity).filter(|&entity| super::hosts(&cast.entities[entity].code)).last();
    let host = before.or(cast.host)?;
    let body = &cast.entities[host];
    let union = body.code.starts_with("IGOEEC");
    let commodity = body.code.starts_with("IGOAGR");
    let name = agent.last.name.as_str();
    let trading = cast.lexicon.classes.kind(text.tokens[agent.tokens.end - 1].lemma) & TRADING != 0;
    let near = before.is_some() || cast.last.get(&host).is_some_and(|last| cast.sentences <= last + 1);
    let member = matches!(name, "member" | "member state" | "member country" | "member nation" | "member government");
    let plural = agent.last.plural || text.tag(agent.tokens.end - 1) == Tag::Nns;
    let theirs = match name {
        _ if plural && name.ends_with("minister") => !commodity && near,
        "delegate" | "delegation" => plural && !union,
        "community" => union && is_definite(text, agent),
        "council" | "board" | "executive board" | "working group" | "contact group" => commodity && !plural,
        _ => plural && (commodity && trading || member && near),
    };
    theirs.then(|| Code::of(body))
}

/// The code of those who speak for the body whose short name stands before them in brackets: `The Kenyan Harvest Board (KHB) chairman`.
fn in_full(
    cast: &Cast<'_>,
    text: &Text<'_>,
    agent: &Found<'_>,
    names: &[Name<'_>],
    found: &[Found<'_>],
) -> Option<Code> {
    let own = &agent.sector_of.sectors;
    let serves = own.is_empty() || presides(agent.last);
    let open = agent.tokens.start.checked_sub(3)?;
    if !serves || !agent.last.person || !text.is_mark(open, '(') || !text.is_mark(open + 2, ')') {
        return None;
    }
    let code = match names.iter().find(|name| name.tokens.end == open) {
        Some(name) => Code::of(&cast.entities[name.entity]),
        None => {
            let body = found.iter().find(|other| other.tokens.end == open && !other.last.person)?;
            let top = top_of_phrase(text, head_of(text, &body.tokens));
            code(cast, text, body, &owner(cast, text, names, found, body, top), names, &[])
        }
    };
    (!code.code.is_empty()).then_some(code)
}

/// The code of `his government`, of the country of whoever was spoken of last, and of `her aides`, who are of what she is of.
fn of_his(cast: &Cast<'_>, text: &Text<'_>, agent: &Found<'_>, names: &[Name<'_>]) -> Option<Code> {
    let word = agent.tokens.start.checked_sub(1).map(|at| text.of(at))?;
    let state = matches!(agent.last.name.as_str(), "government" | "country" | "administration" | "nation")
        && !agent.last.plural;
    let serves = aids(agent.last) || speaks(agent.last) || agent.last.name == "office";
    if !(state || serves) || !(word.eq_ignore_ascii_case("his") || word.eq_ignore_ascii_case("her")) {
        return None;
    }
    let before = names.iter().take_while(|name| name.tokens.end <= agent.tokens.start).map(|name| name.entity);
    let person = |&entity: &usize| {
        let entity = &cast.entities[entity];
        entity.kind == EntityKind::Person && !entity.country.is_empty()
    };
    let whose = &cast.entities[before.filter(person).last().or(cast.last_person)?];
    Some(if serves { of_person(whose, agent) } else { Code::new(&whose.country, &["GOV".to_owned()], true) })
}

/// The firm that was named last before an agent in its sentence, where the agent is no title of somebody else: `Acme said president Ada Crane
/// resigned`.
fn firm_before<'c>(cast: &'c Cast<'_>, text: &Text<'_>, agent: &Found<'_>, names: &[Name<'_>]) -> Option<&'c Entity> {
    if text.tokens[agent.tokens.start].capital {
        return None;
    }
    let before = names.iter().take_while(|name| name.tokens.end <= agent.tokens.start);
    let bodies = before.map(|name| &cast.entities[name.entity]).filter(|body| body.kind == EntityKind::Organisation);
    bodies.last().filter(|body| body.sectors.first().is_some_and(|sector| sector == "BUS"))
}

/// Whom an agent is said to be loyal to, if that is somebody of a known country: `guerrillas loyal to Ada Crane`.
fn loyal_to<'c>(cast: &'c Cast<'_>, text: &Text<'_>, agent: &Found<'_>, names: &[Name<'_>]) -> Option<&'c Entity> {
    let loyal = agent.tokens.clone().flat_map(|at| text.children.of(at)).find(|&child| text.of(child) == "loyal")?;
    let lord = text.after_preposition(loyal, cast.lexicon.words.id("to")).next()?;
    let lord = names.iter().find(|name| name.tokens.contains(&lord))?;
    Some(&cast.entities[lord.entity]).filter(|lord| !lord.country.is_empty())
}

/// Whether an agent stands right after `the`.
fn is_definite(text: &Text<'_>, agent: &Found<'_>) -> bool {
    agent.tokens.start.checked_sub(1).is_some_and(|at| text.of(at).eq_ignore_ascii_case("the"))
}

fn enter(cast: &mut Cast<'_>, agent: &Found<'_>, code: &Code, role: String, modifier: bool, plural: bool) -> usize {
    let single = agent.last.person && !plural && !modifier;
    let kind = if single { EntityKind::Person } else { EntityKind::Agent };
    // The president of a union is not that of its country; who has no country may be anybody spoken of before.
    let whose = if code.country.is_empty() { code.sectors.concat() } else { code.code.clone() };
    let key = format!("{role}\u{1f}{whose}\u{1f}{modifier}");
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
fn head_of(text: &Text<'_>, tokens: &Range<usize>) -> usize {
    let outside = |token: &usize| text.document.head(*token).is_none_or(|head| !tokens.contains(&head));
    let last = tokens.end - 1;
    tokens.clone().rev().find(outside).unwrap_or(last)
}
