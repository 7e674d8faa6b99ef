//! [`layer`], for a router: each request becomes a span that continues its caller's trace and is named after its route.

use crate::server::Protocol;

pub use crate::server::{ResponseBody, ResponseFuture, TelemetryLayer, TelemetryService};

/// Returns a layer for `Router::layer`. Add it after the routes.
///
/// If the request's headers name a trace, the span is a child of the caller's span. Its name is the method and the
/// route, such as `GET /score/{address_id}`. The path itself is not recorded, because it may hold something that must
/// not be.
///
/// The status of the response decides whether the request failed. A status of 500 or above is an error of the service.
/// A status from 400 to 499 is an error of the caller, and the span fails only if `TELEMETRY_HTTP_ERRORS` or
/// [`Builder::with_http_errors`](crate::Builder::with_http_errors) says so. Errors of functions within the request are
/// recorded on their own spans. A panic is an error, and so is a body that fails.
///
/// The request ends when its body ends. `telemetry.head_ms` says how many milliseconds the head took. A request that is
/// dropped before it has ended, because the client disconnected or a timeout expired, is marked with
/// `telemetry.cancelled`.
///
/// ```
/// use axum::{Router, routing::get};
///
/// let app: Router = Router::new()
///     .route("/score/{address_id}", get(|| async { "20.5" }))
///     .layer(scorer_instrument::axum::layer());
/// ```
///
/// The layer writes nothing into the response. To show the trace id to the caller, add a middleware within it. To keep an
/// id that the caller sent, read it from the request's headers before `next.run`, and write that one if there is one.
///
/// ```
/// use axum::extract::Request;
/// use axum::http::HeaderValue;
/// use axum::middleware::{Next, from_fn};
/// use axum::response::Response;
/// use axum::{Router, routing::get};
/// use scorer_instrument::propagation;
///
/// async fn show_trace_id(request: Request, next: Next) -> Response {
///     let mut response = next.run(request).await;
///     if let Some(current) = propagation::current() {
///         if let Ok(id) = HeaderValue::try_from(current.trace_id().to_string()) {
///             response.headers_mut().insert("x-request-id", id);
///         }
///     }
///     response
/// }
///
/// let app: Router = Router::new()
///     .route("/score/{address_id}", get(|| async { "20.5" }))
///     .layer(from_fn(show_trace_id))
///     .layer(scorer_instrument::axum::layer());
/// ```
pub fn layer() -> TelemetryLayer {
    TelemetryLayer::new(Protocol::Http)
}
