//! The collector's own extension for signatures beside ours, on the same spans: botocore finds both right.

use std::fmt::Write as _;
use std::sync::mpsc;
use std::time::Duration;

use scorer_instrument_tests::judge::Judge;
use scorer_instrument_tests::parts::Collector;
use scorer_instrument_tests::server::{Request, answer, collector, read_request};
use serde_json::{Value, json};

use crate::support::{KEYS, Xray, export, judged, pipeline};

/// Signs what it takes, as a collector does that sends to X-Ray.
const SIGNS: &str = "
receivers:
  otlp:
    protocols:
      grpc: { endpoint: '127.0.0.1:${env:GRPC}' }
      http: { endpoint: '127.0.0.1:${env:HTTP}' }
extensions:
  sigv4auth: { region: us-east-1, service: xray }
exporters:
  otlp_http:
    traces_endpoint: '${env:XRAY}'
    compression: COMPRESSION
    auth: { authenticator: sigv4auth }
service:
  extensions: [sigv4auth]
  pipelines:
    traces: { receivers: [otlp], exporters: [otlp_http] }
";

/// A request that arrived, as the judge reads it: among its headers are some that nobody signed.
fn arrived(request: &Request, url: &str) -> Value {
    let headers: Vec<(&str, &str)> = request
        .sent_headers
        .lines()
        .filter_map(|line| line.split_once(": "))
        .collect();
    let body = request.body.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let [id, key, session] = KEYS.map(|(_, value)| value);
    json!({
        "method": "POST", "url": url, "headers": headers, "body": body, "region": "us-east-1",
        "id": id, "key": key, "session": session, "wire": true,
    })
}

#[test]
fn the_collectors_extension_and_ours_are_both_right() {
    let Some(mut judge) = Judge::start(&[]) else {
        return;
    };
    for compression in ["none", "gzip"] {
        let (send, received) = mpsc::channel();
        let xray = collector(move |mut stream| {
            if let Some(request) = read_request(&mut stream) {
                answer(&mut stream, "200 OK", "");
                let _ = send.send(request);
            }
        });
        let url = format!("http://{xray}/v1/traces");
        let mut environment = vec![("XRAY", url.as_str())];
        environment.extend(KEYS);
        let signs = SIGNS.replace("COMPRESSION", compression);
        let Some(signing) = Collector::with(&signs, &environment) else {
            return;
        };

        // Ours, and the same through the collector.
        let ours = Xray::default();
        let compressed = ("OTEL_EXPORTER_OTLP_COMPRESSION", compression);
        export(&pipeline(&ours, &[compressed])).expect("taken");
        let ours = judged(&ours.requests()[0], "us-east-1");
        assert!(judge.right(&ours), "{ours}");

        let endpoint = signing.http();
        let telemetry = scorer_instrument::telemetry!()
            .environment(move |name| match name {
                "OTEL_EXPORTER_OTLP_ENDPOINT" => Some(endpoint.clone()),
                "OTEL_METRICS_EXPORTER" => Some("none".to_owned()),
                _ => None,
            })
            .local()
            .expect("accepted settings");
        export(&telemetry).expect("taken");
        let request = received.recv_timeout(Duration::from_mins(1)).expect("one");
        let theirs = arrived(&request, &url);
        assert!(judge.right(&theirs), "{theirs}");
        // And a byte more is told apart.
        let mut changed = theirs.clone();
        changed["body"] = json!(format!("{}00", theirs["body"].as_str().unwrap_or_default()));
        assert!(!judge.right(&changed));
    }
}
