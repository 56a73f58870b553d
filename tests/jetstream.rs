//! JetStream as source and sink: round trips, acknowledgement after the commit, and everything that can be wrong with server,
//! stream, consumer and messages. `tests/jetstream_kill.rs` kills. Without `nats-server` these tests skip with a message.

mod common;
#[path = "common/nats.rs"]
mod nats;

use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use common::{Random, Scratch, line_of, signal, stderr, story, wait_for};
use nats::Server;

const SLACK: Duration = Duration::from_secs(60);

/// A pipeline from the stream WIRE into a file, with more settings of the source and more sinks.
fn pipeline(scratch: &Scratch, server: &Server, source: &str, sinks: &str) {
    scratch.pipeline(&format!(
        "[pipeline]\nstate = \"state\"\nworkers = 1\ncommit_interval = \"50ms\"\n\
         [source]\ntype = \"jetstream\"\nserver = \"{url}\"\nstream = \"WIRE\"\nack_wait = \"1s\"\n{source}\n\
         [[sink]]\ntype = \"ndjson\"\npath = \"out.ndjson\"\n{sinks}\n",
        url = server.url(),
    ));
}

const DRAINED: &str = "until = \"drained\"";

fn publish_articles(server: &Server, ids: std::ops::Range<u64>) {
    let mut random = Random::new(ids.start + 1);
    let lines: Vec<_> = ids.map(|id| ("wire.0".to_owned(), line_of(id, &story(&mut random, 3)).into_bytes())).collect();
    server.publish(lines);
}

/// The ids of the articles in the output, which must be there once each.
fn ids(scratch: &Scratch) -> Vec<String> {
    let records = scratch.read_records();
    let articles = records.iter().filter(|record| record["kind"] == "article");
    articles.map(|record| record["id"].as_str().unwrap().to_owned()).collect()
}

fn expected(ids: std::ops::Range<u64>) -> Vec<String> {
    ids.map(|id| format!("n{id}")).collect()
}

trait ReadRecords {
    fn read_records(&self) -> Vec<serde_json::Value>;
}

impl ReadRecords for Scratch {
    /// The records that are whole; the last may just be being written.
    fn read_records(&self) -> Vec<serde_json::Value> {
        let text = std::fs::read_to_string(self.path("out.ndjson")).unwrap_or_default();
        text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }
}

/// Starts a run whose messages can be read afterwards.
fn start(scratch: &Scratch) -> Child {
    scratch.run_command().arg("-v").stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Ends a run; what it said.
fn stop(child: Child, status: i32) -> String {
    signal(&child, "TERM");
    let output = child.wait_with_output().unwrap();
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(status), "{said}");
    said
}

/// Runs to the end; what it said.
fn run(scratch: &Scratch, status: i32) -> String {
    let output = scratch.run_command().arg("-v").output().unwrap();
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(status), "{said}");
    said
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

