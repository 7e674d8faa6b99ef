//! What `docs/outgoing-calls.md` and `docs/queues.md` show of crates that nothing else here depends on. The tests run it.

pub mod aws;
pub mod kafka;
pub mod reqwest_client;
pub mod sqs;
