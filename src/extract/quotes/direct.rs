//! Who speaks the words in quotation marks: the cue beside them, or whoever spoke before.
//!
//! A cue after the quotation comes first (`“…,” he said`), then one before it (`he said: “…”`), then the speaker of the quotation
//! before it in the paragraph, then, for a paragraph that is only a quotation, the last speaker.

use std::ops::Range;

use super::marks::Marked;
use crate::extract::lexicon::Lexicon;
use crate::extract::lexicon::words::class;
use crate::extract::text::Text;
use crate::nlp::{Label, Tag};
use crate::span::Span;

/// What stands beside a quotation and says who speaks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// Where it was found: `after`, `before`, `goes on` and the like; empty where nothing was found.
    pub place: &'static str,
    /// The word that says so: a verb or a colon.
    pub cue: Option<usize>,
    /// The head of the noun phrase that says who.
    pub speaker: Option<usize>,
}

impl Beside {
    /// Whether the cue is the quotation's own, not that of one before.
    pub fn is_own(&self) -> bool {
        self.place.starts_with("after") || self.place.starts_with("before")
    }
}

/// How many words may stand between a quotation and its cue.
const REACH: usize = 16;

/// For how many paragraphs without a cue a speaker goes on.
const PARAGRAPHS: usize = 3;

/// Looks around quotations.
pub struct Finder<'r> {
    /// The article.
    pub text: &'r Text<'r>,
    /// Cues.
    pub lexicon: &'r Lexicon,
    /// What stands in marks.
    pub marked: &'r [Marked],
    /// Its paragraphs.
    pub paragraphs: &'r [Span],
}

