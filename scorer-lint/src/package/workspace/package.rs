//! The Cargo.toml above each file, and what it says of tests.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::package::manifest::Manifest;
use crate::package::problem::{Problem, read_source};
use crate::package::unit::TextFile;
use crate::source::Place;

/// Packages, by folder.
#[derive(Default)]
pub(super) struct Packages {
    /// The nearest folder with a Cargo.toml, of each folder asked for.
    roots: HashMap<PathBuf, Option<PathBuf>>,
    layouts: HashMap<PathBuf, Layout>,
    /// Manifests that could not be read.
    pub(super) problems: Vec<Problem>,
}

/// What the walk needs of a Cargo.toml.
#[derive(Default)]
struct Layout {
    /// Whether the manifest is TOML.
    is_read: bool,
    /// The manifest, where packages may inherit from it.
    workspace: Option<Arc<Manifest>>,
    /// Sources and folders that belong to tests, benches and examples.
    tests: Vec<PathBuf>,
}

impl Layout {
    fn of(manifest: Manifest) -> Self {
        Self {
            is_read: true,
            tests: manifest.tests.clone(),
            workspace: manifest.is_workspace.then(|| Arc::new(manifest)),
        }
    }
}

impl Packages {
    /// The folder of the nearest Cargo.toml, from a folder upward.
    pub(super) fn root(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.roots.get(folder) {
            return known.clone();
        }
        let root = if folder.join("Cargo.toml").is_file() {
            Some(folder.to_owned())
        } else {
            folder.parent().and_then(|above| self.root(above))
        };
        self.roots.insert(folder.to_owned(), root.clone());
        root
    }

    /// The workspace that a package's folder lies in: its root, which may be the package itself, and its manifest.
    pub(super) fn workspace(&mut self, root: &Path) -> Option<(PathBuf, Arc<Manifest>)> {
        let mut folder = self.root(root);
        while let Some(at) = folder {
            if let Some(manifest) = &self.layout(&at).workspace {
                let manifest = Arc::clone(manifest);
                return Some((at, manifest));
            }
            folder = at.parent().and_then(|above| self.root(above));
        }
        None
    }

    /// Whether a source of a package is a test, a bench or an example.
    pub(super) fn is_test(&mut self, root: &Path, source: &Path) -> bool {
        let Ok(within) = source.strip_prefix(root) else {
            return false;
        };
        is_test_path(within)
            || self
                .layout(root)
                .tests
                .iter()
                .any(|test| within.starts_with(test))
    }

    /// Whether the Cargo.toml of a folder could be read.
    pub(super) fn is_read(&mut self, root: &Path) -> bool {
        self.layout(root).is_read
    }

    fn layout(&mut self, root: &Path) -> &Layout {
        if !self.layouts.contains_key(root) {
            // A manifest that cannot be read is told of when it is read for rules.
            let text = read_source(&root.join("Cargo.toml")).unwrap_or_default();
            let layout = Manifest::read(&text).map(Layout::of);
            self.layouts
                .insert(root.to_owned(), layout.unwrap_or_default());
        }
        &self.layouts[root]
    }
}

/// Folders of a package that hold nothing but test code.
const TEST_FOLDERS: [&str; 5] = ["tests", "benches", "examples", "fuzz", "fuzz_targets"];

/// Modules that are called so hold test code, wherever they lie.
const TEST_MODULES: [&str; 8] = [
    "test",
    "tests",
    "test_helpers",
    "test_support",
    "test_util",
    "test_utils",
    "testutil",
    "testutils",
];

/// Whether a path within a package tells of test code.
pub(super) fn is_test_path(within: &Path) -> bool {
    let mut parts = within
        .components()
        .filter_map(|part| part.as_os_str().to_str());
    let Some(first) = parts.next() else {
        return false;
    };
    let rest: Vec<&str> = parts.collect();
    if !rest.is_empty() && TEST_FOLDERS.contains(&first) {
        return true;
    }
    std::iter::once(first).chain(rest).any(|part| {
        let module = part.strip_suffix(".rs").unwrap_or(part);
        TEST_MODULES.contains(&module)
            || (part != module && (module.ends_with("_test") || module.ends_with("_tests")))
    })
}

/// What is wrong with a Cargo.toml as TOML.
pub(super) fn fault(manifest: &TextFile) -> Option<Problem> {
    let error = toml_span::parse(&manifest.text).err()?;
    let line = Place::of(&manifest.text, error.span.start).line;
    Some(Problem::at(&manifest.path, format!("is not TOML: {}", error.kind)).line(line))
}
