//! The connection to a NATS server, for the JetStream source and sink.
//!
//! [`Nats::connect`] waits for a server that is down, for as long as `patience` says; later the client finds its way back by
//! itself, with growing pauses and for as long as it takes. The connection has a small runtime of its own, so that source,
//! sink and committer can use it from threads that may block, and acknowledgements go out whatever those threads do.

pub mod settings;

use std::fmt::Display;
use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use async_nats::connection::State;
use async_nats::jetstream::Context;
use async_nats::jetstream::ErrorCode;
use async_nats::jetstream::context::{CreateStreamErrorKind, GetStreamErrorKind, RequestErrorKind};
use async_nats::jetstream::stream;
use async_nats::{Client, ConnectError, ConnectErrorKind, ConnectOptions, Event, ServerAddr};
use tokio::sync::watch;

use settings::{Auth, Servers, Tls};

/// How long the server may take to answer.
const ANSWER: Duration = Duration::from_secs(5);

/// The longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// How a server is reached.
#[derive(Clone, Debug)]
pub struct Access<'a> {
    /// Addresses.
    pub server: &'a Servers,
    /// Who one is.
    pub auth: &'a Auth,
    /// Encryption.
    pub tls: &'a Tls,
    /// How long a server that is down is waited for.
    pub patience: Duration,
}

/// Why NATS cannot be used, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum NatsError {
    /// The settings are wrong.
    #[error("{0}")]
    Settings(String),
    /// A file that the settings name cannot be read.
    #[error("cannot read {}: {error}; `{setting}` must name a file that is there and may be read", path.display())]
    File {
        /// The setting.
        setting: &'static str,
        /// The file.
        path: std::path::PathBuf,
        /// What came back.
        error: String,
    },
    /// No server answers.
    #[error(
        "no NATS server answers at {servers} (tried for {} s): {error}; start it, correct `server`, or wait longer with \
         `patience`", patience.as_secs()
    )]
    Unreachable {
        /// Addresses.
        servers: String,
        /// How long it was tried.
        patience: Duration,
        /// The last error.
        error: String,
    },
    /// The server does not let us in.
    #[error(
        "the NATS server at {servers} refuses the credentials ({error}); correct `auth`, or what the server knows of it"
    )]
    Refused {
        /// Addresses.
        servers: String,
        /// What the client says.
        error: String,
    },
    /// The connection cannot be encrypted.
    #[error(
        "no TLS with the NATS server at {servers}: {error}; look at `tls.ca`, `tls.cert`, `tls.key` and at the server's certificate"
    )]
    Tls {
        /// Addresses.
        servers: String,
        /// What the client says.
        error: String,
    },
    /// The server has no JetStream.
    #[error("the NATS server at {0} has no JetStream for this account; start it with `nats-server --jetstream`")]
    NoJetstream(String),
    /// There is no such stream.
    #[error(
        "there is no stream `{0}` on the NATS server; make it with the subjects it is to hold (`nats stream add`), correct \
         `stream`, or let it be made: `create_stream = [\"SUBJECT\"]`"
    )]
    NoStream(String),
    /// The consumer cannot be used.
    #[error("consumer `{name}` of stream `{stream}`: {what}")]
    Consumer {
        /// The consumer.
        name: String,
        /// Its stream.
        stream: String,
        /// What is wrong and what to do.
        what: String,
    },
    /// Nothing takes what is published.
    #[error(
        "no stream takes `{subject}`: {error}; make one that holds this subject, or let it be made: `stream` and `create_stream`"
    )]
    NobodyListens {
        /// The subject.
        subject: String,
        /// What came back.
        error: String,
    },
    /// What was published was not acknowledged.
    #[error(
        "the NATS server did not take a record for `{subject}` for {} s: {error}; nothing that was committed is lost, the rest is \
         published again at the next start", patience.as_secs()
    )]
    NotTaken {
        /// The subject.
        subject: String,
        /// How long it was tried.
        patience: Duration,
        /// The last error.
        error: String,
    },
    /// Another request failed.
    #[error("cannot {doing}: {error}")]
    Request {
        /// What was tried.
        doing: String,
        /// What came back.
        error: String,
    },
    /// The runtime cannot be made.
    #[error("cannot start the threads of the NATS client: {0}")]
    Runtime(#[from] std::io::Error),
}

