//! Jobs from the queue.

mod payout;

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;
use tracing::{debug, error, info, instrument, warn, Span};
use uuid::Uuid;

use crate::model::{Charge, ChargeRequest, Outcome};
use crate::Context;

pub async fn run(context: Arc<Context>, token: CancellationToken, worker: u32) -> anyhow::Result<u32> {
    let mut idle = Duration::from_millis(100);
    let mut timings: Vec<(Uuid, u128)> = Vec::new();
    loop {
        tokio::select! {
            biased;
            _ = token.cancelled() => {
                debug!(worker, token.is_cancelled = true, "cancellation token fired");
                break;
            }
            claimed = claim(&context) => match claimed {
                Ok(Some(request)) => {
                    let start = Instant::now();
                    let id = request.charge.id;
                    if let Err(error) = process(&context, request).await {
                        error!(charge_id = %id, %error, "charge failed");
                    }
                    timings.push((id, start.elapsed().as_millis())); //~? timing-log
                    idle = Duration::from_millis(100);
                }
                Ok(None) => {
                    debug!(idle_ms = idle.as_millis() as u64, "nothing to do");
                    tokio::time::sleep(idle).await;
                    idle = (idle * 2).min(Duration::from_secs(5));
                }
                Err(error) => {
                    warn!("the queue could not be read: {error}");
                    std::thread::sleep(Duration::from_secs(1)); //~ blocking-in-async
                }
            }
        }
        if timings.len() >= 100 {
            let total: u128 = timings.iter().map(|(_, ms)| ms).sum();
            info!(avg_ms = (total / timings.len() as u128) as u64, "last hundred charges"); //~ timing-log
            timings.clear();
        }
    }
    Ok(worker)
}

#[instrument(skip_all)] //~ instrumented-single-query //~? raw-instrument, error-not-recorded
async fn claim(context: &Context) -> anyhow::Result<Option<ChargeRequest>> {
    let row: Option<(serde_json::Value,)> = sqlx::query_as(
        "UPDATE jobs SET claimed_at = now() WHERE id = (SELECT id FROM jobs WHERE claimed_at IS NULL LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING payload",
    )
    .fetch_optional(&context.pool)
    .await?;
    row.map(|(payload,)| Ok(serde_json::from_value(payload)?)).transpose()
}

#[instrument(skip(context), fields(outcome = tracing::field::Empty))] //~ error-not-recorded
async fn process(
    context: &Context,
    request: ChargeRequest, //~ debug-of-sensitive|credential-not-skipped|large-arg-not-skipped|pii-field
) -> anyhow::Result<()> {
    let ChargeRequest { charge, card, payer } = request;
    info!(customer = %payer.full_name, "processing charge"); //~ pii-field
    info!(customer_id = %payer.id, country = %payer.country, "processing charge {}", charge.id);
    if payer.iban.is_some() {
        debug!(has_iban = payer.iban.is_some(), "SEPA is possible");
    }
    let message = payer.greeting();
    debug!("{message}"); //~? secret-in-message
    if !context.gateway.verify_card(&card) {
        warn!(cvv_length = card.cvv.len(), "card refused");
        anyhow::bail!("the card is not valid");
    }
    let outcome = context.gateway.charge(&ChargeRequest { charge: charge.clone(), card, payer }).await?;
    Span::current().record("outcome", tracing::field::debug(outcome));
    settle(context, &charge, outcome).await?;
    let context_pool = context.pool.clone();
    let id = charge.id;
    tokio::spawn(async move { payout::schedule(&context_pool, id).await }); //~ detached-spawn
    Ok(())
}

#[instrument(skip(context, charge), fields(charge_id = %charge.id), err(Display))] //~ raw-instrument
async fn settle(context: &Context, charge: &Charge, outcome: Outcome) -> anyhow::Result<()> {
    debug!("begin transaction"); //~ redundant-db-log
    let mut tx = context.pool.begin().await?;
    sqlx::query("UPDATE charges SET outcome = $2 WHERE id = $1")
        .bind(charge.id)
        .bind(format!("{outcome:?}"))
        .execute(&mut *tx)
        .await?;
    let updated = sqlx::query("UPDATE ledger SET settled = true WHERE charge_id = $1").bind(charge.id).execute(&mut *tx).await?;
    debug!("{} rows updated in ledger", updated.rows_affected()); //~ redundant-db-log
    tx.commit().await?;
    info!(?outcome, "charge settled");
    Ok(())
}