#[test]
fn messages_of_any_format_become_records_in_files_and_in_a_stream() {
    let Some(server) = Server::start("") else { return };
    let scratch = Scratch::new();
    server.stream("WIRE", &["wire.>"]);
    let mut random = Random::new(3);
    let lines: String = (10..15).map(|id| line_of(id, &story(&mut random, 2))).collect();
    let feed = "<rss version=\"2.0\"><channel><title>W</title><item><title>Talks</title><guid>r1</guid>\
                <description>LIMA (Reuters) - Peru condemned Chile on Friday.</description></item></channel></rss>";
    let messages = [
        line_of(1, &story(&mut random, 4)).into_bytes(),
        story(&mut random, 4).into_bytes(),
        lines.clone().into_bytes(),
        gzip(lines.replace("\"n1", "\"n2").as_bytes()),
        feed.as_bytes().to_vec(),
        b"{\"id\": \"broken\", \"body\": ".to_vec(),
        Vec::new(),
    ];
    server.publish(messages.into_iter().map(|message| ("wire.0".to_owned(), message)));
    let sink = format!(
        "[[sink]]\ntype = \"jetstream\"\nserver = \"{}\"\nsubject = \"coded.{{kind}}\"\nstream = \"CODED\"\ncreate_stream = [\"coded.>\"]",
        server.url()
    );
    pipeline(&scratch, &server, DRAINED, &sink);
    run(&scratch, 3);
    let records = scratch.records("out.ndjson");
    let articles = records.iter().filter(|record| record["kind"] == "article").count();
    assert_eq!(articles, 1 + 1 + 5 + 5 + 1);
    let published = server.messages("CODED");
    let payloads: Vec<serde_json::Value> =
        published.iter().map(|(_, _, payload)| serde_json::from_slice(payload).unwrap()).collect();
    assert_eq!(payloads, records, "the same records in the same order");
    for ((subject, id, _), record) in published.iter().zip(&records) {
        assert_eq!(*subject, format!("coded.{}", record["kind"].as_str().unwrap()));
        assert!(id.starts_with(record["id"].as_str().unwrap()), "{id}");
    }
    assert_eq!(published.iter().map(|(_, id, _)| id).collect::<BTreeSet<_>>().len(), published.len());
    let letters = scratch.records("state/dead-letters.ndjson");
    let places: Vec<_> = letters.iter().map(|letter| letter["source"].as_str().unwrap()).collect();
    assert_eq!(places, ["WIRE/6", "WIRE/7"]);
    let consumer = server.consumer("WIRE", "dateline").unwrap();
    assert_eq!((consumer.num_pending, consumer.num_ack_pending), (0, 0));
    let checkpoint: serde_json::Value = serde_json::from_str(&scratch.read("state/checkpoint.json")).unwrap();
    assert_eq!(checkpoint["source"]["committed"], serde_json::json!({"floor": 7}));

    // A second run has nothing to do, and what comes later goes on behind it.
    run(&scratch, 0);
    assert_eq!(scratch.records("out.ndjson").len(), records.len());
    publish_articles(&server, 30..32);
    run(&scratch, 0);
    assert!(ids(&scratch).ends_with(&expected(30..32)));
}

#[test]
fn messages_are_acknowledged_after_the_commit_and_kept_alive_until_then() {
    let Some(server) = Server::start("") else { return };
    let scratch = Scratch::new();
    server.stream("WIRE", &["wire.>"]);
    publish_articles(&server, 0..20);
    pipeline(&scratch, &server, "", "");
    let text = scratch.read("p.toml").replace("50ms", "1h");
    scratch.pipeline(&text);
    let child = start(&scratch);
    let pending = || server.consumer("WIRE", "dateline").map_or(0, |info| info.num_ack_pending);
    wait_for("deliveries", SLACK, || pending() == 20);
    // Three times as long as the server waits for a sign of life.
    std::thread::sleep(Duration::from_secs(3));
    let info = server.consumer("WIRE", "dateline").unwrap();
    assert_eq!((info.num_ack_pending, info.num_redelivered), (20, 0), "nothing is committed, nothing came twice");
    assert_eq!(ids(&scratch).len(), 0);
    stop(child, 0);
    assert_eq!(ids(&scratch), expected(0..20));
    assert_eq!(pending(), 0, "what was committed at the end is acknowledged");
}

#[test]
fn a_server_that_is_down_at_the_start_is_waited_for_and_then_told() {
    let Some(mut server) = Server::prepare("") else { return };
    let scratch = Scratch::new();
    pipeline(&scratch, &server, "patience = \"1s\"", "");
    let said = run(&scratch, 1);
    assert!(said.contains("no NATS server answers at nats://127.0.0.1") && said.contains("`patience`"), "{said}");
    pipeline(&scratch, &server, &format!("{DRAINED}\npatience = \"60s\"\ncreate_stream = [\"wire.>\"]"), "");
    let child = start(&scratch);
    std::thread::sleep(Duration::from_millis(800));
    server.begin();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(server.consumer("WIRE", "dateline").is_some(), "stream and consumer were made");
}

#[test]
fn a_server_that_goes_away_in_mid_run_is_found_again_by_source_and_sink() {
    let Some(mut server) = Server::start("") else { return };
    let scratch = Scratch::new();
    server.stream("WIRE", &["wire.>"]);
    server.stream("CODED", &["coded.>"]);
    publish_articles(&server, 0..10);
    let sink = format!("[[sink]]\ntype = \"jetstream\"\nserver = \"{}\"\nsubject = \"coded.{{kind}}\"", server.url());
    pipeline(&scratch, &server, "", &sink);
    let child = start(&scratch);
    wait_for("the first", SLACK, || ids(&scratch).len() == 10);
    for round in 1..=2 {
        server.kill();
        std::thread::sleep(Duration::from_millis(1500));
        server.begin();
        publish_articles(&server, round * 10..round * 10 + 10);
        wait_for("the next", SLACK, || ids(&scratch).len() as u64 == round * 10 + 10);
    }
    let said = stop(child, 0);
    assert!(said.contains("connection to the NATS server is lost"), "{said}");
    assert_eq!(ids(&scratch), expected(0..30));
    assert_eq!(server.messages("CODED").len(), scratch.records("out.ndjson").len());
}

