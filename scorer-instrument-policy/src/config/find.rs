//! Finds the `scorer-instrument.toml` of a crate. There is one for each workspace, next to its Cargo.toml.

use std::path::{Path, PathBuf};

use super::workspace::Workspace;
use super::{ConfigError, FILE_NAME};

/// Returns the path of the `scorer-instrument.toml` for the crate in this directory: the one next to the Cargo.toml of
/// its workspace, or next to its own if it belongs to no workspace. A package that the workspace excludes may have its
/// own file.
///
/// # Errors
///
/// Returns an error if there is a file in a member of a workspace, or in a folder between the member and the workspace.
/// `telemetry!` compiles a single policy into a binary, and its redactor would keep what another file refuses.
pub fn find(crate_dir: &Path) -> Result<Option<PathBuf>, ConfigError> {
    let nearest = crate_dir.ancestors().find(|folder| has_file(folder));
    let workspace = match Workspace::named_by(crate_dir) {
        Some(named) => Some(named),
        // The manifests above are read only if there is a file.
        None if nearest.is_some() => Workspace::above(crate_dir),
        None => None,
    };
    let root = workspace.as_ref().map_or(crate_dir, Workspace::root);
    let within = nearest.filter(|folder| *folder == crate_dir || folder.starts_with(root));
    let Some(folder) =
        within.or_else(|| Some(root).filter(|root| !crate_dir.starts_with(root) && has_file(root)))
    else {
        return Ok(None);
    };
    let file = folder.join(FILE_NAME);
    if folder == root
        || workspace
            .as_ref()
            .is_some_and(|workspace| workspace.excludes(crate_dir))
    {
        return Ok(Some(file));
    }
    Err(ConfigError {
        message: format!(
            "a workspace has one policy, which `telemetry!` makes part of its binaries: move these entries to {}",
            root.join(FILE_NAME).display()
        ),
        file,
        line: Some(1),
    })
}

/// Whether a folder contains the file. A broken link counts, so that reading it reports an error.
fn has_file(folder: &Path) -> bool {
    folder.join(FILE_NAME).symlink_metadata().is_ok()
}
