//! The lines at which a rule finds something in files that a test makes.

use crate::examples::{Example, lint_example};

/// Those of one of the files.
pub(crate) fn found_in(rule: &str, files: &[(&str, &str)], path: &str) -> Vec<usize> {
    let example = Example {
        accepted: true,
        files: files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect(),
        marks: Vec::new(),
    };
    lint_example(&example)
        .into_iter()
        .filter(|((file, _), name)| name == rule && file == path)
        .map(|((_, line), _)| line)
        .collect()
}

/// Those of a library's only file.
pub(crate) fn found(rule: &str, text: &str) -> Vec<usize> {
    found_in(rule, &[("src/lib.rs", text)], "src/lib.rs")
}
