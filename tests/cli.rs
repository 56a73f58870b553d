//! The command line: commands, exit statuses, closed pipes, signals, the lock, metrics.

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Output, Stdio};
use std::time::Duration;

use common::{Random, Scratch, dateline, line, signal, stderr, wait_for};

/// Runs `dateline` with these arguments and this standard input.
fn run(arguments: &[&str], input: &str) -> Output {
    let mut child =
        dateline().args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // The program may end before it has read everything.
    let writer = std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn kinds(output: &Output) -> Vec<String> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let kind =
        |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["kind"].as_str().unwrap().to_owned();
    text.lines().map(kind).collect()
}

const ARTICLE: &str = r#"{"id":"a1","published":"2023-05-05","body":"PARIS (Reuters) - France condemned Russia on Friday. “We will not be silent,” the French foreign minister said."}"#;

#[test]
fn extract_writes_the_records_that_are_asked_for() {
    let all = run(&["extract"], ARTICLE);
    assert_eq!(all.status.code(), Some(0), "{}", stderr(&all));
    assert_eq!(kinds(&all).first().map(String::as_str), Some("article"));
    assert!(
        kinds(&all).contains(&"event".to_owned()) && kinds(&all).contains(&"quote".to_owned()),
        "{:?}",
        kinds(&all)
    );
    let events = run(&["extract", "--records", "event"], ARTICLE);
    assert!(kinds(&events).iter().all(|kind| kind == "event") && !kinds(&events).is_empty());
    assert_eq!(stderr(&all), "", "quiet when no person watches");
}

#[test]
fn extract_passes_repeats_through_in_order_for_any_number_of_workers() {
    let mut random = Random::new(5);
    let mut lines: String = (0..300).map(|id| line(&mut random, id, id % 7)).collect();
    lines += &lines.clone();
    let one = run(&["extract", "--workers", "1"], &lines);
    let four = run(&["extract", "--workers", "4"], &lines);
    assert_eq!(kinds(&one).iter().filter(|kind| *kind == "article").count(), 600);
    assert!(one.stdout == four.stdout, "the output depends on the number of workers");
}

#[test]
fn exit_statuses_say_what_happened() {
    let scratch = Scratch::new();
    let wrong = scratch.file("wrong.toml", "[source]\ntype = \"stdin\"\n[[sink]]\ntype = \"ndjsom\"\n");
    let missing =
        scratch.file("missing.toml", "[source]\ntype=\"directory\"\npath=\"nowhere\"\n[[sink]]\ntype=\"stdout\"\n");
    let story = scratch.file("story.txt", "OSLO (Reuters) - Norway praised Sweden.\n");
    let (wrong, missing, story) = (wrong.to_str().unwrap(), missing.to_str().unwrap(), story.to_str().unwrap());
    for (arguments, input, status, message) in [
        (vec!["extract"], ARTICLE, 0, ""),
        (vec!["extract", story], "", 0, ""),
        (vec!["extract"], "", 0, ""),
        (vec!["extract"], "{\"body\": \n", 3, "stdin"),
        (vec!["extract", "/no/such/file"], "", 3, "/no/such/file"),
        (vec!["check", wrong], "", 2, "wrong.toml:4:8: unknown sink type `ndjsom`, did you mean `ndjson`?"),
        (vec!["run", wrong], "", 2, "did you mean `ndjson`?"),
        (vec!["run", missing], "", 2, "there is no such directory"),
        (vec!["check", missing], "", 0, ""),
        (vec!["run", "/no/such/pipeline.toml"], "", 2, "/no/such/pipeline.toml"),
        (vec!["extract", "--records", "events"], "", 2, "event"),
        (vec!["frobnicate"], "", 2, "frobnicate"),
        (vec!["--help"], "", 0, ""),
        (vec!["run", "--help"], "", 0, ""),
    ] {
        let output = run(&arguments, input);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(message), "{arguments:?}: {message:?} in {}", stderr(&output));
    }
}

