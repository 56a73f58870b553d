//! The pipeline: its file, its assembly, the engine that runs it, commits, and what can be seen of it from outside.

pub mod assemble;
pub mod checkpoint;
mod commit;
pub mod engine;
pub mod extent;
pub mod file;
pub mod metrics;
pub mod settings;
pub mod stats;
pub mod worker;

pub use commit::CommitError;
