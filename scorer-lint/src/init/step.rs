//! One file's part of the plan: what stands there, what would, and what becomes of it.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use similar::TextDiff;
use tempfile::NamedTempFile;

use crate::fix::{Changed, replace};
use crate::package::problem::{Problem, read_source, reason};

use super::options::Part;
use super::site::Site;

/// One file of the plan.
pub(super) struct Step {
    /// Which part it is.
    pub(super) part: Part,
    /// The file.
    pub(super) path: PathBuf,
    /// What becomes of it.
    pub(super) fate: Fate,
    /// What the user should know besides, a sentence each.
    pub(super) notes: Vec<String>,
}

/// What becomes of a file.
pub(super) enum Fate {
    /// It is as it should be.
    InPlace(String),
    /// It is written.
    Write(Change),
    /// It is somebody's own: shown, and written only by force.
    Differs(Change),
    /// It is left alone, for this reason.
    Left(String),
}

/// A file's text before and after.
pub(super) struct Change {
    /// What stands there; nothing where there is no file.
    pub(super) old: Option<String>,
    /// What would.
    pub(super) new: String,
    /// Whether it is a program.
    pub(super) executable: bool,
}

impl Step {
    /// The step that makes a file read so.
    pub(super) fn to(part: Part, path: PathBuf, old: Option<String>, new: String) -> Self {
        let fate = if old.as_ref() == Some(&new) {
            Fate::InPlace(new)
        } else {
            Fate::Write(Change {
                old,
                new,
                executable: false,
            })
        };
        Self {
            part,
            path,
            fate,
            notes: Vec::new(),
        }
    }

    /// The step that leaves a file alone.
    pub(super) fn left(part: Part, path: PathBuf, why: impl Into<String>) -> Self {
        Self {
            part,
            path,
            fate: Fate::Left(why.into()),
            notes: Vec::new(),
        }
    }

    /// The text that stands there when all is done.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.fate {
            Fate::InPlace(text) => Some(text),
            Fate::Write(change) => Some(&change.new),
            Fate::Differs(change) => change.old.as_deref(),
            Fate::Left(_) => None,
        }
    }
}

impl Change {
    /// The change as a unified diff.
    pub(super) fn diff(&self, path: &Path) -> String {
        let shown = Site::shown(path);
        let old = self.old.as_deref().unwrap_or_default();
        let from = match self.old {
            Some(_) => shown.as_str(),
            None => "/dev/null",
        };
        let diff = TextDiff::from_lines(old, &self.new);
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = write!(text, "{}", diff.unified_diff().header(from, &shown));
        text
    }

    /// Writes the file at once: whoever reads it sees the old text or the new, never a part.
    ///
    /// # Errors
    ///
    /// When it cannot be written, or no longer reads as it did when the change was made.
    pub(super) fn write(&self, path: &Path) -> Result<(), String> {
        let shown = PathBuf::from(Site::shown(path));
        let failed = |error: io::Error| {
            let message = format!("cannot be written: {}", reason(&error));
            Problem::at(&shown, message).to_string()
        };
        match &self.old {
            Some(before) => replace(&Changed {
                path: shown.clone(),
                before: before.clone(),
                after: self.new.clone(),
                findings: 0,
            })
            .map_err(|problem| problem.to_string())?,
            None => create(path, &self.new).map_err(failed)?,
        }
        if self.executable {
            make_executable(path).map_err(failed)?;
        }
        Ok(())
    }
}

/// Makes a file that is not there, whole or not at all.
fn create(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = temporary(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path)?;
    Ok(())
}

/// A file that others may read, as far as the user lets them.
#[cfg(unix)]
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt as _;
    tempfile::Builder::new()
        .permissions(fs::Permissions::from_mode(0o666))
        .tempfile_in(folder)
}

#[cfg(not(unix))]
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    NamedTempFile::new_in(folder)
}

/// Who may read it may run it.
#[cfg(unix)]
fn make_executable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(path)?.permissions().mode();
    let readers = mode & 0o444;
    fs::set_permissions(path, fs::Permissions::from_mode(mode | (readers >> 2)))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}

/// A file's text; none where there is no file.
pub(super) fn read(path: &Path) -> Result<Option<String>, String> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        _ => match read_source(path) {
            Ok(text) => Ok(Some(text)),
            Err(mut problem) => {
                problem.path = Some(PathBuf::from(Site::shown(path)));
                Err(problem.to_string())
            }
        },
    }
}
