//! Results by key.

use std::num::NonZeroUsize;

use log::{debug, trace};
use lru::LruCache;

use crate::Hit;

type Key = (String, usize);

#[derive(Debug)]
pub struct ResultCache {
    entries: LruCache<Key, Vec<Hit>>,
}

impl ResultCache {
    pub fn new(capacity: usize) -> Self {
        Self { entries: LruCache::new(NonZeroUsize::new(capacity).unwrap_or(NonZeroUsize::MIN)) }
    }

    pub fn get(&mut self, key: &Key) -> Option<Vec<Hit>> {
        let value = self.entries.get(key).cloned();
        trace!("lookup of {key:?}: {}", if value.is_some() { "hit" } else { "miss" });
        value
    }

    pub fn put(&mut self, key: Key, value: Vec<Hit>) {
        debug!("caching {} hits under {:?}", value.len(), key); //~? entering-function-log
        if let Some((old_key, _)) = self.entries.push(key, value) {
            trace!(old_key:? = old_key; "evicted");
        }
    }

    pub fn persist(&self) -> std::io::Result<()> {
        let lines: Vec<String> = self.entries.iter().map(|((key, tokens), value)| format!("{key} {tokens} {}", value.len())).collect();
        std::fs::write("cache.txt", lines.join("\n"))
    }
}
