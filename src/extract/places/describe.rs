//! Describes a candidate: what the words around it say of whether it is a place.

use std::collections::HashSet;

use crate::extract::gazetteer::Gazetteer;
use crate::extract::lexicon::words::class;
use crate::extract::text::Text;
use crate::extract::tokens::Kind as TokenKind;
use crate::nlp::{EntityKind, Label, Tag};

use super::candidates::{Candidate, Shape, Standing};
use super::evidence::{Circumstance, Evidence, add};
use super::words::{Words, set};

/// What is known of the whole article.
#[derive(Debug, Default)]
pub struct Persons<'t> {
    /// The family names of people who are named in full.
    surnames: HashSet<&'t str>,
    /// All words of their names.
    parts: HashSet<&'t str>,
}

impl<'t> Persons<'t> {
    /// The people whom the core has recognised.
    pub fn of(text: &Text<'t>) -> Persons<'t> {
        let mut persons = Persons::default();
        for entity in text
            .document
            .entities()
            .iter()
            .filter(|entity| entity.kind == EntityKind::Person && entity.end - entity.start > 1)
        {
            let end = if text.is(entity.end - 1, class::GENITIVE) { entity.end - 1 } else { entity.end };
            persons.parts.extend((entity.start..end).map(|token| text.of(token)));
            persons.surnames.insert(text.of(end.saturating_sub(1)));
        }
        persons
    }
}

/// A candidate's neighbours that are joined with it: `Paris, Texas`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Joined {
    /// After a comma, a state or country that has a place of this name follows.
    pub state: bool,
    /// After a comma, another known place follows.
    pub other: bool,
    /// It stands after the comma of a town in it.
    pub town: bool,
}

/// Describes candidates.
pub struct Describer<'a> {
    pub text: &'a Text<'a>,
    pub words: &'a Words,
    pub gazetteer: &'a Gazetteer,
    pub persons: &'a Persons<'a>,
}

