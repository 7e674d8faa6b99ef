//! Storage.

pub mod users;

use async_trait::async_trait;
use uuid::Uuid;

use crate::model::User;

#[async_trait]
pub trait Users: Send + Sync {
    async fn get(&self, id: Uuid) -> anyhow::Result<User>;
    async fn find(&self, email: &str) -> anyhow::Result<Option<User>>;
}
