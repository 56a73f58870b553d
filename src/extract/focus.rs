//! Who the pronouns stand for, and words such as `the two countries`: whoever is spoken of.

use std::collections::{HashMap, VecDeque};

use crate::nlp::{Label, Tag};

use super::actors::Cast;
use super::lexicon::Lexicon;
use super::lexicon::actors::family_name_first;
use super::lexicon::genders::Gender;
use super::lexicon::words::class;
use super::quotes::Quoted;
use super::reading::Reading;
use super::text::{Entity, EntityKind, Mention, Text};

/// What is known of an article before its pronouns are.
#[derive(Clone, Copy, Debug)]
pub struct Known<'r> {
    /// The article.
    pub text: &'r Text<'r>,
    /// What is known of words.
    pub lexicon: &'r Lexicon,
    /// Who is in it.
    pub cast: &'r Cast<'r>,
    /// What stands in quotation marks.
    pub quoted: &'r Quoted,
}

/// Who was spoken of last, for the pronouns of what follows.
#[derive(Debug, Default)]
pub struct Focus {
    /// The people who were spoken of, whoever comes first to mind first: of the last sentence that named any its subjects, then the
    /// others.
    people: Vec<usize>,
    /// The subject of the last sentence's main clause, where it is no person.
    thing: Option<usize>,
    /// The last group that was a subject, or all who were one together.
    group: Vec<usize>,
    /// How many sentences ago that was.
    since: usize,
    /// Who was mentioned by name or noun in each of the last sentences, the last one first; whom a pronoun means is less sure.
    mentioned: VecDeque<Vec<usize>>,
    /// What pronouns and titles have said of people.
    genders: HashMap<usize, Gender>,
}

/// How many people are remembered.
const PEOPLE: usize = 8;

/// For how many sentences `they` may mean a group.
const GROUP: usize = 6;

/// For how many sentences it is remembered who was mentioned.
const SENTENCES: usize = 3;

/// Of whom there are two where `the two` or `both` stands before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Two {
    States,
    People,
    Sides,
}

impl Two {
    /// What a noun, in its singular, says there are two of.
    fn of(noun: &str) -> Option<Two> {
        Some(match noun {
            "country" | "nation" | "state" | "government" | "neighbour" | "neighbor" | "power" | "superpower" => {
                Two::States
            }
            "leader" | "president" | "minister" | "premier" | "man" | "woman" | "official" | "statesman"
            | "politician" | "candidate" | "senator" => Two::People,
            "side" | "party" | "rival" | "ally" | "foe" | "enemy" | "adversary" | "team" | "delegation" | "camp" => {
                Two::Sides
            }
            _ => return None,
        })
    }
}

/// Whether it is several people: `called the family and asked them`.
fn is_collective(entity: &Entity) -> bool {
    matches!(entity.name.rsplit(' ').next(), Some("family" | "couple" | "crowd" | "crew"))
}

/// Whom a pronoun for a person stands for.
fn gender_of_pronoun(word: &str) -> Option<Gender> {
    match word {
        "he" | "him" | "his" | "himself" => Some(Gender::Man),
        "she" | "her" | "hers" | "herself" => Some(Gender::Woman),
        _ => None,
    }
}

