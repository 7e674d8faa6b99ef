//! SARIF: valid by the published schema, and what code scanning asks for beyond it.

use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use jsonschema::Validator;
use scorer_lint::engine::finding::Finding;
use scorer_lint::output::{self, Format, Report, Style};
use scorer_lint::rules::ALL;
use serde_json::Value;

use super::{FINE, Folder, LEAK, MANIFEST, lint};

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let schema = include_str!("../schema/sarif-2.1.0.json");
    // Two of its patterns have a bracket too many, which this validator takes for what it is. They are about languages.
    let mended = schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    assert_ne!(mended, schema);
    let schema: Value = serde_json::from_str(&mended).expect("JSON");
    jsonschema::validator_for(&schema).expect("a schema")
});

/// A report that the schema accepts.
fn valid(text: &str) -> Value {
    let report: Value = serde_json::from_str(text).expect("JSON");
    let errors: Vec<String> = SCHEMA
        .iter_errors(&report)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    report
}

fn sarif(folder: &Folder, options: &[&str]) -> Value {
    let root = folder.name("");
    let mut arguments = vec!["--format", "sarif", root.trim_end_matches('/')];
    arguments.extend(options);
    valid(&lint(&arguments).out)
}

fn results(report: &Value) -> &Vec<Value> {
    report["runs"][0]["results"].as_array().expect("results")
}

#[test]
fn the_schema_refuses_what_is_wrong() {
    for text in [
        r#"{"version": "2.1.0"}"#,
        r#"{"version": "2.1.0", "runs": [{"tool": {}}]}"#,
    ] {
        let report: Value = serde_json::from_str(text).expect("JSON");
        assert!(!SCHEMA.is_valid(&report), "{text}");
    }
}

#[test]
fn every_service_yields_a_valid_report() {
    let services = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/services");
    let report = valid(&lint(&["--format", "sarif", services.to_str().expect("UTF-8")]).out);
    assert!(results(&report).len() > 500);
    for result in results(&report) {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index"));
        let rule = &report["runs"][0]["tool"]["driver"]["rules"][index.expect("small")];
        assert_eq!(rule["id"], result["ruleId"]);
        let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"];
        assert_eq!(uri["uriBaseId"], "%SRCROOT%");
        assert!(
            uri["uri"]
                .as_str()
                .expect("a URI")
                .starts_with("scorer-lint/tests/services/")
        );
        let prints = &result["partialFingerprints"];
        assert!(
            prints["primaryLocationLineHash"].is_string() && prints["scorerLint/v1"].is_string()
        );
    }
}

