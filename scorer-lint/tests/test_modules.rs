//! A module that another file declares for tests alone is a test, in whichever file it lies.

use std::path::PathBuf;

use scorer_lint::engine::run::lint;
use scorer_lint::package::unit::{Source, Unit};
use scorer_lint::rules::ALL;

const LEAK: &str = "#[derive(Debug)]\nstruct Login { password: String }\nfn show(password: &str) { info!(\"tried {password}\"); work(); }\n";

/// What is found in the second of two files.
fn found(declares: (&str, &str), path: &str) -> Vec<&'static str> {
    let source = |(path, text): (&str, &str)| Source {
        path: PathBuf::from(path),
        is_test: false,
        text: Some(text.to_owned()),
    };
    let unit = Unit {
        sources: vec![source(declares), source((path, LEAK))],
        ..Unit::default()
    };
    let findings = lint(&ALL, &[unit]).findings.into_iter();
    let others = findings.filter(|finding| finding.path.to_str() == Some(path));
    others.map(|finding| finding.rule.name).collect()
}

#[test]
fn what_is_declared_for_tests_is_exempt_and_its_twin_is_not() {
    for (root, path) in [
        ("src/lib.rs", "src/testing.rs"),
        ("src/lib.rs", "src/testing/mod.rs"),
        ("src/main.rs", "src/testing/setup/users.rs"),
        ("src/web/mod.rs", "src/web/testing.rs"),
        ("src/web.rs", "src/web/testing/users.rs"),
    ] {
        for attribute in [
            "#[cfg(test)]",
            "#[cfg(any(test, feature = \"testing\"))]",
            "#[cfg(test)]\n#[allow(dead_code)]",
        ] {
            let declares = format!("{attribute}\npub(crate) mod testing;\nmod other;\n");
            assert!(found((root, &declares), path).is_empty(), "{root} {path}");
        }
        for declares in [
            "mod testing;\n",
            "#[cfg(test)]\nmod other;\nmod testing;\n",
            "#[cfg(not(test))]\nmod testing;\n",
        ] {
            let rules = found((root, declares), path);
            assert_eq!(
                rules,
                ["debug-derive-on-secret", "secret-in-message"],
                "{root} {path}"
            );
        }
    }
    let elsewhere = found(
        ("src/lib.rs", "#[cfg(test)]\nmod testing;\n"),
        "src/testing_ground.rs",
    );
    assert_eq!(elsewhere.len(), 2);
}
