//! The codes of agents: what they are, and of which country, body or person.

use crate::nlp::{Label, Tag};

use super::agents::{Found, head_of};
use super::names::Name;
use super::owners::{Owner, Owners, is_of_war, owner, top_of_phrase};
use super::{CLEAR, CLEARER, Cast};
use crate::extract::lexicon::actors::{Agent, sectors};
use crate::extract::lexicon::entry::{ANYBODY, FOREIGN, GUEST, Kind, LOCAL, TRADING};
use crate::extract::text::{Entity, EntityKind, Text};

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

    /// That of an actor.
    pub fn of(entity: &Entity) -> Code {
        let (code, country, sectors) = (entity.code.clone(), entity.country.clone(), entity.sectors.clone());
        let open = matches!(code.as_str(), "BUS" | "LAB" | "CVL" | "EDU" | "MED" | "AGR" | "HLH");
        Code { code, country, sectors, inferred: true, open }
    }
}

/// The code of an agent: its sectors with the country, body or person that it belongs to.
pub fn code(
    cast: &Cast<'_>,
    text: &Text<'_>,
    agent: &Found<'_>,
    owners: &Owners,
    names: &[Name<'_>],
    earlier: &[(usize, Code, usize)],
) -> Code {
    let found = &agent.sector_of.sectors;
    // Those who run networks.
    if cast.hacked && agent.last.name == "administrator" && agent.tokens.len() == 1 && owners.left.is_none() {
        return Code::default();
    }
    let own = |country: &str, inferred: bool| Code::new(country, found, inferred);
    // `Islamic militants` are of no body of that name.
    let faith = |&index: &usize| {
        let entity = &cast.entities[names[index].entity];
        let adjective = names[index].adjective && cast.lies_in(&names[index].tokens).is_none();
        adjective && entity.kind == EntityKind::Organisation && entity.code.is_empty()
    };
    // `Delegates`, in a story of American parties, are of those.
    let american = |index: usize| cast.entities[names[index].entity].country == "USA";
    let party = || cast.entities.iter().any(|entity| entity.code == "USAPTY");
    if agent.last.name == "delegate"
        && cast.host.is_none()
        && owners.right.is_none()
        && owners.left.is_none_or(american)
        && party()
    {
        return Code::new("USA", &["PTY".to_owned()], owners.left.is_none());
    }
    // `A multinational force in Peru` is none of Peru's.
    let mixed = |at: usize| matches!(text.document.lemma(at), "multinational" | "international" | "multi-national");
    let mut words = agent.tokens.start.saturating_sub(3)..agent.tokens.end;
    if *found == ["MIL"] && owners.left.is_none() && words.any(mixed) {
        return Code { code: "IGOMIL".to_owned(), sectors: sectors("IGOMIL"), inferred: true, ..Code::default() };
    }
    let which = owners.left.filter(|index| !faith(index)).map(Owner::Name).or(owners.right);
    // `Europe's farmers` are of no one country; but a state's own `Asia official` is.
    if let Some(Owner::Name(index)) = which
        && (agent.last.plural || !found.is_empty())
        && matches!(text.label(names[index].tokens.end - 1), Label::Poss | Label::Pobj)
        && !are_states(agent.last)
        && let Some(region) = super::continent(&cast.entities[names[index].entity].name)
    {
        return Code { code: format!("{region}{}", found.concat()), ..own("", true) };
    }
    match which {
        Some(Owner::Name(index)) => {
            let entity = &cast.entities[names[index].entity];
            match entity.kind {
                EntityKind::Organisation if !entity.code.is_empty() => return of_body(entity, agent),
                // `KEC spokesman`, after `the Kenya Electoral Commission (KEC)`.
                EntityKind::Agent if !entity.code.is_empty() && !entity.plural => return of_body(entity, agent),
                EntityKind::Agency if !entity.code.is_empty() => return of_body(entity, agent),
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
                // `Other nations in Paris` are not French.
                EntityKind::Country if names[index].place && owners.left.is_none() && are_states(agent.last) => {
                    return own("", false);
                }
                // `The U.S. attorney for Ohio` prosecutes.
                EntityKind::Country
                    if entity.country == "USA" && agent.last.name == "attorney" && !agent.last.plural =>
                {
                    return Code::new("USA", &["JUD".to_owned()], false);
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
                    // `Chad's National Unity party`, `Chad's ruling Unity party`.
                    let beside = |gap: std::ops::Range<usize>| {
                        let genitive = gap.len() <= 2 && text.of(gap.start) == "'s" && found == &["PTY"];
                        gap.is_empty() || genitive && !gap.into_iter().any(|at| text.tokens[at].capital)
                    };
                    let owned = before.filter(|before| beside(before.tokens.end..names[index].tokens.start));
                    let state = owned.map(|owner| &cast.entities[owner.entity]);
                    if let Some(state) = state.filter(|state| state.kind == EntityKind::Country) {
                        // `President of the Chilean Tin Association`.
                        let governs = !presides(agent.last) || owners.left.is_some();
                        return if governs { own(&state.country, false) } else { Code::new(&state.country, &[], true) };
                    }
                    // The president of a body of which nothing is known governs nobody; its officials most likely serve a state.
                    if presides(agent.last) {
                        return Code::default();
                    }
                    // `Officials of the Lagos Water Board`, `a Lagos Traffic Court judge`, where the place tells whose they are.
                    let words = names[index].tokens.clone();
                    let two = || words.clone().find_map(|at| cast.lies_in(&(at..at + 2)));
                    let place = words.clone().find_map(|at| cast.lies_in(&(at..at + 1))).or_else(two);
                    let public = matches!(found.first().map(String::as_str), Some("GOV" | "JUD" | "COP" | "LEG"));
                    if let Some(country) = place.filter(|_| public) {
                        return own(&country, true);
                    }
                    if !found.is_empty() && *found != ["GOV"] {
                        return own("", true);
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
                    || !code.sectors.is_empty()
                        && (agent.last.name.ends_with("official") || agent.last.name == "officer");
                // `A coalition of farmers` is no party.
                let league = matches!(agent.last.name.as_str(), "coalition" | "alliance") && !code.code.is_empty();
                if found.is_empty() || !rules && within || aids(agent.last) && !code.country.is_empty() || league {
                    return code.clone();
                }
                let sectors = found.clone();
                return Code { code: format!("{}{}", code.country, sectors.concat()), sectors, ..code.clone() };
            }
        }
        None if owners.abroad.is_some() => return own("", false),
        None => {}
    }
    if let Some(code) = of_its_body(cast, text, agent, names).or_else(|| of_allied(cast, text, agent, names)) {
        return code;
    }
    // `Ministry officials here`.
    let public = |sector: &String| matches!(sector.as_str(), "GOV" | "COP" | "JUD" | "MIL");
    if which.is_none()
        && text.of(agent.tokens.end) == "here"
        && !cast.home.is_empty()
        && found.first().is_some_and(public)
        && !is_guest(cast, text, agent)
    {
        return own(&cast.home, false);
    }
    // `Firms from ten countries`.
    if which.is_none() && text.of(agent.tokens.end) == "from" {
        let states = |at: usize| matches!(text.of(at), "countries" | "nations" | "states");
        let many = agent.tokens.end + 1;
        if text.tag(many) == Tag::Cd && (many + 1..many + 3).any(states) {
            return own("", true);
        }
    }
    if let Some(country) = owners.fellow.as_ref().filter(|_| which.is_none() && !found.is_empty()) {
        return own(country, true);
    }
    if which.is_none() {
        let code = of_host(cast, text, agent, names).or_else(|| of_his(cast, text, agent, names));
        let code = code.or_else(|| of_doer(cast, text, agent, names).map(|country| own(&country, false)));
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
    let several = are_states(agent.last);
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
    // `The Trade Department asked Exxon to wait, a spokesman said`.
    if speaks(agent.last)
        && found.is_empty()
        && which.is_none()
        && !definite
        && let Some(body) = body_of_clause(cast, text, agent, names)
    {
        return Code::of(body);
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
    let is = |class: Kind| kind & class != 0;
    // Who produces and who buys meets from many countries.
    let lends = (agent.tokens.start.saturating_sub(1)..agent.tokens.end)
        .any(|at| matches!(text.document.lemma(at), "creditor" | "lender"));
    // The banks that a state owes to are of others, and so are those of its story without another word.
    let many = agent.last.plural || agent.last.name.ends_with("committee");
    let banks = cast.owes && many && business && agent.tokens.clone().any(|at| text.document.lemma(at) == "bank");
    let guest = is_guest(cast, text, agent) || agent.last.plural && (is(TRADING) || lends) || banks;
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
    // Whose counterpart it is says nothing of the country, but that it is another.
    if agent.last.name.ends_with("counterpart") {
        return own("", true);
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
    let visited = || of_visited(cast, text, agent, names).filter(|_| which.is_none() && !foreign);
    if let Some(country) = told_by_minister(cast, text, agent, names).or_else(visited) {
        return own(&country, true);
    }
    let clear = if unknown || business { CLEARER } else { CLEAR };
    let tells = |name: &&Name<'_>| !text.is_mark(name.tokens.end, '-') && !is_of_war(text, name);
    let here = names.iter().filter(|name| name.tokens.end <= agent.tokens.start).filter(tells);
    // Nothing does the country behind a firm: `Marlow Tin Ltd of Chile`.
    let firm = |name: &Name<'_>| {
        let body = &cast.entities[name.entity];
        body.kind == EntityKind::Organisation && body.sectors == ["BUS"]
    };
    let behind_firm = |name: &&Name<'_>| {
        let the = usize::from(text.of(name.tokens.start.saturating_sub(1)) == "the");
        let of = name.tokens.start.checked_sub(1 + the).filter(|&at| text.of(at) == "of");
        of.is_some_and(|of| names.iter().any(|other| other.tokens.end == of && firm(other)))
    };
    let here = here.filter(|name| !behind_firm(name)).map(|name| (name.entity, name.place));
    let mut country = cast.country_around((before, definite), here, &agent.last.name, clear);
    if super::is_strange(&country, found) {
        // `The rebels`, after `Peruvian rebels`.
        country = before.filter(|_| definite).map(|entity| entity.country.clone()).unwrap_or_default();
    }
    // `Peruvian-backed rebels` are not of Peru.
    if owners.backer.is_some_and(|backer| cast.entities[names[backer].entity].country == country) {
        country.clear();
    }
    // Officials in Brussels are seldom Belgian.
    let seat = matches!(country.as_str(), "BEL" | "LUX") && country == cast.home && *found == ["GOV"];
    let served =
        matches!(agent.last.name.as_str(), "official" | "spokesman" | "spokeswoman" | "diplomat" | "commissioner");
    match cast.by_name.get("European Union").filter(|_| seat && served) {
        Some(&union) => Code::of(&cast.entities[union]),
        None => Code { open: country.is_empty() && owners.backer.is_none(), ..own(&country, true) },
    }
}

/// Whether an agent is seldom of the country that it is in: diplomats, observers.
pub fn is_guest(cast: &Cast<'_>, text: &Text<'_>, agent: &Found<'_>) -> bool {
    let last = agent.last.name.rsplit(' ').next().unwrap_or_default();
    let unknown = cast.hacked && matches!(last, "attacker" | "assailant" | "criminal" | "thief" | "actor");
    unknown || agent.tokens.clone().any(|at| cast.lexicon.classes.kind(text.tokens[at].lemma) & GUEST != 0)
}

/// Whether an agent speaks for whatever it belongs to.
fn speaks(agent: &Agent) -> bool {
    matches!(agent.name.rsplit(' ').next(), Some("spokesman" | "spokeswoman" | "spokesperson"))
}

/// Whether an agent serves somebody: `an aide to the senator`.
pub fn aids(agent: &Agent) -> bool {
    matches!(agent.name.as_str(), "aide" | "adviser" | "advisor")
}

/// Whether they are several states, and not the government of one: `two countries`, `the poorest nations`.
fn are_states(agent: &Agent) -> bool {
    let state = matches!(
        agent.name.as_str(),
        "country" | "nation" | "state" | "member state" | "member country" | "member nation" | "government"
    );
    agent.plural && state
}

/// The country of the minister who says of the government what it does: `Peru's minister said the government would wait`.
fn told_by_minister(cast: &Cast<'_>, text: &Text<'_>, agent: &Found<'_>, names: &[Name<'_>]) -> Option<String> {
    if !matches!(agent.last.name.as_str(), "government" | "cabinet" | "parliament") || !is_definite(text, agent) {
        return None;
    }
    let mut above = text.document.path_to_root(agent.tokens.end - 1);
    let clause = above.find(|&at| text.label(at) == Label::Ccomp)?;
    let subject = text.child(text.document.head(clause)?, &[Label::Nsubj])?;
    let title = text.base_phrase(subject);
    let minister = |at: usize| matches!(text.document.lemma(at), "minister" | "premier" | "Minister" | "Premier");
    if !title.clone().any(minister) {
        return None;
    }
    let of = |name: &&Name<'_>| {
        title.contains(&name.tokens.start) || text.document.head(name.tokens.end - 1) == Some(subject)
    };
    let mut countries = names.iter().filter(of).map(|name| cast.entities[name.entity].country.clone());
    countries.find(|country| !country.is_empty())
}

/// The only country that somebody travels to who meets an agent there: `flew to Peru for talks with officials`.
fn of_visited(cast: &Cast<'_>, text: &Text<'_>, agent: &Found<'_>, names: &[Name<'_>]) -> Option<String> {
    let head = agent.tokens.end - 1;
    let met = text.document.head(head).is_some_and(|with| matches!(text.of(with), "with" | "to" | "meet" | "see"));
    if !agent.last.plural || !agent.last.person || !met {
        return None;
    }
    let travels = |at: usize| {
        matches!(text.document.lemma(at), "fly" | "travel" | "visit" | "go" | "head" | "arrive" | "come" | "return")
    };
    let meets = |at: usize| matches!(text.document.lemma(at), "meet" | "talk" | "see" | "hold" | "confer" | "speak");
    let mut above = text.document.path_to_root(head).skip(1);
    let verb = above.find(|&at| text.tag(at).is_verb() && !meets(at)).filter(|&verb| travels(verb))?;
    let there = |name: &&Name<'_>| {
        let last = name.tokens.end - 1;
        let to = text.document.path_to_root(last).find(|&at| text.label(at) != Label::Conj);
        let to = to.and_then(|first| text.document.head(first));
        let led =
            to.is_some_and(|to| matches!(text.of(to), "to" | "in" | "at") && text.document.head(to) == Some(verb));
        verb < name.tokens.start && name.tokens.end <= agent.tokens.start && (led || to == Some(verb))
    };
    let country = |name: &Name<'_>| {
        let entity = &cast.entities[name.entity];
        let place = matches!(entity.kind, EntityKind::Country | EntityKind::Place);
        Some(entity.country.clone()).filter(|country| place && !country.is_empty())
    };
    let mut countries = names.iter().filter(there).map(country);
    let country = countries.next()??;
    // Those met in Geneva or in Brussels are of anywhere.
    let seat = matches!(country.as_str(), "BEL" | "LUX" | "CHE" | "AUT");
    (countries.all(|other| other.is_some_and(|other| other == country)) && !seat).then_some(country)
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

