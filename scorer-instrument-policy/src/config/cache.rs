//! Caches the result of parsing a file, by the bytes of the file.
//!
//! Files are read again for every function, so that the long-running macro server of an editor never uses an outdated
//! file. Only parsing the same bytes a thousand times is avoided.

use std::sync::{Mutex, PoisonError};

/// How many files of one kind a process is expected to use in turn.
const KEPT: usize = 16;

pub(super) struct Cache<T>(Mutex<Vec<(Vec<u8>, T)>>);

impl<T: Clone> Cache<T> {
    pub(super) const fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    /// Returns the result for these bytes, from the cache or newly computed. A failure is not cached, because it names
    /// the file.
    pub(super) fn get<E>(
        &self,
        bytes: Vec<u8>,
        parse: impl FnOnce(&[u8]) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, made)) = kept.iter().find(|(known, _)| *known == bytes) {
            return Ok(made.clone());
        }
        let made = parse(&bytes)?;
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push((bytes, made.clone()));
        Ok(made)
    }
}
