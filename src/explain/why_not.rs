//! Why words of a sentence gave no event, and what could be changed in which file of the lexicon.

use super::build::Facts;
use super::{Note, Token};
use crate::extract::{Extractor, Refused, Why};
use crate::nlp::EntityKind;
use crate::record::Actor;

/// How many entries of a word are named.
const MOST_ENTRIES: usize = 4;

/// What there is to say of a sentence with these tokens and actors, in whose words `refused` were read, each with its word.
pub fn notes(extractor: &Extractor, tokens: &[Token], actors: &[&Actor], refused: &[(&str, &Refused)]) -> Vec<Note> {
    let mut notes = vec![cast(tokens, actors)];
    for (word, one) in refused {
        let note = if actors.is_empty() && one.why == Why::NoEntry {
            unread(word)
        } else {
            refusal(extractor, tokens, word, one)
        };
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}

/// Who was recognised, who of them with a code, and which other names there are.
fn cast(tokens: &[Token], actors: &[&Actor]) -> Note {
    let (known, unknown): (Vec<&Actor>, Vec<&Actor>) = actors.iter().partition(|actor| actor.code.is_some());
    let code = |actor: &&Actor| [&actor.text, actor.code.as_ref().unwrap_or(&actor.text)].map(String::as_str).join(" ");
    let is_time = |token: &Token| matches!(token.entity, Some(EntityKind::Date | EntityKind::Time));
    let is_name = |token: &&Token| token.tag.starts_with("NNP") && !is_time(token);
    let names =
        tokens.chunk_by(|a, b| is_name(&a) && is_name(&b)).filter(|chunk| chunk.iter().all(|token| is_name(&token)));
    let recognised = |token: &Token| actors.iter().any(|actor| actor.text.contains(&token.text));
    let others = names.filter(|name| !name.iter().any(recognised));
    let others = others.map(|name| name.iter().map(|token| token.text.as_str()).collect::<Vec<_>>().join(" "));
    let mut facts = Facts::default();
    facts.list("with a code", &known.iter().map(code).collect::<Vec<_>>());
    facts.list("without", &unknown.iter().map(|actor| actor.text.clone()).collect::<Vec<_>>());
    facts.list("not known", &others.collect::<Vec<_>>());
    if known.is_empty() {
        facts.add("advice", format!("an event needs an actor with a code: {NEW_ACTOR}"));
    }
    Note { title: if actors.is_empty() { "no actor is recognised" } else { "actors" }.to_owned(), facts: facts.0 }
}

/// Sentences without an actor are not read for events.
fn unread(word: &str) -> Note {
    let mut facts = Facts::default();
    facts.add("why", "no actor is recognised in the sentence");
    Note { title: format!("“{word}” gave no event"), facts: facts.0 }
}

const NEW_ACTOR: &str = "enter names in actors/countries.tsv, organisations.tsv or people.tsv, or in an own dictionary \
     (--actors FILE); common nouns such as “rebels” in actors/agents.tsv (--agents FILE)";

fn refusal(extractor: &Extractor, tokens: &[Token], word: &str, refused: &Refused) -> Note {
    let mut facts = Facts::default();
    facts.add("why", refused.why.text());
    for place in &refused.entries {
        facts.add("entry", entry(extractor, place));
    }
    if refused.why == Why::NoEntry {
        let lemma = tokens.iter().find(|token| token.text == word).map_or(word, |token| &token.lemma);
        let mut places = extractor.entries_of(lemma);
        places.extend(extractor.entries_of(&word.to_lowercase()));
        places.dedup();
        // Those that ask for least tell most about the word.
        places.reverse();
        for place in places.iter().take(MOST_ENTRIES) {
            facts.add("entered as", entry(extractor, place));
        }
        if let Some(more) = places.len().checked_sub(MOST_ENTRIES).filter(|&more| more > 0) {
            facts.add("entered as", format!("{more} more in predicates/ and operators.tsv"));
        }
    }
    facts.add("advice", advice(refused.why));
    Note { title: format!("“{word}” gave no event"), facts: facts.0 }
}

/// What a maintainer of the lexicon can do; `lexicon/README.md` explains the columns.
fn advice(why: Why) -> String {
    match why {
        Why::NoEntry => "add a line with the word as it is used here to the file of its type in predicates/: with its \
             preposition (`crack down on`), the noun it needs (`lodge + protest`), or alone"
            .to_owned(),
        Why::NoEvent => {
            "if it is an event here, add an entry that asks for more words than this one to the file of its \
             type in predicates/; the entry that asks for most wins"
                .to_owned()
        }
        Why::NoSource => format!(
            "see in the tree (--only tree) where the actor stands and name that place in column `source` of the entry \
             (`subj`, `poss`, `by`, `prep:X`, …); if it is not among the actors above, {NEW_ACTOR}"
        ),
        Why::NoTarget => format!(
            "see in the tree (--only tree) where the other side stands and name that place in column `target` of the entry \
             (`obj`, `iobj`, `prep:X`, …), or take `target` out of `requires`; if it is not among the actors above, {NEW_ACTOR}"
        ),
        Why::Itself => {
            "one of the columns `source` and `target` of the entry names the wrong place, or the two actors \
             have names that are entered as one actor"
                .to_owned()
        }
        Why::NoKnownActor => {
            format!("at least one side must have a code and be more than a business (`coded`: both sides): {NEW_ACTOR}")
        }
        Why::Private => "take `official` out of `requires` of the entry if it counts whoever does it".to_owned(),
        Why::Unarmed => "take `forces` out of `requires` of the entry if it counts whoever does it".to_owned(),
        Why::Unsure => "ask for less (--min-confidence 0) to see who was found, and what counts against it".to_owned(),
        Why::Part => {
            "look at the event, or at the other words here, that it is part of; where it should count by itself, \
             see operators.tsv and composition.tsv"
                .to_owned()
        }
    }
}

/// What to say of a sentence with no word of the lexicon that could say an event.
pub fn nothing_known(tokens: &[Token]) -> Note {
    let is_full = |token: &&Token| token.tag.starts_with("VB") && !matches!(token.label, "aux" | "auxpass");
    let verbs: Vec<String> = tokens.iter().filter(is_full).map(|token| token.lemma.clone()).collect();
    let mut facts = Facts::default();
    facts.list("its verbs", &verbs);
    facts.add(
        "advice",
        "add the word that says the event to the file of its type in predicates/, such as \
         `condemn`, `verb`, source `subj`, target `obj`",
    );
    Note { title: "no word that could say an event is in predicates/ or operators.tsv".to_owned(), facts: facts.0 }
}

/// Place and text of an entry: its cells, those left out that are empty.
pub fn entry(extractor: &Extractor, place: &str) -> String {
    let cells = extractor.entry(place).unwrap_or_default().split('\t').filter(|cell| !cell.is_empty());
    // A list of nouns can be long, and is broken at blanks.
    [place].into_iter().chain(cells).collect::<Vec<_>>().join(" · ").replace(';', "; ")
}
