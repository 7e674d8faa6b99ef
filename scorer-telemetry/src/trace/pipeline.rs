//! What the layer has: every part of the runtime that a span meets while it is open and when it has ended.

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

/// The one layer of the runtime.
#[derive(Debug)]
pub(crate) struct Pipeline {
    pub(crate) sampler: Arc<Sampler>,
    pub(crate) traces: TraceFilter,
    pub(crate) logs: Arc<Logs>,
    pub(crate) ids: Box<dyn IdGenerator>,
    /// None where spans are exported nowhere: then nothing is recorded either.
    pub(crate) queue: Option<Queue>,
    pub(crate) percentiles: Option<Percentiles>,
    /// Whether a span's own time is told from its children's, which takes one more look at each span's parent.
    pub(crate) own_time: bool,
    pub(crate) redactor: Redactor,
    pub(crate) limits: Limits,
    pub(crate) scope: InstrumentationScope,
    pub(crate) sql: sql::Options,
    pub(crate) propagators: Propagators,
    pub(crate) open: Arc<Open>,
    pub(crate) clock: Clock,
    /// Whether other layers stand beside this one, which may want what it does not.
    pub(crate) has_extra: bool,
    /// Whether events have their level as an attribute, which trees show.
    pub(crate) shows_levels: bool,
    /// Which answers are errors.
    #[cfg_attr(
        not(any(feature = "axum", feature = "tonic")),
        expect(dead_code, reason = "only layers of servers see answers")
    )]
    pub(crate) http_errors: HttpErrors,
}

impl Pipeline {
    /// Whether what is recorded now is dropped, because a value records itself while it is printed; counted, and said once.
    pub(super) fn drops_nested(&self) -> bool {
        if !redact::is_too_deep() {
            return false;
        }
        if self.redactor.drop_nested() {
            self.logs.report(
                Level::WARN,
                "a value records itself while it is printed; what it records eight deep is dropped, and counted by \
                 `Telemetry::misprints`",
            );
        }
        true
    }

    /// A finished span goes out, or waits for the end of its request.
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

    /// Decides on a request that has ended, and exports what is kept of it.
    pub(super) fn decide(&self, state: &SpanState, total: Duration) {
        let (Some(buffer), Some(queue)) = (&state.ids.buffer, &self.queue) else {
            return;
        };
        let outcome = &state.outcome;
        // Where the answer is known, it decides. Elsewhere a request fails with any of its spans.
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
                    "a request that is kept although it is not sampled had spans without room, which are counted as lost, \
                      as are further ones without another word",
                );
            }
            for span in spans {
                queue.push(sampled(span));
            }
        }
    }
}
