//! The interface.

mod jobs;
mod schedules;

use std::sync::Arc;

use axum::routing::{delete, get, post};
use axum::Router;
use sqlx::PgPool;

use crate::runner::Runner;

#[derive(Clone)]
pub struct Api {
    pub pool: PgPool,
    pub runner: Arc<Runner>,
}

pub fn router(pool: PgPool, runner: Arc<Runner>) -> Router {
    let jobs = Router::new()
        .route("/", get(jobs::list).post(jobs::create))
        .route("/:id", get(jobs::show).delete(jobs::cancel))
        .route("/:id/run", post(jobs::run_now));
    let schedules = Router::new()
        .route("/", get(schedules::list_schedules).put(schedules::put_schedule))
        .route("/:name", delete(schedules::remove_schedule));
    Router::new()
        .nest("/jobs", jobs)
        .nest("/schedules", schedules)
        .route("/livez", get(|| async { "ok" }))
        .with_state(Api { pool, runner })
}
