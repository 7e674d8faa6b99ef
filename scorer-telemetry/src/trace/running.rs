//! Which futures ended, and which were dropped before: by a `select!`, a timeout, a client that went away.
//!
//! A span alone does not tell: it is left in the same way whether its future waits or has ended. So the body of a function holds
//! a [`Running`], which is dropped with it. A future that has ended is dropped by whoever awaits it, and tracing enters its span
//! once more for that; where the body itself is dropped in the last stay in the span, it had not ended.

use std::cell::Cell;
use std::num::NonZeroU64;
use std::panic::Location;
use std::thread;

use tracing::dispatcher;
use tracing::span::Id;

use super::pipeline::Pipeline;

thread_local! {
    /// The span whose body was dropped just now, in this stay in it.
    static DROPPED: Cell<Option<NonZeroU64>> = const { Cell::new(None) };
}

/// A body that runs, and its span where the runtime has one for it.
#[derive(Debug)]
pub struct Running(Option<NonZeroU64>);

/// What a body holds while it runs.
#[track_caller]
#[must_use]
pub fn running() -> Running {
    Running(own_span(Location::caller()))
}

/// The current span, if it is that of the body which stands there: one that nobody takes has none.
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
        // A panic is no work that was given up.
        if self.0.is_some() && !thread::panicking() {
            // A thread that ends runs no body any more.
            let _ = DROPPED.try_with(|it| it.set(self.0));
        }
    }
}

/// Whether the body of this span was dropped since the thread entered a span last.
pub(super) fn was_dropped(id: &Id) -> bool {
    let dropped = DROPPED.try_with(Cell::take).ok().flatten();
    dropped.is_some_and(|it| it == id.into_non_zero_u64())
}

/// The thread enters a span: what it left without a word says nothing of this one.
pub(super) fn forget() {
    let _ = DROPPED.try_with(|it| it.set(None));
}
