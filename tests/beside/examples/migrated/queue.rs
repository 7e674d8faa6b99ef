//! Messages, each with its sender's trace.

use axum::http::HeaderMap;
use scorer_instrument::propagation;
use tokio::sync::mpsc::Receiver;

pub async fn work(mut batches: Receiver<Vec<HeaderMap>>) {
    while let Some(batch) = batches.recv().await {
        match batch.as_slice() {
            [message] => handle(message),
            batch => handle_all(batch),
        }
    }
}

fn handle(headers: &HeaderMap) {
    let span = {
        let _sender = propagation::continue_trace(headers);
        tracing::info_span!("message")
    };
    span.in_scope(|| tracing::info!("handled"));
}

fn handle_all(batch: &[HeaderMap]) {
    let span = tracing::info_span!("messages", count = batch.len());
    for headers in batch {
        propagation::link(&span, headers);
    }
    span.in_scope(|| tracing::info!("handled all"));
}
