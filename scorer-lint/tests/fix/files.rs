//! Files are replaced whole, or left as they are.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::{Command, Stdio};

use scorer_lint::fix::{Changed, replace};

use super::{Folder, NOISY, QUIET};

fn changed(folder: &Folder, path: &str, before: &str) -> Changed {
    Changed {
        path: folder.path(path),
        before: before.to_owned(),
        after: "after".to_owned(),
        findings: 1,
    }
}

fn names(folder: &Folder) -> Vec<String> {
    let entries = fs::read_dir(folder.path("")).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names
        .map(|name| name.into_string().expect("UTF-8"))
        .collect();
    names.sort();
    names
}

#[test]
fn permissions_stay_and_nothing_is_left_beside() {
    let folder = Folder::of(&[("a.rs", "before")]);
    let mode = |mode| fs::Permissions::from_mode(mode);
    fs::set_permissions(folder.path("a.rs"), mode(0o640)).expect("permissions");
    replace(&changed(&folder, "a.rs", "before")).expect("replaced");
    assert_eq!(folder.text("a.rs"), "after");
    let metadata = fs::metadata(folder.path("a.rs")).expect("a file");
    assert_eq!(metadata.permissions().mode() & 0o777, 0o640);
    assert_eq!(names(&folder), ["a.rs"]);
}

#[test]
fn a_link_stays_a_link() {
    let folder = Folder::of(&[("a.rs", "before")]);
    symlink("a.rs", folder.path("link.rs")).expect("a link");
    replace(&changed(&folder, "link.rs", "before")).expect("replaced");
    assert_eq!(folder.text("a.rs"), "after");
    let link = fs::symlink_metadata(folder.path("link.rs")).expect("a link");
    assert!(link.is_symlink());
}

#[test]
fn what_changed_meanwhile_is_left_alone() {
    let folder = Folder::of(&[("a.rs", "somebody's")]);
    let problem = replace(&changed(&folder, "a.rs", "before")).expect_err("it changed");
    assert!(
        problem.message.contains("has changed since it was read"),
        "{problem}"
    );
    assert_eq!(folder.text("a.rs"), "somebody's");
    assert_eq!(names(&folder), ["a.rs"]);
}

#[test]
fn what_may_not_be_written_is_left_alone() {
    let folder = Folder::of(&[("a.rs", "before")]);
    fs::set_permissions(folder.path("a.rs"), fs::Permissions::from_mode(0o444))
        .expect("permissions");
    let problem = replace(&changed(&folder, "a.rs", "before")).expect_err("it is read-only");
    assert!(problem.message.contains("read-only"), "{problem}");
    assert_eq!(folder.text("a.rs"), "before");
    let gone = replace(&changed(&folder, "b.rs", "before")).expect_err("it is not there");
    assert!(gone.message.contains("cannot be written"), "{gone}");
    assert_eq!(names(&folder), ["a.rs"]);
}

/// git is asked after everything was read and before anything is written: this one changes a file then.
#[test]
fn a_run_leaves_what_changes_under_its_hands() {
    let folder = Folder::of(&[("src/a.rs", NOISY), ("src/b.rs", NOISY)]);
    folder.write(
        "bin/git",
        b"#!/bin/sh\necho '// somebody was here' >> src/a.rs\nexit 0\n",
    );
    let git = folder.path("bin/git");
    fs::set_permissions(&git, fs::Permissions::from_mode(0o755)).expect("permissions");
    let path = std::env::var_os("PATH").expect("a PATH");
    let path = std::env::join_paths(
        std::iter::once(folder.path("bin")).chain(std::env::split_paths(&path)),
    );
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-scorer-lint"))
        .args(["--fix", "src"])
        .env("PATH", path.expect("a PATH"))
        .current_dir(folder.path(""))
        .output()
        .expect("the command runs");
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(
        err.contains("src/a.rs: has changed since it was read"),
        "{err}"
    );
    assert!(err.contains("nothing was written"), "{err}");
    assert!(folder.text("src/a.rs").starts_with(NOISY));
    assert_eq!(folder.text("src/b.rs"), NOISY);
}

/// Killed as soon as one file is seen to be written, the run leaves each file as it was or as it is to be.
#[test]
fn a_run_that_is_killed_leaves_whole_files() {
    const FILES: usize = 120;
    let text = |at: usize, text: &str| format!("// {at}\n{}{}", text, "// more\n".repeat(2000));
    for round in 0..4 {
        let folder = Folder::of(&[]);
        for at in 0..FILES {
            folder.write(&format!("{at:03}.rs"), text(at, NOISY).as_bytes());
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_cargo-scorer-lint"))
            .args(["--fix", "--allow-no-vcs", "--allow-dirty"])
            .arg(folder.path(""))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the command runs");
        let watched = format!("{:03}.rs", round * 25);
        while folder.text(&watched).contains("entering") {
            if child.try_wait().expect("a status").is_some() {
                break;
            }
            std::thread::yield_now();
        }
        child.kill().expect("killed");
        child.wait().expect("a status");
        assert!(!folder.text(&watched).contains("entering"));
        for at in 0..FILES {
            let now = folder.text(&format!("{at:03}.rs"));
            assert!(now == text(at, NOISY) || now == text(at, QUIET), "{at}");
        }
        // The next run does the rest.
        folder.fix(&[]);
        for at in 0..FILES {
            assert_eq!(folder.text(&format!("{at:03}.rs")), text(at, QUIET), "{at}");
        }
    }
}
