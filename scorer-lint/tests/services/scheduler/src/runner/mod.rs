//! Takes jobs and runs them.

mod kinds;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use sqlx::PgPool;
use tokio::sync::Notify;
use tracing::{debug, error, event, info, info_span, instrument, trace, warn, Instrument, Level};
use uuid::Uuid;

#[derive(Debug, Default)]
struct Stats {
    total_ms: AtomicU64,
    jobs: AtomicU64,
}

pub struct Runner {
    pool: PgPool,
    notify: Notify,
    stats: Stats,
    running: Mutex<HashMap<Uuid, Instant>>,
}

impl Runner {
    pub fn new(pool: PgPool) -> Self {
        Self { pool, notify: Notify::new(), stats: Stats::default(), running: Mutex::default() }
    }

    pub async fn wake(&self) {
        self.notify.notify_one();
    }

    pub async fn step(&self, worker: u32) -> anyhow::Result<bool> {
        debug!(worker, "step()"); //~ entering-function-log
        let Some(id) = self.claim_next().await? else {
            trace!(worker, "nothing to claim");
            return Ok(false);
        };
        let begin = Instant::now();
        let outcome = tokio::time::timeout(Duration::from_secs(300), self.run_job(id)).await;
        let spent = begin.elapsed();
        self.stats.total_ms.fetch_add(spent.as_millis() as u64, Ordering::Relaxed); //~? timing-log
        self.stats.jobs.fetch_add(1, Ordering::Relaxed);
        match outcome {
            Ok(Ok(())) => info!(%id, ?spent, "job done"), //~ timing-log
            Ok(Err(error)) => warn!(%id, %error, "job failed, it will be tried again"),
            Err(_) => warn!(%id, timeout_s = 300, "job timed out"),
        }
        Ok(true)
    }

    async fn claim_next(&self) -> anyhow::Result<Option<Uuid>> { //~ key-function-not-instrumented
        event!(Level::DEBUG, "Executing query to claim the next job"); //~ redundant-db-log
        let now = Instant::now();
        let id: Option<(Uuid,)> = sqlx::query_as("UPDATE jobs SET state = 'running' WHERE state = 'queued' RETURNING id")
            .fetch_optional(&self.pool)
            .await?;
        event!(Level::DEBUG, took_us = now.elapsed().as_micros() as u64, "claim query finished"); //~ timing-log //~? redundant-db-log
        Ok(id.map(|(id,)| id))
    }

    pub async fn run_job(&self, id: Uuid) -> anyhow::Result<()> { //~? key-function-not-instrumented
        self.running.lock().expect("running").insert(id, Instant::now());
        let kind = self.kind_of(id).await?;
        let work = kinds::start(&kind);
        let outcome = work.instrument(info_span!("job", %id, kind)).await; //~ manual-span
        self.running.lock().expect("running").remove(&id);
        if let Err(error) = &outcome {
            if let Err(second) = self.finish_job(id, "failed").await {
                error!(%second, %error, "the failure was not recorded");
            }
        }
        outcome
    }

    #[instrument(skip(self))] //~ raw-instrument, error-not-recorded //~? instrumented-single-query
    async fn finish_job(&self, id: Uuid, state: &str) -> anyhow::Result<()> {
        sqlx::query("UPDATE jobs SET state = $2 WHERE id = $1").bind(id).bind(state).execute(&self.pool).await?;
        self.notify.notify_waiters();
        info!(%id, state, "job finished");
        Ok(())
    }

    #[instrument(skip_all)] //~ instrumented-single-query //~? raw-instrument, error-not-recorded
    async fn kind_of(&self, id: Uuid) -> anyhow::Result<String> {
        let (kind,): (String,) = sqlx::query_as("SELECT kind FROM jobs WHERE id = $1").bind(id).fetch_one(&self.pool).await?;
        Ok(kind)
    }

    #[instrument(level = "trace", skip(self), err)] //~ instrumented-single-query //~? raw-instrument
    pub async fn heartbeat(&self, worker: u32) -> anyhow::Result<()> {
        let delay = Duration::from_secs(5);
        for attempt in 0..2 {
            if sqlx::query("UPDATE workers SET seen = now() WHERE id = $1").bind(i64::from(worker)).execute(&self.pool).await.is_ok() {
                return Ok(());
            }
            warn!(attempt, ?delay, "heartbeat failed, next attempt after {delay:?}");
            tokio::time::sleep(delay).await;
        }
        anyhow::bail!("no heartbeat")
    }

    /// Averages for the console.
    pub fn summary(&self) -> String {
        let _scope = info_span!("summary").entered(); //~ manual-span
        let jobs = self.stats.jobs.load(Ordering::Relaxed).max(1);
        format!("{} ms a job", self.stats.total_ms.load(Ordering::Relaxed) / jobs)
    }

    pub fn overdue(&self) -> Vec<Uuid> {
        let running = self.running.lock().expect("running");
        let limit = Duration::from_secs(600);
        let overdue: Vec<Uuid> = running.iter().filter(|(_, since)| since.elapsed() > limit).map(|(id, _)| *id).collect();
        if !overdue.is_empty() {
            warn!(count = overdue.len(), limit_s = limit.as_secs(), "jobs are overdue");
        }
        overdue
    }
}