/// The code of allies who are named beside whoever they are allied with, if that is no state: `the party and its allies`.
fn of_allied(cast: &Cast<'_>, text: &Text<'_>, agent: &Found<'_>, names: &[Name<'_>]) -> Option<Code> {
    let head = head_of(text, &agent.tokens);
    let theirs = text.child(head, &[Label::Poss]).filter(|_| agent.last.name == "ally" && agent.last.plural)?;
    let own = matches!(text.of(theirs).to_ascii_lowercase().as_str(), "its" | "his" | "her" | "their");
    let first = text.document.head(head).filter(|_| own && text.label(head) == Label::Conj)?;
    let whose = names.iter().find(|name| name.tokens.contains(&first)).map(|name| &cast.entities[name.entity])?;
    let side = matches!(whose.kind, EntityKind::Person | EntityKind::Organisation) && !whose.code.starts_with("IGO");
    (side && !whose.code.is_empty()).then(|| Code::of(whose))
}

/// The country of whoever does what is told of `its troops`, `his ministers`: `Kenya said its troops had left`.
fn of_doer(cast: &Cast<'_>, text: &Text<'_>, agent: &Found<'_>, names: &[Name<'_>]) -> Option<String> {
    let public = |sector: &String| matches!(sector.as_str(), "GOV" | "MIL" | "COP" | "LEG" | "SPY");
    let serves = agent.sector_of.sectors.first().is_some_and(public) && !agent.last.name.ends_with("counterpart");
    let head = head_of(text, &agent.tokens);
    let owner = text.child(head, &[Label::Poss]).filter(|_| serves)?;
    let kind = match text.of(owner).to_ascii_lowercase().as_str() {
        "its" => EntityKind::Country,
        "his" | "her" => EntityKind::Person,
        _ => return None,
    };
    let verbs = text.document.path_to_root(head).filter(|&at| text.is_verb(at));
    let subjects = verbs.filter_map(|verb| text.subject(verb)).filter(|&at| at < owner && text.tag(at) != Tag::Wdt);
    // Only one may be meant: not `Kenya said Chad attacked its troops`.
    let mut doers = subjects.map(|at| names.iter().find(|name| name.tokens.contains(&at)).map(|name| name.entity));
    let doer = doers.next()??;
    let alone = doers.all(|other| other.is_none_or(|other| other == doer));
    let entity = &cast.entities[doer];
    (alone && entity.kind == kind && !entity.country.is_empty()).then(|| entity.country.clone())
}

