//! What a receiver reads is what was recorded: over HTTP and gRPC, plain and compressed, with headers and with TLS.

use serde_json::{Value, json};
use tracing::info_span;

use crate::support::{PATIENCE, pipeline, try_pipeline};
use scorer_instrument_tests::receiver::{Receiver, attribute, spans};

/// Sends one request with everything that a span can hold, and compares it with what arrived.
fn round_trip(receiver: &Receiver, variables: &[(&str, &str)]) -> Value {
    let mut all = vec![
        (
            "OTEL_RESOURCE_ATTRIBUTES",
            "team=score,service.instance.id=a%20b",
        ),
        ("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=t%3D1"),
        ("ENVIRONMENT", "test"),
        ("OTEL_METRICS_EXPORTER", "none"),
    ];
    all.extend_from_slice(variables);
    let telemetry = pipeline(&all);
    telemetry.run(|| {
        let root = info_span!(
            "root",
            otel.kind = "server",
            whole = -7,
            part = 0.25,
            flag = true,
            text = "naïve ☃",
            optional = Some("here"),
        );
        root.in_scope(|| {
            let child = info_span!("child");
            child.follows_from(&root);
            child.in_scope(|| {
                tracing::info!(attempt = 2, "weighed");
                tracing::error!("broken");
            });
        });
    });
    telemetry.telemetry().flush(PATIENCE).expect("a receiver");
    assert_eq!(telemetry.telemetry().exported(), 2);
    assert_eq!(telemetry.telemetry().lost().total(), 0);

    let export = receiver.next_spans();
    let spans = spans(&export);
    assert_eq!(spans.len(), 2);
    let (child, root) = (spans[0], spans[1]);
    assert_eq!(
        (&child["name"], &root["name"]),
        (&json!("child"), &json!("root"))
    );
    assert_eq!(child["parentSpanId"], root["spanId"]);
    assert_eq!(child["traceId"], root["traceId"]);
    assert_eq!(root.get("parentSpanId"), None);
    assert_eq!(root["kind"], "SPAN_KIND_SERVER");
    let recorded = &root["attributes"];
    assert_eq!(attribute(recorded, "whole"), Some(&json!("-7")));
    assert_eq!(attribute(recorded, "part"), Some(&json!(0.25)));
    assert_eq!(attribute(recorded, "flag"), Some(&json!(true)));
    assert_eq!(attribute(recorded, "text"), Some(&json!("naïve ☃")));
    assert_eq!(attribute(recorded, "optional"), Some(&json!("here")));
    assert_eq!(recorded.as_array().map(Vec::len), Some(5));
    assert_eq!(child["links"][0]["spanId"], root["spanId"]);
    assert_eq!(child["events"][0]["name"], "weighed");
    assert_eq!(
        attribute(&child["events"][0]["attributes"], "attempt"),
        Some(&json!("2"))
    );
    assert_eq!(
        child["status"],
        json!({"message": "broken", "code": "STATUS_CODE_ERROR"})
    );
    let nanoseconds = |span: &Value, key: &str| -> u64 {
        span[key]
            .as_str()
            .and_then(|it| it.parse().ok())
            .expect("a time")
    };
    assert!(nanoseconds(root, "startTimeUnixNano") <= nanoseconds(child, "startTimeUnixNano"));
    assert!(nanoseconds(child, "endTimeUnixNano") <= nanoseconds(root, "endTimeUnixNano"));

    let resource = &export["body"]["resourceSpans"][0]["resource"]["attributes"];
    for (key, value) in [
        ("service.name", env!("CARGO_PKG_NAME")),
        ("service.version", env!("CARGO_PKG_VERSION")),
        ("service.instance.id", "a b"),
        ("team", "score"),
        ("deployment.environment.name", "test"),
        ("telemetry.sdk.language", "rust"),
    ] {
        assert_eq!(attribute(resource, key), Some(&json!(value)), "{key}");
    }
    assert_eq!(export["headers"]["x-tenant"], "t=1");
    telemetry
        .telemetry()
        .shutdown(PATIENCE)
        .expect("a receiver");
    export
}

#[test]
fn http_plain_and_compressed() {
    let Some(receiver) = Receiver::start(&[]) else {
        return;
    };
    let endpoint = receiver.http();
    let common = ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.as_str());
    let export = round_trip(&receiver, &[common]);
    assert_eq!(export["transport"], "http");
    assert_eq!(export["headers"]["content-type"], "application/x-protobuf");
    let export = round_trip(
        &receiver,
        &[common, ("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip")],
    );
    assert_eq!(export["headers"]["content-encoding"], "gzip");
    let own = format!("{endpoint}/v1/traces");
    round_trip(&receiver, &[("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", &own)]);
}

#[test]
fn grpc_plain_and_compressed() {
    let Some(receiver) = Receiver::start(&[]) else {
        return;
    };
    let endpoint = receiver.grpc();
    let common = [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.as_str()),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
    ];
    let export = round_trip(&receiver, &common);
    assert_eq!(export["transport"], "grpc");
    let mut compressed = common.to_vec();
    compressed.push(("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"));
    round_trip(&receiver, &compressed);
}

