//! Starting, configuration, stopping.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use scorer_instrument::{debug, error, info, trace, warn};

use super::{boxed_failure, failure, input_failure, report};

pub(crate) fn all() {
    listening();
    configured();
    stopping();
    features();
}

fn listening() {
    let addr = SocketAddr::from(([0, 0, 0, 0], 3000));
    let config_path = PathBuf::from("/etc/app/config.toml");
    let workers = 4_usize;
    let started = Instant::now();
    info!("starting up");
    info!("listening on {}", addr);
    info!("listening on {addr}");
    info!(%addr, "server started");
    info!(?addr, workers, "server started");
    info!(port = addr.port(), "listening");
    info!(address = %addr, "gRPC server listening");
    info!("Listening on http://{}", addr);
    info!(
        version = env!("CARGO_PKG_VERSION"),
        "starting {}",
        env!("CARGO_PKG_NAME")
    );
    info!(
        version = env!("CARGO_PKG_VERSION"),
        commit = option_env!("GIT_SHA").unwrap_or("unknown"),
        pid = std::process::id(),
        "booting"
    );
    info!(startup_ms = started.elapsed().as_millis(), "ready");
    info!(elapsed = ?started.elapsed(), "ready in {:?}", started.elapsed());
    debug!(thread = ?std::thread::current().id(), "runtime thread started");
    debug!("loading configuration from {}", config_path.display());
    if let Err(e) = Err::<(), _>(input_failure()) {
        error!(%addr, error = %e, "failed to bind");
        error!("could not bind {addr}: {e}");
    }
}

fn configured() {
    let path = Path::new("/etc/app/config.toml");
    let environment = "production";
    let pool_size = 20_u32;
    let ttl = Duration::from_secs(300);
    info!(path = %path.display(), "configuration loaded");
    info!(?path, "configuration loaded");
    info!("using config file {:?}", path);
    info!(environment, pool_size, "configuration");
    info!(ttl_secs = ttl.as_secs(), "cache enabled");
    info!(?ttl, "cache enabled with ttl {:?}", ttl);
    warn!("{} not set, falling back to defaults", "APP_CONFIG");
    warn!(path = %path.display(), err = %input_failure(), "no config file, using defaults");
    warn!("failed to parse {}: {}", path.display(), boxed_failure());
    error!(err = ?report(), "invalid configuration");
    error!("configuration error: {:#}", report());
    let parse = "x".parse::<u16>();
    if let Err(err) = &parse {
        warn!(%err, default = 8080, "PORT is no number");
        warn!(kind = ?err.kind(), "bad port");
    }
}

fn stopping() {
    let grace = Duration::from_secs(10);
    let in_flight = 3_u64;
    info!("received SIGTERM, shutting down");
    info!(signal = "SIGTERM", "shutdown requested");
    info!(in_flight, ?grace, "draining connections");
    info!(
        grace_secs = grace.as_secs_f64(),
        "waiting for {in_flight} requests"
    );
    warn!("shutdown timed out after {grace:?}, {in_flight} requests aborted");
    error!(error = %boxed_failure(), "graceful shutdown failed");
    error!("server error: {}", failure());
    error!(error = &failure() as &dyn std::error::Error, "server error");
    info!("bye");
    trace!("dropping runtime");
}

fn features() {
    let enabled = true;
    let name = "new_ranking";
    let percentage = 12.5_f64;
    info!(name, enabled, "feature flag");
    info!("feature {} is {}", name, if enabled { "on" } else { "off" });
    debug!(flag = name, percentage, "rollout at {percentage:.1}%");
    debug!(target: "app::flags", enabled, "flags refreshed");
    trace!(count = 17, "flags read");
}
