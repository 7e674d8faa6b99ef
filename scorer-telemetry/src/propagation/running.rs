//! The propagators of the running telemetry, and how they are configured.

use opentelemetry::propagation::{TextMapCompositePropagator, TextMapPropagator};

use crate::config::propagators::{Propagator, Propagators};
use crate::redact::Redactor;
use crate::trace::pipeline::Pipeline;

use super::baggage::RedactedBaggage;
use super::w3c::W3c;
use super::xray::XrayPropagator;

/// How the running telemetry is configured. `None` if none runs.
#[derive(Default)]
pub(super) struct Running {
    pub(super) propagators: Propagators,
    pub(super) redactor: Option<Redactor>,
}

pub(super) fn running() -> Running {
    tracing::dispatcher::get_default(|dispatch| {
        let pipeline = dispatch.downcast_ref::<Pipeline>();
        pipeline.map(|pipeline| Running {
            propagators: pipeline.propagators,
            redactor: Some(pipeline.redactor.clone()),
        })
    })
    .unwrap_or_default()
}

/// Combines all propagators into one, for instrumentation that does not use `tracing`.
pub(crate) fn composite(
    propagators: Propagators,
    redactor: &Redactor,
) -> TextMapCompositePropagator {
    let all = propagators.iter().map(|it| propagator(it, Some(redactor)));
    TextMapCompositePropagator::new(all.collect())
}

pub(super) fn propagator(
    propagator: Propagator,
    redactor: Option<&Redactor>,
) -> Box<dyn TextMapPropagator + Send + Sync> {
    match propagator {
        Propagator::TraceContext => Box::new(W3c::default()),
        Propagator::Baggage => Box::new(RedactedBaggage::new(redactor)),
        Propagator::Xray => Box::new(XrayPropagator::new()),
        Propagator::XrayLambda => Box::new(XrayPropagator::lambda()),
    }
}