impl NatsError {
    /// Whether the pipeline file is to blame, rather than the machine or the server.
    pub fn is_in_settings(&self) -> bool {
        matches!(self, NatsError::Settings(_) | NatsError::File { .. })
    }

    /// A request that failed.
    pub fn request(doing: impl Into<String>, error: impl Display) -> NatsError {
        NatsError::Request { doing: doing.into(), error: error.to_string() }
    }
}

/// A connection.
pub struct Nats {
    /// Always there but while it is dropped.
    runtime: Option<tokio::runtime::Runtime>,
    context: Context,
    servers: String,
    reconnects: watch::Receiver<u64>,
}

impl Nats {
    /// Connects, waiting for a server that is down; blocks. `name` is what the server shows for it.
    pub fn connect(access: &Access<'_>, name: &str) -> Result<Arc<Nats>, NatsError> {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).thread_name("nats").enable_all().build()?;
        let addresses = addresses(access.server)?;
        let (connected, reconnects) = watch::channel(0);
        let context = runtime.block_on(async {
            let client = connect(access, &addresses, name, connected).await?;
            let mut context = async_nats::jetstream::new(client);
            context.set_timeout(ANSWER);
            Ok::<Context, NatsError>(context)
        })?;
        Ok(Arc::new(Nats { runtime: Some(runtime), context, servers: access.server.to_string(), reconnects }))
    }

    /// Does something on the connection and waits for it; not to be called from within a runtime.
    pub fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        match &self.runtime {
            Some(runtime) => runtime.block_on(work),
            // It is gone only while this is dropped, when nobody has it any more.
            None => futures::executor::block_on(work),
        }
    }

    /// Does something on the connection beside everything else, until it ends or the connection goes.
    pub fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        if let Some(runtime) = &self.runtime {
            runtime.spawn(work);
        }
    }

    /// JetStream on this connection.
    pub fn jetstream(&self) -> &Context {
        &self.context
    }

    /// The client.
    pub fn client(&self) -> Client {
        self.context.client()
    }

    /// Where it is connected to, for messages.
    pub fn servers(&self) -> &str {
        &self.servers
    }

    /// Whether it is connected at the moment.
    pub fn is_connected(&self) -> bool {
        self.client().connection_state() == State::Connected
    }

    /// Changes whenever the connection was lost and has been made again.
    pub fn reconnects(&self) -> watch::Receiver<u64> {
        self.reconnects.clone()
    }

    /// What the server knows of a stream; makes it if it is missing and `subjects` are given.
    pub async fn stream(
        &self,
        name: &str,
        subjects: &[String],
        duplicate_window: Duration,
    ) -> Result<stream::Stream, NatsError> {
        let missing = match self.context.get_stream(name).await {
            Ok(stream) => return Ok(stream),
            Err(error) => match error.kind() {
                GetStreamErrorKind::JetStream(error) if error.error_code() == ErrorCode::STREAM_NOT_FOUND => {
                    NatsError::NoStream(name.to_owned())
                }
                GetStreamErrorKind::JetStream(error) if is_off(error.error_code()) => {
                    return Err(NatsError::NoJetstream(self.servers.clone()));
                }
                GetStreamErrorKind::Request if is_unanswered(&error) => {
                    return Err(NatsError::NoJetstream(self.servers.clone()));
                }
                GetStreamErrorKind::EmptyName | GetStreamErrorKind::InvalidStreamName => {
                    let what = format!("`stream`: `{name}` is no name of a stream: no blanks, dots, `*` or `>`");
                    return Err(NatsError::Settings(what));
                }
                _ => return Err(NatsError::request(format!("ask for stream `{name}`"), chain(&error))),
            },
        };
        if subjects.is_empty() {
            return Err(missing);
        }
        let config = stream::Config {
            name: name.to_owned(),
            subjects: subjects.to_vec(),
            duplicate_window,
            ..stream::Config::default()
        };
        tracing::info!(stream = name, ?subjects, "there is no such stream; making it");
        // Several processes may do so at once; the same stream is then simply there.
        self.context.get_or_create_stream(config).await.map_err(|error| match error.kind() {
            CreateStreamErrorKind::JetStreamUnavailable => NatsError::NoJetstream(self.servers.clone()),
            _ => NatsError::request(format!("make stream `{name}`"), chain(&error)),
        })
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        // It may be dropped within another runtime, where waiting is not allowed.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// The pause before an attempt, in a series counted from 1.
pub fn pause(attempt: usize) -> Duration {
    let exponent = u32::try_from(attempt.saturating_sub(1)).unwrap_or(u32::MAX).min(10);
    (Duration::from_millis(50) * 2_u32.pow(exponent)).min(LONGEST_PAUSE)
}

/// An error with its causes, in one line.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !text.contains(&more) {
            text += &format!(": {more}");
        }
        cause = error.source();
    }
    text
}

