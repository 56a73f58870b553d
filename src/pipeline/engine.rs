//! The engine: joins a source, workers and sinks with bounded channels, puts batches back in order, and commits.
//!
//! A source thread feeds batches to worker threads; the coordinator receives what they made, in any order, and hands it on to
//! the sink threads in order of input. At each commit it sends a barrier down the same channels, so that every sink flushes
//! at the same point of the input, and takes the source's position of that point. Sinks go on writing while a commit is
//! being made durable.
//!
//! Bounded: the feed lets only so many bytes into the pipeline at a time, so the batches that wait for their turn in the
//! coordinator are bounded too, whatever one slow article does.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Instant;

use futures::future;
use jiff::Timestamp;
use parking_lot::Mutex;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use super::checkpoint::{Checkpoint, Counters, State};
use super::commit::{Commit, CommitError};
use super::settings::Pipeline;
use super::stats::Stats;
use super::worker::{self, Extracted, Made, Stages, Work};
use crate::disk::Disk;
use crate::read::feed::{BatchSize, Feed, Gate};
use crate::read::{Acknowledge, Batch, ReadError, Source};
use crate::sink::{Encode, Prepared, Processed, Sink, SinkError};
use crate::stories::apply::Joiner;
use crate::stories::log::{Addition, Log};

/// Workers may need deep stacks for deeply nested input.
const WORKER_STACK: usize = 8 << 20;

/// Batches that may wait before each sink.
const SINK_QUEUE: usize = 4;

/// Everything that makes a pipeline.
pub struct Assembly {
    /// The file system.
    pub disk: Arc<dyn Disk>,
    /// Where articles come from.
    pub source: Box<dyn Source>,
    /// The half of the source that learns what is committed.
    pub acknowledge: Box<dyn Acknowledge>,
    /// Whether the source is a replay of dead letters, whose positions have a place of their own in the checkpoint.
    pub replays: bool,
    /// Wakes the source when it should stop.
    pub wake_source: Box<dyn Fn() + Send>,
    /// Normalize and extract.
    pub stages: Arc<Stages>,
    /// The story memory, if articles are to be joined; the stages must sketch them then.
    pub stories: Option<Stories>,
    /// Where records go.
    pub sinks: Vec<Box<dyn Sink>>,
    /// The state directory; none where nothing is to be remembered.
    pub state: Option<State>,
    /// The last checkpoint, or one to begin with.
    pub checkpoint: Checkpoint,
    /// How the work is done.
    pub settings: Pipeline,
    /// What is counted.
    pub stats: Arc<Stats>,
}

/// The story memory and where it is kept.
pub struct Stories {
    /// The memory.
    pub joiner: Joiner,
    /// Its log; none where nothing is to be remembered after the run.
    pub log: Option<Arc<Mutex<Log>>>,
}

