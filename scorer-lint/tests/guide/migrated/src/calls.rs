//! What other services are asked.

use opentelemetry::global;
use opentelemetry_http::HeaderInjector;
use tracing::{Span, instrument};
use tracing_opentelemetry::OpenTelemetrySpanExt;

#[instrument(skip(client))]
pub async fn stamps(
    client: &reqwest::Client,
    host: &str,
    address_id: i64,
) -> reqwest::Result<String> {
    let mut headers = axum::http::HeaderMap::new();
    global::get_text_map_propagator(|propagator| {
        propagator.inject_context(
            &Span::current().context(),
            &mut HeaderInjector(&mut headers),
        )
    });
    let url = format!("http://{host}/stamps/{address_id}");
    client.get(url).headers(headers).send().await?.text().await
}
