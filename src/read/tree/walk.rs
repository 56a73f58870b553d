//! Walking through a tree of files in the order of their paths, from any place on, holding one directory's names at a time.

use std::collections::BinaryHeap;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use super::settings::Part;
use crate::disk::{Disk, Kind, retry};
use crate::read::directory::Filter;

/// How many names of a directory are held at a time. A directory with more is listed again for the next ones.
const MOST: usize = 50_000;

/// The files of a tree in order: the entries of each directory by name, byte by byte, directories and files mixed.
pub struct Walk {
    disk: Arc<dyn Disk>,
    root: PathBuf,
    filter: Filter,
    part: Option<Part>,
    /// The names on the way to the file behind which the walk begins.
    after: Vec<OsString>,
    /// The directories that it is in, from the root down.
    within: Vec<Dir>,
    most: usize,
}

/// A directory that is being walked through.
struct Dir {
    path: PathBuf,
    device: u64,
    inode: u64,
    /// The next names, last one first.
    names: Vec<(OsString, Option<Kind>)>,
    /// Names up to this one have been listed, if there are more behind it.
    more_behind: Option<OsString>,
    /// Whether the file behind which the walk begins is in here or below.
    on_the_way: bool,
}

/// An error with the directory that cannot be listed.
#[derive(Debug)]
pub struct Unlisted {
    /// The directory.
    pub dir: PathBuf,
    /// Why.
    pub error: io::Error,
}

impl Walk {
    /// A walk through the files below `root` that `filter` and `part` let through, from behind `after` (a path below the
    /// root) on.
    pub fn new(
        disk: Arc<dyn Disk>,
        root: &Path,
        filter: Filter,
        part: Option<Part>,
        after: Option<&Path>,
    ) -> Result<Walk, Unlisted> {
        let after: Vec<OsString> = after.into_iter().flatten().map(OsStr::to_owned).collect();
        let on_the_way = !after.is_empty();
        let mut walk = Walk { disk, root: root.to_owned(), filter, part, after, within: Vec::new(), most: MOST };
        walk.enter(root.to_owned(), on_the_way)?;
        Ok(walk)
    }

    /// The path below the root of the next file (or link that leads nowhere); `None` at the end.
    pub fn next(&mut self) -> Result<Option<PathBuf>, Unlisted> {
        while let Some(depth) = self.within.len().checked_sub(1) {
            let dir = &mut self.within[depth];
            let Some((name, kind)) = dir.names.pop() else {
                match dir.more_behind.take() {
                    Some(last) => self.list(depth, Some(&last))?,
                    None => drop(self.within.pop()),
                }
                continue;
            };
            let path = dir.path.join(&name);
            let stopped_here = dir.on_the_way && self.after.get(depth).is_some_and(|after| *after == name);
            let kind = match kind {
                Some(Kind::Link) | None => self.disk.metadata(&path, true).map_or(Kind::Link, |found| found.kind),
                Some(kind) => kind,
            };
            match kind {
                Kind::Directory if self.filter.enters(&path, 0) => self.enter(path, stopped_here)?,
                // A link that leads nowhere is told of as a file that cannot be opened.
                Kind::File | Kind::Link if !stopped_here => {
                    if let Some(below) = self.filter.name(&path).filter(|below| self.is_in_part(below)) {
                        return Ok(Some(below.to_owned()));
                    }
                }
                _ => {}
            }
        }
        Ok(None)
    }

    fn is_in_part(&self, below: &Path) -> bool {
        self.part.is_none_or(|part| xxh3_64(below.as_os_str().as_encoded_bytes()) % part.of == part.number - 1)
    }

    fn enter(&mut self, path: PathBuf, on_the_way: bool) -> Result<(), Unlisted> {
        let found = match self.disk.metadata(&path, true) {
            Ok(found) => found,
            // It has gone since its name was listed.
            Err(error) if error.kind() == io::ErrorKind::NotFound && !self.within.is_empty() => return Ok(()),
            Err(error) => return Err(Unlisted { dir: path, error }),
        };
        let (device, inode) = (found.device, found.inode);
        if self.within.iter().any(|dir| (dir.device, dir.inode) == (device, inode)) {
            tracing::warn!(path = %path.display(), "a link to a directory that it lies in is left out");
            return Ok(());
        }
        self.within.push(Dir { path, device, inode, names: Vec::new(), more_behind: None, on_the_way });
        self.list(self.within.len() - 1, None)
    }

