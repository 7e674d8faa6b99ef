//! The command: options, the diff, what is said, exit codes, git.

use std::process::Command;

use super::{Folder, MANIFEST, NOISY, QUIET, lint};

/// A source with one unsafe fix.
const EXPORTED: &str = "pub fn provider(exporter: SpanExporter) -> SdkTracerProvider {\n    SdkTracerProvider::builder()\n        .with_simple_exporter(exporter)\n        .build()\n}\n";

fn git(folder: &Folder, arguments: &[&str]) {
    let status = Command::new("git")
        .arg("-C")
        .arg(folder.path(""))
        .args(["-c", "user.name=a", "-c", "user.email=a@example.org"])
        .args(arguments)
        .stdout(std::process::Stdio::null())
        .status();
    assert!(status.expect("git runs").success(), "{arguments:?}");
}

fn committed(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::of(files);
    git(&folder, &["init", "-q"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "all"]);
    folder
}

#[test]
fn a_file_that_may_not_be_written_keeps_the_others_as_they_are() {
    let source = "#[tracing::instrument]\npub fn answer(id: u32) {}\n";
    for locked in ["Cargo.toml", "src/lib.rs"] {
        let folder = Folder::of(&[
            super::SOURCE,
            ("Cargo.toml", MANIFEST),
            ("src/lib.rs", source),
        ]);
        let path = folder.path(locked);
        let mut permissions = std::fs::metadata(&path).expect("it is there").permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&path, permissions).expect("it is ours");
        let ran = folder.fix(&[]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains("nothing was written: "), "{}", ran.err);
        assert!(ran.err.contains("is read-only"), "{}", ran.err);
        assert_eq!(folder.text("src/lib.rs"), source);
        assert_eq!(folder.text("Cargo.toml"), MANIFEST);
    }
}

#[test]
fn safe_fixes_are_made_and_others_counted() {
    let folder = Folder::of(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", EXPORTED),
        ("src/a.rs", NOISY),
        ("src/b.rs", NOISY),
    ]);
    let ran = folder.fix(&[]);
    assert_eq!(
        ran.err,
        "fixed 2 findings in 2 files; 1 more with --unsafe-fixes\nrecorded no more: `trace!`, 2 times: a span says the same\n"
    );
    assert_eq!(ran.code, 0);
    assert!(
        ran.out.contains("simple-exporter"),
        "what is left: {}",
        ran.out
    );
    assert!(!ran.out.contains("entering-function-log"), "{}", ran.out);
    assert_eq!(
        (folder.text("src/a.rs"), folder.text("src/lib.rs")),
        (QUIET.to_owned(), EXPORTED.to_owned())
    );
    let ran = folder.fix(&["--unsafe-fixes"]);
    assert_eq!(ran.err, "fixed 1 finding in 1 file\n");
    assert!(!ran.out.contains("simple-exporter"), "{}", ran.out);
    let ran = folder.fix(&["--unsafe-fixes"]);
    assert_eq!((ran.err.as_str(), ran.code), ("nothing to fix\n", 0));
}

#[test]
fn the_exit_code_is_that_of_what_is_left() {
    let leak = "fn login(password: &str) {\n    info!(\"{password}\");\n}\n";
    let folder = Folder::of(&[("a.rs", NOISY), ("b.rs", leak)]);
    assert_eq!(folder.fix(&[]).code, 1);
    let folder = Folder::of(&[("a.rs", NOISY)]);
    assert_eq!(folder.run(&["--deny", "warn"]).code, 1);
    assert_eq!(folder.fix(&["--deny", "warn"]).code, 0);
    let folder = Folder::of(&[("a.rs", NOISY)]);
    folder.write("b.rs", b"\xff");
    let ran = folder.fix(&[]);
    assert_eq!((ran.code, folder.text("a.rs").as_str()), (2, QUIET));
}

