//! Tasks, and the spans that they come from.

use tracing::{info, instrument};

#[instrument]
async fn awaited(count: u32) -> u32 {
    let task = tokio::spawn(async move {
        info!(count, "counted");
        count + 1
    });
    task.await.expect("a count")
}

#[instrument]
async fn let_go(count: u32) {
    tokio::spawn(async move {
        info!(count, "counted later");
    });
}

pub fn run() {
    super::block_on(async {
        awaited(1).await;
        let_go(2).await;
        tokio::task::yield_now().await;
    });
}
