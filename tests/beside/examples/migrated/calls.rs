//! What other services are asked.

use scorer_instrument::scorer_span;

#[scorer_span(skip(client), err)]
pub async fn stamps(
    client: &reqwest::Client,
    host: &str,
    address_id: i64,
) -> reqwest::Result<String> {
    let mut headers = axum::http::HeaderMap::new();
    scorer_instrument::propagation::inject(&mut headers);
    let url = format!("http://{host}/stamps/{address_id}");
    client.get(url).headers(headers).send().await?.text().await
}
