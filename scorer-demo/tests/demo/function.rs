//! The demo as a Lambda function: an event of a function URL in, a response and the request's spans out.

use std::process::{Child, Command, Stdio};

use axum::body::to_bytes;
use scorer_instrument_tests::block_on;
use scorer_instrument_tests::parts::Emulator;
use scorer_instrument_tests::receiver::{Receiver, attribute, spans};
use scorer_instrument_tests::runtime_api::{Invocation, RuntimeApi, Said};
use serde_json::{Value, json};

use crate::common::{blocks, demo};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

/// A sample as a function URL hands it on.
fn event(sample: &str) -> String {
    let mut all = scorer_demo::samples::ALL.into_iter();
    let sample = all.find(|it| it.name == sample).expect("a sample");
    let request = sample.parse().expect("well-formed").request;
    let (parts, body) = request.into_parts();
    let body = block_on(to_bytes(body, 64 * 1024)).expect("a body");
    let mut headers: serde_json::Map<String, Value> = parts
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), json!(value.to_str().expect("text"))))
        .collect();
    headers.insert("traceparent".into(), json!(CALLER));
    let (method, path) = (parts.method.as_str(), parts.uri.path());
    json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": headers,
        "requestContext": {
            "accountId": "anonymous",
            "apiId": "scores",
            "domainName": "scores.lambda-url.us-east-1.on.aws",
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": "test",
            },
            "requestId": "1",
            "routeKey": "$default",
            "stage": "$default",
            "time": "22/Nov/2026:00:00:00 +0000",
            "timeEpoch": 1_795_305_600_000_u64,
        },
        "body": String::from_utf8_lossy(&body),
        "isBase64Encoded": false,
    })
    .to_string()
}

/// Ends with the test.
struct Function(Child);

impl Function {
    fn start(api: &RuntimeApi, endpoint: &str) -> Self {
        Self::under(|program| api.environment(program), endpoint)
    }

