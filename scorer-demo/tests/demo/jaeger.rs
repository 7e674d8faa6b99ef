//! Jaeger itself, started with `deploy/jaeger.yaml`: what its own API shows of the demo's requests.

use std::collections::BTreeMap;

use scorer_instrument_tests::parts::{Certificate, Jaeger, children, free_ports, tag, tree};
use serde_json::{Value, json};

use crate::common::{REFUSED, demo_with, holds_no_secret, scored};

/// Sends samples to Jaeger under a name of their own; what the demo printed.
fn send(service: &str, endpoint: &str, more: &[(&str, &str)], samples: &[&str]) -> String {
    let mut variables = vec![
        ("OTEL_TRACES_EXPORTER", "otlp"),
        ("OTEL_METRICS_EXPORTER", "none"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint),
        ("OTEL_SERVICE_NAME", service),
        ("RUST_LOG", "warn"),
    ];
    variables.extend_from_slice(more);
    let output = demo_with(&variables, samples);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8")
}

/// The trees of all samples, and how often each is there.
fn all_trees() -> BTreeMap<String, usize> {
    BTreeMap::from([
        (scored(true), 1),
        (scored(false), 3),
        (REFUSED.to_owned(), 2),
    ])
}

fn spans_in(trees: &BTreeMap<String, usize>) -> usize {
    trees
        .iter()
        .map(|(tree, times)| tree.lines().count() * times)
        .sum()
}

/// Whether Jaeger has every sample's tree under that name.
fn has_all_trees(jaeger: &Jaeger, service: &str) {
    let expected = all_trees();
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for trace in jaeger.traces(service, spans_in(&expected)) {
        *found.entry(tree(&trace)).or_default() += 1;
        assert_eq!(trace["warnings"], Value::Null);
    }
    assert_eq!(found, expected, "{service}");
}

/// The span of that name in a trace.
fn span<'a>(trace: &'a Value, name: &str) -> &'a Value {
    let mut spans = trace["spans"].as_array().into_iter().flatten();
    let found = spans.find(|it| it["operationName"] == name);
    found.unwrap_or_else(|| panic!("no `{name}` in {trace}"))
}

/// The only trace of a service.
fn only(jaeger: &Jaeger, service: &str, spans: usize) -> Value {
    let mut traces = jaeger.traces(service, spans);
    assert_eq!(traces.len(), 1, "{traces:?}");
    traces.remove(0)
}

#[test]
fn every_request_is_the_same_tree_over_http_and_grpc_with_and_without_tls() {
    let certificate = Certificate::new();
    let Some(jaeger) = Jaeger::start() else {
        return;
    };
    let Some(over_tls) = Jaeger::with_tls(&certificate) else {
        return;
    };
    let trusted = certificate.pem();
    let trusted = ("OTEL_EXPORTER_OTLP_CERTIFICATE", trusted.as_str());
    let http = ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
    let grpc = ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
    let gzip = ("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip");
    send("http", &jaeger.http(), &[http], &[]);
    send("grpc", &jaeger.grpc(), &[grpc], &[]);
    send("http-gzip", &jaeger.http(), &[http, gzip], &[]);
    send("http-tls", &over_tls.http(), &[http, trusted], &[]);
    send(
        "grpc-tls-gzip",
        &over_tls.grpc(),
        &[grpc, trusted, gzip],
        &[],
    );
    for (jaeger, service) in [
        (&jaeger, "http"),
        (&jaeger, "grpc"),
        (&jaeger, "http-gzip"),
        (&over_tls, "http-tls"),
        (&over_tls, "grpc-tls-gzip"),
    ] {
        has_all_trees(jaeger, service);
        let told = jaeger.text(&format!(
            "/api/traces?service={service}&limit=100&lookback=1h"
        ));
        holds_no_secret(&told);
    }
}

