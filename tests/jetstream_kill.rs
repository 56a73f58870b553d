//! Two processes share one stream, each with a consumer for its partition, and are killed at random: by record id nothing is
//! lost and nothing doubled, neither in the files nor in the stream that they publish to.
//!
//! The short version runs with the other tests. The long one, with 40 kills:
//!
//!     cargo test --release --test jetstream_kill -- --ignored

mod common;
#[path = "common/nats.rs"]
mod nats;

use std::collections::{BTreeMap, BTreeSet};
use std::process::Child;
use std::time::Duration;

use common::{Random, Scratch, line_of, story};
use nats::Server;

const PROCESSES: u64 = 2;

fn pipeline(scratch: &Scratch, server: &Server, partition: u64, until: &str) {
    scratch.pipeline(&format!(
        "[pipeline]\nstate = \"state\"\nworkers = 1\nbatch_bytes = \"16 KiB\"\ncommit_interval = \"30ms\"\n\
         [source]\ntype = \"jetstream\"\nserver = \"{url}\"\nstream = \"WIRE\"\nconsumer = \"coder-{partition}\"\n\
         filter = \"wire.{partition}\"\nack_wait = \"500ms\"\nmax_deliver = 100\n{until}\n\
         [[sink]]\ntype = \"ndjson\"\npath = \"out/records.ndjson\"\nrotate = {{ size = \"1 MiB\" }}\n\
         [[sink]]\ntype = \"jetstream\"\nserver = \"{url}\"\nsubject = \"coded.{{kind}}\"\nstream = \"CODED\"\n\
         create_stream = [\"coded.>\"]\n",
        url = server.url()
    ));
}

/// How often each record is in the files of a process, by kind, id and what else tells records apart.
fn count(scratch: &Scratch, counts: &mut BTreeMap<String, u32>) {
    for name in scratch.names("out") {
        for record in scratch.records(&format!("out/{name}")) {
            let article = &record["article"]["id"];
            let key = format!("{} {} {article}", record["kind"], record["id"]);
            *counts.entry(key).or_default() += 1;
        }
    }
}

fn check(kills: u32, messages: u64) {
    let Some(server) = Server::start("") else { return };
    server.stream("WIRE", &["wire.*"]);
    let mut random = Random::new(5);
    let mut articles = BTreeSet::new();
    let mut broken = 0;
    let mut published = Vec::new();
    for id in 0..messages {
        let mut message = String::new();
        // Some messages hold many articles, so that a kill also comes between those of one message.
        for part in 0..if id % 40 == 7 { 20 } else { 1 } {
            let article = id * 1000 + part;
            let length = 4 + random.below(20);
            message += &line_of(article, &story(&mut random, length));
            articles.insert(format!("n{article}"));
        }
        if id % 97 == 5 {
            message += "{\"id\": \"broken\", \"body\": \n";
            broken += 1;
        }
        published.push((format!("wire.{}", random.below(PROCESSES)), message.into_bytes()));
    }
    server.publish(published);

    // What undisturbed runs give.
    let calm: Vec<Scratch> = (0..PROCESSES).map(|_| Scratch::new()).collect();
    let mut expected = BTreeMap::new();
    for (partition, scratch) in (0..).zip(&calm) {
        pipeline(scratch, &server, partition, "until = \"drained\"");
        // Under another consumer, and into another stream.
        let text = scratch.read("p.toml");
        let text = text.replace("coder-", "calm-").replace("coded.", "calm.").replace("CODED", "CALM");
        scratch.pipeline(&text);
        let status = scratch.run().status.code();
        assert!(matches!(status, Some(0 | 3)), "{status:?}");
        count(scratch, &mut expected);
    }
    assert!(expected.values().all(|count| *count == 1));
    assert_eq!(expected.keys().filter(|key| key.starts_with("\"article\"")).count(), articles.len());

    let scratches: Vec<Scratch> = (0..PROCESSES).map(|_| Scratch::new()).collect();
    for (partition, scratch) in (0..).zip(&scratches) {
        pipeline(scratch, &server, partition, "");
    }
    let mut children: Vec<Child> = scratches.iter().map(Scratch::start).collect();
    let mut random = Random::new(u64::from(std::process::id()));
    for _ in 0..kills {
        std::thread::sleep(Duration::from_millis(300 + random.below(2500)));
        let victim = random.below(PROCESSES) as usize;
        assert!(children[victim].try_wait().unwrap().is_none(), "it runs until it is killed");
        children[victim].kill().unwrap();
        children[victim].wait().unwrap();
        children[victim] = scratches[victim].start();
    }
    for mut child in children {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let mut found = BTreeMap::new();
    let mut letters = 0;
    for (partition, scratch) in (0..).zip(&scratches) {
        pipeline(scratch, &server, partition, "until = \"drained\"");
        let output = scratch.run();
        assert!(matches!(output.status.code(), Some(0 | 3)), "{}", common::stderr(&output));
        count(scratch, &mut found);
        letters += scratch.records("state/dead-letters.ndjson").len();
        let consumer = server.consumer("WIRE", &format!("coder-{partition}")).unwrap();
        assert_eq!((consumer.num_pending, consumer.num_ack_pending), (0, 0));
    }
    let doubled: Vec<_> = found.iter().filter(|(_, count)| **count > 1).collect();
    assert!(doubled.is_empty(), "{} doubled, such as {:?}", doubled.len(), &doubled[..doubled.len().min(5)]);
    let lost: Vec<_> = expected.keys().filter(|key| !found.contains_key(*key)).collect();
    assert!(lost.is_empty(), "{} lost, such as {:?}", lost.len(), &lost[..lost.len().min(5)]);
    assert_eq!(found.len(), expected.len());
    assert_eq!(letters, broken);

    let messages = server.messages("CODED");
    let ids: BTreeSet<&String> = messages.iter().map(|(_, id, _)| id).collect();
    assert_eq!((messages.len(), ids.len()), (expected.len(), expected.len()), "messages and ids of messages");
    println!("{kills} kills, {} records", expected.len());
}

#[test]
fn a_few_kills_of_two_processes_on_one_stream() {
    check(6, 600);
}

#[test]
#[ignore = "takes minutes"]
fn forty_kills_of_two_processes_on_one_stream() {
    check(40, 8000);
}
