//! Which of the packages that are linted together each of them uses.

use std::collections::{HashMap, HashSet};

use crate::package::manifest::Manifest;

/// For each package the places of those that it uses, directly or through others, itself aside.
pub(super) fn of_each(manifests: &[Option<&Manifest>]) -> Vec<Vec<usize>> {
    let names = manifests.iter().enumerate().filter_map(|(at, manifest)| {
        let name = manifest.as_ref()?.package.as_deref()?;
        Some((name, at))
    });
    let by_name: HashMap<&str, usize> = names.collect();
    let direct: Vec<Vec<usize>> = manifests
        .iter()
        .map(|manifest| {
            let dependencies = manifest.iter().flat_map(|manifest| &manifest.dependencies);
            dependencies
                .filter_map(|dependency| by_name.get(dependency.package.as_str()).copied())
                .collect()
        })
        .collect();
    (0..manifests.len())
        .map(|own| {
            let mut seen = HashSet::from([own]);
            let mut found: Vec<usize> = Vec::new();
            let mut work: Vec<usize> = direct[own].clone();
            // In the order in which they are met, so that a run is like any other.
            while let Some(at) = work.pop() {
                if seen.insert(at) {
                    found.push(at);
                    work.extend(&direct[at]);
                }
            }
            found
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_knows_those_that_it_uses_directly_and_through_others() {
        let manifest = |name: &str, uses: &str| {
            Manifest::read(&format!(
                "[package]\nname = \"{name}\"\n[dependencies]\n{uses}"
            ))
        };
        let all = [
            manifest("web", "core = \"1\""),
            manifest("core", "model = \"1\"\nserde = \"1\""),
            manifest("model", "core = \"1\""),
            manifest("tool", ""),
            None,
        ];
        let all: Vec<_> = all.iter().map(Option::as_ref).collect();
        assert_eq!(
            of_each(&all),
            [vec![1, 2], vec![2], vec![1], vec![], vec![]]
        );
    }
}
