//! Baselines: what they hold is not reported, whatever becomes of its lines; what has gone from them is.

use std::fs;

use super::{FINE, Folder, LEAK, MANIFEST, Ran, lint};

/// A package with findings in two files, and its baseline.
fn adopted() -> Folder {
    let folder = Folder::of(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", "pub mod api;\npub mod db;\n"),
        ("src/api.rs", LEAK),
        (
            "src/db.rs",
            "fn save(email: &str) {\n    tracing::info!(email, \"saved\");\n    tracing::info!(email, \"done\");\n}\n",
        ),
    ]);
    let ran = with(
        &folder,
        &["--write-baseline", &folder.name("baseline.toml")],
    );
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.err.ends_with("3 findings in 2 entries\n"),
        "{}",
        ran.err
    );
    folder
}

fn with(folder: &Folder, options: &[&str]) -> Ran {
    let root = folder.name("");
    let mut arguments = vec!["--format", "json", root.trim_end_matches('/')];
    arguments.extend(options);
    lint(&arguments)
}

fn against(folder: &Folder) -> Ran {
    with(folder, &["--baseline", &folder.name("baseline.toml")])
}

fn rules(ran: &Ran) -> Vec<String> {
    let findings = ran.findings();
    let rules = findings.iter().map(|finding| finding["rule"].as_str());
    rules.map(|rule| rule.expect("a rule").to_owned()).collect()
}

fn baseline(folder: &Folder) -> String {
    fs::read_to_string(folder.path("baseline.toml")).expect("the baseline")
}

#[test]
fn what_it_holds_is_not_reported_and_is_counted() {
    let folder = adopted();
    let ran = against(&folder);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    let root = folder.name("");
    let ran = lint(&[
        root.trim_end_matches('/'),
        "--baseline",
        &folder.name("baseline.toml"),
    ]);
    assert_eq!(ran.out, "no findings in 3 files; 3 in the baseline\n");
}

#[test]
fn its_lines_are_in_order_and_hold_no_text_of_a_literal() {
    let folder = Folder::of(&[
        (
            "b.rs",
            "fn f(email: &str) {\n    info!(email, \"hunter2-b\");\n}\n",
        ),
        (
            "a.rs",
            "fn f(password: &str) {\n    info!(\"{password} hunter2-a\");\n}\n",
        ),
    ]);
    let ran = with(
        &folder,
        &["--write-baseline", &folder.name("baseline.toml")],
    );
    assert_eq!(ran.code, 0);
    let text = baseline(&folder);
    assert!(!text.contains("hunter2"), "{text}");
    let lines: Vec<&str> = text
        .lines()
        .skip_while(|line| !line.starts_with('"'))
        .collect();
    assert_eq!(lines[0], "\"a.rs\" = [");
    assert!(lines[1].starts_with("    { rule = \"secret-in-message\", item = \"f\", code = \""));
    assert_eq!((lines[2], lines[3]), ("]", "\"b.rs\" = ["));
    // Another text of the message is no other finding.
    folder.write(
        "b.rs",
        b"fn f(email: &str) {\n    info!(email, \"other\");\n}\n",
    );
    assert_eq!(rules(&against(&folder)), Vec::<String>::new());
}

#[test]
fn a_new_finding_is_reported_and_one_more_of_a_kind_too() {
    let folder = adopted();
    folder.write(
        "src/db.rs",
        b"fn save(email: &str) {\n    tracing::info!(email, \"saved\");\n    tracing::info!(email, \"done\");\n    tracing::info!(email, \"again\");\n}\nfn other(email: &str) {\n    tracing::info!(email);\n}\n",
    );
    let ran = against(&folder);
    assert_eq!(rules(&ran), ["pii-field", "pii-field"]);
    let found = ran.findings();
    assert_eq!(
        (&found[0]["line"], &found[1]["line"]),
        (&4.into(), &7.into())
    );
    let note = "the baseline holds 2 like it here, and there are more";
    assert_eq!(found[0]["notes"], serde_json::json!([note]));
    assert_eq!(found[1]["notes"], serde_json::json!([]));
    assert_eq!(ran.code, 1);
}

#[test]
fn an_entry_whose_findings_have_gone_is_a_finding_with_a_fix() {
    let folder = adopted();
    folder.write("src/api.rs", FINE.as_bytes());
    let ran = against(&folder);
    assert_eq!(rules(&ran), ["stale-baseline"]);
    let found = &ran.findings()[0];
    assert_eq!(
        found["message"],
        "`secret-in-message` no longer finds this in `login` of `src/api.rs`"
    );
    assert_eq!((&found["level"], ran.code), (&"warn".into(), 0));
    let edit = &found["fix"]["edits"][0];
    let (start, end) = (edit["start"].as_u64(), edit["end"].as_u64());
    let mut text = baseline(&folder);
    let range = usize::try_from(start.expect("a byte")).expect("small")
        ..usize::try_from(end.expect("a byte")).expect("small");
    assert!(text[range.clone()].starts_with("    { rule = \"secret-in-message\""));
    assert!(text[range.clone()].ends_with("},\n"));
    text.replace_range(range, "");
    folder.write("baseline.toml", text.as_bytes());
    assert_eq!(against(&folder).out, "");
}

