//! What takes a batch of finished spans: a collector, X-Ray, the console, memory.

use std::fmt;

use opentelemetry_sdk::trace::SpanData;

/// Where batches go. It may block: it is called on the exporter's own thread.
pub(crate) trait Sink: Send + fmt::Debug {
    /// Exports a batch, or says why not; then the batch is lost, unless it may be taken later.
    fn export(&mut self, batch: Vec<SpanData>) -> Result<(), String>;

    /// How many spans of the last batch were lost, where it was neither none nor all of them.
    fn lost(&self) -> Option<u64> {
        None
    }

    /// What is to be said of the last batch although it was taken.
    fn notice(&mut self) -> Option<String> {
        None
    }

    /// Whether an export may fail that succeeds at another time, so that its spans are worth keeping.
    fn fails_for_a_while(&self) -> bool {
        false
    }

    /// Whether all that could not be exported last could be at another time: the collector was away, or busy.
    fn may_take_later(&self) -> bool {
        false
    }

    /// Whether the last batch was refused for its size, so that a smaller one may be taken.
    fn was_too_large(&self) -> bool {
        false
    }

    /// Called once, at the end.
    fn shutdown(&mut self) -> Result<(), String>;
}

/// Told of the first failure in a row, and of the first success after it.
pub(crate) type Report = Box<dyn Fn(&str) + Send>;
