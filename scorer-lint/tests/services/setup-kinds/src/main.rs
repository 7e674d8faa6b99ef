//! A main that exits by `std::process::exit`.

mod telemetry;

use tracing::{error, info};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    telemetry::init()?;
    info!("started");
    if let Err(error) = work().await {
        error!(%error, "work failed");
        std::process::exit(1);
    }
    Ok(())
}

async fn work() -> anyhow::Result<()> {
    tokio::signal::ctrl_c().await?;
    Ok(())
}
