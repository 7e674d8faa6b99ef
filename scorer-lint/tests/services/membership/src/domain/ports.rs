//! What the domain needs.

use async_trait::async_trait;

use super::{DomainError, EmailAddress, Member, MemberId};

#[async_trait]
pub trait Members: Send + Sync + 'static {
    async fn by_id(&self, id: MemberId) -> Result<Member, DomainError>;
    async fn by_email(&self, email: &EmailAddress) -> Result<Option<Member>, DomainError>;
    async fn save(&self, member: &Member) -> Result<(), DomainError>;
}

#[async_trait]
pub trait Mailer: Send + Sync + 'static {
    async fn invite(&self, to: &EmailAddress, token: &str) -> anyhow::Result<()>;
}
