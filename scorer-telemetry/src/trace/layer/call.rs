//! SQL statements and waits for a connection: events that become spans.

use std::time::{Duration, Instant, SystemTime};

use opentelemetry::KeyValue;
use opentelemetry::trace::{SpanId, SpanKind, Status};
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};

use crate::metrics::percentiles::Ended;
use crate::sql::{Call, Repeats};

use crate::trace::pipeline::Pipeline;
use crate::trace::state::{Ids, SpanState};

/// When something began and ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Times {
    pub(crate) start: SystemTime,
    pub(crate) end: SystemTime,
}

impl Pipeline {
    /// Adds an operation that has just ended as a child of the span in which it ended.
    ///
    /// `id` is the child's id, if it is recorded.
    pub(super) fn add_call(
        &self,
        call: &Call,
        id: Option<SpanId>,
        state: &mut SpanState,
        ended: Instant,
    ) {
        state.children += call.elapsed();
        if let Call::Statement(statement) = call {
            state
                .repeats
                .get_or_insert_default()
                .add(&statement.name, &statement.text);
        }
        if let Some(percentiles) = &self.percentiles {
            percentiles.record(Ended {
                name: call.name(),
                is_root: false,
                total: call.elapsed(),
                children: Duration::ZERO,
                failed: false,
                cancelled: false,
            });
        }
        let Some(id) = id else { return };
        let end = self.clock.at(state.ids.time_at_base, ended);
        let times = Times {
            start: call.start(end),
            end,
        };
        let mut child = self.child_data(&state.ids, id, call.name().to_owned(), times);
        child.span_kind = SpanKind::Client;
        child.attributes = call.attributes();
        self.hand_on(&state.ids, child);
    }

    /// Adds the work before the span, which delayed it, as a child.
    #[cfg(feature = "lambda")]
    fn add_init(&self, times: Times, around: &Ids) {
        const NAME: &str = "init";
        if let Some(percentiles) = &self.percentiles {
            percentiles.record(Ended {
                name: NAME,
                is_root: false,
                total: times.end.duration_since(times.start).unwrap_or_default(),
                children: Duration::ZERO,
                failed: false,
                cancelled: false,
            });
        }
        if around.is_recorded() && self.queue.is_some() {
            let id = self.ids.new_span_id();
            self.hand_on(around, self.child_data(around, id, NAME.to_owned(), times));
        }
    }

    fn child_data(&self, around: &Ids, id: SpanId, name: String, times: Times) -> Box<SpanData> {
        let mut ids = around.clone();
        let parent = ids.span;
        ids.span = id;
        Box::new(SpanData {
            span_context: ids.context(),
            parent_span_id: parent,
            parent_span_is_remote: false,
            span_kind: SpanKind::Internal,
            name: name.into(),
            start_time: times.start,
            end_time: times.end,
            attributes: Vec::new(),
            dropped_attributes_count: 0,
            events: SpanEvents::default(),
            links: SpanLinks::default(),
            status: Status::Unset,
            instrumentation_scope: self.scope.clone(),
        })
    }
}

/// Adds the start of the process to the first span that had to wait for it.
#[cfg(feature = "lambda")]
pub(crate) fn add_init(span: &tracing::Span, times: Times) {
    use tracing_subscriber::Registry;
    use tracing_subscriber::registry::LookupSpan as _;

    span.with_subscriber(|(id, dispatch)| {
        let pipeline = dispatch.downcast_ref::<Pipeline>()?;
        let span = dispatch.downcast_ref::<Registry>()?.span(id)?;
        // The id is made outside the lock, because the source of ids may be user code.
        let ids = span.extensions().get::<SpanState>()?.ids.clone();
        pipeline.add_init(times, &ids);
        Some(())
    });
}

/// Returns the attribute for statements that a span repeated: a query in a loop, where a single query would do.
pub(super) fn repeated(repeats: &Repeats) -> Option<KeyValue> {
    let all: Vec<String> = repeats
        .shown()
        .map(|(name, times)| format!("{name} x{times}"))
        .collect();
    (!all.is_empty()).then(|| KeyValue::new(REPEATED, all.join(", ")))
}

/// The attribute of a span whose statements repeat.
pub(crate) const REPEATED: &str = "telemetry.repeated_statements";
