//! `GET /v1/communities/{community_id}/leaderboard`: who has most points. Written as such things are written in a hurry: it
//! asks once for each address, and it takes any page size, also 0. It responds with the first page. `cargo demo load` finds both.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use scorer_instrument::{record, scorer_span};
use serde::{Deserialize, Serialize};

use crate::auth::validate_api_key;
use crate::database::Database;
use crate::domain::CommunityId;
use crate::error::ApiError;
use crate::store;

/// How many addresses are listed, and how many of them are on a page where nobody says it.
const LISTED: u16 = 12;

/// How they are listed.
#[derive(Deserialize)]
pub(crate) struct Paging {
    page_size: Option<usize>,
}

/// The body of a response.
#[derive(Serialize)]
pub(crate) struct Leaderboard {
    rows: Vec<Place>,
    pages: usize,
}

#[derive(Serialize)]
struct Place {
    address: String,
    points: i64,
    claim_count: i64,
}

#[scorer_span(
    skip(database, paging, headers),
    fields(row_count),
    err(level = "warn")
)]
pub(crate) async fn leaderboard_handler(
    State(database): State<Database>,
    Path(community_id): Path<CommunityId>,
    Query(paging): Query<Paging>,
    headers: HeaderMap,
) -> Result<Json<Leaderboard>, ApiError> {
    validate_api_key(&database, &headers).await?;
    let mut best = store::load_best(&database, community_id, LISTED.into()).await?;
    let page_size = paging.page_size.unwrap_or(LISTED.into());
    let pages = best.len().div_ceil(page_size);
    best.truncate(page_size);
    record!(row_count = best.len());
    let mut rows = Vec::new();
    for (address, points) in best {
        let claim_count = store::count_claims(&database, community_id, &address).await?;
        rows.push(Place {
            address,
            points,
            claim_count,
        });
    }
    Ok(Json(Leaderboard { rows, pages }))
}
