//! The collector of one signal.

use std::time::Duration;

use crate::error::Error;

use super::xray_host::Host;

/// The protocol of the collector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    Http,
    Grpc,
}

/// How exports are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    Gzip,
    None,
}

/// Names and values, in order.
pub(crate) type Headers = Vec<(String, String)>;

/// The collector of one signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Otlp {
    pub(crate) protocol: Protocol,
    /// The whole URL. With gRPC, the base URL.
    pub(crate) endpoint: String,
    pub(crate) headers: Headers,
    pub(crate) compression: Compression,
    pub(crate) timeout: Duration,
    /// Whether a failed export is retried within that time.
    pub(crate) retries: bool,
    /// The authority that the collector's certificate is checked against.
    pub(crate) certificate: Option<File>,
    /// The client certificate that the collector is shown.
    pub(crate) identity: Option<Identity>,
    /// How percentiles are counted.
    pub(crate) temporality: Temporality,
    /// The kind of histogram in which durations are counted.
    pub(crate) histograms: Histograms,
    /// Set if the collector is X-Ray itself.
    pub(crate) xray: Option<Xray>,
}

impl Otlp {
    /// The time within which a failed export is retried, if it is.
    pub(crate) fn retries_within(&self) -> Option<Duration> {
        self.retries.then_some(self.timeout)
    }
}

/// A PEM file, and the variable that names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) variable: &'static str,
    pub(crate) path: String,
}

impl File {
    /// Returns the error that the file cannot be used.
    pub(crate) fn refused(&self, reason: String) -> Error {
        Error::File {
            variable: self.variable,
            path: self.path.clone(),
            reason,
        }
    }
}

/// A client's own certificate and its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) certificate: File,
    pub(crate) key: File,
}

/// Whether exported counts start at the process's start or at the last export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Temporality {
    Cumulative,
    Delta,
    LowMemory,
}

/// The kind of histogram in which durations are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Histograms {
    Exponential,
    Explicit,
}

/// X-Ray as the collector, and the variable that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Xray {
    pub(crate) host: Host,
    pub(crate) variable: &'static str,
}
