//! Whose agents are: the name or the other agent that they belong to.

use crate::nlp::{Label, Tag};

use super::Cast;
use super::agents::{Found, head_of};
use super::codes::{aids, is_guest};
use super::names::Name;
use crate::extract::lexicon::actors::{Agent, NameKind};
use crate::extract::lexicon::entry::{PARTISAN, TANGIBLE};
use crate::extract::lexicon::words::class;
use crate::extract::text::{EntityKind, Text};

/// Who owns an agent.
#[derive(Clone, Copy)]
pub enum Owner {
    /// The number of a name.
    Name(usize),
    /// The head of another agent.
    Agent(usize),
}

/// Whose an agent is.
#[derive(Default)]
pub struct Owners {
    /// A name before it in its phrase.
    pub left: Option<usize>,
    /// What follows it; one past its words, where they belong to the mention.
    pub right: Option<Owner>,
    /// Of the latter: that its words belong to the mention.
    pub belongs: Option<(Owner, usize)>,
    /// The name of the country that it is said not to be of: `Peru's creditors`.
    pub abroad: Option<usize>,
    /// The country of whom they are named beside, empty if that is any: `Kenya's president and other officials`.
    pub fellow: Option<String>,
    /// The name of the country that only helps it: `Peruvian-backed rebels`.
    pub backer: Option<usize>,
}

/// Whose an agent is whose phrase hangs on `top`.
pub fn owner(
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
    // `Pro-Syrian groups` are no Syrians, nor are those that are `Syrian-backed`.
    let sided = |name: &Name<'_>| {
        name.tokens.start.checked_sub(2).is_some_and(|at| {
            text.is_mark(at + 1, '-') && ["pro", "anti"].iter().any(|side| text.of(at).eq_ignore_ascii_case(side))
        })
    };
    let backs = |name: &Name<'_>| {
        let how = name.tokens.end + 1;
        text.is_mark(name.tokens.end, '-')
            && matches!(text.of(how), "backed" | "supported" | "sponsored" | "funded" | "armed" | "trained")
    };
    let helps = |name: &Name<'_>| (start..agent.tokens.start).contains(&name.tokens.start) && backs(name);
    owners.backer = names.iter().rposition(helps);
    // `The Reagan administration`, `Reagan aides`.
    let governed =
        matches!(agent.last.name.as_str(), "administration" | "government" | "cabinet" | "regime") || aids(agent.last);
    // `The CBS television network`.
    let airs = !agent.last.person && agent.last.sectors == ["MED"];
    let owns = |name: &Name<'_>| {
        name.tokens.end <= agent.tokens.start
            && name.tokens.start >= start
            && !sided(name)
            && !backs(name)
            && !is_of_war(text, name)
            && (airs
                || name.named.is_none_or(|named| !matches!(named.kind, NameKind::Person | NameKind::Agency))
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
    // `The former Soviet republic of Peru` is Peru.
    let is_state = |&(at, whose): &(usize, usize)| {
        let named =
            |name: &Name<'_>| name.tokens.contains(&whose) && cast.entities[name.entity].kind == EntityKind::Country;
        text.of(at) == "of" && names.iter().any(named)
    };
    let named_after = agent.last.name == "republic" && text.prepositions(agent.tokens.end - 1).any(|of| is_state(&of));
    owners.left = names.iter().rposition(owns).filter(|index| !named_after && hangs(index));
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
    owners.fellow = above(top).and_then(|head| fellow(cast, text, names, found, agent, head));
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
        // `An official at one of four banks`.
        let one = text.tag(object) == Tag::Cd && text.of(object + 1) == "of";
        let whole = text.prepositions(object).find(|&(of, _)| one && of == object + 1);
        let object = whole.map_or(object, |(_, whole)| whole);
        // `ambassador to Peru`, but not `the gunman to Peru`.
        let sent = agent.last.sectors.iter().all(|sector| sector == "GOV" || sector == "MIL");
        let belongs = matches!(word, "of" | "for") || word == "to" && sent;
        if !belongs && (!matches!(word, "in" | "from" | "at" | "with") || word == "in" && is_guest(cast, text, agent)) {
            continue;
        }
        // `A judge at Peru's court` is of the court, `troops in Peru's capital` are not.
        let at_body = || {
            let own = text.child(object, &[Label::Poss]).is_some_and(|owner| text.tag(owner).is_noun());
            word == "at" && agent.last.person && own && found.iter().any(|other| other.tokens.contains(&object))
        };
        if text.children.of(object).any(|child| text.label(child) == Label::Poss) && word != "of" && !at_body() {
            continue;
        }
        // `Officials at the tin maker Marlow`.
        let called = |name: &Name<'_>| {
            let head = head_of(text, &name.tokens);
            name.tokens.start == object + 1
                && text.label(head) == Label::Appos
                && text.document.head(head) == Some(object)
                && cast.entities[name.entity].kind == EntityKind::Organisation
        };
        let whole = || names.iter().position(called).filter(|_| word == "at");
        let which = match names.iter().position(|name| name.tokens.contains(&object)).or_else(whole) {
            Some(index) => Some((Owner::Name(index), names[index].tokens.end)),
            None => found
                .iter()
                .find(|other| other.tokens.contains(&object))
                .map(|other| (Owner::Agent(head_of(text, &other.tokens)), other.tokens.end))
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
            // `A backer of Ada Crane` is another one than she.
            owners.belongs = (belongs && near && !partisan).then_some((which, end));
            break;
        }
    }
    owners
}

