//! OTLP over gRPC. Its channel lives on a runtime of its own, so that it works without one, and a service whose only
//! thread waits for a flush does not wait for itself.

mod channel;
mod spans;

use opentelemetry_otlp::{
    Compression as OtlpCompression, MetricExporter, WithExportConfig as _, WithTonicConfig as _,
};

use crate::config::otlp::{Compression, Otlp};
use crate::error::Error;

#[cfg(not(feature = "grpc-tls"))]
use super::otlp::no_tls;
use super::otlp::{refused, retries, temporality};
use super::wait::{Runtime, Wait};

pub(super) use spans::Spans;

use channel::metadata;
#[cfg(feature = "grpc-tls")]
use channel::tls;

/// An exporter of percentiles and the runtime that it needs.
pub(super) fn metrics(otlp: &Otlp) -> Result<(MetricExporter, Wait), Error> {
    let runtime = Runtime::new()?;
    let entered = runtime.enter();
    let builder = MetricExporter::builder()
        .with_tonic()
        .with_temporality(temporality(otlp))
        .with_endpoint(&otlp.endpoint)
        .with_timeout(otlp.timeout)
        .with_retry_policy(retries(otlp))
        .with_metadata(metadata(&otlp.headers)?);
    let builder = match otlp.compression {
        Compression::Gzip => builder.with_compression(OtlpCompression::Gzip),
        Compression::None => builder,
    };
    #[cfg(feature = "grpc-tls")]
    let builder = match tls(otlp)? {
        Some(tls) => builder.with_tls_config(tls),
        None => builder,
    };
    #[cfg(not(feature = "grpc-tls"))]
    no_tls(otlp, "grpc-tls")?;
    let exporter = builder.build().map_err(|it| refused(&it))?;
    drop(entered);
    Ok((exporter, Wait::Runtime(runtime)))
}