#[test]
fn a_stream_that_is_missing_is_told_and_one_that_is_made_anew_is_read_from_its_beginning() {
    let Some(server) = Server::start("") else { return };
    let scratch = Scratch::new();
    pipeline(&scratch, &server, "patience = \"3s\"", "");
    let said = run(&scratch, 1);
    assert!(said.contains("there is no stream `WIRE`") && said.contains("create_stream"), "{said}");
    server.stream("WIRE", &["wire.>"]);
    publish_articles(&server, 0..10);
    let mut child = start(&scratch);
    wait_for("the first", SLACK, || ids(&scratch).len() == 10);
    let delete = || {
        let jetstream = server.jetstream();
        server.wait(async { jetstream.delete_stream("WIRE").await.unwrap() });
    };
    delete();
    server.stream("WIRE", &["wire.>"]);
    publish_articles(&server, 10..20);
    wait_for("the new stream", SLACK, || ids(&scratch).len() == 20);
    assert_eq!(ids(&scratch), expected(0..20));
    delete();
    let began = std::time::Instant::now();
    let status = child.wait().unwrap();
    assert!(began.elapsed() > Duration::from_secs(2), "it was waited for");
    assert_eq!(status.code(), Some(1));
    let said = std::io::read_to_string(child.stderr.take().unwrap()).unwrap();
    assert!(said.contains("there is no stream `WIRE`"), "{said}");
    assert_eq!(ids(&scratch).len(), 20);
}

#[test]
fn a_consumer_that_was_removed_is_made_again_behind_what_is_committed() {
    let Some(server) = Server::start("") else { return };
    let scratch = Scratch::new();
    // In memory, since a store in files sometimes refuses to remove what is being written.
    let stream = server.memory_stream("WIRE", &["wire.>"]);
    publish_articles(&server, 0..10);
    pipeline(&scratch, &server, "create_consumer = false", "");
    let said = run(&scratch, 1);
    assert!(said.contains("consumer `dateline` of stream `WIRE`: it is not there"), "{said}");
    pipeline(&scratch, &server, "", "");
    let child = start(&scratch);
    wait_for("the first", SLACK, || ids(&scratch).len() == 10);
    server.wait(async { stream.delete_consumer("dateline").await.unwrap() });
    publish_articles(&server, 10..20);
    wait_for("the next", SLACK, || ids(&scratch).len() >= 20);
    let said = stop(child, 0);
    assert!(said.contains("the consumer was made anew"), "{said}");
    // Also while nobody looks.
    server.wait(async { stream.delete_consumer("dateline").await.unwrap() });
    publish_articles(&server, 20..25);
    pipeline(&scratch, &server, DRAINED, "");
    let output = scratch.run_command().arg("--accept-changes").output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(ids(&scratch), expected(0..25));
}

#[test]
fn a_consumer_of_somebody_else_is_refused() {
    let Some(server) = Server::start("") else { return };
    let (one, two) = (Scratch::new(), Scratch::new());
    server.stream("WIRE", &["wire.>"]);
    publish_articles(&server, 0..3);
    pipeline(&one, &server, "", "");
    let child = start(&one);
    wait_for("the first", SLACK, || ids(&one).len() == 3);
    pipeline(&two, &server, "", "");
    let said = run(&two, 1);
    assert!(said.contains("another process takes messages from it"), "{said}");
    stop(child, 0);
    pipeline(&two, &server, "filter = \"wire.1\"", "");
    let said = run(&two, 1);
    assert!(said.contains("its filter is none, the pipeline file says `wire.1`"), "{said}");
}

