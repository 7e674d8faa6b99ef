//! Scores: what the stamps of an address are worth to a community.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::Json;
use serde::{Deserialize, Serialize};
use tracing::{instrument as traced, Span};

use crate::api::stamps::Stamp;
use crate::error::ApiError;
use crate::store::{scores, stamps};
use crate::AppState;

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Weights {
    pub base: f64,
    pub bonus: f64,
}

#[derive(Debug, Deserialize)]
pub struct Batch {
    pub community_id: i64,
    pub addresses: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct Score {
    pub address: String,
    pub score: f64,
}

pub struct Scorer<'a> {
    weights: Weights,
    round: u32,
    state: &'a AppState,
}

impl<'a> Scorer<'a> {
    #[tracing::instrument(skip(state), fields(patience = ?state.patience))]
    pub fn new(state: &'a AppState, weights: Weights) -> Self {
        Self {
            weights,
            round: 0,
            state,
        }
    }

    #[tracing::instrument(level = "debug", skip(self, stamps), fields(self.round, stamps = stamps.len(), score), ret)]
    pub fn total(&mut self, stamps: &[Stamp]) -> f64 {
        self.round += 1;
        let score = self.weights.base + self.weights.bonus * stamps.len() as f64;
        Span::current().record("score", score);
        score
    }

    #[tracing::instrument(
        name = "scorer.one",
        skip(self),
        fields(
            community_id = %community_id,
            round = self.round,
        ),
        err
    )]
    pub async fn one(&mut self, community_id: i64, address: &str) -> Result<f64, ApiError> {
        let stamps = stamps::of_address(&self.state.pool, address).await?;
        let score = self.total(&stamps);
        scores::save(&self.state.pool, community_id, address, score).await?;
        Ok(score)
    }
}

#[traced(skip(state), err(Debug))]
pub async fn score(
    State(state): State<AppState>,
    Path((community_id, address)): Path<(i64, String)>,
    headers: HeaderMap,
) -> Result<Json<Score>, ApiError> {
    super::authorize(&headers, "read")?;
    let score = Scorer::new(&state, weights(community_id))
        .one(community_id, &address)
        .await?;
    Ok(Json(Score { address, score }))
}

#[traced(skip(state, headers, batch), fields(community_id = batch.community_id, addresses = batch.addresses.len(), first = ?batch.addresses.first()))]
pub async fn batch(
    State(state): State<AppState>,
    headers: HeaderMap,
    Json(batch): Json<Batch>,
) -> Result<Json<Vec<Score>>, ApiError> {
    super::authorize(&headers, "read")?;
    let mut found = Vec::new();
    let mut scorer = Scorer::new(&state, weights(batch.community_id));
    for address in batch.addresses {
        let score = scorer.one(batch.community_id, &address).await?;
        found.push(Score { address, score });
    }
    let refreshed = state.pool.clone();
    tokio::spawn(async move {
        let rows = scores::count(&refreshed).await.unwrap_or_default();
        tracing::info!(rows, "scores there are");
    });
    Ok(Json(found))
}

#[traced]
fn weights(community_id: i64) -> Weights {
    Weights {
        base: 1.0,
        bonus: if community_id > 10 { 0.5 } else { 0.25 },
    }
}