/// Finds mistakes in settings without connecting.
pub fn check(access: &Access<'_>) -> Result<(), NatsError> {
    addresses(access.server)?;
    let Auth { user, password, token, nkey, creds } = access.auth;
    if user.is_some() != password.is_some() {
        return Err(NatsError::Settings("`auth`: `user` and `password` belong together; set both or none".to_owned()));
    }
    let ways = [user.is_some(), token.is_some(), nkey.is_some(), creds.is_some()];
    if ways.into_iter().filter(|way| *way).count() > 1 {
        let what = "`auth`: only one of `user` with `password`, `token`, `nkey` and `creds` can be set";
        return Err(NatsError::Settings(what.to_owned()));
    }
    if access.tls.cert.is_some() != access.tls.key.is_some() {
        return Err(NatsError::Settings("`tls`: `cert` and `key` belong together; set both or none".to_owned()));
    }
    Ok(())
}

fn addresses(servers: &Servers) -> Result<Vec<ServerAddr>, NatsError> {
    let parse = |address: &str| address.parse::<ServerAddr>();
    let parsed: Result<Vec<_>, _> = servers.each().map(parse).collect();
    match parsed {
        Ok(addresses) if !addresses.is_empty() => Ok(addresses),
        _ => Err(NatsError::Settings(format!(
            "`server`: `{servers}` is no address of a NATS server; write something like \"nats://localhost:4222\""
        ))),
    }
}

async fn connect(
    access: &Access<'_>,
    addresses: &[ServerAddr],
    name: &str,
    connected: watch::Sender<u64>,
) -> Result<Client, NatsError> {
    let begun = Instant::now();
    let connected = Arc::new(connected);
    let servers = || access.server.to_string();
    for attempt in 1.. {
        let options = options(access, name, Arc::clone(&connected)).await?;
        let error = match options.connect(addresses).await {
            Ok(client) => return Ok(client),
            Err(error) => error,
        };
        let told = chain(&error);
        if is_refusal(&error) {
            return Err(NatsError::Refused { servers: servers(), error: told });
        }
        if error.kind() == ConnectErrorKind::Tls || told.contains("certificate") {
            return Err(NatsError::Tls { servers: servers(), error: told });
        }
        let pause = pause(attempt);
        if begun.elapsed() + pause > access.patience {
            return Err(NatsError::Unreachable { servers: servers(), patience: access.patience, error: told });
        }
        if attempt == 1 {
            tracing::warn!(servers = servers(), error = told, "no NATS server answers; trying again");
        }
        tokio::time::sleep(pause).await;
    }
    Err(NatsError::Unreachable { servers: servers(), patience: access.patience, error: String::new() })
}

