//! Tells futures that ended from those that were dropped before: by a `select!`, a timeout, or a client that
//! disconnected.
//!
//! The span alone does not show it, because it is left in the same way whether its future waits or has ended. So the
//! body of a function holds a [`Running`], which is dropped with the body. After a future has ended, its caller drops
//! it, and tracing enters the span once more for that. If the body is dropped during the last time that the span is
//! entered, it had not ended.

use std::cell::Cell;
use std::num::NonZeroU64;
use std::panic::Location;
use std::thread;

use tracing::dispatcher;
use tracing::span::Id;

use super::pipeline::Pipeline;

thread_local! {
    /// The span whose body was dropped since the span was last entered.
    static DROPPED: Cell<Option<NonZeroU64>> = const { Cell::new(None) };
}

/// A running body, with its span if the runtime has one for it.
#[derive(Debug)]
pub struct Running(Option<NonZeroU64>);

/// Returns the guard that a body holds while it runs.
#[track_caller]
#[must_use]
pub fn running() -> Running {
    Running(own_span(Location::caller()))
}

/// The current span, if it belongs to the body at this place. A body whose span is disabled has none.
fn own_span(place: &Location<'_>) -> Option<NonZeroU64> {
    dispatcher::get_default(|dispatch| {
        dispatch.downcast_ref::<Pipeline>()?;
        let current = dispatch.current_span();
        let metadata = current.metadata()?;
        let is_own = metadata.line() == Some(place.line()) && metadata.file() == Some(place.file());
        current.id().filter(|_| is_own).map(Id::into_non_zero_u64)
    })
}

impl Drop for Running {
    fn drop(&mut self) {
        // A panic does not count as cancelled work.
        if self.0.is_some() && !thread::panicking() {
            // A thread that is ending runs no more bodies.
            let _ = DROPPED.try_with(|it| it.set(self.0));
        }
    }
}

/// Whether the body of this span was dropped since the thread last entered a span.
pub(super) fn was_dropped(id: &Id) -> bool {
    let dropped = DROPPED.try_with(Cell::take).ok().flatten();
    dropped.is_some_and(|it| it == id.into_non_zero_u64())
}

/// Called when the thread enters a span: an earlier note does not apply to this one.
pub(super) fn forget() {
    let _ = DROPPED.try_with(|it| it.set(None));
}
