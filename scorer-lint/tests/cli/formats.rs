//! Formats, each read back by what reads it.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use cargo_metadata::Message;
use cargo_metadata::diagnostic::{Applicability, DiagnosticLevel};
use rustfix::Filter;
use scorer_lint::engine::finding::Finding;
use scorer_lint::output::{self, Format, Report, Style};
use scorer_lint::package::unit::{Source, Unit};
use scorer_lint::rules::ALL;
use scorer_lint::source::Place;
use serde_json::{Value, json};

use super::{Folder, LEAK, MANIFEST, RULE, in_each_format, lint};

/// A finding with everything that a rule can say, in a file of this text.
fn written(folder: &Folder, text: &str, at: &str, replacement: &str, format: Format) -> String {
    folder.write("src/lib.rs", text.as_bytes());
    let path = Arc::new(folder.path("src/lib.rs"));
    let start = text.find(at).expect("what is at fault");
    let bytes = start..start + at.len();
    let mut finding = Finding::new(
        ALL.rules().find(RULE).expect("the rule"),
        &path,
        bytes.clone(),
        "is wrong",
    )
    .note("one reason")
    .help("write it so")
    .fix(bytes.clone(), replacement, true);
    finding.start = Place::of(text, bytes.start);
    finding.end = Place::of(text, bytes.end);
    let unit = Unit {
        root: folder.root().to_owned(),
        sources: vec![Source {
            path: PathBuf::clone(&path),
            is_test: false,
            text: None,
        }],
        ..Unit::default()
    };
    let report = Report {
        findings: &[finding],
        units: &[unit],
        files: 1,
        ..Report::default()
    };
    let mut out = Vec::new();
    output::write(&report, format, Style::default(), &mut out).expect("written");
    String::from_utf8(out).expect("UTF-8")
}

fn package() -> Folder {
    Folder::of(&[("Cargo.toml", &MANIFEST.replace("0.1.0", "1.2.3"))])
}

#[test]
fn json_holds_everything() {
    let folder = package();
    let text = "fn größe() {}\nfn b() { old(1,\n 2) }\n";
    let out = written(&folder, text, "old(1,\n 2)", "new()", Format::Json);
    let line: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(
        line,
        json!({
            "rule": RULE,
            "group": "records-too-much",
            "level": "deny",
            "path": folder.name("src/lib.rs"),
            "line": 2,
            "column": 10,
            "end_line": 3,
            "end_column": 4,
            "message": "is wrong",
            "notes": ["one reason"],
            "help": "write it so",
            "fix": {
                "safe": true,
                "edits": [{
                    "start": 25,
                    "end": 35,
                    "line": 2,
                    "column": 10,
                    "end_line": 3,
                    "end_column": 4,
                    "text": "new()",
                }],
            },
        })
    );
}

#[test]
fn json_is_a_line_each_and_leaves_out_what_is_not_there() {
    let twice = format!("{LEAK}{LEAK}");
    let folder = Folder::of(&[("a.rs", &twice)]);
    let (ran, _) = folder.found();
    let findings = ran.findings();
    assert_eq!(findings.len(), 2);
    assert_eq!(
        (&findings[0]["line"], &findings[1]["line"]),
        (&json!(2), &json!(5))
    );
    for finding in &findings {
        for (key, value) in finding.as_object().expect("an object") {
            assert!(!value.is_null(), "{key}");
        }
    }
}