#[test]
fn only_what_is_asked_for_is_fixed() {
    let folder = Folder::of(&[("a.rs", NOISY)]);
    let ran = folder.fix(&["--only", "timing-log"]);
    assert_eq!(ran.err, "nothing to fix\n");
    let allowed = NOISY.replace(
        "    trace!",
        "    // scorer-lint: allow(entering-function-log): asked for\n    trace!",
    );
    let folder = Folder::of(&[("a.rs", &allowed)]);
    folder.fix(&[]);
    assert_eq!(folder.text("a.rs"), allowed);
}

#[test]
fn a_dry_run_shows_a_diff_that_git_takes() {
    let folder = committed(&[("src/a.rs", NOISY), ("src/b.rs", QUIET.trim_end())]);
    folder.write("src/b.rs", NOISY.trim_end().as_bytes());
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-scorer-lint"));
    command
        .args(["--fix", "--dry-run", "src"])
        .current_dir(folder.path(""));
    let output = command.output().expect("the command runs");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "would fix 2 findings in 2 files\nrecorded no more: `trace!`, 2 times: a span says the same\n"
    );
    assert_eq!(folder.text("src/a.rs"), NOISY);
    let diff = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(
        diff.starts_with("--- a/src/a.rs\n+++ b/src/a.rs\n@@ -1,5 +1,4 @@\n"),
        "{diff}"
    );
    assert!(
        diff.contains("\n-    trace!(\"entering validate_key\");\n"),
        "{diff}"
    );
    assert!(diff.ends_with("\\ No newline at end of file\n"), "{diff}");
    folder.write("diff", diff.as_bytes());
    git(&folder, &["apply", "diff"]);
    assert_eq!(folder.text("src/a.rs"), QUIET);
    assert_eq!(folder.text("src/b.rs"), QUIET.trim_end());
}