impl Focus {
    /// Adds mentions for the pronouns in sentence `index`, then remembers who is spoken of. Those of the sentences before are there.
    pub fn resolve(&mut self, known: &Known<'_>, readings: &mut [Reading], index: usize) {
        let Known { text, lexicon, cast, quoted } = *known;
        let reading = &readings[index];
        // What `it` means in a quotation is for the speaker to know.
        if text.tokens.get(reading.tokens.start).is_some_and(|token| token.is_quote()) {
            self.thing = None;
        }
        let kind = |entity: usize| cast.entities.get(entity).map(|entity| entity.kind);
        let person = |entity: usize| kind(entity) == Some(EntityKind::Person);
        let mut added: Vec<Mention> = Vec::new();
        // Subjects of this sentence so far, with their tokens.
        let mut subjects: Vec<(usize, usize)> = Vec::new();
        let mut mentioned: Vec<(usize, usize)> = Vec::new();
        // Who speaks a quotation has to be known before it is known whom it is about.
        let (quotations, prose): (Vec<usize>, Vec<usize>) =
            reading.tokens.clone().partition(|&token| quoted.contains(token));
        for token in prose.into_iter().chain(quotations) {
            let subject = matches!(text.label(token), Label::Nsubj | Label::Nsubjpass);
            if matches!(text.tag(token), Tag::Prp | Tag::PrpPoss) && reading.mention_at(token).is_none() {
                let word = text.of(token).to_ascii_lowercase();
                let gender = gender_of_pronoun(&word);
                // A speaker is not `he` or `they` in his own words.
                let speaker = quoted.speaker(token).and_then(|head| {
                    let at = readings.partition_point(|reading| reading.tokens.end <= head);
                    let resolved = added.iter().find(|mention| mention.head == head);
                    resolved.or_else(|| readings.get(at)?.mention_at(head)).map(|mention| mention.entity)
                });
                let addressed = addressed(text, reading, token).filter(|&(at, entity)| match word.as_str() {
                    "him" | "her" | "he" | "she" => person(entity) && self.may_be(gender, known, entity),
                    "it" => !person(entity) && !cast.entities[entity].plural,
                    "them" | "they" => cast.entities[entity].plural || text.tag(at) == Tag::Nns,
                    _ => false,
                });
                let after = || {
                    subject_after(text, reading, token).filter(|&entity| match word.as_str() {
                        "his" | "her" => person(entity) && self.may_be(gender, known, entity),
                        "its" => !person(entity) && !cast.entities[entity].plural,
                        _ => false,
                    })
                };
                let before = || {
                    object_before(text, reading, token).filter(|&entity| match word.as_str() {
                        "it" => !person(entity) && !cast.entities[entity].plural,
                        "them" => cast.entities[entity].plural || is_collective(&cast.entities[entity]),
                        _ => false,
                    })
                };
                let meant = addressed.map(|(_, entity)| entity).or_else(after).or_else(before);
                let so_far = SoFar { speaker, subjects: &subjects, mentioned: &mentioned, pronouns: &added, reading };
                let entities = match meant {
                    Some(entity) => vec![entity],
                    None if word == "it" && is_thing_before(text, reading, token) => Vec::new(),
                    None => self.pronoun(&word, token, known, &so_far),
                };
                if subject && let Some(&first) = entities.first() {
                    subjects.push((token, first));
                }
                for entity in entities {
                    if let Some(gender) = gender {
                        self.genders.insert(entity, gender);
                    }
                    // A name in the same sentence says better who is meant than the pronoun does.
                    let antecedent = reading
                        .mentions
                        .iter()
                        .rev()
                        .find(|mention| mention.entity == entity && mention.head < token && !mention.adjective);
                    let tokens = antecedent.map_or(token..token + 1, |mention| mention.tokens.clone());
                    added.push(Mention { tokens, head: token, entity, adjective: false, place: false, pronoun: true });
                }
            } else if let Some(mention) = reading.mention_at(token).filter(|mention| mention.head == token) {
                if subject && !mention.adjective && kind(mention.entity) != Some(EntityKind::Agency) {
                    subjects.push((token, mention.entity));
                }
                if person(mention.entity) {
                    mentioned.push((token, mention.entity));
                    let first = mention.tokens.start;
                    let title = [first.checked_sub(1), Some(first)].into_iter().flatten();
                    if let Some(gender) = title.filter_map(|at| lexicon.genders.of_title(text.of(at))).next() {
                        self.genders.insert(mention.entity, gender);
                    }
                }
            } else if subject
                && let Some(inner) = text.counted_by(token)
                && let Some(mention) = reading.mention_at(inner).filter(|mention| !mention.adjective)
            {
                // `Most of the candidates`.
                subjects.push((token, mention.entity));
            }
        }
        // `"Peru gave cover," said the statement`: that was not about Peru.
        let root = text.document.path_to_root(reading.tokens.start).last().unwrap_or(reading.tokens.start);
        let spoken = subjects.iter().filter(|&&(token, _)| quoted.contains(root) || !quoted.contains(token));
        let main = spoken.min_by_key(|&&(token, _)| text.document.path_to_root(token).count());
        self.thing = main.map(|&(_, entity)| entity).filter(|&entity| {
            cast.entities
                .get(entity)
                .is_some_and(|entity| !entity.plural && !matches!(entity.kind, EntityKind::Person | EntityKind::Agency))
        });
        // Whoever is the subject of the main clause, or of the one nearest to it, is spoken of.
        let mut people: Vec<(usize, usize)> = subjects.iter().filter(|&&(_, entity)| person(entity)).copied().collect();
        people.sort_by_key(|&(token, _)| (text.document.path_to_root(token).count(), std::cmp::Reverse(token)));
        let others = mentioned.into_iter().map(|(_, entity)| entity);
        let before = std::mem::take(&mut self.people);
        for entity in people.into_iter().map(|(_, entity)| entity).chain(others).chain(before) {
            if self.people.len() < PEOPLE && !self.people.contains(&entity) {
                self.people.push(entity);
            }
        }
        for token in reading.tokens.clone().filter(|&token| text.tag(token) == Tag::Nns) {
            for entity in self.two(known, reading, &added, token) {
                let tokens = text.base_phrase(token);
                added.push(Mention { tokens, head: token, entity, adjective: false, place: false, pronoun: true });
            }
        }
        added.sort_by_key(|mention| mention.head);
        self.since += 1;
        for &(token, entity) in &subjects {
            let so_far = SoFar { speaker: None, subjects: &[], mentioned: &[], pronouns: &added, reading };
            if let Some(group) = so_far.group(known, token, entity) {
                (self.group, self.since) = (group, 0);
            }
        }
        self.mentioned.push_front(actors(cast, &reading.mentions, reading.tokens.end));
        self.mentioned.truncate(SENTENCES);
        readings[index].pronouns = added;
    }

