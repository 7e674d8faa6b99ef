//! The interface.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use scorer_instrument::scorer_span;
use sqlx::SqlitePool;
use tracing::{debug, error, info};

use crate::cache::{Cache, Flag};
use crate::{eval, import};

#[derive(Clone)]
struct Shared {
    pool: SqlitePool,
    cache: Cache,
}

pub async fn serve(pool: SqlitePool, cache: Cache) -> anyhow::Result<()> {
    let app = Router::new()
        .route("/evaluate/{key}/{user}", post(evaluate))
        .route("/flags/{key}", get(show).delete(remove))
        .route("/import", post(bulk_import))
        .with_state(Shared { pool, cache });
    let listener = tokio::net::TcpListener::bind("0.0.0.0:8300").await?;
    axum::serve(listener, app).await?;
    Ok(())
}

#[scorer_span(skip(shared, traits))]
async fn evaluate(
    State(shared): State<Shared>,
    Path((flag_key, user_id)): Path<(String, u64)>,
    Json(traits): Json<HashMap<String, String>>,
) -> Json<bool> {
    Json(eval::evaluate(&shared.cache, &flag_key, user_id, &traits))
}

#[scorer_span(skip(shared))] //~ error-not-recorded
async fn show(State(shared): State<Shared>, Path(flag_key): Path<String>) -> Result<String, StatusCode> {
    shared.cache.get(&flag_key).map(|flag| flag.key).ok_or(StatusCode::NOT_FOUND)
}

// scorer-lint: allow(key-function-not-instrumented): removing is traced by the audit log
async fn remove(State(shared): State<Shared>, Path(key): Path<String>) -> StatusCode {
    if shared.cache.invalidate(&key).await {
        info!(flag_key = key, "flag removed");
        StatusCode::NO_CONTENT
    } else {
        StatusCode::NOT_FOUND
    }
}

#[scorer_span(skip(shared, flags), fields(flag_count = flags.len()))] //~ error-not-recorded
async fn bulk_import(State(shared): State<Shared>, Json(flags): Json<Vec<(String, u8)>>) -> Result<StatusCode, StatusCode> {
    let flags: Vec<Flag> = flags
        .into_iter()
        .map(|(key, percentage)| Flag { key, percentage, ..Flag::default() })
        .collect();
    let password = std::env::var("IMPORT_PASSWORD").unwrap_or_default();
    // scorer-lint: allow(secret-in-message)
    debug!("importing with {password}"); //~^ allow-without-reason //~? secret-in-message
    // scorer-lint: allow(manual-span)
    import::import(&shared.pool, &flags).await.map_err(|error| { //~^ allow-without-reason|unused-allow
        error!(%error, "import failed"); //~? log-level
        StatusCode::UNPROCESSABLE_ENTITY
    })?;
    for flag in flags {
        shared.cache.put(flag);
    }
    Ok(StatusCode::ACCEPTED)
}