#[test]
fn cargo_metadata_reads_the_compilers_form() {
    let folder = package();
    let text = "fn größe() {}\nfn b() { old(1) }\n";
    let out = written(&folder, text, "old(1)", "new(1)", Format::Rustc);
    let mut messages =
        Message::parse_stream(out.as_bytes()).map(|message| message.expect("a message"));
    let Some(Message::CompilerMessage(message)) = messages.next() else {
        panic!("no finding: {out}");
    };
    assert!(
        message.package_id.repr.ends_with("#service@1.2.3"),
        "{}",
        message.package_id
    );
    assert_eq!(message.target.name, "service");
    let diagnostic = &message.message;
    assert_eq!(diagnostic.message, "is wrong");
    assert_eq!(diagnostic.level, DiagnosticLevel::Error);
    let code = diagnostic.code.as_ref().map(|code| code.code.clone());
    assert_eq!(code, Some(format!("scorer-lint::{RULE}")));
    let span = &diagnostic.spans[0];
    assert_eq!(
        &text[span.byte_start as usize..span.byte_end as usize],
        "old(1)"
    );
    assert_eq!(
        (span.line_start, span.column_start, span.column_end),
        (2, 10, 16)
    );
    assert_eq!(span.text[0].text, "fn b() { old(1) }");
    assert_eq!(
        (span.text[0].highlight_start, span.text[0].highlight_end),
        (10, 16)
    );
    assert!(span.is_primary && PathBuf::from(&span.file_name).is_absolute());
    let rendered = diagnostic.rendered.as_deref().unwrap_or_default();
    assert!(
        rendered.starts_with(&format!("error[{RULE}]: is wrong")),
        "{rendered}"
    );
    let children: Vec<&str> = diagnostic
        .children
        .iter()
        .map(|child| child.message.as_str())
        .collect();
    assert_eq!(children, ["one reason", "write it so"]);
    let suggestion = &diagnostic.children[1].spans[0];
    assert_eq!(suggestion.suggested_replacement.as_deref(), Some("new(1)"));
    assert_eq!(
        suggestion.suggestion_applicability,
        Some(Applicability::MachineApplicable)
    );
    assert!(matches!(messages.next(), Some(Message::BuildFinished(_))));
    assert!(messages.next().is_none());
}

#[test]
fn what_cargo_fix_uses_applies_the_edit() {
    let folder = package();
    let text = "fn größe() {}\n\tfn b() { old(1,\r\n  2) }\r\n";
    let out = written(&folder, text, "old(1,\r\n  2)", "new(1)", Format::Rustc);
    let line: Value = serde_json::from_str(out.lines().next().expect("a line")).expect("JSON");
    let diagnostic = line["message"].to_string();
    let all = HashSet::new();
    let suggestions =
        rustfix::get_suggestions_from_json(&diagnostic, &all, Filter::MachineApplicableOnly);
    let suggestions = suggestions.expect("suggestions");
    assert_eq!(suggestions.len(), 1);
    let fixed = rustfix::apply_suggestions(text, &suggestions).expect("applied");
    assert_eq!(fixed, "fn größe() {}\n\tfn b() { new(1) }\r\n");
}

#[test]
fn github_reads_properties_and_text_apart() {
    let folder = Folder::of(&[("50%, a:b.rs", LEAK)]);
    let ran = lint(&["--format", "github", &folder.name("50%, a:b.rs")]);
    assert_eq!(ran.code, 1);
    let line = ran.out.strip_suffix('\n').expect("a line");
    assert!(!line.contains(['\n', '\r']), "{line}");
    let (command, message) = line
        .strip_prefix("::")
        .and_then(|line| line.split_once("::"))
        .expect("a command");
    let (level, properties) = command.split_once(' ').expect("properties");
    assert_eq!(level, "error");
    let properties: Vec<(&str, &str)> = properties
        .split(',')
        .map(|property| property.split_once('=').expect("a value"))
        .collect();
    let names: Vec<&str> = properties.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names,
        ["file", "line", "endLine", "col", "endColumn", "title"]
    );
    assert!(properties[0].1.ends_with("/50%25%2C a%3Ab.rs"), "{line}");
    assert_eq!(
        (properties[1].1, properties[3].1, properties[5].1),
        ("2", "13", RULE)
    );
    assert!(
        message.contains("`password`") && message.contains("%0Ahelp: "),
        "{message}"
    );
}

#[test]
fn github_knows_three_levels() {
    let folder = Folder::of(&[("a.rs", LEAK)]);
    for (level, command) in [
        ("note", "::notice "),
        ("warn", "::warning "),
        ("deny", "::error "),
    ] {
        let level = format!("secret-in-message={level}");
        let ran = lint(&[
            "--format",
            "github",
            "--level",
            &level,
            &folder.name("a.rs"),
        ]);
        assert!(ran.out.starts_with(command), "{}", ran.out);
    }
}