    /// Takes up the first names of a directory behind `behind`.
    fn list(&mut self, depth: usize, behind: Option<&OsStr>) -> Result<(), Unlisted> {
        let dir = &self.within[depth];
        let first = self.after.get(depth).filter(|_| dir.on_the_way);
        let listed = retry::patiently(|| {
            let mut names = BinaryHeap::new();
            let mut more = false;
            self.disk.list_kinds(&dir.path, &mut |name, kind| {
                if first.is_some_and(|first| name < *first) || behind.is_some_and(|behind| *name <= *behind) {
                    return;
                }
                names.push(Entry { name, kind });
                if names.len() > self.most {
                    names.pop();
                    more = true;
                }
            })?;
            Ok((names, more))
        });
        match listed {
            Ok((names, more)) => {
                let mut names = names.into_sorted_vec();
                let dir = &mut self.within[depth];
                dir.more_behind = names.last().filter(|_| more).map(|last| last.name.clone());
                dir.names = names.drain(..).rev().map(|entry| (entry.name, entry.kind)).collect();
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && depth > 0 => Ok(()),
            Err(error) => Err(Unlisted { dir: dir.path.clone(), error }),
        }
    }

    /// The root.
    pub fn root(&self) -> &Path {
        &self.root
    }
}

/// An entry of a directory, in the order of names.
struct Entry {
    name: OsString,
    kind: Option<Kind>,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        self.name == other.name
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Entry) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Entry) -> std::cmp::Ordering {
        self.name.cmp(&other.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::LocalDisk;

    fn walk(root: &Path, part: Option<Part>, after: Option<&str>, most: usize) -> Vec<String> {
        let filter = Filter::new(root.to_owned(), true, &[], &["left*".to_owned()], Vec::new()).unwrap();
        let mut walk = Walk::new(Arc::new(LocalDisk), root, filter, part, after.map(Path::new)).unwrap();
        walk.most = most;
        // The root has been listed already.
        walk.within.clear();
        walk.enter(root.to_owned(), after.is_some()).unwrap();
        let mut names = Vec::new();
        while let Some(path) = walk.next().unwrap() {
            names.push(path.to_string_lossy().into_owned());
        }
        names
    }

    fn tree() -> (tempfile::TempDir, Vec<String>) {
        let dir = tempfile::tempdir().unwrap();
        let files = [
            "a",
            "a.d/1",
            "a/../b/2",
            "b/10",
            "b/9",
            "b/c/x",
            "b/c.x",
            "c/.hidden",
            "c/y.part",
            "d",
            "left/out",
            "z/z/z/z",
        ];
        for name in files {
            let path = dir.path().join(name.replace("a/../", ""));
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, name).unwrap();
        }
        std::os::unix::fs::symlink("../..", dir.path().join("z/z/loop")).unwrap();
        std::os::unix::fs::symlink("nowhere", dir.path().join("b/broken")).unwrap();
        std::os::unix::fs::symlink("../b/c", dir.path().join("c/linked")).unwrap();
        let expected = ["a", "a.d/1", "b/10", "b/2", "b/9", "b/broken", "b/c/x", "b/c.x", "c/linked/x", "d", "z/z/z/z"];
        let mut expected: Vec<PathBuf> = expected.iter().map(PathBuf::from).collect();
        expected.sort();
        (dir, expected.iter().map(|path| path.to_string_lossy().into_owned()).collect())
    }

    #[test]
    fn files_come_in_the_order_of_their_paths_however_few_names_are_held() {
        let (dir, expected) = tree();
        for most in [1, 2, 3, 100] {
            assert_eq!(walk(dir.path(), None, None, most), expected, "{most}");
        }
    }

    #[test]
    fn a_walk_can_begin_behind_any_file_also_one_that_has_gone() {
        let (dir, expected) = tree();
        let gone = ["0", "a.d/0", "a.d/1/2", "b", "b/a/b/c", "b/c/z", "c", "e/e", "zz"].map(str::to_owned);
        for after in expected.iter().chain(&gone) {
            let rest: Vec<String> =
                expected.iter().filter(|path| Path::new(path) > Path::new(after)).cloned().collect();
            for most in [1, 100] {
                assert_eq!(walk(dir.path(), None, Some(after), most), rest, "behind {after}");
            }
        }
    }

    #[test]
    fn parts_are_the_whole_together() {
        let (dir, expected) = tree();
        let parts = (1..=3).map(|number| walk(dir.path(), Some(Part { number, of: 3 }), None, 100));
        let mut together: Vec<PathBuf> = parts.flatten().map(PathBuf::from).collect();
        together.sort();
        assert_eq!(together, expected.iter().map(PathBuf::from).collect::<Vec<_>>());
    }
}
