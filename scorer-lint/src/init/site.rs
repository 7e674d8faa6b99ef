//! Where files go: the workspace's root, the repository's, the folder of its hooks.

use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::MetadataCommand;

use crate::package::problem::reason;
use crate::package::workspace::complaint;

/// A workspace and the repository that it lies in.
pub(super) struct Site {
    /// The folder of the workspace's Cargo.toml.
    pub(super) workspace: PathBuf,
    /// The names and folders of its packages.
    pub(super) members: Vec<(String, PathBuf)>,
    /// Its repository, or why there is none.
    pub(super) repository: Result<Repository, String>,
}

/// A git repository.
pub(super) struct Repository {
    /// The folder of the working tree.
    pub(super) root: PathBuf,
    /// The folder of its hooks, `core.hooksPath` followed.
    pub(super) hooks: PathBuf,
    /// Whether that folder is this repository's own, as against one that others share.
    pub(super) owns_hooks: bool,
}

impl Site {
    /// The site of the Cargo.toml that is named, or of the one here or above.
    ///
    /// # Errors
    ///
    /// When there is no Cargo.toml, or cargo cannot read it.
    pub(super) fn find(manifest_path: Option<&Path>) -> Result<Self, String> {
        let mut command = MetadataCommand::new();
        command.no_deps().other_options(["--offline".to_owned()]);
        if let Some(named) = manifest_path {
            let file = if named.is_dir() {
                named.join("Cargo.toml")
            } else {
                named.to_owned()
            };
            command.manifest_path(file);
        }
        let metadata = command.exec().map_err(|error| complaint(&error))?;
        let workspace = metadata.workspace_root.as_std_path();
        let workspace = workspace.canonicalize().map_err(|error| {
            format!(
                "{}: cannot be read: {}",
                workspace.display(),
                reason(&error)
            )
        })?;
        let members = metadata
            .workspace_packages()
            .into_iter()
            .filter_map(|package| {
                let folder = package.manifest_path.parent()?.as_std_path();
                Some((package.name.to_string(), folder.canonicalize().ok()?))
            });
        Ok(Self {
            members: members.collect(),
            repository: Repository::of(&workspace),
            workspace,
        })
    }

    /// A path as messages name it: from the current folder, else in full.
    pub(super) fn shown(path: &Path) -> String {
        let here = std::env::current_dir().and_then(|here| here.canonicalize());
        let short = here.as_ref().map(|here| path.strip_prefix(here));
        match short {
            Ok(Ok(short)) => short.display().to_string(),
            _ => path.display().to_string(),
        }
    }
}

impl Repository {
    fn of(folder: &Path) -> Result<Self, String> {
        let root = PathBuf::from(ask(folder, &["--show-toplevel"])?);
        let hooks = folder.join(ask(folder, &["--git-path", "hooks"])?);
        let common = folder.join(ask(folder, &["--git-common-dir"])?);
        let hooks = resolved(&hooks);
        let owns_hooks = hooks.starts_with(&root) || hooks.starts_with(resolved(&common));
        Ok(Self {
            root,
            hooks,
            owns_hooks,
        })
    }
}

/// A path without `..` and links, also of a folder that is not there yet.
fn resolved(path: &Path) -> PathBuf {
    let known = path.ancestors().find_map(|above| {
        let absolute = above.canonicalize().ok()?;
        Some((absolute, path.strip_prefix(above).ok()?))
    });
    known.map_or_else(|| path.to_owned(), |(above, rest)| above.join(rest))
}

fn ask(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git")
        .current_dir(folder)
        .arg("rev-parse")
        .args(arguments)
        .output()
        .map_err(|error| format!("`git` cannot be run: {}", reason(&error)))?;
    if !output.status.success() {
        return Err("there is no git repository here: `git init` makes one".to_owned());
    }
    let said = String::from_utf8(output.stdout)
        .map_err(|_| "the repository's path is not UTF-8".to_owned())?;
    Ok(said.trim_end_matches(['\n', '\r']).to_owned())
}
