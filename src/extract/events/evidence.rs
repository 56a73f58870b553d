//! What speaks for and against an event: the circumstances that its confidence is made of.

use std::borrow::Cow;

use super::{Finder, Meaning};
use crate::extract::lexicon::confidence::{Circumstance, Evidence};
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

impl Finder<'_, '_, '_> {
    /// The circumstances of an event.
    pub(super) fn evidence(&self, meaning: &Meaning<'_>, found: &Findings<'_>) -> Evidence {
        let mut evidence = self.told(meaning, found);
        let mut add = |what: &'static str, value: f32| {
            if value != 0.0 {
                evidence.push(Circumstance { what, which: Cow::Borrowed(""), value });
            }
        };
        add("event", 1.0);
        let yes = |condition: bool| f32::from(u8::from(condition));
        add("noun", yes(meaning.part == Part::Noun));
        add("adjective", yes(meaning.part == Part::Adjective));
        add("modal verb", yes(meaning.part == Part::Modal));
        add("operators", meaning.operators.len() as f32);
        add("complement without event", yes(meaning.frame.is_none()));
        add("entry names more words", yes(meaning.entries.iter().any(|entry| entry.specificity() > 0)));
        add("entry wants known actors", yes(meaning.frame.is_some_and(|frame| frame.requires.coded)));
        add("will", yes(found.will));
        add("negated", yes(found.mood.0 == Polarity::Negated));
        add("not actual", yes(found.mood.1 != Modality::Actual));
        add("conditional", yes(matches!(found.mood.1, Modality::Conditional | Modality::Possible)));
        add("source inside its phrase", -found.qualities.0.max(0.05).ln());
        add("several sources", yes(found.source.len() > 1));
        add("several targets", yes(found.target.len() > 1));
        add("words in sentence", self.reading.tokens.len() as f32 / 40.0);
        let sides = [(found.source, "words to source", SOURCE), (found.target, "words to target", TARGET)];
        for (mentions, distance, names) in sides {
            let Some(first) = mentions.first() else { continue };
            let entity = &self.cast.entities[first.entity];
            add(distance, (1.0 + first.head.abs_diff(meaning.core) as f32).ln());
            add(names[0], yes(entity.code.is_empty()));
            add(names[1], yes(entity.inferred));
            add(names[2], yes(first.pronoun));
            add(names[3], yes(entity.kind == EntityKind::Country));
            add(names[4], yes(entity.kind == EntityKind::Organisation));
            add(names[5], yes(entity.kind == EntityKind::Person));
            add(names[6], yes(entity.kind == EntityKind::Place));
            add(names[7], yes(entity.country.is_empty()));
            add(names[10], yes(entity.country.is_empty() && self.cast.has_home()));
            add(names[11], yes(entity.code.is_empty() && self.cast.has_home()));
            add(names[8], (first.tokens.len() as f32).ln());
            add(names[9], yes(self.text.of(first.tokens.start).starts_with(char::is_lowercase)));
        }
        match found.target.first() {
            Some(target) => {
                add("target inside its phrase", -found.qualities.1.max(0.05).ln());
                add("target thing", yes(self.cast.entities[target.entity].kind == EntityKind::Thing));
            }
            // Who protests need not say against whom; the weight is that of events between two.
            None => add("no target", if found.plover == Plover::Protest { 0.3 } else { 1.0 }),
        }
        let entities = || found.source.iter().chain(found.target).map(|mention| &self.cast.entities[mention.entity]);
        let business = entities().any(|entity| entity.sectors.iter().any(|sector| sector == "BUS" || sector == "MNC"));
        add("business", yes(business));
        let country = |mentions: &[Mention]| {
            mentions.first().map(|mention| self.cast.entities[mention.entity].country.clone()).unwrap_or_default()
        };
        let (ours, theirs) = (country(found.source), country(found.target));
        add("same country", yes(!ours.is_empty() && ours == theirs));
        add("two countries", yes(!ours.is_empty() && !theirs.is_empty() && ours != theirs));
        let private = |mentions: &[Mention]| mentions.first().is_some_and(|mention| !self.is_official(mention));
        add("source private", yes(private(found.source)));
        add("target private", yes(private(found.target)));
        let party = |mentions: &[Mention]| {
            mentions.first().is_some_and(|mention| {
                self.cast.entities[mention.entity].sectors.iter().any(|sector| sector == "PTY" || sector == "LEG")
            })
        };
        add("between politicians", yes(party(found.source) && (found.target.is_empty() || party(found.target))));
        let head = meaning.head;
        add("main clause", yes(matches!(self.text.label(head), Label::Root | Label::Ccomp | Label::Conj)));
        add("relative clause", yes(matches!(self.text.label(head), Label::Relcl | Label::Acl)));
        add("gerund", yes(self.text.tag(head) == Tag::Vbg));
        add("passive", yes(self.text.is_verb(head) && self.text.is_passive(head)));
        add("quoted", yes(!(self.speakers)(head).is_empty()));
        add("sentences before", (1.0 + self.reading.index as f32).ln());
        add(
            "numbers in sentence",
            self.reading.tokens.clone().filter(|&token| self.text.tag(token) == Tag::Cd).count() as f32 / 4.0,
        );
        evidence
    }

    /// The circumstances that are told of words, codes and labels.
    fn told(&self, meaning: &Meaning<'_>, found: &Findings<'_>) -> Evidence {
        let text = self.text;
        let mut evidence = Evidence::new();
        let mut add = |what: &'static str, which: String| {
            evidence.push(Circumstance { what, which: Cow::Owned(which), value: 1.0 })
        };
        let plover = found.plover.name();
        add("type", plover.to_owned());
        let lemma = text.document.lemma(meaning.core).to_lowercase();
        add("word", lemma);
        for operator in &meaning.operators {
            add("operator", text.document.lemma(operator.head).to_lowercase());
        }
        add("modality", format!("{:?} {:?}", found.mood.0, found.mood.1));
        let head = meaning.head;
        add("head label", format!("{} {}", text.tag(head).name(), text.label(head).name()));
        let first = |mentions: &[Mention]| mentions.first().map(|mention| &self.cast.entities[mention.entity]);
        if let (Some(source), Some(target)) = (first(found.source), first(found.target)) {
            let sector = |entity: &Entity| entity.sectors.first().map_or("none", String::as_str).to_owned();
            add("sectors", format!("{} {}", sector(source), sector(target)));
        }
        for (mentions, names) in [(found.source, TOLD_SOURCE), (found.target, TOLD_TARGET)] {
            let Some(first) = mentions.first() else {
                add(names[3], format!("none {plover}"));
                continue;
            };
            let entity = &self.cast.entities[first.entity];
            add(names[0], text.document.lemma(first.head).to_lowercase());
            for sector in &entity.sectors {
                add(names[1], sector.clone());
            }
            if entity.sectors.is_empty() {
                add(names[1], "none".to_owned());
            }
            let label = text.label(first.head);
            let above = text.document.head(first.head).filter(|_| label == Label::Pobj);
            let above = above.map(|above| text.of(above).to_lowercase());
            add(names[2], format!("{} {}", label.name(), above.unwrap_or_default()));
            add(names[3], format!("{:?} {plover}", entity.kind));
            add(names[4], entity.role.clone().unwrap_or_else(|| "none".to_owned()));
        }
        evidence
    }
}

const TOLD_SOURCE: [&str; 5] = ["source word", "source sector", "source label", "source kind", "source role"];
const TOLD_TARGET: [&str; 5] = ["target word", "target sector", "target label", "target kind", "target role"];

const SOURCE: [&str; 12] = [
    "source unknown",
    "source inferred",
    "source pronoun",
    "source country",
    "source organisation",
    "source person",
    "source place",
    "source without country",
    "words of source",
    "source in small letters",
    "source without country at home",
    "source unknown at home",
];
const TARGET: [&str; 12] = [
    "target unknown",
    "target inferred",
    "target pronoun",
    "target country",
    "target organisation",
    "target person",
    "target place",
    "target without country",
    "words of target",
    "target in small letters",
    "target without country at home",
    "target unknown at home",
];
