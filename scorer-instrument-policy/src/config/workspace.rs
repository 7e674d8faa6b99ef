//! Finds the workspace that a crate belongs to as Cargo does: from the crate's directory upward, or where its
//! Cargo.toml says. <https://doc.rust-lang.org/cargo/reference/workspaces.html>

use std::convert::Infallible;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use toml_span::Value;

use super::cache::Cache;

/// The root of a workspace.
pub(super) struct Workspace {
    root: PathBuf,
    manifest: Arc<Manifest>,
}

/// What a Cargo.toml says about workspaces.
#[derive(Default)]
struct Manifest {
    /// Whether it has `[workspace]`, so that it is the root of one.
    is_root: bool,
    members: Vec<String>,
    exclude: Vec<String>,
    /// `package.workspace`: the path of the root, relative to this directory.
    root: Option<String>,
    /// The names of dependencies that are always present, in the form that code uses.
    dependencies: Vec<String>,
}

/// Returns the names of the crates that the code of a package can use with any features and on any platform.
pub(super) fn dependencies(crate_dir: &Path) -> Vec<String> {
    Manifest::read(crate_dir).dependencies.clone()
}

/// Files that Cargo writes into the folder of a package that it has copied, for a vendored one and for one unpacked
/// from a registry. Such a package does not belong to the workspace whose folder contains it.
/// <https://doc.rust-lang.org/nightly/nightly-rustc/cargo/sources/directory/index.html>,
/// <https://doc.rust-lang.org/nightly/nightly-rustc/cargo/sources/registry/constant.PACKAGE_SOURCE_LOCK.html>
const COPIED: [&str; 2] = [".cargo-checksum.json", ".cargo-ok"];

impl Workspace {
    /// Returns the workspace that a crate's own Cargo.toml defines or names.
    pub(super) fn named_by(crate_dir: &Path) -> Option<Self> {
        let manifest = Manifest::read(crate_dir);
        if manifest.is_root {
            return Some(Self {
                root: crate_dir.to_owned(),
                manifest,
            });
        }
        let root = joined(crate_dir, Path::new(manifest.root.as_deref()?));
        Some(Self {
            manifest: Manifest::read(&root),
            root,
        })
    }

    /// Returns the nearest workspace above a crate.
    pub(super) fn above(crate_dir: &Path) -> Option<Self> {
        let mut below = crate_dir;
        loop {
            if COPIED.iter().any(|file| below.join(file).is_file()) {
                return None;
            }
            let folder = below.parent()?;
            let manifest = Manifest::read(folder);
            if manifest.is_root {
                return Some(Self {
                    root: folder.to_owned(),
                    manifest,
                });
            }
            below = folder;
        }
    }

    /// Returns the directory of its Cargo.toml.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Whether the workspace's `exclude` leaves a crate out. Its `members` may include the crate again.
    pub(super) fn excludes(&self, crate_dir: &Path) -> bool {
        let within = |paths: &[String]| {
            paths
                .iter()
                .any(|path| crate_dir.starts_with(joined(&self.root, Path::new(path))))
        };
        within(&self.manifest.exclude) && !within(&self.manifest.members)
    }
}

static MANIFESTS: Cache<Arc<Manifest>> = Cache::new();

impl Manifest {
    /// Reads the Cargo.toml of a directory. If it cannot be read, nothing is known of it; Cargo reports the error.
    fn read(folder: &Path) -> Arc<Self> {
        let Ok(bytes) = std::fs::read(folder.join("Cargo.toml")) else {
            return Arc::default();
        };
        let made = MANIFESTS.get(bytes, |text| {
            Ok::<_, Infallible>(Arc::new(Self::parse(&String::from_utf8_lossy(text))))
        });
        made.unwrap_or_default()
    }

    fn parse(text: &str) -> Self {
        let Ok(parsed) = toml_span::parse(text.trim_start_matches('\u{feff}')) else {
            return Self::default();
        };
        let strings = |pointer: &str| {
            let written = parsed.pointer(pointer).and_then(Value::as_array);
            let written = written.into_iter().flatten().filter_map(Value::as_str);
            written.map(str::to_owned).collect()
        };
        let always = |value: &Value<'_>| {
            let optional = value.pointer("/optional").and_then(Value::as_bool);
            optional != Some(true)
        };
        let listed = parsed.pointer("/dependencies").and_then(Value::as_table);
        let mut dependencies = Vec::new();
        for (name, value) in listed.into_iter().flatten() {
            if always(value) {
                dependencies.push(name.name.replace('-', "_"));
            }
        }
        Self {
            dependencies,
            is_root: parsed.pointer("/workspace").is_some(),
            members: strings("/workspace/members"),
            exclude: strings("/workspace/exclude"),
            root: parsed
                .pointer("/package/workspace")
                .and_then(Value::as_str)
                .map(str::to_owned),
        }
    }
}

/// Joins two paths, and resolves `.` and `..`.
fn joined(folder: &Path, path: &Path) -> PathBuf {
    let mut joined = folder.to_owned();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                joined.pop();
            }
            other => joined.push(other),
        }
    }
    joined
}
