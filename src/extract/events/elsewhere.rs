//! To whom it is done where another part of the sentence tells it: a condition, an owner, a quarrel.

use crate::nlp::{Label, Tag};
use crate::record::{Plover, Quad};

use super::meaning::Meaning;
use super::{Filler, Finder};
use crate::extract::lexicon::entry::{AGAINST, ANGRY, ASSURING, CARRYING, MOVING, QUARREL, WISH};
use crate::extract::text::EntityKind;

impl<'l> Finder<'_, '_, 'l> {
    /// Whoever it is done to as another phrase tells: the condition of a threat, whoever is told or meant, anger, a quarrel.
    pub(super) fn elsewhere(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        self.conditional(meaning)
            .or_else(|| self.told(meaning))
            .or_else(|| self.aimed(meaning))
            .or_else(|| self.despite(meaning))
            .or_else(|| self.outside(meaning))
            .or_else(|| self.angered(meaning))
            .or_else(|| self.rival(meaning))
    }

    /// Whose wish is not heard: `refused to end the strike despite an appeal from Peru`.
    fn despite(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        if meaning.plover != Some(Plover::Reject) {
            return None;
        }
        let wish = |at: usize| {
            let noun = match text.of(at).to_ascii_lowercase().as_str() {
                "despite" => text.child(at, &[Label::Pobj]),
                "spite" | "defiance" => text.part_of(at),
                _ => None,
            };
            noun.filter(|&noun| self.is_a(noun, WISH))
        };
        let wish = self.reading.tokens.clone().find_map(wish)?;
        let (found, quality) = self.actors(wish, false)?;
        Some((found, quality * 0.8))
    }

    /// At whom it is aimed: `in a show of force directed at Peru`, `as a signal to Peru`.
    fn aimed(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        if !matches!(meaning.plover, Some(Plover::Mobilize | Plover::Threaten | Plover::Protest)) {
            return None;
        }
        let at = |token: usize| {
            let to = match text.document.lemma(token) {
                "aim" | "direct" | "point" | "level" if text.tag(token).is_verb() => "at",
                "signal" | "message" | "lesson" | "warning" if text.tag(token).is_noun() => "to",
                _ => return None,
            };
            let whom = text.prepositions(token).find(|&(at, _)| text.of(at) == to || text.of(at) == "against");
            whom.map(|(_, whom)| whom)
        };
        let whom = self.reading.tokens.clone().find_map(at)?;
        let (found, quality) = self.actors(whom, false)?;
        Some((found, quality * 0.8))
    }

    /// Before whose door people protest: `demonstrated outside the ministry in Lima against plans to close schools`.
    fn outside(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        if meaning.plover != Some(Plover::Protest) || !text.is_verb(meaning.head) {
            return None;
        }
        let door = |&(at, _): &(usize, usize)| matches!(text.of(at), "outside" | "opposite");
        let (_, whose) = text.prepositions(meaning.head).find(door)?;
        self.actors(whose, false).filter(|found| self.is_state(found))
    }

    /// With whom those are angry who take to the streets, or whom they want to move: `marched, furious at the premier`, `rioted in anger at a tax
    /// imposed by Peru`, `struck to force the premier to resign`.
    fn angered(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        if meaning.plover != Some(Plover::Protest) {
            return None;
        }
        let to = |at: usize| matches!(text.of(at), "at" | "with" | "over" | "about" | "against" | "by");
        // `rioted in anger at the premier`: it may hang on the verb.
        let next = |token: usize| Some(token + 1).filter(|at| self.reading.tokens.contains(at) && to(*at));
        let over = |token: usize| {
            let own = text.prepositions(token).find(|&(at, _)| to(at)).map(|(_, whom)| whom);
            own.or_else(|| text.child(next(token)?, &[Label::Pobj]))
        };
        let moved = |token: usize| text.child(token, &[Label::Dobj]).filter(|_| text.has_to(token));
        let tokens = self.reading.tokens.clone();
        let whom = tokens.filter_map(|token| match () {
            () if self.is_a(token, ANGRY) => over(token),
            () if text.is_verb(token) && self.is_a(token, MOVING) => moved(token),
            () => None,
        });
        let whom: Vec<usize> = whom.collect();
        let (found, quality) = whom.into_iter().find_map(|whom| self.actors(whom, false))?;
        let known = found.iter().any(|mention| !self.cast.entities[mention.entity].code.is_empty());
        known.then_some((found, quality * 0.7))
    }

