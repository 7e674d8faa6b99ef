//! `--diff`: what a change brings, in real repositories.

use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::process::{Command, Stdio};

use super::{FINE, Folder, LEAK, MANIFEST, Ran, lint, process};

/// Runs git in a folder, with nobody's settings.
pub(super) fn git(folder: &Folder, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder.root())
        .args([
            "-c",
            "protocol.file.allow=always",
            "-c",
            "commit.gpgSign=false",
        ])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_NAME", "A")
        .env("GIT_AUTHOR_EMAIL", "a@example.org")
        .env("GIT_COMMITTER_NAME", "A")
        .env("GIT_COMMITTER_EMAIL", "a@example.org")
        .stdin(Stdio::null())
        .output()
        .expect("git");
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// A repository with one commit on `main`, and the branch `work` checked out.
pub(super) fn repository(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::of(files);
    git(&folder, &["init", "--quiet", "--initial-branch=main"]);
    commit(&folder);
    git(&folder, &["checkout", "--quiet", "-b", "work"]);
    folder
}

pub(super) fn commit(folder: &Folder) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message=x"]);
}

fn since(folder: &Folder, rev: &str) -> Ran {
    let root = folder.name("");
    lint(&[
        "--format",
        "json",
        "--diff",
        rev,
        root.trim_end_matches('/'),
    ])
}

/// The findings that a change since `main` brings: file, line, rule.
fn brought(folder: &Folder) -> Vec<String> {
    let ran = since(folder, "main");
    assert_eq!(ran.err, "");
    let findings = ran.findings();
    let shown = findings.iter().map(|finding| {
        let rule = finding["rule"].as_str().expect("a rule");
        format!("{}:{} {rule}", folder.short(finding), finding["line"])
    });
    shown.collect()
}

/// What a change from one text of `src/lib.rs` to another brings.
fn between(before: &str, after: &str) -> Vec<String> {
    let folder = repository(&[("Cargo.toml", MANIFEST), ("src/lib.rs", before)]);
    folder.write("src/lib.rs", after.as_bytes());
    let found = brought(&folder);
    found
        .iter()
        .map(|found| found.replace("src/lib.rs:", ""))
        .collect()
}

#[test]
fn committed_staged_unstaged_and_untracked_lines_belong_and_old_ones_do_not() {
    let folder = repository(&[
        ("old.rs", LEAK),
        ("a.rs", FINE),
        ("b.rs", FINE),
        ("c.rs", FINE),
    ]);
    assert_eq!(brought(&folder), Vec::<String>::new());
    folder.write("a.rs", LEAK.as_bytes());
    commit(&folder);
    folder.write("b.rs", LEAK.as_bytes());
    git(&folder, &["add", "b.rs"]);
    folder.write("c.rs", LEAK.as_bytes());
    folder.write("new folder/d.rs", LEAK.as_bytes());
    folder.write(".gitignore", b"ignored.rs\n");
    folder.write("ignored.rs", LEAK.as_bytes());
    let files = ["a.rs", "b.rs", "c.rs", "new folder/d.rs"];
    let wanted = files.map(|file| format!("{file}:2 secret-in-message"));
    assert_eq!(brought(&folder), wanted);
    let root = folder.name("");
    let ran = lint(&["--diff", "main", root.trim_end_matches('/')]);
    assert!(ran.out.ends_with("; 1 outside the change\n"), "{}", ran.out);
    assert_eq!(ran.code, 1);
}

#[test]
fn the_branch_is_compared_with_where_it_began() {
    let folder = repository(&[("a.rs", FINE), ("b.rs", LEAK)]);
    git(&folder, &["checkout", "--quiet", "main"]);
    // What others did meanwhile on main is not this change's.
    folder.write("b.rs", FINE.as_bytes());
    commit(&folder);
    git(&folder, &["checkout", "--quiet", "work"]);
    assert_eq!(brought(&folder), Vec::<String>::new());
}

