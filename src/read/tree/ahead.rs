//! Opening files and reading their beginnings on several threads, ahead of whoever reads them one behind the other: so that
//! a disk that is slow to answer has several questions at a time.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;

use crate::disk::{Disk, Input, Kind, Metadata, retry};

/// How much of a file is read ahead; most articles are smaller.
const HEAD: u64 = 128 << 10;

/// How many files a thread is ahead at most.
const FILES_EACH: usize = 8;

/// A file whose beginning has been read.
pub struct Opened {
    /// What is known of it.
    pub found: Metadata,
    /// Its first bytes, up to 128 KiB.
    pub head: Vec<u8>,
    /// The rest, if there may be more.
    pub rest: Option<Box<dyn Input>>,
}

/// Files in the order in which they were asked for.
pub struct Ahead {
    jobs: async_channel::Sender<Job>,
    waiting: VecDeque<(PathBuf, mpsc::Receiver<io::Result<Opened>>)>,
    most: usize,
}

struct Job {
    path: PathBuf,
    opened: mpsc::SyncSender<io::Result<Opened>>,
}

impl Ahead {
    /// Starts so many threads; they end when this is dropped.
    pub fn start(disk: &Arc<dyn Disk>, threads: usize) -> io::Result<Ahead> {
        let threads = threads.max(1);
        let most = threads * FILES_EACH;
        let (jobs, to_do) = async_channel::bounded::<Job>(most);
        for number in 0..threads {
            let (disk, to_do) = (Arc::clone(disk), to_do.clone());
            thread::Builder::new().name(format!("ahead-{number}")).spawn(move || {
                while let Ok(job) = to_do.recv_blocking() {
                    // If nobody waits for it any more, the run is at its end.
                    let _ = job.opened.send(open(&*disk, &job.path));
                }
            })?;
        }
        Ok(Ahead { jobs, waiting: VecDeque::with_capacity(most), most })
    }

    /// Whether there is room for another file.
    pub fn has_room(&self) -> bool {
        self.waiting.len() < self.most
    }

    /// Asks for a file: `path` is opened, `name` comes back with it.
    pub fn ask(&mut self, path: PathBuf, name: PathBuf) {
        let (opened, result) = mpsc::sync_channel(1);
        // There is room, and the threads live as long as this; if not, nothing will come and `next` says so.
        let _ = self.jobs.try_send(Job { path, opened });
        self.waiting.push_back((name, result));
    }

    /// The file that was asked for first, once it is there; `None` if none is waited for.
    pub fn next(&mut self) -> Option<(PathBuf, io::Result<Opened>)> {
        let (name, result) = self.waiting.pop_front()?;
        let lost = || Err(io::Error::other("the thread that opens files ended"));
        Some((name, result.recv().unwrap_or_else(|_| lost())))
    }
}

fn open(disk: &dyn Disk, path: &std::path::Path) -> io::Result<Opened> {
    let (found, mut file) = retry::patiently(|| Ok((disk.metadata(path, true)?, disk.open(path, 0)?)))?;
    if found.kind != Kind::File {
        return Err(io::Error::other("it is no longer a file"));
    }
    // One byte more than the file has shows its end.
    let mut head = Vec::with_capacity((found.size + 1).min(HEAD) as usize);
    // An error shows again when the rest is read, to whoever can tell of it.
    let whole = (&mut file).take(HEAD).read_to_end(&mut head).is_ok() && (head.len() as u64) < HEAD;
    Ok(Opened { found, head, rest: (!whole).then_some(file) })
}
