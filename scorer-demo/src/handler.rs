//! `POST /v1/communities/{community_id}/scores/{address}`: from the request to the response.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use scorer_instrument::{record, scorer_span};
use serde::{Deserialize, Serialize};

use crate::auth::validate_api_key;
use crate::credentials::{TrustedIssuer, validate_credentials_batch};
use crate::database::Database;
use crate::dedup::lifo_dedup;
use crate::domain::{Address, CommunityId, LeftOut, Score};
use crate::error::{ApiError, Outcome};
use crate::points::process_human_points;
use crate::score::calculate_score;
use crate::store;

/// The body of a request.
#[derive(Deserialize)]
pub struct ScoreRequest {
    // Each is read by itself later, so that one malformed credential does not refuse the request.
    credentials: Vec<serde_json::Value>,
}

/// The body of a response with a score.
#[derive(Deserialize, Serialize)]
pub struct ScoreResponse {
    /// What the request came to.
    pub outcome: Outcome,
    /// The score.
    pub score: Score,
    /// Whether it reaches the community's threshold.
    pub passing: bool,
    /// How many credentials count.
    pub stamp_count: usize,
    /// The credentials that do not.
    pub left_out: Vec<LeftOut>,
}

type Body = Result<Json<ScoreRequest>, JsonRejection>;

/// Scores an address in a community.
// Its errors are the caller's for the most part, so they are warnings here; where the service itself is at fault, the
// function that failed says so at its own level.
#[scorer_span(
    skip(database, issuer, headers, body),
    fields(outcome, score, left_out_for),
    err(level = "warn")
)]
pub(crate) async fn score_address_handler(
    State(database): State<Database>,
    State(issuer): State<TrustedIssuer>,
    Path((community_id, address)): Path<(CommunityId, Address)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<ScoreResponse>, ApiError> {
    let result = score_address(&database, &issuer, community_id, &address, &headers, body).await;
    let outcome = match &result {
        Ok(response) => response.outcome,
        Err(error) => error.outcome(),
    };
    record!(outcome = outcome);
    let response = result?;
    record!(score = response.score);
    if let Some(left_out) = response.left_out.first() {
        record!(left_out_for = left_out.reason);
    }
    Ok(Json(response))
}

/// The steps of one request, in the order of its tree.
async fn score_address(
    database: &Database,
    issuer: &TrustedIssuer,
    community_id: CommunityId,
    address: &Address,
    headers: &HeaderMap,
    body: Body,
) -> Result<ScoreResponse, ApiError> {
    validate_api_key(database, headers).await?;
    let Json(request) = body.map_err(|rejection| ApiError::MalformedBody(fault(&rejection)))?;
    let community = store::load_community(database, community_id)
        .await?
        .ok_or(ApiError::UnknownCommunity(community_id))?;
    let cached = store::load_ceramic_cache(database, address).await?;
    let now = unix_seconds();
    let batch = validate_credentials_batch(request.credentials, &cached, address, issuer, now);

    let mut tx = store::begin(database).await?;
    let batch = lifo_dedup(&mut tx, community_id, address, batch, now).await?;
    let score = calculate_score(&mut tx, community_id, &batch.stamps).await?;
    process_human_points(&mut tx, community_id, address, score, community.threshold).await?;
    store::commit(database, tx).await?;

    Ok(ScoreResponse {
        outcome: if batch.left_out.is_empty() {
            Outcome::Scored
        } else {
            Outcome::ScoredInPart
        },
        score,
        passing: score.0 >= community.threshold,
        stamp_count: batch.stamps.len(),
        left_out: batch.left_out,
    })
}

/// What is wrong with the body, in words of our own: those of the parser may quote it.
fn fault(rejection: &JsonRejection) -> &'static str {
    match rejection {
        JsonRejection::JsonSyntaxError(_) => "it is not JSON",
        JsonRejection::JsonDataError(_) => "it holds no list of credentials",
        JsonRejection::MissingJsonContentType(_) => "its content type is not JSON",
        _ => "it could not be read",
    }
}

fn unix_seconds() -> i64 {
    let elapsed = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX)
}
