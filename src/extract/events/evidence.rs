//! What speaks for and against an event: the circumstances that its confidence is made of.

use std::borrow::Cow;

use super::{Finder, Meaning};
use crate::extract::lexicon::confidence::Witness;
use crate::extract::lexicon::entry::Part;
use crate::extract::text::{Entity, EntityKind, Mention};
use crate::nlp::{Label, Tag};
use crate::record::{Modality, Plover, Polarity};

/// What was found of an event besides its meaning.
pub struct Findings<'f> {
    pub plover: Plover,
    pub source: &'f [Mention],
    pub target: &'f [Mention],
    /// How directly the words name them, 1 for the head of a phrase in the slot that the entry names first.
    pub qualities: (f32, f32),
    pub mood: (Polarity, Modality),
    /// Whether a future verb has turned the event into an intention.
    pub will: bool,
}

/// What the circumstances of a side are called.
struct Names {
    unknown: &'static str,
    inferred: &'static str,
    pronoun: &'static str,
    country: &'static str,
    organisation: &'static str,
    person: &'static str,
    place: &'static str,
    stateless: &'static str,
    stateless_at_home: &'static str,
    unknown_at_home: &'static str,
    words: &'static str,
    small: &'static str,
    distance: &'static str,
    private: &'static str,
    several: &'static str,
    word: &'static str,
    sector: &'static str,
    label: &'static str,
    kind: &'static str,
}

const SOURCE: Names = Names {
    unknown: "source unknown",
    inferred: "source inferred",
    pronoun: "source pronoun",
    country: "source country",
    organisation: "source organisation",
    person: "source person",
    place: "source place",
    stateless: "source without country",
    stateless_at_home: "source without country at home",
    unknown_at_home: "source unknown at home",
    words: "words of source",
    small: "source in small letters",
    distance: "words to source",
    private: "source private",
    several: "several sources",
    word: "source word",
    sector: "source sector",
    label: "source label",
    kind: "source kind",
};

const TARGET: Names = Names {
    unknown: "target unknown",
    inferred: "target inferred",
    pronoun: "target pronoun",
    country: "target country",
    organisation: "target organisation",
    person: "target person",
    place: "target place",
    stateless: "target without country",
    stateless_at_home: "target without country at home",
    unknown_at_home: "target unknown at home",
    words: "words of target",
    small: "target in small letters",
    distance: "words to target",
    private: "target private",
    several: "several targets",
    word: "target word",
    sector: "target sector",
    label: "target label",
    kind: "target kind",
};

