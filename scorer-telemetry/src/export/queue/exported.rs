//! How the export of a batch ended: as a whole, or in halves if it was too large for the other side.

use std::time::{Duration, Instant};

use crate::export::sink::{Batch, Sink};

/// How the export of a batch ended.
pub(super) struct Exported {
    pub(super) result: Result<(), String>,
    /// The spans to export again.
    pub(super) again: Batch,
    /// How many other spans were not accepted.
    pub(super) lost: u64,
}

impl Exported {
    /// Combines both halves of a batch. The first failure is the one reported.
    fn and(mut self, other: Self) -> Self {
        self.again.extend(other.again);
        Self {
            result: self.result.and(other.result),
            again: self.again,
            lost: self.lost + other.lost,
        }
    }
}

/// Exports a batch. `patience` is how long a flush waits, in a process that is frozen between its requests.
pub(super) fn export(
    sink: &mut dyn Sink,
    mut batch: Batch,
    patience: Option<Duration>,
) -> Exported {
    let count = batch.len();
    let began = Instant::now();
    let mut result = sink.export(&batch);
    // The connection may have ended while the process was frozen, so the batch is tried again at once. If the
    // connection was refused, this is quick; if there was no answer, the time is used up.
    let at_once = patience.is_some_and(|it| began.elapsed() < it / 2);
    if result.is_err() && sink.may_take_later() && at_once {
        result = sink.export(&batch);
    }
    if result.is_err() && sink.was_too_large() && count > 1 {
        let rest = batch.split_off(count / 2);
        let mut first = export(sink, batch, patience);
        if first.again.is_empty() {
            return first.and(export(sink, rest, patience));
        }
        // The collector stopped answering in the meantime.
        first.again.extend(rest);
        return first;
    }
    let waits = result.is_err() && sink.may_take_later();
    Exported {
        lost: if waits { 0 } else { lost(sink, &result, count) },
        again: if waits { batch } else { Vec::new() },
        result,
    }
}

/// How many spans of a batch the other side did not take.
fn lost(sink: &dyn Sink, result: &Result<(), String>, count: usize) -> u64 {
    let count = length(count);
    match sink.lost() {
        Some(lost) => lost.min(count),
        None if result.is_ok() => 0,
        None => count,
    }
}

/// Converts a number of spans.
pub(super) fn length(spans: usize) -> u64 {
    u64::try_from(spans).unwrap_or(u64::MAX)
}
