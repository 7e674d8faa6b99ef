//! Codes, tokens and clients.

use sqlx::{PgPool, Postgres, Transaction};
use tracing::{debug, instrument, warn};
use uuid::Uuid;

#[derive(Debug, sqlx::FromRow)]
pub struct ClientRow {
    pub id: Uuid,
    pub name: String,
    pub secret_hash: Vec<u8>,
}

pub async fn client(pool: &PgPool, client_id: &str) -> sqlx::Result<Option<ClientRow>> {
    let client: Option<ClientRow> =
        sqlx::query_as("SELECT id, name, secret_hash FROM clients WHERE id = $1").bind(client_id).fetch_optional(pool).await?;
    debug!(found = client.is_some(), "client");
    if let Some(client) = &client {
        debug!(name = %client.name, id = %client.id, "client found");
        debug!("{client:?}"); //~ debug-of-sensitive|secret-in-message
    }
    Ok(client)
}

#[instrument(skip(pool), err)]
pub async fn redeem(pool: &PgPool, code: &str) -> sqlx::Result<Uuid> { //~ credential-not-skipped|large-arg-not-skipped|pii-field
    let mut tx = pool.begin().await?;
    let subject: Uuid = sqlx::query_scalar("SELECT subject FROM codes WHERE code = $1").bind(code).fetch_one(&mut *tx).await?;
    forget(&mut tx, code).await?;
    tx.commit().await?;
    Ok(subject)
}

#[instrument(skip(tx), err)] //~ instrumented-single-query
async fn forget(
    tx: &mut Transaction<'_, Postgres>,
    authorization_code: &str, //~ credential-not-skipped|pii-field
) -> sqlx::Result<u64> {
    Ok(sqlx::query("DELETE FROM codes WHERE code = $1").bind(authorization_code).execute(&mut **tx).await?.rows_affected())
}

#[instrument(err)]
pub async fn rotate(
    pool: &PgPool, //~ pool-not-skipped
    refresh_token: &str, //~ credential-not-skipped
) -> sqlx::Result<Uuid> {
    let mut tx = pool.begin().await?;
    let subject: Uuid = sqlx::query_scalar("DELETE FROM refresh WHERE token = $1 RETURNING subject").bind(refresh_token).fetch_one(&mut *tx).await?;
    let next = Uuid::new_v4();
    sqlx::query("INSERT INTO refresh VALUES ($1, $2)").bind(next).bind(subject).execute(&mut *tx).await?;
    tx.commit().await?;
    if next.is_nil() {
        warn!("a nil token");
    }
    Ok(subject)
}

pub async fn revoke(pool: &PgPool, token_hash: &[u8]) -> sqlx::Result<u64> {
    let done = sqlx::query("DELETE FROM refresh WHERE hash = $1").bind(token_hash).execute(pool).await?;
    Ok(done.rows_affected())
}
