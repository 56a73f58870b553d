//! What kind of parties an event has, and whether they can be its parties at all.

use std::ops::Range;

use crate::nlp::Label;
use crate::record::Plover;

use super::Finder;
use super::meaning::Meaning;
use crate::extract::lexicon::entry::{ABROAD, ALLEGATION, FOREIGN, Kind, TANGIBLE};
use crate::extract::lexicon::predicates::Frame;
use crate::extract::lexicon::words::class;
use crate::extract::text::{EntityKind, Mention, is_rebel};

impl<'l> Finder<'_, '_, 'l> {
    /// Whether an entity can be a source or a target.
    pub(super) fn acts(&self, mention: &Mention, source: bool) -> bool {
        let entity = &self.cast.entities[mention.entity];
        match entity.kind {
            EntityKind::Agency => false,
            // A place that nothing is known of acts where it is the subject: it may well be a name that was read wrongly.
            EntityKind::Place if source => self.text.label(mention.head) == Label::Nsubj && !mention.place,
            EntityKind::Thing => !source,
            _ => !(source && mention.place),
        }
    }

    /// Whether a mention says where rather than who.
    pub(super) fn is_place(&self, mention: &Mention) -> bool {
        mention.place || self.cast.entities[mention.entity].kind == EntityKind::Place
    }

    /// What else the source is called: `Ada Crane, a lawyer`, `the regulator Ofwat`.
    pub(super) fn other_names(&self, source: &[Mention]) -> impl Iterator<Item = usize> {
        let text = self.text;
        self.reading
            .mentions
            .iter()
            .filter(move |mention| {
                let above = text.document.head(mention.head);
                let entity = &self.cast.entities[mention.entity];
                let names = |doer: &Mention| {
                    let country = &self.cast.entities[doer.entity].country;
                    let beside = match text.label(mention.head) {
                        Label::Appos => above == Some(doer.head),
                        Label::Compound => above == Some(doer.head) && text.tag(doer.head).is_proper(),
                        _ => {
                            text.label(doer.head) == Label::Appos && text.document.head(doer.head) == Some(mention.head)
                        }
                    };
                    beside
                        && !doer.pronoun
                        && (country.is_empty() || entity.country.is_empty() || *country == entity.country)
                };
                entity.kind == EntityKind::Agent && !mention.adjective && source.iter().any(names)
            })
            .map(|mention| mention.entity)
    }

    /// Whether mentions only say where words are said, people gather or meet: `protested in Lima`, `criticised him in Oslo`. Aid,
    /// forces and attacks reach the place that they are in, and so do visits.
    pub(super) fn is_scene(&self, meaning: &Meaning<'l>, mentions: &[Mention]) -> bool {
        let text = self.text;
        let no_party = |mention: &Mention| {
            self.is_audience(meaning, mention) || self.is_suspected(meaning, mention) || self.is_founded(mention)
        };
        if mentions.iter().all(no_party) {
            return true;
        }
        let inner = meaning.frame.and_then(|frame| frame.plover);
        let meets = |frame: &Frame| frame.plover == Some(Plover::Consult) && frame.requires.mutual;
        let judged = match meaning.plover {
            // What is wrong in a country is said of the country: `criticised the violence in Chad`, but not `their criticism in Lima`.
            Some(Plover::Accuse | Plover::Reject) => true,
            Some(Plover::Protest | Plover::Cooperate) => false,
            // `met with farmers in Lima`, but `visited friends in Lima`.
            Some(Plover::Agree | Plover::Consult) if meaning.frame.is_some_and(meets) => false,
            _ => return false,
        };
        mentions.iter().all(|mention| {
            let country = self.cast.entities[mention.entity].kind == EntityKind::Country;
            // `filed a suit in the federal court`.
            let has = |name: &str| self.cast.entities[mention.entity].sectors.iter().any(|sector| sector == name);
            let court = has("JUD");
            let before = text.document.head(mention.head).filter(|_| text.label(mention.head) == Label::Pobj);
            // `used its veto in the Security Council`.
            let council = (has("IGO") || has("LEG")) && meaning.plover == Some(Plover::Reject);
            if council && before.is_some_and(|at| text.of(at) == "in") {
                return true;
            }
            if court && meaning.plover == Some(Plover::Accuse) {
                return before.is_some_and(|at| matches!(text.of(at), "in" | "before" | "at" | "with"));
            }
            let somewhere = !mention.adjective && !mention.pronoun && (country || self.is_place(mention));
            let first = text.document.path_to_root(mention.head).find(|&at| text.label(at) != Label::Conj);
            let preposition = first.filter(|&at| text.label(at) == Label::Pobj).and_then(|at| text.document.head(at));
            somewhere
                && preposition.is_some_and(|preposition| {
                    let own = text.document.head(preposition).is_some_and(|above| {
                        // `at a rally in Lima`.
                        let occasion = || {
                            let at = text.document.head(above).filter(|_| text.label(above) == Label::Pobj);
                            at.is_some_and(|at| {
                                matches!(text.of(at), "at" | "during")
                                    && text.document.head(at).is_some_and(|verb| text.is_verb(verb))
                            })
                        };
                        text.is_verb(above) || above == meaning.core && inner == meaning.plover || occasion()
                    });
                    // Nobody is at a country: `lashed out at Chad`.
                    let there = match text.of(preposition).to_ascii_lowercase().as_str() {
                        "in" | "near" => true,
                        "at" => !country && !meaning.tokens.contains(&preposition),
                        _ => false,
                    };
                    there && (!judged || own)
                })
        })
    }

