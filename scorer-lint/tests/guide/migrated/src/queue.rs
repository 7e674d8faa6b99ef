//! Messages, each with its sender's trace.

use axum::http::HeaderMap;
use opentelemetry::global;
use opentelemetry::trace::TraceContextExt;
use opentelemetry_http::HeaderExtractor;
use tokio::sync::mpsc::Receiver;
use tracing_opentelemetry::OpenTelemetrySpanExt;

pub async fn work(mut batches: Receiver<Vec<HeaderMap>>) {
    while let Some(batch) = batches.recv().await {
        match batch.as_slice() {
            [message] => handle(message),
            batch => handle_all(batch),
        }
    }
}

fn handle(headers: &HeaderMap) {
    let sender = global::get_text_map_propagator(|p| p.extract(&HeaderExtractor(headers)));
    let span = tracing::info_span!("message");
    let _ = span.set_parent(sender);
    span.in_scope(|| tracing::info!("handled"));
}

fn handle_all(batch: &[HeaderMap]) {
    let span = tracing::info_span!("messages", count = batch.len());
    for headers in batch {
        let sender = global::get_text_map_propagator(|p| p.extract(&HeaderExtractor(headers)));
        span.add_link(sender.span().span_context().clone());
    }
    span.in_scope(|| tracing::info!("handled all"));
}
