//! What rules ask of a Cargo.toml: its tables answer, and no other text in it. Each case is a rule that asks.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use scorer_lint::engine::finding::Finding;
use scorer_lint::engine::run::lint;
use scorer_lint::package::manifest::Manifest;
use scorer_lint::package::unit::{Source, TextFile, Unit};
use scorer_lint::rules::ALL;

/// What rules find in a package of one file.
fn found(manifest: &str, path: &str, source: &str) -> Vec<Finding> {
    found_within(None, manifest, path, source)
}

/// The same for a package of a workspace.
fn found_within(workspace: Option<&str>, manifest: &str, path: &str, source: &str) -> Vec<Finding> {
    let unit = Unit {
        root: PathBuf::from("service"),
        complete: true,
        sources: vec![Source {
            path: Path::new("service").join(path),
            is_test: false,
            text: Some(source.to_owned()),
        }],
        manifest: Some(TextFile {
            path: PathBuf::from("service/Cargo.toml"),
            text: manifest.to_owned(),
        }),
        workspace: workspace.map(|text| Arc::new(Manifest::read(text).expect("TOML"))),
        ..Unit::default()
    };
    let outcome = lint(&ALL, &[unit]);
    assert!(outcome.problems.is_empty(), "{:?}", outcome.problems);
    outcome.findings
}

fn has(findings: &[Finding], rule: &str) -> bool {
    findings.iter().any(|finding| finding.rule.name == rule)
}

/// Texts of a manifest that speak of a crate without depending on it, in code that is no test.
fn mentions(package: &str) -> Vec<String> {
    let head = "[package]\nname = \"service\"\nedition = \"2024\"\n";
    vec![
        format!("{head}description = \"no {package} here\"\n[dependencies]\n"),
        format!("{head}[dependencies] # {package} = \"1\"\n"),
        format!("{head}[dependencies]\n[package.metadata.docs]\n{package} = \"1\"\n"),
        format!("{head}[dependencies]\n[dev-dependencies]\n{package} = \"1\"\n"),
        format!("{head}[dependencies]\n[build-dependencies]\n{package} = \"1\"\n"),
        format!("{head}[dependencies]\n[features]\n{package} = []\n"),
    ]
}

/// Texts of a manifest that depend on it.
fn dependencies(package: &str) -> Vec<String> {
    let head = "[package]\nname = \"service\"\nedition = \"2024\"\n";
    vec![
        format!("{head}[dependencies]\n{package} = \"1\"\n"),
        format!("{head}[dependencies.{package}]\nversion = \"1\"\n"),
        format!("{head}[dependencies]\nrenamed = {{ package = \"{package}\", version = \"1\" }}\n"),
        format!("{head}[dependencies]\n[target.'cfg(unix)'.dependencies]\n{package} = \"1\"\n"),
    ]
}

#[test]
fn handlers_are_looked_for_where_the_package_depends_on_a_router() {
    let source = "fn app() -> Router { Router::new().route(\"/score/{id}\", get(score)) }\nasync fn score(id: Path<i64>) -> Json<Score> { load(id).await }\n";
    let finds = |manifest: &str| {
        has(
            &found(manifest, "src/lib.rs", source),
            "key-function-not-instrumented",
        )
    };
    for manifest in mentions("axum") {
        assert!(!finds(&manifest), "{manifest}");
    }
    for manifest in dependencies("axum") {
        assert!(finds(&manifest), "{manifest}");
    }
}

#[test]
fn a_lock_is_parking_lots_where_the_package_depends_on_it() {
    let source = "async fn take(queue: &Mutex<Queue>) {\n    let guard = queue.lock();\n    send(&guard).await;\n}\n";
    let finds = |manifest: &str| has(&found(manifest, "src/lib.rs", source), "blocking-in-async");
    for manifest in mentions("parking_lot") {
        assert!(!finds(&manifest), "{manifest}");
    }
    for manifest in dependencies("parking_lot") {
        assert!(finds(&manifest), "{manifest}");
    }
}

#[test]
fn a_program_prints_for_its_user_where_the_package_depends_on_a_parser_of_arguments() {
    let source = "pub fn report(count: usize) {\n    println!(\"{count} scores\");\n}\n";
    let finds = |manifest: &str| has(&found(manifest, "src/lib.rs", source), "print-macro");
    for manifest in mentions("clap") {
        assert!(finds(&manifest), "{manifest}");
    }
    for manifest in dependencies("clap") {
        assert!(!finds(&manifest), "{manifest}");
    }
}

/// Whether `#[instrument]` is replaced by an edit.
fn is_replaced(manifest: &str) -> bool {
    let source =
        "use tracing::instrument;\n\n#[instrument]\nfn count(score: i64) -> i64 {\n    score\n}\n";
    let findings = found(manifest, "src/lib.rs", source);
    let mut raw = findings
        .iter()
        .filter(|finding| finding.rule.name == "raw-instrument");
    raw.next().expect("a finding").fix.is_some()
}

