//! The durable consumer: found, or made where it is missing, and checked before it is used.

use std::time::{Duration, Instant};

use async_nats::jetstream::consumer::{self, AckPolicy, DeliverPolicy, pull};
use async_nats::jetstream::context::ConsumerInfoErrorKind;
use async_nats::jetstream::stream::{RetentionPolicy, Stream};

use super::{Settings, Start};
use crate::nats::{NatsError, chain};

/// A consumer, and what the server said of it when it was found.
pub(super) type Consumer = consumer::Consumer<pull::Config>;

/// How long a request for messages stands.
pub(super) const STANDS: Duration = Duration::from_secs(5);

/// The consumer that the settings name; made, if it is missing and may be made, so that it begins behind `floor`.
pub(super) async fn find(stream: &Stream, settings: &Settings, floor: u64) -> Result<Consumer, NatsError> {
    let name = &settings.consumer;
    let asked = || format!("ask for consumer `{name}`");
    match stream.consumer_info(name).await {
        Ok(info) => check(&info, settings)?,
        Err(error) if error.kind() == ConsumerInfoErrorKind::NotFound && settings.create_consumer => {
            tracing::info!(stream = settings.stream, consumer = name, after = floor, "making the consumer");
            let made = stream.create_consumer(config(stream, settings, floor)).await;
            return made.map_err(|error| wrong(settings, format!("it cannot be made: {}", chain(&error))));
        }
        Err(error) if error.kind() == ConsumerInfoErrorKind::NotFound => {
            let what = "it is not there; make it (a durable pull consumer with explicit acknowledgement), or let it be \
                        made: `create_consumer = true`";
            return Err(wrong(settings, what.to_owned()));
        }
        Err(error) if error.kind() == ConsumerInfoErrorKind::InvalidName => {
            let what = format!("`consumer`: `{name}` is no name of a consumer: no blanks, dots, `*` or `>`");
            return Err(NatsError::Settings(what));
        }
        Err(error) if error.kind() == ConsumerInfoErrorKind::StreamNotFound => {
            return Err(NatsError::NoStream(settings.stream.clone()));
        }
        Err(error) => return Err(NatsError::request(asked(), chain(&error))),
    }
    stream.get_consumer(name).await.map_err(|error| NatsError::request(asked(), error))
}

/// Refuses a consumer that another process is taking messages from: what that one commits, this one would not know.
pub(super) async fn refuse_shared(stream: &Stream, settings: &Settings) -> Result<(), NatsError> {
    // The request of a process that was killed stands for a while.
    let begun = Instant::now();
    loop {
        let info = stream.consumer_info(&settings.consumer).await;
        let info = info.map_err(|error| NatsError::request("ask for the consumer", chain(&error)))?;
        if info.num_waiting == 0 {
            return Ok(());
        }
        if begun.elapsed() > STANDS + Duration::from_secs(1) {
            let what = "another process takes messages from it; give each process a `consumer` of its own, with a `filter` of \
                        its own, or stop the other";
            return Err(wrong(settings, what.to_owned()));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn wrong(settings: &Settings, what: String) -> NatsError {
    NatsError::Consumer { name: settings.consumer.clone(), stream: settings.stream.clone(), what }
}

fn check(info: &consumer::Info, settings: &Settings) -> Result<(), NatsError> {
    let config = &info.config;
    if config.deliver_subject.is_some() {
        let what = "it is a push consumer; choose the name of a pull consumer, or of none that is there";
        return Err(wrong(settings, what.to_owned()));
    }
    if config.ack_policy != AckPolicy::Explicit {
        let what = "it does not ask for explicit acknowledgement, so a crash would lose messages; choose another name";
        return Err(wrong(settings, what.to_owned()));
    }
    let filter = settings.filter.as_deref().unwrap_or_default();
    if config.filter_subject != filter {
        let shown = |filter: &str| if filter.is_empty() { "none".to_owned() } else { format!("`{filter}`") };
        let (there, wanted) = (shown(&config.filter_subject), shown(filter));
        let what = format!(
            "its filter is {there}, the pipeline file says {wanted}; choose another `consumer`, or remove this one \
             (`nats consumer rm`), and it is made again behind what is committed"
        );
        return Err(wrong(settings, what));
    }
    Ok(())
}

fn config(stream: &Stream, settings: &Settings, floor: u64) -> pull::Config {
    let is_work_queue = stream.cached_info().config.retention == RetentionPolicy::WorkQueue;
    let deliver_policy = match (settings.start_sequence, settings.start) {
        // There what is left is what was not acknowledged, and nothing else is allowed.
        _ if is_work_queue => DeliverPolicy::All,
        _ if floor > 0 => DeliverPolicy::ByStartSequence { start_sequence: floor + 1 },
        (Some(start_sequence), _) => DeliverPolicy::ByStartSequence { start_sequence },
        (None, Start::New) => DeliverPolicy::New,
        (None, Start::All) => DeliverPolicy::All,
    };
    pull::Config {
        durable_name: Some(settings.consumer.clone()),
        description: Some("Dateline".to_owned()),
        deliver_policy,
        ack_policy: AckPolicy::Explicit,
        ack_wait: settings.ack_wait.0,
        // Dateline counts by itself: the server would silently stop delivering, and the message would be lost.
        max_deliver: -1,
        max_ack_pending: i64::from(settings.max_ack_pending),
        filter_subject: settings.filter.clone().unwrap_or_default(),
        ..pull::Config::default()
    }
}
