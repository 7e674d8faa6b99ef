//! Where a crate's `scorer-instrument.toml` lies.

use std::path::{Path, PathBuf};

use super::FILE_NAME;
use super::kept::Kept;

/// The nearest `scorer-instrument.toml`, from the crate's directory upward to the workspace's root: the first
/// directory whose Cargo.toml has a `[workspace]` table. Without one only the crate's own directory counts.
pub fn find(crate_dir: &Path) -> Option<PathBuf> {
    let own = crate_dir.join(FILE_NAME);
    if exists(&own) {
        return Some(own);
    }
    // The search for the workspace's root reads files: it is made only when there is something above the crate.
    let mut above = crate_dir.parent()?;
    while !exists(&above.join(FILE_NAME)) {
        above = above.parent()?;
    }
    let mut root = crate_dir;
    while !is_workspace_root(root) {
        root = root.parent()?;
    }
    above.starts_with(root).then(|| above.join(FILE_NAME))
}

/// A link that leads nowhere counts: reading it fails aloud.
fn exists(file: &Path) -> bool {
    file.symlink_metadata().is_ok()
}

static ROOTS: Kept<bool> = Kept::new();

fn is_workspace_root(dir: &Path) -> bool {
    let Ok(manifest) = std::fs::read(dir.join("Cargo.toml")) else {
        return false;
    };
    let is_root = ROOTS.get(manifest, |text| {
        Ok::<bool, std::convert::Infallible>(has_workspace_table(&String::from_utf8_lossy(text)))
    });
    is_root.unwrap_or(false)
}

/// Whether a manifest has a table of this name: by a header, by one of a table within, or by a key
/// before the first header.
fn has_workspace_table(manifest: &str) -> bool {
    let mut before_headers = true;
    for line in manifest.lines().map(str::trim) {
        if let Some(header) = line.strip_prefix('[') {
            before_headers = false;
            if begins_with_key(header) {
                return true;
            }
        } else if before_headers && begins_with_key(line) {
            return true;
        }
    }
    false
}

fn begins_with_key(text: &str) -> bool {
    let text = text.trim_start().trim_start_matches(['"', '\'']);
    text.strip_prefix("workspace").is_some_and(|rest| {
        let rest = rest.trim_start_matches(['"', '\'']).trim_start();
        rest.starts_with([']', '.', '='])
    })
}
