//! One file's part of the plan: what stands there, what would, and what becomes of it.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use similar::TextDiff;

use crate::problem::{read_source, reason};

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
        let failed = |error: &std::io::Error| {
            format!(
                "{}: cannot be written: {}",
                Site::shown(path),
                reason(error)
            )
        };
        // A link stays one: what it leads to is replaced.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(|error| failed(&error))?;
        if read(&path)? != self.old {
            return Err(format!(
                "{}: has changed meanwhile: run the command again",
                Site::shown(&path)
            ));
        }
        let mut file = self
            .temporary(folder, &path)
            .map_err(|error| failed(&error))?;
        file.write_all(self.new.as_bytes())
            .and_then(|()| file.as_file().sync_all())
            .map_err(|error| failed(&error))?;
        file.persist(&path)
            .map(drop)
            .map_err(|error| failed(&error.error))
    }

    #[cfg(unix)]
    fn temporary(&self, folder: &Path, path: &Path) -> std::io::Result<tempfile::NamedTempFile> {
        use std::os::unix::fs::PermissionsExt as _;
        let known = fs::metadata(path)
            .ok()
            .map(|metadata| metadata.permissions());
        let mode = if self.executable { 0o777 } else { 0o666 };
        let file = tempfile::Builder::new()
            .permissions(fs::Permissions::from_mode(mode))
            .tempfile_in(folder)?;
        if let Some(known) = known {
            let program = if self.executable { 0o111 } else { 0 };
            let kept = fs::Permissions::from_mode(known.mode() | program);
            fs::set_permissions(file.path(), kept)?;
        }
        Ok(file)
    }

    #[cfg(not(unix))]
    fn temporary(&self, folder: &Path, _: &Path) -> std::io::Result<tempfile::NamedTempFile> {
        tempfile::NamedTempFile::new_in(folder)
    }
}

/// A file's text; none where there is no file.
pub(super) fn read(path: &Path) -> Result<Option<String>, String> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        _ => match read_source(path) {
            Ok(text) => Ok(Some(text)),
            Err(mut problem) => {
                problem.path = Some(PathBuf::from(Site::shown(path)));
                Err(problem.to_string())
            }
        },
    }
}
