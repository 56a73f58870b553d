//! Looking through a directory: which files there are to read, oldest first.

use std::collections::BinaryHeap;
use std::io;
use std::path::{Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};
use jiff::Timestamp;

use crate::disk::{Disk, Kind, Metadata};

/// How many files one scan brings back at most; it sees to it that they are the oldest, and the next scan brings more. So
/// memory does not grow with the directory.
const MOST: usize = 50_000;

/// Directories deeper than this are not read, which also ends loops of symbolic links.
const DEEPEST: usize = 32;

/// Which files of a directory are read.
#[derive(Clone, Debug)]
pub struct Filter {
    root: PathBuf,
    recursive: bool,
    include: Option<GlobSet>,
    exclude: GlobSet,
    /// Directories that are left out because files are moved there.
    apart: Vec<PathBuf>,
}

impl Filter {
    /// A filter below `root`; the error names the glob that is wrong.
    pub fn new(
        root: PathBuf,
        recursive: bool,
        include: &[String],
        exclude: &[String],
        apart: Vec<PathBuf>,
    ) -> Result<Filter, globset::Error> {
        let include = if include.is_empty() { None } else { Some(globs(include)?) };
        Ok(Filter { root, recursive, include, exclude: globs(exclude)?, apart })
    }

    /// The path below the root, or `None` if a file of this name is not read.
    pub fn name<'p>(&self, path: &'p Path) -> Option<&'p Path> {
        let below = path.strip_prefix(&self.root).ok()?;
        if below.components().count() > 1 && !self.recursive {
            return None;
        }
        let hidden = below.components().any(|part| part.as_os_str().as_encoded_bytes().starts_with(b"."));
        let unfinished = below.extension().is_some_and(|extension| extension == "tmp" || extension == "part");
        let wanted = !hidden
            && !unfinished
            && !self.apart.iter().any(|dir| path.starts_with(dir))
            && self.include.as_ref().is_none_or(|globs| globs.is_match(below))
            && !self.exclude.is_match(below);
        wanted.then_some(below)
    }

    /// Whether a directory at this depth below the root is looked into.
    pub fn enters(&self, dir: &Path, depth: usize) -> bool {
        let hidden = dir.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        let excluded = dir.strip_prefix(&self.root).is_ok_and(|below| self.exclude.is_match(below));
        self.recursive && depth < DEEPEST && !hidden && !excluded && !self.apart.iter().any(|apart| dir == apart)
    }
}

/// A glob without a slash is for the file name, wherever the file lies.
fn globs(patterns: &[String]) -> Result<GlobSet, globset::Error> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let anywhere = if pattern.contains('/') { pattern.clone() } else { format!("**/{pattern}") };
        set.add(Glob::new(&anywhere)?);
    }
    set.build()
}

/// A file that a scan found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// Last modification where the oldest file is read first; the same for all where names decide.
    pub rank: Timestamp,
    /// Its path.
    pub path: PathBuf,
    /// What is known of it: `None` for a symbolic link that leads nowhere.
    pub found: Option<Found>,
}

/// [`Metadata`] in an order, since candidates are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Bytes.
    pub size: u64,
    /// Device.
    pub device: u64,
    /// Inode.
    pub inode: u64,
}

impl Candidate {
    /// The candidate at `path`, if it is a file or a broken link.
    pub fn at(disk: &dyn Disk, path: PathBuf) -> io::Result<Option<(Candidate, Metadata)>> {
        let (found, broken) = match disk.metadata(&path, true) {
            Ok(found) => (found, false),
            Err(error) => match disk.metadata(&path, false) {
                Ok(found) if found.kind == Kind::Link => (found, true),
                // It has gone since it was listed.
                Err(gone) if gone.kind() == io::ErrorKind::NotFound => return Ok(None),
                _ => return Err(error),
            },
        };
        if !broken && found.kind != Kind::File {
            return Ok(None);
        }
        let known = (!broken).then_some(Found { size: found.size, device: found.device, inode: found.inode });
        Ok(Some((Candidate { rank: found.modified, path, found: known }, found)))
    }
}

/// What a scan brings back.
#[derive(Debug, Default)]
pub struct Scan {
    /// The oldest files that `wanted` lets through, oldest first.
    pub candidates: Vec<Candidate>,
    /// Whether there are more.
    pub more: bool,
    /// A directory that is named like a file to be read, but is not entered.
    pub left_out: Option<PathBuf>,
}

/// Looks through the directory. `wanted` says which of the files that the filter lets through are news.
pub fn scan(
    disk: &dyn Disk,
    filter: &Filter,
    mut wanted: impl FnMut(&Candidate, &Metadata) -> bool,
) -> io::Result<Scan> {
    let mut oldest: BinaryHeap<Candidate> = BinaryHeap::new();
    let mut result = Scan::default();
    let mut dirs = vec![(filter.root.clone(), 0)];
    while let Some((dir, depth)) = dirs.pop() {
        let listed = disk.list(&dir, &mut |path| {
            let named = filter.name(&path).is_some();
            if !named && !filter.recursive {
                return;
            }
            match Candidate::at(disk, path.clone()) {
                Ok(Some((candidate, found))) if named && wanted(&candidate, &found) => {
                    oldest.push(candidate);
                    if oldest.len() > MOST {
                        oldest.pop();
                        result.more = true;
                    }
                }
                Ok(Some(_)) => {}
                Ok(None) if filter.enters(&path, depth) => {
                    if disk.metadata(&path, true).is_ok_and(|found| found.kind == Kind::Directory) {
                        dirs.push((path, depth + 1));
                    }
                }
                Ok(None) if named && !filter.recursive => result.left_out = Some(path),
                Ok(None) => {}
                Err(error) => tracing::warn!(path = %path.display(), %error, "cannot look at it, left out for now"),
            }
        });
        match listed {
            Err(error) if depth > 0 => tracing::warn!(dir = %dir.display(), %error, "cannot list it, left out for now"),
            other => other?,
        }
    }
    result.candidates = oldest.into_sorted_vec();
    Ok(result)
}
