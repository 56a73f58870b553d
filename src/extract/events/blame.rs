//! Who is meant where a deed or a plan is condemned, rejected or welcomed: whoever does it, never its victim.

use crate::nlp::Label;
use crate::record::{Plover, Quad};

use super::meaning::{Applied, Meaning};
use super::{Filler, Finder};
use crate::extract::lexicon::entry::{ANSWER, Part, Slot, WISH};
use crate::extract::lexicon::operators::{Complement, OutcomeKind};

impl<'l> Finder<'_, '_, 'l> {
    /// Who is to blame where a deed is condemned or protested against: whoever did it, else the deed; never its victim.
    /// None where nothing of the kind is said.
    pub(super) fn blamed(&mut self, meaning: &Meaning<'l>) -> Option<Option<Filler>> {
        let text = self.text;
        let applied = meaning.operators.first()?;
        let deed = meaning.frame?.plover.is_some_and(|plover| {
            matches!(plover.quad(), Quad::MaterialConflict) || matches!(plover, Plover::Threaten | Plover::Accuse)
        });
        let blame = matches!(applied.outcome.kind, OutcomeKind::Type(Plover::Accuse | Plover::Protest));
        let noun = applied.complement == Complement::Object && text.tag(applied.inner).is_noun();
        // `faulted the agency for its raid`: the agency is to blame.
        let other = text.is_verb(applied.head)
            && text.child(applied.head, &[Label::Dobj]).is_some_and(|object| object != applied.inner);
        if !deed || !blame || !noun || other || applied.inner != meaning.core {
            return None;
        }
        // `blamed the attack on rebels`.
        let named: Vec<Slot> =
            applied.operator.target.iter().copied().filter(|slot| matches!(slot, Slot::Preposition(_))).collect();
        if let Some(found) = self.first(&named, applied.head, applied.operator.entry.part, false) {
            return Some(Some(found));
        }
        let words = &self.lexicon.words;
        let slots = [Slot::Possessor, Slot::Preposition(words.id("by")), Slot::Preposition(words.id("from"))];
        let doer = self.first(&slots, meaning.core, Part::Noun, true).or_else(|| {
            let clause = text.children.of(meaning.core).filter(|&child| text.label(child) == Label::Acl);
            let agents: Vec<usize> = clause.filter_map(|verb| text.agent(verb)).collect();
            agents.into_iter().find_map(|agent| self.actors(agent, false))
        });
        // `allegations that Peru sold arms`.
        let told = || {
            let clause =
                text.child(meaning.core, &[Label::Acl, Label::Ccomp]).filter(|&clause| text.is_verb(clause))?;
            if text.is_passive(clause) { text.agent(clause) } else { text.child(clause, &[Label::Nsubj]) }
        };
        let doer = doer.or_else(|| self.by_of_verb(applied)).or_else(|| self.actors(told()?, false));
        if doer.is_some() {
            return Some(doer);
        }
        Some(Some((vec![self.thing_at(meaning.core)], 0.6)))
    }

    /// Whose event it is that is rejected, condemned or welcomed: `rejected a demand from Iran for talks with Iraq`.
    /// The outermost operator of `operators` is the one that rejects; `the possibility of` says nothing of its own.
    pub(super) fn whose(&mut self, operators: &[Applied<'l>]) -> Option<Filler> {
        let text = self.text;
        let applied = operators.first()?;
        let reaction = applied.complement == Complement::Object
            && text.tag(applied.inner).is_noun()
            && matches!(
                applied.outcome.kind,
                OutcomeKind::Type(
                    Plover::Reject | Plover::Accuse | Plover::Support | Plover::Protest | Plover::Concede
                )
            );
        // `approved its offer to pay`.
        let answer = applied.complement == Complement::Object
            && self.is_a(applied.head, ANSWER)
            && self.is_a(applied.inner, WISH);
        if !reaction && !answer {
            return None;
        }
        let words = &self.lexicon.words;
        let slots = [Slot::Possessor, Slot::Preposition(words.id("from")), Slot::Preposition(words.id("by"))];
        let mut found = self.first(&slots, applied.inner, Part::Noun, false);
        let possible = |inner: &&Applied<'_>| {
            inner.complement == Complement::Object
                && inner.outcome.kind == OutcomeKind::Same
                && !matches!(text.document.lemma(inner.head), "proposal" | "suggestion")
        };
        for inner in operators[1..].iter().take_while(possible) {
            found = found.or_else(|| self.first(&slots, inner.inner, Part::Noun, false));
        }
        found = found.or_else(|| self.by_of_verb(applied));
        if found.is_some() || self.things == 0 {
            return found;
        }
        let named = std::mem::take(&mut self.matched);
        let thing = self.actors(applied.inner, false);
        self.matched = named;
        thing
    }

    /// Who does what is condemned or rejected where that seems to hang on the verb: `condemned the shelling of villages by the army`.
    fn by_of_verb(&mut self, applied: &Applied<'l>) -> Option<Filler> {
        let text = self.text;
        if !text.is_verb(applied.head) || text.is_passive(applied.head) {
            return None;
        }
        let mut by = text.prepositions(applied.head).filter(|&(at, _)| at > applied.inner && text.of(at) == "by");
        let (_, whom) = by.next()?;
        self.reading.mention_at(whom)?;
        self.actors(whom, false)
    }
}
