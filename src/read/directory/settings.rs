//! What a pipeline file says about a directory source.

use std::path::PathBuf;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::pipeline::settings::Span;

/// `[source] type = "directory"`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The directory that is read.
    pub path: PathBuf,
    /// Only files whose path below the directory fits one of these globs; without a slash a glob is for the file name.
    /// Empty: all.
    #[serde(default)]
    pub include: Vec<String>,
    /// No files or directories whose path below the directory fits one of these globs. Dotfiles, `*.tmp` and `*.part` are
    /// never read.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// Which file is read first: the oldest, or by name.
    #[serde(default)]
    pub order: Order,
    /// Whether directories below are read too.
    #[serde(default)]
    pub recursive: bool,
    /// Where files go that have been read and committed. Without it they stay, and are remembered. On the same file system.
    #[serde(default)]
    pub done: Option<PathBuf>,
    /// Where files go that could not be read, each with a `.reason.json` beside it. Without it they are left like others.
    #[serde(default)]
    pub failed: Option<PathBuf>,
    /// How long a file must stand still before it counts as whole. One that is renamed into place is read at once.
    #[serde(default = "settle")]
    pub settle: Span,
    /// How often the directory is looked through even if nothing is reported of it.
    #[serde(default = "poll")]
    pub poll: Span,
    /// Whether NDJSON files that grow are read on as they grow, through rotation and truncation.
    #[serde(default)]
    pub follow: bool,
    /// When the run ends: `"drained"` once everything has been read, or never (left out).
    #[serde(default)]
    pub until: Option<Until>,
}

/// In which order files are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// By the time of their last modification.
    #[default]
    Oldest,
    /// By their path.
    Name,
}

/// When a run ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Until {
    /// Once everything has been read.
    Drained,
}

fn settle() -> Span {
    Span(Duration::from_secs(1))
}

fn poll() -> Span {
    Span(Duration::from_secs(1))
}
