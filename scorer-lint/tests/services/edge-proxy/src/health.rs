//! Probes.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};

use scorer_instrument::scorer_span;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tracing::{Instrument, debug, error, info, info_span, trace, warn};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    Up { latency: Duration },
    Down { since: Instant },
}

pub type Table = Arc<RwLock<HashMap<SocketAddr, Health>>>;

/// Probes until the process ends; started once, from `main`.
pub async fn probe_forever(table: Table, upstreams: Vec<SocketAddr>) {
    let mut ticks = tokio::time::interval(Duration::from_secs(5));
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let mut probes = JoinSet::new();
        for upstream in upstreams.iter().copied() {
            probes.spawn(async move { (upstream, probe(upstream).await) }.instrument(info_span!(parent: None, "probe"))); //~? manual-span
        }
        while let Some(Ok((upstream, health))) = probes.join_next().await {
            let before = table.write().expect("the table").insert(upstream, health);
            match (before, health) {
                (Some(Health::Up { .. }) | None, Health::Down { .. }) => error!(upstream.port = upstream.port(), "upstream is down"),
                (Some(Health::Down { since }), Health::Up { latency }) => {
                    info!(down_for_s = since.elapsed().as_secs(), latency_ms = latency.as_millis() as u64, "upstream is back") //~? timing-log
                }
                _ => trace!("no change"),
            }
        }
        let up = table.read().expect("the table").values().filter(|health| matches!(health, Health::Up { .. })).count();
        if up == 0 {
            error!(total = upstreams.len(), "no upstream is up");
        } else if up < upstreams.len() {
            warn!(up, total = upstreams.len(), "some upstreams are down");
        }
    }
}

async fn probe(upstream: SocketAddr) -> Health {
    let begun = Instant::now();
    match tokio::time::timeout(Duration::from_secs(1), TcpStream::connect(upstream)).await {
        Ok(Ok(_)) => Health::Up { latency: begun.elapsed() },
        Ok(Err(error)) => {
            debug!(%error, "refused");
            Health::Down { since: begun }
        }
        Err(_) => Health::Down { since: begun },
    }
}

#[scorer_span(skip(table))]
pub async fn healthy(table: Table) -> usize {
    let table = table.read().expect("the table");
    table.values().filter(|health| matches!(health, Health::Up { .. })).count()
}
