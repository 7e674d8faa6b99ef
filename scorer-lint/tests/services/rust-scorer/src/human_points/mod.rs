//! Points.

use sqlx::{Postgres, Transaction};
use tracing::{debug, info, instrument};

use crate::api::ApiResult;
use crate::models::{StampData, V2ScoreResponse};

#[instrument(skip(score, stamps, tx), fields(address = %score.address, passing = score.passing_score), err)] //~ raw-instrument
pub async fn process_human_points(score: &V2ScoreResponse, stamps: &[StampData], tx: &mut Transaction<'_, Postgres>) -> ApiResult<()> {
    if !score.passing_score {
        debug!("Score below threshold, no points");
        return Ok(());
    }
    let providers: Vec<&str> = stamps.iter().map(|s| s.provider.as_str()).collect();
    debug!(?providers, "providers for points"); //~? large-arg-not-skipped
    for provider in providers {
        let action = if provider.starts_with("HumanId") { "HIM" } else { "SCB" };
        sqlx::query("INSERT INTO registry_humanpoints (address, action) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(&score.address)
            .bind(action)
            .execute(&mut **tx)
            .await?;
        info!("Recorded human points action {} for {}", action, score.address);
    }
    Ok(())
}
