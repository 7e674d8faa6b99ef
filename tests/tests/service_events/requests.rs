//! Requests and responses, limits, sockets.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use http::{Method, StatusCode, Version};
use scorer_instrument::{Recordable, debug, error, event, info, record, scorer_span, trace, warn};
use tracing::Level;
use uuid::Uuid;

use super::{Failure, boxed_failure, failure, input_failure, report};

#[derive(Clone, Copy, Debug, Recordable)]
enum Route {
    Score,
    Health,
}

#[derive(Debug, thiserror::Error)]
enum ApiError {
    #[error("not found")]
    NotFound,
    #[error("bad request: {0}")]
    BadRequest(String),
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

pub(crate) fn all() {
    answered();
    rejected();
    limited();
    sockets();
    spans();
}

fn answered() {
    let request_id = Uuid::from_u128(7);
    let (method, status, version) = (Method::GET, StatusCode::OK, Version::HTTP_11);
    let started = Instant::now();
    let latency = started.elapsed();
    let size = 1024_usize;
    info!(%request_id, "request received");
    info!(%method, route = "/v1/score", "started");
    info!(method = %method, status = status.as_u16(), latency_ms = latency.as_millis() as u64, "finished");
    info!(status = %status, ?latency, "response sent");
    info!("{} {} -> {}", method, "/v1/score", status);
    info!(?version, ?method, "request");
    info!(duration = ?started.elapsed(), bytes = size, "done");
    debug!(content_length = size, cached = false, "body read");
    debug!(route = ?Route::Score, other = %Route::Health, "matched");
    trace!(request_id = request_id.to_string(), "headers parsed");
    event!(Level::INFO, status = status.as_u16(), "request finished");
    event!(target: "access", Level::DEBUG, %status, "{}ms", latency.as_millis());
    if status.is_server_error() {
        error!(%status, "server error");
    }
    if latency > Duration::from_secs(1) {
        warn!(
            elapsed = latency.as_secs_f32(),
            threshold = 1.0,
            "slow request"
        );
    }
}

fn rejected() {
    let user_id = 42_i64;
    for error in [
        ApiError::NotFound,
        ApiError::BadRequest("password=hunter2sentinel".to_owned()),
        ApiError::Internal(report()),
    ] {
        error!(error = %error, "request failed");
        error!(?error, user_id, "handler returned an error");
        warn!("rejecting request: {error}");
        match &error {
            ApiError::Internal(source) => error!("internal error: {source:#}"),
            ApiError::BadRequest(_) => {
                debug!(status = StatusCode::BAD_REQUEST.as_u16(), "bad request")
            }
            other => debug!(error = %other, "refused"),
        }
    }
    let e = failure();
    error!("unhandled error: {:?}", e);
    error!(err = %e, "could not extract body");
    error!(e.kind = "extract", error = e.to_string(), "rejected");
    error!(error.message = %e, error.debug = ?e, "rejected");
    error!("{}", e);
    error!(%e);
    warn!(error = format!("{e}"), "rejected");
    warn!(reason = "missing header", "unauthorized");
    warn!(user_id, "forbidden");
    let parsed: Result<serde_json::Value, _> = serde_json::from_str("{");
    if let Err(err) = parsed {
        warn!(
            line = err.line(),
            column = err.column(),
            "invalid JSON: {err}"
        );
        debug!(category = err.is_syntax(), "syntax");
    }
}

fn limited() {
    let (limit, remaining) = (100_u32, 0_u32);
    let retry_after = Duration::from_secs(30);
    warn!(limit, remaining, "rate limit exceeded");
    warn!(retry_after = retry_after.as_secs(), "too many requests");
    info!(
        allowed = remaining > 0,
        usage = f64::from(limit - remaining) / f64::from(limit),
        "quota"
    );
    debug!("bucket refilled: {} of {}", remaining, limit);
}

fn sockets() {
    let addr = SocketAddr::from(([10, 0, 0, 7], 51_000));
    let connections = 12_usize;
    debug!(%addr, "accepted connection");
    debug!(connections, "client connected");
    info!("client disconnected, {} left", connections - 1);
    if let Err(e) = Err::<(), _>(input_failure()) {
        warn!(error = %e, kind = %e.kind(), "websocket closed");
        warn!(kind = ?e.kind(), "read failed: {e}");
        error!("error serving connection from {addr}: {e:?}");
        debug!(code = e.raw_os_error(), "raw");
    }
    trace!(frame_len = 128, opcode = 1_u8, "frame");
}

#[scorer_span(fields(status, outcome), err)]
async fn handle(user_id: i64) -> Result<u16, ApiError> {
    if let Err(err) = load().await {
        record!(outcome = %err);
        warn!(%err, "falling back");
    }
    record!(status = 200, outcome = ?failure());
    Err(ApiError::Internal(boxed_failure_as_report()))
}

#[scorer_span(err(Debug, level = "warn"))]
async fn load() -> Result<(), Failure> {
    Err(failure())
}

#[scorer_span(err)]
fn respond() -> Result<(), (StatusCode, String)> {
    Err((StatusCode::BAD_GATEWAY, failure().to_string()))
}

fn boxed_failure_as_report() -> anyhow::Error {
    anyhow::anyhow!(boxed_failure())
}

fn spans() {
    let _ = scorer_instrument_tests::block_on(handle(7)).is_err();
    let _ = respond().is_err();
}
