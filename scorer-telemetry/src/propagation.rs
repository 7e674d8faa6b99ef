//! A trace from service to service: read from the headers of a request, written into those of the next one.

mod w3c;
pub(crate) mod xray;
pub(crate) mod xray_header;

use http::HeaderMap;
use opentelemetry::propagation::{TextMapCompositePropagator, TextMapPropagator};
use opentelemetry::trace::{SpanContext, TraceContextExt as _};
use opentelemetry::{Context, ContextGuard};
use opentelemetry_http::{HeaderExtractor, HeaderInjector};
use opentelemetry_sdk::propagation::BaggagePropagator;
use tracing::Span;
use tracing_subscriber::Registry;
use tracing_subscriber::registry::LookupSpan as _;

use crate::config::propagators::{Propagator, Propagators};
use crate::propagation::w3c::W3c;
use crate::propagation::xray::XrayPropagator;
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
    extract(propagators(), headers).attach()
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
    inject_with(propagators(), headers);
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
        propagator(it).extract_with_context(&context, &headers)
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
    let caller = propagators().iter().fold(Context::new(), |context, it| {
        if it == Propagator::XrayLambda && context.span().span_context().is_valid() {
            return context;
        }
        propagator(it).extract_with_context(&context, &headers)
    });
    caller.attach()
}

fn inject_with(propagators: Propagators, headers: &mut HeaderMap) {
    let context = Context::current();
    let context = match ids() {
        Some(ids) => context
            .with_remote_span_context(ids.context())
            .with_value(ids.caller()),
        None => context,
    };
    let mut headers = HeaderInjector(headers);
    for it in propagators.iter() {
        propagator(it).inject_context(&context, &mut headers);
    }
}

/// All of them as one, for instrumentation that knows no `tracing`.
pub(crate) fn composite(propagators: Propagators) -> TextMapCompositePropagator {
    TextMapCompositePropagator::new(propagators.iter().map(propagator).collect())
}

fn propagator(propagator: Propagator) -> Box<dyn TextMapPropagator + Send + Sync> {
    match propagator {
        Propagator::TraceContext => Box::new(W3c::default()),
        Propagator::Baggage => Box::new(BaggagePropagator::new()),
        Propagator::Xray => Box::new(XrayPropagator::new()),
        Propagator::XrayLambda => Box::new(XrayPropagator::lambda()),
    }
}

/// What the running telemetry was told to use; nothing where none runs.
fn propagators() -> Propagators {
    tracing::dispatcher::get_default(|dispatch| {
        dispatch
            .downcast_ref::<Pipeline>()
            .map(|pipeline| pipeline.propagators)
            .unwrap_or_default()
    })
}
