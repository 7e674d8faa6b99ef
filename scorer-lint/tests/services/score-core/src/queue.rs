//! Jobs, one after the other.

use std::sync::Arc;
use std::time::{Duration, Instant};

use scorer_instrument::scorer_span;
use tokio::sync::{Mutex, mpsc};
use tokio_util::sync::CancellationToken;
use tracing::{Instrument, debug, error, info, warn};
use uuid::Uuid;

use crate::domain::{self, ScoreError};
use crate::store::Store;

const CAPACITY: usize = 1_000;

#[derive(Debug)]
struct Job {
    key: Uuid,
    nonce: u64,
    addresses: Vec<String>,
    deadline: Instant,
}

#[derive(Clone)]
pub struct Queue {
    store: Store,
    sender: mpsc::Sender<Job>,
    receiver: Arc<Mutex<mpsc::Receiver<Job>>>,
}

impl Queue {
    pub fn new(store: Store) -> Self {
        let (sender, receiver) = mpsc::channel(CAPACITY);
        Self { store, sender, receiver: Arc::new(Mutex::new(receiver)) }
    }

    pub async fn push(&self, addresses: Vec<String>) -> Result<Uuid, ScoreError> {
        let key = Uuid::now_v7();
        let nonce = rand_nonce();
        let job = Job { key, nonce, addresses, deadline: Instant::now() + Duration::from_secs(600) };
        self.sender.try_send(job).map_err(|_| ScoreError::QueueFull { capacity: CAPACITY })?;
        debug!(job.key = %key, nonce, queued = CAPACITY - self.sender.capacity(), "job queued");
        Ok(key)
    }
}

fn rand_nonce() -> u64 {
    7
}

pub async fn run(queue: Queue, token: CancellationToken) {
    let mut receiver = queue.receiver.lock().await;
    loop {
        tokio::select! {
            () = token.cancelled() => {
                info!(token = "cancelled", "the queue stops");
                break;
            }
            job = receiver.recv() => {
                let Some(job) = job else { break };
                if job.deadline < Instant::now() {
                    warn!(job.key = %job.key, overdue_ms = job.deadline.elapsed().as_millis() as u64, "job is too late"); //~? timing-log
                    continue;
                }
                if let Err(error) = work(&queue.store, job).await {
                    error!(%error, "job failed");
                }
            }
            () = tokio::time::sleep(Duration::from_secs(60)) => debug!("the queue is idle"),
        }
    }
}

#[scorer_span(skip_all, fields(job.key = %job.key, address_count = job.addresses.len()), err)]
async fn work(store: &Store, job: Job) -> Result<(), ScoreError> {
    let mut set = tokio::task::JoinSet::new();
    for address in job.addresses {
        let store = store.clone();
        let scoring = async move {
            let score = domain::score_of(&store, &address).await?;
            store.put(&address, score).await
        };
        set.spawn(scoring.in_current_span());
    }
    let mut failures = 0_usize;
    while let Some(done) = set.join_next().await {
        match done {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                failures += 1;
                warn!(%error, "one address failed");
            }
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        }
    }
    info!(failures, "job done");
    Ok(())
}
