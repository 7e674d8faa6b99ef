//! Reminders by text message.

use std::time::{Duration, Instant};

use futures::TryStreamExt;
use sqlx::{PgPool, Row};
use tracing::{debug, error, info, info_span, trace, warn, Instrument};
use uuid::Uuid;

pub async fn run(pool: PgPool) {
    let mut interval = tokio::time::interval(Duration::from_secs(60));
    loop {
        interval.tick().await;
        let round = Instant::now();
        match send_due(&pool).instrument(info_span!("reminders")).await { //~? manual-span
            Ok(0) => trace!("no reminder is due"),
            Ok(sent) => info!(sent, took = ?round.elapsed(), "reminders sent"), //~ timing-log //~? redundant-db-log
            Err(error) => error!(%error, "reminders stay, next round in 60 s"), //~? log-level
        }
    }
}

async fn send_due(pool: &PgPool) -> anyhow::Result<usize> {
    let mut rows = sqlx::query("SELECT id, phone_number FROM reminders WHERE due < now()").fetch(pool);
    let mut sent = 0;
    while let Some(row) = rows.try_next().await? {
        let id: Uuid = row.get("id");
        let phone_number: String = row.get("phone_number");
        debug!("sending to {phone_number}"); //~ secret-in-message
        let digits = phone_number.len();
        debug!(digits, reminder.id = %id, "sending");
        let last_four = &phone_number[digits.saturating_sub(4)..];
        debug!(last_four, "sending"); //~? pii-field
        let text = format!("To {}: see you tomorrow", phone_number);
        trace!("{text}"); //~ secret-in-message
        if !phone_number.starts_with('+') {
            warn!(%id, "number without a country code");
            continue;
        }
        sent += 1;
    }
    Ok(sent)
}

pub async fn plan(pool: &PgPool, patient_id: Uuid) -> anyhow::Result<()> {
    sqlx::query("INSERT INTO reminders (patient_id) VALUES ($1)").bind(patient_id).execute(pool).await?;
    Ok(())
}
