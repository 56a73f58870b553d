//! Expressions of all kinds with their values; odd text; time that grows no faster than the text.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::extract::testing;

/// The times of `body`, published on a day: words, type, value.
fn times(body: &str, published: &str) -> Vec<(String, TimeKind, String)> {
    let mut found = Vec::new();
    testing::with_text(body, |text, lexicon| {
        let mut timeline = Timeline::new(published.parse().unwrap());
        for sentence in &text.sentences {
            for time in read(text, sentence.tokens.clone(), &lexicon.times, &mut timeline) {
                found.push((text.span(&time.tokens).of(body).to_owned(), time.kind, time.value));
            }
        }
    });
    found
}

/// Checks words and values of each body; all are published on Wednesday, 15 May 2024.
fn check(cases: &[(&str, &[(&str, &str)])]) {
    for (body, expected) in cases {
        let found = times(body, "2024-05-15");
        let found: Vec<(&str, &str)> = found.iter().map(|(words, _, value)| (words.as_str(), value.as_str())).collect();
        assert_eq!(&found, expected, "{body}");
    }
}

#[test]
fn words_of_times_that_tell_no_time() {
    check(&[
        ("The fund covers future losses. In the future it may grow.", &[("In the future", "FUTURE_REF")]),
        ("Four ferries a week sail. Guards stand there 24 hours a day.", &[("24 hours", "PT24H")]),
        ("The port costs $3 million a year. It pays 5 cents a day.", &[("a year", "P1Y"), ("a day", "P1D")]),
        ("She spoke on ABC's This Week. This week it rained.", &[("This week", "2024-W20")]),
    ]);
}

#[test]
fn hours_before_their_days() {
    check(&[
        ("The quake struck at 3:15 a.m. Sunday near the coast.", &[("3:15 a.m. Sunday", "2024-05-12T03:15")]),
        ("It ends at 6 p.m. March 3, 2025, in Oslo.", &[("6 p.m. March 3, 2025", "2025-03-03T18:00")]),
    ]);
}

#[test]
fn quarters_that_ended() {
    check(&[
        ("Profit fell in the quarter ended Dec. 31.", &[("the quarter", "2023-Q4"), ("Dec. 31", "2023-12-31")]),
        ("In the quarter ending May 4 it rose.", &[("the quarter", "2024-Q1"), ("May 4", "2024-05-04")]),
    ]);
}

#[test]
fn dates_by_name_and_number() {
    check(&[
        ("They met on March 3, 2021, in Oslo.", &[("March 3, 2021", "2021-03-03")]),
        ("He was born on 4 June 1989.", &[("4 June 1989", "1989-06-04")]),
        ("The deal of Dec. 30 failed.", &[("Dec. 30", "2023-12-30")]),
        ("The law passed on the 3rd of March.", &[("the 3rd of March", "2024-03-03")]),
        ("The plant closed in May 2019.", &[("May 2019", "2019-05")]),
        ("The bank has grown since 1998.", &[("1998", "1998")]),
        ("Prices rose in the 1990s and the early 1980s.", &[("the 1990s", "199"), ("the early 1980s", "198")]),
        ("Trade fell in the mid-1980s.", &[("the mid-1980s", "198")]),
        ("It was built in the 19th century.", &[("the 19th century", "18")]),
        ("Talks opened on Friday, May 10.", &[("Friday, May 10", "2024-05-10")]),
        ("The log says 2024-05-02 and 5/3/24.", &[("2024-05-02", "2024-05-02"), ("5/3/24", "2024-05-03")]),
        ("They attacked on February 30.", &[]),
        ("About 2000 people came.", &[]),
        ("He may march in May.", &[("May", "2024-05")]),
        ("Fighting lasted from 1994 to 1996.", &[("1994", "1994"), ("1996", "1996")]),
        ("The ceasefire of Christmas 1998 held.", &[("Christmas 1998", "1998-12-25")]),
        (
            "They met on March 3-5 and on April 23, 24 and 25.",
            &[
                ("March 3", "2024-03-03"),
                ("5", "2024-03-05"),
                ("April 23", "2024-04-23"),
                ("24", "2024-04-24"),
                ("25", "2024-04-25"),
            ],
        ),
        ("It happened in the week of March 6.", &[("the week of March 6", "2024-W10")]),
        ("They met on Thanksgiving.", &[("Thanksgiving", "2023-11-23")]),
        ("Elections were held in June last year.", &[("June last year", "2023-06")]),
        ("It ended in the summer of 1998.", &[("the summer of 1998", "1998-SU")]),
    ]);
}

