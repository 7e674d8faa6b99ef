//! The last panic of this thread. It is kept from the panic hook until the span in which it happened is left.
//!
//! The hook may take no lock, so it cannot reach a span. Instead, the span asks here when it is left.

use std::any::Any;
use std::cell::{Cell, RefCell};

use opentelemetry::trace::{SpanId, TraceId};

thread_local! {
    static IS_KNOWN: Cell<bool> = const { Cell::new(false) };
    static LAST: RefCell<Option<Panic>> = const { RefCell::new(None) };
}

/// A panic, redacted.
#[derive(Clone, Debug)]
pub(super) struct Panic {
    /// The span that the thread was in.
    pub(super) span: Option<(TraceId, SpanId)>,
    pub(super) message: String,
}

/// Keeps the message of a panic. The panic hook calls this.
pub(crate) fn remember(span: Option<(TraceId, SpanId)>, message: &str) {
    let panic = Panic {
        span,
        message: message.to_owned(),
    };
    // On a thread that is ending, no more spans are left.
    let remembered = LAST.try_with(|last| {
        if let Ok(mut last) = last.try_borrow_mut() {
            *last = Some(panic);
        }
    });
    if remembered.is_ok() {
        let _ = IS_KNOWN.try_with(|it| it.set(true));
    }
}

/// Whether this thread has panicked since a span on it was last left normally.
pub(super) fn is_known() -> bool {
    IS_KNOWN.try_with(Cell::get).unwrap_or(false)
}

/// The last panic.
pub(super) fn last() -> Option<Panic> {
    LAST.try_with(|last| last.try_borrow().ok()?.clone())
        .ok()
        .flatten()
}

/// Forgets the panic, because it was caught.
pub(super) fn forget() {
    let _ = IS_KNOWN.try_with(|it| it.set(false));
    let _ = LAST.try_with(|last| last.try_borrow_mut().ok().map(|mut it| it.take()));
}

/// The message of a panic, if its payload is text.
pub(crate) fn message(payload: &(dyn Any + Send)) -> Option<&str> {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
}
