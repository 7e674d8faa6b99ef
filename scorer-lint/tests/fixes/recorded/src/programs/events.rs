//! Events of plain `tracing`, beside those that the compiler judges.

use tracing::{info, warn};

struct Job {
    id: i64,
}

fn worked(job: &Job, rounds: usize, text: &str) {
    scorer_instrument::debug!(rounds, "judged");
    info!(rounds, job.id, "ran {rounds} rounds of {}", job.id);
    warn!(slow = rounds > 3, count = text.len(), "slow");
    info!(?text, "quoted");
}

pub fn run() {
    worked(&Job { id: 7 }, 4, "a text");
}
