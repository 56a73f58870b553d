//! Counting the files of an archive in the background, so that it can be said how much is left; and whether what was read in
//! earlier runs is still what lies there.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use super::progress::{Saved, Tally};
use super::walk::Walk;
use crate::disk::Disk;
use crate::pipeline::extent::Extent;

/// A count that is under way. It ends when this is dropped.
pub struct Census {
    ended: Receiver<()>,
    stop: Arc<AtomicBool>,
}

impl Census {
    /// Counts what `walk` (from the beginning on) finds, into `extent`.
    pub fn start(disk: Arc<dyn Disk>, walk: Walk, saved: Saved, extent: Arc<Extent>) -> std::io::Result<Census> {
        let (end, ended) = sync_channel(1);
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        thread::Builder::new().name("census".to_owned()).spawn(move || {
            count(&*disk, walk, saved, &extent, &stopped);
            let _ = end.send(());
        })?;
        Ok(Census { ended, stop })
    }

    /// Whether it has come to its end, after waiting at most so long.
    pub fn wait(&self, most: Duration) -> bool {
        !matches!(self.ended.recv_timeout(most), Err(RecvTimeoutError::Timeout))
    }
}

impl Drop for Census {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

fn count(disk: &dyn Disk, mut walk: Walk, saved: Saved, extent: &Extent, stop: &AtomicBool) {
    // The files up to the place that the last run came to.
    let mut before = saved.begun().map(|path| (path.to_owned(), Tally::default()));
    let mut expected = saved.done;
    if let Some(open) = &saved.open {
        expected.add(&open.path, open.size);
    }
    while !stop.load(Ordering::Relaxed) {
        let path = match walk.next() {
            Ok(Some(path)) => path,
            Ok(None) => {
                compare(before.take(), expected);
                extent.is_counted.store(true, Ordering::Release);
                return;
            }
            // Whoever reads comes to the same place and tells of it.
            Err(error) => {
                tracing::debug!(dir = %error.dir.display(), error = %error.error, "counting ends");
                return;
            }
        };
        // What has gone since it was listed, or leads nowhere, has no bytes.
        let size = disk.metadata(&walk.root().join(&path), true).map_or(0, |found| found.size);
        if before.as_ref().is_some_and(|(end, _)| path > *end) {
            compare(before.take(), expected);
        }
        if let Some((_, tally)) = &mut before {
            tally.add(&path, size);
        }
        extent.files.fetch_add(1, Ordering::Relaxed);
        extent.bytes.fetch_add(size, Ordering::Relaxed);
    }
}

fn compare(before: Option<(PathBuf, Tally)>, expected: Tally) {
    let Some((end, found)) = before.filter(|(_, found)| *found != expected) else { return };
    tracing::warn!(
        path = %end.display(), read = expected.files, found = found.files,
        "the archive has changed: up to the place where the last run ended there are other files than those that were read; what \
         came in there since is not read (a directory source would find it; or remove the state directory to begin anew)"
    );
}
