//! Calls of other services, mail, metrics, certificates.

use std::time::Duration;

use http::StatusCode;
use scorer_instrument::{debug, error, info, trace, warn};

use super::{boxed_failure, failure, input_failure, report};

pub(crate) fn all() {
    called();
    verified();
    exported();
    generic(failure());
    behind_a_reference(&failure(), &failure());
}

fn called() {
    let (service, attempt) = ("ledger", 2_u32);
    let status = StatusCode::SERVICE_UNAVAILABLE;
    let delay = Duration::from_millis(250) * attempt;
    debug!(service, "calling");
    info!(service, status = status.as_u16(), "answered");
    info!("{} answered with {}", service, status);
    warn!(service, %status, attempt, "unexpected status");
    warn!(attempt, ?delay, "retrying {service} in {delay:?}");
    warn!(attempt, delay_ms = delay.as_millis(), error = %failure(), "retrying");
    error!(service, error = %boxed_failure(), "call failed");
    error!(service, error = ?boxed_failure(), attempts = attempt, "giving up");
    error!("{service} is unreachable: {}", input_failure());
    error!(
        "request to {} failed after {} attempts: {:?}",
        service,
        attempt,
        report()
    );
    warn!(open = true, failures = 5, "circuit breaker");
    info!(region = "eu-west-1", "using endpoint");
    trace!(reused = true, "connection");
    if let Err(err) = called_upstream() {
        error!(error = %err.root_cause(), "root cause");
        error!(chain = err.chain().count(), "upstream: {err:#}");
        for (depth, cause) in err.chain().enumerate() {
            error!(depth, "caused by: {cause}");
        }
    }
}

fn called_upstream() -> Result<(), anyhow::Error> {
    Err(report())
}

fn verified() {
    let (issuer, algorithm) = ("https://issuer.example", "ES256");
    let keys_len = 3_usize;
    debug!(algorithm, "verifying signature");
    info!(issuer, keys_loaded = keys_len, "key set refreshed");
    warn!(error = %failure(), "could not refresh key set");
    warn!("signature verification failed: {}", boxed_failure());
    info!(stamp_count = 7, valid = true, "credential verified");
    info!(expires_in = ?Duration::from_secs(86_400), "certificate");
    error!(err = %input_failure(), "could not load certificate");
}

fn exported() {
    let (dropped, queue_len) = (12_u64, 2048_usize);
    warn!(dropped, queue_len, "metrics queue is full");
    warn!("dropped {dropped} spans");
    error!(error = %failure(), "export failed");
    info!(interval_secs = 60, "exporting metrics");
    debug!(bytes = 1_234, gzip = true, "payload");
}

/// As a library writes it, of an error that its caller chose.
fn generic<E: std::error::Error>(err: E) {
    error!(%err, "backend failed");
    error!(error = ?err, "backend failed: {err}");
    let wrapped: Result<(), E> = Err(err);
    if let Err(ref e) = wrapped {
        warn!(error = e as &dyn std::error::Error, "ignored");
    }
    let _ = wrapped.map_err(|e| warn!("ignored: {e:?}"));
}

/// An error behind a reference that lives no longer than its caller wants.
fn behind_a_reference(err: &dyn std::error::Error, sent: &(dyn std::error::Error + Send + Sync)) {
    error!(%err, "backend failed");
    error!(error = ?err, "backend failed: {err}");
    warn!(error = %sent, "not sent: {sent}");
}
