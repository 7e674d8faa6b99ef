//! The service: its routes and what its handlers share.

use axum::Router;
use axum::extract::FromRef;
use axum::routing::{get, post};

use crate::credentials::TrustedIssuer;
use crate::database::Database;
use crate::handler::score_address_handler;
use crate::history::past_scores_handler;
use crate::leaderboard::leaderboard_handler;

/// What the handlers share.
#[derive(Clone)]
struct AppState {
    database: Database,
    issuer: TrustedIssuer,
}

impl FromRef<AppState> for Database {
    fn from_ref(state: &AppState) -> Self {
        state.database.clone()
    }
}

impl FromRef<AppState> for TrustedIssuer {
    fn from_ref(state: &AppState) -> Self {
        state.issuer
    }
}

/// The service's routes over a database, for credentials of one issuer.
pub fn router(database: Database, issuer: TrustedIssuer) -> Router {
    Router::new()
        .route(
            "/v1/communities/{community_id}/scores/{address}",
            post(score_address_handler).get(past_scores_handler),
        )
        .route(
            "/v1/communities/{community_id}/leaderboard",
            get(leaderboard_handler),
        )
        .with_state(AppState { database, issuer })
}
