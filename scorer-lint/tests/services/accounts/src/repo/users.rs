//! Users in PostgreSQL.

use async_trait::async_trait;
use sqlx::{PgConnection, PgPool};
use tracing::{debug, info, instrument, warn};
use uuid::Uuid;

use super::Users;
use crate::model::{Contact, Plan, User};

#[derive(Clone, Debug)]
pub struct PgUsers {
    pool: PgPool,
}

impl PgUsers {
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    #[instrument(skip(self), err)] //~ instrumented-single-query
    pub async fn find_by_email(&self, email: &str) -> anyhow::Result<Option<User>> { //~ pii-field|credential-not-skipped
        Ok(sqlx::query_as("SELECT * FROM users WHERE email = $1")
            .bind(email)
            .fetch_optional(&self.pool)
            .await?)
    }

    pub async fn get(&self, id: Uuid) -> anyhow::Result<User> {
        Ok(sqlx::query_as("SELECT * FROM users WHERE id = $1").bind(id).fetch_one(&self.pool).await?)
    }

    #[instrument(skip(self))] //~ error-not-recorded
    pub async fn insert(
        &self,
        email: &str, //~ pii-field|credential-not-skipped
        password_hash: &str, //~ credential-not-skipped
        plan: Plan,
    ) -> anyhow::Result<Uuid> {
        let id = Uuid::now_v7();
        let mut tx = self.pool.begin().await?;
        debug!("inserting user into database"); //~ redundant-db-log
        sqlx::query("INSERT INTO users (id, email, password_hash) VALUES ($1, $2, $3)")
            .bind(id)
            .bind(email)
            .bind(password_hash)
            .execute(&mut *tx)
            .await?;
        insert_plan(&mut tx, id, plan).await?;
        tx.commit().await?;
        debug!("transaction committed"); //~? redundant-db-log
        Ok(id)
    }

    #[instrument(skip(self, hash), err)] //~ instrumented-single-query //~? raw-instrument
    pub async fn set_password(&self, id: Uuid, hash: &str) -> anyhow::Result<()> {
        sqlx::query("UPDATE users SET password_hash = $2 WHERE id = $1").bind(id).bind(hash).execute(&self.pool).await?;
        Ok(())
    }

    #[instrument(skip(self), err)] //~? instrumented-single-query, raw-instrument
    pub async fn set_name(&self, id: Uuid, display_name: &str) -> anyhow::Result<()> { //~? pii-field, credential-not-skipped
        let trimmed = display_name.trim();
        sqlx::query("UPDATE users SET display_name = $2 WHERE id = $1").bind(id).bind(trimmed).execute(&self.pool).await?;
        Ok(())
    }

    #[instrument(skip_all, fields(user_id = %contact.user_id, phone = %contact.phone), err)] //~ pii-field //~? instrumented-single-query
    pub async fn set_contact(&self, contact: &Contact) -> anyhow::Result<()> {
        sqlx::query("UPDATE contacts SET phone = $2 WHERE user_id = $1")
            .bind(contact.user_id)
            .bind(&contact.phone)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    pub async fn touch(&self, id: Uuid) -> anyhow::Result<()> {
        let done = sqlx::query("UPDATE users SET seen_at = now() WHERE id = $1").bind(id).execute(&self.pool).await?;
        if done.rows_affected() != 1 {
            warn!(user_id = %id, "user vanished");
        }
        Ok(())
    }
}

#[instrument(err)] //~ instrumented-single-query
async fn insert_plan(
    conn: &mut PgConnection, //~ pool-not-skipped
    user_id: Uuid,
    plan: Plan,
) -> anyhow::Result<()> {
    sqlx::query("INSERT INTO plans (user_id, plan) VALUES ($1, $2)")
        .bind(user_id)
        .bind(format!("{plan:?}"))
        .execute(conn)
        .await?;
    Ok(())
}

#[async_trait]
impl Users for PgUsers {
    #[instrument(skip(self))] //~ error-not-recorded //~? raw-instrument, instrumented-single-query
    async fn get(&self, id: Uuid) -> anyhow::Result<User> {
        PgUsers::get(self, id).await
    }

    async fn find(&self, email: &str) -> anyhow::Result<Option<User>> {
        let found = self.find_by_email(email).await?;
        info!(found = found.is_some(), "user looked up"); //~? log-level, redundant-db-log
        Ok(found)
    }
}