    /// Whom `the two countries`, `both sides` mean: the two who were mentioned before it, in this sentence or in the last ones. Nobody
    /// where there are more of them.
    fn two(&self, known: &Known<'_>, reading: &Reading, added: &[Mention], noun: usize) -> Vec<usize> {
        let Known { text, cast, .. } = *known;
        let Some(what) = Two::of(text.document.lemma(noun)) else { return Vec::new() };
        let phrase = text.base_phrase(noun);
        let says = |word: &str| phrase.clone().any(|at| text.of(at).eq_ignore_ascii_case(word));
        // `Two women` are some two women.
        let two = says("both") || says("two") && (says("the") || what == Two::Sides);
        let plain = |at: usize| at == noun || text.is(at, class::DETERMINER) || text.tag(at) == Tag::Cd;
        if !two || !phrase.clone().all(plain) {
            return Vec::new();
        }
        // `Both Iranian officials`, `two leaders of the union` are somebody else.
        let named = reading.mentions.iter().any(|mention| phrase.contains(&mention.tokens.start) && mention.adjective);
        if named || text.part_of(noun).is_some() || text.child(noun, &[Label::Poss]).is_some() {
            return Vec::new();
        }
        let mut here = actors(cast, &reading.mentions, phrase.start);
        here.extend(actors(cast, added, phrase.start));
        let sentences = || std::iter::once(&here).chain(&self.mentioned);
        let pair = |what: Two| {
            let mut found: Vec<usize> = Vec::new();
            for sentence in sentences() {
                for &entity in sentence {
                    let one = &cast.entities[entity];
                    let again = |known: &usize| match what {
                        Two::States => cast.entities[*known].country == one.country,
                        Two::People => *known == entity,
                        Two::Sides => cast.entities[*known].code == one.code,
                    };
                    let fits = match what {
                        Two::States => !one.country.is_empty() && !one.inferred,
                        Two::People => one.kind == EntityKind::Person && !one.plural,
                        Two::Sides => !one.code.is_empty(),
                    };
                    if fits && !found.iter().any(again) {
                        found.push(entity);
                    }
                }
                if found.len() > 1 {
                    break;
                }
            }
            // The state, wherever the article names it, stands for those who act for it.
            let state = |entity: usize| {
                let country = &cast.entities[entity].country;
                let named = |other: &Entity| other.kind == EntityKind::Country && other.country == *country;
                cast.entities.iter().position(named).unwrap_or(entity)
            };
            if what == Two::States {
                found.iter_mut().for_each(|entity| *entity = state(*entity));
            }
            // `The two sides` of a firm and its union, whoever else was mentioned.
            let of = |sector: &str| {
                let known = |&&entity: &&usize| cast.entities[entity].sectors.iter().any(|one| one == sector);
                found.iter().find(known).copied()
            };
            match (of("BUS"), of("LAB")) {
                (Some(firm), Some(union)) if what == Two::Sides && found.len() > 2 => Some(vec![firm, union]),
                _ => (found.len() == 2).then_some(found),
            }
        };
        let states = || pair(Two::States);
        match what {
            Two::States => states(),
            Two::People => pair(Two::People).or_else(states),
            Two::Sides => pair(Two::Sides).or_else(states),
        }
        .unwrap_or_default()
    }