#[test]
fn dates_counted_from_publication() {
    check(&[
        ("They left yesterday and return tomorrow.", &[("yesterday", "2024-05-14"), ("tomorrow", "2024-05-16")]),
        ("Talks this week failed.", &[("this week", "2024-W20")]),
        ("Prices fell last month.", &[("last month", "2024-04")]),
        ("It will close next year.", &[("next year", "2025")]),
        ("They agreed earlier this month.", &[("earlier this month", "2024-05")]),
        ("The work will end by the end of the year.", &[("the end of the year", "2024")]),
        ("He resigned two days ago.", &[("two days ago", "2024-05-13")]),
        ("She left three weeks ago.", &[("three weeks ago", "2024-04-24")]),
        ("They met five months ago.", &[("five months ago", "2023-12")]),
        ("The mine closed 20 years ago.", &[("20 years ago", "2004")]),
        ("Rain fell last night.", &[("last night", "2024-05-14TNI")]),
        ("They talked this morning.", &[("this morning", "2024-05-15TMO")]),
        (
            "Sales rose last summer and will fall next winter.",
            &[("last summer", "2023-SU"), ("next winter", "2024-WI")],
        ),
        ("Shells fell over the weekend.", &[("the weekend", "2024-W19-WE")]),
        ("Our kind came there 45,000 years ago.", &[]),
        ("He left long ago, some years ago.", &[("long ago", "PAST_REF"), ("some years ago", "PAST_REF")]),
    ]);
}

#[test]
fn the_tense_decides_the_direction() {
    check(&[
        ("They met on Monday.", &[("Monday", "2024-05-13")]),
        ("They will meet on Monday.", &[("Monday", "2024-05-20")]),
        ("The ministers are to meet on Friday.", &[("Friday", "2024-05-17")]),
        ("The ministers are scheduled to meet on Friday.", &[("Friday", "2024-05-17")]),
        ("He said on Monday that talks would resume on Sunday.", &[("Monday", "2024-05-13"), ("Sunday", "2024-05-19")]),
        ("They met on Wednesday.", &[("Wednesday", "2024-05-15")]),
        ("It starts next Friday.", &[("next Friday", "2024-05-17")]),
        ("It started last Friday.", &[("last Friday", "2024-05-10")]),
        ("The court will rule in September.", &[("September", "2024-09")]),
        ("The court ruled in September.", &[("September", "2023-09")]),
        ("The army had left on Tuesday morning.", &[("Tuesday morning", "2024-05-14TMO")]),
        ("The vote was postponed until Tuesday.", &[("Tuesday", "2024-05-21")]),
    ]);
}

#[test]
fn dates_counted_from_the_story() {
    check(&[
        (
            "War began on June 3, 2010. Two days later it ended.",
            &[("June 3, 2010", "2010-06-03"), ("Two days later", "2010-06-05")],
        ),
        (
            "He left on June 3, 2010. The next day he returned.",
            &[("June 3, 2010", "2010-06-03"), ("The next day", "2010-06-04")],
        ),
        (
            "Rates peaked in January 2009. They fell in October of that year.",
            &[("January 2009", "2009-01"), ("October of that year", "2009-10")],
        ),
        ("It fell in 1995. The following year it rose.", &[("1995", "1995"), ("The following year", "1996")]),
        ("Sales rose in 1995 from a year earlier.", &[("1995", "1995"), ("a year earlier", "1994")]),
        ("It was Jan. 5, 2001. That day he died.", &[("Jan. 5, 2001", "2001-01-05"), ("That day", "2001-01-05")]),
    ]);
}

#[test]
fn calendars_of_companies() {
    check(&[
        ("Profit rose in the first quarter.", &[("the first quarter", "2024-Q1")]),
        ("It reported a third-quarter loss.", &[("third-quarter", "2023-Q3")]),
        ("Output fell in the first quarter of 2021.", &[("the first quarter of 2021", "2021-Q1")]),
        ("Net fell in last year's fourth quarter.", &[("last year's fourth quarter", "2023-Q4")]),
        ("It lost money in fiscal 2021.", &[("fiscal 2021", "FY2021")]),
        (
            "Profit in the second quarter fell from a year earlier.",
            &[("the second quarter", "2024-Q2"), ("a year earlier", "2023-Q2")],
        ),
        ("Growth slowed in the first half of 2023.", &[("the first half of 2023", "2023-H1")]),
        ("They led in the first half.", &[]),
    ]);
}

