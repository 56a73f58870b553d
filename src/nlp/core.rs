//! The core as the rest of the project uses it: one call that reads a text, or one call a step.

use super::document::{Document, NO_ENTITY};
use super::entities::Memory;
use super::lemma::Lemmatizer;
use super::lexicon::Lexicon;
use super::model::ModelError;
use super::parser::repair;
use super::retag::retag;
use super::tokenize::tokenize;
use super::{Models, parser};
use crate::span::Span;

/// The models with all that is needed to use them. It is not changed by reading, so that threads can share it.
pub struct Core {
    pub(crate) models: Models,
    lemmatizer: Lemmatizer,
}

/// What ends a line, as the tokenizer has it.
const LINE_BREAKS: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];

/// The buffers that one thread works with.
pub struct Workspace {
    suffixes: Vec<u32>,
    pub(crate) parser: parser::Workspace,
    pub(crate) memory: Memory,
}

impl Default for Workspace {
    fn default() -> Workspace {
        Workspace { suffixes: Vec::new(), parser: parser::Workspace::default(), memory: Memory::new() }
    }
}

impl Core {
    /// A core with these models.
    pub fn new(models: Models) -> Core {
        Core { models, lemmatizer: Lemmatizer::new() }
    }

    /// A core with the models that the binary carries: English, as newswire writes it.
    pub fn english() -> Result<Core, ModelError> {
        Core::from_bytes(include_bytes!("english.model"))
    }

    /// A core with the models of a file.
    pub fn from_bytes(file: &[u8]) -> Result<Core, ModelError> {
        Ok(Core::new(Models::from_bytes(file)?))
    }

    /// Does everything: cuts the ranges `parts` of `text` into tokens and sentences, tags and parses them, finds
    /// entities and lemmas. What the document held before is forgotten. Parts must be in order and must not overlap; a part
    /// that is no range of the text is left out. No sentence crosses the end of a part or a line.
    pub fn read(&self, text: &str, parts: &[Span], document: &mut Document, workspace: &mut Workspace) {
        self.split(text, parts, document, workspace);
        self.tag(text, document);
        self.find_entities(document, workspace);
        self.lemmatize(text, document);
        for sentence in 0..document.sentence_count() {
            self.parse(document, sentence, workspace);
        }
    }

    /// Tokens and sentences only. A part goes on with the sentence of the part before it if no line ends
    /// behind the last token of that.
    pub fn split(&self, text: &str, parts: &[Span], document: &mut Document, workspace: &mut Workspace) {
        document.clear();
        for &part in parts {
            let last = document.len().checked_sub(1).map(|last| document.span(last).end);
            let between = last.and_then(|last| text.get(last..part.start));
            let goes_on = between.is_some_and(|between| !between.contains(LINE_BREAKS));
            tokenize(text, part, goes_on, &self.models.lexicon, document, &mut workspace.suffixes);
        }
        self.models.splitter.split(document);
    }

    /// Tags all sentences of `text`, which must have been split.
    pub fn tag(&self, text: &str, document: &mut Document) {
        for sentence in 0..document.sentence_count() {
            let range = document.sentence(sentence);
            self.models.tagger.tag(document, range.clone());
            retag(text, &self.models.lexicon, document, range);
        }
    }

    /// Parses one sentence, which must have been tagged and have its lemmas.
    pub fn parse(&self, document: &mut Document, sentence: usize, workspace: &mut Workspace) {
        let range = document.sentence(sentence);
        self.models.parser.parse(document, range.clone(), &mut workspace.parser);
        repair(document, range);
    }

    /// Finds the entities of all sentences, which must have been tagged.
    pub fn find_entities(&self, document: &mut Document, workspace: &mut Workspace) {
        workspace.memory.clear();
        document.entities.clear();
        document.entity_of.fill(NO_ENTITY);
        for sentence in 0..document.sentence_count() {
            let range = document.sentence(sentence);
            self.models.recogniser.find(document, range, &mut workspace.memory);
        }
    }

    /// Finds the lemmas of all tokens, which must have been tagged.
    pub fn lemmatize(&self, text: &str, document: &mut Document) {
        self.lemmatizer.lemmatize(text, &self.models.lexicon, document);
    }
}