    /// Whether somebody is a woman or a man, as the article or else the name tells.
    fn gender(&self, known: &Known<'_>, entity: usize) -> Option<Gender> {
        let (genders, named) = (&known.lexicon.genders, &known.cast.entities[entity]);
        let given = named.name.split_once(' ').map(|(given, _)| given);
        let given = given.filter(|_| !family_name_first(&named.name, &named.country));
        let by_name = given.and_then(|given| genders.of_name(given));
        by_name.or_else(|| self.genders.get(&entity).copied()).or_else(|| genders.of_noun(&named.name))
    }

    /// Whether somebody may be meant by a pronoun of this gender.
    fn may_be(&self, gender: Option<Gender>, known: &Known<'_>, entity: usize) -> bool {
        !known.cast.entities[entity].plural && self.gender(known, entity).is_none_or(|own| Some(own) == gender)
    }

    fn pronoun(&self, word: &str, token: usize, known: &Known<'_>, so_far: &SoFar<'_>) -> Vec<usize> {
        let Known { text, lexicon, cast, quoted } = *known;
        let SoFar { speaker, subjects, mentioned, .. } = *so_far;
        let kind = |entity: usize| cast.entities.get(entity).map(|entity| entity.kind);
        // A subject does not act on itself: `Iran said Iraq attacked it`.
        let own = text.clause_of(token);
        let object = matches!(text.label(token), Label::Dobj | Label::Pobj | Label::Dative);
        // Whoever says something is not who it is about: `"Peru must go," it said`.
        let verb =
            text.document.head(token).filter(|&verb| text.label(token) == Label::Nsubj && says(text, lexicon, verb));
        let complement = |at: usize| {
            let below = text.document.path_to_root(at).find(|&step| text.document.head(step) == verb);
            verb.is_some()
                && below.is_some_and(|step| {
                    matches!(text.label(step), Label::Ccomp | Label::Xcomp | Label::Dobj | Label::Parataxis)
                })
        };
        // Nor does whoever does what a clause without a subject says: `called the premier to congratulate him`.
        let doer = if object { text.doer_of_open_clause(own) } else { None };
        // Nor is anybody meant who is named only beside the quotation, behind it.
        let heard = |at: usize| (at < token || !quoted.contains(token) || quoted.contains(at)) && !met(text, at, token);
        let free = |&&(at, entity): &&(usize, usize)| {
            (!object || text.clause_of(at) != own)
                && !complement(at)
                && Some(at) != doer
                && Some(entity) != speaker
                && heard(at)
        };
        // Who acts in the clauses around the pronoun's comes before whoever merely was named last: `Peru said it wanted a promise
        // that Chile would leave an area it claims`.
        let around: Vec<usize> = text.document.path_to_root(token).filter(|&at| text.is_verb(at)).collect();
        let mut subjects = subjects.to_vec();
        subjects.sort_by_key(|&(at, _)| {
            let verb = text.document.head(at).filter(|_| matches!(text.label(at), Label::Nsubj | Label::Nsubjpass));
            let nearness = verb.and_then(|verb| around.iter().position(|&above| above == verb));
            nearness.map(|steps| (1, std::cmp::Reverse(steps))).unwrap_or((0, std::cmp::Reverse(0)))
        });
        let subjects = subjects.as_slice();
        match word {
            "he" | "she" | "him" | "his" | "her" => {
                let gender = gender_of_pronoun(word);
                let fits = |entity: usize| {
                    kind(entity) == Some(EntityKind::Person)
                        && self.may_be(gender, known, entity)
                        && Some(entity) != speaker
                };
                let named = || {
                    let other = |&&(at, _): &&(usize, usize)| !complement(at) && Some(at) != doer && heard(at);
                    mentioned.iter().rev().filter(other).map(|&(_, entity)| entity).find(|&entity| fits(entity))
                };
                // Of the people of earlier sentences, the foremost; another only if it is known to be a man, or a woman.
                let before = || {
                    let sure = |entity: usize| self.gender(known, entity).is_some();
                    let mut people = self.people.iter().copied().filter(|&entity| Some(entity) != speaker).enumerate();
                    people.find(|&(at, entity)| fits(entity) && (at == 0 || sure(entity))).map(|(_, entity)| entity)
                };
                let acts = subjects.iter().rev().filter(free).map(|&(_, entity)| entity).find(|&entity| fits(entity));
                acts.or_else(named).or_else(before).into_iter().collect()
            }
            "it" | "its" => {
                // The subject of the clauses above; in a main clause that of the sentence before.
                let fits = |entity: usize| {
                    kind(entity).is_some_and(|kind| !matches!(kind, EntityKind::Person | EntityKind::Agency))
                        && cast.entities.get(entity).is_some_and(|entity| !entity.plural)
                };
                let expletive = text.label(token) == Label::Expl
                    || text.document.head(token).is_some_and(|verb| {
                        text.document.lemma(verb) == "be" && text.child(verb, &[Label::Ccomp, Label::Xcomp]).is_some()
                    });
                if expletive {
                    return Vec::new();
                }
                let before = subjects.iter().rev().filter(free).map(|&(_, entity)| entity).find(|&entity| fits(entity));
                // `Rebels took the town, it said`: whoever the last sentence was about; else `The council would vote, it said`.
                let only_told = subjects.iter().all(|&(at, _)| complement(at));
                let thing = self.thing.filter(|&entity| only_told && Some(entity) != speaker);
                let told = subjects.iter().filter(|&&(at, _)| only_told && !quoted.contains(at));
                let itself = told.map(|&(_, entity)| entity).find(|&entity| fits(entity));
                before.or(thing).or(itself).into_iter().collect()
            }
            "they" | "them" | "their" => {
                // Analysts and sources are those who speak, not those who are spoken of.
                let asked = |entity: usize| {
                    let last = cast.entities[entity].name.rsplit(' ').next().unwrap_or_default();
                    verb.is_none() && matches!(last, "analyst" | "economist" | "source")
                };
                let groups = subjects.iter().rev().filter(free).filter(|&&(_, entity)| !asked(entity));
                let here = groups.into_iter().find_map(|&(at, entity)| so_far.group(known, at, entity));
                let before = || {
                    let others = self.group.iter().all(|&entity| Some(entity) != speaker && !asked(entity));
                    if others && self.since < GROUP { self.group.clone() } else { Vec::new() }
                };
                here.unwrap_or_else(before)
            }
            _ => Vec::new(),
        }
    }
}

