//! What the programs have in common: a collector in memory, and telemetry that writes every span's line.

use std::fmt;

use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use scorer_instrument::telemetry::{Builder, Telemetry};

/// A collector that takes everything.
#[derive(Debug)]
pub(crate) struct Takes;

#[async_trait::async_trait]
impl HttpClient for Takes {
    async fn send_bytes(&self, _: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        Ok(Response::new(Bytes::new()))
    }
}

/// Telemetry that reads nothing but these variables and the process's own.
pub(crate) fn builder() -> Builder {
    scorer_instrument::telemetry!()
        .with_http_client(Takes)
        .default_value("OTEL_METRICS_EXPORTER", "none")
        .default_value("TELEMETRY_LOG_DURATIONS", "all")
}

/// The process's telemetry.
pub(crate) fn init() -> Telemetry {
    builder().init().expect("accepted settings")
}

/// A secret that the redactor knows by its shape.
pub(crate) const SECRET: &str = "postgres://svc:hunter2hunter2@db/scores";

/// What must not be seen of it.
pub(crate) const CANARY: &str = "hunter2hunter2";

/// What a closure prints.
pub(crate) struct Prints<F>(pub(crate) F);

impl<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> fmt::Display for Prints<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.0)(f)
    }
}

impl<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> fmt::Debug for Prints<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.0)(f)
    }
}

impl<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> std::error::Error for Prints<F> {}