#[test]
fn with_tls_against_an_own_authority() {
    let Some(receiver) = Receiver::start(&["--tls"]) else {
        return;
    };
    let certificate = receiver.hello["certificate"]
        .as_str()
        .expect("a path")
        .to_owned();
    let http = format!("https://localhost:{}", receiver.hello["http"]);
    let grpc = format!("https://localhost:{}", receiver.hello["grpc"]);
    for (endpoint, protocol) in [(http, "http/protobuf"), (grpc, "grpc")] {
        round_trip(
            &receiver,
            &[
                ("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
                ("OTEL_EXPORTER_OTLP_CERTIFICATE", &certificate),
            ],
        );
    }
}

#[test]
fn a_client_shows_its_certificate_where_the_collector_asks_for_it() {
    let Some(receiver) = Receiver::start(&["--mutual"]) else {
        return;
    };
    let file = |name: &str| receiver.hello[name].as_str().expect("a path").to_owned();
    let (certificate, key) = (file("certificate"), file("key"));
    for protocol in ["http/protobuf", "grpc"] {
        let port = &receiver.hello[if protocol == "grpc" { "grpc" } else { "http" }];
        let endpoint = format!("https://localhost:{port}");
        let common = [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.as_str()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
            ("OTEL_EXPORTER_OTLP_CERTIFICATE", &certificate),
        ];
        let own = [
            (
                "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE",
                certificate.as_str(),
            ),
            ("OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY", &key),
            ("OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY", &key),
        ];
        round_trip(&receiver, &[&common[..], &own].concat());
        let mut without = common.to_vec();
        without.push(("OTEL_METRICS_EXPORTER", "none"));
        let telemetry = pipeline(&without);
        crate::support::request(&telemetry);
        let shut = telemetry.telemetry().shutdown(PATIENCE);
        shut.expect_err("a collector that knows nobody without");
    }
}

#[test]
fn a_key_that_is_not_the_certificates_is_an_error_at_the_start() {
    let (Some(one), Some(other)) = (
        Receiver::start(&["--mutual"]),
        Receiver::start(&["--mutual"]),
    ) else {
        return;
    };
    let certificate = one.hello["certificate"].as_str().expect("a path");
    let key = other.hello["key"].as_str().expect("a path");
    for protocol in ["http/protobuf", "grpc"] {
        for (own_certificate, own_key) in [
            (
                "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE",
                "OTEL_EXPORTER_OTLP_CLIENT_KEY",
            ),
            (
                "OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE",
                "OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY",
            ),
        ] {
            let error = try_pipeline(&[
                ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://localhost:4318"),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
                (own_certificate, certificate),
                (own_key, key),
            ])
            .expect_err("another's key");
            let text = error.to_string();
            for part in [own_certificate, own_key, certificate, key, "is not the key"] {
                assert!(text.contains(part), "{text}");
            }
        }
    }
}

#[test]
fn a_status_of_grpc_says_whether_spans_wait_and_why() {
    for (status, waits) in [
        ("INVALID_ARGUMENT", false),
        ("UNAUTHENTICATED", false),
        ("RESOURCE_EXHAUSTED", false),
        ("UNAVAILABLE", true),
        ("ABORTED", true),
    ] {
        let Some(receiver) = Receiver::start(&[&format!("--refuse={status}")]) else {
            return;
        };
        let endpoint = receiver.grpc();
        let telemetry = pipeline(&[
            ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.as_str()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            ("OTEL_METRICS_EXPORTER", "none"),
        ]);
        crate::support::request(&telemetry);
        let error = telemetry.telemetry().flush(PATIENCE).expect_err(status);
        assert!(error.to_string().contains("tenant is not known"), "{error}");
        assert_eq!(
            crate::support::reports(&telemetry, "tenant is not known"),
            1
        );
        assert_eq!(error.lost.failed, if waits { 0 } else { 2 }, "{status}");
    }
}

#[test]
fn what_is_rejected_over_grpc_is_counted_and_said() {
    let Some(receiver) = Receiver::start(&["--reject"]) else {
        return;
    };
    let endpoint = receiver.grpc();
    let telemetry = pipeline(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.as_str()),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
        ("OTEL_METRICS_EXPORTER", "none"),
    ]);
    crate::support::request(&telemetry);
    telemetry.telemetry().flush(PATIENCE).expect("taken");
    let guard = telemetry.telemetry();
    assert_eq!((guard.exported(), guard.lost().failed), (1, 1));
    assert_eq!(crate::support::reports(&telemetry, "one is too old"), 1);
}

#[test]
fn an_authority_that_is_not_trusted_loses_the_spans_and_says_so() {
    let Some(receiver) = Receiver::start(&["--tls"]) else {
        return;
    };
    let endpoint = format!("https://localhost:{}", receiver.hello["http"]);
    let telemetry = pipeline(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint),
        ("OTEL_METRICS_EXPORTER", "none"),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "2000"),
    ]);
    crate::support::request(&telemetry);
    let error = telemetry
        .telemetry()
        .shutdown(PATIENCE)
        .expect_err("nobody to trust");
    assert_eq!((error.lost.failed, error.lost.dropped), (2, 0));
    assert!(error.to_string().contains("certificate"), "{error}");
}