/// What was read of a sentence before a pronoun.
struct SoFar<'r> {
    /// Who speaks the words around it.
    speaker: Option<usize>,
    /// Subjects, with their tokens.
    subjects: &'r [(usize, usize)],
    /// People, with their tokens.
    mentioned: &'r [(usize, usize)],
    /// The pronouns.
    pronouns: &'r [Mention],
    reading: &'r Reading,
}

impl SoFar<'_> {
    /// Who `they` are after the subject `entity` at `at`: a group, or all who are coordinated.
    fn group(&self, known: &Known<'_>, at: usize, entity: usize) -> Option<Vec<usize>> {
        let Known { text, cast, .. } = *known;
        let mut together: Vec<usize> =
            self.pronouns.iter().filter(|mention| mention.head == at).map(|mention| mention.entity).collect();
        if together.len() < 2 {
            together = self.reading.heads(text, at).iter().map(|mention| mention.entity).collect();
        }
        if together.len() > 1 {
            return Some(together);
        }
        let one = cast.entities.get(entity)?;
        let plural = one.plural || text.tag(at) == Tag::Nns;
        (plural && one.kind != EntityKind::Person).then(|| vec![entity])
    }
}

/// Whoever acts, or may act, of these mentions before the token `end`, in order; nobody who only tells of it.
fn actors(cast: &Cast<'_>, mentions: &[Mention], end: usize) -> Vec<usize> {
    let mentions = mentions.iter().filter(|mention| mention.head < end && !mention.place);
    let acts = |entity: &usize| {
        let entity = &cast.entities[*entity];
        let tells = entity.kind == EntityKind::Agency || entity.sectors.iter().any(|sector| sector == "MED");
        !tells && !matches!(entity.kind, EntityKind::Place | EntityKind::Thing)
    };
    mentions.map(|mention| mention.entity).filter(acts).collect()
}

/// The entity of what the verb has as object with which that of an object pronoun shares its subject: Chile for `it` in `Peru invaded
/// Chile and occupied it`.
fn object_before(text: &Text<'_>, reading: &Reading, pronoun: usize) -> Option<usize> {
    let object = matches!(text.label(pronoun), Label::Dobj | Label::Pobj | Label::Dative);
    let verb = text.document.path_to_root(pronoun).find(|&at| text.is_verb(at)).filter(|_| object)?;
    let shares = text.label(verb) == Label::Conj && text.child(verb, &[Label::Nsubj, Label::Nsubjpass]).is_none();
    let first = text.document.head(verb).filter(|&first| shares && text.is_verb(first) && !text.is_passive(first))?;
    let object = text.child(first, &[Label::Dobj])?;
    reading.mention_at(object).filter(|mention| !mention.adjective && !mention.place).map(|mention| mention.entity)
}