impl Finder<'_> {
    /// What stands beside each of the quotations, in their order.
    pub fn find(&self) -> Vec<Beside> {
        let mut found: Vec<Beside> = Vec::with_capacity(self.marked.len());
        for index in 0..self.marked.len() {
            let after = self.after(index);
            let before = self.before(index);
            // `she said, “…,” and he said`: what follows is another clause.
            let follows = self.text.tag(self.marked[index].tokens.end.min(self.text.tokens.len() - 1)) == Tag::Cc;
            let own = match (after, before) {
                (Some(_), Some(before)) if follows => Some(before),
                (Some(after), Some(before)) if after.place == "after other" && before.place != "before other" => {
                    Some(before)
                }
                (after, before) => after.or(before),
            };
            let beside = own.or_else(|| self.carried(index, &found)).or_else(|| self.sentence_before(index));
            found.push(beside.unwrap_or_default());
        }
        found
    }

    fn says(&self, token: usize) -> bool {
        let text = self.text;
        text.is_verb(token)
            && self.lexicon.words.class(text.tokens[token].lemma) & class::SPEECH != 0
            && !matches!(text.label(token), Label::Relcl)
    }

    fn sentence(&self, token: usize) -> Range<usize> {
        let sentences = &self.text.sentences;
        let at = sentences.partition_point(|sentence| sentence.tokens.end <= token);
        sentences.get(at).map_or(token..token, |sentence| sentence.tokens.clone())
    }

    fn paragraph(&self, token: usize) -> usize {
        let start = self.text.tokens.get(token).map_or(usize::MAX, |token| token.span.start);
        self.paragraphs.partition_point(|paragraph| paragraph.end <= start)
    }

    /// `“…,” Ada Crane said`.
    fn after(&self, index: usize) -> Option<Beside> {
        let text = self.text;
        let end = self.marked[index].tokens.end;
        let mut sentence = self.sentence(end - 1);
        if sentence.end <= end {
            // `“Late!” she said`: taken for two sentences.
            text.tokens.get(end).filter(|next| !next.is_quote() && (!next.capital || self.is_only_cue(end)))?;
            if self.paragraph(end) != self.paragraph(end - 1) {
                return None;
            }
            sentence = self.sentence(end);
        }
        let stop = self.marked.get(index + 1).map_or(sentence.end, |next| next.tokens.start.min(sentence.end));
        let region = end..stop;
        let near = end..stop.min(end + REACH);
        if let Some(cue) = near.clone().find(|&token| self.says(token) && !text.has_to(token)) {
            return Some(Beside { place: "after", cue: Some(cue), speaker: self.teller(cue, &region) });
        }
        let finite =
            |token: &usize| text.is_verb(*token) && text.tag(*token).is_finite() && text.tag(*token) != Tag::Md;
        let cue = near.filter(|token| *token < end + 6).find(finite)?;
        let subject = text.child(cue, &[Label::Nsubj]).filter(|subject| region.contains(subject));
        let speaker = subject.or_else(|| (cue <= end + 1).then(|| self.behind(cue, &region)).flatten())?;
        Some(Beside { place: "after other", cue: Some(cue), speaker: Some(speaker) })
    }

    /// Whether the sentence that begins at `start`, behind a question or exclamation, says no more than who says that: `“Late?” Ada
    /// Crane asked`.
    fn is_only_cue(&self, start: usize) -> bool {
        let text = self.text;
        let exclaimed = start.checked_sub(2).is_some_and(|last| text.is_mark(last, '?') || text.is_mark(last, '!'));
        let mut tokens = self.sentence(start);
        let root = text.document.root(text.document.sentence_of(start)).filter(|&root| exclaimed && self.says(root));
        root.is_some_and(|root| text.child(root, &[Label::Ccomp, Label::Xcomp]).is_none())
            && tokens.len() <= REACH
            && !tokens.any(|token| text.tokens[token].is_quote())
    }

    /// Whoever tells by the verb `cue`, in the words beside the quotation.
    fn teller(&self, cue: usize, region: &Range<usize>) -> Option<usize> {
        let text = self.text;
        if text.is_passive(cue)
            && let Some(agent) = text.agent(cue)
        {
            return Some(agent);
        }
        let subject = text.child(cue, &[Label::Nsubj]).filter(|subject| region.contains(subject));
        subject
            .or_else(|| (cue <= region.start + 2).then(|| self.behind(cue, region)).flatten())
            .or_else(|| {
                let nominal = |token: &usize| text.tag(*token).is_noun() || text.tag(*token) == Tag::Prp;
                (region.start..cue).rev().find(nominal)
            })
            .or_else(|| self.behind(cue, region))
            .or_else(|| text.subject(cue))
    }

    /// The noun phrase behind a verb: `said Ada Crane, the mayor`.
    fn behind(&self, cue: usize, region: &Range<usize>) -> Option<usize> {
        let text = self.text;
        let nominal = |token: usize| text.tag(token).is_noun() || text.tag(token) == Tag::Prp;
        let first = (cue + 1..region.end.min(cue + 9)).find(|&token| nominal(token))?;
        let mut head = first;
        while let Some(above) = text.document.head(head).filter(|&above| {
            above > cue
                && region.contains(&above)
                && nominal(above)
                && matches!(text.label(head), Label::Compound | Label::Nmod)
        }) {
            head = above;
        }
        // `said the mayor's aide`: the aide.
        if text.label(head) == Label::Poss
            && let Some(owned) = text.document.head(head).filter(|owned| region.contains(owned))
        {
            head = owned;
        }
        Some(head)
    }

    /// `Ada Crane said: “…”`, `Ada Crane: “…”`; also where the sentence before ends with a colon.
    fn before(&self, index: usize) -> Option<Beside> {
        let text = self.text;
        let start = self.marked[index].tokens.start;
        let mut sentence = self.sentence(start);
        let mut end = start;
        if sentence.start == start {
            let before = start.checked_sub(1).filter(|&before| text.is_mark(before, ':'))?;
            sentence = self.sentence(before);
            end = before + 1;
        }
        let previous = index.checked_sub(1).map_or(0, |previous| self.marked[previous].tokens.end);
        let region = sentence.start.max(previous)..end;
        let last = region.clone().next_back()?;
        let colon = text.is_mark(last, ':');
        let near = if colon { region.clone() } else { region.start.max(end.saturating_sub(REACH))..end };
        if let Some(cue) = near.clone().rev().find(|&token| self.says(token)) {
            let place = match () {
                () if colon => "before colon",
                () if text.is_mark(last, ',') => "before comma",
                () if last == cue => "before verb",
                () => "before",
            };
            let inverted = || text.children.of(cue).find(|&child| child > cue && text.label(child) == Label::Nsubj);
            let speaker = match text.is_passive(cue) {
                true => text.agent(cue),
                false => text.subject(cue).or_else(inverted),
            };
            return Some(Beside { place, cue: Some(cue), speaker });
        }
        let verb = near.clone().rev().find(|&token| text.is_verb(token) && text.tag(token).is_finite());
        if colon && region.len() <= 9 && verb.is_none() {
            let nominal = |token: &usize| text.tag(*token).is_noun();
            let name = region.clone().take(region.len() - 1).rfind(nominal);
            return Some(Beside { place: "colon", cue: Some(last), speaker: name });
        }
        let verb = verb.filter(|_| colon || text.is_mark(last, ','))?;
        let place = if colon { "before colon other" } else { "before other" };
        Some(Beside { place, cue: Some(verb), speaker: text.subject(verb) })
    }

    /// Whoever spoke in the quotation before.
    fn carried(&self, index: usize, found: &[Beside]) -> Option<Beside> {
        let previous = index.checked_sub(1)?;
        let beside = &found[previous];
        let (this, that) = (&self.marked[index].tokens, &self.marked[previous].tokens);
        let apart = self.paragraph(this.start) - self.paragraph(that.end - 1).min(self.paragraph(this.start));
        let place = match apart {
            0 => "goes on",
            1..PARAGRAPHS if self.sentence(this.start).start == this.start => "goes on later",
            _ => return None,
        };
        beside.speaker.map(|speaker| Beside { place, cue: beside.cue, speaker: Some(speaker) })
    }

    /// The subject of the sentence before, in the same paragraph: `Ada Crane disagreed. “…”`.
    fn sentence_before(&self, index: usize) -> Option<Beside> {
        let start = self.marked[index].tokens.start;
        let sentence = self.sentence(start);
        let before = sentence.start.checked_sub(1).filter(|_| sentence.start == start)?;
        let root = self.text.document.root(self.text.document.sentence_of(before))?;
        let speaker = self.text.child(root, &[Label::Nsubj])?;
        Some(Beside { place: "sentence before", cue: None, speaker: Some(speaker) })
    }
}
