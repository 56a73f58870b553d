//! Targets outside of the slots of an entry: in phrases after the words of an event, and further down its clause.

use crate::nlp::{Label, Tag};
use crate::record::{Plover, Quad};

use super::meaning::Meaning;
use super::{Filler, Finder};
use crate::extract::lexicon::entry::{Part, REPLY};
use crate::extract::text::{EntityKind, Mention};

impl<'l> Finder<'_, '_, 'l> {
    /// An actor in a phrase after the words of the event, or in a clause about them: `the embargo that it imposed on Cuba`.
    pub(super) fn target_near(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let frame = meaning.frame?;
        if meaning.part == Part::Modal || frame.target.is_empty() {
            return None;
        }
        // An object that the entry does not ask for is nearer than any phrase: `met Iran's envoy for talks`.
        let object = text.object(meaning.core).filter(|object| {
            text.is_verb(meaning.core) && !text.is_passive(meaning.core) && !self.matched.contains(object)
        });
        if let Some((found, quality)) = object.and_then(|object| self.actors(object, false)) {
            return Some((found, quality * 0.8));
        }
        let mut places = vec![meaning.core];
        places.extend(text.object(meaning.core).filter(|_| text.is_verb(meaning.core)));
        places.extend(meaning.operators.iter().rev().map(|applied| applied.head).filter(|&head| text.is_verb(head)));
        for index in 0..places.len().min(2) {
            let clauses = text.children.of(places[index]);
            places.extend(
                clauses
                    .filter(|&clause| matches!(text.label(clause), Label::Relcl | Label::Acl) && text.is_verb(clause)),
            );
        }
        for place in places {
            for (preposition, object) in text.prepositions(place) {
                let place = matches!(text.of(preposition), "in" | "at" | "of" | "over");
                // `a meeting of ministers from the six`, `on Cuba`: only `with` and `to` say who is met.
                let met = meaning.plover == Some(Plover::Consult);
                let material = meaning
                    .plover
                    .is_some_and(|plover| matches!(plover.quad(), Quad::MaterialCooperation | Quad::MaterialConflict));
                // `defended the bureau against its critics`: not these.
                let against = text.of(preposition) == "against" && meaning.plover == Some(Plover::Support);
                // `filed a complaint with the police`: they are told.
                let told = meaning.plover == Some(Plover::Accuse) && text.of(preposition) == "with";
                let near = (material || !place)
                    && !against
                    && !told
                    && (!met || matches!(text.of(preposition), "with" | "to"))
                    && text.occasion(preposition).is_none()
                    && matches!(
                        text.of(preposition),
                        "to" | "on"
                            | "against"
                            | "from"
                            | "with"
                            | "for"
                            | "in"
                            | "over"
                            | "at"
                            | "into"
                            | "toward"
                            | "towards"
                            | "of"
                    );
                // `a report on the tin industry`: what it is about.
                let trade = |mention: &Mention| self.cast.entities[mention.entity].name == "industry";
                if near
                    && !self.reading.mention_at(object).is_some_and(trade)
                    && let Some((found, quality)) = self.actors(object, false)
                {
                    return Some((found, quality * 0.55));
                }
            }
        }
        None
    }

    /// Who is answered with a hostile act: `in response to the minister's remarks`, `in the wake of a rebel attack`; a storm or a
    /// report is no such occasion.
    fn answered(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let (noun, deed) = text.children.of(meaning.head).chain(text.children.of(meaning.core)).find_map(|child| {
            let occasion = text.occasion(child)?;
            let noun = text.child(child, &[Label::Pobj])?;
            let deed = text.prepositions(noun).next()?.1;
            (self.is_a(occasion, REPLY) || self.lexicon.predicates.noun_types(text.tokens[deed].lemma) != 0)
                .then_some((noun, deed))
        })?;
        self.possessor(deed, false)
            .or_else(|| self.actors(noun, false))
            .filter(|(found, _)| found.iter().any(|mention| !self.cast.entities[mention.entity].code.is_empty()))
    }

