//! Prints where each finding stands, and no word of what it says, so that two versions of the lint can be compared:
//! `cargo run -p scorer-lint --example findings -- FOLDER...`.
//!
//! A line is `path:line:column-line:column rule level`, and `fix` with a hash of the edits where there are any.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use scorer_lint::engine::finding::Fix;
use scorer_lint::engine::run;
use scorer_lint::package::workspace::{self, Selection};
use scorer_lint::rules::ALL;

fn main() {
    for folder in std::env::args_os().skip(1) {
        let (units, problems) = workspace::collect(
            ALL.rules(),
            &Selection {
                paths: vec![PathBuf::from(folder)],
                ..Selection::default()
            },
        );
        let outcome = run::lint(&ALL, &units);
        for finding in &outcome.findings {
            println!(
                "{}:{}:{}-{}:{} {} {}{}",
                finding.path.display(),
                finding.start.line,
                finding.start.column,
                finding.end.line,
                finding.end.column,
                finding.rule.name,
                finding.level,
                finding.fix.as_ref().map_or_else(String::new, edits),
            );
        }
        for problem in problems.iter().chain(&outcome.problems) {
            println!(
                "unread: {}",
                problem
                    .path
                    .as_deref()
                    .unwrap_or(std::path::Path::new("-"))
                    .display()
            );
        }
    }
}

/// ` fix` and a hash of the edits.
fn edits(fix: &Fix) -> String {
    let mut hasher = DefaultHasher::new();
    for edit in &fix.edits {
        (edit.bytes.start, edit.bytes.end, &edit.text).hash(&mut hasher);
    }
    format!(" fix {:016x}", hasher.finish())
}
