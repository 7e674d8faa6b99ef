//! What is in place is run on probes: it fires, it cannot be tried, or it does not do what it is for.

use super::{Service, has_program};

/// The lines that tell of a part.
fn told<'a>(out: &'a str, word: &str, file: &str) -> Vec<&'a str> {
    let lines = out.lines().filter(|line| line.starts_with(word));
    lines.filter(|line| line.contains(file)).collect()
}

#[test]
fn what_is_written_fires() {
    let service = Service::new();
    service.write(
        "scorer-instrument.toml",
        "[lint]\nguarded-fields = [\"service_model::proof::Proof::nullifier\", \"service_model::Row::inner\"]\n",
    );
    let ran = service.init(&["--yes"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(told(&ran.out, "failed", "").is_empty(), "{}", ran.out);
    for file in [
        "scorer-instrument.toml",
        "clippy.toml",
        "scorer-lint.yml",
        "hooks/pre-commit",
    ] {
        assert!(
            !told(&ran.out, "verified", file).is_empty(),
            "{file}: {}",
            ran.out
        );
    }
    let writes = told(&ran.out, "verified", "its commands write SARIF of a leak");
    assert_eq!(writes.len(), 1, "{}", ran.out);
    assert!(
        ran.out
            .contains("clippy reports what reads `service_model::Row::inner`"),
        "{}",
        ran.out
    );
    for (program, file) in [
        ("cargo-deny", "deny.toml"),
        ("actionlint", "scorer-lint.yml"),
    ] {
        let missing = format!("{program} is not installed");
        let is_missing = told(&ran.out, "not verified", file)
            .iter()
            .any(|line| line.contains(&missing));
        assert_eq!(is_missing, !has_program(program), "{}", ran.out);
    }
}

#[test]
fn a_second_run_verifies_again() {
    let service = Service::new();
    service.written("toml,hook");
    let ran = service.init(&["--only", "toml,hook"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.out.starts_with("nothing to do\nverified"),
        "{}",
        ran.out
    );
}

#[test]
fn a_file_that_clippy_cannot_read_fails() {
    let service = Service::new();
    service.write("clippy.toml", "no-such-setting = true\n");
    let ran = service.init(&["--yes", "--only", "clippy"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let failed = told(&ran.out, "failed", "clippy.toml");
    assert!(failed[0].contains("no-such-setting"), "{}", ran.out);
}

#[test]
fn a_field_that_is_no_path_fails() {
    let service = Service::new();
    service.write(
        "scorer-instrument.toml",
        "[lint]\nguarded-fields = [\"nullifier\"]\n",
    );
    let ran = service.init(&["--yes", "--only", "clippy"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.out.contains("`nullifier` is not the path of a field"),
        "{}",
        ran.out
    );
}

#[test]
fn a_list_that_excepts_what_is_banned_fails() {
    if !has_program("cargo-deny") {
        eprintln!("skipped: cargo-deny is not installed");
        return;
    }
    let service = Service::new();
    service.write("deny.toml", "[bans]\nskip = [\"opentelemetry@1\"]\n");
    let ran = service.init(&["--yes", "--only", "deny"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.out
            .contains("cargo-deny does not refuse `opentelemetry`"),
        "{}",
        ran.out
    );
}

#[test]
fn a_row_of_pre_commit_is_run_as_git_would() {
    let service = Service::new();
    service.write(
        ".pre-commit-config.yaml",
        "repos:\n  - repo: local\n    hooks:\n      - id: other\n        name: other\n        entry: \"true\"\n        language: system\n",
    );
    let ran = service.init(&["--yes", "--only", "hook"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let word = if has_program("pre-commit") {
        "verified"
    } else {
        "not verified"
    };
    assert_eq!(told(&ran.out, word, "pre-commit ").len(), 1, "{}", ran.out);
    assert!(
        ran.out.contains("a commit with a leak is refused"),
        "{}",
        ran.out
    );
}

#[test]
fn somebodys_own_hook_is_not_tried() {
    let service = Service::new();
    service.write(".git/hooks/pre-commit", "#!/bin/sh\nmake check\n");
    let ran = service.init(&["--yes", "--only", "hook"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(
        told(&ran.out, "not verified", "pre-commit").len(),
        1,
        "{}",
        ran.out
    );
}