    /// Whether somebody is a known actor, or has a name: `helped rebuild Mosul`, `honoured Ada Crane`, `a deal with the Red Alliance`. Those are
    /// somebody, although nothing more is known.
    pub(super) fn is_known(&self, mention: &Mention) -> bool {
        let entity = &self.cast.entities[mention.entity];
        match entity.kind {
            EntityKind::Place => true,
            EntityKind::Person | EntityKind::Organisation if entity.code.is_empty() => {
                !mention.pronoun && self.text.tag(mention.head).is_proper()
            }
            _ => !entity.code.is_empty(),
        }
    }

    /// Whether the event concerns politics: some side is a known actor, and not all known ones are businesses.
    pub(super) fn concerns(&self, source: &[Mention], target: &[Mention], coded: bool) -> bool {
        let code = |mention: &Mention| self.cast.entities[mention.entity].code.as_str();
        let known = |mentions: &[Mention]| mentions.iter().any(|mention| !code(mention).is_empty());
        if coded && !(known(source) && target.iter().any(|mention| self.is_known(mention))) {
            return false;
        }
        let firm = |sector: &String| sector == "BUS" || sector == "MNC";
        let trade = source.iter().chain(target).any(|side| self.cast.entities[side.entity].sectors.iter().any(firm));
        let political = |mention: &Mention| {
            let entity = &self.cast.entities[mention.entity];
            // `Journalists criticized Uber`.
            let business = |sector: &String| firm(sector) || trade && sector == "MED";
            !entity.code.is_empty() && (entity.sectors.is_empty() || !entity.sectors.iter().all(business))
        };
        source.iter().chain(target).any(political)
            // `Left-wing groups rejected the proposal of the Spanish government`: somebody else in the sentence is.
            || source.iter().all(|mention| code(mention).is_empty()) && self.reading.mentions.iter().any(political)
    }

    /// Whether a word is of a kind: one of the constants beside `Classes`.
    pub(super) fn is_a(&self, token: usize, kind: Kind) -> bool {
        self.lexicon.classes.kind(self.text.tokens[token].lemma) & kind != 0
    }

    /// Whether a word is one of saying.
    pub(super) fn says(&self, token: usize) -> bool {
        self.lexicon.words.class(self.text.tokens[token].lemma) & class::SPEECH != 0
    }

    /// Whether an actor is more than private people, workers and businesses.
    pub(super) fn is_official(&self, mention: &Mention) -> bool {
        const PRIVATE: &[&str] = &["CVL", "REF", "REL", "AGR", "BUS", "MNC", "LAB", "MED", "EDU", "HLH", "CRM", "ENV"];
        let entity = &self.cast.entities[mention.entity];
        let private = |sector: &String| PRIVATE.contains(&sector.as_str());
        match entity.kind {
            EntityKind::Country => true,
            EntityKind::Person => entity.sectors.is_empty() || !entity.sectors.iter().all(private),
            _ => !entity.code.is_empty() && (entity.sectors.is_empty() || !entity.sectors.iter().all(private)),
        }
    }

    /// Whether somebody wants votes, and attacks with words only.
    pub(super) fn is_campaigner(&self, mention: &Mention) -> bool {
        let entity = &self.cast.entities[mention.entity];
        let armed = self.is_force(mention);
        let politics = |sector: &String| matches!(sector.as_str(), "LEG" | "PTY");
        entity.kind == EntityKind::Person && !armed && entity.sectors.iter().any(politics)
    }

