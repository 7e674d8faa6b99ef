//! The Cargo.toml above each file, and what it says of tests.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use toml_span::value::{Table, Value};

use crate::package::problem::{Problem, read_source};
use crate::package::unit::TextFile;
use crate::source::Place;

/// Packages, by folder.
#[derive(Default)]
pub(super) struct Packages {
    /// The nearest folder with a Cargo.toml, of each folder asked for.
    roots: HashMap<PathBuf, Option<PathBuf>>,
    manifests: HashMap<PathBuf, Manifest>,
    /// Manifests that could not be read.
    pub(super) problems: Vec<Problem>,
}

/// What the walk needs of a Cargo.toml.
#[derive(Default)]
struct Manifest {
    is_workspace: bool,
    /// Sources and folders that belong to tests, benches and examples.
    tests: Vec<PathBuf>,
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

    /// The root of the workspace that a package's folder lies in; the package itself when there is none.
    pub(super) fn workspace(&mut self, root: &Path) -> Option<PathBuf> {
        let mut folder = self.root(root);
        while let Some(at) = folder {
            if self.manifest(&at).is_workspace {
                return Some(at);
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
                .manifest(root)
                .tests
                .iter()
                .any(|test| within.starts_with(test))
    }

    fn manifest(&mut self, root: &Path) -> &Manifest {
        if !self.manifests.contains_key(root) {
            // A manifest that cannot be read is told of when it is read for rules.
            let text = read_source(&root.join("Cargo.toml")).unwrap_or_default();
            self.manifests
                .insert(root.to_owned(), Manifest::read(&text));
        }
        &self.manifests[root]
    }
}

impl Manifest {
    fn read(text: &str) -> Self {
        let Ok(parsed) = toml_span::parse(text) else {
            return Self::default();
        };
        let Some(root) = parsed.as_table() else {
            return Self::default();
        };
        let mut tests = Vec::new();
        for section in ["test", "bench", "example"] {
            let targets = root.get(section).and_then(Value::as_array);
            for target in targets.into_iter().flatten().filter_map(Value::as_table) {
                tests.extend(test_of(target));
            }
        }
        Self {
            is_workspace: root.contains_key("workspace"),
            tests,
        }
    }
}

/// What a target's `path` makes test code: its folder, when that is its own.
fn test_of(target: &Table<'_>) -> Option<PathBuf> {
    let path = Path::new(target.get("path").and_then(Value::as_str)?);
    let path: PathBuf = path
        .components()
        .filter(|part| *part != Component::CurDir)
        .collect();
    match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() || folder.starts_with("src") => Some(path),
        Some(folder) => Some(folder.to_owned()),
        None => None,
    }
}

/// Folders of a package that hold nothing but test code.
const TEST_FOLDERS: [&str; 3] = ["tests", "benches", "examples"];

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
