//! Transfers within a transaction.

use tracing::trace;

pub use crate::rpc::Transaction;

#[derive(Clone, Debug)]
pub struct Transfer {
    pub token: crate::rpc::Address,
    pub token_symbol: String,
    pub from: crate::rpc::Address,
    pub to: crate::rpc::Address,
    pub amount: u128,
}

pub fn of(transaction: &Transaction) -> Vec<Transfer> {
    let found: Vec<Transfer> = transaction
        .logs
        .iter()
        .filter(|log| log.topics.len() == 3)
        .map(|log| Transfer {
            token: log.address,
            token_symbol: "USDC".to_owned(),
            from: transaction.from,
            to: transaction.to.unwrap_or(transaction.from),
            amount: log.data.iter().fold(0, |sum, byte| sum * 256 + u128::from(*byte)),
        })
        .collect();
    trace!(tx = %transaction.hash, gas = transaction.gas, transfers = found.len(), "decoded");
    found
}