    /// Whether somebody who is named attacks politicians, or a politician a body or business: `the minister attacked the bank`.
    pub(super) fn is_war_of_words(&self, source: &[Mention], target: &[Mention]) -> bool {
        let entity = |mention: &Mention| &self.cast.entities[mention.entity];
        let criminal = |sector: &String| matches!(sector.as_str(), "CRM" | "SPY");
        let person = |mention: &Mention| {
            let lawful = !self.is_force(mention) && !entity(mention).sectors.iter().any(criminal);
            lawful && entity(mention).kind == EntityKind::Person
        };
        let body = |mention: &Mention| {
            let entity = entity(mention);
            let named = entity.kind == EntityKind::Organisation && !self.is_force(mention);
            named && (entity.code.starts_with("IGO") || entity.sectors.iter().any(|sector| sector == "BUS"))
        };
        source.iter().all(person)
            && (target.iter().all(|mention| self.is_talker(mention))
                || source.iter().all(|mention| self.is_talker(mention))
                    && target.iter().all(|mention| self.is_talker(mention) || body(mention)))
    }

    /// Whether forces that seize this have taken a place: a town, a country.
    pub(super) fn is_taken(&self, mention: &Mention) -> bool {
        let entity = &self.cast.entities[mention.entity];
        let known = matches!(entity.kind, EntityKind::Place | EntityKind::Country) && !entity.country.is_empty();
        // `Police seized heroin in Tarma`.
        let above = self.text.document.head(mention.head).map_or("", |above| self.text.of(above));
        let there = self.text.label(mention.head) == Label::Pobj && matches!(above, "in" | "at" | "near");
        known && !there && !mention.adjective && !mention.pronoun
    }

    /// Whether an actor is made up of soldiers, police or rebels.
    pub(super) fn is_force(&self, mention: &Mention) -> bool {
        const FORCES: &[&str] = &["MIL", "COP", "REB", "SEP", "UAF", "RAD"];
        let entity = &self.cast.entities[mention.entity];
        entity.sectors.iter().any(|sector| FORCES.contains(&sector.as_str()))
    }

    /// Whether an actor is a politician or party, or what is said or planned: somebody or something that words are aimed at.
    pub(super) fn is_talker(&self, mention: &Mention) -> bool {
        const ARMED: &[&str] = &["MIL", "COP", "REB", "SEP", "UAF", "RAD", "CRM", "SPY"];
        const POLITICAL: &[&str] = &["GOV", "LEG", "PTY", "ELI", "OPP", "MED", "JUD"];
        let entity = &self.cast.entities[mention.entity];
        let has = |list: &[&str]| entity.sectors.iter().any(|sector| list.contains(&sector.as_str()));
        match entity.kind {
            EntityKind::Country | EntityKind::Place => false,
            EntityKind::Thing => {
                let noun = self.text.tokens[mention.head].lemma;
                self.lexicon.classes.kind(noun) & TANGIBLE == 0
            }
            EntityKind::Person => !has(ARMED) && (entity.code.is_empty() || has(POLITICAL)),
            // Rivals and critics are nobody's, and hit with words.
            _ => !has(ARMED) && (has(POLITICAL) || entity.code.is_empty()),
        }
    }

    /// Gives people and firms whose country is not said that of the state which does something to them: `the Danish government urged
    /// farmers to wait`.
    pub(super) fn settle_at_home(&mut self, source: &[Mention], target: &[Mention]) {
        const PEOPLE: &[&str] = &["AGR", "BUS", "CVL", "EDU", "HLH", "LAB", "MED"];
        let state = |side: &[Mention]| {
            let [only] = side else { return None };
            let entity = &self.cast.entities[only.entity];
            let rules = entity.sectors.iter().any(|sector| matches!(sector.as_str(), "GOV" | "LEG" | "JUD" | "COP"));
            let country = entity.kind == EntityKind::Country || rules;
            (country && !entity.inferred && !entity.country.is_empty()).then(|| entity.country.clone())
        };
        let Some(country) = state(source) else { return };
        let text = self.text;
        for mention in target {
            let start = mention.tokens.start;
            let elsewhere = (start.saturating_sub(2)..mention.tokens.end).any(|at| self.is_a(at, ABROAD | FOREIGN))
                || start > 0 && text.of(start - 1) == "other";
            let entity = &mut self.cast.entities[mention.entity];
            let people = entity.sectors.iter().all(|sector| PEOPLE.contains(&sector.as_str()));
            let home = entity.kind == EntityKind::Agent && entity.country.is_empty() && !entity.code.is_empty();
            if home && people && !elsewhere {
                entity.code = format!("{country}{}", entity.code);
                entity.country.clone_from(&country);
                entity.inferred = true;
            }
        }
    }