/// Where the tokens of `text` stand, in bytes: by the same rules as in every document, and without models.
pub fn cut(text: &str) -> Vec<Span> {
    let mut document = Document::new();
    let unknown = Lexicon::new(Vec::new());
    tokenize(text, Span::new(0, text.len()), false, &unknown, &mut document, &mut Vec::new());
    (0..document.len()).map(|token| document.span(token)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::{EntityKind, LONGEST_SENTENCE, Label, Tag};

    fn whole(text: &str) -> [Span; 1] {
        [Span::new(0, text.len())]
    }

    fn read(core: &Core, text: &str) -> Document {
        let mut document = Document::new();
        core.read(text, &whole(text), &mut document, &mut Workspace::default());
        document
    }

    /// What must hold for every document, whatever the text.
    fn check(text: &str, document: &Document) {
        let mut last = 0;
        for token in 0..document.len() {
            let span = document.span(token);
            assert!(last <= span.start && span.start < span.end, "{span:?}");
            assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{span:?}");
            last = span.end;
            assert!(!document.lemma(token).is_empty());
        }
        let mut next = 0;
        for (number, sentence) in document.sentences().enumerate() {
            assert_eq!(sentence.start, next);
            assert!((1..=LONGEST_SENTENCE).contains(&sentence.len()));
            next = sentence.end;
            assert!(document.is_parsed(number));
            let roots = sentence.clone().filter(|&token| document.head(token).is_none()).count();
            assert_eq!(roots, 1, "{text:?}");
            for token in sentence.clone() {
                assert!(sentence.contains(&document.path_to_root(token).last().unwrap_or(token)));
                assert!(document.head(document.path_to_root(token).last().unwrap_or(token)).is_none());
            }
        }
        assert_eq!(next, document.len());
        for entity in document.entities() {
            assert!(entity.start < entity.end);
            assert_eq!(document.sentence_of(entity.start), document.sentence_of(entity.end - 1));
        }
    }

    #[test]
    fn wire_english_is_understood() {
        let core = Core::english().unwrap();
        let text = "Norway's defence minister Kari Solberg said on Monday that troops had crossed the border, which \
                    Finland denies. \u{201c}We do not want a war,\u{201d} Solberg told reporters in Oslo.";
        let document = read(&core, text);
        check(text, &document);
        assert_eq!(document.sentence_count(), 2);
        let find = |word: &str| (0..document.len()).find(|&token| document.text(text, token) == word).unwrap();
        let (said, solberg, crossed, troops) = (find("said"), find("Solberg"), find("crossed"), find("troops"));
        assert_eq!(document.root(0), Some(said));
        assert_eq!((document.head(solberg), document.label(solberg)), (Some(said), Label::Nsubj));
        assert_eq!((document.head(troops), document.label(troops)), (Some(crossed), Label::Nsubj));
        assert_eq!((document.head(crossed), document.label(crossed)), (Some(said), Label::Ccomp));
        assert_eq!((document.tag(said), document.lemma(said)), (Tag::Vbd, "say"));
        assert_eq!(document.lemma(find("denies")), "deny");
        let kind = |word: &str| document.entity_at(find(word)).map(|entity| entity.kind);
        assert_eq!(kind("Norway"), Some(EntityKind::Gpe));
        assert_eq!(kind("Oslo"), Some(EntityKind::Gpe));
        assert_eq!(kind("Solberg"), Some(EntityKind::Person));
        assert_eq!(kind("troops"), None);
    }

    #[test]
    fn no_quotation_mark_is_a_root() {
        let core = Core::english().unwrap();
        let text =
            "\u{201c}The talks can be resumed and improved with such offers. Without them they fail,\u{201d} he said.";
        let document = read(&core, text);
        check(text, &document);
        for sentence in 0..document.sentence_count() {
            assert!(document.root(sentence).is_some_and(|root| document.tag(root).is_verb()));
        }
    }

    #[test]
    fn a_curly_quotation_may_end_a_sentence() {
        let core = Core::english().unwrap();
        for (text, sentences) in [
            ("The envoy called it “a day of shame.” The premier laughed.", 2),
            ("“We shall go,” the envoy said.", 1),
            ("The envoy called it “a day of shame” for Peru.", 1),
        ] {
            assert_eq!(read(&core, text).sentence_count(), sentences, "{text}");
        }
    }

    #[test]
    fn buffers_can_be_used_again() {
        let core = Core::english().unwrap();
        let (mut document, mut workspace) = (Document::new(), Workspace::default());
        let texts = ["The bank rose. It fell.", "", "Paris (AP) - He left.", "The bank rose. It fell."];
        let mut trees = Vec::new();
        for text in texts {
            core.read(text, &whole(text), &mut document, &mut workspace);
            check(text, &document);
            trees.push(format!("{document:?}"));
        }
        assert_eq!(trees[0], trees[3]);
    }

    #[test]
    fn parts_are_read_and_nothing_else() {
        let core = Core::english().unwrap();
        let text = "OSLO - Talks failed.\nEditing by Nobody";
        let mut document = Document::new();
        let parts = [Span::new(7, 20), Span::new(19, 99)];
        core.read(text, &parts, &mut document, &mut Workspace::default());
        assert_eq!(
            (0..document.len()).map(|token| document.text(text, token)).collect::<Vec<_>>(),
            ["Talks", "failed", "."]
        );
    }

    #[test]
    fn hostile_texts_do_no_harm() {
        let core = Core::english().unwrap();
        for unit in
            ["\"", "a", "(", ".", "-", "\u{2019}s", "A. ", "\n", "\u{301}", "said \u{201c}", "\u{1F600} ", "\u{FEFF}"]
        {
            let text = unit.repeat(5_000);
            check(&text, &read(&core, &text));
        }
        // Random characters, from blanks and marks to the ends of Unicode.
        let mut state = 7u64;
        let mut random = |limit: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % limit
        };
        let words =
            ["Mr. ", "said", " the ", "U.S.", "\u{2018}", "\"", "don't", "...", "$5", "\n", "http://", "-", "%"];
        for _ in 0..200 {
            let mut text = String::new();
            for _ in 0..random(60) {
                match random(4) {
                    0 => text.extend(char::from_u32(random(0x110000) as u32)),
                    1 => text.push(char::from(random(128) as u8)),
                    _ => text.push_str(words[random(words.len() as u64) as usize]),
                }
            }
            check(&text, &read(&core, &text));
        }
    }
}
