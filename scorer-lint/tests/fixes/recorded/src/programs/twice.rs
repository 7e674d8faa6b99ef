//! What is recorded twice.

use tracing::{info, instrument};

struct Job {
    id: i64,
}

#[instrument(fields(community.id = community_id))]
fn named_twice(community_id: i64) -> i64 {
    community_id
}

fn logged_twice(job: &Job) {
    info!(id = job.id, job_id = job.id, "ran");
}

pub fn run() {
    named_twice(4);
    logged_twice(&Job { id: 7 });
}