#[test]
fn a_runtime_of_one_thread_waits_for_a_flush_and_not_for_itself() {
    let Some(receiver) = Receiver::start(&[]) else {
        return;
    };
    let (http, grpc) = (receiver.http(), receiver.grpc());
    for (endpoint, protocol) in [(http, "http/protobuf"), (grpc, "grpc")] {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let variables = [
                ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.as_str()),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
            ];
            round_trip(&receiver, &variables);
        });
    }
}

#[test]
fn a_thousand_spans_of_one_request_arrive_in_batches() {
    let Some(receiver) = Receiver::start(&[]) else {
        return;
    };
    let endpoint = receiver.http();
    let telemetry = pipeline(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.as_str()),
        ("OTEL_METRICS_EXPORTER", "none"),
    ]);
    telemetry.run(|| {
        info_span!("root").in_scope(|| {
            for number in 0..999 {
                drop(info_span!("child", number));
            }
        });
    });
    telemetry.telemetry().flush(PATIENCE).expect("a receiver");
    let mut arrived = 0;
    while arrived < 1_000 {
        let count = spans(&receiver.next_spans()).len();
        assert!(count <= 512);
        arrived += count;
    }
    assert_eq!((arrived, telemetry.telemetry().lost().total()), (1_000, 0));
}

#[test]
fn a_collector_that_comes_back_gets_what_it_missed() {
    let Some(receiver) = Receiver::start(&[]) else {
        return;
    };
    let port = receiver.hello["http"].to_string();
    let endpoint = receiver.http();
    let telemetry = pipeline(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.as_str()),
        ("OTEL_METRICS_EXPORTER", "none"),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "1000"),
    ]);
    let guard = telemetry.telemetry();
    crate::support::request(&telemetry);
    guard.flush(PATIENCE).expect("a receiver");
    drop(receiver);
    crate::support::request(&telemetry);
    guard.flush(PATIENCE).expect_err("nobody there");
    let Some(_receiver) = Receiver::start(&[&format!("--http-port={port}")]) else {
        return;
    };
    crate::support::request(&telemetry);
    guard.flush(PATIENCE).expect("a receiver again");
    assert_eq!((guard.exported(), guard.lost().total()), (6, 0));
    assert_eq!(crate::support::reports(&telemetry, "cannot be exported"), 1);
    assert_eq!(crate::support::reports(&telemetry, "exported again"), 1);
}

#[test]
fn percentiles_arrive_as_exponential_histograms_sampling_aside() {
    let Some(receiver) = Receiver::start(&[]) else {
        return;
    };
    let (http, grpc) = (receiver.http(), receiver.grpc());
    for (endpoint, protocol) in [(http, "http/protobuf"), (grpc, "grpc")] {
        let telemetry = pipeline(&[
            ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.as_str()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
            ("OTEL_SAMPLING_RATIO", "0"),
        ]);
        for _ in 0..10 {
            crate::support::request(&telemetry);
        }
        telemetry.run(|| {
            info_span!("failing", login_token = "canary").in_scope(|| tracing::error!("broken"));
        });
        telemetry.telemetry().flush(PATIENCE).expect("a receiver");
        let export = receiver.next_export();
        assert_eq!(export["path"], "/v1/metrics");
        let metrics = &export["body"]["resourceMetrics"][0]["scopeMetrics"][0]["metrics"];
        let metric = |name: &str| {
            let found = metrics
                .as_array()
                .and_then(|it| it.iter().find(|it| it["name"] == name));
            found
                .unwrap_or_else(|| panic!("no `{name}` in {metrics}"))
                .clone()
        };
        let duration = metric("telemetry.span.duration");
        assert_eq!(duration["unit"], "ms");
        let points = &duration["exponentialHistogram"]["dataPoints"];
        let root = points
            .as_array()
            .and_then(|it| {
                it.iter()
                    .find(|it| attribute(&it["attributes"], "span.name") == Some(&json!("root")))
            })
            .expect("a point");
        assert_eq!(root["count"], "10");
        let errors = metric("telemetry.span.errors");
        let failing = errors["sum"]["dataPoints"]
            .as_array()
            .and_then(|it| {
                it.iter()
                    .find(|it| attribute(&it["attributes"], "span.name") == Some(&json!("failing")))
            })
            .expect("a point");
        assert_eq!(failing["asInt"], "1");
        let redacted = metric("telemetry.redactions");
        assert_eq!(
            attribute(&redacted["sum"]["dataPoints"][0]["attributes"], "cause"),
            Some(&json!("name"))
        );
        telemetry
            .telemetry()
            .shutdown(PATIENCE)
            .expect("a receiver");
        while receiver.hello.is_object() {
            // The last export of the reader's own shutdown.
            if receiver.next_export()["path"] == "/v1/metrics" {
                break;
            }
        }
    }
}
