//! Accepts.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tracing::{Instrument, Span, debug, info, trace, warn};

/// Serves until told to stop; connections then have ten seconds.
pub async fn serve(listener: TcpListener, app: axum::Router, mut stop: watch::Receiver<bool>) -> std::io::Result<()> {
    let permits = Arc::new(Semaphore::new(10_000));
    let open = Arc::new(AtomicUsize::new(0));
    loop {
        let permit = Arc::clone(&permits).acquire_owned().await.expect("an open semaphore");
        let (stream, _) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    warn!(%error, "accept failed, pausing");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
            _ = stop.changed() => break,
        };
        let app = app.clone();
        let open = Arc::clone(&open);
        open.fetch_add(1, Ordering::Relaxed);
        // A connection outlives every request: it belongs to no span.
        tokio::spawn(async move {
            let io = TokioIo::new(stream);
            let outcome = auto::Builder::new(TokioExecutor::new()).serve_connection(io, TowerToHyperService::new(app)).await;
            if let Err(error) = outcome {
                trace!(error, "connection ended");
            }
            open.fetch_sub(1, Ordering::Relaxed);
            drop(permit);
        });
    }
    info!(open = open.load(Ordering::Relaxed), grace_s = 10, "stopping");
    for waited in 0..100_u32 {
        if open.load(Ordering::Relaxed) == 0 {
            debug!(waited_ms = waited * 100, "all connections closed");
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    warn!(open = open.load(Ordering::Relaxed), "connections were cut");
    Ok(())
}

/// Mirrors a request to a second upstream, in the span of the first.
pub fn mirror(client: hyper_util::client::legacy::Client<hyper_util::client::legacy::connect::HttpConnector, axum::body::Body>, uri: http::Uri) {
    let span = Span::current();
    tokio::spawn(
        async move {
            match client.get(uri).await {
                Ok(response) => debug!(status = response.status().as_u16(), "mirrored"),
                Err(error) => debug!(%error, "not mirrored"),
            }
        }
        .instrument(span),
    );
}
