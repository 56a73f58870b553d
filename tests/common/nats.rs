//! A NATS server of its own for one test, with its own store; and what tests ask of it.

#![allow(dead_code)]

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use async_nats::jetstream::consumer::{Info, pull};
use async_nats::jetstream::stream::{Config, StorageType, Stream};
use async_nats::jetstream::{self, Context};
use tempfile::TempDir;

/// A running server, and a client.
pub struct Server {
    dir: TempDir,
    port: u16,
    child: Option<Child>,
    runtime: tokio::runtime::Runtime,
}

impl Server {
    /// A server with these lines in its configuration; `None`, with a message, where there is no `nats-server`.
    pub fn start(configuration: &str) -> Option<Server> {
        let mut server = Server::prepare(configuration)?;
        server.begin();
        Some(server)
    }

    /// The same, not started yet.
    pub fn prepare(configuration: &str) -> Option<Server> {
        if program().is_none() {
            println!("skipped: there is no nats-server here (Debian: apt-get install nats-server)");
            return None;
        }
        let dir = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let store = dir.path().join("store");
        let text = format!(
            "listen: \"127.0.0.1:{port}\"\njetstream {{ store_dir: \"{}\" }}\n{configuration}\n",
            store.display()
        );
        fs::write(dir.path().join("nats.conf"), text).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Some(Server { dir, port, child: None, runtime })
    }

    /// Starts it, and waits until it takes connections.
    pub fn begin(&mut self) {
        let mut command = Command::new(program().unwrap());
        command.arg("-c").arg(self.dir.path().join("nats.conf"));
        command.arg("-l").arg(self.dir.path().join("nats.log"));
        self.child = Some(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        crate::common::wait_for("the server", Duration::from_secs(20), || {
            std::net::TcpStream::connect(("127.0.0.1", self.port)).is_ok()
        });
    }

    /// Kills it; its store stays.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// A directory that is removed with it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Waits for something that a client does.
    pub fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(async { tokio::time::timeout(Duration::from_secs(600), work).await.expect("an answer") })
    }

    /// JetStream for a new client.
    pub fn jetstream(&self) -> Context {
        self.wait(async { jetstream::new(async_nats::connect(self.url()).await.unwrap()) })
    }

    /// Makes a stream.
    pub fn stream(&self, name: &str, subjects: &[&str]) -> Stream {
        let subjects = subjects.iter().map(ToString::to_string).collect();
        let config = Config { name: name.to_owned(), subjects, ..Config::default() };
        self.wait(async { self.jetstream_within().await.create_stream(config).await.unwrap() })
    }

    /// Makes a stream that is kept in memory.
    pub fn memory_stream(&self, name: &str, subjects: &[&str]) -> Stream {
        let subjects = subjects.iter().map(ToString::to_string).collect();
        let config = Config { name: name.to_owned(), subjects, storage: StorageType::Memory, ..Config::default() };
        self.wait(async { self.jetstream_within().await.create_stream(config).await.unwrap() })
    }

    /// Publishes messages, and waits until they are stored.
    pub fn publish<'a>(&self, messages: impl IntoIterator<Item = (String, Vec<u8>)> + 'a) {
        self.wait(async {
            let context = self.jetstream_within().await;
            let mut sent = Vec::new();
            for (subject, payload) in messages {
                sent.push(context.publish(subject, payload.into()).await.unwrap());
                // The client sends no more than some thousand that nobody has waited for.
                if sent.len() == 1000 {
                    for sent in sent.drain(..) {
                        sent.await.unwrap();
                    }
                }
            }
            for sent in sent {
                sent.await.unwrap();
            }
        });
    }

    /// What the server knows of a consumer.
    pub fn consumer(&self, stream: &str, name: &str) -> Option<Info> {
        self.wait(async {
            let stream = self.jetstream_within().await.get_stream(stream).await.ok()?;
            stream.consumer_info(name).await.ok()
        })
    }

    /// All messages of a stream: subject, id and payload.
    pub fn messages(&self, stream: &str) -> Vec<(String, String, Vec<u8>)> {
        self.wait(async {
            let stream = self.jetstream_within().await.get_stream(stream).await.unwrap();
            let state = &stream.cached_info().state;
            let mut messages = Vec::new();
            for sequence in state.first_sequence.max(1)..=state.last_sequence {
                let message = stream.get_raw_message(sequence).await.unwrap();
                let id = message.headers.get("Nats-Msg-Id").map(ToString::to_string).unwrap_or_default();
                messages.push((message.subject.to_string(), id, message.payload.to_vec()));
            }
            messages
        })
    }

    /// Makes a consumer and lets it deliver all messages so often without acknowledging them.
    pub fn deliver_in_vain(&self, stream: &str, name: &str, times: usize) {
        use futures::StreamExt;
        self.wait(async {
            let stream = self.jetstream_within().await.get_stream(stream).await.unwrap();
            let config = pull::Config {
                durable_name: Some(name.to_owned()),
                ack_wait: Duration::from_millis(500),
                ..pull::Config::default()
            };
            let consumer = stream.create_consumer(config).await.unwrap();
            for _ in 0..times {
                let mut batch = consumer.fetch().max_messages(100).messages().await.unwrap();
                while let Some(message) = batch.next().await {
                    message.unwrap().ack_with(jetstream::AckKind::Nak(None)).await.unwrap();
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        });
    }

    async fn jetstream_within(&self) -> Context {
        jetstream::new(async_nats::connect(self.url()).await.unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The program, which Debian puts where not everybody looks.
fn program() -> Option<&'static str> {
    let runs =
        |name: &&str| Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    ["nats-server", "/usr/sbin/nats-server"].into_iter().find(runs)
}
