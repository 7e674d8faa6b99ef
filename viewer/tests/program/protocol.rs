//! OTLP over HTTP: its forms, and what is refused.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;
use prost::Message as _;
use serde_json::json;

use crate::support::{Viewer, ask, export, span};

const PROTOBUF: &str = "content-type: application/x-protobuf";
const JSON: &str = "content-type: application/json";
const GZIP: &str = "content-encoding: gzip";

fn packed(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body).expect("memory");
    encoder.finish().expect("memory")
}

#[test]
fn protobuf_and_json_are_taken_packed_or_not() {
    let viewer = Viewer::start(&[]);
    let mut expected = Vec::new();
    for (number, (kind, gzip)) in [
        (PROTOBUF, false),
        (PROTOBUF, true),
        (JSON, false),
        (JSON, true),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("request {number}");
        let request = export("forms", vec![span(number as u128 + 1, 7, 0, &name)]);
        let body = if kind == JSON {
            serde_json::to_vec(&request).expect("JSON")
        } else {
            request.encode_to_vec()
        };
        let answer = if gzip {
            viewer.post(&[kind, GZIP], &packed(&body))
        } else {
            viewer.post(&[kind], &body)
        };
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert!(answer.head.contains(kind), "{}", answer.head);
        let response = if kind == JSON {
            serde_json::from_slice(&answer.body).expect("JSON")
        } else {
            ExportTraceServiceResponse::decode(answer.body.as_slice()).expect("protobuf")
        };
        assert_eq!(response, ExportTraceServiceResponse::default());
        expected.push(name);
    }
    let operations = viewer.query("/api/services/forms/operations");
    assert_eq!(operations["data"], json!(expected));
}

#[test]
fn json_is_read_as_the_specification_writes_it() {
    let viewer = Viewer::start(&[]);
    // Names in lowerCamelCase, ids as hexadecimal digits, 64 bits as text, unknown members passed over.
    let answer = viewer.send(&json!({"resourceSpans": [{
        "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "by-hand"}}]},
        "scopeSpans": [{"scope": {}, "unknown": 1, "spans": [{
            "traceId": "5B8EFFF798038103D269B633813FC60C",
            "spanId": "EEE19B7EC3C1B174",
            "name": "I'm a server span",
            "startTimeUnixNano": "1544712660000000000",
            "endTimeUnixNano": "1544712661000000000",
            "kind": 2,
            "attributes": [
                {"key": "text", "value": {"stringValue": "some value"}},
                {"key": "large", "value": {"intValue": "9007199254740993"}},
                {"key": "list", "value": {"arrayValue": {"values": [{"intValue": "1"}, {"boolValue": true}]}}},
                {"key": "map", "value": {"kvlistValue": {"values": [{"key": "a", "value": {"doubleValue": 0.5}}]}}},
            ]
        }]}]
    }]}));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let found = viewer.query("/api/traces/5b8efff798038103d269b633813fc60c");
    let span = &found["data"][0]["spans"][0];
    assert_eq!(span["spanID"], "eee19b7ec3c1b174");
    assert_eq!(span["startTime"], 1_544_712_660_000_000_u64);
    assert_eq!(span["duration"], 1_000_000);
    assert_eq!(
        span["tags"],
        json!([
            {"key": "text", "type": "string", "value": "some value"},
            // A page's script would make 9007199254740992 of the number.
            {"key": "large", "type": "int64", "value": "9007199254740993"},
            {"key": "list", "type": "string", "value": "[1,true]"},
            {"key": "map", "type": "string", "value": "{\"a\":0.5}"},
            {"key": "span.kind", "type": "string", "value": "server"},
        ])
    );
}

#[test]
fn a_span_without_valid_ids_is_refused_by_name_and_the_others_are_taken() {
    let viewer = Viewer::start(&[]);
    let mut short = span(1, 2, 0, "short");
    short.trace_id.pop();
    let zero = span(1, 0, 0, "zero");
    let request = export("ids", vec![short, zero, span(1, 1, 0, "valid")]);
    let answer = viewer.send(&serde_json::to_value(&request).expect("JSON"));
    assert_eq!(answer.status, 200);
    let partial = &answer.json()["partialSuccess"];
    assert_eq!(partial["rejectedSpans"].to_string().trim_matches('"'), "2");
    let message = partial["errorMessage"].as_str().expect("text");
    assert!(message.contains("id of a span's trace"), "{message}");
    let operations = viewer.query("/api/services/ids/operations");
    assert_eq!(operations["data"], json!(["valid"]));
    let ended = viewer.interrupt();
    assert!(
        ended
            .errors
            .starts_with("viewer: a span is not taken: the id of"),
        "{}",
        ended.errors
    );
    assert!(
        ended
            .output
            .ends_with("3 spans arrived; 2 not taken, as their senders were told.\n"),
        "{}",
        ended.output
    );
}

#[test]
fn what_is_no_otlp_is_refused_with_its_reason() {
    let viewer = Viewer::start(&[]);
    let large = vec![b' '; 21 * 1024 * 1024];
    for (headers, body, status, reason) in [
        (
            &["content-type: application/grpc"][..],
            &b""[..],
            415,
            "OTLP over gRPC has a port of its own",
        ),
        (
            &[],
            b"{}",
            415,
            "`application/x-protobuf` or `application/json`",
        ),
        (&[JSON], b"{", 400, "no ExportTraceServiceRequest"),
        (
            &[PROTOBUF],
            b"\xff\xff",
            400,
            "no ExportTraceServiceRequest",
        ),
        (&[JSON, GZIP], b"{}", 400, "not gzip"),
        (
            &[JSON, "content-encoding: br"],
            b"{}",
            415,
            "`br` is not known here",
        ),
        // Few bytes, and many once unpacked.
        (&[JSON, GZIP], &packed(&large), 413, "larger than 20 MiB"),
    ] {
        let answer = viewer.post(headers, body);
        let text = answer.text();
        assert_eq!(answer.status, status, "{headers:?}: {text}");
        assert!(text.contains(reason), "{headers:?}: {text}");
    }
    // It lives on, and who looks at a port in a browser is shown to the pages.
    let hint = ask(viewer.http, "GET /", &[], b"");
    assert!(
        hint.text().contains(&format!("http://{}", viewer.ui)),
        "{}",
        hint.text()
    );
}

#[test]
fn metrics_and_logs_are_taken_and_it_is_said_that_they_are_not_shown() {
    let viewer = Viewer::start(&[]);
    for path in ["POST /v1/metrics", "POST /v1/logs", "POST /v1/metrics"] {
        let answer = ask(viewer.http, path, &[JSON], b"{}");
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.json(), json!({"partialSuccess": null}), "{path}");
    }
    let ended = viewer.interrupt();
    assert_eq!(ended.errors.lines().count(), 1, "{}", ended.errors);
    assert!(
        ended
            .errors
            .contains("metrics, such as the percentiles of a service, are accepted, but not shown"),
        "{}",
        ended.errors
    );
}
