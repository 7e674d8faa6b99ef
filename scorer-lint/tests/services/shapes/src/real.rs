//! What real code logs, and nobody minds.

use tokio::sync::{mpsc, oneshot, watch};
use tracing::{debug, error, info, warn};

#[derive(Debug)]
pub struct Login {
    pub id: u64,
    pub password: String,
}

pub async fn channels(
    mut rx: mpsc::Receiver<String>,
    err_rx: oneshot::Receiver<String>,
    mut shutdown_rx: watch::Receiver<bool>,
    tx: mpsc::Sender<u32>,
) {
    while let Some(message) = rx.recv().await {
        debug!("got {message}");
        debug!(?message, queued = rx.len(), "got");
    }
    let err = err_rx.await;
    warn!("task said {:?}", err);
    if shutdown_rx.changed().await.is_ok() {
        info!("shutdown: {}", *shutdown_rx.borrow());
        debug!(shutdown_rx = ?shutdown_rx, capacity = tx.capacity(), "channels");
    }
    let (reply_tx, reply_rx) = oneshot::channel::<u32>();
    drop(reply_tx);
    match reply_rx.await {
        Ok(value) => debug!("reply {value}"),
        Err(error) => error!(%error, "no reply"),
    }
}

pub fn no_logs(login: &Login) -> String {
    let text = format!("{login:?}"); //~? debug-of-sensitive
    if text.is_empty() {
        panic!("unexpected {login:?}");
    }
    assert!(login.id > 0, "{login:?}");
    unreachable!("{:?}", login)
}

pub fn traffic(rx_bytes: u64, tx_bytes: u64, header: &http::HeaderName, status: http::StatusCode) {
    info!(rx_bytes, tx_bytes, "traffic");
    info!(rx = rx_bytes, tx = tx_bytes, "traffic");
    info!("received {rx_bytes} bytes, sent {tx_bytes}");
    debug!("illegal header: {}", header.as_str());
    debug!(%header, %status, "refused"); //~? pii-field
}

macro_rules! log_arguments {
    ($($arg:tt)*) => { tracing::debug!("x {}", format_args!($($arg)*)) };
}

macro_rules! log_message {
    ($fmt:expr, $($arg:tt)*) => { tracing::info!(message = format_args!($fmt, $($arg)*), a = 1) };
}

pub fn macros(count: u32) {
    log_arguments!("{count}");
    log_message!("{}", count);
}

pub fn net(addr: std::net::SocketAddr, local_addr: std::net::SocketAddr, bind_addr: &str, listen_address: &str, upstream_addr: &str) {
    info!("listening on {addr}");
    info!(%local_addr, bind_addr, listen_address, upstream_addr, "net");
}

pub fn short_names(pid: u32, gid: u32, uid: u32, gpio_pin: u8, race: bool, dx: f64, age: u64, weight: f64, height: u64) {
    debug!(pid, gid, uid, gpio_pin, race, dx, age, weight, height, "short");
    debug!("data race {race} at {dx}, height {height}, weight {weight}, age {age}");
}

pub fn places(name: &str, title: &str, location: &str, position: usize, region: &str, zone: &str) {
    debug!(name, title, location, position, region, zone, "places");
}

pub struct Cred {
    pub id: u64,
    pub valid: bool,
}

pub struct Config {
    pub api_key: Option<String>,
    pub token: Option<String>,
}

pub struct Found {
    pub id: u64,
    pub exp: i64,
}

fn lookup_api_key(_: &str) -> Found {
    Found { id: 1, exp: 2 }
}

fn decode_jwt(_: &str) -> Found {
    Found { id: 1, exp: 2 }
}

pub fn closures(config: &Config, creds: &[Cred], text: &str) {
    debug!("{}", config.api_key.as_ref().map_or(0, |key| key.len()));
    debug!("{}", config.api_key.as_deref().map(|_| "set").unwrap_or("unset"));
    debug!(api_key_len = config.api_key.as_ref().map(|key| key.len()), "configured");
    debug!(token_set = config.token.as_ref().map(String::is_empty), "configured");
    debug!("{:?}", creds.iter().map(|cred| cred.id).collect::<Vec<_>>());
    debug!("{}", creds.iter().filter(|cred| cred.valid).count());
    debug!("{}", creds.iter().any(|cred| cred.valid));
    let id = lookup_api_key(text).id;
    debug!("{id}");
    let expires = decode_jwt(text).exp;
    debug!("{expires}");
    info!(key_id = id, expires, "found");
}

pub async fn signals(mut signals: mpsc::Receiver<i32>, headers: &http::HeaderMap, store: &Store) -> anyhow::Result<()> {
    while let Some(sig) = signals.recv().await {
        info!("received {sig:?}");
        info!("{} received", sig);
        warn!(signal = sig, "stopping");
    }
    let length = headers.get(http::header::CONTENT_LENGTH);
    debug!("illegal content length: {:?}", length);
    debug!(content_type = ?headers.get(http::header::CONTENT_TYPE), "request");
    let user_id = store.add_user_with_session("ada").await?;
    info!(user.id = user_id, "user registered");
    Ok(())
}

pub struct Store;

impl Store {
    async fn add_user_with_session(&self, _: &str) -> anyhow::Result<i64> {
        Ok(7)
    }
}
