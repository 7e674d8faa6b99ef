//! A handler under a layer that opens a span for each request lacks a span of its own only as a note.

use super::{Folder, MANIFEST, lint};

const ROUTER: &str = "
fn router() -> axum::Router {
    axum::Router::new().route(\"/score\", axum::routing::get(score)).layer(LAYER)
}

async fn score(id: Id) -> Score {
    load(id).await
}
";

/// The level of the finding on a handler under this layer, written with this import.
fn level_under(import: &str, layer: &str) -> String {
    let text = format!("{import}{}", ROUTER.replace("LAYER", layer));
    let manifest = format!("{MANIFEST}\n[dependencies]\naxum = \"0.8\"\n");
    let folder = Folder::of(&[("Cargo.toml", &manifest), ("src/lib.rs", &text)]);
    let only = ["--only", "key-function-not-instrumented"];
    let ran = lint(&["--format", "json", only[0], only[1], &folder.name("")]);
    let findings = ran.findings();
    assert_eq!(findings.len(), 1, "{ran:?}");
    findings[0]["level"].as_str().expect("a level").to_owned()
}

#[test]
fn this_projects_layer_is_one_however_it_is_written() {
    for (import, layer) in [
        ("", "scorer_instrument::axum::layer()"),
        ("", "scorer_telemetry::axum::layer()"),
        ("", "scorer_instrument::tonic::layer()"),
        ("use scorer_instrument::axum::layer;\n", "layer()"),
        (
            "use scorer_instrument::axum as telemetry;\n",
            "telemetry::layer()",
        ),
        (
            "use scorer_instrument::axum::layer as traced;\n",
            "traced()",
        ),
        (
            "use tower_http::trace::TraceLayer;\n",
            "TraceLayer::new_for_http()",
        ),
    ] {
        assert_eq!(level_under(import, layer), "note", "{import}{layer}");
    }
}

#[test]
fn a_layer_that_opens_no_span_is_none() {
    for (import, layer) in [
        ("", "tower_http::limit::layer()"),
        ("", "cors::layer()"),
        ("use crate::limits::layer;\n", "layer()"),
        ("", "scorer_instrument::propagation::layer()"),
    ] {
        assert_eq!(level_under(import, layer), "warn", "{import}{layer}");
    }
}
