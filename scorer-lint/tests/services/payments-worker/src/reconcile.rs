//! Every night, the provider's list against ours.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use chrono::Utc;
use rust_decimal::Decimal;
use tokio_util::sync::CancellationToken;
use tracing::{debug, error, info, span, trace, warn, Level};
use uuid::Uuid;

use crate::Context;

#[derive(Debug, Default)]
struct Report {
    matched: usize,
    missing: usize,
    duration_ms: u128,
}

pub async fn nightly(context: Arc<Context>, token: CancellationToken) {
    let mut backoff = Duration::from_secs(1);
    loop {
        let pause = Duration::from_secs(86_400);
        tokio::select! {
            () = token.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
        match reconcile(&context).await {
            Ok(report) => {
                info!(matched = report.matched, missing = report.missing, "reconciled");
                debug!(?report);
                info!("reconciliation took {} ms", report.duration_ms); //~ timing-log
                backoff = Duration::from_secs(1);
            }
            Err(error) => {
                warn!("reconciliation failed ({error:#}), sleeping {}s", backoff.as_secs());
                tokio::time::sleep(backoff).await;
                backoff *= 2;
            }
        }
    }
}

async fn reconcile(context: &Context) -> anyhow::Result<Report> {
    let span = span!(Level::INFO, "reconcile", day = %Utc::now().date_naive()); //~* manual-span-async#46 //~? manual-span
    let _guard = span.enter(); //~* manual-span-async#46 //~? manual-span
    let begin = SystemTime::now();
    let ours = load(context).await?;
    let theirs: HashMap<Uuid, Decimal> = fetch(&context.gateway).await?;
    let mut report = Report::default();
    for (key, amount) in &ours {
        trace!(key = %key, %amount, "comparing");
        match theirs.get(key) {
            Some(other) if other == amount => report.matched += 1,
            Some(other) => {
                error!(charge_id = %key, ours = %amount, theirs = %other, "amounts differ");
                report.missing += 1;
            }
            None => report.missing += 1,
        }
    }
    report.duration_ms = begin.elapsed()?.as_millis(); //~ timing-log
    Ok(report)
}

async fn load(context: &Context) -> anyhow::Result<BTreeMap<Uuid, Decimal>> {
    tracing::debug!(target: "payments::db", "SELECT id, amount FROM charges"); //~ redundant-db-log
    let rows: Vec<(Uuid, Decimal)> = sqlx::query_as("SELECT id, amount FROM charges").fetch_all(&context.pool).await?;
    let count = rows.len();
    tracing::info!("got {count} charges from db"); //~ redundant-db-log //~? log-level
    Ok(rows.into_iter().collect())
}

async fn fetch(_gateway: &crate::gateway::Client) -> anyhow::Result<HashMap<Uuid, Decimal>> {
    let url = std::env::var("RECONCILE_URL")?;
    let body = reqwest::blocking::get(&url)?.text()?; //~ blocking-in-async
    let path = format!("/tmp/reconcile-{}.json", Utc::now().timestamp());
    std::fs::write(&path, &body)?; //~ blocking-in-async
    let parsed: HashMap<Uuid, Decimal> = serde_json::from_reader(std::fs::File::open(&path)?)?; //~ blocking-in-async
    Ok(parsed)
}