#[test]
fn a_value_that_came_by_changed_statements_belongs() {
    let event = "    info!(\"{m}\");\n}\n";
    let before = format!(
        "fn f(api_key: String, user_id: u64) {{\n    let m = user_id;\n    work();\n{event}"
    );
    let after = before.replace("m = user_id", "m = api_key.clone()");
    assert_eq!(between(&before, &after), ["4 secret-in-message"]);
    // Through another local, and through what is written into one.
    let before = format!(
        "fn f(api_key: String, user_id: u64) {{\n    let k = user_id;\n    let m = format!(\"{{k}}\");\n{event}"
    );
    let after = before.replace("k = user_id", "k = api_key.clone()");
    assert_eq!(between(&before, &after), ["4 secret-in-message"]);
    let before =
        format!("fn f(api_key: String) {{\n    let mut m = String::new();\n    work();\n{event}");
    let after = before.replace("work();", "m.push_str(&api_key);");
    assert_eq!(between(&before, &after), ["4 secret-in-message"]);
    // Another statement is none of its business.
    let before =
        format!("fn f(api_key: String) {{\n    let m = api_key.clone();\n    work();\n{event}");
    let after = before.replace("work();", "play();");
    assert_eq!(between(&before, &after), Vec::<String>::new());
}

#[test]
fn an_attribute_or_a_signature_that_changed_belongs() {
    let before = "#[tracing::instrument(skip(email, pool), level = \"debug\")]\nasync fn f(\n    email: &str,\n    pool: &PgPool,\n) -> u64 {\n    1\n}\n";
    let after = before.replace("skip(email, pool)", "skip(pool)");
    assert_eq!(between(before, &after), ["3 pii-field"]);
    let body = before.replace("    1\n", "    2\n");
    assert_eq!(between(before, &body), Vec::<String>::new());
    // A line of the attribute that is gone.
    let before = "#[tracing::instrument(\n    skip(pool),\n    level = \"debug\",\n)]\nasync fn f(pool: &PgPool) {}\n";
    let after = before.replace("    skip(pool),\n", "");
    assert!(between(before, &after).contains(&"4 pool-not-skipped".to_owned()));
}

#[test]
fn an_exemption_that_is_gone_brings_what_it_exempted() {
    let before = "fn f(email: &str) {\n    // scorer-lint: allow(pii-field): an audit log\n    info!(email);\n}\n";
    let after = before.replace("    // scorer-lint: allow(pii-field): an audit log\n", "");
    assert_eq!(between(before, &after), ["2 pii-field"]);
    let after = before.replace("info!(email)", "info!(\"none\")");
    assert_eq!(between(before, &after), ["2 unused-allow"]);
}

#[test]
fn a_field_that_no_statement_fills_any_more_belongs() {
    let before = "#[tracing::instrument(skip_all, fields(score))]\nfn f() {\n    work();\n    Span::current().record(\"score\", 1);\n}\n";
    let after = before.replace("    Span::current().record(\"score\", 1);\n", "");
    assert_eq!(between(before, &after), ["1 dead-field"]);
}

#[test]
fn an_await_under_an_entered_span_belongs() {
    let before = "async fn f() {\n    let span = info_span!(\"x\");\n    let _guard = span.enter();\n    play();\n}\n";
    let after = before.replace("play()", "play().await");
    assert!(between(before, &after).contains(&"3 manual-span-async".to_owned()));
}

#[test]
fn a_type_that_changed_in_another_file_belongs() {
    let model =
        "#[derive(Debug)]\npub struct Login {\n    pub user_id: u64,\n    pub at: u64,\n}\n";
    let api = "use crate::model::Login;\nfn f(login: &Login) {\n    info!(?login, \"in\");\n}\n";
    let folder = repository(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", "mod api;\nmod model;\n"),
        ("src/api.rs", api),
        ("src/model.rs", model),
    ]);
    folder.write(
        "src/model.rs",
        model.replace("at: u64", "at: u32").as_bytes(),
    );
    assert_eq!(brought(&folder), Vec::<String>::new());
    let leaky = model.replace(
        "    pub at: u64,\n",
        "    pub at: u64,\n    pub password: String,\n",
    );
    folder.write("src/model.rs", leaky.as_bytes());
    assert_eq!(brought(&folder), ["src/api.rs:3 debug-of-sensitive"]);
    // It was there before: another member changed.
    commit(&folder);
    git(&folder, &["branch", "--force", "main", "work"]);
    folder.write(
        "src/model.rs",
        leaky.replace("at: u64", "at: u32").as_bytes(),
    );
    assert_eq!(brought(&folder), Vec::<String>::new());
}

