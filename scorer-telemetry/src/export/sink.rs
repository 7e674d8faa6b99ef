//! The destination of finished spans: a collector, X-Ray, the console or memory.

use std::fmt;

use opentelemetry_sdk::trace::SpanData;

/// Finished spans, in order. They are large, so they move between the queue and batches as pointers.
pub(crate) type Batch = Vec<Box<SpanData>>;

/// The destination of batches. It may block, because it is called on the exporter's own thread.
pub(crate) trait Sink: Send + fmt::Debug {
    /// Exports a batch, or returns why it failed. The spans of a failed batch are lost, unless they may be accepted
    /// later. The batch is only lent, so that it can be exported again.
    fn export(&mut self, batch: &[Box<SpanData>]) -> Result<(), String>;

    /// How many spans of the last batch were lost, if some were lost but not all.
    fn lost(&self) -> Option<u64> {
        None
    }

    /// A message about the last batch, although it was accepted.
    fn notice(&mut self) -> Option<String> {
        None
    }

    /// Whether everything in the last failed export may be accepted later, because the collector was unreachable or
    /// busy.
    fn may_take_later(&self) -> bool {
        false
    }

    /// Whether the last batch was rejected for its size, so that a smaller one may be accepted.
    fn was_too_large(&self) -> bool {
        false
    }

    /// Called once, at the end.
    fn shutdown(&mut self) -> Result<(), String>;
}

/// Called for the first of several failures in a row, and for the first success after them.
pub(crate) type Report = Box<dyn Fn(&str) + Send>;
