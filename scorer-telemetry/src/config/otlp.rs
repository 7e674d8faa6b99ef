//! The collector of one signal.

use std::time::Duration;

use super::xray_host::Host;

/// How the collector is spoken to.
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

/// Names and values, in their order.
pub(crate) type Headers = Vec<(String, String)>;

/// The collector of one signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Otlp {
    pub(crate) protocol: Protocol,
    /// The whole URL; with gRPC the base.
    pub(crate) endpoint: String,
    pub(crate) headers: Headers,
    pub(crate) compression: Compression,
    pub(crate) timeout: Duration,
    /// Whether an export that failed is tried again within that time.
    pub(crate) retries: bool,
    /// A PEM file.
    pub(crate) certificate: Option<String>,
    /// Set where this is X-Ray itself.
    pub(crate) xray: Option<Xray>,
}

/// X-Ray as the collector, and the variable that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Xray {
    pub(crate) host: Host,
    pub(crate) variable: &'static str,
}
