//! Being woken when something happens in the directory. The scan stays the truth; this only saves waiting.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::time::Duration;

use notify::event::{EventKind, ModifyKind, RenameMode};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

/// How many hints are kept before it is simpler to scan.
const HINTS: usize = 4096;

/// Something happened to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// It was renamed into place: whole at once.
    RenamedIn(PathBuf),
    /// It was written or made.
    Touched(PathBuf),
    /// Too much happened to say what: scan.
    Overflow,
    /// The pipeline stops.
    Stop,
}

/// Wakes the directory source.
pub struct Watch {
    hints: Receiver<Hint>,
    waker: SyncSender<Hint>,
    // Dropping it ends the watch.
    _watcher: Option<RecommendedWatcher>,
}

impl Watch {
    /// Watches `dir`. Where that is not possible (some network file systems), scanning alone has to do.
    pub fn new(dir: &Path, recursive: bool) -> Watch {
        let (waker, hints) = sync_channel(HINTS);
        let sender = waker.clone();
        let mode = if recursive { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        // Reports come with absolute paths; the source knows files by the path that it was given.
        let absolute = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
        let (watched, given) = (absolute.clone(), dir.to_owned());
        let as_given = move |path: PathBuf| path.strip_prefix(&absolute).map(|below| given.join(below)).unwrap_or(path);
        let watcher =
            notify::recommended_watcher(move |event| tell(&sender, event, &as_given)).and_then(|mut watcher| {
                watcher.watch(&watched, mode)?;
                Ok(watcher)
            });
        let watcher = watcher
            .inspect_err(
                |error| tracing::warn!(dir = %dir.display(), %error, "cannot watch it; scanning will find new files"),
            )
            .ok();
        Watch { hints, waker, _watcher: watcher }
    }

    /// Something that wakes [`Watch::wait`] from another thread.
    pub fn waker(&self) -> Waker {
        Waker(self.waker.clone())
    }

    /// The hints that are there, after waiting at most `most` for the first one.
    pub fn wait(&self, most: Duration) -> Vec<Hint> {
        match self.hints.recv_timeout(most) {
            Ok(first) => std::iter::once(first).chain(self.hints.try_iter()).collect(),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => Vec::new(),
        }
    }
}

/// Wakes a [`Watch`] for good.
pub struct Waker(SyncSender<Hint>);

impl Waker {
    /// Ends the wait; if the hints are full, nobody is waiting.
    pub fn wake(&self) {
        let _ = self.0.try_send(Hint::Stop);
    }
}

fn tell(sender: &SyncSender<Hint>, event: notify::Result<notify::Event>, as_given: &impl Fn(PathBuf) -> PathBuf) {
    let hints: Vec<Hint> = match event {
        Ok(event) if event.need_rescan() => vec![Hint::Overflow],
        Ok(event) => match event.kind {
            EventKind::Modify(ModifyKind::Name(RenameMode::To)) => {
                event.paths.into_iter().map(|path| Hint::RenamedIn(as_given(path))).collect()
            }
            // The pair of names comes besides the single ones; the second is the new one.
            EventKind::Modify(ModifyKind::Name(RenameMode::Both)) => Vec::new(),
            EventKind::Create(_) | EventKind::Modify(_) => {
                event.paths.into_iter().map(|path| Hint::Touched(as_given(path))).collect()
            }
            _ => Vec::new(),
        },
        Err(_) => vec![Hint::Overflow],
    };
    for hint in hints {
        match sender.try_send(hint) {
            // A full channel wakes the source anyway, and it scans.
            Ok(()) | Err(TrySendError::Full(_)) => {}
            Err(TrySendError::Disconnected(_)) => return,
        }
    }
}
