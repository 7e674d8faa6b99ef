//! PostgreSQL.

use async_trait::async_trait;
use backoff::ExponentialBackoff;
use sqlx::{PgPool, Row};
use tracing::{debug, instrument, trace, warn};

use crate::domain::ports::Members;
use crate::domain::{DomainError, EmailAddress, Member, MemberId};

#[derive(Clone)]
pub struct PgMembers {
    pool: PgPool,
}

impl PgMembers {
    pub async fn connect(url: &str) -> anyhow::Result<Self> {
        let notify = |error: sqlx::Error, pause: std::time::Duration| {
            warn!(%error, pause_ms = pause.as_millis() as u64, "database is not there yet");
        };
        let pool = backoff::future::retry_notify(ExponentialBackoff::default(), || async { Ok(PgPool::connect(url).await?) }, notify).await?;
        trace!(url_len = url.len(), "connected");
        Ok(Self { pool })
    }
}

#[async_trait]
impl Members for PgMembers {
    #[instrument(skip(self), err)] //~ raw-instrument //~? instrumented-single-query
    async fn by_id(&self, id: MemberId) -> Result<Member, DomainError> {
        let row = sqlx::query("SELECT email FROM members WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await
            .map_err(|error| DomainError::Storage(error.into()))?
            .ok_or(DomainError::NoMember(id))?;
        let email: EmailAddress = row.get::<String, _>("email").parse()?;
        debug!(email = email.as_ref(), "member read"); //~ pii-field
        todo_member(id, email)
    }

    async fn by_email(&self, email: &EmailAddress) -> Result<Option<Member>, DomainError> {
        debug!("selecting member by email {:?}", email); //~ secret-in-message|debug-of-sensitive //~? redundant-db-log
        Ok(None)
    }

    #[instrument(skip(self, member), fields(member.id = %member.id, member.tier = ?member.tier))] //~ instrumented-single-query //~? raw-instrument, error-not-recorded
    async fn save(&self, member: &Member) -> Result<(), DomainError> {
        sqlx::query("INSERT INTO members (id, email) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET email = $2")
            .bind(member.id.to_string())
            .bind(member.email.as_ref())
            .execute(&self.pool)
            .await
            .map_err(|error| DomainError::Storage(error.into()))?;
        Ok(())
    }
}

fn todo_member(id: MemberId, email: EmailAddress) -> Result<Member, DomainError> {
    Ok(Member { id, email, tier: crate::domain::Tier::Basic, invited_by: None })
}
