//! Payouts.

use sqlx::{PgPool, Row};
use tracing::{debug, error, info, instrument};
use uuid::Uuid;

type Db = PgPool;

#[instrument(err)]
pub async fn schedule(db: &Db, charge_id: Uuid) -> anyhow::Result<()> { //~ pool-not-skipped
    let row = sqlx::query("SELECT iban, full_name FROM payees WHERE charge_id = $1").bind(charge_id).fetch_one(db).await?;
    let iban: String = row.get("iban");
    let account_holder: String = row.get("full_name");
    debug!("payout to {account_holder}"); //~? secret-in-message
    info!("payout to {}", iban); //~ secret-in-message
    let masked = redact(&iban);
    info!(account = %masked, "payout scheduled");
    if let Err(error) = store(db, charge_id, &iban).await {
        error!(error = &*error, "payout was not stored");
        return Err(error);
    }
    Ok(())
}

fn redact(text: &str) -> String {
    let mut shown = "*".repeat(text.len().saturating_sub(4));
    shown.push_str(&text[text.len().saturating_sub(4)..]);
    shown
}

#[instrument(skip(db))] //~ instrumented-single-query //~? error-not-recorded
async fn store(db: &Db, charge_id: Uuid, iban: &str) -> anyhow::Result<()> { //~ credential-not-skipped|pii-field
    sqlx::query("INSERT INTO payouts (charge_id, iban) VALUES ($1, $2)").bind(charge_id).bind(iban).execute(db).await?;
    Ok(())
}
