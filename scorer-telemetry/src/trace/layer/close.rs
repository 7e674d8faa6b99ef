//! The end of a span: it is counted, logged, and exported or dropped.

use std::time::Duration;

use opentelemetry::KeyValue;
use tracing_subscriber::registry::{LookupSpan, SpanRef};

use crate::log::Closed;
use crate::metrics::percentiles::Ended;
use crate::trace::attributes::CANCELLED;
use crate::trace::pipeline::Pipeline;
use crate::trace::state::SpanState;

use super::call;

/// The attribute for how long the head of a response took, in milliseconds, if a body followed.
const HEAD: &str = "telemetry.head_ms";

impl Pipeline {
    pub(super) fn close<'a, R>(&self, span: &SpanRef<'a, R>, state: &mut SpanState)
    where
        R: LookupSpan<'a>,
    {
        let total = state.total();
        if state.is_dropped && !state.outcome.has_panicked() {
            state.outcome.cancel();
            if let Some(recording) = &mut state.recording {
                let cancelled = KeyValue::new(CANCELLED, true);
                recording.data.attributes.push(cancelled);
            }
        }
        if let Some(percentiles) = &self.percentiles {
            let name = state.name.as_deref().unwrap_or(span.metadata().name());
            percentiles.record(Ended {
                name,
                is_root: state.is_root,
                total,
                children: state.children,
                failed: state.outcome.failed(),
                cancelled: state.outcome.is_cancelled(),
            });
            for (statement, times) in state.repeats.iter().flat_map(|it| it.shown()) {
                percentiles.repeated(name, statement, times);
            }
            if self.own_time {
                add_to_parent(span, total);
            }
        }
        self.logs.closed(span.metadata(), &Closed { state, total });
        if state.is_root {
            self.export(state, total);
            self.decide(state, total);
            self.open.end();
        } else {
            if let Some(buffer) = state.ids.buffer.as_ref().filter(|_| state.outcome.failed()) {
                buffer.fail();
            }
            self.export(state, total);
        }
    }

    fn export(&self, state: &mut SpanState, total: Duration) {
        let Some(recording) = state.recording.take() else {
            return;
        };
        let mut data = recording.data;
        let repeated = state.repeats.as_deref().and_then(call::repeated);
        data.attributes.extend(repeated);
        let milliseconds = |it: Duration| it.as_secs_f64() * 1_000.0;
        let head = state.head.map(|it| KeyValue::new(HEAD, milliseconds(it)));
        data.attributes.extend(head);
        if let Some(name) = state.name.take() {
            data.name = name.into();
        }
        data.status = state.outcome.status();
        // The duration comes from the monotonic clock, so changing the system's clock cannot make it negative.
        data.end_time = data.start_time + total;
        self.hand_on(&state.ids, data);
    }
}

/// The time of a span's children is not part of its own time.
fn add_to_parent<'a, R>(span: &SpanRef<'a, R>, total: Duration)
where
    R: LookupSpan<'a>,
{
    let mut parent = span.parent();
    while let Some(around) = parent {
        if let Some(state) = around.extensions_mut().get_mut::<SpanState>() {
            if !state.transparent {
                state.children += total;
                return;
            }
        }
        parent = around.parent();
    }
}