/// Why a pipeline stopped before its end. What was committed stays committed.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The source cannot go on.
    #[error("source: {0}")]
    Source(#[from] ReadError),
    /// A sink cannot go on.
    #[error("sink {name}: {error}")]
    Sink {
        /// Which.
        name: String,
        /// Why.
        error: SinkError,
    },
    /// A commit failed.
    #[error("commit: {0}")]
    Commit(#[from] CommitError),
    /// A thread ended that should not have.
    #[error("a defect of Dateline, please report it: the {0} thread ended too early")]
    Thread(&'static str),
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// What was counted over all runs of this pipeline.
    pub counters: Counters,
    /// Whether whoever reads standard output went away.
    pub output_closed: bool,
}

/// What goes to a sink thread.
enum ToSink {
    Batch(Arc<Processed>),
    Prepare { end: bool, reply: oneshot::Sender<Prepared> },
}

/// The end of a sink's channel. When the sink has gone, for whatever reason, what still waits there is dropped, so that nobody
/// waits for an answer that never comes.
struct Inbox(async_channel::Receiver<ToSink>);

impl Drop for Inbox {
    fn drop(&mut self) {
        self.0.close();
        while self.0.try_recv().is_ok() {}
    }
}

/// What the threads report.
enum Report {
    SourceEnded(Result<(), ReadError>),
    SinkFailed(String, SinkError),
    /// A thread panicked.
    Died(&'static str),
}

/// Runs a pipeline until its input ends or `stop` becomes true; then everything that was read is written and committed.
pub async fn run(assembly: Assembly, mut stop: watch::Receiver<bool>) -> Result<Ended, EngineError> {
    let workers = match assembly.settings.workers {
        0 => thread::available_parallelism().map_or(1, usize::from),
        workers => workers,
    };
    let (batch_sender, batches) = async_channel::bounded::<Batch>(workers * 2);
    let (made_sender, made) = async_channel::bounded::<Made>(workers * 2);
    // Bounded by what may be under way; the coordinator must never wait for a worker that waits for it.
    let (join, to_encode) = assembly.stories.is_some().then(async_channel::unbounded).unzip();
    let (report, reports) = async_channel::unbounded::<Report>();
    let gate = Arc::new(Gate::default());
    let stats = Arc::clone(&assembly.stats);
    stats.queue_capacity.store(workers as u64 * 2, Ordering::Relaxed);

    spawn_source(assembly.source, &assembly.settings, batch_sender, &gate, &stats, report.clone())?;
    let encoders: Arc<[Arc<dyn Encode>]> = assembly.sinks.iter().map(|sink| sink.encoder()).collect();
    for number in 0..workers {
        let encoders = Arc::clone(&encoders);
        let (stages, stats) = (Arc::clone(&assembly.stages), Arc::clone(&stats));
        let work = Work { batches: batches.clone(), joined: to_encode.clone() };
        let (made, failed) = (made_sender.clone(), report.clone());
        let work = move || {
            if !worker::work(&stages, &encoders, &stats, &work, &made) {
                let _ = failed.send_blocking(Report::Died("extract"));
            }
        };
        spawn("extract", format!("extract-{number}"), report.clone(), work)?;
    }
    drop((batches, made_sender, to_encode));
    let (joiner, log) = assembly.stories.map(|stories| (stories.joiner, stories.log)).unzip();
    let (mut sinks, mut sink_threads) = (Vec::new(), Vec::new());
    for (place, sink) in assembly.sinks.into_iter().enumerate() {
        let (name, sender, thread) = spawn_sink(sink, place, &stats, report.clone())?;
        sinks.push((name, sender));
        sink_threads.push(thread);
    }
    let mut coordinator = Coordinator {
        disk: assembly.disk,
        sinks,
        state: assembly.state.map(Arc::new),
        acknowledge: Arc::new(Mutex::new(assembly.acknowledge)),
        replays: assembly.replays,
        checkpoint: assembly.checkpoint,
        settings: assembly.settings,
        stats,
        joiner,
        log: log.flatten(),
        addition: None,
        join,
        next_to_join: 0,
        waiting_to_join: BTreeMap::new(),
        next: 0,
        waiting: BTreeMap::new(),
        uncommitted_bytes: 0,
        commit_due: None,
        committing: None,
    };

    let result = coordinator.run(&made, &reports, &gate, &*assembly.wake_source, &mut stop).await;
    gate.close();
    (assembly.wake_source)();
    let counters = coordinator.checkpoint.counters;
    // Whatever happened, nobody writes to the disk any more when this returns; only the source may still wait for input.
    if coordinator.committing.is_some() {
        // How it went is known already, or no longer matters: the last checkpoint is in force.
        let _ = joined(&mut coordinator.committing).await;
    }
    drop(coordinator);
    let all = tokio::task::spawn_blocking(move || sink_threads.into_iter().for_each(|thread| drop(thread.join())));
    all.await.map_err(|_| EngineError::Thread("sink"))?;
    let output_closed = match result {
        Ok(()) => false,
        Err(EngineError::Commit(CommitError::SinkGone)) => match why_sink_is_gone(&reports) {
            EngineError::Sink { error: SinkError::Closed, .. } => true,
            error => return Err(error),
        },
        Err(EngineError::Sink { error: SinkError::Closed, .. }) => true,
        Err(error) => return Err(error),
    };
    Ok(Ended { counters, output_closed })
}

/// What a sink that is gone has reported, behind whatever others reported before.
fn why_sink_is_gone(reports: &async_channel::Receiver<Report>) -> EngineError {
    while let Ok(report) = reports.try_recv() {
        match report {
            Report::SinkFailed(name, error) => return EngineError::Sink { name, error },
            Report::Died(thread) => return EngineError::Thread(thread),
            Report::SourceEnded(_) => {}
        }
    }
    EngineError::Thread("sink")
}

struct Coordinator {
    disk: Arc<dyn Disk>,
    sinks: Vec<(String, async_channel::Sender<ToSink>)>,
    state: Option<Arc<State>>,
    acknowledge: Arc<Mutex<Box<dyn Acknowledge>>>,
    replays: bool,
    /// What the next checkpoint will say.
    checkpoint: Checkpoint,
    settings: Pipeline,
    stats: Arc<Stats>,
    joiner: Option<Joiner>,
    log: Option<Arc<Mutex<Log>>>,
    /// What the next commit adds to the log.
    addition: Option<Addition>,
    /// Where batches go that the story memory has seen.
    join: Option<async_channel::Sender<Box<Extracted>>>,
    /// The number of the batch that the story memory sees next.
    next_to_join: u64,
    /// Batches that came before their turn for the story memory.
    waiting_to_join: BTreeMap<u64, Box<Extracted>>,
    /// The number of the batch whose turn it is.
    next: u64,
    /// Batches that came before their turn.
    waiting: BTreeMap<u64, Processed>,
    uncommitted_bytes: u64,
    /// When the next commit is due, if there is anything to commit.
    commit_due: Option<Instant>,
    committing: Option<JoinHandle<Result<Option<Instant>, CommitError>>>,
}

impl Coordinator {
    /// Coordinates until everything has been written and committed.
    async fn run(
        &mut self,
        made: &async_channel::Receiver<Made>,
        reports: &async_channel::Receiver<Report>,
        gate: &Gate,
        wake_source: &(dyn Fn() + Send),
        stop: &mut watch::Receiver<bool>,
    ) -> Result<(), EngineError> {
        // The number of batches there will be, once that is known.
        let mut total = None;
        // How the source ended; `None` where it was stopped.
        let mut source = None;
        let mut workers_ended = false;
        while total != Some(self.next) {
            if workers_ended && total.is_some() {
                return Err(EngineError::Thread("extract"));
            }
            tokio::select! {
                biased;
                () = stopped(stop), if total.is_none() => {
                    total = Some(gate.close());
                    wake_source();
                }
                report = reports.recv() => match report {
                    Ok(Report::SinkFailed(name, error)) => return Err(EngineError::Sink { name, error }),
                    Ok(Report::SourceEnded(result)) if total.is_none() => {
                        total = Some(gate.close());
                        source = Some(result);
                    }
                    Ok(Report::SourceEnded(_)) => {}
                    Ok(Report::Died(thread)) => return Err(EngineError::Thread(thread)),
                    Err(_) => return Err(EngineError::Thread("source")),
                },
                () = until(self.commit_due) => self.commit(false).await?,
                result = joined(&mut self.committing), if self.committing.is_some() => self.committed(result)?,
                batch = made.recv(), if !workers_ended => match batch {
                    Ok(Made::Extracted(batch)) => self.join(batch),
                    Ok(Made::Encoded(batch)) => self.take(batch).await,
                    // The workers end when the source has ended, which may be reported a moment later.
                    Err(_) => workers_ended = true,
                },
            }
        }
        // What came before a failure of the source is committed all the same. Only the end of the input finishes parts: a
        // run that was stopped goes on where it was.
        self.finish(matches!(source, Some(Ok(())))).await?;
        source.unwrap_or(Ok(())).map_err(EngineError::from)
    }

    /// Lets the story memory see a batch, and all whose turn it is, and gives them back to the workers to be encoded.
    fn join(&mut self, batch: Box<Extracted>) {
        self.waiting_to_join.insert(batch.batch.sequence, batch);
        let (Some(joiner), Some(join)) = (&mut self.joiner, &self.join) else { return };
        while let Some(mut batch) = self.waiting_to_join.remove(&self.next_to_join) {
            self.next_to_join += 1;
            let sketches = std::mem::take(&mut batch.sketches);
            let (repeats, addition) = joiner.join(&mut batch.outcomes, &sketches);
            self.stats.repeats.fetch_add(repeats, Ordering::Relaxed);
            batch.batch.stories = addition;
            // If no worker is there any more, one has reported why.
            let _ = join.try_send(batch);
        }
    }

    /// Takes a batch, and hands on all whose turn it is.
    async fn take(&mut self, batch: Processed) {
        self.waiting.insert(batch.sequence, batch);
        while let Some(batch) = self.waiting.remove(&self.next) {
            self.next += 1;
            self.note(&batch);
            let batch = Arc::new(batch);
            for (_, sink) in &self.sinks {
                // A sink that has gone has reported why; the report is read next.
                let _ = sink.send(ToSink::Batch(Arc::clone(&batch))).await;
            }
        }
        if self.uncommitted_bytes >= self.settings.commit_bytes.0 && self.committing.is_none() {
            self.commit_due = Some(Instant::now());
        }
    }

    fn note(&mut self, batch: &Processed) {
        self.checkpoint.counters += batch.counters;
        let mut acknowledge = self.acknowledge.lock();
        for advance in &batch.advances {
            acknowledge.advance(advance);
        }
        drop(acknowledge);
        if self.log.is_some() {
            self.addition.get_or_insert_default().extend(&batch.stories);
        }
        self.uncommitted_bytes += batch.bytes;
        let interval = self.settings.commit_interval.0;
        let due = Instant::now() + interval;
        self.commit_due = Some(self.commit_due.map_or(due, |earlier| earlier.min(due)));
    }

    /// Begins a commit of everything handed on so far; if one is under way, that one is waited for first.
    async fn commit(&mut self, end: bool) -> Result<(), EngineError> {
        if self.committing.is_some() {
            let result = joined(&mut self.committing).await;
            self.committed(result)?;
        }
        self.commit_due = None;
        self.uncommitted_bytes = 0;
        let mut replies = Vec::new();
        for (name, sink) in &self.sinks {
            let (reply, prepared) = oneshot::channel();
            sink.send(ToSink::Prepare { end, reply }).await.map_err(|_| CommitError::SinkGone)?;
            replies.push((name.clone(), prepared));
        }
        let acknowledge = Arc::clone(&self.acknowledge);
        let source = tokio::task::spawn_blocking(move || acknowledge.lock().checkpoint());
        let positions = source.await.map_err(|_| EngineError::Thread("commit"))??;
        *if self.replays { &mut self.checkpoint.replay } else { &mut self.checkpoint.source } = positions;
        self.checkpoint.epoch += 1;
        let mut commit = Commit {
            disk: Arc::clone(&self.disk),
            state: self.state.clone(),
            checkpoint: self.checkpoint.clone(),
            prepared: Vec::new(),
            stories: self.log.clone().map(|log| (log, self.addition.take())),
            acknowledge: Arc::clone(&self.acknowledge),
        };
        self.committing = Some(tokio::spawn(async move {
            for (name, reply) in replies {
                commit.prepared.push((name, reply.await.map_err(|_| CommitError::SinkGone)?));
            }
            let task = tokio::task::spawn_blocking(move || {
                let (epoch, begun) = (commit.checkpoint.epoch, Instant::now());
                let result = commit.carry_out();
                tracing::debug!(epoch, millis = begun.elapsed().as_millis() as u64, ok = result.is_ok(), "commit");
                result
            });
            task.await.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))
        }));
        Ok(())
    }

    /// Takes note of how a commit went.
    fn committed(&mut self, result: Result<Option<Instant>, CommitError>) -> Result<(), EngineError> {
        self.committing = None;
        if let Some(wanted) = result? {
            self.commit_due = Some(self.commit_due.map_or(wanted, |due| due.min(wanted)));
        }
        self.stats.commits.fetch_add(1, Ordering::Relaxed);
        self.stats.committed_at.store(Timestamp::now().as_millisecond(), Ordering::Relaxed);
        Ok(())
    }

    /// The last commit.
    async fn finish(&mut self, end: bool) -> Result<(), EngineError> {
        self.commit(end).await?;
        if self.committing.is_some() {
            let result = joined(&mut self.committing).await;
            self.committed(result)?;
        }
        Ok(())
    }
}

async fn stopped(stop: &mut watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        // Nobody can ask for a stop any more.
        future::pending::<()>().await;
    }
}