#[test]
fn people_read_it_as_from_rustc() {
    let folder = Folder::of(&[]);
    let out = written(
        &folder,
        "fn a() {\n    old(1);\n}\n",
        "old(1)",
        "new(1)",
        Format::Human,
    );
    let path = folder.name("src/lib.rs");
    assert_eq!(
        out,
        format!(
            "error[{RULE}]: is wrong\n --> {path}:2:5\n  |\n2 |     old(1);\n  |     ^^^^^^\n  |\n  \
             = note: one reason\n  = help: write it so\n\n1 finding: 1 deny in 1 file\n"
        )
    );
}

#[test]
fn odd_lines_are_shown_whole() {
    let folder = Folder::of(&[]);
    for (text, line, marks) in [
        ("\told(1);\r\n", "1 |     old(1);", "  |     ^^^^^^"),
        ("漢字 old(1)", "1 | 漢字 old(1)", "  |      ^^^^^^"),
        ("\x1b[31m old(1)\n", "1 | ␛[31m old(1)", "  |       ^^^^^^"),
    ] {
        let out = written(&folder, text, "old(1)", "", Format::Human);
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!((lines[3], lines[4]), (line, marks), "{out}");
    }
}

#[test]
fn a_very_long_line_is_cut_around_the_fault() {
    let folder = Folder::of(&[]);
    let text = format!(
        "{}old(1);{}\n",
        "x; ".repeat(100_000),
        " y;".repeat(100_000)
    );
    let out = written(&folder, &text, "old(1)", "", Format::Human);
    assert!(out.len() < 1000, "{} bytes", out.len());
    assert!(out.contains("src/lib.rs:1:300001\n"), "{out}");
    assert!(
        out.contains("x; old(1); y;") && out.contains("^^^^^^"),
        "{out}"
    );
}

#[test]
fn a_fault_of_many_lines_is_cut() {
    let folder = Folder::of(&[]);
    let at = format!("old({})", "1,\n".repeat(50_000));
    let out = written(&folder, &at, &at, "", Format::Human);
    assert!(out.len() < 2000, "{} bytes", out.len());
    assert!(out.contains("1 | old(1,"), "{out}");
    // And programs are told where it ends.
    let line: Value =
        serde_json::from_str(&written(&folder, &at, &at, "", Format::Json)).expect("JSON");
    assert_eq!(line["end_line"], json!(50_001));
    let rustc = written(&folder, &at, &at, "", Format::Rustc);
    assert_eq!(
        Message::parse_stream(rustc.as_bytes())
            .filter_map(Result::ok)
            .count(),
        2
    );
}

#[test]
fn a_file_that_has_gone_is_still_named() {
    let folder = Folder::of(&[]);
    let path = Arc::new(folder.path("gone.rs"));
    let findings = [Finding::new(
        ALL.rules().find(RULE).expect("the rule"),
        &path,
        5..9,
        "is wrong",
    )];
    for out in in_each_format(&findings) {
        assert!(out.contains("gone.rs") && out.contains("is wrong"), "{out}");
    }
}

#[test]
fn no_text_and_no_place_breaks_a_format() {
    let folder = Folder::of(&[]);
    let texts = [
        String::new(),
        "\r\n\r\n".to_owned(),
        "\u{feff}fn a() {\0 \"unended ".to_owned(),
        "r#\"é\"# 'x b\"\\".to_owned(),
        format!("é{}", "é".repeat(20_000)),
        format!("é\n{}", "\"漢\" ".repeat(5_000)),
    ];
    for text in &texts {
        folder.write("a.rs", text.as_bytes());
        let path = Arc::new(folder.path("a.rs"));
        let step = (text.len() / 7).max(1);
        let places = (0..=text.len() + 2).step_by(step);
        let findings: Vec<Finding> = places
            .clone()
            .flat_map(|start| [start, start + 1, start + 5, text.len() + 9].map(|end| start..end))
            .map(|bytes| {
                Finding::new(
                    ALL.rules().find(RULE).expect("the rule"),
                    &path,
                    bytes.clone(),
                    "is wrong",
                )
                .fix(bytes, "x", false)
            })
            .collect();
        for shown in in_each_format(&findings) {
            assert!(
                shown.matches("is wrong").count() >= findings.len(),
                "{shown}"
            );
        }
    }
}
