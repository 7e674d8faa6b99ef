//! The provider is handed to the caller, who shuts it down on every way.

mod otel;

use tracing::{error, info};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let handles = otel::init()?;
    let served = serve().await;
    if let Err(error) = &served {
        error!(%error, "ended");
    }
    handles.close().await;
    served
}

async fn serve() -> anyhow::Result<()> {
    info!("serving");
    tokio::signal::ctrl_c().await?;
    Ok(())
}
