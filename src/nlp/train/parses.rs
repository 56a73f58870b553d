//! Trees that somebody else has made, put in for ours: to measure what our own cost.

use std::collections::HashMap;

use super::super::document::{Document, Entity, NO_ENTITY};
use super::corpus::Annotated;

/// Annotated sentences, found by their words.
pub struct Parses {
    documents: Vec<Annotated>,
    /// The words of a sentence with single blanks between them: its document and its number there.
    by_words: HashMap<String, (usize, usize)>,
}

impl Parses {
    /// Those of `documents`; of sentences with the same words the first counts.
    pub fn new(documents: Vec<Annotated>) -> Parses {
        let mut by_words = HashMap::new();
        for (number, annotated) in documents.iter().enumerate() {
            for sentence in 0..annotated.gold.sentence_count() {
                by_words.entry(words(&annotated.text, &annotated.gold, sentence)).or_insert((number, sentence));
            }
        }
        Parses { documents, by_words }
    }

    /// Gives the sentences of `document`, which was made from `text`, the tags, heads and labels of the annotated sentences with
    /// the same tokens, and their names too if `names`; returns how many sentences there were.
    pub fn apply(&self, text: &str, document: &mut Document, names: bool) -> usize {
        let mut known = 0;
        for sentence in 0..document.sentence_count() {
            let Some(&(number, theirs)) = self.by_words.get(&words(text, document, sentence)) else { continue };
            let gold = &self.documents[number].gold;
            let (ours, theirs) = (document.sentence(sentence), gold.sentence(theirs));
            known += 1;
            for (at, from) in ours.clone().zip(theirs.clone()) {
                document.tags[at] = gold.tags[from];
                document.labels[at] = gold.labels[from];
                document.heads[at] = gold.heads[from] - theirs.start as u32 + ours.start as u32;
            }
            document.parsed[sentence] = true;
            if names {
                document.entities.retain(|entity| !ours.contains(&entity.start));
                let entities = gold.entities.iter().filter(|entity| theirs.contains(&entity.start));
                document.entities.extend(entities.map(|entity| Entity {
                    start: entity.start - theirs.start + ours.start,
                    end: entity.end - theirs.start + ours.start,
                    kind: entity.kind,
                }));
            }
        }
        if names {
            document.entities.sort_by_key(|entity| entity.start);
            document.entity_of.fill(NO_ENTITY);
            for (number, entity) in document.entities.iter().enumerate() {
                document.entity_of[entity.tokens()].fill(number as u32);
            }
        }
        known
    }
}

fn words(text: &str, document: &Document, sentence: usize) -> String {
    let words: Vec<&str> = document.sentence(sentence).map(|token| document.text(text, token)).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::corpus::read;
    use super::*;
    use crate::nlp::{Core, Label, Workspace};

    #[test]
    fn sentences_with_the_same_tokens_get_the_other_trees() {
        let theirs =
            "Peru\tNNP\tPROPN\t2\tdep\tB-ORG\t1\nslept\tVBD\tVERB\t0\tROOT\tO\t0\n.\t.\tPUNCT\t2\tpunct\tO\t0\n";
        let parses = Parses::new(read(theirs.as_bytes()).unwrap());
        let (text, core) = ("Chile won. Peru slept.", Core::english().unwrap());
        let (mut document, mut workspace) = (Document::new(), Workspace::default());
        core.read(text, &[crate::span::Span::new(0, text.len())], &mut document, &mut workspace);
        let before = document.label(0);
        assert_eq!(parses.apply(text, &mut document, true), 1);
        assert_eq!((document.label(0), document.label(3), document.head(3)), (before, Label::Dep, Some(4)));
        assert_eq!(document.entity_at(3).map(|entity| entity.kind), Some(crate::nlp::EntityKind::Org));
    }
}
