use super::*;
use crate::extract::testing;

/// What is found in `body`: words, value, bounds, unit, noun, state.
fn found(body: &str) -> Vec<String> {
    let mut all = Vec::new();
    testing::with_text(body, |text, lexicon| {
        for one in read(text, lexicon, 0..text.tokens.len(), &[]) {
            let number = |value: Option<f64>| value.map_or("-".to_owned(), |value| value.to_string());
            all.push(format!(
                "{}: {} {} {} {} {} {}",
                text.span(&one.tokens).of(body),
                number(one.value),
                number(one.low),
                number(one.high),
                one.unit.as_deref().unwrap_or("-"),
                one.of.map_or("-", |noun| text.of(noun)),
                one.state.as_deref().unwrap_or("-"),
            ));
        }
    });
    all
}

#[test]
fn numbers_count_things() {
    let cases: [(&str, &[&str]); 16] = [
        ("It sent more than 4,000 troops there.", &["more than 4,000 troops: - 4000 - - troops -"]),
        ("It hired two Libyan soldiers.", &["two Libyan soldiers: 2 - - - soldiers -"]),
        ("It is worth $3.5 million a year.", &["$3.5 million: 3500000 - - USD - -"]),
        ("Prices rose 5 percent.", &["5 percent: 5 - - % - -"]),
        ("Prices rose 5 per cent.", &["5 per cent: 5 - - % - -"]),
        ("In 1999 it was 12-3.", &[]),
        ("It moved up to 20 tanks.", &["up to 20 tanks: - - 20 - tanks -"]),
        ("It moved 20 to 30 tanks.", &["20 to 30 tanks: - 20 30 - tanks -"]),
        ("It moved between 20 and 30 tanks.", &["between 20 and 30 tanks: - 20 30 - tanks -"]),
        ("It costs two to three million dollars.", &["two to three million dollars: - 2000000 3000000 USD - -"]),
        ("Dozens of farmers waited.", &["Dozens of farmers: - 24 - - farmers -"]),
        ("Tens of thousands of farmers waited.", &["Tens of thousands of farmers: - 20000 - - farmers -"]),
        ("Some 300 farmers waited.", &["Some 300 farmers: 300 - - - farmers -"]),
        ("It bought 10,000 tonnes of wheat.", &["10,000 tonnes of wheat: 10000 - - t wheat -"]),
        (
            "Twenty-five boats and a dozen ships left.",
            &["Twenty-five boats: 25 - - - boats -", "a dozen ships: 12 - - - ships -"],
        ),
        ("Two hundred and fifty boats left.", &["Two hundred and fifty boats: 250 - - - boats -"]),
    ];
    for (body, expected) in cases {
        assert_eq!(found(body), expected, "{body}");
    }
}

#[test]
fn those_who_are_counted_have_a_state() {
    let cases: [(&str, &[&str]); 12] = [
        ("The blast killed 12 and wounded 30.", &["12: 12 - - - - killed", "30: 30 - - - - injured"]),
        ("At least 12 people were killed.", &["At least 12 people: - 12 - - people killed"]),
        ("The blast left 12 dead.", &["12 dead: 12 - - - dead killed"]),
        ("The storm has a death toll of 40.", &["40: 40 - - - - killed"]),
        ("The death toll rose to 40.", &["40: 40 - - - - killed"]),
        ("No one was hurt.", &["No one: 0 - - - - injured"]),
        ("There were no casualties.", &["no casualties: 0 - - - casualties killed or injured"]),
        ("Police arrested 17 protesters.", &["17 protesters: 17 - - - protesters arrested"]),
        ("The floods displaced 4,000 families.", &["4,000 families: 4000 - - - families displaced"]),
        ("Thousands of workers marched.", &["Thousands of workers: - 2000 - - workers marching"]),
        ("Three miners died in the fire.", &["Three miners: 3 - - - miners killed"]),
        ("One soldier was killed.", &["One soldier: 1 - - - soldier killed"]),
    ];
    for (body, expected) in cases {
        assert_eq!(found(body), expected, "{body}");
    }
}
