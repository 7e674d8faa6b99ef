//! The state of the layer: every part of the runtime that a span needs while it is open and when it has ended.

use std::sync::Arc;
use std::time::Duration;

use opentelemetry::InstrumentationScope;
use opentelemetry_sdk::trace::{IdGenerator, SpanData};
use tracing::Level;

use crate::config::http_errors::HttpErrors;
use crate::config::limits::Limits;
use crate::config::propagators::Propagators;
use crate::export::queue::Queue;
use crate::filter::TraceFilter;
use crate::log::Logs;
use crate::metrics::percentiles::Percentiles;
use crate::redact::{self, Redactor};
use crate::sql;

use super::clock::Clock;
use super::open::Open;
use super::sampling::{Buffered, RequestEnd, Sampler};
use super::state::{Ids, SpanState, sampled};
use super::wanted::FilterAnswers;

/// The one layer of the runtime.
#[derive(Debug)]
pub(crate) struct Pipeline {
    pub(crate) sampler: Arc<Sampler>,
    pub(crate) traces: TraceFilter,
    pub(crate) answers: FilterAnswers,
    pub(crate) logs: Arc<Logs>,
    pub(crate) ids: Box<dyn IdGenerator>,
    /// `None` if spans are not exported. Then nothing is recorded either.
    pub(crate) queue: Option<Queue>,
    pub(crate) percentiles: Option<Percentiles>,
    /// Whether own time is computed, which needs another lookup of each span's parent.
    pub(crate) own_time: bool,
    pub(crate) redactor: Redactor,
    pub(crate) limits: Limits,
    pub(crate) scope: InstrumentationScope,
    pub(crate) sql: sql::Options,
    pub(crate) propagators: Propagators,
    pub(crate) open: Arc<Open>,
    pub(crate) clock: Clock,
    /// Whether there are other layers, which may want spans that this one does not.
    pub(crate) has_extra: bool,
    /// Whether events have their level as an attribute, which trees show.
    pub(crate) shows_levels: bool,
    /// Which responses are errors.
    #[cfg_attr(
        not(any(feature = "axum", feature = "tonic")),
        expect(dead_code, reason = "only layers of servers see answers")
    )]
    pub(crate) http_errors: HttpErrors,
}

impl Pipeline {
    /// Whether the current record is dropped, because a value records itself while it is printed. This is counted, and
    /// logged once.
    pub(super) fn drops_nested(&self) -> bool {
        if !redact::is_too_deep() {
            return false;
        }
        if self.redactor.drop_nested() {
            self.logs.report(
                Level::WARN,
                "a value logs itself while it is printed. Records that are nested eight deep are dropped, and \
                 `Telemetry::misprints` counts them",
            );
        }
        true
    }

    /// Exports a finished span, or keeps it until its request ends.
    pub(super) fn hand_on(&self, ids: &Ids, data: Box<SpanData>) {
        let Some(queue) = &self.queue else { return };
        match &ids.buffer {
            None => queue.push(data),
            Some(buffer) => {
                if let Buffered::Kept(data) = self.sampler.buffer_span(buffer, data) {
                    queue.push(sampled(data));
                }
            }
        }
    }

    /// Decides on a request that has ended, and exports its spans if it is kept.
    pub(super) fn decide(&self, state: &SpanState, total: Duration) {
        let (Some(buffer), Some(queue)) = (&state.ids.buffer, &self.queue) else {
            return;
        };
        let outcome = &state.outcome;
        // If the status of the response is known, it decides. Otherwise a request fails if any of its spans fails.
        let failed = outcome.failed() || !outcome.is_answered() && buffer.has_failed();
        let end = RequestEnd {
            total,
            failed,
            cancelled: outcome.is_cancelled(),
        };
        if let Some((spans, lost)) = self.sampler.decide(buffer, end) {
            queue.lose(lost);
            if lost > 0 && self.sampler.has_to_say_lost() {
                self.logs.report(
                    Level::WARN,
                    "`OTEL_SAMPLING_KEEP` kept a request, but some of its spans had no room and were lost. \
                     `Telemetry::lost` counts them; this is logged only once",
                );
            }
            for span in spans {
                queue.push(sampled(span));
            }
        }
    }
}