fn is_refusal(error: &ConnectError) -> bool {
    matches!(error.kind(), ConnectErrorKind::Authentication | ConnectErrorKind::AuthorizationViolation)
        || chain(error).to_lowercase().contains("authorization violation")
}

/// Whether a request was answered by nobody: JetStream is off, or no such thing is there.
fn is_unanswered(error: &async_nats::jetstream::context::GetStreamError) -> bool {
    let cause = std::error::Error::source(error);
    cause
        .and_then(|cause| cause.downcast_ref::<async_nats::jetstream::context::RequestError>())
        .is_some_and(|error| error.kind() == RequestErrorKind::NoResponders)
}

fn is_off(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::JETSTREAM_NOT_ENABLED | ErrorCode::JETSTREAM_NOT_ENABLED_FOR_ACCOUNT)
}

async fn options(
    access: &Access<'_>,
    name: &str,
    connected: Arc<watch::Sender<u64>>,
) -> Result<ConnectOptions, NatsError> {
    let Auth { user, password, token, nkey, creds } = access.auth;
    let mut options = ConnectOptions::new()
        .name(name)
        .connection_timeout(ANSWER)
        .ping_interval(Duration::from_secs(20))
        .max_reconnects(None)
        .reconnect_delay_callback(pause);
    if let (Some(user), Some(password)) = (user, password) {
        options = options.user_and_password(user.clone(), password.0.clone());
    }
    if let Some(token) = token {
        options = options.token(token.0.clone());
    }
    if let Some(path) = nkey {
        let seed = text_of("auth.nkey", path)?;
        let seed = seed.lines().map(str::trim).find(|line| line.starts_with('S')).unwrap_or_default().to_owned();
        if seed.is_empty() {
            let error = "it holds no line with a seed (`S…`)".to_owned();
            return Err(NatsError::File { setting: "auth.nkey", path: path.clone(), error });
        }
        options = options.nkey(seed);
    }
    if let Some(path) = creds {
        let text = text_of("auth.creds", path)?;
        options = options.credentials(&text).map_err(|_| {
            let error = "it holds no JWT and seed as a credentials file has them".to_owned();
            NatsError::File { setting: "auth.creds", path: path.clone(), error }
        })?;
    }
    if let Some(path) = &access.tls.ca {
        text_of("tls.ca", path)?;
        options = options.add_root_certificates(path.clone());
    }
    if let (Some(cert), Some(key)) = (&access.tls.cert, &access.tls.key) {
        text_of("tls.cert", cert)?;
        text_of("tls.key", key)?;
        options = options.add_client_certificate(cert.clone(), key.clone());
    }
    if access.tls.required {
        options = options.require_tls(true);
    }
    if access.tls.first {
        options = options.tls_first();
    }
    let servers = access.server.to_string();
    let lost = AtomicBool::new(false);
    Ok(options.event_callback(move |event| {
        tell(&event, &servers);
        match event {
            Event::Disconnected => lost.store(true, Ordering::Release),
            Event::Connected if lost.swap(false, Ordering::AcqRel) => connected.send_modify(|count| *count += 1),
            _ => {}
        }
        std::future::ready(())
    }))
}

fn text_of(setting: &'static str, path: &Path) -> Result<String, NatsError> {
    let error = |error: std::io::Error| NatsError::File { setting, path: path.to_owned(), error: error.to_string() };
    std::fs::read_to_string(path).map_err(error)
}

fn tell(event: &Event, servers: &str) {
    match event {
        Event::Connected => tracing::info!(servers, "connected to the NATS server"),
        Event::Disconnected => tracing::warn!(servers, "the connection to the NATS server is lost; trying again"),
        Event::SlowConsumer(_) | Event::ServerError(_) => tracing::warn!(servers, %event, "the NATS server complains"),
        event => tracing::debug!(servers, %event, "NATS"),
    }
}
