//! The routes and their handlers.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Path, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;

use crate::accounts::{Account, AccountError, Accounts};
use crate::mailer;

/// What every handler shares.
#[derive(Clone)]
pub struct AppState {
    accounts: Arc<Accounts>,
    mailer: SocketAddr,
}

impl AppState {
    pub fn new(mailer: SocketAddr) -> Self {
        let accounts = Arc::default();
        Self { accounts, mailer }
    }
}

/// What an account is registered with, and what lets it in.
#[derive(Debug, Deserialize)]
pub struct Credentials {
    email: String,
    password: String,
}

pub fn router(state: AppState) -> Router {
    Router::new()
        .route("/accounts", post(register))
        .route("/accounts/{account_id}", get(show))
        .route("/sessions", post(login))
        .route("/health", get(|| async { "ok" }))
        .with_state(state)
}

async fn register(
    State(state): State<AppState>,
    Json(credentials): Json<Credentials>,
) -> Result<Json<Account>, AccountError> {
    tracing::info!("register called: {credentials:?}");
    let account = state.accounts.add(&credentials.email, &credentials.password)?;
    tracing::info!("account {} added for {}", account.id, credentials.email);
    mailer::welcome(state.mailer, account.id).await?;
    Ok(Json(account))
}

async fn show(
    State(state): State<AppState>,
    Path(account_id): Path<i64>,
) -> Result<Json<Account>, AccountError> {
    let started = Instant::now();
    let account = state.accounts.find(account_id);
    tracing::debug!("account looked up in {:?}", started.elapsed());
    account.map(Json)
}

async fn login(
    State(state): State<AppState>,
    Json(credentials): Json<Credentials>,
) -> Result<String, AccountError> {
    let account = state.accounts.check(&credentials.email, &credentials.password);
    match account {
        Ok(account) => {
            tracing::info!("account {} logged in", account.id);
            Ok(format!("session-{}", account.id))
        }
        Err(error) => {
            tracing::warn!("login of {} failed: {error}", credentials.email);
            Err(error)
        }
    }
}
