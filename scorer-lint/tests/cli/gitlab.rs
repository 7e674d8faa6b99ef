//! GitLab's code quality report: one list, each issue with a fingerprint of its own.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Folder, lint};

#[test]
fn each_finding_is_an_issue_with_its_own_fingerprint() {
    let folder = Folder::of(&[(
        "a.rs",
        "fn f(password: &str) {\n    info!(\"{password}\");\n    info!(\"{password}\");\n    let x = 1;\n}\n",
    )]);
    let ran = lint(&["--format", "gitlab", &folder.name("a.rs")]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let issues: Vec<Value> = serde_json::from_str(&ran.out).expect("a list");
    let leaks = issues
        .iter()
        .filter(|issue| issue["check_name"] == "secret-in-message");
    let lines: Vec<_> = leaks
        .clone()
        .map(|issue| issue["location"]["lines"]["begin"].clone())
        .collect();
    assert_eq!(lines, [2, 3]);
    assert!(leaks.clone().all(|issue| issue["severity"] == "critical"));
    let prints: BTreeSet<_> = issues
        .iter()
        .map(|issue| issue["fingerprint"].as_str())
        .collect();
    assert_eq!(prints.len(), issues.len());
    assert!(prints.iter().all(Option::is_some));
    // A line more before them leaves them what they are.
    let moved = Folder::of(&[(
        "a.rs",
        "//! New.\nfn f(password: &str) {\n    info!(\"{password}\");\n    info!(\"{password}\");\n    let x = 1;\n}\n",
    )]);
    let ran = lint(&["--format", "gitlab", &moved.name("a.rs")]);
    let again: Vec<Value> = serde_json::from_str(&ran.out).expect("a list");
    let tail = |issue: &Value| {
        let print = issue["fingerprint"].as_str().unwrap_or_default().to_owned();
        print
            .split_once(".rs:")
            .map(|(_, digest)| digest.to_owned())
    };
    assert_eq!(
        issues.iter().map(tail).collect::<Vec<_>>(),
        again.iter().map(tail).collect::<Vec<_>>()
    );
}

#[test]
fn nothing_found_is_a_list_too() {
    let folder = Folder::of(&[("a.rs", "")]);
    let ran = lint(&["--format", "gitlab", &folder.name("a.rs")]);
    assert_eq!(ran.out, "[]\n");
}
