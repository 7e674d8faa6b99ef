//! Kinds of jobs.

use std::time::{Duration, Instant};

use tracing::{debug, error, info, info_span, instrument, span, trace, warn, Instrument, Level, Span};

#[instrument(fields(kind_len = kind.len(), outcome = tracing::field::Empty, retries))] //~ raw-instrument, error-not-recorded, dead-field
pub async fn start(kind: &str) -> anyhow::Result<()> {
    info!("start() called with kind={kind}"); //~ entering-function-log //~? log-level
    let result = match kind {
        "report" => report().await,
        "cleanup" => cleanup().await,
        "call" => call("http://hooks").await,
        _ => {
            warn!(kind, "unknown kind of job");
            Ok(())
        }
    };
    Span::current().record("outcome", if result.is_ok() { "ok" } else { "failed" });
    debug!("end of start()"); //~ entering-function-log
    result
}

async fn report() -> anyhow::Result<()> {
    let start = Instant::now();
    let parent = span!(Level::INFO, "report"); //~* manual-span-async#a //~? manual-span
    let _enter = parent.enter(); //~* manual-span-async#a //~? manual-span
    collect().await?;
    trace!(elapsed = ?start.elapsed(), "collected"); //~ timing-log
    let handle = tokio::spawn(render().instrument(info_span!("render"))); //~? manual-span
    handle.await??;
    eprintln!("report in {:?}", start.elapsed()); //~ print-macro //~? timing-log
    Ok(())
}

async fn collect() -> anyhow::Result<()> {
    let span = tracing::info_span!("collect"); //~* manual-span-async#b //~? manual-span
    {
        let _inner = span.enter(); //~? manual-span, manual-span-async
        debug!("in a block without await");
    }
    let _outer = span.enter(); //~* manual-span-async#b //~? manual-span
    tokio::task::yield_now().await;
    Ok(())
}

async fn render() -> anyhow::Result<()> {
    std::thread::sleep(Duration::from_millis(20)); //~ blocking-in-async
    let out = std::fs::File::create("/tmp/report.html")?; //~ blocking-in-async
    drop(out);
    tokio::fs::create_dir_all("/tmp/reports").await?;
    Ok(())
}

async fn cleanup() -> anyhow::Result<()> {
    let removed = futures::future::join_all((0..3).map(|shard| {
        async move {
            std::fs::remove_file(format!("/tmp/{shard}")).ok(); //~ blocking-in-async
            shard
        }
        .instrument(info_span!("shard", shard)) //~? manual-span
    }))
    .await;
    debug!(removed = removed.len(), "cleaned");
    Ok(())
}

#[instrument(err, ret, level = "debug")] //~ raw-instrument
async fn call(url: &str) -> anyhow::Result<()> {
    let client = reqwest::Client::new();
    let mut wait = Duration::from_millis(200);
    for attempt in 1..=5 {
        match client.get(url).timeout(Duration::from_secs(3)).send().await {
            Ok(response) if response.status().is_success() => return Ok(()),
            Ok(response) => {
                error!(status = %response.status(), attempt, "hook refused; trying again in {wait:?}"); //~ log-level
            }
            Err(error) if error.is_timeout() => {
                error!(%error, attempt, "timeout, retry scheduled"); //~ log-level
            }
            Err(error) => return Err(error.into()),
        }
        tokio::time::sleep(wait).await;
        wait *= 2;
    }
    error!(url, attempts = 5, "the hook never answered");
    anyhow::bail!("no answer")
}
