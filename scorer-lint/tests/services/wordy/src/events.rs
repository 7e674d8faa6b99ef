//! Business events and states: all of them stay.

use std::time::Duration;

use tracing::{debug, error, info, trace, warn};

pub struct Node {
    name: String,
    peers: Vec<String>,
}

impl Node {
    pub async fn join_cluster(&mut self, seeds: &[String]) -> anyhow::Result<()> {
        info!(node = %self.name, seeds = seeds.len(), "joining cluster"); //~? entering-function-log
        for seed in seeds {
            if self.peers.contains(seed) {
                debug!(%seed, "already a peer");
                continue;
            }
            self.peers.push(seed.clone());
            info!("peer {seed} joined");
        }
        info!(peers = self.peers.len(), "cluster joined");
        Ok(())
    }

    pub async fn leave_cluster(&mut self) {
        warn!("entering maintenance mode");
        self.peers.clear();
        info!(node = %self.name, "left the cluster");
        warn!("exited with {} peers left", self.peers.len());
    }

    pub fn search(&self, query: &str) -> Vec<&str> {
        debug!(query_length = query.len(), "executing search query against the index");
        let hits: Vec<&str> = self.peers.iter().map(String::as_str).filter(|peer| peer.contains(query)).collect();
        debug!(hits = hits.len(), "search complete");
        hits
    }

    pub fn select_leader(&self) -> Option<&String> {
        let leader = self.peers.iter().min();
        match leader {
            Some(leader) => info!(%leader, "selected leader"),
            None => error!("no leader could be selected"),
        }
        leader
    }

    pub fn evict(&mut self, name: &str) {
        self.peers.retain(|peer| peer != name);
        info!(peer = name, "peer deleted");
        debug!("updated routing table with {} entries", self.peers.len());
    }

    pub fn load_plugins(&self) -> usize {
        let plugins = ["a", "b"];
        info!("loaded {} plugins", plugins.len());
        for plugin in plugins {
            debug!(plugin, "plugin loaded");
        }
        plugins.len()
    }
}

pub async fn call_partner(url: &str) -> anyhow::Result<String> {
    debug!(url, "fetching exchange rates");
    let text = String::from("1.0");
    debug!("fetched {} bytes of exchange rates", text.len());
    info!(rate = %text, "exchange rate updated");
    Ok(text)
}

pub fn run_command(program: &str, arguments: &[&str]) -> std::io::Result<i32> {
    debug!(program, arguments = arguments.len(), "executing command"); //~? entering-function-log
    let status = std::process::Command::new(program).args(arguments).status()?;
    let code = status.code().unwrap_or(-1);
    if code != 0 {
        warn!(code, "command exited with an error");
    }
    Ok(code)
}

pub async fn start(port: u16) {
    info!(port, "starting server");
    trace!("called with the default port: {}", port == 8080);
    tokio::time::sleep(Duration::from_millis(1)).await;
    info!("server started");
    debug!("handler registered for SIGTERM");
    info!("starting nightly export");
    info!("nightly export finished");
}

pub async fn import(pool: &sqlx::PgPool, lines: &[String]) -> anyhow::Result<u64> {
    let mut imported = 0;
    for (number, line) in lines.iter().enumerate() {
        if line.is_empty() {
            warn!(line = number + 1, "empty line skipped");
            continue;
        }
        sqlx::query("INSERT INTO lines (text) VALUES ($1)").bind(line).execute(pool).await?;
        imported += 1;
    }
    info!(imported, skipped = lines.len() as u64 - imported, "import complete");
    Ok(imported)
}

pub async fn register(pool: &sqlx::PgPool, user_id: i64) -> anyhow::Result<()> {
    sqlx::query("INSERT INTO users (id) VALUES ($1)").bind(user_id).execute(pool).await.map_err(|error| {
        error!(%error, user_id, "user could not be stored in the database");
        error
    })?;
    info!(user_id, "user registered");
    Ok(())
}

pub async fn replicate(pool: &sqlx::PgPool) -> anyhow::Result<()> {
    let lag: i64 = sqlx::query_scalar("SELECT lag FROM replication").fetch_one(pool).await?;
    if lag > 1_000 {
        warn!(lag_bytes = lag, "database replica lags behind");
    }
    let pool_size = pool.size();
    debug!(pool_size, idle = pool.num_idle(), "database pool");
    if pool.num_idle() == 0 {
        warn!(pool_size, "no idle database connection");
    }
    info!("database schema version 42 is in use");
    Ok(())
}

pub fn took(items: &[u32], owner: &str) {
    info!("{owner} took {} items", items.len());
    info!(owner, "took ownership of the queue");
    debug!("it took {} attempts to elect a leader", 3);
    info!(duration_days = 30, "subscription extended");
    info!(elapsed_blocks = 12, "confirmations");
}
