//! Packages and workspaces, as cargo knows them.

use std::path::Path;

use scorer_lint::package::unit::Unit;
use scorer_lint::package::workspace::{Selection, collect};
use scorer_lint::rules::ALL;

use super::{Folder, LEAK, MANIFEST, Ran, finished, process};

fn workspace() -> Folder {
    let folder = Folder::of(&[
        (
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"api\", \"core\"]\n",
        ),
        ("api/Cargo.toml", &MANIFEST.replace("service", "api")),
        ("api/src/lib.rs", LEAK),
        (
            "core/Cargo.toml",
            &MANIFEST.replace("service", "core-types"),
        ),
        ("core/src/lib.rs", LEAK),
        (
            "core/fixtures/other/Cargo.toml",
            &MANIFEST.replace("service", "other"),
        ),
        ("core/fixtures/other/src/lib.rs", LEAK),
    ]);
    folder.write("notes/loose.rs", LEAK.as_bytes());
    folder
}

/// Runs in a folder; the paths with findings.
fn run_in(folder: &Folder, within: &str, arguments: &[&str]) -> (Ran, Vec<String>) {
    let mut command = process();
    command
        .args(["--format", "json"])
        .args(arguments)
        .current_dir(folder.path(within));
    let ran = finished(&mut command);
    let found = ran
        .findings()
        .iter()
        .map(|finding| folder.short(finding))
        .collect();
    (ran, found)
}

#[test]
fn the_current_package_is_read_when_nothing_is_named() {
    let folder = workspace();
    let (ran, found) = run_in(&folder, "api/src", &[]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with("api/src/lib.rs"), "{found:?}");
    assert_eq!(run_in(&folder, "api", &[]).1, ["src/lib.rs"]);
}

