//! The runtime of `scorer-instrument`.

use tracing::info;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let telemetry = scorer_instrument::telemetry!().init()?;
    info!("worker started");
    tokio::signal::ctrl_c().await?;
    info!("worker stops");
    telemetry.shutdown()?;
    Ok(())
}
