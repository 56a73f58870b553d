//! Sentences and the places in them.

use crate::article::Dateline;
use crate::extract::testing;
use crate::record::{ArticleRecords, Place, PlaceBasis};
use crate::span::Span;

/// `words=name/country` of each place.
fn places(records: &ArticleRecords) -> Vec<String> {
    let country = |place: &Place| place.country.clone().unwrap_or_default();
    records.article.places.iter().map(|place| format!("{}={}/{}", place.text, place.name, country(place))).collect()
}

#[test]
fn names_of_places_are_told_from_other_names() {
    let cases: [(&str, &[&str]); 12] = [
        ("Fighting broke out in Mosul on Monday.", &["Mosul=Mosul/IRQ"]),
        ("The singer Paris Jackson sang in Berlin.", &["Berlin=Berlin/DEU"]),
        ("The Washington Post said so.", &[]),
        ("Russian troops left.", &[]),
        ("Troops entered northern Syria on Monday.", &["northern Syria=northern Syria/SYR"]),
        ("Two men were shot in Paris, Texas.", &["Paris=Paris/USA", "Texas=Texas/USA"]),
        (
            "He lives on Main Street in Springfield, Illinois.",
            &["Main Street=Main Street/USA", "Springfield=Springfield/USA", "Illinois=Illinois/USA"],
        ),
        ("Moscow denies it. Talks were held in Moscow.", &["Moscow=Moscow/RUS"]),
        ("The ship crossed the Red Sea.", &["Red Sea=Red Sea/"]),
        // Cities that the world knows by names that other towns have for their own.
        ("Talks were held in Geneva and in Venice.", &["Geneva=Genève/CHE", "Venice=Venice/ITA"]),
        ("Talks were held in Geneva, Illinois.", &["Geneva=Geneva/USA", "Illinois=Illinois/USA"]),
        ("Talks were held in West Berlin.", &["West Berlin=West Berlin/DEU"]),
    ];
    for (body, expected) in cases {
        assert_eq!(places(&testing::records(body)), expected, "{body}");
    }
}

#[test]
fn places_have_what_the_gazetteer_says() {
    let records = testing::records("Fighting broke out in Mosul on Monday.");
    let place = &records.article.places[0];
    assert_eq!(place.geonames_id, Some(99072));
    assert_eq!(place.admin1.as_deref(), Some("Nineveh"));
    assert!(place.population > Some(500_000));
    let near = |degrees: Option<f64>, expected: f64| degrees.is_some_and(|degrees| (degrees - expected).abs() < 0.2);
    assert!(near(place.lat, 36.34) && near(place.lon, 43.13));
}

#[test]
fn events_have_the_place_of_their_clause_or_sentence() {
    let cases = [
        ("Rebels attacked the army in Mosul on Monday.", Some(("Mosul", PlaceBasis::Clause))),
        ("Israel bombed Damascus, the minister said in London.", Some(("Damascus", PlaceBasis::Clause))),
        ("Nairobi city officials accused Chile of fraud.", Some(("Nairobi", PlaceBasis::Actor))),
        ("Russia condemned France.", None),
        ("Peruvian miners praised the Peruvian president.", Some(("Peru", PlaceBasis::Actor))),
        ("Peruvian miners praised the Chilean president.", None),
        ("The Polish minister, in exile in Malta, visited Chile.", Some(("Chile", PlaceBasis::Clause))),
    ];
    for (body, expected) in cases {
        let records = testing::records(body);
        let event = records.events.first().unwrap_or_else(|| panic!("no event: {body}"));
        let found = event.place.as_ref().map(|place| (place.name.as_str(), place.basis.unwrap()));
        assert_eq!(found, expected, "{body}");
    }
}

#[test]
fn a_town_does_not_act_and_lends_its_country() {
    let records = testing::records("Aleppo rejected the plan. Mosul police arrested a soldier.");
    assert!(records.events.iter().all(|event| event.source.iter().all(|actor| actor.name != "Aleppo")));
    let actors: Vec<&str> = records.article.actors.iter().filter_map(|actor| actor.code.as_deref()).collect();
    assert!(actors.contains(&"IRQCOP"), "{actors:?}");
}

#[test]
fn a_dateline_places_words_of_those_who_are_there() {
    let cases = [
        ("Japan praised Peru.", Some("Tokyo")),
        ("Shares rose. Peru praised Japan.", Some("Tokyo")),
        ("Peru praised Chile.", Some("Tokyo")),
        ("Shares rose. Peru praised Chile.", None),
        ("Shares rose. Peru praised Chile here on Monday.", Some("Tokyo")),
        ("Peru praised Chile, dealers said.", None),
        ("Shares rose. The European Union praised Chile.", Some("Tokyo")),
    ];
    for (words, expected) in cases {
        let (line, body) = (Span::new(0, 5), format!("TOKYO - {words}"));
        let mut article = testing::article(&body);
        article.prose = vec![Span::new(8, body.len())];
        article.dateline = Some(Dateline { span: line, places: vec![line], date: None, agency: None });
        let records = testing::extractor().extract(&article);
        let event = records.events.first().unwrap_or_else(|| panic!("no event: {body}"));
        assert_eq!(event.place.as_ref().map(|place| place.name.as_str()), expected, "{words}");
    }
}