impl Finder<'_, '_, '_> {
    /// Tells `witness` the circumstances of an event.
    pub(super) fn testify(&self, meaning: &Meaning<'_>, found: &Findings<'_>, witness: &mut impl Witness) {
        let (text, head, plover) = (self.text, meaning.head, found.plover.name());
        witness.count("event", 1.0);
        witness.tell("type", &[plover]);
        witness.tell("word", &[&lower(text.document.lemma(meaning.core))]);
        for operator in &meaning.operators {
            witness.tell("operator", &[&lower(text.document.lemma(operator.head))]);
        }
        witness.tell("head label", &[text.tag(head).name(), text.label(head).name()]);
        witness.note("noun", meaning.part == Part::Noun);
        witness.note("adjective", meaning.part == Part::Adjective);
        witness.note("modal verb", meaning.part == Part::Modal);
        witness.count("operators", meaning.operators.len() as f32);
        witness.note("complement without event", meaning.frame.is_none());
        witness.note("entry names more words", meaning.entries.iter().any(|entry| entry.specificity() > 0));
        witness.note("entry wants known actors", meaning.frame.is_some_and(|frame| frame.requires.coded));
        witness.note("will", found.will);
        let (polarity, modality) = found.mood;
        witness.note("negated", polarity == Polarity::Negated);
        witness.note("not actual", modality != Modality::Actual);
        witness.note("conditional", matches!(modality, Modality::Conditional | Modality::Possible));
        witness.note("main clause", matches!(text.label(head), Label::Root | Label::Ccomp | Label::Conj));
        witness.note("relative clause", matches!(text.label(head), Label::Relcl | Label::Acl));
        witness.note("gerund", text.tag(head) == Tag::Vbg);
        witness.note("passive", text.is_verb(head) && text.is_passive(head));
        witness.note("quoted", !(self.speakers)(head).0.is_empty());
        let tokens = &self.reading.tokens;
        witness.count("words in sentence", tokens.len() as f32 / 40.0);
        let numbers = tokens.clone().filter(|&token| text.tag(token) == Tag::Cd).count();
        witness.count("numbers in sentence", numbers as f32 / 4.0);
        witness.count("sentences before", (1.0 + self.reading.index as f32).ln());
        self.testify_of(meaning.core, plover, found.source, &SOURCE, witness);
        self.testify_of(meaning.core, plover, found.target, &TARGET, witness);
        witness.count("source inside its phrase", -found.qualities.0.max(0.05).ln());
        if found.target.is_empty() {
            // Who protests need not say against whom; the weight is that of events between two.
            witness.count("no target", if found.plover == Plover::Protest { 0.3 } else { 1.0 });
        } else {
            witness.count("target inside its phrase", -found.qualities.1.max(0.05).ln());
        }
        self.testify_of_both(found, witness);
    }

    /// The circumstances of a side.
    fn testify_of(&self, core: usize, plover: &str, side: &[Mention], names: &Names, witness: &mut impl Witness) {
        let text = self.text;
        let Some(first) = side.first() else {
            witness.tell(names.kind, &["none", plover]);
            return;
        };
        let entity = &self.cast.entities[first.entity];
        let home = self.cast.has_home();
        witness.count(names.distance, (1.0 + first.head.abs_diff(core) as f32).ln());
        witness.note(names.several, side.len() > 1);
        witness.note(names.unknown, entity.code.is_empty());
        witness.note(names.unknown_at_home, entity.code.is_empty() && home);
        witness.note(names.stateless, entity.country.is_empty());
        witness.note(names.stateless_at_home, entity.country.is_empty() && home);
        witness.note(names.inferred, entity.inferred);
        witness.note(names.pronoun, first.pronoun);
        witness.note(names.private, !self.is_official(first));
        witness.note(names.country, entity.kind == EntityKind::Country);
        witness.note(names.organisation, entity.kind == EntityKind::Organisation);
        witness.note(names.person, entity.kind == EntityKind::Person);
        witness.note(names.place, entity.kind == EntityKind::Place);
        witness.count(names.words, (first.tokens.len() as f32).ln());
        witness.note(names.small, text.of(first.tokens.start).starts_with(char::is_lowercase));
        witness.tell(names.word, &[&lower(text.document.lemma(first.head))]);
        entity.sectors.iter().for_each(|sector| witness.tell(names.sector, &[sector]));
        if entity.sectors.is_empty() {
            witness.tell(names.sector, &[no_sector(entity)]);
        }
        let label = text.label(first.head);
        let above = text.document.head(first.head).filter(|_| label == Label::Pobj);
        witness.tell(names.label, &[label.name(), &above.map(|above| lower(text.of(above))).unwrap_or_default()]);
        witness.tell(names.kind, &[entity.kind.name(), plover]);
    }

    /// The circumstances of both sides together.
    fn testify_of_both(&self, found: &Findings<'_>, witness: &mut impl Witness) {
        let entity = |mention: &Mention| &self.cast.entities[mention.entity];
        let any = |entity: &Entity, sectors: [&str; 2]| {
            entity.sectors.iter().any(|sector| sectors.contains(&sector.as_str()))
        };
        let mut all = found.source.iter().chain(found.target).map(entity);
        witness.note("business", all.any(|entity| any(entity, ["BUS", "MNC"])));
        let Some(source) = found.source.first().map(entity) else { return };
        let target = found.target.first().map(entity);
        let politician = |entity: &Entity| any(entity, ["PTY", "LEG"]);
        witness.note("between politicians", politician(source) && target.is_none_or(politician));
        let Some(target) = target else { return };
        witness.note("target thing", target.kind == EntityKind::Thing);
        let known = !source.country.is_empty() && !target.country.is_empty();
        witness.note("same country", known && source.country == target.country);
        witness.note("two countries", known && source.country != target.country);
        let [ours, theirs] =
            [source, target].map(|entity| entity.sectors.first().map_or(no_sector(entity), String::as_str));
        witness.tell("sectors", &[ours, theirs]);
    }
}

/// What stands for the sector of somebody who has none.
fn no_sector(entity: &Entity) -> &'static str {
    if entity.kind == EntityKind::Country { "state" } else { "none" }
}

/// The word in small letters.
fn lower(word: &str) -> Cow<'_, str> {
    if word.chars().any(char::is_uppercase) { Cow::Owned(word.to_lowercase()) } else { Cow::Borrowed(word) }
}