/// Whether an object pronoun stands for a thing that is the object of the clause before: `Peru backs the project and Chile supports it`.
fn is_thing_before(text: &Text<'_>, reading: &Reading, pronoun: usize) -> bool {
    let verb = text.document.head(pronoun).filter(|_| text.label(pronoun) == Label::Dobj);
    let joined = |&verb: &usize| text.label(verb) == Label::Conj && text.child(verb, &[Label::Nsubj]).is_some();
    let first = verb.filter(joined).and_then(|verb| text.document.head(verb));
    let object = first.and_then(|first| text.child(first, &[Label::Dobj]));
    object.is_some_and(|object| text.tag(object) == Tag::Nn && reading.mention_at(object).is_none())
}

/// The entity of the subject that comes after a phrase that it owns something in: Peru for `its` in `In its report, Peru said`.
fn subject_after(text: &Text<'_>, reading: &Reading, pronoun: usize) -> Option<usize> {
    if text.tag(pronoun) != Tag::PrpPoss {
        return None;
    }
    let above = text.document.path_to_root(pronoun);
    let preposition =
        above.take_while(|&at| at <= pronoun || text.tag(at).is_noun()).find(|&at| text.label(at) == Label::Prep)?;
    let verb = text.document.head(preposition).filter(|&verb| verb > pronoun && text.is_verb(verb))?;
    let subject = text.child(verb, &[Label::Nsubj, Label::Nsubjpass]).filter(|&subject| subject > pronoun)?;
    reading.mention_at(subject).filter(|mention| !mention.adjective && !mention.pronoun).map(|mention| mention.entity)
}

/// Whom the words around the clause of an object pronoun are addressed to, if it has no subject, and who is told what it must do: the
/// head and the entity.
fn addressed(text: &Text<'_>, reading: &Reading, pronoun: usize) -> Option<(usize, usize)> {
    let whom = match text.label(pronoun) {
        Label::Dobj | Label::Pobj | Label::Dative => text.addressee(text.clause_of(pronoun)),
        Label::Nsubj => told_to(text, pronoun),
        _ => None,
    };
    let whom = whom.filter(|&whom| whom != pronoun)?;
    let mention = reading.mention_at(whom).filter(|mention| !mention.adjective)?;
    Some((whom, mention.entity))
}

/// Who is told what the subject `pronoun` has to do: `told Peru that it must leave`; or is asked whether it will.
fn told_to(text: &Text<'_>, pronoun: usize) -> Option<usize> {
    let verb = text.document.head(pronoun)?;
    let must = text.child(verb, &[Label::Aux]).is_some_and(|aux| matches!(text.of(aux), "must" | "should" | "ought"));
    let whether = text.child(verb, &[Label::Mark]).is_some_and(|mark| matches!(text.of(mark), "if" | "whether"));
    let above = text.document.head(verb).filter(|_| matches!(text.label(verb), Label::Ccomp | Label::Advcl))?;
    let content = text.label(verb) == Label::Ccomp;
    let tells = match text.document.lemma(above) {
        "tell" | "warn" | "inform" | "remind" | "notify" | "advise" => must && content,
        "ask" => whether && verb > above && !text.is_passive(above),
        _ => false,
    };
    text.child(above, &[Label::Dobj, Label::Dative]).filter(|_| tells)
}

/// Whether `at` stands in a clause before the subject `pronoun`, who does what it says: `Addressing the senator, he said`.
fn met(text: &Text<'_>, at: usize, pronoun: usize) -> bool {
    let subject = at < pronoun && text.label(pronoun) == Label::Nsubj;
    let verb = text.document.head(pronoun).filter(|_| subject);
    let opens = |clause: usize| {
        text.label(clause) == Label::Advcl
            && clause < pronoun
            && text.document.head(clause) == verb
            && text.child(clause, &[Label::Nsubj, Label::Nsubjpass]).is_none()
    };
    verb.is_some() && text.document.path_to_root(at).any(opens)
}

/// Whether a verb is one of saying.
fn says(text: &Text<'_>, lexicon: &Lexicon, verb: usize) -> bool {
    text.is_verb(verb) && lexicon.words.class(text.tokens[verb].lemma) & class::SPEECH != 0
}
