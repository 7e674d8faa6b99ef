//! A package, or a folder that belongs to none: what is read together.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use scorer_instrument_policy::Policy;

use crate::package::manifest::Manifest;
use crate::package::problem::{Problem, read_source};
use crate::package::settings::Settings;

/// A package with everything that rules read of it.
#[derive(Debug, Default)]
pub struct Unit {
    /// Its folder, as the user named it.
    pub root: PathBuf,
    /// Whether all of its files are read, as against some that were named: what is missing can be told only then.
    pub complete: bool,
    /// Whether it is there for tests alone: a library that the packages beside it name under `[dev-dependencies]` and nowhere else.
    pub supports_tests: bool,
    /// Its Rust sources.
    pub sources: Vec<Source>,
    /// Its Cargo.toml.
    pub manifest: Option<TextFile>,
    /// The Cargo.toml of its workspace, from which it may inherit.
    pub workspace: Option<Arc<Manifest>>,
    /// The Cargo.lock of its workspace, where this package is the first of it that is linted.
    pub lock: Option<TextFile>,
    /// YAML files.
    pub yaml: Vec<TextFile>,
    /// Its team's policy file, where this package is the first of it that is linted.
    pub policy_file: Option<TextFile>,
    /// Where the team's policy file lies, for every package that it holds for.
    pub policy_path: Option<PathBuf>,
    /// The vocabulary with the team's words.
    pub policy: Policy,
    /// Levels and lists.
    pub settings: Settings,
}

impl Unit {
    /// Its files that are no Rust sources.
    pub fn text_files(&self) -> impl Iterator<Item = &TextFile> {
        self.manifest
            .iter()
            .chain(&self.lock)
            .chain(&self.policy_file)
            .chain(&self.yaml)
    }

    /// What its Cargo.toml says, with what it inherits from its workspace's.
    pub fn read_manifest(&self) -> Option<Manifest> {
        let manifest = Manifest::read(&self.manifest.as_ref()?.text)?;
        Some(manifest.within(self.workspace.as_deref()))
    }

    /// The text of one of its files.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn read(&self, path: &Path) -> Result<String, Problem> {
        let texts = self.text_files().map(|file| (&file.path, &file.text));
        let given = self.sources.iter();
        let given = given.filter_map(|source| Some((&source.path, source.text.as_ref()?)));
        match texts.chain(given).find(|(known, _)| *known == path) {
            Some((_, text)) => Ok(text.clone()),
            None => read_source(path),
        }
    }
}

/// The package of each file.
pub(crate) fn owners(units: &[Unit]) -> HashMap<&Path, &Unit> {
    let mut owners = HashMap::new();
    for unit in units {
        let sources = unit.sources.iter().map(|source| &source.path);
        let others = unit.text_files().map(|file| &file.path);
        for path in sources.chain(others) {
            owners.insert(PathBuf::as_path(path), unit);
        }
    }
    owners
}

/// A file's text, as its package has it.
pub(crate) fn read(owners: &HashMap<&Path, &Unit>, path: &Path) -> Result<String, Problem> {
    match owners.get(path) {
        Some(unit) => unit.read(path),
        None => read_source(path),
    }
}

/// A Rust source that is read when its turn comes.
#[derive(Clone, Debug)]
pub struct Source {
    /// Where it lies, as the user named it.
    pub path: PathBuf,
    /// Whether it is a test, a bench or an example.
    pub is_test: bool,
    /// Its text, where that is not to be read from the file.
    pub text: Option<String>,
}

/// A file that is no Rust source.
#[derive(Clone, Debug)]
pub struct TextFile {
    /// Where it lies, as the user named it.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}
