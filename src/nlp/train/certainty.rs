//! Makes models certain of more: of the situations in which their own weights nearly always decide the same.
//!
//! Training finds out in its first pass where the annotation has one outcome. That leaves out what is annotated now one way and now
//! another although the weights always decide one way: there, weighing is a detour. So the trained models read the training text
//! once more, and where they nearly always come to one outcome it is looked up from then on. Transitions of the parser are left out: one
//! that is wrong in a rare case spoils the rest of the tree, and the sentences that show it are not in news (`used tanks` as `used cars`).

use super::super::Models;
use super::super::certain::{Certain, Tally, Watch};
use super::super::document::{Document, NO_ENTITY};
use super::super::entities::Memory;
use super::super::parser::Workspace;
use super::super::retag::retag;

/// Counts how many decisions need no weighing.
struct Share<'c> {
    certain: &'c Certain,
    looked_up: usize,
    all: usize,
}

impl Watch for Share<'_> {
    fn decided(&mut self, situations: &[u64], _outcome: u8) {
        self.looked_up += usize::from(situations.iter().any(|&situation| self.certain.get(situation).is_some()));
        self.all += 1;
    }
}

impl<'c> Share<'c> {
    fn of(certain: &'c Certain) -> Share<'c> {
        Share { certain, looked_up: 0, all: 0 }
    }

    fn percent(&self) -> f64 {
        100.0 * self.looked_up as f64 / self.all.max(1) as f64
    }
}

/// Makes `models` certain of more, by how they read `documents`, whose words must have been looked up.
pub(crate) fn widen(models: &mut Models, documents: &mut [Document]) {
    let before = shares(models, documents);
    let mut tally = Tally::default();
    tag(models, documents, &mut tally);
    models.tagger.certain.extend(&tally.certain(20, 1000));
    tag(models, documents, &mut ());
    let mut labels = Tally::default();
    parse(models, documents, &mut labels);
    models.parser.certain_labels.extend(&labels.certain(50, 1000));
    let mut actions = Tally::default();
    find(models, documents, &mut actions);
    models.recogniser.certain.extend(&actions.certain(50, 500));
    let after = shares(models, documents);
    for (number, name) in ["tags", "labels", "entities"].into_iter().enumerate() {
        eprintln!("  {name}: {:.1}% looked up, {:.1}% before", after[number], before[number]);
    }
}

/// The shares of tags, labels and entity actions that need no weighing, in percent.
fn shares(models: &Models, documents: &mut [Document]) -> [f64; 3] {
    let mut tags = Share::of(&models.tagger.certain);
    tag(models, documents, &mut tags);
    let mut labels = Share::of(&models.parser.certain_labels);
    parse(models, documents, &mut labels);
    let mut actions = Share::of(&models.recogniser.certain);
    find(models, documents, &mut actions);
    [tags, labels, actions].map(|share| share.percent())
}

fn tag(models: &Models, documents: &mut [Document], watch: &mut impl Watch) {
    for document in documents {
        for sentence in 0..document.sentence_count() {
            let range = document.sentence(sentence);
            models.tagger.tag_watched(document, range.clone(), watch);
            // Without the text, which training does not have, only what needs no letters is corrected.
            retag("", &models.lexicon, document, range);
        }
    }
}

fn parse(models: &Models, documents: &mut [Document], watch: &mut impl Watch) {
    let mut workspace = Workspace::default();
    for document in documents {
        for sentence in 0..document.sentence_count() {
            let range = document.sentence(sentence);
            models.parser.parse_watched(document, range, &mut workspace, watch);
        }
    }
}

fn find(models: &Models, documents: &mut [Document], watch: &mut impl Watch) {
    let mut memory = Memory::new();
    for document in documents {
        memory.clear();
        document.entities.clear();
        document.entity_of.fill(NO_ENTITY);
        for sentence in 0..document.sentence_count() {
            let range = document.sentence(sentence);
            models.recogniser.find_watched(document, range, &mut memory, watch);
        }
    }
}
