//! [`Local`]: a pipeline for tests, which is not set as the process's.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use opentelemetry_sdk::trace::SpanData;
use tracing::Dispatch;

use crate::error::FlushError;
use crate::export::memory::Memory;
use crate::guard::Telemetry;

/// How long an in-memory pipeline waits for its own thread.
const PATIENCE: Duration = Duration::from_secs(30);

/// A pipeline for tests that is not set as the process's subscriber, made by [`Builder::local`](crate::Builder::local)
/// or [`Builder::in_memory`](crate::Builder::in_memory).
#[derive(Debug)]
pub struct Local {
    pub(crate) dispatch: Dispatch,
    pub(crate) telemetry: Telemetry,
    pub(crate) memory: Memory,
    pub(crate) lines: Arc<Mutex<Vec<u8>>>,
}

impl Local {
    /// Runs code with this pipeline as its subscriber, on the current thread.
    pub fn run<T>(&self, code: impl FnOnce() -> T) -> T {
        tracing::dispatcher::with_default(&self.dispatch, code)
    }

    /// Returns the subscriber, for use with a future: `future.with_subscriber(telemetry.dispatch())`.
    pub fn dispatch(&self) -> Dispatch {
        self.dispatch.clone()
    }

    /// Returns the guard, as [`Builder::init`](crate::Builder::init) would.
    pub fn telemetry(&self) -> &Telemetry {
        &self.telemetry
    }

    /// Returns the spans that would have been exported so far, in the order in which they ended. Only a pipeline made
    /// by [`in_memory`](crate::Builder::in_memory) keeps spans; one made by [`local`](crate::Builder::local) exports
    /// them.
    pub fn spans(&self) -> Vec<SpanData> {
        // Memory accepts every batch. The bound only matters if the machine stalls.
        let _: Result<(), FlushError> = self.telemetry.flush(PATIENCE);
        self.memory.spans()
    }

    /// Returns the lines that would have been written to stdout so far.
    pub fn logs(&self) -> String {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&lines).into_owned()
    }
}
