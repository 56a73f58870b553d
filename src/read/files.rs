//! Files named one by one, each read once: the source of `dateline extract`.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use super::feed::{Feed, ItemOrigin};
use super::input::{self, InputStart, Outcome};
use super::limits::Limits;
use super::{Finish, ReadError, Source};
use crate::disk::{Disk, Kind};

/// Reads these files in this order.
#[derive(Debug)]
pub struct Files {
    /// The file system.
    pub disk: Arc<dyn Disk>,
    /// The files.
    pub paths: Vec<PathBuf>,
    /// What is too large to be read.
    pub limits: Limits,
}

impl Source for Files {
    fn run(self: Box<Self>, mut feed: Feed) -> Result<(), ReadError> {
        for (number, path) in (0..).zip(&self.paths) {
            let name: Arc<str> = path.to_string_lossy().into();
            let opened = self.disk.metadata(path, true).and_then(|found| match found.kind {
                Kind::Directory => Err(std::io::Error::other(
                    "it is a directory; name the files in it, or let a pipeline read it (dateline init archive)",
                )),
                _ => Ok((found.modified, self.disk.open(path, 0)?)),
            });
            let outcome = match opened {
                Ok((received, file)) => {
                    let start = InputStart { number, name, received, offset: 0, line: 0, format: None, live: false };
                    input::read(&mut feed, &start, file, &self.limits)
                }
                Err(error) => {
                    let origin = ItemOrigin { file: name, offset: 0, line: 0, received: Timestamp::now() };
                    let reason = format!("cannot open it: {error}");
                    feed.dead(&origin, reason.clone(), &[], 0);
                    match feed.finish(number, 0, 0, Finish::Failed(reason)) {
                        Ok(()) => Outcome::Finished,
                        Err(_) => Outcome::Stopped,
                    }
                }
            };
            if outcome == Outcome::Stopped {
                return Ok(());
            }
        }
        // If the pipeline stops, nobody waits for the rest.
        let _ = feed.flush();
        Ok(())
    }
}
