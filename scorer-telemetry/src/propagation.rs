//! A trace from service to service: read from the headers of a request, written into those of the next one.

mod baggage;
mod w3c;
pub(crate) mod xray;
pub(crate) mod xray_header;

use http::HeaderMap;
use opentelemetry::baggage::BaggageExt as _;
use opentelemetry::propagation::{TextMapCompositePropagator, TextMapPropagator};
use opentelemetry::trace::{SpanContext, TraceContextExt as _};
use opentelemetry::{Context, ContextGuard};
use opentelemetry_http::{HeaderExtractor, HeaderInjector};
use tracing::Span;
use tracing_subscriber::Registry;
use tracing_subscriber::registry::LookupSpan as _;

use crate::config::propagators::{Propagator, Propagators};
use crate::propagation::baggage::RedactedBaggage;
use crate::propagation::w3c::W3c;
use crate::propagation::xray::XrayPropagator;
use crate::redact::Redactor;
use crate::trace::pipeline::Pipeline;
use crate::trace::state::{Ids, SpanState};

/// The caller's trace, taken from a request's headers. While the guard lives, a span that has no span around it in this
/// process continues that trace.
///
/// Take it, make the span, and let the guard go before the first `.await`: the span remembers. The layer for axum does
/// this by itself.
///
/// ```
/// use scorer_instrument::propagation;
///
/// let headers = http::HeaderMap::new();
/// let span = {
///     let _caller = propagation::continue_trace(&headers);
///     tracing::info_span!("handle")
/// };
/// ```
#[must_use = "the trace is continued by spans that are made while the guard lives"]
pub fn continue_trace(headers: &HeaderMap) -> ContextGuard {
    extract(running().propagators, headers).attach()
}

/// Writes the current span's trace into the headers of a request to another service.
///
/// ```
/// use scorer_instrument::propagation;
///
/// let mut headers = http::HeaderMap::new();
/// propagation::inject(&mut headers);
/// ```
pub fn inject(headers: &mut HeaderMap) {
    inject_with(&running(), headers);
}

/// The ids of the current span; none outside of one.
///
/// ```
/// assert!(scorer_instrument::propagation::current().is_none());
/// ```
pub fn current() -> Option<SpanContext> {
    ids().map(|ids| ids.context())
}

fn ids() -> Option<Ids> {
    Span::current()
        .with_subscriber(|(id, dispatch)| {
            let span = dispatch.downcast_ref::<Registry>()?.span(id)?;
            span.scope().find_map(|around| {
                let extensions = around.extensions();
                extensions.get::<SpanState>().map(|it| it.ids.clone())
            })
        })
        .flatten()
}

/// Whether anybody will see more of the span than its duration.
#[cfg(feature = "lambda")]
pub(crate) fn is_recorded(span: &Span) -> bool {
    span.with_subscriber(|(id, dispatch)| {
        let span = dispatch.downcast_ref::<Registry>()?.span(id)?;
        let extensions = span.extensions();
        Some(extensions.get::<SpanState>()?.is_recorded())
    })
    .flatten()
    .unwrap_or(false)
}

fn extract(propagators: Propagators, headers: &HeaderMap) -> Context {
    let headers = HeaderExtractor(headers);
    propagators.iter().fold(Context::new(), |context, it| {
        propagator(it, None).extract_with_context(&context, &headers)
    })
}

/// The caller of a Lambda function: what the request's headers name, and the header of the invocation itself.
#[cfg(feature = "lambda")]
#[must_use = "the trace is continued by spans that are made while the guard lives"]
pub(crate) fn continue_invocation(
    mut headers: HeaderMap,
    invocation: Option<&str>,
) -> ContextGuard {
    // It comes last, so it knows more than what was sent with the request.
    if let Some(value) = invocation.and_then(|it| it.parse().ok()) {
        headers.insert(xray_header::NAME, value);
    }
    let headers = HeaderExtractor(&headers);
    let caller = running()
        .propagators
        .iter()
        .fold(Context::new(), |context, it| {
            if it == Propagator::XrayLambda && context.span().span_context().is_valid() {
                return context;
            }
            propagator(it, None).extract_with_context(&context, &headers)
        });
    caller.attach()
}

fn inject_with(running: &Running, headers: &mut HeaderMap) {
    let context = Context::current();
    let context = match ids() {
        Some(ids) => {
            // What is attached here was chosen here; else it is the caller's, handed on.
            let context = if context.baggage().is_empty() && !ids.baggage().is_empty() {
                context.with_baggage(ids.baggage().iter().cloned())
            } else {
                context
            };
            context
                .with_remote_span_context(ids.context())
                .with_value(ids.caller())
        }
        None => context,
    };
    let mut headers = HeaderInjector(headers);
    for it in running.propagators.iter() {
        propagator(it, running.redactor.as_ref()).inject_context(&context, &mut headers);
    }
}

/// All of them as one, for instrumentation that knows no `tracing`.
pub(crate) fn composite(
    propagators: Propagators,
    redactor: &Redactor,
) -> TextMapCompositePropagator {
    let all = propagators.iter().map(|it| propagator(it, Some(redactor)));
    TextMapCompositePropagator::new(all.collect())
}

fn propagator(
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

/// What the running telemetry was told to use; nothing where none runs.
#[derive(Default)]
struct Running {
    propagators: Propagators,
    redactor: Option<Redactor>,
}

fn running() -> Running {
    tracing::dispatcher::get_default(|dispatch| {
        let pipeline = dispatch.downcast_ref::<Pipeline>();
        pipeline.map(|pipeline| Running {
            propagators: pipeline.propagators,
            redactor: Some(pipeline.redactor.clone()),
        })
    })
    .unwrap_or_default()
}
