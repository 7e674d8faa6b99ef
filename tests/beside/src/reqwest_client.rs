//! The trace in requests of reqwest: one by one, and by a middleware.

use http::Extensions;
use reqwest::{Client, Request, Response};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Middleware, Next};
use scorer_instrument::{propagation, scorer_span};

#[scorer_span(include(address_id), fields(otel.kind = "client"), err)]
pub async fn load_score(
    client: &Client,
    host: &str,
    address_id: i64,
) -> Result<String, reqwest::Error> {
    let request = client
        .get(format!("http://{host}/score/{address_id}"))
        .headers(propagation::headers());
    let response = request.send().await.map_err(reqwest::Error::without_url)?;
    response.text().await
}

/// Writes the current trace into each request.
pub struct Propagation;

#[async_trait::async_trait]
impl Middleware for Propagation {
    async fn handle(
        &self,
        mut request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<Response> {
        propagation::inject(request.headers_mut());
        next.run(request, extensions).await
    }
}

pub fn client(client: Client) -> ClientWithMiddleware {
    ClientBuilder::new(client).with(Propagation).build()
}
