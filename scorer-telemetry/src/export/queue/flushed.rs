//! The queue of a process that is frozen between its requests: nothing is exported but at a flush or in full batches, and
//! what a freeze or a collector that is away tore goes back into the queue.

use std::time::Duration;

#[cfg(feature = "lambda")]
use super::breaker::Breaker;

/// How often one batch is tried; a collector that falls over it would else never get the next one.
const TRIES: u32 = 5;

/// What such a queue remembers.
#[derive(Debug)]
pub(super) struct Flushed {
    #[cfg(feature = "lambda")]
    pub(super) breaker: Breaker,
    /// How long a flush waits.
    patience: Duration,
    /// How many exports have begun, and which of them failed last.
    begun: u64,
    failed: u64,
    /// How many had begun when the last flush did.
    at_flush: u64,
    /// How often the batch at the front has failed.
    tries: u32,
    /// Why it did. A success mends that, since nothing was lost.
    pub(super) torn: Option<String>,
}

impl Flushed {
    pub(super) fn new(patience: Duration) -> Self {
        Self {
            #[cfg(feature = "lambda")]
            breaker: Breaker::default(),
            patience,
            begun: 0,
            failed: 0,
            at_flush: 0,
            tries: 0,
            torn: None,
        }
    }

    pub(super) fn patience(&self) -> Duration {
        self.patience
    }

    /// Whether a full batch may go out between two flushes: while exports succeed.
    pub(super) fn takes_full_batches(&self) -> bool {
        self.begun == 0 || self.failed < self.begun
    }

    /// The mark by which a flush knows its own exports' failures from those before it.
    pub(super) fn begin_flush(&mut self) -> u64 {
        self.at_flush = self.begun;
        self.begun
    }

    /// Whether an export has failed since that mark.
    pub(super) fn has_failed_since(&self, mark: u64) -> bool {
        self.failed > mark
    }

    /// Whether the last flush has still to be served: at its first failure it is over.
    pub(super) fn serves_a_flush(&self) -> bool {
        !self.has_failed_since(self.at_flush)
    }

    pub(super) fn begin_export(&mut self) {
        self.begun += 1;
    }

    pub(super) fn end_export(&mut self, succeeded: bool) {
        if succeeded {
            self.tries = 0;
            self.torn = None;
        } else {
            self.failed = self.begun;
        }
    }

    /// Whether a batch that failed is worth another try.
    pub(super) fn tries_again(&mut self, reason: &str) -> bool {
        self.tries += 1;
        let again = self.tries < TRIES;
        if !again {
            self.tries = 0;
        }
        self.torn = again.then(|| reason.to_owned());
        again
    }
}
