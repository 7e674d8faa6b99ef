//! Where spans and percentiles are sent: a collector over HTTP or gRPC, X-Ray, the console, memory, or nowhere.

pub(crate) mod collector;
pub(crate) mod console;
pub(crate) mod memory;
pub(crate) mod metrics;
pub(crate) mod native;
mod otlp;
#[cfg(feature = "grpc")]
mod otlp_grpc;
pub(crate) mod otlp_http;
mod otlp_post;
mod otlp_spans;
mod protobuf;
pub(crate) mod queue;
mod retry;
pub(crate) mod sink;
#[cfg(feature = "tls")]
mod tls;
#[cfg(feature = "xray")]
pub(crate) mod xray;
