//! [`layer`], for a router: each request is a span that continues its caller's trace and is named by its route.

use crate::server::Protocol;

pub use crate::server::{ResponseBody, ResponseFuture, TelemetryLayer, TelemetryService};

/// A layer for `Router::layer`, after the routes.
///
/// The span is the caller's child where the request's headers name a trace. It is called `GET /score/{address_id}`: the
/// path itself may hold what must not be recorded, and is not.
///
/// The status of the answer says whether the request failed: one from 500 on is an error of the service; one from 400 on is the
/// caller's, and an error of the span only where `TELEMETRY_HTTP_ERRORS` or
/// [`Builder::with_http_errors`](crate::Builder::with_http_errors) says so. Errors of functions within are those of their own
/// spans. A panic is an error, and so is a body that fails.
///
/// The request ends when its body does. `telemetry.head_ms` says how long the head took. One that is dropped before, because the
/// client went away or a timeout ended it, is marked with `telemetry.cancelled`.
///
/// ```
/// use axum::{Router, routing::get};
///
/// let app: Router = Router::new()
///     .route("/score/{address_id}", get(|| async { "20.5" }))
///     .layer(scorer_instrument::axum::layer());
/// ```
pub fn layer() -> TelemetryLayer {
    TelemetryLayer::new(Protocol::Http)
}
