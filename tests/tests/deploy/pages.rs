//! Pages that point at what shows their claims: it is there.

use std::fs;
use std::path::PathBuf;

const PAGES: [&str; 3] = [
    "docs/plan-changes.md",
    "docs/databases.md",
    "deploy/aws/README.md",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What stands in backticks.
fn quoted(page: &str) -> impl Iterator<Item = &str> {
    page.lines()
        .flat_map(|line| line.split('`').skip(1).step_by(2))
}

/// A file of this repository, and the test in it where one is named.
fn reference(quoted: &str) -> Option<(&str, Option<&str>)> {
    let (file, test) = match quoted.split_once("::") {
        Some((file, test)) => (file, Some(test)),
        None => (quoted, None),
    };
    let folders = [
        "docs/",
        "deploy/",
        "tests/",
        "ui-tests/",
        "scorer-instrument/",
        "scorer-demo/",
        "scorer-lint/",
    ];
    let is_file = folders.iter().any(|folder| file.starts_with(folder));
    is_file.then_some((file, test))
}

#[test]
fn every_file_test_and_rule_that_a_page_names_is_there() {
    for page in PAGES {
        let body = fs::read_to_string(root().join(page)).expect(page);
        let mut references = 0;
        for (file, test) in quoted(&body).filter_map(reference) {
            let found = fs::read_to_string(root().join(file));
            let found = found.unwrap_or_else(|error| panic!("{page}: {file}: {error}"));
            let test = test.map(|test| format!("fn {test}("));
            let is_there = test.as_ref().is_none_or(|test| found.contains(test));
            assert!(is_there, "{page}: {file} holds no {test:?}");
            references += 1;
        }
        assert!(references > 0, "{page}");
        for rule in body.split("rule `").skip(1) {
            let name = rule.split('`').next().unwrap_or_default();
            let rules = root().join("scorer-lint/docs/rules");
            assert!(rules.join(format!("{name}.md")).is_file(), "{page}: {name}");
        }
    }
}
