//! The payment provider.

mod retry;

use std::time::{Duration, Instant};

use reqwest::header::{HeaderMap, HeaderValue, AUTHORIZATION};
use serde_json::json;
use tracing::{debug, error, info, instrument, trace, warn, Span};

use crate::model::{Card, Charge, ChargeRequest, Outcome};

pub use retry::Backoff;

pub struct Client {
    http: reqwest::Client,
    base: String,
    secret_key: String,
    publishable_key: String,
}

impl Client {
    pub fn from_env() -> anyhow::Result<Self> {
        let secret_key = std::env::var("GATEWAY_SECRET_KEY")?;
        let publishable_key = std::env::var("GATEWAY_PUBLISHABLE_KEY")?;
        info!("gateway key: {}...", &secret_key[..7]); //~ secret-in-message
        debug!(publishable_key = %publishable_key, "gateway"); //~? pii-field
        let mut headers = HeaderMap::new();
        let mut bearer = HeaderValue::from_str(&format!("Bearer {secret_key}"))?;
        bearer.set_sensitive(true);
        headers.insert(AUTHORIZATION, bearer);
        debug!(header_count = headers.len(), "default headers");
        debug!(?headers, "default headers"); //~ pii-field|debug-of-sensitive
        Ok(Self {
            http: reqwest::Client::builder().default_headers(headers).timeout(Duration::from_secs(15)).build()?,
            base: "https://api.gateway.example/v3".to_owned(),
            secret_key,
            publishable_key,
        })
    }

    #[instrument(level = "debug", skip(self), fields(otel.kind = "client", charge.id = %request.charge.id))] //~ error-not-recorded, duplicate-recording
    pub async fn charge(&self, request: &ChargeRequest) -> anyhow::Result<Outcome> { //~ debug-of-sensitive|credential-not-skipped|large-arg-not-skipped|pii-field
        let card = &request.card;
        debug!(brand = ?card.brand, pan = %card.masked(), "charging"); //~? pii-field, entering-function-log
        debug!("card {} exp {}/{}", card.card_number, card.expiry_month, card.expiry_year); //~ secret-in-message
        trace!(card = ?card, "card"); //~ pii-field|debug-of-sensitive
        let started = Instant::now();
        let response = self
            .http
            .post(format!("{}/charges", self.base))
            .header("Idempotency-Key", &request.charge.idempotency_key)
            .json(&json!({ "amount": request.charge.money.amount, "card": request.card.card_number }))
            .send()
            .await?;
        metrics::histogram!("gateway_seconds").record(started.elapsed().as_secs_f64());
        debug!(latency_ms = started.elapsed().as_millis() as u64, status = %response.status(), "gateway answered"); //~ timing-log
        let status = response.status();
        if status.is_server_error() {
            let body = response.text().await.unwrap_or_default();
            warn!(%status, body_length = body.len(), "the gateway is in trouble");
            anyhow::bail!("the gateway answered {status}");
        }
        let code = status.as_u16();
        Span::current().record("http.status", code); //~ missing-record
        Ok(if status.is_success() { Outcome::Settled } else { Outcome::Declined { code } })
    }

    #[instrument(skip(self, charge), fields(charge_id = %charge.id, amount = %charge.money.amount, outcome), err)] //~ raw-instrument
    pub async fn refund(&self, charge: &Charge) -> anyhow::Result<Outcome> {
        let answer = Backoff::default().run(|| self.post_refund(charge)).await?;
        Span::current().record("outcome", tracing::field::debug(&answer));
        info!(currency = %charge.money.currency, customer_id = %charge.customer_id, "refunded");
        Ok(answer)
    }

    #[instrument(skip(self), fields(idempotency_key))] //~ error-not-recorded, dead-field //~? raw-instrument, large-arg-not-skipped
    async fn post_refund(&self, charge: &Charge) -> anyhow::Result<Outcome> { //~? debug-of-sensitive, large-arg-not-skipped
        let response = self.http.post(format!("{}/refunds", self.base)).json(&charge.id).send().await?;
        Ok(if response.status().is_success() { Outcome::Settled } else { Outcome::Unknown })
    }

    pub fn sign(&self, payload: &[u8]) -> String {
        use hmac::Mac;
        let mut mac = hmac::Hmac::<sha2::Sha256>::new_from_slice(self.secret_key.as_bytes()).expect("any length");
        mac.update(payload);
        let signature: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        trace!(bytes = payload.len(), signature_len = signature.len(), "payload signed");
        signature
    }

    pub fn verify_card(&self, card: &Card) -> bool {
        let digits: Vec<u32> = card.card_number.chars().filter_map(|c| c.to_digit(10)).collect();
        let luhn = digits.iter().rev().enumerate().map(|(i, d)| if i % 2 == 0 { *d } else { d * 2 % 9 }).sum::<u32>();
        if luhn % 10 != 0 {
            error!("card failed the check: {:?}", card); //~ secret-in-message|debug-of-sensitive
            return false;
        }
        debug!(card.digits = digits.len(), card.valid = true, key = self.publishable_key.len(), "card checked");
        true
    }
}
