//! Tasks that stop their thread.

use std::time::Duration;

use tracing::info;

async fn settle(rounds: u32) {
    for round in 0..rounds {
        std::thread::sleep(Duration::from_millis(1));
        info!(round, "settled");
    }
}

pub fn run() {
    super::block_on(settle(2));
}
