//! Vouchers: small, and done right.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use scorer_instrument::{record, scorer_span};
use serde::{Deserialize, Serialize};
use sqlx::SqlitePool;
use tracing::{debug, error, info, warn};

#[derive(Debug)]
enum VoucherError {
    Unknown,
    Spent,
    Storage(sqlx::Error),
}

impl std::fmt::Display for VoucherError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown => f.write_str("no such voucher"),
            Self::Spent => f.write_str("the voucher is spent"),
            Self::Storage(error) => write!(f, "storage: {error}"),
        }
    }
}

impl From<sqlx::Error> for VoucherError {
    fn from(error: sqlx::Error) -> Self {
        Self::Storage(error)
    }
}

impl IntoResponse for VoucherError {
    fn into_response(self) -> axum::response::Response {
        match self {
            Self::Unknown => StatusCode::NOT_FOUND.into_response(),
            Self::Spent => StatusCode::GONE.into_response(),
            Self::Storage(error) => {
                error!(%error, "vouchers are not available");
                StatusCode::SERVICE_UNAVAILABLE.into_response()
            }
        }
    }
}

#[derive(Deserialize)]
struct Create {
    cents: i64,
    code: String,
}

#[derive(Serialize, sqlx::FromRow)]
struct Voucher {
    id: i64,
    cents: i64,
    spent: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt::init();
    let pool = SqlitePool::connect("sqlite:vouchers.db").await?;
    let app = Router::new().route("/vouchers", post(create)).route("/vouchers/{id}", get(show)).route("/vouchers/{id}/spend", post(spend)).with_state(pool);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    info!("listening on {}", listener.local_addr()?);
    Ok(axum::serve(listener, app).await?)
}

#[scorer_span(skip(pool, create), fields(cents = create.cents, code_length = create.code.len(), voucher_id), err)]
async fn create(State(pool): State<SqlitePool>, Json(create): Json<Create>) -> Result<StatusCode, VoucherError> {
    let done = sqlx::query("INSERT INTO vouchers (cents, code) VALUES (?, ?)").bind(create.cents).bind(&create.code).execute(&pool).await?;
    record!(voucher_id = done.last_insert_rowid());
    info!(cents = create.cents, "voucher created");
    Ok(StatusCode::CREATED)
}

#[scorer_span(skip(pool), err(level = "warn"))]
async fn show(State(pool): State<SqlitePool>, Path(id): Path<i64>) -> Result<Json<Voucher>, VoucherError> {
    let voucher: Option<Voucher> = sqlx::query_as("SELECT id, cents, spent FROM vouchers WHERE id = ?").bind(id).fetch_optional(&pool).await?;
    debug!(found = voucher.is_some(), "voucher");
    voucher.map(Json).ok_or(VoucherError::Unknown)
}

#[scorer_span(skip(pool), err(level = "warn"))]
async fn spend(State(pool): State<SqlitePool>, Path(id): Path<i64>) -> Result<StatusCode, VoucherError> {
    let done = sqlx::query("UPDATE vouchers SET spent = 1 WHERE id = ? AND spent = 0").bind(id).execute(&pool).await?;
    if done.rows_affected() == 0 {
        warn!(voucher_id = id, "voucher is spent already");
        return Err(VoucherError::Spent);
    }
    info!(voucher_id = id, "voucher spent");
    Ok(StatusCode::NO_CONTENT)
}
