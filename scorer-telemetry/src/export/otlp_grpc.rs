//! OTLP over gRPC. Its channel lives on a runtime of its own, so that it works without one, and a service whose only
//! thread waits for a flush does not wait for itself.

mod channel;
mod percentiles;
mod runtime;
mod spans;

pub(super) use percentiles::Percentiles;
pub(super) use spans::Spans;