impl Describer<'_> {
    /// What speaks for and against `candidate`, which is joined with its neighbours as `joined` says.
    pub fn describe(&self, candidate: &Candidate, joined: Joined) -> Evidence {
        use Circumstance as C;
        let text = self.text;
        let range = text.sentences.get(candidate.sentence).map(|sentence| sentence.tokens.clone()).unwrap_or_default();
        let (start, end) = (candidate.tokens.start, candidate.tokens.end);
        let standing = Standing::of(self.gazetteer, candidate.key);
        let mut evidence: Evidence = 0;
        let mut so = |circumstance, is| add(&mut evidence, circumstance, is);
        so(C::Name, true);

        let mut tagged = None;
        let (mut partial, mut longer) = (false, false);
        if let Some(entity) = candidate.entity {
            let from = if text.is(entity.start, class::DETERMINER) { entity.start + 1 } else { entity.start };
            let to = if text.is(entity.end - 1, class::GENITIVE) { entity.end - 1 } else { entity.end };
            tagged = Some(entity.kind);
            partial = candidate.core.end < to || candidate.core.start > from && candidate.tokens.start > from;
            longer = end > to || start < from;
        }
        let kind = tagged.filter(|_| !partial);
        so(C::TaggedPlace, kind == Some(EntityKind::Gpe));
        so(C::TaggedLand, kind == Some(EntityKind::Loc));
        so(C::TaggedSite, kind == Some(EntityKind::Fac));
        so(C::TaggedBody, kind == Some(EntityKind::Org));
        so(C::TaggedPerson, kind == Some(EntityKind::Person));
        so(C::TaggedGroup, kind == Some(EntityKind::Norp));
        so(C::Untagged, tagged.is_none());
        let places =
            [EntityKind::Gpe, EntityKind::Loc, EntityKind::Fac, EntityKind::Org, EntityKind::Person, EntityKind::Norp];
        so(C::TaggedElse, kind.is_some_and(|kind| !places.contains(&kind)));
        let begins = candidate.entity.is_some_and(|entity| start <= entity.start + 1);
        let org = partial && tagged == Some(EntityKind::Org);
        so(C::InBody, org && begins);
        so(C::EndOfBody, org && !begins);
        so(C::InSite, partial && tagged == Some(EntityKind::Fac));
        so(C::InElse, partial && !matches!(tagged, Some(EntityKind::Org | EntityKind::Fac)));
        so(C::Longer, longer);

        let town = standing.town;
        so(C::Country, standing.country);
        so(C::State, standing.state);
        so(C::County, standing.county);
        so(C::Feature, standing.feature);
        let city = town.is_some_and(|people| people >= 10_000);
        so(C::City, town.is_some_and(|people| people >= 100_000));
        so(C::Town, town.is_some_and(|people| (10_000..100_000).contains(&people)));
        so(C::Village, town.is_some_and(|people| (1_000..10_000).contains(&people)));
        so(C::Hamlet, town.is_some_and(|people| people < 1_000));
        so(C::OtherName, candidate.known && standing.other);
        so(C::Unknown, !candidate.known);
        let only_town = town.is_some() && !standing.country && !standing.state && !standing.feature;
        so(C::UntaggedCity, tagged.is_none() && only_town && city);
        so(C::UntaggedTown, tagged.is_none() && only_town && !city);
        so(C::BodyCity, kind == Some(EntityKind::Org) && only_town && city);
        so(C::BodyTown, kind == Some(EntityKind::Org) && only_town && !city);
        so(C::PersonCity, kind == Some(EntityKind::Person) && only_town && city);
        so(C::PersonTown, kind == Some(EntityKind::Person) && only_town && !city);
        so(C::PlaceUnknown, kind == Some(EntityKind::Gpe) && !candidate.known);

        let shape = candidate.shape;
        so(C::Street, shape == Shape::Street);
        so(C::Building, shape == Shape::Site);
        so(C::Institution, shape == Shape::Institution);
        so(C::Land, shape == Shape::Land);
        let last = self.words.of(text.of(end - 1));
        so(C::Division, end - start > 1 && last & set::DIVISION != 0);
        let name = text.span(&candidate.core).of(text.body);
        let letters = || name.chars().filter(|letter| letter.is_alphabetic());
        let short = letters().count() <= 3;
        let capitals = letters().all(char::is_uppercase);
        so(C::Abbreviation, candidate.core.len() == 1 && (name.ends_with('.') || short && capitals));
        so(C::Capitals, capitals && !short);
        so(C::Words, candidate.core.len() > 1);
        so(C::Directed, candidate.part != 0);
        so(C::SiteTagged, shape == Shape::Site && kind == Some(EntityKind::Fac));
        so(C::SiteBody, shape == Shape::Site && tagged == Some(EntityKind::Org));
        so(C::InstitutionBody, shape == Shape::Institution && tagged == Some(EntityKind::Org));

        let before = start.checked_sub(1).filter(|&before| before >= range.start);
        let lead = self.lead(start, range.start);
        let lead_sets = lead.map_or(0, |at| self.words.of(text.of(at)));
        let after_preposition = lead_sets & set::LOCATIVE != 0;
        so(C::After, after_preposition);
        so(C::AfterMotion, lead_sets & set::MOTION != 0);
        so(C::SiteAfter, after_preposition && shape == Shape::Site);
        so(C::InstitutionAfter, after_preposition && shape == Shape::Institution);
        so(
            C::AfterPerson,
            before.is_some_and(|at| self.words.of(text.of(at)) & set::PERSON != 0 && text.tokens[at].capital),
        );
        so(C::AfterThe, before.is_some_and(|at| text.is(at, class::DETERMINER)));
        let capital_name =
            |at: usize| text.tokens[at].capital && text.tokens[at].kind == TokenKind::Word && text.tag(at).is_proper();
        so(C::AfterName, before.is_some_and(|at| capital_name(at) && !text.is(at, class::GENITIVE)));
        so(C::AfterComma, before.is_some_and(|at| text.is_mark(at, ',')));
        so(C::Begins, before.is_none());

        let next = Some(end).filter(|&next| next < range.end);
        let next_sets = next.map_or(0, |at| self.words.of(text.of(at)));
        let named = next.is_some_and(&capital_name);
        so(C::BeforeBody, named && next_sets & set::BODY != 0);
        so(C::BeforeName, named && next_sets & set::BODY == 0);
        so(
            C::BeforeNoun,
            next.is_some_and(|at| !text.tokens[at].capital && matches!(text.tag(at), Tag::Nn | Tag::Nns)),
        );
        so(C::Genitive, next.is_some_and(|at| text.is(at, class::GENITIVE)));
        so(
            C::Initials,
            next.is_some_and(|at| {
                text.tokens[at].kind == TokenKind::Number
                    || text.of(at).len() == 2 && text.tokens[at].capital && text.of(at).ends_with('.')
            }),
        );
        so(C::Based, next.is_some_and(|at| text.is_mark(at, '-') || text.of(at) == "based"));
        let and = |at: usize| matches!(text.of(at), "and" | "or" | ",");
        so(C::Listed, next.is_some_and(|at| and(at) && at + 1 < range.end && capital_name(at + 1)));
        so(
            C::Quoted,
            before.is_some_and(|at| text.tokens[at].is_quote()) && next.is_some_and(|at| text.tokens[at].is_quote()),
        );

        so(C::BeforeState, joined.state);
        so(C::BeforeOther, joined.other && !joined.state);
        so(C::AfterTown, joined.town);

        let label = text.label(end - 1);
        let parsed = text.document.is_parsed(text.document.sentence_of(end - 1));
        let subject = parsed && matches!(label, Label::Nsubj | Label::Nsubjpass);
        so(C::Subject, subject);
        let head = text.document.head(end - 1);
        so(
            C::Speaks,
            subject
                && head.is_some_and(|verb| {
                    text.is(verb, class::SPEECH)
                        || matches!(text.document.lemma(verb), "say" | "tell" | "ask" | "think" | "want" | "know")
                }),
        );
        so(C::Object, parsed && label == Label::Dobj);
        so(C::Common, !text.tag(end - 1).is_proper());
        let word = text.of(end - 1);
        so(C::Surname, candidate.core.len() == 1 && self.persons.surnames.contains(word));
        so(C::Partial, candidate.core.len() == 1 && self.persons.parts.contains(word));
        evidence
    }

    /// The word that the name leans on: before articles and words like `nearby`, or before `the town of`.
    fn lead(&self, start: usize, from: usize) -> Option<usize> {
        let text = self.text;
        let mut at = start;
        for _ in 0..4 {
            at = at.checked_sub(1).filter(|&at| at >= from)?;
            let word = text.of(at);
            let small = !text.tokens[at].capital;
            let passed = text.is(at, class::DETERMINER)
                || small && self.words.of(word) & set::PART != 0
                || matches!(word, "nearby" | "neighboring" | "neighbouring" | "historic" | "distant" | "former");
            let town_of = word == "of" && at > from && self.words.of(text.of(at - 1)) & set::DIVISION != 0;
            if town_of {
                at -= 1;
            } else if !passed {
                return Some(at);
            }
        }
        None
    }
}
