//! OTLP: <https://opentelemetry.io/docs/specs/otlp/>.

use std::time::Duration;

pub(crate) mod grpc;
pub(crate) mod http;

/// The most bytes of a request, unpacked: what a collector takes over HTTP by itself
/// (<https://pkg.go.dev/go.opentelemetry.io/collector/config/confighttp#ServerConfig>).
pub(crate) const LARGEST: usize = 20 * 1024 * 1024;

/// How many requests are read at a time; others wait. With `LARGEST` it bounds what is in flight.
const AT_ONCE: usize = 4;

/// How long a sender may take for a request, so that one which stopped keeps nobody waiting.
const PATIENCE: Duration = Duration::from_secs(30);
