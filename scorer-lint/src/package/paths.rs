//! Where files lie as seen from elsewhere: from a baseline's folder, from the repository's root.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use crate::package::unit::Unit;

/// Absolute paths, links resolved, each asked of the system once.
#[derive(Default)]
pub(crate) struct Absolute(HashMap<PathBuf, PathBuf>);

impl Absolute {
    /// The absolute path of one that the user named.
    pub(crate) fn of(&mut self, path: &Path) -> &Path {
        self.0
            .entry(path.to_owned())
            .or_insert_with(|| absolute(path))
    }
}

/// The absolute path, links resolved as far as the file is there.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    if let Ok(absolute) = path.canonicalize() {
        return absolute;
    }
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match (whole.parent(), whole.file_name()) {
        (Some(folder), Some(name)) => match folder.canonicalize() {
            Ok(folder) => folder.join(name),
            Err(_) => whole,
        },
        _ => whole,
    }
}

/// One absolute path as seen from a folder, with `/` between its parts: `src/lib.rs`, `../other/src/lib.rs`.
pub(crate) fn relative(folder: &Path, path: &Path) -> String {
    let from: Vec<Component<'_>> = folder.components().collect();
    let to: Vec<Component<'_>> = path.components().collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from[shared..].iter().map(|_| "..".into());
    let down = to[shared..]
        .iter()
        .map(|part| part.as_os_str().to_string_lossy());
    up.chain(down)
        .collect::<Vec<std::borrow::Cow<'_, str>>>()
        .join("/")
}

/// A path without `.` and `..` where they can be followed by name.
pub(crate) fn plain(path: &Path) -> PathBuf {
    // The folder of `Cargo.toml` is the empty path, which is here.
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

/// The root of the repository that a folder lies in: the nearest folder upward with a `.git`.
pub(crate) fn repository(folder: &Path) -> Option<&Path> {
    folder
        .ancestors()
        .find(|folder| folder.join(".git").exists())
}

/// What sources are seen from in a review: the repository, else the current folder, else the first package.
pub(crate) fn source_root(units: &[Unit]) -> PathBuf {
    let here = absolute(Path::new("."));
    let first = units
        .first()
        .map_or(here.clone(), |unit| absolute(&unit.root));
    match repository(&first) {
        Some(root) => root.to_owned(),
        None if first.starts_with(&here) => here,
        None => first,
    }
}

/// An absolute path as the user would name it from here.
pub(crate) fn shown(path: &Path) -> PathBuf {
    let here = absolute(Path::new("."));
    path.strip_prefix(&here).unwrap_or(path).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_seen_from_a_folder() {
        let seen = |from, to| relative(&plain(Path::new(from)), &plain(Path::new(to)));
        assert_eq!(seen("/team/api", "/team/../x/y"), "../../x/y");
        assert_eq!(seen("/team/api/core", "/team/x"), "../../x");
        assert_eq!(seen("/team", "/team/./x"), "x");
        assert_eq!(seen("/team/api", "/else/x"), "../../else/x");
    }
}
