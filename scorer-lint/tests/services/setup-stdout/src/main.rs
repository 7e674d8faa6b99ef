//! A worker with providers in several states.

mod batch;
mod drop_guard;

use tracing::info;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    if std::env::args().any(|argument| argument == "--batch") {
        return batch::main().await;
    }
    let _guard = drop_guard::init()?;
    info!("working");
    tokio::signal::ctrl_c().await?;
    Ok(())
}
