use super::candidates::{self, Which};
use crate::extract::testing;

/// The quotations of `body`: kind, name of the speaker with the words that stand for it, agency or medium, words.
fn found(body: &str) -> Vec<String> {
    let records = testing::records(body);
    let line = |quote: &crate::record::QuoteRecord| {
        let kind = serde_json::to_value(quote.kind).unwrap();
        let speaker = quote.speaker.as_ref().map_or("-".to_owned(), |speaker| match &speaker.resolved_from {
            Some(words) => format!("{} ({words})", speaker.name),
            None => speaker.name.clone(),
        });
        let via = quote.via.as_deref().unwrap_or("-");
        format!("{} {speaker} {via} {}", kind.as_str().unwrap(), quote.text)
    };
    records.quotes.iter().map(line).collect()
}

fn check(cases: &[(&str, &[&str])]) {
    for (body, expected) in cases {
        assert_eq!(&found(body), expected, "{body}");
    }
}

#[test]
fn direct_quotations_have_speakers() {
    check(&[
        (
            "“We will go,” Ada Crane said. “It is late.”",
            &["direct Ada Crane - “We will go,”", "direct Ada Crane - “It is late.”"],
        ),
        ("\"We will go,\" said Ada Crane.", &["direct Ada Crane - \"We will go,\""]),
        ("''We will go,'' said Ada Crane.", &["direct Ada Crane - ''We will go,''"]),
        ("``We will go,'' said Ada Crane.", &["direct Ada Crane - ``We will go,''"]),
        (
            "Mayor Ada Crane spoke. “We will go,” she said on Facebook.",
            &["direct Ada Crane (she) Facebook “We will go,”"],
        ),
        ("“We will go,” TASS quoted Ada Crane as saying.", &["direct Ada Crane TASS “We will go,”"]),
        ("“We will go,” Ada Crane said, according to TASS.", &["direct Ada Crane TASS “We will go,”"]),
        (
            "Ada Crane told reporters: “We will go home on Monday.”",
            &["direct Ada Crane - “We will go home on Monday.”"],
        ),
        ("The “big one” came late.", &[]),
    ]);
}

#[test]
fn a_quotation_of_several_paragraphs_is_one() {
    check(&[(
        "“We waited for the boat all night,” said Ada Crane. “Nobody came.\n“In the morning we left.”",
        &[
            "direct Ada Crane - “We waited for the boat all night,”",
            "direct Ada Crane - “Nobody came.\n“In the morning we left.”",
        ],
    )]);
}

#[test]
fn descriptions_stand_for_names() {
    check(&[
        (
            "Ada Crane, a spokeswoman for the port, arrived on Monday. “We will go,” the spokeswoman said.",
            &["direct Ada Crane (the spokeswoman) - “We will go,”"],
        ),
        (
            "The Harbour Ministry of Peru met on Monday. “We will go,” the ministry said.",
            &["direct Harbour Ministry of Peru (the ministry) - “We will go,”"],
        ),
    ]);
}

#[test]
fn reported_speech_is_found() {
    check(&[
        ("Ada Crane said that it was too late for talks.", &["indirect Ada Crane - it was too late for talks"]),
        (
            "It was too late for talks, Ada Crane was quoted as saying.",
            &["indirect Ada Crane - It was too late for talks"],
        ),
        ("It was too late for talks, according to Ada Crane.", &["indirect Ada Crane - It was too late for talks"]),
        ("As Ada Crane pointed out, the harbour was shut.", &["indirect Ada Crane - the harbour was shut"]),
        ("The harbour was shut, as Ada Crane noted on Monday.", &["indirect Ada Crane - The harbour was shut"]),
        (
            "Mayor Ada Crane told voters at a dinner for teachers on Monday that the harbour was shut.",
            &["indirect Ada Crane - the harbour was shut"],
        ),
        ("The boats left as officials looked on.", &[]),
        ("Ada Crane cited the long delay.", &["indirect Ada Crane - the long delay"]),
        ("TASS cited Ada Crane as saying that it was too late.", &["indirect Ada Crane TASS it was too late"]),
        ("The harbour is closed, officials said.", &["indirect official - The harbour is closed"]),
        (
            "Ada Crane said the harbour was “a ruin” after the storm.",
            &["mixed Ada Crane - the harbour was “a ruin” after the storm"],
        ),
    ]);
}

/// What may be said by the cue `word` of `body`: where it stands, how much of it, its words.
fn contents(body: &str, word: &str) -> Vec<String> {
    let mut found = Vec::new();
    testing::with_text(body, |text, lexicon| {
        let all = candidates::find(text, lexicon, &text.sentences[0].tokens, Which::All);
        let contents = all.iter().filter(|candidate| text.of(candidate.cue) == word).flat_map(|one| &one.contents);
        found.extend(
            contents
                .map(|content| format!("{} {} {}", content.role, content.extent, text.span(&content.tokens).of(body))),
        );
    });
    found
}

#[test]
fn a_clause_may_be_cut_in_many_places() {
    let found = contents("Ada Crane said the harbour was closed and the mayor left in the night.", "said");
    assert!(found.iter().any(|one| one == "ccomp joined the harbour was closed"), "{found:?}");
    let found = contents("Ada Crane said the mayor left the town, which he loves.", "said");
    assert!(found.iter().any(|one| one == "ccomp cut the mayor left the town"), "{found:?}");
    let found = contents("Ada Crane said the mayor left the town on Monday.", "said");
    assert!(found.iter().any(|one| one == "ccomp tail the mayor left the town"), "{found:?}");
}

#[test]
fn what_is_reported_may_stand_before_its_cue() {
    let found = contents("The plan approved by the mayor on Monday will cost more.", "approved");
    assert!(found.iter().any(|one| one == "antecedent  The plan"), "{found:?}");
}

#[test]
fn what_stands_within_a_quotation_must_be_likelier() {
    check(&[(
        "Ada Crane said that Peru plans to close the harbour.",
        &["indirect Ada Crane - Peru plans to close the harbour"],
    )]);
}