    /// The same under what sets these of Lambda's own variables.
    fn under(lambda: impl Fn(&mut Command), endpoint: &str) -> Self {
        let mut program = Command::new(env!("CARGO_BIN_EXE_scorer-demo"));
        for setting in scorer_instrument::settings::SETTINGS {
            program.env_remove(setting.variable);
        }
        lambda(&mut program);
        program
            .env("RUST_LOG", "off")
            .env("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
            .env("TELEMETRY_LAMBDA_FLUSH_TIMEOUT", "20000")
            .stdout(Stdio::null());
        Self(program.spawn().expect("the demo runs"))
    }

    fn terminate(mut self) -> bool {
        let id = self.0.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &id]).status();
        assert!(sent.is_ok_and(|it| it.success()));
        self.0.wait().is_ok_and(|it| it.success())
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn invoke(api: &RuntimeApi, id: &str, event: String) -> Value {
    api.invoke(Invocation {
        id: id.to_owned(),
        event,
        trace: None,
        deadline: None,
    });
    let Said::Response(_, response) = api.answer(id) else {
        panic!("no response");
    };
    serde_json::from_str(&response).expect("JSON")
}

#[test]
fn an_event_is_answered_and_its_spans_are_exported_before_the_next_one() {
    let Some(receiver) = Receiver::start(&[]) else {
        return;
    };
    let api = RuntimeApi::start();
    let function = Function::start(&api, &receiver.http());
    let response = invoke(&api, "first", event("good"));
    assert_eq!(response["statusCode"], 200, "{response}");
    let body = response["body"].as_str().expect("a body");
    let body: Value = serde_json::from_str(body).expect("JSON");
    assert_eq!(body["outcome"], "scored", "{body}");
    // It asks for the next one only when the spans of this one are out.
    api.until_it_waits();
    let response = invoke(&api, "second", event("bad-key"));
    assert_eq!(response["statusCode"], 401, "{response}");
    assert!(function.terminate());

    let exports = receiver.end();
    let all: Vec<&Value> = exports.iter().flat_map(spans).collect();
    let root = |id: &str| -> &Value {
        let is_of = |it: &&&Value| {
            attribute(&it["attributes"], "faas.invocation_id").is_some_and(|found| found == id)
        };
        all.iter().find(is_of).copied().expect(id)
    };
    let first = root("first");
    assert_eq!(first["name"], "score");
    assert_eq!(first["kind"], "SPAN_KIND_SERVER");
    assert_eq!(first["traceId"], TRACE);
    assert_eq!(first["parentSpanId"], "00f067aa0ba902b7");
    for (key, value) in [
        ("faas.trigger", json!("http")),
        ("faas.coldstart", json!(true)),
        ("http.request.method", json!("POST")),
        (
            "http.route",
            json!("/v1/communities/{community_id}/scores/{address}"),
        ),
        ("http.response.status_code", json!("200")),
    ] {
        assert_eq!(attribute(&first["attributes"], key), Some(&value), "{key}");
    }
    let second = root("second");
    assert_eq!(
        attribute(&second["attributes"], "faas.coldstart"),
        Some(&json!(false))
    );
    // What the demo prints of the same request is below it.
    let tree = blocks(&demo(&["good"]));
    let mut printed: Vec<&str> = tree[0].lines.iter().map(|it| &*it.name).collect();
    let mut exported: Vec<&str> = all
        .iter()
        .filter(|it| it["traceId"] == TRACE && it["spanId"] != first["spanId"])
        .filter_map(|it| it["name"].as_str())
        .collect();
    let refused = blocks(&demo(&["bad-key"]));
    printed.extend(refused[0].lines.iter().map(|it| &*it.name));
    printed.extend(["init", "score"]);
    printed.sort_unstable();
    exported.sort_unstable();
    assert_eq!(exported, printed);
}

#[test]
fn under_cargo_lambda_a_request_is_answered_and_in_its_callers_trace() {
    let Some(receiver) = Receiver::start(&[]) else {
        return;
    };
    let Some(emulator) = Emulator::start("scorer-demo") else {
        return;
    };
    let function = Function::under(|program| emulator.environment(program), &receiver.http());
    let mut all = scorer_demo::samples::ALL.into_iter();
    let good = all.find(|it| it.name == "good").expect("a sample");
    let (parts, body) = good.parse().expect("well-formed").request.into_parts();
    let body = block_on(to_bytes(body, 64 * 1024)).expect("a body");
    let mut headers = format!("traceparent: {CALLER}\r\n");
    for (name, value) in &parts.headers {
        let value = value.to_str().expect("text");
        headers.extend([name.as_str(), ": ", value, "\r\n"]);
    }
    let (status, answer) = emulator.url(
        &format!("{} {}", parts.method, parts.uri.path()),
        &headers,
        std::str::from_utf8(&body).expect("text"),
    );
    assert_eq!(status, 200, "{answer}");
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!(answer["outcome"], "scored");
    // The same event out of a file, as a developer has it.
    let (succeeded, printed) = emulator.invoke(&event("bad-key"));
    assert!(succeeded && printed.contains("401"), "{printed}");
    assert!(function.terminate());

    let exports = receiver.end();
    let all: Vec<&Value> = exports.iter().flat_map(spans).collect();
    let roots: Vec<&&Value> = all
        .iter()
        .filter(|it| it["name"] == "scorer-demo")
        .collect();
    let [first, second] = roots.as_slice() else {
        panic!("{roots:?}");
    };
    for (root, cold, status) in [(first, true, "200"), (second, false, "401")] {
        assert_eq!(root["traceId"], TRACE);
        assert_eq!(root["parentSpanId"], "00f067aa0ba902b7");
        let of_root = |key| attribute(&root["attributes"], key).cloned();
        assert_eq!(of_root("faas.coldstart"), Some(json!(cold)));
        assert_eq!(of_root("http.response.status_code"), Some(json!(status)));
    }
}
