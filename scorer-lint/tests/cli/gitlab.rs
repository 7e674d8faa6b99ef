//! GitLab's code quality report: one list, each issue with a fingerprint of its own.

use std::collections::BTreeSet;
use std::path::Path;

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

/// What GitLab asks of an issue. <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>
#[test]
fn every_service_yields_issues_of_the_form_that_is_asked_for() {
    let services = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/services");
    let ran = lint(&["--format", "gitlab", services.to_str().expect("UTF-8")]);
    let issues: Vec<Value> = serde_json::from_str(&ran.out).expect("a list");
    assert!(issues.len() > 500);
    let mut prints = BTreeSet::new();
    for issue in &issues {
        let text = |name: &str| issue[name].as_str().filter(|text| !text.is_empty());
        assert!(
            text("description").is_some() && text("check_name").is_some(),
            "{issue}"
        );
        let print = text("fingerprint").expect("a fingerprint");
        assert!(prints.insert(print), "{print} twice");
        assert!(
            ["info", "minor", "major", "critical", "blocker"]
                .contains(&text("severity").expect("a severity")),
            "{issue}"
        );
        let path = issue["location"]["path"].as_str().expect("a path");
        assert!(
            !path.starts_with(['/', '.']) && !path.contains('\\'),
            "{path}"
        );
        assert!(
            issue["location"]["lines"]["begin"].as_u64() >= Some(1),
            "{issue}"
        );
    }
    assert!(
        !ran.out.starts_with('\u{feff}'),
        "a byte order mark is refused"
    );
}
