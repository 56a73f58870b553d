//! From settings to a pipeline that can run.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;
use tracing::warn;
use xxhash_rust::xxh3::xxh3_64;

use super::checkpoint::{State, StateError};
use super::engine::{Assembly, Stories};
use super::settings::{Settings, Sink as SinkSettings, SourceKind};
use super::stats::Stats;
use super::worker::Stages;
use crate::disk::Disk;
use crate::extract::{Extractor, LexiconError};
use crate::normalize::Normalizer;
use crate::read::directory::{Directory, SetupError};
use crate::read::format::Parser;
use crate::read::stdin::Stdin;
use crate::read::{Acknowledge, NothingToAcknowledge, Source};
use crate::sink::dead_letters::{self, DeadLetters};
use crate::sink::ndjson::{self, Ndjson};
use crate::sink::stdout::Stdout;
use crate::sink::{Sink, SinkError};
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
            AssembleError::Sink(_, error) => matches!(error, SinkError::Path(_)),
            AssembleError::State(error) => matches!(error, StateError::Changed(_)),
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
    if let SourceKind::Directory(directory) = &settings.source.kind {
        Directory::filter(directory).map_err(SetupError::Glob)?;
    }
    let mut stdouts = 0;
    let mut paths: Vec<&str> = settings.dead_letters.path.as_deref().into_iter().collect();
    for (number, sink) in settings.sinks.iter().enumerate() {
        match sink {
            SinkSettings::Ndjson(settings) => {
                ndjson::check(settings)
                    .map_err(|what| AssembleError::Sink(sink_name(number), SinkError::Path(what)))?;
                if paths.contains(&settings.path.as_str()) {
                    let what = format!("two sinks write to {}; give each its own path", settings.path);
                    return Err(AssembleError::Settings(what));
                }
                paths.push(&settings.path);
            }
            SinkSettings::Stdout(_) => stdouts += 1,
        }
    }
    if stdouts > 1 {
        return Err(AssembleError::Settings("only one sink can be standard output".to_owned()));
    }
    Ok(stages)
}

/// Puts the pipeline together, locks its state and brings everything back to the last commit.
pub fn assemble(settings: &Settings, disk: Arc<dyn Disk>, accept_changes: bool) -> Result<Assembly, AssembleError> {
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
        let opened: Box<dyn Sink> = match sink {
            SinkSettings::Ndjson(settings) => {
                let opened =
                    Ndjson::open(name.clone(), settings, Arc::clone(&disk), hidden_id(&dir, &name), &saved(&name));
                Box::new(opened.map_err(|error| AssembleError::Sink(name.clone(), error))?)
            }
            SinkSettings::Stdout(settings) => Box::new(Stdout::new(name, settings.records.as_deref())),
        };
        sinks.push(opened);
    }
    let name = dead_letters::NAME;
    let path = settings.dead_letters.path.as_deref().unwrap_or("dead-letters.ndjson");
    let opened = DeadLetters::open(path, Arc::clone(&disk), hidden_id(&dir, name), &saved(name));
    sinks.push(Box::new(opened.map_err(|error| AssembleError::Sink(name.to_owned(), error))?));

    let limits = settings.source.common.limits.clone();
    let (source, acknowledge, wake_source): OpenedSource = match &settings.source.kind {
        SourceKind::Directory(directory) => {
            let (source, progress) =
                Directory::open(directory.clone(), limits, Arc::clone(&disk), state.dir(), &checkpoint.source)?;
            let waker = source.waker();
            (Box::new(source), Box::new(progress), Box::new(move || waker.wake()))
        }
        SourceKind::Stdin => (Box::new(Stdin { limits }), Box::new(NothingToAcknowledge), Box::new(|| {})),
    };
    let stories = match settings.stories.enabled() {
        true => Some(stories_of(settings, &disk, &state, &checkpoint.stories)?),
        false => None,
    };
    Ok(Assembly {
        disk,
        source,
        acknowledge,
        wake_source,
        stages,
        sinks,
        state: Some(state),
        checkpoint,
        settings: settings.pipeline.clone(),
        stories,
        stats: Arc::new(Stats::default()),
    })
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
