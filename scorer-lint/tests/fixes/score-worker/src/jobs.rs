//! Jobs and what is done with them.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, mpsc};
use tracing::instrument;

use crate::backoff::Backoff;
use crate::sources::{Source, SourceError};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Job {
    pub id: u64,
    pub kind: Kind,
    pub payload: serde_json::Value,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub enum Kind {
    Score,
    Refresh,
}

#[derive(Debug, Default)]
pub struct Totals {
    done: u64,
    failed: u64,
}

pub struct Worker<S> {
    source: Arc<S>,
    totals: Mutex<Totals>,
    backoff: Backoff,
    password: String,
}

impl<S: Source + 'static> Worker<S> {
    #[instrument(skip(source))]
    pub fn new(source: Arc<S>, backoff: Backoff, password: String) -> Self {
        Self {
            source,
            totals: Mutex::default(),
            backoff,
            password,
        }
    }

    #[instrument(skip_all)]
    pub async fn drain(self: Arc<Self>, mut jobs: mpsc::Receiver<Job>) {
        while let Some(job) = jobs.recv().await {
            let worker = Arc::clone(&self);
            let task = tokio::spawn(async move { worker.one(&job).await });
            if task.await.is_err() {
                self.count(false).await;
            }
        }
    }

    #[instrument(skip(self), fields(job.id = job.id, job.kind = ?job.kind), err)]
    async fn one(&self, job: &Job) -> Result<f64, SourceError> {
        let pause = self.backoff;
        let score = pause
            .run("fetch", |attempt| self.fetch(job, attempt))
            .await?;
        self.count(true).await;
        tracing::debug!(score, "done");
        Ok(score)
    }

    #[instrument(level = "debug", skip(self))]
    async fn fetch(&self, job: &Job, attempt: u32) -> Result<f64, SourceError> {
        let found = self.source.fetch(job.id, &self.password).await?;
        Ok(weigh(&found, job.kind))
    }

    #[instrument(skip(self))]
    async fn count(&self, ok: bool) {
        let mut totals = self.totals.lock().await;
        if ok {
            totals.done += 1;
        } else {
            totals.failed += 1;
        }
    }

    pub async fn report(&self) -> (u64, u64) {
        let totals = self.totals.lock().await;
        (totals.done, totals.failed)
    }
}

#[instrument(fields(entries = found.len()), ret)]
pub fn weigh(found: &HashMap<String, f64>, kind: Kind) -> f64 {
    let factor = match kind {
        Kind::Score => 1.0,
        Kind::Refresh => 0.5,
    };
    found.values().sum::<f64>() * factor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_counts_half() {
        let found = HashMap::from([("a".to_owned(), 4.0)]);
        assert!((weigh(&found, Kind::Refresh) - 2.0).abs() < f64::EPSILON);
    }
}