async fn until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due.into()).await,
        None => future::pending().await,
    }
}

async fn joined(
    task: &mut Option<JoinHandle<Result<Option<Instant>, CommitError>>>,
) -> Result<Option<Instant>, CommitError> {
    match task {
        Some(handle) => match handle.await {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        },
        None => future::pending().await,
    }
}

fn spawn_source(
    source: Box<dyn Source>,
    settings: &Pipeline,
    batches: async_channel::Sender<Batch>,
    gate: &Arc<Gate>,
    stats: &Arc<Stats>,
    report: async_channel::Sender<Report>,
) -> Result<(), EngineError> {
    let in_flight = u32::try_from(settings.in_flight.0).unwrap_or(u32::MAX).min(1 << 30);
    let size = BatchSize { bytes: settings.batch_bytes.bytes(), items: settings.batch_items.max(1) };
    let runtime = tokio::runtime::Handle::current();
    let feed = Feed::new(batches, in_flight, runtime, Arc::clone(gate), Arc::clone(stats), size);
    let done = report.clone();
    spawn("source", "source".to_owned(), report, move || {
        let result = source.run(feed);
        // If the coordinator has gone, nobody wants to know.
        let _ = done.send_blocking(Report::SourceEnded(result));
    })
    .map(drop)
}

fn spawn_sink(
    mut sink: Box<dyn Sink>,
    place: usize,
    stats: &Arc<Stats>,
    report: async_channel::Sender<Report>,
) -> Result<(String, async_channel::Sender<ToSink>, thread::JoinHandle<()>), EngineError> {
    let (sender, receiver) = async_channel::bounded(SINK_QUEUE);
    let name = sink.name().to_owned();
    let stats = Arc::clone(stats);
    let failed = report.clone();
    let thread = spawn("sink", format!("sink-{name}"), report, move || {
        let inbox = Inbox(receiver);
        while let Ok(message) = inbox.0.recv_blocking() {
            let result = match message {
                ToSink::Batch(batch) => sink.write(&batch.encoded[place]).map(|()| {
                    stats.sink.items.fetch_add(batch.encoded[place].pieces.len() as u64, Ordering::Relaxed);
                    stats.sink.bytes.fetch_add(batch.encoded[place].bytes.len() as u64, Ordering::Relaxed);
                    let lag = Timestamp::now().as_millisecond() - batch.received_millis;
                    stats.lag_millis.store(lag.max(0), Ordering::Relaxed);
                }),
                ToSink::Prepare { end, reply } => sink.prepare(end).map(|prepared| {
                    // If the coordinator has gone, nobody commits any more.
                    let _ = reply.send(prepared);
                }),
            };
            if let Err(error) = result {
                let _ = failed.send_blocking(Report::SinkFailed(sink.name().to_owned(), error));
                return;
            }
        }
    })?;
    Ok((name, sender, thread))
}

fn spawn(
    kind: &'static str,
    name: String,
    report: async_channel::Sender<Report>,
    work: impl FnOnce() + Send + 'static,
) -> Result<thread::JoinHandle<()>, EngineError> {
    let guarded = move || {
        if catch_unwind(AssertUnwindSafe(work)).is_err() {
            // The panic has been printed; the coordinator only has to know that nobody is there any more.
            let _ = report.send_blocking(Report::Died(kind));
        }
    };
    let spawned = thread::Builder::new().name(name).stack_size(WORKER_STACK).spawn(guarded);
    spawned.map_err(|_| EngineError::Thread(kind))
}
