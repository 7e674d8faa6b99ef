//! [`Local`]: a pipeline that is not the process's, for tests.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use opentelemetry_sdk::trace::SpanData;
use tracing::Dispatch;

use crate::error::FlushError;
use crate::export::memory::Memory;
use crate::guard::Telemetry;

/// How long an in-memory pipeline waits for its own thread.
const PATIENCE: Duration = Duration::from_secs(30);

/// A pipeline that is not the process's: [`Builder::local`](crate::Builder::local),
/// [`Builder::in_memory`](crate::Builder::in_memory).
#[derive(Debug)]
pub struct Local {
    pub(crate) dispatch: Dispatch,
    pub(crate) telemetry: Telemetry,
    pub(crate) memory: Memory,
    pub(crate) lines: Arc<Mutex<Vec<u8>>>,
}

impl Local {
    /// Runs code with this pipeline as its subscriber.
    pub fn run<T>(&self, code: impl FnOnce() -> T) -> T {
        tracing::dispatcher::with_default(&self.dispatch, code)
    }

    /// The subscriber, for a future: `future.with_subscriber(telemetry.dispatch())`.
    pub fn dispatch(&self) -> Dispatch {
        self.dispatch.clone()
    }

    /// The guard.
    pub fn telemetry(&self) -> &Telemetry {
        &self.telemetry
    }

    /// The spans that would have been exported so far, in the order in which they ended: those of
    /// [`in_memory`](crate::Builder::in_memory), for [`local`](crate::Builder::local) exports them.
    pub fn spans(&self) -> Vec<SpanData> {
        // Memory takes every batch, and the bound is there for a machine that stands still.
        let _: Result<(), FlushError> = self.telemetry.flush(PATIENCE);
        self.memory.spans()
    }

    /// The lines that would have been written to stdout so far.
    pub fn logs(&self) -> String {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&lines).into_owned()
    }
}
