//! The hook: git's own or pre-commit's list, and never in the place of somebody's.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use yaml_rust2::YamlLoader;

use super::Service;

const HOOK: &str = ".git/hooks/pre-commit";
const LIST: &str = ".pre-commit-config.yaml";

#[test]
fn it_is_a_program() {
    let service = Service::new();
    service.written("hook");
    let mode = fs::metadata(service.path(HOOK))
        .expect("a hook")
        .permissions()
        .mode();
    assert_eq!(mode & 0o111, 0o111);
}

/// A commit of what is staged, with the lint at hand.
fn commit(service: &Service) -> Output {
    let lint = Path::new(env!("CARGO_BIN_EXE_cargo-scorer-lint"));
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let own = lint.parent().expect("a folder").to_owned();
    let folders = std::iter::once(own).chain(std::env::split_paths(&folders));
    super::isolated(Command::new("git").current_dir(service.path(".")))
        .args(["-c", "user.name=a", "-c", "user.email=a@example.org"])
        .args(["commit", "--quiet", "--message", "one"])
        .env("PATH", std::env::join_paths(folders).expect("folders"))
        .output()
        .expect("git runs")
}

#[test]
fn it_judges_what_is_staged() {
    let service = Service::new();
    let clean = service.read("src/lib.rs");
    service.git(&["add", "."]);
    assert!(commit(&service).status.success(), "before there is a hook");
    service.written("hook");
    let leak = format!(
        "{clean}\npub fn leak(password: &str) {{\n    tracing::info!(\"{{password}}\");\n}}\n"
    );
    // Staged, then edited away: what is committed holds it.
    service.write("src/lib.rs", &leak);
    service.git(&["add", "src/lib.rs"]);
    service.write("src/lib.rs", &clean);
    let refused = commit(&service);
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stdout).into_owned()
        + &String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("secret-in-message"), "{said}");
    // Edited and not staged: what is committed does not.
    service.write("src/lib.rs", &format!("{clean}\n// One more.\n"));
    service.git(&["add", "src/lib.rs"]);
    service.write("src/lib.rs", &leak);
    let passed = commit(&service);
    assert!(passed.status.success(), "{passed:?}");
    let lies_there = service.read("src/lib.rs");
    assert_eq!(lies_there, leak, "the working tree is as it was");
}

#[test]
fn a_hook_of_the_teams_own_is_left_and_the_line_to_add_is_said() {
    let service = Service::new();
    let own = "#!/bin/sh\nmake check\n";
    service.write(HOOK, own);
    let ran = service.written("hook");
    assert_eq!(service.read(HOOK), own);
    let line = ran
        .out
        .split('`')
        .find(|text| text.starts_with("cargo scorer-lint"));
    let line = line.expect("a line to add");
    assert!(line.ends_with(" || exit 1"), "{line}");
    service.write(HOOK, &format!("{own}{line}\n"));
    assert_eq!(service.written("hook").out, "nothing to do\n");
}

#[test]
fn an_older_one_of_its_own_is_written_anew() {
    let service = Service::new();
    service.written("hook");
    let fresh = service.read(HOOK);
    service.write(HOOK, &fresh.replace("--workspace", "--workspace --old"));
    service.written("hook");
    assert_eq!(service.read(HOOK), fresh);
}

#[test]
fn the_repositorys_own_folder_of_hooks_is_used() {
    let service = Service::new();
    service.git(&["config", "core.hooksPath", ".githooks"]);
    service.written("hook");
    assert!(service.has(".githooks/pre-commit") && !service.has(HOOK));
}

#[test]
fn a_folder_of_hooks_that_others_share_is_left() {
    let service = Service::new();
    let shared = tempfile::TempDir::new().expect("a folder");
    let folder = shared.path().to_str().expect("UTF-8");
    service.git(&["config", "core.hooksPath", folder]);
    let ran = service.written("hook");
    assert!(
        ran.out.contains("which other repositories share"),
        "{}",
        ran.out
    );
    assert_eq!(fs::read_dir(shared.path()).expect("a folder").count(), 0);
}

#[test]
fn a_list_of_pre_commit_takes_a_row_in_its_own_indentation() {
    for indent in ["", "  "] {
        let service = Service::new();
        let before = format!(
            "# Ours.\ndefault_stages: [pre-commit]\nrepos:\n{indent}- repo: https://example.invalid/hooks\n{indent}  rev: v1  # pinned\n{indent}  hooks:\n{indent}    - id: other\n\n# The end.\nfail_fast: true\n"
        );
        service.write(LIST, &before);
        service.written("hook");
        let text = service.read(LIST);
        let (head, tail) = before.split_once("- id: other\n").expect("a row");
        assert!(text.starts_with(head) && text.ends_with(tail), "{text}");
        let list = &YamlLoader::load_from_str(&text).expect("YAML")[0];
        assert_eq!(list["repos"].as_vec().map(Vec::len), Some(2));
        assert_eq!(list["fail_fast"].as_bool(), Some(true));
        let hook = &list["repos"][1]["hooks"][0];
        assert_eq!(hook["id"].as_str(), Some("scorer-lint"));
        assert_eq!(hook["pass_filenames"].as_bool(), Some(false));
        assert!(!service.has(HOOK));
        assert_eq!(service.written("hook").out, "nothing to do\n");
    }
}

#[test]
fn a_list_in_another_form_is_left_and_the_row_is_shown() {
    for before in [
        "repos: []\n",
        "fail_fast: true\n",
        "repos:\n",
        "",
        "repos: [\n",
    ] {
        let service = Service::new();
        service.write(LIST, before);
        let ran = service.written("hook");
        assert!(ran.out.contains("- id: scorer-lint\n"), "{}", ran.out);
        assert_eq!(service.read(LIST), before);
    }
}
