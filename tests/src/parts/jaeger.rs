//! Jaeger 2 with `deploy/jaeger.yaml`.

use std::process::Command;

use serde_json::Value;

use super::query::Query;
use super::tls::Certificate;
use super::{NotUp, Part, built, deployed, get, on_free_ports};

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

    /// Its port of OTLP over HTTP.
    pub fn http_port(&self) -> u16 {
        self.ports[1]
    }

    /// Its endpoint of OTLP over HTTP.
    pub fn http(&self) -> String {
        format!("{}://127.0.0.1:{}", self.scheme, self.ports[1])
    }

    /// What it has said on stderr.
    pub fn said(&self) -> String {
        self.part.said()
    }

    /// What its API says.
    pub fn query(&self) -> Query {
        Query(self.ports[2])
    }

    /// What it answers at a path of its API, as text.
    ///
    /// # Panics
    ///
    /// When it refuses.
    pub fn text(&self, path: &str) -> String {
        self.query().text(path)
    }

    /// The same, read.
    ///
    /// # Panics
    ///
    /// When it is not JSON.
    pub fn answer(&self, path: &str) -> Value {
        self.query().answer(path)
    }

    /// The traces of a service, once these many spans of it are there.
    pub fn traces(&self, service: &str, spans: usize) -> Vec<Value> {
        self.query().traces(service, spans)
    }
}
