//! Reads annotated text in the silver format into documents.
//!
//! A token a line, separated by tabs: form, tag, universal tag, head (counted from 1 within the sentence, 0 for the root),
//! label, entity (`B-KIND`, `I-KIND`, `O`), and 1 if a blank follows. An empty line ends a sentence, `# newdoc NAME` starts a
//! document. The text is put together again from the forms: a sentence whose last token has no blank ends a paragraph.

use std::io::{self, BufRead};

use super::super::document::{Document, Entity, NO_ENTITY};
use super::super::lexicon::Lexicon;
use super::super::scheme::{EntityKind, Label, Tag};
use super::super::word::Word;

/// An annotated document with the text that it belongs to.
#[derive(Clone, Default)]
pub struct Annotated {
    /// The text.
    pub text: String,
    /// Tokens, sentences, tags, trees and entities, as they were annotated.
    pub gold: Document,
}

/// Files without documents are cut into documents of so many sentences.
const SENTENCES: usize = 100;

/// Reads a whole file. Lines that are no token lines are an error of kind `InvalidData`.
pub fn read(mut input: impl BufRead) -> io::Result<Vec<Annotated>> {
    let mut documents = Vec::new();
    let mut current = Annotated::default();
    let mut sentence: Vec<[String; 7]> = Vec::new();
    let mut named = false;
    let mut line = String::new();
    let mut number = 0;
    loop {
        line.clear();
        let length = input.read_line(&mut line)?;
        number += 1;
        let text = line.trim_end_matches(['\n', '\r']);
        let new = text.starts_with("# newdoc") && !text.contains('\t');
        if length == 0 || text.is_empty() || new {
            finish_sentence(&mut current, &sentence);
            sentence.clear();
            if length == 0 || new || (!named && current.gold.sentence_count() >= SENTENCES) {
                named |= new;
                if !current.gold.is_empty() {
                    documents.push(std::mem::take(&mut current));
                }
            }
            if length == 0 {
                break;
            }
            continue;
        }
        let mut fields = text.split('\t');
        let token: [String; 7] = std::array::from_fn(|_| fields.next().unwrap_or("").to_owned());
        if token[6].is_empty() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, format!("line {number} is no token: {text:?}")));
        }
        sentence.push(token);
    }
    for document in &mut documents {
        document.gold.parsed.fill(true);
        for (number, entity) in document.gold.entities.iter().enumerate() {
            document.gold.entity_of[entity.tokens()].fill(number as u32);
        }
    }
    Ok(documents)
}

/// Adds one sentence to the text and to the document.
fn finish_sentence(current: &mut Annotated, sentence: &[[String; 7]]) {
    if sentence.is_empty() {
        return;
    }
    let Annotated { text, gold } = current;
    let first = gold.len();
    if first == 0 {
        gold.starts.push(0);
    } else if !text.ends_with([' ', '\n']) {
        text.push('\n');
    }
    let number = gold.sentence_count() as u32;
    for (at, [form, tag, _, head, label, entity, blank]) in sentence.iter().enumerate() {
        let start = text.len();
        text.push_str(form);
        let line_break = start > 0 && at == 0 && text.as_bytes().get(start - 1) == Some(&b'\n');
        gold.push_token(start, text.len(), line_break, Word::default());
        gold.tags.push(Tag::from_name(tag).unwrap_or(Tag::Xx));
        let head = match head.parse::<usize>() {
            Ok(head) if (1..=sentence.len()).contains(&head) => first + head - 1,
            _ => first + at,
        };
        gold.heads.push(head as u32);
        gold.labels.push(Label::from_name(label).unwrap_or(Label::Dep));
        gold.sentence_of.push(number);
        gold.entity_of.push(NO_ENTITY);
        if let Some(kind) = entity.strip_prefix("B-").and_then(EntityKind::from_name) {
            gold.entities.push(Entity { start: first + at, end: first + at + 1, kind });
        } else if entity.starts_with("I-")
            && let Some(last) = gold.entities.last_mut()
        {
            last.end = first + at + 1;
        }
        if blank == "1" {
            text.push(' ');
        }
    }
    gold.starts.push(gold.len() as u32);
    gold.parsed.push(true);
}

/// Looks every token up in `lexicon`.
pub(crate) fn look_up(documents: &mut [Annotated], lexicon: &Lexicon) {
    for Annotated { text, gold } in documents {
        for token in 0..gold.len() {
            gold.words[token] = lexicon.word(gold.text(text, token));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "# newdoc a\n\
        Oslo\tNNP\tPROPN\t2\tnsubj\tB-GPE\t1\nwaits\tVBZ\tVERB\t0\tROOT\tO\t0\n.\t.\tPUNCT\t2\tpunct\tO\t1\n\n\
        It\tPRP\tPRON\t2\tnsubj\tO\t1\nrains\tVBZ\tVERB\t0\tROOT\tO\t0\n\n\
        # newdoc b\nYes\tUH\tINTJ\t0\tROOT\tO\t0\n";

    #[test]
    fn text_and_annotation_fit_together() {
        let documents = read(SAMPLE.as_bytes()).unwrap();
        assert_eq!(documents.len(), 2);
        let Annotated { text, gold } = &documents[0];
        assert_eq!(text, "Oslo waits. It rains");
        assert_eq!(gold.sentences().collect::<Vec<_>>(), [0..3, 3..5]);
        assert_eq!(gold.text(text, 3), "It");
        assert_eq!((gold.head(0), gold.head(1), gold.head(3)), (Some(1), None, Some(4)));
        assert_eq!(gold.label(2), Label::Punct);
        assert_eq!(gold.entities().len(), 1);
        assert_eq!(gold.entity_at(0).map(|entity| entity.kind), Some(EntityKind::Gpe));
        assert_eq!(documents[1].text, "Yes");
    }

    #[test]
    fn lines_that_are_no_tokens_are_errors() {
        assert!(read("Oslo waits.\n".as_bytes()).is_err());
    }
}