#[test]
fn hours() {
    check(&[
        ("Rockets fell at 0930 GMT on Monday.", &[("0930 GMT on Monday", "2024-05-13T09:30Z")]),
        ("It happened at 10:35 a.m. on Tuesday.", &[("10:35 a.m. on Tuesday", "2024-05-14T10:35")]),
        (
            "On Tuesday police said a bomb went off at 7 p.m.",
            &[("Tuesday", "2024-05-14"), ("7 p.m.", "2024-05-14T19:00")],
        ),
        ("Voting ended at noon.", &[("noon", "2024-05-15T12:00")]),
        ("They won 10:35.", &[]),
    ]);
}

#[test]
fn lengths_and_sets() {
    check(&[
        ("They talked for three days.", &[("three days", "P3D")]),
        ("The flight took two and a half hours.", &[("two and a half hours", "PT2H30M")]),
        ("It took at least six months.", &[("at least six months", "P6M")]),
        ("Over the past two years prices fell.", &[("the past two years", "P2Y")]),
        ("A 10-year bond and a two-day visit.", &[("10-year", "P10Y"), ("two-day", "P2D")]),
        ("He waited for weeks.", &[("weeks", "PXW")]),
        ("The 44-year-old man was 20 years old.", &[]),
        ("They met every week and ate twice a day.", &[("every week", "P1W"), ("a day", "P1D")]),
        ("The daily bulletin comes each Thursday.", &[("daily", "P1D"), ("each Thursday", "XXXX-WXX-4")]),
        ("It earns $1 billion a year.", &[("a year", "P1Y")]),
        ("They play on Tuesday nights.", &[("Tuesday nights", "XXXX-WXX-2TNI")]),
    ]);
}

#[test]
fn halves_and_quarters() {
    check(&[
        ("The siege lasted three and a half years.", &[("three and a half years", "P3.5Y")]),
        ("The siege lasted 3 1/2 years.", &[("3 1/2 years", "P3Y6M")]),
        ("A four-and-a-half-month truce ended.", &[("four-and-a-half-month", "P4.5M")]),
        ("The flight took half an hour.", &[("half an hour", "PT30M")]),
        ("The flight took three quarters of an hour.", &[("three quarters of an hour", "PT45M")]),
        ("Over the next year and a half taxes will rise.", &[("the next year and a half", "P1.5Y")]),
        ("They left a year and a half ago.", &[("a year and a half ago", "2022-11")]),
        ("They left half a century ago.", &[("half a century ago", "1974")]),
        ("The bridge stood for one hundred and ten years.", &[("one hundred and ten years", "P110Y")]),
        ("Repairs will last 20 to 30 days.", &[("20 to 30 days", "P20D")]),
    ]);
}

#[test]
fn a_year_or_two_weeks_before() {
    check(&[
        (
            "Exports fell in April, compared with the same month a year ago.",
            &[("April", "2024-04"), ("the same month a year ago", "2023-04")],
        ),
        (
            "Exports fell in April from the same month of last year.",
            &[("April", "2024-04"), ("the same month of last year", "2023-04")],
        ),
        ("They met the week before last.", &[("the week before last", "2024-W18")]),
        ("Banks of the 70s and 80s.", &[("the 70s", "197"), ("80s", "198")]),
        ("Talks began on february 17 and ended in march.", &[("february 17", "2024-02-17")]),
        ("Stocks ended the day higher.", &[("the day", "2024-05-15")]),
    ]);
}

#[test]
fn vague_times() {
    check(&[
        ("Prices will fall in the near term.", &[("in the near term", "FUTURE_REF")]),
        ("Minutes later a second shell fell.", &[("Minutes", "PTXM")]),
        ("He is now in Oslo.", &[("now", "PRESENT_REF")]),
        ("They recently met.", &[("recently", "PAST_REF")]),
        ("They will meet soon.", &[("soon", "FUTURE_REF")]),
        ("Soon after, as soon as possible, it soon became worse.", &[]),
        ("Losses grew in recent months.", &[("recent months", "PXM")]),
    ]);
}

#[test]
fn types_follow_from_values() {
    let found = times("On Friday at 5 p.m. they met for two hours, as every year.", "2024-05-15");
    let kinds: Vec<TimeKind> = found.iter().map(|(_, kind, _)| *kind).collect();
    assert_eq!(kinds, [TimeKind::Time, TimeKind::Duration, TimeKind::Set]);
}