/// The country of those who are named after others, whose phrase hangs on `head`: that of the president in `Kenya's president and other
/// officials`, of the officials in `Kenyan officials and bankers`; empty for banks and firms after one of them.
fn fellow(
    cast: &Cast<'_>,
    text: &Text<'_>,
    names: &[Name<'_>],
    found: &[Found<'_>],
    agent: &Found<'_>,
    head: usize,
) -> Option<String> {
    let before = agent.tokens.start.saturating_sub(3)..agent.tokens.start;
    let other = before.clone().any(|at| text.of(at) == "other" && text.tag(at.saturating_sub(1)) == Tag::Cc);
    let alone = before.last().is_some_and(|at| text.tag(at) == Tag::Cc);
    if !agent.last.plural || !(other || alone) || is_guest(cast, text, agent) {
        return None;
    }
    let named = names.iter().find(|name| name.tokens.contains(&head)).map(|name| &cast.entities[name.entity]);
    if !agent.last.person {
        let firms = agent.last.sectors.iter().any(|sector| sector == "BUS");
        let body = named.filter(|named| other && firms && named.kind == EntityKind::Organisation);
        return body.map(|_| String::new());
    }
    // `Kenyan soldiers and rebels`, `Kenyan police and workers` are of two sides.
    let like = |sector: &String| matches!(sector.as_str(), "GOV" | "BUS" | "LEG" | "PTY" | "MED" | "EDU" | "JUD");
    let people = found.iter().find(|other| other.tokens.contains(&head)).filter(|people| people.last.person);
    let alike = people.is_some_and(|people| people.last.plural && people.last.sectors.iter().all(like));
    if alone && !(alike && agent.last.sectors.iter().all(like)) {
        return None;
    }
    let person = named.filter(|named| named.kind == EntityKind::Person && !named.country.is_empty());
    let phrase = text.base_phrase(head);
    let state = || {
        let within = |name: &&Name<'_>| phrase.contains(&name.tokens.start) && !name.tokens.contains(&head);
        let countries = names.iter().filter(within).map(|name| &cast.entities[name.entity]);
        countries.filter(|entity| entity.kind == EntityKind::Country).map(|entity| entity.country.clone()).next()
    };
    person.map(|person| person.country.clone()).or_else(state)
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

/// Whether a name only says which war: a `Kenya war veteran` is no Kenyan.
pub fn is_of_war(text: &Text<'_>, name: &Name<'_>) -> bool {
    name.tokens.end < text.tokens.len() && !name.adjective && text.of(name.tokens.end).eq_ignore_ascii_case("war")
}

/// The noun that `token` is a modifier of, itself if it is none: `spokesman` for `army` in `army spokesman`.
pub fn top_of_phrase(text: &Text<'_>, token: usize) -> usize {
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
