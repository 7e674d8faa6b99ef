//! Arguments of functions with the raw attribute.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path as UrlPath, Query, State};
use axum::http::HeaderMap;
use bytes::Bytes;
use secrecy::SecretString;
use serde_json::Value;
use sqlx::postgres::PgPool;
use sqlx::{PgConnection, Pool, Postgres, Transaction};
use tracing::instrument;
use uuid::Uuid;

#[instrument]
pub fn pools(
    a: &PgPool, //~ pool-not-skipped
    b: Pool<Postgres>, //~ pool-not-skipped
    c: &mut PgConnection, //~ pool-not-skipped
    d: &mut Transaction<'_, Postgres>, //~ pool-not-skipped
    e: Arc<PgPool>, //~ pool-not-skipped
    f: Option<&PgPool>, //~ pool-not-skipped
    g: &sqlx::SqlitePool, //~ pool-not-skipped
    State(h): State<PgPool>, //~ pool-not-skipped
    count: usize,
) {
}

#[instrument]
pub fn credentials(
    api_key: &str, //~ credential-not-skipped
    password: String, //~ credential-not-skipped
    headers: HeaderMap, //~ credential-not-skipped
    secret: SecretString, //~ credential-not-skipped
    access_token: Option<&str>, //~ credential-not-skipped
    jwt: &str, //~ credential-not-skipped
    refresh_token: Arc<str>, //~ credential-not-skipped
    private_key: &[u8], //~ credential-not-skipped|large-arg-not-skipped
    email: &str, //~ pii-field|credential-not-skipped
    phone_number: Option<String>, //~ pii-field|credential-not-skipped
    user_id: i64,
) {
}

#[instrument(name = "large", level = "debug")]
pub fn large(
    a: Vec<String>, //~ large-arg-not-skipped
    b: &[u8], //~ large-arg-not-skipped
    c: HashMap<String, i64>, //~ large-arg-not-skipped
    d: &BTreeMap<u64, u64>, //~ large-arg-not-skipped
    e: Value, //~ large-arg-not-skipped
    f: serde_json::Value, //~ large-arg-not-skipped
    g: Bytes, //~ large-arg-not-skipped
    h: Json<Value>, //~ large-arg-not-skipped
    i: &HashSet<Uuid>, //~ large-arg-not-skipped
    Json(j): Json<Vec<i64>>, //~ large-arg-not-skipped
    Query(k): Query<HashMap<String, String>>, //~ large-arg-not-skipped
    l: Option<Vec<u8>>, //~ large-arg-not-skipped
    m: Arc<[String]>, //~ large-arg-not-skipped
) {
}

#[instrument] //~ raw-instrument
pub fn small(
    address: &str,
    community_id: i64,
    id: Uuid,
    limit: Option<u32>,
    next_page_token: Option<String>,
    dry_run: bool,
    UrlPath((scorer_id, wallet)): UrlPath<(i64, String)>,
    token_count: usize,
    cache_key: &str,
    ratio: f64,
    path: &Path, //~? large-arg-not-skipped
) {
}

#[instrument(skip(pool, headers, body))] //~ raw-instrument
pub fn skipped(pool: &PgPool, headers: HeaderMap, body: Bytes, address: &str) {}

#[instrument(skip_all)] //~ raw-instrument
pub fn skipped_all(pool: &PgPool, password: &str, body: Vec<u8>) {}

#[instrument(skip(password), fields(password = ?password))] //~ pii-field
pub fn skipped_and_shown(password: &str) {}

#[instrument(skip_all, fields(id = %id, body_len = body.len(), user.email = %email))] //~ pii-field
pub fn listed(id: Uuid, body: &str, email: &str) {}

#[instrument(skip(db, tx), fields(n = items.len()))]
pub fn half(
    db: &PgPool,
    tx: &mut Transaction<'_, Postgres>,
    items: &[String], //~ large-arg-not-skipped
) {
}

#[tracing::instrument(target = "db", skip(conn), parent = None)]
pub fn qualified(
    conn: &mut sqlx::PgConnection,
    token: &str, //~ credential-not-skipped
) {
}

#[cfg_attr(feature = "tracing", instrument(skip(data)))] //~? raw-instrument, credential-not-skipped
pub fn behind_a_feature(data: &[u8], count: usize) {}
