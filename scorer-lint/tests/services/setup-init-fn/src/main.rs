//! Returns only the tracer: the provider is gone.

mod tracing_setup;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_setup::init_tracing("setup-init-fn");
    tracing::info!("up");
    tokio::signal::ctrl_c().await?;
    tracing::info!("down");
    Ok(())
}
