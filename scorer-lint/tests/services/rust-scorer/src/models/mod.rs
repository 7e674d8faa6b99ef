//! Rows and answers.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashMap;

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct DjangoScorer {
    pub id: i64,
    pub r#type: String,
    pub community_id: i64,
    pub name: String,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CeramicCache {
    pub id: i64,
    pub address: String,
    pub provider: String,
    pub stamp: Value,
}

#[derive(Debug, Clone)]
pub struct StampData {
    pub provider: String,
    pub nullifiers: Vec<String>,
    pub credential: Value,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct HashLink {
    pub hash: String,
    pub address: String,
    pub community_id: i64,
    pub expires_at: DateTime<Utc>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct V2ScoreResponse {
    pub address: String,
    pub score: Decimal,
    pub passing_score: bool,
    pub last_score_timestamp: Option<DateTime<Utc>>,
    pub threshold: Decimal,
    pub error: Option<String>,
    pub stamps: HashMap<String, Decimal>,
}