/// Whether an agent works for whatever body it belongs to: `its officials`, `its staff`.
fn works_for(agent: &Found<'_>) -> bool {
    agent.sector_of.name == agent.last.name
        && matches!(
            agent.last.name.as_str(),
            "official" | "staff" | "leadership" | "executive" | "chief" | "chairman" | "director"
        )
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
pub fn in_full(
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
    // `His country` is no government.
    let rules = matches!(agent.last.name.as_str(), "government" | "administration");
    let sectors = if rules { vec!["GOV".to_owned()] } else { Vec::new() };
    Some(if serves { of_person(whose, agent) } else { Code::new(&whose.country, &sectors, true) })
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

/// The body that does what a sentence tells before an agent.
fn body_of_clause<'c>(
    cast: &'c Cast<'_>,
    text: &Text<'_>,
    agent: &Found<'_>,
    names: &[Name<'_>],
) -> Option<&'c Entity> {
    let before = names.iter().take_while(|name| name.tokens.end <= agent.tokens.start);
    let mut doers = before.filter(|name| text.label(head_of(text, &name.tokens)) == Label::Nsubj);
    let body = &cast.entities[doers.next()?.entity];
    (body.kind == EntityKind::Organisation && !body.code.is_empty()).then_some(body)
}

/// Whom an agent is said to be loyal to, if that is somebody of a known country: `guerrillas loyal to Ada Crane`.
fn loyal_to<'c>(cast: &'c Cast<'_>, text: &Text<'_>, agent: &Found<'_>, names: &[Name<'_>]) -> Option<&'c Entity> {
    let loyal = agent.tokens.clone().flat_map(|at| text.children.of(at)).find(|&child| text.of(child) == "loyal")?;
    let lord = text.after_preposition(loyal, cast.lexicon.words.id("to")).next()?;
    let lord = names.iter().find(|name| name.tokens.contains(&lord))?;
    Some(&cast.entities[lord.entity]).filter(|lord| !lord.country.is_empty())
}

/// Whether an agent stands right after `the`.
pub fn is_definite(text: &Text<'_>, agent: &Found<'_>) -> bool {
    agent.tokens.start.checked_sub(1).is_some_and(|at| text.of(at).eq_ignore_ascii_case("the"))
}
