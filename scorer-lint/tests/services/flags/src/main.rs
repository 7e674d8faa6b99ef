//! Feature flags.

mod cache;
mod eval;
mod http;
mod import;

use tracing::{info, warn};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().init();
    let pool = sqlx::SqlitePool::connect("sqlite:flags.db").await?;
    // scorer-lint: allow(print-macro): the supervisor waits for this line on standard output
    println!("READY");
    // scorer-lint: allow(timing-log): no duration is logged below any more
    info!("flags are served"); //~^ unused-allow
    // Read once, before anything is served.
    let overrides = std::fs::read_to_string("overrides.json").unwrap_or_default();
    if overrides.is_empty() {
        warn!("no overrides");
    }
    // scorer-lint: allow(redundant-db-log): left from an earlier version
    let cache = cache::Cache::load(&pool).await?; //~^ unused-allow
    http::serve(pool, cache).await
}
