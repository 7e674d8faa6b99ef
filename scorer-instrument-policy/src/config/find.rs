//! Where the `scorer-instrument.toml` of a crate lies: one for a workspace, beside its Cargo.toml.

use std::path::{Path, PathBuf};

use super::workspace::Workspace;
use super::{ConfigError, FILE_NAME};

/// The `scorer-instrument.toml` that governs the crate in this directory: the one beside the Cargo.toml of its
/// workspace, or its own when it belongs to no workspace. A package that the workspace excludes may have one of its own.
///
/// # Errors
///
/// When there is a file in a member of a workspace, or in a folder between the two: `telemetry!` makes one policy part of a
/// binary, and its redactor would keep what another file refuses.
pub fn find(crate_dir: &Path) -> Result<Option<PathBuf>, ConfigError> {
    let nearest = crate_dir.ancestors().find(|folder| has_file(folder));
    let workspace = match Workspace::named_by(crate_dir) {
        Some(named) => Some(named),
        // Manifests above are read only when there is something to be found.
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

/// Whether a folder holds the file. A link that leads nowhere counts: reading it fails aloud.
fn has_file(folder: &Path) -> bool {
    folder.join(FILE_NAME).symlink_metadata().is_ok()
}
