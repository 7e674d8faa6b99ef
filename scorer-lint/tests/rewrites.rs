//! Fixes that rewrite code: each text in `fixes/text`, before and after, as `--fix` and as `--unsafe-fixes` leave it.
//!
//! A text's sections begin with `=== before`, `=== safe`, `=== unsafe` (left out where it is the same as `safe`) and, where
//! wanted, `=== help` (what is said of the findings that `--fix` leaves) or `=== Cargo.toml`.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use scorer_lint::engine;
use scorer_lint::finding::{Edit, Finding};
use scorer_lint::rule::Level;
use scorer_lint::unit::{Source, TextFile, Unit};

/// A fixture's sections by name.
type Sections = BTreeMap<String, String>;

fn sections(text: &str) -> Sections {
    let mut found = Sections::new();
    let mut name = String::new();
    for line in text.lines() {
        match line.strip_prefix("=== ") {
            Some(next) => {
                next.clone_into(&mut name);
                found.entry(name.clone()).or_default();
            }
            None => {
                let section = found.entry(name.clone()).or_default();
                section.push_str(line);
                section.push('\n');
            }
        }
    }
    found
}

/// Lints a source as the one file of a package, by the named rules alone.
fn lint(rules: &[String], manifest: Option<&str>, source: &str) -> Vec<Finding> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("src/lib.rs");
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(&path, source).expect("a file");
    let mut unit = Unit {
        root: folder.path().to_owned(),
        complete: true,
        sources: vec![Source {
            path,
            is_test: false,
        }],
        ..Unit::default()
    };
    unit.manifest = manifest.map(|text| TextFile {
        path: folder.path().join("Cargo.toml"),
        text: text.to_owned(),
    });
    unit.settings.only(rules).expect("rules");
    for rule in rules {
        unit.settings.set_level(rule, Level::Warn).expect("a rule");
    }
    engine::lint(&[unit]).findings
}

/// Carries out the fixes that do not meet, until nothing changes.
fn fixed(rules: &[String], manifest: Option<&str>, source: &str, with_unsafe: bool) -> String {
    let mut text = source.to_owned();
    for _ in 0..10 {
        let mut edits: Vec<Edit> = Vec::new();
        for finding in lint(rules, manifest, &text) {
            let Some(fix) = finding.fix.filter(|fix| fix.safe || with_unsafe) else {
                continue;
            };
            let clashes = fix.edits.iter().any(|edit| {
                edits
                    .iter()
                    .any(|known| known != edit && meet(&known.bytes, &edit.bytes))
            });
            if !clashes {
                edits.extend(fix.edits);
            }
        }
        edits.sort_by_key(|edit| (edit.bytes.start, edit.bytes.end));
        edits.dedup();
        if edits.is_empty() {
            return text;
        }
        for edit in edits.into_iter().rev() {
            text.replace_range(edit.bytes, &edit.text);
        }
    }
    panic!("the fixes never end:\n{text}");
}

fn meet(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end || a == b
}

/// The texts, by the rule whose folder they lie in.
fn texts() -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixes/text");
    let mut found = Vec::new();
    for folder in fs::read_dir(root).expect("the texts") {
        let folder = folder.expect("a folder").path();
        let rule = folder
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        for file in fs::read_dir(&folder).expect("a folder") {
            found.push((rule.clone(), file.expect("a file").path()));
        }
    }
    found.sort();
    found
}

/// The rules that a folder's texts are fixed by: those on arguments go with `raw-instrument`.
fn rules_of(folder: &str) -> Vec<String> {
    let names: &[&str] = match folder {
        "raw-instrument" => &[
            "raw-instrument",
            "pool-not-skipped",
            "credential-not-skipped",
            "large-arg-not-skipped",
            "pii-field",
        ],
        "manual-span" => &["manual-span", "manual-span-async"],
        other => &[other],
    };
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn is_formatted(source: &str) -> bool {
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--check", "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("rustfmt");
    let mut stdin = child.stdin.take().expect("its input");
    stdin.write_all(source.as_bytes()).expect("the source");
    drop(stdin);
    child.wait().expect("its end").success()
}

/// What a fixture says, as the fixes have it.
fn as_fixed(folder: &str, said: &Sections) -> Sections {
    let rules = rules_of(folder);
    let manifest = said.get("Cargo.toml").map(String::as_str);
    let before = &said["before"];
    let safe = fixed(&rules, manifest, before, false);
    let with_unsafe = fixed(&rules, manifest, before, true);
    let mut help = String::new();
    for finding in lint(&rules, manifest, &safe) {
        for line in finding.help.iter().chain(&finding.notes) {
            help.push_str(line);
            help.push('\n');
        }
    }
    let mut found = Sections::new();
    if with_unsafe != safe {
        found.insert("unsafe".to_owned(), with_unsafe);
    }
    if said.contains_key("help") {
        found.insert("help".to_owned(), help);
    }
    found.extend(manifest.map(|text| ("Cargo.toml".to_owned(), text.to_owned())));
    found.insert("before".to_owned(), before.clone());
    found.insert("safe".to_owned(), safe);
    found
}

/// With `FIXES=overwrite` the texts are written as the fixes have them, to be read before they are kept.
#[test]
fn each_text_becomes_what_it_says() {
    let mut failures = Vec::new();
    let texts = texts();
    let overwrites = std::env::var_os("FIXES").is_some_and(|value| value == "overwrite");
    for (folder, path) in &texts {
        let said = sections(&fs::read_to_string(path).expect("a text"));
        let found = as_fixed(folder, &said);
        let shown = format!("{folder}/{}", path.file_stem().expect("a name").display());
        for name in ["before", "safe", "unsafe"] {
            if found.get(name).is_some_and(|text| !is_formatted(text)) {
                failures.push(format!("--- {shown}: rustfmt changes what is {name}"));
            }
        }
        if found != said && overwrites {
            let mut text = String::new();
            for name in ["Cargo.toml", "before", "safe", "unsafe", "help"] {
                if let Some(section) = found.get(name) {
                    text.extend(["=== ", name, "\n", section]);
                }
            }
            fs::write(path, text).expect("the text");
        } else if found != said {
            failures.push(format!("--- {shown}\nfound: {found:#?}\nsaid: {said:#?}"));
        }
    }
    assert!(texts.len() > 2, "the texts were not found");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
