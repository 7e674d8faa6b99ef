//! [`layer`], for a server of gRPC: each call is a span that continues its caller's trace and is named by its method.

use crate::server::Protocol;

pub use crate::server::{ResponseBody, ResponseFuture, TelemetryLayer, TelemetryService};

/// A layer for tonic's `Server::builder().layer(..)`, and for any other service that speaks gRPC over `http`.
///
/// The span is the caller's child where the call's metadata name a trace. It is called `scores.v1.Scores/Get`, with
/// `rpc.system`, `rpc.service`, `rpc.method` and `rpc.grpc.status_code`. Of a call to a method that does not exist
/// (`UNIMPLEMENTED`) the path is not recorded, since it may hold anything; its span is called `grpc`.
///
/// The status in the trailers says whether the call failed. `UNKNOWN`, `DEADLINE_EXCEEDED`, `UNIMPLEMENTED`, `INTERNAL`,
/// `UNAVAILABLE` and `DATA_LOSS` are errors of the service, as the [semantic
/// conventions](https://opentelemetry.io/docs/specs/semconv/rpc/grpc/) have it; the others are the caller's, and errors of the
/// span only where `TELEMETRY_HTTP_ERRORS` or [`Builder::with_http_errors`](crate::Builder::with_http_errors) says so. The
/// status' message is not recorded. A panic is an error, and so is a body that fails.
///
/// The call ends with its trailers, a streamed one too. `telemetry.head_ms` says how long the head took. A call that is
/// dropped before, because the client went away or its deadline passed, is marked with `telemetry.cancelled`.
///
/// Beside `tonic_web::GrpcWebLayer` it is added after that one: in gRPC-Web the status is a part of the body, which is not read.
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
