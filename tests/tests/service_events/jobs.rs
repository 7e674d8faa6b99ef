//! Jobs, queues, timers, tasks and their panics.

use std::num::Wrapping;
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use scorer_instrument::{Recordable, debug, error, info, reviewed, trace, warn};
use uuid::Uuid;

use super::{boxed_failure, failure, report};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Recordable)]
enum State {
    Queued,
    Running,
}

#[derive(Clone, Copy, Debug, Recordable)]
struct JobId(u64);

#[derive(Debug, thiserror::Error, Recordable)]
enum JobError {
    #[error("job {id} timed out after {after:?}")]
    Timeout { id: u64, after: Duration },
    #[error("job failed: {0}")]
    Failed(#[source] anyhow::Error),
}

pub(crate) fn all() {
    worked();
    queued();
    tasks();
    timed();
}

fn worked() {
    let (job_id, worker) = (JobId(9), 3_usize);
    let state = State::Running;
    let items: Vec<u64> = (0..10).collect();
    info!(?job_id, worker, "job started");
    info!(job.id = %job_id, state = ?state, "picked up");
    info!("job {job_id:?} is {state:?}");
    info!("worker {worker}: {} items left", items.len());
    info!(from = ?State::Queued, to = ?state, "state changed");
    info!(processed = items.len(), failed = 0, took = ?Duration::from_millis(12), "batch done");
    for (index, item) in items.iter().enumerate().take(1) {
        debug!(index, item, total = items.len(), "processing");
        debug!("processing item {}/{}", index + 1, items.len());
    }
    for err in [
        JobError::Timeout {
            id: 9,
            after: Duration::from_secs(1),
        },
        JobError::Failed(report()),
    ] {
        error!(?job_id, %err, "job failed");
        error!(error = ?err, worker, "job failed, moving to dead letters");
        warn!("job {:?} failed: {}", job_id, err);
        warn!(error = err.to_string(), retry = true, "requeued");
    }
    error!(
        job_id = job_id.0,
        error = format!("{:#}", report()),
        "giving up"
    );
    warn!(attempts = 5, last_error = ?Some(failure()), "exhausted retries");
}

fn queued() {
    let (depth, lag) = (1_200_usize, Duration::from_secs(9));
    let (topic, partition, offset) = ("scores", 3_i32, 77_i64);
    info!(topic, partition, offset, "subscribed");
    debug!(topic, "message {} of partition {}", offset, partition);
    warn!(depth, lag_secs = lag.as_secs(), "consumer lags");
    warn!(?lag, "backpressure");
    error!(topic, error = %boxed_failure(), "could not publish");
    error!(
        "failed to deserialize message at offset {offset}: {}",
        failure()
    );
    let (sender, receiver) = mpsc::channel::<u8>();
    drop(receiver);
    if let Err(err) = sender.send(1) {
        warn!(%err, "receiver is gone");
        debug!("send failed: {err}");
    }
    let message_id = Uuid::from_u128(3);
    trace!(%message_id, redelivered = false, "acknowledged");
    info!(sequence = Wrapping(7_u32), "checkpoint");
}

fn tasks() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let panicked: tokio::task::JoinHandle<u8> =
            tokio::spawn(async { std::panic::resume_unwind(Box::new("boom")) });
        if let Err(err) = panicked.await {
            error!(is_panic = err.is_panic(), "task failed: {err}");
            error!(%err, task = "refresh", "task panicked");
        }
        let late = tokio::time::timeout(Duration::from_millis(1), std::future::pending::<()>());
        if let Err(elapsed) = late.await {
            warn!(%elapsed, "timed out");
            warn!(error = ?elapsed, limit = ?Duration::from_millis(1), "upstream is slow");
        }
    });
    let output = Command::new("true").status();
    match output {
        Ok(status) => {
            info!(%status, code = status.code(), success = status.success(), "command ended")
        }
        Err(err) => error!(%err, "command did not start"),
    }
    std::thread::scope(|scope| {
        let joined = scope.spawn(|| 1).join();
        debug!(joined = joined.is_ok(), "thread ended");
    });
    let lock = std::sync::Mutex::new(1);
    match lock.lock() {
        Ok(guard) => trace!(held = *guard, "locked"),
        Err(err) => error!("lock is poisoned: {err}"),
    }
}

fn timed() {
    let next: DateTime<Utc> = DateTime::UNIX_EPOCH;
    let interval = Duration::from_secs(3600);
    info!(%next, "next run at {next}");
    info!(next = ?next, every = ?interval, "scheduled");
    info!("next run in {}s", interval.as_secs());
    debug!(schedule = "0 * * * *", "cron");
    debug!(tick = 7_u64, skipped = 0_u64, "tick");
    info!(
        summary = reviewed!("all green", reason = "a fixed text"),
        "report"
    );
    info!(
        "report: {}",
        reviewed!([1, 2, 3].map(|n| n * 2).len(), reason = "a count")
    );
    warn!(drift = ?Duration::from_millis(3), "clock drifted");
    warn!(error = %tracing::field::display(failure()), "ntp failed");
    warn!(error = tracing::field::debug(failure()), "ntp failed");
}
