//! `--stdin-filename`: what an editor holds, linted as the file that it will be.

use serde_json::Value;

use super::{FINE, Folder, LEAK, MANIFEST, Ran, lint_as};

const API: &str =
    "use crate::model::Login;\nfn f(login: &Login) {\n    info!(?login, \"in\");\n}\n";

fn service() -> Folder {
    Folder::of(&[
        ("Cargo.toml", MANIFEST),
        (
            "scorer-instrument.toml",
            "[[refuse]]\nname = \"nullifier\"\n\n[lint]\nexclude = [\"generated/\"]\n",
        ),
        ("src/lib.rs", "mod api;\nmod model;\n"),
        ("src/api.rs", LEAK),
        (
            "src/model.rs",
            "#[derive(Debug)]\npub struct Login {\n    pub password: String,\n}\n",
        ),
        ("src/other.rs", LEAK),
    ])
}

fn as_file(folder: &Folder, path: &str, text: &str, options: &[&str]) -> Ran {
    let name = folder.name(path);
    let mut arguments = vec!["--format", "json", "--stdin-filename", &name];
    arguments.extend(options);
    lint_as(&arguments, text.as_bytes(), false, &[])
}

fn rules(ran: &Ran) -> Vec<Value> {
    ran.findings()
        .iter()
        .map(|finding| finding["rule"].clone())
        .collect()
}

#[test]
fn the_text_takes_the_files_place_and_the_package_is_known() {
    let folder = service();
    let ran = as_file(&folder, "src/api.rs", API, &[]);
    assert_eq!(
        (rules(&ran), ran.code, ran.err.as_str()),
        (vec!["debug-of-sensitive".into()], 1, "")
    );
    let found = &ran.findings()[0];
    assert_eq!(
        (&found["path"], &found["line"]),
        (&folder.name("src/api.rs").into(), &3.into())
    );
    // The team's words hold, and tests are tests.
    let words = "fn f(nullifier: u64) {\n    info!(nullifier);\n}\n";
    assert_eq!(
        rules(&as_file(&folder, "src/new.rs", words, &[])),
        ["pii-field"]
    );
    assert_eq!(
        rules(&as_file(&folder, "tests/it.rs", LEAK, &[])),
        Vec::<Value>::new()
    );
    assert_eq!(
        rules(&as_file(&folder, "generated/a.rs", LEAK, &[])),
        Vec::<Value>::new()
    );
}

#[test]
fn a_file_without_a_package_or_a_folder_is_read_alone() {
    let folder = Folder::of(&[("b.rs", LEAK)]);
    assert_eq!(
        rules(&as_file(&folder, "a.rs", LEAK, &[])),
        ["secret-in-message"]
    );
    assert_eq!(
        rules(&as_file(&folder, "none/a.rs", LEAK, &[])),
        ["secret-in-message"]
    );
    assert_eq!(
        rules(&as_file(&folder, "b.rs", FINE, &[])),
        Vec::<Value>::new()
    );
}

#[test]
fn a_manifest_is_read_like_a_source() {
    let folder = service();
    let text = format!("{MANIFEST}\n[dependencies]\ntracing-flame = \"0.2\"\n");
    let ran = as_file(&folder, "Cargo.toml", &text, &[]);
    assert_eq!(rules(&ran), ["leftover-dependency"]);
    assert_eq!(ran.findings()[0]["fix"]["edits"][0]["line"], 7);
}

#[test]
fn every_format_shows_the_text_that_was_given() {
    let folder = service();
    let text = format!("// A line that the disk has not.\n{LEAK}");
    for (format, wanted) in [
        ("human", "3 |     info!(\"{password}\");"),
        ("rustc", "\"line_start\":3"),
        ("github", "line=3,"),
        ("sarif", "\"startLine\":3"),
    ] {
        let name = folder.name("src/api.rs");
        let arguments = ["--format", format, "--stdin-filename", &name];
        let ran = lint_as(&arguments, text.as_bytes(), false, &[]);
        assert!(ran.out.contains(wanted), "{}", ran.out);
    }
}

#[test]
fn a_baseline_holds_for_it_and_other_files_are_not_told_of() {
    let folder = service();
    let root = folder.name("");
    let file = folder.name("baseline.toml");
    super::lint(&["--write-baseline", &file, root.trim_end_matches('/')]);
    folder.write("src/other.rs", b"\xff");
    let ran = as_file(
        &folder,
        "src/api.rs",
        &format!("\n\n{LEAK}"),
        &["--baseline", &file],
    );
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
}

#[test]
fn what_is_no_source_is_an_error() {
    let folder = service();
    let ran = as_file(&folder, "src/api.txt", LEAK, &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("is not a file that rules read"));
    let name = folder.name("src/api.rs");
    let ran = lint_as(&["--stdin-filename", &name], b"fn a() {}\n\xff", false, &[]);
    assert_eq!(
        (ran.code, ran.err),
        (2, format!("error: {name}:2: is not UTF-8\n"))
    );
    let ran = lint_as(&["--stdin-filename", &name, "src"], b"", false, &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("cannot be used with"));
}

#[test]
fn a_token_of_the_teams_own_is_a_secret_in_the_source() {
    let folder = Folder::of(&[
        ("Cargo.toml", MANIFEST),
        (
            "scorer-instrument.toml",
            "[[secret]]\nprefix = \"scr_live_\"\n",
        ),
        ("src/lib.rs", "mod keys;\n"),
        ("src/keys.rs", FINE),
    ]);
    let text = "const KEY: &str = \"scr_live_vkqzhwpl\";\nconst PREFIX: &str = \"scr_live_\";\nconst OTHER: &str = \"scr_test_vkqzhwpl\";\n";
    let ran = as_file(&folder, "src/keys.rs", text, &[]);
    assert_eq!(rules(&ran), ["secret-in-source"]);
    assert_eq!(ran.findings()[0]["line"], 1);
}