    /// Whether a mention only says before whom something is said, or where: `criticised the plan at a meeting of farmers`,
    /// `announced the ban at a news conference in Lima`.
    fn is_audience(&self, meaning: &Meaning<'l>, mention: &Mention) -> bool {
        let text = self.text;
        let entity = &self.cast.entities[mention.entity];
        // `told reporters that Peru would yield`.
        let above = text.document.head(mention.head).filter(|above| !meaning.tokens.contains(above));
        let told = above.filter(|&verb| text.is_verb(verb) && self.says(verb));
        let press = entity.kind == EntityKind::Agent && entity.sectors.iter().any(|sector| sector == "MED");
        if told.is_some_and(|verb| press && text.document.path_to_root(meaning.head).any(|at| at == verb)) {
            return true;
        }
        let place = self.is_place(mention) || entity.kind == EntityKind::Country;
        let (says, meets) = match meaning.plover {
            Some(Plover::Accuse | Plover::Reject | Plover::Support | Plover::Threaten) => (true, false),
            Some(Plover::Consult | Plover::Agree | Plover::Cooperate) => (false, true),
            _ => (false, false),
        };
        let within = if place { "in" } else { "of" };
        let above = |at: usize, words: &[&str]| {
            let preposition = text.document.head(at).filter(|_| text.label(at) == Label::Pobj)?;
            let fits = words.iter().any(|word| text.of(preposition).eq_ignore_ascii_case(word));
            text.document.head(preposition).filter(|_| fits)
        };
        let gathering = above(mention.head, &[within]).filter(|noun| !meaning.tokens.contains(noun));
        let Some(gathering) = gathering.filter(|_| !meets && (place || says)) else { return false };
        let people = matches!(
            text.document.lemma(gathering),
            "rally" | "meeting" | "conference" | "convention" | "congress" | "session" | "gathering" | "seminar"
        );
        let at = above(gathering, &["at", "during", "before"]).filter(|_| people);
        at.is_some_and(|at| text.is_verb(at) || meaning.tokens.contains(&at))
    }

