//! Every command and every block of the guides is run, in order, on a copy of a service with 50 raw instruments.

#[path = "guide/fenced.rs"]
mod fenced;
#[path = "guide/run.rs"]
mod run;

use std::fs;
use std::path::Path;

use run::{Copy, is_like};

/// `cargo check` is among its steps, with the runtime and what it depends on.
#[test]
fn a_service_with_plain_logs_from_its_first_line_to_the_lint() {
    let service = Copy::of("plain", "start");
    service.follow("start.md");
    let manifest = service.read("Cargo.toml");
    assert!(!manifest.contains("tracing-subscriber"), "{manifest}");
}

#[test]
fn a_path_to_the_crate_is_seen_from_the_package() {
    let service = Copy::of("plain", "path");
    let said = r#"[lint]
dependency = { path = "../elsewhere/scorer-instrument" }
"#;
    let spawned =
        "#[scorer_span]\npub async fn store(id: i64) {\n    tokio::spawn(notify(id));\n}\n";
    service.put("scorer-instrument.toml", said);
    service.put("src/store.rs", spawned);
    let (code, said) =
        service.shell("cargo scorer-lint --fix --unsafe-fixes --allow-dirty src/store.rs");
    assert_eq!(code, Some(0), "{said}");
    let manifest = service.read("Cargo.toml");
    let line =
        r#"scorer-instrument = { path = "../elsewhere/scorer-instrument", features = ["tokio"] }"#;
    assert!(manifest.contains(line), "{manifest}\n{said}");
}

#[test]
fn adopting_it_in_an_afternoon() {
    let service = Copy::new("adopt");
    let (_, raw) = service.shell("grep -r '^#\\[instrument' */src | wc -l");
    assert_eq!(raw.trim(), "50", "the guide's service");
    service.follow("adopt.md");
    let (_, raw) = service.shell("grep -r '^#\\[scorer_span' */src | wc -l");
    assert_eq!(raw.trim(), "50", "none is lost");
}

#[test]
fn compile_fail_tests_for_a_teams_own_policy() {
    Copy::new("policy").follow("compile-fail-tests.md");
}

/// What it comes to is compiled in `tests/beside`, which has what such a service depends on.
#[test]
fn migrating_from_tracing_opentelemetry() {
    let service = Copy::of("migrated", "migrate");
    service.follow("migrate.md");
    let compiled = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/beside/examples/migrated");
    for file in ["main.rs", "calls.rs", "queue.rs"] {
        let text = fs::read_to_string(compiled.join(file)).expect("what is compiled");
        assert_eq!(service.read(&format!("src/{file}")), text, "{file}");
    }
}

#[test]
fn what_a_page_shows_is_compared_line_by_line() {
    assert!(is_like("a\n..\nd\n", "a\nb\nc\nd\n"));
    assert!(is_like("a\n..\nd", "a\nd"));
    assert!(is_like("took .. ms in .. files", "took 12 ms in 3 files"));
    assert!(!is_like("a\n..\nd", "a\nb\nc"));
    assert!(!is_like("a\nb", "a\nb\nc"));
    assert!(!is_like("took .. ms", "took 12 s"));
}
