//! Whether what is overwritten can be got back: git has every file that changes as it stands.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::fixed::Changed;

/// What git says of files that are to change.
#[derive(Debug, Default)]
pub struct Unsaved {
    /// Files with changes that git has neither committed nor staged, those that it ignores or does not know included.
    pub dirty: Vec<PathBuf>,
    /// Files in no work tree of git.
    pub unknown: Vec<PathBuf>,
}

/// Asks git about files that are to change.
pub fn unsaved(files: &[Changed]) -> Unsaved {
    let mut by_folder: BTreeMap<PathBuf, Vec<(&Path, OsString)>> = BTreeMap::new();
    for file in files {
        let real = file.path.canonicalize();
        let real = real.unwrap_or_else(|_| file.path.clone());
        let folder = real.parent().unwrap_or(Path::new(".")).to_owned();
        let name = real.file_name().unwrap_or_default().to_owned();
        by_folder
            .entry(folder)
            .or_default()
            .push((&file.path, name));
    }
    let mut unsaved = Unsaved::default();
    for (folder, files) in by_folder {
        let names: Vec<&OsString> = files.iter().map(|(_, name)| name).collect();
        let shown = || files.iter().map(|(path, _)| (*path).to_owned());
        match status(&folder, &names) {
            None => unsaved.unknown.extend(shown()),
            Some(entries) if entries.is_empty() => {}
            // Which of them: git names files from its own root on.
            Some(_) => unsaved.dirty.extend(
                files
                    .iter()
                    .filter(|(_, name)| status(&folder, &[name]).is_none_or(|text| is_dirty(&text)))
                    .map(|(path, _)| (*path).to_owned()),
            ),
        }
    }
    unsaved
}

/// Whether the first entry tells of more than what is staged: `M  a.rs` is saved, `MM a.rs`, `?? a.rs` and `!! a.rs` are not.
fn is_dirty(entries: &[u8]) -> bool {
    entries.get(1).is_some_and(|work_tree| *work_tree != b' ')
}

/// `git status` of some files of a folder; none where git knows nothing of it.
fn status(folder: &Path, names: &[&OsString]) -> Option<Vec<u8>> {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["status", "--porcelain", "-z", "--ignored"])
        .args(["--untracked-files=all", "--"])
        .args(names)
        // A name is a name, whatever signs are in it; and nothing is locked or refreshed on disk.
        .env("GIT_LITERAL_PATHSPECS", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output.status.success().then_some(output.stdout)
}
