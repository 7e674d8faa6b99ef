//! The bundled client on the wire: through a proxy to a server with a certificate for X-Ray's host.

use std::process::Command;

use scorer_instrument_tests::judge::Judge;
use serde_json::json;
use tracing::info_span;

use crate::support::{ENDPOINT, KEYS, PATIENCE};

/// Set for the process that exports: proxies are of a whole process.
const CHILD: &str = "XRAY_TEST_EXPORTS";

#[test]
fn what_arrives_is_signed() {
    if std::env::var_os(CHILD).is_some() {
        exports();
        return;
    }
    let Some(mut judge) = Judge::start(&["--proxy"]) else {
        return;
    };
    let (port, certificate) = judge.proxy();
    let status = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "wire::what_arrives_is_signed"])
        .env(CHILD, "1")
        .env("HTTPS_PROXY", format!("http://127.0.0.1:{port}"))
        .env("OTEL_EXPORTER_OTLP_CERTIFICATE", certificate)
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", ENDPOINT)
        .envs(KEYS)
        .status()
        .expect("a process");
    assert!(status.success());
    let mut request = judge.next_request();
    assert_eq!(request["tunnel"], "xray.us-east-1.amazonaws.com:443");
    assert_eq!(request["path"], "/v1/traces");
    let [id, key, session] = KEYS.map(|(_, value)| value);
    for (name, value) in [
        ("method", "POST"),
        ("url", "https://xray.us-east-1.amazonaws.com/v1/traces"),
        ("region", "us-east-1"),
        ("id", id),
        ("key", key),
        ("session", session),
        ("wire", "yes"),
    ] {
        request[name] = json!(value);
    }
    assert!(judge.right(&request), "{request}");
    request["key"] = json!("other");
    assert!(!judge.right(&request));
}

fn exports() {
    let telemetry = scorer_instrument::telemetry!()
        .local()
        .expect("accepted settings");
    telemetry.run(|| drop(info_span!("root")));
    telemetry.telemetry().flush(PATIENCE).expect("taken");
}