#[test]
fn a_route_that_is_new_brings_its_handler() {
    let routes = "pub fn router() -> Router {\n    Router::new()\n        .route(\"/score/{id}\", get(score))\n}\n";
    let manifest = format!("{MANIFEST}\n[dependencies]\naxum = \"0.8\"\n");
    let folder = repository(&[
        ("Cargo.toml", &manifest),
        (
            "src/lib.rs",
            "pub async fn score(id: u64) -> u64 {\n    load(id).await\n}\n",
        ),
        ("src/routes.rs", "use crate::score;\n"),
    ]);
    folder.write(
        "src/routes.rs",
        format!("use crate::score;\n{routes}").as_bytes(),
    );
    assert_eq!(
        brought(&folder),
        ["src/lib.rs:1 key-function-not-instrumented"]
    );
}

#[test]
fn lines_of_other_files_belong_when_they_changed() {
    let manifest = format!("{MANIFEST}\n[dependencies]\ntracing-flame = \"0.2\"\n");
    let folder = repository(&[("Cargo.toml", &manifest), ("src/lib.rs", FINE)]);
    folder.write(
        "Cargo.toml",
        manifest
            .replace("edition = \"2024\"", "edition = \"2021\"")
            .as_bytes(),
    );
    assert_eq!(brought(&folder), Vec::<String>::new());
    folder.write(
        "Cargo.toml",
        format!("{manifest}inferno = \"0.12\"\n").as_bytes(),
    );
    assert_eq!(brought(&folder), ["Cargo.toml:8 leftover-dependency"]);
}

#[test]
fn renamed_files_bring_what_changed_in_them() {
    let lines = "fn a() {}\n".repeat(20);
    let folder = repository(&[("a.rs", &format!("{LEAK}{lines}"))]);
    git(&folder, &["mv", "a.rs", "b.rs"]);
    assert_eq!(brought(&folder), Vec::<String>::new());
    folder.write("b.rs", format!("{LEAK}{lines}{LEAK}").as_bytes());
    assert_eq!(brought(&folder), ["b.rs:25 secret-in-message"]);
}

#[test]
fn names_of_files_are_any_bytes() {
    let folder = repository(&[("a.rs", FINE)]);
    let names = [
        OsString::from("with space.rs"),
        OsString::from("\"quoted\" \\ and\ttab\nline.rs"),
        OsString::from("größe.rs"),
        OsString::from_vec(b"no-\xff-utf8.rs".to_vec()),
    ];
    for name in &names {
        fs::write(folder.root().join(name), FINE).expect("written");
    }
    commit(&folder);
    git(&folder, &["branch", "--force", "main", "work"]);
    for name in &names {
        fs::write(folder.root().join(name), format!("{FINE}{LEAK}")).expect("written");
    }
    assert_eq!(brought(&folder).len(), names.len());
    for name in &names {
        fs::remove_file(folder.root().join(name)).expect("removed");
    }
    assert_eq!(brought(&folder), Vec::<String>::new());
}

#[test]
fn settings_for_reading_diffs_change_nothing() {
    let folder = repository(&[("a.rs", FINE), (".gitattributes", "*.rs diff=odd -text\n")]);
    for (key, value) in [
        ("diff.noprefix", "true"),
        ("diff.mnemonicPrefix", "true"),
        ("diff.external", "false"),
        ("diff.odd.command", "false"),
        ("diff.odd.textconv", "tr a-z A-Z <"),
        ("diff.context", "9"),
        ("diff.interHunkContext", "9"),
        ("diff.relative", "true"),
        ("diff.submodule", "log"),
        ("color.ui", "always"),
        ("core.quotePath", "false"),
        ("diff.orderFile", "nowhere"),
        ("diff.algorithm", "histogram"),
    ] {
        git(&folder, &["config", key, value]);
    }
    folder.write("a.rs", format!("{FINE}{LEAK}").as_bytes());
    assert_eq!(brought(&folder), ["a.rs:5 secret-in-message"]);
    folder.write(".gitattributes", b"*.rs -diff binary\n");
    assert_eq!(brought(&folder), ["a.rs:5 secret-in-message"]);
}

