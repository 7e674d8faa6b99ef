//! Follows a chain and indexes transfers of tokens.

mod api;
mod index;
mod rpc;
mod sign;

use std::sync::Arc;

use clap::Parser;
use tracing::{error, info};
use tracing_subscriber::EnvFilter;

#[derive(Parser)]
struct Arguments {
    /// Where to start.
    #[arg(long, env = "START_BLOCK", default_value_t = 0)]
    start_block: u64,
    /// The node.
    #[arg(long, env = "RPC_URL")]
    rpc_url: String,
    #[arg(long, env = "DATABASE_URL")]
    database_url: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt().with_env_filter(EnvFilter::from_default_env()).with_target(false).init();
    let pool = sqlx::PgPool::connect(&arguments.database_url).await?;
    let node = Arc::new(rpc::Node::new(&arguments.rpc_url)?);
    let signer = sign::Signer::from_seed_file("/run/secrets/seed")?;
    info!(public_key = %signer.public_key_hex(), start_block = arguments.start_block, "indexer starts");
    info!("indexing from block {} with public key {}", arguments.start_block, signer.public_key_hex());

    let indexer = index::Indexer::new(pool.clone(), Arc::clone(&node));
    let api = tokio::spawn(api::serve(pool, signer));
    tokio::select! {
        outcome = indexer.follow(arguments.start_block) => {
            if let Err(error) = outcome {
                error!(%error, "indexing ended");
            }
        }
        joined = api => joined??,
        _ = tokio::signal::ctrl_c() => info!("interrupted"),
    }
    Ok(())
}