#[test]
fn a_trace_says_what_each_span_did() {
    let Some(jaeger) = Jaeger::start() else {
        return;
    };
    let resource = (
        "OTEL_RESOURCE_ATTRIBUTES",
        "service.namespace=scores,host.password=hunter2",
    );
    let environment = ("ENVIRONMENT", "development");
    send("told", &jaeger.http(), &[resource, environment], &["good"]);
    let trace = only(&jaeger, "told", scored(true).lines().count());

    let roots = children(&trace, None);
    let [root] = roots.as_slice() else {
        panic!("{roots:?}");
    };
    assert_eq!(tag(root, "span.kind"), Some(&json!("internal")));
    assert_eq!(tag(root, "outcome"), Some(&json!("Scored")));
    assert_eq!(tag(root, "community_id"), Some(&json!(7)));
    assert_eq!(tag(root, "score").and_then(Value::as_f64), Some(20.0));
    assert_eq!(tag(root, "error"), None);

    let select = span(&trace, "SELECT api_key");
    assert_eq!(tag(select, "span.kind"), Some(&json!("client")));
    assert_eq!(tag(select, "db.system.name"), Some(&json!("sqlite")));
    assert_eq!(tag(select, "db.operation.name"), Some(&json!("SELECT")));
    assert_eq!(tag(select, "db.collection.name"), Some(&json!("api_key")));
    let statement = tag(select, "db.query.text").and_then(Value::as_str);
    assert!(
        statement.is_some_and(|it| it.starts_with("SELECT") && it.contains("$1")),
        "{statement:?}"
    );
    let hash = span(&trace, "verify_pbkdf2_hash");
    assert_eq!(tag(hash, "span.kind"), Some(&json!("internal")));
    assert_eq!(tag(hash, "iterations"), Some(&json!(20_000)));

    // A child lies within its parent, as Jaeger counts: in microseconds.
    let within = |outer: &Value, inner: &Value| {
        let at = |span: &Value| {
            let start = span["startTime"].as_u64().expect("a start");
            (
                start,
                start + span["duration"].as_u64().expect("a duration"),
            )
        };
        let (outer, inner) = (at(outer), at(inner));
        outer.0 <= inner.0 + 1 && inner.1 <= outer.1 + 1
    };
    for child in children(&trace, Some(root)) {
        assert!(within(root, child), "{child} is not within {root}");
    }

    let process = &trace["processes"][root["processID"].as_str().expect("a process")];
    assert_eq!(process["serviceName"], "told");
    for (key, value) in [
        ("service.namespace", "scores"),
        ("deployment.environment.name", "development"),
        ("telemetry.sdk.language", "rust"),
    ] {
        assert_eq!(tag(process, key), Some(&json!(value)), "{key}");
    }
    let told = jaeger.text("/api/traces?service=told&limit=100&lookback=1h");
    assert!(!told.contains("hunter2"), "{process}");
    holds_no_secret(&told);
}

#[test]
fn a_request_that_failed_says_so_where_it_did() {
    let Some(jaeger) = Jaeger::start() else {
        return;
    };
    send("refused", &jaeger.http(), &[], &["bad-key"]);
    let trace = only(&jaeger, "refused", REFUSED.lines().count());
    for name in ["score_address_handler", "validate_api_key"] {
        let span = span(&trace, name);
        assert_eq!(tag(span, "error"), Some(&json!(true)), "{span}");
        assert_eq!(tag(span, "otel.status_code"), Some(&json!("ERROR")));
        let logs = span["logs"].as_array().into_iter().flatten();
        let messages: Vec<String> = logs.map(Value::to_string).collect();
        assert!(
            messages
                .iter()
                .any(|it| it.contains("the API key is wrong")),
            "{messages:?}"
        );
    }
    let hash = span(&trace, "verify_pbkdf2_hash");
    assert_eq!(tag(hash, "error"), None, "it did what it should");
    // What a person searches for in Jaeger's page. (By `error=true` this Jaeger's memory finds nothing, whoever sent it.)
    let tags = "%7B%22outcome%22%3A%22Unauthorized%22%7D";
    let found = jaeger.answer(&format!(
        "/api/traces?service=refused&lookback=1h&tags={tags}"
    ));
    assert_eq!(found["data"].as_array().map(Vec::len), Some(1), "{found}");
}

#[test]
fn a_jaeger_that_is_not_there_and_one_of_another_protocol_are_told_in_a_line() {
    let Some(jaeger) = Jaeger::start() else {
        return;
    };
    let [nobody] = free_ports();
    let away = format!("http://127.0.0.1:{nobody}");
    let http = ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
    let grpc = ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
    for (endpoint, protocol, words) in [
        (&away, http, "refused"),
        (&away, grpc, "refused"),
        // The ports mixed up.
        (
            &jaeger.grpc(),
            http,
            "for gRPC, set OTEL_EXPORTER_OTLP_PROTOCOL=grpc",
        ),
        (
            &jaeger.http(),
            grpc,
            "for HTTP, set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
        ),
        // TLS where there is none.
        (
            &jaeger.http().replace("http:", "https:"),
            http,
            "does not speak TLS",
        ),
    ] {
        let printed = send("away", endpoint, &[protocol], &["bad-key"]);
        assert!(printed.contains("-> 401"), "{printed}");
        let lines: Vec<&str> = printed.lines().collect();
        let said = lines.iter().filter(|it| it.contains("cannot be exported"));
        assert_eq!(said.count(), 1, "{endpoint} {protocol:?}: {printed}");
        assert!(printed.contains(words), "{printed}");
        // How many were lost is said at the end.
        assert!(
            printed.contains("4 spans that no collector accepted"),
            "{printed}"
        );
    }
}