    /// An actor anywhere below the words of an event, the nearest first, but not in a clause with a subject of its own:
    /// `gave money to build schools in Chad`.
    pub(super) fn target_far(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let frame = meaning.frame?;
        // A noun by itself says who is concerned beside it, or not at all.
        let bare = meaning.part == Part::Noun && meaning.operators.is_empty();
        if meaning.part == Part::Modal || bare || frame.target.is_empty() {
            return None;
        }
        if frame.requires.coded && frame.entry.objects.is_empty() && meaning.operators.is_empty() {
            return None;
        }
        // What a policy that is praised is about is not who is praised.
        let deeds = meaning.plover.is_some_and(|plover| match plover.quad() {
            Quad::MaterialCooperation | Quad::MaterialConflict => true,
            // `asked for permission to send observers`: what is asked for is not done to whoever is asked.
            _ => {
                matches!(plover, Plover::Agree | Plover::Threaten)
                    || plover == Plover::Request && !meaning.operators.is_empty()
            }
        });
        let hostile =
            meaning.plover.is_some_and(|plover| matches!(plover.quad(), Quad::VerbalConflict | Quad::MaterialConflict));
        if hostile && let Some((found, _)) = self.answered(meaning) {
            return Some((found, 0.45));
        }
        let mut level = vec![meaning.core];
        if !text.is_verb(meaning.core) {
            level.extend(meaning.operators.iter().map(|applied| applied.head));
        }
        // `will meet in Brussels`: where it is, and nobody who is met.
        let talks = meaning.plover.is_some_and(|plover| plover.quad() == Quad::VerbalCooperation);
        let where_it_is = |preposition: usize| {
            let object = text.child(preposition, &[Label::Pobj]).and_then(|object| self.reading.mention_at(object));
            talks && object.is_some_and(|mention| self.is_place(mention))
        };
        let mut place = None;
        for _ in 0..7 {
            let mut next = Vec::new();
            for &at in &level {
                for child in text.children.of(at) {
                    let subject = text.child(child, &[Label::Nsubj, Label::Nsubjpass]);
                    let clause = subject.is_some();
                    // `will investigate claims that soldiers beat villagers`: the soldiers are looked into.
                    let claimed = text.tag(at).is_noun() && matches!(text.label(child), Label::Acl | Label::Ccomp);
                    if claimed && meaning.plover == Some(Plover::Accuse) {
                        // `claims that villagers were beaten by soldiers`.
                        let agent = subject.filter(|_| text.is_passive(child)).and_then(|_| text.agent(child));
                        next.extend(agent.or(subject));
                    }
                    let opens = match text.label(child) {
                        Label::Prep => match text.of(child).to_ascii_lowercase().as_str() {
                            "in" | "at" | "near" if where_it_is(child) => false,
                            "in" => text.occasion(child).is_none_or(|occasion| hostile && self.is_a(occasion, REPLY)),
                            // `filed a complaint with the police`: they are told.
                            "with" if meaning.plover == Some(Plover::Accuse) => false,
                            "to" | "for" | "of" | "on" | "upon" | "with" | "against" | "from" | "into" | "at"
                            | "over" | "toward" | "towards" | "about" | "between" | "among" | "near" | "across"
                            | "around" | "along" | "concerning" | "regarding" | "involving" | "inside" | "within"
                            | "outside" => true,
                            _ => false,
                        },
                        Label::Agent => text.label(at) == Label::Acl,
                        Label::Pobj if text.of(child) == "behalf" => false,
                        Label::Pobj | Label::Dobj | Label::Dative | Label::Attr | Label::Appos => true,
                        Label::Nsubjpass => true,
                        // `met to discuss a plan for Chad`: what a meeting is about is not who is met.
                        // `Speaking to farmers, the minister attacked the plan`: whoever is spoken to is not attacked.
                        // `boycotted the vote, citing the generals`: what is said of it is another matter.
                        Label::Advcl => {
                            !clause && deeds && child > at && !(text.tag(child) == Tag::Vbg && self.says(child))
                        }
                        Label::Xcomp | Label::Acl | Label::Pcomp => !clause && deeds,
                        // `moved tanks and carriers`: they are moved, too.
                        Label::Conj => !(text.is_verb(child) || text.tag(at).is_noun() && self.matched.contains(&at)),
                        Label::Poss | Label::Compound | Label::Amod | Label::Nmod => {
                            text.document.lemma(at) != "industry"
                        }
                        _ => false,
                    };
                    if opens {
                        next.push(child);
                    }
                }
            }
            for &at in &next {
                let kind =
                    |mention: &Mention| text.document.head(at).is_some_and(|noun| self.tells_kind(mention, noun));
                let found = self.reading.mention_at(at).filter(|mention| {
                    !self.is_doers(mention)
                        && !self.is_own_state(mention)
                        && !kind(mention)
                        && self.cast.entities[mention.entity].name != "industry"
                        && self.acts(mention, false)
                });
                let Some(mention) = found else { continue };
                let entity = &self.cast.entities[mention.entity];
                if !entity.code.is_empty() {
                    // `sold tin to Peru and Chile`.
                    let mut all = self.reading.heads(text, mention.head);
                    all.retain(|other| !self.is_doers(other) && !self.is_own_state(other) && self.acts(other, false));
                    let all = if all.contains(mention) { all } else { vec![mention.clone()] };
                    return Some((all, 0.45));
                }
                if entity.kind == EntityKind::Place && place.is_none() {
                    place = Some((vec![mention.clone()], 0.35));
                }
            }
            level = next;
        }
        place
    }
}