#[test]
fn own_dictionaries_are_checked_and_used() {
    let scratch = Scratch::new();
    scratch.file("a.txt", "OUTER_MARSH_ARMY [NORREB]\n+OMA\nBAD LINE\nOMA [SWE]\n");
    scratch.file("a.tsv", "words\tsectors\tperson\nmarshman;marshmen\tUAF\tyes\n");
    let pipeline = "[source]\ntype = \"stdin\"\n[extract]\nactors = [\"a.txt\"]\nagents = [\"a.tsv\"]\n\
                    [[sink]]\ntype = \"stdout\"\nrecords = [\"event\"]\n";
    let pipeline = scratch.file("p.toml", pipeline);
    let pipeline = pipeline.to_str().unwrap();
    let output = run(&["check", pipeline], "");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for warning in
        ["a.txt:3: no code for \"BAD LINE\"", "a.txt:4: \"OMA\" never counts as SWE: line 2 has it as NORREB"]
    {
        assert!(stderr(&output).contains(warning), "{warning:?} in {}", stderr(&output));
    }
    assert!(String::from_utf8_lossy(&output.stdout).contains("ok, with 2 warnings"));
    let text = "{\"body\": \"The Outer Marsh Army attacked Norwegian marshmen on Friday.\"}\n";
    let output = run(&["run", pipeline], text);
    let event: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    assert_eq!(
        (&event["source"][0]["code"], &event["target"][0]["code"]),
        (&"NORREB".into(), &"NORUAF".into()),
        "{event}"
    );
    scratch.file("a.txt", "OUTER_MARSH_ARMY [NORMIL]\n");
    let output = run(&["run", pipeline], text);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stderr(&output).contains("--accept-changes"), "{}", stderr(&output));
    scratch.file("a.tsv", "name\tcode\tcountry\tnames\n");
    let output = run(&["check", pipeline], "");
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
}

#[test]
fn help_has_examples() {
    for command in ["run", "extract", "check"] {
        let output = run(&[command, "--help"], "");
        assert!(String::from_utf8_lossy(&output.stdout).contains("Examples:"), "{command}");
    }
}

#[test]
fn the_schema_describes_every_record() {
    let output = run(&["schema"], "");
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = schema.to_string();
    for word in ["published_basis", "ASSAULT", "reported-denied", "resolved_from", "raw_base64", "dead_letter"] {
        assert!(text.contains(word), "{word}");
    }
}

#[test]
fn the_pipelines_of_the_project_are_right() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/pipelines");
    for name in ["demo", "tail", "stdin"] {
        let output = run(&["check", &format!("{dir}/{name}.toml")], "");
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    }
}

#[test]
fn a_closed_pipe_is_quiet() {
    let mut random = Random::new(9);
    let lines: String = (0..5_000).map(|id| line(&mut random, id, 3)).collect();
    let mut child =
        dateline().arg("extract").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || drop(stdin.write_all(lines.as_bytes())));
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.starts_with("{\"kind\":\"article\""));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stderr(&output), "");
}

/// A pipeline over standard input.
fn over_stdin(scratch: &Scratch) {
    scratch.pipeline(
        "[pipeline]\nstate = \"state\"\ncommit_interval = \"20ms\"\n[source]\ntype = \"stdin\"\n\
         [[sink]]\ntype = \"ndjson\"\npath = \"out.ndjson\"\nrecords = [\"article\"]\n",
    );
}

#[test]
fn a_signal_drains_and_commits() {
    for name in ["INT", "TERM"] {
        let scratch = Scratch::new();
        over_stdin(&scratch);
        let mut child =
            scratch.run_command().stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let mut random = Random::new(2);
        let lines: String = (0..20).map(|id| line(&mut random, id, 2)).collect();
        stdin.write_all(lines.as_bytes()).unwrap();
        // Standard input stays open: only the signal ends the run.
        wait_for("articles are committed", Duration::from_secs(20), || scratch.records_or_none("out.ndjson") == 20);
        signal(&child, name);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(stderr(&output).contains("20 articles") && stderr(&output).contains("stopped"), "{}", stderr(&output));
        drop(stdin);
    }
}

