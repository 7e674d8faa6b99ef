//! What is written when, and what the exit code says.

use super::Service;

const ALL: [&str; 5] = [
    "scorer-instrument.toml",
    "clippy.toml",
    "deny.toml",
    ".github/workflows/scorer-lint.yml",
    ".git/hooks/pre-commit",
];

#[test]
fn without_a_terminal_it_only_shows() {
    let service = Service::new();
    let ran = service.init(&[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    for file in ALL {
        assert!(
            ran.out.contains(&format!("+++ {file}\n")),
            "{file}: {}",
            ran.out
        );
        assert!(!service.has(file), "{file}");
    }
    assert!(
        ran.out.ends_with("`--yes` writes without asking\n"),
        "{}",
        ran.out
    );
}

#[test]
fn yes_writes_and_a_second_run_has_nothing_to_do() {
    let service = Service::new();
    let first = service.init(&["--yes", "--no-verify"]);
    assert_eq!(first.code, Some(0), "{first:?}");
    let texts = ALL.map(|file| service.read(file));
    let second = service.init(&["--no-verify"]);
    assert_eq!(
        (second.code, second.out.as_str()),
        (Some(0), "nothing to do\n")
    );
    assert_eq!(ALL.map(|file| service.read(file)), texts);
}

#[test]
fn a_dry_run_shows_the_same_and_writes_nothing() {
    let service = Service::new();
    let shown = service.init(&["--dry-run"]);
    assert_eq!(shown.code, Some(0), "{shown:?}");
    assert!(!ALL.iter().any(|file| service.has(file)));
    let written = service.init(&["--yes", "--no-verify"]);
    assert!(written.out.starts_with(&shown.out), "{}", written.out);
}

#[test]
fn on_a_terminal_it_asks() {
    for (answer, code) in [("y\n", 0), ("YES\n", 0), ("n\n", 1), ("\n", 1), ("", 1)] {
        let service = Service::new();
        let (ended, out) = service.answered(answer);
        assert_eq!(ended, code, "{answer:?}");
        assert!(out.contains("write this? [y/N] "), "{out}");
        assert_eq!(service.has("clippy.toml"), code == 0, "{answer:?}");
    }
}

#[test]
fn parts_can_be_chosen() {
    let service = Service::new();
    service.written("clippy,deny");
    assert_eq!(
        ALL.map(|file| service.has(file)),
        [false, true, true, false, false]
    );
    let ran = service.init(&["--yes", "--no-verify", "--skip", "hook,workflow"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(
        ALL.map(|file| service.has(file)),
        [true, true, true, false, false]
    );
}

#[test]
fn from_a_member_the_workspace_is_meant() {
    let service = Service::without_git();
    service.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"api\"]\nresolver = \"3\"\n",
    );
    service.write(
        "api/Cargo.toml",
        "[package]\nname = \"api\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    );
    service.write("api/src/lib.rs", "");
    let ran = service.init_in("api", &["--yes", "--no-verify", "--only", "clippy"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(service.has("clippy.toml") && !service.has("api/clippy.toml"));
}

#[test]
fn without_a_repository_its_parts_are_left() {
    let service = Service::without_git();
    let ran = service.init(&["--yes", "--no-verify"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(
        ran.out.matches("there is no git repository here").count(),
        2,
        "{}",
        ran.out
    );
    assert!(service.has("clippy.toml") && !service.has(".github"));
}

#[test]
fn a_folder_without_a_package_is_said_so() {
    let service = Service::without_git();
    std::fs::remove_file(service.path("Cargo.toml")).expect("removed");
    let ran = service.init(&[]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.err.contains("could not find `Cargo.toml`"),
        "{}",
        ran.err
    );
}
