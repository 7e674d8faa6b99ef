//! [`layer`], for a gRPC server: each call becomes a span that continues its caller's trace and is named after its
//! method.

use crate::server::Protocol;

pub use crate::server::{ResponseBody, ResponseFuture, TelemetryLayer, TelemetryService};

/// Returns a layer for tonic's `Server::builder().layer(..)`, and for any other service that speaks gRPC over `http`.
///
/// If the call's metadata names a trace, the span is a child of the caller's span. Its name is the service and the
/// method, such as `scores.v1.Scores/Get`, and it has the attributes `rpc.system`, `rpc.service`, `rpc.method` and
/// `rpc.grpc.status_code`. For a call to a method that does not exist (`UNIMPLEMENTED`) the path is not recorded, since
/// it may hold anything; the span is then named `grpc`.
///
/// The status in the trailers decides whether the call failed. `UNKNOWN`, `DEADLINE_EXCEEDED`, `UNIMPLEMENTED`,
/// `INTERNAL`, `UNAVAILABLE` and `DATA_LOSS` are errors of the service, as in the [semantic
/// conventions](https://opentelemetry.io/docs/specs/semconv/rpc/grpc/). Any other error is the caller's, and the span
/// fails only if `TELEMETRY_HTTP_ERRORS` or [`Builder::with_http_errors`](crate::Builder::with_http_errors) says so.
/// The message of the status is not recorded. A panic is an error, and so is a body that fails.
///
/// The call ends with its trailers, also when it is streamed. `telemetry.head_ms` says how many milliseconds the head
/// took. A call that is dropped before it has ended, because the client disconnected or the deadline passed, is marked
/// with `telemetry.cancelled`.
///
/// If you also use `tonic_web::GrpcWebLayer`, add this layer after it: in gRPC-Web the status is part of the body,
/// which this layer does not read.
///
/// ```
/// use tower::ServiceBuilder;
///
/// # fn scores() -> tower::util::BoxCloneService<http::Request<String>, http::Response<String>, std::convert::Infallible> {
/// #     tower::util::BoxCloneService::new(tower::service_fn(async |_| Ok(http::Response::new(String::new()))))
/// # }
/// // Server::builder().layer(scorer_instrument::tonic::layer()).add_service(scores())
/// let service = ServiceBuilder::new()
///     .layer(scorer_instrument::tonic::layer())
///     .service(scores());
/// ```
pub fn layer() -> TelemetryLayer {
    TelemetryLayer::new(Protocol::Grpc)
}
