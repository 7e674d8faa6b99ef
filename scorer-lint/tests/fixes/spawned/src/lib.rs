//! Tasks that lose the trace of the request that started them.

/// Scores later.
#[tracing::instrument]
pub fn score_later(count: u32) {
    tokio::spawn(async move {
        tracing::info!(count, "scored");
    });
}
