//! Reads a caller's trace from headers, to continue it or to link to it.

use http::{HeaderMap, HeaderName, HeaderValue};
use opentelemetry::trace::{Link, TraceContextExt as _};
use opentelemetry::{Context, ContextGuard};
use opentelemetry_http::HeaderExtractor;
use tracing::Span;
use tracing_subscriber::Registry;
use tracing_subscriber::registry::LookupSpan as _;

use crate::config::propagators::Propagators;
use crate::trace::pipeline::Pipeline;
use crate::trace::state::SpanState;

use super::running::{propagator, running};

/// Continues the caller's trace, which it reads from a request's headers. While the returned guard is alive, a span
/// that has no parent in this process continues that trace.
///
/// Open the span while you hold the guard, and drop the guard before the first `.await`; the span keeps the trace. The
/// layers for axum and tonic do this by themselves.
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

/// Links a span to the one that the headers name, without continuing its trace: the span keeps its own trace and its
/// own sampling decision. Use it for a batch of messages, where one span has several links. Headers that name no span
/// add no link.
///
/// ```
/// use scorer_instrument::propagation;
///
/// let batch = [http::HeaderMap::new(), http::HeaderMap::new()];
/// let span = tracing::info_span!("process batch");
/// for headers in &batch {
///     propagation::link(&span, headers);
/// }
/// ```
pub fn link(span: &Span, headers: &HeaderMap) {
    let context = extract(running().propagators, headers);
    let mut linked = context.span().span_context().clone();
    if !linked.is_valid() {
        return;
    }
    span.with_subscriber(|(id, dispatch)| {
        let pipeline = dispatch.downcast_ref::<Pipeline>()?;
        pipeline.redactor.context(&mut linked);
        let span = dispatch.downcast_ref::<Registry>()?.span(id)?;
        let mut extensions = span.extensions_mut();
        let recording = extensions.get_mut::<SpanState>()?.recording.as_mut()?;
        recording.link(Link::with_context(linked), pipeline.limits);
        Some(())
    });
}

/// Makes headers from pairs of text, such as the attributes of a message or the columns of a row. Pairs that are not
/// valid headers are left out.
///
/// ```
/// use scorer_instrument::propagation;
///
/// let attributes = [("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), ("no header", "")];
/// let headers = propagation::from_pairs(attributes);
/// assert_eq!(headers.len(), 1);
/// let _sender = propagation::continue_trace(&headers);
/// ```
pub fn from_pairs<K, V>(pairs: impl IntoIterator<Item = (K, V)>) -> HeaderMap
where
    K: AsRef<[u8]>,
    V: AsRef<[u8]>,
{
    let pairs = pairs.into_iter().filter_map(|(name, value)| {
        let name = HeaderName::from_bytes(name.as_ref()).ok()?;
        Some((name, HeaderValue::from_bytes(value.as_ref()).ok()?))
    });
    pairs.collect()
}

fn extract(propagators: Propagators, headers: &HeaderMap) -> Context {
    let headers = HeaderExtractor(headers);
    propagators.iter().fold(Context::new(), |context, it| {
        propagator(it, None).extract_with_context(&context, &headers)
    })
}

/// Continues the trace of a Lambda function's caller, from the headers of the request and the header of the invocation.
#[cfg(feature = "lambda")]
#[must_use = "the trace is continued by spans that are made while the guard lives"]
pub(crate) fn continue_invocation(
    mut headers: HeaderMap,
    invocation: Option<&str>,
) -> ContextGuard {
    use crate::config::propagators::Propagator;

    // This header is read last, because it names a later span than the headers that were sent with the request.
    if let Some(value) = invocation.and_then(|it| it.parse().ok()) {
        headers.insert(super::xray_header::NAME, value);
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
