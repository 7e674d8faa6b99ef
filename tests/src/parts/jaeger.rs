//! Jaeger 2 with `deploy/jaeger.yaml`, and what its own API says of traces.

use std::process::Command;

use serde_json::Value;

use super::tls::Certificate;
use super::{NotUp, Part, built, deployed, eventually, get, on_free_ports};

/// A running Jaeger.
#[derive(Debug)]
pub struct Jaeger {
    part: Part,
    ports: [u16; 6],
    scheme: &'static str,
}

impl Jaeger {
    /// Jaeger, or a line that says why there is none.
    pub fn start() -> Option<Self> {
        Self::with(None, None)
    }

    /// The same, reached over TLS alone.
    pub fn with_tls(certificate: &Certificate) -> Option<Self> {
        Self::with(Some(certificate), None)
    }

    /// The same, whose percentiles stand in the Prometheus on that port, which scrapes `scraped`.
    pub fn beside_prometheus(prometheus: u16, scraped: u16) -> Option<Self> {
        Self::with(None, Some((prometheus, scraped)))
    }

    fn with(certificate: Option<&Certificate>, prometheus: Option<(u16, u16)>) -> Option<Self> {
        let program = built("jaeger")?;
        Some(on_free_ports(|ports| {
            let [grpc, http, query, query_grpc, health, scraped] = ports;
            let (prometheus, scraped) = prometheus.unwrap_or((9, scraped));
            let mut command = Command::new(&program);
            command.arg("--config").arg(deployed("jaeger.yaml"));
            let mut set = |key: &str, value: &str| {
                command.arg(format!("--set={key}={value}"));
            };
            let on = |port: u16| format!("127.0.0.1:{port}");
            set("receivers.otlp.protocols.grpc.endpoint", &on(grpc));
            set("receivers.otlp.protocols.http.endpoint", &on(http));
            set("extensions.jaeger_query.http.endpoint", &on(query));
            set("extensions.jaeger_query.grpc.endpoint", &on(query_grpc));
            set("extensions.healthcheckv2.http.endpoint", &on(health));
            set("exporters.prometheus.endpoint", &on(scraped));
            set(
                "extensions.jaeger_storage.metric_backends.percentiles.prometheus.endpoint",
                &format!("http://{}", on(prometheus)),
            );
            let ui = deployed("jaeger-ui.json").display().to_string();
            set("extensions.jaeger_query.ui.config_file", &ui);
            // What Jaeger counts of itself has a port of its own.
            set("service.telemetry.metrics.level", "none");
            if let Some(certificate) = certificate {
                for protocol in ["grpc", "http"] {
                    let tls = format!("receivers.otlp.protocols.{protocol}.tls");
                    set(&format!("{tls}.cert_file"), &certificate.pem());
                    set(&format!("{tls}.key_file"), &certificate.key());
                }
            }
            // Its health check is the file's own.
            let is_up = |path, port| get(port, path).is_some_and(|it| it.0 == 200);
            let part = Part::start(command, |_| {
                is_up("/status", health) && is_up("/api/services", query)
            })?;
            let scheme = if certificate.is_some() {
                "https"
            } else {
                "http"
            };
            Ok::<_, NotUp>(Self {
                part,
                ports: [grpc, http, query, query_grpc, health, scraped],
                scheme,
            })
        }))
    }

    /// Its endpoint of OTLP over gRPC.
    pub fn grpc(&self) -> String {
        format!("{}://127.0.0.1:{}", self.scheme, self.ports[0])
    }

    /// Its endpoint of OTLP over HTTP.
    pub fn http(&self) -> String {
        format!("{}://127.0.0.1:{}", self.scheme, self.ports[1])
    }

    /// What it has said on stderr.
    pub fn said(&self) -> String {
        self.part.said()
    }

    /// What it answers at a path of its API, as text.
    ///
    /// # Panics
    ///
    /// When it refuses.
    pub fn text(&self, path: &str) -> String {
        let (status, body) = get(self.ports[2], path).expect("an answer");
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// The same, read.
    ///
    /// # Panics
    ///
    /// When it is not JSON.
    pub fn answer(&self, path: &str) -> Value {
        serde_json::from_str(&self.text(path)).expect("JSON")
    }

    /// The traces of a service, once these many spans of it are there.
    pub fn traces(&self, service: &str, spans: usize) -> Vec<Value> {
        let path = format!("/api/traces?service={service}&limit=1000&lookback=1h");
        eventually(&format!("trace of {spans} spans in Jaeger"), || {
            let answer = self.answer(&path);
            let traces = answer["data"].as_array()?.clone();
            let count = |trace: &Value| trace["spans"].as_array().map_or(0, Vec::len);
            (traces.iter().map(count).sum::<usize>() >= spans).then_some(traces)
        })
    }
}

/// The value of a tag of a span, a log or a process.
pub fn tag<'a>(of: &'a Value, key: &str) -> Option<&'a Value> {
    let tags = of["tags"].as_array().or_else(|| of["fields"].as_array())?;
    tags.iter()
        .find(|it| it["key"] == key)
        .map(|it| &it["value"])
}

/// The spans of a trace directly within that one, in the order of their starts; without one, those within none.
pub fn children<'a>(trace: &'a Value, parent: Option<&Value>) -> Vec<&'a Value> {
    let above = |span: &Value| {
        let references = span["references"].as_array();
        references
            .into_iter()
            .flatten()
            .find(|it| it["refType"] == "CHILD_OF")
            .map(|it| it["spanID"].clone())
    };
    let spans = trace["spans"].as_array().into_iter().flatten();
    let mut found: Vec<&Value> = spans
        .filter(|span| above(span).as_ref() == parent.map(|it| &it["spanID"]))
        .collect();
    found.sort_by_key(|it| it["startTime"].as_u64());
    found
}

/// The names of a trace, one a line, each as far in as it is deep.
pub fn tree(trace: &Value) -> String {
    fn draw(trace: &Value, parent: Option<&Value>, depth: usize, into: &mut String) {
        for span in children(trace, parent) {
            let name = span["operationName"].as_str().unwrap_or_default();
            *into += &"  ".repeat(depth);
            *into += name;
            into.push('\n');
            draw(trace, Some(span), depth + 1, into);
        }
    }
    let mut drawn = String::new();
    draw(trace, None, 0, &mut drawn);
    drawn
}
