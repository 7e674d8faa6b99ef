//! Spans of crates that use OpenTelemetry directly instead of `tracing`. They are redacted, follow the same sampling
//! decision, and are put into the same queue.

use std::sync::Arc;
use std::time::Duration;

use opentelemetry::trace::{Link, SpanKind, TraceContextExt as _, TraceId, TraceState};
use opentelemetry::{Context, KeyValue, global};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{
    SamplingDecision, SamplingResult, SdkTracerProvider, ShouldSample, Span, SpanData,
    SpanProcessor,
};

use crate::config::propagators::Propagators;
use crate::export::queue::Queue;
use crate::propagation;
use crate::propagation::xray_header;
use crate::redact::Redactor;
use crate::trace::entered;
use crate::trace::sampling::Sampler;

/// What such spans share with those of `tracing`.
pub(crate) struct Native {
    pub(crate) queue: Queue,
    pub(crate) sampler: Arc<Sampler>,
    pub(crate) propagators: Propagators,
    pub(crate) redactor: Redactor,
    pub(crate) resource: Resource,
}

impl Native {
    /// Installs the queue as the process's OpenTelemetry provider, and the propagators as the process's.
    pub(crate) fn install(self) {
        global::set_text_map_propagator(propagation::composite(self.propagators, &self.redactor));
        let provider = SdkTracerProvider::builder()
            .with_sampler(Decision(self.sampler))
            .with_resource(self.resource)
            .with_span_processor(Into {
                queue: self.queue,
                redactor: self.redactor,
            })
            .build();
        global::set_tracer_provider(provider);
    }
}

/// Samples as the current request is sampled, or decides anew outside a request.
#[derive(Clone, Debug)]
struct Decision(Arc<Sampler>);

impl ShouldSample for Decision {
    fn should_sample(
        &self,
        parent: Option<&Context>,
        trace: TraceId,
        _name: &str,
        _kind: &SpanKind,
        _attributes: &[KeyValue],
        _links: &[Link],
    ) -> SamplingResult {
        let decision = parent.and_then(xray_header::decision);
        let parent = parent
            .filter(|context| context.has_active_span())
            .map(|context| context.span().span_context().clone())
            .filter(opentelemetry::trace::SpanContext::is_valid);
        let sampled =
            (parent.is_some() || !entered::unsampled_here()) && self.0.samples(decision, trace);
        SamplingResult {
            decision: if sampled {
                SamplingDecision::RecordAndSample
            } else {
                SamplingDecision::Drop
            },
            attributes: Vec::new(),
            trace_state: parent.map_or(TraceState::NONE, |it| it.trace_state().clone()),
        }
    }
}

#[derive(Debug)]
struct Into {
    queue: Queue,
    redactor: Redactor,
}

impl SpanProcessor for Into {
    fn on_start(&self, _: &mut Span, _: &Context) {}

    fn on_end(&self, mut span: SpanData) {
        self.redactor.span(&mut span);
        self.queue.push(Box::new(span));
    }

    fn force_flush(&self) -> OTelSdkResult {
        Ok(())
    }

    // The guard stops the queue.
    fn shutdown_with_timeout(&self, _: Duration) -> OTelSdkResult {
        Ok(())
    }
}
