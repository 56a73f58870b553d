use super::*;
use crate::article::{Advisory, Credits, Link, Origin};
use crate::record::{AdvisoryKind, Basis};
use crate::span::Span;
use jiff::civil::date;
use proptest::prelude::*;

fn article(body: &str) -> Article {
    let origin = Origin {
        file: "story.txt".into(),
        offset: 0,
        line: 0,
        received: "2024-06-20T07:00:00Z".parse().expect("is a timestamp"),
    };
    Article { heading_in_body: true, ..Article::new("text", origin, body.to_owned()) }
}

fn normal(article: Article) -> NormalArticle {
    Normalizer::new(&Settings::default()).normalize(article).expect("has text")
}

/// What must hold of every article, whatever came in.
fn check(article: &NormalArticle) {
    let body = &article.body;
    assert!(!body.starts_with(['\n', ' ']) && !body.ends_with(['\n', ' ']), "{body:?}");
    assert!(!body.contains("\n\n"), "{body:?}");
    let lines: Vec<&str> = body.split('\n').collect();
    let paragraphs: Vec<&str> = article.paragraphs.iter().map(|span| span.of(body)).collect();
    assert_eq!(lines, paragraphs);
    let mut end = 0;
    for prose in &article.prose {
        assert!(prose.start >= end && !prose.is_empty(), "prose is in order: {:?}", article.prose);
        assert!(article.paragraphs.iter().any(|paragraph| paragraph.contains(*prose)), "{prose:?}");
        let _ = prose.of(body);
        end = prose.end;
    }
    for link in &article.links {
        let _ = link.span.of(body);
    }
    if let Some(dateline) = &article.dateline {
        let _ = dateline.span.of(body);
        assert!(article.prose.iter().all(|prose| !prose.overlaps(dateline.span)));
        for place in &dateline.places {
            assert!(dateline.span.contains(*place));
            let _ = place.of(body);
        }
    }
}

#[test]
fn a_body_may_begin_with_its_headline_where_the_desk_says_so() {
    let without_heading = |body| normal(Article { heading_in_body: false, ..article(body) });
    let corrected = without_heading(
        "CORRECTED - VARBERG BANK TO CLOSE BRANCHES\n\nThe bank will close nine branches in May, not five.",
    );
    check(&corrected);
    assert_eq!(corrected.headline.as_deref(), Some("VARBERG BANK TO CLOSE BRANCHES"));
    assert_eq!(corrected.advisory.map(|advisory| advisory.kind), Some(AdvisoryKind::Correction));
    assert_eq!(corrected.body, "The bank will close nine branches in May, not five.");
    let plain = without_heading("Corrected prices will be out on Monday, the exchange said.\nIt gave no reason.");
    assert_eq!((plain.headline, plain.advisory), (None, None));
}

#[test]
fn a_story_as_a_newsroom_system_drops_it() {
    let body = "OSLO (Reuters) -Norway’s ferry crews have not given up hope of a settlement, their leader Kari Holm was quoted as saying on Thursday.\n\
        The owners said https://www.reuters.example/world/ferry-owners-reject-wage-demands-2024-06-05 on Wednesday they wanted a binding promise.\n\
        “We do not want a strike,” Holm said.\n\
        (Reporting by Anne BergAdditional reporting by Per LundEditing by Ola Moe, Liv Dahl and Jo Vik)";
    let normal = normal(article(body));
    check(&normal);
    let dateline = normal.dateline.as_ref().expect("has a dateline");
    assert_eq!(dateline.span.of(&normal.body), "OSLO (Reuters)");
    assert_eq!(dateline.places, [Span::new(0, 4)]);
    assert_eq!(normal.agency.as_deref(), Some("Reuters"));
    assert_eq!((normal.published.date, normal.published.basis), (date(2024, 6, 6), Basis::Url));
    assert_eq!(normal.published.text, "2024-06-06");
    let at = normal.body.find("on Wednesday").expect("is there");
    assert!(normal.body.contains("The owners said on Wednesday they wanted"));
    assert_eq!(
        normal.links,
        [Link {
            url: "https://www.reuters.example/world/ferry-owners-reject-wage-demands-2024-06-05".into(),
            span: Span::new(at, at),
            date: Some(date(2024, 6, 5)),
        }]
    );
    let names = |names: &[&str]| names.iter().map(|name| name.to_string()).collect::<Vec<_>>();
    assert_eq!(
        normal.credits,
        Some(Credits {
            reporting: names(&["Anne Berg"]),
            additional_reporting: names(&["Per Lund"]),
            writing: Vec::new(),
            editing: names(&["Ola Moe", "Liv Dahl", "Jo Vik"]),
        })
    );
    assert_eq!(normal.paragraphs.len(), 4);
    assert_eq!(normal.prose.len(), 3);
    assert!(normal.prose[0].of(&normal.body).starts_with("Norway’s ferry crews"));
    assert_eq!(normal.language.as_deref(), Some("en"));
    assert_eq!(normal.headline, None);
    assert_eq!(normal.id.len(), 32);
}

