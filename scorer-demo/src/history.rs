//! `GET /v1/communities/{community_id}/scores/{address}`: the scores of earlier years, out of a table that nobody gave an
//! index. `cargo demo load` finds that.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use scorer_instrument::{record, scorer_span};
use serde::Serialize;

use crate::auth::validate_api_key;
use crate::database::Database;
use crate::domain::{Address, CommunityId};
use crate::error::ApiError;
use crate::store;

/// A score, and when it was computed in Unix seconds.
#[derive(Serialize)]
pub(crate) struct PastScore {
    score: f64,
    scored_at: i64,
}

#[scorer_span(skip(database, headers), fields(score_count), err(level = "warn"))]
pub(crate) async fn past_scores_handler(
    State(database): State<Database>,
    Path((community_id, address)): Path<(CommunityId, Address)>,
    headers: HeaderMap,
) -> Result<Json<Vec<PastScore>>, ApiError> {
    validate_api_key(&database, &headers).await?;
    let scores = store::load_past_scores(&database, community_id, &address).await?;
    record!(score_count = scores.len());
    let scores = scores
        .into_iter()
        .map(|(score, scored_at)| PastScore { score, scored_at });
    Ok(Json(scores.collect()))
}
