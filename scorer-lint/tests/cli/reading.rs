//! Which files are read, and what becomes of those that cannot be.

use std::fs::File;

use super::{FINE, Folder, LEAK, MANIFEST, Ran, lint};

/// Asserts that each problem is said once, that the run fails, and that the rest is linted.
fn assert_told(ran: &Ran, problems: &[&str]) {
    assert_eq!(ran.code, 2, "{ran:?}");
    let said: Vec<&str> = ran.err.lines().collect();
    assert_eq!(said.len(), problems.len(), "{}", ran.err);
    for problem in problems {
        assert!(
            said.iter().any(|line| line.contains(problem)),
            "{problem}: {}",
            ran.err
        );
    }
}

#[test]
fn folders_are_read_as_git_sees_them() {
    let folder = Folder::of(&[
        (".gitignore", "generated/\n*.out.rs\n"),
        ("a.rs", LEAK),
        ("deep/b.rs", LEAK),
        ("deep/c.out.rs", LEAK),
        ("generated/d.rs", LEAK),
        (".hidden/e.rs", LEAK),
        ("notes.txt", LEAK),
    ]);
    let (ran, found) = folder.found();
    assert_eq!(found, ["a.rs", "deep/b.rs"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
}

#[test]
fn what_cargo_builds_is_not_read() {
    let folder = Folder::of(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", FINE),
        ("src/target/mod.rs", LEAK),
        ("target/debug/build/out.rs", LEAK),
        ("other/target/CACHEDIR.TAG", ""),
        ("other/target/out.rs", LEAK),
    ]);
    assert_eq!(folder.found().1, ["src/target/mod.rs"]);
}

#[test]
fn tests_benches_and_examples_are_exempt() {
    let manifest = format!("{MANIFEST}[[test]]\nname = \"slow\"\npath = \"slow/main.rs\"\n");
    let folder = Folder::of(&[
        ("Cargo.toml", &manifest),
        ("build.rs", LEAK),
        ("src/lib.rs", LEAK),
        ("src/latest.rs", LEAK),
        ("tests/a.rs", LEAK),
        ("benches/a.rs", LEAK),
        ("examples/a/main.rs", LEAK),
        ("slow/main.rs", LEAK),
        ("slow/helper.rs", LEAK),
        ("src/login/tests.rs", LEAK),
        ("src/login/tests/all.rs", LEAK),
        ("src/login_tests.rs", LEAK),
        ("src/test_utils/mod.rs", LEAK),
    ]);
    assert_eq!(
        folder.found().1,
        ["build.rs", "src/latest.rs", "src/lib.rs"]
    );
    // The same when one file is named: the package above it is looked for.
    assert_eq!(lint(&[&folder.name("tests/a.rs")]).code, 0);
    assert_eq!(lint(&[&folder.name("src/lib.rs")]).code, 1);
}

#[test]
fn the_team_leaves_files_out() {
    let folder = Folder::of(&[
        ("Cargo.toml", MANIFEST),
        (
            "scorer-instrument.toml",
            "[lint]\nexclude = [\"src/wire/\", \"*.pb.rs\"]\n",
        ),
        ("src/lib.rs", LEAK),
        ("src/api.pb.rs", LEAK),
        ("src/wire/a.rs", LEAK),
    ]);
    assert_eq!(folder.found().1, ["src/lib.rs"]);
    let named = lint(&[&folder.name("src/wire/a.rs")]);
    assert_eq!(
        (named.code, named.out.as_str()),
        (0, "no findings in 0 files\n")
    );
}

#[test]
fn the_teams_words_hold_for_each_package_below() {
    let workspace = "[workspace]\nmembers = [\"a\"]\n";
    let refuse = "[[refuse]]\nname = \"nullifier\"\ninstead = \"nullifier_count\"\n";
    let source = "fn f(nullifier: &str) { info!(nullifier, \"seen\"); }\n";
    let folder = Folder::of(&[
        ("Cargo.toml", workspace),
        ("scorer-instrument.toml", refuse),
        ("a/Cargo.toml", MANIFEST),
        ("a/src/lib.rs", source),
    ]);
    assert_eq!(folder.found().1, ["a/src/lib.rs"]);
    assert_eq!(lint(&[&folder.name("a/src/lib.rs")]).code, 1);
}

#[test]
fn a_package_with_a_policy_of_its_own_is_told_where_the_workspaces_stands() {
    let refuse = "[[refuse]]\nname = \"nullifier\"\n";
    let source = "fn f(nullifier: &str) { info!(nullifier, \"seen\"); }\n";
    let folder = Folder::of(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n"),
        ("a/Cargo.toml", MANIFEST),
        ("a/scorer-instrument.toml", refuse),
        ("a/src/lib.rs", source),
        ("b/Cargo.toml", MANIFEST),
        ("b/src/lib.rs", FINE),
    ]);
    for named in ["", "a", "a/src/lib.rs"] {
        let ran = lint(&[&folder.name(named)]);
        assert_eq!(ran.code, 2, "{named}: {}", ran.err);
        let told = "a/scorer-instrument.toml:1: a workspace has one policy, ";
        assert_eq!(ran.err.matches(told).count(), 1, "{named}: {}", ran.err);
        // What it says is still obeyed.
        assert!(ran.out.contains("nullifier"), "{named}: {}", ran.out);
    }
    let ran = lint(&[&folder.name("b")]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[test]
fn a_file_is_linted_once_however_it_is_reached() {
    let folder = Folder::of(&[("src/a.rs", LEAK), ("src/b.rs", FINE)]);
    folder.link("again", "src");
    folder.link("src/c.rs", "a.rs");
    let file = folder.name("src/a.rs");
    let (ran, found) = folder.found_with(&[&file]);
    assert_eq!(found, ["src/a.rs"]);
    assert_eq!(ran.err, "");
}

#[test]
fn links_out_of_the_folder_are_followed() {
    let outside = Folder::of(&[("src/leak.rs", LEAK)]);
    let folder = Folder::of(&[("a.rs", FINE)]);
    folder.link("shared", &outside.name("src"));
    folder.link("one.rs", &outside.name("src/leak.rs"));
    assert_eq!(folder.found().1.len(), 1);
}

#[test]
fn a_link_loop_is_told_once() {
    let folder = Folder::of(&[("src/a.rs", LEAK)]);
    folder.link("src/up", "..");
    folder.link("self.rs", "self.rs");
    let (ran, found) = folder.found();
    assert_eq!(found, ["src/a.rs"]);
    assert_told(
        &ran,
        &[
            "src/up: is a link to a folder that holds it",
            "self.rs: cannot be read: ",
        ],
    );
}

#[test]
fn links_that_cross_end() {
    let folder = Folder::of(&[("a/x.rs", LEAK), ("b/y.rs", LEAK)]);
    folder.link("a/to_b", "../b");
    folder.link("b/to_a", "../a");
    let (ran, found) = folder.found();
    assert_eq!(found, ["a/x.rs", "b/y.rs"]);
    assert!(ran.err.contains("to_a"), "{}", ran.err);
}

#[test]
fn a_link_to_nowhere_is_told_where_it_matters() {
    let folder = Folder::of(&[("a.rs", LEAK)]);
    folder.link("gone.rs", "nowhere.rs");
    folder.link("gone", "nowhere");
    let (ran, found) = folder.found();
    assert_eq!(found, ["a.rs"]);
    assert_told(&ran, &["gone.rs: cannot be read: no such file"]);
}

#[test]
fn bad_files_are_told_and_the_rest_is_linted() {
    let folder = Folder::of(&[("fine.rs", LEAK)]);
    folder.write("bytes.rs", b"fn a() {}\nlet x = \"\xff\";\n");
    folder.write("nul.rs", b"fn a() {\0}\n");
    let large = File::create(folder.path("large.rs")).expect("a file");
    large.set_len(50 << 20).expect("50 MB");
    let missing = folder.name("missing.rs");
    let (ran, found) = folder.found_with(&[&missing]);
    assert_eq!(found, ["fine.rs"]);
    assert_told(
        &ran,
        &[
            "bytes.rs:2: is not UTF-8",
            "large.rs: is larger than 32 MiB",
            "missing.rs: cannot be read: no such file",
        ],
    );
}

#[test]
fn what_no_rule_reads_is_told_when_it_is_named() {
    let folder = Folder::of(&[("notes.txt", "hello"), ("leak.rs", LEAK)]);
    let ran = lint(&[&folder.name("notes.txt"), &folder.name("leak.rs")]);
    assert_told(&ran, &["notes.txt: is not a file that rules read"]);
    assert!(ran.out.contains("leak.rs:2:13"), "{}", ran.out);
    let device = lint(&["/dev/null"]);
    assert_told(&device, &["/dev/null: is not a file that rules read"]);
}

#[test]
fn a_bad_team_file_is_told_once_with_its_line() {
    let folder = Folder::of(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n"),
        ("a/Cargo.toml", MANIFEST),
        ("a/src/lib.rs", LEAK),
        ("b/Cargo.toml", MANIFEST),
        ("b/src/lib.rs", LEAK),
    ]);
    let bad = "[[allow]]\nname = \"passport_id\"\n\n[lint]\npii-feild = \"warn\"\n";
    folder.write("scorer-instrument.toml", bad.as_bytes());
    let (ran, found) = folder.found();
    assert_eq!(found, ["a/src/lib.rs", "b/src/lib.rs"]);
    assert_told(
        &ran,
        &["scorer-instrument.toml:1: ", "scorer-instrument.toml:5: "],
    );
    assert!(ran.err.contains("did you mean `pii-field`?"), "{}", ran.err);
}

#[test]
fn a_broken_manifest_is_told_with_its_line() {
    let folder = Folder::of(&[("Cargo.toml", "[package]\nname = \n"), ("src/lib.rs", LEAK)]);
    let (ran, found) = folder.found();
    assert_eq!(found, ["src/lib.rs"]);
    assert_told(&ran, &["Cargo.toml:2: is not TOML"]);
}

#[test]
fn an_empty_folder_is_clean() {
    let folder = Folder::of(&[]);
    let ran = lint(&[&folder.name("")]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "no findings in 0 files\n")
    );
}