#[test]
fn rules_say_what_code_scanning_asks() {
    let folder = Folder::of(&[("a.rs", FINE)]);
    let report = sarif(&folder, &[]);
    let rules = report["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .expect("rules");
    assert!(rules.len() >= 30);
    for rule in rules {
        for key in ["shortDescription", "fullDescription", "help"] {
            assert!(!rule[key]["text"].as_str().expect(key).is_empty(), "{rule}");
        }
        let page = rule["help"]["markdown"].as_str().expect("markdown");
        assert!(
            page.contains("```rust\n") || page.contains("```toml\n") || page.contains("```yaml\n"),
            "{page}"
        );
        assert!(
            !page.contains("//~") && !page.contains(",refused"),
            "{page}"
        );
        let tags = rule["properties"]["tags"].as_array().expect("tags");
        let severity = rule["properties"]["security-severity"].as_str();
        assert_eq!(tags.contains(&"security".into()), severity.is_some());
        if let Some(severity) = severity {
            let severity: f64 = severity.parse().expect("a number");
            assert!((0.1..=10.0).contains(&severity));
        }
        assert!(rule["properties"]["precision"].is_string());
    }
}

#[test]
fn places_are_in_characters_and_names_are_percent_encoded() {
    let folder = Folder::of(&[(
        "src/größe und %.rs",
        "fn f(password: &str) {\n    /* 𝒙 */ info!(\"{password}\");\n}\n",
    )]);
    let report = sarif(&folder, &[]);
    assert_eq!(report["runs"][0]["columnKind"], "unicodeCodePoints");
    let place = &results(&report)[0]["locations"][0];
    assert_eq!(
        place["physicalLocation"]["artifactLocation"]["uri"],
        "src/gr%C3%B6%C3%9Fe%20und%20%25.rs"
    );
    assert_eq!(place["physicalLocation"]["region"]["startColumn"], 21);
    assert_eq!(place["logicalLocations"][0]["fullyQualifiedName"], "f");
}

#[test]
fn fingerprints_survive_moved_lines() {
    let folder = Folder::of(&[("a.rs", &format!("{LEAK}{}", LEAK.replace("login", "other")))]);
    let before = sarif(&folder, &[]);
    folder.write(
        "a.rs",
        format!("// A line.\n\n{LEAK}\n{}", LEAK.replace("login", "other")).as_bytes(),
    );
    let after = sarif(&folder, &[]);
    let prints = |report: &Value| -> Vec<Value> {
        results(report)
            .iter()
            .map(|result| result["partialFingerprints"]["scorerLint/v1"].clone())
            .collect()
    };
    assert_eq!(prints(&before), prints(&after));
    assert_ne!(prints(&before)[0], prints(&before)[1]);
    assert_ne!(
        results(&before)[0]["locations"],
        results(&after)[0]["locations"]
    );
}

#[test]
fn exempted_and_held_findings_are_suppressed_results() {
    let exempted = "fn a(email: &str) {\n    // scorer-lint: allow(pii-field): an audit log\n    info!(email);\n}\n";
    let folder = Folder::of(&[("a.rs", exempted), ("b.rs", LEAK)]);
    let file = folder.name("baseline.toml");
    let root = folder.name("");
    lint(&["--write-baseline", &file, root.trim_end_matches('/')]);
    let report = sarif(&folder, &["--baseline", &file]);
    let suppressions: Vec<&Value> = results(&report)
        .iter()
        .map(|result| &result["suppressions"][0])
        .collect();
    assert_eq!(suppressions[0]["kind"], "inSource");
    assert_eq!(suppressions[0]["justification"], "an audit log");
    assert_eq!(suppressions[1]["kind"], "external");
    assert_eq!(suppressions.len(), 2);
}

#[test]
fn fixes_are_replacements() {
    let manifest = format!("{MANIFEST}\n[dependencies]\ntracing-flame = \"0.2\"\n");
    let folder = Folder::of(&[("Cargo.toml", &manifest), ("src/lib.rs", FINE)]);
    let report = sarif(&folder, &[]);
    let change = &results(&report)[0]["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "Cargo.toml");
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "");
    assert_eq!(change["replacements"][0]["deletedRegion"]["startLine"], 7);
}

#[test]
fn what_cannot_be_read_is_a_notification() {
    let folder = Folder::of(&[("a.rs", LEAK)]);
    folder.write("b.rs", b"fn a() {}\n\xff");
    let report = sarif(&folder, &[]);
    let invocation = &report["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let told = &invocation["toolExecutionNotifications"][0];
    assert_eq!(told["message"]["text"], "is not UTF-8");
    assert_eq!(
        told["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "b.rs"
    );
    assert_eq!(
        told["locations"][0]["physicalLocation"]["region"]["startLine"],
        2
    );
    assert_eq!(results(&report).len(), 1);
    // Nothing to lint at all is a report, too.
    let ran = lint(&["--format", "sarif", &folder.name("none.rs")]);
    assert_eq!(ran.code, 2);
    assert!(results(&valid(&ran.out)).is_empty());
}

/// A report of so many findings in one file, every third of them at level deny.
fn many(count: usize, message: &dyn Fn(usize) -> String) -> Value {
    let folder = Folder::of(&[("a.rs", FINE)]);
    let path = Arc::new(folder.path("a.rs"));
    let findings: Vec<Finding> = (0..count)
        .map(|at| {
            let rule = if at % 3 == 0 {
                "secret-in-message"
            } else {
                "raw-instrument"
            };
            Finding::new(
                ALL.rules().find(rule).expect("a rule"),
                &path,
                3..8,
                message(at),
            )
        })
        .collect();
    let report = Report {
        findings: &findings,
        files: 1,
        ..Report::default()
    };
    let mut out = Vec::new();
    output::write(&report, Format::Sarif, Style::default(), &mut out).expect("written");
    serde_json::from_slice(&out).expect("JSON")
}

#[test]
fn beyond_what_is_taken_the_least_severe_are_left_out_and_it_is_said() {
    let report = many(26_000, &|at| format!("finding {at}"));
    assert_eq!(results(&report).len(), 25_000);
    let denied = results(&report)
        .iter()
        .filter(|result| result["level"] == "error");
    assert_eq!(denied.count(), 26_000_usize.div_ceil(3));
    let told = &report["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(
        (told["level"].as_str(), told["message"]["text"].as_str()),
        (
            Some("warning"),
            Some(
                "1000 of 26000 results are left out, the least severe: code scanning takes 25000 and 10 MB compressed"
            ),
        )
    );
}

#[test]
fn a_report_that_would_be_too_large_is_cut() {
    const LETTERS: &[u8; 64] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
    // Text that hardly compresses: 1,000 messages of 15,000 random letters.
    let report = many(1_000, &|at| {
        let mut state = at as u64 + 1;
        let letters = (0..15_000).map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let index = usize::try_from(state >> 58).expect("six bits");
            char::from(LETTERS[index])
        });
        letters.collect()
    });
    let kept = results(&report).len();
    assert!((500..1_000).contains(&kept), "{kept}");
    let denied = results(&report)
        .iter()
        .filter(|result| result["level"] == "error");
    assert_eq!(denied.count(), 1_000_usize.div_ceil(3));
}

#[test]
fn an_empty_run_is_valid() {
    let folder = Folder::of(&[("a.rs", FINE)]);
    assert!(results(&sarif(&folder, &[])).is_empty());
    assert!(fs::metadata(folder.path("a.rs")).is_ok());
}
