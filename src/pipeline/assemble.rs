//! From settings to a pipeline that can run.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;
use tracing::warn;
use xxhash_rust::xxh3::xxh3_64;

use super::checkpoint::{Checkpoint, State, StateError};
use super::engine::{Assembly, Stories};
use super::extent::Extent;
use super::settings::{Settings, Sink as SinkSettings, SourceKind};
use super::stats::Stats;
use super::worker::Stages;
use crate::disk::Disk;
use crate::extract::{Extractor, LexiconError};
use crate::normalize::Normalizer;
use crate::read::directory::{Directory, SetupError};
use crate::read::format::Parser;
use crate::read::jetstream::Jetstream as JetstreamSource;
use crate::read::stdin::Stdin;
use crate::read::tree::Tree;
use crate::read::{Acknowledge, NothingToAcknowledge, ReadError, Source};
use crate::replay::Replay;
use crate::sink::dead_letters::{self, DeadLetters};
use crate::sink::jetstream::Jetstream as JetstreamSink;
#[cfg(feature = "parquet")]
use crate::sink::parquet;
use crate::sink::stdout::Stdout;
use crate::sink::table::Layout;
use crate::sink::{Sink, SinkError, files};
use crate::stories::apply::Joiner;
use crate::stories::log::Log;
use crate::stories::memory::Memory;

