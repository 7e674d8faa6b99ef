//! Prices from outside.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures::{SinkExt, StreamExt};
use rust_decimal::Decimal;
use serde::Deserialize;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tracing::{debug, error, info, instrument, span, trace, warn, Instrument, Level};

#[derive(Debug, Deserialize)]
pub struct Tick {
    pub pair: String,
    pub price: Decimal,
    pub sequence: u64,
}

#[derive(Deserialize)]
pub struct FeedAuth {
    pub key: String,
    pub passphrase: String,
}

#[instrument(skip(sender, auth), fields(url = %url))] //~ raw-instrument, error-not-recorded
pub async fn follow(url: &str, auth: FeedAuth, sender: mpsc::Sender<Tick>) -> anyhow::Result<()> {
    let mut backoff = Duration::from_millis(250);
    loop {
        let (mut socket, response) = match tokio_tungstenite::connect_async(url).await {
            Ok(connected) => connected,
            Err(error) => {
                error!(%error, backoff_ms = backoff.as_millis() as u64, "feed is not reachable, reconnecting"); //~ log-level
                tokio::time::sleep(backoff).await;
                backoff = (backoff * 2).min(Duration::from_secs(30));
                continue;
            }
        };
        debug!(status = response.status().as_u16(), "feed connected");
        debug!(passphrase = auth.passphrase, "logging in"); //~ pii-field
        debug!(key_set = !auth.key.is_empty(), passphrase_len = auth.passphrase.len(), "logging in");
        let login = serde_json::json!({ "key": auth.key, "passphrase": auth.passphrase }).to_string();
        trace!("login message: {login}"); //~ secret-in-message
        socket.send(Message::Text(login)).await?;
        while let Some(message) = socket.next().await {
            match message {
                Ok(Message::Text(text)) => match serde_json::from_str::<Tick>(&text) {
                    Ok(tick) => {
                        trace!(pair = %tick.pair, price = %tick.price, tick.sequence, "tick");
                        if sender.send(tick).await.is_err() {
                            info!("nobody wants ticks");
                            return Ok(());
                        }
                    }
                    Err(error) => warn!(%error, bytes = text.len(), "not a tick"),
                },
                Ok(other) => trace!(kind = other.is_ping(), "control message"),
                Err(error) => {
                    warn!(%error, "feed broke, reconnecting");
                    break;
                }
            }
        }
    }
}

pub async fn smooth(mut receiver: mpsc::Receiver<Tick>, window: Arc<Mutex<VecDeque<Decimal>>>) {
    let worker = span!(Level::DEBUG, "smooth"); //~? manual-span
    async move {
        let mut slowest = Duration::ZERO;
        while let Some(tick) = receiver.recv().await {
            let begun = Instant::now();
            let mut window = window.lock().unwrap();
            window.push_back(tick.price);
            if window.len() > 100 {
                window.pop_front();
            }
            let average: Decimal = window.iter().sum::<Decimal>() / Decimal::from(window.len());
            drop(window);
            trace!(%average, "smoothed");
            let took = begun.elapsed();
            if took > slowest {
                slowest = took;
                warn!(?took, "slowest tick so far"); //~ timing-log
            }
            persist(average).await;
        }
    }
    .instrument(worker) //~? manual-span
    .await;
}

async fn persist(average: Decimal) {
    let file = std::fs::OpenOptions::new().append(true).open("/tmp/average"); //~ blocking-in-async
    if let Ok(mut file) = file {
        use std::io::Write;
        let _ = writeln!(file, "{average}");
    }
}

pub async fn poll_rest(url: &str) -> anyhow::Result<Decimal> {
    let started = tokio::time::Instant::now();
    let timeout = Duration::from_secs(2);
    let text = tokio::time::timeout(timeout, fetch(url)).await??;
    debug!("rest poll: {} bytes, {:.3}s", text.len(), started.elapsed().as_secs_f64()); //~ timing-log
    if started.elapsed() > timeout / 2 {
        warn!(timeout_ms = timeout.as_millis() as u64, "rest is slow");
    }
    Ok(text.trim().parse()?)
}

async fn fetch(_url: &str) -> anyhow::Result<String> {
    dbg!("fetch"); //~ print-macro
    Ok("1".to_owned())
}
