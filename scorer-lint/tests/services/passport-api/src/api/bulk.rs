//! Scores of many addresses.

use std::collections::HashMap;
use std::sync::Mutex;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::Json;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use tracing::{debug, error, info, info_span, instrument, Instrument};
use uuid::Uuid;

use crate::auth::api_key::validate_api_key;
use crate::db;
use crate::domain::scoring;
use crate::error::{ApiError, ApiResult};
use crate::state::AppState;

static JOBS: Mutex<Option<HashMap<Uuid, Job>>> = Mutex::new(None);

#[derive(Clone, Debug, Serialize)]
pub struct Job {
    pub id: Uuid,
    pub total: usize,
    pub done: usize,
    pub scores: HashMap<String, Decimal>,
}

#[derive(Debug, Deserialize)]
pub struct BulkRequest {
    pub scorer_id: i64,
    pub addresses: Vec<String>,
}

#[instrument(skip(state))] //~ error-not-recorded
pub async fn bulk_score(
    State(state): State<AppState>,
    headers: HeaderMap, //~ credential-not-skipped
    Json(request): Json<BulkRequest>, //~ large-arg-not-skipped
) -> ApiResult<Json<Job>> {
    validate_api_key(&state.pool, &headers).await?;
    let span = info_span!("bulk_score_job", total = request.addresses.len()); //~* manual-span-async#42 //~? manual-span
    let _guard = span.enter(); //~* manual-span-async#42 //~? manual-span

    let community = db::community::load_community(&state.pool, request.scorer_id)
        .await?
        .ok_or(ApiError::UnknownCommunity(request.scorer_id))?;
    let job = Job {
        id: Uuid::new_v4(),
        total: request.addresses.len(),
        done: 0,
        scores: HashMap::new(),
    };
    JOBS.lock().expect("the jobs").get_or_insert_with(HashMap::new).insert(job.id, job.clone());

    let id = job.id;
    for address in request.addresses {
        let state = state.clone();
        let community = community.clone();
        tokio::spawn(async move { //~ detached-spawn
            let stamps = match db::cache::load_ceramic_cache(&state.pool, &address).await {
                Ok(stamps) => stamps,
                Err(error) => {
                    error!(%error, %address, "stamps could not be read");
                    return;
                }
            };
            match scoring::calculate_score_for_address(&state, &community, &address, &stamps).await {
                Ok(result) => {
                    if let Some(job) = JOBS.lock().expect("the jobs").as_mut().and_then(|jobs| jobs.get_mut(&id)) {
                        job.done += 1;
                        job.scores.insert(address, result.score);
                    }
                }
                Err(error) => error!(%error, "score failed"),
            }
        });
    }
    info!(job_id = %id, "bulk job accepted");
    Ok(Json(job))
}

#[instrument(skip_all, fields(%job_id), err)] //~ raw-instrument
pub async fn bulk_status(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(job_id): Path<Uuid>,
) -> ApiResult<Json<Job>> {
    validate_api_key(&state.pool, &headers).await?;
    let job = JOBS
        .lock()
        .expect("the jobs")
        .as_ref()
        .and_then(|jobs| jobs.get(&job_id).cloned())
        .ok_or_else(|| ApiError::Validation("no such job".into()))?;
    debug!(done = job.done, total = job.total, "bulk progress");
    Ok(Json(job))
}

/// The nightly run over all addresses of a scorer; called by the worker.
pub async fn rescore_all(state: AppState, scorer_id: i64, addresses: Vec<String>) {
    let work = async {
        for address in &addresses {
            debug!(%address, "rescoring");
            tokio::task::yield_now().await;
        }
    };
    work.instrument(info_span!("rescore_all", scorer_id)).await; //~ manual-span
    drop(state);
}