/// Why a pipeline cannot be put together.
#[derive(Debug, thiserror::Error)]
pub enum AssembleError {
    /// The state directory.
    #[error(transparent)]
    State(#[from] StateError),
    /// The source.
    #[error("source: {0}")]
    Source(#[from] SetupError),
    /// The stream that is the source.
    #[error("source: {0}")]
    Stream(ReadError),
    /// The dead letters that are to be replayed.
    #[error("dead letters: {0}")]
    Letters(#[from] ReadError),
    /// A sink.
    #[error("sink {0}: {1}")]
    Sink(String, SinkError),
    /// The lexicon.
    #[error(transparent)]
    Lexicon(#[from] LexiconError),
    /// The settings as such.
    #[error("{0}")]
    Settings(String),
}

impl AssembleError {
    /// Whether the pipeline file is to blame, rather than the machine.
    pub fn is_in_settings(&self) -> bool {
        match self {
            AssembleError::Settings(_) | AssembleError::Lexicon(_) => true,
            AssembleError::Source(error) => matches!(error, SetupError::Glob(_) | SetupError::Directory(_)),
            AssembleError::Stream(ReadError::Nats(error)) | AssembleError::Sink(_, SinkError::Nats(error)) => {
                error.is_in_settings()
            }
            AssembleError::Sink(_, error) => matches!(error, SinkError::Path(_)),
            AssembleError::State(error) => matches!(error, StateError::Changed(_)),
            AssembleError::Stream(_) | AssembleError::Letters(_) => false,
        }
    }
}

/// The stages that settings describe.
fn stages(settings: &Settings) -> Result<Stages, LexiconError> {
    Ok(Stages {
        parser: Parser::new(&settings.source.common.fields, settings.source.common.encoding.clone()),
        normalizer: Normalizer::new(&settings.normalize),
        extractor: Extractor::new(&settings.extract)?,
        limits: settings.source.common.limits.clone(),
        sketches: settings.stories.enabled(),
    })
}

/// Finds every mistake that can be found without touching files other than dictionaries; returns the stages, which are ready
/// then.
pub fn check(settings: &Settings) -> Result<Stages, AssembleError> {
    let stages = stages(settings)?;
    if let Some(label) = &settings.source.common.encoding
        && encoding_rs::Encoding::for_label(label.as_bytes()).is_none()
    {
        return Err(AssembleError::Settings(format!(
            "`encoding`: `{label}` is no encoding that is known (WHATWG labels)"
        )));
    }
    match &settings.source.kind {
        SourceKind::Directory(directory) => Directory::filter(directory).map(drop).map_err(SetupError::Glob)?,
        SourceKind::Archive(tree) => Tree::filter(tree).map(drop).map_err(SetupError::Glob)?,
        SourceKind::Jetstream(stream) => stream.check().map_err(|error| AssembleError::Stream(error.into()))?,
        SourceKind::Stdin => {}
    }
    let mut stdouts = 0;
    let mut paths: Vec<&str> = settings.dead_letters.path.as_deref().into_iter().collect();
    for (number, sink) in settings.sinks.iter().enumerate() {
        let wrong = |what| AssembleError::Sink(sink_name(number), SinkError::Path(what));
        match (sink, sink.path()) {
            #[cfg(feature = "parquet")]
            (SinkSettings::Parquet(settings), _) => parquet::check(settings).map_err(wrong)?,
            (_, Some(path)) => files::check(path).map_err(wrong)?,
            (SinkSettings::Jetstream(settings), _) => {
                settings.check().map_err(|error| AssembleError::Sink(sink_name(number), error.into()))?;
            }
            (_, None) => stdouts += 1,
        }
        if let Some(path) = sink.path() {
            if paths.contains(&path) {
                let what = format!("two sinks write to {path}; give each its own path");
                return Err(AssembleError::Settings(what));
            }
            paths.push(path);
        }
    }
    if stdouts > 1 {
        return Err(AssembleError::Settings("only one sink can be standard output".to_owned()));
    }
    Ok(stages)
}

/// Puts the pipeline together, locks its state and brings everything back to the last commit.
pub fn assemble(settings: &Settings, disk: Arc<dyn Disk>, accept_changes: bool) -> Result<Assembly, AssembleError> {
    let opened = Opened::new(settings, disk, accept_changes)?;
    let limits = settings.source.common.limits.clone();
    let (disk, state) = (Arc::clone(&opened.disk), opened.state.dir());
    let mut extent = None;
    let source: OpenedSource = match &settings.source.kind {
        SourceKind::Directory(directory) => {
            let (source, progress) =
                Directory::open(directory.clone(), limits, disk, state, &opened.checkpoint.source)?;
            let waker = source.waker();
            (Box::new(source), Box::new(progress), Box::new(move || waker.wake()))
        }
        SourceKind::Archive(tree) => {
            let whole = Arc::<Extent>::default();
            extent = Some(Arc::clone(&whole));
            let (source, progress) = Tree::open(tree.clone(), limits, disk, &opened.checkpoint.source, whole)?;
            // It waits for nothing but the feed.
            (Box::new(source), Box::new(progress), Box::new(|| {}))
        }
        SourceKind::Jetstream(stream) => {
            let opened = JetstreamSource::open((**stream).clone(), limits, &opened.checkpoint.source);
            let (source, progress) = opened.map_err(AssembleError::Stream)?;
            let waker = source.waker();
            (Box::new(source), Box::new(progress), Box::new(move || waker.wake()))
        }
        SourceKind::Stdin => (Box::new(Stdin { limits }), Box::new(NothingToAcknowledge), Box::new(|| {})),
    };
    let mut assembly = opened.with(settings, source, false);
    assembly.stats = Arc::new(Stats { extent, ..Stats::default() });
    Ok(assembly)
}

/// Puts the pipeline together with dead letters in the place of its source: those in `letters`, or in its own file if there
/// are none; `again` replays also those that were replayed before.
pub fn assemble_replay(
    settings: &Settings,
    disk: Arc<dyn Disk>,
    accept_changes: bool,
    letters: &[PathBuf],
    again: bool,
) -> Result<Assembly, AssembleError> {
    let opened = Opened::new(settings, disk, accept_changes)?;
    let own = [PathBuf::from(settings.dead_letters.path.as_deref().unwrap_or(DEAD_LETTERS))];
    let letters: Vec<PathBuf> = match letters {
        // Its own file is not there before the first dead letter.
        [] => own.into_iter().filter(|path| opened.disk.exists(path)).collect(),
        letters => letters.to_vec(),
    };
    let dirs = match &settings.source.kind {
        SourceKind::Directory(directory) => {
            let also = [&directory.done, &directory.failed].into_iter().flatten();
            std::iter::once(&directory.path).chain(also).cloned().collect()
        }
        SourceKind::Archive(tree) => vec![tree.path.clone()],
        SourceKind::Jetstream(_) => Vec::new(),
        SourceKind::Stdin => vec![PathBuf::from(".")],
    };
    let saved = if again { &serde_json::Value::Null } else { &opened.checkpoint.replay };
    let limits = settings.source.common.limits.clone();
    let (source, replayed) = Replay::open(Arc::clone(&opened.disk), &letters, dirs, limits, saved)?;
    Ok(opened.with(settings, (Box::new(source), Box::new(replayed), Box::new(|| {})), true))
}

/// Where dead letters go if nothing else is said, and no file of the pipeline says it.
const DEAD_LETTERS: &str = "dead-letters.ndjson";

/// Everything of a pipeline but its source.
struct Opened {
    disk: Arc<dyn Disk>,
    stages: Arc<Stages>,
    sinks: Vec<Box<dyn Sink>>,
    state: State,
    checkpoint: Checkpoint,
    stories: Option<Stories>,
}

impl Opened {
    fn new(settings: &Settings, disk: Arc<dyn Disk>, accept_changes: bool) -> Result<Opened, AssembleError> {
        let stages = Arc::new(check(settings)?);
        let own = stages.extractor.own();
        if let Some(first) = own.remarks().first() {
            let more = own.remarks().len() - 1;
            warn!("{first}; and {more} more remarks on dictionaries, which `dateline check` lists");
        }
        let dir = settings.pipeline.state.clone().unwrap_or_else(|| PathBuf::from(".dateline"));
        let state = State::open(Arc::clone(&disk), &dir)?;
        let hash = hash_of(settings, own.fingerprint());
        let mut checkpoint = state.load(&hash, accept_changes)?.unwrap_or_default();
        checkpoint.pipeline = hash;

        let mut sinks: Vec<Box<dyn Sink>> = Vec::new();
        let saved = |name: &str| checkpoint.sinks.get(name).cloned().unwrap_or_default();
        for (number, sink) in settings.sinks.iter().enumerate() {
            let name = sink_name(number);
            let opened = open_sink(sink, name.clone(), hidden_id(&dir, &name), Arc::clone(&disk), &saved(&name))
                .map_err(|error| AssembleError::Sink(name, error))?;
            sinks.push(opened);
        }
        let name = dead_letters::NAME;
        let path = settings.dead_letters.path.as_deref().unwrap_or(DEAD_LETTERS);
        let opened = DeadLetters::open(path, Arc::clone(&disk), hidden_id(&dir, name), &saved(name));
        sinks.push(Box::new(opened.map_err(|error| AssembleError::Sink(name.to_owned(), error))?));
        let stories = match settings.stories.enabled() {
            true => Some(stories_of(settings, &disk, &state, &checkpoint.stories)?),
            false => None,
        };
        Ok(Opened { disk, stages, sinks, state, checkpoint, stories })
    }

    fn with(self, settings: &Settings, (source, acknowledge, wake_source): OpenedSource, replays: bool) -> Assembly {
        let Opened { disk, stages, sinks, state, checkpoint, stories } = self;
        Assembly {
            disk,
            source,
            acknowledge,
            replays,
            wake_source,
            stages,
            sinks,
            state: Some(state),
            checkpoint,
            settings: settings.pipeline.clone(),
            stories,
            stats: Arc::new(Stats::default()),
        }
    }
}

/// The sink that settings describe.
fn open_sink(
    settings: &SinkSettings,
    name: String,
    id: String,
    disk: Arc<dyn Disk>,
    saved: &serde_json::Value,
) -> Result<Box<dyn Sink>, SinkError> {
    let files = match settings {
        SinkSettings::Stdout(settings) => return Ok(Box::new(Stdout::new(name, settings.records.as_deref()))),
        SinkSettings::Ndjson(settings) => settings.open(name, id, disk, saved)?,
        SinkSettings::Csv(settings) => settings.open(Layout::Csv, name, id, disk, saved)?,
        SinkSettings::Gdelt(settings) => settings.open(Layout::Gdelt, name, id, disk, saved)?,
        SinkSettings::Phoenix(settings) => settings.open(Layout::Phoenix, name, id, disk, saved)?,
        SinkSettings::Jetstream(settings) => return Ok(Box::new(JetstreamSink::open(name, settings)?)),
        #[cfg(feature = "parquet")]
        SinkSettings::Parquet(settings) => settings.open(name, id, disk, saved)?,
    };
    Ok(Box::new(files))
}

/// The story memory as the checkpoint left it.
fn stories_of(
    settings: &Settings,
    disk: &Arc<dyn Disk>,
    state: &State,
    saved: &serde_json::Value,
) -> Result<Stories, StateError> {
    let mut memory = Memory::new(&settings.stories);
    let log = Log::open(Arc::clone(disk), state.dir(), saved, &mut memory).map_err(|error| StateError::Io {
        doing: "cannot read the story memory in",
        path: state.dir().join("stories"),
        error,
    })?;
    let joiner = Joiner::new(memory, settings.stories.clone(), true);
    Ok(Stories { joiner, log: Some(Arc::new(Mutex::new(log))) })
}

/// A source, its other half, and what wakes it.
type OpenedSource = (Box<dyn Source>, Box<dyn Acknowledge>, Box<dyn Fn() + Send>);

/// Sinks are known by their place in the pipeline file, from 1.
fn sink_name(number: usize) -> String {
    format!("{}", number + 1)
}

/// What tells the hidden files of one sink of one pipeline from all others.
fn hidden_id(state: &Path, sink: &str) -> String {
    let state = std::path::absolute(state).unwrap_or_else(|_| state.to_owned());
    format!("{:08x}", xxh3_64(format!("{}\0{sink}", state.display()).as_bytes()) as u32)
}

/// A hash of what positions and output files depend on.
fn hash_of(settings: &Settings, dictionaries: u64) -> String {
    let Settings { source, normalize, extract, stories, sinks, dead_letters, .. } = settings;
    let text = serde_json::to_string(&(source, normalize, extract, stories, sinks, dead_letters, dictionaries))
        .unwrap_or_default();
    format!("{:016x}", xxh3_64(text.as_bytes()))
}
