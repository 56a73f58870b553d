//! Messages on standard error, as text or JSON.

use std::io::{self, Write};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use super::progress::{PROGRESS, Progress};
use super::{LogFormat, Output};

/// Starts logging: warnings and how far a long run is by default, more with `-v`, and what `DATELINE_LOG` says in any case.
pub(super) fn start(output: Output, progress: &Progress) {
    let level = match output.verbose {
        0 => "warn",
        1 => "dateline=info,warn",
        _ => "dateline=debug,info",
    };
    let usual = || EnvFilter::new(format!("{level},{PROGRESS}=info"));
    let filter = EnvFilter::try_from_env("DATELINE_LOG").unwrap_or_else(|_| usual());
    let builder =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(AboveProgress(progress.clone())).with_ansi(false);
    match output.log_format {
        LogFormat::Text => builder.with_target(false).init(),
        LogFormat::Json => builder.json().init(),
    }
}

/// Writes messages above the progress line.
struct AboveProgress(Progress);

impl<'a> MakeWriter<'a> for AboveProgress {
    type Writer = Message<'a>;

    fn make_writer(&'a self) -> Message<'a> {
        Message(&self.0)
    }
}

struct Message<'a>(&'a Progress);

impl Write for Message<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // If standard error is closed there is nobody to tell.
        self.0.suspend(|| io::stderr().write_all(bytes)).unwrap_or(());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