#[test]
fn two_runs_do_not_share_a_state_directory() {
    let scratch = Scratch::new();
    over_stdin(&scratch);
    let mut first = scratch.run_command().stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    wait_for("the lock", Duration::from_secs(20), || scratch.path("state/lock").exists());
    std::thread::sleep(Duration::from_millis(300));
    let second = scratch.run_command().stdin(Stdio::null()).output().unwrap();
    assert_eq!(second.status.code(), Some(1));
    assert!(stderr(&second).contains("another run is using the state directory"), "{}", stderr(&second));
    drop(first.stdin.take());
    assert!(first.wait().unwrap().success());
}

#[test]
fn a_changed_pipeline_file_is_noticed() {
    let scratch = Scratch::new();
    scratch.file("in/a.txt", "OSLO (Reuters) - Norway praised Sweden.\n");
    let pipeline = |sink: &str| {
        scratch.pipeline(&format!(
            "[pipeline]\nstate = \"state\"\n[source]\ntype = \"directory\"\npath = \"in\"\nuntil = \"drained\"\n\
             [[sink]]\ntype = \"ndjson\"\npath = \"{sink}\"\n"
        ));
    };
    pipeline("one.ndjson");
    assert_eq!(scratch.run().status.code(), Some(0));
    pipeline("two.ndjson");
    let refused = scratch.run();
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("--accept-changes"), "{}", stderr(&refused));
    assert_eq!(scratch.run_command().arg("--accept-changes").output().unwrap().status.code(), Some(0));
    assert_eq!(scratch.run().status.code(), Some(0), "from then on the new file is the known one");
}

#[test]
fn metrics_and_health_are_served() {
    let scratch = Scratch::new();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    scratch.file("in/a.txt", "OSLO (Reuters) - Norway condemned Sweden on Friday.\n");
    scratch.file("in/b.txt", [0, 1, 2]);
    scratch.pipeline(&format!(
        "[pipeline]\nstate = \"state\"\ncommit_interval = \"20ms\"\n[source]\ntype = \"directory\"\npath = \"in\"\n\
         [[sink]]\ntype = \"ndjson\"\npath = \"out.ndjson\"\n[metrics]\nlisten = \"127.0.0.1:{port}\"\n"
    ));
    let mut child = scratch.start();
    wait_for("output", Duration::from_secs(20), || scratch.path("out.ndjson").exists());
    let get = |path: &str| {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    let health = get("/health");
    let metrics = get("/metrics");
    signal(&child, "TERM");
    child.wait().unwrap();
    assert!(health.starts_with("HTTP/1.1 200") && health.ends_with("ok\n"), "{health}");
    for expected in [
        "dateline_articles_total 1",
        "dateline_dead_letters_total 1",
        "dateline_errors_total{stage=\"read\",kind=\"unreadable\"} 1",
        "dateline_stage_items_total{stage=\"sink\"}",
        "dateline_stage_blocked_seconds{stage=\"read\"}",
        "dateline_queue_fill_ratio",
        "dateline_checkpoint_age_seconds",
        "dateline_source_lag_seconds",
    ] {
        assert!(metrics.contains(expected), "{expected} in {metrics}");
    }
}

#[test]
fn logs_can_be_json() {
    let output = run(&["extract", "--log-format", "json"], "{\"body\": \n");
    let line: serde_json::Value = serde_json::from_str(stderr(&output).lines().next().unwrap()).unwrap();
    assert_eq!((line["level"].as_str(), line["fields"]["line"].as_u64()), (Some("WARN"), Some(1)));
}