    /// Whether a body is only made by what is done: `called for the creation of a fund`, `agreed to set up a company`.
    fn is_founded(&self, mention: &Mention) -> bool {
        let text = self.text;
        let Some(above) = text.document.head(mention.head) else { return false };
        match text.label(mention.head) {
            Label::Pobj if text.of(above) == "of" => text.document.head(above).is_some_and(|noun| {
                matches!(text.document.lemma(noun), "formation" | "creation" | "establishment" | "founding")
            }),
            Label::Dobj => match text.document.lemma(above) {
                "create" | "establish" | "found" | "form" => true,
                "set" => text.child(above, &[Label::Prt]).is_some_and(|up| text.of(up) == "up"),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether a mention is only somebody of whom a claim tells that is dismissed: `dismissed fears that Chad would collapse`.
    fn is_suspected(&self, meaning: &Meaning<'l>, mention: &Mention) -> bool {
        let text = self.text;
        let clause = |at: usize| {
            let that = text.child(at, &[Label::Mark]).is_some_and(|mark| text.of(mark) == "that");
            let noun = text.document.head(at).filter(|&noun| that && text.tag(noun).is_noun())?;
            matches!(text.label(at), Label::Acl | Label::Ccomp).then_some(noun)
        };
        let claim = text.document.path_to_root(mention.head).find_map(clause);
        meaning.plover == Some(Plover::Reject)
            && claim.is_some_and(|noun| self.is_a(noun, ALLEGATION) && meaning.tokens.contains(&noun))
    }

    /// Whether a mention is the source itself, or a body that is said to be its own.
    pub(super) fn is_doers(&self, mention: &Mention) -> bool {
        let text = self.text;
        if self.doers.contains(&mention.entity) {
            return true;
        }
        // `the council of the union`: not the union, either.
        let body = &self.cast.entities[mention.entity];
        let part = |doer: &usize| {
            let doer = &self.cast.entities[*doer];
            doer.kind == EntityKind::Agent && !body.code.is_empty() && doer.code == body.code
        };
        if body.kind == EntityKind::Organisation && body.country.is_empty() && self.doers.iter().any(part) {
            return true;
        }
        // `withdrew peacekeepers`: of whom nobody says that they are another's.
        let entity = &self.cast.entities[mention.entity];
        let soldiers = entity.sectors.iter().any(|sector| sector == "MIL" || sector == "COP");
        let forces = soldiers && (entity.inferred || entity.country.is_empty());
        let own = |doer: &usize| self.cast.entities[*doer].country == entity.country;
        // `Mozambique asked for aid to help the country`.
        let home = entity.inferred && matches!(entity.role.as_deref(), Some("country" | "nation" | "state"));
        if home && !entity.country.is_empty() && self.doers.iter().any(own) {
            return true;
        }
        // `granted asylum to sailors`: those who are given something are not the giver's own.
        let before = text.document.head(mention.head).filter(|_| text.label(mention.head) == Label::Pobj);
        let forces = forces && !(self.friendly && before.is_some_and(|at| matches!(text.of(at), "to" | "for")));
        // But rebels surrender to it.
        let rebel = |doer: &usize| is_rebel(&self.cast.entities[*doer].sectors);
        // `Canada scrambled fighters`.
        let unowned = self.musters && entity.kind == EntityKind::Agent && entity.country.is_empty();
        if forces && unowned && !self.doers.iter().any(rebel) {
            return true;
        }
        if forces && !entity.country.is_empty() && self.sends && self.doers.iter().any(|doer| own(doer) && !rebel(doer))
        {
            return true;
        }
        // `withdrew its troops`, `returned to his country`; but `dismissed his deputy`.
        let state = entity.kind == EntityKind::Country || entity.role.as_deref() == Some("country");
        let theirs = self.sends || soldiers || state;
        let owner = text.child(mention.head, &[Label::Poss]).and_then(|owner| self.reading.mention_at(owner));
        theirs && entity.kind != EntityKind::Person && owner.is_some_and(|owner| self.doers.contains(&owner.entity))
    }

    /// Whether a mention is the state that the source is or acts for: `the minister promised France's support`.
    pub(super) fn is_own_state(&self, mention: &Mention) -> bool {
        if self.protests {
            return false;
        }
        let entity = &self.cast.entities[mention.entity];
        let government = self.friendly && entity.sectors.iter().any(|sector| sector == "GOV");
        let state = entity.kind == EntityKind::Country || government;
        let serves = |doer: &usize| {
            let doer = &self.cast.entities[*doer];
            doer.country == entity.country
                && (doer.kind == EntityKind::Country
                    || doer.kind == EntityKind::Person && doer.sectors.is_empty()
                    || doer.sectors.iter().any(|sector| sector == "GOV")
                    // `moved troops to the Peruvian border`.
                    || entity.kind == EntityKind::Country && doer.sectors == ["MIL"])
        };
        state && !entity.country.is_empty() && self.doers.iter().any(serves)
    }

    /// The several owners of one body: `Russia and Turkey's ministers`, `Iranian and U.S. officials`, `officials from Peru and Chile`.
    pub(super) fn sides(&mut self, only: &Mention) -> Vec<Mention> {
        let text = self.text;
        let base = text.base_phrase(only.head);
        let mut sides = self.with_own(self.of_countries(base.start.min(only.tokens.start)..base.end), only);
        if sides.len() < 2 {
            let owned = text.prepositions(only.head).filter(|&(at, _)| matches!(text.of(at), "of" | "from"));
            let owners = owned.map(|(_, object)| {
                let heads = text.with_conjuncts(object).into_iter();
                self.with_own(heads.flat_map(|head| self.of_countries(head..head + 1)).collect(), only)
            });
            sides = owners.into_iter().find(|owners| owners.len() > 1).unwrap_or(sides);
        }
        for side in sides.iter_mut().filter(|side| side.entity != only.entity) {
            side.entity = self.cast.agents_of(side.entity, only.entity);
        }
        sides
    }

    /// The same with the body itself, where it has the country of another owner, whose name is part of it: `the ministers of Peru and Chile`.
    fn with_own(&self, mut sides: Vec<Mention>, only: &Mention) -> Vec<Mention> {
        let country = |mention: &Mention| &self.cast.entities[mention.entity].country;
        let others = sides.iter().all(|side| side.entity != only.entity && country(side) != country(only));
        if others && !sides.is_empty() && !country(only).is_empty() {
            sides.insert(0, only.clone());
        }
        sides
    }

    /// The mentions whose heads stand among `tokens`, the first of each country.
    fn of_countries(&self, tokens: Range<usize>) -> Vec<Mention> {
        let mut found: Vec<Mention> = Vec::new();
        let mut countries: Vec<&str> = Vec::new();
        for token in tokens {
            let Some(mention) = self.reading.mentions.iter().find(|mention| mention.head == token) else { continue };
            let entity = &self.cast.entities[mention.entity];
            // `British and EU negotiators`.
            let body = entity.kind == EntityKind::Organisation && self.text.label(token) == Label::Conj;
            let country =
                if entity.country.is_empty() && body { entity.code.as_str() } else { entity.country.as_str() };
            if !country.is_empty() && !countries.contains(&country) {
                countries.push(country);
                found.push(mention.clone());
            }
        }
        found
    }
}
