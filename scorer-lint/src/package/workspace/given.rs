//! A file whose text is given: read with the rest of its package, so that rules know its types and its settings.

use std::collections::BTreeSet;
use std::path::Path;
use std::rc::Rc;

use crate::package::paths::absolute;
use crate::package::problem::Problem;
use crate::package::unit::{Source, TextFile, Unit};

use super::walk::FileKind;
use super::{Area, Collector, package, shown_from};

impl Collector {
    /// Reads the package of a file, the given text in the file's place. The file need not be there.
    pub(super) fn given(&mut self, given: &TextFile) {
        let Some(kind) = FileKind::of(&given.path) else {
            let message = "is not a file that rules read: name a `.rs` or YAML file, a Cargo.toml or a Cargo.lock";
            return self.problems.push(Problem::at(&given.path, message));
        };
        let file = absolute(&given.path);
        let folder = file.parent().unwrap_or(&file).to_owned();
        let here = absolute(Path::new("."));
        let root = self.packages.root(&folder);
        let area = match &root {
            Some(root) => Area {
                shown: shown_from(Path::new("."), &here, root),
                absolute: root.clone(),
                only: Some(Rc::new(BTreeSet::from([root.clone()]))),
                complete: true,
            },
            None => Area {
                shown: given.path.parent().unwrap_or(Path::new("")).to_owned(),
                absolute: folder,
                only: None,
                complete: false,
            },
        };
        if root.is_some() {
            self.folder(&area);
        }
        let index = self.unit(&area, root.as_deref());
        if self.teams.excludes(&self.units[index], &file) {
            return;
        }
        let is_test = match &root {
            Some(root) => self.packages.is_test(root, &file),
            None => package::is_test_path(Path::new(file.file_name().unwrap_or_default())),
        };
        put(&mut self.units[index], kind, &file, given, is_test);
    }
}

/// Puts a text where its file was read, or would have been; findings name it as the user does.
fn put(unit: &mut Unit, kind: FileKind, file: &Path, given: &TextFile, is_test: bool) {
    match kind {
        FileKind::Source => {
            unit.sources
                .retain(|source| absolute(&source.path) != *file);
            unit.sources.push(Source {
                path: given.path.clone(),
                is_test,
                text: Some(given.text.clone()),
            });
        }
        FileKind::Manifest => unit.manifest = Some(given.clone()),
        FileKind::Lock => unit.lock = Some(given.clone()),
        FileKind::Policy => unit.policy_file = Some(given.clone()),
        FileKind::Yaml => {
            unit.yaml.retain(|yaml| absolute(&yaml.path) != *file);
            unit.yaml.push(given.clone());
        }
    }
}