#[test]
fn a_workspace_without_a_root_package_is_read_whole() {
    let folder = workspace();
    let (ran, found) = run_in(&folder, "", &[]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert_eq!(
        found,
        ["api/src/lib.rs", "core/src/lib.rs", "notes/loose.rs"]
    );
    let (_, found) = run_in(&folder, "", &["--workspace"]);
    assert_eq!(
        found,
        ["api/src/lib.rs", "core/src/lib.rs", "notes/loose.rs"]
    );
}

#[test]
fn a_workspace_is_named_from_within() {
    let folder = workspace();
    let (_, found) = run_in(&folder, "api", &["--workspace"]);
    assert_eq!(
        found,
        ["api/src/lib.rs", "core/src/lib.rs", "notes/loose.rs"]
    );
}

#[test]
fn packages_are_named() {
    let folder = workspace();
    assert_eq!(
        run_in(&folder, "", &["-p", "core-types"]).1,
        ["core/src/lib.rs"]
    );
    let both = ["--package", "api", "--package", "core-types"];
    assert_eq!(
        run_in(&folder, "", &both).1[..2],
        ["api/src/lib.rs", "core/src/lib.rs"]
    );
    let (ran, found) = run_in(&folder, "", &["-p", "core-type", "-p", "api"]);
    assert_eq!((ran.code, found), (2, vec!["api/src/lib.rs".to_owned()]));
    assert_eq!(
        ran.err,
        "error: the workspace has no package `core-type`: did you mean `core-types`?\n"
    );
}

#[test]
fn a_manifest_is_named() {
    let folder = workspace();
    let (ran, found) = run_in(&folder, "notes", &["--manifest-path", "../api/Cargo.toml"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(found, ["../api/src/lib.rs"]);
    let (ran, _) = run_in(&folder, "", &["--manifest-path", "gone/Cargo.toml"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .contains("gone/Cargo.toml: cannot be read: no such file"),
        "{}",
        ran.err
    );
}

#[test]
fn other_peoples_workspaces_are_read_by_path() {
    let folder = workspace();
    let all = [
        "api/src/lib.rs",
        "core/fixtures/other/src/lib.rs",
        "core/src/lib.rs",
        "notes/loose.rs",
    ];
    assert_eq!(folder.found().1, all);
    assert_eq!(run_in(&folder, "", &["."]).1, all);
    assert_eq!(
        run_in(&folder, "api", &["./../core/src"]).1,
        ["../core/src/lib.rs"]
    );
}

#[test]
fn without_a_manifest_paths_must_be_named() {
    let folder = Folder::of(&[("leak.rs", LEAK)]);
    let (ran, _) = run_in(&folder, "", &[]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.out, "");
    assert_eq!(
        ran.err,
        "error: there is no Cargo.toml here or above: name the files or folders to read\n"
    );
    assert_eq!(run_in(&folder, "", &["leak.rs"]).1, ["leak.rs"]);
}

#[test]
fn what_cargo_refuses_is_told_and_read_all_the_same() {
    let folder = Folder::of(&[
        ("Cargo.toml", "[package]\nname = \"\"\n"),
        ("src/lib.rs", LEAK),
    ]);
    let (ran, found) = run_in(&folder, "", &[]);
    assert_eq!((ran.code, found), (2, vec!["src/lib.rs".to_owned()]));
    assert!(
        ran.err
            .starts_with("error: Cargo.toml: cargo cannot read it: "),
        "{}",
        ran.err
    );
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
}

/// What is read of a selection of paths: root, completeness, and the names of the other files.
fn units(folder: &Folder, paths: &[&str]) -> Vec<(String, bool, Vec<String>)> {
    let selection = Selection {
        paths: paths.iter().map(|path| folder.path(path)).collect(),
        ..Selection::default()
    };
    let (units, problems) = collect(ALL.rules(), &selection);
    assert_eq!(problems, []);
    let short = |path: &Path| {
        let path = path.strip_prefix(folder.root()).unwrap_or(path);
        path.to_str().expect("UTF-8").to_owned()
    };
    let of = |unit: &Unit| {
        let files = unit.text_files().map(|file| short(&file.path)).collect();
        (short(&unit.root), unit.complete, files)
    };
    units.iter().map(of).collect()
}

#[test]
fn files_that_are_no_sources_go_with_their_package() {
    let folder = workspace();
    folder.write("Cargo.lock", b"version = 4\n");
    folder.write("scorer-instrument.toml", b"");
    folder.write("deploy/collector.yaml", b"receivers:\n");
    let own = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    let root = [
        "Cargo.toml",
        "Cargo.lock",
        "scorer-instrument.toml",
        "deploy/collector.yaml",
    ];
    assert_eq!(
        units(&folder, &[""]),
        [
            (String::new(), true, own(&root)),
            ("api".to_owned(), true, own(&["api/Cargo.toml"])),
            ("core".to_owned(), true, own(&["core/Cargo.toml"])),
            (
                "core/fixtures/other".to_owned(),
                true,
                own(&["core/fixtures/other/Cargo.toml"])
            ),
        ]
    );
    // The lock stands above: it goes with the first package of the workspace, and the team's file with none.
    let members = units(&folder, &["api", "core/src"]);
    assert_eq!(
        members,
        [
            (
                "api".to_owned(),
                true,
                own(&["api/Cargo.toml", "Cargo.lock"])
            ),
            ("core".to_owned(), false, own(&[])),
        ]
    );
    // Files that are named are read, whatever they are.
    let named = units(
        &folder,
        &["scorer-instrument.toml", "api/Cargo.toml", "api/src/lib.rs"],
    );
    assert_eq!(
        named,
        [
            (String::new(), false, own(&["scorer-instrument.toml"])),
            ("api".to_owned(), false, own(&["api/Cargo.toml"])),
        ]
    );
}

#[test]
fn the_teams_file_is_judged_when_every_package_is_read() {
    let folder = workspace();
    let allow = "[[allow]]\nname = \"passport_id\"\nreason = \"row id of a passport record\"\n";
    folder.write("scorer-instrument.toml", allow.as_bytes());
    let only = ["--only", "unused-allow"];
    let unused = |within: &str, arguments: &[&str]| {
        let arguments: Vec<&str> = only.iter().chain(arguments).copied().collect();
        run_in(&folder, within, &arguments).1
    };
    assert_eq!(unused("", &["--workspace"]), ["scorer-instrument.toml"]);
    assert_eq!(unused("", &["."]), ["scorer-instrument.toml"]);
    assert!(unused("", &["-p", "api"]).is_empty());
    assert!(unused("", &["api/src/lib.rs"]).is_empty());
    folder.write("core/src/lib.rs", b"fn f(passport_id: u64) {}\n");
    assert!(unused("", &["--workspace"]).is_empty());
}

/// What a type of one package shows, those that use the package are told, and no other.
#[test]
fn the_packages_of_a_workspace_know_each_others_types() {
    let types = "#[derive(Debug)]\npub struct Login {\n    pub user_id: i64,\n    password: String,\n}\n\npub struct AccessToken(String);\n\nimpl std::fmt::Debug for AccessToken {\n    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {\n        f.write_str(\"AccessToken\")\n    }\n}\n";
    let uses = "use core_types::{AccessToken, Login};\n\npub fn greet(login: &Login, token: &AccessToken) {\n    tracing::info!(?login, \"greeted\");\n    tracing::info!(?token, \"seen\");\n}\n";
    let depends = |dependency: &str, name: &str| {
        format!(
            "{}\n[dependencies]\ntracing = \"0.1\"\n{dependency}",
            MANIFEST.replace("service", name)
        )
    };
    let on_core = "core-types = { path = \"../core\" }\n";
    let folder = Folder::of(&[
        (
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"api\", \"core\", \"other\"]\n",
        ),
        ("api/Cargo.toml", &depends(on_core, "api")),
        ("api/src/lib.rs", uses),
        ("core/Cargo.toml", &depends("", "core-types")),
        ("core/src/lib.rs", types),
        ("other/Cargo.toml", &depends("", "other")),
        ("other/src/lib.rs", uses),
    ]);
    let mut command = process();
    command
        .args(["--format", "json", "--only", "records-too-much"])
        .current_dir(folder.path("."));
    let ran = finished(&mut command);
    let found: Vec<(String, String)> = ran
        .findings()
        .iter()
        .map(|finding| {
            let rule = finding["rule"].as_str().unwrap_or_default();
            (folder.short(finding), rule.to_owned())
        })
        .collect();
    let is = |path: &str, rule: &str| (path.to_owned(), rule.to_owned());
    assert!(
        found.contains(&is("api/src/lib.rs", "debug-of-sensitive")),
        "{found:?}"
    );
    assert!(
        !found.contains(&is("api/src/lib.rs", "pii-field")),
        "{found:?}"
    );
    assert!(
        !found.contains(&is("other/src/lib.rs", "debug-of-sensitive")),
        "{found:?}"
    );
    assert!(
        found.contains(&is("other/src/lib.rs", "pii-field")),
        "{found:?}"
    );
}