#[test]
fn a_wrapped_wire_story() {
    let body = "    By Kari Holm, Reuters\n    OSLO, March 3 - The harbour board said on Tuesday that all of\nthe ferries would sail again by the end of the week, when the\nstorm is over.\n    Two lines were closed.\n Reuter\n\u{3}";
    let mut article = article(body);
    article.format = "ndjson";
    article.headline = Some("CORRECTED-UPDATE 2-Ferries &amp; boats to sail".into());
    article.published = Some("3-MAR-1987 15:02:20".into());
    let normal = normal(article);
    check(&normal);
    assert_eq!(
        normal.body,
        "By Kari Holm, Reuters\nOSLO, March 3 - The harbour board said on Tuesday that all of the ferries would sail again by the end of the week, when the storm is over.\nTwo lines were closed.\nReuter"
    );
    assert_eq!(normal.headline.as_deref(), Some("Ferries & boats to sail"));
    let advisory = Advisory { kind: AdvisoryKind::Correction, number: Some(2), text: "CORRECTED-UPDATE 2".into() };
    assert_eq!(normal.advisory, Some(advisory));
    assert_eq!(normal.byline, ["Kari Holm"]);
    assert_eq!(normal.agency.as_deref(), Some("Reuters"));
    assert_eq!(normal.dateline.as_ref().and_then(|dateline| dateline.date), Some(date(1987, 3, 3)));
    assert_eq!(normal.published.basis, Basis::Metadata);
    let prose: Vec<&str> = normal.prose.iter().map(|span| span.of(&normal.body)).collect();
    assert_eq!(prose.len(), 2);
    assert!(prose[0].starts_with("The harbour board"));
}

#[test]
fn headings_of_plain_text_stories() {
    let body = "NORWAY-FERRIES/STORM\nUPDATE 1-Ferries to sail again\n(Adds details)\nBy Kari Holm\nOSLO, June 19 (Reuters) - The harbour board said on Wednesday that all of the ferries would sail again by the end of the week.\n";
    let normal = normal(article(body));
    check(&normal);
    assert_eq!(normal.slug.as_deref(), Some("NORWAY-FERRIES/STORM"));
    assert_eq!(normal.headline.as_deref(), Some("Ferries to sail again"));
    assert!(normal.body.starts_with("(Adds details)\nBy Kari Holm\nOSLO"));
    assert_eq!(normal.advisory.map(|advisory| advisory.text).as_deref(), Some("UPDATE 1; (Adds details)"));
    assert_eq!((normal.published.date, normal.published.basis), (date(2024, 6, 19), Basis::Dateline));
    assert_eq!(normal.prose.len(), 1);
}

#[test]
fn bodies_of_other_formats_keep_their_first_line() {
    let body = "Ferries to sail again\nThe harbour board said that all of the ferries would sail again by the end of the week.";
    for (headline, kept) in [(None, true), (Some("Storm ends"), true), (Some("Ferries to Sail Again"), false)] {
        let mut article = article(body);
        article.format = "ndjson";
        article.heading_in_body = false;
        article.headline = headline.map(str::to_owned);
        let normal = normal(article);
        check(&normal);
        assert_eq!(normal.body.starts_with("Ferries"), kept, "{headline:?}");
    }
}

#[test]
fn html_and_entities() {
    let mut article = article(
        "<div><p>BERGEN, Norway (AP) &mdash; The board&nbsp;said &ldquo;no&rdquo;\nto <a href=\"https://a.example/2024/06/18/x\">the offer</a>.</p>\n<p>Nothing else.</p><script>x()</script></div>",
    );
    article.url = Some("https://b.example/2024/06/19/story".into());
    let normal = normal(article);
    check(&normal);
    assert_eq!(normal.body, "BERGEN, Norway (AP) — The board said “no” to the offer.\nNothing else.");
    assert_eq!(normal.links[0].span.of(&normal.body), "the offer");
    let dateline = normal.dateline.expect("has a dateline");
    assert_eq!(dateline.places.iter().map(|place| place.of(&normal.body)).collect::<Vec<_>>(), ["BERGEN"]);
    assert_eq!((normal.published.text.as_str(), normal.published.basis), ("2024-06-19", Basis::Url));
}

