//! What a run looked at: only of that can it say that findings have gone.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::engine::registry::Registry;
use crate::package::paths::absolute;
use crate::package::problem::Problem;
use crate::package::unit::Unit;
use crate::rule::Level;

/// The files and packages of a run, by absolute path.
pub(crate) struct Looked<'a> {
    registry: &'static Registry,
    read: HashMap<PathBuf, &'a Unit>,
    packages: HashMap<PathBuf, &'a Unit>,
    unread: HashSet<PathBuf>,
}

impl<'a> Looked<'a> {
    pub(crate) fn at(registry: &'static Registry, units: &'a [Unit], problems: &[Problem]) -> Self {
        let mut read = HashMap::new();
        let mut packages = HashMap::new();
        for unit in units {
            packages.insert(absolute(&unit.root), unit);
            let sources = unit.sources.iter().map(|source| &source.path);
            for path in sources.chain(unit.text_files().map(|file| &file.path)) {
                read.insert(absolute(path), unit);
            }
        }
        let unread = problems
            .iter()
            .filter_map(|problem| problem.path.as_deref())
            .map(absolute)
            .collect();
        Self {
            registry,
            read,
            packages,
            unread,
        }
    }

    /// Whether a rule looked at a file, or saw that it is gone.
    pub(crate) fn has_seen(&self, path: &Path, rule: &str) -> bool {
        let Some(unit) = self.unit(path) else {
            return false;
        };
        let Some(rule) = self.registry.rules().find(rule) else {
            // No rule of this name will ever find it again.
            return true;
        };
        let reads_package = self.registry.reads_packages(rule);
        unit.settings.level(rule) != Level::Allow && (unit.complete || !reads_package)
    }

    /// The package that a file was, or would have been, read with.
    fn unit(&self, path: &Path) -> Option<&'a Unit> {
        if self.unread.contains(path) {
            return None;
        }
        if let Some(unit) = self.read.get(path) {
            return Some(unit);
        }
        // Of a package that was read whole, what was not read is gone or left out.
        for folder in path.ancestors().skip(1) {
            if let Some(unit) = self.packages.get(folder) {
                return unit.complete.then_some(*unit);
            }
            if folder.join("Cargo.toml").is_file() {
                return None;
            }
        }
        None
    }
}
