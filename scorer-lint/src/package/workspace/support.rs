//! Packages that are there for the tests of others.

use std::collections::{HashMap, HashSet};

use crate::package::manifest::{DependencyTable, Manifest};
use crate::package::unit::Unit;

/// Marks libraries that the packages beside them name under `[dev-dependencies]` and nowhere else, and packages of tests.
pub(super) fn mark(units: &mut [Unit]) {
    if units.len() < 2 {
        return;
    }
    let manifests: Vec<Option<Manifest>> = units.iter().map(Unit::read_manifest).collect();
    let mut by_tests: HashSet<&str> = HashSet::new();
    let mut by_code: HashMap<&str, usize> = HashMap::new();
    for dependency in manifests
        .iter()
        .flatten()
        .flat_map(|manifest| &manifest.dependencies)
    {
        match dependency.kind {
            DependencyTable::Dev => {
                by_tests.insert(&dependency.package);
            }
            DependencyTable::Normal | DependencyTable::Build => {
                *by_code.entry(&dependency.package).or_default() += 1;
            }
            DependencyTable::Workspace => {}
        }
    }
    for (unit, manifest) in units.iter_mut().zip(&manifests) {
        let Some(manifest) = manifest else { continue };
        let has_program = !manifest.programs.is_empty()
            || unit
                .sources
                .iter()
                .any(|source| source.path.ends_with("src/main.rs"));
        let is_support = |package: &str| {
            !has_program && by_tests.contains(package) && !by_code.contains_key(package)
                || is_of_tests(package) && !by_code.contains_key(package)
        };
        unit.supports_tests = unit.complete && manifest.package.as_deref().is_some_and(is_support);
    }
}

/// Whether a package says by its name that it holds tests of the others, with programs that these start: `desk-integration-tests`.
fn is_of_tests(package: &str) -> bool {
    let last = package.rsplit(['-', '_']).next();
    matches!(last, Some("tests" | "e2e"))
}