#[test]
fn no_text_is_an_error() {
    for body in ["", " \n\t\u{3}", "<p></p>", "https://a.example/x"] {
        assert_eq!(
            Normalizer::new(&Settings::default()).normalize(article(body)),
            Err(NormalizeError::Empty),
            "{body:?}"
        );
    }
}

#[test]
fn unreadable_times_are_defects() {
    let mut article = article("The harbour board met.");
    article.published = Some("some day in May".into());
    let normal = normal(article);
    assert_eq!(normal.published.basis, Basis::Received);
    assert_eq!(normal.defects.len(), 1);
}

/// Pieces of which hostile and plausible bodies are made.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("OSLO, June 3 (Reuters) - ".to_owned()),
        Just("By Kari Holm\n".to_owned()),
        Just("(Reporting by Kari HolmEditing by Ola Moe)".to_owned()),
        Just("https://a.example/2024-06-03".to_owned()),
        Just("<a href=\"https://a.example\">".to_owned()),
        Just("</a>".to_owned()),
        Just("<p>".to_owned()),
        Just("&amp;lt;".to_owned()),
        Just("\n".to_owned()),
        Just("\n    ".to_owned()),
        Just(" -- ".to_owned()),
        Just("1,200   300   4.5".to_owned()),
        Just("(Adds ".to_owned()),
        Just("Reuter\n".to_owned()),
        Just("MOSCOW/KYIV. Dec 18. /TASS/. ".to_owned()),
        "\\PC{0,12}",
        "[a-z ,.\u{301}\u{200d}é“”-]{0,40}",
    ]
}

proptest! {
    #[test]
    fn nothing_panics_and_everything_holds(pieces in prop::collection::vec(piece(), 0..14), headline in prop::option::of("\\PC{0,30}"), published in "\\PC{0,20}") {
        let mut article = article(&pieces.concat());
        article.headline = headline;
        article.published = Some(published);
        if let Ok(normal) = Normalizer::new(&Settings::default()).normalize(article) {
            check(&normal);
        }
    }

    #[test]
    fn any_string(body in any::<String>(), byline in any::<String>()) {
        let mut article = article(&body);
        article.byline = vec![byline];
        if let Ok(normal) = Normalizer::new(&Settings::default()).normalize(article) {
            check(&normal);
        }
    }

    #[test]
    fn normal_prose_is_left_alone(lengths in prop::collection::vec(8_usize..60, 1..8)) {
        let paragraphs: Vec<String> = lengths.iter().map(|length| format!("The board {}met again.", "often and gladly ".repeat(*length / 4))).collect();
        let body = paragraphs.join("\n");
        let mut article = article(&body);
        article.format = "ndjson";
        article.heading_in_body = false;
        let once = normal(article.clone());
        prop_assert_eq!(&once.body, &body);
        article.body = once.body.clone();
        let twice = normal(article);
        prop_assert_eq!(&once, &twice);
    }
}

#[test]
fn hostile_bodies_take_linear_time() {
    for piece in [
        "<a b=\"",
        "<script>",
        "<!--",
        "&amp;",
        "http://",
        "https://a.example ",
        "(https://a.example)) ",
        "www.",
        "tion-\n",
        "aaaa-\nb ",
        "(Reporting by a ",
        "Editing by A B ",
        "by ",
        "day",
        "Friday ",
        "(Adds ",
        "OSLO, ",
        "OSLO/",
        "A. ",
        "- ",
        "1  ",
        "\u{301}",
        "\u{200d}",
        "\n\n",
        "(",
        "<A>",
        "x\u{a0}",
        "(Reporting by A\n",
        "<P>\n",
    ] {
        let started = std::time::Instant::now();
        let mut article = article(&piece.repeat(300_000 / piece.len()));
        article.headline = Some(piece.repeat(1000));
        article.url = None;
        if let Ok(normal) = Normalizer::new(&Settings::default()).normalize(article) {
            check_spans_only(&normal);
        }
        assert!(started.elapsed().as_secs() < 10, "{piece:?} took {:?}", started.elapsed());
    }
}

/// The cheap part of [`check`]: the full one compares each stretch of prose with all paragraphs.
fn check_spans_only(article: &NormalArticle) {
    for span in article.prose.iter().chain(&article.paragraphs) {
        let _ = span.of(&article.body);
    }
}
