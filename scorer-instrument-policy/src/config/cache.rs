//! What was made of a file's bytes, kept under those bytes.
//!
//! Files are read anew for every function, so that an editor's long-lived macro server never judges by a file
//! of yesterday; only making the same thing of the same bytes a thousand times is saved.

use std::sync::{Mutex, PoisonError};

/// How many files of a kind a process is expected to read in turn.
const KEPT: usize = 16;

pub(super) struct Cache<T>(Mutex<Vec<(Vec<u8>, T)>>);

impl<T: Clone> Cache<T> {
    pub(super) const fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    /// What was made of these bytes, be it now or before. A failure is not kept: it names the file.
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