#[test]
fn several_outdated_entries_are_a_line_each() {
    let folder = adopted();
    folder.write("src/api.rs", FINE.as_bytes());
    folder.write("src/db.rs", FINE.as_bytes());
    let file = folder.name("baseline.toml");
    let ran = lint(&["--baseline", &file, &folder.name("src")]);
    let expected = format!(
        "warning[stale-baseline]: `{file}` has 2 outdated entries
  --> {file}:7:5: `secret-in-message` no longer finds this in `login` of `src/api.rs`
  --> {file}:10:5: `pii-field` no longer finds this in `save` of `src/db.rs`
help: run with `--write-baseline {file}`, which removes what is outdated

2 findings: 2 warn in 3 files
"
    );
    assert_eq!(ran.out, expected);
}

#[test]
fn fewer_than_its_count_is_stale_too() {
    let folder = adopted();
    folder.write(
        "src/db.rs",
        b"fn save(email: &str) {\n    tracing::info!(email, \"saved\");\n}\n",
    );
    let ran = against(&folder);
    assert_eq!(
        ran.findings()[0]["message"],
        "`pii-field` finds this 1 of 2 times in `save` of `src/db.rs`"
    );
}

#[test]
fn what_was_not_looked_at_is_not_stale() {
    let folder = adopted();
    folder.write("src/api.rs", FINE.as_bytes());
    folder.write("src/db.rs", b"");
    let file = folder.name("baseline.toml");
    // A rule that is off, and a file that is not read.
    let ran = with(
        &folder,
        &["--baseline", &file, "--only", "pii-field,stale-baseline"],
    );
    assert_eq!(ran.findings().len(), 1, "{}", ran.out);
    let ran = lint(&[
        "--format",
        "json",
        "--baseline",
        &file,
        &folder.name("src/api.rs"),
    ]);
    assert_eq!(ran.findings().len(), 1, "{}", ran.out);
    // Off itself.
    let ran = with(
        &folder,
        &["--baseline", &file, "--level", "stale-baseline=allow"],
    );
    assert_eq!(ran.out, "");
}

#[test]
fn a_renamed_file_keeps_its_entries_and_a_deleted_one_does_not() {
    let folder = adopted();
    fs::rename(folder.path("src/db.rs"), folder.path("src/store.rs")).expect("renamed");
    assert_eq!(against(&folder).out, "");
    fs::copy(folder.path("src/store.rs"), folder.path("src/third.rs")).expect("copied");
    // Two files look like the one that is gone: neither is taken for it.
    let ran = against(&folder);
    assert_eq!(ran.findings().len(), 5, "{}", ran.out);
    fs::remove_file(folder.path("src/third.rs")).expect("removed");
    fs::remove_file(folder.path("src/store.rs")).expect("removed");
    assert_eq!(rules(&against(&folder)), ["stale-baseline"]);
}

#[test]
fn writing_takes_out_what_has_gone_and_keeps_what_was_not_looked_at() {
    let folder = adopted();
    folder.write("src/api.rs", FINE.as_bytes());
    folder.write("src/db.rs", b"");
    let file = folder.name("baseline.toml");
    let ran = with(&folder, &["--write-baseline", &file, "--only", "pii-field"]);
    assert_eq!(ran.err, format!("{file}: 1 finding in 1 entry, 2 gone\n"));
    assert!(baseline(&folder).contains("secret-in-message"));
    let ran = with(&folder, &["--write-baseline", &file]);
    assert_eq!(
        ran.err,
        format!("{file}: 0 findings in 0 entries, 1 gone\n")
    );
    let ran = with(&folder, &["--write-baseline", &file]);
    assert_eq!(
        ran.err,
        format!("{file}: 0 findings in 0 entries, as it was\n")
    );
    assert_eq!(ran.code, 0);
}

