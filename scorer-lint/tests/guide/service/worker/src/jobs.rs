//! Scores that are made again.

use std::time::Duration;

use tracing::{info, instrument};

use scores_core::db::{DbError, PgPool, vacuum};
use scores_core::score::rescore;

/// A job of the queue.
#[derive(Clone, Debug)]
pub struct Job {
    pub id: u64,
    pub community_id: i64,
    pub payload: String,
}

#[instrument(skip(pool))]
pub async fn run(pool: &PgPool, job: Job) -> Result<u64, DbError> {
    rescore(pool, job.community_id, false).await
}

#[instrument(skip_all, fields(job_id = job.id))]
pub fn is_due(job: &Job, now: u64) -> bool {
    job.id < now
}

#[instrument(level = "debug")]
pub fn backoff(attempt: u32, longest: Duration) -> Duration {
    Duration::from_secs(u64::from(attempt)).min(longest)
}

#[instrument(skip(pool))]
pub async fn nightly(pool: &PgPool, day: u32) -> Result<(), DbError> {
    info!(day, "tables are cleaned");
    vacuum(pool).await
}

#[instrument]
pub fn shard(community_id: i64, shards: i64) -> i64 {
    community_id.rem_euclid(shards)
}

#[instrument(skip(jobs))]
pub fn next_job(jobs: &[Job], after: u64) -> Option<&Job> {
    jobs.iter().find(|job| job.id > after)
}
