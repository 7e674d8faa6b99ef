//! Tokens a minute.

use std::time::{Duration, Instant};

use dashmap::DashMap;
use tracing::{debug, info, trace, warn};

#[derive(Clone, Copy, Debug)]
pub struct Caller {
    pub id: u64,
    pub tokens_per_minute: u32,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    tokens: u32,
    refilled: Instant,
}

#[derive(Default)]
pub struct Limits {
    /// Key: hash of an API key.
    callers: DashMap<u64, Caller>,
    buckets: DashMap<u64, Bucket>,
}

impl Limits {
    pub fn caller(&self, api_key: &str) -> Option<Caller> {
        let key = fingerprint(api_key);
        trace!(known = self.callers.contains_key(&key), callers = self.callers.len(), "lookup");
        self.callers.get(&key).map(|caller| *caller)
    }

    /// Takes tokens out of a bucket, or says how many were used.
    pub fn take(&self, caller: u64, wanted: u32) -> Result<(), u32> {
        let mut bucket = self.buckets.entry(caller).or_insert(Bucket { tokens: 10_000, refilled: Instant::now() });
        let since = bucket.refilled.elapsed();
        if since > Duration::from_secs(60) {
            bucket.tokens = 10_000;
            bucket.refilled = Instant::now();
            debug!(caller, refill_interval_s = 60, "bucket refilled");
        }
        trace!(caller, ?bucket, bucket.tokens, "bucket"); //~? duplicate-recording
        if bucket.tokens < wanted {
            warn!(caller, wanted_tokens = wanted, remaining_tokens = bucket.tokens, "out of tokens");
            return Err(10_000 - bucket.tokens);
        }
        bucket.tokens -= wanted;
        info!(target: "metrics", caller, tokens = bucket.tokens, "tokens left: {}", bucket.tokens);
        Ok(())
    }
}

fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(14_695_981_039_346_656_037, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(1_099_511_628_211))
}
