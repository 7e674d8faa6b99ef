//! botocore computes the same signatures, and tells what was changed afterwards apart.

use scorer_instrument::telemetry::{Credentials, CredentialsError};
use scorer_instrument_tests::judge::Judge;
use serde_json::{Value, json};

use crate::support::{Xray, builder, export, header, judged, pipeline};

/// The one request that an export makes under these variables.
fn request(variables: &[(&str, &str)], region: &str) -> Value {
    let xray = Xray::default();
    let telemetry = pipeline(&xray, variables);
    export(&telemetry).expect("taken");
    let requests = xray.requests();
    assert_eq!(requests.len(), 1);
    judged(&requests[0], region)
}

#[test]
fn each_signature_is_botocores() {
    let Some(mut judge) = Judge::start(&[]) else {
        return;
    };
    for (variables, region) in [
        (&[][..], "us-east-1"),
        (&[("OTEL_EXPORTER_OTLP_COMPRESSION", "none")], "us-east-1"),
        (&[("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip")], "us-east-1"),
        (
            &[(
                "OTEL_EXPORTER_OTLP_HEADERS",
                "x-odd=%20a%20%20b%2C%3D%25%27%22%3B+~,x-empty=,x-tab=a%09b",
            )],
            "us-east-1",
        ),
        (
            &[(
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
                "https://XRAY-fips.us-gov-west-1.amazonaws.com:443/v1/traces",
            )],
            "us-gov-west-1",
        ),
        (
            &[(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "https://xray.cn-north-1.amazonaws.com.cn/",
            )],
            "cn-north-1",
        ),
    ] {
        let request = request(variables, region);
        assert!(judge.right(&request), "{request}");
    }
}

#[test]
fn keys_without_a_session_sign_too() {
    let Some(mut judge) = Judge::start(&[]) else {
        return;
    };
    let xray = Xray::default();
    let telemetry = builder(&xray, &[])
        .with_credentials(|| Ok::<_, CredentialsError>(Credentials::new("id", "canary")))
        .local()
        .expect("accepted settings");
    export(&telemetry).expect("taken");
    let request = &xray.requests()[0];
    assert_eq!(header(request, "x-amz-security-token"), "");
    let mut request = judged(request, "us-east-1");
    request["id"] = json!("id");
    request["key"] = json!("canary");
    request["session"] = Value::Null;
    assert!(judge.right(&request));
}

#[test]
fn what_was_changed_is_told_apart() {
    let Some(mut judge) = Judge::start(&[]) else {
        return;
    };
    let sent = request(&[("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=a")], "us-east-1");
    assert!(judge.right(&sent));
    let with_header = |name: &str, value: Option<&str>| {
        let mut request = sent.clone();
        let headers = request["headers"].as_array_mut().expect("headers");
        let before = headers.len();
        headers.retain(|it| it[0] != name);
        assert_eq!(headers.len() + 1, before, "{name}");
        headers.extend(value.map(|value| json!([name, value])));
        request
    };
    let with = |key: &str, value: &str| {
        let mut request = sent.clone();
        request[key] = json!(value);
        request
    };
    let body = sent["body"].as_str().expect("hex");
    for (what, changed) in [
        ("body", with("body", &format!("{body}00"))),
        ("no body", with("body", "")),
        ("method", with("method", "PUT")),
        (
            "path",
            with("url", "https://xray.us-east-1.amazonaws.com/v1/other"),
        ),
        (
            "host",
            with("url", "https://xray.us-east-2.amazonaws.com/v1/traces"),
        ),
        ("region", with("region", "us-east-2")),
        ("key", with("key", "other")),
        ("id", with("id", "other")),
        ("header", with_header("x-tenant", Some("b"))),
        ("header left out", with_header("x-tenant", None)),
        ("encoding", with_header("content-encoding", None)),
        ("date", with_header("x-amz-date", Some("20261122T120000Z"))),
        ("session", with_header("x-amz-security-token", Some("x"))),
        ("no signature", with_header("authorization", None)),
    ] {
        assert!(!judge.right(&changed), "{what}");
    }
}

#[test]
fn headers_that_signatures_bring_are_nobody_elses() {
    let Some(mut judge) = Judge::start(&[]) else {
        return;
    };
    let headers = "authorization=other,x-amz-date=other,x-amz-security-token=other,host=other";
    let request = request(&[("OTEL_EXPORTER_OTLP_HEADERS", headers)], "us-east-1");
    assert!(judge.right(&request), "{request}");
}