    /// Whoever a threat is about: `will burn unless Peru leaves`, `would quit should the premier stay`.
    fn conditional(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        if meaning.plover != Some(Plover::Threaten) || !text.is_verb(meaning.head) {
            return None;
        }
        let conditional = |verb: usize| {
            // `warned that even if Peru won`: not for that.
            let even = |at: usize| at.checked_sub(1).is_some_and(|before| text.of(before) == "even");
            let marked = |child: usize| {
                matches!(text.of(child), "if" | "unless") && text.label(child) == Label::Mark && !even(child)
            };
            let subject = text.child(verb, &[Label::Nsubj, Label::Nsubjpass])?;
            let inverted = |child: usize| {
                child < subject
                    && text.label(child) == Label::Aux
                    && matches!(text.of(child).to_ascii_lowercase().as_str(), "should" | "were")
            };
            let so = text.children.of(verb).any(|child| marked(child) || inverted(child));
            (so && text.tag(subject).is_noun()).then_some(subject)
        };
        let above = |verb: usize| text.document.path_to_root(verb).any(|at| at == meaning.head || at == meaning.core);
        let verbs =
            self.reading.tokens.clone().filter(|&verb| text.is_verb(verb) && verb != meaning.core && above(verb));
        let subject = verbs.filter_map(conditional).next()?;
        let (found, quality) = self.actors(subject, false)?;
        Some((found, quality * 0.8))
    }

    /// Against whom forces are sent: `sent a carrier to the Gulf to deter Iran`.
    pub(super) fn deterred(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        if meaning.plover != Some(Plover::Mobilize) {
            return None;
        }
        let purpose = |&verb: &usize| {
            let hangs = text.document.path_to_root(verb).any(|at| at == meaning.head || at == meaning.core);
            text.has_to(verb) && verb > meaning.head && hangs && self.is_a(verb, AGAINST)
        };
        let verb = self.reading.tokens.clone().find(purpose)?;
        let whom = text.child(verb, &[Label::Dobj])?;
        let (found, quality) = self.actors(whom, false)?;
        Some((found, quality * 0.9))
    }

    /// Who is told that something will be done: `told Peru it would send grain`.
    fn told(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let verb = Some(meaning.head).filter(|&verb| text.is_verb(verb) && self.has_will(verb))?;
        let above = text.document.head(verb).filter(|_| text.label(verb) == Label::Ccomp)?;
        let whom = text.child(above, &[Label::Dobj, Label::Dative]).filter(|_| self.is_a(above, ASSURING))?;
        self.actors(whom, false)
    }

    /// Whether one of the actors is of a known country, or a known body.
    pub(super) fn is_state(&self, found: &Filler) -> bool {
        found.0.iter().any(|mention| {
            let entity = &self.cast.entities[mention.entity];
            !(entity.code.is_empty() || entity.kind == EntityKind::Agent && entity.country.is_empty())
        })
    }

    /// With whom there is a quarrel in which something is done to nobody who is named: `called up reservists as the standoff with Chad
    /// went on`.
    fn rival(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let moves = matches!(
            meaning.plover,
            Some(Plover::Mobilize | Plover::Retreat | Plover::Sanction | Plover::Threaten | Plover::Protest)
        );
        if !moves {
            return None;
        }
        let with = |&(at, _): &(usize, usize)| matches!(text.of(at), "with" | "against");
        let quarrels = self.reading.tokens.clone().filter(|&noun| text.tag(noun).is_noun() && self.is_a(noun, QUARREL));
        let whom = quarrels.filter_map(|noun| text.prepositions(noun).find(with)).next()?.1;
        let (found, quality) = self.actors(whom, false)?;
        let known = found.iter().all(|mention| !self.cast.entities[mention.entity].code.is_empty());
        known.then_some((found, quality * 0.7))
    }