#[test]
fn a_message_that_was_delivered_too_often_becomes_a_dead_letter_and_is_terminated() {
    let Some(server) = Server::start("") else { return };
    let scratch = Scratch::new();
    server.stream("WIRE", &["wire.>"]);
    publish_articles(&server, 0..2);
    server.deliver_in_vain("WIRE", "dateline", 3);
    publish_articles(&server, 2..4);
    pipeline(&scratch, &server, &format!("{DRAINED}\nmax_deliver = 3"), "");
    run(&scratch, 3);
    assert_eq!(ids(&scratch), expected(2..4));
    let letters = scratch.records("state/dead-letters.ndjson");
    assert_eq!(letters.len(), 2);
    for letter in &letters {
        let error = letter["error"].as_str().unwrap();
        assert!(error.contains("times and never committed"), "{error}");
    }
    for id in ["\"n0\"", "\"n1\""] {
        assert!(letters.iter().any(|letter| letter["raw"].as_str().unwrap().contains(id)), "{id}");
    }
    let consumer = server.consumer("WIRE", "dateline").unwrap();
    assert_eq!((consumer.num_pending, consumer.num_ack_pending), (0, 0));
    // They can be tried once more.
    let output = common::dateline().arg("replay").arg(scratch.path("p.toml")).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(ids(&scratch).len(), 4);
}

#[test]
fn messages_and_records_that_are_too_large_become_dead_letters() {
    let Some(server) = Server::start("max_payload: 64MB") else { return };
    let scratch = Scratch::new();
    // A file store of server 2.9 takes records beyond 32 MB for damage, and passes over them.
    server.memory_stream("WIRE", &["wire.>"]);
    let large = line_of(7, &"Peru condemned Chile. ".repeat(60_000_000 / 22)).into_bytes();
    assert!(large.len() > 59_000_000);
    server.publish([("wire.0".to_owned(), large)]);
    publish_articles(&server, 0..2);
    pipeline(&scratch, &server, DRAINED, "");
    run(&scratch, 3);
    assert_eq!(ids(&scratch), expected(0..2));
    let letters = scratch.records("state/dead-letters.ndjson");
    assert_eq!(letters.len(), 1);
    assert!(letters[0]["error"].as_str().unwrap().contains("`limits."), "{}", letters[0]["error"]);
    assert!(letters[0]["raw"].as_str().unwrap().len() <= 1 << 20);

    let Some(small) = Server::start("max_payload: 8KB") else { return };
    let scratch = Scratch::new();
    let mut random = Random::new(1);
    scratch.file("in/a.ndjson", line_of(1, &story(&mut random, 200)) + &line_of(2, "Peru condemned Chile on Friday."));
    scratch.pipeline(&format!(
        "[pipeline]\nstate = \"state\"\n[source]\ntype = \"directory\"\npath = \"in\"\nuntil = \"drained\"\n\
         [[sink]]\ntype = \"jetstream\"\nserver = \"{}\"\nsubject = \"coded.{{kind}}\"\nstream = \"CODED\"\ncreate_stream = [\"coded.>\"]\n\
         [[sink]]\ntype = \"ndjson\"\npath = \"out.ndjson\"\n",
        small.url()
    ));
    let said = run(&scratch, 3);
    assert!(said.contains("1 records were refused by a sink"), "{said}");
    let letters = scratch.records("state/dead-letters.ndjson");
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0]["stage"], "sink");
    assert!(letters[0]["error"].as_str().unwrap().contains("max_payload"), "{}", letters[0]["error"]);
    assert_eq!(ids(&scratch), expected(1..3), "the other sink has it");
    assert_eq!(small.messages("CODED").len(), scratch.records("out.ndjson").len() - 1);
}

#[test]
fn wrong_credentials_are_told_at_once_and_never_shown() {
    let Some(server) = Server::start("authorization { user: desk, password: \"right-one\" }") else { return };
    let scratch = Scratch::new();
    let with =
        |auth: &str| pipeline(&scratch, &server, &format!("{DRAINED}\ncreate_stream = [\"wire.>\"]\n{auth}"), "");
    with("auth = { user = \"desk\", password = \"${WIRE_PASSWORD}\" }");
    for (password, status) in [("hunter2", 1), ("right-one", 0)] {
        let mut command = scratch.run_command();
        let output = command.env("WIRE_PASSWORD", password).env("DATELINE_LOG", "trace").arg("-vv").output().unwrap();
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(status), "{said}");
        assert!(!said.contains(password), "{said}");
        assert_eq!(said.contains("refuses the credentials"), status == 1, "{said}");
    }
    let state = scratch.read("state/checkpoint.json");
    assert!(!state.contains("right-one"), "{state}");
    for auth in ["", "auth = { token = \"hunter2\" }", "auth = { nkey = \"nkey.seed\" }"] {
        // A seed that the server does not know.
        scratch.file("nkey.seed", "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY\n");
        with(auth);
        let said = run(&scratch, 1);
        assert!(said.contains("refuses the credentials"), "{auth}: {said}");
        assert!(!said.contains("hunter2") && !said.contains("SUACSSL3"), "{said}");
    }
    with("auth = { creds = \"missing.creds\" }");
    let said = run(&scratch, 2);
    assert!(said.contains("missing.creds") && said.contains("`auth.creds` must name a file"), "{said}");
    scratch.pipeline(&scratch.read("p.toml").replace("nats://", "nats://desk:hunter2@").replace("auth = ", "#"));
    let said = run(&scratch, 1);
    assert!(said.contains("refuses the credentials") && !said.contains("hunter2"), "{said}");
}

