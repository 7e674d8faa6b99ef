//! Runs jobs at their time.

mod db;
mod http;
mod runner;

use std::sync::Arc;
use std::time::{Duration, Instant};

use tracing::{debug, error, info, trace, warn};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt::init();
    print!("scheduler "); //~ print-macro
    println!("{}", env!("CARGO_PKG_VERSION")); //~ print-macro
    let boot = Instant::now();
    let pool = db::connect().await?;
    info!("connected to database in {}ms", boot.elapsed().as_millis()); //~ timing-log
    let runner = Arc::new(runner::Runner::new(pool.clone()));
    for worker in 0..8_u32 {
        let runner = Arc::clone(&runner);
        tokio::spawn(async move {
            loop {
                match runner.step(worker).await {
                    Ok(true) => {}
                    Ok(false) => tokio::time::sleep(Duration::from_secs(1)).await,
                    Err(error) => {
                        error!(worker, %error, "step failed; retrying in 5 s"); //~ log-level
                        tokio::time::sleep(Duration::from_secs(5)).await;
                    }
                }
            }
        });
    }
    let listener = tokio::net::TcpListener::bind("0.0.0.0:8002").await?;
    axum::serve(listener, http::router(pool, runner)).await?;
    trace!("main: exit"); //~ entering-function-log
    debug!("scheduler stopped");
    warn!("no more jobs will run");
    Ok(())
}