    /// Who treats others as is condemned or praised: `deplored the treatment of prisoners by Peru`, where only the prisoners hang on
    /// the noun.
    pub(super) fn maker(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let verb = meaning.head;
        let judges = self.reacts
            && !self.harms
            && meaning.operators.is_empty()
            && !meaning.frame.is_some_and(|frame| frame.requires.mutual);
        if !judges || !text.is_verb(verb) || text.is_passive(verb) {
            return self.spoken_of(meaning);
        }
        let object = text.child(verb, &[Label::Dobj]).filter(|&object| self.reading.mention_at(object).is_none());
        let by = object.and_then(|object| {
            let own = text.prepositions(object).find(|&(at, _)| text.of(at) == "by");
            own.or_else(|| text.prepositions(verb).find(|&(at, _)| at > object && text.of(at) == "by"))
        });
        let found = by.filter(|&(_, whom)| text.tag(whom).is_noun()).and_then(|(_, whom)| self.actors(whom, false));
        found.or_else(|| self.spoken_of(meaning))
    }

    /// Who has offered what is rejected or taken: `offered a truce, which the rebels rejected`.
    pub(super) fn offerer(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let verb = meaning.head;
        let answers = matches!(meaning.plover, Some(Plover::Reject | Plover::Agree | Plover::Support));
        let offer = text.document.head(verb).filter(|_| answers && text.label(verb) == Label::Relcl)?;
        let what = text.child(verb, &[Label::Dobj])?;
        let offered = text.document.head(offer).filter(|_| text.label(offer) == Label::Dobj)?;
        let offers = matches!(text.document.lemma(offered), "offer" | "propose" | "make" | "submit" | "present");
        if !offers || !text.of(what).eq_ignore_ascii_case("which") {
            return None;
        }
        let (found, quality) = self.actors(text.subject(offered)?, false)?;
        Some((found, quality * 0.8))
    }

    /// Of whom somebody says it: `"They have lied to us," the mayor said of the company`.
    fn spoken_of(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        if !matches!(meaning.plover, Some(Plover::Accuse | Plover::Support)) {
            return None;
        }
        let says = |&at: &usize| text.is_verb(at) && self.says(at);
        let saying = text.document.path_to_root(meaning.head).find(says)?;
        let (_, whom) = text.prepositions(saying).find(|&(at, _)| at > saying && text.of(at) == "of")?;
        let (found, quality) = self.actors(whom, false)?;
        Some((found, quality * 0.8))
    }

    /// Whose it is that is seized or hit, and who is in it: `seized a yacht in Genoa belonging to a banker`, `hijacked a bus carrying
    /// soldiers`.
    pub(super) fn belonging(&mut self, meaning: &Meaning<'l>) -> Option<Filler> {
        let text = self.text;
        let verb = meaning.core;
        let deed = meaning.plover.is_some_and(|plover| plover.quad() == Quad::MaterialConflict);
        if !deed || !text.is_verb(verb) {
            return None;
        }
        let object = if text.is_passive(verb) { text.subject(verb) } else { text.child(verb, &[Label::Dobj]) }?;
        let owned = |&at: &usize| {
            let hangs = text.document.head(at).is_some_and(|above| above == object || above == verb);
            hangs && at > object && matches!(text.label(at), Label::Acl | Label::Advcl)
        };
        let within = |at: usize| {
            let carries = text.tag(at) == Tag::Vbg && self.is_a(at, CARRYING);
            let inside = text.child(at, &[Label::Dobj]).filter(|_| carries)?;
            self.reading.mention_at(inside).map(|_| inside)
        };
        let clause = |at: usize| self.owner_in(at).or_else(|| within(at));
        let owner = self.reading.tokens.clone().filter(owned).find_map(clause)?;
        self.actors(owner, false)
    }
}
