//! SQL statements and waits for a connection: events that become spans.

use std::time::{Duration, SystemTime};

use opentelemetry::KeyValue;
use opentelemetry::trace::{SpanKind, Status};
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};

use crate::percentiles::Ended;
use crate::sql::{Call, Repeats};

use super::Pipeline;
use super::state::SpanState;

impl Pipeline {
    /// What has just ended becomes a child of the span that it ended in.
    pub(super) fn add_call(&self, call: &Call, state: &mut SpanState) {
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
            });
        }
        if !state.is_recorded() || self.queue.is_none() {
            return;
        }
        let end = SystemTime::now();
        let mut ids = state.ids.clone();
        let parent = ids.span;
        ids.span = self.ids.new_span_id();
        self.hand_on(
            state,
            SpanData {
                span_context: ids.context(),
                parent_span_id: parent,
                parent_span_is_remote: false,
                span_kind: SpanKind::Client,
                name: call.name().to_owned().into(),
                start_time: call.start(end),
                end_time: end,
                attributes: call.attributes(),
                dropped_attributes_count: 0,
                events: SpanEvents::default(),
                links: SpanLinks::default(),
                status: Status::Unset,
                instrumentation_scope: self.scope.clone(),
            },
        );
    }
}

/// What a span says of statements that it repeated: one in a loop, where one for all would do.
pub(super) fn repeated(repeats: &Repeats) -> Option<KeyValue> {
    let all: Vec<String> = repeats
        .shown()
        .map(|(name, times)| format!("{name} x{times}"))
        .collect();
    (!all.is_empty()).then(|| KeyValue::new(REPEATED, all.join(", ")))
}

/// The attribute of a span whose statements repeat.
pub(crate) const REPEATED: &str = "telemetry.repeated_statements";
