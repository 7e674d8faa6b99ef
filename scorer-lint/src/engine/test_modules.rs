//! Modules that another file declares as test code: `#[cfg(test)] mod testing;` makes a test of `testing.rs` and of what lies
//! in `testing/`.

use std::path::{Path, PathBuf};

use crate::engine::facts::Fact;
use crate::engine::finding::Finding;
use crate::package::settings::Settings;
use crate::source::File;

/// Where such modules lie: the path without its ending.
#[derive(Debug, Default)]
pub(super) struct TestModules(Vec<PathBuf>);

impl Fact for TestModules {
    fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

impl TestModules {
    /// Those that a file declares.
    pub(super) fn of(file: &File) -> Self {
        let declared = file.tests().iter().filter_map(|range| {
            // `mod testing;` is what the attributes stand before.
            let name = range.end.checked_sub(2)?;
            let is_declaration =
                name > range.start && file.is(range.end - 1, b';') && file.is_word(name - 1, "mod");
            is_declaration.then(|| folder(&file.path).join(file.word(name)))
        });
        Self(declared.collect())
    }

    /// Takes out of a file's findings those of rules that leave tests alone, if the file is one of these modules.
    pub(super) fn exempt(&self, path: &Path, settings: &Settings, findings: &mut Vec<Finding>) {
        let holds =
            |module: &PathBuf| path.starts_with(module) || path.with_extension("") == *module;
        if !findings.is_empty() && self.0.iter().any(holds) {
            findings.retain(|finding| settings.in_tests(finding.rule));
        }
    }
}

/// The folder that holds the modules of a file: that of `src/lib.rs` is `src`, that of `src/score.rs` is `src/score`.
fn folder(path: &Path) -> PathBuf {
    let is_root = path
        .file_stem()
        .is_some_and(|stem| stem == "lib" || stem == "main" || stem == "mod");
    if is_root {
        path.with_file_name("")
    } else {
        path.with_extension("")
    }
}