/// Publishes an article into the stream and reads it back, both with this `auth`; what is said if the server refuses.
fn there_and_back(scratch: &Scratch, server: &Server, auth: &str) -> Result<(), String> {
    scratch.file("in/1.ndjson", line_of(7, "Peru condemned Chile on Friday."));
    scratch.pipeline(&format!(
        "[pipeline]\nstate = \"front\"\n[source]\ntype = \"archive\"\npath = \"in\"\n[[sink]]\ntype = \"jetstream\"\n\
         server = \"{}\"\nsubject = \"wire.0\"\nrecords = [\"article\"]\nstream = \"WIRE\"\ncreate_stream = [\"wire.>\"]\n{auth}\n",
        server.url(),
    ));
    let output = scratch.run();
    if output.status.code() != Some(0) {
        return Err(stderr(&output));
    }
    pipeline(scratch, server, &format!("{DRAINED}\n{auth}"), "");
    let said = run(scratch, 0);
    assert_eq!(ids(scratch), expected(7..8), "{said}");
    Ok(())
}

#[test]
fn an_nkey_logs_in() {
    let user = nkeys::KeyPair::new_user();
    let users = format!("authorization {{ users: [ {{ nkey: {} }} ] }}", user.public_key());
    let Some(server) = Server::start(&users) else { return };
    let scratch = Scratch::new();
    scratch.file("user.nk", user.seed().unwrap() + "\n");
    there_and_back(&scratch, &server, "auth = { nkey = \"user.nk\" }").unwrap();
    assert!(!scratch.read("state/checkpoint.json").contains(&user.seed().unwrap()));
}

/// A JWT as NATS has them: `issuer` says what `subject` may.
fn jwt(issuer: &nkeys::KeyPair, subject: &str, nats: &serde_json::Value) -> String {
    let part = |value: serde_json::Value| data_encoding::BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let claims = serde_json::json!({
        "jti": subject, "iat": 1_700_000_000, "iss": issuer.public_key(), "name": "test", "sub": subject, "nats": nats
    });
    let signed = format!("{}.{}", part(serde_json::json!({"typ": "JWT", "alg": "ed25519-nkey"})), part(claims));
    let signature = issuer.sign(signed.as_bytes()).unwrap();
    format!("{signed}.{}", data_encoding::BASE64URL_NOPAD.encode(&signature))
}

