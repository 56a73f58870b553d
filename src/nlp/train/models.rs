//! Trains all models, each with what the ones before it say.

use super::super::Models;
use super::super::document::Document;
use super::super::lexicon::Lexicon;
use super::super::scheme::Tag;
use super::certainty;
use super::clusters::{ClusterOptions, cluster};
use super::corpus::{Annotated, look_up};
use super::{entities, lexicon, parser, sentences, tagger};

/// How a model is trained.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Rows of the table in the open passes, as a power of two.
    pub large: u32,
    /// Rows of the table that is shipped, as a power of two.
    pub small: u32,
    /// How many passes the table is open.
    pub open: usize,
    /// How many passes there are in all.
    pub passes: usize,
    /// A feature needs so many updates in the open passes.
    pub least: u16,
    /// The score of the right class should exceed that of every other by this much.
    pub margin: i32,
}

/// What is trained, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// Seed of everything random.
    pub seed: u64,
    /// The word clusters.
    pub clusters: ClusterOptions,
    /// The tagger.
    pub tagger: Size,
    /// Into how many parts the data are cut to tag each with a tagger that has not seen it.
    pub folds: usize,
    /// Passes of these taggers.
    pub fold_passes: usize,
    /// The transitions of the parser.
    pub transitions: Size,
    /// The labels of the parser.
    pub labels: Size,
    /// The entity recogniser.
    pub entities: Size,
    /// The sentence splitter.
    pub sentences: Size,
}

impl Default for Options {
    /// The options that the models of the binary were trained with.
    fn default() -> Options {
        let size = Size { large: 21, small: 17, open: 2, passes: 10, least: 2, margin: 25 };
        Options {
            seed: 1,
            clusters: ClusterOptions { count: 600, least: 10, rounds: 8 },
            tagger: Size { large: 22, small: 19, open: 3, margin: 40, ..size },
            folds: 4,
            fold_passes: 4,
            transitions: Size { large: 24, small: 20, open: 3, passes: 12, margin: 80, ..size },
            labels: Size { small: 16, margin: 60, ..size },
            entities: Size { large: 22, small: 19, open: 3, passes: 12, margin: 60, ..size },
            sentences: Size { large: 18, small: 15, margin: 10, ..size },
        }
    }
}

impl Options {
    /// The same with few passes and small tables, for trying things out: a tenth of the time, a few points less.
    pub fn quick(self) -> Options {
        let quick = |size: Size| Size { large: size.large.min(20), small: size.small.min(17), passes: 4, ..size };
        Options {
            clusters: ClusterOptions { count: 100, rounds: 3, ..self.clusters },
            tagger: quick(self.tagger),
            folds: 2,
            fold_passes: 3,
            transitions: quick(self.transitions),
            labels: quick(self.labels),
            entities: quick(self.entities),
            sentences: quick(self.sentences),
            ..self
        }
    }
}

/// Trains on `documents`. What it does is said on standard error.
pub fn train(documents: &mut [Annotated], options: &Options) -> Models {
    eprintln!("{options:?}");
    let clusters = cluster(documents.iter(), options.clusters);
    let lexicon = Lexicon::new(lexicon::collect(documents.iter(), &clusters));
    eprintln!("lexicon of {} words", lexicon.entries().len());
    look_up(documents, &lexicon);
    let all: Vec<&Annotated> = documents.iter().collect();
    let splitter = sentences::train(&all, options.sentences, options.seed);
    let tagger = tagger::train(&all, options.tagger, options.seed);
    let tags = jackknife(&all, options);
    let parser = parser::train(&all, &tags, (options.transitions, options.labels), options.seed);
    let recogniser = entities::train(&all, &tags, options.entities, options.seed);
    let mut models = Models { lexicon, splitter, tagger, parser, recogniser };
    widen(&mut models, documents);
    models
}

/// Makes models certain of more, by how they read `documents`: the last step of [`train`], which can be taken once more.
pub fn widen(models: &mut Models, documents: &mut [Annotated]) {
    look_up(documents, &models.lexicon);
    let mut read: Vec<Document> = documents.iter().map(|annotated| annotated.gold.clone()).collect();
    certainty::widen(models, &mut read);
}

/// Tags every document with a tagger that was trained on the others.
fn jackknife(documents: &[&Annotated], options: &Options) -> Vec<Vec<Tag>> {
    let mut tags = vec![Vec::new(); documents.len()];
    let size = super::Size { passes: options.fold_passes, ..options.tagger };
    for fold in 0..options.folds {
        let others: Vec<&Annotated> = documents
            .iter()
            .enumerate()
            .filter(|(number, _)| number % options.folds != fold)
            .map(|(_, document)| *document)
            .collect();
        let tagger = tagger::train(&others, size, options.seed);
        for number in (fold..documents.len()).step_by(options.folds) {
            let mut copy = documents[number].gold.clone();
            for sentence in 0..copy.sentence_count() {
                let range = copy.sentence(sentence);
                tagger.tag(&mut copy, range);
            }
            tags[number] = copy.tags;
        }
    }
    tags
}
