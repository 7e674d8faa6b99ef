//! The files of a folder that rules read, as git sees it; links are followed once.

use std::collections::HashSet;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};
use scorer_instrument_policy::config::FILE_NAME;

use crate::package::problem::{Problem, reason};

use super::joined;

/// A file.
pub(super) struct WalkedFile {
    /// As the user would name it.
    pub(super) shown: PathBuf,
    /// The same from the root of the file system; links within the folder are not resolved.
    pub(super) absolute: PathBuf,
    /// What it is.
    pub(super) kind: FileKind,
    /// Whether a link leads to it.
    pub(super) linked: bool,
}

/// What rules make of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    Source,
    Manifest,
    Lock,
    Yaml,
    Policy,
}

impl FileKind {
    /// By name; none for what no rule reads.
    pub(super) fn of(path: &Path) -> Option<Self> {
        match path.file_name()?.to_str() {
            Some("Cargo.toml") => return Some(Self::Manifest),
            Some("Cargo.lock") => return Some(Self::Lock),
            Some(name) if name == FILE_NAME => return Some(Self::Policy),
            _ => {}
        }
        match path.extension()?.to_str()? {
            "rs" => Some(Self::Source),
            "yaml" | "yml" => Some(Self::Yaml),
            _ => None,
        }
    }
}

/// A link to a folder.
struct Link {
    shown: PathBuf,
    absolute: PathBuf,
    /// The folders that hold it and the links that led to it, links resolved.
    within: Vec<PathBuf>,
}

/// Every file below a folder that rules read, those behind links last, and what could not be read.
pub(super) fn walk(shown: &Path, absolute: &Path) -> (Vec<WalkedFile>, Vec<Problem>) {
    let mut walk = Walk::default();
    walk.folder(shown, absolute, &[]);
    // Each folder is entered through links once, however many lead there: a loop ends, and so does a web of links.
    let mut entered = HashSet::new();
    while let Some(link) = walk.links.pop_front() {
        match link.absolute.canonicalize() {
            Ok(target) if link.within.iter().any(|folder| folder.starts_with(&target)) => {
                let message = "is a link to a folder that holds it, and not followed";
                walk.problems.push(Problem::at(link.shown, message));
            }
            Ok(target) if entered.insert(target.clone()) => {
                walk.folder(&link.shown, &link.absolute, &link.within);
            }
            Ok(_) => {}
            Err(error) => walk.unreadable(link.shown, &error),
        }
    }
    (walk.found, walk.problems)
}

#[derive(Default)]
struct Walk {
    found: Vec<WalkedFile>,
    links: VecDeque<Link>,
    problems: Vec<Problem>,
}

impl Walk {
    /// Walks a folder; `within`: what a link to it stands in, when it was reached so.
    fn folder(&mut self, shown: &Path, absolute: &Path, within: &[PathBuf]) {
        let entries = WalkBuilder::new(absolute)
            .ignore(false)
            // A folder without `.git` that has a `.gitignore` means it.
            .require_git(false)
            .filter_entry(|entry| entry.depth() == 0 || !is_target(entry))
            .sort_by_file_name(std::ffi::OsStr::cmp)
            .build();
        // A pattern of a .gitignore that git skips in silence is skipped here, too.
        for entry in entries {
            match entry {
                Ok(entry) => self.entry(shown, absolute, within, &entry),
                Err(error) => self.problems.push(walk_problem(shown, absolute, &error)),
            }
        }
    }

    fn entry(&mut self, shown: &Path, absolute: &Path, within: &[PathBuf], entry: &DirEntry) {
        let path = entry.path();
        let Ok(rest) = path.strip_prefix(absolute) else {
            return;
        };
        let Some(file_type) = entry.file_type() else {
            return;
        };
        let linked = !within.is_empty();
        if file_type.is_symlink() && entry.depth() > 0 {
            self.link(joined(shown, rest), path, within);
        } else if let (Some(kind), true) = (FileKind::of(path), file_type.is_file()) {
            let (shown, absolute) = (joined(shown, rest), path.to_owned());
            self.found.push(WalkedFile {
                shown,
                absolute,
                kind,
                linked,
            });
        }
    }

    fn link(&mut self, shown: PathBuf, path: &Path, within: &[PathBuf]) {
        let kind = FileKind::of(path);
        let metadata = match std::fs::metadata(path) {
            Ok(metadata) => metadata,
            // A link that leads nowhere matters when a rule would have read what it leads to.
            Err(error) if kind.is_none() && error.kind() == std::io::ErrorKind::NotFound => return,
            Err(error) => return self.unreadable(shown, &error),
        };
        let absolute = path.to_owned();
        if metadata.is_dir() {
            let mut within = within.to_owned();
            within.extend(path.parent().and_then(|folder| folder.canonicalize().ok()));
            self.links.push_back(Link {
                shown,
                absolute,
                within,
            });
        } else if let (Some(kind), true) = (kind, metadata.is_file()) {
            self.found.push(WalkedFile {
                shown,
                absolute,
                kind,
                linked: true,
            });
        }
    }

    fn unreadable(&mut self, shown: PathBuf, error: &std::io::Error) {
        let message = format!("cannot be read: {}", reason(error));
        self.problems.push(Problem::at(shown, message));
    }
}

/// What cargo builds into: a folder called `target` that says that it can be made again, or beside a Cargo.toml.
fn is_target(entry: &DirEntry) -> bool {
    if entry.file_name() != "target" || !entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return false;
    }
    let path = entry.path();
    path.join("CACHEDIR.TAG").exists() || path.with_file_name("Cargo.toml").exists()
}

/// A problem of a walk, at the path as the user would name it.
fn walk_problem(shown: &Path, absolute: &Path, error: &ignore::Error) -> Problem {
    let path = path_of(error).and_then(|path| path.strip_prefix(absolute).ok());
    let message = match error.io_error() {
        Some(error) => format!("cannot be read: {}", reason(error)),
        None => error.to_string(),
    };
    match path {
        Some(rest) => Problem::at(joined(shown, rest), message),
        None => Problem::at(shown, message),
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        ignore::Error::Partial(errors) => errors.iter().find_map(path_of),
        _ => None,
    }
}