#[test]
fn a_credentials_file_logs_in_where_an_operator_rules() {
    let [operator, system, account, stranger] = [
        nkeys::KeyPair::new_operator(),
        nkeys::KeyPair::new_account(),
        nkeys::KeyPair::new_account(),
        nkeys::KeyPair::new_account(),
    ];
    let (operator_key, account_key, system_key) = (operator.public_key(), account.public_key(), system.public_key());
    let limits = serde_json::json!({
        "subs": -1, "data": -1, "payload": -1, "imports": -1, "exports": -1, "wildcards": true, "conn": -1, "leaf": -1,
        "mem_storage": -1, "disk_storage": -1, "streams": -1, "consumer": -1
    });
    let of_account = serde_json::json!({"limits": limits, "type": "account", "version": 2});
    let of_system = serde_json::json!({"limits": {"subs": -1, "conn": -1, "leaf": -1, "data": -1, "payload": -1, "imports": -1,
        "exports": -1, "wildcards": true}, "type": "account", "version": 2});
    let configuration = format!(
        "operator: {}\nsystem_account: {system_key}\nresolver: MEMORY\n\
         resolver_preload: {{ {account_key}: \"{}\", {system_key}: \"{}\" }}",
        jwt(&operator, &operator_key, &serde_json::json!({"type": "operator", "version": 2})),
        jwt(&operator, &account_key, &of_account),
        jwt(&operator, &system_key, &of_system),
    );
    let Some(server) = Server::start(&configuration) else { return };
    let user = nkeys::KeyPair::new_user();
    let of_user = serde_json::json!({
        "pub": {}, "sub": {}, "subs": -1, "data": -1, "payload": -1, "type": "user", "version": 2
    });
    let scratch = Scratch::new();
    for (issuer, is_let_in) in [(&stranger, false), (&account, true)] {
        let token = jwt(issuer, &user.public_key(), &of_user);
        let seed = user.seed().unwrap();
        scratch.file(
            "desk.creds",
            format!(
                "-----BEGIN NATS USER JWT-----\n{token}\n------END NATS USER JWT------\n\n\
                 -----BEGIN USER NKEY SEED-----\n{seed}\n------END USER NKEY SEED------\n"
            ),
        );
        let outcome = there_and_back(&scratch, &server, "auth = { creds = \"desk.creds\" }");
        assert_eq!(outcome.is_ok(), is_let_in, "{outcome:?}");
        if let Err(said) = outcome {
            assert!(said.contains("refuses the credentials"), "{said}");
            assert!(!said.contains(&seed) && !said.contains(&token), "{said}");
        }
    }
}

#[test]
fn settings_that_cannot_be_are_found_without_a_server() {
    let scratch = Scratch::new();
    for (source, sink, expected) in [
        ("server = \"http://[\"", "", "no address of a NATS server"),
        ("auth = { user = \"desk\" }", "", "`user` and `password` belong together"),
        ("auth = { token = \"a\", creds = \"b\" }", "", "only one of"),
        ("tls = { cert = \"a\" }", "", "`cert` and `key` belong together"),
        ("max_deliver = 0", "", "must be 1 or more"),
        ("filtre = \"wire.1\"", "", "did you mean `filter`?"),
        ("", "subject = \"coded.>\"", "no subject to publish to"),
        ("", "subject = \"coded.{country}\"", "no subject to publish to"),
        ("", "subject = \"a\"\ncreate_stream = [\"a\"]", "needs the name of the stream"),
    ] {
        let sink =
            if sink.is_empty() { "type = \"stdout\"".to_owned() } else { format!("type = \"jetstream\"\n{sink}") };
        scratch.pipeline(&format!("[source]\ntype = \"jetstream\"\nstream = \"WIRE\"\n{source}\n[[sink]]\n{sink}\n"));
        let output = common::dateline().arg("check").arg(scratch.path("p.toml")).output().unwrap();
        let said = stderr(&output);
        assert!(output.status.code() == Some(2) && said.contains(expected), "{expected}: {said}");
    }
}

#[test]
fn a_connection_can_be_encrypted() {
    let Some(mut server) = Server::prepare("") else { return };
    let (cert, key) = (server.path("cert.pem"), server.path("key.pem"));
    let mut openssl = Command::new("openssl");
    openssl.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]);
    openssl.args(["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]);
    // A certificate that is its own authority is taken for one by the client only if it does not say that it is one.
    openssl.args(["-addext", "basicConstraints=critical,CA:FALSE"]);
    let made = openssl.arg("-out").arg(&cert).arg("-keyout").arg(&key).stderr(Stdio::null()).status();
    if !made.is_ok_and(|status| status.success()) {
        println!("skipped: there is no openssl here to make a certificate");
        return;
    }
    let conf = server.path("nats.conf");
    let tls = format!("tls {{ cert_file: \"{}\", key_file: \"{}\" }}\n", cert.display(), key.display());
    std::fs::write(&conf, std::fs::read_to_string(&conf).unwrap() + &tls).unwrap();
    server.begin();
    let scratch = Scratch::new();
    let with = |tls: &str| {
        pipeline(&scratch, &server, &format!("{DRAINED}\ncreate_stream = [\"wire.>\"]\npatience = \"2s\"\n{tls}"), "")
    };
    with(&format!("tls = {{ ca = \"{}\", required = true }}", cert.display()));
    run(&scratch, 0);
    with("");
    let said = run(&scratch, 1);
    assert!(said.contains("no TLS with the NATS server") && said.contains("`tls.ca`"), "{said}");
}
