//! What this thread is in: a request that is not sampled, a span that is, or the exporter.

use std::cell::{Cell, RefCell};

use opentelemetry::trace::{SpanId, TraceContextExt as _, TraceId};
use opentelemetry::{Context, ContextGuard};
use tracing::span::Id;

use super::state::Ids;

thread_local! {
    static EXPORTING: Cell<bool> = const { Cell::new(false) };
    /// How many spans of a request that is not sampled are entered on this thread. Their children need not be looked
    /// up.
    static UNSAMPLED: Cell<u32> = const { Cell::new(0) };
    /// The first of these spans.
    static FIRST_UNSAMPLED: Cell<Option<(TraceId, SpanId)>> = const { Cell::new(None) };
    static ATTACHED: RefCell<Vec<Attached>> = const { RefCell::new(Vec::new()) };
}

/// A span whose ids are in the current OpenTelemetry context.
struct Attached {
    id: Id,
    ids: (TraceId, SpanId),
    _guard: ContextGuard,
}

/// From now on nothing that happens on this thread is recorded.
pub(crate) fn on_exporter_thread() {
    EXPORTING.set(true);
}

pub(super) fn exporting() -> bool {
    EXPORTING.try_with(Cell::get).unwrap_or(true)
}

/// Whether this thread is in a request that will never be shown.
pub(crate) fn unsampled_here() -> bool {
    UNSAMPLED.try_with(|depth| depth.get() > 0).unwrap_or(false)
}

/// Whether this thread is in a request that is exported.
pub(super) fn sampled_here() -> bool {
    let attached = ATTACHED.try_with(|it| it.try_borrow().is_ok_and(|it| !it.is_empty()));
    attached.unwrap_or(false) && !unsampled_here()
}

/// Returns the ids of the span that this thread is in, for the panic hook. It takes no lock, and also works while the
/// thread is ending. In a request that is not sampled, the ids are those of the first span that was entered on this
/// thread.
pub(crate) fn ids_here() -> Option<(TraceId, SpanId)> {
    if unsampled_here() {
        return FIRST_UNSAMPLED.try_with(Cell::get).ok().flatten();
    }
    ATTACHED
        .try_with(|attached| Some(attached.try_borrow().ok()?.last()?.ids))
        .ok()
        .flatten()
}

/// Puts the span's ids into the current OpenTelemetry context, for instrumentation that does not use `tracing`.
pub(super) fn enter(id: &Id, look: impl FnOnce() -> Option<(bool, Ids)>) {
    // A thread that is ending enters no more spans.
    let _ = UNSAMPLED.try_with(|depth| {
        if depth.get() > 0 {
            depth.set(depth.get() + 1);
            return;
        }
        match look() {
            Some((true, ids)) => attach(id, &ids),
            Some((false, ids)) => {
                depth.set(1);
                let _ = FIRST_UNSAMPLED.try_with(|it| it.set(Some((ids.trace, ids.span))));
            }
            None => {}
        }
    });
}

pub(super) fn exit(id: &Id) {
    // If guards are dropped out of order, this one's context must not remain for the requests that follow.
    if detach(id) {
        return;
    }
    let _ = UNSAMPLED.try_with(|depth| depth.set(depth.get().saturating_sub(1)));
}

fn attach(id: &Id, ids: &Ids) {
    let context = Context::map_current(|it| it.with_remote_span_context(ids.context()));
    let _ = ATTACHED.try_with(|attached| {
        if let Ok(mut attached) = attached.try_borrow_mut() {
            attached.push(Attached {
                id: id.clone(),
                ids: (ids.trace, ids.span),
                _guard: context.attach(),
            });
        }
    });
}

fn detach(id: &Id) -> bool {
    let guard = ATTACHED.try_with(|attached| {
        let mut attached = attached.try_borrow_mut().ok()?;
        let place = attached.iter().rposition(|it| it.id == *id)?;
        Some(attached.remove(place))
    });
    matches!(guard, Ok(Some(_)))
}
