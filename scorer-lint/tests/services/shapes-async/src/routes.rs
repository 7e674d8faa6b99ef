//! Handlers.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::{any, delete, get, on, patch, post, put, MethodFilter};
use axum::{Json, Router};
use scorer_instrument::scorer_span;
use sqlx::PgPool;
use tracing::info;

pub fn router(pool: PgPool) -> Router {
    Router::new()
        .route("/a", get(a))
        .route("/b", post(b).put(c))
        .route("/d/{id}", delete(self::d))
        .route("/e", patch(inner::e))
        .route("/f", any(f))
        .route("/g", on(MethodFilter::GET, g))
        .route("/h", get(|| async { "closure" }))
        .route("/i", put(Handlers::i))
        .route("/healthz", get(healthz))
        .route("/version", get(version))
        .fallback(not_found)
        .with_state(pool)
}

async fn a(State(pool): State<PgPool>) -> Json<i64> { //~ key-function-not-instrumented
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM t").fetch_one(&pool).await.unwrap_or_default();
    Json(count)
}

#[scorer_span(skip(pool))]
async fn b(State(pool): State<PgPool>) -> StatusCode {
    drop(pool);
    StatusCode::OK
}

async fn c(State(pool): State<PgPool>, body: String) -> StatusCode { //~ key-function-not-instrumented
    if sqlx::query("INSERT INTO t VALUES ($1)").bind(&body).execute(&pool).await.is_err() {
        return StatusCode::CONFLICT;
    }
    info!(bytes = body.len(), "stored");
    StatusCode::CREATED
}

async fn d(State(pool): State<PgPool>, Path(id): Path<i64>) -> StatusCode { //~ key-function-not-instrumented
    match sqlx::query("DELETE FROM t WHERE id = $1").bind(id).execute(&pool).await {
        Ok(_) => StatusCode::NO_CONTENT,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

mod inner {
    use super::*;

    pub async fn e(State(pool): State<PgPool>, Path(id): Path<i64>) -> StatusCode { //~ key-function-not-instrumented
        let _ = sqlx::query("UPDATE t SET x = 1 WHERE id = $1").bind(id).execute(&pool).await;
        StatusCode::OK
    }
}

async fn f(State(pool): State<PgPool>) -> Html<String> { //~ key-function-not-instrumented
    let names: Vec<String> = sqlx::query_scalar("SELECT name FROM t").fetch_all(&pool).await.unwrap_or_default();
    Html(names.join("<br>"))
}

async fn g(State(pool): State<PgPool>) -> Json<Vec<i64>> { //~ key-function-not-instrumented
    Json(sqlx::query_scalar("SELECT id FROM t").fetch_all(&pool).await.unwrap_or_default())
}

struct Handlers;

impl Handlers {
    async fn i(State(pool): State<PgPool>) -> StatusCode { //~ key-function-not-instrumented
        let _ = sqlx::query("TRUNCATE t").execute(&pool).await;
        StatusCode::OK
    }
}

async fn healthz() -> &'static str { //~? key-function-not-instrumented
    "ok"
}

async fn version() -> &'static str { //~? key-function-not-instrumented
    env!("CARGO_PKG_VERSION")
}

async fn not_found() -> StatusCode { //~? key-function-not-instrumented
    StatusCode::NOT_FOUND
}

/// Looks like a handler, and is on no router.
pub async fn helper(State(pool): State<PgPool>) -> StatusCode {
    drop(pool);
    StatusCode::OK
}
