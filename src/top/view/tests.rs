use std::time::Instant;

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::super::metrics::Reading;
use super::*;

fn answer(articles: u64) -> Reading {
    Reading::parse(&format!(
        "dateline_articles_total {articles}\ndateline_events_total {}\ndateline_quotes_total 77\ndateline_dead_letters_total 3\n\
         dateline_commits_total 12\ndateline_queue_fill_ratio 0.5\ndateline_source_lag_seconds 1.25\n\
         dateline_checkpoint_age_seconds 0.4\n\
         dateline_stage_items_total{{stage=\"read\"}} {articles}\ndateline_stage_bytes_total{{stage=\"read\"}} {}\n\
         dateline_stage_blocked_seconds{{stage=\"read\"}} {}\n\
         dateline_errors_total{{stage=\"read\",kind=\"json\"}} 2\ndateline_errors_total{{stage=\"normalize\",kind=\"empty\"}} 1\n",
        articles * 2,
        articles * 3000,
        articles as f64 / 1000.0,
    ))
}

fn history() -> History {
    let start = Instant::now();
    let mut history = History::default();
    for second in 0..60u64 {
        let articles = 1_234_000 + second * 800 + second % 7 * 30;
        history.add(start + Duration::from_secs(second), answer(articles));
    }
    history
}

fn drawn(view: &View<'_>, columns: u16, lines: u16) -> Vec<String> {
    let mut terminal = Terminal::new(TestBackend::new(columns, lines)).unwrap();
    terminal.draw(|frame| view.draw(frame)).unwrap();
    let buffer = terminal.backend().buffer().clone();
    let line = |y: u16| (0..columns).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    (0..lines).map(|y| line(y).trim_end().to_owned()).collect()
}

fn events(count: usize) -> Vec<Line> {
    let event = |number: usize| Line {
        day: "2024-03-01".to_owned(),
        plover: "ACCUSE",
        cooperates: false,
        parties: "PERGOV → CHLMIL".to_owned(),
        sentence: format!(
            "Sentence {number} says that Peru’s government condemned the army of Chile for crossing the border."
        ),
    };
    (0..count).map(event).collect()
}

#[test]
fn how_far_an_archive_is_has_a_line_of_its_own() {
    let mut history = History::default();
    let archive = "dateline_source_files_done 1200\ndateline_source_files 2000000\ndateline_time_left_seconds 7800\n";
    history.add(Instant::now(), Reading::parse(archive));
    let view = View {
        address: "127.0.0.1:9600",
        history: &history,
        trouble: None,
        events: &[],
        reads_events: false,
        watched: Duration::from_secs(1),
        paused: false,
        keys: true,
    };
    let lines = drawn(&view, 100, 30);
    assert!(lines.iter().any(|line| line.contains("archive 1,200 of 2,000,000 files   left 2")), "{lines:#?}");
}

#[test]
fn everything_is_seen_at_any_usual_size() {
    let (history, events) = (history(), events(100));
    let view = View {
        address: "127.0.0.1:9600",
        history: &history,
        trouble: None,
        events: &events,
        reads_events: true,
        watched: Duration::from_secs(3723),
        paused: false,
        keys: true,
    };
    for (columns, lines) in [(80, 24), (200, 50)] {
        let screen = drawn(&view, columns, lines);
        let text = screen.join("\n");
        for part in [
            "dateline top 127.0.0.1:9600  up",
            "1:02:03  q quit  p pause",
            "articles         1,281,",
            "events           2,562,",
            "dead letters             3",
            "articles a second, up to",
            "read             1,281,",
            "waiting for room",
            " 50 %   lag 1.2 s   last commit 0.4 s ago",
            "read                     2  json",
            "normalize                1  empty",
            "2024-03-01 ACCUSE    PERGOV → CHLMIL   ",
            "Sentence 99 says",
        ] {
            assert!(text.contains(part), "{columns}x{lines} lacks {part:?}\n{text}");
        }
        assert!(screen.last().unwrap().contains("Sentence 99"), "the newest event is the last line\n{text}");
        assert!(text.contains("81 %"), "time blocked\n{text}");
    }
    assert!(drawn(&view, 80, 24).iter().filter(|line| line.contains("Sentence")).count() >= 5);
    assert!(drawn(&view, 200, 50).iter().filter(|line| line.contains("Sentence")).count() >= 30);
}

#[test]
fn small_terminals_and_silence_do_no_harm() {
    let history = History::default();
    let view = View {
        address: "127.0.0.1:1",
        history: &history,
        trouble: Some("Connection refused"),
        events: &[],
        reads_events: false,
        watched: Duration::ZERO,
        paused: false,
        keys: true,
    };
    for (columns, lines) in [(1, 1), (10, 3), (40, 12)] {
        drawn(&view, columns, lines);
    }
    let heads = [60, 46, 40, 30].map(|columns| drawn(&view, columns, 12).swap_remove(0));
    let head = "dateline top 127.0.0.1:1  no answer ";
    assert_eq!(heads[0].trim_end(), format!("{head}         0:00:00  q quit"));
    assert_eq!(heads[1].trim_end(), format!("{head}   0:00:00"));
    assert_eq!(heads[2].trim_end(), head.trim_end());
    assert_eq!(heads[3], "dateline top 127.0.0.1:1  no a");
    let text = drawn(&view, 80, 24).join("\n");
    assert!(text.contains("lag –   last commit –\n"), "{text}");
    assert!(text.contains("no answer") && text.contains("Connection refused") && text.contains("--events"), "{text}");
}
