//! The caller of a request in this process, according to the current OpenTelemetry context.

use std::sync::Arc;

use opentelemetry::Context;
use opentelemetry::baggage::{Baggage, BaggageExt as _, KeyValueMetadata};
use opentelemetry::trace::{SpanContext, TraceContextExt as _, TraceId};

use crate::propagation::xray_header::{self, Caller};

/// The caller, known by its span, by its trace only, or not at all.
#[derive(Debug, Default)]
pub(super) struct Remote {
    pub(super) span: Option<SpanContext>,
    pub(super) trace: Option<TraceId>,
    /// `None` if the decision is made here.
    pub(super) decision: Option<bool>,
    pub(super) lineage: Option<Arc<str>>,
    /// What the caller passes on to the services that are called from here.
    pub(super) baggage: Vec<KeyValueMetadata>,
}

impl Remote {
    pub(super) fn current() -> Self {
        Context::map_current(|current| {
            let caller = current.get::<Caller>();
            let baggage = current.baggage();
            if caller.is_none() && !current.has_active_span() && baggage.is_empty() {
                return Self::default();
            }
            let span = Some(current.span().span_context().clone()).filter(SpanContext::is_valid);
            let trace = match &span {
                Some(span) => Some(span.trace_id()),
                None => caller.map(|it| it.trace),
            };
            Self {
                span,
                trace,
                decision: xray_header::decision(current),
                lineage: caller.and_then(|it| it.lineage.clone()),
                baggage: members(baggage),
            }
        })
    }
}

fn members(baggage: &Baggage) -> Vec<KeyValueMetadata> {
    let members = baggage.iter();
    members
        .map(|(name, (value, metadata))| {
            KeyValueMetadata::new(name.clone(), value.clone(), metadata.clone())
        })
        .collect()
}