#[test]
fn a_diff_hides_what_is_secret() {
    let held = "    let password = \"correct horse\"; // sk_live_51HxAbCdEfGh\n    check(id, password).await\n";
    let text = NOISY.replace("    check(id).await\n", held);
    let folder = Folder::of(&[("a.rs", &text)]);
    let ran = folder.run(&["--fix", "--dry-run"]);
    assert!(
        !ran.out.contains("correct") && !ran.out.contains("51HxAb"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("let password = \"*************\";"),
        "{}",
        ran.out
    );
    assert!(ran.err.contains("for reading only"), "{}", ran.err);
    assert_eq!(folder.text("a.rs"), text);
}

#[test]
fn formats_write_what_is_left_alone_to_standard_output() {
    for format in ["human", "json", "rustc", "github"] {
        let files = [
            ("Cargo.toml", MANIFEST),
            ("src/lib.rs", EXPORTED),
            ("src/a.rs", NOISY),
        ];
        let folder = Folder::of(&files);
        let ran = folder.fix(&["--format", format]);
        let after = folder.run(&["--format", format]);
        assert_eq!(ran.out, after.out, "{format}");
        assert!(ran.out.contains("simple-exporter"), "{format}");
    }
}

#[test]
fn options_that_make_no_sense_together_are_refused() {
    for options in [
        &["--unsafe-fixes"][..],
        &["--dry-run"],
        &["--allow-dirty"],
        &["--allow-no-vcs"],
        &["--fix", "--list"],
        &["--fix", "--explain", "timing-log"],
        &["--fix", "--dry-run", "--format", "json"],
    ] {
        let ran = lint(options, &[]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{options:?}");
        let says = ["required", "cannot be used with"]
            .iter()
            .any(|word| ran.err.contains(word));
        assert!(says, "{options:?}: {}", ran.err);
    }
}

#[test]
fn a_fix_that_is_left_out_says_so() {
    let text = "#[scorer_span]\nfn until(start: Instant) {\n    a();\n    info!(\"took {:?}\", start.elapsed());\n    b();\n}\n";
    let folder = Folder::of(&[("a.rs", text)]);
    let ran = folder.fix(&[]);
    assert!(
        ran.out
            .contains("its fix was left out: it would leave `start` unused"),
        "{}",
        ran.out
    );
    assert_eq!(folder.text("a.rs"), text);
}

#[test]
fn what_git_does_not_have_is_not_overwritten() {
    let folder = committed(&[("a.rs", NOISY), ("b.rs", NOISY), (".gitignore", "c.rs\n")]);
    let changed = format!("{NOISY}// mine\n");
    folder.write("b.rs", changed.as_bytes());
    let ran = folder.run(&["--fix"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("b.rs` holds now") && ran.err.contains("--allow-dirty"),
        "{}",
        ran.err
    );
    assert_eq!(folder.text("a.rs"), NOISY, "nothing is written");
    // What is staged can be taken back.
    git(&folder, &["add", "b.rs"]);
    let err = folder.run(&["--fix"]).err;
    assert!(err.starts_with("fixed 2 findings in 2 files\n"), "{err}");
    // What git ignores, or has never seen, cannot.
    folder.write("c.rs", NOISY.as_bytes());
    folder.write("d.rs", NOISY.as_bytes());
    for name in ["c.rs", "d.rs"] {
        let path = folder.path(name);
        let ran = lint(&["--fix"], &[&path]);
        assert!(ran.err.contains("--allow-dirty"), "{}", ran.err);
        assert_eq!(folder.text(name), NOISY);
        let ran = lint(&["--fix", "--allow-dirty"], &[&path]);
        assert_eq!((ran.code, folder.text(name).as_str()), (0, QUIET));
    }
    // A change elsewhere is nobody's business.
    folder.write("e.rs", b"// mine\n");
    folder.write("a.rs", NOISY.as_bytes());
    git(&folder, &["add", "a.rs"]);
    let err = folder.run(&["--fix"]).err;
    assert!(err.starts_with("fixed 1 finding in 1 file\n"), "{err}");
}

#[test]
fn without_git_nothing_is_overwritten() {
    let folder = Folder::of(&[("a.rs", NOISY)]);
    let ran = folder.run(&["--fix"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--allow-no-vcs"), "{}", ran.err);
    assert_eq!(folder.text("a.rs"), NOISY);
    assert_eq!(folder.run(&["--fix", "--allow-no-vcs"]).code, 0);
    assert_eq!(folder.text("a.rs"), QUIET);
}

#[test]
fn what_is_recorded_no_more_is_listed_by_type_and_count() {
    let source = "use uuid::Uuid;\n\npub struct Address(String);\n\n#[tracing::instrument]\npub fn one(id: i64, user_id: Uuid, place: &Address) {}\n\n#[tracing::instrument]\npub fn two(place: Address, other: Option<Uuid>) {}\n\n#[tracing::instrument]\npub fn three(id: i64) {}\n";
    let folder = Folder::of(&[
        super::SOURCE,
        ("Cargo.toml", &format!("{MANIFEST}uuid = \"1\"\n")),
        ("src/lib.rs", source),
    ]);
    let ran = folder.fix(&[]);
    let lines: Vec<&str> = ran
        .err
        .lines()
        .filter(|line| line.starts_with("recorded no more"))
        .collect();
    assert_eq!(
        lines,
        [
            "recorded no more: `Address`, 2 times: `#[derive(Recordable)]` on it keeps it, or `[[recordable]]` in the team's file where it is another crate's",
        ],
        "{ran:?}"
    );
    // The package has the crate of the other type: the feature keeps it.
    let manifest = folder.text("Cargo.toml");
    assert!(manifest.contains("features = [\"uuid\"]"), "{manifest}");
    let text = folder.text("src/lib.rs");
    assert!(
        text.contains("#[scorer_instrument::scorer_span(skip(place))]\npub fn one("),
        "{text}"
    );
}

#[test]
fn a_feature_of_another_release_is_not_added() {
    let source =
        "use uuid::Uuid;\n\n#[tracing::instrument]\npub fn one(id: i64, user_id: Uuid) {}\n";
    let folder = Folder::of(&[
        super::SOURCE,
        ("Cargo.toml", &format!("{MANIFEST}uuid = \"0.8\"\n")),
        ("src/lib.rs", source),
    ]);
    folder.fix(&[]);
    let manifest = folder.text("Cargo.toml");
    assert!(!manifest.contains("features"), "{manifest}");
    let text = folder.text("src/lib.rs");
    assert!(text.contains("skip(user_id)"), "{text}");
}