#[test]
fn hostile_text_takes_linear_time() {
    let pieces = [
        "two ",
        "1998 ",
        "the ",
        "a ",
        "year ",
        "May ",
        "one hundred ",
        "10:30 ",
        "Friday, ",
        "- ",
        "last ",
        "of the end ",
        "twenty-",
        "1/2 ",
        "last week's ",
        "in the past ",
        "new year's ",
        "more than ",
        "and a half ",
    ];
    for piece in pieces {
        testing::with_text(&piece.repeat(5_000), |text, lexicon| {
            let start = Instant::now();
            let mut timeline = Timeline::new("2024-05-15".parse().unwrap());
            for sentence in &text.sentences {
                read(text, sentence.tokens.clone(), &lexicon.times, &mut timeline);
            }
            // A few milliseconds; much more than that would be quadratic.
            assert!(start.elapsed() < Duration::from_millis(400), "{piece:?}");
        });
    }
}

/// Words that the grammar knows, in any order.
fn words_of_time() -> impl Strategy<Value = String> {
    let words = [
        "the",
        "a",
        "last",
        "next",
        "this",
        "past",
        "two",
        "10",
        "1998",
        "1990s",
        "May",
        "March",
        "3",
        "3rd",
        "Friday",
        "week",
        "weeks",
        "year",
        "'s",
        "quarter",
        "third",
        "first",
        "half",
        "ago",
        "later",
        "earlier",
        "of",
        "in",
        "at",
        "noon",
        "10:30",
        "p.m.",
        "GMT",
        "0930",
        "every",
        "other",
        "night",
        "morning",
        "-",
        ",",
        "and",
        "or",
        "to",
        "few",
        "hundred",
        "fiscal",
        "end",
        "early",
        "mid-1996",
        "Christmas",
        "New",
        "Year",
        "Day",
        "day",
        "millennia",
        "before",
        "after",
        "century",
        "99999999999",
        "decades",
        "old",
        "more",
        "than",
        "summer",
        "weekend",
        "will",
        "meet",
        "met",
        ".",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..40).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn any_order_of_words_gives_times_in_order(body in words_of_time(), day in -200_000i64..300_000) {
        let published = jiff::civil::date(2000, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap();
        testing::with_text(&body, |text, lexicon| {
            let mut timeline = Timeline::new(published);
            for sentence in &text.sentences {
                let mut end = sentence.tokens.start;
                for time in read(text, sentence.tokens.clone(), &lexicon.times, &mut timeline) {
                    assert!(time.tokens.start >= end && time.tokens.start < time.tokens.end, "{time:?}");
                    assert!(time.tokens.end <= sentence.tokens.end, "{time:?}");
                    assert!(!time.value.is_empty());
                    end = time.tokens.end;
                }
            }
        });
    }
}

#[test]
fn spans_beyond_the_calendar_have_no_value() {
    for span in ["99999 years", "5000 decades", "400 centuries", "70 millennia", "900000 months", "9999999 weeks"] {
        for when in [
            format!("It lived {span} ago."),
            format!("It will end {span} from now."),
            format!("The past {span} were calm."),
        ] {
            let found = times(&when, "2024-05-15");
            assert!(
                found.iter().all(|(_, _, value)| !value.starts_with(|c: char| c.is_ascii_digit())),
                "{when}: {found:?}"
            );
        }
    }
    check(&[("It began 30,000 days ago.", &[("30,000 days ago", "1942-03-27")])]);
}

/// Prints how fast times are found: `cargo test --release --lib times::tests::speed -- --ignored --nocapture`.
#[test]
#[ignore = "measures"]
fn speed() {
    let body = "The minister said on Friday that talks would resume next week, two days after the army had left the town. \
                Prices rose 3 percent in the third quarter from a year earlier, and the bank expects more in the new year. "
        .repeat(2_000);
    testing::with_text(&body, |text, lexicon| {
        let start = Instant::now();
        let mut count = 0;
        let mut timeline = Timeline::new("2024-05-15".parse().unwrap());
        for sentence in &text.sentences {
            count += read(text, sentence.tokens.clone(), &lexicon.times, &mut timeline).len();
        }
        let rate = body.len() as f64 / 1e6 / start.elapsed().as_secs_f64();
        println!("{count} times, {rate:.0} MB/s");
    });
}

#[test]
fn what_is_after_a_day_begins_later() {
    let time = |value: &str| TimeMention { tokens: 0..1, kind: TimeKind::Date, value: value.to_owned(), anchor: None };
    let day = jiff::civil::date(2021, 11, 28);
    for value in ["2021-11-29", "2021-11-29TMO", "2021-12", "2022", "2021-W48"] {
        assert!(time(value).is_after(day), "{value}");
    }
    for value in [
        "2021-11-28",
        "2021-11-28TEV",
        "2021-11-27",
        "2021-11",
        "2021",
        "2021-W47",
        "203",
        "2022-Q1",
        "2021-W47-WE",
        "FUTURE_REF",
    ] {
        assert!(!time(value).is_after(day), "{value}");
    }
}