#[test]
fn writing_does_not_take_what_is_new_unless_it_is_told_to() {
    let folder = adopted();
    folder.write("src/new.rs", LEAK.as_bytes());
    folder.write("src/db.rs", b"");
    let file = folder.name("baseline.toml");
    let ran = with(&folder, &["--write-baseline", &file]);
    assert_eq!(
        (ran.code, rules(&ran)),
        (1, vec!["secret-in-message".to_owned()])
    );
    assert!(
        ran.err.contains("2 gone") && ran.err.contains("`--grow-baseline`"),
        "{}",
        ran.err
    );
    assert!(!baseline(&folder).contains("new.rs"));
    let ran = with(&folder, &["--write-baseline", &file, "--grow-baseline"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(
        ran.err.contains("1 new\n  new: ") && ran.err.contains("new.rs:2: secret-in-message: ")
    );
    assert_eq!(against(&folder).out, "");
}

#[test]
fn a_reason_that_somebody_wrote_stays() {
    let folder = adopted();
    let text = baseline(&folder).replace(
        " },\n]\n\"src/db",
        ", reason = \"goes \\\"soon\\\"\" },\n]\n\"src/db",
    );
    folder.write("baseline.toml", text.as_bytes());
    folder.write("src/db.rs", b"");
    with(
        &folder,
        &["--write-baseline", &folder.name("baseline.toml")],
    );
    assert!(
        baseline(&folder).contains("reason = \"goes \\\"soon\\\"\" },"),
        "{text}"
    );
}

#[test]
fn a_file_that_is_no_baseline_is_an_error_with_its_line() {
    let folder = adopted();
    let file = folder.name("baseline.toml");
    for (text, wanted) in [
        ("version = 1\n<<<<<<< ours\n", ":2: is not TOML: "),
        ("[findings]\n", ":1: is not a baseline: it has no `version`"),
        (
            "\nversion = 2\n",
            ":2: has a `version` that is not known here: 1 is the only one",
        ),
        (
            "version = 1\nfinding = 1\n",
            ":2: holds `finding`, which is not a key of a baseline",
        ),
        (
            "version = 1\n[findings]\n\"a.rs\" = [\n {},\n]\n",
            ":4: an entry has no `rule`",
        ),
        (
            "version = 1\n[findings]\n\"a.rs\" = [\n { rule = \"a\", code = \"b\", count = 0 },\n]\n",
            ":4: `count` must be a number above zero",
        ),
    ] {
        folder.write("baseline.toml", text.as_bytes());
        for option in ["--baseline", "--write-baseline"] {
            let ran = with(&folder, &[option, &file]);
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{text}");
            assert!(
                ran.err.starts_with(&format!("error: {file}{wanted}")),
                "{}",
                ran.err
            );
        }
        assert_eq!(baseline(&folder), text);
    }
    fs::remove_file(folder.path("baseline.toml")).expect("removed");
    let ran = against(&folder);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .contains("there is no such baseline: `--write-baseline "),
        "{}",
        ran.err
    );
}

#[test]
fn nothing_is_written_when_not_everything_could_be_read() {
    let folder = adopted();
    let before = baseline(&folder);
    folder.write("src/bad.rs", b"\xff");
    let ran = with(
        &folder,
        &["--write-baseline", &folder.name("baseline.toml")],
    );
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .contains("is left as it was: not everything could be read")
    );
    assert_eq!(baseline(&folder), before);
}

#[test]
fn the_policy_file_names_one() {
    let folder = adopted();
    folder.write(
        "scorer-instrument.toml",
        b"[lint]\nbaseline = \"baseline.toml\"\n",
    );
    assert_eq!(with(&folder, &[]).out, "");
    folder.write("src/new.rs", LEAK.as_bytes());
    assert_eq!(rules(&with(&folder, &[])), ["secret-in-message"]);
    folder.write("scorer-instrument.toml", b"[lint]\nbaseline = true\n");
    let ran = with(&folder, &[]);
    assert!(
        ran.err.contains(":2: `baseline` takes the name of a file"),
        "{}",
        ran.err
    );
}

#[test]
fn toml_and_lock_files_have_entries_too() {
    let manifest = format!("{MANIFEST}\n[dependencies]\ntracing-flame = \"0.2\"\n");
    let folder = Folder::of(&[("Cargo.toml", &manifest), ("src/lib.rs", FINE)]);
    let file = folder.name("baseline.toml");
    assert_eq!(with(&folder, &["--write-baseline", &file]).code, 0);
    assert!(baseline(&folder).contains("rule = \"leftover-dependency\", item = \"dependencies\""));
    let moved = manifest
        .replace(
            "[dependencies]\n",
            "[dependencies]\n# Another line.\nserde = \"1\"\n",
        )
        .replace("\"0.2\"", "\"0.3\"");
    folder.write("Cargo.toml", moved.as_bytes());
    assert_eq!(against(&folder).out, "");
}

#[test]
fn an_argument_that_is_a_literal_is_known_by_its_call() {
    let before = "fn f() {\n    let e = SpanExporter::builder().with_tonic().with_endpoint(\"http://c:4317\").build();\n}\n";
    let folder = Folder::of(&[("a.rs", before)]);
    let file = folder.name("baseline.toml");
    assert_eq!(with(&folder, &["--write-baseline", &file]).code, 0);
    assert!(baseline(&folder).contains("literal-endpoint"));
    let spread = before.replace(
        "(\"http://c:4317\")",
        "(\n        \"http://c:4317\",\n    )",
    );
    folder.write("a.rs", spread.as_bytes());
    assert_eq!(against(&folder).out, "");
}