#[test]
fn an_attribute_is_replaced_unless_the_facade_has_another_name() {
    let head = "[package]\nname = \"service\"\nedition = \"2024\"\n";
    for manifest in [
        format!("{head}description = 'no package = \"scorer-instrument\" here'\n"),
        format!("{head}# package = \"scorer-instrument\"\n"),
        format!("{head}[dependencies]\nscorer-instrument = \"0.1\"\n"),
    ] {
        assert!(is_replaced(&manifest), "{manifest}");
    }
    for manifest in [
        format!(
            "{head}[dependencies]\nguard = {{ package = \"scorer-instrument\", version = \"0.1\" }}\n"
        ),
        format!(
            "{head}[dependencies]\nguard = {{ version = \"0.1\", package='scorer-instrument' }}\n"
        ),
        format!(
            "{head}[dependencies.guard]\nversion = \"0.1\"\npackage   =   \"scorer-instrument\"\n"
        ),
    ] {
        assert!(!is_replaced(&manifest), "{manifest}");
    }
}

/// What a sleep is replaced by.
fn mended_sleep(workspace: Option<&str>, manifest: &str) -> bool {
    let source = "async fn wait(pause: std::time::Duration) {\n    std::thread::sleep(pause);\n    ask().await;\n}\n";
    let findings = found_within(workspace, manifest, "src/lib.rs", source);
    let mut sleeps = findings
        .iter()
        .filter(|finding| finding.rule.name == "blocking-in-async");
    sleeps.next().expect("a finding").fix.is_some()
}

#[test]
fn features_of_a_dependency_are_its_own_and_its_workspaces() {
    let head = "[package]\nname = \"service\"\nedition = \"2024\"\n";
    let timed = "{ version = \"1\", features = [\"time\"] }";
    assert!(mended_sleep(
        None,
        &format!("{head}[dependencies]\ntokio = {timed}\n")
    ));
    for manifest in [
        format!("{head}[dependencies]\ntokio = \"1\"\n"),
        format!("{head}[dependencies]\ntokio = \"1\"\n[dev-dependencies]\ntokio = {timed}\n"),
        format!(
            "{head}[dependencies]\nclock = {{ package = \"tokio\", version = \"1\", features = [\"time\"] }}\n"
        ),
        format!("{head}[dependencies]\ntokio.workspace = true\n"),
    ] {
        assert!(!mended_sleep(None, &manifest), "{manifest}");
    }
    let workspace = format!("[workspace.dependencies]\ntokio = {timed}\n");
    let inherits = format!("{head}[dependencies]\ntokio.workspace = true\n");
    assert!(mended_sleep(Some(&workspace), &inherits));
    let alone = format!("{head}[dependencies]\ntokio = \"1\"\n");
    assert!(!mended_sleep(Some(&workspace), &alone));
}

/// Where an import of `Instrument` is put by a fix, beside one of a macro: by the order of the package's edition.
fn import_order(workspace: Option<&str>, manifest: &str) -> String {
    let source = "use tracing::info_span;\n\nasync fn weigh() {\n    let _guard = info_span!(\"weigh\").entered();\n    ask().await;\n}\n";
    let findings = found_within(workspace, manifest, "src/lib.rs", source);
    let mut edits: Vec<_> = findings
        .iter()
        .filter_map(|finding| finding.fix.as_ref())
        .flat_map(|fix| &fix.edits)
        .collect();
    edits.sort_by_key(|edit| edit.bytes.start);
    let edits: Vec<String> = edits
        .iter()
        .map(|edit| format!("{:?} {}", edit.bytes, edit.text))
        .collect();
    edits.join("\n")
}

#[test]
fn the_edition_is_the_packages_and_no_other_line() {
    let new = import_order(None, "[package]\nname = \"service\"\nedition = \"2024\"\n");
    let old = import_order(None, "[package]\nname = \"service\"\nedition = \"2021\"\n");
    assert_ne!(new, old);
    let elsewhere = "[package]\nname = \"service\"\nedition = \"2024\"\n[package.metadata.fmt]\nedition = \"2021\"\n";
    assert_eq!(import_order(None, elsewhere), new);
    let inherits = "[package]\nname = \"service\"\nedition.workspace = true\n";
    let workspace = "[workspace.package]\nedition = \"2021\"\n";
    assert_eq!(import_order(Some(workspace), inherits), old);
}

#[test]
fn a_program_is_found_once() {
    let source = "fn main() {\n    read();\n}\n";
    let head = "[package]\nname = \"service\"\nedition = \"2024\"\n";
    let places = |manifest: &str| -> Vec<PathBuf> {
        let findings = found(manifest, "src/bin/analyze_logs.rs", source);
        let left = findings
            .iter()
            .filter(|finding| finding.rule.name == "leftover-dependency");
        left.map(|finding| PathBuf::clone(&finding.path)).collect()
    };
    let named =
        format!("{head}[[bin]]\nname = \"analyze-logs\"\npath = \"src/bin/analyze_logs.rs\"\n");
    assert_eq!(places(&named), [PathBuf::from("service/Cargo.toml")]);
    let mentioned = format!("{head}description = 'name = \"analyze-logs\"'\n");
    assert_eq!(
        places(&mentioned),
        [PathBuf::from("service/src/bin/analyze_logs.rs")]
    );
}
