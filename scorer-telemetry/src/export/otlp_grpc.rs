//! OTLP over gRPC. The channel runs on a tokio runtime of its own. So it also works outside a runtime, and a service
//! whose only thread waits for a flush does not block itself.

mod channel;
mod percentiles;
mod runtime;
mod spans;

pub(super) use percentiles::Percentiles;
pub(super) use spans::Spans;
