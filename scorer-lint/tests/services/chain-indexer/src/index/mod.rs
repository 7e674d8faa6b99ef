//! From blocks to rows.

mod transfers;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use dashmap::DashMap;
use futures::stream::{self, StreamExt, TryStreamExt};
use scorer_instrument::scorer_span;
use sqlx::PgPool;
use tracing::{debug, info, trace, warn};

use crate::rpc::{Address, Block, Node, Transaction};

pub struct Indexer {
    pool: PgPool,
    node: Arc<Node>,
    /// Key: wallet.
    nonces: DashMap<Address, u64>,
}

#[derive(Clone, Debug, Default)]
struct Progress {
    block: u64,
    transactions: u64,
    tokens: u64,
}

impl Indexer {
    pub fn new(pool: PgPool, node: Arc<Node>) -> Self {
        Self { pool, node, nonces: DashMap::new() }
    }

    pub async fn follow(self, start: u64) -> anyhow::Result<()> {
        let mut progress = Progress { block: start, ..Progress::default() };
        let mut deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let block = self.node.block(progress.block).await?;
            progress.transactions += block.transactions.len() as u64;
            progress.tokens += self.index(&block).await?;
            progress.block += 1;
            if Instant::now() > deadline {
                info!(?progress, progress.tokens, "progress");
                deadline = Instant::now() + Duration::from_secs(60);
            }
            trace!(next_block = progress.block, "following");
        }
    }

    #[scorer_span(skip(block), fields(block.number = block.number, transaction_count = block.transactions.len()), err)]
    async fn index(&self, block: &Block) -> anyhow::Result<u64> {
        let mut per_token: HashMap<Address, u64> = HashMap::new();
        for transaction in &block.transactions {
            self.check_nonce(transaction);
            for transfer in transfers::of(transaction) {
                debug!(token = %transfer.token, token_symbol = %transfer.token_symbol, from = %transfer.from, to = %transfer.to, amount = transfer.amount, "transfer"); //~? pii-field
                debug!(token_address = %transfer.token, wallet = %transfer.to, "wallet credited");
                *per_token.entry(transfer.token).or_default() += 1;
            }
        }
        for (key, count) in &per_token {
            trace!(%key, count, "token");
            trace!("{key}: {count}");
        }
        let total = per_token.values().sum();
        stream::iter(per_token)
            .map(Ok)
            .try_for_each_concurrent(4, |(token, count)| self.store(block.number, token, count))
            .await?;
        Ok(total)
    }

    fn check_nonce(&self, transaction: &Transaction) {
        let expected = self.nonces.get(&transaction.from).map(|nonce| *nonce + 1);
        match expected {
            Some(expected) if expected != transaction.nonce => {
                warn!(address = %transaction.from, tx_hash = %transaction.hash, expected_nonce = expected, tx_nonce = transaction.nonce, "a gap in nonces");
            }
            _ => {}
        }
        self.nonces.insert(transaction.from, transaction.nonce);
    }

    async fn store(&self, block: u64, token: Address, count: u64) -> anyhow::Result<()> {
        sqlx::query("INSERT INTO transfers (block, token, count) VALUES ($1, $2, $3)")
            .bind(block as i64)
            .bind(token.to_string())
            .bind(count as i64)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

pub fn checkpoint(blocks: &BTreeMap<u64, Block>) -> String {
    let merkle_root = blocks.values().map(|block| block.hash.to_string()).collect::<Vec<_>>().join("");
    let commit_hash = option_env!("GIT_HEAD").unwrap_or("unknown");
    info!(merkle_root_len = merkle_root.len(), commit_hash, "checkpoint");
    merkle_root
}
