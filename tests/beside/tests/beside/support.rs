//! A pipeline in memory, and a server on a port of its own.

use std::net::SocketAddr;

use axum::Router;
use opentelemetry_sdk::trace::SpanData;
use scorer_instrument::telemetry::{Builder, Local};

/// Telemetry under these variables and no others.
pub(crate) fn builder(variables: &'static [(&'static str, &'static str)]) -> Builder {
    scorer_instrument::telemetry!().environment(move |name| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| (*value).to_owned())
    })
}

/// What is recorded on this thread from now on.
pub(crate) fn recorded(builder: Builder) -> (Local, impl Drop) {
    let telemetry = builder.in_memory().expect("accepted settings");
    let default = tracing::dispatcher::set_default(&telemetry.dispatch());
    (telemetry, default)
}

pub(crate) async fn serve(app: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await;
    let listener = listener.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async { axum::serve(listener, app).await });
    address
}

pub(crate) fn named<'a>(spans: &'a [SpanData], name: &str) -> &'a SpanData {
    let found = spans.iter().find(|it| it.name == name);
    found.unwrap_or_else(|| panic!("no `{name}` in {spans:?}"))
}
