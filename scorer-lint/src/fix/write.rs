//! Whole files in place of whole files.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::package::problem::{Problem, reason};

use super::fixed::Changed;

/// Whether a file can be replaced, as far as that can be seen before: edits of several files need each other.
///
/// # Errors
///
/// When the file no longer holds what it did, or may not be written.
pub fn replaceable(changed: &Changed) -> Result<(), Problem> {
    let failed = |error: io::Error| {
        Problem::at(
            &changed.path,
            format!("cannot be written: {}", reason(&error)),
        )
    };
    let target = changed.path.canonicalize().map_err(failed)?;
    if fs::metadata(&target)
        .map_err(failed)?
        .permissions()
        .readonly()
    {
        return Err(Problem::at(&changed.path, "is read-only, and left alone"));
    }
    if fs::read(&target).map_err(failed)? != changed.before.as_bytes() {
        return Err(Problem::at(&changed.path, CHANGED));
    }
    Ok(())
}

const CHANGED: &str = "has changed since it was read, and is left alone: run it again";

/// Puts a file's new text in its place, whole or not at all: written beside it, and then renamed. Permissions stay, and a link
/// stays one.
///
/// # Errors
///
/// When the file no longer holds what it did, may not be written, or cannot be.
pub fn replace(changed: &Changed) -> Result<(), Problem> {
    let path = &changed.path;
    let failed =
        |error: io::Error| Problem::at(path, format!("cannot be written: {}", reason(&error)));
    let target = path.canonicalize().map_err(failed)?;
    let permissions = fs::metadata(&target).map_err(failed)?.permissions();
    if permissions.readonly() {
        return Err(Problem::at(path, "is read-only, and left alone"));
    }
    let beside = beside(&target);
    let written = create(&beside, changed.after.as_bytes()).and_then(|()| {
        fs::set_permissions(&beside, permissions)?;
        // Looked at last, so that what somebody else writes meanwhile is hardly ever lost.
        if fs::read(&target)? != changed.before.as_bytes() {
            return Ok(false);
        }
        fs::rename(&beside, &target)?;
        Ok(true)
    });
    match written {
        Ok(true) => {
            persist(&target);
            Ok(())
        }
        Ok(false) => {
            discard(&beside);
            Err(Problem::at(path, CHANGED))
        }
        Err(error) => {
            discard(&beside);
            Err(failed(error))
        }
    }
}

fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A name beside a file that nothing takes for a source.
fn beside(target: &Path) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = target
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    target.with_file_name(format!(".{name}.{}-{count}.tmp", std::process::id()))
}

/// The rename itself is on the disk when its folder is; where that cannot be asked for, it comes in its own time.
fn persist(target: &Path) {
    if let Some(folder) = target.parent().and_then(|folder| File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
}

/// What was written beside the file and is not wanted: when it cannot go, it stays and harms nobody.
fn discard(path: &Path) {
    let _ = fs::remove_file(path);
}
