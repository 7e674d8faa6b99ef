//! A library that only tests depend on is test support.

use scorer_lint::engine::run;
use scorer_lint::package::workspace::{Selection, collect};
use scorer_lint::rules::ALL;

use super::Folder;

const NOISY: &str = "pub fn create_schema(name: &str) {\n    tracing::info!(\"Creating schema\");\n    make(name);\n}\n";

/// How many findings there are in `support`, which the package beside it names in a table.
fn found(table: &str, more: &[(&str, &str)]) -> usize {
    let api =
        format!("[package]\nname = \"api\"\n[{table}]\nsupport = {{ path = \"../support\" }}\n");
    let mut files = vec![
        ("api/Cargo.toml", api.as_str()),
        ("api/src/lib.rs", ""),
        (
            "support/Cargo.toml",
            "[package]\nname = \"support\"\n[dependencies]\naxum = \"0.8\"\ntracing = \"0.1\"\n",
        ),
        ("support/src/lib.rs", NOISY),
    ];
    files.extend(more);
    let folder = Folder::of(&files);
    let selection = Selection {
        paths: vec![folder.path("")],
        ..Selection::default()
    };
    let (units, problems) = collect(ALL.rules(), &selection);
    assert!(problems.is_empty(), "{problems:?}");
    run::lint(&ALL, &units).findings.len()
}

#[test]
fn what_only_tests_depend_on_is_as_noisy_as_tests_are() {
    assert_eq!(found("dev-dependencies", &[]), 0);
    assert_eq!(found("dependencies", &[]), 1);
    assert_eq!(found("build-dependencies", &[]), 1);
    // A program is run by somebody.
    assert_eq!(
        found(
            "dev-dependencies",
            &[("support/src/main.rs", "fn main() {}\n")]
        ),
        1
    );
}