#[test]
fn a_baseline_is_taken_out_first_and_an_entry_is_stale_when_its_file_changed() {
    let folder = repository(&[("a.rs", LEAK), ("b.rs", LEAK)]);
    let file = folder.name("baseline.toml");
    let root = folder.name("");
    let root = root.trim_end_matches('/');
    lint(&["--write-baseline", &file, root]);
    commit(&folder);
    git(&folder, &["branch", "--force", "main", "work"]);
    folder.write("a.rs", FINE.as_bytes());
    let ran = lint(&[
        "--format",
        "json",
        "--diff",
        "main",
        "--baseline",
        &file,
        root,
    ]);
    let rules: Vec<_> = ran
        .findings()
        .iter()
        .map(|finding| finding["rule"].clone())
        .collect();
    assert_eq!(rules, ["stale-baseline"]);
    // It was stale before: somebody else's.
    commit(&folder);
    git(&folder, &["branch", "--force", "main", "work"]);
    let ran = lint(&[
        "--format",
        "json",
        "--diff",
        "main",
        "--baseline",
        &file,
        root,
    ]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
}

#[test]
fn submodules_are_compared_with_the_commit_that_was_named() {
    let library = repository(&[("lib.rs", FINE)]);
    let folder = repository(&[("a.rs", FINE)]);
    git(
        &folder,
        &["submodule", "--quiet", "add", &library.name(""), "sub"],
    );
    // The whole of a new submodule is new.
    folder.write("sub/lib.rs", format!("{FINE}{LEAK}").as_bytes());
    assert_eq!(brought(&folder), ["sub/lib.rs:5 secret-in-message"]);
    folder.write("sub/lib.rs", FINE.as_bytes());
    commit(&folder);
    git(&folder, &["branch", "--force", "main", "work"]);
    assert_eq!(brought(&folder), Vec::<String>::new());
    folder.write("sub/lib.rs", format!("{FINE}{LEAK}").as_bytes());
    assert_eq!(brought(&folder), ["sub/lib.rs:5 secret-in-message"]);
}

#[test]
fn what_cannot_be_compared_is_an_error() {
    let folder = repository(&[("a.rs", LEAK)]);
    let told = |ran: Ran| {
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
        ran.err
    };
    assert_eq!(
        told(since(&folder, "nowhere")),
        "error: there is no revision `nowhere`\n"
    );
    assert!(told(since(&folder, "main..work")).contains("name one revision, as in `--diff main`"));
    assert!(told(since(&folder, "")).contains("name a revision"));
    let root = folder.name("");
    let ran = lint(&["--diff=--output=x", root.trim_end_matches('/')]);
    assert!(told(ran).contains("name a revision"));
    git(&folder, &["checkout", "--quiet", "--orphan", "alone"]);
    git(&folder, &["commit", "--quiet", "--message=alone"]);
    assert_eq!(
        told(since(&folder, "main")),
        "error: `main` and HEAD have no commit in common\n"
    );
    // No repository at all.
    let bare = Folder::of(&[("a.rs", LEAK)]);
    assert!(told(since(&bare, "main")).contains("lies in no git repository"));
}

#[test]
fn a_shallow_clone_says_what_to_fetch() {
    let origin = repository(&[("a.rs", FINE)]);
    origin.write("a.rs", LEAK.as_bytes());
    commit(&origin);
    let folder = Folder::of(&[]);
    let from = format!("file://{}", origin.root().display());
    git(
        &folder,
        &[
            "clone",
            "--quiet",
            "--depth=1",
            "--branch=work",
            &from,
            "clone",
        ],
    );
    let clone = folder.name("clone");
    let ran = lint(&["--diff", "main", &clone]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.starts_with(
            "error: there is no revision `main`: this clone is shallow; `git fetch --unshallow`"
        ),
        "{}",
        ran.err
    );
}

#[test]
fn without_git_it_says_so() {
    let folder = repository(&[("a.rs", LEAK)]);
    let empty = Folder::of(&[]);
    let mut command = process();
    command
        .args(["--diff", "main"])
        .arg(folder.root())
        .env("PATH", empty.root());
    let ran = super::finished(&mut command);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            2,
            "error: `git` is not in PATH: `--diff` asks it what changed\n"
        )
    );
}

#[test]
fn what_mends_everything_does_not_go_with_it() {
    let folder = repository(&[("a.rs", LEAK)]);
    for option in ["--fix", "--write-baseline=b.toml", "--stdin-filename=a.rs"] {
        let ran = lint(&["--diff", "main", option]);
        assert_eq!(ran.code, 2, "{option}");
        assert!(ran.err.contains("cannot be used with"), "{}", ran.err);
    }
    assert!(!folder.path("b.toml").exists());
}
